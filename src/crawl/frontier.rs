//! The frontier: what is still to be asked, host by host, each URL once, never faster than a host allows.

use super::address;
use super::report::Reason;
use super::robots::Robots;
use crate::model::Purpose;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::time::Duration;
use url::Url;

/// Failures in a row after which a host is left alone for the rest of the run.
const DEAD_AFTER: u32 = 5;

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
        }
    }
}

/// What to do next.
pub enum Next {
    Fetch(Item),
    /// The rules of this item's origin must be had first; the item waits.
    Robots(Item),
    /// It is not asked for after all.
    Skip(Item, Reason),
    /// Nothing may be asked before this time.
    Wait(Duration),
    /// Nothing is left but what is under way.
    Empty,
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

/// Bounds on a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Budget {
    pub pages: u32,
    /// By source.
    pub of_source: Vec<u32>,
}

struct Host {
    queue: BTreeMap<(u8, u64), Item>,
    next_at: Duration,
    /// When the last request ended.
    ended_at: Duration,
    delay: Duration,
    under_way: u32,
    /// Its robots.txt is being fetched.
    awaits_rules: bool,
    failures: u32,
    gone: Option<Reason>,
    /// When it stands in `ready`.
    listed: Option<Duration>,
}

/// The frontier of one run. Times are counted from its start.
pub struct Frontier {
    hosts: Vec<Host>,
    names: BTreeMap<String, usize>,
    /// Rules by origin.
    rules: BTreeMap<String, Robots>,
    seen: HashSet<String>,
    /// Hosts that have something to ask and may, by the time they may.
    ready: BTreeSet<(Duration, usize)>,
    sequence: u64,
    waiting: usize,
    per_host: u32,
    budget: Budget,
    longest_wait: Duration,
}

impl Frontier {
    pub fn new(per_host: u32, budget: Budget, longest_wait: Duration) -> Frontier {
        Frontier {
            hosts: Vec::new(),
            names: BTreeMap::new(),
            rules: BTreeMap::new(),
            seen: HashSet::new(),
            ready: BTreeSet::new(),
            sequence: 0,
            waiting: 0,
            per_host,
            budget,
            longest_wait,
        }
    }

    /// Takes an item in, unless its URL was ever taken in before. `delay` is the least between two requests to its
    /// host; the longest that any of the host's sources asks for counts.
    pub fn add(&mut self, item: Item, delay: Duration) -> bool {
        if !self.seen.insert(item.url.as_str().to_owned()) {
            return false;
        }
        let host = self.host_of(&item.url);
        if let Some(host) = self.hosts.get_mut(host) {
            host.delay = host.delay.max(delay);
        }
        self.push(host, item);
        true
    }

    /// Notes a URL as known without asking for it (the canonical spelling of a page that was read).
    pub fn mark_seen(&mut self, url: &Url) -> bool {
        self.seen.insert(url.as_str().to_owned())
    }

    /// Puts an item back to be tried again.
    pub fn again(&mut self, mut item: Item) {
        item.tries += 1;
        let host = self.host_of(&item.url);
        self.push(host, item);
    }

    /// The next thing to do at `now`. `is_known` says of a page whether an earlier run has read it.
    pub fn next(&mut self, now: Duration, is_known: &mut dyn FnMut(&Item) -> bool) -> Next {
        let Some(&(at, id)) = self.ready.first() else { return Next::Empty };
        let Some(host) = self.hosts.get_mut(id) else { return Next::Empty };
        let Some(mut entry) = host.queue.first_entry() else { return Next::Empty };
        if let Some(reason) = host.gone.clone() {
            let item = entry.remove();
            self.waiting -= 1;
            self.list(id);
            return Next::Skip(item, reason);
        }
        if at > now {
            return Next::Wait(at);
        }
        let origin = origin_of(&entry.get().url);
        let Some(rules) = self.rules.get(&origin) else {
            let item = entry.get_mut().clone();
            host.awaits_rules = true;
            self.begin(id, now);
            return Next::Robots(item);
        };
        let reason = match (rules.allows(&entry.get().url), rules.is_shut()) {
            (_, true) => Some(Reason::RobotsUnreachable),
            (false, _) => Some(Reason::Robots),
            _ if is_known(entry.get()) => Some(Reason::Known),
            _ => over_budget(&mut self.budget, entry.get()),
        };
        let item = entry.remove();
        self.waiting -= 1;
        if let Some(reason) = reason {
            self.list(id);
            return Next::Skip(item, reason);
        }
        self.begin(id, now);
        Next::Fetch(item)
    }

