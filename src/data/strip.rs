//! Strip: VIX futures of one day, by their expiries; as a settlement file has them, or the last row of a history.

use crate::data::account::Account;
use crate::data::series::{Series, What};
use crate::data::table::{Head, Pace, Rows, line};
use crate::data::written_date::{Order, Written};
use crate::units::day::Day;
use crate::words::clip;
use crate::words::dates::date;

/// Its name.
pub const NAME: &str = "Cboe futures settlement strip";
/// Letters of the months, January first.
const MONTHS: &str = "FGHJKMNQUVXZ";
/// What the columns are called in the two layouts: expiry, symbol, price; and one more that tells it.
const LAYOUTS: [[&str; 4]; 2] =
    [["expiration_date", "symbol", "settlement", "symbol"], ["expiration date", "symbol", "price", "product"]];

/// One future.
#[derive(Clone, Debug, PartialEq)]
pub struct Future {
    /// The day it settles on.
    pub expiry: Day,
    /// `VX/Q6`; empty where a history names none.
    pub symbol: String,
    /// Price in points.
    pub price: f64,
    /// Whether it is a weekly one.
    pub weekly: bool,
}

/// Futures by expiry, rising.
#[derive(Clone, Debug, PartialEq)]
pub struct FuturesStrip {
    /// The day of the prices; none where the file does not say.
    pub day: Option<Day>,
    /// The futures.
    pub futures: Vec<Future>,
    /// What was read.
    pub account: Account,
}

/// The header and what its columns are called.
fn header(head: &Head<'_>) -> Option<(usize, [usize; 3])> {
    LAYOUTS.iter().find_map(|names| {
        let at = head.header(names)?;
        let [expiry, symbol, price, _] = names.map(|name| head.column(at, name));
        Some((at, [expiry?, symbol?, price?]))
    })
}

/// Whether it is one.
pub fn looks_like(head: &Head<'_>) -> bool {
    header(head).is_some()
}

/// What a symbol is: a monthly future, a weekly one, another product.
fn is_weekly(symbol: &str) -> Option<bool> {
    let (root, month) = symbol.split_once('/')?;
    let mut signs = month.chars();
    let is_month = signs.next().is_some_and(|letter| MONTHS.contains(letter)) && signs.all(|c| c.is_ascii_digit());
    let week = root.strip_prefix("VX").filter(|_| is_month)?;
    week.bytes().all(|byte| byte.is_ascii_digit()).then_some(!week.is_empty())
}

/// Reads it.
///
/// # Errors
/// No future of VIX in it, or that it was stopped.
pub fn read(head: &Head<'_>, pace: &mut Pace<'_>) -> Result<FuturesStrip, String> {
    let (at, columns) =
        header(head).ok_or("A settlement strip has an expiry, a symbol and a price; this one has not.")?;
    let mut account = Account::new(NAME);
    let (mut futures, mut others) = (Vec::new(), 0_usize);
    let mut rows = Rows::behind(head, at.saturating_add(1), pace)?;
    while let Some((record, place)) = rows.record()? {
        let [expiry, symbol, price] = columns.map(|column| record.get(column).unwrap_or_default().trim());
        let Some(weekly) = is_weekly(symbol) else {
            others = others.saturating_add(1);
            continue;
        };
        let day = Written::read(expiry).and_then(|read| read.day(Order::MonthFirst)).map(|(day, _)| day);
        let number = crate::data::cell::cell(price, head.decimals).number().filter(|x| *x > 0.0);
        match (day, number) {
            (Some(expiry), Some(price)) => futures.push(Future { expiry, symbol: symbol.into(), price, weekly }),
            (None, _) => account.refuse(|| line(head.text, place), format!("'{}' is no date.", clip(expiry))),
            (_, None) => {
                account.refuse(|| line(head.text, place), format!("'{}' is no price of a future.", clip(price)))
            }
        }
    }
    if futures.is_empty() {
        let why = account.refusals.first().map(|one| format!(" Line {}: {}", one.line, one.reason)).unwrap_or_default();
        return Err(format!("This looks like a {NAME}, but no future of VIX (VX) in it can be read.{why}"));
    }
    futures.sort_by_key(|future| (future.expiry, future.weekly));
    let before = futures.len();
    futures.dedup_by_key(|future| future.expiry);
    account.repair(
        before.saturating_sub(futures.len()),
        "future repeats an expiry and was left out.",
        "futures repeat an expiry and were left out.",
    );
    account.rows = futures.len();
    account.dates = futures.first().zip(futures.last()).map(|(first, last)| [first.expiry, last.expiry]);
    account.remark(
        others,
        "row is of another product and was left out.",
        "rows are of other products and were left out.",
    );
    account.remarks.extend(weeklies_said(&futures));
    account.remarks.push("The dates are those of expiries: the file does not say of which day its prices are.".into());
    Ok(FuturesStrip { day: None, futures, account })
}

fn weeklies_said(futures: &[Future]) -> Option<String> {
    let weeklies: Vec<&Future> = futures.iter().filter(|future| future.weekly).collect();
    let repeats =
        weeklies.iter().filter(|weekly| futures.iter().any(|one| !one.weekly && one.price == weekly.price)).count();
    let [all, months] = [weeklies.len(), futures.len().saturating_sub(weeklies.len())];
    (all > 0).then(|| {
        format!("{months} are monthly and {all} weekly; {repeats} of the weekly ones repeat a monthly price, as one that did not trade does. Only the monthly ones are used.")
    })
}

