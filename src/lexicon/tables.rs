//! The tables as text: those of the program, and a newsroom's own folder laid over them.
//!
//! A folder holds files of the same names. Its rows are added to the program's; a row with the `id`, `name`, `code` or
//! `domain` of one that is there already adds to its lists and replaces its other values, or takes the row away with
//! `remove = true`. Lists outside rows grow.

use super::LexiconError;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;
use toml::{Table, Value};

const EMBEDDED: [(&str, &str); 15] = [
    ("abbreviations", include_str!("../../data/abbreviations.toml")),
    ("agencies", include_str!("../../data/agencies.toml")),
    ("claims", include_str!("../../data/claims.toml")),
    ("companies", include_str!("../../data/companies.toml")),
    ("confidence", include_str!("../../data/confidence.toml")),
    ("countries", include_str!("../../data/countries.toml")),
    ("cues", include_str!("../../data/cues.toml")),
    ("currencies", include_str!("../../data/currencies.toml")),
    ("events", include_str!("../../data/events.toml")),
    ("hedges", include_str!("../../data/hedges.toml")),
    ("outlets", include_str!("../../data/outlets.toml")),
    ("parties", include_str!("../../data/parties.toml")),
    ("products", include_str!("../../data/products.toml")),
    ("sites", include_str!("../../data/sites.toml")),
    ("units", include_str!("../../data/units.toml")),
];

/// What tells a row from the others of its list.
const KEYS: [&str; 4] = ["id", "name", "code", "domain"];

/// Every table by the name of its file, without `.toml`.
#[derive(Clone, Debug)]
pub struct Tables {
    sources: BTreeMap<&'static str, Source>,
    /// What was laid over them.
    own: BTreeMap<&'static str, Table>,
}

#[derive(Clone, Debug)]
struct Source {
    /// How errors name it.
    file: String,
    text: Cow<'static, str>,
}

impl Tables {
    /// The tables that are part of the program.
    pub fn embedded() -> Tables {
        let source = |name, text| Source { file: format!("data/{name}.toml"), text: Cow::Borrowed(text) };
        let sources = EMBEDDED.iter().map(|&(name, text)| (name, source(name, text))).collect();
        Tables { sources, own: BTreeMap::new() }
    }

    /// Lays every `.toml` file of a folder over the table of the same name.
    pub fn lay_folder(&mut self, folder: &Path) -> Result<(), LexiconError> {
        let unread = |path: &Path, error: std::io::Error| LexiconError::Toml {
            file: path.display().to_string(),
            message: format!("cannot be read: {error}"),
        };
        let entries = std::fs::read_dir(folder).map_err(|error| unread(folder, error))?;
        let mut files: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
        files.sort();
        for path in files {
            let text = std::fs::read_to_string(&path).map_err(|error| unread(&path, error))?;
            let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            self.lay(&path.display().to_string(), &name, &text)?;
        }
        Ok(())
    }

    /// Lays one table over the table `name`; `file` names it in errors.
    pub fn lay(&mut self, file: &str, name: &str, text: &str) -> Result<(), LexiconError> {
        let Some((&name, below)) = EMBEDDED
            .iter()
            .find(|(known, _)| *known == name)
            .and_then(|(known, _)| Some((known, self.sources.get_mut(known)?)))
        else {
            let known: Vec<&str> = EMBEDDED.iter().map(|(name, _)| *name).collect();
            let message = format!("there is no table of this name; the tables are {}", known.join(", "));
            return Err(LexiconError::Toml { file: file.to_owned(), message });
        };
        let over: Table = super::parse(file, text)?;
        let mut table: Table = super::parse(&below.file, &below.text)?;
        merge(file, &mut table, over.clone())?;
        merge(file, self.own.entry(name).or_default(), over)?;
        below.text = Cow::Owned(table.to_string());
        below.file = format!("{} with {file}", below.file);
        Ok(())
    }

    /// How errors name a table, and its text.
    pub(super) fn get(&self, name: &str) -> (&str, &str) {
        self.sources.get(name).map(|source| (source.file.as_str(), &*source.text)).unwrap_or_default()
    }

    /// What was laid over the program's tables, by name.
    pub fn own(&self) -> &BTreeMap<&'static str, Table> {
        &self.own
    }

    /// Every table by name, as TOML.
    pub fn parsed(&self) -> Result<BTreeMap<&'static str, Table>, LexiconError> {
        self.sources
            .iter()
            .map(|(&name, source)| Ok((name, super::parse(&source.file, &source.text)?)))
            .collect()
    }
}

