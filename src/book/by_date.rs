//! By date: the book by SPX level and trading day, whole or one part of it, under one rule for every day.

use serde::Serialize;

use crate::book::resolve::Book;
use crate::numbers::by_rising;
use crate::shock::Shock;
use crate::units::Points;

/// Days of the table beside the shock's own and the condor's expiry, where none are asked for.
pub const DAYS: [f64; 5] = [0.0, 3.0, 7.0, 10.0, 21.0];
/// SPX moves of the table, beside the shock's own.
const MOVES: [f64; 10] = [-0.12, -0.10, -0.07, -0.05, -0.03, -0.015, 0.0, 0.015, 0.03, 0.045];

/// A move for the place of one that the shock's own row takes.
const SPARE_MOVE: f64 = 0.06;

/// What of the book is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DatePart {
    /// All of it.
    #[default]
    Book,
    /// The condor.
    Condor,
    /// The pools.
    Pool,
    /// The hedge.
    Hedge,
}

/// Where VIX and the token stand on another day than the shock's; model book 10.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Later {
    /// On the link over all the time that has passed by then.
    #[default]
    Linked,
    /// Where the row has them on the shock's day.
    Held,
}

/// One row of the price × date table.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DateRow {
    /// SPX level.
    pub spx: f64,
    /// SPX simple return.
    pub spx_return: f64,
    /// VIX on the link at the shock's horizon.
    pub vix: f64,
    /// Whether this is the shock.
    pub is_shock: bool,
    /// P&L on each day.
    pub pnl: Vec<f64>,
}

/// P&L by SPX level and trading day.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DateTable {
    /// Trading days from now.
    pub days: Vec<f64>,
    /// Which column is the shock's day.
    pub shock_column: usize,
    /// Which column is the condor's expiry.
    pub expiry_column: usize,
    /// Rows by rising SPX.
    pub rows: Vec<DateRow>,
    /// What of the book it is about.
    pub part: DatePart,
    /// Where VIX and the token stand on other days than the shock's.
    pub later: Later,
}

impl Book {
    /// P&L by SPX level and trading day: these days, the shock's and the condor's expiry. Days that are no number or
    /// negative are left out.
    pub fn dates(&self, days: &[f64], part: DatePart, later: Later) -> DateTable {
        let shock = &self.shock;
        let expiry = self.expiry_days();
        let mut days: Vec<f64> = days.iter().copied().filter(|day| day.is_finite() && *day >= 0.0).collect();
        days.extend([shock.plan.days, expiry]);
        let mut days = by_rising(days, |day| *day);
        days.dedup_by(|a, b| (*a - *b).abs() < 1e-9);
        let column = |day: f64| days.iter().position(|d| (d - day).abs() < 1e-9).unwrap_or(0);
        let (shock_column, expiry_column) = (column(shock.plan.days), column(expiry));
        let shocked = shock.spx_return(shock.vix()).exp_m1();
        let mut moves: Vec<f64> = MOVES.iter().copied().filter(|m| (m - shocked).abs() > 0.006).collect();
        // As many rows whether the shock stands on one of them or between two: nothing moves under the table.
        if moves.len() < MOVES.len() {
            moves.push(SPARE_MOVE);
        }
        moves.push(shocked);
        let over: Vec<Shock> = days.iter().map(|&day| self.shock_over(day)).collect();
        let rows = by_rising(moves, |spx_return| *spx_return).into_iter().map(|spx_return| {
            let is_shock = spx_return == shocked;
            let x = spx_return.ln_1p();
            let vix = if is_shock { shock.vix() } else { self.vix_for(shock, x) };
            let held = (vix, shock.token_return(vix, x, 0.0));
            let at = |(i, late): (usize, &Shock)| {
                let is_held = later == Later::Held || i == shock_column;
                let (vix, y) = if is_held { held } else { self.linked(late, x) };
                self.part_of(part, late, vix, x, y)
            };
            let spx = self.market.spx.0 * (1.0 + spx_return);
            let pnl = over.iter().enumerate().map(at).collect();
            DateRow { spx, spx_return, vix: vix.0, is_shock, pnl }
        });
        DateTable { rows: rows.collect(), days, shock_column, expiry_column, part, later }
    }

