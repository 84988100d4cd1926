//! Where sentences end: decided on the pieces of one block, so a sentence never crosses a block.

use super::tokens::Piece;
use crate::lexicon::abbreviations::Ends;
use std::ops::Range;

/// Longest sentence in tokens; longer runs without an end are cut, so that hostile text stays linear.
pub(super) const LONGEST: usize = 160;

/// Words that open a sentence after an abbreviation that may end one ("… of Acme Inc. The firm …").
const OPENERS: &[&str] = &[
    "A",
    "About",
    "According",
    "After",
    "All",
    "Also",
    "Although",
    "Among",
    "An",
    "And",
    "Another",
    "Any",
    "As",
    "At",
    "Because",
    "Before",
    "Both",
    "But",
    "By",
    "Despite",
    "Due",
    "During",
    "Each",
    "Earlier",
    "Even",
    "Every",
    "Few",
    "For",
    "From",
    "Given",
    "Having",
    "He",
    "Her",
    "Here",
    "His",
    "How",
    "However",
    "I",
    "If",
    "In",
    "Instead",
    "Is",
    "It",
    "Its",
    "Last",
    "Later",
    "Many",
    "Meanwhile",
    "More",
    "Moreover",
    "Most",
    "My",
    "Neither",
    "No",
    "Nor",
    "Not",
    "Now",
    "Of",
    "On",
    "Once",
    "One",
    "Only",
    "Or",
    "Other",
    "Others",
    "Our",
    "Over",
    "She",
    "Since",
    "So",
    "Some",
    "Still",
    "Such",
    "Than",
    "That",
    "The",
    "Their",
    "Then",
    "There",
    "These",
    "They",
    "This",
    "Those",
    "Though",
    "Through",
    "Thus",
    "To",
    "Under",
    "Unlike",
    "Until",
    "We",
    "What",
    "When",
    "Where",
    "Whether",
    "Which",
    "While",
    "Who",
    "Why",
    "With",
    "Without",
    "Yet",
    "You",
    "Your",
];

/// Verbs that tie a quoted question or exclamation to its speaker ("“Why?” the minister asked").
const SPEECH: &[&str] =
    &["said", "says", "asked", "asks", "added", "told", "wrote", "cried", "wondered", "tweeted"];

/// The sentences of one block, as ranges of its pieces.
pub(super) fn split(text: &str, pieces: &[Piece]) -> Vec<Range<usize>> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < pieces.len() {
        let end = match boundary(text, pieces, start, at) {
            Some(end) => end,
            None if at + 1 - start >= LONGEST => at + 1,
            None => {
                at += 1;
                continue;
            }
        };
        sentences.push(start..end);
        start = end;
        at = end;
    }
    if start < pieces.len() {
        sentences.push(start..pieces.len());
    }
    sentences
}

fn word<'t>(text: &'t str, piece: &Piece) -> &'t str {
    &text[piece.start..piece.end]
}

