//! Standing: whether a signal is on, since when, or why that is not known, with the day to which its data reach.

use std::ops::Range;

use crate::plan::estimates::{MOST_STALE, is_stale};
use crate::signals::series::Hole;
use crate::units::day::Day;
use crate::words::dates::{date, near, short_date};
use crate::words::{capital, number};

/// Why a signal is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// No row of this series, or none on that day.
    NoData(&'static str),
    /// Fewer rows than are needed.
    TooFew {
        /// Rows there are.
        has: usize,
        /// Rows it takes.
        needs: usize,
    },
    /// The same behind a gap.
    SinceHole {
        /// The gap.
        hole: Hole,
        /// Rows since.
        has: usize,
        /// Rows it takes.
        needs: usize,
    },
    /// This does not move, and what is divided by it is no number.
    Flat(&'static str),
    /// Two regressors are one.
    Collinear,
    /// The data end too long before the day that is asked about.
    Stale(Day),
    /// They begin after it.
    Later(Day),
}

/// Whether a signal is on, on one day.
pub type Answer = Result<bool, Unknown>;

/// On where all are; off where one is, whatever is not known of the others.
pub fn all(answers: &[Answer]) -> Answer {
    if answers.contains(&Ok(false)) {
        return Ok(false);
    }
    answers.iter().find(|answer| answer.is_err()).copied().unwrap_or(Ok(true))
}

/// On where one is; off only where all are known to be.
pub fn any(answers: &[Answer]) -> Answer {
    if answers.contains(&Ok(true)) {
        return Ok(true);
    }
    answers.iter().find(|answer| answer.is_err()).copied().unwrap_or(Ok(false))
}

/// Why a row of a stretch is not known where fewer rows lead to it, itself counted, than it needs.
pub fn lacking(days: &[Day], stretch: &Range<usize>, row: usize, needs: usize) -> Option<Unknown> {
    let has = row + 1 - stretch.start;
    if has >= needs {
        return None;
    }
    Some(match stretch.start.checked_sub(1) {
        None => Unknown::TooFew { has, needs },
        Some(before) => Unknown::SinceHole { hole: Hole { from: days[before], to: days[stretch.start] }, has, needs },
    })
}

/// A signal day by day.
#[derive(Clone, Debug, PartialEq)]
pub struct Signal {
    /// What it is called when it is on: `A/D divergence`.
    pub name: &'static str,
    /// Its days, rising.
    pub days: Vec<Day>,
    /// Whether it is on, a day each.
    pub answers: Vec<Answer>,
    /// Why it is not known where it has no day.
    pub absent: Unknown,
}

/// Where a signal stands on the last day that is known of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// On.
    On {
        /// First day of the run that is on.
        since: Day,
        /// Whether nothing is known of the day before, so that it may be older.
        is_older: bool,
        /// Last day of the data.
        to: Day,
    },
    /// Off.
    Off {
        /// Last day of the data.
        to: Day,
    },
    /// Not known: never a pass.
    Unknown {
        /// Why.
        why: Unknown,
        /// Last day of the data; `None` without any.
        to: Option<Day>,
    },
}

impl Signal {
    /// Days on which it came on: on, and not known to be on the day before.
    pub fn triggers(&self) -> Vec<Day> {
        let was_on = |row: usize| row > 0 && self.answers[row - 1] == Ok(true);
        let rows = self.answers.iter().enumerate();
        let came_on = rows.filter(|(row, answer)| **answer == Ok(true) && !was_on(*row));
        came_on.map(|(row, _)| self.days[row]).collect()
    }

    /// How many of its days are no later than `today`; all where no day is said.
    pub fn until(&self, today: Option<Day>) -> usize {
        today.map_or(self.days.len(), |today| self.days.partition_point(|day| *day <= today))
    }

    /// Where it stands on `today` by the rows up to then, or by all of them where no day is said.
    pub fn standing(&self, today: Option<Day>) -> Standing {
        let known = self.until(today);
        let Some(last) = known.checked_sub(1) else {
            let why = self.days.first().map_or(self.absent, |first| Unknown::Later(*first));
            return Standing::Unknown { why, to: None };
        };
        let to = self.days[last];
        if let Some(today) = today.filter(|today| is_stale(to, *today)) {
            return Standing::Unknown { why: Unknown::Stale(today), to: Some(to) };
        }
        match self.answers[last] {
            Err(why) => Standing::Unknown { why, to: Some(to) },
            Ok(false) => Standing::Off { to },
            Ok(true) => {
                let run = self.answers[..=last].iter().rev().take_while(|answer| **answer == Ok(true)).count();
                let first = last + 1 - run;
                let is_older = first.checked_sub(1).is_none_or(|before| self.answers[before].is_err());
                Standing::On { since: self.days[first], is_older, to }
            }
        }
    }
}

