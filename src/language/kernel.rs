//! The arithmetic of the network: whole-number products, and float steps in one fixed order.
//!
//! Sums of products are exact in `i32` and floats are never reordered, so every machine answers the same bits
//! whatever vector instructions it has.

use super::weights::{BLOCK, Linear, Norm};

/// Fixed point of activations: units in 1.0.
const UNIT: f32 = 512.0;
/// Adding this leaves the nearest whole number in the low bits of a float.
const ROUND: f32 = 12_582_912.0;
const LANES: usize = 16;

/// Activations in fixed point, clamped to ±63.
pub(super) fn quantise(from: &[f32], to: &mut [i16]) {
    for (to, &x) in to.iter_mut().zip(from) {
        let scaled = (x * UNIT).clamp(-32_256.0, 32_256.0);
        *to = (scaled + ROUND).to_bits() as i16;
    }
}

/// `out[t] = layer(x[t])` for every row `t` of inputs.
pub(super) fn dense(layer: &Linear, x: &[i16], out: &mut Vec<f32>) {
    let rows = x.len() / layer.inputs.max(1);
    out.clear();
    out.resize(rows * layer.outputs, 0.0);
    #[cfg(target_arch = "x86_64")]
    if let Some(simd) = pulp::x86::V3::try_new() {
        return simd.vectorize(Dense { layer, x, out, block: wide::Block(simd) });
    }
    pulp::Arch::new().dispatch(Dense { layer, x, out, block: Plain });
}

/// How sixteen outputs are summed for some inputs at once; every way gives the same whole numbers.
trait Block: Copy {
    fn sums<const T: usize>(self, weights: &[i16], x: [&[i16]; T]) -> [[i32; BLOCK]; T];
}

struct Dense<'a, B> {
    layer: &'a Linear,
    x: &'a [i16],
    out: &'a mut [f32],
    block: B,
}

impl<B: Block> pulp::NullaryFnOnce for Dense<'_, B> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let (n, m) = (self.layer.inputs, self.layer.outputs);
        let mut inputs = self.x.chunks_exact(4 * n);
        let mut outputs = self.out.chunks_exact_mut(4 * m);
        for (x, out) in inputs.by_ref().zip(outputs.by_ref()) {
            let (x0, rest) = x.split_at(n);
            let (x1, rest) = rest.split_at(n);
            let (x2, x3) = rest.split_at(n);
            rows(self.layer, self.block, [x0, x1, x2, x3], out);
        }
        for (x, out) in inputs.remainder().chunks_exact(n).zip(outputs.into_remainder().chunks_exact_mut(m)) {
            rows(self.layer, self.block, [x], out);
        }
    }
}

/// The outputs of some inputs at once, so that weights are fetched once for all.
#[inline(always)]
fn rows<B: Block, const T: usize>(layer: &Linear, block: B, x: [&[i16]; T], out: &mut [f32]) {
    let m = layer.outputs;
    for (at, weights) in layer.weights.chunks_exact(layer.inputs * BLOCK).enumerate() {
        let sums = block.sums(weights, x);
        let first = at * BLOCK;
        let (scales, bias) = (&layer.scales[first..], &layer.bias[first..]);
        for (out, sums) in out.chunks_exact_mut(m).zip(sums) {
            for (((out, sum), &scale), &bias) in out[first..].iter_mut().zip(sums).zip(scales).zip(bias) {
                *out = sum as f32 * (scale / UNIT) + bias;
            }
        }
    }
}

/// For machines without AVX2.
#[derive(Clone, Copy)]
struct Plain;

impl Block for Plain {
    #[inline(always)]
    fn sums<const T: usize>(self, weights: &[i16], x: [&[i16]; T]) -> [[i32; BLOCK]; T] {
        let mut sums = [[0i32; BLOCK]; T];
        for (pair, weights) in weights.as_chunks::<{ 2 * BLOCK }>().0.iter().enumerate() {
            for (sums, x) in sums.iter_mut().zip(x) {
                let (a, b) = (i32::from(x[2 * pair]), i32::from(x[2 * pair + 1]));
                for (sum, w) in sums.iter_mut().zip(weights.as_chunks::<2>().0) {
                    *sum += i32::from(w[0]) * a + i32::from(w[1]) * b;
                }
            }
        }
        sums
    }
}