    /// VIX and token log return over another horizon at this SPX log return.
    fn linked(&self, late: &Shock, spx_return: f64) -> (Points, f64) {
        let vix = self.vix_for(late, spx_return);
        (vix, late.token_return(vix, spx_return, 0.0))
    }

    fn part_of(&self, part: DatePart, late: &Shock, vix: Points, spx_return: f64, token_return: f64) -> f64 {
        let scenario = late.scenario(vix, spx_return, token_return);
        match part {
            DatePart::Book => self.pnl(late, &scenario).combined(),
            DatePart::Condor => self.condor_pnl(&scenario),
            DatePart::Pool => self.pool_pnl(late, &scenario).total(),
            DatePart::Hedge => self.hedge_pnl(&scenario),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::curves::PayoffAxis;
    use crate::plan::Plan;

    fn opening() -> Book {
        let Ok(book) = Book::resolve(&Plan::default()) else { unreachable!() };
        book
    }

    #[test]
    fn the_shocks_cell_is_the_verdict_under_either_rule() {
        let book = opening();
        let pnl = book.pnl(&book.shock, &book.shock.as_set(0.0)).combined();
        for later in [Later::Linked, Later::Held] {
            let table = book.dates(&DAYS, DatePart::Book, later);
            let row = table.rows.iter().find(|row| row.is_shock);
            assert!(row.is_some_and(|row| (row.pnl[table.shock_column] - pnl).abs() < 1e-9));
        }
    }

    #[test]
    fn there_are_as_many_rows_wherever_the_shock_stands() {
        for spx in [-0.3, -0.1, -0.052, 0.0, 0.02, 0.045, 0.06] {
            let mut plan = Plan::default();
            plan.shock.spx = Some(crate::units::Frac(spx));
            let table = Book::resolve(&plan).map(|book| book.dates(&DAYS, DatePart::Book, Later::Linked));
            assert!(table.is_ok_and(|table| table.rows.len() == MOVES.len() + 1), "{spx}");
        }
    }

    #[test]
    fn linked_expiry_is_the_payoffs_dashed_curve() {
        let book = opening();
        let table = book.dates(&DAYS, DatePart::Book, Later::Linked);
        for row in table.rows.iter().filter(|row| !row.is_shock) {
            let point = book.payoff_at(PayoffAxis::Spx, row.spx);
            assert!((row.pnl[table.expiry_column] - point.expiry).abs() < 1e-6, "{row:?} {}", point.expiry);
        }
    }

    #[test]
    fn the_parts_add_up_to_the_book() {
        let book = opening();
        let of = |part| book.dates(&[0.0, 12.5], part, Later::Linked);
        let [whole, condor, pool, hedge] = [DatePart::Book, DatePart::Condor, DatePart::Pool, DatePart::Hedge].map(of);
        for (i, row) in whole.rows.iter().enumerate() {
            for (j, pnl) in row.pnl.iter().enumerate() {
                let sum: f64 = [&condor, &pool, &hedge].map(|table| table.rows[i].pnl[j]).iter().sum();
                assert!((sum - pnl).abs() < 1e-6);
            }
        }
    }

    #[test]
    fn days_are_those_asked_for_with_the_shocks_and_the_expiry() {
        let book = opening();
        let table = book.dates(&[7.0, f64::NAN, 0.0, -1.0, 5.0, 400.0], DatePart::Book, Later::Linked);
        let expiry = book.expiry_days();
        assert_eq!(table.days, [0.0, 5.0, 7.0, expiry, 400.0]);
        assert_eq!((table.days[table.shock_column], table.days[table.expiry_column]), (5.0, expiry));
        assert!(table.rows.iter().flat_map(|row| &row.pnl).all(|x| x.is_finite()));
    }
}
