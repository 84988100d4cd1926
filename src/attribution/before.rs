//! The noun phrase that is the subject before a verb: by what touches the verb, by its arcs, over asides.

use super::phrase::{LONGEST, Phrase, TIES, around, is_inside_before, named_beside};
use super::scene::Scene;
use super::words::{is_closing_participle, is_number_word, is_time_word};
use crate::lexicon::cues::NounKind;
use crate::model::{Rel, TokenId, Upos, What};

/// What may be the subject before a verb, the likeliest first: the noun phrase that touches it, the one its arcs
/// name, the noun before a relative clause.
pub fn subjects_before(scene: &Scene, verb: TokenId, floor: TokenId) -> Vec<Phrase> {
    let touching = by_pattern(scene, verb, floor);
    if let Some(office) = touching.as_ref().filter(|p| titled(scene, p.head, floor) == Some(p.words.start)) {
        return vec![office.clone()];
    }
    let arc = by_arcs(scene, verb, floor);
    let relative = before_relative(scene, verb, floor);
    // Behind a verb the touching phrase is rather its object: "The official who met reporters said".
    let object = touching.as_ref().is_some_and(|p| {
        let verb = p.words.start.checked_sub(1).filter(|&t| t > floor);
        // "A person answering the phone at the firm said": what is answered does not speak.
        let gerund = |t: TokenId| {
            // "A person involved in drafting the paper says"
            let plain = |a: &Phrase| (a.head + 1..t).all(|x| !scene.is_punct(x) && !scene.is_finite(x));
            scene.is_verb(t)
                && scene.lower(t).ends_with("ing")
                && arc.as_ref().is_some_and(|a| a.head < t && plain(a))
        };
        verb.is_some_and(|t| scene.is_finite(t) || gerund(t))
    });
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
    // "A report last month by the council": whose it is stands behind the time, out of reach of the arcs.
    let owned = |a: &Phrase, b: &Phrase| {
        let noun = super::source::noun_kind_at(scene, b.head, b.head).map(|n| n.0);
        a.head == b.head
            && a.words.end > b.words.end
            && matches!(noun, Some(NounKind::Document | NounKind::Dataset))
            && (b.words.end..a.words.end).any(|t| scene.is(t, &["by", "from"]))
    };
    let arc = match (&touching, arc) {
        (Some(a), Some(b)) if owned(a, &b) => Some(a.clone()),
        (_, arc) => arc,
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
        let stray = left && hangs(a) && same_hold(scene, arc.as_ref(), a);
        let other = is_platform(scene, a, floor) || is_author(scene, a, arc.as_ref());
        !stray && !other
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

/// "a statement on Telegram said": where words are posted says nothing.
fn is_platform(scene: &Scene, phrase: &Phrase, floor: TokenId) -> bool {
    const PLATFORMS: &[&str] = &[
        "telegram",
        "x",
        "twitter",
        "facebook",
        "weibo",
        "wechat",
        "linkedin",
        "instagram",
        "vk",
        "youtube",
    ];
    let start = phrase.words.start;
    let behind = start > floor && scene.is(start - 1, &["on", "via"]) || scene.is(start, &["on", "via"]);
    scene.is(phrase.head, PLATFORMS) && behind
}

/// "The report, written by Gregory Allen, said": whose work it is does not speak.
fn is_author(scene: &Scene, phrase: &Phrase, arc: Option<&Phrase>) -> bool {
    let by = phrase.words.start.wrapping_sub(usize::from(!scene.is(phrase.words.start, &["by"])));
    let comma = (by.saturating_sub(4)..by).rev().find(|&t| scene.is(t, &[","]));
    let made = comma.is_some_and(|t| t + 1 < by && scene.is_verb(by - 1) || scene.is_verb(t + 1));
    scene.is(by, &["by"]) && made && arc.is_some_and(|a| comma == Some(a.words.end))
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
        // "shipping records reviewed by this paper and its partners show": the papers are the head.
        if scene.is(tie, &["and"])
            && let Some(paper) = paper_before(scene, tie, floor)
        {
            let around = around(scene, paper, floor);
            phrase = Phrase { words: around.words.start..phrase.words.end, head: paper };
            break;
        }
        let ties = scene.is(tie, &["of", "at", "from", "by", "for", "with", "inside", "within", "in"]);
        // "A study last month by the council": the time parts them.
        let timed = |t: TokenId| {
            scene.is(tie, &["by"])
                && (is_time_word(scene.lower(t)) || scene.is(t, &["last", "this", "in", "on"]))
        };
        let outer = (floor..tie).rev().find(|&t| !timed(t)).unwrap_or(tie - 1);
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

/// The paper of "records reviewed by X" that stands before the "and" of "X and Y".
fn paper_before(scene: &Scene, and: TokenId, floor: TokenId) -> Option<TokenId> {
    let from = and.saturating_sub(12).max(floor);
    let by = (from + 2..and).rev().find(|&t| scene.is(t, &["by"]) && is_closing_participle(scene, t - 1))?;
    let plain = |t: TokenId| !scene.is_punct(t) && !scene.is_finite(t);
    let kind = |t: TokenId| super::source::noun_kind_at(scene, t, t).map(|n| n.0);
    let paper = matches!(kind(by - 2), Some(NounKind::Document | NounKind::Dataset));
    (paper && (by + 1..and).all(plain)).then_some(by - 2)
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

fn by_pattern(scene: &Scene, verb: TokenId, floor: TokenId) -> Option<Phrase> {
    let mut at = verb;
    while at > floor && is_verbal_filler(scene, at - 1) {
        at -= 1;
    }
    // "The minister, for her part, said", "The minister, for her part said"
    let part = at - usize::from(at > floor && scene.is(at - 1, &[","]));
    if part > floor + 3 && scene.is(part - 1, &["part"]) && scene.is(part - 3, &["for"]) {
        at = part - 3;
        at -= usize::from(scene.is(at - 1, &[","]));
        let role = at.checked_sub(1).filter(|&t| scene.tag(t).is_nominal())?;
        let found = around(scene, role, floor);
        return Some(Phrase { words: found.words.start..at, head: found.head });
    }
    if at > floor && scene.is(at - 1, &[",", ")", "\u{2014}", "\u{2013}"]) {
        at = before_aside(scene, at - 1, floor)?;
    }
    // "Officials there, however, admit"
    at -= usize::from(at > floor + 1 && scene.is(at - 1, &["there", "here"]));
    let last = at.checked_sub(1).filter(|&t| t >= floor)?;
    if scene.tag(last) == Upos::Pron {
        return Some(Phrase { words: last..at, head: last });
    }
    if !scene.tag(last).is_nominal() && scene.tag(last) != Upos::Adj {
        return None;
    }
    if let Some(start) = titled(scene, last, floor) {
        return Some(Phrase { words: start..at, head: last });
    }
    let mut start = last;
    while start > floor && last - start < LONGEST && joins_left(scene, start - 1) {
        start -= 1;
    }
    let mut start = after_leading_adjunct(scene, start, last);
    if start > floor && scene.is(start, &["secretary"]) && scene.is(start - 1, &["under"]) {
        start -= 1;
    }
    let nouns: Vec<TokenId> = (start..=last)
        .take_while(|&t| {
            let tie = scene.tag(t) == Upos::Adp && scene.is(t, TIES);
            t == start || !(tie || is_closing_participle(scene, t) || scene.is(t, &["familiar", "privy"]))
        })
        .filter(|&t| scene.tag(t).is_nominal())
        .collect();
    // "The UN Panel of Experts' final report": what a name owns is the head.
    let owner = (start + 1..last).rev().find(|&t| scene.is(t, &["'s", "'"]));
    let capital = |t: TokenId| scene.document.word(t).starts_with(char::is_uppercase);
    let owned = owner.filter(|&t| capital(t - 1) && nouns.last().is_some_and(|&n| n < t && capital(n)));
    let paper = super::source::noun_kind_at(scene, last, last).map(|n| n.0);
    if let Some(mark) = owned
        && matches!(paper, Some(NounKind::Document | NounKind::Dataset))
        && !(mark + 1..=last).any(|t| scene.tag(t) == Upos::Adp)
    {
        return Some(Phrase { words: start..at, head: last });
    }
    // "A report last month by the council": the month is no head.
    let timeless = nouns.iter().rev().copied().find(|&t| !is_time_word(scene.lower(t)));
    let head = timeless.or(nouns.last().copied())?;
    // Of several who speak together the first says their kind.
    let first = (start + 1..head).find(|&t| scene.is(t, &["and", "&"])).map(|t| t - 1);
    let known = |t: &TokenId| {
        scene.tag(*t) == Upos::Noun && super::source::noun_kind_at(scene, *t, start).is_some_and(|n| n.1)
    };
    let head = first.filter(known).filter(|_| scene.tag(head) == Upos::Noun).unwrap_or(head);
    Some(Phrase { words: start..at, head })
}

/// "Under Secretary of Commerce for Industry and Security Jane Doe": where the title of a name starts that is a phrase.
pub fn titled(scene: &Scene, last: TokenId, floor: TokenId) -> Option<TokenId> {
    let mention = scene.party(last)?;
    let What::Party(party) = &mention.what else { return None };
    let title = party.title.filter(|title| title.end <= mention.span.start)?;
    let start = scene.document.tokens_in(title).start;
    let long = scene.document.tokens_in(title).any(|t| scene.is(t, &["of", "for"]));
    (long && start >= floor).then_some(start)
}

/// Auxiliaries and adverbs between a subject and its verb.
pub fn is_verbal_filler(scene: &Scene, token: TokenId) -> bool {
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
pub fn before_aside(scene: &Scene, close: TokenId, floor: TokenId) -> Option<TokenId> {
    let open = match scene.lower(close) {
        ")" => "(",
        mark => mark,
    };
    let from = close.saturating_sub(LONGEST).max(floor);
    (from..close).rev().find(|&t| scene.is(t, &[open]) && scene.party(t).is_none()).filter(|&t| t > floor)
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
