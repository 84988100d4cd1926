//! Store: sources, fetches, articles and claims, kept so that the same crawl twice adds nothing.
//!
//! In: rows, with the record as JSON text beside the few columns that questions are asked by. Out: the same.
//! Never: looks into the JSON, knows how a claim is made, overwrites what another article said.

mod articles;
mod budget;
mod error;
mod frontier;
mod lease;
mod nears;
mod offers;
mod outbox;
mod place;
#[cfg(feature = "postgres")]
mod postgres;
mod rows;
mod runs;
mod settle;
mod sql;
mod sqlite;
mod tables;

pub use error::StoreError;
pub use place::Place;
#[cfg(feature = "postgres")]
pub use postgres::{Postgres, Server};
pub use rows::{
    Added, ArchiveEnd, ArticleRow, ClaimFilter, ClaimRow, FetchRow, Letter, PageRead, Run, Settled,
    SourceRow, Start, Stats, StoredClaim,
};
pub use sqlite::Sqlite;

use crate::model::{Allowance, Item, Next, Offer, Over, RobotsFile, Sighting, Spent};
use std::{ops::ControlFlow, time::Duration};

/// What every engine answers. Each call is one transaction: it is done, on the disk, or it left no trace.
pub trait Store: Send {
    /// Notes sources of pages, by their URLs.
    fn add_sources(&mut self, sources: &[SourceRow]) -> Result<Vec<Added>, StoreError>;

    /// Notes one fetch, by URL and time.
    fn add_fetch(&mut self, fetch: &FetchRow) -> Result<Added, StoreError>;

    /// Keeps an article with its claims, by URL, text digest and extractor version. What is already there is
    /// left alone; where the same version now reads the same text otherwise, its claims are replaced.
    fn add_article(&mut self, article: &ArticleRow, claims: &[ClaimRow]) -> Result<Added, StoreError>;

    /// Keeps what came of reading fetched pages, all or none: their outcomes, and the articles with their claims.
    /// A fetch that is noted already (by the place of its record; without one, by its time) takes the outcome where it still
    /// waits to be read.
    fn add_readings(&mut self, pages: &[PageRead<'_>]) -> Result<Vec<Added>, StoreError>;

    /// Fetches that wait to be read, of archive files whose name begins with `files`, in order of the archive.
    fn unread(&self, files: &str) -> Result<Vec<FetchRow>, StoreError>;

    /// The latest fetch of a URL.
    fn last_fetch(&self, url: &str) -> Result<Option<FetchRow>, StoreError>;

    /// The earliest fetch whose payload has this digest, and which lies in an archive whose file names begin so.
    fn fetch_of_payload(&self, digest: &str, files: &str) -> Result<Option<FetchRow>, StoreError>;

    /// The latest fetch of a URL that brought a body and lies in an archive whose file names begin so.
    fn last_whole_fetch(&self, url: &str, files: &str) -> Result<Option<FetchRow>, StoreError>;

    /// The record of the current reading of a URL: the one fetched last, by the extractor that came last.
    fn article(&self, url: &str) -> Result<Option<String>, StoreError>;

    /// Claims whose id begins with these characters, at most `limit` of them, in order of id.
    fn claims_by_id(&self, prefix: &str, limit: usize) -> Result<Vec<StoredClaim>, StoreError>;

    /// Every claim of the current readings that the filter lets through, by day, URL and place in the article,
    /// until the visitor breaks off.
    fn each_claim(
        &self,
        filter: &ClaimFilter,
        visit: &mut dyn FnMut(StoredClaim) -> ControlFlow<()>,
    ) -> Result<(), StoreError>;

    /// Counts over the current readings.
    fn stats(&self) -> Result<Stats, StoreError>;
}

/// New readings on their way to somebody who waits for them: each is delivered at least once.
pub trait Outbox: Store {
    /// From now on new readings that make claims go into the outbox.
    fn watch(&mut self) -> Result<(), StoreError>;

    /// What waits, the oldest first.
    fn letters(&self, most: usize) -> Result<Vec<Letter>, StoreError>;

    /// It has arrived.
    fn delivered(&mut self, letter: i64) -> Result<(), StoreError>;

    fn undelivered(&self) -> Result<u64, StoreError>;
}

/// The frontier in the store: what crawlers have still to ask for, who is asking, and how far their archives are
/// written. Several crawlers may share one where the engine allows it; a host is asked by one of them at a time.
pub trait Frontier: Store + Outbox {
    /// The time by the clock of the store, from the Unix epoch.
    fn now(&self) -> Result<Duration, StoreError>;

    /// Goes on with the run that is unfinished, or begins one. Leases of dead crawlers are taken back.
    fn start(&mut self, start: &Start) -> Result<Run, StoreError>;

    /// Ends a crawler's part in a run, and the run where nothing is left in it and nobody else is at work on it; true
    /// where nothing is left or others go on.
    fn end(&mut self, run: &Run) -> Result<bool, StoreError>;

    /// Says that the crawler lives, and takes over what dead ones held; the time by the clock that counts.
    fn beat(&mut self, run: &Run, now: Duration) -> Result<Duration, StoreError>;

    fn offer(&mut self, run: &Run, now: Duration, offers: &[Offer]) -> Result<(), StoreError>;

    /// The items whose turn it is, at most so many, leased to the run's crawler. Where there are fewer, what to do then
    /// comes last.
    fn lease(&mut self, run: &Run, now: Duration, most: usize) -> Result<Vec<Next>, StoreError>;

    /// Keeps everything that follows from some leases, with the requests made and how far the archive is written: whole or,
    /// where one of them is the crawler's no more, not at all.
    fn settle(
        &mut self,
        run: &Run,
        settled: &[Settled],
        archive: Option<&ArchiveEnd>,
    ) -> Result<(), StoreError>;

    fn sighted(&mut self, run: &Run, item: &Item) -> Result<Sighting, StoreError>;

    /// Whether another page was kept with these bytes, or under this canonical URL.
    fn has_twin(&mut self, item: &Item, digest: &[u8; 32], identity: &str) -> Result<bool, StoreError>;

    /// Another page of the host that was kept and whose hash differs by three bits at most.
    fn near_twin(&mut self, item: &Item, near: u64) -> Result<Option<String>, StoreError>;

    fn rules(&mut self, origin: &str) -> Result<Option<RobotsFile>, StoreError>;

    /// What a run has spent so far, source by source.
    fn spent(&mut self, run: &Run) -> Result<Vec<Spent>, StoreError>;

    /// Pays for an item out of the run's budget, from which all its crawlers spend; or which bound it would break. A page is
    /// paid for once a run; bytes are counted when they have come.
    fn pay(&mut self, run: &Run, item: &Item, allowed: &Allowance) -> Result<Option<Over>, StoreError>;

    /// Seeds that redirects led to in a run.
    fn moved_seeds(&mut self, run: &Run) -> Result<Vec<Item>, StoreError>;

    /// How many URLs wait.
    fn waiting(&mut self) -> Result<u64, StoreError>;

    /// How far the archive of a crawler is written, by its last settlement.
    fn archive_end(&self, crawler: &str) -> Result<Option<ArchiveEnd>, StoreError>;

    fn set_archive_end(&mut self, crawler: &str, end: &ArchiveEnd) -> Result<(), StoreError>;
}
