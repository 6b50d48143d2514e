//! Greeks of a holding in its own driver: SPX, the pair's price, the future of its expiry, the product's share, the token.

use crate::holdings::Held;
use crate::holdings::chain::ChainTerms;
use crate::holdings::condor::Greeks;
use crate::holdings::vix_layer::Layer;
use crate::holdings::world::World;
use crate::market::Market;
use crate::options::black::{OptionGreeks, Side, greeks};
use crate::units::{CALENDAR_DAYS, MULTIPLIER, Points, Years};

/// `sum` and `times` the Greeks of `one`.
fn plus(sum: OptionGreeks, times: f64, one: OptionGreeks) -> OptionGreeks {
    OptionGreeks {
        delta: sum.delta + times * one.delta,
        gamma: sum.gamma + times * one.gamma,
        vega: sum.vega + times * one.vega,
        theta: sum.theta + times * one.theta,
    }
}

impl Layer {
    /// Dollars of the layer on `market`, `days` trading days from now, per point of its future, per point², per vol point
    /// and per calendar day; once expired the slope of what it paid and nothing else.
    pub fn greeks(&self, market: &Market, days: f64) -> OptionGreeks {
        let smile = market.vix_smile(Years::from_calendar_days(self.days_left(days)));
        let (years, rate, size) = (smile.expiry.0, market.rate.0, MULTIPLIER * self.contracts);
        // On a future: it carries nothing, so the rate stands where a dividend would.
        let call =
            |strike: Points| greeks(Side::Call, smile.future, strike.0, smile.vol(strike.0).0, years, [rate, rate]);
        let bought = plus(OptionGreeks::default(), size, call(self.strike));
        self.wing.map_or(bought, |wing| plus(bought, -size, call(wing)))
    }
}

impl Held {
    /// Dollars of the whole holding per 1 (point of SPX or the future, dollar of share, token or pair), per 1², per vol point and per
    /// calendar day, each with the others held and the vol at its strike. The roll of shares and the slide of a
    /// future down its curve are no theta; funding is.
    pub fn greeks(&self, world: &World) -> OptionGreeks {
        let none = OptionGreeks::default();
        let (today, rate) = (world.valuation(), world.market.rate.0);
        match self {
            Held::Condor(condor) => {
                let smile = condor.smile(&world.market, Years::from_calendar_days(condor.days));
                let Greeks { delta, gamma, vega, theta } = condor.greeks(&smile, [rate, world.market.dividend_yield.0]);
                OptionGreeks { delta, gamma, vega, theta }
            }
            Held::Pool(position) => match &position.pool {
                None => none,
                Some(pool) => {
                    OptionGreeks { delta: pool.delta(position.entry), gamma: pool.gamma(position.entry), ..none }
                }
            },
            Held::Strip(strip) => strip.greeks(rate),
            Held::Conversion(conversion) => OptionGreeks { delta: -conversion.tokens, ..none },
            Held::Layer(layer) => layer.greeks(today.market, 0.0),
            Held::Etp(etp) => match etp.calls {
                None => OptionGreeks { delta: etp.quantity, ..none },
                Some(calls) => {
                    let years = Years::from_calendar_days(calls.days).0;
                    let forward = etp.price * (rate * years).exp();
                    let one = greeks(Side::Call, forward, calls.strike, etp.vol(today.market).0, years, [rate, 0.0]);
                    plus(none, MULTIPLIER * etp.quantity, one)
                }
            },
            Held::Chain(chain) => {
                let size = chain.sign() * chain.tokens;
                match chain.terms {
                    ChainTerms::Options { put, call, days, .. } => {
                        let years = Years::from_calendar_days(days).0;
                        let forward = today.token * (rate * years).exp();
                        let one = |side, strike| greeks(side, forward, strike, today.token_vol.0, years, [rate, 0.0]);
                        let put = plus(none, size, one(Side::Put, put));
                        call.map_or(put, |strike| plus(put, size, one(Side::Call, strike)))
                    }
                    ChainTerms::Squared { funding } => OptionGreeks {
                        delta: size * 2.0 * today.token / chain.entry,
                        gamma: size * 2.0 / chain.entry,
                        vega: 0.0,
                        theta: -size * funding * today.token * today.token / chain.entry / CALENDAR_DAYS,
                    },
                }
            }
        }
    }
}
