//! Nothing inside is reached, nothing secret is written down, nothing printed is obeyed.

use super::{Heard, Page, Site, article, html, options, to, xml};
use assert_cmd::Command;
use claimtrail::crawl::{
    self, Answer, Ask, FetchError, Guard, Network, NetworkOptions, Options, Source, Stop, Web,
};
use claimtrail::model::{Exchange, Purpose};
use futures_util::future::BoxFuture;
use std::{
    collections::BTreeMap,
    fs,
    net::SocketAddr,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};
use tokio::net::TcpListener;

/// Ways to write an address of this machine or of the network around it; PORT is where the victim listens.
const ODD: &[&str] = &[
    "http://127.0.0.1:PORT/",
    "http://127.1:PORT/",
    "http://127.0.1:PORT/",
    "http://127.255.255.254:PORT/",
    "http://2130706433:PORT/",
    "http://0x7f000001:PORT/",
    "http://0x7f.1:PORT/",
    "http://0x7F.0.0x0.0x1:PORT/",
    "http://0177.0.0.1:PORT/",
    "http://017700000001:PORT/",
    "http://00000177.1:PORT/",
    "http://127.0.0.1.:PORT/",
    "http://①②⑦.⓪.⓪.①:PORT/",
    "http://１２７.０.０.１:PORT/",
    "http://127。0。0。1:PORT/",
    "http://%31%32%37.0.0.1:PORT/",
    "http://0:PORT/",
    "http://0.0.0.0:PORT/",
    "http://[::1]:PORT/",
    "http://[0:0:0:0:0:0:0:1]:PORT/",
    "http://[::]:PORT/",
    "http://[::ffff:127.0.0.1]:PORT/",
    "http://[::ffff:7f00:1]:PORT/",
    "http://[::127.0.0.1]:PORT/",
    "http://[64:ff9b::7f00:1]:PORT/",
    "http://[2002:7f00:1::]:PORT/",
    "http://localhost:PORT/",
    "http://LOCALHOST.:PORT/",
    "http://sub.localhost:PORT/",
    "http://me@127.0.0.1:PORT/",
    "http://example.org@127.0.0.1:PORT/",
    "http:\\\\127.0.0.1:PORT\\",
    "//127.0.0.1:PORT/",
    "http://inside.example:PORT/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[fd00:ec2::254]/latest/",
    "http://metadata.google.internal/",
    "http://10.0.0.1/",
    "http://100.100.100.200/",
    "http://168.63.129.16/",
];

const WAYS: &[&str] =
    &["seed", "link", "redirect", "meta refresh", "sitemap", "feed", "robots Sitemap:", "canonical"];

/// A listener that counts who connects, on every address of this machine.
async fn victim() -> (u16, Arc<AtomicUsize>) {
    let count = Arc::new(AtomicUsize::new(0));
    let four = TcpListener::bind("0.0.0.0:0").await.unwrap();
    let port = four.local_addr().unwrap().port();
    let six = TcpListener::bind(("::1", port)).await.ok();
    for listener in [Some(four), six].into_iter().flatten() {
        let count = Arc::clone(&count);
        tokio::spawn(async move {
            while listener.accept().await.is_ok() {
                count.fetch_add(1, Ordering::SeqCst);
            }
        });
    }
    (port, count)
}

/// A web in which one site answers from memory and everything else is asked of the network.
struct Partly {
    pages: BTreeMap<String, Page>,
    network: Network,
}

impl Web for Partly {
    fn fetch(&self, ask: Ask) -> BoxFuture<'_, Result<Answer, FetchError>> {
        if ask.url.host_str() != Some("honest.example") {
            return self.network.fetch(ask);
        }
        let page = self.pages.get(ask.url.path()).cloned().unwrap_or(super::status(404));
        let exchange = Exchange {
            url: ask.url.into(),
            purpose: Some(ask.purpose),
            started: jiff::Timestamp::now(),
            peer: None,
            request: vec![],
            status: page.status,
            headers: page.headers,
            body: page.body,
            truncated: None,
        };
        Box::pin(async move { Ok(Answer { exchange, record: None, packed: None }) })
    }

    fn is_live(&self) -> bool {
        true
    }
}

