//! What a crawl tells while it runs and when it ends: fetches, kept pages, what was left and why, counts.

use super::traps::Trap;
use crate::model::{ArchiveRecord, Capture, Exchange, Packed, Purpose};
use std::collections::BTreeMap;

/// Why a URL was not asked for, or its answer not kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// robots.txt keeps it from us.
    Robots,
    /// robots.txt could not be had, so nothing of the site is asked for.
    RobotsUnreachable,
    OffTopic,
    /// A list of other pages.
    Listing,
    /// The same page, or the same bytes, were kept already.
    Duplicate,
    /// Nearly the same text as a page of the host that was kept already.
    NearDuplicate,
    /// An earlier run has read it, not long ago.
    Known,
    TooLarge,
    /// Cut off by the server or by time.
    Incomplete,
    NotHtml,
    NotAFeed,
    NotASitemap,
    /// Its coding cannot be undone, or is a bomb.
    Undecodable,
    OutOfScope,
    /// One of addresses without end.
    Trap(Trap),
    /// A page that says it is not there, or a redirect to the front page, under a status that says otherwise.
    SoftMissing,
    /// A copy for phones; the page itself is asked for instead.
    Copy,
    /// Sign-in, terms and the like.
    Business,
    TooOld,
    Budget,
    /// As many bytes have come as may.
    Bandwidth,
    Status(u16),
    RedirectLoop,
    TooManyRedirects,
    BadRedirect,
    NoIndex,
    NoArchive,
    /// No answer; the word says which way.
    NoAnswer(&'static str),
    HostDown,
    /// The host asked to be left alone for longer than a run waits.
    Later,
    /// The run was stopped first.
    Stopped,
}

impl Reason {
    /// The word for it in counts and in the store.
    pub fn word(&self) -> String {
        match self {
            Reason::Robots => "robots",
            Reason::RobotsUnreachable => "robots_unreachable",
            Reason::OffTopic => "off_topic",
            Reason::Listing => "listing",
            Reason::Duplicate => "duplicate",
            Reason::NearDuplicate => "near_duplicate",
            Reason::Known => "known",
            Reason::TooLarge => "too_large",
            Reason::Incomplete => "incomplete",
            Reason::NotHtml => "not_html",
            Reason::NotAFeed => "not_a_feed",
            Reason::NotASitemap => "not_a_sitemap",
            Reason::Undecodable => "undecodable",
            Reason::OutOfScope => "out_of_scope",
            Reason::Trap(trap) => trap.word(),
            Reason::SoftMissing => "soft_404",
            Reason::Copy => "copy",
            Reason::Business => "business",
            Reason::TooOld => "too_old",
            Reason::Budget => "budget",
            Reason::Bandwidth => "bandwidth",
            Reason::Status(status) => return format!("status_{status}"),
            Reason::RedirectLoop => "redirect_loop",
            Reason::TooManyRedirects => "too_many_redirects",
            Reason::BadRedirect => "bad_redirect",
            Reason::NoIndex => "noindex",
            Reason::NoArchive => "noarchive",
            Reason::NoAnswer(word) => word,
            Reason::HostDown => "host_down",
            Reason::Later => "later",
            Reason::Stopped => "stopped",
        }
        .to_owned()
    }

    /// In words for a reader of the summary.
    pub fn told(&self) -> String {
        match self {
            Reason::Robots => "kept from crawlers by robots.txt",
            Reason::RobotsUnreachable => "robots.txt could not be had, so the site is left alone",
            Reason::OffTopic => "not about the topic",
            Reason::Listing => "a list of other pages",
            Reason::Duplicate => "the same as a page already read",
            Reason::NearDuplicate => "nearly the same as a page already read",
            Reason::Known => "read by an earlier run",
            Reason::TooLarge => "larger than the limit",
            Reason::Incomplete => "broken off before its end",
            Reason::NotHtml => "not a web page",
            Reason::NotAFeed => "not a feed",
            Reason::NotASitemap => "not a sitemap",
            Reason::Undecodable => "its compression cannot be undone",
            Reason::OutOfScope => "outside the domains of its source",
            Reason::Trap(trap) => trap.told(),
            Reason::SoftMissing => "not there, although its status says that it is",
            Reason::Copy => "a copy for phones of a page that is asked for itself",
            Reason::Business => "the site's own business (sign-in, terms and the like)",
            Reason::TooOld => "before the date asked for",
            Reason::Budget => "beyond the pages allowed for this run",
            Reason::Bandwidth => "beyond the bytes allowed for this run",
            Reason::Status(status) => return format!("HTTP status {status}"),
            Reason::RedirectLoop => "redirects in a circle",
            Reason::TooManyRedirects => "too many redirects",
            Reason::BadRedirect => "redirects to nowhere",
            Reason::NoIndex => "marked noindex",
            Reason::NoArchive => "marked noarchive",
            Reason::NoAnswer("not_recorded") => "not in the recording",
            Reason::NoAnswer(word) => return format!("no answer ({word})"),
            Reason::HostDown => "its host does not answer",
            Reason::Later => "its host asked for a longer wait than a run allows",
            Reason::Stopped => "the run was stopped first",
        }
        .to_owned()
    }

