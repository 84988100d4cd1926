//! Joins names of goods that stand side by side into one noun phrase, and decides what it is a phrase of.

use crate::lexicon::Lexicon;
use crate::lexicon::products::{Model, Named, Noun};
use crate::mentions::around::{self, Word};
use crate::model::{Document, Span};

/// A good as the text names it.
#[derive(Clone, Debug)]
pub struct Phrase<'l> {
    pub span: Span,
    /// Empty where the words alone do not say it.
    pub category: String,
    /// The noun, where it is all that the phrase says of its good.
    pub noun: Option<&'l Noun>,
    /// Whether it names its good by words that mean goods in trade only among words of trade.
    pub everyday: bool,
    pub brand: Option<String>,
    pub model: Option<String>,
    pub qualifiers: Vec<Span>,
}

impl Phrase<'_> {
    /// Whether its last word is a plural, which no other noun follows as its head.
    pub fn is_plural(&self, text: &str) -> bool {
        let words = self.span.of(text);
        words.ends_with('s') && !words.ends_with("ss") && !words.ends_with("electronics")
    }
}

/// The phrases that the named goods form, in order.
pub fn join<'l>(document: &Document, lexicon: &'l Lexicon, named: &[(Span, Named<'l>)]) -> Vec<Phrase<'l>> {
    let text = document.text();
    let mut phrases = Vec::new();
    let mut rest = named.iter().peekable();
    while let Some((span, first)) = rest.next() {
        let Some(mut phrase) = open(text, lexicon, *span, first) else { continue };
        loop {
            // "quadcopters Mavic 3" are two names of one thing: the plural closes the first.
            let closed = |named: &Named| {
                phrase.model.is_none() && phrase.is_plural(text) && matches!(named, Named::Model { .. })
            };
            let beside =
                rest.peek().filter(|(next, named)| is_beside(text, phrase.span, *next) && !closed(named));
            if let Some((span, next)) = beside {
                absorb(text, lexicon, &mut phrase, *span, next);
                rest.next();
            } else if !carry_on(text, lexicon, &mut phrase) {
                break;
            }
        }
        while rest.peek().is_some_and(|(next, _)| next.start < phrase.span.end) {
            rest.next();
        }
        phrases.push(phrase);
    }
    phrases
}

fn open<'l>(text: &str, lexicon: &Lexicon, span: Span, named: &Named<'l>) -> Option<Phrase<'l>> {
    let noun = match named {
        Named::Noun(noun) => Some(*noun),
        _ => None,
    };
    let (span, category, brand, model) = match named {
        Named::Good(good) | Named::Everyday(good) => (span, good.id.clone(), None, None),
        Named::Noun(noun) => (span, noun.alone.clone().unwrap_or_default(), None, None),
        Named::Model { model, whole } => {
            let span = designation(text, lexicon, span, model, *whole)?;
            let name = span.of(text);
            (span, model.category.clone(), model.brand.clone(), Some(singular(name).to_owned()))
        }
    };
    let everyday = matches!(named, Named::Everyday(_));
    Some(Phrase { span, category, noun, everyday, brand, model, qualifiers: Vec::new() })
}

/// "H100s" and "Mavic 3s" without the plural's ending.
fn singular(name: &str) -> &str {
    let bare = name.strip_suffix('s').unwrap_or(name);
    if bare.ends_with(|c: char| c.is_ascii_digit() || c.is_uppercase()) { bare } else { name }
}

/// Whether only a blank or a hyphen parts two stretches.
fn is_beside(text: &str, left: Span, right: Span) -> bool {
    let gap = text.get(left.end as usize..right.start as usize);
    matches!(gap, Some(" " | "-" | "\u{a0}" | "\u{2011}"))
}

/// Takes the next name into the phrase; the last good is what the phrase is of, unless it only carries on.
fn absorb(text: &str, lexicon: &Lexicon, phrase: &mut Phrase, span: Span, next: &Named) {
    match next {
        Named::Good(good) | Named::Everyday(good) => {
            phrase.everyday = matches!(next, Named::Everyday(_));
            if let Some(part) = as_part(lexicon, &phrase.category, &good.id) {
                phrase.category = part;
            } else if phrase.model.is_none()
                || is_of_its_own(&good.id)
                || span.of(text).eq_ignore_ascii_case("ammunition")
            {
                phrase.category.clone_from(&good.id);
            }
            phrase.noun = None;
            phrase.span = phrase.span.cover(span);
        }
        Named::Noun(noun) => {
            let alone = noun.alone.as_deref().unwrap_or_default();
            let own =
                phrase.model.is_none() && !alone.is_empty() && !noun.part && !noun.may_mean(&phrase.category);
            if let Some(part) =
                as_part(lexicon, &phrase.category, if noun.part { "component" } else { alone })
            {
                phrase.category = part;
            } else if own {
                phrase.category = alone.to_owned();
            }
            phrase.noun = None;
            phrase.span = phrase.span.cover(span);
        }
        Named::Model { model, whole } => {
            if let Some(span) = designation(text, lexicon, span, model, *whole) {
                let name = singular(span.of(text)).to_owned();
                phrase.category.clone_from(&model.category);
                phrase.model = Some(match phrase.model.take() {
                    Some(before) => format!("{before} {name}"),
                    None => name,
                });
                if phrase.brand.is_none() {
                    phrase.brand.clone_from(&model.brand);
                }
                phrase.span = phrase.span.cover(span);
            } else {
                phrase.span = phrase.span.cover(span);
            }
        }
    }
}

