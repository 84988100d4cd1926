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
pub fn find(dom: &Dom, drop: &dyn Fn(NodeId) -> bool, keep: Option<NodeId>) -> Body {
    let segments = flow::segments(dom, Dom::ROOT, drop);
    let chrome = chrome_map(dom, &segments);
    let prose = prose_below(dom, &segments, |s| !chrome[s.node as usize]);
    let root = keep.unwrap_or_else(|| root(dom, &prose));
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

/// The element that holds the story and least else.
fn root(dom: &Dom, prose: &[usize]) -> NodeId {
    let named =
        dom.subtree(Dom::ROOT).filter(|id| chrome::says_body(dom, *id)).max_by_key(|id| prose[*id as usize]);
    let mut at = Dom::ROOT;
    while let Some(child) = dom.children(at).max_by_key(|child| prose[*child as usize]) {
        let (own, part) = (prose[at as usize], prose[child as usize]);
        let container =
            !matches!(dom.name(child), "p" | "li" | "blockquote" | "ul" | "ol" | "td" if part * 10 < own * 9);
        let enough =
            if matches!(dom.name(child), "article" | "main") { part * 2 > own } else { part * 10 >= own * 8 };
        if part == 0 || !enough || !container {
            break;
        }
        at = child;
    }
    match named {
        Some(named) if prose[named as usize] * 10 >= prose[at as usize] * 6 => named,
        _ => at,
    }
}

fn subtree_map(dom: &Dom, root: NodeId) -> Vec<bool> {
    let mut map = vec![false; dom.len()];
    for id in dom.subtree(root) {
        map[id as usize] = true;
    }
    map
}
