//! A frontier that several crawlers share, call by call: who owns a host, who is taken for dead, and what a crawler that
//! was taken for dead may still do, which is nothing.

use crate::postgres;
use claimtrail::model::{
    Ended, Fate, Item, Lease, Next, Offer, Purpose, RobotsFile, RobotsStanding, Settlement, Standing,
};
use claimtrail::store::{Frontier, Place, Run, Settled, Start, StoreError};
use std::{thread, time::Duration};

const LEASE: Duration = Duration::from_millis(1200);
const DELAY: Duration = Duration::from_secs(5);

fn start(name: &str) -> Start {
    Start {
        crawler: name.to_owned(),
        sources: vec!["A".to_owned()],
        fresh: false,
        per_host: 1,
        patience: Duration::from_secs(100),
        known_since: Duration::ZERO,
        only_due: false,
        lease: LEASE,
    }
}

/// A crawler of its own connection.
struct Crawler {
    store: Box<dyn Frontier>,
    run: Run,
}

impl Crawler {
    fn start(address: &str, name: &str) -> Crawler {
        let mut store = Place::server(address, None).unwrap().open().unwrap();
        let run = store.start(&start(name)).unwrap();
        Crawler { store, run }
    }

    fn now(&self) -> Duration {
        self.store.now().unwrap()
    }

    fn offer(&mut self, urls: &[&str], delay: Duration) {
        let now = self.now();
        let offer = |url: &&str| {
            let item = Item::seed(url.parse().unwrap(), Purpose::Page, 0);
            Offer { item, delay, standing: Standing::Waiting }
        };
        let offers: Vec<Offer> = urls.iter().map(offer).collect();
        self.store.offer(&self.run, now, &offers).unwrap();
    }

    fn lease(&mut self) -> Result<Next, StoreError> {
        let now = self.now();
        Ok(self.store.lease(&self.run, now, 1)?.remove(0))
    }

    fn due(&mut self) -> Lease {
        let next = self.lease().unwrap();
        let Next::Due(lease) = next else { panic!("{next:?}") };
        lease
    }

    fn settle(&mut self, lease: Lease) -> Result<(), StoreError> {
        let fate = Fate::Done { outcome: "kept".to_owned(), status: Some(200), next_run: false };
        let now = self.now();
        // The rules of its origin come with it, where they had to be had first.
        let file = RobotsFile { origin: lease.item.origin(), standing: RobotsStanding::Open, fetched: now };
        let rules = lease.rules.is_none().then_some((file, None));
        let asked = Settlement::not_asked(lease, now, fate);
        let settlement = Settlement { ended: Some(Ended::Answered), rules, ..asked };
        self.store.settle(&self.run, &[Settled { settlement, fetches: vec![] }], None)
    }
}

#[test]
fn a_host_has_one_owner_and_its_delay_holds_for_all() {
    let Some(address) = postgres::address() else { return };
    let (mut one, mut two) = (Crawler::start(&address, "one"), Crawler::start(&address, "two"));
    assert_eq!(one.run.id, two.run.id);
    assert!(two.run.resumed && one.run.epoch != two.run.epoch);
    one.offer(&["http://a.example/1", "http://a.example/2", "http://b.example/1"], DELAY);
    two.offer(&["http://a.example/1", "http://a.example/2", "http://b.example/1"], DELAY);
    assert_eq!(one.store.waiting().unwrap(), 3, "what both bring is there once");
    let first = one.due();
    let second = two.due();
    assert_eq!((first.item.host(), second.item.host()), ("a.example".to_owned(), "b.example".to_owned()));
    assert!(matches!(two.lease().unwrap(), Next::Wait(_)), "a.example is the other's");
    one.settle(first).unwrap();
    // Free again, but not before its delay; both know.
    for crawler in [&mut one, &mut two] {
        let now = crawler.now();
        let next = crawler.lease().unwrap();
        assert!(matches!(next, Next::Wait(at) if at > now), "{next:?}");
    }
    assert!(two.store.end(&two.run).unwrap(), "the other goes on");
    assert!(!one.store.end(&one.run).unwrap(), "the last one leaves something undone");
    let again = Crawler::start(&address, "one");
    assert!(again.run.resumed && again.run.id == one.run.id, "so the run goes on");
}

