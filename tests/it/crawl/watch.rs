//! Visits that come again, the watch that makes them, and the doctor who looks first.

use super::{Page, Site, article, html, status};
use assert_cmd::cargo::CommandCargoExt;
use axum::{
    Router,
    body::Bytes,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use std::{
    fs,
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Command, Stdio},
    sync::{Arc, Mutex},
};

const SECRET: &str = "0123456789abcdef0123456789abcdef";

fn run(arguments: &[&str]) -> (String, String, bool) {
    let done = Command::cargo_bin("claimtrail")
        .unwrap()
        .args(arguments)
        .env("CLAIMTRAIL_WEBHOOK_SECRET", SECRET)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    (text(done.stdout), text(done.stderr), done.status.success())
}

fn story(about: &str) -> Page {
    article(
        &format!("Export controls: {about}"),
        &format!(
            "WASHINGTON — The Commerce Department fined {about} $12 million on Tuesday for selling drones to China."
        ),
    )
}

fn config(site: &Site, folder: &Path, more: &str) -> String {
    let text = format!(
        "[crawl]\ncontact = \"tests@example.org\"\nallow_loopback = true\ndelay_seconds = 0.0\n{more}\n\
         [topic]\nterms = [\"export control*\"]\n[[source]]\nname = \"Site\"\nfeeds = [\"{}\"]\n",
        site.url("/feed")
    );
    let file = folder.join("config.toml");
    fs::write(&file, text).unwrap();
    file.display().to_string()
}

/// Makes everything in a store due.
fn make_due(out: &Path) {
    let store = rusqlite::Connection::open(out.join("claims.sqlite")).unwrap();
    store.execute("UPDATE frontier SET next_due = 1 WHERE next_due IS NOT NULL", []).unwrap();
}

