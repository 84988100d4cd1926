//! What a run may spend: pages that are asked for and bytes that come, in all and from one source.
//!
//! Each crawler counts here what it knows of: its own, and what was spent before it began. Where others spend from the
//! same budget, the ledger has the last word.

use super::{Options, Source};
use crate::model::{Allowance, Item, Over, Purpose, Spent};

/// A budget, and what was spent of it.
pub struct Budget {
    /// By source.
    bounds: Vec<Allowance>,
    /// Pages and bytes, by source.
    spent: Vec<(u32, u64)>,
}

impl Budget {
    pub fn of(options: &Options) -> Budget {
        let bound = |bytes: u64| if bytes == 0 { u64::MAX } else { bytes };
        let bounds = |source: &Source| Allowance {
            pages: options.max_pages,
            pages_of_source: source.max_pages,
            bytes: bound(options.max_bytes),
            bytes_of_source: bound(source.max_bytes),
        };
        Budget {
            bounds: options.sources.iter().map(bounds).collect(),
            spent: vec![(0, 0); options.sources.len()],
        }
    }

    /// The bounds of a source; without one nothing may be spent.
    pub fn bounds(&self, source: usize) -> Allowance {
        self.bounds.get(source).cloned().unwrap_or_default()
    }

    /// Counts what was spent before, or has just come.
    pub fn take(&mut self, Spent { source, pages, bytes }: Spent) {
        if let Some((all_pages, all_bytes)) = self.spent.get_mut(source) {
            *all_pages = all_pages.saturating_add(pages);
            *all_bytes = all_bytes.saturating_add(bytes);
        }
    }

    /// Counts a page, a second try not again; or which bound an item would break.
    pub fn pay(&mut self, item: &Item) -> Option<Over> {
        let bounds = self.bounds(item.source);
        let own = self.spent.get(item.source).copied().unwrap_or_default();
        let (pages, bytes) = self.spent.iter().fold((0u32, 0u64), |(pages, bytes), (more, longer)| {
            (pages.saturating_add(*more), bytes.saturating_add(*longer))
        });
        if bytes >= bounds.bytes || own.1 >= bounds.bytes_of_source {
            return Some(Over::Bytes);
        }
        if item.purpose != Purpose::Page || item.tries > 0 {
            return None;
        }
        if pages >= bounds.pages || own.0 >= bounds.pages_of_source {
            return Some(Over::Pages);
        }
        self.take(Spent { source: item.source, pages: 1, bytes: 0 });
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn budgets_hold() {
        let source = |max_pages, max_bytes| Source { max_pages, max_bytes, ..Source::default() };
        let sources = vec![source(2, 10), source(100, 0)];
        let mut budget =
            Budget::of(&Options { sources, max_pages: 3, max_bytes: 1000, ..Options::default() });
        let item = |source| Item::seed(url::Url::parse("http://a.example/").unwrap(), Purpose::Page, source);
        let asked = [0, 0, 0, 1, 1].map(|source| budget.pay(&item(source)));
        assert_eq!(asked, [None, None, Some(Over::Pages), None, Some(Over::Pages)]);
        let feed = |source| Item { purpose: Purpose::Feed, ..item(source) };
        assert_eq!(budget.pay(&feed(0)), None, "feeds cost no page");
        assert_eq!(budget.pay(&Item { tries: 1, ..item(0) }), None, "a second try was counted at the first");
        let mut came = |source, bytes| {
            budget.take(Spent { source, pages: 0, bytes });
            [0, 1].map(|source| budget.pay(&feed(source)))
        };
        assert_eq!(came(0, 9), [None, None]);
        assert_eq!(came(0, 1), [Some(Over::Bytes), None]);
        assert_eq!(came(1, 989), [Some(Over::Bytes), None]);
        assert_eq!(came(1, 1), [Some(Over::Bytes), Some(Over::Bytes)]);
    }
}
