//! Who says a claim: the attributions whose content holds its predicate, as one chain.

use super::scene::Scene;
use crate::model::{Cued, MentionId, Modality, Polarity, Source, SourceKind, Span, What};

/// The chain of a claim and what it makes of the assertion.
#[derive(Debug)]
pub struct Said {
    /// Outermost first, without the publisher.
    pub chain: Vec<Source>,
    pub modality: Modality,
    pub cue: Option<Span>,
    /// The words by which the source denies it.
    pub denied: Option<Span>,
}

/// Finds who says what stands at a predicate.
pub fn of(scene: &Scene, predicate: Span) -> Said {
    let mut holding: Vec<_> = scene
        .attributions
        .iter()
        .filter(|attribution| attribution.content.iter().any(|content| content.contains(predicate)))
        .collect();
    // The widest content is the outermost voice.
    let width = |content: &[Span]| content.iter().map(|span| span.len()).sum::<usize>();
    holding.sort_by_key(|attribution| std::cmp::Reverse(width(&attribution.content)));
    // Two who say the same words cite nobody: the first of them stands for both.
    holding.dedup_by(|next, last| next.content == last.content);
    let mut chain: Vec<Source> = Vec::new();
    for source in holding.iter().flat_map(|attribution| &attribution.chain) {
        let known = chain.iter().any(|link| {
            link.span.is_some() && link.span == source.span
                || link.kind == source.kind && link.name == source.name
        });
        if !known {
            chain.push(source.clone());
        }
    }
    let denied = holding
        .iter()
        .find(|attribution| attribution.denies)
        .and_then(|attribution| attribution.chain.last())
        .and_then(|source| source.cue.or(source.span));
    let cue = chain.last().and_then(|source| source.cue);
    let modality = match chain.last() {
        None => Modality::Factual,
        Some(_) if chain.iter().any(|source| alleges(scene, source)) => Modality::Alleged,
        Some(_) => Modality::Reported,
    };
    Said { modality, cue: if chain.is_empty() { None } else { cue }, chain, denied }
}

/// The state that makes a rule known, where nobody in the words imposes it ("Beijing announced that exporters would need
/// permits"); one that only speaks of a rule is a country's name alone ("China says").
pub fn imposer(scene: &Scene, chain: &[Source]) -> Option<MentionId> {
    let source = chain.last().filter(|source| source.kind == SourceKind::Government)?;
    let span = source.span?;
    let mut inside = (0..scene.mentions.len())
        .filter(|id| matches!(scene.what(*id), Some(What::Country(_))) && span.contains(scene.span(*id)));
    let country = inside.next()?;
    let alone =
        scene.document.tokens_in(span).len() <= scene.document.tokens_in(scene.span(country)).len() + 1;
    let cue = source.cue.map(|cue| scene.document.words(cue).to_lowercase()).unwrap_or_default();
    let announces =
        ["announc", "decid", "decre", "notif", "order", "rul"].iter().any(|stem| cue.starts_with(stem));
    (inside.next().is_none() && (alone || announces)).then_some(country)
}

/// Prosecutors and their papers allege until a court has found.
fn alleges(scene: &Scene, source: &Source) -> bool {
    let words = |span: Option<Span>| span.map_or(String::new(), |s| scene.document.words(s).to_lowercase());
    let who = format!("{} {}", source.name.to_lowercase(), words(source.title));
    let cue = words(source.cue);
    ["prosecutor", "indictment", "complaint", "charging document", "court paper", "court filing"]
        .iter()
        .any(|word| who.contains(word))
        || ["alleg", "accus"].iter().any(|stem| cue.starts_with(stem))
        || source.kind == SourceKind::Government && who.contains("attorney")
}

/// A denial of what is already negated affirms it; the same word read twice is one denial.
pub fn deny(polarity: Cued<Polarity>, cue: Span) -> Cued<Polarity> {
    if polarity.cue.is_some_and(|known| known.overlaps(cue)) {
        return polarity;
    }
    match polarity.value {
        Polarity::Affirmed => Cued { value: Polarity::Negated, cue: Some(cue) },
        Polarity::Negated => Cued { value: Polarity::Affirmed, cue: None },
    }
}
