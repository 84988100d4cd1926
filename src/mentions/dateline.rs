//! The dateline of a report ("MOSCOW, March 6 (Reuters) –"): where it was written, not what it is about.

use crate::model::{Document, Span};

/// A dateline is never longer than this many bytes.
const LONGEST: usize = 90;

/// Whether a span stands in the dateline of its block.
pub fn holds(document: &Document, span: Span) -> bool {
    let blocks = &document.article.blocks;
    let Some(block) = blocks.partition_point(|b| b.span.start <= span.start).checked_sub(1) else {
        return false;
    };
    let start = blocks[block].span.start;
    (span.start - start) < LONGEST as u32
        && span.end <= start + length(blocks[block].span.of(document.text()))
}

/// How many bytes at the front of a block are its dateline; 0 where it has none.
pub fn length(block: &str) -> u32 {
    let mut cut = block.len().min(LONGEST);
    while !block.is_char_boundary(cut) {
        cut -= 1;
    }
    let head = &block[..cut];
    let Some(dash) =
        ["\u{2014}", "\u{2013}", " -- ", " - ", "(Reuters)", "(AP)", "(AFP)", "(Xinhua)", "(TASS)"]
            .iter()
            .filter_map(|mark| head.find(mark).map(|at| (at, mark.len())))
            .min()
    else {
        return 0;
    };
    let place = &head[..dash.0];
    let by_agency = head[dash.0..].starts_with('(');
    if is_place(place, by_agency) { (dash.0 + dash.1) as u32 } else { 0 }
}

/// A town in capitals, or a capitalised town with an agency in brackets or a date behind it.
fn is_place(place: &str, by_agency: bool) -> bool {
    let place = place.trim();
    let bracket = place.find('(').unwrap_or(place.len());
    let (names, agency) = place.split_at(bracket);
    let words: Vec<&str> = names.split([' ', ',', '/', '.']).filter(|w| !w.is_empty()).collect();
    let Some(first) = words.first() else { return false };
    let shouted = first.len() > 2 && first.chars().all(|c| c.is_uppercase() || c == '-' || c == '\'');
    let plain = words.iter().all(|w| w.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()));
    plain && words.len() <= 8 && (shouted || by_agency || !agency.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines_end_at_their_dash() {
        assert_eq!(length("MOSCOW (Reuters) - Russia said"), 16);
        assert!(length("BEIJING, March 6 (Xinhua) -- China said") > 20);
        assert!(length("Hong Kong (AP) — The city") > 10);
        assert_eq!(length("Russia said on Monday — as it had before — that"), 0);
        assert_eq!(length("China – the largest maker – sells"), 0);
    }
}
