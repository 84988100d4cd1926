//! Who "he", "Rosentreter", "the official" and "the company" are: the source meant, named earlier.

use super::draft::Draft;
use super::scene::Scene;
use super::topics::{self, Topic};
use crate::lexicon::cues::NounKind;
use crate::model::{PartyKind, Source, SourceKind, Span, What};

/// How many paragraphs back a speaker may have been named.
const REACH: usize = 4;

/// How many sources back anybody remembers; it keeps a long page linear.
const MEMORY: usize = 100;

/// A source already met.
struct Met {
    source: Source,
    /// The paper in which somebody said it, who is the speaker.
    paper: bool,
    block: usize,
    start: u32,
}

/// Resolves every link of every draft, in order of the text.
pub fn resolve(scene: &Scene, drafts: &mut [Draft]) {
    let mut met: Vec<Met> = Vec::new();
    for draft in drafts.iter_mut() {
        let block = draft.block;
        let mut speaker = false;
        for link in &mut draft.attribution.chain {
            let Some(span) = link.span else { continue };
            if let Some(kind) = topics::spokesperson_kind(scene, link, span) {
                link.kind = kind;
            }
            if let Some(found) = antecedent(scene, &met, link, span, block) {
                link.resolved_from = found.span.filter(|s| *s != span);
                link.kind = found.kind;
                link.anonymous = found.anonymous;
                link.name = found.name;
            } else if let Some(first) = topics::unnamed_before(scene, link, span) {
                link.resolved_from = Some(first);
                link.kind = SourceKind::Anonymous;
                link.anonymous = true;
            }
            if !is_pronoun(span.of(scene.text())) || link.resolved_from.is_some() {
                let mut source = link.clone();
                source.span = link.resolved_from.or(link.span);
                let paper = speaker && matches!(link.kind, SourceKind::Document | SourceKind::Dataset);
                speaker = !matches!(link.kind, SourceKind::Outlet);
                met.push(Met { source, paper, block, start: span.start });
            }
        }
    }
}

fn is_pronoun(words: &str) -> bool {
    ["he", "she", "it", "they", "him", "her", "them", "his", "its", "their"]
        .iter()
        .any(|p| words.eq_ignore_ascii_case(p))
}

fn antecedent(scene: &Scene, met: &[Met], link: &Source, span: Span, block: usize) -> Option<Source> {
    let words = span.of(scene.text()).to_lowercase();
    let recent = met.iter().rev().take_while(|m| m.block + REACH >= block).take(MEMORY);
    let near: Vec<&Met> = recent.filter(|m| m.start < span.start).collect();
    match words.as_str() {
        "he" | "she" | "him" | "her" | "his" => {
            let spoke = person_before(scene, &near, span, block);
            later(spoke, topics::before(scene, span, Topic::Person))
        }
        "it" | "its" => {
            let fits = |m: &&&Met| is_body(m.source.kind) && !m.paper && m.block + 1 >= block;
            let spoke = near.iter().find(fits).map(|m| m.source.clone());
            let topic = topics::before(scene, span, Topic::Body);
            // "the bank said in a report. It added": who speaks in a paper goes on, and not the paper.
            let wrote = spoke.as_ref().is_some_and(|s| {
                let papers = [SourceKind::Document, SourceKind::Dataset];
                let paper = near.iter().find(|m| m.paper).and_then(|m| m.source.span);
                let topic = topic.as_ref().and_then(|t| t.span);
                !papers.contains(&s.kind) && paper.zip(topic).is_some_and(|(a, b)| a.overlaps(b))
            });
            if wrote { spoke } else { later(spoke, topic) }
        }
        "they" if follows_there(scene, span) => topics::before(scene, span, Topic::Body),
        "they" | "them" | "their" => {
            let plural = |m: &&&Met| {
                m.block + 1 >= block
                    && (matches!(m.source.kind, SourceKind::Group | SourceKind::Anonymous)
                        || topics::is_plural(scene, &m.source))
            };
            let spoke = near.iter().find(plural).map(|m| m.source.clone());
            later(spoke, topics::before(scene, span, Topic::Several))
        }
        _ if ["the ", "this ", "that ", "these ", "those "].iter().any(|d| words.starts_with(d)) => {
            described(scene, &near, met, link, &words, span)
        }
        _ => full_name(scene, met, link, span),
    }
}

/// "The ministry objects. There they believe that": the body spoken of.
fn follows_there(scene: &Scene, span: Span) -> bool {
    let token = scene.document.tokens_in(span).start;
    token > 0 && scene.is(token - 1, &["there", "here"]) && scene.sentence(token).start + 1 == token
}

