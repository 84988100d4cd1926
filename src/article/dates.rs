//! Dates in the many shapes that pages write them: ISO 8601, RFC 2822, and words in several languages.

use super::{calendar, clean};
use crate::model::Moment;
use jiff::civil::{Date, Time};

/// Reads the first date of a string, with its clock and zone where they stand beside it.
/// `day_first` says how `03/04/2024` is read; without it such a date is read only where no doubt is left.
pub fn read(text: &str, day_first: Option<bool>) -> Option<Moment> {
    let parts = parts(clean::head(text.trim(), 200));
    (0..parts.len()).find_map(|at| date_at(&parts, at, day_first)).map(|(date, end)| {
        let (time, offset) = clock(&parts[end..], date).unwrap_or((None, None));
        Moment { date, time, offset }
    })
}

/// Whether a string is a date and hardly anything else ("Published March 3, 2024 at 5 p.m. ET").
pub fn is_only_date(text: &str) -> bool {
    const BESIDE: &[&str] = &[
        "published",
        "updated",
        "posted",
        "on",
        "at",
        "last",
        "modified",
        "date",
        "first",
        "am",
        "pm",
        "a",
        "p",
        "m",
        "et",
        "est",
        "edt",
        "pt",
        "pst",
        "pdt",
        "ct",
        "gmt",
        "utc",
        "bst",
        "cet",
        "cest",
        "by",
        "of",
        "the",
        "time",
        "ist",
        "z",
        "t",
        "hrs",
        "h",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "st",
        "nd",
        "rd",
        "th",
        "de",
        "г",
        "год",
        "года",
        "um",
        "uhr",
        "le",
        "à",
        "released",
        "release",
        "issued",
        "created",
        "pubblicato",
        "publié",
        "опубликовано",
        "обновлено",
        "ago",
        "min",
        "read",
        "minutes",
        "minute",
        "hours",
        "mis",
        "jour",
        "stand",
        "понедельник",
        "вторник",
        "среда",
        "четверг",
        "пятница",
        "суббота",
        "воскресенье",
    ];
    text.len() < 120
        && read(text, Some(true)).is_some()
        && parts(text).iter().all(|part| match part {
            Part::Word(word) => BESIDE.contains(&word.as_str()) || calendar::month(word).is_some(),
            _ => true,
        })
}

/// Whether a string is a time of day and nothing else ("15:20 GMT", "3h ago"), as live pages stamp their posts.
pub fn is_only_clock(text: &str) -> bool {
    const BESIDE: &[&str] = &[
        "am",
        "pm",
        "a",
        "p",
        "m",
        "h",
        "ago",
        "hours",
        "hour",
        "minutes",
        "minute",
        "min",
        "mins",
        "days",
        "day",
        "at",
        "updated",
        "published",
        "last",
    ];
    let parts = parts(text);
    text.len() <= 40
        && parts.iter().any(|part| matches!(part, Part::Number(..)))
        && parts.len() > 1
        && parts.iter().all(|part| match part {
            Part::Word(word) => BESIDE.contains(&word.as_str()) || calendar::is_zone(word),
            Part::Number(_, digits) => *digits <= 2,
            Part::Sign(sign) => ":.,-()".contains(*sign),
        })
        && parts.iter().any(|part| matches!(part, Part::Word(_) | Part::Sign(':')))
}

/// Whether a string opens with a date.
pub fn opens_with_date(text: &str) -> bool {
    date_at(&parts(clean::head(text, 60)), 0, Some(true)).is_some()
}

#[derive(Debug, PartialEq)]
enum Part {
    /// Digits: their value and how many.
    Number(u32, usize),
    /// Letters, lower case, without dots.
    Word(String),
    Sign(char),
}

fn parts(text: &str) -> Vec<Part> {
    let mut out = Vec::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c.is_ascii_digit() {
            let mut digits = String::from(c);
            while let Some(d) = chars.next_if(char::is_ascii_digit) {
                digits.push(d);
            }
            out.push(Part::Number(digits.parse().unwrap_or(u32::MAX), digits.len()));
        } else if matches!(c, '年' | '月' | '日' | '時' | '时' | '分') {
            out.push(Part::Sign(c));
        } else if c.is_alphabetic() {
            let mut word: String = c.to_lowercase().collect();
            while let Some(d) =
                chars.next_if(|d| d.is_alphabetic() && !matches!(d, '年' | '月' | '日' | '時' | '时' | '分'))
            {
                word.extend(d.to_lowercase());
            }
            out.push(Part::Word(word));
        } else if !c.is_whitespace() {
            out.push(Part::Sign(c));
        }
    }
    out
}

