//! Where to go next: what feeds, sitemaps, pages and redirects name, within the bounds of their source.

use super::Source;
use super::address;
use super::feeds::Feed;
use super::frontier::{Frontier, Item};
use super::guard::Guard;
use super::links::{self, Shape};
use super::relevance::Topic;
use super::report::Reason;
use super::robots::Robots;
use super::sitemaps::SitemapEntry;
use super::traps::{self, Traps};
use super::visit::PageRead;
use crate::model::Purpose;
use jiff::civil::Date;
use std::collections::{BTreeSet, HashSet};
use url::Url;

/// Pages of one list, or of one paged feed, that are turned.
const TURNS: u32 = 5;
/// Feeds and sitemaps asked for one source.
const FILES: u32 = 200;

/// What was left out, and why.
pub type Left = Vec<(Item, Reason)>;

/// The bounds of every source, and what was kept so far.
pub struct Follow {
    sources: Vec<Source>,
    /// Where the links of each source may lead.
    domains: Vec<BTreeSet<String>>,
    /// Feeds and sitemaps asked for each source.
    files: Vec<u32>,
    /// Hashes of the keys of everything offered: addresses that servers may tell apart and that mean one page.
    keys: HashSet<u64>,
    traps: Traps,
    guard: Guard,
    since: Option<Date>,
    redirects: u32,
}

impl Follow {
    pub fn new(sources: Vec<Source>, guard: Guard, since: Option<Date>, redirects: u32) -> Follow {
        let domains = sources.iter().map(domains_of).collect();
        let files = vec![0; sources.len()];
        Follow {
            sources,
            domains,
            files,
            keys: HashSet::new(),
            traps: Traps::default(),
            guard,
            since,
            redirects,
        }
    }

    /// Everything that config.toml names.
    pub fn seeds(&mut self, frontier: &mut Frontier) -> Left {
        let mut left = Vec::new();
        for source in 0..self.sources.len() {
            let Some(named) = self.sources.get(source).cloned() else { continue };
            let lists = [
                (Purpose::Feed, named.feeds),
                (Purpose::Sitemap, named.sitemaps),
                (Purpose::Page, named.pages),
            ];
            for (purpose, urls) in lists {
                for url in urls.iter().filter_map(|url| address::canonical(url, None)) {
                    self.offer(frontier, Item::seed(url, purpose, source), &mut left);
                }
            }
        }
        left
    }

    /// Sitemaps that robots.txt announces, where the source wants what its site announces.
    pub fn after_robots(&mut self, frontier: &mut Frontier, item: &Item, robots: &Robots) -> Left {
        let mut left = Vec::new();
        if self.sources.get(item.source).is_some_and(|source| source.discover) {
            for url in robots.sitemaps.iter().filter_map(|url| address::canonical(url, Some(&item.url))) {
                self.offer(
                    frontier,
                    Item { via: Some(via(item)), ..found(url, Purpose::Sitemap, item) },
                    &mut left,
                );
            }
        }
        left
    }

    pub fn after_feed(&mut self, frontier: &mut Frontier, topic: &Topic, item: &Item, feed: Feed) -> Left {
        let mut left = Vec::new();
        let depth = self.depth(item.source);
        for entry in feed.items {
            let promise = topic.promise(&format!("{} \n {}", entry.title, entry.summary), &entry.url);
            let page = found(entry.url, Purpose::Page, item);
            self.offer(frontier, Item { depth, promise, date: entry.published, ..page }, &mut left);
        }
        if let Some(next) = feed.next {
            self.turn_to(frontier, item, next, &mut left);
        }
        left
    }

    /// Feeds that a page announces which was taken for a feed.
    pub fn feeds_of(&mut self, frontier: &mut Frontier, item: &Item, feeds: Vec<Url>) -> Left {
        let mut left = Vec::new();
        for url in feeds {
            let feed = Item { is_seed: item.is_seed, ..found(url, Purpose::Feed, item) };
            self.offer(frontier, feed, &mut left);
        }
        left
    }

    pub fn after_sitemap(
        &mut self,
        frontier: &mut Frontier,
        topic: &Topic,
        item: &Item,
        entries: Vec<SitemapEntry>,
    ) -> Left {
        let mut left = Vec::new();
        let depth = self.depth(item.source);
        for entry in entries {
            let promise = topic.promise(&entry.title, &entry.url);
            let purpose = if entry.is_sitemap { Purpose::Sitemap } else { Purpose::Page };
            let named = found(entry.url, purpose, item);
            self.offer(frontier, Item { depth, promise, date: entry.date, ..named }, &mut left);
        }
        left
    }

