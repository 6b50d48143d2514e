//! P&L: what condor, pool and hedge gain between now and a scenario, dollars.

use crate::book::setup::{Position, Setup};
use crate::pool::Pool;
use crate::pool::bridge::{Bridge, bridge_vol, mean_fee_multiple};
use crate::shock::{Scenario, Shock};
use crate::units::{Frac, Years};

/// P&L of the three parts in one scenario, dollars.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pnl {
    /// Condor after opening fees.
    pub condor: f64,
    /// Pool: value change + fees − gas.
    pub pool: f64,
    /// All layers.
    pub hedge: f64,
}

impl Pnl {
    /// The combined book.
    pub fn combined(&self) -> f64 {
        self.condor + self.pool + self.hedge
    }
}

/// What the pool did in a scenario, dollars.
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
}

impl PoolPnl {
    /// Value change + fees − gas.
    pub fn total(&self) -> f64 {
        self.price_move + self.divergence + self.fees - self.gas
    }
}

/// Fees of a position over one shock's horizon: set up once for every end price.
pub struct FeeStream {
    bridge: Option<Bridge>,
}

impl FeeStream {
    /// Fees while VIX goes to `vix_ratio` times its level over the shock's horizon.
    pub fn new(position: &Position, pool: &Pool, shock: &Shock, vix_ratio: f64) -> FeeStream {
        if shock.plan.days <= 0.0 {
            return FeeStream { bridge: None };
        }
        let apr = Frac(position.fee_apr * mean_fee_multiple(shock.fee_multiple(vix_ratio)));
        let vol = bridge_vol(position.vol, vix_ratio);
        let horizon = Years::from_trading_days(shock.plan.days);
        FeeStream { bridge: Some(Bridge::new(pool, position.entry, apr, vol, horizon)) }
    }

    /// Fees in quote tokens where the price ends at `price`.
    pub fn given_end(&self, price: f64) -> f64 {
        self.bridge.as_ref().map_or(0.0, |bridge| bridge.fees_given_end(price))
    }
}

impl Setup {
    /// Condor P&L after opening fees.
    pub fn condor_pnl(&self, scenario: &Scenario) -> f64 {
        let condor = &self.condor;
        if condor.contracts == 0.0 {
            return 0.0;
        }
        let value = condor.value(&scenario.market, Years::left(condor.days, scenario.days));
        condor.dollars(condor.credit - value) - condor.fees().0
    }

    /// Pool P&L with a fee stream that is set up already.
    pub fn pool_pnl_with(&self, pool: &Pool, stream: &FeeStream, shock: &Shock, scenario: &Scenario) -> PoolPnl {
        let position = &self.position;
        let price = scenario.token / scenario.peg;
        let value = scenario.peg * pool.value(price);
        let hodl = scenario.peg * pool.hodl(price, position.entry);
        PoolPnl {
            price_move: hodl - position.deposit.0,
            divergence: value - hodl,
            fees: scenario.peg * stream.given_end(price),
            gas: position.gas.0 * shock.gas_multiple(scenario.vix_ratio),
        }
    }

    /// Pool P&L; zero without a deposit.
    pub fn pool_pnl(&self, shock: &Shock, scenario: &Scenario) -> PoolPnl {
        let Some(pool) = &self.position.pool else { return PoolPnl::default() };
        let stream = FeeStream::new(&self.position, pool, shock, scenario.vix_ratio);
        self.pool_pnl_with(pool, &stream, shock, scenario)
    }

    /// P&L of all layers.
    pub fn hedge_pnl(&self, scenario: &Scenario) -> f64 {
        self.layers.iter().map(|layer| layer.pnl(&scenario.market, scenario.days)).sum()
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
