//! Pools: a deposit in a DEX pool is its reserves at a price, and every other figure follows from them.
//!
//! Amounts are in the pool's quote token (USDC) and base token (ETH); a price is quote tokens per base
//! token. Only [`Pool::dollars`] knows what a quote token is worth. Model book 6.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::panic))]

pub mod arbitrage;
pub mod backing;
pub mod benchmarks;
pub mod break_even;
pub mod bridge;
pub mod carry;
pub mod compounding;
mod concentrated;
mod constant_product;
pub mod depth;
pub mod drip;
mod error;
pub mod exit_time;
pub mod fee_rate;
pub mod greeks;
pub mod growth;
pub mod insurance;
pub mod loan;
pub mod pnl;
pub mod position;
pub mod range;
pub mod since_entry;
mod stableswap;
pub mod strip;
pub mod ticks;
pub mod vetting;
mod weighted;
pub mod year;

pub use concentrated::Concentrated;
pub use constant_product::ConstantProduct;
pub use error::PoolError;
pub use stableswap::StableSwap;
pub use weighted::Weighted;

use crate::numbers::in_line::between;
use crate::plan::{PoolKind, PoolPlan};
use crate::units::{Frac, Usd, Vol};

/// What the pool holds for the depositor, both ≥ 0.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reserves {
    /// Base tokens (the volatile one).
    pub base: f64,
    /// Quote tokens.
    pub quote: f64,
}

/// A deposit in a pool of one kind.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Pool {
    /// Uniswap v2: full range, x·y constant.
    ConstantProduct(ConstantProduct),
    /// Uniswap v3: the same inside a price range.
    Concentrated(Concentrated),
    /// Balancer: constant value shares.
    Weighted(Weighted),
    /// Curve: two tokens that should be worth the same.
    StableSwap(StableSwap),
}

impl Pool {
    /// What a plan's deposit buys at the price `entry` between the bounds `range`, quote tokens per base token; none
    /// without a deposit.
    ///
    /// # Errors
    /// Terms that the curve refuses.
    pub fn bought(plan: &PoolPlan, entry: f64, range: Option<[f64; 2]>) -> Result<Option<Pool>, PoolError> {
        let value = plan.deposit.0;
        if value == 0.0 {
            return Ok(None);
        }
        let made = match (plan.kind, range) {
            (PoolKind::Concentrated, Some([low, high])) => {
                Concentrated::from_deposit(value, entry, low, high).map(Pool::Concentrated)
            }
            (PoolKind::Concentrated, None) | (PoolKind::ConstantProduct, _) => {
                ConstantProduct::from_deposit(value, entry).map(Pool::ConstantProduct)
            }
            (PoolKind::Weighted, _) => Weighted::from_deposit(value, entry, plan.weight.0).map(Pool::Weighted),
            (PoolKind::StableSwap, _) => {
                StableSwap::from_deposit(value, entry, plan.amplification).map(Pool::StableSwap)
            }
        };
        made.map(Some)
    }

    /// A pool on the same curve worth `value` quote tokens at `price`; of a range it is the full one, whose curve it has
    /// within.
    ///
    /// # Errors
    /// So little that no pool can be made of it.
    pub fn of_worth(&self, value: f64, price: f64) -> Result<Pool, PoolError> {
        match self {
            Pool::ConstantProduct(_) | Pool::Concentrated(_) => {
                ConstantProduct::from_deposit(value, price).map(Pool::ConstantProduct)
            }
            Pool::Weighted(own) => Weighted::from_deposit(value, price, own.weight()).map(Pool::Weighted),
            Pool::StableSwap(own) => StableSwap::from_deposit(value, price, own.amplification()).map(Pool::StableSwap),
        }
    }

