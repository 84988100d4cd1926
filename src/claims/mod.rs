//! Claims: mentions put together into assertions, by the frames of `data/claims.toml`.
//!
//! In: `&Document`, `&[Mention]`, `&[Attribution]`, `&Lexicon`. Out: `Vec<Claim>` in order of evidence.
//! Never: joins two sentences without a stated link, fills a field that the text does not give.
//!
//! `trigger` finds the words that assert something, `arguments` what stands around them by the arcs, `fill` puts
//! that into the frame's roles, `hedge` reads how it is put, `sources` who says it, `merge` joins retellings.

mod amounts;
mod arguments;
mod belonging;
mod carrier;
mod confidence;
mod coreference;
mod covering;
mod doers;
mod ellipsis;
mod fill;
mod force;
mod hedge;
mod merge;
mod order;
mod scene;
mod search;
mod silence;
mod sources;
mod statement;
mod time;
mod trigger;

use crate::lexicon::Lexicon;
use crate::lexicon::claims::{Frame, TriggerPos};
use crate::model::{
    Attribution, Claim, ClaimType, CountryRole, Cued, Document, Evidence, Mention, MentionId, Rel,
    SentenceId, TokenId, Upos, What,
};
use arguments::Argument;
use confidence::Making;
use fill::Filled;
use scene::{Nominal, Scene};
use trigger::Trigger;

/// Every claim the article makes, each once.
pub fn assemble(
    document: &Document,
    mentions: &[Mention],
    attributions: &[Attribution],
    lexicon: &Lexicon,
) -> Vec<Claim> {
    let scene = Scene::new(document, mentions, attributions, lexicon);
    let mut claims = Vec::new();
    for (id, sentence) in document.sentences.iter().enumerate() {
        // A question asserts nothing.
        if sentence.analysed && !document.words(sentence.span).ends_with('?') {
            claims.extend(of_sentence(&scene, id));
        }
    }
    claims.extend(statement::of_attributions(&scene, &claims));
    claims.sort_by_key(|claim| (claim.evidence.first().map(|e| e.sentence.start), claim.predicate.start));
    merge::merge(&scene, claims)
}

/// A trigger with what stands around it.
struct Draft<'s> {
    trigger: &'s Trigger,
    arguments: Vec<Argument>,
    /// The nominals at the trigger's places.
    placed: Vec<arguments::Placed>,
    /// The frames that other triggers' arguments reach this one by ("a ban on exports": the exports' places).
    covered: bool,
}

