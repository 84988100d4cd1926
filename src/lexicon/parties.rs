//! The table `data/parties.toml`: how companies and people show themselves where no table names them.

use super::LexiconError;
use super::gazetteer::{Entry, Gazetteer};
use super::matcher::{Case, Matcher};
use crate::model::Span;
use std::collections::HashSet;

/// A person known by the family name alone.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Person {
    pub name: String,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
}

impl Entry for Person {
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
    go_betweens: Vec<String>,
    legal: HashSet<String>,
    ordinary: HashSet<String>,
    forms: HashSet<String>,
    makers: HashSet<String>,
    titles: HashSet<String>,
    ranks: HashSet<String>,
    modifiers: HashSet<String>,
    plain: HashSet<String>,
    places: HashSet<String>,
    landforms: HashSet<String>,
    given: HashSet<String>,
    first: HashSet<String>,
    person: Vec<Person>,
}

#[derive(Debug)]
pub struct Parties {
    go_betweens: Matcher,
    legal: HashSet<String>,
    ordinary: HashSet<String>,
    forms: HashSet<String>,
    makers: HashSet<String>,
    titles: HashSet<String>,
    ranks: HashSet<String>,
    modifiers: HashSet<String>,
    plain: HashSet<String>,
    places: HashSet<String>,
    landforms: HashSet<String>,
    given: HashSet<String>,
    first: HashSet<String>,
    people: Gazetteer<Person>,
}

impl Parties {
    /// Reads and checks the table; `file` names it in errors.
    pub fn read(file: &str, toml: &str) -> Result<Parties, LexiconError> {
        let table: Table = super::parse(file, toml)?;
        let go_betweens = table.go_betweens.iter().enumerate().map(|(row, name)| (name.as_str(), row));
        let go_betweens = Matcher::new(go_betweens, Case::Any);
        Ok(Parties {
            go_betweens,
            legal: table.legal,
            ordinary: table.ordinary,
            forms: table.forms,
            makers: table.makers.iter().flat_map(|m| [m.clone(), super::inflect::plural(m)]).collect(),
            titles: table.titles,
            ranks: table.ranks,
            modifiers: table.modifiers,
            plain: table.plain,
            places: table.places,
            landforms: table.landforms,
            given: table.given,
            first: table.first,
            people: Gazetteer::new(table.person),
        })
    }

    /// Unnamed go-betweens in the text ("middlemen"), in order.
    pub fn go_betweens(&self, text: &str) -> Vec<Span> {
        self.go_betweens.find(text).into_iter().map(|(span, _)| span).collect()
    }

    /// People of the table that the text names, in order.
    pub fn people(&self, text: &str) -> Vec<(Span, &Person)> {
        self.people.find(text)
    }

    /// Whether a word ends the name of a company and of nothing else ("Ltd").
    pub fn is_legal_ending(&self, word: &str) -> bool {
        self.legal.contains(word)
    }

    /// Whether a word ends the names of companies among others ("Technologies").
    pub fn is_ordinary_ending(&self, word: &str) -> bool {
        self.ordinary.contains(word)
    }

    /// Whether a word stands before the name of a company ("OOO").
    pub fn is_legal_form(&self, word: &str) -> bool {
        self.forms.contains(word)
    }

    /// Whether a noun announces a company ("maker").
    pub fn is_maker(&self, noun: &str) -> bool {
        self.makers.contains(noun)
    }

    /// Whether a word, in small letters or as an abbreviation, is the last of a title.
    pub fn is_title(&self, word: &str) -> bool {
        self.titles.contains(word)
            || word.chars().next().is_some_and(char::is_uppercase)
                && self.titles.contains(&word.to_lowercase())
    }

    /// Whether a word is an abbreviated rank or form of address ("Gen", "Mr").
    pub fn is_rank(&self, word: &str) -> bool {
        self.ranks.contains(word.trim_end_matches('.'))
    }

    pub fn is_title_modifier(&self, word: &str) -> bool {
        self.modifiers.contains(word)
    }

    /// Whether a name is that of a town, a region, a street or a sea.
    pub fn is_place(&self, name: &str) -> bool {
        let last = name.rsplit(' ').next().filter(|last| last.len() < name.len());
        self.places.contains(name) || last.is_some_and(|last| self.landforms.contains(last))
    }

    /// Whether a word ends the names of places ("Sea", "Street").
    pub fn is_landform(&self, word: &str) -> bool {
        self.landforms.contains(word)
    }

    /// Whether a capitalised word opens sentences and is no part of a name.
    pub fn is_plain(&self, word: &str) -> bool {
        self.plain.contains(word)
    }

    pub fn is_given_name(&self, word: &str) -> bool {
        self.given.contains(word)
    }

    /// Whether a family name stands first in the names it belongs to.
    pub fn is_family_name_first(&self, word: &str) -> bool {
        self.first.contains(word)
    }
}
