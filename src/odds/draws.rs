//! Draws: the random numbers of one batch, by its number alone.
//!
//! What moves a whole path (the sum of its normals, its first jump) comes from a scrambled Sobol sequence, one a replicate;
//! the rest, given these, from ChaCha with a stream a batch. zᵢ + wᵢ(W − Σwz/‖w‖)/‖w‖ is exactly independent normal for any
//! weights w. Source: Owen 1997; Burley 2020; model book 14.

use chacha20::ChaCha8Rng;
use chacha20::rand_core::{Rng, SeedableRng};

use crate::numbers::pieces::{pause, whole};
use crate::numbers::quantile::normal_quantile;
use crate::simulation::dynamics::Dynamics;

/// Paths a batch.
pub const BATCH: u32 = 512;
/// Sequences that are scrambled each in its own way: what they differ by is the error of all.
pub const REPLICATES: u32 = 20;
/// Points that a sequence has; after them another one goes on.
const SEQUENCE: u32 = 1 << 16;

/// Where the numbers that move a whole path come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// As all others.
    Random,
    /// Every other path mirrors the one before it.
    Mirrored,
    /// A scrambled Sobol sequence.
    Sobol,
}

/// The numbers of one batch, day by day: those of day d and path i at d·paths + i.
pub struct Draws {
    /// Normals of VIX.
    pub vix: Vec<f64>,
    /// Normals of SPX beside it.
    pub spx: Vec<f64>,
    /// The tokens' residual: Student's t₄/√2, of deviation 1.
    pub token: Vec<f64>,
    /// Jumps of ln VIX; 0 on most days.
    pub jumps: Vec<f64>,
}

/// What a batch is drawn by.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// Which draws.
    pub seed: u32,
    /// How the paths start.
    pub start: Start,
    /// Days of a path.
    pub days: usize,
}

/// How much each day's number counts in the one that moves a path.
struct Weights {
    each: Vec<f64>,
    /// ‖w‖.
    norm: f64,
}

impl Weights {
    fn new(each: Vec<f64>) -> Weights {
        let norm = each.iter().fold(0.0, |square, weight| square + weight * weight).sqrt();
        Weights { each, norm }
    }

    /// Normals of every day, whose weighted sum is the normal of `lead`.
    fn fill(&self, row: &mut [f64], lead: f64, random: &mut ChaCha8Rng) {
        let mut sum = 0.0;
        for (z, weight) in row.iter_mut().zip(&self.each) {
            *z = normal_quantile(open(random.next_u32()));
            sum += weight * *z;
        }
        let off = (normal_quantile(lead) - sum / self.norm) / self.norm;
        for (z, weight) in row.iter_mut().zip(&self.each) {
            *z += weight * off;
        }
    }
}

/// The days of path `i` into a table of so many paths.
fn put(row: &[f64], table: &mut [f64], i: usize, count: usize) {
    for (day, z) in row.iter().enumerate() {
        table[day * count + i] = *z;
    }
}

/// One of 2³² numbers, inside (0, 1).
#[inline(always)]
fn open(bits: u32) -> f64 {
    (f64::from(bits) + 0.5) / 4_294_967_296.0
}

/// Bits of 64 mixed into 32. Source: SplitMix64.
fn mixed(x: u64) -> u32 {
    let mut z = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 32) as u32
}

impl Source {
    /// Five numbers that move path `i` of a batch most.
    fn lead(&self, batch: u32, i: u32, random: &mut ChaCha8Rng) -> [f64; 5] {
        if self.start != Start::Sobol {
            return std::array::from_fn(|_| open(random.next_u32()));
        }
        let point = batch / REPLICATES * BATCH + i;
        let key = u64::from(self.seed) << 32 | u64::from(batch % REPLICATES) << 16 | u64::from(point / SEQUENCE);
        let one = |dimension| f64::from(sobol_burley::sample(point % SEQUENCE, dimension, mixed(key))) + 2f64.powi(-26);
        [one(0), one(1), one(2), one(3), one(4)]
    }

    /// The numbers of `count` paths of a batch.
    pub fn draws(&self, batch: u32, count: usize, dynamics: &Dynamics) -> Draws {
        whole(self.drawing(batch, count, dynamics))
    }

