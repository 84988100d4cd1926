//! What a site offers a crawler, and what a crawl would take of it: robots.txt, feeds, sitemaps, links, each with why.
//!
//! A few requests, one after another, with the delay that the site asks for between them; nothing is kept.

use super::frontier::Item;
use super::links::{self, Judged, Shape};
use super::page::Page;
use super::robots::Robots;
use super::traps;
use super::visit::{self, Read, Rules, Visit};
use super::web::Web;
use super::{Options, address};
use crate::model::{Exchange, Purpose};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;
use url::Url;

/// Files of each kind that are asked for.
const FILES: usize = 8;
/// Sitemaps of one index that are looked into.
const OF_INDEX: usize = 2;
/// Where feeds and sitemaps often lie, tried only where the site announces none.
const FEEDS: &[&str] = &["/feed", "/rss.xml", "/feed.xml", "/atom.xml"];
const SITEMAPS: &[&str] = &["/sitemap.xml", "/news-sitemap.xml"];

/// Everything that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Discovery {
    /// The front page, after redirects.
    pub site: Url,
    pub robots: RobotsFound,
    /// What came of the front page, in words.
    pub front: String,
    pub feeds: Vec<FileFound>,
    pub sitemaps: Vec<FileFound>,
    /// Links of the front page, the most promising first.
    pub links: Vec<LinkFound>,
    /// Requests that were made.
    pub requests: u32,
}

#[derive(Clone, Debug, PartialEq)]
pub struct RobotsFound {
    /// In words: whether it was had, and what that means.
    pub told: String,
    pub crawl_delay: Option<f64>,
    pub sitemaps: Vec<String>,
    pub allows_front: bool,
}

/// A feed or a sitemap that was asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct FileFound {
    pub url: Url,
    /// Who named it.
    pub named_by: &'static str,
    /// `read`, or why not, in words.
    pub told: String,
    pub is_read: bool,
    pub entries: usize,
    /// Entries whose title or address holds a word of the topic.
    pub on_topic: usize,
    pub newest: Option<Date>,
    /// It lists other sitemaps.
    pub is_index: bool,
}

/// A link of the front page.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkFound {
    pub url: Url,
    pub words: String,
    pub taken: bool,
    /// In words.
    pub why: String,
    pub shape: Shape,
}

/// Looks at a site. `site` is its front page, or a section of it.
pub async fn discover(
    web: &dyn Web,
    site: Url,
    options: &Options,
) -> Result<Discovery, aho_corasick::BuildError> {
    let mut scout = Scout::new(web, options)?;
    Ok(scout.look(site).await)
}

/// Asks one thing after another, as the rules of each site and its delay allow.
pub(super) struct Scout<'w> {
    web: &'w dyn Web,
    rules: Arc<Rules>,
    options: &'w Options,
    robots: Robots,
    delay: Duration,
    requests: u32,
    asked: BTreeSet<Url>,
    /// Seconds by which the last server that gave a time was ahead of us.
    clock: Option<i64>,
    /// Whose rules are in force.
    origin: String,
}

impl<'w> Scout<'w> {
    pub fn new(web: &'w dyn Web, options: &'w Options) -> Result<Scout<'w>, aho_corasick::BuildError> {
        Ok(Scout {
            web,
            rules: Arc::new(Rules::of(options)?),
            options,
            robots: Robots::open(),
            delay: options.sources.first().map_or(Duration::ZERO, |source| source.delay),
            requests: 0,
            asked: BTreeSet::new(),
            clock: None,
            origin: String::new(),
        })
    }
}

