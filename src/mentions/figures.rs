//! Finds money, times and quantities together, since a number is only ever one of them.

use super::words::{Words, stretches};
use super::{money, quantity, time};
use crate::lexicon::Lexicon;
use crate::model::{Document, Mention, Span};

pub fn find(document: &Document, lexicon: &Lexicon) -> Vec<Mention> {
    let places = money::Places::new(document, lexicon);
    let clock = time::Clock::new(document, lexicon);
    let mut mentions = Vec::new();
    let mut anchor = None;
    for stretch in stretches(document) {
        let words = Words::of(document.text(), stretch);
        let mut found = money::find(&words, lexicon, &places);
        let sums: Vec<Span> = found.iter().map(|mention| mention.span).collect();
        let mut taken = sums.clone();
        let free = |mention: &Mention| {
            let at = taken.partition_point(|span| span.end <= mention.span.start);
            taken.get(at).is_none_or(|span| !span.overlaps(mention.span))
        };
        let times: Vec<Mention> = time::find(&words, &clock, &mut anchor).into_iter().filter(free).collect();
        taken.extend(times.iter().map(|mention| mention.span));
        taken.sort();
        found.extend(times);
        found.extend(quantity::find(&words, &taken, &sums, lexicon));
        mentions.append(&mut found);
    }
    mentions
}
