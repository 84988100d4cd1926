//! Output: readings to records; the only home of serde for results, and the place where spans become code points.
//!
//! In: a `Reading`. Out: records, and their JSON, CSV and JSON Schema.
//! Never: changes what was found, writes a file, adds a value that the reading does not hold.

pub mod csv;
mod failure;
mod id;
mod json;
mod make;
mod points;
pub mod record;
pub mod schema;
mod word;

pub use failure::FailureRecord;
pub use json::{Layout, from_json, to_json};
pub use points::CodePoints;
pub use record::{ArticleRecord, ClaimRecord};
pub use word::Word;

use crate::model::Reading;
use record::ArticleInfo;

/// Name and version of what makes the records; a store keeps a reading of each version apart.
pub const EXTRACTOR: &str = concat!("claimtrail ", env!("CARGO_PKG_VERSION"));

impl Reading {
    /// The reading as it is written down: places in code points, values as the codebook spells them.
    pub fn to_record(&self) -> ArticleRecord {
        make::record(self)
    }

    /// The same with every mention and attribution, whether or not a claim uses it.
    pub fn to_record_with_mentions(&self) -> ArticleRecord {
        make::record_with_mentions(self)
    }
}

impl ArticleRecord {
    /// Its claims, each made to stand alone with the article's particulars, the text left out.
    pub fn into_claims(self) -> impl Iterator<Item = ClaimRecord> {
        let info = ArticleInfo { text: None, ..self.article };
        self.claims.into_iter().map(move |claim| ClaimRecord { article: Some(info.clone()), ..claim })
    }
}