fn merge(file: &str, below: &mut Table, over: Table) -> Result<(), LexiconError> {
    for (key, value) in over {
        match (below.get_mut(&key), value) {
            (Some(Value::Table(below)), Value::Table(over)) => merge(file, below, over)?,
            (Some(Value::Array(below)), Value::Array(over)) => {
                for entry in over {
                    add(file, below, entry)?;
                }
            }
            (_, value) => {
                below.insert(key, value);
            }
        }
    }
    Ok(())
}

/// Adds a word or a row to a list.
fn add(file: &str, list: &mut Vec<Value>, entry: Value) -> Result<(), LexiconError> {
    let Value::Table(mut row) = entry else {
        if !list.contains(&entry) {
            list.push(entry);
        }
        return Ok(());
    };
    let known = identity(&row).and_then(|wanted| {
        list.iter().position(|other| other.as_table().and_then(identity).is_some_and(|is| is == wanted))
    });
    let remove = row.remove("remove") == Some(Value::Boolean(true));
    match known {
        Some(at) if remove => {
            list.remove(at);
        }
        Some(at) => {
            if let Some(Value::Table(below)) = list.get_mut(at) {
                merge(file, below, row)?;
            }
        }
        None if remove => {
            let row = identity(&row).map(|(_, value)| value.to_string()).unwrap_or_default();
            let message = "there is no such row to remove".to_owned();
            return Err(LexiconError::Row { file: file.to_owned(), row, message });
        }
        None => list.insert(place(list, &row), Value::Table(row)),
    }
    Ok(())
}

/// Where a new row goes so that rows stay in order.
fn place(list: &[Value], row: &Table) -> usize {
    let spelling = |row: &Table| identity(row).map(|(_, value)| value.to_string().to_lowercase());
    let after = |other: &Value| other.as_table().and_then(spelling) > spelling(row);
    if spelling(row).is_none() { list.len() } else { list.iter().position(after).unwrap_or(list.len()) }
}

fn identity(row: &Table) -> Option<(&'static str, &Value)> {
    KEYS.into_iter().find_map(|key| Some((key, row.get(key)?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Lexicon;

    fn with(name: &str, text: &str) -> Result<Lexicon, LexiconError> {
        let mut tables = Tables::embedded();
        tables.lay("own.toml", name, text)?;
        Lexicon::read(&tables)
    }

    #[test]
    fn rows_are_added_grown_and_taken_away() {
        let own = "[[company]]\nname = \"Siljan Timber\"\ncountry = \"SE\"\n\
                   [[company]]\nname = \"Huawei\"\nnames = [\"Hua Wei Group\"]\n\
                   [[company]]\nname = \"ASML\"\nremove = true\n";
        let lexicon = with("companies", own).unwrap();
        let named = |text: &str| lexicon.companies.find(text).first().map(|(_, row)| row.name.clone());
        assert_eq!(named("Siljan Timber sold pulp").as_deref(), Some("Siljan Timber"));
        assert_eq!(named("Hua Wei Group sold radios").as_deref(), Some("Huawei"));
        assert_eq!(named("Huawei sold radios").as_deref(), Some("Huawei"));
        assert_eq!(named("ASML sold tools"), None);
    }

    #[test]
    fn lists_outside_rows_grow() {
        let lexicon = with("claims", "[words]\ntrade = [\"sawmill\"]\n").unwrap();
        assert!(lexicon.claims.is_trade_word("sawmill") && lexicon.claims.is_trade_word("customs"));
    }

    #[test]
    fn slips_name_the_file() {
        let message = |name: &str, text: &str| with(name, text).unwrap_err().to_string();
        assert!(message("goods", "").starts_with("own.toml: there is no table of this name"));
        assert!(message("companies", "[[company]").starts_with("own.toml: "));
        let unknown = message("companies", "[[company]]\nname = \"X\"\ncountry = \"SE\"\nseat = \"Mora\"\n");
        assert!(unknown.contains("own.toml") && unknown.contains("seat"), "{unknown}");
        let gone = message("companies", "[[company]]\nname = \"Nobody\"\nremove = true\n");
        assert!(gone.contains("no such row"), "{gone}");
    }
}
