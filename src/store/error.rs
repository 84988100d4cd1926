//! What can go wrong with a store, which file it was, and what to do.

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
    #[error("{file}: not a claimtrail store; name the right file with --store, or move this one away")]
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
        "{file}: cannot be read or written ({message}); see that the disk is sound and has room, then run the same command \
         again: what was stored is whole"
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