fn of_sentence(scene: &Scene, sentence: SentenceId) -> Vec<Claim> {
    let mut triggers = trigger::find(scene, sentence);
    let elliptic = ellipsis::find(scene, sentence, &triggers);
    if triggers.is_empty() && elliptic.is_empty() {
        return Vec::new();
    }
    triggers.extend(elliptic.iter().map(|found| found.trigger.clone()));
    triggers.sort_by_key(|trigger| trigger.token);
    let frames = &scene.lexicon.claims.frames;
    // A noun of trade is part of what covers it, whatever else it may say.
    let first_frame = |trigger: &Trigger| {
        let known = || trigger.frames.iter().filter_map(|index| frames.get(*index));
        known().find(|frame| frame.is_trade()).or_else(|| known().next())
    };
    let mut drafts: Vec<Draft> = triggers
        .iter()
        .map(|trigger| {
            let (placed, mut found) = arguments::of(scene, trigger);
            anaphors(scene, trigger, &placed, &mut found);
            if let Some(stands) = elliptic.iter().find(|found| found.trigger.token == trigger.token) {
                let (_, of_noun) = arguments::of(scene, &stands.antecedent);
                found.extend(ellipsis::inherit(scene, stands, &of_noun));
            }
            Draft { trigger, arguments: found, placed, covered: false }
        })
        .collect();
    // The deepest first: "suspended its ban on exports" hands the exports to the ban, and the ban to its suspension.
    let mut order: Vec<usize> = (0..triggers.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(scene.document.head_path(triggers[*at].token).count()));
    for at in order {
        let outer = covering::covering(scene, &triggers, &triggers[at], first_frame).map(|t| t.token);
        if let Some(outer) = outer.and_then(|token| triggers.iter().position(|t| t.token == token)) {
            let inner = std::mem::take(&mut drafts[at].arguments);
            drafts[at].covered = true;
            let taxed = trigger::taxes_imports(scene, &triggers[outer]);
            let frame = first_frame(&triggers[at]);
            // "a contract to supply Poland with howitzers": the deal is about that trade.
            if first_frame(&triggers[outer]).is_some_and(|frame| frame.id == "deal") {
                agree(&mut drafts[outer].arguments, inner, triggers[at].pos, frame);
            } else {
                hand_over(&mut drafts[outer].arguments, inner, triggers[at].pos, frame, taxed);
            }
        }
    }
    // "trade reached $240bn": a verb that only carries another trigger asserts nothing of its own.
    // In "approved the export of missiles" the verb is the claim, and the noun part of it.
    // A noun that makes no claim leaves the verb its own ("suspended a rule").
    let asserting = drafts.iter().filter(|draft| !draft.covered);
    let claims = |draft: &&Draft| draft.trigger.carrier.is_some() && fits(scene, draft);
    let carried: Vec<_> = asserting
        .filter(claims)
        .filter_map(|draft| draft.trigger.carrier.map(|c| (c.verb, draft.trigger.token)))
        .collect();
    drafts.retain(|draft| {
        draft.covered
            || !carried
                .iter()
                .any(|(verb, noun)| *verb == draft.trigger.token && *noun != draft.trigger.token)
    });
    share(scene, &mut drafts);
    order::complete(scene, sentence, &mut drafts);
    one_claim_an_amount(scene, &mut drafts);
    let asserting = drafts.iter().filter(|draft| !draft.covered).count();
    drafts
        .iter()
        .filter(|draft| !draft.covered)
        .filter_map(|draft| claim_of(scene, draft, asserting))
        .collect()
}

/// The nominals at a trigger's places that stand for something named elsewhere.
fn anaphors(scene: &Scene, trigger: &Trigger, placed: &[arguments::Placed], found: &mut Vec<Argument>) {
    let mut goods_place = goods_place(scene, trigger);
    if found.iter().any(|argument| matches!(scene.what(argument.mention), Some(What::Product(_)))) {
        goods_place = None;
    }
    let beside: Vec<MentionId> = found.iter().map(|argument| argument.mention).collect();
    for (place, token) in placed {
        // "the ministry banned": whose it is was said before.
        let state = imposes(scene, trigger, place).then(|| coreference::state(scene, *token)).flatten();
        if let Some((mention, words)) = state {
            found.push(Argument { place: place.clone(), mention, anaphor: Some(words), by_order: false });
        }
        // "could breach them": the pronoun stands for the controls, never for a country.
        let control =
            trigger::takes_controls(scene, trigger) && trigger::control_meant(scene, *token).is_some();
        if control || !scene.headed_by(*token).is_empty() && scene.nominal(*token) != Nominal::Figure {
            continue;
        }
        // "1.2 million of them".
        let token = &part_of(scene, *token).unwrap_or(*token);
        if !scene.headed_by(*token).is_empty() {
            continue;
        }
        let resolved = match goods_place {
            Some(goods) if goods == place => coreference::goods(scene, *token),
            _ => coreference::resolve(scene, *token, &beside),
        };
        let punishes =
            |mention: MentionId| place == "doer" && enforcer(scene, trigger.token) == Some(mention);
        if let Some((mention, words)) = resolved.filter(|(mention, _)| !punishes(*mention)) {
            for mention in [Some(mention), coreference::country_of(scene, mention)].into_iter().flatten() {
                found.push(Argument { place: place.clone(), mention, anaphor: Some(words), by_order: false });
            }
        }
    }
}

