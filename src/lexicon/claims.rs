//! The table `data/claims.toml`.

use super::LexiconError;

#[derive(Debug)]
pub struct Claims {}

impl Claims {
    /// Reads and checks the table; `file` names it in errors.
    pub fn read(file: &str, toml: &str) -> Result<Claims, LexiconError> {
        let _: toml::Table = super::parse(file, toml)?;
        Ok(Claims {})
    }
}
