//! Numbers that are no quantities: models, sections, codes, ranks, scores, ages, years, and counts of days.

use super::super::bounds;
use super::super::number::{Figure, Shape, small};
use super::super::words::{Kind, Words};
use super::phrase;
use crate::lexicon::Lexicon;
use crate::model::Span;

/// Words before a number that make it a name or a place in a list.
const LABELS: &[&str] = &[
    "no",
    "nos",
    "number",
    "numbers",
    "section",
    "sections",
    "article",
    "articles",
    "part",
    "parts",
    "chapter",
    "page",
    "pages",
    "rule",
    "resolution",
    "regulation",
    "order",
    "category",
    "type",
    "version",
    "phase",
    "stage",
    "level",
    "tier",
    "group",
    "class",
    "figure",
    "table",
    "annex",
    "appendix",
    "schedule",
    "code",
    "codes",
    "hs",
    "eccn",
    "flight",
    "room",
    "gate",
    "channel",
    "route",
    "highway",
    "model",
    "series",
    "mark",
    "generation",
    "gen",
    "top",
    "grade",
    "block",
    "act",
    "title",
    "paragraph",
    "clause",
    "line",
    "file",
    "case",
    "docket",
    "cfr",
    "usc",
    "subpart",
    "supplement",
    "heading",
    "chapters",
    "under-",
    "first",
    "last",
    "next",
    "past",
    "every",
    "aged",
    "age",
    "apartment",
    "suite",
    "building",
    "unit",
    "lot",
    "day",
    "week",
    "year",
    "round",
    "season",
    "episode",
    "volume",
    "issue",
    "vol",
    "fig",
    "ver",
    "opus",
    "euro",
];

/// Heads that count no goods, actors or deeds: stretches of time, places in a text, manners of speech.
const NOT_THINGS: &[&str] = &[
    "years",
    "months",
    "weeks",
    "days",
    "hours",
    "minutes",
    "seconds",
    "decades",
    "centuries",
    "quarters",
    "nights",
    "times",
    "points",
    "degrees",
    "ways",
    "reasons",
    "things",
    "steps",
    "ones",
    "others",
    "pages",
    "words",
    "goals",
    "halves",
    "thirds",
    "fifths",
    "tenths",
    "sixths",
    "metres",
    "meters",
    "feet",
    "miles",
    "kilometres",
    "kilometers",
    "km",
    "inches",
    "centimetres",
    "centimeters",
    "millimetres",
    "millimeters",
    "nanometres",
    "nanometers",
    "nanometer",
    "hrs",
    "mins",
    "secs",
    "knots",
    "mornings",
    "evenings",
    "weekends",
    "working",
    "chapters",
    "sections",
    "paragraphs",
    "pence",
    "cents",
    "dollars",
    "euros",
    "generations",
    "consecutive",
    "thanks",
    "straight",
    "fronts",
    "occasions",
    "respects",
    "stars",
];

/// Heads that a small number in words merely points at: "the two countries", "three people familiar with the matter".
const MERE_MENTION: &[&str] = &[
    "countries",
    "nations",
    "sides",
    "governments",
    "parties",
    "leaders",
    "presidents",
    "ministers",
    "officials",
    "sources",
    "people",
    "persons",
    "men",
    "women",
    "children",
    "diplomats",
    "executives",
    "allies",
    "neighbours",
    "neighbors",
    "superpowers",
    "economies",
    "capitals",
    "states",
    "rivals",
    "groups",
    "issues",
    "areas",
    "categories",
    "options",
    "questions",
    "factors",
    "examples",
    "kinds",
    "types",
    "sorts",
    "parts",
    "phases",
    "stages",
    "rounds",
    "sessions",
    "meetings",
    "terms",
    "counts",
    "aides",
    "insiders",
    "analysts",
    "lawmakers",
    "senators",
    "experts",
    "powers",
    "brothers",
];

/// Whether the words before a number, or what is glued to it, make it something else.
pub fn leads_elsewhere(words: &Words, i: usize) -> bool {
    let before = words.before(i, 1);
    if words.glued(i) && i > 0 {
        let open = matches!(
            before,
            "(" | "[" | "\"" | "\u{201c}" | "\u{2018}" | "~" | "<" | ">" | "\u{2248}" | "\u{2014}"
        );
        if !open {
            return true;
        }
    }
    if ratio(words, i) {
        return true;
    }
    if words.is_any(i.wrapping_sub(1), LABELS) && i > 0 {
        return true;
    }
    if before == "." && i > 1 && words.is_any(i - 2, &["no", "nos", "art", "sec", "vol", "fig", "par"]) {
        return true;
    }
    // "Boeing 737 jets", "Big Four firms": a small number behind a name, or a number with a capital, is a name too.
    if words.kind(i) == Some(Kind::Digits) {
        let small = words.word(i).len() < 4;
        return small && named_before(words, i);
    }
    words.is_capital(i) && !words.opens_sentence(i)
}

