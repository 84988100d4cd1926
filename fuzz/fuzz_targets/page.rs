//! Any bytes are a page: an article with true places, or a reason why not.
#![no_main]

use claimtrail::{Extractor, model::Capture};
use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| Extractor::new().expect("the embedded tables"));

fuzz_target!(|bytes: &[u8]| {
    let capture = Capture { url: "https://example.org/a".into(), status: 200, body: bytes.to_vec(), ..Capture::default() };
    if let Ok(reading) = EXTRACTOR.extract(&capture) {
        let record = reading.to_record_with_mentions();
        let text: Vec<char> = record.article.text.as_deref().unwrap_or_default().chars().collect();
        for claim in &record.claims {
            for evidence in &claim.evidence {
                let there: String = text[evidence.start as usize..evidence.end as usize].iter().collect();
                assert_eq!(there, evidence.quote);
            }
        }
    }
});
