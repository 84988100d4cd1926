//! Claims: mentions put together into assertions, by the frames of `data/claims.toml`.
//!
//! In: `&Document`, `&[Mention]`, `&[Attribution]`, `&Lexicon`. Out: `Vec<Claim>` in order of evidence.
//! Never: joins two sentences without a stated link, fills a field that the text does not give.
//!
//! `trigger` finds the words that assert something, `arguments` what stands around them by the arcs, `fill` puts
//! that into the frame's roles, `hedge` reads how it is put, `sources` who says it, `merge` joins retellings.

mod arguments;
mod coreference;
mod fill;
mod hedge;
mod merge;
mod order;
mod scene;
mod sources;
mod statement;
mod time;
mod trigger;

use crate::lexicon::Lexicon;
use crate::lexicon::claims::Frame;
use crate::model::{
    Attribution, Claim, Cued, Document, Doubt, Evidence, Mention, MentionId, Modality, SentenceId,
};
use arguments::Argument;
use fill::Filled;
use scene::Scene;
use trigger::Trigger;

/// Every claim the article makes, each once.
pub fn assemble(
    document: &Document,
    mentions: &[Mention],
    attributions: &[Attribution],
    lexicon: &Lexicon,
) -> Vec<Claim> {
    let scene = Scene::new(document, mentions, attributions, lexicon);
    let mut claims = Vec::new();
    for (id, sentence) in document.sentences.iter().enumerate() {
        // A question asserts nothing.
        if sentence.analysed && !document.words(sentence.span).ends_with('?') {
            claims.extend(of_sentence(&scene, id));
        }
    }
    claims.extend(statement::of_attributions(&scene, &claims));
    claims.sort_by_key(|claim| (claim.evidence.first().map(|e| e.sentence.start), claim.predicate.start));
    merge::merge(&scene, claims)
}

/// A trigger with what stands around it.
struct Draft<'s> {
    trigger: &'s Trigger,
    arguments: Vec<Argument>,
    /// The frames that other triggers' arguments reach this one by ("a ban on exports": the exports' places).
    covered: bool,
}

fn of_sentence(scene: &Scene, sentence: SentenceId) -> Vec<Claim> {
    let triggers = trigger::find(scene, sentence);
    if triggers.is_empty() {
        return Vec::new();
    }
    let frames = &scene.lexicon.claims.frames;
    let first_frame = |trigger: &Trigger| trigger.frames.first().and_then(|index| frames.get(*index));
    let mut drafts: Vec<Draft> = triggers
        .iter()
        .map(|trigger| {
            let (placed, mut found) = arguments::of(scene, trigger);
            anaphors(scene, &placed, &mut found);
            Draft { trigger, arguments: found, covered: false }
        })
        .collect();
    for at in 0..triggers.len() {
        let outer = trigger::covering(scene, &triggers, &triggers[at], first_frame).map(|t| t.token);
        if let Some(outer) = outer.and_then(|token| triggers.iter().position(|t| t.token == token)) {
            let inner = std::mem::take(&mut drafts[at].arguments);
            drafts[at].covered = true;
            hand_over(&mut drafts[outer].arguments, inner);
        }
    }
    order::complete(scene, sentence, &mut drafts);
    drafts.iter().filter(|draft| !draft.covered).filter_map(|draft| claim_of(scene, draft)).collect()
}

/// The nominals at a trigger's places that stand for something named elsewhere.
fn anaphors(scene: &Scene, placed: &[arguments::Placed], found: &mut Vec<Argument>) {
    let beside: Vec<MentionId> = found.iter().map(|argument| argument.mention).collect();
    for (place, token) in placed {
        if !scene.headed_by(*token).is_empty() {
            continue;
        }
        if let Some((mention, words)) = coreference::resolve(scene, *token, &beside) {
            found.push(Argument { place: place.clone(), mention, anaphor: Some(words), by_order: false });
        }
    }
}

