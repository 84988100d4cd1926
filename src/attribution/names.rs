//! What kind of source a name is that no table knows: by the noun beside it, by its last word, by its looks.

use super::bodies;
use super::phrase::Phrase;
use super::scene::Scene;
use super::source::{describe, noun_kind, noun_kind_at, plain};
use super::words::is_time_word;
use crate::lexicon::cues::NounKind;
use crate::model::{EntityKind, Mention, PartyKind, Source, SourceKind, TokenId, Upos, What};

/// "the vice-minister of trade Kairat Umbetov", "the representative of the ministry Lin Jian at a briefing": the name
/// behind a role and its body.
pub fn name_behind(scene: &Scene, phrase: &Phrase) -> Option<Phrase> {
    let role = matches!(noun_kind(scene, phrase), Some((NounKind::Person | NounKind::Spokesperson, false)));
    let tied = role && scene.is(phrase.head + 1, &["of", "for", "at", "on"]);
    let last = (phrase.head + 2..phrase.words.end).rev().find(|&t| tied && is_person(scene, t))?;
    let name = scene.document.tokens_in(scene.party(last)?.span);
    let joined = name.start > phrase.head + 1 && scene.is_noun(name.start - 1);
    joined.then_some(Phrase { words: name, head: last })
}

fn is_person(scene: &Scene, token: TokenId) -> bool {
    scene
        .party(token)
        .is_some_and(|m| matches!(&m.what, What::Party(party) if party.kind == PartyKind::Person))
}

/// The kind of a name that only its looks gave a kind: the noun beside it, or a newspaper's last word, knows better.
pub fn checked_kind(scene: &Scene, phrase: &Phrase, mention: &Mention, kind: SourceKind) -> SourceKind {
    let by: &str = &mention.by.0;
    let guessed = by.ends_with(":tagger") || by.ends_with(":name") || by.ends_with(":affiliation");
    let name = scene.document.tokens_in(mention.span);
    // "price agency Argus": what a table knows as an outlet may be cited as a firm.
    let sold = kind == SourceKind::Outlet
        && kind_by_role(scene, name.start, phrase) == Some(SourceKind::Company)
        && !scene.is(name.start - 1, &["publisher", ","]);
    if sold {
        return SourceKind::Company;
    }
    if !by.starts_with("mentions/party:") {
        return kind;
    }
    let name = scene.document.tokens_in(mention.span);
    // "Assistant Secretary of Commerce for Export Enforcement John Roe": a title makes a person.
    if kind == SourceKind::Person && by.ends_with(":title") {
        return kind;
    }
    let last = name.end.saturating_sub(1);
    let office = by.ends_with(":office");
    // "Wafer Alliance, a lobby group,": what an apposition says it is.
    let described = by.ends_with(":apposition") || by.ends_with(":announced");
    if (guessed || office || described)
        && let Some(beside) = kind_by_aside(scene, name.end)
    {
        return beside;
    }
    if guessed && name.len() == 1 && is_department(scene.document.word(last)) {
        return SourceKind::Government;
    }
    let looks = guessed || kind == SourceKind::Person;
    if let Some(role) = kind_by_role(scene, name.start, phrase).filter(|_| looks) {
        return role;
    }
    let titled = name.start > phrase.words.start
        && (phrase.words.start..name.start).any(|t| {
            scene.tag(t) == Upos::Noun
                && matches!(noun_kind_at(scene, t, phrase.words.start), Some((NounKind::Person, false)))
        });
    let ruled = by.starts_with("mentions/party:") && !by.ends_with(":ministry");
    if ruled && titled && kind == SourceKind::Organisation {
        return SourceKind::Person;
    }
    if !guessed && !office {
        return kind;
    }
    if guessed && kind != SourceKind::Outlet && name.len() == 1 && is_camel(scene.document.word(last)) {
        return SourceKind::Company;
    }
    let many = name.len() > 1;
    if many && (scene.cues.outlet_word(scene.lower(last)) || is_front(scene, name.start)) {
        return SourceKind::Outlet;
    }
    if let Some(called) = bodies::kind(scene, &name) {
        return called;
    }
    // "Rotterdam court": the name ends in a common noun.
    let lower = scene.document.word(last).starts_with(char::is_lowercase);
    match noun_kind_at(scene, last, name.start) {
        Some((NounKind::Government, _)) if lower => SourceKind::Government,
        Some((NounKind::Company, _)) if lower => SourceKind::Company,
        _ if kind == SourceKind::Person && is_abbreviation(scene, name.start) => SourceKind::Organisation,
        _ if name.len() == 1 && is_surname(scene.document.word(last)) => SourceKind::Person,
        // Bodies have an article ("the Kiel Institute"), firms have none.
        _ if kind == SourceKind::Organisation && is_bare(scene, &name) => SourceKind::Company,
        _ => kind,
    }
}

