//! The arithmetic of the network: whole-number products, and float steps in one fixed order.
//!
//! Sums of products are exact in `i32` and floats are never reordered, so every machine answers the same bits
//! whatever vector instructions it has.

use super::weights::{Linear, Norm};

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
    pulp::Arch::new().dispatch(Dense { layer, x, out });
}

struct Dense<'a> {
    layer: &'a Linear,
    x: &'a [i16],
    out: &'a mut [f32],
}

impl pulp::NullaryFnOnce for Dense<'_> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let (n, m) = (self.layer.inputs, self.layer.outputs);
        let mut inputs = self.x.chunks_exact(4 * n);
        let mut outputs = self.out.chunks_exact_mut(4 * m);
        for (x, out) in inputs.by_ref().zip(outputs.by_ref()) {
            four(self.layer, x, out);
        }
        for (x, out) in inputs.remainder().chunks_exact(n).zip(outputs.into_remainder().chunks_exact_mut(m)) {
            for (o, out) in out.iter_mut().enumerate() {
                let w = &self.layer.weights[o * n..(o + 1) * n];
                *out = scaled(self.layer, o, dot(w, x));
            }
        }
    }
}

#[inline(always)]
fn scaled(layer: &Linear, output: usize, sum: i32) -> f32 {
    sum as f32 * (layer.scales[output] / UNIT) + layer.bias[output]
}

#[inline(always)]
fn dot(w: &[i16], x: &[i16]) -> i32 {
    w.iter().zip(x).map(|(&w, &x)| i32::from(w) * i32::from(x)).sum()
}

/// Four inputs at once, so that a row of weights is fetched once for all.
#[inline(always)]
fn four(layer: &Linear, x: &[i16], out: &mut [f32]) {
    let (n, m) = (layer.inputs, layer.outputs);
    let (x0, rest) = x.split_at(n);
    let (x1, rest) = rest.split_at(n);
    let (x2, x3) = rest.split_at(n);
    let (x3, _) = x3.split_at(n);
    for o in 0..m {
        let w = &layer.weights[o * n..(o + 1) * n];
        let sums = [dot(w, x0), dot(w, x1), dot(w, x2), dot(w, x3)];
        for (t, sum) in sums.into_iter().enumerate() {
            out[t * m + o] = scaled(layer, o, sum);
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
