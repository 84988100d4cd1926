//! Where the network starts: what it makes of a word whatever stands around it.
//!
//! Texts repeat words, so this is computed once for each form of a word and kept: the sum of its rows in the tables,
//! and its share in the first layer. That layer sees windows of three words, and whole numbers may be summed in any
//! order. What is kept changes no answer, only when it is computed.

use super::features::HASHED;
use super::kernel::{Block, LANES, Rows, UNIT, normalise, quantise};
use super::weights::{BadModel, File, Linear, Norm, Table};
use std::collections::HashMap;

/// The tables of words, and the first layer.
pub(super) struct Start {
    glove: Table,
    words: Table,
    affixes: Table,
    vectors: Linear,
    norm: Norm,
    layer_norm: Norm,
    /// The first layer over one word: its outputs as the word before, as the word itself, as the word behind.
    parts: Linear,
    /// What each byte of `glove` is in fixed point.
    fixed: Vec<i16>,
    steps: Vec<f32>,
    bias: Vec<f32>,
}

/// The rows of a form in the tables.
#[derive(Clone, Copy)]
struct Lookup {
    word: usize,
    rows: [usize; HASHED],
}

/// The forms of words that were met so far, and what is known of them.
#[derive(Default)]
pub(super) struct Forms {
    known: HashMap<Box<str>, usize>,
    lookups: Vec<Lookup>,
    /// Whether each was met again.
    again: Vec<bool>,
    // Below, a row a form, for as many as are learnt.
    x: Vec<f32>,
    sums: Vec<i32>,
    /// Of one form.
    row: Vec<f32>,
}

/// Forms that are kept, about.
const FORMS: usize = 4096;

impl Forms {
    /// The form of a word; `rows` tells the rows of its word and its affixes where it is new.
    pub fn of(&mut self, word: &str, rows: impl FnOnce() -> (usize, [usize; HASHED])) -> usize {
        if let Some(&form) = self.known.get(word) {
            self.again[form] = true;
            return form;
        }
        let (form, (row, rows)) = (self.lookups.len(), rows());
        self.lookups.push(Lookup { word: row, rows });
        self.again.push(false);
        self.known.insert(word.into(), form);
        form
    }

    /// Drops what was met but once where many are known, so that a long text takes no more space than a short one.
    /// To be called when all that are known are learnt; their numbers change.
    pub fn forget(&mut self) {
        let count = self.lookups.len();
        if count <= FORMS {
            return;
        }
        let kept: Vec<usize> = (0..count).filter(|&form| self.again[form]).take(FORMS / 2).collect();
        self.known.retain(|_, form| kept.binary_search(form).map(|at| *form = at).is_ok());
        pack(&mut self.lookups, &kept, count);
        pack(&mut self.x, &kept, count);
        pack(&mut self.sums, &kept, count);
        self.again.clear();
        self.again.resize(kept.len(), false);
    }
}

/// Leaves the rows that are kept, of `count`.
fn pack<T: Copy>(rows: &mut Vec<T>, kept: &[usize], count: usize) {
    let width = rows.len() / count;
    for (to, from) in kept.iter().enumerate() {
        rows.copy_within(from * width..(from + 1) * width, to * width);
    }
    rows.truncate(kept.len() * width);
}

impl Start {
    pub fn read(file: &File) -> Result<Start, BadModel> {
        let layer = file.linear("layer0")?;
        let glove = file.table("glove")?;
        let step = glove.scale * UNIT;
        Ok(Start {
            glove,
            fixed: (0..=u8::MAX).map(|b| (f32::from(b as i8) * step) as i16).collect(),
            words: file.table("words")?,
            affixes: file.table("affixes")?,
            vectors: file.linear("vectors")?,
            norm: file.norm("norm")?,
            layer_norm: file.norm("layer0.norm")?,
            parts: parts(&file.rows("layer0")?)?,
            steps: layer.steps,
            bias: layer.bias,
        })
    }

    /// Whether the shapes fit each other.
    pub fn check(&self) -> Result<(), BadModel> {
        let width = self.width();
        let fits = |ok: bool, name: &str| if ok { Ok(()) } else { Err(BadModel::Missing(name.to_owned())) };
        fits(width > 0 && width.is_multiple_of(LANES), "norm")?;
        fits(self.words.width == width && self.affixes.width == width, "words")?;
        fits(self.vectors.inputs == self.glove.width && self.vectors.outputs == width, "vectors")?;
        fits(self.layer_norm.gain.len() == width && self.steps.len() == width, "layer0")?;
        fits((self.parts.inputs, self.parts.outputs) == (width, 3 * width), "layer0")
    }

    pub fn width(&self) -> usize {
        self.norm.gain.len()
    }

    /// How many rows the table of affixes has.
    pub fn affixes(&self) -> usize {
        self.affixes.rows
    }

