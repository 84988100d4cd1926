//! The library: the tables of `data/`, read and checked once, with the matchers built from them.
//!
//! In: the embedded `data/*.toml` (or a folder laid over them). Out: one `Lexicon`, shared and never changed.
//! Never: looks at an article, keeps state, fails after it was built.

pub mod abbreviations;
pub mod agencies;
pub mod claims;
mod codes;
pub mod companies;
pub mod confidence;
pub mod countries;
pub mod cues;
pub mod currencies;
pub mod events;
mod frames;
mod gazetteer;
pub mod hedges;
pub mod inflect;
pub mod matcher;
pub mod outlets;
pub mod parties;
pub mod products;
pub mod proof;
pub mod sites;
mod tables;
pub mod units;

pub use tables::Tables;

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
    pub confidence: confidence::Confidence,
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
        Lexicon::read(&Tables::embedded())
    }

    /// Reads and checks tables.
    pub fn read(tables: &Tables) -> Result<Lexicon, LexiconError> {
        Ok(Lexicon {
            abbreviations: read(tables, "abbreviations", abbreviations::Abbreviations::read)?,
            agencies: read(tables, "agencies", agencies::Agencies::read)?,
            claims: read(tables, "claims", claims::Claims::read)?,
            companies: read(tables, "companies", companies::Companies::read)?,
            confidence: read(tables, "confidence", confidence::Confidence::read)?,
            countries: read(tables, "countries", countries::Countries::read)?,
            cues: read(tables, "cues", cues::Cues::read)?,
            currencies: read(tables, "currencies", currencies::Currencies::read)?,
            events: read(tables, "events", events::Events::read)?,
            hedges: read(tables, "hedges", hedges::Hedges::read)?,
            outlets: read(tables, "outlets", outlets::Outlets::read)?,
            parties: read(tables, "parties", parties::Parties::read)?,
            products: read(tables, "products", products::Products::read)?,
            sites: read(tables, "sites", sites::Sites::read)?,
            units: read(tables, "units", units::Units::read)?,
        })
    }
}

fn read<T>(
    tables: &Tables,
    name: &str,
    reader: impl Fn(&str, &str) -> Result<T, LexiconError>,
) -> Result<T, LexiconError> {
    let (file, text) = tables.get(name);
    reader(file, text)
}

/// Reads TOML into a table's rows, with the file named in the error.
pub(crate) fn parse<T: serde::de::DeserializeOwned>(file: &str, text: &str) -> Result<T, LexiconError> {
    toml::from_str(text)
        .map_err(|error| LexiconError::Toml { file: file.to_owned(), message: error.to_string() })
}
