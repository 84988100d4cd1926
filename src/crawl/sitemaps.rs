//! Sitemaps: url sets, indexes, news sitemaps, plain lists, gzipped or not; broken XML is read as far as it goes.

use super::scan::{self, Kind, Listener};
use super::{address, charset, dates};
use html5ever::tokenizer::Tag;
use jiff::civil::Date;
use url::Url;

/// URLs taken from one file; the protocol allows 50,000.
const URLS: usize = 200_000;

/// One line of a sitemap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SitemapEntry {
    pub url: Url,
    /// It leads to another sitemap.
    pub is_sitemap: bool,
    /// Publication date of a news sitemap, else the last change.
    pub date: Option<Date>,
    /// Title in a news sitemap.
    pub title: String,
}

/// Hands each entry to `take` as it is read, so that a large file is not held. Answers how many there were.
pub fn read(
    body: &[u8],
    content_type: Option<&str>,
    base: &Url,
    take: &mut dyn FnMut(SitemapEntry),
) -> usize {
    let text = charset::decode(body, content_type);
    let mut reader = Reader { base, take, field: None, words: String::new(), entry: None, count: 0 };
    if text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']).starts_with('<') {
        scan::scan(&text, Kind::Xml, &mut reader);
        reader.end_entry();
    } else {
        reader.plain_list(&text);
    }
    reader.count
}

struct Reader<'r> {
    base: &'r Url,
    take: &'r mut dyn FnMut(SitemapEntry),
    field: Option<&'static str>,
    words: String,
    entry: Option<Draft>,
    count: usize,
}

#[derive(Default)]
struct Draft {
    is_sitemap: bool,
    location: String,
    changed: Option<Date>,
    published: Option<Date>,
    title: String,
}

impl Reader<'_> {
    /// One URL a line.
    fn plain_list(&mut self, text: &str) {
        for line in text.lines().filter(|line| line.trim_start().starts_with("http")) {
            self.give(Draft { location: line.to_owned(), ..Draft::default() });
        }
    }

    fn give(&mut self, draft: Draft) {
        if self.count >= URLS {
            return;
        }
        if let Some(url) = address::canonical(&draft.location, Some(self.base)) {
            self.count += 1;
            let date = draft.published.or(draft.changed);
            (self.take)(SitemapEntry { url, is_sitemap: draft.is_sitemap, date, title: draft.title });
        }
    }

    fn end_field(&mut self) {
        let words = std::mem::take(&mut self.words);
        let (Some(field), Some(entry)) = (self.field.take(), self.entry.as_mut()) else { return };
        match field {
            "loc" if entry.location.is_empty() => entry.location = words.trim().to_owned(),
            "lastmod" => entry.changed = dates::day(&words),
            "publication_date" => entry.published = dates::day(&words),
            "title" => entry.title = words.trim().to_owned(),
            _ => {}
        }
    }

    fn end_entry(&mut self) {
        self.end_field();
        if let Some(entry) = self.entry.take() {
            self.give(entry);
        }
    }
}

impl Listener for Reader<'_> {
    fn open(&mut self, name: &str, _: &Tag) {
        match name {
            "url" | "sitemap" => {
                self.end_entry();
                self.entry = Some(Draft { is_sitemap: name == "sitemap", ..Draft::default() });
            }
            "loc" | "lastmod" => {
                self.end_field();
                self.field = Some(if name == "loc" { "loc" } else { "lastmod" });
            }
            "news:publication_date" => (self.field, self.words) = (Some("publication_date"), String::new()),
            "news:title" => (self.field, self.words) = (Some("title"), String::new()),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "url" | "sitemap" => self.end_entry(),
            "loc" | "lastmod" | "news:publication_date" | "news:title" => self.end_field(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.field.is_some() && self.words.len() < 2 * address::LONGEST {
            self.words.push_str(text);
        }
    }

    fn is_done(&self) -> bool {
        self.count >= URLS
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        let base = Url::parse("https://example.org/sitemap.xml").unwrap();
        read(text.as_bytes(), None, &base, &mut |entry| {
            let kind = if entry.is_sitemap { "map" } else { "page" };
            let date = entry.date.map(|date| date.to_string()).unwrap_or_default();
            found.push(format!("{kind} {} {date} {}", entry.url, entry.title).trim_end().to_owned());
        });
        found
    }

    #[test]
    fn sets_and_indexes_and_news() {
        assert_eq!(
            entries(
                "<?xml version=\"1.0\"?><urlset xmlns=\"x\"><url><loc> https://example.org/a?x=1&amp;y=2 </loc>\
                <lastmod>2024-03-06</lastmod></url><url><loc><![CDATA[/b]]></loc></url></urlset>"
            ),
            ["page https://example.org/a?x=1&y=2 2024-03-06", "page https://example.org/b"]
        );
        assert_eq!(
            entries(
                "<sitemapindex><sitemap><loc>https://example.org/1.xml.gz</loc><lastmod>2024-03-06T01:02:03Z</lastmod></sitemap></sitemapindex>"
            ),
            ["map https://example.org/1.xml.gz 2024-03-06"]
        );
        assert_eq!(
            entries(
                "<urlset><url><loc>https://example.org/n</loc><lastmod>2024-03-09</lastmod><news:news><news:publication>\
                <news:name>N</news:name></news:publication><news:publication_date>2024-03-06</news:publication_date>\
                <news:title>Chips &amp; dips</news:title></news:news><image:image><image:loc>https://example.org/i.png</image:loc></image:image></url></urlset>"
            ),
            ["page https://example.org/n 2024-03-06 Chips & dips"]
        );
    }

    #[test]
    fn broken_files_are_read_as_far_as_they_go() {
        assert_eq!(
            entries(
                "<urlset><url><loc>https://example.org/a</loc><url><loc>https://example.org/b?x&y</url><url><loc>https://example.org/c"
            ),
            ["page https://example.org/a", "page https://example.org/b?x&y", "page https://example.org/c"]
        );
        assert_eq!(entries("https://example.org/a\nhttps://example.org/b\n# no\n").len(), 2);
        assert_eq!(entries("<html><body>404</body></html>").len(), 0);
        assert_eq!(entries(""), Vec::<String>::new());
    }

    #[test]
    fn more_than_the_protocol_allows_is_streamed_and_bounded() {
        let mut text = String::from("<urlset>");
        for n in 0..250_000 {
            text += &format!("<url><loc>https://example.org/{n}</loc></url>");
        }
        let mut count = 0;
        let base = Url::parse("https://example.org/").unwrap();
        assert_eq!(read(text.as_bytes(), None, &base, &mut |_| count += 1), URLS);
        assert_eq!(count, URLS);
    }
}
