//! Corridor: week by week to the last condor's expiry, between which SPX levels the whole book is above zero while VIX and
//! the token follow on the link.
//!
//! Source: model book 10.

use crate::book::pnl;
use serde::Serialize;

use crate::book::Book;
use crate::numbers::bracketed_root;
use crate::plan::holding::Kind;
use crate::shock::Shock;
use crate::shock::spot_vol::VIX_RANGE;
use crate::units::day::Day;
use crate::units::{CALENDAR_DAYS, Points, TRADING_DAYS};

/// Steps of the scan over VIX, equal in logs.
const STEPS: usize = 96;
/// Weeks shown at most: beyond, every so many are left out.
const MOST: usize = 8;

/// Where the combined P&L is zero on the link.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct BreakEven {
    /// VIX there.
    pub vix: Points,
    /// SPX there.
    pub spx: Points,
}

/// One date.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Week {
    /// Calendar weeks from today; the last is the last condor's expiry.
    pub weeks: f64,
    /// Trading days from today.
    pub days: f64,
    /// Its date, where today's is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// By falling VIX, so by rising SPX; empty where the book has one sign all the way.
    pub break_evens: Vec<BreakEven>,
    /// Stretches of SPX in which the book gains, rising; an end that the link does not reach is `None`.
    pub gains: Vec<[Option<f64>; 2]>,
    /// Combined P&L with VIX where it is today, dollars.
    pub still: f64,
}

/// The corridor, a row a week, then the last condor's expiry; empty without a condor that lives.
pub fn of(book: &Book) -> Vec<Week> {
    let sold = book.condors().filter(|condor| condor.contracts > 0.0);
    let last = sold.map(|condor| condor.days).fold(0.0, f64::max) / 7.0;
    if last <= 0.0 {
        return Vec::new();
    }
    let every = (last / MOST as f64).ceil().max(1.0);
    let mut weeks: Vec<f64> = (1..=MOST).map(|i| every * i as f64).filter(|week| *week < last - 1e-9).collect();
    weeks.push(last);
    let mut rows: Vec<Week> = weeks.iter().map(|weeks| week(book, *weeks)).collect();
    // What settles in the morning does so on the day of its expiry all the same.
    let sold = book.of_kind(Kind::Condor).filter(|entry| entry.held.quantity() > 0.0);
    let expiry = sold.filter_map(|entry| book.plan.expiry(entry.kind, entry.nth)).max();
    rows.last_mut().into_iter().for_each(|last| last.date = expiry);
    rows
}

/// One date of the corridor, `weeks` calendar weeks from today.
pub fn week(book: &Book, weeks: f64) -> Week {
    let days = 7.0 * weeks * TRADING_DAYS / CALENDAR_DAYS;
    let shock = book.shock.over(days);
    let spx = |vix: f64| book.market.spx.0 * shock.link().spx_return(Points(vix)).0.exp();
    let at = |vix: f64| pnl::on_link(book, &shock, vix);
    // No calmer than so many days have ever made it, or the shock itself.
    let ends = [shock.calmest().0, VIX_RANGE[1]];
    let logs = ends.map(f64::ln);
    // From the top down: SPX rises.
    let place = |i: usize| {
        let log = logs[1] + (logs[0] - logs[1]) * i as f64 / STEPS as f64;
        log.exp().clamp(ends[0], ends[1])
    };
    let (mut break_evens, mut gains) = (Vec::new(), Vec::new());
    let mut last = (place(0), at(place(0)));
    let mut from = (last.1 > 0.0).then_some(None);
    for i in 1..=STEPS {
        let now = (place(i), at(place(i)));
        if (last.1 > 0.0) != (now.1 > 0.0)
            && let Some(vix) = bracketed_root(last.0, now.0, at)
        {
            let here = BreakEven { vix: Points(vix), spx: Points(spx(vix)) };
            break_evens.push(here);
            match from.take() {
                Some(start) => gains.push([start, Some(here.spx.0)]),
                None => from = Some(Some(here.spx.0)),
            }
        }
        last = now;
    }
    if let Some(start) = from {
        gains.push([start, None]);
    }
    let date = book.plan.market.today.map(|today| today.plus(7.0 * weeks + 1e-9));
    Week { weeks, days, date, break_evens, gains, still: still(book, &shock) }
}

/// Combined P&L where VIX has not moved.
fn still(book: &Book, shock: &Shock) -> f64 {
    pnl::on_link(book, shock, book.market.calibration.vix.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;

    #[test]
    fn weeks_have_dates_where_today_is_known_and_the_last_is_the_expirys() {
        let mut plan = Plan::default();
        plan.market.today = Day::iso("2026-11-28");
        plan.a_condor().settles = crate::plan::Settlement::Am;
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let dates: Vec<_> = of(&book).iter().filter_map(|week| week.date).map(String::from).collect();
        assert_eq!(
            (dates.first().map(String::as_str), dates.last().map(String::as_str)),
            (Some("2026-12-05"), Some("2027-01-12"))
        );
    }

    #[test]
    fn weeks_run_to_the_expiry_and_their_stretches_join_the_break_evens() {
        let Ok(book) = Book::resolve(&Plan::default()) else { unreachable!() };
        let corridor = of(&book);
        assert!(corridor.len() == 7 && corridor.last().is_some_and(|week| (week.weeks - 45.0 / 7.0).abs() < 1e-12));
        for week in &corridor {
            let ends: usize = week.gains.iter().flatten().flatten().count();
            assert_eq!(ends, week.break_evens.len());
            let shock = book.shock.over(week.days);
            for zero in &week.break_evens {
                assert!(pnl::on_link(&book, &shock, zero.vix.0).abs() < 1e-6, "{zero:?}");
            }
            for [low, high] in &week.gains {
                let (low, high) = (low.unwrap_or(1.0), high.unwrap_or(1e6));
                let inside = shock.link().vix_at((0.5 * (low + high).min(1.9 * low) / book.market.spx.0).ln());
                assert!(low < high && inside.0.is_finite());
            }
        }
    }

    #[test]
    fn a_long_condor_has_no_more_rows_than_a_screen() {
        let mut plan = Plan::default();
        plan.a_condor().days = 400.0;
        assert!(Book::resolve(&plan).is_ok_and(|book| of(&book).len() <= MOST + 1));
        plan.a_condor().contracts = 0.0;
        assert!(Book::resolve(&plan).is_ok_and(|book| of(&book).is_empty()));
    }
}
