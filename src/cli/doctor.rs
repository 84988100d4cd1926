//! `claimtrail doctor`: whether a crawl would go well here, and what to mend where it would not.

use super::{Loudness, Outcome, crawl::prepare, place_of, printable, settings, spinner};
use crate::config::Config;
use crate::crawl;
use crate::store::{Place, StoreError};
use miette::IntoDiagnostic;
use std::{
    io::Write,
    path::{Path, PathBuf},
};

/// Free bytes under which a crawl should not begin, and under which it will not go on for long.
const FULL: u64 = 200_000_000;
const LOW: u64 = 5_000_000_000;
/// Seconds by which the clock may be wrong before times in the archive mislead.
const CLOCK: i64 = 120;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The config file.
    #[arg(long, value_name = "FILE", default_value = "config.toml")]
    config: PathBuf,
    /// Folder of the store and the archive [default: output.dir of the config file].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Ask no source: check only what lies on this machine.
    #[arg(long)]
    offline: bool,
    /// Write the findings as JSON Lines.
    #[arg(long)]
    json: bool,
}

/// How much a finding matters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Weight {
    Good,
    /// It works, and should be looked at.
    Look,
    /// It must be mended.
    Mend,
}

impl Weight {
    fn word(self) -> &'static str {
        match self {
            Weight::Good => "good",
            Weight::Look => "look",
            Weight::Mend => "mend",
        }
    }
}

/// Tells findings as they are made, and counts them.
struct Report {
    json: bool,
    looks: usize,
    mends: usize,
}

impl Report {
    fn add(&mut self, weight: Weight, about: &str, told: &str) {
        self.looks += usize::from(weight == Weight::Look);
        self.mends += usize::from(weight == Weight::Mend);
        let line = match self.json {
            true => serde_json::json!({"finding": weight.word(), "about": about, "told": told}).to_string(),
            false => format!(
                "{:<5} {about:<9} {}",
                weight.word(),
                printable(told).replace('\n', "\n                ")
            ),
        };
        // Who reads through a pipe may have seen enough; the exit code still says how it went.
        let _ = writeln!(std::io::stdout(), "{line}");
    }
}

pub fn run(args: Args, loudness: &Loudness) -> miette::Result<Outcome> {
    let mut report = Report { json: args.json, looks: 0, mends: 0 };
    let config = match crate::config::read(&args.config) {
        Ok(config) => config,
        Err(invalid) => {
            report.add(Weight::Mend, "config", &invalid.to_string());
            return Ok(Outcome::Nothing);
        }
    };
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from(&config.output.dir));
    about_config(&mut report, &args.config, &config);
    about_store(&mut report, &config, &out);
    about_disk(&mut report, &config, &out);
    about_tls(&mut report);
    let clocks = match args.offline || config.needs_contact() {
        true => Vec::new(),
        false => about_sources(&mut report, &config, loudness)?,
    };
    about_clock(&mut report, clocks);
    if !args.json && !loudness.quiet {
        eprintln!("{} to mend, {} to look at", report.mends, report.looks);
    }
    Ok(if report.mends == 0 { Outcome::Done } else { Outcome::Nothing })
}

fn about_config(report: &mut Report, file: &Path, config: &Config) {
    let sources = config.source.len();
    let told = format!("{}: good, {sources} sources", file.display());
    match sources {
        0 => report.add(
            Weight::Mend,
            "config",
            &format!("{}: names no source; add a [[source]]", file.display()),
        ),
        _ => report.add(Weight::Good, "config", &told),
    }
    if config.topic.terms.is_empty() {
        report.add(Weight::Look, "config", "no topic.terms: every article of every source is kept");
    }
    if config.crawl.allow_loopback {
        report.add(Weight::Look, "config", "crawl.allow_loopback is true: for tests only");
    }
    match config.needs_contact() {
        true => report.add(
            Weight::Mend,
            "contact",
            "empty; set contact = \"you@example.org\" under [crawl]. No source was asked, since a live crawl must say \
             who is asking",
        ),
        false => report.add(Weight::Good, "contact", &settings::user_agent(config)),
    }
}

fn about_store(report: &mut Report, config: &Config, out: &Path) {
    match place_of(config, out) {
        Ok(place) => about_place(report, &place),
        Err(error) => report.add(Weight::Mend, "store", &error.to_string()),
    }
    let made_here = !out.exists();
    match prepare::lock(out) {
        Ok(lock) => {
            drop(lock);
            report.add(Weight::Good, "folder", &format!("{}: may be written", out.display()));
        }
        Err(error) => report.add(Weight::Mend, "folder", &error.to_string()),
    }
    if made_here {
        // Looking should leave nothing behind; what cannot be removed is empty and harms nobody.
        let _ = std::fs::remove_file(out.join("crawl.lock"));
        let _ = std::fs::remove_dir(out);
    }
}

