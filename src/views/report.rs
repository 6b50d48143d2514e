//! The report: everything the page and the other doors say about a plan, and the one way to get it.

use crate::views::assemble;
use serde::Serialize;

use crate::book::Book;
use crate::book::limits::LargestPool;
use crate::holdings::condor::Greeks;
use crate::options::black::OptionGreeks;
use crate::plan::Plan;
use crate::plan::address::Address;
use crate::plan::fault::PlanError;
use crate::units::{Frac, Points, Usd, Vol};

/// Name and version of the report's JSON.
pub const SCHEMA: &str = "second-engine-report/2";

/// What a plan comes to. All money in dollars; a loss is negative.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// The verdict sentence, plain text.
    pub verdict: String,
    /// Where VIX, SPX and the market's token go.
    pub shock: ShockReport,
    /// Everything that is on, one row each.
    pub holdings: Vec<HoldingReport>,
    /// Each condor.
    pub condors: Vec<CondorReport>,
    /// All condors together.
    pub condor: CondorTotals,
    /// Each pool.
    pub pools: Vec<PoolReport>,
    /// All pools together.
    pub pool: PoolTotals,
    /// Every leg of the hedge.
    pub hedge: HedgeReport,
    /// The whole book.
    pub combined: CombinedReport,
    /// The combined P&L line by line; lines of one group add up to the group's total to the cent.
    pub parts: Vec<Part>,
    /// What the person must know about these numbers, each beside the input it belongs to.
    pub notes: Vec<Note>,
}

/// One holding.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct HoldingReport {
    /// `condor`, `pool2`, `layer3`: what its inputs' addresses begin with.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What it is, in a few words.
    pub label: String,
    /// Condors, contracts, shares or tokens; dollars of a pool; options of a strip.
    pub quantity: f64,
    /// Paid today; negative where a premium is received.
    pub outlay: Usd,
    /// P&L in the scenario.
    pub pnl: Usd,
    /// Calendar days to its expiry today; `None` where it has none.
    pub days: Option<f64>,
    /// `hold`, `roll` or `expired` in the scenario.
    pub state: &'static str,
    /// What its Greeks are written on.
    pub driver: &'static str,
    /// Greeks today in its own driver, dollars; a pool's in tokens.
    pub greeks: OptionGreeks,
}

/// The scenario's market.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ShockReport {
    /// VIX before.
    pub vix_from: Points,
    /// VIX after (with the macro surprise in it).
    pub vix: Points,
    /// Trading days in between.
    pub days: f64,
    /// SPX after.
    pub spx: Points,
    /// SPX simple return.
    pub spx_return: Frac,
    /// Standard error of the SPX log return given VIX.
    pub spx_error: Frac,
    /// Whether SPX follows VIX.
    pub is_spx_linked: bool,
    /// Token price in dollars after.
    pub token: Usd,
    /// Token simple return.
    pub token_return: Frac,
    /// Token simple return at the lower and upper end of the band.
    pub token_band: [Frac; 2],
    /// Whether the token follows SPX and VIX.
    pub is_token_linked: bool,
    /// Token's beta to SPX in use.
    pub beta_spx: f64,
    /// Token's log return per VIX point in use.
    pub beta_vix: f64,
    /// Token volatility after.
    pub token_vol: Vol,
    /// Correlation of token and SPX shock that the parameters imply at this VIX.
    pub correlation: f64,
    /// VVIX after.
    pub vvix: Points,
    /// Fee stream as a multiple of today's.
    pub fee_multiple: f64,
    /// Gas as a multiple of today's.
    pub gas_multiple: f64,
    /// Withdrawable depth as a multiple of today's.
    pub depth: f64,
}

/// One condor leg.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LegReport {
    /// `Long put`, `Short put`, `Short call`, `Long call`.
    pub name: &'static str,
    /// Strike.
    pub strike: Points,
    /// Implied vol today, fill offset included.
    pub vol: Vol,
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
    /// Most they can lose together, before fees: every put spread, or every call spread, at its full width; positive.
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
    /// Calendar days to expiry.
    pub days: f64,
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
}

