//! Decides which of two overlapping findings stays, and says by which rule.
//!
//! The rules are the arms of `verdict`; what none of them names may not overlap, and the longer one stays.

use crate::model::{Document, Mention, PartyKind, Via, What};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Verdict {
    Both,
    First,
    Second,
}

/// The findings in order of start, without those that another one takes up.
pub fn settle(mut found: Vec<Mention>, document: &Document) -> Vec<Mention> {
    let order = |m: &Mention| (m.span.start, std::cmp::Reverse(m.span.end), m.kind());
    found.sort_by(|a, b| order(a).cmp(&order(b)));
    let mut dropped = vec![false; found.len()];
    for left in 0..found.len() {
        for right in left + 1..found.len() {
            if found[right].span.start >= found[left].span.end {
                break;
            }
            if dropped[left] || dropped[right] || !found[left].span.overlaps(found[right].span) {
                continue;
            }
            match verdict(&found[left], &found[right], document.text()) {
                Verdict::Both => {}
                Verdict::First => dropped[right] = true,
                Verdict::Second => dropped[left] = true,
            }
        }
    }
    let mut index = 0;
    found.retain(|_| {
        index += 1;
        !dropped[index - 1]
    });
    found
}

/// Which of two findings stays; the first starts no later than the second.
fn verdict(first: &Mention, second: &Mention, text: &str) -> Verdict {
    if std::mem::discriminant(&first.what) == std::mem::discriminant(&second.what) {
        return longer(first, second);
    }
    one_way(first, second, text)
        .or_else(|| one_way(second, first, text).map(turned))
        .unwrap_or_else(|| longer(first, second))
}

/// The rules, each told from the side of its stronger kind; `None` where the pair is the other way round.
fn one_way(strong: &Mention, weak: &Mention, text: &str) -> Option<Verdict> {
    let holds = strong.span.contains(weak.span);
    let verdict = match (&strong.what, &weak.what) {
        // The tagger takes countries for organisations that act; the gazetteer knows them.
        (What::Party(_), What::Country(_))
            if strong.span == weak.span && strong.by.0.ends_with(":tagger") =>
        {
            Verdict::Second
        }
        // "a Hong Kong bank" is no name: the tagger took the noun along.
        (What::Party(_), What::Country(_))
            if strong.by.0.ends_with(":tagger")
                && strong.span.start == weak.span.start
                && text
                    .get(weak.span.end as usize..strong.span.end as usize)
                    .is_some_and(|rest| rest.trim_start().starts_with(char::is_lowercase)) =>
        {
            Verdict::Second
        }
        // "the US Commerce Department", "the UN Security Council": the abbreviation before an office counts too.
        (What::Party(party), What::Country(country))
            if party.kind == PartyKind::Agency
                && strong.span.start == weak.span.start
                && matches!(country.via, Via::Code | Via::Organisation) =>
        {
            Verdict::Both
        }
        // A name takes up the words in it: "China Daily", "Micron Technology", "Michael Jordan".
        (What::Party(_), What::Country(_) | What::Time(_) | What::Quantity(_) | What::Money(_)) if holds => {
            Verdict::First
        }
        // A model is known by its maker's name for it, which the tagger takes for somebody ("a Geran costs").
        (What::Party(_), What::Product(product))
            if strong.span == weak.span && product.model.is_some() && !strong.by.0.starts_with("data/") =>
        {
            Verdict::Second
        }
        (What::Party(_), What::Product(_)) if holds => Verdict::First,
        // A good takes up its brand, its numbers and its years: "Nvidia H20 chips", "155mm shells".
        (What::Product(_), What::Party(_) | What::Quantity(_) | What::Time(_)) if holds => Verdict::First,
        // The country in a good's phrase is its origin, and both count.
        (What::Product(_), What::Country(_)) if holds => Verdict::Both,
        // "U.S. dollars", "Hong Kong dollars": the currency takes up the country.
        (What::Money(_), What::Country(_) | What::Quantity(_) | What::Time(_) | What::Product(_)) => {
            Verdict::First
        }
        // "in the first three months": a time takes up its numbers, but the countries and goods of an event stay.
        (What::Time(_), What::Quantity(_)) => Verdict::First,
        (What::Time(_), What::Country(_) | What::Product(_) | What::Party(_)) if holds => Verdict::Both,
        // "two thirds of shipments of chips": what is counted stands inside the count.
        (What::Quantity(_), What::Product(_) | What::Country(_) | What::Party(_)) if holds => Verdict::Both,
        _ => return None,
    };
    Some(verdict)
}

fn longer(first: &Mention, second: &Mention) -> Verdict {
    if second.span.len() > first.span.len() { Verdict::Second } else { Verdict::First }
}

fn turned(verdict: Verdict) -> Verdict {
    match verdict {
        Verdict::First => Verdict::Second,
        Verdict::Second => Verdict::First,
        Verdict::Both => Verdict::Both,
    }
}
