//! The plan: everything the person can change, as one serde value that is the link, the file and the undo step.
//!
//! An optional field is *linked* while it is empty: the model fills it in. Ids of fields are forever.

pub mod address;
pub mod condor;
pub mod dated;
pub mod estimates;
pub mod event;
pub mod example;
pub mod exits;
pub mod explain;
pub mod fault;
pub mod file;
pub mod hedge;
pub mod history;
pub mod holding;
pub mod inputs;
pub mod knobs;
pub mod legacy;
pub mod moved;
pub mod odds;
pub mod one_more;
pub mod pair;
pub mod pool;
pub mod pool_legs;
pub mod presets;
pub mod response;
pub mod rules_hedge;
pub mod sizing;
pub mod url;
pub mod vetting;

use serde::{Deserialize, Serialize};

pub use condor::{CondorPlan, Settlement, StrikeRule};
pub use event::EventPlan;
pub use exits::ExitsPlan;
pub use explain::ExplainPlan;
pub use hedge::{ChainKind, ChainPlan, EtpKind, EtpLeverage, EtpPlan, HedgePlan, LayerPlan, StrikeBy};
pub use odds::OddsPlan;
pub use pool::{FeeBy, PoolKind, PoolPlan, PoolToken, QuoteToken, RangeBy};
pub use pool_legs::{ConversionPlan, StripPlan};
pub use response::{ResponsePlan, VixOf};
pub use rules_hedge::{AdaptivePlan, SolvePlan};
pub use vetting::{Reit, Vetting};

use crate::units::clock::Clock;
use crate::units::day::Day;
use crate::units::{Frac, Points, Usd, Vol};

/// The whole plan; `Plan::default()` is what a link leaves out, `Plan::example()` what the page opens with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct Plan {
    /// Prices and levels today.
    pub market: MarketPlan,
    /// What is held; at most [`holding::MOST`].
    pub holdings: Vec<holding::Holding>,
    /// What the hedge may cost.
    pub hedge: HedgePlan,
    /// What the hedge's solvers aim at.
    pub hedge_solve: SolvePlan,
    /// Adaptive rules and the path that they are tried on.
    pub hedge_rules: AdaptivePlan,
    /// What happens, over how long.
    pub event: EventPlan,
    /// How the world answers.
    pub response: ResponsePlan,
    /// Equity, cash and the loss that they may take.
    pub account: AccountPlan,
    /// How large the sized pool may be.
    pub sizing: sizing::SizingPlan,
    /// When a condor is left, and how it is rolled.
    pub exits: ExitsPlan,
    /// Where the P&L of the shock is explained from.
    pub explain: ExplainPlan,
    /// What the paths of the odds are drawn by.
    pub odds: OddsPlan,
    /// Which inputs data have set.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub estimates: Vec<estimates::Estimate>,
}

impl Default for Plan {
    fn default() -> Self {
        Plan {
            market: MarketPlan::default(),
            holdings: holding::opening(),
            hedge: HedgePlan::default(),
            hedge_solve: SolvePlan::default(),
            hedge_rules: AdaptivePlan::default(),
            event: EventPlan::default(),
            response: ResponsePlan::default(),
            account: AccountPlan::default(),
            sizing: sizing::SizingPlan::default(),
            exits: ExitsPlan::default(),
            explain: ExplainPlan::default(),
            odds: OddsPlan::default(),
            estimates: Vec::new(),
        }
    }
}

/// A volatile token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Token {
    /// Ether, in a USDC/WETH pool (token1 is the base, 6 and 18 decimals).
    Eth,
    /// Bitcoin, in a WBTC/USDC pool (token0 is the base, 8 and 6 decimals).
    Btc,
    /// Another one, of a pool of its own; 18 decimals, token1.
    Own,
}

