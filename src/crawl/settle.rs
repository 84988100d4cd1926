//! What follows from one visit: gathered first, then kept in one piece, then told.

use super::engine::{Engine, gather};
use super::frontier::{Gathered, Item};
use super::ledger::Ledger;
use super::report::{Event, Fetched, KeptPage, Reason};
use super::visit::{self, PageRead, Read, Visit};
use super::web::{Answer, FetchError};
use super::{freshness, pace, robots::Robots};
use crate::model::{
    ArchiveRecord, Capture, Content, Ended, Exchange, Fate, Lease, Purpose, RobotsFile, RobotsStanding,
    Settlement, Spent,
};
use sha2::{Digest, Sha256};
use std::time::Duration;

/// One visit's outcome, before it is kept.
#[derive(Default)]
struct Plan {
    /// Requests, in order, each with its outcome.
    fetched: Vec<Fetched>,
    /// The page to be read; its request stands last in `fetched`.
    page: Option<Box<KeptPage>>,
    /// Why the item itself is left out.
    left: Option<(Reason, Option<String>)>,
    again: bool,
    waits: bool,
    found: Gathered,
    rules: Option<(RobotsFile, Option<Duration>)>,
    content: Option<Content>,
    outcome: String,
    status: Option<u16>,
}

type Exchanged = (Exchange, Option<ArchiveRecord>);

impl Engine {
    /// Settles everything that follows from one visit; it lasts, and is told, with the next commit.
    pub fn settle<L: Ledger>(&mut self, ledger: &mut L, lease: Lease, visit: Visit) -> Result<(), L::Error> {
        let Visit { item, answers, took, read } = visit;
        let took = if self.web.is_live() { took } else { Duration::ZERO };
        let now = self.clock.now();
        let lapsed = answers.is_empty() && matches!(read, Read::Lapsed);
        let ended = (!lapsed).then(|| ended(&item, lease.failures, &read));
        let unarchived = read.is_not_to_be_kept();
        let mut exchanged = Vec::new();
        for answer in answers {
            let Answer { exchange, record, packed } = answer;
            let record = match (record, packed) {
                (Some(record), _) => Some(record),
                _ if unarchived => None,
                (_, Some(packed)) => ledger.archive_packed(&exchange, packed)?,
                _ => ledger.archive(&exchange)?,
            };
            self.count(&item, &exchange);
            exchanged.push((exchange, record));
        }
        let plan = match read {
            Read::Robots(standing) => self.learn(ledger, &item, standing, exchanged, now)?,
            Read::Page(_) if unarchived => self.left_unarchived(&item, exchanged),
            Read::Page(page) => self.plan_page(ledger, &item, *page, exchanged, now)?,
            Read::Unchanged => self.plan_unchanged(&item, exchanged, now),
            Read::Lapsed => {
                Plan { fetched: rows(&item, &exchanged, "lapsed", None), waits: true, ..Plan::default() }
            }
            other => self.plan_other(ledger, &item, other, exchanged)?,
        };
        self.keep(ledger, lease, (now, took, ended), plan)
    }

    fn keep<L: Ledger>(
        &mut self,
        ledger: &mut L,
        lease: Lease,
        (now, took, ended): (Duration, Duration, Option<Ended>),
        mut plan: Plan,
    ) -> Result<(), L::Error> {
        let item = lease.item.clone();
        let fate = match (plan.waits, plan.again) {
            (true, _) => Fate::Waits,
            (_, true) => Fate::Again,
            _ => Fate::Done {
                outcome: plan.outcome,
                status: plan.status,
                next_run: plan.left.as_ref().is_some_and(|(reason, _)| reason.may_pass()),
            },
        };
        let offers = std::mem::take(&mut plan.found.offers);
        let settlement =
            Settlement { lease, now, took, ended, fate, rules: plan.rules, content: plan.content, offers };
        ledger.settle(settlement, &plan.fetched)?;
        if plan.page.is_some() {
            plan.fetched.pop();
        }
        for fetched in plan.fetched {
            self.untold.push(Event::Fetched(fetched));
        }
        if let Some(page) = plan.page {
            self.summary.kept += 1;
            if let Some(source) = self.summary.sources.get_mut(item.source) {
                source.kept += 1;
            }
            self.untold.push(Event::Page(page));
        }
        if let Some((reason, note)) = plan.left {
            self.skip(item, reason, note);
        }
        self.skip_all(plan.found.left);
        Ok(())
    }

    fn count(&mut self, item: &Item, exchange: &Exchange) {
        let purpose = exchange.purpose.unwrap_or(item.purpose);
        *self.summary.asked.entry(purpose).or_default() += 1;
        let bytes = exchange.body.len() as u64;
        self.summary.bytes += bytes;
        self.budget.take(Spent { source: item.source, pages: 0, bytes });
        if let Some(source) = self.summary.sources.get_mut(item.source) {
            source.asked += 1;
            source.bytes += bytes;
        }
    }

