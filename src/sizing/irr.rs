//! IRR: what the pool's cash flows earn a year, left calmly or in the shock.
//!
//! No LVR in the flows: it is inside the value at the exit. Interest is a cost of the flow although the hurdle prices
//! debt too, on the careful side. Source: model book 11.2.

use serde::Serialize;

use crate::holdings::pool::Pool;
use crate::holdings::pool::carry::Carry;
use crate::holdings::pool::position::Position;
use crate::numbers::scanned_roots;
use crate::units::{Frac, Years};

/// Money out, month by month back, and what is left at the end. Dollars.
#[derive(Clone, Debug, PartialEq)]
pub struct CashFlows {
    /// Paid in at the start; positive.
    pub deposit: f64,
    /// What each month brings; a cost is negative.
    pub flows: Vec<f64>,
    /// Expected value at the end.
    pub exit: f64,
}

/// A rate of return.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Irr {
    /// A month.
    pub monthly: Frac,
    /// A year, compounded: (1 + i)^12 − 1.
    pub annual: Frac,
    /// Whether other rates would do as well: the flows change sign more than once.
    pub is_ambiguous: bool,
}

/// Why there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum IrrError {
    /// Nothing that is paid in ever comes back, at any rate.
    NoSignChange,
}

/// Ends of the monthly rate.
const LOWEST: f64 = -0.99;
const HIGHEST: f64 = 10.0;
/// Steps of the scan over ln(1 + i).
const STEPS: usize = 200;

impl CashFlows {
    /// Net present value at a monthly rate, dollars.
    pub fn npv(&self, monthly: f64) -> f64 {
        let discount = 1.0 / (1.0 + monthly);
        let last = self.flows.len().saturating_sub(1);
        let back = self
            .flows
            .iter()
            .enumerate()
            .rev()
            .fold(0.0, |later, (k, flow)| discount * (later + flow + if k == last { self.exit } else { 0.0 }));
        back - self.deposit
    }

    /// The rate at which the present value is 0; of several, the one nearest to 0.
    ///
    /// # Errors
    /// Where no rate a month between −99 % and 1000 % makes it 0.
    pub fn irr(&self) -> Result<Irr, IrrError> {
        let roots = scanned_roots(LOWEST.ln_1p(), HIGHEST.ln_1p(), STEPS, |log| self.npv(log.exp_m1()));
        let nearest = roots.iter().copied().reduce(|a, b| if b.abs() < a.abs() { b } else { a });
        let log = nearest.ok_or(IrrError::NoSignChange)?;
        Ok(Irr { monthly: Frac(log.exp_m1()), annual: Frac((12.0 * log).exp_m1()), is_ambiguous: roots.len() > 1 })
    }
}

impl IrrError {
    /// What the person reads.
    pub fn words(self) -> &'static str {
        match self {
            IrrError::NoSignChange => "the cash flows never change sign: costs eat more than the pool brings back",
        }
    }
}

/// Chance of having left in a shock within this many months: 1 − (1 − chance)^years.
pub fn stress_probability(chance: f64, months: f64) -> f64 {
    1.0 - (1.0 - chance).max(0.0).powf(months / 12.0)
}

/// Expected fees, and gas (one exit a year, spread evenly), interest and premium, month by month.
pub fn flows(position: &Position, pool: &Pool, months: f64) -> (Vec<f64>, Vec<f64>) {
    let month = |k: u32| Years(f64::from(k) / 12.0);
    let earned = |k: u32| {
        let carry = Carry { pool: *pool, price: position.entry, vol: position.vol, horizon: month(k) };
        if k == 0 { 0.0 } else { carry.expected_fees(Frac(position.fee_apr)) }
    };
    let paid = |k: u32| {
        let time = month(k);
        position.gas.0 * time.0 + position.loan.debt(time).0 + position.insurance.premium_paid(position.deposit, time).0
    };
    let count = months.clamp(1.0, 120.0) as u32;
    let steps = |total: &dyn Fn(u32) -> f64| -> Vec<f64> {
        let sums: Vec<f64> = (0..=count).map(total).collect();
        sums.windows(2).map(|pair| pair[1] - pair[0]).collect()
    };
    (steps(&earned), steps(&paid))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(flow: f64, months: usize, exit: f64) -> CashFlows {
        CashFlows { deposit: 1000.0, flows: vec![flow; months], exit }
    }

    #[test]
    fn level_flows_with_the_deposit_back_earn_their_flow() {
        // A bond at par: the rate is the coupon.
        for (flow, months) in [(10.0, 12), (-3.0, 24), (25.0, 60)] {
            let found = level(flow, months, 1000.0).irr();
            assert!(found.is_ok_and(|irr| (irr.monthly.0 - flow / 1000.0).abs() < 1e-12), "{flow}");
        }
    }

    #[test]
    fn without_flows_the_rate_is_the_growth_of_the_value() {
        let found = level(0.0, 24, 810.0).irr();
        assert!(found.is_ok_and(|irr| (irr.annual.0 + 0.1).abs() < 1e-12));
    }

    #[test]
    fn flows_that_never_turn_have_no_rate_and_say_so() {
        let found = level(-500.0, 12, 100.0).irr();
        assert_eq!(found, Err(IrrError::NoSignChange));
        assert!(found.is_err_and(|wrong| wrong.words().contains("never change sign")));
    }

    #[test]
    fn flows_that_turn_twice_have_two_rates_and_a_warning() {
        // −1000 + 2500/(1 + i) − 1540/(1 + i)² is 0 at 10 % and at 40 %.
        let flows = CashFlows { deposit: 1000.0, flows: vec![2500.0, -1540.0], exit: 0.0 };
        let found = flows.irr();
        assert!(found.is_ok_and(|irr| irr.is_ambiguous && (irr.monthly.0 - 0.1).abs() < 1e-12));
    }

    #[test]
    fn ten_percent_a_year_is_nineteen_over_two() {
        assert!((stress_probability(0.1, 24.0) - 0.19).abs() < 1e-15);
        assert_eq!((stress_probability(0.0, 24.0), stress_probability(1.0, 1.0)), (0.0, 1.0));
    }
}
