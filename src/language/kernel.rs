//! The arithmetic of the network: whole-number products, and float steps in one fixed order.
//!
//! Sums of products are exact in `i32`, and floats are neither reordered nor fused, so every machine answers the same
//! bits whatever vector instructions it has. What is marked `inline(always)` is compiled once for each kind of machine,
//! by `dispatch`.

use super::weights::{BLOCK, Linear, Norm, Pair};
#[cfg(target_arch = "x86_64")]
use super::wide;

/// Fixed point of activations: units in 1.0.
pub(super) const UNIT: f32 = 512.0;
/// Adding this leaves the nearest whole number in the low bits of a float.
const ROUND: f32 = 12_582_912.0;
pub(super) const LANES: usize = 16;

/// Something to compute with the widest instructions there are.
pub(super) trait Work {
    type Output;
    fn run<B: Block>(self, block: B) -> Self::Output;
}

/// Does the work, compiled for what this machine has.
pub(super) fn dispatch<W: Work>(work: W) -> W::Output {
    #[cfg(target_arch = "x86_64")]
    {
        if let Some(simd) = wide::V512::try_new() {
            return simd.vectorize(On(work, wide::Wide(simd)));
        }
        if let Some(simd) = pulp::x86::V3::try_new() {
            return simd.vectorize(On(work, wide::Half(simd)));
        }
    }
    pulp::Arch::new().dispatch(On(work, Plain))
}

struct On<W, B>(W, B);

impl<W: Work, B: Block> pulp::NullaryFnOnce for On<W, B> {
    type Output = W::Output;

    #[inline(always)]
    fn call(self) -> W::Output {
        self.0.run(self.1)
    }
}

/// Rows of fixed-point numbers, each `step` after the one before; they may overlap, as windows of words do.
#[derive(Clone, Copy)]
pub(super) struct Rows<'x> {
    pub x: &'x [i16],
    pub step: usize,
    pub count: usize,
}

/// Rows that are summed at once, and blocks of outputs.
pub(super) const TILE: usize = 6;
pub(super) const BLOCKS: usize = 2;
/// A sum for each of them.
pub(super) type Sums = [[[i32; BLOCK]; BLOCKS]; TILE];

/// How blocks of outputs are summed for some rows at once; every way gives the same whole numbers.
pub(super) trait Block: Copy {
    fn sums(self, weights: [&[Pair]; BLOCKS], rows: [&[[i16; 2]]; TILE]) -> Sums;

    /// Sums times their steps, and the biases added.
    fn scale(self, sums: [i32; BLOCK], steps: &[f32; BLOCK], bias: &[f32; BLOCK]) -> [f32; BLOCK];

