//! Spot–vol link: where SPX goes, on average, when VIX goes from here to there in so many days.
//!
//! Fitted on Cboe VIX and SPX 1990–2026, held out after 2010 (R² 0.91 at one day to 0.70 at 21). On 22 explosions
//! 1987–2026 it is 1.9 points too mild on average: VIX alone does not fix SPX. Model book 8.

use crate::numbers::bracketed_root;
use crate::units::{Frac, Points, TRADING_DAYS};

/// VIX range of the model, points.
pub const VIX_RANGE: [f64; 2] = [9.0, 150.0];

/// SPX log return a day that comes with any VIX.
const DRIFT: f64 = 0.0005;

/// Trading days, and the furthest that VIX has calmed within so many: in logs, and from 12 or higher as a part of the way
/// to 9. Closes of 1990 to July 2026.
#[expect(clippy::approx_constant, reason = "a fall that was seen, not π/6")]
const CALMED: [(f64, [f64; 2]); 8] = [
    (1.0, [0.4424, 0.6171]),
    (2.0, [0.4424, 0.6324]),
    (3.0, [0.5236, 0.6464]),
    (5.0, [0.6287, 0.8046]),
    (10.0, [0.9680, 0.8959]),
    (21.0, [0.9680, 0.9405]),
    (42.0, [1.1380, 0.9405]),
    (63.0, [1.1380, 0.9405]),
];

/// The link for one starting VIX, horizon and severity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    from: f64,
    days: f64,
    severity: f64,
    up: Branch,
    down: Branch,
}

/// k·f(z) with f(z) = level(z)^exponent·z, continued along its tangent beyond `bend`.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Branch {
    scale: f64,
    exponent: f64,
    /// +1 where VIX rises with z, −1 where it falls.
    direction: f64,
    bend: f64,
    /// f at the bend and its slope there.
    value: f64,
    slope: f64,
}

impl Branch {
    fn new(from: f64, scale: f64, exponent: f64, direction: f64, bend: f64) -> Branch {
        let level = |z: f64| (from * (direction * z).exp() / 20.0).powf(exponent);
        let slope_at = |z: f64| level(z) * (1.0 + direction * exponent * z);
        let (value, slope) = if bend.is_finite() { (level(bend) * bend, slope_at(bend)) } else { (0.0, 0.0) };
        Branch { scale, exponent, direction, bend, value, slope }
    }

    fn at(&self, from: f64, z: f64) -> f64 {
        if z > self.bend {
            return self.scale * (self.value + self.slope * (z - self.bend));
        }
        self.scale * (from * (self.direction * z).exp() / 20.0).powf(self.exponent) * z
    }
}

impl Link {
    /// The link from VIX at `from` over `days` trading days with this severity λ (1 is central).
    pub fn new(from: Points, days: f64, severity: f64) -> Link {
        let from = from.0;
        let held = days.clamp(1.0, 42.0);
        let log = held.ln();
        let exponent = -0.9 + 0.28 * log;
        let bend = if exponent < 0.0 { -0.625 / exponent } else { f64::INFINITY };
        let up = 0.145 * held.powf(0.13) * (from / 20.0).powf(1.9 - 0.145 * log);
        let down = 0.111 * held.powf(0.122) * (from / 20.0).powf(-0.49);
        Link {
            from,
            days,
            severity,
            up: Branch::new(from, -up, exponent, 1.0, bend),
            down: Branch::new(from, down, 1.39, -1.0, 0.45),
        }
    }

    /// SPX log return with VIX at `to`; falls as VIX rises.
    pub fn spx_return(&self, to: Points) -> Frac {
        let z = (to.0 / self.from).ln();
        let move_ = if z >= 0.0 { self.up.at(self.from, z) } else { self.down.at(self.from, -z) };
        Frac(DRIFT * self.days + self.severity * move_)
    }

    /// The same as a simple return: −0.05 is 5 % down.
    pub fn spx_move(&self, to: Points) -> Frac {
        Frac(self.spx_return(to).0.exp_m1())
    }

    /// Standard error of that return.
    pub fn error(&self, to: Points) -> Frac {
        let is_jump = self.days <= 1.0 && to.0 > 1.5 * self.from;
        let size = match (to.0 >= self.from, is_jump) {
            (true, true) => 0.9,
            (true, false) => 0.55,
            _ => 0.45,
        };
        Frac(size * (self.from * to.0).sqrt() / 100.0 * (self.days.max(1.0) / TRADING_DAYS).sqrt())
    }

