//! Finds the verbs that attribute: which verb, whose, and where the words said stand.

use super::anchor::{Anchor, Place, Speaker, closes, is_closing_mark, zone_around};
use super::frames::{self, Behind};
use super::links;
use super::phrase::{self, Phrase};
use super::scene::Scene;
use super::source::{self, Trust};
use crate::lexicon::cues::{Form, NounKind, Sort, Takes, Verb};
use crate::model::{Rel, SourceKind, Span, TokenId, Upos};
use std::ops::Range;

/// The anchor that a verb makes, if it attributes. `before` are the anchors found so far in its sentence.
pub fn anchor(scene: &Scene, verb: TokenId, traps: &[Span], before: &[Anchor]) -> Option<Anchor> {
    let (row, form) = scene.verb(verb)?;
    let zone = zone_around(scene, verb);
    let span = scene.document.tokens[verb].span;
    let verbal = scene.tag(verb) == Upos::Verb
        || as_clause(scene, verb, form, &zone)
        || participle(scene, verb, form, &zone)
        || by_place(scene, verb, form, &zone);
    let particle = row.particle.as_ref().is_none_or(|word| scene.lower(verb + 1) == word);
    // "the funding announced on Monday": a participle that describes a noun.
    if form == Form::Past
        && scene.analysed(verb)
        && scene.document.rel(verb) == Rel::Acl
        && scene.child(verb, &[Rel::Nsubj]).is_none()
        && !closes(scene, verb.wrapping_sub(1))
    {
        return None;
    }
    // "the saying", "a warning": a noun.
    let noun = form == Form::Gerund && verb > zone.start && scene.tag(verb - 1) == Upos::Det;
    if !verbal || noun || !particle || row.takes.is_empty() || traps.iter().any(|t| t.contains(span)) {
        return None;
    }
    if vetoed(scene, verb, form, &zone) {
        return None;
    }
    let (speaker, inverted) = speaker_of(scene, verb, row, form, &zone, before)?;
    let after = match &speaker {
        Speaker::Phrase(phrase) if inverted => after_aside(scene, phrase.words.end, &zone),
        _ => verb + 1 + usize::from(row.particle.is_some()),
    };
    let mut behind = frames::read_on(scene, verb, row, after, &zone);
    let start = match &speaker {
        Speaker::Phrase(phrase) => phrase.words.start.min(verb),
        Speaker::Shared => verb,
    };
    frames::read_leading(scene, &zone, start, &mut behind);
    if let Speaker::Phrase(phrase) = &speaker {
        let beside = if inverted { phrase.words.end..after } else { phrase.words.start..verb };
        behind.through.extend(carrier(scene, beside.clone()));
        behind.citing.extend(paper_seen(scene, beside));
    }
    let block = block_start(scene, start, &zone)..behind.end.max(verb + 1);
    let place = place_of(scene, verb, row, &block, &behind, &zone, inverted)?;
    Some(Anchor {
        cue: verb..verb + 1,
        speaker,
        block,
        place,
        sort: row.sort,
        denies: row.denies,
        clausal: behind.clausal,
        through: behind.through,
        within: behind.within,
        citing: behind.citing,
        beside: Vec::new(),
        by: "attribution/verb",
    })
}

/// "A broker, quoted by Fab Floor, says": the outlet that carries a speaker's words.
fn carrier(scene: &Scene, beside: Range<TokenId>) -> Option<Phrase> {
    let carried =
        |t: &TokenId| scene.is(*t, &["quoted", "cited", "interviewed"]) && scene.is(*t + 1, &["by", "in", "on"]);
    let at = beside.clone().find(carried)?;
    let outlet = phrase::starting_at(scene, at + 2, beside.end)?;
    source::read(scene, &outlet, Trust::Known).filter(|s| s.kind == SourceKind::Outlet).map(|_| outlet)
}

