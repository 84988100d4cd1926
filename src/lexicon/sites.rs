//! The table `data/sites.toml`.

use super::LexiconError;

#[derive(Debug)]
pub struct Sites {}

impl Sites {
    /// Reads and checks the table; `file` names it in errors.
    pub fn read(file: &str, toml: &str) -> Result<Sites, LexiconError> {
        let _: toml::Table = super::parse(file, toml)?;
        Ok(Sites {})
    }
}
