//! The summary of a crawl: pages asked, fetched, left out and why, articles, claims by type.

use super::super::printable;
use super::keep::Totals;
use crate::crawl::Summary;
use std::fmt::Write;

/// The summary as a page of text.
pub fn page(summary: &Summary, totals: &Totals) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let mut row = |count: u64, words: &str| _ = writeln!(out, "{count:>9}  {words}");
    let asked: u64 = summary.asked.values().sum();
    let kinds: Vec<String> =
        summary.asked.iter().map(|(purpose, count)| format!("{count} {}", purpose.as_str())).collect();
    row(asked, &format!("URLs asked ({}), {}", kinds.join(", "), size(summary.bytes)));
    row(summary.kept, "pages about the topic");
    if summary.unchanged > 0 {
        row(summary.unchanged, "as they were at the visit before (not sent again)");
    }
    row(summary.skipped.values().sum(), "URLs left out");
    let mut reasons: Vec<_> = summary.skipped.iter().collect();
    reasons.sort_by_key(|(reason, count)| (std::cmp::Reverse(**count), (*reason).clone()));
    for (reason, count) in reasons {
        row(*count, &format!("  {}", reason.told()));
    }
    row(totals.articles, &format!("articles, {} of them new", totals.new_articles));
    for (word, count) in &totals.unread {
        row(*count, &format!("  pages that are none: {}", word.replace('_', " ")));
    }
    row(totals.claims.values().sum(), &format!("claims, {} of them new", totals.new_claims));
    let mut kinds: Vec<_> = totals.claims.iter().collect();
    kinds.sort_by_key(|(kind, count)| (std::cmp::Reverse(**count), kind.as_str()));
    for (kind, count) in kinds {
        row(*count, &format!("  {}", kind.as_str()));
    }
    out + &sources(summary)
}

fn sources(summary: &Summary) -> String {
    let mut out = String::from("\n    asked      kept  source\n");
    for source in &summary.sources {
        let silent = if source.is_silent() { "  (silent: nothing of it could be read)" } else { "" };
        _ = writeln!(out, "{:>9} {:>9}  {}{silent}", source.asked, source.kept, printable(&source.name));
    }
    out
}

fn size(bytes: u64) -> String {
    match bytes {
        0..=9_999 => format!("{bytes} bytes"),
        10_000..=9_999_999 => format!("{} kB", bytes / 1000),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}
