//! Who speaks: the subject of a verb of saying, before or behind it, shared or resolved from a relative clause.

use super::anchor::{Anchor, Speaker, closes};
use super::before;
use super::links;
use super::phrase::{self, Phrase};
use super::scene::Scene;
use super::source::{self, Trust};
use super::words;
use crate::lexicon::cues::{Form, Sort, Takes, Verb};
use crate::model::{Rel, SourceKind, TokenId, Upos};
use std::ops::Range;

/// "A broker, quoted by Fab Floor, says": the outlet that carries a speaker's words.
pub fn carrier(scene: &Scene, beside: Range<TokenId>) -> Option<Phrase> {
    let carried = |t: &TokenId| {
        // "A report by the monitors, seen by AFP, says"
        let seen = scene.is(*t, &["seen", "reviewed", "obtained"])
            && *t > 0
            && scene.is(*t - 1, &[","])
            && scene.is(*t + 1, &["by"]);
        seen || scene.is(*t, &["quoted", "cited", "interviewed"]) && scene.is(*t + 1, &["by", "in", "on"])
    };
    let at = beside.clone().find(carried)?;
    let outlet = phrase::starting_at(scene, at + 2, beside.end)?;
    // "quoted by the KazTAG and Trend agencies"
    let named = outlet.words.clone().find(|&t| scene.party(t).is_some());
    let outlet =
        match named.filter(|_| scene.is(outlet.head, &["agencies", "agency", "newspapers", "outlets"])) {
            Some(name) => Phrase { words: outlet.words.start..name + 1, head: name },
            None => outlet,
        };
    let name = scene.document.word(outlet.head).starts_with(char::is_uppercase);
    let unknown = scene.party(outlet.head).is_none_or(|m| m.by.0.starts_with("mentions/party:"));
    let carries = |kind| kind == SourceKind::Outlet || name && unknown && kind != SourceKind::Government;
    let named = scene.country(outlet.head).is_none();
    source::read(scene, &outlet, Trust::Known).filter(|s| named && carries(s.kind)).map(|_| outlet)
}

/// "Reuters, which saw the letter, reports": the paper that the speaker goes by.
pub fn paper_seen(scene: &Scene, beside: Range<TokenId>) -> Option<Phrase> {
    let seen = |t: &TokenId| {
        let verb = *t + usize::from(scene.is(*t, &["has", "had", "have"]));
        scene.is(*t - 1, &["which", "who"])
            && scene.is(verb, &["saw", "seen", "reviewed", "obtained", "viewed"])
    };
    let at = (beside.start + 1..beside.end).find(seen)?;
    let from = at + 1 + usize::from(scene.is(at, &["has", "had", "have"]));
    let copy = (from..beside.end.min(from + 4)).find(|&t| {
        scene.is(t, &["copy", "copies", "version", "excerpts", "parts", "portions"])
            && scene.is(t + 1, &["of"])
    });
    let paper = phrase::starting_at(scene, copy.map_or(from, |t| t + 2), beside.end)?;
    let kind = source::read(scene, &paper, Trust::Known)?.kind;
    matches!(kind, SourceKind::Document | SourceKind::Dataset).then_some(paper)
}

/// "Reuters has seen documents that show", "Reuters reviewed invoices showing": the outlet that saw the papers.
pub fn seer(scene: &Scene, paper: &Phrase, floor: TokenId) -> Option<Phrase> {
    let kind = source::read(scene, paper, Trust::Known)?.kind;
    let seen = paper.words.start.checked_sub(1).filter(|&t| t > floor)?;
    let saw = scene.is(seen, &["seen", "saw", "reviewed", "obtained", "viewed", "examined"]);
    let record = matches!(kind, SourceKind::Document | SourceKind::Dataset);
    let outlet = phrase::around(scene, before_aux(scene, seen, floor)?, floor);
    let named = source::read(scene, &outlet, Trust::Known).is_some_and(|s| s.kind == SourceKind::Outlet);
    (saw && record && named).then_some(outlet)
}

fn before_aux(scene: &Scene, verb: TokenId, floor: TokenId) -> Option<TokenId> {
    let aux = usize::from(scene.is(verb.wrapping_sub(1), &["has", "had", "have", "also"]));
    verb.checked_sub(1 + aux).filter(|&t| t >= floor && scene.is_noun(t))
}

