//! A reading: everything found in one article.

use super::{attribution::Attribution, claim::Claim, document::Document, mention::Mention};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    pub document: Document,
    /// In order of start; where two could overlap, `mentions::settle` has chosen.
    pub mentions: Vec<Mention>,
    pub attributions: Vec<Attribution>,
    pub claims: Vec<Claim>,
}
