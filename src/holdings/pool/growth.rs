//! Growth: fees put back in, beside fees taken as cash and a stock's dividend reinvestment. Source: model book 7.

use serde::Serialize;

use crate::holdings::pool::compounding::Compounding;
use crate::holdings::pool::drip::Drip;
use crate::units::{CALENDAR_DAYS, Frac, Usd, Years};

/// How often to compound, and what it comes to. Fees only: the price is taken to stay where it is.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Growth {
    /// Expected fees of the first year over the deposit, simple: the APR.
    pub apr: Frac,
    /// The same put back in at the best interval, gas off: the APY. The APR where compounding is not worthwhile.
    pub apy: Frac,
    /// Best interval in calendar days; none where gas is free (always) or fees are none (never).
    pub best_days: Option<f64>,
    /// Times a year at that interval, n*.
    pub times_per_year: Option<f64>,
    /// Whether to compound at all: n* ≥ 1.
    pub is_worthwhile: bool,
    /// Over ten years.
    pub curve: Vec<GrowthPoint>,
}

/// The deposit after some years, dollars.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct GrowthPoint {
    /// Years from now.
    pub years: f64,
    /// Fees put back in at the best interval, gas off; as cash where that is not worthwhile.
    pub compounded: Usd,
    /// Fees kept as cash beside the position.
    pub cash: Usd,
    /// A stock of the same value with its dividends put back in, quarterly.
    pub stock: Usd,
}

const YEARS: u8 = 10;
/// A log growth that no fee can keep up; a curve stays there.
const MOST_GROWTH: f64 = 40.0;
/// Times a year that stand for 'always' where gas is free.
const ALWAYS: f64 = 365.0;

/// Growth of a deposit above 0 under a first-year fee APR, `gas` dollars each time; `stock` is a dividend yield and a
/// growth of the price a year, both simple.
pub fn of(deposit: Usd, apr: Frac, gas: Usd, stock: [Frac; 2]) -> Growth {
    let plan = Compounding { value: deposit, apr, gas };
    // Each time must also put in more than its own gas: √(2GV) > G.
    let is_worthwhile = plan.worthwhile() && gas.0 < 2.0 * deposit.0;
    let times = plan.best_times_per_year().unwrap_or(ALWAYS);
    let compounded = |years: f64| {
        if !is_worthwhile {
            return deposit.0 * (1.0 + apr.0 * years);
        }
        // V → V(1 + r) − G each time.
        let rate = apr.0 / times;
        let growth = (times * years * rate.ln_1p()).min(MOST_GROWTH).exp();
        deposit.0 * growth - gas.0 * (growth - 1.0) / rate
    };
    let drip = |years: f64| Drip {
        value: deposit,
        dividend_yield: stock[0],
        growth: stock[1],
        payments_per_year: 4,
        time: Years(years),
    };
    let curve = (0..=2 * YEARS)
        .map(|i| 0.5 * f64::from(i))
        .map(|years| GrowthPoint {
            years,
            compounded: Usd(compounded(years)),
            cash: Usd(deposit.0 * (1.0 + apr.0 * years)),
            stock: drip(years).reinvested(),
        })
        .collect();
    Growth {
        apr,
        apy: if is_worthwhile { Frac(compounded(1.0) / deposit.0 - 1.0) } else { apr },
        best_days: plan.best_interval().map(|interval| CALENDAR_DAYS * interval.0),
        times_per_year: plan.best_times_per_year(),
        is_worthwhile,
        curve,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_example_compounds_four_times_to_21_percent() {
        // $10 000 at 20 %, gas $13.13: best every 93.5 days, APY near 20.98 %.
        let grown = of(Usd(10_000.0), Frac(0.2), Usd(13.13), [Frac(0.02), Frac(0.06)]);
        assert!(
            (grown.best_days.unwrap_or(0.0) - 93.5).abs() < 0.1 && (grown.apy.0 - 0.2098).abs() < 5e-4,
            "{grown:?}"
        );
        assert!(grown.curve.iter().all(|point| point.compounded.0 >= point.cash.0 - 60.0));
    }

    #[test]
    fn a_small_deposit_keeps_its_cash_and_nothing_is_not_a_number() {
        let small = of(Usd(100.0), Frac(0.06), Usd(14.0), [Frac(0.0), Frac(0.0)]);
        assert!(!small.is_worthwhile && small.curve.iter().all(|point| point.compounded == point.cash));
        for (apr, gas) in [(0.0, 0.0), (0.0, 5.0), (0.3, 0.0), (20.0, 1e5)] {
            let one = of(Usd(30_000.0), Frac(apr), Usd(gas), [Frac(1.0), Frac(-0.9)]);
            assert!(one.curve.iter().all(|p| p.compounded.0.is_finite() && p.stock.0.is_finite()), "{apr} {gas}");
        }
    }
}
