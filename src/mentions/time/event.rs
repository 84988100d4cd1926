//! Times counted from a known event: "since Russia's full-scale invasion", "before the CHIPS Act".

use super::super::words::Words;
use super::calendar::{self, Unit};
use super::{Clock, Found, absolute, relative};
use crate::model::{Precision, Time};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Events named in the text: start byte → (end byte, row).
pub type Named = BTreeMap<u32, (u32, usize)>;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    From,
    To,
}

/// Words of time before an event.
const LEADS: &[(&[&str], Side)] = &[
    (&["since"], Side::From),
    (&["ever", "since"], Side::From),
    (&["after"], Side::From),
    (&["following"], Side::From),
    (&["in", "the", "wake", "of"], Side::From),
    (&["in", "the", "aftermath", "of"], Side::From),
    (&["before"], Side::To),
    (&["prior", "to"], Side::To),
    (&["until"], Side::To),
    (&["ahead", "of"], Side::To),
    (&["in", "the", "run", "-", "up", "to"], Side::To),
    (&["in", "the", "year", "since"], Side::From),
    (&["in", "the", "years", "since"], Side::From),
    (&["in", "the", "months", "since"], Side::From),
    (&["in", "the", "weeks", "since"], Side::From),
    (&["in", "the", "year", "after"], Side::From),
    (&["in", "the", "months", "after"], Side::From),
];

/// Words between the word of time and the event.
const FILLERS: &[&[&str]] = &[
    &["the", "start", "of"],
    &["the", "beginning", "of"],
    &["the", "outbreak", "of"],
    &["the", "launch", "of"],
    &["the", "onset", "of"],
    &["the", "passage", "of"],
    &["the", "signing", "of"],
    &["just"],
];

/// The time that starts at a word and is counted from an event.
pub fn read(words: &Words, i: usize, clock: &Clock) -> Option<Found> {
    let named = &clock.named;
    if named.is_empty() {
        return None;
    }
    let (lead, side) =
        LEADS.iter().filter(|(lead, _)| words.reads(i, lead)).max_by_key(|(lead, _)| lead.len())?;
    let at = i + lead.len();
    let filler = FILLERS.iter().find(|filler| words.reads(at, filler)).map_or(0, |filler| filler.len());
    let starts = [at + filler, at + filler + usize::from(words.is(at + filler, "the")), at];
    let (end, row) = starts.iter().find_map(|at| named.get(&words.get(*at)?.span.start).copied())?;
    let event = clock.lexicon.events.rows.get(row)?;
    // A pun on a longer name ("the war in Ukraine museum") is not looked for; a hyphen or apostrophe is.
    let to = dated(words, words.at(end), clock);
    if relative::possessive(words, to) || (words.is_hyphen(to) && words.glued(to)) {
        return None;
    }
    let yesterday = || calendar::add(event.start, -1, Unit::Day);
    let (start, finish): (Option<Date>, Option<Date>) = match side {
        Side::From => (Some(event.start), None),
        Side::To => (None, yesterday()),
    };
    let time = Time { start, end: finish, precision: Precision::Day, event: Some(event.id.clone()) };
    Some(Found { from: i, to, time, rule: "mentions/time:event" })
}

/// The event's end with what repeats its date: "began", "in February 2022", "two years ago".
fn dated(words: &Words, at: usize, clock: &Clock) -> usize {
    let verb = words.is_any(at, &["began", "started", "erupted"]) || words.reads(at, &["broke", "out"]);
    let mut to = at
        + match (verb, words.is(at, "broke")) {
            (true, true) => 2,
            (true, false) => 1,
            _ => 0,
        };
    let preposition = usize::from(words.is_any(to, &["in", "on"]));
    let date = absolute::point(words, to + preposition)
        .or_else(|| clock.today.and_then(|today| relative::point(words, to + preposition, today)));
    if let Some((point, end)) = date {
        let known = preposition == 1 || matches!(point, super::point::Point::Fixed { .. });
        if known {
            to = end;
        }
    }
    to
}
