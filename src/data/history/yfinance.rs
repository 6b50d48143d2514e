//! yfinance: three rows of header, `Price,Close,High,…`, `Ticker,^GSPC,^GSPC,…`, `Date,,,`, as its `to_csv` writes them.

use crate::data::layout::{Field, Layout, Rule};
use crate::data::series::{Series, What};
use crate::data::table::{Head, Pace};

/// Its name.
pub const NAME: &str = "yfinance download";

/// Whether it is one.
pub fn looks_like(head: &Head<'_>) -> bool {
    let starts = |row: usize, name: &str| head.cells(row).first().is_some_and(|cell| cell.eq_ignore_ascii_case(name));
    starts(0, "Price") && starts(1, "Ticker") && starts(2, "Date")
}

/// Reads the prices of its first ticker.
///
/// # Errors
/// As [`Layout::read`]; no close.
pub fn read(head: &Head<'_>, pace: &mut Pace<'_>) -> Result<Series, String> {
    let (prices, tickers) = (head.cells(0), head.cells(1));
    let ticker = tickers.get(1).cloned().unwrap_or_default();
    let rule = |name: &str| match name {
        "open" | "high" | "low" | "close" => Some(Rule::Price),
        "volume" => Some(Rule::Size),
        _ => None,
    };
    let field = |(at, (price, of)): (usize, (&String, &String))| {
        let name = price.to_ascii_lowercase();
        let rule = rule(&name).filter(|_| *of == ticker)?;
        Some(Field { name, at, rule })
    };
    let fields: Vec<Field> = prices.iter().zip(tickers).enumerate().skip(1).filter_map(field).collect();
    let main = fields.iter().position(|field| field.name == "close").ok_or("This yfinance download has no closes.")?;
    let layout = Layout { format: NAME, from: 3, date: 0, fields, main, instead: None, behind: 0 };
    let mut series = layout.read(head, Some(What::of_symbol(&ticker)), pace)?;
    if let Some(other) = tickers.iter().skip(1).find(|one| **one != ticker && !one.is_empty()) {
        series.account.remarks.push(format!(
            "The file has several tickers: only the first, {ticker}, was read, and {other} and any others were not."
        ));
    }
    Ok(series)
}

#[cfg(test)]
mod tests {
    use crate::data::series::What;
    use crate::data::{Imported, read};

    #[test]
    fn three_rows_of_header_name_prices_and_tickers() {
        let text = "Price,Close,Close,High,High,Low,Low,Open,Open,Volume,Volume\nTicker,^GSPC,^VIX,^GSPC,^VIX,^GSPC,^VIX,^GSPC,^VIX,^GSPC,^VIX\nDate,,,,,,,,,,\n2026-01-15,6900.5,15,6910,16,6890,14,6900,15,1000,0\n2026-01-16,6920.5,15,6930,16,6900,14,6901,15,1100,0\n";
        let Ok(Imported::Series(series)) = read(text) else { unreachable!() };
        assert_eq!(
            (&series.what, series.columns.len(), series.last().map(|last| last.1)),
            (&What::Spx, 5, Some(6920.5))
        );
        assert!(series.account.remarks[0].contains("several tickers"));
    }
}
