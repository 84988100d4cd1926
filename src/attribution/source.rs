//! From a noun phrase to a source: its kind, name, title and affiliation, and whether its name is withheld.

use super::bodies;
use super::names::{checked_kind, is_department, name_behind, unknown_name};
use super::papers;
use super::phrase::{Phrase, is_paired_name};
use super::scene::Scene;
use super::withheld::{begins_with_number, is_withheld, withheld_kind};
use super::words::{is_number_word, is_time_word};
use crate::lexicon::cues::{NameKind, NounKind};
use crate::model::{Mode, Party, PartyKind, Source, SourceKind, Span, TokenId, Upos, Via, What};

/// How much must be known of a noun for it to be taken as a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// Only people and bodies speak, so an unknown noun before "said" is one.
    Speaker,
    /// The noun must be known as a source.
    Known,
}

/// The source that a phrase names; `None` where it names none.
pub fn read(scene: &Scene, phrase: &Phrase, trust: Trust) -> Option<Source> {
    let head = phrase.head;
    // "One, a maker of lathes, told us": the apposition says who it is.
    if is_number_word(scene, head)
        && let Some(comma) = (head + 1..head + 5).find(|&t| scene.is(t, &[","]))
        && scene.is(comma + 1, &["a", "an"])
        && let Some(beside) = super::phrase::starting_at(scene, comma + 1, scene.sentence(head).end)
        && (scene.is(beside.words.end, &[",", "."])
            || scene.is(beside.head + 1, &["of", "in", "at", "from", "with", "who", "based"]))
        && let Some(source) = common_noun(scene, &beside)
    {
        return Some(source);
    }
    if is_number_word(scene, head)
        && (phrase.words.end == head + 1 || scene.is(head + 1, &["of", "who", ","]))
    {
        return Some(plain(scene, phrase, (SourceKind::Anonymous, true)));
    }
    if is_gazette(scene, head) {
        return Some(plain(scene, phrase, (SourceKind::Document, false)));
    }
    if let Some(source) = paired(scene, phrase).or_else(|| named(scene, phrase)) {
        return Some(source);
    }
    // "the vice-minister of trade Kairat Umbetov": the name stands at the end of the role.
    if let Some(name) = name_behind(scene, phrase) {
        return read(scene, &name, trust);
    }
    if let Some(source) = one_more(scene, phrase) {
        return Some(source);
    }
    if scene.tag(head) == Upos::Pron || scene.is(head, &["some", "many", "others", "most", "both", "few"]) {
        return pronoun(scene, phrase);
    }
    if is_time_word(scene.lower(head)) {
        return None;
    }
    let head_capital = scene.document.word(head).starts_with(char::is_uppercase);
    let before_capital =
        head > phrase.words.start && scene.document.word(head - 1).starts_with(char::is_uppercase);
    // "The Daily Ledger", "Yonmaek News": in a name the noun means no ledger.
    if head_capital
        && before_capital
        && !scene.is(head - 1, &["the", "a", "an"])
        && scene.cues.outlet_word(scene.lower(head))
    {
        return unknown_name(scene, phrase);
    }
    // "Justice said"
    if phrase.words.len() == 1 && is_department(scene.document.word(head)) && scene.party(head).is_none() {
        return Some(plain(scene, phrase, (SourceKind::Government, false)));
    }
    // "the Mirror", "the Journal": half a newspaper's name, within a sentence.
    let article = head == phrase.words.start + 1 && scene.is(phrase.words.start, &["the"]);
    if head_capital && article && scene.cues.outlet_word(scene.lower(head)) && scene.party(head).is_none() {
        return Some(plain(scene, phrase, (SourceKind::Outlet, false)));
    }
    // "Teledata Research": a firm by its own name, and no paper.
    if head_capital
        && before_capital
        && matches!(scene.cues.name_word(scene.lower(head)), Some(NameKind::Company))
        && let Some(firm) = unknown_name(scene, phrase)
    {
        return Some(firm);
    }
    let known = common_noun(scene, phrase);
    if known.is_some() {
        return known;
    }
    let proper = unknown_name(scene, phrase);
    if proper.is_some() {
        return proper;
    }
    let speaks = trust == Trust::Speaker && scene.is_noun(head) && !scene.cues.not_source(scene.lower(head));
    speaks.then(|| {
        let plural = scene.lower(head).ends_with('s') || begins_with_number(scene, phrase);
        let kind = if plural { SourceKind::Group } else { SourceKind::Person };
        plain(scene, phrase, withheld_kind(scene, phrase, kind))
    })
}

