//! Greeks of a holding in its own driver: SPX, the pair's price, the future of its expiry, the product's share, the token.

use crate::holdings::Held;
use crate::holdings::chain::Terms;
use crate::holdings::condor::Greeks;
use crate::holdings::world::World;
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

impl Held {
    /// Dollars of the whole holding per 1 (point of SPX or the future, dollar of share, token or pair), per 1², per vol point and per
    /// calendar day, each with the others held and the vol at its strike. The roll of shares and the slide of a
    /// future down its curve are no theta; funding is.
    pub fn greeks(&self, world: &World) -> OptionGreeks {
        let none = OptionGreeks::default();
        let (today, rate) = (world.valuation(), world.market.rate.0);
        match self {
            Held::Condor(condor) => {
                let smile = world.market.spx_smile(Years::from_calendar_days(condor.days)).shifted(condor.offset);
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
            Held::Layer(layer) => {
                let expiry = Years::from_calendar_days(layer.days);
                let smile = today.market.vix_smile(expiry);
                // On a future: it carries nothing, so the rate stands where a dividend would.
                let call = |strike: Points| {
                    greeks(Side::Call, smile.future, strike.0, smile.vol(strike.0).0, expiry.0, [rate, rate])
                };
                let bought = plus(none, MULTIPLIER * layer.contracts, call(layer.strike));
                layer.wing.map_or(bought, |wing| plus(bought, -MULTIPLIER * layer.contracts, call(wing)))
            }
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
                    Terms::Options { put, call, days, .. } => {
                        let years = Years::from_calendar_days(days).0;
                        let forward = today.token * (rate * years).exp();
                        let one = |side, strike| greeks(side, forward, strike, today.token_vol.0, years, [rate, 0.0]);
                        let put = plus(none, size, one(Side::Put, put));
                        call.map_or(put, |strike| plus(put, size, one(Side::Call, strike)))
                    }
                    Terms::Squared { funding } => OptionGreeks {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::Book;
    use crate::holdings::condor::LEGS;
    use crate::holdings::world::Valuation;
    use crate::options::black::price;
    use crate::plan::holding::{Holding, Kind, Terms as Written};
    use crate::plan::{ChainKind, ChainPlan, EtpKind, EtpPlan, Plan};
    use crate::units::Vol;
    use crate::views::assemble;

    /// What a holding is worth, dollars, with its driver at `factor` times its price, vols so much higher and so many
    /// calendar days later. Where vols follow the driver on a smile each leg is priced with the vol at its strike; all
    /// else by the holding's own code.
    fn value(held: &Held, world: &World, factor: f64, vol: f64, days: f64) -> f64 {
        let (today, rate, yield_) = (world.valuation(), world.market.rate.0, world.market.dividend_yield.0);
        let left = |expiry: f64| Years::from_calendar_days(expiry - days).0;
        let later = days * 252.0 / CALENDAR_DAYS;
        match held {
            Held::Condor(condor) => {
                let smile = world.market.spx_smile(Years::from_calendar_days(condor.days)).shifted(condor.offset);
                let (spot, years) = (factor * world.market.spx.0, left(condor.days));
                let leg = |(strike, (side, sign)): (f64, (Side, f64))| {
                    let forward = spot * ((rate - yield_) * years).exp();
                    sign * price(side, forward, strike, smile.vol(strike).0 + vol, years, rate)
                };
                MULTIPLIER * condor.contracts * condor.strikes.into_iter().zip(LEGS).map(leg).sum::<f64>()
            }
            Held::Layer(layer) => {
                let smile = world.market.vix_smile(Years::from_calendar_days(layer.days));
                let call = |strike: Points| {
                    let vol = smile.vol(strike.0).0 + vol;
                    price(Side::Call, factor * smile.future, strike.0, vol, left(layer.days), rate)
                };
                MULTIPLIER * layer.contracts * (call(layer.strike) - layer.wing.map_or(0.0, call))
            }
            Held::Etp(etp) => match etp.calls {
                Some(calls) if vol != 0.0 || days != 0.0 => {
                    let (spot, years) = (factor * etp.price, left(calls.days));
                    let vol = etp.vol(today.market).0 + vol;
                    let one = price(Side::Call, spot * (rate * years).exp(), calls.strike, vol, years, rate);
                    MULTIPLIER * etp.quantity * one
                }
                _ => held.gain_if(world, factor),
            },
            Held::Chain(chain) => chain.pnl(&Valuation {
                token: factor * today.token,
                token_vol: Vol(today.token_vol.0 + vol),
                days: later,
                ..today
            }),
            Held::Strip(strip) if vol != 0.0 || days != 0.0 => {
                let vol_multiple = 1.0 + vol / strip.position.vol.0;
                strip.pnl(&World { vol_multiple, days: later, ..world.clone() })
            }
            _ => held.gain_if(world, factor),
        }
    }

    /// One of every kind, spreads and every leg on the chain among them.
    fn full() -> Book {
        let mut plan = Plan::default();
        for kind in [Kind::Etp, Kind::Strip, Kind::Conversion] {
            plan.add(Holding::new(Written::fresh(kind, 0)));
        }
        plan.add(Holding::new(Written::Etp(EtpPlan { kind: EtpKind::Calls, ..EtpPlan::default() })));
        for kind in [ChainKind::Put, ChainKind::Strangle, ChainKind::Squared, ChainKind::Vault] {
            plan.add(Holding::new(Written::Chain(ChainPlan { kind, ..ChainPlan::default() })));
        }
        plan.a_layer(1).spread = Points(6.0);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        book
    }

    #[test]
    fn the_greeks_of_every_holding_in_the_report_are_the_slopes_of_what_it_is_worth() {
        let book = full();
        let (report, world) = (assemble::report(&book), &book.today);
        assert_eq!((report.holdings.len(), book.entries.len()), (13, 13));
        for (entry, shown) in book.entries.iter().zip(&report.holdings) {
            let held = &entry.held;
            let level = match held {
                Held::Condor(_) => world.market.spx.0,
                Held::Pool(position) => position.entry,
                Held::Strip(strip) => strip.position.entry,
                Held::Conversion(_) | Held::Chain(_) => world.token,
                Held::Layer(layer) => world.market.vix_smile(Years::from_calendar_days(layer.days)).future,
                Held::Etp(etp) => etp.price,
            };
            let at = |factor: f64, vol: f64, days: f64| value(held, world, factor, vol, days);
            let (x, dv, dt) = (1e-3, 1e-4, 1e-2);
            let delta = (at(1.0 + x, 0.0, 0.0) - at(1.0 - x, 0.0, 0.0)) / (2.0 * x * level);
            let bend = at(1.0 + x, 0.0, 0.0) - 2.0 * at(1.0, 0.0, 0.0) + at(1.0 - x, 0.0, 0.0);
            let gamma = bend / (x * x * level * level);
            // Shares, a pool, a short of tokens: no vol, and no theta by their own definition.
            let is_optional = match held {
                Held::Pool(_) | Held::Conversion(_) => false,
                Held::Etp(etp) => etp.calls.is_some(),
                _ => true,
            };
            let slope = |up: f64, down: f64, step: f64| if is_optional { (up - down) / step } else { 0.0 };
            let vega = slope(at(1.0, dv, 0.0), at(1.0, -dv, 0.0), 200.0 * dv);
            let theta = slope(at(1.0, 0.0, 2.0 * dt), at(1.0, 0.0, dt), dt);
            let g = shown.greeks;
            let pairs = [
                ("delta", g.delta, delta),
                ("gamma", g.gamma, gamma),
                ("vega", g.vega, vega),
                ("theta", g.theta, theta),
            ];
            for (what, said, found) in pairs {
                let near = 2e-3 * said.abs().max(found.abs()) + 1e-7 * held.outlay().0.abs().max(1.0) / level;
                assert!((said - found).abs() <= near, "{what} of {}: {said}, by differences {found}", shown.name);
            }
        }
    }

    #[test]
    fn the_condors_table_says_what_its_holding_says() {
        let book = full();
        let report = assemble::report(&book);
        let (table, held) = (report.condor.greeks, report.holdings[0].greeks);
        for (one, other) in [(table.delta, held.delta), (table.gamma, held.gamma), (table.vega, held.vega)] {
            assert!((one - other).abs() <= 1e-12 * other.abs(), "{one} {other}");
        }
        assert!((table.theta - held.theta).abs() <= 1e-12 * held.theta.abs());
    }
}