    /// The same in pieces of a path.
    pub async fn drawing(&self, batch: u32, count: usize, dynamics: &Dynamics) -> Draws {
        let days = self.days;
        let mut random = ChaCha8Rng::seed_from_u64(u64::from(self.seed));
        random.set_stream(u64::from(batch));
        let empty = || vec![0.0; days * count];
        let mut draws = Draws { vix: empty(), spx: empty(), token: empty(), jumps: empty() };
        // VIX at the end takes the last day's number whole and the first day's as far as it is left.
        let weights: Vec<f64> = (0..days).map(|day| dynamics.left(days - 1 - day)).collect();
        let (weights, even) = (Weights::new(weights), Weights::new(vec![1.0; days]));
        // A path's own numbers lie side by side until they are whole: in the table the next day's stands 4 KiB further on.
        let mut row = vec![0.0; days];
        let without = -libm::log1p(-dynamics.jump_chance());
        for i in 0..count {
            pause().await;
            if self.start == Start::Mirrored && i % 2 == 1 {
                draws.mirror(i, count);
                continue;
            }
            let lead = self.lead(batch, i as u32, &mut random);
            weights.fill(&mut row, lead[0], &mut random);
            put(&row, &mut draws.vix, i, count);
            even.fill(&mut row, lead[1], &mut random);
            put(&row, &mut draws.spx, i, count);
            even.fill(&mut row, lead[2], &mut random);
            for z in &mut row {
                let both = open(random.next_u32()) * open(random.next_u32());
                *z /= (-libm::log(both)).sqrt();
            }
            put(&row, &mut draws.token, i, count);
            let mut jump = [lead[3], lead[4]];
            let mut day = 0.0;
            if without <= 0.0 {
                continue;
            }
            loop {
                // Days without one before it: a geometric number.
                day += (-libm::log(jump[0]) / without).floor();
                if day >= days as f64 {
                    break;
                }
                let [middle, width] = dynamics.jump;
                draws.jumps[day as usize * count + i] = libm::exp(middle + width * normal_quantile(jump[1]));
                jump = [open(random.next_u32()), open(random.next_u32())];
                day += 1.0;
            }
        }
        draws
    }
}

impl Draws {
    /// Path `i` as the mirror of the one before it; jumps are the same.
    fn mirror(&mut self, i: usize, count: usize) {
        for part in [&mut self.vix, &mut self.spx, &mut self.token] {
            for at in (i..part.len()).step_by(count) {
                part[at] = -part[at - 1];
            }
        }
        for at in (i..self.jumps.len()).step_by(count) {
            self.jumps[at] = self.jumps[at - 1];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(all: &[f64]) -> [f64; 2] {
        let n = all.len() as f64;
        let mean = all.iter().sum::<f64>() / n;
        [mean, all.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n]
    }

    #[test]
    fn every_day_is_standard_and_no_day_knows_of_another() {
        let dynamics = Dynamics::default();
        for start in [Start::Random, Start::Sobol] {
            let source = Source { seed: 3, start, days: 6 };
            let (mut vix, mut token) = (vec![Vec::new(); 6], Vec::new());
            let mut jumped = 0.0;
            for batch in 0..80 {
                let draws = source.draws(batch, 512, &dynamics);
                for (day, all) in vix.iter_mut().enumerate() {
                    all.extend_from_slice(&draws.vix[day * 512..(day + 1) * 512]);
                }
                jumped += draws.jumps.iter().filter(|jump| **jump > 0.0).count() as f64;
                token.extend(draws.token);
            }
            let n = vix[0].len() as f64;
            for day in &vix {
                let [mean, variance] = moments(day);
                assert!(mean.abs() < 4.0 / n.sqrt() && (variance - 1.0).abs() < 6.0 / n.sqrt(), "{mean} {variance}");
            }
            for (a, b) in [(0, 1), (0, 5), (3, 4)] {
                let product: f64 = vix[a].iter().zip(&vix[b]).map(|(a, b)| a * b).sum::<f64>() / n;
                assert!(product.abs() < 4.0 / n.sqrt(), "{a} {b}: {product}");
            }
            // Student's t₄ has no fourth moment: its variance is loose, its middle is not.
            let [mean, variance] = moments(&token);
            assert!(mean.abs() < 0.01 && (variance - 1.0).abs() < 0.1, "{mean} {variance}");
            let inside = token.iter().filter(|t| t.abs() < 0.740_697 / 2f64.sqrt()).count() as f64 / token.len() as f64;
            assert!((inside - 0.5).abs() < 0.005, "{inside}");
            assert!((jumped / (6.0 * n) / dynamics.jump_chance() - 1.0).abs() < 0.05, "{jumped}");
        }
    }

    #[test]
    fn a_batch_is_its_number_and_shorter_ones_begin_the_same() {
        let source = Source { seed: 3, start: Start::Sobol, days: 4 };
        let dynamics = Dynamics::default();
        let (whole, one) = (source.draws(7, 512, &dynamics), source.draws(7, 1, &dynamics));
        let first = |of: &[f64], count: usize| (0..4).map(|day| of[day * count]).collect::<Vec<_>>();
        assert_eq!(first(&whole.vix, 512), first(&one.vix, 1));
        assert_eq!(first(&whole.token, 512), first(&one.token, 1));
        assert!(whole.vix != source.draws(8, 512, &dynamics).vix);
    }
}
