//! Yahoo: `Date,Open,High,Low,Close,Adj Close,Volume` with ISO dates and binary decimals; Stooq's is the same without the
//! adjusted close, and one's own may have `Date,Close` alone. The file names no ticker: its closes tell.

use crate::data::history::cboe;
use crate::data::layout::Layout;
use crate::data::series::Series;
use crate::data::table::{Head, Pace};

/// Its name.
pub const NAME: &str = "Yahoo daily prices";
/// Columns that it may have.
const COLUMNS: [&str; 9] = ["date", "open", "high", "low", "close", "adj close", "volume", "dividends", "stock splits"];

/// Where a head has its header: the columns of prices, none that is unknown, and not Cboe's capitals.
fn header(head: &Head<'_>) -> Option<usize> {
    let at = head.header(&["date", "close"])?;
    let is_known = |cell: &String| COLUMNS.iter().any(|name| cell.eq_ignore_ascii_case(name));
    (head.cells(at).iter().all(is_known) && !cboe::looks_like(head)).then_some(at)
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
    let layout = Layout::of_prices(head, header(head).unwrap_or(0), NAME, "date");
    layout.ok_or("Daily prices have the columns Date and Close; these have not.")?.read(head, None, pace)
}

#[cfg(test)]
mod tests {
    use crate::data::account::Rhythm;
    use crate::data::series::What;
    use crate::data::{Imported, read};
    use crate::plan::Token;

    #[test]
    fn a_date_and_a_close_are_enough() {
        let Ok(Imported::Series(series)) = read("Date,Close\n2020-03-16,82.69\n2024-08-05,38.57\n") else {
            unreachable!()
        };
        assert_eq!((&series.what, series.days.len(), series.last().map(|row| row.1)), (&What::Vix, 2, Some(38.57)));
    }

    #[test]
    fn the_ticker_is_told_by_its_closes_and_null_rows_are_left_out() {
        // Closes near those of two days that are known.
        let text = "Date,Open,High,Low,Close,Adj Close,Volume\n2020-03-16,125.2,125.3,101.5,110.1999969482422,110.1999969482422,11000000\n2020-03-17,null,null,null,null,null,null\n2024-08-05,2690,2698,2171,2419.5,2419.5,40000000\n";
        let Ok(Imported::Series(series)) = read(text) else { unreachable!() };
        assert_eq!((&series.what, series.days.len()), (&What::Coin(Token::Eth), 2));
        assert_eq!((series.account.repaired("no close"), series.account.gaps.rhythm), (1, Rhythm::Irregular));
        assert_eq!(series.closes()[0].1, 110.199_996_948_242_2);
    }

    #[test]
    fn what_cannot_be_told_is_said_to_be_unnamed() {
        let Ok(Imported::Series(series)) = read("Date,Open,High,Low,Close\n2026-01-15,1,2,1,2\n2026-01-16,2,3,2,3\n")
        else {
            unreachable!()
        };
        assert_eq!((&series.what, series.account.gaps.rhythm), (&What::Unnamed, Rhythm::Trading));
        assert!(series.account.remarks[0].contains("does not say what"));
    }
}
