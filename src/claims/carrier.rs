//! Which verb carries a noun trigger: the one that says who does it, to whom, or what becomes of it.

use super::scene::{Nominal, Scene};
use crate::lexicon::claims::Support;
use crate::model::{Document, Phase, Rel, TokenId, Upos};

/// How a verb and the noun trigger that it governs belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Carrier {
    pub verb: TokenId,
    /// What the verb's subject is to the trigger; `None` where the trigger is the subject itself.
    pub subject: Option<Support>,
}

/// "a 12% fall in exports": a noun that says how a figure moves.
pub fn is_change(scene: &Scene, noun: TokenId) -> bool {
    let phase = scene.lexicon.claims.phase(&scene.lemma(noun));
    scene.document.pos(noun) == Upos::Noun && matches!(phase, Some(Phase::Rose | Phase::Fell))
}

/// The verb that carries a noun trigger: through "agreed to pay a fine" the nearest one, "pay".
pub fn carrier_of(scene: &Scene, token: TokenId) -> Option<Carrier> {
    let document = scene.document;
    let mut noun = document.first_conjunct(token);
    // "faces 20 years in prison and a fine": the arcs join the fine to the prison.
    if document.preposition(noun).as_deref() == Some("in")
        && matches!(document.lemma(noun), "jail" | "prison")
    {
        noun = document.head(noun).unwrap_or(noun);
    }
    // "millions of dollars in fines", "a series of shipments": the part noun stands where the trigger would.
    while let (Rel::Nmod, Some(head)) = (document.rel(noun), document.head(noun)) {
        let lemma = scene.lemma(head);
        // "earned $43bn from oil exports": the money is not what the exports are, but what they bring.
        if scene.nominal(head) == Nominal::Figure && document.preposition(noun).as_deref() == Some("from") {
            break;
        }
        let part = scene.lexicon.claims.is_part(&lemma)
            || scene.nominal(head) == Nominal::Figure
            || is_change(scene, head) && document.preposition(noun).as_deref() == Some("in");
        if !(part
            || scene.lexicon.claims.is_act(&lemma)
            || matches!(lemma.as_str(), "series" | "round" | "package" | "list" | "set"))
        {
            break;
        }
        noun = document.first_conjunct(head);
    }
    // "put 23 types of machines under export control", where the arcs hang the control on the machines.
    let placed = document.head(noun).filter(|_| {
        document.rel(noun) == Rel::Nmod && document.preposition(noun).as_deref() == Some("under")
    });
    if let Some(verb) =
        placed.and_then(|object| document.head(object).filter(|_| document.rel(object) == Rel::Obj))
        && matches!(document.lemma(verb), "bring" | "place" | "put")
    {
        return Some(Carrier { verb, subject: Some(Support::Give) });
    }
    // "The firm is under sanctions": the noun is what is said of its subject.
    let under = document.preposition(noun).as_deref() == Some("under");
    if under && (document.copula(noun).is_some() || document.head(noun).is_none()) {
        return Some(Carrier { verb: noun, subject: Some(Support::Receive) });
    }
    let Some(verb) = document.head(noun) else { return headless(scene, noun) };
    let lemma = scene.lemma(verb);
    let known = &scene.lexicon.claims;
    // "brought in between $12bn and $15bn in revenue": the figure is an object whatever opens it.
    let between = document.preposition(noun).as_deref() == Some("between")
        && scene.nominal(noun) == Nominal::Figure
        && document.rel(noun) == Rel::Obl;
    let rel = if between { Rel::Obj } else { document.rel(noun) };
    let carrier = |subject| Some(Carrier { verb, subject });
    match rel {
        // "exports were $5bn": the figure is the predicate, the trigger its subject.
        Rel::Nsubj if document.copula(verb).is_some() => carrier(None),
        Rel::Nsubj | Rel::NsubjPass if document.pos(verb) == Upos::Verb => {
            let passive = rel == Rel::NsubjPass || document.is_passive(verb);
            if passive && (known.support(&lemma).is_some() || known.phase(&lemma).is_some()) {
                return carrier(None);
            }
            // "The sanctions freeze the assets of": what is acted on is another thing than the trigger.
            let acts_on = document.objects(verb).iter().any(|t| scene.nominal(*t) != Nominal::Figure);
            let phases = known.phase(&lemma).is_some() && !acts_on;
            if known.measures(&lemma) || known.bears(&lemma) || phases {
                return carrier(None);
            }
            if begins_to_bind(document, verb, &lemma) {
                return carrier(None);
            }
            // "bucked the trend and rose by 11 per cent".
            let measures = |t: &TokenId| {
                document.pos(*t) == Upos::Verb
                    && known.measures(&scene.lemma(*t))
                    && document.subjects(*t).contains(&noun)
            };
            let verb = document.conjuncts(verb).into_iter().find(measures)?;
            Some(Carrier { verb, subject: None })
        }
        // "saw sales to Russia drop by $1bn".
        Rel::Obj if matches!(lemma.as_str(), "see" | "watch") && dropping(scene, verb).is_some() => {
            Some(Carrier { verb: dropping(scene, verb)?, subject: None })
        }
        Rel::Obj => match supported(scene, verb) {
            Some(support) => carrier(Some(support)),
            None if known.phase(&lemma).is_some() || tallies(scene, verb) => carrier(Some(Support::Give)),
            None => None,
        },
        // "was hit with a fine", "agreed to a penalty".
        Rel::Obl | Rel::Xcomp => match (lemma.as_str(), document.preposition(noun).as_deref()) {
            ("hit" | "fire" | "strike", Some("with")) if has_back(scene, verb) => {
                carrier(Some(Support::Give))
            }
            ("hit" | "slap", Some("with") | None) => carrier(Some(Support::Receive)),
            ("agree" | "consent" | "plead", Some("to")) => carrier(Some(Support::Receive)),
            ("be" | "come" | "fall" | "remain" | "stay", Some("under")) => carrier(Some(Support::Receive)),
            ("bring" | "put" | "place", Some("under")) => carrier(Some(Support::Give)),
            ("subject", Some("to")) => carrier(Some(Support::Receive)),
            ("apply" | "ask" | "petition", Some("for")) => carrier(Some(Support::Receive)),
            // "strip the firm of its licence".
            ("strip", Some("of")) => carrier(Some(Support::Give)),
            ("agree", Some("on")) | ("enter", Some("into")) => carrier(Some(Support::Give)),
            // "could miss out on $15bn in sales".
            ("miss", Some("on")) => carrier(Some(Support::Receive)),
            ("answer" | "counter" | "reply" | "respond" | "retaliate", Some("with")) => {
                carrier(Some(Support::Give))
            }
            // "committed $4bn in assistance".
            ("commit" | "give" | "pledge" | "provide" | "offer" | "send", Some("in")) => {
                carrier(Some(Support::Give))
            }
            ("get" | "receive", Some("in")) => carrier(Some(Support::Receive)),
            // "recorded $158m in exports".
            (_, Some("in")) if tallies(scene, verb) && tells_a_figure(scene, verb) => {
                carrier(Some(Support::Give))
            }
            // "China accounts for 90% of output", "is responsible for".
            ("account" | "responsible", Some("for")) => carrier(Some(Support::Give)),
            // An object that the arcs hang as if a preposition were missing.
            (_, None) if supported(scene, verb).is_some() => carrier(supported(scene, verb)),
            _ => None,
        },
        _ => None,
    }
}

