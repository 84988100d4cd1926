//! Triggers: the words of a sentence that assert a claim, by the frames of `data/claims.toml`.

use super::carrier::{Carrier, carrier_of};
use super::fill;
use super::force;
use super::scene::{Nominal, Scene};
use super::silence;
use crate::lexicon::claims::{Frame, TriggerPos};
use crate::lexicon::hedges::Place;
use crate::model::{
    AmountRole, BlockKind, ClaimType, MentionId, PartyKind, Rel, SentenceId, TokenId, Upos, What,
};

/// A word that may assert a claim, with the frames it may do so by.
#[derive(Clone, Debug)]
pub struct Trigger {
    pub token: TokenId,
    pub pos: TriggerPos,
    /// Frames whose condition on the words around holds, in the order of the table.
    pub frames: Vec<usize>,
    /// The verb that carries a noun trigger ("impose" in "imposed a fine"), or says how much or which way.
    pub carrier: Option<Carrier>,
}

/// The triggers of a sentence, in order.
pub fn find(scene: &Scene, sentence: SentenceId) -> Vec<Trigger> {
    let Some(sentence) = scene.document.sentences.get(sentence) else { return Vec::new() };
    sentence.tokens.clone().filter_map(|token| trigger_at(scene, token)).collect()
}

fn trigger_at(scene: &Scene, token: TokenId) -> Option<Trigger> {
    let document = scene.document;
    let pos = match document.pos(token) {
        Upos::Noun if is_mistaken_verb(scene, token) => TriggerPos::Verb,
        Upos::Verb if document.rel(token) != Rel::Amod || scene.gerund_object(token).is_some() => {
            TriggerPos::Verb
        }
        Upos::Noun if !is_modifier(document.rel(token)) => TriggerPos::Noun,
        _ => return None,
    };
    let forms = scene.forms(token);
    let known = forms.iter().map(|form| scene.lexicon.claims.triggered(pos, form));
    let candidates = known.into_iter().find(|frames| !frames.is_empty()).unwrap_or_default();
    if candidates.is_empty() {
        return None;
    }
    if silence::is_silent(scene, token, pos, candidates) {
        return None;
    }
    let carrier = if pos == TriggerPos::Noun { carrier_of(scene, token) } else { None };
    let words = words_around(scene, token, pos, carrier);
    let about_object = words_of_object(scene, token, pos);
    let frames: Vec<usize> = candidates
        .iter()
        .copied()
        .filter(|&index| {
            scene.lexicon.claims.frames.get(index).is_some_and(|frame| {
                // "stopped making gallium" says that it was made.
                let phased = document.head(token).is_some_and(|head| {
                    let lemma = scene.lemma(head);
                    // "plans to make 600,000 chips" tells of a plan.
                    scene.lexicon.claims.phase(&lemma).is_some()
                        || scene.lexicon.hedges.at(Place::Governor, &lemma).is_some()
                });
                let bound = matches!(document.rel(token), Rel::Acl | Rel::Advcl)
                    || document.rel(token) == Rel::Xcomp && !phased;
                if frame.finite && pos == TriggerPos::Verb && bound {
                    return false;
                }
                if frame.predicative && pos == TriggerPos::Noun && said_of(scene, token).is_empty() {
                    return false;
                }
                if frame.force.is_some_and(|force| !force::has(scene, force, token, carrier)) {
                    return false;
                }
                // "Intel stopped all shipments" is no seizure: a company ends what it does itself.
                if frame.id == "stopping" && done_by_company(scene, token) {
                    return false;
                }
                if frame.object_actor && pos == TriggerPos::Verb && !acts_on_actor(scene, token) {
                    return false;
                }
                let beside = if frame.about_verb { verbs_beside(scene, token, carrier) } else { Vec::new() };
                let words = match (frame.about_object, frame.about_verb) {
                    (true, _) => &about_object,
                    (_, true) => &beside,
                    _ => &words,
                };
                if frame.object_goods && pos == TriggerPos::Verb && !acts_on_goods(scene, frame, token) {
                    return false;
                }
                frame.is_about(words.iter().map(String::as_str))
                    || frame.about_goods && goods_around(scene, carrier.map_or(token, |c| c.verb))
            })
        })
        .collect();
    (!frames.is_empty()).then_some(Trigger { token, pos, frames, carrier })
}

