//! `claimtrail show`: a claim, or all claims of an article, as a person reads them.

use super::{
    Outcome,
    card::card,
    store::StoreArgs,
    terminal::{forgive_closed_pipe, printable},
};
use crate::output::{ArticleRecord, ClaimRecord, from_json};
use crate::store::Store;
use miette::IntoDiagnostic;
use std::io::Write;

#[derive(Debug, clap::Args)]
pub struct Args {
    /// The address of an article, or a claim's id or its first characters.
    #[arg(value_name = "ARTICLE|CLAIM")]
    what: String,
    #[command(flatten)]
    store: StoreArgs,
}

/// Claims named when an id is not told apart by its first characters.
const NAMED: usize = 10;

pub fn run(args: Args) -> miette::Result<Outcome> {
    let store = args.store.open_to_read()?;
    let page = match article_at(&*store, args.what.trim())? {
        Some(json) => article(from_json(&json).into_diagnostic()?),
        None => card(&claim(&*store, args.what.trim())?),
    };
    forgive_closed_pipe(anstream::stdout().lock().write_all(page.as_bytes()))?;
    Ok(Outcome::Done)
}

/// The article of an address, with or without a slash at its end.
fn article_at(store: &dyn Store, url: &str) -> miette::Result<Option<String>> {
    let bare = url.trim_end_matches('/');
    for url in [url, bare, &format!("{bare}/")] {
        if let Some(json) = store.article(url).into_diagnostic()? {
            return Ok(Some(json));
        }
    }
    Ok(None)
}

fn article(record: ArticleRecord) -> String {
    let url = printable(record.article.url.as_deref().unwrap_or_default());
    let count = record.claims.len();
    let cards: Vec<String> = record.into_claims().map(|claim| card(&claim)).collect();
    match count {
        0 => format!("no claims in {url}\n"),
        _ => format!("{count} claims in {url}\n\n{}", cards.join("\n")),
    }
}

fn claim(store: &dyn Store, id: &str) -> miette::Result<ClaimRecord> {
    let found = match id.is_empty() {
        true => Vec::new(),
        false => store.claims_by_id(&id.to_lowercase(), NAMED + 1).into_diagnostic()?,
    };
    let distinct = |other: &str| found.first().is_some_and(|first| first.id != other);
    match found.as_slice() {
        [] => Err(miette::miette!(
            help = "`claimtrail export` lists every claim with its id and its article",
            "the store has no claim and no article “{}”",
            printable(id)
        )),
        [first, rest @ ..] if !rest.iter().any(|claim| distinct(&claim.id)) => {
            from_json(&first.json).into_diagnostic()
        }
        several => {
            let ids: Vec<&str> = several.iter().take(NAMED).map(|claim| claim.id.as_str()).collect();
            Err(miette::miette!(
                help = format!("one of {}{}", ids.join(", "), if several.len() > NAMED { ", …" } else { "" }),
                "several claims begin with “{}”",
                printable(id)
            ))
        }
    }
}
