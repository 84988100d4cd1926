//! Text into words and marks, as Universal Dependencies cuts English: clitics, hyphenated words and units apart.

use crate::lexicon::Lexicon;
use crate::lexicon::abbreviations::Ends;

/// A word or mark by its bytes in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub start: usize,
    pub end: usize,
    /// How a full stop at its end is to be read; `None` where the piece is no abbreviation.
    pub stop: Option<Ends>,
}

/// Cuts `text[from..to]` into pieces, in order; white space belongs to none.
pub(super) fn tokenise(text: &str, from: usize, to: usize, lexicon: &Lexicon) -> Vec<Piece> {
    let mut cutter = Cutter { text, limit: to, lexicon, out: Vec::with_capacity((to - from) / 5 + 1) };
    let mut start = None;
    for (offset, c) in text[from..to].char_indices() {
        let at = from + offset;
        match (is_blank(c), start) {
            (true, Some(word)) => {
                cutter.chunk(word, at);
                start = None;
            }
            (false, None) => start = Some(at),
            _ => {}
        }
    }
    if let Some(word) = start {
        cutter.chunk(word, to);
    }
    cutter.out
}

/// White space, and the characters that only shape or break lines.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// Prefixes that stay with their word; every other hyphen parts two words.
const PREFIXES: &[&str] = &[
    "anti", "arch", "co", "counter", "cross", "e", "ex", "inter", "intra", "mid", "mini", "multi", "non",
    "over", "post", "pre", "pro", "psycho", "quasi", "re", "semi", "socio", "sub", "trans", "ultra", "un",
];

/// Units and marks of time that UD parts from the number they are written against.
const UNITS: &[&str] = &[
    "a.m", "a.m.", "am", "b", "bn", "bpd", "c", "cc", "cm", "crore", "f", "ft", "g", "gb", "ghz", "gw",
    "gwh", "ha", "hp", "hr", "hrs", "in", "k", "kg", "km", "kmh", "kph", "kw", "kwh", "lb", "lbs", "m", "mb",
    "mbps", "mg", "mhz", "mi", "ml", "mln", "mm", "mn", "mph", "mt", "mw", "mwh", "nm", "oz", "p.m", "p.m.",
    "pc", "pm", "sq", "t", "tb", "tn", "trn", "tw", "twh", "v", "w", "x", "yd", "yrs", "ft.", "lbs.",
];

/// Contractions without an apostrophe between the parts, and where they part.
const FUSED: &[(&str, usize)] =
    &[("cannot", 3), ("gonna", 3), ("gotta", 3), ("wanna", 3), ("gimme", 3), ("lemme", 3)];

struct Cutter<'a> {
    text: &'a str,
    limit: usize,
    lexicon: &'a Lexicon,
    out: Vec<Piece>,
}

impl<'a> Cutter<'a> {
    fn push(&mut self, start: usize, end: usize, stop: Option<Ends>) {
        if start < end {
            self.out.push(Piece { start, end, stop });
        }
    }

