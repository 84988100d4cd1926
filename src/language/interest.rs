//! Which sentences are worth a parse: decided from the words alone, before anything is analysed.
//!
//! A sentence that names money, a good, a country, an agency, a company or an outlet is an anchor. Beside an anchor, a
//! sentence is also worth it if it quotes, tells who says so, or gives a figure. An article without anchors is left raw.

use crate::lexicon::Lexicon;
use crate::model::{Document, Sentence, SentenceId};

/// The sentences to analyse, in order.
pub(super) fn worth_parsing(document: &Document, lexicon: &Lexicon) -> Vec<SentenceId> {
    let anchors: Vec<bool> = document.sentences.iter().map(|s| is_anchor(document, s, lexicon)).collect();
    let anchored = |id: usize| anchors.get(id).copied().unwrap_or(false);
    let beside = |id: usize| anchored(id + 1) || id.checked_sub(1).is_some_and(anchored);
    let wanted =
        document.sentences.iter().enumerate().filter(|(id, sentence)| {
            anchored(*id) || (beside(*id) && leads_to_one(document, sentence, lexicon))
        });
    wanted.map(|(id, _)| id).collect()
}

/// Whether a sentence names something that a claim is about.
fn is_anchor(document: &Document, sentence: &Sentence, lexicon: &Lexicon) -> bool {
    let words = document.words(sentence.span);
    names_money(document, sentence, lexicon)
        || lexicon.countries.any(words)
        || lexicon.products.any(words)
        || lexicon.agencies.any(words)
        || lexicon.companies.any(words)
        || lexicon.outlets.any(words)
}

fn names_money(document: &Document, sentence: &Sentence, lexicon: &Lexicon) -> bool {
    sentence.tokens.clone().any(|token| {
        let word = document.word(token);
        let signed = word.ends_with(['$', '€', '£', '¥', '₹', '₽', '₩', '₺', '₴', '₪']);
        signed || (word.len() > 2 && lexicon.currencies.word(&word.to_lowercase()).is_some())
    })
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
