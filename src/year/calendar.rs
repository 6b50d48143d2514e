//! Calendar: the trading days of the year ahead, and how old on each is what was sold on an earlier one.

use crate::plan::Plan;
use crate::units::clock::Clock;
use crate::units::{CALENDAR_DAYS, TRADING_DAYS};

/// Trading days of a month where today is not known, and of one of the fan.
pub const MONTH: usize = 21;

/// Every day from today to the last.
#[derive(Clone, Debug, PartialEq)]
pub struct Calendar {
    /// Steps of age passed by each day, today first: calendar days from a dated today, else trading days.
    pub steps: Vec<usize>,
    /// Calendar days of one step.
    pub step: f64,
    /// Whether a month begins with the day; today is the first of one.
    pub months: Vec<bool>,
}

impl Calendar {
    /// So many trading days on a plan's own calendar.
    pub fn of(plan: &Plan, days: u32) -> Calendar {
        let clock = Clock(plan.market.today);
        let all = 0..=days as usize;
        let Some(today) = clock.0 else {
            let months = all.clone().map(|day| day % MONTH == 0).collect();
            return Calendar { steps: all.collect(), step: CALENDAR_DAYS / TRADING_DAYS, months };
        };
        let steps: Vec<usize> = all.map(|day| clock.calendar_days(day as f64) as usize).collect();
        let month = |step: &usize| {
            let (year, month, _) = today.plus(*step as f64).date();
            (year, month)
        };
        let begins = |two: &[usize]| month(&two[0]) != month(&two[1]);
        let months = std::iter::once(true).chain(steps.windows(2).map(begins)).collect();
        Calendar { steps, step: 1.0, months }
    }

    /// The last day.
    pub fn last(&self) -> usize {
        self.steps.len() - 1
    }

    /// Steps after which so many calendar days are over.
    pub fn steps_of(&self, calendar: f64) -> usize {
        (calendar / self.step - 1e-9).ceil().max(0.0) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::day::Day;

    #[test]
    fn months_begin_where_the_calendar_has_them_and_every_21_trading_days_without_a_date() {
        let mut plan = Plan::default();
        plan.market.today = Day::iso("2026-11-27");
        let dated = Calendar::of(&plan, 3);
        // Friday, Monday, Tuesday the 1st of December, Wednesday.
        assert_eq!((dated.steps, dated.months), (vec![0, 3, 4, 5], vec![true, false, true, false]));
        plan.market.today = None;
        let plain = Calendar::of(&plan, 42);
        let begin: Vec<usize> = (0..=42).filter(|day| plain.months[*day]).collect();
        assert_eq!((begin, plain.steps[42]), (vec![0, 21, 42], 42));
        assert_eq!([plain.steps_of(365.0), plain.steps_of(0.0), dated.step as usize], [252, 0, 1]);
    }
}
