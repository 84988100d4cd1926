//! People behind a title that names their office: "Minister for Home Affairs K. Shanmugam", "Under Secretary of
//! Commerce for Industry and Security Jane Doe", "U.S. Attorney for the Southern District of Texas John Roe".
//!
//! Small words part such a title into runs of capitals, the last of which holds the name behind the office.

use super::found::Found;
use super::office::SUBJECTS;
use super::person;
use super::runs::{Run, cover};
use crate::lexicon::Lexicon;
use crate::mentions::around::{self, Word};
use crate::model::{PartyKind, Span};

/// No title has more words behind its "of" or "for".
const LONGEST: usize = 14;

/// The person that a run ends with, where a title with "of" or "for" runs up to the name.
pub fn find(text: &str, lexicon: &Lexicon, run: &Run) -> Option<Found> {
    let at = name_start(text, lexicon, &run.tokens)?;
    let title = title_before(text, lexicon, run.tokens[at].start)?;
    let name = cover(&run.tokens[at..]);
    let mut found = Found::new(name, PartyKind::Person, name.of(text), "mentions/party:title");
    found.title = Some(title);
    Some(found)
}

/// Where the name starts within a run: behind the words of the office, at a given name or an initial.
pub fn name_start(text: &str, lexicon: &Lexicon, tokens: &[Span]) -> Option<usize> {
    let word = |span: &Span| span.of(text);
    let initial = |w: &str| w.len() == 2 && w.ends_with('.') && w.starts_with(char::is_uppercase);
    let given = |t: &Span| lexicon.parties.is_given_name(word(t)) || initial(word(t));
    let office = |t: &Span| {
        SUBJECTS.contains(&word(t).to_lowercase().as_str())
            || lexicon.countries.is_american_state(word(t))
            || lexicon.countries.lookup(word(t)).is_some()
            || SUBJECT_NOUNS.contains(&word(t))
    };
    let first = tokens.iter().position(|t| !office(t))?;
    let by_given = tokens.iter().position(given);
    let at = by_given.filter(|&at| at >= first).unwrap_or(first);
    let name = &tokens[at..];
    let enough = (2..=4).contains(&name.len()) && (at > 0 || by_given == Some(0));
    (enough && person::is_name(text, lexicon, name)).then_some(at)
}

/// Capitalised words of offices besides those that ministries are about.
const SUBJECT_NOUNS: [&str; 12] = [
    "Administration",
    "Control",
    "Controls",
    "Enforcement",
    "Operations",
    "Policy",
    "Resources",
    "Sanctions",
    "Services",
    "State",
    "Terrorism",
    "Treasury",
];

/// The title that ends where a name starts: leftwards over capitals and small words to "Secretary of", "minister for".
fn title_before(text: &str, lexicon: &Lexicon, name: u32) -> Option<Span> {
    let mut at = name;
    let mut tie: Option<u32> = None;
    for _ in 0..LONGEST {
        let word = around::previous(text, at)?;
        let lower = word.lower();
        let small = ["of", "for", "to", "and", "the", "on"].contains(&lower.as_str());
        let listed = word.gap == ", " && word.is_capitalised();
        if !(word.adjoins() || listed) || !(small || word.is_capitalised()) {
            return None;
        }
        if tie.is_some_and(|tie| tie == word.span.end + 1) && lexicon.parties.is_title(&lower) {
            return Some(Span { start: whole(text, lexicon, word), end: name - 1 });
        }
        tie = ["of", "for", "to"].contains(&lower.as_str()).then_some(word.span.start);
        at = word.span.start;
    }
    None
}

/// The start of a title: "Assistant Secretary", "deputy minister".
fn whole(text: &str, lexicon: &Lexicon, title: Word) -> u32 {
    let mut start = title.span.start;
    for _ in 0..4 {
        let Some(word) = around::previous(text, start).filter(|w| w.adjoins() || w.is_hyphenated()) else {
            break;
        };
        let lower = word.lower();
        let fits = lexicon.parties.is_title_modifier(&lower) || lexicon.parties.is_title(&lower);
        if !fits || lexicon.countries.lookup(word.text).is_some() {
            break;
        }
        start = word.span.start;
    }
    start
}
