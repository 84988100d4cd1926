//! Evaluation: gold articles against output, ours or another system's, as figures.
//!
//! In: gold pages (`fixtures/gold`, notation in `gold`), and JSON Lines in the shape of `claimtrail extract`.
//! Out: precision, recall and F1 with counts and bootstrap intervals, and a list of every miss and false find.
//! Never: reads a clock or a random source; the bootstrap's draws are fixed.

pub mod cases;
mod figures;
mod gold;
mod matching;
mod predicted;
mod report;

pub use figures::{Counts, Figure, interval};
pub use gold::{GoldError, read as read_gold};
pub use matching::{Difference, Score, compare};
pub use predicted::{PredictedError, read as read_predicted};
pub use report::{against, table};

use crate::model::{BlockKind, ClaimType, CountryRole};
use rust_decimal::Decimal;

/// A stretch of `text`, half-open, in Unicode code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Place {
    pub start: u32,
    pub end: u32,
}

impl Place {
    pub fn overlaps(self, other: Place) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// How many code points two places share.
    pub fn shared(self, other: Place) -> u32 {
        self.end.min(other.end).saturating_sub(self.start.max(other.start))
    }

    pub fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
}

/// Money or a quantity: `unit` is the currency or the unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Amount {
    pub at: Place,
    pub unit: Option<String>,
    pub low: Option<Decimal>,
    pub high: Option<Decimal>,
    pub modifier: String,
}

/// A country by its code, a product by its category, a party by its kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    pub at: Place,
    pub id: String,
}

/// A time expression with its resolved interval, in ISO 8601; an open side is `None`.
#[derive(Clone, Debug, PartialEq)]
pub struct When {
    pub at: Place,
    pub start: Option<String>,
    pub end: Option<String>,
}

/// One link of a chain, without the publisher.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    pub kind: String,
    pub at: Option<Place>,
}

/// A stretch said by somebody.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    pub chain: Vec<Link>,
    pub content: Vec<Place>,
}

/// A claim as far as it is scored.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    pub kind: ClaimType,
    pub predicate: Place,
    pub evidence: Vec<Place>,
    pub amounts: Vec<Amount>,
    pub products: Vec<Named>,
    pub countries: Vec<(CountryRole, Named)>,
    pub chain: Vec<Link>,
    pub time: Option<When>,
    pub modality: String,
    pub polarity: String,
    pub confidence: f64,
}

/// Everything that gold or a system says of one article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Annotated {
    /// File or URL, for people.
    pub name: String,
    /// The manner of outlet, where gold states it ("wire report").
    pub style: String,
    pub text: String,
    /// What each block of `text` is, where gold states it.
    pub blocks: Vec<BlockKind>,
    pub published: Option<String>,
    pub publisher: Option<String>,
    pub money: Vec<Amount>,
    pub quantities: Vec<Amount>,
    pub products: Vec<Named>,
    pub countries: Vec<Named>,
    pub parties: Vec<Named>,
    pub times: Vec<When>,
    pub attributions: Vec<Said>,
    pub claims: Vec<Told>,
}

impl Annotated {
    /// The blocks of a gold page with what each is.
    pub fn blocks(&self) -> impl Iterator<Item = (BlockKind, &str)> {
        self.blocks.iter().copied().zip(self.text.split("\n\n"))
    }

    /// The words at a place.
    pub fn words(&self, at: Place) -> String {
        self.text.chars().skip(at.start as usize).take(at.len() as usize).collect()
    }
}