impl Scout<'_> {
    pub fn clock(&self) -> Option<i64> {
        self.clock
    }

    /// Gets the rules of a site, unless they are in force already.
    pub async fn learn_rules(&mut self, url: &Url) {
        if self.origin != url.origin().ascii_serialization() {
            self.robots(url).await;
        }
    }

    fn note_clock(&mut self, exchange: &Exchange) {
        let there = exchange.header("date").and_then(|date| jiff::fmt::rfc2822::parse(date.trim()).ok());
        if let Some(there) = there {
            self.clock = Some(there.timestamp().as_second() - exchange.started.as_second());
        }
    }

    async fn look(&mut self, site: Url) -> Discovery {
        let robots = self.robots(&site).await;
        let (site, front) = self.page(site).await;
        let (told, page) = match front {
            Ok(page) => ("read".to_owned(), page),
            Err(why) => (why, Page::default()),
        };
        let feeds = self.feeds(&site, &page).await;
        let sitemaps = self.sitemaps(&site).await;
        let links = links::judged(&page.links, &self.rules.topic);
        let mut links: Vec<LinkFound> = links.into_iter().map(|link| self.verdict(&site, link)).collect();
        let mut seen = BTreeSet::new();
        links.retain(|link| seen.insert(address::key(&link.url)));
        links.sort_by_key(|link| !link.taken);
        Discovery { site, robots, front: told, feeds, sitemaps, links, requests: self.requests }
    }

    async fn robots(&mut self, site: &Url) -> RobotsFound {
        let visit =
            visit::robots(self.web, Item::seed(site.clone(), Purpose::Page, 0), &self.rules.alive).await;
        self.requests += visit.answers.len() as u32;
        self.origin = site.origin().ascii_serialization();
        let status = visit.answers.last().map(|answer| answer.exchange.status);
        if let Read::Robots(robots) = visit.read {
            self.robots = Robots::of(&robots, &self.rules.token);
        }
        let told = match (status, self.robots.is_shut()) {
            (Some(200..=299), false) => "read".to_owned(),
            (Some(status), false) => format!("HTTP status {status}: everything is allowed"),
            (None, false) => "none recorded: everything is allowed".to_owned(),
            (Some(status), true) => format!("HTTP status {status}: the site is left alone"),
            (None, true) => "no answer: the site is left alone".to_owned(),
        };
        if let Some(seconds) = self.robots.crawl_delay {
            self.delay = self.delay.max(Duration::from_secs_f64(seconds.min(3600.0)));
        }
        RobotsFound {
            told,
            crawl_delay: self.robots.crawl_delay,
            sitemaps: self.robots.sitemaps.clone(),
            allows_front: self.robots.allows(site),
        }
    }

    /// Asks for a URL, following redirects, where robots.txt and the guard let it; else says why not.
    pub async fn ask(&mut self, url: Url, purpose: Purpose) -> Result<(Url, Read), String> {
        let mut at = url;
        for _ in 0..=self.options.redirects {
            if let Err(refused) = self.options.guard.check_url(&at) {
                return Err(format!("not asked for: {refused}"));
            }
            if !self.robots.allows(&at) {
                return Err("kept from crawlers by robots.txt".to_owned());
            }
            self.asked.insert(at.clone());
            if self.web.is_live() {
                tokio::time::sleep(self.delay).await;
            }
            let item = Item::seed(at.clone(), purpose, 0);
            let Visit { read, answers, .. } = visit::visit(self.web, item, Arc::clone(&self.rules)).await;
            self.requests += 1;
            if let Some(answer) = answers.last() {
                self.note_clock(&answer.exchange);
            }
            match read {
                Read::Redirect(Some(to)) => at = to,
                Read::Redirect(None) => return Err("redirects to nowhere".to_owned()),
                Read::Later(status, _) => return Err(format!("HTTP status {status}")),
                Read::Failed(error) => return Err(error.to_string()),
                Read::Left(reason, note) => {
                    return Err(note.map_or(reason.told(), |note| format!("{}: {note}", reason.told())));
                }
                read => return Ok((at, read)),
            }
        }
        Err("too many redirects".to_owned())
    }

    async fn page(&mut self, site: Url) -> (Url, Result<Page, String>) {
        match self.ask(site.clone(), Purpose::Page).await {
            Ok((at, Read::Page(read))) => (at, Ok(read.page)),
            Ok((at, _)) => (at, Err("not a web page".to_owned())),
            Err(why) => (site, Err(why)),
        }
    }

    async fn feeds(&mut self, site: &Url, page: &Page) -> Vec<FileFound> {
        let announced: Vec<Url> = page.feeds.iter().take(FILES).cloned().collect();
        let (named_by, urls) = match announced.is_empty() {
            false => ("the front page", announced),
            true => ("a common place", common(site, FEEDS)),
        };
        let mut found = Vec::new();
        for url in urls {
            let file = self.file(url, Purpose::Feed, named_by).await;
            // A guess that missed is no news.
            if file.is_read || named_by == "the front page" {
                found.push(file);
            }
            if named_by == "a common place" && found.iter().any(|file| file.is_read) {
                break;
            }
        }
        found
    }

    async fn sitemaps(&mut self, site: &Url) -> Vec<FileFound> {
        let announced: Vec<Url> = self
            .robots
            .sitemaps
            .iter()
            .filter_map(|url| address::canonical(url, Some(site)))
            .take(FILES)
            .collect();
        let (named_by, urls) = match announced.is_empty() {
            false => ("robots.txt", announced),
            true => ("a common place", common(site, SITEMAPS)),
        };
        let mut found = Vec::new();
        for url in urls {
            if self.asked.contains(&url) {
                continue;
            }
            let (file, children) = self.sitemap(url, named_by).await;
            if file.is_read || named_by == "robots.txt" {
                found.push(file);
            }
            for child in children.into_iter().take(OF_INDEX) {
                if !self.asked.contains(&child) {
                    found.push(self.sitemap(child, "a sitemap index").await.0);
                }
            }
        }
        found
    }

    async fn file(&mut self, url: Url, purpose: Purpose, named_by: &'static str) -> FileFound {
        let asked = self.ask(url.clone(), purpose).await;
        let mut file = FileFound {
            url,
            named_by,
            told: "read".to_owned(),
            is_read: true,
            entries: 0,
            on_topic: 0,
            newest: None,
            is_index: false,
        };
        match asked {
            Ok((at, Read::Feed(feed))) => {
                file.url = at;
                let topic = &self.rules.topic;
                let promises = |item: &&super::feeds::FeedItem| {
                    topic.promise(&format!("{} \n {}", item.title, item.summary), &item.url) > 1
                };
                file.entries = feed.items.len();
                file.on_topic = feed.items.iter().filter(promises).count();
                file.newest = feed.items.iter().filter_map(|item| item.published).max();
            }
            Ok((_, Read::FeedsOf(feeds))) => {
                file.told = format!("a page, not a feed; it announces {}", feeds.len());
                file.is_read = false;
            }
            Ok(_) => (file.told, file.is_read) = ("not a feed".to_owned(), false),
            Err(why) => (file.told, file.is_read) = (why, false),
        }
        file
    }

    /// A sitemap, and the sitemaps it lists, the newest first.
    async fn sitemap(&mut self, url: Url, named_by: &'static str) -> (FileFound, Vec<Url>) {
        let asked = self.ask(url.clone(), Purpose::Sitemap).await;
        let mut file = FileFound {
            url,
            named_by,
            told: "read".to_owned(),
            is_read: true,
            entries: 0,
            on_topic: 0,
            newest: None,
            is_index: false,
        };
        match asked {
            Ok((at, Read::Sitemap(entries))) => {
                let topic = &self.rules.topic;
                file.url = at;
                file.entries = entries.len();
                file.on_topic =
                    entries.iter().filter(|entry| topic.promise(&entry.title, &entry.url) > 1).count();
                file.newest = entries.iter().filter_map(|entry| entry.date).max();
                file.is_index = entries.iter().any(|entry| entry.is_sitemap);
                let children = entries.into_iter().filter(|entry| entry.is_sitemap);
                return (file, children.map(|entry| entry.url).collect());
            }
            Ok(_) => (file.told, file.is_read) = ("not a sitemap".to_owned(), false),
            Err(why) => (file.told, file.is_read) = (why, false),
        }
        (file, Vec::new())
    }

    /// Whether a crawl would take a link, and why.
    fn verdict(&self, site: &Url, link: Judged) -> LinkFound {
        let old = link.day.zip(self.options.since).is_some_and(|(day, since)| links::is_before(day, since));
        let (taken, why) = if !address::is_within(&link.url, &address::domain_of(site)) {
            (false, "leads to another site".to_owned())
        } else if let Err(refused) = self.options.guard.check_url(&link.url) {
            (false, refused.to_string())
        } else if !self.robots.allows(&link.url) {
            (false, "kept from crawlers by robots.txt".to_owned())
        } else if link.shape == Shape::Business {
            (false, "the site's own business".to_owned())
        } else if let Some(trap) = traps::of_address(&link.url) {
            (false, trap.told().to_owned())
        } else if old {
            (false, "before the date asked for".to_owned())
        } else {
            (true, self.promise(&link))
        };
        LinkFound { url: link.url, words: link.words, taken, why, shape: link.shape }
    }

    fn promise(&self, link: &Judged) -> String {
        let words = self.rules.topic.found_in(&link.words, &link.url);
        match (words.is_empty(), link.shape) {
            (false, _) => format!("names {}", words.join(", ")),
            (true, Shape::Story) => "looks like a story".to_owned(),
            (true, _) => "may lead to stories".to_owned(),
        }
    }
}

fn common(site: &Url, paths: &[&str]) -> Vec<Url> {
    paths.iter().filter_map(|path| address::canonical(path, Some(site))).collect()
}
