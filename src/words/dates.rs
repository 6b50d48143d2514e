//! Dates as the person reads and types them: `28 Nov 2026`; expiries and trading days, as days of the calendar.

use crate::units::clock::Clock;
use crate::units::day::{Day, Weekday};
use crate::words::clip;

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const FULL: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

fn month(number: i32) -> &'static str {
    MONTHS.get((number - 1) as usize).copied().unwrap_or_default()
}

/// The month, from 1, that a word in lower case names by three letters or more.
pub fn month_named(word: &str) -> Option<i32> {
    let place = FULL.iter().position(|full| word.len() >= 3 && full.starts_with(word))?;
    Some(place as i32 + 1)
}

/// `Sat`.
pub fn weekday(day: Day) -> &'static str {
    match day.weekday() {
        Weekday::Mon => "Mon",
        Weekday::Tue => "Tue",
        Weekday::Wed => "Wed",
        Weekday::Thu => "Thu",
        Weekday::Fri => "Fri",
        Weekday::Sat => "Sat",
        Weekday::Sun => "Sun",
    }
}

/// `28 Nov 2026`.
pub fn date(day: Day) -> String {
    let (year, of_year, of_month) = day.date();
    format!("{of_month} {} {year}", month(of_year))
}

/// `28 Nov`, for a column's head.
pub fn short_date(day: Day) -> String {
    let (_, of_year, of_month) = day.date();
    format!("{of_month} {}", month(of_year))
}

/// `Nov`.
pub fn month_of(day: Day) -> &'static str {
    month(day.date().1)
}

/// A date; without its year where that is `today`’s.
pub fn near(today: Option<Day>, day: Day) -> String {
    let is_this_year = today.is_some_and(|today| today.date().0 == day.date().0);
    if is_this_year { short_date(day) } else { date(day) }
}

/// `Sat 28 Nov`; with the year where that is not `today`’s.
pub fn named_day(today: Day, day: Day) -> String {
    let is_this_year = today.date().0 == day.date().0;
    format!("{} {}", weekday(day), if is_this_year { short_date(day) } else { date(day) })
}

/// The day so many calendar days ahead: `Thu 10 Dec`; a dash where nothing says how many.
pub fn day_ahead(today: Day, days: Option<f64>) -> String {
    days.map_or_else(|| "—".into(), |days| named_day(today, today.plus(days)))
}

/// Why New York does not trade on a day: `a Saturday`, `Good Friday`; nothing on a trading day.
pub fn why_shut(day: Day) -> Option<&'static str> {
    match day.weekday() {
        Weekday::Sat => Some("a Saturday"),
        Weekday::Sun => Some("a Sunday"),
        _ => day.holiday(),
    }
}

/// The day so many calendar days from today: `Fri 15 Jan 2027`, and that it is no trading day where that is so.
pub fn expiry_words(today: Day, days: f64) -> String {
    let day = today.plus(days);
    let named = named_day(today, day);
    match why_shut(day) {
        Some(why) => format!("{named}: {why}, no trading day"),
        None => named,
    }
}

/// The day so many trading days from today on the exchange's calendar: `Tue 1 Dec, day 5`; a part of a day is part of
/// the next one.
pub fn trading_day_words(today: Day, days: f64) -> String {
    format!("{}, day {}", named_day(today, today.once_passed(days)), crate::words::number(days))
}

/// Parts of the first day, in which no other day has come: `Mon 30 Nov, 6.5 hours on`; `None` of anything else.
pub fn hours_on(today: Day, days: f64) -> Option<String> {
    let hours = 24.0 * Clock(Some(today)).calendar_days(days);
    let is_part = days > 0.0 && days < 1.0 && hours < 24.0;
    is_part.then(|| {
        format!("{}, {} hours on", named_day(today, today), crate::words::number(crate::words::rounded(hours, 1)))
    })
}

/// The day that a shock is seen on, with its date where today is known.
pub fn shock_day(today: Option<Day>, days: f64) -> String {
    let plain = || format!("trading day {}", crate::words::number(days));
    today.map_or_else(plain, |today| hours_on(today, days).unwrap_or_else(|| trading_day_words(today, days)))
}

/// What a date is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Calendar days from today.
    Calendar,
    /// Trading days from today: of a day without trade to the next one that has.
    Trading,
    /// Calendar days that have passed since.
    Ago,
}

