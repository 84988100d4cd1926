//! Ranges of money ("$5–7 million", "between $5 million and $7 million"), told from changes ("from $2m to $5m").

use super::super::bounds::{self, Said};
use super::super::number::{self, Figure, Shape};
use super::super::words::{Kind, Words};
use super::currency::{self, Places, Unit};
use super::{Amount, amount_at};
use crate::lexicon::Lexicon;
use crate::model::{Bounds, Modifier};
use rust_decimal::Decimal;

pub struct Range {
    pub to: usize,
    pub bounds: Bounds,
    /// The currency, where only the second figure bears it.
    pub unit: Option<Unit>,
}

/// What joins the two ends, and the word after it.
enum Joint {
    Dash { spaced: bool },
    To,
    And,
}

/// The range that a first amount opens.
pub fn from_amount(words: &Words, first: &Amount, lexicon: &Lexicon, places: &Places) -> Option<Range> {
    if first.figure.shape == Shape::Vague || !sound(&first.figure) {
        return None;
    }
    let opening = opening(words, first.from);
    let (joint, at) = joint(words, first.to, opening)?;
    let second = amount_at(words, at, lexicon, places).filter(|second| second.unit == first.unit);
    let (figure, to) = match second {
        Some(second) => (second.figure, second.to),
        None if first.ahead => {
            let figure = number::figure(words, at).filter(|f| f.shape == Shape::Digits)?;
            let safe = matches!(joint, Joint::Dash { spaced: false }) || figure.scale.is_some();
            let own = currency::after_figure(words, at, lexicon).is_some();
            let whole = !words.glued(figure.to) || words.kind(figure.to) == Some(Kind::Mark);
            (safe && whole && !own).then_some((figure, figure.to))?
        }
        None => return None,
    };
    if matches!(joint, Joint::Dash { spaced: true }) && figure.from == at {
        return None;
    }
    finish(words, (first.from, &first.figure), (&figure, to), first.unit.hundredth, opening, &joint)
}

/// The range that a bare figure opens: "5 to 7 million dollars", "between 5 and 7 million euros".
pub fn from_figure(words: &Words, i: usize, lexicon: &Lexicon, places: &Places) -> Option<Range> {
    if words.kind(i)? == Kind::Mark {
        return None;
    }
    let first = number::figure(words, i).filter(|f| f.shape != Shape::Vague && sound(f))?;
    let bare_year =
        first.scale.is_none() && !first.grouped && first.value >= 1900.into() && first.value < 2101.into();
    if bare_year {
        return None;
    }
    let opening = opening(words, i);
    let (joint, at) = joint(words, first.to, opening)?;
    if matches!(joint, Joint::Dash { spaced: true }) || matches!(words.kind(at), Some(Kind::Mark) | None) {
        return None;
    }
    let second = amount_at(words, at, lexicon, places).filter(|second| !second.ahead && second.from == at)?;
    // The first figure needs the scale of the second, or one of its own: "2 to 5 million" but not "Section 5 to 7 euros".
    let mut range =
        finish(words, (i, &first), (&second.figure, second.to), second.unit.hundredth, opening, &joint)?;
    range.unit = Some(second.unit);
    Some(range)
}

fn sound(figure: &Figure) -> bool {
    figure.value > Decimal::ZERO
}

/// "between" or "from" before the first end.
fn opening(words: &Words, first: usize) -> Option<Said> {
    let at = first.checked_sub(1)?;
    let said = words.is_any(at, &["between", "from"]);
    said.then_some(Said { modifier: Modifier::Between, from: at, to: first })
}

fn joint(words: &Words, at: usize, opening: Option<Said>) -> Option<(Joint, usize)> {
    let between = opening.is_some_and(|said| words.is(said.from, "between"));
    if words.is_dash(at) {
        return Some((Joint::Dash { spaced: !words.glued(at) || !words.glued(at + 1) }, at + 1));
    }
    if between {
        return words.is(at, "and").then_some((Joint::And, at + 1));
    }
    words.is(at, "to").then_some((Joint::To, at + 1))
}

fn finish(
    words: &Words,
    (from, first): (usize, &Figure),
    (second, to): (&Figure, usize),
    hundredth: bool,
    opening: Option<Said>,
    joint: &Joint,
) -> Option<Range> {
    if second.shape == Shape::Vague || (matches!(joint, Joint::To) && changes(words, from, opening)) {
        return None;
    }
    let inherited =
        second.scale.filter(|_| first.scale.is_none()).and_then(|scale| first.value.checked_mul(scale));
    let low = inherited.filter(|low| *low < second.value).unwrap_or(first.value);
    if low >= second.value {
        return None;
    }
    let part = |value: Decimal| if hundredth { value.checked_mul(Decimal::new(1, 2)) } else { Some(value) };
    Some(Range { to, bounds: bounds::range(words, part(low)?, part(second.value)?, opening), unit: None })
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
fn changes(words: &Words, from: usize, opening: Option<Said>) -> bool {
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
