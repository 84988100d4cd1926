//! Rows found by their names: what the tables of companies, agencies, outlets and people have in common.

use super::matcher::{Case, Matcher};
use crate::model::Span;

/// A row that a text may name.
pub trait Entry {
    /// Every spelling that means the row.
    fn spellings(&self) -> Vec<&str>;
    /// Phrases in which its words mean something else.
    fn others(&self) -> &[String];
}

/// Rows with the matcher over their names.
#[derive(Debug)]
pub struct Gazetteer<R> {
    rows: Vec<R>,
    /// Row of each spelling; `None` for a phrase that means something else.
    entries: Vec<Option<usize>>,
    matcher: Matcher,
}

impl<R: Entry> Gazetteer<R> {
    pub fn new(rows: Vec<R>) -> Gazetteer<R> {
        let mut named: Vec<(&str, Option<usize>)> = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            named.extend(row.others().iter().map(|name| (name.as_str(), None)));
            named.extend(row.spellings().into_iter().map(|name| (name, Some(index))));
        }
        let matcher = Matcher::new(named.iter().enumerate().map(|(i, (name, _))| (*name, i)), Case::Exact);
        let entries = named.into_iter().map(|(_, row)| row).collect();
        Gazetteer { rows, entries, matcher }
    }

    /// Every row that the text names, in order. Where rows share a spelling, each is given.
    pub fn find(&self, text: &str) -> Vec<(Span, &R)> {
        let found = self.matcher.find(text);
        found.into_iter().filter_map(|(span, entry)| Some((span, &self.rows[self.entries[entry]?]))).collect()
    }

    /// Whether the text names any row.
    pub fn any(&self, text: &str) -> bool {
        self.matcher.any(text)
    }

    pub fn rows(&self) -> &[R] {
        &self.rows
    }
}
