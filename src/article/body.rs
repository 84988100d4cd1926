//! The body: which part of the page holds the story, and which stretches of that part are the story.

use super::chrome::{self, Chrome};
use super::dom::{Dom, NodeId};
use super::flow::{self, Segment};

/// Where a stretch of text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a menu, a box, a comment.
    Chrome,
    /// Beside the part of the page that holds the story.
    Outside,
    Story,
}

/// Every stretch of a page's text, and where it stands.
pub struct Body {
    pub segments: Vec<Segment>,
    pub places: Vec<Place>,
}

/// Tells a page's stretches apart. `drop` and `keep` are the site's own rules: elements never, or alone, to be read.
pub fn find(dom: &Dom, drop: &dyn Fn(NodeId) -> bool, keep: Option<NodeId>, heading: Option<NodeId>) -> Body {
    let segments = flow::segments(dom, Dom::ROOT, drop);
    let chrome = chrome_map(dom, &segments);
    let prose = prose_below(dom, &segments, |s| !chrome[s.node as usize]);
    let root = keep.unwrap_or_else(|| root(dom, &prose, opening(&segments, &chrome, heading)));
    let within = subtree_map(dom, root);
    let place = |s: &Segment| match (chrome[s.node as usize], within[s.node as usize]) {
        (_, true) if keep.is_some() => Place::Story,
        (true, _) => Place::Chrome,
        (false, true) => Place::Story,
        (false, false) => Place::Outside,
    };
    let places = segments.iter().map(place).collect();
    Body { segments, places }
}

/// The block of the first running text behind the title.
fn opening(segments: &[Segment], chrome: &[bool], heading: Option<NodeId>) -> Option<NodeId> {
    let title = segments.iter().position(|s| Some(s.node) == heading)?;
    let behind = segments[title + 1..].iter().filter(|s| !chrome[s.node as usize]);
    behind.into_iter().find(|s| s.is_prose() && s.words >= LONG_ENOUGH).map(|s| s.node)
}

/// Words that tell a paragraph from a standfirst or a byline.
const LONG_ENOUGH: usize = 18;

/// Words of running text below each node.
fn prose_below(dom: &Dom, segments: &[Segment], counts: impl Fn(&Segment) -> bool) -> Vec<usize> {
    let mut words = vec![0usize; dom.len()];
    for segment in segments.iter().filter(|s| s.is_prose() && counts(s)) {
        words[segment.node as usize] += segment.words;
    }
    let order: Vec<NodeId> = dom.subtree(Dom::ROOT).collect();
    for id in order.iter().rev() {
        if let Some(parent) = dom.parent(*id) {
            words[parent as usize] += words[*id as usize];
        }
    }
    words
}

/// Marks the nodes that stand in chrome. An element named like chrome that holds the story is not chrome.
fn chrome_map(dom: &Dom, segments: &[Segment]) -> Vec<bool> {
    let prose = prose_below(dom, segments, |_| true);
    let total = prose[Dom::ROOT as usize];
    let mut map = vec![false; dom.len()];
    let holds = holders(dom);
    for id in dom.subtree(Dom::ROOT) {
        let inherited = dom.parent(id).is_some_and(|parent| map[parent as usize]);
        map[id as usize] = inherited
            || chrome::of(dom, id).is_some_and(|chrome| {
                let (own, rest) = (prose[id as usize], total - prose[id as usize]);
                let story = holds[id as usize] || rest < 60 && own > rest;
                match chrome {
                    Chrome::Hidden => own * 10 < total * 8,
                    Chrome::Sure => !story,
                    Chrome::Likely => !story && own * 10 < total * 4,
                }
            });
    }
    map
}

/// Nodes above a first-level heading, a main element or a stated article body.
fn holders(dom: &Dom) -> Vec<bool> {
    let mut map = vec![false; dom.len()];
    for id in dom.subtree(Dom::ROOT) {
        let marks = match dom.name(id) {
            "h1" | "main" => true,
            _ => dom.attr(id, "itemprop").is_some_and(|prop| prop == "articleBody"),
        };
        if marks {
            for above in dom.ancestors(id) {
                if std::mem::replace(&mut map[above as usize], true) {
                    break;
                }
            }
        }
    }
    map
}

/// The element that holds the story and least else: one that says so, if it holds the text behind the title or
/// most of the text there is; else where most of the text gathers.
fn root(dom: &Dom, prose: &[usize], opening: Option<NodeId>) -> NodeId {
    let gathered = gathering(dom, prose);
    let Some((named, alone)) = named(dom, prose) else { return gathered };
    let (own, most) = (prose[named as usize], prose[gathered as usize]);
    let opens = opening.is_some_and(|node| node == named || dom.ancestors(node).any(|above| above == named));
    if own * 10 >= most * 6 || (opens && alone && own >= ENOUGH_TO_OPEN) { named } else { gathered }
}

/// Words that a stated body must have to be believed against a longer text elsewhere.
const ENOUGH_TO_OPEN: usize = 40;

/// The element whose names say that it is the body, and whether no other of its kind holds text (as the posts of a
/// live page do); where several stand side by side, what is around them.
fn named(dom: &Dom, prose: &[usize]) -> Option<(NodeId, bool)> {
    let all: Vec<NodeId> =
        dom.subtree(Dom::ROOT).filter(|id| prose[*id as usize] > 0 && chrome::says_body(dom, *id)).collect();
    let largest = *all.iter().max_by_key(|id| prose[**id as usize])?;
    let class = dom.attr(largest, "class");
    let kind: Vec<NodeId> =
        all.iter().copied().filter(|id| class.is_some() && dom.attr(*id, "class") == class).collect();
    let beside = kind.iter().filter(|id| dom.parent(**id) == dom.parent(largest)).count();
    let whole = dom.parent(largest).filter(|_| beside > 1);
    Some((whole.unwrap_or(largest), kind.len() <= beside.max(1)))
}

/// Where most of the text gathers, from the top down.
fn gathering(dom: &Dom, prose: &[usize]) -> NodeId {
    let mut at = Dom::ROOT;
    while let Some(child) = dom.children(at).max_by_key(|child| prose[*child as usize]) {
        let (own, part) = (prose[at as usize], prose[child as usize]);
        let leaf =
            matches!(dom.name(child), "p" | "li" | "blockquote" | "ul" | "ol" | "td") && part * 10 < own * 9;
        let holds = matches!(dom.name(child), "article" | "main");
        if part == 0 || leaf || part * 10 < own * if holds { 5 } else { 8 } {
            break;
        }
        at = child;
    }
    at
}

fn subtree_map(dom: &Dom, root: NodeId) -> Vec<bool> {
    let mut map = vec![false; dom.len()];
    for id in dom.subtree(root) {
        map[id as usize] = true;
    }
    map
}
