//! Attributions: who says what, and on whose word, as a chain.

use super::{mention::RuleName, span::Span};

closed_list! {
    SourceKind {
        Publisher = "publisher", Outlet = "outlet", Dataset = "dataset", Document = "document",
        Government = "government", Company = "company", Organisation = "organisation", Person = "person",
        Group = "group", Anonymous = "anonymous",
    }
}

closed_list! {
    /// How the words are given: within quotation marks, retold, or both.
    Mode {
        Direct = "direct", Indirect = "indirect", Mixed = "mixed",
    }
}

/// One link of a chain.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    pub kind: SourceKind,
    /// Full name where known ("Cole Rosentreter" for "Rosentreter"), else the words themselves.
    pub name: String,
    /// Where the source is named; `None` only for the publisher.
    pub span: Option<Span>,
    pub title: Option<Span>,
    pub affiliation: Option<Span>,
    /// The word or phrase that attributes ("according to", "said").
    pub cue: Option<Span>,
    pub mode: Mode,
    /// A name is withheld; the wording is the words at `span`.
    pub anonymous: bool,
    /// Where the full name stands, if this link is a pronoun, a surname or a definite description.
    pub resolved_from: Option<Span>,
}

/// A stretch of the article said by somebody. Chains run outermost first, without the publisher.
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    pub chain: Vec<Source>,
    /// What is said: one stretch, or two where the cue stands inside it.
    pub content: Vec<Span>,
    /// Whether the source denies the content ("denied that …").
    pub denies: bool,
    pub by: RuleName,
}

impl Attribution {
    /// One line for people: the chain with its cues, then the content.
    pub fn show(&self, text: &str) -> String {
        let links: Vec<String> = self
            .chain
            .iter()
            .map(|s| {
                let quoted = |name: &str, span: Option<Span>| {
                    span.map(|s| format!(" {name}=“{}”", s.of(text))).unwrap_or_default()
                };
                format!(
                    "{} “{}”{}{}{}{}",
                    s.kind.as_str(),
                    s.name,
                    quoted("title", s.title),
                    quoted("of", s.affiliation),
                    quoted("cue", s.cue),
                    if s.anonymous { " anonymous" } else { "" }
                )
            })
            .collect();
        let content: Vec<&str> = self.content.iter().map(|s| s.of(text)).collect();
        let mode = self.chain.last().map_or("", |s| s.mode.as_str());
        let denies = if self.denies { " denies" } else { "" };
        format!("said {} | {mode}{denies} | “{}”", links.join(" → "), content.join("” + “"))
    }
}
