//! Offices and organisations by the form of their names: ministries, customs, institutes, commissions.

use super::found::Found;
use super::known::{around_country, country_left};
use super::runs::{Run, cover};
use crate::lexicon::Lexicon;
use crate::mentions::around::{self, Word};
use crate::model::{PartyKind, Span};

/// What ministries are about, in small letters ("the commerce ministry").
pub const SUBJECTS: [&str; 32] = [
    "affairs",
    "agriculture",
    "and",
    "commerce",
    "culture",
    "defence",
    "defense",
    "development",
    "digital",
    "economic",
    "economy",
    "education",
    "emergency",
    "energy",
    "environment",
    "external",
    "finance",
    "foreign",
    "health",
    "home",
    "industry",
    "information",
    "infrastructure",
    "intelligence",
    "interior",
    "internal",
    "justice",
    "security",
    "strategic",
    "technology",
    "trade",
    "transport",
];
/// Nouns that make an office of customs, or of any adjective of a country before it.
const CUSTOMS: [&str; 9] = [
    "administration",
    "agency",
    "authorities",
    "authority",
    "bureau",
    "department",
    "office",
    "officials",
    "service",
];
/// Last words of the names of public offices.
const PUBLIC: [&str; 17] = [
    "Administration",
    "Agency",
    "Authority",
    "Bureau",
    "Command",
    "Commission",
    "Committee",
    "Court",
    "Customs",
    "Department",
    "Directorate",
    "Inspectorate",
    "Office",
    "Parliament",
    "Police",
    "Service",
    "Treasury",
];
/// Words beside which "Intelligence" is a service of a state.
const SECRET: [&str; 6] = ["Defence", "Defense", "Foreign", "Military", "National", "Naval"];
/// Last words of the names of other organisations.
const ORGANISED: [&str; 24] = [
    "Academy",
    "Alliance",
    "Association",
    "Center",
    "Centre",
    "Coalition",
    "College",
    "Consortium",
    "Council",
    "Federation",
    "Forum",
    "Foundation",
    "Fund",
    "Initiative",
    "Institute",
    "Institution",
    "Network",
    "Observatory",
    "Organisation",
    "Organization",
    "Project",
    "School",
    "Society",
    "University",
];

pub fn find(text: &str, lexicon: &Lexicon, runs: &[Run]) -> Vec<Found> {
    let mut found = ministries(text, lexicon);
    found.extend(customs(text, lexicon));
    found.extend(runs.iter().filter_map(|run| organisation(text, lexicon, run)));
    found
}

fn ministries(text: &str, lexicon: &Lexicon) -> Vec<Found> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("inistry") {
        let start = at.saturating_sub(1);
        if !matches!(text.get(start..at), Some("M" | "m")) {
            continue;
        }
        let word = Span::new(start, at + "inistry".len());
        if let Some(span) = ministry_of(text, word).or_else(|| subject_before(text, lexicon, word)) {
            let mut party = Found::new(span, PartyKind::Agency, span.of(text), "mentions/party:ministry");
            party.country =
                around_country(text, lexicon, span).or_else(|| country_left(text, lexicon, span.start, 1));
            found.push(party);
        }
    }
    found
}

/// "Ministry of Commerce", "ministry of economy, trade and industry".
fn ministry_of(text: &str, word: Span) -> Option<Span> {
    let of = around::next(text, word.end).filter(|w| w.adjoins() && ["of", "for"].contains(&w.text))?;
    let mut end = None;
    let mut at = of.span.end;
    for _ in 0..9 {
        let Some(next) = around::next(text, at) else { break };
        let subject =
            next.is_capitalised() || SUBJECTS.contains(&next.text) || ["the", "for"].contains(&next.text);
        let close = next.adjoins()
            || next.gap == ", "
                && next.is_capitalised()
                && end.is_some()
                && text[next.span.end as usize..].starts_with([' ', ','])
                && lists_on(text, next.span.end);
        if !(subject && close) {
            break;
        }
        if !["and", "the", "for", "of"].contains(&next.text) {
            end = Some(next.span.end);
        }
        at = next.span.end;
    }
    end.map(|end| Span { start: word.start, end })
}

/// Whether an "and" with a capitalised word closes the list soon ("Economy, Trade and Industry").
fn lists_on(text: &str, at: u32) -> bool {
    let Some(next) = around::next(text, at) else { return false };
    let closes =
        |w: &Word| w.text == "and" && around::next(text, w.span.end).is_some_and(|n| n.is_capitalised());
    closes(&next) || next.is_capitalised() && around::next(text, next.span.end).is_some_and(|w| closes(&w))
}

