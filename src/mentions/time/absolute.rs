//! Reads dates, months, years, quarters and halves as written.

use super::super::words::{Kind, Words};
use super::names;
use super::point::{Part, Point};
use crate::model::Precision;

/// A point and the word after it.
pub type Read = (Point, usize);

/// The point that starts at a word.
pub fn point(words: &Words, i: usize) -> Option<Read> {
    match words.kind(i)? {
        Kind::Digits => numeric(words, i)
            .or_else(|| day_first(words, i))
            .or_else(|| decade(words, i))
            .or_else(|| short_quarter(words, i))
            .or_else(|| bare_year(words, i)),
        Kind::Letters => month_first(words, i)
            .or_else(|| weekday(words, i))
            .or_else(|| labelled_quarter(words, i))
            .or_else(|| fiscal(words, i))
            .or_else(|| ordinal_period(words, i))
            .or_else(|| parted(words, i))
            .or_else(|| season(words, i)),
        Kind::Mark => None,
    }
}

fn plain(word: &str) -> Option<i16> {
    (word.len() <= 4 && word.bytes().all(|b| b.is_ascii_digit())).then(|| word.parse().ok())?
}

/// A year in four figures.
pub fn year(words: &Words, i: usize) -> Option<i16> {
    let word = words.word(i);
    (word.len() == 4 && words.kind(i) == Some(Kind::Digits))
        .then(|| plain(word))
        .flatten()
        .filter(|y| (1900..2101).contains(y))
}

/// A year that follows a month or day, with nothing glued to its end that would make it a count or a code.
fn year_after(words: &Words, i: usize) -> Option<i16> {
    let glued_on = words.glued(i + 1) && matches!(words.word(i + 1), "%" | "°" | "/");
    year(words, i).filter(|_| !glued_on)
}

fn day_number(words: &Words, i: usize) -> Option<i8> {
    let word = words.word(i);
    let day = (words.kind(i) == Some(Kind::Digits) && word.len() <= 2).then(|| plain(word)).flatten()?;
    let mark = if words.glued(i + 1) { words.word(i + 1) } else { Default::default() };
    // "Oct. 4: it forbade" is a day, "Oct 4:30" a time of day.
    let clock = mark == ":" && words.glued(i + 2) && words.kind(i + 2) == Some(Kind::Digits);
    let measured = clock || matches!(mark, "%" | "°" | "/");
    (!measured && (1..=31).contains(&day)).then_some(day as i8)
}

/// `2024-03-05`, `2024/03/05`, `21.03.2024`, `21/03/2024`.
fn numeric(words: &Words, i: usize) -> Option<Read> {
    let word = words.word(i);
    if words.glued(i) && i > 0 && words.kind(i - 1) == Some(Kind::Letters) {
        return None;
    }
    let parts: Vec<&str> = word.split('.').collect();
    if let [d, m, y] = parts.as_slice() {
        return date(y, m, d).map(|point| (point, i + 1));
    }
    let mark = words.word(i + 1);
    let same = |at: usize| words.word(at) == mark && words.glued(at) && words.glued(at + 1);
    if !(mark == "/" || words.is_hyphen(i + 1)) || !same(i + 1) {
        return None;
    }
    let (first, second, third) = (word, words.word(i + 2), words.word(i + 4));
    if !same(i + 3) || words.kind(i + 4) != Some(Kind::Digits) {
        return None;
    }
    let point = if first.len() == 4 {
        date(first, second, third)
    } else {
        // 5/3/2024 is read in two ways; only a day past the twelfth tells.
        let (a, b) = (plain(first)?, plain(second)?);
        match (a > 12, b > 12) {
            (true, false) => date(third, second, first),
            (false, true) => date(third, first, second),
            _ if a == b => date(third, first, second),
            _ => None,
        }
    }?;
    Some((point, i + 5))
}

fn date(year: &str, month: &str, day: &str) -> Option<Point> {
    let (y, m, d) = (plain(year)?, plain(month)?, plain(day)?);
    let fits = year.len() == 4
        && (1900..2101).contains(&y)
        && (1..=12).contains(&m)
        && month.len() <= 2
        && day.len() <= 2;
    let point = Point::Day { year: Some(y), month: m as i8, day: d as i8 };
    (fits && point.interval(None, None).is_some()).then_some(point)
}

