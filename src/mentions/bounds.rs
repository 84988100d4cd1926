//! The words around a figure that bound it ("more than", "up to", "or so"), as money and quantities share them.

use super::words::Words;
use crate::model::{Bounds, Modifier};
use rust_decimal::Decimal;

/// A modifier and the words `from..to` that said it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Said {
    pub modifier: Modifier,
    pub from: usize,
    pub to: usize,
}

use Modifier::{About, AtLeast, Exact, LessThan, MoreThan, UpTo};

/// Words before a figure; where several fit, the one with the most words counts.
const BEFORE: &[(&[&str], Modifier)] = &[
    (&["more", "than"], MoreThan),
    (&["greater", "than"], MoreThan),
    (&["higher", "than"], MoreThan),
    (&["larger", "than"], MoreThan),
    (&["over"], MoreThan),
    (&["above"], MoreThan),
    (&["upwards", "of"], MoreThan),
    (&["upward", "of"], MoreThan),
    (&["north", "of"], MoreThan),
    (&["in", "excess", "of"], MoreThan),
    (&["beyond"], MoreThan),
    (&["exceeding"], MoreThan),
    (&["exceed"], MoreThan),
    (&["exceeds"], MoreThan),
    (&["exceeded"], MoreThan),
    (&["surpassing"], MoreThan),
    (&["surpass"], MoreThan),
    (&["surpasses"], MoreThan),
    (&["surpassed"], MoreThan),
    (&["topping"], MoreThan),
    (&["topped"], MoreThan),
    (&["more", "than", "about"], MoreThan),
    (&[">"], MoreThan),
    (&["no", "less", "than"], AtLeast),
    (&["not", "less", "than"], AtLeast),
    (&["no", "fewer", "than"], AtLeast),
    (&["not", "fewer", "than"], AtLeast),
    (&["at", "least"], AtLeast),
    (&["at", "the", "very", "least"], AtLeast),
    (&["at", "a", "minimum"], AtLeast),
    (&["a", "minimum", "of"], AtLeast),
    (&["minimum", "of"], AtLeast),
    (&["as", "little", "as"], AtLeast),
    (&["as", "low", "as"], AtLeast),
    (&["as", "few", "as"], AtLeast),
    (&["starting", "at"], AtLeast),
    (&["starting", "from"], AtLeast),
    (&["\u{2265}"], AtLeast),
    (&["nearly"], About),
    (&["almost"], About),
    (&["some"], About),
    (&["roughly"], About),
    (&["about"], About),
    (&["around"], About),
    (&["approximately"], About),
    (&["approx"], About),
    (&["approx", "."], About),
    (&["circa"], About),
    (&["ca", "."], About),
    (&["c", "."], About),
    (&["perhaps"], About),
    (&["maybe"], About),
    (&["an", "estimated"], About),
    (&["a", "estimated"], About),
    (&["estimated"], About),
    (&["estimated", "at"], About),
    (&["close", "to"], About),
    (&["near"], About),
    (&["near", "to"], About),
    (&["nearing"], About),
    (&["approaching"], About),
    (&["in", "the", "region", "of"], About),
    (&["in", "the", "neighborhood", "of"], About),
    (&["in", "the", "neighbourhood", "of"], About),
    (&["in", "the", "vicinity", "of"], About),
    (&["on", "the", "order", "of"], About),
    (&["of", "the", "order", "of"], About),
    (&["something", "like"], About),
    (&["about", "an", "estimated"], About),
    (&["an", "approximate"], About),
    (&["~"], About),
    (&["\u{2248}"], About),
    (&["less", "than"], LessThan),
    (&["fewer", "than"], LessThan),
    (&["lower", "than"], LessThan),
    (&["smaller", "than"], LessThan),
    (&["under"], LessThan),
    (&["below"], LessThan),
    (&["short", "of"], LessThan),
    (&["shy", "of"], LessThan),
    (&["not", "quite"], LessThan),
    (&["south", "of"], LessThan),
    (&["<"], LessThan),
    (&["up", "to"], UpTo),
    (&["as", "much", "as"], UpTo),
    (&["as", "many", "as"], UpTo),
    (&["as", "high", "as"], UpTo),
    (&["as", "large", "as"], UpTo),
    (&["no", "more", "than"], UpTo),
    (&["not", "more", "than"], UpTo),
    (&["no", "greater", "than"], UpTo),
    (&["no", "higher", "than"], UpTo),
    (&["not", "to", "exceed"], UpTo),
    (&["not", "exceed"], UpTo),
    (&["not", "exceeding"], UpTo),
    (&["never", "exceeded"], UpTo),
    (&["not", "exceeded"], UpTo),
    (&["at", "most"], UpTo),
    (&["at", "the", "most"], UpTo),
    (&["a", "maximum", "of"], UpTo),
    (&["maximum", "of"], UpTo),
    (&["\u{2264}"], UpTo),
    (&["exactly"], Exact),
    (&["precisely"], Exact),
    (&["only"], Exact),
    (&["just"], Exact),
    (&["merely"], Exact),
    (&["a", "mere"], Exact),
];

