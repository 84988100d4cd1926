//! Hedges on a trigger: modality, polarity and phase, each with the words that made it.
//!
//! A hedge bears on its own clause: on the trigger, the verb that carries it, and what governs them without a
//! finite clause in between. What is hedged elsewhere in the sentence is hedged there alone.

use super::scene::Scene;
use super::trigger::Trigger;
use crate::lexicon::claims::{Force, Frame, TriggerPos};
use crate::lexicon::hedges::{Effect, Hedge, Place};
use crate::model::{
    BlockKind, ClaimType, Cued, Document, Modality, Phase, Polarity, Rel, Span, TokenId, Upos,
};

/// What the words around a trigger make of the assertion.
#[derive(Clone, Copy, Debug)]
pub struct Stance {
    /// `None` where nothing hedges it.
    pub modality: Option<Cued<Modality>>,
    pub polarity: Cued<Polarity>,
    pub phase: Option<Cued<Phase>>,
}

/// Reads the stance of a trigger.
pub fn stance(scene: &Scene, trigger: &Trigger) -> Stance {
    let mut found: Vec<(&Hedge, Span)> = Vec::new();
    for (level, token) in chain(scene, trigger).into_iter().enumerate() {
        on_token(scene, token, &mut found);
        // "agreed to pay a fine" is the settlement itself, no plan.
        if settles(scene, token, trigger) {
            continue;
        }
        if level > 0 || trigger.pos == TriggerPos::Noun && token != trigger.token {
            governor(scene, token, &mut found);
        } else if trigger.pos == TriggerPos::Verb {
            willed(scene, token, &mut found);
        }
        found.extend(to_be(scene, token));
    }
    found.extend(imperative(scene, trigger));
    found.extend(noun_before(scene, trigger));
    found.extend(noun_above(scene, trigger));
    if let Some(found_elsewhere) = negated_report(scene, trigger) {
        found.push(found_elsewhere);
    }
    let pick = |wanted: fn(&Effect) -> bool| {
        found
            .iter()
            .filter(|(hedge, _)| wanted(&hedge.effect))
            .min_by_key(|(hedge, span)| (hedge.rank, span.start))
    };
    let modality = pick(|e| matches!(e, Effect::Modality(_))).and_then(|(hedge, span)| match hedge.effect {
        Effect::Modality(value) => Some(Cued { value, cue: Some(*span) }),
        Effect::Polarity(_) => None,
    });
    let negations: Vec<Span> = found
        .iter()
        .filter(|(hedge, _)| matches!(hedge.effect, Effect::Polarity(Polarity::Negated)))
        .map(|(_, span)| *span)
        .collect();
    // "did not deny selling" affirms nothing and denies nothing; two negations leave the assertion standing.
    let polarity = match negations.as_slice() {
        [] => Cued { value: Polarity::Affirmed, cue: None },
        all if all.len() % 2 == 1 => Cued { value: Polarity::Negated, cue: all.first().copied() },
        _ => Cued { value: Polarity::Affirmed, cue: None },
    };
    Stance { modality, polarity, phase: phase(scene, trigger) }
}