/// What a covered trigger governs becomes the outer one's: goods as goods, destinations as `within`.
fn hand_over(outer: &mut Vec<Argument>, inner: Vec<Argument>) {
    for mut argument in inner {
        argument.place = match argument.place.as_str() {
            "to" | "into" | "for" | "from" | "on" | "in" | "within" => "within".to_owned(),
            "origin" | "maker" | "object" | "amount" => argument.place,
            _ => "beneath".to_owned(),
        };
        match outer.iter_mut().find(|known| known.mention == argument.mention) {
            Some(known) if argument.place == "within" => known.place = argument.place,
            Some(_) => {}
            None => outer.push(argument),
        }
    }
}

/// The claim of a draft, by the first of its frames whose needs are met.
fn claim_of(scene: &Scene, draft: &Draft) -> Option<Claim> {
    let frames = draft.trigger.frames.iter().filter_map(|index| scene.lexicon.claims.frames.get(*index));
    frames
        .map(|frame| (frame, fill::fill(scene, frame, draft.trigger, &draft.arguments)))
        .find(|(frame, filled)| fill::meets(frame, filled))
        .and_then(|(frame, filled)| build(scene, draft, frame, filled))
}

fn build(scene: &Scene, draft: &Draft, frame: &Frame, filled: Filled) -> Option<Claim> {
    let document = scene.document;
    let trigger = draft.trigger;
    let predicate = scene.token_span(trigger.token);
    let sentence = document.sentences.get(document.sentence_of(trigger.token)?)?;
    let clause_head = document.clause_of(trigger.token).unwrap_or(trigger.token);
    let clause = document.clause_span(clause_head);
    let stance = hedge::stance(scene, trigger);
    let said = sources::of(scene, predicate);
    let modality = stance.modality.unwrap_or(Cued { value: said.modality, cue: said.cue });
    let mut polarity = stance.polarity;
    if let Some(cue) = said.denied {
        polarity = sources::deny(polarity, cue);
    }
    let time = time::of(scene, trigger);
    let doubts = doubts(&filled, draft, modality.value);
    let confidence = doubts.iter().fold(0.95, |sum, doubt: &Doubt| sum * doubt.factor);
    let mut why = vec![("predicate", predicate, format!("data/claims.toml [{}] {}", frame.id, frame.says))];
    why.extend(filled.why);
    if let Some(cue) = modality.cue {
        why.push(("modality", cue, format!("data/hedges.toml {}", modality.value.as_str())));
    }
    Some(Claim {
        kind: frame.kind,
        predicate,
        lemma: scene.lemma(trigger.token),
        amounts: filled.amounts,
        quantities: filled.quantities,
        products: filled.products,
        countries: filled.countries,
        parties: filled.parties,
        sources: said.chain,
        time,
        modality,
        polarity,
        phase: stance.phase,
        evidence: vec![Evidence { sentence: sentence.span, clause: Some(clause) }],
        confidence: (confidence * 100.0).round() / 100.0,
        doubts,
        by: format!("data/claims.toml [{}]", frame.id).into(),
        why,
    })
}

/// What makes a claim less sure than a verb with all its arguments in plain reach.
fn doubts(filled: &Filled, draft: &Draft, modality: Modality) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    let mut doubt = |holds: bool, reason, factor| {
        if holds {
            doubts.push(Doubt { reason, factor });
        }
    };
    doubt(filled.by_order, "an argument was read from the order of words", 0.85);
    doubt(draft.arguments.iter().any(|a| a.anaphor.is_some()), "an argument is named elsewhere", 0.9);
    doubt(filled.products.is_empty() && filled.amounts.is_empty(), "neither goods nor money are named", 0.85);
    doubt(filled.countries.is_empty() && filled.parties.is_empty(), "nobody is named", 0.8);
    doubt(filled.amounts.len() > 2, "several amounts stand together", 0.9);
    doubt(modality == Modality::Conditional, "the clause is conditional", 0.9);
    doubts
}
