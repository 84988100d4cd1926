//! The example on the front page is what the program answers. `BLESS=1 cargo test readme` renews it.

use crate::readings;
use claimtrail::Extractor;
use claimtrail::output::{Layout, to_json};
use std::fs;

#[test]
fn the_example_is_what_comes_out() {
    let page = fs::read_to_string("README.md").unwrap();
    let text = block(&page, "```text\n");
    let reading = Extractor::new().unwrap().extract_text(text, None, "2024-03-06".parse().ok()).unwrap();
    let record = reading.to_record();
    let shown: String =
        record.claims.iter().map(|claim| a_field_a_line(&to_json(claim, Layout::Pretty).unwrap())).collect();
    let example = block(&page, "```json\n");
    if std::env::var_os("BLESS").is_some() {
        let renewed = page.replacen(&format!("```json\n{example}```"), &format!("```json\n{shown}```"), 1);
        fs::write("README.md", renewed).unwrap();
    } else {
        assert!(shown == example, "the README should show\n{shown}");
    }
}

/// What stands between a fence and the next.
fn block<'p>(page: &'p str, fence: &str) -> &'p str {
    page.split_once(fence).and_then(|(_, rest)| rest.split_once("```")).expect(fence).0
}

/// The claim's fields one a line, lists an entry a line, so that it can be read on a page: what stands deeper
/// in the indented JSON is drawn up to the line that opened it.
fn a_field_a_line(pretty: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut kept = 2;
    for line in pretty.lines() {
        let depth = line.len() - line.trim_start().len();
        let closes = line.trim_start().starts_with(['}', ']']);
        if depth == 2 && !closes {
            kept = if line.ends_with('[') { 4 } else { 2 };
        }
        let own = depth < kept || (depth == kept && !closes) || (depth == 2 && kept == 4);
        match lines.last_mut().filter(|_| !own) {
            None => lines.push(line.to_owned()),
            Some(last) => {
                let tight = last.ends_with(['{', '[']) || closes;
                *last += if tight { "" } else { " " };
                *last += line.trim_start();
            }
        }
    }
    lines.join("\n") + "\n"
}

#[test]
fn a_record_is_laid_out_a_field_a_line() {
    let claim = readings::full().to_record().claims.remove(0);
    let pretty = to_json(&claim, Layout::Pretty).unwrap();
    let shown = a_field_a_line(&pretty);
    let value = |json: &str| serde_json::from_str::<serde_json::Value>(json).unwrap();
    assert_eq!(value(&shown), value(&pretty));
    assert!(shown.lines().count() < 60, "{shown}");
    assert!(shown.lines().any(|line| line.starts_with("  \"predicate\": {\"text\": \"sold\", ")), "{shown}");
}