    /// A block of products: for each of `a`, the bias and the rows times its numbers, added in order of the rows.
    fn products<'x>(
        self,
        a: [&[f32]; ABREAST],
        rows: impl Iterator<Item = &'x [f32; LANES]>,
        bias: &[f32; LANES],
    ) -> [[f32; LANES]; ABREAST];

    /// The sum of a row: in sixteen lanes, which are then folded by halves.
    fn total(self, row: &[[f32; LANES]]) -> f32;

    /// The same of how far each number is from `mean`, squared.
    fn squares(self, row: &[[f32; LANES]], mean: f32) -> f32;

    /// `out[t] = layer(rows[t])`.
    #[inline(always)]
    fn dense(self, layer: &Linear, rows: Rows, out: &mut Vec<f32>) {
        // Every number is written below.
        out.resize(rows.count * layer.outputs, 0.0);
        self.tiles(layer, rows, out, |sums, steps, bias| self.scale(sums, steps, bias));
    }

    /// The sums of a layer before they are scaled, added to `out`.
    #[inline(always)]
    fn whole(self, layer: &Linear, rows: Rows, out: &mut Vec<i32>) {
        let before = out.len();
        out.resize(before + rows.count * layer.outputs, 0);
        self.tiles(layer, rows, &mut out[before..], |sums, _, _| sums);
    }

    /// Writes what `finish` makes of every block of sums, with the steps and the biases of its outputs.
    #[inline(always)]
    fn tiles<T: Copy>(
        self,
        layer: &Linear,
        rows: Rows,
        out: &mut [T],
        finish: impl Fn([i32; BLOCK], &[f32; BLOCK], &[f32; BLOCK]) -> [T; BLOCK],
    ) {
        let (n, m) = (layer.inputs, layer.outputs);
        let Some(last) = rows.count.checked_sub(1) else { return };
        let scales = layer.steps.as_chunks::<BLOCK>().0.iter().zip(layer.bias.as_chunks::<BLOCK>().0);
        let mut scales = scales.enumerate().map(|(at, (steps, bias))| (at * BLOCK, steps, bias));
        // A block of weights stays close by while all rows pass.
        for weights in layer.weights.chunks(BLOCKS * n / 2) {
            let (low, high) = weights.split_at(n / 2);
            let weights = [low, if high.is_empty() { low } else { high }];
            let scales: [_; BLOCKS] = std::array::from_fn(|_| scales.next());
            for base in (0..rows.count).step_by(TILE) {
                // Where rows are left over, the last stands in for those that are not there.
                let mut inputs: [&[[i16; 2]]; TILE] = [&[]; TILE];
                for (i, input) in inputs.iter_mut().enumerate() {
                    let from = (base + i).min(last) * rows.step;
                    *input = rows.x[from..from + n].as_chunks().0;
                }
                let sums = self.sums(weights, inputs);
                for (sums, row) in sums.iter().zip(out[base * m..].chunks_exact_mut(m)) {
                    for (&sums, scales) in sums.iter().zip(scales) {
                        let Some((first, steps, bias)) = scales else { continue };
                        write(finish(sums, steps, bias), row, first);
                    }
                }
            }
        }
    }
}

/// Writes a block into the row that it belongs to, as far as the row reaches.
#[inline(always)]
fn write<T: Copy>(block: [T; BLOCK], row: &mut [T], first: usize) {
    let Some(row) = row.get_mut(first..) else { return };
    match row.first_chunk_mut() {
        Some(row) => *row = block,
        None => row.iter_mut().zip(block).for_each(|(out, value)| *out = value),
    }
}

/// For machines without AVX2.
#[derive(Clone, Copy)]
struct Plain;

impl Block for Plain {
    #[inline(always)]
    fn scale(self, sums: [i32; BLOCK], steps: &[f32; BLOCK], bias: &[f32; BLOCK]) -> [f32; BLOCK] {
        std::array::from_fn(|at| sums[at] as f32 * steps[at] + bias[at])
    }

    #[inline(always)]
    fn products<'x>(
        self,
        a: [&[f32]; ABREAST],
        rows: impl Iterator<Item = &'x [f32; LANES]>,
        bias: &[f32; LANES],
    ) -> [[f32; LANES]; ABREAST] {
        let mut sums = [*bias; ABREAST];
        for (at, row) in rows.enumerate() {
            for (sums, a) in sums.iter_mut().zip(a) {
                let a = a.get(at).copied().unwrap_or_default();
                *sums = std::array::from_fn(|lane| sums[lane] + a * row[lane]);
            }
        }
        sums
    }

    #[inline(always)]
    fn total(self, row: &[[f32; LANES]]) -> f32 {
        fold(row.iter().fold([0.0; LANES], |sums, row| std::array::from_fn(|at| sums[at] + row[at])))
    }

    #[inline(always)]
    fn squares(self, row: &[[f32; LANES]], mean: f32) -> f32 {
        let square = |x: f32| (x - mean) * (x - mean);
        fold(row.iter().fold([0.0; LANES], |sums, row| std::array::from_fn(|at| sums[at] + square(row[at]))))
    }

    #[inline(always)]
    fn sums(self, weights: [&[Pair]; BLOCKS], rows: [&[[i16; 2]]; TILE]) -> Sums {
        let mut all = Sums::default();
        for (sums, row) in all.iter_mut().zip(rows) {
            for (sums, weights) in sums.iter_mut().zip(weights) {
                for (weights, x) in weights.iter().zip(row) {
                    let (a, b) = (i32::from(x[0]), i32::from(x[1]));
                    for (sum, w) in sums.iter_mut().zip(weights.as_chunks::<2>().0) {
                        *sum = sum.wrapping_add(i32::from(w[0]) * a + i32::from(w[1]) * b);
                    }
                }
            }
        }
        all
    }
}