fn about_place(report: &mut Report, place: &Place) {
    let looked = place.open_to_read().and_then(|store| Ok((store.stats()?, store.now()?)));
    let (stats, now) = match looked {
        Ok(looked) => looked,
        Err(StoreError::Missing { .. }) => {
            return report.add(Weight::Good, "store", &format!("{place}: none yet; a crawl makes it"));
        }
        Err(error) => return report.add(Weight::Mend, "store", &error.to_string()),
    };
    let claims: u64 = stats.claims.iter().map(|(_, count)| count).sum();
    report.add(Weight::Good, "store", &format!("{place}: {} articles, {claims} claims", stats.articles));
    let here = jiff::Timestamp::now().as_second();
    let ahead = i64::try_from(now.as_secs()).unwrap_or(i64::MAX).saturating_sub(here);
    if ahead.abs() > CLOCK {
        let told = format!("the store's clock is {ahead} seconds ahead of this machine's; set both by NTP");
        report.add(Weight::Mend, "store", &told);
    }
}

#[cfg(unix)]
fn free_bytes(folder: &Path) -> Option<u64> {
    let there = folder.ancestors().find(|folder| folder.exists()).unwrap_or(Path::new("."));
    let there = if there.as_os_str().is_empty() { Path::new(".") } else { there };
    let found = rustix::fs::statvfs(there).ok()?;
    Some(found.f_bavail.saturating_mul(found.f_frsize))
}

#[cfg(not(unix))]
fn free_bytes(_folder: &Path) -> Option<u64> {
    None
}

fn about_disk(report: &mut Report, config: &Config, out: &Path) {
    let Some(free) = free_bytes(out) else {
        return report.add(Weight::Look, "disk", "how much room is left cannot be found out here");
    };
    let told = format!("{:.1} GB free", free as f64 / 1e9);
    let file = config.archive.max_bytes;
    match free {
        ..FULL => report.add(Weight::Mend, "disk", &format!("{told}: too little to begin; make room")),
        _ if free < LOW.min(4 * file) => {
            report.add(
                Weight::Look,
                "disk",
                &format!("{told}; an archive file alone takes up to {file} bytes"),
            );
        }
        _ => report.add(Weight::Good, "disk", &told),
    }
}

fn about_tls(report: &mut Report) {
    let (own, ours) = crawl::roots_of_trust();
    match (crawl::tls(), own) {
        (Err(error), _) => report.add(Weight::Mend, "tls", &error.to_string()),
        (Ok(_), 0) => report.add(
            Weight::Look,
            "tls",
            &format!(
                "this machine has no roots of trust, so the {ours} that come with the program are used; install \
                 ca-certificates to get yours"
            ),
        ),
        (Ok(_), _) => report.add(Weight::Good, "tls", &format!("{own} roots of trust; certificates are verified always")),
    }
}

/// Asks every source once; by how many seconds the clocks there are ahead.
fn about_sources(report: &mut Report, config: &Config, loudness: &Loudness) -> miette::Result<Vec<i64>> {
    let web = settings::web(&[], config)?;
    let options = settings::options(config, None, None);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().into_diagnostic()?;
    let mut clocks = Vec::new();
    let bar = spinner("sources asked", loudness);
    for source in &options.sources {
        let probes = runtime.block_on(crawl::probe(&*web, source, &options)).into_diagnostic()?;
        bar.inc(1);
        let good = probes.iter().filter(|probe| probe.is_good).count();
        for probe in &probes {
            clocks.extend(probe.clock);
            let weight = match (probe.is_good, good) {
                (true, _) => Weight::Good,
                (false, 0) => Weight::Mend,
                (false, _) => Weight::Look,
            };
            let told = format!("{}: {} {}: {}", source.name, probe.purpose.as_str(), probe.url, probe.told);
            bar.suspend(|| report.add(weight, "source", &told));
        }
    }
    bar.finish_and_clear();
    Ok(clocks)
}

/// The clock, by what most servers say.
fn about_clock(report: &mut Report, mut clocks: Vec<i64>) {
    clocks.sort_unstable();
    let now = jiff::Timestamp::now();
    match clocks.get(clocks.len() / 2) {
        Some(ahead) if ahead.abs() > CLOCK => report.add(
            Weight::Mend,
            "clock",
            &format!("{now}, and most servers say {ahead} seconds later; set it, or let NTP do so"),
        ),
        Some(ahead) => {
            report.add(Weight::Good, "clock", &format!("{now}, {ahead} seconds from most servers"))
        }
        None => report.add(Weight::Good, "clock", &format!("{now}, by this machine alone")),
    }
}
