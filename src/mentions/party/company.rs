//! Companies that no table names: by the ending of the name, or by the words that announce them.

use super::found::Found;
use super::known::country_left;
use super::person;
use super::runs::{Run, cover};
use crate::lexicon::Lexicon;
use crate::lexicon::countries::Form;
use crate::mentions::around::{self, Word};
use crate::model::{Document, PartyKind, Span};

/// Words of names that are offices, laws or groups, not companies.
const OFFICES: [&str; 31] = [
    "Act",
    "Administration",
    "Agency",
    "Agreement",
    "Arrangement",
    "Association",
    "Authority",
    "Board",
    "Bureau",
    "Center",
    "Centre",
    "Commission",
    "Committee",
    "Congress",
    "Council",
    "Court",
    "Department",
    "Federation",
    "Government",
    "House",
    "Institute",
    "List",
    "Ministry",
    "Office",
    "Parliament",
    "Party",
    "Regime",
    "Regulations",
    "Senate",
    "Service",
    "University",
];
/// Words that make no company's name by themselves, whatever ordinary ending follows.
const GENERAL: [&str; 48] = [
    "Advanced",
    "Air",
    "Artificial",
    "Asian",
    "Big",
    "Central",
    "Chip",
    "Clean",
    "Commerce",
    "Contact",
    "Controlled",
    "Critical",
    "Cyber",
    "Defence",
    "Defense",
    "Digital",
    "Drone",
    "Dual-Use",
    "Economic",
    "Emerging",
    "European",
    "Export",
    "Federal",
    "Foreign",
    "Foundational",
    "Free",
    "Global",
    "Green",
    "High",
    "Import",
    "Information",
    "International",
    "Joint",
    "Military",
    "National",
    "New",
    "Nuclear",
    "Public",
    "Quantum",
    "Safe",
    "Science",
    "Semiconductor",
    "Sensitive",
    "Space",
    "State",
    "Suppliers",
    "Working",
    "World",
];

pub fn find(document: &Document, lexicon: &Lexicon, runs: &[Run]) -> Vec<Found> {
    let text = document.text();
    runs.iter()
        .filter_map(|run| {
            by_ending(text, lexicon, run)
                .or_else(|| by_announcement(text, lexicon, run))
                .or_else(|| by_apposition(text, lexicon, run))
        })
        .collect()
}

/// "Acme Trading Ltd", "OOO Vektor", "Huizhou Acme Technologies Co., Ltd.".
fn by_ending(text: &str, lexicon: &Lexicon, run: &Run) -> Option<Found> {
    let parties = &lexicon.parties;
    let word = |index: usize| run.tokens[index].of(text);
    let start = first_of_name(text, lexicon, run)?;
    let shouted =
        run.tokens.len() > 2 && (0..run.tokens.len()).all(|i| word(i).chars().all(char::is_uppercase));
    let legal = (start + 1..run.tokens.len())
        .rev()
        .find(|&index| parties.is_legal_ending(word(index)) && !(shouted && word(index).len() < 3));
    let last = run.tokens.len() - 1;
    let form = parties.is_legal_form(word(start)) && last > start && !run.heading;
    let (end, rule) = match legal {
        Some(end) => (end, "mentions/party:legal ending"),
        None if follows_legal_ending(text, lexicon, run.span().end).is_some() && last >= start => {
            (last, "mentions/party:legal ending")
        }
        None if form => (last, "mentions/party:legal form"),
        None => return by_ordinary_ending(text, lexicon, run, start),
    };
    let mut span = cover(&run.tokens[start..=end]);
    if end == last {
        while let Some(further) = follows_legal_ending(text, lexicon, span.end) {
            span.end = further;
        }
    }
    Some(company(text, lexicon, span, rule))
}

/// The end of a legal ending behind a comma or a blank ("Co., Ltd.", "Pegasus, Inc.", "Acme d.o.o.").
fn follows_legal_ending(text: &str, lexicon: &Lexicon, at: u32) -> Option<u32> {
    let rest = text.get(at as usize..)?;
    let gap = [", ", ",", " "].iter().find(|gap| rest.starts_with(**gap))?;
    let word = rest[gap.len()..].split([' ', ',', '\n', ')', ';', '\'', '\u{2019}']).next()?;
    let from = at + gap.len() as u32;
    if lexicon.parties.is_legal_ending(word) {
        return Some(from + word.len() as u32);
    }
    let bare = word.trim_end_matches('.');
    (bare.len() < word.len() && lexicon.parties.is_legal_ending(bare)).then(|| from + bare.len() as u32)
}

