//! CoinGecko: `snapped_at,price,market_cap,total_volume`, a price a day at midnight UTC, which closes the day before.

use crate::data::layout::{Layout, Rule};
use crate::data::series::Series;
use crate::data::table::{Head, Pace};

/// Its name.
pub const NAME: &str = "CoinGecko history";

/// Whether it is one.
pub fn looks_like(head: &Head<'_>) -> bool {
    head.header(&["snapped_at", "price"]).is_some()
}

/// Reads it.
///
/// # Errors
/// As [`Layout::read`].
pub fn read(head: &Head<'_>, pace: &mut Pace<'_>) -> Result<Series, String> {
    let at = head.header(&["snapped_at", "price"]).unwrap_or(0);
    let wanted = [
        ("price", "close", Rule::Price),
        ("market_cap", "market_cap", Rule::Size),
        ("total_volume", "volume", Rule::Size),
    ];
    let layout = Layout::of(head, at, NAME, "snapped_at", &wanted, "close");
    let layout = layout.ok_or("A CoinGecko history has the columns snapped_at and price; this one has not.")?;
    let mut series = Layout { behind: 1, ..layout }.read(head, None, pace)?;
    series
        .account
        .remarks
        .push("Prices are those of midnight UTC: each counts as the close of the calendar day before.".into());
    Ok(series)
}

#[cfg(test)]
mod tests {
    use crate::data::series::What;
    use crate::data::{Imported, read};
    use crate::plan::Token;
    use crate::units::day::Day;

    #[test]
    fn a_price_of_midnight_closes_the_day_before() {
        // The days before are known, and prices near their closes.
        let text = "snapped_at,price,market_cap,total_volume\n2020-03-17 00:00:00 UTC,5020.5,91000000000,50000000000\n2024-08-06 00:00:00 UTC,54050.1,1060000000000,\n";
        let Ok(Imported::Series(series)) = read(text) else { unreachable!() };
        assert_eq!(series.what, What::Coin(Token::Btc));
        assert_eq!(series.days.first().copied(), Day::of(2020, 3, 16));
        assert_eq!(series.account.remarks.iter().filter(|said| said.contains("blank")).count(), 1);
    }
}
