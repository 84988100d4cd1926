//! The words around a place in the text, for finders that decide by context.
//!
//! A line break ends the view: what stands in another block is not beside anything.

use crate::model::Span;

/// A word, and what stands between it and the place that was asked from.
#[derive(Clone, Copy, Debug)]
pub struct Word<'t> {
    pub text: &'t str,
    pub span: Span,
    pub gap: &'t str,
}

impl Word<'_> {
    pub fn lower(&self) -> String {
        self.text.to_lowercase()
    }

    pub fn is_capitalised(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }

    /// Whether only blanks part it from the place that was asked from.
    pub fn adjoins(&self) -> bool {
        !self.gap.is_empty() && self.gap.chars().all(char::is_whitespace)
    }

    /// Whether a hyphen joins it to the place that was asked from.
    pub fn is_hyphenated(&self) -> bool {
        matches!(self.gap, "-" | "\u{2010}" | "\u{2011}" | "\u{2013}")
    }
}

/// The first word that starts at or after an offset.
pub fn next(text: &str, at: u32) -> Option<Word<'_>> {
    let rest = text.get(at as usize..)?;
    let start = rest.find(|c: char| c.is_alphanumeric() || c == '\n')?;
    let word = &rest[start..];
    if word.starts_with('\n') {
        return None;
    }
    let end = word_end(word);
    let from = at as usize + start;
    Some(Word { text: &word[..end], span: Span::new(from, from + end), gap: &rest[..start] })
}

/// The last word that ends at or before an offset.
pub fn previous(text: &str, at: u32) -> Option<Word<'_>> {
    let rest = text.get(..at as usize)?;
    let (last, c) = rest.char_indices().rev().find(|(_, c)| c.is_alphanumeric() || *c == '\n')?;
    if c == '\n' {
        return None;
    }
    let end = last + c.len_utf8();
    let start = word_start(&rest[..end]);
    Some(Word { text: &rest[start..end], span: Span::new(start, end), gap: &rest[end..] })
}

/// Where the word at the front of a text ends: letters and digits, with apostrophes and points inside.
fn word_end(text: &str) -> usize {
    let mut end = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let inside = is_inner(c) && chars.peek().is_some_and(|(_, next)| next.is_alphanumeric());
        if !c.is_alphanumeric() && !inside {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

fn word_start(text: &str) -> usize {
    let mut start = text.len();
    let mut chars = text.char_indices().rev().peekable();
    while let Some((at, c)) = chars.next() {
        let inside = is_inner(c) && chars.peek().is_some_and(|(_, before)| before.is_alphanumeric());
        if !c.is_alphanumeric() && !inside {
            break;
        }
        start = at;
    }
    start
}

fn is_inner(c: char) -> bool {
    matches!(c, '\'' | '\u{2019}' | '.')
}

/// Whether a place opens a sentence, a heading or a quotation, so that its capital says nothing.
pub fn opens_sentence(text: &str, at: u32) -> bool {
    let before = text.get(..at as usize).unwrap_or_default();
    let before = before.trim_end_matches(|c: char| {
        c == ' '
            || matches!(
                c,
                '"' | '\u{201c}' | '\u{2018}' | '\'' | '(' | '[' | '\u{2014}' | '\u{2013}' | '•' | '*'
            )
    });
    before.is_empty() || before.ends_with(['.', '?', '!', ':', '\n', '\u{201d}', '"'])
}

/// The length of a possessive ending that stands at an offset, or 0.
pub fn possessive(text: &str, at: u32) -> u32 {
    let rest = text.get(at as usize..).unwrap_or_default();
    for ending in ["'s", "\u{2019}s"] {
        if rest.starts_with(ending) && !rest[ending.len()..].starts_with(char::is_alphanumeric) {
            return ending.len() as u32;
        }
    }
    let ends_in_s = text.get(..at as usize).is_some_and(|t| t.ends_with('s'));
    for mark in ["'", "\u{2019}"] {
        if ends_in_s && rest.strip_prefix(mark).is_some_and(|r| r.starts_with(' ')) {
            return mark.len() as u32;
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_inner_points_and_apostrophes() {
        let text = "The U.S. didn't act";
        let mut at = 0;
        let mut words = Vec::new();
        while let Some(word) = next(text, at) {
            words.push(word.text);
            at = word.span.end;
        }
        assert_eq!(words, ["The", "U.S", "didn't", "act"]);
        assert_eq!(previous(text, 8).map(|w| w.text), Some("U.S"));
    }

    #[test]
    fn a_line_break_ends_the_view() {
        assert!(next("end\n\nStart", 3).is_none());
        assert!(previous("end\n\nStart", 5).is_none());
    }

    #[test]
    fn possessives_are_measured() {
        assert_eq!(possessive("China's curbs", 5), 2);
        assert_eq!(possessive("Chinas", 5), 0);
        assert_eq!(possessive("the Netherlands' firms", 15), 1);
    }
}