/// "The other added", "another said", "the third put it at": one more of those who have been spoken of.
fn one_more(scene: &Scene, phrase: &Phrase) -> Option<Source> {
    let head = phrase.head;
    let led = scene.is(phrase.words.start, &["the"]) && head == phrase.words.start + 1;
    let one = led && scene.is(head, &["other", "second", "third", "fourth"]) && !scene.is_noun(head + 1);
    let alone = scene.is(head, &["another"]) && head == phrase.words.start;
    (one || alone).then(|| plain(scene, phrase, (SourceKind::Anonymous, true)))
}

/// "the Federal Register", "the Official Journal": where a state prints its rules is no newspaper.
fn is_gazette(scene: &Scene, head: TokenId) -> bool {
    scene.is(head, &["register", "journal", "gazette", "bulletin"])
        && scene.is(head.wrapping_sub(1), &["federal", "official", "government"])
}

/// A source with nothing known but its words.
pub fn plain(scene: &Scene, phrase: &Phrase, kind: (SourceKind, bool)) -> Source {
    let span = scene.span(phrase.words.clone());
    Source {
        kind: kind.0,
        name: span.of(scene.text()).to_owned(),
        span: Some(span),
        title: None,
        affiliation: None,
        cue: None,
        mode: Mode::Indirect,
        anonymous: kind.1,
        resolved_from: None,
    }
}

/// "Halvorsen & Kjaer": one firm, though either half looks like a person.
fn paired(scene: &Scene, phrase: &Phrase) -> Option<Source> {
    let mark = phrase.words.clone().find(|&t| scene.is(t, &["&"]) && is_paired_name(scene, t))?;
    let known = scene.party(phrase.head).filter(|m| !m.by.0.starts_with("mentions/party:"));
    let capital = |t: &TokenId| scene.document.word(*t).starts_with(char::is_uppercase);
    let first = (phrase.words.start..mark).rev().take_while(capital).last()?;
    let last = (mark + 1..phrase.words.end).take_while(capital).last()?;
    if known.is_some() || phrase.head > last || phrase.head < first {
        return None;
    }
    let kind = bodies::kind(scene, &(first..last + 1)).unwrap_or(SourceKind::Company);
    let words = first..last + 1;
    Some(plain(scene, &Phrase { words, head: phrase.head }, (kind, false)))
}

/// A phrase whose head is a party, a country or a name that the tagger saw.
fn named(scene: &Scene, phrase: &Phrase) -> Option<Source> {
    let head = phrase.head;
    if let Some(mention) = scene.party(head)
        && let What::Party(party) = &mention.what
        && ends_at(scene, mention.span, head)
        && !(party.kind == PartyKind::Group && noun_kind(scene, phrase).is_some())
    {
        let name = scene.document.tokens_in(mention.span);
        let kind = checked_kind(scene, phrase, mention, party_kind(party));
        let mut source = plain(scene, phrase, (kind, false));
        // "Hanul Economy" of "the portal Hanul Economy", where the tables know no such name.
        let role = (name.start..head).rev().find(|&t| {
            scene.tag(t) == Upos::Noun && matches!(noun_kind_at(scene, t, t), Some((NounKind::Outlet, _)))
        });
        source.span = Some(mention.span);
        if let Some(role) = role.filter(|_| kind != SourceKind::Person) {
            source.span = Some(scene.span(role + 1..name.end));
        }
        source.name.clone_from(&party.name);
        if kind == SourceKind::Person {
            source.title = party.title;
            source.affiliation = party.affiliation;
            describe(scene, phrase, mention.span, &mut source);
        }
        return Some(source);
    }
    if let Some(mention) = scene.country(head)
        && let What::Country(country) = &mention.what
        && ends_at(scene, mention.span, head)
        && !scene.is_noun(head + 1)
    {
        let kind = match country.via {
            Via::Demonym if scene.is(phrase.words.start, &["a", "an", "one"]) => SourceKind::Anonymous,
            Via::Demonym => SourceKind::Group,
            Via::Organisation if country.iso2 != "EU" => SourceKind::Organisation,
            _ => SourceKind::Government,
        };
        let mut source = plain(scene, phrase, (kind, false));
        // "Statistics Finland": the office of the country.
        let office = head > 0 && scene.document.word(head - 1) == "Statistics";
        let first = skip_article(scene, phrase.words.start);
        // "Germany, France and the Netherlands" speak as one.
        let listed = scene.country(first).is_some_and(|m| m.span != mention.span)
            && (first..head).any(|t| scene.is(t, &["and"]));
        let span = match (listed, office) {
            (true, _) => scene.span(first..head + 1),
            (_, true) => scene.span(head - 1..head + 1),
            _ => mention.span,
        };
        source.span = Some(span);
        source.name = span.of(scene.text()).to_owned();
        return Some(source);
    }
    None
}

