//! Limits: the largest pool that survives a shock, and the smallest VIX that breaks the budget.
//!
//! Source: model book 10 and 11.5.

use serde::Serialize;

use crate::book::Book;
use crate::holdings::pool::fee_rate::FeeSource;
use crate::holdings::pool::pnl::PoolPnl;
use crate::holdings::pool::position::Position;
use crate::numbers::in_line::at_least;
use crate::units::{Points, Usd};

/// Largest pool that survives a shock within the loss budget.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "kind", content = "usd")]
pub enum LargestPool {
    /// Any size up to the risk capital.
    Unlimited,
    /// At most this deposit.
    UpTo(Usd),
    /// None: the rest of the book breaks the budget, or leaves less of it than a pool's gas.
    None,
}

/// A loss per dollar deposited that is no more than this is rounding: a pool that does not move limits nothing.
const NO_LOSS: f64 = 1e-9;

/// Largest deposit whose loss fits: the pool's P&L is linear in size apart from gas.
///
/// `other` is the P&L of condor and hedge, `per_dollar` the pool's P&L per dollar deposited without gas, `gas` and
/// `budget` positive dollars. None where the rest breaks the budget or leaves less than the gas, no limit where the pool
/// gains.
pub fn largest_pool(other: f64, per_dollar: f64, gas: f64, budget: f64) -> LargestPool {
    let room = budget + other;
    if room - gas < 0.0 {
        LargestPool::None
    } else if per_dollar >= -NO_LOSS {
        LargestPool::Unlimited
    } else if room - gas == 0.0 {
        LargestPool::None
    } else {
        LargestPool::UpTo(Usd((room - gas) / -per_dollar))
    }
}

/// Where the loss reaches the budget on the link, and the worst of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReverseStress {
    /// Smallest VIX at which the loss reaches the budget; `None` up to 150.
    pub gone_at: Option<Points>,
    /// VIX of the worst loss on the scanned grid.
    pub worst: Points,
    /// P&L there, dollars.
    pub worst_pnl: f64,
}

/// P&L of a position at any size in one scenario: linear apart from gas, from fees that its own size dilutes, and from the
/// agreed limit of its cover, which stays as many dollars. A larger one borrows in proportion. Concave in size.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct BySize {
    /// Size that it was priced at, dollars.
    size: f64,
    /// P&L per dollar without gas and fees; ≥ 0 is a gain.
    pnl_per_dollar: f64,
    /// Fees per dollar at that size.
    fees: f64,
    /// How much of the active liquidity one dollar is; infinite where it is alone in the pool.
    dilution: f64,
    /// Gas to leave; positive.
    gas: f64,
    /// Of the P&L per dollar, what legs written on it make.
    legs: f64,
    /// What the cover pays per dollar deposited, where its limit is agreed on; else it lies in the P&L per dollar.
    claims: f64,
    /// The most that it then pays, dollars.
    most_paid: f64,
}

impl BySize {
    /// From the P&L of a position; nothing at any size without a deposit.
    pub fn new(position: &Position, pnl: &PoolPnl) -> BySize {
        let size = position.deposit.0;
        if size <= 0.0 {
            return BySize::default();
        }
        let fees = pnl.fees / size;
        let crowd = |source: &FeeSource| source.own_liquidity / (size * source.active_liquidity);
        // Nothing is earned: nothing is diluted.
        let dilution = position.fee_source.as_ref().filter(|_| fees > 0.0).map_or(0.0, crowd);
        let [claims, most_paid] = paid(position, pnl);
        let linear = pnl.total() + pnl.gas - if claims > 0.0 { pnl.claims } else { 0.0 };
        BySize {
            size,
            pnl_per_dollar: linear / size - fees,
            fees,
            dilution,
            gas: pnl.gas,
            legs: 0.0,
            claims,
            most_paid,
        }
    }

    /// The same with what is written on it, whose P&L at the size that it was priced at this is, dollars.
    #[inline(always)]
    pub fn with_legs(self, pnl: f64) -> BySize {
        if self.size <= 0.0 {
            return self;
        }
        let legs = pnl / self.size;
        BySize { pnl_per_dollar: self.pnl_per_dollar + legs, legs: self.legs + legs, ..self }
    }

    /// The same with nothing written on it.
    #[inline(always)]
    pub fn bare(self) -> BySize {
        BySize { pnl_per_dollar: self.pnl_per_dollar - self.legs, legs: 0.0, ..self }
    }

    /// What the legs written on it make at a size, dollars.
    #[inline(always)]
    pub fn legs(&self, usd: f64) -> f64 {
        self.legs * at_least(usd, 0.0)
    }

    /// The same with every fee this many times as large.
    pub fn with_fees(self, times: f64) -> BySize {
        BySize { fees: self.fees * times, ..self }
    }

