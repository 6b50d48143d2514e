//! What a report says about condors.

use serde::Serialize;

use crate::book::trade::TradePnl;
use crate::holdings::condor::Greeks;
use crate::units::day::Day;
use crate::units::{Frac, Points, Usd, Vol};

/// One condor leg.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LegReport {
    /// `Long put`, `Short put`, `Short call`, `Long call`.
    pub name: &'static str,
    /// Strike.
    pub strike: Points,
    /// Implied vol today: that of its own price where one is typed, else the model's with the fill offset.
    pub vol: Vol,
    /// The model's vol at this strike today.
    pub model_vol: Vol,
    /// Whether its own price is typed.
    pub is_priced: bool,
    /// Price today.
    pub price: Points,
    /// Price in the scenario.
    pub price_after: Points,
    /// Undiscounted forward delta of one long option.
    pub delta: f64,
    /// Greeks of the leg as held, today.
    pub greeks: Greeks,
}

/// All condors together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CondorTotals {
    /// Condors sold.
    pub contracts: f64,
    /// Credit received.
    pub credit: Usd,
    /// Most they can gain together, before fees.
    pub max_gain: Usd,
    /// Most they can lose together, before fees: at the worst level of each expiry, added up; positive.
    pub max_loss: Usd,
    /// Greeks today.
    pub greeks: Greeks,
    /// Reg-T margin, added up.
    pub reg_t: Usd,
    /// Portfolio margin estimate, netted over the condors.
    pub portfolio_margin: Usd,
    /// The same after the shock.
    pub portfolio_margin_after: Usd,
    /// Opening fees.
    pub fees: Usd,
    /// P&L in the scenario, after opening fees.
    pub pnl: Usd,
    /// What they have made so far, closed ones too.
    pub trade: TradePnl,
}

/// A condor today and in the scenario.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CondorReport {
    /// `condor`, `condor2`: what its inputs' addresses begin with.
    pub id: String,
    /// Its place among the plan's condors, from 0.
    pub nth: usize,
    /// What it is called.
    pub name: String,
    /// Condors sold.
    pub contracts: f64,
    /// Calendar days to settlement.
    pub days: f64,
    /// The day of its expiry, where today's date is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<Day>,
    /// Long put, short put, short call, long call.
    pub strikes: [Points; 4],
    /// Credit in use: the fill, or the model's.
    pub credit: Points,
    /// The model's credit.
    pub model_credit: Points,
    /// Vol offset that makes the model price the fill; 0 without one, `None` where none exists.
    pub vol_offset: Option<Vol>,
    /// At-the-money vol to expiry.
    pub atm_vol: Vol,
    /// One expected move to expiry in points.
    pub expected_move: Points,
    /// Most it can gain, before fees.
    pub max_gain: Usd,
    /// Most it can lose, before fees; positive.
    pub max_loss: Usd,
    /// The shock's P&L as a share of the most it can lose, or gain where it gains; `None` where there is no such end.
    pub of_limit: Option<Frac>,
    /// Break-evens at expiry, before fees.
    pub break_evens: [Points; 2],
    /// Break-evens of the condor alone at the shock date, the vol of the scenario.
    pub break_evens_then: Vec<Points>,
    /// Max gain over max loss; `None` where there is nothing to lose.
    pub return_on_risk: Option<Frac>,
    /// Win rate at which the trade breaks even.
    pub break_even_win_rate: Frac,
    /// Probability of profit at expiry under the surface's density.
    pub profit_probability: Frac,
    /// Probability of profit at expiry, lognormal at the at-the-money vol.
    pub profit_probability_lognormal: Frac,
    /// Fill minus model at expiry, points: expected value under the surface.
    pub fill_minus_model: Points,
    /// Reg-T margin.
    pub reg_t: Usd,
    /// Portfolio margin estimate.
    pub portfolio_margin: Usd,
    /// Portfolio margin estimate after the shock.
    pub portfolio_margin_after: Usd,
    /// Greeks today.
    pub greeks: Greeks,
    /// Legs, lowest strike first.
    pub legs: Vec<LegReport>,
    /// What it costs to buy back in the scenario.
    pub value_after: Points,
    /// Opening fees.
    pub fees: Usd,
    /// P&L in the scenario, after opening fees.
    pub pnl: Usd,
    /// Whether it expired on the way.
    pub is_settled: bool,
    /// What it has made so far.
    pub trade: TradePnl,
}
