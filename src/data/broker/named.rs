//! Named: an option as brokers name it in words, `100 (Weeklys) 16 JAN 26 5985 PUT`, `SPX 16JAN26 5985 P`.

use crate::data::cell::{Decimals, cell};
use crate::data::written_date::{Order, Written};
use crate::units::day::Day;
use crate::words::clip;

/// Longest name, in words.
const MOST_WORDS: usize = 12;

/// What a name says beside the underlying.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Named {
    /// The last day.
    pub expiry: Day,
    /// Strike in points.
    pub strike: f64,
    /// Call, or put.
    pub call: bool,
    /// Whether it says that it is a weekly, quarterly or month-end one.
    pub weekly: bool,
}

/// Whether a word says call; `None` where it says neither call nor put.
pub fn is_call(word: &str) -> Option<bool> {
    match word.trim().to_ascii_uppercase().as_str() {
        "CALL" | "C" | "CALLS" => Some(true),
        "PUT" | "P" | "PUTS" => Some(false),
        _ => None,
    }
}

/// The contracts of a cell, below 0 where they are sold.
///
/// # Errors
/// That it is no number.
pub fn quantity(text: &str) -> Result<f64, String> {
    cell(text, Decimals::Point).number().ok_or_else(|| format!("'{}' is no quantity.", clip(text)))
}

/// The day of a cell with a date, the month first where it may be either.
pub fn day(text: &str) -> Option<Day> {
    let read = Written::read(text)?;
    read.day(read.order().unwrap_or(Order::MonthFirst)).map(|(day, _)| day)
}

/// Reads a name, without or with words before the date; `None` where it names no option.
pub fn read(text: &str) -> Option<Named> {
    let words: Vec<&str> = text.split_whitespace().take(MOST_WORDS).collect();
    let (right, rest) = words.split_last()?;
    let call = is_call(right)?;
    let (strike, rest) = rest.split_last()?;
    let strike = cell(strike, Decimals::Point).number().filter(|strike| *strike > 0.0)?;
    let weekly = ["WEEKLY", "QUARTERLY", "EOM", "PM"].iter().any(|word| {
        rest.iter().any(|one| one.trim_matches(['(', ')', '[', ']']).to_ascii_uppercase().starts_with(word))
    });
    let dated: Vec<&&str> = rest.iter().filter(|word| !word.starts_with(['(', '['])).collect();
    let parted =
        dated.windows(3).rev().find_map(|three| day(&three.iter().map(|word| **word).collect::<Vec<_>>().join(" ")));
    let expiry = parted.or_else(|| dated.iter().rev().find_map(|word| day(&joined(word))))?;
    Some(Named { expiry, strike, call, weekly })
}

/// `16JAN26` with blanks between its parts.
fn joined(word: &str) -> String {
    let mut out = String::new();
    let mut before = None;
    for c in word.chars() {
        if before.is_some_and(|one: char| one.is_ascii_digit() != c.is_ascii_digit()) {
            out.push(' ');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_is_read_by_its_name() {
        for (text, weekly) in [
            ("100 (Weeklys) 16 JAN 26 5985 PUT", true),
            ("100 16 JAN 26 5985 PUT", false),
            ("100 16 JAN 26 [AM] 5,985 PUT", false),
            ("SPX 16JAN26 5985 P", false),
        ] {
            let wanted = Day::of(2026, 1, 16).map(|expiry| Named { expiry, strike: 5985.0, call: false, weekly });
            assert_eq!(read(text), wanted, "{text}");
        }
        for text in ["", "SPX", "APPLE INC", "16 JAN 26 PUT", "16 JAN 26 x PUT", "16 FOO 26 5985 PUT"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