    /// Fees at another size, dollars.
    fn fees_at(&self, usd: f64) -> f64 {
        if self.dilution.is_finite() {
            self.fees * usd * (1.0 + self.dilution * self.size) / (1.0 + self.dilution * usd)
        } else {
            // Alone in the pool: the fees are what they are, whatever the size.
            self.fees * self.size
        }
    }

    /// P&L at another size, dollars; 0 at 0.
    pub fn pnl(&self, usd: f64) -> f64 {
        let claims = self.claims * usd;
        let paid = if claims > self.most_paid { self.most_paid } else { claims };
        if usd > 0.0 { usd * self.pnl_per_dollar + self.fees_at(usd) + paid - self.gas } else { 0.0 }
    }

    /// P&L per further dollar of a position of this size.
    pub fn slope(&self, usd: f64) -> f64 {
        let linear = self.pnl_per_dollar + if self.claims * usd < self.most_paid { self.claims } else { 0.0 };
        if !self.dilution.is_finite() {
            return linear;
        }
        let crowd = 1.0 + self.dilution * usd;
        linear + self.fees * (1.0 + self.dilution * self.size) / (crowd * crowd)
    }

    /// P&L per further dollar of a position without end: diluted fees and a cover that has paid its limit add nothing there.
    pub fn slope_far(&self) -> f64 {
        self.pnl_per_dollar + if self.dilution == 0.0 { self.fees } else { 0.0 }
    }

    /// The largest size at which this and `other` (condor, hedge, other pools) lose no more than `budget`.
    pub fn largest(&self, other: f64, budget: f64) -> LargestPool {
        if self.claims > 0.0 {
            // It pays the smaller of two amounts, so the book loses no more than the budget where it does with either.
            let uncapped = BySize { pnl_per_dollar: self.pnl_per_dollar + self.claims, claims: 0.0, ..*self };
            let capped = BySize { claims: 0.0, ..*self };
            let [a, b] = [uncapped.largest(other, budget), capped.largest(other + self.most_paid, budget)];
            return if room(b) < room(a) { b } else { a };
        }
        if self.dilution == 0.0 {
            return largest_pool(other, self.pnl_per_dollar + self.fees, self.gas, budget);
        }
        if self.dilution.is_finite() {
            return self.largest_diluted(budget + other);
        }
        largest_pool(other + self.fees_at(0.0), self.pnl_per_dollar, self.gas, budget)
    }

    /// The same where a larger deposit dilutes the fees: the P&L is concave in size, so there is one root.
    fn largest_diluted(&self, room: f64) -> LargestPool {
        let BySize { size, pnl_per_dollar: slope, fees, dilution, gas, .. } = *self;
        let crowd = 1.0 + dilution * size;
        if room < 0.0 || room - gas <= 0.0 {
            return LargestPool::None;
        }
        if slope >= -NO_LOSS {
            return LargestPool::Unlimited;
        }
        // What is left, times 1 + dilution·usd, is a quadratic that opens downward from room − gas > 0.
        let (a, c) = (slope * dilution, room - gas);
        let b = c * dilution + slope + fees * crowd;
        let root = (b * b - 4.0 * a * c).sqrt();
        let most = if b < 0.0 { 2.0 * c / (root - b) } else { (b + root) / (-2.0 * a) };
        if most.is_finite() { LargestPool::UpTo(Usd(most)) } else { LargestPool::Unlimited }
    }
}

/// What a cover with an agreed limit pays per dollar deposited below it, and the most that it pays; both 0 without one.
fn paid(position: &Position, pnl: &PoolPnl) -> [f64; 2] {
    let (size, cover) = (position.deposit.0, &position.insurance);
    if !cover.is_agreed {
        return [0.0; 2];
    }
    let hodl = size + pnl.price_move;
    let claim = cover.claim(Usd(hodl), Usd(hodl + pnl.divergence)).0;
    let counted = claim.min(cover.limit.0);
    if counted <= 0.0 {
        return [0.0; 2];
    }
    let kept = pnl.claims / counted;
    [kept * claim / size, kept * cover.limit.0]
}

/// How large a pool may be as a number that can be compared: −1 where none fits, infinite without a limit.
pub fn room(largest: LargestPool) -> f64 {
    match largest {
        LargestPool::None => -1.0,
        LargestPool::UpTo(usd) => usd.0,
        LargestPool::Unlimited => f64::INFINITY,
    }
}

/// No answer is beyond the risk capital: a larger one is no limit.
pub fn within_capital(largest: LargestPool, risk_capital: f64) -> LargestPool {
    if room(largest) >= risk_capital { LargestPool::Unlimited } else { largest }
}

/// Fees of a position of another size over its own: in proportion where they are an APR, diluted where they come from the
/// pool's volume.
pub fn fee_factor(position: &Position, usd: f64) -> f64 {
    let one = PoolPnl { fees: 1.0, ..PoolPnl::default() };
    BySize::new(position, &one).fees_at(usd)
}