#[test]
fn what_a_dead_crawler_held_is_taken_over_and_the_dead_change_nothing() {
    let Some(address) = postgres::address() else { return };
    let (mut dead, mut other) = (Crawler::start(&address, "dead"), Crawler::start(&address, "other"));
    dead.offer(&["http://a.example/1"], DELAY);
    let lease = dead.due();
    for _ in 0..3 {
        thread::sleep(LEASE / 2);
        let now = other.now();
        other.store.beat(&other.run, now).unwrap();
    }
    // Taken over: it waits again, and its host, which may have been asked a moment ago, has its delay before it.
    let now = other.now();
    let next = other.lease().unwrap();
    assert!(matches!(next, Next::Wait(at) if at > now), "{next:?}");
    assert!(matches!(dead.settle(lease).unwrap_err(), StoreError::Fenced { .. }));
    assert!(matches!(dead.lease().unwrap_err(), StoreError::Fenced { .. }));
    let now = dead.now();
    assert!(matches!(dead.store.beat(&dead.run, now).unwrap_err(), StoreError::Fenced { .. }));
    assert_eq!(other.store.waiting().unwrap(), 1);
    // Started again, it is another.
    let back = Crawler::start(&address, "dead");
    assert_eq!(back.run.id, other.run.id);
}

#[test]
fn a_crawler_that_starts_again_needs_not_wait_for_itself_to_be_thought_dead() {
    let Some(address) = postgres::address() else { return };
    let mut killed = Crawler::start(&address, "one");
    killed.offer(&["http://a.example/1"], DELAY);
    let lease = killed.due();
    let mut again = Crawler::start(&address, "one");
    assert!(again.run.resumed);
    assert!(matches!(again.lease().unwrap(), Next::Wait(_)), "only its host's delay is waited for");
    assert!(matches!(killed.settle(lease).unwrap_err(), StoreError::Fenced { .. }));
}

#[test]
fn nobody_is_taken_for_dead_by_who_was_cut_off_too() {
    let (Some(server), Some(address)) = (postgres::server(), postgres::address()) else { return };
    let name = format!("cut {}", address.rsplit('=').next().unwrap());
    let named = format!("{address}&application_name={name}");
    let (mut one, mut two) = (Crawler::start(&named, "one"), Crawler::start(&named, "two"));
    one.offer(&["http://a.example/1"], DELAY);
    let lease = one.due();
    let ended = server.sql(&format!(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = '{name}'"
    ));
    assert_eq!(ended, "2");
    thread::sleep(LEASE + Duration::from_millis(300));
    let now = two.now();
    two.store.beat(&two.run, now).unwrap();
    one.settle(lease).unwrap();
}

#[test]
fn many_at_once_lease_each_item_once() {
    let Some(address) = postgres::address() else { return };
    let urls: Vec<String> = (0..40).map(|n| format!("http://host-{n}.example/")).collect();
    let listed: Vec<&str> = urls.iter().map(String::as_str).collect();
    let mut first = Crawler::start(&address, "first");
    first.offer(&listed, Duration::ZERO);
    let threads: Vec<_> = (0..4)
        .map(|n| {
            let address = address.clone();
            thread::spawn(move || {
                let mut crawler = Crawler::start(&address, &format!("c{n}"));
                let mut leased = Vec::new();
                loop {
                    match crawler.lease().unwrap() {
                        Next::Due(lease) => {
                            leased.push(lease.item.url.to_string());
                            crawler.settle(lease).unwrap();
                        }
                        Next::Empty => break,
                        _ => thread::sleep(Duration::from_millis(5)),
                    }
                }
                leased
            })
        })
        .collect();
    let mut leased: Vec<String> = threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect();
    leased.sort();
    let mut urls = urls;
    urls.sort();
    assert_eq!(leased, urls);
}
