//! Words that stand for a country, company or agency named elsewhere ("it", "the country", "the chipmaker").
//!
//! Conservative by design: an anaphor is resolved only within its paragraph or the one before, to a finding of
//! the kind its noun asks for that is not already an argument beside it; in doubt it stays unresolved.

use super::scene::{Nominal, Scene};
use crate::model::{MentionId, PartyKind, Rel, Span, TokenId, Upos, What};

/// What an anaphor may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    Country,
    /// "the bloc": the European Union.
    Bloc,
    Company,
    Agency,
    /// "he", "she": somebody named.
    Person,
    /// A pronoun: whoever the sentence is about.
    Subject,
}

/// How many sentences back an antecedent may stand.
const REACH: usize = 3;

/// How many sentences back the body of a state may say whose it is.
const STATE_REACH: usize = 8;

/// The finding that a nominal stands for, and the words that do so.
pub fn resolve(scene: &Scene, token: TokenId, beside: &[MentionId]) -> Option<(MentionId, Span)> {
    let wanted = wanted(scene, token)?;
    let words = scene.document.base_noun_phrase(token);
    let antecedent = match wanted {
        Wanted::Subject | Wanted::Person => subject_before(scene, token, wanted, beside),
        _ => most_salient(scene, token, wanted, beside),
    }?;
    let words = if scene.document.pos(token) == Upos::Pron { scene.token_span(token) } else { words };
    Some((antecedent, words))
}

/// The country whose company or agency a finding is by the words before its name ("China's commerce ministry", "Dutch
/// chipmaker Nexperia"), where those words name one only.
pub fn country_of(scene: &Scene, id: MentionId) -> Option<MentionId> {
    let document = scene.document;
    let Some(What::Party(_)) = scene.what(id) else { return None };
    let before = [Rel::Amod, Rel::Compound, Rel::NmodDesc, Rel::NmodPoss];
    let mut countries = document
        .children_by(scene.head(id)?, &before)
        .flat_map(|modifier| document.subtree(modifier))
        .flat_map(|token| scene.headed_by(token).iter().copied())
        .filter(|country| matches!(scene.what(*country), Some(What::Country(_))));
    let first = countries.next()?;
    countries.all(|other| identity(scene, other) == identity(scene, first)).then_some(first)
}

/// The good that a pronoun stands for: the subject or object of this sentence before it, or of one of the two before,
/// if it is the only kind of good there.
pub fn goods(scene: &Scene, token: TokenId) -> Option<(MentionId, Span)> {
    let document = scene.document;
    let word = document.word(token).to_lowercase();
    let stands = matches!(
        word.as_str(),
        "it" | "they" | "them" | "these" | "those" | "each" | "one" | "ones" | "some" | "any" | "both"
    );
    let again = is_said_again(scene, token);
    if !(stands || again)
        || document.rel(token) == Rel::Expl
        || document.children(token).any(|t| document.rel(t) == Rel::Nmod)
    {
        return None;
    }
    let sentence = document.sentence_of(token)?;
    let block = document.sentences.get(sentence)?.block;
    let before = scene.token_span(token).start;
    for at in [Some(sentence), sentence.checked_sub(1), sentence.checked_sub(2)].into_iter().flatten() {
        // A pronoun stands for what its own paragraph names, a noun also for what the one before does.
        let reach = if again { block.saturating_sub(1) } else { block };
        let near = document.sentences.get(at).filter(|s| (reach..=block).contains(&s.block))?;
        let goods: Vec<MentionId> = (0..scene.mentions.len())
            .filter(|id| {
                let span = scene.span(*id);
                matches!(scene.what(*id), Some(What::Product(_)))
                    && near.span.contains(span)
                    && span.end <= before
            })
            .collect();
        let core = goods.iter().copied().filter(|id| {
            scene.head(*id).is_some_and(|head| {
                document.rel(head).is_subject()
                    || matches!(document.rel(head), Rel::Obj | Rel::Nmod | Rel::Conj)
            })
        });
        let kind = |id: MentionId| match scene.what(id) {
            Some(What::Product(product)) => product.category.clone(),
            _ => String::new(),
        };
        let core: Vec<MentionId> = core.collect();
        if let Some(first) = core.first() {
            let same = core.iter().all(|id| kind(*id) == kind(*first));
            return same.then(|| (*first, scene.token_span(token)));
        }
    }
    None
}

