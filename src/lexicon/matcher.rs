//! Finds many names in a text at once, on word borders, the longest at each place.

use crate::model::Span;

/// Whether letters must be written as in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Case {
    Exact,
    Any,
}

/// What may not run on before or after a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Borders {
    /// Neither letters nor digits, where the name itself starts or ends with one.
    Words,
    /// No letter where the name starts or ends with one; digits may ("500RMB").
    Letters,
}

/// Names of rows, ready to be looked for. Typographic and straight apostrophes count as one,
/// as do hyphens and the non-breaking hyphen: the text is searched as it stands, so a name
/// with either is entered in each spelling.
///
/// Since names stand on borders, the first piece of a name (a word, or one mark) is a whole piece of the text.
/// So each piece of the text is looked up once, and names are compared only where their first piece stands.
#[derive(Debug)]
pub struct Matcher {
    case: Case,
    borders: Borders,
    /// Every name, one after another.
    names: String,
    /// Sorted by slot.
    entries: Vec<Entry>,
    /// Where the entries of each slot start, and where the last ones end; a power of two and one.
    slots: Vec<u32>,
    /// For each byte, how long the first pieces are that start with it: a bit a length.
    openers: [u64; 256],
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    hash: u32,
    start: u32,
    end: u32,
    row: usize,
}

impl Matcher {
    /// A matcher over (name, row) pairs, for names on the borders of words.
    pub fn new<'n>(names: impl IntoIterator<Item = (&'n str, usize)>, case: Case) -> Matcher {
        Matcher::build(names, case, Borders::Words)
    }

    /// A matcher for names to which digits may be glued ("500RMB").
    pub fn among_digits<'n>(names: impl IntoIterator<Item = (&'n str, usize)>, case: Case) -> Matcher {
        Matcher::build(names, case, Borders::Letters)
    }

    fn build<'n>(pairs: impl IntoIterator<Item = (&'n str, usize)>, case: Case, borders: Borders) -> Matcher {
        let (mut names, mut entries, mut openers) = (String::new(), Vec::new(), [0; 256]);
        for (name, row) in pairs {
            for spelling in spellings(name) {
                let Some((_, end)) = (Pieces { text: &spelling, at: 0, borders }).next() else { continue };
                let piece = &spelling.as_bytes()[..end];
                for first in [piece[0].to_ascii_lowercase(), piece[0].to_ascii_uppercase()] {
                    if case == Case::Any || first == piece[0] {
                        openers[usize::from(first)] |= length_bit(end);
                    }
                }
                let start = names.len() as u32;
                names.push_str(&spelling);
                entries.push(Entry { hash: hash(piece, case), start, end: names.len() as u32, row });
            }
        }
        let count = (2 * entries.len()).next_power_of_two();
        let slot = |entry: &Entry| entry.hash as usize & (count - 1);
        entries.sort_by_key(slot);
        let slots = (0..=count).map(|at| entries.partition_point(|entry| slot(entry) < at) as u32).collect();
        Matcher { case, borders, names, entries, slots, openers }
    }

    /// Every name in the text that starts and ends on a border: longest first at each place,
    /// and none inside another. Where two rows share a name, each is given, in order of row.
    pub fn find(&self, text: &str) -> Vec<(Span, usize)> {
        let mut found: Vec<(Span, usize)> = self.all(text).collect();
        found.sort_unstable_by_key(|(span, row)| (span.start, std::cmp::Reverse(span.end), *row));
        let mut kept: Vec<(Span, usize)> = Vec::with_capacity(found.len());
        for (span, row) in found {
            match kept.last() {
                Some((last, last_row)) if *last == span => {
                    if *last_row != row {
                        kept.push((span, row));
                    }
                }
                // "advanced chip manufacturing equipment": a longer name that runs on past "advanced chip" is meant, as
                // English compounds end in their head.
                Some((last, _))
                    if span.start < last.end && span.end > last.end && span.len() > last.len() =>
                {
                    while kept.last().is_some_and(|(last, _)| last.end > span.start) {
                        kept.pop();
                    }
                    kept.push((span, row));
                }
                Some((last, _)) if span.start < last.end => {}
                _ => kept.push((span, row)),
            }
        }
        kept
    }

    /// Whether a name of a wanted row stands in the text; rows that are not wanted hide none that are.
    pub fn any_of(&self, text: &str, wanted: impl Fn(usize) -> bool) -> bool {
        self.all(text).any(|(_, row)| wanted(row))
    }

    /// Whether any name stands in the text; cheaper than `find`.
    pub fn any(&self, text: &str) -> bool {
        self.all(text).next().is_some()
    }

    /// Every name in the text, also those inside others.
    fn all<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (Span, usize)> + 't {
        let pieces = Pieces { text, at: 0, borders: self.borders };
        pieces.flat_map(move |(start, end)| {
            self.starting(&text.as_bytes()[start..end]).iter().filter_map(move |entry| {
                let name = self.names.get(entry.start as usize..entry.end as usize)?;
                let end = start + name.len();
                let stretch = text.as_bytes().get(start..end)?;
                let same = match self.case {
                    Case::Exact => stretch == name.as_bytes(),
                    Case::Any => stretch.eq_ignore_ascii_case(name.as_bytes()),
                };
                (same && self.ends(text, end)).then(|| (Span::new(start, end), entry.row))
            })
        })
    }

    /// The entries whose first piece may be this one.
    #[inline]
    fn starting(&self, piece: &[u8]) -> &[Entry] {
        let opens = piece.first().map_or(0, |&first| self.openers[usize::from(first)]);
        if opens & length_bit(piece.len()) == 0 {
            return &[];
        }
        let slot = hash(piece, self.case) as usize & (self.slots.len() - 2);
        self.entries.get(self.slots[slot] as usize..self.slots[slot + 1] as usize).unwrap_or(&[])
    }

    /// Whether a name that ends here is not cut out of something longer. Where it starts is a border anyway.
    fn ends(&self, text: &str, end: usize) -> bool {
        let joins = |c: Option<char>| c.is_some_and(|c| self.borders.joins(c));
        !(joins(text[..end].chars().next_back()) && joins(text[end..].chars().next()))
    }
}

