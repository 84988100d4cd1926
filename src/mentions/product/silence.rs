//! Drops phrases in which the good only names somebody or something done: "drone maker", "missile strike".

use super::phrase::Phrase;
use crate::lexicon::Lexicon;
use crate::mentions::around::{self, Word};

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
pub fn audible<'l>(text: &str, lexicon: &Lexicon, phrases: Vec<Phrase<'l>>) -> Vec<Phrase<'l>> {
    let mut silent: Vec<bool> = phrases.iter().map(|phrase| is_silent(text, lexicon, phrase)).collect();
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
