//! What can go wrong with a store, which file or server it was, and what to do.

use rusqlite::ErrorCode;
use std::path::Path;

#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error(
        "{file}: there is no store here; run `claimtrail crawl` first, or name the right file with --store"
    )]
    Missing { file: String },
    #[error("{file}: the folder cannot be made ({message}); choose another place for the store")]
    Folder { file: String, message: String },
    #[error(
        "{file}: not a claimtrail store; name the right one with --store, or give claimtrail a place of its own"
    )]
    NotAStore { file: String },
    #[error(
        "{file}: written by a newer claimtrail (schema {found}, this program knows up to {known}); \
         update claimtrail, or start a new store"
    )]
    Newer { file: String, found: i64, known: i64 },
    #[error("{file}: may not be written; give yourself write access to the file and its folder, or copy it")]
    ReadOnly { file: String },
    #[error("{file}: the disk is full; nothing was lost, make room and run the same command again")]
    Full { file: String },
    #[error(
        "{file}: {message}; nothing that was stored is lost, look at the disk and at limits on the size of files, then run \
         the same command again"
    )]
    Disk { file: String, message: String },
    #[error("{file}: another claimtrail is writing to it; wait for it to end, or give each its own --out")]
    Busy { file: String },
    #[error("{file}: damaged ({message}); restore a copy, or crawl again with --replay from the archive")]
    Damaged { file: String, message: String },
    #[error("the store holds an unreadable {what} ({found}); restore a copy of it")]
    Unreadable { what: &'static str, found: String },
    #[error(
        "{file}: this crawler stood still for so long that others took it for dead and took its hosts over; \
         run the same command again"
    )]
    Fenced { file: String },
    #[error("{file}: other crawlers are at work on its frontier; end them first, or leave out --fresh")]
    Shared { file: String },
    #[error("the address of the store cannot be read; {message}")]
    Address { message: String },
    #[error(
        "{file}: cannot be reached ({message}); check that the server runs and answers there, and try again"
    )]
    Unreachable { file: String, message: String },
    #[error("{file}: does not let us in ({message}); check the user and the password of the store's address")]
    Refused { file: String, message: String },
    #[error("{file}: there is no such database; make it: createdb -E UTF8 -T template0 NAME")]
    NoDatabase { file: String },
    #[error(
        "{file}: no safe connection ({message}); name who signs for the server with sslrootcert=FILE, or add \
         sslmode=disable to the address where the network between is your own"
    )]
    Insecure { file: String, message: String },
    #[error("{file}: {message}; give the user of the address the right to write there, or name another")]
    NotAllowed { file: String, message: String },
    #[error("{file}: cannot be a store: {message}")]
    Unfit { file: String, message: String },
    #[error(
        "{file}: this program was built without the feature `postgres`; build it with that, or name a file"
    )]
    NotBuiltIn { file: String },
    #[error("{file}: {message}; if this goes on, please report it")]
    Sql { file: String, message: String },
}

impl StoreError {
    /// Sorts an engine's error by what a person can do about it.
    pub(super) fn from_sqlite(path: &Path, error: &rusqlite::Error) -> StoreError {
        let file = path.display().to_string();
        let message = error.to_string();
        match error.sqlite_error_code() {
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => StoreError::ReadOnly { file },
            Some(ErrorCode::CannotOpen) if path.exists() => StoreError::ReadOnly { file },
            Some(ErrorCode::CannotOpen) => StoreError::Folder { file, message },
            Some(ErrorCode::DiskFull) => StoreError::Full { file },
            Some(ErrorCode::SystemIoFailure) => StoreError::Disk { file, message },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy { file },
            Some(ErrorCode::NotADatabase) => StoreError::NotAStore { file },
            Some(ErrorCode::DatabaseCorrupt) => StoreError::Damaged { file, message },
            _ => StoreError::Sql { file, message },
        }
    }
}
