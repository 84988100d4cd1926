//! The whole story on one screen: a capture goes in, a reading comes out.

use crate::article;
use crate::attribution;
use crate::claims;
use crate::language;
use crate::lexicon::Lexicon;
use crate::mentions;
use crate::model::{Article, Capture, NotAnArticle, Reading};
use rayon::prelude::*;

/// Reads one capture.
pub fn read(capture: &Capture, lexicon: &Lexicon) -> Result<Reading, NotAnArticle> {
    Ok(read_article(article::extract(capture, lexicon)?, lexicon))
}

/// Reads an article whose text is already at hand.
pub fn read_article(article: Article, lexicon: &Lexicon) -> Reading {
    let document = language::analyse(article, lexicon);
    let mentions = mentions::find_all(&document, lexicon);
    let attributions = attribution::find_all(&document, &mentions, lexicon);
    let claims = claims::assemble(&document, &mentions, &attributions, lexicon);
    Reading { document, mentions, attributions, claims }
}

/// Reads many captures on all cores; the answers are in the order of the captures.
pub fn read_many(captures: &[Capture], lexicon: &Lexicon) -> Vec<Result<Reading, NotAnArticle>> {
    captures.par_iter().map(|capture| read(capture, lexicon)).collect()
}
