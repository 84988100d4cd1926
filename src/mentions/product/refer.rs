//! Gives a noun that stands alone its good: "the machines" after "lathes", "engines for unmanned aircraft".
//!
//! The link is always one that the article states: an earlier mention of a fuller name, the whole that a part is
//! said to be for, or the list it stands in. A noun without such a link means what the table says, or nothing.

use super::narrow;
use super::phrase::{self, Phrase};
use crate::lexicon::Lexicon;
use crate::lexicon::products::Noun;
use crate::mentions::around::{self, Word};
use crate::model::{Document, Span, Upos};

/// Words that point at something named before.
const POINTING: [&str; 14] = [
    "all", "both", "each", "every", "its", "same", "said", "single", "such", "that", "the", "these", "this",
    "those",
];
/// Between a part and what it is for there are at most so many bytes.
const REACH: usize = 40;

/// The phrases with what their nouns refer to; those that refer to nothing and mean nothing alone are dropped.
pub fn settle<'l>(document: &Document, lexicon: &Lexicon, mut phrases: Vec<Phrase<'l>>) -> Vec<Phrase<'l>> {
    if phrases.iter().any(|phrase| phrase.noun.is_some()) {
        back(document, &mut phrases, false);
        of_wholes(document.text(), lexicon, &mut phrases);
        back(document, &mut phrases, true);
        in_lists(document.text(), &mut phrases);
    } else {
        of_wholes(document.text(), lexicon, &mut phrases);
    }
    phrases.retain(|phrase| !phrase.category.is_empty());
    phrases
}

/// Looks back for what nouns mean; `parts` says whether nouns for parts are settled in this turn, or the others.
fn back(document: &Document, phrases: &mut [Phrase], parts: bool) {
    let text = document.text();
    let mut firsts: Vec<String> = Vec::new();
    for phrase in phrases.iter().filter(|p| p.noun.is_none()) {
        if !firsts.contains(&phrase.category) {
            firsts.push(phrase.category.clone());
        }
    }
    let title_end = document.article.blocks.first().map_or(0, |block| block.span.end);
    let mut recent: Vec<String> = Vec::new();
    for phrase in phrases.iter_mut() {
        if let Some(noun) = phrase.noun.filter(|noun| noun.part == parts) {
            let titled = phrase.span.start < title_end;
            let shown = !noun.part || is_shown(text, phrase.span);
            let latest = || recent.iter().rev().find(|c| noun.may_mean(c) && (shown || is_of_machines(c)));
            let ahead = || firsts.iter().find(|c| (noun.alone.is_some() || titled) && noun.may_mean(c));
            let pointed = !noun.pointed
                || is_pointed(text, phrase.span)
                || !noun.part && !is_other(text, phrase.span) && only_fine(&firsts, noun);
            if !is_noun_phrase(document, phrase.span, noun) {
                phrase.category = noun.narrowed.clone().unwrap_or_default();
                let named = noun.narrowed.is_some() && (!noun.part || phrase.is_plural(text));
                match narrow::whole(document, phrase.span).filter(|_| named) {
                    Some(span) => (phrase.span, phrase.noun, phrase.everyday) = (span, None, true),
                    None => phrase.category.clear(),
                }
            } else if let Some(category) = latest().or_else(ahead).filter(|_| pointed) {
                phrase.category.clone_from(category);
                phrase.noun = None;
            }
        }
        if phrase.noun.is_none() && !phrase.category.is_empty() {
            recent.retain(|category| *category != phrase.category);
            recent.push(phrase.category.clone());
        }
    }
}

/// "other chips": not those of before.
fn is_other(text: &str, span: Span) -> bool {
    const OTHERS: [&str; 5] = ["different", "older", "ordinary", "other", "simpler"];
    let before = around::previous(text, span.start).filter(Word::adjoins);
    before.is_some_and(|word| OTHERS.contains(&word.lower().as_str()))
}

/// Whether an article names goods of the noun's finer kind only: in a story of AI chips, "chips" are those.
fn only_fine(firsts: &[String], noun: &Noun) -> bool {
    let Some(alone) = noun.alone.as_deref().filter(|alone| noun.may_mean(alone)) else { return false };
    let meant = || firsts.iter().filter(|category| noun.may_mean(category));
    meant().next().is_some() && meant().all(|category| !category.starts_with(alone))
}