/// With AVX2, by which a pair of products and their sum are one instruction.
#[cfg(target_arch = "x86_64")]
mod wide {
    use super::BLOCK;
    use std::arch::x86_64::__m256i;

    #[derive(Clone, Copy)]
    pub(super) struct Block(pub(super) pulp::x86::V3);

    impl super::Block for Block {
        #[inline(always)]
        fn sums<const T: usize>(self, weights: &[i16], x: [&[i16]; T]) -> [[i32; BLOCK]; T] {
            let (avx, avx2) = (self.0.avx, self.0.avx2);
            let mut sums = [[avx._mm256_setzero_si256(); 2]; T];
            let x = x.map(|x| x.as_chunks::<2>().0);
            for (pair, weights) in weights.as_chunks::<{ 2 * BLOCK }>().0.iter().enumerate() {
                let [low, high]: [__m256i; 2] = pulp::cast(*weights);
                for (sums, x) in sums.iter_mut().zip(x) {
                    let x = avx._mm256_set1_epi32(pulp::cast::<[i16; 2], i32>(x[pair]));
                    sums[0] = avx2._mm256_add_epi32(sums[0], avx2._mm256_madd_epi16(low, x));
                    sums[1] = avx2._mm256_add_epi32(sums[1], avx2._mm256_madd_epi16(high, x));
                }
            }
            sums.map(pulp::cast)
        }
    }
}

/// The sum of a row in sixteen lanes.
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
    lanes.iter().sum()
}

/// Layer norm of each row of `from`, as wide as the norm.
pub(super) fn normalise(norm: &Norm, from: &[f32], to: &mut Vec<f32>) {
    let width = norm.gain.len().max(1);
    to.clear();
    to.resize(from.len(), 0.0);
    for (from, to) in from.chunks_exact(width).zip(to.chunks_exact_mut(width)) {
        let mean = sum(from, |x| x) / width as f32;
        let variance = sum(from, |x| (x - mean) * (x - mean)) / width as f32;
        let by = 1.0 / (variance + 1e-5).sqrt();
        for ((to, &x), (&gain, &offset)) in to.iter_mut().zip(from).zip(norm.gain.iter().zip(&norm.offset)) {
            *to = (x - mean) * by * gain + offset;
        }
    }
}

/// A float product in sixteen lanes.
pub(super) fn product(a: &[f32], b: &[f32]) -> f32 {
    let mut lanes = [0.0f32; LANES];
    let (a, _) = a.as_chunks::<LANES>();
    let (b, _) = b.as_chunks::<LANES>();
    for (a, b) in a.iter().zip(b) {
        for ((lane, &a), &b) in lanes.iter_mut().zip(a).zip(b) {
            *lane += a * b;
        }
    }
    lanes.iter().sum()
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

    /// Both ways to sum, and the plain product of matrices, are one.
    #[test]
    fn every_way_to_sum_is_the_same() {
        let (inputs, outputs) = (64, 19);
        let number = |i: usize| ((i * 7919 + 13) % 255) as i16 - 127;
        let rows: Vec<Vec<i16>> =
            (0..outputs).map(|o| (0..inputs).map(|i| number(o * inputs + i)).collect()).collect();
        let layer = Linear::new(&rows, vec![1.0; outputs], vec![0.0; outputs]).unwrap();
        let x: Vec<i16> = (0..7 * inputs).map(|i| number(i * 31) * 250).collect();
        let mut found = Vec::new();
        dense(&layer, &x, &mut found);
        let mut plain = vec![0.0; found.len()];
        pulp::Arch::new().dispatch(Dense { layer: &layer, x: &x, out: &mut plain, block: Plain });
        assert_eq!(found, plain);
        for (x, found) in x.chunks(inputs).zip(found.chunks(outputs)) {
            for (row, &found) in rows.iter().zip(found) {
                let sum: i32 = row.iter().zip(x).map(|(&w, &x)| i32::from(w) * i32::from(x)).sum();
                assert_eq!(found, sum as f32 * (1.0 / UNIT));
            }
        }
    }
}