    /// Takes in the rules of an origin; a delay they ask for is kept from now on.
    pub fn learn(&mut self, url: &Url, rules: Robots) {
        let id = self.host_of(url);
        if let Some(host) = self.hosts.get_mut(id) {
            host.awaits_rules = false;
            if let Some(seconds) = rules.crawl_delay {
                let asked = Duration::from_secs_f64(seconds.min(86_400.0));
                host.delay = host.delay.max(asked);
                // The file itself was a request, so the delay counts from its end.
                host.next_at = host.next_at.max(host.ended_at + host.delay);
                if asked > self.longest_wait {
                    host.gone = Some(Reason::Later);
                }
            }
        }
        self.rules.insert(origin_of(url), rules);
        self.list(id);
    }

    /// Closes a request to the host of `url`; `took` is how long it took to answer.
    pub fn done(&mut self, url: &Url, now: Duration, took: Duration, ended: Ended) {
        let id = self.host_of(url);
        let longest = self.longest_wait;
        let Some(host) = self.hosts.get_mut(id) else { return };
        host.under_way = host.under_way.saturating_sub(1);
        host.ended_at = now;
        // A host that is slow to answer is busy: it is given as long again, up to five times its delay.
        let rest = host.delay.max(took.min(host.delay * 5));
        host.next_at = host.next_at.max(now + rest);
        match ended {
            Ended::Answered => host.failures = 0,
            Ended::Later(wait) => {
                host.next_at = host.next_at.max(now + wait);
                if wait > longest {
                    host.gone = Some(Reason::Later);
                }
            }
            Ended::Failed(wait) => {
                host.failures += 1;
                host.next_at = host.next_at.max(now + wait);
                if host.failures >= DEAD_AFTER {
                    host.gone = Some(Reason::HostDown);
                }
            }
        }
        self.list(id);
    }

    /// Failures in a row of the host of `url`.
    pub fn failures(&mut self, url: &Url) -> u32 {
        let id = self.host_of(url);
        self.hosts.get(id).map_or(0, |host| host.failures)
    }

    /// How many URLs wait.
    pub fn waiting(&self) -> usize {
        self.waiting
    }

    /// Everything still waiting, in order of host; the frontier is empty after it.
    pub fn drain(&mut self) -> Vec<Item> {
        self.ready.clear();
        self.waiting = 0;
        self.hosts.iter_mut().flat_map(|host| std::mem::take(&mut host.queue).into_values()).collect()
    }

    fn begin(&mut self, id: usize, now: Duration) {
        if let Some(host) = self.hosts.get_mut(id) {
            host.under_way += 1;
            host.next_at = now + host.delay;
        }
        self.list(id);
    }

    fn push(&mut self, id: usize, item: Item) {
        self.sequence += 1;
        // Feeds and sitemaps first, since they name the pages; then what promises most; a second try as the first.
        let rank = match item.purpose {
            Purpose::Page if item.is_seed => 1,
            Purpose::Page => 4 - item.promise.min(2),
            _ => 0,
        };
        let sequence = self.sequence;
        if let Some(host) = self.hosts.get_mut(id) {
            host.queue.insert((rank, sequence), item);
            self.waiting += 1;
        }
        self.list(id);
    }

