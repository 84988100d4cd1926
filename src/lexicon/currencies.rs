//! The table `data/currencies.toml`.

use super::LexiconError;

#[derive(Debug)]
pub struct Currencies {}

impl Currencies {
    /// Reads and checks the table; `file` names it in errors.
    pub fn read(file: &str, toml: &str) -> Result<Currencies, LexiconError> {
        let _: toml::Table = super::parse(file, toml)?;
        Ok(Currencies {})
    }
}