/// "1 in 5 chips", "two out of three drones": the second number counts nothing by itself.
fn ratio(words: &Words, i: usize) -> bool {
    let Some(at) = i.checked_sub(2) else { return false };
    let number =
        words.kind(at) == Some(Kind::Digits) && words.word(at).len() < 3 || small(words.word(at)).is_some();
    (words.is(i - 1, "in") && number) || words.reads_before(i, &["out", "of"])
}

fn named_before(words: &Words, i: usize) -> bool {
    let Some(at) = i.checked_sub(1) else { return false };
    let name =
        words.kind(at) == Some(Kind::Letters) && words.is_capital(at) && !phrase::is_function(words.word(at));
    let share = words.is_any(i + 1, &["%", "percent", "per"]);
    name && !share
        && bounds::before(words, i).is_none()
        && !(words.opens_sentence(at) && words.word(at).ends_with("ly"))
}

/// Whether a figure cannot count things: a year, a version, nothing, or letters glued to its end.
pub fn unfit(words: &Words, figure: &Figure) -> bool {
    let year = figure.shape == Shape::Digits
        && figure.scale.is_none()
        && !figure.grouped
        && (1900.into()..2101.into()).contains(&figure.value);
    let split = figure.scale.is_none() && !figure.value.fract().is_zero();
    let glued = words.glued(figure.to)
        && (words.kind(figure.to) == Some(Kind::Letters)
            || matches!(words.word(figure.to), "/" | ":" | "°" | "'" | "\u{2019}" | "\u{2033}"));
    let high = figure.letter
        && words.word(figure.to - 1).chars().all(char::is_uppercase)
        && figure.value < 10_000.into();
    (year && bounds::before(words, figure.from).is_none()) || split || glued || high || figure.value.is_zero()
}

/// What goods are counted in, and what is counted of trade in them.
const OF_TRADE: &[&str] = &[
    "applications",
    "articles",
    "batches",
    "boats",
    "boxes",
    "bottles",
    "cargoes",
    "cartons",
    "cases",
    "cells",
    "consignments",
    "containers",
    "copies",
    "crates",
    "deliveries",
    "devices",
    "exports",
    "goods",
    "gpus",
    "imports",
    "items",
    "kinds",
    "kits",
    "launchers",
    "licences",
    "licenses",
    "lorries",
    "lots",
    "models",
    "orders",
    "packages",
    "pallets",
    "parcels",
    "parts",
    "permits",
    "pieces",
    "products",
    "racks",
    "rounds",
    "sales",
    "samples",
    "sets",
    "shipments",
    "ships",
    "systems",
    "transactions",
    "transfers",
    "types",
    "units",
    "varieties",
    "vessels",
    "wagons",
];

/// Whether what is counted is a good, or a deed of trade in goods: firms, people and events are not.
pub fn is_good(words: &Words, lexicon: &Lexicon, (from, to): (usize, usize)) -> bool {
    let head = to.saturating_sub(1);
    let model = words.word(head) == "s" && words.glued(head);
    let phrase = words.of_span(from, to);
    let ends = |span: &Span| span.end as usize == phrase.len();
    model || words.is_any(head, OF_TRADE) || lexicon.products.find(phrase).iter().any(|(span, _)| ends(span))
}

/// Whether the phrase behind a figure is no thing counted.
pub fn not_counted(words: &Words, figure: &Figure, (from, to): (usize, usize)) -> bool {
    let head = to.saturating_sub(1);
    if words.is_any(head, NOT_THINGS) || words.is_any(from, NOT_THINGS) {
        return true;
    }
    let spelled = figure.shape == Shape::Spelled && figure.scale.is_none();
    let definite = figure.from > 0
        && words.is_any(
            figure.from - 1,
            &[
                "the", "these", "those", "both", "all", "other", "its", "their", "his", "her", "our", "your",
                "any",
            ],
        );
    let small = figure.value < 10.into();
    (spelled && figure.value <= 1.into())
        || (spelled && small && (definite || words.is_any(head, MERE_MENTION)))
}

/// Whether a fraction is no share: "the first half", "a quarter of an hour", "half a dozen".
pub fn no_share(words: &Words, i: usize, to: usize) -> bool {
    let at = to + usize::from(words.is(to, "of"));
    let ordinal = i > 0
        && words.is_any(
            i - 1,
            &["first", "second", "third", "fourth", "latter", "other", "last", "final", "better"],
        );
    let measure = words.is_any(at, &["an", "a"])
        || words.is_any(at + 1, &["hour", "year", "century", "decade", "day", "time", "month"]);
    let next = words.is_any(at, &["whom", "what", "january", "february", "march", "april", "may", "june"]);
    ordinal || measure || next || (words.is_hyphen(to) && words.glued(to))
}
