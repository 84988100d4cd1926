//! Store: sources, fetches, articles and claims, kept so that the same crawl twice adds nothing.
//!
//! In: rows, with the record as JSON text beside the few columns that questions are asked by. Out: the same.
//! Never: looks into the JSON, knows how a claim is made, overwrites what another article said.

mod error;
mod rows;
mod sqlite;
mod tables;

pub use error::StoreError;
pub use rows::{Added, ArticleRow, ClaimFilter, ClaimRow, FetchRow, SourceRow, Stats, StoredClaim};
pub use sqlite::Sqlite;

use std::ops::ControlFlow;

/// What every engine answers. Each call is one transaction: it is done, on the disk, or it left no trace.
pub trait Store: Send {
    /// Notes a source of pages, by its URL.
    fn add_source(&mut self, source: &SourceRow) -> Result<Added, StoreError>;

    /// Notes one fetch, by URL and time.
    fn add_fetch(&mut self, fetch: &FetchRow) -> Result<Added, StoreError>;

    /// Keeps an article with its claims, by URL, text digest and extractor version. What is already there is
    /// left alone; where the same version now reads the same text otherwise, its claims are replaced.
    fn add_article(&mut self, article: &ArticleRow, claims: &[ClaimRow]) -> Result<Added, StoreError>;

    /// The latest fetch of a URL.
    fn last_fetch(&self, url: &str) -> Result<Option<FetchRow>, StoreError>;

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
