//! Finds the verbs that attribute: which verb, whose, and where the words said stand.

use super::anchor::{Anchor, Place, Speaker, closes, is_closing_mark, zone_around};
use super::before;
use super::beside;
use super::frames::{self, Behind};
use super::links;
use super::names::is_front;
use super::phrase::{self, Phrase};
use super::scene::Scene;
use super::source::{self, Trust};
use super::subjects::{carrier, paper_seen, seer, speaker_of, went_on};
use super::together;
use super::words;
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
        || by_place(scene, verb, form, &zone)
        || behind_quotation(scene, verb, row, form);
    let particle = row.particle.as_ref().is_none_or(|word| scene.lower(verb + 1) == word);
    // "the funding announced on Monday": a participle that describes a noun.
    let close = verb + 1..zone.end.min(verb + 6);
    let main = close.clone().find(|&t| scene.is_finite(t)).is_some_and(|main| {
        !(verb + 1..main).any(|t| scene.is_punct(t) || scene.is(t, &["that", "it", "he", "she", "they"]))
    });
    // "in a statement posted on its site that": the paper was posted, and says nothing by that.
    let held = words::is_closing_participle(scene, verb)
        && !before.is_empty()
        && scene.is_noun(verb.wrapping_sub(1));
    if held && form == Form::Past && scene.analysed(verb) && scene.document.rel(verb) == Rel::Acl {
        return None;
    }
    let describes = form == Form::Past
        && scene.analysed(verb)
        && scene.document.rel(verb) == Rel::Acl
        && scene.child(verb, &[Rel::Nsubj]).is_none();
    if describes && main && !closes(scene, verb.wrapping_sub(1)) {
        return None;
    }
    // "the saying", "a warning": a noun.
    let noun = form == Form::Gerund && verb > zone.start && scene.tag(verb - 1) == Upos::Det;
    if !verbal || noun || !particle || row.takes.is_empty() || traps.iter().any(|t| t.contains(span)) {
        return None;
    }
    // "their declared destination": a participle that describes a noun.
    let owned = scene.is(verb.wrapping_sub(1), &["their", "its", "his", "her", "our", "the", "a", "an"]);
    if owned && verb > zone.start && form != Form::Gerund {
        return None;
    }
    // "a price-reporting agency": half of a word says nothing.
    let half = verb > zone.start && scene.is(verb - 1, &["-"]) && scene.is_joined(verb - 1);
    // "The exporter denies it": what is denied stands in another sentence.
    let pointing =
        scene.is(verb + 1, &["it", "this", "that", "them", "so"]) && verb + 2 >= end_of_words(scene, &zone);
    if half || vetoed(scene, verb, form, &zone) || pointing && row.denies {
        return None;
    }
    let (speaker, inverted) = speaker_of(scene, verb, row, form, &zone, before)?;
    if matches!(&speaker, Speaker::Phrase(phrase) if comments(scene, phrase, &zone)) {
        return None;
    }
    let (speaker, beside) = match speaker {
        Speaker::Phrase(phrase) => {
            let mut all = if inverted {
                together::behind(scene, phrase, &zone)
            } else {
                // "Roe and Doe wrote to the minister, urging her to act": they are two before their first verb.
                let main = (phrase.words.end..verb).find(|&t| scene.is_finite(t)).unwrap_or(verb);
                let shared = form == Form::Gerund && scene.is(verb.wrapping_sub(1), &[","]);
                together::before(scene, phrase, if shared { main } else { verb }, &zone)
            };
            let first = all.remove(0);
            (Speaker::Phrase(first), all)
        }
        Speaker::Shared => (Speaker::Shared, Vec::new()),
    };
    let last = beside.last();
    let after = match &speaker {
        Speaker::Phrase(phrase) if inverted => {
            after_aside(scene, last.map_or(phrase.words.end, |p| p.words.end), &zone)
        }
        _ => verb + 1 + usize::from(row.particle.is_some()),
    };
    let mut behind = frames::read_on(scene, verb, row, after, &zone);
    let start = match &speaker {
        Speaker::Phrase(phrase) => phrase.words.start.min(verb),
        Speaker::Shared => verb,
    };
    beside::read_leading(scene, &zone, start, &mut behind);
    if !bears(scene, row, &speaker, &behind) {
        return None;
    }
    if let Speaker::Phrase(phrase) = &speaker {
        // "informed the minister, quoted by Trend"
        let quoted = inverted && scene.is(after, &[","]) && scene.is(after + 1, &["quoted", "cited"]);
        let until = if quoted { zone.end.min(after + 12) } else { after };
        let around = if inverted { phrase.words.end..until } else { phrase.words.start..verb };
        behind.through.extend(carrier(scene, around.clone()));
        behind.citing.extend(paper_seen(scene, around.clone()));
        beside::read_beside(scene, around, &mut behind);
        behind.through.extend(seer(scene, phrase, zone.start));
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
        beside,
        by: "attribution/verb",
    })
}

