//! Iron condor: four European options, sold for a credit.
//!
//! Source: model book 5. Values are per condor in points; the position multiplies by 100 and the contracts.

use serde::Serialize;

use crate::holdings::world::World;
use crate::market::Market;
use crate::market::spx::{SpxSmile, SpxSmiles};
use crate::numbers::{by_rising, normal_cdf, scanned_roots};
use crate::options::black::{Side, delta, extrinsic, greeks, price};
use crate::units::{Frac, MULTIPLIER, Points, Usd, Vol, Years};

/// Long put, short put, short call, long call: what is bought (+1) or sold (−1).
pub const LEGS: [(Side, f64); 4] = [(Side::Put, 1.0), (Side::Put, -1.0), (Side::Call, -1.0), (Side::Call, 1.0)];

/// Greeks of a position in dollars.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Greeks {
    /// Dollars per 1 SPX point.
    pub delta: f64,
    /// Dollars per 1 SPX point squared.
    pub gamma: f64,
    /// Dollars per 1 vol point on every leg.
    pub vega: f64,
    /// Dollars per calendar day.
    pub theta: f64,
}

impl Greeks {
    /// Both positions together.
    pub fn plus(&self, other: &Greeks) -> Greeks {
        Greeks {
            delta: self.delta + other.delta,
            gamma: self.gamma + other.gamma,
            vega: self.vega + other.vega,
            theta: self.theta + other.theta,
        }
    }
}

/// Terms of the position.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Condor {
    /// Rising strikes: long put, short put, short call, long call.
    pub strikes: [f64; 4],
    /// Condors sold, not negative.
    pub contracts: f64,
    /// Calendar days to settlement at the valuation date.
    pub days: f64,
    /// Calendar days to settlement when it was sold: no rule of days left is meant for one that was sold with fewer.
    pub sold_days: f64,
    /// Credit received, points.
    pub credit: f64,
    /// Shift by hand of every vol of its expiry, beside that of all.
    pub shift: Vol,
    /// Vol offset of the fill, on every leg without a price of its own.
    pub offset: Vol,
    /// Implied vol of each leg that has one, less the smile's without that offset.
    pub own: [Option<Vol>; 4],
    /// Fee per contract and leg, dollars.
    pub fee: f64,
    /// What the model would pay for it today, points.
    pub model_credit: f64,
    /// Whether one vol offset prices the credit.
    pub is_fill_in_range: bool,
    /// SPX at which it has settled by today's close; nothing that comes moves it. `None` while it lives.
    pub settled: Option<f64>,
}

impl Condor {
    /// Whether it is held and has not settled today.
    pub fn lives(&self) -> bool {
        self.contracts > 0.0 && self.days > 0.0
    }

    /// Points it costs to buy the condor back with `left` to expiry; intrinsic once expired.
    pub fn value(&self, market: &Market, left: Years) -> f64 {
        if left.0 <= 0.0 {
            return self.intrinsic(market.spx.0);
        }
        self.value_on(&self.smile(market, left), market.rate.0)
    }

    /// The model's smile with `left` to its expiry: the surface's, shifted by hand.
    pub fn model_smile(&self, market: &Market, left: Years) -> SpxSmile {
        market.spx_smile(left).shifted(self.shift)
    }

    /// The smile that it trades on: the model's with the fill's offset.
    pub fn smile(&self, market: &Market, left: Years) -> SpxSmile {
        self.traded(market.spx_smile(left))
    }

    /// What it trades on of a smile of the surface.
    fn traded(&self, smile: SpxSmile) -> SpxSmile {
        smile.shifted(self.shift).shifted(self.offset)
    }

    /// Points it costs to buy back on a smile that is solved already, offset included.
    pub fn value_on(&self, smile: &SpxSmile, rate: f64) -> f64 {
        self.legs_on(smile, rate).iter().zip(LEGS).map(|(price, (_, held))| -held * price).sum()
    }

    /// The smile that a leg trades on, from the condor's, fill offset included: the same, or as far off the model's as its
    /// own price has it.
    pub fn leg_smile(&self, leg: usize, smile: &SpxSmile) -> SpxSmile {
        match self.own[leg] {
            Some(own) => smile.shifted(Vol(own.0 - self.offset.0)),
            None => *smile,
        }
    }

