//! The hedge tab: what every leg costs when nothing happens, what it pays, how it bends, and what history would have
//! made of it.
//!
//! [`HedgeTab`] moves with the VIX slider; [`HedgeRange`] does not while SPX is linked, so the page keeps it. Figures
//! that the report has (outlay, carry, P&L, coverage, the VIX budget) are read from there.

pub mod break_evens_chart;
pub mod conversion;
pub mod conversion_chart;
pub mod convexity;
pub mod explosions;
pub mod explosions_chart;
pub mod findings;
pub mod legs;
pub mod on_way;
pub mod payoff_chart;
pub mod profiles;
pub mod put_two_ways_chart;
pub mod range;
pub mod replay;
pub mod replay_chart;
pub mod solvers;
pub mod then;

use serde::Serialize;

use crate::book::Book;
use crate::book::break_evens::{self, BreakEvens};
use crate::book::hedge_budget::{self, BudgetSplit};
use crate::book::roll::{self, LayerRoll};
use crate::book::vega::{self, NetVega};
use crate::units::{Frac, Usd};
use crate::views::engines::Engines;
use crate::views::hedge::convexity::Bend;
use crate::views::hedge::legs::{Leg, LegRow};
use crate::views::hedge::range::LegRange;
use crate::views::hedge::then::HedgeThen;
use crate::views::report::Report;
use crate::words::{amount, share, vix};

/// What moves with the VIX slider, beside the report.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct HedgeTab {
    /// The answer in one sentence.
    pub answer: String,
    /// Whether each part of the budget is kept, in one sentence.
    pub kept: String,
    /// Every leg that is on, in the order of the book.
    pub legs: Vec<LegRow>,
    /// What the legs cost a calendar day while VIX stays, those that are rolled; negative where they earn.
    pub carry_day: Usd,
    /// The hedge's cost a year over risk capital; `None` without risk capital.
    pub cost: Option<Frac>,
    /// Loss of condors and pools in the shock; positive, 0 where they gain.
    pub loss: Usd,
    /// Coverage for each 1 % of risk capital a year that the hedge costs; `None` where either is missing.
    pub efficiency: Option<Frac>,
    /// How the budget is split and what the layers take of it.
    pub budget: BudgetSplit,
    /// The layers on the shock's day, in the shock.
    pub then: HedgeThen,
    /// What it is that loses.
    #[serde(skip)]
    pub engines: Engines,
}

/// What does not move with the VIX slider while SPX is linked.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct HedgeRange {
    /// VIX levels of the curves, rising in equal steps of the log.
    pub vix: Vec<f64>,
    /// P&L of the whole hedge at each of them, dollars.
    pub total: Vec<f64>,
    /// Every leg that is on, in the order of the book.
    pub legs: Vec<LegRange>,
    /// P&L of the whole hedge with VIX at once 1, 2 and 3 points higher, the rest on the link.
    pub steps: [Usd; 3],
    /// A put bought and the same put sold.
    pub bend: Bend,
    /// What each layer becomes.
    pub roll: Vec<LayerRoll>,
    /// Condors and hedge per VIX point.
    pub vega: NetVega,
    /// Where the book breaks even with the hedge and without.
    pub break_evens: BreakEvens,
}

/// The hedge tab's part that moves with the slider, of a book whose report is known already.
pub fn of(book: &Book, report: &Report) -> HedgeTab {
    let hedge = &report.hedge;
    let capital = book.plan.account.risk_capital().0;
    let loss = -(report.condor.pnl.0 + report.pool.pnl.0);
    let cost = (capital > 0.0).then(|| Frac(hedge.carry.0 / capital)).filter(|cost| cost.0.is_finite());
    let efficiency = match (hedge.coverage, cost) {
        (Some(coverage), Some(cost)) if cost.0 > 0.0 => Some(Frac(coverage.0 / (100.0 * cost.0))),
        _ => None,
    };
    let legs = legs::rows(book, report);
    let mut tab = HedgeTab {
        answer: String::new(),
        kept: String::new(),
        carry_day: legs.iter().filter_map(|leg| leg.carry_day).sum(),
        legs,
        cost,
        loss: Usd(loss.max(0.0)),
        efficiency: efficiency.filter(|x| x.0.is_finite()),
        budget: hedge_budget::of(book).split,
        then: then::of(book, report),
        engines: Engines::of(book),
    };
    tab.kept = kept(&tab, report);
    tab.answer = answer(&tab, report);
    tab
}

