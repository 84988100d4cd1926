//! The table `data/products.toml`: goods by name, by brand and model, and by code.

use super::LexiconError;
use super::codes;
pub use super::codes::WrittenCode;
use super::inflect;
use super::matcher::{Case, Matcher};
use crate::model::Span;
use regex::Regex;
use std::collections::HashSet;

/// A kind of good.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Good {
    /// Category, or `category.finer`.
    pub id: String,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    exact: Vec<String>,
    /// Names that mean a good in trade only where the sentence speaks of trade.
    #[serde(default)]
    everyday: Vec<String>,
    #[serde(default)]
    not: Vec<String>,
    /// Id of its parts, where they have one of their own.
    pub parts: Option<String>,
    /// Headings of the Harmonized System.
    #[serde(default)]
    pub hs: Vec<String>,
    /// Numbers of the Commerce Control List.
    #[serde(default)]
    pub eccn: Vec<String>,
}

/// A maker's name for its goods.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    pub brand: Option<String>,
    pub category: String,
    #[serde(default)]
    names: Vec<String>,
    #[serde(default)]
    shapes: Vec<String>,
    /// Whether the name means the good only with a number behind it.
    #[serde(default)]
    pub number: bool,
    #[serde(default)]
    near: Vec<String>,
}

/// A noun that, standing alone, may refer back to a good named before.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Noun {
    names: Vec<String>,
    /// Categories whose goods it may mean, each with its finer ones.
    takes: Vec<String>,
    /// What it means where no such good is named.
    pub alone: Option<String>,
    /// What it means behind another noun that makes a name of it ("vending machine").
    pub narrowed: Option<String>,
    /// Whether it means a part of something, so that what it is a part of gives the category.
    #[serde(default)]
    pub part: bool,
    /// Whether it refers back only with a word that points ("these chips").
    #[serde(default)]
    pub pointed: bool,
    #[serde(default)]
    not: Vec<String>,
}

