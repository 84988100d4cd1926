//! The wheel: takes what is due from the frontier, visits it, and gives what came of it to the sink, in order.

use super::follow::Follow;
use super::frontier::{Budget, Ended, Frontier, Item, Next};
use super::report::{Event, Fetched, KeptPage, Reason, Sink, Skipped, SourceSummary, Summary};
use super::visit::{self, PageRead, Read, Rules, Visit};
use super::web::{FetchError, Web};
use super::{Options, pace};
use crate::model::{ArchiveRecord, Capture, Exchange, Purpose};
use futures_util::future::BoxFuture;
use futures_util::stream::{FuturesUnordered, StreamExt};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::Notify;

/// Asks a crawl to end after what is in hand; cheap to clone.
#[derive(Clone, Default)]
pub struct Stop(Arc<(AtomicBool, Notify)>);

impl Stop {
    pub fn now(&self) {
        self.0.0.store(true, Ordering::SeqCst);
        self.0.1.notify_waiters();
    }

    pub fn is_asked(&self) -> bool {
        self.0.0.load(Ordering::SeqCst)
    }

    async fn asked(&self) {
        let notified = self.0.1.notified();
        if !self.is_asked() {
            notified.await;
        }
    }
}

/// Why a crawl could not go on.
#[derive(Debug, thiserror::Error)]
pub enum CrawlError<E> {
    #[error("the topic terms cannot be compiled: {0}; make them fewer or shorter (config: topic)")]
    Terms(#[from] aho_corasick::BuildError),
    #[error(transparent)]
    Sink(E),
}

/// Crawls until nothing is left, the budget is spent, or `stop` is asked for.
pub async fn run<S: Sink>(
    options: Options,
    web: Arc<dyn Web>,
    sink: &mut S,
    stop: &Stop,
) -> Result<Summary, CrawlError<S::Error>> {
    let mut engine = Engine::new(options, web)?;
    for (item, reason) in engine.follow.seeds(&mut engine.frontier) {
        engine.skip(sink, item, reason, None).map_err(CrawlError::Sink)?;
    }
    engine.turn(sink, stop).await.map_err(CrawlError::Sink)?;
    Ok(engine.summary)
}

struct Engine {
    web: Arc<dyn Web>,
    rules: Arc<Rules>,
    follow: Follow,
    frontier: Frontier,
    clock: Clock,
    concurrency: usize,
    retries: u32,
    summary: Summary,
}

/// Time since the start. In a recording it passes only by being waited for.
enum Clock {
    Real(tokio::time::Instant),
    Counted(Duration),
}

impl Clock {
    fn now(&self) -> Duration {
        match self {
            Clock::Real(start) => start.elapsed(),
            Clock::Counted(passed) => *passed,
        }
    }

    async fn wait_until(&mut self, at: Duration) {
        match self {
            Clock::Real(start) => tokio::time::sleep_until(*start + at).await,
            Clock::Counted(passed) => *passed = at.max(*passed),
        }
    }
}

impl Engine {
    fn new(options: Options, web: Arc<dyn Web>) -> Result<Engine, aho_corasick::BuildError> {
        let rules = Rules::of(&options)?;
        let budget = Budget {
            pages: options.max_pages,
            of_source: options.sources.iter().map(|source| source.max_pages).collect(),
        };
        let named =
            |source: &super::Source| SourceSummary { name: source.name.clone(), ..SourceSummary::default() };
        let summary = Summary { sources: options.sources.iter().map(named).collect(), ..Summary::default() };
        let live = web.is_live();
        Ok(Engine {
            rules: Arc::new(rules),
            frontier: Frontier::new(options.per_host.max(1), budget, options.longest_wait),
            clock: if live {
                Clock::Real(tokio::time::Instant::now())
            } else {
                Clock::Counted(Duration::ZERO)
            },
            concurrency: if live { options.concurrency.max(1) } else { 1 },
            retries: options.retries,
            follow: Follow::new(options.sources, options.guard, options.since, options.redirects),
            summary,
            web,
        })
    }

