//! From bytes to code points: where a span lies as Python and the W3C's text selectors count.

use super::record::Quoted;
use crate::model::Span;

/// Every how many bytes the count is kept.
const STEP: usize = 64;

/// The code points of one text, counted once; a look-up then reads at most [`STEP`] bytes.
#[derive(Debug)]
pub struct CodePoints<'t> {
    text: &'t str,
    /// Code points that begin before each multiple of `STEP`; empty for plain ASCII, where bytes are code points.
    before: Vec<u32>,
}

impl<'t> CodePoints<'t> {
    pub fn of(text: &'t str) -> CodePoints<'t> {
        let mut before = Vec::new();
        if !text.is_ascii() {
            let mut count = 0;
            for step in text.as_bytes().chunks(STEP) {
                before.push(count);
                count += begun(step);
            }
        }
        CodePoints { text, before }
    }

    /// Code points that begin before this byte.
    pub fn at(&self, byte: u32) -> u32 {
        let byte = (byte as usize).min(self.text.len());
        if self.before.is_empty() {
            return byte as u32;
        }
        let step = (byte / STEP).min(self.before.len() - 1);
        let counted = self.before.get(step).copied().unwrap_or(0);
        counted + self.text.as_bytes().get(step * STEP..byte).map_or(0, begun)
    }

    /// The words at a span with their place; a span that does not fit the text gives no words.
    pub fn quote(&self, span: Span) -> Quoted {
        let text = span.of(self.text);
        let start = self.at(span.start);
        let end = if text.is_empty() { start } else { self.at(span.end) };
        Quoted { text: text.to_owned(), start, end }
    }
}

/// Characters begun in these bytes: all but the continuation bytes of UTF-8.
fn begun(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn counts_as_chars_do(text in "(\\PC|[a-z ]|👩‍🔧|e\u{301}|ش){0,300}") {
            let points = CodePoints::of(&text);
            for (count, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(points.at(byte as u32), count as u32);
            }
            prop_assert_eq!(points.at(text.len() as u32) as usize, text.chars().count());
        }
    }
}
