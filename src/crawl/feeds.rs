//! Feeds: RSS, Atom and JSON Feed, read by feed-rs, and by a forgiving scan where that gives up.

use super::scan::{self, Kind, Listener, attribute};
use super::{address, charset, dates};
use html5ever::tokenizer::Tag;
use jiff::civil::Date;
use std::panic::{AssertUnwindSafe, catch_unwind};
use url::Url;

/// Items taken from one feed.
const ITEMS: usize = 2000;

/// What a feed says of one page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedItem {
    pub url: Url,
    pub title: String,
    pub summary: String,
    pub published: Option<Date>,
}

/// A feed as far as a crawler cares.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    pub items: Vec<FeedItem>,
    /// The next page of a paged feed (RFC 5005).
    pub next: Option<Url>,
}

/// Reads a feed in any dialect and charset; `None` for what is not a feed at all.
pub fn read(body: &[u8], content_type: Option<&str>, base: &Url) -> Option<Feed> {
    let text = charset::decode(body, content_type);
    let text = without_declaration(&text);
    match strictly(text, base) {
        Some(feed) if feed.items.iter().any(|item| item.published.is_some()) => Some(feed),
        // Nothing was read, or no date was: another look may see more, and costs one pass.
        strict => fuller(strict, leniently(text, base)),
    }
}

/// The reading that has more items; on a tie the one with dates.
fn fuller(strict: Option<Feed>, lenient: Option<Feed>) -> Option<Feed> {
    let worth =
        |feed: &Feed| (feed.items.len(), feed.items.iter().filter(|item| item.published.is_some()).count());
    match (strict, lenient) {
        (Some(strict), Some(lenient)) => {
            Some(if worth(&lenient) > worth(&strict) { lenient } else { strict })
        }
        (strict, lenient) => strict.or(lenient),
    }
}

/// The text is UTF-8 by now, so a declaration of something else would be believed wrongly.
fn without_declaration(text: &str) -> &str {
    let text = text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t', '\0']);
    match text.strip_prefix("<?xml") {
        Some(rest) => rest.split_once("?>").map_or(text, |(_, rest)| rest),
        None => text,
    }
}

/// By the crate. It panics on some input, which must not cost the crawl.
fn strictly(text: &str, base: &Url) -> Option<Feed> {
    let parser = feed_rs::parser::Builder::new().base_uri(Some(base.as_str())).build();
    let feed = catch_unwind(AssertUnwindSafe(|| parser.parse(text.as_bytes()))).ok()?.ok()?;
    let next = feed.links.iter().find(|link| link.rel.as_deref() == Some("next"));
    let next = next.and_then(|link| address::canonical(&link.href, Some(base)));
    let items = feed.entries.into_iter().take(ITEMS).filter_map(|entry| strict_item(entry, base)).collect();
    Some(Feed { items, next })
}

fn strict_item(entry: feed_rs::model::Entry, base: &Url) -> Option<FeedItem> {
    let page = entry
        .links
        .iter()
        .filter(|link| link.target.is_none())
        .find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"))
        .map(|link| link.href.as_str())
        .or_else(|| entry.id.starts_with("http").then_some(entry.id.as_str()))?;
    let date = entry.published.or(entry.updated).and_then(|at| dates::day(&at.to_rfc3339()));
    let summary =
        entry.summary.map(|text| text.content).or_else(|| entry.content.and_then(|content| content.body));
    Some(FeedItem {
        url: address::canonical(page, Some(base))?,
        title: plain(&entry.title.map(|text| text.content).unwrap_or_default()),
        summary: plain(&summary.unwrap_or_default()),
        published: date,
    })
}

/// By a scan for items and their fields, whatever else is broken.
fn leniently(text: &str, base: &Url) -> Option<Feed> {
    if text.starts_with(['{', '[']) {
        return from_json(text, base);
    }
    let mut reader = Reader { base: Some(base.clone()), ..Reader::default() };
    scan::scan(text, Kind::Xml, &mut reader);
    reader.end_item();
    reader.is_feed.then_some(Feed { items: reader.items, next: reader.next })
}

