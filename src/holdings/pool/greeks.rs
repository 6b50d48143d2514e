//! Greeks of a pool beside the condor's: vega is what more volatility costs, theta what a day earns.

use crate::holdings::condor::Greeks;
use crate::holdings::pool::Pool;
use crate::holdings::pool::carry::Carry;
use crate::holdings::pool::position::Position;
use crate::units::{CALENDAR_DAYS, Frac, Vol, Years};

/// Greeks today of a position that holds `pool`: delta x(P) in base tokens (dollars per dollar of the base), gamma
/// x′(P), [`vega`] over `horizon`, theta the fees of a calendar day in dollars.
pub fn of(position: &Position, pool: &Pool, horizon: Years) -> Greeks {
    Greeks {
        delta: pool.delta(position.entry),
        gamma: pool.gamma(position.entry),
        vega: vega(pool, position.entry, position.vol, horizon),
        theta: pool.fee_rate(position.entry, Frac(position.fee_apr)) / CALENDAR_DAYS,
    }
}

/// −∂E[∫LVR]/∂σ over `horizon` from a price on, quote tokens per vol point, ≤ 0; 0 for a pair that stands still.
pub fn vega(pool: &Pool, price: f64, vol: Vol, horizon: Years) -> f64 {
    let lost = |vol: f64| Carry { pool: *pool, price, vol: Vol(vol), horizon }.expected_lvr();
    let step = 0.001f64.min(0.5 * vol.0);
    if step > 0.0 { -0.01 * (lost(vol.0 + step) - lost(vol.0 - step)) / (2.0 * step) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::holdings::world::Tokens;
    use crate::plan::{MarketPlan, PoolPlan};

    #[test]
    fn a_pool_is_short_gamma_and_vega_and_earns_by_the_day_and_a_still_pair_has_no_vega() {
        let market = MarketPlan::default();
        let of = |vol: f64| {
            let plan = PoolPlan { token_vol: Some(Vol(vol)), ..PoolPlan::default() };
            let position = Position::resolve(&plan, &market, &mut Tokens::of(&market)).ok()?;
            Some(of(&position, &position.pool?, Years::from_calendar_days(30.0)))
        };
        let (Some(moving), Some(still)) = (of(0.62), of(0.0)) else { unreachable!() };
        assert!(moving.delta > 0.0 && moving.gamma < 0.0 && moving.vega < 0.0 && moving.theta > 0.0, "{moving:?}");
        assert_eq!((still.vega, still.delta, still.theta), (0.0, moving.delta, moving.theta));
    }

    #[test]
    fn the_greeks_of_the_pools_table_are_the_slopes_of_its_value_and_of_its_expected_loss() {
        let market = MarketPlan::default();
        let Ok(position) = Position::resolve(&PoolPlan::default(), &market, &mut Tokens::of(&market)) else {
            unreachable!()
        };
        let (Some(pool), horizon) = (position.pool, Years::from_calendar_days(30.0)) else { unreachable!() };
        let (got, price, step) = (of(&position, &pool, horizon), position.entry, 1e-3 * position.entry);
        let [down, here, up] = [-step, 0.0, step].map(|move_| pool.value(price + move_));
        let lost = |vol: f64| Carry { pool, price, vol: Vol(vol), horizon }.expected_lvr();
        let vol = position.vol.0;
        let day = Carry { pool, price, vol: Vol(1e-6), horizon: Years::from_calendar_days(1.0) };
        for (what, said, found) in [
            ("delta", got.delta, (up - down) / (2.0 * step)),
            ("gamma", got.gamma, (up - 2.0 * here + down) / (step * step)),
            ("vega", got.vega, -0.01 * (lost(1.01 * vol) - lost(0.99 * vol)) / (0.02 * vol)),
            ("theta", got.theta, day.expected_fees(Frac(position.fee_apr))),
        ] {
            assert!((said - found).abs() < 2e-3 * said.abs(), "{what}: {said}, by differences {found}");
        }
    }
}
