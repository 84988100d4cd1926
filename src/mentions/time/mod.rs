//! Finds times: dates, periods, times counted from the day of publication and from known events, with their intervals.
//!
//! The span holds the words that fix the interval ("since 2022", "from March to May"), but not "in", "on" or "during".

mod absolute;
mod calendar;
mod compared;
mod event;
mod gate;
mod names;
mod point;
mod relative;
mod span;
mod tense;

use super::words::Words;
use crate::lexicon::Lexicon;
use crate::model::{Document, Mention, Time, What};
use jiff::civil::Date;

/// What times are counted from, and the events that the text names.
pub struct Clock<'l> {
    pub today: Option<Date>,
    pub lexicon: &'l Lexicon,
    pub named: event::Named,
}

impl<'l> Clock<'l> {
    pub fn new(document: &Document, lexicon: &'l Lexicon) -> Clock<'l> {
        let named = lexicon.events.find(document.text());
        Clock {
            today: document.article.today(),
            lexicon,
            named: named.into_iter().map(|(span, row)| (span.start, (span.end, row))).collect(),
        }
    }
}

/// A time as read: the words `from..to`.
pub struct Found {
    pub from: usize,
    pub to: usize,
    pub time: Time,
    pub rule: &'static str,
}

pub use compared::Anchor;

/// The times in one stretch of the text; `anchor` is the last one read before it, and after it.
pub fn find(words: &Words, clock: &Clock, anchor: &mut Option<Anchor>) -> Vec<Mention> {
    let mut mentions = Vec::new();
    *anchor = anchor.map(Anchor::in_the_stretch_before);
    let mut i = 0;
    while i < words.len() {
        let found = gate::opens_time(words, i).then(|| {
            event::read(words, i, clock)
                .or_else(|| compared::read(words, i, *anchor, clock))
                .or_else(|| span::read(words, i, clock))
        });
        let Some(found) = found.flatten() else {
            i += 1;
            continue;
        };
        i = found.to.max(i + 1);
        *anchor = Anchor::of(&found).or(*anchor);
        mentions.push(Mention {
            span: words.span(found.from, found.to),
            what: What::Time(found.time),
            by: found.rule.into(),
        });
    }
    mentions
}
