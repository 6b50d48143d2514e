//! The hedge tab: what every leg costs when nothing happens, what it pays, how it bends, and what history would have
//! made of it.
//!
//! [`HedgeTab`] moves with the VIX slider; [`HedgeRange`] does not while SPX is linked, so the page keeps it.

pub mod break_evens;
pub mod budget;
pub mod conversion;
pub mod convexity;
pub mod explosions;
pub mod legs;
pub mod range;
pub mod replay;
pub mod roll;
pub mod solvers;
pub mod vega;

use serde::Serialize;

use crate::book::setup::Setup;
use crate::report::Report;
use crate::report::hedge_tab::break_evens::BreakEvens;
use crate::report::hedge_tab::budget::BudgetReport;
use crate::report::hedge_tab::convexity::{Bend, Convexity};
use crate::report::hedge_tab::explosions::ExplosionsReport;
use crate::report::hedge_tab::legs::LegRow;
use crate::report::hedge_tab::range::LegRange;
use crate::report::hedge_tab::roll::RollTable;
use crate::report::hedge_tab::vega::NetVega;
use crate::shock::Shock;
use crate::units::{Frac, Points, Usd};
use crate::words::{amount, share, vix};

/// What is said of the cost of this hedge a year, of risk capital.
pub const CLAIMED_COST: [f64; 2] = [0.01, 0.02];

/// What moves with the VIX slider.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HedgeTab {
    /// The answer in one sentence.
    pub answer: String,
    /// Every leg, layers first.
    pub legs: Vec<LegRow>,
    /// Paid today for every leg.
    pub outlay: Usd,
    /// Cost a year while nothing happens; negative where the legs earn.
    pub carry: Usd,
    /// That cost over risk capital; `None` without risk capital.
    pub cost: Option<Frac>,
    /// Gain in the shock.
    pub pnl: Usd,
    /// Loss of condor and pool in the shock; positive, 0 where they gain.
    pub loss: Usd,
    /// Gain over loss; `None` where condor and pool do not lose.
    pub coverage: Option<Frac>,
    /// Coverage for each 1 % of risk capital a year that the hedge costs; `None` where either is missing.
    pub efficiency: Option<Frac>,
    /// What the budget affords in whole contracts.
    pub budget: BudgetReport,
}

/// What does not move with the VIX slider while SPX is linked.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct HedgeRange {
    /// VIX levels of the curves, rising in equal steps of the log.
    pub vix: Vec<f64>,
    /// P&L of the whole hedge at each of them, dollars.
    pub total: Vec<f64>,
    /// Every leg over them, layers first.
    pub legs: Vec<LegRange>,
    /// How each leg bends, in the same order.
    pub convexity: Vec<Convexity>,
    /// A put bought and the same put sold.
    pub bend: Bend,
    /// What the layers become.
    pub roll: RollTable,
    /// Condor and hedge per VIX point.
    pub vega: NetVega,
    /// Where the book breaks even with the hedge and without.
    pub break_evens: BreakEvens,
    /// Today's book in what really happened.
    pub explosions: ExplosionsReport,
}

impl Setup {
    /// The hedge tab's part that moves with the slider, of a setup whose report is known already.
    pub fn hedge_tab(&self, report: &Report) -> HedgeTab {
        let scenario = self.shock.as_set(0.0);
        let hedge = &report.hedge;
        let capital = self.plan.account.risk_capital().0;
        let loss = -(report.condor.pnl.0 + report.pool.pnl.0);
        let cost = (capital > 0.0).then(|| Frac(hedge.carry.0 / capital)).filter(|cost| cost.0.is_finite());
        let efficiency = match (hedge.coverage, cost) {
            (Some(coverage), Some(cost)) if cost.0 > 0.0 => Some(Frac(coverage.0 / (100.0 * cost.0))),
            _ => None,
        };
        let mut tab = HedgeTab {
            answer: String::new(),
            legs: self.leg_rows(&scenario),
            outlay: hedge.outlay,
            carry: hedge.carry,
            cost,
            pnl: hedge.pnl,
            loss: Usd(loss.max(0.0)),
            coverage: hedge.coverage,
            efficiency: efficiency.filter(|x| x.0.is_finite()),
            budget: self.budget_report(),
        };
        tab.answer = answer(&tab, report.shock.vix);
        tab
    }

