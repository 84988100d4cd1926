//! "This was reported by X", "It was reported by X that …": on whose word the sentence before, or the clause behind, is.

use super::anchor::{Anchor, Place};
use super::links;
use super::occasion;
use super::phrase;
use super::scene::Scene;
use super::source::Trust;
use crate::model::{BlockKind, TokenId};
use std::ops::Range;

/// Passive verbs by which a text hands on what others say.
const VERBS: &[&str] = &[
    "reported",
    "stated",
    "announced",
    "said",
    "confirmed",
    "written",
    "noted",
    "disclosed",
    "mentioned",
    "revealed",
    "evidenced",
    "indicated",
];

/// What may stand between "this" and the verb.
const BETWEEN: &[&str] =
    &["is", "was", "has", "had", "been", "being", "also", "first", "earlier", "later", "information"];

/// Whether a sentence says no more than on whose word the one before it is.
pub fn opens(scene: &Scene, zone: &Range<TokenId>) -> bool {
    let verb = (zone.start + 1..zone.end.min(zone.start + 8)).find(|&t| scene.is(t, VERBS));
    verb.is_some_and(|verb| {
        scene.is(zone.start, &["this", "that", "it"])
            && (zone.start + 1..verb).all(|t| scene.is(t, BETWEEN))
            && (zone.start + 1..verb).any(|t| scene.is(t, &["is", "was", "been"]))
            && scene.is(verb + 1, &["by", "in", "on", "with"])
    })
}

/// The anchor that a passive verb with an agent or a paper makes.
pub fn anchor(scene: &Scene, verb: TokenId) -> Option<Anchor> {
    if !scene.is(verb, VERBS) || !scene.is(verb + 1, &["by", "in", "on"]) || scene.quote_at(verb).is_some() {
        return None;
    }
    let zone = scene.sentence(verb);
    let opens = scene.is(zone.start, &["this", "that", "it"])
        && verb > zone.start + 1
        && (zone.start + 1..verb).all(|t| scene.is(t, BETWEEN))
        && (zone.start + 1..verb).any(|t| scene.is(t, &["is", "was", "been"]));
    if !opens {
        return None;
    }
    let mut speaker = phrase::starting_at(scene, verb + 2, zone.end)?;
    // "by Yonhap with reference to a broker": whom the source cites is read apart.
    let cites = (speaker.head + 1..speaker.words.end).find(|&t| occasion::citing_at(scene, t).is_some());
    speaker.words.end = cites.unwrap_or(speaker.words.end);
    links::read(scene, &speaker, Trust::Known)?;
    let end = speaker.words.end;
    let place = if scene.is(end, &["that"]) {
        Place::After(end + 1)
    } else {
        Place::Exactly(sentence_before(scene, verb)?)
    };
    Some(Anchor::spoken(verb..verb + 1, speaker, zone.start..end, place, "attribution/relayed"))
}

/// "Source: Reuters, citing two officials", a paragraph of its own: on whose word the paragraph before is.
pub fn credited(scene: &Scene, colon: TokenId) -> Option<Anchor> {
    const SHORT: usize = 40;
    let zone = scene.sentence(colon);
    let label = scene.is(colon, &[":"]) && colon == zone.start + 1;
    if !(label && scene.is(zone.start, &["source", "sources"])) || zone.len() > SHORT {
        return None;
    }
    let block = scene.block_of(colon);
    let here = scene.document.article.blocks.get(block)?;
    let opens = here.kind == BlockKind::Paragraph && here.span.start == scene.span(zone.start..colon).start;
    let before = scene.document.article.blocks.get(block.checked_sub(1)?)?;
    let speaker = phrase::starting_at(scene, colon + 1, zone.end)?;
    links::read(scene, &speaker, Trust::Known)?;
    let told = scene.document.tokens_in(before.span);
    let (cue, end) = (zone.start..colon + 1, speaker.words.end);
    (opens && before.kind == BlockKind::Paragraph && !told.is_empty())
        .then(|| Anchor::spoken(cue, speaker, zone.start..end, Place::Exactly(told), "attribution/credited"))
}

/// The sentence before, in the same paragraph or at the end of the one before.
fn sentence_before(scene: &Scene, token: TokenId) -> Option<Range<TokenId>> {
    let id = scene.document.sentence_of(token)?;
    let (here, before) =
        (scene.document.sentences.get(id)?, scene.document.sentences.get(id.checked_sub(1)?)?);
    let paragraph =
        scene.document.article.blocks.get(before.block).is_some_and(|b| b.kind == BlockKind::Paragraph);
    (paragraph && before.block + 1 >= here.block).then(|| before.tokens.clone())
}
