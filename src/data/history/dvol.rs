//! Deribit DVOL: `date,symbol,open,high,low,close` in points of volatility, newest first.

use crate::data::layout::Layout;
use crate::data::series::{Series, What};
use crate::data::table::{Head, Pace};

/// Its name.
pub const NAME: &str = "Deribit DVOL history";
const COLUMNS: [&str; 6] = ["date", "symbol", "open", "high", "low", "close"];
/// No DVOL was ever near this; a price is.
const HIGHEST: f64 = 400.0;

/// Where a head has its header: these columns and no others.
fn header(head: &Head<'_>) -> Option<usize> {
    head.header(&COLUMNS).filter(|at| head.cells(*at).len() == COLUMNS.len())
}

/// Whether it is one.
pub fn looks_like(head: &Head<'_>) -> bool {
    header(head).is_some()
}

/// Reads it.
///
/// # Errors
/// As [`Layout::read`]; a symbol or levels that are no DVOL's.
pub fn read(head: &Head<'_>, pace: &mut Pace<'_>) -> Result<Series, String> {
    let at = header(head).unwrap_or(0);
    let symbol = head
        .column(at, "symbol")
        .and_then(|column| head.cells(at.saturating_add(1)).get(column))
        .cloned()
        .unwrap_or_default();
    let bare = symbol.to_ascii_uppercase().replace("DVOL", "");
    let What::Coin(token) = What::of_symbol(&bare) else {
        return Err(format!(
            "This has the columns of a Deribit DVOL history, of '{}': those of ETH and BTC are read here.",
            crate::words::clip(&symbol)
        ));
    };
    let layout =
        Layout::of_prices(head, at, NAME, "date").ok_or("A DVOL history has a date and a close; this one has not.")?;
    let series = layout.read(head, Some(What::Dvol(token)), pace)?;
    let highest = series.closes().into_iter().map(|(_, close)| close).fold(0.0, f64::max);
    if highest > HIGHEST {
        return Err(format!(
            "This has the columns of a Deribit DVOL history, but a close of {}: that is a price, no volatility.",
            crate::words::number(highest)
        ));
    }
    Ok(series)
}

#[cfg(test)]
mod tests {
    use crate::data::series::What;
    use crate::data::{Imported, read};
    use crate::plan::Token;

    #[test]
    fn dvol_is_read_and_a_price_of_the_same_layout_refused() {
        let text =
            "date,symbol,open,high,low,close\n2026-01-16,ETH,70.1,71,69.5,70.2\n2026-01-15,ETH,71.1,72,70.5,70.1\n";
        let Ok(Imported::Series(series)) = read(text) else { unreachable!() };
        assert_eq!((&series.what, series.last().map(|last| last.1)), (&What::Dvol(Token::Eth), Some(70.2)));
        let of_prices = |price: &str| read(&text.replace("70.2", price).replace(",71,", ",3071,"));
        assert!(of_prices("470.2").is_err_and(|said| said.contains("no volatility")));
        let Ok(Imported::Series(one)) = of_prices("3070.2") else { unreachable!() };
        assert!(one.days.len() == 1 && one.account.refusals[0].reason.starts_with("A close of 3,070.2 cannot be"));
        assert!(read(&text.replace("ETH", "TSLA")).is_err_and(|said| said.contains("of 'TSLA'")));
    }
}
