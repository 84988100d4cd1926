//! The judgement of a crawl on a page that somebody else fetched: whether it is a page, open to us, and on the topic.

use super::live::may_be_page;
use super::page::{self, Directives};
use super::relevance::{Terms, Topic};
use super::report::Reason;
use super::{address, charset};
use crate::model::Capture;

/// The topic and the name under which marks for crawlers are read.
pub struct Sieve {
    topic: Topic,
    token: String,
}

impl Sieve {
    /// Without terms every article passes.
    pub fn new(terms: &Terms, token: &str) -> Result<Sieve, aho_corasick::BuildError> {
        Ok(Sieve { topic: Topic::new(terms)?, token: token.to_ascii_lowercase() })
    }

    /// Why a page is left out; `None` for one that is worth reading. The body is without its content coding.
    pub fn leaves_out(&self, capture: &Capture) -> Option<Reason> {
        if !(200..300).contains(&capture.status) {
            return Some(Reason::Status(capture.status));
        }
        let kind = capture.header("content-type");
        if kind.is_some_and(|kind| !may_be_page(kind)) {
            return Some(Reason::NotHtml);
        }
        let url = address::canonical(&capture.url, None)?;
        let text = charset::decode(&capture.body, kind);
        let page = page::read(&text, &url, &self.token);
        let mut marks: Directives = page.directives;
        let named = |name: &str| name.eq_ignore_ascii_case("x-robots-tag");
        for (_, value) in capture.headers.iter().filter(|(name, _)| named(name)) {
            marks.read(value, &self.token);
        }
        if marks.noindex {
            return Some(Reason::NoIndex);
        }
        if marks.noarchive {
            return Some(Reason::NoArchive);
        }
        if page.says_missing() {
            return Some(Reason::SoftMissing);
        }
        if page.is_listing() {
            return Some(Reason::Listing);
        }
        let headline = format!("{}\n{}", page.title, page.description);
        (!self.topic.keeps(&headline, &page.text)).then_some(Reason::OffTopic)
    }
}