    /// One stretch without white space.
    fn chunk(&mut self, mut start: usize, end: usize) {
        start = self.opening(start, end);
        if start == end {
            return;
        }
        let words = &self.text[start..end];
        if is_address(words) {
            let kept =
                words.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '>', '"', '\'', '”', '’']);
            let middle = start + kept.len();
            self.push(start, middle, None);
            self.marks(middle, end);
            return;
        }
        let (middle, stop) = self.core_end(start, end);
        self.core(start, middle, stop);
        self.marks(middle, end);
    }

    /// Emits the marks that open a stretch and answers where the word starts.
    fn opening(&mut self, start: usize, end: usize) -> usize {
        let words = &self.text[start..end];
        let mut rest = words;
        while let Some(c) = rest.chars().next() {
            let next = rest.chars().nth(1);
            if c.is_alphanumeric() || joins_next(c, next) {
                break;
            }
            if matches!(c, '\'' | '’' | '‘') && is_elision(rest) {
                break;
            }
            let run = run_of(rest, c);
            let at = start + (words.len() - rest.len());
            self.push(at, at + run, None);
            rest = &rest[run..];
        }
        start + (words.len() - rest.len())
    }

    /// Where the word ends and its closing marks begin, and how its full stop is to be read.
    fn core_end(&self, start: usize, end: usize) -> (usize, Option<Ends>) {
        let mut middle = end;
        while let Some(c) = self.text[start..middle].chars().next_back() {
            let before = middle - c.len_utf8();
            if c == '.' {
                if let Some(stop) = self.abbreviation(start, middle, end) {
                    return (middle, Some(stop));
                }
            } else if c.is_alphanumeric() || is_inner(c) {
                break;
            }
            middle = before;
        }
        (middle.max(start), None)
    }

    /// Whether a word with its stop is an abbreviation in its place.
    fn abbreviation(&self, start: usize, stop_end: usize, chunk_end: usize) -> Option<Ends> {
        let whole = &self.text[start..stop_end];
        let words = whole.rsplit(['-', '/', '(', '–', '—']).next().unwrap_or(whole);
        if words.len() < 2 || words.len() > 12 {
            return None;
        }
        if words.ends_with("..") {
            return None;
        }
        if let Some(ends) = self.lexicon.abbreviations.get(words) {
            let follows = self.text[stop_end..self.limit].trim_start_matches(is_blank).chars().next();
            let number = stop_end == chunk_end && follows.is_some_and(|c| c.is_ascii_digit());
            return (ends != Ends::Number || number).then_some(ends);
        }
        dotted_letters(words)
    }

    /// The word itself, cut at dashes, slashes, hyphens, units and clitics.
    fn core(&mut self, start: usize, end: usize, stop: Option<Ends>) {
        if start >= end {
            return;
        }
        let words = &self.text[start..end];
        if words.bytes().all(|b| b.is_ascii_alphabetic()) && !is_fused(words) {
            return self.push(start, end, stop);
        }
        if is_telephone(words) || is_emoticon(words) {
            return self.push(start, end, stop);
        }
        let mut from = start;
        let mut at = start;
        while let Some(c) = self.text[at..end].chars().next() {
            if !is_splitter(c) {
                at += c.len_utf8();
                continue;
            }
            let run = run_of(&self.text[at..end], c);
            let (before, after) = (&self.text[from..at], &self.text[at + run..end]);
            if at > from && !after.is_empty() && parts(before, c, run, after) {
                self.word(from, at, None);
                self.push(at, at + run, None);
                from = at + run;
                // Marks that open the next word: "—“so".
                let opened = self.opening(from, end);
                from = opened.max(from);
                at = from;
                continue;
            }
            at += run;
        }
        self.word(from, end, stop);
    }

    /// A word between hyphens: its unit and clitics apart.
    fn word(&mut self, start: usize, end: usize, stop: Option<Ends>) {
        let words = &self.text[start..end];
        if let Some(at) = fused_at(words) {
            self.push(start, start + at, None);
            return self.push(start + at, end, stop);
        }
        if let Some(at) = clitic_at(words) {
            // A second clitic may stand before the first ("would|n't|'ve"); more is not English.
            let second = clitic_at(&words[..at]).unwrap_or(at);
            self.plain_word(start, start + second, None);
            self.push(start + second, start + at, None);
            return self.push(start + at, end, stop);
        }
        self.plain_word(start, end, stop);
    }

    /// A word without clitics: its number, unit and currency apart.
    fn plain_word(&mut self, start: usize, end: usize, stop: Option<Ends>) {
        let words = &self.text[start..end];
        if let Some(at) = unit_at(words) {
            self.push(start, start + at, None);
            return self.push(start + at, end, stop);
        }
        if let Some(at) = currency_at(words) {
            self.push(start, start + at, None);
            return self.plain_word(start + at, end, stop);
        }
        self.push(start, end, stop);
    }

    /// Closing marks, runs of one character together.
    fn marks(&mut self, start: usize, end: usize) {
        let mut at = start;
        while let Some(c) = self.text[at..end].chars().next() {
            let run = run_of(&self.text[at..end], c);
            self.push(at, at + run, None);
            at += run;
        }
    }
}

