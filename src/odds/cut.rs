//! Cut: bins over what a pilot did, finer where much of it ended, so that none holds much of all.

use crate::numbers::by_rising;
use crate::odds::bins::{Bins, dollars};

/// Equal bins over what was seen and half as much on either side, before they are cut.
const EQUAL: usize = 160;
/// A bin is cut into so many, times the share that ended in it.
const CUTS: f64 = 240.0;
/// Share of a pilot that ends at one cent: what so many end at is read there, and not as spread over its bin.
const SINGLE: f64 = 1.0 / 64.0;

/// Bins of unequal width; what lies beyond counts in the outermost.
#[derive(Clone, Debug, PartialEq)]
pub struct Cut {
    equal: Bins,
    /// The first piece of each equal bin, and how many there are.
    starts: Vec<u32>,
    /// Lower and upper end of each piece, dollars; both are the one amount where all that was seen in it ended at one.
    pieces: Vec<[f64; 2]>,
}

/// What two ways of pricing one amount may differ by once both are rounded to the cent, dollars.
const A_CENT: f64 = 0.0151;

/// Ends of nothing counted.
pub const NO_ENDS: [i64; 2] = [i64::MAX, i64::MIN];

impl Cut {
    /// Over what was seen.
    pub fn around(seen: &[i64]) -> Cut {
        let equal = Bins::around(seen, EQUAL);
        let mut counts = vec![0u32; equal.count];
        seen.iter().for_each(|cents| counts[equal.place(*cents)] += 1);
        let (mut starts, mut ends) = (vec![0], Vec::new());
        for (bin, count) in counts.into_iter().enumerate() {
            let share = f64::from(count) / seen.len().max(1) as f64;
            let pieces = (share * CUTS).ceil().clamp(1.0, equal.width as f64);
            let (from, wide) = (equal.from(bin), dollars(equal.width) / pieces);
            ends.extend((0..pieces as u32).map(|i| [0.0, 1.0].map(|by| from + wide * (f64::from(i) + by))));
            starts.push(ends.len() as u32);
        }
        let mut cut = Cut { equal, starts, pieces: ends };
        let rising = by_rising(seen.to_vec(), |cents| *cents as f64);
        let many = SINGLE * seen.len() as f64;
        let runs = rising.chunk_by(|a, b| cut.place(*a) == cut.place(*b));
        let is_single = |run: &&[i64]| run.len() as f64 >= many.max(2.0) && run.first() == run.last();
        let singles: Vec<(usize, i64)> = runs.filter(is_single).map(|run| (cut.place(run[0]), run[0])).collect();
        for (piece, cents) in singles {
            cut.pieces[piece] = [dollars(cents); 2];
        }
        cut
    }

    /// How many pieces.
    pub fn count(&self) -> usize {
        self.pieces.len()
    }

    /// The piece of an amount.
    #[inline(always)]
    pub fn place(&self, cents: i64) -> usize {
        let equal = &self.equal;
        let bin = equal.place(cents);
        let (start, pieces) = (self.starts[bin], self.starts[bin + 1] - self.starts[bin]);
        if pieces == 1 {
            return start as usize;
        }
        let within = cents.saturating_sub(equal.low + equal.width * bin as i64).max(0);
        let piece = (within as f64 * f64::from(pieces) / equal.width as f64) as u32;
        (start + piece.min(pieces - 1)) as usize
    }

    /// A piece; the outermost reach as far as `ends`, the least and most that was counted, in cents.
    fn piece(&self, nth: usize, ends: [i64; 2]) -> [f64; 2] {
        let [from, to] = self.pieces[nth];
        let low = if nth == 0 { from.min(dollars(ends[0])) } else { from };
        let high = if nth + 1 == self.pieces.len() { to.max(dollars(ends[1])) } else { to };
        [low, high]
    }

    /// The amounts that shares of all counted lie below, dollars, of rising shares; even within a piece.
    pub fn quantiles<const N: usize>(&self, counts: &[u32], shares: [f64; N]) -> [f64; N] {
        let total: f64 = counts.iter().map(|count| f64::from(*count)).sum();
        let (mut found, mut next, mut below) = ([0.0; N], 0, 0.0);
        for (nth, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let (count, [from, to]) = (f64::from(*count), self.pieces[nth]);
            while next < N && below + count >= shares[next] * total {
                let part = ((shares[next] * total - below) / count).clamp(0.0, 1.0);
                found[next] = from + part * (to - from);
                next += 1;
            }
            if next == N {
                break;
            }
            below += count;
        }
        found
    }

