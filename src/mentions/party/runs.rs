//! Runs of capitalised words: where names stand.

use crate::lexicon::Lexicon;
use crate::model::{BlockKind, Document, Span};

/// Capitalised words that stand side by side, with nothing but blanks and particles between.
#[derive(Clone, Debug)]
pub struct Run {
    pub tokens: Vec<Span>,
    /// Whether it stands in a title or heading, where capitals say little.
    pub heading: bool,
}

impl Run {
    pub fn span(&self) -> Span {
        cover(&self.tokens)
    }
}

/// The smallest span over some tokens.
pub fn cover(tokens: &[Span]) -> Span {
    match (tokens.first(), tokens.last()) {
        (Some(first), Some(last)) => first.cover(*last),
        _ => Span::default(),
    }
}

/// Small words inside the names of people.
const PARTICLES: [&str; 18] = [
    "al", "bin", "bint", "da", "de", "del", "den", "der", "di", "dos", "du", "el", "la", "le", "ter", "van",
    "von", "y",
];

/// Every run of the article, without the words that only open a sentence.
pub fn cut(document: &Document, lexicon: &Lexicon) -> Vec<Run> {
    let text = document.text();
    let mut runs = Vec::new();
    for block in &document.article.blocks {
        let heading = matches!(block.kind, BlockKind::Title | BlockKind::Heading);
        let (from, words) = (block.span.start as usize, block.span.of(text));
        Cutter { text, lexicon, heading, runs: &mut runs, open: Vec::new(), particles: Vec::new() }
            .cut(from, words);
    }
    runs
}

struct Cutter<'c> {
    text: &'c str,
    lexicon: &'c Lexicon,
    heading: bool,
    runs: &'c mut Vec<Run>,
    open: Vec<Span>,
    particles: Vec<Span>,
}

impl Cutter<'_> {
    fn cut(mut self, from: usize, words: &str) {
        let mut at = 0;
        for chunk in words.split([' ', '\u{a0}']) {
            let start = from + at;
            at += chunk.len() + if words[at + chunk.len()..].starts_with('\u{a0}') { 2 } else { 1 };
            self.take(start, chunk);
            if at >= words.len() {
                break;
            }
        }
        self.close();
    }

    fn take(&mut self, start: usize, chunk: &str) {
        if chunk.as_bytes().first().is_some_and(u8::is_ascii_lowercase) {
            if !self.open.is_empty() && PARTICLES.contains(&chunk) && self.particles.len() < 2 {
                self.particles.push(Span::new(start, start + chunk.len()));
            } else {
                self.close();
            }
            return;
        }
        let core = chunk.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '&');
        let lead = chunk.len() - core.len();
        if lead > 0 {
            self.close();
        }
        let core = core.split(['\u{2014}', '\u{2013}', '(', '/']).next().unwrap_or_default();
        let cut_short = lead + core.len() < chunk.len();
        self.take_core(start + lead, core, cut_short);
    }

    fn take_core(&mut self, start: usize, core: &str, cut_short: bool) {
        let bare = core.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '&');
        let bare_end = start + bare.len();
        let possessive = ["'s", "\u{2019}s"].iter().find_map(|ending| bare.strip_suffix(ending));
        let word = possessive.unwrap_or(bare);
        if !is_capitalised(word) && (self.open.is_empty() || !is_hyphened_given_name(word)) {
            self.close();
            return;
        }
        let trailing = &core[bare.len()..];
        let dotted = trailing.starts_with('.') && self.is_abbreviation(word);
        let end = if dotted { bare_end + 1 } else { start + word.len() };
        self.open.append(&mut self.particles);
        self.open.push(Span::new(start, end));
        let ends = possessive.is_some() || cut_short || !(trailing.is_empty() || dotted && trailing == ".");
        if ends {
            self.close();
        }
    }

    /// "J.", "Inc.", "Gen.": the point belongs to the word.
    fn is_abbreviation(&self, word: &str) -> bool {
        let parties = &self.lexicon.parties;
        word.chars().count() == 1
            || ["Jr", "Sr", "St", "U.S", "U.K", "U.N"].contains(&word)
            || parties.is_rank(word)
            || parties.is_legal_ending(&format!("{word}."))
    }

    fn close(&mut self) {
        self.particles.clear();
        let text = self.text;
        let plain = |span: &Span| self.lexicon.parties.is_plain(span.of(text));
        let mut tokens: Vec<Span> = std::mem::take(&mut self.open);
        // "He Lifeng" is a name: no pronoun stands before a capital.
        let called_he =
            |tokens: &[Span]| !self.heading && (2..=3).contains(&tokens.len()) && tokens[0].of(text) == "He";
        while tokens.first().is_some_and(plain) && !called_he(&tokens) {
            tokens.remove(0);
        }
        if !tokens.is_empty() && tokens.len() <= 12 {
            self.runs.push(Run { tokens, heading: self.heading });
        }
    }
}

/// "Jyh-huei", "Jong-un" behind a family name.
fn is_hyphened_given_name(word: &str) -> bool {
    const COMPOUND: [&str; 22] = [
        "backed", "based", "born", "built", "era", "flag", "led", "level", "listed", "made", "only", "owned",
        "plus", "ready", "run", "size", "style", "trade", "type", "use", "war", "wide",
    ];
    match word.split_once(['-', '\u{2011}']) {
        Some((first, second)) => {
            let capital =
                first.starts_with(char::is_uppercase) && first.chars().skip(1).all(char::is_lowercase);
            let small = (2..=6).contains(&second.len()) && second.chars().all(char::is_lowercase);
            capital && small && first.len() <= 6 && !COMPOUND.contains(&second)
        }
        None => false,
    }
}

/// A capital letter first, or a figure in a name like "3M"; "Moscow-based" is none.
fn is_capitalised(word: &str) -> bool {
    let mut chars = word.chars();
    let Some(first) = chars.next() else { return false };
    if first == '&' {
        return word.len() == 1;
    }
    let small_half = word
        .split(['-', '\u{2011}'])
        .skip(1)
        .any(|half| half.len() > 2 && half.starts_with(|c: char| c.is_lowercase()));
    let figure = first.is_ascii_digit() && word.chars().any(char::is_uppercase);
    (first.is_uppercase() || figure) && !small_half
}
