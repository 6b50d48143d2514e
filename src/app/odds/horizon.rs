//! Horizon: the run over the plan's horizon, with where the shock stands among its paths.

use std::cell::{OnceCell, RefCell};

use second_engine::book::Book;
use second_engine::odds::ask::Ask;
use second_engine::odds::convergence::{Refined, refine};
use second_engine::odds::figures::{Figure, Odds, Place};
use second_engine::odds::moments::ThreeWays;
use second_engine::odds::one_step::OneStep;
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
#[derive(Default)]
pub struct Horizon;

/// What all batches share, and what does not hang on what they count.
pub struct Shared {
    /// That of the library.
    pub setup: Setup,
    after: OnceCell<(Vec<ThreeWays>, Option<OneStep>)>,
}

/// What the paths say and where the shock stands among them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Joined {
    /// The figures.
    pub odds: Odds,
    /// The shock's trading days and P&L, dollars.
    pub shock: [f64; 2],
    /// Shares of paths below its P&L then and above it; none where they end before.
    pub place: Option<Place>,
    /// Share of paths past the budget on the shock's day; `None` where none goes so far.
    pub past_budget: Option<Figure>,
    /// How VIX, SPX and ether move on the paths, once all are walked.
    pub moments: Vec<ThreeWays>,
    /// The whole book by quadrature over one step to the end, by then.
    pub one_step: Option<OneStep>,
    /// Errors of the whole book as the run went on; the page's own account of it.
    pub refined: Vec<Refined>,
}

impl Run for Horizon {
    type Setup = Shared;
    type Sums = Sums;
    type Figures = Joined;

    const WORD: &'static str = "horizon";

    fn walked(plan: &Plan) -> Plan {
        second_engine::odds::ask::walked(plan)
    }

    async fn making(plan: &Plan, asked: &Asked) -> Result<Shared, String> {
        let book = Book::resolve(plan).map_err(|wrong| wrong.to_string())?;
        let ask = Ask { rules_size: asked.rules.map(Usd), ..Ask::of(&book) };
        Ok(Shared { setup: second_engine::odds::making(&book, &ask).await?, after: OnceCell::new() })
    }

    fn batches(shared: &Shared) -> u32 {
        shared.setup.batches()
    }

    async fn batching(shared: &Shared, index: u32) -> Batch {
        shared.setup.batching(index).await
    }

    fn figures(tally: &Tally, shared: &Shared, asked: &Asked) -> Joined {
        let ([days, usd], setup) = (asked.shock, &shared.setup);
        let past_budget = tally.past_budget_after(setup, days);
        Joined {
            odds: tally.odds(setup),
            shock: asked.shock,
            place: tally.place(setup, days, Usd(usd)),
            past_budget,
            moments: shared.after.get().map_or_else(Vec::new, |after| after.0.clone()),
            one_step: shared.after.get().and_then(|after| after.1.clone()),
            refined: Vec::new(),
        }
    }

    fn is_finished(joined: &Joined) -> bool {
        !joined.moments.is_empty()
    }

    async fn finishing(shared: &Shared, joined: Joined) -> Joined {
        if shared.after.get().is_none() {
            let after = (shared.setup.finding_moments().await, shared.setup.finding_one_step().await);
            let _ = shared.after.set(after);
        }
        let (moments, one_step) = shared.after.get().cloned().unwrap_or_default();
        Joined { moments, one_step, ..joined }
    }

    fn go_on(before: Option<&Joined>, joined: &mut Joined) {
        joined.refined = before.map_or_else(Vec::new, |before| before.refined.clone());
        refine(&mut joined.refined, Refined::of(&joined.odds));
        // The same plan draws the same: they stay until they are told again.
        if let Some(before) = before.filter(|_| joined.moments.is_empty()) {
            joined.moments.clone_from(&before.moments);
            joined.one_step.clone_from(&before.one_step);
        }
    }

    fn is_whole(joined: &Joined) -> bool {
        joined.odds.paths >= joined.odds.of
    }
}

thread_local! {
    static STATE_OF_A: RefCell<State<Horizon>> = RefCell::default();
    static TOLD_OF_A: RefCell<Told> = RefCell::default();
    static STATE: RefCell<State<Horizon>> = RefCell::default();
    static TOLD: RefCell<Told> = RefCell::default();
}

/// What the page knows of it.
pub const HORIZON: Desk<Horizon> = Desk { state: &STATE, told: &TOLD, place: 0 };

/// What it knows of plan A's, which is walked once all others are.
pub const OF_A: Desk<Horizon> = Desk { state: &STATE_OF_A, told: &TOLD_OF_A, place: 2 };
