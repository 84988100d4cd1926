//! What the hosts answer: made from the recorded articles, the same at every start.

use claimtrail::archive::{self, Exchanges};
use claimtrail::article;
use claimtrail::coding::Limits;
use claimtrail::lexicon::Lexicon;
use claimtrail::model::{BlockKind, Purpose};
use std::{error::Error, fmt::Write, path::Path};

const RECORDING: &str = "fixtures/recorded/export-controls.warc.gz";
/// Paragraphs of an article.
const PARAGRAPHS: usize = 12;
/// The smallest frame around an article, and how far apart frames are, in bytes.
const LEAST: usize = 16_000;
const SPREAD: usize = 38_000;
/// Words that menus, scripts and lists of links are made of.
const WORDS: [&str; 24] = [
    "world",
    "politics",
    "markets",
    "opinion",
    "weather",
    "culture",
    "science",
    "travel",
    "sports",
    "video",
    "podcast",
    "newsletter",
    "subscribe",
    "archive",
    "contact",
    "careers",
    "gallery",
    "business",
    "energy",
    "climate",
    "health",
    "local",
    "events",
    "editor",
];

/// Every answer of every host.
pub struct Pages {
    port: u16,
    count: usize,
    paragraphs: Vec<String>,
    /// What stands before and behind the article, host by host.
    frames: Vec<(String, String)>,
}

impl Pages {
    pub fn new(hosts: u16, count: usize, port: u16) -> Result<Pages, Box<dyn Error>> {
        let frames = (0..hosts).map(frame).collect();
        Ok(Pages { port, count, paragraphs: paragraphs()?, frames })
    }

    /// Media type and body; `None` where nothing lies there.
    pub fn get(&self, host: u16, path: &str) -> Option<(&'static str, Vec<u8>)> {
        match path {
            "/robots.txt" => Some(("text/plain", b"User-agent: *\nDisallow: /private/\n".to_vec())),
            "/feed" => Some(("application/rss+xml", self.feed(host).into_bytes())),
            _ => {
                let number: usize = path.strip_prefix("/story-")?.parse().ok()?;
                let body = (number < self.count).then(|| self.story(host, number))?;
                Some(("text/html; charset=utf-8", body.into_bytes()))
            }
        }
    }

    fn feed(&self, host: u16) -> String {
        let mut feed = format!("<rss version=\"2.0\"><channel><title>Gazette {host}</title>");
        for number in 0..self.count {
            let link = self.url(host, number);
            let _ = write!(feed, "<item><title>Report {number}</title><link>{link}</link></item>");
        }
        feed + "</channel></rss>"
    }

    fn url(&self, host: u16, number: usize) -> String {
        format!("http://{}:{}/story-{number}", super::address(host), self.port)
    }

    fn story(&self, host: u16, number: usize) -> String {
        let (before, behind) = &self.frames[usize::from(host)];
        let mut random = Random((u64::from(host) << 32) + number as u64);
        let (title, url) = (format!("Report {number} of gazette {host}"), self.url(host, number));
        let day = number % 28 + 1;
        let mut page = String::with_capacity(before.len() + behind.len() + 8_000);
        let _ = write!(
            page,
            "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title>\
             <link rel=\"canonical\" href=\"{url}\"><meta property=\"og:title\" content=\"{title}\">\
             <meta property=\"article:published_time\" content=\"2023-11-{day:02}T08:00:00Z\">\
             {before}<article><h1>{title}</h1><time datetime=\"2023-11-{day:02}\">{day} November 2023</time>"
        );
        for _ in 0..PARAGRAPHS {
            let _ = writeln!(page, "<p>{}</p>", self.paragraphs[random.below(self.paragraphs.len())]);
        }
        page.push_str("</article>");
        page.push_str(behind);
        page
    }
}

/// The paragraphs of the recorded articles, fit for HTML.
fn paragraphs() -> Result<Vec<String>, Box<dyn Error>> {
    let lexicon = Lexicon::embedded()?;
    let mut paragraphs = Vec::new();
    for archived in Exchanges::open(Path::new(RECORDING))? {
        let exchange = archived?.exchange;
        if exchange.purpose != Some(Purpose::Page) || exchange.status != 200 {
            continue;
        }
        let Ok(capture) = archive::capture(exchange, None, &Limits::PAGE) else { continue };
        let Ok(article) = article::extract(&capture, &lexicon) else { continue };
        for block in article.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph) {
            let text = block.span.of(&article.text);
            paragraphs.push(text.replace('&', "&amp;").replace('<', "&lt;"));
        }
    }
    Ok(paragraphs)
}

/// Styles, scripts and menus before an article; links, comments and a foot behind it.
fn frame(host: u16) -> (String, String) {
    let mut random = Random(u64::MAX - u64::from(host));
    let size = LEAST + random.below(SPREAD);
    let (mut before, mut behind) = (String::from("<style>"), String::from("<aside><ul>"));
    while before.len() < size / 5 {
        let (a, b, n) = (random.word(), random.word(), random.below(90));
        let _ = write!(before, ".{a}-{b}{{margin:{n}px;color:#{:06x}}}", random.below(1 << 24));
    }
    before += "</style><script>";
    while before.len() < size / 2 {
        let (a, b, n) = (random.word(), random.word(), random.below(9999));
        let _ = write!(before, "window.{a}{n}=function({b}){{return {b}&&{b}.{a}({n})}};");
    }
    before += "</script></head><body><header><nav><ul>";
    while before.len() < size * 3 / 4 {
        let (a, b, n) = (random.word(), random.word(), random.below(999));
        let _ = write!(before, "<li class=\"{a}-{n}\"><a href=\"/{a}/{b}-{n}\">{a} and {b}</a></li>");
    }
    before += "</ul></nav></header><main>";
    while behind.len() < size / 4 {
        let (a, b, n) = (random.word(), random.word(), random.below(9999));
        let _ = write!(
            behind,
            "<li><a href=\"/{a}/{n}\"><img src=\"/img/{n}.jpg\" alt=\"{b}\"><span>{a} {b} {n}</span></a></li>"
        );
    }
    behind += "</ul></aside></main><footer><p>All rights reserved.</p></footer></body></html>";
    (before, behind)
}

/// Numbers that look random (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % bound as u64) as usize
    }

    fn word(&mut self) -> &'static str {
        WORDS[self.below(WORDS.len())]
    }
}
