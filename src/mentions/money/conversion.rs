//! Tells which amounts restate the one before in another currency: "87 billion yuan ($12 billion)".

use super::super::words::Words;
use super::Found;

/// Words that may stand between an amount and its conversion, besides modifiers.
const BETWEEN: &[&str] = &[
    "(",
    "[",
    ",",
    "or",
    "about",
    "around",
    "roughly",
    "approximately",
    "some",
    "equivalent",
    "equal",
    "to",
    "=",
    "/",
    ";",
    "worth",
    "then",
    "nearly",
    "almost",
    "\u{2248}",
    "~",
    "i",
    "e",
    ".",
    "that",
    "is",
    "the",
    "of",
    "at",
    "currently",
    "just",
    "over",
    "under",
];

/// For each finding, in order and with its currency, whether it is a conversion.
pub fn conversions(words: &Words, found: &[Found], currencies: &[Option<String>]) -> Vec<bool> {
    let converts = |at: usize| {
        let before = at.checked_sub(1)?;
        let other = currencies.get(before)? != currencies.get(at)?;
        Some(other && restates(words, found.get(before)?, found.get(at)?))
    };
    (0..found.len()).map(|at| converts(at).unwrap_or(false)).collect()
}

fn restates(words: &Words, before: &Found, this: &Found) -> bool {
    let gap = before.outer_to..this.outer_from.max(before.outer_to);
    if gap.is_empty() || gap.len() > 6 {
        return false;
    }
    let marks = |i: usize| {
        matches!(words.word(i), "(" | "[" | "/" | "=" | ";") || words.is_any(i, &["or", "equivalent"])
    };
    let comma = words.word(gap.start) == "," && this.outer_from < this.from;
    (gap.clone().any(marks) || comma) && gap.clone().all(|i| words.is_any(i, BETWEEN))
}