/// A date that starts at a part, and the part after it.
fn date_at(parts: &[Part], at: usize, day_first: Option<bool>) -> Option<(Date, usize)> {
    use Part::{Number, Sign, Word};
    match &parts[at..] {
        // 2024-03-21, 2024/03/21, 2024.03.21
        [Number(y, 4), Sign(a), Number(m, 1..=2), Sign(b), Number(d, 1..=2), ..]
            if a == b && "-/.".contains(*a) =>
        {
            Some((date(*y, *m, *d)?, at + 5))
        }
        [Number(y, 4), Sign('年'), Number(m, _), Sign('月'), Number(d, _), Sign('日'), ..] => {
            Some((date(*y, *m, *d)?, at + 6))
        }
        // 20240321
        [Number(n, 8), ..] => Some((date(n / 10_000, n / 100 % 100, n % 100)?, at + 1)),
        // 21.03.2024, 03/21/2024
        [Number(a, 1..=2), Sign(s), Number(b, 1..=2), Sign(t), Number(y, 4), ..]
            if s == t && "-/.".contains(*s) =>
        {
            let day_first = if *s == '.' || *a > 12 {
                true
            } else if *b > 12 {
                false
            } else if a == b {
                true
            } else {
                day_first?
            };
            let (d, m) = if day_first { (a, b) } else { (b, a) };
            Some((date(*y, *m, *d)?, at + 5))
        }
        [Word(word), rest @ ..] => {
            let m = calendar::month(word)?;
            let (rest, skipped) = past_signs(rest);
            let [Number(d, 1..=2), rest @ ..] = rest else { return None };
            let (rest, ordinal) = past_ordinal(rest);
            let (rest, more) = past_signs(rest);
            let [Number(y, 4), ..] = rest else { return None };
            Some((date(*y, m, *d)?, at + 1 + skipped + 1 + ordinal + more + 1))
        }
        // 21 March 2024, 21. März 2024, 21st of March, 2024, 21 de marzo de 2024, 21-Mar-2024
        [Number(d, 1..=2), rest @ ..] => {
            let (rest, ordinal) = past_ordinal(rest);
            let (rest, signs) = past_signs(rest);
            let (rest, of) = past_of(rest);
            let [Word(word), rest @ ..] = rest else { return None };
            let m = calendar::month(word)?;
            let (rest, more) = past_signs(rest);
            let (rest, of_year) = past_of(rest);
            let [Number(y, 4), ..] = rest else { return None };
            Some((date(*y, m, *d)?, at + 1 + ordinal + signs + of + 1 + more + of_year + 1))
        }
        _ => None,
    }
}

fn past_signs(parts: &[Part]) -> (&[Part], usize) {
    let skipped = parts.iter().take(2).take_while(|p| matches!(p, Part::Sign('.' | ',' | '-' | '/'))).count();
    (&parts[skipped..], skipped)
}

fn past_ordinal(parts: &[Part]) -> (&[Part], usize) {
    let is =
        matches!(parts.first(), Some(Part::Word(w)) if ["st", "nd", "rd", "th", "er"].contains(&w.as_str()));
    (&parts[usize::from(is)..], usize::from(is))
}

fn past_of(parts: &[Part]) -> (&[Part], usize) {
    let is = matches!(parts.first(), Some(Part::Word(w)) if ["of", "de", "del", "di"].contains(&w.as_str()));
    (&parts[usize::from(is)..], usize::from(is))
}

