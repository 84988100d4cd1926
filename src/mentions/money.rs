//! Finds mentions of kind `money`.

use crate::lexicon::Lexicon;
use crate::model::{Document, Mention};

pub fn find(_document: &Document, _lexicon: &Lexicon) -> Vec<Mention> {
    Vec::new()
}
