//! From config.toml to the options that each room declares, for every verb that reads it.

use super::{Loudness, printable};
use crate::archive::Replay;
use crate::config::{self, Config};
use crate::crawl::{self, Guard, Network, NetworkOptions, Options, Recording, Source, Terms, Web};
use jiff::civil::Date;
use miette::IntoDiagnostic;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

const BESIDE: &str = "config.toml";

/// The config file meant, read: the one named, else the one beside the recording, else the one here. Without a
/// recording the network is meant, and then a contact must be given.
pub fn config(
    named: Option<&Path>,
    replay: &[PathBuf],
    loudness: &Loudness,
) -> miette::Result<(PathBuf, Config)> {
    let (file, config) = config_of_anyone(named, replay, loudness)?;
    if replay.is_empty() && config.needs_contact() {
        return Err(miette::miette!(
            help = "set contact = \"you@example.org\" (or the address of a page about your crawler) under [crawl], \
                    or try it without a network: --replay FILE.warc.gz",
            "{}: a live crawl must say who is asking, and `contact` is empty",
            printable(&file.display().to_string())
        ));
    }
    Ok((file, config))
}

/// The same for what asks nobody.
pub fn config_of_anyone(
    named: Option<&Path>,
    replay: &[PathBuf],
    loudness: &Loudness,
) -> miette::Result<(PathBuf, Config)> {
    let beside = replay.first().and_then(|file| file.parent()).map(|folder| folder.join(BESIDE));
    let file = match (named, beside) {
        (Some(named), _) => named.to_owned(),
        (None, Some(beside)) if beside.is_file() => {
            if !loudness.quiet {
                eprintln!(
                    "using {}, which lies beside the recording",
                    printable(&beside.display().to_string())
                );
            }
            beside
        }
        _ => PathBuf::from(BESIDE),
    };
    let config = config::read(&file).map_err(|invalid| {
        miette::miette!(
            help = "`claimtrail config check FILE` names every slip; the top-level config.toml of the project is an example",
            "{}",
            printable(&invalid.to_string())
        )
    })?;
    Ok((file, config))
}

/// Where the answers come from: the network, or these files.
pub fn web(replay: &[PathBuf], config: &Config) -> miette::Result<Arc<dyn Web>> {
    if replay.is_empty() {
        return Ok(Arc::new(Network::new(network(config)).into_diagnostic()?));
    }
    let replay = Replay::open(replay).into_diagnostic()?;
    for fault in replay.faults() {
        tracing::warn!("{fault}");
    }
    Ok(Arc::new(Recording(move |url: &str| match replay.archived(url) {
        Ok(found) => Ok(found.map(|archived| crawl::Answer {
            exchange: archived.exchange,
            record: Some(archived.record),
            packed: None,
        })),
        Err(error) => Err(error.to_string()),
    })))
}

/// What the crawl room wants.
pub fn options(config: &Config, limit: Option<u32>, since: Option<Date>) -> Options {
    let crawl = &config.crawl;
    Options {
        sources: config.source.iter().map(|source| source_of(source, config)).collect(),
        terms: terms(config),
        token: token(config),
        guard: guard(config),
        concurrency: crawl.concurrency as usize,
        per_host: crawl.per_host,
        max_pages: limit.unwrap_or(crawl.max_pages),
        since: since.or(crawl.since),
        retries: crawl.retries,
        longest_wait: seconds(crawl.max_wait_seconds),
        page_bytes: config.limits.page_bytes,
        sitemap_bytes: config.limits.sitemap_bytes,
        ratio: config.limits.ratio,
        redirects: config.limits.redirects,
        max_bytes: config.crawl.max_megabytes.saturating_mul(1_000_000),
        first_revisit: Duration::from_secs(86_400 * u64::from(config.crawl.refetch_days)),
        lists_if_new: false,
    }
}

/// The product token that robots.txt and marks of pages are read for.
pub fn token(config: &Config) -> String {
    config.crawl.user_agent.split('/').next().unwrap_or_default().to_owned()
}

/// What an article must be about.
pub fn terms(config: &Config) -> Terms {
    Terms {
        terms: config.topic.terms.clone(),
        hints: config.topic.hints.clone(),
        not: config.topic.not.clone(),
    }
}

fn source_of(source: &config::Source, config: &Config) -> Source {
    Source {
        name: source.name.clone(),
        feeds: source.feeds.clone(),
        sitemaps: source.sitemaps.clone(),
        pages: source.pages.clone(),
        domains: source.domains.clone(),
        on_topic: source.on_topic,
        discover: source.discover,
        max_pages: source.max_pages.unwrap_or(config.crawl.pages_per_source),
        depth: source.depth.unwrap_or(config.crawl.depth),
        languages: config.crawl.languages.iter().map(|tag| tag.to_lowercase()).collect(),
        drop_parameters: config.crawl.drop_parameters.iter().map(|name| name.to_lowercase()).collect(),
        max_bytes: source
            .max_megabytes
            .unwrap_or(config.crawl.megabytes_per_source)
            .saturating_mul(1_000_000),
        delay: seconds(source.delay_seconds.unwrap_or(config.crawl.delay_seconds)),
    }
}

fn guard(config: &Config) -> Guard {
    Guard { loopback: config.crawl.allow_loopback, ports: config.crawl.ports.clone() }
}

/// The User-Agent with its contact.
pub fn user_agent(config: &Config) -> String {
    format!("{} (+{})", config.crawl.user_agent, config.crawl.contact.trim())
}

/// What the network wants.
pub fn network(config: &Config) -> NetworkOptions {
    NetworkOptions {
        user_agent: user_agent(config),
        guard: guard(config),
        connect: seconds(config.limits.connect_seconds),
        headers: seconds(config.limits.header_seconds),
        idle: seconds(config.limits.idle_seconds),
        total: seconds(config.limits.total_seconds),
        pinned: BTreeMap::new(),
    }
}

fn seconds(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
}