/// "…, a charge Beijing denies": what is said of a claim is not the sentence before it.
fn comments(scene: &Scene, speaker: &Phrase, zone: &Range<TokenId>) -> bool {
    let from = speaker.words.start.saturating_sub(1).max(zone.start + 2);
    (from..speaker.head).any(|t| {
        let claim = scene.cues.claim_noun(scene.lower(t)).is_some()
            || scene.is(t, &["charge", "charges", "accusations", "allegations", "claims"]);
        claim && (t - 2..t).any(|c| scene.is(c, &[","]))
    })
}

/// Papers find and record things; a body that does so says a figure ("the panel counted 43 transfers").
fn bears(scene: &Scene, row: &Verb, speaker: &Speaker, behind: &Behind) -> bool {
    let finds = row.takes(Takes::Finding) && !row.takes(Takes::Thing);
    // "The affidavit describes messages": what a paper describes as nothing, it tells of.
    if row.id == "describe"
        && let Speaker::Phrase(phrase) = speaker
        && behind.content.is_some_and(|at| !(at..at + 14).any(|t| scene.is(t, &["as"])))
    {
        let kind = links::read(scene, phrase, Trust::Known).and_then(|links| Some(links.last()?.kind));
        return !matches!(kind, None | Some(SourceKind::Document | SourceKind::Dataset));
    }
    if !(finds || row.takes(Takes::Figure)) || behind.clausal && row.sort != Sort::Shows {
        return true;
    }
    let Speaker::Phrase(phrase) = speaker else { return false };
    let kind = links::read(scene, phrase, Trust::Known).and_then(|links| Some(links.last()?.kind));
    let record = matches!(kind, Some(SourceKind::Document | SourceKind::Dataset));
    let figure = || behind.content.is_some_and(|at| frames::figure_follows(scene, at));
    record
        || row.sort == Sort::Shows && scene.is(phrase.head, &["it"])
        || row.takes(Takes::Figure) && figure()
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
    let capitals = |t: TokenId| {
        let word = scene.document.word(t);
        word.len() > 2 && word.chars().all(|c| c.is_ascii_uppercase())
    };
    // "Daily Compass reports that"
    let paper = || verb > zone.start + 1 && is_front(scene, verb - 2);
    let named = || form == Form::Third && (scene.party(verb - 1).is_some() || capitals(verb - 1) || paper());
    let noun = source::noun_kind_at(scene, verb - 1, zone.start);
    let subject = noun.is_some_and(|(_, plural)| plural || form == Form::Third)
        || scene.is(verb - 1, &["data", "people", "police"])
        || named();
    // "…, confirming earlier media reports": what is confirmed does not speak.
    let first = (zone.start..verb).rev().take(6).find(|&t| scene.is(t.wrapping_sub(1), &[","]));
    if first.is_some_and(|t| scene.is_verb(t) && scene.lower(t).ends_with("ing")) {
        return false;
    }
    let that = scene.is(verb + 1, &["that"]) && scene.cues.claim_noun(scene.lower(verb)).is_none();
    let set_off = verb + 1 >= end_of_words(scene, zone)
        || scene.is(verb + 1, &[",", "citing", "quoting"])
        || scene.is(verb + 1, &["with"]) && scene.is(verb + 2, &["reference"]);
    let closes_clause =
        set_off && (verb.saturating_sub(10).max(zone.start)..verb).any(|t| scene.is(t, &[","]));
    // "Data compiled by Bloomberg show that": the record stands further left.
    let record = || {
        let kind = |p: &Phrase| source::noun_kind(scene, p).map(|n| n.0);
        before::subjects_before(scene, verb, zone.start)
            .iter()
            .any(|p| matches!(kind(p), Some(NounKind::Dataset | NounKind::Document)))
    };
    // "The database records €310 million", "Customs filings record imports".
    let row = scene.verb(verb).map(|(row, _)| row);
    let things = row.is_some_and(|row| {
        let takes = row.takes(Takes::Thing) || row.takes(Takes::Figure) || row.takes(Takes::Finding);
        let many = form == Form::Base && row.sort == Sort::Shows && scene.is_noun(verb + 1);
        takes && (frames::figure_follows(scene, verb + 1) || many && subject)
    });
    // "The directorate claims to have recovered six".
    let infinitive = named()
        && scene.is(verb + 1, &["to"])
        && scene.is_verb(verb + 2)
        && row.is_some_and(|row| row.takes(Takes::Infinitive));
    // "…, reports Bloomberg.": what stands behind the comma is no report.
    let behind = form == Form::Third && closes(scene, verb - 1) && trails_named(scene, verb, zone);
    (that || closes_clause) && (subject || record()) || things && record() || infinitive || behind
}