/// Whether what is held keeps each part of the budget, with what it carries of what it may.
fn kept(tab: &HedgeTab, report: &Report) -> String {
    let split = &tab.budget;
    let budgets = [report.hedge.budget.0, split.chain.0];
    let carries = [report.hedge.carry.0 - split.chain_carry.0, split.chain_carry.0];
    let all: f64 = budgets.iter().sum();
    let part = |i: usize, name: &str| {
        let share_of = if all > 0.0 { format!(" ({})", share(budgets[i] / all, 0)) } else { String::new() };
        let budget = amount(budgets[i]);
        match carries[i] {
            earned if earned < -0.5 => {
                format!("{name}{share_of} earns {} and takes nothing of {budget}", amount(-earned))
            }
            carry => format!("{name}{share_of} costs {} of {budget}", amount(carry.max(0.0))),
        }
    };
    let held: Vec<Leg> = legs::each(&tab.legs, report).into_iter().filter(Leg::is_held).collect();
    let over = [0, 1].map(|i| carries[i] > budgets[i] + 0.5);
    let verdict = match over {
        [false, false] if held.is_empty() => "There is no hedge that could break its budget a year",
        // What nobody knows is no pass.
        [false, false] if held.iter().any(|leg| leg.carry.is_none()) => {
            "Whether the hedge keeps its budget a year is not known, options too short to be rolled are in no sum"
        }
        [false, false] => "The hedge keeps its budget a year",
        [true, false] => "The VIX part breaks its budget a year",
        [false, true] => "The chain's part breaks its budget a year",
        [true, true] => "Both parts break their budget a year",
    };
    format!("{verdict}: VIX-linked{}, on-chain{}.", part(0, ""), part(1, ""))
}

/// The hedge tab's part that the slider does not move while SPX is linked.
pub fn range(book: &Book) -> HedgeRange {
    let vix = range::levels();
    let legs = range::of(book, &vix);
    let each: Vec<Usd> = legs.iter().map(|leg| leg.vega).collect();
    HedgeRange {
        total: (0..vix.len()).map(|i| legs.iter().map(|leg| leg.pnl[i]).sum()).collect(),
        vix,
        steps: std::array::from_fn(|i| legs.iter().map(|leg| leg.steps[i]).sum()),
        legs,
        bend: convexity::bend(book),
        roll: roll::of(book),
        vega: vega::with_legs(book, &each),
        break_evens: break_evens::of(book),
    }
}

