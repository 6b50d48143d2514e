//! Net vega: condor and hedge in one unit, dollars per VIX point along the curve.
//!
//! VIX rises by one point at once by the shock rule, so every tenor moves by its own amount; SPX and token are held.
//! House choice of unit: a vol point of a 220-day call and one of a 45-day condor are not the same thing.

use serde::Serialize;

use crate::book::setup::Setup;
use crate::hedge::Leg;
use crate::units::{Points, Usd};

/// Dollars per VIX point.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NetVega {
    /// Condor.
    pub condor: Usd,
    /// Every leg of the hedge, layers first, as (id, dollars).
    pub legs: Vec<(&'static str, Usd)>,
    /// All legs.
    pub hedge: Usd,
    /// Condor and hedge.
    pub net: Usd,
}

impl Setup {
    /// Condor and hedge per VIX point today.
    pub fn net_vega(&self) -> NetVega {
        let instant = self.instant();
        let from = self.market.ground.vix.0;
        let [before, after] = [from, from + 1.0].map(|vix| {
            let mut scenario = instant.scenario(Points(vix), 0.0, 0.0);
            scenario.returns = [0.0; 2];
            scenario
        });
        let condor = self.condor_pnl(&after) - self.condor_pnl(&before);
        let gain = |leg: Leg| Usd(leg.pnl(&self.then(&after)) - leg.pnl(&self.then(&before)));
        let legs: Vec<(&'static str, Usd)> = self.legs().map(|leg| (leg.id(), gain(leg))).collect();
        let hedge: f64 = legs.iter().map(|(_, usd)| usd.0).sum();
        NetVega { condor: Usd(condor), legs, hedge: Usd(hedge), net: Usd(condor + hedge) }
    }
}
