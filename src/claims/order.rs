//! The order of words, where the arcs fail: what stands right beside a trigger, or right after "to" or "from",
//! belongs to it.
//!
//! Parsers err most on where a prepositional phrase hangs and how far a coordination reaches. What plain order gives
//! is taken too, marked as such so that the claim's confidence says so.

use super::Draft;
use super::arguments::{Argument, direction_before};
use super::fill;
use super::scene::{Nominal, Scene};
use crate::lexicon::claims::{Support, TriggerPos};
use crate::model::{MentionId, Rel, SentenceId, TokenId, Upos, What};
use std::mem::discriminant;

/// How many words may part a trigger from a phrase that is given to it by order.
const REACH: usize = 14;

/// Gives findings that no trigger holds to the trigger that the order of words speaks for.
pub fn complete(scene: &Scene, sentence: SentenceId, drafts: &mut [Draft]) {
    let Some(sentence) = scene.document.sentences.get(sentence) else { return };
    for draft in drafts.iter_mut() {
        actor_before(scene, draft);
        goods_before(scene, draft);
    }
    let mut taken: Vec<MentionId> =
        drafts.iter().flat_map(|draft| draft.arguments.iter().map(|argument| argument.mention)).collect();
    for id in taken.clone() {
        taken.extend(origin(scene, id, drafts));
    }
    for (id, mention) in scene.mentions.iter().enumerate() {
        // "to Russia, US and European officials said": who says so stands at no place of what is said.
        let speaks = scene
            .attributions
            .iter()
            .flat_map(|attribution| &attribution.chain)
            .any(|source| source.span.is_some_and(|span| span.contains(mention.span)));
        if !sentence.span.contains(mention.span) || taken.contains(&id) || speaks {
            continue;
        }
        let start = scene.document.tokens_in(mention.span).start;
        if object_after(scene, id, start, drafts)
            || listed_after(scene, id, start, drafts)
            || joined_before(scene, id, start, drafts)
            || money_before(scene, id, drafts)
            || alone(scene, id, &mention.what, start, drafts)
        {
            taken.push(id);
            taken.extend(origin(scene, id, drafts));
        }
    }
}

fn give(draft: &mut Draft, place: &str, mention: MentionId) {
    draft.arguments.push(Argument { place: place.to_owned(), mention, anaphor: None, by_order: true });
}

/// "China has sold": whoever stands right before an active verb that has nobody else to act.
fn actor_before(scene: &Scene, draft: &mut Draft) {
    let document = scene.document;
    // "slapped sanctions on": the verb that carries a noun trigger acts for it, or has it done to its subject.
    let carrier = draft
        .trigger
        .carrier
        .filter(|carrier| matches!(carrier.subject, Some(Support::Give | Support::Receive)));
    let place = match carrier {
        Some(carrier) if carrier.subject == Some(Support::Receive) => "receiver",
        _ => "doer",
    };
    let verb = carrier.map_or(draft.trigger.token, |carrier| carrier.verb);
    let acts = draft.arguments.iter().any(|argument| {
        argument.place == place
            && matches!(scene.what(argument.mention), Some(What::Country(_) | What::Party(_)))
    });
    let is_verb = draft.trigger.pos == TriggerPos::Verb || carrier.is_some();
    if !is_verb || acts || document.is_passive(verb) {
        return;
    }
    if matches!(document.rel(verb), Rel::Acl | Rel::Xcomp | Rel::Advcl) {
        return;
    }
    let Some(sentence) = document.sentence_of(verb).and_then(|s| document.sentences.get(s)) else { return };
    // "Britain, meanwhile, slapped": commas only about an adverb.
    let between = |t: &TokenId| {
        let aside = document.word(*t) == ","
            && [*t + 1, t.saturating_sub(1)].iter().any(|beside| document.pos(*beside) == Upos::Adv);
        // "The United Kingdom has today also added".
        let when = scene.covering(*t).iter().any(|id| matches!(scene.what(*id), Some(What::Time(_))));
        let named = scene.covering(*t).iter().any(|id| is_actor(scene, *id));
        aside || when || !named && matches!(document.pos(*t), Upos::Aux | Upos::Adv | Upos::Part)
    };
    let Some(before) = (sentence.tokens.start..verb).rev().find(|t| !between(t)) else { return };
    // "Suppliers of Huawei shipped": the arcs say who acts, and whose they are.
    let of_subject = document.rel(before) == Rel::Nmod
        && document.head(before).is_some_and(|noun| document.agents(verb).contains(&noun));
    let named = scene.covering(before).iter().copied().find(|id| is_actor(scene, *id) && !of_subject);
    let described = || {
        let actor = scene.nominal(before) == Nominal::Actor;
        let lemma = scene.lemma(before);
        let own = |t: &TokenId| {
            !scene.lexicon.claims.is_person(&lemma)
                && (document.rel(*t) != Rel::NmodPoss || !scene.lexicon.claims.is_beside(&lemma))
        };
        let inside = document.children_by(before, &[Rel::Amod, Rel::Compound, Rel::NmodPoss]).filter(own);
        inside.flat_map(|t| scene.headed_by(t).to_vec()).find(|id| actor && is_actor(scene, *id))
    };
    let Some(actor) = named.or_else(described) else { return };
    if !draft.arguments.iter().any(|argument| argument.mention == actor) {
        give(draft, place, actor);
    }
}

