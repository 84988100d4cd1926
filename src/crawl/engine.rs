//! The wheel: takes what is due from the ledger, visits it, and gives what came of it back, in order.

use super::Options;
use super::budget::Budget;
use super::follow::{Follow, Left};
use super::frontier::{Frontier, Gathered, Item, Met};
use super::ledger::{Ledger, Memory};
use super::report::{Event, Reason, Sink, Skipped, SourceSummary, Summary};
use super::robots::Robots;
use super::visit::{self, Rules, Visit};
use super::web::Web;
use crate::model::{Fate, Gone, Lease, Next, Over, Settlement, Sighting};
use futures_util::future::{BoxFuture, FutureExt};
use futures_util::stream::{FuturesUnordered, StreamExt};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::Notify;

/// The longest the wheel stands still while something is under way.
const BEAT: Duration = Duration::from_secs(1);

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

/// Crawls until nothing is left, the budget is spent, or `stop` is asked for; where it is, is kept in memory alone.
pub async fn run<S: Sink>(
    options: Options,
    web: Arc<dyn Web>,
    sink: &mut S,
    stop: &Stop,
) -> Result<Summary, CrawlError<S::Error>> {
    let mut memory = Memory::new(sink, options.per_host, options.longest_wait);
    run_with(options, web, &mut memory, stop).await
}

/// The same with a ledger that may outlive the program, and may hold what an earlier run left.
pub async fn run_with<L: Ledger>(
    options: Options,
    web: Arc<dyn Web>,
    ledger: &mut L,
    stop: &Stop,
) -> Result<Summary, CrawlError<L::Error>> {
    let mut rules = Rules::of(&options)?;
    (rules.packer, rules.alive) = (ledger.packer(), ledger.alive());
    let mut engine = Engine::new(options, web, rules);
    engine.begin(ledger).map_err(CrawlError::Sink)?;
    engine.turn(ledger, stop).await.map_err(CrawlError::Sink)?;
    Ok(engine.summary)
}

pub(super) struct Engine {
    pub web: Arc<dyn Web>,
    pub rules: Arc<Rules>,
    pub follow: Follow,
    pub clock: Clock,
    pub retries: u32,
    pub first_revisit: Duration,
    pub summary: Summary,
    /// What is told once it lasts, in order.
    pub untold: Vec<Event>,
    robots: BTreeMap<String, (Duration, Robots)>,
    pub budget: Budget,
    concurrency: usize,
}

/// The ledger's time. In a recording it passes only by being waited for.
pub(super) enum Clock {
    Real { begun: tokio::time::Instant, at: Duration },
    Counted(Duration),
}

impl Clock {
    pub fn now(&self) -> Duration {
        match self {
            Clock::Real { begun, at } => *at + begun.elapsed(),
            Clock::Counted(passed) => *passed,
        }
    }

    /// Sets the clock by the ledger's, where the two do not agree.
    fn put_right(&mut self, now: Duration, told: Duration) {
        if let Clock::Real { begun, at } = self
            && told != now
        {
            (*begun, *at) = (tokio::time::Instant::now(), told);
        }
    }

    async fn wait_until(&mut self, moment: Duration) {
        match self {
            Clock::Real { begun, at } => {
                tokio::time::sleep_until(*begun + moment.saturating_sub(*at)).await;
            }
            Clock::Counted(passed) => *passed = moment.max(*passed),
        }
    }
}

type OnTheWay = BoxFuture<'static, (Lease, Visit)>;
type UnderWay = FuturesUnordered<OnTheWay>;

impl Engine {
    fn new(options: Options, web: Arc<dyn Web>, rules: Rules) -> Engine {
        let budget = Budget::of(&options);
        let named = |source: &super::Source| SourceSummary {
            name: source.name.clone(),
            seeds: [&source.feeds, &source.sitemaps, &source.pages]
                .iter()
                .map(|urls| urls.len() as u64)
                .sum(),
            ..SourceSummary::default()
        };
        let summary = Summary { sources: options.sources.iter().map(named).collect(), ..Summary::default() };
        let live = web.is_live();
        Engine {
            rules: Arc::new(rules),
            clock: Clock::Counted(Duration::ZERO),
            concurrency: if live { options.concurrency.max(1) } else { 1 },
            retries: options.retries,
            first_revisit: options.first_revisit,
            follow: Follow::new(options.sources, options.guard, options.since, options.redirects),
            robots: BTreeMap::new(),
            budget,
            summary,
            untold: Vec::new(),
            web,
        }
    }

