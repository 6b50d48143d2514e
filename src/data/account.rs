//! Account: what was read of a file, what was put right on the way, and what was refused, in sentences.

use crate::units::day::{Day, Weekday};
use crate::words::dates::date;
use crate::words::{capital, listed, number};

/// Lines that are named one by one.
pub const NAMED: usize = 20;
/// Days without a row that are named.
const NAMED_DAYS: usize = 3;
/// Of so many rows one on a weekend makes a series one of every day of the calendar.
const WEEKENDS: usize = 20;
/// Calendar days between two rows from which on a series is no daily one.
const DAILY: i32 = 4;

/// Which days a series should have a row for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rhythm {
    /// Days on which New York trades.
    Trading,
    /// Every day of the calendar.
    Calendar,
    /// None that is known: weekly and monthly series, chains, positions.
    Irregular,
}

impl Rhythm {
    /// That of these rising days, `known` by what they are of; where it is not, every day of the calendar where weekends are
    /// among them. None where rows are weeks or months.
    pub fn of(days: &[Day], known: Option<Rhythm>) -> Rhythm {
        // On average, or in the middle: one long hole makes no weeks of days.
        let mut steps: Vec<i32> = days.windows(2).map(|two| two[1].0.saturating_sub(two[0].0)).collect();
        steps.sort_unstable();
        let is_often = steps.get(steps.len() / 2).is_none_or(|step| *step < DAILY);
        let is_daily = match days {
            [first, .., last] => is_often || last.since(*first) < f64::from(DAILY) * days.len() as f64,
            _ => true,
        };
        if !is_daily {
            return Rhythm::Irregular;
        }
        let weekends = days.iter().filter(|day| matches!(day.weekday(), Weekday::Sat | Weekday::Sun)).count();
        let by_days = if weekends > days.len() / WEEKENDS { Rhythm::Calendar } else { Rhythm::Trading };
        known.unwrap_or(by_days)
    }
}

/// One line that was not read, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Line of the file, from 1.
    pub line: usize,
    /// Why, a sentence.
    pub reason: String,
}

/// Days between the first and the last for which a row should be there and is not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gaps {
    /// Which days are counted.
    pub rhythm: Rhythm,
    /// How many.
    pub count: usize,
    /// The first of them.
    pub first: Vec<Day>,
}

/// What was read of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// Name of the format.
    pub format: &'static str,
    /// Rows that were read and kept.
    pub rows: usize,
    /// First and last date of them.
    pub dates: Option<[Day; 2]>,
    /// Days that are missing between the two.
    pub gaps: Gaps,
    /// What was put right and is other than in the file: each a sentence.
    pub repairs: Vec<Repair>,
    /// What else is worth knowing, each a sentence.
    pub remarks: Vec<String>,
    /// Lines that were refused.
    pub refused: usize,
    /// The first [`NAMED`] of them.
    pub refusals: Vec<Refusal>,
}

/// Something that was put right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// How often.
    pub count: usize,
    /// What was done, a sentence.
    pub said: String,
}

impl Account {
    /// An account in which nothing stands yet.
    pub fn new(format: &'static str) -> Account {
        Account {
            format,
            rows: 0,
            dates: None,
            gaps: Gaps { rhythm: Rhythm::Irregular, count: 0, first: Vec::new() },
            repairs: Vec::new(),
            remarks: Vec::new(),
            refused: 0,
            refusals: Vec::new(),
        }
    }

    /// Counts a line that was not read, and keeps why where there is room. `line` is asked for only then.
    pub fn refuse(&mut self, line: impl FnOnce() -> usize, reason: impl Into<String>) {
        self.refused = self.refused.saturating_add(1);
        if self.refusals.len() < NAMED {
            self.refusals.push(Refusal { line: line(), reason: reason.into() });
        }
    }

    /// Says how many rows or numbers were put right, where some were: after their count the sentence goes on with `one` or
    /// `many`.
    pub fn repair(&mut self, count: usize, one: &str, many: &str) {
        self.repairs.extend(counted(count, one, many).map(|said| Repair { count, said }));
    }

    /// Says the same of something that stays as it is.
    pub fn remark(&mut self, count: usize, one: &str, many: &str) {
        self.remarks.extend(counted(count, one, many));
    }

    /// How many rows and numbers were put right, of all kinds.
    pub fn put_right(&self) -> usize {
        self.repairs.iter().fold(0, |sum, repair| sum.saturating_add(repair.count))
    }

    /// What was repaired by a sentence that holds these words; 0 where nothing was.
    pub fn repaired(&self, words: &str) -> usize {
        self.repairs.iter().find(|repair| repair.said.contains(words)).map_or(0, |repair| repair.count)
    }

    /// Counts the days of a rhythm that lie between rising days and are none of them.
    pub fn find_gaps(&mut self, days: &[Day], rhythm: Rhythm) {
        self.dates = days.first().zip(days.last()).map(|(first, last)| [*first, *last]);
        self.gaps = Gaps { rhythm, count: 0, first: Vec::new() };
        if rhythm == Rhythm::Irregular {
            return;
        }
        for pair in days.windows(2) {
            let [from, to] = [pair[0].0.saturating_add(1), pair[1].0];
            for day in (from..to).map(Day) {
                if rhythm == Rhythm::Calendar || day.has_session() {
                    self.gaps.count = self.gaps.count.saturating_add(1);
                    if self.gaps.first.len() < NAMED {
                        self.gaps.first.push(day);
                    }
                }
            }
        }
    }