/// Words that sharpen a modifier and belong to it: "well over", "just under", "only about".
const SHARPENERS: &[&str] = &[
    "well",
    "just",
    "slightly",
    "far",
    "considerably",
    "significantly",
    "substantially",
    "only",
    "comfortably",
    "marginally",
    "somewhat",
    "probably",
    "perhaps",
    "possibly",
    "significantly",
    "at",
    "very",
    "still",
];

/// Words before "over", "about", "around" and "under" that give them another sense: "a row over $5 billion".
const TOPICS: &[&str] = &[
    "dispute",
    "disputes",
    "row",
    "concern",
    "concerns",
    "fear",
    "fears",
    "question",
    "questions",
    "fight",
    "battle",
    "talks",
    "clash",
    "probe",
    "lawsuit",
    "worries",
    "worry",
    "worried",
    "debate",
    "argument",
    "scandal",
    "outcry",
    "anger",
    "charges",
    "case",
    "talk",
    "talked",
    "talking",
    "ask",
    "asked",
    "asking",
    "told",
    "know",
    "think",
    "thinking",
    "claims",
    "sue",
    "sued",
    "suing",
    "fighting",
    "arrested",
    "investigated",
    "investigation",
    "handed",
    "hand",
    "took",
    "taken",
    "take",
    "turned",
    "turn",
    "complained",
    "speculation",
    "information",
    "details",
    "doubts",
];

/// Verbs of motion before "up to", which then says where something ended: "climbed up to $500".
const CLIMBS: &[&str] = &["go", "goes", "went", "gone", "climb", "climbed", "rose", "moved", "adds", "added"];

/// The modifier that ends just before a word.
pub fn before(words: &Words, first: usize) -> Option<Said> {
    let fits = BEFORE.iter().filter(|(phrase, _)| words.reads_before(first, phrase));
    let (phrase, modifier) = fits.max_by_key(|(phrase, _)| phrase.len())?;
    let mut from = first - phrase.len();
    if another_sense(words, from, phrase) {
        return None;
    }
    let mut modifier = *modifier;
    if modifier == MoreThan && negated(words, from, phrase) {
        modifier = UpTo;
    }
    if words.reads_before(from, &["a", "little"]) || words.reads_before(from, &["a", "bit"]) {
        from -= 2;
    } else if from > 0 && words.is_any(from - 1, SHARPENERS) && !words.is(from - 1, "at") {
        from -= 1;
    }
    Some(Said { modifier, from, to: first })
}

fn another_sense(words: &Words, from: usize, phrase: &[&str]) -> bool {
    let last = match phrase {
        ["up", "to"] => return from > 0 && words.is_any(from - 1, CLIMBS),
        [one] => *one,
        _ => return false,
    };
    let topical = matches!(last, "over" | "about" | "around" | "under" | "above" | "below");
    // "just", "only" and "some" may end a phrase of which nothing else is read; a comma before them is no matter.
    topical && from > 0 && words.is_any(from - 1, TOPICS)
}

/// "does not exceed", "didn't surpass".
fn negated(words: &Words, from: usize, phrase: &[&str]) -> bool {
    let verb = phrase.len() == 1 && (phrase[0].starts_with("exceed") || phrase[0].starts_with("surpass"));
    verb && (words.is_any(from.wrapping_sub(1), &["not", "never", "cannot"])
        || (words.is(from.wrapping_sub(1), "t") && words.glued(from.wrapping_sub(1))))
}

