//! VIX futures wide: `DATE,VIX,VX1,…,VX8,SP500`, a row a day, VX1 the first to expire; a leading column of numbers of rows.

use crate::data::layout::{Layout, Rule};
use crate::data::series::{Series, What};
use crate::data::table::{Head, Pace};

/// Its name.
pub const NAME: &str = "VIX futures by place";

/// Whether it is one.
pub fn looks_like(head: &Head<'_>) -> bool {
    head.header(&["date", "vx1", "vx2"]).is_some()
}

/// Reads it: columns `vix`, `vx1` on, `sp500`.
///
/// # Errors
/// As [`Layout::read`].
pub fn read(head: &Head<'_>, pace: &mut Pace<'_>) -> Result<Series, String> {
    let at = head.header(&["date", "vx1", "vx2"]).unwrap_or(0);
    let is_number = |name: &str| {
        name.strip_prefix("vx").is_some_and(|nth| !nth.is_empty() && nth.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let named =
        |name: &str| (is_number(name) || matches!(name, "vix" | "sp500")).then(|| (name.to_string(), Rule::Price));
    let layout = Layout::of_named(head, at, NAME, &named, &|name| name == "vx1")
        .ok_or("VIX futures by place have a date and VX1; these have not.")?;
    layout.read(head, Some(What::VixFutures), pace)
}

#[cfg(test)]
mod tests {
    use crate::data::{Imported, read};

    #[test]
    fn the_strip_of_each_day_is_read_by_its_columns() {
        let text =
            ",DATE,VIX,VX1,VX2,VX3,SP500\n0,2026-01-15,15.5,16.5,17.5,18.5,6900\n1,2026-01-16,15.6,16.6,0,18.6,6910\n";
        let Ok(Imported::Series(series)) = read(text) else { unreachable!() };
        assert_eq!((series.columns.len(), series.last().map(|last| last.1)), (5, Some(16.6)));
        assert_eq!((series.column("vx2").len(), series.account.repaired("of 0")), (1, 1));
    }
}
