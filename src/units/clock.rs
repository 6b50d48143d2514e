//! Clock: how trading days and the calendar days that pass with them hang together.
//!
//! Source: New York's calendar by rule (`day`) where today is known, 252 trading days in 365 days where it is not: model
//! book 0 and 12.

use super::day::Day;
use super::{CALENDAR_DAYS, TRADING_DAYS, calendar_days};

/// The clock of a plan, started on its today.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock(pub Option<Day>);

impl Clock {
    /// Calendar days that have passed after so many trading days, of which the last may be a part; 0 for none and for what
    /// is no number.
    pub fn calendar_days(self, trading: f64) -> f64 {
        let Some(today) = self.0 else { return calendar_days(trading) };
        let (whole, part) = (today.after_trading_days(trading), trading.max(0.0).fract());
        let passed = whole.since(today);
        if part > 0.0 { passed + part * whole.next_trading_day().since(whole) } else { passed }
    }

    /// Trading days after which so many calendar days have passed; a day without trade is a part of the next one that has.
    pub fn trading_days(self, calendar: f64) -> f64 {
        let Some(today) = self.0 else { return calendar * TRADING_DAYS / CALENDAR_DAYS };
        let calendar = if calendar.is_nan() { 0.0 } else { calendar.clamp(0.0, FURTHEST) };
        let passed = today.plus(calendar).trading_days_since(today);
        // The last day with trade; what is left is part of the next one.
        let whole = today.after_trading_days(passed);
        passed + (calendar - whole.since(today)) / whole.next_trading_day().since(whole)
    }

    /// The time that has passed after so many trading days, in 252nds of a year.
    pub fn passed(self, trading: f64) -> f64 {
        match self.0 {
            Some(_) => self.calendar_days(trading) * TRADING_DAYS / CALENDAR_DAYS,
            None => trading,
        }
    }
}

/// Calendar days, further than any plan looks.
const FURTHEST: f64 = 1e4;

#[cfg(test)]
mod tests {
    use super::*;

    fn from(text: &str) -> Clock {
        Clock(Day::iso(text))
    }

    #[test]
    fn without_a_date_252_days_are_a_year() {
        let clock = Clock(None);
        assert_eq!((clock.calendar_days(252.0), clock.trading_days(365.0), clock.passed(5.0)), (365.0, 252.0, 5.0));
    }

    #[test]
    fn a_weekend_and_a_holiday_pass_with_the_trading_day_behind_them() {
        // Thanksgiving 2026 is Thursday the 26th.
        let wednesday = from("2026-11-25");
        let passed = [0.0, 0.5, 1.0, 1.5, 2.0, 5.0].map(|days| wednesday.calendar_days(days));
        assert_eq!(passed, [0.0, 1.0, 2.0, 3.5, 5.0, 8.0]);
        // On a Saturday Monday is one trading day away and two calendar days.
        let saturday = from("2026-11-28");
        assert_eq!([0.0, 0.5, 1.0, 2.0].map(|days| saturday.calendar_days(days)), [0.0, 1.0, 2.0, 3.0]);
        assert_eq!(saturday.trading_days(1.0), 0.5);
        assert_eq!(saturday.passed(1.0), 2.0 * 252.0 / 365.0);
    }

    #[test]
    fn either_way_gives_back_what_went_in() {
        for start in ["2026-11-25", "2026-11-26", "2026-11-27", "2026-11-28", "2026-11-29", "2027-12-31"] {
            let clock = from(start);
            let mut last = -1.0;
            for quarter in 0..2_000 {
                let days = 0.25 * f64::from(quarter);
                let passed = clock.calendar_days(days);
                assert!(passed > last && (clock.trading_days(passed) - days).abs() < 1e-9, "{start} {days} {passed}");
                last = passed;
            }
            for days in 0..700 {
                let days = f64::from(days);
                assert!((clock.calendar_days(clock.trading_days(days)) - days).abs() < 1e-9, "{start} {days}");
            }
        }
    }

    #[test]
    fn a_year_of_it_is_a_year_but_for_days() {
        for start in ["2026-01-02", "2027-06-30", "2030-11-30"] {
            let passed = from(start).calendar_days(252.0);
            assert!((passed - 365.0).abs() <= 5.0, "{start} {passed}");
        }
    }

    #[test]
    fn what_is_no_number_is_finite() {
        for days in [f64::NAN, f64::INFINITY, -3.0, 1e12] {
            let clock = from("2026-11-28");
            assert!(clock.calendar_days(days).is_finite() && clock.trading_days(days).is_finite(), "{days}");
        }
    }
}
