//! A line of `--errors FILE`.

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
        serde_json::to_writer(&mut *to, self)?;
        to.write_all(b"\n")
    }
}
