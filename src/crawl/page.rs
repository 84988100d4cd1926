//! What the crawler itself reads of a page: its links, what it says of itself, and enough text to judge the topic.

use super::address;
use super::dates;
use super::links;
use super::missing;
use super::scan::{self, Kind, Listener, attribute};
use html5ever::tokenizer::Tag;
use jiff::civil::Date;
use url::Url;

/// Links taken from one page.
const LINKS: usize = 5000;
/// Bytes of text that judge the topic.
const TEXT: usize = 200 << 10;
/// Languages of one page that are noted.
const ALTERNATES: usize = 100;
/// Longest that a page may stand before it sends its reader on, to count as a redirect.
const REFRESH_SECONDS: f64 = 5.0;
/// Bytes kept of the words of one link.
const ANCHOR: usize = 300;

/// A link and its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    pub url: Url,
    pub words: String,
}

/// Marks of a page for crawlers, from `meta robots` and `X-Robots-Tag`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Directives {
    pub noindex: bool,
    pub nofollow: bool,
    pub noarchive: bool,
}

impl Directives {
    /// Reads a comma-separated list; `agent: noindex` counts where the agent is ours or none is named.
    pub fn read(&mut self, value: &str, agent: &str) {
        let mut ours = true;
        for part in value.split(',') {
            let word = match part.split_once(':') {
                // `unavailable_after: date` and `max-snippet: 20` are rules with a value, not agents.
                Some((name, _)) if name.contains('_') || name.trim().starts_with("max-") => continue,
                Some((name, rest)) => {
                    ours = name.trim().eq_ignore_ascii_case(agent);
                    rest
                }
                None => part,
            };
            if !ours {
                continue;
            }
            match word.trim().to_ascii_lowercase().as_str() {
                "noindex" => self.noindex = true,
                "nofollow" => self.nofollow = true,
                "noarchive" | "nocache" => self.noarchive = true,
                "none" => (self.noindex, self.nofollow) = (true, true),
                _ => {}
            }
        }
    }
}

/// A page as the crawler sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    pub title: String,
    pub description: String,
    /// Text of paragraphs and headings, without navigation; bounded.
    pub text: String,
    pub canonical: Option<Url>,
    pub links: Vec<Link>,
    /// Feeds that the page announces.
    pub feeds: Vec<Url>,
    /// The next page of a list.
    pub next: Option<Url>,
    /// The same page for phones, and whether this is one.
    pub amp: Option<Url>,
    pub is_amp: bool,
    /// BCP 47 tag of the page, in lower case, as it says itself; and the same page in other languages.
    pub lang: String,
    pub alternates: Vec<(String, Url)>,
    /// Where a reader is sent at once (`meta refresh`).
    pub refresh: Option<Url>,
    /// The day that `article:published_time` gives.
    pub published: Option<Date>,
    pub directives: Directives,
    /// `og:type` is `article`, or there is an `article:published_time`.
    pub says_article: bool,
    /// Words of text outside links, and within them.
    pub plain_words: usize,
    pub linked_words: usize,
}

impl Page {
    /// Whether it is mostly a list of other pages.
    pub fn is_listing(&self) -> bool {
        !self.says_article && self.plain_words < 120 && self.linked_words > 2 * self.plain_words
    }

    /// Whether it says that there is no such page, whatever its status says.
    pub fn says_missing(&self) -> bool {
        self.plain_words < 200 && missing::says(&self.title)
    }

    /// The same page in one of these languages, where it is in none of them itself.
    pub fn in_language(&self, languages: &[String]) -> Option<&Url> {
        let speaks = |tag: &str| languages.iter().any(|language| is_of(tag, language));
        if self.lang.is_empty() || speaks(&self.lang) {
            return None;
        }
        self.alternates.iter().find(|(tag, _)| speaks(tag)).map(|(_, url)| url)
    }
}

/// Reads a page that was fetched from `url`.
pub fn read(html: &str, url: &Url, agent: &str) -> Page {
    let mut reader = Reader::new(url.clone(), agent);
    scan::scan(html, Kind::Html, &mut reader);
    reader.end_link();
    reader.end_block();
    let mut page = reader.page;
    page.title = squeeze(&page.title);
    page.next = page.next.or_else(|| links::next_page(url, &page.links));
    page
}

/// Whether a language tag is the language, or a variety of it.
fn is_of(tag: &str, language: &str) -> bool {
    tag.strip_prefix(language).is_some_and(|rest| rest.is_empty() || rest.starts_with(['-', '_']))
}

