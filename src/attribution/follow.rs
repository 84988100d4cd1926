//! Quotations without a cue of their own that plainly go on from the attribution before them.
//!
//! “…,” she said. “…” goes on in the same paragraph; a paragraph that is one quotation and nothing else goes on
//! from a quotation that ended the paragraph before. Nothing is attributed by nearness alone.

use super::draft::Draft;
use super::quotes::Quote;
use super::scene::Scene;
use crate::model::{BlockKind, Mode, RuleName, Span};

/// Adds the words of quotations that go on.
pub fn follow(scene: &Scene, drafts: &mut Vec<Draft>) {
    for (index, quote) in scene.quotes.iter().enumerate() {
        if quote.continues || !stands_alone(scene, quote) || taken(drafts, quote) {
            continue;
        }
        let last = pieces_end(scene, index);
        let from = goes_on_from(scene, drafts, quote).or_else(|| only_speaker(drafts, quote));
        if let Some(at) = from {
            let spans: Vec<Span> =
                scene.quotes[index..=last].iter().map(|q| q.inner.trim(scene.text())).collect();
            add(scene, drafts, at, spans, quote);
        }
    }
}

fn pieces_end(scene: &Scene, index: usize) -> usize {
    let mut last = index;
    while scene.quotes[last].open && scene.quotes.get(last + 1).is_some_and(|q| q.continues) {
        last += 1;
    }
    last
}

fn taken(drafts: &[Draft], quote: &Quote) -> bool {
    let inner = quote.inner;
    nearby(drafts, quote.block)
        .map(|i| &drafts[i])
        .any(|d| d.attribution.content.iter().any(|s| s.overlaps(inner)) && !inner.contains(d.reach))
}

/// The drafts of a block, of the one before it, and of those behind it in which a long quotation may get its cue.
/// Drafts stand in order of block.
fn nearby(drafts: &[Draft], block: usize) -> std::ops::Range<usize> {
    let from = drafts.partition_point(|d| d.block + 1 < block);
    let to = drafts.partition_point(|d| d.block <= block + 12);
    from..to.max(from)
}

/// Whether a quotation is whole sentences and no scare quote: from a sentence's start to a sentence's end.
fn stands_alone(scene: &Scene, quote: &Quote) -> bool {
    let tokens = scene.document.tokens_in(quote.inner);
    let first = scene.document.tokens_in(quote.outer).start;
    let starts = scene.sentence(first).start == first;
    let words = quote.inner.of(scene.text()).trim_end().trim_end_matches(['\u{2019}', '\'']);
    let ends = quote.open || words.ends_with(['.', '!', '?', '\u{2026}']) || scene.is(tokens.end + 1, &["."]);
    starts && ends && tokens.len() > 2
}

/// The one person who is quoted at length before a quotation in its paragraph; it is theirs as well.
fn only_speaker(drafts: &[Draft], quote: &Quote) -> Option<usize> {
    use crate::model::SourceKind::{Anonymous, Person};
    let mut quoted = nearby(drafts, quote.block).filter(|&i| {
        let draft = &drafts[i];
        let direct = draft.attribution.chain.last().is_some_and(|s| s.mode == Mode::Direct);
        draft.block == quote.block && direct && draft.reach.end <= quote.outer.start
    });
    let first = quoted.next()?;
    let who = drafts[first].attribution.chain.last()?;
    let same = |i: usize| drafts[i].attribution.chain.last().is_some_and(|s| s.name == who.name);
    let alone = matches!(who.kind, Person | Anonymous) && quoted.all(same);
    // Anybody else who speaks in the paragraph may be the one.
    let others = nearby(drafts, quote.block).any(|i| drafts[i].block == quote.block && !same(i));
    (alone && !others).then_some(first)
}

/// The attribution that a quotation goes on from.
fn goes_on_from(scene: &Scene, drafts: &[Draft], quote: &Quote) -> Option<usize> {
    let before: Vec<usize> =
        nearby(drafts, quote.block).filter(|&i| drafts[i].reach.end <= quote.outer.start).collect();
    let &last =
        before.iter().max_by_key(|&&i| (drafts[i].reach.end, std::cmp::Reverse(drafts[i].reach.start)))?;
    let draft = &drafts[last];
    let gap = Span { start: draft.reach.end, end: quote.outer.start }.of(scene.text());
    let nothing_between = !gap.chars().any(char::is_alphanumeric);
    if !nothing_between || !speaks(draft) {
        return None;
    }
    let direct = draft.attribution.chain.last().is_some_and(|s| s.mode != Mode::Indirect);
    if draft.block == quote.block {
        return Some(last);
    }
    let whole = scene.document.article.blocks.get(quote.block).is_some_and(|b| {
        b.kind == BlockKind::Paragraph
            && b.span.start == quote.outer.start
            && (quote.open || b.span.end <= quote.outer.end + 1)
    });
    (draft.block + 1 == quote.block && direct && whole).then_some(last)
}

/// Papers and figures are not quoted on; people and bodies are.
fn speaks(draft: &Draft) -> bool {
    use crate::model::SourceKind::{Dataset, Outlet};
    draft.attribution.chain.last().is_some_and(|s| !matches!(s.kind, Dataset | Outlet))
}

fn add(scene: &Scene, drafts: &mut Vec<Draft>, at: usize, spans: Vec<Span>, quote: &Quote) {
    let end = spans.iter().map(|s| s.end).max().unwrap_or(quote.outer.end).max(quote.outer.end);
    let draft = &mut drafts[at];
    let direct = draft.attribution.chain.last().is_some_and(|s| s.mode == Mode::Direct);
    if direct && draft.block == quote.block {
        draft.attribution.content.extend(spans);
        draft.reach.end = draft.reach.end.max(end);
        return;
    }
    let mut next = draft.clone();
    next.attribution.chain.iter_mut().for_each(|s| s.mode = Mode::Direct);
    next.attribution.denies = false;
    next.attribution.by = RuleName::from("attribution/quote:goes-on");
    next.reach = Span { start: quote.outer.start, end };
    next.cue = Span { start: quote.outer.start, end: quote.outer.start };
    next.block =
        scene.document.tokens_in(quote.outer).clone().next().map_or(quote.block, |t| scene.block_of(t));
    next.attribution.content = spans;
    drafts.insert(at + 1, next);
}
