//! Figures: what the paths say, each with its standard error; [`crate::odds::reading`] fills them in.
//!
//! The error of a figure is that between the replicates, whose sequences are scrambled each in its own way: paths of one
//! sequence are not independent. Source: Owen 1997; model book 14.

use serde::{Deserialize, Serialize};

use crate::odds::batches::FEWEST;
use crate::odds::setup::TableError;
use crate::odds::ways::Way;
use crate::units::{Frac, Points, Usd};

/// A figure and its standard error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Figure {
    /// The figure.
    pub value: f64,
    /// One standard error; of fewer than [`FEWEST`] replicates none but a share's.
    pub error: Option<f64>,
}

impl Figure {
    /// A figure of all paths, and what each replicate of so many paths has in its place.
    pub fn between(value: f64, replicates: impl Iterator<Item = (u32, f64)>) -> Figure {
        let each: Vec<(f64, f64)> = replicates.map(|(paths, one)| (f64::from(paths), one)).collect();
        let (n, total) = (each.len() as f64, each.iter().map(|one| one.0).sum::<f64>());
        let spread: f64 = each.iter().map(|(paths, one)| (paths / total * (one - value)).powi(2)).sum();
        Figure { value, error: (each.len() >= FEWEST).then(|| (spread * n / (n - 1.0)).sqrt()) }
    }

    /// The same of a share of so many paths, which is known to one of them at best: what none of them did may still happen.
    /// Of few it is that of as many throws.
    pub fn of_paths(self, paths: u32) -> Figure {
        let n = f64::from(paths.max(1));
        let thrown = (self.value * (1.0 - self.value) / n).max(0.0).sqrt();
        Figure { error: Some(self.error.unwrap_or(thrown).max(1.0 / n)), ..self }
    }
}

/// What a figure is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Condors.
    Condor,
    /// Pools.
    Pool,
    /// Hedge.
    Hedge,
    /// The whole book.
    Combined,
    /// The whole book but the hedge.
    Unhedged,
}

impl Part {
    /// Every part, in the order of [`Odds::parts`].
    pub const ALL: [Part; 5] = [Part::Condor, Part::Pool, Part::Hedge, Part::Combined, Part::Unhedged];
}

/// Shares of paths below each line of a fan.
pub const FAN: [f64; 7] = [0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975];
/// Shares of paths below each deepest fall.
pub const FALLS: [f64; 3] = [0.5, 0.95, 0.99];

/// One bar of the histogram.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Bar {
    /// Lower end.
    pub from: Usd,
    /// Upper end.
    pub to: Usd,
    /// Share of paths between; the outermost have what lies beyond.
    pub share: f64,
    /// Its standard error.
    pub error: Option<f64>,
}

/// What is held, or a part of it, where paths end and on the way there. Dollars; chances are shares of paths.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct EndOdds {
    /// Mean P&L at the end.
    pub mean: Figure,
    /// P&L that the shares of [`FAN`] end below.
    pub quantiles: [Figure; 7],
    /// Chance of ending below zero.
    pub loss: Figure,
    /// Chance of losing more than the budget at the end.
    pub past_budget: Figure,
    /// Chance of losing more than the budget on any day till then.
    pub past_budget_till_then: Figure,
    /// Mean loss of the worst twentieth; positive dollars are lost.
    pub cvar_95: Figure,
    /// Mean loss of the worst hundredth.
    pub cvar_99: Figure,
    /// Deepest fall from the highest P&L before it that the shares of [`FALLS`] stay below.
    pub drawdowns: [Figure; 3],
}

/// Where an amount stands among the paths; the rest of them stand at it, to the cent.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Place {
    /// Share of paths below it.
    pub below: Figure,
    /// Share of paths above it.
    pub above: Figure,
}

/// One part of the book over all paths.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PartOdds {
    /// Which.
    pub part: Part,
    /// Its end.
    #[serde(flatten)]
    pub end: EndOdds,
    /// P&L that the shares of [`FAN`] are below on each day, today first.
    pub fan: Vec<[f64; 7]>,
    /// Standard errors of the fan.
    pub fan_errors: Vec<[Option<f64>; 7]>,
    /// P&L at the end, bars of one width without empty ends.
    pub bars: Vec<Bar>,
}