/// JSON Feed, whose versions and slips the crate is strict about.
fn from_json(text: &str, base: &Url) -> Option<Feed> {
    let root: serde_json::Value = serde_json::from_str(text).ok()?;
    let word = |item: &serde_json::Value, names: &[&str]| {
        names.iter().find_map(|name| item.get(name)?.as_str().map(str::to_owned))
    };
    let items = root.get("items")?.as_array()?;
    let items = items.iter().take(ITEMS).filter_map(|item| {
        Some(FeedItem {
            url: address::canonical(&word(item, &["url", "external_url", "id"])?, Some(base))?,
            title: plain(&word(item, &["title"]).unwrap_or_default()),
            summary: plain(&word(item, &["summary", "content_text", "content_html"]).unwrap_or_default()),
            published: word(item, &["date_published", "date_modified"]).and_then(|date| dates::day(&date)),
        })
    });
    let next = word(&root, &["next_url"]).and_then(|next| address::canonical(&next, Some(base)));
    Some(Feed { items: items.collect(), next })
}

/// Fields of the item being read, by their names without namespace.
#[derive(Default)]
struct Reader {
    base: Option<Url>,
    is_feed: bool,
    inside: bool,
    field: Option<&'static str>,
    words: String,
    link: Option<String>,
    guid: Option<String>,
    title: String,
    summary: String,
    date: Option<Date>,
    items: Vec<FeedItem>,
    next: Option<Url>,
}

impl Reader {
    fn end_item(&mut self) {
        if std::mem::take(&mut self.inside) {
            let guid = self.guid.take().filter(|guid| guid.starts_with("http"));
            let link = self.link.take().or(guid);
            if let Some(url) = link.and_then(|link| address::canonical(&link, self.base.as_ref())) {
                let (title, summary) = (plain(&self.title), plain(&self.summary));
                self.items.push(FeedItem { url, title, summary, published: self.date });
            }
        }
        (self.field, self.link, self.guid, self.date) = (None, None, None, None);
        self.title.clear();
        self.summary.clear();
    }

    fn end_field(&mut self) {
        let words = std::mem::take(&mut self.words);
        match self.field.take() {
            Some("link") if !words.trim().is_empty() => self.link = Some(words.trim().to_owned()),
            Some("guid") => self.guid = Some(words.trim().to_owned()),
            Some("title") if self.title.is_empty() => self.title = words,
            Some("summary") if self.summary.is_empty() => self.summary = words,
            Some("date") => self.date = self.date.or_else(|| dates::day(&words)),
            _ => {}
        }
    }

    fn atom_link(&mut self, tag: &Tag) {
        let Some(href) = attribute(tag, "href") else { return };
        match (attribute(tag, "rel").unwrap_or("alternate"), self.inside) {
            ("alternate", true) if self.link.is_none() => self.link = Some(href.to_owned()),
            ("next", false) => self.next = address::canonical(href, self.base.as_ref()),
            _ => {}
        }
    }
}

