//! The seven invariants of a crawl, read from its store, its archive and the logs of the sites, whenever it was stopped:
//!
//! 1. every URL has exactly one final state;
//! 2. every fetch row's WARC record re-reads with the same digest;
//! 3. no record without a row, no two rows for one fetch;
//! 4. claims exported: none lost, none twice;
//! 5. gaps between two hits on a host never under its delay, also across restarts;
//! 6. re-fetches at most the pages in flight at each stop;
//! 7. the exit code is not 0 unless done.
//!
//! What is looked at is a copy, whose archive the writer has cut to its committed length; so the program's own recovery
//! finds the crash as it was.

use super::trial::Trial;
use claimtrail::archive::{Exchanges, Options, Position, Writer, payload_digest, read_at};
use claimtrail::model::ArchiveRecord;
use rusqlite::{Connection, Row};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

/// Programs of others that know what a sound archive is, found in the environment that `.ci/run` makes, with the
/// arguments before the file.
const OTHERS: [(&str, &[&str]); 2] = [("warcio", &["check"]), ("fastwarc", &["check", "-q", "-p"])];

/// Watches over one trial from stop to stop.
pub struct Checker {
    delay: Duration,
    /// Stops so far, and the URLs that were in flight then.
    pub stops: usize,
    pub in_flight: usize,
    /// The last start of the crawl that was seen.
    epoch: usize,
    /// Archives that `gzip` and the programs of others have read.
    pub read_by_others: usize,
    /// Ids of claims that were stored at the last look.
    claims: BTreeSet<String>,
}

/// What a look has found.
pub struct Look {
    /// State and outcome by URL.
    pub frontier: BTreeMap<String, (String, Option<String>)>,
    pub claims: BTreeSet<String>,
    /// Whether the run is over and nothing waits.
    pub is_done: bool,
    /// Breaches, each with the number of its invariant.
    pub faults: Vec<String>,
}

impl Look {
    fn must_be_sound(self, moment: &str) -> Look {
        assert!(self.faults.is_empty(), "{moment}:\n{}", self.faults.join("\n"));
        self
    }
}

struct Fetch {
    url: String,
    outcome: String,
    status: Option<u16>,
    record: Option<ArchiveRecord>,
}

impl Checker {
    /// `delay` is the least time between two hits on a host.
    pub fn new(delay: Duration) -> Checker {
        Checker { delay, stops: 0, in_flight: 0, epoch: 0, read_by_others: 0, claims: BTreeSet::new() }
    }

    /// After the crawl was killed, or stopped in the middle. With `others`, programs of others read the archive too.
    pub fn after_stop(&mut self, trial: &Trial, others: bool) {
        self.stops += 1;
        let moment = format!("stop {}", self.stops);
        let copy = tempfile::tempdir().unwrap();
        let Some(store) = copied(&trial.out(), copy.path()) else { return };
        // A start that ended before it took leases back has none of its own: those of each start count once.
        let epoch = number(&store, "SELECT coalesce(max(epoch), 0) FROM crawlers");
        if epoch > self.epoch {
            self.epoch = epoch;
            let leased = format!("SELECT count(*) FROM frontier WHERE state = 'leased' AND epoch = {epoch}");
            self.in_flight += number(&store, &leased);
        }
        let archive = copy.path().join("archive");
        let committed = committed(&store);
        let options = Options::default();
        match Writer::resume(&archive, options, committed.as_ref()) {
            Ok(writer) => drop(writer),
            Err(error) => panic!("{moment}: the archive cannot be taken up: {error}"),
        }
        self.look(trial, &store, &archive).must_be_sound(&moment);
        if others {
            self.read_by_others(&archive, &moment);
        }
    }

    /// After the crawl has ended by itself with this exit code.
    pub fn after_end(&mut self, trial: &Trial, code: Option<i32>) -> Look {
        let copy = tempfile::tempdir().unwrap();
        let store = copied(&trial.out(), copy.path()).expect("a store");
        let mut look = self.look(trial, &store, &copy.path().join("archive"));
        if (code == Some(0)) != look.is_done {
            look.faults.push(format!("7: exit code {code:?}, done: {}", look.is_done));
        }
        look.must_be_sound(&format!("end after {} stops", self.stops))
    }

