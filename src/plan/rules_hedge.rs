//! The rules of the hedge: what is solved for, what is done by VIX band along a path, and the conversion.

use serde::{Deserialize, Serialize};

use crate::plan::fault::Fault;
use crate::units::{Frac, Points, Usd};
use crate::words::number;

/// What the solvers aim at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct SolvePlan {
    /// Hedge gain over the loss of condor and pool in the shock.
    pub coverage: Frac,
    /// Whether the cheapest mix must be paid for with the cash at hand.
    pub within_cash: bool,
}

/// What is done with the layers while VIX is in a band.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Roll what is due and bring every layer back to its contracts.
    Refresh,
    /// No trade: what is due is left to expire.
    Hold,
    /// Roll what is due, open again what has expired.
    Keep,
    /// As [`Action::Keep`], and move a share of the short layer's gain into the long layer.
    TakeProfit,
}

impl Action {
    /// Every action, in the order of its knob.
    pub const ALL: [Action; 4] = [Action::Refresh, Action::Hold, Action::Keep, Action::TakeProfit];
}

/// Id of the path that the person draws.
pub const DRAWN: &str = "drawn";

/// Last trading day of a drawn path.
const LAST_DAY: f64 = 1000.0;

/// A level on the way.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PathPoint {
    /// Trading days from now.
    pub day: f64,
    /// VIX then.
    pub vix: Points,
}

/// Adaptive rules and the path that they are tried on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct AdaptivePlan {
    /// First edge between two bands.
    pub low_edge: Points,
    /// Second edge.
    pub middle_edge: Points,
    /// Third edge.
    pub high_edge: Points,
    /// Below the first edge.
    pub calm: Action,
    /// From the first edge to the second.
    pub normal: Action,
    /// From the second edge to the third.
    pub raised: Action,
    /// From the third edge on.
    pub high: Action,
    /// Share of the short layer's gain that moves into the long layer.
    pub moved: Frac,
    /// Calendar days left below which a layer is due.
    pub roll_days: f64,
    /// Dollars a contract and trade.
    pub cost: Usd,
    /// `drawn`, the path that the person draws, or the id of an explosion.
    pub from: String,
    /// The path drawn, by rising day; it begins at today's VIX.
    pub path: Vec<PathPoint>,
    /// Trading days that follow an explosion's peak.
    pub days_after: f64,
}

/// Conversion: the pool's token sold short by calls and puts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ConversionPlan {
    /// Strike over today's token price.
    pub strike: Frac,
    /// Calendar days to expiry.
    pub days: f64,
    /// Costs of both options over today's token price.
    pub costs: Frac,
    /// Dollars that a call on one token brings, where typed.
    pub call: Option<Usd>,
    /// Dollars that a put on one token costs, where typed.
    pub put: Option<Usd>,
    /// Index of what searchers take, now.
    pub mev: f64,
    /// Its norm.
    pub mev_norm: f64,
}

impl Default for SolvePlan {
    fn default() -> Self {
        SolvePlan { coverage: Frac(1.0), within_cash: false }
    }
}

impl Default for AdaptivePlan {
    fn default() -> Self {
        let at = |day, vix| PathPoint { day, vix: Points(vix) };
        AdaptivePlan {
            low_edge: Points(15.0),
            middle_edge: Points(20.0),
            high_edge: Points(25.0),
            calm: Action::Refresh,
            normal: Action::Hold,
            raised: Action::Keep,
            high: Action::TakeProfit,
            moved: Frac(0.5),
            roll_days: 21.0,
            cost: Usd(1.0),
            from: "apr_2025".into(),
            path: vec![at(20.0, 14.0), at(30.0, 45.0), at(90.0, 18.0)],
            days_after: 60.0,
        }
    }
}

impl Default for ConversionPlan {
    fn default() -> Self {
        ConversionPlan {
            strike: Frac(1.0),
            days: 30.0,
            costs: Frac(0.002),
            call: None,
            put: None,
            mev: 1.0,
            mev_norm: 1.0,
        }
    }
}

impl AdaptivePlan {
    /// The edges, lowest first.
    pub fn edges(&self) -> [f64; 3] {
        [self.low_edge.0, self.middle_edge.0, self.high_edge.0]
    }

