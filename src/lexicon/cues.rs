//! The table `data/cues.toml`: verbs, phrases and nouns by which newspapers attribute.

use super::LexiconError;
use super::matcher::{Case, Matcher};
use rustc_hash::{FxHashMap, FxHashSet};

/// How the words said are joined to a verb (the legend of `data/cues.toml` explains each).
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Takes {
    Clause,
    That,
    Quote,
    Thing,
    Infinitive,
    Addressee,
    Urge,
    Charge,
    As,
    Name,
    At,
    Whether,
    Change,
    Finding,
    Figure,
    Of,
    About,
    For,
    Against,
    On,
    To,
}

/// Whether a verb says, thinks or shows; it bounds who its subject may be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    #[default]
    Speech,
    Belief,
    Shows,
}

#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verb {
    pub id: String,
    pub past: Option<String>,
    pub participle: Option<String>,
    pub takes: Vec<Takes>,
    #[serde(default)]
    pub sort: Sort,
    #[serde(default)]
    pub denies: bool,
    /// The word right behind the verb without which it says nothing ("point out").
    pub particle: Option<String>,
    /// The only nouns, in the singular, that it says something with or says nothing with, as its thing.
    #[serde(default)]
    pub only_things: Vec<String>,
    #[serde(default)]
    pub no_things: Vec<String>,
    /// The only nouns, in the singular, that may be its subject; empty where any may.
    #[serde(default)]
    pub subjects: Vec<String>,
}

impl Verb {
    /// Whether a noun in lower case, singular or plural, may be what is said.
    pub fn takes_thing(&self, noun: &str) -> bool {
        let held = |list: &[String]| list.iter().any(|name| name == noun || plural(name) == noun);
        (self.only_things.is_empty() || held(&self.only_things)) && !held(&self.no_things)
    }

    /// Whether a noun in lower case may be its subject.
    pub fn takes_subject(&self, noun: &str) -> bool {
        self.subjects.is_empty() || self.subjects.iter().any(|name| name == noun || plural(name) == noun)
    }

    pub fn takes(&self, what: Takes) -> bool {
        self.takes.contains(&what)
    }
}

/// Which form of its verb a word is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Base,
    Third,
    Past,
    Participle,
    Gerund,
}

/// What may stand as the source of a phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Needs {
    Any,
    Known,
    Record,
    Named,
    Seen,
}

#[derive(Clone, Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrase {
    pub words: String,
    pub needs: Needs,
}

/// What a common noun is as a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NounKind {
    Anonymous,
    Company,
    Dataset,
    Document,
    Government,
    Group,
    Organisation,
    Outlet,
    Person,
    Spokesperson,
}