/// Market today.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct MarketPlan {
    /// The day that levels and days left are of, where it is known; it changes no figure.
    pub today: Option<Day>,
    /// SPX level.
    pub spx: Points,
    /// VIX now.
    pub vix: Points,
    /// VVIX now.
    pub vvix: Points,
    /// The token that the shock names.
    pub token: Token,
    /// Token price in dollars.
    pub token_price: Usd,
    /// Token volatility a year.
    pub token_vol: Vol,
    /// Risk-free rate, continuous.
    pub rate: Frac,
    /// SPX dividend yield, continuous.
    pub dividend_yield: Frac,
    /// VIX9D, where entered.
    pub vix9d: Option<Points>,
    /// VIX3M, where entered.
    pub vix3m: Option<Points>,
    /// VIX6M, where entered.
    pub vix6m: Option<Points>,
    /// VIX futures quotes, where entered.
    pub futures: Vec<FutureQuote>,
    /// Days with a known event and the one-standard-deviation SPX move they bring.
    pub events: Vec<EventDay>,
    /// Long-run level of the base variance curve.
    pub curve_level: Points,
    /// Weight of the fast factor with which a move of VIX dies out along the curve.
    pub fast_weight: f64,
    /// Its speed, a year.
    pub fast_speed: f64,
    /// Speed of the slow factor, a year.
    pub slow_speed: f64,
    /// Speed at which the vol of a VIX future falls with its expiry, a year.
    pub vol_speed: f64,
    /// Slope ρ of the smile of VIX options.
    pub vix_option_skew: f64,
    /// Wing size of the smile of VIX options.
    pub vix_option_wing: f64,
    /// Vols of VIX options of an expiry beside the level by rule, by rising days.
    pub vix_option_levels: Vec<VolLevel>,
    /// SSVI slope ρ, where typed.
    pub skew: Option<f64>,
    /// SSVI wing size η, where typed.
    pub wing: Option<f64>,
    /// SSVI term decay γ, where typed.
    pub decay: Option<f64>,
    /// SPX vols of an expiry beside the level by rule, by rising days.
    pub vol_levels: Vec<VolLevel>,
    /// Shift of every SPX implied vol by hand.
    pub vol_shift: Vol,
}

/// The vols of an expiry beside the level by rule.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct VolLevel {
    /// Calendar days to expiry.
    pub days: f64,
    /// Part of the rule's, 1 where they agree.
    pub ratio: Frac,
}

impl VolLevel {
    /// Of rows of days and ratio.
    pub fn of(rows: &[(f64, f64)]) -> Vec<VolLevel> {
        rows.iter().map(|&(days, ratio)| VolLevel { days, ratio: Frac(ratio) }).collect()
    }

    /// Their rows.
    pub fn rows(levels: &[VolLevel]) -> Vec<(f64, f64)> {
        levels.iter().map(|one| (one.days, one.ratio.0)).collect()
    }
}

/// A VIX future: days to its expiry and its price.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct FutureQuote {
    /// Calendar days to expiry.
    pub days: f64,
    /// Price in points.
    pub level: Points,
}

/// An event: days from now, the one-standard-deviation SPX move it brings, and how it comes out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EventDay {
    /// Calendar days from now.
    pub days: f64,
    /// One standard deviation of the SPX move.
    pub size: Frac,
    /// What it is.
    #[serde(default, skip_serializing_if = "EventName::is_other")]
    pub name: EventName,
    /// Standard deviations by which it surprises; above 0 raises VIX. House choice: model book 8.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub surprise: f64,
}

/// What an event is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum EventName {
    /// Not said.
    #[default]
    Other,
    /// The Federal Reserve decides.
    Fomc,
    /// Consumer prices.
    Cpi,
    /// Producer prices.
    Ppi,
}

fn is_zero(x: &f64) -> bool {
    *x == 0.0
}

impl EventDay {
    /// Whether it lies on or before a day so many calendar days ahead: then its variance is over and its surprise has come.
    pub fn is_over_by(&self, days: f64) -> bool {
        self.days > 0.0 && self.days <= days
    }
}

impl EventName {
    /// Every name, in the order of the list.
    pub const ALL: [EventName; 4] = [EventName::Other, EventName::Fomc, EventName::Cpi, EventName::Ppi];

    /// What it is called within a sentence.
    pub fn words(self) -> &'static str {
        match self {
            EventName::Other => "event",
            EventName::Fomc => "FOMC",
            EventName::Cpi => "CPI",
            EventName::Ppi => "PPI",
        }
    }

    fn is_other(&self) -> bool {
        *self == EventName::Other
    }
}

