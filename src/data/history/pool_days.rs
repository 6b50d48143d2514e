//! Uniswap v3 poolDayData: a row a day by Unix seconds, as the subgraph exports it.
//!
//! Its `close` is the price of the first swap of the day, as its `open` is; `token0Price` is that of the last. Prices are
//! token0 per token1 and the other way round.

use crate::data::layout::{Layout, Rule};
use crate::data::series::{Series, What};
use crate::data::table::{Head, Pace};

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
        series.account.remarks.push(format!(
            "Pool {}, fee {} hundredths of a basis point.",
            crate::words::clip(pool),
            crate::words::clip(fee)
        ));
    }
    Ok(series)
}

#[cfg(test)]
mod tests {
    use crate::data::series::What;
    use crate::data::{Imported, read};
    use crate::units::day::Day;

    #[test]
    fn days_are_counted_in_seconds_and_the_last_price_is_the_days() {
        let text = "_id,close,date,feesUSD,high,liquidity,low,open,pool.feeTier,pool.id,tick,token0Price,token1Price,tvlUSD,volumeUSD\na,3000,1768521600,1000.5,3100,14722500790780416929,2990,3000,500,0xabc,195320,3050.25,0.000327842,1000000,2000000\nb,2990,1768435200,900.5,3010,14722500790780416929,2950,2990,500,0xabc,195320,3000.123456789012345678901234567,0.00033,1000000,2000000\n";
        let Ok(Imported::Series(series)) = read(text) else { unreachable!() };
        assert_eq!((&series.what, series.last()), (&What::PoolDays, Some((Day(20_469), 3050.25))));
        assert_eq!(
            (series.column("fees_usd").len(), series.column("liquidity")[0].1),
            (2, 14_722_500_790_780_416_929.0)
        );
    }
}
