//! Noun phrases: where the words that name a source begin, end, and which of them is the head.

use super::scene::Scene;
use super::words::{is_closing_participle, is_number_word, is_time_word};
use crate::lexicon::cues::NounKind;
use crate::model::{PartyKind, Rel, TokenId, Upos, What};
use std::ops::Range;

/// A noun phrase with what follows its noun ("two officials familiar with the talks").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    pub words: Range<TokenId>,
    pub head: TokenId,
}

/// No phrase of a source is longer; the bound keeps every search linear.
const LONGEST: usize = 40;

/// Prepositions that tie a noun phrase to the one before it.
const TIES: &[&str] =
    &["of", "at", "for", "with", "from", "in", "on", "to", "by", "about", "inside", "into", "within", "who"];

/// What may be the subject before a verb, the likeliest first: the noun phrase that touches it, the one its arcs
/// name, the noun before a relative clause.
pub fn subjects_before(scene: &Scene, verb: TokenId, floor: TokenId) -> Vec<Phrase> {
    let touching = by_pattern(scene, verb, floor);
    let arc = by_arcs(scene, verb, floor);
    let relative = before_relative(scene, verb, floor);
    // Behind a verb the touching phrase is rather its object: "The official who met reporters said".
    let object =
        touching.as_ref().is_some_and(|p| p.words.start > floor && scene.is_finite(p.words.start - 1));
    let same = match (&touching, &arc) {
        (Some(a), Some(b)) => a.words.contains(&b.head) || b.words.contains(&a.head),
        _ => false,
    };
    // "Analysts at the Institute estimate": the arc may name the last noun of the phrase.
    let inside = match (&touching, &arc) {
        (Some(a), Some(b)) => b.words.start > a.head && a.words.contains(&b.head),
        _ => false,
    };
    // "three traders and a parts maker": the arc may name but the last of them.
    let listed = match (&touching, &arc) {
        (Some(a), Some(b)) => {
            a.words.start < b.words.start && b.words.start > floor && scene.is(b.words.start - 1, &["and"])
        }
        _ => false,
    };
    let arc = arc.filter(|_| !listed);
    // "Nobody at BAFA suggests": what hangs on a preposition is no subject where another stands before it.
    let hangs = |a: &Phrase| {
        let start = a.words.start
            - usize::from(a.words.start > floor && scene.is(a.words.start - 1, &["the", "a", "an"]));
        start > floor + 1 && scene.tag(start - 1) == Upos::Adp
    };
    let touching = touching.filter(|a| {
        let left =
            arc.as_ref().is_some_and(|b| b.head + 1 < a.words.start && b.words.end + 1 >= a.words.start);
        !(left && hangs(a) && same_hold(scene, arc.as_ref(), a))
    });
    let order = if relative.is_some() {
        [relative, arc, touching]
    } else if (object || same) && !inside {
        [arc, None, touching]
    } else {
        [touching, arc, None]
    };
    let whole = order.into_iter().flatten().filter_map(|p| up_to(scene, p, verb));
    let whole = whole.map(|p| widened(scene, p, floor));
    let mut found: Vec<Phrase> = whole.map(|p| named_beside(scene, p, verb, floor)).collect();
    found.dedup();
    found
}

/// A subject ends before its verb, even where the tagger took the verb for a noun.
fn up_to(scene: &Scene, phrase: Phrase, verb: TokenId) -> Option<Phrase> {
    if phrase.words.end <= verb {
        return Some(phrase);
    }
    let head = (phrase.words.start..verb).rev().find(|&t| scene.tag(t).is_nominal())?;
    Some(Phrase { words: phrase.words.start..head + 1, head })
}

/// Whether nothing but a preposition stands between the subject that arcs name and the phrase that hangs on it.
fn same_hold(scene: &Scene, arc: Option<&Phrase>, touching: &Phrase) -> bool {
    arc.is_some_and(|a| (a.head + 1..touching.words.start).all(|t| !scene.is_punct(t) && !scene.is_finite(t)))
}