/// How many bytes of the same mark stand together; brackets and quotes stand each for itself.
fn run_of(text: &str, c: char) -> usize {
    let width = c.len_utf8();
    if c.is_alphanumeric()
        || matches!(c, '(' | ')' | '[' | ']' | '"' | '“' | '”' | '$' | '%' | '{' | '}' | ',' | ';')
    {
        return width;
    }
    if matches!(c, '!' | '?') {
        return text.bytes().take_while(|b| matches!(b, b'!' | b'?')).count();
    }
    if c == '\'' || c == '`' {
        return if text[width..].starts_with(c) { 2 * width } else { width };
    }
    text.chars().take_while(|&next| next == c).count() * width
}

/// A sign that belongs to the number or word after it.
fn joins_next(c: char, next: Option<char>) -> bool {
    match c {
        '+' => next.is_some_and(|n| n.is_ascii_digit()),
        '@' => next.is_some_and(|n| n.is_alphanumeric() || n == '_'),
        '#' => next.is_some_and(char::is_alphabetic),
        '.' => next.is_some_and(|n| n.is_ascii_digit()),
        '_' => next.is_some_and(char::is_alphanumeric),
        _ => is_combining(c),
    }
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}')
}

/// Marks that end a word and belong to it.
fn is_inner(c: char) -> bool {
    matches!(c, '_' | '+' | '#' | '®' | '™' | '°') || is_combining(c)
}

/// "'72", "'s", "’em": the apostrophe stands for what is left out.
fn is_elision(text: &str) -> bool {
    let mut rest = text.chars().skip(1);
    let word: String = rest.by_ref().take(4).take_while(|c| c.is_alphanumeric()).collect();
    let digits = word.len() >= 2 && word.as_bytes()[..2].iter().all(u8::is_ascii_digit);
    (digits && (word.len() == 2 || word.ends_with('s')))
        || matches!(word.to_ascii_lowercase().as_str(), "em" | "til" | "tis" | "twas" | "cause" | "bout")
        || (matches!(word.to_ascii_lowercase().as_str(), "s" | "ll" | "re" | "ve" | "m" | "d"))
}

/// Web and mail addresses, file paths, handles.
fn is_address(text: &str) -> bool {
    if text.contains("://") || text.starts_with("www.") || text.starts_with("mailto:") {
        return true;
    }
    match text.split_once('@') {
        Some((name, host)) => !name.is_empty() && host.len() > 2 && !host.contains('/'),
        None => false,
    }
}

/// "J." is never the end, "U.S." and "p.m." may be.
fn dotted_letters(words: &str) -> Option<Ends> {
    let mut letters = 0;
    let mut run = 0;
    for c in words.chars() {
        match c {
            '.' if run == 0 => return None,
            '.' => run = 0,
            c if c.is_alphabetic() => {
                letters += 1;
                run += 1;
            }
            _ => return None,
        }
        if run > 2 {
            return None;
        }
    }
    let dots = words.matches('.').count();
    match (letters, dots) {
        (1, 1) => words.chars().next().filter(|c| c.is_uppercase() && *c != 'I').map(|_| Ends::Never),
        (_, 1) => None,
        _ => Some(Ends::May),
    }
}

fn is_splitter(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}'
            | '\u{2011}'
            | '–'
            | '—'
            | '―'
            | '/'
            | '…'
            | '.'
            | ','
            | ':'
            | ';'
            | '('
            | ')'
            | '['
            | ']'
            | '"'
            | '“'
            | '”'
            | '!'
            | '?'
            | '<'
            | '>'
            | '='
            | '~'
            | '|'
            | '•'
            | '&'
            | '+'
            | '*'
            | '\\'
            | '→'
    )
}

