//! The rules of the hedge: what is solved for, what is done by VIX band along a path.

use serde::{Deserialize, Serialize};

use crate::units::{Frac, Points, Usd};

/// What the solvers aim at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct SolvePlan {
    /// Hedge gain over the loss of condor and pool in the shock.
    pub coverage: Frac,
    /// Whether the cheapest mix must be paid for with the cash at hand.
    pub within_cash: bool,
    /// Most contracts of one layer in any answer.
    pub most: f64,
}

/// What is done with the layers while VIX is in a band.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Roll what is due and bring every layer back to its contracts.
    Refresh,
    /// No trade: what is due is left to expire.
    Hold,
    /// Roll what is due, open again what has expired.
    Keep,
    /// As [`Action::Keep`], and move a share of the layer's gain into the long layer.
    TakeProfit,
}

impl Action {
    /// Every action, in the order of its knob.
    pub const ALL: [Action; 4] = [Action::Refresh, Action::Hold, Action::Keep, Action::TakeProfit];
}

/// What is done while VIX is in a band.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Band {
    /// VIX from which on it holds, up to where the next band begins.
    pub from: Points,
    /// Done with every layer that has no action of its own. Where it takes profit, it does so on the layer of the
    /// fewest days among those and keeps the others.
    pub all: Action,
    /// Own actions of the layers, in the order of the plan; a layer without one follows `all`.
    #[serde(default)]
    pub own: Vec<Option<Action>>,
}

impl Band {
    /// The same for every layer.
    pub fn of_all(from: f64, all: Action) -> Band {
        Band { from: Points(from), all, own: Vec::new() }
    }

    /// What the plan's layer `nth` has of its own.
    pub fn own(&self, nth: usize) -> Option<Action> {
        self.own.get(nth).copied().flatten()
    }

    /// What is done with the plan's layer `nth`.
    pub fn action(&self, nth: usize) -> Action {
        self.own(nth).unwrap_or(self.all)
    }
}

/// Id of the path that the person draws.
pub const DRAWN: &str = "drawn";

/// Last trading day of a drawn path.
const LAST_DAY: f64 = 1000.0;

/// A level on the way.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct PathPoint {
    /// Trading days from now.
    pub day: f64,
    /// VIX then.
    pub vix: Points,
}

/// Adaptive rules and the path that they are tried on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(default)]
pub struct AdaptivePlan {
    /// What is done by VIX, by rising VIX; below the first band nothing is traded.
    pub bands: Vec<Band>,
    /// Share of a layer's gain that moves into the long layer where profit is taken on it.
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

impl Default for SolvePlan {
    fn default() -> Self {
        SolvePlan { coverage: Frac(1.0), within_cash: false, most: 1000.0 }
    }
}

impl Default for AdaptivePlan {
    fn default() -> Self {
        let at = |day, vix| PathPoint { day, vix: Points(vix) };
        AdaptivePlan {
            bands: vec![
                Band::of_all(0.0, Action::Refresh),
                Band::of_all(15.0, Action::Hold),
                Band::of_all(20.0, Action::Keep),
                Band::of_all(25.0, Action::TakeProfit),
            ],
            moved: Frac(0.5),
            roll_days: 21.0,
            cost: Usd(1.0),
            from: "apr_2025".into(),
            path: vec![at(20.0, 14.0), at(30.0, 45.0), at(90.0, 18.0)],
            days_after: 60.0,
        }
    }
}

impl AdaptivePlan {
    /// Where bands begin, lowest first; without one that begins at 0.
    pub fn edges(&self) -> Vec<f64> {
        self.bands.iter().map(|band| band.from.0).filter(|from| *from > 0.0).collect()
    }

    /// The band of this VIX, where it begins included; none below the first.
    pub fn band(&self, vix: f64) -> Option<&Band> {
        self.bands.iter().rev().find(|band| vix >= band.from.0)
    }

    /// The actions of a layer that is taken out of the plan go with it.
    pub fn forget_layer(&mut self, nth: usize) {
        for band in self.bands.iter_mut().filter(|band| nth < band.own.len()) {
            band.own.remove(nth);
        }
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
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_band_begins_where_it_says_and_below_the_first_there_is_none() {
        let rules = AdaptivePlan::default();
        let actions = [9.0, 14.9, 15.0, 20.0, 25.0, 80.0].map(|vix| rules.band(vix).map(|band| band.action(0)));
        let [refresh, hold, keep, profit] = Action::ALL;
        assert_eq!(actions, [refresh, refresh, hold, keep, profit, profit].map(Some));
        assert_eq!(rules.edges(), [15.0, 20.0, 25.0]);
        let late = AdaptivePlan { bands: vec![Band::of_all(30.0, Action::Keep)], ..rules };
        assert_eq!((late.band(29.9), late.edges()), (None, vec![30.0]));
    }

    #[test]
    fn a_layer_does_its_own_action_or_that_of_all_and_takes_it_along_when_it_goes() {
        let (mut rules, own) = (AdaptivePlan::default(), vec![None, Some(Action::Hold), Some(Action::TakeProfit)]);
        rules.bands[2].own = own;
        let of = |rules: &AdaptivePlan| [0, 1, 2, 3].map(|nth| rules.bands[2].action(nth));
        assert_eq!(of(&rules), [Action::Keep, Action::Hold, Action::TakeProfit, Action::Keep]);
        rules.forget_layer(1);
        assert_eq!(of(&rules), [Action::Keep, Action::TakeProfit, Action::Keep, Action::Keep]);
        rules.forget_layer(7);
        assert_eq!(rules.bands[2].own, [None, Some(Action::TakeProfit)]);
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
}