/// `March 5, 2024`, `Feb. 24`, `March 2024`, `March of 2024`, `March`.
fn month_first(words: &Words, i: usize) -> Option<Read> {
    let (month, next) = names::month(words, i)?;
    if let Some(day) = day_number(words, next).filter(|_| !counts(words, i, next)) {
        let to = after_ordinal(words, next + 1);
        if to == next + 1 && words.glued(to) && words.kind(to) == Some(Kind::Letters) {
            return None;
        }
        let comma = usize::from(words.word(to) == ",");
        if let Some(year) = year_after(words, to + comma) {
            return Some((Point::Day { year: Some(year), month, day }, to + comma + 1));
        }
        if words.is_any(to, &["attack", "attacks", "terror", "attackers", "massacre", "rules", "controls"]) {
            return None;
        }
        return Some((Point::Day { year: None, month, day }, to));
    }
    if let Some(quarter) = quarter_to(words, month, next) {
        return Some(quarter);
    }
    let gap = usize::from(words.is(next, "of") || words.word(next) == ",");
    if let Some(year) = year_after(words, next + gap).filter(|_| !words.glued(next + gap)) {
        return Some((Point::Month { year: Some(year), month, part: Part::Whole }, next + gap + 1));
    }
    names::month_alone(words, i, month)
        .then_some((Point::Month { year: None, month, part: Part::Whole }, next))
}

/// "its March-quarter revenue", "the June quarter": a quarter named by the month that closes it.
fn quarter_to(words: &Words, month: i8, next: usize) -> Option<Read> {
    let hyphen = usize::from(words.is_hyphen(next));
    (month % 3 == 0 && words.is(next + hyphen, "quarter"))
        .then_some((Point::Quarter { year: None, quarter: month / 3 }, next + hyphen + 1))
}

/// "In March 12 companies left": with "in" before the month the figure counts what follows it.
fn counts(words: &Words, i: usize, next: usize) -> bool {
    let led = i > 0 && words.is_any(i - 1, &["in", "since", "during"]);
    let noun = words.kind(next + 1) == Some(Kind::Letters)
        && !words.glued(next + 1)
        && words.word(next + 1).ends_with('s');
    led && noun
}

fn after_ordinal(words: &Words, i: usize) -> usize {
    let ordinal = words.glued(i) && matches!(words.word(i), "st" | "nd" | "rd" | "th");
    i + usize::from(ordinal)
}

/// `5 March 2024`, `5th of March`, `24 February`.
fn day_first(words: &Words, i: usize) -> Option<Read> {
    let day = day_number(words, i)?;
    let next = after_ordinal(words, i + 1);
    let of = usize::from(words.is(next, "of"));
    let (month, to) = names::month(words, next + of).filter(|_| !words.glued(next + of))?;
    // "In 2023 12 May sanctions" is no date, but no newspaper writes it.
    let comma = usize::from(words.word(to) == "," && year_after(words, to + 1).is_some());
    Some(match year_after(words, to + comma) {
        Some(year) => (Point::Day { year: Some(year), month, day }, to + comma + 1),
        None => (Point::Day { year: None, month, day }, to),
    })
}

/// `1990s`, after "the" or alone.
fn decade(words: &Words, i: usize) -> Option<Read> {
    let first = year(words, i)?;
    let plural = words.glued(i + 1) && words.word(i + 1) == "s" && first % 10 == 0;
    let start = super::calendar::year(first)?.0;
    let end = super::calendar::year(first + 9)?.1;
    plural.then_some((Point::Fixed { start, end, precision: Precision::Decade }, i + 2))
}

/// Words before a bare year.
const BEFORE_YEAR: &[&str] = &[
    "in",
    "since",
    "of",
    "by",
    "during",
    "until",
    "till",
    "for",
    "from",
    "to",
    "through",
    "before",
    "after",
    "late",
    "early",
    "mid",
    "around",
    "circa",
    "and",
    "between",
    "throughout",
    "year",
    "than",
    "till",
    "with",
    "versus",
    "vs",
    "over",
];

