//! Day: a calendar day, and which days New York trades on.
//!
//! Source: days and dates after H. Hinnant, chrono-Compatible Low-Level Date Algorithms; trading days by the NYSE's
//! rules of today (nyse.com/markets/hours-calendars; Rule 7.2). House choice: half days count as whole ones, and
//! closures by decree (mourning, storms) are not known.

use serde::{Deserialize, Serialize};

/// A calendar day, as whole days since 1 January 1970; `2026-11-28` in links and files.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(test, schemars(with = "String"))]
pub struct Day(pub i32);

/// A day of the week, Monday first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weekday {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

use Weekday::{Fri, Mon, Sat, Sun, Thu};

impl Weekday {
    /// Every day of the week.
    pub const ALL: [Weekday; 7] =
        [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];
}

/// First year in which Juneteenth was kept.
const JUNETEENTH: i32 = 2022;
/// First year of Martin Luther King's day.
const KING: i32 = 1998;
/// The longest run of days without trade by these rules is four.
const LONGEST_CLOSE: i32 = 7;
/// Steps towards a day so many trading days ahead: each passes over what is left of weekends and holidays.
const MOST_STEPS: usize = 64;

impl Day {
    /// The first and the last day that may be typed: 1 January 1990, 31 December 2100.
    pub const RANGE: [Day; 2] = [Day(7_305), Day(47_846)];

