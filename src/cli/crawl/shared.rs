//! One connection to the store for the crawl and for the reading, which take turns.

use crate::store::Frontier;
use std::sync::{Arc, Mutex};

/// A store that two threads use.
#[derive(Clone)]
pub struct Shared(Arc<Mutex<Box<dyn Frontier>>>);

impl Shared {
    pub fn new(store: Box<dyn Frontier>) -> Shared {
        Shared(Arc::new(Mutex::new(store)))
    }

    /// Waits for its turn. Each call of the store is whole, so that a thread that died has left nothing half done.
    pub fn with<T>(&self, work: impl FnOnce(&mut dyn Frontier) -> T) -> T {
        let mut store = self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        work(&mut **store)
    }
}
