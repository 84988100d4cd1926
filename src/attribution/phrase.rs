//! Noun phrases: where the words that name a source begin, end, and which of them is the head.

use super::scene::Scene;
use super::words::{is_closing_participle, is_day, is_number_word, is_time_word};
use crate::lexicon::cues::NounKind;
use crate::model::{PartyKind, TokenId, Upos, Via, What};
use std::ops::Range;

/// A noun phrase with what follows its noun ("two officials familiar with the talks").
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    pub words: Range<TokenId>,
    pub head: TokenId,
}

/// No phrase of a source is longer; the bound keeps every search linear.
pub const LONGEST: usize = 40;

/// Prepositions that tie a noun phrase to the one before it.
pub const TIES: &[&str] =
    &["of", "at", "for", "with", "from", "in", "on", "to", "by", "about", "inside", "into", "within", "who"];

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
        && (scene.tag(start - 2) == Upos::Propn || is_in_capitals(scene, start - 2))
    {
        let name = around(scene, start - 2, floor);
        let opens = name.words.start == floor || !scene.is_verb(name.words.start - 1);
        if opens && scene.party(start - 2).is_none_or(|m| m.kind() == "party") {
            return Phrase { words: name.words.start..start - 1, head: start - 2 };
        }
    }
    phrase
}

/// "BASF, a chemicals group,": a name that the tagger may take for a cry.
fn is_in_capitals(scene: &Scene, token: TokenId) -> bool {
    let word = scene.document.word(token);
    word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase() || c == '&')
}

