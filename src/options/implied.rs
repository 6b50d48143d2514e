//! Implied volatility: the inverse of Black, with the bound named where a price has none.

use implied_vol::{DefaultSpecialFn, ImpliedBlackVolatility};

use crate::options::black::Side;

/// Why a price has no implied volatility.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoVol {
    /// At or below what the option pays without volatility.
    AtOrBelowIntrinsic,
    /// At or above what it could ever be worth (the forward, or the strike for puts).
    AtOrAboveUpper,
}

/// Volatility that gives this discounted price.
///
/// # Errors
/// [`NoVol`] says which bound the price breaks.
///
/// Source: Jäckel (2015), Let's Be Rational, as crate `implied-vol`.
pub fn implied_vol(side: Side, price: f64, forward: f64, strike: f64, years: f64, rate: f64) -> Result<f64, NoVol> {
    let undiscounted = price * (rate * years).exp();
    let upper = if side == Side::Call { forward } else { strike };
    if undiscounted <= side.intrinsic(forward, strike) {
        return Err(NoVol::AtOrBelowIntrinsic);
    }
    if undiscounted >= upper {
        return Err(NoVol::AtOrAboveUpper);
    }
    ImpliedBlackVolatility::builder()
        .option_price(undiscounted)
        .forward(forward)
        .strike(strike)
        .expiry(years)
        .is_call(side == Side::Call)
        .build()
        .and_then(|found| found.calculate::<DefaultSpecialFn>())
        .ok_or(NoVol::AtOrBelowIntrinsic)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::black::price;

    #[test]
    fn the_vol_comes_back_from_its_price() {
        let quoted = price(Side::Put, 6000.0, 5600.0, 0.21, 0.12, 0.04);
        let vol = implied_vol(Side::Put, quoted, 6000.0, 5600.0, 0.12, 0.04);
        assert!(vol.is_ok_and(|vol| (vol - 0.21).abs() < 1e-12));
    }
}