/// Goods that keep their category behind a model: the engine of a 737 is an engine.
fn is_of_its_own(category: &str) -> bool {
    let first = category.split('.').next().unwrap_or(category);
    ["component", "engine", "optics", "radio", "software", "uav_part", "aircraft_part"].contains(&first)
}

/// What a part is as part of some whole: the gearbox of a helicopter is a part of an aircraft, its engine an engine.
pub fn as_part(lexicon: &Lexicon, whole: &str, part: &str) -> Option<String> {
    let first = part.split('.').next().unwrap_or(part);
    let parts = parts_of(lexicon, whole)?;
    match first {
        "component" => Some(parts),
        "engine" if parts == "uav_part" => Some("uav_part.engine".to_owned()),
        "optics" | "electronics" if ["uav_part", "missile.part"].contains(&parts.as_str()) => Some(parts),
        _ => None,
    }
}

/// The category of parts of a good, where it has one of its own.
pub fn parts_of(lexicon: &Lexicon, category: &str) -> Option<String> {
    let first = category.split('.').next().unwrap_or(category);
    let good = lexicon.products.good(category).or_else(|| lexicon.products.good(first));
    good.and_then(|good| good.parts.clone())
}

/// Takes a following head or part word into the phrase ("radar equipment", "tank parts").
fn carry_on(text: &str, lexicon: &Lexicon, phrase: &mut Phrase) -> bool {
    if phrase.is_plural(text) && phrase.model.is_none() {
        return false;
    }
    let Some(word) = around::next(text, phrase.span.end).filter(Word::adjoins) else { return false };
    let lower = word.lower();
    let part = lexicon.products.is_part(&lower);
    if !part && !lexicon.products.is_head(&lower) {
        return false;
    }
    if let Some(parts) = parts_of(lexicon, &phrase.category).filter(|_| part) {
        phrase.category = parts;
    }
    phrase.noun = None;
    phrase.span = phrase.span.cover(word.span);
    true
}

/// The whole of a model's name: the family with the number and the words that follow it.
fn designation(text: &str, lexicon: &Lexicon, span: Span, model: &Model, whole: bool) -> Option<Span> {
    if whole {
        return Some(span);
    }
    let mut end = span.end;
    let mut numbered = span.of(text).contains(|c: char| c.is_ascii_digit());
    for _ in 0..4 {
        let Some(word) = around::next(text, end) else { break };
        let close = word.gap == " " || word.is_hyphenated() || word.gap == "\u{a0}";
        let number = close && !numbered && is_model_number(text, &word);
        let suffix = word.gap == " " && lexicon.products.is_suffix(word.text);
        if !(number || suffix) {
            break;
        }
        numbered |= number;
        end = word.span.end;
    }
    if model.number && !numbered {
        return None;
    }
    Some(Span { start: span.start, end })
}

/// "3", "2S", "2A7", "910B", "II": not "3,000", "5%" or "2 million".
fn is_model_number(text: &str, word: &Word) -> bool {
    let digits = word.text.chars().take_while(char::is_ascii_digit).count();
    let letters = word.text.len() - digits;
    let arabic = (1..=4).contains(&digits)
        && letters <= 3
        && word.text[digits..].chars().all(|c| c.is_ascii_alphanumeric());
    let roman = ["II", "III", "IV", "V", "X"].contains(&word.text);
    let rest = &text[word.span.end as usize..];
    let counted = rest.starts_with([',', '.', '%']) && rest[1..].starts_with(|c: char| c.is_ascii_digit())
        || rest.starts_with('%')
        || around::next(text, word.span.end)
            .is_some_and(|w| ["million", "billion", "percent", "times", "thousand"].contains(&w.text));
    let year = digits == 4 && letters == 0 && (word.text.starts_with("19") || word.text.starts_with("20"));
    (arabic || roman) && !counted && !(year && word.adjoins())
}
