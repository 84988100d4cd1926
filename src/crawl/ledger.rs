//! The ledger: where a crawl is. One in memory serves recordings; one in the store outlives the program.

use super::alive::Alive;
use super::report::{Event, Fetched, Sink};
use super::traces::Traces;
use crate::model::{
    Allowance, ArchiveRecord, Exchange, Fate, Host, Item, Lease, Next, Offer, Over, RobotsFile, Settlement,
    Sighting, Spent, Standing,
};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

/// What the engine asks of whoever keeps the frontier. Each call is done whole, or it left no trace; it lasts at once, but
/// for settlements, which last from the next `commit` on.
pub trait Ledger: Sink {
    /// The time, from the Unix epoch, by the ledger's own clock.
    fn now(&mut self) -> Result<Duration, Self::Error>;

    /// Takes in what config.toml names.
    fn offer(&mut self, now: Duration, offers: Vec<Offer>) -> Result<(), Self::Error>;

    /// The items whose turn it is, at most so many, now the engine's to ask for. Where there are fewer, what to do then
    /// comes last.
    fn next(&mut self, now: Duration, most: usize) -> Result<Vec<Next>, Self::Error>;

    /// Closes a lease with all that follows from it: the requests made, in order, and the settlement. Later questions are
    /// answered as if it lasted.
    fn settle(&mut self, settlement: Settlement, fetched: &[Fetched]) -> Result<(), Self::Error>;

    /// Makes all that was settled last, whole or not at all.
    fn commit(&mut self) -> Result<(), Self::Error> {
        Ok(())
    }

    fn sighted(&mut self, item: &Item) -> Result<Sighting, Self::Error>;

    fn has_twin(&mut self, item: &Item, digest: &[u8; 32], identity: &str) -> Result<bool, Self::Error>;

    /// Another page of the item's host that was kept and whose text is nearly the same, by its hash.
    fn near_twin(&mut self, item: &Item, near: u64) -> Result<Option<String>, Self::Error>;

    /// The robots.txt of an origin that a lease said was had.
    fn rules(&mut self, origin: &str) -> Result<Option<RobotsFile>, Self::Error>;

    /// The sign of life that others go by, where they share the frontier.
    fn alive(&self) -> Alive {
        Alive::default()
    }

    /// How many URLs wait, as far as is known.
    fn count(&self) -> usize;

    /// What this run has spent so far, source by source.
    fn spent(&mut self) -> Result<Vec<Spent>, Self::Error> {
        Ok(Vec::new())
    }

    /// Pays for an item out of a budget from which others spend too; or which bound it would break.
    fn pay(&mut self, _item: &Item, _allowed: &Allowance) -> Result<Option<Over>, Self::Error> {
        Ok(None)
    }

    /// Seeds that redirects led to in this run.
    fn moved_seeds(&mut self) -> Result<Vec<Item>, Self::Error> {
        Ok(Vec::new())
    }

    /// What waits when a run is stopped and would otherwise be lost. A ledger that lasts loses nothing.
    fn drain(&mut self) -> Vec<Item> {
        Vec::new()
    }

    /// Called about every second; the time by the ledger's clock, where that is known better.
    fn beat(&mut self, now: Duration) -> Result<Duration, Self::Error> {
        Ok(now)
    }
}

/// A ledger in memory over a sink; it knows one run.
pub struct Memory<'s, S> {
    sink: &'s mut S,
    hosts: Vec<Place>,
    names: BTreeMap<String, usize>,
    rules: BTreeMap<String, RobotsFile>,
    traces: Traces,
    /// Hosts that have something to ask and may, by the time they may.
    ready: BTreeSet<(Duration, usize)>,
    sequence: u64,
    waiting: usize,
    per_host: u32,
    patience: Duration,
}

#[derive(Default)]
struct Place {
    host: Host,
    queue: BTreeMap<(u8, u64), Item>,
    /// When it stands in `ready`.
    listed: Option<Duration>,
}

