//! Short forms of parties that the article has introduced: acronyms in brackets, surnames, first words.

use super::found::Found;
use super::runs::{Run, cover};
use crate::lexicon::Lexicon;
use crate::mentions::around;
use crate::model::{PartyKind, Span};
use std::collections::BTreeMap;

/// An article names at most this many parties by a short form; more is a list of names, not a story.
const MOST: usize = 2000;
/// A short form has at most this many words.
const LONGEST: usize = 6;

/// Adds every short form of a party that is already found.
pub fn add(text: &str, lexicon: &Lexicon, runs: &[Run], found: &mut Vec<Found>) {
    let mut aliases: BTreeMap<String, usize> = BTreeMap::new();
    for (index, party) in found.iter().enumerate() {
        for alias in short_forms(text, lexicon, party) {
            if aliases.len() < MOST {
                aliases.entry(alias).or_insert(index);
            }
        }
    }
    unite(found, &aliases);
    let mut more = Vec::new();
    for run in runs {
        let mut from = 0;
        while from < run.tokens.len() {
            let named = longest_alias(text, &aliases, &run.tokens[from..]);
            match named.filter(|(span, _, _)| is_free(text, *span, found)) {
                Some((span, index, tokens)) => {
                    more.push(named_again(&found[index], span));
                    from += tokens;
                }
                None => from += 1,
            }
        }
    }
    found.extend(more);
    found.sort_by_key(|party| (party.span.start, std::cmp::Reverse(party.span.end)));
    found.dedup_by(|next, last| last.span.overlaps(next.span));
}

/// The longest short form that some tokens start with: its span, its party, and how many tokens it takes.
fn longest_alias(
    text: &str,
    aliases: &BTreeMap<String, usize>,
    tokens: &[Span],
) -> Option<(Span, usize, usize)> {
    (1..=tokens.len().min(LONGEST)).rev().find_map(|count| {
        let span = cover(&tokens[..count]);
        aliases.get(span.of(text)).map(|index| (span, *index, count))
    })
}

fn named_again(party: &Found, span: Span) -> Found {
    Found {
        span,
        title: None,
        affiliation: party.affiliation,
        rule: "mentions/party:short form",
        ..party.clone()
    }
}

/// A surname that a title found alone ("Gen. Milley", "Mr Smith") takes the full name; what only the tagger saw takes
/// the kind of the party whose short form it is.
fn unite(found: &mut [Found], aliases: &BTreeMap<String, usize>) {
    for index in 0..found.len() {
        let full = match aliases.get(&found[index].name) {
            Some(full)
                if *full != index
                    && (found[*full].kind == found[index].kind || is_told(found, *full, index)) =>
            {
                *full
            }
            _ => continue,
        };
        let (name, country, affiliation) =
            (found[full].name.clone(), found[full].country.clone(), found[full].affiliation);
        let kind = found[full].kind;
        let party = &mut found[index];
        party.kind = kind;
        party.name = name;
        party.country = party.country.take().or(country);
        party.affiliation = party.affiliation.or(affiliation);
    }
}

/// Whether the full name was read from words, and the short form only guessed at by the tagger.
fn is_told(found: &[Found], full: usize, short: usize) -> bool {
    found[short].rule.ends_with(":tagger") && !found[full].rule.ends_with(":tagger")
}

fn short_forms(text: &str, lexicon: &Lexicon, party: &Found) -> Vec<String> {
    let mut forms: Vec<String> = acronym(text, party.span.end).into_iter().collect();
    let written = party.span.of(text);
    match party.kind {
        PartyKind::Person => forms.extend(surname(lexicon, written)),
        PartyKind::Company if !party.is_from_a_table() => forms.extend(stem(text, lexicon, written)),
        _ => {}
    }
    if !party.is_from_a_table() && written.contains(' ') {
        forms.push(written.to_owned());
    }
    forms
}