/// "Commerce Ministry", "foreign ministry", "Economic Affairs Ministry".
fn subject_before(text: &str, lexicon: &Lexicon, word: Span) -> Option<Span> {
    let mut start = None;
    let mut at = word.start;
    for _ in 0..4 {
        let Some(before) = around::previous(text, at).filter(Word::adjoins) else { break };
        let named =
            lexicon.countries.lookup(before.text).is_some() || before.text.contains(['\'', '\u{2019}', '.']);
        let subject = SUBJECTS.contains(&before.lower().as_str());
        if named || !subject || before.text == "and" && start.is_none() {
            break;
        }
        if before.text != "and" {
            start = Some(before.span.start);
        }
        at = before.span.start;
    }
    start.map(|start| Span { start, end: word.end })
}

/// "Russian customs service", "the customs authorities".
fn customs(text: &str, lexicon: &Lexicon) -> Vec<Found> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("ustoms ") {
        let start = at.saturating_sub(1);
        if !matches!(text.get(start..at), Some("C" | "c")) {
            continue;
        }
        let end = at + "ustoms".len();
        let Some(noun) = around::next(text, Span::new(start, end).end).filter(Word::adjoins) else {
            continue;
        };
        if !CUSTOMS.contains(&noun.lower().as_str()) {
            continue;
        }
        let before = around::previous(text, Span::new(start, end).start);
        let wider =
            before.filter(|w| w.adjoins() && ["federal", "state", "general"].contains(&w.lower().as_str()));
        let span = Span { start: wider.map_or(start as u32, |w| w.span.start), end: noun.span.end };
        let mut party = Found::new(span, PartyKind::Agency, span.of(text), "mentions/party:customs");
        party.country = around_country(text, lexicon, span);
        found.push(party);
    }
    found
}

/// "Royal Institute of Technology", "Centre for Naval Studies", "Export Control Commission".
fn organisation(text: &str, lexicon: &Lexicon, run: &Run) -> Option<Found> {
    if run.heading {
        return None;
    }
    let word = |span: &Span| span.of(text);
    let tokens = &run.tokens;
    let first =
        tokens.iter().position(|t| lexicon.countries.lookup(word(t).trim_end_matches('.')).is_none())?;
    let tokens = &tokens[first..];
    let last = tokens.last()?;
    let kind = match word(last) {
        noun if PUBLIC.contains(&noun) => PartyKind::Agency,
        // "Defence Intelligence", a state's
        "Intelligence" if tokens.iter().any(|t| SECRET.contains(&word(t))) => PartyKind::Agency,
        noun if ORGANISED.contains(&noun) => PartyKind::Organisation,
        _ => return None,
    };
    let mut span = cover(tokens);
    let tail = of_something(text, lexicon, span.end);
    if tokens.len() < 2 && tail.is_none() {
        return None;
    }
    span.end = tail.unwrap_or(span.end);
    let mut found = Found::new(span, kind, span.of(text), "mentions/party:office");
    found.country = around_country(text, lexicon, span);
    Some(found)
}

/// The end of "of Technology", "for Strategic and International Studies" behind a noun.
fn of_something(text: &str, lexicon: &Lexicon, at: u32) -> Option<u32> {
    let mut end = None;
    let mut at = at;
    for step in 0..8 {
        let Some(next) = around::next(text, at).filter(Word::adjoins) else { break };
        let link = ["of", "for", "on", "and", "the", "in", "to"].contains(&next.text);
        if step == 0 && !["of", "for", "on"].contains(&next.text) {
            return None;
        }
        // "the Bureau of Industry and Security Lena Park": the name of whoever heads it.
        let person = step > 1 && next.is_capitalised() && lexicon.parties.is_given_name(next.text);
        if person {
            break;
        }
        // "the Treasury Department on Wednesday".
        let plain = around::next(text, next.span.end).is_some_and(|w| lexicon.parties.is_plain(w.text));
        if matches!(next.text, "on" | "in") && plain {
            break;
        }
        if next.is_capitalised() {
            end = Some(next.span.end);
        } else if !link {
            break;
        }
        at = next.span.end;
        if around::next(text, at).is_none_or(|w| !w.adjoins()) || around::possessive(text, at) > 0 {
            break;
        }
    }
    end
}
