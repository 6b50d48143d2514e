//! Carry of a position: what it earns and pays on average over a day, a month and a year.
//!
//! No shock: the pair's price is a martingale of today's volatility. Source: model book 7.

use serde::Serialize;

use crate::holdings::pool::Pool;
use crate::holdings::pool::arbitrage::arbitrage_share;
use crate::holdings::pool::carry::Carry;
use crate::holdings::pool::position::Position;
use crate::units::{CALENDAR_DAYS, Frac, Usd, Years};

/// Calendar days of the three columns.
pub const COLUMNS: [f64; 3] = [1.0, 30.0, 365.0];

/// What a position earns in a year on average, dollars.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Income {
    /// All fees, ≥ 0.
    pub fees: f64,
    /// Fees − LVR − gas − interest − premium; negative where it loses.
    pub net: f64,
}

/// Averages over one horizon, dollars; costs are positive.
///
/// Two ways to the same net, never mixed: all fees − gross LVR, or noise traders' fees − arbitrage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CarryColumn {
    /// Calendar days.
    pub days: f64,
    /// Expected share of them in range.
    pub time_in_range: Frac,
    /// All fees.
    pub fees: Usd,
    /// Loss to rebalancing, gross; it is the expected impermanent loss with the sign turned.
    pub lvr: Usd,
    /// What arbitrageurs keep of it after paying the pool's fee.
    pub arbitrage: Usd,
    /// Fees less those that arbitrageurs pay; negative where the fee APR is below what they alone would pay.
    pub noise_fees: Usd,
    /// Gas of one exit a year, spread evenly: house choice.
    pub gas: Usd,
    /// Interest on the loan.
    pub interest: Usd,
    /// Insurance premium.
    pub premium: Usd,
    /// All fees − LVR − gas − interest − premium.
    pub net: Usd,
    /// Noise fees − arbitrage − gas − interest − premium: the same number.
    pub net_after_arbitrage: Usd,
    /// `E[V]` − V: what the value changes by on average, ≤ 0. It is −LVR: shown beside it, never subtracted with it.
    pub expected_value_change: Usd,
}

impl CarryColumn {
    /// Gas, interest and premium together; positive.
    pub fn costs(&self) -> Usd {
        self.gas + self.interest + self.premium
    }

    /// Both together; the share of time is the fee-weighted one, the other's where neither earns a fee.
    pub fn plus(&self, other: &CarryColumn) -> CarryColumn {
        let weight = self.fees.0 + other.fees.0;
        let share = (self.time_in_range.0 * self.fees.0 + other.time_in_range.0 * other.fees.0) / weight;
        CarryColumn {
            days: other.days,
            time_in_range: if weight > 0.0 { Frac(share) } else { other.time_in_range },
            fees: self.fees + other.fees,
            lvr: self.lvr + other.lvr,
            arbitrage: self.arbitrage + other.arbitrage,
            noise_fees: self.noise_fees + other.noise_fees,
            gas: self.gas + other.gas,
            interest: self.interest + other.interest,
            premium: self.premium + other.premium,
            net: self.net + other.net,
            net_after_arbitrage: self.net_after_arbitrage + other.net_after_arbitrage,
            expected_value_change: self.expected_value_change + other.expected_value_change,
        }
    }
}

/// Gas of one exit a year spread evenly, interest on the loan and insurance premium over a time: positive dollars.
fn costs(position: &Position, time: Years) -> [f64; 3] {
    [
        position.gas.0 * time.0,
        position.loan.debt(time).0 - position.loan.principal.0,
        position.insurance.premium_paid(position.deposit, time).0,
    ]
}

fn average(position: &Position, pool: &Pool, horizon: Years) -> Carry {
    Carry { pool: *pool, price: position.entry, vol: position.vol, horizon }
}

/// A year of 365 calendar days of a position that holds `pool`.
pub fn income(position: &Position, pool: &Pool) -> Income {
    let carry = average(position, pool, Years(1.0));
    let fees = carry.expected_fees(Frac(position.fee_apr));
    Income { fees, net: fees - carry.expected_lvr() - costs(position, Years(1.0)).iter().sum::<f64>() }
}

/// This many calendar days of a position that holds `pool`.
pub fn column(position: &Position, pool: &Pool, days: f64) -> CarryColumn {
    let horizon = Years::from_calendar_days(days);
    let carry = average(position, pool, horizon);
    let fees = carry.expected_fees(Frac(position.fee_apr));
    let lvr = carry.expected_lvr();
    let block = Years(position.block_seconds / (CALENDAR_DAYS * 86_400.0));
    let arbitrage = lvr * arbitrage_share(position.tier, position.vol, block).0;
    let noise = fees - (lvr - arbitrage);
    let [gas, interest, premium] = costs(position, horizon);
    let paid = gas + interest + premium;
    CarryColumn {
        days,
        time_in_range: carry.time_in_range(),
        fees: Usd(fees),
        lvr: Usd(lvr),
        arbitrage: Usd(arbitrage),
        noise_fees: Usd(noise),
        gas: Usd(gas),
        interest: Usd(interest),
        premium: Usd(premium),
        net: Usd(fees - lvr - paid),
        net_after_arbitrage: Usd(noise - arbitrage - paid),
        expected_value_change: Usd(-lvr),
    }
}

/// A day, a month and a year of a position that holds `pool`.
pub fn columns(position: &Position, pool: &Pool) -> [CarryColumn; 3] {
    COLUMNS.map(|days| column(position, pool, days))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::holdings::world::Tokens;
    use crate::plan::{MarketPlan, PoolPlan};

    fn position(change: impl FnOnce(&mut PoolPlan)) -> Option<(Position, Pool)> {
        let mut plan = PoolPlan { loan: Usd(9000.0), cover_premium: Frac(0.02), ..PoolPlan::default() };
        change(&mut plan);
        let market = MarketPlan::default();
        let position = Position::resolve(&plan, &market, &mut Tokens::of(&market)).ok()?;
        let pool = position.pool?;
        Some((position, pool))
    }

    #[test]
    fn a_years_income_is_the_years_column_and_both_ways_of_counting_end_at_one_net() {
        let Some((position, pool)) = position(|_| ()) else { unreachable!() };
        let (income, year) = (income(&position, &pool), column(&position, &pool, CALENDAR_DAYS));
        assert!((income.net - year.net.0).abs() < 1e-9 && (income.fees - year.fees.0).abs() < 1e-9);
        for column in columns(&position, &pool) {
            assert!((column.net.0 - column.net_after_arbitrage.0).abs() < 1e-9 * position.deposit.0);
            assert!(column.interest.0 > 0.0 && column.premium.0 > 0.0 && column.gas.0 > 0.0);
        }
    }

    #[test]
    fn together_is_the_sum_and_nothing_beside_nothing_is_a_number() {
        let (Some(a), Some(b)) = (position(|_| ()), position(|plan| plan.low = 3000.0)) else { unreachable!() };
        let [a, b] = [a, b].map(|(position, pool)| column(&position, &pool, 30.0));
        let sum = CarryColumn::default().plus(&a).plus(&b);
        assert!((sum.net.0 - a.net.0 - b.net.0).abs() < 1e-9 && sum.days == 30.0);
        let [low, high] = [a, b].map(|column| column.time_in_range.0);
        assert!(sum.time_in_range.0 >= low.min(high) && sum.time_in_range.0 <= low.max(high));
        let none = CarryColumn::default().plus(&CarryColumn::default());
        assert_eq!(none, CarryColumn::default());
    }
}
