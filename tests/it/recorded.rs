//! The recorded web: what it is made of, and what the crawler finds in it.

use claimtrail::archive::{Archived, Exchanges, Replay, capture};
use claimtrail::coding::{self, Limits};
use claimtrail::config;
use claimtrail::crawl::{self, Answer, Event, Options, Recording, Sink, Source, Stop, Terms};
use claimtrail::model::{ArchiveRecord, Exchange, Purpose};
use std::{convert::Infallible, fs, path::Path, sync::Arc};

#[path = "../../tools/record/recording.rs"]
mod recording;

const RECORDING: &str = "fixtures/recorded/export-controls.warc.gz";

fn read_all(path: &Path) -> Vec<Archived> {
    Exchanges::open(path).unwrap().map(|next| next.unwrap()).collect()
}

/// `cargo run --example record` makes the recording anew when a site changes.
#[test]
fn the_recorded_web_is_what_its_sites_make() {
    let folder = tempfile::tempdir().unwrap();
    let made = recording::make(Path::new("fixtures/recorded"), folder.path()).unwrap();
    let committed = fs::read(RECORDING).unwrap();
    assert!(
        fs::read(made).unwrap() == committed,
        "run `cargo run --example record` and commit what it writes"
    );
}

/// Every page of the recording decodes, and the purposes and kinds of answer that tests lean on are there.
#[test]
fn the_recorded_web_holds_what_its_page_says() {
    let read = read_all(Path::new(RECORDING));
    let of = |purpose| read.iter().filter(move |a| a.exchange.purpose == Some(purpose));
    assert_eq!(of(Purpose::Robots).count(), 4);
    assert_eq!(of(Purpose::Feed).count(), 3);
    assert_eq!(of(Purpose::Sitemap).count(), 4);
    let statuses = |status| of(Purpose::Page).filter(move |a| a.exchange.status == status).count();
    assert_eq!((statuses(200), statuses(301), statuses(404)), (19, 1, 1));
    for archived in read {
        let url = archived.exchange.url.clone();
        let page = capture(archived.exchange, Some(archived.record), &Limits::PAGE).unwrap();
        let empty = page.body.is_empty();
        assert_eq!(empty, page.status == 301, "{url}");
        let gzip_file = coding::is_gzip(&page.body);
        assert_eq!(gzip_file, url.ends_with(".gz"), "{url}");
        if gzip_file {
            let sitemap = coding::decode("gzip", &page.body, &Limits::SITEMAP).unwrap();
            assert!(sitemap.body.starts_with(b"<?xml"));
        }
    }
}

/// What the crawl told: a line for each page kept and each URL left out.
#[derive(Default)]
struct Told {
    kept: Vec<String>,
    left: Vec<String>,
}

impl Sink for Told {
    type Error = Infallible;

    fn archive(&mut self, exchange: &Exchange) -> Result<Option<ArchiveRecord>, Infallible> {
        panic!("{} lies in the archive already", exchange.url);
    }

    fn event(&mut self, event: Event) -> Result<(), Infallible> {
        match event {
            Event::Page(page) => self.kept.push(page.capture.url),
            Event::Skipped(skipped) => self.left.push(format!("{} {}", skipped.reason.word(), skipped.url)),
            Event::Fetched(_) => {}
        }
        Ok(())
    }
}

/// The crawler on the recording, with the sources of its own config.toml: every article about the topic is
/// kept once, however many ways lead to it, and the rest is left for the right reason.
#[tokio::test]
async fn the_recorded_web_is_crawled_as_its_page_says() {
    let config = config::read(Path::new("fixtures/recorded/config.toml")).unwrap();
    let sources = config.source.into_iter().map(|source| Source {
        name: source.name,
        feeds: source.feeds,
        sitemaps: source.sitemaps,
        pages: source.pages,
        domains: source.domains,
        on_topic: source.on_topic,
        discover: source.discover,
        max_pages: 100,
        depth: 1,
        ..Source::default()
    });
    let topic = config.topic;
    let options = Options {
        sources: sources.collect(),
        terms: Terms { terms: topic.terms, hints: topic.hints, not: topic.not },
        ..Options::default()
    };
    let replay = Replay::open(&[RECORDING.into()]).unwrap();
    let web = Recording(move |url: &str| {
        let found = replay.archived(url).map_err(|error| error.to_string())?;
        Ok(found.map(|found| Answer { exchange: found.exchange, record: Some(found.record), packed: None }))
    });
    let mut told = Told::default();
    let summary = crawl::run(options, Arc::new(web), &mut told, &Stop::default()).await.unwrap();
    assert_eq!(summary.silent().count(), 0);
    told.kept.sort();
    told.left.sort();
    assert_eq!(told.kept, KEPT);
    assert_eq!(told.left, LEFT);
}

const KEPT: [&str; 16] = [
    "https://harbour-post.example/business/2023/apr/20/drive-maker-huawei-fine",
    "https://harbour-post.example/business/2024/may/14/us-tariffs-chinese-evs-chips",
    "https://harbour-post.example/technology/2024/jan/03/asml-licence-partly-revoked",
    "https://harbour-post.example/world/2024/mar/18/estonian-trader-jailed-night-vision",
    "https://meridian-wire.example/2023/03/22/drones-russia-customs-records/",
    "https://meridian-wire.example/2023/07/05/gallium-germanium-licences/",
    "https://meridian-wire.example/2024/02/08/components-missiles-count/",
    "https://meridian-wire.example/2024/03/19/tallinn-court-night-vision/",
    "https://meridian-wire.example/2024/04/02/inside-the-chip-broker/",
    "https://strategic-trade.test/press/2024/release-2024-06.html",
    "https://strategic-trade.test/press/2024/release-2024-11.html",
    "https://strategic-trade.test/press/2024/release-2024-17.html",
    "https://vostok-review.test/en/analysis/kazakhstan-reexport-figures",
    "https://vostok-review.test/en/analysis/machine-tools-third-countries",
    "https://vostok-review.test/en/news/drone-engines-iran",
    "https://vostok-review.test/en/news/yuan-payments-banks",
];

const LEFT: [&str; 8] = [
    "duplicate https://strategic-trade.test/press/2024/release-2024-11.htm",
    "listing https://strategic-trade.test/press/",
    "not_recorded https://strategic-trade.test/",
    "off_topic https://harbour-post.example/food/2024/mar/23/leek-and-barley-soup",
    "off_topic https://meridian-wire.example/2024/03/30/harbour-derby-late-winner/",
    "robots https://meridian-wire.example/members/briefing-17/",
    "robots https://strategic-trade.test/internal/drafts/list.html",
    "status_404 https://strategic-trade.test/press/2023/release-2023-52.html",
];
