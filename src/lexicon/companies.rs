//! The table `data/companies.toml`: companies that reporting on trade controls names often.

use super::LexiconError;
use super::matcher::{Case, Matcher};
use crate::model::Span;

/// A company as the table knows it.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Company {
    /// Full name.
    pub name: String,
    /// Short names and old ones.
    #[serde(default)]
    names: Vec<String>,
    /// ISO 3166-1 alpha-2 of its seat.
    pub country: String,
    /// Id in the product taxonomy of what its brand stands for.
    pub makes: Option<String>,
    /// Phrases in which the name means something else.
    #[serde(default)]
    not: Vec<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    company: Vec<Company>,
}

#[derive(Debug)]
pub struct Companies {
    rows: Vec<Company>,
    /// Row of each entry; `None` for a phrase that means something else.
    entries: Vec<Option<usize>>,
    matcher: Matcher,
}

impl Companies {
    /// Reads and checks the table; `file` names it in errors.
    pub fn read(file: &str, toml: &str) -> Result<Companies, LexiconError> {
        let table: Table = super::parse(file, toml)?;
        let mut named: Vec<(String, Option<usize>)> = Vec::new();
        for (row, company) in table.company.iter().enumerate() {
            named.extend(company.not.iter().map(|name| (name.clone(), None)));
            named.push((company.name.clone(), Some(row)));
            named.extend(company.names.iter().map(|name| (name.clone(), Some(row))));
        }
        let matcher =
            Matcher::new(named.iter().enumerate().map(|(i, (name, _))| (name.as_str(), i)), Case::Exact)
                .map_err(|error| LexiconError::Toml { file: file.to_owned(), message: error.to_string() })?;
        let entries = named.into_iter().map(|(_, row)| row).collect();
        Ok(Companies { rows: table.company, entries, matcher })
    }

    /// Every company of the table that the text names, in order; none overlaps another.
    pub fn find(&self, text: &str) -> Vec<(Span, &Company)> {
        let found = self.matcher.find(text);
        found.into_iter().filter_map(|(span, entry)| Some((span, &self.rows[self.entries[entry]?]))).collect()
    }

    /// Whether the text names a company of the table.
    pub fn any(&self, text: &str) -> bool {
        self.matcher.any(text)
    }

    pub fn rows(&self) -> &[Company] {
        &self.rows
    }
}
