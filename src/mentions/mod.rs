//! Mentions: stretches of a document that name money, a quantity, a product, a country, a party or a time.
//!
//! In: `&Document`, `&Lexicon`. Out: `Vec<Mention>` in order of start; `settle` decides every overlap.
//! Never: reads files, looks at other rooms, changes the document, fails.
//! To add a product: one row in `data/products.toml`, one line in `fixtures/mentions/product.md`.

mod around;
mod bounds;
mod country;
mod dateline;
mod digits;
mod figures;
mod money;
mod number;
mod party;
mod product;
mod quantity;
mod settle;
mod spread;
mod time;
mod words;

use crate::lexicon::Lexicon;
use crate::model::{Document, Mention};

/// A finder sees the whole document and answers what it found; since the document is read-only, order
/// among finders cannot matter.
pub type Finder = fn(&Document, &Lexicon) -> Vec<Mention>;

pub const FINDERS: [(&str, Finder); 4] = [
    ("country", country::find),
    ("figures", figures::find),
    ("party", party::find),
    ("product", product::find),
];

/// Everything that is named in the document.
pub fn find_all(document: &Document, lexicon: &Lexicon) -> Vec<Mention> {
    settle::settle(FINDERS.iter().flat_map(|(_, find)| find(document, lexicon)).collect(), document)
}
