//! Reads the currency beside a figure, and decides which currency a shared word or sign means.

use super::super::number::{self, Figure, Shape};
use super::super::words::{Kind, Words};
use super::{Amount, yen};
use crate::lexicon::Lexicon;
use crate::lexicon::currencies::{Currencies, Meaning};
use crate::model::{Document, Span};
use std::cell::OnceCell;

/// Longest currency word, counted in words and marks: "New Taiwan dollars", "U.S. dollars".
const LONGEST: usize = 6;

/// The currencies that a word or sign beside a figure may mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    pub rows: Vec<usize>,
    pub sole: Option<usize>,
    pub hundredth: bool,
    /// The word is one that also names a weight ("pounds").
    pub weighs: bool,
    /// The word needs the country's name or a large number beside it.
    pub guarded: bool,
}

/// The places whose currencies the article may speak of, looked for only when a currency is in doubt.
pub struct Places<'d> {
    document: &'d Document,
    pub currencies: &'d Currencies,
    found: OnceCell<Vec<(Span, usize)>>,
    yen_or_yuan: OnceCell<Option<&'static str>>,
}

impl<'d> Places<'d> {
    pub fn new(document: &'d Document, lexicon: &'d Lexicon) -> Places<'d> {
        Places {
            document,
            currencies: &lexicon.currencies,
            found: OnceCell::new(),
            yen_or_yuan: OnceCell::new(),
        }
    }

    /// What the article's ¥ is, where it says so itself: by the word, or by a conversion beside an amount.
    fn yen_or_yuan(&self, rows: &[usize]) -> Option<&'static str> {
        let shared = rows.len() == 2
            && rows.iter().all(|row| matches!(self.currencies.code(*row), Some("JPY" | "CNY")));
        shared.then(|| *self.yen_or_yuan.get_or_init(|| yen::told(self.document.text())))?
    }

    /// Which of the rows have their places named in a stretch (or anywhere), with how often, the most named first.
    pub fn named(&self, rows: &[usize], within: Option<Span>) -> Vec<(usize, usize)> {
        let found = self.found.get_or_init(|| self.currencies.places(self.document.text()));
        let inside = |span: &Span| within.is_none_or(|w| w.contains(*span));
        let count = |row: usize| found.iter().filter(|(span, r)| *r == row && inside(span)).count();
        let mut named: Vec<_> = rows.iter().map(|row| (*row, count(*row))).filter(|(_, n)| *n > 0).collect();
        named.sort_by_key(|(row, times)| (std::cmp::Reverse(*times), *row));
        named
    }
}

impl Unit {
    fn new(meaning: &Meaning, name: &str) -> Unit {
        Unit {
            rows: meaning.rows.clone(),
            sole: meaning.sole,
            hundredth: meaning.hundredth,
            weighs: matches!(name, "pound" | "pounds"),
            guarded: meaning.guarded,
        }
    }

    fn unknown() -> Unit {
        Unit { rows: Vec::new(), sole: None, hundredth: false, weighs: false, guarded: false }
    }

    /// The ISO code: from the word itself, else from the country the sentence or the article speaks of.
    pub fn resolve(&self, words: &Words, (from, to): (usize, usize), places: &Places) -> Option<String> {
        let code = |row: usize| places.currencies.code(row).map(str::to_owned);
        if let [only] = self.rows.as_slice() {
            return code(*only);
        }
        // "$" and "dollars" are American unless the words themselves say otherwise.
        if self.sole.and_then(&code).as_deref() == Some("USD") {
            return Some("USD".to_owned());
        }
        if let Some(code) = places.yen_or_yuan(&self.rows) {
            return Some(code.to_owned());
        }
        let sentence = words.span(words.sentence_start(from, 60), words.sentence_end(to, 60));
        for within in [Some(sentence), None] {
            match places.named(&self.rows, within).as_slice() {
                [] => {}
                [(only, _)] => return code(*only),
                // Of several the one that is named far more often, else the one that is usually meant.
                [(first, most), (_, second), ..] if *most >= second * 2 => return code(*first),
                several => {
                    return self
                        .sole
                        .filter(|sole| several.iter().any(|(row, _)| row == sole))
                        .and_then(code);
                }
            }
        }
        self.sole.and_then(code)
    }
}

/// "US$1.2bn", "EUR 300mn", "Rs 40 crore": a sign or code, then a figure.
pub fn before_figure(words: &Words, i: usize, lexicon: &Lexicon) -> Option<Amount> {
    let first = words.word(i);
    if words.kind(i)? == Kind::Letters && first.len() > 8 {
        return None;
    }
    let ahead = (1..=LONGEST).find(|n| words.kind(i + n) == Some(Kind::Digits))?;
    let sign = words.of_span(i, i + ahead);
    let meaning = lexicon.currencies.sign(sign)?;
    let letter_before = words.glued(i) && i > 0 && words.kind(i - 1) == Some(Kind::Letters);
    let unit = if letter_before && words.kind(i) == Some(Kind::Mark) {
        Unit::unknown()
    } else {
        Unit::new(meaning, sign)
    };
    let figure = number::figure(words, i + ahead)?;
    let to = figure.to;
    // Letters glued to the figure make it a part number or code: "$1abc".
    if words.glued(to) && matches!(words.kind(to), Some(Kind::Letters | Kind::Digits)) {
        return None;
    }
    let amount = Amount { from: i, to, figure, unit, ahead: true };
    Some(restated(words, amount, lexicon))
}