fn is_actor(scene: &Scene, id: MentionId) -> bool {
    matches!(scene.what(id), Some(What::Country(_) | What::Party(_)))
}

/// "drones and drone parts", "Kazakhstan, Pakistan and Belarus": what is joined to an argument of its kind stands
/// where that one stands.
fn joined_before(scene: &Scene, id: MentionId, start: TokenId, drafts: &mut [Draft]) -> bool {
    let Some(before) = id.checked_sub(1) else { return false };
    let (Some(what), Some(other)) = (scene.what(id), scene.what(before)) else { return false };
    let end = scene.document.tokens_in(scene.span(before)).end;
    let links = end < start
        && start - end <= 3
        && (end..start).any(|t| matches!(scene.document.word(t), "and" | "or" | ","))
        && (end..start).all(|t| {
            matches!(scene.document.word(t), "and" | "or" | "," | "the" | "as" | "well" | "other")
                || scene.document.pos(t) == Upos::Adj
        });
    // "to Huawei, TSMC said": a comma alone joins only in a list that goes on.
    let after = scene.document.tokens_in(scene.span(id)).end;
    let joins = |t: TokenId| matches!(scene.document.word(t), "and" | "or");
    let links = links && ((end..start).any(joins) || joins(after) || scene.document.word(after) == ",");
    if !links || discriminant(what) != discriminant(other) || matches!(what, What::Money(_) | What::Time(_)) {
        return false;
    }
    for draft in drafts.iter_mut().filter(|draft| !draft.covered) {
        if let Some(place) = draft.arguments.iter().find(|a| a.mention == before).map(|a| a.place.clone()) {
            // A name before the verb joined to one after it is no coordination.
            let same_side = (start < draft.trigger.token) == (end <= draft.trigger.token);
            if same_side {
                give(draft, &place, id);
                return true;
            }
        }
    }
    false
}

/// "a $140 million penalty", "$5m worth of exports": money right before a noun trigger is its own.
fn money_before(scene: &Scene, id: MentionId, drafts: &mut [Draft]) -> bool {
    let end = scene.document.tokens_in(scene.span(id)).end;
    let own = |draft: &&mut Draft| {
        let noun = draft.trigger.token;
        let between = end..noun;
        draft.trigger.pos == TriggerPos::Noun
            && !draft.covered
            && end <= noun
            && between.len() <= 3
            && between.clone().all(|t| matches!(scene.document.pos(t), Upos::Adj | Upos::Noun))
    };
    if !matches!(scene.what(id), Some(What::Money(_))) {
        return false;
    }
    let draft = drafts.iter_mut().find(own);
    let found = draft.is_some();
    if let Some(draft) = draft {
        give(draft, "amount", id);
    }
    found
}

