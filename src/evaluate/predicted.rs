//! Output to be scored: JSON Lines in the shape of `claimtrail extract --mentions`. Every field but the text may be
//! missing, so that other systems can give what they have.

use super::{Amount, Annotated, Link, Named, Place, Said, Told, When};
use crate::model::{ClaimType, CountryRole};
use serde::Deserialize;

/// What is wrong with a line of output.
#[derive(Debug, thiserror::Error)]
#[error("{file}:{line}: {message}")]
pub struct PredictedError {
    pub file: String,
    pub line: usize,
    pub message: String,
}

#[derive(Deserialize)]
struct Record {
    #[serde(default)]
    input: Option<String>,
    article: Article,
    #[serde(default)]
    claims: Vec<Claim>,
    #[serde(default)]
    mentions: Vec<Mention>,
    #[serde(default)]
    attributions: Vec<Attribution>,
}

#[derive(Deserialize)]
struct Article {
    #[serde(default)]
    url: Option<String>,
    text: String,
}

#[derive(Clone, Copy, Deserialize)]
struct At {
    start: u32,
    end: u32,
}

impl From<At> for Place {
    fn from(at: At) -> Place {
        Place { start: at.start, end: at.end }
    }
}

#[derive(Deserialize)]
struct Mention {
    #[serde(rename = "type")]
    kind: String,
    #[serde(flatten)]
    at: At,
    #[serde(default)]
    currency: Option<String>,
    #[serde(default)]
    unit: Option<String>,
    #[serde(default)]
    low: Option<String>,
    #[serde(default)]
    high: Option<String>,
    #[serde(default)]
    modifier: Option<String>,
    #[serde(default)]
    iso2: Option<String>,
    #[serde(default)]
    category: Option<String>,
    #[serde(default)]
    interval: (Option<String>, Option<String>),
    #[serde(default, rename = "kind")]
    party: Option<String>,
}

#[derive(Deserialize)]
struct Attribution {
    chain: Vec<Source>,
    content: Vec<At>,
}

#[derive(Deserialize)]
struct Source {
    kind: String,
    #[serde(default)]
    start: Option<u32>,
    #[serde(default)]
    end: Option<u32>,
}

#[derive(Deserialize)]
struct Claim {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    predicate: Option<At>,
    #[serde(default)]
    evidence: Vec<At>,
    #[serde(default)]
    amounts: Vec<ClaimAmount>,
    #[serde(default)]
    products: Vec<ClaimProduct>,
    #[serde(default)]
    countries: Vec<ClaimCountry>,
    #[serde(default)]
    sources: Vec<Source>,
    #[serde(default)]
    time: Option<ClaimTime>,
    #[serde(default)]
    modality: String,
    #[serde(default)]
    polarity: String,
    #[serde(default)]
    confidence: Option<f64>,
}

#[derive(Deserialize)]
struct ClaimAmount {
    #[serde(flatten)]
    at: At,
    #[serde(default)]
    currency: Option<String>,
    #[serde(default)]
    low: Option<String>,
    #[serde(default)]
    high: Option<String>,
    #[serde(default)]
    modifier: String,
}

#[derive(Deserialize)]
struct ClaimProduct {
    #[serde(flatten)]
    at: At,
    category: String,
}

#[derive(Deserialize)]
struct ClaimCountry {
    #[serde(flatten)]
    at: At,
    iso2: String,
    role: String,
}

#[derive(Deserialize)]
struct ClaimTime {
    #[serde(flatten)]
    at: At,
    #[serde(default)]
    interval: (Option<String>, Option<String>),
}

/// Reads JSON Lines; `file` names them in errors.
pub fn read(file: &str, lines: &str) -> Result<Vec<Annotated>, PredictedError> {
    lines
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(n, line)| {
            serde_json::from_str::<Record>(line)
                .map_err(|error| error.to_string())
                .and_then(annotated)
                .map_err(|message| PredictedError { file: file.to_owned(), line: n + 1, message })
        })
        .collect()
}

fn decimal(text: Option<String>) -> Option<rust_decimal::Decimal> {
    text.and_then(|text| text.parse().ok())
}

fn annotated(record: Record) -> Result<Annotated, String> {
    let mut out = Annotated {
        name: record.input.or(record.article.url).unwrap_or_default(),
        text: record.article.text,
        ..Annotated::default()
    };
    for mention in record.mentions {
        let at = mention.at.into();
        match mention.kind.as_str() {
            "money" | "quantity" => {
                let money = mention.kind == "money";
                let amount = Amount {
                    at,
                    unit: if money { mention.currency } else { mention.unit },
                    low: decimal(mention.low),
                    high: decimal(mention.high),
                    modifier: mention.modifier.unwrap_or_default(),
                };
                if money { out.money.push(amount) } else { out.quantities.push(amount) }
            }
            "product" => out.products.extend(mention.category.map(|id| Named { at, id })),
            "country" => out.countries.extend(mention.iso2.map(|id| Named { at, id })),
            "party" => out.parties.extend(mention.party.map(|id| Named { at, id })),
            "time" => out.times.push(When { at, start: mention.interval.0, end: mention.interval.1 }),
            other => return Err(format!("“{other}” is no type of mention")),
        }
    }
    for attribution in record.attributions {
        out.attributions.push(Said {
            chain: links(attribution.chain),
            content: attribution.content.into_iter().map(Place::from).collect(),
        });
    }
    out.claims = record.claims.into_iter().map(told).collect::<Result<_, _>>()?;
    Ok(out)
}

/// The chain without the publisher, whom gold leaves out.
fn links(sources: Vec<Source>) -> Vec<Link> {
    sources
        .into_iter()
        .filter(|source| source.kind != "publisher")
        .map(|source| Link {
            at: source.start.zip(source.end).map(|(start, end)| Place { start, end }),
            kind: source.kind,
        })
        .collect()
}

fn told(claim: Claim) -> Result<Told, String> {
    let kind = ClaimType::parse(&claim.kind).ok_or_else(|| format!("“{}” is no claim type", claim.kind))?;
    let evidence: Vec<Place> = claim.evidence.into_iter().map(Place::from).collect();
    let countries = claim
        .countries
        .into_iter()
        .map(|country| {
            let role = CountryRole::parse(&country.role)
                .ok_or_else(|| format!("“{}” is no role of a country", country.role))?;
            Ok((role, Named { at: country.at.into(), id: country.iso2 }))
        })
        .collect::<Result<_, String>>()?;
    Ok(Told {
        kind,
        predicate: claim.predicate.map(Place::from).or(evidence.first().copied()).unwrap_or_default(),
        evidence,
        amounts: claim
            .amounts
            .into_iter()
            .map(|a| Amount {
                at: a.at.into(),
                unit: a.currency,
                low: decimal(a.low),
                high: decimal(a.high),
                modifier: a.modifier,
            })
            .collect(),
        products: claim.products.into_iter().map(|p| Named { at: p.at.into(), id: p.category }).collect(),
        countries,
        chain: links(claim.sources),
        time: claim.time.map(|t| When { at: t.at.into(), start: t.interval.0, end: t.interval.1 }),
        modality: claim.modality,
        polarity: claim.polarity,
        confidence: claim.confidence.unwrap_or(1.0),
    })
}
