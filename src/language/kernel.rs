//! The arithmetic of the network: whole-number products, and float steps in one fixed order.
//!
//! Sums of products are exact in `i32`, and floats are neither reordered nor fused, so every machine answers the same
//! bits whatever vector instructions it has. What is marked `inline(always)` is compiled once for each kind of machine,
//! by `dispatch`.

use super::weights::{BLOCK, Linear, Norm, Pair};

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
const TILE: usize = 6;
const BLOCKS: usize = 2;
/// A sum for each of them.
type Sums = [[[i32; BLOCK]; BLOCKS]; TILE];

/// How blocks of outputs are summed for some rows at once; every way gives the same whole numbers.
pub(super) trait Block: Copy {
    fn sums(self, weights: [&[Pair]; BLOCKS], rows: [&[[i16; 2]]; TILE]) -> Sums;

    /// `out[t] = layer(rows[t])`.
    #[inline(always)]
    fn dense(self, layer: &Linear, rows: Rows, out: &mut Vec<f32>) {
        // Every number is written below.
        out.resize(rows.count * layer.outputs, 0.0);
        self.tiles(layer, rows, out, |first, sums, row| finish(layer, first, sums, row));
    }

    /// The sums of a layer before they are scaled, added to `out`.
    #[inline(always)]
    fn whole(self, layer: &Linear, rows: Rows, out: &mut Vec<i32>) {
        let before = out.len();
        out.resize(before + rows.count * layer.outputs, 0);
        self.tiles(layer, rows, &mut out[before..], |first, sums, row: &mut [i32]| {
            for (out, &sum) in row.iter_mut().skip(first).zip(sums) {
                *out = sum;
            }
        });
    }

    /// Gives every block of sums, where it starts, and the row of `out` that it belongs to.
    #[inline(always)]
    fn tiles<T>(
        self,
        layer: &Linear,
        rows: Rows,
        out: &mut [T],
        write: impl Fn(usize, &[i32; BLOCK], &mut [T]),
    ) {
        let (n, m) = (layer.inputs, layer.outputs);
        let Some(last) = rows.count.checked_sub(1) else { return };
        // A block of weights stays close by while all rows pass.
        for (at, weights) in layer.weights.chunks(BLOCKS * n / 2).enumerate() {
            let (low, high) = weights.split_at(n / 2);
            let weights = [low, if high.is_empty() { low } else { high }];
            for base in (0..rows.count).step_by(TILE) {
                // Where rows are left over, the last stands in for those that are not there.
                let mut inputs: [&[[i16; 2]]; TILE] = [&[]; TILE];
                for (i, input) in inputs.iter_mut().enumerate() {
                    let from = (base + i).min(last) * rows.step;
                    *input = rows.x[from..from + n].as_chunks().0;
                }
                let sums = self.sums(weights, inputs);
                for (sums, row) in sums.iter().zip(out[base * m..].chunks_exact_mut(m)) {
                    for (i, sums) in sums.iter().enumerate() {
                        write((BLOCKS * at + i) * BLOCK, sums, row);
                    }
                }
            }
        }
    }
}

/// A block of sums as numbers in the row that they belong to, as far as it reaches.
#[inline(always)]
fn finish(layer: &Linear, first: usize, sums: &[i32; BLOCK], row: &mut [f32]) {
    let Some(row) = row.get_mut(first..) else { return };
    let scaled = layer.steps[first..].iter().zip(&layer.bias[first..]);
    match row.first_chunk_mut::<BLOCK>() {
        Some(row) => {
            for ((out, &sum), (&step, &bias)) in row.iter_mut().zip(sums).zip(scaled) {
                *out = sum as f32 * step + bias;
            }
        }
        None => {
            for ((out, &sum), (&step, &bias)) in row.iter_mut().zip(sums).zip(scaled) {
                *out = sum as f32 * step + bias;
            }
        }
    }
}

/// For machines without AVX2.
#[derive(Clone, Copy)]
struct Plain;

impl Block for Plain {
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

/// With AVX2 or AVX-512, by which the products of pairs and their sum are one instruction or two.
#[cfg(target_arch = "x86_64")]
mod wide {
    use super::{BLOCKS, Block, Pair, Sums, TILE};
    use std::arch::x86_64::{__m256i, __m512i};

    pulp::simd_type! {
        /// A machine with the 512-bit instructions on whole numbers, VNNI among them.
        pub(super) struct V512 {
            avx512f: "avx512f",
            avx512bw: "avx512bw",
            avx512dq: "avx512dq",
            avx512vl: "avx512vl",
            avx512vnni: "avx512vnni",
            bmi2: "bmi2",
        }
    }

    #[derive(Clone, Copy)]
    pub(super) struct Wide(pub(super) V512);

    impl Block for Wide {
        /// All rows and blocks in one walk over the inputs: slices side by side need no check of their bounds.
        #[inline(always)]
        fn sums(self, weights: [&[Pair]; BLOCKS], rows: [&[[i16; 2]]; TILE]) -> Sums {
            let (f, bw) = (self.0.avx512f, self.0.avx512bw);
            let [low, high] = weights;
            let [a, b, c, d, e, g] = rows;
            let mut sums = [[f._mm512_setzero_si512(); BLOCKS]; TILE];
            let walk = low.iter().zip(high).zip(a).zip(b).zip(c).zip(d).zip(e).zip(g);
            for (((((((low, high), a), b), c), d), e), g) in walk {
                let weights: [__m512i; BLOCKS] = [pulp::cast(*low), pulp::cast(*high)];
                for (sums, x) in sums.iter_mut().zip([a, b, c, d, e, g]) {
                    let x = f._mm512_set1_epi32(pulp::cast::<[i16; 2], i32>(*x));
                    for (sum, w) in sums.iter_mut().zip(weights) {
                        *sum = f._mm512_add_epi32(*sum, bw._mm512_madd_epi16(w, x));
                    }
                }
            }
            pulp::cast(sums)
        }
    }

