//! The store: idempotent, migrated, queried.

use crate::postgres::{self, engines};
use crate::readings;
use claimtrail::cli::rows_of;
use claimtrail::model::{
    ArchiveRecord, ClaimType, Fate, Item, Lease, Next, Offer, Purpose, Reading, Settlement, Spent, Standing,
};
use claimtrail::store::{
    Added, ClaimFilter, FetchRow, Frontier, PageRead, Place, Run, Settled, SourceRow, Sqlite, Start, Stats,
    Store, StoreError, StoredClaim,
};
use jiff::{Timestamp, civil::date};
use std::{fs, ops::ControlFlow, path::Path, time::Duration};

fn add(store: &mut dyn Store, reading: &Reading) -> Added {
    let (article, claims) = rows_of(reading).unwrap();
    store.add_article(&article, &claims).unwrap()
}

fn claims(store: &dyn Store, filter: &ClaimFilter) -> Vec<StoredClaim> {
    let mut found = Vec::new();
    store
        .each_claim(filter, &mut |claim| {
            found.push(claim);
            ControlFlow::Continue(())
        })
        .unwrap();
    found
}

fn fetch(url: &str, at: &str) -> FetchRow {
    FetchRow {
        url: url.to_owned(),
        purpose: "page".to_owned(),
        fetched: at.parse().unwrap(),
        status: Some(200),
        bytes: 1234,
        outcome: "article".to_owned(),
        note: None,
        record: Some(ArchiveRecord {
            file: "a.warc.gz".to_owned(),
            offset: 7,
            digest: "sha256:1".to_owned(),
        }),
    }
}

#[test]
fn the_same_twice_adds_nothing() {
    for engine in engines() {
        let source = SourceRow {
            url: "https://a.example/feed".to_owned(),
            kind: "feed".to_owned(),
            name: "A".to_owned(),
        };
        let mut counts = Vec::<Stats>::new();
        for (round, expected) in [(1, Added::New), (2, Added::Same)] {
            let mut store = engine.open();
            assert_eq!(
                store.add_sources(std::slice::from_ref(&source)).unwrap(),
                [expected],
                "{} round {round}",
                engine.name
            );
            assert_eq!(
                store.add_fetch(&fetch("https://a.example/1", "2024-03-08T00:00:00Z")).unwrap(),
                expected
            );
            assert_eq!(add(&mut *store, &readings::full()), expected);
            counts.push(store.stats().unwrap());
        }
        assert_eq!(counts[0], counts[1]);
        assert_eq!(counts[0].articles, 1);
        assert_eq!(counts[0].claims, [("sale".to_owned(), 1)]);
        assert_eq!(counts[0].countries, [("RU".to_owned(), 1)]);
        assert_eq!(counts[0].fetches, [("article".to_owned(), 1)]);
        assert_eq!(counts[0].first_day.as_deref(), Some("2024-03-06"));
    }
}

#[test]
fn a_corrected_article_is_read_anew_and_the_old_reading_steps_back() {
    for engine in engines() {
        let mut store = engine.open();
        add(&mut *store, &readings::full());
        let mut corrected = readings::full();
        corrected.document.article.text.push_str(" Corrected.");
        corrected.document.article.fetched = Some("2024-03-09T00:00:00Z".parse().unwrap());
        corrected.claims[0].kind = ClaimType::Purchase;
        assert_eq!(add(&mut *store, &corrected), Added::New);
        assert_eq!(store.stats().unwrap().claims, [("purchase".to_owned(), 1)]);
        assert_eq!(store.stats().unwrap().articles, 1);

        // Fetched once more and as at first: the first reading counts again.
        let mut restored = readings::full();
        restored.document.article.fetched = Some("2024-03-10T00:00:00Z".parse().unwrap());
        add(&mut *store, &restored);
        assert_eq!(store.stats().unwrap().claims, [("sale".to_owned(), 1)]);
    }
}

#[test]
fn better_rules_of_the_same_version_replace_what_they_read_before() {
    for engine in engines() {
        let mut store = engine.open();
        add(&mut *store, &readings::full());
        let mut better = readings::full();
        better.claims[0].kind = ClaimType::Shipment;
        assert_eq!(add(&mut *store, &better), Added::Replaced);
        assert_eq!(add(&mut *store, &better), Added::Same);
        assert_eq!(store.stats().unwrap().claims, [("shipment".to_owned(), 1)]);
    }
}