/// Whether the sentence that began at `start` ends with the piece `at`; answers where the next one begins.
fn boundary(text: &str, pieces: &[Piece], start: usize, at: usize) -> Option<usize> {
    let mark = pieces.get(at)?;
    if is_credit(text, pieces, at + 1) && word(text, mark).ends_with(char::is_alphanumeric) {
        return Some(at + 1);
    }
    let strength = strength(text, mark)?;
    let close = closers(text, pieces, at + 1);
    let next = pieces.get(close)?;
    let last = pieces.get(close - 1)?;
    if last.end == next.start && !opens_after_stop(text, strength, next) {
        return None;
    }
    let ends = match strength {
        Strength::Abbreviation => {
            let closed = close > at + 1;
            opens_sentence(text, pieces, close) || (closed && starts_high(text, pieces, close))
        }
        Strength::Dots => starts_high(text, pieces, close),
        Strength::Stop if is_list_number(text, pieces, start, at) => false,
        Strength::Stop if is_vital_date(text, pieces, at) => false,
        Strength::Stop => !starts_low(text, pieces, close),
        Strength::Shout => {
            let tagged = close > at + 1 && is_speech_tag(text, pieces, close);
            !(tagged || starts_low(text, pieces, close) || is_year_in_brackets(text, pieces, close))
        }
    };
    ends.then_some(close)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Strength {
    Stop,
    Shout,
    Dots,
    Abbreviation,
}

fn strength(text: &str, piece: &Piece) -> Option<Strength> {
    match piece.stop {
        Some(Ends::May) => return Some(Strength::Abbreviation),
        Some(_) => return None,
        None => {}
    }
    let word = word(text, piece);
    if word.starts_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    match word {
        "." | "。" | "।" => Some(Strength::Stop),
        "…" => Some(Strength::Dots),
        _ if word.bytes().all(|b| b == b'.') => Some(Strength::Dots),
        _ if word.chars().all(|c| matches!(c, '!' | '?' | '！' | '？' | '‽')) => Some(Strength::Shout),
        _ => None,
    }
}

/// The index after the quotes, brackets and reference numbers that close with a full stop.
fn closers(text: &str, pieces: &[Piece], mut at: usize) -> usize {
    // Nothing more than a few closing marks belongs to one stop.
    let limit = at + 4;
    while at < limit {
        let (Some(before), Some(piece)) = (pieces.get(at - 1), pieces.get(at)) else { break };
        let closing = matches!(word(text, piece), "”" | "’" | "»" | ")" | "]" | "''" | "’’");
        let straight = matches!(word(text, piece), "\"" | "'") && before.end == piece.start;
        if closing || straight {
            at += 1;
        } else {
            break;
        }
    }
    // References stand together: "[7] [8]".
    (0..8).fold(at, |at, _| if is_reference(text, pieces, at) { at + 3 } else { at })
}

/// What opens the credit of a picture, which no stop need part from the caption before it: "A drone in Kyiv Photo: AP".
const CREDITS: &[&str] = &["Credit", "Image", "Photo", "Photograph", "Picture", "Video"];

fn is_credit(text: &str, pieces: &[Piece], at: usize) -> bool {
    let Some([label, colon]) = pieces.get(at..at + 2) else { return false };
    word(text, colon) == ":" && colon.start == label.end && CREDITS.contains(&word(text, label))
}

/// "(b. 1949", "(d. 1990)": a letter that stands for a word before a year.
fn is_vital_date(text: &str, pieces: &[Piece], at: usize) -> bool {
    let Some([letter, _, year]) = at.checked_sub(1).and_then(|first| pieces.get(first..at + 2)) else {
        return false;
    };
    matches!(word(text, letter), "b" | "c" | "d" | "m" | "r" | "div")
        && word(text, year).starts_with(|c: char| c.is_ascii_digit())
}

/// "Viva Maria! (1965)": the mark belongs to a title, and its year follows.
fn is_year_in_brackets(text: &str, pieces: &[Piece], at: usize) -> bool {
    let Some([open, year, close]) = pieces.get(at..at + 3) else { return false };
    let digits = word(text, year);
    word(text, open) == "("
        && word(text, close) == ")"
        && digits.len() == 4
        && digits.bytes().all(|b| b.is_ascii_digit())
}

/// "[17]" after a stop belongs to the sentence it supports.
fn is_reference(text: &str, pieces: &[Piece], at: usize) -> bool {
    let Some([open, number, close]) = pieces.get(at..at + 3) else { return false };
    let digits = word(text, number);
    word(text, open) == "["
        && word(text, close) == "]"
        && digits.len() <= 3
        && digits.bytes().all(|b| b.is_ascii_digit())
}

/// A stop without a space after it ends a sentence only before an opening quote or bracket.
fn opens_after_stop(text: &str, strength: Strength, next: &Piece) -> bool {
    strength == Strength::Stop && matches!(word(text, next), "“" | "‘" | "(")
}

/// The first piece from `at` that is a word or number, past opening quotes and brackets.
fn first_word<'t>(text: &'t str, pieces: &[Piece], at: usize) -> Option<&'t str> {
    let ahead = pieces.get(at..)?.iter().take(4).map(|p| word(text, p));
    let mut words = ahead.skip_while(|w| matches!(*w, "“" | "\"" | "‘" | "'" | "(" | "[" | "«" | "``"));
    words.next()
}

fn starts_low(text: &str, pieces: &[Piece], at: usize) -> bool {
    first_word(text, pieces, at).is_some_and(|w| {
        w.starts_with(|c: char| c.is_lowercase())
            || matches!(w, "," | ";" | ":" | ")" | "-" | "–" | "—" | "--")
    })
}

fn starts_high(text: &str, pieces: &[Piece], at: usize) -> bool {
    first_word(text, pieces, at).is_some_and(|w| w.starts_with(|c: char| c.is_uppercase()))
}

/// After an abbreviation: only a word that opens sentences, or a quote that opens with a capital.
fn opens_sentence(text: &str, pieces: &[Piece], at: usize) -> bool {
    let quoted = pieces.get(at).is_some_and(|p| matches!(word(text, p), "“" | "‘"));
    match first_word(text, pieces, at) {
        Some(w) => OPENERS.binary_search(&w).is_ok() || (quoted && w.starts_with(|c: char| c.is_uppercase())),
        None => false,
    }
}

/// "1. Foo" at the start of a sentence: a number in a list.
fn is_list_number(text: &str, pieces: &[Piece], start: usize, at: usize) -> bool {
    at == start + 1 && {
        let first = pieces.get(start).map_or("", |p| word(text, p));
        first.len() <= 2 && first.bytes().all(|b| b.is_ascii_digit())
            || first.len() == 1 && first.bytes().all(|b| b.is_ascii_alphabetic()) && first != "I"
    }
}

/// "“Why?” Mr Smith asked": the tag after a quoted question belongs to its sentence.
fn is_speech_tag(text: &str, pieces: &[Piece], at: usize) -> bool {
    let ahead = pieces.get(at..).unwrap_or_default().iter().take(6).map(|p| word(text, p));
    ahead.take_while(|w| w.chars().any(char::is_alphabetic)).any(|w| SPEECH.contains(&w))
}
