//! Strip: impermanent loss bought back by n puts and n calls, and what else could stand in for them.

use serde::Serialize;

use crate::book::Book;
use crate::holdings::pool::Pool;
use crate::holdings::pool::carry::Carry;
use crate::holdings::pool::position::Position;
use crate::holdings::pool::range::Range;
use crate::holdings::pool::strip::{StripOption, leftover};
use crate::holdings::world::World;
use crate::holdings::{Entry, Held, strip};
use crate::options::black::{Side, price};
use crate::plan::StripPlan;
use crate::plan::holding::Kind;
use crate::units::{Frac, Usd, Vol, Years};
use crate::views::report::pool::Quoted;
use crate::words::{amount, fixed, usd};

/// Places inside the range that are searched for the worst leftover.
const PLACES: u16 = 400;

/// Whether the options are in the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum StripState {
    /// They are: a strip on this pool is on.
    Held,
    /// They are not: the plan has a strip on this pool that is off, or of no option.
    Off,
    /// They are not: the plan has no strip on this pool; three a side for 30 days are proposed.
    Proposed,
}

/// One option of the strip, bought.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct StripRow {
    /// Whether it is a put.
    pub is_put: bool,
    /// Strike, quote per base.
    pub strike: f64,
    /// Base tokens it is written on.
    pub quantity: f64,
    /// Premium of all of it, Black-76 on the pair's vol, dollars.
    pub cost: Usd,
}

/// A strip of the book that is written on this pool.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct HeldStrip {
    /// `strip`, `strip2`: what its inputs' addresses begin with.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Options it holds.
    pub options: usize,
    /// Calendar days to their expiry.
    pub days: f64,
    /// Paid for them today.
    pub cost: Usd,
    /// P&L in the scenario.
    pub pnl: Usd,
}

/// n + n options against one pool's impermanent loss: every strip held on it together; else the first that the plan has
/// on it; else a proposal.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct StripReport {
    /// Whether they are in the book.
    pub state: StripState,
    /// The strips that are held on this pool; empty where none is.
    pub held: Vec<HeldStrip>,
    /// Calendar days to their expiry, the longest where several strips are held.
    pub days: f64,
    /// Puts, then calls, by rising strike, strip after strip.
    pub options: Vec<StripRow>,
    /// What they cost together.
    pub cost: Usd,
    /// Expected impermanent loss over the same days, positive: what the cost stands against.
    pub expected_il: Usd,
    /// Most that is left of the impermanent loss inside the range at expiry, ≤ 0; one strip never makes it a gain.
    pub worst_leftover: Usd,
    /// Price of that, quote per base.
    pub worst_at: f64,
    /// The same place without options, ≤ 0.
    pub unhedged_there: Usd,
    /// What a short perpetual does instead, and where it fails.
    pub perpetual: Alternative,
    /// What a variance swap does instead, and where it fails.
    pub variance_swap: Alternative,
}

/// Another hedge: its size, how far off it is, and one sentence.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Alternative {
    /// Tokens sold short, or dollars per vol point.
    pub size: f64,
    /// Dollars that it leaves at the lower and the upper bound, prices in quote per base, before what it costs; below 0
    /// is a loss.
    pub left_at_bounds: [Usd; 2],
    /// What it does and where it fails.
    pub sentence: String,
}

/// Options on one pool with their calendar days, strip by strip, and the range that they cover.
pub(in crate::views) struct Strips<'a> {
    state: StripState,
    held: Vec<&'a Entry>,
    sets: Vec<(Vec<StripOption>, f64)>,
    range: Range,
}

/// The strips of pool `nth` of the plan: held, off, or proposed. None for Balancer and Curve.
pub(in crate::views) fn of<'a>(book: &'a Book, nth: usize, position: &Position, pool: &Pool) -> Option<Strips<'a>> {
    let planned = book.plan.strips().find(|terms| terms.pool_nth() == nth);
    let state = if planned.is_some() { StripState::Off } else { StripState::Proposed };
    let terms = planned.cloned().unwrap_or_else(StripPlan::default);
    let (options, range) = strip::options(position, pool, terms.per_side.clamp(0.0, 10.0) as usize)?;
    let (held, sets): (Vec<&Entry>, Vec<_>) = book
        .of_kind(Kind::Strip)
        .filter_map(|entry| match &entry.held {
            Held::Strip(strip) if strip.pool == nth && !strip.options.is_empty() => {
                Some((entry, (strip.options.clone(), strip.days)))
            }
            _ => None,
        })
        .unzip();
    Some(if held.is_empty() {
        Strips { state, held, sets: vec![(options, terms.days)], range }
    } else {
        Strips { state: StripState::Held, held, sets, range }
    })
}

impl Strips<'_> {
    fn options(&self) -> Vec<StripOption> {
        self.sets.iter().flat_map(|(options, _)| options.iter().copied()).collect()
    }
}

/// The options that a chart of this pool draws: those of the plan, on or off; a mere proposal is not drawn.
pub(super) fn drawn(strips: Option<&Strips>) -> Vec<StripOption> {
    strips.filter(|strips| strips.state != StripState::Proposed).map(Strips::options).unwrap_or_default()
}

