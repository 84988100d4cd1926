//! Runs every page of `fixtures/{mentions,attribution,claims}` (notation in `src/evaluate/cases.rs`): reads each
//! quoted text, writes what was found in the notation of `Mention::show` and its like, and compares.
//! `BLESS=1 cargo test fixtures` rewrites the expectations; a person reads the diff before it is kept.

use claimtrail::evaluate::cases;
use claimtrail::lexicon::Lexicon;
use claimtrail::model::Reading;
use claimtrail::pipeline;
use std::fs;

#[test]
fn mentions() {
    run("fixtures/mentions", |reading, kinds| {
        let text = reading.document.text();
        reading
            .mentions
            .iter()
            .filter(|m| kinds.is_empty() || kinds.iter().any(|k| k == m.kind()))
            .map(|m| m.show(text))
            .collect()
    });
}

#[test]
fn attribution() {
    run("fixtures/attribution", |reading, _| {
        reading.attributions.iter().map(|a| a.show(reading.document.text())).collect()
    });
}

#[test]
fn claims() {
    run("fixtures/claims", |reading, _| reading.claims.iter().map(|c| c.show(reading)).collect());
}

type Shown = fn(&Reading, &[String]) -> Vec<String>;

fn run(folder: &str, show: Shown) {
    let lexicon = Lexicon::embedded().expect("the tables of data/ read");
    let bless = std::env::var_os("BLESS").is_some();
    let mut pages: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e == "md"))
        .collect();
    pages.sort();
    let mut differences = Vec::new();
    for path in pages {
        let page = fs::read_to_string(&path).unwrap();
        let read = |article, kinds: &[String]| show(&pipeline::read_article(article, &lexicon), kinds);
        let rewritten = cases::rewrite(&page, read).unwrap();
        if bless {
            fs::write(&path, rewritten).unwrap();
        } else {
            differences.extend(cases::difference(&path.display().to_string(), &page, &rewritten));
        }
    }
    assert!(differences.is_empty(), "\n{}\nBLESS=1 accepts what was found.", differences.join("\n"));
}
