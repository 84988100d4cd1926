//! Where a store lies, in one word, and the one door through which it is opened.

#[cfg(feature = "postgres")]
use super::postgres::{Postgres, Server};
use super::{Frontier, error::StoreError, sqlite::Sqlite};
use std::{
    fmt,
    path::{Path, PathBuf},
};

/// A file, or a database on a server.
#[derive(Clone, Debug)]
pub enum Place {
    File(PathBuf),
    #[cfg(feature = "postgres")]
    Server(Box<Server>),
}

/// As messages name it, without a password.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::File(path) => path.display().fmt(f),
            #[cfg(feature = "postgres")]
            Place::Server(server) => server.fmt(f),
        }
    }
}

impl Place {
    /// Whether a text is the address of a server and not the name of a file.
    pub fn is_server(text: &str) -> bool {
        text.starts_with("postgres://") || text.starts_with("postgresql://")
    }

    pub fn file(path: &Path) -> Place {
        Place::File(path.to_owned())
    }

    /// The server of an address; `password` is taken where the address has none.
    #[cfg(feature = "postgres")]
    pub fn server(address: &str, password: Option<&str>) -> Result<Place, StoreError> {
        Ok(Place::Server(Box::new(Server::parse(address, password)?)))
    }

    #[cfg(not(feature = "postgres"))]
    pub fn server(_address: &str, _password: Option<&str>) -> Result<Place, StoreError> {
        Err(StoreError::NotBuiltIn { file: "the store".to_owned() })
    }

    /// Whether several crawlers may share it.
    pub fn is_shared(&self) -> bool {
        !matches!(self, Place::File(_))
    }

    /// Opens the store to write to it; makes it where there is none.
    pub fn open(&self) -> Result<Box<dyn Frontier>, StoreError> {
        Ok(match self {
            Place::File(path) => Box::new(Sqlite::open(path)?),
            #[cfg(feature = "postgres")]
            Place::Server(server) => Box::new(Postgres::open(server)?),
        })
    }

    /// Opens a store that is there, to read from it.
    pub fn open_to_read(&self) -> Result<Box<dyn Frontier>, StoreError> {
        Ok(match self {
            Place::File(path) => Box::new(Sqlite::open_to_read(path)?),
            #[cfg(feature = "postgres")]
            Place::Server(server) => Box::new(Postgres::open_to_read(server)?),
        })
    }
}
