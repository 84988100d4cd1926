//! One visit: ask, follow what robots.txt asks of us, and read the answer as far as the crawl needs it.

use super::alive::Alive;
use super::feeds::{self, Feed};
use super::frontier::{Item, robots_url};
use super::page::{self, Directives, Page};
use super::relevance::Topic;
use super::report::{Packer, Reason};
use super::robots;
use super::sitemaps::{self, SitemapEntry};
use super::web::{Answer, Ask, FetchError, Web};
use super::{Options, address, charset, freshness, live, near, pace};
use crate::coding;
use crate::model::{Exchange, Purpose, RobotsStanding, Truncated};
use sha2::{Digest, Sha256};
use std::time::Duration;
use url::Url;

/// Entries kept of one sitemap, the most promising and newest.
const SITEMAP_ENTRIES: usize = 5000;
/// Tries at robots.txt when nothing answers.
const ROBOTS_TRIES: usize = 2;

/// What every visit needs to know.
pub struct Rules {
    /// Product token for robots.txt, in lower case.
    pub token: String,
    pub topic: Topic,
    /// By source: whether the topic filter is off.
    pub on_topic: Vec<bool>,
    pub since: Option<jiff::civil::Date>,
    pub page_bytes: u64,
    pub sitemap_bytes: u64,
    pub ratio: u32,
    /// Whether feeds, sitemaps and lists are asked for only where they have changed.
    pub lists_if_new: bool,
    /// How answers are packed for the archive.
    pub packer: Option<Packer>,
    pub alive: Alive,
}

impl Rules {
    pub fn of(options: &Options) -> Result<Rules, aho_corasick::BuildError> {
        Ok(Rules {
            token: options.token.to_ascii_lowercase(),
            topic: Topic::new(&options.terms)?,
            on_topic: options.sources.iter().map(|source| source.on_topic).collect(),
            since: options.since,
            page_bytes: options.page_bytes,
            sitemap_bytes: options.sitemap_bytes,
            ratio: options.ratio,
            lists_if_new: options.lists_if_new,
            packer: None,
            alive: Alive::default(),
        })
    }
}

/// A visit that is over.
pub struct Visit {
    pub item: Item,
    /// In order; robots.txt may have taken several.
    pub answers: Vec<Answer>,
    pub took: Duration,
    pub read: Read,
}

/// What the last answer was.
pub enum Read {
    Robots(RobotsStanding),
    Redirect(Option<Url>),
    Feed(Feed),
    /// Not a feed, but a page that announces some.
    FeedsOf(Vec<Url>),
    Sitemap(Vec<SitemapEntry>),
    Page(Box<PageRead>),
    /// 304: it is as it was.
    Unchanged,
    /// 429, 503 and the like, with the wait asked for.
    Later(u16, Option<Duration>),
    Left(Reason, Option<String>),
    Failed(FetchError),
    /// Nothing (more) was asked: by now others may have taken it over.
    Lapsed,
}

impl Read {
    /// Whether the page asks not to be archived.
    pub fn is_not_to_be_kept(&self) -> bool {
        matches!(self, Read::Page(page) if page.page.directives.noarchive)
    }
}

/// A page that was read.
pub struct PageRead {
    pub page: Page,
    /// After content decoding.
    pub body: Vec<u8>,
    pub digest: [u8; 32],
    /// Hash of its text, which lies close for texts that are nearly the same.
    pub near: Option<u64>,
    pub on_topic: bool,
}

/// Asks for robots.txt of an item's origin.
pub async fn robots(web: &dyn Web, item: Item, alive: &Alive) -> Visit {
    let begun = std::time::Instant::now();
    let mut answers = Vec::new();
    let mut url = robots_url(&item.url);
    let mut tries = 0;
    let mut hops = 0;
    let standing = loop {
        let Some(at) = url.take() else { break RobotsStanding::Open };
        if !alive.is_sure() {
            return Visit { item, answers, took: begun.elapsed(), read: Read::Lapsed };
        }
        let ask = Ask {
            url: at.clone(),
            purpose: Purpose::Robots,
            max_bytes: robots::LIMIT as u64,
            headers: vec![],
        };
        match web.fetch(ask).await {
            Ok(answer) => {
                let status = answer.exchange.status;
                let next = location(&answer.exchange, &at);
                let parsed = (200..300).contains(&status).then(|| robots_text(&answer.exchange));
                answers.push(answer);
                match status {
                    200..=299 => break parsed.unwrap_or(RobotsStanding::Open),
                    // More redirects than five, and one to nowhere, count as a file that is not there.
                    300..=399 if hops < 5 => (url, hops) = (next, hops + 1),
                    300..=428 | 430..=499 => break RobotsStanding::Open,
                    _ => break RobotsStanding::Shut,
                }
            }
            Err(FetchError::NotRecorded) => break RobotsStanding::Open,
            Err(error) => {
                tries += 1;
                if !error.may_pass() || tries >= ROBOTS_TRIES {
                    break RobotsStanding::Shut;
                }
                url = Some(at);
            }
        }
    };
    Visit { item, answers, took: begun.elapsed(), read: Read::Robots(standing) }
}