    /// Lets the crawl come to its end, unless it has been there; it must say that it is done.
    pub fn finish(&mut self, trial: &Trial, moment: &str) {
        let store = Connection::open(trial.out().join("claims.sqlite")).unwrap();
        let is_over = number(&store, "SELECT count(*) FROM runs WHERE ended IS NOT NULL") > 0;
        drop(store);
        let (code, told) = if is_over { (Some(0), String::new()) } else { trial.run() };
        assert_eq!(code, Some(0), "{moment}: {told}");
        self.at_end(trial, code);
    }

    /// After the crawl has ended and says that it is done: nothing is missing of what an undisturbed crawl of the same
    /// sites brings.
    pub fn at_end(&mut self, trial: &Trial, code: Option<i32>) {
        let look = self.after_end(trial, code);
        assert_eq!(code, Some(0), "not done");
        let archive = trial.out().join("archive");
        self.read_by_others(&archive, "end");
        let store = Connection::open(trial.out().join("claims.sqlite")).unwrap();
        let Position { file, length } = committed(&store).unwrap();
        assert_eq!(
            files(&archive).last().unwrap(),
            &archive.join(&file),
            "files beyond the last one committed"
        );
        assert_eq!(
            fs::metadata(archive.join(&file)).unwrap().len(),
            length,
            "the archive is longer than committed"
        );
        assert_eq!(number(&store, "SELECT count(*) FROM fetches WHERE outcome = 'kept'"), 0, "unread pages");
        let control = trial.undisturbed();
        let control = Connection::open(control.join("claims.sqlite")).unwrap();
        // 1. and 4., against the undisturbed crawl.
        assert!(look.frontier == frontier(&control), "1: the frontier ended otherwise than undisturbed");
        assert!(look.claims == claims(&control), "4: other claims than undisturbed");
        assert!(look.claims.len() >= trial.paths.len(), "each story makes a claim of its own");
        for url in trial.hits().keys().filter(|url| url.contains("/story-")) {
            let rows = format!("SELECT count(*) FROM fetches WHERE status = 200 AND url = '{url}'");
            assert_eq!(number(&store, &rows), 1, "3: rows of {url}");
        }
        assert_eq!(self.exported(trial), look.claims.len(), "4: claims in the export");
    }

    /// Claims that `claimtrail export` writes, each once.
    fn exported(&self, trial: &Trial) -> usize {
        let mut command = Command::new(super::trial::program());
        let done =
            command.args(["export", "--format", "jsonl", "--store"]).arg(trial.out()).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        let text = String::from_utf8(done.stdout).unwrap();
        let ids = text.lines().map(|line| {
            let claim: serde_json::Value = serde_json::from_str(line).unwrap();
            claim["id"].as_str().unwrap().to_owned()
        });
        let ids: Vec<String> = ids.collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "4: claims exported twice");
        ids.len()
    }

    fn look(&mut self, trial: &Trial, store: &Connection, archive: &Path) -> Look {
        let mut faults = Vec::new();
        let sound: String = store.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
        if sound != "ok" {
            faults.push(format!("the store is damaged: {sound}"));
        }
        let fetches = fetches(store);
        let frontier = frontier(store);
        let unfinished = "SELECT count(*) FROM frontier WHERE state <> 'done'";
        let is_done = number(store, unfinished) == 0
            && number(store, "SELECT count(*) FROM runs WHERE ended IS NULL") == 0
            && number(store, "SELECT count(*) FROM runs") > 0;
        states(&frontier, is_done, &mut faults);
        records(&fetches, archive, &mut faults);
        let claims = claims(store);
        if claims.len() != number(store, "SELECT count(*) FROM claims") {
            faults.push("4: a claim is stored twice".to_owned());
        }
        if let Some(lost) = self.claims.difference(&claims).next() {
            faults.push(format!("4: claim {lost} was stored and is not there any more"));
        }
        self.claims.clone_from(&claims);
        self.politeness(trial, &fetches, &mut faults);
        Look { frontier, claims, is_done, faults }
    }

    /// 5. and 6., and that nothing was noted that no site has heard of.
    fn politeness(&self, trial: &Trial, fetches: &[Fetch], faults: &mut Vec<String>) {
        for site in &trial.sites {
            let gap = site.least_gap();
            if gap < self.delay {
                faults.push(format!("5: {} was asked twice within {gap:?}", site.url("")));
            }
        }
        let hits = trial.hits();
        let mut rows: BTreeMap<&str, usize> = BTreeMap::new();
        let mut answered: BTreeSet<&str> = BTreeSet::new();
        for fetch in fetches {
            *rows.entry(&fetch.url).or_default() += 1;
            if fetch.status.is_some() && !answered.insert(&fetch.url) {
                faults.push(format!("3: two rows of {}", fetch.url));
            }
        }
        let mut again = Vec::new();
        for (url, heard) in hits {
            let rows = rows.remove(url.as_str()).unwrap_or(0);
            // One that was not answered in time is asked again by plan, and has a row that says so.
            let needed = rows + usize::from(!answered.contains(url.as_str()));
            if heard > needed {
                again.push((url, heard - needed));
            } else if rows > heard {
                faults.push(format!("3: {rows} rows for {url}, which was asked for {heard} times"));
            }
        }
        if again.iter().map(|(_, times)| times).sum::<usize>() > self.in_flight {
            faults.push(format!("6: asked for again: {again:?}; {} were in flight", self.in_flight));
        }
        for url in rows.keys() {
            faults.push(format!("3: a row for {url}, which was not asked for"));
        }
    }

    fn read_by_others(&mut self, archive: &Path, moment: &str) {
        for file in files(archive) {
            let mut checks = vec![Command::new("gzip")];
            checks[0].arg("-t");
            for (name, arguments) in OTHERS {
                let program =
                    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("ci-python/bin").join(name);
                if program.exists() {
                    let mut check = Command::new(program);
                    check.args(arguments);
                    checks.push(check);
                }
            }
            for mut check in checks {
                let done = check.arg(&file).output().unwrap();
                let told = String::from_utf8_lossy(&done.stdout) + String::from_utf8_lossy(&done.stderr);
                assert!(done.status.success(), "{moment}: {check:?}: {told}");
            }
            self.read_by_others += 1;
        }
    }
}

