//! The table `data/abbreviations.toml`.

use super::LexiconError;

#[derive(Debug)]
pub struct Abbreviations {}

impl Abbreviations {
    /// Reads and checks the table; `file` names it in errors.
    pub fn read(file: &str, toml: &str) -> Result<Abbreviations, LexiconError> {
        let _: toml::Table = super::parse(file, toml)?;
        Ok(Abbreviations {})
    }
}