    /// Puts a host where it belongs in `ready`.
    fn list(&mut self, id: usize) {
        let Some(host) = self.hosts.get_mut(id) else { return };
        if let Some(at) = host.listed.take() {
            self.ready.remove(&(at, id));
        }
        let may = host.gone.is_some() || host.under_way < self.per_host && !host.awaits_rules;
        if may && !host.queue.is_empty() {
            let at = if host.gone.is_some() { Duration::ZERO } else { host.next_at };
            host.listed = Some(at);
            self.ready.insert((at, id));
        }
    }

    /// The host of a URL: one for http and https, so that politeness is to the machine and not to the scheme.
    fn host_of(&mut self, url: &Url) -> usize {
        let name = match (url.host_str().unwrap_or_default(), url.port()) {
            (host, Some(port)) => format!("{host}:{port}"),
            (host, None) => host.to_owned(),
        };
        if let Some(id) = self.names.get(&name) {
            return *id;
        }
        self.hosts.push(Host {
            queue: BTreeMap::new(),
            next_at: Duration::ZERO,
            ended_at: Duration::ZERO,
            delay: Duration::ZERO,
            under_way: 0,
            awaits_rules: false,
            failures: 0,
            gone: None,
            listed: None,
        });
        self.names.insert(name, self.hosts.len() - 1);
        self.hosts.len() - 1
    }
}

/// Counts a page against the budgets, or says that they are spent.
fn over_budget(budget: &mut Budget, item: &Item) -> Option<Reason> {
    if item.purpose != Purpose::Page || item.tries > 0 {
        return None;
    }
    let Some(of_source) = budget.of_source.get_mut(item.source) else { return Some(Reason::Budget) };
    if budget.pages == 0 || *of_source == 0 {
        return Some(Reason::Budget);
    }
    budget.pages -= 1;
    *of_source -= 1;
    None
}

/// Scheme, host and port: what one robots.txt speaks for.
fn origin_of(url: &Url) -> String {
    url.origin().ascii_serialization()
}

