//! Beyond: numbers of a history that cannot be: a price outside its day's low and high, a level that its thing never has.

use crate::data::series::{Column, What};
use crate::words::number;

/// Names of the columns of a day's prices.
pub const PRICES: [&str; 4] = ["open", "high", "low", "close"];

/// The least and the most that a number of a column can be, by what the history is of; `None` where that is not known.
fn range(what: &What, column: &str) -> Option<[f64; 2]> {
    match column {
        "volume" | "market_cap" | "first_month" => None,
        // Beside VIX futures.
        "sp500" => What::Spx.range(),
        _ => what.range(),
    }
}

/// Why a number of a column cannot be, a sentence; `None` where it can.
pub fn why_not(what: &What, column: &str, x: f64) -> Option<String> {
    let [low, high] = range(what, column)?;
    (!(low..=high).contains(&x)).then(|| {
        format!(
            "A {column} of {} cannot be: one of {} lies between {} and {}.",
            number(x),
            what.name(),
            // The least number above 0 reads as 0.
            if low < 1e-9 { number(0.0) } else { number(low) },
            number(high)
        )
    })
}

/// How many numbers beside the main ones cannot be; they are taken out.
pub fn impossible(columns: &mut [Column], main: usize, what: &What) -> usize {
    let mut count = 0_usize;
    for (_, column) in columns.iter_mut().enumerate().filter(|(nth, _)| *nth != main) {
        let Some([low, high]) = range(what, &column.name) else { continue };
        for value in column.values.iter_mut().filter(|value| value.is_some_and(|x| !(low..=high).contains(&x))) {
            *value = None;
            count = count.saturating_add(1);
        }
    }
    count
}

/// Rows with a price outside the day's low and high; such an open, or where it is the close, high and low, is taken out.
pub fn outside(columns: &mut [Column]) -> usize {
    let places = PRICES.map(|name| columns.iter().position(|column| column.name == name));
    let [Some(open), Some(high), Some(low), Some(close)] = places else { return 0 };
    let mut count = 0_usize;
    for row in 0..columns.first().map_or(0, |column| column.values.len()) {
        let at = |column: usize| columns.get(column).and_then(|column| column.values.get(row)).copied().flatten();
        let (Some(top), Some(bottom)) = (at(high), at(low)) else { continue };
        // Binary decimals of one price may differ in the last digit.
        let slack = 1e-9 * top.abs();
        let is_out = |x: Option<f64>| x.is_some_and(|x| x > top + slack || x < bottom - slack);
        let wrong: &[usize] = match () {
            () if bottom > top || is_out(at(close)) => &[open, high, low],
            () if is_out(at(open)) => &[open],
            () => continue,
        };
        count = count.saturating_add(1);
        for column in wrong {
            if let Some(value) = columns.get_mut(*column).and_then(|column| column.values.get_mut(row)) {
                *value = None;
            }
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use crate::data::series::{Series, What};
    use crate::data::{Imported, read};

    fn series(text: &str) -> Series {
        match read(text) {
            Ok(Imported::Series(series)) => *series,
            other => unreachable!("{other:?}"),
        }
    }

    #[test]
    fn a_level_that_cannot_be_is_refused_with_its_line_and_a_blank_stays_one() {
        let vix = series(
            "observation_date,VIXCLS\n2026-01-12,15\n2026-01-13,1716\n2026-01-14,-5\n2026-01-15,\n2026-01-16,16\n2026-01-20,200\n",
        );
        assert_eq!(vix.closes().iter().map(|(_, x)| *x).collect::<Vec<_>>(), [15.0, 16.0, 200.0]);
        let account = &vix.account;
        let refused: Vec<(usize, &str)> = account.refusals.iter().map(|one| (one.line, one.reason.as_str())).collect();
        assert_eq!(
            refused,
            [
                (3, "A close of 1,716 cannot be: one of VIX lies between 3 and 200."),
                (4, "A close of −5 cannot be: one of VIX lies between 3 and 200.")
            ]
        );
        assert_eq!((account.rows, account.repaired("no close")), (3, 1));
        // A name of which no range is known may have any.
        assert_eq!(series("observation_date,M2SL\n2026-01-12,-5\n2026-01-13,1e9\n").days.len(), 2);
    }

    #[test]
    fn where_more_is_refused_than_kept_the_file_is() {
        let said = read("observation_date,VIXCLS\n2026-01-12,1500\n2026-01-13,1716\n2026-01-14,15\n");
        assert!(
            said.is_err_and(|said| said.contains("2 of its rows cannot be read and 1 can. Line 2: A close of 1,500"))
        );
    }

    #[test]
    fn a_number_beside_the_main_one_that_cannot_be_is_left_out() {
        let wide = series("DATE,VIX,VX1,VX2,SP500\n2026-01-15,1550,16.5,1.75,6900\n2026-01-16,15.6,16.6,17.6,6910\n");
        assert_eq!((wide.what.clone(), wide.days.len(), wide.account.repaired("cannot be")), (What::VixFutures, 2, 2));
        assert_eq!([wide.column("vix").len(), wide.column("vx2").len(), wide.column("sp500").len()], [1, 1, 2]);
        let low = series("date,symbol,open,high,low,close\n2026-01-16,ETH,70,71,69,70\n2026-01-15,ETH,71,72,0.5,70\n");
        assert_eq!((low.column("low").len(), low.account.repaired("cannot be")), (1, 1));
    }
}
