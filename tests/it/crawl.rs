//! The crawl against sites on loopback, and against recordings of them.

use axum::{
    Router,
    body::Body,
    extract::State,
    http::{HeaderMap, Response, Uri},
};
use claimtrail::crawl::{
    self, Answer, Ask, Event, FetchError, Guard, Network, NetworkOptions, Options, Recording, Sink, Source,
    Stop, Summary, Terms, Web,
};
use claimtrail::model::{ArchiveRecord, Exchange, Purpose};
use std::{
    collections::BTreeMap,
    convert::Infallible,
    io::Write,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

mod bombs;
mod checker;
#[cfg(debug_assertions)]
mod crash;
mod faults;
mod finding;
mod kill;
mod program;
mod safe;
mod shared;
mod storm;
mod trial;
mod watch;

/// One answer of a site.
#[derive(Clone, Default)]
struct Page {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    wait: Duration,
}

fn html(body: &str) -> Page {
    Page {
        status: 200,
        headers: vec![("content-type".into(), "text/html".into())],
        body: body.into(),
        ..Page::default()
    }
}

fn xml(body: &str) -> Page {
    Page {
        status: 200,
        headers: vec![("content-type".into(), "text/xml".into())],
        body: body.into(),
        ..Page::default()
    }
}

fn status(status: u16) -> Page {
    Page { status, ..Page::default() }
}

fn to(url: &str) -> Page {
    status(302).with("location", url)
}

/// An article long enough to be one.
fn article(title: &str, about: &str) -> Page {
    let words =
        "The ministry described the measure at length and answered questions from reporters. ".repeat(12);
    html(&format!("<title>{title}</title><h1>{title}</h1><p>{about}</p><p>{words}</p>"))
}

impl Page {
    fn with(mut self, name: &str, value: &str) -> Page {
        self.headers.push((name.into(), value.into()));
        self
    }
}

/// A path that was asked for, and the conditions it was asked under.
type Asked = (String, Vec<String>);

/// A site on loopback: answers by path, the first not yet given, then the last again; every hit is logged.
#[derive(Clone)]
struct Site {
    pages: Arc<Mutex<BTreeMap<String, Vec<Page>>>>,
    log: Arc<Mutex<Vec<(Instant, String)>>>,
    /// Headers that make a request conditional, hit by hit.
    conditions: Arc<Mutex<Vec<Asked>>>,
    address: SocketAddr,
}

impl Site {
    async fn start() -> Site {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let site = Site {
            pages: Arc::default(),
            log: Arc::default(),
            conditions: Arc::default(),
            address: listener.local_addr().unwrap(),
        };
        let app = Router::new().fallback(answer).with_state(site.clone());
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        site
    }

    fn put(&self, path: &str, page: Page) -> &Site {
        self.pages.lock().unwrap().entry(path.to_owned()).or_default().push(page);
        self
    }

    /// Makes the page of a path so many bytes longer.
    fn pad(&self, path: &str, bytes: usize) {
        let mut pages = self.pages.lock().unwrap();
        for page in pages.get_mut(path).unwrap() {
            // Letters and digits without order, since what repeats would be small in the archive.
            let mut seed = 7_u32;
            let filler = std::iter::repeat_with(|| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                char::from_digit((seed >> 24) % 36, 36).unwrap()
            });
            page.body.extend(format!("<!-- {} -->", filler.take(bytes).collect::<String>()).bytes());
        }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    fn hits(&self) -> Vec<String> {
        self.log.lock().unwrap().iter().map(|(_, path)| path.clone()).collect()
    }

    fn was_hit(&self, path: &str) -> bool {
        self.hits().iter().any(|hit| hit == path)
    }

    /// The conditions with which a path was asked for, each time.
    fn conditions(&self, path: &str) -> Vec<Vec<String>> {
        let conditions = self.conditions.lock().unwrap();
        conditions.iter().filter(|(hit, _)| hit == path).map(|(_, named)| named.clone()).collect()
    }

    /// The least time between two hits.
    fn least_gap(&self) -> Duration {
        let log = self.log.lock().unwrap();
        log.windows(2).map(|two| two[1].0 - two[0].0).min().unwrap_or(Duration::MAX)
    }

    /// An RSS feed of these paths.
    fn feed(&self, path: &str, pages: &[&str]) -> &Site {
        let items: String = pages
            .iter()
            .map(|page| format!("<item><title>T</title><link>{}</link></item>", self.url(page)))
            .collect();
        self.put(path, xml(&format!("<rss version=\"2.0\"><channel><title>F</title>{items}</channel></rss>")))
    }
}

async fn answer(
    State(site): State<Site>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response<Body>, Infallible> {
    let path = uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
    site.log.lock().unwrap().push((Instant::now(), path.clone()));
    let named = ["if-none-match", "if-modified-since"]
        .into_iter()
        .filter_map(|name| Some(format!("{name}: {}", headers.get(name)?.to_str().ok()?)));
    site.conditions.lock().unwrap().push((path.clone(), named.collect()));
    assert!(headers.get("cookie").is_none() && headers.get("authorization").is_none());
    let page = {
        let mut pages = site.pages.lock().unwrap();
        match pages.get_mut(&path) {
            Some(answers) if answers.len() > 1 => answers.remove(0),
            Some(answers) => answers[0].clone(),
            None => status(404),
        }
    };
    tokio::time::sleep(page.wait).await;
    let mut response = Response::builder().status(page.status);
    for (name, value) in page.headers {
        response = response.header(name, value);
    }
    Ok(response.body(Body::from(page.body)).unwrap())
}

/// Keeps everything, in order.
#[derive(Default)]
struct Heard {
    exchanges: Vec<Exchange>,
    kept: Vec<String>,
    left: Vec<String>,
    fetched: Vec<String>,
}

impl Sink for Heard {
    type Error = Infallible;

    fn archive(&mut self, exchange: &Exchange) -> Result<Option<ArchiveRecord>, Infallible> {
        self.exchanges.push(exchange.clone());
        Ok(None)
    }

    fn event(&mut self, event: Event) -> Result<(), Infallible> {
        match event {
            Event::Fetched(fetched) => {
                self.fetched.push(format!("{} {}", path_of(&fetched.url), fetched.outcome))
            }
            Event::Page(page) => self.kept.push(path_of(&page.capture.url)),
            Event::Skipped(skipped) => {
                self.left.push(format!("{} {}", path_of(&skipped.url), skipped.reason.word()))
            }
        }
        Ok(())
    }
}

impl Heard {
    fn left(&self, what: &str) -> bool {
        self.left.iter().any(|left| left == what)
    }
}

/// The path for a site of ours, the whole URL for anything else.
fn path_of(url: &str) -> String {
    let url: url::Url = url.parse().unwrap();
    match url.host_str() {
        Some("127.0.0.1") => url[url::Position::BeforePath..].to_owned(),
        _ => url.into(),
    }
}

fn network(loopback: bool, pinned: BTreeMap<String, SocketAddr>) -> Network {
    Network::new(NetworkOptions {
        user_agent: "claimtrail/0.1 (+tests@example.org)".to_owned(),
        guard: Guard { loopback, ports: vec![] },
        connect: Duration::from_secs(5),
        headers: Duration::from_secs(2),
        idle: Duration::from_secs(1),
        total: Duration::from_secs(5),
        pinned,
    })
    .unwrap()
}

fn options(source: Source) -> Options {
    let terms = ["export control*", "sanction*"].map(str::to_owned).to_vec();
    Options {
        sources: vec![Source { name: "Site".into(), max_pages: 1000, depth: 1, ..source }],
        terms: Terms { terms, ..Terms::default() },
        guard: Guard { loopback: true, ports: vec![] },
        page_bytes: 200_000,
        retries: 1,
        ..Options::default()
    }
}

async fn crawl_live(options: Options) -> (Heard, Summary) {
    let mut heard = Heard::default();
    let web = Arc::new(network(true, BTreeMap::new()));
    let summary = crawl::run(options, web, &mut heard, &Stop::default()).await.unwrap();
    heard.kept.sort();
    (heard, summary)
}

fn feeds(urls: Vec<String>) -> Source {
    Source { feeds: urls, ..Source::default() }
}

#[tokio::test(flavor = "multi_thread")]
async fn robots_are_obeyed_and_delays_kept() {
    let site = Site::start().await;
    site.put(
        "/robots.txt",
        html("User-agent: *\nDisallow: /\n\nUser-agent: claimtrail\nDisallow: /no\nCrawl-delay: 0.3"),
    )
    .feed("/feed", &["/a", "/no/b", "/c"])
    .put("/a", article("Export controls", ""))
    .put("/c", article("Sanctions", ""));
    let (heard, summary) = crawl_live(options(feeds(vec![site.url("/feed")]))).await;
    assert_eq!(heard.kept, ["/a", "/c"]);
    assert!(heard.left("/no/b robots") && !site.was_hit("/no/b"));
    assert!(site.least_gap() >= Duration::from_millis(300), "{:?}", site.least_gap());
    assert_eq!(summary.asked, BTreeMap::from([(Purpose::Robots, 1), (Purpose::Feed, 1), (Purpose::Page, 2)]));
    assert_eq!(summary.silent().count(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_whose_rules_cannot_be_had_is_left_alone() {
    let site = Site::start().await;
    site.put("/robots.txt", status(503)).feed("/feed", &["/a"]).put("/a", article("Sanctions", ""));
    let (heard, summary) = crawl_live(options(feeds(vec![site.url("/feed")]))).await;
    assert_eq!(site.hits(), ["/robots.txt"]);
    assert!(heard.left("/feed robots_unreachable"));
    assert_eq!(summary.silent().collect::<Vec<_>>(), ["Site"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_delay_beyond_patience_defers_the_host() {
    let site = Site::start().await;
    site.put("/robots.txt", html("User-agent: *\nCrawl-delay: 3600")).feed("/feed", &["/a"]);
    let (heard, _) = crawl_live(options(feeds(vec![site.url("/feed")]))).await;
    assert_eq!(site.hits(), ["/robots.txt"]);
    assert!(heard.left("/feed later"));
}

#[tokio::test(flavor = "multi_thread")]
async fn feeds_and_sitemaps_that_a_site_announces_are_found() {
    let site = Site::start().await;
    let entries = |paths: &[&str], tag: &str| -> String {
        paths.iter().map(|path| format!("<{tag}><loc>{}</loc></{tag}>", site.url(path))).collect()
    };
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(format!("<urlset>{}</urlset>", entries(&["/from-sitemap"], "url")).as_bytes()).unwrap();
    let packed = Page { body: gzip.finish().unwrap(), ..xml("") };
    site.put("/robots.txt", html(&format!("Sitemap: {}", site.url("/index.xml"))))
        .put("/index.xml", xml(&format!("<sitemapindex>{}</sitemapindex>", entries(&["/map.xml.gz"], "sitemap"))))
        .put("/map.xml.gz", packed)
        .put(
            "/",
            html("<link rel=alternate type=application/atom+xml href=/atom><a href=/from-page>Sanctions</a><a href=/list>x</a>"),
        )
        .feed("/atom", &["/from-feed"]);
    for path in ["/from-sitemap", "/from-feed", "/from-page"] {
        site.put(path, article("Sanctions news", path));
    }
    let source = Source { pages: vec![site.url("/")], discover: true, ..Source::default() };
    let (heard, _) = crawl_live(options(source)).await;
    assert_eq!(heard.kept, ["/from-feed", "/from-page", "/from-sitemap"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn redirects_are_followed_so_far_and_loops_told() {
    let site = Site::start().await;
    site.feed("/feed", &["/once", "/loop", "/self", "/long", "/nowhere", "/out", "/ftp"])
        .put("/once", to("/landed"))
        .put("/landed", article("Sanctions landed", ""))
        .put("/loop", to("/loop2"))
        .put("/loop2", to("/loop"))
        .put("/self", to("/self"))
        .put("/nowhere", status(301))
        .put("/out", to("https://elsewhere.example/a"))
        .put("/ftp", to("ftp://example.org/a"))
        .put("/long", to("/long1"));
    for n in 1..9 {
        site.put(&format!("/long{n}"), to(&format!("/long{}", n + 1)));
    }
    let (heard, _) = crawl_live(options(feeds(vec![site.url("/feed")]))).await;
    assert_eq!(heard.kept, ["/landed"]);
    for left in [
        "/loop2 redirect_loop",
        "/self redirect_loop",
        "/long5 too_many_redirects",
        "/nowhere bad_redirect",
        "/ftp bad_redirect",
        "https://elsewhere.example/a out_of_scope",
    ] {
        assert!(heard.left(left), "{left} not in {:?}", heard.left);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_would_cost_too_much_is_refused() {
    let site = Site::start().await;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::copy(&mut std::io::Read::take(std::io::repeat(0), 64 << 20), &mut gzip).unwrap();
    let bomb = Page { body: gzip.finish().unwrap(), ..html("") }.with("content-encoding", "gzip");
    site.feed("/feed", &["/big", "/bomb", "/film", "/slow", "/odd"])
        .put("/big", html(&"sanctions ".repeat(30_000)))
        .put("/bomb", bomb)
        .put("/film", Page { body: vec![0; 100], ..status(200) }.with("content-type", "video/mp4"))
        .put("/slow", Page { wait: Duration::from_secs(9), ..html("late") })
        .put("/odd", html("x").with("content-encoding", "rot13"));
    let options = Options { retries: 0, ..options(feeds(vec![site.url("/feed")])) };
    let (heard, _) = crawl_live(options).await;
    assert!(heard.kept.is_empty());
    for left in ["/big too_large", "/bomb too_large", "/film not_html", "/slow timeout", "/odd undecodable"] {
        assert!(heard.left(left), "{left} not in {:?}", heard.left);
    }
    assert!(heard.exchanges.iter().all(|exchange| exchange.body.len() <= 200_000));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_wanted_is_left_out_with_its_reason() {
    let site = Site::start().await;
    let same = article("Sanctions twice", "");
    site.feed("/feed", &["/on", "/off", "/hidden", "/unkept", "/twice", "/twin", "/alias", "/gone"])
        .put("/on", article("Export controls widen", ""))
        .put("/off", article("Leek soup", "A pot of soup."))
        .put("/hidden", article("Sanctions", "<meta name=robots content=noindex>"))
        .put("/unkept", article("Sanctions", "").with("x-robots-tag", "noarchive"))
        .put("/twice", same.clone())
        .put("/twin", same)
        .put("/alias", article("Export controls", "<link rel=canonical href=/on>"));
    let (heard, summary) = crawl_live(options(feeds(vec![site.url("/feed")]))).await;
    assert_eq!(heard.kept, ["/on", "/twice"]);
    for left in [
        "/off off_topic",
        "/hidden noindex",
        "/unkept noarchive",
        "/twin duplicate",
        "/alias duplicate",
        "/gone status_404",
    ] {
        assert!(heard.left(left), "{left} not in {:?}", heard.left);
    }
    assert!(
        !heard.exchanges.iter().any(|exchange| exchange.url.ends_with("/unkept")),
        "noarchive was archived"
    );
    assert_eq!((summary.kept, summary.asked[&Purpose::Page]), (2, 8));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_asks_for_time_is_given_it() {
    let site = Site::start().await;
    site.feed("/feed", &["/busy", "/other"])
        .put("/busy", status(503).with("retry-after", "1"))
        .put("/busy", article("Sanctions at last", ""))
        .put("/other", article("Sanctions too", ""));
    let (heard, _) = crawl_live(options(feeds(vec![site.url("/feed")]))).await;
    assert_eq!(heard.kept, ["/busy", "/other"]);
    let log = site.log.lock().unwrap();
    let busy = log.iter().position(|(_, path)| path == "/busy").unwrap();
    assert!(log[busy + 1].0 - log[busy].0 >= Duration::from_secs(1), "the host was asked again too soon");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wait_beyond_patience_leaves_the_host_for_another_run() {
    let site = Site::start().await;
    site.feed("/feed", &["/busy", "/other"]).put("/busy", status(429).with("retry-after", "9000"));
    let (heard, _) = crawl_live(options(feeds(vec![site.url("/feed")]))).await;
    assert!(heard.left("/busy later") && heard.left("/other later"), "{:?}", heard.left);
    assert_eq!(site.hits().iter().filter(|path| *path == "/busy").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn budgets_bound_a_run() {
    let site = Site::start().await;
    let paths: Vec<String> = (0..20).map(|n| format!("/{n}")).collect();
    site.feed("/feed", &paths.iter().map(String::as_str).collect::<Vec<_>>());
    for path in &paths {
        site.put(path, article("Sanctions", path));
    }
    let options = Options { max_pages: 7, ..options(feeds(vec![site.url("/feed")])) };
    let (heard, summary) = crawl_live(options).await;
    assert_eq!(heard.kept.len(), 7);
    assert_eq!(summary.skipped[&crawl::Reason::Budget], 13);
}

/// Addresses that a hostile page may name, and ways to name them.
#[tokio::test(flavor = "multi_thread")]
async fn nothing_inside_is_reached_however_it_is_named() {
    let inside = [
        "http://169.254.169.254/latest/",
        "http://0xA9FEA9FE/",
        "http://10.0.0.1/",
        "http://[::ffff:10.0.0.1]/",
        "http://[fd00:ec2::254]/",
        "http://2852039166/",
        "http://192.168.0.1:8080/",
        "http://metadata.google.internal/",
        "http://100.64.0.1/",
        "http://[64:ff9b::a00:1]/",
        "http://printer.local/",
        "gopher://10.0.0.1/",
        "file:///etc/passwd",
    ];
    let site = Site::start().await;
    let links: String = inside.iter().map(|url| format!("<a href='{url}'>sanctions</a>")).collect();
    let items: String =
        inside.iter().map(|url| format!("<item><title>T</title><link>{url}</link></item>")).collect();
    let locations: String = inside.iter().map(|url| format!("<url><loc>{url}</loc></url>")).collect();
    let maps: String = inside.iter().map(|url| format!("Sitemap: {url}\n")).collect();
    site.put("/robots.txt", html(&maps))
        .put("/", html(&links))
        .put("/feed", xml(&format!("<rss version=\"2.0\"><channel><title>F</title>{items}</channel></rss>")))
        .put("/map", xml(&format!("<urlset>{locations}</urlset>")));
    let mut pages = vec![site.url("/")];
    for (n, url) in inside.iter().enumerate() {
        site.put(&format!("/to/{n}"), to(url));
        pages.push(site.url(&format!("/to/{n}")));
        pages.push((*url).to_owned());
    }
    let source = Source {
        pages,
        feeds: vec![site.url("/feed")],
        sitemaps: vec![site.url("/map")],
        discover: true,
        ..Source::default()
    };
    let (heard, _) = crawl_live(options(source)).await;
    let outside = |url: &str| !url.starts_with(&format!("http://{}/", site.address));
    assert!(!heard.exchanges.iter().any(|exchange| outside(&exchange.url)), "something inside was asked");
    assert!(heard.fetched.iter().all(|fetched| fetched.starts_with('/')), "{:?}", heard.fetched);
    let refused = heard.left.iter().filter(|left| left.ends_with(" refused")).count();
    // Two of the forms are one address, and two are no web address at all.
    assert_eq!(refused, 10, "{:?}", heard.left);
}

#[tokio::test(flavor = "multi_thread")]
async fn loopback_is_shut_unless_it_is_switched_on() {
    let site = Site::start().await;
    let pinned = BTreeMap::from([("evil.example".to_owned(), SocketAddr::new(site.address.ip(), 80))]);
    let shut = Network::new(NetworkOptions {
        user_agent: "claimtrail/0.1".to_owned(),
        guard: Guard { loopback: false, ports: vec![site.address.port()] },
        connect: Duration::from_secs(5),
        headers: Duration::from_secs(5),
        idle: Duration::from_secs(5),
        total: Duration::from_secs(5),
        pinned,
    })
    .unwrap();
    for host in ["127.0.0.1", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "localhost", "evil.example"] {
        let url = format!("http://{host}:{}/", site.address.port());
        let ask = Ask { url: url.parse().unwrap(), purpose: Purpose::Page, max_bytes: 1000, headers: vec![] };
        let answer = shut.fetch(ask).await;
        assert!(matches!(answer, Err(FetchError::Refused(_))), "{host}: {answer:?}");
    }
    assert_eq!(site.hits(), Vec::<String>::new());
}

/// Answers from exchanges kept in memory: each of a URL in turn, then the last again.
fn recording(exchanges: &[Exchange]) -> impl Web + use<> {
    let mut answers: BTreeMap<String, Vec<Exchange>> = BTreeMap::new();
    for exchange in exchanges {
        answers.entry(exchange.url.clone()).or_default().push(exchange.clone());
    }
    let answers = Mutex::new(answers);
    Recording(move |url: &str| {
        let mut answers = answers.lock().unwrap();
        let next =
            answers.get_mut(url).map(|list| if list.len() > 1 { list.remove(0) } else { list[0].clone() });
        let record = ArchiveRecord { file: "x".into(), offset: 0, digest: String::new() };
        Ok(next.map(|exchange| Answer { exchange, record: Some(record), packed: None }))
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recording_gives_the_same_pages_without_waiting() {
    let site = Site::start().await;
    site.put("/robots.txt", html("User-agent: *\nDisallow: /no\nCrawl-delay: 0.2"))
        .feed("/feed", &["/a", "/no", "/busy", "/moved", "/gone", "/off"])
        .put("/a", article("Sanctions", "a"))
        .put("/busy", status(503).with("retry-after", "1"))
        .put("/busy", article("Sanctions", "busy"))
        .put("/moved", to("/b"))
        .put("/b", article("Export controls", "b"))
        .put("/off", article("Soup", ""))
        .put("/", html("<a href=/c>c</a><a href=/a>a</a>"))
        .put("/c", article("Sanctions", "c"));
    let source = Source { pages: vec![site.url("/")], feeds: vec![site.url("/feed")], ..Source::default() };
    let (live, summary) = crawl_live(options(source.clone())).await;
    assert_eq!(live.kept, ["/a", "/b", "/busy", "/c"]);
    let mut runs = Vec::new();
    let begun = Instant::now();
    for _ in 0..2 {
        let mut heard = Heard::default();
        let web = Arc::new(recording(&live.exchanges));
        let replayed = crawl::run(options(source.clone()), web, &mut heard, &Stop::default()).await.unwrap();
        assert_eq!(replayed, summary);
        assert!(heard.exchanges.is_empty(), "a recording is not archived again");
        runs.push((heard.kept, heard.left, heard.fetched));
    }
    assert!(begun.elapsed() < Duration::from_secs(1), "a replay slept");
    assert_eq!(runs[0], runs[1]);
    let mut kept = runs.remove(0).0;
    kept.sort();
    assert_eq!(kept, live.kept);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crawl_that_is_stopped_ends_after_what_is_in_hand() {
    let site = Site::start().await;
    let paths: Vec<String> = (0..50).map(|n| format!("/{n}")).collect();
    site.put("/robots.txt", html("User-agent: *\nCrawl-delay: 0.05"));
    site.feed("/feed", &paths.iter().map(String::as_str).collect::<Vec<_>>());
    for path in &paths {
        site.put(path, article("Sanctions", path));
    }
    let stop = Stop::default();
    let asker = stop.clone();
    tokio::spawn(async move {
        tokio::time::sleep(Duration::from_millis(700)).await;
        asker.now();
    });
    let mut heard = Heard::default();
    let web = Arc::new(network(true, BTreeMap::new()));
    let summary = crawl::run(options(feeds(vec![site.url("/feed")])), web, &mut heard, &stop).await.unwrap();
    assert!(summary.stopped && heard.kept.len() < 50);
    // Every page that was asked for was kept, and every other told as left.
    assert_eq!(heard.kept.len() + heard.left.iter().filter(|left| left.ends_with(" stopped")).count(), 50);
    assert_eq!(site.hits().len(), heard.kept.len() + 2);
}
