//! The words said: which stretches of the text an anchor attributes.
//!
//! A span of content is exactly what is said: without the cue, without "that", without the mark or comma that
//! parts it from the cue. Words given wholly in quotation marks are given without the marks; a clause that only
//! holds a quoted part keeps the marks inside it.

use super::anchor::{Anchor, Place, Speaker, quote_ending_at, quote_starting_at, zone_around};
use super::scene::Scene;
use super::verbs::end_of_words;
use crate::model::{Mode, Rel, Span, TokenId, Upos};
use std::ops::Range;

/// What one anchor attributes.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    pub spans: Vec<Span>,
    pub mode: Mode,
}

/// What is known of an anchor's neighbours in its sentence.
pub struct Row<'r> {
    pub anchors: &'r [Anchor],
    /// Whether the outermost source of each anchor is an outlet.
    pub outlets: &'r [bool],
    /// Where "citing X" stands.
    pub stops: &'r [TokenId],
}

/// The words that the anchor at `index` attributes; `None` where there are none.
pub fn said(scene: &Scene, row: &Row, index: usize) -> Option<Said> {
    let anchor = &row.anchors[index];
    let zone = zone_around(scene, anchor.cue.start);
    let mut parts = Vec::new();
    match &anchor.place {
        Place::Exactly(tokens) => parts.push(Part::Words(tokens.clone())),
        Place::After(start) => parts.extend(after(scene, row, index, *start, &zone)),
        Place::Before => parts.push(before(scene, row, index, &zone)),
        Place::Around(start) => {
            parts.push(before(scene, row, index, &zone));
            parts.extend(after(scene, row, index, *start, &zone));
        }
    }
    finish(scene, parts)
}

enum Part {
    /// A quotation alone, by its index.
    Quoted(usize),
    Words(Range<TokenId>),
}

fn finish(scene: &Scene, parts: Vec<Part>) -> Option<Said> {
    let mut spans = Vec::new();
    let (mut direct, mut indirect, mut holds_quotes) = (false, false, false);
    for part in parts {
        match part {
            Part::Quoted(quote) => {
                direct = true;
                spans.extend(pieces(scene, quote));
            }
            Part::Words(tokens) => {
                let span = trim(scene, tokens);
                if span.of(scene.text()).chars().any(char::is_alphanumeric) {
                    indirect = true;
                    let first = scene.quotes.partition_point(|q| q.outer.start < span.start);
                    holds_quotes |= scene.quotes.get(first).is_some_and(|q| span.contains(q.outer));
                    spans.push(span);
                }
            }
        }
    }
    spans.sort();
    spans.dedup();
    let mode = match (direct, indirect) {
        (true, false) => Mode::Direct,
        (true, true) => Mode::Mixed,
        _ if holds_quotes => Mode::Mixed,
        _ => Mode::Indirect,
    };
    (!spans.is_empty()).then_some(Said { spans, mode })
}

/// A quotation with the pieces it continues in the paragraphs before and after.
fn pieces(scene: &Scene, quote: usize) -> Vec<Span> {
    let mut first = quote;
    while first > 0 && scene.quotes[first].continues {
        first -= 1;
    }
    let mut last = quote;
    while scene.quotes[last].open && scene.quotes.get(last + 1).is_some_and(|q| q.continues) {
        last += 1;
    }
    (first..=last).map(|q| without_comma(scene, scene.quotes[q].inner)).collect()
}

fn without_comma(scene: &Scene, span: Span) -> Span {
    let words = span.of(scene.text()).trim_end();
    let kept = words.trim_end_matches([',', ' ']).len();
    Span::new(span.start as usize, span.start as usize + kept).trim(scene.text())
}

