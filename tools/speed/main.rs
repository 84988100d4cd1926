//! Measures what the language room and the whole reading cost, on one thread.
//!
//! ```text
//! cargo run --release --example speed             start, memory, text and off-topic text
//! cargo run --release --example speed -- growth   hostile texts at 1, 10 and 100 times their length
//! cargo run --release --example speed -- loop claims   one kind of work for ten seconds, for a profiler (or: off-topic)
//! cargo run --release --example speed -- loop claims 20   twenty rounds of it, so that two builds can be compared
//! cargo run --release --example speed -- texts    the articles of the recorded web, a line each
//! cargo run --release --example speed -- passes FILE N   the seconds of N analyses of FILE, a text a line
//! ```
//! `tools/peers/spacy_pair.py` runs the last one beside spaCy.

use claimtrail::archive::{self, Exchanges};
use claimtrail::article;
use claimtrail::coding::Limits;
use claimtrail::language;
use claimtrail::lexicon::Lexicon;
use claimtrail::model::{Article, BlockKind, Purpose};
use claimtrail::pipeline;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

const RECORDING: &str = "fixtures/recorded/export-controls.warc.gz";
const OFF_TOPIC: &str = include_str!("off-topic.txt");
/// How long an article is taken to be.
const WORDS: f64 = 600.0;
const PIECES: [(&str, &str); 12] = [
    ("letters without a space", "a"),
    ("dots", "."),
    ("straight quotes", "\""),
    ("emoji", "😀"),
    ("emoji joined by zero-width joiners", "😀\u{200d}"),
    ("right-to-left", "שלום "),
    ("one endless sentence", "and the drone that flew over the house that stood by the river "),
    ("abbreviations", "U.S. No. "),
    ("clitics", "'s"),
    ("brackets", "(("),
    ("combining marks", "e\u{301}"),
    ("amounts", "$1,000m "),
];

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        [] => everything(),
        ["loop", what] => over_and_over(what, |_, began| began.elapsed() < Duration::from_secs(10)),
        ["loop", what, rounds] => {
            let rounds: usize = rounds.parse().expect("a number");
            over_and_over(what, |done, _| done < rounds);
        }
        ["growth"] => growth(),
        ["texts"] => texts(&Lexicon::embedded().expect("the embedded tables")),
        ["passes", file, count] => passes(file, count.parse().expect("a number")),
        _ => panic!("usage: speed [growth | texts | loop WHAT [N] | passes FILE N]"),
    }
}

fn everything() {
    let start = memory();
    let began = Instant::now();
    let lexicon = Lexicon::embedded().expect("the embedded tables");
    println!("tables: {:.1} ms, {:.1} MB resident", milliseconds(began), memory() - start);
    let before = memory();
    let began = Instant::now();
    black_box(language::analyse_all(article("Ships sail."), &lexicon));
    println!("model: {:.1} ms until the first sentence is read", milliseconds(began));
    let articles = recorded(&lexicon);
    let off = article(OFF_TOPIC);
    let tokens: usize =
        articles.iter().map(|a| language::analyse_all(a.clone(), &lexicon).tokens.len()).sum();
    println!("model: {:.1} MB resident after {tokens} tokens, working space with it", memory() - before);
    let count: usize = articles.iter().map(|a| a.text.split_whitespace().count()).sum();
    let length = count as f64 / WORDS;
    println!("{} recorded articles of {} words on average", articles.len(), count / articles.len());
    let pass = |each: &dyn Fn(&Article)| articles.iter().for_each(each);
    let all = best(|| pass(&|a| drop(black_box(language::analyse_all(a.clone(), &lexicon)))));
    println!("language, every sentence: {:.0} tokens/s", tokens as f64 / all);
    let segment = best(|| pass(&|a| drop(black_box(language::segment(a.clone(), &lexicon)))));
    println!("sentences and tokens alone: {:.0} tokens/s", tokens as f64 / segment);
    let some = best(|| pass(&|a| drop(black_box(language::analyse(a.clone(), &lexicon)))));
    println!("language, what is of interest: {:.0} articles of {WORDS} words/s", length / some);
    let whole = best(|| pass(&|a| drop(black_box(pipeline::read_if_on_topic(a.clone(), &lexicon)))));
    println!("text to claims: {:.0} articles of {WORDS} words/s", length / whole);
    let none = best(|| drop(black_box(pipeline::read_if_on_topic(off.clone(), &lexicon))));
    let length = off.text.split_whitespace().count() as f64 / WORDS;
    println!("off topic, text to no claims: {:.0} articles of {WORDS} words/s", length / none);
}

