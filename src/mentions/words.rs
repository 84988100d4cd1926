//! The words of a stretch of raw text, for the grammars of numbers: runs of letters, runs of digits, single marks.

use crate::model::{Document, Span};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Letters,
    /// Digits with the points and commas between them: `1,234.5`, `21.03.2024`.
    Digits,
    Mark,
}

#[derive(Clone, Copy, Debug)]
pub struct Word {
    pub span: Span,
    pub kind: Kind,
    /// Whether nothing parts it from the word before.
    pub glued: bool,
}

/// The words of one block of a text. A word that is not there reads as the empty string.
pub struct Words<'t> {
    pub text: &'t str,
    list: Vec<Word>,
}

/// A word in lower case, kept on the stack; words longer than any that a grammar knows read as empty.
pub struct Lower {
    bytes: [u8; 16],
    len: usize,
}

impl Lower {
    pub fn of(word: &str) -> Lower {
        let mut lower = Lower { bytes: [0; 16], len: 0 };
        if word.len() <= lower.bytes.len() {
            for (to, from) in lower.bytes.iter_mut().zip(word.bytes()) {
                *to = from.to_ascii_lowercase();
            }
            lower.len = word.len();
        }
        lower
    }

    pub fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or(&[])
    }
}

/// The stretches that are read on their own: the article's blocks, or the whole text where it has none.
pub fn stretches(document: &Document) -> Vec<Span> {
    if document.article.blocks.is_empty() {
        return vec![Span::new(0, document.text().len())];
    }
    document.article.blocks.iter().map(|block| block.span).collect()
}

impl<'t> Words<'t> {
    pub fn of(text: &'t str, stretch: Span) -> Words<'t> {
        let mut list = Vec::with_capacity(stretch.len() / 5);
        let (mut at, end) = (stretch.start as usize, stretch.range().end.min(text.len()));
        let mut glued = false;
        while at < end {
            let Some((kind, next)) = lex(text, at) else {
                let Some(blank) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
                at += blank.len_utf8();
                glued = false;
                continue;
            };
            let next = next.min(end);
            list.push(Word { span: Span::new(at, next), kind, glued });
            glued = true;
            at = next;
        }
        Words { text, list }
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    pub fn get(&self, i: usize) -> Option<Word> {
        self.list.get(i).copied()
    }

    pub fn word(&self, i: usize) -> &'t str {
        self.list.get(i).map_or("", |w| w.span.of(self.text))
    }

    /// The word `back` places before `i`; empty at the start of the stretch.
    pub fn before(&self, i: usize, back: usize) -> &'t str {
        i.checked_sub(back).map_or("", |at| self.word(at))
    }

    pub fn kind(&self, i: usize) -> Option<Kind> {
        self.list.get(i).map(|w| w.kind)
    }

    pub fn glued(&self, i: usize) -> bool {
        self.list.get(i).is_some_and(|w| w.glued)
    }

    /// Whether the word reads so, whatever its capitals.
    pub fn is(&self, i: usize, word: &str) -> bool {
        self.word(i).eq_ignore_ascii_case(word)
    }

    pub fn is_any(&self, i: usize, words: &[&str]) -> bool {
        let word = self.word(i);
        !word.is_empty() && words.iter().any(|w| word.eq_ignore_ascii_case(w))
    }

    /// Whether the words from `i` on read so.
    pub fn reads(&self, i: usize, phrase: &[&str]) -> bool {
        phrase.iter().enumerate().all(|(k, w)| self.is(i + k, w))
    }

    /// Whether the words that end just before `i` read so.
    pub fn reads_before(&self, i: usize, phrase: &[&str]) -> bool {
        i >= phrase.len() && self.reads(i - phrase.len(), phrase)
    }

    /// The bytes from the start of one word to the end of the word before `to`.
    pub fn span(&self, from: usize, to: usize) -> Span {
        match (self.get(from), to.checked_sub(1).and_then(|last| self.get(last))) {
            (Some(first), Some(last)) => {
                Span { start: first.span.start, end: last.span.end.max(first.span.start) }
            }
            _ => Span::default(),
        }
    }