/// Who is the subject, and whether it stands after the verb.
pub fn speaker_of(
    scene: &Scene,
    verb: TokenId,
    row: &Verb,
    form: Form,
    zone: &Range<TokenId>,
    before: &[Anchor],
) -> Option<(Speaker, bool)> {
    let progressive = form == Form::Gerund && scene.tag(verb.wrapping_sub(1)) == Upos::Aux;
    let joined =
        verb > zone.start && scene.is(skip_adverbs(scene, verb, zone.start), &["and", "but", "or", "then"]);
    let own = scene.child(verb, &[Rel::Nsubj]).is_some();
    // "invoiced at €9 and described as yarn": the second of two participles that describe a noun.
    let described = |head: TokenId| {
        scene.document.rel(verb) == Rel::Conj
            && scene.document.rel(head) != Rel::Root
            && scene.lower(head).ends_with("ed")
            && scene.child(head, &[Rel::Nsubj]).is_none()
    };
    if joined && !own && form == Form::Past && scene.document.tokens[verb].head.is_some_and(described) {
        return None;
    }
    if let Some(speaker) = absolute(scene, verb, form, zone.start) {
        return Some((Speaker::Phrase(speaker), false));
    }
    if (form == Form::Gerund && !progressive) || (joined && !own) {
        return shared(scene, verb, row, zone, before).map(|speaker| (speaker, false));
    }
    if let Some(subject) = inverted_subject(scene, verb, row, form, zone) {
        return Some((Speaker::Phrase(subject), true));
    }
    if form == Form::Participle {
        return None;
    }
    let main = urged_on(scene, verb, zone.start).unwrap_or(verb);
    let subject = before::subjects_before(scene, main, zone.start)
        .into_iter()
        .map(|subject| seated(scene, &subject, zone).unwrap_or(subject))
        .filter_map(|subject| {
            let relative = scene.is(subject.head, &["who", "which", "that"]);
            if relative { antecedent(scene, verb, subject.head, zone) } else { Some(subject) }
        })
        .find(|subject| fits(scene, subject, row))?;
    let conditional = subject.words.start > zone.start
        && scene.is(subject.words.start - 1, &["if", "unless", "whether", "until", "once", "should"]);
    (!conditional).then_some((Speaker::Phrase(subject), false))
}

/// "went on to say", "continued to insist", "lined up to warn", "were quick to stress": said all the same.
pub fn went_on(scene: &Scene, to: TokenId) -> bool {
    const READY: &[&str] =
        &["quick", "keen", "eager", "careful", "hastened", "rushed", "hurried", "pains", "moved"];
    let queued = scene.is(to.wrapping_sub(1), &["up"]) && scene.is(to.wrapping_sub(2), &["lined", "queued"]);
    if queued || scene.is(to.wrapping_sub(1), READY) {
        return true;
    }
    scene.is(to.wrapping_sub(1), &["on", "continued", "continues", "proceeded"])
        && (scene.is(to.wrapping_sub(1), &["continued", "continues", "proceeded"])
            || scene.is(to.wrapping_sub(2), &["went", "goes", "going"]))
}

/// "…, with one of them adding that": a participle with a subject of its own.
fn absolute(scene: &Scene, verb: TokenId, form: Form, floor: TokenId) -> Option<Phrase> {
    const FAR: usize = 10;
    let with = (verb.saturating_sub(FAR).max(floor)..verb).rev().find(|&t| scene.is(t, &["with"]))?;
    let speaker = phrase::starting_at(scene, with + 1, verb).filter(|p| p.words.end == verb)?;
    let apart = with == floor || scene.is(with - 1, &[","]);
    let known = links::read(scene, &speaker, Trust::Known).is_some();
    (form == Form::Gerund && apart && known).then_some(speaker)
}

/// The verb whose subject says it where somebody went on, lined up or was quick to say it.
fn urged_on(scene: &Scene, verb: TokenId, floor: TokenId) -> Option<TokenId> {
    const FAR: usize = 5;
    let to = verb.checked_sub(1).filter(|&t| t > floor && scene.is(t, &["to"]))?;
    (to.saturating_sub(FAR).max(floor)..to)
        .rev()
        .take_while(|&t| !scene.is_punct(t))
        .find(|&t| scene.is_finite(t))
}

/// "In the ministry they explained": the body they speak for.
fn seated(scene: &Scene, subject: &Phrase, zone: &Range<TokenId>) -> Option<Phrase> {
    if !scene.is(subject.head, &["they"]) || !scene.is(zone.start, &["in", "at"]) {
        return None;
    }
    let body = phrase::starting_at(scene, zone.start + 1, subject.head)?;
    let kind = source::read(scene, &body, Trust::Known)?.kind;
    let speaks = matches!(kind, SourceKind::Government | SourceKind::Company | SourceKind::Organisation);
    (speaks
        && body.words.end + 1 >= subject.head
        && scene.country(body.head).is_none_or(|_| scene.party(body.head).is_some()))
    .then_some(body)
}

fn skip_adverbs(scene: &Scene, verb: TokenId, floor: TokenId) -> TokenId {
    let mut at = verb - 1;
    while at > floor && scene.tag(at) == Upos::Adv {
        at -= 1;
    }
    at
}