/// A pool today and in the scenario.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PoolReport {
    /// `pool`, `pool2`: what its inputs' addresses begin with.
    pub id: String,
    /// Its place among the plan's pools, from 0.
    pub nth: usize,
    /// What it is called.
    pub name: String,
    /// `ETH / USDC`.
    pub pair: String,
    /// Name of the base token.
    pub base_name: String,
    /// Name of the quote token.
    pub quote_name: String,
    /// Whether the person reads its prices as base per quote.
    pub is_inverted: bool,
    /// Whether it holds the market's token against a stablecoin: then its bounds stand on the payoff's axis.
    pub is_on_market_token: bool,
    /// Dollars deposited.
    pub deposit: Usd,
    /// Quote per base today.
    pub price: f64,
    /// Quote per base in the scenario.
    pub price_after: f64,
    /// Bounds after snapping to ticks, quote per base; `None` where the pool has none.
    pub range: Option<[f64; 2]>,
    /// Whether the scenario's price is in range; true where there is no range.
    pub is_in_range: bool,
    /// Base tokens held today.
    pub base: f64,
    /// Quote tokens held today.
    pub quote: f64,
    /// Base tokens held in the scenario.
    pub base_after: f64,
    /// Quote tokens held in the scenario.
    pub quote_after: f64,
    /// Expected share of the time in range over the scenario's days, no shock.
    pub time_in_range: Frac,
    /// Fee rate of the position a year while in range, of its value.
    pub fee_apr: Frac,
    /// Token vol at which fees pay for LVR: √(8 × APR).
    pub break_even_vol: Vol,
    /// Whether its loan is liquidated in the scenario.
    pub is_liquidated: bool,
    /// Its money.
    #[serde(flatten)]
    pub money: PoolTotals,
}

/// The money of one pool, or of all of them together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PoolTotals {
    /// Value in the scenario, dollars.
    pub value_after: Usd,
    /// What holding the deposit's tokens would be worth then.
    pub hodl_after: Usd,
    /// Impermanent loss against holding, ≤ 0.
    pub impermanent_loss: Frac,
    /// Change of value.
    pub value_change: Usd,
    /// Fees earned on the way, given where the tokens end.
    pub fees: Usd,
    /// Gas to leave in the scenario; positive.
    pub gas: Usd,
    /// Value change + fees + claims − gas − interest − premium − liquidation penalty.
    pub pnl: Usd,
    /// Fees of a year at today's price, always in range, dollars.
    pub year_fees: Usd,
    /// Loss-versus-rebalancing a year at today's price and vol, dollars.
    pub lvr: Usd,
    /// Dollars per 1 % of the base tokens.
    pub delta: Usd,
}

impl PoolTotals {
    /// Both together.
    pub fn plus(&self, other: &PoolTotals) -> PoolTotals {
        let (value, hodl) = (self.value_after + other.value_after, self.hodl_after + other.hodl_after);
        PoolTotals {
            value_after: value,
            hodl_after: hodl,
            impermanent_loss: Frac(if hodl.0 > 0.0 { value.0 / hodl.0 - 1.0 } else { 0.0 }),
            value_change: self.value_change + other.value_change,
            fees: self.fees + other.fees,
            gas: self.gas + other.gas,
            pnl: self.pnl + other.pnl,
            year_fees: self.year_fees + other.year_fees,
            lvr: self.lvr + other.lvr,
            delta: self.delta + other.delta,
        }
    }

    /// Fees less LVR of a year at today's price.
    pub fn calm_year(&self) -> Usd {
        Usd(self.year_fees.0 - self.lvr.0)
    }
}

