//! Claims as CSV: one a row, several values of a cell parted by semicolons.

use super::record::ClaimRecord;
use crate::model::CountryRole;
use std::io::Write;

/// The columns, in order.
pub const COLUMNS: &[&str] = &[
    "id",
    "type",
    "predicate",
    "lemma",
    "modality",
    "polarity",
    "phase",
    "amounts",
    "currency",
    "low",
    "high",
    "modifier",
    "amount_roles",
    "quantities",
    "products",
    "categories",
    "exporter",
    "importer",
    "transit",
    "origin",
    "imposer",
    "target",
    "other_countries",
    "parties",
    "sources",
    "source_kinds",
    "time",
    "from",
    "to",
    "quote",
    "start",
    "end",
    "confidence",
    "url",
    "title",
    "publisher",
    "published",
    "archive_file",
    "archive_offset",
    "archive_digest",
];

/// Writes claims as rows under a line of column names.
pub struct Rows<W: Write> {
    writer: ::csv::Writer<W>,
}

impl<W: Write> Rows<W> {
    pub fn new(to: W) -> Result<Rows<W>, ::csv::Error> {
        let mut writer = ::csv::Writer::from_writer(to);
        writer.write_record(COLUMNS)?;
        Ok(Rows { writer })
    }

    pub fn write(&mut self, claim: &ClaimRecord) -> Result<(), ::csv::Error> {
        self.writer.write_record(cells(claim).iter().map(|cell| harmless(cell)))
    }

    /// Writes out what is still held back.
    pub fn finish(mut self) -> std::io::Result<()> {
        self.writer.flush()
    }
}

fn cells(claim: &ClaimRecord) -> Vec<String> {
    let join = |values: Vec<String>| values.join("; ");
    let side = |side: &Option<String>| side.clone().unwrap_or_default();
    let in_role = |role: CountryRole| {
        let countries = claim.countries.iter().filter(|c| c.role.0 == role);
        join(countries.map(|c| c.country.iso2.clone()).collect())
    };
    let others =
        claim.countries.iter().filter(|c| matches!(c.role.0, CountryRole::Party | CountryRole::Mentioned));
    let amount = claim.amounts.first().map(|amount| &amount.money);
    let (from, to) = claim.time.as_ref().map(|time| time.interval.clone()).unwrap_or_default();
    let evidence = claim.evidence.first();
    let article = claim.article.clone().unwrap_or_default();
    let publisher = article.publisher.name.or(article.publisher.domain);
    let archive = article.archive.as_ref();
    vec![
        claim.id.clone(),
        claim.kind.as_str().to_owned(),
        claim.predicate.at.text.clone(),
        claim.predicate.lemma.clone(),
        claim.modality.as_str().to_owned(),
        claim.polarity.as_str().to_owned(),
        claim.phase.map(|phase| phase.as_str().to_owned()).unwrap_or_default(),
        join(claim.amounts.iter().map(|a| a.money.at.text.clone()).collect()),
        amount.map(|money| side(&money.currency)).unwrap_or_default(),
        amount.map(|money| side(&money.low)).unwrap_or_default(),
        amount.map(|money| side(&money.high)).unwrap_or_default(),
        amount.map(|money| money.modifier.as_str().to_owned()).unwrap_or_default(),
        join(claim.amounts.iter().map(|a| a.role.as_str().to_owned()).collect()),
        join(claim.quantities.iter().map(|q| q.at.text.clone()).collect()),
        join(claim.products.iter().map(|p| p.at.text.clone()).collect()),
        join(claim.products.iter().map(|p| p.category.clone()).collect()),
        in_role(CountryRole::Exporter),
        in_role(CountryRole::Importer),
        in_role(CountryRole::Transit),
        in_role(CountryRole::Origin),
        in_role(CountryRole::Imposer),
        in_role(CountryRole::Target),
        join(others.map(|c| c.country.iso2.clone()).collect()),
        join(claim.parties.iter().map(|p| format!("{} ({})", p.party.name, p.role.as_str())).collect()),
        join(claim.sources.iter().map(|s| side(&s.name)).collect()),
        join(claim.sources.iter().map(|s| s.kind.as_str().to_owned()).collect()),
        claim.time.as_ref().map(|time| time.at.text.clone()).unwrap_or_default(),
        from.unwrap_or_default(),
        to.unwrap_or_default(),
        evidence.map(|e| e.quote.clone()).unwrap_or_default(),
        evidence.map(|e| e.start.to_string()).unwrap_or_default(),
        evidence.map(|e| e.end.to_string()).unwrap_or_default(),
        claim.confidence.to_string(),
        side(&article.url),
        side(&article.title),
        publisher.unwrap_or_default(),
        side(&article.published),
        archive.map(|a| a.file.clone()).unwrap_or_default(),
        archive.map(|a| a.offset.to_string()).unwrap_or_default(),
        archive.map(|a| a.digest.clone()).unwrap_or_default(),
    ]
}

/// A cell that a spreadsheet would take for a formula gets an apostrophe before it, and control characters,
/// which carry no meaning in a cell, become spaces.
fn harmless(cell: &str) -> String {
    let formula = cell
        .trim_start_matches(' ')
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    let mut out = String::with_capacity(cell.len() + 1);
    if formula {
        out.push('\'');
    }
    out.extend(cell.chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }));
    out
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn formulas_are_made_harmless() {
        for cell in ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "  =cmd|' /C calc'!A0", "＝1"] {
            assert!(harmless(cell).starts_with('\''), "{cell:?}");
        }
        assert_eq!(harmless("$5 million = a lot"), "$5 million = a lot");
        assert_eq!(harmless("a\u{1b}[31mb"), "a [31mb");
    }
}
