//! Which sentences are worth a parse.

use crate::lexicon::Lexicon;
use crate::model::{Document, SentenceId};

/// Whether a sentence may hold a claim or lead to one.
pub(super) fn holds_any(document: &Document, sentence: SentenceId, _lexicon: &Lexicon) -> bool {
    document.sentences.get(sentence).is_some_and(|s| !s.span.is_empty())
}