    async fn turn<S: Sink>(&mut self, sink: &mut S, stop: &Stop) -> Result<(), S::Error> {
        let mut under_way: FuturesUnordered<BoxFuture<'static, Visit>> = FuturesUnordered::new();
        loop {
            let mut wait = None;
            while under_way.len() < self.concurrency && !stop.is_asked() {
                // What config.toml names is a list that changes; only what it leads to is known for a while.
                let mut is_known = |item: &Item| {
                    item.purpose == Purpose::Page && !item.is_seed && sink.knows(item.url.as_str())
                };
                match self.frontier.next(self.clock.now(), &mut is_known) {
                    Next::Fetch(item) => under_way.push(self.visit(item)),
                    Next::Robots(item) => under_way.push(self.robots(item)),
                    Next::Skip(item, reason) => self.skip(sink, item, reason, None)?,
                    Next::Wait(at) => {
                        wait = Some(at);
                        break;
                    }
                    Next::Empty => break,
                }
            }
            sink.waiting(self.frontier.waiting() + under_way.len());
            match (under_way.is_empty(), wait) {
                (true, _) if stop.is_asked() => return self.leave(sink),
                (true, None) => return Ok(()),
                (true, Some(at)) => tokio::select! {
                    () = self.clock.wait_until(at) => {}
                    () = stop.asked() => {}
                },
                (false, _) => {
                    let clock = &mut self.clock;
                    let real = matches!(clock, Clock::Real(_));
                    let pause = async move {
                        match wait.filter(|_| real) {
                            Some(at) => clock.wait_until(at).await,
                            None => std::future::pending().await,
                        }
                    };
                    let done = tokio::select! {
                        done = under_way.next() => done,
                        () = pause => None,
                    };
                    if let Some(visit) = done {
                        self.settle(sink, visit)?;
                    }
                }
            }
        }
    }

    fn visit(&self, item: Item) -> BoxFuture<'static, Visit> {
        let (web, rules) = (Arc::clone(&self.web), Arc::clone(&self.rules));
        self.start(async move { visit::visit(&*web, item, rules).await })
    }

