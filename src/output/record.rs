//! The records: what is written for an article, a claim, a mention and a source. Their Rust types are the one
//! definition; the JSON Schema, with these comments as its descriptions, is made from them.
//!
//! Places are half-open `[start, end)` in Unicode code points of `article.text`. What the text does not give is
//! left out or null.

use super::word::Word;
use crate::model::{
    AmountRole, ClaimType, CountryRole, Modality, Mode, Modifier, PartyKind, PartyRole, Phase, Polarity,
    Precision, QuantityKind, SourceKind, Via,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One article with everything claimed in it: a line of `claimtrail extract`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ArticleRecord {
    /// The path it was read from, for a file; absent for a page of the web.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input: Option<String>,
    /// Name and version of the program that read it.
    pub extractor: String,
    pub article: ArticleInfo,
    pub claims: Vec<ClaimRecord>,
    /// Every mention, whether or not a claim uses it (`--mentions`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mentions: Option<Vec<MentionRecord>>,
    /// Every attributed stretch of the text (`--mentions`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attributions: Option<Vec<AttributionRecord>>,
}

/// The article a claim was made in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ArticleInfo {
    /// Canonical URL.
    pub url: Option<String>,
    pub title: Option<String>,
    pub authors: Vec<String>,
    pub publisher: PublisherInfo,
    /// When it was published: ISO 8601, as precise as the page says.
    pub published: Option<String>,
    /// When it was last changed: ISO 8601, as precise as the page says.
    pub modified: Option<String>,
    /// Language of the text, BCP 47.
    pub language: Option<String>,
    pub section: Option<String>,
    /// When it was fetched: ISO 8601, UTC.
    pub fetched: Option<String>,
    /// Where the page as received lies in the archive.
    pub archive: Option<ArchiveInfo>,
    /// SHA-256 of `text` in UTF-8, as `sha256:` and hexadecimal digits.
    pub text_digest: String,
    /// Title, headings, paragraphs and list items, parted by blank lines; what every place counts in. Left out
    /// where a claim stands alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// The outlet that published the article.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct PublisherInfo {
    pub name: Option<String>,
    /// Registrable domain of the URL.
    pub domain: Option<String>,
}

/// A record of a WARC file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ArchiveInfo {
    /// File name within the archive folder.
    pub file: String,
    /// Byte offset of the record.
    pub offset: u64,
    /// `WARC-Payload-Digest` of the record.
    pub digest: String,
}

/// Words of the article and where they stand: `text` is exactly `article.text[start:end]` in code points.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Quoted {
    pub text: String,
    pub start: u32,
    pub end: u32,
}

/// One assertion, with its arguments in their roles, and everything it rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ClaimRecord {
    /// The same on every run and machine: a hash of the article's URL, the type and the normalised core fields.
    pub id: String,
    #[serde(rename = "type")]
    pub kind: Word<ClaimType>,
    pub predicate: PredicateRecord,
    pub amounts: Vec<AmountRecord>,
    pub quantities: Vec<QuantityRecord>,
    pub products: Vec<ProductRecord>,
    pub countries: Vec<ClaimCountryRecord>,
    pub parties: Vec<ClaimPartyRecord>,
    /// The chain of attribution, outermost first: the publisher, whom it cites, whom they cite.
    pub sources: Vec<SourceRecord>,
    pub time: Option<TimeRecord>,
    pub modality: Word<Modality>,
    /// The words that made the modality.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modality_cue: Option<Quoted>,
    pub polarity: Word<Polarity>,
    /// The words that negate or deny.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub polarity_cue: Option<Quoted>,
    /// Where the thing stands or which way it goes ("halted", "rose").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phase: Option<Word<Phase>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phase_cue: Option<Quoted>,
    /// First the sentence the claim was read from, then where it is told again.
    pub evidence: Vec<EvidenceRecord>,
    /// 0 to 1: how likely the claim is to be right in all its fields.
    #[schemars(range(min = 0, max = 1))]
    pub confidence: f64,
    /// What lowered the confidence.
    pub doubts: Vec<DoubtRecord>,
    /// The frame that made it.
    pub by: String,
    /// The article it stands in; present where a claim stands alone (`--claims`, `export`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub article: Option<ArticleInfo>,
}

/// The trigger as written, and its dictionary form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct PredicateRecord {
    #[serde(flatten)]
    pub at: Quoted,
    pub lemma: String,
}

/// Money: the number with its currency and scale words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MoneyRecord {
    #[serde(flatten)]
    pub at: Quoted,
    /// ISO 4217; null if it cannot be known.
    pub currency: Option<String>,
    /// Lower bound as a decimal; equal to `high` for a point, null for an open side.
    pub low: Option<String>,
    /// Upper bound as a decimal.
    pub high: Option<String>,
    pub modifier: Word<Modifier>,
    /// The words that made the modifier ("more than").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modifier_cue: Option<Quoted>,
    /// The unit of a price ("each", "a barrel").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<Quoted>,
}

