//! Reads times counted from the day of publication: "yesterday", "last week", "the past two years", "a year ago".

use super::super::number::{self, Shape};
use super::super::words::{Kind, Words};
use super::absolute::{self, Read};
use super::calendar::{self, Unit};
use super::names;
use super::point::Point;
use super::tense::{self, Tense};
use crate::model::Precision;
use jiff::civil::Date;

/// The point that starts at a word, counted from today.
pub fn point(words: &Words, i: usize, today: Date) -> Option<Read> {
    if words.kind(i)? == Kind::Mark {
        return None;
    }
    named_day(words, i, today)
        .or_else(|| day_alone(words, i, today))
        .or_else(|| season_alone(words, i, today))
        .or_else(|| with_direction(words, i, today))
        .or_else(|| stretch(words, i, today))
        .or_else(|| ago(words, i, today))
        .or_else(|| edge_of_period(words, i, today))
}

fn fixed(start: Date, end: Date, precision: Precision, to: usize) -> Option<Read> {
    Some((Point::Fixed { start, end, precision }, to))
}

fn named_day(words: &Words, i: usize, today: Date) -> Option<Read> {
    let by = match words.word(i).to_ascii_lowercase().as_str() {
        "yesterday" => -1,
        "tomorrow" => 1,
        "tonight" => 0,
        // "today's chips" and "of today" mean nowadays.
        "today" if possessive(words, i + 1) || (i > 0 && words.is_any(i - 1, &["of", "than"])) => {
            return None;
        }
        "today" => 0,
        _ => return None,
    };
    let day = calendar::add(today, by, Unit::Day)?;
    let in_name =
        words.is_capital(i) && (words.is(i.wrapping_sub(1), "USA") || words.is(i.wrapping_sub(1), "Russia"));
    if in_name { None } else { fixed(day, day, Precision::Day, i + 1) }
}

/// "on the 12th": the last such day of a month, where nothing follows that the number could count.
fn day_alone(words: &Words, i: usize, today: Date) -> Option<Read> {
    let led = i > 0 && words.is_any(i - 1, &["on", "since", "until", "by"]);
    let day: i8 = words.word(i + 1).parse().ok().filter(|day| (1..=31).contains(day))?;
    let ordinal = words.glued(i + 2) && matches!(words.word(i + 2), "st" | "nd" | "rd" | "th");
    let free = words.kind(i + 3) != Some(Kind::Letters) && !words.is_hyphen(i + 3)
        || words.is_any(
            i + 3,
            &["that", "and", "when", "after", "as", "but", "in", "at", "the", "by", "for", "to"],
        );
    if !(led && words.is(i, "the") && ordinal && free) {
        return None;
    }
    let mut month = today.first_of_month();
    for _ in 0..3 {
        if let Some(date) = calendar::day(month.year(), month.month(), day).filter(|date| *date <= today) {
            return fixed(date, date, Precision::Day, i + 3);
        }
        month = calendar::add(month, -1, Unit::Month)?;
    }
    None
}

/// "in the spring", "by the autumn": the nearest one of the year, behind a word of time and before no noun.
fn season_alone(words: &Words, i: usize, today: Date) -> Option<Read> {
    let led = i > 0 && words.is_any(i - 1, &["in", "by", "since", "until", "during", "before"]);
    let (from, until) = absolute::season_months(words.word(i + 1)).filter(|_| led && words.is(i, "the"))?;
    let to = i + 2;
    let free = words.kind(to) != Some(Kind::Letters) && !words.is_hyphen(to)
        || words.is_any(
            to,
            &["and", "when", "that", "after", "as", "but", "while", "there", "to", "it", "the", "he", "she"],
        );
    if !free {
        return None;
    }
    let tense =
        if words.is_any(i - 1, &["by", "until"]) { Some(Tense::Future) } else { tense::around(words, i, to) };
    if tense == Some(Tense::Future) {
        let coming = |on: i16| {
            calendar::months((today.year() + on, from), (today.year() + on + i16::from(from > until), until))
        };
        let (start, end) = (-1..2).filter_map(coming).find(|(_, end)| *end > today)?;
        return fixed(start, end, Precision::Quarter, to);
    }
    let begun = |back: i16| {
        let year = today.year() - back;
        calendar::months((year, from), (year + i16::from(from > until), until))
    };
    let (start, end) = (0..2).filter_map(begun).find(|(start, _)| *start <= today)?;
    fixed(start, end, Precision::Quarter, to)
}

pub fn possessive(words: &Words, i: usize) -> bool {
    matches!(words.word(i), "'" | "\u{2019}")
        && words.glued(i)
        && words.word(i + 1) == "s"
        && words.glued(i + 1)
}

