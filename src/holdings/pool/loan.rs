//! Private leverage: a loan against the position, its health, and the price that liquidates it.

use crate::holdings::pool::Pool;
use crate::numbers::bracketed_root;
use crate::units::{Frac, Usd, Years};

/// Part of the debt that a liquidation costs on top. Model book 7.
pub const LIQUIDATION_PENALTY: Frac = Frac(0.07);

/// Dollars borrowed against a position.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Loan {
    /// Borrowed at the start, ≥ 0.
    pub principal: Usd,
    /// Interest a year, continuously compounded.
    pub rate: Frac,
    /// Liquidation threshold ℓ: the share of the value that may be owed, in (0, 1].
    pub threshold: Frac,
}

impl Loan {
    /// What is owed `after` some time: B·e^(bT).
    pub fn debt(&self, after: Years) -> Usd {
        Usd(self.principal.0 * (self.rate.0 * after.0).exp())
    }

    /// ℓ·value/debt: below 1 the position is liquidated. None where nothing is owed.
    pub fn health(&self, value: Usd, after: Years) -> Option<f64> {
        let debt = self.debt(after).0;
        (debt > 0.0).then(|| self.threshold.0 * value.0 / debt)
    }

    /// Whether a position worth `value` is liquidated `after` some time.
    pub fn liquidated(&self, value: Usd, after: Years) -> bool {
        // A deposit's own value comes back to 1e-15: rounding liquidates nobody.
        self.threshold.0 * value.0 < self.debt(after).0 * (1.0 - 1e-12)
    }

    /// What a liquidation at `value` costs, ≥ 0; 0 where the loan stands.
    pub fn penalty(&self, value: Usd, after: Years) -> Usd {
        Usd(if self.liquidated(value, after) { LIQUIDATION_PENALTY.0 * self.debt(after).0 } else { 0.0 })
    }

    /// The dollar price of base at or below `price_usd` under which the position is liquidated.
    ///
    /// `price_usd` itself where it already is; none where no price down to e^−60 of it does. Value never falls
    /// as the price rises, so there is one.
    pub fn liquidation_price(&self, pool: &Pool, price_usd: f64, peg: f64, after: Years) -> Option<f64> {
        let debt = self.debt(after).0;
        let room = |log: f64| self.threshold.0 * pool.dollars(price_usd * log.exp(), peg).0 - debt;
        if room(0.0) <= 0.0 {
            return Some(price_usd);
        }
        bracketed_root(-60.0, 0.0, room).map(|log| price_usd * log.exp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::holdings::pool::ConstantProduct;

    const LOAN: Loan = Loan { principal: Usd(16_000.0), rate: Frac(0.08), threshold: Frac(0.8) };

    fn pool() -> Pool {
        Pool::ConstantProduct(ConstantProduct::from_deposit(40_000.0, 3000.0).unwrap())
    }

    #[test]
    fn half_the_room_is_gone_at_a_quarter_of_the_price() {
        // ℓV/B = 2 at 3000 and V follows √P.
        assert_eq!(LOAN.health(Usd(40_000.0), Years(0.0)), Some(2.0));
        let price = LOAN.liquidation_price(&pool(), 3000.0, 1.0, Years(0.0)).unwrap();
        assert!((price - 750.0).abs() < 1e-9);
    }

    #[test]
    fn on_either_side_of_the_price_the_verdict_differs() {
        let (after, pool) = (Years(0.5), pool());
        let price = LOAN.liquidation_price(&pool, 3000.0, 1.0, after).unwrap();
        assert!(LOAN.liquidated(pool.dollars(price * 0.999_999, 1.0), after));
        assert!(!LOAN.liquidated(pool.dollars(price * 1.000_001, 1.0), after));
        assert_eq!(LOAN.penalty(pool.dollars(price * 1.000_001, 1.0), after), Usd(0.0));
        assert!((LOAN.penalty(Usd(1.0), after).0 - 0.07 * LOAN.debt(after).0).abs() < 1e-10);
    }

    #[test]
    fn no_loan_is_never_liquidated() {
        let none = Loan { principal: Usd(0.0), ..LOAN };
        assert_eq!(none.health(Usd(1.0), Years(1.0)), None);
        assert_eq!(none.liquidation_price(&pool(), 3000.0, 1.0, Years(1.0)), None);
    }

    #[test]
    fn too_much_debt_is_liquidated_where_it_stands() {
        let heavy = Loan { principal: Usd(39_000.0), ..LOAN };
        assert_eq!(heavy.liquidation_price(&pool(), 3000.0, 1.0, Years(0.0)), Some(3000.0));
    }
}