    /// Reserves at `price` once arbitrage has moved the pool there.
    ///
    /// Prices outside 1e-60 to 1e60 are read as the nearer of the two.
    pub fn reserves(&self, price: f64) -> Reserves {
        let price = readable(price);
        match self {
            Pool::ConstantProduct(pool) => pool.reserves(price),
            Pool::Concentrated(pool) => pool.reserves(price),
            Pool::Weighted(pool) => pool.reserves(price),
            Pool::StableSwap(pool) => pool.reserves(price),
        }
    }

    /// x′(P) ≤ 0: base tokens gained per unit of price; 0 outside a range and at its bounds.
    pub fn gamma(&self, price: f64) -> f64 {
        let price = readable(price);
        match self {
            Pool::ConstantProduct(pool) => pool.gamma(price),
            Pool::Concentrated(pool) => pool.gamma(price),
            Pool::Weighted(pool) => pool.gamma(price),
            Pool::StableSwap(pool) => pool.gamma(price),
        }
    }

    /// Fee income in quote tokens a year at `price`, ≥ 0, for the fee APR `apr`; 0 out of range.
    ///
    /// On Uniswap `apr` is the full-range equivalent: a·2L√P (model book 7). House choice for Balancer and
    /// Curve: their sites quote fees over the pool's value, so there it is `apr` × value.
    pub fn fee_rate(&self, price: f64, apr: Frac) -> f64 {
        let price = readable(price);
        apr.0
            * match self.liquidity() {
                Some(liquidity) if self.in_range(price) => 2.0 * liquidity * price.sqrt(),
                Some(_) => 0.0,
                None => self.value(price),
            }
    }

    /// Uniswap's L, in √(base·quote); none on other curves.
    pub fn liquidity(&self) -> Option<f64> {
        match self {
            Pool::ConstantProduct(pool) => Some(pool.liquidity()),
            Pool::Concentrated(pool) => Some(pool.liquidity()),
            Pool::Weighted(_) | Pool::StableSwap(_) => None,
        }
    }

    /// Prices between which it trades; none where it trades at every price.
    pub fn bounds(&self) -> Option<(f64, f64)> {
        match self {
            Pool::Concentrated(pool) => Some(pool.bounds()),
            Pool::ConstantProduct(_) | Pool::Weighted(_) | Pool::StableSwap(_) => None,
        }
    }

    /// Base's share of the value, in (0, 1), where it is the same at every price.
    pub fn constant_share(&self) -> Option<f64> {
        match self {
            Pool::ConstantProduct(_) => Some(0.5),
            Pool::Weighted(pool) => Some(pool.weight()),
            Pool::Concentrated(_) | Pool::StableSwap(_) => None,
        }
    }

    /// `E[V]` in quote tokens when the log price moves by a normal of deviation `spread` ≥ 0 and mean −`spread`²/2.
    pub fn expected_value(&self, price: f64, spread: f64) -> f64 {
        match self {
            Pool::Concentrated(pool) => pool.expected_value(price, spread),
            Pool::StableSwap(pool) => pool.expected_value(price, spread),
            Pool::ConstantProduct(_) | Pool::Weighted(_) => {
                self.value(price) * (-carry::decay(self, spread).unwrap_or(0.0)).exp()
            }
        }
    }

    /// Value in quote tokens: P·x + y.
    pub fn value(&self, price: f64) -> f64 {
        self.reserves(price).value(readable(price))
    }

    /// dV/dP in base tokens. It is x(P): by the envelope theorem for any pool that arbitrage keeps in line.
    pub fn delta(&self, price: f64) -> f64 {
        self.reserves(price).base
    }

    /// Value in quote tokens at `price` of the tokens the pool held at `entry`, had they been kept aside.
    pub fn hodl(&self, price: f64, entry: f64) -> f64 {
        self.reserves(entry).value(readable(price))
    }

    /// Impermanent loss V/H − 1 since `entry`, ≤ 0 (−0.05 is 5 % behind holding); 0 for an empty position.
    pub fn impermanent_loss(&self, price: f64, entry: f64) -> Frac {
        let hodl = self.hodl(price, entry);
        Frac(if hodl == 0.0 { 0.0 } else { self.value(price) / hodl - 1.0 })
    }

