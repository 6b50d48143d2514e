//! The whole report: shock, holdings, book, breakdown and notes.

use serde::Serialize;

use crate::book::limits::LargestPool;
use crate::options::black::OptionGreeks;
use crate::plan::address::Address;
use crate::units::day::Day;
use crate::units::{Frac, Points, Usd, Vol};
use crate::views::report::condor::{CondorReport, CondorTotals};
use crate::views::report::hedge::HedgeReport;
use crate::views::report::pool::{PoolReport, PoolTotals};

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
    /// The day of its expiry, where today's date is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<Day>,
    /// `hold`, `roll` or `expired` in the scenario.
    pub state: &'static str,
    /// What its Greeks are written on.
    pub driver: String,
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
    /// The day on which it is seen, where today's date is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
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
    /// What is held by hand beside VIX and SPX, in words, at every VIX of the link: `ETH held at −60 %`; empty where nothing
    /// is.
    pub held: String,
    /// Token's beta to SPX in use.
    pub beta_spx: f64,
    /// Token's log return per VIX point in use.
    pub beta_vix: f64,
    /// Residual deviation of the market's token a year in the shock, stress included: the width of its band.
    pub residual: Vol,
    /// Token volatility after.
    pub token_vol: Vol,
    /// Correlation of token and SPX shock that the parameters imply at this VIX.
    pub correlation: f64,
    /// VVIX after.
    pub vvix: Points,
    /// SPX smile before.
    pub smile_from: SmileReport,
    /// SPX smile after.
    pub smile: SmileReport,
    /// Fee stream as a multiple of today's.
    pub fee_multiple: f64,
    /// Gas as a multiple of today's.
    pub gas_multiple: f64,
    /// Withdrawable depth as a multiple of today's.
    pub depth: f64,
}

/// Where the SPX smile comes from.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SmileReport {
    /// VVIX that usually goes with this VIX.
    pub usual_vvix: Points,
    /// 0 where VVIX makes the smile flat, 1 where it makes it steep.
    pub regime: f64,
    /// What the surface's own 30-day replication prints of VIX.
    pub prints: Points,
    /// Dates with real chains at this VIX, and those of the first fit.
    pub dates: [u32; 2],
    /// Whether slope, wings or decay are typed: then they hold at every VIX.
    pub is_typed: bool,
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
    /// Worst P&L on the way to the scenario, itself included: every VIX from today's on, at the scenario's date.
    pub worst_on_way: Usd,
    /// VIX there.
    pub worst_vix_on_way: Points,
    /// Simple return of SPX there where it is held by hand; `None` where it follows VIX.
    pub worst_spx_on_way: Option<Frac>,
    /// Largest size of the sized pool that survives the way, the others held, by this shock alone: how large it may be by every
    /// rule is the size view's answer. `None` where no pool is on.
    pub largest_pool: Option<LargestPool>,
    /// VIX on the way that sets it; the scenario's where nothing does.
    pub largest_pool_at: Points,
    /// Id of the sized pool.
    pub sized_pool: Option<String>,
    /// Smallest VIX on the linked line at which the loss reaches the budget; `None` up to 150.
    pub budget_gone_at: Option<Points>,
    /// VIX on the linked line at which the book does worst, from today's up to 150, in quarter points.
    pub worst_vix: Points,
    /// Whether that is the end of the line, so that the worst may lie beyond it.
    pub worst_is_edge: bool,
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
    /// P&L in the scenario, dollars; a loss is negative.
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
