//! Says whether a URL may be asked for: for `google.py`, which brings the cases.
//!
//! ```text
//! echo '{"robots": "User-agent: *\nDisallow: /a", "agent": "claimtrail", "url": "http://a.example/a"}' \
//!   | cargo run --example robots
//! ```
//!
//! In: a JSON object a line. Out: `yes`, `no`, or `never`, where what is asked about is not an address on the web in the
//! eyes of the crawler, so that it asks for it under no robots.txt.

use claimtrail::crawl::{Robots, canonical};
use serde_json::Value;
use std::{
    error::Error,
    io::{self, BufRead, Write},
};

fn main() -> Result<(), Box<dyn Error>> {
    for line in io::stdin().lock().lines() {
        let case: Value = serde_json::from_str(&line?)?;
        let text = |key: &str| case.get(key).and_then(Value::as_str).ok_or(format!("no text under {key:?}"));
        let robots = Robots::parse(text("robots")?.as_bytes(), text("agent")?);
        let answer = match canonical(text("url")?, None) {
            Some(url) if robots.allows(&url) => "yes",
            Some(_) => "no",
            None => "never",
        };
        println!("{answer}");
        io::stdout().flush()?;
    }
    Ok(())
}