/// A site that leads to `url` in one of the ways.
fn leading(way: &str, url: &str) -> (BTreeMap<String, Page>, Source) {
    let mut pages = BTreeMap::from([("/story".to_owned(), article("Sanctions", ""))]);
    let mut put = |path: &str, page: Page| _ = pages.insert(path.to_owned(), page);
    let here = |path: &str| format!("http://honest.example{path}");
    let mut source = Source { discover: true, ..Source::default() };
    match way {
        "seed" => source.pages = vec![url.to_owned()],
        "link" => {
            put("/", html(&format!("<a href='{url}'>sanctions</a><a href=/story>sanctions</a>")));
            source.pages = vec![here("/")];
        }
        "redirect" => {
            put("/", to(url));
            source.pages = vec![here("/")];
        }
        "meta refresh" => {
            put("/", html(&format!("<meta http-equiv=refresh content='0; url={url}'>")));
            source.pages = vec![here("/")];
        }
        "canonical" => {
            put(
                "/",
                html(&format!(
                    "<html amp><link rel=canonical href='{url}'><link rel=next href='{url}'><p>sanctions"
                )),
            );
            source.pages = vec![here("/")];
        }
        "sitemap" => {
            put(
                "/map",
                xml(&format!(
                    "<sitemapindex><sitemap><loc>{url}</loc></sitemap><url><loc>{url}</loc></url></sitemapindex>"
                )),
            );
            source.sitemaps = vec![here("/map")];
        }
        "feed" => {
            put(
                "/feed",
                xml(&format!(
                    "<rss version='2.0'><channel><title>F</title><item><title>sanctions</title><link>{url}</link></item></channel></rss>"
                )),
            );
            source.feeds = vec![here("/feed")];
        }
        _ => {
            put("/robots.txt", html(&format!("User-agent: *\nAllow: /\nSitemap: {url}")));
            source.pages = vec![here("/story")];
        }
    }
    // Whatever the scope of a source would keep out is let in, so that the guard alone is tried.
    let inside = ["honest.example", "localhost", "inside.example", "google.internal", "127.0.0.1", "0.0.0.0"];
    source.domains = inside.map(str::to_owned).into();
    if let Ok(url) = url::Url::parse(url) {
        source.domains.push(url.host_str().unwrap_or_default().to_owned());
    }
    (pages, source)
}

