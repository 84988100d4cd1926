//! How sure a claim is: what about it bears on that, weighed by `data/confidence.toml`.

use super::scene::Scene;
use crate::lexicon::claims::TriggerPos;
use crate::model::{BlockKind, Claim, Doubt, Modality, Mode, Rel, Span, TokenId, Upos, What};

/// What only the making of a claim knows.
#[derive(Clone, Copy, Debug)]
pub struct Making {
    pub token: TokenId,
    pub pos: TriggerPos,
    /// Whether a frame read it, not just an attribution.
    pub framed: bool,
    pub by_order: bool,
    pub anaphor: bool,
    /// How many triggers the sentence has.
    pub triggers: usize,
}

/// How many words make a sentence long.
const LONG: usize = 34;

/// Sets a claim's traits, its confidence, and what lowered it.
pub fn settle(scene: &Scene, claim: &mut Claim, making: Making) {
    let table = &scene.lexicon.confidence;
    claim.traits = traits(scene, claim, making);
    let chance = table.of(claim.kind, &claim.traits);
    claim.confidence = (chance * 100.0).round() / 100.0;
    let lowering = claim.traits.iter().filter_map(|id| table.get(id)).filter(|found| found.weight < -0.05);
    claim.doubts = lowering
        .map(|found| {
            let without: Vec<&'static str> =
                claim.traits.iter().copied().filter(|id| *id != found.id).collect();
            let factor = chance / table.of(claim.kind, &without);
            Doubt { reason: found.says.clone(), factor: (factor * 100.0).round() / 100.0 }
        })
        .collect();
}

fn traits(scene: &Scene, claim: &Claim, making: Making) -> Vec<&'static str> {
    let document = scene.document;
    let evidence = claim.evidence.first();
    let clause = evidence.and_then(|e| e.clause.or(Some(e.sentence))).unwrap_or_default();
    let sentence = document.sentence_of(making.token).and_then(|id| document.sentences.get(id));
    let arguments = claim.amounts.len() + claim.products.len() + claim.countries.len();
    let headline = sentence
        .and_then(|s| document.article.blocks.get(s.block))
        .is_some_and(|block| matches!(block.kind, BlockKind::Title | BlockKind::Heading));
    let words = sentence.map_or(0, |s| s.tokens.len());
    let unused = |wanted: fn(&What) -> bool| {
        (0..scene.mentions.len()).any(|id| {
            scene.what(id).is_some_and(wanted) && clause.contains(scene.span(id)) && !uses(claim, id)
        })
    };
    let holds = [
        ("amount", !claim.amounts.is_empty()),
        ("anaphor", making.anaphor),
        ("attributed", !claim.sources.is_empty()),
        ("by_order", making.by_order),
        ("conditional", claim.modality.value == Modality::Conditional),
        ("generic_goods", is_generic(scene, claim)),
        ("headline", headline),
        ("long_sentence", words > LONG),
        ("many_arguments", arguments > 5),
        ("many_triggers", making.triggers > 2),
        ("no_frame", !making.framed),
        ("nobody", claim.countries.is_empty() && claim.parties.is_empty()),
        ("noun", making.pos == TriggerPos::Noun),
        ("quoted", is_quoted(scene, claim.predicate)),
        ("subordinate", is_subordinate(scene, making.token)),
        ("unnamed", claim.products.is_empty() && claim.amounts.is_empty()),
        ("unused_country", unused(|what| matches!(what, What::Country(_)))),
        ("unused_goods", unused(|what| matches!(what, What::Product(_)))),
        ("unused_money", unused(|what| matches!(what, What::Money(_)))),
    ];
    holds.into_iter().filter(|(_, holds)| *holds).map(|(id, _)| id).collect()
}

fn uses(claim: &Claim, id: usize) -> bool {
    claim.amounts.iter().any(|a| a.mention == id)
        || claim.products.contains(&id)
        || claim.countries.iter().any(|c| c.mention == id)
}

/// Whether all goods are of a kind that says little ("components", "dual-use items").
fn is_generic(scene: &Scene, claim: &Claim) -> bool {
    !claim.products.is_empty()
        && claim.products.iter().all(|id| match scene.what(*id) {
            Some(What::Product(product)) => {
                matches!(
                    product.category.split('.').next(),
                    Some("component" | "dual_use" | "electronics" | "other")
                )
            }
            _ => false,
        })
}

fn is_quoted(scene: &Scene, predicate: Span) -> bool {
    scene.attributions.iter().any(|attribution| {
        attribution.chain.last().is_some_and(|source| source.mode == Mode::Direct)
            && attribution.content.iter().any(|content| content.contains(predicate))
    })
}

fn is_subordinate(scene: &Scene, token: TokenId) -> bool {
    let document = scene.document;
    document.head_path(token).any(|t| {
        let subordinate = matches!(document.rel(t), Rel::Acl | Rel::AclRelcl | Rel::Advcl);
        subordinate && matches!(document.pos(t), Upos::Verb | Upos::Adj | Upos::Noun)
    })
}
