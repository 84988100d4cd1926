//! What the sentences before a pronoun are about: a speaker who has not spoken yet ("A broker was blunter. “…,” she said").

use super::names;
use super::phrase::{self, Phrase};
use super::scene::Scene;
use super::source::{self, Trust};
use super::words;
use crate::lexicon::cues::NounKind;
use crate::model::{Source, SourceKind, Span, TokenId, Upos};
use std::ops::Range;

/// What a pronoun may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// "he", "she"
    Person,
    /// "it"
    Body,
    /// "they"
    Several,
}

/// How many words back a longer name is looked for.
const REACH: usize = 600;

/// The subject of the pronoun's own sentence or of the one before that fits it.
pub fn before(scene: &Scene, span: Span, wanted: Topic) -> Option<Source> {
    let token = scene.document.tokens_in(span).start;
    let own = scene.sentence(token);
    let block = scene.block_of(token);
    // "The bank, it said, had reason to know": who is spoken of is not who speaks.
    let inserted = scene.is(token.wrapping_sub(1), &[","])
        && phrase::starting_at(scene, own.start, token).is_some_and(|p| p.words.end + 1 == token);
    if wanted != Topic::Several
        && !inserted
        && own.start < token
        && let Some(found) = topic(scene, own.start..token).filter(|s| fits(scene, s, wanted))
    {
        return Some(found);
    }
    let mut end = own.start;
    // A quotation may stand between the sentence that names the speaker and the pronoun.
    for _ in 0..3 {
        let sentence = scene.sentence(end.checked_sub(1)?);
        if scene.block_of(sentence.start) + 1 < block {
            return None;
        }
        end = sentence.start;
        if scene.quote_at(sentence.start + 1).is_some()
            && scene.quote_at(sentence.end.saturating_sub(2)).is_some()
        {
            continue;
        }
        // "It points to a message. It also notes": the same one goes on.
        if scene.is(sentence.start, &[scene.lower(token)]) {
            continue;
        }
        let found = topic(scene, sentence.clone()).filter(|s| fits(scene, s, wanted));
        return found.or_else(|| paper_in(scene, sentence).filter(|_| wanted == Topic::Body));
    }
    None
}

/// What a stretch is about: its first noun phrase, behind an adjunct before a comma.
fn topic(scene: &Scene, tokens: Range<TokenId>) -> Option<Source> {
    let mut start = super::content::after_dateline(scene, &tokens);
    if scene.tag(start) == Upos::Adp {
        start = (start..tokens.end.min(start + 14)).find(|&t| scene.is(t, &[","]))? + 1;
        // "In the opinion of Margus Rebane, a sanctions lawyer, the law has holes": not the aside.
        let aside = scene.is(start, &["a", "an"]).then(|| phrase::starting_at(scene, start, tokens.end));
        if let Some(aside) = aside.flatten().filter(|p| scene.is(p.words.end, &[","])) {
            start = aside.words.end + 1;
        }
    }
    // "Last week the Treasury listed a firm it said …"
    let timed = |t: TokenId| words::is_time_word(scene.lower(t)) || scene.is(t, &["last", "this", "earlier"]);
    while start < tokens.end && (matches!(scene.tag(start), Upos::Cconj | Upos::Adv) || timed(start)) {
        start += 1;
    }
    start += usize::from(scene.is(start, &[","]));
    let phrase = phrase::starting_at(scene, start, tokens.end)?;
    if scene.tag(phrase.head) == Upos::Pron || phrase.words.end >= tokens.end {
        return None;
    }
    source::read(scene, &phrase, Trust::Known)
}

/// "Prosecutors unsealed an indictment. It says …": the paper that a sentence names.
fn paper_in(scene: &Scene, sentence: Range<TokenId>) -> Option<Source> {
    let head = sentence.clone().find(|&t| {
        let noun = source::noun_kind_at(scene, t, sentence.start);
        scene.tag(t) == Upos::Noun && matches!(noun, Some((NounKind::Document, false)))
    })?;
    source::read(scene, &Phrase { words: head..head + 1, head }, Trust::Known)
}

fn fits(scene: &Scene, source: &Source, wanted: Topic) -> bool {
    use SourceKind::{Anonymous, Group, Person};
    let plural = is_plural(scene, source);
    match wanted {
        Topic::Person => matches!(source.kind, Person | Anonymous) && !plural,
        Topic::Body => !matches!(source.kind, Person | Anonymous | Group) && !plural,
        Topic::Several => plural && !matches!(source.kind, SourceKind::Dataset | SourceKind::Document),
    }
}