/// A stance without what already made the claim what it is: the negation and the modal verb of what is forbidden, the
/// "must" of what is obliged, the refusal of a permission.
pub fn forced(scene: &Scene, frame: &Frame, trigger: &Trigger, mut stance: Stance) -> Stance {
    let document = scene.document;
    let carrier = trigger.carrier.map(|carrier| carrier.verb);
    let own = |cue: Option<Span>, tokens: &[TokenId]| {
        cue.is_some_and(|cue| {
            let token = document.tokens_in(cue).start;
            tokens.contains(&token) || document.head(token).is_some_and(|head| tokens.contains(&head))
        })
    };
    let tokens: Vec<TokenId> = std::iter::once(trigger.token).chain(carrier).collect();
    match frame.force {
        Some(Force::Forbidden) => {
            stance.polarity = Cued { value: Polarity::Affirmed, cue: None };
            let modal = |m: &Cued<Modality>| {
                matches!(m.value, Modality::Possible | Modality::Demanded) && own(m.cue, &tokens)
            };
            stance.modality = stance.modality.filter(|m| !modal(m));
        }
        Some(Force::Obliged) => {
            stance.modality =
                stance.modality.filter(|m| m.value != Modality::Demanded || !own(m.cue, &tokens));
        }
        _ => {}
    }
    // "If convicted, he faces ten years": what a court may yet do hangs on the condition.
    let enforced = matches!(frame.kind, ClaimType::Penalty | ClaimType::Prosecution);
    let faced = tokens.iter().any(|t| document.lemma(*t) == "face");
    let hedged = enforced && has_condition(scene, trigger.token);
    if enforced && (faced || hedged) && stance.modality.is_none() {
        let value = if hedged { Modality::Conditional } else { Modality::Possible };
        stance.modality = Some(Cued { value, cue: carrier.map(|t| scene.token_span(t)) });
    }
    let refused = stance.polarity.cue.is_some_and(|cue| {
        document.tokens_in(cue).any(|t| {
            tokens.contains(&t) && matches!(document.lemma(t), "deny" | "refuse" | "reject" | "decline")
        })
    });
    if refused && matches!(frame.kind, ClaimType::Licence | ClaimType::Listing) {
        stance.polarity = Cued { value: Polarity::Affirmed, cue: None };
    }
    stance
}

/// Whether a word is the "agreed" of a settlement.
fn settles(scene: &Scene, token: TokenId, trigger: &Trigger) -> bool {
    let verb = trigger.carrier.map_or(trigger.token, |carrier| carrier.verb);
    let pays = matches!(scene.document.lemma(verb), "accept" | "forfeit" | "pay" | "plead" | "settle");
    // "agreed on a package of sanctions" is the act.
    let carries = trigger.carrier.is_some_and(|carrier| carrier.verb == token);
    scene.lemma(token) == "agree" && (pays || carries)
}

/// Whether a word hedges or phases the nouns that it governs ("denied any sale", "a halt to shipments").
fn bears_on_nouns(scene: &Scene, token: TokenId) -> bool {
    let lemma = scene.lemma(token);
    let hedges = &scene.lexicon.hedges;
    hedges.at(Place::Governor, &lemma).is_some()
        || hedges.at(Place::Noun, &lemma).is_some()
        || scene.lexicon.claims.phase(&lemma).is_some()
}

/// The trigger, its carrier, and the heads above them that share its clause.
fn chain(scene: &Scene, trigger: &Trigger) -> Vec<TokenId> {
    let document = scene.document;
    let mut tokens = vec![trigger.token];
    let mut at = trigger.token;
    if let Some(carrier) = trigger.carrier {
        tokens.push(carrier.verb);
        at = carrier.verb;
    }
    // "accused of supplying components", where the arcs hang the deed below its object.
    if let Some(governor) = scene.gerund_object(at).and_then(|object| document.head(object)) {
        tokens.push(governor);
        at = governor;
    }
    for _ in 0..6 {
        let (rel, Some(head)) = (document.rel(at), document.head(at)) else { break };
        let shares = match rel {
            Rel::Xcomp | Rel::Csubj => true,
            // "charged a businessman with exporting", where the arcs hang the deed on the one who is charged.
            Rel::Acl if linked(document, at) && document.rel(document.first_conjunct(head)) == Rel::Obj => {
                tokens.extend(document.head(document.first_conjunct(head)));
                false
            }
            Rel::Acl => !document.is_passive(at),
            Rel::Conj => document.subjects(at) == document.subjects(head),
            // "accused of selling", "barred from shipping": a clause without a subject of its own.
            // "fined for selling" shares nothing with what governs the fine.
            Rel::Advcl | Rel::Ccomp => {
                let mut marks = document.children_by(at, &[Rel::Mark, Rel::Case]);
                let fits =
                    marks.all(|t| matches!(document.lemma(t), "by" | "of" | "from" | "to" | "with" | "that"));
                fits && !document.children(at).any(|t| document.rel(t).is_subject())
            }
            // "denied any sale", "failed in an attempt to": noun triggers hang on what hedges them.
            Rel::Obj => at == trigger.token && bears_on_nouns(scene, head),
            Rel::Nmod | Rel::Obl => {
                let within =
                    matches!(document.preposition(at).as_deref(), Some("to" | "in" | "of" | "at" | "with"));
                within && at == trigger.token && bears_on_nouns(scene, head)
            }
            _ => false,
        };
        if !shares {
            break;
        }
        if rel != Rel::Conj {
            tokens.push(head);
        }
        at = head;
    }
    tokens
}

