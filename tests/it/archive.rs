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

#[test]
fn a_warc_of_another_program_is_read() {
    let read = read_all(Path::new("fixtures/archive/warcio.warc.gz"));
    let shown: Vec<(&str, &[u8])> =
        read.iter().map(|a| (a.exchange.url.as_str(), a.exchange.body.as_slice())).collect();
    assert_eq!(
        shown,
        [
            ("https://bureau.example/press/1", &b"<p>Licences were refused."[..]),
            ("https://bureau.example/press/2", b"<p>No licence was granted.</p>"),
            ("https://bureau.example/list.txt", b"Entity List"),
        ]
    );
    assert_eq!(read[1].exchange.truncated, Some(Truncated::Length));
    assert_eq!(read[2].exchange.header("content-type"), Some("text/plain"));
    assert!(read[0].record.digest.starts_with("sha1:"), "{}", read[0].record.digest);
}

/// Line ends of a bare LF, a folded header, angle brackets around the URL, no blank lines after a block.
#[test]
fn a_careless_plain_warc_is_read() {
    let http = "HTTP/1.0 200 OK\nContent-Type: text/html;\n  charset=utf-8\n\n<p>Body";
    let warc = format!(
        "WARC/1.0\nWARC-Type: response\nWARC-Date: 2019-05-01T00:00:00Z\nWARC-Target-URI: <http://a.example/>\n\
         Content-Type: application/http\nContent-Length: {}\n\n{http}WARC/1.0\nWARC-Type: warcinfo\n\
         Content-Length: 0\n\n\n",
        http.len()
    );
    let exchanges: Vec<_> = Exchanges::of(Records::new(Path::new("a.warc"), warc.as_bytes()).unwrap())
        .map(Result::unwrap)
        .collect();
    assert_eq!(exchanges.len(), 1);
    assert_eq!(exchanges[0].exchange.url, "http://a.example/");
    assert_eq!(exchanges[0].exchange.body, b"<p>Body");
    assert_eq!(exchanges[0].exchange.header("content-type"), Some("text/html; charset=utf-8"));
}

/// Cut at every byte: every whole record is read, the error names the file and the record, and a writer that
/// opens the file goes on after the last whole record as if nothing had happened.
#[test]
fn a_file_cut_anywhere_loses_only_its_last_record() {
    let folder = tempfile::tempdir().unwrap();
    let exchanges = some_exchanges();
    let records = write_all(folder.path(), &exchanges);
    let path = first_file(folder.path());
    let bytes = fs::read(&path).unwrap();
    let starts: Vec<u64> = Records::open(&path).unwrap().map(|record| record.unwrap().offset).collect();
    let ends: Vec<u64> = starts.iter().skip(1).copied().chain([bytes.len() as u64]).collect();
    let torn = tempfile::tempdir().unwrap();
    let torn_path = first_file(torn.path());
    for length in 1..bytes.len() as u64 {
        fs::write(&torn_path, &bytes[..length as usize]).unwrap();
        let whole = ends.iter().filter(|end| **end <= length).count();
        let read: Vec<_> = Records::open(&torn_path).unwrap().collect();
        assert_eq!(read.iter().filter(|record| record.is_ok()).count(), whole, "cut at {length}");
        let on_a_border = ends.contains(&length);
        assert_eq!(read.len(), whole + usize::from(!on_a_border), "cut at {length}");
        if let Some(Err(error)) = read.last() {
            let Error::Truncated { file, offset } = error else { panic!("cut at {length}: {error}") };
            assert_eq!((file, *offset), (&torn_path, starts[whole]), "cut at {length}");
        }
        if length % 149 == 0 || on_a_border {
            goes_on_after_the_cut(torn.path(), whole, &exchanges, &records);
        }
    }
}

fn goes_on_after_the_cut(
    torn: &Path,
    whole: usize,
    exchanges: &[Exchange],
    records: &[claimtrail::model::ArchiveRecord],
) {
    let before = bodies_until_error(&first_file(torn));
    write_all(torn, &exchanges[3..]);
    let mut expected = before;
    expected.push(exchanges[3].clone());
    assert_eq!(bodies(&first_file(torn)), expected, "after {whole} whole records");
    assert!(expected.len() <= records.len() + 1);
}

fn bodies_until_error(path: &Path) -> Vec<Exchange> {
    Exchanges::open(path).unwrap().map_while(|next| next.ok()).map(|archived| archived.exchange).collect()
}

