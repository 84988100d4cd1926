//! Dictionary forms: an exception list, then the rules of English endings.
//!
//! The rules look candidates up in the model's vocabulary, whose rows are in order of frequency, to tell "hoped"
//! (hope) from "stopped" (stop) and "prices" (price) from "boxes" (box).

use super::irregular;
use crate::model::Upos;
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The lemmas that the rules do not lead to, by word; made by `tools/train`.
static EXCEPTIONS: LazyLock<FxHashMap<&str, Vec<(Upos, &str)>>> = LazyLock::new(|| {
    let mut words: FxHashMap<&str, Vec<(Upos, &str)>> = FxHashMap::default();
    for line in include_str!("../../model/lemmas.tsv").lines().filter(|line| !line.starts_with('#')) {
        let mut columns = line.split('\t');
        if let (Some(word), Some(pos), Some(lemma)) = (columns.next(), columns.next(), columns.next()) {
            words.entry(word).or_default().extend(Upos::parse(pos).map(|pos| (pos, lemma)));
        }
    }
    words
});

/// The dictionary form of a word. `rank` answers how rare a word is: 0 for unknown, 1 for the most frequent.
pub(super) fn lemma(word: &str, pos: Upos, rank: impl Fn(&str) -> usize) -> Box<str> {
    if pos == Upos::Propn {
        return word.into();
    }
    let low =
        if word.is_ascii() { word.to_ascii_lowercase() } else { word.to_lowercase().replace('’', "'") };
    if let Some(lemma) = exception(&low, pos) {
        return lemma.into();
    }
    let irregular = if pos == Upos::Verb { irregular::verb(&low) } else { None };
    irregular.unwrap_or_else(|| by_rule(&low, pos, rank)).into()
}

/// The lemma in the exception list.
fn exception(low: &str, pos: Upos) -> Option<&'static str> {
    EXCEPTIONS.get(low)?.iter().find(|(of, _)| *of == pos).map(|(_, lemma)| *lemma)
}

/// The lemma by rule alone, of a word in lower case.
pub(super) fn by_rule(low: &str, pos: Upos, rank: impl Fn(&str) -> usize) -> String {
    let cut = match pos {
        Upos::Verb | Upos::Aux => verb(low, &rank),
        Upos::Noun => plural(low, &rank),
        Upos::Adj | Upos::Adv => degree(low, &rank),
        Upos::Num => Some(low.replace(',', "")).filter(|digits| !digits.is_empty()),
        Upos::Punct => plain_mark(low),
        _ => None,
    };
    cut.unwrap_or_else(|| low.to_owned())
}

fn plain_mark(mark: &str) -> Option<String> {
    let plain = match mark {
        "“" | "”" | "„" | "«" | "»" | "''" | "``" => "\"",
        "‘" | "’" => "'",
        "–" | "—" | "‑" => "-",
        _ => return None,
    };
    Some(plain.to_owned())
}

fn verb(low: &str, rank: &impl Fn(&str) -> usize) -> Option<String> {
    if let Some(stem) = low.strip_suffix("ing").filter(|s| has_vowel(s)) {
        return Some(stem_of(stem, rank));
    }
    if let Some(stem) = low.strip_suffix("ied").filter(|s| s.len() > 1) {
        return Some(format!("{stem}y"));
    }
    if let Some(stem) = low.strip_suffix("ed").filter(|s| has_vowel(s)) {
        return Some(stem_of(stem, rank));
    }
    third_person(low, rank)
}

fn third_person(low: &str, rank: &impl Fn(&str) -> usize) -> Option<String> {
    plural(low, rank)
}

/// The verb from what stands before "-ing" or "-ed": as it is, with an e, or without its doubled consonant.
fn stem_of(stem: &str, rank: &impl Fn(&str) -> usize) -> String {
    let with_e = format!("{stem}e");
    let undoubled = undoubled(stem);
    if let Some(short) = undoubled {
        // "stopp-" is no word and "stop" is; "sell-" is one.
        let (short_rank, long_rank) = (rank(short), rank(stem));
        let keeps = stem.ends_with("ss") || stem.ends_with("ll") && long_rank > 0 || stem.ends_with("zz");
        let known = long_rank > 0 && (short_rank == 0 || long_rank < short_rank);
        return if keeps || known { stem.to_owned() } else { short.to_owned() };
    }
    let (plain, e) = (rank(stem), rank(&with_e));
    let takes_e = match (plain, e) {
        (0, 0) => wants_e(stem),
        (0, _) => true,
        (_, 0) => false,
        // Both are words: the shape of the ending decides ("hop-ing" cannot be "hop", "sing-ing" can).
        _ => wants_e(stem) || (e * 4 < plain && !stem.ends_with(['n', 'r', 'l', 'w', 'y', 'k', 't', 'd'])),
    };
    if takes_e { with_e } else { stem.to_owned() }
}

