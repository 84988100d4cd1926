//! The table `data/outlets.toml`.

use super::LexiconError;

#[derive(Debug)]
pub struct Outlets {}

impl Outlets {
    /// Reads and checks the table; `file` names it in errors.
    pub fn read(file: &str, toml: &str) -> Result<Outlets, LexiconError> {
        let _: toml::Table = super::parse(file, toml)?;
        Ok(Outlets {})
    }
}
