//! What a live crawl needs before it begins: the lock of its folder, its archive, its part in the run.

use super::super::{printable, settings};
use super::durable::Place;
use crate::archive;
use crate::coding;
use crate::config::Config;
use crate::crawl::Options;
use crate::store::Start;
use std::{
    fs::{self, File, TryLockError},
    io,
    path::Path,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// Time without a sign after which a crawler that shares its store is thought dead.
const LEASE: Duration = Duration::from_secs(30);

/// The archive of a live crawl.
pub fn place(config: &Config, out: &Path) -> Place {
    let info = [
        ("operator", config.crawl.contact.trim().to_owned()),
        ("http-header-user-agent", settings::user_agent(config)),
        ("robots", "obey".to_owned()),
        ("description", "header order is reconstructed; bodies are as they came".to_owned()),
    ];
    let options = archive::Options {
        prefix: config.archive.prefix.clone(),
        roll_at: config.archive.max_bytes,
        info: info.map(|(name, value)| (name.to_owned(), value)).into(),
    };
    Place { folder: out.join(&config.archive.dir), options }
}

/// How this crawler takes its part. What is known is so for `refetch_days`.
pub fn start(config: &Config, options: &Options, fresh: bool) -> Start {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let days = config.crawl.refetch_days;
    let known_since = match days {
        0 => Duration::MAX,
        days => now.saturating_sub(Duration::from_secs(86_400 * u64::from(days))),
    };
    Start {
        crawler: config.archive.prefix.clone(),
        sources: options.sources.iter().map(|source| source.name.clone()).collect(),
        fresh,
        per_host: options.per_host,
        patience: options.longest_wait,
        known_since,
        only_due: options.lists_if_new,
        lease: LEASE,
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
    let unwritable = |error: io::Error| {
        miette::miette!(
            help = "give yourself write access to it, or name another folder with --out",
            "{}: {error}",
            printable(&out.display().to_string())
        )
    };
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