    pub fn of_span(&self, from: usize, to: usize) -> &'t str {
        self.span(from, to).of(self.text)
    }

    /// The first word that starts at or after a byte.
    pub fn at(&self, byte: u32) -> usize {
        self.list.partition_point(|w| w.span.start < byte)
    }

    pub fn is_hyphen(&self, i: usize) -> bool {
        matches!(self.word(i), "-" | "\u{2010}" | "\u{2011}")
    }

    pub fn is_dash(&self, i: usize) -> bool {
        self.is_hyphen(i) || matches!(self.word(i), "\u{2013}" | "\u{2014}" | "\u{2012}" | "\u{2212}")
    }

    /// Whether a word starts with a capital.
    pub fn is_capital(&self, i: usize) -> bool {
        self.word(i).chars().next().is_some_and(char::is_uppercase)
    }

    /// Whether a word opens its sentence, as far as marks can tell.
    pub fn opens_sentence(&self, i: usize) -> bool {
        match self.before(i, 1) {
            "" | "!" | "?" | "\u{201c}" | "\"" | ":" | "\u{2022}" | "\u{2014}" | "\u{2018}" => true,
            "." => !self.glued(i) && self.before(i, 2).len() > 1,
            _ => false,
        }
    }

    /// The first word of the sentence around `i`, at most `reach` words back.
    pub fn sentence_start(&self, i: usize, reach: usize) -> usize {
        let floor = i.saturating_sub(reach);
        (floor..=i).rev().find(|at| *at == floor || self.ends_sentence(at - 1)).unwrap_or(floor)
    }

    /// The word past the end of the sentence around `i`, at most `reach` words on.
    pub fn sentence_end(&self, i: usize, reach: usize) -> usize {
        let ceiling = (i + reach).min(self.len());
        (i..ceiling).find(|at| self.ends_sentence(*at)).unwrap_or(ceiling)
    }

    fn ends_sentence(&self, i: usize) -> bool {
        match self.word(i) {
            "!" | "?" => true,
            "." => {
                let next = self.get(i + 1);
                next.is_none_or(|w| !w.glued) && (self.is_capital(i + 1) || next.is_none()) && {
                    let last = self.before(i, 1);
                    (last.len() > 1 || last.bytes().all(|b| b.is_ascii_digit()))
                        && !ABBREVIATIONS.iter().any(|a| last.eq_ignore_ascii_case(a))
                }
            }
            _ => false,
        }
    }
}

/// Short forms whose point does not end a sentence, where figures stand near them.
const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "no", "st", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept",
    "oct", "nov", "dec", "gen", "sen", "rep", "gov", "inc", "ltd", "co", "corp", "rs", "approx", "vs",
];

/// The word that starts at a byte: its kind and its end; `None` for white space.
fn lex(text: &str, at: usize) -> Option<(Kind, usize)> {
    let bytes = text.as_bytes();
    let first = *bytes.get(at)?;
    if first.is_ascii_digit() {
        return Some((Kind::Digits, digits_end(bytes, at)));
    }
    if first.is_ascii_alphabetic() {
        return Some((Kind::Letters, letters_end(text, at)));
    }
    if first < 0x80 {
        return (!first.is_ascii_whitespace()).then_some((Kind::Mark, at + 1));
    }
    let c = text.get(at..)?.chars().next()?;
    if c.is_whitespace() {
        None
    } else if c.is_alphabetic() {
        Some((Kind::Letters, letters_end(text, at)))
    } else {
        Some((Kind::Mark, at + c.len_utf8()))
    }
}

fn letters_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let mut end = at;
    while bytes.get(end).is_some_and(u8::is_ascii_alphabetic) {
        end += 1;
    }
    match bytes.get(end) {
        Some(byte) if *byte >= 0x80 => text
            .get(end..)
            .and_then(|rest| rest.char_indices().find(|(_, c)| !c.is_alphabetic()).map(|(to, _)| end + to))
            .unwrap_or(text.len()),
        _ => end,
    }
}

fn digits_end(bytes: &[u8], at: usize) -> usize {
    let digit = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_digit);
    let mut end = at;
    loop {
        while digit(end) {
            end += 1;
        }
        let separates = match bytes.get(end) {
            Some(b'.' | b',') => digit(end + 1),
            Some(b'\'') => digit(end + 1) && digit(end + 2) && digit(end + 3) && !digit(end + 4),
            _ => false,
        };
        if !separates {
            return end;
        }
        end += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_letters_and_marks_part() {
        let text = "US$1.2bn, 12-million; Russia’s 1,234.5 in 2022.";
        let words = Words::of(text, Span::new(0, text.len()));
        let all: Vec<_> = (0..words.len()).map(|i| words.word(i)).collect();
        let expected = [
            "US", "$", "1.2", "bn", ",", "12", "-", "million", ";", "Russia", "’", "s", "1,234.5", "in",
            "2022", ".",
        ];
        assert_eq!(all, expected);
        assert!(words.glued(3) && !words.glued(5));
    }
}
