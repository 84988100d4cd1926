//! The table `data/abbreviations.toml`: which full stops belong to a word.

use super::LexiconError;
use serde::Deserialize;
use std::collections::BTreeMap;

/// Whether a sentence may end with an abbreviation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ends {
    /// A name or number follows ("Gen. Milley").
    Never,
    /// An abbreviation only before a number ("No. 7").
    Number,
    /// The next word decides ("Acme Inc.").
    May,
}

#[derive(Debug)]
pub struct Abbreviations {
    by_name: BTreeMap<String, Ends>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    abbreviation: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    names: Vec<String>,
    ends: Ends,
}

impl Abbreviations {
    /// Reads and checks the table; `file` names it in errors.
    pub fn read(file: &str, toml: &str) -> Result<Abbreviations, LexiconError> {
        let table: Table = super::parse(file, toml)?;
        let mut by_name = BTreeMap::new();
        for row in table.abbreviation {
            for name in row.names {
                let wrong = |message: String| LexiconError::Row {
                    file: file.to_owned(),
                    row: row.id.clone(),
                    message,
                };
                if !name.ends_with('.') || name.chars().any(char::is_whitespace) {
                    return Err(wrong(format!("“{name}” should be one word that ends with a full stop")));
                }
                if by_name.insert(name.clone(), row.ends).is_some_and(|before| before != row.ends) {
                    return Err(wrong(format!("“{name}” stands in another row with another `ends`")));
                }
            }
        }
        Ok(Abbreviations { by_name })
    }

    /// How a word with its full stop behaves, if it is in the table.
    pub fn get(&self, word: &str) -> Option<Ends> {
        self.by_name.get(word).copied()
    }
}
