//! Reads a point with the words that open, close or stretch it: "since 2022", "by the end of 2025", "from 2019 to 2021".

use super::super::words::{Kind, Words};
use super::calendar::{self, Interval, Unit};
use super::point::{Part, Point};
use super::tense::{self, Tense};
use super::{Clock, Found, absolute, gate, names, relative};
use crate::model::{Precision, Time};

/// How a word of time bounds the point after it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lead {
    Since,
    Until,
    Before,
    After,
    /// "from", "between": bounds only with a second point, or "from … onwards".
    From,
    Between,
}

const LEADS: &[(&[&str], Lead)] = &[
    (&["since"], Lead::Since),
    (&["ever", "since"], Lead::Since),
    (&["in", "the", "year", "since"], Lead::Since),
    (&["in", "the", "years", "since"], Lead::Since),
    (&["in", "the", "months", "since"], Lead::Since),
    (&["starting"], Lead::Since),
    (&["starting", "in"], Lead::Since),
    (&["starting", "on"], Lead::Since),
    (&["starting", "from"], Lead::Since),
    (&["beginning"], Lead::Since),
    (&["beginning", "in"], Lead::Since),
    (&["beginning", "on"], Lead::Since),
    (&["starting", "with"], Lead::Since),
    (&["beginning", "with"], Lead::Since),
    (&["as", "of"], Lead::From),
    (&["as", "from"], Lead::From),
    (&["effective"], Lead::Since),
    (&["effective", "from"], Lead::Since),
    (&["with", "effect", "from"], Lead::Since),
    (&["until"], Lead::Until),
    (&["till"], Lead::Until),
    (&["up", "to"], Lead::Until),
    (&["up", "until"], Lead::Until),
    (&["through"], Lead::Until),
    (&["by"], Lead::Until),
    (&["no", "later", "than"], Lead::Until),
    (&["before"], Lead::Before),
    (&["prior", "to"], Lead::Before),
    (&["after"], Lead::After),
    (&["from"], Lead::From),
    (&["between"], Lead::Between),
];

/// Words between a word of time and its point.
const FILLERS: &[&str] =
    &["at", "least", "about", "around", "as", "the", "early", "roughly", "approximately"];

/// The time that starts at a word.
pub fn read(words: &Words, i: usize, clock: &Clock) -> Option<Found> {
    let led_by = gate::leads(words, i);
    let phrases = LEADS.iter().filter(|_| led_by);
    let lead = phrases.filter(|(lead, _)| words.reads(i, lead)).max_by_key(|(lead, _)| lead.len());
    if let Some(found) = lead.and_then(|(phrase, lead)| led(words, i, i + phrase.len(), *lead, clock)) {
        return Some(found);
    }
    if !gate::opens_point(words, i) {
        return None;
    }
    if let Some(found) = year_to(words, i, clock) {
        return Some(found);
    }
    if let Some(found) = days_of_month(words, i, clock) {
        return Some(found);
    }
    let (point, to) = point(words, i, clock)?;
    if let Some(range) = range(words, i, (point, to), false, clock) {
        return Some(Found { from: i, ..range });
    }
    let tense = tense_for(words, i, to, clock, None);
    let (start, end) = point.interval(clock.today, tense)?;
    Some(finished(i, to, (Some(start), Some(end)), point.precision(), "mentions/time:point"))
}

fn finished(
    from: usize,
    to: usize,
    (start, end): (Option<jiff::civil::Date>, Option<jiff::civil::Date>),
    precision: Precision,
    rule: &'static str,
) -> Found {
    Found { from, to, time: Time { start, end, precision, event: None }, rule }
}

/// A point, absolute or counted from today, with a year that follows it in words.
fn point(words: &Words, i: usize, clock: &Clock) -> Option<(Point, usize)> {
    if !gate::opens_point(words, i) {
        return None;
    }
    let relative = |i| clock.today.and_then(|today| relative::point(words, i, today));
    // "the third quarter", "the end of 2025": the article is outside the point; "the past two years" holds it.
    let (point, to) = relative(i).or_else(|| absolute::point(words, i))?;
    let waits = point.year().is_none() && !matches!(point, Point::Weekday(_));
    let year = clock.today.filter(|_| waits).and_then(|today| relative::year_after(words, to, today));
    Some(year.map_or((point, to), |(year, to)| (point.in_year(year), to)))
}

