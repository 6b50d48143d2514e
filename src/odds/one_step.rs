//! One step: what quadrature over a single step to the end says of the whole book, beside the paths that go there day by day.
//!
//! Source: model book 14. The two differ where the way matters: what SPX moves out of proportion to VIX comes back within
//! days, ranges are left and loans called on the way, and only the paths know of it.

use serde::{Deserialize, Serialize};

use crate::book::Book;
use crate::odds::setup::Setup;
use crate::odds::tally::BANDS;
use crate::plan::{EventPlan, Plan, ResponsePlan};
use crate::simulation::cvar::{self, Nodes, Outcomes, chance_error};
use crate::units::{Frac, Usd};

/// The whole book at the end of the paths, in one step.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct OneStep {
    /// Mean P&L.
    pub mean: Usd,
    /// Mean loss of the worst twentieth; positive dollars are lost.
    pub cvar_95: Usd,
    /// Chance of losing more than the budget.
    pub past_budget: Frac,
    /// What the quadrature of that may be off by.
    pub past_budget_error: Frac,
    /// Correlation of condors and pools; none where one of them never moves.
    pub correlation: Option<f64>,
    /// The same by VIX at the end, in the order of [`crate::odds::figures::Odds::bands`].
    pub bands: Vec<BandStep>,
}

/// One step to where VIX ends between two levels.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BandStep {
    /// Chance that it ends there.
    pub share: Frac,
    /// Correlation of condors and pools there; none where one of them never moves.
    pub correlation: Option<f64>,
}

impl Setup {
    /// The same horizon, VIX and book as the paths', in pieces; `None` of a book that has no price over it.
    pub async fn finding_one_step(&self) -> Option<OneStep> {
        let days = f64::from(self.ask.days);
        let event = EventPlan { days, ..self.book.plan.event };
        // The paths know of no severity.
        let response = ResponsePlan { severity: ResponsePlan::default().severity, ..self.book.plan.response.clone() };
        let book = Book::resolve(&Plan { event, response, ..self.book.plan.clone() }).ok()?;
        let outcomes = cvar::making(&book, Nodes::CHANCE).await;
        Some(OneStep {
            mean: outcomes.mean(self.held),
            cvar_95: outcomes.cvar_95(self.held),
            past_budget: outcomes.chance_beyond(self.held, Usd(self.book.budget)),
            past_budget_error: Frac(chance_error(days)),
            correlation: outcomes.correlation(),
            bands: (0..BANDS.len() - 1).map(|nth| band_step(&outcomes, nth)).collect(),
        })
    }
}

/// One of [`BANDS`]; the last has no end, as on the paths.
fn band_step(outcomes: &Outcomes, nth: usize) -> BandStep {
    let to = if nth + 2 == BANDS.len() { f64::INFINITY } else { BANDS[nth + 1] };
    let (share, correlation) = outcomes.between(BANDS[nth], to);
    BandStep { share, correlation }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbers::pieces::whole;
    use crate::odds::ask::Ask;
    use crate::odds::draws::BATCH;
    use crate::odds::figures::Part;
    use crate::odds::{all, setup};
    use crate::plan::holding::Kind;

    fn both(plan: &Plan, days: u32) -> (OneStep, crate::odds::figures::EndOdds) {
        let Ok(book) = Book::resolve(plan) else { unreachable!() };
        let Ok(setup) = setup(&book, &Ask { days, paths: 80 * BATCH, ..Ask::of(&book) }) else { unreachable!() };
        let odds = all(&setup).odds(&setup);
        let (Some(step), Some(part)) = (whole(setup.finding_one_step()), odds.part(Part::Combined)) else {
            unreachable!()
        };
        (step, part.end.clone())
    }

    /// What is on VIX alone has no way there: both say the same, within three errors and a hundredth for the nodes.
    #[test]
    fn calls_on_vix_have_the_same_mean_and_tail_in_one_step() {
        let mut plan = Plan::default();
        plan.holdings.retain(|one| one.kind() == Kind::Layer);
        for nth in 0..3 {
            plan.a_layer(nth).contracts = Some(2.0);
        }
        for days in [5, 15] {
            let (step, paths) = both(&plan, days);
            for (one, figure) in [(step.mean.0, paths.mean), (step.cvar_95.0, paths.cvar_95)] {
                let error = figure.error.unwrap_or(0.0);
                let slack = 3.0 * error + 0.01 * figure.value.abs();
                assert!((one - figure.value).abs() < slack, "{days}: {one} {figure:?}");
            }
            assert_eq!(step.correlation, None);
        }
    }

    /// The opening book over five days: the tail within a tenth, so that neither is of another book.
    #[test]
    fn the_opening_books_tail_in_one_step_is_near_that_of_the_paths_and_no_more() {
        let (step, paths) = both(&Book::opening().plan, 5);
        assert!((step.cvar_95.0 / paths.cvar_95.value - 1.0).abs() < 0.1, "{step:?} {:?}", paths.cvar_95);
        assert!((step.past_budget.0 - paths.past_budget.value).abs() < 0.03, "{step:?} {:?}", paths.past_budget);
        assert!(step.correlation.is_some());
    }

    /// The correlation map's own check: where VIX ends between two levels, condors and pools move together as on the paths.
    #[test]
    fn by_where_vix_ends_the_opening_books_condors_and_pools_move_together_as_on_the_paths() {
        let book = Book::opening();
        let Ok(setup) = setup(&book, &Ask { days: 5, paths: 80 * BATCH, ..Ask::of(&book) }) else { unreachable!() };
        let odds = all(&setup).odds(&setup);
        let Some(step) = whole(setup.finding_one_step()) else { unreachable!() };
        assert!((step.bands.iter().map(|band| band.share.0).sum::<f64>() - 1.0).abs() < 1e-9);
        let mut compared = 0;
        for (paths, step) in odds.bands.iter().zip(&step.bands) {
            // Steps of VIX are some 2 % wide: a band's ends lie between two of them.
            assert!((paths.share - step.share.0).abs() < 0.05, "{paths:?} {step:?}");
            if let (Some(one), Some(other)) = (paths.correlation, step.correlation)
                && paths.share > 0.05
            {
                assert!((one.value - other).abs() < 0.1, "{paths:?} {step:?}");
                compared += 1;
            }
        }
        assert!(compared >= 3, "{compared}");
    }
}