    /// Takes up what an earlier part of the run left, and everything that config.toml names.
    fn begin<L: Ledger>(&mut self, ledger: &mut L) -> Result<(), L::Error> {
        if self.web.is_live() {
            self.clock = Clock::Real { begun: tokio::time::Instant::now(), at: ledger.now()? };
        }
        for spent in ledger.spent()? {
            self.budget.take(spent);
        }
        for seed in ledger.moved_seeds()? {
            self.follow.moved(&seed);
        }
        let follow = &mut self.follow;
        let found = gather(ledger, 0, |frontier| follow.seeds(frontier))?;
        ledger.offer(self.clock.now(), found.offers)?;
        self.skip_all(found.left);
        self.commit(ledger)
    }

    async fn turn<L: Ledger>(&mut self, ledger: &mut L, stop: &Stop) -> Result<(), L::Error> {
        let mut under_way = UnderWay::new();
        loop {
            let now = self.clock.now();
            self.clock.put_right(now, ledger.beat(now)?);
            let wait = self.set_out(ledger, &mut under_way, stop)?;
            ledger.waiting(ledger.count() + under_way.len());
            match (under_way.is_empty(), wait) {
                (true, _) if stop.is_asked() => return self.leave(ledger),
                (true, None) => return Ok(()),
                (true, Some(at)) => tokio::select! {
                    () = self.clock.wait_until(at) => {}
                    () = stop.asked() => {}
                },
                (false, _) => {
                    for (lease, visit) in self.next_done(&mut under_way, wait).await {
                        self.settle(ledger, lease, visit)?;
                    }
                    self.commit(ledger)?;
                }
            }
        }
    }

    /// Begins visits until all hands are full; the time to wait for, where something waits for one.
    fn set_out<L: Ledger>(
        &mut self,
        ledger: &mut L,
        under_way: &mut UnderWay,
        stop: &Stop,
    ) -> Result<Option<Duration>, L::Error> {
        while under_way.len() < self.concurrency && !stop.is_asked() {
            let (mut wait, mut passed) = (None, false);
            for next in ledger.next(self.clock.now(), self.concurrency - under_way.len())? {
                let visit = match next {
                    Next::Due(lease) => self.visit(ledger, lease)?,
                    Next::Gone(lease, Gone::Down) => self.pass(ledger, lease, Reason::HostDown)?,
                    Next::Gone(lease, Gone::Later) => self.pass(ledger, lease, Reason::Later)?,
                    Next::Wait(at) => {
                        wait = Some(Some(at));
                        break;
                    }
                    Next::Empty => {
                        wait = Some(None);
                        break;
                    }
                };
                passed |= visit.is_none();
                under_way.extend(visit);
            }
            self.commit(ledger)?;
            // What was passed over has freed its host, which may have more.
            if let Some(wait) = wait.filter(|_| !passed) {
                return Ok(wait);
            }
        }
        Ok(None)
    }

    /// The next visit that is over, with all others that are by then; none when it is time to look for something to set
    /// out for.
    async fn next_done(&mut self, under_way: &mut UnderWay, wait: Option<Duration>) -> Vec<(Lease, Visit)> {
        let first = match self.clock {
            Clock::Counted(_) => under_way.next().await,
            Clock::Real { .. } => {
                let beat = self.clock.now() + BEAT;
                let until = wait.map_or(beat, |at| at.min(beat));
                tokio::select! {
                    done = under_way.next() => done,
                    () = self.clock.wait_until(until) => None,
                }
            }
        };
        let mut done = Vec::from_iter(first);
        while let Some(Some(more)) = under_way.next().now_or_never() {
            done.push(more);
        }
        done
    }

    /// Asks for a leased item, or for the rules that it must be asked by; `None` where it is not asked for.
    fn visit<L: Ledger>(&mut self, ledger: &mut L, lease: Lease) -> Result<Option<OnTheWay>, L::Error> {
        let (web, rules) = (Arc::clone(&self.web), Arc::clone(&self.rules));
        let item = lease.item.clone();
        let Some(had) = lease.rules else {
            let asking = async move { (lease, visit::robots(&*web, item, &rules.alive).await) };
            return Ok(Some(self.start(asking)));
        };
        if let Some(reason) = self.kept_back(ledger, &item, had)? {
            return self.pass(ledger, lease, reason);
        }
        let asking = async move { (lease, visit::visit(&*web, item, rules).await) };
        Ok(Some(self.start(asking)))
    }

