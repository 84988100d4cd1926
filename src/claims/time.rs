//! When a claim holds: the time expression that hangs on its predicate.

use super::scene::Scene;
use super::trigger::Trigger;
use crate::model::{MentionId, Span, TokenId, Upos, What};

/// The time of a trigger: the first expression whose nearest verb or trigger above is the trigger or its carrier.
/// "said on Tuesday" is the time of the saying, so what hangs on another verb is never taken.
pub fn of(scene: &Scene, trigger: &Trigger) -> Option<MentionId> {
    let document = scene.document;
    let sentence = document.sentences.get(document.sentence_of(trigger.token)?)?;
    let mut tops: Vec<TokenId> = vec![trigger.token];
    tops.extend(trigger.carrier.map(|carrier| carrier.verb));
    let mut found: Vec<(usize, MentionId)> = Vec::new();
    for (id, mention) in scene.mentions.iter().enumerate() {
        let here = matches!(mention.what, What::Time(_)) && sentence.span.contains(mention.span);
        if !here || is_of_earlier_figure(scene, mention.span) {
            continue;
        }
        let Some(head) = scene.head(id) else { continue };
        let inside = document.tokens_in(mention.span);
        let top = document
            .head_path(head)
            .enumerate()
            .filter(|(_, token)| !inside.contains(token))
            .find(|(_, token)| tops.contains(token) || document.is_predicate(*token));
        if let Some((distance, token)) = top
            && tops.contains(&token)
        {
            found.push((distance, id));
        }
    }
    found.into_iter().min().map(|(_, id)| id).or_else(|| after(scene, trigger))
}

/// "from $3 million in 2021": the time of the figure that another is measured by.
fn is_of_earlier_figure(scene: &Scene, time: Span) -> bool {
    let document = scene.document;
    let start = document.tokens_in(time).start;
    let open = start.checked_sub(1).filter(|t| matches!(document.word(*t), "in" | "for")).unwrap_or(start);
    let figure = scene.mentions.iter().find(|mention| {
        matches!(mention.what, What::Money(_) | What::Quantity(_))
            && document.tokens_in(mention.span).end == open
    });
    let before = figure.and_then(|figure| document.tokens_in(figure.span).start.checked_sub(1));
    before.is_some_and(|t| matches!(document.word(t), "from" | "against" | "versus"))
}

/// By the order of words, where no arc leads there: the first expression after the trigger that neither a comma nor
/// a verb parts from it ("banned exports of electronics to Russia since February 2022, has so far …").
fn after(scene: &Scene, trigger: &Trigger) -> Option<MentionId> {
    let document = scene.document;
    let sentence = document.sentences.get(document.sentence_of(trigger.token)?)?;
    let after = scene.token_span(trigger.token).end;
    let (id, mention) = scene.mentions.iter().enumerate().find(|(_, mention)| {
        let inside = sentence.span.contains(mention.span) && mention.span.start >= after;
        inside && matches!(mention.what, What::Time(_)) && !is_of_earlier_figure(scene, mention.span)
    })?;
    let start = document.tokens_in(mention.span).start;
    let open = (trigger.token + 1..start).all(|t| {
        let verb = document.pos(t) == Upos::Verb && document.is_predicate(t);
        !verb && !matches!(document.word(t), "," | ";" | ":" | "(" | "–" | "—" | "“" | "”" | "\"")
    });
    open.then_some(id)
}
