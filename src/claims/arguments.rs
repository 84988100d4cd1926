//! Arguments: which findings stand at which place of a trigger, by the arcs of the sentence.

use super::carrier::{Carrier, is_change, tallies};
use super::doers::doers;
use super::scene::{Nominal, Scene};
use super::search::Search;
use super::trigger::{Trigger, control_meant, is_headline_passive, permits, said_of, takes_controls};
use crate::lexicon::claims::{Support, TriggerPos};
use crate::model::{CountryRole, MentionId, PartyKind, Rel, Span, TokenId, Via, What};

/// A finding at a place of a trigger. Places are those of `data/claims.toml`, and `origin`, `maker`, `amount`
/// for what stands by a good or a figure rather than by the trigger.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    pub place: String,
    pub mention: MentionId,
    /// The words that stand for the mention here, where it is named elsewhere.
    pub anaphor: Option<Span>,
    /// Whether it was read from the order of words alone, where the arcs did not reach it.
    pub by_order: bool,
}

/// A nominal at a place: what stands there before its phrase is searched for findings.
pub type Placed = (String, TokenId);

/// Prepositions that place what follows wherever the phrase hangs.
pub const DIRECTIONS: [&str; 6] = ["to", "from", "into", "via", "through", "out of"];

/// Everything at the places of a trigger.
pub fn of(scene: &Scene, trigger: &Trigger) -> (Vec<Placed>, Vec<Argument>) {
    let placed = match trigger.pos {
        TriggerPos::Verb => of_verb(scene, trigger),
        TriggerPos::Noun => of_noun(scene, trigger),
    };
    let mut search = Search::new(scene, trigger.token);
    for (place, token) in &placed {
        let meant = control_meant(scene, *token).filter(|_| takes_controls(scene, trigger));
        let token = meant.unwrap_or(*token);
        match by_way(scene, place, token) {
            Some(through) => through.into_iter().for_each(|t| search.expand("via", t, 0)),
            None => search.expand(place, token, 0),
        }
    }
    (placed, search.found)
}

/// "by way of Kazakhstan", "on a route through Kenya": what stands there is on the way.
fn by_way(scene: &Scene, place: &str, token: TokenId) -> Option<Vec<TokenId>> {
    let way = place == "by" && matches!(scene.document.lemma(token), "way" | "route");
    way.then(|| scene.document.modifiers(token).into_iter().map(|(_, t)| t).collect())
}

fn of_verb(scene: &Scene, trigger: &Trigger) -> Vec<Placed> {
    let document = scene.document;
    let verb = trigger.token;
    let mut placed = Vec::new();
    let mut put = |place: &str, tokens: Vec<TokenId>| {
        placed.extend(tokens.into_iter().map(|token| (place.to_owned(), token)));
    };
    if is_headline_passive(scene, trigger) && !document.is_passive(verb) {
        put("object", document.subjects(verb));
        put("amount", document.objects(verb));
    } else {
        put("doer", doers(scene, verb));
        put("object", scene.gerund_object(verb).into_iter().collect());
        put(if binds(scene, trigger) { "bound" } else { "object" }, document.patients(verb));
    }
    // "sold Iran drones", but "fined a firm $5m".
    let acted_on = !trades(scene, trigger);
    put(if acted_on { "object" } else { "to" }, document.indirect_objects(verb));
    for (preposition, token) in document.obliques(verb) {
        // "were sent by way of Armenia" names no agent.
        let agent =
            preposition == "by" && document.is_passive(verb) && by_way(scene, &preposition, token).is_none();
        if !(preposition.is_empty() || agent) {
            let place = match preposition.as_str() {
                "out of" => "from",
                "by way of" => "via",
                other => other,
            };
            put(place, vec![token]);
        }
    }
    put_below(scene, trigger, &mut placed);
    // "drones worth $5m sold", "sold $5m worth of drones" hang on the nominals and are found there.
    placed
}

/// "told firms to stop buying chips from Micron": what stands by the verb that the frame is about.
fn put_below(scene: &Scene, trigger: &Trigger, placed: &mut Vec<Placed>) {
    let document = scene.document;
    let frame = trigger.frames.first().and_then(|index| scene.lexicon.claims.frames.get(*index));
    let Some(frame) = frame.filter(|frame| frame.about_verb) else { return };
    let acted_on =
        document.patients(trigger.token).into_iter().chain(document.indirect_objects(trigger.token));
    let below = acted_on.flat_map(|t| document.children_by(t, &[Rel::Acl]));
    for clause in document.children_by(trigger.token, &[Rel::Advcl, Rel::Ccomp, Rel::Xcomp]).chain(below) {
        if frame.is_about(std::iter::once(document.lemma(clause))) {
            let goods =
                |t: &TokenId| matches!(scene.nominal(*t), Nominal::Product | Nominal::Goods | Nominal::Part);
            let acted_on = document.objects(clause).into_iter().filter(goods);
            placed.extend(acted_on.map(|t| ("object".to_owned(), t)));
            placed.extend(document.obliques(clause));
        }
    }
}