/// The sum of sixteen lanes, folded by halves.
#[inline(always)]
fn fold(lanes: [f32; LANES]) -> f32 {
    let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = lanes;
    let [a, b, c, d, e, f, g, h] = [a + i, b + j, c + k, d + l, e + m, f + n, g + o, h + p];
    let [a, b, c, d] = [a + e, b + f, c + g, d + h];
    (a + c) + (b + d)
}

/// Activations in fixed point, clamped to ±63.
#[inline(always)]
pub(super) fn quantise(from: &[f32], to: &mut [i16]) {
    for (to, &x) in to.iter_mut().zip(from) {
        let scaled = (x * UNIT).clamp(-32_256.0, 32_256.0);
        *to = (scaled + ROUND).to_bits() as i16;
    }
}

/// Layer norm of a row, as wide as the norm: a multiple of `LANES`.
#[inline(always)]
pub(super) fn normalise<B: Block>(block: B, norm: &Norm, from: &[f32], to: &mut [f32]) {
    let width = norm.gain.len().max(1) as f32;
    let lanes = from.as_chunks().0;
    let mean = block.total(lanes) / width;
    let variance = block.squares(lanes, mean) / width;
    let by = 1.0 / (variance + 1e-5).sqrt();
    for ((to, &x), (&gain, &offset)) in to.iter_mut().zip(from).zip(norm.gain.iter().zip(&norm.offset)) {
        *to = (x - mean) * by * gain + offset;
    }
}

/// Rows that are multiplied at once, so that none has to wait for its own last sum.
pub(super) const ABREAST: usize = 4;

/// `out[i][j] = bias[j] + a[i] · columns[..][j]`, summed in order of the columns. `columns` holds a row of `count`
/// numbers, a multiple of `LANES`, for each number of `a`; `out` has that many for each `a`.
#[inline(always)]
pub(super) fn products<B: Block>(
    block: B,
    a: [&[f32]; ABREAST],
    columns: &[f32],
    bias: &[f32],
    count: usize,
    out: &mut [f32],
) {
    for (group, bias) in bias.as_chunks::<LANES>().0.iter().enumerate() {
        let first = group * LANES;
        let rows = columns.chunks_exact(count).filter_map(|row| row.get(first..)?.first_chunk());
        let sums = block.products(a, rows, bias);
        for (out, sums) in out.chunks_exact_mut(count).zip(sums) {
            write(sums, out, first);
        }
    }
}

/// The place of the highest score, the first of equals.
#[inline(always)]
pub(super) fn highest(scores: &[f32]) -> usize {
    const SIDE: usize = 8;
    let higher = |a: f32, b: f32| if b > a { b } else { a };
    let (chunks, rest) = scores.as_chunks::<SIDE>();
    let mut tops = [f32::NEG_INFINITY; SIDE];
    for chunk in chunks {
        for (top, &score) in tops.iter_mut().zip(chunk) {
            *top = higher(*top, score);
        }
    }
    let top = tops.iter().chain(rest).copied().fold(f32::NEG_INFINITY, higher);
    scores.iter().position(|&score| score == top).unwrap_or(0)
}

/// A sigmoid without exponentials.
#[inline(always)]
pub(super) fn soft(x: f32) -> f32 {
    0.5 + 0.5 * x / (1.0 + x.abs())
}

