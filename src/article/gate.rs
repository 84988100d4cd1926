//! The gate before one tag: html5ever compares each attribute with all before it, so that a tag with a hundred
//! thousand of them takes minutes. While a tag is read nothing is written to the tree; where that lasts
//! suspiciously long, the attributes so far are counted.

use std::collections::BTreeSet;

/// Bytes without a write before the gate looks.
const SUSPICIOUS: usize = 32 * 1024;
/// Attributes of one tag; drawings have a few long ones, never so many.
const MAX_ATTRIBUTES: usize = 2000;

/// Bytes of the chunk in which the tag may begin: what `dom` feeds at a time, and a character more.
const FIRST_CHUNK: usize = 4100;

/// Watches a parse from chunk to chunk.
#[derive(Default)]
pub struct Gate {
    writes: usize,
    /// Where the chunk begins in which something was written last.
    since: usize,
    fed: usize,
    looked: usize,
}

impl Gate {
    /// Called when the first `fed` bytes of the page are fed; whether what is read now is beyond the limits.
    pub fn shuts(&mut self, html: &str, fed: usize, writes: usize) -> bool {
        let before = std::mem::replace(&mut self.fed, fed);
        if writes != self.writes {
            (self.writes, self.since, self.looked) = (writes, before, SUSPICIOUS);
            return false;
        }
        let window = &html.as_bytes()[self.since..fed];
        if window.len() < self.looked.max(SUSPICIOUS) {
            return false;
        }
        // Looking again only when the window has doubled keeps this linear.
        self.looked = window.len() * 2;
        has_swollen_tag(window)
    }
}

/// Whether a tag of the window has too many attributes. The tag being read, or one that the tree has ignored,
/// begins behind a point of the first chunk that is not known; so every tag of that chunk is taken for a start.
fn has_swollen_tag(window: &[u8]) -> bool {
    let mut seen = BTreeSet::new();
    let starts = (0..window.len().min(FIRST_CHUNK)).filter(|at| opens_tag(window, *at));
    starts.into_iter().any(|start| {
        let mut at = start;
        while at < window.len() && seen.insert(at) {
            let (count, length) = attributes(&window[at..]);
            if count > MAX_ATTRIBUTES {
                return true;
            }
            at = next_tag(window, at + length);
        }
        false
    })
}

fn opens_tag(window: &[u8], at: usize) -> bool {
    window[at] == b'<' && window.get(at + 1).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'/')
}

/// Where the next tag begins, comments passed over.
fn next_tag(window: &[u8], mut at: usize) -> usize {
    while at < window.len() && !opens_tag(window, at) {
        let rest = &window[at..];
        at += if rest.starts_with(b"<!-->") {
            5
        } else if rest.starts_with(b"<!--->") {
            6
        } else if rest.starts_with(b"<!--") {
            let end = rest.windows(3).skip(4).position(|three| three == b"-->").map(|end| end + 7);
            let odd = rest.windows(4).skip(4).position(|four| four == b"--!>").map(|end| end + 8);
            end.unwrap_or(rest.len()).min(odd.unwrap_or(rest.len()))
        } else {
            1
        };
    }
    at
}

/// Attributes of the tag that the bytes begin with, up to where it or they end; and how long it is.
fn attributes(tag: &[u8]) -> (usize, usize) {
    let blank = |b: u8| b.is_ascii_whitespace() || b == b'/';
    let mut at = 2 + tag.iter().skip(2).position(|b| blank(*b) || *b == b'>').unwrap_or(tag.len());
    let mut count = 0;
    while at < tag.len() && tag[at] != b'>' {
        if blank(tag[at]) {
            at += 1;
            continue;
        }
        count += 1;
        // An equals sign may begin a name.
        at += usize::from(tag[at] == b'=');
        while at < tag.len() && !blank(tag[at]) && !b"=>".contains(&tag[at]) {
            at += 1;
        }
        at = past_value(tag, at);
    }
    (count, at.max(2))
}

/// Skips "= value", quoted or bare.
fn past_value(tag: &[u8], mut at: usize) -> usize {
    let is = |at: usize, wanted: &[u8]| tag.get(at).is_some_and(|b| wanted.contains(b));
    let blanks = tag[at.min(tag.len())..].iter().take_while(|b| b.is_ascii_whitespace()).count();
    if !is(at + blanks, b"=") {
        return at;
    }
    at += blanks + 1;
    at = at.min(tag.len());
    at += tag[at..].iter().take_while(|b| b.is_ascii_whitespace()).count();
    if is(at, b"\"'") {
        let quote = tag[at];
        return tag[at + 1..].iter().position(|b| *b == quote).map_or(tag.len(), |end| at + 1 + end + 1);
    }
    at + tag[at..].iter().take_while(|b| !b.is_ascii_whitespace() && **b != b'>').count()
}

#[cfg(test)]
mod tests {
    use super::{attributes, has_swollen_tag};

    #[test]
    fn counts_the_attributes_of_a_tag() {
        let count = |tag: &[u8]| attributes(tag).0;
        assert_eq!(count(b"<p>"), 0);
        assert_eq!(count(b"<p a b=c d = \"e > f\" g='h'i>j k"), 5);
        assert_eq!(count(b"<path d='M0 0 L1 1 2 2'/>"), 1);
        assert_eq!(count(b"<p a = "), 1);
        assert_eq!(count(b"<p =a =b c>"), 2);
    }

    #[test]
    fn finds_the_swollen_tag_whatever_hides_it() {
        let many: String = (0..3000).map(|n| format!(" a{n}='>'")).collect();
        for before in ["", "x' ", "\"<!-- ", "<!-- <a ' --><select>", "<!--><i title='<b'>"] {
            assert!(has_swollen_tag(format!("{before}<p{many}").as_bytes()), "{before}");
        }
        assert!(!has_swollen_tag(format!("<!--{}-->", "word ".repeat(5000)).as_bytes()));
        assert!(!has_swollen_tag(format!("<img src=\"{}\">", "A/B ".repeat(50_000)).as_bytes()));
    }
}
