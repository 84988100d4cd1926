//! Finds mentions of kind `party`: companies, agencies, outlets, organisations and people.
//!
//! The tables know many by name; `company`, `office` and `person` read the forms by which the others show
//! themselves, on the runs of capitalised words that `runs` cuts; `alias` finds short forms of all of them.

mod alias;
mod company;
mod found;
mod known;
mod office;
mod offices;
mod outlet;
mod person;
mod runs;

use super::around::{self, Word};
use crate::lexicon::Lexicon;
use crate::model::{Document, EntityKind, Mention, PartyKind, Span};
use found::Found;
use std::collections::BTreeSet;

pub fn find(document: &Document, lexicon: &Lexicon) -> Vec<Mention> {
    let text = document.text();
    let runs = runs::cut(document, lexicon);
    let mut found = known::find(document, lexicon);
    found.extend(company::find(document, lexicon, &runs));
    found.extend(office::find(text, lexicon, &runs));
    found.extend(outlet::find(text, lexicon, &runs));
    found.extend(person::find(document, lexicon, &runs));
    found.extend(entities(document, lexicon));
    found.extend(employers(text, lexicon, &found));
    let mut found = found::settle(text, lexicon, found);
    company::add_coordinated(text, lexicon, &runs, &mut found);
    alias::add(text, lexicon, &runs, &mut found);
    found.into_iter().map(Found::into_mention).collect()
}

/// Whom people with titles speak for, where nothing else names it: a chief executive has a company.
fn employers(text: &str, lexicon: &Lexicon, found: &[Found]) -> Vec<Found> {
    let of_a_company = |title: &str| {
        let title = title.to_lowercase();
        ["executive", "ceo", "founder", "chairman", "owner", "manager", "partner"]
            .iter()
            .any(|word| title.contains(word))
    };
    let employer = |person: &Found| {
        let (title, span) = (person.title?, person.affiliation?);
        let company = of_a_company(title.of(text));
        let kind = if company { PartyKind::Company } else { PartyKind::Organisation };
        Some(Found::new(span, kind, span.of(text), "mentions/party:affiliation"))
    };
    found.iter().filter_map(employer).filter(|party| !lexicon.parties.is_place(&party.name)).collect()
}

/// What the sequence tagger saw; everything else outranks it.
fn entities<'d>(document: &'d Document, lexicon: &'d Lexicon) -> impl Iterator<Item = Found> + 'd {
    let places = places_within(document);
    document.entities.iter().filter_map(move |entity| {
        let kind = match entity.kind {
            EntityKind::Person => PartyKind::Person,
            EntityKind::Organisation => PartyKind::Organisation,
            EntityKind::Place => return None,
        };
        let name = document.words(entity.span);
        (!places.contains(name) && is_plausible(document.text(), lexicon, entity.span))
            .then(|| Found::new(entity.span, kind, name, "mentions/party:tagger"))
    })
}

/// Whether a tagged stretch can be a party: a name in capitals that is no country, good, title or place of
/// a compound ("Oslo-based").
fn is_plausible(text: &str, lexicon: &Lexicon, span: Span) -> bool {
    let name = span.of(text);
    let bare = name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name);
    let country = || lexicon.countries.find(bare).iter().any(|word| word.span.len() + 2 >= bare.len());
    let good = || lexicon.products.find(bare).iter().any(|(good, _)| good.len() == bare.len());
    let single = !bare.contains(' ');
    // "Court documents show": the first word of a sentence has a capital whatever it is.
    let opens = around::opens_sentence(text, span.start)
        && around::next(text, span.end).is_some_and(|w| w.adjoins() && !w.is_capitalised());
    if single && opens && lexicon.cues.noun(&bare.to_lowercase()).is_some() {
        return false;
    }
    // "Secretary of Commerce": an office is nobody's name.
    const OFFICES: [&str; 6] =
        ["Secretary", "Minister", "President", "Director", "Commissioner", "Ambassador"];
    if bare.split(' ').next().is_some_and(|first| OFFICES.contains(&first)) && bare.contains(" of ") {
        return false;
    }
    let parties = &lexicon.parties;
    let word =
        single && (parties.is_plain(bare) || parties.is_title(bare) || parties.is_ordinary_ending(bare));
    let compound = text.get(span.end as usize..).is_some_and(|rest| rest.starts_with('-'));
    let capital = bare.starts_with(char::is_uppercase) && bare.len() > 2 && !bare.contains('\n');
    // "the Nijmegen company", "the Karaganda region": a place before what stands in it.
    let behind = around::next(text, span.end).filter(Word::adjoins);
    let placed = single && behind.is_some_and(|w| PLACED.contains(&w.text))
        || behind.is_some_and(|w| lexicon.parties.is_landform(w.text))
        || lexicon.parties.is_place(bare)
        || lexicon.countries.is_american_state(bare);
    let shared = || {
        lexicon.outlets.find(&format!("the {bare}")).iter().any(|(found, _)| found.len() == bare.len() + 4)
    };
    let cut = bare.ends_with(" of") || bare.ends_with(" for") || bare.ends_with(" and");
    capital && !(word || cut || compound || placed || country() || good() || single && shared())
}

/// "in Perm", "near Haarlem": the names of one word that somebody or something is in are places throughout.
fn places_within(document: &Document) -> BTreeSet<&str> {
    let text = document.text();
    let within = |span: &Span| {
        let before = around::previous(text, span.start).filter(Word::adjoins);
        let after = around::next(text, span.end).filter(|word| word.adjoins() || word.is_hyphenated());
        let more =
            after.is_some_and(|word| word.is_capitalised() || word.is_hyphenated() || word.text == "and");
        let inside = before.is_some_and(|word| ["in", "near", "outside"].contains(&word.text));
        inside && !more && around::possessive(text, span.end) == 0
    };
    let spans = document.entities.iter().map(|entity| entity.span).filter(within);
    spans.map(|span| document.words(span)).filter(|name| !name.contains(' ')).collect()
}

/// Nouns that stand behind the name of a place.
const PLACED: [&str; 18] = [
    "area",
    "city",
    "company",
    "county",
    "court",
    "dealer",
    "district",
    "factory",
    "firm",
    "plant",
    "port",
    "province",
    "refinery",
    "region",
    "seller",
    "site",
    "street",
    "warehouse",
];