    /// Vol of a leg on the condor's smile, fill offset included.
    pub fn leg_vol(&self, leg: usize, smile: &SpxSmile) -> Vol {
        self.leg_smile(leg, smile).vol(self.strikes[leg])
    }

    /// Price of each leg, points.
    pub fn legs_on(&self, smile: &SpxSmile, rate: f64) -> [f64; 4] {
        std::array::from_fn(|i| {
            let strike = self.strikes[i];
            price(LEGS[i].0, smile.forward, strike, self.leg_vol(i, smile).0, smile.expiry.0, rate)
        })
    }

    /// Extrinsic value left to earn, dollars: of the options sold less of those bought; 0 once expired.
    pub fn extrinsic(&self, market: &Market, left: Years) -> f64 {
        if self.contracts == 0.0 || left.0 <= 0.0 {
            return 0.0;
        }
        let (smile, rate) = (self.smile(market, left), market.rate.0);
        let of = |leg: usize| {
            let vol = self.leg_vol(leg, &smile).0;
            -LEGS[leg].1 * extrinsic(LEGS[leg].0, smile.forward, self.strikes[leg], vol, smile.expiry.0, rate)
        };
        self.dollars((0..4).map(of).sum())
    }

    /// Price of each leg with `left` to expiry; intrinsic once expired.
    pub fn legs_at(&self, market: &Market, left: Years) -> [f64; 4] {
        if left.0 <= 0.0 {
            return self.legs_settled(market.spx.0);
        }
        self.legs_on(&self.smile(market, left), market.rate.0)
    }

    /// What each leg pays at expiry with SPX at `level`, points; where it has settled by today, what it paid then.
    pub fn legs_settled(&self, level: f64) -> [f64; 4] {
        let level = self.settled.unwrap_or(level);
        std::array::from_fn(|i| LEGS[i].0.intrinsic(level, self.strikes[i]))
    }

    /// Points it costs to buy back at expiry with SPX at `level`.
    pub fn intrinsic(&self, level: f64) -> f64 {
        self.legs_settled(level).iter().zip(LEGS).map(|(pays, (_, held))| -held * pays).sum()
    }

    /// Dollars for a P&L of this many points per condor, before fees.
    pub fn dollars(&self, points: f64) -> f64 {
        MULTIPLIER * self.contracts * points
    }

    /// Dollars gained between today and a world, after opening fees; 0 where none is sold. Settled on the way at the close
    /// of its own day where that is known, else at the world's SPX.
    pub fn pnl(&self, world: &World) -> f64 {
        self.pnl_on(world, &world.market.spx_smiles())
    }

    /// The same with the smiles of the world's market at hand.
    pub fn pnl_on(&self, world: &World, smiles: &SpxSmiles) -> f64 {
        if self.contracts == 0.0 {
            return 0.0;
        }
        let left = Years::left(self.days, world.days);
        let value = match world.settled_at(self.days) {
            Some(close) => self.intrinsic(close.spx),
            None if left.0 <= 0.0 => self.intrinsic(world.market.spx.0),
            None => self.value_on(&self.traded(smiles.of(left)), world.market.rate.0),
        };
        self.dollars(self.credit - value) - self.fees().0
    }

    /// Opening fees on four legs; positive.
    pub fn fees(&self) -> Usd {
        Usd(4.0 * self.contracts * self.fee)
    }

    /// The wider wing, points.
    pub fn widest_wing(&self) -> f64 {
        let [k1, k2, k3, k4] = self.strikes;
        (k2 - k1).max(k4 - k3)
    }

    /// Most it can gain before fees.
    pub fn max_gain(&self) -> Usd {
        Usd(self.dollars(self.credit))
    }

    /// Most it can lose before fees; positive, negative where the credit exceeds the wing.
    pub fn max_loss(&self) -> Usd {
        Usd(self.dollars(self.widest_wing() - self.credit))
    }

    /// Break-evens at expiry before fees.
    pub fn break_evens(&self) -> [Points; 2] {
        [Points(self.strikes[1] - self.credit), Points(self.strikes[2] + self.credit)]
    }