/// "Vector Technologies": the ending alone does not make a company, the rest must be a name.
fn by_ordinary_ending(text: &str, lexicon: &Lexicon, run: &Run, start: usize) -> Option<Found> {
    let tokens = &run.tokens[start..];
    let word = |span: &Span| span.of(text);
    let last = tokens.last()?;
    let named = tokens[..tokens.len() - 1].iter().any(|t| {
        !GENERAL.contains(&word(t))
            && !lexicon.parties.is_ordinary_ending(word(t))
            && !lexicon.parties.is_title(word(t))
            && lexicon.countries.lookup(word(t)).is_none()
    });
    let office = tokens.iter().any(|t| OFFICES.contains(&word(t)));
    let ends = lexicon.parties.is_ordinary_ending(word(last));
    if run.heading || !ends || !named || office || tokens.len() > 6 || followed_by_of(text, last.end) {
        return None;
    }
    Some(company(text, lexicon, cover(tokens), "mentions/party:ending"))
}

fn followed_by_of(text: &str, at: u32) -> bool {
    around::next(text, at).is_some_and(|w| w.adjoins() && w.text == "of")
}

/// "drone maker Pegasus", "the Dutch chipmaker Acme", "a Hong Kong-based trader, Acme".
fn by_announcement(text: &str, lexicon: &Lexicon, run: &Run) -> Option<Found> {
    let start = run.tokens.first()?.start;
    let before = around::previous(text, start)
        .filter(|word| word.adjoins() || is_called_between_commas(text, word, run.span().end))?;
    if is_making(text, &before) {
        return by_making(text, lexicon, run);
    }
    let based = before.text == "based" && before.gap == " ";
    if !(based || lexicon.parties.is_maker(before.text) && !before.text.ends_with("ies")) {
        return None;
    }
    let tokens = name_tokens(text, lexicon, &run.tokens);
    let name = cover(tokens);
    if tokens.is_empty() || tokens.len() > 5 || is_no_company(text, lexicon, tokens) {
        return None;
    }
    let single = person::is_person_like(text, lexicon, tokens);
    (!single).then(|| company(text, lexicon, name, "mentions/party:announced"))
}

/// Adds what "and" joins to a known company ("Intellexa and Cytrox"): a name that nothing else explains.
pub fn add_coordinated(text: &str, lexicon: &Lexicon, runs: &[Run], found: &mut Vec<Found>) {
    let more: Vec<Found> = runs
        .iter()
        .filter(|run| !run.heading && run.tokens.len() <= 2)
        .filter_map(|run| {
            let span = run.span();
            let at = found.partition_point(|party| party.span.end <= span.start);
            let free = found.get(at).is_none_or(|party| !party.span.overlaps(span));
            let before = at
                .checked_sub(1)
                .and_then(|at| found.get(at))
                .filter(|party| text.get(party.span.end as usize..span.start as usize) == Some(" and "));
            let company =
                before.is_some_and(|party| party.kind == PartyKind::Company && party.span.len() > 1);
            let ends = around::possessive(text, span.end) == 0
                && text.get(span.end as usize..).is_some_and(|rest| !rest.starts_with(['-', '/']));
            let name = name_tokens(text, lexicon, &run.tokens).len() == run.tokens.len()
                && !is_no_company(text, lexicon, &run.tokens)
                && !lexicon.products.any(span.of(text))
                && !person::is_person_like(text, lexicon, &run.tokens);
            (free && company && ends && name)
                .then(|| Found::new(span, PartyKind::Company, span.of(text), "mentions/party:announced"))
        })
        .collect();
    found.extend(more);
    found.sort_by_key(|party| (party.span.start, std::cmp::Reverse(party.span.end)));
}

/// "A Moscow company, AMR, raised": the name stands between commas behind the noun, which has its article.
fn is_called_between_commas(text: &str, noun: &Word, end: u32) -> bool {
    let closed = text.get(end as usize..).is_some_and(|rest| rest.starts_with([',', '.']));
    let mut at = noun.span.start;
    let article = (0..4).any(|_| {
        let Some(word) = around::previous(text, at).filter(|word| word.adjoins() || word.is_hyphenated())
        else {
            return false;
        };
        at = word.span.start;
        ["a", "an", "another"].contains(&word.lower().as_str())
    });
    noun.gap == ", " && closed && article
}

/// "made by", "built by": who makes a good is a company.
fn is_making(text: &str, by: &Word) -> bool {
    const MADE: [&str; 7] =
        ["assembled", "built", "made", "manufactured", "marketed", "produced", "supplied"];
    by.text == "by"
        && by.adjoins()
        && around::previous(text, by.span.start)
            .is_some_and(|word| word.adjoins() && MADE.contains(&word.text))
}

