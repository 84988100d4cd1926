//! The figures on `fixtures/gold`, which must not fall below `fixtures/gold/floors.toml`.

use claimtrail::evaluate::{Annotated, Score, compare, read_gold, read_predicted};
use claimtrail::lexicon::Lexicon;
use claimtrail::model::{Article, Moment};
use claimtrail::pipeline;
use std::fs;
use std::path::PathBuf;

fn pages(folder: &str) -> Vec<Annotated> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    files.sort();
    files
        .iter()
        .map(|path| read_gold(&path.display().to_string(), &fs::read_to_string(path).unwrap()).unwrap())
        .collect()
}

fn score(folder: &str) -> Score {
    let lexicon = Lexicon::embedded().unwrap();
    let pairs: Vec<(Annotated, Annotated)> = pages(folder)
        .into_iter()
        .map(|gold| {
            let mut article = Article::from_blocks(gold.blocks());
            article.published = gold.published.as_deref().and_then(|date| date.parse().ok()).map(Moment::day);
            article.publisher.name = gold.publisher.clone();
            let record = pipeline::read_article(article, &lexicon).to_record_with_mentions();
            let line = serde_json::to_string(&record).unwrap();
            (gold, read_predicted("output", &line).unwrap().remove(0))
        })
        .collect();
    compare(&pairs)
}

fn holds(part: &str) {
    let floors: toml::Table =
        toml::from_str(&fs::read_to_string("fixtures/gold/floors.toml").unwrap()).unwrap();
    let score = score(&format!("fixtures/gold/{part}"));
    let floors = floors[part].as_table().unwrap();
    assert!(!floors.is_empty());
    let mut below = Vec::new();
    for (name, floor) in floors {
        let figure = score.figures.iter().find(|figure| figure.name == *name);
        let total = figure.unwrap_or_else(|| panic!("floors.toml [{part}]: no figure “{name}”")).total();
        let value = if figure.is_some_and(|figure| figure.accuracy) { total.precision() } else { total.f1() };
        let floor = floor.as_float().unwrap();
        println!("{part} {name}: {value:.3}, floor {floor}");
        if value < floor {
            below.push(format!("{name}: {value:.3} is below {floor}"));
        }
    }
    assert!(below.is_empty(), "{part}:\n{}", below.join("\n"));
}

#[test]
fn development_pages_hold_their_floors() {
    holds("dev");
}

#[test]
fn pages_worded_as_the_press_words_hold_their_floors() {
    holds("press");
}

#[test]
fn set_aside_pages_hold_their_floors() {
    holds("held-out");
}

#[test]
fn the_gold_is_as_large_and_as_broad_as_it_says() {
    let [dev, press, calibration, held_out] =
        ["dev", "press", "calibration", "held-out"].map(|part| pages(&format!("fixtures/gold/{part}")));
    assert!(dev.len() >= 40 && press.len() >= 32 && calibration.len() >= 16 && held_out.len() >= 20);
    for page in dev.iter().chain(&press).chain(&calibration).chain(&held_out) {
        let words = page.text.split_whitespace().count();
        assert!((190..=950).contains(&words), "{}: {words} words", page.name);
        assert!(
            !page.style.is_empty() && page.published.is_some() && !page.claims.is_empty(),
            "{}",
            page.name
        );
    }
    let mut styles: Vec<&str> = held_out.iter().map(|page| page.style.as_str()).collect();
    styles.sort_unstable();
    styles.dedup();
    assert_eq!(styles.len(), 10);
}
