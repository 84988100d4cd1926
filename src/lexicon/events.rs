//! The table `data/events.toml`: known events that news counts time from.

use super::LexiconError;
use super::matcher::{Case, Matcher};
use crate::model::Span;
use jiff::civil::Date;
use serde::Deserialize;
use std::collections::BTreeSet;

/// A row of the table; the legend in the file says what each field means.
#[derive(Debug)]
pub struct Event {
    pub id: String,
    pub says: String,
    pub start: Date,
    pub end: Option<Date>,
    pub source: String,
    near: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    says: String,
    start: toml::value::Datetime,
    end: Option<toml::value::Datetime>,
    names: Vec<String>,
    #[serde(default)]
    near: Vec<String>,
    source: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    event: Vec<Row>,
}

#[derive(Debug)]
pub struct Events {
    pub rows: Vec<Event>,
    names: Matcher,
}

/// More spellings than this in one name is a slip of the braces.
const SPELLINGS: usize = 2000;

impl Events {
    /// Reads and checks the table; `file` names it in errors.
    pub fn read(file: &str, toml: &str) -> Result<Events, LexiconError> {
        let table = super::parse::<File>(file, toml)?.event;
        let mut rows: Vec<Event> = Vec::with_capacity(table.len());
        let mut names: BTreeSet<(String, usize)> = BTreeSet::new();
        for (at, row) in table.into_iter().enumerate() {
            let fault = |message| LexiconError::Row { file: file.to_owned(), row: row.id.clone(), message };
            if rows.last().is_some_and(|last| last.id >= row.id) {
                return Err(fault("rows stay in order of id, each once".to_owned()));
            }
            for name in &row.names {
                let spellings = spellings(name);
                if spellings.len() > SPELLINGS {
                    return Err(fault(format!(
                        "“{name}” has more than {SPELLINGS} spellings; write it as two"
                    )));
                }
                names.extend(spellings.into_iter().map(|spelling| (spelling, at)));
            }
            let day = |written: &toml::value::Datetime| {
                written.to_string().parse::<Date>().map_err(|_| fault(format!("{written} is not a day")))
            };
            let start = day(&row.start)?;
            let end = row.end.as_ref().map(day).transpose()?;
            rows.push(Event { id: row.id, says: row.says, start, end, source: row.source, near: row.near });
        }
        let names = Matcher::new(names.iter().map(|(name, row)| (name.as_str(), *row)), Case::Any);
        Ok(Events { rows, names })
    }

    /// Every name of an event in a text, with its row.
    pub fn find(&self, text: &str) -> Vec<(Span, usize)> {
        let mut found = self.names.find(text);
        found.retain(|(_, row)| {
            let near = &self.rows[*row].near;
            near.is_empty() || near.iter().any(|word| text.contains(word.as_str()))
        });
        found
    }
}

/// A name with `{a|b|}` written out, single spaces between words.
pub(super) fn spellings(name: &str) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut rest = name;
    while let Some((before, braced)) = rest.split_once('{') {
        let (choices, after) = braced.split_once('}').unwrap_or((braced, ""));
        all = all
            .iter()
            .flat_map(|start| choices.split('|').map(move |choice| format!("{start}{before}{choice}")))
            .collect();
        if all.len() > SPELLINGS {
            return all;
        }
        rest = after;
    }
    all.iter()
        .map(|start| format!("{start}{rest}").split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::spellings;

    #[test]
    fn braces_are_written_out() {
        assert_eq!(spellings("{the|} {full-scale|} invasion").len(), 4);
        assert!(spellings("{the|} {full-scale|} invasion").contains(&"full-scale invasion".to_owned()));
    }
}