/// 1.
fn states(frontier: &BTreeMap<String, (String, Option<String>)>, is_done: bool, faults: &mut Vec<String>) {
    for (url, (state, outcome)) in frontier {
        let is_final = state == "done" && outcome.is_some();
        let is_open = (state == "waiting" || state == "leased") && !is_done;
        if !is_final && !is_open {
            faults.push(format!("1: {url} is {state} with outcome {outcome:?}"));
        }
    }
}

/// 2. and 3.
fn records(fetches: &[Fetch], archive: &Path, faults: &mut Vec<String>) {
    let mut found = BTreeMap::new();
    for file in files(archive) {
        for archived in Exchanges::open(&file).unwrap() {
            let archived = match archived {
                Ok(archived) => archived,
                Err(error) => return faults.push(format!("2: {error}")),
            };
            if !archived.is_revisit && payload_digest(&archived.exchange.body) != archived.record.digest {
                faults.push(format!(
                    "2: {} at {} is not what its digest says",
                    file.display(),
                    archived.record.offset
                ));
            }
            found.insert((archived.record.file.clone(), archived.record.offset), archived);
        }
    }
    for fetch in fetches {
        let Some(record) = &fetch.record else {
            if fetch.status.is_some() {
                faults.push(format!("3: {} was answered, and has no record", fetch.url));
            }
            continue;
        };
        match found.remove(&(record.file.clone(), record.offset)) {
            None => faults.push(format!("2: {} has no record of its own at {record:?}", fetch.url)),
            Some(archived) => {
                let again = read_at(&archive.join(&record.file), record.offset);
                let same = again.is_ok_and(|again| {
                    again.record == *record && again.exchange.body == archived.exchange.body
                });
                if !same || archived.record.digest != record.digest || archived.exchange.url != fetch.url {
                    faults.push(format!("2: the record of {} is another", fetch.url));
                }
            }
        }
        if fetch.outcome.is_empty() {
            faults.push(format!("1: a fetch of {} has no outcome", fetch.url));
        }
    }
    for ((file, offset), archived) in found {
        faults.push(format!("3: {file} at {offset} has no row ({})", archived.exchange.url));
    }
}

/// Copies store and archive; `None` where there is no store yet, or one without tables.
fn copied(out: &Path, to: &Path) -> Option<Connection> {
    let store = out.join("claims.sqlite");
    if !store.exists() {
        return None;
    }
    for name in ["claims.sqlite", "claims.sqlite-wal"] {
        if out.join(name).exists() {
            fs::copy(out.join(name), to.join(name)).unwrap();
        }
    }
    fs::create_dir(to.join("archive")).unwrap();
    for file in files(&out.join("archive")) {
        fs::copy(&file, to.join("archive").join(file.file_name().unwrap())).unwrap();
    }
    let store = Connection::open(to.join("claims.sqlite")).unwrap();
    let version: i64 = store.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    (version > 0).then_some(store)
}