/// A participle or a second verb speaks for the speaker before it.
fn shared(
    scene: &Scene,
    verb: TokenId,
    row: &Verb,
    zone: &Range<TokenId>,
    before: &[Anchor],
) -> Option<Speaker> {
    // "showing", "counting" say nothing for people.
    if row.sort == Sort::Shows && row.id != "show" {
        return None;
    }
    let zoned: Vec<&Anchor> = before.iter().filter(|a| a.zone(scene) == scene.quote_at(verb)).collect();
    let head = scene.document.subjects(verb).first().copied();
    let head = head.filter(|h| zone.contains(h) && *h < verb && scene.quote_at(*h) == scene.quote_at(verb));
    let named = |subject: Phrase| {
        let plain = !(subject.head + 1..subject.words.end).any(|t| scene.is_verb(t));
        if plain { phrase::named_beside(scene, subject, verb, zone.start) } else { subject }
    };
    if let Some(subject) = head.map(|h| named(phrase::around(scene, h, zone.start))) {
        let same = |a: &&Anchor| matches!(&a.speaker, Speaker::Phrase(p) if p.head == subject.head);
        // "The mission said it was watching and urged calm": who is spoken of speaks on.
        let echoed = scene.tag(subject.head) == Upos::Pron
            && zoned
                .last()
                .is_some_and(|a| subject.head > a.cue.start && matches!(a.speaker, Speaker::Phrase(_)));
        if zoned.iter().any(same) || echoed {
            return Some(Speaker::Shared);
        }
        let known = links::read(scene, &subject, Trust::Known).is_some() && fits(scene, &subject, row);
        // "The complaint alleges that Kaya paid and told the bank": Kaya told.
        let within = zoned.last().is_some_and(|a| subject.head > a.cue.start && scene.analysed(verb));
        if (zoned.is_empty() || within) && known {
            return Some(Speaker::Phrase(subject));
        }
    }
    if !zoned.is_empty() {
        return Some(Speaker::Shared);
    }
    if verb == zone.start && scene.is(verb + 1, &["that"]) {
        return heads_on(scene, verb, zone).filter(|s| fits(scene, s, row)).map(Speaker::Phrase);
    }
    if let Some(subject) =
        main_subject(scene, verb).filter(|s| s.words.end <= verb && s.words.start >= zone.start).map(named)
    {
        let known = links::read(scene, &subject, Trust::Known).is_some() && fits(scene, &subject, row);
        let set_off = scene.is(verb - 1, &[","]);
        return (known && set_off).then_some(Speaker::Phrase(subject));
    }
    // Without arcs the speaker of a participle is what its sentence starts with.
    let first = phrase::starting_at(scene, zone.start, verb).filter(|_| !scene.analysed(verb)).map(named)?;
    let end = first.words.end;
    let acts = scene.is_finite(end + usize::from(scene.is(end, &[","])))
        && links::read(scene, &first, Trust::Known).is_some();
    acts.then_some(Speaker::Phrase(first))
}

/// "Noting that steel is cheap, the spokesman said it would stay so": who says the rest notes it.
fn heads_on(scene: &Scene, verb: TokenId, zone: &Range<TokenId>) -> Option<Phrase> {
    let speaks = |subject: &Phrase| {
        let next = subject.words.end;
        let verb = next + usize::from(scene.is(next, &[","]));
        scene.is_finite(verb) && scene.verb(verb).is_some()
    };
    (verb + 2..zone.end)
        .filter(|&t| scene.is(t, &[","]))
        .filter_map(|comma| phrase::starting_at(scene, comma + 1, zone.end))
        .map(|subject| phrase::named_beside(scene, subject, zone.end, zone.start))
        .find(|subject| speaks(subject) && links::read(scene, subject, Trust::Known).is_some())
}

/// The subject of the main verb of an analysed sentence.
fn main_subject(scene: &Scene, token: TokenId) -> Option<Phrase> {
    let sentence = scene.sentence(token);
    let root = sentence.clone().find(|&t| scene.analysed(t) && scene.document.rel(t) == Rel::Root)?;
    let head = scene.child(root, &[Rel::Nsubj])?;
    Some(phrase::around(scene, head, sentence.start))
}

