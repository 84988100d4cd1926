//! Where the store lies, and what of a reading goes into it.

use crate::model::Reading;
use crate::output::{EXTRACTOR, Layout, to_json};
use crate::store::{ArticleRow, ClaimRow, Sqlite, StoreError};
use miette::IntoDiagnostic;
use std::path::{Path, PathBuf};

/// The folder that `crawl` writes to unless told otherwise.
pub const OUT: &str = "claimtrail-data";
/// The store's name within that folder.
pub const STORE_FILE: &str = "claims.sqlite";

/// Which store to read.
#[derive(Clone, Debug, clap::Args)]
pub struct StoreArgs {
    /// The store: a file, or the folder that `crawl` wrote to.
    #[arg(long, value_name = "PATH", default_value = OUT)]
    pub store: PathBuf,
}

impl StoreArgs {
    /// The file meant: in a folder, the store of that folder.
    pub fn file(&self) -> PathBuf {
        store_in(&self.store)
    }

    pub fn open_to_read(&self) -> Result<Sqlite, StoreError> {
        Sqlite::open_to_read(&self.file())
    }
}

/// The store of a folder; a path with a file's ending is the store itself.
pub fn store_in(path: &Path) -> PathBuf {
    if path.is_dir() || path.extension().is_none() { path.join(STORE_FILE) } else { path.to_owned() }
}

/// The rows that keep a reading: its article, and its claims in order.
pub fn rows_of(reading: &Reading) -> miette::Result<(ArticleRow, Vec<ClaimRow>)> {
    let article = &reading.document.article;
    let record = reading.to_record();
    let publisher = &record.article.publisher;
    let row = ArticleRow {
        url: record.article.url.clone().unwrap_or_else(|| record.article.text_digest.clone()),
        text_digest: record.article.text_digest.clone(),
        extractor: EXTRACTOR.to_owned(),
        title: record.article.title.clone(),
        publisher: publisher.name.clone().or_else(|| publisher.domain.clone()),
        day: article.today(),
        fetched: article.fetched,
        record: article.record.clone(),
        json: to_json(&record, Layout::Line).into_diagnostic()?,
    };
    let claims = record.into_claims().map(|claim| {
        let mut countries: Vec<String> = claim.countries.iter().map(|c| c.country.iso2.clone()).collect();
        countries.sort();
        countries.dedup();
        Ok(ClaimRow {
            id: claim.id.clone(),
            kind: claim.kind.as_str().to_owned(),
            countries,
            confidence: claim.confidence,
            json: to_json(&claim, Layout::Line).into_diagnostic()?,
        })
    });
    Ok((row, claims.collect::<miette::Result<_>>()?))
}