/// Archive files in order.
fn files(archive: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(archive) else { return Vec::new() };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn committed(store: &Connection) -> Option<Position> {
    let position =
        |row: &Row<'_>| Ok(Position { file: row.get(0)?, length: row.get::<_, i64>(1)?.cast_unsigned() });
    store.query_row("SELECT file, length FROM archives", [], position).ok()
}

fn number(store: &Connection, query: &str) -> usize {
    usize::try_from(store.query_row(query, [], |row| row.get::<_, i64>(0)).unwrap()).unwrap()
}

fn list<T>(store: &Connection, query: &str, of: impl FnMut(&Row<'_>) -> rusqlite::Result<T>) -> Vec<T> {
    let mut query = store.prepare(query).unwrap();
    query.query_map([], of).unwrap().map(Result::unwrap).collect()
}

fn frontier(store: &Connection) -> BTreeMap<String, (String, Option<String>)> {
    let query = "SELECT url, state, outcome FROM frontier";
    list(store, query, |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?)))).into_iter().collect()
}

fn claims(store: &Connection) -> BTreeSet<String> {
    list(store, "SELECT id FROM claims", |row| row.get(0)).into_iter().collect()
}

fn fetches(store: &Connection) -> Vec<Fetch> {
    list(store, "SELECT url, outcome, status, file, \"offset\", digest FROM fetches", |row| {
        let file: Option<String> = row.get(3)?;
        let record = match file {
            Some(file) => Some(ArchiveRecord {
                file,
                offset: row.get::<_, i64>(4)?.cast_unsigned(),
                digest: row.get(5)?,
            }),
            None => None,
        };
        Ok(Fetch { url: row.get(0)?, outcome: row.get(1)?, status: row.get(2)?, record })
    })
}

/// What is wrong with the store, and the invariant that must be seen to be broken.
const TAMPERED: [(&str, &str); 8] = [
    ("UPDATE frontier SET outcome = NULL WHERE url LIKE '%/story-1'", "1: "),
    ("UPDATE fetches SET digest = 'sha256:0' WHERE url LIKE '%/story-1'", "2: "),
    ("UPDATE fetches SET \"offset\" = \"offset\" + 1 WHERE url LIKE '%/story-1'", "2: "),
    ("DELETE FROM fetches WHERE url LIKE '%/story-1'", "3: "),
    ("UPDATE fetches SET file = NULL WHERE url LIKE '%/story-1'", "3: "),
    (
        "INSERT INTO fetches SELECT 99, url, purpose, 'x', NULL, 0, 'timeout', NULL, NULL, NULL, NULL FROM fetches LIMIT 1",
        "3: ",
    ),
    ("DELETE FROM claims", "4: "),
    ("INSERT INTO claims SELECT article, 99, id, kind, confidence, json FROM claims LIMIT 1", "4: "),
];

#[tokio::test(flavor = "multi_thread")]
async fn the_checker_sees_what_is_broken() {
    let trial = Trial::new(1, 3, "delay_seconds = 0.02").await;
    tokio::task::spawn_blocking(move || {
        let mut checker = Checker::new(Duration::from_millis(20));
        let (code, _) = trial.run();
        checker.at_end(&trial, code);
        let faults = |checker: &mut Checker, tampering: &str| {
            let copy = tempfile::tempdir().unwrap();
            let store = copied(&trial.out(), copy.path()).unwrap();
            store.execute_batch(tampering).unwrap();
            let known = checker.claims.clone();
            let faults = checker.look(&trial, &store, &copy.path().join("archive")).faults;
            checker.claims = known;
            faults
        };
        for (tampering, invariant) in TAMPERED {
            let faults = faults(&mut checker, tampering);
            assert!(faults.iter().any(|fault| fault.starts_with(invariant)), "{tampering}: {faults:?}");
        }
        checker.delay = Duration::from_secs(60);
        trial.sites[0].log.lock().unwrap().push((std::time::Instant::now(), "/story-1".to_owned()));
        let faults = faults(&mut checker, "");
        assert!(
            faults.len() == 2 && faults[0].starts_with("5: ") && faults[1].starts_with("6: "),
            "{faults:?}"
        );
        assert!(std::panic::catch_unwind(move || checker.after_end(&trial, Some(3))).is_err());
    })
    .await
    .unwrap();
}
