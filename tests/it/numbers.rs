//! Money, quantities and times keep their promises on any text: spans on borders, bounds in order, no panic,
//! one reading for a number, the same answer twice, and time that grows with the text and no faster.

use claimtrail::lexicon::Lexicon;
use claimtrail::mentions;
use claimtrail::model::{Article, BlockKind, Document, Mention, Moment, Span, What};
use proptest::prelude::*;
use std::sync::OnceLock;
use std::time::Instant;

fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(|| Lexicon::embedded().expect("the tables of data/ read"))
}

fn figures(text: &str) -> (String, Vec<Mention>) {
    let mut article = Article::from_blocks([(BlockKind::Paragraph, text)]);
    article.published = Some(Moment::day(jiff::civil::date(2024, 3, 6)));
    let document = Document { article, ..Document::default() };
    let mut found = mentions::find_all(&document, lexicon());
    found.retain(|m| matches!(m.what, What::Money(_) | What::Quantity(_) | What::Time(_)));
    (document.article.text, found)
}

fn check(text: &str, found: &[Mention]) {
    for mention in found {
        assert!(!mention.span.of(text).is_empty(), "{mention:?} names nothing in {text:?}");
        let bounds = match &mention.what {
            What::Money(money) => {
                let known =
                    money.currency.as_deref().is_none_or(|c| lexicon().currencies.codes().contains(c));
                assert!(known, "{mention:?} has an unknown currency");
                Some(&money.bounds)
            }
            What::Quantity(quantity) => Some(&quantity.bounds),
            What::Time(time) => {
                let ordered = time.start.zip(time.end).is_none_or(|(start, end)| start <= end);
                assert!(ordered && (time.start.is_some() || time.end.is_some()), "{mention:?} in {text:?}");
                None
            }
            _ => None,
        };
        if let Some(bounds) = bounds {
            assert!(bounds.low.is_some() || bounds.high.is_some(), "{mention:?} has no bound");
            let ordered = bounds.low.zip(bounds.high).is_none_or(|(low, high)| low <= high);
            assert!(ordered, "{mention:?} has its bounds turned about");
            // "20 or more tonnes": a unit after the modifier leaves it between the figure and its unit.
            let between = |span: Span| {
                let whole = mention.span;
                matches!(mention.what, What::Quantity(_)) && whole.start < span.start && span.end < whole.end
            };
            let apart = bounds.modifier_span.is_none_or(|span| !span.overlaps(mention.span) || between(span));
            assert!(apart, "{mention:?}: the modifier stands outside the amount");
        }
    }
    for pair in found.windows(2) {
        assert!(
            !pair[0].span.overlaps(pair[1].span),
            "{:?} and {:?} share words of {text:?}",
            pair[0],
            pair[1]
        );
    }
}

/// Pieces that grammars of numbers trip over, in any order.
fn piece() -> impl Strategy<Value = String> {
    let fixed = prop::sample::select(vec![
        "$",
        "US$",
        "€",
        "Rs",
        "RMB",
        "million",
        "bn",
        "m",
        "-",
        "–",
        "to",
        "and",
        "between",
        "from",
        "half",
        "a",
        "of",
        "dozen",
        "tens",
        "millions",
        "dollars",
        "yuan",
        "won",
        "pounds",
        "%",
        "per cent",
        "tonnes",
        "drones",
        "each",
        "/",
        "kg",
        "(",
        ")",
        ",",
        ".",
        "in",
        "since",
        "by",
        "March",
        "May",
        "2024",
        "2022",
        "31",
        "Tuesday",
        "last",
        "year",
        "the",
        "quarter",
        "third",
        "Q3",
        "FY",
        "Russia's full-scale invasion of Ukraine",
        "more than",
        "up to",
        "or more",
        "½",
        "’s",
        "'",
        "é",
        "\u{a0}",
        "Feb.",
        "29",
        "00",
        "1,2,3",
        "9999999999999999999999999999",
        "ago",
        "past",
        "two",
    ]);
    prop_oneof![
        6 => fixed.prop_map(str::to_owned),
        2 => (0u64..10_000_000).prop_map(|n| n.to_string()),
        1 => "[0-9]{1,3}(,[0-9]{3}){1,3}",
        1 => "\\PC{0,4}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 150 } else { 4000 }))]

    #[test]
    fn any_order_of_pieces_reads(pieces in prop::collection::vec((piece(), prop::bool::weighted(0.7)), 0..40)) {
        let text: String = pieces.iter().map(|(p, gap)| format!("{p}{}", if *gap { " " } else { "" })).collect();
        let (text, found) = figures(&text);
        check(&text, &found);
        prop_assert_eq!(figures(&text).1, found);
    }

    #[test]
    fn any_text_reads(text in "\\PC{0,80}") {
        let (text, found) = figures(&text);
        check(&text, &found);
    }

    #[test]
    fn an_amount_is_read_back(value in 1u32..2_000_000, scale in 0usize..4, sign in 0usize..4) {
        let (word, factor) = [("", 1u64), (" million", 1_000_000), ("bn", 1_000_000_000), (" thousand", 1_000)][scale];
        let (sign, code) = [("$", "USD"), ("€", "EUR"), ("HK$", "HKD"), ("CHF ", "CHF")][sign];
        let (_, found) = figures(&format!("The firm paid {sign}{value}{word} for it."));
        let money = found.iter().find_map(|m| match &m.what { What::Money(money) => Some(money), _ => None });
        let money = money.expect("an amount");
        prop_assert_eq!(money.bounds.low, Some((u64::from(value) * factor).into()));
        prop_assert_eq!(money.currency.as_deref(), Some(code));
    }

    #[test]
    fn a_date_is_read_back(days in 0i64..40_000, form in 0usize..3) {
        let date = jiff::civil::date(1950, 1, 1).checked_add(jiff::ToSpan::days(days)).unwrap();
        let written = date.strftime(["%Y-%m-%d", "%B %-d, %Y", "%-d %B %Y"][form]).to_string();
        let (_, found) = figures(&format!("It was signed on {written} in the capital."));
        let times: Vec<_> = found.iter().filter_map(|m| match &m.what { What::Time(t) => Some(t), _ => None }).collect();
        prop_assert_eq!(times.len(), 1);
        prop_assert_eq!((times[0].start, times[0].end), (Some(date), Some(date)));
    }
}

#[test]
fn hostile_text_takes_linear_time() {
    for piece in [
        "$1",
        "1,",
        "between 1 and ",
        "a quarter of a ",
        "$1 to ",
        "since the ",
        "12 ab ",
        "one hundred and ",
        "(",
        "1-",
    ] {
        // The best of three, since other tests run beside this one.
        let seconds = |times: usize| {
            let text = piece.repeat(times);
            let once = || {
                let start = Instant::now();
                figures(&text);
                start.elapsed().as_secs_f64()
            };
            (0..3).map(|_| once()).fold(f64::INFINITY, f64::min)
        };
        let (small, large) = (seconds(2_000).max(0.004), seconds(20_000));
        assert!(large < small * 60.0, "“{piece}” repeated: {small} s, and ten times as long {large} s");
    }
}

#[test]
fn every_active_currency_reads_by_its_code() {
    for code in lexicon().currencies.codes() {
        let (_, found) = figures(&format!("The bill came to {code} 12 million."));
        let read = found
            .iter()
            .any(|m| matches!(&m.what, What::Money(money) if money.currency.as_deref() == Some(code)));
        assert!(read, "{code} 12 million");
    }
}