/// Whether a verb acts on goods of the taxonomy, or on money that is aid.
fn acts_on_goods(scene: &Scene, frame: &Frame, verb: TokenId) -> bool {
    let money = |t: TokenId| {
        frame.amount == AmountRole::Aid
            && scene.headed_by(t).iter().any(|id| matches!(scene.what(*id), Some(What::Money(_))))
    };
    // "is launching them", "build more of them": the pronoun may stand for goods.
    let document = scene.document;
    let pronoun = |t: TokenId| {
        let below = document.modifiers(t).into_iter().map(|(_, below)| below);
        std::iter::once(t).chain(below).any(|t| document.pos(t) == Upos::Pron)
    };
    let goods = |t: TokenId| fill::names_goods(scene, t) || money(t) || pronoun(t);
    scene.document.patients(verb).into_iter().any(goods)
}

/// Whether a verb acts on a country, a company or a word for those who act.
fn acts_on_actor(scene: &Scene, verb: TokenId) -> bool {
    let document = scene.document;
    let acts = |t: TokenId| matches!(scene.nominal(t), Nominal::Actor | Nominal::Country | Nominal::Party);
    // "a broad swathe of companies".
    let of =
        |t: TokenId| document.modifiers(t).into_iter().any(|(place, below)| place == "of" && acts(below));
    let acted_on = document.patients(verb).into_iter().chain(document.indirect_objects(verb));
    acted_on.into_iter().any(|t| acts(t) || of(t))
}

/// The verb that carries a noun trigger, and the verbs right below a trigger or what it acts on.
fn verbs_beside(scene: &Scene, token: TokenId, carrier: Option<Carrier>) -> Vec<String> {
    let document = scene.document;
    let mut above = document.patients(token);
    above.extend(document.indirect_objects(token));
    above.push(token);
    let clauses = [Rel::Acl, Rel::AclRelcl, Rel::Advcl, Rel::Ccomp, Rel::Xcomp];
    let below = above.into_iter().flat_map(|t| document.children_by(t, &clauses));
    carrier.map(|c| c.verb).into_iter().chain(below).map(|t| scene.lemma(t)).collect()
}

/// Whether a company does what a verb says.
fn done_by_company(scene: &Scene, verb: TokenId) -> bool {
    let company = |id: &MentionId| matches!(scene.what(*id), Some(What::Party(party)) if party.kind == PartyKind::Company);
    scene.document.agents(verb).into_iter().any(|t| {
        let stands = scene.lemma(t) == "company" || scene.document.pos(t) == Upos::Pron;
        stands && !scene.document.is_passive(verb) || scene.headed_by(t).iter().any(company)
    })
}

/// Whether a good is named below a word.
fn goods_around(scene: &Scene, top: TokenId) -> bool {
    let good = |id: &MentionId| matches!(scene.what(*id), Some(What::Product(_)));
    scene.document.subtree(top).into_iter().any(|t| scene.headed_by(t).iter().any(good))
}

/// Whom a noun is said of: "Iran is", "became", "emerged as a supplier of drones".
pub fn said_of(scene: &Scene, noun: TokenId) -> Vec<TokenId> {
    let document = scene.document;
    let governor = document.head(noun);
    let lemma = governor.map(|verb| document.lemma(verb)).unwrap_or_default();
    match document.rel(noun) {
        Rel::Xcomp => document.subjects(noun),
        Rel::Obj if matches!(lemma, "become" | "remain") => {
            governor.map_or_else(Vec::new, |verb| document.subjects(verb))
        }
        Rel::Obl
            if matches!(lemma, "act" | "emerge" | "function" | "rank" | "serve")
                && document.preposition(noun).as_deref() == Some("as") =>
        {
            governor.map_or_else(Vec::new, |verb| document.subjects(verb))
        }
        _ if document.copula(noun).is_some() => document.subjects(noun),
        _ => Vec::new(),
    }
}

