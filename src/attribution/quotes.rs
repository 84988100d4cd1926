//! Pairs quotation marks: curly, straight, guillemets, low-high and single, over sentences and paragraphs.
//!
//! Only the outermost quotation counts; one inside another stays part of its words. A quotation that runs over
//! paragraphs opens again at each and closes once: each paragraph's stretch is a piece of its own.

use crate::model::{Document, Span};

/// One stretch of quoted words within a block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quote {
    /// With its marks.
    pub outer: Span,
    /// Without them.
    pub inner: Span,
    pub block: usize,
    /// Whether it goes on a quotation left open in the block before.
    pub continues: bool,
    /// Whether it is left open for the block after.
    pub open: bool,
}

/// Every quotation, in order.
pub fn pair(document: &Document) -> Vec<Quote> {
    let mut quotes: Vec<Quote> = Vec::new();
    for (block, place) in document.article.blocks.iter().enumerate() {
        let words = place.span.of(document.text());
        let found = in_block(words, place.span.start as usize, block);
        let starts_quoted = words.starts_with(['\u{201c}', '"', '\u{ab}', '\u{2018}', '\u{201e}']);
        let left_open = quotes.last().is_some_and(|q| q.open && q.block + 1 == block);
        if left_open && !starts_quoted {
            // Nothing takes the quotation up again, so its opening mark was a slip.
            quotes.pop();
        }
        for (i, mut quote) in found.into_iter().enumerate() {
            quote.continues = i == 0 && left_open && starts_quoted;
            quotes.push(quote);
        }
    }
    if quotes.last().is_some_and(|q| q.open) {
        quotes.pop();
    }
    quotes
}

/// What closes an opening mark.
fn closers(open: char) -> &'static [char] {
    match open {
        '\u{201c}' => &['\u{201d}', '"'],
        '"' => &['"', '\u{201d}'],
        '\u{201e}' => &['\u{201c}', '\u{201d}', '"'],
        '\u{ab}' => &['\u{bb}'],
        '\u{2018}' => &['\u{2019}', '\''],
        _ => &['\'', '\u{2019}'],
    }
}

fn in_block(words: &str, offset: usize, block: usize) -> Vec<Quote> {
    let marks: Vec<(usize, char)> = words
        .char_indices()
        .filter(|(_, c)| {
            matches!(
                c,
                '"' | '\''
                    | '\u{201c}'
                    | '\u{201d}'
                    | '\u{201e}'
                    | '\u{ab}'
                    | '\u{bb}'
                    | '\u{2018}'
                    | '\u{2019}'
            )
        })
        .collect();
    let mut quotes = Vec::new();
    let mut at = 0;
    while at < marks.len() {
        let (start, mark) = marks[at];
        at += 1;
        if !opens(words, start, mark) {
            continue;
        }
        let single = matches!(mark, '\'' | '\u{2018}');
        let close = closing(words, &marks[at..], mark, single);
        let inner_start = start + mark.len_utf8();
        let quote = |inner_end: usize, outer_end: usize, open: bool| Quote {
            outer: Span::new(offset + start, offset + outer_end),
            inner: Span::new(offset + inner_start, offset + inner_end),
            block,
            continues: false,
            open,
        };
        match close {
            Some(next) => {
                let (end, closer) = marks[at + next];
                quotes.push(quote(end, end + closer.len_utf8(), false));
                at += next + 1;
            }
            None if !single => {
                quotes.push(quote(words.len(), words.len(), true));
                break;
            }
            None => {}
        }
    }
    quotes
}

fn neighbours(words: &str, at: usize, mark: char) -> (Option<char>, Option<char>) {
    (words[..at].chars().next_back(), words[at + mark.len_utf8()..].chars().next())
}

/// Whether a mark may open: at the start of a word, after a space or another opening mark.
fn opens(words: &str, at: usize, mark: char) -> bool {
    let (before, after) = neighbours(words, at, mark);
    let at_start =
        before.is_none_or(|c| c.is_whitespace() || "([{\u{2014}\u{2013}-/\u{201c}\"'\u{2018}:".contains(c));
    let onto_word = after.is_some_and(|c| !c.is_whitespace() && !",.;:!?)".contains(c));
    match mark {
        '\u{201c}' | '\u{ab}' | '\u{201e}' => after.is_some_and(|c| !c.is_whitespace()),
        '"' | '\u{2018}' => at_start && (onto_word || after == Some('.')),
        '\'' => at_start && onto_word && !after.is_some_and(|c| c.is_ascii_digit()) && before != Some('-'),
        _ => false,
    }
}

/// The index, within the marks that follow, of the one that closes.
fn closing(words: &str, following: &[(usize, char)], mark: char, single: bool) -> Option<usize> {
    let closers = closers(mark);
    let mut fallback = None;
    // A quotation with more marks inside is none; the bound keeps a page of stray marks linear.
    for (i, &(at, c)) in following.iter().enumerate().take(400) {
        // A second curly opening mark means that the first was left open.
        if !single && mark == '\u{201c}' && c == mark {
            return None;
        }
        if !closers.contains(&c) {
            continue;
        }
        let (before, after) = neighbours(words, at, c);
        let ends_word = after.is_none_or(|c| !c.is_alphanumeric());
        if !single {
            let really = c != '"' || before.is_some_and(|b| !b.is_whitespace()) || ends_word;
            if really {
                return Some(i);
            }
            continue;
        }
        if !ends_word || before.is_none_or(char::is_whitespace) {
            continue;
        }
        // After an s it may be a possessive ("the officials' view"); a mark after a full stop or comma is not.
        match before {
            Some('s') => {
                fallback.get_or_insert(i);
            }
            _ => return Some(i),
        }
    }
    fallback
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Article, BlockKind};

    fn found(paragraphs: &[&str]) -> Vec<(String, bool)> {
        let article = Article::from_blocks(paragraphs.iter().map(|p| (BlockKind::Paragraph, *p)));
        let document = Document { article, ..Document::default() };
        pair(&document).into_iter().map(|q| (q.inner.of(document.text()).to_owned(), q.continues)).collect()
    }

    #[test]
    fn marks_of_every_kind_pair() {
        for (text, inner) in [
            ("\u{201c}We go,\u{201d} he said.", "We go,"),
            ("\"We go,\" he said.", "We go,"),
            ("\u{ab}We go,\u{bb} he said.", "We go,"),
            ("\u{201e}We go,\u{201c} he said.", "We go,"),
            ("\u{2018}We don\u{2019}t go,\u{2019} he said.", "We don\u{2019}t go,"),
            ("'We don't go,' he said.", "We don't go,"),
        ] {
            assert_eq!(found(&[text]), [(inner.to_owned(), false)], "{text}");
        }
    }

    #[test]
    fn apostrophes_are_not_quotations() {
        assert!(found(&["The officials' view of the '90s isn't the firms' view."]).is_empty());
    }

    #[test]
    fn a_quotation_opens_again_at_each_paragraph() {
        let found = found(&["\u{201c}First.", "\u{201c}Second,\u{201d} he said."]);
        assert_eq!(found, [("First.".to_owned(), false), ("Second,".to_owned(), true)]);
    }

    #[test]
    fn a_mark_that_never_closes_is_a_slip() {
        assert!(found(&["He said \u{201c}no and left.", "Next day he came back."]).is_empty());
    }

    #[test]
    fn one_quotation_inside_another_is_part_of_it() {
        let found = found(&["\u{201c}He told me, \u{2018}Go,\u{2019} and I went,\u{201d} she said."]);
        assert_eq!(found.len(), 1);
    }
}