/// The verb of measure in what somebody sees happen.
fn dropping(scene: &Scene, verb: TokenId) -> Option<TokenId> {
    let measures = |t: &TokenId| *t > verb && scene.lexicon.claims.measures(&scene.lemma(*t));
    let bare = |t: &TokenId| scene.document.child(*t, Rel::Mark).is_none();
    let below = [Rel::Xcomp, Rel::Ccomp, Rel::Advcl];
    scene.document.children_by(verb, &below).filter(bare).find(measures)
}

/// "hit back", "fired back", "struck back": an answer, not a blow.
fn has_back(scene: &Scene, verb: TokenId) -> bool {
    scene.forms(verb).iter().any(|form| form.ends_with("-back"))
}

/// Whether a verb tells of a figure that its subject has.
pub fn tallies(scene: &Scene, verb: TokenId) -> bool {
    scene.forms(verb).iter().any(|form| scene.lexicon.claims.tallies(form))
}

fn tells_a_figure(scene: &Scene, verb: TokenId) -> bool {
    scene.document.objects(verb).iter().any(|t| scene.nominal(*t) == Nominal::Figure)
}

/// What a verb, with its particle before without, does for the noun that it governs ("drew up rules").
fn supported(scene: &Scene, verb: TokenId) -> Option<Support> {
    let known = &scene.lexicon.claims;
    scene.forms(verb).iter().find_map(|form| known.support(form))
}

/// "The ban took effect", "comes into force".
fn begins_to_bind(document: &Document, verb: TokenId, lemma: &str) -> bool {
    let effect = |t: TokenId| matches!(document.lemma(t), "effect" | "force");
    match lemma {
        "take" => document.objects(verb).into_iter().any(effect),
        "come" | "enter" | "go" => document.obliques(verb).into_iter().any(|(_, t)| effect(t)),
        "kick" | "kick-in" | "begin" | "start" | "last" | "run" => true,
        _ => false,
    }
}

/// "Korea's exports to China through September stood at $41.9bn", where the arcs hang the verb below its subject.
fn headless(scene: &Scene, noun: TokenId) -> Option<Carrier> {
    let document = scene.document;
    let measures = |t: &TokenId| {
        *t > noun && !document.word(*t).ends_with("ing") && scene.lexicon.claims.measures(&scene.lemma(*t))
    };
    let verb = document.children_by(noun, &[Rel::Acl, Rel::AclRelcl, Rel::Parataxis]).find(measures)?;
    Some(Carrier { verb, subject: None })
}
