//! Times counted from another time of the text: "a year earlier", "the year before", "the same months of 2023".

use super::super::words::Words;
use super::absolute;
use super::calendar::{self, Unit};
use super::{Clock, Found, names, relative};
use crate::model::{Precision, Time};
use jiff::civil::Date;

/// The last time read that has both ends, from which such words count.
#[derive(Clone, Copy, Debug)]
pub struct Anchor {
    start: Date,
    end: Date,
    precision: Precision,
    /// The word after it.
    to: usize,
}

impl Anchor {
    /// What a time just read gives to those after it; `None` where it is open or no period ("this week" is one).
    pub fn of(found: &Found) -> Option<Anchor> {
        let Time { start: Some(start), end: Some(end), precision, .. } = found.time else { return None };
        Some(Anchor { start, end, precision, to: found.to })
    }

    /// The same time, seen from the stretch of text behind the one it stands in.
    pub fn in_the_stretch_before(self) -> Anchor {
        Anchor { to: 0, ..self }
    }
}

/// The time that starts at a word and is counted from the one before it.
pub fn read(words: &Words, i: usize, anchor: Option<Anchor>, clock: &Clock) -> Option<Found> {
    let anchor = anchor?;
    same_period(words, i, anchor, clock).or_else(|| earlier(words, i, anchor))
}

/// "the same period last year", "the same months of 2023", "the same month a year earlier".
fn same_period(words: &Words, i: usize, anchor: Anchor, clock: &Clock) -> Option<Found> {
    let at = i + usize::from(words.is(i, "the"));
    let unit = ["period", "month", "months", "quarter", "half", "time"];
    if !(words.is(at, "same") && words.is_any(at + 1, &unit)) || anchor.precision == Precision::Year {
        return None;
    }
    let of = at + 2 + usize::from(words.is_any(at + 2, &["of", "in"]));
    let today = clock.today?;
    let (year, to) = absolute::year(words, of)
        .map(|year| (year, of + 1))
        .or_else(|| relative::year_after(words, of, today))
        .or_else(|| is_a_year_before(words, of).map(|to| (anchor.end.year() - 1, to)))?;
    let by = i64::from(year) - i64::from(anchor.end.year());
    (by <= 0).then(|| moved(i, to, anchor, by, Unit::Year)).flatten()
}

/// "a year earlier", "a year before": the word after, if it reads so.
fn is_a_year_before(words: &Words, i: usize) -> Option<usize> {
    (words.is_any(i, &["a", "one"])
        && words.is(i + 1, "year")
        && words.is_any(i + 2, &["earlier", "before", "ago"]))
    .then_some(i + 3)
}

/// "a year earlier" and "the year before" move a period, "a day earlier" and "three weeks earlier" a day.
fn earlier(words: &Words, i: usize, anchor: Anchor) -> Option<Found> {
    let near = words.sentence_start(i, 60) <= anchor.to || words.opens_sentence(i);
    if words.is(i, "the") && words.is(i + 1, "year") && words.is(i + 2, "before") {
        let free = !words.is_any(i + 3, &["the", "that", "it", "he", "she", "last", "they", "a", "its"]);
        return (free && anchor.precision != Precision::Day)
            .then(|| moved(i, i + 3, anchor, -1, Unit::Year))
            .flatten();
    }
    let (count, unit_at) = relative::counted(words, i)?;
    let unit = names::unit(words.word(unit_at))?;
    let clause = words.is(unit_at + 1, "before")
        && words.is_any(unit_at + 2, &["the", "that", "it", "he", "she", "they"]);
    if clause || !words.is_any(unit_at + 1, &["earlier", "before"]) {
        return None;
    }
    let to = unit_at + 2;
    match (unit, anchor.precision) {
        (Unit::Year, Precision::Day) => None,
        (Unit::Year, _) if near => moved(i, to, anchor, -count, Unit::Year),
        (Unit::Day | Unit::Week, Precision::Day) if anchor.start == anchor.end => {
            moved(i, to, anchor, -count, unit)
        }
        _ => None,
    }
}

fn moved(from: usize, to: usize, anchor: Anchor, by: i64, unit: Unit) -> Option<Found> {
    let start = calendar::add(anchor.start, by, unit)?;
    // The last day of a month stays the last ("the year to February 29").
    let end = match calendar::add(anchor.end, by, unit)? {
        end if anchor.end == anchor.end.last_of_month() && anchor.precision != Precision::Day => {
            end.last_of_month()
        }
        end => end,
    };
    let time = Time { start: Some(start), end: Some(end), precision: anchor.precision, event: None };
    Some(Found { from, to, time, rule: "mentions/time:compared" })
}
