//! CryptoDataDownload: a banner, then `unix,date,symbol,open,high,low,close,Volume …`, newest first, by the day or the hour.

use crate::data::layout::{Layout, Rule};
use crate::data::series::{Series, What};
use crate::data::table::{Head, Pace};

/// Its name.
pub const NAME: &str = "CryptoDataDownload history";
const COLUMNS: [&str; 4] = ["date", "symbol", "open", "close"];

/// Where a head has its header: below the banner, or with a column of Unix seconds.
fn header(head: &Head<'_>) -> Option<usize> {
    let at = head.header(&COLUMNS)?;
    let is_banner = |row: &Vec<String>| row.iter().any(|cell| cell.to_ascii_lowercase().contains("cryptodatadownload"));
    let has_unix = head.column(at, "unix").or_else(|| head.column(at, "unix timestamp")).is_some();
    (head.rows.iter().take(at).any(is_banner) || has_unix).then_some(at)
}

/// Whether it is one.
pub fn looks_like(head: &Head<'_>) -> bool {
    header(head).is_some()
}

/// Reads it.
///
/// # Errors
/// As [`Layout::read`].
pub fn read(head: &Head<'_>, pace: &mut Pace<'_>) -> Result<Series, String> {
    let at = header(head).unwrap_or(0);
    let symbol = head.column(at, "symbol").and_then(|at_symbol| head.cells(at.saturating_add(1)).get(at_symbol));
    let what = symbol.map(|symbol| What::of_symbol(symbol));
    let volume = head.cells(at).iter().find(|cell| cell.to_ascii_lowercase().starts_with("volume")).cloned();
    let mut wanted: Vec<(&str, &str, Rule)> =
        ["open", "high", "low", "close"].map(|name| (name, name, Rule::Price)).into();
    wanted.extend(volume.as_deref().map(|name| (name, "volume", Rule::Size)));
    let layout = Layout::of(head, at, NAME, "date", &wanted, "close");
    layout
        .ok_or("A CryptoDataDownload history has the columns date and close; this one has not.")?
        .read(head, what, pace)
}

#[cfg(test)]
mod tests {
    use crate::data::series::What;
    use crate::data::{Imported, read};
    use crate::plan::Token;

    #[test]
    fn the_banner_is_passed_over_and_the_order_turned() {
        let text = "https://www.CryptoDataDownload.com\nunix,date,symbol,open,high,low,close,Volume ETH,Volume USD\n1768521600000,2026-01-16 00:00:00,ETH/USD,3300,3350,3290,3310,12,39000\n1768435200000,2026-01-15 00:00:00,ETH/USD,3280,3310,3250,3300,11,36000\n";
        let Ok(Imported::Series(series)) = read(text) else { unreachable!() };
        assert_eq!((&series.what, series.last().map(|last| last.1)), (&What::Coin(Token::Eth), Some(3310.0)));
        assert!(series.account.remarks[0].contains("turned round") && series.column("volume").len() == 2);
    }

    #[test]
    fn of_the_hours_of_a_day_only_the_last_close_is_the_days() {
        let text = "https://www.CryptoDataDownload.com\nunix,date,symbol,open,high,low,close,Volume ETH,Volume USD\n2,2026-01-16 02:00:00,ETH/USD,3300,3350,3290,3310,12,39000\n1,2026-01-16 01:00:00,ETH/USD,3280,3310,3250,3300,11,36000\n";
        let Ok(Imported::Series(series)) = read(text) else { unreachable!() };
        assert_eq!(
            (series.closes().len(), series.last().map(|last| last.1), series.column("high").len()),
            (1, Some(3310.0), 0)
        );
        assert!(series.account.remarks[0].contains("several rows a day"));
    }
}
