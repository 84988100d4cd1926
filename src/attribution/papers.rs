//! "The paper", "the agency": an outlet where one has been named, and else a document or an authority.

use super::phrase::Phrase;
use super::scene::Scene;
use crate::model::{PartyKind, TokenId, What};

/// "the paper" behind the name of an outlet, with no other paper in between.
pub fn is_newspaper(scene: &Scene, phrase: &Phrase) -> bool {
    const REACH: usize = 300;
    let head = phrase.head;
    let the = phrase.words.end == head + 1 && head.checked_sub(1) == Some(phrase.words.start);
    if !(the && scene.is(head, &["paper"]) && scene.is(head - 1, &["the"])) {
        return false;
    }
    let outlet = |t: TokenId| {
        scene
            .party(t)
            .is_some_and(|m| matches!(&m.what, What::Party(party) if party.kind == PartyKind::Outlet))
    };
    let last = (head.saturating_sub(REACH)..head - 1)
        .rev()
        .find(|&t| outlet(t) || scene.is(t, &["paper", "papers", "newspaper"]) && !scene.is(t - 1, &["the"]));
    last.is_some_and(|t| outlet(t) || scene.is(t, &["newspaper"]))
}

/// "reports say", "according to media reports": what newspapers write, and no paper of anybody's own.
pub fn is_coverage(scene: &Scene, phrase: &Phrase) -> bool {
    const WHOSE: &[&str] = &[
        "media",
        "news",
        "press",
        "local",
        "foreign",
        "earlier",
        "recent",
        "several",
        "some",
        "unconfirmed",
        "previous",
        "other",
        "multiple",
    ];
    let bare = phrase.words.end == phrase.head + 1 && scene.is(phrase.head, &["reports"]);
    bare && (phrase.words.start..phrase.head).all(|t| scene.is(t, WHOSE) || scene.country(t).is_some())
}

/// "told the agency" behind the name of an outlet.
pub fn is_newswire(scene: &Scene, phrase: &Phrase) -> bool {
    const REACH: usize = 200;
    let head = phrase.head;
    let the = phrase.words.len() == 2 && scene.is(phrase.words.start, &["the"]);
    let outlet = |t: TokenId| {
        scene.party(t).is_some_and(|m| {
            matches!(&m.what, What::Party(party)
                if matches!(party.kind, PartyKind::Outlet | PartyKind::Agency))
        })
    };
    let last = (head.saturating_sub(REACH)..head).rev().find(|&t| outlet(t));
    the && scene.is(head, &["agency"])
        && last
            .and_then(|t| scene.party(t))
            .is_some_and(|m| matches!(&m.what, What::Party(party) if party.kind == PartyKind::Outlet))
}