impl Noun {
    /// Whether it may mean a good of a category.
    pub fn may_mean(&self, category: &str) -> bool {
        self.takes.iter().any(|taken| {
            category.strip_prefix(taken.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    qualifiers: Vec<String>,
    actors: Vec<String>,
    parts: Vec<String>,
    heads: Vec<String>,
    suffixes: Vec<String>,
    trading: Vec<String>,
    product: Vec<Good>,
    noun: Vec<Noun>,
    model: Vec<Model>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Entry {
    Good(usize),
    Everyday(usize),
    Noun(usize),
    Model(usize),
    Not,
}

/// What a stretch of text names.
#[derive(Clone, Copy, Debug)]
pub enum Named<'l> {
    Good(&'l Good),
    /// A good by a name that people also use who do not trade in it ("bicycles").
    Everyday(&'l Good),
    Noun(&'l Noun),
    /// A model; `whole` if the stretch is a full designation ("H100") that no number may follow.
    Model {
        model: &'l Model,
        whole: bool,
    },
}

#[derive(Debug)]
pub struct Products {
    goods: Vec<Good>,
    nouns: Vec<Noun>,
    models: Vec<Model>,
    entries: Vec<Entry>,
    /// Goods and phrases that mean something else, in any case.
    loose: Matcher,
    /// Abbreviations and models, with their letters.
    strict: Matcher,
    shapes: Vec<Shape>,
    codes: codes::Codes,
    qualifiers: HashSet<String>,
    actors: HashSet<String>,
    parts: HashSet<String>,
    heads: HashSet<String>,
    suffixes: HashSet<String>,
    trading: HashSet<String>,
}

impl Products {
    /// Reads and checks the table; `file` names it in errors.
    pub fn read(file: &str, toml: &str) -> Result<Products, LexiconError> {
        let table: Table = super::parse(file, toml)?;
        let mut entries = Vec::new();
        let (mut loose, mut strict) = (Vec::new(), Vec::new());
        for (index, good) in table.product.iter().enumerate() {
            let plain = good.names.iter().map(|name| (name, Entry::Good(index)));
            for (name, entry) in plain.chain(good.everyday.iter().map(|name| (name, Entry::Everyday(index))))
            {
                for spelling in open_and_hyphened(name) {
                    loose.push((inflect::plural(&spelling), entries.len()));
                    loose.push((spelling, entries.len()));
                    entries.push(entry);
                }
            }
            for name in &good.exact {
                strict.push((format!("{name}s"), entries.len()));
                strict.push((name.clone(), entries.len()));
                entries.push(Entry::Good(index));
            }
            for name in &good.not {
                loose.push((name.clone(), entries.len()));
                entries.push(Entry::Not);
            }
        }
        for (index, noun) in table.noun.iter().enumerate() {
            for name in &noun.names {
                for spelling in open_and_hyphened(name) {
                    loose.push((inflect::plural(&spelling), entries.len()));
                    loose.push((spelling, entries.len()));
                    entries.push(Entry::Noun(index));
                }
            }
            for name in &noun.not {
                loose.push((name.clone(), entries.len()));
                entries.push(Entry::Not);
            }
        }
        for (index, model) in table.model.iter().enumerate() {
            for name in &model.names {
                strict.push((format!("{name}s"), entries.len()));
                strict.push((name.clone(), entries.len()));
                entries.push(Entry::Model(index));
            }
        }
        let build = |names: &[(String, usize)], case| {
            Matcher::new(names.iter().map(|(name, row)| (name.as_str(), *row)), case)
        };
        let with_plurals =
            |words: &[String]| words.iter().flat_map(|w| [w.clone(), inflect::plural(w)]).collect();
        Ok(Products {
            loose: build(&loose, Case::Any),
            strict: build(&strict, Case::Exact),
            shapes: shapes(file, &table.model)?,
            codes: codes::Codes::new(file)?,
            entries,
            qualifiers: table.qualifiers.into_iter().collect(),
            actors: table.actors.into_iter().collect(),
            parts: with_plurals(&table.parts),
            heads: with_plurals(&table.heads),
            suffixes: table.suffixes.into_iter().collect(),
            trading: table.trading.into_iter().collect(),
            goods: table.product,
            nouns: table.noun,
            models: table.model,
        })
    }

    /// Every stretch of the text that may name a good, in order; none overlaps another.
    pub fn find(&self, text: &str) -> Vec<(Span, Named<'_>)> {
        let mut found: Vec<(Span, Option<Named>)> = Vec::new();
        for (span, entry) in self.loose.find(text).into_iter().chain(self.strict.find(text)) {
            match self.entries[entry] {
                Entry::Good(good) => found.push((span, Some(Named::Good(&self.goods[good])))),
                Entry::Everyday(good) => found.push((span, Some(Named::Everyday(&self.goods[good])))),
                Entry::Noun(noun) => found.push((span, Some(Named::Noun(&self.nouns[noun])))),
                Entry::Not => found.push((span, None)),
                Entry::Model(model) if self.is_near(text, model) => {
                    found.push((span, Some(Named::Model { model: &self.models[model], whole: false })));
                }
                Entry::Model(_) => {}
            }
        }
        let digit = text.bytes().any(|byte| byte.is_ascii_digit());
        for shape in self.shapes.iter().filter(|shape| digit || !shape.digit) {
            if self.is_near(text, shape.model) {
                let named = Named::Model { model: &self.models[shape.model], whole: true };
                found.extend(
                    shape.regex.find_iter(text).map(|m| (Span::new(m.start(), m.end()), Some(named))),
                );
            }
        }
        longest(found)
    }

    /// Tariff and control codes that the text writes, in order.
    pub fn codes(&self, text: &str) -> Vec<WrittenCode> {
        self.codes.find(text)
    }

    /// Whether any good or model may stand in the text.
    pub fn any(&self, text: &str) -> bool {
        self.loose.any(text) || self.strict.any(text)
    }

    /// Whether the text may name a good or a model by itself, not only by a noun that refers back to one.
    pub fn any_by_name(&self, text: &str) -> bool {
        let named = |entry: usize| match self.entries.get(entry) {
            Some(Entry::Good(_)) => true,
            Some(Entry::Model(model)) => self.is_near(text, *model),
            Some(Entry::Everyday(_) | Entry::Noun(_) | Entry::Not) | None => false,
        };
        self.loose.any_of(text, named) || self.strict.any_of(text, named)
    }

    /// The good whose codes hold a written one, the longest code first.
    pub fn by_code(&self, system: &str, code: &str) -> Option<&Good> {
        let bare = |code: &str| code.replace('.', "");
        let written = bare(code);
        let of = |good: &'_ Good| {
            let codes = if system == "hs" { &good.hs } else { &good.eccn };
            let fits = |c: &&String| written.starts_with(&bare(c)) || bare(c).starts_with(&written);
            codes.iter().filter(fits).map(|c| bare(c).len().min(written.len())).max()
        };
        self.goods
            .iter()
            .filter_map(|good| Some((of(good)?, good)))
            .max_by_key(|(length, good)| {
                (*length, std::cmp::Reverse(good.id.len()), std::cmp::Reverse(&good.id))
            })
            .map(|(_, good)| good)
    }

    /// The good of an id.
    pub fn good(&self, id: &str) -> Option<&Good> {
        self.goods.iter().find(|good| good.id == id)
    }

    pub fn is_qualifier(&self, word: &str) -> bool {
        self.qualifiers.contains(word)
    }

    /// Whether a noun behind a good turns the phrase into somebody or something done.
    pub fn is_actor(&self, word: &str) -> bool {
        self.actors.contains(word)
    }

    pub fn is_part(&self, word: &str) -> bool {
        self.parts.contains(word)
    }

    /// Whether a noun behind a good carries it on ("radar equipment").
    pub fn is_head(&self, word: &str) -> bool {
        self.heads.contains(word)
    }

    pub fn is_suffix(&self, word: &str) -> bool {
        self.suffixes.contains(word)
    }

    /// Whether a word, in small letters, speaks of trade or of control over it.
    pub fn is_trading(&self, word: &str) -> bool {
        self.trading.contains(word)
    }

    /// Ids of the taxonomy, in the table's order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.goods.iter().map(|good| good.id.as_str())
    }

    fn is_near(&self, text: &str, model: usize) -> bool {
        let near = &self.models[model].near;
        near.is_empty() || near.iter().any(|word| text.contains(word.as_str()))
    }
}

/// Leftmost first and the longest at each place; a phrase that means something else takes up the good in it.
fn longest<'l>(mut found: Vec<(Span, Option<Named<'l>>)>) -> Vec<(Span, Named<'l>)> {
    found.sort_by_key(|(span, named)| {
        let rank = match named {
            None => 0,
            Some(Named::Model { whole: true, .. }) => 1,
            Some(Named::Model { .. }) => 2,
            Some(Named::Good(_)) => 3,
            Some(Named::Everyday(_)) => 4,
            Some(Named::Noun(_)) => 5,
        };
        (span.start, std::cmp::Reverse(span.end), rank)
    });
    let mut end = 0;
    let mut kept = Vec::new();
    for (span, named) in found {
        if span.start >= end {
            end = span.end;
            kept.extend(named.map(|named| (span, named)));
        }
    }
    kept
}

/// "dual-use good" and "dual use good" are one name.
fn open_and_hyphened(name: &str) -> Vec<String> {
    let mut spellings = vec![name.to_owned()];
    if name.contains('-') {
        spellings.push(name.replace('-', " "));
    }
    spellings
}

/// The designations of a model as an expression.
#[derive(Debug)]
struct Shape {
    model: usize,
    /// Whether each holds a digit, so that a text without digits holds none of them.
    digit: bool,
    regex: Regex,
}

/// Designations as expressions: # is a digit, a final * up to three letters.
fn shapes(file: &str, models: &[Model]) -> Result<Vec<Shape>, LexiconError> {
    let mut built = Vec::new();
    for (index, model) in models.iter().enumerate().filter(|(_, model)| !model.shapes.is_empty()) {
        let mut shapes: Vec<&String> = model.shapes.iter().collect();
        shapes.sort_by_key(|shape| std::cmp::Reverse(shape.len()));
        let spelled: Vec<String> = shapes
            .iter()
            .map(|shape| regex::escape(shape).replace("\\#", "[0-9]").replace("\\*", "[A-Za-z]{0,3}"))
            .collect();
        let pattern = format!(r"\b(?:{})s?\b", spelled.join("|"));
        let regex = Regex::new(&pattern).map_err(|error| LexiconError::Row {
            file: file.to_owned(),
            row: model.brand.clone().unwrap_or_else(|| model.category.clone()),
            message: error.to_string(),
        })?;
        let digit = shapes.iter().all(|shape| shape.contains(|c: char| c == '#' || c.is_ascii_digit()));
        built.push(Shape { model: index, digit, regex });
    }
    Ok(built)
}
