//! Drafts: anchors with their links and words, before speakers are resolved and chains nested.

use super::anchor::{Anchor, Place, Speaker};
use super::content::{self, Row, Said};
use super::links;
use super::occasion;
use super::phrase::Phrase;
use super::phrases;
use super::possessed;
use super::relayed;
use super::scene::Scene;
use super::source::{self, Trust};
use super::verbs;
use crate::lexicon::cues::Sort;
use crate::model::{Attribution, Mode, RuleName, SentenceId, Source, SourceKind, Span, TokenId};
use std::ops::Range;

/// An attribution with what nesting and resolution still need.
#[derive(Clone, Debug)]
pub struct Draft {
    pub attribution: Attribution,
    pub cue: Span,
    /// Cue, source and content together.
    pub reach: Span,
    pub block: usize,
    /// Whether its verb tells of what somebody thinks and not of what they say.
    pub belief: bool,
}

/// No sentence that anybody wrote has more tokens; what has is not prose, and the rules look back and forth.
const LONGEST: usize = 400;

/// Every attribution of one sentence.
pub fn sentence(scene: &Scene, id: SentenceId, drafts: &mut Vec<Draft>) {
    let Some(sentence) = scene.document.sentences.get(id).filter(|s| s.tokens.len() <= LONGEST) else {
        return;
    };
    let words = sentence.span.of(scene.text());
    let offset = sentence.span.start as usize;
    let traps: Vec<Span> = scene.cues.traps_in(words).into_iter().map(|s| s.shift(offset)).collect();
    let mut anchors: Vec<Anchor> = Vec::new();
    let mut cited: Vec<(TokenId, Vec<Phrase>)> = Vec::new();
    let mut phrase_cues =
        scene.cues.phrases_in(words).into_iter().map(|(s, p)| (s.shift(offset), p)).peekable();
    for token in sentence.tokens.clone() {
        while phrase_cues.peek().is_some_and(|(span, _)| span.start < scene.document.tokens[token].span.start)
        {
            phrase_cues.next();
        }
        let found = if let Some((span, phrase)) =
            phrase_cues.next_if(|(span, _)| span.start == scene.document.tokens[token].span.start)
        {
            match cited_behind(scene, token, &anchors).or_else(|| on_whose_word(scene, span, &anchors)) {
                Some(phrases) => {
                    cited.push((token, phrases));
                    None
                }
                None if relayed::opens(scene, &sentence.tokens) => None,
                None => phrases::anchor(scene, scene.document.tokens_in(span), phrase.needs),
            }
        } else if let Some((phrases, _)) = phrases::citing(scene, token, &traps) {
            cited.push((token, phrases));
            None
        } else {
            phrases::quoted_as_saying(scene, token)
                .or_else(|| possessed::anchor(scene, token))
                .or_else(|| relayed::anchor(scene, token))
                .or_else(|| relayed::credited(scene, token))
                .or_else(|| verbs::anchor(scene, token, &traps, &anchors))
                .or_else(|| phrases::claim_noun(scene, token))
                .or_else(|| {
                    let said =
                        |a: &Anchor| matches!(a.place, Place::After(t) | Place::Around(t) if t == token + 1);
                    phrases::spoken(scene, token).filter(|_| !anchors.iter().any(said))
                })
        };
        match found {
            Some(found) if carries(scene, &found, anchors.last()) => carry(found, &mut anchors),
            found => anchors.extend(found),
        }
    }
    if anchors.is_empty() {
        return;
    }
    drop_inner_phrases(&mut anchors);
    share_company(scene, &mut anchors);
    attach_cited(scene, &mut anchors, &cited);
    write(scene, &anchors, &cited, drafts);
}

/// "…, writes the newspaper, with reference to two brokers": right behind an attribution its speaker cites them.
fn cited_behind(scene: &Scene, token: TokenId, anchors: &[Anchor]) -> Option<Vec<Phrase>> {
    let start = occasion::citing_at(scene, token).filter(|_| scene.is(token, &["with"]))?;
    let end = anchors.last()?.block.end;
    let close = end == token || end + 1 == token && scene.is(end, &[","]);
    close.then(|| occasion::cited(scene, start, scene.sentence(token).end)).filter(|all| !all.is_empty())
}

/// "…, the Times reported, according to customs data": what an outlet goes by that has just been named.
fn on_whose_word(scene: &Scene, cue: Span, anchors: &[Anchor]) -> Option<Vec<Phrase>> {
    let tokens = scene.document.tokens_in(cue);
    let last = anchors.last().filter(|a| a.place == Place::Before && a.by == "attribution/verb")?;
    let Speaker::Phrase(speaker) = &last.speaker else { return None };
    let outlet = links::read(scene, speaker, Trust::Known)?.last()?.kind == SourceKind::Outlet;
    let end = last.block.end;
    let close = end == tokens.start || end + 1 == tokens.start && scene.is(end, &[","]);
    let record = |p: &Phrase| links::read(scene, p, Trust::Known).is_some();
    (outlet && close && scene.is(tokens.start, &["according"]))
        .then(|| occasion::cited(scene, tokens.end, scene.sentence(tokens.start).end))
        .filter(|all| !all.is_empty() && all.iter().all(record))
}

