//! Claims: mentions put together into assertions, by the frames of `data/claims.toml`.
//!
//! In: `&Document`, `&[Mention]`, `&[Attribution]`, `&Lexicon`. Out: `Vec<Claim>` in order of evidence.
//! Never: joins two sentences without a stated link, fills a field that the text does not give.

use crate::lexicon::Lexicon;
use crate::model::{Attribution, Claim, Document, Mention};

/// Every claim the article makes, each once.
pub fn assemble(
    _document: &Document,
    _mentions: &[Mention],
    _attributions: &[Attribution],
    _lexicon: &Lexicon,
) -> Vec<Claim> {
    Vec::new()
}
