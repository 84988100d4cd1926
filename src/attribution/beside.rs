//! What is told of the saying before the verb: papers, outlets and those cited, at the head of a sentence or in an aside.

use super::frames::Behind;
use super::names;
use super::occasion::{cited, citing_at, note_record};
use super::phrase;
use super::phrase::Phrase;
use super::scene::Scene;
use super::source::{self, Trust};
use super::words;
use crate::model::{SourceKind, TokenId};
use std::ops::Range;

/// "In a letter to X, …", "In an interview with Y, …" at the head of a sentence, before the speaker.
pub fn read_leading(scene: &Scene, zone: &Range<TokenId>, speaker: TokenId, behind: &mut Behind) {
    let first = zone.start;
    let from = speaker.saturating_sub(3).max(first);
    let comma = (from..speaker).rev().find(|&t| scene.is(t, &[","]));
    let speaking = scene.is(first, &["speaking", "talking"]) && scene.is(first + 1, &["to", "with", "on"]);
    let leads = speaking || scene.is(first, &["in", "on", "through", "via"]);
    let Some(comma) = comma.filter(|_| leads) else { return };
    let first = first + usize::from(speaking);
    let Some(object) = phrase::starting_at(scene, first + 1, comma) else { return };
    let between = object.words.end..comma;
    let finite = |t: TokenId| scene.is_finite(t) && !words::is_closing_participle(scene, t);
    if between.len() > 6 || between.into_iter().any(finite) {
        return;
    }
    let kind = source::read(scene, &object, Trust::Known).map(|s| s.kind);
    if kind == Some(SourceKind::Document) || speaking && kind == Some(SourceKind::Outlet) {
        note_record(scene, scene.lower(first), &object, kind, behind);
    }
}

/// "Analysts at the bank, in a note to clients, reckoned", "The Times, with reference to two officials, wrote": the
/// paper and those cited, in an aside between the speaker and the verb.
pub fn read_beside(scene: &Scene, beside: Range<TokenId>, behind: &mut Behind) {
    let Some(comma) = beside.clone().find(|&t| scene.is(t, &[","])) else { return };
    if let Some(start) = citing_at(scene, comma + 1).filter(|_| behind.citing.is_empty()) {
        behind.citing = cited(scene, start, beside.end);
    }
    // "an official, speaking to Army Radio, said"
    if scene.is(comma + 1, &["speaking", "talking"])
        && scene.is(comma + 2, &["to", "on", "with"])
        && let Some(heard) = phrase::starting_at(scene, comma + 3, beside.end)
    {
        let outlet = source::read(scene, &heard, Trust::Known).is_some_and(|s| s.kind == SourceKind::Outlet);
        behind.through.extend((outlet || is_told_outlet(scene, &heard)).then_some(heard));
    }
    if behind.within.is_none()
        && scene.is(comma + 1, &["in", "on", "through", "via"])
        && let Some(object) = phrase::starting_at(scene, comma + 2, beside.end)
    {
        let kind = source::read(scene, &object, Trust::Known).map(|s| s.kind);
        note_record(scene, scene.lower(comma + 1), &object, kind, behind);
    }
}

/// "Steppe Files, a Russian-language news site, …": a name that the text has told to be an outlet's.
fn is_introduced(scene: &Scene, heard: &Phrase) -> bool {
    const REACH: usize = 2000;
    let capital = |t: TokenId| scene.document.word(t).starts_with(char::is_uppercase);
    let name = heard.words.start + usize::from(scene.is(heard.words.start, &["the"]))..heard.head + 1;
    if name.is_empty() || !name.clone().all(capital) || scene.party(heard.head).is_some() {
        return false;
    }
    let same = |from: TokenId| name.clone().zip(from..).all(|(a, b)| scene.lower(a) == scene.lower(b));
    let before = name.start.saturating_sub(REACH)..name.start.saturating_sub(name.len());
    before.into_iter().any(|t| same(t) && names::is_outlet_beside(scene, t..t + name.len()))
}

/// "told 24.kg", "told Radio Azattyk": a name of which nothing else is known, and which looks like an outlet's.
pub fn is_told_outlet(scene: &Scene, heard: &Phrase) -> bool {
    const FRONTS: &[&str] = &["radio", "tv", "kanal", "canal", "agence", "agency", "telewizja", "deutsche"];
    let first = heard.words.start + usize::from(scene.is(heard.words.start, &["the"]));
    let site = |t: TokenId| {
        let word = scene.document.word(t);
        word.split_once('.').is_some_and(|(name, end)| !name.is_empty() && (2..=4).contains(&end.len()))
            && word.ends_with(|c: char| c.is_ascii_lowercase())
    };
    let capital = scene.document.word(heard.head).starts_with(char::is_uppercase);
    const NOUNS: &[&str] = &[
        "agency",
        "newspaper",
        "magazine",
        "website",
        "portal",
        "broadcaster",
        "station",
        "channel",
        "daily",
    ];
    let named = heard.head > first && scene.document.word(heard.head - 1).starts_with(char::is_uppercase);
    let called = scene.is(heard.head, NOUNS) && named && scene.country(heard.head - 1).is_none();
    called
        || site(heard.head)
        || is_introduced(scene, heard)
        || capital && heard.head > first && scene.is(first, FRONTS)
}