    /// What was read, what was put right and what was refused, a sentence each.
    pub fn said(&self) -> Vec<String> {
        let rows = if self.rows == 1 { "row" } else { "rows" };
        let span = match self.dates {
            Some([from, to]) if from == to => format!(" of {}", date(from)),
            Some([from, to]) => format!(", {} to {}", date(from), date(to)),
            None => String::new(),
        };
        let mut said = vec![format!("{}: {} {rows}{span}.", capital(self.format), number(self.rows as f64))];
        said.extend(self.gaps_said());
        said.extend(self.repairs.iter().map(|repair| repair.said.clone()));
        said.extend(self.remarks.iter().cloned());
        if self.refused > 0 {
            let [lines, were] = if self.refused == 1 { ["line", "was"] } else { ["lines", "were"] };
            let first = if self.refused > self.refusals.len() {
                format!("; here are the first {}", self.refusals.len())
            } else {
                String::new()
            };
            said.push(format!("{} {lines} {were} not read{first}.", number(self.refused as f64)));
            said.extend(self.refusals.iter().map(|one| format!("Line {}: {}", one.line, one.reason)));
        }
        said
    }

    /// Which days are missing, a sentence; none where no rhythm is known.
    pub fn gaps_said(&self) -> Option<String> {
        let Gaps { rhythm, count, ref first } = self.gaps;
        let one = count == 1;
        let kind = match rhythm {
            Rhythm::Irregular => return None,
            Rhythm::Trading if one => "trading day",
            Rhythm::Trading => "trading days",
            Rhythm::Calendar if one => "calendar day",
            Rhythm::Calendar => "calendar days",
        };
        if count == 0 {
            return Some(format!("No {} in between is missing.", kind.trim_end_matches('s')));
        }
        let mut named: Vec<String> = first.iter().take(NAMED_DAYS).map(|day| date(*day)).collect();
        if count > NAMED_DAYS {
            named.push("others".into());
        }
        let [have, count] = [if one { "has" } else { "have" }, &number(count as f64)];
        Some(format!("{count} {kind} in between {have} no row: {}. None is filled in.", listed(&named)))
    }
}

/// A sentence with its count in front; none where that is 0.
fn counted(count: usize, one: &str, many: &str) -> Option<String> {
    (count > 0).then(|| format!("{} {}", number(count as f64), if count == 1 { one } else { many }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_on_which_new_york_was_shut_once_is_not_missing() {
        let day = |text| Day::iso(text).unwrap_or_else(|| unreachable!("{text}"));
        let mut account = Account::new("Test");
        account.find_gaps(&[day("2001-09-10"), day("2001-09-17"), day("2001-09-19")], Rhythm::Trading);
        assert_eq!((account.gaps.count, account.gaps.first), (1, vec![day("2001-09-18")]));
    }

    #[test]
    fn a_long_hole_makes_no_weeks_of_days_and_weeks_are_none_of_days() {
        let run = |from: i32, step: i32| (0..250).map(move |nth| Day(from + step * nth));
        let holed: Vec<Day> = run(17_000, 1).chain(run(20_000, 1)).collect();
        assert_eq!(Rhythm::of(&holed, Some(Rhythm::Trading)), Rhythm::Trading);
        assert_eq!(Rhythm::of(&run(17_000, 7).collect::<Vec<_>>(), Some(Rhythm::Trading)), Rhythm::Irregular);
    }

    #[test]
    fn missing_days_are_those_of_the_rhythm() {
        let mut account = Account::new("Test");
        // Thursday 25 June 2026, Monday, and Monday after Independence Day, kept on Friday the 3rd.
        let days = [Day(20_629), Day(20_633), Day(20_640)];
        account.find_gaps(&days, Rhythm::Trading);
        assert_eq!((account.gaps.count, account.gaps.first[0]), (4, Day(20_630)));
        account.find_gaps(&days, Rhythm::Calendar);
        assert_eq!(account.gaps.count, 9);
        account.find_gaps(&days, Rhythm::Irregular);
        assert_eq!((account.gaps.count, account.dates), (0, Some([Day(20_629), Day(20_640)])));
    }

    #[test]
    fn the_first_twenty_refusals_are_named_and_all_are_counted() {
        let mut account = Account::new("Test");
        for line in 1..=30 {
            account.refuse(|| line, "It is none.");
        }
        assert_eq!((account.refused, account.refusals.len()), (30, NAMED));
        let said = account.said();
        assert_eq!(said[1..3], ["30 lines were not read; here are the first 20.", "Line 1: It is none."]);
    }

    #[test]
    fn what_was_read_is_a_sentence_with_its_dates() {
        let mut account = Account { rows: 2, ..Account::new("Test") };
        account.find_gaps(&[Day(20_629), Day(20_633)], Rhythm::Trading);
        account.repair(1, "row was.", "rows were.");
        account.repair(0, "row was.", "rows were.");
        account.remark(2, "row stays.", "rows stay.");
        assert_eq!(account.put_right(), 1);
        assert_eq!(
            account.said(),
            [
                "Test: 2 rows, 25 Jun 2026 to 29 Jun 2026.",
                "1 trading day in between has no row: 26 Jun 2026. None is filled in.",
                "1 row was.",
                "2 rows stay."
            ]
        );
    }
}
