//! Several who speak together: "Mark Hollis and Ruth Adeyemi said", "said Hollis, of the council, and Adeyemi", "Germany,
//! France and the Netherlands said".
//!
//! People are told from bodies: either speak with their like. Countries are one source, named by the whole list.

use super::before;
use super::links;
use super::phrase::{self, Phrase};
use super::scene::Scene;
use super::source::{self, Trust};
use crate::model::{SourceKind, TokenId, Upos};
use std::ops::Range;

/// Nobody lists more.
const MOST: usize = 8;

/// Those who speak before a verb, first to last; the chosen one alone where it is not one of several.
pub fn before(scene: &Scene, chosen: Phrase, verb: TokenId, zone: &Range<TokenId>) -> Vec<Phrase> {
    let mut end = verb;
    while end > zone.start && before::is_verbal_filler(scene, end - 1) {
        end -= 1;
    }
    if super::before::titled(scene, chosen.head, zone.start).is_some() {
        return vec![chosen];
    }
    let Some(all) = listed(scene, end, zone.start).filter(|all| opens(scene, all, zone.start)) else {
        return vec![chosen];
    };
    let held = all.iter().any(|member| member.words.contains(&chosen.head));
    if held { united(scene, all).unwrap_or_else(|| vec![chosen]) } else { vec![chosen] }
}

/// Those who stand behind a verb: "said Warren and Moolenaar in a letter".
pub fn behind(scene: &Scene, chosen: Phrase, zone: &Range<TokenId>) -> Vec<Phrase> {
    let all = links::coordinated(scene, &chosen, zone.end, Trust::Known);
    let end = all.last().map_or(chosen.words.end, |last| last.words.end);
    let closes = end >= zone.end
        || scene.is_punct(end)
        || scene.tag(end) == Upos::Adp
        || super::words::is_time_word(scene.lower(end));
    if all.len() < 2 || !closes {
        return vec![chosen];
    }
    united(scene, all).unwrap_or_else(|| vec![chosen])
}

/// The members of a list that ends at a token, if it has an "and".
fn listed(scene: &Scene, end: TokenId, floor: TokenId) -> Option<Vec<Phrase>> {
    let last = member(scene, end, floor)?;
    let and = last.words.start.checked_sub(1).filter(|&t| t > floor && scene.is(t, &["and"]))?;
    let mut all = vec![last];
    let mut at = and;
    // The comma before "and" closes an aside, or is one of the list's.
    let mut next = member(scene, at, floor).or_else(|| {
        at -= usize::from(scene.is(at - 1, &[","]));
        member(scene, at, floor)
    });
    while let Some(found) = next.filter(|_| all.len() < MOST) {
        let comma = found.words.start.checked_sub(1).filter(|&t| t > floor && scene.is(t, &[","]));
        all.push(found);
        next = comma.and_then(|t| member(scene, t, floor));
    }
    all.reverse();
    (all.len() > 1).then_some(all)
}

/// The named source that ends at a token, or before an aside that ends there.
fn member(scene: &Scene, end: TokenId, floor: TokenId) -> Option<Phrase> {
    let last = end.checked_sub(1).filter(|&t| t >= floor)?;
    if scene.is(last, &[","]) {
        // "his German counterpart, Lena Vogt,": the aside is the name.
        if let Some(found) = named_at(scene, last, floor).filter(|p| p.words.contains(&(p.head - 1)))
            && (found.words.start..found.head).any(|t| scene.is(t, &[","]))
        {
            return Some(found);
        }
        let open = before::before_aside(scene, last, floor)?;
        if scene.is(open + 1, &["and", "or"]) {
            return None;
        }
        return named_at(scene, open, floor);
    }
    named_at(scene, end, floor)
}

/// A name that ends at a token, with its title in front; "X of Y" is X.
fn named_at(scene: &Scene, end: TokenId, floor: TokenId) -> Option<Phrase> {
    let last = end.checked_sub(1).filter(|&t| t >= floor && scene.tag(t).is_nominal())?;
    let found = phrase::around(scene, last, floor);
    if found.words.end != end {
        return None;
    }
    let tie = found.words.start.checked_sub(1).filter(|&t| t > floor);
    if let Some(tie) = tie.filter(|&t| scene.is(t, &["of", "from", "at", "for"]))
        && is_named(scene, tie - 1)
        && !scene.document.tokens_in(scene.party(tie - 1)?.span).contains(&last)
    {
        let outer = phrase::around(scene, tie - 1, floor);
        return Some(Phrase { words: outer.words.start..end, head: outer.head });
    }
    // "his German counterpart, Lena Vogt": the name behind a role.
    let role = found.words.start.checked_sub(1).filter(|&t| t > floor + 1 && scene.is(t, &[","]));
    let beside = role.and_then(|comma| {
        let role = phrase::around(scene, comma - 1, floor);
        let named = phrase::named_beside(scene, role.clone(), end + 1, floor);
        (named.head == found.head && named.head != role.head).then_some(named)
    });
    Some(beside.unwrap_or(found)).filter(|p| is_named(scene, p.head))
}

fn is_named(scene: &Scene, token: TokenId) -> bool {
    let capital = scene.document.word(token).starts_with(char::is_uppercase);
    scene.party(token).is_some() || scene.country(token).is_some() || capital && scene.is_noun(token)
}

/// Whether nothing stands before a list that makes it part of something else.
fn opens(scene: &Scene, all: &[Phrase], floor: TokenId) -> bool {
    let Some(start) = all.first().map(|p| p.words.start) else { return false };
    const OPENERS: &[&str] =
        &[",", ";", ":", "that", "but", "while", "as", "and", "because", "\u{2014}", "\u{2013}"];
    start == floor
        || scene.is(start - 1, OPENERS)
        || super::anchor::is_opening_mark(scene, start - 1)
        || super::anchor::is_closing_mark(scene, start - 1)
}

/// The members as sources of one class; countries become one phrase.
fn united(scene: &Scene, all: Vec<Phrase>) -> Option<Vec<Phrase>> {
    let mut kinds = Vec::with_capacity(all.len());
    for member in &all {
        kinds.push(source::read(scene, member, Trust::Known)?.kind);
    }
    let country = |p: &Phrase| scene.country(p.head).is_some() && scene.party(p.head).is_none();
    if let (Some(first), Some(last)) = (all.first(), all.last())
        && all.iter().all(country)
    {
        return Some(vec![Phrase { words: first.words.start..last.words.end, head: last.head }]);
    }
    let person = |kind: &SourceKind| *kind == SourceKind::Person;
    let body = |kind: &SourceKind| {
        matches!(
            kind,
            SourceKind::Government | SourceKind::Company | SourceKind::Organisation | SourceKind::Outlet
        )
    };
    let named = all.iter().all(|p| is_named(scene, p.head));
    (named && (kinds.iter().all(person) || kinds.iter().all(body))).then_some(all)
}