fn party_kind(party: &Party) -> SourceKind {
    match party.kind {
        PartyKind::Agency => SourceKind::Government,
        PartyKind::Company => SourceKind::Company,
        PartyKind::Outlet => SourceKind::Outlet,
        PartyKind::Organisation => SourceKind::Organisation,
        PartyKind::Person => SourceKind::Person,
        PartyKind::Group => SourceKind::Group,
    }
}

fn ends_at(scene: &Scene, span: Span, head: TokenId) -> bool {
    scene.document.tokens.get(head).is_some_and(|t| t.span.end >= span.end || scene.is(head + 1, &["'s"]))
        || scene.document.tokens.get(head).is_some_and(|t| span.contains(t.span) && t.span.end <= span.end)
}

/// He, she, it, they: kinds to be narrowed when the speaker is resolved.
fn pronoun(scene: &Scene, phrase: &Phrase) -> Option<Source> {
    let kind = match scene.lower(phrase.head) {
        "he" | "she" | "his" | "her" | "him" => SourceKind::Person,
        "it" | "its" => SourceKind::Organisation,
        "they" | "their" | "them" | "some" | "many" | "others" | "most" | "both" | "few" => SourceKind::Group,
        _ => return None,
    };
    Some(plain(scene, phrase, (kind, false)))
}

/// The longest row of the noun table that ends at the head.
pub fn noun_kind(scene: &Scene, phrase: &Phrase) -> Option<(NounKind, bool)> {
    noun_kind_at(scene, phrase.head, phrase.words.start)
}

pub fn noun_kind_at(scene: &Scene, head: TokenId, floor: TokenId) -> Option<(NounKind, bool)> {
    let first = head.saturating_sub(3).max(floor);
    (first..=head).find_map(|start| {
        let words: Vec<&str> = (start..=head).map(|t| scene.lower(t)).collect();
        let name = words.join(" ").replace(" - ", "-").replace(" '", "'");
        scene.cues.noun(&name)
    })
}

fn common_noun(scene: &Scene, phrase: &Phrase) -> Option<Source> {
    let (noun, plural) = noun_kind(scene, phrase)?;
    let kind = match noun {
        NounKind::Company | NounKind::Organisation if plural => SourceKind::Group,
        NounKind::Company => SourceKind::Company,
        // A name of its own ("the Geological Survey", "the Bureau of Labor Statistics") is the body's.
        NounKind::Dataset if is_proper(scene, phrase) => SourceKind::Government,
        NounKind::Dataset => SourceKind::Dataset,
        NounKind::Document if papers::is_newspaper(scene, phrase) || papers::is_coverage(scene, phrase) => {
            SourceKind::Outlet
        }
        NounKind::Document => SourceKind::Document,
        NounKind::Government => SourceKind::Government,
        NounKind::Organisation => SourceKind::Organisation,
        NounKind::Outlet => SourceKind::Outlet,
        NounKind::Group | NounKind::Person if are_officials(scene, phrase) => SourceKind::Government,
        NounKind::Person if speaks_for(scene, phrase) => {
            return Some(spokesperson(scene, phrase, plural));
        }
        // "people in the industry", "people close to the firm": of unnamed people more is told than that they are.
        NounKind::Group
            if scene.is(phrase.head, &["people"])
                && phrase.words.end > phrase.head + 1
                && !scene.is(phrase.head + 1, &["of"]) =>
        {
            SourceKind::Anonymous
        }
        NounKind::Group => SourceKind::Group,
        NounKind::Person => SourceKind::Person,
        NounKind::Anonymous => SourceKind::Anonymous,
        NounKind::Spokesperson => return Some(spokesperson(scene, phrase, plural)),
    };
    let withheld = match kind {
        SourceKind::Anonymous => (kind, true),
        SourceKind::Person | SourceKind::Group => withheld_kind(scene, phrase, kind),
        _ => (kind, false),
    };
    let mut source = plain(scene, phrase, withheld);
    if matches!(source.kind, SourceKind::Person | SourceKind::Group | SourceKind::Anonymous) {
        source.affiliation = affiliation_in(scene, phrase);
    }
    Some(source)
}

