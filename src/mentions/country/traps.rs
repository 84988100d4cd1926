//! Where the word of a country is something else: a language, a person, a bird, a pronoun in capitals, a town.

use crate::lexicon::Lexicon;
use crate::lexicon::countries::{CountryWord, Form};
use crate::mentions::around::{self, Word};
use crate::model::{BlockKind, Document};

/// Adjectives that also name a language.
const LANGUAGES: [&str; 40] = [
    "Albanian",
    "Armenian",
    "Azerbaijani",
    "Belarusian",
    "Bulgarian",
    "Burmese",
    "Chinese",
    "Croatian",
    "Czech",
    "Danish",
    "Dutch",
    "Estonian",
    "Finnish",
    "French",
    "Georgian",
    "German",
    "Greek",
    "Hungarian",
    "Icelandic",
    "Indonesian",
    "Italian",
    "Japanese",
    "Kazakh",
    "Korean",
    "Kyrgyz",
    "Lao",
    "Latvian",
    "Lithuanian",
    "Norwegian",
    "Polish",
    "Portuguese",
    "Romanian",
    "Russian",
    "Serbian",
    "Spanish",
    "Swedish",
    "Thai",
    "Turkish",
    "Ukrainian",
    "Vietnamese",
];
/// Words before the name of a language.
const SPEAKING: [&str; 17] = [
    "fluent",
    "into",
    "learn",
    "learned",
    "learning",
    "read",
    "reads",
    "speak",
    "speaking",
    "speaks",
    "spoke",
    "spoken",
    "study",
    "taught",
    "teaches",
    "translated",
    "wrote",
];
/// Names of countries that people also bear.
const PERSONS: [&str; 8] = ["Chad", "Georgia", "India", "Israel", "Jordan", "Kenya", "Ireland", "France"];
/// Words that show a kitchen or a farm.
const POULTRY: [&str; 12] = [
    "breast",
    "dinner",
    "farm",
    "farmers",
    "farms",
    "flock",
    "flocks",
    "gravy",
    "meat",
    "sandwich",
    "stuffing",
    "thanksgiving",
];
/// What turns a name in capitals into a plea: "CONTACT US".
const PLEAS: [&str; 20] = [
    "about", "all", "ask", "call", "contact", "email", "follow", "for", "give", "help", "join", "let", "of",
    "send", "show", "tell", "text", "to", "us", "with",
];

/// Whether a trap catches the word: it names no country here.
pub fn is_caught(document: &Document, lexicon: &Lexicon, word: &CountryWord) -> bool {
    let text = document.text();
    let before = around::previous(text, word.span.start);
    let after = around::next(text, word.span.end);
    match word.form {
        Form::Adjective => {
            is_language(text, word, before.as_ref(), after.as_ref()) || names_a_firm(after.as_ref())
        }
        Form::Name if word.capitals => false,
        Form::Name => {
            is_american_town(text, lexicon, word, after.as_ref())
                || is_person(text, lexicon, word, before.as_ref(), after.as_ref())
                || is_bird(text, word, before.as_ref(), after.as_ref())
                || is_garment_or_title(text, word, before.as_ref())
                || (!is_heading(document, word) && opens_a_name(text, word, after.as_ref()))
        }
        Form::Abbreviation => is_money_or_pronoun(text, word, before.as_ref()),
        _ => false,
    }
}

/// "Iran Air", "Korea International Trade Association", "Canada Border Services Agency": a name that starts with
/// the country and ends as names of carriers, offices and associations do.
fn opens_a_name(text: &str, word: &CountryWord, after: Option<&Word>) -> bool {
    const ENDS: [&str; 30] = [
        "Agency",
        "Air",
        "Airlines",
        "Airways",
        "Association",
        "Authority",
        "Bank",
        "Board",
        "Bureau",
        "Commission",
        "Company",
        "Corp",
        "Corporation",
        "Council",
        "Daily",
        "Exchange",
        "Federation",
        "Foundation",
        "Group",
        "Herald",
        "Holdings",
        "Industries",
        "Institute",
        "Post",
        "Railways",
        "Service",
        "Society",
        "Steel",
        "Telecom",
        "Times",
    ];
    let mut next = after.copied();
    for _ in 0..5 {
        let Some(w) = next.filter(|w| w.gap == " " && w.is_capitalised()) else { return false };
        if ENDS.contains(&w.text) {
            // "Hong Kong Exchange rules" and a title in capitals are no names that anything follows.
            return word.id != "US" && word.id != "GB";
        }
        next = around::next(text, w.span.end);
    }
    false
}

