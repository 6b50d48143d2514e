//! P&L: what condor, pool and hedge gain between now and a scenario, dollars.

use crate::book::position::Position;
use crate::book::resolve::Book;
use crate::holdings::pool::bridge::{Bridge, bridge_vol, mean_fee_multiple};
use crate::holdings::pool::insurance::default_haircut;
use crate::holdings::pool::loan::Loan;
use crate::holdings::pool::{Pool, Reserves};
use crate::shock::{Scenario, Shock};
use crate::units::{Frac, Usd, Years};

/// P&L of the three parts in one scenario, dollars.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pnl {
    /// Condor after opening fees.
    pub condor: f64,
    /// Every pool: value change + fees + claims − gas − interest − premium − penalty.
    pub pool: f64,
    /// Every leg.
    pub hedge: f64,
}

impl Pnl {
    /// The combined book.
    pub fn combined(&self) -> f64 {
        self.condor + self.pool + self.hedge
    }
}

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
    pub fn new(position: &Position, pool: &Pool, shock: &Shock, vix_ratio: f64) -> FeeStream {
        let kept = pool.reserves(position.entry);
        if shock.plan.days <= 0.0 {
            return FeeStream { bridge: None, kept };
        }
        let apr = Frac(position.fee_apr * mean_fee_multiple(shock.fee_multiple(vix_ratio)));
        let vol = bridge_vol(position.vol, vix_ratio);
        let horizon = Years::from_trading_days(shock.plan.days);
        FeeStream { bridge: Some(Bridge::new(pool, position.entry, apr, vol, horizon)), kept }
    }

    /// Fees in quote tokens where the price ends at `price`.
    pub fn given_end(&self, price: f64) -> f64 {
        self.bridge.as_ref().map_or(0.0, |bridge| bridge.fees_given_end(price))
    }
}

impl Position {
    /// P&L where the pool's price ends at `price` in a scenario; zero without a deposit.
    pub fn pnl(&self, stream: &FeeStream, shock: &Shock, scenario: &Scenario, price: f64) -> PoolPnl {
        let Some(pool) = &self.pool else { return PoolPnl::default() };
        let time = Years::from_trading_days(scenario.days);
        let value = scenario.peg * pool.value(price);
        let hodl = scenario.peg * stream.kept.value(price);
        let loan = self.loan_in(shock);
        PoolPnl {
            price_move: hodl - self.deposit.0,
            divergence: value - hodl,
            fees: scenario.peg * stream.given_end(price),
            gas: self.gas.0 * shock.gas_multiple(scenario.vix_ratio),
            interest: loan.debt(time).0 - loan.principal.0,
            premium: self.insurance.premium_paid(self.deposit, time).0,
            claims: self.insurance.recovered(Usd(hodl), Usd(value), default_haircut(scenario.vix_ratio)).0,
            penalty: loan.penalty(Usd(value), time).0,
        }
    }

    /// The loan with the shock's rate change on it.
    pub fn loan_in(&self, shock: &Shock) -> Loan {
        Loan { rate: Frac(self.loan.rate.0 + shock.plan.rate.0), ..self.loan }
    }
}

/// Fee streams of every position, the first one first: all of the pools' P&L that does not depend on the end prices.
pub struct Streams(Vec<FeeStream>);

impl Book {
    /// Condor P&L after opening fees.
    pub fn condor_pnl(&self, scenario: &Scenario) -> f64 {
        let condor = &self.condor;
        if condor.contracts == 0.0 {
            return 0.0;
        }
        let value = condor.value(&scenario.market, Years::left(condor.days, scenario.days));
        condor.dollars(condor.credit - value) - condor.fees().0
    }

    /// Fee streams of every position while VIX goes to `vix_ratio` times its level.
    pub fn streams(&self, shock: &Shock, vix_ratio: f64) -> Streams {
        let stream = |position: &Position| match &position.pool {
            Some(pool) => FeeStream::new(position, pool, shock, vix_ratio),
            None => FeeStream { bridge: None, kept: Reserves { base: 0.0, quote: 0.0 } },
        };
        Streams(self.positions().map(stream).collect())
    }

    /// P&L of each position with streams that are set up already, the first one first.
    pub fn positions_pnl<'a>(
        &'a self,
        streams: &'a Streams,
        shock: &'a Shock,
        scenario: &'a Scenario,
    ) -> impl Iterator<Item = PoolPnl> + 'a {
        self.positions().zip(&streams.0).enumerate().map(move |(i, (position, stream))| {
            let price = self.pool_price(i, position, scenario);
            position.pnl(stream, shock, scenario, price)
        })
    }

    /// Price of position `index` in a scenario, quote per base: the first one's is the scenario's own token.
    pub fn pool_price(&self, index: usize, position: &Position, scenario: &Scenario) -> f64 {
        if index == 0 { scenario.token / scenario.peg } else { position.price_in(scenario) }
    }

    /// P&L of all pools with streams that are set up already.
    pub fn pool_pnl_with(&self, streams: &Streams, shock: &Shock, scenario: &Scenario) -> PoolPnl {
        self.positions_pnl(streams, shock, scenario).fold(PoolPnl::default(), |sum, one| sum.plus(&one))
    }

    /// P&L of all pools; zero without a deposit.
    pub fn pool_pnl(&self, shock: &Shock, scenario: &Scenario) -> PoolPnl {
        self.pool_pnl_with(&self.streams(shock, scenario.vix_ratio), shock, scenario)
    }

    /// P&L of the three parts.
    pub fn pnl(&self, shock: &Shock, scenario: &Scenario) -> Pnl {
        Pnl {
            condor: self.condor_pnl(scenario),
            pool: self.pool_pnl(shock, scenario).total(),
            hedge: self.hedge_pnl(scenario),
        }
    }
}
