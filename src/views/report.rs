//! The report: everything the page and the other doors say about a plan, and the one way to get it.

use serde::Serialize;

use crate::book::limits::LargestPool;
use crate::book::resolve::Book;
use crate::holdings::condor::Greeks;
use crate::plan::Plan;
use crate::plan::address::Address;
use crate::plan::fault::PlanError;
use crate::units::{Frac, Points, Usd, Vol};

/// Name and version of the report's JSON.
pub const SCHEMA: &str = "second-engine-report/1";

/// What a plan comes to. All money in dollars; a loss is negative.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// The verdict sentence, plain text.
    pub verdict: String,
    /// Where the world goes.
    pub shock: ShockReport,
    /// The first engine.
    pub condor: CondorReport,
    /// The second engine.
    pub pool: PoolReport,
    /// Every leg of the hedge.
    pub hedge: HedgeReport,
    /// All three together.
    pub combined: CombinedReport,
    /// The combined P&L line by line; lines of one group add up to the group's total to the cent.
    pub parts: Vec<Part>,
    /// What the person must know about these numbers, each beside the knob it belongs to.
    pub notes: Vec<Note>,
}

/// The scenario's market.
#[derive(Clone, Debug, PartialEq, Serialize)]
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

/// The condor today and in the scenario.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CondorReport {
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

/// The pool today and in the scenario: prices, range, reserves and rates are the first position's, money (value,
/// holding, loss, fees, gas, P&L, LVR, delta) is every position's together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PoolReport {
    /// Price of one token in quote today.
    pub price: f64,
    /// Price of one token in quote in the scenario.
    pub price_after: f64,
    /// Bounds after snapping to ticks, quote per base; `None` where the pool has none.
    pub range: Option<[f64; 2]>,
    /// Whether the scenario's price is in range; true where there is no range.
    pub is_in_range: bool,
    /// Tokens and quote held today.
    pub base: f64,
    /// Quote held today.
    pub quote: f64,
    /// Tokens held in the scenario.
    pub base_after: f64,
    /// Quote held in the scenario.
    pub quote_after: f64,
    /// Value in the scenario, dollars.
    pub value_after: Usd,
    /// What holding the deposit's tokens and quote would be worth then.
    pub hodl_after: Usd,
    /// Impermanent loss against holding, ≤ 0.
    pub impermanent_loss: Frac,
    /// Change of value.
    pub value_change: Usd,
    /// Fees earned on the way, given where the token ends.
    pub fees: Usd,
    /// Gas to leave in the scenario; positive.
    pub gas: Usd,
    /// Value change + fees + claims − gas − interest − premium − liquidation penalty.
    pub pnl: Usd,
    /// Expected share of the time in range over the scenario, no shock.
    pub time_in_range: Frac,
    /// Fee rate of the position a year while in range, of its value.
    pub fee_apr: Frac,
    /// Loss-versus-rebalancing a year at today's price and vol, dollars.
    pub lvr: Usd,
    /// Token vol at which fees pay for LVR: √(8 × APR).
    pub break_even_vol: Vol,
    /// Dollars per 1 % of the token.
    pub delta: Usd,
}

impl PoolReport {
    /// The report without a deposit.
    pub(in crate::views) fn empty(price: f64, price_after: f64, range: Option<[f64; 2]>) -> PoolReport {
        PoolReport {
            price,
            price_after,
            range,
            is_in_range: range.is_none_or(|[low, high]| price_after > low && price_after < high),
            base: 0.0,
            quote: 0.0,
            base_after: 0.0,
            quote_after: 0.0,
            value_after: Usd(0.0),
            hodl_after: Usd(0.0),
            impermanent_loss: Frac(0.0),
            value_change: Usd(0.0),
            fees: Usd(0.0),
            gas: Usd(0.0),
            pnl: Usd(0.0),
            time_in_range: Frac(0.0),
            fee_apr: Frac(0.0),
            lvr: Usd(0.0),
            break_even_vol: Vol(0.0),
            delta: Usd(0.0),
        }
    }
}

/// One hedge layer.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LayerReport {
    /// `short`, `medium`, `long`.
    pub name: &'static str,
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
pub struct LegOutline {
    /// `hedge.etp` or `hedge.chain`: its line in the breakdown.
    pub id: &'static str,
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
pub struct HedgeReport {
    /// Shortest first.
    pub layers: Vec<LayerReport>,
    /// Exchange-traded product and leg on the chain, where held.
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

/// The whole book.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CombinedReport {
    /// P&L in the scenario.
    pub pnl: Usd,
    /// Of equity.
    pub share_of_equity: Frac,
    /// The loss budget; positive.
    pub budget: Usd,
    /// P&L at the ends of the token band: low token, high token.
    pub band: [Usd; 2],
    /// Largest pool that survives.
    pub largest_pool: LargestPool,
    /// Smallest VIX on the linked line at which the loss reaches the budget; `None` up to 150.
    pub budget_gone_at: Option<Points>,
    /// VIX on the linked line at which the book does worst, up to 150.
    pub worst_vix: Points,
    /// P&L there.
    pub worst_pnl: Usd,
}

/// One line of the breakdown.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Part {
    /// `condor`, `condor.delta`, `pool.fees`, `combined`, …
    pub id: &'static str,
    /// Words on screen.
    pub label: String,
    /// Dollars.
    pub usd: Usd,
}

/// Something to know about a number.
#[derive(Clone, Debug, PartialEq, Serialize)]
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
    Book::resolve(plan).map(|book| book.report())
}