fn robots_text(exchange: &Exchange) -> RobotsStanding {
    let limits = coding::Limits { decoded: 4 * robots::LIMIT, ..coding::Limits::PAGE }.keeping_partial();
    match coding::decode(&content_coding(exchange), &exchange.body, &limits) {
        // One byte beyond the limit, so that whoever reads it knows that a line was cut.
        Ok(mut decoded) => {
            decoded.body.truncate(robots::LIMIT + 1);
            RobotsStanding::Text(decoded.body)
        }
        Err(_) => RobotsStanding::Shut,
    }
}

/// Asks for an item, and hands the answer to `read` off the runtime when time matters.
pub async fn visit(web: &dyn Web, item: Item, rules: std::sync::Arc<Rules>) -> Visit {
    let begun = std::time::Instant::now();
    let max_bytes = if item.purpose == Purpose::Page { rules.page_bytes } else { rules.sitemap_bytes };
    let before = item.before.as_ref().filter(|before| match is_list(&item) {
        true => rules.lists_if_new,
        false => before.kept,
    });
    let headers = before.map(freshness::conditions).unwrap_or_default();
    let asked_if_new = !headers.is_empty();
    if !rules.alive.is_sure() {
        return Visit { item, answers: vec![], took: begun.elapsed(), read: Read::Lapsed };
    }
    let ask = Ask { url: item.url.clone(), purpose: item.purpose, max_bytes, headers };
    let answer = match web.fetch(ask).await {
        Ok(answer) => answer,
        Err(error) => {
            return Visit { item, answers: vec![], took: begun.elapsed(), read: Read::Failed(error) };
        }
    };
    let took = begun.elapsed();
    let job = move || {
        let read = match answer.exchange.status {
            304 if asked_if_new => Read::Unchanged,
            _ => read(&item, &answer.exchange, &rules),
        };
        let packed =
            rules.packer.filter(|_| !read.is_not_to_be_kept()).and_then(|pack| pack(&answer.exchange));
        (item, Answer { packed, ..answer }, read)
    };
    let (item, answer, read) = match web.is_live() {
        false => job(),
        true => match tokio::task::spawn_blocking(job).await {
            Ok(done) => done,
            Err(broken) => match broken.try_into_panic() {
                Ok(panic) => std::panic::resume_unwind(panic),
                // Called off, as the crawl is over: nobody waits for this visit any more.
                Err(_) => std::future::pending().await,
            },
        },
    };
    Visit { item, answers: vec![answer], took, read }
}

/// Whether it is asked for what it names and not for itself.
pub fn is_list(item: &Item) -> bool {
    item.purpose != Purpose::Page || item.is_seed
}

/// Reads an answer; pure.
pub fn read(item: &Item, exchange: &Exchange, rules: &Rules) -> Read {
    match exchange.status {
        200..=299 => {}
        300..=399 if exchange.status != 304 => return Read::Redirect(location(exchange, &item.url)),
        status if pace::may_pass(status) => {
            let wait =
                exchange.header("retry-after").and_then(|value| pace::retry_after(value, exchange.started));
            return Read::Later(status, wait);
        }
        status => return Read::Left(Reason::Status(status), None),
    }
    let kind = exchange.header("content-type");
    if item.purpose == Purpose::Page && kind.is_some_and(|kind| !live::may_be_page(kind)) {
        return Read::Left(Reason::NotHtml, kind.map(str::to_owned));
    }
    match exchange.truncated {
        Some(Truncated::Length) => return Read::Left(Reason::TooLarge, None),
        Some(Truncated::Time) => return Read::Left(Reason::Incomplete, Some("time ran out".to_owned())),
        Some(Truncated::Disconnect) => {
            return Read::Left(Reason::Incomplete, Some("the server broke off".to_owned()));
        }
        None => {}
    }
    let body = match decoded(exchange, item.purpose, rules) {
        Ok(body) => body,
        Err(left) => return left,
    };
    match item.purpose {
        Purpose::Feed => read_feed(item, &body, kind, rules),
        Purpose::Sitemap => read_sitemap(item, &body, kind, rules),
        Purpose::Page | Purpose::Robots => read_page(item, exchange, body, rules),
    }
}