/// What stands before an anchor.
fn before(scene: &Scene, row: &Row, index: usize, zone: &Range<TokenId>) -> Part {
    let block = row.anchors[index].block.start;
    let start = backward_start(scene, row, index, zone);
    let mut last = block.saturating_sub(1);
    while last > start && scene.is(last, &[",", "\u{2014}", "\u{2013}"]) {
        last -= 1;
    }
    if let Some(quote) = quote_ending_at(scene, last) {
        let opening = scene.document.tokens_in(scene.quotes[quote].outer).start;
        let bare = opening <= start || (start..opening).all(|t| scene.is_punct(t));
        if bare {
            return Part::Quoted(quote);
        }
    }
    Part::Words(start..block)
}

/// Where the words before an anchor begin: at the zone, or behind an earlier attribution that they are not part of.
fn backward_start(scene: &Scene, row: &Row, index: usize, zone: &Range<TokenId>) -> TokenId {
    let block = row.anchors[index].block.start;
    let mut start = after_dateline(scene, zone);
    for (earlier, anchor) in row.anchors[..index].iter().enumerate() {
        let same_zone = anchor.zone(scene) == row.anchors[index].zone(scene);
        if !same_zone || anchor.block.end > block {
            continue;
        }
        if let Some(turn) = turn_between(scene, anchor.block.end, block) {
            start = start.max(turn);
        }
        // "Reuters reported that X, according to officials": the officials are Reuters' source.
        if let Place::After(content) = anchor.place
            && row.outlets[earlier]
            && !row.outlets[index]
        {
            start = start.max(content.min(block));
        }
    }
    // "Beijing claims more: no buyer may resell, it said": said is what follows the colon.
    let colon = (start + 2..block).rev().find(|&t| scene.is(t, &[":"]) && scene.has_finite(start..t));
    let clause = |t: &TokenId| {
        scene.quote_at(*t).is_none()
            && quote_starting_at(scene, *t + 1).is_none()
            && scene.has_finite(*t + 1..block)
    };
    start = colon.filter(clause).map_or(start, |t| t + 1);
    // "Quote: “We …,” he said", "Details: The sources said": a label.
    let label = scene.is(start + 1, &[":"]) && start + 2 < block && scene.is_noun(start);
    start += 2 * usize::from(label && scene.quote_at(start).is_none());
    while start < block && (scene.tag(start) == Upos::Cconj || scene.is(start, &[",", ";"])) {
        start += 1;
    }
    let links_on =
        scene.is(start, &["however", "meanwhile", "still", "moreover", "nevertheless", "nonetheless"]);
    if links_on && scene.is(start + 1, &[","]) && start + 2 < block {
        start += 2;
    }
    start
}

/// "KYIV, March 4 – Ukraine has published": where it was written is said by nobody.
pub fn after_dateline(scene: &Scene, zone: &Range<TokenId>) -> TokenId {
    let first = zone.start;
    let end = scene.extent(first).end;
    let dated = scene.analysed(first)
        && scene.document.rel(first) == Rel::Parataxis
        && scene.document.head(first).is_some_and(|head| head >= end)
        && scene.is(end.saturating_sub(1), &["\u{2014}", "\u{2013}", "-", "--", "\u{2015}"]);
    if dated && end < zone.end { end } else { first }
}

/// Where a sentence turns to another statement: "…; Y", "…, but Y", "…, while Y".
fn turn_between(scene: &Scene, from: TokenId, to: TokenId) -> Option<TokenId> {
    (from..to)
        .rev()
        .find(|&t| {
            scene.is(t, &[";", ":"])
                || (scene.is(t, &["but", "while", "whereas", "though", "although"])
                    && scene.is(t.wrapping_sub(1), &[","]))
        })
        .map(|t| t + 1)
}

/// What stands after an anchor.
fn after(scene: &Scene, row: &Row, index: usize, start: TokenId, zone: &Range<TokenId>) -> Option<Part> {
    let end = forward_end(scene, row, index, start, zone);
    if start >= end {
        return announced(scene, zone);
    }
    if let Some(quote) = quote_starting_at(scene, start) {
        let close = scene.document.tokens_in(scene.quotes[quote].outer).end;
        let rest_is_bare = close >= end || (close..end).all(|t| scene.is_punct(t));
        if rest_is_bare || next_anchor_at(scene, row, index, close) {
            return Some(Part::Quoted(quote));
        }
    }
    Some(Part::Words(start..end))
}

