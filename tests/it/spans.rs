//! Every span of every reading slices to the words it claims, in bytes inside and in code points outside.

use crate::readings;
use claimtrail::model::{Mention, Reading, Source, Span, What};
use claimtrail::output::{Layout, to_json};
use claimtrail::pipeline::Extractor;
use proptest::prelude::*;
use serde_json::Value;
use std::sync::LazyLock;

static EXTRACTOR: LazyLock<Extractor> = LazyLock::new(|| Extractor::new().expect("the tables of data/ read"));

/// Pieces of newspaper prose with whatever unsettles a count of characters between them.
const PIECES: &[&str] = &[
    "China sold more than $12 million worth of drones to Russia, customs data show. ",
    "“We never shipped them,” said Ana Müller, a spokeswoman for Beispielwerke AG. ",
    "The U.S. Commerce Department fined Acme Corp. €5 million–€7 million on Tuesday. ",
    "According to people familiar with the matter, Beijing halted exports of gallium. ",
    "Поставки в Россию выросли на 40%, сообщил Reuters. ",
    "قال مسؤول إن الصادرات إلى إيران بلغت $3 million. ",
    "87 billion yuan ($12 billion) of used lithography machines ",
    "👩‍🔧 shipped 45,000 H100 chips via Türkiye 🇹🇷 and Côte d’Ivoire ",
    "Cafe\u{301} Zu\u{308}rich paid £40,000 each, ",
    "\u{200F}\u{202A}right\u{202C} to left\u{200F} ",
    "\u{200b}\u{feff}",
    "since Russia’s full-scale invasion, ",
    "“‘nested’ ",
    "tens of millions of dollars in 2023 ",
    "ﬁne ½ ٣ 三百万美元 ",
    "\n\n",
    ". ",
    "𝟙𝟚 million ",
    "denied that ",
];

/// Some hundred words of plain filler, so that every text is long enough to be an article.
const FILLER: &str = "The ministry publishes a table of shipments every month, and this table is read by people \
    who follow the trade closely, since it names the good, the port and the country to which the good was sent, \
    though not the company that sent it or the company that paid for it in the end.";

fn texts() -> impl Strategy<Value = String> {
    prop::collection::vec(
        prop_oneof![4 => prop::sample::select(PIECES).prop_map(str::to_owned), 1 => "\\PC{0,6}"],
        1..14,
    )
    .prop_map(|pieces| format!("{}\n\n{FILLER}", pieces.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn every_place_in_the_json_is_exactly_its_words(text in texts()) {
        if let Ok(reading) = EXTRACTOR.extract_text(&text, Some("https://a.example/1"), None) {
            check_bytes(&reading);
            check_code_points(&reading);
        }
    }

    /// The same for a reading with every field filled, its places drawn at random over the text.
    #[test]
    fn every_field_is_exactly_its_words(text in texts(), seeds in prop::collection::vec(any::<(u16, u8)>(), 16)) {
        let borders: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let mut seeds = seeds.iter().cycle();
        let reading = readings::full_of(&text, |_| {
            let (start, length) = seeds.next().expect("an endless round");
            let start = usize::from(*start) % borders.len();
            let end = (start + usize::from(*length)).min(borders.len() - 1);
            Span::new(borders[start], borders[end])
        });
        check_code_points(&reading);
    }
}

#[test]
fn the_full_reading_is_exactly_its_words() {
    let reading = readings::full();
    check_bytes(&reading);
    assert!(check_code_points(&reading) > 40);
}

/// Every byte span lies within the text, on character borders.
fn check_bytes(reading: &Reading) {
    let text = reading.document.text();
    for (what, span) in spans(reading) {
        assert!(text.get(span.range()).is_some(), "{what}: {span:?} does not fit {text:?}");
    }
}

fn spans(reading: &Reading) -> Vec<(String, Span)> {
    let mut spans = Vec::new();
    spans.extend(reading.document.sentences.iter().map(|s| ("sentence".to_owned(), s.span)));
    spans.extend(reading.document.tokens.iter().map(|t| ("token".to_owned(), t.span)));
    spans.extend(reading.document.entities.iter().map(|e| ("entity".to_owned(), e.span)));
    spans.extend(reading.document.article.blocks.iter().map(|b| ("block".to_owned(), b.span)));
    for mention in &reading.mentions {
        spans.extend(spans_of_mention(mention).into_iter().map(|span| (mention.by.to_string(), span)));
    }
    for attribution in &reading.attributions {
        let of =
            attribution.chain.iter().flat_map(spans_of_source).chain(attribution.content.iter().copied());
        spans.extend(of.map(|span| (attribution.by.to_string(), span)));
    }
    for claim in &reading.claims {
        let mut of = vec![claim.predicate];
        of.extend(claim.countries.iter().filter_map(|c| c.anaphor));
        of.extend(claim.parties.iter().filter_map(|p| p.anaphor));
        of.extend(claim.sources.iter().flat_map(spans_of_source));
        of.extend(
            [claim.modality.cue, claim.polarity.cue, claim.phase.and_then(|p| p.cue)].into_iter().flatten(),
        );
        of.extend(claim.evidence.iter().flat_map(|e| [Some(e.sentence), e.clause]).flatten());
        of.extend(claim.why.iter().map(|(_, span, _)| *span));
        spans.extend(of.into_iter().map(|span| (claim.by.to_string(), span)));
    }
    spans
}

fn spans_of_mention(mention: &Mention) -> Vec<Span> {
    let more: Vec<Option<Span>> = match &mention.what {
        What::Money(m) => vec![m.bounds.modifier_span, m.per],
        What::Quantity(q) => vec![q.bounds.modifier_span, q.of],
        What::Product(p) => p.qualifiers.iter().copied().map(Some).collect(),
        What::Party(p) => vec![p.title, p.affiliation],
        What::Country(_) | What::Time(_) => Vec::new(),
    };
    [mention.span].into_iter().chain(more.into_iter().flatten()).collect()
}

fn spans_of_source(source: &Source) -> Vec<Span> {
    [source.span, source.title, source.affiliation, source.cue, source.resolved_from]
        .into_iter()
        .flatten()
        .collect()
}

/// Walks the JSON for every object that has a place and words; answers how many there were.
fn check_code_points(reading: &Reading) -> usize {
    let json = to_json(&reading.to_record_with_mentions(), Layout::Line).expect("a record is JSON");
    assert_eq!(json.lines().count(), 1);
    let record: Value = serde_json::from_str(&json).expect("JSON");
    let text: Vec<char> = record["article"]["text"].as_str().expect("the text").chars().collect();
    let mut count = 0;
    walk(&record, &text, &mut count);
    count
}

fn walk(value: &Value, text: &[char], count: &mut usize) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| walk(item, text, count)),
        Value::Object(object) => {
            let number = |key: &str| object.get(key).and_then(Value::as_u64);
            if let (Some(start), Some(end)) = (number("start"), number("end")) {
                let words = object.get("text").or(object.get("quote")).and_then(Value::as_str);
                let there: String = text[start as usize..end as usize].iter().collect();
                assert_eq!(words, Some(there.as_str()), "at {start}..{end}: {value}");
                *count += 1;
            }
            object.values().for_each(|value| walk(value, text, count));
        }
        _ => {}
    }
}