    #[derive(Clone, Copy)]
    pub(super) struct Half(pub(super) pulp::x86::V3);

    impl Block for Half {
        /// A block and half of the rows at a time, which is what the registers hold.
        #[inline(always)]
        fn sums(self, weights: [&[Pair]; BLOCKS], rows: [&[[i16; 2]]; TILE]) -> Sums {
            let (avx, avx2) = (self.0.avx, self.0.avx2);
            let mut all = Sums::default();
            for (block, weights) in weights.into_iter().enumerate() {
                for first in [0, TILE / 2] {
                    let [a, b, c] = [rows[first], rows[first + 1], rows[first + 2]];
                    let mut sums = [[avx._mm256_setzero_si256(); 2]; TILE / 2];
                    for (((w, a), b), c) in weights.iter().zip(a).zip(b).zip(c) {
                        let weights: [__m256i; 2] = pulp::cast(*w);
                        for (sums, x) in sums.iter_mut().zip([a, b, c]) {
                            let x = avx._mm256_set1_epi32(pulp::cast::<[i16; 2], i32>(*x));
                            for (sum, w) in sums.iter_mut().zip(weights) {
                                *sum = avx2._mm256_add_epi32(*sum, avx2._mm256_madd_epi16(w, x));
                            }
                        }
                    }
                    for (all, sums) in all[first..].iter_mut().zip(sums) {
                        all[block] = pulp::cast(sums);
                    }
                }
            }
            all
        }
    }
}

/// Activations in fixed point, clamped to ±63.
#[inline(always)]
pub(super) fn quantise(from: &[f32], to: &mut [i16]) {
    for (to, &x) in to.iter_mut().zip(from) {
        let scaled = (x * UNIT).clamp(-32_256.0, 32_256.0);
        *to = (scaled + ROUND).to_bits() as i16;
    }
}

/// The sum of a row, in sixteen lanes that are then folded by halves.
#[inline(always)]
fn sum(row: &[f32], of: impl Fn(f32) -> f32) -> f32 {
    let mut lanes = [0.0f32; LANES];
    let (chunks, rest) = row.as_chunks::<LANES>();
    for chunk in chunks {
        for (lane, &x) in lanes.iter_mut().zip(chunk) {
            *lane += of(x);
        }
    }
    for (lane, &x) in lanes.iter_mut().zip(rest) {
        *lane += of(x);
    }
    for half in [8, 4, 2, 1] {
        let (low, high) = lanes.split_at_mut(half);
        for (low, &high) in low.iter_mut().zip(high.iter()) {
            *low += high;
        }
    }
    lanes[0]
}

/// Layer norm of a row, as wide as the norm.
#[inline(always)]
pub(super) fn normalise(norm: &Norm, from: &[f32], to: &mut [f32]) {
    let width = norm.gain.len().max(1) as f32;
    let mean = sum(from, |x| x) / width;
    let variance = sum(from, |x| (x - mean) * (x - mean)) / width;
    let by = 1.0 / (variance + 1e-5).sqrt();
    for ((to, &x), (&gain, &offset)) in to.iter_mut().zip(from).zip(norm.gain.iter().zip(&norm.offset)) {
        *to = (x - mean) * by * gain + offset;
    }
}

/// `out[j] = bias[j] + a · columns[..][j]`, summed in order of the columns. `columns` holds a row of `out.len()`
/// numbers, a multiple of `LANES`, for each number of `a`.
#[inline(always)]
pub(super) fn product(a: &[f32], columns: &[f32], bias: &[f32], out: &mut [f32]) {
    let count = out.len();
    let groups = out.as_chunks_mut::<LANES>().0.iter_mut().zip(bias.as_chunks::<LANES>().0);
    for (group, (out, bias)) in groups.enumerate() {
        let mut lanes = *bias;
        for (&a, row) in a.iter().zip(columns.chunks_exact(count)) {
            let Some(row) = row[group * LANES..].first_chunk::<LANES>() else { continue };
            for (lane, &b) in lanes.iter_mut().zip(row) {
                *lane += a * b;
            }
        }
        *out = lanes;
    }
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

    #[test]
    fn a_product_of_many_columns_is_the_sum_of_products() {
        let (size, count) = (6, 2 * LANES);
        let a: Vec<f32> = (0..size).map(|i| i as f32).collect();
        let columns: Vec<f32> = (0..size * count).map(|i| (i % 7) as f32).collect();
        let bias: Vec<f32> = (0..count).map(|i| i as f32).collect();
        let mut out = vec![0.0; count];
        product(&a, &columns, &bias, &mut out);
        for j in 0..count {
            let sum: f32 = (0..size).map(|i| a[i] * columns[i * count + j]).sum();
            assert_eq!(out[j], sum + bias[j]);
        }
    }
}
