//! DefiLlama: a pool page's CSV of daily yields, made into a fee APR.
//!
//! Columns `APY,APY_BASE,APY_REWARD,TVL,DATE` in per cent and dollars, blanks allowed. DefiLlama's 'APY' is a day's
//! fees × 365 over the pool's value, not compounded: it is read as the simple APR that it is.

use crate::data::written_date::{Order, Written};
use crate::units::day::Day;
use crate::units::{Frac, Usd};
use crate::words::{clip, plain};

/// Its name.
pub const NAME: &str = "DefiLlama pool CSV";
/// Rows whose mean is the APR.
pub const WINDOW: usize = 30;

/// What the history says.
#[derive(Clone, Debug, PartialEq)]
pub struct Yields {
    /// Mean fee APR of the last [`WINDOW`] days, over the pool's value, rewards left out.
    pub fee_apr: Frac,
    /// Mean reward APR of the same days.
    pub reward_apr: Frac,
    /// Days in that mean.
    pub days: usize,
    /// Days of the same stretch that have no figures and are left out.
    pub without: usize,
    /// Dollars in the pool on the last day, where given.
    pub tvl: Option<Usd>,
    /// First and last day of the mean.
    pub dates: [Day; 2],
}

impl Yields {
    /// What the person must know about it.
    pub fn note(&self) -> String {
        let without = match self.without {
            0 => String::new(),
            1 => " 1 more calendar day has no fees or no value of the pool above 0 and is left out.".into(),
            more => {
                format!(" {more} more calendar days have no fees or no value of the pool above 0 and are left out.")
            }
        };
        format!(
            "Mean of {} calendar days from {} to {}, fees only, simple.{without} It is the yield of the pool's whole value: a full-range position earns less than that where others concentrate.",
            self.days,
            String::from(self.dates[0]),
            String::from(self.dates[1])
        )
    }
}

/// Whether a text has the columns of a DefiLlama CSV.
pub fn looks_like(text: &str) -> bool {
    let head = text.trim_start_matches('\u{feff}').lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let is_apy = |cell: &str| ["APY", "APY_BASE"].iter().any(|name| cell.eq_ignore_ascii_case(name));
    head.contains(',') && cells(head).into_iter().any(is_apy)
}

/// Reads the CSV.
///
/// # Errors
/// A column that is missing, a number that is none, or no rows: with the line.
pub fn read(text: &str) -> Result<Yields, String> {
    let mut lines = text.trim_start_matches('\u{feff}').lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let head = lines.next().map(|(_, line)| cells(line)).unwrap_or_default();
    let column = |name: &str| head.iter().position(|cell| cell.eq_ignore_ascii_case(name));
    let (Some(date), Some(apy)) = (column("DATE").or_else(|| column("TIMESTAMP")), column("APY")) else {
        return Err("A DefiLlama CSV has the columns APY and DATE; this one has not.".into());
    };
    let (base, reward, tvl) = (column("APY_BASE"), column("APY_REWARD"), column("TVL"));
    let mut rows = Vec::new();
    for (i, line) in lines {
        let cells = cells(line);
        let number = |column: Option<usize>| match column.and_then(|c| cells.get(c)).map(|cell| cell.trim()) {
            None | Some("" | "null") => Ok(None),
            Some(cell) => plain::number(cell)
                .filter(|x| x.is_finite())
                .map(Some)
                .ok_or_else(|| format!("Line {}: '{}' is not a number.", i.saturating_add(1), clip(cell))),
        };
        let written = cells.get(date).copied().unwrap_or_default();
        if written.is_empty() {
            return Err(format!("Line {} has no date.", i.saturating_add(1)));
        }
        let day = Written::read(written)
            .ok_or_else(|| format!("Line {}: '{}' is no date.", i.saturating_add(1), clip(written)))?;
        let rewards = number(reward)?;
        // Where the base is blank the total less rewards is the base.
        let fees = match (number(base)?, number(Some(apy))?) {
            (Some(fees), _) => Some(fees),
            (None, Some(all)) => Some(all - rewards.unwrap_or(0.0)),
            (None, None) => None,
        };
        rows.push((day, fees, rewards.unwrap_or(0.0), number(tvl)?));
    }
    let orders = |order: Order| rows.iter().any(|row: &(Written, _, _, _)| row.0.order() == Some(order));
    let order = match [Order::MonthFirst, Order::DayFirst].map(orders) {
        [true, true] => return Err("The dates of this CSV are in two orders, month first and day first.".into()),
        [false, true] => Order::DayFirst,
        // A spreadsheet that writes 1/2/2026 and settles nothing is American more often than not.
        _ => Order::MonthFirst,
    };
    let dated = |(written, fees, rewards, tvl): (Written, _, _, _)| Some((written.day(order)?, fees, rewards, tvl));
    let mut rows: Vec<_> = rows.into_iter().filter_map(dated).collect();
    rows.sort_by_key(|row| row.0);
    let tvl = rows.iter().rev().find_map(|row| row.3).map(Usd);
    let known: Vec<(Day, f64, f64)> = rows.iter().filter_map(|row| Some((row.0.0, row.1?, row.2))).collect();
    let last = &known[known.len().saturating_sub(WINDOW)..];
    let ([first, ..], [.., end]) = (last, last) else {
        return Err("This CSV has no day with a yield.".into());
    };
    let mean = |pick: fn(&(Day, f64, f64)) -> f64| Frac(0.01 * last.iter().map(pick).sum::<f64>() / last.len() as f64);
    let fee_apr = mean(|row| row.1);
    if fee_apr.0 < 0.0 {
        return Err("The mean fee yield of this CSV is below 0: fees cannot be.".into());
    }
    Ok(Yields {
        fee_apr,
        reward_apr: mean(|row| row.2),
        days: last.len(),
        without: 0,
        tvl,
        dates: [first, end].map(|row| row.0),
    })
}

