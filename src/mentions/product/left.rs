//! What stands before a good and belongs to it: qualifiers, sizes, brands and unknown models.

use super::phrase::{self, Phrase};
use super::silence::is_heading;
use crate::lexicon::Lexicon;
use crate::lexicon::companies::Company;
use crate::mentions::around;
use crate::model::{Document, Span};

/// Endings of compounds that say where or by whom a good was made.
const MADE: [&str; 11] = [
    "-assembled",
    "-branded",
    "-built",
    "-designed",
    "-developed",
    "-made",
    "-manufactured",
    "-origin",
    "-produced",
    "-sourced",
    "-supplied",
];
/// Endings of sizes ("28nm", "155-millimetre").
const SIZES: [&str; 14] = [
    "nm",
    "mm",
    "cm",
    "g",
    "gb",
    "kw",
    "km",
    "-nanometre",
    "-nanometer",
    "-millimetre",
    "-millimeter",
    "-calibre",
    "-caliber",
    "-inch",
];

/// The phrase with what belongs to it on its left.
pub fn extend<'l>(
    document: &Document,
    lexicon: &Lexicon,
    companies: &[(Span, &Company)],
    mut phrase: Phrase<'l>,
) -> Phrase<'l> {
    let text = document.text();
    note_dual_use(text, &mut phrase);
    take_qualifiers(text, lexicon, &mut phrase);
    if take_brand(document, lexicon, companies, &mut phrase) {
        take_qualifiers(text, lexicon, &mut phrase);
    } else if phrase.model.is_none() {
        take_unknown_model(document, lexicon, &mut phrase);
    }
    phrase.qualifiers.sort();
    phrase
}

/// "dual-use" is a qualifier also where it is part of the good's own name.
fn note_dual_use(text: &str, phrase: &mut Phrase) {
    let words = phrase.span.of(text);
    let length = "dual-use".len();
    if words.len() > length && words.is_char_boundary(length) {
        let front = words[..length].to_lowercase().replace(' ', "-");
        if front == "dual-use" {
            let start = phrase.span.start as usize;
            phrase.qualifiers.push(Span::new(start, start + length));
        }
    }
}

fn take_qualifiers(text: &str, lexicon: &Lexicon, phrase: &mut Phrase) {
    let (mut at, mut outside) = (phrase.span.start, false);
    while let Some(chunk) = chunk_before(text, at) {
        let lower = chunk.of(text).to_lowercase();
        at = chunk.start;
        if MADE.iter().any(|ending| lower.ends_with(ending)) {
            phrase.qualifiers.push(chunk);
            outside = true;
            continue;
        }
        let size = lower.starts_with(|c: char| c.is_ascii_digit())
            && SIZES.iter().any(|ending| lower.ends_with(ending));
        if !(size || lexicon.products.is_qualifier(&lower)) || is_verb_used(text, chunk, &lower) {
            return;
        }
        phrase.qualifiers.push(chunk);
        if !outside {
            phrase.span.start = chunk.start;
        }
    }
}

/// "used" is no qualifier where somebody used the goods ("the men used drones", "were used"): it needs an
/// article, a preposition, a number or a verb of trade before it, or the front of a sentence.
fn is_verb_used(text: &str, chunk: Span, lower: &str) -> bool {
    const LEADS: [&str; 40] = [
        "a",
        "an",
        "any",
        "as",
        "buy",
        "buying",
        "bought",
        "export",
        "exported",
        "exporting",
        "exports",
        "for",
        "from",
        "import",
        "importing",
        "imports",
        "in",
        "its",
        "many",
        "most",
        "new",
        "of",
        "on",
        "or",
        "other",
        "purchased",
        "sale",
        "sell",
        "selling",
        "sold",
        "some",
        "such",
        "the",
        "their",
        "these",
        "those",
        "to",
        "trade",
        "with",
        "ship",
    ];
    let verbs = [
        "used",
        "imported",
        "seized",
        "smuggled",
        "restricted",
        "banned",
        "sanctioned",
        "controlled",
        "armed",
        "refined",
    ];
    if !verbs.contains(&lower) {
        return false;
    }
    match around::previous(text, chunk.start).filter(|word| word.adjoins()) {
        None => false,
        Some(word) => {
            !LEADS.contains(&word.lower().as_str()) && !word.text.starts_with(|c: char| c.is_ascii_digit())
        }
    }
}

/// The run of letters, digits and hyphens just before a place, with one blank between.
fn chunk_before(text: &str, at: u32) -> Option<Span> {
    let head = text.get(..at as usize)?.strip_suffix(' ')?;
    let start = head
        .char_indices()
        .rev()
        .take_while(|(_, c)| c.is_alphanumeric() || matches!(c, '-' | '.' | '\u{2011}'))
        .last()
        .map(|(at, _)| at)?;
    Some(Span::new(start, head.len()))
}

