//! Written date: the day that a cell of a table says, and which of two readings a whole file takes.

use crate::units::day::Day;
use crate::words::dates::month_named;

/// Longest cell that may be a date.
const LONGEST: usize = 60;
/// Seconds of a day.
const OF_DAY: i64 = 86_400;
/// The halves of a day whose hours are counted to twelve.
const HALVES: [&str; 2] = ["AM", "PM"];

/// A date as a cell has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// It can be read one way: a day, and seconds since its midnight where a time is there.
    Day(Day, i32),
    /// Two numbers and a year, either of which may be the month: `01/02/1990`.
    Either([i32; 3], i32),
}

/// Which of two numbers comes first in dates such as 01/02/1990.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The month, as Americans write.
    MonthFirst,
    /// The day.
    DayFirst,
}

impl Written {
    /// Reads a cell; `None` where it is no date.
    pub fn read(text: &str) -> Option<Written> {
        let text = text.trim().trim_matches('"');
        if text.len() > LONGEST || !text.is_ascii() {
            return None;
        }
        if text.bytes().all(|byte| byte.is_ascii_digit()) {
            return of_digits(text);
        }
        let end = text.find([' ', 'T', ',']).unwrap_or(text.len());
        let (day, time) = text.split_at(end);
        if day.bytes().all(|byte| byte.is_ascii_alphanumeric()) || day.bytes().any(|byte| byte.is_ascii_alphabetic()) {
            return of_words(text);
        }
        let sign = day.chars().find(|c| !c.is_ascii_digit())?;
        let mut parts = day.split(sign);
        let (a, b, c) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || !matches!(sign, '-' | '/' | '.') {
            return None;
        }
        let second = seconds(time);
        if a.len() == 4 {
            return Day::of(whole(a)?, whole(b)?, whole(c)?).map(|day| Written::Day(day, second));
        }
        let (a, b, year) = (whole(a)?, whole(b)?, year(c)?);
        let is_possible = (1..=31).contains(&a) && (1..=31).contains(&b) && a.min(b) <= 12;
        match sign {
            '.' => Day::of(year, b, a).map(|day| Written::Day(day, second)),
            _ => is_possible.then_some(Written::Either([a, b, year], second)),
        }
    }

    /// The order that this date settles; `None` where it fits both or says its month otherwise.
    pub fn order(self) -> Option<Order> {
        match self {
            Written::Either([a, ..], _) if a > 12 => Some(Order::DayFirst),
            Written::Either([_, b, _], _) if b > 12 => Some(Order::MonthFirst),
            Written::Either(..) | Written::Day(..) => None,
        }
    }

    /// The day and the seconds since midnight; `None` where the month has no such day.
    pub fn day(self, order: Order) -> Option<(Day, i32)> {
        match (self, order) {
            (Written::Day(day, second), _) => Some((day, second)),
            (Written::Either([month, day, year], second), Order::MonthFirst)
            | (Written::Either([day, month, year], second), Order::DayFirst) => {
                Some((Day::of(year, month, day)?, second))
            }
        }
    }
}

/// Times as far apart that rows are in one order of their dates as in the other, where none of them settles it: then the
/// other is meant. House choice: days that follow one another are months apart in the wrong order, 28 times as far.
const CLOSER: i32 = 10;

/// The order of dates none of which settles it: the day first where their days follow one another that way alone.
pub fn likely<T: Iterator<Item = Written>>(dates: impl Fn() -> T) -> Order {
    let span = |order: Order| {
        let days = || dates().filter_map(|date| date.day(order)).map(|(day, _)| day.0);
        days().max().unwrap_or(0).saturating_sub(days().min().unwrap_or(0))
    };
    let [by_day, by_month] = [Order::DayFirst, Order::MonthFirst].map(span);
    let is_closer = by_month > 0 && by_day.saturating_mul(CLOSER) <= by_month;
    if is_closer { Order::DayFirst } else { Order::MonthFirst }
}

/// `20260102`, or seconds or milliseconds since 1970.
fn of_digits(text: &str) -> Option<Written> {
    let count: i64 = text.parse().ok()?;
    let seconds = match text.len() {
        8 => return Day::of(whole(text.get(..4)?)?, whole(text.get(4..6)?)?, whole(text.get(6..)?)?).map(midnight),
        9 | 10 => count,
        12 | 13 => count.div_euclid(1_000),
        _ => return None,
    };
    let day = i32::try_from(seconds.div_euclid(OF_DAY)).ok()?;
    Some(Written::Day(Day(day), i32::try_from(seconds.rem_euclid(OF_DAY)).ok()?))
}

fn midnight(day: Day) -> Written {
    Written::Day(day, 0)
}