/// Whether a noun stands where it can mean a good by itself: no other noun before it narrows it to something
/// unknown ("time machine"), and none follows ("machine shop").
fn is_noun_phrase(document: &Document, span: Span, noun: &Noun) -> bool {
    let text = document.text();
    if noun.part {
        return is_part_phrase(document, span);
    }
    noun.alone.is_some() || (is_unnarrowed(document, span) && !heads_another(document, span, text))
}

fn is_part_phrase(document: &Document, span: Span) -> bool {
    const SINGLED: [&str; 7] = ["any", "each", "every", "single", "such", "that", "this"];
    let text = document.text();
    let words = span.of(text).to_lowercase();
    let word = words.rsplit(' ').next().unwrap_or_default();
    let after = around::next(text, span.end).filter(Word::adjoins).map(|w| w.lower()).unwrap_or_default();
    let before = around::previous(text, span.start).filter(Word::adjoins).map(|w| w.lower());
    let singled = before.is_some_and(|word| SINGLED.contains(&word.as_str()));
    match word {
        "part" => singled && !["of", "in", "to", "from", "that", "where", "and"].contains(&after.as_str()),
        "parts" => {
            let heads = is_noun(document, around::next(text, span.end).filter(Word::adjoins));
            after != "of" && after != "per" && !heads && is_unnarrowed(document, span)
        }
        _ => true,
    }
}

fn is_noun(document: &Document, word: Option<Word>) -> bool {
    word.is_some_and(|word| matches!(tag(document, word.span), Some(Upos::Noun | Upos::Propn)))
}

fn is_pointed(text: &str, span: Span) -> bool {
    let mut at = span.start;
    for _ in 0..2 {
        let Some(word) = around::previous(text, at).filter(Word::adjoins) else { return false };
        if POINTING.contains(&word.lower().as_str()) {
            return true;
        }
        at = word.span.start;
    }
    false
}

/// "those parts", "such components": the words show that the parts of before are meant.
fn is_shown(text: &str, span: Span) -> bool {
    const SHOWING: [&str; 6] = ["said", "same", "such", "that", "these", "those"];
    let before = around::previous(text, span.start).filter(Word::adjoins);
    before.is_some_and(|word| SHOWING.contains(&word.lower().as_str()))
}

/// Parts of machines are called so throughout an article; in weapons they are anything electronic.
fn is_of_machines(category: &str) -> bool {
    !category.starts_with("uav_part") && category != "missile.part"
}

/// Whether what stands before a noun leaves it open: an article, a verb, a preposition, a country.
fn is_unnarrowed(document: &Document, span: Span) -> bool {
    let text = document.text();
    let Some(before) = around::previous(text, span.start) else { return true };
    if before.is_hyphenated() {
        return false;
    }
    let number = before.text.starts_with(|c: char| c.is_ascii_digit());
    if !before.adjoins() || number || before.text.ends_with("'s") || before.text.ends_with("\u{2019}s") {
        return true;
    }
    match tag(document, before.span) {
        Some(Upos::Noun | Upos::Propn | Upos::X) | None => false,
        Some(Upos::Adj) => OPEN.contains(&before.lower().as_str()) || before.is_capitalised(),
        _ => !["body", "in", "many", "time"].contains(&before.lower().as_str()) || span.of(text) != "parts",
    }
}

/// Adjectives that leave a noun as open as it was.
const OPEN: [&str; 24] = [
    "advanced",
    "available",
    "banned",
    "certain",
    "costly",
    "critical",
    "finished",
    "genuine",
    "imported",
    "key",
    "missing",
    "new",
    "older",
    "other",
    "own",
    "precious",
    "same",
    "scarce",
    "sensitive",
    "single",
    "such",
    "these",
    "used",
    "valuable",
];

/// Whether another noun follows in the same phrase, which then is about that.
fn heads_another(document: &Document, span: Span, text: &str) -> bool {
    let plural = span.of(text).ends_with('s');
    around::next(text, span.end).is_some_and(|word| {
        word.is_hyphenated() || (!plural && word.adjoins() && is_noun(document, Some(word)))
    })
}

fn tag(document: &Document, span: Span) -> Option<Upos> {
    let first = document.tokens_in(span).start;
    document.tokens.get(first).filter(|token| token.span.overlaps(span)).map(|token| token.pos)
}

