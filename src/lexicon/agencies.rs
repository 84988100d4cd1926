//! The table `data/agencies.toml`.

use super::LexiconError;

#[derive(Debug)]
pub struct Agencies {}

impl Agencies {
    /// Reads and checks the table; `file` names it in errors.
    pub fn read(file: &str, toml: &str) -> Result<Agencies, LexiconError> {
        let _: toml::Table = super::parse(file, toml)?;
        Ok(Agencies {})
    }
}
