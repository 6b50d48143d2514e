//! Sizes: what the rules allow in the pool on a day, and what they would with one of them switched over.
//!
//! The plan of that day is asked as the page asks its own: model book 11. Nothing of a later day is in it.

use std::sync::Arc;

use crate::backtest::days::Row;
use crate::backtest::programme::Programme;
use crate::backtest::ways::switches;
use crate::book::{Book, way};
use crate::numbers::pieces::pause;
use crate::plan::Plan;
use crate::plan::sizing::RuleSwitches;
use crate::simulation::cvar::{self, Nodes};
use crate::simulation::horizon::VixSteps;
use crate::sizing::ledger::SizedPosition;

/// CVaR is asked for a hundred times and more: a tenth of the page's places do, and leave its cap within one per cent.
const NODES: Nodes = Nodes { vix: VixSteps { calm: 0.45, jumped: 0.09 }, spx: 6, token: 12, least: 1e-4 };

/// Dollars that the rules of a plan allow on one day: by its own switches, then with each rule switched over, in the order
/// of the waterfall, then without any. `None` where the plan is none on that day.
pub async fn of(plan: &Plan) -> Option<Vec<f64>> {
    let book = Book::resolve(plan).ok()?;
    let scan = Arc::new(way::scan_to(&book, book.shock.vix().0));
    pause().await;
    let outcomes = cvar::making(&book, NODES).await;
    let ledger = SizedPosition::making(&book, &scan, Arc::new(outcomes)).await?;
    let shocked = ledger.shocked(&book);
    let rules = plan.sizing.rules;
    let by = |rules: &RuleSwitches| {
        let usd = ledger.size_by(&shocked, &ledger.as_is(), rules).usd;
        if usd.is_finite() { usd.max(0.0) } else { 0.0 }
    };
    Some(switches(&rules).iter().map(by).collect())
}

/// The same of a programme on a day.
pub async fn on(programme: &Programme, row: &Row) -> Option<Vec<f64>> {
    of(&programme.plan_on(row.day, row.vix, row.token_vol, &row.flags)).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbers::pieces::whole;
    use crate::plan::address::Changes;
    use crate::sizing::RULES;
    use crate::units::Vol;
    use crate::units::day::Day;

    #[test]
    fn the_sizes_are_those_of_the_page_and_of_the_page_with_a_rule_switched() {
        let plan = Plan::example();
        let Some(found) = whole(of(&plan)) else { unreachable!() };
        assert_eq!(found.len(), 2 + RULES.len());
        for (nth, (rule, usd)) in RULES.iter().zip(&found[1..=RULES.len()]).enumerate() {
            let mut other = plan.clone();
            other.sizing.rules = switches(&plan.sizing.rules)[1 + nth];
            assert_ne!(other.sizing.rules, plan.sizing.rules, "{}", rule.id);
            let Some(page) = whole(of(&other)) else { unreachable!() };
            // CVaR's stretch and the yield are asked of the same book: no rule sees another's switch.
            assert!((page[0] - usd).abs() < 1e-6 * (1.0 + usd), "{}: {usd} {}", rule.id, page[0]);
        }
    }

    #[test]
    fn fewer_places_leave_the_cap_of_cvar_where_it_is() {
        let mut plan = Plan::example();
        plan.sizing.rules = RuleSwitches { cvar: true, ..RuleSwitches::PROMOTER };
        // No larger than the full weight: the cap itself is seen below it.
        let programme = crate::backtest::programme::Programme::of(&plan);
        let mut seen = 0;
        for vix in [12.0, 17.0, 25.0, 40.0, 70.0] {
            for vol in [0.3, 0.7, 1.2] {
                let plan = programme.plan_on(Day(19_000), vix, Some(Vol(vol)), &Changes::new());
                let Some(coarse) = whole(of(&plan)) else { unreachable!() };
                let Ok(book) = Book::resolve(&plan) else { unreachable!() };
                let Some(ledger) = SizedPosition::alone(&book) else { unreachable!() };
                let page = ledger.size_by(&ledger.shocked(&book), &ledger.as_is(), &plan.sizing.rules).usd;

                assert!((coarse[0] - page).abs() <= 0.01 * page, "{vix} {vol}: {} {page}", coarse[0]);
                seen += usize::from(page < 62_000.0);
            }
        }
        assert!(seen >= 8, "{seen}");
    }
}
