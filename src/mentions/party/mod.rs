//! Finds mentions of kind `party`: companies, agencies, outlets, organisations and people.
//!
//! The tables know many by name; `company`, `office` and `person` read the forms by which the others show
//! themselves, on the runs of capitalised words that `runs` cuts; `alias` finds short forms of all of them.

mod alias;
mod company;
mod found;
mod known;
mod office;
mod person;
mod runs;

use crate::lexicon::Lexicon;
use crate::model::{Document, EntityKind, Mention, PartyKind};
use found::Found;

pub fn find(document: &Document, lexicon: &Lexicon) -> Vec<Mention> {
    let text = document.text();
    let runs = runs::cut(document, lexicon);
    let mut found = known::find(document, lexicon);
    found.extend(company::find(document, lexicon, &runs));
    found.extend(office::find(text, lexicon, &runs));
    found.extend(person::find(document, lexicon, &runs));
    found.extend(entities(document));
    found.extend(employers(text, &found));
    let mut found = found::settle(text, lexicon, found);
    alias::add(text, lexicon, &mut found);
    found.into_iter().map(Found::into_mention).collect()
}

/// Whom people with titles speak for, where nothing else names it: a chief executive has a company.
fn employers(text: &str, found: &[Found]) -> Vec<Found> {
    let of_a_company = |title: &str| {
        let title = title.to_lowercase();
        ["executive", "ceo", "founder", "chairman", "owner", "manager"]
            .iter()
            .any(|word| title.contains(word))
    };
    let employer = |person: &Found| {
        let (title, span) = (person.title?, person.affiliation?);
        let company = of_a_company(title.of(text));
        let kind = if company { PartyKind::Company } else { PartyKind::Organisation };
        Some(Found::new(span, kind, span.of(text), "mentions/party:affiliation"))
    };
    found.iter().filter_map(employer).collect()
}

/// What the sequence tagger saw; everything else outranks it.
fn entities(document: &Document) -> impl Iterator<Item = Found> + '_ {
    document.entities.iter().filter_map(|entity| {
        let kind = match entity.kind {
            EntityKind::Person => PartyKind::Person,
            EntityKind::Organisation => PartyKind::Organisation,
            EntityKind::Place => return None,
        };
        let name = document.words(entity.span);
        let plausible = name.len() > 2 && name.starts_with(char::is_uppercase) && !name.contains('\n');
        plausible.then(|| Found::new(entity.span, kind, name, "mentions/party:tagger"))
    })
}
