//! The unit of a price: "each", "a barrel", "per metric ton", "/kg".

use super::super::words::{Kind, Words};
use crate::lexicon::Lexicon;

/// What a price is paid for, beside the units of `data/units.toml`.
const PRICED: &[&str] = &[
    "share",
    "shares",
    "day",
    "week",
    "month",
    "year",
    "quarter",
    "hour",
    "minute",
    "second",
    "night",
    "head",
    "person",
    "unit",
    "piece",
    "chip",
    "wafer",
    "card",
    "board",
    "module",
    "server",
    "drone",
    "shell",
    "round",
    "missile",
    "vehicle",
    "car",
    "phone",
    "device",
    "dose",
    "copy",
    "flight",
    "trip",
    "pop",
    "bottle",
    "bag",
    "pack",
    "customer",
    "user",
    "household",
    "violation",
    "transaction",
    "shipment",
    "container",
    "token",
    "ticket",
    "seat",
    "machine",
    "tool",
    "subscription",
    "licence",
    "license",
    "worker",
    "employee",
    "student",
    "visit",
    "time",
];

/// Words that go with a unit: "per metric ton", "a troy ounce".
const WITH_UNIT: &[&str] = &[
    "metric", "troy", "square", "cubic", "short", "long", "dry", "kilowatt", "megawatt", "gigawatt",
    "terawatt", "million",
];

/// The words `from..to` of the unit that a price just before `at` is paid for.
pub fn per(words: &Words, at: usize, lexicon: &Lexicon) -> Option<(usize, usize)> {
    if words.is_any(at, &["each", "apiece", "annually", "yearly"]) {
        // "$5 million each year" names the year as the unit.
        let year = words.is(at, "each")
            && words.is_any(at + 1, &["year", "month", "week", "day", "quarter", "time"]);
        return Some((at, at + 1 + usize::from(year)));
    }
    if words.word(at) == "/" && words.glued(at) {
        let to = unit_at(words, at + 1, lexicon)?;
        return words.glued(at + 1).then_some((at, to));
    }
    let hyphen = usize::from(words.is_hyphen(at) && words.glued(at));
    let article = at + hyphen;
    if words.is(article, "per") && hyphen == 0 {
        return per_noun(words, at, lexicon);
    }
    if !words.is_any(article, &["a", "an", "every"]) {
        return None;
    }
    let noun = article + 1 + usize::from(hyphen == 1 && words.is_hyphen(article + 1));
    let to = unit_at(words, noun, lexicon)?;
    // "a piece of equipment" is a thing bought, not a unit of price.
    (!words.is(to, "of") && !words.is_any(to, &["earlier", "ago", "before", "later", "after"]))
        .then_some((article, to))
}

/// "per unit", "per square foot", "per 1,000 cubic metres".
fn per_noun(words: &Words, at: usize, lexicon: &Lexicon) -> Option<(usize, usize)> {
    let mut noun = at + 1;
    if words.is_any(noun, &["cent", "se"]) {
        return None;
    }
    if words.kind(noun) == Some(Kind::Digits) {
        noun += 1;
    }
    if let Some(to) = unit_at(words, noun, lexicon) {
        return Some((at, to));
    }
    (words.kind(noun) == Some(Kind::Letters)).then_some((at, noun + 1))
}

/// The end of the unit that starts at a word.
fn unit_at(words: &Words, i: usize, lexicon: &Lexicon) -> Option<usize> {
    let single = |at: usize| {
        let word = words.word(at);
        PRICED.iter().any(|p| word.eq_ignore_ascii_case(p))
            || (!word.is_empty() && lexicon.units.unit(word).is_some())
    };
    let phrase = (2..=3).rev().find(|n| {
        words.kind(i + n - 1) == Some(Kind::Letters)
            && words.is_any(i, WITH_UNIT)
            && lexicon.units.unit(words.of_span(i, i + n)).is_some()
    });
    match phrase {
        Some(n) => Some(i + n),
        None => single(i).then_some(i + 1),
    }
}
