//! Exit time: when a price leaves a range for the first time.
//!
//! The price is a martingale lognormal, so its logarithm drifts by −σ²/2 a year.

use crate::holdings::pool::range::Range;
use crate::numbers::bracketed_root;
use crate::units::{Vol, Years};
use std::f64::consts::PI;

/// A price on its way out of a range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ExitTime {
    /// ln(low/price) < 0.
    down: f64,
    /// ln(high/price) > 0.
    up: f64,
    vol: f64,
}

/// Terms of the series at most; they fall like e^(−n²).
const TERMS: i32 = 400;

impl ExitTime {
    /// A price inside a range under a volatility; none where it is at a bound or outside already, or does not move.
    pub fn new(range: Range, price: f64, vol: Vol) -> Option<ExitTime> {
        let (down, up) = ((range.low / price).ln(), (range.high / price).ln());
        (down < 0.0 && up > 0.0 && vol.0 > 0.0).then_some(ExitTime { down, up, vol: vol.0 })
    }

    /// Probability that it leaves over the top, in (0, 1): (P − a)/(b − a).
    pub fn leaves_above(&self) -> f64 {
        let (a, b) = (self.down.exp_m1(), self.up.exp_m1());
        -a / (b - a)
    }

    /// Mean time to the first exit: −2/σ² times the mean log price at the exit.
    ///
    /// Source: optional stopping of the price and of its logarithm.
    pub fn mean(&self) -> Years {
        let above = self.leaves_above();
        Years(-2.0 / (self.vol * self.vol) * (above * self.up + (1.0 - above) * self.down))
    }

    /// Probability of having stayed inside all the `time`, by the sine series of the heat equation on an interval.
    ///
    /// Source: Borodin and Salminen, Handbook of Brownian Motion, 3.0; drift −½ in units of σ².
    pub fn stays(&self, time: Years) -> f64 {
        let (width, start) = (self.up - self.down, -self.down);
        let clock = self.vol * self.vol * time.0.max(0.0);
        let term = |n: i32| {
            let wave = f64::from(n) * PI / width;
            let sign = if n % 2 == 0 { 1.0 } else { -1.0 };
            (wave * start).sin() * wave * (1.0 - sign * (-0.5 * width).exp()) / (0.25 + wave * wave)
                * (-0.5 * wave * wave * clock).exp()
        };
        let series: f64 =
            (1..=TERMS).take_while(|n| (f64::from(*n) * PI / width).powi(2) * clock < 80.0).map(term).sum();
        (2.0 / width * (0.5 * start - 0.125 * clock).exp() * series).clamp(0.0, 1.0)
    }

    /// Time by which half of all paths have left.
    pub fn median(&self) -> Years {
        let (width, variance) = (self.up - self.down, self.vol * self.vol);
        // Below this the series does not converge and one bound is as good as alone.
        let soonest = 80.0 * (width / (f64::from(TERMS) * PI)).powi(2) / variance;
        let gap = |log: f64| self.stays(Years(log.exp())) - 0.5;
        let (low, high) = (soonest.ln(), (200.0 * self.mean().0).max(2.0 * soonest).ln());
        match bracketed_root(low, high, gap) {
            Some(log) => Years(log.exp()),
            // 2Φ(−d/s) = ½ at d/s = 0.6745.
            None => Years((self.up.min(-self.down) / 0.674_489_750_196).powi(2) / variance),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exit(r: f64) -> ExitTime {
        ExitTime::new(Range { low: 2000.0 / r, high: 2000.0 * r }, 2000.0, Vol(0.8)).unwrap()
    }

    #[test]
    fn the_mean_is_the_published_one() {
        // r = 1.2, σ = 80 %: 18.91 days; 18.96 were the logarithm without drift.
        assert!((exit(1.2).mean().calendar_days() - 18.91).abs() < 0.005, "{}", exit(1.2).mean().calendar_days());
    }

    #[test]
    fn the_mean_is_the_integral_of_staying() {
        for r in [1.05, 1.2, 2.0, 5.0] {
            let one = exit(r);
            let end = 60.0 * one.mean().0;
            let steps = 200_000;
            let sum: f64 =
                (0..steps).map(|i| one.stays(Years(end * (f64::from(i) + 0.5) / f64::from(steps)))).sum::<f64>() * end
                    / f64::from(steps);
            assert!((sum / one.mean().0 - 1.0).abs() < 2e-4, "{r}: {sum} {}", one.mean().0);
        }
    }

    #[test]
    fn half_have_left_at_the_median_even_next_to_a_bound() {
        for r in [1.05, 1.2, 2.0, 1e6] {
            assert!((exit(r).stays(exit(r).median()) - 0.5).abs() < 1e-9, "{r}");
        }
        let near = ExitTime::new(Range { low: 1999.999, high: 4000.0 }, 2000.0, Vol(0.8)).unwrap();
        assert!(near.median().0 > 0.0 && near.median().0 < 1e-10, "{:?}", near.median());
    }

    #[test]
    fn outside_or_without_moves_there_is_none() {
        let range = Range { low: 1000.0, high: 2000.0 };
        assert!([999.0, 1000.0, 2000.0, 2500.0].iter().all(|p| ExitTime::new(range, *p, Vol(0.8)).is_none()));
        assert!(ExitTime::new(range, 1500.0, Vol(0.0)).is_none());
    }
}
