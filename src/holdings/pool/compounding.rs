//! Compounding: how often putting fees back in is worth its gas.

use crate::units::{Frac, Usd, Years};

/// A position whose fees can be put back in at a cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compounding {
    /// Value of the position, > 0.
    pub value: Usd,
    /// Fee APR on the value, simple.
    pub apr: Frac,
    /// Dollars each time.
    pub gas: Usd,
}

impl Compounding {
    /// The best interval √(2G/V)/y; none without value, without fees or without gas (then: always).
    pub fn best_interval(&self) -> Option<Years> {
        let worth = self.value.0 > 0.0 && self.apr.0 > 0.0 && self.gas.0 > 0.0;
        worth.then(|| Years((2.0 * self.gas.0 / self.value.0).sqrt() / self.apr.0))
    }

    /// The best number of times a year, y√(V/(2G)); none where [`Compounding::best_interval`] is.
    pub fn best_times_per_year(&self) -> Option<f64> {
        self.best_interval().map(|interval| 1.0 / interval.0)
    }

    /// Whether to compound at all: at least once a year, or gas is free. Otherwise don't.
    pub fn worthwhile(&self) -> bool {
        let free = self.gas.0 <= 0.0 && self.value.0 > 0.0 && self.apr.0 > 0.0;
        free || self.best_times_per_year().is_some_and(|times| times >= 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_interval_costs_as_much_gas_as_it_forgoes_growth() {
        // Loss a year by waiting t: ½y²tV in growth, G/t in gas. Equal at the minimum.
        let one = Compounding { value: Usd(10_000.0), apr: Frac(0.2), gas: Usd(13.13) };
        let interval = one.best_interval().unwrap().0;
        assert!((interval * 365.0 - 93.5).abs() < 0.1);
        assert!((0.5 * 0.04 * interval * 10_000.0 / (13.13 / interval) - 1.0).abs() < 1e-12);
    }

    #[test]
    fn free_gas_is_always_and_no_fees_is_never() {
        let free = Compounding { value: Usd(10_000.0), apr: Frac(0.2), gas: Usd(0.0) };
        assert!(free.worthwhile() && free.best_interval().is_none());
        assert!(!Compounding { apr: Frac(0.0), ..free }.worthwhile());
        assert!(!Compounding { value: Usd(100.0), gas: Usd(20.0), ..free }.worthwhile());
    }
}