/// "the consignment", "these items", "the other 12": goods or a number of them named before, and nothing new said of them.
fn is_said_again(scene: &Scene, token: TokenId) -> bool {
    let document = scene.document;
    let definite = document
        .children_by(token, &[Rel::Det])
        .any(|t| matches!(document.lemma(t), "the" | "this" | "that" | "these" | "those"));
    let described = document.children(token).any(|t| {
        matches!(
            document.rel(t),
            Rel::Nmod | Rel::AclRelcl | Rel::Acl | Rel::Appos | Rel::NmodPoss | Rel::Compound
        )
    });
    let goods = scene.nominal(token) == Nominal::Goods
        || matches!(document.lemma(token), "consignment" | "shipment" | "batch" | "delivery");
    // "40 were made by American companies".
    let counted = document.pos(token) == Upos::Num && document.rel(token).is_subject();
    (definite && goods || counted) && !described
}

fn wanted(scene: &Scene, token: TokenId) -> Option<Wanted> {
    let document = scene.document;
    let lemma = scene.lemma(token);
    if document.pos(token) == Upos::Pron {
        let word = document.word(token).to_lowercase();
        if matches!(word.as_str(), "he" | "she" | "him") {
            return Some(Wanted::Person);
        }
        let personal = matches!(word.as_str(), "it" | "its" | "they" | "their" | "them");
        return (personal && document.rel(token) != Rel::Expl).then_some(Wanted::Subject);
    }
    let definite = document
        .children_by(token, &[Rel::Det])
        .any(|t| matches!(document.lemma(t), "the" | "this" | "that"));
    let described = document.children(token).any(|t| {
        matches!(
            document.rel(t),
            Rel::Nmod | Rel::AclRelcl | Rel::Acl | Rel::Appos | Rel::NmodPoss | Rel::Nummod
        ) || document.rel(t) == Rel::Amod
            && matches!(document.lemma(t), "other" | "neighbouring" | "third" | "same" | "host")
    });
    if !definite || described || document.word(token).ends_with('s') && !lemma.ends_with('s') {
        return None;
    }
    match lemma.as_str() {
        "country" | "nation" => Some(Wanted::Country),
        "bloc" => Some(Wanted::Bloc),
        "company" | "firm" | "chipmaker" | "manufacturer" | "maker" | "giant" | "group" | "startup" => {
            Some(Wanted::Company)
        }
        "agency" | "bureau" | "department" | "ministry" | "regulator" | "commission" => Some(Wanted::Agency),
        _ => None,
    }
}

fn fits(scene: &Scene, id: MentionId, wanted: Wanted) -> bool {
    match (scene.what(id), wanted) {
        (Some(What::Country(country)), Wanted::Bloc) => country.iso2 == "EU",
        (Some(What::Country(_)), Wanted::Country | Wanted::Subject) => true,
        (Some(What::Party(party)), Wanted::Company) => {
            matches!(party.kind, PartyKind::Company | PartyKind::Organisation)
        }
        (Some(What::Party(party)), Wanted::Agency) => party.kind == PartyKind::Agency,
        (Some(What::Party(party)), Wanted::Person) => party.kind == PartyKind::Person,
        (Some(What::Party(party)), Wanted::Subject) => {
            matches!(party.kind, PartyKind::Company | PartyKind::Agency)
        }
        _ => false,
    }
}

/// A key by which two findings name the same thing.
fn identity(scene: &Scene, id: MentionId) -> String {
    match scene.what(id) {
        Some(What::Country(country)) => country.iso2.clone(),
        Some(What::Party(party)) => party.name.to_lowercase(),
        _ => String::new(),
    }
}

