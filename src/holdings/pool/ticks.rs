//! Ticks: the grid of prices on which a Uniswap v3 range can begin and end.

use crate::holdings::pool::PoolError;
use crate::holdings::pool::error::checked_price;
use crate::holdings::pool::range::Range;
use crate::units::Frac;

/// The four fee tiers of Uniswap v3, each with its tick spacing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeeTier {
    /// 0.01 %, spacing 1: stable pairs.
    Lowest,
    /// 0.05 %, spacing 10.
    Low,
    /// 0.3 %, spacing 60.
    Medium,
    /// 1 %, spacing 200.
    High,
}

impl FeeTier {
    /// Every tier, cheapest first.
    pub const ALL: [FeeTier; 4] = [FeeTier::Lowest, FeeTier::Low, FeeTier::Medium, FeeTier::High];

    /// The fee of a swap as a fraction of it.
    pub fn fee(self) -> Frac {
        Frac(match self {
            FeeTier::Lowest => 0.0001,
            FeeTier::Low => 0.0005,
            FeeTier::Medium => 0.003,
            FeeTier::High => 0.01,
        })
    }

    /// Ticks between two usable bounds.
    pub fn spacing(self) -> u16 {
        match self {
            FeeTier::Lowest => 1,
            FeeTier::Low => 10,
            FeeTier::Medium => 60,
            FeeTier::High => 200,
        }
    }
}

/// Which of the pool's two tokens (ordered by address) is the base, the one whose price is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// token0 (WETH in WETH/USDT): the shown price rises with the tick.
    Token0,
    /// token1 (WETH in USDC/WETH): the shown price is the pool's inverse and falls with the tick.
    Token1,
}

/// The tick grid of one pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticks {
    /// Which token is the base.
    pub base: Base,
    /// Decimals of token0 (18 for ETH, 6 for USDC, 8 for WBTC).
    pub decimals0: u8,
    /// Decimals of token1.
    pub decimals1: u8,
    /// Ticks between two usable bounds, ≥ 1 (0 is read as 1).
    pub spacing: u16,
}

/// A usable bound: a tick and the price it shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bound {
    /// A multiple of the spacing.
    pub tick: i32,
    /// Quote tokens per base token.
    pub price: f64,
}

/// Highest tick of the protocol; the lowest is its negative.
const LAST_TICK: i32 = 887_272;

/// ln 1.0001.
const STEP: f64 = 9.999_500_033_330_834e-5;

impl Ticks {
    /// Price shown at `tick`: 1.0001^i·10^(dec0−dec1), inverted where the base is token1. > 0.
    pub fn price_at(&self, tick: i32) -> f64 {
        // Inverted in the exponent: no reciprocal of a rounded power.
        match self.base {
            Base::Token0 => (f64::from(tick) * STEP).exp() * 10f64.powi(self.decimal_shift()),
            Base::Token1 => (-f64::from(tick) * STEP).exp() * 10f64.powi(-self.decimal_shift()),
        }
    }

    /// The usable bound nearest to `price`, half up in ticks, held inside the protocol's ticks.
    ///
    /// # Errors
    /// A price that is not a number above 0.
    pub fn snapped(&self, price: f64) -> Result<Bound, PoolError> {
        let (exact, spacing) = (self.exact_tick(checked_price(price)?), f64::from(self.spacing.max(1)));
        let last = (f64::from(LAST_TICK) / spacing).floor();
        let tick = ((nearly_whole(exact / spacing) + 0.5).floor().clamp(-last, last) * spacing) as i32;
        Ok(Bound { tick, price: self.price_at(tick) })
    }

    /// `range` with each bound on the grid, in rising order of the shown price.
    ///
    /// # Errors
    /// A bound that is no price, or both bounds on one tick.
    pub fn snapped_range(&self, range: Range) -> Result<(Bound, Bound), PoolError> {
        let (low, high) = (self.snapped(range.low)?, self.snapped(range.high)?);
        if low.price < high.price {
            Ok((low, high))
        } else {
            Err(PoolError::Range { low: low.price, high: high.price })
        }
    }

    fn exact_tick(&self, price: f64) -> f64 {
        let shift = f64::from(self.decimal_shift()) * std::f64::consts::LN_10;
        match self.base {
            Base::Token0 => (price.ln() - shift) / STEP,
            Base::Token1 => (-price.ln() - shift) / STEP,
        }
    }

    fn decimal_shift(&self) -> i32 {
        i32::from(self.decimals0) - i32::from(self.decimals1)
    }
}

/// `x`, or the half or whole number it is within rounding of.
fn nearly_whole(x: f64) -> f64 {
    let near = (2.0 * x).round() / 2.0;
    if (x - near).abs() < 1e-7 { near } else { x }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USDC_WETH: Ticks = Ticks { base: Base::Token1, decimals0: 6, decimals1: 18, spacing: 60 };
    const WETH_USDT: Ticks = Ticks { base: Base::Token0, decimals0: 18, decimals1: 6, spacing: 60 };

    #[test]
    fn the_step_is_the_logarithm_of_a_basis_point() {
        assert_eq!(STEP, 0.0001f64.ln_1p());
    }

    #[test]
    fn a_higher_price_is_a_lower_tick_where_base_is_token1() {
        let (low, high) = USDC_WETH.snapped_range(Range { low: 2400.0, high: 3750.0 }).unwrap();
        assert!(low.price < high.price && low.tick > high.tick);
    }

    #[test]
    fn halfway_between_two_ticks_is_the_upper() {
        let halfway = (WETH_USDT.price_at(600) * WETH_USDT.price_at(660)).sqrt();
        assert_eq!(WETH_USDT.snapped(halfway).unwrap().tick, 660);
    }

    #[test]
    fn a_snapped_price_stays_where_it_is() {
        for price in [1.0, 1597.3, 3000.0, 99_999.0] {
            let bound = USDC_WETH.snapped(price).unwrap();
            assert_eq!(USDC_WETH.snapped(bound.price).unwrap(), bound);
            assert_eq!(bound.tick % 60, 0);
        }
    }

    #[test]
    fn beyond_the_last_tick_is_the_last_usable_one() {
        assert_eq!(WETH_USDT.snapped(1e60).unwrap().tick, 887_220);
        assert_eq!(WETH_USDT.snapped(1e-60).unwrap().tick, -887_220);
    }

    #[test]
    fn bounds_that_fall_on_one_tick_are_refused() {
        assert!(matches!(USDC_WETH.snapped_range(Range { low: 2999.0, high: 3000.0 }), Err(PoolError::Range { .. })));
    }
}