    /// Shares of all counted, from the least to the most of `ends` in cents, that lie below an amount and above it; the rest
    /// is of pieces that hold a single amount, this one within a cent.
    pub fn beside(&self, counts: &[u32], ends: [i64; 2], usd: f64) -> [f64; 2] {
        let (mut below, mut above, mut total) = (0.0, 0.0, 0.0);
        for (nth, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let (count, [from, to]) = (f64::from(*count), self.piece(nth, ends));
            let part =
                if to > from { ((usd - from) / (to - from)).clamp(0.0, 1.0) } else { f64::from(u8::from(usd > to)) };
            let is_at = to <= from && (usd - to).abs() < A_CENT;
            total += count;
            below += if is_at { 0.0 } else { count * part };
            above += if is_at { 0.0 } else { count * (1.0 - part) };
        }
        if total > 0.0 { [below / total, above / total] } else { [0.0; 2] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts of amounts, and the least and most of them.
    fn counted(cut: &Cut, all: impl Iterator<Item = i64>) -> (Vec<u32>, [i64; 2]) {
        let (mut counts, mut ends) = (vec![0; cut.count()], [i64::MAX, i64::MIN]);
        for cents in all {
            counts[cut.place(cents)] += 1;
            ends = [ends[0].min(cents), ends[1].max(cents)];
        }
        (counts, ends)
    }

    #[test]
    fn pieces_follow_one_another_and_every_amount_is_in_its_own() {
        let seen: Vec<i64> = (0..1024).map(|i| if i % 3 == 0 { -1_854_400 } else { (i * i) % 700_001 }).collect();
        let cut = Cut::around(&seen);
        assert!(cut.count() <= 2 * EQUAL + CUTS as usize);
        for cents in (-3_000_000..1_900_000).step_by(7_919).chain(seen) {
            let [from, to] = cut.piece(cut.place(cents), [-3_000_000, 1_900_000]);
            assert!(from - 0.011 <= dollars(cents) && dollars(cents) <= to + 0.011, "{cents}: {from} to {to}");
        }
        let places: Vec<usize> = (-3_000_000..1_900_000).step_by(997).map(|cents| cut.place(cents)).collect();
        assert!(places.windows(2).all(|two| two[0] <= two[1]));
    }

    /// A condor's end: a third of all at its largest loss, half at its largest gain, the rest between.
    #[test]
    fn what_many_end_at_is_read_to_the_cent() {
        let end = |i: i64| match i % 6 {
            0 | 1 => -1_854_400,
            2 => -1_854_400 + (i * 7_907) % 2_500_000,
            _ => 645_600,
        };
        let cut = Cut::around(&(0..1024).map(end).collect::<Vec<_>>());
        let (counts, ends) = counted(&cut, (0..60_000).map(end));
        let found = cut.quantiles(&counts, [0.05, 0.25, 0.42, 0.6, 0.95]);
        assert_eq!([found[0], found[1], found[3], found[4]], [-18_544.0, -18_544.0, 6_456.0, 6_456.0]);
        assert!(found[2] > -18_000.0 && found[2] < 6_000.0, "{found:?}");
        let below = |usd: f64| cut.beside(&counts, ends, usd)[0];
        assert_eq!([below(-18_550.0), below(-18_544.0), below(6_457.0)], [0.0, 0.0, 1.0]);
        // A third of all is at the largest loss, whatever its fraction of a cent.
        for usd in [-18_544.006, -18_544.0, -18_543.994] {
            let [less, more] = cut.beside(&counts, ends, usd);
            assert!(less == 0.0 && (more - 2.0 / 3.0).abs() < 0.001, "{usd}: {less} {more}");
        }
        assert!((below(-18_500.0) - 1.0 / 3.0).abs() < 0.005, "{}", below(-18_500.0));
    }

    /// Most within $50 of one place of a range of $25,000, as a loss beside a few calls: no piece holds much of all.
    #[test]
    fn a_narrow_heap_is_read_as_one_and_what_no_pilot_saw_is_not_beyond_every_path() {
        let end = |i: i64| if i % 10 == 0 { (i * 9_973) % 2_500_000 } else { -1_855_000 + (i * 31) % 5_000 };
        let cut = Cut::around(&(0..1024).map(end).collect::<Vec<_>>());
        let (counts, ends) = counted(&cut, (0..100_000).map(end).chain([-9_000_000; 100]));
        assert!(counts.iter().all(|count| *count < 5_000), "{:?}", counts.iter().max());
        let below = |usd: f64| cut.beside(&counts, ends, usd)[0];
        for cents in [1_000, 2_500, 4_000] {
            let want = 0.9 * cents as f64 / 5_000.0;
            assert!(
                (below(dollars(-1_855_000 + cents)) - want).abs() < 0.015,
                "{cents}: {}",
                below(dollars(-1_855_000 + cents))
            );
        }
        assert!(below(-89_999.0) > 0.0 && below(-90_001.0) == 0.0 && below(1e6) == 1.0);
    }
}
