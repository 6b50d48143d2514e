//! StableSwap (Curve, two tokens): nearly constant sum around a price of 1, constant product far from it.

use crate::holdings::pool::error::{LARGEST_AMPLIFICATION, checked_deposit, checked_price};
use crate::holdings::pool::{PoolError, Reserves};
use crate::numbers::bracketed_root;

/// A share of a StableSwap pool of two tokens, both with the target price 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StableSwap {
    invariant: f64,
    /// Ann = 2A.
    ann: f64,
}

impl StableSwap {
    /// The position that `value` quote tokens buy at the price `entry` in a pool of contract amplification
    /// `amplification` (Curve's A).
    ///
    /// # Errors
    /// A deposit or price that is not a number above 0, or an amplification outside (0, 10⁶].
    pub fn from_deposit(value: f64, entry: f64, amplification: f64) -> Result<StableSwap, PoolError> {
        let (value, entry) = (checked_deposit(value)?, checked_price(entry)?);
        if !(amplification > 0.0 && amplification <= LARGEST_AMPLIFICATION) {
            return Err(PoolError::Amplification(amplification));
        }
        let unit = StableSwap { invariant: 1.0, ann: 2.0 * amplification };
        Ok(StableSwap { invariant: value / unit.reserves(entry).value(entry), ..unit })
    }

    /// Contract amplification A.
    pub fn amplification(&self) -> f64 {
        0.5 * self.ann
    }

    pub(super) fn reserves(&self, price: f64) -> Reserves {
        let shares = Shares::at(self.ann, price.min(1.0 / price));
        let (ample, scarce) = (self.invariant * shares.ample, self.invariant * shares.scarce());
        if price <= 1.0 { Reserves { base: ample, quote: scarce } } else { Reserves { base: scarce, quote: ample } }
    }

    pub(super) fn gamma(&self, price: f64) -> f64 {
        let shares = Shares::at(self.ann, price.min(1.0 / price));
        let (ample, scarce) = shares.slopes();
        // Above 1 the base is the scarce token and its own price in the other is 1/P.
        self.invariant * if price <= 1.0 { ample } else { -scarce / (price * price) }
    }
}

/// The two reserves over D at one price.
///
/// With the excess e = (x + y)/D − 1 ≥ 0 the invariant Ann·(x+y) + D = Ann·D + D³/(4xy) is explicit:
/// k = 1 + Ann·e = D²/(4xy) and ((x − y)/D)² = (1+e)² − 1/k. So the root is sought in √e, in which the price is
/// smooth through 1, where a search in x/D would lose digits in x − y.
struct Shares {
    ann: f64,
    excess: f64,
    gap: f64,
    k: f64,
    ample: f64,
}

impl Shares {
    /// At `price` ≤ 1 of the ample token in the scarce one.
    fn at(ann: f64, price: f64) -> Shares {
        // The excess is below 1/√P: at Ann = 0 it tends to 1/(2√P), and amplification only lowers it.
        let top = price.powf(-0.25);
        let wrong_by = |root: f64| {
            let shares = Shares::with_excess(ann, root);
            let weight = ann + 4.0 * shares.k * shares.k * shares.ample;
            if price > 0.5 {
                4.0 * shares.k * shares.k * shares.gap - (1.0 - price) * weight
            } else {
                price * weight - ann - shares.k / shares.ample
            }
        };
        Shares::with_excess(ann, bracketed_root(0.0, top, wrong_by).unwrap_or(top))
    }

    fn with_excess(ann: f64, root: f64) -> Shares {
        let excess = root * root;
        let k = 1.0 + ann * excess;
        let gap = root * (2.0 + excess + ann / k).sqrt();
        Shares { ann, excess, gap, k, ample: 0.5 * (1.0 + excess + gap) }
    }

    fn scarce(&self) -> f64 {
        0.25 / (self.k * self.ample)
    }

    /// Derivatives of the ample and the scarce reserve by the price, both times the gap to stay finite at 1.
    fn slopes(&self) -> (f64, f64) {
        let Shares { ann, excess, gap, k, ample } = *self;
        let scarce = self.scarce();
        let turn = 1.0 + excess + 0.5 * ann / (k * k);
        let (ample_by_e, scarce_by_e) = (0.5 * (gap + turn), 0.5 * (gap - turn));
        let (top, bottom) = (ann + 4.0 * k * k * scarce, ann + 4.0 * k * k * ample);
        let top_by_e = 8.0 * k * ann * scarce * gap + 4.0 * k * k * scarce_by_e;
        let bottom_by_e = 8.0 * k * ann * ample * gap + 4.0 * k * k * ample_by_e;
        let price_by_e = (top_by_e - top / bottom * bottom_by_e) / bottom;
        (ample_by_e / price_by_e, scarce_by_e / price_by_e)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::holdings::pool::Pool;

    #[test]
    fn reserves_satisfy_curves_own_invariant_and_price() {
        for amplification in [0.1, 1.0, 10.0, 100.0, 2000.0, 1e6] {
            let pool = StableSwap::from_deposit(1.0, 1.0, amplification).unwrap();
            for price in [1e-12, 1e-3, 0.3, 0.5, 0.88, 0.999, 1.0, 1.001, 1.2, 30.0, 1e9] {
                let (Reserves { base: x, quote: y }, d, ann) = (pool.reserves(price), 1.0, 2.0 * amplification);
                let g = d * d * d / (4.0 * x * y);
                let gap = (ann * (x + y) + d) / (ann * d + g) - 1.0;
                assert!(gap.abs() < 1e-13, "A {amplification} P {price}: invariant off by {gap}");
                let marginal = (ann + g / x) / (ann + g / y);
                assert!((marginal / price - 1.0).abs() < 1e-11, "A {amplification} P {price}: price {marginal}");
            }
        }
    }

    #[test]
    fn a_depeg_to_88_cents_costs_what_the_book_says() {
        for (amplification, share) in [(100.0, 0.8997), (2000.0, 0.8850)] {
            let pool = Pool::StableSwap(StableSwap::from_deposit(1.0, 1.0, amplification).unwrap());
            assert!((pool.value(0.88) - share).abs() < 5e-5);
        }
    }

    #[test]
    fn without_amplification_it_is_the_constant_product() {
        let pool = StableSwap::from_deposit(10_000.0, 1.0, 1e-12).unwrap().reserves(0.25);
        assert!((pool.base / 10_000.0 - 1.0).abs() < 1e-9 && (pool.quote / 2500.0 - 1.0).abs() < 1e-9, "{pool:?}");
    }

    #[test]
    fn an_amplification_of_nothing_is_refused() {
        for amplification in [0.0, -5.0, 2e6, f64::NAN] {
            assert!(matches!(StableSwap::from_deposit(1.0, 1.0, amplification), Err(PoolError::Amplification(_))));
        }
    }
}
