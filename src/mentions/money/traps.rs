//! Tells money from what only looks like it: "won" the verb, pounds of weight, inflation's "2012 dollars".

use super::super::number::Shape;
use super::super::words::{Kind, Words};
use super::Amount;
use super::currency::Places;

/// Whether an amount is no money after all.
pub fn another_sense(words: &Words, amount: &Amount, places: &Places) -> bool {
    unguarded(words, amount, places)
        || (amount.unit.weighs && weighs(words, amount, places))
        || verb(words, amount)
        || rate(words, amount)
        || constant_dollars(words, amount)
        || figure_of_speech(words, amount)
        || (amount.figure.comma && amount.figure.scale.is_none() && !amount.ahead && amount.unit.guarded)
}

/// A word that is also an ordinary one needs a large number, and a short sign the country besides.
fn unguarded(words: &Words, amount: &Amount, places: &Places) -> bool {
    let large = amount.figure.scale.is_some() || amount.figure.grouped;
    if !amount.unit.guarded || amount.unit.hundredth && large {
        return false;
    }
    let sign = if amount.ahead { words.word(amount.from) } else { words.word(amount.to.saturating_sub(1)) };
    let code = sign.len() == 3 && sign.bytes().all(|b| b.is_ascii_uppercase());
    let name = sign.len() > 2 && !code;
    let speaks_of = || !places.named(&amount.unit.rows, None).is_empty();
    if amount.unit.hundredth {
        return true;
    }
    if name {
        let spoken_of = amount.figure.value >= 2.into() && sign != "won" && speaks_of();
        return !large && !spoken_of;
    }
    !(large && (code || speaks_of()))
}

/// "3 million won the right to": a verb where an object or an adverb follows.
fn verb(words: &Words, amount: &Amount) -> bool {
    const OBJECTS: &[&str] = &[
        "the",
        "a",
        "an",
        "by",
        "over",
        "against",
        "their",
        "his",
        "her",
        "its",
        "back",
        "new",
        "seats",
        "gold",
        "silver",
        "medals",
        "prizes",
        "support",
        "approval",
        "contracts",
    ];
    words.is(amount.to.saturating_sub(1), "won") && words.is_any(amount.to, OBJECTS)
}

/// "$1 = 0.9068 euros": a rate of exchange at the foot of a report.
fn rate(words: &Words, amount: &Amount) -> bool {
    let equals = |i: usize| words.word(i) == "=";
    let first = equals(amount.to);
    let second = amount.from > 1 && equals(amount.from - 1) && words.word(amount.from - 2) != "(";
    first || second
}

/// "in 2012 dollars": prices of a year, not an amount.
fn constant_dollars(words: &Words, amount: &Amount) -> bool {
    let figure = &amount.figure;
    let year = figure.shape == Shape::Digits
        && !figure.grouped
        && figure.scale.is_none()
        && !amount.ahead
        && (1900.into()..2101.into()).contains(&figure.value);
    year && amount.from > 0 && words.is_any(amount.from - 1, &["in", "constant", "real", "current", "("])
}

/// "the million-dollar question", "a million dollars to anyone who": sayings; "ten cents on the dollar".
fn figure_of_speech(words: &Words, amount: &Amount) -> bool {
    const SAYINGS: &[&str] = &["question", "questions", "man", "baby", "smile", "idea", "listing"];
    let hyphened = words.is_hyphen(amount.to.saturating_sub(2));
    (hyphened && amount.figure.shape == Shape::Vague && words.is_any(amount.to, SAYINGS))
        || (hyphened && amount.figure.value == 64000.into())
        || (amount.unit.hundredth && words.reads(amount.to, &["on", "the"]))
        || (amount.unit.hundredth && amount.figure.shape != Shape::Digits && amount.figure.value <= 2.into())
        || words.reads_before(amount.from, &["like", "a"]) && words.is(amount.from, "million")
}

const MONEY_WORDS: &[&str] = &[
    "worth",
    "cost",
    "costs",
    "costing",
    "paid",
    "pay",
    "pays",
    "payment",
    "payments",
    "fine",
    "fined",
    "fines",
    "price",
    "priced",
    "prices",
    "profit",
    "profits",
    "revenue",
    "revenues",
    "sales",
    "budget",
    "invest",
    "invested",
    "investment",
    "investments",
    "spend",
    "spent",
    "spending",
    "contract",
    "contracts",
    "deal",
    "loan",
    "loans",
    "fund",
    "funds",
    "funding",
    "grant",
    "grants",
    "earn",
    "earned",
    "value",
    "valued",
    "salary",
    "bill",
    "tax",
    "taxes",
    "debt",
    "cash",
    "sterling",
    "penalty",
    "penalties",
    "subsidy",
    "subsidies",
    "turnover",
    "exports",
    "imports",
    "raise",
    "raised",
    "savings",
    "assets",
    "bought",
    "sold",
    "package",
    "aid",
    "settlement",
    "compensation",
    "economy",
    "trade",
];

const WEIGHT_WORDS: &[&str] = &[
    "weigh",
    "weighs",
    "weighed",
    "weighing",
    "weight",
    "payload",
    "payloads",
    "lift",
    "lifts",
    "heavy",
    "kilogram",
    "kilograms",
    "kilogrammes",
    "kg",
    "tonne",
    "tonnes",
    "ton",
    "tons",
    "thrust",
    "explosives",
    "warhead",
    "bomb",
    "bombs",
    "uranium",
    "ore",
    "lbs",
    "cargo",
];

/// Things that pounds of money are "of": "12 million pounds of debt".
const MONEY_THINGS: &[&str] = &[
    "debt",
    "investment",
    "funding",
    "spending",
    "revenue",
    "public",
    "taxpayers",
    "taxpayer",
    "sales",
    "exports",
    "imports",
    "aid",
    "assets",
    "cash",
    "cuts",
    "savings",
    "losses",
    "damage",
    "support",
    "loans",
    "trade",
    "its",
    "his",
    "their",
    "goods",
    "government",
    "state",
    "new",
    "orders",
    "contracts",
    "business",
    "profit",
    "money",
];

/// Whether pounds are a weight here. Where nothing tells, they are: a false sum is worse than a missed one.
fn weighs(words: &Words, amount: &Amount, places: &Places) -> bool {
    if words.kind(amount.to.saturating_sub(1)) != Some(Kind::Letters) {
        return false;
    }
    let end = amount.to;
    if words.is(end, "of") {
        return !words.is_any(end + 1, MONEY_THINGS);
    }
    if words.is_any(end, &["sterling", "note", "coin"]) {
        return false;
    }
    let (from, to) = (words.sentence_start(amount.from, 40), words.sentence_end(end, 40));
    let near = |list: &[&str]| (from..to).any(|i| words.is_any(i, list));
    if near(WEIGHT_WORDS) {
        return true;
    }
    let british = || !places.named(&amount.unit.rows, Some(words.span(from, to))).is_empty();
    !(near(MONEY_WORDS) || british() || words.text.contains('£'))
}
