//! The calendar: what interval a year, quarter, month or week is. Both ends are inside.

use jiff::civil::{Date, Weekday};
use jiff::{Span, ToSpan};

pub type Interval = (Date, Date);

pub fn day(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok()
}

pub fn month(year: i16, month: i8) -> Option<Interval> {
    let first = day(year, month, 1)?;
    Some((first, first.last_of_month()))
}

pub fn months(from: (i16, i8), to: (i16, i8)) -> Option<Interval> {
    Some((month(from.0, from.1)?.0, month(to.0, to.1)?.1))
}

pub fn year(year: i16) -> Option<Interval> {
    Some((day(year, 1, 1)?, day(year, 12, 31)?))
}

pub fn quarter(year: i16, quarter: i8) -> Option<Interval> {
    months((year, quarter * 3 - 2), (year, quarter * 3))
}

pub fn half(year: i16, half: i8) -> Option<Interval> {
    months((year, half * 6 - 5), (year, half * 6))
}

/// The week, Monday to Sunday, that holds a day.
pub fn week(of: Date) -> Option<Interval> {
    let monday = add(of, -i64::from(of.weekday().to_monday_zero_offset()), Unit::Day)?;
    Some((monday, add(monday, 6, Unit::Day)?))
}

/// The month `by` months from the one that holds a day.
pub fn month_from(of: Date, by: i64) -> Option<Interval> {
    let shifted = add(of.first_of_month(), by, Unit::Month)?;
    Some((shifted, shifted.last_of_month()))
}

pub fn quarter_of(date: Date) -> (i16, i8) {
    (date.year(), (date.month() - 1) / 3 + 1)
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Day,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
}

/// A day moved by so many units.
pub fn add(date: Date, count: i64, unit: Unit) -> Option<Date> {
    if count.abs() > 3000 {
        return None;
    }
    let span: Span = match unit {
        Unit::Day => count.days(),
        Unit::Week => count.weeks(),
        Unit::Month => count.months(),
        Unit::Quarter => (count * 3).months(),
        Unit::Year => count.years(),
        Unit::Decade => (count * 10).years(),
    };
    date.checked_add(span).ok()
}

/// The nearest such weekday on or before a day.
pub fn weekday_back(from: Date, weekday: Weekday) -> Option<Date> {
    add(from, -i64::from(from.weekday().since(weekday)), Unit::Day)
}

/// The nearest such weekday on or after a day.
pub fn weekday_on(from: Date, weekday: Weekday) -> Option<Date> {
    add(from, i64::from(weekday.since(from.weekday())), Unit::Day)
}
