//! Points of the calendar, some of which wait for their year: "5 March", "the third quarter", "2023".

use super::calendar::{self, Interval};
use super::tense::Tense;
use crate::model::Precision;
use jiff::civil::{Date, Weekday};

/// Which part of a month or year is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Whole,
    Early,
    Mid,
    Late,
    Start,
    End,
}

/// A point as written; `year` is `None` where the text leaves it to the reader.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Point {
    Day {
        year: Option<i16>,
        month: i8,
        day: i8,
    },
    Month {
        year: Option<i16>,
        month: i8,
        part: Part,
    },
    /// The first so many months of a year.
    Months {
        year: Option<i16>,
        count: i8,
    },
    Quarter {
        year: Option<i16>,
        quarter: i8,
    },
    Half {
        year: Option<i16>,
        half: i8,
    },
    Year {
        year: i16,
        part: Part,
    },
    Weekday(Weekday),
    /// Already an interval.
    Fixed {
        start: Date,
        end: Date,
        precision: Precision,
    },
}

impl Point {
    /// The year as written, or the year of a fixed interval's end.
    pub fn year(&self) -> Option<i16> {
        match self {
            Point::Day { year, .. }
            | Point::Month { year, .. }
            | Point::Months { year, .. }
            | Point::Quarter { year, .. }
            | Point::Half { year, .. } => *year,
            Point::Year { year, .. } => Some(*year),
            Point::Weekday(_) => None,
            Point::Fixed { end, .. } => Some(end.year()),
        }
    }

    /// The same point in a year that the words beside it gave, if it had none.
    pub fn in_year(self, given: i16) -> Point {
        let or = |year: Option<i16>| year.or(Some(given));
        match self {
            Point::Day { year, month, day } => Point::Day { year: or(year), month, day },
            Point::Month { year, month, part } => Point::Month { year: or(year), month, part },
            Point::Months { year, count } => Point::Months { year: or(year), count },
            Point::Quarter { year, quarter } => Point::Quarter { year: or(year), quarter },
            Point::Half { year, half } => Point::Half { year: or(year), half },
            other => other,
        }
    }

    /// The month, where the point lies within one.
    pub fn month(&self) -> Option<i8> {
        match self {
            Point::Day { month, .. } | Point::Month { month, .. } => Some(*month),
            _ => None,
        }
    }

    pub fn precision(&self) -> Precision {
        match self {
            Point::Day { .. } | Point::Weekday(_) => Precision::Day,
            Point::Month { part: Part::Whole, .. } => Precision::Month,
            Point::Quarter { .. } => Precision::Quarter,
            Point::Half { .. } => Precision::Half,
            Point::Year { part: Part::Whole, .. } => Precision::Year,
            Point::Month { .. } | Point::Year { .. } | Point::Months { .. } => Precision::Period,
            Point::Fixed { precision, .. } => *precision,
        }
    }

    /// The interval, counted from today where the point waits for its year.
    pub fn interval(&self, today: Option<Date>, tense: Option<Tense>) -> Option<Interval> {
        let future = tense == Some(Tense::Future);
        match *self {
            Point::Fixed { start, end, .. } => Some((start, end)),
            Point::Year { year, part } => part_of_year(year, part),
            Point::Weekday(weekday) => {
                let today = today?;
                let day = if future {
                    calendar::weekday_on(today, weekday)?
                } else {
                    calendar::weekday_back(today, weekday)?
                };
                Some((day, day))
            }
            Point::Day { year, month, day } => {
                let year = match year {
                    Some(year) => year,
                    None => day_year(today?, month, day, tense)?,
                };
                let date = calendar::day(year, month, day)?;
                Some((date, date))
            }
            Point::Month { year, month, part } => {
                let year = match year {
                    Some(year) => year,
                    None => {
                        let today = today?;
                        period_year(today, future, calendar::month(today.year(), month)?)
                    }
                };
                part_of_month(year, month, part)
            }
            Point::Months { year, count } => {
                let year = year.or(today.map(|t| t.year()))?;
                calendar::months((year, 1), (year, count))
            }
            Point::Quarter { year, quarter } => {
                let year = match year {
                    Some(year) => year,
                    None => {
                        let today = today?;
                        period_year(today, future, calendar::quarter(today.year(), quarter)?)
                    }
                };
                calendar::quarter(year, quarter)
            }
            Point::Half { year, half } => {
                let year = match year {
                    Some(year) => year,
                    None => {
                        let today = today?;
                        period_year(today, future, calendar::half(today.year(), half)?)
                    }
                };
                calendar::half(year, half)
            }
        }
    }
}

/// The year of a period named without one: the last that has begun, or with a future verb the next to end.
fn period_year(today: Date, future: bool, this_year: Interval) -> i16 {
    let year = today.year();
    match (future, this_year.0 > today, this_year.1 < today) {
        (false, true, _) => year - 1,
        (true, _, true) => year + 1,
        _ => year,
    }
}

/// The year of a day named without one.
fn day_year(today: Date, month: i8, day: i8, tense: Option<Tense>) -> Option<i16> {
    let year = today.year();
    // 29 February exists only in some years; the nearest is meant.
    let Some(this) = calendar::day(year, month, day) else {
        return (1..8).map(|back| year - back).find(|y| calendar::day(*y, month, day).is_some());
    };
    let ahead = (this - today).get_days();
    Some(match tense {
        Some(Tense::Future) if ahead < -31 => year + 1,
        Some(Tense::Future) => year,
        Some(Tense::Past) if ahead > 0 => year - 1,
        None if ahead > 60 => year - 1,
        None if ahead < -330 => year + 1,
        _ => year,
    })
}

fn part_of_year(year: i16, part: Part) -> Option<Interval> {
    match part {
        Part::Whole => calendar::year(year),
        Part::Early => calendar::months((year, 1), (year, 4)),
        Part::Mid => calendar::months((year, 5), (year, 8)),
        Part::Late => calendar::months((year, 9), (year, 12)),
        Part::Start => calendar::month(year, 1),
        Part::End => calendar::month(year, 12),
    }
}

fn part_of_month(year: i16, month: i8, part: Part) -> Option<Interval> {
    let (first, last) = calendar::month(year, month)?;
    let day = |d: i8| calendar::day(year, month, d);
    match part {
        Part::Whole => Some((first, last)),
        Part::Early => Some((first, day(10)?)),
        Part::Mid => Some((day(11)?, day(20)?)),
        Part::Late => Some((day(21)?, last)),
        Part::Start => Some((first, day(7)?)),
        Part::End => Some((day(last.day() - 6)?, last)),
    }
}
