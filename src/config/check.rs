//! What types cannot say: ranges, web addresses, names given once.

use super::fault::Step::{self, Item, Key};
use super::keys::{Config, Crawl, Limits, Source, Store, Topic};
use std::collections::BTreeSet;
use url::Url;

/// A fault and the path to the value it lies in.
pub(super) struct Finding {
    pub path: Vec<Step>,
    pub message: String,
    pub cure: String,
}

/// Everything that is wrong.
pub(super) fn faults(config: &Config) -> Vec<Finding> {
    let mut found = Vec::new();
    sources(&config.source, &mut found);
    topic(&config.topic, &mut found);
    crawl(&config.crawl, &mut found);
    limits(&config.limits, &mut found);
    if !is_within(&config.archive.dir) {
        let path = vec![Key("archive"), Key("dir")];
        add(&mut found, path, "must be a plain name", "It lies within `output.dir`.");
    }
    store(&config.store, &mut found);
    let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if config.archive.prefix.is_empty() || !config.archive.prefix.chars().all(plain) {
        let path = vec![Key("archive"), Key("prefix")];
        add(&mut found, path, "is not a plain word", "Use letters, digits, “-” and “_”.");
    }
    if config.archive.max_bytes < 1 << 20 {
        add(&mut found, vec![Key("archive"), Key("max_bytes")], "is too small", "Give at least 1048576.");
    }
    if config.output.dir.trim().is_empty() {
        add(&mut found, vec![Key("output"), Key("dir")], "is empty", "Name a folder.");
    }
    found
}

/// Whether a name stays within the folder that it is joined to.
fn is_within(name: &str) -> bool {
    !(name.trim().is_empty() || name.contains("..") || name.starts_with(['/', '\\', '~']))
}

/// Of an address nothing is shown, since it may hold a password.
fn store(store: &Store, found: &mut Vec<Finding>) {
    between(found, vec![Key("store"), Key("lease_seconds")], store.lease_seconds, 1.0, 3600.0);
    let path = vec![Key("store"), Key("path")];
    if let Some(name) = store.variable() {
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
            let cure = "Write it like \"env:CLAIMTRAIL_STORE\".";
            add(found, path, "names no environment variable", cure);
        }
    } else if store.is_address() {
        if !store.path.starts_with("postgres://") && !store.path.starts_with("postgresql://") {
            let cure = "Write it like postgres://USER@HOST/DATABASE.";
            add(found, path, "is an address of another kind than postgres://", cure);
        }
    } else if !is_within(&store.path) {
        add(found, path, "must be a plain name", "It lies within `output.dir`; or write postgres://….");
    }
}

fn add(found: &mut Vec<Finding>, path: Vec<Step>, message: &str, cure: &str) {
    let name = path.iter().rev().find_map(|step| match step {
        Key(key) => Some(*key),
        Item(_) => None,
    });
    let message = format!("`{}` {message}", name.unwrap_or("config"));
    found.push(Finding { path, message, cure: cure.to_owned() });
}

fn sources(sources: &[Source], found: &mut Vec<Finding>) {
    let mut names = BTreeSet::new();
    for (at, source) in sources.iter().enumerate() {
        let here = |key| vec![Key("source"), Item(at), Key(key)];
        if source.name.trim().is_empty() {
            add(found, here("name"), "is missing", "Name the outlet: name = \"…\".");
        } else if !names.insert(source.name.trim()) {
            add(found, here("name"), &format!("“{}” is given twice", source.name), "Join the two blocks.");
        }
        let lists = [("feeds", &source.feeds), ("sitemaps", &source.sitemaps), ("pages", &source.pages)];
        if lists.iter().all(|(_, urls)| urls.is_empty()) {
            let message = format!("“{}” has nothing to fetch", source.name);
            add(found, vec![Key("source"), Item(at)], &message, "Give it feeds, sitemaps or pages.");
        }
        for (key, urls) in lists {
            for (n, url) in urls.iter().enumerate() {
                if let Err(why) = web_address(url) {
                    let path = vec![Key("source"), Item(at), Key(key), Item(n)];
                    add(
                        found,
                        path,
                        &format!("holds “{url}”, {why}"),
                        "Write a full http:// or https:// URL.",
                    );
                }
            }
        }
        for (n, domain) in source.domains.iter().enumerate() {
            if domain.is_empty() || domain.contains(['/', ':', ' ', '@']) {
                let path = vec![Key("source"), Item(at), Key("domains"), Item(n)];
                add(found, path, &format!("holds “{domain}”, not a domain"), "Write it like example.org.");
            }
        }
        if let Some(delay) = source.delay_seconds {
            between(found, here("delay_seconds"), delay, 0.0, 86_400.0);
        }
        if let Some(depth) = source.depth {
            between(found, here("depth"), f64::from(depth), 0.0, 20.0);
        }
    }
}

