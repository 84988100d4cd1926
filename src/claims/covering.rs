//! Which triggers are part of another's claim: the exports that a ban is on, the licence that an easing lifts.

use super::scene::Scene;
use super::trigger::{Trigger, permits};
use crate::lexicon::claims::{Force, Frame, TriggerPos};
use crate::model::{ClaimType, Document, Rel, TokenId};

/// The trigger whose claim this one is part of: a trade noun or verb below a control, an easing, a licence.
pub fn covering<'t>(
    scene: &Scene,
    triggers: &'t [Trigger],
    inner: &Trigger,
    frame_of: impl Fn(&Trigger) -> Option<&'t Frame>,
) -> Option<&'t Trigger> {
    let inner_frame = frame_of(inner)?;
    let mut path = scene.document.head_path(inner.token).skip(1);
    let mut child = inner.token;
    let mut crossed = 0;
    path.find_map(|token| {
        // "a licence that covers exports to Japan".
        let bears = scene.document.rel(child) == Rel::AclRelcl
            && scene.lexicon.claims.bears(scene.document.lemma(child));
        let rel = if bears || permits(scene, child) { Rel::Acl } else { scene.document.rel(child) };
        let beside = rel == Rel::Advcl && is_of_another_time(scene.document, child);
        // "must obtain approval before exporting" is what the approval is for.
        let due =
            scene.document.children_by(child, &[Rel::Mark]).any(|t| scene.document.lemma(t) == "before");
        let from = child;
        child = token;
        // A verb that only carries a noun trigger stands for it: "revoked the licence to sell".
        let carried = |t: &&Trigger| t.carrier.is_some_and(|c| c.verb == token && t.token != inner.token);
        let outer = triggers.iter().find(carried).or_else(|| triggers.iter().find(|t| t.token == token));
        let obliged = outer
            .and_then(|t| t.frames.first())
            .and_then(|index| scene.lexicon.claims.frames.get(*index))
            .is_some_and(|frame| frame.force == Some(Force::Obliged));
        let beside = beside && !(due && obliged);
        // A clause with a subject of its own asserts for itself; so does what stands beside or is the subject.
        if crossed > 0
            || matches!(rel, Rel::Ccomp | Rel::Parataxis | Rel::AclRelcl | Rel::Csubj)
            || is_verb_conjunct(scene, rel, inner)
            || beside
            || is_occasion(scene.document, token)
            || is_ground(scene.document, from)
        {
            crossed += 1;
            return None;
        }
        let outer = outer?;
        let frame = frame_of(outer)?;
        let covers = frame.covers && covered_kind(frame.kind, inner_frame);
        // "was arrested on charges of".
        let same_case = frame.kind == ClaimType::Prosecution
            && inner_frame.kind == frame.kind
            && (outer.pos, inner.pos) == (TriggerPos::Verb, TriggerPos::Noun);
        // "fined for breaching sanctions": why, not another assertion.
        let reason = matches!(
            frame.kind,
            ClaimType::Penalty | ClaimType::Prosecution | ClaimType::Investigation | ClaimType::Listing
        ) && inner_frame.kind == ClaimType::Statement;
        ((covers || same_case || reason) && outer.token != inner.token).then_some(outer)
    })
}

/// "in retaliation for US restrictions": what follows is why, and another's.
fn is_occasion(document: &Document, noun: TokenId) -> bool {
    matches!(
        document.lemma(noun),
        "answer" | "exchange" | "protest" | "reaction" | "response" | "retaliation" | "return" | "wake"
    )
}

/// "threatened a tariff over its curbs on magnets": the curbs are why.
fn is_ground(document: &Document, nominal: TokenId) -> bool {
    let governs = document.head(nominal).is_some_and(|head| {
        matches!(document.lemma(head), "control" | "controls" | "curb" | "grip" | "restriction" | "rule")
    });
    match document.preposition(nominal).as_deref() {
        // "controls over exports".
        Some("over") => !governs,
        Some("despite" | "because of" | "due to" | "amid" | "after") => true,
        _ => false,
    }
}

/// "while continuing to supply", "by shipping chips": a clause that tells of something beside what governs it.
fn is_of_another_time(document: &Document, clause: TokenId) -> bool {
    document.children_by(clause, &[Rel::Mark, Rel::Advmod, Rel::Case]).any(|t| {
        matches!(
            document.lemma(t),
            "after" | "although" | "as" | "because" | "before" | "by" | "since" | "though" | "when" | "while"
        )
    })
}

fn is_verb_conjunct(scene: &Scene, rel: Rel, inner: &Trigger) -> bool {
    rel == Rel::Conj && inner.pos == TriggerPos::Verb && scene.document.is_predicate(inner.token)
}

/// An easing covers the control that it lifts too; a control covers the licence that it asks for.
fn covered_kind(outer: ClaimType, inner: &Frame) -> bool {
    inner.is_trade()
        || match outer {
            ClaimType::Easing => {
                matches!(inner.kind, ClaimType::Restriction | ClaimType::Licence | ClaimType::Listing)
            }
            // "restrict its ability to make chips".
            ClaimType::Restriction => matches!(
                inner.kind,
                ClaimType::Licence | ClaimType::Restriction | ClaimType::Production | ClaimType::Use
            ),
            ClaimType::Listing => matches!(inner.kind, ClaimType::Listing | ClaimType::Restriction),
            ClaimType::Licence => matches!(inner.kind, ClaimType::Restriction),
            ClaimType::Statement => {
                matches!(inner.kind, ClaimType::Licence | ClaimType::Listing | ClaimType::Restriction)
            }
            _ => false,
        }
}