/// The account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct AccountPlan {
    /// Equity.
    pub equity: Usd,
    /// Share of equity that is risk capital.
    pub risk_share: Frac,
    /// Loss that the book may take in the shock, of equity.
    pub loss_budget: Frac,
    /// Dollars at hand.
    pub cash: Usd,
    /// Dollar tokens at hand, outside every pool.
    pub stablecoins: Usd,
}

impl Default for MarketPlan {
    fn default() -> Self {
        MarketPlan {
            today: None,
            spx: Points(6400.0),
            vix: Points(17.0),
            vvix: Points(95.0),
            token: Token::Eth,
            token_price: Usd(3200.0),
            token_vol: Vol(0.62),
            rate: Frac(0.04),
            dividend_yield: Frac(0.013),
            vix9d: None,
            vix3m: None,
            vix6m: None,
            futures: Vec::new(),
            events: Vec::new(),
            curve_level: Points(40.0),
            fast_weight: 0.66,
            fast_speed: 26.9,
            slow_speed: 2.42,
            vol_speed: 3.5,
            vix_option_skew: 0.90,
            vix_option_wing: 0.785,
            vix_option_levels: Vec::new(),
            skew: None,
            wing: None,
            decay: None,
            vol_levels: Vec::new(),
            vol_shift: Vol(0.0),
        }
    }
}

impl Plan {
    /// What passes with trading days: on New York's calendar where the plan says which day it is of.
    pub fn clock(&self) -> Clock {
        Clock(self.market.today)
    }

    /// What happens, with the surprises of the events that are over by then added to the macro surprise: standard
    /// deviations add up. House choice: model book 8.
    pub fn event_as_it_comes(&self) -> EventPlan {
        let days = self.clock().calendar_days(self.event.days);
        let over = self.market.events.iter().filter(|event| event.is_over_by(days));
        let surprise = self.event.surprise + over.map(|event| event.surprise).sum::<f64>();
        EventPlan { surprise, ..self.event.clone() }
    }

    /// Puts VIX after the shock at a level as it is read: no surprise moves it further.
    pub fn put_vix(&mut self, vix: Option<Points>) {
        (self.event.vix, self.event.surprise) = (vix, 0.0);
        self.market = self.market.without_surprises();
    }
}

impl MarketPlan {
    /// The market with events that come out as expected.
    pub fn without_surprises(&self) -> MarketPlan {
        let events = self.events.iter().map(|event| EventDay { surprise: 0.0, ..*event }).collect();
        MarketPlan { events, ..self.clone() }
    }
}

impl AccountPlan {
    /// Equity that is at risk, dollars.
    pub fn risk_capital(&self) -> Usd {
        Usd(self.equity.0 * self.risk_share.0)
    }
}

impl Default for AccountPlan {
    fn default() -> Self {
        AccountPlan {
            equity: Usd(250_000.0),
            risk_share: Frac(1.0),
            loss_budget: Frac(0.03),
            cash: Usd(25_000.0),
            stablecoins: Usd(0.0),
        }
    }
}

#[cfg(test)]
pub(crate) mod testing {
    //! Plans for tests: the opening one, changed.

    use super::*;

    impl Plan {
        /// The default plan with one more of every kind.
        pub(crate) fn one_more_of_each() -> Plan {
            let mut plan = Plan::default();
            for kind in holding::Kind::ALL {
                plan.add_fresh(kind);
            }
            plan
        }

        /// Its first condor.
        pub(crate) fn a_condor(&mut self) -> &mut CondorPlan {
            let Some(condor) = self.condor_mut(0) else { unreachable!() };
            condor
        }

        /// Its first pool.
        pub(crate) fn a_pool(&mut self) -> &mut PoolPlan {
            let Some(pool) = self.pool_mut(0) else { unreachable!() };
            pool
        }

        /// One of its layers.
        pub(crate) fn a_layer(&mut self, nth: usize) -> &mut LayerPlan {
            let Some(layer) = self.layer_mut(nth) else { unreachable!() };
            layer
        }
    }
}