/// The book with $1,000 and no loan in the sized pool, everything else as it is; `None` where its terms allow none.
pub fn with_stand_in(book: &Book) -> Option<Book> {
    let nth = book.plan.sized_pool()?;
    let mut plan = book.plan.clone();
    let pool = plan.pool_mut(nth)?;
    pool.deposit = Usd(1000.0);
    pool.loan = Usd(0.0);
    book.resolve_beside(&plan).ok()
}

/// Whether a loss is past a budget, both in dollars: by what is seen in whole dollars, for a size that a rule allows loses
/// the budget to the last digit but one. House choice.
pub fn is_past(loss: f64, budget: f64) -> bool {
    loss > budget + 0.5
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::way::Parts;

    #[test]
    fn dilution_makes_the_largest_pool_smaller_and_the_loss_there_is_the_budget() {
        let mut plan = crate::plan::Plan::default();
        let Some(pool) = plan.pool_mut(0) else { unreachable!() };
        pool.active_liquidity = 2000.0;
        pool.volume = Usd(74_000.0);
        pool.fee_by = crate::plan::FeeBy::Volume;
        plan.account.loss_budget = crate::units::Frac(0.08);
        let most = |plan: &crate::plan::Plan| {
            let Ok(book) = Book::resolve(plan) else { unreachable!() };
            let parts = Parts::new(&book, crate::book::sized::SizedPool::of(&book).as_ref(), &book.shock.as_set(0.0));
            let held = book.sized_position().map_or(0.0, |position| position.deposit.0);
            match parts.largest(book.budget, 1.0, 1.0) {
                LargestPool::UpTo(most) => (most, parts.combined(held) + book.budget),
                other => unreachable!("{other:?}"),
            }
        };
        let (found, _) = most(&plan);
        if let Some(pool) = plan.pool_mut(0) {
            pool.deposit = found;
        }
        let (again, left) = most(&plan);
        assert!((again.0 / found.0 - 1.0).abs() < 1e-9 && left.abs() < 1e-6, "{found:?} {again:?} {left}");
    }

    /// Of the same terms priced at any deposit every size makes the same, and what a book of that deposit makes: below the
    /// agreed limit, at it and beyond it.
    #[test]
    fn a_cover_of_an_agreed_limit_pays_it_once_however_large_the_pool() {
        let at = |deposit: f64| {
            let mut plan = crate::plan::Plan::default();
            (plan.event.token, plan.event.vix) = (Some(crate::units::Frac(-0.6)), Some(Points(17.0)));
            let Some(pool) = plan.pool_mut(0) else { unreachable!() };
            (pool.deposit, pool.cover, pool.cover_limit) = (Usd(deposit), crate::units::Frac(1.0), Some(Usd(500.0)));
            let Ok(book) = Book::resolve(&plan) else { unreachable!() };
            let Some(sized) = crate::book::sized::SizedPool::of(&book) else { unreachable!() };
            let world = book.shock.as_set(0.0);
            (sized.in_world(&world), sized.position.pnl(&world))
        };
        assert!(at(100_000.0).1.claims < at(100_000.0).1.divergence.abs() && at(1_000.0).1.claims > 0.0);
        let limit = at(100_000.0).1.claims;
        assert!((at(200_000.0).1.claims - limit).abs() < 1e-9 && at(1_000.0).1.claims < 0.9 * limit);
        for held in [1_000.0, 10_000.0, 100_000.0] {
            let (by_size, _) = at(held);
            for usd in [500.0, 3_000.0, 30_000.0, 200_000.0] {
                let whole = at(usd).1.total();
                assert!((by_size.pnl(usd) - whole).abs() < 1e-6 * (1.0 + whole.abs()), "{held} {usd} {whole}");
                // The largest size for a budget is where the loss is the budget.
                let LargestPool::UpTo(most) = by_size.largest(0.0, -whole) else { unreachable!() };
                assert!((most.0 / usd - 1.0).abs() < 1e-6, "{held} {usd} {most:?}");
                let slope = (by_size.pnl(usd + 0.01) - by_size.pnl(usd - 0.01)) / 0.02;
                assert!((slope - by_size.slope(usd)).abs() < 1e-6, "{held} {usd}");
            }
        }
    }

    #[test]
    fn the_pool_may_be_as_large_as_the_room_it_leaves() {
        assert_eq!(largest_pool(-2000.0, -0.15, 60.0, 10_000.0), LargestPool::UpTo(Usd(7940.0 / 0.15)));
        assert_eq!(largest_pool(-12_000.0, 0.05, 0.0, 10_000.0), LargestPool::None);
        assert_eq!(largest_pool(-2000.0, 0.05, 0.0, 10_000.0), LargestPool::Unlimited);
        // Gas is paid whatever the size: what is left does not pay it.
        assert_eq!(largest_pool(-2000.0, 0.05, 8001.0, 10_000.0), LargestPool::None);
        // What is left of two sums that are equal is no loss.
        assert_eq!(largest_pool(-20.0, -1.2e-16, 60.0, 7500.0), LargestPool::Unlimited);
    }
}
