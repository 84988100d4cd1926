//! The frontier as the rules of following see it: what was met before, and what is found now.
//!
//! Nothing is kept here. What is found is gathered, and goes into the ledger with the answer that named it.

use super::address;
use super::report::Reason;
pub use crate::model::Item;
use crate::model::{Offer, Purpose, Sighting, Standing};
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;
use url::Url;

/// Questions to a ledger that gathering asks.
pub trait Met {
    fn sighted(&mut self, item: &Item) -> Sighting;

    /// Whether another page was kept with the same bytes, or under this canonical URL.
    fn has_twin(&mut self, item: &Item, digest: &[u8; 32], identity: &str) -> bool;

    /// Another page whose text is nearly the same.
    fn near_twin(&mut self, item: &Item, near: u64) -> Option<String>;
}

/// What one answer brings to the frontier.
pub struct Frontier<'l> {
    met: &'l mut dyn Met,
    source: usize,
    /// URLs taken in since it was made.
    taken: BTreeSet<String>,
    offers: Vec<Offer>,
    known: Vec<Item>,
    identity: Option<String>,
    twin: Option<String>,
}

impl<'l> Frontier<'l> {
    /// `source` is the one whose answer is read.
    pub fn new(met: &'l mut dyn Met, source: usize) -> Frontier<'l> {
        Frontier {
            met,
            source,
            taken: BTreeSet::new(),
            offers: Vec::new(),
            known: Vec::new(),
            identity: None,
            twin: None,
        }
    }

    /// Takes an item in, unless its URL was met before in this run. `delay` is the least between two requests to its
    /// host; the longest that any of the host's sources asks for counts.
    pub fn add(&mut self, item: Item, delay: Duration) -> bool {
        if self.taken.contains(item.url.as_str()) {
            return false;
        }
        let sighting = self.met.sighted(&item);
        if sighting == Sighting::Met || !self.taken.insert(item.url.as_str().to_owned()) {
            return false;
        }
        if sighting == Sighting::Known {
            let standing = Standing::Left("known".to_owned());
            self.offers.push(Offer { item: item.clone(), delay, standing });
            self.known.push(item);
            return true;
        }
        self.offers.push(Offer { item, delay, standing: Standing::Waiting });
        true
    }

    /// Notes a URL as met without asking for it; false where it was met before.
    pub fn mark_seen(&mut self, url: &Url) -> bool {
        let item = Item { is_seed: false, ..Item::seed(url.clone(), Purpose::Page, self.source) };
        if self.taken.contains(url.as_str()) || self.met.sighted(&item) == Sighting::Met {
            return false;
        }
        self.taken.insert(url.as_str().to_owned());
        self.offers.push(Offer { item, delay: Duration::ZERO, standing: Standing::Alias });
        true
    }

    /// Whether a page like it was kept before; where not, it is to be remembered under `identity`.
    pub fn has_twin(&mut self, item: &Item, digest: &[u8; 32], identity: &Url) -> bool {
        let has = self.met.has_twin(item, digest, identity.as_str());
        if !has {
            self.identity = Some(identity.as_str().to_owned());
        }
        has
    }

    /// Whether a page of nearly the same text was kept before.
    pub fn has_near_twin(&mut self, item: &Item, near: Option<u64>) -> bool {
        self.twin = near.and_then(|near| self.met.near_twin(item, near));
        self.twin.is_some()
    }

    /// What was gathered, for the ledger, and what is to be told as left out: `left`, and what an earlier run has
    /// read.
    pub fn gathered(self, mut left: Vec<(Item, Reason)>) -> Gathered {
        let Frontier { mut offers, known, identity, twin, .. } = self;
        let mut noted: BTreeMap<String, &mut Offer> = offers
            .iter_mut()
            .filter(|offer| offer.standing == Standing::Alias)
            .map(|offer| (offer.item.url.as_str().to_owned(), offer))
            .collect();
        for (item, reason) in &left {
            if let Some(offer) = noted.get_mut(item.url.as_str()) {
                offer.item = item.clone();
                offer.standing = Standing::Left(reason.word());
            }
        }
        left.extend(known.into_iter().map(|item| (item, Reason::Known)));
        Gathered { offers, left, identity, twin }
    }
}

/// What one answer brought.
#[derive(Default)]
pub struct Gathered {
    pub offers: Vec<Offer>,
    pub left: Vec<(Item, Reason)>,
    /// The canonical URL under which a page is kept.
    pub identity: Option<String>,
    /// The page that this one is nearly the same as.
    pub twin: Option<String>,
}

/// Where the rules of a URL's origin lie.
pub fn robots_url(url: &Url) -> Option<Url> {
    address::canonical("/robots.txt", Some(url))
}
