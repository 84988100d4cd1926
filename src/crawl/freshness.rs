//! When to come again: what HTTP says an answer is good for, and what earlier visits have seen.

use crate::model::{Before, Exchange, Purpose};
use jiff::Timestamp;
use std::time::Duration;

const MINUTE: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(24 * 3600);
/// The soonest and the latest that a page is asked for again; a list is asked for daily at the least.
const SOONEST: Duration = Duration::from_secs(90 * 60);
const LATEST: Duration = Duration::from_secs(90 * 24 * 3600);
/// The first time a list is asked for again.
const FIRST_LIST: Duration = Duration::from_secs(6 * 3600);
/// Longest that a server is believed an answer stays good.
const BELIEVED: Duration = Duration::from_secs(7 * 24 * 3600);

/// The headers of a question that asks only for what is new; none where nothing is known that could say so.
pub fn conditions(before: &Before) -> Vec<(String, String)> {
    let mut headers = Vec::new();
    let mut add = |name: &str, value: &Option<String>| {
        if let Some(value) = value.as_ref().filter(|value| is_plain(value)) {
            headers.push((name.to_owned(), value.clone()));
        }
    };
    add("If-None-Match", &before.etag);
    add("If-Modified-Since", &before.last_modified);
    headers
}

/// A value that may stand in a request: servers have sent line breaks here.
fn is_plain(value: &str) -> bool {
    value.len() <= 512 && !value.is_empty() && value.bytes().all(|byte| (0x20..0x7f).contains(&byte))
}

/// The validators of an answer, where it lets them be kept: an entity tag, and a date of change.
pub fn validators(exchange: &Exchange) -> (Option<String>, Option<String>) {
    if directive(exchange, "no-store").is_some() {
        return (None, None);
    }
    let header =
        |name| exchange.header(name).map(str::trim).filter(|value| is_plain(value)).map(str::to_owned);
    (header("etag"), header("last-modified"))
}

/// How long an answer is fresh by its own word (RFC 9111, 4.2): `max-age`, else `Expires`, less its age.
pub fn fresh_for(exchange: &Exchange) -> Option<Duration> {
    if ["no-store", "no-cache"].iter().any(|name| directive(exchange, name).is_some()) {
        return None;
    }
    let seconds = |text: &str| text.trim().trim_matches('"').parse::<u64>().ok().map(Duration::from_secs);
    let moment = |name| {
        let value = exchange.header(name)?;
        Some(jiff::fmt::rfc2822::parse(value.trim()).ok()?.timestamp())
    };
    let lifetime = match directive(exchange, "max-age") {
        Some(age) => seconds(&age)?,
        None => between(moment("date").unwrap_or(exchange.started), moment("expires")?),
    };
    let age = exchange.header("age").and_then(seconds).unwrap_or_default();
    Some(lifetime.saturating_sub(age).min(BELIEVED))
}

fn between(from: Timestamp, to: Timestamp) -> Duration {
    Duration::try_from(to.duration_since(from)).unwrap_or_default()
}

/// The value of a directive of `Cache-Control`; empty where it has none.
fn directive(exchange: &Exchange, wanted: &str) -> Option<String> {
    let named = exchange.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("cache-control"));
    let mut directives = named.flat_map(|(_, value)| value.split(','));
    directives.find_map(|part| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        name.trim().eq_ignore_ascii_case(wanted).then(|| value.trim().to_owned())
    })
}

