//! claimtrail reads reporting on export controls and answers claims, each field tied to its characters.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! use claimtrail::Extractor;
//!
//! let html = "<html lang=en><head><title>Chip maker fined</title></head><body><article>
//!     <h1>Chip maker fined</h1>
//!     <p>WASHINGTON — The Commerce Department fined Beispielwerke, a German company, $12 million on Tuesday
//!     for selling used lithography machines to China without a licence, according to a settlement that was
//!     published by the department.</p>
//!     <p>The company neither admitted nor denied the charges, and its shares fell in Frankfurt.</p>
//!     </article></body></html>";
//! let published = Some("2024-03-06".parse()?);
//! let reading = Extractor::new()?.extract_html(html, Some("https://times.example/chips"), published)?;
//!
//! let record = reading.to_record_with_mentions();
//! assert_eq!(record.article.title.as_deref(), Some("Chip maker fined"));
//!
//! // Places are counted in code points, so that they mean the same in every language.
//! let text: Vec<char> = record.article.text.as_deref().unwrap_or_default().chars().collect();
//! for claim in &record.claims {
//!     let evidence = &claim.evidence[0];
//!     let there: String = text[evidence.start as usize..evidence.end as usize].iter().collect();
//!     assert_eq!(there, evidence.quote);
//!     println!("{} {:?}: {}", claim.id, claim.kind, evidence.quote);
//! }
//!
//! // A finding keeps its meaning beside its words, and the rule that saw it.
//! let money = reading.mentions.iter().find(|mention| mention.kind() == "money").expect("an amount");
//! assert_eq!(money.show(reading.document.text()), "money “$12 million” USD 12000000 exact");
//!
//! // As JSON, by the schema that `claimtrail schema` prints.
//! let json = claimtrail::output::to_json(&record, claimtrail::output::Layout::Line)?;
//! assert!(json.contains(r#""currency":"USD","low":"12000000","high":"12000000","modifier":"exact""#));
//! # Ok(())
//! # }
//! ```
//!
//! An [`Extractor`] holds the tables of `data/`; make one and share it among threads. A [`model::Reading`] is
//! everything found in one article, in bytes of its text; [`output`] gives it as records in code points.
//!
//! ```text
//! crawl ─▶ archive ─▶ article ─▶ language ─▶ mentions ─▶ attribution ─▶ claims ─▶ output
//! ```
//!
//! Rooms know the hall ([`model`]) and, where needed, the library ([`lexicon`]), never each other;
//! only [`pipeline`] and [`cli`] open their doors. `tests/it/house.rs` keeps it so.
#![forbid(unsafe_code)]

pub mod archive;
pub mod article;
pub mod attribution;
pub mod claims;
pub mod cli;
pub mod coding;
pub mod config;
mod crash;
#[cfg(feature = "crawl")]
pub mod crawl;
pub mod evaluate;
pub mod language;
pub mod lexicon;
pub mod mentions;
pub mod model;
pub mod output;
pub mod pipeline;
pub mod store;

pub use pipeline::Extractor;
