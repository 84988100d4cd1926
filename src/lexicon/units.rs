//! The table `data/units.toml`.

use super::LexiconError;

#[derive(Debug)]
pub struct Units {}

impl Units {
    /// Reads and checks the table; `file` names it in errors.
    pub fn read(file: &str, toml: &str) -> Result<Units, LexiconError> {
        let _: toml::Table = super::parse(file, toml)?;
        Ok(Units {})
    }
}
