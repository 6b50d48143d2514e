//! Ratios: where the vols of an expiry stand beside the level that the rule gives them, as a chain of the day has it: those
//! of SPX beside VIX, those of VIX options beside VVIX.
//!
//! Source: model book 2, 3.

use crate::numbers::straight;
use crate::units::Years;

/// Ratios of vols by calendar days to expiry, days rising: straight between two, as the nearest beyond them, 1 where there
/// are none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ratios(pub Vec<(f64, f64)>);

impl Ratios {
    /// The ratio at an expiry.
    pub fn at(&self, expiry: Years) -> f64 {
        let first = self.0.first().map_or(1.0, |row| row.1);
        straight(&self.0, first, expiry.calendar_days())
    }

    /// The first day, of those that a ratio stands on and the whole ones between, at which a total variance that these
    /// ratios turn is below that of the one before: calendar arbitrage. Before the first and beyond the last they turn none.
    pub fn first_fall(&self, total_variance: impl Fn(Years) -> f64) -> Option<f64> {
        let variance = |days: f64| {
            let expiry = Years::from_calendar_days(days);
            total_variance(expiry) * self.at(expiry).powi(2)
        };
        self.0.windows(2).find_map(|pair| {
            let mut highest = variance(pair[0].0);
            let between = (pair[0].0 as u32 + 1..).map(f64::from).take_while(|days| *days < pair[1].0);
            between.chain([pair[1].0]).find(|days| {
                let now = variance(*days);
                now < std::mem::replace(&mut highest, now) * (1.0 - 1e-12)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn between_two_days_the_ratio_is_straight_and_beyond_them_the_nearest() {
        let ratios = Ratios(vec![(10.0, 1.1), (30.0, 0.9)]);
        let at = |days: f64| ratios.at(Years::from_calendar_days(days));
        for (days, want) in [(0.0, 1.1), (10.0, 1.1), (15.0, 1.05), (20.0, 1.0), (30.0, 0.9), (400.0, 0.9)] {
            assert!((at(days) - want).abs() < 1e-12, "{days}: {}", at(days));
        }
        assert_eq!(Ratios::default().at(Years(0.1)), 1.0);
    }

    #[test]
    fn a_ratio_that_falls_faster_than_variance_grows_is_found_on_its_day() {
        let flat = |expiry: Years| expiry.0;
        // 0.8² · 12 / 10 is below 1; on a slope that slow over twenty days it is not.
        assert_eq!(Ratios(vec![(10.0, 1.0), (12.0, 0.8)]).first_fall(flat), Some(11.0));
        assert_eq!(Ratios(vec![(10.0, 1.0), (30.0, 0.8)]).first_fall(flat), None);
        assert_eq!(Ratios(vec![(9.5, 1.0), (9.75, 0.9)]).first_fall(flat), Some(9.75));
        assert_eq!(Ratios(vec![(5.0, 0.5), (9.0, 1.9)]).first_fall(flat), None);
        assert_eq!(Ratios::default().first_fall(flat), None);
    }
}
