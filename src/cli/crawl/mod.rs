//! `claimtrail crawl`: from the sources of config.toml, or a recording of them, to claims in the store.
//!
//! The crawl runs on a thread of its own and hands what happens to this one in order; pages are read on all
//! cores on the way. So what is stored and printed is the same on any number of threads.

mod durable;
mod keep;
mod listing;
pub mod prepare;
mod shared;
mod summary;

pub use keep::Totals;
pub use shared::Shared;

use super::{
    Failures, Interrupt, Knowledge, Loudness, Outcome, forgive_closed_pipe, in_order, place_of, printable,
    seeds, settings, spinner,
};
use crate::coding;
use crate::config::{self, Config};
use crate::crawl::{self, Event, Ledger, Sink, Stop, Summary, Web};
use crate::model::{ArchiveRecord, Exchange};
use crate::pipeline::Extractor;
use crate::store::Place;
use durable::{Closing, Durable, KeepError};
use indicatif::ProgressBar;
use jiff::civil::Date;
use keep::{Keeper, Task};
use miette::IntoDiagnostic;
use std::{
    io::{self, BufWriter, Write},
    ops::ControlFlow,
    path::{Path, PathBuf},
    sync::{Arc, mpsc},
    time::Duration,
};

/// Events handed over before the crawl waits for the reading to catch up.
const AHEAD: usize = 64;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The config file [default: config.toml, or with --replay the one beside the recording].
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Crawl the URLs of this list (one a line; - for standard input) instead of the sources of the config file.
    #[arg(long, value_name = "FILE")]
    seeds: Option<PathBuf>,
    /// Answer every request from these WARC files instead of the network.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    replay: Vec<PathBuf>,
    /// Folder for the store and the archive [default: output.dir of the config file].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Go on with the run that was not finished; this is what happens without a word.
    #[arg(long, conflicts_with = "fresh")]
    resume: bool,
    /// Give up a run that was not finished, and begin a new one.
    #[arg(long)]
    fresh: bool,
    /// Fetch at most so many pages.
    #[arg(long, value_name = "N")]
    limit: Option<u32>,
    /// Leave out what feeds and sitemaps date before this day (2023-01-01).
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// Write what failed or was skipped to this file, as JSON Lines.
    #[arg(long, value_name = "FILE")]
    errors: Option<PathBuf>,
    /// Print the claims as JSON Lines instead of a listing; the summary goes to standard error.
    ///
    /// A claim is printed after it is stored, so a run that is killed in between has stored a claim that no run
    /// prints. The store is the record: `claimtrail export` writes every claim of it, each once, and `claimtrail watch`
    /// delivers new ones at least once.
    #[arg(long)]
    json: bool,
    /// Threads that read pages; 0 is one a core.
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
}

pub fn run(args: Args, knowledge: &Knowledge, loudness: &Loudness) -> miette::Result<Outcome> {
    let (file, mut config) = settings::config(args.config.as_deref(), &args.replay, loudness)?;
    if let Some(list) = &args.seeds {
        let most = Some(config.crawl.max_pages);
        config.source = vec![config::Source { max_pages: most, ..seeds::read(list)? }];
    }
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from(&config.output.dir));
    let web = settings::web(&args.replay, &config)?;
    let _lock = if web.is_live() { Some(prepare::lock(&out)?) } else { None };
    let place = place_of(&config, &out)?;
    let prefix = match web.is_live() {
        true => prepare::prefix(&config, &out, &place)?,
        false => config.archive.prefix.clone(),
    };
    let store = place.open().into_diagnostic()?;
    let mut stdout = BufWriter::new(io::stdout().lock());
    let round = Round {
        options: settings::options(&config, args.limit, args.since),
        config: &config,
        web,
        out: &out,
        prefix: &prefix,
        store: Shared::new(store),
        extractor: &knowledge.extractor()?,
        interrupt: &Interrupt::listen(),
        fresh: args.fresh,
        failures: Failures::to(args.errors.as_deref())?,
        json: args.json,
        threads: args.threads,
        bar: spinner("URLs asked", loudness),
    };
    let ran = round.run(&mut stdout, loudness)?;
    let page = summary::page(&ran.summary, &ran.totals);
    match args.json {
        false => forgive_closed_pipe(write!(stdout, "{page}").and_then(|()| stdout.flush()))?,
        true => {
            forgive_closed_pipe(stdout.flush())?;
            if !loudness.quiet {
                eprint!("{page}");
            }
        }
    }
    let named = store_name(&config, &out, &place);
    end(ran, &file, &named, loudness)
}

/// What a round came to.
pub struct Ran {
    pub summary: Summary,
    pub totals: Totals,
    /// URLs that still wait in a run that is not over.
    pub left: u64,
}

/// One run over the sources, from its beginning, or from where it was left, to its end.
pub struct Round<'r> {
    pub config: &'r Config,
    pub options: crawl::Options,
    pub web: Arc<dyn Web>,
    pub out: &'r Path,
    /// What the names of its archive files begin with, and the crawler itself is called.
    pub prefix: &'r str,
    pub store: Shared,
    pub extractor: &'r Extractor,
    pub interrupt: &'r Interrupt,
    /// Whether an unfinished run is given up.
    pub fresh: bool,
    pub failures: Failures,
    pub json: bool,
    pub threads: usize,
    pub bar: ProgressBar,
}