/// "Samsung ships about 20% of its chips": a verb that the tagger took for a noun, in a sentence without another verb.
fn is_mistaken_verb(scene: &Scene, token: TokenId) -> bool {
    let document = scene.document;
    let lemma = scene.lemma(token);
    let known = &scene.lexicon.claims;
    document.head(token).is_none()
        && document.word(token).ends_with('s')
        && known.triggered(TriggerPos::Noun, &lemma).is_empty()
        && !known.triggered(TriggerPos::Verb, &lemma).is_empty()
        && document.child(token, Rel::Compound).is_some()
        && document.subtree(token).iter().all(|t| {
            document.rel(*t) == Rel::Case
                || !matches!(document.pos(*t), Upos::Verb | Upos::Aux)
                || document.rel(*t).is_clausal()
        })
}

/// "sale price", "export office": the noun only narrows another.
fn is_modifier(rel: Rel) -> bool {
    matches!(rel, Rel::Compound | Rel::Amod | Rel::Flat | Rel::Nummod)
}

/// The words that tell what a trigger is about: below it but for its subject, and what governs it.
fn words_around(scene: &Scene, token: TokenId, pos: TriggerPos, carrier: Option<Carrier>) -> Vec<String> {
    let document = scene.document;
    let top = carrier.map_or(token, |c| c.verb);
    let cut = |t: TokenId| {
        let rel = document.rel(t);
        document.head(t) == Some(top)
            && (rel.is_subject() && pos == TriggerPos::Verb && !document.is_passive(top)
                || rel == Rel::Parataxis
                || rel == Rel::Ccomp && !matches!(document.lemma(top), "investigate" | "probe")
                || (rel == Rel::Conj && document.is_predicate(t)))
    };
    let mut tokens = document.subtree_without(top, cut);
    tokens.extend(document.head(token));
    // "requires ASML to obtain a licence".
    tokens.extend(document.head(top).filter(|_| document.rel(top) == Rel::Xcomp));
    tokens.retain(|t| *t != token || pos == TriggerPos::Noun);
    spelled(scene, &tokens)
}

/// The words of what a verb acts on, or of the phrase of a noun.
fn words_of_object(scene: &Scene, token: TokenId, pos: TriggerPos) -> Vec<String> {
    let document = scene.document;
    let mut tokens = Vec::new();
    let mut numbered = false;
    let heads = if pos == TriggerPos::Verb {
        document.patients(token)
    } else {
        document.modifiers(token).into_iter().map(|(_, t)| t).collect()
    };
    if pos == TriggerPos::Noun {
        tokens.extend(document.children_by(token, &[Rel::Compound, Rel::Amod]));
    }
    for head in heads {
        let counted = counted_before(scene, head);
        numbered |= counted.is_some() && document.pos(head) == Upos::Num && document.lemma(head) != "one";
        let head = control_meant(scene, head).or(counted).unwrap_or(head);
        tokens.push(head);
        tokens.extend(document.children_by(head, &[Rel::Compound, Rel::Amod]));
        tokens.extend(document.modifiers(head).into_iter().filter(|(p, _)| p == "of").map(|(_, t)| t));
    }
    tokens.sort_unstable();
    tokens.dedup();
    let mut words = spelled(scene, &tokens);
    if numbered {
        words.push("numbered".to_owned());
    }
    words
}

/// Whether a trigger acts on controls, so that a pronoun there may stand for one ("could breach them").
pub fn takes_controls(scene: &Scene, trigger: &Trigger) -> bool {
    let frames = trigger.frames.iter().filter_map(|index| scene.lexicon.claims.frames.get(*index));
    frames.clone().any(|frame| frame.about_object && frame.is_about(std::iter::once("restriction")))
}

