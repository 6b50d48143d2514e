//! Levels: where a chain's vols stand, expiry by expiry, beside the level that a plan's VIX and curve give them.
//!
//! House choices: expiries of two to four hundred days, since those before hang on the hour of the quotes; those less than a
//! day apart, which settle on one day's morning and evening, count as one; an expiry is left out where the straight line
//! between its neighbours has it to half a percent; two of which the later has less total variance count as one.

use crate::market::Market;
use crate::market::ratios::Ratios;
use crate::market::surface::Shape;
use crate::units::Years;

/// Days of the expiries that are taken.
const DAYS: [f64; 2] = [2.0, 400.0];
/// Days within which they count as one.
const ONE: f64 = 1.0;
/// How far the line may be from a ratio that is left out.
const NEAR: f64 = 0.005;
/// What a plan takes of a ratio.
const RANGE: [f64; 2] = [0.5, 2.0];
/// Days from which on a condor is sold, and to which.
const SOLD: [f64; 2] = [14.0, 100.0];
/// Where one of those lies beyond these, the VIX beside the chain is of another day, and ratios would stand for what it has
/// moved since: on real chains beside their own VIX they are 0.95 to 1.08.
const OF_THE_DAY: [f64; 2] = [0.88, 1.14];

/// The same of VIX options beside their own VVIX. House choice, wide: no chain beside its own VVIX is at hand, and the only
/// one of both sides has 0.87 at 19 days beside a VVIX of 80.
const OF_THE_DAY_VIX: [f64; 2] = [0.7, 1.4];

/// Days to expiry and the ratio that puts the plan's slice there on this one, by rising days; each expiry given by its days
/// and the θ of its slice, days rising. `market` is without ratios of its own. None where its VIX is of another day.
pub fn of(thetas: &[(f64, f64)], shape: &Shape, market: &Market) -> Vec<(f64, f64)> {
    let smiles = market.spx_smiles();
    let ratio = |&(days, theta): &(f64, f64)| {
        let rule = smiles.variance(Years::from_calendar_days(days));
        (days, (shape.replicated_variance(theta) / rule).sqrt())
    };
    let mut ratios = Ratios(kept(thetas.iter().map(ratio), OF_THE_DAY));
    while let Some(day) = ratios.first_fall(|expiry| market.curve.total_variance(expiry)) {
        // It falls between this one and the one before it.
        let later = ratios.0.partition_point(|row| row.0 < day);
        let both = middle(ratios.0[later - 1], ratios.0.remove(later));
        ratios.0[later - 1] = rounded(both);
    }
    ratios.0
}

/// The same of VIX options: each expiry is written on a future of its own, so that no variance of one binds another's. None
/// where the plan's VVIX is of another day.
pub fn of_vix(thetas: &[(f64, f64)], market: &Market) -> Vec<(f64, f64)> {
    let ratio = |&(days, theta): &(f64, f64)| {
        let expiry = Years::from_calendar_days(days);
        (days, (theta / expiry.0).sqrt() / market.vix_option_vol(expiry).0)
    };
    kept(thetas.iter().map(ratio), OF_THE_DAY_VIX)
}

/// Those that a plan takes, rounded; none where one of a condor's days, or any where there is none of those, is beyond what a
/// ratio of the day is.
fn kept(each: impl Iterator<Item = (f64, f64)>, of_the_day: [f64; 2]) -> Vec<(f64, f64)> {
    let mut apart: Vec<(f64, f64)> = Vec::new();
    for one in each.filter(|one| (DAYS[0]..=DAYS[1]).contains(&one.0) && one.1.is_finite()) {
        match apart.last_mut() {
            Some(last) if one.0 - last.0 < ONE => *last = middle(*last, one),
            _ => apart.push(one),
        }
    }
    let has_sold = apart.iter().any(|one| (SOLD[0]..=SOLD[1]).contains(&one.0));
    let counts = |one: &&(f64, f64)| !has_sold || (SOLD[0]..=SOLD[1]).contains(&one.0);
    if apart.iter().filter(counts).any(|one| !(of_the_day[0]..=of_the_day[1]).contains(&one.1)) {
        return Vec::new();
    }
    let mut kept = Vec::new();
    thinned(&apart, &mut kept);
    kept.extend(apart.last().copied());
    kept.into_iter().map(rounded).collect()
}