/// "Reuters, which saw the letter, reports": the paper that the speaker goes by.
fn paper_seen(scene: &Scene, beside: Range<TokenId>) -> Option<Phrase> {
    let seen = |t: &TokenId| {
        let verb = *t + usize::from(scene.is(*t, &["has", "had", "have"]));
        scene.is(*t - 1, &["which", "who"]) && scene.is(verb, &["saw", "seen", "reviewed", "obtained", "viewed"])
    };
    let at = (beside.start + 1..beside.end).find(seen)?;
    let from = at + 1 + usize::from(scene.is(at, &["has", "had", "have"]));
    let paper = phrase::starting_at(scene, from, beside.end)?;
    let kind = source::read(scene, &paper, Trust::Known)?.kind;
    matches!(kind, SourceKind::Document | SourceKind::Dataset).then_some(paper)
}

/// "As the report notes, …": a noun by its tag and a verb by its place.
fn as_clause(scene: &Scene, verb: TokenId, form: Form, zone: &Range<TokenId>) -> bool {
    let opens = scene.is(zone.start, &["as"]) && verb > zone.start + 1 && verb < zone.start + 8;
    opens && matches!(form, Form::Third | Form::Past) && scene.is(verb + 1, &[","])
}

/// "data show that …", "…, figures show.": a noun by its tag and a verb by its place behind a known source.
fn by_place(scene: &Scene, verb: TokenId, form: Form, zone: &Range<TokenId>) -> bool {
    if scene.tag(verb) != Upos::Noun || !matches!(form, Form::Base | Form::Third) || verb == zone.start {
        return false;
    }
    let named = || form == Form::Third && scene.party(verb - 1).is_some();
    let subject =
        scene.cues.noun(scene.lower(verb - 1)).is_some_and(|(_, plural)| plural || form == Form::Third)
            || scene.is(verb - 1, &["data", "people", "police"])
            || named();
    let that = scene.is(verb + 1, &["that"]) && scene.cues.claim_noun(scene.lower(verb)).is_none();
    let set_off = verb + 1 >= end_of_words(scene, zone) || (scene.is(verb + 1, &[","]) && verb < zone.start + 12);
    let closes_clause = set_off && (verb.saturating_sub(10).max(zone.start)..verb).any(|t| scene.is(t, &[","]));
    // "Data compiled by Bloomberg show that": the record stands further left.
    let record = || {
        let kind = |p: &Phrase| source::noun_kind(scene, p).map(|n| n.0);
        phrase::subjects_before(scene, verb, zone.start)
            .iter()
            .any(|p| matches!(kind(p), Some(NounKind::Dataset | NounKind::Document)))
    };
    (subject && (that || closes_clause)) || (that && record())
}

/// "…, warning that …": a noun by its tag and a participle by its place.
fn participle(scene: &Scene, verb: TokenId, form: Form, zone: &Range<TokenId>) -> bool {
    form == Form::Gerund && verb > zone.start && closes(scene, verb - 1) && scene.is(verb + 1, &["that"])
}

/// Negated, asked, only possible, only wished for, or passive: nobody says it.
fn vetoed(scene: &Scene, verb: TokenId, form: Form, zone: &Range<TokenId>) -> bool {
    let mut at = verb;
    let mut passive = false;
    while at > zone.start {
        let word = scene.lower(at - 1);
        match word {
            "not" | "n't" | "never" | "neither" | "nor" | "hardly" | "cannot" => return true,
            "to" => return !went_on(scene, at - 1),
            "can" | "could" | "may" | "might" | "should" | "must" | "shall" | "will" | "'ll" => return true,
            "is" | "are" | "was" | "were" | "be" | "been" | "being" | "'re" => {
                passive |= matches!(form, Form::Past | Form::Participle);
            }
            "did" | "does" | "do" if scene.lower(at - 1).len() < 5 && form == Form::Base => {}
            _ if matches!(scene.tag(at - 1), Upos::Aux | Upos::Adv) => {}
            _ => break,
        }
        at -= 1;
    }
    passive
}

/// "went on to say", "continued to insist": said all the same.
fn went_on(scene: &Scene, to: TokenId) -> bool {
    scene.is(to.wrapping_sub(1), &["on", "continued", "continues", "proceeded"])
        && (scene.is(to.wrapping_sub(1), &["continued", "continues", "proceeded"])
            || scene.is(to.wrapping_sub(2), &["went", "goes", "going"]))
}

