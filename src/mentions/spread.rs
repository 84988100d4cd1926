//! Two figures joined: a spread ("between 5 and 7", "5–7") or a change ("rose from 5 to 7").

use super::bounds::{self, Said};
use super::number::Figure;
use super::words::Words;
use crate::model::Modifier;
use rust_decimal::Decimal;

/// What joins the two ends.
pub enum Joint {
    Dash { spaced: bool },
    To,
    And,
}

/// "between" or "from" before the first end.
pub fn opening(words: &Words, first: usize) -> Option<Said> {
    let at = first.checked_sub(1)?;
    let said = words.is_any(at, &["between", "from"]);
    said.then_some(Said { modifier: Modifier::Between, from: at, to: first })
}

/// The joint at a word, and the word after it.
pub fn joint(words: &Words, at: usize, opening: Option<Said>) -> Option<(Joint, usize)> {
    let between = opening.is_some_and(|said| words.is(said.from, "between"));
    if words.is_dash(at) {
        return Some((Joint::Dash { spaced: !words.glued(at) || !words.glued(at + 1) }, at + 1));
    }
    if between {
        return words.is(at, "and").then_some((Joint::And, at + 1));
    }
    words.is(at, "to").then_some((Joint::To, at + 1))
}

/// The low end of a spread, with the scale of the high end where it has none of its own; `None` if it is not lower.
pub fn low_end(first: &Figure, second: &Figure) -> Option<Decimal> {
    let inherited =
        second.scale.filter(|_| first.scale.is_none()).and_then(|scale| first.value.checked_mul(scale));
    let low = inherited.filter(|low| *low < second.value).unwrap_or(first.value);
    (low < second.value).then_some(low)
}

const CHANGES: &[&str] = &[
    "rise",
    "rises",
    "rose",
    "risen",
    "rising",
    "fall",
    "falls",
    "fell",
    "fallen",
    "falling",
    "grow",
    "grows",
    "grew",
    "grown",
    "growing",
    "increase",
    "increases",
    "increased",
    "increasing",
    "decrease",
    "decreased",
    "drop",
    "drops",
    "dropped",
    "dropping",
    "jump",
    "jumps",
    "jumped",
    "climb",
    "climbed",
    "slump",
    "slumped",
    "surge",
    "surged",
    "soar",
    "soared",
    "plunge",
    "plunged",
    "slip",
    "slipped",
    "raise",
    "raised",
    "raising",
    "lower",
    "lowered",
    "cut",
    "cuts",
    "cutting",
    "reduce",
    "reduced",
    "slash",
    "slashed",
    "hike",
    "hiked",
    "boost",
    "boosted",
    "up",
    "down",
    "dip",
    "dipped",
    "tumble",
    "tumbled",
    "sank",
    "decline",
    "declined",
    "trimmed",
    "added",
    "gained",
    "lost",
    "shed",
    "edged",
    "widened",
    "narrowed",
    "by",
];

const SPANS: &[&str] = &[
    "range",
    "ranges",
    "ranged",
    "ranging",
    "anywhere",
    "vary",
    "varies",
    "varied",
    "varying",
    "priced",
    "prices",
    "cost",
    "costs",
    "costing",
    "fines",
    "sums",
    "penalties",
    "estimates",
    "estimated",
    "worth",
    "sell",
    "sells",
    "sold",
    "selling",
    "retail",
    "charge",
    "charged",
    "charging",
    "fetch",
    "fetched",
    "paid",
    "paying",
    "pay",
    "bonuses",
    "values",
];

/// Whether "X to Y" says that X became Y. "From X to Y" does, unless a word before it speaks of a spread.
pub fn changes(words: &Words, from: usize, opening: Option<Said>) -> bool {
    match opening {
        Some(said) => {
            let first = said.from.saturating_sub(4);
            let spread = (first..said.from).any(|i| words.is_any(i, SPANS));
            let change = (said.from.saturating_sub(6)..said.from)
                .any(|i| words.is_any(i, &CHANGES[..CHANGES.len() - 1]));
            change || !spread
        }
        None => {
            let start = bounds::before(words, from).map_or(from, |said| said.from);
            start > 0 && words.is_any(start - 1, CHANGES)
        }
    }
}
