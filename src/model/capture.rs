//! A capture: one answer of the web (or one file), as it came, before anything is read out of it.

use jiff::Timestamp;

/// Where the bytes of a capture lie in the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArchiveRecord {
    /// File name within the archive folder, never a path from outside.
    pub file: String,
    /// Offset of the record's gzip member (or of the record, in an uncompressed WARC).
    pub offset: u64,
    /// `WARC-Payload-Digest` as written, e.g. `sha256:…`.
    pub digest: String,
}

/// What was received for one URL.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Capture {
    /// The URL that answered, after redirects; empty where it is not known (a bare file).
    pub url: String,
    /// HTTP status; 200 for a file.
    pub status: u16,
    /// Response headers in order; names as received.
    pub headers: Vec<(String, String)>,
    /// The payload after content decoding (gzip and the like), before charset decoding.
    pub body: Vec<u8>,
    pub fetched: Option<Timestamp>,
    pub record: Option<ArchiveRecord>,
    /// A publication date given by the caller; trusted over what the page says.
    pub published: Option<jiff::civil::Date>,
}

impl Capture {
    /// The first header of that name, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.as_str())
    }
}