/// "(BIS)" just behind a name: capitals, two to eight of them.
fn acronym(text: &str, at: u32) -> Option<String> {
    let rest = text.get(at as usize..)?.strip_prefix(" (")?;
    let inside = rest.split(')').next().filter(|inside| inside.len() + 1 < rest.len())?;
    let inside = inside.trim_matches(['"', '\u{201c}', '\u{201d}', '\'', '\u{2018}', '\u{2019}']);
    let capitals = inside.chars().filter(|c| c.is_uppercase()).count();
    let plain = inside.chars().all(|c| c.is_alphanumeric() || c == '&');
    (plain && (2..=8).contains(&inside.len()) && capitals * 2 >= inside.len()).then(|| inside.to_owned())
}

/// The family name: last, or first where the name is Chinese, Korean or Vietnamese.
fn surname(lexicon: &Lexicon, name: &str) -> Option<String> {
    let words: Vec<&str> = name.split_whitespace().collect();
    let (first, last) = (words.first()?, words.last()?);
    if words.len() < 2 {
        return None;
    }
    let family = if lexicon.parties.is_family_name_first(first) && !lexicon.parties.is_given_name(first) {
        first
    } else {
        last
    };
    let usable = family.chars().count() > 1 && family.starts_with(char::is_uppercase);
    (usable && lexicon.countries.lookup(family).is_none()).then(|| (*family).to_owned())
}

/// "Pegasus Drone Systems Inc." without its endings: "Pegasus Drone Systems", then "Pegasus".
fn stem(text: &str, lexicon: &Lexicon, name: &str) -> Vec<String> {
    let parties = &lexicon.parties;
    let words: Vec<&str> = name.split_whitespace().map(|w| w.trim_end_matches(',')).collect();
    let ending = |word: &&str| parties.is_legal_ending(word) || *word == "Co" || *word == "&";
    let kept = words.iter().rposition(|word| !ending(word)).map_or(0, |last| last + 1);
    let mut forms = Vec::new();
    if kept > 1 {
        forms.push(words[..kept].join(" "));
        let soft = words[..kept]
            .iter()
            .rposition(|word| !parties.is_ordinary_ending(word))
            .map_or(0, |last| last + 1);
        if soft > 1 && soft < kept {
            forms.push(words[..soft].join(" "));
        }
    }
    if let Some(first) = words.first().filter(|w| kept > 0 && is_distinctive(text, lexicon, w)) {
        forms.push((*first).to_owned());
    }
    forms
}

/// Whether a first word alone can stand for the company.
fn is_distinctive(text: &str, lexicon: &Lexicon, word: &str) -> bool {
    const COMMON: [&str; 12] = [
        "Allied", "American", "Central", "Digital", "European", "Future", "Major", "Northern", "Project",
        "Royal", "Southern", "United",
    ];
    let parties = &lexicon.parties;
    let common = parties.is_plain(word)
        || parties.is_ordinary_ending(word)
        || parties.is_given_name(word)
        || parties.is_title(word)
        || parties.is_title_modifier(&word.to_lowercase())
        || parties.is_legal_form(word)
        || lexicon.countries.lookup(word).is_some()
        || lexicon.products.any(word)
        || COMMON.contains(&word)
        || text.contains(&format!(" {} ", word.to_lowercase()));
    word.chars().count() > 3 && !common && !word.contains(['.', '-'])
}

/// Whether a stretch lies in no found party and is not part of a longer name.
fn is_free(text: &str, span: Span, found: &[Found]) -> bool {
    let at = found.partition_point(|party| party.span.end <= span.start);
    if found.get(at).is_some_and(|party| party.span.overlaps(span)) {
        return false;
    }
    let capital = |w: around::Word| w.adjoins() && w.is_capitalised();
    let after = around::possessive(text, span.end) == 0 && around::next(text, span.end).is_some_and(capital);
    let before = around::previous(text, span.start).is_some_and(|w| {
        capital(w) && !around::opens_sentence(text, w.span.start) && w.text.chars().count() > 3
    });
    !(is_inside_word(text, span) || after && before)
}

/// "Pegasus-built" counts, "pro-Pegasus" too; an address like "pegasus.com" does not.
fn is_inside_word(text: &str, span: Span) -> bool {
    let after = text.get(span.end as usize..).unwrap_or_default();
    after.starts_with('.') && after[1..].starts_with(char::is_alphanumeric) || after.starts_with('@')
}
