//! The frontier's words: an item to be asked for, the pace of its host, what is offered, and what came of asking.
//!
//! The rules of pace live here, on plain values, so that a frontier in memory and one in a database keep the same.
//! Times are counted from the Unix epoch (in a recording, from its start).

use super::Purpose;
use jiff::civil::Date;
use std::time::Duration;
use url::Url;

/// Failures in a row after which a host is left alone for the rest of the run.
const DEAD_AFTER: u32 = 5;
/// Quiet time after which earlier failures no longer count.
const FORGIVEN: Duration = Duration::from_secs(30 * 60);

/// One URL to ask for.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    pub url: Url,
    pub purpose: Purpose,
    /// Index of its source.
    pub source: usize,
    /// Links away from a page that config.toml names.
    pub depth: u32,
    /// The page, feed or sitemap that named it.
    pub via: Option<String>,
    /// Named in config.toml, or where such a URL redirects to.
    pub is_seed: bool,
    /// URLs that redirected here, in order.
    pub chain: Vec<String>,
    /// Pages of one list already turned.
    pub turned: u32,
    pub tries: u32,
    /// How much it promises to be about the topic; the higher, the sooner.
    pub promise: u8,
    /// The date a feed or sitemap gives it.
    pub date: Option<Date>,
    /// What an earlier visit left, for a question that asks only for what is new.
    pub before: Option<Before>,
}

impl Item {
    /// A URL of config.toml.
    pub fn seed(url: Url, purpose: Purpose, source: usize) -> Item {
        Item {
            url,
            purpose,
            source,
            depth: 0,
            via: None,
            is_seed: true,
            chain: Vec::new(),
            turned: 0,
            tries: 0,
            promise: 0,
            date: None,
            before: None,
        }
    }

    /// Its place among the items of its host, the lowest first: feeds and sitemaps, since they name the pages;
    /// then what promises most. A second try ranks as the first.
    pub fn rank(&self) -> u8 {
        match self.purpose {
            Purpose::Page if self.is_seed => 1,
            Purpose::Page => 4 - self.promise.min(2),
            _ => 0,
        }
    }

    /// Its host: one for http and https, so that politeness is to the machine and not to the scheme.
    pub fn host(&self) -> String {
        host_of(&self.url)
    }

    /// Scheme, host and port: what one robots.txt speaks for.
    pub fn origin(&self) -> String {
        self.url.origin().ascii_serialization()
    }
}

/// The host of a URL, with its port where it is not the scheme's own.
pub fn host_of(url: &Url) -> String {
    match (url.host_str().unwrap_or_default(), url.port()) {
        (host, Some(port)) => format!("{host}:{port}"),
        (host, None) => host.to_owned(),
    }
}

/// What an earlier visit of a URL left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Before {
    pub etag: Option<String>,
    pub last_modified: Option<String>,
    /// SHA-256 of the body.
    pub digest: Option<[u8; 32]>,
    /// Hash that lies close for bodies that are nearly the same.
    pub near: Option<u64>,
    pub fetched: Duration,
    /// Time between visits, as it was last set.
    pub interval: Option<Duration>,
    /// Visits that found it changed, and unchanged.
    pub changed: u32,
    pub unchanged: u32,
    /// Whether it was kept then.
    pub kept: bool,
}

/// Why a host is left alone for the rest of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gone {
    /// It does not answer.
    Down,
    /// It asked for a longer wait than a run allows.
    Later,
}

impl Gone {
    /// The word for it in the store.
    pub fn word(self) -> &'static str {
        match self {
            Gone::Down => "host_down",
            Gone::Later => "later",
        }
    }

    pub fn parse(word: &str) -> Option<Gone> {
        [Gone::Down, Gone::Later].into_iter().find(|gone| gone.word() == word)
    }
}

/// How a request to a host ended, as far as its pace goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    Answered,
    /// Come back no sooner than after this wait.
    Later(Duration),
    /// No answer, and wait so long.
    Failed(Duration),
}

