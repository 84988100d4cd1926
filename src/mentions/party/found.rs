//! A party as a rule found it, and which finding stays where two lie over each other.

use crate::lexicon::Lexicon;
use crate::model::{Mention, Party, PartyKind, RuleName, Span, What};
use std::collections::BTreeMap;

#[derive(Clone, Debug)]
pub struct Found {
    pub span: Span,
    pub kind: PartyKind,
    pub name: String,
    pub country: Option<String>,
    pub title: Option<Span>,
    pub affiliation: Option<Span>,
    pub rule: &'static str,
}

impl Found {
    pub fn new(span: Span, kind: PartyKind, name: &str, rule: &'static str) -> Found {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        Found { span, kind, name, country: None, title: None, affiliation: None, rule }
    }

    pub fn into_mention(self) -> Mention {
        let party = Party {
            kind: self.kind,
            name: self.name,
            country: self.country,
            title: self.title,
            affiliation: self.affiliation,
        };
        Mention { span: self.span, what: What::Party(party), by: RuleName::from(self.rule) }
    }

    pub fn is_from_a_table(&self) -> bool {
        self.rule.starts_with("data/")
    }
}

/// Longest first, tables before forms, forms before the tagger; what a kept finding overlaps is dropped.
/// A longer form of a known company keeps what the table knows of it.
pub fn settle(text: &str, lexicon: &Lexicon, mut found: Vec<Found>) -> Vec<Found> {
    found.retain(|f| !f.span.is_empty());
    found.sort_by_key(|f| (rank(f), std::cmp::Reverse(f.span.len()), f.span.start));
    // By start; what is kept never overlaps, so that a newcomer meets at most the last that starts before its end.
    let mut kept: BTreeMap<u32, Found> = BTreeMap::new();
    for mut next in found {
        let met = |kept: &BTreeMap<u32, Found>, span: Span| {
            kept.range(..span.end).next_back().filter(|(_, k)| k.span.overlaps(span)).map(|(start, _)| *start)
        };
        let Some(start) = met(&kept, next.span) else {
            kept.insert(next.span.start, next);
            continue;
        };
        let Some(other) = kept.get_mut(&start) else { continue };
        if other.span == next.span {
            other.title = other.title.or(next.title);
            other.affiliation = other.affiliation.or(next.affiliation);
            other.country = other.country.take().or(next.country);
        } else if next.span.contains(other.span) && !is_tagged(&next) {
            while let Some(start) = met(&kept, next.span) {
                if let Some(known) = kept.remove(&start) {
                    inherit(text, lexicon, &known, &mut next);
                }
            }
            kept.insert(next.span.start, next);
        }
    }
    kept.into_values().collect()
}

fn rank(found: &Found) -> u8 {
    match found.rule {
        rule if rule.starts_with("data/") => 0,
        rule if rule.ends_with(":tagger") => 3,
        rule if rule.ends_with(":given") || rule.ends_with(":affiliation") => 2,
        _ => 1,
    }
}

fn is_tagged(found: &Found) -> bool {
    rank(found) >= 2
}

/// "Huawei Technologies Co., Ltd." is Huawei; "Samsung Display Co" is not Samsung but of its country.
fn inherit(text: &str, lexicon: &Lexicon, known: &Found, longer: &mut Found) {
    if !known.is_from_a_table() || known.span.start != longer.span.start || known.kind != longer.kind {
        return;
    }
    if longer.country.is_none() {
        longer.country.clone_from(&known.country);
    }
    let rest = text.get(known.span.end as usize..longer.span.end as usize).unwrap_or_default();
    let endings = rest.split([' ', ',']).filter(|w| !w.is_empty());
    if endings.clone().all(|w| lexicon.parties.is_legal_ending(w) || w == "Co") {
        longer.name.clone_from(&known.name);
    }
}