/// Who is the subject, and whether it stands after the verb.
fn speaker_of(
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
    if (form == Form::Gerund && !progressive) || (joined && !own) {
        return shared(scene, verb, row, zone, before).map(|speaker| (speaker, false));
    }
    if let Some(subject) = inverted_subject(scene, verb, row, form, zone) {
        return Some((Speaker::Phrase(subject), true));
    }
    if form == Form::Participle {
        return None;
    }
    let subject = phrase::subjects_before(scene, verb, zone.start)
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

/// "In the ministry they explained": the body they speak for.
fn seated(scene: &Scene, subject: &Phrase, zone: &Range<TokenId>) -> Option<Phrase> {
    if !scene.is(subject.head, &["they"]) || !scene.is(zone.start, &["in", "at"]) {
        return None;
    }
    let body = phrase::starting_at(scene, zone.start + 1, subject.head)?;
    let kind = source::read(scene, &body, Trust::Known)?.kind;
    let speaks = matches!(kind, SourceKind::Government | SourceKind::Company | SourceKind::Organisation);
    (speaks && body.words.end + 1 >= subject.head && scene.country(body.head).is_none_or(|_| scene.party(body.head).is_some()))
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
    let zoned: Vec<&Anchor> = before.iter().filter(|a| a.zone(scene) == scene.quote_at(verb)).collect();
    let head = scene.document.subjects(verb).first().copied();
    let head = head.filter(|h| zone.contains(h) && *h < verb && scene.quote_at(*h) == scene.quote_at(verb));
    if let Some(subject) = head.map(|h| phrase::around(scene, h, zone.start)) {
        let same = |a: &&Anchor| matches!(&a.speaker, Speaker::Phrase(p) if p.head == subject.head);
        if zoned.iter().any(same) {
            return Some(Speaker::Shared);
        }
        let known = links::read(scene, &subject, Trust::Known).is_some() && fits(scene, &subject, row);
        if zoned.is_empty() && known {
            return Some(Speaker::Phrase(subject));
        }
    }
    if !zoned.is_empty() {
        return Some(Speaker::Shared);
    }
    // Without arcs the speaker of a participle is what its sentence starts with.
    let first = phrase::starting_at(scene, zone.start, verb).filter(|_| !scene.analysed(verb))?;
    let acts = scene.is_finite(first.words.end) && links::read(scene, &first, Trust::Known).is_some();
    acts.then_some(Speaker::Phrase(first))
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
    // "told" wants its hearer behind it, never its speaker.
    if !opens_after_quote || row.id == "tell" {
        return None;
    }
    let subject = phrase::starting_at(scene, verb + 1, zone.end)?;
    // "agrees €2 billion top-up": figures do not speak, and "say" wants a plural.
    if scene.tag(subject.words.start) == Upos::Sym || scene.lower(subject.words.start).starts_with(['€', '$', '£']) {
        return None;
    }
    let plural = || noun_plural(scene, &subject);
    if form == Form::Base && !plural() {
        return None;
    }
    let end = subject.words.end;
    // Arcs that name a subject in front outweigh a noun behind that something follows.
    let closed = end >= zone.end || scene.is_punct(end);
    if !closed && scene.child(verb, &[Rel::Nsubj]).is_some_and(|t| t < verb) {
        return None;
    }
    if scene.is_finite(end) || scene.is(end, &["that"]) || phrase::is_time_word(scene.lower(subject.head)) {
        return None;
    }
    fits(scene, &subject, row).then_some(subject)
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
        "nobody", "none", "neither", "no", "few", "anybody", "anyone", "whoever", "whatever", "nothing", "everyone",
        "everybody", "hardly", "one's",
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
        Sort::Shows => record || (kind == SourceKind::Organisation && scene.is(subject.head, &["it"])),
    }
}

/// Verbs that only people and bodies can be the subject of.
pub fn trust(row: &Verb) -> Trust {
    let things = row.takes(Takes::Thing) || row.takes(Takes::At) || row.sort == Sort::Shows;
    let also_of_things =
        ["announce", "correct", "find", "indicate", "imply", "state", "mean", "read", "continue", "charge", "project", "relate"];
    if things || also_of_things.contains(&row.id.as_str()) { Trust::Known } else { Trust::Speaker }
}