/// The control that a pronoun stands for: the last one named before it in the sentence ("could breach them").
pub fn control_meant(scene: &Scene, pronoun: TokenId) -> Option<TokenId> {
    let document = scene.document;
    if document.pos(pronoun) != Upos::Pron || !matches!(document.lemma(pronoun), "it" | "they" | "them") {
        return None;
    }
    let sentence = document.sentences.get(document.sentence_of(pronoun)?)?;
    (sentence.tokens.start..pronoun)
        .rev()
        .find(|t| document.pos(*t) == Upos::Noun && scene.lexicon.claims.is_control_word(&scene.lemma(*t)))
}

/// The permission or the requests for one that a bare number stands for ("received 87 applications and approved 12").
fn counted_before(scene: &Scene, number: TokenId) -> Option<TokenId> {
    let document = scene.document;
    let stands = document.pos(number) == Upos::Num
        || matches!(
            document.lemma(number),
            "all" | "any" | "both" | "few" | "many" | "most" | "none" | "one" | "some"
        );
    let pronoun = document.pos(number) == Upos::Pron && matches!(document.lemma(number), "it" | "they");
    if !(stands || pronoun) || !scene.headed_by(number).is_empty() && document.modifiers(number).is_empty() {
        return None;
    }
    let here = document.sentence_of(number)?;
    let first = document.sentences.get(here.saturating_sub(1))?.tokens.start;
    (first..number).rev().find(|t| {
        document.pos(*t) == Upos::Noun
            && matches!(document.lemma(*t), "application" | "licence" | "license" | "permit" | "request")
    })
}

/// Dictionary forms, and neighbouring ones joined by a hyphen, as the table writes fixed names.
fn spelled(scene: &Scene, tokens: &[TokenId]) -> Vec<String> {
    let mut words: Vec<String> = tokens.iter().map(|t| scene.lemma(*t)).collect();
    for pair in tokens.windows(2) {
        if let [a, b] = pair
            && a + 1 == *b
        {
            words.push(format!("{}-{}", scene.lemma(*a), scene.lemma(*b)));
        }
    }
    words
}

/// Whether a trigger is a tariff, which is laid on what comes in ("a tariff on its exports to the US"), unless it is one on exports.
pub fn taxes_imports(scene: &Scene, trigger: &Trigger) -> bool {
    let document = scene.document;
    let before = document.children_by(trigger.token, &[Rel::Compound, Rel::Amod]);
    matches!(document.lemma(trigger.token), "duty" | "levy" | "tariff")
        && !before.into_iter().any(|t| document.lemma(t) == "export")
}

/// Whether a verb says what a permission that it hangs on lets be done ("licences that allowed Intel to sell").
pub fn permits(scene: &Scene, verb: TokenId) -> bool {
    let document = scene.document;
    let noun = document.head(verb).filter(|_| matches!(document.rel(verb), Rel::Acl | Rel::AclRelcl));
    noun.is_some_and(|noun| {
        let known = scene.lexicon.claims.triggered(TriggerPos::Noun, &scene.lemma(noun));
        let frames = known.iter().filter_map(|index| scene.lexicon.claims.frames.get(*index));
        force::lets(scene, verb) && frames.clone().any(|frame| frame.kind == ClaimType::Licence)
    })
}

/// Whether a verb in a headline is a passive without its auxiliary ("Seagate fined $300 million").
pub fn is_headline_passive(scene: &Scene, trigger: &Trigger) -> bool {
    let document = scene.document;
    let in_title = document
        .sentence_of(trigger.token)
        .and_then(|s| document.sentences.get(s))
        .and_then(|s| document.article.blocks.get(s.block))
        .is_some_and(|block| matches!(block.kind, BlockKind::Title | BlockKind::Heading));
    let word = document.word(trigger.token);
    let names_patient = matches!(
        document.lemma(trigger.token),
        "fine"
            | "sanction"
            | "charge"
            | "indict"
            | "arrest"
            | "blacklist"
            | "penalise"
            | "penalize"
            | "convict"
            | "sentence"
    );
    let acted_on = document
        .children_by(trigger.token, &[Rel::Obj])
        .next()
        .is_some_and(|t| scene.nominal(t) != Nominal::Figure);
    in_title && trigger.pos == TriggerPos::Verb && names_patient && word.ends_with("ed") && !acted_on
}
