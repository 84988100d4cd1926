//! The table `data/events.toml`.

use super::LexiconError;

#[derive(Debug)]
pub struct Events {}

impl Events {
    /// Reads and checks the table; `file` names it in errors.
    pub fn read(file: &str, toml: &str) -> Result<Events, LexiconError> {
        let _: toml::Table = super::parse(file, toml)?;
        Ok(Events {})
    }
}
