//! Outlets that no table names: by the last word of the name, or by the noun that announces them.

use super::found::Found;
use super::runs::{Run, cover};
use crate::lexicon::Lexicon;
use crate::mentions::around::{self, Word};
use crate::model::{PartyKind, Span};

/// Last words of names that only outlets bear.
const SURE: [&str; 22] = [
    "Bulletin",
    "Chronicle",
    "Courier",
    "Courant",
    "Daily",
    "Dispatch",
    "Examiner",
    "Gazette",
    "Gazeta",
    "Herald",
    "Inquirer",
    "Journal",
    "Nachrichten",
    "News",
    "Newswire",
    "Observer",
    "Sentinel",
    "Telegraph",
    "Times",
    "Tribune",
    "Weekly",
    "Zeitung",
];
/// Last words that others bear too, so that the name must also speak.
const SPEAKING_ONLY: [&str; 22] = [
    "Brief",
    "Digest",
    "Express",
    "Globe",
    "Independent",
    "Insider",
    "Ledger",
    "Mail",
    "Mirror",
    "Monitor",
    "Post",
    "Press",
    "Radio",
    "Record",
    "Report",
    "Review",
    "Standard",
    "Star",
    "TV",
    "Today",
    "Watch",
    "Wire",
];
/// Verbs with which an outlet is cited.
const CITING: [&str; 20] = [
    "calculated",
    "cited",
    "citing",
    "claims",
    "disclosed",
    "has",
    "informs",
    "learned",
    "notes",
    "noted",
    "published",
    "quoted",
    "reminds",
    "reported",
    "reports",
    "revealed",
    "said",
    "says",
    "writes",
    "wrote",
];
/// Nouns that announce an outlet's name.
const NOUNS: [&str; 16] = [
    "blog",
    "broadcaster",
    "channel",
    "daily",
    "gazette",
    "magazine",
    "newsletter",
    "newspaper",
    "newswire",
    "outlet",
    "paper",
    "portal",
    "publication",
    "site",
    "website",
    "weekly",
];

pub fn find(text: &str, lexicon: &Lexicon, runs: &[Run]) -> Vec<Found> {
    let name = |run: &Run| {
        let tokens = &run.tokens;
        let announced = is_announced(text, run) && tokens.len() <= 4 && !run.heading;
        (announced || is_by_ending(text, lexicon, run)).then(|| cover(tokens))
    };
    runs.iter()
        .filter_map(name)
        .map(|span| Found::new(span, PartyKind::Outlet, span.of(text), "mentions/party:outlet"))
        .collect()
}

/// "the Caspian Courier", "Hanul News": two to five capitalised words.
fn is_by_ending(text: &str, lexicon: &Lexicon, run: &Run) -> bool {
    let Some(last) = run.tokens.last() else { return false };
    if run.heading || !(2..=5).contains(&run.tokens.len()) {
        return false;
    }
    let word = last.of(text);
    let title = run.tokens.iter().any(|token| lexicon.parties.is_title(token.of(text)));
    !title && (SURE.contains(&word) || SPEAKING_ONLY.contains(&word) && speaks(text, run.span()))
}

fn speaks(text: &str, span: Span) -> bool {
    let cites = |word: Option<Word>| word.is_some_and(|w| w.adjoins() && CITING.contains(&w.text));
    let before = around::previous(text, span.start).filter(Word::adjoins);
    let lead = before.map(|w| if w.text == "the" { around::previous(text, w.span.start) } else { Some(w) });
    let told = lead.flatten().is_some_and(|w| ["told", "by", "citing"].contains(&w.text));
    told || cites(around::next(text, span.end))
}

/// "the South Korean portal Hanul Economy", "the newspaper Vestnik", "news agency Qalam".
fn is_announced(text: &str, run: &Run) -> bool {
    let Some(first) = run.tokens.first() else { return false };
    let Some(before) = around::previous(text, first.start).filter(Word::adjoins) else { return false };
    let agency = before.text == "agency"
        && around::previous(text, before.span.start).is_some_and(|w| w.adjoins() && w.text == "news");
    agency || NOUNS.contains(&before.text) && !is_named(text, before.span)
}

/// Whether the noun itself is the end of another name or speaks of a place ("the site Karaganda" is one, "on site" not).
fn is_named(text: &str, noun: Span) -> bool {
    let before = around::previous(text, noun.start).filter(Word::adjoins).map(|w| w.lower());
    before.is_some_and(|word| {
        ["construction", "launch", "mining", "on", "test", "white"].contains(&word.as_str())
    })
}
