//! Finds mentions of kind `product`: goods as named, with brand, model, qualifiers and codes.
//!
//! `phrase` joins what the table names into noun phrases, `silence` drops those that speak of deeds rather
//! than goods, `refer` finds what a noun alone refers back to, `narrow` what it means behind another noun, `code` reads tariff and control codes.

mod code;
mod left;
mod narrow;
mod phrase;
mod refer;
mod silence;
mod trade;

use crate::lexicon::Lexicon;
use crate::model::{Code, Document, Mention, Product, RuleName, What};
use phrase::Phrase;

pub fn find(document: &Document, lexicon: &Lexicon) -> Vec<Mention> {
    let text = document.text();
    let named = lexicon.products.find(text);
    let mut found: Vec<Phrase> = Vec::new();
    if !named.is_empty() {
        let companies = lexicon.companies.find(text);
        let phrases = phrase::join(document, lexicon, &named);
        let kept = silence::audible(document, lexicon, phrases);
        let whole = kept.into_iter().map(|phrase| left::extend(document, lexicon, &companies, phrase));
        found = trade::traded(document, lexicon, refer::settle(document, lexicon, whole.collect()));
    }
    let mut mentions: Vec<Mention> = found.iter().map(|phrase| mention(lexicon, phrase)).collect();
    code::attach(text, lexicon, &mut mentions);
    mentions
}

fn mention(lexicon: &Lexicon, phrase: &Phrase) -> Mention {
    let product = Product {
        category: phrase.category.clone(),
        brand: phrase.brand.clone(),
        model: phrase.model.clone(),
        codes: taxonomy_codes(lexicon, &phrase.category),
        qualifiers: phrase.qualifiers.clone(),
    };
    let by = RuleName::from(format!("data/products.toml [{}]", phrase.category));
    Mention { span: phrase.span, what: What::Product(product), by }
}

/// The codes that the taxonomy knows for a category; none of them is written in the text.
fn taxonomy_codes(lexicon: &Lexicon, category: &str) -> Vec<Code> {
    let Some(good) = lexicon.products.good(category) else { return Vec::new() };
    let code = |system| move |code: &String| Code { system, code: code.clone(), written: false };
    good.hs.iter().map(code("hs")).chain(good.eccn.iter().map(code("eccn"))).collect()
}
