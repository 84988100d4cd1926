//! Several crawlers on one frontier, which lies on a PostgreSQL server: politeness holds over all of them, what a dead
//! one had in hand is taken over, and a killed one goes on where it was.

use super::{Site, html, trial::Trial, trial::program};
use crate::postgres;
use claimtrail::archive::Exchanges;
use claimtrail::model::Purpose;
use claimtrail::store::{ClaimFilter, Place};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, thread};

/// Seconds between two requests to a host, and how long a crawler may be silent.
const DELAY: f64 = 0.15;
const LEASE: f64 = 3.0;

/// Lines of a config whose store is shared.
fn shared(address: &str, delay: f64) -> String {
    format!("delay_seconds = {delay}\n[store]\npath = \"{address}\"\nlease_seconds = {LEASE:.1}")
}

fn crawler(config: &Path, out: &Path) -> Command {
    let mut command = Command::new(program());
    command.args(["crawl", "--quiet", "--config"]).arg(config).arg("--out").arg(out);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).env_remove("CLAIMTRAIL_CRASH");
    command
}

fn finish(child: Child) {
    let done = child.wait_with_output().unwrap();
    assert!(done.status.success(), "{}: {}", done.status, String::from_utf8_lossy(&done.stderr));
}

/// How many records each page that is there has over the archives of all crawlers; each archive must read to its end.
fn archived_pages(outs: &[PathBuf]) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for out in outs {
        for entry in fs::read_dir(out.join("archive")).unwrap().map(Result::unwrap) {
            for archived in Exchanges::open(&entry.path()).unwrap() {
                let exchange =
                    archived.unwrap_or_else(|error| panic!("{:?}: {error}", entry.path())).exchange;
                if exchange.purpose == Some(Purpose::Page) && exchange.status == 200 {
                    *found.entry(exchange.url).or_default() += 1;
                }
            }
        }
    }
    found
}

/// Every page was archived once and gave its claims once; the frontier is done and nobody holds anything.
fn check_all(trial: &Trial, address: &str, outs: &[PathBuf]) {
    let archived = archived_pages(outs);
    let hosts = trial.sites.len();
    for (n, path) in trial.paths.iter().enumerate() {
        let url = trial.sites[n % hosts].url(path);
        assert_eq!(archived.get(&url), Some(&1), "{url}");
    }
    assert_eq!(archived.len(), trial.paths.len());
    let store = Place::server(address, None).unwrap().open_to_read().unwrap();
    let (mut claims, mut ids) = (BTreeMap::<String, usize>::new(), BTreeSet::new());
    store
        .each_claim(&ClaimFilter::default(), &mut |claim| {
            assert!(ids.insert(claim.id), "a claim is there twice");
            *claims.entry(claim.article_url).or_default() += 1;
            ControlFlow::Continue(())
        })
        .unwrap();
    assert_eq!(claims.len(), trial.paths.len());
    // All pages are alike but for a number, so each makes as many claims as any other.
    assert_eq!(claims.values().collect::<BTreeSet<_>>().len(), 1, "{claims:?}");
    let server = postgres::server().unwrap();
    let schema = address.rsplit('=').next().unwrap();
    let count = |rows: &str| server.sql(&format!("SET search_path = {schema}; SELECT count(*) FROM {rows}"));
    assert_eq!(count("frontier WHERE state <> 'done' OR epoch IS NOT NULL"), "0");
    assert_eq!(count("hosts WHERE owner IS NOT NULL OR under_way <> 0"), "0");
    assert_eq!(count("fetches WHERE outcome = 'kept'"), "0", "nothing waits to be read");
    assert_eq!(count("runs WHERE ended IS NULL"), "0", "no run is left open");
    assert_eq!(count("crawlers WHERE ended = 0"), "0");
}

