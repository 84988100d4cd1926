//! A hash of 64 bits that lies close for texts that are nearly the same (simhash over runs of three words) and that
//! hold the same numbers: two notices that differ in a date or an amount are no copies of each other.

use std::collections::BTreeSet;

/// Different runs of words below which texts are too short to tell likeness from chance.
const RUNS: usize = 80;
/// Bits by which the hashes of nearly the same texts may differ.
pub const APART: u32 = 3;

/// The hash of a text; `None` for one too short to have a twin.
pub fn hash(text: &str) -> Option<u64> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    // Each run once: a sentence that is repeated says nothing more.
    let runs: BTreeSet<&[String]> = words.windows(3).collect();
    if runs.len() < RUNS {
        return None;
    }
    let mut weights = [0i32; 64];
    for run in runs {
        let hash = mixed(run.iter().flat_map(|word| word.bytes().chain([0])));
        for (bit, weight) in weights.iter_mut().enumerate() {
            *weight += if hash >> bit & 1 == 1 { 1 } else { -1 };
        }
    }
    let numbers: BTreeSet<&str> =
        words.iter().map(String::as_str).filter(|word| word.contains(|c: char| c.is_numeric())).collect();
    let numbers = mixed(numbers.iter().flat_map(|number| number.bytes().chain([0])));
    Some(
        numbers
            ^ weights.iter().enumerate().fold(0, |hash, (bit, weight)| hash | u64::from(*weight > 0) << bit),
    )
}

/// FNV-1a, its bits mixed; the same in every version of the program, since the store keeps what it gives.
fn mixed(bytes: impl Iterator<Item = u8>) -> u64 {
    let mut hash = bytes.fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
    });
    for shift in [33, 29, 32] {
        hash = (hash ^ hash >> shift).wrapping_mul(0xff51_afd7_ed55_8ccd);
    }
    hash ^ hash >> 32
}

/// Whether two hashes are of nearly the same text.
pub fn is_near(one: u64, other: u64) -> bool {
    (one ^ other).count_ones() <= APART
}

#[cfg(test)]
mod tests {
    use super::*;

    fn story(seed: u64, words: usize) -> String {
        let mut state = seed;
        let mut next = move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (0..4).map(|n| char::from(b'a' + (state >> (40 + 4 * n) & 15) as u8)).collect::<String>()
        };
        (0..words).map(|_| next()).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn texts_that_differ_by_a_few_words_lie_close_and_others_far() {
        let text = story(7, 600);
        let of = |text: &str| hash(text).unwrap();
        let updated = text.replacen(' ', ", updated at noon, ", 1) + " (Corrects the name.)";
        assert!(is_near(of(&text), of(&updated)), "{:b}", of(&text) ^ of(&updated));
        assert_eq!(of(&text), of(&text.to_uppercase().replace(' ', "\n")));
        let hashes: Vec<u64> = (0..200).map(|seed| of(&story(1000 + seed, 600))).collect();
        for (at, one) in hashes.iter().enumerate() {
            assert!(hashes[at + 1..].iter().all(|other| !is_near(*one, *other)), "story {at}");
        }
        assert_eq!(hash("A short text."), None);
        let with = |number: &str| of(&format!("{text} The fine was $ {number} million."));
        assert!(
            is_near(with("5"), with("5")) && !is_near(with("5"), with("6")),
            "one number makes another story"
        );
    }

    fn letters(a: u8, b: u8) -> String {
        format!("{}{} ", char::from(b'a' + a), char::from(b'a' + b))
    }

    #[test]
    fn the_hash_is_the_same_in_every_version() {
        const HASH: u64 = 1_235_370_050_870_063_314;
        let words: String = (0..26).flat_map(|a| (0..5).map(move |b| letters(a, b))).collect();
        assert_eq!(hash(&words), Some(HASH));
        assert_eq!(hash(&"alpha beta gamma ".repeat(400)), None);
    }
}