#[test]
fn claims_are_found_by_day_type_country_and_id() {
    for engine in engines() {
        let mut store = engine.open();
        add(&mut *store, &readings::full());
        let mut later = readings::full();
        later.document.article.url = Some("https://times.example/later".to_owned());
        later.document.article.published = Some(claimtrail::model::Moment::day(date(2024, 5, 1)));
        later.claims[0].kind = ClaimType::Penalty;
        later.claims[0].countries.clear();
        add(&mut *store, &later);

        let of = |filter: ClaimFilter| claims(&*store, &filter).len();
        assert_eq!(of(ClaimFilter::default()), 2);
        assert_eq!(of(ClaimFilter { since: Some(date(2024, 5, 1)), ..ClaimFilter::default() }), 1);
        assert_eq!(of(ClaimFilter { since: Some(date(2024, 5, 2)), ..ClaimFilter::default() }), 0);
        assert_eq!(of(ClaimFilter { until: Some(date(2024, 4, 30)), ..ClaimFilter::default() }), 1);
        assert_eq!(of(ClaimFilter { kinds: vec!["penalty".to_owned()], ..ClaimFilter::default() }), 1);
        assert_eq!(
            of(ClaimFilter { countries: vec!["RU".to_owned(), "CN".to_owned()], ..ClaimFilter::default() }),
            1
        );
        assert_eq!(of(ClaimFilter { countries: vec!["CN".to_owned()], ..ClaimFilter::default() }), 0);

        let all = claims(&*store, &ClaimFilter::default());
        let by_id = store.claims_by_id(&all[0].id[..8], 5).unwrap();
        assert_eq!(by_id, all[..1]);
        assert!(store.claims_by_id("%", 5).unwrap().is_empty(), "a prefix is not a pattern");
        assert!(store.article(&all[0].article_url).unwrap().is_some());
        assert!(store.article("https://times.example/none").unwrap().is_none());
    }
}

#[test]
fn the_last_fetch_is_the_last_in_time() {
    for engine in engines() {
        let mut store = engine.open();
        for at in ["2024-03-09T00:00:00Z", "2024-03-08T00:00:00Z"] {
            store.add_fetch(&fetch("https://a.example/1", at)).unwrap();
        }
        let last = store.last_fetch("https://a.example/1").unwrap().unwrap();
        assert_eq!(last, fetch("https://a.example/1", "2024-03-09T00:00:00Z"));
        assert_eq!(last.fetched, "2024-03-09T00:00:00Z".parse::<Timestamp>().unwrap());
        assert_eq!(store.last_fetch("https://a.example/2").unwrap(), None);
    }
}

/// A run with one item leased.
fn leased(store: &mut dyn Frontier, url: &str) -> (Run, Lease) {
    let start = Start {
        crawler: "claimtrail".to_owned(),
        sources: vec!["A".to_owned()],
        fresh: false,
        per_host: 1,
        patience: Duration::from_secs(100),
        known_since: Duration::ZERO,
        only_due: false,
        lease: Duration::from_secs(30),
    };
    let run = store.start(&start).unwrap();
    let now = store.now().unwrap();
    let item = Item::seed(url.parse().unwrap(), Purpose::Page, 0);
    store.offer(&run, now, &[Offer { item, delay: Duration::ZERO, standing: Standing::Waiting }]).unwrap();
    let next = store.lease(&run, now, 1).unwrap().remove(0);
    let Next::Due(lease) = next else { panic!("{next:?}") };
    (run, lease)
}

#[test]
fn two_fetches_of_a_url_at_one_time_keep_a_row_each_and_the_bytes_of_a_run_are_counted() {
    for engine in engines() {
        let mut store = engine.open();
        let url = "https://a.example/1";
        let (run, lease) = leased(&mut *store, url);
        let second =
            ArchiveRecord { file: "a.warc.gz".to_owned(), offset: 99, digest: "sha256:2".to_owned() };
        let kept = |record: Option<ArchiveRecord>| FetchRow {
            outcome: "kept".to_owned(),
            record,
            ..fetch(url, "2024-03-08T00:00:00Z")
        };
        let rows = vec![
            kept(kept(None).record),
            kept(fetch(url, "2024-03-08T00:00:00Z").record),
            kept(Some(second)),
        ];
        let now = lease.turn + Duration::from_secs(1);
        let fate = Fate::Done { outcome: "kept".to_owned(), status: Some(200), next_run: false };
        let settlement = Settlement::not_asked(lease, now, fate);
        store.settle(&run, &[Settled { settlement, fetches: rows.clone() }], None).unwrap();
        let unread = store.unread("a.").unwrap();
        assert_eq!(unread.iter().map(|row| row.record.as_ref().unwrap().offset).collect::<Vec<_>>(), [7, 99]);
        assert_eq!(store.stats().unwrap().fetches, [("kept".to_owned(), 3)]);
        // Each takes its own outcome, although all of them say the same time.
        for (row, left) in [(&rows[2], vec![7]), (&rows[1], vec![])] {
            let read = FetchRow { outcome: "article".to_owned(), ..row.clone() };
            store.add_readings(&[PageRead { fetch: &read, article: None }]).unwrap();
            let unread = store.unread("a.").unwrap();
            assert_eq!(
                unread.iter().map(|row| row.record.as_ref().unwrap().offset).collect::<Vec<_>>(),
                left
            );
        }
        assert_eq!(store.spent(&run).unwrap(), [Spent { source: 0, pages: 0, bytes: 3 * 1234 }]);
    }
}

