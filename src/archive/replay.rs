//! Answers requests from archive files instead of the network.

use super::{
    error::Error,
    reader::{Archived, Exchanges, read_at},
    record::Records,
};
use crate::model::Exchange;
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Mutex,
};

/// An index of recorded answers, in memory: some 40 bytes for each, read from the file when asked for.
pub struct Replay {
    files: Vec<PathBuf>,
    answers: BTreeMap<Key, Vec<Place>>,
    /// Where payloads lie that a `revisit` record refers to, by their digests.
    payloads: BTreeMap<Key, Place>,
    /// How many answers each URL has given.
    given: Mutex<BTreeMap<Key, usize>>,
    faults: Vec<Error>,
}

/// The first half of the URL's SHA-256: short, and no two URLs share one.
type Key = [u8; 16];

#[derive(Clone, Copy)]
struct Place {
    file: usize,
    offset: u64,
}

impl Replay {
    /// Indexes the files in the order given. A file that is cut short or damaged is used as far as it
    /// reads ([`Replay::faults`]); one that holds nothing to answer with is an error.
    pub fn open(paths: &[PathBuf]) -> Result<Replay, Error> {
        let mut replay = Replay {
            files: paths.to_vec(),
            answers: BTreeMap::new(),
            payloads: BTreeMap::new(),
            given: Mutex::default(),
            faults: Vec::new(),
        };
        for (file, path) in paths.iter().enumerate() {
            replay.index(file, path)?;
        }
        Ok(replay)
    }

    /// The answer recorded for `url`: the first not yet given, and when all are given, the last again.
    pub fn answer(&self, url: &str) -> Result<Option<Exchange>, Error> {
        Ok(self.archived(url)?.map(|archived| archived.exchange))
    }

    /// The same with the place of its record.
    pub fn archived(&self, url: &str) -> Result<Option<Archived>, Error> {
        let key = key_of(url);
        let Some(places) = self.answers.get(&key) else { return Ok(None) };
        let turn = {
            let mut given = self.given.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            let count = given.entry(key).or_default();
            *count += 1;
            *count - 1
        };
        let Some(place) = places.get(turn).or(places.last()) else { return Ok(None) };
        let mut archived = self.read(*place)?;
        if archived.is_revisit
            && let Some(place) = self.payloads.get(&key_of(&archived.record.digest))
        {
            let earlier = self.read(*place)?;
            archived.exchange.body = earlier.exchange.body;
        }
        Ok(Some(archived))
    }

    fn read(&self, place: Place) -> Result<Archived, Error> {
        let path = self.files.get(place.file).map(PathBuf::as_path).unwrap_or(Path::new(""));
        read_at(path, place.offset)
    }

    /// How many answers are recorded.
    pub fn len(&self) -> usize {
        self.answers.values().map(Vec::len).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.answers.is_empty()
    }

    /// What could not be read while indexing, to be shown to the user.
    pub fn faults(&self) -> &[Error] {
        &self.faults
    }

    fn index(&mut self, file: usize, path: &Path) -> Result<(), Error> {
        // A kilobyte of a block is enough to know that it is an answer; the rest is read when asked for.
        let mut exchanges = Exchanges::of(Records::open(path)?.max_block(1 << 10));
        let mut before = None;
        let mut any = false;
        while let Some(next) = exchanges.next() {
            match next {
                Ok(archived) => {
                    if exchanges.is_gzip() && before == Some(archived.record.offset) {
                        return Err(Error::NotSeekable { file: path.to_owned() });
                    }
                    before = Some(archived.record.offset);
                    any = true;
                    let place = Place { file, offset: archived.start };
                    if !archived.is_revisit && !archived.record.digest.is_empty() {
                        self.payloads.entry(key_of(&archived.record.digest)).or_insert(place);
                    }
                    self.answers.entry(key_of(&archived.exchange.url)).or_default().push(place);
                }
                Err(error) if any || error.is_passed_over() => self.faults.push(error),
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

fn key_of(url: &str) -> Key {
    let digest: [u8; 32] = Sha256::digest(url.as_bytes()).into();
    let mut key = Key::default();
    key.copy_from_slice(&digest[..16]);
    key
}