/// One hedge layer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LayerReport {
    /// `layer`, `layer2`: what its inputs' addresses begin with.
    pub id: String,
    /// Its place among the plan's layers, from 0.
    pub nth: usize,
    /// What it is called.
    pub name: String,
    /// Calendar days to expiry today.
    pub days: f64,
    /// Whole contracts held.
    pub contracts: f64,
    /// Listed strike.
    pub strike: Points,
    /// Listed strike of the call sold in a spread; `None` for a plain call.
    pub wing: Option<Points>,
    /// Same-expiry future today.
    pub future: Points,
    /// Vol at the strike today.
    pub vol: Vol,
    /// Undiscounted forward delta today.
    pub delta: f64,
    /// Premium today.
    pub premium: Points,
    /// Same-expiry future in the scenario.
    pub future_after: Points,
    /// Price in the scenario.
    pub price_after: Points,
    /// Calendar days left in the scenario.
    pub days_after: f64,
    /// `hold`, `roll` (fewer than 21 days left) or `expired`.
    pub state: &'static str,
    /// P&L in the scenario.
    pub pnl: Usd,
    /// Cost a year with VIX unchanged and rolls at 21 days; positive. `None` below 21 days.
    pub carry: Option<Usd>,
}

/// A leg of the hedge that is no layer.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LegOutline {
    /// `etp`, `chain2`, `strip`, `conversion`: what its inputs' addresses begin with.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub label: String,
    /// Shares, contracts or tokens.
    pub quantity: f64,
    /// Paid today; negative where a premium is received.
    pub outlay: Usd,
    /// Cost a year while nothing happens; negative where it earns. `None` for options of 21 days or fewer.
    pub carry: Option<Usd>,
    /// P&L in the scenario.
    pub pnl: Usd,
    /// `hold`, `roll` or `expired`.
    pub state: &'static str,
}

/// The hedge.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct HedgeReport {
    /// Shortest first.
    pub layers: Vec<LayerReport>,
    /// Every other leg, where held.
    pub others: Vec<LegOutline>,
    /// Paid today for every leg.
    pub outlay: Usd,
    /// Cost of every leg a year with VIX unchanged; negative where they earn.
    pub carry: Usd,
    /// VIX share of the budget, a year.
    pub budget: Usd,
    /// Whole 4/4/2-like sets (as held) that the budget's carry affords, after the exchange-traded product's.
    pub sets_affordable: f64,
    /// VIX share of the budget left after those sets, a year.
    pub budget_left: Usd,
    /// P&L in the scenario.
    pub pnl: Usd,
    /// Gain over the loss of condor and pool; `None` where they do not lose.
    pub coverage: Option<Frac>,
}

impl HedgeReport {
    /// Whether any leg is on.
    pub fn is_held(&self) -> bool {
        !self.layers.is_empty() || !self.others.is_empty()
    }
}

/// The whole book.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CombinedReport {
    /// P&L in the scenario.
    pub pnl: Usd,
    /// Of equity.
    pub share_of_equity: Frac,
    /// The loss budget; positive.
    pub budget: Usd,
    /// P&L at the ends of the token band: low token, high token.
    pub band: [Usd; 2],
    /// Largest size of the sized pool that survives, the others held; `None` where no pool is on.
    pub largest_pool: Option<LargestPool>,
    /// Id of the sized pool.
    pub sized_pool: Option<String>,
    /// Smallest VIX on the linked line at which the loss reaches the budget; `None` up to 150.
    pub budget_gone_at: Option<Points>,
    /// VIX on the linked line at which the book does worst, up to 150.
    pub worst_vix: Points,
    /// P&L there.
    pub worst_pnl: Usd,
}

/// One line of the breakdown.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Part {
    /// `condor`, `condor.delta`, `pool.fees`, `hedge.layer2`, `combined`, …
    pub id: String,
    /// Words on screen.
    pub label: String,
    /// Dollars.
    pub usd: Usd,
}

/// Something to know about a number.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Note {
    /// The input beside which it stands.
    pub at: Address,
    /// The sentence.
    pub text: String,
}

/// What a plan comes to: the one door behind the page, the command line and JavaScript.
///
/// # Errors
/// Every fault of the plan, each beside its knob.
pub fn evaluate(plan: &Plan) -> Result<Report, PlanError> {
    Book::resolve(plan).map(|book| assemble::report(&book))
}