/// Whether a mark inside a stretch parts the words on its sides.
fn parts(before: &str, mark: char, run: usize, after: &str) -> bool {
    let left = before.chars().next_back().unwrap_or(' ');
    let right = after.chars().next().unwrap_or(' ');
    let digits = left.is_ascii_digit() && right.is_ascii_digit();
    match mark {
        '-' | '\u{2010}' | '\u{2011}' if run == mark.len_utf8() => !is_prefix(before, right),
        '-' | '–' | '—' | '―' | '…' | '(' | ')' | '[' | ']' | '"' | '“' | '”' | '•' | '|' | '→' | '='
        | '<' | '>' | '~' => true,
        '/' => !(digits && after.len() <= 7) && before.len() > 1 && right != '/',
        ',' => !digits,
        ':' => !digits && !matches!(right, ')' | '(' | 'D' | 'P'),
        ';' => true,
        '.' => run > 1 && left != '.',
        '!' | '?' => right.is_alphanumeric() && before.len() > 1,
        _ => false,
    }
}

fn is_prefix(before: &str, right: char) -> bool {
    right.is_alphanumeric() && before.len() <= 8 && {
        let lower = before.to_lowercase();
        PREFIXES.contains(&lower.as_str())
    }
}

/// Digit groups joined by hyphens or dots as telephone numbers and dates are.
fn is_telephone(words: &str) -> bool {
    let groups: Vec<&str> = words.split(['-', '.']).take(6).collect();
    let digits = |g: &&str| !g.is_empty() && g.bytes().all(|b| b.is_ascii_digit());
    let dashes = words.contains('-');
    dashes
        && groups.iter().all(digits)
        && (groups.len() >= 3 || (groups.len() == 2 && groups[0].len() == 3 && groups[1].len() == 4))
}

fn is_emoticon(words: &str) -> bool {
    words.len() <= 4 && words.starts_with([':', ';']) && words.ends_with([')', '(', 'D', 'P'])
}

fn is_fused(words: &str) -> bool {
    fused_at(words).is_some()
}

fn fused_at(words: &str) -> Option<usize> {
    FUSED.iter().find(|(word, _)| word.eq_ignore_ascii_case(words)).map(|&(_, at)| at)
}

/// Where a clitic begins: "do|n't", "Iran|'s", "states|'".
fn clitic_at(words: &str) -> Option<usize> {
    let at = words.rfind(['\'', '’', '`'])?;
    let width = words[at..].chars().next()?.len_utf8();
    let tail = words[at + width..].to_ascii_lowercase();
    if at == 0 {
        return None;
    }
    match tail.as_str() {
        "t" if at >= 2 && words[..at].ends_with(['n', 'N']) => Some(at - 1),
        "s" | "m" | "d" | "re" | "ve" | "ll" => Some(at),
        "" if words[..at].ends_with(['s', 'S', 'x', 'z']) => Some(at),
        _ => None,
    }
}

/// Where a unit begins that is written against its number: "12|m", "7:30|PM", "20|kg".
fn unit_at(words: &str) -> Option<usize> {
    if !words.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let at = words.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',' | ':'))?;
    let tail = words[at..].to_ascii_lowercase();
    (UNITS.binary_search(&tail.as_str()).is_ok() || UNITS.contains(&tail.as_str())).then_some(at)
}

/// Where the number begins after a currency sign: "US$|4.5", "€|5", "Rs.|500".
fn currency_at(words: &str) -> Option<usize> {
    let at = words.find(|c: char| c.is_ascii_digit())?;
    let sign = &words[..at];
    let last = sign.chars().next_back()?;
    let signed = matches!(last, '$' | '€' | '£' | '¥' | '₹' | '₽' | '₩' | '₺' | '₴' | '₪' | '฿' | '₫' | '元');
    (signed || matches!(sign, "Rs." | "Rs" | "RMB" | "EUR" | "USD" | "GBP" | "CHF")).then_some(at)
}