    /// What is done at this VIX; an edge belongs to the band above it.
    pub fn action(&self, vix: f64) -> Action {
        let band = self.edges().iter().filter(|edge| vix >= **edge).count();
        [self.calm, self.normal, self.raised, self.high][band.min(3)]
    }

    /// Whether the path is the one that the person draws.
    pub fn is_drawn(&self) -> bool {
        self.from == DRAWN
    }

    /// The drawn path as (trading day, VIX).
    pub fn points(&self) -> Vec<(f64, f64)> {
        self.path.iter().map(|point| (point.day, point.vix.0)).collect()
    }

    /// The drawn path with one point elsewhere: on a whole day between its neighbours, VIX on halves from 9 to 150.
    pub fn moved_point(&self, index: usize, day: f64, vix: f64) -> Vec<(f64, f64)> {
        let mut points = self.points();
        let low = index.checked_sub(1).and_then(|i| points.get(i)).map_or(1.0, |before| before.0.floor() + 1.0);
        let high = points.get(index + 1).map_or(LAST_DAY, |after| after.0.ceil() - 1.0);
        if let Some(point) = points.get_mut(index).filter(|_| day.is_finite() && vix.is_finite()) {
            // Where the neighbours leave no whole day between them it stays on its own.
            let day = if low <= high { day.round().clamp(low, high) } else { point.0 };
            *point = (day, ((2.0 * vix).round() / 2.0).clamp(9.0, 150.0));
        }
        points
    }

    /// The drawn path with one point more at its end, twenty days on at the level where it ended, `now` for an empty
    /// one.
    pub fn one_more_point(&self, now: f64) -> Vec<(f64, f64)> {
        let mut points = self.points();
        let (day, vix) = points.last().copied().unwrap_or((0.0, now));
        if day + 1.0 <= LAST_DAY {
            points.push(((day + 20.0).min(LAST_DAY), vix));
        }
        points
    }

    /// What is wrong with the edges; nothing where they rise.
    pub fn fault(&self) -> Option<Fault> {
        const IDS: [&str; 3] = ["hedge_rules.low_edge", "hedge_rules.middle_edge", "hedge_rules.high_edge"];
        let edges = self.edges();
        let i = (1..3).find(|&i| edges[i] <= edges[i - 1])?;
        let text = format!(
            "Bands rise: an edge at VIX {} must be above the one before it, {}.",
            number(edges[i]),
            number(edges[i - 1])
        );
        Some(Fault::new(IDS[i], text, Some((edges[i - 1] + 5.0).min(150.0))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_belongs_to_the_band_above_it() {
        let rules = AdaptivePlan::default();
        let actions = [14.9, 15.0, 20.0, 25.0, 80.0].map(|vix| rules.action(vix));
        let [refresh, hold, keep, profit] = Action::ALL;
        assert_eq!(actions, [refresh, hold, keep, profit, profit]);
    }

    #[test]
    fn a_point_that_is_moved_stays_between_its_neighbours_and_in_its_range() {
        let rules = AdaptivePlan::default();
        assert_eq!(rules.moved_point(1, 3.0, 500.0)[1], (21.0, 150.0));
        assert_eq!(rules.moved_point(0, -5.0, 16.26)[0], (1.0, 16.5));
        assert_eq!(rules.moved_point(2, 5000.0, 2.0)[2], (1000.0, 9.0));
        assert_eq!(rules.moved_point(7, 5.0, 20.0), rules.points());
        assert_eq!(rules.one_more_point(17.0)[3], (110.0, 18.0));
        assert_eq!(AdaptivePlan { path: Vec::new(), ..rules }.one_more_point(17.0), [(20.0, 17.0)]);
    }

    #[test]
    fn edges_that_do_not_rise_are_named() {
        let rules = AdaptivePlan { middle_edge: Points(12.0), ..AdaptivePlan::default() };
        let fault = rules.fault();
        assert!(fault.is_some_and(|f| f.at.row == "hedge_rules.middle_edge" && f.text.contains("VIX 12")));
        assert_eq!(AdaptivePlan::default().fault(), None);
    }
}
