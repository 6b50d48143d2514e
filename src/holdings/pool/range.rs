//! Price ranges: the two ways a person enters one, and the inverted pair.

use crate::holdings::pool::PoolError;
use crate::holdings::pool::error::checked_price;

/// Two prices in rising order, quote tokens per base token.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// Lower bound.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
}

impl Range {
    /// [`price`/`factor`, `price`·`factor`]: half of the value in each token at `price`.
    ///
    /// # Errors
    /// A price that is not above 0, a factor that is not above 1.
    pub fn multiplicative(price: f64, factor: f64) -> Result<Range, PoolError> {
        let price = checked_price(price)?;
        if !(factor > 1.0 && factor.is_finite()) {
            return Err(PoolError::Factor(factor));
        }
        Ok(Range { low: checked_price(price / factor)?, high: checked_price(price * factor)? })
    }

    /// [`price`·(1 − `width`), `price`·(1 + `width`)]: even in dollars, uneven in tokens.
    ///
    /// # Errors
    /// A price that is not above 0, a width outside (0, 1).
    pub fn additive(price: f64, width: f64) -> Result<Range, PoolError> {
        let price = checked_price(price)?;
        if !(width > 0.0 && width < 1.0) {
            return Err(PoolError::Width(width));
        }
        Ok(Range { low: price * (1.0 - width), high: price * (1.0 + width) })
    }

    /// The same range quoted the other way round, base per quote: bounds swap and invert.
    pub fn inverted(&self) -> Range {
        Range { low: 1.0 / self.high, high: 1.0 / self.low }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_two_ways_of_entry_differ() {
        assert_eq!(Range::multiplicative(2000.0, 1.25), Ok(Range { low: 1600.0, high: 2500.0 }));
        assert_eq!(Range::additive(2000.0, 0.25), Ok(Range { low: 1500.0, high: 2500.0 }));
    }

    #[test]
    fn inverting_twice_comes_back() {
        let range = Range { low: 1600.0, high: 2500.0 };
        assert_eq!(range.inverted(), Range { low: 0.0004, high: 0.000625 });
        assert_eq!(range.inverted().inverted(), range);
    }

    #[test]
    fn no_width_is_refused() {
        assert_eq!(Range::multiplicative(2000.0, 1.0), Err(PoolError::Factor(1.0)));
        assert_eq!(Range::additive(2000.0, 1.0), Err(PoolError::Width(1.0)));
    }
}
