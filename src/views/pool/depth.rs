//! Depth: what can be taken out, what falls due, and who takes which part of the flow.

use serde::Serialize;

use crate::holdings::pool::Pool;
use crate::holdings::pool::depth::{others, selling_loss, withdrawable};
use crate::holdings::pool::position::Position;
use crate::holdings::pool::year::CarryColumn;
use crate::holdings::world::World;
use crate::plan::PoolPlan;
use crate::units::{Frac, Usd};
use crate::words::amount;

/// Leaving one position: the tokens sold into the pool's other liquidity.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExitReport {
    /// Dollars that leave within the slippage today.
    pub withdrawable: Usd,
    /// Likewise in the shock.
    pub withdrawable_after: Usd,
    /// Liquidity of the others that the tokens are sold into, as typed.
    pub liquidity: f64,
    /// Part of its value that selling every base token held today loses; none where nobody else is in the pool.
    pub impact: Option<Frac>,
    /// Likewise in the shock, with the depth that it leaves.
    pub impact_after: Option<Frac>,
}

/// One labelled line of what searchers do.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct MevLine {
    /// `Arbitrage`, `Sandwich`, `JIT`.
    pub label: &'static str,
    /// Dollars a year that the position loses; 0 where somebody else pays.
    pub cost: Usd,
    /// Who pays whom.
    pub sentence: String,
}

/// Exit of one position today and in a world, within its plan's slippage and against its others' liquidity.
pub(super) fn exit(position: &Position, pool: &Pool, plan: &PoolPlan, world: &World) -> ExitReport {
    let (price, active) = (position.price_in(world), plan.active_liquidity);
    let ready = |at: f64, left: f64| withdrawable(pool, at, plan.slippage, left);
    let impact = |at: f64, left: f64| {
        // The others are those of today, where the shock's price finds them, less the depth that it takes.
        let into = others(pool, active * left, position.entry).ok()?;
        Some(selling_loss(&into, pool.reserves(at).base, at))
    };
    ExitReport {
        withdrawable: Usd(ready(position.entry, 1.0)),
        withdrawable_after: Usd(position.peg_in(world) * ready(price, world.depth)),
        liquidity: active,
        impact: impact(position.entry, 1.0),
        impact_after: impact(price, world.depth),
    }
}

/// Arbitrage, sandwich and JIT, a year.
pub(super) fn mev(position: &Position, year: &CarryColumn) -> [MevLine; 3] {
    let diverted = position.fee_source.map_or(0.0, |source| source.diverted.0);
    let missed = if diverted < 1.0 { year.fees.0 * diverted / (1.0 - diverted) } else { 0.0 };
    [
        MevLine {
            label: "Arbitrage",
            cost: year.arbitrage,
            sentence: format!(
                "The pool pays: of {} lost to rebalancing a year, arbitrageurs keep {}; the rest comes back as fees.",
                amount(year.lvr.0),
                amount(year.arbitrage.0)
            ),
        },
        MevLine {
            label: "Sandwich",
            cost: Usd(0.0),
            sentence: "The trader pays, up to the slippage allowed; the pool earns the fee of both swaps.".into(),
        },
        MevLine {
            label: "JIT",
            cost: Usd(missed),
            sentence: if missed > 0.0 {
                format!("Just-in-time liquidity and the protocol take {} of fees a year.", amount(missed))
            } else {
                "Just-in-time liquidity dilutes the fees of large swaps; a typed APR is taken to be after it.".into()
            },
        },
    ]
}
