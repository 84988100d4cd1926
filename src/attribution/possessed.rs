//! What stands on somebody's word by a possessive: "by the ministry's reckoning", "in her view", "as the bank put it".

use super::anchor::{Anchor, Place, is_opening_mark, zone_around};
use super::links;
use super::phrase::{self, Phrase};
use super::phrases::place_of;
use super::scene::Scene;
use super::source::{self, Trust};
use super::words;
use crate::lexicon::cues::NounKind;
use crate::model::{TokenId, Upos};
use std::ops::Range;

/// No name between "by" and "reckoning" has more words.
const LONGEST: usize = 9;

/// The anchor that "by", "on", "in" or "as" opens.
pub fn anchor(scene: &Scene, token: TokenId) -> Option<Anchor> {
    let zone = zone_around(scene, token);
    let (speaker, block, cue) = match scene.lower(token) {
        "by" | "on" | "in" | "to" => reckoned(scene, token, &zone)?,
        "as" => put(scene, token, &zone)?,
        _ => return None,
    };
    links::read(scene, &speaker, Trust::Speaker)?;
    let next = block.end + usize::from(scene.is(block.end, &[",", ":"]));
    let place =
        if is_opening_mark(scene, next) { Place::After(next) } else { place_of(scene, &block, &zone) };
    Some(Anchor::spoken(cue, speaker, block, place, "attribution/possessed"))
}

type Found = (Phrase, Range<TokenId>, Range<TokenId>);

/// "by the ministry's reckoning", "on his own figures", "in the bank's view".
fn reckoned(scene: &Scene, token: TokenId, zone: &Range<TokenId>) -> Option<Found> {
    let limit = zone.end.min(token + 1 + LONGEST);
    let mark = (token + 1..limit).find(|&t| is_mark(scene, t))?;
    let mut noun = mark + 1;
    while noun < limit
        && (scene.tag(noun) == Upos::Adj || scene.is(noun, &["own", "latest", "first", "last"]))
        && !scene.cues.reckoning(scene.lower(noun))
    {
        noun += 1;
    }
    const VIEWS: &[&str] =
        &["view", "opinion", "words", "estimation", "judgment", "judgement", "telling", "eyes", "assessment"];
    let word = scene.lower(noun);
    let fits = match scene.lower(token) {
        "in" => VIEWS.contains(&word),
        "to" => word == "mind",
        _ => scene.cues.reckoning(word),
    };
    // "by its data centres", "on the bank's data platform": the noun goes on.
    if noun >= limit || !fits || scene.is_noun(noun + 1) || scene.is(noun + 1, &["of", "-"]) {
        return None;
    }
    let pronoun = !scene.is(mark, &["'s", "'"]);
    let record =
        matches!(source::noun_kind_at(scene, noun, noun), Some((NounKind::Dataset | NounKind::Document, _)))
            && !pronoun;
    let speaker = if pronoun {
        if mark != token + 1 || scene.is(mark, &["my", "our", "your"]) {
            return None;
        }
        Phrase { words: mark..mark + 1, head: mark }
    } else if record {
        Phrase { words: token + 1..noun + 1, head: noun }
    } else {
        let head = mark.checked_sub(1).filter(|&t| t > token && scene.is_noun(t))?;
        Phrase { words: token + 1..mark, head }
    };
    let read = source::read(scene, &speaker, Trust::Known)?;
    let speaks = !words::is_time_word(scene.lower(speaker.head)) && !read.name.is_empty();
    speaks.then_some((speaker, token..noun + 1, token..token + 1))
}

fn is_mark(scene: &Scene, token: TokenId) -> bool {
    scene.is(token, &["'s", "'", "his", "her", "their", "its"])
}

/// "as the finance ministry put it", "as she puts it".
fn put(scene: &Scene, token: TokenId, zone: &Range<TokenId>) -> Option<Found> {
    let limit = zone.end.min(token + 2 + LONGEST);
    let verb =
        (token + 2..limit).find(|&t| scene.is(t, &["put", "puts"]) && scene.is(t + 1, &["it", "things"]))?;
    let speaker = phrase::starting_at(scene, token + 1, verb).filter(|p| p.words.end + 2 > verb)?;
    let mut end = verb + 2;
    if scene.is(end, &["at", "to", "in", "on", "last"]) {
        let time = phrase::starting_at(scene, end + 1, zone.end);
        end = time
            .filter(|p| scene.is(p.head, &["time", "reporters"]) || words::is_time_word(scene.lower(p.head)))
            .map_or(end, |p| p.words.end);
    }
    Some((speaker, token..end, verb..verb + 1))
}
