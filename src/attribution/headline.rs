//! Headlines: "Curbs to tighten – NYT", "Russia bought chips through Dubai: report", "Zelensky: we need more".

use super::draft::Draft;
use super::links;
use super::phrase::{self, Phrase};
use super::scene::Scene;
use super::source::{self, Trust};
use crate::lexicon::cues::NounKind;
use crate::model::{
    Attribution, BlockKind, Mode, PartyKind, RuleName, Source, SourceKind, Span, TokenId, Via, What,
};
use std::ops::Range;

/// What the title attributes by a source set behind a dash or colon, or before a colon.
pub fn read(scene: &Scene, drafts: &mut Vec<Draft>) {
    for (index, block) in scene.document.article.blocks.iter().enumerate() {
        if block.kind == BlockKind::Title {
            let tokens = scene.document.tokens_in(block.span);
            if let Some(found) = suffix(scene, &tokens).or_else(|| prefix(scene, &tokens)) {
                drafts.push(draft(scene, found, index, block.span));
            }
        }
    }
}

struct Found {
    chain: Vec<Source>,
    cue: Range<TokenId>,
    content: Range<TokenId>,
    by: &'static str,
}

fn suffix(scene: &Scene, title: &Range<TokenId>) -> Option<Found> {
    let mark =
        title.clone().rev().take(8).find(|&t| scene.is(t, &["\u{2013}", "\u{2014}", "-", ":", "--"]))?;
    let spaced = scene.document.tokens[mark].span.start as usize;
    let dash = !scene.is(mark, &[":"]);
    if dash && !scene.text()[..spaced].ends_with(' ') {
        return None;
    }
    let source = whole(scene, mark + 1..title.end)?;
    let chain = links::read(scene, &source, Trust::Known)?;
    let kind = chain.last()?.kind;
    let fits = matches!(
        kind,
        SourceKind::Outlet
            | SourceKind::Document
            | SourceKind::Anonymous
            | SourceKind::Dataset
            | SourceKind::Government
    ) || says_so(scene, &source, kind);
    // "Enforcement in review: second half"
    let part = scene.is(source.head, &["half", "quarter", "part", "third", "two"]);
    (fits && !part && mark > title.start + 2).then(|| Found {
        chain,
        cue: mark..mark + 1,
        content: title.start..mark,
        by: "attribution/headline:suffix",
    })
}

fn prefix(scene: &Scene, title: &Range<TokenId>) -> Option<Found> {
    let mark = title.clone().take(6).find(|&t| scene.is(t, &[":"]))?;
    let source = whole(scene, title.start..mark)?;
    let chain = links::read(scene, &source, Trust::Known)?;
    let authority = source::noun_kind(scene, &source).is_some_and(|(kind, _)| {
        let sole = matches!(kind, NounKind::Person | NounKind::Spokesperson | NounKind::Organisation);
        let one = sole && source.words.len() < 4;
        one || matches!(kind, NounKind::Government | NounKind::Anonymous | NounKind::Group)
    });
    let kind = chain.last()?.kind;
    let known = matches!(kind, SourceKind::Outlet | SourceKind::Person | SourceKind::Document)
        && (scene.party(source.head).is_some()
            || scene.is(source.head, &["report", "reports", "sources", "media"]));
    let fits = known || authority || is_body_or_capital(scene, &source, kind);
    let short = (!fits).then(|| body_called(scene, &source)).flatten();
    let fits = fits || short.is_some();
    let mut chain = chain;
    if let (Some(kind), Some(last)) = (short, chain.last_mut()) {
        last.kind = kind;
    }
    (fits && (mark + 1..title.end).any(|t| scene.is_verb(t))).then(|| Found {
        chain,
        cue: mark..mark + 1,
        content: mark + 1..title.end,
        by: "attribution/headline:prefix",
    })
}

/// "… – Ukraine's sanctions commissioner", "… – ISW": who stands behind the dash is asked, and no topic.
fn says_so(scene: &Scene, source: &Phrase, kind: SourceKind) -> bool {
    let noun = source::noun_kind(scene, source).map(|n| n.0);
    let person = matches!(noun, Some(NounKind::Person | NounKind::Spokesperson | NounKind::Group));
    let named = scene.party(source.head).is_some()
        && matches!(kind, SourceKind::Person | SourceKind::Organisation | SourceKind::Government);
    person || named
}

/// "ISW: …", "Kyiv: …": a body that studies or governs, or a capital that stands for one; a country is rather the topic.
fn is_body_or_capital(scene: &Scene, source: &Phrase, kind: SourceKind) -> bool {
    let body = scene.party(source.head).is_some()
        && matches!(kind, SourceKind::Organisation | SourceKind::Government);
    let capital = scene
        .country(source.head)
        .is_some_and(|m| matches!(&m.what, What::Country(country) if country.via == Via::Metonym));
    body || capital
}

/// "Ifo: sanctions slowed imports" over a text that names the Ifo Institute.
fn body_called(scene: &Scene, source: &Phrase) -> Option<SourceKind> {
    let word = scene.lower(source.head);
    let single = source.words.len() == 1 && scene.country(source.head).is_none();
    scene.mentions.iter().take(400).filter(|_| single).find_map(|mention| {
        let What::Party(party) = &mention.what else { return None };
        let kind = match party.kind {
            PartyKind::Organisation => SourceKind::Organisation,
            PartyKind::Outlet => SourceKind::Outlet,
            PartyKind::Agency => SourceKind::Government,
            _ => return None,
        };
        let mut words = mention.span.of(scene.text()).split(' ').filter(|w| !w.eq_ignore_ascii_case("the"));
        let first = words.next()?;
        let called = first.to_lowercase() == word && words.next().is_some();
        // "NIS: troops trained" over a text that names the National Intelligence Service.
        let capital = |w: &str| w.chars().next().filter(|c| c.is_uppercase());
        let initials: String = mention.span.of(scene.text()).split(' ').filter_map(capital).collect();
        (called || initials.len() > 2 && scene.document.word(source.head) == initials).then_some(kind)
    })
}

/// A noun phrase that fills a stretch wholly.
fn whole(scene: &Scene, tokens: Range<TokenId>) -> Option<Phrase> {
    let phrase = phrase::starting_at(scene, tokens.start, tokens.end)?;
    (phrase.words.end >= tokens.end).then_some(phrase)
}

fn draft(scene: &Scene, found: Found, block: usize, reach: Span) -> Draft {
    let mut chain = found.chain;
    let cue = scene.span(found.cue);
    chain.iter_mut().for_each(|s| {
        s.cue = Some(cue);
        s.mode = Mode::Indirect;
    });
    let content = scene.span(found.content).trim(scene.text());
    let attribution =
        Attribution { chain, content: vec![content], denies: false, by: RuleName::from(found.by) };
    Draft { attribution, cue, reach, block, belief: false }
}
