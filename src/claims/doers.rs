//! Who does what a verb says: its subject or agent, unless the sentence says that another did it.

use super::scene::{Nominal, Scene};
use crate::lexicon::claims::TriggerPos;
use crate::lexicon::hedges::{Effect, Place};
use crate::model::{Modality, Rel, TokenId, Upos};

/// Who does what a verb says; where it is asked for ("urged Germany to ban"), never the one who asks.
pub fn doers(scene: &Scene, verb: TokenId) -> Vec<TokenId> {
    let document = scene.document;
    let mut agents = document.agents(verb);
    // "A court, in a separate case, fined": a subject that the arcs hang as if a preposition were missing.
    if agents.is_empty() && !document.is_passive(verb) {
        let bare = |t: &TokenId| {
            *t < verb
                && document.preposition(*t).is_none()
                && matches!(scene.nominal(*t), Nominal::Actor | Nominal::Country | Nominal::Party)
        };
        agents.extend(document.children_by(verb, &[Rel::Obl]).filter(bare));
    }
    // "China is the biggest market, buying": who is said to be one acts.
    if let [only] = agents.as_slice()
        && *only < verb
        && document.copula(*only).is_some()
        && document.rel(verb) != Rel::AclRelcl
    {
        let named = document.subjects(*only);
        agents = if named.is_empty() { agents } else { named };
    }
    if let Some(accused) = accused(scene, means_for(scene, verb).unwrap_or(verb)) {
        return accused;
    }
    // "Saudi Arabia is in talks to buy", "Washington's decision to add", "a Chinese plan to ban": the noun that an
    // infinitive hangs on does nothing itself.
    let noun = document.head(verb).filter(|noun| {
        let infinitive = document.child(verb, Rel::Mark).is_some();
        // "convicted a Belgian national of smuggling": somebody, who may well do it.
        let somebody = matches!(scene.nominal(*noun), Nominal::Actor | Nominal::Party | Nominal::Country);
        document.rel(verb) == Rel::Acl && !somebody && infinitive && agents.iter().all(|agent| agent == noun)
    });
    if let Some(noun) = noun {
        agents = document
            .children_by(noun, &[Rel::NmodPoss, Rel::Amod, Rel::Compound])
            .filter(|t| matches!(scene.nominal(*t), Nominal::Country | Nominal::Party | Nominal::Actor))
            .collect();
        if agents.is_empty() && document.copula(noun).is_some() {
            agents = document.subjects(noun);
        }
    }
    let asking = document.head(verb).filter(|head| {
        let hedge = scene.lexicon.hedges.at(Place::Governor, &scene.lemma(*head));
        matches!(document.rel(verb), Rel::Xcomp | Rel::Advcl)
            && hedge.is_some_and(|hedge| hedge.effect == Effect::Modality(Modality::Demanded))
            && !document.is_passive(*head)
    });
    let Some(asking) = asking else { return agents };
    let asked: Vec<TokenId> = agents.into_iter().filter(|agent| *agent > asking).collect();
    if !asked.is_empty() {
        return asked;
    }
    // "Israel requested to buy": nobody else is asked.
    let others: Vec<TokenId> = document.children_by(asking, &[Rel::Obj, Rel::Iobj]).collect();
    let itself = others.is_empty() && document.rel(verb) == Rel::Xcomp;
    if itself { document.subjects(asking) } else { others }
}

/// "arrested five men for breaching the embargo by exporting": the deed that another is the means of.
fn means_for(scene: &Scene, verb: TokenId) -> Option<TokenId> {
    let document = scene.document;
    let by = document.children_by(verb, &[Rel::Mark]).any(|t| document.lemma(t) == "by");
    document
        .head(verb)
        .filter(|deed| by && document.rel(verb) == Rel::Advcl && document.pos(*deed) == Upos::Verb)
}

/// "fined Seagate for selling", "accused a firm of supplying": who is acted on did it, not who acts now. None where
/// the verb hangs otherwise; "pay a fine for selling" is done by the one who pays.
fn accused(scene: &Scene, verb: TokenId) -> Option<Vec<TokenId>> {
    let document = scene.document;
    // Where the arcs hang a gerund below its object, that object stands for it.
    let clause = scene.gerund_object(verb).unwrap_or(verb);
    let governor = document.head(clause)?;
    let reason = document
        .children_by(clause, &[Rel::Mark, Rel::Case])
        .any(|t| matches!(document.lemma(t), "for" | "of" | "with" | "from" | "over"));
    let own = document.children(verb).any(|t| document.rel(t).is_subject());
    let below = matches!(document.rel(clause), Rel::Advcl | Rel::Xcomp | Rel::Ccomp) || clause != verb;
    let hangs = below && reason && !own;
    if !hangs || document.pos(governor) != Upos::Verb {
        return None;
    }
    // "firms accused of supplying": a participle acts on the noun that it hangs on.
    let participle = document.rel(governor) == Rel::Acl && document.word(governor).ends_with("ed");
    let passive = participle || document.is_passive(governor);
    if passive && clause == verb {
        return None;
    }
    let acted_on: Vec<TokenId> = match (participle, passive) {
        (true, _) => document.head(governor).into_iter().collect(),
        (false, true) => document.subjects(governor),
        _ => document.children_by(governor, &[Rel::Iobj, Rel::Obj]).collect(),
    };
    let carried = |t: &TokenId| {
        scene.nominal(*t) == Nominal::Figure
            || !scene.lexicon.claims.triggered(TriggerPos::Noun, &scene.lemma(*t)).is_empty()
    };
    // Whoever fines, charges or bars did not do what the measure is for, even where its object was not found.
    let measures = scene
        .lexicon
        .claims
        .triggered(TriggerPos::Verb, &scene.lemma(governor))
        .iter()
        .any(|index| scene.lexicon.claims.frames.get(*index).is_some_and(|frame| !frame.is_trade()));
    if acted_on.iter().all(carried) {
        // "slapped sanctions on firms for selling".
        let below = acted_on.iter().flat_map(|t| document.modifiers(*t));
        let whom = document.obliques(governor).into_iter().chain(below);
        let whom: Vec<TokenId> =
            whom.filter(|(p, _)| matches!(p.as_str(), "on" | "against")).map(|(_, t)| t).collect();
        if !whom.is_empty() {
            return Some(whom);
        }
        if !measures {
            return None;
        }
    }
    Some(acted_on.into_iter().filter(|t| !carried(t)).collect())
}
