//! A page opened once: its meta elements, its description of itself, and the marked places in its body.

use super::clean;
use super::dom::{Dom, NodeId};
use super::jsonld::{self, Described};

/// What a page states about itself, before any of it is believed.
pub struct Page<'d> {
    pub dom: &'d Dom,
    pub described: Described,
    metas: Vec<(String, String)>,
    pub canonical: Option<String>,
    pub lang: Option<String>,
    /// The `<title>`.
    pub window_title: Option<String>,
    pub first_headings: Vec<(NodeId, String)>,
}

impl<'d> Page<'d> {
    pub fn open(dom: &'d Dom) -> Page<'d> {
        let mut page = Page {
            dom,
            described: jsonld::read(dom),
            metas: Vec::new(),
            canonical: None,
            lang: None,
            window_title: None,
            first_headings: Vec::new(),
        };
        for id in dom.subtree(Dom::ROOT) {
            match dom.name(id) {
                "html" => {
                    page.lang = dom.attr(id, "lang").or_else(|| dom.attr(id, "xml:lang")).map(str::to_owned)
                }
                "meta" => page.note_meta(id),
                "link" if dom.attr(id, "rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                    page.canonical = page.canonical.or_else(|| dom.attr(id, "href").map(str::to_owned));
                }
                "title"
                    if page.window_title.is_none()
                        && dom.parent(id).is_some_and(|p| dom.name(p) == "head") =>
                {
                    page.window_title = Some(clean::line(&dom.text(id))).filter(|t| !t.is_empty());
                }
                "h1" => {
                    let words = clean::line(&dom.text(id));
                    if !words.is_empty() {
                        page.first_headings.push((id, words));
                    }
                }
                _ => {}
            }
        }
        page
    }

    fn note_meta(&mut self, id: NodeId) {
        let name =
            ["property", "name", "itemprop", "http-equiv"].iter().find_map(|attr| self.dom.attr(id, attr));
        if let (Some(name), Some(content)) = (name, self.dom.attr(id, "content")) {
            let content = clean::line(&jsonld::unescape(content));
            if !content.is_empty() {
                self.metas.push((name.trim().to_ascii_lowercase(), content));
            }
        }
    }

    /// The content of the first meta element of one of these names, in the order of the names.
    pub fn meta(&self, names: &[&'static str]) -> Option<(&'static str, &str)> {
        names.iter().find_map(|name| {
            let found = self.metas.iter().find(|(known, _)| known == name)?;
            Some((*name, found.1.as_str()))
        })
    }

    /// The contents of every meta element of a name.
    pub fn metas(&self, name: &str) -> impl Iterator<Item = &str> {
        self.metas.iter().filter(move |(known, _)| known == name).map(|(_, content)| content.as_str())
    }
}
