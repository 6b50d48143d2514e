//! Risk: how far the book goes over the horizon, where its budget breaks, how its two engines move together, and
//! what a steward asks beside the size.
//!
//! [`of`] does not move with the VIX slider and can be kept; [`super::second_engine_check::of`] does.

use crate::book::frontier;
use crate::numbers::pieces::{pause, whole};
use crate::simulation::correlation_map;
use crate::sizing::checks::cash_flow;
use serde::Serialize;

use crate::book::Book;
use crate::book::frontier::Frontier;
use crate::simulation::correlation_map::{CorrelationMap, Grid, NODES};
use crate::simulation::cvar::Outcomes;
use crate::simulation::within;
use crate::sizing::checks::cash_flow::CashFlowTest;
use crate::units::{Frac, Points, Usd};
use crate::views::size::cvar_report::CvarReport;
use crate::views::size::risk_answers;

/// What does not move with the slider.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
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
    /// Cash flow at both ends of VIX.
    pub cash: CashFlowTest,
    /// The cash-flow test in one sentence.
    pub cash_answer: String,
    /// Nodes of the map, for one more cell where the slider is.
    #[serde(skip)]
    pub(in crate::views) grid: Grid,
}

/// The risk of the book over the shock's horizon. The outcomes are [`crate::simulation::cvar::outcomes`]; `gone_at` is the VIX on the
/// link at which the budget breaks.
pub fn of(book: &Book, outcomes: &Outcomes, gone_at: Option<Points>) -> RiskMap {
    whole(making(book, outcomes, gone_at))
}

