//! The table `data/currencies.toml`: the currencies of the world and what newspapers call them.

use super::LexiconError;
use super::matcher::{Case, Matcher};
use crate::model::Span;
use serde::Deserialize;
use std::collections::{BTreeSet, HashMap, HashSet};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    guarded: Vec<String>,
    currency: Vec<Currency>,
}

/// A row of the table; the legend in the file says what each field means.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Currency {
    pub code: String,
    pub name: String,
    #[serde(default)]
    pub short: Vec<String>,
    #[serde(default)]
    pub names: Vec<String>,
    #[serde(default)]
    pub symbols: Vec<String>,
    #[serde(default)]
    pub minor: Vec<String>,
    #[serde(default)]
    pub places: Vec<String>,
    #[serde(default)]
    pub sole: Vec<String>,
    #[serde(default)]
    pub word: bool,
}

/// What ends the signs of currencies.
const SIGNS: [&str; 10] = ["$", "€", "£", "¥", "₹", "₽", "₩", "₺", "₴", "₪"];

/// Whether a name is long enough to mean money without a figure beside it.
fn is_telling(name: &str) -> bool {
    name.len() > 2
}

/// What a currency word or sign may mean.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Meaning {
    /// Rows of `Currencies::rows`, in order.
    pub rows: Vec<usize>,
    /// The row that is meant where the text says nothing else.
    pub sole: Option<usize>,
    /// The word names hundredths ("cents").
    pub hundredth: bool,
    /// The word is also an ordinary word or another abbreviation.
    pub guarded: bool,
}

#[derive(Debug)]
pub struct Currencies {
    pub rows: Vec<Currency>,
    /// Codes and signs, as written.
    signs: HashMap<String, Meaning>,
    /// Names, in lower case.
    words: HashMap<String, Meaning>,
    /// The names, and the last characters of signs, to ask whether a text speaks of money at all.
    anywhere: Matcher,
    places: Matcher,
    place_rows: HashMap<String, Vec<usize>>,
}

impl Currencies {
    /// Reads and checks the table; `file` names it in errors.
    pub fn read(file: &str, toml: &str) -> Result<Currencies, LexiconError> {
        let table: File = super::parse(file, toml)?;
        let guarded: HashSet<&str> = table.guarded.iter().map(String::as_str).collect();
        let (mut signs, mut words) = (HashMap::new(), HashMap::new());
        let mut place_rows: HashMap<String, Vec<usize>> = HashMap::new();
        let mut last = "";
        for (row, currency) in table.currency.iter().enumerate() {
            check(file, currency, last)?;
            last = &currency.code;
            note(&mut signs, &currency.code, row, currency, |m| m.guarded |= currency.word);
            for symbol in &currency.symbols {
                note(&mut signs, symbol, row, currency, |m| m.guarded |= guarded.contains(symbol.as_str()));
            }
            for (names, hundredth) in [(&currency.short, false), (&currency.minor, true)] {
                for name in names {
                    note(&mut words, &name.to_lowercase(), row, currency, |m| {
                        m.guarded |= guarded.contains(name.as_str());
                        m.hundredth |= hundredth;
                    });
                    for place in &currency.places {
                        let full = format!("{place} {name}").to_lowercase();
                        note(&mut words, &full, row, currency, |m| m.hundredth |= hundredth);
                    }
                }
            }
            for name in &currency.names {
                note(&mut words, &name.to_lowercase(), row, currency, |m| {
                    m.guarded |= guarded.contains(name.as_str());
                });
            }
            for place in &currency.places {
                place_rows.entry(place.clone()).or_default().push(row);
            }
        }
        let names = words.keys().map(String::as_str).filter(|name| is_telling(name));
        let anywhere = Matcher::among_digits(names.chain(SIGNS).map(|name| (name, 0)), Case::Any);
        let places = Matcher::new(
            table
                .currency
                .iter()
                .enumerate()
                .flat_map(|(row, c)| c.places.iter().map(move |place| (place.as_str(), row))),
            Case::Exact,
        );
        Ok(Currencies { rows: table.currency, signs, words, anywhere, places, place_rows })
    }

    /// Whether a word of a text speaks of money: it ends with a sign, or names a currency.
    pub fn names_money(&self, word: &str) -> bool {
        let marked = word.bytes().next_back().is_some_and(|b| !b.is_ascii_alphanumeric());
        (marked && SIGNS.iter().any(|sign| word.ends_with(sign)))
            || (is_telling(word) && self.words.contains_key(&word.to_lowercase()))
    }

    /// Whether any word of a text may: quicker than to ask each, and never wrong where it denies.
    pub fn any(&self, text: &str) -> bool {
        self.anywhere.any(text)
    }

    /// What a code or sign ("HK$", "EUR") may mean.
    pub fn sign(&self, sign: &str) -> Option<&Meaning> {
        self.signs.get(sign)
    }

    /// What a name in lower case ("canadian dollars") may mean.
    pub fn word(&self, name: &str) -> Option<&Meaning> {
        self.words.get(name)
    }

    /// The currencies used in a place or by a people ("Canadian").
    pub fn used_in(&self, place: &str) -> &[usize] {
        self.place_rows.get(place).map_or(&[], Vec::as_slice)
    }

    /// Every place of a currency that a text names, with the row.
    pub fn places(&self, text: &str) -> Vec<(Span, usize)> {
        self.places.find(text)
    }

    pub fn code(&self, row: usize) -> Option<&str> {
        self.rows.get(row).map(|c| c.code.as_str())
    }

    /// The codes that the table knows.
    pub fn codes(&self) -> BTreeSet<&str> {
        self.rows.iter().map(|c| c.code.as_str()).collect()
    }
}

fn check(file: &str, currency: &Currency, last: &str) -> Result<(), LexiconError> {
    let row_error = |message: String| {
        Err(LexiconError::Row { file: file.to_owned(), row: currency.code.clone(), message })
    };
    if currency.code.len() != 3 || !currency.code.bytes().all(|b| b.is_ascii_uppercase()) {
        return row_error("a code has three capital letters (ISO 4217)".to_owned());
    }
    if currency.code.as_str() <= last {
        return row_error(format!("rows stay in order of code, each once; move it before {last}"));
    }
    let known = |word: &String| {
        [&currency.short, &currency.symbols, &currency.minor].iter().any(|list| list.contains(word))
    };
    match currency.sole.iter().find(|word| !known(word)) {
        Some(word) => {
            row_error(format!("`sole` has “{word}”, which is no short name, sign or minor unit here"))
        }
        None => Ok(()),
    }
}

/// Adds a row to what a word may mean.
fn note(
    map: &mut HashMap<String, Meaning>,
    word: &str,
    row: usize,
    currency: &Currency,
    more: impl Fn(&mut Meaning),
) {
    let meaning = map.entry(word.to_owned()).or_default();
    if !meaning.rows.contains(&row) {
        meaning.rows.push(row);
    }
    if currency.sole.iter().any(|sole| sole.eq_ignore_ascii_case(word)) {
        meaning.sole = Some(row);
    }
    more(meaning);
}