fn rounded((days, ratio): (f64, f64)) -> (f64, f64) {
    let [days, ratio] =
        [(days, 1e2), (ratio.clamp(RANGE[0], RANGE[1]), 1e4)].map(|(x, digits)| (x * digits).round() / digits);
    (days, ratio)
}

fn middle(a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    (0.5 * (a.0 + b.0), 0.5 * (a.1 + b.1))
}

/// All but the last of those that the lines between the others do not have (Ramer, Douglas and Peucker).
fn thinned(rows: &[(f64, f64)], kept: &mut Vec<(f64, f64)>) {
    let (Some(&first), Some(&last)) = (rows.first(), rows.last()) else { return };
    let off = |row: &(f64, f64)| {
        let part = (row.0 - first.0) / (last.0 - first.0).max(f64::MIN_POSITIVE);
        (row.1 - first.1 - part * (last.1 - first.1)).abs()
    };
    let furthest = rows.iter().enumerate().max_by(|a, b| off(a.1).total_cmp(&off(b.1)));
    match furthest {
        Some((at, row)) if rows.len() > 2 && off(row) > NEAR => {
            thinned(&rows[..=at], kept);
            thinned(&rows[at..], kept);
        }
        _ if rows.len() > 1 => kept.push(first),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibration::calibrate::market_of;
    use crate::plan::Plan;

    /// Levels of expiries whose slices stand by these ratios beside the rule's.
    fn found(ratios: &[(f64, f64)]) -> Vec<(f64, f64)> {
        let Ok(market) = market_of(&Plan::default()) else { unreachable!() };
        let shape = market.calibration.skew.shape(market.curve.vix(), market.vvix);
        let theta = |&(days, ratio): &(f64, f64)| {
            let variance = market.spx_smiles().variance(Years::from_calendar_days(days)) * ratio * ratio;
            (days, shape.theta(variance).unwrap_or(f64::NAN))
        };
        of(&ratios.iter().map(theta).collect::<Vec<_>>(), &shape, &market)
    }

    #[test]
    fn what_lies_on_a_line_is_left_out_and_what_does_not_is_kept() {
        let line: Vec<(f64, f64)> = (1..=9).map(|i| (f64::from(10 * i), 0.95 + 0.01 * f64::from(i))).collect();
        assert_eq!(found(&line), [(10.0, 0.96), (90.0, 1.04)]);
        let bent = [(10.0, 0.98), (30.0, 1.0), (40.0, 1.03), (90.0, 1.03)];
        assert_eq!(found(&bent), bent);
        assert_eq!(found(&[(30.0, 1.02)]), [(30.0, 1.02)]);
    }

    #[test]
    fn a_morning_and_an_evening_are_one_and_so_are_two_between_which_variance_falls() {
        assert_eq!(found(&[(29.68, 0.98), (30.0, 1.02)]), [(29.84, 1.0)]);
        // At 12 days less variance than at 10.
        let fallen = found(&[(10.0, 1.1), (12.0, 0.9), (40.0, 0.97)]);
        assert_eq!(fallen, [(11.0, 1.0), (40.0, 0.97)]);
    }

    #[test]
    fn expiries_of_a_day_or_of_years_are_left_out_and_a_vix_of_another_day_takes_none() {
        assert_eq!(found(&[(1.0, 1.6), (30.0, 1.0), (900.0, 1.2)]), [(30.0, 1.0)]);
        assert_eq!(found(&[(30.0, 1.3), (60.0, 1.4)]), []);
        assert_eq!(found(&[]), []);
    }
}
