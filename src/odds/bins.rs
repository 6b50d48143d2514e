//! Bins: amounts counted by size, in whole cents, so that sums are the same in whatever order they are made.

use serde::{Deserialize, Serialize};

/// Dollars in cents, halves away from nothing.
#[inline(always)]
pub fn cents(usd: f64) -> i64 {
    let cents = 100.0 * usd;
    // What `round` says of all but one amount just below half a cent; it is a call on every processor, and this is asked some
    // times for every day of every path.
    (cents + 0.5_f64.copysign(cents)) as i64
}

/// Cents in dollars.
pub fn dollars(cents: i64) -> f64 {
    cents as f64 / 100.0
}

/// Bars of a histogram over what nearly all of a pilot did.
const BARS: f64 = 48.0;
/// Bars at most over all that it did.
const MOST_BARS: f64 = 100.0;
/// Bins in each.
pub const BINS_A_BAR: i64 = 16;

/// Equal bins; what lies beyond counts in the outermost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bins {
    /// Lower end of the first, cents.
    pub low: i64,
    /// Width of each, cents.
    pub width: i64,
    /// How many.
    pub count: usize,
}

impl Bins {
    /// So many bins over what was seen, and half as much again on either side.
    pub fn around(seen: &[i64], count: usize) -> Bins {
        let (low, high) = ends(seen);
        Bins::between(low - (high - low) / 2, high + (high - low) / 2, count)
    }

    /// So many bins that hold both ends.
    pub fn between(low: i64, high: i64, count: usize) -> Bins {
        let width = ((high - low) / count.max(1) as i64 + 1).max(1);
        Bins { low, width, count }
    }

    /// Bins in bars, [`BINS_A_BAR`] each, whose width is a round number of dollars, wide enough for all seen and half as much on either side.
    pub fn in_bars(rising: &[i64]) -> Bins {
        let at = |part: f64| rising.get((rising.len().saturating_sub(1) as f64 * part) as usize).copied().unwrap_or(0);
        let (low, high) = (at(0.0), at(1.0));
        let span = (at(0.995) - at(0.005)).max(100) as f64 / 100.0;
        // Wider where few end far away: what is left of the range has to be in it, and not in its last bin.
        let bar = 100 * round_step((span / BARS).max((high - low) as f64 / 100.0 / MOST_BARS)) as i64;
        let width = (bar / BINS_A_BAR).max(1);
        let bar = width * BINS_A_BAR;
        let room = (high - low) / 2 + bar;
        let first = (low - room).div_euclid(bar) * bar;
        Bins { low: first, width, count: (((high + room - first) / bar + 1) * BINS_A_BAR) as usize }
    }

    /// The bin of an amount. By numbers with a point, which are divided in a third of the time on many processors; what they
    /// round a quotient of whole numbers by reaches the next whole one of none below 2⁵³.
    #[inline(always)]
    pub fn place(&self, cents: i64) -> usize {
        let above = cents.saturating_sub(self.low).max(0);
        ((above as f64 / self.width as f64) as usize).min(self.count - 1)
    }

    /// Lower end of a bin, dollars.
    pub fn from(&self, bin: usize) -> f64 {
        dollars(self.low + self.width * bin as i64)
    }

    /// The amount that a share of all counted lies below, dollars; even within a bin.
    pub fn quantile(&self, counts: &[u32], share: f64) -> f64 {
        let total: f64 = counts.iter().map(|count| f64::from(*count)).sum();
        let mut below = 0.0;
        for (bin, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let count = f64::from(*count);
            if below + count >= share * total {
                let part = ((share * total - below) / count).clamp(0.0, 1.0);
                return self.from(bin) + part * dollars(self.width);
            }
            below += count;
        }
        0.0
    }

    /// The same where sums are known too: a bin with a fiftieth of all holds an amount that many paths end at, such as the
    /// most that a condor can lose, and is read at its mean.
    pub fn quantile_of(&self, counts: &[u32], sums: &[i64], share: f64) -> f64 {
        let even = self.quantile(counts, share);
        let bin = self.place(cents(even - 0.005));
        let (Some(count), Some(sum)) = (counts.get(bin), sums.get(bin)) else { return even };
        let total: u64 = counts.iter().map(|count| u64::from(*count)).sum();
        if *count > 0 && 50 * u64::from(*count) > total { dollars(*sum) / f64::from(*count) } else { even }
    }
}

/// The next of 4, 8, 20, 40, 80, 200, … dollars: each of sixteen whole cents.
fn round_step(usd: f64) -> f64 {
    let mut step = 4.0;
    for times in [2.0, 2.5, 2.0].into_iter().cycle().take(30) {
        if step >= usd {
            break;
        }
        step *= times;
    }
    step
}

/// Least and most.
fn ends(seen: &[i64]) -> (i64, i64) {
    let (low, high) = (seen.iter().copied().min().unwrap_or(0), seen.iter().copied().max().unwrap_or(0));
    (low, high.max(low + 100))
}