/// "components for attack drones", "rotors of centrifuges", "parts for them".
fn of_wholes(text: &str, lexicon: &Lexicon, phrases: &mut [Phrase]) {
    let mut whole: Option<String> = None;
    for index in 0..phrases.len() {
        let vague = |noun: &Noun| noun.narrowed.is_some() && !noun.part;
        if phrases[index].noun.is_some_and(vague) {
            continue;
        }
        let part = match phrases[index].category.as_str() {
            "" => "component".to_owned(),
            category => category.to_owned(),
        };
        let from = phrases[index].span.end as usize;
        let next = phrases.get(index + 1).filter(|next| is_for(text, from, next.span.start as usize));
        let named = next.map(|next| next.category.clone());
        let again = [" for them", " for it"]
            .iter()
            .any(|gap| text.get(from..).is_some_and(|rest| rest.starts_with(gap)))
            || (phrases[index].noun.is_some_and(|noun| noun.part) && is_coordinated(text, phrases, index));
        let of = named.clone().or_else(|| whole.clone().filter(|_| again));
        if let Some(category) = of.and_then(|whole| phrase::as_part(lexicon, &whole, &part)) {
            phrases[index].category = category;
            phrases[index].noun = None;
        }
        let before = index.checked_sub(1).and_then(|before| phrases.get(before));
        let last = before.is_some_and(|before| {
            let gap = text.get(before.span.end as usize..phrases[index].span.start as usize);
            matches!(gap, Some(" and " | ", and "))
        });
        if let Some(whole) = named.filter(|_| last) {
            with_list_before(text, lexicon, &mut phrases[..=index], &whole);
        }
        if phrase::parts_of(lexicon, &phrases[index].category).is_some() {
            whole = Some(phrases[index].category.clone());
        }
    }
}

/// "motors, batteries and flight controllers for drones": where the last of a list are parts of a whole, so are the
/// plain words before them.
fn with_list_before(text: &str, lexicon: &Lexicon, listed: &mut [Phrase], whole: &str) {
    let parts = phrase::parts_of(lexicon, whole);
    let is_part = |category: &str| parts.as_deref().is_some_and(|parts| category.starts_with(parts));
    for at in (1..listed.len()).rev() {
        let before = &listed[at - 1];
        let gap = text.get(before.span.end as usize..listed[at].span.start as usize);
        let own = [" parts", " components"].iter().any(|end| before.span.of(text).ends_with(end));
        let plain = !own && matches!(gap, Some(", " | " and " | ", and "));
        match phrase::as_part(lexicon, whole, &before.category) {
            Some(category) if plain && is_part(&listed[at].category) => {
                listed[at - 1].category = category;
                listed[at - 1].noun = None;
            }
            _ => return,
        }
    }
}

/// "drones and parts", "aircraft or spare parts": the whole stands just before.
fn is_coordinated(text: &str, phrases: &[Phrase], index: usize) -> bool {
    let before = index.checked_sub(1).and_then(|before| phrases.get(before));
    before.is_some_and(|whole| {
        let gap = text.get(whole.span.end as usize..phrases[index].span.start as usize);
        matches!(gap, Some(" and " | " or " | " & " | " and their " | " and its "))
    })
}

/// Whether "for" or "of" and a few words without a mark lead from a part to its whole.
fn is_for(text: &str, from: usize, to: usize) -> bool {
    let Some(gap) = text.get(from..to).filter(|gap| gap.len() <= REACH) else { return false };
    let inner = gap.strip_prefix(" for ").or_else(|| gap.strip_prefix(" of "));
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '\'' | '\u{2019}' | '.');
    inner.is_some_and(|words| {
        words.chars().all(plain) && words.split_whitespace().count() <= 3 && !words.contains(" to ")
    })
}

/// "engine blades, valves and navigation units": what a list begins with, vague nouns go on with.
fn in_lists(text: &str, phrases: &mut [Phrase]) {
    const FIRST: [&str; 2] = ["aircraft_part", "uav_part"];
    for index in 1..phrases.len() {
        let vague = phrases[index].noun.is_some_and(|noun| !noun.part);
        let gap = text.get(phrases[index - 1].span.end as usize..phrases[index].span.start as usize);
        let listed = gap.is_some_and(|gap| {
            let words =
                [" for them", " for it"].iter().find_map(|whole| gap.strip_prefix(whole)).unwrap_or(gap);
            let words = words.trim_start_matches(',').trim();
            gap.len() <= REACH
                && ["", "and", "or", "and two", "two", "in particular", "including", "such as", "like"]
                    .contains(&words)
        });
        let before = phrases[index - 1].category.clone();
        if vague && listed && FIRST.contains(&before.split('.').next().unwrap_or_default()) {
            phrases[index].category = before.split('.').next().unwrap_or_default().to_owned();
            phrases[index].noun = None;
        }
    }
}
