//! Finds many names in a text at once, on word borders, the longest at each place.

use crate::model::Span;
use aho_corasick::{AhoCorasick, AhoCorasickBuilder, MatchKind};

/// Whether letters must be written as in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Case {
    Exact,
    Any,
}

/// Names of rows, ready to be looked for. Typographic and straight apostrophes count as one,
/// as do hyphens and the non-breaking hyphen: the text is searched as it stands, so a name
/// with either is entered in each spelling.
#[derive(Debug)]
pub struct Matcher {
    automaton: AhoCorasick,
    rows: Vec<usize>,
}

impl Matcher {
    /// A matcher over (name, row) pairs. The build fails only past the automaton's own size limits.
    pub fn new<'n>(
        names: impl IntoIterator<Item = (&'n str, usize)>,
        case: Case,
    ) -> Result<Matcher, aho_corasick::BuildError> {
        let mut patterns = Vec::new();
        let mut rows = Vec::new();
        for (name, row) in names {
            for spelling in spellings(name) {
                patterns.push(spelling);
                rows.push(row);
            }
        }
        let automaton = AhoCorasickBuilder::new()
            .match_kind(MatchKind::Standard)
            .ascii_case_insensitive(case == Case::Any)
            .build(&patterns)?;
        Ok(Matcher { automaton, rows })
    }

    /// Every name in the text that starts and ends on a word border: longest first at each place,
    /// and none inside another. Where two rows share a name, each is given, in order of row.
    pub fn find(&self, text: &str) -> Vec<(Span, usize)> {
        let mut found: Vec<(Span, usize)> = self
            .automaton
            .find_overlapping_iter(text)
            .filter(|m| on_word_borders(text, m.start(), m.end()))
            .map(|m| (Span::new(m.start(), m.end()), self.rows[m.pattern().as_usize()]))
            .collect();
        found.sort_by_key(|(span, row)| (span.start, std::cmp::Reverse(span.end), *row));
        let mut kept: Vec<(Span, usize)> = Vec::with_capacity(found.len());
        for (span, row) in found {
            match kept.last() {
                Some((last, last_row)) if *last == span => {
                    if *last_row != row {
                        kept.push((span, row));
                    }
                }
                Some((last, _)) if span.start < last.end => {}
                _ => kept.push((span, row)),
            }
        }
        kept
    }

    /// Whether any name stands in the text, with digits glued to it or not.
    pub fn any_among_digits(&self, text: &str) -> bool {
        self.automaton.find_overlapping_iter(text).any(|m| on_letter_borders(text, m.start(), m.end()))
    }

    /// Whether a name of a wanted row stands in the text; rows that are not wanted hide none that are.
    pub fn any_of(&self, text: &str, wanted: impl Fn(usize) -> bool) -> bool {
        self.automaton
            .find_overlapping_iter(text)
            .any(|m| on_word_borders(text, m.start(), m.end()) && wanted(self.rows[m.pattern().as_usize()]))
    }

    /// Whether any name stands in the text; cheaper than `find`.
    pub fn any(&self, text: &str) -> bool {
        self.automaton.find_overlapping_iter(text).any(|m| on_word_borders(text, m.start(), m.end()))
    }
}

/// Whether no letter runs on before or after a stretch; digits may ("500RMB").
fn on_letter_borders(text: &str, start: usize, end: usize) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    let joins = |a: Option<char>, b: Option<char>| letter(a) && letter(b);
    !joins(text[..start].chars().next_back(), text[start..].chars().next())
        && !joins(text[..end].chars().next_back(), text[end..].chars().next())
}

/// A name as newspapers' typographies write it.
fn spellings(name: &str) -> Vec<String> {
    let mut all = vec![name.to_owned()];
    for (from, to) in [("'", "\u{2019}"), ("-", "\u{2011}"), (" ", "\u{a0}")] {
        if name.contains(from) {
            all.push(name.replace(from, to));
        }
    }
    all
}

/// Whether a stretch is not cut out of the middle of a word.
pub fn on_word_borders(text: &str, start: usize, end: usize) -> bool {
    let inner_first = text[start..].chars().next();
    let inner_last = text[..end].chars().next_back();
    let before = text[..start].chars().next_back();
    let after = text[end..].chars().next();
    let joins = |a: Option<char>, b: Option<char>| {
        a.is_some_and(char::is_alphanumeric) && b.is_some_and(char::is_alphanumeric)
    };
    !joins(before, inner_first) && !joins(inner_last, after)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longest_name_on_word_borders_wins() {
        let matcher = Matcher::new([("drone", 0), ("drone parts", 1), ("port", 2)], Case::Any).unwrap();
        let text = "Drone parts, drones and a drone at the airport";
        let found: Vec<_> = matcher.find(text).into_iter().map(|(s, row)| (s.of(text), row)).collect();
        assert_eq!(found, [("Drone parts", 1), ("drone", 0)]);
    }

    #[test]
    fn typographic_apostrophes_are_the_same_name() {
        let matcher = Matcher::new([("people's republic", 7)], Case::Any).unwrap();
        assert_eq!(matcher.find("The People\u{2019}s Republic").len(), 1);
    }
}
