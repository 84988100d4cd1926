//! Language: sentences, tokens, tags, arcs and names.
//!
//! In: an `Article`, `&Lexicon`. Out: a `Document`, which never changes afterwards.
//! Never: does I/O, fails, depends on anything but the text and the embedded model.

mod sentences;
mod tokens;

use crate::lexicon::Lexicon;
use crate::model::{Article, Document, Rel, Sentence, Span, Token, Upos};

/// Analyses the article's text; sentences that hold nothing of interest stay without tags and arcs.
pub fn analyse(article: Article, lexicon: &Lexicon) -> Document {
    let mut document = Document { article, ..Document::default() };
    segment(&mut document, lexicon);
    document
}

/// Cuts every block of the text into sentences and tokens.
fn segment(document: &mut Document, lexicon: &Lexicon) {
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
}

/// A token of which only the place is known.
fn raw(start: usize, end: usize) -> Token {
    Token { span: Span::new(start, end), pos: Upos::X, lemma: Box::default(), head: None, rel: Rel::Dep }
}
