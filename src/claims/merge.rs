//! Tellings of one claim: the headline, the lede and paragraph six become one claim with three pieces of evidence.

use super::scene::Scene;
use crate::model::{BlockKind, Claim, ClaimType, CountryRole, MentionId, What};
use std::collections::BTreeSet;

/// The claims with retellings joined, in order of their first evidence.
pub fn merge(scene: &Scene, claims: Vec<Claim>) -> Vec<Claim> {
    let mut kept: Vec<Claim> = Vec::new();
    for claim in claims {
        match kept.iter().position(|known| same(scene, known, &claim)) {
            Some(at) => {
                let known = kept.remove(at);
                kept.insert(at, join(scene, known, claim));
            }
            None => kept.push(claim),
        }
    }
    kept
}

/// Types that tell of the same movement of goods.
fn family(kind: ClaimType) -> u8 {
    match kind {
        ClaimType::Sale | ClaimType::Purchase | ClaimType::Shipment | ClaimType::Diversion => 0,
        other => 1 + other as u8,
    }
}

fn same(scene: &Scene, a: &Claim, b: &Claim) -> bool {
    if family(a.kind) != family(b.kind) || a.polarity.value != b.polarity.value {
        return false;
    }
    let (amounts_a, amounts_b) = (amounts(scene, a), amounts(scene, b));
    let (goods_a, goods_b) = (goods(scene, a), goods(scene, b));
    let places_agree =
        [CountryRole::Exporter, CountryRole::Importer, CountryRole::Imposer, CountryRole::Target]
            .iter()
            .all(|role| agrees(&countries(scene, a, *role), &countries(scene, b, *role)));
    if kinds_clash(scene, a, b) {
        return false;
    }
    if !places_agree || !agrees(&goods_a, &goods_b) || !agrees(&times(scene, a), &times(scene, b)) {
        return false;
    }
    if !amounts_a.is_empty() || !amounts_b.is_empty() {
        return !amounts_a.is_disjoint(&amounts_b) && parties_agree(scene, a, b);
    }
    if (in_title(scene, a) || in_title(scene, b)) && parties_agree(scene, a, b) {
        return shares_a_field(scene, a, b);
    }
    // Without an amount, the telling must name the same thing in full.
    let filled = |role| {
        !countries(scene, a, role).is_empty() && countries(scene, a, role) == countries(scene, b, role)
    };
    let both_ends = filled(CountryRole::Exporter) && filled(CountryRole::Importer)
        || filled(CountryRole::Imposer) && (filled(CountryRole::Target) || !goods_a.is_empty());
    both_ends
        && goods_a == goods_b
        && quantities(scene, a) == quantities(scene, b)
        && a.phase.map(|p| p.value) == b.phase.map(|p| p.value)
        && parties_agree(scene, a, b)
}

/// Whether a claim is told in the title alone, which drops what the article goes on to tell in full.
fn in_title(scene: &Scene, claim: &Claim) -> bool {
    let document = scene.document;
    claim.evidence.iter().all(|evidence| {
        let sentence = document.sentence_at(evidence.sentence.start).and_then(|s| document.sentences.get(s));
        let block = sentence.and_then(|sentence| document.article.blocks.get(sentence.block));
        block.is_some_and(|block| block.kind == BlockKind::Title)
    })
}

/// Whether two tellings name a same good, country in its role, company or, in enforcement, the very act.
fn shares_a_field(scene: &Scene, a: &Claim, b: &Claim) -> bool {
    let meet = |a: BTreeSet<String>, b: BTreeSet<String>| !a.is_disjoint(&b);
    let roles = [
        CountryRole::Exporter,
        CountryRole::Importer,
        CountryRole::Imposer,
        CountryRole::Target,
        CountryRole::Origin,
    ];
    meet(goods(scene, a), goods(scene, b))
        || roles.iter().any(|role| meet(countries(scene, a, *role), countries(scene, b, *role)))
        || meet(party_names(scene, a), party_names(scene, b))
        || matches!(a.kind, ClaimType::Penalty | ClaimType::Prosecution) && a.lemma == b.lemma
}

