//! Finds what attributes without a verb of its own: "according to X", "citing X", "X's claim that", "X was quoted
//! as saying".

use super::anchor::{Anchor, Place, zone_around};
use super::before;
use super::frames;
use super::links;
use super::occasion;
use super::phrase::{self, Phrase};
use super::scene::Scene;
use super::source::{self, Trust};
use super::verbs::{aside_end, end_of_words, goes_on};
use super::words;
use crate::lexicon::cues::{Needs, NounKind};
use crate::model::{SourceKind, Span, TokenId, Upos};
use std::ops::Range;

/// The anchor that a phrase of the table makes, given the tokens it covers.
pub fn anchor(scene: &Scene, cue: Range<TokenId>, needs: Needs) -> Option<Anchor> {
    let zone = zone_around(scene, cue.start);
    let source = without_seer(scene, phrase::starting_at(scene, cue.end, zone.end)?);
    // "according to Brandt Securities": in a name the noun means no security.
    let name = source.words.len() > 1 && scene.document.word(source.head).starts_with(char::is_uppercase);
    if !name && scene.cues.not_source(scene.lower(source.head))
        || scene.is(source.words.start, &["which", "whether"])
    {
        return None;
    }
    let trust = if needs == Needs::Any { Trust::Speaker } else { Trust::Known };
    let links = links::read(scene, &source, trust)?;
    let kind = links.last()?.kind;
    let fits = match needs {
        Needs::Any | Needs::Known => {
            scene.tag(source.head) != Upos::Pron || scene.is(source.head, &["him", "her", "them"])
        }
        Needs::Record => matches!(kind, SourceKind::Dataset | SourceKind::Document),
        Needs::Seen => {
            let seen = |t: TokenId| scene.is(t, &["seen", "reviewed", "obtained", "viewed", "leaked"]);
            matches!(kind, SourceKind::Document | SourceKind::Dataset) && source.words.clone().any(seen)
        }
        Needs::Named => {
            let name = scene.is(cue.start, &["per"])
                && scene.is(cue.start.wrapping_sub(1), &[","])
                && scene.tag(source.head) == Upos::Propn
                && source.words.end >= end_of_words(scene, &zone);
            (name || scene.party(source.head).is_some() || kind == SourceKind::Outlet || links.len() > 1)
                && cue_stands_apart(scene, &cue, &zone)
        }
    };
    if !fits {
        return None;
    }
    let all = links::coordinated(scene, &source, zone.end, Trust::Speaker);
    let end = all.last().map_or(source.words.end, |p| p.words.end);
    let end = end_with_time(scene, end, &zone);
    let (through, end) = seen_by(scene, kind, end, &zone);
    let cited = citing_aside(scene, end, &zone);
    let end = cited.last().map_or(end, |p| p.words.end);
    let end = relative_end(scene, end, &zone).unwrap_or(end);
    let end = aside_end(scene, end, &zone).filter(|_| !starts_clause(scene, end, &zone)).unwrap_or(end);
    // "quoted by TASS as saying" is read as a whole.
    if scene.is(end, &["as"]) && scene.is(end + 1, &["saying"]) {
        return None;
    }
    let block = cue.start..end;
    let place = place_of(scene, &block, &zone);
    let said = Anchor::spoken(cue, source.clone(), block, place, "attribution/phrase");
    let beside = all.into_iter().skip(1).collect();
    Some(Anchor { beside, citing: cited, through: through.into_iter().collect(), ..said })
}

/// "documents Reuters has seen": two nouns side by side, the second of which saw the first.
fn without_seer(scene: &Scene, source: Phrase) -> Phrase {
    let seen = scene.is(source.words.end, &["has", "had", "have", "saw", "reviewed", "obtained", "viewed"]);
    let name = scene.party(source.head).map(|m| scene.document.tokens_in(m.span).start);
    let paper =
        name.and_then(|t| t.checked_sub(1)).filter(|&t| seen && t >= source.words.start).filter(|&t| {
            let noun = source::noun_kind_at(scene, t, t).map(|n| n.0);
            matches!(noun, Some(NounKind::Document | NounKind::Dataset))
        });
    match paper {
        Some(head) => Phrase { words: source.words.start..head + 1, head },
        None => source,
    }
}