fn answer(tab: &HedgeTab, report: &Report) -> String {
    let held: Vec<Leg> = legs::each(&tab.legs, report).into_iter().filter(Leg::is_held).collect();
    if held.is_empty() {
        return "There is no hedge: switch a layer on or buy a contract to see its cost and what it pays.".into();
    }
    let hedge = &report.hedge;
    let cost = match tab.cost {
        Some(cost) if cost.0 > 0.0 => format!(", {} of risk capital (the claim is 1–2\u{202f}%)", share(cost.0, 1)),
        _ => String::new(),
    };
    let costs = if hedge.carry.0 < -0.5 {
        format!("When nothing happens the hedge earns {} a year", amount(-hedge.carry.0))
    } else {
        format!("When nothing happens the hedge costs {} a year{cost}", amount(hedge.carry.0.max(0.0)))
    };
    let unrolled: Vec<String> = held.iter().filter(|leg| leg.carry.is_none()).map(Leg::called).collect();
    let without = match unrolled.as_slice() {
        [] => String::new(),
        names => format!(", without {}, too short to be rolled", names.join(" and ")),
    };
    let pays = match hedge.pnl.0 {
        pnl if pnl.abs() < 0.5 => "it pays nothing".to_string(),
        pnl if pnl < 0.0 => format!("it loses {}", amount(-pnl)),
        pnl => format!("it pays {}", amount(pnl)),
    };
    let lose = tab.engines.does("loses");
    let covers = match hedge.coverage {
        Some(_) if hedge.pnl.0.abs() < 0.5 => format!(" of the {} that {lose}", amount(tab.loss.0)),
        Some(coverage) if hedge.pnl.0 >= 0.0 => {
            format!(" and covers {} of the {} that {lose}", share(coverage.0, 0), amount(tab.loss.0))
        }
        Some(_) => format!(" on top of the {} that {lose}", amount(tab.loss.0)),
        None if tab.engines.is_empty() => "; there is neither condor nor pool to cover".into(),
        None => format!("; {lose} nothing there"),
    };
    let then = vix(report.shock.vix.0);
    format!("{costs}{without}; at VIX {then} {pays}{covers}. {}", tab.kept)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{carry, pnl};
    use crate::plan::holding::{Holding, Kind, Terms};
    use crate::plan::{ChainKind, ChainPlan, EtpKind, EtpPlan, Plan};
    use crate::units::Points;
    use crate::views::assemble;

    fn with(change: impl Fn(&mut Plan)) -> Option<Book> {
        let mut plan = Plan::default();
        change(&mut plan);
        Book::resolve(&plan).ok()
    }

    fn chain(plan: &mut Plan, kind: ChainKind) {
        plan.add(Holding::new(Terms::Chain(ChainPlan { kind, ..ChainPlan::default() })));
    }

    /// A leg of every kind, two of some.
    fn full(plan: &mut Plan) {
        plan.add(Holding::new(Terms::Etp(EtpPlan { kind: EtpKind::Calls, ..EtpPlan::default() })));
        plan.add_fresh(Kind::Etp);
        chain(plan, ChainKind::Strangle);
        for kind in [Kind::Condor, Kind::Pool, Kind::Layer, Kind::Strip, Kind::Conversion] {
            plan.add_fresh(kind);
        }
        if let Some(layer) = plan.layer_mut(3) {
            layer.contracts = Some(2.0);
        }
    }

    fn conversion_short(plan: &mut Plan) {
        full(plan);
        plan.holdings.retain(|holding| holding.kind() != Kind::Strip);
    }

    fn without_condors(plan: &mut Plan) {
        if let Some(condor) = plan.condor_mut(0) {
            condor.contracts = 0.0;
        }
    }

    #[test]
    fn every_leg_in_the_table_adds_up_to_the_report() {
        for change in [full, conversion_short] {
            let Some(book) = with(change) else { unreachable!() };
            let report = assemble::report(&book);
            let tab = of(&book, &report);
            let legs = legs::each(&tab.legs, &report);
            let sum = |of: fn(&Leg) -> f64| legs.iter().map(of).sum::<f64>();
            assert_eq!(legs.len(), book.legs().count());
            assert!((sum(|leg| leg.holding.pnl.0) - report.hedge.pnl.0).abs() < 1e-9);
            assert!((sum(|leg| leg.holding.outlay.0) - report.hedge.outlay.0).abs() < 1e-9);
            assert!((sum(|leg| leg.carry.unwrap_or_default().0) - report.hedge.carry.0).abs() < 1e-9);
            assert!((365.0 * tab.carry_day.0 - report.hedge.carry.0).abs() < 1e-8);
            assert!((365.0 * sum(|leg| leg.row.carry_day.unwrap_or_default().0) - report.hedge.carry.0).abs() < 1e-8);
            assert!(tab.answer.contains("When nothing happens the hedge "), "{}", tab.answer);
        }
    }

    #[test]
    fn each_part_of_the_budget_is_said_with_whether_it_is_kept() {
        let of_plan = |plan: &Plan| {
            let Ok(book) = Book::resolve(plan) else { unreachable!() };
            let report = assemble::report(&book);
            let [vix, chain] = plan.hedge.budgets(&plan.account);
            (of(&book, &report), carry::of(&book), [vix, chain])
        };
        let (opening, carries, budgets) = of_plan(&Plan::example());
        assert!(carries[0].0 <= budgets[0].0 && carries[1].0 <= budgets[1].0, "{carries:?} {budgets:?}");
        assert!(opening.kept.starts_with("The hedge keeps its budget a year: VIX-linked (60"), "{}", opening.kept);
        let chain = format!("on-chain (40\u{202f}%) costs {} of {}.", amount(carries[1].0), amount(budgets[1].0));
        assert!(opening.kept.ends_with(&chain) && opening.answer.ends_with(&opening.kept), "{}", opening.answer);
        let mut plan = Plan::example();
        plan.a_layer(0).contracts = Some(9.0);
        let (larger, carries, budgets) = of_plan(&plan);
        assert!(carries[0].0 > budgets[0].0 && larger.kept.starts_with("The VIX part breaks"), "{}", larger.kept);
        // What earns takes nothing of its budget.
        let mut vault = Plan::example();
        vault.holdings.retain(|one| one.kind() != Kind::Chain);
        let _ = vault.add(Holding::new(Terms::Chain(ChainPlan { kind: ChainKind::Vault, ..ChainPlan::default() })));
        let (earning, carries, _) = of_plan(&vault);
        let said = format!("earns {} and takes nothing of $", amount(-carries[1].0));
        assert!(carries[1].0 < -0.5 && earning.kept.contains(&said), "{}", earning.kept);
        plan.hedge.vix_share = Frac(1.0);
        let (all, ..) = of_plan(&plan);
        assert!(all.kept.starts_with("Both parts break"), "{}", all.kept);
    }

    #[test]
    fn the_opening_hedge_costs_and_covers() {
        let Some(book) = with(|_| ()) else { unreachable!() };
        let tab = of(&book, &assemble::report(&book));
        assert!(tab.legs.len() == 3 && tab.answer.contains("costs") && tab.answer.contains("covers"), "{}", tab.answer);
    }

    #[test]
    fn the_curves_go_through_the_shock_and_through_the_next_points() {
        let Some(book) = with(full) else { unreachable!() };
        let range = range(&book);
        assert_eq!(range.legs.len(), book.legs().count());
        for (i, &level) in range.vix.iter().enumerate().step_by(7) {
            let exact = pnl::hedge(&book, &book.shock.on_link(Points(level), 0.0));
            assert!((range.total[i] - exact).abs() < 1e-9, "{level}");
        }
        let Some(next) = with(|plan| {
            full(plan);
            (plan.event.vix, plan.event.days) = (Some(Points(18.0)), 0.0);
        }) else {
            unreachable!()
        };
        let steps: f64 = range.legs.iter().map(|leg| leg.steps[0].0).sum();
        assert!((range.steps[0].0 - steps).abs() < 1e-9 && range.steps[0].0 < range.steps[2].0, "{:?}", range.steps);
        assert!((steps - pnl::hedge(&next, &next.shock.as_set(0.0))).abs() < 1e-9);
        let vega: f64 = range.legs.iter().map(|leg| leg.vega.0).sum();
        assert!((vega - range.vega.hedge.0).abs() < 1e-9 && range.vega == vega::of(&book));
    }

    #[test]
    fn net_vega_is_the_slope_of_the_book_along_the_curve() {
        let Some(book) = with(|_| ()) else { unreachable!() };
        let vega = vega::of(&book);
        // The same by hand: VIX one point up at once, SPX and token held.
        let Some(up) = with(|plan| {
            (plan.event.vix, plan.event.days) = (Some(Points(18.0)), 0.0);
            (plan.event.spx, plan.event.token) = (Some(Frac(0.0)), Some(Frac(0.0)));
        }) else {
            unreachable!()
        };
        let report = assemble::report(&up);
        assert!((vega.condor.0 - (report.condor.pnl.0 + report.condor.fees.0)).abs() < 1e-6);
        assert!((vega.hedge.0 - report.hedge.pnl.0).abs() < 1e-6 && vega.condor.0 < 0.0 && vega.hedge.0 > 0.0);
    }

    #[test]
    fn no_hedge_and_an_unrolled_one_are_said_in_words() {
        let said = |change: fn(&mut Plan)| with(change).map(|book| of(&book, &assemble::report(&book)).answer);
        let none = said(without_condors);
        assert!(none.is_some_and(|said| said.starts_with("There is no hedge")));
        let short = said(|plan| {
            if let Some(layer) = plan.layer_mut(0) {
                layer.days = 14.0;
            }
        });
        assert!(
            short.is_some_and(|said| said.contains("without VIX calls 1 (14 calendar days), too short to be rolled"))
        );
        let vault = said(|plan| {
            without_condors(plan);
            chain(plan, ChainKind::Vault);
        });
        assert!(vault.is_some_and(|said| said.starts_with("When nothing happens the hedge earns")));
    }

    #[test]
    fn a_book_of_nothing_has_no_rows_and_writes_as_json() {
        for change in [(|plan: &mut Plan| plan.holdings.clear()) as fn(&mut Plan), full] {
            let Some(book) = with(change) else { unreachable!() };
            let (tab, range) = (of(&book, &assemble::report(&book)), range(&book));
            assert_eq!(
                (tab.legs.is_empty(), range.legs.is_empty()),
                (book.entries.is_empty(), book.entries.is_empty())
            );
            assert!(
                range.total.len() == range.vix.len()
                    && (!book.entries.is_empty() || range.total.iter().all(|x| *x == 0.0))
            );
            let solved = solvers::of(&book);
            let written = [
                serde_json::to_string(&tab),
                serde_json::to_string(&range),
                serde_json::to_string(&solved),
                serde_json::to_string(&replay::of(&book)),
                serde_json::to_string(&conversion::of(&book)),
            ];
            assert!(written.iter().all(|text| text.as_ref().is_ok_and(|text| text.len() > 1)), "{written:?}");
        }
    }

    #[test]
    fn one_budget_is_said_by_report_and_tab() {
        let Some(book) = with(full) else { unreachable!() };
        let (report, budget) = (assemble::report(&book), hedge_budget::of(&book));
        assert_eq!((report.hedge.budget, report.hedge.sets_affordable), (budget.vix, budget.sets));
        let [_, on_chain] = carry::of(&book);
        assert_eq!(of(&book, &report).budget.chain_carry, on_chain);
    }
}