/// The whole book by one way over all paths.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WayOdds {
    /// Which.
    pub way: Way,
    /// In the sized pool.
    pub size: Usd,
    /// Its end.
    #[serde(flatten)]
    pub end: EndOdds,
}

/// One pool over all paths.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PoolOdds {
    /// Which of the plan's pools, counted from 0.
    pub nth: usize,
    /// Chance that a day ends outside its range.
    pub leaves: Figure,
    /// Whether today's price is out of its range already.
    pub is_out: bool,
    /// Trading day by which half of the paths have left it; none where fewer do.
    pub half_left_by: Option<u32>,
    /// The same if one standard error more of them had by each day, and one less.
    pub half_left_between: [Option<u32>; 2],
    /// Share of paths that have left it by each day, today first.
    pub left_by: Vec<f64>,
    /// Standard errors of these.
    pub left_by_errors: Vec<Option<f64>>,
    /// Chance that its loan is called.
    pub liquidated: Figure,
}

/// Condors against pools where VIX ends between two levels.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BandOdds {
    /// Lower level of VIX at the end.
    pub from: Points,
    /// Upper one.
    pub to: Points,
    /// Share of paths.
    pub share: f64,
    /// Its standard error.
    pub share_error: Option<f64>,
    /// Correlation of their P&L; none where one of them never moves.
    pub correlation: Option<Figure>,
}

/// The chance that a size of the sized pool brings with it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SizeOdds {
    /// Deposit.
    pub size: Usd,
    /// Chance that the whole book loses more than the budget at the end.
    pub chance: Figure,
}

/// The largest size of the sized pool whose chance stays under the limit.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", tag = "kind", content = "usd")]
pub enum LargestSize {
    /// No pool, not even none.
    None,
    /// Up to this one.
    UpTo(Usd),
    /// Every one that was looked at.
    Every,
}

impl LargestSize {
    /// Dollars; `None` where there is no end of them.
    pub fn usd(self) -> Option<f64> {
        match self {
            LargestSize::None => Some(0.0),
            LargestSize::UpTo(usd) => Some(usd.0),
            LargestSize::Every => None,
        }
    }
}

/// Everything that the paths say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Odds {
    /// Paths so far.
    pub paths: u32,
    /// Paths asked for.
    pub of: u32,
    /// Trading days of each.
    pub days: u32,
    /// What was not as asked.
    pub note: Option<String>,
    /// Loss budget; positive.
    pub budget: Usd,
    /// Condors, pools, hedge, combined and unhedged, in the order of [`Part::ALL`].
    pub parts: Vec<PartOdds>,
    /// The whole book as it is held, with what the rules allow in the sized pool where that is known, and a promoter's; empty
    /// without a sized pool.
    pub ways: Vec<WayOdds>,
    /// Every pool with a deposit.
    pub pools: Vec<PoolOdds>,
    /// Chance that on some day the condors' margin call, the rise of their margin and their loss, is beyond cash and stablecoins.
    pub margin_call: Figure,
    /// Chance that pools lose more than 19 in 20 times where condors do.
    pub tail_dependence: Option<Figure>,
    /// Condors against pools by VIX at the end.
    pub bands: Vec<BandOdds>,
    /// The chance by size of the sized pool, rising sizes; empty without one.
    pub curve: Vec<SizeOdds>,
    /// Size held.
    pub held: Usd,
    /// The chance that a size may bring with it.
    pub limit: Frac,
    /// The largest size under it; none without a sized pool.
    pub largest: Option<LargestSize>,
    /// What one standard error more of every chance would come to, and one less; none without a sized pool.
    pub largest_between: Option<[LargestSize; 2]>,
    /// P&L of the whole book on one path, today first.
    pub example: Vec<f64>,
    /// What marks by tables are off by.
    pub table_error: TableError,
}

impl Odds {
    /// One part.
    pub fn part(&self, part: Part) -> Option<&PartOdds> {
        self.parts.iter().find(|one| one.part == part)
    }
}
