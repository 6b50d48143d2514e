//! What is wrong with a deposit, in a sentence for the person who typed it.

use std::fmt;

/// An input no pool can be made of. Its text names the value and what is allowed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PoolError {
    /// A price that is not a number above 0.
    Price(f64),
    /// A deposit that is not a number above 0.
    Deposit(f64),
    /// A range whose bounds are not two prices in rising order.
    Range {
        /// Lower bound.
        low: f64,
        /// Upper bound.
        high: f64,
    },
    /// A range factor that is not above 1.
    Factor(f64),
    /// A range half-width that is not between 0 and 1.
    Width(f64),
    /// A value share that is not between 0 and 1.
    Weight(f64),
    /// An amplification Curve does not allow.
    Amplification(f64),
}

/// Lowest and highest price accepted.
pub(super) const PRICES: (f64, f64) = (1e-60, 1e60);
/// Largest deposit accepted, in quote tokens.
pub(super) const LARGEST_DEPOSIT: f64 = 1e30;
/// Largest amplification accepted (Curve's own MAX_A).
pub(super) const LARGEST_AMPLIFICATION: f64 = 1e6;

impl fmt::Display for PoolError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (lowest, highest) = PRICES;
        match self {
            PoolError::Price(price) => {
                write!(f, "The price must be a number above 0 (from {lowest:e} to {highest:e}); it is {price}.")
            }
            PoolError::Deposit(value) => {
                write!(f, "The deposit must be above 0 and at most {LARGEST_DEPOSIT:e} quote tokens; it is {value}.")
            }
            PoolError::Range { low, high } => write!(
                f,
                "The range needs a lower bound above 0 and an upper bound above it; it runs from {low} to {high}."
            ),
            PoolError::Factor(factor) => write!(f, "The range factor must be a number above 1; it is {factor}."),
            PoolError::Width(width) => {
                write!(
                    f,
                    "The range must reach more than 0 % and less than 100 % to each side; it is {} %.",
                    100.0 * width
                )
            }
            PoolError::Weight(weight) => {
                write!(f, "The base token's share must be above 0 % and below 100 %; it is {} %.", 100.0 * weight)
            }
            PoolError::Amplification(a) => {
                write!(f, "The amplification must be above 0 and at most {LARGEST_AMPLIFICATION}; it is {a}.")
            }
        }
    }
}

impl std::error::Error for PoolError {}

/// `price`, if it is one.
pub(super) fn checked_price(price: f64) -> Result<f64, PoolError> {
    if (PRICES.0..=PRICES.1).contains(&price) { Ok(price) } else { Err(PoolError::Price(price)) }
}

/// `value`, if it can be deposited.
pub(super) fn checked_deposit(value: f64) -> Result<f64, PoolError> {
    if value > 0.0 && value <= LARGEST_DEPOSIT { Ok(value) } else { Err(PoolError::Deposit(value)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonsense_is_refused_in_a_sentence_that_names_it() {
        for nonsense in [0.0, -3.0, f64::NAN, f64::INFINITY] {
            let said = checked_price(nonsense).unwrap_err().to_string();
            assert!(said.contains(&nonsense.to_string()) && said.ends_with('.'), "{said}");
            assert!(checked_deposit(nonsense).is_err());
        }
    }
}
