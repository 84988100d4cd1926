//! The keys of `config.toml`, with their defaults. An unknown key is an error.

use serde::Deserialize;
use std::fmt;

/// The whole file.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Where reporting comes from: one `[[source]]` block an outlet.
    pub source: Vec<Source>,
    pub topic: Topic,
    pub crawl: Crawl,
    pub limits: Limits,
    pub archive: Archive,
    pub store: Store,
    pub output: Output,
}

impl Config {
    /// Whether a live crawl must be refused because nobody says who is asking.
    pub fn needs_contact(&self) -> bool {
        self.crawl.contact.trim().is_empty()
    }
}

/// One outlet.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Source {
    /// What reports and figures call it.
    pub name: String,
    /// RSS, Atom or JSON feeds.
    pub feeds: Vec<String>,
    /// Sitemaps or sitemap indexes, plain or gzipped.
    pub sitemaps: Vec<String>,
    /// Pages whose links are followed: a front page, a section, a list of press releases.
    pub pages: Vec<String>,
    /// Domains (with their subdomains) that links may lead to; empty: those of the URLs above.
    pub domains: Vec<String>,
    /// Whether everything it publishes is about the topic, so that nothing is filtered out.
    pub on_topic: bool,
    /// Whether to look for feeds and sitemaps that the site itself announces (robots.txt, `<link>`).
    pub discover: bool,
    /// Pages to fetch at most in one run, instead of `crawl.pages_per_source`.
    pub max_pages: Option<u32>,
    /// Million bytes of bodies to fetch at most in one run, instead of `crawl.megabytes_per_source`.
    pub max_megabytes: Option<u64>,
    /// Links to follow away from a page of `pages`, instead of `crawl.depth`.
    pub depth: Option<u32>,
    /// Seconds between two requests to one of its hosts, instead of `crawl.delay_seconds`.
    pub delay_seconds: Option<f64>,
}

/// What an article must be about.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Topic {
    /// Words and phrases that mark the topic, in any case; a trailing `*` stands for any ending.
    /// Empty: every article is kept.
    pub terms: Vec<String>,
    /// Weaker words: one beside a term, two different ones in the headline, or one there and three in the text
    /// make a page relevant too.
    pub hints: Vec<String>,
    /// Phrases that look like a term and are not; they are struck out before counting.
    pub not: Vec<String>,
}

/// How the crawler behaves.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Crawl {
    /// An e-mail address or a web page where a site owner reaches you. Needed to crawl the live web.
    pub contact: String,
    /// Product name sent as `User-Agent` (the contact is added) and matched in robots.txt.
    pub user_agent: String,
    /// Seconds between two requests to one host. A longer crawl-delay in robots.txt is obeyed.
    pub delay_seconds: f64,
    /// Requests under way at once, over all hosts.
    pub concurrency: u32,
    /// Requests under way at once to one host.
    pub per_host: u32,
    /// How many links away from a page in `pages` a page may lie.
    pub depth: u32,
    /// Pages to fetch at most in one run.
    pub max_pages: u32,
    /// Pages to fetch at most from one source in one run.
    pub pages_per_source: u32,
    /// Million bytes of bodies to fetch at most in one run, and from one source in one run; 0: no bound.
    pub max_megabytes: u64,
    pub megabytes_per_source: u64,
    /// Leave out what feeds and sitemaps date before this day.
    #[serde(deserialize_with = "date")]
    pub since: Option<jiff::civil::Date>,
    /// Days in which a page that was read is not asked for again; 0: every run asks for every page.
    pub refetch_days: u32,
    /// Times a request is tried again after a fault that may pass (429, 5xx, a broken connection).
    pub retries: u32,
    /// Longest that a host may make the crawl wait (Retry-After, crawl-delay) before it is left for another run.
    pub max_wait_seconds: f64,
    /// Languages that are read (BCP 47); where a page in another announces itself in one of these, that is taken too.
    pub languages: Vec<String>,
    /// Query parameters that mean nothing, besides those known everywhere; a `*` at the end stands for any ending.
    pub drop_parameters: Vec<String>,
    /// Ports besides 80 and 443 that may be asked.
    pub ports: Vec<u16>,
    /// Let the crawler reach this machine itself; for tests.
    pub allow_loopback: bool,
}