/// Where the rules of a URL's origin lie.
pub fn robots_url(url: &Url) -> Option<Url> {
    address::canonical("/robots.txt", Some(url))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frontier() -> Frontier {
        Frontier::new(1, Budget { pages: 3, of_source: vec![2, 100] }, Duration::from_secs(100))
    }

    fn item(url: &str, purpose: Purpose, source: usize) -> Item {
        Item { is_seed: false, ..Item::seed(Url::parse(url).unwrap(), purpose, source) }
    }

    fn seconds(n: u64) -> Duration {
        Duration::from_secs(n)
    }

    /// Answers robots.txt at once, then tells what comes.
    fn step(frontier: &mut Frontier, now: Duration) -> String {
        loop {
            match frontier.next(now, &mut |item| item.url.path() == "/known") {
                Next::Robots(item) => {
                    frontier.done(&item.url, now, Duration::ZERO, Ended::Answered);
                    frontier.learn(&item.url, Robots::parse(b"User-agent: *\nDisallow: /no", "x"));
                    // The file counts as a request; the next one waits its turn.
                    continue;
                }
                Next::Fetch(item) => return format!("fetch {}", item.url),
                Next::Skip(item, reason) => return format!("skip {} {}", item.url, reason.word()),
                Next::Wait(at) => return format!("wait {}", at.as_secs()),
                Next::Empty => return "empty".to_owned(),
            }
        }
    }

    #[test]
    fn a_host_is_asked_one_thing_at_a_time_with_its_delay() {
        let mut frontier = frontier();
        for path in ["1", "2", "no"] {
            assert!(frontier.add(item(&format!("http://a.example/{path}"), Purpose::Page, 1), seconds(2)));
        }
        assert!(!frontier.add(item("http://a.example/1", Purpose::Page, 1), seconds(2)));
        assert_eq!(step(&mut frontier, seconds(0)), "wait 2");
        assert_eq!(step(&mut frontier, seconds(2)), "fetch http://a.example/1");
        assert_eq!(step(&mut frontier, seconds(60)), "empty");
        let url = Url::parse("http://a.example/1").unwrap();
        frontier.done(&url, seconds(10), seconds(8), Ended::Answered);
        assert_eq!(step(&mut frontier, seconds(11)), "wait 18");
        assert_eq!(step(&mut frontier, seconds(18)), "fetch http://a.example/2");
        frontier.done(&url, seconds(18), seconds(0), Ended::Later(seconds(50)));
        assert_eq!(step(&mut frontier, seconds(20)), "wait 68");
        assert_eq!(step(&mut frontier, seconds(68)), "skip http://a.example/no robots");
        assert_eq!(step(&mut frontier, seconds(68)), "empty");
    }

    #[test]
    fn what_names_pages_goes_first_and_what_promises_most_next() {
        let mut frontier = frontier();
        frontier.add(Item { promise: 0, ..item("http://a.example/dull", Purpose::Page, 1) }, seconds(0));
        frontier.add(Item { promise: 2, ..item("http://a.example/good", Purpose::Page, 1) }, seconds(0));
        frontier.add(item("http://a.example/feed", Purpose::Feed, 1), seconds(0));
        let mut order = Vec::new();
        for _ in 0..3 {
            order.push(step(&mut frontier, seconds(0)));
            frontier.done(&Url::parse("http://a.example/").unwrap(), seconds(0), seconds(0), Ended::Answered);
        }
        assert_eq!(
            order,
            ["fetch http://a.example/feed", "fetch http://a.example/good", "fetch http://a.example/dull"]
        );
    }

    #[test]
    fn what_an_earlier_run_has_read_costs_no_request_and_no_budget() {
        let mut frontier = frontier();
        frontier.add(item("http://a.example/known", Purpose::Page, 0), seconds(0));
        assert_eq!(step(&mut frontier, seconds(0)), "skip http://a.example/known known");
        assert_eq!(frontier.budget.of_source[0], 2);
    }

    #[test]
    fn budgets_hold() {
        let mut frontier = frontier();
        let mut count = BTreeMap::new();
        for n in 0..4 {
            frontier.add(item(&format!("http://a{n}.example/"), Purpose::Page, 0), seconds(0));
        }
        frontier.add(item("http://b.example/", Purpose::Page, 1), seconds(0));
        frontier.add(item("http://c.example/", Purpose::Page, 1), seconds(0));
        for _ in 0..6 {
            *count
                .entry(step(&mut frontier, seconds(0)).split(' ').next().unwrap().to_owned())
                .or_insert(0) += 1;
        }
        assert_eq!(count, BTreeMap::from([("fetch".to_owned(), 3), ("skip".to_owned(), 3)]));
    }

    #[test]
    fn a_dead_host_and_one_that_asks_for_too_long_are_left() {
        let mut frontier = frontier();
        for n in 0..9 {
            frontier.add(item(&format!("http://a.example/{n}"), Purpose::Feed, 1), seconds(0));
        }
        let url = Url::parse("http://a.example/").unwrap();
        for _ in 0..DEAD_AFTER {
            assert!(step(&mut frontier, seconds(0)).starts_with("fetch"));
            frontier.done(&url, seconds(0), seconds(0), Ended::Failed(seconds(0)));
        }
        assert!(step(&mut frontier, seconds(0)).ends_with("host_down"));
        frontier.add(item("http://b.example/1", Purpose::Feed, 1), seconds(0));
        frontier.add(item("http://b.example/2", Purpose::Feed, 1), seconds(0));
        while step(&mut frontier, seconds(0)).starts_with("skip") {}
        frontier.done(
            &Url::parse("http://b.example/").unwrap(),
            seconds(0),
            seconds(0),
            Ended::Later(seconds(101)),
        );
        assert!(step(&mut frontier, seconds(0)).ends_with("later"));
    }
}
