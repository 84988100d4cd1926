//! What the network sees of a word: its row in the vocabulary, and hashed affixes and shape.
//!
//! `tools/train/features.py` computes the same numbers when the model is trained; a test holds both to one file.

/// Affixes and shape a word.
pub(super) const HASHED: usize = 8;

/// FNV-1a with its halves folded, so that the low bits are good.
pub(super) fn fnv64(bytes: impl Iterator<Item = u8>) -> u64 {
    let value = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |value, byte| {
        (value ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    value ^ (value >> 32)
}

/// The word with its quotes and dashes made plain.
fn normal(word: &str, out: &mut String) {
    out.clear();
    for c in word.chars() {
        match c {
            '’' | '‘' | '`' => out.push('\''),
            '“' | '”' | '„' | '«' | '»' => out.push('"'),
            '–' | '—' | '‑' | '‐' | '―' => out.push('-'),
            '\u{a0}' => out.push(' '),
            '…' => out.push_str("..."),
            _ => out.push(c),
        }
    }
    if out == "''" {
        out.clear();
        out.push('"');
    }
}

/// Working space for the features of one word after another.
#[derive(Default)]
pub(super) struct Features {
    plain: String,
    /// How the word stands in the vocabulary: plain marks, lower case, every digit 0.
    pub key: String,
    shape: String,
}

impl Features {
    pub fn set(&mut self, word: &str) {
        self.key.clear();
        self.shape.clear();
        if word.bytes().all(|b| b.is_ascii_alphanumeric()) {
            self.key.extend(word.bytes().map(|b| folded(char::from(b))));
            shape(word, &mut self.shape);
            return;
        }
        normal(word, &mut self.plain);
        let lower = self.plain.to_lowercase();
        self.key.extend(lower.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }));
        shape(&self.plain, &mut self.shape);
    }

    /// Rows of the hashed table: three prefixes, four suffixes, the shape.
    pub fn rows(&self, table: usize) -> [usize; HASHED] {
        let key = self.key.as_str();
        let mut borders = [0usize; 4];
        let mut ends = key.char_indices().skip(1).map(|(at, _)| at);
        for border in &mut borders[1..] {
            *border = ends.next().unwrap_or(key.len());
        }
        let mut tails = [0usize; 5];
        let mut starts = key.char_indices().rev().map(|(at, _)| at);
        for tail in &mut tails[1..] {
            *tail = starts.next().unwrap_or(0);
        }
        let parts = [
            &key[..borders[1]],
            &key[..borders[2]],
            &key[..borders[3]],
            &key[tails[1]..],
            &key[tails[2]..],
            &key[tails[3]..],
            &key[tails[4]..],
            &self.shape,
        ];
        let mut rows = [0; HASHED];
        for (salt, (row, part)) in rows.iter_mut().zip(parts).enumerate() {
            let hash = fnv64(std::iter::once(salt as u8).chain(part.bytes()));
            *row = (hash % table.max(1) as u64) as usize;
        }
        rows
    }
}

fn folded(c: char) -> char {
    if c.is_ascii_digit() { '0' } else { c.to_ascii_lowercase() }
}

/// Upper, lower, digit and other characters, runs cut at two, at most ten signs.
fn shape(plain: &str, out: &mut String) {
    let mut last = ['\0'; 2];
    let mut count = 0;
    for c in plain.chars() {
        let sign = if c.is_uppercase() {
            'X'
        } else if c.is_alphabetic() {
            'x'
        } else if c.is_ascii_digit() {
            '0'
        } else {
            c
        };
        if last == [sign, sign] {
            continue;
        }
        last = [last[1], sign];
        out.push(sign);
        count += 1;
        if count == 10 {
            break;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_look_as_they_did_in_training() {
        let table = include_str!("../../fixtures/language/features.tsv");
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            let mut features = Features::default();
            features.set(columns[0]);
            assert_eq!(features.key, columns[1]);
            let rows: Vec<String> = features.rows(16384).iter().map(usize::to_string).collect();
            assert_eq!(rows, columns[2..], "{}", columns[0]);
        }
    }
}