/// "Nvidia chips" takes its brand in, "Nvidia's chips" only knows it.
fn take_brand(
    document: &Document,
    lexicon: &Lexicon,
    companies: &[(Span, &Company)],
    phrase: &mut Phrase,
) -> bool {
    let text = document.text();
    let before = companies.partition_point(|(span, _)| span.end <= phrase.span.start);
    let Some((span, company)) = before.checked_sub(1).and_then(|last| companies.get(last)) else {
        return false;
    };
    let gap = text.get(span.end as usize..phrase.span.start as usize).unwrap_or_default();
    let series = is_series(lexicon, gap) && phrase.model.is_none() && !is_heading(document, phrase.span);
    if series {
        phrase.model = Some(gap.trim().to_owned());
    }
    let beside = gap == " " || series;
    let owned = gap == "'s " || gap == "\u{2019}s " || gap == "\u{2019} " || gap == "' ";
    if !(beside || owned || is_praised(gap)) {
        return false;
    }
    if let Some(refined) = company.makes.as_deref().and_then(|makes| refined(text, lexicon, makes, phrase)) {
        phrase.category = refined;
        phrase.noun = None;
    }
    if phrase.brand.is_none() || phrase.brand.as_deref() != Some(span.of(text)) {
        phrase.brand = Some(span.of(text).to_owned());
    }
    if beside {
        phrase.span.start = span.start;
    }
    beside
}

/// "PowerEdge XE9680" between a brand and its good: capitals and figures that are no ending of the name.
fn is_series(lexicon: &Lexicon, gap: &str) -> bool {
    let inner = gap.strip_prefix(' ').and_then(|gap| gap.strip_suffix(' ')).unwrap_or_default();
    let mut words = inner.split(' ');
    let marked = |word: &str| {
        let parties = &lexicon.parties;
        let name = word.starts_with(char::is_uppercase) || word.contains(|c: char| c.is_ascii_digit());
        let plain = word.chars().all(|c| c.is_alphanumeric() || c == '-');
        name && plain
            && !(parties.is_legal_ending(word) || parties.is_ordinary_ending(word) || parties.is_title(word))
            && lexicon.countries.lookup(word).is_none()
    };
    let figure = inner.contains(|c: char| c.is_ascii_digit());
    figure && (1..=3).contains(&inner.split(' ').count()) && words.all(marked)
}

/// What a brand makes of a good's own word: "Nvidia chips" are AI chips, "Boeing spares" parts of aircraft.
fn refined(text: &str, lexicon: &Lexicon, makes: &str, phrase: &Phrase) -> Option<String> {
    let chips = makes.starts_with("ai_chip");
    if phrase.noun.is_some_and(|noun| noun.part) {
        return phrase::as_part(lexicon, makes, "component");
    }
    if chips && phrase.category == "electronics" {
        let server = phrase.span.of(text).to_lowercase().trim_end_matches('s').ends_with("server");
        return server.then(|| "ai_chip.server".to_owned());
    }
    let refines = phrase.category == "semiconductor" && (chips || makes.starts_with("semiconductor."));
    refines.then(|| makes.to_owned())
}

/// "Nvidia's most advanced", "Huawei's latest".
fn is_praised(gap: &str) -> bool {
    let Some(rest) = gap.strip_prefix("'s ").or_else(|| gap.strip_prefix("\u{2019}s ")) else { return false };
    let praise =
        ["most", "more", "best", "latest", "newest", "own", "top", "less", "popular", "flagship", "entire"];
    rest.split_whitespace().all(|word| praise.contains(&word))
}

/// "Raybird drones": a capitalised word before an aircraft or a weapon that nothing else explains.
fn take_unknown_model(document: &Document, lexicon: &Lexicon, phrase: &mut Phrase) {
    let text = document.text();
    let category = phrase.category.split('.').next().unwrap_or_default();
    if !["uav", "missile"].contains(&category) || is_heading(document, phrase.span) {
        return;
    }
    let Some(chunk) = chunk_before(text, phrase.span.start) else { return };
    let word = chunk.of(text);
    let capitalised = word.starts_with(char::is_uppercase) && word.chars().skip(1).any(char::is_lowercase);
    let known = lexicon.countries.lookup(word).is_some()
        || word.split('-').any(|half| lexicon.countries.lookup(half).is_some())
        || word.contains('.')
        || NOT_MODELS.contains(&word);
    if capitalised && !known && !around::opens_sentence(text, chunk.start) && !is_among_capitals(text, chunk)
    {
        phrase.model = Some(word.to_owned());
        phrase.span.start = chunk.start;
    }
}

/// Whether another capitalised word stands before: then the chunk is the end of some longer name.
fn is_among_capitals(text: &str, chunk: Span) -> bool {
    around::previous(text, chunk.start).is_some_and(|w| {
        w.adjoins()
            && w.is_capitalised()
            && !around::opens_sentence(text, w.span.start)
            && w.text.len() > 3
            && !w.text.ends_with("an")
            && !w.text.ends_with("ish")
            && !w.text.ends_with("ese")
    })
}

/// Capitalised words that are no models.
const NOT_MODELS: [&str; 22] = [
    "Arab",
    "Asian",
    "African",
    "European",
    "Eurasian",
    "Western",
    "Eastern",
    "Northern",
    "Southern",
    "Soviet",
    "Houthi",
    "Hamas",
    "Hezbollah",
    "Army",
    "Navy",
    "Nazi",
    "Kurdish",
    "Islamic",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
];
