//! Break-even of a position: where fees pay for loss to rebalancing, and when the range is left.
//!
//! Source: model book 7.

use serde::Serialize;

use crate::holdings::pool::Pool;
use crate::holdings::pool::exit_time::ExitTime;
use crate::holdings::pool::position::Position;
use crate::holdings::pool::range::Range;
use crate::units::{Frac, Vol};

/// First exit of the range.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FirstExit {
    /// Mean, calendar days.
    pub mean_days: f64,
    /// Half of all paths have left by then, calendar days.
    pub median_days: f64,
    /// Probability of leaving over the top, in quote tokens per base.
    pub above: Frac,
}

/// What breaks even, and when the range is left.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BreakEven {
    /// Vol at which fees pay for LVR; none where the position does not trade.
    pub vol: Option<Vol>,
    /// The pair's own.
    pub token_vol: Vol,
    /// Full-range-equivalent fee APR in use.
    pub fee_apr: Frac,
    /// The one that pays for LVR: σ²/8; none where the position earns nothing.
    pub apr: Option<Frac>,
    /// Fee APR of the position now, simple: the full range's times its concentration; 0 out of range.
    pub position_apr: Frac,
    /// None outside the range and without one.
    pub first_exit: Option<FirstExit>,
}

/// Break-evens of a position that holds `pool`, at today's price and vol.
pub fn of(position: &Position, pool: &Pool) -> BreakEven {
    let apr = Frac(position.fee_apr);
    let range = position.range.map(|[low, high]| Range { low, high });
    BreakEven {
        vol: pool.breakeven_vol(position.entry, apr),
        token_vol: position.vol,
        fee_apr: apr,
        apr: pool.breakeven_apr(position.entry, position.vol),
        position_apr: Frac(pool.fee_rate(position.entry, apr) / position.deposit.0),
        first_exit: range.and_then(|range| ExitTime::new(range, position.entry, position.vol)).map(|exit| FirstExit {
            mean_days: exit.mean().calendar_days(),
            median_days: exit.median().calendar_days(),
            above: Frac(exit.leaves_above()),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::holdings::world::Tokens;
    use crate::plan::{MarketPlan, PoolPlan};

    #[test]
    fn in_range_the_vol_is_the_root_of_eight_aprs_and_outside_there_is_none() {
        let market = MarketPlan::default();
        let of = |low: f64| {
            let plan = PoolPlan { low, ..PoolPlan::default() };
            let position = Position::resolve(&plan, &market, &mut Tokens::of(&market)).ok()?;
            Some(of(&position, &position.pool?))
        };
        let Some(inside) = of(2200.0) else { unreachable!() };
        assert!(inside.vol.is_some_and(|vol| (vol.0 - (8.0 * inside.fee_apr.0).sqrt()).abs() < 1e-12));
        assert!(inside.first_exit.is_some_and(|exit| exit.median_days < exit.mean_days));
        let Some(outside) = of(3900.0) else { unreachable!() };
        assert_eq!((outside.vol, outside.apr, outside.first_exit), (None, None, None));
        assert_eq!(outside.position_apr, Frac(0.0));
    }
}