fn network_options(guard: Guard) -> NetworkOptions {
    NetworkOptions {
        user_agent: "claimtrail/0.1 (+tests@example.org)".to_owned(),
        guard,
        connect: Duration::from_secs(2),
        headers: Duration::from_secs(2),
        idle: Duration::from_secs(1),
        total: Duration::from_secs(3),
        pinned: BTreeMap::new(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_form_of_an_inner_address_is_reached_by_any_way() {
    let (port, reached) = victim().await;
    let closed = Guard { loopback: false, ports: vec![port] };
    let mut tried = 0;
    // Two layers, each of which must hold alone: what the crawl follows, and what the network connects to.
    for open_crawl in [false, true] {
        for way in WAYS {
            for form in ODD {
                let url = form.replace("PORT", &port.to_string());
                let (pages, source) = leading(way, &url);
                let mut network = network_options(closed.clone());
                let inside = SocketAddr::from(([127, 0, 0, 1], port));
                network.pinned = BTreeMap::from([("inside.example".to_owned(), inside)]);
                let web = Partly { pages, network: Network::new(network).unwrap() };
                let guard = Guard { loopback: open_crawl, ports: vec![port] };
                let options = Options { guard, retries: 0, ..options(source) };
                let mut heard = Heard::default();
                crawl::run(options, Arc::new(web), &mut heard, &Stop::default()).await.unwrap();
                let answered = heard.exchanges.iter().filter(|e| !e.url.contains("honest.example")).count();
                assert_eq!((answered, reached.load(Ordering::SeqCst)), (0, 0), "{way} {url}");
                tried += 1;
            }
        }
    }
    println!("{} forms × {} ways × 2 layers = {tried} tried, 0 reached", ODD.len(), WAYS.len());
    assert!(ODD.len() >= 25 && tried == 2 * ODD.len() * WAYS.len());
    // The same listener is reached where loopback is switched on, so that the counts above mean something.
    let open = Network::new(network_options(Guard { loopback: true, ports: vec![port] })).unwrap();
    let url = format!("http://127.0.0.1:{port}/").parse().unwrap();
    let _ = open.fetch(Ask { url, purpose: Purpose::Page, max_bytes: 1000, headers: vec![] }).await;
    assert_eq!(reached.load(Ordering::SeqCst), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_changes_its_address_gains_nothing() {
    let site = Site::start().await;
    site.put("/", html("good").with("connection", "close"));
    let (good, port) = (site.address, site.address.port());
    let inner: Vec<SocketAddr> = ["10.0.0.1", "169.254.169.254", "192.168.0.1", "::", "fd00::1"]
        .iter()
        .map(|ip| SocketAddr::new(ip.parse().unwrap(), port))
        .collect();
    // Loopback stands for the public internet here; the addresses behind it are inside in any case.
    let lookups = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&lookups);
    let names: crawl::Names = Arc::new(move |name| {
        let n = counted.fetch_add(1, Ordering::SeqCst);
        let inside = inner[n % inner.len()];
        match name {
            "turns.example" => Some(vec![if n.is_multiple_of(2) { good } else { inside }]),
            "mixed.example" => Some(vec![inside, good, inside]),
            "inner.example" => Some(vec![inside]),
            _ => None,
        }
    });
    let guard = Guard { loopback: true, ports: vec![port] };
    let (mut answered, mut refused) = (0, 0);
    for host in ["turns.example", "mixed.example", "inner.example"] {
        for _ in 0..20 {
            let before = lookups.load(Ordering::SeqCst);
            let network = Network::with_names(network_options(guard.clone()), Arc::clone(&names)).unwrap();
            let url = format!("http://{host}:{port}/").parse().unwrap();
            let ask = Ask { url, purpose: Purpose::Page, max_bytes: 1000, headers: vec![] };
            match network.fetch(ask).await {
                Ok(answer) => {
                    assert!(
                        answer.exchange.peer.unwrap().is_loopback(),
                        "{host}: {:?}",
                        answer.exchange.peer
                    );
                    answered += 1;
                }
                Err(FetchError::Refused(_)) => refused += 1,
                Err(other) => panic!("{host}: {other}"),
            }
            // The connection was made to the address that was checked: nobody asked for the name again.
            assert_eq!(lookups.load(Ordering::SeqCst) - before, 1, "{host}");
        }
    }
    println!(
        "60 connections to names that change: {answered} to the address checked, {refused} refused, 0 inside"
    );
    assert_eq!((answered, refused), (30, 30));
}

fn claimtrail(arguments: &[&str], environment: &[(&str, &str)]) -> (String, String) {
    let mut command = Command::cargo_bin("claimtrail").unwrap();
    let done = command.args(arguments).envs(environment.iter().copied()).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    (text(done.stdout), text(done.stderr))
}

/// Every byte below a folder, archives unpacked.
fn everything_under(folder: &Path) -> Vec<u8> {
    let mut all = Vec::new();
    for entry in walkdir::WalkDir::new(folder).into_iter().flatten().filter(|e| e.file_type().is_file()) {
        let bytes = fs::read(entry.path()).unwrap();
        if bytes.starts_with(&[0x1f, 0x8b]) {
            let mut reader = flate2::read::MultiGzDecoder::new(&bytes[..]);
            std::io::copy(&mut reader, &mut all).unwrap();
        }
        all.extend(bytes);
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_hostile_is_printed_and_nothing_secret_is_written() {
    let site = Site::start().await;
    let (proxy, used) = victim().await;
    let escape = "\u{1b}]0;owned\u{7}\u{1b}[2J\u{9b}31m\u{202e}";
    site.put(
        "/",
        html(&format!(
            "<a href='{}'>Sanctions{escape}</a><a href='/gone{escape}'>Sanctions</a><a href='/evil'>Sanctions</a>",
            site.url("/evil").replace("http://", "http://visitor:hunter2@")
        )),
    )
    .put("/gone%1B]0;owned%07%1B[2J%C2%9B31m%E2%80%AE", html(&format!("<title>404{escape} not found</title>x")))
    .put(
        "/evil",
        article(
            &format!("=cmd|' /C calc'!A0 Sanctions{escape}"),
            &format!("WASHINGTON — The Commerce Department fined Acme Optics $12 million on Tuesday for selling lithography machines to China without a licence. It said so{escape} on Tuesday."),
        )
        .with("set-cookie", "visit=4711")
        .with("x-odd", "a\u{9}b"),
    )
    .put("/robots.txt", html(&format!("User-agent: *\nDisallow: /no{escape}\n")));
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).display().to_string();
    let config = format!(
        "[crawl]\ncontact = \"tests@example.org\"\nallow_loopback = true\ndelay_seconds = 0.0\n\
         [topic]\nterms = [\"sanction*\"]\n[[source]]\nname = \"Site\\u001b[31m\"\npages = [\"{}\"]\n",
        site.url("/")
    );
    fs::write(path("config.toml"), config).unwrap();
    let proxy = format!("http://visitor:s3cret@127.0.0.1:{proxy}");
    let (config, out, errors, csv) = (path("config.toml"), path("out"), path("errors"), path("claims.csv"));
    tokio::task::spawn_blocking(move || {
        let environment = [("HTTP_PROXY", proxy.as_str()), ("http_proxy", &proxy), ("ALL_PROXY", &proxy)];
        let arguments = ["crawl", "-vv", "--config", &config, "--out", &out, "--errors", &errors];
        let crawled = claimtrail(&arguments, &environment);
        assert!(crawled.0.contains("1  articles"), "{}{}", crawled.0, crawled.1);
        assert_eq!(used.load(Ordering::SeqCst), 0, "a proxy of the environment was used");
        let json = claimtrail(&["export", "--store", &out], &[]);
        let id: serde_json::Value = serde_json::from_str(json.0.lines().next().unwrap()).unwrap();
        let shown = claimtrail(&["show", id["id"].as_str().unwrap(), "--store", &out], &[]);
        let stats = claimtrail(&["stats", "--store", &out], &[]);
        claimtrail(&["export", "--format", "csv", "--store", &out, "--out", &csv], &[]);
        let lists = [fs::read_to_string(&errors).unwrap(), fs::read_to_string(&csv).unwrap()];
        for (name, text) in [
            ("crawl", &crawled.0),
            ("crawl log", &crawled.1),
            ("show", &shown.0),
            ("show log", &shown.1),
            ("stats", &stats.0),
            ("export", &json.0),
            ("errors", &lists[0]),
            ("csv", &lists[1]),
        ] {
            let bad = text.chars().find(|c| c.is_control() && !"\n\t\r".contains(*c));
            assert_eq!(bad, None, "{name}: {text:?}");
        }
        for (name, text) in [("crawl", &crawled.0), ("show", &shown.0), ("stats", &stats.0)] {
            assert!(!text.contains('\u{202e}'), "{name}: {text:?}");
        }
        let mut reader = csv::Reader::from_path(&csv).unwrap();
        let cells: Vec<String> = reader
            .records()
            .flatten()
            .flat_map(|r| r.iter().map(str::to_owned).collect::<Vec<_>>())
            .collect();
        assert!(cells.iter().any(|cell| cell.contains("calc")), "{cells:?}");
        assert!(
            !cells.iter().any(|cell| cell.trim_start().starts_with(['=', '+', '-', '@', '\t'])),
            "{cells:?}"
        );
        let all = everything_under(Path::new(&out));
        let times =
            |words: &str| all.windows(words.len()).filter(|window| *window == words.as_bytes()).count();
        // What a page itself says is archived as it came, once; nothing of it goes into a request or a row.
        assert_eq!((times("hunter2"), times("s3cret")), (1, 0), "a password was written down");
        assert!(times("Optics") > 2 && times("visit=4711") == 1);
        for secret in ["hunter2", "s3cret"] {
            assert!(!crawled.1.contains(secret) && !crawled.0.contains(secret));
        }
    })
    .await
    .unwrap();
    // The site asserts that no cookie and no password ever came (see `answer`).
    assert_eq!(site.hits().iter().filter(|path| *path == "/evil").count(), 1);
}
