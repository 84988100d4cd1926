//! The table `data/hedges.toml`: words that say how sure, how real or how willed an assertion is.

use super::LexiconError;
use crate::model::{Modality, Polarity};
use std::collections::HashMap;

/// Where a hedge stands to the trigger that it bears on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// An auxiliary or adverb on the trigger.
    Aux,
    /// A word before a noun trigger.
    Adjective,
    /// A verb or adjective that governs it.
    Governor,
    /// A noun that governs it.
    Noun,
    /// A word that opens its clause.
    Mark,
}

/// What a hedge does to the assertion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    Modality(Modality),
    Polarity(Polarity),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hedge {
    pub id: String,
    pub effect: Effect,
    /// Where several hedges of one effect apply, the lowest rank wins.
    pub rank: u32,
}

/// The hedges by their words.
#[derive(Debug)]
pub struct Hedges {
    pub rows: Vec<Hedge>,
    words: HashMap<(Place, String), usize>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    hedge: Vec<Row>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    modality: Option<String>,
    polarity: Option<String>,
    rank: u32,
    aux: Vec<String>,
    adjectives: Vec<String>,
    governors: Vec<String>,
    nouns: Vec<String>,
    marks: Vec<String>,
}

impl Hedges {
    /// Reads and checks the table; `file` names it in errors.
    pub fn read(file: &str, toml: &str) -> Result<Hedges, LexiconError> {
        let table: Table = super::parse(file, toml)?;
        let mut hedges = Hedges { rows: Vec::new(), words: HashMap::new() };
        for row in table.hedge {
            let wrong =
                |message: String| LexiconError::Row { file: file.to_owned(), row: row.id.clone(), message };
            let effect = match (&row.modality, &row.polarity) {
                (Some(name), None) => Modality::parse(name).map(Effect::Modality),
                (None, Some(name)) => Polarity::parse(name).map(Effect::Polarity),
                _ => None,
            }
            .ok_or_else(|| wrong("give one of modality and polarity, spelt as in the codebook".into()))?;
            let index = hedges.rows.len();
            let places = [
                (Place::Aux, &row.aux),
                (Place::Adjective, &row.adjectives),
                (Place::Governor, &row.governors),
                (Place::Noun, &row.nouns),
                (Place::Mark, &row.marks),
            ];
            for (place, words) in places {
                for word in words {
                    if let Some(other) = hedges.words.insert((place, word.clone()), index) {
                        let other = hedges.rows.get(other).map_or(row.id.as_str(), |h| h.id.as_str());
                        return Err(wrong(format!("“{word}” stands in [{other}] at the same place too")));
                    }
                }
            }
            hedges.rows.push(Hedge { id: row.id, effect, rank: row.rank });
        }
        Ok(hedges)
    }

    /// The hedge that a word is at a place; the word in lower case or by its dictionary form.
    pub fn at(&self, place: Place, word: &str) -> Option<&Hedge> {
        self.words.get(&(place, word.to_owned())).and_then(|row| self.rows.get(*row))
    }
}
