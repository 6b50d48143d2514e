//! Carry: what a position earns and pays on average over a day, a month and a year.

use serde::Serialize;

use crate::book::position::Position;
use crate::holdings::pool::Pool;
use crate::holdings::pool::arbitrage::arbitrage_share;
use crate::holdings::pool::carry::Carry;
use crate::holdings::pool::exit_time::ExitTime;
use crate::holdings::pool::range::Range;
use crate::units::{CALENDAR_DAYS, Frac, Usd, Vol, Years};

/// Calendar days of the three columns.
pub const COLUMNS: [f64; 3] = [1.0, 30.0, 365.0];

/// Averages over one horizon, dollars; costs are positive. No shock: the price is a martingale of today's vol.
///
/// Two ways to the same net, never mixed: all fees − gross LVR, or noise traders' fees − arbitrage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
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
    /// Both together; the share of time is the fee-weighted one.
    pub(super) fn plus(&self, other: &CarryColumn) -> CarryColumn {
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

/// First exit of the range.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct FirstExit {
    /// Mean, calendar days.
    pub mean_days: f64,
    /// Half of all paths have left by then, calendar days.
    pub median_days: f64,
    /// Probability of leaving over the top.
    pub above: Frac,
}

/// What breaks even, and when the range is left.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct BreakEven {
    /// Vol at which fees pay for LVR; none where the position does not trade.
    pub vol: Option<Vol>,
    /// The token's own.
    pub token_vol: Vol,
    /// Full-range-equivalent fee APR in use.
    pub fee_apr: Frac,
    /// The one that pays for LVR: σ²/8; none where the position earns nothing.
    pub apr: Option<Frac>,
    /// Fee rate over the value while in range, simple.
    pub position_apr: Frac,
    /// None outside the range and without one.
    pub first_exit: Option<FirstExit>,
}

/// The three columns of a position.
pub(super) fn columns(position: &Position, pool: &Pool) -> [CarryColumn; 3] {
    COLUMNS.map(|days| column(position, pool, days))
}

/// One column: this many calendar days of a position.
pub(in crate::views) fn column(position: &Position, pool: &Pool, days: f64) -> CarryColumn {
    let horizon = Years::from_calendar_days(days);
    let carry = Carry { pool: *pool, price: position.entry, vol: position.vol, horizon };
    let fees = carry.expected_fees(Frac(position.fee_apr));
    let lvr = carry.expected_lvr();
    let block = Years(position.block_seconds / (CALENDAR_DAYS * 86_400.0));
    let arbitrage = lvr * arbitrage_share(position.tier, position.vol, block).0;
    let noise = fees - (lvr - arbitrage);
    let gas = position.gas.0 * horizon.0;
    let interest = position.loan.debt(horizon).0 - position.loan.principal.0;
    let premium = position.insurance.premium_paid(position.deposit, horizon).0;
    let costs = gas + interest + premium;
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
        net: Usd(fees - lvr - costs),
        net_after_arbitrage: Usd(noise - arbitrage - costs),
        expected_value_change: Usd(-lvr),
    }
}

/// Break-evens of a position.
pub(super) fn break_even(position: &Position, pool: &Pool) -> BreakEven {
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