/// A short stem that ends vowel-consonant after a single vowel would have doubled; so it lost an e.
fn wants_e(stem: &str) -> bool {
    let bytes = stem.as_bytes();
    let vowel = |b: &u8| matches!(b, b'a' | b'e' | b'i' | b'o' | b'u');
    match bytes {
        [.., b'c' | b'v' | b'u' | b'z'] => true,
        [.., b'd' | b'r' | b'l', b'g'] => true,
        [.., a, b's'] if vowel(a) => true,
        [.., a, b, c] if !vowel(a) && vowel(b) && !vowel(c) && !matches!(c, b'w' | b'x' | b'y') => {
            bytes.iter().filter(|b| vowel(b)).count() == 1
                || stem.ends_with("at")
                || stem.ends_with("iz")
                || stem.ends_with("ut")
        }
        [.., a, b'l'] => !vowel(a) && !matches!(a, b'l' | b'r' | b'w'),
        _ => stem.ends_with("at") && !stem.ends_with("eat"),
    }
}

fn undoubled(stem: &str) -> Option<&str> {
    let bytes = stem.as_bytes();
    match bytes {
        [.., a, b]
            if a == b
                && a.is_ascii_alphabetic()
                && !matches!(a, b'a' | b'e' | b'i' | b'o' | b'u')
                && stem.len() > 3 =>
        {
            stem.get(..stem.len() - 1)
        }
        _ => None,
    }
}

fn has_vowel(stem: &str) -> bool {
    stem.len() > 1 && stem.bytes().any(|b| matches!(b, b'a' | b'e' | b'i' | b'o' | b'u' | b'y'))
}

fn plural(low: &str, rank: &impl Fn(&str) -> usize) -> Option<String> {
    if low.len() < 4 || low.ends_with("ss") || low.ends_with("us") || low.ends_with("is") {
        return (low.len() == 3 && low.ends_with('s') && !low.ends_with("ss"))
            .then(|| low[..2].to_owned())
            .filter(|s| rank(s) > 0 && !low.ends_with("as") && !low.ends_with("us") && !low.ends_with("is"));
    }
    if let Some(stem) = low.strip_suffix("ies").filter(|s| s.len() > 1) {
        return Some(format!("{stem}y"));
    }
    if let Some(stem) = low.strip_suffix("es") {
        let sibilant = ["s", "x", "z", "ch", "sh", "o"].iter().any(|end| stem.ends_with(end));
        let with_e = format!("{stem}e");
        let (plain, e) = (rank(stem), rank(&with_e));
        if sibilant && plain > 0 && (e == 0 || plain < e) {
            return Some(stem.to_owned());
        }
        return Some(with_e);
    }
    let stem = low.strip_suffix('s')?;
    (!stem.ends_with('\'')).then(|| stem.to_owned())
}

fn degree(low: &str, rank: &impl Fn(&str) -> usize) -> Option<String> {
    let stem =
        low.strip_suffix("est").or_else(|| low.strip_suffix("er")).filter(|s| has_vowel(s) && s.len() > 2)?;
    let with_y = stem.strip_suffix('i').map(|s| format!("{s}y"));
    let with_e = Some(format!("{stem}e"));
    let short = undoubled(stem).map(str::to_owned);
    let whole = rank(low);
    // Only where the plain form is the more frequent word: "higher" is high, "other" is not oth.
    let candidates = [with_y, short, Some(stem.to_owned()), with_e];
    candidates
        .into_iter()
        .flatten()
        .find(|c| rank(c) > 0 && (whole == 0 || rank(c) < whole * 6))
        .filter(|c| ADJECTIVES.binary_search(&c.as_str()).is_ok())
}

/// Adjectives and adverbs that take -er and -est.
const ADJECTIVES: &[&str] = &[
    "big", "bold", "brave", "brief", "bright", "broad", "busy", "calm", "cheap", "clean", "clear", "close",
    "cold", "costly", "crazy", "dark", "deadly", "dear", "deep", "dense", "dirty", "dry", "early", "easy",
    "fair", "fast", "few", "fine", "firm", "fit", "flat", "fresh", "full", "funny", "grand", "great",
    "green", "happy", "hard", "healthy", "heavy", "high", "hot", "huge", "keen", "kind", "large", "late",
    "lean", "light", "likely", "long", "loud", "low", "mild", "narrow", "near", "new", "nice", "old", "poor",
    "proud", "pure", "quick", "quiet", "rare", "rich", "rough", "sad", "safe", "sharp", "short", "simple",
    "slow", "small", "smart", "smooth", "soft", "soon", "steady", "steep", "strict", "strong", "sweet",
    "tall", "thick", "thin", "tight", "tiny", "tough", "ugly", "warm", "weak", "wealthy", "wet", "wide",
    "wild", "wise", "young",
];