const AFTER: &[(&[&str], Modifier)] = &[
    (&["or", "more"], AtLeast),
    (&["or", "higher"], AtLeast),
    (&["or", "greater"], AtLeast),
    (&["or", "above"], AtLeast),
    (&["or", "over"], AtLeast),
    (&["and", "above"], AtLeast),
    (&["and", "up"], AtLeast),
    (&["and", "over"], AtLeast),
    (&["or", "so"], About),
    (&["or", "thereabouts"], About),
    (&["give", "or", "take"], About),
    (&["or", "less"], UpTo),
    (&["or", "fewer"], UpTo),
    (&["or", "lower"], UpTo),
    (&["or", "below"], UpTo),
];

/// The modifier that starts at a word just after a figure.
pub fn after(words: &Words, next: usize) -> Option<Said> {
    if words.word(next) == "+" && words.glued(next) {
        return Some(Said { modifier: AtLeast, from: next, to: next + 1 });
    }
    let hyphen = usize::from(words.is_hyphen(next) && words.glued(next));
    if hyphen == 1 && words.is(next + 1, "plus") {
        return Some(Said { modifier: AtLeast, from: next + 1, to: next + 2 });
    }
    if hyphen == 1 && words.is(next + 1, "odd") {
        return Some(Said { modifier: About, from: next + 1, to: next + 2 });
    }
    let ends =
        |at: usize| matches!(words.word(at), "" | "." | "," | ";" | ")" | ":" | "\u{2014}" | "\u{2013}");
    if words.is(next, "plus") && ends(next + 1) {
        return Some(Said { modifier: AtLeast, from: next, to: next + 1 });
    }
    if words.is(next, "at") && ends(next + 2) {
        let modifier = match words.word(next + 1) {
            "least" | "minimum" => AtLeast,
            "most" => UpTo,
            _ => return None,
        };
        return Some(Said { modifier, from: next, to: next + 2 });
    }
    let (phrase, modifier) = AFTER.iter().find(|(phrase, _)| words.reads(next, phrase))?;
    // "or more than", "or so they say" are not about the figure.
    let runs_on = words.is_any(next + phrase.len(), &["than", "they", "he", "she", "it", "much", "many"]);
    (!runs_on).then_some(Said { modifier: *modifier, from: next, to: next + phrase.len() })
}

/// The bounds of one value under what was said before and after it.
pub fn of(words: &Words, value: Decimal, vague: bool, before: Option<Said>, after: Option<Said>) -> Bounds {
    let said = match (before, after) {
        (Some(Said { modifier: Exact, .. }), Some(after)) => Some(after),
        (Some(before), _) => Some(before),
        (None, after) => after,
    };
    let modifier = if vague { Modifier::OrderOfMagnitude } else { said.map_or(Exact, |s| s.modifier) };
    let (low, high) = match modifier {
        MoreThan | AtLeast => (Some(value), None),
        Modifier::OrderOfMagnitude => (Some(value), top_of_order(value)),
        LessThan | UpTo => (None, Some(value)),
        Exact | About | Modifier::Between => (Some(value), Some(value)),
    };
    Bounds { low, high, modifier, modifier_span: said.map(|s| words.span(s.from, s.to)) }
}

/// The last whole number of an order: 99 million for tens of millions, 999 million for millions.
fn top_of_order(value: Decimal) -> Option<Decimal> {
    let (mut next, mut zeros) = (Decimal::ONE, 0);
    while next <= value {
        next = next.checked_mul(Decimal::TEN)?;
        zeros += 1;
    }
    let power = next == value.checked_mul(Decimal::TEN)?;
    // A bare word of scale ("billions") reaches up to the next such word.
    if power && zeros % 3 == 1 && zeros > 1 {
        next = next.checked_mul(Decimal::ONE_HUNDRED)?;
    }
    next.checked_sub(Decimal::ONE)
}

/// The bounds of a range, whose words may open with "between" or "from".
pub fn range(words: &Words, low: Decimal, high: Decimal, opening: Option<Said>) -> Bounds {
    Bounds {
        low: Some(low),
        high: Some(high),
        modifier: Modifier::Between,
        modifier_span: opening.map(|s| words.span(s.from, s.to)),
    }
}
