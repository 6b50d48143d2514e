//! DefiLlama: a pool page's CSV of daily yields.
//!
//! Columns `APY,APY_BASE,APY_REWARD,TVL,DATE` in per cent and dollars, blanks allowed; of older exports `timestamp` is the
//! date. DefiLlama's 'APY' is a day's fees × 365 over the pool's value, not compounded: it is read as the simple APR that it
//! is.

use crate::data::layout::{Layout, Rule};
use crate::data::series::{Series, What};
use crate::data::table::{Head, Pace};
use crate::data::yields::{Yields, is_recent};
use crate::units::day::Day;
use crate::units::{Frac, Usd};

/// Its name.
pub const NAME: &str = "DefiLlama pool CSV";
/// Names of its date.
const DATES: [&str; 2] = ["date", "timestamp"];
const WANTED: [(&str, &str, Rule); 4] = [
    ("apy", "apy", Rule::Any),
    ("apy_base", "apy_base", Rule::Any),
    ("apy_reward", "apy_reward", Rule::Any),
    ("tvl", "tvl", Rule::Size),
];

/// Whether a text has the columns of a DefiLlama CSV.
pub fn looks_like(head: &Head<'_>) -> bool {
    ["apy", "apy_base"].iter().any(|name| head.header(&[name]).is_some())
}

/// Reads it. The main column is all that a day yielded, per cent; where it is blank the base says as much.
///
/// # Errors
/// A column that is missing; as [`Layout::read`].
pub fn read(head: &Head<'_>, pace: &mut Pace<'_>) -> Result<Series, String> {
    let layout = DATES.iter().find_map(|date| {
        let at = head.header(&["apy", date])?;
        Layout::of(head, at, NAME, date, &WANTED, "apy")
    });
    let layout = layout.ok_or("A DefiLlama CSV has the columns APY and DATE; this one has not.")?;
    // A day may have its base alone.
    let instead = layout.fields.iter().position(|field| field.name == "apy_base");
    Layout { instead, ..layout }.read(head, Some(What::PoolYields), pace)
}

