//! Depth: what leaves a pool at which price, and what counts as ready cash.

use crate::holdings::pool::{Pool, PoolError};
use crate::numbers::bracketed_root;
use crate::units::{Frac, Usd};

/// Quote tokens of a position that leave while the price gives way by `slippage`, times the depth that the shock
/// leaves, ≥ 0: y(P) − y(P/(1+s)) on the pool's own curve. Model book 15.
///
/// y(1 − 1/√(1+s)) for constant product; more in a range, where nothing is kept for prices beyond it, and for two
/// stablecoins, which hold most of what they have near their peg.
pub fn withdrawable(pool: &Pool, price: f64, slippage: Frac, depth: f64) -> f64 {
    let held = pool.reserves(price).quote;
    let kept = pool.reserves(price / (1.0 + slippage.0.max(0.0))).quote;
    (held - kept).max(0.0).min(held) * depth
}

/// What is ready over what falls due; none where nothing does. Model book 15.
pub fn quick_ratio(ready: Usd, due: Usd) -> Option<f64> {
    (due.0 > 0.0).then(|| ready.0 / due.0)
}

/// What others hold in a pool of the same curve at `price`, in the unit of the active liquidity: L on Uniswap, value
/// over 2√P elsewhere.
///
/// # Errors
/// No liquidity, or so little that no pool can be made of it.
pub fn others(pool: &Pool, liquidity: f64, price: f64) -> Result<Pool, PoolError> {
    pool.of_worth(2.0 * liquidity * price.sqrt(), price)
}

/// Part of its value that selling `base` tokens at `price` into `pool` loses, in [0, 1]: they push the price down to
/// where the pool holds them too.
pub fn selling_loss(pool: &Pool, base: f64, price: f64) -> Frac {
    let worth = base * price;
    if worth <= 0.0 {
        return Frac(0.0);
    }
    let now = pool.reserves(price);
    let room = |log: f64| pool.reserves(price * log.exp()).base - now.base - base;
    // Beyond e^−60 of the price the last token is sold for nothing.
    let end = bracketed_root(-60.0, 0.0, room).map_or(0.0, |log| pool.reserves(price * log.exp()).quote);
    Frac((1.0 - (now.quote - end) / worth).clamp(0.0, 1.0))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::holdings::pool::{Concentrated, ConstantProduct, StableSwap, Weighted};

    fn full() -> Pool {
        Pool::ConstantProduct(ConstantProduct::from_deposit(40_000.0, 3000.0).unwrap())
    }

    #[test]
    fn selling_into_the_full_range_is_what_the_two_roots_say() {
        let (q, price, liquidity) = (100.0, 2000.0f64, 50_000.0);
        let end = 1.0 / (1.0 / price.sqrt() + q / liquidity);
        let proceeds = liquidity * (price.sqrt() - end);
        let into = others(&full(), liquidity, price).unwrap();
        assert!((selling_loss(&into, q, price).0 - (1.0 - proceeds / (q * price))).abs() < 1e-9);
        assert_eq!(selling_loss(&into, 0.0, price), Frac(0.0));
        assert!(others(&full(), 0.0, price).is_err());
    }

    #[test]
    fn selling_into_a_weighted_pool_is_balancers_own_formula() {
        let own = Pool::Weighted(Weighted::from_deposit(1000.0, 20.0, 0.8).unwrap());
        let into = others(&own, 5e5, 20.0).unwrap();
        let held = into.reserves(20.0);
        // Out = Q·(1 − (B/(B + q))^(w/(1 − w))).
        let q = 0.1 * held.base;
        let out = held.quote * (1.0 - (held.base / (held.base + q)).powf(4.0));
        assert!((selling_loss(&into, q, 20.0).0 - (1.0 - out / (20.0 * q))).abs() < 1e-9);
    }

    #[test]
    fn two_stablecoins_leave_nearly_whole_and_sell_at_next_to_no_loss() {
        let stable = Pool::StableSwap(StableSwap::from_deposit(10_000.0, 1.0, 200.0).unwrap());
        let out = withdrawable(&stable, 1.0, Frac(0.01), 1.0);
        // Half of it, a hundred times what the full range lets out.
        assert!(out > 0.5 * 5000.0 && out < 0.6 * 5000.0, "{out}");
        let into = others(&stable, 500_000.0, 1.0).unwrap();
        assert!(selling_loss(&into, 5000.0, 1.0).0 < 1e-4);
        // The same money as constant product gives way a hundred times as much.
        let flat = others(&full(), 500_000.0, 1.0).unwrap();
        assert!(selling_loss(&flat, 5000.0, 1.0).0 > 4e-3);
    }

    #[test]
    fn each_kind_lets_out_what_its_own_curve_lets_out() {
        let s = Frac(0.01);
        let y = full().reserves(3000.0).quote;
        assert!((withdrawable(&full(), 3000.0, s, 1.0) / (y * (1.0 - 1.0 / 1.01f64.sqrt())) - 1.0).abs() < 1e-9);
        let ranged = Pool::Concentrated(Concentrated::from_deposit(40_000.0, 3000.0, 2980.0, 3300.0).unwrap());
        // The lower bound is nearer than the slippage: all of it leaves.
        assert!((withdrawable(&ranged, 3000.0, s, 1.0) / ranged.reserves(3000.0).quote - 1.0).abs() < 1e-3);
        let weighted = Pool::Weighted(Weighted::from_deposit(40_000.0, 3000.0, 0.8).unwrap());
        assert!(
            (withdrawable(&weighted, 3000.0, s, 0.5) / (0.5 * 8000.0 * (1.0 - 1.01f64.powf(-0.8))) - 1.0).abs() < 1e-9
        );
    }

    #[test]
    fn nothing_due_has_no_ratio_and_no_slippage_frees_nothing() {
        assert_eq!(quick_ratio(Usd(5.0), Usd(0.0)), None);
        assert_eq!(withdrawable(&full(), 3000.0, Frac(0.0), 1.0), 0.0);
    }
}
