//! The story of the front page: every claim of it, field by field, and nothing beside them.
//!
//! The page is `fixtures/recorded/sites/meridian-wire.example/2023/03/22/drones-russia-customs-records/`.

use claimtrail::Extractor;
use claimtrail::output::ArticleRecord;
use serde_json::Value;
use std::sync::OnceLock;

const URL: &str = "https://meridian-wire.example/2023/03/22/drones-russia-customs-records/";
const PAGE: &str =
    "fixtures/recorded/sites/meridian-wire.example/2023/03/22/drones-russia-customs-records/index.html";

/// The page as `extract --mentions` writes it.
fn story() -> &'static Value {
    static STORY: OnceLock<Value> = OnceLock::new();
    STORY.get_or_init(|| {
        let html = std::fs::read(PAGE).unwrap();
        let reading = Extractor::new().unwrap().extract_html(html, Some(URL), None).unwrap();
        let record: ArticleRecord = reading.to_record_with_mentions();
        serde_json::to_value(record).unwrap()
    })
}

fn claims() -> &'static [Value] {
    story()["claims"].as_array().unwrap()
}

/// The one claim of a type whose predicate reads so.
fn claim(kind: &str, predicate: &str) -> &'static Value {
    let found: Vec<&Value> = claims()
        .iter()
        .filter(|claim| claim["type"] == kind && claim["predicate"]["text"] == predicate)
        .collect();
    match found.as_slice() {
        [one] => one,
        many => panic!("{} claims of type {kind} with “{predicate}”", many.len()),
    }
}

fn countries(claim: &Value, role: &str) -> Vec<String> {
    let all = claim["countries"].as_array().unwrap().iter();
    let mut codes: Vec<String> =
        all.filter(|c| c["role"] == role).map(|c| c["iso2"].as_str().unwrap().to_owned()).collect();
    codes.sort();
    codes
}

fn categories(claim: &Value) -> Vec<&str> {
    claim["products"].as_array().unwrap().iter().map(|p| p["category"].as_str().unwrap()).collect()
}

fn chain(claim: &Value) -> Vec<(&str, &str)> {
    let all = claim["sources"].as_array().unwrap().iter();
    all.map(|s| (s["kind"].as_str().unwrap(), s["name"].as_str().unwrap())).collect()
}

#[test]
fn the_sale_has_its_amount_goods_countries_period_and_chain() {
    let with_money =
        |claim: &&Value| claim["type"] == "sale" && !claim["amounts"].as_array().unwrap().is_empty();
    let sales: Vec<&Value> = claims().iter().filter(with_money).collect();
    let [sale] = sales.as_slice() else { panic!("{} sales with money", sales.len()) };
    let amounts = sale["amounts"].as_array().unwrap();
    assert_eq!(amounts.len(), 1);
    assert_eq!(amounts[0]["text"], "$12 million");
    assert_eq!(amounts[0]["currency"], "USD");
    assert_eq!(amounts[0]["low"], "12000000");
    assert_eq!(amounts[0]["high"], Value::Null);
    assert_eq!(amounts[0]["modifier"], "more_than");
    assert_eq!(amounts[0]["modifier_cue"]["text"], "more than");
    assert_eq!(amounts[0]["role"], "value");
    assert_eq!(categories(sale), ["uav", "uav_part"]);
    assert_eq!(countries(sale, "exporter"), ["CN"]);
    assert_eq!(countries(sale, "importer"), ["RU"]);
    assert_eq!(
        chain(sale),
        [
            ("publisher", "Meridian Wire"),
            ("outlet", "New York Times"),
            ("dataset", "official Russian customs data")
        ]
    );
    assert_eq!(sale["time"]["interval"][0], "2022-02-24");
    assert_eq!(sale["time"]["interval"][1], Value::Null);
    assert_eq!(sale["modality"], "reported");
    assert_eq!(sale["polarity"], "affirmed");
    // The headline tells the same claim.
    assert_eq!(sale["evidence"].as_array().unwrap().len(), 2);
}

#[test]
fn djis_halt_is_its_own_word() {
    let halt = claim("sale", "sales");
    assert_eq!(countries(halt, "importer"), ["RU", "UA"]);
    assert_eq!(halt["parties"][0]["name"], "DJI");
    assert_eq!(halt["parties"][0]["role"], "seller");
    assert_eq!(halt["phase"], "suspended");
    assert_eq!(chain(halt).last(), Some(&("company", "DJI")));
}

#[test]
fn other_ways_are_possible_and_have_their_countries() {
    let ways = claim("shipment", "reaching");
    assert_eq!(categories(ways), ["uav"]);
    assert_eq!(countries(ways, "importer"), ["RU"]);
    assert_eq!(countries(ways, "transit"), ["BY", "KZ", "PK"]);
    assert_eq!(ways["modality"], "possible");
    assert_eq!(ways["modality_cue"]["text"], "may");
}

#[test]
fn the_breach_is_hedged_and_of_american_controls() {
    let breach = claim("statement", "breach");
    assert_eq!(breach["modality"], "possible");
    assert_eq!(breach["modality_cue"]["text"], "could");
    assert_eq!(countries(breach, "imposer"), ["US"]);
}

#[test]
fn middlemen_are_parties_to_the_trade() {
    let middlemen = claims()
        .iter()
        .flat_map(|claim| claim["parties"].as_array().unwrap())
        .find(|party| party["text"] == "middlemen");
    let middlemen = middlemen.expect("a claim names the middlemen");
    assert_eq!(middlemen["role"], "intermediary");
    assert_eq!(middlemen["kind"], "group");
}

#[test]
fn the_denial_is_negated() {
    let denial = claim("shipment", "supplying");
    assert_eq!(countries(denial, "exporter"), ["CN"]);
    assert_eq!(denial["polarity"], "negated");
}

#[test]
fn washingtons_ban_has_imposer_target_goods_and_beginning() {
    let ban = claim("restriction", "banned");
    assert_eq!(countries(ban, "imposer"), ["US"]);
    assert_eq!(countries(ban, "target"), ["RU"]);
    assert_eq!(categories(ban), ["electronics"]);
    assert_eq!(ban["time"]["interval"][0], "2022-02-01");
}

#[test]
fn the_speaker_has_a_title_and_a_company() {
    let speaker = claims()
        .iter()
        .flat_map(|claim| claim["sources"].as_array().unwrap())
        .find(|source| source["name"] == "Cole Rosentreter")
        .expect("Cole Rosentreter is a source");
    assert_eq!(speaker["kind"], "person");
    assert_eq!(speaker["title"]["text"], "chief executive");
    assert_eq!(speaker["affiliation"]["text"], "Pegasus");
    assert_eq!(speaker["mode"], "direct");
}

#[test]
fn nothing_is_claimed_that_the_story_does_not_say() {
    // What the page around the story says (comments, related links, the donation box) makes no claim, and no
    // claim turns a country round.
    for claim in claims() {
        for country in countries(claim, "exporter") {
            assert_eq!(country, "CN", "exporter in {claim}");
        }
        for country in countries(claim, "importer") {
            assert!(country == "RU" || country == "UA", "importer in {claim}");
        }
        for amount in claim["amounts"].as_array().unwrap() {
            assert_eq!(amount["low"], "12000000", "amount in {claim}");
        }
    }
    let text = story()["article"]["text"].as_str().unwrap();
    for outside in ["My cousin", "Christmas", "Support us", "Related", "cookies", "Read also"] {
        assert!(!text.contains(outside), "“{outside}” is not part of the article");
    }
}
