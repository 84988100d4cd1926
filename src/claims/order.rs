//! The order of words, where the arcs fail: a country right after "to" or "from" belongs to the trigger before it.
//!
//! Parsers err most on where a prepositional phrase hangs. What follows a direction word within the trigger's own
//! stretch of words is taken too, marked as read from the order alone so that the claim's confidence says so.

use super::Draft;
use super::arguments::{Argument, DIRECTIONS};
use super::fill;
use super::scene::Scene;
use crate::model::{MentionId, SentenceId, TokenId, Upos, What};

/// How many words may part a trigger from a phrase that is given to it by order.
const REACH: usize = 14;

/// Gives findings that no trigger holds to the nearest trigger before them, where the words between allow it.
pub fn complete(scene: &Scene, sentence: SentenceId, drafts: &mut [Draft]) {
    let Some(sentence) = scene.document.sentences.get(sentence) else { return };
    let taken: Vec<MentionId> =
        drafts.iter().flat_map(|draft| draft.arguments.iter().map(|argument| argument.mention)).collect();
    for (id, mention) in scene.mentions.iter().enumerate() {
        if !sentence.span.contains(mention.span) || taken.contains(&id) {
            continue;
        }
        let tokens = scene.document.tokens_in(mention.span);
        let place = match &mention.what {
            What::Country(_) | What::Party(_) => direction_before(scene, tokens.start),
            What::Product(_) | What::Money(_) => Some("object"),
            _ => None,
        };
        let (Some(place), Some(draft)) = (place, nearest(scene, tokens.start, drafts)) else { continue };
        let fits = match &mention.what {
            What::Product(_) => !holds(scene, draft, |what| matches!(what, What::Product(_))),
            What::Money(_) => !holds(scene, draft, |what| matches!(what, What::Money(_))),
            _ => draft
                .trigger
                .frames
                .iter()
                .filter_map(|index| scene.lexicon.claims.frames.get(*index))
                .any(|frame| fill::directs(frame, place)),
        };
        if fits {
            draft.arguments.push(Argument {
                place: place.to_owned(),
                mention: id,
                anaphor: None,
                by_order: true,
            });
        }
    }
}

fn holds(scene: &Scene, draft: &Draft, kind: fn(&What) -> bool) -> bool {
    draft.arguments.iter().filter_map(|argument| scene.what(argument.mention)).any(kind)
}

/// The direction word right before a phrase, over an article.
fn direction_before(scene: &Scene, token: TokenId) -> Option<&'static str> {
    let word = |t: TokenId| scene.document.word(t).to_lowercase();
    let mut at = token.checked_sub(1)?;
    if matches!(word(at).as_str(), "the" | "a" | "an") {
        at = at.checked_sub(1)?;
    }
    let before = word(at);
    DIRECTIONS.into_iter().find(|direction| *direction == before)
}

/// The nearest trigger before a word that no clause border parts from it.
fn nearest<'d, 's>(scene: &Scene, token: TokenId, drafts: &'d mut [Draft<'s>]) -> Option<&'d mut Draft<'s>> {
    let document = scene.document;
    let draft = drafts.iter_mut().rfind(|draft| draft.trigger.token < token && !draft.covered)?;
    let between = draft.trigger.token + 1..token;
    let clear = between.len() <= REACH
        && between.clone().all(|t| {
            let clause = document.pos(t) == Upos::Verb || document.pos(t) == Upos::Sconj;
            let border = matches!(document.word(t), ";" | ":" | "—" | "–" | "(" | ")" | "“" | "”" | "\"");
            !clause && !border && !matches!(document.lemma(t), "and" | "but" | "while" | "which" | "who")
        });
    clear.then_some(draft)
}
