//! The network: one shared encoder over a sentence, with tags, arcs, labels and names read off it.
//!
//! Words and affixes are looked up and summed; windows of three words and gated means over the whole sentence take
//! turns; small layers read the answers. `tools/train/train.py` is the same network while it learns.

use super::features::{Features, HASHED, fnv64};
use super::kernel::{dense, normalise, product, quantise, soft, softsign};
use super::weights::{BadModel, File, Linear, Norm, Table};
use crate::model::{Rel, Upos};

/// A trained model, shared by all threads.
pub(super) struct Network {
    index: Vec<[u32; 2]>,
    glove: Table,
    words: Table,
    affixes: Table,
    vectors: Linear,
    norm: Norm,
    last: Norm,
    layers: Vec<(Norm, Linear)>,
    root: Vec<f32>,
    arc_dep: Linear,
    arc_head: Linear,
    arc: Linear,
    arc_bias: Vec<f32>,
    near: Linear,
    rel_dep: Linear,
    rel_head: Linear,
    rel: Linear,
    upos: Linear,
    names: Linear,
    pub name_labels: Vec<&'static str>,
    width: usize,
}

/// Working space, reused from sentence to sentence.
#[derive(Default)]
pub(super) struct Scratch {
    features: Features,
    rows: Vec<Lookup>,
    fixed: Vec<i16>,
    window: Vec<i16>,
    x: Vec<f32>,
    normed: Vec<f32>,
    out: Vec<f32>,
    encoded: Vec<f32>,
    encoded_fixed: Vec<i16>,
    heads: Vec<f32>,
    deps: Vec<f32>,
    turned: Vec<f32>,
    near: Vec<f32>,
}

#[derive(Clone, Copy)]
struct Lookup {
    word: usize,
    rows: [usize; HASHED],
}

impl Network {
    pub fn read(bytes: &'static [u8], digest: &str) -> Result<Network, BadModel> {
        let file = File::read(bytes, digest)?;
        let norm = file.norm("norm")?;
        let layers = (0..)
            .map_while(|i| {
                Some((file.norm(&format!("layer{i}.norm")).ok()?, file.linear(&format!("layer{i}")).ok()?))
            })
            .collect();
        let network = Network {
            index: file.whole("index")?,
            glove: file.table("glove")?,
            words: file.table("words")?,
            affixes: file.table("affixes")?,
            vectors: file.linear("vectors")?,
            width: norm.gain.len(),
            norm,
            last: file.norm("last")?,
            layers,
            root: file.floats("root")?,
            arc_dep: file.linear("arc_dep")?,
            arc_head: file.linear("arc_head")?,
            arc: file.linear("arc")?,
            arc_bias: file.floats("arc.head")?,
            near: file.linear("near")?,
            rel_dep: file.linear("rel_dep")?,
            rel_head: file.linear("rel_head")?,
            rel: file.linear("rel")?,
            upos: file.linear("upos")?,
            names: file.linear("names")?,
            name_labels: file.lines("names.tags")?,
        };
        network.check()?;
        Ok(network)
    }

    /// Whether the shapes fit each other, so that nothing below can run out of bounds.
    fn check(&self) -> Result<(), BadModel> {
        let width = self.width;
        let fits = |ok: bool, name: &str| if ok { Ok(()) } else { Err(BadModel::Missing(name.to_owned())) };
        fits(width > 0 && width.is_multiple_of(2), "norm")?;
        fits(self.index.len().is_power_of_two(), "index")?;
        fits(self.words.width == width && self.affixes.width == width, "words")?;
        fits(self.vectors.inputs == self.glove.width && self.vectors.outputs == width, "vectors")?;
        fits(!self.layers.is_empty(), "layer0")?;
        for (i, (norm, layer)) in self.layers.iter().enumerate() {
            let shape = if i % 2 == 0 { (3 * width, width) } else { (width, 3 * width) };
            fits(norm.gain.len() == width && (layer.inputs, layer.outputs) == shape, "layer")?;
        }
        fits(self.last.gain.len() == width && self.root.len() == width, "root")?;
        for (layer, name) in
            [(&self.arc_dep, "arc_dep"), (&self.arc_head, "arc_head"), (&self.rel_dep, "rel_dep")]
        {
            fits(layer.inputs == width, name)?;
        }
        let arc = self.arc_dep.outputs;
        fits(self.arc_head.outputs == arc && self.arc.inputs == arc && self.arc.outputs == arc, "arc")?;
        fits(self.arc_bias.len() == arc, "arc.head")?;
        fits((self.near.inputs, self.near.outputs) == (arc, DISTANCES), "near")?;
        fits((self.rel_head.inputs, self.rel_head.outputs) == (width, self.rel_dep.outputs), "rel_head")?;
        fits((self.rel.inputs, self.rel.outputs) == (self.rel_dep.outputs, Rel::ALL.len()), "rel")?;
        fits((self.upos.inputs, self.upos.outputs) == (width, Upos::ALL.len()), "upos")?;
        fits((self.names.inputs, self.names.outputs) == (width, self.name_labels.len()), "names")
    }