/// "said the firm's lawyer, Hana Weiss.": the name behind a role that stands behind its verb.
pub fn named_behind(scene: &Scene, phrase: Phrase, ceiling: TokenId) -> Phrase {
    let role = matches!(
        super::source::noun_kind(scene, &phrase),
        Some((NounKind::Person | NounKind::Spokesperson, false))
    );
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

pub fn is_inside_before(scene: &Scene, token: TokenId) -> bool {
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
                && !scene.is(token.wrapping_sub(1), &["has", "had", "have"])
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

/// The noun phrase that starts at a token, with what follows its noun.
pub fn starting_at(scene: &Scene, from: TokenId, ceiling: TokenId) -> Option<Phrase> {
    let limit = ceiling.min(from + LONGEST);
    if from >= limit {
        return None;
    }
    if scene.tag(from) == Upos::Pron && !scene.is(from, &["its", "his", "her", "their", "our", "my"]) {
        return Some(Phrase { words: from..from + 1, head: from });
    }
    // "said Under Secretary of Commerce Mario Lenz"
    if let Some(titled) = titled_at(scene, from, limit) {
        return Some(titled);
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
    // "in a release Wednesday": the day belongs to no phrase but its own.
    while end > from + 1 && is_day(scene, end - 1) && (from..end - 1).any(|t| scene.tag(t) == Upos::Noun) {
        end -= 1;
    }
    // The last noun is the head, but "a senior official familiar" ends in an adjective.
    let head = (from..end).rev().find(|&t| scene.tag(t).is_nominal())?;
    if is_day(scene, head + 1) || is_day(scene, head) {
        return Some(Phrase { words: from..head + 1, head });
    }
    // "Kim Dong-soo": a name ends where its mention ends.
    let named = scene.party(head).map_or(head, |m| scene.document.tokens_in(m.span).end.saturating_sub(1));
    let head = head.max(named).min(limit - 1);
    let end = end_of_phrase(scene, head).min(limit);
    Some(Phrase { words: from..end, head })
}

/// A person with a long title that starts at a token: "Secretary of State Mario Lenz".
fn titled_at(scene: &Scene, from: TokenId, limit: TokenId) -> Option<Phrase> {
    let start = from + usize::from(scene.is(from, &["the"]));
    let start = start + usize::from(scene.country(start).is_some());
    let named = (start + 2..limit.min(start + 20)).find_map(|t| {
        let mention = scene.party(t)?;
        let What::Party(party) = &mention.what else { return None };
        let title = scene.document.tokens_in(party.title?);
        (title.start == start && title.end <= t).then_some((mention.span, title))
    })?;
    let name = scene.document.tokens_in(named.0);
    let long = named.1.clone().any(|t| scene.is(t, &["of", "for"])) && named.1.end == name.start;
    long.then(|| Phrase { words: from..name.end, head: name.end - 1 })
}

fn continues_phrase(scene: &Scene, from: TokenId, token: TokenId) -> bool {
    if token > from && matches!(scene.tag(token), Upos::Det | Upos::Pron) && !scene.is(token, &["'s"]) {
        return scene.is(token - 1, &["all", "both", "half"]);
    }
    // "Taiwanese and Russian media"
    let demonyms = scene.is(token, &["and"])
        && token > from
        && is_demonym(scene, token - 1)
        && is_demonym(scene, token + 1)
        && scene.is_noun(token + 2);
    demonyms || is_inside_before(scene, token) || (scene.tag(token) == Upos::Adj && token >= from)
}

fn is_demonym(scene: &Scene, token: TokenId) -> bool {
    let known = scene.country(token).is_some_and(|m| {
        matches!(&m.what, What::Country(country) if matches!(country.via, Via::Demonym | Via::Code | Via::Name))
    });
    known || scene.is(token, &["european", "western", "american", "asian", "allied"])
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
            // "a list drawn up by the Commission"
            Upos::Adp if scene.is(end, &["up"]) => scene.is(end - 1, &["drawn"]),
            Upos::Adp => {
                (TIES.contains(&word) && !scene.is(end, &["on", "in", "to"]) || ties_closely(scene, end))
                    && !(end == head + 1 && scene.is(end, &["in", "on"]) && into_paper(scene, head, end))
            }
            Upos::Adj => matches!(word, "familiar" | "close" | "aware" | "privy") || loose,
            // "a trader at a state-owned firm"
            Upos::Verb if scene.is(end - 1, &["-", "\u{2011}"]) => scene.is_joined(end - 1),
            Upos::Verb => is_closing_participle(scene, end) && !acts_on(scene, end),
            Upos::Noun | Upos::Propn | Upos::Num => loose,
            // "said in a statement to Reuters its supply was stable": behind a name a clause begins.
            Upos::Det => loose && (scene.tag(end - 1) != Upos::Propn || scene.is(end, &["'s"])),
            Upos::Pron => {
                loose && scene.tag(end - 1) != Upos::Propn && scene.is(end, &["its", "his", "her", "their"])
            }
            Upos::Part => loose && scene.is(end, &["'s", "'"]),
            Upos::Punct => loose && scene.is(end, &["-", "\u{2011}"]) && scene.is_joined(end),
            _ if scene.is(end, &["&"]) => loose && is_paired_name(scene, end),
            Upos::Cconj if loose && is_demonym(scene, end - 1) && is_demonym(scene, end + 1) => {
                scene.is(end, &["and"]) && scene.is_noun(end + 2)
            }
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

/// "executives held discussions": with an object it is no participle that describes them.
fn acts_on(scene: &Scene, verb: TokenId) -> bool {
    let object = scene.tag(verb + 1) == Upos::Noun && !is_time_word(scene.lower(verb + 1));
    object && !scene.lower(verb).ends_with("ing")
}

/// "said Fouquet in a statement": the paper belongs to the saying.
fn into_paper(scene: &Scene, head: TokenId, tie: TokenId) -> bool {
    let person = match scene.party(head).map(|m| &m.what) {
        Some(What::Party(party)) => party.kind == PartyKind::Person,
        _ => scene.tag(head) == Upos::Propn && scene.country(head).is_none(),
    };
    let paper = (tie + 2..tie + 6)
        .take_while(|&t| scene.is_noun(t) || scene.tag(t) == Upos::Adj)
        .find(|&t| matches!(super::source::noun_kind_at(scene, t, t), Some((NounKind::Document, _))));
    person && scene.is(tie + 1, &["a", "an", "the", "his", "her", "its", "their"]) && paper.is_some()
}

/// "in", "on" and "to" tie to the noun where a name or thing follows, not a time.
fn ties_closely(scene: &Scene, token: TokenId) -> bool {
    // "a statement on Sunday by the ministry"
    let dated = scene.is(token, &["on"])
        && is_time_word(scene.lower(token + 1))
        && scene.is(token + 2, &["by", "from"]);
    dated
        || scene.is(token, &["in", "on", "to"])
            && !(token + 1..token + 4).any(|t| is_time_word(scene.lower(t)))
}