/// The pace of a host.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Host {
    /// Nothing is asked before.
    pub next_at: Duration,
    /// When the last request ended.
    pub ended_at: Duration,
    /// Least time between two requests.
    pub delay: Duration,
    pub under_way: u32,
    /// Its robots.txt is being fetched.
    pub awaits_rules: bool,
    /// Failures in a row.
    pub failures: u32,
    pub gone: Option<Gone>,
}

impl Host {
    /// Whether its turn may come, as far as what is under way goes.
    pub fn is_free(&self, per_host: u32) -> bool {
        self.gone.is_some() || self.under_way < per_host && !self.awaits_rules
    }

    /// Gone for who waits no longer than `patience`.
    pub fn gone_by(&self, now: Duration, patience: Duration) -> Option<Gone> {
        self.gone.or_else(|| (self.next_at.saturating_sub(now) > patience).then_some(Gone::Later))
    }

    /// A request is about to be sent.
    pub fn begin(&mut self, now: Duration) {
        self.under_way += 1;
        self.next_at = now + self.delay;
    }

    /// It was not sent after all: the turn that the host had before is given back.
    pub fn not_asked(&mut self, turn: Duration) {
        self.under_way = self.under_way.saturating_sub(1);
        self.next_at = turn;
    }

    /// A request has ended; `took` is how long the answer took.
    pub fn done(&mut self, now: Duration, took: Duration, ended: Ended, patience: Duration) {
        self.under_way = self.under_way.saturating_sub(1);
        if now.saturating_sub(self.ended_at) > FORGIVEN {
            self.failures = 0;
        }
        self.ended_at = now;
        // A host that is slow to answer is busy: it is given as long again, up to five times its delay.
        self.next_at = self.next_at.max(now + self.delay.max(took.min(self.delay * 5)));
        match ended {
            Ended::Answered => self.failures = 0,
            Ended::Later(wait) => {
                self.next_at = self.next_at.max(now + wait);
                if wait > patience {
                    self.gone = Some(Gone::Later);
                }
            }
            Ended::Failed(wait) => {
                self.failures += 1;
                self.next_at = self.next_at.max(now + wait);
                if self.failures >= DEAD_AFTER {
                    self.gone = Some(Gone::Down);
                }
            }
        }
    }

    /// Its rules have come; a delay they ask for is kept from now on.
    pub fn learn(&mut self, crawl_delay: Option<Duration>, patience: Duration) {
        self.awaits_rules = false;
        if let Some(asked) = crawl_delay {
            self.delay = self.delay.max(asked);
            // The file itself was a request, so the delay counts from its end.
            self.next_at = self.next_at.max(self.ended_at + self.delay);
            if asked > patience {
                self.gone = Some(Gone::Later);
            }
        }
    }

    /// What was counted by a clock that is behind by so much is put right.
    pub fn later_by(&mut self, behind: Duration) {
        self.ended_at += behind;
        self.next_at += behind;
    }

    /// Whoever asked it has died, no later than `now`: it may have been asked a moment ago.
    pub fn abandoned(&mut self, now: Duration) {
        self.under_way = 0;
        self.awaits_rules = false;
        self.next_at = self.next_at.max(now + self.delay);
    }
}

/// The robots.txt of an origin, as it was last had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RobotsFile {
    pub origin: String,
    pub standing: RobotsStanding,
    pub fetched: Duration,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RobotsStanding {
    /// There is none: everything is allowed.
    Open,
    /// It could not be had: nothing is.
    Shut,
    /// Its bytes, decoded and cut to the limit.
    Text(Vec<u8>),
}

impl RobotsFile {
    /// How long it counts: a day, as RFC 9309 has it; one that could not be had is asked for again in an hour.
    pub fn is_good(&self, now: Duration) -> bool {
        let hours = if self.standing == RobotsStanding::Shut { 1 } else { 24 };
        now.saturating_sub(self.fetched) < Duration::from_secs(hours * 3600)
    }
}