/// How long until the next visit: half as long where it had changed, twice as long where it had not, never sooner than
/// its own word says. `first` is the time after the first visit of a page.
pub fn next_visit(
    purpose: Purpose,
    before: Option<&Before>,
    changed: Option<bool>,
    first: Duration,
    fresh: Option<Duration>,
) -> Duration {
    let (first, latest) = match purpose {
        Purpose::Page => (first, LATEST),
        _ => (FIRST_LIST, DAY),
    };
    let was = before.and_then(|before| before.interval).unwrap_or(first);
    let next = match changed {
        None => first,
        Some(true) => was / 2,
        Some(false) => was.saturating_mul(2),
    };
    next.max(fresh.unwrap_or_default()).clamp(SOONEST.max(MINUTE), latest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(headers: &[(&str, &str)]) -> Exchange {
        Exchange {
            url: "https://example.org/a".to_owned(),
            purpose: Some(Purpose::Page),
            started: "2024-03-06T10:00:00Z".parse().unwrap(),
            peer: None,
            request: vec![],
            status: 200,
            headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            body: vec![],
            truncated: None,
        }
    }

    #[test]
    fn caches_are_told_how_long_an_answer_is_good() {
        for (headers, seconds) in [
            (vec![("Cache-Control", "public, max-age=600")], Some(600)),
            (vec![("cache-control", "max-age=\"60\""), ("age", "45")], Some(15)),
            (vec![("cache-control", "max-age=60"), ("age", "90")], Some(0)),
            (vec![("cache-control", "max-age=31536000")], Some(7 * 86_400)),
            (vec![("cache-control", "no-cache, max-age=600")], None),
            (vec![("cache-control", "no-store")], None),
            (vec![("cache-control", "max-age=soon")], None),
            (vec![("expires", "Wed, 06 Mar 2024 10:05:00 GMT")], Some(300)),
            (
                vec![("date", "Wed, 06 Mar 2024 10:04:00 GMT"), ("expires", "Wed, 06 Mar 2024 10:05:00 GMT")],
                Some(60),
            ),
            (vec![("expires", "Wed, 06 Mar 2024 09:00:00 GMT")], Some(0)),
            (vec![("expires", "0")], None),
            (vec![("cache-control", "max-age=60"), ("expires", "Wed, 06 Mar 2024 20:00:00 GMT")], Some(60)),
            (vec![], None),
        ] {
            assert_eq!(fresh_for(&answer(&headers)), seconds.map(Duration::from_secs), "{headers:?}");
        }
    }

    #[test]
    fn what_changes_is_seen_often_and_what_does_not_seldom() {
        let week = Duration::from_secs(7 * 86_400);
        let visit = |changed: &[bool]| {
            let mut before = Before::default();
            for changed in changed {
                let page = Purpose::Page;
                before.interval = Some(next_visit(page, Some(&before), Some(*changed), week, None));
            }
            before.interval.unwrap().as_secs()
        };
        assert_eq!(next_visit(Purpose::Page, None, None, week, None), week);
        assert_eq!(visit(&[false]), 14 * 86_400);
        assert_eq!(visit(&[true]), 7 * 43_200);
        assert_eq!(visit(&[true; 20]), 90 * 60);
        assert_eq!(visit(&[false; 20]), 90 * 86_400);
        let day = Some(Duration::from_secs(86_400));
        assert_eq!(next_visit(Purpose::Feed, None, None, week, None), FIRST_LIST);
        assert_eq!(next_visit(Purpose::Feed, None, None, week, day), DAY);
        let hourly = Before { interval: Some(SOONEST), ..Before::default() };
        assert_eq!(next_visit(Purpose::Page, Some(&hourly), Some(true), week, day), DAY);
    }

    #[test]
    fn validators_come_back_as_they_came_unless_they_are_forged() {
        let (etag, modified) =
            validators(&answer(&[("ETag", "W/\"a\""), ("Last-Modified", "Wed, 06 Mar 2024")]));
        let before = Before { etag, last_modified: modified, ..Before::default() };
        let sent: Vec<String> = conditions(&before).iter().map(|(n, v)| format!("{n}: {v}")).collect();
        assert_eq!(sent, ["If-None-Match: W/\"a\"", "If-Modified-Since: Wed, 06 Mar 2024"]);
        let forged = Before { etag: Some("a\r\nHost: evil".to_owned()), ..Before::default() };
        assert_eq!(conditions(&forged), []);
        assert_eq!(validators(&answer(&[("etag", "a"), ("cache-control", "no-store")])), (None, None));
    }
}