/// The country word before a good that order gave to a trigger: where it is from.
fn origin(scene: &Scene, good: MentionId, drafts: &mut [Draft]) -> Option<MentionId> {
    let before = [Rel::Amod, Rel::Compound, Rel::NmodPoss];
    let head = scene.head(good).filter(|_| matches!(scene.what(good), Some(What::Product(_))))?;
    let beside = scene.document.tokens_in(scene.span(good)).start.checked_sub(1);
    let country = scene
        .document
        .children_by(head, &before)
        .chain(beside)
        .flat_map(|t| scene.headed_by(t).iter().copied())
        .find(|id| matches!(scene.what(*id), Some(What::Country(_))))?;
    let holds = |draft: &Draft, id: MentionId| draft.arguments.iter().any(|a| a.mention == id);
    let of_others = drafts.iter().any(|draft| holds(draft, country) && !holds(draft, good));
    let draft = drafts.iter_mut().find(|draft| holds(draft, good)).filter(|_| !of_others)?;
    match draft.arguments.iter_mut().find(|a| a.mention == country) {
        // "worth of U.S. soybeans", where the arcs take the country for what is bought.
        Some(known) if known.place == "object" && Some(head) == beside.map(|t| t + 1) => {
            known.place = "origin".to_owned();
        }
        Some(_) => {}
        None => give(draft, "origin", country),
    }
    Some(country)
}

/// "fined Beispielwerke AG": a company right after an active verb is what it acts on.
fn object_after(scene: &Scene, id: MentionId, start: TokenId, drafts: &mut [Draft]) -> bool {
    let document = scene.document;
    // "convicts Brooklyn man": a name before another noun is not what is acted on.
    let before_noun = scene.head(id).is_some_and(|t| {
        document.rel(t) == Rel::Compound
            && document.head(t).is_some_and(|noun| !matches!(document.pos(noun), Upos::Sym | Upos::Num))
    });
    if before_noun || !matches!(scene.what(id), Some(What::Party(_))) {
        return false;
    }
    let right_after =
        |verb: TokenId| start == verb + 1 || start == verb + 2 && document.pos(verb + 1) == Upos::Det;
    let draft = drafts.iter_mut().find(|draft| {
        let verb = draft.trigger.token;
        draft.trigger.pos == TriggerPos::Verb
            && !draft.covered
            && right_after(verb)
            && !document.is_passive(verb)
            && !draft.arguments.iter().any(|a| a.place == "object" && is_actor(scene, a.mention))
    });
    let found = draft.is_some();
    if let Some(draft) = draft {
        give(draft, "object", id);
    }
    found
}

/// A direction, a good or an amount after the nearest trigger that no clause border parts from it.
fn alone(scene: &Scene, id: MentionId, what: &What, start: TokenId, drafts: &mut [Draft]) -> bool {
    let place = match what {
        What::Country(_) | What::Party(_) => direction_before(scene, start),
        What::Product(_) | What::Money(_) => Some("object"),
        _ => None,
    };
    let (Some(place), Some(draft)) = (place, nearest(scene, start, drafts)) else { return false };
    // "its mission to the United Nations": the direction is that of the noun before it.
    let before = (draft.trigger.token + 1..start).rev().find(|t| {
        !matches!(scene.document.pos(*t), Upos::Adp | Upos::Det)
            && scene.document.word(*t).chars().any(char::is_alphanumeric)
    });
    let of_noun = before.is_some_and(|t| {
        scene.document.pos(t) == Upos::Noun
            && !scene.document.patients(draft.trigger.token).contains(&t)
            && scene.covering(t).is_empty()
            && matches!(scene.nominal(t), Nominal::Other | Nominal::Actor)
    });
    if of_noun && matches!(what, What::Country(_) | What::Party(_)) {
        return false;
    }
    let fits = match what {
        What::Product(_) if is_of_an_actor(scene, id) => false,
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
        give(draft, place, id);
    }
    fits
}

/// "to 14 countries, among them Armenia": what is named of a group stands where the group stands.
fn listed_after(scene: &Scene, id: MentionId, start: TokenId, drafts: &mut [Draft]) -> bool {
    let document = scene.document;
    let word =
        |back: usize| start.checked_sub(back).map(|t| document.word(t).to_lowercase()).unwrap_or_default();
    let opener = match (word(2).as_str(), word(1).as_str()) {
        ("among", "them") | ("such", "as") => 2,
        (_, "including" | "notably") => 1,
        _ => return false,
    };
    let Some(group) = start.checked_sub(opener + 1) else { return false };
    let group = if matches!(document.word(group), "," | "(" | "–" | "—") {
        group.saturating_sub(1)
    } else {
        group
    };
    let wanted = match scene.what(id) {
        Some(What::Country(_)) => {
            matches!(document.lemma(group), "country" | "destination" | "state" | "nation" | "market")
                || scene.nominal(group) == Nominal::Actor
        }
        Some(What::Product(_)) => matches!(scene.nominal(group), Nominal::Product | Nominal::Goods),
        _ => false,
    };
    let holder = drafts.iter_mut().filter(|draft| wanted && !draft.covered).find_map(|draft| {
        let place =
            draft.placed.iter().find(|(_, token)| *token == group || document.is_under(group, *token));
        let place = place.map(|(place, _)| place.clone());
        place.map(|place| (draft, place))
    });
    let found = holder.is_some();
    if let Some((draft, place)) = holder {
        give(draft, &place, id);
    }
    found
}