fn decoded(exchange: &Exchange, purpose: Purpose, rules: &Rules) -> Result<Vec<u8>, Read> {
    let bytes = if purpose == Purpose::Page { rules.page_bytes } else { rules.sitemap_bytes };
    let limits = coding::Limits {
        decoded: usize::try_from(bytes).unwrap_or(usize::MAX),
        ratio: rules.ratio as usize,
        ..coding::Limits::PAGE
    };
    let refuse = |error: coding::Error| match error {
        coding::Error::TooLarge { .. } => Read::Left(Reason::TooLarge, Some(error.to_string())),
        other => Read::Left(Reason::Undecodable, Some(other.to_string())),
    };
    let body = coding::decode(&content_coding(exchange), &exchange.body, &limits).map_err(refuse)?.body;
    // `sitemap.xml.gz` is a gzip file, whatever its headers say.
    match purpose != Purpose::Page && coding::is_gzip(&body) {
        true => Ok(coding::decode("gzip", &body, &limits).map_err(refuse)?.body),
        false => Ok(body),
    }
}

fn content_coding(exchange: &Exchange) -> String {
    let codings: Vec<&str> = exchange
        .headers
        .iter()
        .filter(|(name, _)| name.eq_ignore_ascii_case("content-encoding"))
        .map(|(_, value)| value.as_str())
        .collect();
    codings.join(",")
}

fn read_feed(item: &Item, body: &[u8], kind: Option<&str>, rules: &Rules) -> Read {
    if let Some(feed) = feeds::read(body, kind, &item.url) {
        return Read::Feed(feed);
    }
    let text = charset::decode(body, kind);
    let feeds = page::read(&text, &item.url, &rules.token).feeds;
    match feeds.is_empty() {
        true => Read::Left(Reason::NotAFeed, None),
        false => Read::FeedsOf(feeds),
    }
}

fn read_sitemap(item: &Item, body: &[u8], kind: Option<&str>, rules: &Rules) -> Read {
    let mut kept: Vec<(u8, SitemapEntry)> = Vec::new();
    let mut keep = |entry: SitemapEntry| {
        if entry.date.zip(rules.since).is_some_and(|(date, since)| date < since) {
            return;
        }
        kept.push((rules.topic.promise(&entry.title, &entry.url), entry));
        if kept.len() >= 2 * SITEMAP_ENTRIES {
            best_first(&mut kept);
        }
    };
    if sitemaps::read(body, kind, &item.url, &mut keep) == 0 {
        return Read::Left(Reason::NotASitemap, None);
    }
    best_first(&mut kept);
    Read::Sitemap(kept.into_iter().map(|(_, entry)| entry).collect())
}

/// Most promising first, then newest; the order of the file on a tie.
fn best_first(entries: &mut Vec<(u8, SitemapEntry)>) {
    entries.sort_by_key(|(promise, entry)| std::cmp::Reverse((*promise, entry.date)));
    entries.truncate(SITEMAP_ENTRIES);
}

fn read_page(item: &Item, exchange: &Exchange, body: Vec<u8>, rules: &Rules) -> Read {
    let text = charset::decode(&body, exchange.header("content-type"));
    let mut page = page::read(&text, &item.url, &rules.token);
    for (_, value) in exchange.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("x-robots-tag")) {
        let mut marks = Directives::default();
        marks.read(value, &rules.token);
        page.directives.noindex |= marks.noindex;
        page.directives.nofollow |= marks.nofollow;
        page.directives.noarchive |= marks.noarchive;
    }
    if let Some(target) = page.refresh.take().filter(|target| *target != item.url && page.plain_words < 50) {
        return Read::Redirect(Some(target));
    }
    if page.says_missing() {
        return Read::Left(Reason::SoftMissing, Some(page.title));
    }
    let free = rules.on_topic.get(item.source).copied().unwrap_or(false);
    let on_topic = free || rules.topic.keeps(&format!("{}\n{}", page.title, page.description), &page.text);
    let near = near::hash(&page.text);
    // The text has done its work; only links and marks go on.
    page.text = String::new();
    let digest = Sha256::digest(&body).into();
    Read::Page(Box::new(PageRead { page, body, digest, near, on_topic }))
}

fn location(exchange: &Exchange, base: &Url) -> Option<Url> {
    address::canonical(exchange.header("location")?, Some(base))
}