/// An amount of a claim, in its role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct AmountRecord {
    #[serde(flatten)]
    pub money: MoneyRecord,
    pub role: Word<AmountRole>,
    /// For a conversion: the amount it restates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Quoted>,
}

/// A count or measure of goods: the number with its scale word and unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct QuantityRecord {
    #[serde(flatten)]
    pub at: Quoted,
    /// Lower bound as a decimal; equal to `high` for a point, null for an open side.
    pub low: Option<String>,
    /// Upper bound as a decimal.
    pub high: Option<String>,
    pub modifier: Word<Modifier>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modifier_cue: Option<Quoted>,
    pub kind: Word<QuantityKind>,
    /// Normalised unit (`tonne`, `percent`); null for a bare count.
    pub unit: Option<String>,
    /// What is counted, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<Quoted>,
}

/// A good or technology.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ProductRecord {
    #[serde(flatten)]
    pub at: Quoted,
    /// Id in the product taxonomy; what stands before the dot is the category of first level.
    pub category: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub brand: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Tariff and control codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<CodeRecord>,
    /// Words that narrow the good ("used", "dual-use").
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub qualifiers: Vec<Quoted>,
}

/// A tariff or control code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct CodeRecord {
    /// `hs` or `eccn`.
    pub system: String,
    pub code: String,
    /// True if the article writes it, false if the taxonomy adds it.
    pub written: bool,
}

/// A country, or a supranational body under an id of its own (`EU`, `NATO`, `G7`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CountryRecord {
    #[serde(flatten)]
    pub at: Quoted,
    /// ISO 3166-1 alpha-2, or the body's id.
    pub iso2: String,
    /// By what kind of word it is named.
    pub via: Word<Via>,
}

/// A country of a claim, in its role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ClaimCountryRecord {
    #[serde(flatten)]
    pub country: CountryRecord,
    pub role: Word<CountryRole>,
    /// Where it is named, if this claim only refers to it ("the country").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved_from: Option<Quoted>,
}

/// A company, agency, outlet, organisation or person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PartyRecord {
    #[serde(flatten)]
    pub at: Quoted,
    /// Full name as known from the article or the tables.
    pub name: String,
    pub kind: Word<PartyKind>,
    /// ISO 3166-1 alpha-2, where it is said or known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// For a person: the title as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Quoted>,
    /// For a person: whom they speak for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub affiliation: Option<Quoted>,
}

/// A party of a claim, in its role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct ClaimPartyRecord {
    #[serde(flatten)]
    pub party: PartyRecord,
    pub role: Word<PartyRole>,
    /// Where it is named, if this claim only refers to it ("the company", "it").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved_from: Option<Quoted>,
}

/// One link of a chain of attribution.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct SourceRecord {
    pub kind: Word<SourceKind>,
    /// Full name where known, else the words themselves; null for a publisher that is not known.
    pub name: Option<String>,
    /// The words that name it, with `start` and `end`; all three absent for the publisher.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Quoted>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub affiliation: Option<Quoted>,
    /// The word or phrase that attributes ("according to", "said").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cue: Option<Quoted>,
    /// How its words are given; absent for the publisher, whose words the article is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<Word<Mode>>,
    /// A name is withheld; `text` is how the article puts it.
    pub anonymous: bool,
    /// Where the full name stands, if this link is a pronoun, a surname or a description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolved_from: Option<Quoted>,
}

/// A time expression, resolved against the article's date.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct TimeRecord {
    #[serde(flatten)]
    pub at: Quoted,
    /// First and last day, both inside, in ISO 8601; null where the interval is open.
    pub interval: (Option<String>, Option<String>),
    pub precision: Word<Precision>,
    /// Id of the known event it is counted from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
}

/// A sentence the claim rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct EvidenceRecord {
    /// Exactly `article.text[start:end]` in code points.
    pub quote: String,
    pub start: u32,
    pub end: u32,
    /// The clause of it that is the claim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<Quoted>,
}

/// A reason that lowered the confidence, and by what factor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct DoubtRecord {
    pub reason: String,
    pub factor: f64,
}

/// One finding, whether or not a claim uses it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MentionRecord {
    #[serde(flatten)]
    pub what: MentionWhat,
    /// The rule that saw it.
    pub by: String,
}

/// What is mentioned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum MentionWhat {
    Money(MoneyRecord),
    Quantity(QuantityRecord),
    Product(ProductRecord),
    Country(CountryRecord),
    Party(PartyRecord),
    Time(TimeRecord),
}

/// A stretch of the article said by somebody.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
pub struct AttributionRecord {
    /// Outermost first, without the publisher.
    pub chain: Vec<SourceRecord>,
    /// What is said: one stretch, or two where the cue stands inside it.
    pub content: Vec<Quoted>,
    /// Whether the source denies the content.
    pub denies: bool,
    /// The rule that saw it.
    pub by: String,
}