    /// Loss to rebalancing in quote tokens a year, ½σ²P²·|x′|, ≥ 0.
    ///
    /// Source: Milionis, Moallemi, Roughgarden, Zhang 2022.
    pub fn lvr_rate(&self, price: f64, vol: Vol) -> f64 {
        let price = readable(price);
        0.5 * vol.0 * vol.0 * price * price * self.gamma(price).abs()
    }

    /// Volatility at which fees pay for the loss to rebalancing at `price`; none where the pool does not trade.
    ///
    /// √(8a) for every range on Uniswap.
    pub fn breakeven_vol(&self, price: f64, apr: Frac) -> Option<Vol> {
        let lvr = self.lvr_rate(price, Vol(1.0));
        (lvr > 0.0).then(|| Vol((self.fee_rate(price, apr) / lvr).sqrt()))
    }

    /// Fee APR that pays for the loss to rebalancing at `price` and `vol`; none where the pool earns nothing.
    ///
    /// σ²/8 for every range on Uniswap.
    pub fn breakeven_apr(&self, price: f64, vol: Vol) -> Option<Frac> {
        let fees = self.fee_rate(price, Frac(1.0));
        (fees > 0.0).then(|| Frac(self.lvr_rate(price, vol) / fees))
    }

    /// Dollars when base trades at `price_usd` and a quote token at `peg` dollars (1 while it holds).
    ///
    /// The pool sees the price `price_usd`/`peg` and its value in quote tokens is worth `peg` each.
    pub fn dollars(&self, price_usd: f64, peg: f64) -> Usd {
        Usd(peg * self.value(price_usd / peg))
    }

    /// [`Pool::value`], [`Pool::fee_rate`] and [`Pool::in_range`] at `price`, of a range by one root: what paths ask daily.
    #[inline(always)]
    pub fn standing(&self, price: f64, apr: Frac) -> ([f64; 2], bool) {
        match self {
            Pool::Concentrated(pool) => pool.standing(between(price, PRICES), apr),
            _ => ([self.value(price), self.fee_rate(price, apr)], true),
        }
    }

    /// Whether the position trades, and so earns, at `price`.
    pub fn in_range(&self, price: f64) -> bool {
        match self {
            Pool::Concentrated(pool) => pool.holds(price),
            Pool::ConstantProduct(_) | Pool::Weighted(_) | Pool::StableSwap(_) => true,
        }
    }
}

impl Reserves {
    /// Value in quote tokens at `price`.
    pub fn value(&self, price: f64) -> f64 {
        price * self.base + self.quote
    }
}

/// Prices that a pool reads: their squares and their inverses are numbers.
const PRICES: [f64; 2] = [1e-60, 1.0 / 1e-60];

