//! By date: the book by SPX level, or by the token's price, and trading day, whole or one part of it, under one rule for
//! every day.

use serde::Serialize;

use crate::book::curves::HeatAxis;
use crate::book::{Book, landscape, pnl, token_axis};
use crate::holdings::world::World;
use crate::numbers::by_rising;
use crate::plan::holding::Kind;
use crate::shock::Shock;
use crate::units::Points;
use crate::units::day::Day;

/// Days of the table beside the shock's own and the last expiry, where none are asked for.
pub const DAYS: [f64; 5] = [0.0, 3.0, 7.0, 10.0, 21.0];
/// SPX moves of the table, beside the shock's own.
const MOVES: [f64; 10] = [-0.12, -0.10, -0.07, -0.05, -0.03, -0.015, 0.0, 0.015, 0.03, 0.045];

/// A move for the place of one that the shock's own row takes.
const SPARE_MOVE: f64 = 0.06;

/// Moves of the token, beside the shock's own, and one for the place of one that it takes.
const TOKEN_MOVES: [f64; 10] = [-0.6, -0.4, -0.3, -0.2, -0.1, -0.05, 0.0, 0.1, 0.2, 0.4];
const SPARE_TOKEN_MOVE: f64 = -0.5;

/// What of the book is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DatePart {
    /// All of it.
    #[default]
    Book,
    /// The condors.
    Condor,
    /// The pools.
    Pool,
    /// The hedge.
    Hedge,
}

/// Where VIX and the token stand on another day than the shock's; model book 10.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
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
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DateRow {
    /// SPX level on the shock's day.
    pub spx: f64,
    /// SPX simple return.
    pub spx_return: f64,
    /// VIX on the link at the shock's horizon.
    pub vix: f64,
    /// Price of the market's token on the shock's day.
    pub token: f64,
    /// Its simple return until then.
    pub token_return: f64,
    /// Whether this is the shock.
    pub is_shock: bool,
    /// P&L on each day.
    pub pnl: Vec<f64>,
}

/// P&L by SPX level and trading day.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DateTable {
    /// Trading days from now.
    pub days: Vec<f64>,
    /// Their dates; empty without today's.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, schemars(default))]
    pub dates: Vec<Day>,
    /// Which column is the shock's day.
    pub shock_column: usize,
    /// Which column is the last expiry.
    pub expiry_column: usize,
    /// The lowest VIX that is read from SPX on the shock's day.
    pub calmest: Points,
    /// Rows by rising SPX.
    pub rows: Vec<DateRow>,
    /// What tells one row from the next: SPX, or the market's token with SPX and VIX where the shock puts them.
    pub axis: HeatAxis,
    /// What of the book it is about.
    pub part: DatePart,
    /// Where VIX and the token stand on other days than the shock's.
    pub later: Later,
}

/// P&L by SPX level and trading day: these days, the shock's and the last expiry. Days that are no number or negative
/// are left out.
pub fn of(book: &Book, days: &[f64], part: DatePart, later: Later) -> DateTable {
    after(book, days, part, later, None)
}

/// The same after a table of the same days, part and rule, for the same book: while SPX and VIX move on the link only
/// the shock's own row is another.
pub fn after(book: &Book, days: &[f64], part: DatePart, later: Later, before: Option<&DateTable>) -> DateTable {
    let shock = &book.shock;
    let (days, [shock_column, expiry_column]) = columns(book, days);
    let shocked = shock.spx_return(shock.vix()).exp_m1();
    let moves = with_own(&MOVES, SPARE_MOVE, shocked, 0.006);
    let calmest = shock.calmest();
    let before = before.filter(|table| table.calmest == calmest);
    let over: Vec<Shock> = days.iter().map(|&day| shock.over(day)).collect();
    let rows = moves.into_iter().map(|spx_return| {
        let is_shock = spx_return == shocked;
        let known = before.and_then(|table| table.rows.iter().find(|row| row.spx_return == spx_return));
        if let Some(known) = known.filter(|row| !(is_shock || row.is_shock)) {
            return known.clone();
        }
        row(book, &over, spx_return, (part, later))
    });
    let (rows, axis) = (rows.collect(), HeatAxis::Spx);
    let dates = dates(book, &days, expiry_column);
    DateTable { rows, days, dates, shock_column, expiry_column, calmest, axis, part, later }
}

