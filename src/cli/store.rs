//! Where the store lies, for every verb that reads it.

use crate::store::{Sqlite, StoreError};
use std::path::{Path, PathBuf};

/// The folder that `crawl` writes to unless told otherwise.
pub const OUT: &str = "claimtrail-data";
/// The store's name within that folder.
pub const STORE_FILE: &str = "claims.sqlite";

/// Which store to read.
#[derive(Clone, Debug, clap::Args)]
pub struct StoreArgs {
    /// The store: a file, or the folder that `crawl` wrote to.
    #[arg(long, value_name = "PATH", default_value = OUT)]
    pub store: PathBuf,
}

impl StoreArgs {
    /// The file meant: in a folder, the store of that folder.
    pub fn file(&self) -> PathBuf {
        store_in(&self.store)
    }

    pub fn open_to_read(&self) -> Result<Sqlite, StoreError> {
        Sqlite::open_to_read(&self.file())
    }
}

/// The store of a folder; a path with a file's ending is the store itself.
pub fn store_in(path: &Path) -> PathBuf {
    if path.is_dir() || path.extension().is_none() { path.join(STORE_FILE) } else { path.to_owned() }
}
