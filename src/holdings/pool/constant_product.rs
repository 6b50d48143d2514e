//! Constant product (Uniswap v2): x·y = L², full range.

use crate::holdings::pool::error::{checked_deposit, checked_price};
use crate::holdings::pool::{PoolError, Reserves};

/// A share of a constant-product pool.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ConstantProduct {
    liquidity: f64,
}

impl ConstantProduct {
    /// The position that `value` quote tokens buy at the price `entry`.
    ///
    /// # Errors
    /// A deposit or a price that is not a number above 0.
    pub fn from_deposit(value: f64, entry: f64) -> Result<ConstantProduct, PoolError> {
        let (value, entry) = (checked_deposit(value)?, checked_price(entry)?);
        Ok(ConstantProduct { liquidity: value / (2.0 * entry.sqrt()) })
    }

    /// L = √(x·y), in √(base · quote) tokens.
    pub fn liquidity(&self) -> f64 {
        self.liquidity
    }

    pub(super) fn reserves(&self, price: f64) -> Reserves {
        let root = price.sqrt();
        Reserves { base: self.liquidity / root, quote: self.liquidity * root }
    }

    pub(super) fn gamma(&self, price: f64) -> f64 {
        -self.liquidity / (2.0 * price * price.sqrt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::holdings::pool::Pool;

    #[test]
    fn impermanent_loss_is_the_textbook_formula() {
        let pool = Pool::ConstantProduct(ConstantProduct::from_deposit(10_000.0, 2000.0).unwrap());
        for k in [0.01, 0.25, 1.0, 2.0, 16.0f64] {
            let textbook = 2.0 * k.sqrt() / (1.0 + k) - 1.0;
            assert!((pool.impermanent_loss(2000.0 * k, 2000.0).0 - textbook).abs() < 1e-15);
        }
    }
}