/// What a word in a body's own name shows of it (the legend of `data/cues.toml` explains each).
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NameKind {
    Government,
    Company,
    Organisation,
    Either,
    Public,
    Worldwide,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct NameWord {
    kind: NameKind,
    names: Vec<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ClaimNoun {
    names: Vec<String>,
    #[serde(default)]
    denies: bool,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Noun {
    kind: NounKind,
    names: Vec<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    words: Vec<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Names {
    names: Vec<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    verb: Vec<Verb>,
    phrase: Vec<Phrase>,
    claim_noun: Vec<ClaimNoun>,
    noun: Vec<Noun>,
    name_word: Vec<NameWord>,
    outlet_word: Vec<Names>,
    reckoning: Vec<Names>,
    withheld: Vec<Words>,
    trap: Vec<Words>,
    not_source: Vec<Names>,
}

#[derive(Debug)]
pub struct Cues {
    verbs: Vec<Verb>,
    forms: FxHashMap<String, (usize, Form)>,
    phrases: Vec<Phrase>,
    phrase_words: Matcher,
    claim_nouns: FxHashMap<String, bool>,
    /// Whether the name is a plural stands beside its kind.
    nouns: FxHashMap<String, (NounKind, bool)>,
    name_words: FxHashMap<String, NameKind>,
    outlet_words: FxHashSet<String>,
    reckonings: FxHashSet<String>,
    withheld: Matcher,
    traps: Matcher,
    not_sources: FxHashSet<String>,
}

impl Cues {
    /// Reads and checks the table; `file` names it in errors.
    pub fn read(file: &str, toml: &str) -> Result<Cues, LexiconError> {
        let table: Table = super::parse(file, toml)?;
        let wrong = |row: &str, message: String| LexiconError::Row {
            file: file.to_owned(),
            row: row.to_owned(),
            message,
        };
        let mut forms: FxHashMap<String, (usize, Form)> = FxHashMap::default();
        for (row, verb) in table.verb.iter().enumerate() {
            for (word, form) in inflect(verb) {
                match forms.get(&word) {
                    Some((other, _)) if *other != row => {
                        let other = &table.verb[*other].id;
                        return Err(wrong(&verb.id, format!("“{word}” is already a form of “{other}”")));
                    }
                    Some(_) => {}
                    None => {
                        forms.insert(word, (row, form));
                    }
                }
            }
        }
        let mut nouns = FxHashMap::default();
        for noun in &table.noun {
            for name in &noun.names {
                let many = noun.kind == NounKind::Group;
                nouns.entry(name.clone()).or_insert((noun.kind, many));
                let plural_kind = if noun.kind == NounKind::Person { NounKind::Group } else { noun.kind };
                nouns.entry(plural(name)).or_insert((plural_kind, true));
            }
        }
        let mut claim_nouns = FxHashMap::default();
        for row in &table.claim_noun {
            for name in &row.names {
                claim_nouns.insert(name.clone(), row.denies);
                claim_nouns.insert(plural(name), row.denies);
            }
        }
        let not_sources = table.not_source.iter().flat_map(|row| &row.names);
        let not_sources = not_sources.flat_map(|name| [name.clone(), plural(name)]).collect();
        let name_words =
            table.name_word.iter().flat_map(|row| row.names.iter().map(|name| (name.clone(), row.kind)));
        let name_words = name_words.collect();
        let outlet_words = table.outlet_word.into_iter().flat_map(|row| row.names).collect();
        let reckonings = table.reckoning.iter().flat_map(|row| &row.names);
        let reckonings = reckonings.flat_map(|name| [name.clone(), plural(name)]).collect();
        let matcher =
            |words: Vec<&str>| Matcher::new(words.into_iter().enumerate().map(|(i, w)| (w, i)), Case::Any);
        let all = |rows: &'_ [Words]| -> Vec<String> { rows.iter().flat_map(|r| r.words.clone()).collect() };
        let (withheld, traps) = (all(&table.withheld), all(&table.trap));
        Ok(Cues {
            forms,
            phrase_words: matcher(table.phrase.iter().map(|p| p.words.as_str()).collect()),
            claim_nouns,
            nouns,
            withheld: matcher(withheld.iter().map(String::as_str).collect()),
            traps: matcher(traps.iter().map(String::as_str).collect()),
            not_sources,
            name_words,
            outlet_words,
            reckonings,
            verbs: table.verb,
            phrases: table.phrase,
        })
    }

    /// The verb that a lower-case word is a form of.
    pub fn verb(&self, word: &str) -> Option<(&Verb, Form)> {
        self.forms.get(word).map(|(row, form)| (&self.verbs[*row], *form))
    }

    /// Every attributing phrase of a text, with its row.
    pub fn phrases_in(&self, text: &str) -> Vec<(crate::model::Span, &Phrase)> {
        self.phrase_words.find(text).into_iter().map(|(span, row)| (span, &self.phrases[row])).collect()
    }

    /// What a lower-case common noun is as a source, and whether it is a plural.
    pub fn noun(&self, name: &str) -> Option<(NounKind, bool)> {
        self.nouns.get(name).copied()
    }

    /// Whether a noun's that-clause is what is said; the answer says whether it is denied.
    pub fn claim_noun(&self, name: &str) -> Option<bool> {
        self.claim_nouns.get(name).copied()
    }

    /// Whether the words say that a name is withheld.
    pub fn withholds(&self, text: &str) -> bool {
        self.withheld.any(text)
    }

    /// Phrases in which a verb of the table attributes nothing.
    pub fn traps_in(&self, text: &str) -> Vec<crate::model::Span> {
        self.traps.find(text).into_iter().map(|(span, _)| span).collect()
    }

    /// Whether a noun is nobody's word ("according to plan", "citing security concerns").
    pub fn not_source(&self, name: &str) -> bool {
        self.not_sources.contains(name)
    }

    /// Whether "by X's …" says on whose word something stands ("by the ministry's reckoning").
    pub fn reckoning(&self, noun: &str) -> bool {
        self.reckonings.contains(noun)
    }

    /// What a lower-case word in the name of a body shows of it.
    pub fn name_word(&self, word: &str) -> Option<NameKind> {
        self.name_words.get(word).copied()
    }

    /// Whether newspapers' names end in this word.
    pub fn outlet_word(&self, word: &str) -> bool {
        self.outlet_words.contains(word)
    }
}

/// The forms of a verb, regular where the row does not say otherwise.
fn inflect(verb: &Verb) -> Vec<(String, Form)> {
    let id = verb.id.as_str();
    let regular = if let Some(stem) = id.strip_suffix('e') {
        format!("{stem}ed")
    } else if let Some(stem) = after_consonant_y(id) {
        format!("{stem}ied")
    } else {
        format!("{id}ed")
    };
    let past = verb.past.clone().unwrap_or(regular);
    // A doubled consonant of the past ("admitted") is doubled before -ing as well.
    let gerund = match past.strip_suffix("ed") {
        Some(stem) if !id.ends_with('e') && stem.len() == id.len() + 1 => format!("{stem}ing"),
        _ => match id.strip_suffix('e') {
            Some(stem) if !id.ends_with("ee") => format!("{stem}ing"),
            _ => format!("{id}ing"),
        },
    };
    let mut forms = vec![
        (past.clone(), Form::Past),
        (plural(id), Form::Third),
        (gerund, Form::Gerund),
        (id.to_owned(), Form::Base),
    ];
    if let Some(participle) = &verb.participle {
        forms.push((participle.clone(), Form::Participle));
    }
    // American spelling writes a single l ("labeled", "signaling").
    if past.ends_with("lled") {
        let stem = past.trim_end_matches("led");
        forms.push((format!("{stem}ed"), Form::Past));
        forms.push((format!("{stem}ing"), Form::Gerund));
    }
    forms
}

/// The -s form of a noun or verb.
fn plural(word: &str) -> String {
    if let Some(stem) = after_consonant_y(word) {
        format!("{stem}ies")
    } else if let Some(stem) = word.strip_suffix("man") {
        format!("{stem}men")
    } else if ["s", "sh", "ch", "x", "z"].iter().any(|end| word.ends_with(end)) {
        format!("{word}es")
    } else {
        format!("{word}s")
    }
}

fn after_consonant_y(word: &str) -> Option<&str> {
    word.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cues() -> Cues {
        Cues::read("data/cues.toml", include_str!("../../data/cues.toml")).unwrap()
    }

    #[test]
    fn verbs_are_known_in_every_form() {
        let cues = cues();
        for (word, id) in [
            ("said", "say"),
            ("says", "say"),
            ("denied", "deny"),
            ("admitting", "admit"),
            ("vowed", "vow"),
            ("wrote", "write"),
            ("shown", "show"),
            ("acknowledging", "acknowledge"),
            ("signaled", "signal"),
            ("labelling", "label"),
        ] {
            assert_eq!(cues.verb(word).map(|(verb, _)| verb.id.as_str()), Some(id), "{word}");
        }
    }

    #[test]
    fn verbs_stand_in_order_of_id() {
        let cues = cues();
        assert!(cues.verbs.is_sorted_by(|a, b| a.id < b.id), "data/cues.toml: put [[verb]] in order of id");
    }

    #[test]
    fn plurals_of_people_are_groups() {
        let cues = cues();
        assert_eq!(cues.noun("official"), Some((NounKind::Person, false)));
        assert_eq!(cues.noun("officials").map(|n| n.0), Some(NounKind::Group));
        assert_eq!(cues.noun("ministries").map(|n| n.0), Some(NounKind::Government));
        assert_eq!(cues.noun("spokesmen").map(|n| n.0), Some(NounKind::Spokesperson));
    }
}