/// Of somebody who spoke and what a sentence was about, the one named later.
fn later(spoke: Option<Source>, topic: Option<Source>) -> Option<Source> {
    match (spoke, topic) {
        (Some(spoke), Some(topic)) => {
            Some(if topic.span.map(|s| s.start) > spoke.span.map(|s| s.start) { topic } else { spoke })
        }
        (spoke, topic) => spoke.or(topic),
    }
}

fn is_body(kind: SourceKind) -> bool {
    !matches!(kind, SourceKind::Person | SourceKind::Group | SourceKind::Anonymous | SourceKind::Publisher)
}

/// The last person who spoke, unless another person is the subject of the sentence just before.
fn person_before(scene: &Scene, near: &[&Met], span: Span, block: usize) -> Option<Source> {
    let spoke = near.iter().find(|m| {
        matches!(m.source.kind, SourceKind::Person | SourceKind::Anonymous) && m.block + 2 >= block
            || (m.source.title.is_some() && m.block + 1 >= block)
    });
    let named = named_before(scene, span, block);
    match (spoke, named) {
        (Some(spoke), Some(named))
            if named.1 > spoke.start && spoke.block != block && named.0.name != spoke.source.name =>
        {
            Some(named.0)
        }
        (Some(spoke), _) => Some(spoke.source.clone()),
        (None, named) => named.map(|n| n.0),
    }
}

/// The person named last before a place, in the same or the previous paragraph, as a sentence's subject.
fn named_before(scene: &Scene, span: Span, block: usize) -> Option<(Source, u32)> {
    let upto = scene.mentions.partition_point(|m| m.span.start < span.start);
    let found = scene.mentions[..upto].iter().rev().take(24).find(|m| {
        let What::Party(party) = &m.what else { return false };
        let token = scene.document.tokens_in(m.span).start;
        let place = scene.block_of(token);
        party.kind == PartyKind::Person
            && place + 1 >= block
            && scene.quote_at(token).is_none()
            && is_topic(scene, m.span)
    })?;
    let What::Party(party) = &found.what else { return None };
    Some((
        Source {
            kind: SourceKind::Person,
            name: party.name.clone(),
            span: Some(found.span),
            title: party.title,
            affiliation: party.affiliation,
            cue: None,
            mode: crate::model::Mode::Indirect,
            anonymous: false,
            resolved_from: None,
        },
        found.span.start,
    ))
}

/// Whether a name is what its sentence is about: its subject, or its first words.
fn is_topic(scene: &Scene, span: Span) -> bool {
    let tokens = scene.document.tokens_in(span);
    let subject = tokens.clone().any(|t| scene.analysed(t) && scene.document.rel(t).is_subject());
    let sentence = scene.sentence(tokens.start);
    subject || tokens.start < sentence.start + 6
}

/// "the official", "the ministry", "the company": the last source that the words fit.
fn described(
    scene: &Scene,
    near: &[&Met],
    met: &[Met],
    link: &Source,
    words: &str,
    span: Span,
) -> Option<Source> {
    let head = words.rsplit(' ').next()?;
    let bare: Vec<&str> = words.split(' ').skip(1).collect();
    // "the TSMC spokesperson" speaks for whom it names.
    let owned = link.affiliation.is_some_and(|a| a.of(scene.text()).starts_with(char::is_uppercase));
    if owned && is_body(link.kind) {
        return None;
    }
    // A description of its own ("the ministry of commerce", "the Dutch company") is resolved only by its name.
    if bare.len() > 3 {
        return None;
    }
    // "the Guardian", "the Journal": a name of its own stands for itself.
    let proper =
        span.of(scene.text()).split(' ').next_back().is_some_and(|w| w.starts_with(char::is_uppercase));
    if proper && link.kind == SourceKind::Outlet {
        return full_name(scene, met, link, span);
    }
    let singular = head.strip_suffix('s').unwrap_or(head);
    let fits = |m: &&Met| {
        let said = m.source.span.map_or(String::new(), |s| s.of(scene.text()).to_lowercase());
        let title = m.source.title.map_or(String::new(), |s| s.of(scene.text()).to_lowercase());
        let in_words = has_word(&said, singular) || has_word(&title, singular);
        let by_kind = bare.len() == 1 && generic(scene, head, &m.source);
        (in_words || by_kind)
            && said != words
            && bare.iter().rev().skip(1).all(|w| has_word(&said, w) || by_kind)
    };
    let same_number = |m: &&Met| {
        let said = m.source.span.map_or("", |s| s.of(scene.text())).to_lowercase();
        head != "official" || !said.contains("officials")
    };
    let found =
        near.iter().copied().filter(|m| fits(m) && same_number(m)).find(|m| compatible(link, &m.source));
    let found = found.or_else(|| {
        let first = met
            .iter()
            .rev()
            .take(MEMORY)
            .find(|m| m.start < span.start && is_body(m.source.kind) && fits(m))?;
        compatible(link, &first.source).then_some(first)
    });
    let found = found.map(|m| m.source.clone()).or_else(|| by_name(scene, link, head, span));
    // "Ukraine's military intelligence has shown the parts, the agency said": what the sentence is about.
    let vague = bare.len() == 1 && matches!(head, "agency" | "office" | "service" | "department" | "body");
    let found = found.or_else(|| topics::before(scene, span, Topic::Body).filter(|_| vague));
    found.or_else(|| topics::longer_name(scene, link, span).filter(|_| bare.len() == 1))
}

fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|w| w == word || w.strip_suffix('s') == Some(word))
}

/// Nouns that stand for any source of their kind.
fn generic(scene: &Scene, head: &str, source: &Source) -> bool {
    match scene.cues.noun(head).map(|n| n.0) {
        Some(NounKind::Company) => source.kind == SourceKind::Company && source.title.is_none(),
        Some(NounKind::Outlet) => source.kind == SourceKind::Outlet,
        Some(NounKind::Group) if head == "people" => source.kind == SourceKind::Anonymous,
        Some(NounKind::Anonymous) => source.kind == SourceKind::Anonymous,
        Some(NounKind::Organisation) => source.kind == SourceKind::Organisation,
        Some(NounKind::Document) => {
            source.kind == SourceKind::Document && matches!(head, "report" | "document" | "documents")
        }
        Some(NounKind::Spokesperson) => source.title.is_some() && is_body(source.kind),
        Some(NounKind::Person) if head == "person" || head == "man" || head == "woman" => {
            source.kind == SourceKind::Anonymous
        }
        _ => false,
    }
}

fn compatible(link: &Source, other: &Source) -> bool {
    let person = |k: SourceKind| matches!(k, SourceKind::Person | SourceKind::Anonymous | SourceKind::Group);
    link.kind == other.kind
        || (person(link.kind) && person(other.kind))
        || (is_body(link.kind) && is_body(other.kind) && link.kind != SourceKind::Document)
}

/// "the ministry" after "the Ministry of Commerce", "the company" after a firm that has not spoken yet.
fn by_name(scene: &Scene, link: &Source, head: &str, span: Span) -> Option<Source> {
    let wanted = match link.kind {
        SourceKind::Company => PartyKind::Company,
        SourceKind::Government => PartyKind::Agency,
        SourceKind::Outlet => PartyKind::Outlet,
        SourceKind::Organisation => PartyKind::Organisation,
        _ => return None,
    };
    // "the agency" may be an authority or a newswire.
    let any_agency = head == "agency" && link.kind == SourceKind::Organisation;
    let upto = scene.mentions.partition_point(|m| m.span.start < span.start);
    let found = scene.mentions[..upto].iter().rev().take(60).find(|m| {
        let What::Party(party) = &m.what else { return false };
        let any_of_kind = matches!(wanted, PartyKind::Company | PartyKind::Outlet);
        if any_agency {
            return matches!(party.kind, PartyKind::Agency | PartyKind::Outlet);
        }
        party.kind == wanted && (any_of_kind || party.name.to_lowercase().contains(head))
    })?;
    let What::Party(party) = &found.what else { return None };
    let mut source = link.clone();
    source.name.clone_from(&party.name);
    source.span = Some(found.span);
    if any_agency {
        let outlet = party.kind == PartyKind::Outlet;
        source.kind = if outlet { SourceKind::Outlet } else { SourceKind::Government };
    }
    Some(source)
}

/// A surname or short name: where the full one stands.
fn full_name(scene: &Scene, met: &[Met], link: &Source, span: Span) -> Option<Source> {
    let words = span.of(scene.text());
    if link.name != words {
        let first = scene.mentions.iter().take(2000).find(|m| {
            matches!(&m.what, What::Party(p) if p.name == link.name)
                && m.span.start < span.start
                && m.span.of(scene.text()) != words
        })?;
        let mut source = link.clone();
        source.span = Some(first.span);
        return Some(source);
    }
    if link.kind != SourceKind::Person || words.contains(' ') {
        return None;
    }
    let longer = met.iter().take(MEMORY).find(|m| {
        m.source.kind == SourceKind::Person
            && m.source.name.len() > words.len()
            && m.source.name.split(' ').next_back() == Some(words)
    })?;
    Some(longer.source.clone())
}
