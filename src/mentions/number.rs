//! Numbers in text: figures and spelled-out numbers with their scale words, as money and quantities share them.

use super::digits;
use super::words::{Kind, Lower, Words};
use rust_decimal::Decimal;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Written in figures: `45,000`, `1.2bn`.
    Digits,
    /// Written in words: `twelve million`.
    Spelled,
    /// Only the order of magnitude is said: `tens of millions`, `several hundred`.
    Vague,
    /// The article alone is the number: `a million`.
    Article,
}

/// A number: the words `from..to` and what they are worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    pub from: usize,
    pub to: usize,
    pub value: Decimal,
    pub shape: Shape,
    /// Thousands were parted by a mark or a space.
    pub grouped: bool,
    /// A comma stood for the decimal point.
    pub comma: bool,
    /// What the scale words multiply by, if there are any.
    pub scale: Option<Decimal>,
    /// The scale is one glued letter (`12m`), which beside anything but money may be a unit.
    pub letter: bool,
}

/// The number that starts at a word, with its scale words.
pub fn figure(words: &Words, i: usize) -> Option<Figure> {
    match words.kind(i)? {
        Kind::Digits => in_digits(words, i),
        Kind::Letters => in_words(words, i),
        Kind::Mark => vulgar(words.word(i)).map(|value| {
            let bare = Figure { shape: Shape::Digits, ..bare(i, i + 1, value) };
            scaled(words, bare)
        }),
    }
}

fn bare(from: usize, to: usize, value: Decimal) -> Figure {
    Figure {
        from,
        to,
        value,
        shape: Shape::Spelled,
        grouped: false,
        comma: false,
        scale: None,
        letter: false,
    }
}

fn in_digits(words: &Words, i: usize) -> Option<Figure> {
    let written = digits::read(words.word(i))?;
    let mut figure = Figure {
        shape: Shape::Digits,
        grouped: written.grouped,
        comma: written.comma,
        ..bare(i, i + 1, written.value)
    };
    if let Some(part) = vulgar(words.word(i + 1)).filter(|_| words.glued(i + 1)) {
        figure.value = figure.value.checked_add(part)?;
        figure.to += 1;
    } else if let Some(spaced) = spaced_groups(words, i) {
        figure = Figure { to: spaced.1, value: spaced.0, grouped: true, ..figure };
    }
    Some(scaled(words, figure))
}

/// `45 000` and `1 234 567`: groups of three parted by single spaces.
fn spaced_groups(words: &Words, i: usize) -> Option<(Decimal, usize)> {
    let first = words.word(i);
    let plain = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if first.len() > 3 || !plain(first) || first.starts_with('0') {
        return None;
    }
    // "Mavic 3 100 times" is a model and a count, not 3,100.
    if i > 0
        && words.kind(i - 1) == Some(Kind::Letters)
        && words.is_capital(i - 1)
        && !words.opens_sentence(i - 1)
    {
        return None;
    }
    let mut to = i + 1;
    let mut joined = first.to_owned();
    while words.kind(to) == Some(Kind::Digits)
        && !words.glued(to)
        && words.word(to).len() == 3
        && plain(words.word(to))
        && words.span(to - 1, to).end + 1 == words.span(to, to + 1).start
        && joined.len() < 18
    {
        joined += words.word(to);
        to += 1;
    }
    (to > i + 1).then(|| joined.parse().ok().map(|value| (value, to)))?
}

/// The figure with the scale words that follow it: `12` `-` `million`, `2` `lakh` `crore`, `1.2` `bn`.
fn scaled(words: &Words, mut figure: Figure) -> Figure {
    for _ in 0..3 {
        let hyphen =
            usize::from(words.is_hyphen(figure.to) && words.glued(figure.to) && words.glued(figure.to + 1));
        let at = figure.to + hyphen;
        let Some((scale, letter)) = scale_at(words, at, figure.shape, figure.scale.is_none()) else { break };
        let (Some(value), Some(total)) =
            (figure.value.checked_mul(scale), figure.scale.unwrap_or(Decimal::ONE).checked_mul(scale))
        else {
            break;
        };
        figure = Figure { to: at + 1, value, scale: Some(total), letter, ..figure };
        if letter {
            break;
        }
    }
    figure
}

/// A scale word or letter at a place; a single letter counts only glued to figures.
fn scale_at(words: &Words, i: usize, shape: Shape, first: bool) -> Option<(Decimal, bool)> {
    let word = words.word(i);
    if let Some(scale) = scale_word(word) {
        return Some((scale, false));
    }
    if shape != Shape::Digits || !first {
        return None;
    }
    let power = match word {
        "k" | "K" => 3,
        "m" | "M" | "MM" => 6,
        "b" | "B" => 9,
        "t" | "T" => 12,
        _ => return short_scale(word).map(|scale| (scale, false)),
    };
    let alone = !words.glued(i + 1) || words.kind(i + 1) == Some(Kind::Mark);
    (words.glued(i) && alone).then(|| (power_of_ten(power), true))
}

