//! Pools on a path: value and fees day by day, a loan that is called on the way, the first day out of the range.

use crate::book::Book;
use crate::holdings::pool::insurance::default_haircut;
use crate::holdings::pool::loan::LIQUIDATION_PENALTY;
use crate::holdings::pool::pnl::PoolPnl;
use crate::holdings::pool::position::Position;
use crate::holdings::pool::{Pool, Reserves};
use crate::numbers::in_line::{between, exp};
use crate::odds::tables::State;
use crate::shock::Shock;
use crate::units::{Frac, Usd, Years};

/// A pool with what no path changes.
#[derive(Clone, Debug)]
pub struct PathPool {
    /// Its terms.
    pub position: Position,
    pool: Pool,
    /// What the deposit held at the start.
    kept: Reserves,
    /// Its value and fee rate at a price of 1 × the entry where no token moves it.
    still: Option<[f64; 2]>,
    /// Years passed, debt and premium paid by each day, today first.
    days: Vec<[f64; 3]>,
}

/// One pool on one path.
#[derive(Clone, Copy, Debug, Default)]
pub struct PoolState {
    /// Fees so far, quote tokens.
    fees: f64,
    /// Fees a year at the end of the last day, quote tokens.
    rate: f64,
    /// P&L on the last day; that of its liquidation once it has been.
    pub pnl: PoolPnl,
    /// Day of its liquidation; 0 before.
    pub liquidated: u32,
    /// First day that ended out of its range; 0 before.
    pub left: u32,
}

/// Times that gas is today's where VIX is so many times today's: model book 8.
#[inline(always)]
pub fn gas_multiple(ratio: f64) -> f64 {
    let multiple = ratio * ratio * ratio.sqrt();
    if ratio > 1.0 { between(multiple, [1.0, 50.0]) } else { 1.0 }
}

impl PathPool {
    /// Every pool with a deposit, and which of them is the sized one.
    pub fn of(book: &Book, shocks: &[Shock]) -> (Vec<PathPool>, Option<usize>) {
        let with_deposit = book.positions().enumerate().filter_map(|(i, position)| Some((i, position, position.pool?)));
        let made: Vec<(usize, PathPool)> =
            with_deposit.map(|(i, position, pool)| (i, PathPool::new(position, pool, shocks))).collect();
        let sized = book.sized.and_then(|sized| made.iter().position(|(i, _)| *i == sized));
        (made.into_iter().map(|(_, pool)| pool).collect(), sized)
    }

    fn new(position: &Position, pool: Pool, shocks: &[Shock]) -> PathPool {
        let change = shocks.first().map_or(0.0, |shock| shock.still(shock.vix(), 0.0).loan_rate_change);
        let loan = crate::holdings::pool::loan::Loan { rate: Frac(position.loan.rate.0 + change), ..position.loan };
        let on = |passed: f64| {
            let time = Years::from_trading_days(passed);
            [time.0, loan.debt(time).0, position.insurance.premium_paid(position.deposit, time).0]
        };
        let is_still = position.base.is_none() && position.quote.is_none();
        let rate = pool.fee_rate(position.entry, Frac(position.fee_apr));
        PathPool {
            kept: pool.reserves(position.entry),
            still: is_still.then(|| [pool.value(position.entry), rate]),
            days: std::iter::once(0.0).chain(shocks.iter().map(Shock::passed)).map(on).collect(),
            position: position.clone(),
            pool,
        }
    }

    /// Today.
    pub fn start(&self) -> PoolState {
        let rate = self.pool.fee_rate(self.position.entry, Frac(self.position.fee_apr));
        PoolState { rate, ..PoolState::default() }
    }

    /// Whether today's price is out of its range.
    pub fn is_out(&self) -> bool {
        !self.pool.in_range(self.position.entry)
    }

    /// Goes on to the end of a day at which VIX is `ratio` times today's.
    #[inline(always)]
    pub fn step(&self, on: &mut PoolState, day: usize, state: &State, ratio: f64) {
        if on.liquidated > 0 {
            return;
        }
        let position = &self.position;
        let log = |token: Option<usize>| token.map_or(0.0, |token| state.returns[token]);
        let [base, quote] = [log(position.base), log(position.quote)];
        let peg = if position.quote.is_some() { exp(quote) } else { 1.0 };
        let (price, [value, rate], is_in) = match self.still {
            Some(still) => (position.entry, still, self.pool.in_range(position.entry)),
            None => {
                let price = position.entry * exp(base - quote);
                let (figures, is_in) = self.pool.standing(price, Frac(position.fee_apr));
                (price, figures, is_in)
            }
        };
        let rate = rate * ratio;
        let [time, debt, premium] = self.days[day];
        // Half of what a day earns by its start and half by its end, each nothing where that is out of range.
        on.fees += 0.5 * (on.rate + rate) * (time - self.days[day - 1][0]);
        on.rate = rate;
        if on.left == 0 && !is_in {
            on.left = day as u32;
        }
        let (value, hodl) = (peg * value, peg * self.kept.value(price));
        let is_liquidated = position.loan.threshold.0 * value < debt * (1.0 - 1e-12);
        let haircut = || default_haircut(ratio);
        on.pnl = PoolPnl {
            price_move: hodl - position.deposit.0,
            divergence: value - hodl,
            fees: peg * on.fees,
            gas: position.gas.0 * gas_multiple(ratio),
            interest: debt - position.loan.principal.0,
            premium,
            claims: if position.insurance.cover.0 > 0.0 {
                position.insurance.recovered(Usd(hodl), Usd(value), haircut()).0
            } else {
                0.0
            },
            penalty: if is_liquidated { LIQUIDATION_PENALTY.0 * debt } else { 0.0 },
        };
        if is_liquidated {
            on.liquidated = day as u32;
        }
    }
}