/// The fee APR of the last calendar days that have one: without rewards; where the base is blank, all less rewards.
///
/// # Errors
/// None of them has one, or their mean is below 0: a sentence.
pub fn yields(series: &Series) -> Result<Yields, String> {
    let column = |name: &str| -> Vec<(Day, f64)> {
        series.column(name).into_iter().filter(|(day, _)| is_recent(series, *day)).collect()
    };
    let (all, bases, rewards) = (column("apy"), column("apy_base"), column("apy_reward"));
    let on = |rows: &[(Day, f64)], day: Day| rows.iter().find(|row| row.0 == day).map(|row| row.1);
    let row = |day: &Day| {
        let reward = on(&rewards, *day).unwrap_or(0.0);
        let fees = on(&bases, *day).or_else(|| Some(on(&all, *day)? - reward))?;
        Some((*day, [fees, reward]))
    };
    let recent = series.days.iter().filter(|day| is_recent(series, **day));
    let rows: Vec<(Day, [f64; 2])> = recent.filter_map(row).collect();
    let ([first, ..], [.., end]) = (&rows[..], &rows[..]) else {
        return Err("This CSV has no day with a yield.".into());
    };
    let mean = |pick: usize| Frac(0.01 * rows.iter().map(|row| row.1[pick]).sum::<f64>() / rows.len() as f64);
    let [fee_apr, reward_apr] = [0, 1].map(mean);
    if fee_apr.0 < 0.0 {
        return Err("The mean fee yield of this CSV is below 0: fees cannot be.".into());
    }
    Ok(Yields {
        fee_apr,
        reward_apr,
        days: rows.len(),
        without: 0,
        tvl: series.column("tvl").last().map(|(_, usd)| Usd(*usd)),
        dates: [first.0, end.0],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Imported, read};

    const FILE: &str = include_str!("../../../tests/fixtures/files/defillama.csv");

    fn history(text: &str) -> Result<Series, String> {
        match read(text)? {
            Imported::Series(series) if series.what == What::PoolYields => Ok(*series),
            other => Err(format!("This is {}.", other.what())),
        }
    }

    fn yields_of(text: &str) -> Result<Yields, String> {
        history(text).and_then(|series| yields(&series))
    }

    #[test]
    fn the_last_thirty_days_are_averaged_and_blanks_left_out() {
        let found = yields_of(FILE);
        assert!(found.as_ref().is_ok_and(|y| y.days == 4 && (y.fee_apr.0 - 0.0625).abs() < 1e-12), "{found:?}");
        assert!(found.is_ok_and(|y| {
            y.tvl == Some(Usd(151_000_000.0))
                && y.dates.map(String::from) == ["2026-10-01", "2026-10-05"].map(String::from)
        }));
        let day = |i: i32| String::from(Day(20_000 + i));
        let many: String = (0..60).map(|i| format!("{i},{i},,1,{}\n", day(i))).collect();
        let long = yields_of(&format!("APY,APY_BASE,APY_REWARD,TVL,DATE\n{many}"));
        assert!(long.is_ok_and(|y| y.days == 30 && (y.fee_apr.0 - 0.445).abs() < 1e-12));
    }

    #[test]
    fn its_days_gaps_and_repairs_are_those_of_any_history() {
        let series = history(FILE).unwrap_or_else(|said| unreachable!("{said}"));
        let account = &series.account;
        assert_eq!((account.rows, account.gaps.count, account.refused), (4, 1, 0));
        assert!(account.repairs.iter().any(|one| one.said == "1 row has no apy and was left out."), "{account:?}");
        let bases = yields_of("APY,APY_BASE,DATE\n,5,2026-01-01\n,7,2026-01-02\n8,,2026-01-03\n,,2026-01-04\n");
        assert!(bases.is_ok_and(|y| y.days == 3 && (y.fee_apr.0 - 0.2 / 3.0).abs() < 1e-12));
        // One bad number costs its row, not the file.
        let one = history("APY,DATE\n5,2026-01-01\nmuch,2026-01-02\n6,soon\n7,2026-01-04\n");
        let account = one.map(|series| series.account);
        assert!(account.as_ref().is_ok_and(|one| (one.rows, one.refused) == (2, 2)), "{account:?}");
        assert!(account.is_ok_and(|one| one.refusals[0].line == 3 && one.refusals[0].reason.contains("'much'")));
    }

    #[test]
    fn order_and_case_do_not_matter_and_nonsense_is_named() {
        let turned = yields_of("date,apy,tvl\r\n2026-02-02,4,7\r\n2026-02-01,2,5\r\n");
        assert!(turned.is_ok_and(|y| y.tvl == Some(Usd(7.0)) && (y.fee_apr.0 - 0.03).abs() < 1e-15));
        let older = yields_of("TIMESTAMP,APY\n2026-02-02T00:00:00Z,4\n2026-02-03T00:00:00Z,2\n");
        assert!(older.is_ok_and(|y| (y.fee_apr.0 - 0.03).abs() < 1e-15));
        // Saved again by a spreadsheet: 10/1 is behind 9/30, whichever comes first as text.
        let excel: String =
            (1..=30).map(|d| format!("5,9/{d}/2026\n")).chain((1..=30).map(|d| format!("50,10/{d}/2026\n"))).collect();
        let saved = yields_of(&format!("APY,DATE\n{excel}"));
        assert!(saved.is_ok_and(|y| (y.fee_apr.0 - 0.5).abs() < 1e-12 && String::from(y.dates[0]) == "2026-10-01"));
        // Nothing settles it but that its days follow one another.
        let bare = history("APY,DATE\n5,03/10/2026\n6,04/10/2026\n7,05/10/2026\n");
        assert!(bare.is_ok_and(|bare| bare.days[0] == Day::iso("2026-10-03").unwrap_or(Day(0))
            && bare.account.remarks.iter().any(|said| said.contains("follow one another"))));
        let european = yields_of("APY,DATE\n5,01/10/2026\n50,30/09/2026\n");
        assert!(european.is_ok_and(|y| String::from(y.dates[1]) == "2026-10-01"));
        assert!(yields_of("APY,DATE\n5,01/30/2026\n50,30/09/2026\n").is_err_and(|said| said.contains("mixed")));
        assert!(yields_of("APY_BASE,B\n1,2").is_err_and(|said| said.contains("APY and DATE")));
        assert!(yields_of("APY,DATE\n-4,2026-01-01\n").is_err_and(|said| said.contains("below 0")));
        assert!(yields_of("APY,DATE\nmuch,2026-01-01").is_err());
        assert!(yields_of("APY,DATE\n,2026-01-01").is_err());
        assert!(yields_of("").is_err());
    }
}
