//! Any bytes are an archive, read as far as it goes: it ends, and bodies stay under their bound.
#![no_main]

use claimtrail::archive::{Exchanges, Records};
use libfuzzer_sys::fuzz_target;
use std::path::Path;

fuzz_target!(|bytes: &[u8]| {
    let Ok(records) = Records::new(Path::new("fuzz.warc.gz"), std::io::Cursor::new(bytes.to_vec())) else { return };
    let mut answers = 0;
    for answer in Exchanges::of(records.max_block(1 << 16)) {
        answers += 1;
        assert!(answers <= bytes.len() + 1, "more records than bytes");
        if let Ok(archived) = answer {
            assert!(archived.exchange.body.len() <= 1 << 16);
        }
    }
});