/// A year that stands alone: only where the words before it lead to one, since other numbers have four figures too.
fn bare_year(words: &Words, i: usize) -> Option<Read> {
    let value = year(words, i)?;
    let point = (Point::Year { year: value, part: Part::Whole }, i + 1);
    if words.glued(i)
        && i > 0
        && !matches!(words.word(i - 1), "(" | "[" | "\u{2018}" | "\u{201c}" | "\"" | "'")
        && !words.is_dash(i - 1)
    {
        return None;
    }
    if words.glued(i) && i > 1 && words.is_dash(i - 1) && words.glued(i - 1) && !words.is(i - 2, "mid") {
        return None;
    }
    if words.glued(i + 1)
        && (words.kind(i + 1) == Some(Kind::Letters)
            || matches!(words.word(i + 1), "%" | "/" | ":" | "°" | "$" | "€"))
    {
        return None;
    }
    if words.is_hyphen(i + 1)
        && words.glued(i + 2)
        && words.glued(i + 1)
        && words.kind(i + 2) == Some(Kind::Letters)
    {
        return None;
    }
    let next = words.word(i + 1);
    let counted = counted_noun(next) && words.kind(i + 1) == Some(Kind::Letters);
    let before = words.before(i, 1);
    if matches!(before, "" | "(" | "[" | "." | "\u{2022}") || words.opens_sentence(i) {
        return (!counted).then_some(point);
    }
    if words.is_any(i - 1, &["the", "a", "its", "their", "his", "her", "this", "that", "our", "s"]) {
        // "the 2022 invasion", "China's 2010 embargo"; "its 2000 drones" is a count.
        let noun = words.kind(i + 1) == Some(Kind::Letters) && !words.glued(i + 1);
        return (noun && (value % 100 != 0 || !counted)).then_some(point);
    }
    if words.is_any(i - 1, BEFORE_YEAR) {
        let figures = ["of", "to", "from", "for", "by", "with", "over", "around", "than", "and"];
        let unsure = words.is_any(i - 1, &figures) && counted && (value % 100 == 0 || measure(next));
        let unsure = unsure || (counted && value > 2035);
        let more = words.reads_before(i, &["more", "than"]) || words.reads_before(i, &["less", "than"]);
        return (!unsure && !more && !measure(next)).then_some(point);
    }
    if words.is(i - 1, "on") && i > 1 && words.is_any(i - 2, &["up", "down"]) {
        return (!counted).then_some(point);
    }
    let after_list = before == "," && i > 1 && year(words, i - 2).is_some();
    after_list.then_some(point)
}

fn counted_noun(word: &str) -> bool {
    word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us") && word != "was"
        || measure(word)
        || word == "people"
}

fn measure(word: &str) -> bool {
    matches!(
        word.to_ascii_lowercase().as_str(),
        "tonnes"
            | "tons"
            | "kg"
            | "km"
            | "miles"
            | "dollars"
            | "euros"
            | "yuan"
            | "people"
            | "units"
            | "pieces"
            | "percent"
            | "barrels"
            | "kilograms"
            | "kilometres"
            | "kilometers"
            | "metres"
            | "meters"
            | "mw"
            | "rubles"
            | "roubles"
            | "hours"
            | "gmt"
            | "hrs"
            | "words"
            | "employees"
            | "workers"
            | "points"
    )
}

fn weekday(words: &Words, i: usize) -> Option<Read> {
    let weekday = names::weekday(words, i)?;
    let comma = usize::from(words.word(i + 1) == ",");
    // "Tuesday, March 5": the date says it all.
    let dated = month_first(words, i + 1 + comma).or_else(|| day_first(words, i + 1 + comma));
    if let Some((point @ Point::Day { .. }, to)) = dated {
        return Some((point, to));
    }
    Some((Point::Weekday(weekday), i + 1))
}

/// `Q3 2024`, `Q3`, `H1 2023`, `Q3 FY2020`.
fn labelled_quarter(words: &Words, i: usize) -> Option<Read> {
    let label = words.word(i);
    if !matches!(label, "Q" | "H" | "q") || words.glued(i) && i > 0 || !words.glued(i + 1) {
        return None;
    }
    let number = words.word(i + 1).parse::<i8>().ok()?;
    period_of(words, label == "H", number, i + 2)
}

/// `3Q24`, `1H 2023`.
fn short_quarter(words: &Words, i: usize) -> Option<Read> {
    let number = words.word(i).parse::<i8>().ok()?;
    let label = words.word(i + 1);
    if !words.glued(i + 1) || !matches!(label, "Q" | "H") {
        return None;
    }
    period_of(words, label == "H", number, i + 2)
}

fn period_of(words: &Words, half: bool, number: i8, next: usize) -> Option<Read> {
    if number < 1 || number > if half { 2 } else { 4 } {
        return None;
    }
    let with = |year| {
        if half { Point::Half { year, half: number } } else { Point::Quarter { year, quarter: number } }
    };
    let (year, to) = year_of_period(words, next);
    Some((with(year), to))
}

/// The year after a quarter or half: "2024", "of 2024", "of fiscal 2024", "FY24", glued "24".
fn year_of_period(words: &Words, next: usize) -> (Option<i16>, usize) {
    if words.glued(next) && words.kind(next) == Some(Kind::Digits) && words.word(next).len() == 2 {
        return (plain(words.word(next)).map(|y| 2000 + y), next + 1);
    }
    let mut at = next + usize::from(words.is_any(next, &["of", "in", ","]));
    if words.is_any(at, &["fiscal", "financial", "FY"]) {
        at += 1;
        at += usize::from(words.is(at, "year"));
    }
    if words.word(at - 1) == "FY" && words.word(at).len() == 2 {
        return (plain(words.word(at)).map(|y| 2000 + y), at + 1);
    }
    match year_after(words, at) {
        Some(year) => (Some(year), at + 1),
        None => (None, next),
    }
}