impl Round<'_> {
    /// Runs it; claims are printed to `out` as they come.
    pub fn run(self, out: &mut impl Write, loudness: &Loudness) -> miette::Result<Ran> {
        keep::add_sources(&self.store, self.config)?;
        let live = self.web.is_live();
        let mut keeper = Keeper::new(self.store.clone(), !live, self.failures, self.json, self.bar);
        let (send, tasks) = mpsc::sync_channel(AHEAD);
        let job = match live {
            false => Job::Recording(Hand { send }),
            true => {
                let place = prepare::place(self.config, self.out, self.prefix);
                let (folder, prefix) = (place.folder.clone(), place.options.prefix.clone());
                let start = prepare::start(self.config, &self.options, self.prefix, self.fresh);
                let durable = Durable::open(self.store, &start, place, send).into_diagnostic()?;
                tell_resumed(&durable, loudness);
                let limits = prepare::decoding(&self.options);
                Job::Live { durable: Box::new(durable), folder, prefix, limits }
            }
        };
        let (options, web, interrupt) = (self.options, self.web, self.interrupt.clone());
        let crawler = std::thread::Builder::new()
            .name("crawl".to_owned())
            .spawn(move || crawl_on_this_thread(options, web, job, &interrupt))
            .into_diagnostic()?;
        let mut kept: miette::Result<()> = Ok(());
        in_order::run(
            &in_order::pool(self.threads)?,
            tasks.into_iter(),
            Task::weight,
            |task| task.read(self.extractor),
            |together| {
                kept = keeper.keep(together, out);
                if kept.is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            },
        );
        kept?;
        let crawled = crawler.join().map_err(|_| miette::miette!("the crawl stumbled; please report it"))?;
        let (summary, closing) = crawled?;
        // Only now, since a run is over when all of it was read.
        let left = closing.map_or(Ok(0), Closing::close).into_diagnostic()?;
        Ok(Ran { summary, totals: keeper.finish(), left })
    }
}

/// Says that an earlier run goes on.
fn tell_resumed(durable: &Durable, loudness: &Loudness) {
    if durable.run().resumed && !loudness.quiet {
        let waiting = durable.count();
        eprintln!(
            "going on with the run that was not finished, {waiting} URLs wait; --fresh begins a new one"
        );
    }
}

/// What is crawled, and where what comes of it goes.
enum Job {
    Recording(Hand),
    Live { durable: Box<Durable>, folder: PathBuf, prefix: String, limits: coding::Limits },
}

/// Runs the crawl to its end; the runtime lives and dies here. The reading ends when this returns, since with the
/// job goes the sender that it listens to.
fn crawl_on_this_thread(
    options: crawl::Options,
    web: Arc<dyn Web>,
    job: Job,
    interrupt: &Interrupt,
) -> miette::Result<(Summary, Option<Closing>)> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().into_diagnostic()?;
    let stop = Stop::default();
    runtime.block_on(async {
        let watcher = tokio::spawn(watch(interrupt.clone(), stop.clone()));
        let crawled = match job {
            Job::Recording(mut hand) => match crawl::run(options, web, &mut hand, &stop).await {
                Ok(summary) => Ok((summary, None)),
                Err(error) => Err(miette::miette!("{error}")),
            },
            Job::Live { mut durable, folder, prefix, limits } => {
                durable.read_on(&folder, &prefix, &limits).into_diagnostic()?;
                match crawl::run_with(options, web, &mut *durable, &stop).await {
                    Ok(summary) => Ok((summary, Some(durable.into_closing()))),
                    Err(error) => Err(miette::miette!("{error}")),
                }
            }
        };
        watcher.abort();
        crawled
    })
}

/// Passes Ctrl-C on.
async fn watch(interrupt: Interrupt, stop: Stop) {
    while !interrupt.asked() {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    stop.now();
}

/// Hands over what a recording gives.
struct Hand {
    send: mpsc::SyncSender<Task>,
}

impl Sink for Hand {
    type Error = KeepError;

    /// It lies in the recording.
    fn archive(&mut self, _exchange: &Exchange) -> Result<Option<ArchiveRecord>, KeepError> {
        Ok(None)
    }

    fn event(&mut self, event: Event) -> Result<(), KeepError> {
        self.send.send(Task::from(event)).map_err(|_| KeepError::Reader)
    }
}

/// The store as `--store` takes it; without a password.
fn store_name(config: &Config, out: &Path, place: &Place) -> String {
    match config.store.variable() {
        Some(_) => config.store.path.clone(),
        None if place.is_shared() => place.to_string(),
        None => out.display().to_string(),
    }
}

/// How it went, in the exit code and in what to do next.
fn end(ran: Ran, config: &Path, store: &str, loudness: &Loudness) -> miette::Result<Outcome> {
    let Ran { summary, totals, left } = ran;
    totals.failures.finish().into_diagnostic()?;
    if summary.stopped {
        eprintln!(
            "stopped; what was kept is whole. The same command goes on: what is stored is not stored again"
        );
        return Ok(Outcome::Interrupted);
    }
    if left > 0 {
        eprintln!(
            "not done: {left} URLs still wait, and none of them may be asked for now; what was kept is whole. The same \
             command goes on with them, --fresh gives them up"
        );
        return Ok(Outcome::Unfinished);
    }
    if summary.sources.is_empty() {
        eprintln!("{}: names no source; add a [[source]]", printable(&config.display().to_string()));
        return Ok(Outcome::Nothing);
    }
    if summary.silent().count() == summary.sources.len() {
        eprintln!("no source could be read; the failures above say why");
        return Ok(Outcome::Nothing);
    }
    if !loudness.quiet {
        let store = printable(store);
        eprintln!("kept in {store}; `claimtrail show ID --store {store}` shows a claim in its sentence");
    }
    Ok(Outcome::Done)
}