#[test]
fn a_damaged_file_is_left_alone_and_a_new_one_begun() {
    let folder = tempfile::tempdir().unwrap();
    write_all(folder.path(), &some_exchanges());
    let path = first_file(folder.path());
    let mut bytes = fs::read(&path).unwrap();
    bytes.extend([0; 64]);
    fs::write(&path, &bytes).unwrap();
    let records = write_all(folder.path(), &some_exchanges()[..1]);
    assert_eq!(records[0].file, "claimtrail-00002.warc.gz");
    assert!(fs::read(&path).unwrap() == bytes);
    let last = Exchanges::open(&path).unwrap().last().unwrap().unwrap_err();
    assert!(matches!(last, Error::Corrupt { .. }), "{last}");
}

#[test]
fn a_store_cuts_back_to_what_it_committed() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options { roll_at: 1500, ..Options::default() };
    let exchanges = some_exchanges();
    let mut writer = Writer::open(folder.path(), options.clone()).unwrap();
    assert_eq!(writer.position().unwrap().file, "");
    writer.write(&exchanges[0]).unwrap();
    let committed = writer.position().unwrap();
    exchanges[1..].iter().for_each(|exchange| drop(writer.write(exchange).unwrap()));
    assert_ne!(writer.position().unwrap().file, committed.file, "should have rolled");
    drop(writer);
    let mut writer = Writer::resume(folder.path(), options.clone(), Some(&committed)).unwrap();
    assert_eq!(writer.position().unwrap(), committed.clone());
    let record = writer.write(&exchanges[2]).unwrap();
    drop(writer);
    let mut files: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let kept: Vec<Exchange> = files.iter().flat_map(|file| bodies(file)).collect();
    assert_eq!(kept, [exchanges[0].clone(), exchanges[2].clone()]);
    assert_eq!(
        read_at(&folder.path().join(&record.file), record.offset).unwrap().exchange.body,
        exchanges[2].body
    );

    let ahead = Position { length: 1 << 20, ..committed };
    let lost = Writer::resume(folder.path(), options, Some(&ahead)).err().unwrap();
    assert!(matches!(lost, Error::Lost { committed: 1048576, .. }), "{lost}");
}

#[test]
fn an_archive_whose_store_is_lost_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    drop(Writer::resume(folder.path(), Options::default(), None).unwrap());
    write_all(folder.path(), &some_exchanges());
    let path = first_file(folder.path());
    let bytes = fs::read(&path).unwrap();
    let refused = Writer::resume(folder.path(), Options::default(), None).err().unwrap();
    assert!(matches!(&refused, Error::Foreign { file } if *file == path), "{refused}");
    assert!(fs::read(&path).unwrap() == bytes);
    let other = Options { prefix: "second".to_owned(), ..Options::default() };
    Writer::resume(folder.path(), other, None).unwrap();
}

#[test]
fn two_writers_do_not_share_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(folder.path(), Options::default()).unwrap();
    writer.write(&some_exchanges()[0]).unwrap();
    let second = Writer::open(folder.path(), Options::default()).err().unwrap();
    assert!(matches!(second, Error::Locked { .. }), "{second}");
}

#[test]
fn nothing_from_the_network_can_forge_a_record() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(folder.path(), Options::default()).unwrap();
    let good = exchange("https://news.example/", b"x");
    let forged = "x\r\nWARC-Type: response";
    let cases = [
        Exchange { url: format!("https://news.example/{forged}"), ..good.clone() },
        Exchange { url: "https://news.example/a b".to_owned(), ..good.clone() },
        Exchange { url: "file:///etc/passwd".to_owned(), ..good.clone() },
        Exchange { headers: pairs(&[("Set-Cookie", forged)]), ..good.clone() },
        Exchange { headers: pairs(&[(forged, "x")]), ..good.clone() },
        Exchange { headers: pairs(&[("", "x")]), ..good.clone() },
        Exchange { headers: pairs(&[("X", "a\0b")]), ..good.clone() },
        Exchange { request: pairs(&[("Host", forged)]), ..good.clone() },
        Exchange { status: 7, ..good.clone() },
    ];
    for case in &cases {
        let error = writer.write(case).unwrap_err();
        assert!(matches!(error, Error::Unwritable { .. }), "{error}");
        assert!(!error.to_string().contains('\n'), "{error}");
    }
    // A body may say what it likes.
    let body = format!("\r\n\r\nWARC/1.1\r\n{forged}\r\nContent-Length: 0\r\n\r\n");
    writer.write(&exchange("https://news.example/", body.as_bytes())).unwrap();
    writer.close().unwrap();
    assert_eq!(bodies(&first_file(folder.path())), [exchange("https://news.example/", body.as_bytes())]);
    let prefix = Options { prefix: "../x".to_owned(), ..Options::default() };
    assert!(matches!(Writer::open(folder.path(), prefix), Err(Error::Prefix(_))));
}

