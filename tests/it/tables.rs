//! The tables of `data/`, proof-read: in order, no name in two rows unless both say so, no id unknown.

use claimtrail::lexicon::{Lexicon, Tables, proof};
use std::collections::BTreeSet;
use std::fs;

type Rows = Vec<toml::Table>;

fn rows(file: &str, key: &str) -> Rows {
    let text = fs::read_to_string(format!("data/{file}.toml")).unwrap();
    let table: toml::Table = toml::from_str(&text).unwrap();
    table[key].as_array().unwrap().iter().map(|row| row.as_table().unwrap().clone()).collect()
}

fn words<'r>(row: &'r toml::Table, key: &str) -> Vec<&'r str> {
    let list = row.get(key).and_then(|list| list.as_array());
    list.map(|list| list.iter().map(|word| word.as_str().unwrap()).collect()).unwrap_or_default()
}

fn text<'r>(row: &'r toml::Table, key: &str) -> &'r str {
    row.get(key).and_then(|value| value.as_str()).unwrap_or_default()
}

const TABLES: [(&str, &str, &str); 7] = [
    ("agencies", "agency", "name"),
    ("companies", "company", "name"),
    ("countries", "body", "id"),
    ("countries", "country", "id"),
    ("outlets", "outlet", "name"),
    ("parties", "person", "name"),
    ("products", "product", "id"),
];

#[test]
fn rows_are_in_order() {
    for (file, key, field) in TABLES {
        let rows = rows(file, key);
        let fields: Vec<String> = rows.iter().map(|row| text(row, field).to_lowercase()).collect();
        for pair in fields.windows(2) {
            assert!(pair[0] < pair[1], "data/{file}.toml: `{}` should stand before `{}`", pair[1], pair[0]);
        }
    }
}

#[test]
fn no_name_stands_twice() {
    let twice = proof::names_twice(&Tables::embedded().parsed().unwrap());
    assert!(twice.is_empty(), "{}", twice.join("\n"));
}

#[test]
fn every_country_of_a_party_is_in_the_table_of_countries() {
    let lexicon = Lexicon::embedded().unwrap();
    let ids: BTreeSet<&str> = lexicon.countries.ids().collect();
    for (file, key) in [("agencies", "agency"), ("companies", "company"), ("outlets", "outlet")] {
        for row in rows(file, key) {
            let country = text(&row, "country");
            let known = country.is_empty() || ids.contains(country);
            assert!(known, "data/{file}.toml [{}]: no country `{country}`", text(&row, "name"));
        }
    }
}

#[test]
fn all_of_iso_3166_is_there() {
    let countries = rows("countries", "country");
    let ids: BTreeSet<&str> = countries.iter().map(|row| text(row, "id")).collect();
    assert_eq!(ids.len(), 250, "249 codes of ISO 3166-1 and XK");
    assert!(ids.iter().all(|id| id.len() == 2 && id.chars().all(|c| c.is_ascii_uppercase())));
    for row in &countries {
        assert!(!words(row, "names").is_empty(), "data/countries.toml [{}] has no name", text(row, "id"));
    }
}

#[test]
fn every_category_is_of_the_codebook() {
    const FIRST: [&str; 26] = [
        "uav",
        "uav_part",
        "aircraft",
        "aircraft_part",
        "missile",
        "munition",
        "vehicle",
        "ship",
        "engine",
        "ai_chip",
        "semiconductor",
        "chip_tool",
        "electronics",
        "component",
        "radio",
        "optics",
        "machine_tool",
        "software",
        "critical_mineral",
        "metal",
        "chemical",
        "nuclear",
        "energy",
        "dual_use",
        "appliance",
        "other",
    ];
    let lexicon = Lexicon::embedded().unwrap();
    let ids: BTreeSet<&str> = lexicon.products.ids().collect();
    for first in FIRST {
        assert!(ids.contains(first), "data/products.toml has no row `{first}`");
    }
    for id in &ids {
        let first = id.split('.').next().unwrap();
        assert!(
            FIRST.contains(&first),
            "data/products.toml [{id}]: `{first}` is no category of the codebook"
        );
    }
    for row in rows("products", "product") {
        let parts = text(&row, "parts");
        assert!(parts.is_empty() || ids.contains(parts), "[{}]: no product `{parts}`", text(&row, "id"));
    }
    for row in rows("products", "model") {
        let category = text(&row, "category");
        assert!(ids.contains(category), "data/products.toml [[model]]: no product `{category}`");
    }
    for row in rows("companies", "company") {
        let makes = text(&row, "makes");
        assert!(makes.is_empty() || ids.contains(makes), "[{}]: no product `{makes}`", text(&row, "name"));
    }
}

#[test]
fn codes_have_the_form_of_their_system() {
    for row in rows("products", "product") {
        for code in words(&row, "hs") {
            let digits = code.replace('.', "");
            assert!(digits.len() >= 4 && digits.chars().all(|c| c.is_ascii_digit()), "hs {code}");
        }
        for code in words(&row, "eccn") {
            let form =
                code.len() == 5 && code.as_bytes()[0].is_ascii_digit() && ("A"..="E").contains(&&code[1..2]);
            assert!(form, "eccn {code}");
        }
    }
}

#[test]
fn no_line_of_the_tables_of_names_runs_on() {
    for file in ["agencies", "companies", "countries", "outlets", "parties", "products"] {
        let table = fs::read_to_string(format!("data/{file}.toml")).unwrap();
        assert!(table.starts_with("# "), "data/{file}.toml should open with its legend");
        for line in table.lines() {
            assert!(line.chars().count() <= 160, "data/{file}.toml: {line}");
        }
    }
}
