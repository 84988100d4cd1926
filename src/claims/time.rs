//! When a claim holds: the time expression that hangs on its predicate.

use super::scene::Scene;
use super::trigger::Trigger;
use crate::model::{MentionId, TokenId, Upos, What};

/// The time of a trigger: the first expression whose nearest verb or trigger above is the trigger or its carrier.
/// "said on Tuesday" is the time of the saying, so what hangs on another verb is never taken.
pub fn of(scene: &Scene, trigger: &Trigger) -> Option<MentionId> {
    let document = scene.document;
    let sentence = document.sentences.get(document.sentence_of(trigger.token)?)?;
    let mut tops: Vec<TokenId> = vec![trigger.token];
    tops.extend(trigger.carrier.map(|carrier| carrier.verb));
    let mut found: Vec<(usize, MentionId)> = Vec::new();
    for (id, mention) in scene.mentions.iter().enumerate() {
        if !matches!(mention.what, What::Time(_)) || !sentence.span.contains(mention.span) {
            continue;
        }
        let Some(head) = scene.head(id) else { continue };
        let inside = document.tokens_in(mention.span);
        let top = document.head_path(head).enumerate().filter(|(_, token)| !inside.contains(token)).find(
            |(_, token)| {
                tops.contains(token) || document.pos(*token) == Upos::Verb && document.is_predicate(*token)
            },
        );
        if let Some((distance, token)) = top
            && tops.contains(&token)
        {
            found.push((distance, id));
        }
    }
    found.into_iter().min().map(|(_, id)| id)
}
