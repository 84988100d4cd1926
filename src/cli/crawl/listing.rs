//! Claims as lines that can be read aloud: what, how much, of what, between whom; then who says so.

use super::super::printable;
use crate::model::{Modality, Polarity};
use crate::output::ClaimRecord;
use crate::output::record::{ArticleInfo, SourceRecord};

/// The claims of one article under its title and address; nothing for an article without claims.
pub fn article(claims: &[ClaimRecord]) -> String {
    let Some(first) = claims.first() else { return String::new() };
    let mut lines = heading(first.article.as_ref());
    for claim in claims {
        lines.push(format!("  {}  {}", claim.kind.as_str(), particulars(claim)));
        lines.push(format!("      {}  [{}]", chain(&claim.sources), claim.id));
    }
    lines.push(String::new());
    lines.join("\n") + "\n"
}

fn heading(article: Option<&ArticleInfo>) -> Vec<String> {
    let Some(article) = article else { return Vec::new() };
    let day = article.published.as_deref().and_then(|moment| moment.get(..10)).unwrap_or("no date");
    let title = article.title.as_deref().unwrap_or("(no title)");
    let url = article.url.as_deref().unwrap_or_default();
    vec![format!("{} ({day})", printable(title)), format!("  {}", printable(url))]
}

/// Fields in one line, each as written in the article.
fn particulars(claim: &ClaimRecord) -> String {
    let mut parts: Vec<String> = Vec::new();
    let quoted = |text: &str| format!("“{}”", printable(text));
    parts.push(quoted(&claim.predicate.at.text));
    for amount in &claim.amounts {
        parts.push(format!("{} {}", amount.role.as_str(), quoted(&amount.money.at.text)));
    }
    parts.extend(claim.quantities.iter().map(|quantity| format!("quantity {}", quoted(&quantity.at.text))));
    parts.extend(claim.products.iter().map(|product| format!("product {}", quoted(&product.at.text))));
    for country in &claim.countries {
        parts.push(format!("{} {}", country.role.as_str(), country.country.iso2));
    }
    for party in &claim.parties {
        parts.push(format!("{} {}", party.role.as_str(), printable(&party.party.name)));
    }
    if let Some(time) = &claim.time {
        parts.push(format!("time {}", quoted(&time.at.text)));
    }
    if claim.modality.0 != Modality::Factual {
        parts.push(claim.modality.as_str().to_owned());
    }
    if claim.polarity.0 == Polarity::Negated {
        parts.push("negated".to_owned());
    }
    if let Some(phase) = claim.phase {
        parts.push(phase.as_str().to_owned());
    }
    parts.join(", ")
}

fn chain(sources: &[SourceRecord]) -> String {
    let names = sources.iter().map(|source| {
        let name = source.name.as_deref().or(source.text.as_deref()).unwrap_or("the publisher");
        printable(name)
    });
    match sources.is_empty() {
        true => "the publisher".to_owned(),
        false => names.collect::<Vec<_>>().join(" → "),
    }
}
