//! What is not a page: plain text, which is read as an article, and everything else, which is not.

use super::{address, byline, clean, dates};
use crate::model::{Article, BlockKind, Capture, Moment, NotAnArticle, Publisher};
use url::Url;

/// The type of a capture that is neither a page nor text, by its header or by its first bytes.
pub fn not_a_page(content_type: Option<&str>, body: &[u8]) -> Option<String> {
    const SIGNS: &[(&[u8], &str)] = &[
        (b"%PDF-", "application/pdf"),
        (b"\x89PNG", "image/png"),
        (b"\xFF\xD8\xFF", "image/jpeg"),
        (b"GIF8", "image/gif"),
        (b"PK\x03\x04", "application/zip"),
        (b"\x1F\x8B", "application/gzip"),
        (b"RIFF", "audio or video"),
    ];
    if let Some((_, name)) = SIGNS.iter().find(|(sign, _)| body.starts_with(sign)) {
        return Some((*name).to_owned());
    }
    let start = body.iter().position(|b| !b.is_ascii_whitespace()).unwrap_or(0);
    let head = String::from_utf8_lossy(&body[start..body.len().min(start + 512)]).to_ascii_lowercase();
    let head = head.trim_start_matches('\u{FEFF}');
    let after_declaration = head
        .strip_prefix("<?xml")
        .and_then(|rest| Some(rest.split_once("?>")?.1.trim_start()))
        .unwrap_or(head);
    let feeds = ["<rss", "<feed", "<urlset", "<sitemapindex", "<rdf:rdf"];
    if feeds.iter().any(|feed| after_declaration.starts_with(feed)) {
        return Some("a feed or sitemap".to_owned());
    }
    let stated = content_type?.split(';').next()?.trim().to_ascii_lowercase();
    let page = matches!(
        stated.as_str(),
        "" | "text/html"
            | "application/xhtml+xml"
            | "text/plain"
            | "text/xml"
            | "application/xml"
            | "application/octet-stream"
            | "text/markdown"
    );
    (!page && !is_markup(head)).then_some(stated)
}

/// Whether a text is HTML rather than plain text: it opens with a tag, or has a few of them.
pub fn is_markup(text: &str) -> bool {
    let head = text.trim_start_matches('\u{FEFF}').trim_start();
    let head = clean::head(head, 4096).to_ascii_lowercase();
    let opens = head
        .strip_prefix('<')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!' || c == '?'));
    let tags = ["</p>", "</div>", "</a>", "<br>", "<br/>", "<br />", "</h1>", "</td>", "</head>", "</title>"];
    opens || tags.iter().filter(|tag| head.contains(**tag)).count() >= 2
}

/// An article from plain text: a title if the first line looks like one, paragraphs by blank lines, else by lines.
pub fn from_text(text: &str, capture: &Capture) -> Result<Article, NotAnArticle> {
    let paragraphs = paragraphs(text);
    let words: usize = paragraphs.iter().map(|p| clean::words(p)).sum();
    if words == 0 {
        return Err(NotAnArticle::Empty);
    }
    let mut facts: (Vec<String>, Option<Moment>) = (Vec::new(), None);
    let titled = paragraphs.len() > 1 && is_title(&paragraphs[0]);
    let mut blocks = Vec::new();
    for (at, paragraph) in paragraphs.iter().enumerate() {
        let near_top = at <= if titled { 3 } else { 2 };
        if at == 0 && titled {
            blocks.push((BlockKind::Title, paragraph.as_str()));
        } else if near_top && byline::is_byline(paragraph) {
            facts.0 = byline::names(paragraph, None);
            facts.1 = facts.1.or_else(|| dates::read(paragraph, None));
        } else if near_top && dates::is_only_date(paragraph) {
            facts.1 = facts.1.or_else(|| dates::read(paragraph, None));
        } else if let Some(item) =
            ["- ", "* ", "• ", "– "].iter().find_map(|mark| paragraph.strip_prefix(mark))
        {
            blocks.push((BlockKind::ListItem, item));
        } else {
            blocks.push((BlockKind::Paragraph, paragraph.as_str()));
        }
    }
    let mut article = Article::from_blocks(blocks);
    let url = Url::parse(&capture.url).ok();
    article.publisher = Publisher { name: None, domain: url.as_ref().and_then(address::domain) };
    article.url = Some(capture.url.clone()).filter(|url| !url.is_empty());
    article.authors = facts.0;
    article.published = capture.published.map(Moment::day).or(facts.1);
    article.fetched = capture.fetched;
    article.record = capture.record.clone();
    let by_caller = capture.published.is_some();
    let notes = [
        ("title", article.title.is_some(), "first line"),
        ("authors", !article.authors.is_empty(), "byline"),
        (
            "published",
            article.published.is_some(),
            if by_caller { "given by the caller" } else { "date line" },
        ),
    ];
    article.by = notes
        .iter()
        .filter(|(_, known, _)| *known)
        .map(|(field, _, rule)| (*field, (*rule).to_owned()))
        .collect();
    super::settle_language(&mut article);
    Ok(article)
}

/// Lines among which a byline and a date are looked for.
const MOST_ON_TOP: usize = 4;

/// Blank lines part paragraphs; a text without any is taken line by line, if its lines are whole sentences.
fn paragraphs(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let has_blank = lines
        .iter()
        .skip_while(|l| l.is_empty())
        .collect::<Vec<_>>()
        .windows(2)
        .any(|w| w[0].is_empty() && !w[1].is_empty());
    let wrapped = lines.iter().filter(|l| l.len() > 40).count() > 1
        && lines
            .iter()
            .filter(|l| l.len() > 40 && !l.ends_with(['.', '!', '?', '"', '”', ':', '。']))
            .count()
            * 2
            > lines.iter().filter(|l| l.len() > 40).count();
    let mut out: Vec<String> = Vec::new();
    let mut open = false;
    for line in lines {
        let words = clean::line(line);
        let item = ["- ", "* ", "• "].iter().any(|mark| line.starts_with(mark));
        if words.is_empty() {
            open = false;
        } else if out.len() < MOST_ON_TOP && (byline::is_byline(&words) || dates::is_only_date(&words)) {
            out.push(words);
            open = false;
        } else if open && !item && (has_blank || wrapped) {
            if let Some(last) = out.last_mut() {
                last.push(' ');
                last.push_str(&words);
            }
        } else {
            out.push(words);
            open = true;
        }
    }
    out
}

/// A title is short, has no full stop, and is not a byline or a date.
fn is_title(line: &str) -> bool {
    let words = clean::words(line);
    (2..=25).contains(&words)
        && !line.ends_with(['.', ':', ';', ',', '。'])
        && !byline::is_byline(line)
        && !dates::is_only_date(line)
        && line.chars().next().is_some_and(|c| !c.is_lowercase())
}