/// Whether a clause is opened by the preposition of an accusation ("accused of selling", "charged with").
fn linked(document: &Document, clause: TokenId) -> bool {
    document.children_by(clause, &[Rel::Mark, Rel::Case]).any(|t| matches!(document.lemma(t), "of" | "with"))
}

/// "arrested on suspicion of sending": the noun right before what opens the clause, wherever the arcs hang it.
fn noun_before<'s>(scene: &'s Scene, trigger: &Trigger) -> Option<(&'s Hedge, Span)> {
    let document = scene.document;
    let mark = document.children_by(trigger.token, &[Rel::Mark]).find(|t| document.lemma(*t) == "of")?;
    let noun = mark.checked_sub(1).filter(|t| document.pos(*t) == Upos::Noun)?;
    Some((scene.lexicon.hedges.at(Place::Noun, &scene.lemma(noun))?, scene.token_span(noun)))
}

/// "charges that it sold drones": the noun whose content the clause is.
fn noun_above<'s>(scene: &'s Scene, trigger: &Trigger) -> Option<(&'s Hedge, Span)> {
    let document = scene.document;
    let clause = document.clause_of(trigger.carrier.map_or(trigger.token, |c| c.verb))?;
    let noun = document.head(clause).filter(|noun| document.pos(*noun) == Upos::Noun)?;
    let content = document.rel(clause) == Rel::Ccomp
        || document.rel(clause) == Rel::Acl
            && document.children_by(clause, &[Rel::Mark]).any(|t| document.lemma(t) == "that");
    let hedge = scene.lexicon.hedges.at(Place::Noun, &scene.lemma(noun)).filter(|_| content)?;
    matches!(hedge.effect, Effect::Modality(_)).then(|| (hedge, scene.token_span(noun)))
}

/// "The records do not show that …", "no evidence that …": what is reported under a negation is not asserted.
fn negated_report<'s>(scene: &'s Scene, trigger: &Trigger) -> Option<(&'s Hedge, Span)> {
    let document = scene.document;
    let hedges = &scene.lexicon.hedges;
    // "is not aware of any shipments", "has no record of sales".
    let known = document.head(trigger.token).filter(|head| {
        let of = document.preposition(trigger.token).as_deref() == Some("of");
        of && trigger.carrier.is_none()
            && matches!(
                document.lemma(*head),
                "aware" | "evidence" | "indication" | "know" | "knowledge" | "proof" | "record" | "sign"
            )
    });
    if let Some(negation) = known.and_then(|head| {
        let bare = || document.children_by(head, &[Rel::Det]).find(|t| document.lemma(*t) == "no");
        document.negation(head).or_else(bare)
    }) {
        let word = document.word(negation).to_lowercase();
        let hedge = hedges.at(Place::Aux, &word).or_else(|| hedges.at(Place::Adjective, &word))?;
        return Some((hedge, scene.token_span(negation)));
    }
    let clause = document.clause_of(trigger.carrier.map_or(trigger.token, |c| c.verb))?;
    let governor = document.head(clause)?;
    let negation = match document.rel(clause) {
        Rel::Ccomp => document.negation(governor)?,
        Rel::Acl if matches!(document.lemma(governor), "evidence" | "sign" | "proof" | "indication") => {
            document.children_by(governor, &[Rel::Det]).find(|t| document.lemma(*t) == "no")?
        }
        _ => return None,
    };
    let word = document.word(negation).to_lowercase();
    let hedge = hedges.at(Place::Aux, &word).or_else(|| hedges.at(Place::Adjective, &word))?;
    Some((hedge, scene.token_span(negation)))
}

