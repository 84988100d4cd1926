//! What a live crawl needs before it begins: the lock of its folder, its archive, its part in the run.

use super::super::{printable, settings};
use super::durable::Place;
use crate::archive;
use crate::coding;
use crate::config::Config;
use crate::crawl::Options;
use crate::store::{self, Start};
use std::{
    fs::{self, File, TryLockError},
    hash::{BuildHasher, Hasher, RandomState},
    io::{self, Write},
    path::Path,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// The file of a folder that tells its crawler from all others.
const NAME: &str = "crawler";

/// What the names of a crawler's archive files begin with; the crawler is known by the same. One that shares its store
/// gets a word of its own, which stays in its folder: nobody else has it, and it is the same after a restart.
pub fn prefix(config: &Config, out: &Path, place: &store::Place) -> miette::Result<String> {
    let prefix = &config.archive.prefix;
    if !place.is_shared() {
        return Ok(prefix.clone());
    }
    let file = out.join(NAME);
    let word = fs::read_to_string(&file).unwrap_or_default();
    let word = word.trim();
    if !word.is_empty() && word.len() <= 32 && word.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return Ok(format!("{prefix}-{word}"));
    }
    let drawn = RandomState::new().build_hasher().finish();
    let word = format!("{:010x}", drawn & 0xff_ffff_ffff);
    write_whole(&file, &word).map_err(|error| unwritable(&file, &error))?;
    Ok(format!("{prefix}-{word}"))
}

/// Writes a small file that is there whole, or not at all.
fn write_whole(file: &Path, text: &str) -> io::Result<()> {
    let beside = file.with_extension("new");
    let mut new = File::create(&beside)?;
    new.write_all(text.as_bytes())?;
    new.sync_all()?;
    fs::rename(&beside, file)
}

fn unwritable(file: &Path, error: &io::Error) -> miette::Report {
    miette::miette!(
        help = "give yourself write access to it, or name another folder with --out",
        "{}: {error}",
        printable(&file.display().to_string())
    )
}

/// The archive of a live crawl.
pub fn place(config: &Config, out: &Path, prefix: &str) -> Place {
    let info = [
        ("operator", config.crawl.contact.trim().to_owned()),
        ("http-header-user-agent", settings::user_agent(config)),
        ("robots", "obey".to_owned()),
        ("description", "header order is reconstructed; bodies are as they came".to_owned()),
    ];
    let options = archive::Options {
        prefix: prefix.to_owned(),
        roll_at: config.archive.max_bytes,
        info: info.map(|(name, value)| (name.to_owned(), value)).into(),
    };
    Place { folder: out.join(&config.archive.dir), options }
}

/// How this crawler takes its part. What is known is so for `refetch_days`.
pub fn start(config: &Config, options: &Options, prefix: &str, fresh: bool) -> Start {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let days = config.crawl.refetch_days;
    let known_since = match days {
        0 => Duration::MAX,
        days => now.saturating_sub(Duration::from_secs(86_400 * u64::from(days))),
    };
    Start {
        crawler: prefix.to_owned(),
        sources: options.sources.iter().map(|source| source.name.clone()).collect(),
        fresh,
        per_host: options.per_host,
        patience: options.longest_wait,
        known_since,
        only_due: options.lists_if_new,
        lease: Duration::try_from_secs_f64(config.store.lease_seconds).unwrap_or(Duration::MAX),
    }
}

/// How a page is decoded that is read from the archive again.
pub fn decoding(options: &Options) -> coding::Limits {
    coding::Limits {
        decoded: usize::try_from(options.page_bytes).unwrap_or(usize::MAX),
        ratio: options.ratio as usize,
        ..coding::Limits::PAGE
    }
}

/// One crawl at a time writes to a folder; the lock goes with the program, however it ends.
pub fn lock(out: &Path) -> miette::Result<File> {
    let unwritable = |error: io::Error| unwritable(out, &error);
    fs::create_dir_all(out).map_err(unwritable)?;
    let file = File::create(out.join("crawl.lock")).map_err(unwritable)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(miette::miette!(
            help = "wait for it to end, or give each crawl its own --out",
            "{}: another crawl is writing here",
            printable(&out.display().to_string())
        )),
        Err(TryLockError::Error(error)) => Err(unwritable(error)),
    }
}
