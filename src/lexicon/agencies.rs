//! The table `data/agencies.toml`: government bodies, international organisations, think tanks.

use super::LexiconError;
use super::gazetteer::{Entry, Gazetteer};
use crate::model::{PartyKind, Span};

/// An agency or organisation as the table knows it.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agency {
    /// Full name.
    pub name: String,
    #[serde(default)]
    names: Vec<String>,
    /// ISO 3166-1 alpha-2 or the id of a body; `None` where the text must say it.
    pub country: Option<String>,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Agency,
    Organisation,
}

impl Agency {
    pub fn kind(&self) -> PartyKind {
        match self.kind {
            Kind::Agency => PartyKind::Agency,
            Kind::Organisation => PartyKind::Organisation,
        }
    }
}

impl Entry for Agency {
    fn spellings(&self) -> Vec<&str> {
        std::iter::once(&self.name).chain(&self.names).map(String::as_str).collect()
    }

    fn others(&self) -> &[String] {
        &[]
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    agency: Vec<Agency>,
}

#[derive(Debug)]
pub struct Agencies(Gazetteer<Agency>);

impl Agencies {
    /// Reads and checks the table; `file` names it in errors.
    pub fn read(file: &str, toml: &str) -> Result<Agencies, LexiconError> {
        let table: Table = super::parse(file, toml)?;
        Ok(Agencies(Gazetteer::new(table.agency)))
    }

    /// Every agency of the table that the text names, in order; none overlaps another.
    pub fn find(&self, text: &str) -> Vec<(Span, &Agency)> {
        self.0.find(text)
    }

    /// Whether the text names an agency of the table.
    pub fn any(&self, text: &str) -> bool {
        self.0.any(text)
    }

    pub fn rows(&self) -> &[Agency] {
        self.0.rows()
    }
}
