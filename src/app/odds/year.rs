//! Year: the run of the programme through years ahead.

use std::cell::RefCell;

use second_engine::plan::Plan;
use second_engine::units::Usd;
use second_engine::year::ask::Ask;
use second_engine::year::figures::Year;
use second_engine::year::setup::Setup;
use second_engine::year::tally::{Batch, Sums, Tally};

use crate::app::odds::desk::Desk;
use crate::app::odds::run::{Asked, Run};
use crate::app::odds::state::State;
use crate::app::store::told::Told;

/// The programme through a year.
#[derive(Default)]
pub struct Years;

impl Run for Years {
    type Setup = Setup;
    type Sums = Sums;
    type Figures = Year;

    const WORD: &'static str = "year";

    /// The rules ask the shock on every day.
    fn walked(plan: &Plan) -> Plan {
        plan.clone()
    }

    async fn making(plan: &Plan, asked: &Asked) -> Result<Setup, String> {
        let ask = Ask { rules_size: asked.rules.map(Usd), ..Ask::of(plan) };
        second_engine::year::making(plan, &ask).await
    }

    fn batches(setup: &Setup) -> u32 {
        setup.batches()
    }

    async fn batching(setup: &Setup, index: u32) -> Batch {
        setup.batching(index).await
    }

    fn figures(tally: &Tally, setup: &Setup, _: &Asked) -> Year {
        tally.year(setup)
    }

    fn is_finished(_: &Year) -> bool {
        true
    }

    async fn finishing(_: &Setup, year: Year) -> Year {
        year
    }

    fn go_on(_: Option<&Year>, _: &mut Year) {}

    fn is_whole(year: &Year) -> bool {
        year.paths >= year.of
    }
}

thread_local! {
    static STATE_OF_A: RefCell<State<Years>> = RefCell::default();
    static TOLD_OF_A: RefCell<Told> = RefCell::default();
    static STATE: RefCell<State<Years>> = RefCell::default();
    static TOLD: RefCell<Told> = RefCell::default();
}

/// What it knows of plan A's, which are walked once all others are.
pub const YEARS_OF_A: Desk<Years> = Desk { state: &STATE_OF_A, told: &TOLD_OF_A, place: 3 };

/// What the page knows of it.
pub const YEARS: Desk<Years> = Desk { state: &STATE, told: &TOLD, place: 1 };