/// "according to documents Reuters has seen": the outlet, and where the words about it end.
fn seen_by(
    scene: &Scene,
    kind: SourceKind,
    end: TokenId,
    zone: &Range<TokenId>,
) -> (Option<Phrase>, TokenId) {
    const SEEN: &[&str] = &["seen", "saw", "reviewed", "obtained", "viewed", "examined"];
    let that = end + usize::from(scene.is(end, &["that", "which"]));
    let record = matches!(kind, SourceKind::Document | SourceKind::Dataset);
    let found = phrase::starting_at(scene, that, zone.end).filter(|p| {
        let outlet = source::read(scene, p, Trust::Known).is_some_and(|s| s.kind == SourceKind::Outlet);
        record && outlet
    });
    let Some(outlet) = found else { return (None, end) };
    let verb = outlet.words.end + usize::from(scene.is(outlet.words.end, &["has", "had", "have"]));
    if scene.is(verb, SEEN) { (Some(outlet), verb + 1) } else { (None, end) }
}

/// "According to Reuters, citing two sources, …": whom the source cites.
fn citing_aside(scene: &Scene, end: TokenId, zone: &Range<TokenId>) -> Vec<Phrase> {
    let start = occasion::citing_at(scene, end + 1)
        .filter(|_| scene.is(end, &[",", "("]) && !scene.is(end + 1, &["based", "on", "with"]));
    start.map(|start| occasion::cited(scene, start, zone.end)).unwrap_or_default()
}

/// "according to a diplomat who spoke on condition of anonymity, …": the clause tells of the source.
fn relative_end(scene: &Scene, end: TokenId, zone: &Range<TokenId>) -> Option<TokenId> {
    let person = scene.is(end, &["who"]) && scene.is_noun(end.wrapping_sub(1));
    person.then(|| super::verbs::clause_end(scene, end, zone))
}

/// "cited by Bloomberg" describes a noun before it; "per Bloomberg" stands behind a comma or opens a sentence.
fn cue_stands_apart(scene: &Scene, cue: &Range<TokenId>, zone: &Range<TokenId>) -> bool {
    !scene.is(cue.start, &["per"])
        || cue.start == zone.start
        || scene.is(cue.start - 1, &[",", "(", "\u{2014}"])
}

fn end_with_time(scene: &Scene, end: TokenId, zone: &Range<TokenId>) -> TokenId {
    let on = usize::from(scene.is(end, &["on"]));
    let time = words::is_time_word(scene.lower(end + on)) && end + on < zone.end;
    if time { end + on + 1 } else { end }
}

/// At the start of a sentence, what follows the comma is the clause and not an aside.
fn starts_clause(scene: &Scene, comma: TokenId, zone: &Range<TokenId>) -> bool {
    let close = (comma + 1..zone.end).find(|&t| scene.is(t, &[","]));
    close.is_none()
        && scene.has_finite(comma + 1..zone.end)
        && !scene.is(comma + 1, &["who", "which", "whose"])
}

pub fn place_of(scene: &Scene, block: &Range<TokenId>, zone: &Range<TokenId>) -> Place {
    const OPENERS: &[&str] = &["and", "but", "that", "because", ";", ":", "while", "although"];
    let opens = block.start == zone.start
        || scene.is(block.start - 1, OPENERS)
        || super::anchor::is_opening_mark(scene, block.start - 1);
    let next = block.end + usize::from(scene.is(block.end, &[","]));
    let inserted = block.start > zone.start + 1
        && scene.is(block.start - 1, &[","])
        && scene.is(block.start - 2, &["that", "which", "who"])
        && scene.is(block.end, &[","]);
    if opens || inserted {
        return Place::After(next);
    }
    // "…, according to the agency, and rivals …": the writer goes on and not the source.
    let turns = |next: &TokenId| !scene.is(*next, &["and", "but"]);
    if let Some(next) = goes_on(scene, block.end, zone).filter(turns) {
        return Place::Around(next);
    }
    let words = end_of_words(scene, zone);
    let inside = block.end < words && !scene.is_punct(block.end) && scene.is_finite(block.end);
    if inside { Place::Around(block.end) } else { Place::Before }
}

/// "X, citing Y, …" and "…, citing Y": whom the anchor before it cites. The answer is the token of the cue, the
/// phrases, and the end.
pub fn citing(scene: &Scene, token: TokenId, traps: &[Span]) -> Option<(Vec<Phrase>, TokenId)> {
    let start = occasion::citing_at(scene, token)?;
    // "based on" is the phrase of a clause of its own; "referring to" hangs on an attribution beside it.
    if scene.is(token, &["based", "on", "with"])
        || traps.iter().any(|t| t.contains(scene.document.tokens[token].span))
    {
        return None;
    }
    let zone = zone_around(scene, token);
    let phrases = occasion::cited(scene, start, zone.end);
    let end = phrases.last()?.words.end;
    Some((phrases, end))
}

