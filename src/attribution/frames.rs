//! What follows a verb of saying: hearer, time, place, paper and outlet, and where the words said begin.

use super::anchor::is_opening_mark;
use super::beside;
use super::occasion::{cited, citing_at, is_occasion, note_record};
use super::papers;
use super::phrase::{self, Phrase};
use super::scene::Scene;
use super::source::{self, Trust};
use super::words::{self, is_time_word};
use crate::lexicon::cues::{Takes, Verb};
use crate::model::{Rel, SourceKind, TokenId, Upos};
use std::ops::Range;

/// What was read behind a verb.
#[derive(Debug, Default)]
pub struct Behind {
    /// The first token that belongs to the attribution no more.
    pub end: TokenId,
    /// Where the words said begin, if they follow.
    pub content: Option<TokenId>,
    /// Whether the verb takes a whole clause there.
    pub clausal: bool,
    pub through: Vec<Phrase>,
    pub within: Option<Phrase>,
    pub citing: Vec<Phrase>,
}

/// No attribution says more before it comes to what was said.
const LONGEST: usize = 45;

/// Reads on from the token after a verb (and its inverted subject, if any).
pub fn read_on(scene: &Scene, verb: TokenId, row: &Verb, from: TokenId, zone: &Range<TokenId>) -> Behind {
    let mut behind = Behind { end: from, clausal: true, ..Behind::default() };
    let mut at = from;
    let mut hearer = false;
    let mut after_comma = false;
    let limit = zone.end.min(from + LONGEST);
    while at < limit {
        if let Some(start) = content_mark(scene, at, zone) {
            behind.end = at;
            behind.content = Some(start);
            return behind;
        }
        if scene.is(at, &[","]) {
            match aside(scene, at, zone, &mut behind) {
                Some(next) => {
                    at = next;
                    after_comma = true;
                    behind.end = at;
                    continue;
                }
                None => return behind,
            }
        }
        if scene.is_punct(at) {
            return behind;
        }
        if let Some(start) = citing_at(scene, at) {
            behind.citing = cited(scene, start, zone.end);
            if let Some(last) = behind.citing.last() {
                at = last.words.end;
                behind.end = at;
                continue;
            }
            return behind;
        }
        if let Some(next) = found_it_likely(scene, at, zone) {
            at = next;
            behind.end = at;
            continue;
        }
        if let Some(next) = time_or_adverb(scene, at, limit) {
            at = next;
            behind.end = at;
            continue;
        }
        let adposition = scene.tag(at) == Upos::Adp || scene.is(at, &["to"]);
        if adposition && let Some(next) = preposition(scene, at, row, zone, &mut behind) {
            at = next;
            behind.end = at;
            continue;
        }
        let may_hear = (row.takes(Takes::Addressee) || row.takes(Takes::Urge)) && !hearer && !after_comma;
        if may_hear && let Some(next) = hearer_at(scene, verb, at, zone, &mut behind) {
            at = next;
            hearer = true;
            behind.end = at;
            continue;
        }
        break;
    }
    if at < limit {
        let (content, clausal) = bare(scene, verb, row, at, zone, hearer);
        behind.content = content;
        behind.clausal = clausal;
        behind.end = at;
    }
    behind
}

/// "that", a colon or an opening quotation mark: what follows is said.
fn content_mark(scene: &Scene, at: TokenId, zone: &Range<TokenId>) -> Option<TokenId> {
    if is_opening_mark(scene, at) {
        return Some(at);
    }
    if scene.is(at, &[":"]) {
        return Some(at + 1);
    }
    if scene.is(at, &[","]) && is_opening_mark(scene, at + 1) {
        return Some(at + 1);
    }
    let conjunction = scene.is(at, &["that"]) && at + 1 < zone.end && is_complementiser(scene, at, zone);
    conjunction.then_some(at + 1)
}

