//! What the store keeps, row by row.

use crate::model::{ArchiveRecord, Settlement};
use jiff::{Timestamp, civil::Date};
use std::time::Duration;

/// What came of adding a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It was not there before.
    New,
    /// It was there, word for word.
    Same,
    /// It was there, read otherwise by the same version; the new reading took its place.
    Replaced,
}

/// A place where pages are looked for: a feed, a sitemap, a seed page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRow {
    pub url: String,
    /// `feed`, `sitemap` or `page`.
    pub kind: String,
    /// The name that config.toml gives it.
    pub name: String,
}

/// One request and what came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchRow {
    pub url: String,
    /// `robots`, `feed`, `sitemap` or `page`.
    pub purpose: String,
    pub fetched: Timestamp,
    /// `None` where no answer came.
    pub status: Option<u16>,
    /// Size of the body as it came.
    pub bytes: u64,
    /// What became of it, in one word of the crawler's list (`article`, `off_topic`, `robots`, `timeout`, …).
    pub outcome: String,
    /// The reason in full, where the word does not say it all.
    pub note: Option<String>,
    pub record: Option<ArchiveRecord>,
}

/// One reading of one article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleRow {
    /// Canonical URL, or the URL fetched.
    pub url: String,
    /// SHA-256 of the text, as the record writes it.
    pub text_digest: String,
    /// Name and version of the program that read it.
    pub extractor: String,
    pub title: Option<String>,
    /// Publisher's name, or its domain.
    pub publisher: Option<String>,
    /// The day the article stands under: published, else modified, else fetched.
    pub day: Option<Date>,
    pub fetched: Option<Timestamp>,
    pub record: Option<ArchiveRecord>,
    /// The whole record, one JSON object.
    pub json: String,
}

/// One claim of one reading.
#[derive(Clone, Debug, PartialEq)]
pub struct ClaimRow {
    pub id: String,
    /// The codebook's word for the type (`sale`).
    pub kind: String,
    /// ISO 3166-1 alpha-2 and ids of supranational bodies, each once.
    pub countries: Vec<String>,
    pub confidence: f64,
    /// The whole claim with its article's particulars, one JSON object.
    pub json: String,
}

/// Which claims are asked for; an empty list or `None` lets everything through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimFilter {
    /// Articles of this day or later.
    pub since: Option<Date>,
    /// Articles of this day or earlier.
    pub until: Option<Date>,
    /// Any of these types.
    pub kinds: Vec<String>,
    /// Any of these countries, in any role.
    pub countries: Vec<String>,
}

/// A claim as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredClaim {
    pub id: String,
    /// Key for [`super::Store::article`].
    pub article_url: String,
    pub json: String,
}

/// Counts, each list from the largest down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    pub sources: u64,
    /// By outcome.
    pub fetches: Vec<(String, u64)>,
    pub articles: u64,
    /// By type.
    pub claims: Vec<(String, u64)>,
    /// Claims by country named in them.
    pub countries: Vec<(String, u64)>,
    /// Articles by publisher.
    pub publishers: Vec<(String, u64)>,
    pub first_day: Option<String>,
    pub last_day: Option<String>,
}

/// A reading that waits to be delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    pub id: i64,
    pub url: String,
    /// Its claims, one JSON object each, without those that an earlier reading made.
    pub claims: Vec<String>,
}

/// What came of reading a page that was fetched.
#[derive(Clone, Copy, Debug)]
pub struct PageRead<'r> {
    pub fetch: &'r FetchRow,
    /// The article with its claims, where it is one.
    pub article: Option<(&'r ArticleRow, &'r [ClaimRow])>,
}

/// A lease that is closed, with the requests that were made for it.
#[derive(Clone, Debug)]
pub struct Settled {
    pub settlement: Settlement,
    pub fetches: Vec<FetchRow>,
}

/// How far an archive is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveEnd {
    /// File name; empty before the first file.
    pub file: String,
    /// Bytes of it that hold whole exchanges.
    pub length: u64,
}

/// How a crawler takes its part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Start {
    /// What tells this crawler's archive from those of others; the same at each start.
    pub crawler: String,
    /// Names of the sources, by index.
    pub sources: Vec<String>,
    /// Whether an unfinished run is given up.
    pub fresh: bool,
    /// Requests under way at once to one host.
    pub per_host: u32,
    /// A host that makes the crawl wait for longer is left for another run.
    pub patience: Duration,
    /// Pages read since are not asked for again; `Duration::MAX` for none.
    pub known_since: Duration,
    /// Whether feeds, sitemaps and lists are asked for only when they are due, as in a watch.
    pub only_due: bool,
    /// Time without a beat after which a crawler is thought dead, where several share a store.
    pub lease: Duration,
}

/// A crawler's part in a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub id: i64,
    /// Number of this start; what an earlier one leased is not its own.
    pub epoch: i64,
    /// Whether the run was begun before.
    pub resumed: bool,
    /// Whether others may take part in it.
    pub shared: bool,
    pub start: Start,
}