/// Findings before a token, within reach, of the wanted kind and not beside it in the claim.
fn candidates(scene: &Scene, token: TokenId, wanted: Wanted, beside: &[MentionId]) -> Vec<MentionId> {
    let document = scene.document;
    let Some(sentence) = document.sentence_of(token) else { return Vec::new() };
    let block = document.sentences.get(sentence).map_or(0, |s| s.block);
    let first = document.sentences.get(sentence.saturating_sub(REACH)).map_or(0, |s| s.span.start);
    let before = scene.token_span(token).start;
    let taken: Vec<String> = beside.iter().map(|id| identity(scene, *id)).collect();
    (0..scene.mentions.len())
        .filter(|&id| {
            let span = scene.span(id);
            let near = span.start >= first && span.end <= before;
            let block_of = || {
                document
                    .sentence_at(span.start)
                    .and_then(|s| document.sentences.get(s))
                    .map_or(0, |s| s.block)
            };
            near && fits(scene, id, wanted)
                && block_of() + 1 >= block
                && !taken.contains(&identity(scene, id))
        })
        .collect()
}

/// The finding named most often within reach; among equals the latest.
fn most_salient(scene: &Scene, token: TokenId, wanted: Wanted, beside: &[MentionId]) -> Option<MentionId> {
    let candidates = candidates(scene, token, wanted, beside);
    let sentence = scene.document.sentence_of(token)?;
    let here = |id: MentionId| scene.document.sentence_at(scene.span(id).start) == Some(sentence);
    // "The foreign ministry of China said that the country …": the name holds the country, and no mention does.
    let before = scene.token_span(token).start;
    let hidden = (0..scene.mentions.len()).any(|id| {
        let agency = matches!(scene.what(id), Some(What::Party(p)) if p.kind == PartyKind::Agency);
        agency && here(id) && scene.span(id).end <= before
    });
    if wanted == Wanted::Country && hidden && !candidates.iter().any(|id| here(*id)) {
        return None;
    }
    let count = |id: MentionId| {
        let name = identity(scene, id);
        candidates.iter().filter(|other| identity(scene, **other) == name).count()
    };
    candidates.iter().copied().max_by_key(|&id| (count(id), id))
}

/// The subject of the sentence so far, else of the sentence before.
fn subject_before(scene: &Scene, token: TokenId, wanted: Wanted, beside: &[MentionId]) -> Option<MentionId> {
    let document = scene.document;
    let sentence = document.sentence_of(token)?;
    let block = document.sentences.get(sentence)?.block;
    let mut candidates = candidates(scene, token, wanted, &[]);
    candidates.retain(|id| !acts_on(scene, *id, token));
    let taken: Vec<String> = beside.iter().map(|id| identity(scene, *id)).collect();
    for at in [Some(sentence), sentence.checked_sub(1)].into_iter().flatten() {
        if document.sentences.get(at)?.block != block {
            continue;
        }
        let heads = |id: &MentionId| scene.head(*id).filter(|head| document.sentence_of(*head) == Some(at));
        let mut subjects = candidates.clone();
        subjects.retain(|id| heads(id).is_some_and(|head| is_subject(scene, head)));
        if subjects.is_empty() {
            subjects.clone_from(&candidates);
            subjects.retain(|id| heads(id).is_some_and(|head| names_its_state(scene, head, token)));
        }
        if !subjects.is_empty() {
            // Where the one it stands for is beside it already, it adds nothing.
            return the_only(scene, &subjects).filter(|id| !taken.contains(&identity(scene, *id)));
        }
    }
    None
}

/// Whether a finding acts on what a pronoun stands for, and so is another ("Washington accuses it"), or is an agency
/// where somebody is acted on.
fn acts_on(scene: &Scene, id: MentionId, pronoun: TokenId) -> bool {
    let document = scene.document;
    let verb = document.head(pronoun).filter(|_| matches!(document.rel(pronoun), Rel::Obj | Rel::Iobj));
    let (Some(verb), Some(head)) = (verb, scene.head(id)) else { return false };
    let agency = matches!(scene.what(id), Some(What::Party(party)) if party.kind == PartyKind::Agency);
    let acting = match document.rel(head) {
        Rel::Amod | Rel::Compound => document.head(head),
        _ => Some(head),
    };
    agency || acting.is_some_and(|acting| document.agents(verb).contains(&acting))
}

/// Whether a word is a subject, or its possessor ("China's own statistics put its exports at …").
fn is_subject(scene: &Scene, head: TokenId) -> bool {
    let document = scene.document;
    let owned = document.head(head).filter(|_| document.rel(head) == Rel::NmodPoss);
    document.rel(owned.unwrap_or(head)).is_subject()
}