    /// The day of a date; `None` where the month has no such day.
    pub fn of(year: i32, month: i32, day: i32) -> Option<Day> {
        let is_date = (1..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
        is_date.then(|| Day::civil(year, month, day)).filter(|found| found.date() == (year, month, day))
    }

    /// The same where the date is known to be one; days past the month's end run on into the next.
    fn civil(year: i32, month: i32, day: i32) -> Day {
        let year = year - i32::from(month <= 2);
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        Day(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
    }

    /// Year, month from 1, day of the month.
    pub fn date(self) -> (i32, i32, i32) {
        let shifted = self.0 + 719_468;
        let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
        let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        (year + era * 400 + i32::from(month <= 2), month, day)
    }

    /// Its place in the week.
    pub fn weekday(self) -> Weekday {
        // 1 January 1970 was a Thursday.
        Weekday::ALL[(self.0 + 3).rem_euclid(7) as usize]
    }

    /// The day so many whole calendar days later, a part of a day dropped; within a thousand years.
    pub fn plus(self, days: f64) -> Day {
        Day(self.0 + days.clamp(-4e5, 4e5).floor() as i32)
    }

    /// Calendar days from an earlier day to this one; below 0 where that is later.
    pub fn since(self, earlier: Day) -> f64 {
        f64::from(self.0 - earlier.0)
    }

    /// The third Friday of a month: SPX options settle on its morning.
    pub fn third_friday(year: i32, month: i32) -> Day {
        nth(3, Fri, year, month)
    }

    /// Whether monthly SPX options settle on its morning: a third Friday, or the day before one that is a holiday.
    pub fn is_am_expiry(self) -> bool {
        let (year, month, _) = self.date();
        let friday = Day::third_friday(year, month);
        self == if friday.is_trading_day() { friday } else { Day(friday.0 - 1) }
    }

    /// The first expiry of monthly VIX futures after this day: 30 days before the next month's third Friday. House
    /// choice: a holiday on either day moves nothing.
    pub fn next_vix_expiry(self) -> Day {
        let (year, month, _) = self.date();
        let expiry = |months: i32| {
            let month = month + months;
            Day(Day::third_friday(year + month / 12, month % 12 + 1).0 - 30)
        };
        (0..2).map(expiry).find(|expiry| *expiry > self).unwrap_or_else(|| expiry(2))
    }

    /// Whether New York trades: no Saturday, no Sunday, no holiday.
    pub fn is_trading_day(self) -> bool {
        !self.is_weekend() && self.holiday().is_none()
    }

    /// Whether New York traded: a trading day, and not shut once, for a president's burial, an attack or a storm. Those
    /// since 1990; source: NYSE, special closings.
    pub fn has_session(self) -> bool {
        const SHUT: [(i32, i32, i32); 11] = [
            (1994, 4, 27),
            (2001, 9, 11),
            (2001, 9, 12),
            (2001, 9, 13),
            (2001, 9, 14),
            (2004, 6, 11),
            (2007, 1, 2),
            (2012, 10, 29),
            (2012, 10, 30),
            (2018, 12, 5),
            (2025, 1, 9),
        ];
        self.is_trading_day() && !SHUT.contains(&self.date())
    }

    /// Whether it is a Saturday or a Sunday.
    pub fn is_weekend(self) -> bool {
        matches!(self.weekday(), Sat | Sun)
    }

    /// Trading days after an earlier day up to this one, this one counted; below 0 where that is later.
    pub fn trading_days_since(self, earlier: Day) -> f64 {
        if self < earlier {
            return -earlier.trading_days_since(self);
        }
        // Monday is 0: of each whole week five, of the rest what is no Saturday and no Sunday.
        let worked = |day: Day| 5 * (day.0 + 3).div_euclid(7) + (day.0 + 3).rem_euclid(7).min(4);
        let years = earlier.date().0..=self.date().0;
        let is_shut = |day: &Day| *day > earlier && *day <= self && !day.is_weekend();
        let kept = years.flat_map(|year| HOLIDAYS.iter().filter_map(move |holiday| (holiday.kept)(year)));
        let shut = kept.filter(is_shut).count();
        f64::from(worked(self) - worked(earlier)) - shut as f64
    }

    /// The day so many whole trading days later, a part of one dropped: weekends and holidays are passed over. A day
    /// without trade is 0 trading days after itself.
    pub fn after_trading_days(self, days: f64) -> Day {
        let days = days.clamp(0.0, 1e4).floor();
        if days == 0.0 || days.is_nan() {
            return self;
        }
        // Five trading days last a week or longer, six days where a weekend comes first: never too far.
        let mut day = Day(self.0 + 7 * (days / 5.0) as i32 - 2);
        for _ in 0..MOST_STEPS {
            let short = days - day.trading_days_since(self);
            if short <= 0.0 {
                break;
            }
            day = Day(day.0 + short as i32);
        }
        day
    }

    /// The same where a part of a day is part of the next one: the day on which so many have passed.
    pub fn once_passed(self, days: f64) -> Day {
        self.after_trading_days(days.ceil())
    }

    /// The first trading day after this one.
    pub fn next_trading_day(self) -> Day {
        let next = (1..=LONGEST_CLOSE).map(|days| Day(self.0 + days)).find(|day| day.is_trading_day());
        next.unwrap_or(Day(self.0 + 1))
    }

    /// The holiday on which New York is shut, by the name that the exchange gives it.
    pub fn holiday(self) -> Option<&'static str> {
        let (year, month, _) = self.date();
        let mut of_month = HOLIDAYS.iter().filter(|holiday| holiday.months.contains(&month));
        of_month.find(|holiday| (holiday.kept)(year) == Some(self)).map(|holiday| holiday.name)
    }
}

/// A holiday of New York.
struct Holiday {
    name: &'static str,
    /// Months in which it may be kept: a day of another one asks no further.
    months: &'static [i32],
    /// The day it is kept in a year; `None` where it was not kept yet.
    kept: fn(i32) -> Option<Day>,
}

const HOLIDAYS: [Holiday; 10] = [
    Holiday { name: "New Year’s Day", months: &[1], kept: |year| Some(new_year(year)) },
    Holiday {
        name: "Martin Luther King, Jr. Day",
        months: &[1],
        kept: |year| (year >= KING).then(|| nth(3, Mon, year, 1)),
    },
    Holiday { name: "Washington’s Birthday", months: &[2], kept: |year| Some(nth(3, Mon, year, 2)) },
    Holiday { name: "Good Friday", months: &[3, 4], kept: |year| Some(Day(easter(year).0 - 2)) },
    Holiday { name: "Memorial Day", months: &[5], kept: |year| Some(Day(nth(1, Mon, year, 6).0 - 7)) },
    Holiday {
        name: "Juneteenth",
        months: &[6],
        kept: |year| (year >= JUNETEENTH).then(|| observed(Day::civil(year, 6, 19))),
    },
    Holiday { name: "Independence Day", months: &[7], kept: |year| Some(observed(Day::civil(year, 7, 4))) },
    Holiday { name: "Labor Day", months: &[9], kept: |year| Some(nth(1, Mon, year, 9)) },
    Holiday { name: "Thanksgiving", months: &[11], kept: |year| Some(nth(4, Thu, year, 11)) },
    Holiday { name: "Christmas", months: &[12], kept: |year| Some(observed(Day::civil(year, 12, 25))) },
];

/// On a Saturday New Year's Day is not kept on the Friday, which closes the old year's books.
fn new_year(year: i32) -> Day {
    let day = Day::civil(year, 1, 1);
    if day.weekday() == Sun { Day(day.0 + 1) } else { day }
}

/// A holiday on a Saturday is kept on the Friday, one on a Sunday on the Monday. July 3 is in the month of the 4th.
fn observed(day: Day) -> Day {
    Day(match day.weekday() {
        Sat => day.0 - 1,
        Sun => day.0 + 1,
        _ => day.0,
    })
}

/// The nth such weekday of a month.
fn nth(nth: i32, weekday: Weekday, year: i32, month: i32) -> Day {
    let first = Day::civil(year, month, 1);
    let ahead = (weekday as i32 - first.weekday() as i32).rem_euclid(7);
    Day(first.0 + ahead + 7 * (nth - 1))
}

/// Easter Sunday. Source: the anonymous Gregorian computus (Nature, 20 April 1876).
fn easter(year: i32) -> Day {
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - b / 4 - g + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    Day::civil(year, month, (h + l - 7 * m + 33 * month + 19) % 32)
}

/// `2026-11-28`, as a link and a file write it.
impl From<Day> for String {
    fn from(day: Day) -> String {
        let (year, month, day) = day.date();
        format!("{year:04}-{month:02}-{day:02}")
    }
}

/// Reads `2026-11-28`.
impl TryFrom<String> for Day {
    type Error = String;

