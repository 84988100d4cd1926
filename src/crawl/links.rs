//! What the address and the words of a link promise: a story or a list, its day, the next page of a list.

use super::page::Link;
use super::relevance::Topic;
use super::tables::{ADDRESSES, lists};
use jiff::ToSpan;
use jiff::civil::Date;
use url::Url;

/// What an address looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// A day in the path, a number of a story, or a long slug.
    Story,
    Unclear,
    /// A section, a tag, a page of a list.
    List,
    /// Sign-in, terms, shop and the like.
    Business,
}

impl Shape {
    pub fn word(self) -> &'static str {
        match self {
            Shape::Story => "story",
            Shape::Unclear => "unclear",
            Shape::List => "list",
            Shape::Business => "business",
        }
    }
}

/// Judges the shape of an address.
pub fn shape(url: &Url) -> Shape {
    let mut steps = steps(url);
    if steps.last().is_some_and(|last| lists(&ADDRESSES.documents, &last.to_ascii_lowercase())) {
        steps.pop();
    }
    let Some(first) = steps.first() else { return Shape::List };
    let last = steps.last().map_or("", |last| last.rsplit_once('.').map_or(*last, |(stem, _)| stem));
    if steps.len() <= 2 && lists(&ADDRESSES.business, &first.to_ascii_lowercase()) {
        return Shape::Business;
    }
    let hyphens = last.matches(['-', '_']).count();
    let number = last.bytes().filter(u8::is_ascii_digit).count();
    let dated = day(url).is_some() && !last.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    if dated || hyphens >= 3 || number >= 5 {
        return Shape::Story;
    }
    let listed = [
        "tag",
        "tags",
        "topic",
        "topics",
        "category",
        "categories",
        "author",
        "authors",
        "search",
        "archive",
        "page",
    ];
    if steps.iter().any(|step| listed.contains(step))
        || calendar(url).is_some()
        || steps.len() == 1 && hyphens <= 1
    {
        return Shape::List;
    }
    Shape::Unclear
}

/// A link judged, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    pub url: Url,
    pub words: String,
    pub shape: Shape,
    /// 2 for a term of the topic in words or address, 1 for a hint, else 0.
    pub promise: u8,
    pub day: Option<Date>,
}

/// Links in the order in which they are worth asking for: by promise, then by shape, then as they stand.
pub fn judged(links: &[Link], topic: &Topic) -> Vec<Judged> {
    let judge = |link: &Link| Judged {
        url: link.url.clone(),
        words: link.words.clone(),
        shape: shape(&link.url),
        promise: topic.promise(&link.words, &link.url),
        day: day(&link.url),
    };
    let mut judged: Vec<Judged> = links.iter().map(judge).collect();
    judged.sort_by_key(|link| (std::cmp::Reverse(link.promise), link.shape));
    judged
}

/// The last day that an address can mean: `/2024/03/06/`, `/2024/mar/06/`, `/2024-03-06-`, `/20240306/`, or the
/// last of the month for `/2024/03/`.
pub fn day(url: &Url) -> Option<Date> {
    let steps = steps(url);
    let mut found = None;
    for (at, step) in steps.iter().enumerate() {
        let next = |ahead: usize| steps.get(at + ahead).copied().unwrap_or_default();
        let whole = written(step).or_else(|| {
            let (year, month) = (year(step)?, month(next(1))?);
            match number(next(2), 2).and_then(|day| Date::new(year, month, i8::try_from(day).ok()?).ok()) {
                Some(day) => Some(day),
                None => Some(Date::new(year, month, 1).ok()?.last_of_month()),
            }
        });
        found = found.or(whole);
    }
    found
}

/// `2024-03-06`, `2024_03_06` or `20240306` at the beginning of a step.
fn written(step: &str) -> Option<Date> {
    let year = year(step.get(..4)?)?;
    let rest = step.get(4..)?;
    let (month, day, after) = match rest.get(..1)? {
        mark @ ("-" | "_") => {
            let (month, rest) = rest.get(1..)?.split_once(mark)?;
            (month, rest.get(..2)?, rest.get(2..)?)
        }
        _ => (rest.get(..2)?, rest.get(2..4)?, rest.get(4..)?),
    };
    let ends = !after.starts_with(|c: char| c.is_ascii_digit());
    let day = i8::try_from(number(day, 2)?).ok()?;
    Date::new(year, month_number(month)?, day).ok().filter(|_| ends)
}

fn year(text: &str) -> Option<i16> {
    let year = number(text, 4).filter(|year| (1990..=2099).contains(year))?;
    (text.len() == 4).then_some(i16::try_from(year).ok()?)
}

fn month(text: &str) -> Option<i8> {
    const NAMES: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let named = || NAMES.iter().position(|name| text.len() == 3 && text.eq_ignore_ascii_case(name));
    month_number(text).or_else(|| i8::try_from(named()? + 1).ok())
}

fn month_number(text: &str) -> Option<i8> {
    number(text, 2).filter(|month| (1..=12).contains(month)).and_then(|month| i8::try_from(month).ok())
}

fn number(text: &str, longest: usize) -> Option<u32> {
    let digits = !text.is_empty() && text.len() <= longest && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok())?
}