/// Whether a country at a place of a trigger is the one that controls or enforces.
fn imposes(scene: &Scene, trigger: &Trigger, place: &str) -> bool {
    let frame = trigger.frames.first().and_then(|index| scene.lexicon.claims.frames.get(*index));
    frame.is_some_and(|frame| frame.country_role(place) == Some(CountryRole::Imposer))
}

/// Who fines or charges somebody for what a trigger tells of: never the one who did it ("fined the firm because it sold").
fn enforcer(scene: &Scene, token: TokenId) -> Option<MentionId> {
    let document = scene.document;
    let clause = document.clause_of(token)?;
    let above = document.head(clause).filter(|_| document.rel(clause) == Rel::Advcl)?;
    let frames = scene.lexicon.claims.triggered(TriggerPos::Verb, &scene.lemma(above));
    let enforces = frames.iter().filter_map(|index| scene.lexicon.claims.frames.get(*index)).any(|frame| {
        matches!(
            frame.kind,
            ClaimType::Penalty | ClaimType::Prosecution | ClaimType::Listing | ClaimType::Investigation
        )
    });
    let subject = document.subjects(above).into_iter().flat_map(|t| scene.headed_by(t).to_vec()).next();
    subject.filter(|_| enforces)
}

/// The pronoun for what a number or "some" is a part of.
fn part_of(scene: &Scene, token: TokenId) -> Option<TokenId> {
    let document = scene.document;
    let below = document.modifiers(token).into_iter().find(|(preposition, _)| preposition == "of")?.1;
    (document.pos(below) == Upos::Pron).then_some(below)
}

/// The place at which a trigger takes goods, where a pronoun there can mean nothing else.
fn goods_place(scene: &Scene, trigger: &Trigger) -> Option<&'static str> {
    let frame = trigger.frames.first().and_then(|index| scene.lexicon.claims.frames.get(*index))?;
    if trigger.pos != TriggerPos::Verb {
        return None;
    }
    match frame.id.as_str() {
        "appearing" | "arrival" | "departure" | "making_way" | "price" | "quotation" => Some("doer"),
        "concealed" | "diversion" | "export" | "getting" | "import" | "launching" | "making"
        | "misdeclared" | "onward" | "production" | "purchase" | "receipt" | "reexport" | "sale"
        | "sending" => Some("object"),
        _ => None,
    }
}

/// An amount belongs to one claim: that of the nearest trigger among those that reach it.
fn one_claim_an_amount(scene: &Scene, drafts: &mut [Draft]) {
    let amounts: Vec<MentionId> =
        (0..scene.mentions.len()).filter(|id| matches!(scene.what(*id), Some(What::Money(_)))).collect();
    for id in amounts {
        let Some(at) = scene.head(id) else { continue };
        let holders: Vec<usize> = (0..drafts.len())
            .filter(|draft| {
                !drafts[*draft].covered && drafts[*draft].arguments.iter().any(|a| a.mention == id)
            })
            .collect();
        // "ordered 96 helicopters in a deal worth $10bn": the deal alone asserts nothing.
        let asserts = |draft: &usize| claim_of(scene, &drafts[*draft], 1).is_some();
        let holders: Vec<usize> = if holders.len() > 1 && holders.iter().any(asserts) {
            holders.into_iter().filter(asserts).collect()
        } else {
            holders
        };
        // "fined the firm $4m for shipping": what follows a punishment, before any other deed, is what it costs.
        let punished = holders.iter().copied().find(|draft| punishes(scene, drafts, *draft, at));
        let nearest = punished.or_else(|| {
            holders.iter().copied().min_by_key(|draft| drafts[*draft].trigger.token.abs_diff(at))
        });
        for draft in holders.into_iter().filter(|draft| Some(*draft) != nearest) {
            drafts[draft].arguments.retain(|argument| argument.mention != id);
        }
    }
}