/// The same by the price of the market's token, SPX and VIX on the shock's day where the shock puts them.
pub fn over_token(book: &Book, days: &[f64], part: DatePart, later: Later) -> DateTable {
    let shock = &book.shock;
    let (days, [shock_column, expiry_column]) = columns(book, days);
    let own = shock.as_set(0.0).token / shock.token_price.0 - 1.0;
    let moves = with_own(&TOKEN_MOVES, SPARE_TOKEN_MOVE, own, 0.02);
    let over: Vec<Shock> = days.iter().map(|&day| shock.over(day)).collect();
    let rows = moves.into_iter().map(|by| token_row(book, &over, by, (part, later))).collect();
    let (calmest, axis) = (shock.calmest(), HeatAxis::Token);
    let dates = dates(book, &days, expiry_column);
    DateTable { rows, days, dates, shock_column, expiry_column, calmest, axis, part, later }
}

/// These days, the shock's and that of the last expiry, trading days, rising, each with its date where today's is known;
/// what is no day is left out.
pub fn with_own_days(book: &Book, days: &[f64]) -> Vec<(f64, Option<Day>)> {
    let (days, [_, expiry_column]) = columns(book, days);
    let dates = dates(book, &days, expiry_column);
    days.iter().enumerate().map(|(i, day)| (*day, dates.get(i).copied())).collect()
}

/// Days of the table by their size, and where the shock's and the last expiry stand among them.
fn columns(book: &Book, days: &[f64]) -> (Vec<f64>, [usize; 2]) {
    let (own, expiry) = (book.shock.event.days, landscape::expiry_days(book));
    let mut days: Vec<f64> = days.iter().copied().filter(|day| day.is_finite() && *day >= 0.0).collect();
    days.extend([own, expiry]);
    let mut days = by_rising(days, |day| *day);
    days.dedup_by(|a, b| (*a - *b).abs() < 1e-9);
    let column = |day: f64| days.iter().position(|d| (d - day).abs() < 1e-9).unwrap_or(0);
    let places = [column(own), column(expiry)];
    (days, places)
}

/// Dates of the columns, counted on the exchange's calendar; that of the last expiry is its own, and no other passes it.
/// Empty without today's date.
fn dates(book: &Book, days: &[f64], expiry_column: usize) -> Vec<Day> {
    let Some(today) = book.plan.market.today else { return Vec::new() };
    let last = |is_meant: fn(Kind) -> bool| {
        let held = book.entries.iter().filter(|entry| is_meant(entry.kind) && entry.lives());
        held.filter_map(|entry| book.plan.expiry(entry.kind, entry.nth)).max()
    };
    let is_own = days.get(expiry_column).is_some_and(|day| *day > book.shock.event.days);
    let last = last(|kind| kind == Kind::Condor).or_else(|| last(Kind::is_hedge)).filter(|_| is_own);
    let date = |(i, days): (usize, &f64)| {
        let counted = today.once_passed(*days);
        match last {
            Some(last) if i == expiry_column => last,
            Some(last) if i < expiry_column => counted.min(last),
            Some(last) => counted.max(last),
            None => counted,
        }
    };
    days.iter().enumerate().map(date).collect()
}

/// Moves with the shock's own among them: as many whether it stands on one of them or between two, so that nothing moves
/// under the table.
fn with_own(moves: &[f64], spare: f64, own: f64, near: f64) -> Vec<f64> {
    let mut all: Vec<f64> = moves.iter().copied().filter(|m| (m - own).abs() > near).collect();
    if all.len() < moves.len() && (spare - own).abs() > near {
        all.push(spare);
    }
    all.push(own);
    by_rising(all, |by| *by)
}

/// Another book less a table: its P&L minus that of `book` at the same moves of SPX on the same days, of the same part
/// under the same rule, each by its own market and shock.
pub fn less(table: &DateTable, book: &Book) -> DateTable {
    let over: Vec<Shock> = table.days.iter().map(|&day| book.shock.over(day)).collect();
    let differ = |own: &DateRow| {
        let other = match table.axis {
            HeatAxis::Spx => row(book, &over, own.spx_return, (table.part, table.later)),
            HeatAxis::Token => token_row(book, &over, own.token_return, (table.part, table.later)),
        };
        DateRow { pnl: own.pnl.iter().zip(&other.pnl).map(|(b, a)| b - a).collect(), ..own.clone() }
    };
    let (days, dates) = (table.days.clone(), table.dates.clone());
    DateTable { rows: table.rows.iter().map(differ).collect(), days, dates, ..*table }
}