    /// SPX levels between 0.6 and 1.4 of today's at which the P&L before fees is zero, with `left` to expiry and
    /// the market's vols. The smile moves with the forward, so θ is solved once.
    pub fn break_evens_at(&self, market: &Market, left: Years) -> Vec<Points> {
        let smile = self.smile(market, left);
        let growth = smile.forward / market.spx.0;
        let profit = |level: f64| {
            if left.0 <= 0.0 {
                return self.credit - self.intrinsic(level);
            }
            self.credit - self.value_on(&SpxSmile { forward: level * growth, ..smile }, market.rate.0)
        };
        let roots = scanned_roots(0.6 * market.spx.0, 1.4 * market.spx.0, 400, profit);
        roots.into_iter().map(Points).collect()
    }

    /// Probability of profit at expiry under the surface's own density.
    pub fn profit_probability(&self, smile: &SpxSmile) -> Frac {
        let [low, high] = self.break_evens();
        Frac((smile.probability_below(high.0) - smile.probability_below(low.0)).clamp(0.0, 1.0))
    }

    /// Probability of profit at expiry, lognormal at the at-the-money vol: what most tools show.
    pub fn profit_probability_lognormal(&self, smile: &SpxSmile) -> Frac {
        let deviation = smile.atm_vol().0 * smile.expiry.0.sqrt();
        let below = |strike: f64| {
            if strike <= 0.0 {
                0.0
            } else if deviation <= 0.0 {
                f64::from(u8::from(smile.forward < strike))
            } else {
                normal_cdf((strike / smile.forward).ln() / deviation + 0.5 * deviation)
            }
        };
        let [low, high] = self.break_evens();
        Frac((below(high.0) - below(low.0)).clamp(0.0, 1.0))
    }

    /// Greeks of one leg as held, dollars for the position.
    pub fn leg_greeks(&self, leg: usize, smile: &SpxSmile, rates: [f64; 2]) -> Greeks {
        let strike = self.strikes[leg];
        let one = greeks(LEGS[leg].0, smile.forward, strike, self.leg_vol(leg, smile).0, smile.expiry.0, rates);
        let held = self.dollars(LEGS[leg].1);
        Greeks { delta: held * one.delta, gamma: held * one.gamma, vega: held * one.vega, theta: held * one.theta }
    }

    /// Greeks of the position in a world, dollars; none once it is settled.
    pub fn greeks_in(&self, world: &World) -> Greeks {
        let left = Years::left(self.days, world.days);
        if self.contracts == 0.0 || left.0 <= 0.0 {
            return Greeks::default();
        }
        self.greeks(&self.smile(&world.market, left), [world.market.rate.0, world.market.dividend_yield.0])
    }

    /// Delta of the position alone, as [`Condor::greeks_in`] has it, on the smiles of the world's market.
    pub fn delta_on(&self, world: &World, smiles: &SpxSmiles) -> f64 {
        let left = Years::left(self.days, world.days);
        if self.contracts == 0.0 || left.0 <= 0.0 {
            return 0.0;
        }
        let smile = self.traded(smiles.of(left));
        let one = |leg: usize| {
            let (vol, carry) = (self.leg_vol(leg, &smile).0, world.market.dividend_yield.0);
            delta(LEGS[leg].0, smile.forward, self.strikes[leg], vol, smile.expiry.0, carry)
        };
        (0..4).fold(0.0, |sum, leg| sum + self.dollars(LEGS[leg].1) * one(leg))
    }

    /// Greeks of the position, dollars.
    pub fn greeks(&self, smile: &SpxSmile, rates: [f64; 2]) -> Greeks {
        (0..4).fold(Greeks::default(), |sum, leg| sum.plus(&self.leg_greeks(leg, smile, rates)))
    }
}

/// Most that condors can lose together before fees: those of one expiry at the level that is worst for all of them,
/// one expiry after another, since SPX may stand elsewhere by then. Positive, negative where credits exceed wings.
pub fn max_loss_together(condors: &[&Condor]) -> Usd {
    let mut days = by_rising(condors.iter().map(|condor| condor.days).collect(), |days| *days);
    days.dedup();
    let worst = |days: f64| {
        let due: Vec<&Condor> = condors.iter().copied().filter(|condor| condor.days == days).collect();
        let loss = |level: f64| due.iter().map(|c| c.dollars(c.intrinsic(level) - c.credit)).sum::<f64>();
        // Straight between strikes, flat beyond them: the worst level is a strike.
        due.iter().flat_map(|condor| condor.strikes).map(loss).fold(f64::NEG_INFINITY, f64::max)
    };
    Usd(days.into_iter().map(worst).sum())
}