    /// Links of a page, as far as the depth goes.
    pub fn after_page(
        &mut self,
        frontier: &mut Frontier,
        topic: &Topic,
        item: &Item,
        read: &PageRead,
    ) -> Left {
        let mut left = Vec::new();
        let page = &read.page;
        self.other_forms(frontier, item, read, &mut left);
        if self.sources.get(item.source).is_some_and(|source| source.discover) && item.is_seed {
            for url in &page.feeds {
                self.offer(frontier, found(url.clone(), Purpose::Feed, item), &mut left);
            }
        }
        let worth = item.is_seed || read.on_topic || page.is_listing();
        if page.directives.nofollow || item.depth >= self.depth(item.source) || !worth {
            return left;
        }
        if let Some(next) = page.next.clone().filter(|_| item.depth == 0) {
            self.turn_to(frontier, item, next, &mut left);
        }
        for link in links::judged(&page.links, topic) {
            let named = found(self.trimmed(item.source, &link.url), Purpose::Page, item);
            // Links out of the source are the web's business; they would flood the report.
            if !self.is_in_scope(&named) {
                continue;
            }
            let trap = self.traps.count(&named.url).map(Reason::Trap);
            let business = (link.shape == Shape::Business).then_some(Reason::Business);
            match trap.or(business) {
                Some(reason) if frontier.mark_seen(&named.url) => left.push((named, reason)),
                Some(_) => {}
                None => {
                    let named = Item { depth: item.depth + 1, promise: link.promise, ..named };
                    self.offer(frontier, named, &mut left);
                }
            }
        }
        left
    }

    /// The page a copy for phones stands for, and the page in a language that is read.
    fn other_forms(&mut self, frontier: &mut Frontier, item: &Item, read: &PageRead, left: &mut Left) {
        let page = &read.page;
        if let Some(amp) = &page.amp {
            frontier.mark_seen(amp);
        }
        let own = self.identity(item, read);
        let original = Some(&own).filter(|own| page.is_amp && **own != item.url);
        let languages = self.sources.get(item.source).map(|source| source.languages.as_slice());
        let spoken = page.in_language(languages.unwrap_or_default());
        for url in original.into_iter().chain(spoken) {
            let form = found(url.clone(), Purpose::Page, item);
            self.offer(frontier, Item { depth: item.depth, promise: item.promise, ..form }, left);
        }
    }

    /// An address without what its source says means nothing.
    fn trimmed(&self, source: usize, url: &Url) -> Url {
        let names = self.sources.get(source).map(|source| source.drop_parameters.as_slice());
        address::without(url, names.unwrap_or_default())
    }

    /// Where an answer redirects to. What config.toml names may move to another domain, which is then its own.
    pub fn after_redirect(&mut self, frontier: &mut Frontier, item: Item, to: Option<Url>) -> Left {
        let Some(to) = to else { return vec![(item, Reason::BadRedirect)] };
        if to == item.url || item.chain.iter().any(|before| before == to.as_str()) {
            return vec![(item, Reason::RedirectLoop)];
        }
        if item.chain.len() as u32 >= self.redirects {
            return vec![(item, Reason::TooManyRedirects)];
        }
        if item.is_seed
            && let Some(domains) = self.domains.get_mut(item.source)
        {
            domains.insert(address::domain_of(&to));
        }
        let to_front = to.path() == "/" && to.query().is_none() && item.url.path() != "/";
        if to_front && !item.is_seed && address::domain_of(&to) == address::domain_of(&item.url) {
            return vec![(item, Reason::SoftMissing)];
        }
        let mut chain = item.chain.clone();
        chain.push(item.url.as_str().to_owned());
        let next = Item { url: to, chain, tries: 0, ..item.clone() };
        let mut left = Vec::new();
        if !self.offer(frontier, next, &mut left) && left.is_empty() {
            left.push((item, Reason::Duplicate));
        }
        left
    }

