//! Curves: the combined book over SPX, over VIX, over both and over time; what the charts draw.

use serde::Serialize;

use crate::units::Points;

/// One point of the payoff chart; dollars at the shock date unless said otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PayoffPoint {
    /// SPX level.
    pub spx: f64,
    /// VIX level.
    pub vix: f64,
    /// Token price in dollars.
    pub token: f64,
    /// Condor P&L.
    pub condor: f64,
    /// Pool P&L.
    pub pool: f64,
    /// Hedge P&L.
    pub hedge: f64,
    /// Sum of the three.
    pub combined: f64,
    /// Combined with the token at the lower end of its band.
    pub low: f64,
    /// Combined with the token at the upper end of its band.
    pub high: f64,
    /// Combined at the last expiry.
    pub expiry: f64,
}

/// Which quantity the payoff's x axis shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PayoffAxis {
    /// SPX, linear.
    Spx,
    /// VIX, logarithmic.
    Vix,
    /// The price of the market's token, linear; SPX and VIX stay where the shock puts them.
    Token,
}

/// Where the payoff's points lie: equal steps of SPX or the token's price, or of the log of VIX.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Places {
    /// Which quantity.
    pub axis: PayoffAxis,
    /// Where the first and the last of `n` points lie, in the axis' unit.
    pub ends: [f64; 2],
    /// Points from end to end, at least 2.
    pub n: usize,
    /// More of them below the first.
    pub below: usize,
    /// More of them above the last.
    pub above: usize,
}

impl Places {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.below + self.n + self.above
    }

    /// Place `i`, counted from the lowest.
    pub fn at(&self, i: usize) -> f64 {
        let share = (i as f64 - self.below as f64) / (self.n - 1) as f64;
        let [low, high] = self.ends;
        match self.axis {
            PayoffAxis::Spx | PayoffAxis::Token => low + (high - low) * share,
            PayoffAxis::Vix => (low.ln() + (high.ln() - low.ln()) * share).exp().clamp(low, high),
        }
    }

    /// Which of the other's places this one is; `None` where the other has none there. Of one range it may lie on a wider
    /// or a closer lattice.
    pub fn index_in(&self, i: usize, other: &Places) -> Option<usize> {
        let (steps, theirs) = (self.n - 1, (other.n - 1) as i64);
        let along = (i as i64 - self.below as i64) * theirs;
        let is_there = self.axis == other.axis && self.ends == other.ends && along % steps as i64 == 0;
        let j = usize::try_from(along / steps as i64 + other.below as i64).ok()?;
        (is_there && j < other.count()).then_some(j)
    }

    /// Whether the other's points lie on the same lattice.
    pub fn is_same_but_for_length(&self, other: &Places) -> bool {
        Places { below: 0, above: 0, ..*self } == Places { below: 0, above: 0, ..*other }
    }

    /// As long as the longer of two on the same lattice to either side; as it is where the other lies on another.
    pub fn covering(self, other: &Places) -> Places {
        if self.is_same_but_for_length(other) {
            Places { below: self.below.max(other.below), above: self.above.max(other.above), ..self }
        } else {
            self
        }
    }
}

/// At which end of the chart the worst point lies while the loss still grows there: the worst is beyond it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Growing {
    /// At neither: the worst is on the chart.
    Nowhere,
    /// At the lowest place of the axis.
    Below,
    /// At the highest.
    Above,
}

/// The payoff chart's data.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Payoff {
    /// The x axis; points rise along it.
    pub axis: PayoffAxis,
    /// At least two points.
    pub points: Vec<PayoffPoint>,
    /// Where the combined curve at the shock date is zero, in the axis' unit, rising.
    pub break_evens: Vec<f64>,
    /// The point of today.
    pub now: PayoffPoint,
    /// The shock as set (it may lie off the curve where SPX or the token is free).
    pub shock: PayoffPoint,
    /// Where the combined curve that is drawn is lowest, between its points too.
    pub worst: PayoffPoint,
    /// The same with SPX below today's; `None` where the axis holds no such place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub worst_fall: Option<PayoffPoint>,
    /// Where the loss still grows beyond the chart, so that this is its edge and no worst.
    pub growing: Growing,
    /// Bounds of the pools on the market's token that the axis reaches.
    pub bounds: Vec<BoundPlace>,
    /// The lowest VIX that is read from SPX at the shock's date and at the last expiry.
    #[serde(skip)]
    pub calmest: [Points; 2],
    /// Trading days to the last expiry, or the shock's own where they are more.
    #[serde(skip)]
    pub expiry_days: f64,
}

/// Curves that are known before others are computed, and what of them holds for those.
#[derive(Clone, Copy, Debug)]
pub struct KnownCurves<'a> {
    /// Where their points lie.
    pub places: &'a Places,
    /// The curves.
    pub payoff: &'a Payoff,
    /// Whether the shock is on the same day; if not, no more than the last expiry is the same.
    pub is_same_day: bool,
}

/// A pool's bound on the payoff's axis.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BoundPlace {
    /// Which pool, counted among the plan's from 0.
    pub pool: usize,
    /// Whether it is the upper one.
    pub is_upper: bool,
    /// Where the pool's price reaches it, in the axis' unit.
    pub place: f64,
    /// The bound, quote per base.
    pub price: f64,
}

/// What moves along the columns of a heat map.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum HeatAxis {
    /// SPX; tokens follow on the link.
    #[default]
    Spx,
    /// The market's token; SPX stands where the shock has it at each VIX.
    Token,
}

/// Combined P&L over a move × VIX.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Heat {
    /// Whose moves the columns are.
    pub axis: HeatAxis,
    /// Simple returns of SPX or the token, rising (columns).
    pub moves: Vec<f64>,
    /// VIX levels, rising, equal steps in logs (rows).
    pub levels: Vec<f64>,
    /// Dollars, row after row.
    pub pnl: Vec<f64>,
    /// Where the model has it at each VIX: (VIX, return, its lower and its upper end): two errors of the spot–vol link, or
    /// the token's band.
    pub link: Vec<[f64; 4]>,
}