/// "brokers at Hallam & Rook", "one of the traders", "a report by the council": where a phrase hangs by a preposition on
/// a person, a paper or a number, that is the head.
fn widened(scene: &Scene, phrase: Phrase, floor: TokenId) -> Phrase {
    let mut phrase = phrase;
    // A name that holds commas starts where its mention starts.
    if let Some(mention) = scene.party(phrase.head) {
        let first = scene.document.tokens_in(mention.span).start;
        phrase.words.start = phrase.words.start.min(first.max(floor));
    }
    if phrase.words.start > floor && scene.is(phrase.words.start - 1, &["the", "a", "an"]) {
        phrase.words.start -= 1;
    }
    // A name inside a name inside a paper is as deep as sources go.
    for _ in 0..3 {
        let Some(tie) = phrase.words.start.checked_sub(1).filter(|&t| t > floor) else { break };
        let ties = scene.is(tie, &["of", "at", "from", "by", "for", "with", "inside", "within", "in"]);
        let outer = tie - 1;
        let noun = super::source::noun_kind_at(scene, outer, outer.saturating_sub(3).max(floor));
        let source = scene.tag(outer) == Upos::Noun
            && noun.is_some_and(|(kind, _)| !matches!(kind, NounKind::Organisation | NounKind::Outlet));
        let close = scene.is(tie, &["of", "at", "from", "by", "for"]);
        // "officials quoted by Reuters", "economists polled by Trend": the people asked are the head.
        let asked = scene
            .is(outer, &["quoted", "cited", "interviewed", "polled", "surveyed", "asked", "contacted"])
            && scene.is(tie, &["by", "in", "for"])
            && outer > floor
            && scene.is_noun(outer - 1);
        if asked {
            let around = around(scene, outer - 1, floor);
            phrase = Phrase { words: around.words.start..phrase.words.end, head: outer - 1 };
            continue;
        }
        // "A paper circulated to delegations and seen by Handelsblatt": the paper is the head.
        if scene.is(tie, &["by"]) && is_closing_participle(scene, outer) {
            let paper = (outer.saturating_sub(9).max(floor)..outer).rev().find(|&t| {
                let kind = super::source::noun_kind_at(scene, t, t).map(|n| n.0);
                scene.is_noun(t) && matches!(kind, Some(NounKind::Document | NounKind::Dataset))
            });
            if let Some(paper) =
                paper.filter(|&t| !(t..outer).any(|w| scene.is_finite(w) && !scene.lower(w).ends_with("ed")))
            {
                let around = around(scene, paper, floor);
                phrase = Phrase { words: around.words.start..phrase.words.end, head: paper };
                break;
            }
        }
        let number = scene.is(tie, &["of"]) && is_number_word(scene, outer);
        // "A trader in Istanbul's bazaar, who …": people are the head of the place they are in.
        let people = matches!(
            noun.map(|n| n.0),
            Some(NounKind::Person | NounKind::Group | NounKind::Anonymous | NounKind::Spokesperson)
        );
        let placed = people && scene.is(tie, &["in", "inside", "within", "with"]);
        if !ties || !(number || source && (close || placed)) {
            break;
        }
        let around = around(scene, outer, floor);
        phrase = Phrase { words: around.words.start..phrase.words.end, head: outer };
    }
    phrase
}

/// "An official who asked not to be named said": the noun that "who" goes back to.
fn before_relative(scene: &Scene, verb: TokenId, floor: TokenId) -> Option<Phrase> {
    let from = verb.saturating_sub(LONGEST).max(floor);
    let who = (from..verb).rev().find(|&t| scene.is(t, &["who", "which"]))?;
    let comma = usize::from(scene.is(who.wrapping_sub(1), &[","]));
    let head = who.checked_sub(1 + comma).filter(|&t| t >= floor && scene.is_noun(t))?;
    let apart = comma == 0 || scene.is(verb - 1, &[","]);
    (apart && scene.has_finite(who + 1..verb)).then(|| around(scene, head, floor))
}

/// A name beside a role is the subject: "their lawyer, Pavel Horak, said", "Dana Holt, the minister, said".
pub fn named_beside(scene: &Scene, phrase: Phrase, verb: TokenId, floor: TokenId) -> Phrase {
    let role = is_number_word(scene, phrase.head)
        || super::source::noun_kind(scene, &phrase).is_some_and(|(kind, _)| {
            scene.tag(phrase.head) != Upos::Propn
                || kind == NounKind::Person && scene.is(phrase.head + 1, &["for", "of"])
        });
    if !role {
        return phrase;
    }
    let end = phrase.words.end;
    let name_at = |at: TokenId, ceiling: TokenId| {
        starting_at(scene, at, ceiling).filter(|p| {
            let hyphen = p.head > p.words.start && scene.is(p.head - 1, &["-"]);
            let proper =
                (scene.tag(p.head) == Upos::Propn || hyphen) && scene.tag(p.words.start) == Upos::Propn;
            proper || scene.party(p.head).is_some()
        })
    };
    if scene.is(end, &[","])
        && let Some(name) = name_at(end + 1, verb)
        && scene.is(name.words.end, &[","])
    {
        return Phrase { words: phrase.words.start..name.words.end, head: name.head };
    }
    let start = phrase.words.start;
    if start > floor + 1
        && scene.is(start - 1, &[","])
        && scene.is(end, &[","])
        && scene.tag(start - 2) == Upos::Propn
    {
        let name = around(scene, start - 2, floor);
        let opens = name.words.start == floor || !scene.is_verb(name.words.start - 1);
        if opens && scene.party(start - 2).is_none_or(|m| m.kind() == "party") {
            return Phrase { words: name.words.start..start - 1, head: start - 2 };
        }
    }
    phrase
}

