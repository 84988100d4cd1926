//! Language: sentences, tokens, tags, arcs and names.
//!
//! In: an `Article`, `&Lexicon`. Out: a `Document`, which never changes afterwards.
//! Never: does I/O, fails, depends on anything but the text and the embedded model.

mod agreement;
mod datelines;
mod features;
mod forms;
mod interest;
mod irregular;
mod kernel;
mod lemmas;
mod mending;
mod names;
mod network;
mod sentences;
mod spanning;
mod tokens;
mod weights;
#[cfg(target_arch = "x86_64")]
mod wide;

use crate::lexicon::Lexicon;
use crate::model::{Article, Document, Rel, Sentence, SentenceId, Span, Token, TokenId, Upos};
use network::{Batch, Network};
use std::cell::Cell;
use std::ops::Range;
use std::sync::LazyLock;

static BYTES: &[u8] = include_bytes!("../../model/english.bin");
static DIGEST: &str = include_str!("../../model/english.bin.sha256");

/// The trained model: a constant of the program that is laid out in memory at first use. A test proves that it
/// reads; were it broken all the same, sentences would stay raw.
static NETWORK: LazyLock<Option<Network>> = LazyLock::new(|| Network::read(BYTES, DIGEST).ok());

thread_local! {
    /// Working space and what was computed of single words, handed on from article to article; it changes no answer.
    static BATCH: Cell<Batch> = Cell::default();
}

/// Whether the article names anything that a claim may be about. What does not is off topic, and need not be read.
pub fn is_on_topic(article: &Article, lexicon: &Lexicon) -> bool {
    interest::may_hold_anchors(&article.text, lexicon)
}

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
    let (mut batch, mut runs) = (BATCH.take(), Vec::new());
    for &id in sentences {
        let Some(sentence) = document.sentences.get_mut(id) else { continue };
        let (text, range) = (document.article.text.as_str(), sentence.tokens.clone());
        let Some(tokens) = document.tokens.get(range.clone()) else { continue };
        sentence.analysed = !tokens.is_empty();
        let words: Vec<&str> = tokens.iter().map(|t| t.span.of(text)).collect();
        let dateline = datelines::length(&words);
        let cut = range.start + dateline;
        for (run, words) in [(range.start..cut, &words[..dateline]), (cut..range.end, &words[dateline..])] {
            if !run.is_empty() {
                network.add(words.iter().copied(), &mut batch);
                runs.push(run);
            }
        }
        if batch.is_full() {
            read(network, document, &mut runs, &mut batch);
        }
    }
    read(network, document, &mut runs, &mut batch);
    BATCH.set(batch);
    for &id in sentences {
        join_dateline(document, id);
        mending::mend(document, id);
    }
    agreement::settle(document, lexicon);
}

/// Reads a batch and fills in its runs of tokens, of which each is one tree.
fn read(network: &Network, document: &mut Document, runs: &mut Vec<Range<TokenId>>, batch: &mut Batch) {
    if batch.is_empty() {
        return;
    }
    network.read_all(batch);
    let text = document.article.text.as_str();
    let mut found = batch.tags.iter().zip(&batch.heads).zip(&batch.rels);
    let mut names = batch.names.as_slice();
    for run in runs.drain(..) {
        let Some(tokens) = document.tokens.get_mut(run.clone()) else { continue };
        for (token, ((&pos, &head), &rel)) in tokens.iter_mut().zip(found.by_ref()) {
            token.pos = pos;
            token.head = head.checked_sub(1).map(|h| run.start + h);
            token.rel = rel;
            token.lemma = lemmas::lemma(token.span.of(text), pos, |w| network.word(w));
        }
        let (scores, rest) = names.split_at(run.len() * network.name_labels.len());
        names = rest;
        names::read(scores, &network.name_labels, tokens, &mut document.entities);
    }
    batch.clear();
}

/// Hangs the tree of a dateline on the root of the sentence that it stands before.
fn join_dateline(document: &mut Document, id: SentenceId) {
    let Some(sentence) = document.sentences.get(id) else { return };
    let tokens = sentence.tokens.clone();
    let mut roots = tokens.filter(|&t| document.tokens.get(t).is_some_and(|t| t.head.is_none()));
    if let (true, Some(aside), Some(root)) = (sentence.analysed, roots.next(), roots.next())
        && let Some(token) = document.tokens.get_mut(aside)
    {
        (token.head, token.rel) = (Some(root), Rel::Parataxis);
    }
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
