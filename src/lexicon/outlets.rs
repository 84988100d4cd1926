//! The table `data/outlets.toml`: news outlets by the names under which others cite them.

use super::LexiconError;
use super::gazetteer::{Entry, Gazetteer};
use crate::model::Span;
use std::collections::BTreeMap;

/// An outlet as the table knows it.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outlet {
    pub name: String,
    /// Other spellings that mean this outlet wherever they stand.
    #[serde(default)]
    pub names: Vec<String>,
    /// Short forms that several outlets share ("the Times").
    #[serde(default)]
    pub short: Vec<String>,
    /// Registrable domains.
    #[serde(default)]
    pub domains: Vec<String>,
    /// ISO 3166-1 alpha-2 of its seat.
    pub country: String,
}

impl Entry for Outlet {
    fn spellings(&self) -> Vec<&str> {
        std::iter::once(&self.name).chain(&self.names).chain(&self.short).map(String::as_str).collect()
    }

    fn others(&self) -> &[String] {
        &[]
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    outlet: Vec<Outlet>,
}

#[derive(Debug)]
pub struct Outlets {
    gazetteer: Gazetteer<Outlet>,
    domains: BTreeMap<String, usize>,
}

impl Outlets {
    /// Reads and checks the table; `file` names it in errors.
    pub fn read(file: &str, toml: &str) -> Result<Outlets, LexiconError> {
        let table: Table = super::parse(file, toml)?;
        let mut domains = BTreeMap::new();
        for (row, outlet) in table.outlet.iter().enumerate() {
            for domain in &outlet.domains {
                domains.entry(domain.clone()).or_insert(row);
            }
        }
        Ok(Outlets { gazetteer: Gazetteer::new(table.outlet), domains })
    }

    /// Every outlet that the text names, in order. A short form gives each outlet that shares it, at one span.
    pub fn find(&self, text: &str) -> Vec<(Span, &Outlet)> {
        self.gazetteer.find(text)
    }

    /// Whether the text names an outlet of the table.
    pub fn any(&self, text: &str) -> bool {
        self.gazetteer.any(text)
    }

    /// The outlet of a registrable domain.
    pub fn by_domain(&self, domain: &str) -> Option<&Outlet> {
        self.domains.get(domain).map(|row| &self.rows()[*row])
    }

    /// The outlet of a name, in any of its spellings but the short ones.
    pub fn by_name(&self, name: &str) -> Option<&Outlet> {
        self.rows().iter().find(|outlet| outlet.name == name || outlet.names.iter().any(|n| n == name))
    }

    pub fn rows(&self) -> &[Outlet] {
        self.gazetteer.rows()
    }
}
