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
    let mut all: Vec<bool> = Vec::with_capacity(found.len());
    for at in 0..found.len() {
        let converts = at.checked_sub(1).is_some_and(|before| {
            let (Some(first), Some(this)) = (found.get(before), found.get(at)) else { return false };
            if currencies.get(before) != currencies.get(at) {
                return restates(words, first, this);
            }
            // "30 billion euros and 35 billion euros ($32.7 billion and $38.1 billion)".
            all.get(before) == Some(&true)
                && first.outer_to + 1 == this.outer_from
                && words.is(first.outer_to, "and")
        });
        all.push(converts);
    }
    all
}

fn restates(words: &Words, before: &Found, this: &Found) -> bool {
    let gap = before.outer_to..this.outer_from.max(before.outer_to);
    if gap.is_empty() || gap.len() > 6 {
        return false;
    }
    let marks = |i: usize| {
        matches!(words.word(i), "(" | "[" | "/" | "=" | ";") || words.is_any(i, &["or", "equivalent"])
    };
    // "$489,000 per rack or ¥20,000 per unit": two prices stand side by side.
    if before.per.is_some() && words.is(gap.start, "or") {
        return false;
    }
    let comma = words.word(gap.start) == "," && this.outer_from < this.from;
    (gap.clone().any(marks) || comma) && gap.clone().all(|i| words.is_any(i, BETWEEN))
}