/// The futures of the last day of a history of them.
///
/// # Errors
/// It is no history of VIX futures, or its last day has no price.
pub fn last_of(series: &Series) -> Result<FuturesStrip, String> {
    let named = |prefix: &str| -> Vec<(usize, f64)> {
        let number = |name: &str| name.strip_prefix(prefix)?.parse::<usize>().ok()?.checked_sub(1);
        let last = |column: &crate::data::series::Column| column.values.last().copied().flatten();
        series.columns.iter().filter_map(|column| Some((number(&column.name)?, last(column)?))).collect()
    };
    let day = series.days.last().copied().ok_or("This history has no day.")?;
    let (first, prices) = match series.what {
        What::VixFutures => (day.next_vix_expiry(), named("vx")),
        What::VixMonths => (first_month(series, day)?, named("f")),
        _ => return Err(format!("This is {}: no history of VIX futures.", series.what.name())),
    };
    let expiry = |place: usize| (0..place).fold(first, |expiry, _| expiry.next_vix_expiry());
    let future =
        |(place, price): (usize, f64)| Future { expiry: expiry(place), symbol: String::new(), price, weekly: false };
    let futures: Vec<Future> = prices.into_iter().filter(|(place, _)| *place < 24).map(future).collect();
    if futures.is_empty() {
        return Err(format!("The last day of this history, {}, has no price of a future.", date(day)));
    }
    let mut account = Account { rows: futures.len(), ..Account::new(series.account.format) };
    account.dates = Some([day, day]);
    account
        .remarks
        .push("Expiries are reckoned: 30 calendar days before the third Friday of the month that follows.".into());
    Ok(FuturesStrip { day: Some(day), futures, account })
}

/// The expiry of F1: that of the month of the calendar that the row names.
fn first_month(series: &Series, day: Day) -> Result<Day, String> {
    let months = series.column("first_month");
    let month =
        months.last().filter(|(of, month)| *of == day && (1.0..=12.0).contains(month)).map(|(_, month)| *month as i32);
    let month = month.ok_or("The last row does not say the month of its first future.")?;
    // On the day that it settles the row may still have it.
    let from = Day(day.0.saturating_sub(1));
    let second = from.next_vix_expiry();
    [second, second.next_vix_expiry()]
        .into_iter()
        .find(|expiry| expiry.date().1 == month)
        .ok_or_else(|| format!("On {} no VIX future of month {month} was the first to expire.", date(day)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::data::Imported;

    fn strip(text: &str) -> FuturesStrip {
        match crate::data::read(text) {
            Ok(Imported::Strip(strip)) => *strip,
            other => unreachable!("{other:?}"),
        }
    }

    fn series(text: &str) -> Series {
        match crate::data::read(text) {
            Ok(Imported::Series(series)) => *series,
            other => unreachable!("{other:?}"),
        }
    }

    #[test]
    fn weeklies_are_marked_and_other_products_left_out() {
        let read = strip(
            "Product,Symbol,Expiration Date,Price\nVX,VX04/F6,2026-01-28,18.5\nVX,VX/F6,2026-01-21,17.5\nVX,VX/G6,2026-02-18,18.5\nVXM,VXM/G6,2026-02-18,18.5\nVA,VA/G6,2026-02-20,x\nVX,VX/H6,2026-03-18,x\n",
        );
        let found: Vec<(bool, f64)> = read.futures.iter().map(|future| (future.weekly, future.price)).collect();
        assert_eq!(found, [(false, 17.5), (true, 18.5), (false, 18.5)]);
        assert_eq!((read.account.put_right(), read.account.refusals[0].line), (0, 7));
        assert_eq!(read.account.remarks[0], "2 rows are of other products and were left out.");
        assert!(read.account.remarks[1].starts_with("2 are monthly and 1 weekly; 1 of"));
        assert!(crate::data::read("expiration_date,symbol,settlement\n2026-01-21,ES/H6,6900\n").is_err());
    }

    #[test]
    fn the_last_row_of_a_history_is_a_strip_on_its_days() {
        let wide = series(
            "DATE,VIX,VX1,VX2,VX3,SP500\n2026-01-15,15.5,16.5,17.5,18.5,6900\n2026-01-16,15.6,16.6,17.6,0,6910\n",
        );
        let last = last_of(&wide).unwrap();
        let days: Vec<(Option<Day>, f64)> = last.futures.iter().map(|one| (Some(one.expiry), one.price)).collect();
        assert_eq!(days, [(Day::of(2026, 1, 21), 16.6), (Day::of(2026, 2, 18), 17.6)]);
        let central = series("Date,First Month,F1,F2\n2026-01-16,2.0,17.6,18.6\n");
        let last = last_of(&central).unwrap();
        assert_eq!(last.futures.first().map(|one| one.expiry), Day::of(2026, 2, 18));
        let wrong = series("Date,First Month,F1,F2\n2026-01-16,9.0,17.6,18.6\n");
        assert!(last_of(&wrong).is_err_and(|said| said.contains("month 9")));
        let vix = series("DATE,VIXCLS\n2026-01-16,17.6\n");
        assert!(last_of(&vix).is_err_and(|said| said.contains("no history of VIX futures")));
    }
}
