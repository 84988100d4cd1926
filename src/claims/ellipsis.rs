//! "Exports to Germany rose, while those to the United States slid": a pronoun that stands for a noun of trade told of
//! just before, with what that one was about.

use super::arguments::Argument;
use super::carrier::Carrier;
use super::scene::Scene;
use super::trigger::{self, Trigger};
use crate::lexicon::claims::TriggerPos;
use crate::model::{SentenceId, TokenId, Upos, What};

/// How many words may part the pronoun from the verb that tells how much.
const REACH: usize = 12;

/// A pronoun as a trigger, and the noun that it stands for.
pub struct Elliptic {
    pub trigger: Trigger,
    pub antecedent: Trigger,
}

/// The pronouns of a sentence that stand for a noun of trade in it, or in the sentence before.
pub fn find(scene: &Scene, sentence: SentenceId, triggers: &[Trigger]) -> Vec<Elliptic> {
    let document = scene.document;
    let Some(here) = document.sentences.get(sentence) else { return Vec::new() };
    here.tokens
        .clone()
        .filter_map(|token| {
            let verb = measured_by(scene, token, here.tokens.end)?;
            let noun = |t: &&Trigger| is_trade_noun(scene, t);
            let before = triggers.iter().rfind(|t| t.token < token && noun(t)).cloned();
            let earlier = || {
                let above = sentence.checked_sub(1)?;
                let same_block = document.sentences.get(above).is_some_and(|s| s.block == here.block);
                trigger::find(scene, above).into_iter().rfind(|t| same_block && is_trade_noun(scene, t))
            };
            let antecedent = before.or_else(earlier)?;
            let carrier = Some(Carrier { verb, subject: None });
            let frames = antecedent.frames.clone();
            let trigger = Trigger { token, pos: TriggerPos::Noun, frames, carrier };
            Some(Elliptic { trigger, antecedent })
        })
        .collect()
}

/// What the noun was about holds for the pronoun too, but for the figures, and for the ends that the pronoun has anew.
pub fn inherit(scene: &Scene, elliptic: &Elliptic, of_noun: &[Argument]) -> Vec<Argument> {
    let document = scene.document;
    let anew = document.word(elliptic.trigger.token + 1).to_lowercase();
    let words = Some(scene.token_span(elliptic.trigger.token));
    of_noun
        .iter()
        .filter(|argument| match scene.what(argument.mention) {
            Some(What::Product(_)) => anew != "of",
            Some(What::Country(_) | What::Party(_)) => argument.place != anew,
            _ => false,
        })
        .map(|argument| Argument { anaphor: words, ..argument.clone() })
        .collect()
}

/// The verb of measure or change after "those to", "that from".
fn measured_by(scene: &Scene, token: TokenId, end: TokenId) -> Option<TokenId> {
    let document = scene.document;
    let stands = matches!(document.word(token), "those" | "Those" | "that" | "That");
    let ends = matches!(document.word(token + 1), "to" | "from" | "of" | "into");
    if !stands || !ends || document.pos(token) == Upos::Sconj {
        return None;
    }
    let known = &scene.lexicon.claims;
    let verb = (token + 2..end.min(token + REACH)).find(|t| document.pos(*t) == Upos::Verb)?;
    let lemma = scene.lemma(verb);
    (known.measures(&lemma) || known.phase(&lemma).is_some()).then_some(verb)
}

fn is_trade_noun(scene: &Scene, trigger: &Trigger) -> bool {
    let frame = trigger.frames.first().and_then(|index| scene.lexicon.claims.frames.get(*index));
    trigger.pos == TriggerPos::Noun && frame.is_some_and(|frame| frame.totals)
}