/// For an address that is nothing but a day or a month of a list, the list: the address with its numbers taken out.
pub fn calendar(url: &Url) -> Option<String> {
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
    let numbers = |text: &str| {
        text.len() >= 2 && digits(text) >= 1 && text.bytes().all(|b| b.is_ascii_digit() || b == b'-')
    };
    let dated =
        |name: &str| ["date", "day", "month", "year", "week", "from", "to", "start", "end"].contains(&name);
    let steps = steps(url);
    let by_path = steps.last().is_some_and(|last| numbers(last)) && day(url).is_some();
    let mut by_query = false;
    let query: Vec<String> = url
        .query_pairs()
        .map(|(name, value)| {
            let plain = name.to_ascii_lowercase();
            let short = plain.rsplit(['_', '-', '[']).next().unwrap_or_default().trim_end_matches(']');
            by_query |= dated(short) && digits(&value) > 0;
            format!("{plain}={}", if digits(&value) > 0 { "#" } else { &*value })
        })
        .collect();
    if !by_path && !by_query {
        return None;
    }
    let path: Vec<&str> = steps.iter().map(|step| if numbers(step) { "#" } else { *step }).collect();
    Some(format!("{}/{}?{}", url.host_str().unwrap_or_default(), path.join("/"), query.join("&")))
}

/// The next page of a list, where no `rel=next` says it: by the words of a link, or by its number.
pub fn next_page(at: &Url, links: &[Link]) -> Option<Url> {
    let wanted = page_number(at).unwrap_or(1) + 1;
    let same_list = |link: &&Link| link.url != *at && link.url.host_str() == at.host_str();
    let by_words = |link: &&Link| {
        let words = link.words.to_lowercase();
        let bare = words.trim_matches(|c: char| c.is_whitespace() || "«<›»→>.…".contains(c));
        let words = if bare.is_empty() { words.trim() } else { bare };
        ADDRESSES.next.iter().any(|next| next == words)
    };
    let numbered = |link: &&Link| page_number(&link.url) == Some(wanted);
    let by_number = |link: &&Link| numbered(link) && link.words.trim().parse() == Ok(wanted);
    let turns = |link: &&Link| by_words(link) && (numbered(link) || page_number(&link.url).is_none());
    let mut same = links.iter().filter(same_list);
    let found = same.find(turns).or_else(|| links.iter().filter(same_list).find(by_number));
    found.map(|link| link.url.clone())
}

/// `?page=3`, `/page/3`.
fn page_number(url: &Url) -> Option<u32> {
    let by_query = url
        .query_pairs()
        .find(|(name, _)| ADDRESSES.pages.iter().any(|page| *page == name.to_ascii_lowercase()))
        .and_then(|(_, value)| value.parse().ok());
    let steps = steps(url);
    let by_path = || {
        let two = steps.windows(2).find(|two| ADDRESSES.pages.iter().any(|page| page == two[0]))?;
        two[1].parse().ok()
    };
    by_query.or_else(by_path)
}

/// Whether a day lies wholly before another; a day of slack for the time zones of the world.
pub fn is_before(day: Date, since: Date) -> bool {
    day.checked_add(1.day()).is_ok_and(|next| next < since)
}

fn steps(url: &Url) -> Vec<&str> {
    url.path().split('/').filter(|step| !step.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(&format!("https://example.org{text}")).unwrap()
    }

    #[test]
    fn stories_are_told_from_lists_and_business() {
        for (path, expected) in [
            ("/2024/03/06/chip-maker-fined", Shape::Story),
            ("/news/us-widens-export-controls-on-chips", Shape::Story),
            ("/article/1234567", Shape::Story),
            ("/news/world-europe-68437212", Shape::Story),
            ("/world", Shape::List),
            ("/", Shape::List),
            ("/tag/sanctions", Shape::List),
            ("/calendar/2024/03", Shape::List),
            ("/login", Shape::Business),
            ("/subscribe/digital", Shape::Business),
            ("/politics/chips", Shape::Unclear),
        ] {
            assert_eq!(shape(&url(path)), expected, "{path}");
        }
    }

    #[test]
    fn days_stand_in_addresses_in_many_ways() {
        for (path, expected) in [
            ("/2024/03/06/a", Some("2024-03-06")),
            ("/world/2024/mar/06/a", Some("2024-03-06")),
            ("/2024-03-06-a", Some("2024-03-06")),
            ("/a/20240306/b", Some("2024-03-06")),
            ("/2024/02/a", Some("2024-02-29")),
            ("/2024/13/a", None),
            ("/20240306123/a", None),
            ("/article/1234567", None),
            ("/2024/a", None),
        ] {
            assert_eq!(day(&url(path)).map(|d| d.to_string()).as_deref(), expected, "{path}");
        }
    }

    #[test]
    fn lists_are_turned_by_words_and_by_numbers() {
        let link = |path: &str, words: &str| Link { url: url(path), words: words.to_owned() };
        for (at, links, next) in [
            ("/news", vec![link("/news?page=1", "1"), link("/news?page=2", "2")], Some("/news?page=2")),
            (
                "/news?page=2",
                vec![link("/news?page=2", "2"), link("/news?page=3", "3")],
                Some("/news?page=3"),
            ),
            ("/news", vec![link("/news/page/2", "Older posts »")], Some("/news/page/2")),
            ("/news", vec![link("/news/before/77", "Weiter →")], Some("/news/before/77")),
            ("/news", vec![link("/news?p=2", "›")], Some("/news?p=2")),
            ("/news?page=5", vec![link("/news?page=4", "Next")], None),
            ("/news", vec![link("/news/next-steps", "What comes next")], None),
            ("/news", vec![link("/news?page=9", "9")], None),
        ] {
            let found = next_page(&url(at), &links).map(String::from);
            assert_eq!(found, next.map(|path| url(path).into()), "{at} {links:?}");
        }
    }
}
