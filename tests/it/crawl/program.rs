//! `claimtrail crawl` as a user runs it.

use super::{Site, article, html};
use assert_cmd::Command;
use std::{fs, path::Path};

const RECORDED: &str = "fixtures/recorded/export-controls.warc.gz";

fn crawl(arguments: &[&str], out: &Path) -> (String, String, bool) {
    let done = Command::cargo_bin("claimtrail")
        .unwrap()
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .arg("crawl")
        .args(arguments)
        .arg("--out")
        .arg(out)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(done.stdout), text(done.stderr), done.status.success())
}

fn stats(out: &Path) -> String {
    let done =
        Command::cargo_bin("claimtrail").unwrap().args(["stats", "--store"]).arg(out).output().unwrap();
    String::from_utf8(done.stdout).unwrap()
}

#[test]
fn the_recorded_web_needs_no_other_word() {
    let out = tempfile::tempdir().unwrap();
    let (one, told, good) = crawl(&["--replay", RECORDED, "--threads", "1"], out.path());
    assert!(good, "{told}");
    assert!(told.contains("fixtures/recorded/config.toml"), "{told}");
    let stored = stats(out.path());
    for (count, what) in [(4, "robots"), (3, "feed"), (4, "sitemap"), (21, "page")] {
        assert!(one.contains(&format!("{count} {what}")), "{count} {what} not in {one}");
    }
    assert!(one.contains("HTTP status 404") && one.contains("kept from crawlers by robots.txt"), "{one}");
    assert!(told.contains("release-2023-52.html"), "{told}");
    // A second run, on more threads, prints the same claims and adds nothing.
    let (eight, _, good) = crawl(&["--replay", RECORDED, "--threads", "8"], out.path());
    assert!(good);
    assert_eq!(stats(out.path()), stored);
    let listing = |text: &str| {
        text.lines().filter(|line| !line.contains("of them new")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(listing(&one), listing(&eight));
    assert!(eight.contains("articles, 0 of them new") && eight.contains("claims, 0 of them new"), "{eight}");
}

#[test]
fn claims_come_as_json_lines_where_asked_for() {
    let out = tempfile::tempdir().unwrap();
    let (lines, told, good) = crawl(&["--replay", RECORDED, "--json"], out.path());
    assert!(good && told.contains("URLs asked"), "{told}");
    for line in lines.lines() {
        let claim: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(claim["article"]["archive"]["file"], "export-controls.warc.gz", "{line}");
    }
}

#[test]
fn a_live_crawl_must_say_who_asks() {
    let out = tempfile::tempdir().unwrap();
    let (_, told, good) = crawl(&["--config", "config.toml"], out.path());
    assert!(!good && told.contains("contact"), "{told}");
    let (_, told, good) = crawl(&["--config", "nowhere.toml"], out.path());
    assert!(!good && told.contains("nowhere.toml"), "{told}");
    let (_, told, good) = crawl(&["--replay", "nowhere.warc.gz"], out.path());
    assert!(!good && told.contains("nowhere.warc.gz"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_live_crawl_is_archived_and_replays_to_the_same() {
    let site = Site::start().await;
    site.put("/robots.txt", html("User-agent: *\nDisallow: /no"))
        .feed("/feed", &["/a", "/no", "/b", "/gone"])
        .put("/a", article("Export controls widen", "The ministry fined Acme Optics $3 million."))
        .put("/b", article("Sanctions bite", "Exports to Russia fell."));
    let dir = tempfile::tempdir().unwrap();
    let config = dir.path().join("config.toml");
    let text = format!(
        "[crawl]\ncontact = \"tests@example.org\"\nallow_loopback = true\ndelay_seconds = 0.0\n\
         [topic]\nterms = [\"export control*\", \"sanction*\"]\n[[source]]\nname = \"Site\"\nfeeds = [\"{}\"]\n",
        site.url("/feed")
    );
    fs::write(&config, text).unwrap();
    let errors = dir.path().join("errors.jsonl");
    let (live, again) = (dir.path().join("live"), dir.path().join("again"));
    let names = [config.display().to_string(), errors.display().to_string()];
    tokio::task::spawn_blocking(move || {
        let (first, told, good) = crawl(&["--config", &names[0], "--errors", &names[1]], &live);
        assert!(good, "{told}");
        assert!(first.contains("2  articles, 2 of them new"), "{first}");
        let failed = fs::read_to_string(&names[1]).unwrap();
        assert!(failed.contains("/gone") && failed.contains("404") && failed.contains("/no"), "{failed}");
        let warc = live.join("archive/claimtrail-00001.warc.gz").display().to_string();
        let (second, told, good) = crawl(&["--config", &names[0], "--replay", &warc], &again);
        assert!(good, "{told}");
        assert_eq!(first, second);
        assert_eq!(stats(&live), stats(&again));
        // The same command again asks for the feed, and for no page that was read.
        let (third, told, good) = crawl(&["--config", &names[0]], &live);
        assert!(good, "{told}");
        assert!(third.contains("3    read by an earlier run") && third.contains("0  articles"), "{third}");
    })
    .await
    .unwrap();
    assert!(!site.was_hit("/no"));
    assert_eq!(site.hits().iter().filter(|path| *path == "/a").count(), 1);
    assert_eq!(site.hits().iter().filter(|path| *path == "/feed").count(), 2);
}

fn claimtrail(arguments: &[&str]) -> (String, String, bool) {
    let mut command = Command::cargo_bin("claimtrail").unwrap();
    let done = command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (text(done.stdout), text(done.stderr), done.status.success())
}

#[test]
fn a_recorded_site_can_be_looked_at() {
    let warc = claimtrail::archive::Exchanges::open(Path::new(RECORDED)).unwrap();
    let front =
        warc.flatten().map(|archived| archived.exchange.url).find(|url| url.ends_with("robots.txt")).unwrap();
    let site = front.trim_end_matches("robots.txt");
    let (told, error, _) = claimtrail(&["discover", site, "--replay", RECORDED]);
    assert!(told.starts_with("site ") && told.contains("robots.txt"), "{told}{error}");
    let (json, ..) = claimtrail(&["discover", site, "--replay", RECORDED, "--json"]);
    let found: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(found["robots"]["told"], "read", "{json}");
}

#[test]
fn what_others_have_crawled_is_imported_by_topic_and_once() {
    let out = tempfile::tempdir().unwrap();
    let out = out.path().to_str().unwrap();
    let import = ["import", RECORDED, "--config", "fixtures/recorded/config.toml", "--out", out];
    let (_, told, good) = claimtrail(&import);
    assert!(good && told.contains("not about the topic"), "{told}");
    let count = |told: &str, what: &str| -> u64 {
        let line = told.lines().find(|line| line.contains(what)).unwrap();
        line.split_whitespace().next().unwrap().parse().unwrap()
    };
    assert!(count(&told, "articles,") >= 5 && count(&told, "claims") > 0, "{told}");
    let (_, again, good) = claimtrail(&import);
    assert!(good && again.contains("articles, 0 of them new"), "{again}");
    let (_, late, _) = claimtrail(&[&import[..], &["--since", "2099-01-01"]].concat());
    assert_eq!(count(&late, "articles,"), 0, "{late}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_urls_is_crawled_from_a_file_and_from_standard_input() {
    let site = Site::start().await;
    site.put("/a", article("Export controls widen", "The ministry fined Acme Optics $3 million."))
        .feed("/feed", &["/b"])
        .put("/b", article("Sanctions bite", "Exports to Russia fell."));
    let dir = tempfile::tempdir().unwrap();
    let config = dir.path().join("config.toml");
    let text = "[crawl]\ncontact = \"tests@example.org\"\nallow_loopback = true\ndelay_seconds = 0.0\n\
        [topic]\nterms = [\"export control*\", \"sanction*\"]\n";
    fs::write(&config, text).unwrap();
    let list = format!("# ours\n{}\nfeed {}\n", site.url("/a"), site.url("/feed"));
    let file = dir.path().join("list.txt");
    fs::write(&file, &list).unwrap();
    tokio::task::spawn_blocking(move || {
        let path = |name: &str| dir.path().join(name).display().to_string();
        let arguments =
            ["crawl", "--config", &path("config.toml"), "--seeds", &path("list.txt"), "--out", &path("one")];
        let (told, error, good) = claimtrail(&arguments);
        assert!(good && told.contains("2  articles, 2 of them new"), "{told}{error}");
        let mut command = Command::cargo_bin("claimtrail").unwrap();
        let arguments = ["crawl", "--config", &path("config.toml"), "--seeds", "-", "--out", &path("two")];
        let done = command.args(arguments).write_stdin(list).output().unwrap();
        assert!(String::from_utf8_lossy(&done.stdout).contains("2  articles, 2 of them new"));
        fs::write(path("list.txt"), "https://a.example/\nnot a url\n").unwrap();
        let arguments = ["crawl", "--config", &path("config.toml"), "--seeds", &path("list.txt")];
        let (_, error, good) = claimtrail(&arguments);
        assert!(!good && error.contains("list.txt:2:"), "{error}");
    })
    .await
    .unwrap();
}
