//! Tariff and control codes as written: they join the good beside them, or stand for a good alone.

use crate::lexicon::Lexicon;
use crate::lexicon::products::WrittenCode;
use crate::mentions::around;
use crate::model::{Code, Mention, Product, RuleName, Span, What};

/// Words that may stand between a good and its code.
const BETWEEN: [&str; 22] = [
    "a",
    "as",
    "category",
    "chapter",
    "classed",
    "classified",
    "code",
    "codes",
    "controlled",
    "covered",
    "customs",
    "falling",
    "harmonised",
    "harmonized",
    "in",
    "of",
    "the",
    "tariff",
    "under",
    "with",
    "heading",
    "number",
];

/// Adds the codes of the text to the goods they belong to, and as goods of their own where none is near.
pub fn attach(text: &str, lexicon: &Lexicon, mentions: &mut Vec<Mention>) {
    let codes = lexicon.products.codes(text);
    let mut alone = Vec::new();
    for written in codes {
        match owner(text, mentions, written.span) {
            Some(mention) => add(mention, &written),
            None => alone.push(mention_of(lexicon, &written)),
        }
    }
    mentions.extend(alone);
    mentions.sort_by_key(|mention| mention.span);
}

/// The good that a code belongs to: just before it but for linking words, or just after it.
fn owner<'m>(text: &str, mentions: &'m mut [Mention], code: Span) -> Option<&'m mut Mention> {
    let next = mentions.partition_point(|m| m.span.start < code.start);
    let follows = mentions
        .get(next)
        .is_some_and(|m| text.get(code.end as usize..m.span.start as usize).is_some_and(|gap| gap == " "));
    if follows {
        return mentions.get_mut(next);
    }
    let before = mentions.get_mut(next.checked_sub(1)?)?;
    is_linked(text, before.span.end, code.start).then_some(before)
}

fn is_linked(text: &str, from: u32, to: u32) -> bool {
    let Some(gap) = text.get(from as usize..to as usize) else { return false };
    if gap.len() > 60 || gap.contains(['\n', ';']) {
        return false;
    }
    let mut at = from;
    while let Some(word) = around::next(text, at).filter(|w| w.span.end <= to) {
        let codes = word.text.chars().any(|c| c.is_ascii_digit());
        if !codes && !BETWEEN.contains(&word.lower().as_str()) && !["HS", "ECCN", "and"].contains(&word.text)
        {
            return false;
        }
        at = word.span.end;
    }
    !gap.contains(". ")
}

fn add(mention: &mut Mention, written: &WrittenCode) {
    if let What::Product(product) = &mut mention.what {
        product.codes.retain(|code| code.code != written.code);
        let at = product.codes.iter().filter(|code| code.written).count();
        product.codes.insert(at, Code { system: written.system, code: written.code.clone(), written: true });
    }
}

fn mention_of(lexicon: &Lexicon, written: &WrittenCode) -> Mention {
    let good = lexicon.products.by_code(written.system, &written.code);
    let category = good.map_or("other", |good| good.id.as_str()).to_owned();
    let code = Code { system: written.system, code: written.code.clone(), written: true };
    let product = Product { category, codes: vec![code], ..Product::default() };
    Mention { span: written.span, what: What::Product(product), by: RuleName::from("mentions/product:code") }
}
