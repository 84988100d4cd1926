//! An exchange: one request and its answer, as they went over the wire; what the archive keeps.

use jiff::Timestamp;
use std::net::IpAddr;

/// What a URL was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    Robots,
    Feed,
    Sitemap,
    Page,
}

impl Purpose {
    pub fn as_str(self) -> &'static str {
        match self {
            Purpose::Robots => "robots",
            Purpose::Feed => "feed",
            Purpose::Sitemap => "sitemap",
            Purpose::Page => "page",
        }
    }

    pub fn parse(text: &str) -> Option<Purpose> {
        [Purpose::Robots, Purpose::Feed, Purpose::Sitemap, Purpose::Page]
            .into_iter()
            .find(|purpose| purpose.as_str() == text)
    }
}

/// Why the body ends before the server's did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truncated {
    Length,
    Time,
    Disconnect,
}

impl Truncated {
    /// The value of `WARC-Truncated`.
    pub fn as_str(self) -> &'static str {
        match self {
            Truncated::Length => "length",
            Truncated::Time => "time",
            Truncated::Disconnect => "disconnect",
        }
    }

    pub fn parse(text: &str) -> Option<Truncated> {
        [Truncated::Length, Truncated::Time, Truncated::Disconnect]
            .into_iter()
            .find(|why| why.as_str() == text)
    }
}

/// One request and its answer. A redirect is an exchange of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The URL asked for, without fragment and user information.
    pub url: String,
    /// `None` for a record that another program wrote and that does not say.
    pub purpose: Option<Purpose>,
    pub started: Timestamp,
    pub peer: Option<IpAddr>,
    /// Request headers as sent; secrets are left out.
    pub request: Vec<(String, String)>,
    pub status: u16,
    /// Response headers in order; names as received.
    pub headers: Vec<(String, String)>,
    /// The payload as it came, still in its content coding.
    pub body: Vec<u8>,
    pub truncated: Option<Truncated>,
}

/// The archive's records of an exchange, each compressed by itself, ready to be appended in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed {
    pub request: Vec<u8>,
    /// Empty where the exchange has no purpose to tell.
    pub metadata: Vec<u8>,
    pub response: Vec<u8>,
    /// `WARC-Payload-Digest` of the response.
    pub digest: String,
}

impl Packed {
    /// Bytes of all.
    pub fn size(&self) -> u64 {
        (self.request.len() + self.metadata.len() + self.response.len()) as u64
    }
}

impl Exchange {
    /// The first response header of that name, whatever its case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, v)| v.as_str())
    }
}
