//! Horizon: the run over the plan's horizon, with where the shock stands among its paths.

use std::cell::RefCell;

use second_engine::book::Book;
use second_engine::odds::ask::Ask;
use second_engine::odds::figures::{Figure, Odds};
use second_engine::odds::moments::ThreeWays;
use second_engine::odds::setup::Setup;
use second_engine::odds::tally::{Batch, Sums, Tally};
use second_engine::plan::Plan;
use second_engine::units::Usd;
use serde::{Deserialize, Serialize};

use crate::app::odds::desk::Desk;
use crate::app::odds::run::{Asked, Run};
use crate::app::odds::state::State;
use crate::app::store::told::Told;

/// The book held over the plan's horizon.
pub struct Horizon;

/// What the paths say and where the shock stands among them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Joined {
    /// The figures.
    pub odds: Odds,
    /// The shock's trading days and P&L, dollars.
    pub shock: [f64; 2],
    /// The day on whose end it is looked for.
    pub day: usize,
    /// Share of paths that stand below its P&L then.
    pub place: Figure,
    /// Share of paths past the budget on the shock's day; `None` where none goes so far.
    pub past_budget: Option<Figure>,
    /// How VIX, SPX and ether move on the paths, once all are walked.
    pub moments: Vec<ThreeWays>,
}

impl Run for Horizon {
    type Setup = Setup;
    type Sums = Sums;
    type Figures = Joined;

    const WORD: &'static str = "horizon";
    const PLACE: u8 = 0;

    async fn making(plan: &Plan, asked: &Asked) -> Result<Setup, String> {
        let book = Book::resolve(plan).map_err(|wrong| wrong.to_string())?;
        let ask = Ask { rules_size: asked.rules.map(Usd), ..Ask::of(&book) };
        second_engine::odds::making(&book, &ask).await
    }

    fn batches(setup: &Setup) -> u32 {
        setup.batches()
    }

    async fn batching(setup: &Setup, index: u32) -> Batch {
        setup.batching(index).await
    }

    fn figures(tally: &Tally, setup: &Setup, asked: &Asked) -> Joined {
        let [days, usd] = asked.shock;
        let is_whole = tally.paths() >= setup.ask.paths;
        let moments = if is_whole { setup.moments() } else { Vec::new() };
        let past_budget = tally.past_budget_after(setup, days);
        Joined {
            odds: tally.odds(setup),
            shock: asked.shock,
            day: setup.day_of(days),
            place: tally.place(setup, days, Usd(usd)),
            past_budget,
            moments,
        }
    }

    fn is_whole(joined: &Joined) -> bool {
        joined.odds.paths >= joined.odds.of
    }
}

/// The same of plan A, which is walked once all others are.
pub struct OfA;

impl Run for OfA {
    type Setup = Setup;
    type Sums = Sums;
    type Figures = Joined;

    const WORD: &'static str = Horizon::WORD;
    const PLACE: u8 = 2;

    async fn making(plan: &Plan, asked: &Asked) -> Result<Setup, String> {
        Horizon::making(plan, asked).await
    }

    fn batches(setup: &Setup) -> u32 {
        Horizon::batches(setup)
    }

    async fn batching(setup: &Setup, index: u32) -> Batch {
        Horizon::batching(setup, index).await
    }

    fn figures(tally: &Tally, setup: &Setup, asked: &Asked) -> Joined {
        Horizon::figures(tally, setup, asked)
    }

    fn is_whole(joined: &Joined) -> bool {
        Horizon::is_whole(joined)
    }
}

thread_local! {
    static STATE_OF_A: RefCell<State<OfA>> = RefCell::default();
    static TOLD_OF_A: RefCell<Told> = RefCell::default();
    static STATE: RefCell<State<Horizon>> = RefCell::default();
    static TOLD: RefCell<Told> = RefCell::default();
}

/// What the page knows of it.
pub const HORIZON: Desk<Horizon> = Desk { state: &STATE, told: &TOLD };

/// What it knows of plan A's.
pub const OF_A: Desk<OfA> = Desk { state: &STATE_OF_A, told: &TOLD_OF_A };
