//! Hedge: layers of VIX calls, each priced on the future of its own expiry; an exchange-traded product that rolls
//! them; a leg on the chain. Every leg is priced on the same moment.

use crate::holdings::chain::Chain;
use crate::holdings::etp::Etp;
use crate::holdings::vix_layer::{Layer, ROLL_DAYS, State};
use crate::market::Market;
use crate::units::{CALENDAR_DAYS, MULTIPLIER, TRADING_DAYS, Usd, Vol, Years};

/// What legs are priced on: one world, so many days from now.
#[derive(Clone, Copy, Debug)]
pub struct Valuation<'a> {
    /// The market then.
    pub market: &'a Market,
    /// Trading days passed.
    pub days: f64,
    /// Dollars for one token then.
    pub token: f64,
    /// The token's volatility then.
    pub token_vol: Vol,
}

impl Valuation<'_> {
    /// Calendar days passed.
    pub fn calendar_days(&self) -> f64 {
        self.days * CALENDAR_DAYS / TRADING_DAYS
    }
}

/// Any leg of the hedge.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Leg<'a> {
    /// VIX calls or call spreads.
    Layer(&'a Layer),
    /// An exchange-traded product or calls on it.
    Etp(&'a Etp),
    /// A leg on the chain.
    Chain(&'a Chain),
}

impl Leg<'_> {
    /// Id of its line in the breakdown: `hedge.short`, `hedge.etp`, `hedge.chain`, …
    pub fn id(self) -> &'static str {
        match self {
            Leg::Layer(layer) => layer.id(),
            Leg::Etp(_) => "hedge.etp",
            Leg::Chain(_) => "hedge.chain",
        }
    }

    /// What it is, in a few words: `30 days`, `VXX-like shares`, `Token puts`.
    pub fn label(self) -> String {
        match self {
            Leg::Layer(layer) => format!("{} days", crate::words::number(layer.days)),
            Leg::Etp(etp) => etp.label().into(),
            Leg::Chain(chain) => chain.label().into(),
        }
    }

    /// What it is written on.
    pub fn driver(self) -> &'static str {
        match self {
            Leg::Layer(_) => "its future",
            Leg::Etp(_) => "the share",
            Leg::Chain(_) => "the token",
        }
    }

    /// Dollars gained where its driver goes to `factor` times its price at once; the smile keeps its moneyness, vols
    /// and everything else stay.
    pub fn gain_if(self, today: &Valuation, factor: f64) -> f64 {
        match self {
            Leg::Layer(layer) => {
                let mut smile = today.market.vix_smile(Years::from_calendar_days(layer.days));
                smile.future *= factor;
                MULTIPLIER * layer.contracts * (layer.price_on(&smile, today.market.rate.0) - layer.premium)
            }
            Leg::Etp(etp) => {
                let value = etp.value_at_share(today.market, etp.price * factor, 0.0);
                etp.quantity * (value - etp.paid_for_one())
            }
            Leg::Chain(chain) => chain.pnl(&Valuation { token: today.token * factor, ..*today }),
        }
    }

    /// Whole contracts, shares or tokens held.
    pub fn quantity(self) -> f64 {
        match self {
            Leg::Layer(layer) => layer.contracts,
            Leg::Etp(etp) => etp.quantity,
            Leg::Chain(chain) => chain.tokens,
        }
    }

    /// Dollars paid today; negative where a premium is received.
    pub fn outlay(self) -> Usd {
        match self {
            Leg::Layer(layer) => layer.outlay(),
            Leg::Etp(etp) => etp.outlay(),
            Leg::Chain(chain) => chain.outlay(),
        }
    }

    /// Dollars gained between now and then.
    pub fn pnl(self, then: &Valuation) -> f64 {
        match self {
            Leg::Layer(layer) => layer.pnl(then.market, then.days),
            Leg::Etp(etp) => etp.pnl(then),
            Leg::Chain(chain) => chain.pnl(then),
        }
    }

    /// Calendar days to its expiry today; `None` where it has none.
    pub fn days(self) -> Option<f64> {
        match self {
            Leg::Layer(layer) => Some(layer.days),
            Leg::Etp(etp) => etp.calls.map(|calls| calls.days),
            Leg::Chain(chain) => chain.days(),
        }
    }

    /// What becomes of it after `days` trading days; what has no expiry is held.
    pub fn state(self, days: f64) -> State {
        self.days().map_or(State::Hold, |left| State::after(left, days))
    }

    /// Dollars a year it costs while `today` stays as it is (the market, the token and its vol) and options are
    /// rolled at 21 days; negative where it earns. `None` for options of 21 days or fewer.
    pub fn carry(self, today: &Valuation) -> Option<Usd> {
        match self {
            Leg::Layer(layer) => layer.carry(today.market),
            Leg::Etp(etp) => etp.carry(today.market),
            Leg::Chain(chain) => chain.carry(today),
        }
    }
}

/// Dollars a year that losing `lost` of `days` calendar days down to the roll at 21 days comes to; `None` for 21 or
/// fewer.
pub(crate) fn a_year(lost: f64, days: f64) -> Option<Usd> {
    (days > ROLL_DAYS).then(|| Usd(lost * CALENDAR_DAYS / (days - ROLL_DAYS)))
}