pub fn power_of_ten(power: u32) -> Decimal {
    (0..power).fold(Decimal::ONE, |value, _| value * Decimal::TEN)
}

/// Scale words as they follow a number.
fn scale_word(word: &str) -> Option<Decimal> {
    if word.len() < 4 || word.len() > 9 {
        return None;
    }
    let power = match Lower::of(word).bytes() {
        b"hundred" => 2,
        b"thousand" => 3,
        b"lakh" | b"lakhs" => 5,
        b"million" => 6,
        b"crore" | b"crores" => 7,
        b"billion" | b"milliard" => 9,
        b"trillion" => 12,
        _ => return None,
    };
    Some(power_of_ten(power))
}

fn short_scale(word: &str) -> Option<Decimal> {
    let power = match Lower::of(word).bytes() {
        b"mn" | b"mln" | b"mio" => 6,
        b"bn" | b"bln" | b"mrd" => 9,
        b"tn" | b"trn" | b"tln" => 12,
        b"cr" => 7,
        _ => return None,
    };
    Some(power_of_ten(power))
}

fn vulgar(word: &str) -> Option<Decimal> {
    Some(match word {
        "½" => Decimal::new(5, 1),
        "¼" => Decimal::new(25, 2),
        "¾" => Decimal::new(75, 2),
        "⅓" => Decimal::new(3333, 4),
        "⅔" => Decimal::new(6667, 4),
        _ => return None,
    })
}

/// Whether a word may open a spelled-out number; cheap, for scanning.
pub fn opens_number(words: &Words, i: usize) -> bool {
    match Lower::of(words.word(i)).bytes() {
        // The commonest words of the language open a number only before a few others.
        b"a" | b"an" => matches!(
            Lower::of(words.word(i + 1)).bytes(),
            b"half"
                | b"third"
                | b"quarter"
                | b"fifth"
                | b"sixth"
                | b"seventh"
                | b"eighth"
                | b"ninth"
                | b"tenth"
                | b"dozen"
                | b"few"
                | b"couple"
                | b"hundred"
                | b"thousand"
                | b"lakh"
                | b"million"
                | b"crore"
                | b"billion"
                | b"milliard"
                | b"trillion"
        ),
        b"zero" | b"one" | b"two" | b"three" | b"four" | b"five" | b"six" | b"seven" | b"eight" | b"nine"
        | b"ten" | b"eleven" | b"twelve" | b"thirteen" | b"fourteen" | b"fifteen" | b"sixteen"
        | b"seventeen" | b"eighteen" | b"nineteen" | b"twenty" | b"thirty" | b"forty" | b"fifty"
        | b"sixty" | b"seventy" | b"eighty" | b"ninety" => true,
        b"tens" | b"dozens" | b"scores" | b"hundreds" | b"thousands" | b"lakhs" | b"millions" | b"crores"
        | b"billions" | b"trillions" => true,
        b"half" | b"several" | b"few" | b"multi" | b"multimillion" | b"multibillion" => true,
        _ => false,
    }
}

/// Numbers below a hundred that are one word.
pub fn small(word: &str) -> Option<u32> {
    Some(match Lower::of(word).bytes() {
        b"zero" => 0,
        b"one" => 1,
        b"two" => 2,
        b"three" => 3,
        b"four" => 4,
        b"five" => 5,
        b"six" => 6,
        b"seven" => 7,
        b"eight" => 8,
        b"nine" => 9,
        b"ten" => 10,
        b"eleven" => 11,
        b"twelve" => 12,
        b"thirteen" => 13,
        b"fourteen" => 14,
        b"fifteen" => 15,
        b"sixteen" => 16,
        b"seventeen" => 17,
        b"eighteen" => 18,
        b"nineteen" => 19,
        b"twenty" => 20,
        b"thirty" => 30,
        b"forty" => 40,
        b"fifty" => 50,
        b"sixty" => 60,
        b"seventy" => 70,
        b"eighty" => 80,
        b"ninety" => 90,
        _ => return None,
    })
}

/// Plural scale words, which say an order of magnitude: `tens`, `millions`.
fn plural_scale(word: &str) -> Option<Decimal> {
    let value = match Lower::of(word).bytes() {
        b"tens" => 10,
        b"dozens" => 12,
        b"scores" => 20,
        b"hundreds" => 100,
        b"thousands" => 1_000,
        b"lakhs" => 100_000,
        b"millions" => 1_000_000,
        b"crores" => 10_000_000,
        b"billions" => 1_000_000_000,
        b"trillions" => 1_000_000_000_000_i64,
        _ => return None,
    };
    Some(Decimal::from(value))
}

