//! `claimtrail evaluate`: extraction, ours or another system's, scored against gold articles.

use super::{Knowledge, Outcome, terminal::printable};
use crate::evaluate::{Annotated, Score, against, compare, read_gold, read_predicted, table};
use crate::lexicon::Lexicon;
use crate::model::{Article, ClaimType, Moment};
use crate::pipeline;
use miette::{IntoDiagnostic, WrapErr, miette};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// Gold pages, or folders of them.
    #[arg(required = true, value_name = "GOLD")]
    gold: Vec<PathBuf>,
    /// Score this output (JSON Lines as `extract --mentions` writes them) instead of extracting now.
    #[arg(long, value_name = "FILE")]
    predictions: Option<PathBuf>,
    /// Score a second, independent pass of annotation over the same texts instead: how far two people agree.
    /// Pages without a second pass are left out.
    #[arg(long, value_name = "GOLD", conflicts_with = "predictions")]
    second: Option<PathBuf>,
    /// Compare with this output, and say which differences are more than noise.
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
    /// A table for each manner of outlet, or of claims for each type.
    #[arg(long, value_enum)]
    by: Option<By>,
    /// List every miss, false find and wrong field with its words.
    #[arg(long)]
    errors: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum By {
    /// Claims of each type.
    Type,
    /// The fields of matched claims alone.
    Field,
    /// Each manner of outlet.
    Outlet,
}

pub fn run(args: Args, knowledge: &Knowledge) -> miette::Result<Outcome> {
    let mut gold = gold_pages(&args.gold)?;
    let found = match (&args.predictions, &args.second) {
        (Some(file), _) => predictions(file, &gold)?,
        (None, Some(folder)) => second_pass(folder, &mut gold)?,
        (None, None) => extracted(&gold, &knowledge.lexicon()?)?,
    };
    let pairs: Vec<(Annotated, Annotated)> = gold.iter().cloned().zip(found).collect();
    let score = compare(&pairs);
    let mut page = String::new();
    match args.by {
        None => page += &table(&score),
        Some(By::Field) => page += &table(&only_fields(score.clone())),
        Some(By::Outlet) => by_outlet(&mut page, &pairs),
        Some(By::Type) => by_type(&mut page, &pairs),
    }
    if let Some(file) = &args.against {
        let theirs: Vec<_> = gold.iter().cloned().zip(predictions(file, &gold)?).collect();
        page += "\n";
        page += &against(&score, &compare(&theirs));
    }
    if args.errors {
        page += &listed(&score);
    }
    super::terminal::forgive_closed_pipe(write!(std::io::stdout().lock(), "{page}"))?;
    Ok(Outcome::Done)
}

fn gold_pages(paths: &[PathBuf]) -> miette::Result<Vec<Annotated>> {
    let mut files: BTreeSet<PathBuf> = BTreeSet::new();
    for path in paths {
        if path.is_dir() {
            let entries = std::fs::read_dir(path).into_diagnostic().wrap_err(shown(path))?;
            files.extend(
                entries.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "md")),
            );
        } else {
            files.insert(path.clone());
        }
    }
    if files.is_empty() {
        return Err(miette!(help = "name gold pages (*.md) or folders of them", "no gold pages found"));
    }
    files
        .iter()
        .map(|file| {
            let page = std::fs::read_to_string(file).into_diagnostic().wrap_err(shown(file))?;
            read_gold(&shown(file), &page).into_diagnostic()
        })
        .collect()
}

fn shown(path: &Path) -> String {
    printable(&path.display().to_string())
}

/// What this program finds in the gold texts, through the records that it writes.
fn extracted(gold: &[Annotated], lexicon: &Lexicon) -> miette::Result<Vec<Annotated>> {
    gold.iter()
        .map(|gold| {
            let mut article = Article::from_blocks(gold.blocks());
            article.published = gold.published.as_deref().and_then(|date| date.parse().ok()).map(Moment::day);
            article.publisher.name = gold.publisher.clone();
            let record = pipeline::read_article(article, lexicon).to_record_with_mentions();
            let line = serde_json::to_string(&record).into_diagnostic()?;
            let mut read = read_predicted(&gold.name, &line).into_diagnostic()?;
            read.pop().ok_or_else(|| miette!("{}: nothing was read", gold.name))
        })
        .collect()
}

/// The second pass, in the order of the gold pages that have one; the others are taken out.
fn second_pass(folder: &PathBuf, gold: &mut Vec<Annotated>) -> miette::Result<Vec<Annotated>> {
    let second = gold_pages(std::slice::from_ref(folder))?;
    gold.retain(|first| second.iter().any(|other| other.text == first.text));
    if gold.is_empty() {
        return Err(miette!("{}: no page has the text of a gold page", shown(folder)));
    }
    Ok(gold
        .iter()
        .filter_map(|first| second.iter().find(|other| other.text == first.text).cloned())
        .collect())
}

/// Output of a file in the order of the gold pages, joined by the text itself.
fn predictions(file: &Path, gold: &[Annotated]) -> miette::Result<Vec<Annotated>> {
    let lines = std::fs::read_to_string(file).into_diagnostic().wrap_err(shown(file))?;
    let all = read_predicted(&shown(file), &lines).into_diagnostic()?;
    gold.iter()
        .map(|gold| {
            all.iter().find(|found| found.text == gold.text).cloned().ok_or_else(|| {
                miette!(
                    help = "predictions must carry article.text exactly as the gold page has it",
                    "{}: no line has the text of {}",
                    shown(file),
                    gold.name
                )
            })
        })
        .collect()
}

fn only_fields(mut score: Score) -> Score {
    score.figures.retain(|figure| figure.accuracy);
    score
}

fn by_outlet(page: &mut String, pairs: &[(Annotated, Annotated)]) {
    let styles: BTreeSet<&str> = pairs.iter().map(|(gold, _)| gold.style.as_str()).collect();
    for style in styles {
        let some: Vec<_> = pairs.iter().filter(|(gold, _)| gold.style == style).cloned().collect();
        let name = if style.is_empty() { "(no style stated)" } else { style };
        let _ = writeln!(page, "{name}: {} articles\n{}", some.len(), table(&compare(&some)));
    }
}

fn by_type(page: &mut String, pairs: &[(Annotated, Annotated)]) {
    for kind in ClaimType::ALL {
        let only = |annotated: &Annotated| Annotated {
            text: annotated.text.clone(),
            claims: annotated.claims.iter().filter(|claim| claim.kind == *kind).cloned().collect(),
            ..Annotated::default()
        };
        let some: Vec<_> = pairs.iter().map(|(gold, found)| (only(gold), only(found))).collect();
        let mut score = compare(&some);
        score.figures.retain(|figure| matches!(figure.name, "claims: type, evidence" | "claims: strict"));
        score.confidences.clear();
        let _ = writeln!(page, "{}\n{}", kind.as_str(), table(&score));
    }
}

fn listed(score: &Score) -> String {
    let mut out = String::new();
    for difference in &score.differences {
        let _ = writeln!(
            out,
            "\n{} | {} | {}\n  {}\n  … {} …",
            difference.article, difference.figure, difference.what, difference.detail, difference.context
        );
    }
    out
}
