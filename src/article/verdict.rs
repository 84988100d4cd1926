//! Verdicts: whether what was found is an article, and if not, what it is.

use super::body::{Body, Place};
use super::dom::NodeId;
use super::flow::{Segment, Shape};
use super::page::Page;
use crate::lexicon::sites::{Selector, Sites};
use crate::model::NotAnArticle;

/// Fewer words than this are not an article, press releases included.
const MIN_WORDS: usize = 40;
/// With fewer words than this, an offer to buy the rest is believed.
const STUB_WORDS: usize = 160;

/// Why the story found is not an article, if it is not.
pub fn reason(page: &Page, body: &Body, story: &[&Segment], sites: &Sites) -> Option<NotAnArticle> {
    let words: usize = story.iter().filter(|s| !matches!(s.shape, Shape::Heading(_))).map(|s| s.words).sum();
    if words < STUB_WORDS
        && ((page.described.paid && !shows_paid_part(page, story)) || has_offer(body, sites))
    {
        return Some(NotAnArticle::Paywalled { words });
    }
    if is_index(page, body, story, words) {
        return Some(NotAnArticle::IndexPage);
    }
    (words < MIN_WORDS).then_some(NotAnArticle::TooShort { words })
}

/// Whether what the page calls paid for is there all the same, as where a script would hide it later.
fn shows_paid_part(page: &Page, story: &[&Segment]) -> bool {
    let parts: Vec<Selector> = page
        .described
        .paid_parts
        .iter()
        .flat_map(|s| s.split([',', ' ']))
        .filter_map(|s| Selector::read(s.trim()))
        .collect();
    let dom = page.dom;
    let paid = |id: NodeId| parts.iter().any(|part| part.fits(dom.name(id), |name| dom.attr(id, name)));
    let shown = story
        .iter()
        .filter(|s| s.is_prose() && std::iter::once(s.node).chain(dom.ancestors(s.node)).any(paid));
    shown.map(|s| s.words).sum::<usize>() >= MIN_WORDS
}

/// An offer outside menus: a site's header may always say "Already a subscriber?".
fn has_offer(body: &Body, sites: &Sites) -> bool {
    let stories = body.places.iter().position(|place| *place == Place::Story).unwrap_or(0);
    body.segments.iter().skip(stories).any(|s| s.words <= 60 && sites.is_offer(&s.text))
}

/// Many headings that lead elsewhere, among little that could be a story of its own.
fn is_index(page: &Page, body: &Body, story: &[&Segment], words: usize) -> bool {
    let inside = |place: &Place| *place != Place::Chrome;
    let open = || body.segments.iter().zip(&body.places).filter(|(_, place)| inside(place)).map(|(s, _)| s);
    let leading = open().filter(|s| matches!(s.shape, Shape::Heading(_)) && s.link > 0.8).count();
    let teasers = open().filter(|s| s.link > 0.8 && s.words >= 4).count();
    let paragraphs = story.iter().filter(|s| s.is_prose() && s.words >= 12).count();
    let collection = page.described.collection && !page.described.article;
    (leading >= 6 && leading * 2 > paragraphs && words < leading * 40)
        || (teasers >= 12 && words < teasers * 8)
        || (collection && leading >= 3 && words < 300)
}
