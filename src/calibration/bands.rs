//! Bands: how far surfaces are from the quotes, in vol points, by days and by standard deviations from the money.

use serde::{Deserialize, Serialize};

/// Errors of one expiry: standard deviations from the money, and vol points above the mid's vol, of the fit and of the rule.
pub type Errors = Vec<(f64, [f64; 2])>;

/// Standard deviations within which the whole of a smile is judged.
pub const WHOLE: f64 = 2.0;
/// Days of the bands; a condor's are those of the middle ones.
const DAYS: [[f64; 2]; 6] = [[2.0, 5.0], [5.0, 10.0], [10.0, 25.0], [25.0, 45.0], [45.0, 77.0], [10.0, 77.0]];
/// Standard deviations from the money; none is all within [`WHOLE`].
const PLACES: [Option<f64>; 6] = [Some(-2.0), Some(-1.0), Some(0.0), Some(1.0), Some(2.0), None];
/// How near a quote must be to such a place.
const NEAR: f64 = 0.25;

/// The errors of one band; each expiry counts the same.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Band {
    /// From and up to so many days.
    pub days: [f64; 2],
    /// Standard deviations from the money; none is all from −2 to 2.
    pub z: Option<f64>,
    /// Expiries with quotes in it.
    pub expiries: usize,
    /// Mean of fit less quotes, vol points.
    pub mean: f64,
    /// Root of the mean square of the same.
    pub rms: f64,
    /// Mean of the plan's own surface less quotes.
    pub rule_mean: f64,
    /// Root of the mean square of the same.
    pub rule_rms: f64,
}

/// Means and roots of mean squares within [`WHOLE`], of the fit and of the rule; `None` of no quotes. Every half of a standard
/// deviation that has quotes counts the same, for strikes lie closer near the money.
pub fn whole(errors: &[(f64, [f64; 2])]) -> Option<[[f64; 2]; 2]> {
    moments_of_whole(errors).map(|[means, squares]| [means, squares.map(f64::sqrt)])
}

fn moments_of_whole(errors: &[(f64, [f64; 2])]) -> Option<[[f64; 2]; 2]> {
    let part = |i: i32| (0.5 * f64::from(i), 0.5 * f64::from(i + 1));
    let parts = (-4..4).map(part).filter_map(|(low, high)| moments(errors, |z| z >= low && z < high));
    let all: Vec<[[f64; 2]; 2]> = parts.collect();
    let mean = |i: usize, j: usize| all.iter().map(|one| one[i][j]).sum::<f64>() / all.len() as f64;
    (!all.is_empty()).then(|| [[mean(0, 0), mean(0, 1)], [mean(1, 0), mean(1, 1)]])
}

/// Means and mean squares.
fn moments(errors: &[(f64, [f64; 2])], is_in: impl Fn(f64) -> bool) -> Option<[[f64; 2]; 2]> {
    let (mut sums, mut count) = ([[0.0; 2]; 2], 0.0);
    for (_, both) in errors.iter().filter(|one| is_in(one.0)) {
        count += 1.0;
        for (i, error) in both.iter().enumerate() {
            sums[0][i] += error;
            sums[1][i] += error * error;
        }
    }
    (count > 0.0).then(|| sums.map(|both| both.map(|sum| sum / count)))
}

/// Every band that has quotes, of expiries as days and errors.
pub fn of(expiries: &[(f64, Errors)]) -> Vec<Band> {
    let band = |days: [f64; 2], z: Option<f64>| {
        let within = expiries.iter().filter(|one| one.0 >= days[0] && one.0 < days[1]);
        let of = |errors: &Errors| match z {
            Some(z) => moments(errors, |at| (at - z).abs() <= NEAR),
            None => moments_of_whole(errors),
        };
        let each: Vec<[[f64; 2]; 2]> = within.filter_map(|one| of(&one.1)).collect();
        if each.is_empty() {
            return None;
        }
        let mean = |i: usize, j: usize| each.iter().map(|one| one[i][j]).sum::<f64>() / each.len() as f64;
        Some(Band {
            days,
            z,
            expiries: each.len(),
            mean: mean(0, 0),
            rms: mean(1, 0).sqrt(),
            rule_mean: mean(0, 1),
            rule_rms: mean(1, 1).sqrt(),
        })
    };
    DAYS.into_iter().flat_map(|days| PLACES.into_iter().filter_map(move |z| band(days, z))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_expiry_counts_the_same_however_many_quotes_it_has() {
        let many: Errors = (0..100).map(|i| (0.002 * f64::from(i), [1.0, -2.0])).collect();
        let few: Errors = vec![(0.0, [3.0, 0.0]), (1.0, [0.5, 0.5])];
        let bands = of(&[(12.0, many), (30.0, few), (400.0, vec![(0.0, [9.0, 9.0])])]);
        let at = |days: [f64; 2], z| bands.iter().find(|one| one.days == days && one.z == z);
        let both = at([10.0, 77.0], Some(0.0)).map(|one| (one.expiries, one.mean, one.rms, one.rule_mean));
        assert_eq!(both, Some((2, 2.0, 5f64.sqrt(), -1.0)));
        assert_eq!(at([25.0, 45.0], Some(1.0)).map(|one| one.rms), Some(0.5));
        assert!(at([2.0, 5.0], None).is_none());
        assert_eq!(whole(&[]), None);
        // A hundred near the money weigh no more than one that is a deviation away.
        let mut uneven: Errors = (0..100).map(|i| (0.004 * f64::from(i), [0.0, 0.0])).collect();
        uneven.push((1.1, [2.0, 0.0]));
        assert_eq!(whole(&uneven), Some([[1.0, 0.0], [2f64.sqrt(), 0.0]]));
    }
}