    fn try_from(text: String) -> Result<Day, String> {
        Day::iso(&text).ok_or_else(|| "a day is written as 2026-11-28".into())
    }
}

impl Day {
    /// Reads `2026-11-28`.
    pub fn iso(text: &str) -> Option<Day> {
        let mut parts = text.split('-');
        let mut next = |length: usize| {
            let part =
                parts.next().filter(|part| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit()))?;
            part.parse::<i32>().ok()
        };
        let (year, month, day) = (next(4)?, next(2)?, next(2)?);
        if parts.next().is_none() { Day::of(year, month, day) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::iso(text).unwrap_or_else(|| unreachable!())
    }

    #[test]
    fn days_and_dates_turn_into_each_other() {
        assert_eq!(Day(0).date(), (1970, 1, 1));
        assert_eq!(Day::RANGE, [day("1990-01-01"), day("2100-12-31")]);
        assert_eq!((day("2026-11-28").0, day("2026-11-28").weekday()), (20_785, Weekday::Sat));
        let mut last = day("1899-12-31");
        for number in last.0 + 1..=day("2101-01-02").0 {
            let (year, month, of_month) = Day(number).date();
            assert_eq!(Day::of(year, month, of_month), Some(Day(number)));
            assert_eq!(Day::iso(&String::from(Day(number))), Some(Day(number)));
            assert!((year, month, of_month) > last.date());
            last = Day(number);
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in ["2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "26-01-01", "2026-01-01-01", "", "soon"] {
            assert_eq!(Day::iso(text), None, "{text}");
        }
        assert!(Day::iso("2028-02-29").is_some() && Day::of(2100, 2, 29).is_none());
        assert_eq!(serde_json::to_string(&day("2026-11-28")).ok(), Some("\"2026-11-28\"".into()));
        assert!(serde_json::from_str::<Day>("\"28 Nov\"").is_err() && serde_json::from_str::<Day>("20785").is_err());
    }

    /// Source: NYSE, 'Holidays and Trading Hours' and the yearly press releases of Intercontinental Exchange.
    const CLOSED: [(i32, &[&str]); 7] = [
        (2021, &["01-01", "01-18", "02-15", "04-02", "05-31", "07-05", "09-06", "11-25", "12-24"]),
        (2022, &["01-17", "02-21", "04-15", "05-30", "06-20", "07-04", "09-05", "11-24", "12-26"]),
        (2023, &["01-02", "01-16", "02-20", "04-07", "05-29", "06-19", "07-04", "09-04", "11-23", "12-25"]),
        (2024, &["01-01", "01-15", "02-19", "03-29", "05-27", "06-19", "07-04", "09-02", "11-28", "12-25"]),
        // 9 January 2025, the day of mourning for President Carter, was by decree.
        (2025, &["01-01", "01-20", "02-17", "04-18", "05-26", "06-19", "07-04", "09-01", "11-27", "12-25"]),
        (2026, &["01-01", "01-19", "02-16", "04-03", "05-25", "06-19", "07-03", "09-07", "11-26", "12-25"]),
        (2027, &["01-01", "01-18", "02-15", "03-26", "05-31", "06-18", "07-05", "09-06", "11-25", "12-24"]),
    ];

    #[test]
    fn new_york_is_shut_on_the_days_that_the_exchange_published() {
        for (year, closed) in CLOSED {
            let days = (day(&format!("{year}-01-01")).0..day(&format!("{}-01-01", year + 1)).0).map(Day);
            let is_shut = |day: &Day| !matches!(day.weekday(), Sat | Sun) && !day.is_trading_day();
            let found: Vec<String> = days.filter(is_shut).map(|day| String::from(day)[5..].to_string()).collect();
            assert_eq!(found, closed, "{year}");
        }
    }

    #[test]
    fn every_holiday_is_found_on_the_day_it_is_kept_and_on_no_other() {
        let mut found: Vec<(Day, &str)> = Vec::new();
        for year in 1950..=2150 {
            let kept = HOLIDAYS.iter().filter_map(|one| Some(((one.kept)(year)?, one.name)));
            found.extend(kept);
        }
        found.sort();
        let days = (day("1950-01-01").0..=day("2150-12-31").0).map(Day);
        let asked: Vec<(Day, &str)> = days.filter_map(|day| Some((day, day.holiday()?))).collect();
        assert_eq!(asked, found);
    }

    #[test]
    fn trading_days_pass_over_weekends_and_holidays() {
        // Thanksgiving 2026 is a Thursday.
        let wednesday = day("2026-11-25");
        assert_eq!(wednesday.after_trading_days(1.0), day("2026-11-27"));
        assert_eq!(wednesday.after_trading_days(2.9), day("2026-11-30"));
        assert_eq!(day("2026-11-28").after_trading_days(0.0), day("2026-11-28"));
        assert_eq!(day("2026-11-28").after_trading_days(1.0), day("2026-11-30"));
        let year = day("2025-12-31");
        assert_eq!(year.after_trading_days(251.0).date().0, 2026);
        assert_eq!((wednesday.plus(45.0), wednesday.plus(0.7)), (day("2027-01-09"), wednesday));
    }

    #[test]
    fn trading_days_counted_are_those_gone_through_one_by_one() {
        for from in (day("1996-12-20").0..day("2032-01-10").0).step_by(13).map(Day) {
            let (mut at, mut passed) = (from, 0.0);
            for _ in 0..300 {
                let next = at.next_trading_day();
                for between in (at.0 + 1..next.0).map(Day) {
                    assert_eq!(between.trading_days_since(from), passed);
                }
                (at, passed) = (next, passed + 1.0);
                assert_eq!((at.trading_days_since(from), from.trading_days_since(at)), (passed, -passed));
                assert_eq!(from.after_trading_days(passed), at);
            }
        }
        // A whole life ahead, and what is no day.
        assert_eq!(day("2026-11-28").after_trading_days(1e9), day("2026-11-28").after_trading_days(1e4));
        assert_eq!(day("2026-11-28").after_trading_days(f64::NAN), day("2026-11-28"));
    }

    #[test]
    fn monthly_options_and_vix_futures_expire_where_the_exchange_says() {
        // Source: Cboe's expiration calendars of 2025 and 2026.
        assert_eq!(Day::third_friday(2026, 1), day("2026-01-16"));
        assert_eq!(Day::third_friday(2026, 11), day("2026-11-20"));
        // Good Friday 2025 was the third Friday of April.
        let is_am = ["2026-01-16", "2025-04-17", "2025-04-18", "2026-01-15"].map(|text| day(text).is_am_expiry());
        assert_eq!(is_am, [true, true, false, false]);
        let next = |from: &str| String::from(day(from).next_vix_expiry());
        assert_eq!(next("2025-12-17"), "2026-01-21");
        assert_eq!(next("2026-01-20"), "2026-01-21");
        assert_eq!(next("2026-01-21"), "2026-02-18");
        assert_eq!(next("2026-11-28"), "2026-12-16");
        assert_eq!(next("2026-12-16"), "2027-01-20");
        for number in day("2025-01-01").0..day("2031-01-01").0 {
            let ahead = Day(number).next_vix_expiry().0 - number;
            assert!((1..=35).contains(&ahead), "{ahead}");
        }
    }
}
