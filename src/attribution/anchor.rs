//! An anchor: one place where the text attributes, with the words around it that are not what is said.

use super::phrase::Phrase;
use super::scene::Scene;
use crate::lexicon::cues::Sort;
use crate::model::TokenId;
use std::ops::Range;

/// Where the words said stand, seen from the anchor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// After it, from this token on.
    After(TokenId),
    /// Before it.
    Before,
    /// Before it and, from this token, after it.
    Around(TokenId),
    /// Exactly these tokens.
    Exactly(Range<TokenId>),
}

/// Who speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Speaker {
    Phrase(Phrase),
    /// The speaker of the anchor before it ("…, and added that", "…, saying that").
    Shared,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchor {
    pub cue: Range<TokenId>,
    pub speaker: Speaker,
    /// Source, cue, hearer, time and place: everything but the words said.
    pub block: Range<TokenId>,
    pub place: Place,
    pub sort: Sort,
    pub denies: bool,
    /// Whether the verb takes a whole clause; a phrase or a noun ends at the next comma.
    pub clausal: bool,
    /// Outlets the words came through ("told Reuters", "in a statement carried by TASS").
    pub through: Vec<Phrase>,
    /// The paper in which they were said ("in a statement").
    pub within: Option<Phrase>,
    /// Whom the speaker cites.
    pub citing: Vec<Phrase>,
    /// Further sources of the same words ("according to X and Y").
    pub beside: Vec<Phrase>,
    pub by: &'static str,
}

impl Anchor {
    /// Somebody says something, with nothing more known of it.
    pub fn spoken(
        cue: Range<TokenId>,
        speaker: Phrase,
        block: Range<TokenId>,
        place: Place,
        by: &'static str,
    ) -> Anchor {
        Anchor {
            cue,
            speaker: Speaker::Phrase(speaker),
            block,
            place,
            sort: Sort::Speech,
            denies: false,
            clausal: true,
            through: Vec::new(),
            within: None,
            citing: Vec::new(),
            beside: Vec::new(),
            by,
        }
    }

    /// The quotation the cue stands in, if any.
    pub fn zone(&self, scene: &Scene) -> Option<usize> {
        scene.quote_at(self.cue.start)
    }
}

/// The stretch of tokens an anchor may draw on in its own sentence: the quotation it stands in, or the sentence.
pub fn zone_around(scene: &Scene, token: TokenId) -> Range<TokenId> {
    let sentence = scene.sentence(token);
    match scene.quote_at(token) {
        Some(quote) => {
            let inner = scene.document.tokens_in(scene.quotes[quote].inner);
            inner.start.max(sentence.start)..inner.end.min(sentence.end)
        }
        None => sentence,
    }
}

/// Whether a token closes what came before it, so that a trailing "he said" may follow.
pub fn closes(scene: &Scene, token: TokenId) -> bool {
    scene.is(token, &[",", "\u{2014}", "\u{2013}", "--", "?", "!", "\u{2026}", "..."])
        || is_closing_mark(scene, token)
}

pub fn is_closing_mark(scene: &Scene, token: TokenId) -> bool {
    quote_ending_at(scene, token).is_some()
}

pub fn is_opening_mark(scene: &Scene, token: TokenId) -> bool {
    quote_starting_at(scene, token).is_some()
}

/// The quotation whose closing mark is this token.
pub fn quote_ending_at(scene: &Scene, token: TokenId) -> Option<usize> {
    let span = scene.document.tokens.get(token)?.span;
    let at = scene.quotes.partition_point(|q| q.outer.end < span.end);
    let quote = scene.quotes.get(at)?;
    (quote.outer.end == span.end && span.start >= quote.inner.end).then_some(at)
}

/// The quotation whose opening mark is this token, or which starts inside it.
pub fn quote_starting_at(scene: &Scene, token: TokenId) -> Option<usize> {
    let span = scene.document.tokens.get(token)?.span;
    let at = scene.quotes.partition_point(|q| q.outer.start < span.start);
    scene.quotes.get(at).filter(|q| q.outer.start == span.start).map(|_| at)
}
