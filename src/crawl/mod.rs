//! Crawl: from sources to pages about the topic.
//!
//! In: [`Options`], a [`Web`] that answers (the [`Network`], or a [`Recording`]). Out: to a [`Sink`], every exchange
//! to be archived, then [`Event`]s in order, and a [`Summary`] at the end.
//! Never: writes a file, reads config.toml, asks for what robots.txt forbids or faster than a host allows, follows
//! an address that does not lie on the public internet, sleeps when it talks to a recording.
//!
//! One concern a file: `ledger` (whose turn it is; its rules of pace are in the hall), `traces` (what settlements leave),
//! `alive` (whether others may think us dead), `budget`,
//! `frontier` (what was found),
//! `address` (one spelling for one URL), `robots`, `pace` (waits),
//! `guard` (what may be reached), `live` (the network), `web` (the door between them and a recording), `visit`
//! (one request, read), `feeds`, `sitemaps`, `page`, `links`, `traps`, `relevance`, `near` (likeness), `freshness` (when to come again), `engine`, which turns the wheel,
//! and `settle` (what follows from one visit).

mod address;
mod alive;
mod budget;
mod charset;
mod dates;
mod discover;
mod engine;
mod feeds;
mod follow;
mod freshness;
mod frontier;
mod guard;
mod ledger;
mod links;
mod live;
mod missing;
mod near;
mod pace;
mod page;
mod probe;
mod relevance;
mod report;
mod robots;
mod scan;
mod settle;
mod sieve;
mod sitemaps;
mod tables;
mod traces;
mod traps;
mod visit;
mod web;

pub use address::{canonical, domain_of};
pub use alive::{Alive, Moment};
pub use discover::{Discovery, FileFound, LinkFound, RobotsFound, discover};
pub use engine::{CrawlError, Stop, run, run_with};
pub use feeds::{Feed, FeedItem, read as read_feed};
pub use guard::{Guard, Names, Refused};
pub use ledger::{Ledger, Memory};
pub use links::Shape;
pub use live::{Network, NetworkOptions, SetupError, roots_of_trust, tls};
pub use probe::{Probe, probe};
pub use relevance::Terms;
pub use report::{Event, Fetched, KeptPage, Packer, Reason, Sink, Skipped, SourceSummary, Summary};
pub use robots::Robots;
pub use sieve::Sieve;
pub use sitemaps::{SitemapEntry, read as read_sitemap};
pub use traces::Traces;
pub use traps::Trap;
pub use web::{Answer, Ask, FetchError, Recording, Web};

use std::time::Duration;

/// One outlet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Source {
    pub name: String,
    pub feeds: Vec<String>,
    pub sitemaps: Vec<String>,
    pub pages: Vec<String>,
    /// Where links may lead; empty: the registrable domains of the URLs above.
    pub domains: Vec<String>,
    /// Whether nothing of it is filtered by topic.
    pub on_topic: bool,
    /// Whether feeds and sitemaps that the site announces are taken too.
    pub discover: bool,
    pub max_pages: u32,
    pub depth: u32,
    /// Languages that are read (BCP 47, in lower case); of a page in another, the one in these is taken too.
    pub languages: Vec<String>,
    /// Query parameters of this source that mean nothing; a `*` at the end stands for any ending.
    pub drop_parameters: Vec<String>,
    /// Least time between two requests to one of its hosts.
    pub delay: Duration,
    /// Bytes of bodies after which nothing more of it is asked for in a run; 0 for no bound.
    pub max_bytes: u64,
}

/// How a crawl goes.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    pub sources: Vec<Source>,
    pub terms: Terms,
    /// Product token that robots.txt is read for.
    pub token: String,
    pub guard: Guard,
    /// Requests under way at once, over all hosts and to one.
    pub concurrency: usize,
    pub per_host: u32,
    pub max_pages: u32,
    pub since: Option<jiff::civil::Date>,
    pub retries: u32,
    /// A host that makes the crawl wait for longer is left for another run.
    pub longest_wait: Duration,
    pub page_bytes: u64,
    pub sitemap_bytes: u64,
    /// How many times larger than it came a body may become.
    pub ratio: u32,
    pub redirects: u32,
    /// Bytes of bodies after which a run asks for nothing more; 0 for no bound.
    pub max_bytes: u64,
    /// How long after its first visit a page is asked for again.
    pub first_revisit: Duration,
    /// Whether feeds, sitemaps and lists are asked for only where they have changed. What an unchanged one names is not
    /// offered again, so this is for runs under the same rules as the one before.
    pub lists_if_new: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            sources: Vec::new(),
            terms: Terms::default(),
            token: "claimtrail".to_owned(),
            guard: Guard::default(),
            concurrency: 8,
            per_host: 1,
            max_pages: 2000,
            since: None,
            retries: 2,
            longest_wait: Duration::from_secs(120),
            page_bytes: 10 << 20,
            sitemap_bytes: 50 << 20,
            ratio: 200,
            redirects: 5,
            max_bytes: 0,
            first_revisit: Duration::from_secs(7 * 24 * 3600),
            lists_if_new: false,
        }
    }
}
