//! The network: one shared encoder over a sentence, with tags, arcs, labels and names read off it.
//!
//! Words and affixes are looked up and summed; windows of three words and gated means over the whole sentence take
//! turns; small layers read the answers. `tools/train/train.py` is the same network while it learns.

use super::features::{Features, fnv64};
use super::forms::{Forms, Start};
use super::kernel::{
    ABREAST, Block, LANES, Rows, Work, dispatch, highest, normalise, products, quantise, soft, softsign,
};
use super::spanning;
use super::weights::{BadModel, File, Linear, Norm};
use crate::model::{Rel, Upos};

/// A trained model, shared by all threads.
pub(super) struct Network {
    index: Vec<[u32; 2]>,
    /// What words start from, the first layer with it.
    start: Start,
    last: Norm,
    /// The layers from the second on.
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

/// Runs of words that are read together, what is found of them, and working space for it.
#[derive(Default)]
pub(super) struct Batch {
    /// Words a run.
    runs: Vec<usize>,
    /// The form of each word.
    words: Vec<usize>,
    forms: Forms,
    features: Features,
    /// For each word in turn: its tag, its head (counted from 1 within its run, 0 for the root) and the arc's label.
    pub tags: Vec<Upos>,
    pub heads: Vec<usize>,
    pub rels: Vec<Rel>,
    /// A row of scores of name labels a word.
    pub names: Vec<f32>,
    // Below, a row a word, with one more row before, between and after the runs.
    fixed: Vec<i16>,
    inner: Vec<i16>,
    x: Vec<f32>,
    out: Vec<f32>,
    other: Vec<f32>,
    near: Vec<f32>,
    // Of one row, or one run.
    row: Vec<f32>,
    columns: Vec<f32>,
    bias: Vec<f32>,
    scores: Vec<f32>,
}

/// Words that are read together, about: as many as let each weight that is fetched serve often.
const ENOUGH: usize = 96;

impl Batch {
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    pub fn is_full(&self) -> bool {
        self.words.len() >= ENOUGH
    }

    pub fn clear(&mut self) {
        self.runs.clear();
        self.words.clear();
        self.forms.forget();
    }

    fn rows(&self) -> usize {
        self.words.len() + self.runs.len() + 1
    }
}

/// The rows of each run: the row before its first word, and how many words there are.
fn places(runs: &[usize]) -> impl Iterator<Item = (usize, usize)> {
    runs.iter().scan(0, |next, &count| {
        let at = *next;
        *next += count + 1;
        Some((at, count))
    })
}

/// The row of every word, in order.
fn word_rows(runs: &[usize]) -> impl Iterator<Item = usize> {
    places(runs).flat_map(|(at, count)| at + 1..=at + count)
}

struct Reading<'n, 'b> {
    network: &'n Network,
    batch: &'b mut Batch,
}

impl Work for Reading<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn run<B: Block>(self, block: B) {
        let Reading { network, batch } = self;
        network.begin(block, batch);
        for (i, (norm, layer)) in network.layers.iter().enumerate() {
            network.settle(block, norm, batch, None);
            if i % 2 == 0 { network.recur(block, layer, batch) } else { network.window(block, layer, batch) }
        }
        network.settle(block, &network.last, batch, Some(&network.root));
        network.tags(block, batch);
        network.names(block, batch);
        network.arcs(block, batch);
        network.labels(block, batch);
    }
}

