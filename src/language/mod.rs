//! Language: sentences, tokens, tags, arcs and names.
//!
//! In: an `Article`, `&Lexicon`. Out: a `Document`, which never changes afterwards.
//! Never: does I/O, fails, depends on anything but the text and the embedded model.

mod agreement;
mod datelines;
mod features;
mod interest;
mod kernel;
mod lemmas;
mod names;
mod network;
mod sentences;
mod spanning;
mod tokens;
mod weights;

use crate::lexicon::Lexicon;
use crate::model::{Article, Document, Entity, Rel, Sentence, SentenceId, Span, Token, Upos};
use network::{Network, Scratch};
use std::sync::LazyLock;

static BYTES: &[u8] = include_bytes!("../../model/english.bin");
static DIGEST: &str = include_str!("../../model/english.bin.sha256");

/// The trained model: a constant of the program that is laid out in memory at first use. A test proves that it
/// reads; were it broken all the same, sentences would stay raw.
static NETWORK: LazyLock<Option<Network>> = LazyLock::new(|| Network::read(BYTES, DIGEST).ok());

/// Analyses the article's text; sentences that hold nothing of interest stay without tags and arcs.
pub fn analyse(article: Article, lexicon: &Lexicon) -> Document {
    let mut document = segment(article, lexicon);
    let wanted = interest::worth_parsing(&document, lexicon);
    annotate(&mut document, &wanted, lexicon);
    document
}

/// Analyses every sentence, of interest or not.
pub fn analyse_all(article: Article, lexicon: &Lexicon) -> Document {
    let mut document = segment(article, lexicon);
    let all: Vec<SentenceId> = (0..document.sentences.len()).collect();
    annotate(&mut document, &all, lexicon);
    document
}

/// Cuts every block of the text into sentences and tokens, and goes no further.
pub fn segment(article: Article, lexicon: &Lexicon) -> Document {
    let mut document = Document { article, ..Document::default() };
    let text = document.article.text.as_str();
    for (block, place) in document.article.blocks.iter().enumerate() {
        if place.span.of(text).is_empty() {
            continue;
        }
        let pieces = tokens::tokenise(text, place.span.start as usize, place.span.end as usize, lexicon);
        let first = document.tokens.len();
        for range in sentences::split(text, &pieces) {
            let Some((start, end)) = pieces.get(range.start).zip(pieces.get(range.end - 1)) else { continue };
            let span = Span::new(start.start, end.end);
            let tokens = first + range.start..first + range.end;
            document.sentences.push(Sentence { span, tokens, block, analysed: false });
        }
        document.tokens.extend(pieces.iter().map(|piece| raw(piece.start, piece.end)));
    }
    document
}

/// Gives the tokens of these sentences tags, lemmas, arcs and names. Sentences must be named in order.
pub fn annotate(document: &mut Document, sentences: &[SentenceId], lexicon: &Lexicon) {
    let Some(network) = NETWORK.as_ref() else { return };
    let mut scratch = Scratch::default();
    for &id in sentences {
        let Some(sentence) = document.sentences.get_mut(id) else { continue };
        let Some(tokens) = document.tokens.get_mut(sentence.tokens.clone()) else { continue };
        sentence.analysed = !tokens.is_empty();
        let (text, first) = (document.article.text.as_str(), sentence.tokens.start);
        let words: Vec<&str> = tokens.iter().map(|t| t.span.of(text)).collect();
        let dateline = datelines::length(&words);
        let (before, after) = tokens.split_at_mut(dateline);
        let (words_before, words) = words.split_at(dateline);
        parse(network, before, words_before, first, &mut scratch, &mut document.entities);
        parse(network, after, words, first + dateline, &mut scratch, &mut document.entities);
        let root = after.iter().position(|t| t.head.is_none()).map(|at| first + dateline + at);
        if let (Some(aside), Some(root)) = (before.iter_mut().find(|t| t.head.is_none()), root) {
            (aside.head, aside.rel) = (Some(root), Rel::Parataxis);
        }
    }
    agreement::settle(document, lexicon);
}

/// Fills in a run of tokens that is one tree; the first of them has the id `first`.
fn parse(
    network: &Network,
    tokens: &mut [Token],
    words: &[&str],
    first: usize,
    scratch: &mut Scratch,
    entities: &mut Vec<Entity>,
) {
    if tokens.is_empty() {
        return;
    }
    network.encode(words.iter().copied(), scratch);
    let tags = network.tags(scratch);
    let mut scores = Vec::new();
    network.arcs(scratch, &mut scores);
    let heads = spanning::tree(&scores, tokens.len());
    let rels = network.labels(&heads, scratch);
    let found = tags.iter().zip(&heads).zip(&rels);
    for ((token, word), ((&pos, &head), &rel)) in tokens.iter_mut().zip(words).zip(found) {
        token.pos = pos;
        token.head = head.checked_sub(1).map(|h| first + h);
        token.rel = rel;
        token.lemma = lemmas::lemma(word, pos, |w| network.word(w));
    }
    let spans: Vec<Span> = tokens.iter().map(|t| t.span).collect();
    names::read(network.name_scores(scratch), &network.name_labels, &spans, entities);
}

/// The lemma of a word in lower case by the rules alone; the training tool lists where they do not lead.
pub fn lemma_by_rule(word: &str, pos: Upos) -> String {
    lemmas::by_rule(word, pos, |w| NETWORK.as_ref().map_or(0, |network| network.word(w)))
}

/// A token of which only the place is known.
fn raw(start: usize, end: usize) -> Token {
    Token { span: Span::new(start, end), pos: Upos::X, lemma: Box::default(), head: None, rel: Rel::Dep }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_model_reads() {
        assert_eq!(Network::read(BYTES, DIGEST).err(), None);
        assert!(NETWORK.is_some());
    }
}
