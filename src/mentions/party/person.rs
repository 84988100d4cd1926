//! People: by their titles, by what is said of them behind a comma, by their given names.

use super::found::Found;
use super::offices;
use super::runs::{Run, cover};
use crate::lexicon::Lexicon;
use crate::mentions::around::{self, Word};
use crate::model::{Document, PartyKind, Span};

/// Verbs beside which a name is that of a speaker.
const SPEAKING: [&str; 30] = [
    "acknowledged",
    "added",
    "admitted",
    "agreed",
    "argued",
    "asked",
    "believes",
    "claimed",
    "confirmed",
    "declined",
    "denied",
    "explained",
    "insisted",
    "noted",
    "pleaded",
    "recalled",
    "remarked",
    "replied",
    "said",
    "says",
    "stated",
    "stressed",
    "suggested",
    "tells",
    "testified",
    "thinks",
    "told",
    "warned",
    "who",
    "wrote",
];
/// Titles too general to make a single capitalised word a person.
const LOOSE: [&str; 22] = [
    "agent",
    "broker",
    "captain",
    "chair",
    "chief",
    "citizen",
    "deputy",
    "developer",
    "general",
    "head",
    "king",
    "leader",
    "manager",
    "major",
    "national",
    "officer",
    "official",
    "owner",
    "partner",
    "pilot",
    "trader",
    "prince",
];
/// Forms of address, which are no titles.
const ADDRESS: [&str; 4] = ["Mr", "Mrs", "Ms", "Miss"];

pub fn find(document: &Document, lexicon: &Lexicon, runs: &[Run]) -> Vec<Found> {
    let text = document.text();
    runs.iter()
        .filter_map(|run| {
            let mut found = offices::find(text, lexicon, run)
                .or_else(|| by_title_inside(text, lexicon, run))
                .or_else(|| by_title_before(text, lexicon, run))
                .or_else(|| by_name(text, lexicon, run))?;
            describe(text, lexicon, &mut found);
            Some(found)
        })
        .collect()
}

/// Whether some words look like the name of a person: a given name, or a family name that stands first.
pub fn is_person_like(text: &str, lexicon: &Lexicon, tokens: &[Span]) -> bool {
    let first = tokens.first().map_or("", |t| t.of(text));
    let known = lexicon.parties.is_given_name(first)
        || (lexicon.parties.is_family_name_first(first) && tokens.len() <= 3);
    known && tokens.len() >= 2 && is_name(text, lexicon, tokens)
}

/// "Commerce Secretary Gina Raimondo", "Gen. Mark Milley", "Mr Putin".
fn by_title_inside(text: &str, lexicon: &Lexicon, run: &Run) -> Option<Found> {
    let word = |span: &Span| span.of(text);
    let titled = |span: &Span| lexicon.parties.is_rank(word(span)) || lexicon.parties.is_title(word(span));
    let at = run.tokens.iter().rposition(titled)?;
    let name = &run.tokens[at + 1..];
    if name.is_empty() || !is_name(text, lexicon, name) || name.len() > 4 {
        return None;
    }
    let last = word(&run.tokens[at]);
    if name.len() == 1 && (LOOSE.contains(&last.to_lowercase().as_str()) || run.heading) {
        return None;
    }
    let mut found = Found::new(cover(name), PartyKind::Person, cover(name).of(text), "mentions/party:title");
    if !ADDRESS.contains(&last.trim_end_matches('.')) {
        let own = |span: &Span| lexicon.countries.lookup(word(span).trim_end_matches('.')).is_none();
        let start = run.tokens[..=at].iter().position(|t| own(t) && !word(t).starts_with("U.S"))?;
        found.title = Some(cover(&run.tokens[start..=at]));
    }
    Some(found)
}

/// "chief executive Cole Rosentreter", "foreign ministry spokesperson Mao Ning".
fn by_title_before(text: &str, lexicon: &Lexicon, run: &Run) -> Option<Found> {
    let before = around::previous(text, run.tokens.first()?.start).filter(Word::adjoins)?;
    if !lexicon.parties.is_title(before.text) || !is_name(text, lexicon, &run.tokens) || run.tokens.len() > 4
    {
        return None;
    }
    let loose = LOOSE.contains(&before.text);
    if loose && !is_person_like(text, lexicon, &run.tokens) {
        return None;
    }
    let name = run.span();
    let mut found = Found::new(name, PartyKind::Person, name.of(text), "mentions/party:title");
    if !["national", "citizen"].contains(&before.text) {
        found.title =
            Some(Span { start: title_start(text, lexicon, before.span.start), end: before.span.end });
    }
    Some(found)
}

