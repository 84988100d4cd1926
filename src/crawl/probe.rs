//! Each address of a source asked for once: whether it answers, whether it is what config.toml takes it for.

use super::discover::Scout;
use super::visit::Read;
use super::web::Web;
use super::{Options, Source, address};
use crate::model::Purpose;
use jiff::civil::Date;
use url::Url;

/// What came of asking for one address.
#[derive(Clone, Debug, PartialEq)]
pub struct Probe {
    pub url: String,
    pub purpose: Purpose,
    /// Whether a crawl can use it.
    pub is_good: bool,
    /// In words.
    pub told: String,
    /// Seconds by which the clock of the server is ahead of ours, where it gave a time.
    pub clock: Option<i64>,
}

/// Asks for every feed, sitemap and page that a source names, one after another, at its pace.
pub async fn probe(
    web: &dyn Web,
    source: &Source,
    options: &Options,
) -> Result<Vec<Probe>, aho_corasick::BuildError> {
    let options = Options { sources: vec![source.clone()], ..options.clone() };
    let mut scout = Scout::new(web, &options)?;
    let mut probes = Vec::new();
    let lists = [
        (Purpose::Feed, &source.feeds),
        (Purpose::Sitemap, &source.sitemaps),
        (Purpose::Page, &source.pages),
    ];
    for (purpose, urls) in lists {
        for written in urls {
            let probe = match address::canonical(written, None) {
                Some(url) => ask(&mut scout, url, purpose).await,
                None => (false, "not a web address".to_owned()),
            };
            let (is_good, told) = probe;
            probes.push(Probe { url: written.clone(), purpose, is_good, told, clock: scout.clock() });
        }
    }
    Ok(probes)
}

async fn ask(scout: &mut Scout<'_>, url: Url, purpose: Purpose) -> (bool, String) {
    scout.learn_rules(&url).await;
    let (at, read) = match scout.ask(url.clone(), purpose).await {
        Ok(answer) => answer,
        Err(why) => return (false, why),
    };
    let moved = if at == url { String::new() } else { format!("; it has moved to {at}") };
    let newest = |dates: Vec<Option<Date>>| {
        let newest = dates.into_iter().flatten().max();
        newest.map(|day| format!(", newest of {day}")).unwrap_or_default()
    };
    let (is_good, told) = match read {
        Read::Feed(feed) => {
            let dates = feed.items.iter().map(|item| item.published).collect();
            (!feed.items.is_empty(), format!("{} entries{}", feed.items.len(), newest(dates)))
        }
        Read::Sitemap(entries) => {
            let dates = entries.iter().map(|entry| entry.date).collect();
            (!entries.is_empty(), format!("{} entries{}", entries.len(), newest(dates)))
        }
        Read::FeedsOf(feeds) => {
            let named = feeds.first().map(|feed| format!("; it announces {feed}")).unwrap_or_default();
            (false, format!("a page, not a feed{named}"))
        }
        Read::Page(page) => (!page.page.links.is_empty(), format!("{} links", page.page.links.len())),
        _ => (false, "not what it is taken for".to_owned()),
    };
    (is_good, told + &moved)
}