/// A date with the month's name: `Fri Dec 08 2023`, `08-Dec-23`, `Dec 8, 2023 14:30`.
fn of_words(text: &str) -> Option<Written> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != ':').filter(|word| !word.is_empty());
    let (mut month, mut numbers, mut time) = (None, Vec::new(), String::new());
    for word in words.take(9) {
        if word.contains(':') {
            time = word.into();
        } else if !time.is_empty() && HALVES.iter().any(|half| word.eq_ignore_ascii_case(half)) {
            time = format!("{time} {word}");
        } else if word.bytes().all(|byte| byte.is_ascii_digit()) {
            numbers.push(word);
        } else if month.is_none() {
            month = month_named(&word.to_ascii_lowercase());
        }
    }
    let (first, last) = (*numbers.first()?, *numbers.get(1)?);
    let (day, of_year) = if first.len() == 4 { (last, first) } else { (first, last) };
    Day::of(year(of_year)?, month?, whole(day)?).map(|day| Written::Day(day, seconds(&time)))
}

/// A year of four digits, or of two: 70 and on are of the last century.
fn year(text: &str) -> Option<i32> {
    match (text.len(), whole(text)?) {
        (4, year) => Some(year),
        (2, year) if year >= 70 => year.checked_add(1900),
        (2, year) => year.checked_add(2000),
        _ => None,
    }
}

fn whole(text: &str) -> Option<i32> {
    let is_whole = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_whole.then(|| text.parse().ok()).flatten()
}

/// Seconds since midnight of ` 14:30:05`, `T14:30`, `2:30 PM`, `12:30 AM`; 0 where there is none.
fn seconds(text: &str) -> i32 {
    let digits = text.trim_start_matches([' ', 'T', ',', '@']);
    let mut parts = digits.split(|c: char| !c.is_ascii_digit());
    let mut next = || parts.next().filter(|part| part.len() <= 2).and_then(whole).unwrap_or(0);
    let (hour, minute, second) = (next(), next(), next());
    let mut words = text.split(|c: char| !c.is_ascii_alphabetic());
    let half = words.find_map(|word| HALVES.iter().position(|half| word.eq_ignore_ascii_case(half)));
    // The hour behind noon, and that behind midnight, are the twelfth.
    let hour = match (half, hour) {
        (Some(0), 12) => 0,
        (Some(1), 0..=11) => hour.saturating_add(12),
        _ => hour,
    };
    hour.saturating_mul(3_600).saturating_add(minute.saturating_mul(60)).saturating_add(second)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: i32, day: i32) -> Option<Day> {
        Day::of(year, month, day)
    }

    #[test]
    fn a_date_is_read_however_it_is_written() {
        for text in [
            "2026-01-16",
            "2026/01/16",
            "20260116",
            "2026-01-16T10:00:00-0500",
            "2026-01-16 00:00:00 UTC",
            "16.01.2026",
            "16 Jan 2026",
            "Jan 16, 2026",
            "Fri Jan 16 2026",
            "16-JAN-26",
            "1768521600",
            "1768521600000",
            "01/16/2026",
            "16-01-26",
            "1/16/26",
        ] {
            let read = Written::read(text).and_then(|read| read.day(read.order().unwrap_or(Order::MonthFirst)));
            assert_eq!(read.map(|(day, _)| day), day(2026, 1, 16), "{text}");
        }
    }

    #[test]
    fn two_readings_stay_two_until_the_file_tells() {
        let both = Written::read("03/04/2026");
        assert_eq!(both.and_then(Written::order), None);
        assert_eq!(both.and_then(|both| both.day(Order::MonthFirst)), day(2026, 3, 4).map(|day| (day, 0)));
        assert_eq!(both.and_then(|both| both.day(Order::DayFirst)), day(2026, 4, 3).map(|day| (day, 0)));
        assert_eq!(Written::read("13/04/2026").and_then(Written::order), Some(Order::DayFirst));
        assert_eq!(Written::read("04/13/2026").and_then(Written::order), Some(Order::MonthFirst));
    }

    #[test]
    fn the_time_of_day_is_kept_and_nonsense_is_none() {
        let at = |text: &str| Written::read(text).and_then(|read| read.day(Order::MonthFirst)).map(|(_, at)| at);
        assert_eq!(at("2026-01-16 14:30:05"), Some(52_205));
        assert_eq!(at("1/16/2026 2:30 PM"), Some(52_200));
        for (time, wanted) in [
            ("12:00 AM", 0),
            ("12:30 AM", 1_800),
            ("1:05 AM", 3_900),
            ("12:00 PM", 43_200),
            ("12:30 pm", 45_000),
            ("1:05 PM", 47_100),
            ("1:05PM", 47_100),
            ("12-AM", 0),
            ("12-PM", 43_200),
            ("14:30 PM", 52_200),
        ] {
            assert_eq!(at(&format!("1/16/2026 {time}")), Some(wanted), "{time}");
            assert_eq!(at(&format!("2026-01-16 {time}")), Some(wanted), "{time}");
            if time.contains(':') {
                assert_eq!(at(&format!("Fri Jan 16 2026 {time}")), Some(wanted), "{time}");
            }
        }
        for text in ["", "17.24", "13/13/2026", "2026-02-30", "99999", "hello", "12:30", "١٢/٠١/٢٠٢٦", &"1".repeat(99)]
        {
            let read = Written::read(text).and_then(|read| read.day(Order::MonthFirst));
            assert_eq!(read, None, "{text}");
        }
    }
}
