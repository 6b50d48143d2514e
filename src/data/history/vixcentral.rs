//! vixcentral: `Date,First Month,F1,…,F12,Contango 2/1,…`, a row a day; `First Month` is the calendar month of F1, 0 is none.

use crate::data::layout::{Layout, Rule};
use crate::data::series::{Series, What};
use crate::data::table::{Head, Pace};

/// Its name.
pub const NAME: &str = "vixcentral history";
const COLUMNS: [&str; 4] = ["date", "first month", "f1", "f2"];

/// Whether it is one.
pub fn looks_like(head: &Head<'_>) -> bool {
    head.header(&COLUMNS).is_some()
}

/// Reads it: columns `first_month`, `f1` to `f12`.
///
/// # Errors
/// As [`Layout::read`].
pub fn read(head: &Head<'_>, pace: &mut Pace<'_>) -> Result<Series, String> {
    let at = head.header(&COLUMNS).unwrap_or(0);
    let named = |name: &str| {
        let is_future = name.strip_prefix('f').is_some_and(|nth| matches!(nth.parse(), Ok(1_u8..=12)));
        match name {
            "first month" => Some(("first_month".into(), Rule::Size)),
            _ => is_future.then(|| (name.to_string(), Rule::Price)),
        }
    };
    let layout = Layout::of_named(head, at, NAME, &named, &|name| name == "f1")
        .ok_or("A vixcentral history has a date and F1; this one has not.")?;
    layout.read(head, Some(What::VixMonths), pace)
}

#[cfg(test)]
mod tests {
    use crate::data::{Imported, read};

    #[test]
    fn the_months_are_read_and_zero_is_none() {
        let text = "Date,First Month,F1,F2,F3,Contango 2/1\n2026-01-15,1.0,16.5,17.5,0.0,0.06\n2026-01-16,1.0,16.6,17.6,,0.06\n";
        let Ok(Imported::Series(series)) = read(text) else { unreachable!() };
        assert_eq!((series.columns.len(), series.column("f3").len(), series.column("f2").len()), (4, 0, 2));
        assert_eq!(series.account.repaired("of 0"), 1);
        assert!(series.account.remarks[0].contains("1 cell of another column is blank"), "{:?}", series.account);
    }
}
