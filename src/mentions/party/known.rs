//! Parties that the tables name: companies, agencies, outlets, well-known people.

use super::found::Found;
use crate::lexicon::Lexicon;
use crate::lexicon::outlets::Outlet;
use crate::mentions::around;
use crate::model::{Document, PartyKind, Span};
use std::collections::BTreeSet;

pub fn find(document: &Document, lexicon: &Lexicon) -> Vec<Found> {
    let text = document.text();
    let mut found = Vec::new();
    for (span, company) in lexicon.companies.find(text) {
        let mut party = Found::new(span, PartyKind::Company, &company.name, "data/companies.toml");
        party.country = Some(company.country.clone());
        found.push(party);
    }
    for (span, agency) in lexicon.agencies.find(text) {
        let mut party = Found::new(span, agency.kind(), &agency.name, "data/agencies.toml");
        party.country = agency.country.clone().or_else(|| around_country(text, lexicon, span));
        found.push(party);
    }
    found.extend(outlets(document, lexicon));
    for (span, person) in lexicon.parties.people(text) {
        found.push(Found::new(span, PartyKind::Person, &person.name, "data/parties.toml"));
    }
    for span in lexicon.parties.go_betweens(text) {
        found.push(Found::new(span, PartyKind::Group, span.of(text), "data/parties.toml [go_betweens]"));
    }
    found.retain(|party| !is_part_of_a_name(text, party.span, party.kind));
    found
}

/// Outlets; a short form means the one that the article names in full, or that publishes it.
fn outlets(document: &Document, lexicon: &Lexicon) -> Vec<Found> {
    let text = document.text();
    let hits = lexicon.outlets.find(text);
    let is_short = |span: Span, outlet: &Outlet| outlet.short.iter().any(|short| short == span.of(text));
    let publisher = document.article.publisher.name.as_deref();
    let in_full: BTreeSet<&str> = hits
        .iter()
        .filter(|(span, outlet)| !is_short(*span, outlet))
        .map(|(_, outlet)| outlet.name.as_str())
        .chain(publisher.and_then(|name| lexicon.outlets.by_name(name)).map(|outlet| outlet.name.as_str()))
        .collect();
    let mut found = Vec::new();
    for (index, (span, outlet)) in hits.iter().enumerate() {
        let beside = [index.checked_sub(1), index.checked_add(1)];
        let shared =
            beside.into_iter().flatten().any(|i| hits.get(i).is_some_and(|(other, _)| other == span));
        if is_short(*span, outlet) && shared && !in_full.contains(outlet.name.as_str()) {
            continue;
        }
        let mut party = Found::new(*span, PartyKind::Outlet, &outlet.name, "data/outlets.toml");
        party.country = Some(outlet.country.clone());
        found.push(party);
    }
    found
}

/// "Michael Bloomberg", "Apple Valley": a capitalised neighbour that no punctuation parts from a short name.
fn is_part_of_a_name(text: &str, span: Span, kind: PartyKind) -> bool {
    let name = span.of(text);
    let bare = name.strip_prefix("The ").or_else(|| name.strip_prefix("the "));
    if let Some(word) = bare.filter(|word| kind == PartyKind::Outlet && !word.contains(' ')) {
        let square = around::next(text, span.end).is_some_and(|w| w.adjoins() && w.is_capitalised());
        return square && !word.is_empty();
    }
    if name.contains(' ') || kind == PartyKind::Agency {
        return false;
    }
    let before = around::previous(text, span.start).is_some_and(|w| {
        w.adjoins() && ["Michael", "Mike", "Emma", "Mr", "Ms", "Lake", "Mount"].contains(&w.text)
    });
    before && kind != PartyKind::Person
}

/// The country beside an office: "Ukraine's", "Turkish", "of Kazakhstan".
pub fn around_country(text: &str, lexicon: &Lexicon, span: Span) -> Option<String> {
    country_left(text, lexicon, span.start, 1).or_else(|| {
        let of = around::next(text, span.end).filter(|w| w.adjoins() && w.text == "of")?;
        let name = around::next(text, of.span.end).filter(|w| w.adjoins())?;
        let name =
            if ["the", "The"].contains(&name.text) { around::next(text, name.span.end)? } else { name };
        lookup_forward(text, lexicon, name.span)
    })
}

fn lookup_forward(text: &str, lexicon: &Lexicon, first: Span) -> Option<String> {
    let two = around::next(text, first.end).filter(|w| w.adjoins()).map(|w| first.cover(w.span));
    let id = two.and_then(|span| lexicon.countries.lookup(span.of(text)));
    id.or_else(|| lexicon.countries.lookup(first.of(text))).map(|(id, _)| id.to_owned())
}

/// The country that one of the few words before a place names, with nothing but adjectives and nouns between.
pub fn country_left(text: &str, lexicon: &Lexicon, mut at: u32, reach: usize) -> Option<String> {
    const ENDS: [&str; 34] = [
        "a", "after", "an", "and", "as", "at", "because", "but", "by", "for", "from", "has", "have", "if",
        "in", "into", "is", "of", "on", "or", "said", "says", "sold", "than", "that", "the", "to", "told",
        "was", "when", "where", "which", "while", "with",
    ];
    for _ in 0..reach {
        let word = around::previous(text, at)?;
        if !(word.adjoins() || word.is_hyphenated() || (word.gap == ". " && word.text.contains('.'))) {
            return None;
        }
        if let Some(id) = lookup_back(text, lexicon, word.span) {
            return Some(id);
        }
        if ENDS.contains(&word.lower().as_str()) {
            return None;
        }
        at = word.span.start;
    }
    None
}

/// The country of the one to three words that end at a span.
fn lookup_back(text: &str, lexicon: &Lexicon, last: Span) -> Option<String> {
    let words = last.of(text);
    let bare = words.strip_suffix("'s").or_else(|| words.strip_suffix("\u{2019}s")).unwrap_or(words);
    let end = last.start + bare.len() as u32;
    let mut start = last.start;
    let mut best = lexicon.countries.lookup(bare);
    for _ in 0..2 {
        let Some(word) = around::previous(text, start).filter(|w| w.adjoins()) else { break };
        start = word.span.start;
        let longer = text.get(start as usize..end as usize).unwrap_or_default();
        best = lexicon.countries.lookup(longer).or(best);
    }
    best.map(|(id, _)| id.to_owned())
}