impl Default for Crawl {
    fn default() -> Crawl {
        Crawl {
            contact: String::new(),
            user_agent: concat!("claimtrail/", env!("CARGO_PKG_VERSION")).to_owned(),
            delay_seconds: 2.0,
            concurrency: 8,
            per_host: 1,
            depth: 1,
            max_pages: 2000,
            pages_per_source: 100,
            max_megabytes: 0,
            megabytes_per_source: 0,
            since: None,
            refetch_days: 7,
            retries: 2,
            max_wait_seconds: 120.0,
            languages: vec!["en".to_owned()],
            drop_parameters: Vec::new(),
            ports: Vec::new(),
            allow_loopback: false,
        }
    }
}

/// Bounds on what one answer may cost.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Bytes of a page, before and after decompression.
    pub page_bytes: u64,
    /// Bytes of a feed or a sitemap, before and after decompression.
    pub sitemap_bytes: u64,
    /// How many times larger than it came a body may become, after its first MiB.
    pub ratio: u32,
    pub connect_seconds: f64,
    /// Seconds until the headers have come.
    pub header_seconds: f64,
    /// Seconds without a byte.
    pub idle_seconds: f64,
    /// Seconds for a whole exchange.
    pub total_seconds: f64,
    /// Redirects followed from one URL.
    pub redirects: u32,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            page_bytes: 10 << 20,
            sitemap_bytes: 50 << 20,
            ratio: 200,
            connect_seconds: 10.0,
            header_seconds: 15.0,
            idle_seconds: 20.0,
            total_seconds: 60.0,
            redirects: 5,
        }
    }
}

/// The WARC files that keep every exchange.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Archive {
    /// Folder within `output.dir`.
    pub dir: String,
    /// First part of the file names.
    pub prefix: String,
    /// Bytes after which a new file is begun.
    pub max_bytes: u64,
}

impl Default for Archive {
    fn default() -> Archive {
        Archive { dir: "archive".to_owned(), prefix: "claimtrail".to_owned(), max_bytes: 1 << 30 }
    }
}

/// The database of articles, claims, fetches and the frontier. In the file it is a table, or its `path` alone.
#[derive(Clone, PartialEq)]
pub struct Store {
    /// SQLite file within `output.dir`; or the address of a PostgreSQL database (`postgres://…`); or `env:NAME`, where
    /// the environment variable NAME holds either.
    pub path: String,
    /// Seconds without a sign after which a crawler that shares its store is taken for dead.
    pub lease_seconds: f64,
}

impl Default for Store {
    fn default() -> Store {
        Store { path: "claims.sqlite".to_owned(), lease_seconds: 30.0 }
    }
}

impl Store {
    /// The environment variable that says where it lies.
    pub fn variable(&self) -> Option<&str> {
        self.path.strip_prefix("env:")
    }

    /// Whether it lies on a server.
    pub fn is_address(&self) -> bool {
        self.path.contains("://")
    }
}

/// An address may hold a password.
impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_address() { "Store(…)" } else { &self.path })
    }
}

impl<'de> Deserialize<'de> for Store {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Store, D::Error> {
        #[derive(Deserialize)]
        #[serde(default, deny_unknown_fields)]
        struct Table {
            path: String,
            lease_seconds: f64,
        }

        impl Default for Table {
            fn default() -> Table {
                let Store { path, lease_seconds } = Store::default();
                Table { path, lease_seconds }
            }
        }

        struct Either;

        impl<'de> serde::de::Visitor<'de> for Either {
            type Value = Store;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a file name, an address, or a table with `path`")
            }

            fn visit_str<E: serde::de::Error>(self, path: &str) -> Result<Store, E> {
                Ok(Store { path: path.to_owned(), ..Store::default() })
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<Store, A::Error> {
                let Table { path, lease_seconds } =
                    Table::deserialize(serde::de::value::MapAccessDeserializer::new(map))?;
                Ok(Store { path, lease_seconds })
            }
        }

        from.deserialize_any(Either)
    }
}

/// Where everything is written.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Output {
    /// Folder; made where it is missing. `--out` goes before it.
    pub dir: String,
}

impl Default for Output {
    fn default() -> Output {
        Output { dir: "claimtrail-data".to_owned() }
    }
}

/// A TOML date, or the same in quotes.
fn date<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<jiff::civil::Date>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Bare(toml::value::Datetime),
        Quoted(String),
    }
    let text = match Written::deserialize(from)? {
        Written::Bare(moment) => moment.to_string(),
        Written::Quoted(text) => text,
    };
    text.parse()
        .map(Some)
        .map_err(|_| serde::de::Error::custom(format!("“{text}” is not a date like 2023-01-01")))
}
