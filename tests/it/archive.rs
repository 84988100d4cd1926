//! The archive: written and read back, cut anywhere, fed with anything; and content codings under caps.

use claimtrail::archive::{
    Archived, Error, Exchanges, Options, Position, Records, Replay, Writer, capture, read_at,
};
use claimtrail::coding::{self, Limits};
use claimtrail::model::{Exchange, NotAnArticle, Purpose, Truncated};
use flate2::{Compression, write::GzEncoder};
use proptest::prelude::*;
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

fn exchange(url: &str, body: &[u8]) -> Exchange {
    Exchange {
        url: url.to_owned(),
        purpose: Some(Purpose::Page),
        started: "2024-03-05T10:11:12.123456Z".parse().unwrap(),
        peer: Some("203.0.113.7".parse().unwrap()),
        request: pairs(&[("Host", "news.example"), ("User-Agent", "claimtrail/0.1 (+https://bot.example/)")]),
        status: 200,
        headers: pairs(&[
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Length", &body.len().to_string()),
        ]),
        body: body.to_vec(),
        truncated: None,
    }
}

fn pairs(headers: &[(&str, &str)]) -> Vec<(String, String)> {
    headers.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn some_exchanges() -> Vec<Exchange> {
    let robots = Exchange {
        purpose: Some(Purpose::Robots),
        ..exchange("https://news.example/robots.txt", b"User-agent: *\nDisallow: /private\n")
    };
    let moved = Exchange {
        status: 301,
        headers: pairs(&[("Location", "/b"), ("Content-Length", "0")]),
        ..exchange("https://news.example/a?x=1&y=2", b"")
    };
    let packed = gzip("<p>Überraschung, 12 Mio. €</p>".repeat(50).as_bytes());
    let mut coded = exchange("https://news.example/b", &packed);
    coded.headers.push(("Content-Encoding".to_owned(), "gzip".to_owned()));
    let cut =
        Exchange { truncated: Some(Truncated::Time), ..exchange("https://news.example/c", b"<p>half a pa") };
    vec![robots, moved, coded, cut]
}

fn write_all(folder: &Path, exchanges: &[Exchange]) -> Vec<claimtrail::model::ArchiveRecord> {
    let mut writer = Writer::open(folder, Options::default()).unwrap();
    let records = exchanges.iter().map(|exchange| writer.write(exchange).unwrap()).collect();
    writer.close().unwrap();
    records
}

fn first_file(folder: &Path) -> PathBuf {
    folder.join("claimtrail-00001.warc.gz")
}

fn read_all(path: &Path) -> Vec<Archived> {
    Exchanges::open(path).unwrap().map(|next| next.unwrap()).collect()
}

fn bodies(path: &Path) -> Vec<Exchange> {
    read_all(path).into_iter().map(|archived| archived.exchange).collect()
}

#[test]
fn what_is_written_is_read_back() {
    let folder = tempfile::tempdir().unwrap();
    let exchanges = some_exchanges();
    let records = write_all(folder.path(), &exchanges);
    let read = read_all(&first_file(folder.path()));
    assert_eq!(read.iter().map(|archived| archived.exchange.clone()).collect::<Vec<_>>(), exchanges);
    assert_eq!(read.iter().map(|archived| archived.record.clone()).collect::<Vec<_>>(), records);
    for (record, exchange) in records.iter().zip(&exchanges) {
        let again = read_at(&folder.path().join(&record.file), record.offset).unwrap();
        assert_eq!((&again.exchange.body, &again.record), (&exchange.body, record));
    }
}

#[test]
fn equal_exchanges_make_equal_files() {
    let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    write_all(one.path(), &some_exchanges());
    // Written with a pause between two openings, and read back and written again: the same bytes.
    write_all(two.path(), &some_exchanges()[..2]);
    write_all(two.path(), &some_exchanges()[2..]);
    let bytes = fs::read(first_file(one.path())).unwrap();
    assert!(bytes == fs::read(first_file(two.path())).unwrap());
    let three = tempfile::tempdir().unwrap();
    write_all(three.path(), &bodies(&first_file(one.path())));
    assert!(bytes == fs::read(first_file(three.path())).unwrap());
}
