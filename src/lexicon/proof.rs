//! Proof-reading of the tables: names that stand twice, and entries that no case covers.

use super::{events, inflect};
use std::collections::{BTreeMap, BTreeSet};
use toml::{Table, Value};

/// Lists of a row that hold names by which a text means it, in whatever table.
const NAMES: [&str; 8] =
    ["names", "exact", "adjectives", "abbreviations", "capitals", "governments", "short", "symbols"];

/// Rows in which one name may stand but once: file, list of rows, what names a row, and the lists of names.
const UNIQUE: [(&str, &str, &str); 8] = [
    ("agencies", "agency", "name"),
    ("companies", "company", "name"),
    ("countries", "body", "id"),
    ("countries", "country", "id"),
    ("events", "event", "id"),
    ("outlets", "outlet", "name"),
    ("parties", "person", "name"),
    ("products", "product", "id"),
];

/// Tables whose names mean one kind of thing each, so that no name may stand in two of them.
const KINDS: [(&str, &str); 4] =
    [("agencies", "agency"), ("companies", "company"), ("outlets", "outlet"), ("countries", "country")];

/// Names that stand twice, a line each: in one table, or in two whose names mean different things.
pub fn names_twice(tables: &BTreeMap<&'static str, Table>) -> Vec<String> {
    let mut findings = Vec::new();
    for (file, list, key) in UNIQUE {
        let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
        for row in rows(tables, file, list) {
            let id = text(row, key);
            let own = (key == "name").then_some(id);
            let unique = NAMES.iter().filter(|list| !["short", "symbols"].contains(list));
            for name in unique.flat_map(|list| words(row, list)).chain(own) {
                if let Some(other) = seen.insert(name, id) {
                    findings
                        .push(format!("{file}.toml: “{name}” stands in {other} and in {id}; keep it in one"));
                }
            }
        }
    }
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for (file, list) in KINDS {
        for row in rows(tables, file, list) {
            for name in words(row, "names").chain(Some(text(row, "name")).filter(|name| !name.is_empty())) {
                if let Some(other) = seen.insert(name, file).filter(|other| *other != file) {
                    findings.push(format!(
                        "{other}.toml and {file}.toml both have “{name}”; a name means one thing, keep it in one"
                    ));
                }
            }
        }
    }
    findings
}

/// What cases show: their words, and the dictionary forms of them.
#[derive(Debug, Default)]
pub struct Seen {
    pub text: String,
    pub lemmas: BTreeSet<String>,
}

/// Entries that no case covers, by table: rows none of whose names stands in a case, and triggers of frames that do not.
pub fn uncovered(tables: &BTreeMap<&'static str, Table>, seen: &Seen) -> BTreeMap<String, Vec<String>> {
    let text = format!(" {} ", seen.text.to_lowercase());
    let mut missing: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (file, table) in tables {
        for (list, value) in table {
            for row in value.as_array().into_iter().flatten().filter_map(Value::as_table) {
                let of_frame = list == "frame";
                let triggers = ["verbs", "nouns"].iter().flat_map(|list| words(row, list));
                if of_frame {
                    let gone = triggers.filter(|word| !seen.lemmas.contains(stem(word))).map(str::to_owned);
                    missing.entry(format!("{file}.toml triggers")).or_default().extend(gone);
                } else if !covered(row, list, &text, &seen.lemmas) {
                    missing.entry(format!("{file}.toml [[{list}]]")).or_default().push(shown(row));
                }
            }
        }
    }
    missing.retain(|_, rows| !rows.is_empty());
    missing
}

/// A trigger's first word: particles may stand elsewhere.
fn stem(trigger: &str) -> &str {
    trigger.split('-').next().unwrap_or(trigger)
}

fn covered(row: &Table, list: &str, text: &str, lemmas: &BTreeSet<String>) -> bool {
    if list == "verb" {
        return lemmas.contains(stem_of_verb(row));
    }
    let own = ["name", "id", "code"].into_iter().filter(|key| *key != "id" || list == "unit");
    let own = own.map(|key| self::text(row, key)).filter(|name| !name.is_empty());
    let mut names = NAMES.iter().flat_map(|list| words(row, list)).chain(own).peekable();
    // A row without names (words of a grammar, quirks of a site) is shown by other means.
    names.peek().is_none() || names.any(|name| stands(text, name))
}

fn stem_of_verb(row: &Table) -> &str {
    stem(text(row, "id"))
}

/// Whether a name stands in the text, in the singular or the plural.
fn stands(text: &str, name: &str) -> bool {
    events::spellings(&name.to_lowercase()).into_iter().any(|name| stands_so(text, name))
}

fn stands_so(text: &str, name: String) -> bool {
    [inflect::plural(&name), name].iter().any(|name| {
        text.match_indices(name.as_str()).any(|(at, found)| {
            let before = text[..at].chars().next_back();
            let after = text[at + found.len()..].chars().next();
            let joins = |edge: Option<char>, next: Option<char>| {
                edge.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphabetic)
            };
            !joins(found.chars().next(), before) && !joins(found.chars().next_back(), after)
        })
    })
}

fn shown(row: &Table) -> String {
    let named =
        ["id", "name", "code", "domain"].iter().map(|key| text(row, key)).find(|name| !name.is_empty());
    named.map(str::to_owned).unwrap_or_else(|| words(row, "names").take(2).collect::<Vec<_>>().join(", "))
}

fn rows<'t>(
    tables: &'t BTreeMap<&'static str, Table>,
    file: &str,
    list: &str,
) -> impl Iterator<Item = &'t Table> {
    let list = tables.get(file).and_then(|table| table.get(list)).and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_table)
}

fn words<'t>(row: &'t Table, list: &str) -> impl Iterator<Item = &'t str> {
    row.get(list).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

fn text<'t>(row: &'t Table, key: &str) -> &'t str {
    row.get(key).and_then(Value::as_str).unwrap_or_default()
}
