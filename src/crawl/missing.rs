//! Soft 404s: titles that say that there is no such page, whatever its status says.

use super::tables::ADDRESSES;

/// Whether a title says so, by the words of `data/addresses.toml`. A number counts only where it stands alone.
pub fn says(title: &str) -> bool {
    let title = title.to_lowercase().replace('’', "'");
    let says = |words: &String| match words.bytes().all(|byte| byte.is_ascii_digit()) {
        true => stands_alone_in(&title, words),
        false => stands_in(&title, words),
    };
    ADDRESSES.missing.iter().any(says)
}

/// Whether words stand in a text with no letter or digit right beside them.
fn stands_in(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + words.len()..].chars().next();
        // Chinese and Japanese set no border between words.
        words.chars().any(|c| c > '\u{2E80}')
            || !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    })
}

/// Whether a part of a text between its signs is a word and nothing else.
fn stands_alone_in(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && !c.is_whitespace()).any(|part| part.trim() == word)
}