/// "the 2022 invasion", "the October 2022 rules": a year or a month that names what follows it.
fn named_after(words: &Words, point: Point, to: usize) -> bool {
    let month =
        matches!(point, Point::Month { part: Part::Whole, .. }) && words.kind(to) == Some(Kind::Letters);
    let ends = words
        .is_any(to, &["and", "but", "or", "when", "that", "of", "as", "in", "to", "it", "the", "is", "was"]);
    matches!(point, Point::Year { part: Part::Whole, .. }) || (month && !ends)
}

/// A point behind a word of time.
fn led(words: &Words, from: usize, at: usize, lead: Lead, clock: &Clock) -> Option<Found> {
    let mut start = at;
    let read = loop {
        match point(words, start, clock) {
            Some(read) => break read,
            None if start < at + 3 && words.is_any(start, FILLERS) => start += 1,
            None => return None,
        }
    };
    if matches!(lead, Lead::From | Lead::Between) {
        if let Some(found) = range(words, start, read, lead == Lead::Between, clock) {
            return Some(Found { from, ..found });
        }
        return open_from(words, from, start, read, lead, clock);
    }
    let (point, to) = read;
    // "after Tuesday's vote", "before the 2022 invasion": the word of time goes with the noun.
    let noun = relative::possessive(words, to)
        || (words.is_hyphen(to) && words.glued(to))
        || (start > at && words.is(start - 1, "the") && named_after(words, point, to));
    if noun || (words.is(from, "by") && spoken_by(words, to)) {
        return None;
    }
    let forced = matches!(lead, Lead::Until)
        .then_some(Tense::Future)
        .filter(|_| !(words.is(from, "through") || words.is(from, "by") && had_been(words, from, to)));
    let forced = match lead {
        Lead::Since if words.is_any(from, &["starting", "beginning", "effective", "with"]) => {
            Some(Tense::Future)
        }
        Lead::Since | Lead::After => Some(Tense::Past).filter(|_| lead == Lead::Since),
        _ => forced,
    };
    let tense = tense_for(words, from, to, clock, forced);
    let (first, last) = point.interval(clock.today, tense)?;
    let bounds = match lead {
        // "since the end of June" counts from the end itself.
        Lead::Since if matches!(point, Point::Month { part: Part::End, .. }) => (Some(last), None),
        Lead::Since => (Some(first), None),
        Lead::Until if totals(words, from, point, tense) => {
            (calendar::year(last.year()).map(|year| year.0), Some(last))
        }
        // "by mid-2023" is by the middle.
        Lead::Until if matches!(point, Point::Year { part: Part::Mid, .. }) => {
            (None, calendar::half(last.year(), 1).map(|half| half.1))
        }
        Lead::Until => (None, Some(last)),
        Lead::Before => (None, calendar::add(first, -1, Unit::Day)),
        Lead::After => (calendar::add(last, 1, Unit::Day), None),
        Lead::From | Lead::Between => (Some(first), Some(last)),
    };
    Some(finished(from, to, bounds, point.precision(), "mentions/time:bound"))
}

/// "exports through September stood at": a month that closes a total, which runs from the start of the year.
fn totals(words: &Words, from: usize, point: Point, tense: Option<Tense>) -> bool {
    let month = matches!(point, Point::Month { part: Part::Whole, .. } | Point::Quarter { .. });
    words.is(from, "through") && month && tense != Some(Tense::Future)
}

/// "By Friday the tariff had climbed": what was done by then lies behind.
fn had_been(words: &Words, from: usize, to: usize) -> bool {
    let (start, end) = (words.sentence_start(from, 10), words.sentence_end(to, 8));
    (start..end).any(|i| words.is_any(i, &["had", "was", "were"]))
        && !(start..end).any(|i| words.is_any(i, &["will", "would", "should", "must", "to"]) && i < from)
}

/// "by May" may be a person; a surname is followed by a verb of saying or a comma and a title.
fn spoken_by(words: &Words, to: usize) -> bool {
    words.is(to - 1, "May") && words.is_any(to, &["said", "told", "who"])
}