/// "the ministry's claim that it …", "a warning from X that …".
pub fn claim_noun(scene: &Scene, noun: TokenId) -> Option<Anchor> {
    let denies = scene.cues.claim_noun(scene.lower(noun))?;
    let zone = zone_around(scene, noun);
    let article = noun > zone.start && (scene.tag(noun - 1) == Upos::Det || scene.is(noun - 1, &["'s", "'"]));
    if scene.tag(noun) != Upos::Noun && !article {
        return None;
    }
    let possessor = possessor(scene, noun, &zone);
    let giver = scene
        .is(noun + 1, &["by", "from", "of"])
        .then(|| phrase::starting_at(scene, noun + 2, zone.end))
        .flatten();
    let source = possessor.clone().or(giver)?;
    source::read(scene, &source, Trust::Known)
        .filter(|s| !matches!(s.kind, SourceKind::Document | SourceKind::Dataset))?;
    let that = (noun + 1).max(source.words.end);
    if !scene.is(that, &["that"]) || !scene.has_finite(that + 1..zone.end) {
        return None;
    }
    let content = that + 1..noun_clause_end(scene, noun, that + 1, &zone);
    let block = source.words.start.min(noun)..that + 1;
    let said = Anchor::spoken(noun..noun + 1, source, block, Place::Exactly(content), "attribution/noun");
    Some(Anchor { denies, ..said })
}

/// The clause that hangs on the noun by its arcs, else up to the next comma.
fn noun_clause_end(scene: &Scene, noun: TokenId, from: TokenId, zone: &Range<TokenId>) -> TokenId {
    let end = super::verbs::clause_end(scene, from, zone);
    let clause = scene.children(noun).find(|&t| t >= from && scene.document.rel(t).is_clausal());
    let end = clause.map_or(end, |t| scene.extent(t).end.clamp(from + 1, end.max(from + 1)));
    end.min(second_verb(scene, from, end).unwrap_or(end))
}

/// "the claim that no parts reached Russia | was met with doubt": the verb of the noun itself ends its clause.
fn second_verb(scene: &Scene, from: TokenId, end: TokenId) -> Option<TokenId> {
    let first = (from..end).find(|&t| scene.is_finite(t))?;
    let object = (first + 1..end).find(|&t| scene.is_noun(t))?;
    let second = (object + 1..end).find(|&t| scene.tag(t) == Upos::Aux && scene.is_finite(t))?;
    let linked = (first + 1..second).any(|t| {
        matches!(scene.tag(t), Upos::Cconj | Upos::Sconj | Upos::Pron) || scene.is(t, &["that", "which"])
    });
    (!linked && scene.is_noun(second - 1)).then_some(second)
}

/// "the ministry's", "his", "Beijing's" before a noun, with at most two words between.
fn possessor(scene: &Scene, noun: TokenId, zone: &Range<TokenId>) -> Option<Phrase> {
    let floor = noun.saturating_sub(3).max(zone.start);
    let mark = (floor..noun).rev().find(|&t| scene.is(t, &["'s", "'", "his", "her", "their", "its"]))?;
    if !scene.is(mark, &["'s", "'"]) {
        return None;
    }
    let head = mark.checked_sub(1).filter(|&t| t >= zone.start && scene.is_noun(t))?;
    let around = phrase::around(scene, head, zone.start);
    Some(Phrase { words: around.words.start..head + 1, head })
}

