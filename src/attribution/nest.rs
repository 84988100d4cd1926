//! Nesting: an attribution inside the words of another hangs on the other's chain.

use super::draft::Draft;
use super::scene::Scene;
use crate::model::{Source, SourceKind, Span};

/// "She told reporters that she believed …": what somebody who speaks says of her own thoughts is her one statement.
pub fn drop_inner_beliefs(scene: &Scene, drafts: &mut Vec<Draft>) {
    const PRONOUNS: &[&str] = &["he", "she", "it", "they", "we", "i", "you"];
    let inner = |index: usize, draft: &Draft, all: &[Draft]| {
        let pronoun = draft
            .attribution
            .chain
            .last()
            .and_then(|s| s.span)
            .is_some_and(|span| PRONOUNS.contains(&span.of(scene.text()).to_lowercase().as_str()));
        let near = index.saturating_sub(12)..all.len().min(index + 13);
        draft.belief
            && pronoun
            && near
                .into_iter()
                .any(|i| i != index && all[i].attribution.content.iter().any(|s| s.contains(draft.cue)))
    };
    let keep: Vec<bool> = drafts.iter().enumerate().map(|(i, d)| !inner(i, d, drafts)).collect();
    let mut kept = keep.into_iter();
    drafts.retain(|_| kept.next().unwrap_or(true));
}

/// Gives every draft the links of those whose words it stands in, outermost first.
pub fn nest(drafts: &mut [Draft]) {
    let parents: Vec<Option<usize>> = (0..drafts.len()).map(|i| parent(drafts, i)).collect();
    let own: Vec<Vec<Source>> = drafts.iter().map(|d| d.attribution.chain.clone()).collect();
    for (index, draft) in drafts.iter_mut().enumerate() {
        let mut above = parents[index];
        // Words nest a few levels deep at most; the bound keeps a wrong pair from going round.
        for _ in 0..4 {
            let Some(outer) = above else { break };
            let chain = &mut draft.attribution.chain;
            let known =
                |link: &Source| chain.iter().any(|own| own.name == link.name && own.kind == link.kind);
            let added: Vec<Source> = own[outer].iter().filter(|link| !known(link)).cloned().collect();
            chain.splice(0..0, added);
            above = parents[outer];
        }
    }
}

/// The draft with the least words that holds this one's cue among its words.
fn parent(drafts: &[Draft], index: usize) -> Option<usize> {
    let inner = &drafts[index];
    let size = |d: &Draft| d.attribution.content.iter().map(|s| s.len()).sum::<usize>();
    let holds = |d: &Draft| d.attribution.content.iter().any(|s: &Span| s.contains(inner.cue));
    let own = size(inner);
    // Drafts stand in order of the text, and only near ones can hold each other.
    let near = index.saturating_sub(12)..drafts.len().min(index + 13);
    let outlet = |d: &Draft| d.attribution.chain.first().is_some_and(|s| s.kind == SourceKind::Outlet);
    let same = |d: &Draft| d.attribution.content == inner.attribution.content && outlet(d) && !outlet(inner);
    near.filter(|&i| i != index && drafts[i].cue != inner.cue)
        .filter(|&i| same(&drafts[i]) || (holds(&drafts[i]) && size(&drafts[i]) > own))
        .min_by_key(|&i| size(&drafts[i]))
}

/// "Peskov dismisses the measures as a farce, Tass reports": all that Tass reports is that he said so, which his own
/// chain tells.
pub fn drop_bare_carriers(drafts: &mut Vec<Draft>) {
    let bare = |index: usize, outer: &Draft, all: &[Draft]| {
        let [content] = outer.attribution.content.as_slice() else { return false };
        let chain = &outer.attribution.chain;
        let near = index.saturating_sub(12)..all.len().min(index + 13);
        let record = |inner: &Draft| {
            inner
                .attribution
                .chain
                .last()
                .is_some_and(|s| matches!(s.kind, SourceKind::Dataset | SourceKind::Document))
        };
        let tells = |inner: &Draft| {
            inner.reach == *content
                && (!record(inner) || &*inner.attribution.by.0 == "attribution/phrase")
                && inner.attribution.chain.len() > chain.len()
                && inner
                    .attribution
                    .chain
                    .iter()
                    .zip(chain)
                    .all(|(a, b)| a.name == b.name && a.kind == b.kind)
        };
        chain.last().is_some_and(|s| s.kind == SourceKind::Outlet)
            && near.into_iter().any(|i| i != index && tells(&all[i]))
    };
    let keep: Vec<bool> = drafts.iter().enumerate().map(|(i, d)| !bare(i, d, drafts)).collect();
    let mut kept = keep.into_iter();
    drafts.retain(|_| kept.next().unwrap_or(true));
}
