//! The worst of the horizon, as the size tab shows it.

use serde::Serialize;

use crate::book::limits::LargestPool;
use crate::units::{Frac, Usd};

/// The distribution over the horizon in a few figures; losses positive.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CvarReport {
    /// Trading days.
    pub days: f64,
    /// Mean P&L.
    pub mean: Usd,
    /// Loss that one outcome in twenty exceeds.
    pub var: Usd,
    /// Mean loss of that twentieth.
    pub cvar: Usd,
    /// Loss budget.
    pub budget: Usd,
    /// CVaR over equity.
    pub share_of_equity: Frac,
    /// Largest sized pool whose CVaR is within the budget.
    pub largest: LargestPool,
    /// Smallest one; 0 where any small one keeps it, above where the pool has to hedge the rest or to earn its gas first.
    pub least: Usd,
    /// Correlation of condor and pools with VIX moving too; `None` where one of them never moves.
    pub correlation: Option<f64>,
    /// Mean P&L of the pools in the condor's worst twentieth, and in all outcomes; `None` without both.
    pub pools_in_tail: Option<[Usd; 2]>,
    /// The figures in one sentence.
    pub answer: String,
}
