//! The table of `data/addresses.toml`: names of parameters, words of links and titles, in lower case.

use serde::Deserialize;
use std::sync::LazyLock;

/// The embedded table.
pub static ADDRESSES: LazyLock<Addresses> = LazyLock::new(|| {
    toml::from_str(include_str!("../../data/addresses.toml")).expect("the embedded table, read by a test")
});

/// What the legend of the table says of each list.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Addresses {
    pub tracking: Vec<String>,
    pub session: Vec<String>,
    pub tokens: Vec<String>,
    pub documents: Vec<String>,
    pub business: Vec<String>,
    pub next: Vec<String>,
    pub pages: Vec<String>,
    pub missing: Vec<String>,
}

/// Whether a name (or `name=value`) is one of those listed.
pub fn lists(names: &[String], pair: &str) -> bool {
    let name = pair.split('=').next().unwrap_or_default();
    names.iter().any(|listed| match (listed.strip_suffix('*'), listed.strip_prefix('*')) {
        (Some(front), _) => name.starts_with(front),
        (_, Some(back)) => name.ends_with(back),
        _ if listed.contains('=') => listed == pair,
        _ => listed == name,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_lower_case_and_says_nothing_twice() {
        let table = &*ADDRESSES;
        for list in [
            &table.tracking,
            &table.session,
            &table.tokens,
            &table.documents,
            &table.business,
            &table.next,
            &table.pages,
            &table.missing,
        ] {
            let mut seen = std::collections::BTreeSet::new();
            for word in list {
                assert_eq!(*word, word.to_lowercase());
                assert!(seen.insert(word), "“{word}” stands twice");
            }
        }
    }

    #[test]
    fn stars_stand_for_any_ending_or_beginning() {
        let names = ["utm_*".to_owned(), "*sessionid".to_owned(), "ref=rss".to_owned(), "cmp".to_owned()];
        for (pair, listed) in [
            ("utm_source=x", true),
            ("mysessionid=1", true),
            ("ref=rss", true),
            ("ref=2", false),
            ("cmp=", true),
            ("cmp", true),
            ("cmpx=1", false),
        ] {
            assert_eq!(lists(&names, pair), listed, "{pair}");
        }
    }
}