/// Whether a URL was met before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sighting {
    New,
    /// An earlier run has read it, not long ago.
    Known,
    /// This run has met it.
    Met,
}

/// What a run has spent on a source so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    /// Index of the source.
    pub source: usize,
    /// Pages asked for, second tries not counted.
    pub pages: u32,
    /// Bytes of bodies, as they came.
    pub bytes: u64,
}

/// What a run may spend, in all and on one source; the largest number stands for no bound.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allowance {
    pub pages: u32,
    pub pages_of_source: u32,
    pub bytes: u64,
    pub bytes_of_source: u64,
}

/// Which bound is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    Pages,
    Bytes,
}

/// A URL that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    pub item: Item,
    /// Least time between two requests to its host.
    pub delay: Duration,
    pub standing: Standing,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is to be asked for.
    Waiting,
    /// It is not, for the reason of this word.
    Left(String),
    /// Another spelling of a page that was read.
    Alias,
}

/// An item whose turn has come, taken out of the frontier by who is to ask for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Lease {
    pub item: Item,
    /// When the host's turn was before this lease.
    pub turn: Duration,
    /// Failures in a row of its host.
    pub failures: u32,
    /// When the robots.txt of its origin was had; `None` where it must be had first.
    pub rules: Option<Duration>,
}

/// What to do next.
#[derive(Clone, Debug, PartialEq)]
pub enum Next {
    Due(Lease),
    /// Its host is gone, so it is not asked for.
    Gone(Lease, Gone),
    /// Nothing may be asked before this time.
    Wait(Duration),
    /// Nothing is left but what is under way.
    Empty,
}

/// What becomes of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It waits as before: something else had to be asked first.
    Waits,
    /// It is tried again, after the others.
    Again,
    /// It is settled for this run.
    Done {
        /// The word of the outcome.
        outcome: String,
        /// HTTP status; `None` where nothing answered, or nothing was asked.
        status: Option<u16>,
        /// Whether the next run is to ask for it without being told of it anew.
        next_run: bool,
    },
}

/// What an answer says of its content.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Content {
    pub etag: Option<String>,
    pub last_modified: Option<String>,
    pub digest: Option<[u8; 32]>,
    pub near: Option<u64>,
    /// The URL the page gives itself, where it is kept.
    pub identity: Option<String>,
    /// Whether the page is kept, so that others are duplicates of it.
    pub kept: bool,
    /// When to ask again, and how long after this visit that is.
    pub next_due: Option<Duration>,
    pub interval: Option<Duration>,
    /// Whether it differs from the visit before.
    pub changed: Option<bool>,
}

/// Everything that follows from one lease, to be kept whole or not at all.
#[derive(Clone, Debug, PartialEq)]
pub struct Settlement {
    pub lease: Lease,
    pub now: Duration,
    /// How long the answer took.
    pub took: Duration,
    /// `None` where nothing was asked.
    pub ended: Option<Ended>,
    pub fate: Fate,
    /// The robots.txt that was had, and the delay it asks for.
    pub rules: Option<(RobotsFile, Option<Duration>)>,
    pub content: Option<Content>,
    pub offers: Vec<Offer>,
}

impl Settlement {
    /// Nothing was asked.
    pub fn not_asked(lease: Lease, now: Duration, fate: Fate) -> Settlement {
        Settlement {
            lease,
            now,
            took: Duration::ZERO,
            ended: None,
            fate,
            rules: None,
            content: None,
            offers: Vec::new(),
        }
    }

    /// What it means for the pace of the item's host.
    pub fn apply(&self, host: &mut Host, patience: Duration) {
        match self.ended {
            None => host.not_asked(self.lease.turn),
            Some(ended) => host.done(self.now, self.took, ended, patience),
        }
        match &self.rules {
            Some((_, crawl_delay)) => host.learn(*crawl_delay, patience),
            // It was to be asked for its rules, and was not.
            None if self.lease.rules.is_none() && self.fate == Fate::Waits => host.awaits_rules = false,
            None => {}
        }
    }
}
