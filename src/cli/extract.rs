//! `claimtrail extract`: pages of any origin to JSON Lines, on all cores, in the order they were given.

use super::{
    FailureKind, Failures, Knowledge, Loudness, Outcome, in_order,
    inputs::{self, Given, Item, Page},
    interrupt::Interrupt,
    terminal::{forgive_closed_pipe, printable, spinner},
    usage,
};
use crate::model::NotAnArticle;
use crate::output::{Layout, to_json};
use crate::pipeline::Extractor;
use jiff::civil::Date;
use miette::IntoDiagnostic;
use std::{
    io::{self, BufWriter, Write},
    ops::ControlFlow,
    panic::{self, AssertUnwindSafe},
    path::PathBuf,
};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// HTML files, plain text, folders, WARC files (.warc, .warc.gz), or - for standard input.
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Address of the page, for a file that does not say it.
    #[arg(long)]
    url: Option<String>,
    /// Day of publication (2024-03-06), for files that do not say it.
    #[arg(long, value_name = "DATE")]
    published: Option<Date>,
    /// One claim a line, each with its article's particulars.
    #[arg(long)]
    claims: bool,
    /// Add every mention and attribution, whether or not a claim uses it.
    #[arg(long, conflicts_with = "claims")]
    mentions: bool,
    /// Indent the JSON for people.
    #[arg(long)]
    pretty: bool,
    /// Threads to use; 0 is one a core.
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
    /// Pass over the first N pages, to go on where a run was stopped.
    #[arg(long, value_name = "N", default_value_t = 0)]
    skip: usize,
    /// Write what gave no article to this file, as JSON Lines.
    #[arg(long, value_name = "FILE")]
    errors: Option<PathBuf>,
}

/// What came of one page.
struct Answer {
    name: String,
    made: Result<Made, (FailureKind, String)>,
}

struct Made {
    json: String,
    claims: usize,
}

pub fn run(args: Args, knowledge: &Knowledge, loudness: &Loudness) -> miette::Result<Outcome> {
    let given = given(&args)?;
    let extractor = knowledge.extractor()?;
    let mut failures = Failures::to(args.errors.as_deref())?;
    let pool = in_order::pool(args.threads)?;
    let interrupt = Interrupt::listen();
    tracing::info!("reading on {} threads", pool.current_num_threads());
    let bar = spinner("pages", loudness);
    let (mut articles, mut claims, mut pages) = (0_usize, 0_usize, args.skip);
    let mut out = BufWriter::new(io::stdout().lock());
    let mut written = Ok(());
    let items = inputs::all(args.paths.clone()).skip(args.skip).take_while(|_| !interrupt.asked());
    in_order::run(
        &pool,
        items,
        Item::weight,
        |item| answer(item, &extractor, &given, &args),
        |answers| {
            for answer in answers {
                pages += 1;
                bar.inc(1);
                written = match answer.made {
                    Ok(made) => {
                        articles += 1;
                        claims += made.claims;
                        out.write_all(made.json.as_bytes())
                    }
                    Err((kind, reason)) => failures.add(kind, &answer.name, &reason),
                };
                if written.is_err() {
                    return ControlFlow::Break(());
                }
            }
            ControlFlow::Continue(())
        },
    );
    forgive_closed_pipe(written.and_then(|()| out.flush()))?;
    bar.finish_and_clear();
    let counts = Counts { articles, claims, pages };
    end(counts, failures, interrupt.asked(), loudness)
}

fn given(args: &Args) -> miette::Result<Given> {
    let one_file = matches!(args.paths.as_slice(), [path] if !path.is_dir());
    if args.url.is_some() && !one_file {
        return Err(usage("--url is the address of one page; give one file, or leave it out"));
    }
    if let Some(url) = &args.url
        && let Err(error) = url::Url::parse(url)
    {
        return Err(usage(&format!("--url {}: {error}; write it whole, with https://", printable(url))));
    }
    Ok(Given { url: args.url.clone(), published: args.published })
}

/// Reads one page. Should a page make the program stumble, the page is lost and the rest is not.
fn answer(item: Item, extractor: &Extractor, given: &Given, args: &Args) -> Answer {
    let Item { name, page } = item;
    let input = match page {
        Page::File(_) | Page::Bytes(_) => Some(name.clone()),
        _ => None,
    };
    let made = panic::catch_unwind(AssertUnwindSafe(|| read(page, input, extractor, given, args)));
    let stumbled =
        || (FailureKind::Failed, "the program stumbled over this page; please report it".to_owned());
    Answer { name, made: made.unwrap_or_else(|_| Err(stumbled())) }
}

fn read(
    page: Page,
    input: Option<String>,
    extractor: &Extractor,
    given: &Given,
    args: &Args,
) -> Result<Made, (FailureKind, String)> {
    let capture = page.open(given)?;
    let reading = extractor.extract(&capture).map_err(|why| {
        (if input.is_some() { FailureKind::Failed } else { kind_of(&why) }, why.to_string())
    })?;
    let record = if args.mentions { reading.to_record_with_mentions() } else { reading.to_record() };
    let record = crate::output::ArticleRecord { input, ..record };
    let layout = if args.pretty { Layout::Pretty } else { Layout::Line };
    let claims = record.claims.len();
    let json = if args.claims {
        record.into_claims().map(|claim| to_json(&claim, layout)).collect::<Result<String, _>>()
    } else {
        to_json(&record, layout)
    };
    let json = json.map_err(|error| (FailureKind::Failed, error.to_string()))?;
    Ok(Made { json, claims })
}

/// An archive holds much that never was an article; only what could not be read is a failure there.
fn kind_of(why: &NotAnArticle) -> FailureKind {
    match why {
        NotAnArticle::Status(_)
        | NotAnArticle::ContentType(_)
        | NotAnArticle::Empty
        | NotAnArticle::TooShort { .. }
        | NotAnArticle::Paywalled { .. }
        | NotAnArticle::IndexPage => FailureKind::Skipped,
        _ => FailureKind::Failed,
    }
}

struct Counts {
    articles: usize,
    claims: usize,
    /// Counted from the first page of the input, those passed over by `--skip` included.
    pages: usize,
}

fn end(
    counts: Counts,
    failures: Failures,
    interrupted: bool,
    loudness: &Loudness,
) -> miette::Result<Outcome> {
    let Counts { articles, claims, pages } = counts;
    let (failed, skipped) = (failures.failed(), failures.skipped());
    failures.finish().into_diagnostic()?;
    if !loudness.quiet && (failed + skipped > 0 || articles != 1) {
        eprintln!("articles: {articles}, claims: {claims}, skipped: {skipped}, failed: {failed}");
    }
    if interrupted {
        eprintln!(
            "stopped; what was written is whole. The same command with --skip {pages} goes on from here"
        );
        return Ok(Outcome::Interrupted);
    }
    Ok(if articles == 0 && failed > 0 { Outcome::Nothing } else { Outcome::Done })
}
