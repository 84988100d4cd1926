//! A line of `--errors FILE`.

use super::json::{Layout, to_json};
use serde::Serialize;
use std::io::{self, Write};

/// An input that gave no article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FailureRecord {
    /// The path or URL.
    pub input: String,
    /// `failed`, or `skipped` for what was merely not an article.
    pub kind: String,
    /// Why, in words.
    pub reason: String,
}

impl FailureRecord {
    /// Writes the record as one line of JSON.
    pub fn write(&self, to: &mut impl Write) -> io::Result<()> {
        to.write_all(to_json(self, Layout::Line)?.as_bytes())
    }
}
