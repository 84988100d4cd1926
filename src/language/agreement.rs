//! Names over the whole article: the tables have the first word, and one name means one thing.
//!
//! The tagger sees one sentence at a time. A surname alone is a person where the article gave the full name before,
//! and a name that is mostly a company in an article is one everywhere in it.

use crate::lexicon::Lexicon;
use crate::lexicon::countries::Form;
use crate::model::{Document, Entity, EntityKind, Span, TokenId, Upos};
use std::collections::BTreeMap;

/// Brings the tagger's names of all analysed sentences into line.
pub(super) fn settle(document: &mut Document, lexicon: &Lexicon) {
    let known = from_tables(document, lexicon);
    let kept = document.entities.iter().filter(|tagged| {
        // A longer name keeps what it holds: "Bank of China" is no place.
        overlapping(&known, tagged.span).all(|k| holds(tagged.span, k.span))
    });
    let mut all: Vec<Entity> = kept.copied().collect();
    let added: Vec<Entity> =
        known.iter().filter(|k| overlapping(&all, k.span).next().is_none()).copied().collect();
    all.extend(added);
    all.sort_by_key(|e| e.span.start);
    outvote(document, &mut all);
    add_surnames(document, &mut all);
    document.entities = all;
}

/// The entities of an ordered list that a span overlaps.
fn overlapping(ordered: &[Entity], span: Span) -> impl Iterator<Item = &Entity> {
    let from = ordered.partition_point(|e| e.span.end <= span.start);
    ordered.iter().skip(from).take_while(move |e| e.span.start < span.end)
}

fn holds(outer: Span, inner: Span) -> bool {
    outer != inner && outer.contains(inner)
}

/// The names that the tables of `data/` know, in analysed sentences; none overlaps another.
fn from_tables(document: &Document, lexicon: &Lexicon) -> Vec<Entity> {
    let mut found: Vec<Entity> = Vec::new();
    for sentence in document.sentences.iter().filter(|s| s.analysed) {
        let words = document.words(sentence.span);
        let at = sentence.span.start as usize;
        let organisations = (lexicon.agencies.find(words).into_iter().map(|(span, _)| span))
            .chain(lexicon.companies.find(words).into_iter().map(|(span, _)| span))
            .chain(lexicon.outlets.find(words).into_iter().map(|(span, _)| span));
        let organisations = organisations.map(|span| (span, EntityKind::Organisation));
        let countries = lexicon.countries.find(words).into_iter().filter(|c| c.form == Form::Name);
        let countries = countries.map(|c| (c.span, EntityKind::Place));
        let mut here: Vec<Entity> = organisations
            .chain(countries)
            .map(|(span, kind)| Entity { span: span.shift(at), kind })
            .collect();
        here.retain(|e| is_name(document, e.span));
        here.sort_by_key(|e| (e.span.start, std::cmp::Reverse(e.span.end)));
        for entity in here {
            if found.last().is_none_or(|last| last.span.end <= entity.span.start) {
                found.push(entity);
            }
        }
    }
    found
}

/// Whether a stretch is whole tokens of which one is a proper noun.
fn is_name(document: &Document, span: Span) -> bool {
    let tokens = document.tokens_in(span);
    let whole = document.span_of(&tokens.clone().collect::<Vec<_>>()) == span;
    whole && tokens.into_iter().any(|t| document.pos(t) == Upos::Propn)
}

/// The same words mean the same kind: what most of them are.
fn outvote(document: &Document, entities: &mut [Entity]) {
    let mut votes: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    for entity in entities.iter() {
        votes.entry(document.words(entity.span)).or_default()[entity.kind as usize] += 1;
    }
    for entity in entities.iter_mut() {
        let Some(counts) = votes.get(document.words(entity.span)) else { continue };
        let kinds = [EntityKind::Person, EntityKind::Organisation, EntityKind::Place];
        for kind in kinds {
            if counts[kind as usize] > 2 * counts[entity.kind as usize] {
                entity.kind = kind;
            }
        }
    }
}

/// A surname alone, where the full name stands in the article, is that person.
fn add_surnames(document: &Document, entities: &mut Vec<Entity>) {
    let mut surnames: Vec<&str> = Vec::new();
    for entity in entities.iter().filter(|e| e.kind == EntityKind::Person) {
        let words: Vec<TokenId> = document.tokens_in(entity.span).collect();
        let last = words.last().map(|&t| document.word(t)).filter(|w| is_surname(w));
        surnames.extend(last.filter(|_| words.len() > 1));
    }
    surnames.sort_unstable();
    surnames.dedup();
    for entity in entities.iter_mut() {
        if surnames.binary_search(&document.words(entity.span)).is_ok() {
            entity.kind = EntityKind::Person;
        }
    }
    let bare = document.tokens.iter().filter(|t| {
        t.pos == Upos::Propn
            && surnames.binary_search(&t.span.of(document.text())).is_ok()
            && overlapping(entities, t.span).next().is_none()
    });
    let bare: Vec<Entity> = bare.map(|t| Entity { span: t.span, kind: EntityKind::Person }).collect();
    entities.extend(bare);
    entities.sort_by_key(|e| e.span.start);
}

/// A capitalised word of letters, longer than an initial, not all in capitals.
fn is_surname(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    letters > 2 && word.starts_with(char::is_uppercase) && word.chars().any(char::is_lowercase)
}
