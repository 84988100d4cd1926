//! What can go wrong with an archive file.

use std::{io, path::PathBuf};

/// An error of the archive; each names the file, and the byte where there is one.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{}: {source}", file.display())]
    Io { file: PathBuf, source: io::Error },
    #[error(
        "{}: there is no room for more ({source}); what was kept is whole, make room and run the same command again",
        file.display()
    )]
    Full { file: PathBuf, source: io::Error },
    #[error("{}: not a WARC file (no `WARC/1.x` line at byte {offset})", file.display())]
    NotWarc { file: PathBuf, offset: u64 },
    #[error("{}: cut short in the record at byte {offset}; every whole record before it was read", file.display())]
    Truncated { file: PathBuf, offset: u64 },
    #[error("{}: damaged at byte {offset} ({why}); nothing after it can be read", file.display())]
    Corrupt { file: PathBuf, offset: u64, why: String },
    #[error("{}: the record at byte {offset} was passed over: {why}", file.display())]
    Malformed { file: PathBuf, offset: u64, why: String },
    #[error(
        "{}: compressed as a whole, so that records cannot be read one at a time; write it anew with a gzip \
         member a record (`warcio recompress` does)",
        file.display()
    )]
    NotSeekable { file: PathBuf },
    #[error("{url}: cannot be archived: {why}")]
    Unwritable { url: String, why: String },
    #[error(
        "{}: {length} bytes, but {committed} were committed; the archive has lost records, restore it or start \
         a new one",
        file.display()
    )]
    Lost { file: PathBuf, length: u64, committed: u64 },
    #[error(
        "{}: not written for this store, which knows nothing of what is in it; put the store back that belongs to it, or \
         move the archive away (`claimtrail import` reads it into a store), or set another archive.prefix",
        file.display()
    )]
    Foreign { file: PathBuf },
    #[error("{}: another run is writing to it; wait for that run or choose another folder", file.display())]
    Locked { file: PathBuf },
    #[error("the archive prefix “{0}” must be made of letters, digits, `-` and `_`")]
    Prefix(String),
}

impl Error {
    /// True where the records after this one can still be read.
    pub fn is_passed_over(&self) -> bool {
        matches!(self, Error::Malformed { .. })
    }
}