/// In a title every word may have a capital, so that none shows a name.
fn is_heading(document: &Document, word: &CountryWord) -> bool {
    let blocks = &document.article.blocks;
    let block = blocks.partition_point(|b| b.span.start <= word.span.start).checked_sub(1);
    block
        .and_then(|at| blocks.get(at))
        .is_some_and(|b| matches!(b.kind, BlockKind::Title | BlockKind::Heading))
}

/// "Turkish Airlines", "Ukrainian Aerospace": an adjective that is the first half of a firm's name.
fn names_a_firm(after: Option<&Word>) -> bool {
    const FIRMS: [&str; 14] = [
        "Aerospace",
        "Air",
        "Airlines",
        "Airways",
        "Aluminum",
        "Helicopters",
        "Petroleum",
        "Post",
        "Railways",
        "Steel",
        "Technic",
        "Technik",
        "Telecom",
        "Times",
    ];
    after.is_some_and(|w| w.gap == " " && FIRMS.contains(&w.text))
}

/// "said in Chinese", "Russian-language site", "speaks Polish".
fn is_language(text: &str, word: &CountryWord, before: Option<&Word>, after: Option<&Word>) -> bool {
    if !LANGUAGES.contains(&word.span.of(text)) {
        return word.id == "CF" && before.is_some_and(|w| w.adjoins() && w.is_capitalised());
    }
    if after.is_some_and(|w| {
        (w.is_hyphenated() || w.adjoins())
            && ["language", "speaking", "speakers", "subtitles"].contains(&w.lower().as_str())
    }) {
        return true;
    }
    let Some(before) = before.filter(|w| w.adjoins()) else { return false };
    let lower = before.lower();
    if SPEAKING.contains(&lower.as_str()) {
        return !after.is_some_and(|w| w.adjoins() && is_noun_like(w));
    }
    lower == "in" && !after.is_some_and(|w| w.adjoins() && is_noun_like(w))
}

/// Whether a word after an adjective can be what it describes: no function word, no verb of saying.
fn is_noun_like(word: &Word) -> bool {
    const LOOSE: [&str; 26] = [
        "and", "as", "at", "because", "but", "by", "for", "from", "he", "in", "is", "on", "or", "reads",
        "said", "says", "she", "that", "the", "they", "to", "was", "when", "which", "while", "with",
    ];
    !LOOSE.contains(&word.lower().as_str())
}

/// "Lebanon, Pennsylvania".
fn is_american_town(text: &str, lexicon: &Lexicon, word: &CountryWord, after: Option<&Word>) -> bool {
    let Some(after) = after.filter(|w| w.gap == ", ") else { return false };
    let two = around::next(text, after.span.end).filter(Word::adjoins);
    let longer = two.map(|w| &text[after.span.start as usize..w.span.end as usize]);
    let state = lexicon.countries.is_american_state(after.text)
        || longer.is_some_and(|name| lexicon.countries.is_american_state(name));
    state && word.id != "US"
}

