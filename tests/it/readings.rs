//! A reading in which every field is filled, made without the pipeline: what `output`, `store` and `cli` must
//! carry whatever the finders find.

use claimtrail::model::*;
use jiff::civil::date;
use rust_decimal::Decimal;

/// Two sentences with characters of one to four bytes before, within and between the fields.
pub const TEXT: &str = "🛰 Überführt: Beispielwerke AG\n\nOn Tuesday “Beispielwerke” sold more than €1.2 billion (about 👉 $1.3 billion) worth of 45,000 used drones (HS 8806) to the country, Russia’s صادرات data show, a person familiar with the matter told The Exämple Times. It denied it.";

/// The reading, with the words of [`TEXT`] as spans.
pub fn full() -> Reading {
    full_of(TEXT, |words| {
        let start = TEXT.find(words).unwrap_or_else(|| panic!("“{words}” stands in the text"));
        Span::new(start, start + words.len())
    })
}

/// The same shape over any text, `place` giving each field its words.
pub fn full_of(text: &str, mut place: impl FnMut(&str) -> Span) -> Reading {
    let sentence = place("On Tuesday “Beispielwerke” sold");
    let bounds = |low: i64, modifier: Modifier, span: Option<Span>| Bounds {
        low: Some(Decimal::new(low, 1)),
        high: None,
        modifier,
        modifier_span: span,
    };
    let what = [
        (
            place("€1.2 billion"),
            What::Money(Money {
                bounds: bounds(12_000_000_000, Modifier::MoreThan, Some(place("more than"))),
                currency: Some("EUR".to_owned()),
                per: Some(place("worth of")),
                conversion: false,
            }),
        ),
        (
            place("$1.3 billion"),
            What::Money(Money {
                bounds: bounds(13_000_000_000, Modifier::About, Some(place("about"))),
                currency: None,
                per: None,
                conversion: true,
            }),
        ),
        (
            place("45,000"),
            What::Quantity(Quantity {
                bounds: bounds(450_000, Modifier::Exact, Some(place("used"))),
                kind: QuantityKind::Count,
                unit: Some("piece".to_owned()),
                of: Some(place("drones")),
            }),
        ),
        (
            place("drones"),
            What::Product(Product {
                category: "uav".to_owned(),
                brand: Some("Beispiel".to_owned()),
                model: Some("B-1".to_owned()),
                codes: vec![Code { system: "hs", code: "8806".to_owned(), written: true }],
                qualifiers: vec![place("used")],
            }),
        ),
        (place("Russia’s"), What::Country(Country { iso2: "RU".to_owned(), via: Via::Name })),
        (
            place("Beispielwerke AG"),
            What::Party(Party {
                kind: PartyKind::Company,
                name: "Beispielwerke AG".to_owned(),
                country: Some("DE".to_owned()),
                title: Some(place("a person")),
                affiliation: Some(place("AG")),
            }),
        ),
        (
            place("On Tuesday"),
            What::Time(Time {
                start: Some(date(2024, 3, 5)),
                end: None,
                precision: Precision::Day,
                event: Some("example".to_owned()),
            }),
        ),
    ];
    let mentions: Vec<Mention> =
        what.into_iter().map(|(span, what)| Mention { span, what, by: "tests".into() }).collect();
    let source = |kind: SourceKind, name: &str, span: Span, cue: Span| Source {
        kind,
        name: name.to_owned(),
        span: Some(span),
        title: Some(cue),
        affiliation: Some(span),
        cue: Some(cue),
        mode: Mode::Mixed,
        anonymous: kind == SourceKind::Anonymous,
        resolved_from: Some(span),
    };
    let chain = vec![
        source(SourceKind::Outlet, "The Exämple Times", place("The Exämple Times"), place("told")),
        source(SourceKind::Anonymous, "a person", place("a person familiar with the matter"), place("told")),
        source(SourceKind::Dataset, "data", place("صادرات data"), place("show")),
    ];
    let claim = Claim {
        kind: ClaimType::Sale,
        predicate: place("sold"),
        lemma: "sell".to_owned(),
        amounts: vec![
            ClaimAmount { mention: 0, role: AmountRole::Value, of: None },
            ClaimAmount { mention: 1, role: AmountRole::Conversion, of: Some(0) },
        ],
        quantities: vec![2],
        products: vec![3],
        countries: vec![ClaimCountry {
            mention: 4,
            role: CountryRole::Importer,
            anaphor: Some(place("the country")),
        }],
        parties: vec![ClaimParty {
            mention: 5,
            role: PartyRole::Seller,
            anaphor: Some(place("“Beispielwerke”")),
        }],
        sources: chain.clone(),
        time: Some(6),
        modality: Cued { value: Modality::Reported, cue: Some(place("show")) },
        polarity: Cued { value: Polarity::Negated, cue: Some(place("denied")) },
        phase: Some(Cued { value: Phase::Rose, cue: Some(place("more than")) }),
        evidence: vec![
            Evidence { sentence, clause: Some(place("sold more than")) },
            Evidence { sentence: place("It denied it."), clause: None },
        ],
        confidence: 0.812_345,
        doubts: vec![Doubt { reason: "the buyer is named in another sentence".to_owned(), factor: 0.9 }],
        traits: Vec::new(),
        by: "tests [sale]".into(),
        why: vec![("amount", place("€1.2 billion"), "tests".to_owned())],
    };
    let attribution = Attribution { chain, content: vec![sentence], denies: true, by: "tests".into() };
    let article = Article {
        url: Some("https://times.example/2024/03/06/drones".to_owned()),
        title: Some("Überführt".to_owned()),
        authors: vec!["A. Reporter".to_owned()],
        publisher: Publisher {
            name: Some("Regional Desk".to_owned()),
            domain: Some("times.example".to_owned()),
        },
        published: Some(Moment::day(date(2024, 3, 6))),
        modified: Some(Moment {
            date: date(2024, 3, 7),
            time: Some(jiff::civil::time(8, 30, 0, 0)),
            offset: Some(7200),
        }),
        language: Some("en".to_owned()),
        section: Some("World".to_owned()),
        fetched: Some("2024-03-08T01:02:03Z".parse().expect("a time")),
        record: Some(ArchiveRecord {
            file: "crawl-0001.warc.gz".to_owned(),
            offset: 4096,
            digest: "sha256:00".to_owned(),
        }),
        text: text.to_owned(),
        ..Article::default()
    };
    Reading {
        document: Document { article, ..Document::default() },
        mentions,
        attributions: vec![attribution],
        claims: vec![claim],
    }
}