/// "lathes made by Tsugami", "by Japan's Tsugami".
fn by_making(text: &str, lexicon: &Lexicon, run: &Run) -> Option<Found> {
    let tokens = name_tokens(text, lexicon, &run.tokens);
    let behind = around::next(text, cover(tokens).end).filter(Word::adjoins);
    let office = behind.is_some_and(|word| ["government", "ministry", "officials"].contains(&word.text));
    if tokens.is_empty() || tokens.len() > 4 || office || is_no_company(text, lexicon, tokens) {
        return None;
    }
    let person = person::is_person_like(text, lexicon, tokens);
    (!person).then(|| company(text, lexicon, cover(tokens), "mentions/party:announced"))
}

/// "Acme, a Hong Kong company", "Acme, the Shenzhen-based maker of batteries".
fn by_apposition(text: &str, lexicon: &Lexicon, run: &Run) -> Option<Found> {
    let tokens = name_tokens(text, lexicon, &run.tokens);
    if tokens.is_empty() || tokens.len() > 5 || tokens.len() < run.tokens.len() && run.heading {
        return None;
    }
    if is_no_company(text, lexicon, tokens) || person::is_person_like(text, lexicon, tokens) {
        return None;
    }
    let span = cover(tokens);
    maker_behind(text, lexicon, span.end)?;
    Some(company(text, lexicon, span, "mentions/party:apposition"))
}

/// The noun that says behind a comma what a name is: "Acme, a Hong Kong company".
fn maker_behind(text: &str, lexicon: &Lexicon, at: u32) -> Option<Span> {
    let mut word = around::next(text, at).filter(|w| w.gap == ", ")?;
    if !["a", "an", "the"].contains(&word.text) {
        return None;
    }
    let mut maker = None;
    for _ in 0..8 {
        word = match around::next(text, word.span.end) {
            Some(next) if next.adjoins() || next.is_hyphenated() => next,
            _ => break,
        };
        if ["of", "that", "which", "who", "and", "in", "to", "for"].contains(&word.text) {
            break;
        }
        if lexicon.parties.is_maker(word.text) {
            maker = Some(word.span);
        }
    }
    maker
}

/// A company with the country that its name, the words before it or the words behind it give.
fn company(text: &str, lexicon: &Lexicon, span: Span, rule: &'static str) -> Found {
    let mut found = Found::new(span, PartyKind::Company, span.of(text), rule);
    let words = lexicon.countries.find(span.of(text));
    found.country = words
        .iter()
        .find(|word| word.form == Form::Name)
        .map(|word| word.id.to_owned())
        .or_else(|| country_left(text, lexicon, span.start, 6))
        .or_else(|| country_left(text, lexicon, maker_behind(text, lexicon, span.end)?.start, 6));
    found
}

/// The first word of a company's name in a run: adjectives of countries and titles stand before it.
fn first_of_name(text: &str, lexicon: &Lexicon, run: &Run) -> Option<usize> {
    let skipped = |span: &Span| {
        let form = lexicon.countries.lookup(span.of(text)).map(|(_, form)| form);
        matches!(form, Some(Form::Adjective | Form::Abbreviation | Form::Body | Form::Government))
            || lexicon
                .countries
                .lookup(span.of(text).trim_end_matches('.'))
                .is_some_and(|(_, f)| f == Form::Abbreviation)
            || lexicon.parties.is_title(span.of(text))
    };
    run.tokens.iter().position(|span| !skipped(span))
}

/// A run without the adjective of a country in front.
fn name_tokens<'t>(text: &str, lexicon: &Lexicon, tokens: &'t [Span]) -> &'t [Span] {
    let adjective = |span: &Span| {
        let form = lexicon.countries.lookup(span.of(text)).map(|(_, form)| form);
        matches!(form, Some(Form::Adjective | Form::Abbreviation))
    };
    let start = tokens.iter().position(|span| !adjective(span)).unwrap_or(tokens.len());
    &tokens[start..]
}

/// Whether a run is a country, a weekday, an office or a title and so no company.
fn is_no_company(text: &str, lexicon: &Lexicon, tokens: &[Span]) -> bool {
    let whole = cover(tokens).of(text);
    lexicon.countries.lookup(whole).is_some()
        || lexicon.parties.is_place(whole)
        || tokens.iter().any(|t| {
            let word = t.of(text);
            OFFICES.contains(&word) || lexicon.parties.is_rank(word) || lexicon.parties.is_title(word)
        })
        || (tokens.len() == 1 && (lexicon.parties.is_plain(whole) || whole.chars().count() < 2))
}
