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
/// Since names stand on borders, the pieces of a name (words, and marks one by one) are whole pieces of the text. So
/// each piece of the text is looked up once, and names are compared only where their first piece stands; those of
/// two pieces and more ("the war") only where both do, since many start with the same word.
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
    /// A bit for each slot: whether the first piece of a name falls on it. Small, so that it stays close by.
    opens: Vec<u64>,
    /// The same for the names of two pieces and more.
    leads: Vec<u64>,
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
        let (mut names, mut entries, mut first, mut leading) = (String::new(), vec![], vec![], vec![]);
        for (name, row) in pairs {
            for spelling in spellings(name) {
                let mut pieces = Pieces { text: &spelling, at: 0, borders };
                let Some((_, end)) = pieces.next() else { continue };
                let own = hash(&spelling.as_bytes()[..end], case);
                let both = pieces.next().map(|(_, end)| hash(&spelling.as_bytes()[..end], case));
                first.push(own);
                leading.extend(both.map(|_| own));
                let start = names.len() as u32;
                names.push_str(&spelling);
                entries.push(Entry { hash: both.unwrap_or(own), start, end: names.len() as u32, row });
            }
        }
        let count = (2 * entries.len()).next_power_of_two();
        let slot = |hash: u32| hash as usize & (count - 1);
        entries.sort_by_key(|entry| slot(entry.hash));
        let before = |at: usize| entries.partition_point(|entry| slot(entry.hash) < at) as u32;
        let slots = (0..=count).map(before).collect();
        let bits = |hashes: Vec<u32>| {
            let mut bits = vec![0; count.div_ceil(64)];
            for slot in hashes.into_iter().map(slot) {
                bits[slot / 64] |= 1 << (slot % 64);
            }
            bits
        };
        Matcher { case, borders, names, entries, slots, opens: bits(first), leads: bits(leading) }
    }

    /// Every name in the text that starts and ends on a border: longest first at each place,
    /// and none inside another. Where two rows share a name, each is given, in order of row.
    pub fn find(&self, text: &str) -> Vec<(Span, usize)> {
        let mut found: Vec<(Span, usize)> = Vec::new();
        self.search(text, |span, row| {
            found.push((span, row));
            false
        });
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
        self.search(text, |_, row| wanted(row))
    }

    /// Whether any name stands in the text; cheaper than `find`.
    pub fn any(&self, text: &str) -> bool {
        self.search(text, |_, _| true)
    }

    /// Shows every name in the text, also those inside others, until one is enough; the answer says whether one was.
    fn search(&self, text: &str, mut enough: impl FnMut(Span, usize) -> bool) -> bool {
        for (start, end) in (Pieces { text, at: 0, borders: self.borders }) {
            for entry in self.starting(text, start, end).into_iter().flatten() {
                if let Some(span) = self.stands(text, start, entry)
                    && enough(span, entry.row)
                {
                    return true;
                }
            }
        }
        false
    }

    /// Where a name ends that stands whole at a place of the text.
    fn stands(&self, text: &str, start: usize, entry: &Entry) -> Option<Span> {
        let name = self.names.get(entry.start as usize..entry.end as usize)?;
        let end = start + name.len();
        let stretch = text.as_bytes().get(start..end)?;
        let same = match self.case {
            Case::Exact => stretch == name.as_bytes(),
            Case::Any => stretch.eq_ignore_ascii_case(name.as_bytes()),
        };
        (same && self.ends(text, end)).then(|| Span::new(start, end))
    }

    /// The entries that may start with this piece: those of one piece, and those of more.
    #[inline]
    fn starting(&self, text: &str, start: usize, end: usize) -> [&[Entry]; 2] {
        let first = hash(&text.as_bytes()[start..end], self.case);
        let slot = first as usize & (self.slots.len() - 2);
        let stands = |bits: &[u64]| bits[slot / 64] >> (slot % 64) & 1 == 1;
        if !stands(&self.opens) {
            return [&[]; 2];
        }
        let long = || {
            let (_, end) = Pieces { text, at: end, borders: self.borders }.next()?;
            Some(self.on_slot(hash(&text.as_bytes()[start..end], self.case)))
        };
        [self.on_slot(first), stands(&self.leads).then(long).flatten().unwrap_or(&[])]
    }

    /// The entries that fall on the slot of a hash.
    #[inline]
    fn on_slot(&self, hash: u32) -> &[Entry] {
        let slot = hash as usize & (self.slots.len() - 2);
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

/// For each byte of ASCII, a bit for each kind of borders by which it may not be cut from its like.
const JOINING: [u8; 256] = {
    let mut joining = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        joining[byte] = ((byte as u8).is_ascii_alphanumeric() as u8) << Borders::Words as u8
            | ((byte as u8).is_ascii_alphabetic() as u8) << Borders::Letters as u8;
        byte += 1;
    }
    joining
};

/// The pieces of a text: runs of what may not be cut, and every other character by itself, but no blanks.
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
        let start = self.at + bytes.get(self.at..)?.iter().take_while(|&&byte| byte == b' ').count();
        let first = *bytes.get(start)?;
        let joins = 1 << self.borders as u8;
        let mut end = start;
        while bytes.get(end).is_some_and(|&byte| JOINING[usize::from(byte)] & joins != 0) {
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

/// A hash of the start, the end and the length of a piece, the same in capitals and without where case does not count.
#[inline]
fn hash(piece: &[u8], case: Case) -> u32 {
    let ends = match (piece.first_chunk(), piece.last_chunk(), piece.first_chunk(), piece.last_chunk()) {
        (Some(first), Some(last), ..) => [u64::from_le_bytes(*first), u64::from_le_bytes(*last)],
        (_, _, Some(first), Some(last)) => {
            [u32::from_le_bytes(*first), u32::from_le_bytes(*last)].map(u64::from)
        }
        _ => [piece.iter().fold(0, |value, byte| value << 8 | u64::from(*byte)), 0],
    };
    // This bit alone tells small letters from capitals.
    let folded = if case == Case::Any { 0x2020_2020_2020_2020 } else { 0 };
    let [first, last] = ends.map(|end| (end | folded).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let value = (first ^ last.rotate_left(29) ^ piece.len() as u64).wrapping_mul(0xff51_afd7_ed55_8ccd);
    (value >> 32) as u32
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
