//! Drops goods of every day where nobody speaks of trade: a bicycle path, coffee first, the cranes of a building site.

use super::phrase::Phrase;
use crate::lexicon::Lexicon;
use crate::model::{Document, Span};

/// What may stand between two goods of one list.
const LISTED: [&str; 7] = [" and ", " or ", ", ", ", and ", ", or ", " & ", "; "];

/// So many goods of every day in sentences of trade make them the article's subject.
const SUBJECT: usize = 4;

/// The phrases without goods of every day, but where their sentence has a word of trade or other goods stand beside
/// them in a list.
pub fn traded<'l>(document: &Document, lexicon: &Lexicon, phrases: Vec<Phrase<'l>>) -> Vec<Phrase<'l>> {
    let text = document.text();
    let spoken = |phrase: &Phrase| speaks_of_trade(document, lexicon, phrase.span);
    if phrases.iter().filter(|phrase| phrase.everyday && spoken(phrase)).count() >= SUBJECT {
        return phrases;
    }
    let mut kept: Vec<bool> = phrases.iter().map(|phrase| !phrase.everyday || spoken(phrase)).collect();
    let listed = |left: usize, right: usize| {
        let (left, right) = (phrases[left].span, phrases[right].span);
        text.get(left.end as usize..right.start as usize).is_some_and(|gap| LISTED.contains(&gap))
    };
    for at in 1..phrases.len() {
        kept[at] |= kept[at - 1] && listed(at - 1, at);
    }
    for at in (1..phrases.len()).rev() {
        kept[at - 1] |= kept[at] && listed(at - 1, at);
    }
    phrases.into_iter().zip(kept).filter(|(_, kept)| *kept).map(|(phrase, _)| phrase).collect()
}

fn speaks_of_trade(document: &Document, lexicon: &Lexicon, span: Span) -> bool {
    let sentence = document.sentence_at(span.start).and_then(|id| document.sentences.get(id));
    sentence.is_some_and(|sentence| {
        let mut words = document.words(sentence.span).split(|c: char| !c.is_alphanumeric());
        words.any(|word| lexicon.products.is_trading(&word.to_lowercase()))
    })
}
