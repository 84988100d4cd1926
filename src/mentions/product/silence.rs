//! Drops phrases in which the good only names somebody or something done: "drone maker", "missile strike".

use super::phrase::Phrase;
use crate::lexicon::Lexicon;
use crate::mentions::around::{self, Word};
use crate::model::{BlockKind, Document, Span, Upos};

/// Endings of actors that stay actors behind a plural ("arms maker", "munitions plant"); the others may be
/// verbs there ("drones strike").
const NEVER_VERBS: [&str; 20] = [
    "er",
    "ers",
    "or",
    "ors",
    "ry",
    "ies",
    "firm",
    "firms",
    "giant",
    "giants",
    "company",
    "plant",
    "plants",
    "program",
    "programme",
    "programs",
    "programmes",
    "sector",
    "market",
    "facility",
];
/// First halves of compounds that turn a good into its opposite or a topic.
const PREFIXES: [&str; 6] = ["anti", "counter", "non", "post", "pre", "pro"];

/// The phrases in which goods are meant.
pub fn audible<'l>(document: &Document, lexicon: &Lexicon, phrases: Vec<Phrase<'l>>) -> Vec<Phrase<'l>> {
    let text = document.text();
    let unheard = |phrase: &Phrase| {
        is_silent(text, lexicon, phrase)
            || is_part_of_name(document, lexicon, phrase)
            || is_verb(document, phrase)
    };
    let mut silent: Vec<bool> = phrases.iter().map(unheard).collect();
    for index in (1..phrases.len()).rev() {
        let (left, right) = (&phrases[index - 1], &phrases[index]);
        let gap = text.get(left.span.end as usize..right.span.start as usize).unwrap_or_default();
        let joined = [" and ", " or ", " & ", "/"].contains(&gap);
        if silent[index] && joined && !left.is_plural(text) && left.model.is_none() {
            silent[index - 1] = true;
        }
    }
    phrases.into_iter().zip(silent).filter(|(_, silent)| !silent).map(|(phrase, _)| phrase).collect()
}

fn is_silent(text: &str, lexicon: &Lexicon, phrase: &Phrase) -> bool {
    if around::previous(text, phrase.span.start)
        .is_some_and(|w| w.is_hyphenated() && PREFIXES.contains(&w.lower().as_str()))
    {
        return true;
    }
    let Some(after) = around::next(text, phrase.span.end) else { return false };
    if after.gap == "-" || after.gap == "\u{2011}" {
        return true;
    }
    after.adjoins() && is_actor(text, lexicon, phrase, &after)
}

fn is_actor(text: &str, lexicon: &Lexicon, phrase: &Phrase, after: &Word) -> bool {
    let lower = after.lower();
    let two =
        around::next(text, after.span.end).filter(Word::adjoins).map(|w| format!("{lower} {}", w.lower()));
    if two.is_some_and(|words| lexicon.products.is_actor(&words)) {
        return true;
    }
    let plural = phrase.is_plural(text);
    lexicon.products.is_actor(&lower) && (!plural || NEVER_VERBS.iter().any(|ending| lower.ends_with(ending)))
}

/// "Benchmark Mineral Intelligence", "the Critical Minerals Security Act": within a sentence, a good whose words all
/// have capitals and stand beside another such word is part of some name.
fn is_part_of_name(document: &Document, lexicon: &Lexicon, phrase: &Phrase) -> bool {
    let text = document.text();
    if phrase.model.is_some()
        || !phrase.span.of(text).split(' ').all(is_titled)
        || around::opens_sentence(text, phrase.span.start)
        || is_heading(document, phrase.span)
    {
        return false;
    }
    let before = around::previous(text, phrase.span.start).filter(Word::adjoins).filter(|word| {
        is_titled(word.text)
            && lexicon.countries.lookup(word.text).is_none()
            && !around::opens_sentence(text, word.span.start)
    });
    let after = around::next(text, phrase.span.end).filter(Word::adjoins).filter(|word| is_titled(word.text));
    before.is_some() || after.is_some()
}

fn is_titled(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
        && word.chars().nth(1).is_some_and(char::is_lowercase)
        && !word.contains('-')
}

/// "The firm ships the goods", "to cement ties": a single small word that the sentence uses as its verb.
fn is_verb(document: &Document, phrase: &Phrase) -> bool {
    const OBJECTS: [&str; 16] = [
        "a", "all", "an", "her", "his", "it", "its", "more", "our", "that", "the", "their", "them", "these",
        "this", "those",
    ];
    const LEADS: [&str; 8] = ["can", "could", "may", "might", "should", "to", "will", "would"];
    let text = document.text();
    let first = document.tokens_in(phrase.span).start;
    let verb = document.tokens.get(first).is_some_and(|token| token.pos == Upos::Verb);
    let beside = |word: Option<Word>, words: &[&str]| {
        word.filter(Word::adjoins).is_some_and(|word| words.contains(&word.lower().as_str()))
    };
    verb && phrase.span.of(text).chars().all(char::is_lowercase)
        && (beside(around::next(text, phrase.span.end), &OBJECTS)
            || beside(around::previous(text, phrase.span.start), &LEADS))
}

pub fn is_heading(document: &Document, span: Span) -> bool {
    let blocks = &document.article.blocks;
    let block = blocks.partition_point(|b| b.span.start <= span.start).checked_sub(1);
    block
        .and_then(|at| blocks.get(at))
        .is_some_and(|b| matches!(b.kind, BlockKind::Title | BlockKind::Heading))
}
