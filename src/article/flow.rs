//! The page as a reader's eye follows it: every stretch of text between two breaks, with what it stands in.

use super::dom::{Dom, Kind, NodeId, is_html};
use super::{byline, chrome, clean, tables};
use std::ops::Range;

/// What kind of block a stretch stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Heading(u8),
    Paragraph,
    Item,
    /// A cell of a table that arranges the page.
    Cell,
}

/// A stretch of text without a break in it.
#[derive(Debug)]
pub struct Segment {
    /// The block element it stands in.
    pub node: NodeId,
    pub shape: Shape,
    pub text: String,
    pub words: usize,
    /// Share of the letters that are part of a link, 0 to 1.
    pub link: f32,
}

impl Segment {
    /// Whether it reads like running text: long enough, ended like a sentence, not made of links.
    pub fn is_prose(&self) -> bool {
        let ends = self
            .text
            .trim_end_matches(['"', '”', '’', '\'', ')', '»', '」'])
            .ends_with(['.', '!', '?', '…', ':', ';', '。', '！', '？']);
        self.link < 0.5
            && !matches!(self.shape, Shape::Heading(_))
            && (self.words >= 20 || (self.words >= 7 && ends))
    }
}

/// Stands for a `<br>` until the stretch is cut.
const BREAK: char = '\u{1}';

/// Every stretch of text below `top`; `skip` names nodes that are not to be entered.
pub fn segments(dom: &Dom, top: NodeId, skip: &dyn Fn(NodeId) -> bool) -> Vec<Segment> {
    let mut flow = Flow { dom, skip, raw: String::new(), links: Vec::new(), out: Vec::new() };
    flow.visit(top, Place { block: top, shape: Shape::Paragraph, link: false });
    flow.flush(top, Shape::Paragraph);
    flow.out
}

#[derive(Clone, Copy)]
struct Place {
    block: NodeId,
    shape: Shape,
    link: bool,
}

struct Flow<'d> {
    dom: &'d Dom,
    skip: &'d dyn Fn(NodeId) -> bool,
    raw: String,
    /// Where in `raw` links stand.
    links: Vec<Range<usize>>,
    out: Vec<Segment>,
}

impl Flow<'_> {
    /// Depth is at most `dom::MAX_DEPTH`, which a thread's stack holds.
    fn visit(&mut self, node: NodeId, place: Place) {
        let mut child = self.dom.first_child(node);
        while let Some(id) = child {
            match self.dom.kind(id) {
                Kind::Text(text) => self.push(text, place.link),
                Kind::Element(element) if is_html(element) && !(self.skip)(id) => {
                    self.enter(id, &element.name.local, place);
                }
                _ => {}
            }
            child = self.dom.next_sibling(id);
        }
    }

    fn enter(&mut self, id: NodeId, name: &str, place: Place) {
        match name {
            "br" => self.raw.push(BREAK),
            "table" if tables::holds_figures(self.dom, id) => self.flush(place.block, place.shape),
            "hr" => self.flush(place.block, place.shape),
            "img" | "wbr" | "input" => {}
            name if is_unread(name) => {}
            "a" => self.link(id, place),
            "sup" if self.is_note(id) => {}
            name if is_inline(name) => {
                if !chrome::is_inline_aside(self.dom, id) {
                    self.visit(id, place);
                }
            }
            name => {
                self.flush(place.block, place.shape);
                let inside = Place { block: id, shape: shape(name, place.shape), link: place.link };
                self.visit(id, inside);
                self.flush(id, inside.shape);
            }
        }
    }

    /// An anchor within the page itself is no link, and a footnote's mark no text.
    fn link(&mut self, id: NodeId, place: Place) {
        let away = self.dom.attr(id, "href").is_some_and(|href| !href.trim_start().starts_with('#'));
        if !chrome::is_inline_aside(self.dom, id) {
            self.visit(id, Place { link: place.link || away, ..place });
        }
    }

    /// A raised mark that leads to a note, and not the raised part of a word or a unit.
    fn is_note(&self, id: NodeId) -> bool {
        let words = self.dom.text(id);
        let mark = words.trim().trim_matches(['[', ']', '(', ')']);
        mark.len() <= 3
            && mark.chars().all(|c| c.is_ascii_digit() || "*†‡".contains(c))
            && self.dom.subtree(id).any(|below| self.dom.name(below) == "a")
    }

    fn push(&mut self, text: &str, link: bool) {
        let start = self.raw.len();
        self.raw.push_str(text);
        if link {
            self.links.push(start..self.raw.len());
        }
    }

    /// Ends the stretch in hand; two line breaks in a row part it like a paragraph.
    fn flush(&mut self, node: NodeId, shape: Shape) {
        if self.raw.trim().is_empty() {
            self.raw.clear();
            self.links.clear();
            return;
        }
        let raw = std::mem::take(&mut self.raw);
        let links = std::mem::take(&mut self.links);
        for piece in pieces(&raw) {
            let text = clean::line(&raw[piece.clone()].replace(BREAK, " "));
            if !text.is_empty() {
                let words = clean::words(&text);
                let link = link_share(&raw, &piece, &links);
                self.out.push(Segment { node, shape, text, words, link });
            }
        }
    }
}

