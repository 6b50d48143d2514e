//! Depth: what leaves a pool at which price, and what counts as ready cash.

use crate::units::{Frac, Usd};

/// Dollars of `quote` (the quote side of a position) that leave within a price impact: y(1 − 1/√(1+s)) times the
/// depth that the shock leaves, ≥ 0. Model book 15.
pub fn withdrawable(quote: Usd, slippage: Frac, depth: f64) -> Usd {
    Usd(quote.0 * (1.0 - 1.0 / (1.0 + slippage.0.max(0.0)).sqrt()) * depth)
}

/// What is ready over what falls due; none where nothing does. Model book 15.
pub fn quick_ratio(ready: Usd, due: Usd) -> Option<f64> {
    (due.0 > 0.0).then(|| ready.0 / due.0)
}

/// Part of the value that selling `base` tokens at `price` into liquidity `liquidity` loses, in [0, 1].
///
/// Within one range: √P′ = 1/(1/√P + q/L), proceeds L(√P − √P′). Source: Uniswap v3 whitepaper, 6.2.
pub fn selling_loss(base: f64, price: f64, liquidity: f64) -> Frac {
    let push = base * price.sqrt() / liquidity;
    // Proceeds over q·P: 1/(1 + q√P/L).
    Frac(if push.is_finite() { push / (1.0 + push) } else { 1.0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loss_of_a_sale_is_what_the_two_roots_say() {
        let (q, price, liquidity) = (100.0, 2000.0f64, 50_000.0);
        let end = 1.0 / (1.0 / price.sqrt() + q / liquidity);
        let proceeds = liquidity * (price.sqrt() - end);
        assert!((selling_loss(q, price, liquidity).0 - (1.0 - proceeds / (q * price))).abs() < 1e-14);
        assert_eq!(selling_loss(0.0, price, liquidity), Frac(0.0));
        assert_eq!(selling_loss(1.0, price, 0.0), Frac(1.0));
    }

    #[test]
    fn nothing_due_has_no_ratio_and_no_slippage_frees_nothing() {
        assert_eq!(quick_ratio(Usd(5.0), Usd(0.0)), None);
        assert_eq!(withdrawable(Usd(1000.0), Frac(0.0), 1.0), Usd(0.0));
    }
}