/// "from March onwards", "from 2024 on": open at the end. Without that word "from" opens only what lies ahead:
/// "will need a licence from July", "hopes to mine from 2028".
fn open_from(
    words: &Words,
    from: usize,
    start: usize,
    (point, to): (Point, usize),
    lead: Lead,
    clock: &Clock,
) -> Option<Found> {
    let onwards = words.is_any(to, &["onwards", "onward", "on", "forward"])
        && !(words.is(to, "on") && matches!(words.kind(to + 1), Some(Kind::Letters | Kind::Digits)));
    if lead != Lead::From || start > from + 2 || (!onwards && words.is_any(from.wrapping_sub(1), ORIGINS)) {
        return None;
    }
    let future = Some(Tense::Future);
    let said = tense::around(words, from, to);
    // "From 1 September Beijing limits": a day or month from which something holds, with nothing past about it.
    let unsaid = said.is_none()
        && (words.opens_sentence(from) && point.year().is_none()
            || matches!(point, Point::Day { year: None, .. }));
    let ahead = said == future || unsaid || is_demanded(words, from, to);
    let (first, _) =
        point.interval(clock.today, tense_for(words, from, to, clock, future.filter(|_| ahead)))?;
    let coming = clock.today.is_some_and(|today| first > today);
    let compound = relative::possessive(words, to) || (words.is_hyphen(to) && words.glued(to));
    let to = to + usize::from(onwards);
    let opens = onwards || ((ahead || coming) && !compound);
    opens.then(|| finished(from, to, (Some(first), None), point.precision(), "mentions/time:bound"))
}

/// Words before "from" that make the point an origin or one end of a change: "a letter from May", "up from 2022".
const ORIGINS: &[&str] = &[
    "data",
    "document",
    "documents",
    "down",
    "email",
    "emails",
    "figures",
    "footage",
    "image",
    "images",
    "law",
    "letter",
    "letters",
    "period",
    "photo",
    "photos",
    "records",
    "report",
    "reports",
    "results",
    "statistics",
    "up",
    "unchanged",
    "different",
    "cent",
    "percent",
];

/// Whether a verb before the place binds somebody from then on: "must obtain a licence from 1 August".
fn is_demanded(words: &Words, from: usize, to: usize) -> bool {
    let binding = &[
        "must", "may", "shall", "should", "will", "would", "need", "needs", "require", "requires",
        "required", "subject", "ban", "banned", "want", "wants", "hopes", "plans", "apply", "applies",
        "effect", "force", "oblige", "obliged",
    ];
    // "…, from September 1 China will introduce": a point in front of its clause looks on.
    let opens = words.opens_sentence(from) || words.before(from, 1) == ",";
    let on = if opens { to..words.sentence_end(to, 12) } else { to..to };
    (words.sentence_start(from, 14)..from).chain(on).any(|i| words.is_any(i, binding))
}

/// A second point after "to", "until", "through", "and" or a dash: "2019–21", "January to June 2023", "March 5-8".
fn range(
    words: &Words,
    i: usize,
    (first, at): (Point, usize),
    between: bool,
    clock: &Clock,
) -> Option<Found> {
    let dash = words.is_dash(at);
    let joined = if between {
        words.is(at, "and")
    } else {
        dash || words.is_any(at, &["to", "through", "until", "till"])
    };
    if !joined || matches!(first, Point::Weekday(_)) && dash {
        return None;
    }
    let second_at = at + 1 + usize::from(words.is(at + 1, "the"));
    let (second, to) = shortened(words, first, second_at, dash).or_else(|| {
        point(words, second_at, clock).filter(|_| !dash || !matches!(first, Point::Fixed { .. }))
    })?;
    let (first, second) = agree(first, second);
    let tense = tense_for(words, i, to, clock, None);
    let (start, _) = first.interval(clock.today, tense)?;
    let (_, end) = second.interval(clock.today, tense)?;
    let start =
        if start > end && first.year().is_none() { calendar::add(start, -1, Unit::Year)? } else { start };
    (start < end).then(|| finished(i, to, (Some(start), Some(end)), Precision::Period, "mentions/time:range"))
}

