//! Book: a plan resolved; what is held, priced together; attribution, curves and the limits that a shock sets.
//!
//! What can be asked of a book is a free function in the file of its name: `frontier::of(&book)`.

pub mod as_traded;
pub mod at_vix;
pub mod attribution;
pub mod by_date;
pub mod break_evens;
pub mod calendar;
pub mod careful;
pub mod carry;
pub mod conversions;
pub mod convexity;
pub mod staying;
pub mod corridor;
pub mod corridor_token;
pub mod credit;
pub mod curves;
pub mod crush;
pub mod decay;
pub mod exits;
pub mod explained;
pub mod explosions;
pub mod frontier;
pub mod greeks;
pub mod greeks_by_day;
pub mod hedge_budget;
pub mod landscape;
pub mod leaving;
mod leg_prices;
pub mod limits;
pub mod liquidity;
pub mod nudges;
pub mod place;
pub mod pnl;
pub mod replay;
pub(crate) mod resolve;
pub mod sized;
mod token_axis;
mod reverse;
pub mod roll;
pub mod trade;
pub mod vega;
pub mod walk;
pub mod way;

use std::sync::Arc;

use crate::holdings::condor::Condor;
use crate::holdings::pool::position::Position;
use crate::holdings::vix_layer::Layer;
use crate::holdings::world::World;
use crate::holdings::{Entry, Held};
use crate::market::Market;
use crate::plan::address::Address;
use crate::plan::fault::Fault;
use crate::plan::holding::Kind;
use crate::plan::{LayerPlan, Plan, PoolPlan};
use crate::shock::Shock;

/// A resolved plan.
#[derive(Clone, Debug)]
pub struct Book {
    /// The plan it came from.
    pub plan: Plan,
    /// Market today.
    pub market: Market,
    /// Today as every holding sees it.
    pub today: World,
    /// What is on, by kind, within a kind in the plan's order.
    pub entries: Vec<Arc<Entry>>,
    /// Which of the pools is sized, counted among those that are on.
    pub sized: Option<usize>,
    /// The shock as set.
    pub shock: Shock,
    /// Loss budget in dollars; positive.
    pub budget: f64,
}

impl Book {
    /// Every entry of a kind.
    pub fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Entry> {
        self.entries.iter().map(Arc::as_ref).filter(move |entry| entry.kind == kind)
    }

    /// Every condor.
    pub fn condors(&self) -> impl Iterator<Item = &Condor> {
        self.entries.iter().filter_map(|entry| if let Held::Condor(condor) = &entry.held { Some(condor) } else { None })
    }

    /// Those that are held and have not settled today.
    pub fn live_condors(&self) -> impl Iterator<Item = &Condor> {
        self.condors().filter(|condor| condor.lives())
    }

    /// One holding alone in the same market and shock, by the id of its entry: what the book makes and its Greeks are then
    /// its own. The plan stays whole, and no pool is sized. `None` where it holds no such one.
    pub fn alone(&self, id: &str) -> Option<Book> {
        let entries: Vec<_> = self.entries.iter().filter(|entry| entry.id() == id).cloned().collect();
        (!entries.is_empty()).then(|| Book { entries, sized: None, ..self.clone() })
    }

    /// Condor `nth` of the plan, closed ones too; `None` for one that is off.
    pub fn condor_at(&self, nth: usize) -> Option<&Condor> {
        self.of_kind(Kind::Condor).find(|entry| entry.nth == nth).and_then(|entry| match &entry.held {
            Held::Condor(condor) => Some(condor),
            _ => None,
        })
    }

    /// Every pool.
    pub fn positions(&self) -> impl Iterator<Item = &Position> {
        self.entries.iter().filter_map(|entry| if let Held::Pool(pool) = &entry.held { Some(&**pool) } else { None })
    }

    /// Every pool with its plan.
    pub fn pools(&self) -> impl Iterator<Item = (&Entry, &Position, &PoolPlan)> {
        self.of_kind(Kind::Pool).filter_map(|entry| match (&entry.held, self.plan.pool(entry.nth)) {
            (Held::Pool(position), Some(plan)) => Some((entry, &**position, plan)),
            _ => None,
        })
    }

    /// Every layer of VIX calls, with the contracts that it holds.
    pub fn layers(&self) -> impl Iterator<Item = &Layer> {
        self.entries.iter().filter_map(|entry| if let Held::Layer(layer) = &entry.held { Some(layer) } else { None })
    }

    /// Every layer with its plan.
    pub fn planned_layers(&self) -> impl Iterator<Item = (&Entry, &Layer, &LayerPlan)> {
        self.of_kind(Kind::Layer).filter_map(|entry| match (&entry.held, self.plan.layer(entry.nth)) {
            (Held::Layer(layer), Some(plan)) => Some((entry, layer, plan)),
            _ => None,
        })
    }

    /// Every leg of the hedge.
    pub fn legs(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().map(Arc::as_ref).filter(|entry| entry.kind.is_hedge())
    }

    /// Legs written on the sized pool: they grow and shrink with it.
    pub fn legs_on_sized(&self) -> impl Iterator<Item = &Arc<Entry>> {
        let sized = self.plan.sized_pool();
        self.entries.iter().filter(move |entry| sized.is_some() && entry.held.pool_beneath() == sized)
    }

    /// Legs of the hedge that are as large as they are whatever the sized pool holds.
    pub fn own_legs(&self) -> impl Iterator<Item = &Entry> {
        let sized = self.plan.sized_pool();
        self.legs().filter(move |leg| sized.is_none() || leg.held.pool_beneath() != sized)
    }

    /// The sized pool.
    pub fn sized_position(&self) -> Option<&Position> {
        self.sized.and_then(|place| self.positions().nth(place))
    }

    /// The sized pool's plan.
    pub fn sized_plan(&self) -> Option<&PoolPlan> {
        self.sized.and_then(|place| self.pools().nth(place)).map(|(_, _, plan)| plan)
    }

    /// The fault of a credit typed for condor `nth` that is not below its wider wing: nobody pays more than the most
    /// there is to lose. `None` where none is typed, and for a condor that is off.
    pub fn impossible_credit(&self, nth: usize) -> Option<Fault> {
        let (condor, plan) = (self.condor_at(nth)?, self.plan.condor(nth)?);
        let credit = if plan.fill.is_none() && plan.prices() == [None; 4] { return None } else { condor.credit };
        let text = format!(
            "A credit of {} points is not below the wing width of {}: nobody pays more than the most there is to lose.",
            crate::words::number(credit),
            crate::words::number(condor.widest_wing())
        );
        let at = Address::new("condor.fill", nth);
        (credit >= condor.widest_wing()).then(|| Fault::new(at, self.plan.named(at, &text), None))
    }

    /// Whether any condor is sold.
    pub fn has_condor(&self) -> bool {
        self.condors().any(|condor| condor.contracts > 0.0)
    }

    /// Whether anything is deposited anywhere.
    pub fn has_pool(&self) -> bool {
        self.positions().any(|position| position.pool.is_some())
    }

    /// Whether any leg of the hedge is held.
    pub fn has_hedge(&self) -> bool {
        self.legs().any(|leg| leg.held.quantity() != 0.0)
    }

    /// Whether there is any condor, deposit or leg of the hedge.
    pub fn holds_anything(&self) -> bool {
        self.has_condor() || self.has_pool() || self.has_hedge()
    }

    /// Whether anything that is on hangs on the price of a token.
    pub fn hangs_on_tokens(&self) -> bool {
        self.entries.iter().any(|entry| entry.held.hangs_on_tokens())
    }
}
