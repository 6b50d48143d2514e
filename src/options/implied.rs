//! Implied volatility: the inverse of Black, with the bound named where a price has none.
//!
//! By a root of its own: a published crate (Jäckel 2015, Let's Be Rational) would be 10 KiB of the first download, since a
//! typed leg needs it there. A test holds one to the other.

use crate::numbers::bracketed_root;
use crate::options::black::{Side, price};

/// Why a price has no implied volatility.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoVol {
    /// At or below what the option pays without volatility.
    AtOrBelowIntrinsic,
    /// At or above what it could ever be worth (the forward, or the strike for puts).
    AtOrAboveUpper,
}

/// Ends of the search, logs of σ√T: below, no price differs from intrinsic; above, none from its upper bound.
const DEVIATIONS: [f64; 2] = [-40.0, 4.0];

/// Volatility that gives this discounted price.
///
/// # Errors
/// [`NoVol`] says which bound the price breaks.
///
/// The root is that of the out-of-the-money option of the strike, which keeps the digits: in logs of its price below half
/// of what it could be worth, in the price above. House choice.
pub fn implied_vol(side: Side, price: f64, forward: f64, strike: f64, years: f64, rate: f64) -> Result<f64, NoVol> {
    let undiscounted = price * (rate * years).exp();
    let [least, upper] = bounds(side, forward, strike);
    if undiscounted <= least {
        return Err(NoVol::AtOrBelowIntrinsic);
    }
    if undiscounted >= upper {
        return Err(NoVol::AtOrAboveUpper);
    }
    let value = undiscounted - least;
    let out = if forward < strike { Side::Call } else { Side::Put };
    let at = |log: f64| self::price(out, forward, strike, log.exp(), 1.0, 0.0);
    let [low, high] = DEVIATIONS;
    let root = if value < 0.5 * forward.min(strike) {
        let log = value.max(f64::MIN_POSITIVE).ln();
        bracketed_root(low, high, |x| at(x).max(f64::MIN_POSITIVE).ln() - log)
    } else {
        bracketed_root(low, high, |x| at(x) - value)
    };
    match root {
        Some(log) if years > 0.0 => Ok(log.exp() / years.sqrt()),
        _ => Err(NoVol::AtOrBelowIntrinsic),
    }
}

/// Least and most that an option could be worth, undiscounted points; both ends need no or endless volatility.
pub fn bounds(side: Side, forward: f64, strike: f64) -> [f64; 2] {
    [side.intrinsic(forward, strike), if side == Side::Call { forward } else { strike }]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_vol_comes_back_from_its_price() {
        let quoted = price(Side::Put, 6000.0, 5600.0, 0.21, 0.12, 0.04);
        let vol = implied_vol(Side::Put, quoted, 6000.0, 5600.0, 0.12, 0.04);
        assert!(vol.is_ok_and(|vol| (vol - 0.21).abs() < 1e-12));
    }

    #[test]
    #[cfg(not(target_arch = "wasm32"))]
    fn the_root_is_the_published_crates() {
        use implied_vol::{DefaultSpecialFn, ImpliedBlackVolatility};
        let mut compared = 0;
        for side in [Side::Call, Side::Put] {
            for strike in [600.0, 3000.0, 5500.0, 5950.0, 6000.0, 6010.0, 7000.0, 20_000.0] {
                for (vol, years) in [(0.05, 0.01), (0.1, 0.1), (0.21, 0.12), (0.6, 1.0), (1.5, 2.0), (4.0, 0.003)] {
                    let quoted = price(side, 6000.0, strike, vol, years, 0.0);
                    let theirs = ImpliedBlackVolatility::builder()
                        .option_price(quoted)
                        .forward(6000.0)
                        .strike(strike)
                        .expiry(years)
                        .is_call(side == Side::Call)
                        .build()
                        .and_then(|found| found.calculate::<DefaultSpecialFn>());
                    let ours = implied_vol(side, quoted, 6000.0, strike, years, 0.0);
                    // Where the price is intrinsic to the last digits there is no vol to find.
                    let (Some(theirs), Ok(ours)) = (theirs.filter(|x| *x > 0.0), ours) else { continue };
                    let again = |vol: f64| price(side, 6000.0, strike, vol, years, 0.0);
                    assert!(
                        (ours / theirs - 1.0).abs() < 1e-9 || (again(ours) - again(theirs)).abs() <= 4e-15 * quoted,
                        "{side:?} {strike} {vol} {years}: {ours} {theirs}"
                    );
                    compared += 1;
                }
            }
        }
        assert!(compared > 60, "{compared}");
    }

    #[test]
    fn a_price_outside_its_bounds_names_the_bound() {
        let of = |price| implied_vol(Side::Put, price, 6000.0, 6100.0, 0.1, 0.0);
        assert_eq!((of(100.0), of(99.0)), (Err(NoVol::AtOrBelowIntrinsic), Err(NoVol::AtOrBelowIntrinsic)));
        assert_eq!((of(6100.0), of(7000.0)), (Err(NoVol::AtOrAboveUpper), Err(NoVol::AtOrAboveUpper)));
        assert_eq!(implied_vol(Side::Put, 120.0, 6000.0, 6100.0, 0.0, 0.0), Err(NoVol::AtOrBelowIntrinsic));
    }
}
