//! `claimtrail explain`: for each claim, which words, rules and rows made it.

use super::{
    Knowledge, Outcome,
    inputs::{self, Given},
    terminal::{forgive_closed_pipe, printable},
    usage,
};
use crate::model::{Reading, Span};
use crate::pipeline::Extractor;
use jiff::civil::Date;
use miette::IntoDiagnostic;
use std::{io::Write, path::PathBuf};

#[derive(Debug, clap::Args)]
pub struct Args {
    /// A file, - for standard input, or the text itself.
    #[arg(value_name = "FILE|TEXT")]
    what: String,
    /// Day of publication (2024-03-06), for a text that does not say it.
    #[arg(long, value_name = "DATE")]
    published: Option<Date>,
    /// Show every mention and attribution too.
    #[arg(long)]
    mentions: bool,
}

pub fn run(args: Args, knowledge: &Knowledge) -> miette::Result<Outcome> {
    let extractor = knowledge.extractor()?;
    let mut lines = Vec::new();
    for reading in readings(&args, &extractor)? {
        explain(&reading, args.mentions, &mut lines);
    }
    if lines.is_empty() {
        lines.push("no claims".to_owned());
    }
    let page = printable(&lines.join("\n"));
    forgive_closed_pipe(writeln!(std::io::stdout().lock(), "{page}"))?;
    Ok(Outcome::Done)
}

fn readings(args: &Args, extractor: &Extractor) -> miette::Result<Vec<Reading>> {
    let path = PathBuf::from(&args.what);
    if args.what != "-" && !path.exists() {
        if !args.what.contains(char::is_whitespace) {
            return Err(usage(&format!("{}: no such file, and one word is no text", printable(&args.what))));
        }
        return Ok(vec![extractor.extract_text(&args.what, None, args.published).into_diagnostic()?]);
    }
    let given = Given { url: None, published: args.published };
    let mut readings = Vec::new();
    for item in inputs::all(vec![path]) {
        let name = item.name.clone();
        let capture = item.page.open(&given).map_err(|(_, reason)| reason);
        match capture.and_then(|c| extractor.extract(&c).map_err(|why| why.to_string())) {
            Ok(reading) => readings.push(reading),
            Err(reason) => eprintln!("{}: {}", printable(&name), printable(&reason)),
        }
    }
    if readings.is_empty() {
        return Err(miette::miette!("nothing could be read"));
    }
    Ok(readings)
}

fn explain(reading: &Reading, mentions: bool, lines: &mut Vec<String>) {
    let text = reading.document.text();
    let row = |field: &str, span: Span, rule: &str| {
        let place = format!("{}..{}", span.start, span.end);
        format!("  {field:<10} {:<40} {place:<12} {rule}", format!("“{}”", span.of(text)))
    };
    for claim in &reading.claims {
        lines.push(format!("{:<53} {:<12} {}", claim.kind.as_str(), "", claim.by));
        lines.push(row("predicate", claim.predicate, &format!("lemma {}", claim.lemma)));
        lines.extend(claim.why.iter().map(|(field, span, rule)| row(field, *span, rule)));
        lines.extend(
            claim.doubts.iter().map(|doubt| format!("  doubt      {} × {}", doubt.reason, doubt.factor)),
        );
        lines.push(format!("  = {}", claim.show(reading)));
        lines.push(String::new());
    }
    if mentions {
        lines.extend(reading.mentions.iter().map(|m| format!("{}   {}", m.show(text), m.by)));
        lines.extend(reading.attributions.iter().map(|a| format!("{}   {}", a.show(text), a.by)));
        lines.push(String::new());
    }
}
