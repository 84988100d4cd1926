//! The records: their schema, the ids of claims, CSV.

use crate::readings;
use claimtrail::model::{ClaimType, Span};
use claimtrail::output::{ArticleRecord, ClaimRecord, Layout, csv, from_json, schema, to_json};
use serde_json::Value;
use std::fs;

/// Panics with every fault if the record is not as the schema says.
pub fn validate(schema: &Value, record: &Value) {
    let validator = jsonschema::draft202012::new(schema).expect("the schema is a schema");
    let faults: Vec<String> =
        validator.iter_errors(record).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{}\n{record:#}", faults.join("\n"));
}

#[test]
fn the_schema_in_docs_is_the_one_of_the_types() {
    for (name, schema) in [("article", schema::article()), ("claim", schema::claim())] {
        let path = format!("docs/schema/{name}.json");
        let now = to_json(&schema, Layout::Pretty).unwrap();
        if std::env::var_os("BLESS").is_some() {
            fs::write(&path, &now).unwrap();
        }
        let kept = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            kept == now,
            "{path} is not what the types say; `claimtrail schema {name} > {path}` renews it"
        );
        jsonschema::draft202012::meta::validate(&schema).expect("the schema is a schema");
    }
}

#[test]
fn every_field_of_the_schema_is_described() {
    fn walk(value: &Value, path: &str, missing: &mut Vec<String>) {
        let Some(object) = value.as_object() else { return };
        for (name, field) in object.get("properties").and_then(Value::as_object).into_iter().flatten() {
            // A field that is a record of its own is described there.
            let told = field.get("description").is_some() || field.to_string().contains("$ref");
            let plain = [
                "text", "start", "end", "url", "title", "section", "authors", "lemma", "name", "reason",
                "factor", "code", "model", "brand", "type", "claims", "by",
            ];
            if !told && !plain.contains(&name.as_str()) {
                missing.push(format!("{path}.{name}"));
            }
        }
        for (name, definition) in object.get("$defs").and_then(Value::as_object).into_iter().flatten() {
            walk(definition, name, missing);
        }
    }
    let mut missing = Vec::new();
    walk(&schema::article(), "", &mut missing);
    assert!(missing.is_empty(), "say what these are: {}", missing.join(", "));
}

#[test]
fn a_full_record_is_as_the_schema_says_and_reads_back() {
    let record = readings::full().to_record_with_mentions();
    let json = to_json(&record, Layout::Line).unwrap();
    validate(&schema::article(), &serde_json::from_str(&json).unwrap());
    assert_eq!(from_json::<ArticleRecord>(&json).unwrap(), record);
    for claim in record.into_claims() {
        let json = to_json(&claim, Layout::Line).unwrap();
        validate(&schema::claim(), &serde_json::from_str(&json).unwrap());
        assert_eq!(from_json::<ClaimRecord>(&json).unwrap(), claim);
    }
}

#[test]
fn the_schema_refuses_what_is_not_in_the_codebook() {
    let json = to_json(&readings::full().to_record(), Layout::Line).unwrap();
    let good: Value = serde_json::from_str(&json).unwrap();
    let validator = jsonschema::draft202012::new(&schema::article()).unwrap();
    let changes: [(&str, Value); 6] = [
        ("/claims/0/type", "gift".into()),
        ("/claims/0/amounts/0/role", "tip".into()),
        ("/claims/0/amounts/0/start", (-1).into()),
        ("/claims/0/countries/0/iso2", Value::Null),
        ("/claims/0/confidence", 1.5.into()),
        ("/claims/0/evidence/0", serde_json::json!({ "quote": "x", "start": 0, "end": 1, "page": 3 })),
    ];
    for (place, value) in changes {
        let mut bad = good.clone();
        *bad.pointer_mut(place).expect(place) = value;
        assert!(!validator.is_valid(&bad), "{place}");
    }
}

