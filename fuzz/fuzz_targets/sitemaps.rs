//! Any bytes are read as far as they are a sitemap.
#![no_main]

use claimtrail::crawl::{canonical, read_sitemap};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let base = url::Url::parse("https://example.org/sitemap.xml").expect("a URL");
    let mut taken = 0;
    let count = read_sitemap(bytes, None, &base, &mut |entry| {
        taken += 1;
        assert_eq!(canonical(entry.url.as_str(), None), Some(entry.url));
    });
    assert_eq!(count, taken);
});