/// "Iranian officials", "the Turkish side": those who speak for a state.
fn are_officials(scene: &Scene, phrase: &Phrase) -> bool {
    const SERVICES: &[&str] = &["customs", "federal", "tax", "police", "border", "fraud", "military"];
    let enforce = scene.is(phrase.head, &["investigators", "inspectors", "officers", "agents", "detectives"]);
    let served = |t: TokenId| scene.country(t).is_some() || enforce && scene.is(t, SERVICES);
    (enforce || scene.is(phrase.head, &["officials", "side", "negotiators"]))
        && !begins_with_number(scene, phrase)
        && (phrase.words.start..phrase.head).any(served)
        && !is_withheld(scene, phrase)
}

/// "an attorney for Aerolux" speaks for the firm, "an attorney for Kaya" is a person.
fn speaks_for(scene: &Scene, phrase: &Phrase) -> bool {
    let counsel =
        scene.is(phrase.head, &["attorney", "lawyer", "counsel"]) && scene.is(phrase.head + 1, &["for"]);
    // "a representative of Volkswagen": whose name is known speaks by a mouth.
    let envoy = scene.is(phrase.head, &["representative", "representatives"])
        && scene.is(phrase.head + 1, &["of", "for", "from"]);
    // "a company representative"
    let bodies = [NounKind::Company, NounKind::Government, NounKind::Organisation];
    let of_body = scene.is(phrase.head, &["representative", "representatives"])
        && phrase.head > phrase.words.start
        && noun_kind_at(scene, phrase.head - 1, phrase.words.start).is_some_and(|n| bodies.contains(&n.0));
    if of_body {
        return true;
    }
    let body = affiliation_in(scene, phrase).filter(|_| counsel || envoy);
    body.is_some_and(|span| {
        let named = scene.document.tokens_in(span).any(|t| scene.party(t).is_some());
        counsel && body_kind(scene, span) == SourceKind::Company
            || envoy
                && named
                && span.end >= scene.span(phrase.words.clone()).end
                && body_kind(scene, span) != SourceKind::Person
    })
}

/// A capitalised word behind another capitalised word, neither at the start of its sentence.
fn is_proper(scene: &Scene, phrase: &Phrase) -> bool {
    let capital = |t: TokenId| scene.document.word(t).starts_with(char::is_uppercase);
    let head = phrase.head;
    head > phrase.words.start && capital(head) && capital(head - 1) && head - 1 > scene.sentence(head).start
}

/// A spokesperson speaks for a body, and is of its kind.
fn spokesperson(scene: &Scene, phrase: &Phrase, _plural: bool) -> Source {
    let affiliation = affiliation_in(scene, phrase);
    // "a Commerce spokesperson"
    let department = phrase.words.clone().find(|&t| is_department(scene.document.word(t)));
    let affiliation = affiliation.or(department.map(|t| scene.span(t..t + 1)));
    // "a ministry spokesperson", "a company spokesman": the body is a common noun.
    let first = skip_article(scene, phrase.words.start);
    let body = (first..phrase.head).rev().find_map(|t| noun_kind_at(scene, t, first)).map(|n| n.0);
    let kind = match (affiliation, body) {
        (Some(span), _) => body_kind(scene, span),
        (None, Some(NounKind::Company)) => SourceKind::Company,
        (None, Some(NounKind::Government)) => SourceKind::Government,
        (None, Some(NounKind::Outlet)) => SourceKind::Outlet,
        _ => SourceKind::Organisation,
    };
    let mut source = plain(scene, phrase, (kind, is_withheld(scene, phrase)));
    source.title = Some(scene.span(phrase.head..phrase.head + 1));
    source.affiliation = affiliation;
    source
}

/// What kind of body a span names.
fn body_kind(scene: &Scene, span: Span) -> SourceKind {
    let tokens = scene.document.tokens_in(span);
    if tokens.clone().any(|t| is_department(scene.document.word(t))) {
        return SourceKind::Government;
    }
    for token in tokens.clone().rev() {
        // "a spokesperson of the Bureau": the noun says more than the tagger's guess.
        let guessed = tokens.len() <= 2
            && scene.party(token).is_some_and(|m| m.by.0.ends_with(":tagger"))
            && noun_kind_at(scene, token, token).is_some();
        if let Some(mention) = scene.party(token).filter(|_| !guessed)
            && let What::Party(party) = &mention.what
        {
            let name = Phrase { words: scene.document.tokens_in(mention.span), head: token };
            return match checked_kind(scene, &name, mention, party_kind(party)) {
                // Presidents have spokespeople; who only looks like a person is rather a firm.
                SourceKind::Person
                    if mention.by.0.starts_with("mentions/party:") && party.title.is_none() =>
                {
                    SourceKind::Company
                }
                SourceKind::Person => SourceKind::Government,
                kind => kind,
            };
        }
    }
    if let Some(last) = tokens.clone().next_back()
        && let Some((noun, _)) = noun_kind_at(scene, last, tokens.start)
    {
        return match noun {
            NounKind::Company => SourceKind::Company,
            NounKind::Government => SourceKind::Government,
            NounKind::Outlet => SourceKind::Outlet,
            _ => SourceKind::Organisation,
        };
    }
    let country = tokens.clone().any(|t| scene.country(t).is_some());
    let office = tokens.clone().any(|t| scene.is(t, &["president", "minister", "governor", "army", "mayor"]));
    if country || office { SourceKind::Government } else { SourceKind::Organisation }
}