impl Borders {
    fn joins(self, c: char) -> bool {
        match self {
            Borders::Words => c.is_alphanumeric(),
            Borders::Letters => c.is_alphabetic(),
        }
    }
}

/// The pieces of a text: runs of what may not be cut, and every other character by itself.
struct Pieces<'t> {
    text: &'t str,
    at: usize,
    borders: Borders,
}

impl Iterator for Pieces<'_> {
    type Item = (usize, usize);

    #[inline]
    fn next(&mut self) -> Option<(usize, usize)> {
        let bytes = self.text.as_bytes();
        let start = self.at;
        let first = *bytes.get(start)?;
        let plain = match self.borders {
            Borders::Words => u8::is_ascii_alphanumeric,
            Borders::Letters => u8::is_ascii_alphabetic,
        };
        let mut end = start;
        while bytes.get(end).is_some_and(plain) {
            end += 1;
        }
        if bytes.get(end).is_some_and(|b| !b.is_ascii()) {
            let run = |c: &char| self.borders.joins(*c);
            end += self.text[end..].chars().take_while(run).map(char::len_utf8).sum::<usize>();
        }
        if end == start {
            end += if first.is_ascii() { 1 } else { self.text[start..].chars().next()?.len_utf8() };
        }
        self.at = end;
        Some((start, end))
    }
}

/// The bit of a length; all that are long share one.
fn length_bit(length: usize) -> u64 {
    1 << length.min(63)
}

/// FNV-1a of a piece, the same in capitals and without where case does not count.
#[inline]
fn hash(piece: &[u8], case: Case) -> u32 {
    let fold = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    let value = match case {
        Case::Exact => piece.iter().fold(0x811c_9dc5, |value, &byte| fold(value, byte)),
        Case::Any => piece.iter().fold(0x811c_9dc5, |value, byte| fold(value, byte.to_ascii_lowercase())),
    };
    value ^ (value >> 16)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longest_name_on_word_borders_wins() {
        let matcher = Matcher::new([("drone", 0), ("drone parts", 1), ("port", 2)], Case::Any);
        let text = "Drone parts, drones and a drone at the airport";
        let found: Vec<_> = matcher.find(text).into_iter().map(|(s, row)| (s.of(text), row)).collect();
        assert_eq!(found, [("Drone parts", 1), ("drone", 0)]);
    }

    #[test]
    fn case_counts_where_it_is_said_to_and_letters_beyond_ascii_are_letters() {
        let (text, name) = ("écoles, the ECO, Öko and éco", [("eco", 0), ("Öko", 1)]);
        let found = |case| -> Vec<&str> {
            Matcher::new(name, case).find(text).into_iter().map(|(s, _)| s.of(text)).collect()
        };
        assert_eq!(found(Case::Any), ["ECO", "Öko"]);
        assert_eq!(found(Case::Exact), ["Öko"]);
    }

    #[test]
    fn digits_are_glued_to_money_but_letters_are_not() {
        let matcher =
            Matcher::among_digits([("rmb", 0), ("\u{20ac}", 0), ("hong kong dollar", 0)], Case::Any);
        for text in ["500RMB", "RMB500", "a 5\u{20ac}9 note", "5Hong Kong dollar", "é\u{20ac}é"] {
            assert!(matcher.any(text), "{text}");
        }
        for text in ["XRMB", "RMBs", "éRMB", "Hong Kong dollars"] {
            assert!(!matcher.any(text), "{text}");
        }
    }

    #[test]
    fn rows_that_share_a_name_are_each_given_and_names_may_be_marks() {
        let matcher = Matcher::new([("US$", 3), ("Nord", 2), ("Nord", 1), ("$", 4)], Case::Exact);
        assert_eq!(
            matcher.find("Nord, US$5, $5, 5$"),
            [
                (Span::new(0, 4), 1),
                (Span::new(0, 4), 2),
                (Span::new(6, 9), 3),
                (Span::new(12, 13), 4),
                (Span::new(17, 18), 4),
            ]
        );
        assert!(matcher.any_of("Nord", |row| row == 2) && !matcher.any_of("Nord", |row| row == 3));
        assert!(Matcher::new([], Case::Any).find("nothing").is_empty());
    }

    #[test]
    fn typographic_apostrophes_are_the_same_name() {
        let matcher = Matcher::new([("people's republic", 7)], Case::Any);
        assert_eq!(matcher.find("The People\u{2019}s Republic").len(), 1);
    }
}
