//! The table `data/companies.toml`: companies that reporting on trade controls names often.

use super::LexiconError;
use super::gazetteer::{Entry, Gazetteer};
use crate::model::Span;

/// A company as the table knows it.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Company {
    /// Full name.
    pub name: String,
    /// Short names and old ones.
    #[serde(default)]
    names: Vec<String>,
    /// ISO 3166-1 alpha-2 of its seat.
    pub country: String,
    /// Id in the product taxonomy of what its brand stands for.
    pub makes: Option<String>,
    #[serde(default)]
    not: Vec<String>,
}

impl Entry for Company {
    fn spellings(&self) -> Vec<&str> {
        std::iter::once(&self.name).chain(&self.names).map(String::as_str).collect()
    }

    fn others(&self) -> &[String] {
        &self.not
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    company: Vec<Company>,
}

#[derive(Debug)]
pub struct Companies(Gazetteer<Company>);

impl Companies {
    /// Reads and checks the table; `file` names it in errors.
    pub fn read(file: &str, toml: &str) -> Result<Companies, LexiconError> {
        let table: Table = super::parse(file, toml)?;
        Ok(Companies(Gazetteer::new(table.company)))
    }

    /// Every company of the table that the text names, in order; none overlaps another.
    pub fn find(&self, text: &str) -> Vec<(Span, &Company)> {
        self.0.find(text)
    }

    /// Whether the text names a company of the table.
    pub fn any(&self, text: &str) -> bool {
        self.0.any(text)
    }

    pub fn rows(&self) -> &[Company] {
        self.0.rows()
    }
}
