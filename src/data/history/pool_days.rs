//! Uniswap v3 poolDayData: a row a day by Unix seconds, as the subgraph exports it.
//!
//! Its `close` is the price of the first swap of the day, as its `open` is; `token0Price` is that of the last. Prices are
//! token0 per token1 and the other way round.

use crate::data::layout::{Layout, Rule};
use crate::data::series::{Series, What};
use crate::data::table::{Head, Pace};
use crate::data::yields::{Yields, is_recent};
use crate::units::day::Day;
use crate::units::{Frac, Usd};
use crate::words::{clip, number, share};

/// What a fee tier is a part of.
const TIER: f64 = 1e6;
/// Days of a year of fees.
const YEAR: f64 = 365.0;
/// Its name.
pub const NAME: &str = "Uniswap v3 poolDayData";
const COLUMNS: [&str; 4] = ["date", "token0Price", "feesUSD", "tvlUSD"];
const WANTED: [(&str, &str, Rule); 10] = [
    ("token0Price", "token0_price", Rule::Price),
    ("token1Price", "token1_price", Rule::Price),
    ("open", "open", Rule::Price),
    ("high", "high", Rule::Price),
    ("low", "low", Rule::Price),
    ("liquidity", "liquidity", Rule::Size),
    ("tick", "tick", Rule::Any),
    ("feesUSD", "fees_usd", Rule::Size),
    ("volumeUSD", "volume_usd", Rule::Size),
    ("tvlUSD", "tvl_usd", Rule::Any),
];

/// Whether it is one.
pub fn looks_like(head: &Head<'_>) -> bool {
    head.header(&COLUMNS).is_some()
}

/// Reads it. The main column is the price of the two that is above 1 in the middle: dollars per token.
///
/// # Errors
/// As [`Layout::read`].
pub fn read(head: &Head<'_>, pace: &mut Pace<'_>) -> Result<Series, String> {
    let at = head.header(&COLUMNS).unwrap_or(0);
    let layout = Layout::of(head, at, NAME, "date", &WANTED, "token0_price");
    let layout = layout.ok_or("A poolDayData export has a date and token0Price; this one has not.")?;
    let mut series = layout.read(head, Some(What::PoolDays), pace)?;
    let mut prices: Vec<f64> = series.closes().into_iter().map(|(_, price)| price).collect();
    prices.sort_by(f64::total_cmp);
    let other = series
        .columns
        .iter()
        .position(|column| column.name == "token1_price" && column.values.iter().all(Option::is_some));
    if prices.get(prices.len() / 2).is_some_and(|middle| *middle < 1.0)
        && let Some(other) = other
    {
        series.main = other;
    }
    let fee = head.column(at, "pool.feeTier").and_then(|column| head.cells(at.saturating_add(1)).get(column));
    let pool = head.column(at, "pool.id").and_then(|column| head.cells(at.saturating_add(1)).get(column));
    if let (Some(fee), Some(pool)) = (fee, pool) {
        let tier = fee.trim().parse::<f64>().ok().filter(|tier| *tier > 0.0 && *tier < TIER);
        let fee = tier.map(|tier| format!(", fee {} of each swap", share(tier / TIER, 2))).unwrap_or_default();
        series.account.remarks.push(format!("Pool {}{fee}.", clip(pool)));
    }
    Ok(series)
}

