//! From config.toml to the options that each room declares.

use super::super::{Loudness, printable};
use super::Args;
use crate::archive;
use crate::config::{self, Config};
use crate::crawl::{Guard, NetworkOptions, Options, Source, Terms};
use jiff::civil::Date;
use miette::IntoDiagnostic;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::Duration,
};

const BESIDE: &str = "config.toml";

/// The config file meant, read: the one named, else the one beside the recording, else the one here.
pub fn config(args: &Args, loudness: &Loudness) -> miette::Result<(PathBuf, Config)> {
    let beside = args.replay.first().and_then(|file| file.parent()).map(|folder| folder.join(BESIDE));
    let file = match (&args.config, beside) {
        (Some(named), _) => named.clone(),
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
    if args.replay.is_empty() && config.needs_contact() {
        return Err(miette::miette!(
            help = "set contact = \"you@example.org\" (or the address of a page about your crawler) under [crawl], \
                    or try it without a network: --replay FILE.warc.gz",
            "{}: a live crawl must say who is asking, and `contact` is empty",
            printable(&file.display().to_string())
        ));
    }
    Ok((file, config))
}

/// What the crawl room wants.
pub fn options(config: &Config, limit: Option<u32>, since: Option<Date>) -> Options {
    let crawl = &config.crawl;
    Options {
        sources: config.source.iter().map(|source| source_of(source, config)).collect(),
        terms: Terms {
            terms: config.topic.terms.clone(),
            hints: config.topic.hints.clone(),
            not: config.topic.not.clone(),
        },
        token: crawl.user_agent.split('/').next().unwrap_or_default().to_owned(),
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
        delay: seconds(source.delay_seconds.unwrap_or(config.crawl.delay_seconds)),
    }
}

fn guard(config: &Config) -> Guard {
    Guard { loopback: config.crawl.allow_loopback, ports: config.crawl.ports.clone() }
}

/// The User-Agent with its contact.
fn user_agent(config: &Config) -> String {
    format!("{} (+{})", config.crawl.user_agent, config.crawl.contact.trim())
}

/// What the network wants.
pub fn network(config: &Config) -> miette::Result<NetworkOptions> {
    Ok(NetworkOptions {
        user_agent: user_agent(config),
        guard: guard(config),
        connect: seconds(config.limits.connect_seconds),
        headers: seconds(config.limits.header_seconds),
        idle: seconds(config.limits.idle_seconds),
        total: seconds(config.limits.total_seconds),
        pinned: BTreeMap::new(),
    })
}

/// The archive of a live crawl.
pub fn writer(config: &Config, out: &Path) -> miette::Result<archive::Writer> {
    let info = [
        ("operator", config.crawl.contact.trim().to_owned()),
        ("http-header-user-agent", user_agent(config)),
        ("robots", "obey".to_owned()),
        ("description", "header order is reconstructed; bodies are as they came".to_owned()),
    ];
    let options = archive::Options {
        prefix: config.archive.prefix.clone(),
        roll_at: config.archive.max_bytes,
        info: info.map(|(name, value)| (name.to_owned(), value)).into(),
    };
    archive::Writer::open(&out.join(&config.archive.dir), options).into_diagnostic()
}

fn seconds(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
}
