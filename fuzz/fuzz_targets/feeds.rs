//! Any bytes are a feed or none, and what they name is a web address in its one spelling.
#![no_main]

use claimtrail::crawl::{canonical, read_feed};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let base = url::Url::parse("https://example.org/feed").expect("a URL");
    for content_type in [None, Some("application/rss+xml; charset=windows-1251")] {
        for item in read_feed(bytes, content_type, &base).unwrap_or_default().items {
            assert_eq!(canonical(item.url.as_str(), None), Some(item.url));
        }
    }
});
