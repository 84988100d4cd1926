//! `claimtrail crawl`: from the sources of config.toml, or a recording of them, to claims in the store.
//!
//! The crawl runs on a thread of its own and hands what happens to this one in order; pages are read on all
//! cores on the way. So what is stored and printed is the same on any number of threads.

mod keep;
mod listing;
mod summary;

use super::{
    Failures, Interrupt, Knowledge, Loudness, Outcome, forgive_closed_pipe, in_order, printable, seeds,
    settings, spinner,
};
use crate::archive;
use crate::config::{self, Config};
use crate::crawl::{self, Event, Sink, Stop, Summary, Web};
use crate::model::{ArchiveRecord, Exchange};
use crate::store::{Sqlite, Store};
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
    let options = settings::options(&config, args.limit, args.since);
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from(&config.output.dir));
    let web = settings::web(&args.replay, &config)?;
    let writer = match web.is_live() {
        true => Some(settings::writer(&config, &out)?),
        false => None,
    };
    let mut store = Sqlite::open(&settings::store_file(&config, &out)).into_diagnostic()?;
    keep::add_sources(&mut store, &config)?;
    let known = Known::of(&config, &out, &*web)?;
    let extractor = knowledge.extractor()?;
    let interrupt = Interrupt::listen();
    let bar = spinner("URLs asked", loudness);
    let mut keeper = Keeper::new(store, Failures::to(args.errors.as_deref())?, args.json, bar);
    let (send, tasks) = mpsc::sync_channel(AHEAD);
    let crawler = std::thread::Builder::new()
        .name("crawl".to_owned())
        .spawn(move || crawl_on_this_thread(options, web, Hand { writer, send, known }, &interrupt))
        .into_diagnostic()?;
    let mut stdout = BufWriter::new(io::stdout().lock());
    let mut kept: miette::Result<()> = Ok(());
    in_order::run(
        &in_order::pool(args.threads)?,
        tasks.into_iter(),
        Task::weight,
        |task| task.read(&extractor),
        |done| {
            kept = keeper.keep(done, &mut stdout);
            if kept.is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        },
    );
    kept?;
    let crawled = crawler.join().map_err(|_| miette::miette!("the crawl stumbled; please report it"))?;
    let summary = crawled?;
    let totals = keeper.finish();
    let page = summary::page(&summary, &totals);
    match args.json {
        false => forgive_closed_pipe(write!(stdout, "{page}").and_then(|()| stdout.flush()))?,
        true => {
            forgive_closed_pipe(stdout.flush())?;
            if !loudness.quiet {
                eprint!("{page}");
            }
        }
    }
    end(&summary, totals.failures, &file, &out, loudness)
}

/// Runs the crawl to its end; the runtime lives and dies here.
fn crawl_on_this_thread(
    options: crawl::Options,
    web: Arc<dyn Web>,
    mut hand: Hand,
    interrupt: &Interrupt,
) -> miette::Result<Summary> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().into_diagnostic()?;
    let stop = Stop::default();
    runtime.block_on(async {
        let watcher = tokio::spawn(watch(interrupt.clone(), stop.clone()));
        let summary = crawl::run(options, web, &mut hand, &stop).await;
        watcher.abort();
        let closed = hand.writer.as_mut().map_or(Ok(()), archive::Writer::close);
        let summary = summary.map_err(|error| miette::miette!("{error}"))?;
        closed.into_diagnostic()?;
        Ok(summary)
    })
}

/// Passes Ctrl-C on.
async fn watch(interrupt: Interrupt, stop: Stop) {
    while !interrupt.asked() {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    stop.now();
}

/// What earlier runs have read, by the store's word.
struct Known {
    store: Sqlite,
    since: jiff::Timestamp,
}

impl Known {
    /// `None` where every page is to be asked for: a recording is read from end to end.
    fn of(config: &Config, out: &Path, web: &dyn Web) -> miette::Result<Option<Known>> {
        if !web.is_live() || config.crawl.refetch_days == 0 {
            return Ok(None);
        }
        let window = jiff::SignedDuration::from_hours(24 * i64::from(config.crawl.refetch_days));
        let since = jiff::Timestamp::now().checked_sub(window).into_diagnostic()?;
        let store = Sqlite::open_to_read(&settings::store_file(config, out)).into_diagnostic()?;
        Ok(Some(Known { store, since }))
    }

    /// Read to its end, moved for good, or gone.
    fn has(&self, url: &str) -> bool {
        match self.store.last_fetch(url) {
            Ok(Some(fetch)) => {
                let settled = matches!(fetch.status, Some(200 | 301 | 308 | 404 | 410));
                settled && fetch.outcome != "incomplete" && fetch.fetched >= self.since
            }
            Ok(None) => false,
            Err(error) => {
                tracing::warn!("{error}");
                false
            }
        }
    }
}

/// Takes from the crawl and hands over to the reading.
struct Hand {
    writer: Option<archive::Writer>,
    send: mpsc::SyncSender<Task>,
    known: Option<Known>,
}

/// Why nothing more can be kept.
#[derive(Debug, thiserror::Error)]
enum HandError {
    #[error(transparent)]
    Archive(#[from] archive::Error),
    #[error("what was crawled could not be stored")]
    Store,
}

impl Sink for Hand {
    type Error = HandError;

    fn archive(&mut self, exchange: &Exchange) -> Result<Option<ArchiveRecord>, HandError> {
        match &mut self.writer {
            // An answer that cannot be written down (forged headers) is read without a record.
            Some(writer) => match writer.write(exchange) {
                Ok(record) => Ok(Some(record)),
                Err(error @ archive::Error::Unwritable { .. }) => {
                    tracing::warn!("{error}");
                    Ok(None)
                }
                Err(error) => Err(error.into()),
            },
            None => Ok(None),
        }
    }

    fn knows(&mut self, url: &str) -> bool {
        self.known.as_ref().is_some_and(|known| known.has(url))
    }

    fn event(&mut self, event: Event) -> Result<(), HandError> {
        // The rows of the store must not point to what a power cut could take back.
        if let (Event::Page(_), Some(writer)) = (&event, &mut self.writer) {
            writer.sync()?;
        }
        self.send.send(Task::from(event)).map_err(|_| HandError::Store)
    }
}

/// How it went, in the exit code and in what to do next.
fn end(
    summary: &Summary,
    failures: Failures,
    config: &Path,
    out: &Path,
    loudness: &Loudness,
) -> miette::Result<Outcome> {
    failures.finish().into_diagnostic()?;
    if summary.stopped {
        eprintln!(
            "stopped; what was kept is whole. The same command goes on: what is stored is not stored again"
        );
        return Ok(Outcome::Interrupted);
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
        let out = printable(&out.display().to_string());
        eprintln!("kept in {out}; `claimtrail show ID --store {out}` shows a claim in its sentence");
    }
    Ok(Outcome::Done)
}