    /// The row of a word in the vocabulary; 0 where it is unknown. Lower rows are more frequent words.
    pub fn word(&self, key: &str) -> usize {
        let hash = fnv64(key.bytes());
        let mask = self.index.len() - 1;
        let mut slot = hash as usize & mask;
        for _ in 0..self.index.len() {
            match self.index[slot] {
                [_, 0] => return 0,
                [print, row] if print == (hash >> 32) as u32 => return row as usize,
                _ => slot = (slot + 1) & mask,
            }
        }
        0
    }

    /// Encodes a sentence; the answers below are then read off `scratch`.
    pub fn encode<'t>(&self, words: impl Iterator<Item = &'t str>, scratch: &mut Scratch) {
        self.look_up(words, scratch);
        self.embed(scratch);
        for (i, (norm, layer)) in self.layers.iter().enumerate() {
            normalise(norm, &scratch.x, &mut scratch.normed);
            if i % 2 == 0 { self.window(layer, scratch) } else { self.recur(layer, scratch) }
        }
        normalise(&self.last, &scratch.x, &mut scratch.encoded);
        fix(&scratch.encoded, &mut scratch.encoded_fixed);
    }

    fn look_up<'t>(&self, words: impl Iterator<Item = &'t str>, scratch: &mut Scratch) {
        scratch.rows.clear();
        for word in words {
            scratch.features.set(word);
            let rows = scratch.features.rows(self.affixes.rows);
            scratch.rows.push(Lookup { word: self.word(&scratch.features.key), rows });
        }
    }

    /// The sum of a word's rows, normalised.
    fn embed(&self, scratch: &mut Scratch) {
        scratch.fixed.clear();
        let step = self.glove.scale * 512.0;
        for lookup in &scratch.rows {
            let row = self.glove.row(lookup.word).iter();
            scratch.fixed.extend(row.map(|&b| (f32::from(b as i8) * step).clamp(-32_256.0, 32_256.0) as i16));
        }
        dense(&self.vectors, &scratch.fixed, &mut scratch.out);
        let mut sums = [0i32; 512];
        for (lookup, out) in scratch.rows.iter().zip(scratch.out.chunks_exact_mut(self.width)) {
            let sums = &mut sums[..self.width.min(512)];
            sums.fill(0);
            for &row in &lookup.rows {
                add(sums, self.affixes.row(row));
            }
            let word = if lookup.word < self.words.rows { lookup.word } else { 0 };
            let word = self.words.row(word);
            for ((out, &sum), &b) in out.iter_mut().zip(sums.iter()).zip(word) {
                *out += sum as f32 * self.affixes.scale + f32::from(b as i8) * self.words.scale;
            }
        }
        normalise(&self.norm, &scratch.out, &mut scratch.x);
    }

    /// Each word with its neighbours, added to what is known of it.
    fn window(&self, layer: &Linear, scratch: &mut Scratch) {
        let width = self.width;
        fix(&scratch.normed, &mut scratch.fixed);
        scratch.window.clear();
        let count = scratch.rows.len();
        for t in 0..count {
            for place in [t.checked_sub(1), Some(t), Some(t + 1).filter(|&n| n < count)] {
                match place {
                    Some(at) => {
                        scratch.window.extend_from_slice(&scratch.fixed[at * width..(at + 1) * width])
                    }
                    None => scratch.window.extend(std::iter::repeat_n(0, width)),
                }
            }
        }
        dense(layer, &scratch.window, &mut scratch.out);
        for (x, &out) in scratch.x.iter_mut().zip(&scratch.out) {
            *x += out.max(0.0);
        }
    }

    /// Gated running means from the left and from the right.
    fn recur(&self, layer: &Linear, scratch: &mut Scratch) {
        let (width, half) = (self.width, self.width / 2);
        fix(&scratch.normed, &mut scratch.fixed);
        dense(layer, &scratch.fixed, &mut scratch.out);
        let count = scratch.rows.len();
        let mut state = vec![0.0f32; half];
        for backwards in [false, true] {
            state.fill(0.0);
            let (from, to) = if backwards { (3 * half, half) } else { (0, 0) };
            for step in 0..count {
                let t = if backwards { count - 1 - step } else { step };
                let gates = &scratch.out[t * 3 * width + from..][..3 * half];
                let x = &mut scratch.x[t * width + to..][..half];
                advance(gates, &mut state, x);
            }
        }
    }

    /// The scores of the parts of speech, a row a word.
    pub fn tags(&self, scratch: &mut Scratch) -> Vec<Upos> {
        dense(&self.upos, &scratch.encoded_fixed, &mut scratch.out);
        let best = scratch.out.chunks_exact(self.upos.outputs).map(highest);
        best.map(|at| Upos::ALL[at]).collect()
    }

    /// The scores of the name labels, a row a word.
    pub fn name_scores<'s>(&self, scratch: &'s mut Scratch) -> &'s [f32] {
        dense(&self.names, &scratch.encoded_fixed, &mut scratch.out);
        &scratch.out
    }

    /// The score of every head for every word: rows of `1 + words` numbers, the root first.
    pub fn arcs(&self, scratch: &mut Scratch, scores: &mut Vec<f32>) {
        let count = scratch.rows.len();
        dense(&self.arc_dep, &scratch.encoded_fixed, &mut scratch.out);
        relu(&mut scratch.out);
        fix(&scratch.out, &mut scratch.fixed);
        dense(&self.arc, &scratch.fixed, &mut scratch.turned);
        dense(&self.near, &scratch.fixed, &mut scratch.near);
        scratch.window.clear();
        scratch.window.resize(self.width, 0);
        quantise(&self.root, &mut scratch.window);
        scratch.window.extend_from_slice(&scratch.encoded_fixed);
        dense(&self.arc_head, &scratch.window, &mut scratch.heads);
        relu(&mut scratch.heads);
        let size = self.arc.outputs;
        scores.clear();
        let biases: Vec<f32> =
            scratch.heads.chunks_exact(size).map(|head| product(head, &self.arc_bias)).collect();
        let words = scratch.turned.chunks_exact(size).zip(scratch.near.chunks_exact(DISTANCES));
        for (word, (dep, near)) in words.enumerate().take(count) {
            let heads = scratch.heads.chunks_exact(size).zip(&biases).enumerate();
            scores.extend(
                heads.map(|(at, (head, bias))| product(dep, head) + bias + near[distance(at, word + 1)]),
            );
        }
    }

    /// The label of each arc; `heads` counts from 1, and 0 is the root. `arcs` must have run before.
    pub fn labels(&self, heads: &[usize], scratch: &mut Scratch) -> Vec<Rel> {
        dense(&self.rel_dep, &scratch.encoded_fixed, &mut scratch.deps);
        // `window` still holds the root and the words, from `arcs`.
        dense(&self.rel_head, &scratch.window, &mut scratch.heads);
        let size = self.rel_dep.outputs;
        for (dep, &head) in scratch.deps.chunks_exact_mut(size).zip(heads) {
            let Some(head) = scratch.heads.chunks_exact(size).nth(head) else { continue };
            for (dep, &head) in dep.iter_mut().zip(head) {
                *dep = (*dep + head).max(0.0);
            }
        }
        fix(&scratch.deps, &mut scratch.fixed);
        dense(&self.rel, &scratch.fixed, &mut scratch.out);
        let rows = scratch.out.chunks_exact(self.rel.outputs).zip(heads);
        rows.map(|(row, &head)| if head == 0 { Rel::Root } else { Rel::ALL[1 + highest(&row[1..])] })
            .collect()
    }
}