    /// Whether another run may do better, and is to try without being told of the URL anew.
    pub fn may_pass(&self) -> bool {
        match self {
            Reason::RobotsUnreachable
            | Reason::Incomplete
            | Reason::Budget
            | Reason::Bandwidth
            | Reason::HostDown
            | Reason::Later
            | Reason::Stopped => true,
            Reason::Status(status) => super::pace::may_pass(*status),
            Reason::NoAnswer(word) => matches!(*word, "no_connection" | "timeout" | "broken"),
            _ => false,
        }
    }

    /// Whether someone should look at it, as against a page that was rightly left out.
    pub fn is_failure(&self) -> bool {
        match self {
            Reason::Status(_)
            | Reason::RobotsUnreachable
            | Reason::TooLarge
            | Reason::Incomplete
            | Reason::NotAFeed
            | Reason::NotASitemap
            | Reason::Undecodable
            | Reason::RedirectLoop
            | Reason::TooManyRedirects
            | Reason::BadRedirect
            | Reason::HostDown
            | Reason::Later => true,
            Reason::NoAnswer(word) => *word != "not_recorded",
            _ => false,
        }
    }
}

/// One request that was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Fetched {
    pub url: String,
    pub purpose: Purpose,
    /// Index of the source.
    pub source: usize,
    pub at: jiff::Timestamp,
    /// `None` where no answer came.
    pub status: Option<u16>,
    pub bytes: u64,
    pub record: Option<ArchiveRecord>,
    /// `kept`, `read`, `redirect`, or the word of a [`Reason`].
    pub outcome: String,
    pub note: Option<String>,
}

/// A page worth extracting from, with the request that brought it.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptPage {
    pub capture: Capture,
    /// Its outcome is `kept`; whoever reads the page knows better.
    pub fetched: Fetched,
    pub source: usize,
    pub depth: u32,
    pub via: Option<String>,
}

/// A URL that was left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Skipped {
    pub url: String,
    pub purpose: Purpose,
    pub source: usize,
    pub via: Option<String>,
    pub reason: Reason,
    /// More than the reason says, such as the network's own words.
    pub note: Option<String>,
}

/// What happens during a crawl, in order. The request behind a kept page is told with the page alone.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    Fetched(Fetched),
    Page(Box<KeptPage>),
    Skipped(Skipped),
}

/// Whoever keeps what a crawl brings. An error stops the crawl.
pub trait Sink {
    type Error;

    /// Keeps an exchange that has just come from the network, and says where it lies.
    fn archive(&mut self, exchange: &Exchange) -> Result<Option<ArchiveRecord>, Self::Error>;

    /// How an exchange is packed for the archive, where that may be done beforehand, on any thread.
    fn packer(&self) -> Option<Packer> {
        None
    }

    /// Keeps an exchange that was packed by the [`Sink::packer`].
    fn archive_packed(
        &mut self,
        exchange: &Exchange,
        _packed: Packed,
    ) -> Result<Option<ArchiveRecord>, Self::Error> {
        self.archive(exchange)
    }

    fn event(&mut self, event: Event) -> Result<(), Self::Error>;

    /// Called often: how many URLs wait.
    fn waiting(&mut self, _urls: usize) {}
}

/// Packs an exchange for the archive; `None` for one that cannot be written down.
pub type Packer = fn(&Exchange) -> Option<Packed>;

/// Counts for one source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceSummary {
    pub name: String,
    pub asked: u64,
    pub bytes: u64,
    pub kept: u64,
    /// Feeds, sitemaps and pages that config.toml names.
    pub seeds: u64,
    /// Those of them that could be read.
    pub seeds_read: u64,
    /// Those that were tried, or might not be tried, and gave nothing. What another crawler read, or an earlier part of
    /// the run, is in neither count.
    pub seeds_lost: u64,
}

impl SourceSummary {
    /// Whether nothing that config.toml names of the source could be read.
    pub fn is_silent(&self) -> bool {
        self.seeds_read == 0 && self.seeds_lost >= self.seeds
    }
}

/// Counts of a whole crawl.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Requests made, by purpose.
    pub asked: BTreeMap<Purpose, u64>,
    /// Bytes of bodies as they came.
    pub bytes: u64,
    pub kept: u64,
    /// Answers that said, or showed, that nothing had changed since the visit before.
    pub unchanged: u64,
    /// URLs left out, by the word of the reason.
    pub skipped: BTreeMap<Reason, u64>,
    pub sources: Vec<SourceSummary>,
    pub stopped: bool,
}

impl Summary {
    pub fn silent(&self) -> impl Iterator<Item = &str> {
        self.sources.iter().filter(|source| source.is_silent()).map(|source| source.name.as_str())
    }
}