/// "said the firm's lawyer, Hana Weiss.": the name behind a role that stands behind its verb.
pub fn named_behind(scene: &Scene, phrase: Phrase, ceiling: TokenId) -> Phrase {
    let role = matches!(super::source::noun_kind(scene, &phrase), Some((NounKind::Person, false)));
    let end = phrase.words.end;
    if !role || !scene.is(end, &[","]) || scene.tag(phrase.head) == Upos::Propn {
        return phrase;
    }
    let name = starting_at(scene, end + 1, ceiling).filter(|name| {
        let person = scene
            .party(name.head)
            .is_some_and(|m| matches!(&m.what, What::Party(party) if party.kind == PartyKind::Person));
        let capital = |t: TokenId| scene.document.word(t).starts_with(char::is_uppercase);
        let called = name.words.len() > 1 && name.words.clone().all(capital);
        (person || called) && (name.words.end >= ceiling || scene.is(name.words.end, &[",", "."]))
    });
    name.map_or(phrase.clone(), |name| Phrase { words: phrase.words.start..name.words.end, head: name.head })
}

fn by_arcs(scene: &Scene, verb: TokenId, floor: TokenId) -> Option<Phrase> {
    let subject = |t: &TokenId| {
        matches!(scene.document.rel(*t), Rel::Nsubj | Rel::NsubjOuter) && *t < verb && *t >= floor
    };
    let head = scene.children(verb).filter(subject).last()?;
    let fits = scene.tag(head).is_nominal() || matches!(scene.tag(head), Upos::Det | Upos::Adj);
    let strayed = verb - head > LONGEST
        || (head + 1..verb).any(|t| scene.is(t, &[";", ":"]))
        || scene.quote_at(head) != scene.quote_at(verb);
    (fits && !strayed).then(|| around(scene, head, floor))
}

/// The noun phrase around a head.
pub fn around(scene: &Scene, head: TokenId, floor: TokenId) -> Phrase {
    if scene.tag(head) == Upos::Pron {
        return Phrase { words: head..head + 1, head };
    }
    let mut start = head;
    // A name that holds commas or prepositions ("the Ministry of Trade, Industry and Energy") is one.
    let name = scene.party(head).map(|m| scene.document.tokens_in(m.span));
    let whole = name.filter(|t| t.contains(&head) && t.start >= floor);
    let head = whole.as_ref().map_or(head, |tokens| tokens.end - 1);
    start = whole.as_ref().map_or(start, |tokens| tokens.start.min(start));
    while start > floor && is_inside_before(scene, start - 1) {
        start -= 1;
    }
    if start > floor && scene.is(start, &["secretary"]) && scene.is(start - 1, &["under"]) {
        start -= 1;
    }
    let head = last_of_name(scene, head);
    let end = end_of_phrase(scene, head);
    Phrase { words: start..end, head }
}

/// A head found by an arc may be the first word of a name whose last word counts.
fn last_of_name(scene: &Scene, head: TokenId) -> TokenId {
    let mut last = head;
    let end = scene.sentence(head).end;
    while last + 1 < end && scene.is_noun(last + 1) {
        let alike = (scene.tag(last) == Upos::Propn) == (scene.tag(last + 1) == Upos::Propn);
        // "spokesperson Jane Miller": the name is the head.
        let role = scene.cues.noun(scene.lower(last)).is_some() && scene.tag(last + 1) == Upos::Propn;
        if !alike && !role {
            break;
        }
        last += 1;
    }
    last
}