/// An inverted subject with its aside: "said Jane Doe, chief executive of Pegasus, on Monday".
fn after_aside(scene: &Scene, end: TokenId, zone: &Range<TokenId>) -> TokenId {
    aside_end(scene, end, zone).unwrap_or(end)
}

/// Where an apposition or relative clause ends that starts with the comma at `comma`.
pub fn aside_end(scene: &Scene, comma: TokenId, zone: &Range<TokenId>) -> Option<TokenId> {
    if !scene.is(comma, &[",", "\u{2014}", "\u{2013}", "("]) {
        return None;
    }
    let mark = if scene.is(comma, &["("]) { ")" } else { scene.lower(comma) };
    let close =
        (comma + 1..zone.end).find(|&t| scene.is(t, &[mark])).unwrap_or_else(|| end_of_words(scene, zone));
    let relative = scene.is(comma + 1, &["who", "whose", "which", "where"]);
    let noun_first =
        matches!(scene.tag(comma + 1), Upos::Det | Upos::Noun | Upos::Propn | Upos::Adj | Upos::Num);
    let apposition = scene.tag(comma + 1) == Upos::Det
        || (comma + 1..close.min(comma + 7))
            .any(|t| scene.cues.noun(scene.lower(t)).is_some() || scene.party(t).is_some());
    let plain = noun_first && apposition && !main_verb(scene, comma + 1..close);
    (relative || plain || mark == ")")
        .then(|| if scene.is(close, &[mark]) && close < zone.end && mark == ")" { close + 1 } else { close })
}

/// A finite verb of the stretch's own, outside any relative clause.
fn main_verb(scene: &Scene, tokens: Range<TokenId>) -> bool {
    let relative = tokens
        .clone()
        .find(|&t| scene.is(t, &["who", "which", "that", "whose", "where"]))
        .unwrap_or(tokens.end);
    scene.has_finite(tokens.start..relative)
}

/// The end of a zone without its closing punctuation.
pub fn end_of_words(scene: &Scene, zone: &Range<TokenId>) -> TokenId {
    let mut end = zone.end;
    while end > zone.start && scene.is(end - 1, &[".", "!", "?", ";"]) {
        end -= 1;
    }
    end
}

/// "as", "and", "but" before a speaker belong to the attribution.
fn block_start(scene: &Scene, start: TokenId, zone: &Range<TokenId>) -> TokenId {
    if start > zone.start && scene.is(start - 1, &["as"]) { start - 1 } else { start }
}

fn place_of(
    scene: &Scene,
    verb: TokenId,
    row: &Verb,
    block: &Range<TokenId>,
    behind: &Behind,
    zone: &Range<TokenId>,
    inverted: bool,
) -> Option<Place> {
    let quotes_before =
        block.start > zone.start && is_closing_mark(scene, skip_comma(scene, block.start - 1));
    let trails = block.start > zone.start && closes(scene, block.start - 1) && can_trail(row);
    let relative = block.start > zone.start
        && scene.is(block.start - 1, &["which", "that", "who", "whom"])
        && scene.tag(block.start - 1) == Upos::Pron;
    // "companies which, a report said, have shipped chips": said is the clause that the insertion parts.
    let inserted = block.start > zone.start + 1
        && scene.is(block.start - 1, &[","])
        && scene.is(block.start - 2, &["which", "who", "that"])
        && behind.content.is_none()
        && scene.is(behind.end, &[","]);
    if inserted && can_trail(row) && behind.end + 2 < zone.end {
        return Some(Place::After(behind.end + 1));
    }
    if let Some(content) = behind.content {
        let quoted_after = super::anchor::is_opening_mark(scene, content);
        let explicit = scene.is(content.wrapping_sub(1), &["that", ":"]);
        if trails && (inverted || quotes_before) && !explicit {
            return Some(if quoted_after { Place::Around(content) } else { Place::Before });
        }
        // "a yacht that prosecutors valued at $900,000": all of it is said.
        if relative && row.takes(Takes::At) && block.start >= 2 && scene.is_noun(block.start - 2) {
            let thing = phrase::around(scene, block.start - 2, zone.start);
            return Some(Place::Exactly(thing.words.start..clause_end(scene, content, zone)));
        }
        if relative && !explicit && !quoted_after {
            return Some(Place::Exactly(content..clause_end(scene, content, zone)));
        }
        let as_clause = scene.is(block.start, &["as"]) && block.start < verb;
        return (!as_clause).then_some(Place::After(content));
    }
    if relative && can_trail(row) && scene.is_verb(behind.end) {
        let end = clause_end(scene, behind.end, zone);
        let whole = scene.extent(behind.end).end.min(end_of_words(scene, zone));
        return Some(Place::Exactly(behind.end..end.max(whole)));
    }
    if scene.is(block.start, &["as"]) && scene.is(behind.end, &[","]) && block.start == zone.start {
        return Some(Place::After(behind.end + 1));
    }
    if scene.verb(verb).is_some_and(|(_, form)| form == Form::Gerund) {
        return None;
    }
    // "as it has threatened" tells of an act.
    let threat = row.takes(Takes::Infinitive) && !row.takes(Takes::Clause);
    let follows = trails || (scene.is(block.start, &["as"]) && can_trail(row) && !threat);
    if !follows {
        return None;
    }
    const AFTER: &[&str] =
        &["when", "while", "as", "after", "before", "during", "in", "at", "of", "with", "on"];
    // "…, the Chinese side answered with a tariff": not all that speaks says so.
    if !row.takes(Takes::Clause) && scene.is(behind.end, &["of", "with", "on", "to", "at"]) && !quotes_before {
        return None;
    }
    let ends = behind.end >= zone.end
        || scene.is_punct(behind.end)
        || scene.is(behind.end, AFTER)
        || phrase::is_closing_participle(scene, behind.end);
    if !ends && !quotes_before {
        return None;
    }
    let goes_on = goes_on(scene, behind.end, zone);
    Some(goes_on.map_or(Place::Before, Place::Around))
}