/// A book at one move of SPX on each of these days.
fn row(book: &Book, over: &[Shock], spx_return: f64, (part, later): (DatePart, Later)) -> DateRow {
    let shock = &book.shock;
    let is_shock = spx_return == shock.spx_return(shock.vix()).exp_m1();
    let x = spx_return.ln_1p();
    let vix = if is_shock { shock.vix() } else { shock.vix_for(x) };
    let there = shock.world(vix, x, 0.0);
    let (held, token) = (there.returns, there.token);
    let at = |late: &Shock| {
        let is_its_day = (late.event.days - shock.event.days).abs() < 1e-9;
        let world = if later == Later::Held || is_its_day {
            held_in(late, vix, x, &held)
        } else {
            late.world(late.vix_for(x), x, 0.0)
        };
        part_of(book, part, &world)
    };
    let spx = book.market.spx.0 * (1.0 + spx_return);
    let token_return = token / shock.token_price.0 - 1.0;
    DateRow { spx, spx_return, vix: vix.0, token, token_return, is_shock, pnl: over.iter().map(at).collect() }
}

/// A book at one move of the token on each of these days; at the shock's own it is the shock's row of every table.
fn token_row(book: &Book, over: &[Shock], by: f64, (part, later): (DatePart, Later)) -> DateRow {
    let shock = &book.shock;
    let there = shock.as_set(0.0);
    let own = there.token / shock.token_price.0 - 1.0;
    let (vix, x) = (shock.vix(), shock.spx_return(shock.vix()));
    let token = if by == own { there.token } else { shock.token_price.0 * (1.0 + by) };
    let at = |late: &Shock| {
        let is_its_day = (late.event.days - shock.event.days).abs() < 1e-9;
        let world = if is_its_day {
            token_axis::on_its_day(shock, token)
        } else if later == Later::Held {
            let returns = token_axis::on_its_day(shock, token).returns;
            held_in(late, vix, x, &returns)
        } else {
            token_axis::moved_on(shock, late, token)
        };
        part_of(book, part, &world)
    };
    DateRow {
        spx: there.market.spx.0,
        spx_return: x.exp_m1(),
        vix: vix.0,
        token,
        token_return: by,
        is_shock: by == own,
        pnl: over.iter().map(at).collect(),
    }
}

/// The world of another day with VIX and every token where they are on the shock's.
fn held_in(late: &Shock, vix: Points, spx_return: f64, returns: &[f64]) -> World {
    let mut world = late.still(vix, spx_return);
    world.returns = returns.to_vec();
    world.token = late.token_price.0 * world.log_return(Some(0)).exp();
    world
}

/// The whole book, then each part of which something is on.
pub fn parts(book: &Book) -> Vec<DatePart> {
    let has = |kind| book.of_kind(kind).next().is_some();
    let held = [
        (DatePart::Book, true),
        (DatePart::Condor, has(Kind::Condor)),
        (DatePart::Pool, has(Kind::Pool)),
        (DatePart::Hedge, book.legs().next().is_some()),
    ];
    held.into_iter().filter(|(_, is_held)| *is_held).map(|(part, _)| part).collect()
}

