//! Exchanges read out of archive files, ours and others'.

use super::{error::Error, http, record::Record, record::Records};
use crate::model::{ArchiveRecord, Exchange, Purpose, Truncated};
use jiff::Timestamp;
use std::{fs::File, io::Read, path::Path};

/// An exchange and where it lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Archived {
    pub exchange: Exchange,
    /// Of the response.
    pub record: ArchiveRecord,
    /// Offset of the first record of the exchange: reading from there gives all of it.
    pub start: u64,
    /// Its payload lies in an earlier exchange (a `revisit` record): the one with this digest where it names one.
    pub is_revisit: bool,
}

/// The exchanges of one file in order: a `response` or a `revisit` with the request and metadata before it, or a
/// `resource` as an answer of status 200. Other records are passed over.
pub struct Exchanges<R: Read> {
    records: Records<R>,
    /// Records read since the last response that belong to one still to come.
    pending: Pending,
}

#[derive(Default)]
struct Pending {
    start: Option<u64>,
    request: Option<Record>,
    metadata: Option<Record>,
}

impl Exchanges<File> {
    pub fn open(path: &Path) -> Result<Exchanges<File>, Error> {
        Ok(Exchanges::of(Records::open(path)?))
    }
}

/// Reads the exchange at `offset`: of its response ([`ArchiveRecord::offset`]), or of its first record
/// ([`Archived::start`]), which gives the request too.
pub fn read_at(path: &Path, offset: u64) -> Result<Archived, Error> {
    let mut exchanges = Exchanges::of(Records::open_at(path, offset)?);
    let why = || "no exchange is recorded here".to_owned();
    exchanges.next().unwrap_or_else(|| Err(Error::Malformed { file: path.to_owned(), offset, why: why() }))
}

impl<R: Read> Exchanges<R> {
    pub fn of(records: Records<R>) -> Exchanges<R> {
        let wanted = |record: &Record| {
            let kind = record.kind();
            ["request", "metadata", "response", "resource", "revisit"].contains(&kind.as_str())
        };
        Exchanges { records: records.keeping(wanted), pending: Pending::default() }
    }

    pub fn is_gzip(&self) -> bool {
        self.records.is_gzip()
    }

    fn answer(&mut self, record: Record) -> Result<Archived, Error> {
        let pending = std::mem::take(&mut self.pending).belonging_to(&record);
        let offset = record.offset;
        let start = pending.start.unwrap_or(offset);
        let file = self.records.file();
        let malformed = |why: &str| Error::Malformed { file: file.to_owned(), offset, why: why.to_owned() };
        let digest = record.header("WARC-Payload-Digest").or(record.header("WARC-Block-Digest"));
        let archived = ArchiveRecord {
            file: file.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            offset,
            digest: digest.unwrap_or_default().to_owned(),
        };
        let is_revisit = record.kind() == "revisit";
        let mut exchange = exchange_of(record, pending).map_err(malformed)?;
        if is_revisit {
            // It is the payload that is left out, not the answer that was cut short.
            exchange.truncated = None;
        }
        Ok(Archived { exchange, record: archived, start, is_revisit })
    }
}

impl<R: Read> Iterator for Exchanges<R> {
    type Item = Result<Archived, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let record = match self.records.next()? {
                Ok(record) => record,
                Err(error) => return Some(Err(error)),
            };
            match record.kind().as_str() {
                "response" if is_http(&record) => return Some(self.answer(record)),
                "revisit" if is_http(&record) && has_head(&record) => return Some(self.answer(record)),
                "resource" => return Some(self.answer(record)),
                "request" => self.pending.add_request(record),
                "metadata" => self.pending.add_metadata(record),
                _ => self.pending = Pending::default(),
            }
        }
    }
}

impl Pending {
    fn add_request(&mut self, record: Record) {
        self.start.get_or_insert(record.offset);
        self.request = Some(record);
    }

    fn add_metadata(&mut self, record: Record) {
        self.start.get_or_insert(record.offset);
        self.metadata = Some(record);
    }

