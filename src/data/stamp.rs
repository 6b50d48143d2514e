//! Stamp: the day in the date line of a chain, whatever language the browser that saved it speaks.
//!
//! Every language writes the year with four digits and the day with one or two. The month is read where it is a number or
//! an English name; else it is the one that puts the day nearest to the chain's first expiry, which is never more than a
//! week away: Cboe lists an expiry of SPX and of VIX in every week.

use crate::units::day::Day;
use crate::words::dates::month_named;

/// Longest line that is looked at, in characters.
const LONGEST: usize = 120;
/// Calendar days that a file may be older or younger than its first expiry.
const NEAR: f64 = 15.0;

/// A stamp as it was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The day.
    pub day: Day,
    /// Whether the month is not read but that of the first expiry.
    pub guessed: bool,
}

/// The day of a date line, in a chain with this first expiry; `None` where there is none in it.
pub fn read(text: &str, first_expiry: Day) -> Option<Stamp> {
    let text: String = text.chars().take(LONGEST).collect();
    // A zone is no date, 'GMT-4'.
    let text = text.split_once("GMT").map_or(text.clone(), |(before, after)| {
        let rest =
            after.trim_start_matches(|c: char| c == '+' || c == '-' || c == '−' || c == ':' || c.is_ascii_digit());
        format!("{before} {rest}")
    });
    let words = text.split(|c: char| c.is_whitespace() || ",.()\"/-".contains(c)).filter(|word| !word.contains(':'));
    let (mut numbers, mut month) = (Vec::new(), None);
    for word in words {
        // Digits and letters may stand side by side, 2026年3月19日.
        for part in word.split(|c: char| !c.is_ascii_digit()).filter(|part| (1..=4).contains(&part.len())) {
            numbers.push(part.parse::<i32>().ok()?);
        }
        if word.chars().all(|c| c.is_ascii_alphabetic()) && month.is_none() {
            month = month_named(&word.to_ascii_lowercase());
        }
    }
    let at = numbers.iter().position(|number| (1990..2200).contains(number))?;
    let year = numbers.remove(at);
    let near = |day: &Day| day.since(first_expiry).abs() <= NEAR;
    let read = match (month, &numbers[..]) {
        (Some(month), [day, ..]) => Day::of(year, month, *day),
        // Year first: the month follows it.
        (None, [month, day, ..]) if at == 0 => Day::of(year, *month, *day),
        (None, [a, b, ..]) => {
            [(*a, *b), (*b, *a)].into_iter().filter_map(|(month, day)| Day::of(year, month, day)).find(near)
        }
        _ => None,
    };
    if let Some(day) = read {
        return Some(Stamp { day, guessed: false });
    }
    let day = *numbers.first()?;
    let nearest = (1..=12)
        .filter_map(|month| Day::of(year, month, day))
        .min_by_key(|day| day.0.saturating_sub(first_expiry.0).saturating_abs());
    nearest.filter(near).map(|day| Stamp { day, guessed: true })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_is_read_in_any_language() {
        for (text, expiry, wanted, guessed) in [
            ("Date: July 12, 2022, 11:55 AM EDT", (2022, 7, 12), (2022, 7, 12), false),
            ("Date: September 14, 2023 at 4:31 PM EDT", (2023, 9, 14), (2023, 9, 14), false),
            ("Date: 14 March 2026 at 07:34 GMT-4", (2026, 3, 13), (2026, 3, 14), false),
            ("Date: 9 декабря 2023 г. в 13:49 GMT-5", (2023, 12, 8), (2023, 12, 9), true),
            ("Date: 27 de agosto de 2023, 13:35 GMT-4", (2023, 8, 28), (2023, 8, 27), true),
            ("Date: 2026年3月19日 GMT-4 10:30", (2026, 3, 19), (2026, 3, 19), false),
            ("Date: 31. Januar 2026 um 10:30 GMT-5", (2026, 2, 2), (2026, 1, 31), false),
            ("Date: 31. März 2026 um 10:30 GMT-4", (2026, 4, 1), (2026, 3, 31), true),
            ("Mar 22 2020 @ 18:24 ET", (2020, 3, 23), (2020, 3, 22), false),
            ("Date: 19.03.2026 10:30", (2026, 3, 20), (2026, 3, 19), false),
            ("Date: 3/2/2026, 10:30", (2026, 3, 2), (2026, 3, 2), false),
        ] {
            let [expiry, wanted] = [expiry, wanted].map(|(year, month, day)| Day::of(year, month, day));
            let found = expiry.and_then(|expiry| read(text, expiry));
            assert_eq!(found.map(|stamp| (Some(stamp.day), stamp.guessed)), Some((wanted, guessed)), "{text}");
        }
        for text in ["", "Date:", "Date: 2026", "Date: 31 xyz 2026", "Date: 99999999999999"] {
            assert_eq!(read(text, Day(20_500)), None, "{text}");
        }
    }
}
