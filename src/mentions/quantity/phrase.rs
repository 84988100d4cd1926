//! The thing counted behind a number, read without tags: words up to and with the plural that heads them.

use super::super::words::{Kind, Words};

/// No noun phrase behind a number is longer than this many words.
const LONGEST: usize = 8;

/// Words that end a noun phrase.
const FUNCTION: &[&str] = &[
    "a",
    "about",
    "above",
    "according",
    "across",
    "after",
    "again",
    "against",
    "all",
    "also",
    "although",
    "am",
    "among",
    "an",
    "and",
    "any",
    "are",
    "around",
    "as",
    "at",
    "away",
    "back",
    "be",
    "became",
    "because",
    "been",
    "before",
    "being",
    "below",
    "between",
    "both",
    "but",
    "by",
    "came",
    "can",
    "could",
    "despite",
    "did",
    "do",
    "does",
    "down",
    "during",
    "each",
    "either",
    "even",
    "every",
    "except",
    "few",
    "for",
    "from",
    "had",
    "has",
    "have",
    "he",
    "her",
    "here",
    "him",
    "his",
    "how",
    "however",
    "i",
    "if",
    "in",
    "including",
    "into",
    "is",
    "it",
    "its",
    "just",
    "last",
    "later",
    "least",
    "less",
    "many",
    "may",
    "me",
    "might",
    "more",
    "most",
    "much",
    "must",
    "my",
    "near",
    "neither",
    "never",
    "next",
    "no",
    "nor",
    "not",
    "now",
    "of",
    "off",
    "on",
    "once",
    "only",
    "onto",
    "or",
    "other",
    "our",
    "out",
    "over",
    "own",
    "per",
    "rather",
    "said",
    "same",
    "says",
    "she",
    "should",
    "since",
    "so",
    "some",
    "still",
    "such",
    "than",
    "that",
    "the",
    "their",
    "them",
    "then",
    "there",
    "these",
    "they",
    "this",
    "those",
    "though",
    "through",
    "thus",
    "to",
    "today",
    "together",
    "too",
    "toward",
    "towards",
    "under",
    "until",
    "up",
    "upon",
    "us",
    "very",
    "via",
    "was",
    "we",
    "were",
    "what",
    "when",
    "where",
    "whether",
    "which",
    "while",
    "who",
    "whom",
    "whose",
    "why",
    "will",
    "with",
    "within",
    "without",
    "would",
    "yet",
    "you",
    "your",
    "left",
    "fell",
    "rose",
    "went",
    "took",
    "made",
    "ago",
    "earlier",
    "along",
    "alone",
    "come",
    "comes",
    "goes",
    "remain",
    "remains",
    "depend",
    "depends",
    "worth",
    "compared",
    "apiece",
    "annually",
    "versus",
    "plus",
    "minus",
    "times",
    "won",
    "lost",
    "sold",
    "bought",
];

/// Plural nouns without an "s".
const PLURALS: &[&str] = &[
    "people",
    "men",
    "women",
    "children",
    "aircraft",
    "spacecraft",
    "watercraft",
    "hovercraft",
    "personnel",
    "troops",
    "servicemen",
    "fishermen",
    "businessmen",
    "salesmen",
    "feet",
    "species",
    "series",
    "staff",
    "police",
    "criteria",
    "workpeople",
    "mice",
    "offspring",
    "munition",
    "ammunition",
];

/// Words in "s" that are no plurals.
const SINGULARS: &[&str] = &[
    "news",
    "physics",
    "mathematics",
    "electronics",
    "gas",
    "bus",
    "lens",
    "chassis",
    "corps",
    "always",
    "perhaps",
    "besides",
    "overseas",
    "afterwards",
    "sometimes",
    "united",
    "paris",
    "texas",
    "states",
    "netherlands",
    "reuters",
    "emirates",
    "philippines",
    "siemens",
    "athens",
    "brussels",
    "tennis",
    "analysis",
    "basis",
    "crisis",
    "thesis",
    "axis",
    "virus",
    "status",
    "campus",
    "focus",
    "process",
    "access",
    "business",
    "less",
    "plus",
    "thus",
    "is",
    "was",
    "has",
    "does",
    "its",
    "his",
    "us",
    "as",
    "yes",
    "this",
    "nowadays",
    "indoors",
    "outdoors",
    "christmas",
    "mars",
    "airbus",
];