/// "said Jane Doe": a source right behind the verb, with what was said before it.
fn inverted_subject(
    scene: &Scene,
    verb: TokenId,
    row: &Verb,
    form: Form,
    zone: &Range<TokenId>,
) -> Option<Phrase> {
    if !matches!(form, Form::Past | Form::Third | Form::Base) || verb == zone.start {
        return None;
    }
    let opens_after_quote = closes(scene, verb - 1) || scene.is(verb - 1, &["as", "than"]);
    // "told" wants its hearer behind it, never its speaker; "…, Calloway, called the charge" what it speaks of.
    let trails = [Takes::Clause, Takes::That, Takes::Quote].iter().any(|takes| row.takes(*takes));
    if !opens_after_quote || row.id == "tell" || !trails {
        return None;
    }
    let subject = phrase::starting_at(scene, verb + 1, zone.end)?;
    // "agrees €2 billion top-up": figures do not speak, and "say" wants a plural.
    if scene.tag(subject.words.start) == Upos::Sym
        || scene.lower(subject.words.start).starts_with(['€', '$', '£'])
    {
        return None;
    }
    let plural = || noun_plural(scene, &subject);
    if form == Form::Base && !plural() {
        return None;
    }
    let end = subject.words.end;
    // "…, the governor, said the drones carried American chips": with an object it is no participle.
    let acts = |t: TokenId| {
        scene.is_verb(t) && scene.lower(t).ends_with("ed") && t + 1 < end && scene.tag(t + 1) != Upos::Adp
    };
    if (subject.head + 1..end).any(acts) {
        return None;
    }
    // Arcs that name a subject in front outweigh a noun behind that something follows.
    let closed = end >= zone.end || scene.is_punct(end);
    if !closed && scene.child(verb, &[Rel::Nsubj]).is_some_and(|t| t < verb) {
        return None;
    }
    if scene.is_finite(end) || scene.is(end, &["that"]) || words::is_time_word(scene.lower(subject.head)) {
        return None;
    }
    // "An official, who asked not to be named, said a ban was near": who is known to speak stands in front.
    let known = |p: &Phrase| links::read(scene, p, Trust::Known).is_some();
    if scene.is(verb - 1, &[","])
        && !known(&subject)
        && before::subjects_before(scene, verb, zone.start).iter().any(known)
    {
        return None;
    }
    fits(scene, &subject, row).then(|| phrase::named_behind(scene, subject, zone.end))
}

fn noun_plural(scene: &Scene, subject: &Phrase) -> bool {
    source::noun_kind(scene, subject).is_some_and(|(_, plural)| plural) || scene.is(subject.head, &["people"])
}

/// The noun that "who" or "which" stands for.
fn antecedent(scene: &Scene, verb: TokenId, pronoun: TokenId, zone: &Range<TokenId>) -> Option<Phrase> {
    let by_arc = scene.document.subjects(verb).first().copied().filter(|&h| h < pronoun && h >= zone.start);
    let head = by_arc.or_else(|| {
        let comma = usize::from(scene.is(pronoun.wrapping_sub(1), &[","]));
        pronoun.checked_sub(1 + comma).filter(|&t| t >= zone.start && scene.is_noun(t))
    })?;
    Some(phrase::around(scene, head, zone.start)).filter(|p| p.words.end <= pronoun)
}

/// Whether a phrase can be the source of this verb.
fn fits(scene: &Scene, subject: &Phrase, row: &Verb) -> bool {
    const NOBODY: &[&str] = &[
        "nobody",
        "none",
        "neither",
        "no",
        "few",
        "anybody",
        "anyone",
        "whoever",
        "whatever",
        "nothing",
        "everyone",
        "everybody",
        "hardly",
        "one's",
    ];
    if scene.is(subject.words.start, NOBODY) || scene.is(subject.head, NOBODY) {
        return false;
    }
    if !row.takes_subject(scene.lower(subject.head)) {
        return false;
    }
    let Some(links) = links::read(scene, subject, trust(row)) else { return false };
    let Some(kind) = links.last().map(|s| s.kind) else { return false };
    let record = matches!(kind, SourceKind::Dataset | SourceKind::Document);
    match row.sort {
        Sort::Speech => true,
        Sort::Belief => kind != SourceKind::Dataset,
        Sort::Shows if row.takes(Takes::Figure) => true,
        Sort::Shows => record || (kind == SourceKind::Organisation && scene.is(subject.head, &["it"])),
    }
}

/// Verbs that only people and bodies can be the subject of.
fn trust(row: &Verb) -> Trust {
    let things =
        [Takes::Thing, Takes::At, Takes::Finding, Takes::Figure].iter().any(|takes| row.takes(*takes))
            || row.sort == Sort::Shows;
    let also_of_things = [
        "announce",
        "blame",
        "call",
        "charge",
        "confirm",
        "continue",
        "correct",
        "demand",
        "establish",
        "find",
        "highlight",
        "hint",
        "imply",
        "indicate",
        "mean",
        "outline",
        "pledge",
        "predict",
        "project",
        "promise",
        "propose",
        "read",
        "relate",
        "remind",
        "reveal",
        "signal",
        "specify",
        "spell",
        "state",
        "suggest",
        "threaten",
        "underline",
        "underscore",
        "urge",
        "warn",
    ];
    if things || also_of_things.contains(&row.id.as_str()) { Trust::Known } else { Trust::Speaker }
}