#[tokio::test(flavor = "multi_thread")]
async fn four_crawlers_share_a_frontier_politely_and_one_is_killed() {
    let Some(address) = postgres::address() else { return };
    let trial = Trial::new(6, 90, &shared(&address, DELAY)).await;
    for site in &trial.sites {
        site.put("/robots.txt", html("User-agent: *\nDisallow: /no"));
    }
    // One of the hosts leads where nobody may go, and asks for a longer delay than the config.
    trial.sites[5].put("/no/way", html("forbidden"));
    let forbidden = trial.sites[5].url("/no/way");
    trial.configure(&format!(
        "{}\n[[source]]\nname = \"Forbidden\"\npages = [\"{forbidden}\"]",
        shared(&address, DELAY)
    ));
    tokio::task::spawn_blocking(move || {
        let folder = tempfile::tempdir().unwrap();
        let outs: Vec<PathBuf> = (0..4).map(|n| folder.path().join(format!("out-{n}"))).collect();
        let begun = Instant::now();
        let mut children: Vec<Child> =
            outs.iter().map(|out| crawler(&trial.config(), out).spawn().unwrap()).collect();
        let hits = || trial.sites.iter().map(|site| site.hits().len()).sum::<usize>();
        let server = postgres::server().unwrap();
        let schema = address.rsplit('=').next().unwrap();
        let asked_by = |word: &str| -> usize {
            let sql = format!("SELECT count(*) FROM {schema}.fetches WHERE file LIKE '%-{word}-%'");
            server.sql(&sql).parse().unwrap()
        };
        // Midway, and with something in hand: the first crawler has asked for pages, and holds a host at this moment.
        let word = loop {
            assert!(begun.elapsed() < Duration::from_secs(60), "nothing was asked for");
            thread::sleep(Duration::from_millis(20));
            if hits() < 30 {
                continue;
            }
            let Ok(word) = fs::read_to_string(outs[0].join("crawler")) else { continue };
            if asked_by(&word) > 3 {
                break word;
            }
        };
        children[0].kill().unwrap();
        children.remove(0).wait().unwrap();
        let before = asked_by(&word);
        let held = server.sql(&format!(
            "SELECT count(*) FROM {schema}.frontier JOIN {schema}.crawlers USING (epoch)
             WHERE state = 'leased' AND crawlers.name LIKE '%-{word}'"
        ));
        children.into_iter().for_each(finish);
        let took = begun.elapsed();
        // The others have left nothing undone; what the dead one had fetched and not read is in its own archive, which
        // it reads when it comes back.
        finish(crawler(&trial.config(), &outs[0]).spawn().unwrap());
        check_all(&trial, &address, &outs);
        let pages = trial.paths.len();
        let again: usize = trial
            .paths
            .iter()
            .enumerate()
            .map(|(n, path)| trial.sites[n % 6].hits().iter().filter(|hit| *hit == path).count() - 1)
            .sum();
        assert!(again <= 8, "{again} pages were asked for again, more than the dead crawler had in hand");
        let least = trial.sites.iter().map(Site::least_gap).min().unwrap();
        assert!(least >= Duration::from_secs_f64(DELAY), "{least:?} between two hits of a host");
        assert!(!trial.sites[5].was_hit("/no/way"), "robots.txt was not obeyed");
        let robots = |site: &Site| site.hits().iter().filter(|hit| *hit == "/robots.txt").count();
        let rules: usize = trial.sites.iter().map(robots).sum();
        assert!(rules <= 6 + 6, "robots.txt was asked for {rules} times");
        let shares: Vec<usize> = outs
            .iter()
            .map(|out| asked_by(&fs::read_to_string(out.join("crawler")).unwrap()))
            .collect();
        assert!(shares.iter().filter(|share| **share > 0).count() >= 3, "{shares:?}");
        println!(
            "4 crawlers, 6 hosts, {pages} pages in {took:.1?}; one killed after {before} records with {held} URLs in \
             hand: each page archived once, its claims stored once; {again} pages asked for again; least gap of a host \
             {least:?} (delay {DELAY} s); no hit on what robots.txt forbids; records by crawler {shares:?}"
        );
    })
    .await
    .unwrap();
}

