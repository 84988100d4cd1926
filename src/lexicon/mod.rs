//! The library: the tables of `data/`, read and checked once, with the matchers built from them.
//!
//! In: the embedded `data/*.toml` (or a folder laid over them). Out: one `Lexicon`, shared and never changed.
//! Never: looks at an article, keeps state, fails after it was built.

pub mod abbreviations;
pub mod agencies;
pub mod claims;
mod codes;
pub mod companies;
pub mod countries;
pub mod cues;
pub mod currencies;
pub mod events;
mod gazetteer;
pub mod hedges;
pub mod inflect;
pub mod matcher;
pub mod outlets;
pub mod parties;
pub mod products;
pub mod sites;
pub mod units;

/// What is wrong with a table, and where.
#[derive(Debug, thiserror::Error)]
pub enum LexiconError {
    #[error("{file}: {message}")]
    Toml { file: String, message: String },
    #[error("{file} [{row}]: {message}")]
    Row { file: String, row: String, message: String },
}

/// Everything the house knows before it reads an article.
#[derive(Debug)]
pub struct Lexicon {
    pub abbreviations: abbreviations::Abbreviations,
    pub agencies: agencies::Agencies,
    pub claims: claims::Claims,
    pub companies: companies::Companies,
    pub countries: countries::Countries,
    pub cues: cues::Cues,
    pub currencies: currencies::Currencies,
    pub events: events::Events,
    pub hedges: hedges::Hedges,
    pub outlets: outlets::Outlets,
    pub parties: parties::Parties,
    pub products: products::Products,
    pub sites: sites::Sites,
    pub units: units::Units,
}

impl Lexicon {
    /// The tables that are part of the program.
    pub fn embedded() -> Result<Lexicon, LexiconError> {
        Ok(Lexicon {
            abbreviations: abbreviations::Abbreviations::read(
                "data/abbreviations.toml",
                include_str!("../../data/abbreviations.toml"),
            )?,
            agencies: agencies::Agencies::read(
                "data/agencies.toml",
                include_str!("../../data/agencies.toml"),
            )?,
            claims: claims::Claims::read("data/claims.toml", include_str!("../../data/claims.toml"))?,
            companies: companies::Companies::read(
                "data/companies.toml",
                include_str!("../../data/companies.toml"),
            )?,
            countries: countries::Countries::read(
                "data/countries.toml",
                include_str!("../../data/countries.toml"),
            )?,
            cues: cues::Cues::read("data/cues.toml", include_str!("../../data/cues.toml"))?,
            currencies: currencies::Currencies::read(
                "data/currencies.toml",
                include_str!("../../data/currencies.toml"),
            )?,
            events: events::Events::read("data/events.toml", include_str!("../../data/events.toml"))?,
            hedges: hedges::Hedges::read("data/hedges.toml", include_str!("../../data/hedges.toml"))?,
            outlets: outlets::Outlets::read("data/outlets.toml", include_str!("../../data/outlets.toml"))?,
            parties: parties::Parties::read("data/parties.toml", include_str!("../../data/parties.toml"))?,
            products: products::Products::read(
                "data/products.toml",
                include_str!("../../data/products.toml"),
            )?,
            sites: sites::Sites::read("data/sites.toml", include_str!("../../data/sites.toml"))?,
            units: units::Units::read("data/units.toml", include_str!("../../data/units.toml"))?,
        })
    }
}

/// Reads TOML into a table's rows, with the file named in the error.
pub(crate) fn parse<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<T, LexiconError> {
    toml::from_str(text)
        .map_err(|error| LexiconError::Toml { file: file.to_owned(), message: error.to_string() })
}
