//! Any text is a config file or a list of faults, each with a place in the file.
#![no_main]

use claimtrail::config;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    if let Err(invalid) = config::parse("fuzz.toml", &text) {
        assert!(!invalid.faults.is_empty() && !invalid.to_string().is_empty());
    }
});
