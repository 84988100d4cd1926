//! Finds quantities: counts of things, weights and other measures, percentages and shares.
//!
//! The span is the number with its scale word and unit; the thing counted ("drones") has a span of its own.
//! People, firms and events are no quantities. A share ("two-thirds") is given in percent.

mod phrase;
mod silence;

use super::bounds::{self, Said};
use super::number::{self, Figure, Shape, fraction, opens_number};
use super::spread::{Joint, changes, joint, low_end, opening};
use super::words::{Kind, Words};
use crate::lexicon::Lexicon;
use crate::lexicon::units::{Unit, UnitKind};
use crate::model::{Bounds, Mention, Quantity, QuantityKind, Span, What};
use rust_decimal::Decimal;

/// Longest unit, in words and marks: "twenty-foot equivalent units", "trillion operations per second".
const LONGEST_UNIT: usize = 5;

struct Found {
    from: usize,
    to: usize,
    quantity: Quantity,
    rule: &'static str,
}

/// The quantities in one stretch, none of them in the spans that money and times have taken; `sums` are those of money.
pub fn find(words: &Words, taken: &[Span], sums: &[Span], lexicon: &Lexicon) -> Vec<Mention> {
    let mut mentions = Vec::new();
    let mut taken = taken.iter().peekable();
    let mut i = 0;
    while let Some(word) = words.get(i) {
        while taken.next_if(|span| span.end <= word.span.start).is_some() {}
        if taken.peek().is_some_and(|span| span.start <= word.span.start) {
            i += 1;
            continue;
        }
        let limit = taken.peek().map_or(usize::MAX, |span| words.at(span.start));
        let Some(found) = read_at(words, i, lexicon).filter(|found| found.to <= limit) else {
            i += 1;
            continue;
        };
        i = found.to.max(i + 1);
        if found.rule == BARE && beside_money(words, &found, sums) {
            continue;
        }
        mentions.push(Mention {
            span: words.span(found.from, found.to),
            what: What::Quantity(found.quantity),
            by: found.rule.into(),
        });
    }
    mentions
}

/// The rule that saw a large number with nothing behind it.
const BARE: &str = "mentions/quantity:bare";

/// "6.2 billion euros, against an estimate of 6.04 billion": a bare number beside money is money left half said.
fn beside_money(words: &Words, found: &Found, sums: &[Span]) -> bool {
    let sentence = words.span(words.sentence_start(found.from, 40), words.sentence_end(found.to, 40));
    let next = sums.partition_point(|sum| sum.start < sentence.start);
    sums.get(next).is_some_and(|sum| sum.start < sentence.end)
}

fn read_at(words: &Words, i: usize, lexicon: &Lexicon) -> Option<Found> {
    if let Some(found) = fold(words, i) {
        return Some(found);
    }
    let opens = match words.kind(i)? {
        Kind::Digits => true,
        Kind::Letters => opens_number(words, i),
        Kind::Mark => matches!(words.word(i), "½" | "¼" | "¾" | "⅓" | "⅔"),
    };
    if !opens || silence::leads_elsewhere(words, i) {
        return None;
    }
    share(words, i).or_else(|| multiple(words, i)).or_else(|| figured(words, i, lexicon))
}

/// "2.6 times as many as", "three times the level of": a figure that something is multiplied by.
fn multiple(words: &Words, i: usize) -> Option<Found> {
    const THAN: [&str; 15] = [
        "above", "bigger", "cheaper", "dearer", "faster", "greater", "higher", "larger", "less", "lower",
        "more", "smaller", "that", "their", "what",
    ];
    const LEVELS: [&str; 10] =
        ["amount", "average", "figure", "level", "number", "price", "quantity", "rate", "total", "volume"];
    let figure = number::figure(words, i).filter(|figure| {
        figure.shape != Shape::Vague && figure.value > 1.into() && words.is(figure.to, "times")
    })?;
    let at = figure.to + 1;
    let level = words.is_any(at, &["the", "its"]) && words.is_any(at + 1, &LEVELS);
    let as_much =
        words.is(at, "as") && words.is_any(at + 1, &["big", "expensive", "high", "large", "many", "much"]);
    if !(level || as_much || words.is_any(at, &THAN)) {
        return None;
    }
    let bounds = bounds::of(words, figure.value, false, bounds::before(words, i), None);
    let mut times = found(i, at, (bounds, QuantityKind::Measure), None, None, "measure");
    times.quantity.unit = Some("times".to_owned());
    Some(times)
}