/// P&L of a part in a world, dollars.
pub(super) fn part_of(book: &Book, part: DatePart, world: &World) -> f64 {
    match part {
        DatePart::Book => pnl::of(book, world).combined(),
        DatePart::Condor => pnl::condors(book, world),
        DatePart::Pool => pnl::pools(book, world).total(),
        DatePart::Hedge => pnl::hedge(book, world),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::curves::PayoffAxis;
    use crate::plan::Plan;

    #[test]
    fn the_shocks_cell_is_the_verdict_under_either_rule() {
        let book = Book::opening();
        let pnl = pnl::of(&book, &book.shock.as_set(0.0)).combined();
        for later in [Later::Linked, Later::Held] {
            let table = of(&book, &DAYS, DatePart::Book, later);
            let row = table.rows.iter().find(|row| row.is_shock);
            assert!(row.is_some_and(|row| (row.pnl[table.shock_column] - pnl).abs() < 1e-9));
        }
    }

    #[test]
    fn by_the_tokens_price_the_shocks_row_is_that_of_every_table_and_a_column_is_the_payoffs() {
        let mut plan = Plan::default();
        for token in [None, Some(crate::units::Frac(-0.25))] {
            plan.event.token = token;
            let Ok(book) = Book::resolve(&plan) else { unreachable!() };
            for later in [Later::Linked, Later::Held] {
                let (over_spx, table) =
                    (of(&book, &DAYS, DatePart::Book, later), over_token(&book, &DAYS, DatePart::Book, later));
                let own = |table: &DateTable| table.rows.iter().find(|row| row.is_shock).map(|row| row.pnl.clone());
                let (Some(a), Some(b)) = (own(&over_spx), own(&table)) else { unreachable!() };
                assert!(
                    a.iter().zip(&b).all(|(a, b)| (a - b).abs() < 1e-6 * a.abs().max(1.0)),
                    "{later:?} {a:?} {b:?}"
                );
                assert!(table.rows.windows(2).all(|pair| pair[0].token < pair[1].token) && table.rows.len() == 11);
                for row in &table.rows {
                    let there = landscape::payoff_at(&book, PayoffAxis::Token, row.token);
                    assert!(
                        (row.pnl[table.shock_column] - there.combined).abs() < 1e-6 * there.combined.abs().max(1.0)
                    );
                    let end = row.pnl[table.expiry_column];
                    assert!(later == Later::Held || (end - there.expiry).abs() < 1e-6 * end.abs().max(1.0));
                }
                let none = less(&table, &book);
                assert!(none.rows.iter().all(|row| row.pnl.iter().all(|usd| usd.abs() < 1e-6)), "{none:?}");
            }
        }
    }

    #[test]
    fn no_row_above_the_shocks_has_a_higher_vix_however_calm_the_shock_is() {
        let mut calmer = 0;
        for (now, vix, days) in [(17.0, 9.0, 5.0), (40.0, 10.0, 3.0), (17.0, 12.0, 5.0), (25.0, 9.0, 1.0)] {
            let mut plan = Plan::default();
            (plan.market.vix, plan.event.vix, plan.event.days) = (Points(now), Some(Points(vix)), days);
            let Ok(book) = Book::resolve(&plan) else { unreachable!() };
            let table = of(&book, &DAYS, DatePart::Book, Later::Linked);
            assert!(table.rows.windows(2).all(|pair| pair[1].vix <= pair[0].vix + 1e-9), "{vix}: {:?}", table.rows);
            assert!(table.rows.iter().all(|row| row.vix >= table.calmest.0 - 1e-9));
            calmer += u32::from(table.calmest.0 < book.shock.link().calmest().0);
            // On the chart the shock is a point of its curve.
            let at = landscape::payoff_at(&book, PayoffAxis::Spx, landscape::shocked_place(&book, PayoffAxis::Spx));
            assert!((at.vix - vix).abs() < 1e-9, "{at:?}");
        }
        assert!(calmer >= 3, "{calmer}");
    }

    #[test]
    fn a_table_after_another_on_the_link_is_the_table() {
        let mut plan = Plan::default();
        for later in [Later::Linked, Later::Held] {
            let mut before = None;
            for vix in [17.0, 18.5, 24.0, 30.0, 31.0, 60.0, 9.0, 45.0] {
                plan.event.vix = Some(Points(vix));
                let Ok(book) = Book::resolve(&plan) else { unreachable!() };
                let table = after(&book, &DAYS, DatePart::Book, later, before.as_ref());
                assert_eq!(table, of(&book, &DAYS, DatePart::Book, later), "VIX {vix}");
                before = Some(table);
            }
        }
    }

    #[test]
    fn a_book_less_itself_is_nothing_and_less_another_the_difference_cell_by_cell() {
        let (book, mut plan) = (Book::opening(), Plan::default());
        let Some(condor) = plan.condor_mut(0) else { unreachable!() };
        condor.contracts *= 2.0;
        let Ok(other) = Book::resolve(&plan) else { unreachable!() };
        for later in [Later::Linked, Later::Held] {
            let [a, b] = [&book, &other].map(|book| of(book, &DAYS, DatePart::Book, later));
            assert!(less(&a, &book).rows.iter().flat_map(|row| &row.pnl).all(|usd| *usd == 0.0));
            let by = less(&b, &book);
            for (i, row) in by.rows.iter().enumerate() {
                for (j, usd) in row.pnl.iter().enumerate() {
                    assert!((b.rows[i].pnl[j] - a.rows[i].pnl[j] - usd).abs() < 1e-6);
                }
            }
        }
    }

    #[test]
    fn there_are_as_many_rows_wherever_the_shock_stands() {
        for spx in [-0.3, -0.1, -0.052, 0.0, 0.02, 0.045, 0.06] {
            let mut plan = Plan::default();
            plan.event.spx = Some(crate::units::Frac(spx));
            let table = Book::resolve(&plan).map(|book| of(&book, &DAYS, DatePart::Book, Later::Linked));
            assert!(table.is_ok_and(|table| table.rows.len() == MOVES.len() + 1), "{spx}");
        }
    }

    #[test]
    fn linked_expiry_is_the_payoffs_dashed_curve() {
        let book = Book::opening();
        let table = of(&book, &DAYS, DatePart::Book, Later::Linked);
        for row in table.rows.iter().filter(|row| !row.is_shock) {
            let point = landscape::payoff_at(&book, PayoffAxis::Spx, row.spx);
            assert!((row.pnl[table.expiry_column] - point.expiry).abs() < 1e-6, "{row:?} {}", point.expiry);
        }
    }

    #[test]
    fn now_with_spx_unmoved_holds_opening_fees_and_gas_alone() {
        let mut plan = Plan::example();
        (plan.event.vix, plan.event.spx) = (Some(plan.market.vix), Some(crate::units::Frac(-0.05)));
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let table = of(&book, &[0.0], DatePart::Book, Later::Linked);
        let now = table.rows.iter().find(|row| row.spx_return == 0.0).map(|row| row.pnl[0]);
        let fees: f64 = book.condors().map(|condor| condor.fees().0).sum();
        let gas: f64 = plan.pool(0).map_or(0.0, |pool| pool.gas.0);
        assert!(now.is_some_and(|now| (now + fees + gas).abs() < 0.01), "{now:?} {fees} {gas}");
    }

    #[test]
    fn the_parts_add_up_to_the_book() {
        let book = Book::opening();
        let by = |part| of(&book, &[0.0, 12.5], part, Later::Linked);
        let [whole, condor, pool, hedge] = [DatePart::Book, DatePart::Condor, DatePart::Pool, DatePart::Hedge].map(by);
        for (i, row) in whole.rows.iter().enumerate() {
            for (j, pnl) in row.pnl.iter().enumerate() {
                let sum: f64 = [&condor, &pool, &hedge].map(|table| table.rows[i].pnl[j]).iter().sum();
                assert!((sum - pnl).abs() < 1e-6);
            }
        }
    }

    #[test]
    fn columns_have_dates_where_today_is_known() {
        let mut plan = Plan::default();
        let table = |plan: &Plan| {
            let Ok(book) = Book::resolve(plan) else { unreachable!() };
            of(&book, &[0.0, 1.0, 31.0, 40.0], DatePart::Book, Later::Linked)
        };
        assert!(table(&plan).dates.is_empty());
        plan.market.today = Day::iso("2026-11-25");
        let found: Vec<String> = table(&plan).dates.into_iter().map(String::from).collect();
        // Thanksgiving, Christmas, New Year's and King's Day are no trading days; the condor's 45 days end on Saturday 9
        // January, between trading days 30 and 31.
        assert_eq!(found, ["2026-11-25", "2026-11-27", "2026-12-03", "2027-01-09", "2027-01-12", "2027-01-26"]);
        // One that expires today, under a shock at once: the hedge's last date is no date of it.
        (plan.a_condor().days, plan.event.days) = (0.27, 0.0);
        let found: Vec<String> = table(&plan).dates.into_iter().map(String::from).collect();
        assert_eq!(found, ["2026-11-25", "2026-11-25", "2026-11-27", "2027-01-12", "2027-01-26"]);
    }

    #[test]
    fn days_are_those_asked_for_with_the_shocks_and_the_expiry() {
        let book = Book::opening();
        let table = of(&book, &[7.0, f64::NAN, 0.0, -1.0, 5.0, 400.0], DatePart::Book, Later::Linked);
        let expiry = landscape::expiry_days(&book);
        assert_eq!(table.days, [0.0, 5.0, 7.0, expiry, 400.0]);
        assert_eq!((table.days[table.shock_column], table.days[table.expiry_column]), (5.0, expiry));
        assert!(table.rows.iter().flat_map(|row| &row.pnl).all(|x| x.is_finite()));
    }
}
