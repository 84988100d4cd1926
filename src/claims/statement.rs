//! Statements: what somebody says of goods or money in trade where no other frame reads a claim.

use super::confidence::{self, Making};
use super::scene::Scene;
use super::trigger::Trigger;
use super::{hedge, sources, time};
use crate::lexicon::claims::TriggerPos;
use crate::model::{
    AmountRole, Attribution, Claim, ClaimAmount, ClaimCountry, ClaimType, CountryRole, Cued, Evidence,
    MentionId, Span, TokenId, What,
};

/// The statements among attributions that hold no claim yet.
pub fn of_attributions(scene: &Scene, claims: &[Claim]) -> Vec<Claim> {
    scene.attributions.iter().filter_map(|attribution| of_attribution(scene, claims, attribution)).collect()
}

fn of_attribution(scene: &Scene, claims: &[Claim], attribution: &Attribution) -> Option<Claim> {
    let document = scene.document;
    let content = *attribution.content.first()?;
    let sentence = document.sentences.get(document.sentence_at(content.start)?)?;
    let told = claims.iter().any(|claim| claim.evidence.iter().any(|e| e.sentence == sentence.span));
    if told || !sentence.analysed || document.words(sentence.span).ends_with('?') {
        return None;
    }
    let within = |span: Span| content.contains(span) && sentence.span.contains(span);
    let inside: Vec<MentionId> = (0..scene.mentions.len()).filter(|id| within(scene.span(*id))).collect();
    let pick = |kind: fn(&What) -> bool| -> Vec<MentionId> {
        inside.iter().copied().filter(|id| scene.what(*id).is_some_and(kind)).collect()
    };
    let amounts = pick(|what| matches!(what, What::Money(_)));
    let products = pick(|what| matches!(what, What::Product(_)));
    let countries = pick(|what| matches!(what, What::Country(_)));
    // Money or goods, between countries: a price of lunch or a gadget alone is no matter of trade.
    if (amounts.is_empty() && products.is_empty()) || countries.is_empty() || !bears_on_trade(scene, content)
    {
        return None;
    }
    let head = head_of_content(scene, content)?;
    let trigger = Trigger { token: head, pos: TriggerPos::Verb, frames: Vec::new(), carrier: None };
    let predicate = scene.token_span(head);
    let stance = hedge::stance(scene, &trigger);
    let said = sources::of(scene, predicate);
    if said.chain.is_empty() {
        return None;
    }
    let polarity = match said.denied {
        Some(cue) => sources::deny(stance.polarity, cue),
        None => stance.polarity,
    };
    let mut claim = Claim {
        kind: ClaimType::Statement,
        predicate,
        lemma: scene.lemma(head),
        amounts: amounts
            .into_iter()
            .map(|mention| ClaimAmount { mention, role: AmountRole::Value, of: None })
            .collect(),
        quantities: Vec::new(),
        products,
        countries: first_of_each(scene, countries),
        parties: Vec::new(),
        sources: said.chain,
        time: time::of(scene, &trigger),
        modality: stance.modality.unwrap_or(Cued { value: said.modality, cue: said.cue }),
        polarity,
        phase: stance.phase,
        evidence: vec![Evidence { sentence: sentence.span, clause: Some(content) }],
        confidence: 0.0,
        doubts: Vec::new(),
        traits: Vec::new(),
        by: "claims/statement".into(),
        why: vec![(
            "predicate",
            predicate,
            "claims/statement: attributed, about trade, no other claim".to_owned(),
        )],
    };
    let making = Making {
        token: head,
        pos: TriggerPos::Verb,
        framed: false,
        by_order: false,
        anaphor: false,
        triggers: 0,
    };
    confidence::settle(scene, &mut claim, making);
    Some(claim)
}

/// Whether a word for those who trade, or for what is traded, stands in the content; a verb of trade that no frame took is
/// seldom a statement.
fn bears_on_trade(scene: &Scene, content: Span) -> bool {
    scene.document.tokens_in(content).any(|token| scene.lexicon.claims.is_trade_word(&scene.lemma(token)))
}

/// The predicate of the content's main clause.
fn head_of_content(scene: &Scene, content: Span) -> Option<TokenId> {
    let document = scene.document;
    let tokens = document.tokens_in(content);
    tokens.clone().find(|&token| {
        document.is_predicate(token) && document.head(token).is_none_or(|head| !tokens.contains(&head))
    })
}

fn first_of_each(scene: &Scene, mentions: Vec<MentionId>) -> Vec<ClaimCountry> {
    let mut seen: Vec<&str> = Vec::new();
    let mut countries = Vec::new();
    for mention in mentions {
        if let Some(What::Country(country)) = scene.what(mention)
            && !seen.contains(&country.iso2.as_str())
        {
            seen.push(&country.iso2);
            countries.push(ClaimCountry { mention, role: CountryRole::Mentioned, anaphor: None });
        }
    }
    countries
}