fn numbers(out: &Path, sql: &str) -> Vec<i64> {
    let store = rusqlite::Connection::open(out.join("claims.sqlite")).unwrap();
    let mut statement = store.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_is_as_it_was_is_not_sent_again() {
    let site = Site::start().await;
    site.feed("/feed", &["/same", "/changes", "/plain"])
        .put(
            "/same",
            story("Acme Optics")
                .with("etag", "\"one\"")
                .with("last-modified", "Wed, 06 Mar 2024 10:00:00 GMT"),
        )
        .put("/same", status(304))
        .put("/changes", story("Beta Drones").with("etag", "\"one\""))
        .put("/changes", story("Gamma Drones").with("etag", "\"two\""))
        .put("/plain", story("Delta Drones"));
    let dir = tempfile::tempdir().unwrap();
    let file = config(&site, dir.path(), "");
    let out = dir.path().join("out");
    let (asked, asking) = (site.clone(), site.clone());
    tokio::task::spawn_blocking(move || {
        let crawl = || run(&["crawl", "--config", &file, "--out", out.to_str().unwrap()]);
        let (told, error, good) = crawl();
        assert!(good && told.contains("3  articles, 3 of them new"), "{told}{error}");
        // Not due: nothing but the feed is asked for.
        let (told, ..) = crawl();
        assert!(told.contains("1 feed)") && told.contains("3    read by an earlier run"), "{told}");
        make_due(&out);
        let (told, error, _) = crawl();
        assert!(told.contains("1  as they were"), "{told}{error}");
        assert!(told.contains("1 of them new"), "{told}");
        let week = 7 * 86_400_000;
        let every = numbers(&out, "SELECT every FROM frontier WHERE purpose = 'page' ORDER BY url");
        // In order of URL: changed, the same bytes again, not changed.
        assert_eq!(every, [week / 2, 2 * week, 2 * week]);
        // What was there already is not archived again, and every row's record can still be read.
        let folder = out.join("archive");
        let records = claimtrail::archive::Records::open(&folder.join("claimtrail-00001.warc.gz")).unwrap();
        let revisits: Vec<String> = records
            .map(Result::unwrap)
            .filter(|record| record.kind() == "revisit")
            .map(|record| {
                let header = |name: &str| record.header(name).unwrap_or_default().to_owned();
                assert!(record.header("WARC-Refers-To-Date").is_some());
                format!(
                    "{} {}",
                    header("WARC-Profile").rsplit('/').next().unwrap(),
                    header("WARC-Refers-To-Target-URI")
                )
            })
            .collect();
        for (profile, path) in [("server-not-modified", "/same"), ("identical-payload-digest", "/plain")] {
            assert!(revisits.contains(&format!("{profile} {}", asking.url(path))), "{revisits:?}");
        }
        let store = rusqlite::Connection::open(out.join("claims.sqlite")).unwrap();
        let mut rows =
            store.prepare("SELECT file, \"offset\", digest FROM fetches WHERE file IS NOT NULL").unwrap();
        let rows = rows.query_map([], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?, row.get::<_, String>(2)?))
        });
        for (file, offset, digest) in rows.unwrap().map(Result::unwrap) {
            let read = claimtrail::archive::read_at(&folder.join(file), offset.cast_unsigned()).unwrap();
            assert_eq!(read.record.digest, digest);
        }
        let replay = claimtrail::archive::Replay::open(&[folder.join("claimtrail-00001.warc.gz")]).unwrap();
        let first = replay.answer(&asking.url("/plain")).unwrap().unwrap();
        let second = replay.answer(&asking.url("/plain")).unwrap().unwrap();
        assert!(first.body == second.body && first.started != second.started);
    })
    .await
    .unwrap();
    let conditions = asked.conditions("/same");
    assert_eq!(
        conditions,
        [
            vec![],
            vec![
                "if-none-match: \"one\"".to_owned(),
                "if-modified-since: Wed, 06 Mar 2024 10:00:00 GMT".to_owned()
            ]
        ]
    );
    assert_eq!(
        asked.conditions("/feed").concat(),
        Vec::<String>::new(),
        "lists are asked for in full by a crawl"
    );
    assert_eq!(asked.conditions("/plain"), [Vec::<String>::new(), vec![]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn copies_under_another_address_are_told_apart_by_their_numbers() {
    let site = Site::start().await;
    let page = |title: &str, about: &str, fine: &str| {
        // Words that stand in no order twice.
        let mut state = 7_u64;
        let mut word = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (0..4).map(|n| char::from(b'a' + (state >> (40 + 4 * n) & 15) as u8)).collect::<String>() + " "
        };
        let words: String = (0..300).map(|_| word()).collect();
        html(&format!(
            "<title>{title}</title><p>Export controls: {about} was fined ${fine} million.</p><p>{words}</p>"
        ))
    };
    site.feed("/feed", &["/story", "/story-again", "/other"])
        .put("/story", page("Export controls bite", "Acme Optics", "12"))
        .put("/story-again", page("Export controls bite, update", "Acme Optics", "12"))
        .put("/other", page("Export controls bite", "Acme Optics", "13"));
    let dir = tempfile::tempdir().unwrap();
    let (file, out) = (config(&site, dir.path(), ""), dir.path().join("out"));
    let errors = dir.path().join("errors");
    tokio::task::spawn_blocking(move || {
        let arguments = [
            "crawl",
            "--config",
            &file,
            "--out",
            out.to_str().unwrap(),
            "--errors",
            errors.to_str().unwrap(),
        ];
        let (told, error, _) = run(&arguments);
        assert!(told.contains("1    nearly the same as a page already read"), "{told}{error}");
        let list = fs::read_to_string(&errors).unwrap();
        assert!(
            list.contains("/story-again") && list.contains("the other is") && !list.contains("/other\""),
            "{list}"
        );
        assert!(told.contains("2  articles"), "{told}");
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn bytes_have_a_budget() {
    let site = Site::start().await;
    let paths: Vec<String> = (0..30).map(|n| format!("/{n}")).collect();
    site.feed("/feed", &paths.iter().map(String::as_str).collect::<Vec<_>>());
    for path in &paths {
        let filler = "<!-- filler -->".repeat(10_000);
        let Page { body, .. } = story(path);
        site.put(path, html(&(String::from_utf8(body).unwrap() + &filler)));
    }
    let dir = tempfile::tempdir().unwrap();
    let (file, out) = (config(&site, dir.path(), "max_megabytes = 1\nper_host = 1"), dir.path().join("out"));
    tokio::task::spawn_blocking(move || {
        let (told, ..) = run(&["crawl", "--config", &file, "--out", out.to_str().unwrap()]);
        assert!(told.contains("beyond the bytes allowed for this run"), "{told}");
    })
    .await
    .unwrap();
    // Each is 150 kB: the seventh goes over a million.
    let asked = site.hits().len() - 2;
    assert!((6..=8).contains(&asked), "{asked}");
}

/// What a receiver of a webhook has heard: signature, key, body.
type Heard = Arc<Mutex<Vec<(String, String, String)>>>;

/// A webhook that refuses the first so many requests.
async fn receiver(refuses: usize) -> (String, Heard) {
    let heard = Heard::default();
    let left = Arc::new(Mutex::new(refuses));
    let app = Router::new()
        .route(
            "/hook",
            post(
                async move |State((heard, left)): State<(Heard, Arc<Mutex<usize>>)>,
                            headers: HeaderMap,
                            body: Bytes| {
                    let header = |name: &str| {
                        headers.get(name).map(|v| v.to_str().unwrap().to_owned()).unwrap_or_default()
                    };
                    let mut left = left.lock().unwrap();
                    if *left > 0 {
                        *left -= 1;
                        return StatusCode::BAD_GATEWAY;
                    }
                    let body = String::from_utf8(body.to_vec()).unwrap();
                    heard.lock().unwrap().push((
                        header("x-claimtrail-signature"),
                        header("idempotency-key"),
                        body,
                    ));
                    StatusCode::OK
                },
            ),
        )
        .with_state((Arc::clone(&heard), left));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    (url, heard)
}

#[tokio::test(flavor = "multi_thread")]
async fn new_claims_arrive_signed_once_they_can_and_after_restarts() {
    let site = Site::start().await;
    site.feed("/feed", &["/a"])
        .feed("/feed", &["/a"])
        .feed("/feed", &["/a", "/b"])
        .put("/a", story("Acme Optics"))
        .put("/b", story("Beta Drones"));
    let dir = tempfile::tempdir().unwrap();
    let (file, out) = (config(&site, dir.path(), ""), dir.path().join("out"));
    let (dead, _) = receiver(1000).await;
    let (alive, heard) = receiver(0).await;
    let to = dir.path().join("claims.jsonl");
    tokio::task::spawn_blocking(move || {
        let watch = |hook: &str, rounds: &str| {
            let to = to.to_str().unwrap();
            let arguments = [
                "watch",
                "--config",
                &file,
                "--out",
                out.to_str().unwrap(),
                "--rounds",
                rounds,
                "--every",
                "0",
                "--webhook",
                hook,
                "--to",
                to,
            ];
            run(&arguments)
        };
        let ids = || -> Vec<String> {
            let text = fs::read_to_string(&to).unwrap();
            text.lines()
                .map(|line| {
                    serde_json::from_str::<serde_json::Value>(line).unwrap()["id"]
                        .as_str()
                        .unwrap()
                        .to_owned()
                })
                .collect()
        };
        // Nobody takes them: they stay in the store, and nothing is written before.
        let (_, told, good) = watch(&dead, "1");
        assert!(good && told.contains("HTTP status 502") && told.contains("1 in the outbox"), "{told}");
        assert!(ids().is_empty() && !told.contains(SECRET));
        // Another start, another receiver: what waited arrives, though nothing is new.
        let (_, told, good) = watch(&alive, "1");
        assert!(good, "{told}");
        let first = ids();
        assert!(!first.is_empty());
        // The next round brings what is new, and nothing twice.
        make_due(&out);
        watch(&alive, "2");
        let all = ids();
        let different: std::collections::BTreeSet<&String> = all.iter().collect();
        assert_eq!(different.len(), all.len(), "a claim came twice: {all:?}");
        assert!(all.starts_with(&first) && all.len() > first.len(), "{all:?}");
        assert_eq!(numbers(&out, "SELECT count(*) FROM outbox"), [0]);
    })
    .await
    .unwrap();
    let heard = heard.lock().unwrap();
    assert_eq!(heard.len(), 2, "{heard:?}");
    for (signature, key, body) in heard.iter() {
        let (time, signed) = signature.strip_prefix("t=").unwrap().split_once(",v1=").unwrap();
        use hmac::{KeyInit, Mac};
        let mut mac = hmac::Hmac::<sha2::Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
        mac.update(format!("{time}.{body}").as_bytes());
        assert_eq!(data_encoding::HEXLOWER.encode(&mac.finalize().into_bytes()), signed);
        assert!(key.len() == 64 && body.ends_with('\n'));
    }
}

/// One request to the metrics of a watch.
fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn a_watch_tells_how_it_is() {
    let site = Site::start().await;
    site.feed("/feed", &["/a", "/gone"]).put("/a", story("Acme Optics"));
    let dir = tempfile::tempdir().unwrap();
    let (file, out) = (config(&site, dir.path(), ""), dir.path().join("out"));
    tokio::task::spawn_blocking(move || {
        let mut child = Command::cargo_bin("claimtrail")
            .unwrap()
            .args([
                "watch",
                "--config",
                &file,
                "--out",
                out.to_str().unwrap(),
                "--every",
                "60",
                "--listen",
                "0",
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut told = BufReader::new(child.stderr.take().unwrap()).lines();
        let line = told.next().unwrap().unwrap();
        let address = line.strip_prefix("metrics at http://").unwrap().split('/').next().unwrap().to_owned();
        // The line after a round says that the round is over.
        let line = told.next().unwrap().unwrap();
        assert!(line.contains("1 rounds") && line.contains("1 new articles"), "{line}");
        let metrics = get(&address, "/metrics");
        for wanted in [
            "claimtrail_rounds_total 1",
            "claimtrail_requests_total{purpose=\"page\"} 2",
            "claimtrail_articles_new_total 1",
            "claimtrail_left_out_total{reason=\"status_404\"} 1",
            "# TYPE claimtrail_outbox_articles gauge",
        ] {
            assert!(metrics.contains(wanted), "{wanted} not in {metrics}");
        }
        assert!(get(&address, "/healthz").starts_with("HTTP/1.1 200"), "healthz");
        let mut first = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut first).unwrap();
        assert!(serde_json::from_str::<serde_json::Value>(&first).unwrap()["type"].is_string(), "{first}");
        child.kill().unwrap();
        child.wait().unwrap();
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_watch_asks_lists_in_their_own_rhythm_and_only_for_what_is_new() {
    let site = Site::start().await;
    site.feed("/feed", &["/a"]).put("/a", story("Acme Optics"));
    {
        let mut pages = site.pages.lock().unwrap();
        let feed = pages.get_mut("/feed").unwrap();
        feed[0] = feed[0].clone().with("etag", "\"feed\"");
        feed.push(status(304));
    }
    let dir = tempfile::tempdir().unwrap();
    let (file, out) = (config(&site, dir.path(), ""), dir.path().join("out"));
    let watched = out.clone();
    tokio::task::spawn_blocking(move || {
        let (_, told, good) = run(&[
            "watch",
            "--config",
            &file,
            "--out",
            out.to_str().unwrap(),
            "--rounds",
            "3",
            "--every",
            "0",
        ]);
        assert!(good, "{told}");
    })
    .await
    .unwrap();
    // The second and third rounds came before the feed was due.
    assert_eq!(site.conditions("/feed"), [Vec::<String>::new()]);
    assert_eq!(numbers(&watched, "SELECT every FROM frontier WHERE purpose = 'feed'"), [6 * 3_600_000]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_doctor_says_what_to_mend() {
    let site = Site::start().await;
    site.feed("/feed", &["/a", "/b"])
        .put("/page", html("<link rel=alternate type=application/rss+xml href=/feed><a href=/a>a</a>"))
        .put("/robots.txt", html("User-agent: *\nDisallow: /shut"));
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).display().to_string();
    let start = "[crawl]\ncontact = \"tests@example.org\"\nallow_loopback = true\ndelay_seconds = 0.0\n[topic]\nterms = [\"export control*\"]\n";
    let source = |name: &str, feeds: &[&str]| {
        let feeds: Vec<String> = feeds.iter().map(|feed| format!("\"{}\"", site.url(feed))).collect();
        format!("[[source]]\nname = \"{name}\"\nfeeds = [{}]\n", feeds.join(", "))
    };
    fs::write(path("good.toml"), format!("{start}{}", source("Good", &["/feed"]))).unwrap();
    let bad = [
        source("Half", &["/feed", "/gone"]),
        source("Not a feed", &["/page"]),
        source("Shut", &["/shut/feed"]),
    ]
    .concat();
    fs::write(path("bad.toml"), format!("{start}{bad}")).unwrap();
    fs::write(path("nobody.toml"), source("Good", &["/feed"])).unwrap();
    fs::write(path("wrong.toml"), "[crawl]\ncontcat = \"x\"\n").unwrap();
    fs::write(path("file"), "").unwrap();
    let site = site.clone();
    let (good, bad, nobody, wrong) =
        (path("good.toml"), path("bad.toml"), path("nobody.toml"), path("wrong.toml"));
    let (out, blocked) = (path("out"), path("file/out"));
    tokio::task::spawn_blocking(move || {
        let (told, error, well) = run(&["doctor", "--config", &good, "--out", &out]);
        assert!(well && error.contains("0 to mend"), "{told}{error}");
        for about in ["config", "contact", "store", "folder", "disk", "tls", "clock", "source"] {
            assert!(
                told.lines().any(|line| line.split_whitespace().nth(1) == Some(about)),
                "{about}: {told}"
            );
        }
        assert!(told.contains("2 entries") && !Path::new(&out).exists(), "{told}");
        let (told, _, well) = run(&["doctor", "--config", &bad, "--out", &out]);
        assert!(!well);
        for (weight, words) in [
            ("good", "Half: feed"),
            ("look", "HTTP status 404"),
            ("mend", "a page, not a feed; it announces"),
            ("mend", "kept from crawlers by robots.txt"),
        ] {
            assert!(
                told.lines().any(|line| line.starts_with(weight) && line.contains(words)),
                "{weight} {words}: {told}"
            );
        }
        let hits = site.hits().len();
        let (told, _, well) = run(&["doctor", "--config", &nobody, "--out", &out]);
        assert!(!well && told.contains("set contact"), "{told}");
        let (told, _, _) = run(&["doctor", "--config", &good, "--out", &out, "--offline", "--json"]);
        assert!(told.lines().all(|line| serde_json::from_str::<serde_json::Value>(line).is_ok()), "{told}");
        assert_eq!(site.hits().len(), hits, "a source was asked without contact, or offline");
        let (told, _, well) = run(&["doctor", "--config", &wrong]);
        assert!(!well && told.contains("`contact`"), "{told}");
        let (told, _, well) = run(&["doctor", "--config", &good, "--out", &blocked, "--offline"]);
        assert!(!well && told.lines().any(|line| line.starts_with("mend  folder")), "{told}");
    })
    .await
    .unwrap();
}
