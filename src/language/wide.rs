//! The kernel's inner loops with AVX2 or AVX-512, by which the products of pairs and their sum are one instruction or
//! two. Every step is that of the plain loops in `kernel`, in the same order.

use super::kernel::{ABREAST, BLOCKS, Block, LANES, Sums, TILE};
use super::weights::{BLOCK, Pair};
use pulp::core_arch::x86::{Avx, Sse};
use std::arch::x86_64::{__m128, __m256, __m256i, __m512, __m512i};

pulp::simd_type! {
    /// A machine with the 512-bit instructions on whole numbers, VNNI among them.
    pub(super) struct V512 {
        sse: "sse",
        avx: "avx",
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

    #[inline(always)]
    fn scale(self, sums: [i32; BLOCK], steps: &[f32; BLOCK], bias: &[f32; BLOCK]) -> [f32; BLOCK] {
        let f = self.0.avx512f;
        let (steps, bias): (__m512, __m512) = (pulp::cast(*steps), pulp::cast(*bias));
        pulp::cast(f._mm512_add_ps(f._mm512_mul_ps(f._mm512_cvtepi32_ps(pulp::cast(sums)), steps), bias))
    }

    #[inline(always)]
    fn products<'x>(
        self,
        a: [&[f32]; ABREAST],
        rows: impl Iterator<Item = &'x [f32; LANES]>,
        bias: &[f32; LANES],
    ) -> [[f32; LANES]; ABREAST] {
        let [a, b, c, d] = a;
        let f = self.0.avx512f;
        let mut sums: [__m512; ABREAST] = [pulp::cast(*bias); ABREAST];
        for ((((row, &a), &b), &c), &d) in rows.zip(a).zip(b).zip(c).zip(d) {
            for (sum, x) in sums.iter_mut().zip([a, b, c, d]) {
                *sum = f._mm512_add_ps(*sum, f._mm512_mul_ps(f._mm512_set1_ps(x), pulp::cast(*row)));
            }
        }
        pulp::cast(sums)
    }

    #[inline(always)]
    fn total(self, row: &[[f32; LANES]]) -> f32 {
        let f = self.0.avx512f;
        let mut sums = f._mm512_setzero_ps();
        for row in row {
            sums = f._mm512_add_ps(sums, pulp::cast(*row));
        }
        fold(self.0.avx, self.0.sse, pulp::cast(sums))
    }

    #[inline(always)]
    fn squares(self, row: &[[f32; LANES]], mean: f32) -> f32 {
        let f = self.0.avx512f;
        let mean = f._mm512_set1_ps(mean);
        let mut sums = f._mm512_setzero_ps();
        for row in row {
            let away = f._mm512_sub_ps(pulp::cast(*row), mean);
            sums = f._mm512_add_ps(sums, f._mm512_mul_ps(away, away));
        }
        fold(self.0.avx, self.0.sse, pulp::cast(sums))
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

    #[inline(always)]
    fn scale(self, sums: [i32; BLOCK], steps: &[f32; BLOCK], bias: &[f32; BLOCK]) -> [f32; BLOCK] {
        let avx = self.0.avx;
        let (steps, bias): ([__m256; 2], [__m256; 2]) = (pulp::cast(*steps), pulp::cast(*bias));
        let mut out: [__m256; 2] =
            pulp::cast::<_, [__m256i; 2]>(sums).map(|sums| avx._mm256_cvtepi32_ps(sums));
        for ((out, step), bias) in out.iter_mut().zip(steps).zip(bias) {
            *out = avx._mm256_add_ps(avx._mm256_mul_ps(*out, step), bias);
        }
        pulp::cast(out)
    }

    #[inline(always)]
    fn products<'x>(
        self,
        a: [&[f32]; ABREAST],
        rows: impl Iterator<Item = &'x [f32; LANES]>,
        bias: &[f32; LANES],
    ) -> [[f32; LANES]; ABREAST] {
        let [a, b, c, d] = a;
        let avx = self.0.avx;
        let mut sums: [[__m256; 2]; ABREAST] = [pulp::cast(*bias); ABREAST];
        for ((((row, &a), &b), &c), &d) in rows.zip(a).zip(b).zip(c).zip(d) {
            let row: [__m256; 2] = pulp::cast(*row);
            for (sums, x) in sums.iter_mut().zip([a, b, c, d]) {
                let x = avx._mm256_set1_ps(x);
                for (sum, row) in sums.iter_mut().zip(row) {
                    *sum = avx._mm256_add_ps(*sum, avx._mm256_mul_ps(x, row));
                }
            }
        }
        pulp::cast(sums)
    }

    #[inline(always)]
    fn total(self, row: &[[f32; LANES]]) -> f32 {
        let avx = self.0.avx;
        let mut sums = [avx._mm256_setzero_ps(); 2];
        for row in row {
            for (sum, x) in sums.iter_mut().zip(pulp::cast::<_, [__m256; 2]>(*row)) {
                *sum = avx._mm256_add_ps(*sum, x);
            }
        }
        fold(avx, self.0.sse, sums)
    }

    #[inline(always)]
    fn squares(self, row: &[[f32; LANES]], mean: f32) -> f32 {
        let avx = self.0.avx;
        let mean = avx._mm256_set1_ps(mean);
        let mut sums = [avx._mm256_setzero_ps(); 2];
        for row in row {
            for (sum, x) in sums.iter_mut().zip(pulp::cast::<_, [__m256; 2]>(*row)) {
                let away = avx._mm256_sub_ps(x, mean);
                *sum = avx._mm256_add_ps(*sum, avx._mm256_mul_ps(away, away));
            }
        }
        fold(avx, self.0.sse, sums)
    }
}

/// The sum of sixteen lanes, folded by halves.
#[inline(always)]
fn fold(avx: Avx, sse: Sse, [low, high]: [__m256; 2]) -> f32 {
    let [low, high]: [__m128; 2] = pulp::cast(avx._mm256_add_ps(low, high));
    let [a, b, c, d]: [f32; 4] = pulp::cast(sse._mm_add_ps(low, high));
    (a + c) + (b + d)
}