fn is_inside_before(scene: &Scene, token: TokenId) -> bool {
    if scene.is(token, &["&"]) {
        return is_paired_name(scene, token);
    }
    match scene.tag(token) {
        Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num | Upos::Sym => true,
        // "a yacht that prosecutors valued": the word opens a clause.
        Upos::Det => !(scene.is(token, &["that", "what"]) && scene.is_noun(token.wrapping_sub(1))),
        Upos::Part => scene.is(token, &["'s", "'"]),
        Upos::Pron => scene.is(token, &["its", "his", "her", "their", "our", "my"]),
        Upos::Verb => {
            // A participle before a noun ("leaked invoices", "leading experts").
            let word = scene.lower(token);
            ["ed", "ing", "wn", "en"].iter().any(|end| word.ends_with(end))
                && (scene.is_noun(token + 1) || scene.tag(token + 1) == Upos::Adj)
                && (token == 0 || !scene.tag(token - 1).is_nominal() || scene.tag(token - 1) == Upos::Num)
        }
        Upos::Adv => scene.tag(token + 1) == Upos::Adj || scene.tag(token + 1) == Upos::Num,
        Upos::Punct if scene.is(token, &["-", "\u{2011}"]) && scene.is_joined(token) => true,
        Upos::Punct => scene.is(token, &["-", "/", "\u{2011}", "."]) && scene.is_noun(token.wrapping_sub(1)),
        _ => false,
    }
}

/// "Halvorsen & Kjaer": two capitalised words joined so are one name.
pub fn is_paired_name(scene: &Scene, token: TokenId) -> bool {
    let capital = |t: TokenId| {
        scene.document.tokens.get(t).is_some() && scene.document.word(t).starts_with(char::is_uppercase)
    };
    token > 0 && capital(token - 1) && capital(token + 1)
}

fn by_pattern(scene: &Scene, verb: TokenId, floor: TokenId) -> Option<Phrase> {
    let mut at = verb;
    while at > floor && is_verbal_filler(scene, at - 1) {
        at -= 1;
    }
    if at > floor && scene.is(at - 1, &[",", ")", "\u{2014}", "\u{2013}"]) {
        at = before_aside(scene, at - 1, floor)?;
    }
    let last = at.checked_sub(1).filter(|&t| t >= floor)?;
    if scene.tag(last) == Upos::Pron {
        return Some(Phrase { words: last..at, head: last });
    }
    if !scene.tag(last).is_nominal() && scene.tag(last) != Upos::Adj {
        return None;
    }
    let mut start = last;
    while start > floor && last - start < LONGEST && joins_left(scene, start - 1) {
        start -= 1;
    }
    let mut start = after_leading_adjunct(scene, start, last);
    if start > floor && scene.is(start, &["secretary"]) && scene.is(start - 1, &["under"]) {
        start -= 1;
    }
    let head = (start..=last)
        .take_while(|&t| {
            let tie = scene.tag(t) == Upos::Adp && scene.is(t, TIES);
            t == start || !(tie || is_closing_participle(scene, t) || scene.is(t, &["familiar", "privy"]))
        })
        .filter(|&t| scene.tag(t).is_nominal())
        .last()?;
    // Of several who speak together the first says their kind.
    let first = (start + 1..head).find(|&t| scene.is(t, &["and", "&"])).map(|t| t - 1);
    let known = |t: &TokenId| {
        scene.tag(*t) == Upos::Noun && super::source::noun_kind_at(scene, *t, start).is_some_and(|n| n.1)
    };
    let head = first.filter(known).filter(|_| scene.tag(head) == Upos::Noun).unwrap_or(head);
    Some(Phrase { words: start..at, head })
}

/// Auxiliaries and adverbs between a subject and its verb.
fn is_verbal_filler(scene: &Scene, token: TokenId) -> bool {
    matches!(scene.tag(token), Upos::Aux | Upos::Adv | Upos::Part) && !scene.is(token, &["'s", "'"])
        || scene.is(token, &["all", "both", "himself", "herself", "itself", "themselves"])
}

fn joins_left(scene: &Scene, token: TokenId) -> bool {
    is_inside_before(scene, token)
        || (scene.tag(token) == Upos::Adp && scene.is(token, TIES))
        || (scene.is(token, &["over", "back"]) && scene.is(token + 1, &["at", "in"]))
        || (scene.is(token, &["and", "&"]) && scene.is_noun(token.wrapping_sub(1)))
        || (is_closing_participle(scene, token) && scene.is_noun(token.wrapping_sub(1)))
        || (scene.is(token, &["familiar", "close", "privy"]) && scene.is_noun(token.wrapping_sub(1)))
}

/// Steps over an aside between commas, brackets or dashes: "Rosentreter, chief executive of Pegasus, said".
fn before_aside(scene: &Scene, close: TokenId, floor: TokenId) -> Option<TokenId> {
    let open = match scene.lower(close) {
        ")" => "(",
        mark => mark,
    };
    let from = close.saturating_sub(LONGEST).max(floor);
    (from..close).rev().find(|&t| scene.is(t, &[open])).filter(|&t| t > floor)
}

