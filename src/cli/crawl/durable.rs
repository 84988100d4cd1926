//! A live crawl's ledger: the frontier in the store, and the archive that is written ahead of it.
//!
//! Whole records are appended and on the disk before the store commits what they mean; so the store never points to
//! what is not there, and what lies beyond its word is cut when the crawl starts again.

use super::keep::{Task, row_of};
use super::shared::Shared;
use crate::archive;
use crate::coding;
use crate::crash;
use crate::crawl::{Alive, Event, Fetched, KeptPage, Ledger, Moment, Packer, Sink, Traces};
use crate::model::{
    Allowance, ArchiveRecord, Exchange, Fate, Item, Next, Offer, Over, Packed, Purpose, RobotsFile,
    Settlement, Sighting, Spent,
};
use crate::store::{ArchiveEnd, FetchRow, PageRead, Run, Settled, Start, StoreError};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::mpsc,
    time::Duration,
};

/// Why nothing more can be kept.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    #[error(transparent)]
    Archive(#[from] archive::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("what was crawled could not be stored")]
    Reader,
}

/// Bytes of a body below which pointing to it costs as much as writing it again.
const WORTH: usize = 1024;

/// The ledger of one crawler.
pub struct Durable {
    store: Shared,
    run: Run,
    writer: archive::Writer,
    /// What is not committed yet.
    pending: Pending,
    /// What the names of its archive files begin with.
    files: String,
    send: mpsc::SyncSender<Task>,
    waiting: u64,
    beaten: Duration,
    alive: Alive,
}

/// What was settled and written since the last commit, and what it leaves for those that come after.
#[derive(Default)]
struct Pending {
    settled: Vec<Settled>,
    traces: Traces,
    /// Something lies in the archive that is perhaps not on the disk.
    written: bool,
    /// Whole exchanges in it, by the digest of their payload.
    payloads: BTreeMap<String, archive::Revisit>,
}

/// The end of a crawler's part.
pub struct Closing {
    store: Shared,
    run: Run,
    writer: archive::Writer,
}

impl Closing {
    /// Closes the archive and this crawler's part; how many URLs still wait where the run is not over.
    pub fn close(mut self) -> Result<u64, KeepError> {
        self.writer.close()?;
        crash::here("crawl: closed");
        let over = self.store.with(|store| store.end(&self.run))?;
        Ok(if over { 0 } else { self.store.with(|store| store.waiting())?.max(1) })
    }
}

/// Where a crawler keeps its archive.
pub struct Place {
    pub folder: PathBuf,
    pub options: archive::Options,
}

impl Durable {
    /// Repairs what a crash left, and takes up the run.
    pub fn open(
        store: Shared,
        start: &Start,
        place: Place,
        send: mpsc::SyncSender<Task>,
    ) -> Result<Durable, KeepError> {
        let committed = store.with(|store| store.archive_end(&start.crawler))?;
        let committed = committed.map(|end| archive::Position { file: end.file, length: end.length });
        let files = format!("{}-", place.options.prefix);
        let writer = archive::Writer::resume(&place.folder, place.options, committed.as_ref())?;
        crash::here("recovery: archive cut");
        let end = end_of(&writer)?;
        let run = store.with(|store| {
            store.set_archive_end(&start.crawler, &end)?;
            crash::here("recovery: before leases");
            store.start(start)
        })?;
        crash::here("recovery: leases taken back");
        let waiting = store.with(|store| store.waiting())?;
        let alive = if run.shared { Alive::for_time(start.lease) } else { Alive::default() };
        Ok(Durable {
            store,
            run,
            writer,
            pending: Pending::default(),
            files,
            send,
            waiting,
            beaten: Duration::ZERO,
            alive,
        })
    }

    pub fn run(&self) -> &Run {
        &self.run
    }

    /// Hands over the pages that were fetched and not read before the program ended.
    pub fn read_on(&mut self, folder: &Path, prefix: &str, limits: &coding::Limits) -> Result<(), KeepError> {
        let unread = self.store.with(|store| store.unread(&format!("{prefix}-")))?;
        for row in unread {
            crash::here("recovery: reading on");
            match self.kept_page(folder, &row, limits) {
                Ok(page) => self.hand_over(Task::Page(Box::new(page)))?,
                Err(why) => {
                    tracing::warn!("{}: {why}", row.url);
                    let lost = FetchRow { outcome: "unread".to_owned(), note: Some(why), ..row };
                    let page = PageRead { fetch: &lost, article: None };
                    self.store.with(|store| store.add_readings(&[page]))?;
                }
            }
        }
        Ok(())
    }