/// Whether an amount stands right after a verb of punishment, with no other trigger between.
fn punishes(scene: &Scene, drafts: &[Draft], draft: usize, amount: TokenId) -> bool {
    let Some(trigger) = drafts.get(draft).map(|draft| draft.trigger) else { return false };
    let frame = trigger.frames.first().and_then(|index| scene.lexicon.claims.frames.get(*index));
    trigger.pos == TriggerPos::Verb
        && frame.is_some_and(|frame| frame.kind == ClaimType::Penalty)
        && trigger.token < amount
        && !drafts.iter().any(|other| (trigger.token + 1..amount).contains(&other.trigger.token))
}

/// "charged with smuggling chips to Iran": the goods of what is below the trigger belong to both claims, and where
/// they were to go is what the control was aimed at.
fn share(scene: &Scene, drafts: &mut [Draft]) {
    let frames = &scene.lexicon.claims.frames;
    for at in 0..drafts.len() {
        let shares = |index: &usize| frames.get(*index).is_some_and(|frame| frame.shares);
        if !drafts[at].trigger.frames.iter().any(shares) {
            continue;
        }
        let top = drafts[at].trigger.token;
        let below: Vec<Argument> = drafts
            .iter()
            .filter(|inner| inner.trigger.token != top && scene.document.is_under(inner.trigger.token, top))
            .flat_map(|inner| inner.arguments.iter())
            .filter_map(|argument| match (scene.what(argument.mention), argument.place.as_str()) {
                (Some(What::Product(_)), _) => Some(argument.clone()),
                // Whom the goods were for is whom the control is aimed at that was breached.
                (Some(What::Country(_)), "to" | "into" | "for") => {
                    Some(Argument { place: "within".to_owned(), ..argument.clone() })
                }
                _ => None,
            })
            .collect();
        for argument in below {
            if !drafts[at].arguments.iter().any(|known| known.mention == argument.mention) {
                drafts[at].arguments.push(argument);
            }
        }
    }
}

/// What a covered trigger governs becomes the outer one's: goods as goods, destinations as `within`. Where exports
/// come from is whose they are, and where imports come from is whom a control on them is aimed at.
fn hand_over(
    outer: &mut Vec<Argument>,
    inner: Vec<Argument>,
    pos: TriggerPos,
    frame: Option<&Frame>,
    taxed: bool,
) {
    let imports = frame.is_some_and(|frame| matches!(frame.id.as_str(), "import" | "purchase"));
    // "barred American entities from buying Chinese goods": those who are barred are the target.
    let barred =
        pos == TriggerPos::Verb && outer.iter().any(|a| matches!(a.place.as_str(), "bound" | "object"));
    for mut argument in inner {
        argument.place = match argument.place.as_str() {
            // "a tariff on its exports to the US": the exporter is whom it strikes, and who takes them in only that.
            "to" | "into" if taxed && !imports => "inbound".to_owned(),
            "doer" | "owner" if taxed && !imports => "within".to_owned(),
            "from" if !imports => "beneath".to_owned(),
            // "a ban on imports of Russian steel".
            "origin" if imports && !barred => "within".to_owned(),
            // "for breaching UK sanctions": whose they are is not whom they strike.
            "object" | "owner" if frame.is_some_and(|frame| frame.kind == ClaimType::Statement) => {
                "beneath".to_owned()
            }
            // "barred from supplying Russia".
            "object" if pos == TriggerPos::Verb => "within".to_owned(),
            "to" | "into" | "for" | "from" | "on" | "against" | "within" => "within".to_owned(),
            "origin" | "maker" | "object" | "amount" => argument.place,
            _ => "beneath".to_owned(),
        };
        match outer.iter_mut().find(|known| known.mention == argument.mention) {
            Some(known) if argument.place == "within" => known.place = argument.place,
            Some(_) => {}
            None => outer.push(argument),
        }
    }
}

/// What is traded by a deal keeps its places: the trade that is agreed tells where goods go to and come from.
fn agree(outer: &mut Vec<Argument>, inner: Vec<Argument>, pos: TriggerPos, frame: Option<&Frame>) {
    let buys = frame.is_some_and(|frame| frame.country_role("doer") == Some(CountryRole::Importer));
    for mut argument in inner {
        argument.place = match argument.place.as_str() {
            "object" if pos == TriggerPos::Verb && !buys => "to".to_owned(),
            "into" | "for" => "to".to_owned(),
            "doer" | "owner" | "by" => "beneath".to_owned(),
            place => place.to_owned(),
        };
        if !outer.iter().any(|known| known.mention == argument.mention) {
            outer.push(argument);
        }
    }
}

