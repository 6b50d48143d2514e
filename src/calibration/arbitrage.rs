//! Arbitrage: whether a common shape with a θ for each expiry can be traded against, and where.
//!
//! Source: Gatheral & Jacquier (2014): ρ and φ(θ) of one power law for all allow no calendar spread that pays where θ does
//! not fall; no butterfly where θφ(1+|ρ|) < 4 and θφ²(1+|ρ|) ≤ 4.

use serde::{Deserialize, Serialize};

use crate::market::smile::Slice;
use crate::market::surface::Shape;
use crate::units::day::Day;
use crate::words::dates::date;
use crate::words::{fixed, listed};

/// Whether there is any, and where.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Arbitrage {
    /// Whether there is none.
    pub is_free: bool,
    /// Where there is, a sentence each.
    pub fails: Vec<String>,
}

/// Of a shape and its slices by rising days.
pub fn of(shape: &Shape, slices: &[(Day, f64, Slice)]) -> Arbitrage {
    let mut fails = Vec::new();
    let butterflies: Vec<String> =
        slices.iter().filter(|one| !one.2.is_free_of_butterflies()).map(|one| date(one.0)).collect();
    if !butterflies.is_empty() || !shape.is_free_of_butterflies() {
        let of = if butterflies.is_empty() { "some level of VIX".into() } else { listed(&butterflies) };
        fails.push(format!("The shape allows a butterfly that pays for nothing at {of}."));
    }
    for pair in slices.windows(2).filter(|pair| pair[1].2.theta < pair[0].2.theta) {
        let [before, after] = [&pair[0], &pair[1]].map(|one| fixed(100.0 * one.2.theta.sqrt(), 2));
        fails.push(format!(
            "Total deviation falls from {before} % on {} to {after} % on {}: a calendar spread between them pays for nothing.",
            date(pair[0].0),
            date(pair[1].0)
        ));
    }
    Arbitrage { is_free: fails.is_empty(), fails }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn falling_variance_and_steep_wings_are_named_where_they_are() {
        let shape = Shape { rho: -0.6, eta: 1.2, gamma: 0.385 };
        let slice = |theta: f64| shape.slice(theta);
        let slices = [(Day(20_000), 10.0, slice(0.002)), (Day(20_010), 20.0, slice(0.004))];
        assert!(of(&shape, &slices).is_free);
        let falling = [slices[1], (Day(20_020), 30.0, slice(0.003))];
        let found = of(&shape, &falling);
        assert!(!found.is_free && found.fails[0].contains("falls from 6.32 %"), "{found:?}");
        let steep = of(&Shape { eta: 3.0, ..shape }, &slices);
        assert!(steep.fails[0].contains("some level of VIX"), "{steep:?}");
    }
}