impl<'s, S: Sink> Memory<'s, S> {
    /// `patience`: a host that makes the crawl wait for longer is left.
    pub fn new(sink: &'s mut S, per_host: u32, patience: Duration) -> Memory<'s, S> {
        Memory {
            sink,
            hosts: Vec::new(),
            names: BTreeMap::new(),
            rules: BTreeMap::new(),
            traces: Traces::default(),
            ready: BTreeSet::new(),
            sequence: 0,
            waiting: 0,
            per_host: per_host.max(1),
            patience,
        }
    }

    fn take_in(&mut self, offer: Offer) {
        let Offer { item, delay, standing } = offer;
        if !self.traces.meet(item.url.as_str()) || standing != Standing::Waiting {
            return;
        }
        let id = self.host_of(&item);
        if let Some(place) = self.hosts.get_mut(id) {
            place.host.delay = place.host.delay.max(delay);
        }
        self.push(id, item);
    }

    fn push(&mut self, id: usize, item: Item) {
        self.sequence += 1;
        let key = (item.rank(), self.sequence);
        self.put(id, key, item);
    }

    fn put(&mut self, id: usize, key: (u8, u64), item: Item) {
        if let Some(place) = self.hosts.get_mut(id) {
            place.queue.insert(key, item);
            self.waiting += 1;
        }
        self.list(id);
    }

    /// Puts a host where it belongs in `ready`.
    fn list(&mut self, id: usize) {
        let Some(place) = self.hosts.get_mut(id) else { return };
        if let Some(at) = place.listed.take() {
            self.ready.remove(&(at, id));
        }
        if place.host.is_free(self.per_host) && !place.queue.is_empty() {
            let at = if place.host.gone.is_some() { Duration::ZERO } else { place.host.next_at };
            place.listed = Some(at);
            self.ready.insert((at, id));
        }
    }

    fn host_of(&mut self, item: &Item) -> usize {
        let name = item.host();
        if let Some(id) = self.names.get(&name) {
            return *id;
        }
        self.hosts.push(Place::default());
        self.names.insert(name, self.hosts.len() - 1);
        self.hosts.len() - 1
    }

    /// The item whose turn it is.
    fn one(&mut self, now: Duration) -> Next {
        let Some(&(at, id)) = self.ready.first() else { return Next::Empty };
        let Some(place) = self.hosts.get_mut(id) else { return Next::Empty };
        let gone = place.host.gone;
        if gone.is_none() && at > now {
            return Next::Wait(at);
        }
        let Some((_, item)) = place.queue.pop_first() else { return Next::Empty };
        let rules = self.rules.get(&item.origin()).map(|file| file.fetched);
        let lease = Lease { turn: place.host.next_at, failures: place.host.failures, rules, item };
        place.host.awaits_rules |= rules.is_none() && gone.is_none();
        place.host.begin(now);
        self.waiting -= 1;
        self.list(id);
        match gone {
            Some(gone) => Next::Gone(lease, gone),
            None => Next::Due(lease),
        }
    }
}

impl<S: Sink> Sink for Memory<'_, S> {
    type Error = S::Error;

    fn archive(&mut self, exchange: &Exchange) -> Result<Option<ArchiveRecord>, S::Error> {
        self.sink.archive(exchange)
    }

    fn event(&mut self, event: Event) -> Result<(), S::Error> {
        self.sink.event(event)
    }

    fn waiting(&mut self, urls: usize) {
        self.sink.waiting(urls);
    }
}

impl<S: Sink> Ledger for Memory<'_, S> {
    fn now(&mut self) -> Result<Duration, S::Error> {
        Ok(Duration::ZERO)
    }

    fn offer(&mut self, _now: Duration, offers: Vec<Offer>) -> Result<(), S::Error> {
        offers.into_iter().for_each(|offer| self.take_in(offer));
        Ok(())
    }

    fn next(&mut self, now: Duration, most: usize) -> Result<Vec<Next>, S::Error> {
        let mut all = Vec::new();
        while all.len() < most {
            all.push(self.one(now));
            if let Some(Next::Wait(_) | Next::Empty) = all.last() {
                break;
            }
        }
        Ok(all)
    }

    fn settle(&mut self, settlement: Settlement, _fetched: &[Fetched]) -> Result<(), S::Error> {
        self.traces.remember(&settlement);
        let id = self.host_of(&settlement.lease.item);
        if let Some(place) = self.hosts.get_mut(id) {
            settlement.apply(&mut place.host, self.patience);
        }
        let Settlement { lease, fate, rules, offers, .. } = settlement;
        if let Some((file, _)) = rules {
            self.rules.insert(file.origin.clone(), file);
        }
        match fate {
            // Before all others of its rank, where it stood.
            Fate::Waits => self.put(id, (lease.item.rank(), 0), lease.item),
            Fate::Again => {
                self.push(id, Item { tries: lease.item.tries + 1, ..lease.item });
            }
            Fate::Done { .. } => self.list(id),
        }
        offers.into_iter().for_each(|offer| self.take_in(offer));
        Ok(())
    }

    fn sighted(&mut self, item: &Item) -> Result<Sighting, S::Error> {
        Ok(if self.traces.has_met(item.url.as_str()) { Sighting::Met } else { Sighting::New })
    }

    fn has_twin(&mut self, item: &Item, digest: &[u8; 32], identity: &str) -> Result<bool, S::Error> {
        Ok(self.traces.has_twin(item, digest, identity))
    }

    fn near_twin(&mut self, item: &Item, near: u64) -> Result<Option<String>, S::Error> {
        Ok(self.traces.near_twin(item, near))
    }

    fn rules(&mut self, origin: &str) -> Result<Option<RobotsFile>, S::Error> {
        Ok(self.rules.get(origin).cloned())
    }

    fn count(&self) -> usize {
        self.waiting
    }

    fn drain(&mut self) -> Vec<Item> {
        self.ready.clear();
        self.waiting = 0;
        self.hosts.iter_mut().flat_map(|place| std::mem::take(&mut place.queue).into_values()).collect()
    }
}