/// Whether a named body that ends its sentence stands right behind a verb.
fn trails_named(scene: &Scene, verb: TokenId, zone: &Range<TokenId>) -> bool {
    let named = phrase::starting_at(scene, verb + 1, zone.end);
    named.is_some_and(|p| {
        let known = scene.party(p.head).is_some() && scene.party(verb).is_none();
        known && p.words.end >= end_of_words(scene, zone)
    })
}

/// "“A machine is a machine,” shrugs Aksel": a noun by its tag and a verb by its place between a quotation and a name.
fn behind_quotation(scene: &Scene, verb: TokenId, row: &Verb, form: Form) -> bool {
    let named = scene.tag(verb + 1) == Upos::Propn || scene.party(verb + 1).is_some();
    matches!(form, Form::Third | Form::Past)
        && row.takes(Takes::Quote)
        && verb > 0
        && is_closing_mark(scene, verb - 1)
        && named
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
            "stop" | "stopped" | "stops" | "avoid" | "avoided" if form == Form::Gerund => return true,
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
    // "…, contracts, invoices and customs papers show": the whole list shows it.
    let mut start = start;
    let paper = |t: TokenId| {
        let noun = source::noun_kind_at(scene, t, t).map(|n| n.0);
        matches!(noun, Some(NounKind::Document | NounKind::Dataset))
    };
    while start > zone.start + 3
        && scene.is(start - 1, &[","])
        && scene.is(start - 3, &[","])
        && paper(start)
        && paper(start - 2)
    {
        start -= 2;
    }
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
        let goes_on = scene.verb(verb).is_some_and(|(_, form)| form == Form::Gerund);
        if trails && (inverted || quotes_before) && !explicit && !goes_on {
            return Some(if quoted_after { Place::Around(content) } else { Place::Before });
        }
        // "a yacht that prosecutors valued at $900,000": all of it is said.
        let that = block.start > zone.start + 1 && scene.is(block.start - 1, &["that", "which"]);
        if that && row.takes(Takes::At) && scene.is_noun(block.start - 2) {
            let thing = phrase::around(scene, block.start - 2, zone.start);
            return Some(Place::Exactly(thing.words.start..clause_end(scene, content, zone)));
        }
        // "two insurers, which the announcement calls “dubious”, were listed"
        if relative && let Some(quote) = super::anchor::quote_starting_at(scene, content) {
            let close = scene.document.tokens_in(scene.quotes[quote].outer).end;
            return Some(Place::Exactly(content..close.max(content + 1)));
        }
        if relative && !explicit && !quoted_after {
            return Some(Place::Exactly(content..clause_end(scene, content, zone)));
        }
        // "The furnace cannot stop, one engineer said: it would break".
        let colon = scene.is(content.wrapping_sub(1), &[":"]) && !inverted;
        let clause_before = scene.has_finite(zone.start + 1..block.start) && !scene.is_verb(zone.start);
        if trails && colon && !quoted_after && clause_before {
            return Some(Place::Around(content));
        }
        // "As Reuters reports, citing two brokers, exports fell": the clause follows the aside.
        let aside = scene.is(content.wrapping_sub(1), &[","]) && !behind.citing.is_empty();
        let as_clause = scene.is(block.start, &["as"]) && block.start < verb && !aside;
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
    // "Drones hit the port, Kyiv urges tighter sanctions": what is urged stands behind.
    let urges = row.takes(Takes::Urge) && !row.takes(Takes::Clause) && behind.end > verb + 1;
    // "He paused, a trader laughed": only quoted words are laughed.
    let spoken = row.takes(Takes::Clause) || row.takes(Takes::That);
    let follows = trails && (quotes_before || !urges && spoken)
        || (scene.is(block.start, &["as"]) && can_trail(row) && !threat);
    if !follows {
        return None;
    }
    const AFTER: &[&str] =
        &["when", "while", "as", "after", "before", "during", "in", "at", "of", "with", "on"];
    // "…, the Chinese side answered with a tariff": not all that speaks says so.
    let tied = scene.is(behind.end, &["of", "with", "on", "to", "at"])
        && !(behind.end + 1..behind.end + 3).any(|t| words::is_time_word(scene.lower(t)));
    if !row.takes(Takes::Clause) && tied && !quotes_before {
        return None;
    }
    let ends = behind.end >= zone.end
        || scene.is_punct(behind.end)
        || scene.is(behind.end, AFTER)
        || words::is_closing_participle(scene, behind.end);
    if !ends && !quotes_before {
        return None;
    }
    // "…, as he announced £55 billion of cuts": a deed, at which the rest was said.
    if scene.is(block.start, &["as"]) && scene.child(verb, &[Rel::Obj]).is_some_and(|t| t > verb) {
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
        "according",
        "citing",
        "speaking",
        "when",
        "while",
        "although",
        "though",
        "even",
        "despite",
        "after",
        "as",
        "amid",
        "days",
        "hours",
        "weeks",
        "adding",
        "cited",
        "quoted",
        "without",
        "whereas",
        "granted",
        "interviewed",
        "asked",
        "pressed",
        "reached",
    ];
    let later = scene
        .is(next, &["a", "one", "two", "three", "hours", "days", "weeks", "shortly", "just", "the"])
        && (next + 1..next + 4).any(|t| scene.is(t, &["after", "before", "ahead"]))
        && (next..next + 3).any(|t| words::is_time_word(scene.lower(t)) || scene.is(t, &["day", "hours"]));
    let time = words::is_time_word(scene.lower(next)) || scene.is(next, TURNS) || later;
    // A rest without a verb goes on only what has none either: "The ban, he said, for years".
    let left = scene.has_finite(zone.start..end.saturating_sub(3).max(zone.start));
    // "Gallium rose to $326, Fastmarkets data showed, up $43 from a week ago"
    let change = scene.is(next, &["up", "down", "compared", "versus"]);
    let clause = change || scene.has_finite(next..zone.end) || super::anchor::is_opening_mark(scene, next);
    let enough = next + 1 < zone.end && (clause || !left);
    (enough && !participle && !time).then_some(next)
}

/// Where a clause ends that starts at a token: before the next comma, semicolon or the end.
pub fn clause_end(scene: &Scene, from: TokenId, zone: &Range<TokenId>) -> TokenId {
    (from..zone.end)
        .find(|&t| scene.is(t, &[",", ";", "\u{2014}"]))
        .unwrap_or_else(|| end_of_words(scene, zone))
}