/// Whether a source is named by a plural ("prosecutors").
pub fn is_plural(scene: &Scene, source: &Source) -> bool {
    let Some(span) = source.span else { return false };
    let tokens = scene.document.tokens_in(span);
    let first = tokens.start;
    if words::is_number_word(scene, first) && !scene.is(first, &["one"]) {
        return true;
    }
    let Some(phrase) = phrase::starting_at(scene, first, tokens.end) else { return false };
    let noun = scene.tag(phrase.head) == Upos::Noun || phrase.words.len() == 1;
    noun && source::noun_kind(scene, &phrase).is_some_and(|(_, plural)| plural)
}

/// Of which body a spokesperson is who is named without one: of the sentence's topic, or of the one before.
pub fn spokesperson_kind(scene: &Scene, link: &Source, span: Span) -> Option<SourceKind> {
    link.title.filter(|_| link.kind == SourceKind::Organisation && link.affiliation.is_none())?;
    let token = scene.document.tokens_in(span).start;
    let words = span.of(scene.text()).to_lowercase();
    if words.starts_with("the ") {
        let spoke = (token.saturating_sub(REACH)..token).rev().find_map(|t| {
            let noun = source::noun_kind_at(scene, t, t)?.0;
            let phrase = (noun == NounKind::Spokesperson)
                .then(|| phrase::around(scene, t, scene.sentence(t).start))?;
            source::read(scene, &phrase, Trust::Known).filter(|s| s.affiliation.is_some())
        });
        if let Some(spoke) = spoke {
            return Some(spoke.kind);
        }
    }
    // "the president would sign, but his spokeswoman said": an office is a government's.
    if words.starts_with("his ") || words.starts_with("her ") {
        const OFFICES: &[&str] =
            &["president", "minister", "premier", "chancellor", "governor", "mayor", "commissioner", "king"];
        let near = (token.saturating_sub(60)..token).rev();
        let office = near.into_iter().any(|t| scene.is(t, OFFICES));
        return office.then_some(SourceKind::Government);
    }
    let mut end = token;
    for _ in 0..3 {
        let sentence = scene.sentence(end.checked_sub(1)?);
        let tokens = sentence.start..end.min(sentence.end);
        end = sentence.start;
        if let Some(found) = topic(scene, tokens).filter(|s| fits(scene, s, Topic::Body)) {
            let body = !matches!(found.kind, SourceKind::Document | SourceKind::Dataset | SourceKind::Outlet);
            return body.then_some(found.kind);
        }
    }
    None
}

/// "the bank" after "the central bank", "the chamber" after "the criminal chamber": the longer name says the kind.
pub fn longer_name(scene: &Scene, link: &Source, span: Span) -> Option<Source> {
    let tokens = scene.document.tokens_in(span);
    let head = tokens.end.checked_sub(1)?;
    let word = scene.lower(head);
    let bare = scene.cues.noun(word)?.0;
    let found = (head.saturating_sub(REACH)..tokens.start).rev().find(|&t| {
        scene.is(t, &[word])
            && source::noun_kind_at(scene, t, t.saturating_sub(3)).is_some_and(|(kind, _)| kind != bare)
    })?;
    let floor = found.saturating_sub(3);
    let phrase = Phrase { words: floor..found + 1, head: found };
    let longer = source::read(scene, &phrase, Trust::Known)?;
    let mut source = link.clone();
    source.kind = longer.kind;
    source.span = Some(span);
    Some(source)
}

/// "the merchant" after "a merchant who deals in both": one whose name the text never gives.
pub fn unnamed_before(scene: &Scene, link: &Source, span: Span) -> Option<Span> {
    let tokens = scene.document.tokens_in(span);
    let head = tokens.end.checked_sub(1)?;
    let bare = tokens.len() == 2 && scene.is(tokens.start, &["the"]) && link.kind == SourceKind::Person;
    let role = matches!(scene.cues.noun(scene.lower(head)), Some((NounKind::Person, false)));
    if !bare || !role || names::is_office(scene, head) {
        return None;
    }
    let word = scene.lower(head);
    let first = (head.saturating_sub(REACH)..tokens.start)
        .rev()
        .find(|&t| scene.is(t, &[word]) && scene.is_noun(t))?;
    let phrase = phrase::around(scene, first, scene.sentence(first).start);
    scene
        .is(phrase.words.start, &["a", "an", "one", "another"])
        .then(|| scene.span(phrase.words.start..first + 1))
}