#[test]
fn a_store_can_be_read_while_it_is_written_to() {
    for engine in engines() {
        let mut writer = engine.open();
        add(&mut *writer, &readings::full());
        let reader = engine.place.open_to_read().unwrap();
        let mut second = readings::full();
        second.document.article.url = Some("https://times.example/second".to_owned());
        let mut seen = 0;
        reader
            .each_claim(&ClaimFilter::default(), &mut |_| {
                seen += 1;
                add(&mut *writer, &second);
                ControlFlow::Continue(())
            })
            .unwrap();
        assert_eq!(seen, 1);
        assert_eq!(reader.stats().unwrap().articles, 2);
    }
}

/// What went wrong, told by the message: it must name the file and say what to do.
fn refusal(result: Result<Sqlite, StoreError>, path: &Path) -> StoreError {
    let error = result.expect_err("should be refused");
    let message = error.to_string();
    assert!(message.starts_with(&path.display().to_string()) && message.contains(';'), "{message}");
    error
}

#[test]
fn what_is_no_store_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("notes.txt");
    fs::write(
        &text,
        "These are my notes, and they are longer than the header of a database would be. ".repeat(9),
    )
    .unwrap();
    let before = fs::read(&text).unwrap();
    assert!(matches!(refusal(Sqlite::open(&text), &text), StoreError::NotAStore { .. }));
    assert_eq!(fs::read(&text).unwrap(), before);

    let other = folder.path().join("other.sqlite");
    let connection = rusqlite::Connection::open(&other).unwrap();
    connection.execute_batch("CREATE TABLE cats (name TEXT); PRAGMA user_version = 1").unwrap();
    drop(connection);
    assert!(matches!(refusal(Sqlite::open(&other), &other), StoreError::NotAStore { .. }));
    assert!(matches!(refusal(Sqlite::open_to_read(&other), &other), StoreError::NotAStore { .. }));

    let none = folder.path().join("none.sqlite");
    assert!(matches!(refusal(Sqlite::open_to_read(&none), &none), StoreError::Missing { .. }));
    assert!(!none.exists(), "looking must not make a store");
}

#[test]
fn a_newer_store_is_refused_and_an_interrupted_first_start_is_mended() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.sqlite");
    drop(Sqlite::open(&path).unwrap());
    let connection = rusqlite::Connection::open(&path).unwrap();
    connection.execute_batch("PRAGMA user_version = 99").unwrap();
    drop(connection);
    for result in [Sqlite::open(&path), Sqlite::open_to_read(&path)] {
        assert!(matches!(refusal(result, &path), StoreError::Newer { found: 99, .. }));
    }

    let empty = folder.path().join("empty.sqlite");
    fs::write(&empty, "").unwrap();
    assert_eq!(add(&mut Sqlite::open(&empty).unwrap(), &readings::full()), Added::New);
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), "x").unwrap();
    let path = folder.path().join("file/claims.sqlite");
    assert!(matches!(refusal(Sqlite::open(&path), &path), StoreError::Folder { .. }));
}

#[test]
fn a_full_disk_is_told_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.sqlite");
    let mut store = Sqlite::open(&path).unwrap();
    add(&mut store, &readings::full());
    store.limit_pages(40).unwrap();
    let mut big = readings::full();
    big.document.article.url = Some("https://times.example/big".to_owned());
    big.document.article.text = "word ".repeat(200_000);
    let (article, claims_of_it) = rows_of(&big).unwrap();
    let error = store.add_article(&article, &claims_of_it).expect_err("no room");
    assert!(matches!(error, StoreError::Full { .. }), "{error}");
    drop(store);

    let mut store = Sqlite::open(&path).unwrap();
    assert_eq!(claims(&store, &ClaimFilter::default()).len(), 1);
    assert_eq!(add(&mut store, &big), Added::New, "with room again it goes on");
}