/// "“…,” a spokesman said, according to the Journal": on whose word it is that somebody said so.
fn carries(scene: &Scene, found: &Anchor, last: Option<&Anchor>) -> bool {
    let Some(last) = last.filter(|a| a.place == Place::Before && a.by == "attribution/verb") else {
        return false;
    };
    let Speaker::Phrase(speaker) = &last.speaker else { return false };
    let end = last.block.end;
    let close = end == found.cue.start || end + 1 == found.cue.start && scene.is(end, &[","]);
    let speaks = links::read(scene, speaker, Trust::Speaker).is_some_and(|links| {
        links.last().is_some_and(|s| {
            !matches!(s.kind, SourceKind::Outlet | SourceKind::Document | SourceKind::Dataset)
        })
    });
    close && speaks && found.by == "attribution/phrase" && scene.is(found.cue.start, &["according"])
}

fn carry(found: Anchor, anchors: &mut [Anchor]) {
    if let (Some(last), Speaker::Phrase(outlet)) = (anchors.last_mut(), found.speaker) {
        last.through.push(outlet);
        last.block.end = found.block.end;
    }
}

/// "A broker quoted by Fab Floor says": a phrase that a verb's attribution has taken in is none of its own.
fn drop_inner_phrases(anchors: &mut Vec<Anchor>) {
    let blocks: Vec<(Range<TokenId>, Range<TokenId>)> =
        anchors.iter().map(|a| (a.cue.clone(), a.block.clone())).collect();
    let carriers: Vec<TokenId> = anchors.iter().flat_map(|a| &a.through).map(|p| p.head).collect();
    anchors.retain(|a| {
        let taken = |(cue, block): &(Range<TokenId>, Range<TokenId>)| {
            *cue != a.cue && block.start <= a.cue.start && a.cue.end <= block.end
        };
        let carries = matches!(&a.speaker, Speaker::Phrase(p) if carriers.contains(&p.head));
        a.by != "attribution/phrase" || !(carries || blocks.iter().any(taken))
    });
}

/// "X and Y said …, adding …": those who speak together go on together.
fn share_company(scene: &Scene, anchors: &mut [Anchor]) {
    for index in 1..anchors.len() {
        if anchors[index].speaker != Speaker::Shared {
            continue;
        }
        let same = (0..index).rev().find(|&i| anchors[i].zone(scene) == anchors[index].zone(scene));
        let beside = same.map(|i| anchors[i].beside.clone()).unwrap_or_default();
        anchors[index].beside.extend(beside);
    }
}

/// Whom "citing X" belongs to: the attribution before it, else the one it stands inside.
fn attach_cited(scene: &Scene, anchors: &mut [Anchor], cited: &[(TokenId, Vec<Phrase>)]) {
    for (token, phrases) in cited {
        let taken = anchors.iter().any(|a| a.citing.iter().any(|p| phrases.contains(p)));
        // "“… the risks of relying on distributors,” it wrote": what stands in a quotation is cited by nobody outside.
        let zone = scene.quote_at(*token);
        let before = anchors.iter().rposition(|a| a.cue.start < *token && a.zone(scene) == zone);
        let after = anchors.iter().position(|a| a.block.contains(token));
        let first = anchors.iter().position(|a| a.zone(scene) == zone);
        if let Some(at) = after.or(before).or(first).filter(|_| !taken) {
            anchors[at].citing.extend(phrases.iter().cloned());
        }
    }
}

fn write(scene: &Scene, anchors: &[Anchor], cited: &[(TokenId, Vec<Phrase>)], drafts: &mut Vec<Draft>) {
    let casts: Vec<Vec<Source>> = casts(scene, anchors);
    let outlets: Vec<bool> =
        casts.iter().map(|links| links.first().is_some_and(|s| s.kind == SourceKind::Outlet)).collect();
    let stops: Vec<TokenId> = cited.iter().map(|(token, _)| *token).collect();
    let row = Row { anchors, outlets: &outlets, stops: &stops };
    for (index, anchor) in anchors.iter().enumerate() {
        if casts[index].is_empty() {
            continue;
        }
        let Some(said) = content::said(scene, &row, index) else { continue };
        for chain in chains(scene, anchor, &casts[index]) {
            drafts.push(draft(scene, anchor, chain, &said));
        }
    }
}

