//! Whether a capital stands for its government: it acts, owns a policy, or is acted upon.

use crate::lexicon::Lexicon;
use crate::lexicon::countries::Form;
use crate::mentions::around::{self, Word};
use crate::model::{Document, Span, Upos};

/// Second halves of compounds that only a government enters ("Moscow-backed").
const HYPHENATED: [&str; 18] = [
    "aligned",
    "allied",
    "appointed",
    "approved",
    "backed",
    "brokered",
    "controlled",
    "directed",
    "driven",
    "friendly",
    "funded",
    "imposed",
    "installed",
    "led",
    "linked",
    "ordered",
    "sanctioned",
    "sponsored",
];
/// Nouns behind a capital that mean its government.
const RULERS: [&str; 30] = [
    "ban",
    "controls",
    "curbs",
    "decree",
    "demands",
    "diplomacy",
    "embargo",
    "licence",
    "licences",
    "licenses",
    "ministries",
    "policy",
    "pressure",
    "restrictions",
    "rules",
    "subsidies",
    "tariffs",
    "administration",
    "authorities",
    "bureaucrats",
    "diplomats",
    "government",
    "lawmakers",
    "leaders",
    "leadership",
    "officials",
    "policymakers",
    "regime",
    "regulators",
    "sanctions",
];
/// Words that may stand between a government and its verb.
const BETWEEN: [&str; 33] = [
    "again", "already", "also", "always", "both", "do", "earlier", "even", "ever", "first", "however", "in",
    "itself", "just", "last", "later", "long", "month", "never", "not", "now", "often", "on", "soon",
    "still", "then", "this", "today", "too", "turn", "week", "weekend", "year",
];
/// Prepositions behind which a capital is a party to something.
const DEALING: [&str; 11] =
    ["against", "between", "by", "for", "like", "than", "toward", "towards", "with", "without", "upon"];
/// Prepositions behind which a capital is a place.
const PLACING: [&str; 23] = [
    "reach",
    "reached",
    "reaching",
    "across",
    "around",
    "at",
    "city",
    "central",
    "downtown",
    "in",
    "inside",
    "into",
    "leaving",
    "near",
    "northern",
    "outside",
    "southern",
    "through",
    "throughout",
    "via",
    "visit",
    "visited",
    "visiting",
];
/// Words before "to", "from", "of", "on" or "between" that speak of travel and places.
const TRAVEL: [&str; 57] = [
    "airport",
    "bank",
    "embassy",
    "harbour",
    "port",
    "ports",
    "siege",
    "university",
    "way",
    "leave",
    "leaves",
    "left",
    "ambassador",
    "arrive",
    "arrived",
    "calls",
    "capital",
    "centre",
    "center",
    "city",
    "direct",
    "distance",
    "drive",
    "drove",
    "flew",
    "flight",
    "flights",
    "fly",
    "flying",
    "flown",
    "go",
    "headed",
    "journey",
    "kilometres",
    "kilometers",
    "km",
    "line",
    "mayor",
    "miles",
    "moved",
    "north",
    "outskirts",
    "railway",
    "reporting",
    "return",
    "returned",
    "road",
    "route",
    "south",
    "streets",
    "suburb",
    "suburbs",
    "train",
    "travel",
    "travelled",
    "trip",
    "went",
];
/// What comes from a government rather than from a town.
const ISSUED: [&str; 48] = [
    "assurances",
    "buy",
    "buying",
    "bought",
    "complaints",
    "criticism",
    "extracted",
    "imported",
    "missiles",
    "money",
    "ordered",
    "purchased",
    "representations",
    "received",
    "secured",
    "weapons",
    "word",
    "aid",
    "approval",
    "approvals",
    "assistance",
    "backing",
    "backlash",
    "clearance",
    "concession",
    "concessions",
    "demand",
    "demands",
    "guarantees",
    "guidance",
    "help",
    "independence",
    "instructions",
    "invitation",
    "licence",
    "licences",
    "message",
    "order",
    "orders",
    "permission",
    "pressure",
    "reaction",
    "reply",
    "response",
    "retaliation",
    "signals",
    "support",
    "threats",
];

/// What a government has, before "of": "the wrath of Beijing", "at the request of Washington".
const OWNED: [&str; 40] = [
    "accused",
    "accuse",
    "accuses",
    "accusing",
    "ally",
    "allies",
    "ambitions",
    "approval",
    "attitude",
    "behalf",
    "blessing",
    "consent",
    "control",
    "criticism",
    "critical",
    "critics",
    "demand",
    "demands",
    "enemies",
    "favour",
    "fear",
    "fearful",
    "foes",
    "hands",
    "independent",
    "influence",
    "insistence",
    "interests",
    "intentions",
    "ire",
    "orbit",
    "part",
    "patience",
    "permission",
    "position",
    "pressure",
    "request",
    "support",
    "wary",
    "wrath",
];

