//! A claim on a card: its quotes with the fields marked by colour, then the fields, the chain and the archive.

use super::terminal::printable;
use crate::output::ClaimRecord;
use crate::output::record::{AmountRecord, MoneyRecord, Quoted, SourceRecord};
use anstyle::{AnsiColor, Style};

/// What a stretch of a quote is, in the order of the legend; a later one lies over an earlier one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Clause,
    Source,
    Cue,
    Time,
    Party,
    Product,
    Country,
    Quantity,
    Amount,
    Predicate,
}

impl Mark {
    const LEGEND: [(Mark, &'static str); 9] = [
        (Mark::Predicate, "predicate"),
        (Mark::Amount, "amount"),
        (Mark::Quantity, "quantity"),
        (Mark::Product, "product"),
        (Mark::Country, "country"),
        (Mark::Party, "party"),
        (Mark::Source, "source"),
        (Mark::Cue, "cue"),
        (Mark::Time, "time"),
    ];

    fn style(self) -> Style {
        let colour = |colour: AnsiColor| Style::new().fg_color(Some(colour.into()));
        match self {
            Mark::Clause => Style::new(),
            Mark::Source => colour(AnsiColor::Magenta),
            Mark::Cue => colour(AnsiColor::Magenta).italic(),
            Mark::Time => colour(AnsiColor::Blue),
            Mark::Party => colour(AnsiColor::BrightCyan),
            Mark::Product => colour(AnsiColor::Yellow),
            Mark::Country => colour(AnsiColor::Cyan),
            Mark::Quantity => colour(AnsiColor::BrightGreen),
            Mark::Amount => colour(AnsiColor::Green).bold(),
            Mark::Predicate => colour(AnsiColor::Red).bold().underline(),
        }
    }
}

/// The claim as lines, with colour codes that the stream strips where they are not wanted.
pub fn card(claim: &ClaimRecord) -> String {
    let marks = marks(claim);
    let mut lines = vec![format!(
        "{}  {}  confidence {}",
        paint(Style::new().bold(), claim.kind.as_str()),
        claim.id,
        claim.confidence
    )];
    for evidence in &claim.evidence {
        lines.push(format!("  “{}”", marked(&evidence.quote, evidence.start, &marks)));
    }
    let present = |mark: &Mark| marks.iter().any(|(_, of)| of == mark);
    let legend: Vec<String> = Mark::LEGEND
        .iter()
        .filter(|(mark, _)| present(mark))
        .map(|(mark, name)| paint(mark.style(), name))
        .collect();
    lines.push(format!("  {}", legend.join("  ")));
    lines.extend(fields(claim).into_iter().map(|(name, value)| format!("  {name:<10} {value}")));
    lines.join("\n") + "\n"
}

fn paint(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// Every marked stretch of the claim, by place.
fn marks(claim: &ClaimRecord) -> Vec<((u32, u32), Mark)> {
    let at = |quoted: &Quoted| (quoted.start, quoted.end);
    let mut marks: Vec<((u32, u32), Mark)> = vec![(at(&claim.predicate.at), Mark::Predicate)];
    marks.extend(claim.amounts.iter().map(|a| (at(&a.money.at), Mark::Amount)));
    marks.extend(claim.quantities.iter().map(|q| (at(&q.at), Mark::Quantity)));
    marks.extend(claim.products.iter().map(|p| (at(&p.at), Mark::Product)));
    marks.extend(claim.countries.iter().map(|c| (at(&c.country.at), Mark::Country)));
    marks.extend(claim.parties.iter().map(|p| (at(&p.party.at), Mark::Party)));
    for source in &claim.sources {
        marks.extend(source.start.zip(source.end).map(|at| (at, Mark::Source)));
        marks.extend(source.cue.iter().map(|cue| (at(cue), Mark::Cue)));
    }
    marks.extend(claim.time.iter().map(|time| (at(&time.at), Mark::Time)));
    let cues = [&claim.modality_cue, &claim.polarity_cue, &claim.phase_cue];
    marks.extend(cues.into_iter().flatten().map(|cue| (at(cue), Mark::Cue)));
    marks
}

/// A quote that starts at this code point of the article, with its stretches in their colours.
fn marked(quote: &str, start: u32, marks: &[((u32, u32), Mark)]) -> String {
    let chars: Vec<char> = quote.chars().collect();
    let mut of = vec![Mark::Clause; chars.len()];
    let mut by_length: Vec<&((u32, u32), Mark)> = marks.iter().collect();
    // The shorter lies over the longer, or a name within a phrase would not be seen.
    by_length.sort_by_key(|((from, to), mark)| (std::cmp::Reverse(to - from), *mark as u8));
    for ((from, to), mark) in by_length {
        let (from, to) = (from.saturating_sub(start) as usize, to.saturating_sub(start) as usize);
        if let Some(stretch) = of.get_mut(from..to.min(chars.len())) {
            stretch.fill(*mark);
        }
    }
    let mut out = String::new();
    let mut at = 0;
    for stretch in of.chunk_by(|a, b| a == b) {
        let words: String = chars.iter().skip(at).take(stretch.len()).collect();
        at += stretch.len();
        let style = stretch.first().map_or(Style::new(), |mark| mark.style());
        out += &paint(style, &printable(&words));
    }
    out
}

fn fields(claim: &ClaimRecord) -> Vec<(&'static str, String)> {
    let mut fields: Vec<(&'static str, String)> = Vec::new();
    let text = |quoted: &Quoted| format!("“{}”", printable(&quoted.text));
    fields.push((
        "predicate",
        format!("{} ({})", text(&claim.predicate.at), printable(&claim.predicate.lemma)),
    ));
    fields.extend(claim.amounts.iter().map(|a| ("amount", amount(a))));
    for q in &claim.quantities {
        let unit = q.unit.as_deref().unwrap_or("");
        fields.push(("quantity", format!("{}  {} {unit}", text(&q.at), range(&q.low, &q.high))));
    }
    fields.extend(claim.products.iter().map(|p| ("product", format!("{}  {}", text(&p.at), p.category))));
    for c in &claim.countries {
        let from = c.resolved_from.as_ref().map(|at| format!(", from {}", text(at))).unwrap_or_default();
        fields.push((
            c.role.as_str(),
            format!("{}  {} by {}{from}", text(&c.country.at), c.country.iso2, c.country.via.as_str()),
        ));
    }
    for p in &claim.parties {
        fields.push((
            "party",
            format!("{}  {} as {}", text(&p.party.at), printable(&p.party.name), p.role.as_str()),
        ));
    }
    if let Some(time) = &claim.time {
        fields.push(("time", format!("{}  {}", text(&time.at), range(&time.interval.0, &time.interval.1))));
    }
    let mut said = format!("{}, {}", claim.modality.as_str(), claim.polarity.as_str());
    if let Some(phase) = claim.phase {
        said += &format!(", {}", phase.as_str());
    }
    fields.push(("modality", said));
    fields.push(("sources", claim.sources.iter().map(link).collect::<Vec<_>>().join(" → ")));
    fields
        .extend(claim.doubts.iter().map(|d| ("doubt", format!("{} (× {})", printable(&d.reason), d.factor))));
    fields.extend(article(claim));
    fields
}

fn article(claim: &ClaimRecord) -> Vec<(&'static str, String)> {
    let Some(article) = &claim.article else { return Vec::new() };
    let mut fields = Vec::new();
    let known = [article.title.clone(), article.published.clone()];
    let known: Vec<String> = known.into_iter().flatten().map(|words| printable(&words)).collect();
    fields.push(("article", known.join(", ")));
    fields.extend(article.url.iter().map(|url| ("", printable(url))));
    if let Some(archive) = &article.archive {
        let place = format!("{} at byte {}, {}", archive.file, archive.offset, archive.digest);
        fields.push(("archive", printable(&place)));
    }
    fields
}

fn amount(amount: &AmountRecord) -> String {
    let MoneyRecord { at, currency, low, high, modifier, per, .. } = &amount.money;
    let per = per.as_ref().map(|per| format!(" “{}”", printable(&per.text))).unwrap_or_default();
    format!(
        "“{}”{per}  {} {} {}, {}",
        printable(&at.text),
        currency.as_deref().unwrap_or("(currency unknown)"),
        range(low, high),
        modifier.as_str(),
        amount.role.as_str()
    )
}

fn range(low: &Option<String>, high: &Option<String>) -> String {
    match (low, high) {
        (Some(low), Some(high)) if low == high => low.clone(),
        (low, high) => {
            format!("{} … {}", low.as_deref().unwrap_or_default(), high.as_deref().unwrap_or_default())
        }
    }
}

fn link(source: &SourceRecord) -> String {
    let name = source.name.as_deref().map_or("(publisher unknown)".to_owned(), printable);
    let cue = source.cue.as_ref().map(|cue| format!(" (“{}”)", printable(&cue.text))).unwrap_or_default();
    let hidden = if source.anonymous { ", unnamed" } else { "" };
    format!("{name} [{}{hidden}]{cue}", source.kind.as_str())
}