/// [`of`] in pieces: a cell of the map, the frontier, one after the other.
pub async fn making(book: &Book, outcomes: &Outcomes, gone_at: Option<Points>) -> RiskMap {
    let map = correlation_map::making(book).await;
    let frontier = frontier::of(book, book.budget);
    pause().await;
    let [var, cvar] = outcomes.tail(outcomes.held);
    let sizes = outcomes.within(Usd(book.budget));
    let mut report = CvarReport {
        days: book.shock.event.days,
        mean: outcomes.mean(outcomes.held),
        var,
        cvar,
        budget: Usd(book.budget),
        share_of_equity: Frac(cvar.0 / book.plan.account.equity.0),
        largest: within::cap(sizes),
        least: Usd(within::least(sizes)),
        correlation: outcomes.correlation(),
        pools_in_tail: (book.has_condor() && book.has_pool()).then(|| outcomes.pools_in_tail()),
        answer: String::new(),
    };
    report.answer = risk_answers::cvar(&report);
    let cash = cash_flow::of(book);
    RiskMap {
        answer: risk_answers::map(book, &map, &report),
        frontier_answer: risk_answers::frontier(book, &frontier, gone_at),
        cash_answer: risk_answers::cash_of(book, &cash),
        cvar: report,
        map,
        frontier,
        cash,
        grid: Grid::new(NODES),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;
    use crate::plan::holding::Kind;
    use crate::simulation::cvar;
    use crate::views::size::second_engine_check;
    use crate::views::{assemble, size};
    use std::sync::Arc;

    fn asked(change: impl FnOnce(&mut Plan)) -> (Book, RiskMap, crate::views::size::second_engine_check::EngineTest) {
        let mut plan = Plan::default();
        change(&mut plan);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let report = assemble::report(&book);
        let outcomes = Arc::new(cvar::outcomes(&book));
        let risk = super::of(&book, &outcomes, report.combined.budget_gone_at);
        let test = second_engine_check::of(
            &book,
            &report,
            &risk,
            size::ledger(&book, &Arc::new(crate::book::way::scan(&book)), &outcomes).as_ref(),
        );
        (book, risk, test)
    }

    #[test]
    fn the_kept_half_does_not_move_with_the_slider_and_the_other_half_does() {
        let (_, at_45, stressed) = asked(|_| ());
        let (_, at_19, calm) = asked(|plan| plan.event.vix = Some(Points(19.0)));
        let said = |risk: &RiskMap| serde_json::to_string(risk).unwrap_or_default();
        assert!(said(&at_45).len() > 1000 && said(&at_45) == said(&at_19));
        assert_ne!(stressed, calm);
        assert!(stressed.gates[0] == calm.gates[0] && stressed.gates[1].vix == Points(45.0));
    }

    #[test]
    fn every_part_answers_in_a_sentence_for_every_book() {
        let changes: [fn(&mut Plan); 6] = [
            |_| (),
            |plan| plan.a_condor().contracts = 0.0,
            |plan| plan.a_pool().deposit = Usd(0.0),
            |plan| plan.event.days = 0.0,
            |plan| plan.response.correlation = 1.0,
            |plan| plan.account.loss_budget = Frac(1.0),
        ];
        for change in changes {
            let (_, risk, test) = asked(change);
            let answers = [
                &risk.answer,
                &risk.cvar.answer,
                &risk.frontier_answer,
                &risk.cash_answer,
                &test.answer,
                &test.gate_answer,
            ];
            for answer in answers {
                assert!(answer.ends_with('.') && answer.len() > 30 && !answer.contains('—'), "{answer}");
                assert!(!answer.contains("NaN") && !answer.contains("inf"), "{answer}");
            }
            assert!(test.score <= 7);
        }
    }

    #[test]
    fn the_answers_are_plural_where_there_are_several() {
        let (_, risk, test) = asked(|plan| {
            for kind in [Kind::Condor, Kind::Pool] {
                plan.add_fresh(kind);
            }
        });
        assert!(
            risk.answer.contains("condors and pools") && risk.answer.contains("the condors' worst"),
            "{}",
            risk.answer
        );
        assert!(!risk.answer.contains("the pool "), "{}", risk.answer);
        assert!(test.answer.starts_with("In this shock the pools are "), "{}", test.answer);
    }

    #[test]
    fn at_full_correlation_stress_the_pool_is_no_second_engine() {
        let (_, risk, test) = asked(|plan| plan.response.correlation = 1.0);
        assert!(test.second[0].holds == Some(false) && test.passes == Some(false), "{:?}", test.second);
        assert!(risk.answer.contains("fall together"), "{}", risk.answer);
    }

    #[test]
    fn a_book_of_pools_or_condors_alone_has_no_second_engine_to_test() {
        for kind in [Kind::Condor, Kind::Pool] {
            let (_, risk, test) = asked(|plan| plan.holdings.retain(|holding| holding.kind() == kind));
            assert!(test.answer.ends_with("nothing to test.") && test.passes.is_none(), "{kind:?}: {}", test.answer);
            assert_eq!(test.second[0].holds, None, "{kind:?}: {}", test.second[0].said);
            assert_eq!(test.second[1].holds.is_some(), kind == Kind::Pool, "{}", test.second[1].said);
            assert_eq!(risk.cvar.pools_in_tail, None, "{kind:?}");
            assert_eq!(test.gate_answer.contains("you hold none to roll"), kind == Kind::Pool, "{}", test.gate_answer);
            let told = serde_json::to_value(&test).unwrap_or_default();
            assert!(told["passes"].is_null() && told["second"][0]["holds"].is_null());
        }
        let (_, risk, _) = asked(|plan| plan.holdings.retain(|holding| holding.kind() == Kind::Condor));
        let said = format!("{} {}", risk.frontier_answer, super::super::frontier_chart::caption(&risk.frontier));
        assert!(!said.contains("token") && !said.contains("crypto"), "{said}");
        let (_, _, empty) = asked(|plan| plan.holdings.clear());
        assert!(empty.second.iter().all(|check| check.holds.is_none()), "{:?}", empty.second);
    }

    #[test]
    fn whether_the_token_moves_with_the_shock_more_when_vix_is_high_is_computed() {
        let said = |change: fn(&mut Plan)| risk_answers::implied(&asked(change).1.map);
        let fitted = said(|_| ());
        assert!(fitted.contains("more when VIX is high: +0.") && fitted.contains("at VIX 12, +0."), "{fitted}");
        let none = said(|plan| (plan.response.beta_spx, plan.response.beta_vix) = (Some(0.0), Some(0.0)));
        assert!(none.contains("as much at any VIX: 0.00"), "{none}");
        assert!(said(|plan| plan.response.correlation = 1.0).contains("as much at any VIX: +1.00"));
    }
}