/// Whether the capital at a span stands for its government.
pub fn acts(document: &Document, lexicon: &Lexicon, span: Span) -> bool {
    let text = document.text();
    if let Some(answer) = by_hyphen(text, lexicon, span) {
        return answer;
    }
    let before = around::previous(text, span.start);
    if before.as_ref().is_some_and(|w| is_part_of_a_name(text, lexicon, w)) {
        return false;
    }
    let among = |list: &[&str]| before.is_some_and(|w| w.adjoins() && list.contains(&w.lower().as_str()));
    match around::possessive(text, span.end) {
        0 if among(&PLACING) => false,
        // What stands behind a preposition is the subject of nothing.
        0 if among(&["against", "between", "by", "from", "of", "on", "to", "with"]) => {
            is_party(text, lexicon, span)
        }
        0 => has_a_verb(document, lexicon, span.end) || is_party(text, lexicon, span),
        ending => owns_policy(text, lexicon, span.end + ending),
    }
}

/// "Moscow-backed" is the government, "Moscow-based" the town; "pro-Moscow", "Washington-Beijing" the government.
fn by_hyphen(text: &str, lexicon: &Lexicon, span: Span) -> Option<bool> {
    let government = |word: &str| lexicon.countries.lookup(word).is_some();
    if let Some(word) = around::next(text, span.end).filter(Word::is_hyphenated) {
        return Some(HYPHENATED.contains(&word.lower().as_str()) || government(word.text));
    }
    let word = around::previous(text, span.start).filter(Word::is_hyphenated)?;
    Some(["anti", "pro"].contains(&word.lower().as_str()) || government(word.text))
}

/// "Denzel Washington", "New London": a capitalised word just before, where no sentence opens.
fn is_part_of_a_name(text: &str, lexicon: &Lexicon, word: &Word) -> bool {
    let name = word.adjoins() && word.is_capitalised() && !around::opens_sentence(text, word.span.start);
    let dated = MONTHS.contains(&word.text) || word.text.ends_with("day");
    name && !dated && lexicon.countries.lookup(word.text).is_none() && !is_title_case(text, lexicon, word)
}

/// In a headline every word has a capital, so that it says nothing: "As Beijing Curbs Exports".
fn is_title_case(text: &str, lexicon: &Lexicon, word: &Word) -> bool {
    let lower = word.lower();
    let plain = lexicon.countries.acts(&lower) || lexicon.countries.moves(&lower);
    plain || CONJUNCTIONS.contains(&lower.as_str()) || DEALING.contains(&lower.as_str()) || text.is_empty()
}

const CONJUNCTIONS: [&str; 14] = [
    "after", "and", "as", "because", "before", "but", "how", "if", "or", "that", "to", "when", "while", "why",
];

/// "Beijing's export controls" but not "Moscow's suburbs" or "Tokyo's Shibuya ward".
fn owns_policy(text: &str, lexicon: &Lexicon, at: u32) -> bool {
    let Some(first) = around::next(text, at).filter(Word::adjoins) else { return true };
    let second = around::next(text, first.span.end).filter(Word::adjoins);
    let of_a_city = |word: &Word| lexicon.countries.is_of_a_city(&word.lower());
    if of_a_city(&first) || second.as_ref().is_some_and(of_a_city) {
        return false;
    }
    !first.is_capitalised()
        || POLICY_NAMES.contains(&first.text)
        || MONTHS.contains(&first.text)
        || lexicon.countries.lookup(first.text).is_some()
}

/// "Washington's October rules".
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Capitalised words that open the name of a policy or a part of a government.
const POLICY_NAMES: [&str; 18] = [
    "Belt",
    "Central",
    "Commerce",
    "Communist",
    "Defence",
    "Defense",
    "Entity",
    "Export",
    "Foreign",
    "Made",
    "Middle",
    "Ministry",
    "National",
    "One",
    "Trade",
    "Treasury",
    "Unreliable",
    "Western",
];

/// Whether the capital is the subject of something a government does.
fn has_a_verb(document: &Document, lexicon: &Lexicon, from: u32) -> bool {
    let text = document.text();
    let mut at = from;
    for _ in 0..5 {
        let Some(word) = around::next(text, at) else { return false };
        let lower = word.lower();
        let gap = word.gap.trim();
        let relative = gap == "," && ASIDES.contains(&lower.as_str());
        if at == from && relative && text[word.span.start as usize..].starts_with("for its part") {
            return true;
        }
        if !(word.adjoins() || relative || at_comma_of(text, at, gap)) {
            return false;
        }
        if is_verb(document, lexicon, &word, at == from) {
            return true;
        }
        let ruler = RULERS.contains(&lower.as_str()) && word.adjoins();
        if ruler || lower == "its" {
            return true;
        }
        let joined = ["and", "or", "nor", "its"].contains(&lower.as_str());
        let country = lexicon.countries.lookup(word.text).is_some_and(|(_, form)| form != Form::Adjective);
        // "Beijing last month extended", "Washington on Friday added".
        let adverb = lower.ends_with("ly")
            || lower == "yesterday"
            || BETWEEN.contains(&lower.as_str())
            || lexicon.parties.is_plain(word.text);
        if !(joined || country || adverb || relative) {
            return false;
        }
        at = word.span.end;
    }
    false
}

