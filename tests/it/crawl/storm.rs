//! A storm of faults: twenty hosts of twenty pages, each kind of fault on one page in twenty of all. Every good page is
//! stored, every bad one told, memory stays bounded, and the end comes.

use super::bombs::cost;
use claimtrail::store::{Sqlite, Store};
use std::{
    collections::BTreeMap,
    fs,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

const HOSTS: u8 = 20;
const GOOD: u32 = 8;
/// One page of each on every host, beside the good ones.
const FAULTS: &[&str] = &[
    "429",
    "503-once",
    "reset",
    "half-body",
    "drip",
    "endless",
    "wrong-length",
    "wrong-charset",
    "bomb-br",
    "bomb-zst",
    "loop",
    "headers",
];

fn story(about: &str) -> String {
    let words =
        "The ministry described the measure at length and answered questions from reporters. ".repeat(12);
    format!(
        "<title>Sanctions {about}</title><h1>Sanctions {about}</h1><p>WASHINGTON — The Commerce Department fined \
         Acme {about} $12 million on Tuesday for selling drones to China.</p><p>{words}</p>"
    )
}

/// How often each path was asked for.
type Asked = Arc<Mutex<BTreeMap<String, u32>>>;

async fn serve(mut stream: TcpStream, asked: Asked) -> std::io::Result<()> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && head.len() < 20_000 {
        stream.read_exact(&mut byte).await?;
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let path = head.split(' ').nth(1).unwrap_or("/").to_owned();
    let host = head
        .lines()
        .find_map(|line| line.to_lowercase().strip_prefix("host: ").map(str::to_owned))
        .unwrap_or_default();
    let times = {
        let mut asked = asked.lock().unwrap();
        let times = asked.entry(format!("{host}{path}")).or_default();
        *times += 1;
        *times
    };
    let mut send = async |head: &str, body: &[u8]| {
        let head = format!("HTTP/1.1 {head}\r\nconnection: close\r\n");
        let head = if head.contains("content-length") {
            head
        } else {
            format!("{head}content-length: {}\r\n", body.len())
        };
        stream.write_all(format!("{head}\r\n").as_bytes()).await?;
        stream.write_all(body).await?;
        stream.flush().await
    };
    let html = "200 OK\r\ncontent-type: text/html; charset=utf-8";
    let bomb = |name: &str| fs::read(format!("fixtures/crawl/bombs/{name}")).unwrap();
    match path.trim_start_matches('/') {
        "feed" => send("200 OK\r\ncontent-type: text/xml", feed(&host).as_bytes()).await,
        "429" => send("429 Too Many Requests\r\nretry-after: 0", b"").await,
        "503-once" if times == 1 => send("503 Busy\r\nretry-after: 1", b"").await,
        "reset" => {
            stream.set_zero_linger()?;
            Ok(())
        }
        "half-body" => {
            let body = story("half");
            send(&format!("{html}\r\ncontent-length: {}", 2 * body.len()), body.as_bytes()).await
        }
        "drip" => {
            send(&format!("{html}\r\ncontent-length: 100000"), b"<title>Sanctions</title>").await?;
            for _ in 0..600 {
                tokio::time::sleep(Duration::from_millis(300)).await;
                stream.write_all(b"x").await?;
            }
            Ok(())
        }
        "endless" => {
            send(&format!("{html}\r\ncontent-length: 99999999999"), b"<title>Sanctions</title>").await?;
            loop {
                stream.write_all(&[b'x'; 65_536]).await?;
            }
        }
        "wrong-length" => send(&format!("{html}\r\ncontent-length: -5"), b"x").await,
        "wrong-charset" => {
            let (body, ..) =
                encoding_rs::WINDOWS_1251.encode("<title>Sanctions</title><p>Экспорт под запретом");
            send(html, &[&body[..], story("charset").as_bytes()].concat()).await
        }
        "bomb-br" => send(&format!("{html}\r\ncontent-encoding: gzip, br"), &bomb("zeros.gz.br")).await,
        "bomb-zst" => send(&format!("{html}\r\ncontent-encoding: zstd"), &bomb("zeros.zst")).await,
        "headers" => {
            let flood: String = (0..500).map(|n| format!("\r\nx-{n}: {}", "y".repeat(500))).collect();
            send(&format!("{html}{flood}"), story("flood").as_bytes()).await
        }
        other if other.starts_with("loop") => {
            let next: u32 = other.trim_start_matches("loop").parse().unwrap_or(0) + 1;
            send(&format!("302 Found\r\nlocation: /loop{next}"), b"").await
        }
        other if other.starts_with("good") || other == "503-once" => {
            send(html, story(&format!("{host} {other}")).as_bytes()).await
        }
        _ => send("404 Not Found", b"").await,
    }
}

/// Good pages and bad ones in turn, so that no host fails many times in a row.
fn feed(host: &str) -> String {
    let good: Vec<String> = (0..GOOD).map(|n| format!("good{n}")).collect();
    let mut paths: Vec<&str> = Vec::new();
    for (n, fault) in FAULTS.iter().enumerate() {
        paths.push(fault);
        paths.extend(good.get(n).map(String::as_str));
    }
    let items: String = paths
        .iter()
        .map(|path| format!("<item><title>Sanctions</title><link>http://{host}/{path}</link></item>"))
        .collect();
    format!("<rss version='2.0'><channel><title>F</title>{items}</channel></rss>")
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn every_good_page_of_a_storm_is_stored_and_every_bad_one_told() {
    let listener = TcpListener::bind("0.0.0.0:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let asked = Asked::default();
    tokio::spawn(async move {
        loop {
            let Ok((stream, _)) = listener.accept().await else { continue };
            tokio::spawn(serve(stream, Arc::clone(&asked)));
        }
    });
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).display().to_string();
    let host = |n: u8| format!("127.0.0.{}:{port}", n + 1);
    let sources: String = (0..HOSTS)
        .map(|n| format!("[[source]]\nname = \"Host {n}\"\nfeeds = [\"http://{}/feed\"]\n", host(n)))
        .collect();
    let config = format!(
        "[crawl]\ncontact = \"tests@example.org\"\nallow_loopback = true\ndelay_seconds = 0.0\nconcurrency = 64\nper_host = 2\n\
         retries = 1\n[limits]\nheader_seconds = 3.0\nidle_seconds = 2.0\ntotal_seconds = 4.0\n[topic]\nterms = [\"sanction*\"]\n{sources}"
    );
    fs::write(path("config.toml"), config).unwrap();
    let (config, out, errors) = (path("config.toml"), path("out"), path("errors"));
    let begun = std::time::Instant::now();
    let files = [config, out.clone(), errors.clone()];
    let cost = tokio::task::spawn_blocking(move || {
        cost(&["crawl", "--config", &files[0], "--out", &files[1], "--errors", &files[2]])
    })
    .await
    .unwrap();
    let store = Sqlite::open_to_read(&dir.path().join("out/claims.sqlite")).unwrap();
    let told = fs::read_to_string(&errors).unwrap();
    let is_told = |url: &str| told.lines().any(|line| line.contains(&format!("\"{url}\"")));
    let (mut stored, mut reported) = (0, 0);
    for n in 0..HOSTS {
        let url = |path: &str| format!("http://{}/{path}", host(n));
        let good: Vec<String> =
            (0..GOOD).map(|n| format!("good{n}")).chain(["503-once".to_owned()]).collect();
        for page in &good {
            assert!(
                store.article(&url(page)).unwrap().is_some(),
                "{} is not stored\n{}",
                url(page),
                cost.told
            );
            stored += 1;
        }
        for fault in FAULTS.iter().filter(|fault| **fault != "503-once") {
            let kept = store.article(&url(fault)).unwrap().is_some();
            let looped = *fault == "loop" && (1..=9).any(|n| is_told(&url(&format!("loop{n}"))));
            let readable = *fault == "wrong-charset" && kept;
            assert!(readable || !kept && (is_told(&url(fault)) || looped), "{} is lost\n{told}", url(fault));
            reported += 1;
        }
    }
    println!(
        "{stored} good pages stored, {reported} bad ones told or read; {:.0} s, {:.1} s of CPU, {:.0} MB",
        begun.elapsed().as_secs_f64(),
        cost.cpu,
        cost.memory
    );
    assert!(cost.memory < 250.0, "{cost:?}");
}