    /// Why a page that was read is not kept; `None` for one that is, which is remembered.
    pub fn left_out(&mut self, frontier: &mut Frontier, item: &Item, read: &PageRead) -> Option<Reason> {
        let page = &read.page;
        if page.directives.noindex {
            return Some(Reason::NoIndex);
        }
        if page.is_listing() {
            return Some(Reason::Listing);
        }
        if page.is_amp && self.identity(item, read) != item.url {
            return Some(Reason::Copy);
        }
        if page.published.zip(self.since).is_some_and(|(day, since)| links::is_before(day, since)) {
            return Some(Reason::TooOld);
        }
        if !read.on_topic {
            return Some(Reason::OffTopic);
        }
        let identity = self.identity(item, read);
        frontier.mark_seen(&identity);
        if frontier.has_twin(item, &read.digest, &identity) {
            return Some(Reason::Duplicate);
        }
        frontier.has_near_twin(item, read.near).then_some(Reason::NearDuplicate)
    }

    /// A seed that moved, as an earlier part of the run found: its domain is the source's own.
    pub fn moved(&mut self, seed: &Item) {
        if let Some(domains) = self.domains.get_mut(seed.source) {
            domains.insert(address::domain_of(&seed.url));
        }
    }

    /// The URL a page gives itself, where it may: on its own domain, and not the front page for an article.
    fn identity(&self, item: &Item, read: &PageRead) -> Url {
        let own = &item.url;
        let stated = read.page.canonical.as_ref().filter(|stated| {
            address::domain_of(stated) == address::domain_of(own)
                && (stated.path() != "/" || own.path() == "/")
        });
        stated.unwrap_or(own).clone()
    }

    fn turn_to(&mut self, frontier: &mut Frontier, item: &Item, next: Url, left: &mut Left) {
        if item.turned < TURNS {
            let turned = item.turned + 1;
            let next =
                Item { depth: item.depth, turned, is_seed: item.is_seed, ..found(next, item.purpose, item) };
            self.offer(frontier, next, left);
        }
    }

    /// Gives an item to the frontier, unless a bound keeps it out. A URL known already is passed over in silence.
    fn offer(&mut self, frontier: &mut Frontier, item: Item, left: &mut Left) -> bool {
        let item = match item.is_seed {
            true => item,
            false => Item { url: self.trimmed(item.source, &item.url), ..item },
        };
        if let Some(reason) = self.kept_out(&item) {
            // Told once, however often it is linked.
            if frontier.mark_seen(&item.url) {
                left.push((item, reason));
            }
            return false;
        }
        let key = address::key(&item.url);
        // A redirect from one spelling to another must be followed; a link to another spelling need not.
        if !self.keys.insert(traps::hash(&(key, item.purpose))) && item.chain.is_empty() {
            return false;
        }
        let delay = self.sources.get(item.source).map_or(std::time::Duration::ZERO, |source| source.delay);
        frontier.add(item, delay)
    }

    fn kept_out(&mut self, item: &Item) -> Option<Reason> {
        if self.guard.check_url(&item.url).is_err() {
            return Some(Reason::NoAnswer("refused"));
        }
        if let Some(trap) = traps::of_address(&item.url).filter(|_| !item.is_seed) {
            return Some(Reason::Trap(trap));
        }
        if !item.is_seed && !self.is_in_scope(item) {
            return Some(Reason::OutOfScope);
        }
        let in_address =
            || links::day(&item.url).zip(self.since).is_some_and(|(day, since)| links::is_before(day, since));
        if item.date.zip(self.since).is_some_and(|(date, since)| date < since)
            || !item.is_seed && in_address()
        {
            return Some(Reason::TooOld);
        }
        if item.purpose != Purpose::Page
            && let Some(files) = self.files.get_mut(item.source)
        {
            *files += 1;
            if *files > FILES {
                return Some(Reason::Budget);
            }
        }
        None
    }

    fn is_in_scope(&self, item: &Item) -> bool {
        let domains = self.domains.get(item.source);
        domains.is_some_and(|domains| domains.iter().any(|domain| address::is_within(&item.url, domain)))
    }

    fn depth(&self, source: usize) -> u32 {
        self.sources.get(source).map_or(0, |source| source.depth)
    }
}

/// The domains of a source: as given, else those of its URLs.
fn domains_of(source: &Source) -> BTreeSet<String> {
    if !source.domains.is_empty() {
        return source.domains.iter().map(|domain| domain.to_ascii_lowercase()).collect();
    }
    let urls = source.feeds.iter().chain(&source.sitemaps).chain(&source.pages);
    urls.filter_map(|url| address::canonical(url, None)).map(|url| address::domain_of(&url)).collect()
}

/// A URL that an item named.
fn found(url: Url, purpose: Purpose, by: &Item) -> Item {
    Item { via: Some(via(by)), is_seed: false, ..Item::seed(url, purpose, by.source) }
}

fn via(item: &Item) -> String {
    item.url.as_str().to_owned()
}
