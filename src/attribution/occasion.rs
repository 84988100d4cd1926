//! Where and through whom something was said: the paper, the outlet, the occasion, and whom the speaker cites.

use super::frames::Behind;
use super::phrase::{self, Phrase};
use super::scene::Scene;
use super::source::{self, Trust};
use crate::model::{SourceKind, TokenId};

/// Whom an attribution cites starts behind these words: "citing", "referring to", "on the basis of".
pub fn citing_at(scene: &Scene, at: TokenId) -> Option<TokenId> {
    const CUES: &[&[&str]] = &[
        &["citing"],
        &["which", "cited"],
        &["which", "cites"],
        &["which", "quoted"],
        &["quoting"],
        &["referring", "to"],
        &["basing", "on"],
        &["relying", "on"],
        &["based", "on"],
        &["with", "reference", "to"],
        &["with", "a", "reference", "to"],
        &["on", "the", "basis", "of"],
    ];
    let cue = CUES.iter().find(|cue| cue.iter().enumerate().all(|(i, word)| scene.is(at + i, &[word])))?;
    Some(at + cue.len())
}

/// The phrases after "citing".
pub fn cited(scene: &Scene, from: TokenId, ceiling: TokenId) -> Vec<Phrase> {
    let Some(first) = phrase::starting_at(scene, from, ceiling) else { return Vec::new() };
    super::links::coordinated(scene, &first, ceiling, Trust::Known)
        .into_iter()
        .filter(|p| {
            !scene.cues.not_source(scene.lower(p.head)) && source::read(scene, p, Trust::Known).is_some()
        })
        .collect()
}

/// Keeps the paper and the outlet that a phrase behind the verb names.
pub fn note_record(
    scene: &Scene,
    word: &str,
    object: &Phrase,
    kind: Option<SourceKind>,
    behind: &mut Behind,
) {
    let interview = is_conversation(scene, object);
    // "wrote in its news" names no paper but its own.
    if matches!(word, "in" | "via" | "through" | "on" | "by")
        && !scene.is(object.head, &["news", "coverage", "reporting"])
        && !is_own_site(scene, object)
        && kind == Some(SourceKind::Document)
        && !interview
    {
        behind.within.get_or_insert_with(|| object.clone());
    }
    let heard = match kind {
        Some(SourceKind::Outlet) if is_own_site(scene, object) => None,
        Some(SourceKind::Outlet)
            if matches!(word, "to" | "with" | "on" | "via" | "through" | "by" | "in") =>
        {
            Some(object.clone())
        }
        _ => outlet_behind(scene, object),
    };
    behind.through.extend(heard);
}

/// "on its website", "on his Telegram channel": a place of one's own, and no paper or outlet.
fn is_own_site(scene: &Scene, object: &Phrase) -> bool {
    const SITES: &[&str] = &["website", "site", "webpage", "page", "account", "channel", "blog", "feed"];
    let own = object.words.clone().any(|t| scene.is(t, &["its", "his", "her", "their", "'s", "official"]));
    scene.is(object.head, SITES) && own
}

/// An outlet inside a phrase: "an interview with Reuters", "a statement carried by TASS".
fn outlet_behind(scene: &Scene, object: &Phrase) -> Option<Phrase> {
    // "a Bloomberg interview"
    let owner = (object.words.start..object.head).rev().find(|&t| scene.party(t).is_some());
    if let Some(owner) = owner.filter(|_| is_conversation(scene, object)) {
        let outlet = Phrase { words: object.words.start..owner + 1, head: owner };
        let read = source::read(scene, &outlet, Trust::Known).filter(|s| s.kind == SourceKind::Outlet);
        if read.is_some() {
            return Some(outlet);
        }
    }
    let carrier = (object.head + 1..object.words.end).find(|&t| {
        scene.is(t, &["with", "by", "to", "on", "in"]) && scene.party(t + 1).or(scene.party(t + 2)).is_some()
    })?;
    let outlet = phrase::starting_at(scene, carrier + 1, object.words.end)?;
    source::read(scene, &outlet, Trust::Known).filter(|s| s.kind == SourceKind::Outlet).map(|_| outlet)
}

fn is_conversation(scene: &Scene, object: &Phrase) -> bool {
    scene.is(
        object.head,
        &["interview", "interviews", "briefing", "testimony", "presentation", "evidence", "call"],
    ) || scene.is(object.words.start, &["order"])
}

/// Occasions on which things are said.
pub fn is_occasion(scene: &Scene, object: &Phrase) -> bool {
    scene.is(
        object.head,
        &[
            "interview",
            "conference",
            "briefing",
            "hearing",
            "speech",
            "call",
            "remarks",
            "address",
            "television",
            "tv",
            "twitter",
            "x",
            "telegram",
            "facebook",
            "weibo",
            "truth",
            "social",
            "sidelines",
            "summit",
            "meeting",
            "event",
            "rally",
            "debate",
            "session",
            "comments",
            "video",
            "podcast",
            "reporters",
            "condition",
            "behalf",
            "response",
            "court",
            "parliament",
            "congress",
            "testimony",
            "floor",
            "radio",
            "channel",
            "forum",
        ],
    )
}
