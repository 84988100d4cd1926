//! The table `data/cues.toml`.

use super::LexiconError;

#[derive(Debug)]
pub struct Cues {}

impl Cues {
    /// Reads and checks the table; `file` names it in errors.
    pub fn read(file: &str, toml: &str) -> Result<Cues, LexiconError> {
        let _: toml::Table = super::parse(file, toml)?;
        Ok(Cues {})
    }
}
