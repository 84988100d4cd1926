//! Any bytes are a robots.txt: every path is judged, and the file itself is never shut.
#![no_main]

use claimtrail::crawl::Robots;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let cut = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len() / 2);
    let (file, path) = bytes.split_at(cut);
    let robots = Robots::parse(file, "claimtrail");
    let site = url::Url::parse("https://example.org/").expect("a URL");
    assert!(robots.allows(&site.join("/robots.txt").expect("a URL")));
    if let Ok(url) = site.join(&String::from_utf8_lossy(path)) {
        let _ = robots.allows(&url);
    }
    assert!(robots.crawl_delay.is_none_or(|seconds| seconds.is_finite() && seconds >= 0.0));
});
