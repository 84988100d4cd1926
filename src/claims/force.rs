//! What a clause forbids or obliges: a negation and a verb of permission, or a modal verb, make a control of words
//! that alone are none ("may not be shipped", "will no longer let ASML sell", "must apply for a licence").

use super::carrier::Carrier;
use super::scene::Scene;
use crate::lexicon::claims::Force;
use crate::model::{Document, Rel, TokenId};

/// Whether the words around a trigger have the force that a frame asks for.
pub fn has(scene: &Scene, force: Force, token: TokenId, carrier: Option<Carrier>) -> bool {
    match force {
        Force::Forbidden => forbids(scene, token),
        Force::Obliged => obliges(scene, token, carrier),
        Force::Free => !forbids(scene, token),
    }
}

/// Whether a verb lets somebody do something.
pub fn lets(scene: &Scene, verb: TokenId) -> bool {
    scene.lexicon.claims.lets(scene.document.lemma(verb))
}

/// Whether a verb is said not to be allowed.
fn forbids(scene: &Scene, verb: TokenId) -> bool {
    let document = scene.document;
    // "It is an offence to import or buy".
    let first = document.first_conjunct(verb);
    let criminal = document.head(first).is_some_and(|governor| {
        matches!(document.lemma(governor), "crime" | "illegal" | "offence" | "offense" | "unlawful")
            && document.copula(governor).is_some()
    });
    if criminal && document.child(first, Rel::Mark).is_some() {
        return true;
    }
    let no_longer = is_no_longer(document, verb);
    let negated = no_longer || document.negation(verb).is_some();
    if !negated {
        return false;
    }
    if lets(scene, verb) {
        return true;
    }
    let modal =
        document.children_by(verb, &[Rel::Aux]).map(|t| document.word(t).to_lowercase()).find(|word| {
            matches!(word.as_str(), "may" | "must" | "can" | "cannot" | "ca" | "shall" | "could" | "might")
        });
    match (modal.as_deref(), document.is_passive(verb)) {
        (Some("must" | "shall"), _) => true,
        (Some("may" | "can" | "cannot" | "ca"), true) => true,
        // What one cannot sell may be hard to sell; what one can no longer sell, somebody forbids.
        (Some("may" | "can" | "could"), _) => no_longer,
        _ => false,
    }
}

/// "no longer", however the arcs hang it.
fn is_no_longer(document: &Document, verb: TokenId) -> bool {
    let from = verb.saturating_sub(6);
    (from..verb).any(|t| {
        document.word(t).eq_ignore_ascii_case("no")
            && document.word(t + 1).eq_ignore_ascii_case("longer")
            && document.sentence_of(t) == document.sentence_of(verb)
            && (document.is_under(t + 1, verb) || document.is_under(t, verb))
    })
}

/// Whether a permission is one that somebody must have.
fn obliges(scene: &Scene, noun: TokenId, carrier: Option<Carrier>) -> bool {
    let (document, known) = (scene.document, &scene.lexicon.claims);
    let Some(carrier) = carrier else { return false };
    let lemma = document.lemma(carrier.verb);
    if matches!(lemma, "need" | "require" | "demand" | "necessitate" | "subject")
        || is_mandatory(document, carrier.verb)
    {
        return true;
    }
    if !known.gets(lemma) {
        return false;
    }
    let must = document.children_by(carrier.verb, &[Rel::Aux]).any(|t| {
        matches!(document.lemma(t), "must" | "shall") || document.word(t).eq_ignore_ascii_case("need")
    });
    let governed = document.head(carrier.verb).is_some_and(|governor| {
        let below = matches!(document.rel(carrier.verb), Rel::Xcomp | Rel::Ccomp | Rel::Advcl);
        let to = document.children_by(carrier.verb, &[Rel::Mark]).any(|t| document.lemma(t) == "to");
        below && (to || document.rel(carrier.verb) == Rel::Ccomp) && known.obliges(document.lemma(governor))
    });
    noun != carrier.verb && (must || governed)
}

/// "A licence is mandatory".
fn is_mandatory(document: &Document, predicate: TokenId) -> bool {
    document.copula(predicate).is_some()
        && matches!(document.lemma(predicate), "compulsory" | "mandatory" | "necessary" | "obligatory")
}
