//! Holdings: what can be held, one file a kind, and one interface for all.
//!
//! A holding keeps its terms; what it is worth is asked in a [`world::World`]. A new kind is its file, a variant of
//! [`Held`], a variant of the plan's terms and a table of rows: the compiler names every match that misses it.

pub mod chain;
pub mod condor;
pub mod conversion;
pub mod etp;
pub mod fill;
pub mod greeks;
pub mod margin;
pub mod pool;
pub mod strip;
pub mod vix_layer;
pub mod world;

use crate::holdings::chain::Chain;
use crate::holdings::condor::Condor;
use crate::holdings::conversion::Conversion;
use crate::holdings::etp::Etp;
use crate::holdings::pool::position::Position;
use crate::holdings::strip::Strip;
use crate::holdings::vix_layer::{Layer, State};
use crate::holdings::world::{Valuation, World};
use crate::plan::holding::Kind;
use crate::units::{MULTIPLIER, Usd, Years};

/// One thing held, ready to be priced.
#[derive(Clone, Debug, PartialEq)]
pub enum Held {
    /// SPX iron condor.
    Condor(Condor),
    /// Liquidity position.
    Pool(Box<Position>),
    /// VIX calls or call spreads.
    Layer(Layer),
    /// Exchange-traded product or calls on it.
    Etp(Etp),
    /// Options or a squared perpetual on the market's token.
    Chain(Chain),
    /// A pool's impermanent loss, bought back.
    Strip(Box<Strip>),
    /// A pool's tokens, sold short.
    Conversion(Box<Conversion>),
}

/// A holding of a book that is on.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Its kind.
    pub kind: Kind,
    /// Its place among the plan's holdings of that kind, off ones counted.
    pub nth: usize,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub held: Held,
}

impl Entry {
    /// Its id in reports and links: `condor`, `pool2`, `layer3`.
    pub fn id(&self) -> String {
        self.kind.id(self.nth)
    }

    /// Whether some of it is held and has days left to its expiry; not where it has none.
    pub fn lives(&self) -> bool {
        self.held.quantity() > 0.0 && self.held.days().is_some_and(|days| days > 0.0)
    }
}

impl Held {
    /// What it is, in a few words: `30 days`, `VXX-like shares`, `Token puts`.
    pub fn label(&self) -> String {
        match self {
            Held::Condor(condor) => crate::words::calendar_days(condor.days),
            Held::Pool(_) => "Pool".into(),
            Held::Layer(layer) => crate::words::calendar_days(layer.days),
            Held::Etp(etp) => etp.label().into(),
            Held::Chain(chain) => chain.label().into(),
            Held::Strip(_) => "IL strip".into(),
            Held::Conversion(_) => "Conversion".into(),
        }
    }