    fn learn<L: Ledger>(
        &mut self,
        ledger: &mut L,
        item: &Item,
        standing: RobotsStanding,
        exchanged: Vec<Exchanged>,
        now: Duration,
    ) -> Result<Plan, L::Error> {
        let robots = Robots::of(&standing, &self.rules.token);
        let outcome = if robots.is_shut() { "robots_unreachable" } else { "read" };
        let follow = &mut self.follow;
        let found = gather(ledger, item.source, |frontier| follow.after_robots(frontier, item, &robots))?;
        let crawl_delay = robots.crawl_delay.map(|seconds| Duration::from_secs_f64(seconds.min(86_400.0)));
        Ok(Plan {
            fetched: rows(item, &exchanged, outcome, None),
            waits: true,
            found,
            rules: Some((RobotsFile { origin: item.origin(), standing, fetched: now }, crawl_delay)),
            ..Plan::default()
        })
    }

    fn left_unarchived(&mut self, item: &Item, exchanged: Vec<Exchanged>) -> Plan {
        let reason = Reason::NoArchive;
        Plan {
            fetched: rows(item, &exchanged, &reason.word(), None),
            status: status_of(&exchanged),
            outcome: reason.word(),
            left: Some((reason, None)),
            ..Plan::default()
        }
    }

    fn plan_page<L: Ledger>(
        &mut self,
        ledger: &mut L,
        item: &Item,
        read: PageRead,
        exchanged: Vec<Exchanged>,
        now: Duration,
    ) -> Result<Plan, L::Error> {
        self.seed_was_read(item);
        let (follow, topic) = (&mut self.follow, &self.rules.topic);
        let mut reason = None;
        let found = gather(ledger, item.source, |frontier| {
            let left = follow.after_page(frontier, topic, item, &read);
            reason = follow.left_out(frontier, item, &read);
            left
        })?;
        let outcome = reason.as_ref().map_or_else(|| "kept".to_owned(), Reason::word);
        let mut fetched = rows(item, &exchanged, "read", None);
        if let Some(last) = fetched.last_mut() {
            last.outcome.clone_from(&outcome);
        }
        let status = status_of(&exchanged);
        let last = exchanged.into_iter().last().map(|(exchange, _)| exchange);
        let content = last.as_ref().map(|exchange| {
            let content = self.content(item, exchange, Some(read.digest), now);
            Content { identity: found.identity.clone(), near: read.near, kept: reason.is_none(), ..content }
        });
        let page = match (&reason, last, fetched.last()) {
            (None, Some(exchange), Some(fetched)) => Some(kept(item, read.body, exchange, fetched)),
            _ => None,
        };
        let twin = found.twin.as_ref().map(|twin| format!("the other is {twin}"));
        let left = reason.map(|reason| (reason, twin));
        Ok(Plan { fetched, page, left, found, content, outcome, status, ..Plan::default() })
    }

    /// A page, feed or list that said itself that it is as it was.
    fn plan_unchanged(&mut self, item: &Item, exchanged: Vec<Exchanged>, now: Duration) -> Plan {
        self.seed_was_read(item);
        self.summary.unchanged += 1;
        let last = exchanged.last().map(|(exchange, _)| exchange);
        let digest = item.before.as_ref().and_then(|before| before.digest);
        Plan {
            content: last.map(|exchange| self.content(item, exchange, digest, now)),
            fetched: rows(item, &exchanged, "unchanged", None),
            status: status_of(&exchanged),
            outcome: "unchanged".to_owned(),
            ..Plan::default()
        }
    }

    /// What is remembered of an answer for the next visit, and when that is to be.
    fn content(
        &mut self,
        item: &Item,
        exchange: &Exchange,
        digest: Option<[u8; 32]>,
        now: Duration,
    ) -> Content {
        let (etag, last_modified) = freshness::validators(exchange);
        let before = item.before.as_ref();
        let changed = match exchange.status {
            304 => Some(false),
            _ => before.and_then(|before| before.digest).map(|was| Some(was) != digest),
        };
        let purpose = if visit::is_list(item) { Purpose::Feed } else { Purpose::Page };
        let fresh = freshness::fresh_for(exchange);
        let interval = freshness::next_visit(purpose, before, changed, self.first_revisit, fresh);
        Content {
            etag,
            last_modified,
            digest,
            next_due: Some(now + interval),
            interval: Some(interval),
            changed,
            ..Content::default()
        }
    }

