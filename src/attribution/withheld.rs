//! Whether the name of a source is withheld: by its article, by its number, by what is told of it.

use super::phrase::Phrase;
use super::scene::Scene;
use super::source::noun_kind;
use crate::lexicon::cues::NounKind;
use crate::model::{SourceKind, Upos};

pub fn begins_with_number(scene: &Scene, phrase: &Phrase) -> bool {
    phrase.words.clone().take(2).any(|t| {
        scene.tag(t) == Upos::Num
            || scene.is(t, &["two", "three", "four", "five", "six", "several", "multiple"])
    })
}

/// A person or group by role is anonymous where one of them is meant and not named.
pub fn withheld_kind(scene: &Scene, phrase: &Phrase, kind: SourceKind) -> (SourceKind, bool) {
    let first = scene.lower(phrase.words.start);
    let one = kind == SourceKind::Person && matches!(first, "a" | "an" | "one" | "another");
    let some = kind == SourceKind::Group
        && begins_with_number(scene, phrase)
        && matches!(
            noun_kind(scene, phrase),
            Some((NounKind::Person | NounKind::Group | NounKind::Company, _))
        )
        && is_of_people(scene, phrase);
    if one || some || is_withheld(scene, phrase) { (SourceKind::Anonymous, true) } else { (kind, false) }
}

/// "two officials" are people whose names are withheld; "eleven member states" are not.
fn is_of_people(scene: &Scene, phrase: &Phrase) -> bool {
    // "the two sides", "three capitals" speak in public.
    let powers = ["sides", "capitals", "governments", "armies", "parliaments", "ministries", "delegations"];
    let plural = scene.cues.noun(scene.lower(phrase.head)).is_some_and(|(_, plural)| plural);
    plural && !scene.is(phrase.head, &powers)
        || scene.is(phrase.head, &["people", "officials", "diplomats", "executives", "experts", "analysts"])
}

/// Whether the phrase, or the aside or clause right after it, says that the name is withheld.
pub fn is_withheld(scene: &Scene, phrase: &Phrase) -> bool {
    let sentence = scene.sentence(phrase.head);
    let words = scene.span(phrase.words.clone());
    if scene.cues.withholds(words.of(scene.text())) {
        return true;
    }
    // "…, the officials told Bloomberg, speaking on condition of anonymity."
    let common = scene.tag(phrase.head) == Upos::Noun;
    let speaking = (phrase.words.end..sentence.end.min(phrase.words.end + 12)).find(|&t| {
        scene.is(t, &["speaking", "requesting", "insisting"]) && scene.is(t.wrapping_sub(1), &[","])
    });
    if let Some(speaking) = speaking.filter(|_| common && scene.quote_at(phrase.head).is_none()) {
        let end = sentence.end.min(speaking + 8);
        if scene.cues.withholds(scene.span(speaking..end).of(scene.text())) {
            return true;
        }
    }
    let next = phrase.words.end;
    let aside = scene.is(next, &["who", ","]) || scene.is(next, &["speaking"]);
    let end = sentence.end.min(next + 25);
    let close = (next + 1..end).find(|&t| scene.is(t, &[",", "\u{2014}"])).unwrap_or(end);
    let relative =
        scene.is(next, &["who", "speaking"]) || scene.is(next + 1, &["who", "speaking", "on", "requesting"]);
    aside && relative && next < close && scene.cues.withholds(scene.span(next..close).of(scene.text()))
}