/// "bars American firms from selling": whom the measure binds, not whom it is aimed at.
fn binds(scene: &Scene, trigger: &Trigger) -> bool {
    let document = scene.document;
    let frame = trigger.frames.first().and_then(|index| scene.lexicon.claims.frames.get(*index));
    frame.is_some_and(|frame| frame.country_role("bound").is_some())
        && document.children_by(trigger.token, &[Rel::Advcl, Rel::Xcomp, Rel::Ccomp]).any(|t| {
            // "from making funds available to them".
            let offers = document.lemma(t) == "make"
                && document.subtree(t).into_iter().any(|below| document.lemma(below) == "available");
            let gives = offers || scene.lexicon.claims.deals(document.lemma(t));
            gives
                && document
                    .children_by(t, &[Rel::Mark, Rel::Case])
                    .any(|m| matches!(document.lemma(m), "from" | "to"))
        })
}

/// Whether a trigger tells of goods that come in.
fn imports(scene: &Scene, trigger: &Trigger) -> bool {
    let frame = trigger.frames.first().and_then(|index| scene.lexicon.claims.frames.get(*index));
    frame.is_some_and(|frame| frame.country_role("doer") == Some(CountryRole::Importer))
}

/// Whether a trigger may tell of goods that move.
fn trades(scene: &Scene, trigger: &Trigger) -> bool {
    let frames = &scene.lexicon.claims.frames;
    trigger.frames.iter().filter_map(|index| frames.get(*index)).any(|frame| frame.is_trade())
}

fn of_noun(scene: &Scene, trigger: &Trigger) -> Vec<Placed> {
    let document = scene.document;
    let noun = trigger.token;
    let mut placed: Vec<Placed> = Vec::new();
    for child in document.children(noun) {
        match document.rel(child) {
            // "US-led curbs": the country hangs below the adjective.
            Rel::Amod | Rel::Compound if document.lemma(child) == "worth" => {
                placed.push(("amount".to_owned(), child));
            }
            Rel::Amod | Rel::Compound => {
                // "almost non-existent before the invasion of Ukraine": what a preposition leads in is not before the noun.
                let apart =
                    |t: TokenId| document.rel(t).is_clausal() || document.child(t, Rel::Case).is_some();
                let inner = document.subtree_without(child, apart);
                placed.extend(inner.into_iter().map(|t| (before_noun(scene, noun, t).to_owned(), t)));
            }
            Rel::NmodPoss | Rel::NmodUnmarked | Rel::Nummod | Rel::Appos | Rel::Det => {
                placed.push(("owner".to_owned(), child));
            }
            Rel::Acl if document.lemma(child) == "worth" => placed.push(("amount".to_owned(), child)),
            Rel::Acl | Rel::AclRelcl if permits(scene, child) => placed.extend(of_permitting(scene, child)),
            // "the ban, announced by Beijing in December, covers".
            Rel::Acl if document.is_passive(child) && gives(scene, child) => {
                placed.extend(document.agents(child).into_iter().map(|t| ("doer".to_owned(), t)));
            }
            // "sanctions that target gas".
            Rel::Acl | Rel::AclRelcl if scene.lexicon.claims.bears(document.lemma(child)) => {
                placed.extend(document.objects(child).into_iter().map(|t| ("on".to_owned(), t)));
            }
            // "licences for lathes for its plant": a phrase with a preposition of its own that the arcs take for a joined noun.
            Rel::Conj if document.child(child, Rel::Cc).is_none() => {
                placed.extend(document.preposition(child).map(|preposition| (preposition, child)));
            }
            _ => {}
        }
    }
    for (preposition, token) in document.modifiers(noun) {
        let place = match preposition.as_str() {
            "" => continue,
            "of" => "object",
            "by" => "doer",
            other => other,
        };
        placed.push((place.to_owned(), token));
    }
    placed.extend(said_of(scene, noun).into_iter().map(|subject| ("subject".to_owned(), subject)));
    placed.extend(of_change(scene, noun));
    // "$400 million of revenue".
    let figure = document
        .head(noun)
        .filter(|head| document.rel(noun) == Rel::Nmod && scene.nominal(*head) == Nominal::Figure);
    placed.extend(figure.map(|head| ("amount".to_owned(), head)));
    if let Some(carrier) = trigger.carrier {
        placed.extend(of_carrier(scene, trigger, carrier));
    }
    placed
}

