//! Ranges of money ("$5–7 million", "between $5 million and $7 million"), told from changes ("from $2m to $5m").

use super::super::bounds::{self, Said};
use super::super::number::{self, Figure, Shape};
use super::super::spread::{Joint, changes, joint, low_end, opening};
use super::super::words::{Kind, Words};
use super::currency::{self, Places, Unit};
use super::{Amount, amount_at};
use crate::lexicon::Lexicon;
use crate::model::Bounds;
use rust_decimal::Decimal;

pub struct Range {
    pub to: usize,
    pub bounds: Bounds,
    /// The currency, where only the second figure bears it.
    pub unit: Option<Unit>,
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
    let opens = words.kind(i)? == Kind::Digits || number::opens_number(words, i);
    if !opens {
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
    let low = low_end(first, second)?;
    let part = |value: Decimal| if hundredth { value.checked_mul(Decimal::new(1, 2)) } else { Some(value) };
    Some(Range { to, bounds: bounds::range(words, part(low)?, part(second.value)?, opening), unit: None })
}
