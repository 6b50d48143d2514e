//! Cboe index history: `DATE,OPEN,HIGH,LOW,CLOSE` or `DATE,VVIX`, month first; by others with ISO dates.
//!
//! The file does not say which index it is of: its closes tell. Source: cdn.cboe.com/api/global/us_indices/daily_prices.

use crate::data::layout::{Layout, Rule};
use crate::data::series::{Series, What};
use crate::data::table::{Head, Pace};

/// Its name.
pub const NAME: &str = "Cboe index history";

/// Where a head has its header.
fn header(head: &Head<'_>) -> Option<usize> {
    let at = head.rows.iter().position(|row| row.first().is_some_and(|cell| cell == "DATE"))?;
    let cells = head.cells(at);
    let is_month_first = head.cells(at.saturating_add(1)).first().is_some_and(|date| date.contains('/'));
    let is_prices =
        cells.len() == 5 && ["OPEN", "HIGH", "LOW", "CLOSE"].iter().all(|name| cells.iter().any(|cell| cell == name));
    (is_prices || (cells.len() == 2 && is_month_first)).then_some(at)
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
    let alone = head.cells(at).get(1).filter(|name| !name.eq_ignore_ascii_case("OPEN"));
    let layout = match alone {
        Some(name) => Layout::of(head, at, NAME, "DATE", &[(name, "close", Rule::Price)], "close"),
        None => Layout::of_prices(head, at, NAME, "DATE"),
    };
    let layout = layout.ok_or("A Cboe index history has the columns DATE and CLOSE; this one has not.")?;
    layout.read(head, alone.map(|name| What::of_symbol(name)), pace)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use crate::data::account::Rhythm;
    use crate::data::series::{Series, What};
    use crate::data::{Imported, read};
    use crate::units::day::Day;

    fn series(text: &str) -> Series {
        match read(text) {
            Ok(Imported::Series(series)) => *series,
            other => unreachable!("{other:?}"),
        }
    }

    #[test]
    fn the_index_is_told_by_its_closes_and_an_open_outside_is_left_out() {
        // Closes of two days that are known, an invented third.
        let text = "DATE,OPEN,HIGH,LOW,CLOSE\n03/16/2020,57.8,83.5,57.8,82.69\n03/17/2020,2.5,84.0,70.0,75.0\n08/05/2024,23.4,65.7,23.4,38.57\n";
        let vix = series(text);
        assert_eq!((&vix.what, vix.days.len(), vix.column("open").len()), (&What::Vix, 3, 2));
        assert_eq!(vix.account.repaired("outside"), 1);
        assert_eq!(vix.last(), Some((Day::of(2024, 8, 5).unwrap(), 38.57)));
        // So few rows are no daily series.
        assert_eq!(vix.account.gaps.rhythm, Rhythm::Irregular);
        let iso = series(
            &text
                .replace("03/16/2020", "2020-03-16")
                .replace("03/17/2020", "2020-03-17")
                .replace("08/05/2024", "2024-08-05"),
        );
        assert_eq!((iso.what, iso.days), (What::Vix, vix.days));
    }

    #[test]
    fn the_short_layout_names_its_index() {
        let vvix = series("DATE,VVIX\n03/06/2006,71.73\n03/07/2006,\"$107.15\"\n");
        assert_eq!((&vvix.what, vvix.closes().len(), vvix.account.repaired("separators")), (&What::Vvix, 2, 1));
        assert_eq!(vvix.days[0], Day::of(2006, 3, 6).unwrap());
        assert!(vvix.account.remarks[0].contains("month first"));
    }

    #[test]
    fn mixed_dates_rows_out_of_order_and_nonsense_are_said() {
        let head = "DATE,OPEN,HIGH,LOW,CLOSE\n";
        let mixed = read(&format!("{head}13/01/2026,1,1,1,1\n01/14/2026,1,1,1,1\n"));
        assert!(mixed.is_err_and(|said| said.starts_with("Line 3 writes the month first and line 2 the day")));
        let text = format!(
            "{head}01/14/2026,9,9,9,9\n01/13/2026,8,8,8,8\n01/15/2026,7,7,7,7\n01/15/2026,6,6,6,6\n01/16/2026,inf,1,1,1\n,,,,\n01/19/2026,,,,\n02/31/2026,1,1,1,1\n"
        );
        let found = series(&text);
        let account = &found.account;
        assert_eq!(found.closes().iter().map(|(_, x)| *x).collect::<Vec<_>>(), [8.0, 9.0, 6.0]);
        assert_eq!([account.repaired("sorted"), account.repaired("repeats"), account.repaired("no close")], [1, 1, 1]);
        assert_eq!((account.refused, account.refusals[0].line, account.refusals[1].line), (2, 6, 9));
        assert!(account.refusals[0].reason.contains("'inf' is no open"));
        assert!(crate::data::read(&format!("{head}x,1,1,1,1\n")).is_err_and(|said| said.contains("'x' is no date")));
    }
}
