//! Records as JSON: compact, one a line, or indented for people.

use serde::{Serialize, de::DeserializeOwned};
use std::fmt::Write;

/// How JSON is laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// One record, one line.
    #[default]
    Line,
    /// Indented.
    Pretty,
}

/// A record as JSON, ending in a line break. Keys stand in the order of the record's fields.
pub fn to_json<T: Serialize>(record: &T, layout: Layout) -> Result<String, serde_json::Error> {
    let mut json = match layout {
        Layout::Line => serde_json::to_string(record)?,
        Layout::Pretty => serde_json::to_string_pretty(record)?,
    };
    if json.contains(is_unsafe) {
        json = escape(&json);
    }
    json.push('\n');
    Ok(json)
}

/// A record back from its JSON.
pub fn from_json<T: DeserializeOwned>(json: &str) -> Result<T, serde_json::Error> {
    serde_json::from_str(json)
}

/// Characters that JSON allows as they are, yet that a terminal obeys or that some readers take for the end of
/// a line. Outside strings JSON has none of them.
fn is_unsafe(c: char) -> bool {
    matches!(c, '\u{7F}'..='\u{9F}' | '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn escape(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + 64);
    for c in json.chars() {
        if is_unsafe(c) {
            // Writing to a string cannot fail.
            let _ = write!(out, "\\u{:04x}", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_line_for_every_reader_and_says_the_same() {
        let text = "a\u{2028}b\u{85}c\u{9b}31md\u{1b}[2J\ne\u{202e}f €";
        let json = to_json(&text, Layout::Line).unwrap();
        assert!(json.trim_end().chars().all(|c| !c.is_control() && !is_unsafe(c)), "{json:?}");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
