//! FRED: `observation_date,VIXCLS` or `DATE,VIXCLS`, ISO dates, blanks or points on holidays. Source: fred.stlouisfed.org.

use crate::data::layout::{Layout, Rule};
use crate::data::series::{Series, What};
use crate::data::table::{Head, Pace};

/// Its name.
pub const NAME: &str = "FRED series";

/// Where a head has its header: a date and names of series in capitals, and the next row begins with an ISO date.
fn header(head: &Head<'_>) -> Option<usize> {
    let is_id = |cell: &String| {
        cell.len() >= 2 && cell.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_')
    };
    let is_date = |cell: &String| ["observation_date", "date"].iter().any(|name| cell.eq_ignore_ascii_case(name));
    let is_header = |row: &Vec<String>| matches!(&row[..], [date, ids @ ..] if is_date(date) && !ids.is_empty() && ids.iter().all(is_id));
    let at = head.rows.iter().position(is_header)?;
    let date = head.cells(at.saturating_add(1)).first()?.as_bytes();
    let is_iso = date.get(4) == Some(&b'-');
    let is_prices = head.cells(at).iter().any(|cell| cell == "CLOSE");
    (is_iso && !is_prices).then_some(at)
}

/// Whether it is one.
pub fn looks_like(head: &Head<'_>) -> bool {
    header(head).is_some()
}

/// Reads the first series of it.
///
/// # Errors
/// As [`Layout::read`].
pub fn read(head: &Head<'_>, pace: &mut Pace<'_>) -> Result<Series, String> {
    let at = header(head).unwrap_or(0);
    let (date, ids) = head.cells(at).split_first().ok_or("This FRED file has no header.")?;
    let id = ids.first().ok_or("This FRED file has a date and no series.")?;
    let layout = Layout::of(head, at, NAME, date, &[(id, "close", Rule::Any)], "close");
    let layout = layout.ok_or("This FRED file has a date and no series.")?;
    let mut series = layout.read(head, Some(What::of_symbol(id)), pace)?;
    if ids.len() > 1 {
        series.account.remarks.push(format!("The file has {} series: only the first, {id}, was read.", ids.len()));
    }
    Ok(series)
}

#[cfg(test)]
mod tests {
    use crate::data::series::What;
    use crate::data::{Imported, read};

    #[test]
    fn blanks_are_left_out_and_counted() {
        for text in [
            "observation_date,VIXCLS\n2026-01-14,17.5\n2026-01-15,\n2026-01-16,18.25\n",
            "\"DATE\",\"VIXCLS\"\r\n2026-01-14,17.5\r\n2026-01-15,.\r\n2026-01-16,18.25\r\n",
        ] {
            let Ok(Imported::Series(series)) = read(text) else { unreachable!("{text}") };
            assert_eq!((&series.what, series.days.len()), (&What::Vix, 2));
            assert_eq!((series.account.repaired("no close"), series.account.gaps.count), (1, 1));
        }
    }

    #[test]
    fn a_series_by_the_month_has_no_gaps_and_may_be_any() {
        let Ok(Imported::Series(series)) = read(
            "observation_date,M2SL,M1SL\n2026-01-01,22000.5,18000\n2026-02-01,22100,18100\n2026-03-01,22110,18100\n",
        ) else {
            unreachable!()
        };
        assert_eq!((&series.what, series.account.gaps.count), (&What::Named("M2SL".into()), 0));
        assert!(series.account.remarks[0].contains("only the first, M2SL"));
    }
}