/// Whether one of a draft's frames has what it needs.
fn fits(scene: &Scene, draft: &Draft) -> bool {
    let frames = draft.trigger.frames.iter().filter_map(|index| scene.lexicon.claims.frames.get(*index));
    frames
        .into_iter()
        .any(|frame| fill::meets(frame, &fill::fill(scene, frame, draft.trigger, &draft.arguments)))
}

/// The claim of a draft, by the first of its frames whose needs are met.
fn claim_of(scene: &Scene, draft: &Draft, triggers: usize) -> Option<Claim> {
    let frames = draft.trigger.frames.iter().filter_map(|index| scene.lexicon.claims.frames.get(*index));
    frames
        .map(|frame| (frame, fill::fill(scene, frame, draft.trigger, &draft.arguments)))
        .find(|(frame, filled)| {
            fill::meets(frame, filled) && fill::moves_goods(scene, frame, draft.trigger, filled)
        })
        .and_then(|(frame, filled)| build(scene, draft, frame, filled, triggers))
}

fn build(scene: &Scene, draft: &Draft, frame: &Frame, mut filled: Filled, triggers: usize) -> Option<Claim> {
    let document = scene.document;
    let trigger = draft.trigger;
    let predicate = scene.token_span(trigger.token);
    let sentence = document.sentences.get(document.sentence_of(trigger.token)?)?;
    let clause_head = document.clause_of(trigger.token).unwrap_or(trigger.token);
    let clause = document.clause_span(clause_head);
    let stance = hedge::forced(scene, frame, trigger, hedge::stance(scene, trigger));
    let said = sources::of(scene, predicate);
    fill::impose(scene, frame, &mut filled, sources::imposer(scene, &said.chain));
    let modality = stance.modality.unwrap_or(Cued { value: said.modality, cue: said.cue });
    let modality = hedge::settle(scene, trigger, frame.kind, modality, !said.chain.is_empty());
    let mut polarity = stance.polarity;
    if let Some(cue) = said.denied {
        polarity = sources::deny(polarity, cue);
    }
    let time = time::of(scene, trigger);
    let total = fill::is_total(scene, frame, trigger, &filled, stance.phase.map(|phase| phase.value));
    let making = Making {
        token: trigger.token,
        pos: trigger.pos,
        framed: true,
        by_order: filled.by_order,
        anaphor: draft.arguments.iter().any(|argument| argument.anaphor.is_some()),
        triggers,
    };
    let mut why = vec![("predicate", predicate, format!("data/claims.toml [{}] {}", frame.id, frame.says))];
    let given = !total && fill::is_given(scene, frame, &mut filled);
    why.extend(filled.why);
    if let Some(cue) = modality.cue {
        why.push(("modality", cue, format!("data/hedges.toml {}", modality.value.as_str())));
    }
    let mut claim = Claim {
        kind: match (total, given) {
            (true, _) => ClaimType::TradeTotal,
            (_, true) => ClaimType::Aid,
            _ => frame.kind,
        },
        predicate,
        lemma: scene.lemma(trigger.token),
        amounts: filled.amounts,
        quantities: filled.quantities,
        products: filled.products,
        countries: filled.countries,
        parties: filled.parties,
        sources: said.chain,
        time,
        modality,
        polarity,
        phase: stance.phase,
        evidence: vec![Evidence { sentence: sentence.span, clause: Some(clause) }],
        confidence: 0.0,
        doubts: Vec::new(),
        traits: Vec::new(),
        by: format!("data/claims.toml [{}]", frame.id).into(),
        why,
    };
    confidence::settle(scene, &mut claim, making);
    Some(claim)
}