/// Where a title in small letters starts: modifiers belong to it.
fn title_start(text: &str, lexicon: &Lexicon, mut start: u32) -> u32 {
    for _ in 0..5 {
        let Some(word) = around::previous(text, start) else { break };
        let lower = word.lower();
        let modifier = lexicon.parties.is_title_modifier(&lower) || lexicon.parties.is_title(word.text);
        if !(word.adjoins() || word.is_hyphenated()) || !modifier || word.text.contains(['\'', '\u{2019}']) {
            break;
        }
        start = word.span.start;
    }
    start
}

/// "Cole Rosentreter said", "Cole Rosentreter, chief executive of Pegasus,".
fn by_name(text: &str, lexicon: &Lexicon, run: &Run) -> Option<Found> {
    let tokens = &run.tokens;
    if tokens.len() < 2 || tokens.len() > 4 || !is_name(text, lexicon, tokens) {
        return None;
    }
    let span = run.span();
    let person = is_person_like(text, lexicon, tokens);
    let family_first = lexicon.parties.is_family_name_first(tokens[0].of(text));
    let given = person && (lexicon.parties.is_given_name(tokens[0].of(text)) || !family_first);
    let speaks = is_beside_speech(text, span);
    let described = apposition(text, lexicon, span.end).is_some();
    if !(given && !run.heading || person && speaks || described && !run.heading) {
        return None;
    }
    let rule = if given || described { "mentions/party:name" } else { "mentions/party:given" };
    Some(Found::new(span, PartyKind::Person, span.of(text), rule))
}

fn is_beside_speech(text: &str, span: Span) -> bool {
    let speech =
        |w: Option<Word>| w.is_some_and(|w| (w.adjoins() || w.gap == ", ") && SPEAKING.contains(&w.text));
    speech(around::next(text, span.end)) || speech(around::previous(text, span.start).filter(Word::adjoins))
}

/// Whether every word of a run can be part of a person's name.
pub fn is_name(text: &str, lexicon: &Lexicon, tokens: &[Span]) -> bool {
    const NEVER: [&str; 24] = [
        "Act",
        "Administration",
        "Agency",
        "Assembly",
        "Bank",
        "Board",
        "Center",
        "Centre",
        "City",
        "Commission",
        "Committee",
        "Council",
        "Department",
        "Forces",
        "House",
        "Institute",
        "List",
        "Ministry",
        "Office",
        "Order",
        "Party",
        "Service",
        "Street",
        "University",
    ];
    let whole = cover(tokens).of(text);
    if lexicon.countries.lookup(whole).is_some() {
        return false;
    }
    tokens.iter().enumerate().all(|(at, span)| {
        let word = span.of(text);
        // "He Lifeng"
        if word == "He" && at == 0 && tokens.len() > 1 {
            return true;
        }
        let letters = word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '\u{2019}' | '.'));
        let shouted = word.chars().count() > 2 && word.chars().all(char::is_uppercase);
        let particle = word.starts_with(char::is_lowercase);
        let parties = &lexicon.parties;
        letters
            && !shouted
            && !NEVER.contains(&word)
            && (particle
                || !(parties.is_plain(word) && !parties.is_given_name(word)
                    || parties.is_legal_ending(word)
                    || parties.is_ordinary_ending(word)
                    || lexicon.countries.lookup(word).is_some() && tokens.len() == 1))
    })
}

/// What stands behind a name: title and affiliation.
fn describe(text: &str, lexicon: &Lexicon, found: &mut Found) {
    if let Some((title, affiliation)) = apposition(text, lexicon, found.span.end) {
        found.title = found.title.or(Some(title));
        found.affiliation = affiliation;
    }
    if found.affiliation.is_none() {
        found.affiliation = found.title.and_then(|title| owner_before(text, lexicon, title));
    }
}