/// The own links of each anchor; a shared speaker is that of the anchor before.
fn casts(scene: &Scene, anchors: &[Anchor]) -> Vec<Vec<Source>> {
    let mut casts: Vec<Vec<Source>> = Vec::with_capacity(anchors.len());
    for (index, anchor) in anchors.iter().enumerate() {
        let links = match &anchor.speaker {
            Speaker::Phrase(phrase) => {
                let mut links = links::read(scene, phrase, Trust::Speaker).unwrap_or_default();
                // "the paper wrote": papers that write are newspapers.
                let writes = scene.is(anchor.cue.start, &["wrote", "writes", "reported", "reports"]);
                if writes && scene.is(phrase.head, &["paper"]) && links.len() == 1 {
                    links[0].kind = SourceKind::Outlet;
                }
                links
            }
            Speaker::Shared => {
                let same = (0..index).rev().find(|&i| anchors[i].zone(scene) == anchor.zone(scene));
                same.map(|i| casts[i].clone()).unwrap_or_default()
            }
        };
        casts.push(links);
    }
    casts
}

/// Outlets it came through, the speaker, the paper; and once for each source beside or cited.
fn chains(scene: &Scene, anchor: &Anchor, links: &[Source]) -> Vec<Vec<Source>> {
    let cue = Some(scene.span(anchor.cue.clone()));
    let read = |phrase: &Phrase| links::read(scene, phrase, Trust::Known).unwrap_or_default();
    let through: Vec<Source> = anchor.through.iter().flat_map(|p| carriers(scene, p)).collect();
    let mut base = through.clone();
    // "In the same order she wrote": a paper already spoken of holds its writer; a new one is the writer's.
    let frame = anchor.within.as_ref().filter(|paper| holds_speaker(scene, anchor, paper));
    base.extend(frame.into_iter().flat_map(read));
    base.extend(links.iter().cloned());
    let paper: Vec<Source> = anchor.within.iter().filter(|_| frame.is_none()).flat_map(read).collect();
    base.extend(paper.iter().cloned());
    for source in &mut base {
        source.cue = cue;
    }
    let mut all = Vec::new();
    for phrase in &anchor.citing {
        let mut chain = base.clone();
        chain.extend(read(phrase));
        all.push(chain);
    }
    if all.is_empty() {
        all.push(base);
    }
    for phrase in &anchor.beside {
        let mut chain = through.clone();
        chain.extend(read(phrase));
        chain.extend(paper.iter().cloned());
        chain.iter_mut().for_each(|s| s.cue = cue);
        all.push(chain);
    }
    all.iter_mut().for_each(|chain| {
        drop_repeated(chain);
        // "told this newspaper" names the publisher, which no chain holds.
        chain.retain(|s| !(s.kind == SourceKind::Outlet && s.name.starts_with("this ")));
    });
    all.retain(|chain| !chain.is_empty());
    all
}

/// The outlets of a phrase; a name that no table knows is one where it carries what others say.
fn carriers(scene: &Scene, phrase: &Phrase) -> Vec<Source> {
    let guessed = scene.party(phrase.head).is_none_or(|m| m.by.0.starts_with("mentions/party:"));
    let name = scene.document.word(phrase.head).starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    let mut links = links::read(scene, phrase, Trust::Known)
        .unwrap_or_else(|| vec![source::plain(scene, phrase, (SourceKind::Outlet, false))]);
    for link in links.iter_mut().filter(|_| guessed && name) {
        let titled = || {
            let word = |t: TokenId| scene.document.word(t).starts_with(char::is_uppercase);
            link.kind == SourceKind::Document && phrase.head > phrase.words.start && word(phrase.head - 1)
        };
        if matches!(link.kind, SourceKind::Organisation | SourceKind::Company | SourceKind::Person)
            || titled()
        {
            link.kind = SourceKind::Outlet;
        }
    }
    links
}

fn holds_speaker(scene: &Scene, anchor: &Anchor, paper: &Phrase) -> bool {
    let leads = matches!(&anchor.speaker, Speaker::Phrase(p) if paper.words.end <= p.words.start);
    leads && scene.is(paper.words.start, &["the", "that", "this", "those", "these"])
}

/// An outlet named twice ("carried by TASS", "a statement carried by TASS") is one link.
fn drop_repeated(chain: &mut Vec<Source>) {
    let mut kept: Vec<Source> = Vec::with_capacity(chain.len());
    for link in chain.drain(..) {
        if !kept.iter().any(|k| k.name == link.name && k.kind == link.kind) {
            kept.push(link);
        }
    }
    *chain = kept;
}

fn draft(scene: &Scene, anchor: &Anchor, mut chain: Vec<Source>, said: &Said) -> Draft {
    let cue = scene.span(anchor.cue.clone());
    let mode = if said.mode == Mode::Direct && anchor.denies { Mode::Indirect } else { said.mode };
    chain.iter_mut().for_each(|s| s.mode = mode);
    let reach = said.spans.iter().fold(scene.span(anchor.block.clone()), |a, b| a.cover(*b));
    Draft {
        attribution: Attribution {
            chain,
            content: said.spans.clone(),
            denies: anchor.denies,
            by: RuleName::from(anchor.by),
        },
        cue,
        reach,
        block: scene.block_of(anchor.cue.start),
        belief: anchor.sort == Sort::Belief,
    }
}