/// "Daily Nation", "Radio Azattyq": first words of newspapers' and stations' names.
pub fn is_front(scene: &Scene, token: TokenId) -> bool {
    let token = token + usize::from(scene.is(token, &["the"]));
    scene.is(token, &["daily", "evening", "sunday", "tv", "radio", "gazeta", "diario", "agence"])
        && scene.document.word(token).starts_with(char::is_uppercase)
}

/// "Commerce said", "an indictment that Justice unsealed": a department by half of its name.
pub fn is_department(word: &str) -> bool {
    const DEPARTMENTS: &[&str] = &["Commerce", "Justice", "Defense", "Defence", "Interior", "Homeland"];
    DEPARTMENTS.contains(&word)
}

/// A name without an article, an owner or a row of capitals.
fn is_bare(scene: &Scene, name: &std::ops::Range<TokenId>) -> bool {
    let before = name.start.wrapping_sub(1);
    let led = scene.is(name.start, &["the"]) || scene.is(before, &["the", "'s", "'", "its", "their", "our"]);
    !led && !name.clone().any(|t| is_abbreviation(scene, t))
}

/// "MaxLinear", "TrendForce": a capital within a word is a firm's, but for "McCaul" and its like.
fn is_camel(word: &str) -> bool {
    const CLANS: &[&str] = &["Mc", "Mac", "De", "Di", "La", "Le", "Du", "Van", "Fitz", "O", "D", "Ó"];
    let inner = word.char_indices().skip(1).find(|(_, c)| c.is_uppercase());
    let plain = word.chars().all(char::is_alphabetic);
    plain
        && inner.is_some_and(|(at, _)| {
            let left = &word[..at];
            left.starts_with(char::is_uppercase)
                && left.ends_with(char::is_lowercase)
                && !CLANS.contains(&left)
        })
}

/// "Syrskyi", "O'Sullivan", "Pashinyan": endings and beginnings that family names have.
fn is_surname(word: &str) -> bool {
    const ENDS: &[&str] = &[
        "adze", "akis", "anov", "berg", "chuk", "dottir", "enko", "escu", "idis", "ikov", "inen", "insky",
        "iuk", "kova", "meier", "meyer", "nova", "oğlu", "oglu", "opoulos", "ović", "ovic", "ovich", "ovsky",
        "owicz", "owska", "owski", "quist", "shvili", "skaya", "skyi", "skyy", "ström", "ulos", "yan", "yev",
        "yeva", "zade", "czyk", "ski", "ská", "ský", "hev", "rov", "nov", "lov", "kov", "dov", "tov", "pov",
        "mov",
    ];
    const STARTS: &[&str] = &["O'", "O\u{2019}", "Mc", "Mac"];
    let first = word.chars().next().is_some_and(char::is_uppercase);
    let capital = |rest: &str| rest.starts_with(char::is_uppercase);
    let small = word.chars().skip(1).all(|c| c.is_lowercase() || c == '-');
    first
        && word.chars().count() > 4
        && (small && ENDS.iter().any(|end| word.ends_with(end))
            || STARTS.iter().any(|start| word.strip_prefix(start).is_some_and(capital)))
}

/// "IG Elektro", "VDW": nobody's given name is written in capitals.
fn is_abbreviation(scene: &Scene, token: TokenId) -> bool {
    let word = scene.document.word(token);
    word.len() > 1 && word.chars().all(char::is_uppercase)
}

