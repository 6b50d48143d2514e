//! Units: the five quantities that cross a module fence, and the conversions between calendars.
//!
//! Inside a formula they are `f64`; a fence takes and gives the newtype, so a vol cannot be passed for a
//! time. Percent exists only on screen.

pub mod clock;
pub mod day;

use serde::{Deserialize, Serialize};

macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd, Serialize, Deserialize)]
        #[serde(transparent)]
        #[cfg_attr(test, derive(schemars::JsonSchema))]
        pub struct $name(pub f64);
    };
}

quantity!(
    /// US dollars; a loss is negative.
    Usd
);
quantity!(
    /// Index points: VIX family (20 is 20 %), SPX levels, option prices before the multiplier.
    Points
);
quantity!(
    /// Annualised volatility as a decimal (0.2 is 20 %).
    Vol
);
quantity!(
    /// Time in years of 365 calendar days.
    Years
);
quantity!(
    /// A fraction as a decimal: weights, rates, returns, probabilities (0.15 is 15 %).
    Frac
);

/// Calendar days in a year (ACT/365).
pub const CALENDAR_DAYS: f64 = 365.0;
/// Trading days in a year.
pub const TRADING_DAYS: f64 = 252.0;
/// Dollars per index point of an SPX or VIX option.
pub const MULTIPLIER: f64 = 100.0;

impl Years {
    /// Years that `days` calendar days last.
    pub fn from_calendar_days(days: f64) -> Years {
        Years(days / CALENDAR_DAYS)
    }

    /// Years that `days` trading days last.
    pub fn from_trading_days(days: f64) -> Years {
        Years(days / TRADING_DAYS)
    }

    /// Time that is left of `days` calendar days after `passed` 252nds of a year; 0 once they are over.
    pub fn left(days: f64, passed: f64) -> Years {
        Years::from_calendar_days(days_left(days, passed))
    }

    /// Calendar days in this time.
    pub fn calendar_days(self) -> f64 {
        self.0 * CALENDAR_DAYS
    }
}

/// Calendar days in so many 252nds of a year.
pub fn calendar_days(passed: f64) -> f64 {
    passed * CALENDAR_DAYS / TRADING_DAYS
}

/// Calendar days left of `days` after `passed` 252nds of a year, not negative. Whole days that have passed leave whole days:
/// what is settled is settled, whatever the last digit of the division.
pub fn days_left(days: f64, passed: f64) -> f64 {
    let left = days - calendar_days(passed);
    let whole = left.round();
    (if (left - whole).abs() < 1e-9 { whole } else { left }).max(0.0)
}

impl std::iter::Sum for Usd {
    fn sum<I: Iterator<Item = Usd>>(iter: I) -> Usd {
        Usd(iter.map(|usd| usd.0).sum())
    }
}

impl std::ops::Add for Usd {
    type Output = Usd;
    fn add(self, other: Usd) -> Usd {
        Usd(self.0 + other.0)
    }
}

impl std::ops::Sub for Usd {
    type Output = Usd;
    fn sub(self, other: Usd) -> Usd {
        Usd(self.0 - other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trading_year_and_a_calendar_year_last_as_long() {
        assert_eq!(Years::from_trading_days(252.0), Years::from_calendar_days(365.0));
    }

    #[test]
    fn whole_days_that_have_passed_leave_whole_days() {
        for days in 0..1_500 {
            let days = f64::from(days);
            let passed = days * TRADING_DAYS / CALENDAR_DAYS;
            assert_eq!(
                [days_left(days, passed), days_left(days + 21.0, passed), Years::left(days, passed).0],
                [0.0, 21.0, 0.0]
            );
        }
        assert!((days_left(45.0, 5.0) - 37.757_936_507_936_51).abs() < 1e-12);
    }
}