/// The fee APR of a pool's last calendar days: the mean of a day's fees over the pool's value, × 365, simple;
/// without rewards, of which such a file says nothing. Days without fees or without a value above 0 are left out and counted.
///
/// # Errors
/// No such day among them: a sentence that says what is missing.
pub fn yields(series: &Series) -> Result<Yields, String> {
    let last = *series.days.last().ok_or("This history has no day.")?;
    let recent = |day: Day| is_recent(series, day);
    let all = series.days.iter().filter(|day| recent(**day)).count();
    let of = |name: &str, least: f64| -> Vec<(Day, f64)> {
        series.column(name).into_iter().filter(|(day, x)| recent(*day) && *x >= least).collect()
    };
    let (fees, values) = (of("fees_usd", 0.0), of("tvl_usd", f64::MIN_POSITIVE));
    let value = |on: Day| values.iter().find(|(day, _)| *day == on).map(|(_, value)| *value);
    let rows: Vec<(Day, f64)> = fees.iter().filter_map(|(day, fees)| Some((*day, fees / value(*day)?))).collect();
    let ([first, ..], [.., end]) = (&rows[..], &rows[..]) else {
        return Err(format!(
            "Of the last {} of this file {} have fees (feesUSD) and {} a value of the pool above 0 (tvlUSD), none both: no fee APR is taken.",
            if all == 1 { "row".into() } else { format!("{} rows", number(all as f64)) },
            number(fees.len() as f64),
            number(values.len() as f64)
        ));
    };
    let mean = rows.iter().map(|(_, part)| part).sum::<f64>() / rows.len() as f64;
    Ok(Yields {
        fee_apr: Frac(YEAR * mean),
        reward_apr: Frac(0.0),
        days: rows.len(),
        without: all.saturating_sub(rows.len()),
        tvl: value(last).map(Usd),
        dates: [first.0, end.0],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Imported, read};

    #[test]
    fn days_are_counted_in_seconds_and_the_last_price_is_the_days() {
        let text = "_id,close,date,feesUSD,high,liquidity,low,open,pool.feeTier,pool.id,tick,token0Price,token1Price,tvlUSD,volumeUSD\na,3000,1768521600,1000.5,3100,14722500790780416929,2990,3000,500,0xabc,195320,3050.25,0.000327842,1000000,2000000\nb,2990,1768435200,900.5,3010,14722500790780416929,2950,2990,500,0xabc,195320,3000.123456789012345678901234567,0.00033,1000000,2000000\n";
        let Ok(Imported::Series(series)) = read(text) else { unreachable!() };
        assert_eq!((&series.what, series.last()), (&What::PoolDays, Some((Day(20_469), 3050.25))));
        assert_eq!(
            (series.column("fees_usd").len(), series.column("liquidity")[0].1),
            (2, 14_722_500_790_780_416_929.0)
        );
        assert_eq!(
            series.account.remarks.last().map(String::as_str),
            Some("Pool 0xabc, fee 0.05\u{202f}% of each swap.")
        );
    }

    /// Forty days, the first ten with many times the fees; each row's fees and value as `changed` makes them.
    fn pool(changed: impl Fn(i64) -> [f64; 2]) -> Series {
        let row = |nth: i64| {
            let ([fees, value], second) = (changed(nth), nth.saturating_mul(86_400).saturating_add(1_768_521_600));
            format!("{second},{fees},3000,{value}\n")
        };
        let text: String = (0..40).map(row).collect();
        match read(&format!("date,feesUSD,token0Price,tvlUSD\n{text}")) {
            Ok(Imported::Series(series)) => *series,
            other => unreachable!("{other:?}"),
        }
    }

    #[test]
    fn fees_over_value_of_the_last_thirty_days_are_the_apr() {
        let found = yields(&pool(|nth| [if nth < 10 { 1e5 } else { 500.0 }, 1e6 + nth as f64]));
        assert!(found.as_ref().is_ok_and(|found| (found.fee_apr.0 - 0.1825).abs() < 1e-5), "{found:?}");
        assert!(found.is_ok_and(|found| (found.days, found.without, found.tvl, found.dates)
            == (30, 0, Some(Usd(1_000_039.0)), [Day(20_479), Day(20_508)])));
        // Two days without a value, one of them the last.
        let found = yields(&pool(|nth| [500.0, if nth == 20 || nth == 39 { -1.0 } else { 1e6 }]));
        assert!(found.as_ref().is_ok_and(|found| (found.fee_apr.0 - 0.1825).abs() < 1e-12), "{found:?}");
        assert!(found.is_ok_and(|found| (found.days, found.without, found.tvl) == (28, 2, None)
            && found.note().contains("2 more calendar days have no fees or no value of the pool above 0")));
        let none = yields(&pool(|_| [500.0, 0.0]));
        assert!(none.is_err_and(|said| said.starts_with(
            "Of the last 30 rows of this file 30 have fees (feesUSD) and 0 a value of the pool above 0 (tvlUSD)"
        )));
    }
}