pub fn is_function(word: &str) -> bool {
    word.len() < 10 && FUNCTION.iter().any(|f| word.eq_ignore_ascii_case(f))
}

/// Whether a word reads as a plural noun.
pub fn plural(word: &str) -> bool {
    let lower = word.to_lowercase();
    if SINGULARS.contains(&lower.as_str()) {
        return false;
    }
    let regular = lower.len() > 3
        && lower.ends_with('s')
        && !lower.ends_with("ss")
        && !lower.ends_with("us")
        && !lower.ends_with("is");
    let initials = word.len() > 2
        && word.ends_with('s')
        && word[..word.len() - 1].bytes().all(|b| b.is_ascii_uppercase());
    regular || initials || PLURALS.contains(&lower.as_str())
}

/// The words of the thing counted, headed by a plural: "Chinese-made surveillance drones".
pub fn counted(words: &Words, at: usize) -> Option<(usize, usize)> {
    let mut from = at;
    if words.is(at.wrapping_sub(1), "of") {
        while words.is_any(from, &["the", "its", "their", "these", "those", "his", "our"]) {
            from += 1;
        }
    }
    while words.is_any(from, &["more", "other", "additional", "further", "extra", "separate"]) {
        from += 1;
    }
    let mut k = from;
    let mut head = None;
    while k < from + LONGEST {
        match words.kind(k) {
            Some(Kind::Letters) => {
                let word = words.word(k);
                let compound = k > from && words.is_hyphen(k - 1);
                let named = words.glued(k + 1) && words.kind(k + 1) == Some(Kind::Digits);
                let cut = k > from && words.glued(k) && !compound && words.kind(k - 1) != Some(Kind::Digits);
                if cut || (is_function(word) && !compound && !named) {
                    break;
                }
                let joined = words.is_hyphen(k + 1) && words.glued(k + 1);
                let model = word == "s" && words.glued(k) && k > from;
                if (plural(word) || model) && !joined {
                    head = Some(k + 1);
                    if !plural(words.word(k + 1)) || is_function(words.word(k + 1)) {
                        break;
                    }
                } else if head.is_some() {
                    break;
                }
            }
            // "H100 chips": figures belong to a name where letters stand before them.
            Some(Kind::Digits) if k > from && words.is_capital(k - 1) => {}
            // "Shahed-136 drones"
            Some(Kind::Digits)
                if k > from + 1 && words.glued(k) && words.is_hyphen(k - 1) && words.is_capital(k - 2) => {}
            Some(Kind::Mark) if words.is_hyphen(k) && words.glued(k) && words.glued(k + 1) && k > from => {}
            _ => break,
        }
        k += 1;
    }
    let to = head?;
    // "12 countries' exports": the countries are counted; the phrase ends at the apostrophe.
    (to > from).then_some((from, to))
}

/// The words behind "of", whose head need not be a plural: "gallium", "its exports", "all chip shipments".
pub fn whole(words: &Words, at: usize) -> Option<(usize, usize)> {
    let mut from = at;
    while words.is_any(
        from,
        &[
            "the", "its", "their", "all", "these", "those", "his", "her", "our", "this", "that", "such",
            "any", "my", "your",
        ],
    ) {
        from += 1;
    }
    if words.kind(from) == Some(Kind::Digits) {
        return None;
    }
    if let Some(found) = counted(words, from).filter(|found| found.1 - found.0 <= 4) {
        return Some(found);
    }
    let mut k = from;
    while k < from + 5 {
        match words.kind(k) {
            Some(Kind::Letters) if is_function(words.word(k)) => break,
            Some(Kind::Letters)
                if k > from
                    && words.word(k).ends_with("ed")
                    && !words.is_hyphen(k - 1)
                    && !words.is_hyphen(k + 1) =>
            {
                break;
            }
            Some(Kind::Letters) if k > from && words.word(k).ends_with("ing") && !words.is_hyphen(k - 1) => {
                break;
            }
            Some(Kind::Letters) => {}
            Some(Kind::Digits) if k > from && words.glued(k) => {}
            Some(Kind::Mark) if words.is_hyphen(k) && words.glued(k) && words.glued(k + 1) && k > from => {}
            // "China's exports": the owner is part of the phrase.
            Some(Kind::Mark)
                if matches!(words.word(k), "'" | "\u{2019}")
                    && words.word(k + 1) == "s"
                    && words.glued(k + 1) =>
            {
                k += 1
            }
            _ => break,
        }
        k += 1;
    }
    (k > from).then_some((from, k))
}
