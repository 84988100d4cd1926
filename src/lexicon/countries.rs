//! The table `data/countries.toml`: countries and bodies of states, by every word that names them.

use super::LexiconError;
use super::inflect;
use super::matcher::{Case, Matcher};
use crate::model::Span;
use std::collections::{BTreeSet, HashMap, HashSet};

/// What sort of word names the country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Name,
    /// An adjective or a word for the people.
    Adjective,
    Abbreviation,
    /// A city that stands for the government where it acts.
    Capital,
    /// A word that means the government wherever it stands.
    Government,
    /// A body of states, by name or abbreviation.
    Body,
    /// A phrase in which the words mean something else.
    Not,
}

#[derive(Debug)]
struct Entry {
    row: usize,
    form: Form,
    /// The spelling of a headline in capitals.
    capitals: bool,
}

/// A word that may name a country; the finder decides by what stands around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CountryWord<'l> {
    pub span: Span,
    pub id: &'l str,
    pub form: Form,
    /// Whether it is written as in a headline in capitals ("RUSSIA").
    pub capitals: bool,
}

#[derive(Debug)]
pub struct Countries {
    ids: Vec<String>,
    entries: Vec<Entry>,
    matcher: Matcher,
    exact: HashMap<String, usize>,
    acting: HashSet<String>,
    moved: HashSet<String>,
    places: HashSet<String>,
    states: BTreeSet<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    acting: Vec<String>,
    irregular: Vec<String>,
    moved: Vec<String>,
    states: Vec<String>,
    places: Vec<String>,
    country: Vec<Row>,
    body: Vec<Row>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    adjectives: Vec<String>,
    #[serde(default)]
    abbreviations: Vec<String>,
    #[serde(default)]
    capitals: Vec<String>,
    #[serde(default)]
    governments: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
}

impl Countries {
    /// Reads and checks the table; `file` names it in errors.
    pub fn read(file: &str, toml: &str) -> Result<Countries, LexiconError> {
        let table: Table = super::parse(file, toml)?;
        let mut ids = Vec::new();
        let mut named: Vec<(String, Entry)> = Vec::new();
        for (row, body) in
            table.country.into_iter().map(|r| (r, false)).chain(table.body.into_iter().map(|r| (r, true)))
        {
            forms(&row, ids.len(), body, &mut named);
            ids.push(row.id);
        }
        let matcher =
            Matcher::new(named.iter().enumerate().map(|(i, (name, _))| (name.as_str(), i)), Case::Exact);
        let mut exact = HashMap::new();
        let mut entries = Vec::new();
        for (name, entry) in named {
            exact.entry(name).or_insert(entries.len());
            entries.push(entry);
        }
        let acting = table
            .acting
            .iter()
            .flat_map(|verb| inflect::finite(verb))
            .chain(table.irregular.iter().cloned())
            .collect();
        let moved = table.moved.iter().flat_map(|v| inflect::finite(v).into_iter().chain([inflect::ing(v)]));
        Ok(Countries {
            ids,
            entries,
            matcher,
            exact,
            acting,
            moved: moved.collect(),
            places: table.places.into_iter().collect(),
            states: table.states.into_iter().collect(),
        })
    }

    /// Every word of the text that may name a country, in order; none overlaps another.
    pub fn find(&self, text: &str) -> Vec<CountryWord<'_>> {
        let mut words: Vec<CountryWord> = Vec::new();
        for (span, entry) in self.matcher.find(text) {
            if words.last().is_some_and(|last| last.span.overlaps(span)) {
                continue;
            }
            words.push(self.word(span, &self.entries[entry]));
        }
        words.retain(|word| word.form != Form::Not);
        words
    }

    /// What a stretch names if it is wholly the word of a country.
    pub fn lookup(&self, words: &str) -> Option<(&str, Form)> {
        let entry = self.entries.get(*self.exact.get(words)?)?;
        (entry.form != Form::Not).then(|| (self.ids[entry.row].as_str(), entry.form))
    }

    /// Whether any word that may name a country stands in the text.
    pub fn any(&self, text: &str) -> bool {
        self.matcher.any(text)
    }

    /// Whether a verb form is something that governments do.
    pub fn acts(&self, verb: &str) -> bool {
        self.acting.contains(verb)
    }

    /// Whether a verb form is something that is done to governments.
    pub fn moves(&self, verb: &str) -> bool {
        self.moved.contains(verb)
    }

    /// Whether a name is that of an American state (but for Georgia and Washington, which are also others).
    pub fn is_american_state(&self, name: &str) -> bool {
        self.states.contains(name)
    }

    pub fn american_states(&self) -> impl Iterator<Item = &str> {
        self.states.iter().map(String::as_str)
    }

    /// Whether a noun is something that only a city has.
    pub fn is_of_a_city(&self, noun: &str) -> bool {
        self.places.contains(noun)
    }

    /// The ids of the table, in its order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.ids.iter().map(String::as_str)
    }

    fn word(&self, span: Span, entry: &Entry) -> CountryWord<'_> {
        CountryWord { span, id: &self.ids[entry.row], form: entry.form, capitals: entry.capitals }
    }
}

/// Every spelling of a row, with what it is.
fn forms(row: &Row, index: usize, body: bool, named: &mut Vec<(String, Entry)>) {
    let mut add = |name: String, form: Form, capitals: bool| {
        let form = if body && matches!(form, Form::Name | Form::Abbreviation) { Form::Body } else { form };
        named.push((name, Entry { row: index, form, capitals }));
    };
    for name in &row.not {
        add(name.clone(), Form::Not, false);
    }
    for name in &row.abbreviations {
        add(name.clone(), Form::Abbreviation, false);
    }
    let plurals: Vec<String> = row.adjectives.iter().filter_map(|a| inflect::people(a)).collect();
    let spelled = [
        (&row.names, Form::Name),
        (&row.adjectives, Form::Adjective),
        (&plurals, Form::Adjective),
        (&row.capitals, Form::Capital),
        (&row.governments, Form::Government),
    ];
    for (names, form) in spelled {
        for name in names {
            add(name.clone(), form, false);
            let shouted = name.to_uppercase();
            if shouted != *name && name.len() > 3 {
                add(shouted, form, true);
            }
        }
    }
}
