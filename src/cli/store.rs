//! Where the store lies, and what of a reading goes into it.

use super::printable;
use crate::config::{self, Config};
use crate::model::Reading;
use crate::output::{EXTRACTOR, Layout, to_json};
use crate::store::{ArticleRow, ClaimRow, Frontier, Place};
use miette::IntoDiagnostic;
use std::path::{Path, PathBuf};

/// The folder that `crawl` writes to unless told otherwise.
pub const OUT: &str = "claimtrail-data";
/// The store's name within that folder.
pub const STORE_FILE: &str = "claims.sqlite";

/// The file whose store is meant where nothing else is said.
const CONFIG: &str = "config.toml";
/// Longest address that an article is kept under; PostgreSQL's indexes hold little more, and no honest page has one.
const LONGEST: usize = 2048;

/// Which store to read.
#[derive(Clone, Debug, clap::Args)]
pub struct StoreArgs {
    /// The store: a file, the folder that `crawl` wrote to, postgres://USER@HOST/DATABASE, or env:NAME for what the
    /// environment variable NAME holds [default: the store of config.toml here, else claimtrail-data].
    #[arg(long, value_name = "PATH|URL")]
    store: Option<StoreName>,
}

/// A store as it was named. It may hold a password, so it is never shown.
#[derive(Clone)]
struct StoreName(String);

impl From<&str> for StoreName {
    fn from(word: &str) -> StoreName {
        StoreName(word.to_owned())
    }
}

impl std::fmt::Debug for StoreName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("StoreName(…)")
    }
}

impl StoreArgs {
    pub fn open_to_read(&self) -> miette::Result<Box<dyn Frontier>> {
        self.place()?.open_to_read().into_diagnostic()
    }

    fn place(&self) -> miette::Result<Place> {
        match &self.store {
            Some(StoreName(word)) => place(word, |path| store_in(Path::new(path))),
            None if Path::new(CONFIG).is_file() => {
                let config = config::read(Path::new(CONFIG)).map_err(|invalid| {
                    miette::miette!(
                        help = "mend it, or name the store with --store",
                        "{}",
                        printable(&invalid.to_string())
                    )
                })?;
                place_of(&config, Path::new(&config.output.dir))
            }
            None => Ok(Place::file(&store_in(Path::new(OUT)))),
        }
    }
}

/// The store that a config file names, with the folder that everything is written to.
pub fn place_of(config: &Config, out: &Path) -> miette::Result<Place> {
    place(&config.store.path, |name| match name {
        "" => store_in(out),
        name => out.join(name),
    })
}

/// A store by its name: an address, the environment variable that holds one, or a file.
fn place(word: &str, file: impl FnOnce(&str) -> PathBuf) -> miette::Result<Place> {
    let held = match word.strip_prefix("env:") {
        Some(name) => Some(std::env::var(name).map_err(|_| {
            miette::miette!(
                help = "set it to the store's address, such as postgres://USER:PASSWORD@HOST/DATABASE",
                "the environment variable {} is not set, and the store is to be found there",
                printable(name)
            )
        })?),
        None => None,
    };
    let word = held.as_deref().unwrap_or(word);
    match Place::is_server(word) {
        true => Place::server(word, std::env::var("PGPASSWORD").ok().as_deref()).into_diagnostic(),
        false => Ok(Place::file(&file(word))),
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
    let url = record.article.url.clone().filter(|url| url.len() <= LONGEST);
    let row = ArticleRow {
        url: url.unwrap_or_else(|| record.article.text_digest.clone()),
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