/// Bytes beyond which a line is no label; it keeps the cutting of many lines linear.
const MOST_OF_A_LABEL: usize = 200;

/// Cuts a stretch at its paragraph breaks.
fn pieces(raw: &str) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(found) = raw[at..].find(BREAK) {
        let brk = at + found;
        let after = brk + BREAK.len_utf8();
        let rest = raw[after..].trim_start_matches(|c: char| c.is_whitespace() && c != BREAK);
        at = raw.len() - rest.len();
        if rest.starts_with(BREAK) || parts_sentences(&raw[start..brk], rest) {
            out.push(start..brk);
            start = at;
        }
    }
    out.push(start..raw.len());
    out
}

/// Whether a single line break parts two paragraphs: a whole sentence or a short label before it, a new one behind it.
fn parts_sentences(before: &str, after: &str) -> bool {
    let before = before.trim();
    let line = after.split(BREAK).next().unwrap_or(after);
    let opens = after.trim_start_matches(['"', '“', '‘', '(', '«', '–', '—', '-', ' ']);
    let ends = before.ends_with(['.', '!', '?', '”', '"', '。', '」', '：', ':']);
    let label = !ends
        && before.len() <= MOST_OF_A_LABEL
        && clean::words(before) <= 8
        && !before.ends_with([',', ';', '-', '–', '—']);
    let begins = opens.starts_with(|c: char| !c.is_lowercase());
    (begins && ((before.len() >= 60 && ends) || label))
        || (line.len() <= MOST_OF_A_LABEL && byline::is_byline(&clean::line(line)))
}

/// The share of a piece's letters that stand in links.
fn link_share(raw: &str, piece: &Range<usize>, links: &[Range<usize>]) -> f32 {
    let letters =
        |range: Range<usize>| raw.get(range).unwrap_or("").chars().filter(|c| c.is_alphanumeric()).count();
    let linked: usize = links
        .iter()
        .map(|l| letters(l.start.max(piece.start)..l.end.min(piece.end).max(l.start.max(piece.start))))
        .sum();
    linked as f32 / letters(piece.clone()).max(1) as f32
}

fn shape(name: &str, around: Shape) -> Shape {
    match name {
        "h1" => Shape::Heading(1),
        "h2" => Shape::Heading(2),
        "h3" => Shape::Heading(3),
        "h4" => Shape::Heading(4),
        "h5" | "h6" => Shape::Heading(5),
        "li" => Shape::Item,
        "td" | "th" => Shape::Cell,
        "p" | "blockquote" | "dd" | "dt" | "pre" if around != Shape::Item => Shape::Paragraph,
        "ul" | "ol" | "table" | "article" | "section" | "main" => Shape::Paragraph,
        _ => around,
    }
}

/// Elements whose content is never the story's text.
pub fn is_unread(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "noscript"
            | "template"
            | "iframe"
            | "object"
            | "embed"
            | "canvas"
            | "audio"
            | "video"
            | "button"
            | "select"
            | "textarea"
            | "dialog"
            | "map"
            | "figcaption"
            | "figure"
            | "caption"
            | "head"
            | "title"
            | "rt"
            | "rp"
            | "datalist"
            | "optgroup"
            | "option"
            | "progress"
            | "meter"
            | "amp-ad"
            | "amp-iframe"
            | "amp-sidebar"
            | "amp-consent"
            | "amp-img"
            | "amp-video"
            | "amp-carousel"
            | "amp-embed"
    )
}

/// Elements that run within a line.
pub fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "acronym"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "code"
            | "data"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "nobr"
            | "q"
            | "ruby"
            | "rb"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
    ) || name.contains('-')
}
