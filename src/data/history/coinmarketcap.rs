//! CoinMarketCap: prices of a day with a market cap, newest first; by commas with a dash for none, or by semicolons with the
//! times of open and close in front.

use crate::data::layout::{Layout, Rule};
use crate::data::series::Series;
use crate::data::table::{Head, Pace};

/// Its name.
pub const NAME: &str = "CoinMarketCap history";
/// What a market cap is called.
const CAPS: [&str; 4] = ["mkt_cap", "market cap", "marketcap", "market_cap"];
/// What the date is called.
const DATES: [&str; 3] = ["date", "timeopen", "time_open"];

/// The header and what date and market cap are called in it.
fn header(head: &Head<'_>) -> Option<(usize, &'static str, &'static str)> {
    let at = head.header(&["open", "high", "low", "close"])?;
    let named = |names: &[&'static str]| names.iter().copied().find(|name| head.column(at, name).is_some());
    Some((at, named(&DATES)?, named(&CAPS)?))
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
    let (at, date, cap) =
        header(head).ok_or("A CoinMarketCap history has a date, four prices and a market cap; this one has not.")?;
    let prices = ["open", "high", "low", "close"].map(|name| (name, name, Rule::Price));
    let wanted: Vec<_> =
        prices.into_iter().chain([("volume", "volume", Rule::Size), (cap, "market_cap", Rule::Size)]).collect();
    let layout = Layout::of(head, at, NAME, date, &wanted, "close");
    layout.ok_or("A CoinMarketCap history has a date and a close; this one has not.")?.read(head, None, pace)
}

#[cfg(test)]
mod tests {
    use crate::data::series::What;
    use crate::data::{Imported, read};
    use crate::plan::Token;

    #[test]
    fn both_layouts_are_read_and_a_dash_is_none() {
        // Prices near closes of two days that are known.
        let commas = "date,open,high,low,close,volume,mkt_cap\n2024-08-05,2690,2700,2200,2420.5,40000000,-\n2020-03-16,125,126,101,110.5,11000000,12000000\n";
        let semicolons = "timeOpen;timeClose;timeHigh;timeLow;name;open;high;low;close;volume;marketCap;timestamp\n\"2024-08-05T00:00:00.000Z\";\"2024-08-05T23:59:59.999Z\";\"x\";\"x\";\"2781\";2690;2700;2200;2420.5;40000000;290000000;\"2024-08-05T23:59:59.999Z\"\n\"2020-03-16T00:00:00.000Z\";\"\";\"\";\"\";\"2781\";125;126;101;110.5;11000000;;\"\"\n";
        for text in [commas, semicolons] {
            let Ok(Imported::Series(series)) = read(text) else { unreachable!("{:?}", read(text)) };
            assert_eq!((&series.what, series.last().map(|last| last.1)), (&What::Coin(Token::Eth), Some(2420.5)));
            // Nothing of it is other than in the file.
            let remarks = ["turned round", "1 cell of another column is blank"];
            assert!(remarks.iter().all(|words| series.account.remarks.iter().any(|said| said.contains(words))));
            assert_eq!(series.account.put_right(), 0);
        }
    }
}
