//! Attribution: who says what, and on whose word.
//!
//! In: `&Document`, `&[Mention]`, `&Lexicon`. Out: `Vec<Attribution>` in order of content.
//! Never: invents a source; what nobody is named for is the publisher's own word and gets no attribution.
//!
//! The way of a sentence: `verbs`, `phrases`, `possessed` and `relayed` find anchors (a cue with its source and the words around them),
//! `frames` reads what follows a verb, `content` takes what is left as the words said, `links` and `source` turn
//! noun phrases into links. Then, over the article: `follow` adds quotations that go on, `speakers` resolves
//! pronouns and short names, `nest` hangs inner attributions on the chains of those they stand in.
//! To add a verb, a phrase or a noun: one row in `data/cues.toml`, one line in `fixtures/attribution`.

mod anchor;
mod before;
mod beside;
mod bodies;
mod content;
mod draft;
mod follow;
mod frames;
mod guess;
mod headline;
mod links;
mod names;
mod nest;
mod occasion;
mod papers;
mod phrase;
mod phrases;
mod possessed;
mod quotes;
mod relayed;
mod scene;
mod source;
mod speakers;
mod subjects;
mod together;
mod topics;
mod verbs;
mod withheld;
mod words;

use crate::lexicon::Lexicon;
use crate::model::{Attribution, Document, Mention};

/// Every attributed stretch of the article.
pub fn find_all(document: &Document, mentions: &[Mention], lexicon: &Lexicon) -> Vec<Attribution> {
    let scene = scene::Scene::new(document, mentions, lexicon);
    let mut drafts = Vec::new();
    headline::read(&scene, &mut drafts);
    for id in 0..document.sentences.len() {
        draft::sentence(&scene, id, &mut drafts);
    }
    follow::follow(&scene, &mut drafts);
    speakers::resolve(&scene, &mut drafts);
    nest::drop_inner_beliefs(&scene, &mut drafts);
    nest::nest(&mut drafts);
    nest::drop_bare_carriers(&mut drafts);
    finish(drafts, document)
}

/// Chains without the publisher, in order of the words said.
fn finish(drafts: Vec<draft::Draft>, document: &Document) -> Vec<Attribution> {
    let publisher = document.article.publisher.name.as_deref();
    let initials: String = publisher.map_or(String::new(), |name| {
        name.split(' ').filter_map(|word| word.chars().next().filter(|c| c.is_uppercase())).collect()
    });
    // "CMM understands" in the Critical Metals Monitor: newspapers call themselves by their initials.
    let own = |name: &str| {
        publisher.is_some_and(|own| own.eq_ignore_ascii_case(name)) || initials.len() > 2 && name == initials
    };
    let mut found: Vec<Attribution> = drafts
        .into_iter()
        .map(|draft| {
            let mut attribution = draft.attribution;
            attribution.chain.retain(|link| !own(&link.name));
            attribution.content.sort();
            attribution
        })
        .filter(|attribution| !attribution.chain.is_empty())
        .collect();
    found.sort_by_key(|a| (a.content.first().copied(), std::cmp::Reverse(a.content.last().copied())));
    found.dedup();
    without_prefixes(found)
}

/// Where the same words stand with a longer chain, the shorter one says nothing more.
fn without_prefixes(found: Vec<Attribution>) -> Vec<Attribution> {
    let covered = |a: &Attribution, b: &Attribution| {
        a.content == b.content
            && a.chain.len() < b.chain.len()
            && a.chain.iter().zip(&b.chain).all(|(x, y)| x.name == y.name && x.kind == y.kind)
    };
    // Equal content stands side by side, so a few neighbours are enough to look at.
    let near = |i: usize| i.saturating_sub(4)..found.len().min(i + 5);
    let kept: Vec<bool> =
        (0..found.len()).map(|i| !near(i).any(|j| j != i && covered(&found[i], &found[j]))).collect();
    found.into_iter().zip(kept).filter_map(|(a, keep)| keep.then_some(a)).collect()
}