/// How many days lie between a clock's today and a date; where no year is said, of the nearest on that side. `None` where it
/// is no date, lies on the other side, or today is not known.
pub fn days_to(text: &str, clock: Clock, counted: Counted) -> Option<f64> {
    let today = clock.0?;
    let apart = |day: Day| if counted == Counted::Ago { today.since(day) } else { day.since(today) };
    let years = [0, 1, -1].map(|by| format!("{text} {}", today.date().0 + by));
    let read = std::iter::once(text.to_string()).chain(years).filter_map(|text| read_day(&text).ok());
    let days = read.map(apart).find(|days| *days >= 0.0)?;
    Some(if counted == Counted::Trading { (clock.trading_days(days) - 1e-9).ceil() } else { days })
}

/// Why a date cannot be counted: it lies on the wrong side of a clock's today, or today is not known. `None` of any other, and
/// of what is no date; one without a year lies ahead of everything but a sale, whose nearest of its name is meant.
pub fn wrong_side(text: &str, clock: Clock, counted: Counted) -> Option<String> {
    let near = |today: Day| {
        let in_year = |by: i32| read_day(&format!("{text} {}", today.date().0 + by)).ok();
        let (next, last) = in_year(0).filter(|day| *day > today).zip(in_year(-1))?;
        Some(if next.since(today) < today.since(last) { next } else { last })
    };
    let named = || clock.0.filter(|_| counted == Counted::Ago).and_then(near);
    let day = read_day(text).ok().or_else(named)?;
    let (is_wrong, why) = match (clock.0, counted) {
        (None, _) => (true, "is a date, and the plan’s own day is not known: type days, or fill in Today"),
        (Some(today), Counted::Ago) => (day > today, "is still to come: wanted is the day on which it was sold"),
        (Some(today), _) => (day < today, "has passed: wanted is today or later"),
    };
    is_wrong.then(|| format!("{} {why}.", date(day)))
}