    /// What it is written on.
    pub fn driver(&self) -> &'static str {
        match self {
            Held::Condor(_) => "SPX",
            Held::Pool(_) | Held::Strip(_) | Held::Conversion(_) => "the pair's price",
            Held::Layer(_) => "its future",
            Held::Etp(_) => "the share",
            Held::Chain(_) => "the token",
        }
    }

    /// Which of the plan's pools it is written on, from 0: what it holds is a share of what that pool holds. `None` for
    /// everything that is as large as its own terms say.
    pub fn pool_beneath(&self) -> Option<usize> {
        match self {
            Held::Strip(strip) => Some(strip.pool),
            Held::Conversion(conversion) => Some(conversion.pool),
            Held::Condor(_) | Held::Pool(_) | Held::Layer(_) | Held::Etp(_) | Held::Chain(_) => None,
        }
    }

    /// Whole condors, contracts, shares or tokens held; dollars of a pool; options of a strip.
    pub fn quantity(&self) -> f64 {
        match self {
            Held::Condor(condor) => condor.contracts,
            Held::Pool(position) => position.deposit.0,
            Held::Layer(layer) => layer.contracts,
            Held::Etp(etp) => etp.quantity,
            Held::Chain(chain) => chain.tokens,
            Held::Strip(strip) => strip.options.len() as f64,
            Held::Conversion(conversion) => conversion.tokens.abs(),
        }
    }

    /// Dollars paid today; negative where a premium is received.
    pub fn outlay(&self) -> Usd {
        match self {
            Held::Condor(condor) => Usd(-condor.dollars(condor.credit)),
            Held::Pool(position) => position.deposit,
            Held::Layer(layer) => layer.outlay(),
            Held::Etp(etp) => etp.outlay(),
            Held::Chain(chain) => chain.outlay(),
            Held::Strip(strip) => Usd(strip.premium),
            Held::Conversion(conversion) => conversion.outlay(),
        }
    }

    /// Dollars gained between today and a world.
    pub fn pnl(&self, world: &World) -> f64 {
        match self {
            Held::Condor(condor) => condor.pnl(world),
            Held::Pool(position) => position.pnl(world).total(),
            Held::Layer(layer) => layer.pnl_in(world),
            Held::Etp(etp) => etp.pnl(&world.valuation()),
            Held::Chain(chain) => chain.pnl(&world.valuation()),
            Held::Strip(strip) => strip.pnl(world),
            Held::Conversion(conversion) => conversion.pnl(world),
        }
    }

    /// Extrinsic value that time still takes off it, dollars: mark less intrinsic value at the forward of every option;
    /// positive of options sold, who holds them earns it, negative of options bought. 0 once expired, and of what has no
    /// option or as much of a call as it has of a put.
    pub fn extrinsic_left(&self, world: &World) -> f64 {
        match self {
            Held::Condor(condor) => condor.extrinsic(&world.market, Years::left(condor.days, world.days)),
            Held::Layer(layer) => 0.0 - layer.extrinsic(&world.market, world.days),
            Held::Etp(etp) => 0.0 - etp.extrinsic(&world.valuation()),
            Held::Chain(chain) => 0.0 - chain.extrinsic(&world.valuation()),
            Held::Strip(strip) => 0.0 - strip.extrinsic(world),
            Held::Pool(_) | Held::Conversion(_) => 0.0,
        }
    }

    /// Whether a world of another token price gives another P&L.
    pub fn hangs_on_tokens(&self) -> bool {
        match self {
            Held::Condor(_) | Held::Layer(_) | Held::Etp(_) => false,
            Held::Pool(position) => position.base.is_some() || position.quote.is_some(),
            Held::Chain(_) | Held::Strip(_) | Held::Conversion(_) => true,
        }
    }

    /// Calendar days to its expiry today; `None` where it has none.
    pub fn days(&self) -> Option<f64> {
        match self {
            Held::Condor(condor) => Some(condor.days),
            Held::Pool(_) => None,
            Held::Layer(layer) => Some(layer.days),
            Held::Etp(etp) => etp.calls.map(|calls| calls.days),
            Held::Chain(chain) => chain.days(),
            Held::Strip(strip) => Some(strip.days),
            Held::Conversion(conversion) => Some(conversion.days),
        }
    }

    /// What becomes of it after `days` trading days; what has no expiry is held.
    pub fn state(&self, days: f64) -> State {
        self.days().map_or(State::Hold, |left| State::after(left, days))
    }

    /// Whether a close of SPX or VIX says what it pays at its expiry.
    pub fn settles_on_closes(&self) -> bool {
        match self {
            Held::Condor(_) | Held::Layer(_) => true,
            Held::Pool(_) | Held::Etp(_) | Held::Chain(_) | Held::Strip(_) | Held::Conversion(_) => false,
        }
    }

    /// Dollars a year it costs while `today` stays as it is and options are rolled at 21 days; negative where it earns.
    /// `None` for options of 21 days or fewer, and for what is no hedge: condors decay and pools earn in ways of their
    /// own.
    pub fn carry(&self, today: &World) -> Option<Usd> {
        match self {
            Held::Condor(_) | Held::Pool(_) => None,
            Held::Layer(layer) => layer.carry(&today.market),
            Held::Etp(etp) => etp.carry(&today.market),
            Held::Chain(chain) => chain.carry(&today.valuation()),
            Held::Strip(strip) => strip.carry(today),
            Held::Conversion(conversion) => Some(conversion.carry()),
        }
    }

    /// Dollars gained where its driver goes to `factor` times its price at once; the smile keeps its moneyness, vols
    /// and everything else stay.
    pub fn gain_if(&self, today: &World, factor: f64) -> f64 {
        let moved = |world: &World| World {
            token: world.token * factor,
            returns: world.returns.iter().map(|log| log + factor.ln()).collect(),
            ..world.clone()
        };
        match self {
            Held::Condor(condor) => {
                let market = crate::market::Market {
                    spx: crate::units::Points(today.market.spx.0 * factor),
                    ..today.market.clone()
                };
                condor.pnl(&World { market, ..today.clone() }) - condor.pnl(today)
            }
            Held::Pool(position) => {
                let at = |factor: f64| position.pool.map_or(0.0, |pool| pool.value(position.entry * factor));
                at(factor) - at(1.0)
            }
            Held::Layer(layer) => {
                let mut smile = today.market.vix_smile(Years::from_calendar_days(layer.days));
                smile.future *= factor;
                MULTIPLIER * layer.contracts * (layer.price_on(&smile, today.market.rate.0) - layer.premium)
            }
            Held::Etp(etp) => {
                let value = etp.value_at_share(&today.market, etp.price * factor, 0.0);
                etp.quantity * (value - etp.paid_for_one())
            }
            Held::Chain(chain) => chain.pnl(&Valuation { token: today.token * factor, ..today.valuation() }),
            Held::Strip(strip) => strip.gain_if(today, factor),
            Held::Conversion(conversion) => conversion.pnl(&moved(today)) - conversion.pnl(today),
        }
    }
}
