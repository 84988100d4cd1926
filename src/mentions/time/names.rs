//! The names of months, weekdays and other units of the calendar, and when they are not what they seem.

use super::super::words::{Kind, Words};
use super::calendar::Unit;
use jiff::civil::Weekday;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const SHORT: [&str; 13] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Sept"];

/// The month named at a word, and the word after its name. Short names hold only beside a figure.
pub fn month(words: &Words, i: usize) -> Option<(i8, usize)> {
    let word = words.word(i);
    if word.len() < 3 || !word.as_bytes().first().is_some_and(u8::is_ascii_uppercase) {
        return None;
    }
    let named = |list: &[&str]| list.iter().position(|m| *m == word || capitals(word, m));
    if let Some(at) = named(&MONTHS) {
        return Some((at as i8 + 1, i + 1));
    }
    let at = named(&SHORT)?;
    let dot = usize::from(words.word(i + 1) == "." && words.glued(i + 1));
    let next = i + 1 + dot;
    let figure = words.kind(next) == Some(Kind::Digits) && !words.glued(next)
        || words.kind(next) == Some(Kind::Digits) && dot == 1;
    let before = i > 0
        && (words.kind(i - 1) == Some(Kind::Digits)
            || words.is_any(i - 1, &["in", "since", "until", "by", "st", "nd", "rd", "th"]));
    let fits = figure || (before && (dot == 1 || at != 2 && at != 0));
    fits.then_some((if at == 12 { 9 } else { at as i8 + 1 }, next))
}

fn capitals(word: &str, name: &str) -> bool {
    word.len() == name.len()
        && word.bytes().all(|b| b.is_ascii_uppercase())
        && word.eq_ignore_ascii_case(name)
}

/// Words before a month that is named alone.
const BEFORE_MONTH: &[&str] = &[
    "in",
    "since",
    "until",
    "till",
    "by",
    "from",
    "of",
    "last",
    "next",
    "this",
    "early",
    "late",
    "mid",
    "during",
    "between",
    "through",
    "and",
    "to",
    "for",
    "before",
    "after",
    "than",
    "on",
    "around",
    "earlier",
    "later",
    "throughout",
];

/// Whether a month named without a day or year is one: "May" may be a verb or a surname, "April" a woman.
pub fn month_alone(words: &Words, i: usize, month: i8) -> bool {
    let leads = i > 0 && (words.is_any(i - 1, BEFORE_MONTH) || words.is_dash(i - 1));
    let name_before = i > 0 && words.kind(i - 1) == Some(Kind::Letters) && words.is_capital(i - 1) && !leads;
    match month {
        3 | 5 if words.opens_sentence(i) => {
            words.is_any(i + 1, &["exports", "imports", "shipments", "sales", "data"])
        }
        3 | 5 => !name_before,
        4 | 6 | 8 => {
            let surname = words.is_capital(i + 1)
                && words.kind(i + 1) == Some(Kind::Letters)
                && !words.glued(i + 1)
                && words.word(i + 1).len() > 1;
            let sure = leads && !words.is_any(i - 1, &["and", "to", "for", "than", "from", "of", "by"]);
            sure || !(surname || name_before && !words.opens_sentence(i - 1))
        }
        9 => !(i > 0 && words.is(i - 1, "Black")),
        10 => !(i > 0 && words.is(i - 1, "Red")),
        _ => true,
    }
}

/// Capitalised words before or after a weekday that make it part of a name.
const NAMED_BEFORE: &[&str] = &[
    "Black",
    "Good",
    "Ash",
    "Super",
    "Bloody",
    "Cyber",
    "Ruby",
    "Sheffield",
    "Holy",
    "Fat",
    "Giving",
    "Palm",
    "Maundy",
    "Freaky",
    "Manic",
    "Gloomy",
    "Shrove",
    "Whit",
    "Spy",
    "Big",
    "Casual",
];
const NAMED_AFTER: &[&str] = &[
    "Times",
    "Telegraph",
    "Mirror",
    "Express",
    "Mail",
    "Post",
    "Herald",
    "World",
    "Independent",
    "Addams",
    "Night",
    "Tribune",
    "Business",
    "Guardian",
    "Politics",
    "prayers",
    "Paper",
];

pub fn weekday(words: &Words, i: usize) -> Option<Weekday> {
    let weekday = match words.word(i) {
        "Monday" => Weekday::Monday,
        "Tuesday" => Weekday::Tuesday,
        "Wednesday" => Weekday::Wednesday,
        "Thursday" => Weekday::Thursday,
        "Friday" => Weekday::Friday,
        "Saturday" => Weekday::Saturday,
        "Sunday" => Weekday::Sunday,
        _ => return None,
    };
    let in_name = (i > 0
        && (NAMED_BEFORE.contains(&words.word(i - 1)) || words.reads_before(i, &["Mail", "on"])))
        || (NAMED_AFTER.contains(&words.word(i + 1)) && words.kind(i + 1) == Some(Kind::Letters));
    (!in_name).then_some(weekday)
}

/// A unit of time, as "ago" and "the past three" count them.
pub fn unit(word: &str) -> Option<Unit> {
    Some(match word.to_ascii_lowercase().as_str() {
        "day" | "days" => Unit::Day,
        "week" | "weeks" => Unit::Week,
        "month" | "months" => Unit::Month,
        "quarter" | "quarters" => Unit::Quarter,
        "year" | "years" => Unit::Year,
        "decade" | "decades" => Unit::Decade,
        _ => return None,
    })
}

/// "first" … "fourth", as quarters and halves are counted.
pub fn ordinal(word: &str) -> Option<i8> {
    Some(match word.to_ascii_lowercase().as_str() {
        "first" => 1,
        "second" => 2,
        "third" => 3,
        "fourth" | "final" => 4,
        _ => return None,
    })
}