struct Reader<'a> {
    page: Page,
    base: Url,
    agent: &'a str,
    /// Elements whose text is not the page's own, and how many of them are open.
    aside: usize,
    in_title: bool,
    raw: bool,
    /// Text since the last border of a block, and how many of its words are links.
    block: String,
    block_words: usize,
    block_linked: usize,
    link: Option<(Url, String)>,
}

impl<'a> Reader<'a> {
    fn new(base: Url, agent: &'a str) -> Reader<'a> {
        Reader {
            page: Page::default(),
            base,
            agent,
            aside: 0,
            in_title: false,
            block: String::new(),
            block_words: 0,
            block_linked: 0,
            raw: false,
            link: None,
        }
    }

    /// Keeps the text of a block, unless most of it is links: those are other pages' headlines.
    fn end_block(&mut self) {
        let is_list = 10 * self.block_linked > 7 * self.block_words;
        if !is_list && self.page.text.len() < TEXT && !self.block.trim().is_empty() {
            self.page.text.push_str(&self.block);
            self.page.text.push('\n');
        }
        self.block.clear();
        (self.block_words, self.block_linked) = (0, 0);
    }

    fn end_link(&mut self) {
        if let Some((url, words)) = self.link.take() {
            self.page.links.push(Link { url, words: squeeze(&words) });
        }
    }

    fn anchor(&mut self, tag: &Tag) {
        self.end_link();
        if self.page.links.len() >= LINKS {
            return;
        }
        let rel = attribute(tag, "rel").unwrap_or_default().to_ascii_lowercase();
        let mut rels = rel.split_ascii_whitespace();
        let Some(url) = attribute(tag, "href").and_then(|href| address::canonical(href, Some(&self.base)))
        else {
            return;
        };
        if rels.clone().any(|rel| rel == "next") {
            self.page.next = Some(url.clone());
        }
        if !rels.any(|rel| matches!(rel, "nofollow" | "ugc" | "sponsored")) {
            self.link = Some((url, String::new()));
        }
    }

    fn link_element(&mut self, tag: &Tag) {
        let rel = attribute(tag, "rel").unwrap_or_default().to_ascii_lowercase();
        let Some(url) = attribute(tag, "href").and_then(|href| address::canonical(href, Some(&self.base)))
        else {
            return;
        };
        let kind = attribute(tag, "type").unwrap_or_default().to_ascii_lowercase();
        let is_feed = ["rss+xml", "atom+xml", "feed+json"].iter().any(|feed| kind.contains(feed));
        for rel in rel.split_ascii_whitespace() {
            match rel {
                "canonical" if self.page.canonical.is_none() => self.page.canonical = Some(url.clone()),
                "next" => self.page.next = Some(url.clone()),
                "alternate" if is_feed && self.page.feeds.len() < 20 => self.page.feeds.push(url.clone()),
                "alternate" if self.page.alternates.len() < ALTERNATES => {
                    if let Some(tag) = attribute(tag, "hreflang") {
                        self.page.alternates.push((tag.trim().to_ascii_lowercase(), url.clone()));
                    }
                }
                "amphtml" => self.page.amp = Some(url.clone()),
                _ => {}
            }
        }
    }

    /// `<meta http-equiv=refresh content="0; url=/there">`; one that waits is a page that reloads.
    fn refresh(&mut self, content: &str) {
        let (wait, rest) = content.split_once([';', ',']).unwrap_or((content, ""));
        let rest = rest.trim();
        let target = match rest.get(..4) {
            Some(name) if name.eq_ignore_ascii_case("url=") => rest.get(4..).unwrap_or_default(),
            _ => rest,
        };
        let target = target.trim().trim_matches(['"', '\'']);
        if !target.is_empty() && wait.trim().parse::<f64>().is_ok_and(|wait| wait <= REFRESH_SECONDS) {
            self.page.refresh = address::canonical(target, Some(&self.base));
        }
    }

    fn meta(&mut self, tag: &Tag) {
        if attribute(tag, "http-equiv").is_some_and(|kind| kind.eq_ignore_ascii_case("refresh")) {
            self.refresh(attribute(tag, "content").unwrap_or_default());
        }
        let name = attribute(tag, "name").or_else(|| attribute(tag, "property")).unwrap_or_default();
        let content = attribute(tag, "content").unwrap_or_default();
        match name.to_ascii_lowercase().as_str() {
            "description" | "og:description" | "og:title" | "keywords" | "news_keywords"
                if self.page.description.len() < 4000 =>
            {
                self.page.description.push_str(content);
                self.page.description.push('\n');
            }
            "og:type" => self.page.says_article |= content.trim().eq_ignore_ascii_case("article"),
            "article:published_time" => {
                self.page.says_article = true;
                self.page.published = self.page.published.or_else(|| dates::day(content));
            }
            "robots" => self.page.directives.read(content, self.agent),
            other if other == self.agent => self.page.directives.read(content, self.agent),
            _ => {}
        }
    }
}

/// Elements around an article whose words are not its own.
fn is_aside(name: &str) -> bool {
    matches!(name, "nav" | "footer" | "aside" | "form" | "select" | "button" | "dialog")
}

/// Elements that begin and end a stretch of text.
fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "blockquote"
            | "li"
            | "ul"
            | "ol"
            | "td"
            | "tr"
            | "dd"
            | "dt"
            | "figcaption"
            | "div"
            | "section"
            | "article"
            | "main"
            | "header"
            | "body"
    )
}

