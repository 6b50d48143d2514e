//! Strip: impermanent loss bought back by n puts and n calls, and what else could stand in for them.

use serde::Serialize;

use crate::book::position::Position;
use crate::holdings::pool::Pool;
use crate::holdings::pool::carry::Carry;
use crate::holdings::pool::range::Range;
use crate::holdings::pool::strip::{StripOption, hedge, leftover};
use crate::options::black::{Side, price};
use crate::units::{Frac, Usd, Vol, Years};
use crate::words::{amount, fixed};

/// Calendar days for which the options are priced.
pub const STRIP_DAYS: f64 = 30.0;
/// A full range is hedged between the price over this and times this.
const FULL_RANGE: f64 = 10.0;
/// Places inside the range that are searched for the worst leftover.
const PLACES: u16 = 400;

/// One option of the strip, bought.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct StripRow {
    /// Whether it is a put.
    pub is_put: bool,
    /// Strike, quote per base.
    pub strike: f64,
    /// Tokens it is written on.
    pub quantity: f64,
    /// Premium of all of it, Black-76 on the token's vol.
    pub cost: Usd,
}

/// n + n options against impermanent loss.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StripReport {
    /// Calendar days to their expiry.
    pub days: f64,
    /// Puts, then calls, by rising strike.
    pub options: Vec<StripRow>,
    /// What they cost together.
    pub cost: Usd,
    /// Expected impermanent loss over the same days, positive: what the cost stands against.
    pub expected_il: Usd,
    /// Most that is left of the impermanent loss inside the range at expiry, ≤ 0; never a gain.
    pub worst_leftover: Usd,
    /// Price of that.
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
pub struct Alternative {
    /// Tokens sold short, or dollars per vol point.
    pub size: f64,
    /// Dollars that it leaves uncovered at the lower and the upper bound, ≤ 0 is a loss.
    pub left_at_bounds: [Usd; 2],
    /// What it does and where it fails.
    pub sentence: String,
}

/// Options of a plan's strip; none for pools that have no strip or where none are asked for.
pub(super) fn options(position: &Position, pool: &Pool, per_side: f64) -> Vec<StripOption> {
    let per_side = per_side.clamp(0.0, 10.0) as usize;
    bought(position, pool, per_side).map_or_else(Vec::new, |(options, _)| options)
}

fn bought(position: &Position, pool: &Pool, per_side: usize) -> Option<(Vec<StripOption>, Range)> {
    let entry = position.entry;
    let (liquidity, range) = match pool {
        Pool::Concentrated(pool) => {
            let (low, high) = pool.bounds();
            (pool.liquidity(), Range { low, high })
        }
        Pool::ConstantProduct(pool) => (pool.liquidity(), Range { low: entry / FULL_RANGE, high: entry * FULL_RANGE }),
        Pool::Weighted(_) | Pool::StableSwap(_) => return None,
    };
    Some((hedge(liquidity, range, entry, per_side), range))
}

/// The strip of a position, `per_side` puts and calls; none for Balancer and Curve.
pub(super) fn report(position: &Position, pool: &Pool, per_side: f64, rate: Frac) -> Option<StripReport> {
    let (options, range) = bought(position, pool, per_side.clamp(0.0, 10.0) as usize)?;
    let (entry, vol) = (position.entry, position.vol);
    let horizon = Years::from_calendar_days(STRIP_DAYS);
    let rows: Vec<StripRow> = options
        .iter()
        .map(|option| StripRow {
            is_put: option.side == Side::Put,
            strike: option.strike,
            quantity: option.quantity,
            cost: Usd(option.quantity * price(option.side, entry, option.strike, vol.0, horizon.0, rate.0)),
        })
        .collect();
    let step = (range.high / range.low).ln() / f64::from(PLACES);
    let left = |at: f64| leftover(pool, &options, entry, at);
    let (worst_at, worst) = (0..=PLACES)
        .map(|i| range.low * (step * f64::from(i)).exp())
        .map(|at| (at, left(at)))
        .fold((entry, 0.0), |worst, here| if here.1 < worst.1 { here } else { worst });
    Some(StripReport {
        days: STRIP_DAYS,
        cost: rows.iter().map(|row| row.cost).sum(),
        options: rows,
        expected_il: Usd(Carry { pool: *pool, price: entry, vol, horizon }.expected_lvr()),
        worst_leftover: Usd(worst),
        worst_at,
        unhedged_there: Usd(pool.value(worst_at) - pool.hodl(worst_at, entry)),
        perpetual: perpetual(pool, entry, range),
        variance_swap: variance_swap(pool, entry, vol, range),
    })
}

fn perpetual(pool: &Pool, entry: f64, range: Range) -> Alternative {
    let tokens = pool.delta(entry);
    let left = |at: f64| Usd(pool.value(at) - pool.value(entry) - tokens * (at - entry));
    let left_at_bounds = [left(range.low), left(range.high)];
    Alternative {
        size: tokens,
        left_at_bounds,
        sentence: format!(
            "Short {} tokens by a perpetual: the price move is gone, the curvature is not; {} are lost at the lower bound and {} at the upper, and funding is paid or received all the while.",
            fixed(tokens, 3),
            amount(-left_at_bounds[0].0),
            amount(-left_at_bounds[1].0)
        ),
    }
}

fn variance_swap(pool: &Pool, entry: f64, vol: Vol, range: Range) -> Alternative {
    // LVR a year is this times σ²; a vol point of realised volatility is worth 2σ/100 of it.
    let notional = pool.lvr_rate(entry, Vol(1.0));
    let size = 0.02 * vol.0 * notional;
    // At a bound the swap has gained what a straight path realises: nothing; the loss to holding stays.
    let left = |at: f64| Usd(pool.value(at) - pool.hodl(at, entry));
    Alternative {
        size,
        left_at_bounds: [left(range.low), left(range.high)],
        sentence: format!(
            "Long variance of {} a vol point: it pays for the loss to rebalancing while the price stays near {} and in range; outside it pays for moves that the pool no longer makes, and a slow drift to a bound is not covered at all.",
            amount(size),
            crate::words::number(entry)
        ),
    }
}
