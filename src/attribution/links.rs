//! From a noun phrase to the links of a chain: whose paper it is, who has seen it, who brought it out.
//!
//! "documents seen by Reuters" is outlet → document; "data compiled by Tradelens" is organisation → dataset;
//! "a Bloomberg report" is the outlet itself.

use super::phrase::{self, Phrase};
use super::scene::Scene;
use super::source::{self, Trust};
use super::words;
use crate::lexicon::cues::NounKind;
use crate::model::{Source, SourceKind, TokenId, Upos};

/// The links a phrase stands for, outermost first.
pub fn read(scene: &Scene, phrase: &Phrase, trust: Trust) -> Option<Vec<Source>> {
    let inner = source::read(scene, phrase, trust)?;
    let record = matches!(inner.kind, SourceKind::Dataset | SourceKind::Document);
    if !record {
        return Some(vec![inner]);
    }
    let Some(outer) = owner(scene, phrase) else { return Some(vec![inner]) };
    if (outer.kind == SourceKind::Outlet && is_news(scene, phrase)) || is_word_of_mouth(scene, phrase) {
        return Some(vec![outer]);
    }
    Some(vec![outer, narrowed(scene, phrase, inner)])
}

/// The record's own words, without those of its owner.
fn narrowed(scene: &Scene, phrase: &Phrase, mut inner: Source) -> Source {
    if let Some(by) = provenance(scene, phrase) {
        let span = scene.span(phrase.words.start..by.0);
        if !span.is_empty() {
            inner.span = Some(span);
            inner.name = span.of(scene.text()).to_owned();
        }
    } else if possessor(scene, phrase).is_some()
        && let Some(mark) = (phrase.words.start..phrase.head).rev().find(|&t| scene.is(t, &["'s", "'"]))
    {
        let span = scene.span(mark + 1..phrase.words.end);
        inner.span = Some(span);
        inner.name = span.of(scene.text()).to_owned();
    }
    inner
}

/// "information from the ministry" is the ministry's word and no paper.
fn is_word_of_mouth(scene: &Scene, phrase: &Phrase) -> bool {
    scene.is(phrase.head, &["information", "intelligence", "details"])
        && !(phrase.head + 1..phrase.words.end)
            .any(|t| scene.is(t, &["seen", "reviewed", "obtained", "viewed", "examined"]))
}

/// Reports that are an outlet's own reporting.
fn is_news(scene: &Scene, phrase: &Phrase) -> bool {
    scene.is(
        phrase.head,
        &[
            "report",
            "reports",
            "article",
            "articles",
            "story",
            "investigation",
            "interview",
            "analysis",
            "review",
            "blog",
            "news",
            "coverage",
            "reporting",
            "material",
        ],
    )
}

/// Whose a record is: a name before it ("Bloomberg data", "Chainwatch's report") or behind it.
fn owner(scene: &Scene, phrase: &Phrase) -> Option<Source> {
    if let Some((_, body)) = provenance(scene, phrase)
        && let Some(mut source) = source::read(scene, &body, Trust::Known)
        && is_body(&source)
    {
        // A name that no table knows: newspapers see papers, other bodies gather figures.
        let marks = |words: &[&str]| (phrase.head + 1..body.words.start).any(|t| scene.is(t, words));
        let seen = marks(&["seen", "reviewed", "obtained", "viewed", "examined"]);
        let gathered = marks(&["compiled", "collected", "gathered", "tracked", "provided", "cited"]);
        let unknown = scene.party(body.head).is_none() || source.kind == SourceKind::Person;
        if unknown && source.kind == SourceKind::Person {
            source.kind = SourceKind::Organisation;
        }
        if unknown
            && matches!(source.kind, SourceKind::Person | SourceKind::Organisation)
            && (seen || gathered)
        {
            source.kind = if seen { SourceKind::Outlet } else { SourceKind::Organisation };
        }
        return Some(source);
    }
    if let Some(body) = possessor(scene, phrase) {
        return Some(body);
    }
    let named = (phrase.words.start..phrase.head).rev().find(|&t| scene.party(t).is_some())?;
    let single = Phrase { words: named..named + 1, head: named };
    source::read(scene, &single, Trust::Known).filter(is_body)
}

/// "the institute's latest study": the body that a common noun names before the mark.
fn possessor(scene: &Scene, phrase: &Phrase) -> Option<Source> {
    let mark = (phrase.words.start + 1..phrase.head).rev().find(|&t| scene.is(t, &["'s", "'"]))?;
    let body = Phrase { words: phrase.words.start..mark, head: mark - 1 };
    let bodies =
        [NounKind::Government, NounKind::Organisation, NounKind::Outlet, NounKind::Company, NounKind::Group];
    let common = scene.party(body.head).is_none()
        && source::noun_kind(scene, &body).is_some_and(|(kind, _)| bodies.contains(&kind));
    common.then(|| source::read(scene, &body, Trust::Known)).flatten().filter(is_body)
}