/// "that" opens a clause unless it points at a noun ("said that week") or ends it ("said that.").
fn is_complementiser(scene: &Scene, at: TokenId, zone: &Range<TokenId>) -> bool {
    if scene.analysed(at) && scene.tag(at) == Upos::Sconj {
        return true;
    }
    // "admitted that “several” cargoes had raised questions"
    if is_opening_mark(scene, at + 1) && scene.verb(at.wrapping_sub(1)).is_some() {
        return true;
    }
    // Unread words show their verbs badly: behind a verb of saying, "that" before the start of a clause is enough.
    let starts_clause = matches!(scene.tag(at + 1), Upos::Det | Upos::Pron | Upos::Propn);
    if !scene.analysed(at) && starts_clause && scene.verb(at.wrapping_sub(1)).is_some() && at + 3 < zone.end {
        return true;
    }
    let next_is_time = is_time_word(scene.lower(at + 1)) && !scene.has_finite(at + 2..zone.end);
    !next_is_time && !scene.is_punct(at + 1) && scene.has_finite(at + 1..zone.end)
}

/// An aside between commas behind the verb: "citing X", "without elaborating", "in Kyiv".
fn aside(scene: &Scene, comma: TokenId, zone: &Range<TokenId>, behind: &mut Behind) -> Option<TokenId> {
    let close = (comma + 1..zone.end.min(comma + 30)).find(|&t| scene.is(t, &[","]))?;
    let resumes = scene.is(close + 1, &["that"]) || is_opening_mark(scene, close + 1);
    if let Some(start) = citing_at(scene, comma + 1) {
        // The list of those cited may hold commas of its own; the clause resumes at the last.
        behind.citing = cited(scene, start, zone.end);
        let mut end = behind.citing.last().map_or(close, |p| p.words.end);
        // "on the basis of documents it had reviewed, that"
        if !scene.is(end, &[","]) && scene.is(close + 1, &["that"]) {
            end = close;
        }
        return (scene.is(end, &[","]) && !scene.is_punct(end + 1)).then_some(end + 1);
    }
    // "insisted, in an e-mail, that": the paper.
    if resumes
        && scene.is(comma + 1, &["in", "on", "through", "via"])
        && let Some(object) = phrase::starting_at(scene, comma + 2, close)
    {
        let kind = source::read(scene, &object, Trust::Known).map(|s| s.kind);
        note_record(scene, scene.lower(comma + 1), &object, kind, behind);
    }
    // An aside without a clause of its own, or before "that", parts the verb from what is said.
    let plain = close - comma < 12 && !scene.has_finite(comma + 1..close);
    let that = scene.is(close + 1, &["that"]) && close - comma < 16;
    (resumes && (plain || that)).then_some(close + 1)
}

/// "holds it proven that", "considers it likely that": the two words before "that".
fn found_it_likely(scene: &Scene, at: TokenId, zone: &Range<TokenId>) -> Option<TokenId> {
    let judged = matches!(scene.tag(at + 1), Upos::Adj | Upos::Verb | Upos::Noun);
    (scene.is(at, &["it"]) && judged && scene.is(at + 2, &["that"]) && at + 3 < zone.end).then_some(at + 2)
}

/// Days, "last week", "also", "publicly".
fn time_or_adverb(scene: &Scene, at: TokenId, limit: TokenId) -> Option<TokenId> {
    const ADVERBS: &[&str] = &[
        "also",
        "again",
        "then",
        "later",
        "earlier",
        "separately",
        "back",
        "recently",
        "instead",
        "in",
        "further",
    ];
    let word = scene.lower(at);
    if is_time_word(word) && scene.tag(at) != Upos::Aux {
        let mut end = at + 1;
        while end < limit
            && (is_time_word(scene.lower(end)) || scene.tag(end) == Upos::Num && !is_amount(scene, end))
        {
            end += 1;
        }
        return Some(end);
    }
    // "the Evening Mail" is no evening.
    let capital = |t: TokenId| {
        scene.document.tokens.get(t).is_some_and(|_| scene.document.word(t).starts_with(char::is_uppercase))
    };
    if word == "the" && capital(at + 1) && capital(at + 2) {
        return None;
    }
    if matches!(word, "this" | "last" | "next" | "the" | "a" | "two" | "three" | "several")
        && at + 1 < limit
        && is_time_word(scene.lower(at + 1))
        && !scene.is_finite(at + 2)
    {
        return Some(at + 2);
    }
    let adverb = scene.tag(at) == Upos::Adv && ADVERBS.contains(&word) && word != "in";
    let manner = scene.tag(at) == Upos::Adv && word.ends_with("ly") && at + 1 < limit;
    (adverb || manner).then_some(at + 1)
}