/// "threefold", "nine-fold", "10-fold": how many times as much.
fn fold(words: &Words, i: usize) -> Option<Found> {
    const TIMES: [(&str, u8); 15] = [
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("six", 6),
        ("seven", 7),
        ("eight", 8),
        ("nine", 9),
        ("ten", 10),
        ("twelve", 12),
        ("fifteen", 15),
        ("twenty", 20),
        ("thirty", 30),
        ("fifty", 50),
        ("hundred", 100),
    ];
    let joined =
        words.is_hyphen(i + 1) && words.glued(i + 1) && words.glued(i + 2) && words.is(i + 2, "fold");
    if !joined && !words.word(i).ends_with("fold") {
        return None;
    }
    let word = words.word(i).to_lowercase();
    let number = if joined { word.as_str() } else { word.strip_suffix("fold")? };
    let spelled = TIMES.iter().find(|(name, _)| *name == number).map(|(_, value)| Decimal::from(*value));
    let value = spelled.or_else(|| number.parse().ok())?;
    let to = i + if joined { 3 } else { 1 };
    let bounds = bounds::of(words, value, false, bounds::before(words, i), None);
    let mut times = found(i, to, (bounds, QuantityKind::Measure), None, None, "measure");
    times.quantity.unit = Some("fold".to_owned());
    Some(times)
}

/// "two-thirds of shipments", "half the chips".
fn share(words: &Words, i: usize) -> Option<Found> {
    let (value, to) = fraction(words, i)?;
    if silence::no_share(words, i, to) {
        return None;
    }
    let of = usize::from(words.is(to, "of"));
    let owners = ["the", "its", "their", "all", "his", "her", "my", "our", "your"];
    let whole = words.is(i, "half") && words.is_any(to, &owners);
    let counted = (of == 1 || whole).then(|| phrase::whole(words, to + of)).flatten();
    let pronoun = of == 1 && words.is_any(to + 1, &["it", "them", "these", "those", "which"]);
    if counted.is_none() && !pronoun && !stands_alone(words, i, to) {
        return None;
    }
    let percent = value.checked_mul(Decimal::ONE_HUNDRED)?.round_dp(1).normalize();
    let bounds = bounds::of(words, percent, false, bounds::before(words, i), None);
    let of = counted.map(|(from, to)| words.span(from, to));
    let mut share = found(i, to, (bounds, QuantityKind::Share), None, of, "share");
    share.quantity.unit = Some("percent".to_owned());
    Some(share)
}

/// "fell by one-tenth", "up a fifth from": a fraction with no noun behind it, with its hyphen or behind a word of change.
fn stands_alone(words: &Words, i: usize, to: usize) -> bool {
    const CHANGES: [&str; 22] = [
        "about",
        "almost",
        "around",
        "by",
        "climbed",
        "declined",
        "down",
        "dropped",
        "fell",
        "gained",
        "grew",
        "increased",
        "jumped",
        "nearly",
        "over",
        "rose",
        "roughly",
        "shrank",
        "slid",
        "slipped",
        "than",
        "up",
    ];
    let ends = words.kind(to) != Some(Kind::Letters) || phrase::is_function(words.word(to));
    let changed = i > 0 && words.is_any(i - 1, &CHANGES) && !words.is(i, "half");
    (words.is_hyphen(i + 1) && to == i + 3 || changed) && ends && !words.is_hyphen(to)
}

fn found(
    from: usize,
    to: usize,
    (bounds, kind): (Bounds, QuantityKind),
    unit: Option<&Unit>,
    of: Option<Span>,
    rule: &'static str,
) -> Found {
    let quantity = Quantity { bounds, kind, unit: unit.map(|u| u.id.clone()), of };
    let rule = match rule {
        "share" => "mentions/quantity:share",
        "percent" => "mentions/quantity:percent",
        "measure" => "mentions/quantity:measure",
        "count" => "mentions/quantity:count",
        _ => BARE,
    };
    Found { from, to, quantity, rule }
}

/// A number, or two that make a spread, with the unit or the thing counted behind it.
fn figured(words: &Words, i: usize, lexicon: &Lexicon) -> Option<Found> {
    let first = number::figure(words, i)?;
    if let Some(found) = spread(words, &first, lexicon) {
        return Some(found);
    }
    if words.is_dash(first.to)
        && words.glued(first.to)
        && words.kind(first.to + 1) == Some(Kind::Digits)
        && words.glued(first.to + 1)
    {
        return None;
    }
    let (before, after) = (bounds::before(words, first.from), bounds::after(words, first.to));
    let vague = first.shape == Shape::Vague;
    let mut found = counted(words, &first, lexicon, after)?;
    let after = after.or_else(|| bounds::after(words, found.to));
    found.quantity.bounds = bounds::of(words, first.value, vague, before, after);
    found.from = i;
    Some(found)
}