/// Whether the next attribution starts right behind a quotation.
fn next_anchor_at(scene: &Scene, row: &Row, index: usize, token: TokenId) -> bool {
    let token = token + usize::from(scene.is(token, &[","]));
    row.anchors[index + 1..].iter().any(|a| a.block.contains(&token))
}

/// "X said:" with the quotation in the sentence or paragraph that follows.
fn announced(scene: &Scene, zone: &Range<TokenId>) -> Option<Part> {
    if !scene.is(zone.end.wrapping_sub(1), &[":"]) {
        return None;
    }
    quote_starting_at(scene, zone.end).map(Part::Quoted)
}

/// Where the words after an anchor end: at the zone, or where another attribution takes over.
fn forward_end(scene: &Scene, row: &Row, index: usize, start: TokenId, zone: &Range<TokenId>) -> TokenId {
    let anchor = &row.anchors[index];
    let mut end = end_of_words(scene, zone);
    for later in &row.anchors[index + 1..] {
        if later.cue.start < start || later.zone(scene) != anchor.zone(scene) {
            continue;
        }
        if let Some(cut) = taken_over(scene, anchor, later, start) {
            end = end.min(cut);
        }
    }
    for &stop in row.stops {
        if stop >= start && scene.quote_at(stop) == scene.quote_at(anchor.cue.start) {
            end = end.min(stop);
        }
    }
    end = end.min(end_by_arcs(scene, anchor, start, end));
    // "…, a claim that X denied": a comment on what was said, by somebody else.
    let comment = (start..end).find(|&t| {
        scene.is(t, &[","])
            && scene.is(t + 1, &["a", "an", "the"])
            && (t + 2..t + 4).any(|n| {
                scene.cues.claim_noun(scene.lower(n)).is_some() || scene.is(n, &["charge", "accusation"])
            })
    });
    end = end.min(comment.filter(|&t| t > start).unwrap_or(end));
    // "…, although it later sold on": the writer's own turn.
    let turn = (start + 2..end).find(|&t| {
        scene.is(t, &[","])
            && (scene.is(t + 1, &["although", "though", "using"])
                || scene.is(t + 1, &["even"]) && scene.is(t + 2, &["though"]))
    });
    // "…, while ASML referred questions to the government": who does not answer says nothing of it.
    let silent = (start + 2..end).find(|&t| {
        scene.is(t, &[","]) && scene.is(t + 1, &["while", "and", "but"]) && keeps_silent(scene, t + 2..end)
    });
    end = end.min(silent.filter(|&t| scene.quote_at(t) == scene.quote_at(anchor.cue.start)).unwrap_or(end));
    // "X said it lost $5m; Y lost more": a clause of its own.
    let other = (start + 2..end).find(|&t| {
        scene.is(t, &[";"])
            && scene.quote_at(t) == scene.quote_at(anchor.cue.start)
            && (scene.has_finite(t + 1..end) || scene.in_title(t))
    });
    end = end.min(other.unwrap_or(end));
    // "say they lose ground: Lam took less": what follows the colon bears it out.
    let colon = (start + 2..end).find(|&t| {
        scene.is(t, &[":"]) && scene.has_finite(start..t) && quote_starting_at(scene, t + 1).is_none()
    });
    let same_zone = |t: &TokenId| scene.quote_at(*t) == scene.quote_at(anchor.cue.start);
    end = end.min(colon.filter(same_zone).unwrap_or(end));
    end = end.min(turn.filter(|&t| scene.quote_at(t) == scene.quote_at(anchor.cue.start)).unwrap_or(end));
    if !anchor.clausal {
        end = end.min(end_of_thing(scene, start, end));
    }
    while end > start && (scene.is(end - 1, &[",", ";", ":"]) || scene.tag(end - 1) == Upos::Cconj) {
        end -= 1;
    }
    end
}