/// What the strips of a position cost and leave.
pub(in crate::views) fn report(
    book: &Book,
    strips: &Strips,
    position: &Position,
    pool: &Pool,
    world: &World,
    quoted: &Quoted,
) -> StripReport {
    let (entry, vol, range) = (position.entry, position.vol, strips.range);
    let rows = |(options, days): &(Vec<StripOption>, f64)| {
        let years = Years::from_calendar_days(*days);
        options.iter().map(|option| row(option, position, years, book.market.rate)).collect::<Vec<_>>()
    };
    let rows: Vec<StripRow> = strips.sets.iter().flat_map(rows).collect();
    let days = strips.sets.iter().map(|(_, days)| *days).fold(0.0, f64::max);
    let horizon = Years::from_calendar_days(days);
    let (worst_at, worst) = worst(pool, &strips.options(), entry, range);
    StripReport {
        state: strips.state,
        held: strips.held.iter().map(|entry| held(entry, world)).collect(),
        days,
        cost: rows.iter().map(|row| row.cost).sum(),
        options: rows,
        expected_il: Usd(Carry { pool: *pool, price: entry, vol, horizon }.expected_lvr()),
        worst_leftover: Usd(worst),
        worst_at: position.shown(worst_at),
        unhedged_there: Usd(pool.value(worst_at) - pool.hodl(worst_at, entry)),
        perpetual: perpetual(pool, entry, range, quoted),
        variance_swap: variance_swap(position, pool, range, horizon, quoted),
    }
}

fn row(option: &StripOption, position: &Position, years: Years, rate: Frac) -> StripRow {
    let one = price(option.side, position.entry, option.strike, position.vol.0, years.0, rate.0);
    StripRow {
        is_put: option.side == Side::Put,
        strike: position.shown(option.strike),
        quantity: option.quantity,
        cost: Usd(option.quantity * one),
    }
}

fn held(entry: &Entry, world: &World) -> HeldStrip {
    HeldStrip {
        id: entry.id(),
        name: entry.name.clone(),
        options: entry.held.quantity() as usize,
        days: entry.held.days().unwrap_or_default(),
        cost: entry.held.outlay(),
        pnl: Usd(entry.held.pnl(world)),
    }
}

/// The price inside the range at which the options leave most of the impermanent loss, and what they leave, ≤ 0; today's
/// and 0 where they leave nothing.
fn worst(pool: &Pool, options: &[StripOption], entry: f64, range: Range) -> (f64, f64) {
    let step = (range.high / range.low).ln() / f64::from(PLACES);
    (0..=PLACES)
        .map(|i| range.low * (step * f64::from(i)).exp())
        .map(|at| (at, leftover(pool, options, entry, at)))
        .fold((entry, 0.0), |worst, here| if here.1 < worst.1 { here } else { worst })
}

fn perpetual(pool: &Pool, entry: f64, range: Range, quoted: &Quoted) -> Alternative {
    let tokens = pool.delta(entry);
    let left = |at: f64| Usd(pool.value(at) - pool.value(entry) - tokens * (at - entry));
    let left_at_bounds = [left(range.low), left(range.high)];
    Alternative {
        size: tokens,
        left_at_bounds,
        sentence: format!(
            "Short {} {base} by a perpetual: the price move is gone, the curvature is not; {} at the bound where {base} has fallen and {} where it has risen are what is left, and funding is paid or received all the while.",
            fixed(tokens, 3),
            usd(left_at_bounds[0].0),
            usd(left_at_bounds[1].0),
            base = quoted.base,
        ),
    }
}

/// Long variance of the size that pays for the loss to rebalancing at today's price.
///
/// A step to `at` realises ln²(at/entry), whatever the time it takes; the pool's loss to it is the same to second order,
/// so what is left is of the third, and grows where the pool no longer trades. House choice of the path: one step, for a
/// drift of many small ones realises next to nothing while the loss to holding is the same.
fn variance_swap(position: &Position, pool: &Pool, range: Range, horizon: Years, quoted: &Quoted) -> Alternative {
    let (entry, vol) = (position.entry, position.vol);
    // LVR a year is this times σ²; a vol point of realised volatility is worth 2σ/100 of it.
    let notional = pool.lvr_rate(entry, Vol(1.0));
    let size = 0.02 * vol.0 * notional;
    let fixed_leg = notional * vol.0 * vol.0 * horizon.0;
    let unhedged = |at: f64| pool.value(at) - pool.hodl(at, entry);
    let left = |at: f64| Usd(unhedged(at) + notional * (at / entry).ln().powi(2));
    let left_at_bounds = [left(range.low), left(range.high)];
    let sentence = if notional == 0.0 {
        "Out of range the pool trades nothing now: there is no variance to swap.".into()
    } else {
        format!(
            "Long variance of {} a vol point, for a fixed leg of {} over the same days: one step to the bound where {base} has fallen leaves {}, where it has risen {}, before that cost; a slow drift there realises next to nothing and leaves {} and {}.",
            amount(size),
            amount(fixed_leg),
            usd(left_at_bounds[0].0),
            usd(left_at_bounds[1].0),
            usd(unhedged(range.low)),
            usd(unhedged(range.high)),
            base = quoted.base,
        )
    };
    Alternative { size, left_at_bounds, sentence }
}
