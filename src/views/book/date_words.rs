//! What the price and date table says: its finding, the line under it, and the days that a person asks for.

use crate::book::by_date::{DatePart, DateTable, Later};
use crate::book::curves::HeatAxis;
use crate::units::clock::Clock;
use crate::units::day::Day;
use crate::words::dates::{date, month_named};
use crate::words::{amount, clip, decimal, fixed, number, usd, vix};

/// Most days that are asked for.
pub const MOST_DAYS: usize = 12;
/// Latest day, in trading days: three years.
pub const LATEST: f64 = 756.0;

/// Trading days from a text like `0 3 7 10 21`, or like `4 Dec, 2026-12-18` where the clock of the plan knows today; a
/// date without a year is the next such day.
///
/// # Errors
/// The sentence that names the word that is no day.
pub fn read_days(text: &str, clock: Clock) -> Result<Vec<f64>, String> {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || matches!(c, ';' | ',')).filter(|word| !word.is_empty()).collect();
    let (mut rest, mut days) = (words.as_slice(), Vec::new());
    while let Some((word, behind)) = rest.split_first() {
        let (day, more) = match dated(rest) {
            Some((parts, count)) => (of_date(parts, &rest[..count].join(" "), clock)?, &rest[count..]),
            None => {
                let day = decimal(word.trim_end_matches('d')).filter(|day| (0.0..=LATEST).contains(day));
                (
                    day.ok_or_else(|| format!("'{}' is no trading day from 0 to {}.", clip(word), number(LATEST)))?,
                    behind,
                )
            }
        };
        days.push(day);
        rest = more;
    }
    if days.len() > MOST_DAYS {
        return Err(format!("{} days are too many; at most {MOST_DAYS} are shown.", days.len()));
    }
    Ok(days)
}

/// Year where it is said, month and day of the month.
type Parts = (Option<i32>, i32, i32);

/// The date with which words begin, and how many they are: `4 Dec`, `Dec 4`, either with its year, `2026-12-04`.
fn dated(words: &[&str]) -> Option<(Parts, usize)> {
    let whole =
        |word: &str| word.bytes().all(|digit| digit.is_ascii_digit()).then(|| word.parse::<i32>().ok()).flatten();
    let [first, behind @ ..] = words else { return None };
    if let [year, month, day] = first.split('-').map(whole).collect::<Vec<_>>()[..] {
        return Some(((Some(year?), month?, day?), 1));
    }
    let [second, behind @ ..] = behind else { return None };
    let month = |word: &str| month_named(&word.trim_end_matches('.').to_ascii_lowercase());
    let (month, day) = match (month(first), month(second)) {
        (Some(month), _) => (month, whole(second)?),
        (None, Some(month)) => (month, whole(first)?),
        _ => return None,
    };
    let year = behind.first().and_then(|word| whole(word)).filter(|year| (2000..10_000).contains(year));
    Some(((year, month, day), 2 + usize::from(year.is_some())))
}

/// Trading days from today to a date.
fn of_date((year, month, day): Parts, said: &str, clock: Clock) -> Result<f64, String> {
    let said = clip(said);
    let Some(today) = clock.0 else {
        return Err(format!("'{said}' is a date, and the plan has none: type trading days, or give the plan its day."));
    };
    let this = today.date().0;
    let found = match year {
        Some(year) => Day::of(year, month, day),
        None => [this, this + 1].into_iter().filter_map(|year| Day::of(year, month, day)).find(|day| *day >= today),
    };
    let found = found.ok_or_else(|| format!("'{said}' is no day of the calendar."))?;
    // A day without trade is the next one that has: its close is the first that knows of it.
    let days = (clock.trading_days(found.since(today)) - 1e-9).ceil();
    match found < today {
        true => Err(format!("'{said}' was before today, {}.", date(today))),
        false if days > LATEST => Err(format!("'{said}' is later than {} trading days from today.", number(LATEST))),
        false => Ok(days),
    }
}

/// The days as such a text.
pub fn days_text(days: &[f64]) -> String {
    days.iter().map(|day| number(*day)).collect::<Vec<_>>().join(" ")
}

/// What of the book a table is about.
pub fn part_name(part: DatePart) -> &'static str {
    match part {
        DatePart::Book => "Whole book",
        DatePart::Condor => "Condor",
        DatePart::Pool => "Pool",
        DatePart::Hedge => "Hedge",
    }
}

/// What a table shows, in which unit, under which rule; whether VIX follows SPX on the link, and the token, `None` where
/// nothing that is held hangs on one.
pub fn dek(table: &DateTable, is_vix_linked: bool, token: Option<bool>) -> String {
    // Not where VIX or the token is held off today's.
    let is_still = table.later == Later::Linked && is_vix_linked && token != Some(false);
    let now = if is_still && table.days.first() == Some(&0.0) { format!(". {NOW}") } else { String::new() };
    format!("{} in dollars by trading day; {}{now}", part_name(table.part), rule(table.later, is_vix_linked, token))
}

