//! Finds amounts of money: a number with its currency and scale words, and what bounds it.
//!
//! The span is the number, the currency and the scale; "more than" and "a barrel" have spans of their own.

mod conversion;
mod currency;
mod per;
mod range;
mod traps;
mod yen;

use super::bounds::{self, Said};
use super::number::{Figure, Shape, opens_number};
use super::words::{Kind, Words};
use crate::lexicon::Lexicon;
use crate::model::{Bounds, Mention, Money, What};
use currency::Unit;
use rust_decimal::Decimal;

/// An amount as read: the words `from..to`, a figure and a currency.
#[derive(Clone, Debug)]
pub struct Amount {
    pub from: usize,
    pub to: usize,
    pub figure: Figure,
    pub unit: Unit,
    /// The currency stands before the figure.
    pub ahead: bool,
}

impl Amount {
    fn value(&self) -> Option<Decimal> {
        if self.unit.hundredth {
            self.figure.value.checked_mul(Decimal::new(1, 2))
        } else {
            Some(self.figure.value)
        }
    }
}

/// A finished finding, in words, before it becomes a mention.
struct Found {
    /// The words of the amount itself.
    from: usize,
    to: usize,
    /// The words with its modifiers and its unit of price.
    outer_from: usize,
    outer_to: usize,
    unit: Unit,
    bounds: Bounds,
    per: Option<(usize, usize)>,
    rule: &'static str,
}

pub use currency::Places;

/// The amounts of money in one stretch of the text.
pub fn find(words: &Words, lexicon: &Lexicon, places: &Places) -> Vec<Mention> {
    let found = in_stretch(words, lexicon, places);
    let currencies: Vec<_> = found.iter().map(|f| f.unit.resolve(words, (f.from, f.to), places)).collect();
    let conversions = conversion::conversions(words, &found, &currencies);
    let parts = found.into_iter().zip(currencies).zip(conversions);
    parts
        .map(|((found, currency), conversion)| Mention {
            span: words.span(found.from, found.to),
            what: What::Money(Money {
                bounds: found.bounds,
                currency,
                per: found.per.map(|(from, to)| words.span(from, to)),
                conversion,
            }),
            by: found.rule.into(),
        })
        .collect()
}

fn in_stretch(words: &Words, lexicon: &Lexicon, places: &Places) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut i = 0;
    while i < words.len() {
        match read_at(words, i, lexicon, places) {
            Some(next) => {
                i = next.to.max(i + 1);
                found.push(next);
            }
            None => i += 1,
        }
    }
    found
}

fn read_at(words: &Words, i: usize, lexicon: &Lexicon, places: &Places) -> Option<Found> {
    let amount = amount_at(words, i, lexicon, places);
    let (from, bounds, to, unit, after, rule) = match amount {
        Some(first) => match range::from_amount(words, &first, lexicon, places) {
            Some(range) => (first.from, range.bounds, range.to, first.unit, None, "mentions/money:range"),
            None => {
                let (before, after) = (bounds::before(words, first.from), bounds::after(words, first.to));
                let vague = first.figure.shape == Shape::Vague;
                let bounds = bounds::of(words, first.value()?, vague, before, after);
                let rule = if first.ahead { "mentions/money:prefix" } else { "mentions/money:suffix" };
                (first.from, bounds, first.to, first.unit, after, rule)
            }
        },
        None => {
            let range = range::from_figure(words, i, lexicon, places)?;
            (i, range.bounds, range.to, range.unit?, None, "mentions/money:range")
        }
    };
    let after_to = after.map_or(to, |said: Said| said.to);
    let per = per::per(words, after_to, lexicon);
    let outer_from = bounds::before(words, from).map_or(from, |said| said.from);
    let outer_to = per.map_or(after_to, |(_, end)| end);
    Some(Found { from, to, outer_from, outer_to, unit, bounds, per, rule })
}

/// The amount that starts at a word, with its currency before or after the figure.
fn amount_at(words: &Words, i: usize, lexicon: &Lexicon, places: &Places) -> Option<Amount> {
    // "Q3 RMB" and "F-16 dollars": figures glued to letters are a name's.
    let named = words.glued(i) && i > 0 && {
        let at = i - 1 - usize::from(words.is_hyphen(i - 1) && i > 1 && words.glued(i - 1));
        words.kind(at) == Some(Kind::Letters) && (at + 1 == i || words.is_capital(at))
    };
    let amount = match words.kind(i)? {
        Kind::Digits if named => None,
        Kind::Digits => currency::after_figure(words, i, lexicon),
        Kind::Letters if opens_number(words, i) => currency::after_figure(words, i, lexicon),
        _ => None,
    }
    .or_else(|| currency::before_figure(words, i, lexicon))
    .or_else(|| currency::scale_alone(words, i, lexicon))?;
    (!traps::another_sense(words, &amount, places)).then_some(amount)
}