/// "last week", "this year", "next Tuesday", "earlier this month", "last March".
fn with_direction(words: &Words, i: usize, today: Date) -> Option<Read> {
    let mut at = i;
    if words.is_any(at, &["earlier", "later", "late", "early"])
        && words.is_any(at + 1, &["this", "last", "next"])
    {
        at += 1;
    }
    let by: i64 = match words.word(at).to_ascii_lowercase().as_str() {
        "last" | "previous" => -1,
        "this" => 0,
        "next" => 1,
        "coming" => 1,
        _ => return None,
    };
    let noun =
        at + 1 + usize::from(words.is(at, "this") && words.is_any(at + 1, &["past", "coming", "same"]));
    if words.is(at, "previous") || words.is(at, "coming") && !(i > 0 && words.is_any(i - 1, &["the", "this"]))
    {
        return None;
    }
    let to = noun + 1;
    if let Some(weekday) = names::weekday(words, noun) {
        let day = match by {
            -1 => calendar::weekday_back(calendar::add(today, -1, Unit::Day)?, weekday)?,
            0 if words.is(noun - 1, "past") => calendar::weekday_back(today, weekday)?,
            _ => calendar::weekday_on(calendar::add(today, by, Unit::Day)?, weekday)?,
        };
        return fixed(day, day, Precision::Day, to);
    }
    if let Some((month, to)) = names::month(words, noun).filter(|_| words.word(noun).len() > 2) {
        return directed_month(words, by, month, to, today);
    }
    if let Some((from, until)) = absolute::season_months(words.word(noun)) {
        return directed_season(by, from, until, to, today);
    }
    let (start, end, precision) = match words.word(noun).to_ascii_lowercase().as_str() {
        "week" => {
            let (start, end) = calendar::week(calendar::add(today, by, Unit::Week)?)?;
            (start, end, Precision::Week)
        }
        "weekend" => {
            let (_, sunday) = calendar::week(calendar::add(today, by, Unit::Week)?)?;
            (calendar::add(sunday, -1, Unit::Day)?, sunday, Precision::Period)
        }
        "month" => {
            let (start, end) = calendar::month_from(today, by)?;
            (start, end, Precision::Month)
        }
        "quarter" => {
            let (year, quarter) =
                calendar::quarter_of(calendar::add(today.first_of_month(), by, Unit::Quarter)?);
            let (start, end) = calendar::quarter(year, quarter)?;
            (start, end, Precision::Quarter)
        }
        "year" => {
            let (start, end) = calendar::year(calendar::add(today.first_of_month(), by, Unit::Year)?.year())?;
            (start, end, Precision::Year)
        }
        "morning" | "afternoon" | "evening" if by == 0 => (today, today, Precision::Day),
        "night" if by == -1 => {
            let day = calendar::add(today, -1, Unit::Day)?;
            (day, day, Precision::Day)
        }
        "decade" if by != 1 => {
            let now = today.year() - today.year() % 10 + if by < 0 { -10 } else { 0 };
            (calendar::year(now)?.0, calendar::year(now + 9)?.1, Precision::Decade)
        }
        _ => return None,
    };
    // "earlier this year" ends today.
    let end = if words.is(i, "earlier") && at > i && by == 0 { today.min(end) } else { end };
    // "last year's ban" is still last year; "this week-long" is not a week of the calendar.
    let compound = words.is_hyphen(to) && words.glued(to);
    if compound { None } else { fixed(start, end, precision, to) }
}

fn directed_month(_words: &Words, by: i64, month: i8, to: usize, today: Date) -> Option<Read> {
    let year = today.year();
    let year = match by {
        -1 if month < today.month() => year,
        -1 => year - 1,
        1 if month <= today.month() => year + 1,
        _ => year,
    };
    let (start, end) = calendar::month(year, month)?;
    fixed(start, end, Precision::Month, to)
}

fn directed_season(by: i64, from: i8, until: i8, to: usize, today: Date) -> Option<Read> {
    let ended =
        |year: i16| calendar::months((year, from), (if from > until { year + 1 } else { year }, until));
    let year = today.year();
    let (start, end) = match by {
        -1 => (0..3).filter_map(|back| ended(year - back)).find(|(_, end)| *end < today)?,
        0 => ended(year)?,
        _ => (0..2).filter_map(|on| ended(year + on)).find(|(start, _)| *start > today)?,
    };
    fixed(start, end, Precision::Quarter, to)
}

/// A count of units: "two", "2", "18", or one where none is written.
fn count(words: &Words, i: usize) -> Option<(i64, usize)> {
    let figure =
        number::figure(words, i).filter(|f| f.scale.is_none() && f.shape != Shape::Vague && !f.grouped)?;
    let value = i64::try_from(figure.value.trunc()).ok().filter(|n| (1..500).contains(n))?;
    (figure.value.fract().is_zero()).then_some((value, figure.to))
}

/// "the past two years", "the last six months", "the next five years", "the past decade".
fn stretch(words: &Words, i: usize, today: Date) -> Option<Read> {
    let at = i + usize::from(words.is(i, "the"));
    if words.is(at, "previous") && at > i {
        return previous_years(words, at, today);
    }
    let ahead = match words.word(at).to_ascii_lowercase().as_str() {
        "past" | "last" => false,
        "next" | "coming" | "following" => true,
        _ => return None,
    };
    if words.is(at, "following")
        || (at == i && !(i > 0 && words.is_any(i - 1, &["over", "in", "within", "during", "for"])))
    {
        return None;
    }
    let (count, unit_at) = match count(words, at + 1) {
        Some(read) => read,
        None if at > i && words.is_any(at, &["past"]) => (1, at + 1),
        None => return None,
    };
    let unit = names::unit(words.word(unit_at))?;
    if words.is_hyphen(unit_at + 1) && words.glued(unit_at + 1) {
        return None;
    }
    let to = unit_at + 1;
    if ahead {
        fixed(today, calendar::add(today, count, unit)?, Precision::Period, to)
    } else {
        fixed(calendar::add(today, -count, unit)?, today, Precision::Period, to)
    }
}

