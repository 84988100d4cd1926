//! The table `data/countries.toml`.

use super::LexiconError;

#[derive(Debug)]
pub struct Countries {}

impl Countries {
    /// Reads and checks the table; `file` names it in errors.
    pub fn read(file: &str, toml: &str) -> Result<Countries, LexiconError> {
        let _: toml::Table = super::parse(file, toml)?;
        Ok(Countries {})
    }
}