fn in_words(words: &Words, i: usize) -> Option<Figure> {
    if !opens_number(words, i) {
        return None;
    }
    fraction_of_scale(words, i)
        .or_else(|| vague(words, i))
        .or_else(|| with_article(words, i))
        .or_else(|| counted_out(words, i))
}

/// `half a billion`, `a quarter of a million`, `three-quarters of a million`.
fn fraction_of_scale(words: &Words, i: usize) -> Option<Figure> {
    let (part, mut at) = fraction(words, i)?;
    if words.is(at, "of") {
        at += 1;
    }
    let hyphen = |at: usize| usize::from(words.is_hyphen(at));
    at += hyphen(at);
    if !words.is_any(at, &["a", "one"]) {
        return None;
    }
    at += 1;
    at += hyphen(at);
    let scale = scale_word(words.word(at)).or_else(|| words.is(at, "dozen").then(|| Decimal::from(12)))?;
    let value = part.checked_mul(scale)?;
    Some(Figure { scale: Some(scale), ..bare(i, at + 1, value) })
}

/// A spelled fraction: its value and the word after it.
pub fn fraction(words: &Words, i: usize) -> Option<(Decimal, usize)> {
    if words.is(i, "half") {
        return Some((Decimal::new(5, 1), i + 1));
    }
    let top = if words.is(i, "a") { 1 } else { small(words.word(i)).filter(|n| (1..20).contains(n))? };
    let at = i + 1 + usize::from(words.is_hyphen(i + 1));
    let bottom = match Lower::of(words.word(at)).bytes() {
        b"half" | b"halves" => 2,
        b"third" | b"thirds" => 3,
        b"quarter" | b"quarters" => 4,
        b"fifth" | b"fifths" => 5,
        b"sixth" | b"sixths" => 6,
        b"seventh" | b"sevenths" => 7,
        b"eighth" | b"eighths" => 8,
        b"ninth" | b"ninths" => 9,
        b"tenth" | b"tenths" => 10,
        _ => return None,
    };
    let plural = words.word(at).ends_with('s');
    let fits = top < bottom && plural == (top > 1);
    fits.then(|| ((Decimal::from(top) / Decimal::from(bottom)).round_dp(4), at + 1))
}

/// `tens of millions`, `hundreds of thousands`, `several hundred million`, `a few dozen`, `multi-million`.
fn vague(words: &Words, i: usize) -> Option<Figure> {
    if let Some(value) = multi(words, i) {
        return Some(value);
    }
    let (mut value, mut to) = match plural_scale(words.word(i)) {
        Some(value) => (value, i + 1),
        None => {
            let start = if words.is(i, "several") { i + 1 } else { few(words, i)? };
            let value = scale_word(words.word(start))
                .or_else(|| words.is(start, "dozen").then(|| Decimal::from(12)))?;
            (value, start + 1)
        }
    };
    for _ in 0..3 {
        let at = to + usize::from(words.is(to, "of"));
        let Some(next) = plural_scale(words.word(at)).or_else(|| scale_word(words.word(at))) else { break };
        value = value.checked_mul(next)?;
        to = at + 1;
    }
    Some(Figure { shape: Shape::Vague, scale: Some(value), ..bare(i, to, value) })
}

/// The word after `a few` or `a couple of`.
fn few(words: &Words, i: usize) -> Option<usize> {
    if words.is(i, "few") {
        return Some(i + 1);
    }
    if !words.is(i, "a") {
        return None;
    }
    match Lower::of(words.word(i + 1)).bytes() {
        b"few" => Some(i + 2),
        b"couple" => Some(i + 2 + usize::from(words.is(i + 2, "of"))),
        _ => None,
    }
}

fn multi(words: &Words, i: usize) -> Option<Figure> {
    let (scale, to) = match Lower::of(words.word(i)).bytes() {
        b"multimillion" => (power_of_ten(6), i + 1),
        b"multibillion" => (power_of_ten(9), i + 1),
        b"multi" if words.is_hyphen(i + 1) => (scale_word(words.word(i + 2))?, i + 3),
        _ => return None,
    };
    Some(Figure { shape: Shape::Vague, scale: Some(scale), ..bare(i, to, scale) })
}