/// "the previous three years": whole years of the calendar before this one.
fn previous_years(words: &Words, at: usize, today: Date) -> Option<Read> {
    let (count, unit_at) = count(words, at + 1)?;
    let years = i16::try_from(count).ok().filter(|_| words.is(unit_at, "years"))?;
    let (start, end) = (calendar::year(today.year() - years)?.0, calendar::year(today.year() - 1)?.1);
    fixed(start, end, Precision::Period, unit_at + 1)
}

/// A count of units, or one behind an article: "three", "a".
pub fn counted(words: &Words, i: usize) -> Option<(i64, usize)> {
    count(words, i).or_else(|| words.is_any(i, &["a", "an"]).then_some((1, i + 1)))
}

/// "two years ago", "a month ago", "10 days ago".
fn ago(words: &Words, i: usize, today: Date) -> Option<Read> {
    let (count, unit_at) = match count(words, i) {
        Some(read) => read,
        None if words.is_any(i, &["a", "an"]) => (1, i + 1),
        None => return None,
    };
    let unit = names::unit(words.word(unit_at))?;
    if !words.is(unit_at + 1, "ago") {
        return None;
    }
    let day = calendar::add(today, -count, unit)?;
    let (start, end, precision) = match unit {
        Unit::Day => (day, day, Precision::Day),
        Unit::Week => {
            let (start, end) = calendar::week(day)?;
            (start, end, Precision::Week)
        }
        Unit::Month | Unit::Quarter => (day.first_of_month(), day.last_of_month(), Precision::Month),
        Unit::Year if count == 1 => (day.first_of_month(), day.last_of_month(), Precision::Month),
        Unit::Year | Unit::Decade => {
            let (start, end) = calendar::year(day.year())?;
            (start, end, Precision::Year)
        }
    };
    fixed(start, end, precision, unit_at + 2)
}

/// "the end of the year", "the start of the month", "year-end".
fn edge_of_period(words: &Words, i: usize, today: Date) -> Option<Read> {
    let (end, unit_at) = match words.word(i).to_ascii_lowercase().as_str() {
        "end" => (true, i + 1),
        "start" | "beginning" => (false, i + 1),
        "year" if words.is_hyphen(i + 1) && words.is(i + 2, "end") => {
            let (start, end) = calendar::month(today.year(), 12)?;
            return fixed(start, end, Precision::Period, i + 3);
        }
        _ => return None,
    };
    if !words.is(unit_at, "of") {
        return None;
    }
    let noun = unit_at + 1;
    let by = match words.word(noun).to_ascii_lowercase().as_str() {
        "the" | "this" => 0,
        "last" => -1,
        "next" => 1,
        _ => return None,
    };
    let at_edge = |(first, last): calendar::Interval, days: i64| {
        if end {
            Some((calendar::add(last, -days, Unit::Day)?, last))
        } else {
            Some((first, calendar::add(first, days, Unit::Day)?))
        }
    };
    let (start, finish) = match words.word(noun + 1).to_ascii_lowercase().as_str() {
        "year" => {
            let year = today.year() + by as i16;
            calendar::month(year, if end { 12 } else { 1 })?
        }
        "month" => at_edge(calendar::month_from(today, by)?, 6)?,
        "quarter" => {
            let (year, quarter) =
                calendar::quarter_of(calendar::add(today.first_of_month(), by, Unit::Quarter)?);
            at_edge(calendar::quarter(year, quarter)?, 6)?
        }
        "week" => at_edge(calendar::week(calendar::add(today, by, Unit::Week)?)?, 1)?,
        _ => return None,
    };
    fixed(start, finish, Precision::Period, noun + 2)
}

/// The year that follows a point in words: "March last year", "the third quarter of last year", "May this year".
pub fn year_after(words: &Words, i: usize, today: Date) -> Option<(i16, usize)> {
    let at = i + usize::from(words.is_any(i, &["of", "in"]));
    let by = match words.word(at).to_ascii_lowercase().as_str() {
        "last" => -1,
        "this" => 0,
        "next" => 1,
        "the"
            if at > i && words.is(at + 1, "year") && !words.is_any(at + 2, &["before", "of", "earlier"]) =>
        {
            return Some((today.year(), at + 2));
        }
        _ => return None,
    };
    words.is(at + 1, "year").then_some((today.year() + by, at + 2))
}

/// The tense that a direction word itself gives.
pub fn own_tense(words: &Words, before: usize) -> Option<Tense> {
    let lead = before.checked_sub(1)?;
    words
        .is_any(lead, &["by", "until", "till", "starting", "effective", "beginning"])
        .then_some(Tense::Future)
}