    fn robots(&self, item: Item) -> BoxFuture<'static, Visit> {
        let (web, rules) = (Arc::clone(&self.web), Arc::clone(&self.rules));
        self.start(async move { visit::robots(&*web, item, &rules).await })
    }

    /// On the network a visit runs beside the others on any thread; a recording is asked here and now.
    fn start(&self, visit: impl Future<Output = Visit> + Send + 'static) -> BoxFuture<'static, Visit> {
        if !self.web.is_live() {
            return Box::pin(visit);
        }
        let task = tokio::spawn(visit);
        Box::pin(async move {
            match task.await {
                Ok(visit) => visit,
                Err(broken) => std::panic::resume_unwind(broken.into_panic()),
            }
        })
    }

    /// Everything that follows from one visit.
    fn settle<S: Sink>(&mut self, sink: &mut S, visit: Visit) -> Result<(), S::Error> {
        let Visit { item, answers, took, read } = visit;
        let took = if self.web.is_live() { took } else { Duration::ZERO };
        let now = self.clock.now();
        let ended = self.ended(&item, &read);
        self.frontier.done(&item.url, now, took, ended);
        if let Read::Page(page) = &read
            && page.page.directives.noarchive
        {
            self.count(&item, 1, answers.iter().map(|answer| answer.exchange.body.len()).sum());
            return self.skip(sink, item, Reason::NoArchive, None);
        }
        let mut fetched = Vec::new();
        for answer in answers {
            let bytes = answer.exchange.body.len();
            let record = match answer.record {
                Some(record) => Some(record),
                None => sink.archive(&answer.exchange)?,
            };
            let purpose = answer.exchange.purpose.unwrap_or(item.purpose);
            *self.summary.asked.entry(purpose).or_default() += 1;
            self.summary.bytes += bytes as u64;
            fetched.push((answer.exchange, record));
        }
        if let Some(source) = self.summary.sources.get_mut(item.source) {
            source.asked += fetched.len() as u64;
        }
        match read {
            Read::Robots(robots) => self.learn(sink, item, robots, fetched),
            Read::Page(page) => self.settle_page(sink, item, *page, fetched),
            other => self.settle_other(sink, item, other, fetched),
        }
    }

    fn count(&mut self, item: &Item, requests: u64, bytes: usize) {
        *self.summary.asked.entry(item.purpose).or_default() += requests;
        self.summary.bytes += bytes as u64;
        if let Some(source) = self.summary.sources.get_mut(item.source) {
            source.asked += requests;
        }
    }

    /// What the end of a visit means for the pace of its host.
    fn ended(&mut self, item: &Item, read: &Read) -> Ended {
        let failures = self.frontier.failures(&item.url) + 1;
        let salt = item.url.as_str();
        match read {
            Read::Later(_, Some(wait)) => Ended::Later(*wait),
            Read::Later(429 | 503, None) => Ended::Later(pace::back_off(item.tries + 1, false, salt)),
            Read::Later(..) => Ended::Later(pace::back_off(item.tries + 1, true, salt)),
            Read::Failed(error) if error.may_pass() => Ended::Failed(pace::back_off(failures, true, salt)),
            _ => Ended::Answered,
        }
    }

    fn learn<S: Sink>(
        &mut self,
        sink: &mut S,
        item: Item,
        robots: super::robots::Robots,
        fetched: Vec<Exchanged>,
    ) -> Result<(), S::Error> {
        for (exchange, record) in fetched {
            let outcome = if robots.is_shut() { "robots_unreachable" } else { "read" };
            sink.event(Event::Fetched(told(&item, &exchange, record, outcome, None)))?;
        }
        let found = self.follow.after_robots(&mut self.frontier, &item, &robots);
        self.frontier.learn(&item.url, robots);
        self.skip_all(sink, found)
    }

    fn settle_page<S: Sink>(
        &mut self,
        sink: &mut S,
        item: Item,
        read: PageRead,
        fetched: Vec<Exchanged>,
    ) -> Result<(), S::Error> {
        self.seed_was_read(&item);
        let links = self.follow.after_page(&mut self.frontier, &self.rules.topic, &item, &read);
        let left = self.follow.left_out(&mut self.frontier, &item, &read);
        let mut last = None;
        for (exchange, record) in fetched {
            if let Some((exchange, record)) = last.replace((exchange, record)) {
                sink.event(Event::Fetched(told(&item, &exchange, record, "read", None)))?;
            }
        }
        match (left, last) {
            (None, Some((exchange, record))) => self.keep(sink, &item, read.body, exchange, record)?,
            (Some(reason), Some((exchange, record))) => {
                sink.event(Event::Fetched(told(&item, &exchange, record, &reason.word(), None)))?;
                self.skip(sink, item, reason, None)?;
            }
            (Some(reason), None) => self.skip(sink, item, reason, None)?,
            (None, None) => {}
        }
        self.skip_all(sink, links)
    }

    fn keep<S: Sink>(
        &mut self,
        sink: &mut S,
        item: &Item,
        body: Vec<u8>,
        exchange: Exchange,
        record: Option<ArchiveRecord>,
    ) -> Result<(), S::Error> {
        self.summary.kept += 1;
        if let Some(source) = self.summary.sources.get_mut(item.source) {
            source.kept += 1;
        }
        let fetched = told(item, &exchange, record.clone(), "kept", None);
        let capture = Capture {
            url: exchange.url,
            status: exchange.status,
            headers: exchange.headers,
            body,
            fetched: Some(exchange.started),
            record,
            published: None,
        };
        let (depth, via) = (item.depth, item.via.clone());
        sink.event(Event::Page(Box::new(KeptPage { capture, fetched, source: item.source, depth, via })))
    }

    fn settle_other<S: Sink>(
        &mut self,
        sink: &mut S,
        item: Item,
        read: Read,
        fetched: Vec<Exchanged>,
    ) -> Result<(), S::Error> {
        let (outcome, note) = match &read {
            Read::Redirect(_) => ("redirect".to_owned(), None),
            Read::Feed(_) | Read::FeedsOf(_) | Read::Sitemap(_) => ("read".to_owned(), None),
            Read::Later(status, _) => (Reason::Status(*status).word(), None),
            Read::Left(reason, note) => (reason.word(), note.clone()),
            Read::Failed(error) => (error.word().to_owned(), Some(error.to_string())),
            Read::Robots(_) | Read::Page(_) => (String::new(), None),
        };
        if fetched.is_empty() && self.web.is_live() {
            self.count(&item, 1, 0);
            sink.event(unanswered(&item, &outcome, note.clone()))?;
        }
        for (exchange, record) in fetched {
            sink.event(Event::Fetched(told(&item, &exchange, record, &outcome, note.clone())))?;
        }
        let frontier = &mut self.frontier;
        let rules = Arc::clone(&self.rules);
        let found = match read {
            Read::Redirect(to) => self.follow.after_redirect(frontier, item, to),
            Read::Feed(feed) => {
                self.seed_was_read(&item);
                self.follow.after_feed(&mut self.frontier, &rules.topic, &item, feed)
            }
            Read::FeedsOf(feeds) => self.follow.feeds_of(frontier, &item, feeds),
            Read::Sitemap(entries) => {
                self.seed_was_read(&item);
                self.follow.after_sitemap(&mut self.frontier, &rules.topic, &item, entries)
            }
            Read::Later(status, _) => return self.try_again(sink, item, Reason::Status(status), None),
            Read::Failed(FetchError::NotRecorded) => vec![(item, Reason::NoAnswer("not_recorded"))],
            Read::Failed(error) if error.may_pass() => {
                return self.try_again(sink, item, Reason::NoAnswer(error.word()), Some(error.to_string()));
            }
            Read::Failed(error) => {
                return self.skip(sink, item, Reason::NoAnswer(error.word()), Some(error.to_string()));
            }
            Read::Left(reason, note) => return self.skip(sink, item, reason, note),
            Read::Robots(_) | Read::Page(_) => Vec::new(),
        };
        self.skip_all(sink, found)
    }

    fn seed_was_read(&mut self, item: &Item) {
        if item.is_seed
            && let Some(source) = self.summary.sources.get_mut(item.source)
        {
            source.seeds_read += 1;
        }
    }

    fn try_again<S: Sink>(
        &mut self,
        sink: &mut S,
        item: Item,
        reason: Reason,
        note: Option<String>,
    ) -> Result<(), S::Error> {
        if item.tries < self.retries {
            self.frontier.again(item);
            return Ok(());
        }
        self.skip(sink, item, reason, note)
    }

    /// Stopped: what still waits is left for another run.
    fn leave<S: Sink>(&mut self, sink: &mut S) -> Result<(), S::Error> {
        self.summary.stopped = true;
        for item in self.frontier.drain() {
            self.skip(sink, item, Reason::Stopped, None)?;
        }
        Ok(())
    }

    fn skip_all<S: Sink>(&mut self, sink: &mut S, items: Vec<(Item, Reason)>) -> Result<(), S::Error> {
        items.into_iter().try_for_each(|(item, reason)| self.skip(sink, item, reason, None))
    }

    fn skip<S: Sink>(
        &mut self,
        sink: &mut S,
        item: Item,
        reason: Reason,
        note: Option<String>,
    ) -> Result<(), S::Error> {
        *self.summary.skipped.entry(reason.clone()).or_default() += 1;
        let Item { url, purpose, source, via, .. } = item;
        sink.event(Event::Skipped(Skipped { url: url.into(), purpose, source, via, reason, note }))
    }
}

type Exchanged = (Exchange, Option<ArchiveRecord>);

fn told(
    item: &Item,
    exchange: &Exchange,
    record: Option<ArchiveRecord>,
    outcome: &str,
    note: Option<String>,
) -> Fetched {
    Fetched {
        url: exchange.url.clone(),
        purpose: exchange.purpose.unwrap_or(item.purpose),
        source: item.source,
        at: exchange.started,
        status: Some(exchange.status),
        bytes: exchange.body.len() as u64,
        record,
        outcome: outcome.to_owned(),
        note,
    }
}

fn unanswered(item: &Item, outcome: &str, note: Option<String>) -> Event {
    Event::Fetched(Fetched {
        url: item.url.as_str().to_owned(),
        purpose: item.purpose,
        source: item.source,
        at: jiff::Timestamp::now(),
        status: None,
        bytes: 0,
        record: None,
        outcome: outcome.to_owned(),
        note,
    })
}