impl Network {
    pub fn read(bytes: &'static [u8], digest: &str) -> Result<Network, BadModel> {
        let file = File::read(bytes, digest)?;
        let start = Start::read(&file)?;
        let layers = (1..)
            .map_while(|i| {
                Some((file.norm(&format!("layer{i}.norm")).ok()?, file.linear(&format!("layer{i}")).ok()?))
            })
            .collect();
        let network = Network {
            index: file.whole("index")?,
            width: start.width(),
            start,
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
        self.start.check()?;
        fits(width.is_multiple_of(2), "norm")?;
        fits(self.index.len().is_power_of_two(), "index")?;
        fits(!self.layers.is_empty(), "layer1")?;
        for (i, (norm, layer)) in self.layers.iter().enumerate() {
            let shape = if i % 2 == 0 { (width, 3 * width) } else { (3 * width, width) };
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

    /// Adds a run of words, which will be one tree.
    pub fn add<'t>(&self, words: impl Iterator<Item = &'t str>, batch: &mut Batch) {
        let before = batch.words.len();
        for word in words {
            let features = &mut batch.features;
            let form = batch.forms.of(word, || {
                features.set(word);
                (self.word(&features.key), features.rows(self.start.affixes()))
            });
            batch.words.push(form);
        }
        batch.runs.push(batch.words.len() - before);
    }

    /// Reads all runs: afterwards tags, heads, labels and names stand in the batch.
    pub fn read_all(&self, batch: &mut Batch) {
        dispatch(Reading { network: self, batch });
    }

    /// The words as they start, the first layer with it.
    #[inline(always)]
    fn begin<B: Block>(&self, block: B, batch: &mut Batch) {
        self.start.learn(block, &mut batch.forms, &mut batch.fixed, &mut batch.out);
        batch.x.clear();
        batch.x.resize(batch.rows() * self.width, 0.0);
        let mut words = batch.words.as_slice();
        for (at, count) in places(&batch.runs) {
            let (run, rest) = words.split_at(count);
            words = rest;
            self.start.place(run, &batch.forms, &mut batch.x[(at + 1) * self.width..]);
        }
    }

    /// What is known of the words, normalised and in fixed point; between runs stands nothing, or what is given.
    #[inline(always)]
    fn settle<B: Block>(&self, block: B, norm: &Norm, batch: &mut Batch, between: Option<&[f32]>) {
        let (width, rows) = (self.width, batch.rows());
        batch.fixed.resize(rows * width, 0);
        batch.row.resize(width, 0.0);
        for (at, count) in places(&batch.runs) {
            for row in at + 1..=at + count {
                normalise(block, norm, &batch.x[row * width..(row + 1) * width], &mut batch.row);
                quantise(&batch.row, &mut batch.fixed[row * width..(row + 1) * width]);
            }
            match between {
                Some(between) => quantise(between, &mut batch.fixed[at * width..(at + 1) * width]),
                None => batch.fixed[at * width..(at + 1) * width].fill(0),
            }
        }
        batch.fixed[(rows - 1) * width..].fill(0);
    }

    /// Each word with its neighbours, added to what is known of it.
    #[inline(always)]
    fn window<B: Block>(&self, block: B, layer: &Linear, batch: &mut Batch) {
        let width = self.width;
        // The three rows from `t` on are the window of the row after it.
        let windows = Rows { x: &batch.fixed, step: width, count: batch.rows() - 2 };
        block.dense(layer, windows, &mut batch.out);
        for row in word_rows(&batch.runs) {
            let x = &mut batch.x[row * width..(row + 1) * width];
            for (x, &out) in x.iter_mut().zip(&batch.out[(row - 1) * width..row * width]) {
                *x += out.max(0.0);
            }
        }
    }

    /// Gated running means from the left and from the right.
    #[inline(always)]
    fn recur<B: Block>(&self, block: B, layer: &Linear, batch: &mut Batch) {
        let (width, half) = (self.width, self.width / 2);
        let rows = Rows { x: &batch.fixed, step: width, count: batch.rows() };
        block.dense(layer, rows, &mut batch.out);
        batch.row.resize(width, 0.0);
        let (left, right) = batch.row.split_at_mut(half);
        for (at, count) in places(&batch.runs) {
            left.fill(0.0);
            right.fill(0.0);
            for step in 1..=count {
                let row = at + step;
                let gates = &batch.out[row * 3 * width..][..3 * half];
                advance(gates, left, &mut batch.x[row * width..][..half]);
                let row = at + count + 1 - step;
                let gates = &batch.out[row * 3 * width + 3 * half..][..3 * half];
                advance(gates, right, &mut batch.x[row * width + half..][..half]);
            }
        }
    }

    #[inline(always)]
    fn tags<B: Block>(&self, block: B, batch: &mut Batch) {
        let rows = Rows { x: &batch.fixed, step: self.width, count: batch.rows() };
        block.dense(&self.upos, rows, &mut batch.out);
        let width = self.upos.outputs;
        batch.tags.clear();
        let scores = word_rows(&batch.runs).map(|row| &batch.out[row * width..(row + 1) * width]);
        batch.tags.extend(scores.map(|scores| Upos::ALL[highest(scores)]));
    }

    #[inline(always)]
    fn names<B: Block>(&self, block: B, batch: &mut Batch) {
        let rows = Rows { x: &batch.fixed, step: self.width, count: batch.rows() };
        block.dense(&self.names, rows, &mut batch.out);
        let width = self.names.outputs;
        batch.names.clear();
        for row in word_rows(&batch.runs) {
            batch.names.extend_from_slice(&batch.out[row * width..(row + 1) * width]);
        }
    }

    /// The best tree of every run, by the score of every head for every word.
    #[inline(always)]
    fn arcs<B: Block>(&self, block: B, batch: &mut Batch) {
        let (size, count) = (self.arc.outputs, batch.rows());
        let rows = Rows { x: &batch.fixed, step: self.width, count };
        block.dense(&self.arc_dep, rows, &mut batch.out);
        relu(&mut batch.out);
        batch.inner.resize(batch.out.len(), 0);
        quantise(&batch.out, &mut batch.inner);
        block.dense(&self.arc_head, rows, &mut batch.out);
        relu(&mut batch.out);
        let deps = Rows { x: &batch.inner, step: size, count };
        block.dense(&self.arc, deps, &mut batch.other);
        block.dense(&self.near, deps, &mut batch.near);
        batch.heads.clear();
        for (at, count) in places(&batch.runs) {
            let width = (count + 1).next_multiple_of(LANES);
            let heads = &batch.out[at * size..(at + count + 1) * size];
            turn(heads, size, width, &self.arc_bias, &mut batch.columns, &mut batch.bias);
            batch.scores.clear();
            batch.row.resize(ABREAST * width, 0.0);
            for first in (1..=count).step_by(ABREAST) {
                // Where words are left over, the last stands in for those that are not there.
                let dep = |i: usize| &batch.other[(at + (first + i).min(count)) * size..][..size];
                let deps = std::array::from_fn(dep);
                products(block, deps, &batch.columns, &batch.bias, width, &mut batch.row);
                for (word, scores) in (first..=count).zip(batch.row.chunks_exact(width)) {
                    let near = &batch.near[(at + word) * DISTANCES..][..DISTANCES];
                    let scores = scores[..=count].iter().enumerate();
                    batch.scores.extend(scores.map(|(head, score)| score + near[distance(head, word)]));
                }
            }
            batch.heads.extend(spanning::tree(&batch.scores, count));
        }
    }

    /// The label of each arc.
    #[inline(always)]
    fn labels<B: Block>(&self, block: B, batch: &mut Batch) {
        let (size, count) = (self.rel_dep.outputs, batch.rows());
        let rows = Rows { x: &batch.fixed, step: self.width, count };
        block.dense(&self.rel_dep, rows, &mut batch.out);
        block.dense(&self.rel_head, rows, &mut batch.other);
        let mut heads = batch.heads.iter();
        for (at, count) in places(&batch.runs) {
            for (word, head) in (1..=count).zip(heads.by_ref()) {
                let dep = &mut batch.out[(at + word) * size..(at + word + 1) * size];
                let head = &batch.other[(at + head) * size..(at + head + 1) * size];
                for (dep, &head) in dep.iter_mut().zip(head) {
                    *dep = (*dep + head).max(0.0);
                }
            }
        }
        batch.inner.resize(batch.out.len(), 0);
        quantise(&batch.out, &mut batch.inner);
        block.dense(&self.rel, Rows { x: &batch.inner, step: size, count }, &mut batch.other);
        batch.rels.clear();
        let width = self.rel.outputs;
        for (row, &head) in word_rows(&batch.runs).zip(&batch.heads) {
            let scores = &batch.other[row * width..(row + 1) * width];
            batch.rels.push(if head == 0 { Rel::Root } else { Rel::ALL[1 + highest(&scores[1..])] });
        }
    }
}

/// Heads turned into columns, `width` wide, with what each head scores whatever the word.
#[inline(always)]
fn turn(
    heads: &[f32],
    size: usize,
    width: usize,
    weights: &[f32],
    columns: &mut Vec<f32>,
    bias: &mut Vec<f32>,
) {
    columns.clear();
    columns.resize(size * width, 0.0);
    for (at, head) in heads.chunks_exact(size).enumerate() {
        for (column, &value) in columns.chunks_exact_mut(width).zip(head) {
            column[at] = value;
        }
    }
    bias.clear();
    bias.resize(width, 0.0);
    for (column, &weight) in columns.chunks_exact(width).zip(weights) {
        for (bias, &value) in bias.iter_mut().zip(column) {
            *bias += value * weight;
        }
    }
}

/// The steps between distances that are told apart.
const NEAR: [usize; 8] = [1, 2, 3, 4, 6, 9, 14, 24];
const DISTANCES: usize = 2 * (NEAR.len() + 1) + 1;

/// How many of the steps each distance is beyond; from the last one on it is always the same.
const STEPS: [u8; 32] = {
    let mut steps = [0; 32];
    let mut at = 0;
    while at < 32 {
        let mut step = 0;
        while step < NEAR.len() && NEAR[step] < at {
            step += 1;
        }
        steps[at] = step as u8;
        at += 1;
    }
    steps
};

/// The class of how far a head stands from a word: 0 for the root, then to the left, then to the right.
#[inline(always)]
fn distance(head: usize, word: usize) -> usize {
    if head == 0 {
        return 0;
    }
    let step = usize::from(STEPS[head.abs_diff(word).min(31)]);
    1 + step + if head > word { NEAR.len() + 1 } else { 0 }
}

/// One step of a gated mean: what enters, what is kept, what is shown.
#[inline(always)]
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

#[inline(always)]
fn relu(values: &mut [f32]) {
    for value in values {
        *value = value.max(0.0);
    }
}
