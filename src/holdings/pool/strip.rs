//! The strip: impermanent loss is a short strip of options, so a few long ones undo it.
//!
//! −(V − H) is exactly puts on the range below the entry and calls above it with density L/(2K^1.5), the base
//! the pool trades across K. Sources: Carr & Madan 1998; Clark 2020. Model book 6.

use crate::holdings::pool::Pool;
use crate::holdings::pool::range::Range;
use crate::options::black::Side;

/// One option of the hedge, bought, for one bucket of prices.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StripOption {
    /// Put or call.
    pub side: Side,
    /// √(K₁K₂), quote tokens per base token.
    pub strike: f64,
    /// Base tokens it is written on: L(1/√K₁ − 1/√K₂), what the pool trades across the bucket. ≥ 0.
    pub quantity: f64,
    /// The prices it stands for; outside them it hedges exactly.
    pub bucket: Range,
}

/// `per_side` puts and `per_side` calls, in geometric buckets and rising strikes, that hedge `liquidity` on
/// `range` entered at `entry`. One side only where the entry lies outside the range.
pub fn hedge(liquidity: f64, range: Range, entry: f64, per_side: usize) -> Vec<StripOption> {
    let puts = buckets(range.low, range.high.min(entry), per_side).map(|bucket| (Side::Put, bucket));
    let calls = buckets(range.low.max(entry), range.high, per_side).map(|bucket| (Side::Call, bucket));
    puts.chain(calls)
        .map(|(side, bucket)| {
            let (low, high) = (bucket.low.sqrt(), bucket.high.sqrt());
            StripOption { side, strike: low * high, quantity: liquidity * (high - low) / (low * high), bucket }
        })
        .collect()
}

/// What the options pay at `price`, quote tokens, ≥ 0.
pub fn payoff(options: &[StripOption], price: f64) -> f64 {
    options.iter().map(|option| option.payoff(price)).sum()
}

/// What is left of the impermanent loss at `price` once the options have paid, quote tokens; never a gain.
pub fn leftover(pool: &Pool, options: &[StripOption], entry: f64, price: f64) -> f64 {
    pool.value(price) - pool.hodl(price, entry) + payoff(options, price)
}

impl StripOption {
    /// What it pays at `price`, quote tokens, ≥ 0.
    pub fn payoff(&self, price: f64) -> f64 {
        self.quantity * self.side.intrinsic(price, self.strike)
    }
}

/// `count` buckets of one ratio that fill [`low`, `high`]; none where that is empty.
fn buckets(low: f64, high: f64, count: usize) -> impl Iterator<Item = Range> {
    let count = if low < high { count } else { 0 };
    let edge = move |i: usize| {
        if i == count { high } else { low * ((high / low).ln() * i as f64 / count as f64).exp() }
    };
    (0..count).map(move |i| Range { low: edge(i), high: edge(i + 1) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::holdings::pool::Concentrated;

    fn position(entry: f64) -> (Pool, f64, Range) {
        let position = Concentrated::from_deposit(10_000.0, entry, 1600.0, 2500.0).unwrap();
        (Pool::Concentrated(position), position.liquidity(), Range { low: 1600.0, high: 2500.0 })
    }

    #[test]
    fn the_worst_leftover_is_what_the_book_says() {
        let (pool, liquidity, range) = position(2000.0);
        for (n, worst, room) in [(1, 156.0, 0.5), (2, 40.0, 0.5), (3, 18.0, 0.5), (5, 6.5, 0.05)] {
            let options = hedge(liquidity, range, 2000.0, n);
            assert_eq!(options.len(), 2 * n);
            let least =
                (4000..30_000).map(|i| leftover(&pool, &options, 2000.0, f64::from(i) / 10.0)).fold(0.0, f64::min);
            assert!((least + worst).abs() < room, "{n}: {least}");
        }
    }

    #[test]
    fn outside_the_range_and_at_the_entry_it_is_exact_and_inside_never_a_gain() {
        let (pool, liquidity, range) = position(2000.0);
        let options = hedge(liquidity, range, 2000.0, 2);
        for price in [100.0, 1600.0, 2000.0, 2500.0, 9000.0] {
            assert!(leftover(&pool, &options, 2000.0, price).abs() < 1e-9);
        }
        for price in (1600..2500).map(f64::from) {
            assert!(leftover(&pool, &options, 2000.0, price) < 1e-9);
        }
    }

    #[test]
    fn a_position_entered_outside_its_range_needs_one_side() {
        for (entry, side) in [(1500.0, Side::Call), (2600.0, Side::Put)] {
            let (pool, liquidity, range) = position(entry);
            let options = hedge(liquidity, range, entry, 4);
            assert!(options.len() == 4 && options.iter().all(|option| option.side == side));
            for price in [500.0, 1600.0, 2500.0, 5000.0] {
                assert!(leftover(&pool, &options, entry, price).abs() < 1e-8);
            }
        }
    }
}
