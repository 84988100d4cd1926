//! The story as JSON-LD tells it: what is left where a page's text is drawn by script, or mostly kept from it.

use super::dom::{self, Dom};
use super::flow::{self, Segment};
use super::{clean, jsonld, plain};

/// The paragraphs of an `articleBody`, which pages fill with plain text or with HTML.
pub fn paragraphs(body: &str) -> Vec<String> {
    let text = jsonld::unescape(body);
    if plain::is_markup(&text) {
        return match dom::parse(&text) {
            Ok(dom) => flow::segments(&dom, Dom::ROOT, &|_| false).into_iter().map(|s| s.text).collect(),
            Err(_) => Vec::new(),
        };
    }
    text.lines().map(clean::line).filter(|line| !line.is_empty()).collect()
}

/// Whether it tells far more than the page shows, and enough to be an article.
pub fn is_fuller(told: &[String], story: &[&Segment]) -> bool {
    let words: usize = told.iter().map(|line| clean::words(line)).sum();
    let shown: usize = story.iter().map(|s| s.words).sum();
    words >= 60 && words > shown * 2
}
