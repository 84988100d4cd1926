//! The hall: the types that every room shares. It knows no room, does no I/O and holds no serde.

pub mod arguments;
#[macro_use]
pub mod closed;

pub mod article;
pub mod attribution;
pub mod capture;
pub mod claim;
pub mod document;
pub mod exchange;
pub mod frontier;
pub mod mention;
pub mod reading;
pub mod span;
pub mod tree;

pub use article::{Article, Block, BlockKind, Moment, NotAnArticle, Publisher};
pub use attribution::{Attribution, Mode, Source, SourceKind};
pub use capture::{ArchiveRecord, Capture};
pub use claim::{
    AmountRole, Claim, ClaimAmount, ClaimCountry, ClaimParty, ClaimType, CountryRole, Cued, Doubt, Evidence,
    Modality, PartyRole, Phase, Polarity,
};
pub use closed::Closed;
pub use document::{Document, Entity, EntityKind, Rel, Sentence, SentenceId, Token, TokenId, Upos};
pub use exchange::{Exchange, Packed, Purpose, Truncated};
pub use frontier::{
    Allowance, Before, Content, Ended, Fate, Gone, Host, Item, Lease, Next, Offer, Over, RobotsFile,
    RobotsStanding, Settlement, Sighting, Spent, Standing, host_of,
};
pub use mention::{
    Bounds, Code, Country, Mention, MentionId, Modifier, Money, Party, PartyKind, Precision, Product,
    Quantity, QuantityKind, RuleName, Time, Via, What,
};
pub use reading::Reading;
pub use span::Span;
