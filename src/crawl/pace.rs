//! How long to wait: what a server asks for, what grows with each failure, and what is too long.

use std::time::Duration;

/// Longest that Retry-After is believed.
const DAY: Duration = Duration::from_secs(24 * 3600);
/// First wait after a failure that names none.
const FIRST: Duration = Duration::from_secs(60);
/// First wait after a broken connection, where the server asked for nothing.
const FIRST_BROKEN: Duration = Duration::from_secs(5);

/// Whether an answer means "later" rather than "no".
pub fn may_pass(status: u16) -> bool {
    matches!(status, 408 | 425 | 429 | 500 | 502 | 503 | 504 | 520..=524)
}

/// Seconds, or a date, as RFC 9110 has it; `now` is the time of the answer.
pub fn retry_after(value: &str, now: jiff::Timestamp) -> Option<Duration> {
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit()) {
        return Some(value.parse().map_or(DAY, Duration::from_secs).min(DAY));
    }
    let moment = jiff::fmt::rfc2822::parse(value).ok()?.timestamp();
    let wait = moment.duration_since(now).as_secs_f64().max(0.0);
    Some(Duration::from_secs_f64(wait).min(DAY))
}

/// The wait after the `failures`-th failure in a row (from 1), doubling, and jittered by a quarter so that
/// many crawlers do not come back at once. `salt` makes the jitter: the same salt, the same wait.
pub fn back_off(failures: u32, broken: bool, salt: &str) -> Duration {
    let first = if broken { FIRST_BROKEN } else { FIRST };
    let doubled = first.saturating_mul(1 << failures.saturating_sub(1).min(10));
    let spread =
        salt.bytes().fold(u64::from(failures), |sum, b| sum.wrapping_mul(31).wrapping_add(u64::from(b)));
    doubled.min(DAY).mul_f64(1.0 + (spread % 256) as f64 / 1024.0).min(DAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now = "2024-03-06T10:00:00Z".parse().unwrap();
        for (value, seconds) in [
            ("120", Some(120)),
            (" 0 ", Some(0)),
            ("99999999999999999999999", Some(86_400)),
            ("Wed, 06 Mar 2024 10:00:30 GMT", Some(30)),
            ("Wed, 06 Mar 2024 09:00:00 GMT", Some(0)),
            ("soon", None),
            ("-5", None),
            ("", None),
        ] {
            assert_eq!(retry_after(value, now), seconds.map(Duration::from_secs), "{value}");
        }
    }

    #[test]
    fn waits_double_and_stay_under_a_day() {
        let waits: Vec<u64> = (1..=20).map(|n| back_off(n, false, "example.org").as_secs()).collect();
        assert!((60..=75).contains(&waits[0]) && (120..=150).contains(&waits[1]), "{waits:?}");
        assert!(waits.iter().all(|wait| *wait <= 86_400));
        assert!(back_off(1, true, "example.org") < Duration::from_secs(7));
    }

    #[test]
    fn what_may_pass_is_tried_again() {
        for (status, passes) in
            [(429, true), (503, true), (500, true), (404, false), (403, false), (410, false), (200, false)]
        {
            assert_eq!(may_pass(status), passes, "{status}");
        }
    }
}
