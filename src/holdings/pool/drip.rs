//! A stock's dividend reinvestment, to set beside compounding fees and beside taking the cash.

use crate::units::{Frac, Usd, Years};

/// A holding that pays a dividend at even intervals, at the price of the day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Drip {
    /// Value now, ≥ 0.
    pub value: Usd,
    /// Dividends a year, of the price.
    pub dividend_yield: Frac,
    /// Growth of the price a year, simple, above −1.
    pub growth: Frac,
    /// Payments a year, ≥ 1 (0 is read as 1).
    pub payments_per_year: u32,
    /// How long. Only whole intervals pay.
    pub time: Years,
}

impl Drip {
    /// Value at the end with every dividend put back in: V·(1+g)^T·(1+y/m)^n.
    pub fn reinvested(&self) -> Usd {
        Usd(self.not_reinvested().0 * (self.payments() * (self.dividend_yield.0 / self.per_year()).ln_1p()).exp())
    }

    /// Value at the end without them: V·(1+g)^T.
    pub fn not_reinvested(&self) -> Usd {
        Usd(self.value.0 * (self.time.0 * self.growth.0.ln_1p()).exp())
    }

    /// The dividends taken as cash, not invested: Σ V·(y/m)·(1+g)^(k/m).
    pub fn cash_taken(&self) -> Usd {
        let (step, count) = (self.growth.0.ln_1p() / self.per_year(), self.payments());
        let sum = if step == 0.0 { count } else { step.exp() * (count * step).exp_m1() / step.exp_m1() };
        Usd(self.value.0 * self.dividend_yield.0 / self.per_year() * sum)
    }

    fn per_year(&self) -> f64 {
        f64::from(self.payments_per_year.max(1))
    }

    /// Whole intervals in the time.
    fn payments(&self) -> f64 {
        (self.per_year() * self.time.0 + 1e-9).floor().max(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn before_the_first_payment_nothing_is_paid() {
        let young = Drip {
            value: Usd(10_000.0),
            dividend_yield: Frac(0.02),
            growth: Frac(0.06),
            payments_per_year: 4,
            time: Years(0.2),
        };
        assert_eq!(young.cash_taken(), Usd(0.0));
        assert_eq!(young.reinvested(), young.not_reinvested());
    }
}