/// What a table by the token's price shows: where SPX and VIX stand in every row, and what happens later. Where SPX is held
/// VIX stays, and with both the token.
pub fn dek_over_token(table: &DateTable, token: &str, is_vix_linked: bool, is_token_linked: bool) -> String {
    let at =
        table.rows.first().map_or_else(String::new, |row| format!("SPX {}, VIX {}", fixed(row.spx, 0), vix(row.vix)));
    let later = match (table.later, is_vix_linked, is_token_linked) {
        (Later::Linked, true, true) => "later SPX stays and VIX and the token move on by the spot–vol link",
        (Later::Linked, true, false) => "later SPX and the token stay and VIX moves on by the spot–vol link",
        (Later::Linked, false, _) | (Later::Held, ..) => "all of it stays so later",
    };
    format!("{} in dollars by price of {token} on the shock's day, {at} there; {later}", part_name(table.part))
}

/// What stands in the column of now where nothing has moved.
pub const NOW: &str = "Now, with SPX unmoved, holds what opening and leaving cost (fees, gas) and what prices that were typed have made since";

/// Where VIX and the token stand later, under a rule; a token on which nothing hangs is not spoken of.
pub fn rule(later: Later, is_vix_linked: bool, token: Option<bool>) -> &'static str {
    match (later, is_vix_linked, token) {
        (Later::Linked, true, None) => "VIX follows SPX over the days passed by then",
        (Later::Linked, false, None) => "VIX is held where the shock puts it",
        (Later::Held, _, None) => "VIX stays where the row has it on the shock's day",
        (Later::Linked, true, Some(true)) => "VIX and the token follow SPX over the days passed by then",
        (Later::Linked, true, Some(false)) => "VIX follows SPX over the days passed by then, the token is held",
        (Later::Linked, false, Some(true)) => {
            "VIX is held where the shock puts it, the token follows SPX over the days passed by then"
        }
        (Later::Linked, false, Some(false)) => "VIX and the token are held where the shock puts them",
        (Later::Held, _, Some(_)) => "VIX and the token stay where the row has them on the shock's day",
    }
}

/// The finding: what waiting does to the shock's row.
pub fn finding(table: &DateTable) -> String {
    let shock = table.rows.iter().find(|row| row.is_shock);
    let at = |column: usize| shock.and_then(|row| row.pnl.get(column)).copied();
    match (at(table.shock_column), at(table.expiry_column)) {
        (Some(then), Some(expiry)) if table.expiry_column > table.shock_column => {
            // Nothing is repaired that was no loss.
            let does = match (then <= -0.5, expiry > then) {
                _ if (expiry - then).abs() < 0.5 => return format!("Waiting for expiry leaves {}", usd(then)),
                (true, true) => "repairs it",
                (true, false) => "deepens it",
                (false, true) => "adds to it",
                (false, false) => "takes from it",
            };
            format!("Waiting for expiry {does}: {} to {}", usd(then), usd(expiry))
        }
        _ => "By price and date".into(),
    }
}

/// What a table of B less a pinned plan A says: how much better or worse B is in the shock, and at the last expiry.
pub fn finding_beside(by: &DateTable) -> String {
    let shock = by.rows.iter().find(|row| row.is_shock);
    let at = |column: usize| shock.and_then(|row| row.pnl.get(column)).copied();
    let better = |by: f64| match by {
        by if by.abs() < 0.5 => "the same as A".to_string(),
        by if by > 0.0 => format!("{} better than A", amount(by)),
        by => format!("{} worse than A", amount(-by)),
    };
    match (at(by.shock_column), at(by.expiry_column)) {
        (Some(then), Some(expiry)) if by.expiry_column > by.shock_column => {
            format!("In the shock B is {}, at expiry {}", better(then), better(expiry))
        }
        (Some(then), _) => format!("In the shock B is {}", better(then)),
        _ => "B less A by price and date".into(),
    }
}