    /// The hedge tab's part that the slider does not move while SPX is linked.
    pub fn hedge_range(&self) -> HedgeRange {
        let (vix, total, legs) = self.leg_ranges();
        HedgeRange {
            vix,
            total,
            legs,
            convexity: self.convexities(),
            bend: self.bend(),
            roll: self.roll_table(),
            vega: self.net_vega(),
            break_evens: self.hedge_break_evens(),
            explosions: self.explosions(),
        }
    }

    /// An instant in which only VIX and what is linked to it move: severity and betas stay as set, nothing else that
    /// the shock holds (a crypto crash, a broken peg, rates) happens.
    fn instant(&self) -> Shock {
        let set = &self.shock.plan;
        let plan = crate::plan::ShockPlan {
            severity: set.severity,
            correlation: set.correlation,
            beta_spx: set.beta_spx,
            beta_vix: set.beta_vix,
            ..crate::plan::ShockPlan::default()
        };
        self.shock_of(&plan, 0.0)
    }
}

fn answer(tab: &HedgeTab, then: Points) -> String {
    let held: Vec<&LegRow> = tab.legs.iter().filter(|leg| leg.quantity > 0.0).collect();
    if held.is_empty() {
        return "There is no hedge: switch a layer on or buy a contract to see its cost and what it pays.".into();
    }
    let cost = match tab.cost {
        Some(cost) if cost.0 > 0.0 => format!(", {} of risk capital (the claim is 1–2\u{202f}%)", share(cost.0, 1)),
        _ => String::new(),
    };
    let costs = if tab.carry.0 < -0.5 {
        format!("When nothing happens the hedge earns {} a year", amount(-tab.carry.0))
    } else {
        format!("When nothing happens the hedge costs {} a year{cost}", amount(tab.carry.0.max(0.0)))
    };
    let unrolled: Vec<String> = held
        .iter()
        .filter(|leg| leg.carry_year.is_none())
        .map(|leg| format!("the {}", leg.name.to_ascii_lowercase()))
        .collect();
    let without = match unrolled.as_slice() {
        [] => String::new(),
        names => format!(", without {}, too short to be rolled", names.join(" and ")),
    };
    let pays = if tab.pnl.0 < 0.0 { "it loses" } else { "it pays" };
    let covers = match tab.coverage {
        Some(coverage) if tab.pnl.0 >= 0.0 => {
            format!(" and covers {} of the {} that condor and pool lose", share(coverage.0, 0), amount(tab.loss.0))
        }
        Some(_) => format!(" on top of the {} that condor and pool lose", amount(tab.loss.0)),
        None => "; condor and pool lose nothing there".into(),
    };
    format!("{costs}{without}; at VIX {} {pays} {}{covers}.", vix(then.0), amount(tab.pnl.0.abs()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{ChainKind, EtpKind, Plan};

    fn with(change: impl Fn(&mut Plan)) -> Option<Setup> {
        let mut plan = Plan::default();
        change(&mut plan);
        Setup::resolve(&plan).ok()
    }

    #[test]
    fn every_leg_in_the_table_adds_up_to_the_report() {
        let Some(setup) = with(|plan| {
            plan.hedge.etp.kind = EtpKind::Calls;
            plan.hedge.chain.kind = ChainKind::Strangle;
        }) else {
            unreachable!()
        };
        let report = setup.report();
        let tab = setup.hedge_tab(&report);
        let sum = |of: fn(&LegRow) -> f64| tab.legs.iter().map(of).sum::<f64>();
        assert!((sum(|leg| leg.pnl.0) - report.hedge.pnl.0).abs() < 1e-9);
        assert!((sum(|leg| leg.outlay.0) - report.hedge.outlay.0).abs() < 1e-9);
        assert!((sum(|leg| leg.carry_year.unwrap_or_default().0) - report.hedge.carry.0).abs() < 1e-9);
        assert!(tab.legs.len() == 5 && tab.answer.contains("costs") && tab.answer.contains("covers"), "{}", tab.answer);
    }

    #[test]
    fn the_curves_go_through_the_shock_and_through_the_next_points() {
        let Some(setup) = with(|plan| plan.hedge.chain.kind = ChainKind::Put) else { unreachable!() };
        let range = setup.hedge_range();
        for (i, &level) in range.vix.iter().enumerate().step_by(7) {
            let exact = setup.hedge_pnl(&setup.shock.on_link(Points(level), 0.0));
            assert!((range.total[i] - exact).abs() < 1e-9, "{level}");
        }
        let Some(next) = with(|plan| {
            plan.hedge.chain.kind = ChainKind::Put;
            (plan.shock.vix, plan.shock.days) = (Some(Points(18.0)), 0.0);
        }) else {
            unreachable!()
        };
        let steps: f64 = range.legs.iter().map(|leg| leg.steps[0].0).sum();
        assert!((steps - next.report().hedge.pnl.0).abs() < 1e-9);
    }

    #[test]
    fn the_book_makes_nothing_at_its_break_evens() {
        let Some(setup) = with(|_| ()) else { unreachable!() };
        let found = setup.hedge_range().break_evens;
        assert!(!found.with.is_empty() && !found.without.is_empty());
        assert!(found.with.iter().all(|&spx| setup.at_spx(spx).combined().abs() < 1e-6));
        let bare = |spx: f64| setup.at_spx(spx).condor + setup.at_spx(spx).pool;
        assert!(found.without.iter().all(|&spx| bare(spx).abs() < 1e-6));
        let chart = setup.payoff(&setup.payoff_places(crate::book::curves::PayoffAxis::Spx, 401), None).break_evens;
        assert!(chart.len() == found.with.len() && chart.iter().zip(&found.with).all(|(a, b)| (a - b).abs() < 1e-6));
    }

    #[test]
    fn net_vega_is_the_slope_of_the_book_along_the_curve() {
        let Some(setup) = with(|_| ()) else { unreachable!() };
        let vega = setup.net_vega();
        // The same by hand: VIX one point up at once, SPX and token held.
        let Some(up) = with(|plan| {
            (plan.shock.vix, plan.shock.days) = (Some(Points(18.0)), 0.0);
            (plan.shock.spx, plan.shock.token) = (Some(Frac(0.0)), Some(Frac(0.0)));
        }) else {
            unreachable!()
        };
        let report = up.report();
        assert!((vega.condor.0 - (report.condor.pnl.0 + report.condor.fees.0)).abs() < 1e-6);
        assert!((vega.hedge.0 - report.hedge.pnl.0).abs() < 1e-6 && vega.condor.0 < 0.0 && vega.hedge.0 > 0.0);
    }

    #[test]
    fn what_a_call_loses_is_its_slide_and_its_time_and_a_roll_brings_back_a_fresh_one() {
        let Some(setup) = with(|_| ()) else { unreachable!() };
        for layer in setup.hedge_range().roll.layers {
            for row in &layer.rows {
                let lost = row.pnl.0 / (100.0 * layer.contracts);
                assert!((lost - row.slide.0 - row.decay.0).abs() < 1e-9 && row.slide.0 <= 0.0 && row.decay.0 <= 1e-12);
                // VIX unchanged and no events: a fresh call of the same age is today's.
                assert!((row.roll_cost.0 + row.pnl.0).abs() < 1e-6, "{row:?}");
            }
        }
    }

    #[test]
    fn no_hedge_and_an_unrolled_one_are_said_in_words() {
        let said = |change: fn(&mut Plan)| with(change).map(|setup| setup.hedge_tab(&setup.report()).answer);
        let none = said(|plan| plan.condor.contracts = 0.0);
        assert!(none.is_some_and(|said| said.starts_with("There is no hedge")));
        let short = said(|plan| plan.hedge.short.days = 14.0);
        assert!(short.is_some_and(|said| said.contains("without the short layer, too short to be rolled")));
        let vault = said(|plan| {
            plan.condor.contracts = 0.0;
            plan.hedge.chain.kind = ChainKind::Vault;
        });
        assert!(vault.is_some_and(|said| said.starts_with("When nothing happens the hedge earns")));
    }
}