impl Signal {
    /// Why most of its days up to `today` that are not known are not, and how many those are, a sentence; `None` where all
    /// are, or where the first days it takes alone are missing.
    pub fn unknown_said(&self, today: Option<Day>) -> Option<String> {
        let is_same = |a: &Unknown, b: &Unknown| match (a, b) {
            (Unknown::SinceHole { .. }, Unknown::SinceHole { .. }) => true,
            _ => a == b,
        };
        let mut counted: Vec<(Unknown, usize)> = Vec::new();
        for why in self.answers[..self.until(today)].iter().filter_map(|answer| answer.err()) {
            match counted.iter_mut().find(|one| is_same(&one.0, &why)) {
                Some(one) => one.1 += 1,
                None if matches!(why, Unknown::TooFew { .. }) => {}
                None => counted.push((why, 1)),
            }
        }
        let (why, count) = counted.into_iter().reduce(|most, one| if one.1 > most.1 { one } else { most })?;
        let said = match why {
            Unknown::SinceHole { needs, .. } => format!("fewer than {} days since a gap", number(needs as f64)),
            why => why.said(today),
        };
        let days = if count == 1 { "trading day" } else { "trading days" };
        Some(format!("Not known on {} {days}: {said}.", number(count as f64)))
    }
}

impl Standing {
    /// Whether it is on; `None` where that is not known.
    pub fn is_on(&self) -> Option<bool> {
        match self {
            Standing::On { .. } => Some(true),
            Standing::Off { .. } => Some(false),
            Standing::Unknown { .. } => None,
        }
    }

    /// The last day of its data.
    pub fn data_to(&self) -> Option<Day> {
        match self {
            Standing::On { to, .. } | Standing::Off { to } => Some(*to),
            Standing::Unknown { to, .. } => *to,
        }
    }

    /// In words, years left out where they are `today`’s: `A/D divergence since 12 Nov (data to 20 Nov)`.
    pub fn said(&self, name: &str, today: Option<Day>) -> String {
        let data = self.data_to().map_or_else(String::new, |to| format!(" (data to {})", near(today, to)));
        match self {
            Standing::On { since, is_older: true, .. } => {
                format!("{} since {} or longer{data}", capital(name), near(today, *since))
            }
            Standing::On { since, .. } => format!("{} since {}{data}", capital(name), near(today, *since)),
            Standing::Off { .. } => format!("No {name}{data}"),
            Standing::Unknown { why, .. } => format!("{} not known: {}{data}", capital(name), why.said(today)),
        }
    }
}

