//! Fee APR from a pool's own figures: volume, fee, liquidity, and who else takes a part.

use crate::units::{CALENDAR_DAYS, Frac};

/// What a Uniswap pool trades and who shares its fees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FeeSource {
    /// Fee of a swap, as a fraction of it.
    pub fee: Frac,
    /// Quote tokens traded a calendar day, ≥ 0.
    pub volume_per_day: f64,
    /// Liquidity of the others at the current price, ≥ 0.
    pub active_liquidity: f64,
    /// The person's own liquidity, ≥ 0. It dilutes the fee it earns.
    pub own_liquidity: f64,
    /// Share of the fees that the protocol and just-in-time liquidity take, in [0, 1].
    pub diverted: Frac,
}

impl FeeSource {
    /// The full-range-equivalent fee APR at `price`: f·volume·365/(2L√P)·(1 − s), L with one's own in it.
    ///
    /// 0 where there is no liquidity at all. Feeds [`crate::holdings::pool::Pool::fee_rate`]. Model book 7.
    pub fn apr(&self, price: f64) -> Frac {
        let depth = 2.0 * (self.active_liquidity + self.own_liquidity) * price.sqrt();
        let fees = self.fee.0 * self.volume_per_day * CALENDAR_DAYS * (1.0 - self.diverted.0);
        Frac(if depth > 0.0 { fees / depth } else { 0.0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::holdings::pool::{ConstantProduct, Pool};

    const POOL: FeeSource = FeeSource {
        fee: Frac(0.003),
        volume_per_day: 1e6,
        active_liquidity: 1e6,
        own_liquidity: 0.0,
        diverted: Frac(0.0),
    };

    #[test]
    fn a_position_alone_in_the_pool_earns_every_fee() {
        let pool = ConstantProduct::from_deposit(40_000.0, 3000.0).unwrap();
        let alone = FeeSource { active_liquidity: 0.0, own_liquidity: pool.liquidity(), ..POOL };
        let earned = Pool::ConstantProduct(pool).fee_rate(3000.0, alone.apr(3000.0));
        assert!((earned / (0.003 * 1e6 * 365.0) - 1.0).abs() < 1e-14);
    }

    #[test]
    fn as_much_of_ones_own_halves_the_rate_and_so_does_sharing_half() {
        let full = POOL.apr(3000.0).0;
        assert_eq!(FeeSource { own_liquidity: 1e6, ..POOL }.apr(3000.0).0, full / 2.0);
        assert_eq!(FeeSource { diverted: Frac(0.5), ..POOL }.apr(3000.0).0, full / 2.0);
    }

    #[test]
    fn an_empty_pool_pays_nothing() {
        assert_eq!(FeeSource { active_liquidity: 0.0, ..POOL }.apr(3000.0), Frac(0.0));
    }
}