/// Auxiliaries, adverbs, determiners and clause openers on a token.
fn on_token<'s>(scene: &'s Scene, token: TokenId, found: &mut Vec<(&'s Hedge, Span)>) {
    let document = scene.document;
    let hedges = &scene.lexicon.hedges;
    for child in document.children(token) {
        let place = match document.rel(child) {
            Rel::Aux | Rel::AuxPass | Rel::Advmod | Rel::Cc => Place::Aux,
            Rel::Amod | Rel::Det => Place::Adjective,
            Rel::Mark => Place::Mark,
            Rel::Case => Place::Mark,
            _ => continue,
        };
        let word = document.word(child).to_lowercase();
        if let Some(hedge) = hedges.at(place, &word) {
            found.push((hedge, scene.token_span(child)));
        }
    }
    // "no company sold drones": the negation stands on an argument.
    if let Some(negation) = document.negation(token) {
        let span = scene.token_span(negation);
        let word = document.word(negation).to_lowercase();
        let hedge = hedges.at(Place::Aux, &word).or_else(|| hedges.at(Place::Adjective, &word));
        if let Some(hedge) = hedge
            && !found.iter().any(|(_, known)| *known == span)
        {
            found.push((hedge, span));
        }
    }
}

/// A verb, adjective or noun that governs the trigger.
fn governor<'s>(scene: &'s Scene, token: TokenId, found: &mut Vec<(&'s Hedge, Span)>) {
    let lemma = scene.lemma(token);
    // "is set to ban" is a plan, "the fine was set at $3m" is none.
    if lemma == "set" && scene.document.child(token, Rel::Xcomp).is_none() {
        return;
    }
    let place =
        if scene.document.pos(token) == crate::model::Upos::Noun { Place::Noun } else { Place::Governor };
    if let Some(hedge) = scene.lexicon.hedges.at(place, &lemma) {
        found.push((hedge, scene.token_span(token)));
    }
}

/// A trigger that itself speaks of what is to come ("promised $2.3 billion", "guided to"). One that refuses or accuses
/// asserts that very act, so only what is willed or expected counts.
fn willed<'s>(scene: &'s Scene, token: TokenId, found: &mut Vec<(&'s Hedge, Span)>) {
    let hedge = scene.lexicon.hedges.at(Place::Governor, &scene.lemma(token));
    let ahead = [Modality::Planned, Modality::Probable, Modality::Demanded];
    if let Some(hedge) = hedge
        && matches!(hedge.effect, Effect::Modality(modality) if ahead.contains(&modality))
    {
        found.push((hedge, scene.token_span(token)));
    }
}

/// "Baykar is to deliver 60 drones": what is to be is planned.
fn to_be<'s>(scene: &'s Scene, token: TokenId) -> Option<(&'s Hedge, Span)> {
    let document = scene.document;
    let to = document.children_by(token, &[Rel::Mark]).find(|t| document.lemma(*t) == "to")?;
    let above = document.head(token).filter(|_| document.rel(token) == Rel::Xcomp);
    let below = document.children_by(token, &[Rel::Aux, Rel::Cop]).find(|t| *t < to);
    let be = [above, below].into_iter().flatten().find(|t| document.lemma(*t) == "be")?;
    Some((scene.lexicon.hedges.at(Place::Aux, "will")?, scene.token_span(be)))
}

