//! Finds mentions of kind `country`: names, words for the people, abbreviations, and words for governments.
//!
//! The table says which words may name a country; `metonym` decides whether a capital acts, `traps`
//! whether a name means something else here. Names of companies take up the countries in them in `settle`.

mod context;
mod metonym;
mod traps;

use super::dateline;
use crate::lexicon::Lexicon;
use crate::lexicon::countries::{CountryWord, Form};
use crate::model::{Country, Document, Mention, RuleName, Via, What};

pub fn find(document: &Document, lexicon: &Lexicon) -> Vec<Mention> {
    let words = lexicon.countries.find(document.text());
    if words.is_empty() {
        return Vec::new();
    }
    let context = context::Context::of(&words, document.text(), &lexicon.countries);
    words
        .iter()
        .enumerate()
        .filter_map(|(index, word)| {
            let iso2 = country_of(document, lexicon, &context, &words, index)?;
            let what = What::Country(Country { iso2, via: via(word.form) });
            Some(Mention { span: word.span, what, by: rule(word.form) })
        })
        .collect()
}

/// The country that a word names where it stands, if it names one.
fn country_of(
    document: &Document,
    lexicon: &Lexicon,
    context: &context::Context,
    words: &[CountryWord],
    index: usize,
) -> Option<String> {
    let word = &words[index];
    if dateline::holds(document, word.span) || traps::is_caught(document, lexicon, word) {
        return None;
    }
    if word.form == Form::Capital && !metonym::acts(document, lexicon, word.span) {
        return None;
    }
    context.settle_id(document.text(), word)
}

fn via(form: Form) -> Via {
    match form {
        Form::Name | Form::Not => Via::Name,
        Form::Adjective => Via::Demonym,
        Form::Abbreviation => Via::Code,
        Form::Capital | Form::Government => Via::Metonym,
        Form::Body => Via::Organisation,
    }
}

fn rule(form: Form) -> RuleName {
    RuleName::from(match form {
        Form::Name | Form::Not => "mentions/country:name",
        Form::Adjective => "mentions/country:demonym",
        Form::Abbreviation => "mentions/country:abbreviation",
        Form::Capital => "mentions/country:capital",
        Form::Government => "mentions/country:government",
        Form::Body => "mentions/country:body",
    })
}
