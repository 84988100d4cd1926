//! Closed classes of words: days and times, participles behind a source, numbers that stand for people.

use super::scene::Scene;
use crate::model::TokenId;

/// "one of them", "two of the traders": a number that stands for people.
pub fn is_number_word(scene: &Scene, token: TokenId) -> bool {
    const NUMBERS: &[&str] = &["one", "two", "three", "four", "five", "six", "seven", "several"];
    scene.is(token, NUMBERS)
}

/// Participles that describe a source or a paper from behind.
pub fn is_closing_participle(scene: &Scene, token: TokenId) -> bool {
    scene.is(
        token,
        &[
            "briefed",
            "involved",
            "seen",
            "reviewed",
            "obtained",
            "viewed",
            "compiled",
            "collected",
            "published",
            "released",
            "issued",
            "provided",
            "gathered",
            "filed",
            "unsealed",
            "shared",
            "analysed",
            "analyzed",
            "examined",
            "cited",
            "held",
            "kept",
            "maintained",
            "submitted",
            "prepared",
            "leaked",
            "assembled",
            "tracked",
            "commissioned",
            "carried",
            "broadcast",
            "aired",
            "posted",
            "conducted",
            "supplied",
            "representing",
            "acting",
            "advising",
            "covering",
            "tracking",
            "monitoring",
            "studying",
            "attending",
            "working",
            "based",
            "close",
            "speaking",
            "led",
            "headed",
            "dated",
            "drafted",
            "drawn",
            "addressed",
            "signed",
            "authored",
            "circulated",
            "accompanying",
            "outlining",
            "detailing",
        ],
    )
}

/// The days of the week, and those around today.
pub fn is_day(scene: &Scene, token: TokenId) -> bool {
    const DAYS: &[&str] =
        &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "yesterday", "today"];
    token < scene.document.tokens.len() && scene.is(token, DAYS)
}

/// Days, months and the like, which are never a source.
pub fn is_time_word(word: &str) -> bool {
    const TIMES: &[&str] = &[
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan.",
        "feb.",
        "aug.",
        "sept.",
        "oct.",
        "nov.",
        "dec.",
        "today",
        "yesterday",
        "tomorrow",
        "week",
        "month",
        "year",
        "morning",
        "afternoon",
        "evening",
        "night",
        "weekend",
        "quarter",
        "earlier",
        "later",
        "late",
        "early",
        "last",
        "ago",
        "recently",
        "overnight",
        "midnight",
        "noon",
        "spring",
        "summer",
        "autumn",
        "time",
        "days",
        "weeks",
        "months",
        "years",
        "decade",
    ];
    TIMES.contains(&word) || (word.len() == 4 && word.parse::<u16>().is_ok_and(|y| (1900..2100).contains(&y)))
}
