//! The words before a noun that make it mean a kind of good of their own: "wire-drawing machines", "crane parts".
//!
//! Only nouns and words made from nouns do: "hydraulic", "ice-making". What praises, places or dates a good
//! ("modern", "Western", "new") leaves its noun as open as it was.

use crate::mentions::around::{self, Word};
use crate::model::{Document, Span, Upos};

/// Endings of adjectives that say what a thing works with or is for.
const RELATIONAL: [&str; 6] = ["ental", "ic", "ical", "rial", "ural", "ular"];
/// Adjectives and nouns with such endings, or tagged so, that say nothing of the kind.
const OPEN: [&str; 46] = [
    "additional",
    "amount",
    "array",
    "basic",
    "buying",
    "category",
    "classic",
    "critical",
    "delivering",
    "domestic",
    "economic",
    "exotic",
    "exporting",
    "fundamental",
    "generic",
    "historic",
    "identical",
    "importing",
    "kind",
    "kinds",
    "making",
    "material",
    "moving",
    "obtaining",
    "particular",
    "political",
    "popular",
    "procuring",
    "providing",
    "public",
    "regular",
    "selling",
    "sending",
    "shipping",
    "similar",
    "smuggling",
    "specific",
    "state",
    "strategic",
    "supplying",
    "topical",
    "types",
    "typical",
    "using",
    "variety",
    "volume",
];
/// Second halves of compounds that tell what befell a good, whose it is or where it goes.
const LOOSE: [&str; 18] = [
    "awaited",
    "backed",
    "based",
    "bound",
    "built",
    "called",
    "developed",
    "funded",
    "hit",
    "led",
    "linked",
    "made",
    "needed",
    "origin",
    "owned",
    "produced",
    "related",
    "run",
];
/// So many words before a noun may belong to its name.
const MOST: usize = 3;

/// The stretch of a noun with the words that narrow it; none where nothing does.
pub fn whole(document: &Document, noun: Span) -> Option<Span> {
    let text = document.text();
    let mut start = noun.start;
    for _ in 0..MOST {
        let Some(word) = around::previous(text, start).filter(Word::adjoins) else { break };
        let Some(from) = narrowing(document, &word) else { break };
        start = from;
    }
    (start < noun.start).then_some(Span { start, end: noun.end })
}

/// Where a narrowing word starts, with the first halves of a compound.
fn narrowing(document: &Document, word: &Word) -> Option<u32> {
    let text = document.text();
    let lower = word.lower();
    let plain = word.text.starts_with(char::is_lowercase) && word.text.chars().all(char::is_alphabetic);
    if !plain || OPEN.contains(&lower.as_str()) {
        return None;
    }
    let mut start = word.span.start;
    while let Some(half) = around::previous(text, start).filter(Word::is_hyphenated) {
        start = half.span.start;
    }
    if start < word.span.start {
        return (!LOOSE.contains(&lower.as_str())).then_some(start);
    }
    let first = document.tokens_in(word.span).start;
    let narrows = match document.tokens.get(first)?.pos {
        Upos::Noun => true,
        Upos::Adj => RELATIONAL.iter().any(|ending| lower.ends_with(ending)),
        _ => false,
    };
    narrows.then_some(start)
}
