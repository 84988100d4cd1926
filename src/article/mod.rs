//! Articles: a capture without the page around it.
//!
//! In: `&Capture`, `&Lexicon`. Out: an `Article`, or why there is none.
//! Never: fetches, guesses a date that the page does not state, changes a word of the text.

use crate::lexicon::Lexicon;
use crate::model::{Article, Capture, NotAnArticle};

/// Reads the article out of a page.
pub fn extract(capture: &Capture, _lexicon: &Lexicon) -> Result<Article, NotAnArticle> {
    if capture.body.is_empty() { Err(NotAnArticle::Empty) } else { Err(NotAnArticle::TooShort { words: 0 }) }
}