/// What such a table shows, in which unit, under which rule.
pub fn dek_beside(by: &DateTable) -> String {
    let rule = match (by.later, by.axis) {
        (Later::Held, _) => "VIX and tokens held",
        (Later::Linked, HeatAxis::Spx) => "VIX and tokens follow SPX",
        (Later::Linked, HeatAxis::Token) => "VIX and tokens move on by the spot–vol link",
    };
    let of = if by.axis == HeatAxis::Token { "the token" } else { "SPX" };
    format!(
        "B − A: {} in dollars at the same move of {of} on the same day, {rule}, each by its own shock",
        part_name(by.part)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::by_date::DateRow;

    fn table(pnl: [f64; 2]) -> DateTable {
        DateTable {
            days: vec![5.0, 31.0],
            dates: Vec::new(),
            shock_column: 0,
            expiry_column: 1,
            calmest: crate::units::Points(11.0),
            rows: vec![DateRow {
                spx: 5850.0,
                spx_return: -0.086,
                vix: 45.0,
                token: 2000.0,
                token_return: -0.3,
                is_shock: true,
                pnl: pnl.to_vec(),
            }],
            axis: HeatAxis::Spx,
            part: DatePart::Pool,
            later: Later::Held,
        }
    }

    #[test]
    fn days_are_read_as_they_are_written_and_nonsense_is_named() {
        assert_eq!(read_days(" 0 3,7; 10 21d ", Clock(None)), Ok(vec![0.0, 3.0, 7.0, 10.0, 21.0]));
        assert_eq!(read_days(&days_text(&[0.0, 2.5, 21.0]), Clock(None)), Ok(vec![0.0, 2.5, 21.0]));
        assert_eq!(read_days("", Clock(None)), Ok(vec![]));
        assert_eq!(read_days("3 soon", Clock(None)), Err("'soon' is no trading day from 0 to 756.".into()));
        for nonsense in ["-1", "NaN", "inf", "9999"] {
            assert!(read_days(nonsense, Clock(None)).is_err_and(|said| said.contains(nonsense)));
        }
        assert!(read_days(&"1 ".repeat(13), Clock(None)).is_err());
    }

    #[test]
    fn dates_are_days_too_where_today_is_known() {
        let clock = Clock(Day::iso("2026-11-30"));
        // A Monday. Christmas and the first of January have no trade.
        assert_eq!(read_days("0 4 Dec, Dec 11; 2027-01-04 4 Jan 2027", clock), Ok(vec![0.0, 4.0, 9.0, 23.0, 23.0]));
        assert_eq!(read_days("30 Nov 5", clock), Ok(vec![0.0, 5.0]));
        let said = |text: &str, clock| read_days(text, clock).err().unwrap_or_default();
        assert_eq!(
            said("4 Dec", Clock(None)),
            "'4 Dec' is a date, and the plan has none: type trading days, or give the plan its day."
        );
        assert_eq!(said("4 Dec 2025", clock), "'4 Dec 2025' was before today, 30 Nov 2026.");
        assert_eq!(said("31 Feb", clock), "'31 Feb' is no day of the calendar.");
        assert_eq!(said("4 Dec 2031", clock), "'4 Dec 2031' is later than 756 trading days from today.");
        assert_eq!(said("4 Dek", clock), "'Dek' is no trading day from 0 to 756.");
    }

    #[test]
    fn a_loss_is_repaired_or_deepened_and_a_gain_is_not() {
        assert_eq!(finding(&table([-100.0, -40.0])), "Waiting for expiry repairs it: −$100 to −$40");
        assert_eq!(finding(&table([-100.0, -400.0])), "Waiting for expiry deepens it: −$100 to −$400");
        assert_eq!(finding(&table([849.0, 9176.0])), "Waiting for expiry adds to it: +$849 to +$9,176");
        assert_eq!(finding(&table([849.0, 849.2])), "Waiting for expiry leaves +$849");
        assert_eq!(
            finding_beside(&table([-20.0, 30.0])),
            "In the shock B is $20 worse than A, at expiry $30 better than A"
        );
        assert_eq!(finding_beside(&table([0.2, 0.0])), "In the shock B is the same as A, at expiry the same as A");
        assert!(dek_beside(&table([0.0, 0.0])).starts_with("B − A: Pool in dollars"));
        let said = dek(&table([0.0, 0.0]), true, Some(true));
        assert!(said.starts_with("Pool in dollars") && said.contains("stay"));
        let linked = DateTable { later: Later::Linked, ..table([0.0, 0.0]) };
        assert!(
            dek(&linked, false, Some(true)).contains("VIX is held")
                && dek(&linked, true, Some(false)).contains("token is held")
        );
        // A token on which nothing hangs is not spoken of.
        for (later, is_linked) in [(Later::Linked, true), (Later::Linked, false), (Later::Held, true)] {
            assert!(!rule(later, is_linked, None).contains("token"));
        }
        let by_token = DateTable { axis: HeatAxis::Token, ..linked };
        let said = dek_over_token(&by_token, "ETH", true, true);
        assert!(
            said.contains("by price of ETH on the shock's day, SPX 5,850, VIX 45 there") && said.contains("move on")
        );
        assert!(dek_over_token(&by_token, "ETH", true, false).contains("SPX and the token stay and VIX moves on"));
        assert!(dek_over_token(&by_token, "ETH", false, true).ends_with("all of it stays so later"));
        assert!(dek_beside(&by_token).contains("same move of the token"));
    }
}