/// "Kyrgyzstan's 40% rise in imports": whose it is, and how much.
fn of_change(scene: &Scene, noun: TokenId) -> Vec<Placed> {
    let document = scene.document;
    let inside = document.preposition(noun).as_deref() == Some("in");
    let Some(change) = document.head(noun).filter(|head| inside && is_change(scene, *head)) else {
        return Vec::new();
    };
    let before = [Rel::Nummod, Rel::Compound, Rel::Amod, Rel::NmodPoss, Rel::NmodUnmarked, Rel::Det];
    let of = document.modifiers(change).into_iter().filter(|(preposition, _)| preposition == "of");
    let all = document.children_by(change, &before).chain(of.map(|(_, t)| t));
    all.map(|t| {
        let figure = scene.nominal(t) == Nominal::Figure;
        (if figure { "amount" } else { "owner" }.to_owned(), t)
    })
    .collect()
}

/// Where a word before a noun trigger stands: "Russia sanctions" are laid on Russia, "US sanctions" by the United States.
fn before_noun(scene: &Scene, noun: TokenId, word: TokenId) -> &'static str {
    let country = scene.headed_by(word).iter().find_map(|id| match scene.what(*id) {
        Some(What::Country(country)) => Some(country),
        _ => None,
    });
    match (scene.document.lemma(noun), country) {
        ("sanction", Some(country)) if scene.lexicon.claims.is_sanctioned(&country.iso2) => "against",
        // "its China sales" are made there; "Chinese sales" may be either's.
        ("sale", Some(country)) if country.via == Via::Name => "to",
        _ => "owner",
    }
}

/// "that allowed Intel to sell chips to Huawei": who is let do it, and what.
fn of_permitting(scene: &Scene, verb: TokenId) -> Vec<Placed> {
    let document = scene.document;
    let mut placed: Vec<Placed> = Vec::new();
    let mut put = |place: &str, tokens: Vec<TokenId>| {
        placed.extend(tokens.into_iter().map(|token| (place.to_owned(), token)));
    };
    put("receiver", document.objects(verb));
    for deed in document.children_by(verb, &[Rel::Xcomp, Rel::Ccomp]) {
        put("receiver", document.children_by(deed, &[Rel::Nsubj]).collect());
        put("object", document.patients(deed));
        for (preposition, token) in document.obliques(deed) {
            put(&preposition, vec![token]);
        }
    }
    placed
}