impl Listener for Reader {
    fn open(&mut self, name: &str, tag: &Tag) {
        match name.rsplit(':').next().unwrap_or(name) {
            "rss" | "feed" | "rdf" | "channel" => self.is_feed = true,
            "item" | "entry" => {
                self.end_item();
                self.inside = true;
            }
            "link" => {
                self.end_field();
                self.atom_link(tag);
                self.field = (self.inside && attribute(tag, "href").is_none()).then_some("link");
            }
            field if self.inside => {
                let field = match field {
                    // `media:title` and the like describe a picture.
                    "title" if !name.starts_with("media:") => Some("title"),
                    "description" | "summary" | "content" | "encoded" if !name.starts_with("media:") => {
                        Some("summary")
                    }
                    "guid" | "id" => Some("guid"),
                    "pubdate" | "published" | "updated" | "date" | "issued" | "modified" => Some("date"),
                    _ => None,
                };
                if field.is_some() {
                    self.end_field();
                    self.field = field;
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name.rsplit(':').next().unwrap_or(name) {
            "item" | "entry" => {
                self.end_field();
                self.end_item();
            }
            "link" | "title" | "description" | "summary" | "content" | "encoded" | "guid" | "id"
            | "pubdate" | "published" | "updated" | "date" | "issued" | "modified" => self.end_field(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.field.is_some() && self.words.len() < 20_000 {
            self.words.push_str(text);
        }
    }

    fn is_done(&self) -> bool {
        self.items.len() >= ITEMS
    }
}

/// Text without the markup that feeds put into titles and summaries.
fn plain(text: &str) -> String {
    struct Words(String);
    impl Listener for Words {
        fn open(&mut self, _: &str, _: &Tag) {
            self.0.push(' ');
        }
        fn close(&mut self, _: &str) {}
        fn text(&mut self, text: &str) {
            self.0.push_str(text);
        }
    }
    if !text.contains(['<', '&']) {
        return text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let mut words = Words(String::new());
    scan::scan(text, Kind::Html, &mut words);
    words.0.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(text: &str) -> Vec<(String, String, Option<String>)> {
        let base = Url::parse("https://example.org/feeds/").unwrap();
        let feed = read(text.as_bytes(), None, &base).unwrap_or_default();
        let item = |item: FeedItem| (item.url.into(), item.title, item.published.map(|d| d.to_string()));
        feed.items.into_iter().map(item).collect()
    }

    #[test]
    fn feeds_of_many_dialects_say_the_same() {
        let item = "<item><title>Chips &amp; dips</title><link>https://example.org/a</link>\
            <pubDate>Wed, 06 Mar 2024 10:00:00 GMT</pubDate><description>x</description></item>";
        let dialects = [
            ("RSS 2.0", format!("<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>T</title>{item}</channel></rss>")),
            ("RSS 0.92", format!("<rss version=\"0.92\"><channel><title>T</title>{item}</channel></rss>")),
            ("no version", format!("<rss><channel><title>T</title>{item}</channel></rss>")),
            ("no end", format!("<rss version=\"2.0\"><channel><title>T</title>{item}<item><title>half")),
            ("stray ampersand", format!("<rss version=\"2.0\"><channel><title>A & B</title>{item}</channel></rss>")),
            ("unknown entity", format!("<rss version=\"2.0\"><channel><title>A&hellip;</title>{item}</channel></rss>")),
            ("wrong nesting", format!("<rss version=\"2.0\"><channel><b><title>A</b></title>{item}</channel></rss>")),
            ("space before", format!("\n\n  <?xml version=\"1.0\"?><rss version=\"2.0\"><channel>{item}</channel></rss>")),
            ("claims UTF-16", format!("<?xml version=\"1.0\" encoding=\"utf-16\"?><rss version=\"2.0\"><channel>{item}</channel></rss>")),
            ("CDATA", "<rss version=\"2.0\"><channel><item><title><![CDATA[Chips & dips]]></title>\
                <link><![CDATA[https://example.org/a]]></link><pubDate>6 Mar 2024</pubDate></item></channel></rss>".to_owned()),
            ("guid only", "<rss version=\"2.0\"><channel><item><title>Chips &amp; dips</title>\
                <guid isPermaLink=\"true\">https://example.org/a</guid><dc:date>2024-03-06</dc:date></item></channel></rss>".to_owned()),
            ("RSS 1.0", "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\" \
                xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>T</title></channel><item rdf:about=\"https://example.org/a\">\
                <title>Chips &amp; dips</title><link>https://example.org/a</link><dc:date>2024-03-06T10:00:00Z</dc:date></item></rdf:RDF>".to_owned()),
            ("Atom", "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>T</title><entry><id>tag:a</id><title>Chips &amp; dips</title>\
                <link rel=\"self\" href=\"https://example.org/self\"/><link rel=\"alternate\" href=\"/a\"/>\
                <updated>2024-03-06T10:00:00Z</updated></entry></feed>".to_owned()),
            ("Atom, prefixed", "<atom:feed xmlns:atom=\"http://www.w3.org/2005/Atom\"><atom:entry><atom:title>Chips &amp; dips</atom:title>\
                <atom:link href=\"https://example.org/a\"/><atom:published>2024-03-06T10:00:00Z</atom:published></atom:entry></atom:feed>".to_owned()),
            ("JSON Feed", "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"T\",\"items\":[{\"id\":\"1\",\
                \"url\":\"https://example.org/a\",\"title\":\"Chips & dips\",\"content_text\":\"x\",\"date_published\":\"2024-03-06T10:00:00Z\"}]}".to_owned()),
            ("JSON Feed of no version", "{\"items\":[{\"url\":\"/a\",\"title\":\"Chips & dips\",\"date_published\":\"2024-03-06\"}]}".to_owned()),
        ];
        let expected =
            ("https://example.org/a".to_owned(), "Chips & dips".to_owned(), Some("2024-03-06".to_owned()));
        for (dialect, text) in dialects {
            assert_eq!(items(&text).first(), Some(&expected), "{dialect}");
        }
    }

    #[test]
    fn odd_charsets_are_read() {
        let base = Url::parse("https://example.org/").unwrap();
        let text = "<?xml version=\"1.0\" encoding=\"X\"?><rss version=\"2.0\"><channel><title>T</title><item>\
            <title>Экспорт</title><link>https://example.org/a</link></item></channel></rss>";
        let wide = |big: bool| -> Vec<u8> {
            text.replace('X', "UTF-16")
                .encode_utf16()
                .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
                .collect()
        };
        let cyrillic = |label: &str| {
            encoding_rs::Encoding::for_label(label.as_bytes())
                .unwrap()
                .encode(&text.replace('X', label))
                .0
                .into_owned()
        };
        for (name, body) in [
            ("UTF-16BE", wide(true)),
            ("UTF-16LE", wide(false)),
            ("windows-1251", cyrillic("windows-1251")),
            ("KOI8-R", cyrillic("koi8-r")),
            ("UTF-8", cyrillic("utf-8")),
        ] {
            let feed = read(&body, None, &base).unwrap_or_default();
            assert_eq!(feed.items.first().map(|item| item.title.as_str()), Some("Экспорт"), "{name}");
        }
    }

    #[test]
    fn what_is_no_feed_is_none() {
        let base = Url::parse("https://example.org/").unwrap();
        for text in ["", "<html><body>no</body></html>", "plain", "{}", "[1]", "\0\0\0", "<"] {
            assert_eq!(read(text.as_bytes(), None, &base), None, "{text}");
        }
    }

    #[test]
    fn bombs_are_only_text() {
        let bomb = "<?xml version=\"1.0\"?><!DOCTYPE rss [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">\
            <!ENTITY x SYSTEM \"file:///etc/passwd\">]><rss version=\"2.0\"><channel><item><title>&b;&x;</title>\
            <link>https://example.org/a</link></item></channel></rss>";
        for (_, title, _) in items(bomb) {
            assert!(title.len() < 100 && !title.contains("root:"), "{title}");
        }
    }

    #[test]
    fn paged_feeds_name_the_next_page() {
        let base = Url::parse("https://example.org/feed").unwrap();
        let text = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>x</id><title>T</title><updated>2024-03-06T10:00:00Z</updated>\
            <link rel=\"next\" href=\"/feed?page=2\"/></feed>";
        let next = read(text.as_bytes(), None, &base).unwrap().next;
        assert_eq!(next.unwrap().as_str(), "https://example.org/feed?page=2");
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(body in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..300)) {
            let _ = read(&body, None, &Url::parse("https://example.org/").unwrap());
        }
    }
}