fn over_and_over(what: &str, goes_on: impl Fn(usize, Instant) -> bool) {
    let lexicon = Lexicon::embedded().expect("the embedded tables");
    let articles = match what {
        "claims" => recorded(&lexicon),
        "off-topic" => vec![article(OFF_TOPIC)],
        _ => panic!("say claims or off-topic"),
    };
    let (began, mut done) = (Instant::now(), 0);
    while goes_on(done, began) {
        for article in &articles {
            black_box(pipeline::read_if_on_topic(article.clone(), &lexicon));
        }
        done += 1;
    }
}

/// The seconds of the fastest of many runs.
fn best(mut run: impl FnMut()) -> f64 {
    let (began, mut best) = (Instant::now(), f64::INFINITY);
    let mut runs = 0;
    while runs < 5 || began.elapsed() < Duration::from_secs(3) {
        let began = Instant::now();
        run();
        best = best.min(began.elapsed().as_secs_f64());
        runs += 1;
    }
    best
}

fn growth() {
    let lexicon = Lexicon::embedded().expect("the embedded tables");
    println!(
        "{:36} {:>10} {:>10} {:>10}   10 KB, 100 KB and 1 MB of text to claims, ms",
        "", "1x", "10x", "100x"
    );
    for (name, piece) in PIECES {
        let times = [10_000, 100_000, 1_000_000].map(|size: usize| {
            let whole = article(&piece.repeat(size / piece.len()));
            let runs = if size > 100_000 { 1 } else { 3 };
            let run = |_| {
                let began = Instant::now();
                black_box(pipeline::read_if_on_topic(whole.clone(), &lexicon));
                black_box(language::analyse_all(whole.clone(), &lexicon));
                milliseconds(began)
            };
            (0..runs).map(run).fold(f64::INFINITY, f64::min)
        });
        println!("{name:36} {:10.1} {:10.1} {:10.1}", times[0], times[1], times[2]);
    }
}

fn texts(lexicon: &Lexicon) {
    for article in recorded(lexicon) {
        println!("{}", article.text.split_whitespace().collect::<Vec<_>>().join(" "));
    }
}

fn passes(file: &str, count: usize) {
    let lexicon = Lexicon::embedded().expect("the embedded tables");
    let text = std::fs::read_to_string(file).unwrap_or_else(|e| panic!("{file}: {e}"));
    let articles: Vec<Article> = text.lines().map(article).collect();
    black_box(language::analyse_all(article("Ships sail."), &lexicon));
    for _ in 0..count {
        let began = Instant::now();
        let tokens: usize =
            articles.iter().map(|a| black_box(language::analyse_all(a.clone(), &lexicon)).tokens.len()).sum();
        println!("{tokens} {:.6}", began.elapsed().as_secs_f64());
    }
}

fn article(text: &str) -> Article {
    Article::from_blocks(text.split("\n\n").map(|block| (BlockKind::Paragraph, block)))
}

fn recorded(lexicon: &Lexicon) -> Vec<Article> {
    let exchanges = Exchanges::open(Path::new(RECORDING)).expect("the recording is there");
    let pages = exchanges.map(|next| next.expect("the recording is whole")).filter(|archived| {
        archived.exchange.purpose == Some(Purpose::Page) && archived.exchange.status == 200
    });
    let captures =
        pages.map(|a| archive::capture(a.exchange, None, &Limits::PAGE).expect("the recording decodes"));
    captures.filter_map(|capture| article::extract(&capture, lexicon).ok()).collect()
}

fn milliseconds(began: Instant) -> f64 {
    began.elapsed().as_secs_f64() * 1e3
}

/// Resident memory of this process in MB, where the system tells it.
fn memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}