/// The amount with a currency word that repeats or sharpens its sign: "$12 million Canadian", "US$5 million dollars".
fn restated(words: &Words, mut amount: Amount, lexicon: &Lexicon) -> Amount {
    let open = usize::from(words.word(amount.to) == "(");
    let at = amount.to + open;
    let closes = |at: usize| open == 0 || words.word(at) == ")";
    for n in (1..=4).rev() {
        let name = words.of_span(at, at + n);
        if words.kind(at + n - 1).is_none() || !closes(at + n) {
            continue;
        }
        let stops =
            !matches!(words.kind(at + n), Some(Kind::Letters | Kind::Digits)) || words.is(at + n, "to");
        let place = lexicon.currencies.used_in(name);
        let rows = if !place.is_empty() && stops {
            place
        } else if let Some(meaning) = lexicon.currencies.sign(name).filter(|m| m.rows.len() == 1) {
            if words.kind(at + n) == Some(Kind::Digits) {
                continue;
            }
            &meaning.rows
        } else if let Some(meaning) = lexicon.currencies.word(&name.to_lowercase()) {
            &meaning.rows
        } else {
            continue;
        };
        let shared: Vec<usize> = rows.iter().copied().filter(|row| amount.unit.rows.contains(row)).collect();
        if shared.is_empty() {
            continue;
        }
        if shared.len() < amount.unit.rows.len() {
            amount.unit =
                Unit { sole: amount.unit.sole.filter(|s| shared.contains(s)), rows: shared, ..amount.unit };
        }
        amount.to = at + n + open;
        break;
    }
    amount
}

/// "12 million U.S. dollars", "2.5 trillion yen", "300-million-euro", "tens of millions of dollars".
pub fn after_figure(words: &Words, i: usize, lexicon: &Lexicon) -> Option<Amount> {
    let figure = number::figure(words, i)?;
    let mut at = figure.to;
    let hyphen = words.is_hyphen(at) && words.glued(at) && words.glued(at + 1);
    at += usize::from(hyphen);
    let loose = matches!(figure.shape, Shape::Vague | Shape::Spelled | Shape::Article);
    at += usize::from(!hyphen && loose && words.is(at, "of"));
    let (unit, to) = name_at(words, at, lexicon)?;
    // "half a dollar" and the like need a whole number or a scale word.
    if figure.shape == Shape::Article && figure.scale.is_none() && !unit.weighs && words.is(i + 1, "dozen") {
        return None;
    }
    Some(Amount { from: i, to, figure, unit, ahead: false })
}

/// "million-dollar" without a number: an order of magnitude, where it is no figure of speech.
pub fn scale_alone(words: &Words, i: usize, lexicon: &Lexicon) -> Option<Amount> {
    let value = match words.word(i) {
        "million" | "Million" => number::power_of_ten(6),
        "billion" | "Billion" => number::power_of_ten(9),
        "trillion" | "Trillion" => number::power_of_ten(12),
        _ => return None,
    };
    if !(words.is_hyphen(i + 1) && words.glued(i + 1)) {
        return None;
    }
    // "12-million-dollar" and "multi-million-dollar" were read from their first word.
    if words.glued(i) {
        return None;
    }
    let (unit, to) = name_at(words, i + 2, lexicon)?;
    let figure = Figure {
        from: i,
        to: i + 1,
        value,
        shape: Shape::Vague,
        grouped: false,
        comma: false,
        scale: Some(value),
        letter: false,
    };
    Some(Amount { from: i, to, figure, unit, ahead: false })
}

/// The currency name, code or sign at a place, the longest there is.
fn name_at(words: &Words, at: usize, lexicon: &Lexicon) -> Option<(Unit, usize)> {
    words.kind(at)?;
    (1..=LONGEST).rev().find_map(|n| {
        let to = at + n;
        words.kind(to - 1)?;
        let written = words.of_span(at, to);
        if let Some(meaning) = lexicon.currencies.sign(written) {
            // A sign before another figure belongs to that one; a sign is no part of a longer word.
            let free = words.kind(to) != Some(Kind::Digits)
                && !(words.glued(to) && words.kind(to) == Some(Kind::Letters));
            return free.then(|| (Unit::new(meaning, written), to));
        }
        if words.kind(to - 1) != Some(Kind::Letters) {
            return None;
        }
        let name = written.to_lowercase();
        lexicon.currencies.word(&name).map(|meaning| (Unit::new(meaning, &name), to))
    })
}