/// "Drones worth $5m entered Russia": goods before a verb that nothing else moves, and that no other verb parts from it.
fn goods_before(scene: &Scene, draft: &mut Draft) {
    let document = scene.document;
    let verb = draft.trigger.token;
    let moved = document.is_passive(verb)
        || draft.trigger.frames.iter().any(|index| {
            let frame = scene.lexicon.claims.frames.get(*index);
            frame.is_some_and(|frame| matches!(frame.id.as_str(), "arrival" | "departure"))
        });
    if draft.trigger.pos != TriggerPos::Verb
        || !moved
        || holds(scene, draft, |what| matches!(what, What::Product(_)))
    {
        return;
    }
    let Some(sentence) = document.sentence_of(verb).and_then(|s| document.sentences.get(s)) else { return };
    let border = |t: &TokenId| {
        document.pos(*t) == Upos::Verb && document.is_predicate(*t) && scene.covering(*t).is_empty()
            || matches!(document.word(*t), ";" | ":" | "“" | "”" | "\"" | "and" | "but" | "that")
    };
    let reach = (sentence.tokens.start..verb).rev().take(REACH).take_while(|t| !border(t));
    let good = reach
        .flat_map(|t| scene.headed_by(t).iter().copied())
        .find(|id| matches!(scene.what(*id), Some(What::Product(_))) && !is_of_an_actor(scene, *id));
    if let Some(good) = good {
        give(draft, "object", good);
        let start = document.tokens_in(scene.span(good)).end;
        let worth = (start..verb).take(2).any(|t| document.word(t) == "worth");
        let amount = scene.mentions.iter().position(|m| {
            let at = document.tokens_in(m.span).start;
            matches!(m.what, What::Money(_)) && (start..verb).contains(&at)
        });
        if let Some(amount) = amount.filter(|_| worth)
            && !holds(scene, draft, |what| matches!(what, What::Money(_)))
        {
            give(draft, "amount", amount);
        }
    }
}

/// "a drone maker", "chip designer Sophgo": goods that only say what somebody deals in.
fn is_of_an_actor(scene: &Scene, id: MentionId) -> bool {
    let document = scene.document;
    let Some(head) = scene.head(id).filter(|t| document.rel(*t) == Rel::Compound) else { return false };
    document.head(head).is_some_and(|noun| {
        scene.nominal(noun) == Nominal::Actor
            || document.head(noun).is_some_and(|name| {
                document.rel(noun) == Rel::NmodDesc && scene.nominal(name) == Nominal::Party
            })
    })
}

fn holds(scene: &Scene, draft: &Draft, kind: fn(&What) -> bool) -> bool {
    draft.arguments.iter().filter_map(|argument| scene.what(argument.mention)).any(kind)
}

/// The nearest trigger before a word that no clause border parts from it.
fn nearest<'d, 's>(scene: &Scene, token: TokenId, drafts: &'d mut [Draft<'s>]) -> Option<&'d mut Draft<'s>> {
    let document = scene.document;
    let draft = drafts.iter_mut().rfind(|draft| draft.trigger.token < token && !draft.covered)?;
    let mut depth = 0_i32;
    let mut length = 0;
    let clear = (draft.trigger.token + 1..token).all(|t| {
        let word = document.word(t);
        depth += i32::from(word == "(") - i32::from(word == ")");
        if depth > 0 || word == ")" {
            return true;
        }
        length += 1;
        // "won" in an amount, "used" before a noun: no clause begins there.
        let verb =
            document.pos(t) == Upos::Verb && document.rel(t) != Rel::Amod && scene.covering(t).is_empty();
        let clause = verb || document.pos(t) == Upos::Sconj && word != "than";
        let border = matches!(word, ";" | ":" | "—" | "–" | "“" | "”" | "\"");
        !clause && !border && !matches!(document.lemma(t), "but" | "while" | "which" | "who")
    });
    (clear && depth == 0 && length <= REACH).then_some(draft)
}
