//! Uses of a trigger word that assert nothing: idioms, what is only feared, forestalled or yet to come.

use super::scene::Scene;
use super::trigger::permits;
use crate::lexicon::claims::TriggerPos;
use crate::model::{Document, Rel, TokenId, Upos};

/// Whether a trigger word asserts nothing where it stands; `frames` are those that it may be read by.
pub fn is_silent(scene: &Scene, token: TokenId, pos: TriggerPos, frames: &[usize]) -> bool {
    let silent = match pos {
        TriggerPos::Noun => is_silent_noun(scene, token),
        TriggerPos::Verb => is_silent_verb(scene, token),
    };
    silent || scene.is_within_name(token) || is_idiom(scene, token) || is_feared(scene, token, frames)
}

fn is_silent_noun(scene: &Scene, token: TokenId) -> bool {
    let document = scene.document;
    let lemma = document.lemma(token);
    match document.preposition(token).as_deref() {
        // "without a licence" says that there was none, not what became of one.
        Some("without") => true,
        // "sold chips in breach of the embargo" asserts the sale.
        Some("in") if matches!(lemma, "breach" | "contravention" | "violation") => {
            document.copula(token).is_none()
        }
        // "components for arms production" says what for.
        Some("for") if matches!(lemma, "manufacturing" | "production") => true,
        // "found guilty after a two-week trial".
        Some("after") if lemma == "trial" => true,
        // "according to the indictment", "an indictment charging him": who says so, and the verb that says it.
        Some("according to") if matches!(lemma, "complaint" | "indictment") => true,
        _ if matches!(lemma, "complaint" | "indictment")
            && document.children_by(token, &[Rel::Acl]).any(|t| document.lemma(t) == "charge") =>
        {
            true
        }
        // "settle charges that it exported": what is settled is nobody's to be tried for.
        _ if lemma == "charge" => {
            document.head(token).is_some_and(|verb| matches!(document.lemma(verb), "resolve" | "settle"))
        }
        _ => false,
    }
}

fn is_silent_verb(scene: &Scene, token: TokenId) -> bool {
    let document = scene.document;
    let lemma = document.lemma(token);
    let marked = |mark: &str| document.children_by(token, &[Rel::Mark]).any(|t| document.lemma(t) == mark);
    // "made sanctioned goods available to Russia" makes none.
    let beside_goods =
        document.patients(token).into_iter().flat_map(|t| document.children_by(t, &[Rel::Amod]));
    let offers = lemma == "make"
        && document
            .children_by(token, &[Rel::Xcomp])
            .chain(beside_goods)
            .any(|t| document.lemma(t) == "available");
    // "a duty that makes them more expensive".
    let becomes =
        lemma == "make" && document.children_by(token, &[Rel::Xcomp]).any(|t| document.pos(t) == Upos::Adj);
    // "seized them before they could leave" says that they did not.
    let forestalled = marked("before")
        && document.children_by(token, &[Rel::Aux]).any(|t| matches!(document.word(t), "could" | "can"));
    // "if convicted, he faces": a court has not spoken.
    let open = lemma == "convict" && marked("if");
    // "when he is sentenced in June".
    let to_come = matches!(lemma, "jail" | "sentence")
        && document.children_by(token, &[Rel::AuxPass]).any(|t| matches!(document.word(t), "is" | "are"))
        && document
            .children_by(token, &[Rel::Mark, Rel::Advmod])
            .any(|t| matches!(document.lemma(t), "when" | "until" | "before"));
    let undone = offers || becomes || forestalled || open || to_come || is_forgone(document, token);
    undone || permits(scene, token) || is_of_licence(scene, token)
}

/// "aimed at preventing circumvention" fears it.
fn is_feared(scene: &Scene, token: TokenId, frames: &[usize]) -> bool {
    let evades = |index: &usize| scene.lexicon.claims.frames.get(*index).is_some_and(|f| f.id == "evasion");
    frames.iter().any(evades)
        && scene
            .document
            .head_path(token)
            .skip(1)
            .take(3)
            .any(|t| scene.lexicon.claims.prevents(&scene.lemma(t)))
}

/// Uses of a trigger word that assert nothing of trade ("quality control", "supply chain").
fn is_idiom(scene: &Scene, token: TokenId) -> bool {
    let document = scene.document;
    // One "control" is seldom one on trade: "under American control", "numerical control".
    if document.word(token).eq_ignore_ascii_case("control") && document.pos(token) == Upos::Noun {
        let trade = |t: TokenId| matches!(document.lemma(t), "export" | "import" | "trade" | "licensing");
        return !document.children_by(token, &[Rel::Compound]).any(trade);
    }
    let with = scene.lexicon.claims.idioms(&scene.lemma(token));
    !with.is_empty()
        && (document
            .children_by(token, &[Rel::Compound, Rel::Amod])
            .chain([token + 1])
            .any(|t| with.contains(&scene.lemma(t))))
}

/// "a licence granted to a supplier": what became of the permission that the participle hangs on is told by its noun.
fn is_of_licence(scene: &Scene, token: TokenId) -> bool {
    let document = scene.document;
    let noun = document.head(token).filter(|_| document.rel(token) == Rel::Acl);
    let licence = |noun: TokenId| {
        let known = scene.lexicon.claims.triggered(TriggerPos::Noun, &scene.lemma(noun));
        let mut frames = known.iter().filter_map(|index| scene.lexicon.claims.frames.get(*index));
        frames.any(|frame| frame.id == "licence")
    };
    let permits = |token: TokenId| {
        let known = scene.lexicon.claims.triggered(TriggerPos::Verb, &scene.lemma(token));
        let mut frames = known.iter().filter_map(|index| scene.lexicon.claims.frames.get(*index));
        frames.any(|frame| frame.id == "permission")
    };
    noun.is_some_and(licence) && permits(token)
}

/// "rather than shipping them to China": what is not done.
fn is_forgone(document: &Document, verb: TokenId) -> bool {
    document
        .children_by(verb, &[Rel::Mark, Rel::Case, Rel::Advmod, Rel::Cc])
        .any(|t| t < verb && matches!(document.lemma(t), "rather" | "instead"))
}
