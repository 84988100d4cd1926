//! Scores attribution on the five pages of `fixtures/attribution/scored`, each of which says how far it was seen.
//!
//! ```text
//! > One paragraph, or several parted by a lone `>`.
//! - said outlet “The Ledger” → document “leaked invoices” denies | “what was said” + “and after the cue”
//! - none
//! ```

use claimtrail::lexicon::Lexicon;
use claimtrail::model::{Article, Attribution, BlockKind, Reading, Span};
use claimtrail::{attribution, language, mentions, pipeline};
use std::{collections::BTreeSet, fs};

/// The least that each page must reach with every sentence analysed: F1, kind and chain of what is matched; and F1 as
/// the pipeline reads, which parses only what may hold a claim. Raising a floor is free; lowering one needs a sentence.
const FLOORS: [(&str, [f64; 4]); 5] = [
    ("first", [0.95, 0.95, 0.90, 0.80]),
    ("second", [0.88, 0.95, 0.95, 0.85]),
    ("third", [0.90, 0.95, 0.90, 0.80]),
    ("fourth", [0.90, 0.90, 0.85, 0.85]),
    ("fifth", [0.90, 0.95, 0.88, 0.87]),
];

struct Wanted {
    /// Kinds and naming words, outermost first.
    chain: Vec<(String, String)>,
    denies: bool,
    content: Vec<String>,
}

#[derive(Default, Debug)]
struct Score {
    wanted: usize,
    found: usize,
    matched: usize,
    kinds: usize,
    chains: usize,
    denials: usize,
}

#[test]
fn scored_pages_reach_their_floors() {
    let lexicon = Lexicon::embedded().unwrap();
    for (page, floors) in FLOORS {
        let whole = scored(page, &lexicon, |article, lexicon| {
            let document = language::analyse_all(article, lexicon);
            let mentions = mentions::find_all(&document, lexicon);
            let attributions = attribution::find_all(&document, &mentions, lexicon);
            Reading { document, mentions, attributions, claims: Vec::new() }
        });
        let sparing = scored(page, &lexicon, pipeline::read_article);
        let figures = [whole[0], whole[1], whole[2], sparing[0]];
        for (floor, figure) in floors.iter().zip(figures) {
            assert!(figure >= *floor, "{page}: {figures:.3?} is under its floors of {floors:?}");
        }
    }
}

type Reader = fn(Article, &Lexicon) -> Reading;

fn scored(page: &str, lexicon: &Lexicon, read: Reader) -> [f64; 3] {
    let mut score = Score::default();
    let mut misses = Vec::new();
    let file = fs::read_to_string(format!("fixtures/attribution/scored/{page}.md")).unwrap();
    for (text, wanted) in passages(&file) {
        let article = Article::from_blocks(text.split("\n\n").map(|p| (BlockKind::Paragraph, p)));
        judge(&read(article, lexicon), &wanted, &mut score, &mut misses);
    }
    let rate = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    let f1 = 2.0 * score.matched as f64 / (score.wanted + score.found).max(1) as f64;
    let figures = [f1, rate(score.kinds, score.matched), rate(score.chains, score.matched)];
    println!("{page}:\n{}\n{score:?} F1, kind, chain {figures:.3?}", misses.join("\n"));
    assert!(score.wanted > 25, "{page}: the page was read");
    figures
}

fn judge(reading: &Reading, wanted: &[Wanted], score: &mut Score, misses: &mut Vec<String>) {
    let text = reading.document.text();
    let mut used = BTreeSet::new();
    score.wanted += wanted.len();
    score.found += reading.attributions.len();
    for want in wanted {
        let content: Vec<Span> = want.content.iter().map(|words| place(text, words)).collect();
        let source = place(text, &want.chain.last().unwrap().1);
        let hit = reading.attributions.iter().enumerate().position(|(i, found)| {
            !used.contains(&i)
                && found
                    .chain
                    .last()
                    .and_then(|s| s.span)
                    .is_some_and(|s| s.overlaps(source) || named(found, want))
                && overlap(&found.content, &content)
        });
        let Some(hit) = hit else {
            let chain: Vec<&str> = want.chain.iter().map(|c| c.1.as_str()).collect();
            misses.push(format!("MISSED {} | {}", chain.join(" → "), want.content.join(" + ")));
            continue;
        };
        used.insert(hit);
        let found = &reading.attributions[hit];
        score.matched += 1;
        score.kinds += usize::from(found.chain.last().unwrap().kind.as_str() == want.chain.last().unwrap().0);
        score.denials += usize::from(found.denies == want.denies);
        let same = found.chain.len() == want.chain.len()
            && found.chain.iter().zip(&want.chain).all(|(a, b)| a.kind.as_str() == b.0);
        score.chains += usize::from(same);
        if !same {
            misses.push(format!("CHAIN {}", found.show(text)));
        }
    }
    for (_, found) in reading.attributions.iter().enumerate().filter(|(i, _)| !used.contains(i)) {
        misses.push(format!("FALSE {}", found.show(text)));
    }
}

/// A name may stand at more than one place; the words decide then.
fn named(found: &Attribution, want: &Wanted) -> bool {
    found.chain.last().is_some_and(|s| s.name == want.chain.last().unwrap().1)
}

/// The first place where the words stand as whole words.
fn place(text: &str, words: &str) -> Span {
    let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let whole =
        |at: usize| !joins(text[..at].chars().next_back()) && !joins(text[at + words.len()..].chars().next());
    let start = text
        .match_indices(words)
        .map(|(at, _)| at)
        .find(|at| whole(*at))
        .unwrap_or_else(|| panic!("“{words}” is not in “{text}”"));
    Span::new(start, start + words.len())
}

/// Whether the shared bytes are at least half of either side.
fn overlap(a: &[Span], b: &[Span]) -> bool {
    let bytes = |spans: &[Span]| spans.iter().flat_map(|s| s.range()).collect::<BTreeSet<usize>>();
    let (a, b) = (bytes(a), bytes(b));
    let shared = a.intersection(&b).count();
    shared * 2 >= a.len() && shared * 2 >= b.len()
}

fn passages(page: &str) -> Vec<(String, Vec<Wanted>)> {
    let mut all: Vec<(String, Vec<Wanted>)> = Vec::new();
    let mut quoting = false;
    for line in page.lines() {
        if let Some(words) = line.strip_prefix('>') {
            let words = words.trim();
            match all.last_mut() {
                Some((text, _)) if quoting => {
                    *text += if words.is_empty() { "\n\n" } else { "" };
                    *text += words;
                }
                _ => all.push((words.to_owned(), Vec::new())),
            }
        } else if let Some(line) = line.strip_prefix("- said ") {
            all.last_mut().unwrap().1.push(wanted(line));
        }
        quoting = line.starts_with('>');
    }
    all
}

fn wanted(line: &str) -> Wanted {
    let (chain, content) = line.split_once(" | ").expect("a bar between chain and content");
    let (chain, denies) = match chain.strip_suffix(" denies") {
        Some(rest) => (rest, true),
        None => (chain, false),
    };
    let link = |link: &str| {
        let (kind, words) = link.split_once(" “").expect("kind “words”");
        (kind.to_owned(), words.trim_end_matches('”').to_owned())
    };
    let inner =
        content.strip_prefix('“').and_then(|c| c.strip_suffix('”')).expect("content in quotation marks");
    Wanted {
        chain: chain.split(" → ").map(link).collect(),
        denies,
        content: inner.split("” + “").map(str::to_owned).collect(),
    }
}