/// `fiscal 2024`, `fiscal year 2024`, `FY2023`, `FY 2023-24`: the calendar year stands for it.
fn fiscal(words: &Words, i: usize) -> Option<Read> {
    let mut at = match words.word(i).to_ascii_lowercase().as_str() {
        "fy" => i + 1,
        "fiscal" | "financial" => i + 1 + usize::from(words.is(i + 1, "year")),
        _ => return None,
    };
    if words.word(i) == "FY" && words.word(at).len() == 2 && words.glued(at) {
        let year = 2000 + plain(words.word(at))?;
        return Some((Point::Year { year, part: Part::Whole }, at + 1));
    }
    let first = year(words, at)?;
    at += 1;
    if (words.is_dash(at) || words.word(at) == "/") && words.glued(at) && words.word(at + 1).len() == 2 {
        let (start, end) = (super::calendar::year(first)?.0, super::calendar::year(first + 1)?.1);
        return Some((Point::Fixed { start, end, precision: Precision::Period }, at + 2));
    }
    Some((Point::Year { year: first, part: Part::Whole }, at))
}

/// "third quarter of 2024", "first half", "first nine months of 2023", "third-quarter".
fn ordinal_period(words: &Words, i: usize) -> Option<Read> {
    let number = names::ordinal(words.word(i))?;
    let hyphen = usize::from(words.is_hyphen(i + 1));
    let unit = i + 1 + hyphen;
    if words.is_any(unit, &["fiscal", "financial"]) {
        let inner = words.is(unit + 1, "quarter").then(|| period_of(words, false, number, unit + 2));
        return inner.flatten();
    }
    if words.is(unit, "quarter") || words.is(unit, "half") {
        let half = words.is(unit, "half");
        // "second half" of a match and "third quarter" of a game are not dated; "the first half hour" is a measure.
        let of_year = year_of_period(words, unit + 1).0.is_some()
            || words.reads(unit + 1, &["of", "the", "year"])
            || (words.is_any(unit + 2, &["last", "this", "next"]) && words.is(unit + 3, "year"));
        if words.is_any(unit + 1, &["hour", "dozen", "million", "billion", "of"]) && !of_year {
            return None;
        }
        return period_of(words, half, number, unit + 1);
    }
    if number != 1 || !words.is(unit + 1, "months") {
        return None;
    }
    let count = plain(words.word(unit))
        .map(|n| n as u32)
        .or_else(|| super::super::number::small(words.word(unit)))?;
    if !(2..=11).contains(&count) {
        return None;
    }
    let (year, to) = year_of_period(words, unit + 2);
    Some((Point::Months { year, count: count as i8 }, to))
}

/// "early 2023", "mid-2023", "late March", "the end of 2025", "year-end 2024".
fn parted(words: &Words, i: usize) -> Option<Read> {
    let (part, mut next) = match words.word(i).to_ascii_lowercase().as_str() {
        "early" => (Part::Early, i + 1),
        "mid" | "middle" => (Part::Mid, i + 1),
        "late" => (Part::Late, i + 1),
        "start" | "beginning" => (Part::Start, i + 1),
        "end" => (Part::End, i + 1),
        _ => return None,
    };
    if matches!(part, Part::Start | Part::End) || words.is(i, "middle") {
        if !words.is(next, "of") {
            return None;
        }
        next += 1;
    } else {
        next += usize::from(words.is_hyphen(next));
    }
    match month_first(words, next)
        .or_else(|| year(words, next).map(|year| (Point::Year { year, part }, next + 1)))?
    {
        (Point::Month { year, month, .. }, to) => Some((Point::Month { year, month, part }, to)),
        (Point::Year { year, .. }, to) => Some((Point::Year { year, part }, to)),
        _ => None,
    }
}

/// "summer 2023", "the autumn of 2022", seasons of the northern half of the world.
fn season(words: &Words, i: usize) -> Option<Read> {
    let (from, to) = season_months(words.word(i))?;
    let at = i + 1 + usize::from(words.is(i + 1, "of"));
    let first = year_after(words, at)?;
    let last = if from > to { first + 1 } else { first };
    let (start, end) = super::calendar::months((first, from), (last, to))?;
    Some((Point::Fixed { start, end, precision: Precision::Quarter }, at + 1))
}

pub fn season_months(word: &str) -> Option<(i8, i8)> {
    Some(match word.to_ascii_lowercase().as_str() {
        "spring" => (3, 5),
        "summer" => (6, 8),
        "autumn" | "fall" => (9, 11),
        "winter" => (12, 2),
        _ => return None,
    })
}