#[test]
fn the_codebooks_fields_have_their_names() {
    let json = to_json(&readings::full().to_record(), Layout::Line).unwrap();
    let record: Value = serde_json::from_str(&json).unwrap();
    let claim = &record["claims"][0];
    assert_eq!(claim["type"], "sale");
    assert_eq!(claim["predicate"]["lemma"], "sell");
    let amount = &claim["amounts"][0];
    assert_eq!(
        (&amount["text"], &amount["low"], &amount["high"], &amount["modifier"], &amount["role"]),
        (&"€1.2 billion".into(), &"1200000000".into(), &Value::Null, &"more_than".into(), &"value".into())
    );
    assert_eq!(claim["amounts"][1]["of"]["text"], "€1.2 billion");
    let country = &claim["countries"][0];
    assert_eq!((&country["text"], &country["iso2"]), (&"the country".into(), &"RU".into()));
    assert_eq!(country["resolved_from"]["text"], "Russia’s");
    let kinds: Vec<&str> =
        claim["sources"].as_array().unwrap().iter().map(|s| s["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["publisher", "outlet", "anonymous", "dataset"]);
    assert_eq!(claim["sources"][0]["name"], "Regional Desk");
    assert_eq!(claim["time"]["interval"], serde_json::json!(["2024-03-05", null]));
    assert_eq!(claim["confidence"], 0.812);
    assert_eq!(record["article"]["published"], "2024-03-06");
    assert_eq!(record["article"]["modified"], "2024-03-07T08:30:00+02:00");
    assert_eq!(record["article"]["archive"]["offset"], 4096);
}

#[test]
fn an_id_stays_when_places_move_and_changes_with_the_core() {
    let id = |reading: claimtrail::model::Reading| reading.to_record().claims[0].id.clone();
    let first = id(readings::full());
    assert_eq!(first.len(), 16);
    assert_eq!(first, id(readings::full()));

    let longer = format!("Ünrelated first words.\n\n{}", readings::TEXT);
    let moved = readings::full_of(&longer, |words| {
        let at = longer.find(words).unwrap();
        Span::new(at, at + words.len())
    });
    assert_eq!(first, id(moved));

    let mut other = readings::full();
    other.claims[0].kind = ClaimType::Purchase;
    assert_ne!(first, id(other));
    let mut elsewhere = readings::full();
    elsewhere.document.article.url = Some("https://other.example/".to_owned());
    assert_ne!(first, id(elsewhere));

    let mut twice = readings::full();
    let again = twice.claims[0].clone();
    twice.claims.push(again);
    let record = twice.to_record();
    assert_eq!(record.claims[0].id, first);
    assert_ne!(record.claims[1].id, first);
}

#[test]
fn csv_has_a_row_a_claim_and_no_formulas() {
    let mut reading = readings::full();
    reading.document.article.title = Some("=HYPERLINK(\"http://evil.example\")".to_owned());
    reading.document.article.publisher.name = Some("@evil\u{1b}[31m".to_owned());
    let mut out = Vec::new();
    let mut rows = csv::Rows::new(&mut out).unwrap();
    for claim in reading.to_record().into_claims() {
        rows.write(&claim).unwrap();
    }
    rows.finish().unwrap();
    let mut table = ::csv::Reader::from_reader(out.as_slice());
    let columns = table.headers().unwrap().clone();
    let row = table.records().next().unwrap().unwrap();
    let cell = |name: &str| &row[columns.iter().position(|column| column == name).expect(name)];
    assert_eq!(cell("title"), "'=HYPERLINK(\"http://evil.example\")");
    assert_eq!(cell("publisher"), "'@evil [31m");
    assert_eq!((cell("currency"), cell("low"), cell("importer")), ("EUR", "1200000000", "RU"));
    assert_eq!(cell("sources"), "'@evil [31m; The Exämple Times; a person; data");
    assert!(cell("quote").starts_with("On Tuesday “Beispielwerke” sold"));
    assert!(table.records().next().is_none());
}