fn date(year: u32, month: u32, day: u32) -> Option<Date> {
    if !(1980..=2100).contains(&year) {
        return None;
    }
    Date::new(year as i16, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The clock behind a date ("T14:05:00+02:00", "at 5:30 p.m. ET", "14.05 Uhr"), a few parts on at most.
fn clock(parts: &[Part], date: Date) -> Option<(Option<Time>, Option<i32>)> {
    use Part::{Number, Sign, Word};
    let from = parts.iter().take(6).position(|p| matches!(p, Number(..)))?;
    let (mut hour, minute, second, mut at) = match &parts[from..] {
        [Number(h, 1..=2), Sign(':' | '.'), Number(m, 2), Sign(':'), Number(s, 2), ..] => {
            (*h, *m, *s, from + 5)
        }
        [Number(h, 1..=2), Sign(':' | '.'), Number(m, 2), ..] => (*h, *m, 0, from + 3),
        [Number(h, 1..=2), Sign('時' | '时'), Number(m, 1..=2), Sign('分'), ..] => (*h, *m, 0, from + 4),
        [Number(h, 1..=2), Word(w), Number(m, 2), ..] if w == "h" => (*h, *m, 0, from + 3),
        [Number(h, 1..=2), Word(w), ..] if ["am", "pm", "a", "p"].contains(&w.as_str()) => {
            (*h, 0, 0, from + 1)
        }
        // 14:05:00 without colons, as in 20240321T140500Z
        [Number(n, 6), ..] => (n / 10_000, n / 100 % 100, n % 100, from + 1),
        _ => return None,
    };
    // Fractions of a second.
    if let [Sign('.' | ','), Number(..), ..] = &parts[at..] {
        at += 2;
    }
    at += half_of_day(&parts[at..], &mut hour);
    let time = Time::new(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, i8::try_from(second).ok()?, 0)
        .ok()?;
    Some((Some(time), zone(&parts[at..], date, time)))
}

/// Reads "p.m." and the like; answers how many parts it took.
fn half_of_day(parts: &[Part], hour: &mut u32) -> usize {
    let Some(Part::Word(word)) = parts.first() else { return 0 };
    let Some(half @ ('a' | 'p')) = word.chars().next() else { return 0 };
    let taken = match (word.as_str(), parts) {
        ("am" | "pm", _) => 1,
        ("a" | "p", [_, Part::Sign('.'), Part::Word(m), Part::Sign('.'), ..]) if m == "m" => 4,
        ("a" | "p", [_, Part::Sign('.'), Part::Word(m), ..]) if m == "m" => 3,
        _ => return 0,
    };
    if half == 'p' && *hour < 12 {
        *hour += 12;
    } else if half == 'a' && *hour == 12 {
        *hour = 0;
    }
    taken
}

/// Offset from UTC in seconds, from "+02:00", "Z", "GMT", "ET" and the like.
fn zone(parts: &[Part], date: Date, time: Time) -> Option<i32> {
    use Part::{Number, Sign, Word};
    let parts = match parts {
        [Sign('(' | ','), rest @ ..] => rest,
        parts => parts,
    };
    let signed = |sign: char, hours: u32, minutes: u32| {
        let seconds = (hours <= 14 && minutes < 60).then_some((hours * 3600 + minutes * 60) as i32)?;
        Some(if sign == '+' { seconds } else { -seconds })
    };
    match parts {
        [Word(word), Sign(sign @ ('+' | '-')), Number(h, 1..=2), ..] if word == "gmt" || word == "utc" => {
            signed(*sign, *h, 0)
        }
        [Sign(sign @ ('+' | '-')), Number(h, 2), Sign(':'), Number(m, 2), ..] => signed(*sign, *h, *m),
        [Sign(sign @ ('+' | '-')), Number(n, 4), ..] => signed(*sign, n / 100, n % 100),
        [Sign(sign @ ('+' | '-')), Number(h, 2), ..] => signed(*sign, *h, 0),
        [Word(word), ..] => calendar::zone(word, date, time),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        read(text, Some(false)).map_or("none".into(), |moment| moment.to_string())
    }

    #[test]
    fn reads_dates_in_many_shapes() {
        let cases = [
            ("2024-03-21T14:05:00+02:00", "2024-03-21T14:05:00+02:00"),
            ("2024-03-21T14:05:00.123Z", "2024-03-21T14:05:00Z"),
            ("2024-03-21T14:05:00-0500", "2024-03-21T14:05:00-05:00"),
            ("2024-03-21 14:05", "2024-03-21T14:05:00"),
            ("20240321T140500Z", "2024-03-21T14:05:00Z"),
            ("Thu, 21 Mar 2024 14:05:00 GMT", "2024-03-21T14:05:00Z"),
            ("Thu, 21 Mar 2024 14:05:00 +0530", "2024-03-21T14:05:00+05:30"),
            ("March 21, 2024", "2024-03-21"),
            ("Published Mar. 21, 2024, 5:30 p.m. ET", "2024-03-21T17:30:00-04:00"),
            ("January 21, 2024 at 12:05 AM EST", "2024-01-21T00:05:00-05:00"),
            ("Dec. 3, 2024 9 a.m. PT", "2024-12-03T09:00:00-08:00"),
            ("21st of March, 2024", "2024-03-21"),
            ("21. März 2024, 14.05 Uhr", "2024-03-21T14:05:00"),
            ("21 марта 2024 г., 14:05 MSK", "2024-03-21T14:05:00+03:00"),
            ("21 de marzo de 2024", "2024-03-21"),
            ("2024年3月21日", "2024-03-21"),
            ("2024年3月21日 14時05分", "2024-03-21T14:05:00"),
            ("21.03.2024", "2024-03-21"),
            ("03/21/2024", "2024-03-21"),
            ("03/04/2024", "2024-03-04"),
            ("by Jane Doe, 12 reporters", "none"),
            ("call 202-482-2721", "none"),
            ("May we suggest 2024", "none"),
            ("1970-01-01T00:00:00Z", "none"),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text), expected, "{text}");
        }
        assert_eq!(read("03/04/2024", None), None, "a doubtful date is not guessed");
    }

    #[test]
    fn knows_a_line_that_is_only_a_date() {
        assert!(is_only_date("Updated March 21, 2024 at 5:30 p.m. ET"));
        assert!(!is_only_date("On March 21, 2024 the company shipped drones."));
    }
}