    /// Computes what is to be known of the forms that are new.
    #[inline(always)]
    pub fn learn<B: Block>(&self, block: B, forms: &mut Forms, fixed: &mut Vec<i16>, out: &mut Vec<f32>) {
        let (width, size) = (self.width(), self.glove.width);
        let first = forms.x.len() / width;
        let new = forms.lookups.get(first..).unwrap_or(&[]);
        fixed.resize(new.len() * size, 0);
        for (fixed, lookup) in fixed.chunks_exact_mut(size).zip(new) {
            for (fixed, &b) in fixed.iter_mut().zip(self.glove.row(lookup.word)) {
                *fixed = self.fixed[usize::from(b)];
            }
        }
        block.dense(&self.vectors, Rows { x: fixed, step: size, count: new.len() }, out);
        forms.x.resize((first + new.len()) * width, 0.0);
        forms.row.resize(width, 0.0);
        fixed.resize(new.len() * width, 0);
        let places = forms.x[first * width..].chunks_exact_mut(width).zip(fixed.chunks_exact_mut(width));
        let mut sums = vec![0i16; width];
        for (((x, fixed), out), lookup) in places.zip(out.chunks_exact_mut(width)).zip(new) {
            self.add_rows(lookup, &mut sums, out);
            normalise(block, &self.norm, out, x);
            normalise(block, &self.layer_norm, x, &mut forms.row);
            quantise(&forms.row, fixed);
        }
        block.whole(&self.parts, Rows { x: fixed, step: width, count: new.len() }, &mut forms.sums);
    }

    /// Adds the rows of a form to what its vector gave.
    #[inline(always)]
    fn add_rows(&self, lookup: &Lookup, sums: &mut [i16], out: &mut [f32]) {
        sums.fill(0);
        for &row in &lookup.rows {
            for (sum, &b) in sums.iter_mut().zip(self.affixes.row(row)) {
                *sum += i16::from(b as i8);
            }
        }
        let word = if lookup.word < self.words.rows { lookup.word } else { 0 };
        for ((out, &sum), &b) in out.iter_mut().zip(sums.iter()).zip(self.words.row(word)) {
            *out += f32::from(sum) * self.affixes.scale + f32::from(b as i8) * self.words.scale;
        }
    }

    /// Writes a row for each word of a run: what its form starts with, and the first layer added.
    #[inline(always)]
    pub fn place(&self, run: &[usize], forms: &Forms, x: &mut [f32]) {
        let width = self.width();
        let none = vec![0; width];
        let part = |at: Option<usize>, part: usize| {
            let form = at.and_then(|at| run.get(at));
            form.map_or(none.as_slice(), |form| &forms.sums[(3 * form + part) * width..][..width])
        };
        for (at, (&form, x)) in run.iter().zip(x.chunks_exact_mut(width)).enumerate() {
            let (before, own, behind) =
                (part(at.checked_sub(1), 0), part(Some(at), 1), part(Some(at + 1), 2));
            let start = &forms.x[form * width..][..width];
            let sums = before.iter().zip(own).zip(behind);
            let scaled = self.steps.iter().zip(&self.bias);
            for (((x, &start), ((&a, &b), &c)), (&step, &bias)) in
                x.iter_mut().zip(start).zip(sums).zip(scaled)
            {
                *x = start + (a.wrapping_add(b).wrapping_add(c) as f32 * step + bias).max(0.0);
            }
        }
    }
}

/// A layer over windows of three words, from its weights, as a layer over each word of the three.
fn parts(rows: &[Vec<i16>]) -> Result<Linear, BadModel> {
    let width = rows.first().map_or(0, Vec::len) / 3;
    let part =
        |at: usize| rows.iter().map(move |row| row.iter().skip(at * width).take(width).copied().collect());
    let rows: Vec<Vec<i16>> = (0..3).flat_map(part).collect();
    let ones = vec![1.0; rows.len()];
    Linear::new(&rows, ones.clone(), ones)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_met_again_is_kept_with_its_rows() {
        let mut forms = Forms::default();
        let word = |at: usize| format!("word{at}");
        for at in 0..=FORMS {
            assert_eq!(forms.of(&word(at), || (at, [at; HASHED])), at);
            forms.x.extend([at as f32; 2]);
            forms.sums.extend([at as i32; 6]);
        }
        for at in [7, 9] {
            assert_eq!(forms.of(&word(at), || unreachable!()), at);
        }
        forms.forget();
        assert_eq!((forms.of(&word(7), || unreachable!()), forms.of(&word(9), || unreachable!())), (0, 1));
        assert_eq!((forms.x.as_slice(), &forms.sums[6..]), ([7.0, 7.0, 9.0, 9.0].as_slice(), &[9; 6][..]));
        assert_eq!(forms.lookups[1].word, 9);
        assert_eq!(forms.of(&word(8), || (8, [8; HASHED])), 2);
    }
}
