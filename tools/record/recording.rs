//! Makes a WARC of the sites under `fixtures/recorded/sites`, as `exchanges.toml` beside them says.

use claimtrail::archive::{Options, Writer};
use claimtrail::model::{Exchange, Purpose};
use flate2::{Compression, GzBuilder};
use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;
use std::{
    error::Error,
    fs,
    io::Write,
    path::{Path, PathBuf},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    started: String,
    exchange: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    url: String,
    purpose: String,
    /// Below `sites`; nothing where the answer has no body.
    file: Option<PathBuf>,
    status: Option<u16>,
    content_type: Option<String>,
    /// The file is kept in UTF-8 and sent in this charset.
    charset: Option<String>,
    /// The body is sent in this content coding.
    coding: Option<String>,
    /// The body is itself a gzip file.
    #[serde(default)]
    gzip_file: bool,
    location: Option<String>,
}

/// Writes the recording into the folder `out`, which should be empty, and answers the path of the WARC.
pub fn make(recorded: &Path, out: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let table: Table = toml::from_str(&fs::read_to_string(recorded.join("exchanges.toml"))?)?;
    let started: Timestamp = table.started.parse()?;
    let info = [("operator", "claimtrail"), ("isPartOf", "a recorded web of invented sites, for tests")];
    let info = info.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let options = Options { prefix: "export-controls".to_owned(), info, ..Options::default() };
    let mut writer = Writer::open(out, options)?;
    for (number, row) in (0i64..).zip(&table.exchange) {
        let at = started + SignedDuration::from_millis(1500 * number);
        let exchange = exchange(recorded, row, at).map_err(|error| format!("{}: {error}", row.url))?;
        writer.write(&exchange)?;
    }
    let written = writer.position()?.file;
    writer.close()?;
    Ok(out.join(written))
}

fn exchange(recorded: &Path, row: &Row, started: Timestamp) -> Result<Exchange, Box<dyn Error>> {
    let host = url::Url::parse(&row.url)?.host_str().ok_or("no host")?.to_owned();
    let body = match &row.file {
        Some(file) => body(&recorded.join("sites").join(file), row)?,
        None => Vec::new(),
    };
    let mut headers = vec![("Server", "recorded".to_owned())];
    headers.extend(row.content_type.clone().or(content_type(row)).map(|kind| ("Content-Type", kind)));
    headers.extend(row.coding.clone().map(|coding| ("Content-Encoding", coding)));
    headers.extend(row.location.clone().map(|to| ("Location", to)));
    headers.push(("Content-Length", body.len().to_string()));
    Ok(Exchange {
        url: row.url.clone(),
        purpose: Some(Purpose::parse(&row.purpose).ok_or("purpose is robots, feed, sitemap or page")?),
        started,
        peer: Some("192.0.2.1".parse()?),
        request: vec![
            ("Host".to_owned(), host),
            ("User-Agent".to_owned(), "claimtrail (+https://claimtrail.example/bot)".to_owned()),
            ("Accept-Encoding".to_owned(), "gzip, deflate, br, zstd".to_owned()),
        ],
        status: row.status.unwrap_or(200),
        headers: headers.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
        body,
        truncated: None,
    })
}

fn content_type(row: &Row) -> Option<String> {
    let kind = match row.file.as_ref()?.extension()?.to_str()? {
        "html" => "text/html; charset=utf-8",
        "xml" if row.gzip_file => "application/gzip",
        "xml" => "application/xml; charset=utf-8",
        "json" => "application/feed+json",
        _ => "text/plain; charset=utf-8",
    };
    Some(kind.to_owned())
}

fn body(file: &Path, row: &Row) -> Result<Vec<u8>, Box<dyn Error>> {
    let text = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let mut body = text.clone().into_bytes();
    if let Some(charset) = &row.charset {
        let encoding = encoding_rs::Encoding::for_label(charset.as_bytes()).ok_or("unknown charset")?;
        let (encoded, _, lossy) = encoding.encode(&text);
        if lossy {
            return Err(format!("{} has characters that {charset} has not", file.display()).into());
        }
        body = encoded.into_owned();
    }
    if row.gzip_file {
        body = gzip(&body)?;
    }
    match row.coding.as_deref() {
        None => Ok(body),
        Some("gzip") => Ok(gzip(&body)?),
        Some("deflate") => {
            let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), Compression::default());
            encoder.write_all(&body)?;
            Ok(encoder.finish()?)
        }
        Some("zstd") => {
            Ok(ruzstd::encoding::compress_to_vec(&body[..], ruzstd::encoding::CompressionLevel::Fastest))
        }
        Some(other) => Err(format!("the content coding {other} is not one that this tool writes").into()),
    }
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzBuilder::new().mtime(0).write(Vec::new(), Compression::default());
    encoder.write_all(bytes)?;
    encoder.finish()
}