/// What stands by the verb that carries a noun trigger.
fn of_carrier(scene: &Scene, trigger: &Trigger, carrier: Carrier) -> Vec<Placed> {
    let document = scene.document;
    let verb = carrier.verb;
    let mut placed: Vec<Placed> = Vec::new();
    // "China, which accounts for 90% of output": the verb hangs below its own subject.
    let relative = document.head(verb).filter(|_| document.rel(verb) == Rel::AclRelcl);
    // "put machines under export control": the arcs may hang the control on what it is put on.
    let under_trigger = |token: TokenId| {
        document.is_under(token, trigger.token)
            || document.is_under(trigger.token, token)
                && relative != Some(token)
                // "exports were 648 kg": the figure that is the predicate.
                && (token != verb || document.copula(verb).is_none())
                && document.preposition(trigger.token).as_deref() != Some("under")
    };
    let mut put = |place: &str, tokens: Vec<TokenId>| {
        placed
            .extend(tokens.into_iter().filter(|t| !under_trigger(*t)).map(|token| (place.to_owned(), token)));
    };
    if carrier.subject.is_some() {
        let (figures, others): (Vec<TokenId>, Vec<TokenId>) =
            document.objects(verb).into_iter().partition(|t| scene.nominal(*t) == Nominal::Figure);
        // "send Ukraine $1bn in aid", where the arcs take both for objects.
        let whom = |t: &&TokenId| matches!(scene.nominal(**t), Nominal::Country | Nominal::Actor);
        if !figures.is_empty() {
            put("receiver", others.iter().filter(whom).copied().collect());
        }
        put("amount", figures);
        // "brought bearings under the ban".
        let put_under = document.preposition(trigger.token).as_deref() == Some("under");
        let acted_on = |t: &TokenId| put_under || scene.nominal(*t) == Nominal::Product;
        put("object", others.into_iter().filter(acted_on).collect());
    }
    match carrier.subject {
        Some(Support::Give) => {
            // Whoever reports a figure for others has none of it.
            let tells = tallies(scene, verb);
            let owns = |t: &TokenId| !tells || scene.nominal(*t) != Nominal::Party || !is_agency(scene, *t);
            // "China accounts for 90% of Russia's imports": what comes in comes from there.
            let from = matches!(document.lemma(verb), "account" | "responsible") && imports(scene, trigger);
            let agents = document.agents(verb).into_iter().filter(owns).collect();
            // "Chinese refiners account for 90% of Tehran's exports": what goes out of one country goes there.
            let owned = scene.document.child(trigger.token, Rel::NmodPoss);
            let owner = owned.is_some_and(|t| scene.nominal(t) == Nominal::Country);
            let to = matches!(document.lemma(verb), "account" | "responsible") && owner && !from;
            put(
                if from {
                    "from"
                } else if to {
                    "to"
                } else {
                    "doer"
                },
                agents,
            );
            // "were placed under export control".
            if document.is_passive(verb) {
                put("receiver", document.subjects(verb));
            }
        }
        Some(Support::Receive) => put("receiver", document.subjects(verb)),
        // "won approval": the subject receives where the trigger is given by others.
        Some(Support::Either) => put("receiver", document.subjects(verb)),
        None => {
            if document.is_passive(verb) {
                put("doer", document.agents(verb));
            }
            let bears = scene.lexicon.claims.bears(&scene.lemma(verb));
            // "The shipment reached Japan".
            let (places, others): (Vec<TokenId>, Vec<TokenId>) = document
                .objects(verb)
                .into_iter()
                .partition(|t| !bears && scene.nominal(*t) == Nominal::Country);
            put("to", places);
            put(if bears { "on" } else { "amount" }, others);
            // "fell 18%".
            let bare = document.children_by(verb, &[Rel::Obl, Rel::OblUnmarked]);
            let figure =
                |t: &TokenId| scene.nominal(*t) == Nominal::Figure && document.preposition(*t).is_none();
            put("amount", bare.filter(figure).collect());
            // "exports were $5bn": the figure itself is the predicate.
            if document.copula(verb).is_some() {
                put("amount", vec![verb]);
            }
        }
    }
    // "fell 25%, totalling $2.2bn".
    let totals = document.children_by(verb, &[Rel::Advcl, Rel::Acl, Rel::Xcomp]);
    for clause in totals.filter(|t| matches!(document.lemma(*t), "total" | "reach")) {
        put("amount", document.objects(clause));
    }
    // "requires exporters to obtain a licence": whoever requires it is the one who acts.
    let requires = document.head(verb).filter(|head| {
        matches!(document.rel(verb), Rel::Xcomp | Rel::Ccomp | Rel::Advcl)
            && matches!(document.lemma(*head), "compel" | "force" | "oblige" | "order" | "require")
            && !document.is_passive(*head)
    });
    if let Some(head) = requires {
        put("doer", document.subjects(head));
        put("receiver", document.objects(head));
    }
    // "granted Micron a licence".
    put("receiver", document.indirect_objects(verb));
    for (preposition, token) in document.obliques(verb) {
        if !(preposition.is_empty() || preposition == "by" && document.is_passive(verb)) {
            put(&preposition, vec![token]);
        }
    }
    placed
}

/// Whether the subject of a verb acts by the noun that it governs ("impose", "announce").
fn gives(scene: &Scene, verb: TokenId) -> bool {
    scene.forms(verb).iter().any(|form| scene.lexicon.claims.support(form) == Some(Support::Give))
}

fn is_agency(scene: &Scene, token: TokenId) -> bool {
    let agency = |what: &What| matches!(what, What::Party(party) if party.kind == PartyKind::Agency);
    scene.headed_by(token).iter().filter_map(|id| scene.what(*id)).any(agency)
}

/// The direction word right before a phrase, over an article.
pub fn direction_before(scene: &Scene, token: TokenId) -> Option<&'static str> {
    let word = |t: TokenId| scene.document.word(t).to_lowercase();
    let mut at = token.checked_sub(1)?;
    if matches!(word(at).as_str(), "the" | "a" | "an") {
        at = at.checked_sub(1)?;
    }
    let before = word(at);
    let led_in = at.checked_sub(1).map(word).unwrap_or_default();
    let elsewhere =
        ["according", "due", "thanks", "owing", "contrary", "prior", "opposed", "compared", "similar"];
    if elsewhere.contains(&led_in.as_str()) {
        return None;
    }
    DIRECTIONS.into_iter().find(|direction| *direction == before)
}
