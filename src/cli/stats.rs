//! `claimtrail stats`: what the store holds, counted.

use super::{Outcome, store::StoreArgs, terminal::printable};
use crate::store::Stats;
use miette::IntoDiagnostic;
use std::io::Write;

#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(flatten)]
    store: StoreArgs,
    /// List every country and publisher, not the ten with most.
    #[arg(long)]
    all: bool,
}

const SHOWN: usize = 10;

pub fn run(args: Args) -> miette::Result<Outcome> {
    let stats = args.store.open_to_read()?.stats().into_diagnostic()?;
    let page = lines(&stats, if args.all { usize::MAX } else { SHOWN }).join("\n");
    super::terminal::forgive_closed_pipe(writeln!(std::io::stdout().lock(), "{page}"))?;
    Ok(Outcome::Done)
}

fn lines(stats: &Stats, shown: usize) -> Vec<String> {
    let sum = |counts: &[(String, u64)]| counts.iter().map(|(_, count)| count).sum::<u64>();
    let mut lines = vec![
        format!("{:>9}  sources", stats.sources),
        format!("{:>9}  fetches", sum(&stats.fetches)),
        format!("{:>9}  articles", stats.articles),
        format!("{:>9}  claims", sum(&stats.claims)),
    ];
    if let (Some(first), Some(last)) = (&stats.first_day, &stats.last_day) {
        lines.push(format!("           from {first} to {last}"));
    }
    let lists = [
        ("Fetches by outcome", &stats.fetches, usize::MAX),
        ("Claims by type", &stats.claims, usize::MAX),
        ("Claims by country", &stats.countries, shown),
        ("Articles by publisher", &stats.publishers, shown),
    ];
    for (heading, counts, shown) in lists.into_iter().filter(|(_, counts, _)| !counts.is_empty()) {
        lines.push(String::new());
        lines.push(heading.to_owned());
        lines.extend(counts.iter().take(shown).map(|(word, n)| format!("{n:>9}  {}", printable(word))));
        if counts.len() > shown {
            lines.push(format!("           and {} more (--all)", counts.len() - shown));
        }
    }
    lines
}