/// Whom a role is of: "spokesman for X", "X's chief executive", "Nvidia spokesperson", "analysts at X".
fn affiliation_in(scene: &Scene, phrase: &Phrase) -> Option<Span> {
    let after = phrase.head + 1;
    if after < phrase.words.end && scene.is(after, &["for", "of", "at", "with", "from", "in"]) {
        let body = super::phrase::starting_at(scene, after + 1, phrase.words.end)?;
        let proper = scene.tag(body.head) == Upos::Propn;
        // "people with knowledge of the deal" are of no body.
        if !proper && scene.is(body.head, &["knowledge", "access", "ties", "links", "experience"]) {
            return None;
        }
        let end = if proper { body.words.end } else { body.head + 1 };
        return Some(scene.span(skip_article(scene, body.words.start)..end));
    }
    let start = skip_article(scene, phrase.words.start);
    if let Some(mark) = (start..phrase.head).rev().find(|&t| scene.is(t, &["'s", "'"])) {
        return (mark > start).then(|| scene.span(start..mark));
    }
    let first = (start..phrase.head).find(|&t| scene.party(t).is_some() || scene.country(t).is_some())?;
    let named = scene.party(first).or_else(|| scene.country(first))?;
    if matches!(&named.what, What::Party(party) if party.kind == PartyKind::Person) {
        return None;
    }
    // "White House spokesperson", "Chinese commerce ministry officials": the body may go on after the name.
    let known = (first..phrase.head).rev().find(|&t| noun_kind_at(scene, t, first).is_some());
    let end = known.map_or(named.span.end, |t| scene.document.tokens[t].span.end.max(named.span.end));
    Some(Span { start: named.span.start, end })
}

pub fn skip_article(scene: &Scene, token: TokenId) -> TokenId {
    token + usize::from(scene.is(token, &["the", "a", "an"]))
}

/// Title and affiliation of a person where the party mention has none: "Trade Minister Anna de Wit",
/// "Mirela Stan, chief executive of Pegasus,".
pub fn describe(scene: &Scene, phrase: &Phrase, name: Span, source: &mut Source) {
    let tokens = scene.document.tokens_in(name);
    if source.title.is_none() && phrase.words.start < tokens.start {
        let role = (phrase.words.start..tokens.start).rev().find(|&t| {
            matches!(
                noun_kind_at(scene, t, phrase.words.start),
                Some((NounKind::Person | NounKind::Spokesperson, _))
            )
        });
        if let Some(role) = role {
            let modifies = |t: &TokenId| {
                (scene.is_noun(*t) || scene.tag(*t) == Upos::Adj)
                    && scene.party(*t).is_none()
                    && scene.country(*t).is_none()
            };
            let first = (phrase.words.start..role).rev().take_while(modifies).last().unwrap_or(role);
            source.title = Some(scene.span(first..role + 1));
        }
        if source.affiliation.is_none() {
            let named = (phrase.words.start..tokens.start).find_map(|t| scene.party(t));
            source.affiliation = named
                .filter(|m| matches!(&m.what, What::Party(p) if p.kind != PartyKind::Person))
                .map(|m| m.span);
        }
    }
    let aside = tokens.end + 1;
    if source.title.is_none() && scene.is(tokens.end, &[","]) && !scene.is_verb(aside) {
        let sentence = scene.sentence(tokens.start);
        let Some(role) = super::phrase::starting_at(scene, aside, sentence.end) else { return };
        if !matches!(noun_kind(scene, &role), Some((NounKind::Person | NounKind::Spokesperson, _))) {
            return;
        }
        let owner = (role.words.start..role.head).rev().find(|&t| scene.is(t, &["'s", "'"]));
        let first = owner.map_or(skip_article(scene, role.words.start), |t| t + 1);
        source.title = Some(scene.span(first..role.head + 1));
        source.affiliation = source.affiliation.or_else(|| affiliation_in(scene, &role));
    }
}
