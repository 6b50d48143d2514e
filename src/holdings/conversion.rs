//! Conversion: the pool's tokens sold short by options, a short call and a long put of one strike and expiry.
//!
//! By parity that is a short forward: it takes the pool's delta away and leaves its gamma. Source: model book 9.

use crate::holdings::pool::position::Position;
use crate::holdings::world::World;
use crate::options::black::{Side, price};
use crate::plan::ConversionPlan;
use crate::units::{CALENDAR_DAYS, Usd, Vol, Years};

/// MEV over its norm above which the rule puts a conversion on.
pub const MEV_GATE: f64 = 3.0;

/// What a call and a put of one strike say, dollars a token.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parity {
    /// The token's forward.
    pub forward: f64,
    /// Strike of both.
    pub strike: f64,
    /// Years to expiry of both.
    pub years: f64,
    /// Risk-free rate, continuous.
    pub rate: f64,
    /// Price of the call.
    pub call: f64,
    /// Price of the put.
    pub put: f64,
    /// Costs of both together, positive.
    pub costs: f64,
}

/// What the edge comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The edge is smaller than the costs.
    JustAShort,
    /// The call is dear: the conversion (short call, long put) earns the edge.
    Conversion,
    /// The put is dear: the reversal (long call, short put) would earn it; as a short the options cost it.
    Reversal,
}

impl Parity {
    /// At the model's prices, Black-76 on the forward of a token that pays nothing.
    pub fn at_model(spot: f64, strike: f64, years: f64, rate: f64, vol: Vol) -> Parity {
        let forward = spot * (rate * years).exp();
        let at = |side| price(side, forward, strike, vol.0, years, rate);
        Parity { forward, strike, years, rate, call: at(Side::Call), put: at(Side::Put), costs: 0.0 }
    }

    /// C − P − e^(−rT)(F − K): what selling the synthetic brings beyond a fair short, before costs.
    pub fn edge(&self) -> f64 {
        self.call - self.put - (-self.rate * self.years).exp() * (self.forward - self.strike)
    }

    /// Whether the edge is worth its costs, and for whom.
    pub fn verdict(&self) -> Verdict {
        match self.edge() {
            edge if edge.abs() < self.costs || edge == 0.0 => Verdict::JustAShort,
            edge if edge > 0.0 => Verdict::Conversion,
            _ => Verdict::Reversal,
        }
    }

    /// What one token's synthetic short gains when the token goes from one price to another at once: the opposite of
    /// the token. The edge and the costs of putting it on are in neither price.
    pub fn pnl(from: f64, to: f64) -> f64 {
        from - to
    }
}

/// A pool's tokens sold short, held.
#[derive(Clone, Debug, PartialEq)]
pub struct Conversion {
    /// Which pool, counted among the plan's pools from 0.
    pub pool: usize,
    /// Tokens sold: a share of what the pool holds today.
    pub tokens: f64,
    /// Calendar days to expiry.
    pub days: f64,
    /// Terms, prices and costs, dollars a token.
    pub parity: Parity,
    position: Position,
}

impl Conversion {
    /// The conversion of a position at the prices typed, or the model's; of no token where the position holds nothing.
    pub fn sold(pool: usize, position: &Position, plan: &ConversionPlan, today: &World) -> Conversion {
        let fair = Parity::at_model(
            position.entry,
            plan.strike.0 * position.entry,
            plan.days / CALENDAR_DAYS,
            today.market.rate.0,
            position.vol,
        );
        let parity = Parity {
            call: plan.call.map_or(fair.call, |usd| usd.0),
            put: plan.put.map_or(fair.put, |usd| usd.0),
            costs: plan.costs.0 * position.entry,
            ..fair
        };
        let waits = plan.gated && plan.mev_over_norm() <= MEV_GATE;
        let share = if waits { 0.0 } else { plan.share.0 };
        let tokens = position.pool.map_or(0.0, |pool| pool.delta(position.entry)) * share;
        Conversion { pool, tokens, days: plan.days, parity, position: position.clone() }
    }

    /// Costs of both options of every token, dollars ≥ 0, whichever way round.
    pub fn costs(&self) -> f64 {
        self.tokens.abs() * self.parity.costs
    }

    /// Dollars paid today: the put less the call, and the costs; negative where money comes in.
    pub fn outlay(&self) -> Usd {
        Usd(self.tokens * (self.parity.put - self.parity.call) + self.costs())
    }

    /// Dollars gained between today and a world: what came in, less what buying the synthetic back costs, less costs.
    pub fn pnl(&self, world: &World) -> f64 {
        if self.tokens == 0.0 {
            return 0.0;
        }
        let left = Years::left(self.days, world.days);
        let price = self.position.price_in(world) * self.position.peg_in(world) * world.carried(left);
        let synthetic = price - self.parity.strike * (-world.market.rate.0 * left.0).exp();
        self.tokens * (self.parity.call - self.parity.put - synthetic) - self.costs()
    }

    /// Dollars a year it costs while the price stays: its costs at every expiry, less what the strike earns.
    pub fn carry(&self) -> Usd {
        let held = self.parity.call - self.parity.put - (self.position.entry - self.parity.strike);
        Usd((self.costs() - self.tokens * held) * CALENDAR_DAYS / self.days.max(1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_models_prices_have_no_edge_at_any_strike() {
        for strike in [800.0, 3200.0, 9000.0] {
            for years in [0.02, 0.5] {
                let parity = Parity::at_model(3200.0, strike, years, 0.04, Vol(0.62));
                assert!(parity.edge().abs() < 1e-9, "{strike} {years}: {}", parity.edge());
                assert_eq!(Parity { costs: 5.0, ..parity }.verdict(), Verdict::JustAShort);
            }
        }
    }

    #[test]
    fn a_dear_call_is_a_conversion_and_a_dear_put_a_reversal() {
        let fair = Parity { costs: 2.0, ..Parity::at_model(3000.0, 3000.0, 0.1, 0.0, Vol(0.6)) };
        assert_eq!(Parity { call: fair.call + 3.0, ..fair }.verdict(), Verdict::Conversion);
        assert_eq!(Parity { put: fair.put + 3.0, ..fair }.verdict(), Verdict::Reversal);
        assert_eq!(Parity { put: fair.put + 1.0, ..fair }.verdict(), Verdict::JustAShort);
    }

    #[test]
    fn the_short_is_the_options_own_move() {
        let at = |spot| Parity::at_model(spot, 3000.0, 0.2, 0.04, Vol(0.62));
        for to in [1500.0, 3300.0, 7000.0] {
            let held = |p: Parity| p.put - p.call;
            assert!((held(at(to)) - held(at(3200.0)) - Parity::pnl(3200.0, to)).abs() < 1e-9);
        }
    }
}
