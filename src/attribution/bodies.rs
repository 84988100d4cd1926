//! What kind of body a name is by its own words: "the Federal Audit Chamber", "Tungsten Council", "Roskam & Pell".

use super::scene::Scene;
use crate::lexicon::cues::NameKind;
use crate::model::{SourceKind, TokenId};
use std::ops::Range;

/// The kind that the words of a name show; `None` where they show none.
pub fn kind(scene: &Scene, name: &Range<TokenId>) -> Option<SourceKind> {
    let last = name.end.checked_sub(1).filter(|&t| t >= name.start)?;
    let tie =
        (name.start + 1..last).find(|&t| scene.is(t, &["of", "for", "on", "against", "in", "at", "to"]));
    // "Statistics Finland"
    if tie.is_none() && scene.is(name.start, &["statistics"]) && scene.country(last).is_some() {
        return Some(SourceKind::Government);
    }
    let Some(tie) = tie else {
        let firm = || is_firm(scene, name).then_some(SourceKind::Company);
        return word_kind(scene, name, last).or_else(firm);
    };
    // A closing "Foundation" outweighs what stands before its "for"; "Bureau of Statistics" is a bureau.
    let closing = word_kind(scene, name, last).filter(|kind| *kind == SourceKind::Organisation);
    closing.or_else(|| word_kind(scene, name, tie - 1))
}

fn word_kind(scene: &Scene, name: &Range<TokenId>, head: TokenId) -> Option<SourceKind> {
    let capital = scene.document.word(head).starts_with(char::is_uppercase);
    let many = name.len() > 1;
    let kind = scene.cues.name_word(scene.lower(head)).filter(|_| capital && many)?;
    let beside = |test: &dyn Fn(TokenId) -> bool| name.clone().any(|t| t != head && test(t));
    let worldwide = beside(&|t| scene.cues.name_word(scene.lower(t)) == Some(NameKind::Worldwide));
    let public = || {
        beside(&|t| scene.cues.name_word(scene.lower(t)) == Some(NameKind::Public))
            || scene.country(name.start).is_some()
            || name.end > name.start + 2
                && scene.country(name.end - 1).is_some()
                && !scene.is(head, &["council"])
            || name.start > 1
                && scene.is(name.start - 1, &["'s", "'"])
                && scene.country(name.start - 2).is_some()
    };
    if beside(&|t| scene.is(t, &["news", "press", "media"])) {
        return Some(SourceKind::Outlet);
    }
    let shared = scene.is(head, &["agency", "authority", "court", "tribunal"]);
    // "Benchmark Mineral Intelligence" sells it; "Defence Intelligence" is a state's.
    if scene.is(head, &["intelligence"]) {
        return Some(if public() { SourceKind::Government } else { SourceKind::Company });
    }
    let gathered = || {
        beside(&|t| {
            scene.is(
                t,
                &["working", "crisis", "contact", "monitoring", "expert", "advisory", "rights", "study"],
            )
        })
    };
    if scene.is(head, &["group"]) && (worldwide || gathered()) {
        return Some(SourceKind::Organisation);
    }
    Some(match kind {
        NameKind::Government if worldwide && shared => SourceKind::Organisation,
        NameKind::Either if worldwide => SourceKind::Organisation,
        NameKind::Government => SourceKind::Government,
        NameKind::Either if public() => SourceKind::Government,
        NameKind::Either | NameKind::Organisation => SourceKind::Organisation,
        NameKind::Company if scene.is(head, &["bank"]) && reserve(scene, head) => SourceKind::Government,
        // "Export-Import Bank", "Asian Infrastructure Investment Bank"
        NameKind::Company
            if scene.is(head, &["bank"])
                && beside(&|t| {
                    scene.is(t, &["import", "export-import", "development", "reconstruction"])
                        || worldwide && scene.is(t, &["investment"])
                }) =>
        {
            SourceKind::Organisation
        }
        NameKind::Company => SourceKind::Company,
        NameKind::Public | NameKind::Worldwide => return None,
    })
}

/// "Bank of Lithuania", "National Bank": the bank of a state.
fn reserve(scene: &Scene, bank: TokenId) -> bool {
    let of_a_country = scene.is(bank + 1, &["of"]) && scene.country(bank + 2).is_some();
    of_a_country || scene.is(bank.wrapping_sub(1), &["central", "national", "reserve"])
}

/// "Turkish Technic", "Maschinenfabrik Adler", "Roskam & Pell": nobody is called so.
pub fn is_firm(scene: &Scene, name: &Range<TokenId>) -> bool {
    const ENDS: &[&str] = &[
        "fabrik",
        "werke",
        "technic",
        "technics",
        "technik",
        "tech",
        "tronic",
        "tronics",
        "systems",
        "metall",
        "chem",
        "chips",
        "pharma",
        "soft",
        "optics",
        "photonics",
        "robotics",
        "avionics",
    ];
    let called = name.clone().any(|t| {
        ENDS.iter().any(|end| scene.lower(t).ends_with(end))
            || scene.cues.name_word(scene.lower(t)) == Some(NameKind::Company)
    });
    // "Hallam & Rook"
    let paired = name.len() > 2 && (name.start + 1..name.end - 1).any(|t| scene.is(t, &["&"]));
    called || paired || (name.len() > 1 && scene.country(name.start).is_some())
}
