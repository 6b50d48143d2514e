//! Concentrated liquidity (Uniswap v3): a constant product inside a price range, one token outside it.

use crate::holdings::pool::error::{checked_deposit, checked_price};
use crate::holdings::pool::{PoolError, Reserves};
use crate::numbers::in_line::between;
use crate::units::Frac;

/// A position on one price range. The square roots of the bounds are kept: every formula wants them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Concentrated {
    liquidity: f64,
    low: f64,
    high: f64,
    root_low: f64,
    root_high: f64,
}

impl Concentrated {
    /// The position on [`low`, `high`] that `value` quote tokens buy at the price `entry`.
    ///
    /// `entry` may lie outside the range; then the deposit is one token.
    ///
    /// # Errors
    /// A deposit or price that is not a number above 0, or bounds not in rising order.
    pub fn from_deposit(value: f64, entry: f64, low: f64, high: f64) -> Result<Concentrated, PoolError> {
        let (value, entry) = (checked_deposit(value)?, checked_price(entry)?);
        if checked_price(low).is_err() || checked_price(high).is_err() || low >= high {
            return Err(PoolError::Range { low, high });
        }
        let (root_low, root_high) = (low.sqrt(), high.sqrt());
        let unit = Concentrated { liquidity: 1.0, low, high, root_low, root_high };
        let liquidity = value / unit.reserves(entry).value(entry);
        if !liquidity.is_finite() {
            // Bounds so close that their roots are one number.
            return Err(PoolError::Range { low, high });
        }
        Ok(Concentrated { liquidity, ..unit })
    }

    /// L, in √(base · quote) tokens.
    pub fn liquidity(&self) -> f64 {
        self.liquidity
    }

    /// Lower and upper bound.
    pub fn bounds(&self) -> (f64, f64) {
        (self.low, self.high)
    }

    /// Whether `price` lies inside the range. At a bound the position is one token and earns nothing.
    pub fn holds(&self, price: f64) -> bool {
        self.low < price && price < self.high
    }

    pub(super) fn reserves(&self, price: f64) -> Reserves {
        self.reserves_at(price.sqrt())
    }

    /// The same by the root of the price.
    #[inline(always)]
    fn reserves_at(&self, root: f64) -> Reserves {
        let root = between(root, [self.root_low, self.root_high]);
        Reserves {
            base: self.liquidity * (self.root_high - root) / (root * self.root_high),
            quote: self.liquidity * (root - self.root_low),
        }
    }

    /// Value and fees a year in quote tokens, for the fee APR `apr`, and whether `price` is in range.
    #[inline(always)]
    pub(super) fn standing(&self, price: f64, apr: Frac) -> ([f64; 2], bool) {
        let root = price.sqrt();
        let (held, is_in) = (self.reserves_at(root), self.holds(price));
        let rate = apr.0 * if is_in { 2.0 * self.liquidity * root } else { 0.0 };
        ([price * held.base + held.quote, rate], is_in)
    }

    pub(super) fn gamma(&self, price: f64) -> f64 {
        if self.holds(price) { -self.liquidity / (2.0 * price * price.sqrt()) } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::holdings::pool::Pool;

    fn position() -> Concentrated {
        Concentrated::from_deposit(40_000.0, 3000.0, 2400.0, 3750.0).unwrap()
    }

    #[test]
    fn below_the_range_it_is_all_base_and_above_all_quote() {
        let pool = position();
        for price in [1.0, 2399.0, 2400.0] {
            assert_eq!(pool.reserves(price), Reserves { base: pool.reserves(2400.0).base, quote: 0.0 });
        }
        for price in [3750.0, 3751.0, 1e9] {
            assert_eq!(pool.reserves(price), Reserves { base: 0.0, quote: pool.reserves(3750.0).quote });
        }
    }

    #[test]
    fn what_paths_ask_of_it_by_one_root_is_what_is_asked_one_by_one() {
        let (pool, apr) = (position(), Frac(0.17));
        let whole = Pool::Concentrated(pool);
        for price in [1e-70, 1.0, 2400.0, 2400.01, 3000.0, 3749.99, 3750.0, 1e9, 1e70] {
            let want = ([whole.value(price), whole.fee_rate(price, apr)], whole.in_range(price));
            assert_eq!(whole.standing(price, apr), want, "{price}");
        }
    }

    #[test]
    fn gamma_is_zero_at_and_outside_each_bound() {
        let pool = position();
        assert!(pool.gamma(2400.01) < 0.0 && pool.gamma(3749.99) < 0.0);
        for price in [2000.0, 2400.0, 3750.0, 4000.0] {
            assert_eq!(pool.gamma(price), 0.0);
        }
    }

    #[test]
    fn a_deposit_outside_the_range_is_one_token() {
        let pool = Concentrated::from_deposit(40_000.0, 2000.0, 2400.0, 3750.0).unwrap();
        assert!((pool.reserves(2000.0).base - 20.0).abs() < 1e-12);
        assert_eq!(pool.reserves(2000.0).quote, 0.0);
    }

    #[test]
    fn inverting_the_pair_changes_no_figure() {
        let usdc_per_eth = position();
        let eth_per_usdc =
            Concentrated::from_deposit(40_000.0 / 3000.0, 1.0 / 3000.0, 1.0 / 3750.0, 1.0 / 2400.0).unwrap();
        for price in [1500.0, 2400.0, 2800.0, 3750.0, 6000.0] {
            let (a, b) = (usdc_per_eth.reserves(price), eth_per_usdc.reserves(1.0 / price));
            assert!((a.base - b.quote).abs() < 1e-11 && (a.quote - b.base).abs() < 1e-8, "{a:?} {b:?}");
            let loss = Pool::Concentrated(usdc_per_eth).impermanent_loss(price, 3000.0).0
                - Pool::Concentrated(eth_per_usdc).impermanent_loss(1.0 / price, 1.0 / 3000.0).0;
            assert!(loss.abs() < 1e-13);
        }
    }

    #[test]
    fn a_very_wide_range_is_the_constant_product() {
        let wide = Concentrated::from_deposit(40_000.0, 3000.0, 1e-40, 1e40).unwrap();
        assert!((wide.liquidity() / (40_000.0 / (2.0 * 3000f64.sqrt())) - 1.0).abs() < 1e-15);
    }

    #[test]
    fn an_empty_or_reversed_range_is_refused() {
        for (low, high) in [(3000.0, 3000.0), (3750.0, 2400.0), (0.0, 1.0), (1.0, f64::NAN)] {
            assert!(matches!(Concentrated::from_deposit(1.0, 3000.0, low, high), Err(PoolError::Range { .. })));
        }
    }
}
