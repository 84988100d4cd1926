//! The page as a tree: html5ever builds it into one flat arena, which refuses nesting and size beyond what
//! a page needs. html5ever is quadratic in the depth of open elements, so the gate sits where elements are
//! born; a scan of the tags would misjudge SVG, templates and whatever else closes itself.

use super::clean;
use super::gate::Gate;
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::{Attribute, QualName, ns, parse_document};
use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};

/// Elements within elements; browsers stop at the same depth.
pub const MAX_DEPTH: u16 = 512;
/// Nodes of one page: elements, texts and comments.
pub const MAX_NODES: usize = 200_000;
/// Bytes fed between two looks at the gate: what a hostile page may cost beyond it.
const CHUNK: usize = 4096;

/// Index of a node in its tree.
pub type NodeId = u32;
const NONE: NodeId = u32::MAX;

pub struct Element {
    pub name: QualName,
    pub attrs: Vec<Attribute>,
}

pub enum Kind {
    /// The document, or the contents of a template (which hang nowhere).
    Root,
    Element(Element),
    Text(StrTendril),
    /// A comment or an instruction.
    Other,
}

pub struct Node {
    pub kind: Kind,
    parent: NodeId,
    prev: NodeId,
    next: NodeId,
    first: NodeId,
    last: NodeId,
    depth: u16,
}

/// A parsed page.
pub struct Dom {
    nodes: Vec<Node>,
}

/// The page is nested or repeated beyond the limits.
pub struct BeyondLimits;

/// Parses a page; never more than the limits above.
pub fn parse(html: &str) -> Result<Dom, BeyondLimits> {
    let mut parser = parse_document(Sink::new(), Default::default());
    let mut gate = Gate::default();
    let mut rest = html;
    while !rest.is_empty() {
        let (chunk, tail) = rest.split_at(clean::head(rest, CHUNK).len());
        parser.process(StrTendril::from_slice(chunk));
        let sink = &parser.tokenizer.sink.sink;
        if sink.tripped.get() || gate.shuts(html, html.len() - tail.len(), sink.writes.get()) {
            return Err(BeyondLimits);
        }
        rest = tail;
    }
    let sink = parser.finish();
    if sink.tripped.get() { Err(BeyondLimits) } else { Ok(sink.dom.into_inner()) }
}

impl Dom {
    pub const ROOT: NodeId = 0;

    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    pub fn kind(&self, id: NodeId) -> &Kind {
        &self.nodes[id as usize].kind
    }

    pub fn element(&self, id: NodeId) -> Option<&Element> {
        match &self.nodes[id as usize].kind {
            Kind::Element(element) => Some(element),
            _ => None,
        }
    }

    /// The element's name, lower case; empty for what is not an element.
    pub fn name(&self, id: NodeId) -> &str {
        self.element(id).map_or("", |element| &element.name.local)
    }

    pub fn attr(&self, id: NodeId, name: &str) -> Option<&str> {
        let found = self.element(id)?.attrs.iter().find(|attr| &*attr.name.local == name)?;
        Some(&found.value)
    }

    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        some(self.nodes[id as usize].parent)
    }

    pub fn first_child(&self, id: NodeId) -> Option<NodeId> {
        some(self.nodes[id as usize].first)
    }

    pub fn next_sibling(&self, id: NodeId) -> Option<NodeId> {
        some(self.nodes[id as usize].next)
    }

    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.first_child(id), |child| self.next_sibling(*child))
    }

    pub fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.parent(id), |node| self.parent(*node))
    }

    /// The node and all below it, in the order of the page.
    pub fn subtree(&self, top: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(Some(top), move |node| self.after(*node, top))
    }

    /// The next node in page order within `top`.
    fn after(&self, node: NodeId, top: NodeId) -> Option<NodeId> {
        self.first_child(node).or_else(|| self.after_skipping(node, top))
    }

    /// The next node in page order within `top` that is not below `node`.
    pub fn after_skipping(&self, node: NodeId, top: NodeId) -> Option<NodeId> {
        let mut at = node;
        while at != top {
            if let Some(next) = self.next_sibling(at) {
                return Some(next);
            }
            at = self.parent(at)?;
        }
        None
    }

    /// All text below a node, as it stands in the page.
    pub fn text(&self, top: NodeId) -> String {
        let mut out = String::new();
        for node in self.subtree(top) {
            match self.kind(node) {
                Kind::Text(text) => out.push_str(text),
                Kind::Element(element) if &*element.name.local == "br" => out.push('\n'),
                _ => {}
            }
        }
        out
    }

    fn push(&mut self, kind: Kind) -> NodeId {
        let id = self.nodes.len() as NodeId;
        self.nodes.push(Node {
            kind,
            parent: NONE,
            prev: NONE,
            next: NONE,
            first: NONE,
            last: NONE,
            depth: 0,
        });
        id
    }

    fn detach(&mut self, id: NodeId) {
        let Node { parent, prev, next, .. } = self.nodes[id as usize];
        if prev != NONE {
            self.nodes[prev as usize].next = next;
        } else if parent != NONE {
            self.nodes[parent as usize].first = next;
        }
        if next != NONE {
            self.nodes[next as usize].prev = prev;
        } else if parent != NONE {
            self.nodes[parent as usize].last = prev;
        }
        let node = &mut self.nodes[id as usize];
        (node.parent, node.prev, node.next) = (NONE, NONE, NONE);
    }

    /// Puts an unattached node under `parent`, before `next` or at the end. Answers its depth.
    fn insert(&mut self, id: NodeId, parent: NodeId, next: NodeId) -> u16 {
        let prev =
            if next == NONE { self.nodes[parent as usize].last } else { self.nodes[next as usize].prev };
        let depth = self.nodes[parent as usize].depth.saturating_add(1);
        let node = &mut self.nodes[id as usize];
        (node.parent, node.prev, node.next, node.depth) = (parent, prev, next, depth);
        match prev {
            NONE => self.nodes[parent as usize].first = id,
            prev => self.nodes[prev as usize].next = id,
        }
        match next {
            NONE => self.nodes[parent as usize].last = id,
            next => self.nodes[next as usize].prev = id,
        }
        depth
    }

    /// Adds to a text node, if that is what the node is.
    fn lengthen(&mut self, id: NodeId, text: &StrTendril) -> bool {
        match self.nodes.get_mut(id as usize).map(|node| &mut node.kind) {
            Some(Kind::Text(before)) => {
                before.push_tendril(text);
                true
            }
            _ => false,
        }
    }
}

