//! Path: VIX trading day by trading day, from an explosion's end points or from what a person draws.

use crate::shock::explosions::Explosion;

/// Speed at which VIX falls back, a year, and the level that it falls back to. Source: model book 14.
const REVERSION: f64 = 4.0;
/// Points.
const LEVEL: f64 = 17.5;

/// An explosion: VIX from its lowest to its highest close in logs, day by day, then `after` days of falling back
/// (or rising back) at the model's speed. Only the two closes are history.
pub fn of_explosion(explosion: &Explosion, after: f64) -> Vec<f64> {
    let (from, to) = (explosion.vix_from, explosion.vix_to);
    let days = explosion.days.max(1.0) as u32;
    let up = (0..=days).map(|day| from * f64::powf(to / from, f64::from(day) / f64::from(days)));
    let back = (1..=after.max(0.0) as u32).map(|day| fallen_back(to, f64::from(day)));
    up.chain(back).collect()
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
    fn an_explosion_starts_and_peaks_where_history_did_and_falls_back() {
        let covid = explosion("mar_2020").map(|e| of_explosion(e, 60.0)).unwrap_or_default();
        assert_eq!((covid.len(), covid[0]), (81, 13.68));
        assert!((covid[20] - 82.69).abs() < 1e-9 && covid.iter().all(|vix| *vix <= 82.69 + 1e-9));
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