#[inline(always)]
pub(super) fn softsign(x: f32) -> f32 {
    x / (1.0 + x.abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Dense<'a>(&'a Linear, Rows<'a>);

    impl Work for Dense<'_> {
        type Output = Vec<f32>;

        #[inline(always)]
        fn run<B: Block>(self, block: B) -> Vec<f32> {
            let mut out = Vec::new();
            block.dense(self.0, self.1, &mut out);
            out
        }
    }

    /// All ways to sum that this machine has, and the plain product of matrices, are one.
    #[test]
    fn every_way_to_sum_is_the_same() {
        let (inputs, outputs, count) = (64, 51, 17);
        let number = |i: usize| ((i * 7919 + 13) % 255) as i16 - 127;
        let weights: Vec<Vec<i16>> =
            (0..outputs).map(|o| (0..inputs).map(|i| number(o * inputs + i)).collect()).collect();
        let layer = Linear::new(&weights, vec![1.0; outputs], vec![0.5; outputs]).unwrap();
        let x: Vec<i16> = (0..count * inputs).map(|i| number(i * 31) * 250).collect();
        let rows = Rows { x: &x, step: 32, count };
        let mut ways = vec![dispatch(Dense(&layer, rows)), Dense(&layer, rows).run(Plain)];
        #[cfg(target_arch = "x86_64")]
        if let Some(simd) = pulp::x86::V3::try_new() {
            ways.push(simd.vectorize(On(Dense(&layer, rows), wide::Half(simd))));
        }
        let mut expected = Vec::new();
        for t in 0..count {
            for row in &weights {
                let x = &x[t * 32..];
                let sum: i32 = row.iter().zip(x).map(|(&w, &x)| i32::from(w) * i32::from(x)).sum();
                expected.push(sum as f32 * (1.0 / UNIT) + 0.5);
            }
        }
        for way in ways {
            assert_eq!(way, expected);
        }
    }

    struct Moments<'a>(&'a [[f32; LANES]]);

    impl Work for Moments<'_> {
        type Output = [f32; 2];

        #[inline(always)]
        fn run<B: Block>(self, block: B) -> Self::Output {
            [block.total(self.0), block.squares(self.0, 0.3)]
        }
    }

    /// Floats are added in one order whatever the machine.
    #[test]
    fn every_way_to_add_lanes_is_the_same() {
        let row: [[f32; LANES]; 5] =
            std::array::from_fn(|i| std::array::from_fn(|j| ((i * 37 + j * 11) % 17) as f32 / 7.0 - 1.1));
        let plain = Moments(&row).run(Plain);
        let mut ways = vec![dispatch(Moments(&row))];
        #[cfg(target_arch = "x86_64")]
        if let Some(simd) = pulp::x86::V3::try_new() {
            ways.push(simd.vectorize(On(Moments(&row), wide::Half(simd))));
        }
        assert!(ways.iter().all(|way| *way == plain));
        assert_eq!(fold(std::array::from_fn(|lane| lane as f32)), 120.0);
    }

    #[test]
    fn the_first_of_the_highest_counts() {
        assert_eq!(highest(&[]), 0);
        assert_eq!(highest(&[f32::NEG_INFINITY; 3]), 0);
        let mut scores = [-1.0; 20];
        (scores[3], scores[17], scores[19]) = (2.0, 2.0, 1.0);
        assert_eq!(highest(&scores), 3);
        scores[18] = 2.5;
        assert_eq!(highest(&scores), 18);
    }

    struct Products<'a>([&'a [f32]; ABREAST], &'a [f32], &'a [f32], &'a mut [f32]);

    impl Work for Products<'_> {
        type Output = ();

        #[inline(always)]
        fn run<B: Block>(self, block: B) {
            products(block, self.0, self.1, self.2, self.2.len(), self.3);
        }
    }

    #[test]
    fn a_product_of_many_columns_is_the_sum_of_products() {
        let (size, count) = (6, 2 * LANES);
        let a: [Vec<f32>; ABREAST] = std::array::from_fn(|row| (0..size).map(|i| (row + i) as f32).collect());
        let columns: Vec<f32> = (0..size * count).map(|i| (i % 7) as f32).collect();
        let bias: Vec<f32> = (0..count).map(|i| i as f32).collect();
        let mut out = vec![0.0; ABREAST * count];
        dispatch(Products(a.each_ref().map(Vec::as_slice), &columns, &bias, &mut out));
        for (row, a) in a.iter().enumerate() {
            for j in 0..count {
                let sum: f32 = (0..size).map(|i| a[i] * columns[i * count + j]).sum();
                assert_eq!(out[row * count + j], sum + bias[j]);
            }
        }
    }
}