/// Whether a clause tells that somebody would not answer.
fn keeps_silent(scene: &Scene, clause: Range<TokenId>) -> bool {
    const NEAR: usize = 14;
    let clause = clause.start..clause.end.min(clause.start + NEAR);
    let Some(verb) = clause.clone().find(|&t| scene.is_finite(t)) else { return false };
    let answers = |t: TokenId| scene.is(t, &["respond", "reply", "answer", "comment", "reached"]);
    let not = |t: TokenId| scene.is(t, &["not", "n't", "yet", "immediately"]);
    let asked = |t: TokenId| scene.is(t, &["comment", "questions", "inquiries", "enquiries", "queries"]);
    let refuses = scene.is(verb, &["declined", "refused", "referred", "directed", "deferred"]);
    refuses && (verb + 1..clause.end).any(asked)
        || (verb + 1..clause.end).any(not) && (verb + 1..clause.end).any(answers)
}

/// Where a later attribution ends the words of this one; `None` where it stands inside them.
fn taken_over(scene: &Scene, anchor: &Anchor, later: &Anchor, start: TokenId) -> Option<TokenId> {
    let block = later.block.start.max(start);
    match later.place {
        Place::Before | Place::Around(_) => {
            // "X insists A: B, he says": the second statement starts at the colon.
            let colon = (start..block).find(|&t| scene.is(t, &[":", ";"]));
            return Some(colon.filter(|&t| t > start).unwrap_or(block));
        }
        Place::After(_) | Place::Exactly(_) => {}
    }
    // "…, a decision China's ministry called selfish": what somebody else says of it.
    let comma = (start + 1..block.max(start + 1)).rev().find(|&t| scene.is(t, &[","]));
    if let Some(comma) = comma.filter(|&t| comments_on(scene, t, later.cue.start)) {
        return Some(comma);
    }
    // "The lawyer, who asked that her client go free, called it a farce": who goes on behind the aside.
    let again = matches!((&anchor.speaker, &later.speaker),
        (Speaker::Phrase(a), Speaker::Phrase(b)) if a.head == b.head && later.cue.start > start);
    if again && scene.sentence(anchor.cue.start).start == anchor.cue.start {
        return Some(later.block.start);
    }
    if again && (anchor.block.start..anchor.cue.start).any(|t| scene.is(t, &["who"])) {
        return (start + 1..later.cue.start).rev().find(|&t| scene.is(t, &[","]));
    }
    // "…, with one of them adding that"
    if scene.is(block.wrapping_sub(1), &["with"]) && scene.lower(later.cue.start).ends_with("ing") {
        return Some(block - 1);
    }
    let mut before = block;
    while before > start && (scene.tag(before - 1) == Upos::Adv || scene.is(before - 1, &[","])) {
        before -= 1;
    }
    if later.speaker == Speaker::Shared {
        let verb = later.cue.start;
        let mut cut = verb;
        while cut > start && (scene.tag(cut - 1) == Upos::Adv || scene.tag(cut - 1) == Upos::Cconj) {
            cut -= 1;
        }
        return Some(cut);
    }
    let link = before.checked_sub(1).filter(|&t| t >= start)?;
    if scene.is(link, &["but", "while", "whereas", "though", "although", ";", "yet"]) {
        return Some(link);
    }
    if scene.is(link, &["and", "as"]) {
        let own = scene.document.head(later.cue.start) == Some(anchor.cue.start);
        let comma = scene.is(link.wrapping_sub(1), &[","]);
        let unsure = !scene.analysed(link);
        return (own || (unsure && comma) || (comma && scene.is(link, &["and"]))).then_some(link);
    }
    None
}