fn some(id: NodeId) -> Option<NodeId> {
    (id != NONE).then_some(id)
}

struct Sink {
    dom: RefCell<Dom>,
    tripped: Cell<bool>,
    /// How often anything was written to the tree.
    writes: Cell<usize>,
}

impl Sink {
    fn new() -> Sink {
        let mut dom = Dom { nodes: Vec::with_capacity(1024) };
        dom.push(Kind::Root);
        Sink { dom: RefCell::new(dom), tripped: Cell::new(false), writes: Cell::new(0) }
    }

    fn create(&self, kind: Kind) -> NodeId {
        self.writes.set(self.writes.get() + 1);
        let mut dom = self.dom.borrow_mut();
        if dom.len() >= MAX_NODES {
            self.tripped.set(true);
        }
        dom.push(kind)
    }

    fn place(&self, child: NodeOrText<NodeId>, parent: NodeId, next: NodeId) {
        self.writes.set(self.writes.get() + 1);
        let mut dom = self.dom.borrow_mut();
        let id = match child {
            NodeOrText::AppendNode(id) => {
                dom.detach(id);
                id
            }
            NodeOrText::AppendText(text) => {
                let prev = if next == NONE {
                    dom.nodes[parent as usize].last
                } else {
                    dom.nodes[next as usize].prev
                };
                if dom.lengthen(prev, &text) {
                    return;
                }
                if dom.len() >= MAX_NODES {
                    self.tripped.set(true);
                }
                dom.push(Kind::Text(text))
            }
        };
        if dom.insert(id, parent, next) > MAX_DEPTH {
            self.tripped.set(true);
        }
    }
}

impl TreeSink for Sink {
    type Handle = NodeId;
    type Output = Sink;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Sink {
        self
    }

    fn parse_error(&self, _: Cow<'static, str>) {}

    fn set_quirks_mode(&self, _: QuirksMode) {}

    fn get_document(&self) -> NodeId {
        Dom::ROOT
    }

    fn same_node(&self, x: &NodeId, y: &NodeId) -> bool {
        x == y
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Ref<'a, QualName> {
        Ref::map(self.dom.borrow(), |dom| match &dom.nodes[*target as usize].kind {
            Kind::Element(element) => &element.name,
            // html5ever asks for the names of elements only.
            _ => unreachable!("a name is asked of an element"),
        })
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, _: ElementFlags) -> NodeId {
        self.create(Kind::Element(Element { name, attrs }))
    }

    fn create_comment(&self, _: StrTendril) -> NodeId {
        self.create(Kind::Other)
    }

    fn create_pi(&self, _: StrTendril, _: StrTendril) -> NodeId {
        self.create(Kind::Other)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.place(child, *parent, NONE);
    }

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        let parent = self.dom.borrow().nodes[*sibling as usize].parent;
        if parent != NONE {
            self.place(child, parent, *sibling);
        }
    }

    fn append_based_on_parent_node(&self, element: &NodeId, prev: &NodeId, child: NodeOrText<NodeId>) {
        let parent = self.dom.borrow().nodes[*element as usize].parent;
        if parent == NONE {
            self.place(child, *prev, NONE);
        } else {
            self.place(child, parent, *element);
        }
    }

    fn append_doctype_to_document(&self, _: StrTendril, _: StrTendril, _: StrTendril) {}

    fn get_template_contents(&self, _: &NodeId) -> NodeId {
        self.create(Kind::Root)
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attrs: Vec<Attribute>) {
        if let Kind::Element(element) = &mut self.dom.borrow_mut().nodes[*target as usize].kind {
            // A page has two such elements, html and body; more attributes than this are an attack.
            for attr in attrs {
                if element.attrs.len() < 256 && !element.attrs.iter().any(|known| known.name == attr.name) {
                    element.attrs.push(attr);
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.dom.borrow_mut().detach(*target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        let mut dom = self.dom.borrow_mut();
        while let Some(child) = some(dom.nodes[*node as usize].first) {
            dom.detach(child);
            dom.insert(child, *new_parent, NONE);
        }
    }
}

/// Whether an element belongs to HTML, not to a drawing or a formula.
pub fn is_html(element: &Element) -> bool {
    element.name.ns == ns!(html)
}
