//! The table `data/confidence.toml`: what makes a claim more or less sure.

use super::LexiconError;
use crate::model::ClaimType;
use std::collections::BTreeMap;

/// Something about a claim that bears on how often such claims are right.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Trait {
    pub id: String,
    /// What a reader is told where it lowers the confidence.
    pub says: String,
    /// In log odds.
    pub weight: f64,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    base: f64,
    #[serde(rename = "trait")]
    traits: Vec<Trait>,
    #[serde(rename = "type")]
    types: BTreeMap<String, f64>,
}

#[derive(Debug)]
pub struct Confidence {
    base: f64,
    traits: BTreeMap<String, Trait>,
    types: BTreeMap<ClaimType, f64>,
}

impl Confidence {
    /// Reads and checks the table; `file` names it in errors.
    pub fn read(file: &str, toml: &str) -> Result<Confidence, LexiconError> {
        let table: Table = super::parse(file, toml)?;
        let mut types = BTreeMap::new();
        for (name, weight) in table.types {
            let kind = ClaimType::parse(&name).ok_or_else(|| LexiconError::Row {
                file: file.to_owned(),
                row: "type".to_owned(),
                message: format!("“{name}” is no claim type"),
            })?;
            types.insert(kind, weight);
        }
        let traits = table.traits.into_iter().map(|row| (row.id.clone(), row)).collect();
        Ok(Confidence { base: table.base, traits, types })
    }

    /// The chance, between 0 and 1, that a claim of this type with these traits is right.
    pub fn of(&self, kind: ClaimType, traits: &[&'static str]) -> f64 {
        let weights = traits.iter().filter_map(|id| self.get(id)).map(|found| found.weight);
        let sum = self.base + self.types.get(&kind).copied().unwrap_or(0.0) + weights.sum::<f64>();
        1.0 / (1.0 + (-sum).exp())
    }

    pub fn get(&self, id: &str) -> Option<&Trait> {
        self.traits.get(id)
    }

    pub fn traits(&self) -> impl Iterator<Item = &Trait> {
        self.traits.values()
    }
}
