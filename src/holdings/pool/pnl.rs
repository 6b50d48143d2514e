//! P&L of a position between today and a world, part by part.

use crate::holdings::pool::Reserves;
use crate::holdings::pool::bridge::{Bridge, bridge_vol, mean_fee_multiple};
use crate::holdings::pool::insurance::default_haircut;
use crate::holdings::pool::loan::Loan;
use crate::holdings::pool::position::Position;
use crate::holdings::world::World;
use crate::units::{Frac, Usd, Years};

/// What one position, or all of them, did in a scenario, dollars.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PoolPnl {
    /// Value of the deposit's tokens and quote then, less the deposit.
    pub price_move: f64,
    /// Value of the position then, less holding.
    pub divergence: f64,
    /// Fees on the way, given where the price ends.
    pub fees: f64,
    /// Gas to leave; positive.
    pub gas: f64,
    /// Interest on the loan; positive.
    pub interest: f64,
    /// Insurance premium; positive.
    pub premium: f64,
    /// What the insurer pays; positive.
    pub claims: f64,
    /// Penalty of a liquidation at the end price; positive.
    pub penalty: f64,
}

impl PoolPnl {
    /// Value change + fees + claims − gas − interest − premium − penalty.
    pub fn total(&self) -> f64 {
        self.price_move + self.divergence + self.fees + self.claims
            - self.gas
            - self.interest
            - self.premium
            - self.penalty
    }

    /// Both together.
    pub fn plus(&self, other: &PoolPnl) -> PoolPnl {
        PoolPnl {
            price_move: self.price_move + other.price_move,
            divergence: self.divergence + other.divergence,
            fees: self.fees + other.fees,
            gas: self.gas + other.gas,
            interest: self.interest + other.interest,
            premium: self.premium + other.premium,
            claims: self.claims + other.claims,
            penalty: self.penalty + other.penalty,
        }
    }
}

/// Fees of a position over one shock's horizon: set up once for every end price.
pub struct FeeStream {
    bridge: Option<Bridge>,
    /// What the deposit held at the start: what holding keeps.
    kept: Reserves,
}

impl FeeStream {
    /// Fees while VIX goes to `vix_ratio` times its level over the shock's horizon.
    pub fn new(position: &Position, world: &World) -> FeeStream {
        let Some(pool) = &position.pool else {
            return FeeStream { bridge: None, kept: Reserves { base: 0.0, quote: 0.0 } };
        };
        let kept = pool.reserves(position.entry);
        if world.days <= 0.0 {
            return FeeStream { bridge: None, kept };
        }
        let apr = Frac(position.fee_apr * mean_fee_multiple(world.fee_multiple));
        let vol = bridge_vol(position.vol, world.vix_ratio);
        let horizon = Years::from_trading_days(world.days);
        FeeStream { bridge: Some(Bridge::new(pool, position.entry, apr, vol, horizon)), kept }
    }

    /// Fees in quote tokens where the price ends at `price`.
    pub fn given_end(&self, price: f64) -> f64 {
        self.bridge.as_ref().map_or(0.0, |bridge| bridge.fees_given_end(price))
    }
}

impl Position {
    /// What the position did between today and a world.
    pub fn pnl(&self, world: &World) -> PoolPnl {
        self.pnl_with(&FeeStream::new(self, world), world)
    }

    /// The same with a fee stream that is set up already for worlds of the same VIX and days.
    pub fn pnl_with(&self, stream: &FeeStream, world: &World) -> PoolPnl {
        let Some(pool) = &self.pool else { return PoolPnl::default() };
        let (price, peg) = (self.price_in(world), self.peg_in(world));
        let time = Years::from_trading_days(world.days);
        let value = peg * pool.value(price);
        let hodl = peg * stream.kept.value(price);
        let loan = self.loan_in(world);
        PoolPnl {
            price_move: hodl - self.deposit.0,
            divergence: value - hodl,
            fees: peg * stream.given_end(price),
            gas: self.gas.0 * world.gas_multiple,
            interest: loan.debt(time).0 - loan.principal.0,
            premium: self.insurance.premium_paid(self.deposit, time).0,
            claims: self.insurance.recovered(Usd(hodl), Usd(value), default_haircut(world.vix_ratio)).0,
            penalty: loan.penalty(Usd(value), time).0,
        }
    }

    /// Expected share of the time in range on the way to a world that ends at `price`, in [0, 1]; over no time whether
    /// it is there.
    pub fn time_in_range_to(&self, price: f64, world: &World) -> Frac {
        let Some(pool) = &self.pool else { return Frac(0.0) };
        if world.days <= 0.0 {
            return Frac(if pool.in_range(price) { 1.0 } else { 0.0 });
        }
        let vol = bridge_vol(self.vol, world.vix_ratio);
        let horizon = Years::from_trading_days(world.days);
        Bridge::new(pool, self.entry, Frac(0.0), vol, horizon).time_in_range_given_end(price)
    }

    /// The loan at the rate of a world, from today on.
    pub fn loan_in(&self, world: &World) -> Loan {
        Loan { rate: Frac(self.loan.rate.0 + world.loan_rate_change), ..self.loan }
    }

    /// Whether the lender has sold the position in a world.
    pub fn is_sold_in(&self, world: &World) -> bool {
        self.loan_in(world).liquidated(self.dollars_in(world), Years::from_trading_days(world.days))
    }
}
