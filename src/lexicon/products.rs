//! The table `data/products.toml`.

use super::LexiconError;

#[derive(Debug)]
pub struct Products {}

impl Products {
    /// Reads and checks the table; `file` names it in errors.
    pub fn read(file: &str, toml: &str) -> Result<Products, LexiconError> {
        let _: toml::Table = super::parse(file, toml)?;
        Ok(Products {})
    }
}