/// A chunked answer is archived as what it carried, and says that its header was renamed.
#[test]
fn a_transfer_coding_is_not_claimed_for_a_body_without_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut sent = exchange("https://news.example/", b"4\r\nlook like a chunk");
    sent.headers = pairs(&[("Transfer-Encoding", "chunked"), ("Content-Length", "999")]);
    write_all(folder.path(), &[sent.clone()]);
    let read = &bodies(&first_file(folder.path()))[0];
    assert_eq!(read.body, sent.body);
    let renamed = pairs(&[("X-Crawler-Transfer-Encoding", "chunked"), ("X-Crawler-Content-Length", "999")]);
    assert_eq!(read.headers, renamed);
}

#[test]
fn replay_answers_in_the_order_of_recording() {
    let folder = tempfile::tempdir().unwrap();
    let first = exchange("https://news.example/feed", b"first");
    let second = exchange("https://news.example/feed", b"second");
    let other = exchange("https://news.example/other", b"other");
    write_all(folder.path(), &[first.clone(), other.clone(), second.clone()]);
    let replay = Replay::open(&[first_file(folder.path())]).unwrap();
    assert_eq!(replay.len(), 3);
    let ask = |url: &str| replay.answer(url).unwrap();
    assert_eq!(ask("https://news.example/none"), None);
    assert_eq!(ask(&first.url), Some(first.clone()));
    assert_eq!(ask(&first.url), Some(second.clone()));
    assert_eq!(ask(&first.url), Some(second));
    assert_eq!(ask(&other.url), Some(other));
}

#[test]
fn replay_uses_a_torn_file_as_far_as_it_reads_and_refuses_one_that_is_none() {
    let folder = tempfile::tempdir().unwrap();
    write_all(folder.path(), &some_exchanges());
    let bytes = fs::read(first_file(folder.path())).unwrap();
    let torn = folder.path().join("torn.warc.gz");
    fs::write(&torn, &bytes[..bytes.len() - 5]).unwrap();
    let replay = Replay::open(std::slice::from_ref(&torn)).unwrap();
    assert_eq!((replay.len(), replay.faults().len()), (3, 1));

    let page = folder.path().join("page.html");
    fs::write(&page, "<p>No archive.").unwrap();
    assert!(matches!(Replay::open(&[page]), Err(Error::NotWarc { offset: 0, .. })));
    let missing = Replay::open(&[folder.path().join("none.warc")]).err().unwrap();
    assert!(missing.to_string().contains("none.warc"), "{missing}");
    // Compressed as one stream, its records cannot be found one by one.
    let whole = folder.path().join("whole.warc.gz");
    let mut plain = Vec::new();
    std::io::copy(&mut flate2::read::MultiGzDecoder::new(&bytes[..]), &mut plain).unwrap();
    fs::write(&whole, gzip(&plain)).unwrap();
    assert!(matches!(Replay::open(std::slice::from_ref(&whole)), Err(Error::NotSeekable { .. })));
    assert_eq!(bodies(&whole), some_exchanges());
    let unpacked = folder.path().join("plain.warc");
    fs::write(&unpacked, &plain).unwrap();
    let replay = Replay::open(&[unpacked]).unwrap();
    assert_eq!(replay.answer(&some_exchanges()[2].url).unwrap().as_ref(), Some(&some_exchanges()[2]));
}

#[test]
fn a_capture_is_decoded_and_a_cut_body_keeps_what_came() {
    let page = "<p>Ein Absatz über Lizenzen.</p>".repeat(500);
    let mut coded = exchange("https://news.example/", &gzip(page.as_bytes()));
    coded.headers = pairs(&[("content-encoding", "gzip")]);
    assert_eq!(capture(coded.clone(), None, &Limits::PAGE).unwrap().body, page.as_bytes());
    coded.body.truncate(60);
    let refused = capture(coded.clone(), None, &Limits::PAGE).unwrap_err();
    assert!(matches!(refused, NotAnArticle::Undecodable(_)), "{refused}");
    coded.truncated = Some(Truncated::Disconnect);
    let kept = capture(coded, None, &Limits::PAGE).unwrap().body;
    assert!(!kept.is_empty() && page.as_bytes().starts_with(&kept));
    let small = Limits { decoded: 10, ..Limits::PAGE };
    let large = capture(exchange("https://news.example/", b"eleven byte"), None, &small).unwrap_err();
    assert_eq!(large, NotAnArticle::TooLarge { size: 11, limit: 10 });
}

// Bodies made by `brotli` and `zstd` of `printf 'Licences were refused. %.0s' $(seq 40)`.
const BROTLI: &str = "1b9703f81d89712cc93a732eebb23110a69576976e7273555061658250bec82b9de94e";
const ZSTD: &str = "28b52ffd609802f50000b84c6963656e636573207765726520726566757365642e200100fd6a359b";

