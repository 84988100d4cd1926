//! What settlements leave for those that come after: URLs that were met, and pages that others may be copies of.

use super::near;
use crate::model::{Item, Settlement};
use std::collections::{HashMap, HashSet};

/// Traces of settlements, in memory.
#[derive(Debug, Default)]
pub struct Traces {
    met: HashSet<String>,
    bodies: HashMap<[u8; 32], String>,
    pages: HashMap<String, String>,
    /// Hashes of pages kept, by host.
    nears: HashMap<String, Vec<(u64, String)>>,
}

impl Traces {
    /// Notes a URL; false where it was met before.
    pub fn meet(&mut self, url: &str) -> bool {
        self.met.insert(url.to_owned())
    }

    pub fn has_met(&self, url: &str) -> bool {
        self.met.contains(url)
    }

    /// Remembers a page that is kept.
    pub fn remember(&mut self, settlement: &Settlement) {
        let Some(content) = settlement.content.as_ref().filter(|content| content.kept) else { return };
        let url = settlement.lease.item.url.as_str();
        if let Some(digest) = content.digest {
            self.bodies.entry(digest).or_insert_with(|| url.to_owned());
        }
        if let Some(near) = content.near {
            let host = self.nears.entry(settlement.lease.item.host()).or_default();
            host.push((near, url.to_owned()));
        }
        if let Some(identity) = &content.identity {
            self.pages.entry(identity.clone()).or_insert_with(|| url.to_owned());
        }
    }

    /// Whether another page was kept with these bytes, or under this canonical URL.
    pub fn has_twin(&self, item: &Item, digest: &[u8; 32], identity: &str) -> bool {
        let is_other = |url: Option<&String>| url.is_some_and(|url| url != item.url.as_str());
        is_other(self.bodies.get(digest)) || is_other(self.pages.get(identity))
    }

    /// Another page of the item's host that was kept and whose text is nearly the same.
    pub fn near_twin(&self, item: &Item, near: u64) -> Option<String> {
        let others = self.nears.get(&item.host()).map(Vec::as_slice).unwrap_or_default();
        let is_twin = |(other, url): &&(u64, String)| near::is_near(*other, near) && url != item.url.as_str();
        others.iter().find(is_twin).map(|(_, url)| url.clone())
    }
}
