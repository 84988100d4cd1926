//! The table `data/units.toml`: units of measure and what newspapers call them.

use super::LexiconError;
use serde::Deserialize;
use std::collections::HashMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum UnitKind {
    Weight,
    Volume,
    Energy,
    Power,
    Computing,
    Length,
    Area,
    Share,
    Pack,
}

/// A row of the table; the legend in the file says what each field means.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    pub id: String,
    pub kind: UnitKind,
    #[serde(default)]
    pub names: Vec<String>,
    #[serde(default)]
    pub symbols: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    unit: Vec<Unit>,
}

#[derive(Debug)]
pub struct Units {
    pub rows: Vec<Unit>,
    names: HashMap<String, usize>,
    symbols: HashMap<String, usize>,
}

impl Units {
    /// Reads and checks the table; `file` names it in errors.
    pub fn read(file: &str, toml: &str) -> Result<Units, LexiconError> {
        let rows = super::parse::<File>(file, toml)?.unit;
        let (mut names, mut symbols) = (HashMap::new(), HashMap::new());
        let mut last = "";
        for (at, unit) in rows.iter().enumerate() {
            let fault = |message| LexiconError::Row { file: file.to_owned(), row: unit.id.clone(), message };
            if unit.id.as_str() <= last {
                return Err(fault(format!("rows stay in order of id, each once; move it before {last}")));
            }
            last = &unit.id;
            let lower = unit.names.iter().map(|name| name.to_lowercase());
            let named =
                lower.map(|name| names.insert(name.clone(), at).filter(|row| *row != at).map(|_| name));
            let signed = unit.symbols.iter().map(|s| symbols.insert(s.clone(), at).map(|_| s.clone()));
            if let Some(name) = named.chain(signed).flatten().next() {
                return Err(fault(format!("“{name}” stands in two rows; a unit's name means one unit")));
            }
        }
        Ok(Units { rows, names, symbols })
    }

    /// The unit that these words name.
    pub fn unit(&self, words: &str) -> Option<&Unit> {
        let row = self.symbols.get(words).or_else(|| self.names.get(words.to_lowercase().as_str()))?;
        self.rows.get(*row)
    }
}