/// `price`, held within [`PRICES`].
fn readable(price: f64) -> f64 {
    between(price, PRICES)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    fn any_pool() -> impl Strategy<Value = Pool> {
        let kind = proptest::sample::select(&PoolKind::ALL[..]);
        (kind, 0.05..0.95f64, 1.01..4.0f64, 1.01..4.0f64, 1.0..5000.0f64).prop_map(
            |(kind, weight, down, up, amplification)| {
                let terms = PoolPlan {
                    kind,
                    deposit: Usd(10_000.0),
                    weight: Frac(weight),
                    amplification,
                    ..PoolPlan::default()
                };
                Pool::bought(&terms, 2.0, Some([2.0 / down, 2.0 * up])).unwrap().unwrap()
            },
        )
    }

    /// The kind that a pool is of.
    fn kind_of(pool: &Pool) -> PoolKind {
        match pool {
            Pool::ConstantProduct(_) => PoolKind::ConstantProduct,
            Pool::Concentrated(_) => PoolKind::Concentrated,
            Pool::Weighted(_) => PoolKind::Weighted,
            Pool::StableSwap(_) => PoolKind::StableSwap,
        }
    }

    #[test]
    fn every_kind_is_drawn_and_buys_a_pool_of_its_own() {
        use proptest::strategy::ValueTree;
        use proptest::test_runner::TestRunner;
        let mut runner = TestRunner::deterministic();
        let drawn: Vec<PoolKind> =
            (0..200).map(|_| kind_of(&any_pool().new_tree(&mut runner).unwrap().current())).collect();
        for kind in PoolKind::ALL {
            assert!(drawn.contains(&kind), "{kind:?}");
            let terms = PoolPlan { kind, ..PoolPlan::default() };
            assert_eq!(kind_of(&Pool::bought(&terms, 1.0, Some([0.5, 2.0])).unwrap().unwrap()), kind);
        }
    }

    proptest! {
        // The same draws every time.
        #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(2021), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_deposit_is_worth_what_was_paid(pool in any_pool()) {
            prop_assert!((pool.value(2.0) / 10_000.0 - 1.0).abs() < 1e-13);
            prop_assert_eq!(pool.impermanent_loss(2.0, 2.0).0, 0.0);
        }

        #[test]
        fn delta_is_the_slope_of_value(pool in any_pool(), price in 0.3..8.0f64) {
            // Small enough for the sharp bend of a stable pool, large enough for the digits of its value.
            let step = 1e-6 * price;
            let slope = (pool.value(price + step) - pool.value(price - step)) / (2.0 * step);
            prop_assert!((slope - pool.delta(price)).abs() < 1e-5 * pool.reserves(0.3).base, "{} {}", slope, pool.delta(price));
        }

        #[test]
        fn gamma_is_the_slope_of_delta(pool in any_pool(), price in 0.3..8.0f64) {
            let step = 1e-6 * price;
            let (low, high) = (pool.gamma(price - step), pool.gamma(price + step));
            let slope = (pool.delta(price + step) - pool.delta(price - step)) / (2.0 * step);
            // Between the gammas on both sides, so a kink at a bound passes too.
            let room = 1e-3 * low.abs().max(high.abs()) + 1e-6 * pool.delta(price) / step * 1e-4;
            prop_assert!(slope >= low.min(high) - room && slope <= low.max(high) + room, "{slope} {low} {high}");
        }

        #[test]
        fn a_pool_never_beats_holding(pool in any_pool(), price in 0.01..100.0f64) {
            prop_assert!(pool.value(price) <= pool.hodl(price, 2.0) * (1.0 + 1e-13));
        }

        #[test]
        fn every_figure_is_finite_at_any_price(pool in any_pool(), exponent in -400.0..300.0f64) {
            let price = 10f64.powf(exponent);
            let figures = [pool.value(price), pool.gamma(price), pool.lvr_rate(price, Vol(1.0)),
                pool.impermanent_loss(price, 2.0).0, pool.fee_rate(price, Frac(0.06))];
            prop_assert!(figures.iter().all(|x| x.is_finite()), "{figures:?}");
        }
    }

    #[test]
    fn a_broken_peg_moves_the_pool_and_the_coin_it_pays_in() {
        let pool = Pool::ConstantProduct(ConstantProduct::from_deposit(40_000.0, 3000.0).unwrap());
        assert_eq!(pool.dollars(3000.0, 1.0), Usd(40_000.0));
        // 2L√(P·q): half the peg costs 1 − √½.
        assert!((pool.dollars(3000.0, 0.5).0 / 40_000.0 - 0.5f64.sqrt()).abs() < 1e-14);
    }

    #[test]
    fn breakeven_vol_is_the_same_for_every_range() {
        for (low, high) in [(2900.0, 3100.0), (1000.0, 9000.0)] {
            let pool = Pool::Concentrated(Concentrated::from_deposit(40_000.0, 3000.0, low, high).unwrap());
            assert!((pool.breakeven_vol(3000.0, Frac(0.06)).unwrap().0 - 0.48f64.sqrt()).abs() < 1e-14);
            assert_eq!(pool.breakeven_vol(low / 2.0, Frac(0.06)), None);
        }
    }
}
