//! Clean text: the one place where characters are normalised, since every later span counts in what this gives.

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// One line of clean text: NFC, white space folded to single spaces, no control or zero-width characters.
pub fn line(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut chars = raw.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        if c.is_whitespace() {
            if before != ' ' {
                out.push(' ');
                before = ' ';
            }
            continue;
        }
        let joins = matches!(c, '\u{200C}' | '\u{200D}')
            && is_script_letter(before)
            && chars.peek().is_some_and(|next| is_script_letter(*next));
        if (is_unseen(c) && !joins) || c.is_control() {
            continue;
        }
        out.push(c);
        before = c;
    }
    if out.ends_with(' ') {
        out.pop();
    }
    if is_nfc(&out) { out } else { out.nfc().collect() }
}

/// Characters that show nothing: zero-width ones, direction marks, soft hyphens, the glyphs of icon fonts.
fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFC}'
        | '\u{E000}'..='\u{F8FF}')
}

/// Letters between which a joiner has a meaning (Persian, Hindi and the like).
fn is_script_letter(c: char) -> bool {
    c.is_alphabetic() && c > '\u{5FF}'
}

/// Words as a reader counts them; a script without spaces counts two characters as a word.
pub fn words(text: &str) -> usize {
    let dense = text.chars().filter(|c| is_dense(*c)).count();
    let spaced = text
        .split(|c: char| c.is_whitespace() || is_dense(c))
        .filter(|w| w.chars().any(char::is_alphanumeric));
    spaced.count() + dense.div_ceil(2)
}

/// Chinese and Japanese characters, Thai: scripts that do not part their words.
fn is_dense(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{E7F}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}')
}

/// Letters and digits alone, lower case: for asking whether two texts are the same words.
pub fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The first bytes of a text, at most `most`, up to a character's border.
pub fn head(text: &str, most: usize) -> &str {
    let mut end = text.len().min(most);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