fn is_body(source: &Source) -> bool {
    matches!(
        source.kind,
        SourceKind::Outlet
            | SourceKind::Government
            | SourceKind::Company
            | SourceKind::Organisation
            | SourceKind::Person
            | SourceKind::Group
            | SourceKind::Anonymous
    )
}

/// Where "seen by X", "from X", "by X" begins behind a record, and X.
fn provenance(scene: &Scene, phrase: &Phrase) -> Option<(TokenId, Phrase)> {
    let after = phrase.head + 1..phrase.words.end;
    let at = after.clone().find(|&t| {
        scene.is(t, &["by"]) || (scene.is(t, &["from", "at", "of", "in"]) && t == phrase.head + 1)
    })?;
    // “a report in the Times” is the paper's; "a report of the ministry" the ministry's; "data in May" nobody's.
    let loose = scene.is(at, &["of", "in"]);
    let body = phrase::starting_at(scene, at + 1, phrase.words.end)?;
    let participle = (phrase.head + 1..at).find(|&t| scene.is_verb(t));
    let capital = scene.document.word(body.head).starts_with(char::is_uppercase);
    let proper = (capital || scene.tag(body.head) == Upos::Propn)
        && scene.party(body.head).is_none()
        && scene.country(body.head).is_none()
        && !words::is_time_word(scene.lower(body.head));
    let name = proper && !loose && (participle.is_some() || scene.is(at, &["from", "by"]));
    if loose && !brought_out(scene, at, &body) {
        return None;
    }
    // "a study by researchers at the university"
    let written = scene.is(at, &["by"])
        && participle.is_none()
        && matches!(source::noun_kind(scene, &body), Some((NounKind::Person | NounKind::Group, _)));
    let known = name
        || written
        || scene.party(body.head).is_some()
        || matches!(
            source::noun_kind(scene, &body),
            Some((NounKind::Government | NounKind::Organisation | NounKind::Outlet | NounKind::Company, _))
        );
    known.then_some((participle.unwrap_or(at), body))
}

/// Whether a paper "in" an outlet or "of" an authority is theirs.
fn brought_out(scene: &Scene, tie: TokenId, body: &Phrase) -> bool {
    let kind = source::read(scene, body, Trust::Known).map(|s| s.kind);
    match scene.lower(tie) {
        "in" => kind == Some(SourceKind::Outlet),
        _ => kind == Some(SourceKind::Government) && scene.country(body.head).is_none(),
    }
}

/// The phrases of a coordination, split where their kinds may differ ("leaked invoices and two people").
pub fn coordinated(scene: &Scene, first: &Phrase, ceiling: TokenId, trust: Trust) -> Vec<Phrase> {
    let mut all = vec![first.clone()];
    let mut end = first.words.end;
    // "an analysis of contracts, filings and interviews": the list is what it is of.
    let of_list = scene.is(first.head, &["analysis", "examination", "review", "comparison", "study"])
        && scene.is(first.head + 1, &["of"]);
    while all.len() < 5 {
        let comma = scene.is(end, &[","]);
        let link = end + usize::from(comma);
        let as_well = scene.is(link, &["as"]) && scene.is(link + 1, &["well"]) && scene.is(link + 2, &["as"]);
        let and = as_well || scene.is(link, &["and", "or", "&"]);
        let next = link + usize::from(and) + 2 * usize::from(as_well);
        if !comma && !and {
            break;
        }
        let Some(phrase) = phrase::starting_at(scene, next, ceiling) else { break };
        let lists_on = and || scene.is(phrase.words.end, &[",", "and"]);
        let clause = scene.is_finite(phrase.words.end);
        if !lists_on || clause || words::is_time_word(scene.lower(phrase.head)) {
            break;
        }
        if source::read(scene, &phrase, trust).is_none() {
            break;
        }
        end = phrase.words.end;
        all.push(phrase);
    }
    // "X, and Y": two that a comma parts are no list, but a clause that goes on.
    if all.len() == 2 && scene.is(all[0].words.end, &[","]) {
        all.truncate(1);
    }
    // A list without its last "and" is an aside that only looks like one.
    if all.len() > 1 && !(all[0].words.end..end).any(|t| scene.is(t, &["and", "or", "&"])) {
        all.truncate(1);
    }
    if of_list && all.len() > 1 {
        all = vec![Phrase { words: first.words.start..end, head: first.head }];
    }
    all
}
