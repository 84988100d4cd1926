//! `claimtrail discover`: what a site offers a crawler, what a crawl would take of it, and why.

use super::{Loudness, Outcome, forgive_closed_pipe, printable, settings, usage};
use crate::crawl::{self, Discovery, FileFound, Source};
use crate::output::{Layout, to_json};
use jiff::civil::Date;
use miette::IntoDiagnostic;
use serde_json::json;
use std::{
    fmt::Write as _,
    io::{self, Write as _},
    path::PathBuf,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Front page or section of a site (https://www.example.org/world), or its host name.
    #[arg(value_name = "SITE")]
    site: String,
    /// The config file, for topic, contact and delays [default: config.toml, or the one beside the recording].
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Answer every request from these WARC files instead of the network.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    replay: Vec<PathBuf>,
    /// Leave out links whose address says that they are older than this day.
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// Show so many links.
    #[arg(long, value_name = "N", default_value_t = 30)]
    links: usize,
    /// Write everything as one JSON object.
    #[arg(long)]
    json: bool,
}

pub fn run(args: Args, loudness: &Loudness) -> miette::Result<Outcome> {
    let (_, config) = settings::config(args.config.as_deref(), &args.replay, loudness)?;
    let written = match args.site.contains("://") {
        true => args.site.clone(),
        false => format!("https://{}", args.site),
    };
    let Some(site) = crawl::canonical(&written, None) else {
        return Err(usage(&format!("{}: not the address of a site", printable(&args.site))));
    };
    let web = settings::web(&args.replay, &config)?;
    let mut options = settings::options(&config, None, args.since);
    let delay = std::time::Duration::try_from_secs_f64(config.crawl.delay_seconds).unwrap_or_default();
    options.sources = vec![Source { name: site.to_string(), delay, ..Source::default() }];
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().into_diagnostic()?;
    let found = runtime.block_on(crawl::discover(&*web, site, &options)).into_diagnostic()?;
    let text = match args.json {
        true => to_json(&as_json(&found), Layout::Line).into_diagnostic()?,
        false => listing(&found, args.links),
    };
    forgive_closed_pipe(io::stdout().lock().write_all(text.as_bytes()))?;
    let nothing =
        found.front != "read" && !found.feeds.iter().chain(&found.sitemaps).any(|file| file.is_read);
    Ok(if nothing { Outcome::Nothing } else { Outcome::Done })
}

fn listing(found: &Discovery, most: usize) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let mut line = |text: &str| _ = writeln!(out, "{}", printable(text));
    line(&format!("site        {}: {}", found.site, found.front));
    line(&format!("robots.txt  {}", found.robots.told));
    if !found.robots.allows_front {
        line("            keeps this page from crawlers");
    }
    if let Some(delay) = found.robots.crawl_delay {
        line(&format!("            asks for {delay} seconds between two requests"));
    }
    for (name, files) in [("feeds", &found.feeds), ("sitemaps", &found.sitemaps)] {
        line("");
        if files.is_empty() {
            line(&format!("{name}: none found"));
        }
        for file in files {
            line(&format!("{name:<10}  {}", file.url));
            line(&format!("            {}", about(file)));
        }
    }
    line("");
    let taken = found.links.iter().filter(|link| link.taken).count();
    line(&format!("links: {} on the page, {taken} would be taken", found.links.len()));
    for link in found.links.iter().take(most) {
        let mark = if link.taken { "take" } else { "leave" };
        line(&format!("  {mark:<6} {:<9} {}", link.shape.word(), link.url));
        let words: String = link.words.chars().take(70).collect();
        line(&format!("                   {}  ({words})", link.why));
    }
    if found.links.len() > most {
        line(&format!("  … {} more; --links {} shows them", found.links.len() - most, found.links.len()));
    }
    out + &suggestion(found)
}

fn about(file: &FileFound) -> String {
    let what = if file.is_index { "sitemaps" } else { "entries" };
    let newest = file.newest.map(|day| format!(", newest of {day}")).unwrap_or_default();
    match file.is_read {
        true => format!(
            "named by {}: {} {what}, {} of them about the topic{newest}",
            file.named_by, file.entries, file.on_topic
        ),
        false => format!("named by {}: {}", file.named_by, file.told),
    }
}

/// A block for config.toml: feeds first, sitemaps where there is no feed, the page where there is neither.
fn suggestion(found: &Discovery) -> String {
    let list = |files: &[FileFound]| -> Vec<String> {
        files
            .iter()
            .filter(|file| file.is_read && file.entries > 0)
            .map(|file| quoted(file.url.as_str()))
            .collect()
    };
    let (feeds, sitemaps) = (list(&found.feeds), list(&found.sitemaps));
    let named = match (feeds.is_empty(), sitemaps.is_empty(), found.front == "read") {
        (false, ..) => format!("feeds = [{}]", feeds.join(", ")),
        (true, false, _) => format!("sitemaps = [{}]", sitemaps.join(", ")),
        (true, true, true) => format!("pages = [{}]", quoted(found.site.as_str())),
        _ => return String::new(),
    };
    let name = quoted(found.site.host_str().unwrap_or_default());
    format!("\nfor config.toml:\n\n[[source]]\nname = {name}\n{}\n", printable(&named))
}

/// A string as TOML writes it; a URL holds nothing else that must be escaped.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

fn as_json(found: &Discovery) -> serde_json::Value {
    let files = |files: &[FileFound]| -> Vec<serde_json::Value> {
        files
            .iter()
            .map(|file| {
                json!({
                    "url": file.url.as_str(), "named_by": file.named_by, "read": file.is_read, "told": file.told,
                    "entries": file.entries, "on_topic": file.on_topic, "index": file.is_index,
                    "newest": file.newest.map(|day| day.to_string()),
                })
            })
            .collect()
    };
    let links: Vec<serde_json::Value> = found
        .links
        .iter()
        .map(|link| {
            json!({
                "url": link.url.as_str(), "words": link.words, "taken": link.taken, "why": link.why,
                "shape": link.shape.word(),
            })
        })
        .collect();
    json!({
        "site": found.site.as_str(), "front": found.front, "requests": found.requests,
        "robots": {
            "told": found.robots.told, "crawl_delay": found.robots.crawl_delay,
            "sitemaps": found.robots.sitemaps, "allows_front": found.robots.allows_front,
        },
        "feeds": files(&found.feeds), "sitemaps": files(&found.sitemaps), "links": links,
    })
}
