//! Risk: how far the book goes over the horizon, where its budget breaks, how its two engines move together, and
//! what a steward asks beside the size.
//!
//! [`Setup::risk_map`] does not move with the VIX slider and can be kept; [`Setup::engine_test`] does.

pub mod answers;
pub mod engine_test;

use serde::Serialize;

use crate::book::corridor::Week;
use crate::book::frontier::Frontier;
use crate::book::limits::LargestPool;
use crate::book::setup::Setup;
use crate::simulation::correlation_map::{CorrelationMap, Grid, NODES};
use crate::sizing::checks::cash_flow::CashFlowTest;
use crate::units::{Frac, Usd};

/// What does not move with the slider.
#[derive(Clone, Debug, Serialize)]
pub struct RiskMap {
    /// How condor and pool move together, in one sentence or two.
    pub answer: String,
    /// By VIX, horizon and wing.
    pub map: CorrelationMap,
    /// The worst of the horizon.
    pub cvar: CvarReport,
    /// Where the budget breaks, SPX and VIX each on its own, and the token alone.
    pub frontier: Frontier,
    /// The reverse stress in one sentence.
    pub frontier_answer: String,
    /// Break-evens week by week.
    pub corridor: Vec<Week>,
    /// The corridor in one sentence.
    pub corridor_answer: String,
    /// Cash flow at both ends of VIX.
    pub cash: CashFlowTest,
    /// The cash-flow test in one sentence.
    pub cash_answer: String,
    /// Nodes of the map, for one more cell where the slider is.
    #[serde(skip)]
    grid: Grid,
}

/// The distribution over the horizon in a few figures; losses positive.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CvarReport {
    /// Trading days.
    pub days: f64,
    /// Mean P&L.
    pub mean: Usd,
    /// Loss that one outcome in twenty exceeds.
    pub var: Usd,
    /// Mean loss of that twentieth.
    pub cvar: Usd,
    /// Loss budget.
    pub budget: Usd,
    /// CVaR over equity.
    pub share_of_equity: Frac,
    /// Largest first position whose CVaR is within the budget.
    pub largest: LargestPool,
    /// Correlation of condor and pools with VIX moving too; `None` where one of them never moves.
    pub correlation: Option<f64>,
    /// The figures in one sentence.
    pub answer: String,
}

impl Setup {
    /// The risk of the book over the shock's horizon; `gone_at` is the VIX on the link at which the budget breaks.
    pub fn risk_map(&self, gone_at: Option<crate::units::Points>) -> RiskMap {
        let outcomes = self.outcomes();
        let [var, cvar] = outcomes.tail(outcomes.held);
        let mut report = CvarReport {
            days: self.shock.plan.days,
            mean: outcomes.mean(outcomes.held),
            var,
            cvar,
            budget: Usd(self.budget),
            share_of_equity: Frac(cvar.0 / self.plan.account.equity.0),
            largest: outcomes.largest_within(Usd(self.budget)),
            correlation: outcomes.correlation(),
            answer: String::new(),
        };
        report.answer = answers::cvar(&report);
        let map = self.correlation_map();
        let frontier = self.frontier(self.budget);
        let corridor = self.corridor();
        let cash = self.cash_flow_test();
        RiskMap {
            answer: answers::map(&map, self.shock.plan.days, report.correlation),
            frontier_answer: answers::frontier(self, &frontier, gone_at),
            corridor_answer: answers::corridor(&corridor, self.market.spx),
            cash_answer: answers::cash(&cash),
            cvar: report,
            map,
            frontier,
            corridor,
            cash,
            grid: Grid::new(NODES),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;

    fn of(change: impl FnOnce(&mut Plan)) -> (Setup, RiskMap, engine_test::EngineTest) {
        let mut plan = Plan::default();
        change(&mut plan);
        let Ok(setup) = Setup::resolve(&plan) else { unreachable!() };
        let report = setup.report();
        let risk = setup.risk_map(report.combined.budget_gone_at);
        let test = setup.engine_test(&report, &risk, setup.size_ledger().as_ref());
        (setup, risk, test)
    }

    #[test]
    fn zz() {
        let (_, risk, test) = of(|_| ());
        for (i, level) in risk.map.levels.iter().enumerate() {
            let row: Vec<String> = (0..risk.map.days.len())
                .map(|j| {
                    let c = risk.map.cell(i, j).unwrap();
                    format!(
                        "{:+.2} {:+.2} {:+.2} ({:.0}/{:.0} tail {:.0})",
                        c.wings[0].correlation.unwrap(),
                        c.wings[1].correlation.unwrap(),
                        c.wings[2].correlation.unwrap(),
                        c.wings[0].own.mean.0,
                        c.pool.mean.0,
                        c.wings[0].pool_in_tail.0
                    )
                })
                .collect();
            println!("{}: {}  implied {:.2}", level.0, row.join(" | "), risk.map.implied[i].0);
        }
        for s in [
            &risk.answer,
            &risk.cvar.answer,
            &risk.frontier_answer,
            &risk.corridor_answer,
            &risk.cash_answer,
            &test.answer,
            &test.gate_answer,
        ] {
            println!("{s}");
        }
        println!("{:?}\n{:#?}\n{:#?}", risk.cvar, risk.cash, test);
        for w in &risk.corridor {
            println!("{:?}", w);
        }
        for r in &risk.frontier.rows {
            println!("{:.1} {:?}", r.vix.0, r.broken());
        }
    }
}