/// "tax authority FIOD", "public broadcaster NOS", "drone maker Pegasus": what the noun before a name says it is.
fn kind_by_role(scene: &Scene, name: TokenId, phrase: &Phrase) -> Option<SourceKind> {
    // "Union Solidarnosc fears", "Chipmaker Volanta says": at the head of a sentence the noun has a capital too.
    let opens = name == scene.sentence(name).start && scene.is_noun(name);
    if opens
        && scene.document.word(name + 1).starts_with(char::is_uppercase)
        && let Some((NounKind::Company, false)) = noun_kind_at(scene, name, name)
    {
        return Some(SourceKind::Company);
    }
    if opens
        && scene.document.word(name + 1).starts_with(char::is_uppercase)
        && let Some((NounKind::Organisation, false)) = noun_kind_at(scene, name, name)
    {
        return Some(SourceKind::Organisation);
    }
    // "A Greek refiner, Mytilineos,": the noun may stand before a comma.
    let comma = usize::from(scene.is(name.wrapping_sub(1), &[","]));
    // "the head of the State Revenue Service, Daulet Ospanov": the role is further left.
    let role = |t: TokenId| {
        let ties = scene.is(t + 1, &["of", "for", "at", "in", "from", "representing"]);
        let noun = noun_kind_at(scene, t, phrase.words.start).filter(|(_, plural)| ties && !plural)?;
        Some(match noun.0 {
            NounKind::Person | NounKind::Spokesperson => SourceKind::Person,
            NounKind::Company => SourceKind::Company,
            NounKind::Government => SourceKind::Government,
            NounKind::Organisation => SourceKind::Organisation,
            _ => return None,
        })
    };
    if comma == 1
        && let Some(kind) = (phrase.words.start..name.saturating_sub(2)).find_map(role)
    {
        return Some(kind);
    }
    let noun = |t: &TokenId| *t >= phrase.words.start && matches!(scene.tag(*t), Upos::Noun | Upos::Adj);
    let before = name.checked_sub(1 + comma).filter(noun)?;
    match noun_kind_at(scene, before, phrase.words.start)?.0 {
        NounKind::Company => Some(SourceKind::Company),
        NounKind::Government => Some(SourceKind::Government),
        NounKind::Outlet => Some(SourceKind::Outlet),
        NounKind::Organisation => Some(SourceKind::Organisation),
        NounKind::Person if scene.is(before, OFFICES) => Some(SourceKind::Person),
        NounKind::Spokesperson => Some(SourceKind::Person),
        _ => None,
    }
}

/// "X, a lobby group,", "X, the state news agency,": what the noun of an apposition says it is.
fn kind_by_aside(scene: &Scene, comma: TokenId) -> Option<SourceKind> {
    if !scene.is(comma, &[","]) || !scene.is(comma + 1, &["a", "an", "the"]) {
        return None;
    }
    let aside = super::phrase::starting_at(scene, comma + 1, scene.sentence(comma).end)?;
    match noun_kind(scene, &aside)?.0 {
        NounKind::Company => Some(SourceKind::Company),
        NounKind::Government => Some(SourceKind::Government),
        NounKind::Outlet => Some(SourceKind::Outlet),
        NounKind::Organisation => Some(SourceKind::Organisation),
        _ => None,
    }
}

/// "Steppe Files, a news site,", "the news site Steppe Files": whether the noun beside a name makes it an outlet.
pub fn is_outlet_beside(scene: &Scene, name: std::ops::Range<TokenId>) -> bool {
    let aside = || kind_by_aside(scene, name.end) == Some(SourceKind::Outlet);
    let noun = |t: TokenId| matches!(noun_kind_at(scene, t, t), Some((NounKind::Outlet, false)));
    name.start.checked_sub(1).is_some_and(noun) || aside()
}