/// Runs three crawlers at once to their ends; how many pages each site was asked for.
fn pages_of_three(trial: &Trial, arguments: &[&str]) -> Vec<usize> {
    let folder = tempfile::tempdir().unwrap();
    let one = |n: usize| {
        crawler(&trial.config(), &folder.path().join(format!("out-{n}"))).args(arguments).spawn().unwrap()
    };
    (0..3).map(one).collect::<Vec<Child>>().into_iter().for_each(finish);
    let is_page = |path: &&String| !matches!(path.as_str(), "/robots.txt" | "/feed");
    trial.sites.iter().map(|site| site.hits().iter().filter(is_page).count()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_budget_of_pages_holds_over_all_crawlers() {
    let Some(address) = postgres::address() else { return };
    let trial = Trial::new(6, 90, &shared(&address, 0.02)).await;
    let config = fs::read_to_string(trial.config()).unwrap();
    fs::write(trial.config(), config.replace("pages_per_source = 5000", "pages_per_source = 5")).unwrap();
    tokio::task::spawn_blocking(move || {
        let pages = pages_of_three(&trial, &["--limit", "20"]);
        assert_eq!(pages.iter().sum::<usize>(), 20, "{pages:?}");
        assert!(pages.iter().all(|pages| *pages <= 5), "{pages:?}");
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_budget_of_bytes_holds_over_all_crawlers() {
    let Some(address) = postgres::address() else { return };
    let trial = Trial::new(6, 60, &format!("max_megabytes = 1\n{}", shared(&address, 0.1))).await;
    for (n, path) in trial.paths.iter().enumerate() {
        trial.sites[n % 6].pad(path, 150_000);
    }
    tokio::task::spawn_blocking(move || {
        let pages: usize = pages_of_three(&trial, &[]).iter().sum();
        // Seven make a million bytes; beyond them come only those that were asked for already, one a host.
        assert!((7..=7 + 6).contains(&pages), "{pages}");
    })
    .await
    .unwrap();
}

/// Only debug builds can be stopped at a step.
#[cfg(debug_assertions)]
#[tokio::test(flavor = "multi_thread")]
async fn a_crawler_that_stood_still_asks_for_nothing_that_others_have_taken_over() {
    let Some(address) = postgres::address() else { return };
    let trial = Trial::new(2, 12, &shared(&address, 0.0)).await;
    tokio::task::spawn_blocking(move || {
        let folder = tempfile::tempdir().unwrap();
        let outs: Vec<PathBuf> = (0..2).map(|n| folder.path().join(format!("out-{n}"))).collect();
        let hits = || trial.sites.iter().map(|site| site.hits().len()).sum::<usize>();
        // It has leased, and has not asked yet.
        let still =
            crawler(&trial.config(), &outs[0]).env("CLAIMTRAIL_STOP", "crawl: leased*4").spawn().unwrap();
        let (pid, begun) = (still.id().to_string(), Instant::now());
        let signal = |signal: &str| Command::new("kill").args([signal, &pid]).status().unwrap();
        let stands = || {
            let told = Command::new("ps").args(["-o", "stat=", "-p", &pid]).output().unwrap();
            String::from_utf8_lossy(&told.stdout).starts_with('T')
        };
        while !stands() {
            assert!(begun.elapsed() < Duration::from_secs(60), "it was not stopped");
            thread::sleep(Duration::from_millis(20));
        }
        let before = hits();
        finish(crawler(&trial.config(), &outs[1]).spawn().unwrap());
        let all = hits();
        assert!(all > before, "the other took over what was left");
        assert!(signal("-CONT").success());
        let done = still.wait_with_output().unwrap();
        let told = String::from_utf8_lossy(&done.stderr).replace('│', " ");
        let told = told.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(!done.status.success() && told.contains("took it for dead"), "{told}");
        assert_eq!(hits(), all, "it asked for what was not its own any more");
        finish(crawler(&trial.config(), &outs[0]).spawn().unwrap());
        check_all(&trial, &address, &outs);
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crawler_that_is_killed_over_and_over_loses_nothing() {
    let Some(address) = postgres::address() else { return };
    let trial = Trial::new(2, 60, &shared(&address, 0.0)).await;
    tokio::task::spawn_blocking(move || {
        let outs = [trial.out()];
        let (mut killed, kills) = (0, 8);
        for round in 0..kills {
            let mut child = crawler(&trial.config(), &outs[0]).stderr(Stdio::null()).spawn().unwrap();
            thread::sleep(Duration::from_millis(250 + (round * 7919) % 1_200));
            killed += usize::from(child.try_wait().unwrap().is_none());
            child.kill().unwrap();
            child.wait().unwrap();
        }
        finish(crawler(&trial.config(), &outs[0]).spawn().unwrap());
        check_all(&trial, &address, &outs);
        let asked =
            |n: usize, path: &String| trial.sites[n % 2].hits().iter().filter(|hit| *hit == path).count();
        let again: usize = trial.paths.iter().enumerate().map(|(n, path)| asked(n, path) - 1).sum();
        assert!(again <= 8 * killed, "{again} pages were asked for again after {killed} kills");
        println!("{killed} kills on PostgreSQL, 60 pages: each once; {again} asked for again");
    })
    .await
    .unwrap();
}

#[test]
fn the_commands_take_the_address_of_a_store_and_none_shows_its_password() {
    let Some(address) = postgres::address() else { return };
    let dir = tempfile::tempdir().unwrap();
    let secret = address.replace("claimtrail@", "claimtrail:s3cret@");
    let recorded = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/recorded");
    let config = fs::read_to_string(recorded.join("config.toml")).unwrap();
    fs::write(dir.path().join("config.toml"), format!("store = \"env:STORE_OF_TEST\"\n{config}")).unwrap();
    let warc = recorded.join("export-controls.warc.gz").display().to_string();
    let say = |arguments: &[&str], variable: Option<&str>| {
        let mut command = Command::new(program());
        command.args(arguments).current_dir(dir.path()).env_remove("PGPASSWORD").env_remove("STORE_OF_TEST");
        if let Some(value) = variable {
            command.env("STORE_OF_TEST", value);
        }
        let done = command.output().unwrap();
        let told =
            String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
        assert!(!told.contains("s3cret"), "{arguments:?}: {told}");
        (done.status.code(), told)
    };
    let (code, told) = say(&["crawl", "--replay", &warc, "--config", "config.toml", "-vvv"], Some(&secret));
    assert!(code == Some(0) && told.contains("--store env:STORE_OF_TEST"), "{told}");
    let (_, imported) = say(&["import", &warc, "--config", "config.toml"], Some(&secret));
    assert!(imported.contains("articles, 0 of them new"), "{imported}");
    // Without a word the store of the config file here is meant.
    let (_, by_config) = say(&["stats"], Some(&secret));
    let (_, by_address) = say(&["stats", "--store", &secret], None);
    let (_, by_variable) = say(&["stats", "--store", "env:STORE_OF_TEST"], Some(&address));
    assert!(
        by_config.contains("articles") && by_config == by_address && by_config == by_variable,
        "{by_config}"
    );
    let (code, lines) = say(&["export"], Some(&secret));
    assert_eq!(code, Some(0));
    let claim: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    let (code, shown) = say(&["show", claim["id"].as_str().unwrap()], Some(&secret));
    assert!(code == Some(0) && shown.contains("http"), "{shown}");
    let (_, doctor) = say(&["doctor", "--offline"], Some(&secret));
    assert!(doctor.contains("good  store") && doctor.contains("postgres://claimtrail@127.0.0.1"), "{doctor}");
    // What is wrong is said, with the server's name.
    let (code, told) = say(&["export"], None);
    assert!(code == Some(1) && told.contains("STORE_OF_TEST is not set"), "{told}");
    for verb in
        [&["stats"][..], &["doctor", "--offline"], &["crawl", "--replay", &warc, "--config", "config.toml"]]
    {
        let (code, told) = say(verb, Some("postgres://desk:s3cret@127.0.0.1:1/news"));
        let told: String = told.replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(code == Some(1) && told.contains("postgres://desk@127.0.0.1:1/news"), "{verb:?}: {told}");
    }
}
