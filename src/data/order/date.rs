//! Dates as order lines write them: `16 JAN 26`, `01/16/26`, `2026-01-16`, `16JAN26`, and days from one to another.

use crate::units::day::Day;
use crate::words::dates::month_named;

/// The month that a word in capitals is, by three letters or more of its name.
pub fn month(word: &str) -> Option<i32> {
    month_named(&word.to_ascii_lowercase())
}

/// The date that the first of these words, or the first three, are, and how many they are; an error where that day does
/// not exist. Words are in capitals. Three numbers are month, day and year as brokers write them, unless the first can
/// be no month, is parted by points, or is the year.
pub fn read(words: &[&str]) -> Option<(Result<Day, String>, usize)> {
    let alone = words.first().and_then(|word| Some((of_three(pieces(word)?, word.contains('.'))?, 1)));
    let parted = || {
        let [a, b, c, rest @ ..] = words else { return None };
        // `5 JAN 16 2026` begins with a number of contracts.
        if rest
            .first()
            .is_some_and(|next| month(b).is_some() && next.len() == 4 && of_three([c, b, next], false).is_some())
        {
            return None;
        }
        let named = [a, b].into_iter().any(|word| month(word).is_some());
        Some((of_three([a, b, c].map(|word| (*word).trim_matches(['.', '\''])), false).filter(|_| named)?, 3))
    };
    alone.or_else(parted)
}

/// Day, month and year that a word holds: parted by signs, or by where letters begin and end.
fn pieces(word: &str) -> Option<[&str; 3]> {
    if word.len() == 8 && word.starts_with("20") && word.bytes().all(|digit| digit.is_ascii_digit()) {
        return Some([word.get(..4)?, word.get(4..6)?, word.get(6..)?]);
    }
    let start = word.find(|c: char| c.is_ascii_alphabetic());
    let Some(start) = start else {
        let parts: Vec<&str> = word.split(['/', '-', '.']).collect();
        return <[&str; 3]>::try_from(parts).ok();
    };
    let (before, rest) = word.split_at(start);
    let (letters, after) = rest.split_at(rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len()));
    let signs = ['-', '/', '.', '\''];
    if before.is_empty() {
        let (day, year) = after.trim_start_matches(signs).split_once(signs)?;
        Some([letters, day, year.trim_start_matches(signs)])
    } else {
        Some([before.trim_end_matches(signs), letters, after.trim_start_matches(signs)])
    }
}

fn of_three(three: [&str; 3], is_day_first: bool) -> Option<Result<Day, String>> {
    let whole = |text: &str, most: usize| -> Option<i32> {
        let is_whole = !text.is_empty() && text.len() <= most && text.bytes().all(|digit| digit.is_ascii_digit());
        is_whole.then(|| text.parse().ok()).flatten()
    };
    let year = |text: &str| {
        let years = whole(text, 4)?;
        match text.len() {
            2 => years.checked_add(2000),
            4 => Some(years).filter(|years| (1900..2200).contains(years)),
            _ => None,
        }
    };
    let [a, b, c] = three;
    let (year, month, day) = match (month(a), month(b)) {
        (None, Some(month)) => (year(c)?, month, whole(a, 2)?),
        (Some(month), None) => (year(c)?, month, whole(b, 2)?),
        (Some(_), Some(_)) => return None,
        (None, None) if a.len() == 4 => (year(a)?, whole(b, 2)?, whole(c, 2)?),
        (None, None) => {
            let (first, second) = (whole(a, 2)?, whole(b, 2)?);
            if is_day_first || first > 12 { (year(c)?, second, first) } else { (year(c)?, first, second) }
        }
    };
    Some(
        Day::of(year, month, day)
            .ok_or_else(|| format!("There is no such day as {a} {b} {c}; wanted is an expiry, as 15 DEC 28.")),
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_over_leap_days_and_centuries() {
        for (from, to, days) in [
            ((2025, 11, 28), (2026, 1, 16), 49.0),
            ((2026, 1, 16), (2025, 11, 28), -49.0),
            ((2024, 2, 28), (2024, 3, 1), 2.0),
            ((2025, 2, 28), (2025, 3, 1), 1.0),
            ((1900, 2, 28), (1900, 3, 1), 1.0),
            ((2000, 2, 28), (2000, 3, 1), 2.0),
            ((1970, 1, 1), (2000, 1, 1), 10_957.0),
            ((2000, 3, 1), (2400, 3, 1), 146_097.0),
            ((2026, 5, 5), (2026, 5, 5), 0.0),
        ] {
            let [from, to] = [from, to].map(|(year, month, day)| Day::of(year, month, day).unwrap());
            assert_eq!(to.since(from), days, "{from:?} {to:?}");
        }
        assert_eq!([Day::of(i32::MIN, 1, 1), Day::of(i32::MAX, i32::MAX, i32::MAX)], [None; 2]);
    }

    #[test]
    fn a_date_is_read_however_it_is_written() {
        let read_of = |text: &str| read(&text.split(' ').collect::<Vec<_>>());
        for text in [
            "16 JAN 26",
            "16 JANUARY 2026",
            "JAN 16 2026",
            "JAN 16 '26",
            "16JAN26",
            "16-JAN-26",
            "16-JAN-2026",
            "JAN16'26",
            "JAN-16-2026",
            "01/16/26",
            "1/16/2026",
            "16/01/2026",
            "16.01.2026",
            "2026-01-16",
            "20260116",
        ] {
            let words = if text.contains(' ') { 3 } else { 1 };
            assert_eq!(read_of(text), Some((Ok(Day::of(2026, 1, 16).unwrap()), words)), "{text}");
        }
        assert_eq!(read_of("5 JAN 16 2026"), None);
        assert_eq!(read_of("16 JAN 26 6715/6765/6035/5985"), Some((Ok(Day::of(2026, 1, 16).unwrap()), 3)));
        assert_eq!(read_of("03/06/26"), Some((Ok(Day::of(2026, 3, 6).unwrap()), 1)));
        assert_eq!(read_of("3.6.26"), Some((Ok(Day::of(2026, 6, 3).unwrap()), 1)));
        for text in ["31 FEB 26", "02/29/26", "13/13/26", "0 JAN 26", "00/00/00", "2026-00-10"] {
            assert!(
                read_of(text).is_some_and(|(date, _)| date.is_err_and(|said| said.contains("no such day"))),
                "{text}"
            );
        }
        for text in
            ["6715/6765/6035/5985", "12.80", "5 16 JAN", "JAN 16", "JAN 16 6715", "SPX 100 16", "16/JAN", "é-é-é", ""]
        {
            assert_eq!(read_of(text), None, "{text}");
        }
        assert_eq!(crate::words::dates::date(Day::of(2026, 1, 16).unwrap()), "16 Jan 2026");
    }
}