/// Offices that only people hold: what follows them is a person's name, however it looks.
const OFFICES: &[&str] = &[
    "academic",
    "adviser",
    "advisor",
    "ambassador",
    "analyst",
    "attaché",
    "attorney",
    "author",
    "ceo",
    "cfo",
    "chair",
    "chairman",
    "chairwoman",
    "chancellor",
    "commissioner",
    "congressman",
    "congresswoman",
    "councillor",
    "counsel",
    "diplomat",
    "director",
    "economist",
    "editor",
    "engineer",
    "envoy",
    "executive",
    "expert",
    "fellow",
    "founder",
    "governor",
    "historian",
    "judge",
    "justice",
    "lawmaker",
    "lawyer",
    "lecturer",
    "mayor",
    "minister",
    "president",
    "premier",
    "professor",
    "prosecutor",
    "representative",
    "researcher",
    "scholar",
    "scientist",
    "secretary",
    "senator",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "undersecretary",
    "vice-minister",
];

/// A capitalised phrase that neither the tables nor the party rules know.
pub fn unknown_name(scene: &Scene, phrase: &Phrase) -> Option<Source> {
    let head = phrase.head;
    let word = scene.document.word(head);
    if !(scene.tag(head) == Upos::Propn || word.starts_with(char::is_uppercase))
        || is_time_word(scene.lower(head))
    {
        return None;
    }
    // "Proponents claim": the first word of a sentence has a capital whatever it is.
    let first = scene.sentence(head).start;
    if head == first
        && phrase.words.start == head
        && scene.tag(head) == Upos::Noun
        && scene.entity(head).is_none()
        && !is_abbreviation(scene, head)
        && !is_camel(word)
    {
        return None;
    }
    let start = (phrase.words.start..=head)
        .rev()
        .take_while(|&t| {
            scene.document.word(t).starts_with(char::is_uppercase)
                || scene.is(t, &["de", "van", "von", "der", "al", "bin", "-", "of", ".", "&"])
        })
        .last()?;
    let entity = scene.entity(head).map(|(_, kind)| kind);
    let article = scene.is(phrase.words.start, &["the"]);
    let capitals = word.chars().filter(|c| c.is_uppercase()).count() > 1;
    let called = bodies::kind(scene, &(start..head + 1)).filter(|_| start < head);
    let kind = match entity {
        _ if start < head && (scene.cues.outlet_word(scene.lower(head)) || is_front(scene, start)) => {
            SourceKind::Outlet
        }
        _ if called.is_some() => called.unwrap_or(SourceKind::Organisation),
        _ if is_camel(word) => SourceKind::Company,
        _ if start == head && is_department(word) => SourceKind::Government,
        _ if start == head && is_surname(word) => SourceKind::Person,
        Some(EntityKind::Person) if is_abbreviation(scene, start) => SourceKind::Organisation,
        Some(EntityKind::Person) => SourceKind::Person,
        Some(EntityKind::Organisation) => SourceKind::Organisation,
        // What the tagger takes for a town, and no table for a capital, is a firm's strange name.
        Some(EntityKind::Place) if article || head > start => SourceKind::Government,
        Some(EntityKind::Place) => SourceKind::Company,
        None if article || capitals || scene.lower(head).ends_with('s') && head - start > 2 => {
            SourceKind::Organisation
        }
        None => SourceKind::Person,
    };
    let kind = kind_by_role(scene, start, phrase).unwrap_or(kind);
    let mut source = plain(scene, phrase, (kind, false));
    // "Prime Minister Lena Brandt": the role before a name is its title.
    let role = (start..head).rev().find(|&t| {
        matches!(
            noun_kind_at(scene, t, start),
            Some((NounKind::Person | NounKind::Spokesperson | NounKind::Group, _))
        )
    });
    let first = role.filter(|_| kind == SourceKind::Person).map_or(start, |t| t + 1);
    let name = scene.span(first..head + 1);
    source.span = Some(name);
    source.name = name.of(scene.text()).to_owned();
    if kind == SourceKind::Person {
        describe(scene, phrase, name, &mut source);
    }
    Some(source)
}

/// Whether a noun is an office that one person holds ("the minister").
pub fn is_office(scene: &Scene, token: TokenId) -> bool {
    scene.is(token, OFFICES)
}