/// Words that open an aside between a government and its verb.
const ASIDES: [&str; 7] = ["for", "however", "in", "itself", "meanwhile", "too", "which"];

/// The comma that closes "Beijing, however, said".
fn at_comma_of(text: &str, at: u32, gap: &str) -> bool {
    let word = around::previous(text, at).map(|w| w.lower()).unwrap_or_default();
    gap == "," && ["however", "too", "turn", "meanwhile", "itself"].contains(&word.as_str())
}

/// A noun directly behind the capital makes a compound ("Beijing plans"); behind an adverb the tag is wrong.
/// What the tagger takes for a noun is a verb all the same where its object follows ("Brussels plans to levy").
fn is_verb(document: &Document, lexicon: &Lexicon, word: &Word, adjoins: bool) -> bool {
    let analysed = document
        .sentence_at(word.span.start)
        .and_then(|s| document.sentences.get(s))
        .is_some_and(|s| s.analysed);
    let lower = word.lower().replace('\u{2019}', "'");
    let acts = lexicon.countries.acts(&lower);
    match tag(document, word.span).filter(|_| analysed) {
        Some(Upos::Aux) => true,
        Some(Upos::Noun | Upos::Adj | Upos::Propn) if adjoins && !word.is_capitalised() => {
            acts && has_an_object(document, &lower, word)
        }
        _ => acts,
    }
}

/// Whether a word in -s or -ed is followed by what only a verb has behind it.
fn has_an_object(document: &Document, lower: &str, word: &Word) -> bool {
    const OPENING: [&str; 12] =
        ["a", "all", "an", "any", "back", "both", "its", "no", "some", "that", "the", "to"];
    if !(lower.ends_with('s') || lower.ends_with("ed")) {
        return false;
    }
    let Some(next) = around::next(document.text(), word.span.end).filter(Word::adjoins) else { return false };
    let named = matches!(tag(document, next.span), Some(Upos::Propn | Upos::Pron | Upos::Det));
    let gerund = next.text.ends_with("ing") && next.text.len() > 5;
    let bare =
        matches!(tag(document, next.span), Some(Upos::Noun | Upos::Adj)) && !has_other_verb(document, word);
    OPENING.contains(&next.text) || named || gerund || bare
}

/// Whether the rest of the sentence has a verb of its own, so that the word before it is its subject.
fn has_other_verb(document: &Document, word: &Word) -> bool {
    let sentence = document.sentence_at(word.span.start).and_then(|s| document.sentences.get(s));
    let first = document.tokens_in(word.span).end;
    sentence.is_some_and(|sentence| {
        (first..sentence.tokens.end)
            .filter_map(|at| document.tokens.get(at))
            .take(12)
            .any(|token| matches!(token.pos, Upos::Verb | Upos::Aux))
    })
}

fn tag(document: &Document, span: Span) -> Option<Upos> {
    let first = document.tokens_in(span).start;
    document.tokens.get(first).filter(|token| token.span.overlaps(span)).map(|token| token.pos)
}

/// Whether the capital is one that something is done with, to or by: "talks with Beijing", "urged Moscow".
fn is_party(text: &str, lexicon: &Lexicon, span: Span) -> bool {
    let next = around::next(text, span.end);
    if next.is_some_and(|w| w.adjoins() && (w.is_capitalised() || lexicon.countries.is_of_a_city(&w.lower())))
    {
        return false;
    }
    let Some(word) = around::previous(text, span.start).filter(Word::adjoins) else { return false };
    let lower = word.lower();
    match lower.as_str() {
        "both" => around::previous(text, word.span.start)
            .filter(Word::adjoins)
            .is_some_and(|w| lexicon.countries.moves(&w.lower()) || DEALING.contains(&w.lower().as_str())),
        "and" | "or" => {
            let other = around::previous(text, word.span.start).filter(Word::adjoins);
            other.is_some_and(|w| {
                lexicon.countries.lookup(w.text).is_some() && {
                    let form = lexicon.countries.lookup(w.text).map(|(_, form)| form);
                    form != Some(Form::Capital)
                        || is_party(text, lexicon, Span { start: w.span.start, end: w.span.start })
                }
            })
        }
        "of" => is_among(text, word.span.start, 2, &OWNED),
        "to" | "on" => !is_among(text, word.span.start, 4, &TRAVEL),
        "from" => is_among(text, word.span.start, 4, &ISSUED),
        _ if DEALING.contains(&lower.as_str()) => !is_among(text, word.span.start, 4, &TRAVEL),
        _ => lexicon.countries.moves(&lower),
    }
}

/// Whether one of the few words before a place is of the list.
fn is_among(text: &str, mut at: u32, reach: usize, list: &[&str]) -> bool {
    for _ in 0..reach {
        let Some(word) = around::previous(text, at) else { return false };
        if list.contains(&word.lower().as_str()) {
            return true;
        }
        at = word.span.start;
    }
    false
}