/// `a million`, `a hundred thousand`, `a million and a half`, `a dozen`.
fn with_article(words: &Words, i: usize) -> Option<Figure> {
    if !words.is_any(i, &["a", "an"]) {
        return None;
    }
    if words.is(i + 1, "dozen") {
        return Some(Figure { shape: Shape::Article, ..bare(i, i + 2, Decimal::from(12)) });
    }
    // In "a billion-dollar plant" the article is the plant's.
    if words.is_hyphen(i + 2) && words.glued(i + 2) {
        return None;
    }
    let scale = scale_word(words.word(i + 1))?;
    let first = Figure { shape: Shape::Article, scale: Some(scale), ..bare(i, i + 2, scale) };
    if words.reads(i + 2, &["and", "a", "half"]) {
        return Some(Figure { to: i + 5, value: scale.checked_mul(Decimal::new(15, 1))?, ..first });
    }
    Some(Figure { shape: Shape::Article, ..scaled(words, first) })
}

/// `twelve million`, `one hundred and twenty-five`, `two and a half billion`, `two dozen`.
fn counted_out(words: &Words, i: usize) -> Option<Figure> {
    let (count, mut to) = below_hundred(words, i)?;
    let mut total = Decimal::ZERO;
    let mut current = Decimal::from(count);
    let mut scale: Option<Decimal> = None;
    if words.reads(to, &["and", "a", "half"]) && scale_word(words.word(to + 3)).is_some() {
        current = current.checked_add(Decimal::new(5, 1))?;
        to += 3;
    }
    if words.is(to, "dozen") {
        return Some(bare(i, to + 1, current.checked_mul(Decimal::from(12))?));
    }
    for _ in 0..8 {
        let hyphen = usize::from(words.is_hyphen(to) && words.glued(to + 1));
        if let Some(next) = scale_word(words.word(to + hyphen)) {
            current = current.checked_mul(next)?;
            scale = Some(scale.map_or(next, |s| s.max(next)));
            to += hyphen + 1;
            if next >= Decimal::from(1000) {
                total = total.checked_add(current)?;
                current = Decimal::ZERO;
            }
            continue;
        }
        let and = usize::from(words.is(to, "and"));
        let Some((more, after)) = scale.and_then(|_| below_hundred(words, to + and)) else { break };
        let fits = scale.is_some_and(|s| s == Decimal::from(100) || scale_word(words.word(after)).is_some());
        if !fits {
            break;
        }
        current = current.checked_add(Decimal::from(more))?;
        to = after;
    }
    let value = total.checked_add(current)?;
    Some(Figure { scale, ..bare(i, to, value) })
}

fn below_hundred(words: &Words, i: usize) -> Option<(u32, usize)> {
    let first = small(words.word(i))?;
    if first >= 20 {
        let at = i + 1 + usize::from(words.is_hyphen(i + 1));
        if let Some(rest) = small(words.word(at)).filter(|n| (1..10).contains(n)) {
            return Some((first + rest, at + 1));
        }
    }
    Some((first, i + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Span;

    fn read(text: &str) -> Option<(String, String, Shape)> {
        let words = Words::of(text, Span::new(0, text.len()));
        let found = figure(&words, 0)?;
        Some((
            words.of_span(found.from, found.to).to_owned(),
            found.value.normalize().to_string(),
            found.shape,
        ))
    }

    #[test]
    fn spellings_of_numbers() {
        for (text, span, value, shape) in [
            ("12m of them", "12m", "12000000", Shape::Digits),
            ("12-million", "12-million", "12000000", Shape::Digits),
            ("2 lakh crore", "2 lakh crore", "2000000000000", Shape::Digits),
            ("1½ billion", "1½ billion", "1500000000", Shape::Digits),
            ("45 000 drones", "45 000", "45000", Shape::Digits),
            ("half a billion", "half a billion", "500000000", Shape::Spelled),
            ("a quarter of a million", "a quarter of a million", "250000", Shape::Spelled),
            ("twelve million", "twelve million", "12000000", Shape::Spelled),
            ("two and a half billion", "two and a half billion", "2500000000", Shape::Spelled),
            ("one hundred and twenty-five chips", "one hundred and twenty-five", "125", Shape::Spelled),
            ("two hundred thousand", "two hundred thousand", "200000", Shape::Spelled),
            ("two dozen firms", "two dozen", "24", Shape::Spelled),
            ("a million and a half", "a million and a half", "1500000", Shape::Article),
            ("tens of millions of", "tens of millions", "10000000", Shape::Vague),
            ("several hundred million", "several hundred million", "100000000", Shape::Vague),
        ] {
            assert_eq!(read(text), Some((span.to_owned(), value.to_owned(), shape)), "{text}");
        }
        assert_eq!(read("a firm"), None);
        assert_eq!(read("a"), None);
        assert_eq!(read("5G networks").map(|r| r.0).as_deref(), Some("5"));
    }
}