/// "X was quoted by Y as saying that …", "Y quoted X as saying …", "X is cited as saying …".
pub fn quoted_as_saying(scene: &Scene, token: TokenId) -> Option<Anchor> {
    if !scene.is(token, &["saying", "telling", "warning"]) || !scene.is(token.wrapping_sub(1), &["as"]) {
        return None;
    }
    let zone = zone_around(scene, token);
    let floor = token.saturating_sub(16).max(zone.start);
    let verb = (floor..token - 1)
        .rev()
        .find(|&t| scene.is(t, &["quoted", "quotes", "quote", "cited", "cites", "reported"]))?;
    let subject = before::subjects_before(scene, verb, zone.start).into_iter().next()?;
    let passive = scene.is(verb - 1, &["was", "is", "were", "are", "been"]);
    let (speaker, through, denies) = if passive {
        let by = (verb + 1..token + 2).find(|&t| scene.is(t, &["by"]));
        let outlet =
            by.and_then(|t| phrase::starting_at(scene, t + 1, if t < token { token - 1 } else { zone.end }));
        (subject.clone(), outlet, false)
    } else {
        let role = phrase::starting_at(scene, verb + 1, token - 1)?;
        (phrase::named_beside(scene, role, token - 1, verb + 1), Some(subject.clone()), false)
    };
    links::read(scene, &speaker, Trust::Speaker)?;
    let (row, _) = scene.verb(token)?;
    let after = through.as_ref().map_or(token + 1, |p| p.words.end.max(token + 1));
    let behind = frames::read_on(scene, token, row, after, &zone);
    let block = subject.words.start..behind.end.max(token + 1);
    let place = match behind.content {
        Some(content) => Place::After(content),
        None if block.start > zone.start && super::anchor::closes(scene, block.start - 1) => Place::Before,
        None => return None,
    };
    let said = Anchor::spoken(token..token + 1, speaker, block, place, "attribution/quoted-as-saying");
    Some(Anchor { denies, through: through.into_iter().collect(), within: behind.within, ..said })
}

/// "Commissioner Sefcovic: “We are not here …”": a name before a colon speaks the quotation behind it.
pub fn spoken(scene: &Scene, colon: TokenId) -> Option<Anchor> {
    const LONGEST: usize = 10;
    let zone = zone_around(scene, colon);
    if !scene.is(colon, &[":"]) || !super::anchor::is_opening_mark(scene, colon + 1) || scene.in_title(colon)
    {
        return None;
    }
    let said_so = scene.has_finite(zone.start..colon);
    let speaker = if said_so {
        was_so(scene, &zone, colon)?
    } else {
        phrase::starting_at(scene, zone.start, colon)
            .filter(|p| p.words.end == colon && colon - zone.start <= LONGEST)?
    };
    let kind = links::read(scene, &speaker, Trust::Known)?.last()?.kind;
    let speaks = matches!(
        kind,
        SourceKind::Person | SourceKind::Government | SourceKind::Company | SourceKind::Organisation
    ) || said_so && matches!(kind, SourceKind::Anonymous | SourceKind::Group);
    let (block, place) = (zone.start..colon + 1, Place::After(colon + 1));
    speaks.then(|| Anchor::spoken(colon..colon + 1, speaker, block, place, "attribution/colon"))
}

/// "A diplomat in the capital was less sure: “They stop …”": who is said to be so, or to have a word, says it.
fn was_so(scene: &Scene, zone: &Range<TokenId>, colon: TokenId) -> Option<Phrase> {
    const LONGEST: usize = 24;
    const SUCH: &[&str] = &[
        "was", "were", "is", "are", "has", "had", "sounded", "remains", "remained", "sounds", "offered",
        "gave",
    ];
    let verb =
        (zone.start..colon).find(|&t| scene.is_finite(t) && !words::is_closing_participle(scene, t))?;
    let single = !scene.has_finite(verb + 1..colon) && !(verb..colon).any(|t| scene.is(t, &[","]));
    if colon - zone.start > LONGEST || !single {
        return None;
    }
    let speaker = phrase::starting_at(scene, zone.start, verb).filter(|p| p.words.end <= verb);
    // "A presenter, Olga Roth, mocked the allies: “They …”": whatever a person does before whole quoted sentences.
    let acts = || {
        let quoted = colon + 1..zone.end;
        let person = |p: &Phrase| {
            let kind = source::read(scene, p, Trust::Known).map(|s| s.kind);
            matches!(kind, Some(SourceKind::Person | SourceKind::Anonymous))
        };
        let whole = quoted.len() > 5 && scene.has_finite(quoted);
        before::subjects_before(scene, verb, zone.start).into_iter().find(|p| whole && person(p))
    };
    if !scene.is(verb, SUCH) {
        return acts();
    }
    let kind = source::read(scene, speaker.as_ref()?, Trust::Known)?.kind;
    let speaks = matches!(kind, SourceKind::Person | SourceKind::Anonymous | SourceKind::Group);
    speaker.filter(|_| speaks)
}