/// The steps between distances that are told apart.
const NEAR: [usize; 8] = [1, 2, 3, 4, 6, 9, 14, 24];
const DISTANCES: usize = 2 * (NEAR.len() + 1) + 1;

/// The class of how far a head stands from a word: 0 for the root, then to the left, then to the right.
fn distance(head: usize, word: usize) -> usize {
    if head == 0 {
        return 0;
    }
    let step = NEAR.iter().take_while(|&&near| near < head.abs_diff(word)).count();
    1 + step + if head > word { NEAR.len() + 1 } else { 0 }
}

/// One step of a gated mean: what enters, what is kept, what is shown.
fn advance(gates: &[f32], state: &mut [f32], x: &mut [f32]) {
    let half = state.len();
    let (enter, rest) = gates.split_at(half);
    let (keep, show) = rest.split_at(half);
    for ((((x, state), &enter), &keep), &show) in x.iter_mut().zip(state).zip(enter).zip(keep).zip(show) {
        let keep = soft(keep);
        *state = keep * *state + (1.0 - keep) * enter;
        *x += soft(show) * softsign(*state);
    }
}

fn add(sums: &mut [i32], row: &[u8]) {
    for (sum, &b) in sums.iter_mut().zip(row) {
        *sum += i32::from(b as i8);
    }
}

fn fix(from: &[f32], to: &mut Vec<i16>) {
    to.clear();
    to.resize(from.len(), 0);
    quantise(from, to);
}

fn relu(values: &mut [f32]) {
    for value in values {
        *value = value.max(0.0);
    }
}

/// The place of the highest score, the first of equals.
fn highest(scores: &[f32]) -> usize {
    let mut best = 0;
    for (at, &score) in scores.iter().enumerate() {
        if score > scores[best] {
            best = at;
        }
    }
    best
}