/// The second end in short: `2019-21`, `March 5-8`.
fn shortened(words: &Words, first: Point, at: usize, dash: bool) -> Option<(Point, usize)> {
    let word = words.word(at);
    if let (Point::Year { year, part: Part::Whole }, Some(last)) = (first, absolute::year(words, at)) {
        let fits = dash && last > year && !(words.glued(at + 1) && words.kind(at + 1) != Some(Kind::Mark));
        return fits.then_some((Point::Year { year: last, part: Part::Whole }, at + 1));
    }
    if words.kind(at) != Some(Kind::Digits) || word.len() > 2 {
        return None;
    }
    let value: i16 = word.parse().ok()?;
    match first {
        Point::Year { year, part: Part::Whole } if dash && word.len() == 2 => {
            let full = year - year % 100 + value;
            (full > year && full - year < 30)
                .then_some((Point::Year { year: full, part: Part::Whole }, at + 1))
        }
        Point::Day { month, day, year: None }
            if value > i16::from(day) && value <= 31 && names::month(words, at + 1).is_none() =>
        {
            let comma = usize::from(words.word(at + 1) == ",");
            let year = absolute::year(words, at + 1 + comma);
            let to = at + 1 + year.map_or(0, |_| comma + 1);
            Some((Point::Day { year, month, day: value as i8 }, to))
        }
        _ => None,
    }
}

/// `5-8 March 2024`, `5 to 8 March`: the first day takes month and year of the second.
fn days_of_month(words: &Words, i: usize, clock: &Clock) -> Option<Found> {
    let first: i8 = words.word(i).parse().ok().filter(|_| words.kind(i) == Some(Kind::Digits))?;
    if !words.is_dash(i + 1) && !words.is_any(i + 1, &["to", "and"]) {
        return None;
    }
    let (point, to) = absolute::point(words, i + 2).filter(|_| words.kind(i + 2) == Some(Kind::Digits))?;
    let Point::Day { year, month, day } = point else { return None };
    let (_, end) = point.interval(clock.today, tense_for(words, i, to, clock, None))?;
    let start = calendar::day(end.year(), month, first)
        .filter(|_| (1..day).contains(&first) && year.is_none_or(|y| y == end.year()))?;
    Some(finished(i, to, (Some(start), Some(end)), Precision::Period, "mentions/time:range"))
}

/// A year given at one end holds for both: "January to June 2023", "November to March 2023".
fn agree(first: Point, second: Point) -> (Point, Point) {
    match (first.year(), second.year()) {
        (None, Some(year)) => {
            let wraps = matches!((first.month(), second.month()), (Some(a), Some(b)) if a > b);
            (first.in_year(if wraps { year - 1 } else { year }), second)
        }
        (Some(year), None) => (first, second.in_year(year)),
        _ => (first, second),
    }
}

/// "the 12 months to June 2024", "the year ended March 31, 2024": the stretch that a point closes.
fn year_to(words: &Words, i: usize, clock: &Clock) -> Option<Found> {
    let (count, unit_at) = match words.word(i).to_ascii_lowercase().as_str() {
        "year" | "quarter" => (1, i),
        _ => {
            let value = words
                .word(i)
                .parse::<i64>()
                .ok()
                .or_else(|| super::super::number::small(words.word(i)).map(i64::from))?;
            (value, i + 1)
        }
    };
    let unit = names::unit(words.word(unit_at)).filter(|_| (1..=60).contains(&count))?;
    let at = unit_at + 1;
    let that = usize::from(words.is_any(at, &["that", "which"]) && words.is_any(at + 1, &["ended", "ends"]));
    let at = at + that;
    let joined = words.is_any(at, &["ended", "ending", "ends"])
        || (words.is_any(at, &["to", "through"]) && i > 0 && words.is_any(i - 1, &["the"]));
    if !joined {
        return None;
    }
    let on = at + 1 + usize::from(words.is(at + 1, "on"));
    let (point, to) = absolute::point(words, on)?;
    let (_, end): Interval = point.interval(clock.today, tense_for(words, i, to, clock, None))?;
    let start = calendar::add(calendar::add(end, 1, Unit::Day)?, -count, unit)?;
    Some(finished(i, to, (Some(start), Some(end)), Precision::Period, "mentions/time:range"))
}

fn tense_for(words: &Words, from: usize, to: usize, clock: &Clock, forced: Option<Tense>) -> Option<Tense> {
    clock.today?;
    forced.or_else(|| relative::own_tense(words, from)).or_else(|| tense::around(words, from, to))
}