    /// Why an item whose turn has come is not asked for. `had` is when the rules of its origin were had.
    fn kept_back<L: Ledger>(
        &mut self,
        ledger: &mut L,
        item: &Item,
        had: Duration,
    ) -> Result<Option<Reason>, L::Error> {
        let origin = item.origin();
        if self.robots.get(&origin).is_none_or(|(when, _)| *when != had) {
            let file = ledger.rules(&origin)?;
            let robots = file.map_or_else(Robots::shut, |file| Robots::of(&file.standing, &self.rules.token));
            self.robots.insert(origin.clone(), (had, robots));
        }
        let Some((_, robots)) = self.robots.get(&origin) else { return Ok(None) };
        Ok(match (robots.is_shut(), robots.allows(&item.url)) {
            (true, _) => Some(Reason::RobotsUnreachable),
            (false, false) => Some(Reason::Robots),
            _ => self.over(ledger, item)?.map(|over| match over {
                Over::Bytes => Reason::Bandwidth,
                Over::Pages => Reason::Budget,
            }),
        })
    }

    /// Which bound of the budget an item would break; a page is paid for.
    fn over<L: Ledger>(&mut self, ledger: &mut L, item: &Item) -> Result<Option<Over>, L::Error> {
        match self.budget.pay(item) {
            None => ledger.pay(item, &self.budget.bounds(item.source)),
            over => Ok(over),
        }
    }

    /// On the network a visit runs beside the others on any thread; a recording is asked here and now.
    fn start(&self, visit: impl Future<Output = (Lease, Visit)> + Send + 'static) -> OnTheWay {
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

    /// Closes a lease of what is not asked for, so that there is no visit.
    fn pass<L: Ledger>(
        &mut self,
        ledger: &mut L,
        lease: Lease,
        reason: Reason,
    ) -> Result<Option<OnTheWay>, L::Error> {
        let item = lease.item.clone();
        let fate = Fate::Done { outcome: reason.word(), status: None, next_run: reason.may_pass() };
        ledger.settle(Settlement::not_asked(lease, self.clock.now(), fate), &[])?;
        self.skip(item, reason, None);
        Ok(None)
    }

    /// Makes what was settled last, and tells it.
    fn commit<L: Ledger>(&mut self, ledger: &mut L) -> Result<(), L::Error> {
        ledger.commit()?;
        self.untold.drain(..).try_for_each(|event| ledger.event(event))
    }

    /// Stopped: what still waits is left for another run.
    fn leave<L: Ledger>(&mut self, ledger: &mut L) -> Result<(), L::Error> {
        self.summary.stopped = true;
        for item in ledger.drain() {
            self.skip(item, Reason::Stopped, None);
        }
        self.commit(ledger)
    }

    pub fn skip_all(&mut self, items: Left) {
        items.into_iter().for_each(|(item, reason)| self.skip(item, reason, None));
    }

    pub fn skip(&mut self, item: Item, reason: Reason, note: Option<String>) {
        *self.summary.skipped.entry(reason.clone()).or_default() += 1;
        if item.is_seed
            && reason != Reason::Stopped
            && let Some(source) = self.summary.sources.get_mut(item.source)
        {
            source.seeds_lost += 1;
        }
        let Item { url, purpose, source, via, .. } = item;
        self.untold.push(Event::Skipped(Skipped { url: url.into(), purpose, source, via, reason, note }));
    }
}

/// Lets the rules of following look into the ledger, and gathers what they find.
pub(super) fn gather<L: Ledger>(
    ledger: &mut L,
    source: usize,
    follow: impl FnOnce(&mut Frontier<'_>) -> Left,
) -> Result<Gathered, L::Error> {
    let mut asking = Asking { ledger, fault: None };
    let mut frontier = Frontier::new(&mut asking, source);
    let left = follow(&mut frontier);
    let gathered = frontier.gathered(left);
    asking.fault.map_or(Ok(gathered), Err)
}

/// Questions to a ledger that may fail; the first fault is kept, and nothing is asked after it.
struct Asking<'l, L: Ledger> {
    ledger: &'l mut L,
    fault: Option<L::Error>,
}

impl<L: Ledger> Met for Asking<'_, L> {
    fn sighted(&mut self, item: &Item) -> Sighting {
        if self.fault.is_some() {
            return Sighting::Met;
        }
        self.ledger.sighted(item).unwrap_or_else(|error| {
            self.fault = Some(error);
            Sighting::Met
        })
    }

    fn has_twin(&mut self, item: &Item, digest: &[u8; 32], identity: &str) -> bool {
        if self.fault.is_some() {
            return true;
        }
        self.ledger.has_twin(item, digest, identity).unwrap_or_else(|error| {
            self.fault = Some(error);
            true
        })
    }

    fn near_twin(&mut self, item: &Item, near: u64) -> Option<String> {
        if self.fault.is_some() {
            return None;
        }
        self.ledger.near_twin(item, near).unwrap_or_else(|error| {
            self.fault = Some(error);
            None
        })
    }
}
