//! Advances and declines: a date and counts of stocks that rose and fell, `nyse_advancers,nyse_decliners` and others' beside
//! them. A last row that was written before the close counts a part of the stocks and is refused.

use crate::data::layout::{Layout, Rule};
use crate::data::series::{Series, What};
use crate::data::table::{Head, Pace, Rows, line};
use crate::units::day::Day;
use crate::words::dates::date;
use crate::words::number;

/// Its name.
pub const NAME: &str = "Table of advances and declines";
/// Rows whose middle count the last one is held against, and the share of it that a whole day has.
const BEFORE: usize = 60;
const WHOLE: f64 = 0.6;

/// The name of a column in the series, where it counts rises or falls.
fn counted(cell: &str) -> Option<String> {
    let cell = cell.to_ascii_lowercase().replace(' ', "_");
    let ends = [
        ("advancers", "advancers"),
        ("advances", "advancers"),
        ("advancing", "advancers"),
        ("decliners", "decliners"),
        ("declines", "decliners"),
        ("declining", "decliners"),
    ];
    let (rest, end) = ends.iter().find_map(|(end, name)| Some((cell.strip_suffix(end)?, *name)))?;
    Some(format!("{rest}{end}"))
}

/// Where a head has its header: a date, and both counts.
fn header(head: &Head<'_>) -> Option<usize> {
    let has = |row: &[String], end: &str| row.iter().any(|cell| counted(cell).is_some_and(|name| name.ends_with(end)));
    let is_header = |row: &Vec<String>| {
        row.iter().any(|cell| cell.eq_ignore_ascii_case("date")) && has(row, "advancers") && has(row, "decliners")
    };
    head.rows.iter().position(is_header)
}

/// Whether it is one.
pub fn looks_like(head: &Head<'_>) -> bool {
    header(head).is_some()
}

/// Reads every column of counts.
///
/// # Errors
/// As [`Layout::read`].
pub fn read(head: &Head<'_>, pace: &mut Pace<'_>) -> Result<Series, String> {
    let at = header(head).ok_or("Advances and declines have a date and both counts; these have not.")?;
    let named = |name: &str| Some((counted(name)?, Rule::Size));
    let layout = Layout::of_named(head, at, NAME, &named, &|name| name.ends_with("advancers"))
        .ok_or("Advances and declines have a date; these have not.")?;
    let mut series = layout.read(head, Some(What::Breadth), pace)?;
    if let Some((stocks, usual)) = partial(&series) {
        refuse_last(&mut series, head, pace, (stocks, usual))?;
    }
    Ok(series)
}

/// Stocks that the last row counts and the middle count of those before, where it is a part of a day.
fn partial(series: &Series) -> Option<(f64, f64)> {
    let [up, down] =
        ["advancers", "decliners"].map(|end| series.columns.iter().find(|column| column.name.ends_with(end)));
    let (up, down) = (up?, down?);
    let all: Vec<f64> =
        up.values.iter().zip(&down.values).map(|(up, down)| up.unwrap_or(0.0) + down.unwrap_or(0.0)).collect();
    let (last, before) = all.split_last()?;
    let mut usual: Vec<f64> = before.iter().rev().take(BEFORE).copied().collect();
    usual.sort_by(f64::total_cmp);
    let middle = *usual.get(usual.len() / 2)?;
    (*last < WHOLE * middle).then_some((*last, middle))
}

fn refuse_last(
    series: &mut Series,
    head: &Head<'_>,
    pace: &mut Pace<'_>,
    (stocks, usual): (f64, f64),
) -> Result<(), String> {
    let Some(day) = series.days.pop() else { return Ok(()) };
    for column in &mut series.columns {
        column.values.pop();
    }
    let place = place_of(head, pace, day)?;
    let account = &mut series.account;
    account.rows = series.days.len();
    account.find_gaps(&series.days, account.gaps.rhythm);
    let reason = format!(
        "{} counts {} stocks where {} are usual: it was written before the close, and is left out.",
        date(day),
        number(stocks),
        number(usual)
    );
    account.refuse(|| line(head.text, place), reason);
    Ok(())
}

/// Where the row of a day begins; the end of the text where that cannot be told.
fn place_of(head: &Head<'_>, pace: &mut Pace<'_>, day: Day) -> Result<usize, String> {
    use crate::data::written_date::{Order, Written};
    let column = header(head).and_then(|at| head.column(at, "date")).unwrap_or(0);
    let mut rows = Rows::of(head, pace);
    while let Some((record, place)) = rows.record()? {
        let read = record.get(column).and_then(Written::read);
        let is_of = |order: Order| read.and_then(|read| read.day(order)).is_some_and(|(found, _)| found == day);
        if is_of(Order::MonthFirst) || is_of(Order::DayFirst) {
            return Ok(place);
        }
    }
    Ok(head.text.len())
}

#[cfg(test)]
mod tests {
    use crate::data::{Imported, read};

    #[test]
    fn counts_are_read_and_a_part_of_a_day_is_refused() {
        let text = "date,nyse_advancers,nyse_decliners,nyse_ad,nyse_trend\n2026-01-14,900,700,200.0,flat\n2026-01-15,500,1100,-600.0,falling\n2026-01-16,120,130,-10.0,flat\n";
        let Ok(Imported::Series(series)) = read(text) else { unreachable!() };
        assert_eq!((series.days.len(), series.columns.len()), (2, 2));
        let account = &series.account;
        assert_eq!((account.refused, account.refusals[0].line), (1, 4));
        assert!(account.refusals[0].reason.contains("counts 250 stocks where 1,600 are usual"));
        let Ok(Imported::Series(whole)) = read(&text.replace("120,130", "820,730")) else { unreachable!() };
        assert_eq!((whole.days.len(), whole.account.refused), (3, 0));
    }
}
