//! Exactly what `config.toml` may say: every key typed, documented, and checked with its place in the file.
//!
//! In: the text of a TOML file. Out: [`Config`], or every fault with line, column and what to write instead.
//! Never: opens another room, reads the environment, asks the network. `cli` turns these keys into the small
//! options that each room declares for itself.

mod check;
mod fault;
mod keys;

pub use fault::{Fault, InvalidConfig};
pub use keys::{Archive, Config, Crawl, Limits, Output, Source, Store, Topic};

use std::path::Path;

/// Reads and checks a file.
pub fn read(path: &Path) -> Result<Config, InvalidConfig> {
    let name = path.display().to_string();
    match std::fs::read_to_string(path) {
        Ok(text) => parse(&name, &text),
        Err(error) => Err(InvalidConfig::unreadable(&name, &error)),
    }
}

/// Reads and checks the text of a file; `name` is what messages call it.
pub fn parse(name: &str, text: &str) -> Result<Config, InvalidConfig> {
    let config: Config = toml::from_str(text).map_err(|error| fault::from_toml(name, text, &error))?;
    let faults = check::faults(&config);
    match faults.is_empty() {
        true => Ok(config),
        false => Err(fault::from_checks(name, text, faults)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault_of(text: &str) -> Fault {
        parse("config.toml", text).expect_err("should be refused").faults.remove(0)
    }

    #[test]
    fn an_empty_file_is_the_defaults() {
        assert_eq!(parse("config.toml", "").unwrap(), Config::default());
    }

    #[test]
    fn the_file_at_the_top_of_the_project_is_good() {
        let config = parse("config.toml", include_str!("../../config.toml")).unwrap();
        assert!(config.source.len() >= 12 && config.topic.terms.len() >= 10);
    }

    #[test]
    fn a_typing_slip_is_named_with_its_place_and_the_nearest_key() {
        let fault = fault_of("[crawl]\ncontact = \"a@b.example\"\ndelay_second = 3\n");
        assert_eq!((fault.line, fault.column), (3, 1));
        assert!(fault.message.contains("delay_second"), "{}", fault.message);
        assert!(fault.cure.as_deref().is_some_and(|cure| cure.contains("`delay_seconds`")), "{fault:?}");
    }

    #[test]
    fn a_table_that_does_not_exist_is_named() {
        let fault = fault_of("[limit]\npage_bytes = 3\n");
        assert_eq!(fault.line, 1);
        assert!(fault.cure.as_deref().is_some_and(|cure| cure.contains("`limits`")), "{fault:?}");
    }

    #[test]
    fn a_value_of_the_wrong_kind_is_placed() {
        let fault = fault_of("[crawl]\nconcurrency = \"many\"\n");
        assert_eq!((fault.line, fault.column), (2, 15));
    }

    #[test]
    fn broken_toml_is_placed() {
        assert_eq!(fault_of("[crawl]\ndelay_seconds = \n").line, 2);
    }

    #[test]
    fn only_web_addresses_are_sources() {
        for url in
            ["ftp://a.example/feed", "file:///etc/passwd", "a.example/feed", "https://me:pw@a.example/"]
        {
            let fault =
                fault_of(&format!("[[source]]\nname = \"A\"\nfeeds = [\"https://b.example/\", \"{url}\"]\n"));
            assert_eq!(fault.line, 3, "{url}");
            assert_eq!(fault.column, 32, "{url}");
        }
    }

    #[test]
    fn numbers_out_of_range_are_placed() {
        assert_eq!(fault_of("[limits]\nredirects = 99\n").line, 2);
        assert_eq!(fault_of("[crawl]\n\nconcurrency = 0\n").line, 3);
        assert_eq!(fault_of("[crawl]\ndelay_seconds = -1.0\n").line, 2);
        assert_eq!(fault_of("[crawl]\ndelay_seconds = nan\n").line, 2);
    }

    #[test]
    fn a_source_must_name_itself_once_and_something_to_fetch() {
        let fault = fault_of("[[source]]\nname = \"A\"\n");
        assert!(fault.message.contains("nothing to fetch"), "{fault:?}");
        let twice = "[[source]]\nname=\"A\"\npages=[\"http://a.example/\"]\n";
        assert!(fault_of(&format!("{twice}{twice}")).message.contains("twice"));
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let error = parse("x.toml", "[limits]\nredirects = 99\n[crawl]\nconcurrency = 0\n").unwrap_err();
        assert_eq!(error.faults.len(), 2);
        let text = error.to_string();
        assert!(text.contains("x.toml:2:") && text.contains("x.toml:4:"), "{text}");
    }

    #[test]
    fn since_is_a_date_bare_or_quoted() {
        for text in ["since = 2023-01-01", "since = \"2023-01-01\""] {
            let config = parse("x", &format!("[crawl]\n{text}\n")).unwrap();
            assert_eq!(config.crawl.since, Some(jiff::civil::date(2023, 1, 1)));
        }
        assert_eq!(fault_of("[crawl]\nsince = \"last year\"\n").line, 2);
    }

    #[test]
    fn the_store_is_a_word_or_a_table_and_shows_no_password() {
        let address = "postgres://desk:s3cret@db.example/news";
        for text in [format!("store = \"{address}\"\n"), format!("[store]\npath = \"{address}\"\n")] {
            let config = parse("x", &text).unwrap();
            assert_eq!(config.store.path, address);
            assert!(!format!("{config:?}").contains("s3cret"));
        }
        assert_eq!(parse("x", "store = \"env:A_1\"\n").unwrap().store.variable(), Some("A_1"));
        assert_eq!(parse("x", "[store]\n").unwrap().store.path, "claims.sqlite");
        for (text, line) in [
            ("\nstore = \"mysql://desk:s3cret@db.example/news\"\n", 2),
            ("[store]\npath = \"env:\"\n", 2),
            ("[store]\npath = \"/etc/claims.sqlite\"\n", 2),
            ("[store]\npth = \"a\"\n", 2),
            ("store = 3\n", 1),
        ] {
            let fault = fault_of(text);
            assert_eq!(fault.line, line, "{fault:?}");
            assert!(!format!("{fault:?}").contains("s3cret"));
        }
    }

    #[test]
    fn a_live_crawl_needs_a_contact_and_a_replay_does_not() {
        let config = parse("x", "").unwrap();
        assert!(config.needs_contact());
        for good in ["desk@example.org", "https://example.org/bot"] {
            assert!(!parse("x", &format!("[crawl]\ncontact = \"{good}\"\n")).unwrap().needs_contact());
        }
        assert_eq!(fault_of("[crawl]\ncontact = \"me\"\n").line, 2);
    }
}