/// A subject does not begin with a preposition: "In Kyiv officials said", "On Monday the ministry said".
fn after_leading_adjunct(scene: &Scene, start: TokenId, last: TokenId) -> TokenId {
    let mut start = start;
    if scene.tag(start) == Upos::Adp {
        let determiner = (start + 2..=last).find(|&t| matches!(scene.tag(t), Upos::Det | Upos::Pron));
        let change =
            (start + 2..=last).find(|&t| scene.tag(t - 1) == Upos::Propn && scene.tag(t) == Upos::Noun);
        start = determiner.or(change).unwrap_or(start + 1);
    }
    while start < last && is_time_word(scene.lower(start)) {
        start += 1;
    }
    start
}

/// The noun phrase that starts at a token, with what follows its noun.
pub fn starting_at(scene: &Scene, from: TokenId, ceiling: TokenId) -> Option<Phrase> {
    let limit = ceiling.min(from + LONGEST);
    if from >= limit {
        return None;
    }
    if scene.tag(from) == Upos::Pron && !scene.is(from, &["its", "his", "her", "their", "our", "my"]) {
        return Some(Phrase { words: from..from + 1, head: from });
    }
    if is_number_word(scene, from) && scene.is(from + 1, &["of"]) {
        let rest = starting_at(scene, from + 2, limit)?;
        return Some(Phrase { words: from..rest.words.end, head: from });
    }
    let mut end = from;
    while end < limit && continues_phrase(scene, from, end) {
        end += 1;
    }
    while end > from && !scene.tag(end - 1).is_nominal() && scene.tag(end - 1) != Upos::Adj {
        end -= 1;
    }
    // The last noun is the head, but "a senior official familiar" ends in an adjective.
    let head = (from..end).rev().find(|&t| scene.tag(t).is_nominal())?;
    // "Kim Dong-soo": a name ends where its mention ends.
    let named = scene.party(head).map_or(head, |m| scene.document.tokens_in(m.span).end.saturating_sub(1));
    let head = head.max(named).min(limit - 1);
    let end = end_of_phrase(scene, head).min(limit);
    Some(Phrase { words: from..end, head })
}

fn continues_phrase(scene: &Scene, from: TokenId, token: TokenId) -> bool {
    if token > from && matches!(scene.tag(token), Upos::Det | Upos::Pron) && !scene.is(token, &["'s"]) {
        return scene.is(token - 1, &["all", "both", "half"]);
    }
    is_inside_before(scene, token) || (scene.tag(token) == Upos::Adj && token >= from)
}

/// Where a phrase ends whose head is given: after prepositional phrases, participles and the words that say
/// why a name is withheld, before any comma.
fn end_of_phrase(scene: &Scene, head: TokenId) -> TokenId {
    let ceiling = scene.sentence(head).end.min(head + LONGEST);
    let mut end = head + 1;
    let mut loose = false;
    while end < ceiling {
        let word = scene.lower(end);
        let fits = match scene.tag(end) {
            Upos::Adp => {
                TIES.contains(&word) && !scene.is(end, &["on", "in", "to"]) || ties_closely(scene, end)
            }
            Upos::Adj => matches!(word, "familiar" | "close" | "aware" | "privy") || loose,
            Upos::Verb => is_closing_participle(scene, end),
            Upos::Noun | Upos::Propn | Upos::Num | Upos::Det => loose,
            Upos::Pron => loose && scene.is(end, &["its", "his", "her", "their"]),
            Upos::Part => loose && scene.is(end, &["'s", "'"]),
            Upos::Punct => loose && scene.is(end, &["-", "\u{2011}"]) && scene.is_joined(end),
            Upos::Cconj => {
                loose
                    && scene.is(end, &["and"])
                    && scene.is_noun(end + 1)
                    && !scene.has_finite(end + 2..ceiling.min(end + 6))
            }
            _ => false,
        };
        if !fits {
            break;
        }
        loose = true;
        end += 1;
    }
    while end > head + 1 && !scene.tag(end - 1).is_nominal() && scene.tag(end - 1) != Upos::Adj {
        end -= 1;
    }
    end
}

/// "in", "on" and "to" tie to the noun where a name or thing follows, not a time.
fn ties_closely(scene: &Scene, token: TokenId) -> bool {
    scene.is(token, &["in", "on", "to"]) && !(token + 1..token + 4).any(|t| is_time_word(scene.lower(t)))
}