    /// What is left to do when everything that was handed over has been read; the reading learns from this that
    /// nothing more will come.
    pub fn into_closing(self) -> Closing {
        Closing { store: self.store, run: self.run, writer: self.writer }
    }

    /// A page out of the archive, as it came from the network; the reason where it cannot be had.
    fn kept_page(&self, folder: &Path, row: &FetchRow, limits: &coding::Limits) -> Result<KeptPage, String> {
        let record = row.record.clone().ok_or("it has no record in the archive")?;
        let read = |record: &ArchiveRecord| {
            let archived = archive::read_at(&folder.join(&record.file), record.offset);
            archived.map_err(|error| error.to_string())
        };
        let mut archived = read(&record)?;
        if archived.record.digest != record.digest {
            return Err("its record in the archive is another".to_owned());
        }
        if archived.is_revisit {
            let earlier = self.store.with(|store| store.fetch_of_payload(&record.digest, &self.files));
            let earlier = earlier.map_err(|error| error.to_string())?.and_then(|fetch| fetch.record);
            let earlier = earlier.ok_or("the record that it refers to is not there")?;
            archived.exchange.body = read(&earlier)?.exchange.body;
        }
        let capture = archive::capture(archived.exchange, Some(record.clone()), limits)
            .map_err(|why| why.to_string())?;
        let fetched = Fetched {
            url: row.url.clone(),
            purpose: Purpose::parse(&row.purpose).unwrap_or(Purpose::Page),
            source: 0,
            at: row.fetched,
            status: row.status,
            bytes: row.bytes,
            record: Some(record),
            outcome: row.outcome.clone(),
            note: None,
        };
        Ok(KeptPage { capture, fetched, source: 0, depth: 0, via: None })
    }

    /// The exchange that holds the same payload already: the one with the same bytes, or for an answer that nothing has
    /// changed, the last of the same URL.
    fn earlier(&self, exchange: &Exchange, digest: &str) -> Result<Option<archive::Revisit>, KeepError> {
        let found = match exchange.status {
            200 if exchange.body.len() >= WORTH && exchange.truncated.is_none() => {
                let found = self.store.with(|store| store.fetch_of_payload(digest, &self.files))?;
                if found.is_none() {
                    return Ok(self.pending.payloads.get(digest).cloned());
                }
                found
            }
            304 => self.store.with(|store| store.last_whole_fetch(&exchange.url, &self.files))?,
            _ => None,
        };
        Ok(found.map(|fetch| archive::Revisit { url: fetch.url, at: fetch.fetched }))
    }

    fn hand_over(&self, task: Task) -> Result<(), KeepError> {
        self.send.send(task).map_err(|_| KeepError::Reader)
    }
}

fn end_of(writer: &archive::Writer) -> Result<ArchiveEnd, archive::Error> {
    let archive::Position { file, length } = writer.position()?;
    Ok(ArchiveEnd { file, length })
}

/// An answer that cannot be written down (forged headers) is read without a record.
fn unwritten(error: archive::Error) -> Result<Option<ArchiveRecord>, KeepError> {
    match error {
        archive::Error::Unwritable { .. } => {
            tracing::warn!("{error}");
            Ok(None)
        }
        error => Err(error.into()),
    }
}

impl Sink for Durable {
    type Error = KeepError;

    fn archive(&mut self, exchange: &Exchange) -> Result<Option<ArchiveRecord>, KeepError> {
        match archive::pack(exchange, None) {
            Ok(packed) => self.archive_packed(exchange, packed),
            Err(error) => unwritten(error),
        }
    }

    fn packer(&self) -> Option<Packer> {
        // One that fails is packed again by `archive`, which says why.
        Some(|exchange| archive::pack(exchange, None).ok())
    }

    fn archive_packed(
        &mut self,
        exchange: &Exchange,
        packed: Packed,
    ) -> Result<Option<ArchiveRecord>, KeepError> {
        crash::here("crawl: fetched");
        let earlier = self.earlier(exchange, &packed.digest)?;
        let written = match &earlier {
            Some(earlier) => self.writer.write_revisit(exchange, earlier),
            None => self.writer.write_packed(exchange.started, packed),
        };
        match written {
            Ok(record) => {
                self.pending.written = true;
                if earlier.is_none() && exchange.status == 200 {
                    let this = archive::Revisit { url: exchange.url.clone(), at: exchange.started };
                    self.pending.payloads.entry(record.digest.clone()).or_insert(this);
                }
                Ok(Some(record))
            }
            Err(error) => unwritten(error),
        }
    }