/// ", the assistant secretary for export enforcement", ", chief executive of Canadian drone maker Pegasus,".
fn apposition(text: &str, lexicon: &Lexicon, at: u32) -> Option<(Span, Option<Span>)> {
    let mut word = around::next(text, at).filter(|w| w.gap == ", ")?;
    if ["a", "an", "the", "its", "his", "their"].contains(&word.text) {
        word = around::next(text, word.span.end).filter(Word::adjoins)?;
    }
    let start = word.span.start;
    for _ in 0..7 {
        if ["national", "nationals", "citizen"].contains(&word.text) {
            return None;
        }
        if lexicon.parties.is_title(word.text) && !is_compound(text, lexicon, &word) {
            let title = Span { start, end: title_end(text, word.span.end) };
            return Some((title, affiliation_after(text, lexicon, title.end)));
        }
        if ["who", "which", "that", "of", "said", "has", "is", "was", "had"].contains(&word.text) {
            return None;
        }
        word = around::next(text, word.span.end).filter(|w| w.adjoins() || w.is_hyphenated())?;
    }
    None
}

/// Whether a title word goes on: "chief executive", "deputy director general".
fn is_compound(text: &str, lexicon: &Lexicon, word: &Word) -> bool {
    around::next(text, word.span.end)
        .is_some_and(|next| (next.adjoins() || next.is_hyphenated()) && lexicon.parties.is_title(next.text))
}

/// "assistant secretary for export enforcement": small words behind "for" and "of" belong to the title.
fn title_end(text: &str, at: u32) -> u32 {
    let Some(link) = around::next(text, at).filter(|w| w.adjoins() && ["for", "of", "on"].contains(&w.text))
    else {
        return at;
    };
    let (mut end, mut from) = (at, link.span.end);
    for _ in 0..6 {
        let Some(word) = around::next(text, from).filter(Word::adjoins) else { break };
        if word.is_capitalised() || ["the", "a", "an", "at", "in", "who", "with", "from"].contains(&word.text)
        {
            return if word.text == "at" || word.text == "in" {
                end
            } else if word.is_capitalised() {
                at
            } else {
                end
            };
        }
        end = word.span.end;
        from = end;
    }
    end
}

/// "at the Royal Institute", "of Canadian drone maker Pegasus": the capitalised name behind the title.
fn affiliation_after(text: &str, lexicon: &Lexicon, at: u32) -> Option<Span> {
    let link = around::next(text, at)
        .filter(|w| w.adjoins() && ["at", "for", "of", "with", "in"].contains(&w.text))?;
    let (mut from, mut name): (u32, Option<Span>) = (link.span.end, None);
    for _ in 0..12 {
        let Some(word) = around::next(text, from).filter(|w| w.adjoins() || w.is_hyphenated()) else { break };
        let country = lexicon
            .countries
            .lookup(word.text.trim_end_matches("'s").trim_end_matches("\u{2019}s"))
            .is_some();
        let inner = name.is_some() && ["of", "for", "and", "on"].contains(&word.text);
        if word.is_capitalised() && !(country && name.is_none()) && word.adjoins() {
            name = Some(name.map_or(word.span, |n| n.cover(word.span)));
        } else if name.is_some() && !inner {
            break;
        }
        from = word.span.end;
        if name.is_some() && around::possessive(text, from) > 0 {
            break;
        }
    }
    name
}

/// "Pegasus chief executive Cole Rosentreter", "Nvidia's chief executive Jensen Huang".
fn owner_before(text: &str, lexicon: &Lexicon, title: Span) -> Option<Span> {
    let mut word = around::previous(text, title.start).filter(Word::adjoins)?;
    let mut name: Option<Span> = None;
    for _ in 0..5 {
        let bare = word.text.trim_end_matches("'s").trim_end_matches("\u{2019}s");
        let country = lexicon.countries.lookup(bare).is_some() || word.text.starts_with("U.S");
        let region =
            ["African", "Arab", "Asian", "European", "Western", "Republican", "Democratic"].contains(&bare);
        if !word.is_capitalised() || country || region || lexicon.parties.is_plain(word.text) {
            break;
        }
        let span = Span { start: word.span.start, end: word.span.start + bare.len() as u32 };
        name = Some(name.map_or(span, |n| span.cover(n)));
        match around::previous(text, word.span.start).filter(Word::adjoins) {
            Some(before) => word = before,
            None => break,
        }
    }
    name
}