/// What is wrong with an address, told by the message: it must name the server, without the password, and say what to do.
fn refusal_of(address: &str) -> StoreError {
    let error = Place::server(address, None).and_then(|place| place.open()).map(drop).expect_err(address);
    let message = error.to_string();
    assert!(message.contains(';') && !message.contains("s3cret"), "{message}");
    error
}

#[test]
fn what_is_wrong_with_a_server_is_told_without_its_password() {
    let Some(server) = postgres::server() else { return };
    let good = postgres::address().unwrap();
    let address = |from: &str, to: &str| good.replace("claimtrail@", "claimtrail:s3cret@").replace(from, to);
    assert!(matches!(refusal_of(&address("/postgres?", "/nowhere?")), StoreError::NoDatabase { .. }));
    assert!(matches!(refusal_of(&address("claimtrail:", "nobody:")), StoreError::Refused { .. }));
    assert!(matches!(refusal_of(&(address("", "") + "&sslmode=verify-full")), StoreError::Insecure { .. }));
    assert!(matches!(refusal_of(&(address("", "") + "&sslmode=sometimes")), StoreError::Address { .. }));
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let closed = format!("postgres://claimtrail:s3cret@127.0.0.1:{free}/postgres");
    assert!(matches!(refusal_of(&closed), StoreError::Unreachable { .. }));

    // Somebody else's schema is left alone; looking makes none.
    let schema = good.rsplit('=').next().unwrap();
    let place = Place::server(&good, None).unwrap();
    assert!(matches!(place.open_to_read().map(drop).unwrap_err(), StoreError::Missing { .. }));
    assert_eq!(server.sql(&format!("SELECT count(*) FROM pg_namespace WHERE nspname = '{schema}'")), "0");
    server.sql(&format!("CREATE SCHEMA {schema}; CREATE TABLE {schema}.cats (name TEXT)"));
    for opened in [place.open(), place.open_to_read()] {
        assert!(matches!(opened.map(drop).unwrap_err(), StoreError::NotAStore { .. }));
    }
    server.sql(&format!("DROP TABLE {schema}.cats"));
    drop(place.open().unwrap());
    server.sql(&format!("UPDATE {schema}.claimtrail_store SET version = 99"));
    for opened in [place.open(), place.open_to_read()] {
        assert!(matches!(opened.map(drop).unwrap_err(), StoreError::Newer { found: 99, .. }));
    }
}

#[test]
fn two_that_start_at_once_make_one_store() {
    let Some(address) = postgres::address() else { return };
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let place = Place::server(&address, None).unwrap();
            std::thread::spawn(move || place.open().map(drop))
        })
        .collect();
    for thread in threads {
        thread.join().unwrap().unwrap();
    }
}

#[test]
fn a_character_that_no_database_takes_harms_nothing() {
    for engine in engines() {
        let mut store = engine.open();
        let odd = FetchRow {
            note: Some("a\0b".to_owned()),
            ..fetch("https://a.example/\0", "2024-03-08T00:00:00Z")
        };
        assert_eq!(store.add_fetch(&odd).unwrap(), Added::New);
        assert_eq!(store.add_fetch(&odd).unwrap(), Added::Same, "{}", engine.name);
        let note = store.last_fetch(&odd.url).unwrap().unwrap().note.unwrap();
        assert!(["a\0b", "a\u{fffd}b"].contains(&note.as_str()), "{}: {note:?}", engine.name);
        let mut reading = readings::full();
        reading.document.article.text.push_str(" \0 end");
        reading.document.article.title = Some("Title\0".to_owned());
        assert_eq!(add(&mut *store, &reading), Added::New);
        assert_eq!(add(&mut *store, &reading), Added::Same);
        assert_eq!(claims(&*store, &ClaimFilter::default()).len(), 1);
    }
}

#[test]
fn a_connection_that_breaks_is_made_again() {
    let (Some(server), Some(address)) = (postgres::server(), postgres::address()) else { return };
    let place = Place::server(&address, None).unwrap();
    let mut store = place.open().unwrap();
    let name = format!("breaks {}", address.rsplit('=').next().unwrap());
    let mut named =
        Place::server(&format!("{address}&application_name={name}"), None).unwrap().open().unwrap();
    let cut = || {
        let told = server.sql(&format!(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = '{name}'"
        ));
        assert_eq!(told, "1");
    };
    add(&mut *named, &readings::full());
    cut();
    assert_eq!(named.stats().unwrap().articles, 1, "a read is made again");
    cut();
    assert_eq!(add(&mut *named, &readings::full()), Added::Same, "and so is a transaction");
    drop(named);
    assert_eq!(add(&mut *store, &readings::full()), Added::Same);
}