/// "10-15 drones", "between 10% and 15%", "5 to 7 tonnes".
fn spread(words: &Words, first: &Figure, lexicon: &Lexicon) -> Option<Found> {
    let one = first.shape == Shape::Spelled && first.value == 1.into();
    if one || first.shape == Shape::Vague || silence::unfit(words, first) {
        return None;
    }
    let own = unit_after(words, first.to, lexicon);
    let at = own.map_or(first.to, |(_, to)| to);
    let said = opening(words, first.from);
    let (joined, next) = joint(words, at, said)?;
    if matches!(joined, Joint::Dash { spaced: true })
        || (matches!(joined, Joint::To) && changes(words, first.from, said))
    {
        return None;
    }
    let second = number::figure(words, next).filter(|f| f.shape != Shape::Vague)?;
    let mut found = counted(words, &second, lexicon, None)?;
    let same = own.is_none_or(|(unit, _)| Some(&unit.id) == found.quantity.unit.as_ref());
    // "3-2" and "Section 5 to 12" are no spreads of anything counted; two bare numbers need a thing or a unit.
    if !same || (found.quantity.unit.is_none() && found.quantity.of.is_none()) {
        return None;
    }
    found.quantity.bounds = bounds::range(words, low_end(first, &second)?, second.value, said);
    found.from = first.from;
    Some(found)
}

/// The unit or thing behind a number; the bounds are filled in by the caller.
fn counted(words: &Words, figure: &Figure, lexicon: &Lexicon, after: Option<Said>) -> Option<Found> {
    let point = || bounds::of(words, figure.value, false, None, None);
    let at = after.map_or(figure.to, |said| said.to);
    let hyphen = words.is_hyphen(at) && words.glued(at) && words.glued(at + 1);
    let loose = figure.shape != Shape::Digits || figure.scale.is_some();
    let skip = usize::from(hyphen) + usize::from(!hyphen && loose && words.is(at, "of"));
    if let Some((unit, to)) = unit_after(words, at + skip, lexicon) {
        return measured(words, figure, (unit, to, hyphen), point(), lexicon);
    }
    if hyphen || figure.comma || silence::unfit(words, figure) {
        return None;
    }
    let of_the = words.is(at, "of") && words.is_any(at + 1, &["the", "these", "those", "its", "their"]);
    let partitive = match of_the && skip == 0 {
        // "300 of the 1,150 servers"
        true if words.kind(at + 2) == Some(Kind::Digits) => 3,
        partitive => usize::from(partitive),
    };
    if let Some((from, to)) = phrase::counted(words, at + skip + partitive) {
        if !silence::is_good(words, lexicon, (from, to)) || silence::not_counted(words, figure, (from, to)) {
            return None;
        }
        let of = Some(words.span(from, to));
        return Some(found(figure.from, figure.to, (point(), QuantityKind::Count), None, of, "count"));
    }
    let large = (figure.scale.is_some() || figure.grouped) && !figure.letter && figure.shape == Shape::Digits;
    let ends = words.kind(figure.to) != Some(Kind::Letters) || phrase::is_function(words.word(figure.to));
    (large && ends && figure.value >= 1000.into())
        .then(|| found(figure.from, figure.to, (point(), QuantityKind::Count), None, None, "bare"))
}

fn measured(
    words: &Words,
    figure: &Figure,
    (unit, to, hyphen): (&Unit, usize, bool),
    bounds: Bounds,
    lexicon: &Lexicon,
) -> Option<Found> {
    let of = words.is(to, "of").then(|| phrase::whole(words, to + 1)).flatten();
    let of_span = of.map(|(from, to)| words.span(from, to));
    match unit.kind {
        UnitKind::Share => {
            Some(found(figure.from, to, (bounds, QuantityKind::Percent), Some(unit), of_span, "percent"))
        }
        UnitKind::Length | UnitKind::Area if of.is_none() || hyphen => None,
        UnitKind::Pack => {
            if hyphen || silence::not_counted(words, figure, (to - 1, to)) || silence::unfit(words, figure) {
                return None;
            }
            match of {
                Some(_) => {
                    Some(found(figure.from, to, (bounds, QuantityKind::Count), Some(unit), of_span, "count"))
                }
                None => {
                    let (from, end) =
                        phrase::counted(words, figure.to + usize::from(words.is(figure.to, "of")))
                            .filter(|phrase| silence::is_good(words, lexicon, *phrase))?;
                    let thing = Some(words.span(from, end));
                    Some(found(figure.from, figure.to, (bounds, QuantityKind::Count), None, thing, "count"))
                }
            }
        }
        _ => Some(found(figure.from, to, (bounds, QuantityKind::Measure), Some(unit), of_span, "measure")),
    }
}

/// The unit that starts at a word, the longest there is.
fn unit_after<'l>(words: &Words, at: usize, lexicon: &'l Lexicon) -> Option<(&'l Unit, usize)> {
    words.kind(at)?;
    (1..=LONGEST_UNIT).rev().find_map(|n| {
        let to = at + n;
        words.kind(to - 1)?;
        let whole = !(words.glued(to) && matches!(words.kind(to), Some(Kind::Letters | Kind::Digits)));
        let unit = lexicon.units.unit(words.of_span(at, to)).filter(|_| whole)?;
        Some((unit, to))
    })
}
