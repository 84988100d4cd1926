//! Datelines: "WASHINGTON, March 21 (Reuters) — " stands before a sentence and is no part of its grammar.

/// Tokens that a dateline may take up at most, its dash included.
const LONGEST: usize = 16;

/// How many of a sentence's first words are a dateline with its dash; 0 for none.
pub(super) fn length(words: &[&str]) -> usize {
    let dash = words.iter().take(LONGEST).position(|w| matches!(*w, "—" | "–" | "-" | "--" | "―"));
    let Some(dash) = dash.filter(|&at| at > 0 && words.len() > at + 3) else { return 0 };
    let before = &words[..dash];
    let credited = before.last() == Some(&")") && before.contains(&"(");
    let shouted = is_shouted(before[0]) && (before.len() > 1 || before[0].len() > 3);
    let opens = words[dash + 1].starts_with(|c: char| c.is_uppercase() || "“\"‘'".contains(c));
    if (credited || shouted) && opens && before.iter().all(|w| is_part(w)) { dash + 1 } else { 0 }
}

/// A place in capitals, as agencies write it.
fn is_shouted(word: &str) -> bool {
    word.chars().filter(|c| c.is_alphabetic()).count() > 2 && !word.chars().any(char::is_lowercase)
}

/// Names, days, figures and the marks between them.
fn is_part(word: &str) -> bool {
    word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
        || matches!(word, "," | "." | "(" | ")" | "/" | "and" | "of" | "the" | "de" | "al")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn length_of(text: &str) -> usize {
        length(&text.split(' ').collect::<Vec<_>>())
    }

    #[test]
    fn datelines_are_told_from_sentences() {
        assert_eq!(length_of("WASHINGTON , March 21 ( Reuters ) — The list grew again ."), 8);
        assert_eq!(length_of("KYIV — Drones fell on Odesa ."), 2);
        assert_eq!(length_of("Tallinn ( AP ) - Estonia barred two ships ."), 5);
        assert_eq!(length_of("The list — The longest yet — grew ."), 0);
        assert_eq!(length_of("ASML — the Dutch maker — agreed ."), 0);
        assert_eq!(length_of("Iran sold drones — Officials said so ."), 0);
        assert_eq!(length_of("KYIV — No ."), 0);
    }
}
