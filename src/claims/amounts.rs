//! What the amounts of a claim are to it: its value, what it moved from or to, a conversion of another.

use super::arguments::Argument;
use super::fill::Filled;
use super::scene::Scene;
use super::trigger::Trigger;
use crate::lexicon::claims::Frame;
use crate::model::{AmountRole, ClaimAmount, MentionId, TokenId, Upos, What};

/// What an amount is: by the words right before it where the claim measures a change, else by the frame.
pub fn amount_role(
    scene: &Scene,
    frame: &Frame,
    trigger: &Trigger,
    argument: &Argument,
    per: bool,
) -> AmountRole {
    if per && frame.amount != AmountRole::Penalty {
        return AmountRole::Price;
    }
    let changes = trigger.carrier.is_some_and(|c| {
        let lemma = scene.lemma(c.verb);
        c.subject.is_none()
            && (scene.lexicon.claims.measures(&lemma) || scene.lexicon.claims.phase(&lemma).is_some())
    });
    match argument.place.as_str() {
        "from" if changes => AmountRole::From,
        "to" if changes => AmountRole::To,
        "by" if changes => AmountRole::Change,
        _ => frame.amount,
    }
}

/// "$4.5 billion, up from $2.1 billion", "against $3 million the year before": what the figure is measured by.
pub fn earlier_figures(scene: &Scene, frame: &Frame, filled: &mut Filled) {
    let word = |t: Option<TokenId>| t.map(|t| scene.document.word(t).to_lowercase()).unwrap_or_default();
    for at in 1..filled.amounts.len() {
        let Some(amount) = filled.amounts.get_mut(at) else { return };
        let start = scene.document.tokens_in(scene.span(amount.mention)).start;
        // Over "about", "some" and other words on the figure.
        let mut before = start.checked_sub(1);
        while let Some(t) = before.filter(|t| scene.document.pos(*t) == Upos::Adv && !is_way(&word(Some(*t))))
        {
            before = t.checked_sub(1);
        }
        let opener = word(before.and_then(|t| t.checked_sub(1)));
        let compared = match word(before).as_str() {
            "from" => is_way(&opener) || opener == ",",
            "with" | "to" => opener == "compared",
            "against" | "versus" => true,
            _ => false,
        };
        if compared && amount.role == frame.amount {
            amount.role = AmountRole::From;
        }
    }
}

fn is_way(word: &str) -> bool {
    matches!(word, "up" | "down")
}

/// "87 billion yuan ($12 billion)": the second restates the first.
pub fn conversions(scene: &Scene, filled: &mut Filled) {
    let originals: Vec<MentionId> = filled.amounts.iter().map(|a| a.mention).collect();
    for amount in &mut filled.amounts {
        let Some(What::Money(money)) = scene.what(amount.mention) else { continue };
        if money.conversion {
            amount.role = AmountRole::Conversion;
            amount.of = originals.iter().copied().filter(|id| *id < amount.mention).max();
        }
    }
    // The conversion of an amount belongs to the claim wherever the arcs put the brackets.
    let mut added = Vec::new();
    for (id, mention) in scene.mentions.iter().enumerate() {
        let What::Money(money) = &mention.what else { continue };
        if !money.conversion || originals.contains(&id) {
            continue;
        }
        let before = scene.mentions.iter().take(id).rposition(|m| matches!(m.what, What::Money(_)));
        if let Some(before) = before
            && originals.contains(&before)
        {
            added.push(ClaimAmount { mention: id, role: AmountRole::Conversion, of: Some(before) });
        }
    }
    filled.amounts.extend(added);
    filled.amounts.sort_by_key(|amount| amount.mention);
}