    /// The lowest VIX to which it has ever calmed within so many days: by that fall, and by that part of the way to 9. Straight
    /// in logs of the days between those measured; beyond the last as on it.
    pub fn calmest(&self) -> Points {
        let log = |days: f64| days.max(CALMED[0].0).ln();
        let x = log(self.days);
        let [a, b] = match CALMED.windows(2).find(|pair| x <= log(pair[1].0)) {
            Some(pair) => [pair[0], pair[1]],
            None => [CALMED[CALMED.len() - 1]; 2],
        };
        let share = if a.0 < b.0 { (x - log(a.0)) / (log(b.0) - log(a.0)) } else { 0.0 };
        let [fall, part] = [0, 1].map(|i| a.1[i] + (b.1[i] - a.1[i]) * share);
        let least = fall.min(part * (self.from / VIX_RANGE[0]).ln()).max(0.0);
        Points((self.from * (-least).exp()).max(VIX_RANGE[0]))
    }

    /// VIX at which SPX makes this log return, no calmer than VIX has ever become in so many days; the end of VIX's range where the link does not reach so far.
    pub fn vix_at(&self, spx_return: f64) -> Points {
        self.vix_from(spx_return, self.calmest())
    }

    /// The same, no calmer than `low`.
    pub fn vix_from(&self, spx_return: f64, low: Points) -> Points {
        let [low, high] = [low.0, VIX_RANGE[1]];
        let gap = |log: f64| self.spx_return(Points(log.exp())).0 - spx_return;
        if self.severity == 0.0 {
            return Points(self.from);
        }
        match bracketed_root(low.ln(), high.ln(), gap) {
            Some(log) => Points(log.exp()),
            None if gap(low.ln()) <= 0.0 => Points(low),
            None => Points(high),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calm_side_reaches_what_was_seen_and_no_further() {
        let closes: Vec<f64> = crate::shock::closes::vix().iter().map(|x| *x as f64 / 100.0).collect();
        for (days, seen) in CALMED {
            let after = days as usize;
            // At most so many days: a fall that came sooner can have stayed.
            let largest = |of: fn(f64, f64) -> f64| {
                let over = |n: usize| closes.windows(n + 1).map(move |w| of(w[0], w[n])).fold(0.0, f64::max);
                CALMED.iter().map(|row| row.0 as usize).filter(|n| *n <= after).map(over).fold(0.0, f64::max)
            };
            let fall = largest(|from, to| (from / to).ln());
            let part =
                largest(|from, to| if from < 12.0 { 0.0 } else { (from / to).ln() / (from / VIX_RANGE[0]).ln() });
            assert!((fall - seen[0]).abs() < 5e-5 && (part - seen[1]).abs() < 5e-5, "{days} days: {fall:.4} {part:.4}");
        }
        // A rally of 7 % in three days from VIX 19 leaves VIX where three days have brought it, not at 9.
        let link = Link::new(Points(19.0), 3.0, 1.0);
        let there = link.vix_at(0.07_f64.ln_1p());
        assert!((there.0 - link.calmest().0).abs() < 1e-9 && (11.0..13.0).contains(&there.0), "{there:?}");
        for days in [0.0, 0.5, 1.0, 4.0, 30.0, 1000.0] {
            for from in [9.0, 17.0, 150.0] {
                let calmest = Link::new(Points(from), days, 1.0).calmest().0;
                assert!((9.0..=from).contains(&calmest), "{from} {days}: {calmest}");
            }
        }
    }

    #[test]
    fn one_day_from_seventeen_falls_as_the_book_says() {
        // Model book 8: one day from 17 to 20, 30, 40, 60, 80, 150.
        let link = Link::new(Points(17.0), 1.0, 1.0);
        for (vix, percent) in [(20.0, -1.7), (30.0, -4.1), (40.0, -4.8), (60.0, -5.8), (80.0, -6.4), (150.0, -7.9)] {
            let got = 100.0 * link.spx_return(Points(vix)).0.exp_m1();
            assert!((got - percent).abs() < 0.06, "{vix}: {got}");
        }
    }

    #[test]
    fn spx_falls_as_vix_rises_and_no_move_leaves_only_the_drift() {
        for from in [9.0, 17.0, 45.0, 100.0] {
            for days in [0.0, 1.0, 5.0, 21.0, 60.0] {
                let link = Link::new(Points(from), days, 1.0);
                assert!((link.spx_return(Points(from)).0 - DRIFT * days).abs() < 1e-15);
                let mut last = f64::INFINITY;
                for step in 0..=140 {
                    let x = link.spx_return(Points(9.0 + f64::from(step))).0;
                    assert!(x < last, "from {from}, {days} days, VIX {}", 9 + step);
                    last = x;
                }
            }
        }
    }

    #[test]
    fn the_inverse_finds_the_vix_again_and_stops_at_the_ends() {
        let link = Link::new(Points(17.0), 5.0, 1.0);
        let vix = link.vix_at(link.spx_return(Points(33.0)).0);
        assert!((vix.0 - 33.0).abs() < 1e-9);
        assert_eq!((link.vix_at(0.9), link.vix_at(-0.9)), (link.calmest(), Points(150.0)));
    }
}