/// Sets that do not contradict: one is silent, or one holds the other.
fn agrees(a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    a.is_empty() || b.is_empty() || a.is_subset(b) || b.is_subset(a)
}

fn amounts(scene: &Scene, claim: &Claim) -> BTreeSet<String> {
    let shown = |id: MentionId| match scene.what(id) {
        Some(What::Money(m)) => Some(format!("{:?} {:?} {:?}", m.currency, m.bounds.low, m.bounds.high)),
        _ => None,
    };
    claim.amounts.iter().filter_map(|a| shown(a.mention)).collect()
}

fn goods(scene: &Scene, claim: &Claim) -> BTreeSet<String> {
    let category = |id: &MentionId| match scene.what(*id) {
        Some(What::Product(p)) => p.category.split('.').next().map(str::to_owned),
        _ => None,
    };
    claim.products.iter().filter_map(category).collect()
}

/// Whether two claims tell of different goods of one kind: gallium and graphite are both minerals.
fn kinds_clash(scene: &Scene, a: &Claim, b: &Claim) -> bool {
    let kinds = |claim: &Claim| -> BTreeSet<String> {
        let category = |id: &MentionId| match scene.what(*id) {
            Some(What::Product(p)) => Some(p.category.clone()),
            _ => None,
        };
        claim.products.iter().filter_map(category).collect()
    };
    let (a, b) = (kinds(a), kinds(b));
    let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let finer =
        |a: &str, b: &str| a.strip_prefix(b).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    !few.iter().all(|kind| many.iter().any(|other| finer(kind, other) || finer(other, kind)))
}

fn quantities(scene: &Scene, claim: &Claim) -> BTreeSet<String> {
    let shown = |id: &MentionId| match scene.what(*id) {
        Some(What::Quantity(q)) => Some(format!("{} {:?}", q.bounds, q.unit)),
        _ => None,
    };
    claim.quantities.iter().filter_map(shown).collect()
}

fn countries(scene: &Scene, claim: &Claim, role: CountryRole) -> BTreeSet<String> {
    let code = |id: MentionId| match scene.what(id) {
        Some(What::Country(c)) => Some(c.iso2.clone()),
        _ => None,
    };
    claim.countries.iter().filter(|c| c.role == role).filter_map(|c| code(c.mention)).collect()
}

fn times(scene: &Scene, claim: &Claim) -> BTreeSet<String> {
    let shown = |id: MentionId| match scene.what(id) {
        Some(What::Time(t)) => Some(format!("{:?} {:?}", t.start, t.end)),
        _ => None,
    };
    claim.time.and_then(shown).into_iter().collect()
}

fn parties_agree(scene: &Scene, a: &Claim, b: &Claim) -> bool {
    agrees(&party_names(scene, a), &party_names(scene, b))
}

fn party_names(scene: &Scene, claim: &Claim) -> BTreeSet<String> {
    let name = |id: MentionId| match scene.what(id) {
        Some(What::Party(party)) => Some(party.name.to_lowercase()),
        _ => None,
    };
    claim.parties.iter().filter_map(|party| name(party.mention)).collect()
}

/// How much of the form a telling fills.
fn fullness(claim: &Claim) -> usize {
    claim.amounts.len()
        + 2 * claim.products.len().min(2)
        + 2 * claim.countries.len()
        + claim.parties.len()
        + 2 * claim.sources.len()
        + usize::from(claim.time.is_some())
}

/// The fuller telling with the other's evidence, and with what it alone says of the same thing.
fn join(scene: &Scene, a: Claim, b: Claim) -> Claim {
    let (mut full, other) = if fullness(&b) > fullness(&a) { (b, a) } else { (a, b) };
    for evidence in &other.evidence {
        if !full.evidence.iter().any(|known| known.sentence == evidence.sentence) {
            full.evidence.push(*evidence);
        }
    }
    for country in &other.countries {
        if countries(scene, &full, country.role).is_empty() {
            full.countries.push(country.clone());
        }
    }
    if full.products.is_empty() {
        full.products = other.products;
    }
    if full.time.is_none() {
        full.time = other.time;
    }
    full.why.extend(other.why);
    full
}
