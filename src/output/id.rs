//! Names that stay: the digest of a text and the id of a claim.

use super::record::ClaimRecord;
use data_encoding::{BASE32_NOPAD, HEXLOWER};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Bytes of the hash in an id: 80 bits, sixteen letters and digits.
const LENGTH: usize = 10;

/// The digest of an article's text, as records write it.
pub fn text_digest(text: &str) -> String {
    format!("sha256:{}", HEXLOWER.encode(&Sha256::digest(text.as_bytes())))
}

/// Gives every claim of one article its id. Places in the text do not count, so that an edit elsewhere in the
/// article leaves the id alone; claims alike in all core fields are told apart by their order.
pub fn name_all(claims: &mut [ClaimRecord], article: &str) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for claim in claims {
        let core = core(claim);
        let nth = seen.entry(core.clone()).or_default();
        claim.id = name(article, &core, *nth);
        *nth += 1;
    }
}

fn name(article: &str, core: &str, nth: usize) -> String {
    let mut hash = Sha256::new();
    for part in [article, core] {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    if nth > 0 {
        hash.update(nth.to_string().as_bytes());
    }
    BASE32_NOPAD.encode(hash.finalize().get(..LENGTH).unwrap_or_default()).to_lowercase()
}

/// The normalised core fields, a line each: what must be equal for two claims to be the same claim.
fn core(claim: &ClaimRecord) -> String {
    let side = |side: &Option<String>| side.clone().unwrap_or_default();
    let mut lines = vec![
        format!("type {}", claim.kind.as_str()),
        format!("lemma {}", claim.predicate.lemma),
        format!("polarity {}", claim.polarity.as_str()),
    ];
    lines.extend(claim.amounts.iter().map(|a| {
        let money = &a.money;
        format!(
            "amount {} {} {}..{} {}",
            a.role.as_str(),
            side(&money.currency),
            side(&money.low),
            side(&money.high),
            money.modifier.as_str()
        )
    }));
    lines.extend(
        claim
            .quantities
            .iter()
            .map(|q| format!("quantity {}..{} {}", side(&q.low), side(&q.high), side(&q.unit))),
    );
    lines.extend(
        claim
            .products
            .iter()
            .map(|p| format!("product {} {} {}", p.category, side(&p.brand), side(&p.model))),
    );
    lines.extend(claim.countries.iter().map(|c| format!("country {} {}", c.role.as_str(), c.country.iso2)));
    lines.extend(claim.parties.iter().map(|p| format!("party {} {}", p.role.as_str(), p.party.name)));
    if let Some(source) = claim.sources.last() {
        lines.push(format!("source {} {}", source.kind.as_str(), side(&source.name)));
    }
    if let Some(time) = &claim.time {
        lines.push(format!("time {}..{}", side(&time.interval.0), side(&time.interval.1)));
    }
    lines.sort();
    lines.dedup();
    lines.join("\n")
}