/// Whether a sentence names a condition.
fn has_condition(scene: &Scene, token: TokenId) -> bool {
    let document = scene.document;
    let sentence = document.sentence_of(token).and_then(|id| document.sentences.get(id));
    sentence.is_some_and(|sentence| {
        sentence.tokens.clone().any(|t| {
            let hedge = scene.lexicon.hedges.at(Place::Mark, &document.word(t).to_lowercase());
            document.rel(t) == Rel::Mark
                && hedge.is_some_and(|hedge| hedge.effect == Effect::Modality(Modality::Conditional))
        })
    })
}

/// What "must" means in a rule, and "would": a rule that is not in force yet, or what somebody said that they will do, is planned; only
/// beside a condition, or in the publisher's own voice, is it conditional.
pub fn settle(
    scene: &Scene,
    trigger: &Trigger,
    kind: ClaimType,
    modality: Cued<Modality>,
    is_said: bool,
) -> Cued<Modality> {
    let word = modality.cue.map(|cue| scene.document.words(cue).to_lowercase()).unwrap_or_default();
    let would =
        modality.value == Modality::Conditional && matches!(word.as_str(), "would" | "'d" | "\u{2019}d");
    let ruled = matches!(
        kind,
        ClaimType::Restriction | ClaimType::Easing | ClaimType::Listing | ClaimType::Investment
    );
    if would && (ruled || is_said) && !has_condition(scene, trigger.token) {
        return Cued { value: Modality::Planned, ..modality };
    }
    modality
}

/// "Third, offer Armenia €50m": a bare verb that opens its sentence and has no subject asks for what it says.
fn imperative<'s>(scene: &'s Scene, trigger: &Trigger) -> Option<(&'s Hedge, Span)> {
    let document = scene.document;
    let verb = trigger.carrier.map_or(trigger.token, |carrier| carrier.verb);
    let sentence = document.sentences.get(document.sentence_of(verb)?)?;
    let in_title = document
        .article
        .blocks
        .get(sentence.block)
        .is_some_and(|block| matches!(block.kind, BlockKind::Title | BlockKind::Heading));
    let opens = (sentence.tokens.start..verb)
        .all(|t| matches!(document.pos(t), Upos::Adv | Upos::Cconj | Upos::Intj | Upos::Num | Upos::Punct));
    let bare = document.pos(verb) == Upos::Verb
        && document.head(verb).is_none()
        && document.word(verb).to_lowercase() == document.lemma(verb)
        && !document.children(verb).any(|t| document.rel(t).is_subject() || document.rel(t) == Rel::Aux);
    let hedge = scene.lexicon.hedges.at(Place::Aux, "should")?;
    (bare && opens && !in_title).then(|| (hedge, scene.token_span(verb)))
}

/// A verb of beginning, ending, rising or falling that carries or governs the trigger.
fn phase(scene: &Scene, trigger: &Trigger) -> Option<Cued<Phase>> {
    let document = scene.document;
    let known = |token: TokenId| {
        let value = scene.lexicon.claims.phase(&scene.lemma(token))?;
        Some(Cued { value, cue: Some(scene.token_span(token)) })
    };
    let carrier = trigger.carrier.and_then(|c| known(c.verb));
    let governing = || match document.rel(trigger.token) {
        Rel::Xcomp | Rel::Ccomp | Rel::Obj => document.head(trigger.token).and_then(known),
        _ => None,
    };
    // "a halt to shipments", "a rise in exports".
    let noun = || {
        let head = document.head(trigger.token)?;
        let links = matches!(document.preposition(trigger.token).as_deref(), Some("to" | "in" | "of"));
        (document.rel(trigger.token) == Rel::Nmod && links).then(|| known(head)).flatten()
    };
    carrier.or_else(governing).or_else(noun)
}