#[test]
fn every_coding_is_undone() {
    let text = "Licences were refused. ".repeat(40).into_bytes();
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), Compression::default());
    zlib.write_all(&text).unwrap();
    let mut bare = flate2::write::DeflateEncoder::new(Vec::new(), Compression::default());
    bare.write_all(&text).unwrap();
    let hex = |text: &str| data_encoding::HEXLOWER.decode(text.as_bytes()).unwrap();
    let cases = [
        ("", text.clone()),
        ("identity", text.clone()),
        ("gzip", gzip(&text)),
        ("X-GZIP", [gzip(&text[..50]), gzip(&text[50..]), b"trailing".to_vec()].concat()),
        ("deflate", zlib.finish().unwrap()),
        ("deflate", bare.finish().unwrap()),
        ("br", hex(BROTLI)),
        ("zstd", hex(ZSTD)),
        ("br, gzip", gzip(&hex(BROTLI))),
        // The header was left standing over a body that is not coded.
        ("gzip", text.clone()),
        ("zstd", text.clone()),
    ];
    for (coding, body) in &cases {
        let decoded = coding::decode(coding, body, &Limits::PAGE).unwrap_or_else(|e| panic!("{coding}: {e}"));
        assert!(decoded.body == text && !decoded.cut_short, "{coding}");
        if body != &text {
            for length in [1, 4, body.len() / 2, body.len() - 9] {
                let part = coding::decode(coding, &body[..length], &Limits::PAGE.keeping_partial());
                // A stream cut between two members is whole; what comes out is in any case a beginning.
                if let Ok(part) = part {
                    assert!(text.starts_with(&part.body), "{coding} cut at {length}");
                }
            }
        }
    }
    let html = b"<html><p>Not coded at all.".to_vec();
    assert_eq!(coding::decode("br", &html, &Limits::PAGE).unwrap().body, html);
    assert_eq!(coding::decode("deflate", &html, &Limits::PAGE).unwrap().body, html);
}

#[test]
fn a_bomb_is_refused_at_its_limit() {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    let zeros = vec![0; 1 << 20];
    for _ in 0..64 {
        encoder.write_all(&zeros).unwrap();
    }
    let bomb = encoder.finish().unwrap();
    let refused = |coding: &str, body: &[u8], limits: Limits| {
        coding::decode(coding, body, &limits).unwrap_err().to_string()
    };
    assert_eq!(refused("gzip", &bomb, Limits::PAGE), "more than 10485760 bytes after decoding");
    let large = Limits { decoded: 1 << 30, ..Limits::PAGE };
    assert_eq!(refused("gzip", &bomb, large), "grows more than 200 times when decoded, as no page does");
    // A bomb within a bomb: the ratio is counted from what came over the wire.
    let nested = gzip(&bomb);
    assert_eq!(
        refused("gzip, gzip", &nested, large),
        "grows more than 200 times when decoded, as no page does"
    );
    assert!(refused("gzip, gzip, gzip", &nested, large).starts_with("3 content codings"));
    assert!(refused("compress", b"x", large).starts_with("the content coding “compress” is not known"));
    // A small page of one letter is no bomb.
    assert_eq!(coding::decode("gzip", &gzip(&zeros), &large).unwrap().body, zeros);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = Exchanges::of(Records::new(Path::new("any"), &bytes[..]).unwrap()).count();
        for coding in ["gzip", "deflate", "br", "zstd", "zstd, br"] {
            let _ = coding::decode(coding, &bytes, &Limits::PAGE.keeping_partial());
        }
    }

    /// An archive of ours with some bytes changed, packed and unpacked: no panic, and it ends.
    #[test]
    fn a_damaged_archive_is_read_without_panic(at in any::<proptest::sample::Index>(), with in any::<[u8; 3]>()) {
        let bytes = fs::read("fixtures/archive/warcio.warc.gz").unwrap();
        let mut plain = Vec::new();
        std::io::copy(&mut flate2::read::MultiGzDecoder::new(&bytes[..]), &mut plain).unwrap();
        for mut bytes in [bytes, plain] {
            let at = at.index(bytes.len() - 3);
            bytes[at..at + 3].copy_from_slice(&with);
            let _ = Exchanges::of(Records::new(Path::new("damaged"), &bytes[..]).unwrap()).count();
        }
    }

    #[test]
    fn any_exchange_survives_the_archive(
        body in proptest::collection::vec(any::<u8>(), 0..2000),
        path in "[a-z0-9/%?&=.-]{0,40}",
        value in "[ -~é€]{0,30}",
        status in 100u16..600,
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut sent = exchange(&format!("https://news.example/{path}"), &body);
        sent.headers.push(("X-Note".to_owned(), value.trim().to_owned()));
        sent.status = status;
        write_all(folder.path(), std::slice::from_ref(&sent));
        prop_assert_eq!(bodies(&first_file(folder.path())), vec![sent]);
    }
}
