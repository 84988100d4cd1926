//! `claimtrail watch`: rounds over the sources without end, each source in its own rhythm; new claims are delivered as
//! they come.

mod gauges;
mod targets;
mod webhook;

use super::crawl::{Round, Shared, prepare};
use super::{Failures, Interrupt, Knowledge, Loudness, Outcome, place_of, settings, spinner, usage};
use crate::config::Config;
use crate::pipeline::Extractor;
use gauges::Gauges;
use indicatif::ProgressBar;
use miette::IntoDiagnostic;
use std::{
    io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};
use targets::{Postman, Targets};
use webhook::Webhook;

#[derive(Debug, clap::Args)]
#[command(after_help = "A webhook gets claims as JSON Lines by POST, with the headers Idempotency-Key and \
                        X-Claimtrail-Signature: t=SECONDS,v1=HMAC-SHA256 of \"SECONDS.BODY\" in hexadecimal digits, by \
                        the secret of the variable CLAIMTRAIL_WEBHOOK_SECRET. What it does not accept stays in the store \
                        and is sent again, also after a restart; so a claim may come twice, and never not at all.")]
pub struct Args {
    /// The config file.
    #[arg(long, value_name = "FILE", default_value = "config.toml")]
    config: PathBuf,
    /// Folder for the store and the archive [default: output.dir of the config file].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Minutes between two looks at what is due. Each feed, sitemap and list has its own rhythm within that.
    #[arg(long, value_name = "MINUTES", default_value_t = 15.0)]
    every: f64,
    /// Append new claims to this file as JSON Lines; - is standard output, which is meant where nothing is said.
    #[arg(long, value_name = "FILE")]
    to: Option<PathBuf>,
    /// Send new claims to this address, signed.
    #[arg(long, value_name = "URL")]
    webhook: Option<String>,
    /// Serve /metrics (Prometheus) and /healthz at this port of 127.0.0.1; 0 takes one that is free.
    #[arg(long, value_name = "PORT")]
    listen: Option<u16>,
    /// End after so many rounds.
    #[arg(long, value_name = "N")]
    rounds: Option<u64>,
    /// Threads that read pages; 0 is one a core.
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
}

pub fn run(args: Args, knowledge: &Knowledge, loudness: &Loudness) -> miette::Result<Outcome> {
    if !args.every.is_finite() || !(0.0..=1e6).contains(&args.every) {
        return Err(usage("--every: minutes, such as 15"));
    }
    let (_, config) = settings::config(Some(&args.config), &[], loudness)?;
    let targets = targets(&args)?;
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from(&config.output.dir));
    let _lock = prepare::lock(&out)?;
    let place = place_of(&config, &out)?;
    let prefix = prepare::prefix(&config, &out, &place)?;
    let mut store = place.open().into_diagnostic()?;
    store.watch().into_diagnostic()?;
    let gauges = Arc::new(Gauges::default());
    gauges.beat();
    if let Some(port) = args.listen {
        let address = gauges::serve(port, Arc::clone(&gauges))?;
        eprintln!("metrics at http://{address}/metrics, health at http://{address}/healthz");
    }
    let interrupt = Interrupt::listen();
    let store = Shared::new(store);
    let postman = Postman::start(targets, store.clone(), Arc::clone(&gauges), interrupt.clone())?;
    let watch = Watch {
        config,
        out,
        prefix,
        store,
        extractor: knowledge.extractor()?,
        interrupt,
        gauges,
        threads: args.threads,
        loudness,
    };
    let ended = watch.rounds(args.rounds, Duration::from_secs_f64(args.every * 60.0));
    postman.finish()?;
    ended
}

fn targets(args: &Args) -> miette::Result<Targets> {
    let webhook = args.webhook.as_deref().map(Webhook::new).transpose()?;
    let to_stdout = args.to.as_deref().map_or(webhook.is_none(), |to| to == Path::new("-"));
    let file = args.to.as_deref().filter(|to| *to != Path::new("-")).map(targets::open).transpose()?;
    Ok(Targets { stdout: to_stdout, file, webhook })
}

struct Watch<'l> {
    config: Config,
    out: PathBuf,
    prefix: String,
    store: Shared,
    extractor: Extractor,
    interrupt: Interrupt,
    gauges: Arc<Gauges>,
    threads: usize,
    loudness: &'l Loudness,
}

impl Watch<'_> {
    fn rounds(&self, most: Option<u64>, every: Duration) -> miette::Result<Outcome> {
        let mut round = 0;
        while most.is_none_or(|most| round < most) {
            let begun = Instant::now();
            self.round(round > 0)?;
            round += 1;
            if self.interrupt.asked() {
                return Ok(Outcome::Interrupted);
            }
            let undelivered = self.store.with(|store| store.undelivered()).into_diagnostic()?;
            self.gauges.undelivered.store(undelivered, Ordering::Relaxed);
            if !self.loudness.quiet {
                eprintln!("{}", self.gauges.line());
            }
            if most != Some(round) && !self.rest(begun + every) {
                return Ok(Outcome::Interrupted);
            }
        }
        Ok(Outcome::Done)
    }

    /// One round. From the second on, what says that it has not changed is believed: the rules are the same.
    fn round(&self, same_rules: bool) -> miette::Result<()> {
        let mut options = settings::options(&self.config, None, None);
        options.lists_if_new = same_rules;
        let bar = spinner("URLs asked in this round", self.loudness);
        let beating = Beating::start(Arc::clone(&self.gauges), bar.clone());
        let round = Round {
            config: &self.config,
            options,
            web: settings::web(&[], &self.config)?,
            out: &self.out,
            prefix: &self.prefix,
            store: self.store.clone(),
            extractor: &self.extractor,
            interrupt: &self.interrupt,
            fresh: false,
            failures: Failures::default(),
            json: true,
            threads: self.threads,
            bar,
        };
        let ran = round.run(&mut io::sink(), self.loudness);
        drop(beating);
        let ran = ran?;
        self.gauges.add(&ran.summary, &ran.totals);
        Ok(())
    }

    /// Waits; false where Ctrl-C was pressed.
    fn rest(&self, until: Instant) -> bool {
        let bar = spinner("", self.loudness);
        while Instant::now() < until {
            if self.interrupt.asked() {
                return false;
            }
            self.gauges.beat();
            let left = until.saturating_duration_since(Instant::now()).as_secs();
            bar.set_message(format!(
                "{}; next look in {} min {} s",
                self.gauges.line(),
                left / 60,
                left % 60
            ));
            std::thread::sleep(
                Duration::from_millis(200).min(until.saturating_duration_since(Instant::now())),
            );
        }
        bar.finish_and_clear();
        true
    }
}

/// Signs of life while a round runs, as long as it gets on with something.
struct Beating(Arc<AtomicBool>);

impl Beating {
    fn start(gauges: Arc<Gauges>, bar: ProgressBar) -> Beating {
        let over = Arc::new(AtomicBool::new(false));
        let done = Arc::clone(&over);
        gauges.beat();
        std::thread::spawn(move || {
            let mut seen = bar.position();
            while !done.load(Ordering::SeqCst) {
                if bar.position() != seen {
                    seen = bar.position();
                    gauges.beat();
                }
                std::thread::sleep(Duration::from_secs(1));
            }
        });
        Beating(over)
    }
}

impl Drop for Beating {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}