    fn event(&mut self, event: Event) -> Result<(), KeepError> {
        self.hand_over(Task::from(event))
    }
}

impl Ledger for Durable {
    fn now(&mut self) -> Result<Duration, KeepError> {
        Ok(self.store.with(|store| store.now())?)
    }

    fn offer(&mut self, now: Duration, offers: Vec<Offer>) -> Result<(), KeepError> {
        self.waiting += offers.len() as u64;
        Ok(self.store.with(|store| store.offer(&self.run, now, &offers))?)
    }

    fn next(&mut self, now: Duration, most: usize) -> Result<Vec<Next>, KeepError> {
        let sent = Moment::now();
        let next = self.store.with(|store| store.lease(&self.run, now, most))?;
        self.alive.renew(sent);
        if next.iter().any(|next| matches!(next, Next::Due(_))) {
            crash::here("crawl: leased");
        }
        Ok(next)
    }

    fn settle(&mut self, settlement: Settlement, fetched: &[Fetched]) -> Result<(), KeepError> {
        let left = u64::from(matches!(settlement.fate, Fate::Done { .. }));
        self.waiting = (self.waiting + settlement.offers.len() as u64).saturating_sub(left);
        for offer in &settlement.offers {
            self.pending.traces.meet(offer.item.url.as_str());
        }
        self.pending.traces.remember(&settlement);
        let fetches = fetched.iter().cloned().map(row_of).collect();
        self.pending.settled.push(Settled { settlement, fetches });
        Ok(())
    }

    fn commit(&mut self) -> Result<(), KeepError> {
        let Pending { settled, written, .. } = std::mem::take(&mut self.pending);
        if settled.is_empty() {
            return Ok(());
        }
        let mut end = None;
        if written {
            crash::here("crawl: written");
            self.writer.sync()?;
            crash::here("crawl: synced");
            end = Some(end_of(&self.writer)?);
        }
        let sent = Moment::now();
        self.store.with(|store| store.settle(&self.run, &settled, end.as_ref()))?;
        self.alive.renew(sent);
        crash::here("crawl: settled");
        Ok(())
    }

    fn sighted(&mut self, item: &Item) -> Result<Sighting, KeepError> {
        if self.pending.traces.has_met(item.url.as_str()) {
            return Ok(Sighting::Met);
        }
        Ok(self.store.with(|store| store.sighted(&self.run, item))?)
    }

    fn has_twin(&mut self, item: &Item, digest: &[u8; 32], identity: &str) -> Result<bool, KeepError> {
        Ok(self.pending.traces.has_twin(item, digest, identity)
            || self.store.with(|store| store.has_twin(item, digest, identity))?)
    }

    fn near_twin(&mut self, item: &Item, near: u64) -> Result<Option<String>, KeepError> {
        match self.store.with(|store| store.near_twin(item, near))? {
            Some(twin) => Ok(Some(twin)),
            None => Ok(self.pending.traces.near_twin(item, near)),
        }
    }

    fn rules(&mut self, origin: &str) -> Result<Option<RobotsFile>, KeepError> {
        Ok(self.store.with(|store| store.rules(origin))?)
    }

    fn count(&self) -> usize {
        usize::try_from(self.waiting).unwrap_or(usize::MAX)
    }

    fn spent(&mut self) -> Result<Vec<Spent>, KeepError> {
        Ok(self.store.with(|store| store.spent(&self.run))?)
    }

    fn pay(&mut self, item: &Item, allowed: &Allowance) -> Result<Option<Over>, KeepError> {
        match self.run.shared {
            true => Ok(self.store.with(|store| store.pay(&self.run, item, allowed))?),
            false => Ok(None),
        }
    }

    fn moved_seeds(&mut self) -> Result<Vec<Item>, KeepError> {
        Ok(self.store.with(|store| store.moved_seeds(&self.run))?)
    }

    fn beat(&mut self, now: Duration) -> Result<Duration, KeepError> {
        if now.saturating_sub(self.beaten) < self.run.start.lease / 4 {
            return Ok(now);
        }
        let sent = Moment::now();
        let told = self.store.with(|store| store.beat(&self.run, now))?;
        self.alive.renew(sent);
        self.beaten = told;
        Ok(told)
    }

    fn alive(&self) -> Alive {
        self.alive.clone()
    }
}