/// Reads a day as it is usually written: `2026-11-28`, `28 Nov 2026`, `November 28, 2026`, `28.11.2026`,
/// `11/28/2026`.
///
/// # Errors
/// The sentence that the person reads, also where month and day could change places.
pub fn read_day(text: &str) -> Result<Day, String> {
    let shown = || clip(text.trim());
    let lower = text.trim().to_lowercase();
    let parts: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    // The day of the week may stand in front; the calendar knows it.
    let is_weekday = |word: &str| {
        let days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
        word.len() >= 3 && days.iter().any(|day| day.starts_with(word))
    };
    let parts = match parts[..] {
        [first, ref rest @ ..] if is_weekday(first) => rest.to_vec(),
        _ => parts,
    };
    let refuse = || format!("'{}' is not a day, like 28 Nov 2026 or 2026-11-28.", shown());
    let [a, b, c] = parts[..] else { return Err(refuse()) };
    let number = |word: &str| {
        let digits = word.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h']);
        digits.parse::<i32>().ok().filter(|_| digits.len() <= 4)
    };
    let year = |word: &str| match (number(word)?, word.len()) {
        (year, 4) => Some(year),
        // This century's.
        (year, 2) => Some(2000 + year),
        _ => None,
    };
    let found = if let Some(month) = month_named(b) {
        // 28 Nov 2026, or 2026 Nov 28.
        if a.len() == 4 { (year(a), Some(month), number(c)) } else { (year(c), Some(month), number(a)) }
    } else if let Some(month) = month_named(a) {
        (year(c), Some(month), number(b))
    } else if a.len() == 4 {
        (year(a), number(b), number(c))
    } else {
        let (Some(first), Some(second)) = (number(a), number(b)) else { return Err(refuse()) };
        let is_pointed = lower.contains('.');
        if !is_pointed && first <= 12 && second <= 12 && first != second {
            let ways =
                [(first, second), (second, first)].map(|(of_month, of_year)| format!("{of_month} {}", month(of_year)));
            return Err(format!("'{}' can be {} or {}. Write the month as a word.", shown(), ways[0], ways[1]));
        }
        // With points the day stands first; with strokes whatever can only be one.
        if is_pointed || first > 12 {
            (year(c), Some(second), Some(first))
        } else {
            (year(c), Some(first), Some(second))
        }
    };
    let (Some(of_years), Some(of_year), Some(of_month)) = found else { return Err(refuse()) };
    Day::of(of_years, of_year, of_month).ok_or_else(|| format!("'{}' is no day of the calendar.", shown()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::iso(text).unwrap_or_else(|| unreachable!())
    }

    #[test]
    fn a_day_that_is_still_to_come_is_said_to_be_and_one_that_has_passed_is_not() {
        let clock = Clock(Day::iso("2026-11-30"));
        let said = |text: &str| wrong_side(text, clock, Counted::Ago);
        let wanted = "15 Dec 2026 is still to come: wanted is the day on which it was sold.";
        assert_eq!(said("15 Dec 2026").as_deref(), Some(wanted));
        assert_eq!(said("15 Dec").as_deref(), Some(wanted));
        for text in ["15 Nov", "15 Jan", "15 Dec 2025", "30 Nov", "30 Nov 2026", "soon", "12", ""] {
            assert_eq!(said(text), None, "{text}");
        }
        assert_eq!(wrong_side("15 Dec", Clock(Day::iso("2027-01-05")), Counted::Ago), None);
        let ahead = |text: &str| wrong_side(text, clock, Counted::Calendar);
        assert_eq!([ahead("15 Dec"), ahead("6 Nov"), ahead("15 Dec 2026"), ahead("30 Nov 2026")], [const { None }; 4]);
        assert_eq!(ahead("6 Nov 2026").as_deref(), Some("6 Nov 2026 has passed: wanted is today or later."));
        assert!(wrong_side("15 Dec 2026", Clock(None), Counted::Calendar).is_some());
    }

    #[test]
    fn a_day_is_read_in_every_usual_spelling() {
        for text in [
            "2026-11-28",
            "28 Nov 2026",
            "28 november 2026",
            "Nov 28, 2026",
            "November 28th, 2026",
            "28-Nov-26",
            "28.11.2026",
            "11/28/2026",
            "28/11/2026",
            "2026/11/28",
            "Sat 28 Nov 2026",
            "Saturday, November 28, 2026",
            " 28 NOV 26 ",
        ] {
            assert_eq!(read_day(text), Ok(day("2026-11-28")), "{text}");
        }
        assert_eq!(read_day("5/5/2026"), Ok(day("2026-05-05")));
        assert_eq!(read_day("3 Sept 2026"), Ok(day("2026-09-03")));
        assert_eq!(read_day("1.2.2026"), Ok(day("2026-02-01")));
    }

    #[test]
    fn what_could_be_two_days_and_what_is_none_is_said() {
        let said = |text: &str| read_day(text).err().unwrap_or_default();
        assert_eq!(said("3/4/2026"), "'3/4/2026' can be 3 Apr or 4 Mar. Write the month as a word.");
        assert_eq!(said("soon"), "'soon' is not a day, like 28 Nov 2026 or 2026-11-28.");
        assert_eq!(said("29 Feb 2026"), "'29 Feb 2026' is no day of the calendar.");
        for text in ["", "28", "28 Nov", "13/13/2026", "28 Foo 2026", "99999999999 Nov 2026", "1e9/2/3", "2026-11-28-1"]
        {
            assert!(!said(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn what_is_shown_is_read_back() {
        for number in (Day::RANGE[0].0..=Day::RANGE[1].0).step_by(13) {
            assert_eq!(read_day(&date(Day(number))), Ok(Day(number)));
            assert_eq!(read_day(&String::from(Day(number))), Ok(Day(number)));
        }
    }

    #[test]
    fn an_expiry_says_its_day_and_whether_there_is_trade() {
        let today = day("2026-11-25");
        assert_eq!(expiry_words(today, 51.0), "Fri 15 Jan 2027");
        assert_eq!(expiry_words(today, 52.0), "Sat 16 Jan 2027: a Saturday, no trading day");
        assert_eq!(expiry_words(today, 1.0), "Thu 26 Nov: Thanksgiving, no trading day");
        assert_eq!(expiry_words(today, 0.5), "Wed 25 Nov");
        assert_eq!([Some(14.0), None].map(|days| day_ahead(today, days)), ["Wed 9 Dec", "—"]);
    }

    #[test]
    fn a_trading_day_is_counted_on_the_calendar() {
        let today = day("2026-11-25");
        assert_eq!(trading_day_words(today, 0.0), "Wed 25 Nov, day 0");
        assert_eq!(trading_day_words(today, 1.0), "Fri 27 Nov, day 1");
        assert_eq!(trading_day_words(today, 5.0), "Thu 3 Dec, day 5");
        assert_eq!(trading_day_words(today, 0.5), "Fri 27 Nov, day 0.5");
        assert_eq!(trading_day_words(today, 25.0), "Mon 4 Jan 2027, day 25");
    }
}