impl Unknown {
    /// In words, after a colon.
    pub fn said(&self, today: Option<Day>) -> String {
        let count = |days: usize| number(days as f64);
        match *self {
            Unknown::NoData(name) => format!("no data of {name}"),
            Unknown::TooFew { has: 1, needs } => format!("1 day of the {} that it takes", count(needs)),
            Unknown::TooFew { has, needs } => format!("{} days of the {} that it takes", count(has), count(needs)),
            Unknown::SinceHole { hole, has, needs } => format!(
                "{} days of the {} that it takes since the gap from {} to {}",
                count(has),
                count(needs),
                near(today, hole.from),
                near(today, hole.to)
            ),
            Unknown::Flat(name) => format!("{name} does not move"),
            Unknown::Collinear => "the two regressors move as one".into(),
            Unknown::Stale(today) => {
                format!("the data end more than {MOST_STALE} trading days before {}", short_date(today))
            }
            Unknown::Later(first) => format!("the data begin on {}", date(first)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signals::series::tests::trading_days;

    const FEW: Unknown = Unknown::TooFew { has: 1, needs: 2 };

    fn day(text: &str) -> Day {
        Day::iso(text).unwrap_or_else(|| unreachable!())
    }

    fn signal(answers: &[Answer]) -> Signal {
        Signal {
            name: "A/D divergence",
            days: trading_days(answers.len()),
            answers: answers.to_vec(),
            absent: Unknown::NoData("SPX"),
        }
    }

    #[test]
    fn what_is_not_known_is_never_a_pass_and_decides_only_where_it_counts() {
        let unknown = Err(FEW);
        assert_eq!([all(&[Ok(true), unknown]), all(&[Ok(false), unknown]), all(&[])], [unknown, Ok(false), Ok(true)]);
        assert_eq!([any(&[Ok(true), unknown]), any(&[Ok(false), unknown]), any(&[])], [Ok(true), unknown, Ok(false)]);
    }

    #[test]
    fn a_signal_stands_where_its_last_day_has_it_with_the_first_day_of_that_run() {
        let (on, off, unknown) = (Ok(true), Ok(false), Err(FEW));
        let all = signal(&[unknown, on, on, off, on, on]);
        assert_eq!(all.triggers(), [1, 4].map(|row| all.days[row]));
        let of = |row: usize| all.standing(Some(all.days[row]));
        assert_eq!(of(0), Standing::Unknown { why: FEW, to: Some(all.days[0]) });
        assert_eq!(of(2), Standing::On { since: all.days[1], is_older: true, to: all.days[2] });
        assert_eq!(of(3), Standing::Off { to: all.days[3] });
        assert_eq!(of(5), Standing::On { since: all.days[4], is_older: false, to: all.days[5] });
        assert_eq!(
            (of(5), of(5).is_on(), of(3).is_on(), of(0).is_on()),
            (all.standing(None), Some(true), Some(false), None)
        );
        let before = all.standing(Some(Day(all.days[0].0 - 1)));
        assert_eq!(before, Standing::Unknown { why: Unknown::Later(all.days[0]), to: None });
        assert_eq!(signal(&[]).standing(None), Standing::Unknown { why: Unknown::NoData("SPX"), to: None });
    }

    #[test]
    fn data_that_end_long_before_today_say_nothing_about_it() {
        let signal = signal(&[Ok(false); 30]);
        let to = signal.days[29];
        let after = |days: f64| signal.standing(Some(to.after_trading_days(days)));
        assert_eq!(after(10.0), Standing::Off { to });
        let today = to.after_trading_days(11.0);
        assert_eq!(after(11.0), Standing::Unknown { why: Unknown::Stale(today), to: Some(to) });
        assert_eq!(signal.standing(Some(Day(i32::MAX))).is_on(), None);
        assert_eq!(signal.standing(Some(Day(i32::MIN))).is_on(), None);
    }

    #[test]
    fn what_is_not_known_on_most_days_is_said_once_with_their_number() {
        let (flat, hole) = (Unknown::Flat("the slope"), Hole { from: Day(1), to: Day(9) });
        let few = |has| Err(Unknown::TooFew { has, needs: 60 });
        let since = |has| Err(Unknown::SinceHole { hole, has, needs: 60 });
        let said = |answers: &[Answer], today| {
            let days = (0..answers.len() as i32).map(Day).collect();
            Signal { name: "it", days, answers: answers.to_vec(), absent: Unknown::NoData("it") }.unknown_said(today)
        };
        let all = [few(1), few(2), Err(flat), Err(flat), Ok(true), since(1), since(2), since(3), Ok(false)];
        assert_eq!(said(&all, None).as_deref(), Some("Not known on 3 trading days: fewer than 60 days since a gap."));
        assert_eq!(said(&all, Some(Day(5))).as_deref(), Some("Not known on 2 trading days: the slope does not move."));
        assert_eq!(said(&all[..3], None).as_deref(), Some("Not known on 1 trading day: the slope does not move."));
        assert_eq!([said(&all[..2], None), said(&[Ok(true)], None), said(&[], None)], [None, None, None]);
    }

    #[test]
    fn a_standing_says_since_when_or_why_not_and_to_which_day_the_data_reach() {
        let (today, since, to) = (day("2026-11-28"), day("2026-11-12"), day("2026-11-20"));
        let said = |standing: Standing| standing.said("A/D divergence", Some(today));
        let on = |is_older| Standing::On { since, is_older, to };
        assert_eq!(said(on(false)), "A/D divergence since 12 Nov (data to 20 Nov)");
        assert_eq!(said(on(true)), "A/D divergence since 12 Nov or longer (data to 20 Nov)");
        assert_eq!(said(Standing::Off { to }), "No A/D divergence (data to 20 Nov)");
        let unknown = |why| said(Standing::Unknown { why, to: Some(to) });
        assert_eq!(
            unknown(Unknown::TooFew { has: 12, needs: 21 }),
            "A/D divergence not known: 12 days of the 21 that it takes (data to 20 Nov)"
        );
        let hole = Hole { from: day("2025-11-02"), to: since };
        assert_eq!(
            unknown(Unknown::SinceHole { hole, has: 7, needs: 21 }),
            "A/D divergence not known: 7 days of the 21 that it takes since the gap from 2 Nov 2025 to 12 Nov (data to 20 Nov)"
        );
        assert_eq!(
            said(Standing::Unknown { why: Unknown::NoData("the A/D line"), to: None }),
            "A/D divergence not known: no data of the A/D line"
        );
        assert!(unknown(Unknown::Stale(today)).contains("more than 10 trading days before 28 Nov (data to"));
        // Without a day to be near to, years stand.
        assert_eq!(on(false).said("big top", None), "Big top since 12 Nov 2026 (data to 20 Nov 2026)");
    }
}
