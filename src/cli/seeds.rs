//! Lists of URLs to begin from: one a line, from a file or from standard input.

use super::{printable, usage};
use crate::config::Source;
use crate::crawl;
use std::{
    fs::File,
    io::{self, BufRead, BufReader, Read},
    path::Path,
};

/// Lines read of one list, and bytes of one line.
const LINES: usize = 1_000_000;
const LINE: u64 = 8192;

/// Reads a list; `-` is standard input. A line is a URL, or `feed URL`, `sitemap URL`, `page URL`; an empty one and
/// one that begins with `#` say nothing. Everything of the list is one source.
pub fn read(path: &Path) -> miette::Result<Source> {
    let name = printable(&path.display().to_string());
    let refused = |error: io::Error| miette::miette!("{name}: the list of URLs cannot be read: {error}");
    let source = match path.to_str() {
        Some("-") => from(io::stdin().lock(), "standard input"),
        _ => from(BufReader::new(File::open(path).map_err(refused)?), &name),
    }?;
    match source.feeds.len() + source.sitemaps.len() + source.pages.len() {
        0 => Err(usage(&format!("{name}: the list names no URL"))),
        _ => Ok(source),
    }
}

fn from(mut list: impl BufRead, name: &str) -> miette::Result<Source> {
    let mut source = Source { name: format!("URLs of {name}"), ..Source::default() };
    let mut line = Vec::new();
    for number in 1..=LINES {
        line.clear();
        let read = list.by_ref().take(LINE).read_until(b'\n', &mut line);
        if read.map_err(|error| miette::miette!("{name}: {error}"))? == 0 {
            return Ok(source);
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_start_matches('\u{feff}').trim();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        let (kind, url) = text.split_once(char::is_whitespace).unwrap_or(("page", text));
        let (kind, url) = if kind.contains("://") { ("page", kind) } else { (kind, url.trim()) };
        let list = match kind {
            "feed" => &mut source.feeds,
            "sitemap" => &mut source.sitemaps,
            "page" => &mut source.pages,
            _ => return Err(wrong(name, number, text)),
        };
        match crawl::canonical(url, None) {
            Some(url) => list.push(url.into()),
            None => return Err(wrong(name, number, text)),
        }
    }
    Err(usage(&format!("{name}: more than {LINES} lines; divide the list")))
}

fn wrong(name: &str, number: usize, text: &str) -> miette::Report {
    let text: String = text.chars().take(80).collect();
    usage(&format!(
        "{name}:{number}: “{}” is not a web address; write https://…, or feed, sitemap or page before it",
        printable(&text)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_say_what_each_url_is() {
        let list = "\u{feff}# ours\n\nhttps://a.example/x#y\nfeed  https://a.example/rss\r\nsitemap https://a.example/s.xml\n\
            https://b.example/z  # not a comment, and not read\npage https://c.example/";
        let source = from(list.as_bytes(), "list").unwrap();
        assert_eq!(source.pages, ["https://a.example/x", "https://b.example/z", "https://c.example/"]);
        assert_eq!(source.feeds, ["https://a.example/rss"]);
        assert_eq!(source.sitemaps, ["https://a.example/s.xml"]);
        for bad in ["ftp://a.example/", "a.example", "blog https://a.example/", "feed"] {
            let error = from(format!("https://a.example/\n{bad}\n").as_bytes(), "list").unwrap_err();
            assert!(error.to_string().starts_with("list:2:"), "{error}");
        }
    }
}