/// Adds counts to counts, bin by bin.
pub fn plus(all: &mut Vec<u32>, more: &[u32]) {
    if all.len() < more.len() {
        all.resize(more.len(), 0);
    }
    for (one, more) in all.iter_mut().zip(more) {
        *one += more;
    }
}

/// Mean of the lowest share of amounts that were counted and summed by bin, dollars.
pub fn mean_of_lowest(counts: &[u32], sums: &[i64], share: f64) -> f64 {
    let total: f64 = counts.iter().map(|count| f64::from(*count)).sum();
    let (mut left, mut sum) = (share * total, 0.0);
    for (count, cents) in counts.iter().zip(sums).filter(|(count, _)| **count > 0) {
        let taken = f64::from(*count).min(left);
        sum += taken * dollars(*cents) / f64::from(*count);
        left -= taken;
        if left <= 0.0 {
            break;
        }
    }
    if total > 0.0 { sum / (share * total) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cents_are_rounded_half_away_from_nothing_and_bounded() {
        let said =
            [0.0, -0.0, 0.004, 0.005, -0.005, -0.0149, 0.015_000_1, 12.345, -7_500.504_999, 1e9 + 0.125].map(cents);
        assert_eq!(said, [0, 0, 0, 1, -1, -1, 2, 1235, -750_050, 100_000_000_013]);
        // As `round` says, wherever a path may end.
        for nth in -200_000..200_000 {
            let usd = f64::from(nth) * 1.234_567;
            assert_eq!(cents(usd), (100.0 * usd).round() as i64, "{usd}");
        }
        assert_eq!([f64::NAN, f64::INFINITY, -1e300].map(cents), [0, i64::MAX, i64::MIN]);
    }

    /// Five of a pilot's thousand lose $21,000, the others end at $151.50: the range of both is in the bins, by both ways.
    #[test]
    fn a_rare_tail_neither_takes_all_of_the_bins_nor_is_left_out_of_them() {
        for (rare, usual) in [(-2_136_000, 15_150), (2_136_000, -162_700)] {
            let mut rising: Vec<i64> = (0..1024).map(|i| if i < 5 { rare + 7 * i } else { usual }).collect();
            rising.sort();
            let bins = Bins::in_bars(&rising);
            assert!(bins.count <= 5_000 && bins.place(rare) != bins.place(usual), "{bins:?}");
            assert!(
                (1..bins.count - 1).contains(&bins.place(rare)) && (1..bins.count - 1).contains(&bins.place(usual))
            );
            let (mut counts, mut sums) = (vec![0; bins.count], vec![0; bins.count]);
            for i in 0..100_000 {
                let cents = if i % 200 == 0 { rare } else { usual };
                counts[bins.place(cents)] += 1;
                sums[bins.place(cents)] += cents;
            }
            assert!((bins.quantile_of(&counts, &sums, 0.5) - dollars(usual)).abs() < 0.005);
            let want = if rare < usual { 0.5 * dollars(rare) + 0.5 * dollars(usual) } else { dollars(usual) };
            assert!((mean_of_lowest(&counts, &sums, 0.01) - want).abs() < 0.01);
        }
    }

    #[test]
    fn quantiles_means_and_shares_of_even_amounts_are_known() {
        // $0 to $999.99, one of each cent.
        let bins = Bins::between(0, 99_999, 1000);
        let (mut counts, mut sums) = (vec![0; 1000], vec![0; 1000]);
        for cents in 0..100_000 {
            counts[bins.place(cents)] += 1;
            sums[bins.place(cents)] += cents;
        }
        assert!((bins.quantile(&counts, 0.25) - 250.0).abs() < 0.02);
        assert!((mean_of_lowest(&counts, &sums, 0.05) - 25.0).abs() < 0.02);
        assert_eq!(bins.quantile_of(&counts, &sums, 0.25), bins.quantile(&counts, 0.25));
        // A quarter more at $500.25 alone.
        (counts[500], sums[500]) = (counts[500] + 25_000, sums[500] + 25_000 * 50_025);
        assert!((bins.quantile_of(&counts, &sums, 0.5) - 500.25).abs() < 0.01);
        assert_eq!((bins.place(-5), bins.place(1 << 60)), (0, 999));
        // At the edges of bins of any width, as whole numbers are divided.
        for (low, width) in [(-7, 3), (-1_000_003, 49), (0, 8_000), (123_456_789, 999_999_937), (-9, 1 << 45)] {
            let bins = Bins { low, width, count: 200 };
            for bin in 0..200 {
                for cents in [-1, 0, 1].map(|off| low + width * bin + off) {
                    assert_eq!(
                        bins.place(cents) as i64,
                        ((cents - low).div_euclid(width)).clamp(0, 199),
                        "{low} {width}"
                    );
                }
            }
        }
    }
}