fn is_amount(scene: &Scene, token: TokenId) -> bool {
    scene.is(token + 1, &["million", "billion", "percent", "%", "per"])
        || scene.is(token.wrapping_sub(1), &["$", "\u{20ac}"])
}

/// A prepositional phrase that belongs to the saying and not to what is said.
fn preposition(
    scene: &Scene,
    at: TokenId,
    row: &Verb,
    zone: &Range<TokenId>,
    behind: &mut Behind,
) -> Option<TokenId> {
    let word = scene.lower(at);
    let taken = match word {
        "of" => row.takes(Takes::Of) || row.takes(Takes::Charge),
        "about" => row.takes(Takes::About),
        "for" => row.takes(Takes::For),
        "against" => row.takes(Takes::Against),
        "on" => row.takes(Takes::On) && !is_time_phrase(scene, at + 1),
        "at" => row.takes(Takes::At),
        "as" => row.takes(Takes::As),
        "to" if row.takes(Takes::To) => true,
        "to" if !scene.analysed(at) && (row.takes(Takes::Urge) || row.takes(Takes::Infinitive)) => {
            // Unread, "to wait" and "to reporters" look alike but for the table of nouns.
            let word = scene.lower(at + 1);
            scene.tag(at + 1) == Upos::Noun && scene.cues.noun(word).is_none() && !word.ends_with('s')
        }
        "to" => scene.is_verb(at + 1) || scene.tag(at + 1) == Upos::Verb,
        _ => false,
    };
    if taken {
        return None;
    }
    let object = phrase::starting_at(scene, at + 1, zone.end)?;
    let end = object.words.end;
    let resumes = scene.is(end, &["that", ",", ":", ".", ";"])
        || is_opening_mark(scene, end)
        || end >= zone.end
        || words::is_time_word(scene.lower(end))
        || scene.tag(end) == Upos::Adp;
    let kind = source::read(scene, &object, Trust::Known).map(|s| s.kind);
    let paper = matches!(kind, Some(SourceKind::Document | SourceKind::Dataset));
    let occasion = is_occasion(scene, &object) || paper;
    let hearer = matches!(word, "to" | "with") && kind.is_some();
    let place =
        matches!(word, "in" | "at" | "on" | "from" | "outside") && scene.country(object.head).is_some();
    if !(resumes || occasion || hearer || place || is_time_phrase(scene, at + 1)) {
        return None;
    }
    note_record(scene, word, &object, kind, behind);
    Some(end)
}

fn is_time_phrase(scene: &Scene, from: TokenId) -> bool {
    (from..from + 3).any(|t| is_time_word(scene.lower(t))) && !scene.is_finite(from)
}

/// Somebody told: a noun phrase before "that", a clause, a quotation or the end.
fn hearer_at(
    scene: &Scene,
    verb: TokenId,
    at: TokenId,
    zone: &Range<TokenId>,
    behind: &mut Behind,
) -> Option<TokenId> {
    let heard = phrase::starting_at(scene, at, zone.end)?;
    // "told reporters in Seoul the plan": the hearer is the bare phrase; place and time are read after it.
    // "warned exporters of chips to Russia": whom it warned, and nothing more.
    let deals = ["exporters", "suppliers", "sellers", "makers", "producers", "buyers", "importers", "users"];
    let end = if scene.is(heard.head, &deals) && scene.is(heard.head + 1, &["of"]) {
        heard.words.end
    } else {
        heard.head + 1
    };
    let by_arc = scene.child(verb, &[Rel::Obj, Rel::Iobj]).is_some_and(|t| heard.words.contains(&t));
    let subject = scene.is_finite(end) && !by_arc;
    if subject || scene.tag(heard.head) == Upos::Num {
        return None;
    }
    let outlet = source::read(scene, &heard, Trust::Known).is_some_and(|s| s.kind == SourceKind::Outlet)
        || beside::is_told_outlet(scene, &heard)
        || papers::is_newswire(scene, &heard);
    let hearers = scene.is(heard.head, &["media", "press", "newspapers", "papers", "journalists"]);
    if outlet && !hearers {
        behind.through.push(Phrase { words: heard.words.start..end, head: heard.head });
    }
    // "told the Times and Bloomberg that"
    let second = (outlet && scene.is(end, &["and"]))
        .then(|| phrase::starting_at(scene, end + 1, zone.end))
        .flatten()
        .filter(|p| source::read(scene, p, Trust::Known).is_some_and(|s| s.kind == SourceKind::Outlet));
    let end = second.map_or(end, |p| p.head + 1);
    Some(end)
}