/// What all of some findings are: one and the same, or an agency and the country whose it is ("China's commerce
/// ministry said it would").
fn the_only(scene: &Scene, all: &[MentionId]) -> Option<MentionId> {
    let owner = all.iter().find_map(|id| country_of(scene, *id)).map(|owner| identity(scene, owner));
    let mut others = all.iter().filter(|id| Some(identity(scene, **id)) != owner);
    let first = others.next().or(all.first())?;
    others.all(|id| identity(scene, *id) == identity(scene, *first)).then_some(*first)
}

/// Nouns for those who speak, for whom "it" never stands.
const SPEAKERS: [&str; 14] = [
    "ambassador",
    "diplomat",
    "general",
    "judge",
    "lawmaker",
    "leader",
    "minister",
    "officer",
    "official",
    "president",
    "prosecutor",
    "spokesman",
    "spokesperson",
    "spokeswoman",
];

/// "The Dutch government said it would": a country word before a subject that a pronoun agrees with.
fn names_its_state(scene: &Scene, word: TokenId, pronoun: TokenId) -> bool {
    let document = scene.document;
    let Some(noun) = document.head(word).filter(|noun| document.rel(*noun).is_subject()) else {
        return false;
    };
    let one = matches!(document.word(pronoun).to_lowercase().as_str(), "it" | "its");
    let lemma = scene.lemma(noun);
    let plural = document.word(noun).to_lowercase() != lemma;
    let agrees = one != plural && !(one && SPEAKERS.contains(&lemma.as_str()));
    matches!(document.rel(word), Rel::Amod | Rel::Compound)
        && agrees
        && scene.nominal(noun) == Nominal::Actor
        && !scene.lexicon.claims.is_person(&lemma)
}

/// The state whose government, ministry or agency a nominal is that does not say whose ("the ministry"): that of the
/// last such body before it that does say so; for a government alone, else the one country that acts just before.
pub fn state(scene: &Scene, token: TokenId) -> Option<(MentionId, Span)> {
    let document = scene.document;
    let body = |t: TokenId| scene.lexicon.claims.is_state_body(&scene.lemma(t));
    let inside = |t: TokenId| {
        let below = document.children_by(t, &[Rel::Amod, Rel::Compound, Rel::NmodPoss, Rel::Nmod]);
        let named = scene.covering(t).iter().copied().chain(below.flat_map(|t| scene.headed_by(t).to_vec()));
        let named: Vec<MentionId> = named.collect();
        named.into_iter().find(|id| matches!(scene.what(*id), Some(What::Country(_))))
    };
    let definite =
        document.children_by(token, &[Rel::Det]).any(|t| matches!(document.lemma(t), "the" | "this"));
    if !body(token) || !definite || inside(token).is_some() {
        return None;
    }
    let lemma = scene.lemma(token);
    let words = document.base_noun_phrase(token);
    let sentence = document.sentence_of(token)?;
    // "the Commerce Department" is not that of the country named before.
    let own = scene.headed_by(token).iter().find_map(|id| match scene.what(*id) {
        Some(What::Party(party)) => party.country.clone(),
        _ => None,
    });
    let fits = |id: &MentionId| own.as_ref().is_none_or(|own| *own == identity(scene, *id));
    let first = document.sentences.get(sentence.saturating_sub(STATE_REACH))?.tokens.start;
    let same = |t: &TokenId| scene.lemma(*t) == lemma || body(*t) && lemma != "government";
    if let Some(found) = (first..token).rev().filter(same).find_map(inside) {
        return fits(&found).then_some((found, words));
    }
    if !matches!(lemma.as_str(), "cabinet" | "government" | "authority") {
        return None;
    }
    let acting: Vec<MentionId> = candidates(scene, token, Wanted::Country, &[])
        .into_iter()
        .filter(|id| scene.head(*id).is_some_and(|head| document.rel(head).is_subject()))
        .collect();
    let only = *acting.first()?;
    acting.iter().all(|id| identity(scene, *id) == identity(scene, only)).then_some((only, words))
}
