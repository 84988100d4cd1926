//! Which sentences are worth a parse: decided from the words alone, before anything is analysed.
//!
//! A sentence that names money, a good, a country, an agency, a company or an outlet is an anchor. Beside an anchor, a
//! sentence is also worth it if it quotes, tells who says so, or gives a figure; and up to two away, if it has a word of
//! control or enforcement. An article without anchors is left raw.

use crate::lexicon::Lexicon;
use crate::model::{Document, Sentence, SentenceId};

/// Whether any sentence of the text can be an anchor. Cheap: nothing is cut or analysed.
pub(super) fn may_hold_anchors(text: &str, lexicon: &Lexicon) -> bool {
    lexicon.products.any_by_name(text) || names_somebody(text, lexicon) || lexicon.currencies.any(text)
}

/// The sentences to analyse, in order.
pub(super) fn worth_parsing(document: &Document, lexicon: &Lexicon) -> Vec<SentenceId> {
    let anchors: Vec<bool> = document.sentences.iter().map(|s| is_anchor(document, s, lexicon)).collect();
    let anchored = |id: usize| anchors.get(id).copied().unwrap_or(false);
    let beside = |id: usize| anchored(id + 1) || id.checked_sub(1).is_some_and(anchored);
    let near = |id: usize| beside(id) || anchored(id + 2) || id.checked_sub(2).is_some_and(anchored);
    let wanted = document.sentences.iter().enumerate().filter(|(id, sentence)| {
        anchored(*id)
            || beside(*id) && leads_to_one(document, sentence, lexicon)
            || near(*id) && tells_of_control(document, sentence, lexicon)
    });
    wanted.map(|(id, _)| id).collect()
}

/// Whether a sentence names something that a claim is about.
fn is_anchor(document: &Document, sentence: &Sentence, lexicon: &Lexicon) -> bool {
    let words = document.words(sentence.span);
    let money = || sentence.tokens.clone().any(|token| lexicon.currencies.names_money(document.word(token)));
    names_something(words, lexicon) || (lexicon.currencies.any(words) && money())
}

/// Whether a text names a country, a good, an agency, a company or an outlet.
fn names_something(text: &str, lexicon: &Lexicon) -> bool {
    lexicon.products.any(text) || names_somebody(text, lexicon)
}

fn names_somebody(text: &str, lexicon: &Lexicon) -> bool {
    lexicon.countries.any(text)
        || lexicon.agencies.any(text)
        || lexicon.companies.any(text)
        || lexicon.outlets.any(text)
}

/// Whether a sentence quotes, says who speaks, or gives a figure.
fn leads_to_one(document: &Document, sentence: &Sentence, lexicon: &Lexicon) -> bool {
    sentence.tokens.clone().any(|token| {
        let word = document.word(token);
        matches!(word, "“" | "”" | "\"" | "‘" | "%")
            || word.starts_with(|c: char| c.is_ascii_digit())
            || lexicon.cues.verb(&word.to_lowercase()).is_some()
    })
}

/// Whether a sentence has a word of control or enforcement ("He was arrested in May").
fn tells_of_control(document: &Document, sentence: &Sentence, lexicon: &Lexicon) -> bool {
    let mut words = sentence.tokens.clone().map(|token| document.word(token).to_lowercase());
    words.any(|word| lexicon.claims.is_worth_reading(&word))
}
