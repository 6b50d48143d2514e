//! Greeks by day: the book on days of one's own choosing, what each part has made and is worth, what has come in, every Greek.
//!
//! Source: model book 12.

use serde::Serialize;

use crate::book::by_date::{self, DatePart};
use crate::book::greeks::{self, GreeksAt, rebalancing};
use crate::book::place::Place;
use crate::book::{Book, pnl};
use crate::plan::holding::Kind;
use crate::units::day::Day;

/// Which world the columns of the table are of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scenario {
    /// SPX, VIX and tokens where the shock puts them.
    #[default]
    Shocked,
    /// Where they are today.
    Still,
}

/// The book on one day.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct DayGreeks {
    /// Trading days from today.
    pub days: f64,
    /// Its date, where today's is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<Day>,
    /// P&L of condors, pools and hedge since today.
    pub parts: [f64; 3],
    /// What was paid for each of them and what it has made, so what it would bring; below zero where buying it back costs.
    pub worth: [f64; 3],
    /// What of the pools' P&L has come in by then: fees less interest and premium.
    pub carry: f64,
    /// Greeks of the chosen part.
    pub greeks: GreeksAt,
    /// What rebalancing has cost the pools on average by then, positive, as the carry has it (7): not in P&L, whose prices
    /// are given.
    pub rebalancing: f64,
}

/// What was paid for condors, pools and hedge, opening fees of the first among it, which are gone; dollars.
fn paid(book: &Book) -> [f64; 3] {
    let sum = |is_meant: fn(Kind) -> bool| -> f64 {
        book.entries.iter().filter(|entry| is_meant(entry.kind)).map(|entry| entry.held.outlay().0).sum()
    };
    let fees: f64 = book.condors().map(|condor| condor.fees().0).sum();
    [sum(|kind| kind == Kind::Condor) + fees, sum(|kind| kind == Kind::Pool), sum(Kind::is_hedge)]
}

/// The book on these days, the shock's and that of the last expiry, trading days from today, in one scenario; days that
/// are no number or negative are left out.
pub fn by_day(book: &Book, days: &[f64], part: DatePart, scenario: Scenario) -> Vec<DayGreeks> {
    let then = Place::of(&book.shock);
    let paid = paid(book);
    let on = |(days, date): (f64, Option<Day>)| {
        let mut place = match scenario {
            Scenario::Shocked => then.clone(),
            Scenario::Still => Place::untouched(&book.shock, days),
        };
        place.event.days = days;
        let world = place.world(&book.shock);
        let pools = pnl::pools(book, &world);
        let made = [pnl::condors(book, &world), pools.total(), pnl::hedge(book, &world)];
        DayGreeks {
            days,
            date,
            parts: made,
            worth: std::array::from_fn(|i| paid[i] + made[i]),
            carry: pools.fees - pools.interest - pools.premium,
            greeks: greeks::at(book, part, &place),
            rebalancing: rebalancing(book, book.shock.clock.calendar_days(days)),
        }
    };
    by_date::with_own_days(book, days).into_iter().map(on).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::by_date::DAYS;
    use crate::plan::Plan;
    use crate::units::Years;

    /// Against the price of buying the condor back, the worth of today's tokens, and the P&L that is reckoned apart.
    #[test]
    fn what_each_part_is_worth_is_what_it_would_bring_or_cost_and_what_has_come_in_is_of_the_pools() {
        let Ok(book) = Book::resolve(&Plan::default()) else { unreachable!() };
        let Some(condor) = book.condors().next() else { unreachable!() };
        let deposit: f64 = book.positions().map(|position| position.deposit.0).sum();
        for scenario in [Scenario::Shocked, Scenario::Still] {
            for one in by_day(&book, &DAYS, DatePart::Book, scenario) {
                let mut place = if scenario == Scenario::Shocked {
                    Place::of(&book.shock)
                } else {
                    Place::untouched(&book.shock, one.days)
                };
                place.event.days = one.days;
                let world = place.world(&book.shock);
                let back = condor.dollars(condor.value(&world.market, Years::left(condor.days, world.days)));
                assert!((one.worth[0] + back).abs() < 1e-6, "{} {back}", one.worth[0]);
                assert!((one.worth[1] - deposit - one.parts[1]).abs() < 1e-6);
                assert!(one.worth[2] > 0.0 && one.carry >= 0.0 && (one.carry > 0.0) == (one.days > 0.0), "{one:?}");
            }
        }
    }
}
