//! Fills a frame: the arguments of a trigger put into the roles that the frame gives their places.

use super::amounts::{amount_role, conversions, earlier_figures};
use super::arguments::{Argument, DIRECTIONS};
use super::doers::doers;
use super::scene::{Nominal, Scene};
use super::trigger::Trigger;
use crate::lexicon::claims::{Frame, Need, TriggerPos};
use crate::model::{
    AmountRole, ClaimAmount, ClaimCountry, ClaimParty, ClaimType, CountryRole, MentionId, PartyKind,
    PartyRole, Phase, Quantity, QuantityKind, Rel, Span, TokenId, Upos, What,
};

/// The arguments of a claim, each in its role.
#[derive(Clone, Debug, Default)]
pub struct Filled {
    pub amounts: Vec<ClaimAmount>,
    pub quantities: Vec<MentionId>,
    pub products: Vec<MentionId>,
    pub countries: Vec<ClaimCountry>,
    pub parties: Vec<ClaimParty>,
    /// What each field was found by: (field, words, rule).
    pub why: Vec<(&'static str, Span, String)>,
    /// Whether a good of the taxonomy is what the verb itself acts on.
    pub goods_object: bool,
    /// Whether an amount is for a unit of goods.
    pub unit_price: bool,
    /// Whether the verb is a passive.
    pub passive: bool,
    /// Whether an amount is what the verb acts on ("bought €31m of lathes").
    pub amount_object: bool,
    /// Whether the article names goods or countries in other sentences too.
    pub on_topic: bool,
    /// Whether a word for those who act stands where the trigger acts.
    pub somebody: bool,
    /// Whether the article is on the beat, beyond a word or two.
    pub on_beat: bool,
    /// Whether prosecutors or police act.
    pub enforcer: bool,
    /// Whether a verb of the sentence says what the measure does or what is done with it.
    pub carried: bool,
    /// Whether the verb of a noun trigger begins, ends, raises or lowers what it says.
    pub changes: bool,
    /// Whether a word for goods in general stands where the claim's goods do.
    pub unnamed_goods: bool,
    /// Whether any argument was read from the order of words alone.
    pub by_order: bool,
}

/// Puts arguments into the roles of a frame; what has no role there is left out.
pub fn fill(scene: &Scene, frame: &Frame, trigger: &Trigger, arguments: &[Argument]) -> Filled {
    let goods = |t: &TokenId| unnamed_goods_at(scene, *t);
    let unnamed_goods = trigger.pos == TriggerPos::Verb
        && scene.document.patients(trigger.token).iter().any(goods)
        || frame.needs.iter().flatten().any(|need| *need == Need::Goods)
            && scene.document.subjects(trigger.token).iter().any(goods);
    let goods_object = trigger.pos == TriggerPos::Verb
        && scene.document.patients(trigger.token).iter().any(|t| names_goods(scene, *t));
    let carried = trigger.pos == TriggerPos::Verb || trigger.carrier.is_some();
    let changes = trigger.carrier.is_some_and(|c| scene.lexicon.claims.phase(&scene.lemma(c.verb)).is_some());
    let mut filled = Filled {
        changes,
        unnamed_goods,
        goods_object,
        somebody: acts_on_somebody(scene, trigger),
        enforcer: doers(scene, trigger.token)
            .iter()
            .any(|t| scene.lexicon.claims.is_enforcer(&scene.lemma(*t))),
        carried,
        on_beat: scene.beat > 2,
        on_topic: on_topic(scene, trigger),
        passive: scene.document.is_passive(trigger.token),
        ..Filled::default()
    };
    let arrives = frame.id == "arrival" && trigger.pos == TriggerPos::Verb;
    for argument in arguments {
        let id = argument.mention;
        let span = argument.anaphor.unwrap_or_else(|| scene.span(id));
        let field = match scene.what(id) {
            // "may contain chips, worth $390 million": what they cost is no part of what they are used for.
            Some(What::Money(_)) if frame.kind == ClaimType::Use => continue,
            // "they reached $5m": a figure that is got to is what goods came to, not what they are worth.
            Some(What::Money(_)) if arrives && argument.place == "object" => continue,
            Some(What::Money(money)) => {
                let role = amount_role(scene, frame, trigger, argument, money.per.is_some());
                filled.amounts.push(ClaimAmount { mention: id, role, of: None });
                filled.unit_price |= money.per.is_some();
                filled.amount_object |= argument.place == "object";
                "amount"
            }
            Some(What::Quantity(quantity)) => {
                // "37 companies" counts no goods; "500 launchers" sold does, and a share or a weight may stand alone.
                let goods = frame.is_trade() && argument.place == "object" && !counts_actors(scene, quantity);
                if quantity.kind == QuantityKind::Count && !goods {
                    continue;
                }
                filled.quantities.push(id);
                "quantity"
            }
            // "The tanker carried 700,000 barrels of crude": what carries is not what is carried.
            Some(What::Product(_))
                if argument.place == "doer"
                    && frame.is_trade()
                    && (goods_object || frame.id == "cloaking") =>
            {
                continue;
            }
            // "gearboxes declared as fittings", "magnets hidden in loudspeakers": what hides them is not what moves.
            Some(What::Product(_)) if hides(frame, &argument.place) && goods_object => continue,
            // "The rule could reach a chamber": goods that something gets to do not get anywhere.
            Some(What::Product(_)) if arrives && argument.place == "object" => continue,
            Some(What::Product(_)) if argument.place != "origin" => {
                // "is launching them": the pronoun is what the verb acts on.
                filled.goods_object |= argument.anaphor.is_some() && argument.place == "object";
                filled.products.push(id);
                "product"
            }
            Some(What::Country(_)) => {
                let Some(role) = country_role(frame, &argument.place) else { continue };
                filled.countries.push(ClaimCountry { mention: id, role, anaphor: argument.anaphor });
                "country"
            }
            Some(What::Party(party)) if party.kind != PartyKind::Outlet => {
                let Some(role) = party_role(frame, &argument.place, party.kind) else { continue };
                filled.parties.push(ClaimParty { mention: id, role, anaphor: argument.anaphor });
                "party"
            }
            _ => continue,
        };
        filled.by_order |= argument.by_order;
        let how = if argument.by_order { "order" } else { "arc" };
        filled.why.push((
            field,
            span,
            format!("data/claims.toml [{}] {} by {how}", frame.id, argument.place),
        ));
    }
    conversions(scene, &mut filled);
    earlier_figures(scene, frame, &mut filled);
    unify_countries(scene, &mut filled);
    counted_goods(scene, &mut filled);
    filled
}

/// Whether goods at a place are what others are passed off as or hidden in.
fn hides(frame: &Frame, place: &str) -> bool {
    frame.kind == ClaimType::Diversion && matches!(place, "as" | "among" | "behind" | "in" | "inside")
}

/// Gives a measure that nobody in the words imposes to the state that makes it known.
pub fn impose(scene: &Scene, frame: &Frame, filled: &mut Filled, imposer: Option<MentionId>) {
    let measure = matches!(frame.kind, ClaimType::Restriction | ClaimType::Easing | ClaimType::Listing);
    let Some(imposer) = imposer.filter(|_| measure && !carries(filled, Need::Imposer)) else { return };
    let known = filled.countries.iter().any(|c| match (scene.what(c.mention), scene.what(imposer)) {
        (Some(What::Country(a)), Some(What::Country(b))) => a.iso2 == b.iso2,
        _ => false,
    });
    if !known {
        filled.countries.push(ClaimCountry { mention: imposer, role: CountryRole::Imposer, anaphor: None });
        filled.why.push((
            "country",
            scene.span(imposer),
            "claims/sources: makes the measure known".to_owned(),
        ));
    }
}

/// A word for goods in general, or a noun of trade in them ("exports of technologies").
fn unnamed_goods_at(scene: &Scene, token: TokenId) -> bool {
    let document = scene.document;
    let trades = || {
        let known = scene.lexicon.claims.triggered(TriggerPos::Noun, &scene.lemma(token));
        known.iter().filter_map(|index| scene.lexicon.claims.frames.get(*index)).any(Frame::is_trade)
    };
    let below = || document.modifiers(token).into_iter().filter(|(preposition, _)| preposition == "of");
    scene.nominal(token) == Nominal::Goods
        || trades() && below().any(|(_, t)| matches!(scene.nominal(t), Nominal::Goods))
}

/// Whether a trigger acts on people or firms that are not named ("charged two managers", "sanctions on 12 entities").
fn acts_on_somebody(scene: &Scene, trigger: &Trigger) -> bool {
    let document = scene.document;
    // "33 individuals" is a count, of people all the same.
    let actor = |t: TokenId| {
        let acts = |t: TokenId| scene.lexicon.claims.is_actor(&scene.lemma(t));
        document.conjuncts(t).into_iter().any(|t| document.pos(t) == Upos::Noun && acts(t))
    };
    match trigger.pos {
        TriggerPos::Verb => document.patients(trigger.token).into_iter().any(actor),
        TriggerPos::Noun => {
            let carried = trigger.carrier.into_iter().flat_map(|carrier| document.obliques(carrier.verb));
            let mut places = document.modifiers(trigger.token).into_iter().chain(carried);
            places.any(|(place, t)| matches!(place.as_str(), "on" | "against" | "for") && actor(t))
        }
    }
}

/// Whether goods or countries are named outside the trigger's sentence.
fn on_topic(scene: &Scene, trigger: &Trigger) -> bool {
    let document = scene.document;
    let sentence = document.sentence_of(trigger.token).and_then(|id| document.sentences.get(id));
    let Some(sentence) = sentence.filter(|_| scene.beat > 1) else { return false };
    scene.mentions.iter().any(|mention| {
        matches!(mention.what, What::Product(_) | What::Country(_)) && !sentence.span.contains(mention.span)
    })
}

fn counts_actors(scene: &Scene, quantity: &Quantity) -> bool {
    quantity
        .of
        .is_none_or(|of| scene.document.tokens_in(of).any(|token| scene.nominal(token) == Nominal::Actor))
}

/// Whether every need of the frame is met.
pub fn meets(frame: &Frame, filled: &Filled) -> bool {
    frame.needs.iter().all(|any| any.iter().any(|need| carries(filled, *need)))
        && !frame.lacks.iter().any(|need| carries(filled, *need))
}

fn carries(filled: &Filled, need: Need) -> bool {
    match need {
        Need::Affected => {
            !filled.products.is_empty()
                || filled.countries.iter().any(|c| matches!(c.role, CountryRole::Target | CountryRole::Party))
                || filled.parties.iter().any(|p| p.role != PartyRole::Regulator)
        }
        Need::Amount => !filled.amounts.is_empty(),
        Need::Beneficiary => filled.parties.iter().any(|p| p.role == PartyRole::Party),
        Need::Beat => filled.on_beat,
        Need::Carried => filled.carried,
        Need::Change => filled.changes,
        Need::Country => filled.countries.iter().any(|c| c.role != CountryRole::Mentioned),
        Need::Ends => filled.products.len().min(1) + filled.countries.len() + filled.parties.len() > 1,
        Need::Enforcer => filled.enforcer,
        Need::Goods => filled.unnamed_goods || !filled.products.is_empty(),
        Need::Imposer => {
            filled.countries.iter().any(|c| c.role == CountryRole::Imposer)
                || filled.parties.iter().any(|p| p.role == PartyRole::Regulator)
        }
        Need::Measure => filled.carried && carries(filled, Need::Imposer),
        Need::Passive => filled.passive,
        Need::Price => filled.unit_price,
        Need::Somebody => filled.somebody,
        Need::Topic => filled.on_topic,
        Need::Object => filled.goods_object,
        Need::Party => !filled.parties.is_empty(),
        Need::Product => !filled.products.is_empty(),
        Need::Products => filled.products.len() > 1,
        Need::Seller => filled.parties.iter().any(|p| p.role == PartyRole::Seller),
        Need::Quantity => !filled.quantities.is_empty(),
    }
}

/// Whether what a verb acts on may be goods: "sold the idea to Washington" moves none, whatever else it names.
pub fn moves_goods(scene: &Scene, frame: &Frame, trigger: &Trigger, filled: &Filled) -> bool {
    if frame.object_goods && trigger.pos == TriggerPos::Verb {
        let money = |t: &TokenId| {
            frame.amount == AmountRole::Aid
                && scene.headed_by(*t).iter().any(|id| matches!(scene.what(*id), Some(What::Money(_))))
        };
        return filled.goods_object || scene.document.patients(trigger.token).iter().any(money);
    }
    if !frame.goods
        || trigger.pos != TriggerPos::Verb
        || !filled.products.is_empty()
        || !filled.amounts.is_empty()
    {
        return true;
    }
    let document = scene.document;
    let off = document.child(trigger.token, Rel::CompoundPrt).is_some_and(|t| document.lemma(t) != "on");
    let goods =
        |t: &TokenId| !scene.headed_by(*t).is_empty() || scene.lexicon.claims.is_goods_word(&scene.lemma(*t));
    !off && document.patients(trigger.token).iter().all(goods)
}

/// Whether a nominal is a good of the taxonomy, or a number or part of one.
pub fn names_goods(scene: &Scene, token: TokenId) -> bool {
    match scene.nominal(token) {
        Nominal::Product => true,
        Nominal::Figure | Nominal::Part => {
            let document = scene.document;
            let below = document.modifiers(token).into_iter().map(|(_, t)| t);
            below
                .chain(document.children_by(token, &[Rel::Compound]))
                .any(|t| scene.nominal(t) == Nominal::Product)
        }
        _ => false,
    }
}

/// Whether a claim of trade is a statistic: a figure, or a rise or fall, over all that a country trades in.
pub fn is_total(
    scene: &Scene,
    frame: &Frame,
    trigger: &Trigger,
    filled: &Filled,
    phase: Option<Phase>,
) -> bool {
    let document = scene.document;
    // "38 shipments" counts deals; money, a weight or a share measures them.
    let count =
        |id: &MentionId| matches!(scene.what(*id), Some(What::Quantity(q)) if q.kind == QuantityKind::Count);
    let carried = trigger.carrier.is_some_and(|carrier| carrier.subject.is_none());
    let measured = !filled.amounts.is_empty() || filled.quantities.iter().any(|id| carried || !count(id));
    let moves = matches!(phase, Some(Phase::Rose | Phase::Fell | Phase::Doubled));
    let countries = |role: &[CountryRole]| filled.countries.iter().any(|c| role.contains(&c.role));
    let of_a_firm = filled.parties.iter().any(
        |p| matches!(scene.what(p.mention), Some(What::Party(party)) if party.kind == PartyKind::Company),
    );
    let ends = countries(&[CountryRole::Exporter, CountryRole::Importer, CountryRole::Transit]);
    // "exports of wrought germanium rose to 648 kg" is a statistic whoever exports.
    let stated = trigger.carrier.is_some()
        && matches!(document.lemma(trigger.token), "export" | "import" | "shipment");
    if !frame.totals || of_a_firm || !ends && !stated {
        return false;
    }
    match trigger.pos {
        TriggerPos::Noun => {
            let word = document.word(trigger.token);
            (measured || moves)
                && (word.ends_with('s') || matches!(word, "those" | "Those" | "that" | "That"))
        }
        // "China exported 3 tonnes": the country itself acts, not one of its firms. "Iran bought 200 engines for $40m"
        // is a deal; only a weight or a share makes a statistic of buying and selling.
        TriggerPos::Verb => {
            let deals = matches!(frame.id.as_str(), "purchase" | "sale")
                || matches!(document.lemma(trigger.token), "deliver" | "supply");
            let weighed = filled.quantities.iter().any(|id| !count(id));
            let spent = frame.id == "purchase"
                && filled.amount_object
                && filled.quantities.iter().all(|id| !count(id));
            (if deals { weighed || spent } else { measured })
                && doers(scene, trigger.token).iter().any(|t| scene.nominal(*t) == Nominal::Country)
        }
    }
}

/// Whether a state arms another without payment ("Germany delivered 14 tanks to Ukraine"); what money it names is aid.
pub fn is_given(scene: &Scene, frame: &Frame, filled: &mut Filled) -> bool {
    let known = &scene.lexicon.claims;
    let iso2 = |country: &ClaimCountry| match scene.what(country.mention) {
        Some(What::Country(found)) => found.iso2.clone(),
        _ => String::new(),
    };
    let mut receivers =
        filled.countries.iter().filter(|c| c.role == CountryRole::Importer).map(iso2).peekable();
    let aided = receivers.peek().is_some() && receivers.all(|iso2| known.is_aided(&iso2));
    let state = filled.countries.iter().any(|c| c.role == CountryRole::Exporter);
    let firm = filled.parties.iter().any(
        |p| matches!(scene.what(p.mention), Some(What::Party(party)) if party.kind == PartyKind::Company),
    );
    let mut goods = filled.products.iter().peekable();
    let money = goods.peek().is_none() && !filled.amounts.is_empty() && frame.id == "sending";
    let arms = goods.peek().is_some()
        && goods.all(|id| matches!(scene.what(*id), Some(What::Product(p)) if known.are_arms(&p.category)));
    let given = frame.kind == ClaimType::Shipment && aided && state && !firm && (money || arms);
    if given {
        for amount in filled.amounts.iter_mut().filter(|amount| amount.role == AmountRole::Value) {
            amount.role = AmountRole::Aid;
        }
    }
    given
}

fn country_role(frame: &Frame, place: &str) -> Option<CountryRole> {
    match place {
        "origin" => Some(CountryRole::Origin),
        "nationality" => Some(CountryRole::Mentioned),
        _ => frame.country_role(place),
    }
}

fn party_role(frame: &Frame, place: &str, kind: PartyKind) -> Option<PartyRole> {
    if place == "maker" {
        return Some(PartyRole::Maker);
    }
    let role = frame.party_role(place)?;
    // An agency that is the object of a control is no party to it; a person is never a regulator.
    match (role, kind) {
        // "reached a settlement with the Justice Department".
        (PartyRole::Defendant, PartyKind::Agency) if place == "with" => Some(PartyRole::Regulator),
        // "Seagate reached a settlement with the agency".
        (PartyRole::Regulator, PartyKind::Company) if frame.kind == ClaimType::Penalty => {
            Some(PartyRole::Defendant)
        }
        (PartyRole::Regulator, PartyKind::Company) => None,
        // "The Department of Agriculture confirmed sales": they are not its own.
        (PartyRole::Seller, PartyKind::Agency) if frame.kind == ClaimType::Revenue => None,
        (PartyRole::Regulator, PartyKind::Person) => Some(PartyRole::Party),
        (PartyRole::Seller | PartyRole::Buyer | PartyRole::Party, PartyKind::Group) => {
            Some(PartyRole::Intermediary)
        }
        _ => Some(role),
    }
}

/// One entry a country and role; a country that acts is not also the origin or the other side by another word.
fn unify_countries(scene: &Scene, filled: &mut Filled) {
    let iso = |id: MentionId| match scene.what(id) {
        Some(What::Country(country)) => country.iso2.clone(),
        _ => String::new(),
    };
    let mut kept: Vec<ClaimCountry> = Vec::new();
    // What only says whose somebody is gives way to what is done.
    filled.countries.sort_by_key(|country| country.role == CountryRole::Mentioned);
    for country in &filled.countries {
        let code = iso(country.mention);
        let clash = kept.iter().any(|k| {
            iso(k.mention) == code
                && (k.role == country.role
                    || country.role != CountryRole::Origin && k.role != CountryRole::Origin)
        });
        if !clash {
            kept.push(country.clone());
        }
    }
    kept.sort_by_key(|c| c.mention);
    filled.countries = kept;
    let mut seen = Vec::new();
    filled.parties.retain(|party| {
        let new = !seen.contains(&party.mention);
        seen.push(party.mention);
        new
    });
    filled.products.sort_unstable();
    filled.products.dedup();
    filled.quantities.sort_unstable();
    filled.quantities.dedup();
}

/// A count of goods belongs where the goods are ("45,000 drones").
fn counted_goods(scene: &Scene, filled: &mut Filled) {
    for (id, mention) in scene.mentions.iter().enumerate() {
        let What::Quantity(quantity) = &mention.what else { continue };
        let counts = quantity
            .of
            .is_some_and(|of| filled.products.iter().any(|product| scene.span(*product).overlaps(of)));
        if counts && !filled.quantities.contains(&id) {
            filled.quantities.push(id);
        }
    }
    filled.quantities.sort_unstable();
}

/// Whether a frame gives a direction a role.
pub fn directs(frame: &Frame, preposition: &str) -> bool {
    DIRECTIONS.contains(&preposition) && frame.country_role(preposition).is_some()
}