/// Whether the verb may follow what is said.
fn can_trail(row: &Verb) -> bool {
    [Takes::Clause, Takes::That, Takes::Quote].iter().any(|t| row.takes(*t))
}

fn skip_comma(scene: &Scene, token: TokenId) -> TokenId {
    if scene.is(token, &[","]) { token.saturating_sub(1) } else { token }
}

/// Where the words said go on behind an attribution set between commas.
pub fn goes_on(scene: &Scene, end: TokenId, zone: &Range<TokenId>) -> Option<TokenId> {
    let mut comma = end;
    if !scene.is(comma, &[",", "\u{2014}", "\u{2013}"]) || comma >= zone.end {
        return None;
    }
    if let Some(close) = aside_end(scene, comma, zone) {
        comma = close;
        if !scene.is(comma, &[",", "\u{2014}", "\u{2013}"]) || comma >= zone.end {
            return None;
        }
    }
    let next = comma + 1;
    let participle = scene.is_verb(next) && scene.lower(next).ends_with("ing");
    const TURNS: &[&str] = &[
        "according", "citing", "speaking", "when", "while", "although", "though", "even", "despite", "after", "as",
        "amid", "days", "hours", "weeks", "adding", "without", "whereas",
    ];
    let later = scene.is(next, &["a", "one", "two", "three", "hours", "days", "weeks", "shortly", "just", "the"])
        && (next + 1..next + 4).any(|t| scene.is(t, &["after", "before", "ahead"]))
        && (next..next + 3).any(|t| phrase::is_time_word(scene.lower(t)) || scene.is(t, &["day", "hours"]));
    let time = phrase::is_time_word(scene.lower(next)) || scene.is(next, TURNS) || later;
    // A rest without a verb goes on only what has none either: "The ban, he said, for years".
    let left = scene.has_finite(zone.start..end.saturating_sub(3).max(zone.start));
    let clause = scene.has_finite(next..zone.end) || super::anchor::is_opening_mark(scene, next);
    let enough = next + 1 < zone.end && (clause || !left);
    (enough && !participle && !time).then_some(next)
}

/// Where a clause ends that starts at a token: before the next comma, semicolon or the end.
pub fn clause_end(scene: &Scene, from: TokenId, zone: &Range<TokenId>) -> TokenId {
    (from..zone.end)
        .find(|&t| scene.is(t, &[",", ";", "\u{2014}"]))
        .unwrap_or_else(|| end_of_words(scene, zone))
}