fn web_address(text: &str) -> Result<(), &'static str> {
    let url = Url::parse(text).map_err(|_| "which is not a URL")?;
    match url.scheme() {
        "http" | "https" if !url.username().is_empty() || url.password().is_some() => {
            Err("which holds a user name or a password")
        }
        "http" | "https" => Ok(()),
        _ => Err("which is not a web address"),
    }
}

fn topic(topic: &Topic, found: &mut Vec<Finding>) {
    for (key, words) in [("terms", &topic.terms), ("hints", &topic.hints), ("not", &topic.not)] {
        for (n, word) in words.iter().enumerate() {
            if word.trim_end_matches('*').trim().chars().count() < 2 {
                let path = vec![Key("topic"), Key(key), Item(n)];
                add(found, path, &format!("holds “{word}”, too short to mean anything"), "Write a word.");
            }
        }
    }
    if topic.terms.is_empty() && !topic.hints.is_empty() {
        add(
            found,
            vec![Key("topic"), Key("hints")],
            "are given without `terms`",
            "Add the terms they go with.",
        );
    }
}

fn crawl(crawl: &Crawl, found: &mut Vec<Finding>) {
    let here = |key| vec![Key("crawl"), Key(key)];
    let contact = crawl.contact.trim();
    let mail = contact.split_once('@').is_some_and(|(who, host)| {
        !who.is_empty() && host.contains('.') && !contact.contains(char::is_whitespace)
    });
    if !contact.is_empty() && !mail && web_address(contact).is_err() {
        add(
            found,
            here("contact"),
            "is neither an e-mail address nor a URL",
            "Say where you can be reached.",
        );
    }
    let token = crawl.user_agent.split('/').next().unwrap_or_default();
    let printable = crawl.user_agent.chars().all(|c| c.is_ascii_graphic() || c == ' ');
    if token.is_empty() || !printable || !token.chars().all(|c| c.is_ascii_alphabetic() || "_-".contains(c)) {
        let cure = "Write name/version, the name in letters, “-” and “_” only, as robots.txt matches it.";
        add(found, here("user_agent"), "is not a product name", cure);
    }
    for (key, words) in [("languages", &crawl.languages), ("drop_parameters", &crawl.drop_parameters)] {
        for (n, word) in words.iter().enumerate() {
            if word.trim_end_matches('*').is_empty() || !word.chars().all(|c| c.is_ascii_graphic()) {
                let path = vec![Key("crawl"), Key(key), Item(n)];
                add(found, path, &format!("holds “{word}”"), "Write a plain word, such as “en” or “from”.");
            }
        }
    }
    between(found, here("delay_seconds"), crawl.delay_seconds, 0.0, 86_400.0);
    between(found, here("concurrency"), f64::from(crawl.concurrency), 1.0, 1000.0);
    between(found, here("per_host"), f64::from(crawl.per_host), 1.0, 32.0);
    between(found, here("depth"), f64::from(crawl.depth), 0.0, 20.0);
    between(found, here("max_pages"), f64::from(crawl.max_pages), 1.0, 1e9);
    between(found, here("max_megabytes"), crawl.max_megabytes as f64, 0.0, 1e9);
    between(found, here("megabytes_per_source"), crawl.megabytes_per_source as f64, 0.0, 1e9);
    between(found, here("pages_per_source"), f64::from(crawl.pages_per_source), 1.0, 1e9);
    between(found, here("refetch_days"), f64::from(crawl.refetch_days), 0.0, 3650.0);
    between(found, here("retries"), f64::from(crawl.retries), 0.0, 10.0);
    between(found, here("max_wait_seconds"), crawl.max_wait_seconds, 0.0, 86_400.0);
}

fn limits(limits: &Limits, found: &mut Vec<Finding>) {
    let here = |key| vec![Key("limits"), Key(key)];
    between(found, here("page_bytes"), limits.page_bytes as f64, 1024.0, 1e9);
    between(found, here("sitemap_bytes"), limits.sitemap_bytes as f64, 1024.0, 1e9);
    between(found, here("ratio"), f64::from(limits.ratio), 2.0, 10_000.0);
    for (key, seconds) in [
        ("connect_seconds", limits.connect_seconds),
        ("header_seconds", limits.header_seconds),
        ("idle_seconds", limits.idle_seconds),
        ("total_seconds", limits.total_seconds),
    ] {
        between(found, here(key), seconds, 0.05, 3600.0);
    }
    between(found, here("redirects"), f64::from(limits.redirects), 0.0, 20.0);
}

fn between(found: &mut Vec<Finding>, path: Vec<Step>, value: f64, low: f64, high: f64) {
    if !(low..=high).contains(&value) {
        add(found, path, &format!("is {value}"), &format!("Choose from {low} to {high}."));
    }
}
