//! Setup: everything that every batch of years shares. Made from the plan alone, the same wherever it is made.

use crate::backtest::programme::Programme;
use crate::book::Book;
use crate::holdings::pool::backing::loan_at;
use crate::holdings::pool::position::Position;
use crate::holdings::world::Tokens;
use crate::market::Market;
use crate::numbers::pieces::pause;
use crate::odds::ask::check_paths;
use crate::odds::batches;
use crate::odds::draws::Start;
use crate::odds::moves::Moves;
use crate::plan::Plan;
use crate::simulation::dynamics::Dynamics;
use crate::units::Usd;
use crate::year::ask::{Ask, DAYS};
use crate::year::calendar::Calendar;
use crate::year::condors::{self, Manners};
use crate::year::futures::Futures;
use crate::year::grid::Grid;
use crate::year::layers;
use crate::year::layout::Layout;
use crate::year::places::Places;
use crate::year::pool::{self, UNIT};
use crate::year::sizes::Sizes;
use crate::year::ways::Way;

/// What all batches share.
#[derive(Clone, Debug)]
pub struct Setup {
    /// What is asked.
    pub ask: Ask,
    /// What of the plan is walked.
    pub programme: Programme,
    /// Equity today, dollars.
    pub equity: f64,
    /// Ways that are walked, the rules first.
    pub ways: Vec<Way>,
    /// Sizes of the pool whose chances of ruin are counted, rising; empty without one.
    pub sizes: Vec<Usd>,
    /// Dollars that are typed into the pool.
    pub typed: f64,
    pub(super) start: Start,
    pub(super) calendar: Calendar,
    pub(super) moves: Moves,
    pub(super) grid: Grid,
    pub(super) condors: Vec<condors::Terms>,
    pub(super) manners: Manners,
    pub(super) layers: Vec<layers::Terms>,
    pub(super) futures: Futures,
    /// Risk-free rate, continuous.
    pub(super) rate: f64,
    pub(super) pool: Option<pool::Terms>,
    pub(super) places: Places,
    /// Fees of each size, and of what is typed, over the unit's.
    pub(super) factors: Vec<f64>,
    pub(super) typed_factor: f64,
    pub(super) by_rule: Option<Sizes>,
    pub(super) layout: Layout,
}

impl Setup {
    /// Everything but which sizes are looked at and where amounts are counted, in pieces.
    ///
    /// # Errors
    /// A plan that is none, nothing in it that is walked, a number of paths that cannot be, in words.
    pub(super) async fn unseen(plan: &Plan, ask: &Ask) -> Result<Setup, String> {
        check_paths(ask.paths)?;
        let programme = Programme::of(plan);
        if programme.condors.is_empty() && !programme.is_hedged() && programme.pool.is_none() {
            return Err(
                "No condor, no hedge and no pool on the market’s token is held: there is no programme to run.".into()
            );
        }
        let book = Book::resolve(&programme.plan).map_err(|fault| fault.to_string())?;
        let calendar = Calendar::of(plan, DAYS);
        let none = || "The plan’s own curve or smile allows no market: put what is typed of them back.".to_string();
        let vix = programme.plan.market.vix.0;
        let today = programme.market_at([vix, vix], None).ok_or_else(none)?;
        let condors = programme.condors.iter().map(|(_, plan)| condors::Terms::new(plan, &today, &calendar));
        let mut condors: Vec<condors::Terms> = condors.collect();
        let rules = &programme.plan.hedge_rules;
        let layers = programme.layers.iter();
        let priced = (today.rate.0, today.calibration.vix_shape);
        let mut layers: Vec<layers::Terms> =
            layers.map(|(_, plan, held)| layers::Terms::new(plan, *held, rules, priced, &calendar)).collect();
        let grid = Grid::new();
        let mut beside: Option<Market> = None;
        let mut base: Option<Market> = None;
        let has_options = !(condors.is_empty() && layers.is_empty());
        for pair in grid.nodes().filter(|_| has_options) {
            // One curve for all levels that have come from the same.
            let known = base.as_ref().filter(|market| market.calibration.vix.0 == pair[0]).or(beside.as_ref());
            let market = programme.market_at(pair, known).ok_or_else(none)?;
            condors.iter_mut().for_each(|terms| terms.add(&market));
            layers.iter_mut().for_each(|terms| terms.add(&market));
            beside.get_or_insert_with(|| market.clone());
            base = Some(market);
            pause().await;
        }
        let futures = Futures::making(&programme, &calendar).await.ok_or_else(none)?;
        let position = programme.pool.as_ref().and_then(|(_, terms)| {
            let (market, mut terms) = (&programme.plan.market, terms.clone());
            terms.loan = loan_at(terms.loan, terms.deposit, terms.loan_threshold, Usd(UNIT));
            terms.deposit = Usd(UNIT);
            Position::resolve(&terms, market, &mut Tokens::of(market)).ok()
        });
        let pool = position.and_then(pool::Terms::of);
        let by_rule = match &pool {
            Some(_) => Some(Sizes::making(&programme, plan).await),
            None => None,
        };
        let has = [!condors.is_empty(), programme.is_hedged(), pool.is_some()];
        let typed = programme.pool.as_ref().map_or(0.0, |(_, terms)| terms.deposit.0);
        let ways = Way::all(has[0], has[1], has[2], ask.recentre);
        // What is written on the pool begins with every entry, as a loan does.
        let is_backed = pool.as_ref().is_some_and(|terms| terms.backing.is_some()) || !programme.pool_legs.is_empty();
        Ok(Setup {
            places: Places::of(&ways, ask.recentre, is_backed),
            ways,
            equity: plan.account.equity.0,
            sizes: Vec::new(),
            typed,
            typed_factor: pool.as_ref().map_or(0.0, |terms| terms.factor(typed)),
            start: Start::Sobol,
            moves: Moves::of(&book, Dynamics::of(plan)),
            manners: Manners::of(&programme.plan.exits, ask.gate),
            factors: Vec::new(),
            layout: Layout::default(),
            ask: ask.clone(),
            calendar,
            grid,
            condors,
            layers,
            futures,
            rate: today.rate.0,
            pool,
            by_rule,
            programme,
        })
    }

    /// With these sizes of the pool.
    pub(super) fn with_sizes(mut self, sizes: Vec<Usd>) -> Setup {
        let factor = |size: &Usd| self.pool.as_ref().map_or(0.0, |terms| terms.factor(size.0));
        self.factors = sizes.iter().map(factor).collect();
        self.sizes = sizes;
        self
    }

    /// Whether the pool is held on a loan.
    pub fn is_lent(&self) -> bool {
        self.pool.as_ref().and_then(|terms| terms.backing).is_some_and(|backing| backing.is_lent())
    }

    /// How many batches there are.
    pub fn batches(&self) -> u32 {
        batches::count(self.ask.paths)
    }

    /// Equity below which it is ruin, dollars.
    pub fn ruin_level(&self) -> f64 {
        self.equity * (1.0 - self.ask.ruin.0)
    }
}
