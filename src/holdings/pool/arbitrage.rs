//! Arbitrage: how much of the loss to rebalancing is left to arbitrageurs after they pay the pool's fee.
//!
//! Either all fees less the gross loss, or noise traders' fees less arbitrage. Never all fees less arbitrage:
//! the fee that arbitrageurs pay would count twice.

use crate::units::{Frac, Vol, Years};

/// Arbitrage profit over LVR, in [0, 1]: 1/(1 + √2·γ/σ_b), γ = ln(1 + fee), σ_b the volatility in a block.
///
/// Without volatility or block time 0: no move ever pays for the fee. Source: Milionis, Moallemi, Roughgarden
/// 2023 (Poisson blocks).
pub fn arbitrage_share(fee: Frac, vol: Vol, block: Years) -> Frac {
    let moves = vol.0 * block.0.max(0.0).sqrt();
    let hurdle = std::f64::consts::SQRT_2 * fee.0.ln_1p();
    Frac(if hurdle == 0.0 { 1.0 } else { moves / (moves + hurdle) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_fee_arbitrage_keeps_all_and_without_moves_nothing() {
        let block = Years(12.0 / (365.0 * 86_400.0));
        assert_eq!(arbitrage_share(Frac(0.0), Vol(0.8), block), Frac(1.0));
        assert_eq!(arbitrage_share(Frac(0.003), Vol(0.0), block), Frac(0.0));
        assert!(arbitrage_share(Frac(0.003), Vol(0.8), block) < arbitrage_share(Frac(0.0005), Vol(0.8), block));
    }
}