/// Words said without a mark: a bare clause, a noun, an infinitive, or what follows a preposition.
fn bare(
    scene: &Scene,
    verb: TokenId,
    row: &Verb,
    at: TokenId,
    zone: &Range<TokenId>,
    hearer: bool,
) -> (Option<TokenId>, bool) {
    let word = scene.lower(at);
    let preposition = match word {
        // "companies that it accuses of shipping": whom it accuses stands before.
        "of" => row.takes(Takes::Of) || row.takes(Takes::Charge) && is_relative(scene, verb, zone),
        "about" => row.takes(Takes::About),
        "for" => row.takes(Takes::For),
        "against" => row.takes(Takes::Against),
        "on" => row.takes(Takes::On),
        "at" => row.takes(Takes::At),
        "as" => row.takes(Takes::As),
        _ => false,
    };
    if preposition {
        return (Some(at + 1), false);
    }
    if word == "to" && row.takes(Takes::To) && !scene.is_base_verb(at + 1) {
        return (Some(at + 1), false);
    }
    if word == "to" || (word == "not" && scene.is(at + 1, &["to"])) {
        let infinitive =
            row.takes(Takes::Infinitive) && row.id != "say" || (row.takes(Takes::Urge) && hearer);
        return (infinitive.then_some(at), true);
    }
    if matches!(word, "whether" | "if" | "why" | "how" | "what" | "where" | "who") {
        let asks = row.takes(Takes::Whether)
            || (matches!(word, "how" | "why" | "what" | "whether")
                && (row.takes(Takes::Thing) || row.id == "explain" || hearer));
        return (asks.then_some(at), true);
    }
    if let Some(start) = object_frame(scene, row, at, zone) {
        return (Some(start), false);
    }
    // "Minister says impact likely limited": headlines leave out their verbs.
    let bold = scene.in_title(verb) && row.id == "say" && at + 2 < zone.end && !scene.is_punct(at);
    let clause = bold || clause_follows(scene, verb, at, zone);
    let participle = scene.lower(verb).ends_with("ing");
    // The arcs of headlines are not to be trusted so far.
    // "Taiwan added chips to its list" says nothing.
    let thing = scene.child(verb, &[Rel::Obj]).is_some_and(|t| t >= at);
    let complement =
        by_complement(scene, verb, at) && !thing && !scene.in_title(verb) && row.id != "announce";
    let bare_that = row.takes(Takes::That) && (participle || complement);
    if clause && (row.takes(Takes::Clause) || bare_that) {
        return (Some(at), true);
    }
    let thing = row.takes(Takes::Thing) || row.takes(Takes::Finding);
    if thing && thing_follows(scene, row, at, zone) || row.takes(Takes::Figure) && figure_follows(scene, at) {
        return (Some(at), false);
    }
    (None, true)
}

/// Whether a verb stands in a clause that a relative pronoun opens.
fn is_relative(scene: &Scene, verb: TokenId, zone: &Range<TokenId>) -> bool {
    let from = verb.saturating_sub(8).max(zone.start);
    (from..verb).any(|t| scene.is(t, &["that", "which", "who", "whom"]) && scene.is_noun(t.wrapping_sub(1)))
}

