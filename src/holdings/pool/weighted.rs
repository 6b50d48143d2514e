//! Weighted pool (Balancer): the base token is always the same share of the value.

use crate::holdings::pool::error::{checked_deposit, checked_price};
use crate::holdings::pool::{PoolError, Reserves};

/// A share of a weighted pool of two tokens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Weighted {
    deposit: f64,
    entry: f64,
    weight: f64,
}

impl Weighted {
    /// The position that `value` quote tokens buy at the price `entry`; `weight` is base's share of value.
    ///
    /// # Errors
    /// A deposit or price that is not a number above 0, or a share outside (0, 1).
    pub fn from_deposit(value: f64, entry: f64, weight: f64) -> Result<Weighted, PoolError> {
        let (deposit, entry) = (checked_deposit(value)?, checked_price(entry)?);
        if weight > 0.0 && weight < 1.0 {
            Ok(Weighted { deposit, entry, weight })
        } else {
            Err(PoolError::Weight(weight))
        }
    }

    /// Base's share of the value, in (0, 1).
    pub fn weight(&self) -> f64 {
        self.weight
    }

    pub(super) fn reserves(&self, price: f64) -> Reserves {
        let value = self.value(price);
        Reserves { base: self.weight * value / price, quote: (1.0 - self.weight) * value }
    }

    pub(super) fn gamma(&self, price: f64) -> f64 {
        -self.weight * (1.0 - self.weight) * self.value(price) / (price * price)
    }

    fn value(&self, price: f64) -> f64 {
        self.deposit * (price / self.entry).powf(self.weight)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::holdings::pool::{ConstantProduct, Pool};

    #[test]
    fn half_and_half_is_the_constant_product() {
        let half = Pool::Weighted(Weighted::from_deposit(10_000.0, 2000.0, 0.5).unwrap());
        let product = Pool::ConstantProduct(ConstantProduct::from_deposit(10_000.0, 2000.0).unwrap());
        for price in [100.0, 2000.0, 9000.0] {
            assert!((half.value(price) / product.value(price) - 1.0).abs() < 1e-14);
            assert!((half.gamma(price) / product.gamma(price) - 1.0).abs() < 1e-14);
        }
    }

    #[test]
    fn a_share_outside_zero_and_one_is_refused() {
        for weight in [0.0, 1.0, -0.2, 1.3, f64::NAN] {
            assert!(matches!(Weighted::from_deposit(1.0, 1.0, weight), Err(PoolError::Weight(_))));
        }
    }
}
