//! VIX vega: dollars per VIX point along the curve, the one unit in which condor, layers and all else add up.
//!
//! VIX rises by one point by the curve's shock rule, VVIX follows it; SPX, the token and the
//! date stay. A pool has none: its value hangs on its price alone. Source: model book 1, 2; house choice of the unit.

use crate::book::setup::Setup;
use crate::plan::ShockPlan;
use crate::shock::{Scenario, Shock};
use crate::units::{Points, Usd};

/// Dollars per VIX point.
#[derive(Clone, Debug, PartialEq)]
pub struct VixVega {
    /// The condor's.
    pub condor: Usd,
    /// One contract of each layer, shortest first.
    pub each: [f64; 3],
    /// Every layer as held.
    pub layers: Usd,
    /// Exchange-traded product and leg on the chain.
    pub others: Usd,
}

impl VixVega {
    /// The whole book's.
    pub fn net(&self) -> f64 {
        self.condor.0 + self.layers.0 + self.others.0
    }
}

impl Setup {
    /// VIX vega of every part.
    pub fn vix_vega(&self) -> VixVega {
        let now = self.market.ground.vix.0;
        let still = &self.shock;
        let plan = ShockPlan { vix: None, ..ShockPlan::default() };
        let shock = Shock::new(self.market.clone(), &plan, 0.0, still.token, still.token_price, still.is_stable_pair);
        let [low, high] = [0.0, 1.0].map(|by| shock.scenario(Points(now + by), 0.0, 0.0));
        let moved = |value: &dyn Fn(&Scenario) -> f64| value(&high) - value(&low);
        let mut each = [0.0; 3];
        for (one, layer) in each.iter_mut().zip(&self.layers) {
            let single = crate::hedge::layer::Layer { contracts: 1.0, ..*layer };
            *one = moved(&|scenario| single.pnl(&scenario.market, 0.0));
        }
        let layers: f64 = each.iter().zip(&self.layers).map(|(one, layer)| one * layer.contracts).sum();
        VixVega {
            condor: Usd(moved(&|scenario| self.condor_pnl(scenario))),
            each,
            layers: Usd(layers),
            others: Usd(moved(&|scenario| self.hedge_pnl(scenario)) - layers),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;

    #[test]
    fn vega_is_the_slope_of_the_book_over_vix_with_spx_held() {
        let Ok(setup) = Setup::resolve(&Plan::default()) else { unreachable!() };
        let mut plan = Plan::default();
        plan.shock.days = 0.0;
        plan.shock.spx = Some(crate::units::Frac(0.0));
        let at = |vix: f64| {
            plan.clone().shock.vix = Some(Points(vix));
            let moved = Plan { shock: ShockPlan { vix: Some(Points(vix)), ..plan.shock.clone() }, ..plan.clone() };
            let Ok(there) = Setup::resolve(&moved) else { unreachable!() };
            let scenario = there.shock.as_set(0.0);
            there.condor_pnl(&scenario) + there.hedge_pnl(&scenario)
        };
        let vega = setup.vix_vega();
        assert!((vega.net() - (at(18.0) - at(17.0))).abs() < 1e-6, "{vega:?}");
        // A condor is short vega, calls are long.
        assert!(vega.condor.0 < 0.0 && vega.each.iter().all(|one| *one > 0.0) && vega.others.0.abs() < 1e-9);
    }
}
