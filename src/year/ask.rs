//! Ask: how many years, what ruin is, and how the programme is run.

use serde::{Deserialize, Serialize};

use crate::plan::Plan;
use crate::plan::odds::Recentre;
use crate::units::{Frac, Usd};

/// Trading days of every path.
pub const DAYS: u32 = 252;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ask {
    /// Paths drawn.
    pub paths: u32,
    /// Which draws.
    pub seed: u32,
    /// Fall of the equity, as a share of today's, that is ruin.
    pub ruin: Frac,
    /// Chance of ruin that a pool may bring with it.
    pub limit: Frac,
    /// When the range is set round the price again.
    pub recentre: Recentre,
    /// Whether the VIX gate holds for new condors.
    pub gate: bool,
    /// The size of the sized pool that the rules allow today, where it is known.
    pub rules_size: Option<Usd>,
}

impl Ask {
    /// As a plan asks.
    pub fn of(plan: &Plan) -> Ask {
        let odds = &plan.odds;
        Ask {
            paths: odds.paths as u32,
            seed: odds.seed as u32,
            ruin: odds.ruin,
            limit: odds.ruin_limit,
            recentre: odds.recentre,
            gate: odds.gate,
            rules_size: None,
        }
    }
}
