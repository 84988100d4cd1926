//! `claimtrail import`: articles and claims out of WARC files that others have crawled (Common Crawl's CC-NEWS and the
//! like) into the store, offline, filtered by topic, in bounded memory.

use super::{
    FailureKind, Failures, Interrupt, Knowledge, Loudness, Outcome, in_order,
    inputs::{self, Given, Item},
    place_of, rows_of, settings, spinner,
};
use crate::crawl::{Reason, Sieve};
use crate::model::NotAnArticle;
use crate::pipeline::Extractor;
use crate::store::{Added, ArticleRow, ClaimRow, Store};
use jiff::civil::Date;
use miette::IntoDiagnostic;
use std::{
    collections::BTreeMap,
    ops::ControlFlow,
    panic::{self, AssertUnwindSafe},
    path::PathBuf,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// WARC files (.warc, .warc.gz), folders of them, or - for standard input.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The config file, for the topic and for where the store lies [default: config.toml].
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Folder of the store [default: output.dir of the config file].
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Only articles of this day (2023-01-01) or later.
    #[arg(long, value_name = "DATE")]
    since: Option<Date>,
    /// Write what gave no article to this file, as JSON Lines.
    #[arg(long, value_name = "FILE")]
    errors: Option<PathBuf>,
    /// Threads to use; 0 is one a core.
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
}

/// What came of one page.
struct Answer {
    name: String,
    made: Result<(ArticleRow, Vec<ClaimRow>), Left>,
}

/// Why there is no article.
enum Left {
    /// By the judgement of the crawl, counted under its words.
    Out(String),
    Failed(FailureKind, String),
}

#[derive(Default)]
struct Counts {
    pages: u64,
    articles: u64,
    new: u64,
    claims: u64,
    left: BTreeMap<String, u64>,
}

pub fn run(args: Args, knowledge: &Knowledge, loudness: &Loudness) -> miette::Result<Outcome> {
    let (_, config) = settings::config_of_anyone(args.config.as_deref(), &[], loudness)?;
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from(&config.output.dir));
    let sieve = Sieve::new(&settings::terms(&config), &settings::token(&config)).into_diagnostic()?;
    let extractor = knowledge.extractor()?;
    let mut store = place_of(&config, &out)?.open().into_diagnostic()?;
    let mut failures = Failures::to(args.errors.as_deref())?;
    let interrupt = Interrupt::listen();
    let bar = spinner("pages", loudness);
    let mut counts = Counts::default();
    let mut kept: miette::Result<()> = Ok(());
    in_order::run(
        &in_order::pool(args.threads)?,
        inputs::all(args.paths.clone()).take_while(|_| !interrupt.asked()),
        Item::weight,
        |item| read(item, &sieve, &extractor, args.since),
        |answers| {
            bar.inc(answers.len() as u64);
            kept = answers
                .into_iter()
                .try_for_each(|answer| keep(answer, &mut *store, &mut failures, &mut counts));
            if kept.is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        },
    );
    bar.finish_and_clear();
    kept?;
    let failed = failures.failed();
    failures.finish().into_diagnostic()?;
    if !loudness.quiet {
        tell(&counts, failed);
    }
    if interrupt.asked() {
        eprintln!("stopped; what was stored is whole, and the same command stores nothing twice");
        return Ok(Outcome::Interrupted);
    }
    Ok(if counts.articles == 0 && failed > 0 { Outcome::Nothing } else { Outcome::Done })
}

/// Reads one page. Should a page make the program stumble, the page is lost and the rest is not.
fn read(item: Item, sieve: &Sieve, extractor: &Extractor, since: Option<Date>) -> Answer {
    let Item { name, page } = item;
    let made = panic::catch_unwind(AssertUnwindSafe(|| {
        let capture = page.open(&Given::default()).map_err(|(kind, why)| match kind {
            FailureKind::Skipped => Left::Out(why),
            FailureKind::Failed => Left::Failed(kind, why),
        })?;
        if let Some(reason) = sieve.leaves_out(&capture) {
            return Err(Left::Out(reason.told()));
        }
        let reading = extractor.extract(&capture).map_err(|why| left_of(&why))?;
        let day = reading.document.article.today();
        if since.is_some_and(|since| day.is_none_or(|day| day < since)) {
            return Err(Left::Out(Reason::TooOld.told()));
        }
        rows_of(&reading).map_err(|error| Left::Failed(FailureKind::Failed, error.to_string()))
    }));
    let stumbled = "the program stumbled over this page; please report it";
    let made = made.unwrap_or_else(|_| Err(Left::Failed(FailureKind::Failed, stumbled.to_owned())));
    Answer { name, made }
}

/// An archive of the web holds much that never was an article; only what could not be read is a failure.
fn left_of(why: &NotAnArticle) -> Left {
    match why {
        NotAnArticle::Empty | NotAnArticle::TooShort { .. } => {
            Left::Out("too short for an article".to_owned())
        }
        NotAnArticle::Paywalled { .. } => Left::Out("behind a paywall".to_owned()),
        NotAnArticle::IndexPage => Left::Out(Reason::Listing.told()),
        other => Left::Failed(FailureKind::Failed, other.to_string()),
    }
}

fn keep(
    answer: Answer,
    store: &mut dyn Store,
    failures: &mut Failures,
    counts: &mut Counts,
) -> miette::Result<()> {
    counts.pages += 1;
    match answer.made {
        Ok((article, claims)) => {
            let added = store.add_article(&article, &claims).into_diagnostic()?;
            counts.articles += 1;
            counts.new += u64::from(added == Added::New);
            counts.claims += claims.len() as u64;
            Ok(())
        }
        Err(Left::Out(why)) => {
            failures.add(FailureKind::Skipped, &answer.name, &why).into_diagnostic()?;
            *counts.left.entry(why).or_default() += 1;
            Ok(())
        }
        Err(Left::Failed(kind, why)) => failures.add(kind, &answer.name, &why).into_diagnostic(),
    }
}

fn tell(counts: &Counts, failed: u64) {
    eprintln!("{:>9}  pages read", counts.pages);
    for (why, count) in &counts.left {
        eprintln!("{count:>9}    {why}");
    }
    eprintln!("{failed:>9}    failed");
    eprintln!("{:>9}  articles, {} of them new", counts.articles, counts.new);
    eprintln!("{:>9}  claims", counts.claims);
}