/// "Michael Jordan", "Chad Smith".
fn is_person(
    text: &str,
    lexicon: &Lexicon,
    word: &CountryWord,
    before: Option<&Word>,
    after: Option<&Word>,
) -> bool {
    if !PERSONS.contains(&word.span.of(text)) {
        return false;
    }
    let possessive = around::possessive(text, word.span.end) > 0;
    let surname = !possessive
        && after.is_some_and(|w| {
            w.adjoins() && w.is_capitalised() && !is_of_a_state(w.text) && !lexicon.countries.acts(&w.lower())
        });
    let given = before.is_some_and(|w| {
        let lone = w.gap == " " && w.is_capitalised() && lexicon.countries.lookup(w.text).is_none();
        lone && !is_ordinary(text, w)
    });
    let named_so = || {
        let name = word.span.of(text);
        ["Jim ", "Michael ", "Hashim "].iter().any(|given| text.contains(&format!("{given}{name}")))
    };
    given || (surname && word.id != "IN" && word.id != "IL") || (word.id == "JO" && named_so())
}

/// Capitalised words that follow the name of a country: its offices and their holders.
fn is_of_a_state(word: &str) -> bool {
    const OFFICES: [&str; 20] = [
        "Ambassador",
        "Army",
        "Attorney",
        "Border",
        "Central",
        "Commerce",
        "Customs",
        "Defence",
        "Defense",
        "Foreign",
        "Government",
        "Interior",
        "King",
        "Minister",
        "Ministry",
        "National",
        "Parliament",
        "President",
        "Prime",
        "Revenue",
    ];
    OFFICES.contains(&word)
}

/// Whether a capitalised word is one only because a sentence or a title opens with it.
fn is_ordinary(text: &str, word: &Word) -> bool {
    const OPENERS: [&str; 42] = [
        "A",
        "After",
        "Also",
        "Although",
        "And",
        "As",
        "At",
        "Because",
        "Before",
        "Both",
        "But",
        "By",
        "For",
        "From",
        "How",
        "If",
        "In",
        "Into",
        "King",
        "Like",
        "Neighbouring",
        "Neither",
        "Nor",
        "Of",
        "On",
        "Only",
        "Or",
        "Since",
        "So",
        "That",
        "The",
        "Then",
        "Though",
        "To",
        "Unlike",
        "Until",
        "When",
        "Where",
        "While",
        "Why",
        "With",
        "Yet",
    ];
    OPENERS.contains(&word.text)
        || (word.text.len() > 3 && word.text.chars().all(char::is_uppercase) && text.len() > 3)
}

/// "Turkey prices rose before Thanksgiving".
fn is_bird(text: &str, word: &CountryWord, before: Option<&Word>, after: Option<&Word>) -> bool {
    let kitchen = |w: &Word| POULTRY.contains(&w.lower().as_str());
    if word.span.of(text) != "Turkey" {
        return false;
    }
    let roast = before.is_some_and(|w| ["roast", "frozen", "smoked", "fried"].contains(&w.lower().as_str()));
    roast || after.is_some_and(kitchen) || {
        let from = word.span.end as usize;
        let line = text[from..].split(['\n', '.']).next().unwrap_or_default();
        line.to_lowercase().contains("thanksgiving")
    }
}

/// "Jersey" where no preposition shows a place; "Emirates", which without an article is an airline.
fn is_garment_or_title(text: &str, word: &CountryWord, before: Option<&Word>) -> bool {
    let lower = before.map(Word::lower).unwrap_or_default();
    match word.span.of(text) {
        "Jersey" => {
            !["and", "from", "in", "of", "to", "via"].contains(&lower.as_str()) || text.contains("New Jersey")
        }
        "Emirates" => !["the", "arab"].contains(&lower.as_str()),
        _ => false,
    }
}

/// "US$5", and "US" for "us" where everything is in capitals.
fn is_money_or_pronoun(text: &str, word: &CountryWord, before: Option<&Word>) -> bool {
    let rest = &text[word.span.end as usize..];
    if rest.starts_with('$') || rest.starts_with(" $") {
        return true;
    }
    word.span.of(text) == "US"
        && before.is_some_and(|w| {
            let shouted = w.text.chars().all(char::is_uppercase) && w.text.len() > 1;
            let titled = w.is_capitalised()
                && ["Contact", "About", "Follow", "Join", "Tell", "Email"].contains(&w.text);
            w.adjoins() && (titled || shouted && PLEAS.contains(&w.lower().as_str()))
        })
}
