//! The tag of a word whose sentence was not analysed, from closed classes and spelling.

use crate::lexicon::cues::{Cues, Form};
use crate::model::Upos;

/// Past forms that do not end in -ed, of verbs that are no verbs of saying.
const PAST: &[&str] = &[
    "began", "bought", "broke", "brought", "built", "came", "caught", "cost", "cut", "did", "drew", "drove",
    "fell", "felt", "fought", "gave", "got", "grew", "hit", "kept", "knew", "led", "left", "lent", "lost",
    "made", "meant", "met", "paid", "ran", "rose", "saw", "sent", "sank", "sold", "spent", "spoke", "stood",
    "stole", "struck", "taught", "took", "went", "withdrew", "won",
];

const NUMBERS: &[&str] =
    &["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
pub const MARKS: &[&str] = &["and", "or", "but", "nor", "yet"];
pub const DETERMINERS: &[&str] = &[
    "the", "a", "an", "this", "that", "these", "those", "some", "any", "no", "each", "every", "all", "both",
    "its", "his", "her", "their", "our", "my", "your", "another", "several",
];
pub const PREPOSITIONS: &[&str] = &[
    "of",
    "in",
    "on",
    "at",
    "to",
    "for",
    "from",
    "with",
    "by",
    "about",
    "as",
    "into",
    "over",
    "under",
    "after",
    "before",
    "between",
    "during",
    "since",
    "through",
    "until",
    "via",
    "within",
    "without",
    "against",
    "among",
    "near",
    "outside",
    "inside",
    "across",
    "around",
    "behind",
    "beyond",
    "despite",
    "towards",
    "toward",
    "amid",
    "throughout",
    "upon",
];
const PRONOUNS: &[&str] = &[
    "he",
    "she",
    "it",
    "they",
    "we",
    "i",
    "you",
    "who",
    "which",
    "him",
    "them",
    "us",
    "what",
    "himself",
    "herself",
    "themselves",
];
const AUXILIARIES: &[&str] = &[
    "is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "do", "does", "did", "will",
    "would", "can", "could", "may", "might", "should", "must", "shall", "'s", "'ll", "'d", "'ve", "'re",
];
pub const CONJUNCTIONS: &[&str] =
    &["if", "because", "while", "although", "though", "whether", "when", "unless", "whereas"];
pub const ADVERBS: &[&str] =
    &["not", "n't", "also", "never", "then", "again", "now", "still", "already", "however", "yet"];

/// The tag of a word that was not analysed.
pub fn guess(word: &str, lower: &str, first: bool, cues: &Cues) -> Upos {
    let is = |list: &[&str]| list.contains(&lower);
    if !word.chars().any(char::is_alphanumeric) {
        return if is(&["$", "€", "£", "%"]) { Upos::Sym } else { Upos::Punct };
    }
    if word.starts_with(|c: char| c.is_ascii_digit()) || NUMBERS.contains(&lower) {
        return Upos::Num;
    }
    for (list, tag) in [
        (MARKS, Upos::Cconj),
        (DETERMINERS, Upos::Det),
        (PREPOSITIONS, Upos::Adp),
        (PRONOUNS, Upos::Pron),
        (AUXILIARIES, Upos::Aux),
        (CONJUNCTIONS, Upos::Sconj),
        (ADVERBS, Upos::Adv),
    ] {
        if is(list) {
            return tag;
        }
    }
    if word.starts_with(char::is_uppercase) && !first {
        return Upos::Propn;
    }
    if cues.verb(lower).is_some_and(|(_, form)| form != Form::Base) && cues.noun(lower).is_none() {
        return Upos::Verb;
    }
    if is(PAST) {
        return Upos::Verb;
    }
    match lower {
        _ if lower.ends_with("ly") && lower.len() > 4 && cues.noun(lower).is_none() => Upos::Adv,
        _ if (lower.ends_with("ed") || lower.ends_with("ing")) && lower.len() > 4 => Upos::Verb,
        _ => Upos::Noun,
    }
}
