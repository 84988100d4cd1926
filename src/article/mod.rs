//! Articles: a capture without the page around it.
//!
//! In: `&Capture`, `&Lexicon`. Out: an `Article`, or why there is none.
//! Never: fetches, guesses a date that the page does not state, changes a word of the text.
//!
//! Where a page states a fact in several places, the first of these is believed; `Article::by` names it.
//! - **published**: the caller; JSON-LD `datePublished` of the article; `article:published_time` and the other
//!   meta elements; `itemprop="datePublished"`; a `<time>` behind the title; the date in the URL; a date line.
//! - **modified**: JSON-LD, meta elements, microdata. A page that states none has none.
//! - **title**: an `<h1>` that a stated title confirms; JSON-LD `headline`; `og:title`; `<title>`; a lone `<h1>`.
//! - **authors**: JSON-LD; meta elements; `rel=author` and microdata; an element named byline; a "By …" line.
//! - **url**: `rel=canonical`, `og:url`, JSON-LD, if http(s) and of the same site; else the URL that answered.
//! - **publisher**: JSON-LD; `og:site_name` and the like. **language**: `<html lang>`, meta, JSON-LD, unless
//!   the text's script says otherwise; else the text. **section**: JSON-LD, meta elements.

mod address;
mod body;
mod byline;
mod calendar;
mod chrome;
mod clean;
mod dates;
mod decode;
mod dom;
mod facts;
mod flow;
mod gate;
mod jsonld;
mod page;
mod plain;
mod story;
mod tables;
mod title;
mod told;
mod tongue;
mod verdict;

pub use plain::from_text;

use crate::lexicon::Lexicon;
use crate::lexicon::sites::{Selector, Sites};
use crate::model::{Article, BlockKind, Capture, NotAnArticle, Publisher};
use dom::{Dom, NodeId};
use facts::Facts;
use flow::Shape;
use page::Page;

/// Bytes of one page, after decoding.
pub const MAX_BYTES: usize = 10 * 1024 * 1024;

/// Reads the article out of a page, or out of plain text.
pub fn extract(capture: &Capture, lexicon: &Lexicon) -> Result<Article, NotAnArticle> {
    if capture.status != 0 && !(200..300).contains(&capture.status) {
        return Err(NotAnArticle::Status(capture.status));
    }
    if capture.body.len() > MAX_BYTES {
        return Err(NotAnArticle::TooLarge { size: capture.body.len(), limit: MAX_BYTES });
    }
    let content_type = capture.header("content-type");
    if let Some(other) = plain::not_a_page(content_type, &capture.body) {
        return Err(NotAnArticle::ContentType(other));
    }
    let text = decode::decode(&capture.body, content_type)?;
    if text.trim().is_empty() {
        return Err(NotAnArticle::Empty);
    }
    let stated_page = content_type.is_some_and(|stated| stated.to_ascii_lowercase().contains("html"));
    if !stated_page && !plain::is_markup(&text) {
        return from_text(&text, capture);
    }
    from_page(&dom::parse(&text).map_err(|_| NotAnArticle::TooDeep)?, capture, &lexicon.sites)
}

fn from_page(dom: &Dom, capture: &Capture, sites: &Sites) -> Result<Article, NotAnArticle> {
    let page = Page::open(dom);
    let facts = facts::collect(&page, capture);
    let day = facts.published.or(facts.modified).map(|moment| moment.date);
    let site = facts.domain.as_deref().and_then(|domain| sites.of(domain, day));
    let fits = |selectors: &[Selector], id: NodeId| {
        selectors.iter().any(|s| s.fits(dom.name(id), |name| dom.attr(id, name)))
    };
    let keep = site.and_then(|site| dom.subtree(Dom::ROOT).find(|id| fits(&site.keep, *id)));
    let body = body::find(dom, &|id| site.is_some_and(|site| fits(&site.drop, id)), keep, facts.heading);
    let story = story::select(&page, &body, &facts, sites);
    let told = page.described.body.as_deref().map(told::paragraphs).unwrap_or_default();
    let title = facts.title.iter().map(|title| (BlockKind::Title, title.as_str()));
    let article = if told::is_fuller(&told, &story) {
        Article::from_blocks(title.chain(told.iter().map(|words| (BlockKind::Paragraph, words.as_str()))))
    } else if let Some(reason) = verdict::reason(&page, &body, &story, sites) {
        return Err(reason);
    } else {
        Article::from_blocks(
            title.chain(story.iter().map(|segment| (kind(segment.shape), segment.text.as_str()))),
        )
    };
    Ok(with_facts(article, facts, capture))
}

fn kind(shape: Shape) -> BlockKind {
    match shape {
        Shape::Heading(_) => BlockKind::Heading,
        Shape::Item => BlockKind::ListItem,
        Shape::Paragraph | Shape::Cell => BlockKind::Paragraph,
    }
}

fn with_facts(mut article: Article, facts: Facts, capture: &Capture) -> Article {
    article.url = facts.url;
    article.title = facts.title;
    article.authors = facts.authors;
    article.publisher = Publisher { name: facts.publisher, domain: facts.domain };
    article.published = facts.published;
    article.modified = facts.modified;
    article.language = facts.language;
    article.section = facts.section;
    article.by = facts.by;
    article.fetched = capture.fetched;
    article.record = capture.record.clone();
    settle_language(&mut article);
    article
}

/// A stated language stands unless the text cannot be in it.
fn settle_language(article: &mut Article) {
    let Some(detected) = tongue::detect(&article.text) else { return };
    if article.language.as_deref().is_none_or(|stated| !tongue::agrees(stated, detected)) {
        article.language = Some(detected.to_owned());
        article.by.retain(|(field, _)| *field != "language");
        article.by.push(("language", "the text".to_owned()));
    }
}