/// Cells of a line; quotes are dropped (no column of this file holds a comma).
fn cells(line: &str) -> Vec<&str> {
    line.split(',').map(|cell| cell.trim().trim_matches('"')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = include_str!("../../tests/fixtures/defillama_pool.csv");

    #[test]
    fn the_last_thirty_days_are_averaged_and_blanks_left_out() {
        let yields = read(FILE);
        assert!(yields.as_ref().is_ok_and(|y| y.days == 4 && (y.fee_apr.0 - 0.0625).abs() < 1e-12), "{yields:?}");
        assert!(yields.is_ok_and(|y| {
            y.tvl == Some(Usd(151_000_000.0))
                && y.dates.map(String::from) == ["2026-10-01", "2026-10-05"].map(String::from)
        }));
        let day = |i: i32| String::from(Day(20_000 + i));
        let many: String = (0..60).map(|i| format!("{i},{i},,1,{}\n", day(i))).collect();
        let long = read(&format!("APY,APY_BASE,APY_REWARD,TVL,DATE\n{many}"));
        assert!(long.is_ok_and(|y| y.days == WINDOW && (y.fee_apr.0 - 0.445).abs() < 1e-12));
    }

    #[test]
    fn order_and_case_do_not_matter_and_nonsense_is_named() {
        let turned = read("date,apy,tvl\r\n2026-02-02,4,7\r\n2026-02-01,2,5\r\n");
        assert!(turned.is_ok_and(|y| y.tvl == Some(Usd(7.0)) && (y.fee_apr.0 - 0.03).abs() < 1e-15));
        // Saved again by a spreadsheet: 10/1 is behind 9/30, whichever comes first as text.
        let excel: String =
            (1..=30).map(|d| format!("5,9/{d}/2026\n")).chain((1..=30).map(|d| format!("50,10/{d}/2026\n"))).collect();
        let saved = read(&format!("APY,DATE\n{excel}"));
        assert!(saved.is_ok_and(|y| (y.fee_apr.0 - 0.5).abs() < 1e-12 && String::from(y.dates[0]) == "2026-10-01"));
        let european = read("APY,DATE\n5,01/10/2026\n50,30/09/2026\n");
        assert!(european.is_ok_and(|y| String::from(y.dates[1]) == "2026-10-01"));
        assert!(read("APY,DATE\n5,01/30/2026\n50,30/09/2026\n").is_err_and(|said| said.contains("two orders")));
        assert!(read("APY,DATE\n5,soon\n").is_err_and(|said| said.contains("Line 2: 'soon' is no date")));
        assert!(read("A,B\n1,2").is_err_and(|said| said.contains("APY and DATE")));
        assert!(read("APY,DATE\nmuch,2026-01-01").is_err_and(|said| said.contains("Line 2: 'much'")));
        assert!(read("APY,DATE\n,2026-01-01").is_err_and(|said| said.contains("no day")));
        assert!(read("APY,DATE\n3,").is_err_and(|said| said.contains("no date")));
        assert!(read("").is_err());
    }
}