/// "accused X of", "described X as", "put X at", "called X a mistake".
fn object_frame(scene: &Scene, row: &Verb, at: TokenId, zone: &Range<TokenId>) -> Option<TokenId> {
    let object = phrase::starting_at(scene, at, zone.end)?;
    let until = zone.end.min(object.words.end + 14);
    let marks = |word: &'static str| (object.head + 1..until).any(|t| scene.is(t, &[word]));
    // "suspects him of nothing"
    let charge = (object.head + 1..until).find(|&t| scene.is(t, &["of"]));
    let fits = charge.is_some_and(|of| row.takes(Takes::Charge) && !scene.is(of + 1, &["nothing", "no"]))
        || (row.takes(Takes::As) && marks("as"))
        || (row.takes(Takes::At) && marks("at"))
        || (row.takes(Takes::Change)
            && scene.is(object.words.end, &["to"])
            && scene.is_base_verb(object.words.end + 1))
        || (row.takes(Takes::Name) && names_it(scene, &object, until));
    fits.then_some(at)
}

/// After "called the move" comes what it was called: a quotation, an article, an adjective.
fn names_it(scene: &Scene, object: &Phrase, until: TokenId) -> bool {
    let next = object.words.end;
    next < until
        && (is_opening_mark(scene, next)
            || matches!(scene.tag(next), Upos::Det | Upos::Adj)
            || scene.is(next, &["a", "an"]))
}

fn by_complement(scene: &Scene, verb: TokenId, at: TokenId) -> bool {
    scene.child(verb, &[Rel::Ccomp]).is_some_and(|t| t >= at)
}

/// Whether a clause with a finite verb of its own starts here.
fn clause_follows(scene: &Scene, verb: TokenId, at: TokenId, zone: &Range<TokenId>) -> bool {
    if by_complement(scene, verb, at) {
        return true;
    }
    // "insist they no longer ship": who is so named does something.
    if scene.is(at, &["he", "she", "they", "we", "i"]) && at + 2 < zone.end && !scene.is_punct(at + 1) {
        return true;
    }
    let end = zone.end.min(at + 60);
    let Some(finite) = (at..end).find(|&t| scene.is_finite(t)) else { return false };
    // "thinking about the saying that grew": a preposition opens no clause unless a comma closes it.
    if scene.tag(at) == Upos::Adp && !(at..finite).any(|t| scene.is(t, &[","])) {
        return false;
    }
    // "reported a profit, which rose": the verb belongs to a clause of the noun's own.
    let relative = (at + 1..finite).any(|t| scene.is(t, &["that"]));
    let broken = relative
        || (at..finite).any(|t| {
            scene
                .is(t, &["which", "who", "that", ";", "but", "while", "after", "before", "when", "as", "and"])
        });
    // A verb with an object by its arcs has no bare clause.
    let object = scene.child(verb, &[Rel::Obj]).is_some_and(|t| t >= at && t < finite);
    finite > at && !broken && !object
}

/// Whether a number starts here, with the words that soften it: "43 transfers", "more than 2,100 machines".
pub fn figure_follows(scene: &Scene, at: TokenId) -> bool {
    let number = |t: TokenId| {
        matches!(scene.tag(t), Upos::Num | Upos::Sym)
            || scene.lower(t).starts_with(|c: char| c.is_ascii_digit() || "$\u{20ac}\u{a3}".contains(c))
    };
    const SOFTENERS: &[&str] = &[
        "more", "than", "over", "nearly", "about", "some", "roughly", "around", "almost", "at", "least",
        "fewer", "only", "just", "exactly", "under", "less", "well", "up", "to", "as", "many", "another",
        "a", "total", "of",
    ];
    let first = (at..at + 5).find(|&t| !scene.is(t, SOFTENERS));
    first.is_some_and(number)
}

/// Whether a noun, gerund or figure starts here that the verb says something with.
fn thing_follows(scene: &Scene, row: &Verb, at: TokenId, zone: &Range<TokenId>) -> bool {
    if at >= zone.end
        || scene.is(at, &["it", "itself", "himself", "herself", "themselves", "him", "her", "them"])
    {
        return false;
    }
    let gerund = scene.is_verb(at) && scene.lower(at).ends_with("ing");
    let thing = phrase::starting_at(scene, at, zone.end);
    // "reported the dealer to the police" hands somebody over.
    let handed = |p: &Phrase| row.id == "report" && (p.head + 1..zone.end).any(|t| scene.is(t, &["to"]));
    let said = thing.is_some_and(|p| row.takes_thing(scene.lower(p.head)) && !handed(&p));
    (gerund && row.only_things.is_empty()) || said
}
