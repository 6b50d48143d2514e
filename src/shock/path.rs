//! Path: VIX trading day by trading day, as an explosion's daily closes have it or as a person draws it.

use crate::shock::closes::{self, Around};
use crate::shock::explosions::Explosion;

/// Speed at which VIX falls back after a spike, a year, and the level that it falls back to. House choice: model book 9.
const REVERSION: f64 = 4.0;
/// Points.
const LEVEL: f64 = 17.5;

/// The days round an explosion as daily closes have them, until `after` trading days past its peak; where they end
/// before that, VIX falls back (or rises back) from the last close at the model's speed. SPX and tokens end with the closes.
pub fn of_explosion(explosion: &Explosion, after: f64) -> Around {
    let Some(mut days) = closes::around(explosion) else { return Around::default() };
    let wanted = days.peak + after.max(0.0) as usize + 1;
    for moves in [&mut days.spx, &mut days.eth, &mut days.btc] {
        moves.truncate(wanted);
    }
    days.vix.truncate(wanted);
    let (closed, last) = (days.vix.len(), days.vix.last().copied().unwrap_or(LEVEL));
    days.vix.extend((closed..wanted).map(|day| fallen_back(last, (day - closed + 1) as f64)));
    days
}

/// VIX after `days` trading days without a shock, points.
pub fn fallen_back(vix: f64, days: f64) -> f64 {
    LEVEL * f64::powf(vix / LEVEL, f64::exp(-REVERSION * days / crate::units::TRADING_DAYS))
}

/// A drawn path: from `start` on day 0 through the points (trading day, VIX) in logs, whole days, until the last one.
pub fn drawn(start: f64, points: &[(f64, f64)]) -> Vec<f64> {
    let last = points.last().map_or(0.0, |point| point.0).ceil() as u32;
    (0..=last).map(|day| level(start, points, f64::from(day))).collect()
}

fn level(start: f64, points: &[(f64, f64)], day: f64) -> f64 {
    let mut left = (0.0, start);
    for &right in points {
        if day <= right.0 {
            return left.1 * f64::powf(right.1 / left.1, (day - left.0) / (right.0 - left.0));
        }
        left = right;
    }
    left.1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::knobs::adaptive::PATHS;
    use crate::shock::explosions::{EXPLOSIONS, explosion};

    #[test]
    fn every_explosion_is_offered_as_a_path_under_its_name() {
        let offered: Vec<_> = PATHS.iter().skip(1).copied().collect();
        let known: Vec<_> = EXPLOSIONS.iter().map(|e| (e.id, e.name)).collect();
        assert_eq!(offered, known);
    }

    #[test]
    fn an_explosion_is_its_closes_and_then_the_models_way_back() {
        let path = |after: f64| explosion("mar_2020").map(|e| of_explosion(e, after)).unwrap_or_default();
        let covid = path(60.0);
        assert_eq!((covid.vix.len(), covid.spx.len(), covid.low, covid.peak), (102, 102, 21, 41));
        assert_eq!((covid.vix[21], covid.vix[41]), (13.68, 82.69));
        // 28 February 2020: 40.11, not what a line in logs from low to peak would have.
        assert_eq!(covid.vix[30], 40.11);
        let longer = path(90.0);
        assert_eq!((longer.vix.len(), longer.spx.len(), &longer.vix[..102]), (132, 102, &covid.vix[..]));
        assert!((longer.vix[131] - fallen_back(covid.vix[101], 30.0)).abs() < 1e-12);
        // What a link or a file may ask for is bounded by its row.
        for (after, days) in [(0.0, 42), (-5.0, 42), (7.9, 49), (f64::NAN, 42)] {
            assert_eq!((path(after).vix.len(), path(after).eth.len()), (days, days));
        }
    }

    #[test]
    fn the_way_back_is_the_models() {
        // A year takes e⁴ off the distance to 17.5 in logs.
        let year = (fallen_back(82.69, 252.0) / 17.5).ln() / (82.69f64 / 17.5).ln();
        assert!((year - (-4.0f64).exp()).abs() < 1e-12);
    }

    #[test]
    fn a_drawn_path_goes_through_its_points() {
        let path = drawn(17.0, &[(2.0, 34.0), (4.5, 20.0)]);
        assert_eq!(path.len(), 6);
        assert!((path[1] - 17.0 * 2f64.sqrt()).abs() < 1e-12 && (path[2] - 34.0).abs() < 1e-12);
        assert_eq!((path[0], path[5]), (17.0, 20.0));
        assert_eq!(drawn(17.0, &[]), [17.0]);
    }
}