    fn plan_other<L: Ledger>(
        &mut self,
        ledger: &mut L,
        item: &Item,
        read: Read,
        exchanged: Vec<Exchanged>,
    ) -> Result<Plan, L::Error> {
        let (outcome, note) = outcome_of(&read);
        let mut fetched = rows(item, &exchanged, &outcome, note.clone());
        if fetched.is_empty() && self.web.is_live() {
            *self.summary.asked.entry(item.purpose).or_default() += 1;
            if let Some(source) = self.summary.sources.get_mut(item.source) {
                source.asked += 1;
            }
            fetched.push(unanswered(item, &outcome, note.clone()));
        }
        let mut plan = Plan { fetched, status: status_of(&exchanged), outcome, ..Plan::default() };
        if let (Read::Feed(_) | Read::Sitemap(_), Some((exchange, _))) = (&read, exchanged.last()) {
            let digest = Sha256::digest(&exchange.body).into();
            plan.content = Some(self.content(item, exchange, Some(digest), self.clock.now()));
        }
        match read {
            Read::Later(..) | Read::Failed(_) if item.tries < self.retries && may_pass(&read) => {
                plan.again = true;
            }
            Read::Later(status, _) => plan.left = Some((Reason::Status(status), None)),
            Read::Failed(FetchError::NotRecorded) => {
                plan.left = Some((Reason::NoAnswer("not_recorded"), None));
            }
            Read::Failed(error) => plan.left = Some((Reason::NoAnswer(error.word()), note)),
            Read::Left(reason, note) => plan.left = Some((reason, note)),
            read => plan.found = self.go_on(ledger, item, read)?,
        }
        Ok(plan)
    }

    /// Where redirects, feeds and sitemaps lead.
    fn go_on<L: Ledger>(&mut self, ledger: &mut L, item: &Item, read: Read) -> Result<Gathered, L::Error> {
        if matches!(read, Read::Feed(_) | Read::Sitemap(_)) {
            self.seed_was_read(item);
        }
        let (follow, topic) = (&mut self.follow, &self.rules.topic);
        gather(ledger, item.source, |frontier| match read {
            Read::Redirect(to) => follow.after_redirect(frontier, item.clone(), to),
            Read::Feed(feed) => follow.after_feed(frontier, topic, item, feed),
            Read::FeedsOf(feeds) => follow.feeds_of(frontier, item, feeds),
            Read::Sitemap(entries) => follow.after_sitemap(frontier, topic, item, entries),
            _ => Vec::new(),
        })
    }

    fn seed_was_read(&mut self, item: &Item) {
        if item.is_seed
            && let Some(source) = self.summary.sources.get_mut(item.source)
        {
            source.seeds_read += 1;
        }
    }
}

/// What the end of a visit means for the pace of its host.
fn ended(item: &Item, failures: u32, read: &Read) -> Ended {
    let salt = item.url.as_str();
    match read {
        Read::Later(_, Some(wait)) => Ended::Later(*wait),
        Read::Later(429 | 503, None) => Ended::Later(pace::back_off(item.tries + 1, false, salt)),
        Read::Later(..) => Ended::Later(pace::back_off(item.tries + 1, true, salt)),
        Read::Failed(error) if error.may_pass() => Ended::Failed(pace::back_off(failures + 1, true, salt)),
        _ => Ended::Answered,
    }
}

fn may_pass(read: &Read) -> bool {
    match read {
        Read::Failed(error) => error.may_pass(),
        Read::Later(..) => true,
        _ => false,
    }
}

fn outcome_of(read: &Read) -> (String, Option<String>) {
    match read {
        Read::Redirect(_) => ("redirect".to_owned(), None),
        Read::Feed(_) | Read::FeedsOf(_) | Read::Sitemap(_) => ("read".to_owned(), None),
        Read::Later(status, _) => (Reason::Status(*status).word(), None),
        Read::Left(reason, note) => (reason.word(), note.clone()),
        Read::Failed(error) => (error.word().to_owned(), Some(error.to_string())),
        Read::Robots(_) | Read::Page(_) | Read::Unchanged | Read::Lapsed => (String::new(), None),
    }
}

fn status_of(exchanged: &[Exchanged]) -> Option<u16> {
    exchanged.last().map(|(exchange, _)| exchange.status)
}

fn kept(item: &Item, body: Vec<u8>, exchange: Exchange, fetched: &Fetched) -> Box<KeptPage> {
    let capture = Capture {
        url: exchange.url,
        status: exchange.status,
        headers: exchange.headers,
        body,
        fetched: Some(exchange.started),
        record: fetched.record.clone(),
        published: None,
    };
    let (source, depth, via) = (item.source, item.depth, item.via.clone());
    Box::new(KeptPage { capture, fetched: fetched.clone(), source, depth, via })
}

/// The requests of a visit, all with one outcome.
fn rows(item: &Item, exchanged: &[Exchanged], outcome: &str, note: Option<String>) -> Vec<Fetched> {
    let row = |(exchange, record): &Exchanged| Fetched {
        url: exchange.url.clone(),
        purpose: exchange.purpose.unwrap_or(item.purpose),
        source: item.source,
        at: exchange.started,
        status: Some(exchange.status),
        bytes: exchange.body.len() as u64,
        record: record.clone(),
        outcome: outcome.to_owned(),
        note: note.clone(),
    };
    exchanged.iter().map(row).collect()
}

fn unanswered(item: &Item, outcome: &str, note: Option<String>) -> Fetched {
    Fetched {
        url: item.url.as_str().to_owned(),
        purpose: item.purpose,
        source: item.source,
        at: jiff::Timestamp::now(),
        status: None,
        bytes: 0,
        record: None,
        outcome: outcome.to_owned(),
        note,
    }
}
