//! Pages of cases: quoted passages, and under each what must come out of it.
//!
//! ```text
//! published: 2024-03-06
//! publisher: The Example Times        (optional)
//! kinds: money quantity               (optional, for mentions: only these are shown)
//! ## A heading that says why
//! > One paragraph. A line with a lone `>` parts paragraphs; `> # words` is the article's title.
//! - money “$12 million” USD 12000000 exact
//! - none
//! ```

use crate::model::{Article, BlockKind, Moment};

/// The page with its findings as `show` gives them today; `show` is also handed the page's kinds.
pub fn rewrite(
    page: &str,
    mut show: impl FnMut(Article, &[String]) -> Vec<String>,
) -> Result<String, String> {
    let mut out = Vec::new();
    let (mut published, mut publisher, mut kinds) = (None, None, Vec::new());
    let mut quoted: Vec<&str> = Vec::new();
    let mut lines = page.lines().enumerate().peekable();
    while let Some((n, line)) = lines.next() {
        if let Some(date) = line.strip_prefix("published: ") {
            let date = date.trim();
            published = Some(
                date.parse().map_err(|_| format!("line {}: “{date}” is no date; write 2024-03-06", n + 1))?,
            );
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
            if lines.peek().is_none_or(|(_, next)| !next.starts_with('>')) {
                let mut article = article_of(&quoted);
                article.published = published.map(Moment::day);
                article.publisher.name = publisher.clone();
                quoted.clear();
                let found = show(article, &kinds);
                if found.is_empty() {
                    out.push("- none".to_owned());
                }
                out.extend(found.iter().map(|found| format!("- {}", found.replace('\n', " "))));
            }
        }
    }
    Ok(out.join("\n") + "\n")
}

fn article_of(lines: &[&str]) -> Article {
    let text = lines.join("\n");
    let blocks: Vec<(BlockKind, String)> = text
        .split("\n\n")
        .map(|block| match block.strip_prefix("# ") {
            Some(title) => (BlockKind::Title, title.to_owned()),
            None => (BlockKind::Paragraph, block.replace('\n', " ")),
        })
        .collect();
    Article::from_blocks(blocks.iter().map(|(kind, words)| (*kind, words.as_str())))
}

/// Where two versions of a page differ, passage by passage; nothing if they are the same.
pub fn difference(name: &str, page: &str, rewritten: &str) -> Option<String> {
    if page == rewritten {
        return None;
    }
    let (expected, found): (Vec<&str>, Vec<&str>) = (page.lines().collect(), rewritten.lines().collect());
    let mut shown = format!("{name}:");
    let mut heading = "";
    let (mut i, mut j) = (0, 0);
    while i < expected.len() || j < found.len() {
        let (want, got) = (findings(&expected, &mut i), findings(&found, &mut j));
        if want != got {
            shown += &format!("\n  {heading}");
            for line in want.iter().filter(|line| !got.contains(line)) {
                shown += &format!("\n    expected {line}");
            }
            for line in got.iter().filter(|line| !want.contains(line)) {
                shown += &format!("\n    found    {line}");
            }
        }
        heading = expected.get(i).copied().unwrap_or(heading);
        i += 1;
        j += 1;
    }
    Some(shown)
}

/// The run of findings that begins at `at`, which moves behind it.
fn findings<'p>(lines: &[&'p str], at: &mut usize) -> Vec<&'p str> {
    let rest = lines.get(*at..).unwrap_or_default();
    let run: Vec<&str> = rest.iter().copied().take_while(|line| line.starts_with("- ")).collect();
    *at += run.len();
    run
}
