//! Sizes: what the rules allow in the pool where VIX stands, read between levels at which they are asked.
//!
//! Each level is a plan of its own, everything fresh, as on a day of the back-test: model book 11 and 13. Signals stay as
//! the plan has them, since no path has any.

use crate::backtest::programme::Programme;
use crate::backtest::sizes;
use crate::backtest::ways::{PROMOTER, RULED};
use crate::odds::axis::rounded;
use crate::plan::Plan;
use crate::plan::address::Changes;
use crate::units::day::Day;
use crate::year::grid::Line;

/// Levels of VIX as a plan takes them, and the longest step between two in logs.
const LEVELS: [f64; 2] = [9.0, 100.0];
const STEP: f64 = 0.2;
/// Where today is not known every shock of the set is known: a day behind them all.
const BEHIND: Day = Day(40_000);

/// Sizes by level.
#[derive(Clone, Debug, PartialEq)]
pub struct Sizes {
    line: Line,
    /// By the rules and of a promoter at each level, dollars.
    usd: Vec<[f64; 2]>,
}

impl Sizes {
    /// Of a programme, in pieces; `plan` is what it is of.
    pub async fn making(programme: &Programme, plan: &Plan) -> Sizes {
        let line = Line::between(LEVELS.map(libm::log), STEP);
        let day = plan.market.today.unwrap_or(BEHIND);
        let mut all = Vec::new();
        for log_vix in line.nodes() {
            let vix = libm::exp(log_vix);
            let on = programme.plan_on(day, vix, Some(programme.token_vol_at(vix)), &Changes::new());
            let usd = sizes::of(&on).await.unwrap_or_default();
            all.push([RULED, PROMOTER].map(|way| rounded(usd.get(way).copied().unwrap_or(0.0))));
        }
        Sizes { line, usd: all }
    }

    /// By the rules and of a promoter where VIX stands, dollars.
    pub fn at(&self, log_vix: f64) -> [f64; 2] {
        let (low, part) = self.line.place(log_vix);
        let node = |i: usize| self.usd.get(i).copied().unwrap_or_default();
        let [below, above] = [node(low), node(low + 1)];
        std::array::from_fn(|i| (1.0 - part) * below[i] + part * above[i])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbers::pieces::whole;
    use crate::units::Usd;

    #[test]
    fn a_ruin_cap_holds_at_every_vix_and_a_promoter_asks_none() {
        let mut plan = Plan::default();
        plan.a_pool().fee_apr = crate::units::Frac(0.085);
        let sizes = |plan: &Plan| whole(Sizes::making(&Programme::of(plan), plan));
        let free = sizes(&plan);
        plan.sizing.ruin_cap = Some(Usd(5_000.0));
        let capped = sizes(&plan);
        let mut held = 0;
        for i in 0..200 {
            let log_vix = LEVELS[0].ln() + 0.0121 * f64::from(i);
            let [[by_rules, promoter], [under, other]] = [free.at(log_vix), capped.at(log_vix)];
            assert!(under <= 5_000.0 && promoter == other, "{under} {promoter} {other}");
            held += usize::from(by_rules > 5_000.0 && under == 5_000.0);
        }
        assert!(held > 50, "{held}");
    }
}