    /// Only what names this response, or has the same URL and time and names none.
    fn belonging_to(self, response: &Record) -> Pending {
        let id = response.header("WARC-Record-ID");
        let named = |record: &Record| {
            let refers = record.header("WARC-Concurrent-To").or(record.header("WARC-Refers-To"));
            let referred = response.header("WARC-Concurrent-To");
            (refers.is_some() && refers == id)
                || (referred.is_some() && referred == record.header("WARC-Record-ID"))
        };
        let request = self.request.filter(named);
        let metadata = self.metadata.filter(named);
        let start = request.iter().chain(&metadata).map(|record| record.offset).min();
        Pending { start, request, metadata }
    }
}

/// A record without a content type is given the benefit of the doubt.
fn is_http(record: &Record) -> bool {
    record.header("Content-Type").is_none_or(|kind| kind.to_ascii_lowercase().starts_with("application/http"))
}

/// A revisit may come without the head of its answer, and then says nothing that could be answered with.
fn has_head(record: &Record) -> bool {
    http::parse(&record.block).is_some_and(|message| message.status > 0)
}

fn exchange_of(record: Record, pending: Pending) -> Result<Exchange, &'static str> {
    let url = record.header("WARC-Target-URI").ok_or("it has no WARC-Target-URI")?;
    // WARC 1.0 showed the URI in angle brackets, and some writers followed the letter.
    let url = url.trim_start_matches('<').trim_end_matches('>').to_owned();
    let started = record.header("WARC-Date").and_then(|date| date.parse::<Timestamp>().ok());
    let mut truncated = record.header("WARC-Truncated").map(why_truncated);
    if record.capped {
        truncated = Some(Truncated::Length);
    }
    let mut exchange = Exchange {
        url,
        purpose: pending.metadata.as_ref().and_then(purpose_of),
        started: started.ok_or("its WARC-Date is missing or not a date")?,
        peer: record.header("WARC-IP-Address").and_then(|peer| peer.parse().ok()),
        request: pending.request.and_then(|request| http::parse(&request.block)).unwrap_or_default().headers,
        status: 200,
        headers: Vec::new(),
        body: Vec::new(),
        truncated,
    };
    match record.kind().as_str() {
        "resource" => {
            exchange.headers = named("Content-Type", record.header("Content-Type"));
            exchange.body = record.block;
        }
        _ => fill_response(&mut exchange, record.block)?,
    }
    Ok(exchange)
}

fn fill_response(exchange: &mut Exchange, mut block: Vec<u8>) -> Result<(), &'static str> {
    let message = http::parse(&block).filter(|message| message.status > 0);
    let message = message.ok_or("its block is not an HTTP response")?;
    exchange.status = message.status;
    exchange.headers = message.headers;
    block.drain(..message.head.min(block.len()));
    exchange.body = block;
    let coded =
        exchange.header("Transfer-Encoding").is_some_and(|v| v.to_ascii_lowercase().contains("chunked"));
    if let Some((body, whole)) = coded.then(|| http::dechunk(&exchange.body)).flatten() {
        exchange.body = body;
        if !whole {
            exchange.truncated.get_or_insert(Truncated::Disconnect);
        }
    }
    Ok(())
}

fn named(name: &str, value: Option<&str>) -> Vec<(String, String)> {
    value.map(|value| (name.to_owned(), value.to_owned())).into_iter().collect()
}

/// A reason that WARC names and we do not keep apart is a disconnection.
fn why_truncated(reason: &str) -> Truncated {
    Truncated::parse(&reason.to_ascii_lowercase()).unwrap_or(Truncated::Disconnect)
}

/// `purpose: feed` among the fields of a metadata record of ours.
fn purpose_of(metadata: &Record) -> Option<Purpose> {
    let fields = String::from_utf8_lossy(&metadata.block);
    let purpose = fields.lines().find_map(|line| line.strip_prefix("purpose:"))?;
    Purpose::parse(purpose.trim())
}
