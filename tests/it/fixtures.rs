//! Runs every page of `fixtures/{mentions,attribution,claims}`: reads each quoted text, writes what was found
//! in the notation of `Mention::show` and its like, and compares. `BLESS=1 cargo test fixtures` rewrites the
//! expectations; a person reads the diff before it is kept.
//!
//! A page:
//! ```text
//! published: 2024-03-06
//! publisher: The Example Times        (optional)
//! kinds: money quantity               (optional, for mentions: only these are shown)
//! ## A heading that says why
//! > One paragraph. A line with a lone `>` parts paragraphs; `> # words` is the article's title.
//! - money “$12 million” USD 12000000 exact
//! - none
//! ```

use claimtrail::lexicon::Lexicon;
use claimtrail::model::{Article, BlockKind, Moment, Reading};
use claimtrail::pipeline;
use std::{fs, path::Path};

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
        let rewritten = rewrite(&page, &lexicon, show);
        if rewritten == page {
            continue;
        }
        if bless {
            fs::write(&path, rewritten).unwrap();
        } else {
            differences.push(difference(&path, &page, &rewritten));
        }
    }
    assert!(differences.is_empty(), "\n{}\nBLESS=1 accepts what was found.", differences.join("\n"));
}

/// The page as it reads with what is found today.
fn rewrite(page: &str, lexicon: &Lexicon, show: Shown) -> String {
    let mut out = Vec::new();
    let (mut published, mut publisher, mut kinds) = (None, None, Vec::new());
    let mut quoted: Vec<&str> = Vec::new();
    let mut lines = page.lines().peekable();
    while let Some(line) = lines.next() {
        if let Some(date) = line.strip_prefix("published: ") {
            published = Some(date.trim().parse().expect("a date"));
        } else if let Some(name) = line.strip_prefix("publisher: ") {
            publisher = Some(name.trim().to_owned());
        } else if let Some(list) = line.strip_prefix("kinds: ") {
            kinds = list.split_whitespace().map(str::to_owned).collect();
        }
        if line.starts_with("- ") {
            continue;
        }
        out.push(line.to_owned());
        if let Some(words) = line.strip_prefix('>') {
            quoted.push(words.trim());
            if lines.peek().is_none_or(|next| !next.starts_with('>')) {
                let mut article = article_of(&quoted);
                article.published = published.map(Moment::day);
                article.publisher.name = publisher.clone();
                quoted.clear();
                let found = show(&pipeline::read_article(article, lexicon), &kinds);
                if found.is_empty() {
                    out.push("- none".to_owned());
                }
                out.extend(found.iter().map(|f| format!("- {}", f.replace('\n', " "))));
            }
        }
    }
    out.join("\n") + "\n"
}

fn article_of(lines: &[&str]) -> Article {
    let text = lines.join("\n");
    Article::from_blocks(
        text.split("\n\n")
            .map(|block| match block.strip_prefix("# ") {
                Some(title) => (BlockKind::Title, title.to_owned()),
                None => (BlockKind::Paragraph, block.replace('\n', " ")),
            })
            .collect::<Vec<_>>()
            .iter()
            .map(|(kind, words)| (*kind, words.as_str())),
    )
}

fn difference(path: &Path, page: &str, rewritten: &str) -> String {
    let expected: Vec<&str> = page.lines().collect();
    let mut shown = format!("{}:", path.display());
    let mut heading = "";
    let found: Vec<&str> = rewritten.lines().collect();
    let (mut i, mut j) = (0, 0);
    while i < expected.len() || j < found.len() {
        let take = |lines: &[&str], at: &mut usize| {
            let from = *at;
            while *at < lines.len() && lines[*at].starts_with("- ") {
                *at += 1;
            }
            lines[from..*at].iter().map(|l| l.to_string()).collect::<Vec<_>>()
        };
        let (want, got) = (take(&expected, &mut i), take(&found, &mut j));
        if want != got {
            shown += &format!("\n  {heading}");
            for line in want.iter().filter(|l| !got.contains(l)) {
                shown += &format!("\n    expected {line}");
            }
            for line in got.iter().filter(|l| !want.contains(l)) {
                shown += &format!("\n    found    {line}");
            }
        }
        heading = expected.get(i).copied().unwrap_or(heading);
        i += 1;
        j += 1;
    }
    shown
}
