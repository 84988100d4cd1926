//! Measures how well and how fast bodies are read: claimtrail's article room and two crates, on the same pages.
//!
//! `cargo run --release -- ../../fixtures/article` prints a line a page and tool, then the means.
//! A page is a folder with `page.html` and `body.txt`; figures are over tokens (letters and digits),
//! each counted as often as it stands, without the title.

use claimtrail::article;
use claimtrail::lexicon::Lexicon;
use claimtrail::model::{BlockKind, Capture};
use std::collections::BTreeMap;
use std::time::Instant;
use std::{env, fs};

type Tool = (&'static str, fn(&[u8], &Lexicon) -> String);

const TOOLS: [Tool; 3] = [("claimtrail", claimtrail), ("dom_smoothie", dom_smoothie), ("rs-trafilatura", rs_trafilatura)];
const REPEATS: u32 = 20;

fn main() {
    let lexicon = Lexicon::embedded().expect("the tables of data/ read");
    let mut sums: BTreeMap<&str, [f64; 5]> = BTreeMap::new();
    for folder in env::args().skip(1) {
        let mut pages: Vec<_> = fs::read_dir(&folder).expect("a folder of pages").flatten().map(|e| e.path()).collect();
        pages.sort();
        for page in pages {
            let (Ok(html), Ok(body)) = (fs::read(page.join("page.html")), fs::read_to_string(page.join("body.txt"))) else { continue };
            // The title is metadata for the crates compared; it is the first line of ours.
            let expected = tokens(body.split_once("\n\n").map_or("", |(_, rest)| rest));
            for (name, read) in TOOLS {
                let start = Instant::now();
                let mut text = String::new();
                for _ in 0..REPEATS {
                    text = read(&html, &lexicon);
                }
                let millis = start.elapsed().as_secs_f64() * 1000.0 / f64::from(REPEATS);
                let (precision, recall) = score(&expected, &tokens(&text));
                let f1 = if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 };
                println!("{:<34} {name:<14} P {precision:.3} R {recall:.3} F1 {f1:.3} {millis:.2} ms", page.file_name().unwrap_or_default().to_string_lossy());
                let sum = sums.entry(name).or_default();
                for (into, value) in sum.iter_mut().zip([precision, recall, f1, millis, 1.0]) {
                    *into += value;
                }
            }
        }
    }
    for (name, [precision, recall, f1, millis, pages]) in sums {
        println!("{name:<14} pages {pages} P {:.3} R {:.3} F1 {:.3} {:.2} ms a page", precision / pages, recall / pages, f1 / pages, millis / pages);
    }
}

fn claimtrail(html: &[u8], lexicon: &Lexicon) -> String {
    let capture = Capture { url: "https://www.example.com/news/a".into(), status: 200, body: html.to_vec(), ..Capture::default() };
    let Ok(article) = article::extract(&capture, lexicon) else { return String::new() };
    let blocks = article.blocks.iter().filter(|block| block.kind != BlockKind::Title);
    blocks.map(|block| block.span.of(&article.text)).collect::<Vec<_>>().join("\n\n")
}

fn dom_smoothie(html: &[u8], _: &Lexicon) -> String {
    // It takes text, not bytes: the two pages that are not in UTF-8 are decoded for it, by the label they state.
    let head = String::from_utf8_lossy(&html[..html.len().min(1024)]);
    let label = ["windows-1251", "gb2312", "shift_jis"].into_iter().find(|label| head.contains(label)).unwrap_or("utf-8");
    let text = encoding_rs::Encoding::for_label(label.as_bytes()).expect("a known label").decode(html).0.into_owned();
    let Ok(mut reader) = dom_smoothie::Readability::new(text, None, None) else { return String::new() };
    reader.parse().map(|article| article.text_content.to_string()).unwrap_or_default()
}

fn rs_trafilatura(html: &[u8], _: &Lexicon) -> String {
    rs_trafilatura::extract_bytes(html).map(|result| result.content_text).unwrap_or_default()
}

fn tokens(text: &str) -> BTreeMap<String, usize> {
    let mut out = BTreeMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *out.entry(word.to_lowercase()).or_insert(0) += 1;
    }
    out
}

fn score(expected: &BTreeMap<String, usize>, found: &BTreeMap<String, usize>) -> (f64, f64) {
    let shared: usize = expected.iter().map(|(word, n)| n.min(found.get(word).unwrap_or(&0))).sum();
    let share = |all: &BTreeMap<String, usize>| shared as f64 / all.values().sum::<usize>().max(1) as f64;
    (share(found), share(expected))
}
