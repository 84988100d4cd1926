//! A crawl that is killed at any moment, over and over, and goes on: nothing is lost, nothing is kept twice.

use super::{Page, Site, html};
use assert_cmd::Command;
use claimtrail::archive::Exchanges;
use claimtrail::model::Purpose;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use std::{fs, process, thread};

/// How many pages the site has besides its feed.
const PAGES: usize = 150;
/// How many URLs a worker may have in hand when it is killed.
const IN_HAND: usize = 8;

#[tokio::test(flavor = "multi_thread")]
async fn twenty_kills_lose_nothing_and_keep_nothing_twice() {
    kills(20, PAGES).await;
}

/// The long run: `cargo test --release --test it -- --ignored kills --nocapture`.
#[ignore = "takes minutes"]
#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_kills_on_two_thousand_pages() {
    kills(200, 2_000).await;
}

async fn kills(wanted: usize, pages: usize) {
    let site = Site::start().await;
    let paths: Vec<String> = (0..pages).map(|n| format!("/page-{n}")).collect();
    for (n, path) in paths.iter().enumerate() {
        let body = format!(
            "<title>Export controls, part {n}</title><h1>Export controls, part {n}</h1><p>The United States fined \
             Acme Optics ${} million for shipping drones to Iran. The order was published on the site of the bureau, \
             which gave no more details and would not say when the next one follows.</p><p>Lawyers in the city \
             described the measure at length and answered questions from reporters until late in the evening.</p>",
            n + 1
        );
        let page = html(&body);
        site.put(path, Page { wait: Duration::from_millis(4), ..page });
    }
    let listed: Vec<&str> = paths.iter().map(String::as_str).collect();
    site.feed("/feed", &listed);
    let dir = tempfile::tempdir().unwrap();
    let config = dir.path().join("config.toml");
    let text = format!(
        "[crawl]\ncontact = \"tests@example.org\"\nallow_loopback = true\ndelay_seconds = 0.0\n\
         max_pages = 5000\n[topic]\nterms = [\"export control*\"]\n[[source]]\nname = \"Site\"\nmax_pages = 5000\nfeeds = [\"{}\"]\n",
        site.url("/feed")
    );
    fs::write(&config, text).unwrap();
    let out = dir.path().join("out");
    let folder = out.clone();
    let killed = tokio::task::spawn_blocking(move || {
        let killed = kill_and_go_on(&config, &folder, wanted);
        let last = Command::cargo_bin("claimtrail")
            .unwrap()
            .args(["crawl", "--quiet", "--config"])
            .arg(&config)
            .arg("--out")
            .arg(&folder)
            .output()
            .unwrap();
        assert!(last.status.success(), "{}", String::from_utf8_lossy(&last.stderr));
        killed
    })
    .await
    .unwrap();
    let archived = archived_pages(&out);
    for path in &paths {
        let url = site.url(path);
        assert_eq!(archived.get(&url), Some(&1), "{url} has {:?} records", archived.get(&url));
    }
    assert_eq!(stored_articles(&out), pages);
    let hits = site.hits();
    let again: usize =
        paths.iter().map(|path| hits.iter().filter(|hit| *hit == path).count().saturating_sub(1)).sum();
    assert!(again <= killed * IN_HAND, "{again} pages were asked for again after {killed} kills");
    println!("{killed} kills, {pages} pages: each archived and stored once, {again} asked for again");
}

/// Starts the crawl and kills it at moments that differ from run to run, until it was killed often enough or is done.
fn kill_and_go_on(config: &Path, out: &Path, wanted: usize) -> usize {
    let program = Command::cargo_bin("claimtrail").unwrap().get_program().to_owned();
    let mut killed = 0;
    for round in 0..wanted {
        let mut child = process::Command::new(&program)
            .args(["crawl", "--quiet", "--config"])
            .arg(config)
            .arg("--out")
            .arg(out)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Start-up takes most of a second in a debug build; the moments spread over what comes after it too.
        let moment = Duration::from_millis(150 + (round as u64 * 7919) % 1_350);
        thread::sleep(moment);
        if child.try_wait().unwrap().is_none() {
            child.kill().unwrap();
            killed += 1;
        }
        child.wait().unwrap();
    }
    killed
}

/// How many records of a page each URL has, over every WARC of the archive; each must read to its end.
fn archived_pages(out: &Path) -> BTreeMap<String, usize> {
    let mut files: Vec<PathBuf> =
        fs::read_dir(out.join("archive")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "gz"));
    files.sort();
    let mut found = BTreeMap::new();
    for file in files {
        for archived in Exchanges::open(&file).unwrap() {
            let exchange = archived.unwrap_or_else(|error| panic!("{}: {error}", file.display())).exchange;
            if exchange.purpose == Some(Purpose::Page) {
                *found.entry(exchange.url).or_default() += 1;
            }
        }
    }
    found
}

fn stored_articles(out: &Path) -> usize {
    let exported = Command::cargo_bin("claimtrail")
        .unwrap()
        .args(["export", "--format", "jsonl", "--store"])
        .arg(out)
        .output()
        .unwrap();
    assert!(exported.status.success(), "{}", String::from_utf8_lossy(&exported.stderr));
    let lines = String::from_utf8(exported.stdout).unwrap();
    let urls: std::collections::BTreeSet<String> = lines
        .lines()
        .map(|line| {
            let claim: serde_json::Value = serde_json::from_str(line).unwrap();
            claim["article"]["url"].as_str().unwrap().to_owned()
        })
        .collect();
    urls.len()
}