impl Listener for Reader<'_> {
    fn open(&mut self, name: &str, tag: &Tag) {
        match name {
            "html" => {
                self.page.is_amp |= ["amp", "⚡"].iter().any(|mark| attribute(tag, mark).is_some());
                let lang = attribute(tag, "lang").or_else(|| attribute(tag, "xml:lang"));
                self.page.lang = lang.unwrap_or_default().trim().to_ascii_lowercase();
            }
            "a" => self.anchor(tag),
            "link" => self.link_element(tag),
            "meta" => self.meta(tag),
            "base" => {
                if let Some(base) = attribute(tag, "href").and_then(|href| self.base.join(href).ok()) {
                    self.base = base;
                }
            }
            "title" => self.in_title = self.page.title.is_empty(),
            "script" | "style" | "textarea" | "iframe" | "noembed" | "noframes" | "xmp" => self.raw = true,
            name if is_aside(name) => {
                self.end_block();
                self.aside += 1;
            }
            name if is_block(name) => self.end_block(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "a" => self.end_link(),
            "title" => self.in_title = false,
            "script" | "style" | "textarea" | "iframe" | "noembed" | "noframes" | "xmp" => self.raw = false,
            name if is_aside(name) => {
                self.end_block();
                // An end without a beginning closes nothing.
                self.aside = self.aside.saturating_sub(1);
            }
            name if is_block(name) => self.end_block(),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_title {
            self.page.title.push_str(text);
            return;
        }
        if self.raw {
            return;
        }
        let words = text.split_whitespace().count();
        if let Some((_, anchor)) = &mut self.link {
            self.page.linked_words += words;
            self.block_linked += words;
            if anchor.len() < ANCHOR {
                anchor.push_str(text);
            }
        } else if self.aside == 0 {
            self.page.plain_words += words;
        }
        if self.aside == 0 && self.block.len() < TEXT {
            self.block_words += words;
            self.block.push_str(text);
        }
    }
}

fn squeeze(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(html: &str) -> Page {
        read(html, &Url::parse("https://example.org/news/a").unwrap(), "claimtrail")
    }

    #[test]
    fn links_feeds_and_the_canonical_url_are_found() {
        let page = page(
            "<html><head><title>\n A &amp; B </title><base href='/base/'><link rel=canonical href='https://example.org/a'>\
             <link rel='alternate' type='application/rss+xml' href='/feed'><link rel='alternate' hreflang='fr' href='/fr'>\
             <meta property='og:type' content='article'><meta name=description content='About chips'></head>\
             <body><nav><a href='/home'>Home</a></nav><p>Words <a href='b?utm_source=x'>of <b>a</b> link</a> here</p>\
             <a href='c' rel='ugc nofollow'>spam</a><a href='mailto:a@b.example'>mail</a><a rel=next href='?page=2'>more</a>\
             <script>document.write('<a href=\"/never\">x</a>')</script><textarea><a href='/never'>x</a></textarea></body>",
        );
        assert_eq!(page.title, "A & B");
        assert_eq!(page.canonical.as_ref().unwrap().as_str(), "https://example.org/a");
        assert_eq!(page.feeds.iter().map(Url::as_str).collect::<Vec<_>>(), ["https://example.org/feed"]);
        let links: Vec<(&str, &str)> =
            page.links.iter().map(|link| (link.url.as_str(), link.words.as_str())).collect();
        assert_eq!(
            links,
            [
                ("https://example.org/home", "Home"),
                ("https://example.org/base/b", "of a link"),
                ("https://example.org/base/?page=2", "more"),
            ]
        );
        assert_eq!(page.next.as_ref().unwrap().as_str(), "https://example.org/base/?page=2");
        assert!(page.says_article && page.description.contains("About chips"));
        assert!(page.text.contains("Words of a link here") && !page.text.contains("Home"));
    }

    #[test]
    fn copies_for_phones_and_other_languages_are_found() {
        let found = page(
            "<html ⚡ lang=de-AT><link rel=amphtml href=/amp/a><link rel=alternate hreflang=en-GB href=/en/a>\
             <link rel=alternate hreflang=fr href=/fr/a><meta property=article:published_time content=2024-03-06T10:00Z>",
        );
        assert!(found.is_amp && found.amp.as_ref().unwrap().path() == "/amp/a");
        let languages = |list: &[&str]| list.iter().map(|l| (*l).to_owned()).collect::<Vec<_>>();
        assert_eq!(found.in_language(&languages(&["en"])).unwrap().path(), "/en/a");
        assert_eq!(found.in_language(&languages(&["de", "en"])), None);
        assert_eq!(found.in_language(&languages(&["es"])), None);
        assert_eq!(page("<link rel=alternate hreflang=en href=/en>").in_language(&languages(&["en"])), None);
        assert_eq!(found.published, Some(jiff::civil::date(2024, 3, 6)));
    }

    #[test]
    fn pages_that_send_on_or_say_they_are_missing_are_seen() {
        for (content, target) in [
            ("0; url=/there", Some("/there")),
            ("0;URL='/there'", Some("/there")),
            ("3,/there", Some("/there")),
            ("300; url=/there", None),
            ("60", None),
            ("0; url=javascript:x", None),
        ] {
            let found = page(&format!("<meta http-equiv=Refresh content=\"{content}\">"));
            assert_eq!(found.refresh.as_ref().map(Url::path), target, "{content}");
        }
        for (title, missing) in [
            ("404 - Example Times", true),
            ("Page Not Found | Example", true),
            ("Seite nicht gefunden", true),
            ("页面不存在_网", true),
            ("Oops! 404", true),
            ("Error 404 in Example Times", true),
            ("Room 4044 sealed after raid", false),
            ("Export controls, part 404", false),
            ("Senate amends section 404 of the export act - Example Times", false),
            ("Export controls widen", false),
        ] {
            assert_eq!(page(&format!("<title>{title}</title><p>x")).says_missing(), missing, "{title}");
        }
        let long = format!("<title>Licence not found, court hears</title><p>{}", "word ".repeat(300));
        assert!(!page(&long).says_missing());
    }

    #[test]
    fn marks_for_crawlers_are_read() {
        let marks = |html: &str| page(html).directives;
        assert!(marks("<meta name=robots content='noindex, nofollow'>").noindex);
        assert!(marks("<meta name=ROBOTS content=NOARCHIVE>").noarchive);
        assert!(marks("<meta name=claimtrail content=none>").nofollow);
        assert_eq!(
            marks("<meta name=googlebot content=noindex><meta name=robots content='max-snippet:20, all'>"),
            Directives::default()
        );
        let mut header = Directives::default();
        header.read("googlebot: noindex, nofollow", "claimtrail");
        assert_eq!(header, Directives::default());
        header.read("claimtrail: noindex", "claimtrail");
        header.read("unavailable_after: 25 Jun 2010 15:00:00 PST, noarchive", "claimtrail");
        assert_eq!(header, Directives { noindex: true, nofollow: false, noarchive: true });
    }

    #[test]
    fn listings_are_told_from_articles() {
        let listing: String =
            (0..40).map(|n| format!("<li><a href='/{n}'>A headline of six words here</a></li>")).collect();
        assert!(page(&listing).is_listing());
        let article = format!("<p>{}</p><nav>{listing}</nav>", "word ".repeat(200));
        assert!(!page(&article).is_listing());
        assert!(!page("").is_listing());
    }

    #[test]
    fn headlines_of_other_pages_do_not_count_as_text() {
        let page = page(
            "<p>Soup of leeks.</p><ol><li><a href='/a'>Sanctions widen again</a></li></ol><div><p>See <a href='/b'>leeks</a> as well.</p></div>",
        );
        assert_eq!(
            page.text.split_whitespace().collect::<Vec<_>>().join(" "),
            "Soup of leeks. See leeks as well."
        );
    }

    #[test]
    fn nesting_costs_nothing() {
        for tag in ["div", "ul><li", "svg", "b", "a href=x"] {
            let html = format!("<{tag}>").repeat(300_000);
            let page = page(&html);
            assert!(page.links.len() <= LINKS + 1);
        }
    }
}
