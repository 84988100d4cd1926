//! The command line: one file a verb.
//!
//! In: arguments, files, the store. Out: records on standard output, everything else on standard error.
//! Never: decides what a claim is; it opens the rooms' doors and says what to do when one stays shut.
//! A verb: a file with `Args` and `run(Args, &Loudness) -> miette::Result<Outcome>`, and a line in `Verb` and `run`.

mod analyse;
mod card;
mod config;
#[cfg(feature = "crawl")]
mod crawl;
#[cfg(feature = "crawl")]
mod discover;
#[cfg(feature = "crawl")]
mod doctor;
mod evaluate;
mod explain;
mod export;
mod extract;
mod failures;
#[cfg(feature = "crawl")]
mod import;
mod in_order;
mod inputs;
mod interrupt;
mod knowledge;
mod schema;
#[cfg(feature = "crawl")]
mod seeds;
#[cfg(feature = "crawl")]
mod settings;
mod show;
mod stats;
mod store;
mod terminal;
#[cfg(feature = "crawl")]
mod watch;

pub use failures::{FailureKind, Failures};
pub use interrupt::Interrupt;
pub use knowledge::Knowledge;
pub use store::{OUT, STORE_FILE, StoreArgs, place_of, rows_of, store_in};
pub use terminal::{forgive_closed_pipe, printable, progress_bar, spinner};

use clap::{ArgAction, Parser, Subcommand};
use std::{io::IsTerminal, process::ExitCode};
use tracing_subscriber::EnvFilter;

/// Reads reporting on export controls and writes structured claims, every field tied to its characters.
#[derive(Debug, Parser)]
#[command(name = "claimtrail", version, max_term_width = 100)]
#[command(after_help = "Exit codes: 0 done, 1 nothing could be done, 2 wrong usage, \
                        3 not done yet: something still waits, 130 stopped by Ctrl-C.")]
pub struct Command {
    #[command(flatten)]
    pub loudness: Loudness,
    #[command(flatten)]
    knowledge: Knowledge,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Fetch pages about the topic, archive them, and keep the claims they make.
    #[cfg(feature = "crawl")]
    Crawl(crawl::Args),
    /// Crawl in rounds without end, and deliver new claims as they come.
    #[cfg(feature = "crawl")]
    Watch(watch::Args),
    /// Check config, contact, store, disk, clock, TLS and each source once, and say what to mend.
    #[cfg(feature = "crawl")]
    Doctor(doctor::Args),
    /// Show what a site offers a crawler, and what a crawl would take of it and why.
    #[cfg(feature = "crawl")]
    Discover(discover::Args),
    /// Read WARC files that others have crawled, and keep the claims about the topic.
    #[cfg(feature = "crawl")]
    Import(import::Args),
    /// Read pages, texts, folders and WARC files; write articles and claims as JSON Lines.
    Extract(extract::Args),
    /// Show a claim, or all claims of an article, from the store.
    Show(show::Args),
    /// Write the store's claims as JSON Lines or CSV.
    Export(export::Args),
    /// Score extraction against gold articles.
    Evaluate(evaluate::Args),
    /// Count what the store holds.
    Stats(stats::Args),
    /// Show sentences, tags, arcs and names as CoNLL-U or as trees.
    Analyse(analyse::Args),
    /// Say which words, rules and rows made each claim.
    Explain(explain::Args),
    /// Print the JSON Schema of what is written.
    Schema(schema::Args),
    /// Check the config file.
    Config(config::Args),
    /// Check the tables of names and words, ours and your own.
    Knowledge(knowledge::Args),
}

/// How much is said on standard error.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Loudness {
    /// Say more on standard error; twice for still more.
    #[arg(short, long, global = true, action = ArgAction::Count, conflicts_with = "quiet")]
    verbose: u8,
    /// Say nothing but errors, and show no progress.
    #[arg(short, long, global = true)]
    pub quiet: bool,
}

/// How a verb ended, when it did not fail outright.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All of it, or as much as was possible; what failed was listed.
    Done,
    /// Nothing could be done; why was listed.
    Nothing,
    /// Something still waits; what, and how to go on, was said.
    Unfinished,
    /// Ctrl-C; what was written is whole, and how to go on was said.
    Interrupted,
}

impl Outcome {
    pub fn exit_code(self) -> ExitCode {
        match self {
            Outcome::Done => ExitCode::SUCCESS,
            Outcome::Nothing => ExitCode::FAILURE,
            Outcome::Unfinished => ExitCode::from(3),
            Outcome::Interrupted => ExitCode::from(130),
        }
    }
}

/// Does what the command says.
pub fn run(command: Command) -> miette::Result<Outcome> {
    let Command { loudness, knowledge, verb } = command;
    match verb {
        #[cfg(feature = "crawl")]
        Verb::Crawl(args) => crawl::run(args, &knowledge, &loudness),
        #[cfg(feature = "crawl")]
        Verb::Watch(args) => watch::run(args, &knowledge, &loudness),
        #[cfg(feature = "crawl")]
        Verb::Doctor(args) => doctor::run(args, &loudness),
        #[cfg(feature = "crawl")]
        Verb::Discover(args) => discover::run(args, &loudness),
        #[cfg(feature = "crawl")]
        Verb::Import(args) => import::run(args, &knowledge, &loudness),
        Verb::Extract(args) => extract::run(args, &knowledge, &loudness),
        Verb::Show(args) => show::run(args),
        Verb::Export(args) => export::run(args, &loudness),
        Verb::Evaluate(args) => evaluate::run(args, &knowledge),
        Verb::Stats(args) => stats::run(args),
        Verb::Analyse(args) => analyse::run(args, &knowledge),
        Verb::Explain(args) => explain::run(args, &knowledge),
        Verb::Schema(args) => schema::run(args),
        Verb::Config(args) => config::run(args, &loudness),
        Verb::Knowledge(args) => knowledge::run(args, &knowledge, &loudness),
    }
}

/// The command does not say what can be done; what it should say.
#[derive(Debug, thiserror::Error, miette::Diagnostic)]
#[error("{0}")]
pub struct Usage(String);

/// An error of usage, for what the parser of arguments cannot see.
pub fn usage(message: &str) -> miette::Report {
    Usage(message.to_owned()).into()
}

/// 2 for wrong usage, 1 for everything else that failed.
pub fn exit_code_of(report: &miette::Report) -> ExitCode {
    ExitCode::from(if report.is::<Usage>() { 2 } else { 1 })
}

/// Logs go to standard error; `CLAIMTRAIL_LOG` (`claimtrail=debug`) speaks louder than the flags.
pub fn start_logging(loudness: &Loudness) {
    let level = match (loudness.quiet, loudness.verbose) {
        (true, _) => "error",
        // The HTML parser warns of every slip of a page, and pages are full of them.
        (false, 0) => "warn,html5ever=error",
        (false, 1) => "warn,html5ever=error,claimtrail=info",
        (false, 2) => "info,html5ever=error,claimtrail=debug",
        (false, _) => "debug,claimtrail=trace",
    };
    let filter = EnvFilter::try_from_env("CLAIMTRAIL_LOG").unwrap_or_else(|_| EnvFilter::new(level));
    let colour = std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty());
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(colour)
        .without_time()
        .init();
}
