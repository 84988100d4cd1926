//! Cheap looks at a word before the grammars of time try it: most words of a text open none.

use super::super::number;
use super::super::words::{Kind, Lower, Words};

/// Whether a time, with or without a word that leads to it, may start at a word.
pub fn opens_time(words: &Words, i: usize) -> bool {
    match words.kind(i) {
        Some(Kind::Digits) => true,
        Some(Kind::Letters) => leads(words, i) || opens_point(words, i),
        _ => false,
    }
}

/// Whether a word may lead to a time: "since", "by", "between".
pub fn leads(words: &Words, i: usize) -> bool {
    match Lower::of(words.word(i)).bytes() {
        b"since" | b"ever" | b"until" | b"till" | b"before" | b"after" | b"from" | b"between" | b"by"
        | b"through" | b"following" | b"starting" | b"beginning" | b"effective" | b"as" => true,
        b"up" => words.is_any(i + 1, &["to", "until"]),
        b"in" => words.is(i + 1, "the"),
        b"with" => words.is(i + 1, "effect"),
        b"no" => words.is(i + 1, "later"),
        b"prior" => words.is(i + 1, "to"),
        b"ahead" => words.is(i + 1, "of"),
        _ => false,
    }
}

/// Whether a point of time may start at a word.
pub fn opens_point(words: &Words, i: usize) -> bool {
    let word = words.word(i);
    match words.kind(i) {
        Some(Kind::Digits) => return true,
        Some(Kind::Letters) => {}
        _ => return false,
    }
    let lower = Lower::of(word);
    match lower.bytes() {
        b"the" => {
            let next = Lower::of(words.word(i + 1));
            words.kind(i + 1) == Some(Kind::Digits)
                || matches!(
                    next.bytes(),
                    b"past"
                        | b"last"
                        | b"next"
                        | b"coming"
                        | b"previous"
                        | b"same"
                        | b"year"
                        | b"month"
                        | b"week"
                        | b"spring"
                        | b"summer"
                        | b"autumn"
                        | b"fall"
                        | b"winter"
                )
        }
        b"a" | b"an" => words.is_any(i + 2, &["ago", "earlier", "before"]),
        b"previous" | b"same" => true,
        b"q" | b"h" => words.glued(i + 1),
        b"last" | b"this" | b"next" | b"coming" | b"past" | b"earlier" | b"later" | b"early" | b"late"
        | b"mid" | b"middle" | b"end" | b"start" | b"beginning" | b"year" | b"quarter" | b"yesterday"
        | b"today" | b"tomorrow" | b"tonight" | b"spring" | b"summer" | b"autumn" | b"fall" | b"winter"
        | b"first" | b"second" | b"third" | b"fourth" | b"final" | b"fiscal" | b"financial" | b"fy" => true,
        bytes => {
            let capital = word.as_bytes().first().is_some_and(u8::is_ascii_uppercase);
            (capital && calendar_name(bytes)) || number::small(word).is_some()
        }
    }
}

/// Months and weekdays, in full and in short.
fn calendar_name(lower: &[u8]) -> bool {
    let Some(stem) = lower.get(..3) else { return false };
    let month = matches!(
        stem,
        b"jan"
            | b"feb"
            | b"mar"
            | b"apr"
            | b"may"
            | b"jun"
            | b"jul"
            | b"aug"
            | b"sep"
            | b"oct"
            | b"nov"
            | b"dec"
    );
    month || lower.ends_with(b"day")
}