/// Whether an article and a noun behind a comma stand right before somebody who speaks of them.
fn comments_on(scene: &Scene, comma: TokenId, cue: TokenId) -> bool {
    let noun = (comma + 2..cue.min(comma + 5))
        .find(|&t| scene.tag(t) == Upos::Noun && scene.tag(t + 1) != Upos::Noun);
    let article = scene.is(comma + 1, &["a", "an"]);
    let speaker = |noun: TokenId| {
        scene.tag(noun + 1) == Upos::Det
            || scene.document.word(noun + 1).starts_with(char::is_uppercase)
            || matches!(scene.tag(noun + 1), Upos::Pron | Upos::Noun)
    };
    article
        && noun.is_some_and(|n| n + 1 < cue && speaker(n) && !(comma + 1..cue).any(|t| scene.is_finite(t)))
}

/// Verbs coordinated with the cue, and participles that hang on it, are not part of what is said.
fn end_by_arcs(scene: &Scene, anchor: &Anchor, start: TokenId, end: TokenId) -> TokenId {
    let cue = anchor.cue.start;
    let mut cut = end;
    for child in scene.children(cue).filter(|&t| t > start && t < end) {
        let rel = scene.document.rel(child);
        let own = scene.child(child, &[Rel::Nsubj, Rel::NsubjPass]).is_some();
        let aided = own || scene.children(child).any(|t| t < child && scene.tag(t) == Upos::Aux);
        let coordinated = rel == Rel::Conj && scene.is_verb(child) && !aided;
        let trailing = rel == Rel::Advcl && scene.lower(child).ends_with("ing");
        if !coordinated && !trailing {
            continue;
        }
        let first = scene.extent(child).start.max(start);
        let apart = coordinated || scene.is(first.wrapping_sub(1), &[","]);
        if apart && first > start + 1 {
            cut = cut.min(first);
        }
    }
    cut
}

/// A noun that is said ends before its comma or before a clause about the saying.
fn end_of_thing(scene: &Scene, start: TokenId, end: TokenId) -> TokenId {
    (start + 1..end)
        .find(|&t| {
            let comma =
                scene.is(t, &[","]) || (scene.is(t - 1, &[","]) && super::anchor::is_closing_mark(scene, t));
            let opener = scene
                .is(t + 1, &["which", "who", "but", "while", "after", "as", "when", "according", "where"])
                || (scene.is(t + 1, &["and"]) && scene.is_finite(t + 2))
                || (scene.is_verb(t + 1) && scene.lower(t + 1).ends_with("ing"));
            let turn = scene.is(t, &["but", "while", "when", "after"]) && !comma;
            (comma && opener)
                || (turn && scene.has_finite(t + 1..end))
                || (scene.is(t, &["and"]) && scene.is_finite(t + 1))
        })
        .unwrap_or(end)
}

/// A stretch without the marks at its edges that part it from its cue.
fn trim(scene: &Scene, tokens: Range<TokenId>) -> Span {
    let (mut start, mut end) = (tokens.start, tokens.end);
    while start < end
        && (scene.is(start, &[",", ";", ":", "\u{2014}", "\u{2013}", "that"]) && !scene.is_finite(start + 1))
    {
        start += 1;
    }
    while end > start && scene.is(end - 1, &[",", ";", ":", "\u{2014}", "\u{2013}", "("]) {
        end -= 1;
    }
    let mut span = scene.span(start..end);
    if end > start
        && let Some(quote) = quote_starting_at(scene, start)
        && scene.quotes[quote].outer.end >= span.end
    {
        return without_comma(scene, scene.quotes[quote].inner);
    }
    // A quotation that runs on past the sentence is given to its end.
    if let Some(quote) = scene.quote_at(end.wrapping_sub(1)).map(|q| scene.quotes[q])
        && quote.outer.start > span.start
        && quote.outer.end > span.end
        && !quote.open
    {
        span = span.cover(quote.outer);
    }
    // An opening mark whose words follow, or a closing one whose words came before, is nobody's.
    let words = span.of(scene.text());
    let left = words.trim_start_matches(['\u{201d}', ',', ' ']).len();
    let start = span.end as usize - left;
    let kept = words.trim_end_matches(['\u{201c}', ',', ' ']).len();
    Span::new(start, (span.start as usize + kept).max(start))
}
