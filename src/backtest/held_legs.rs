//! Held legs: products and legs on the chain through dated closes, each trade of theirs told.

use crate::backtest::days::Row;
use crate::backtest::legs::{Leg, Legs, Lot, Quote};
use crate::backtest::pool::Pool;
use crate::backtest::programme::Programme;
use crate::backtest::trade::{How, Part, Trade};
use crate::holdings::etp::{Walked, vol};
use crate::market::Market;
use crate::plan::holding::Kind;
use crate::units::Years;
use crate::units::day::Day;

/// Every product and every leg on the chain.
pub struct HeldLegs<'a> {
    all: &'a [Leg],
    /// The product of each leg that is on one.
    products: Vec<Option<Walked>>,
    legs: Legs,
    first: Option<Day>,
    /// The token at its last close that counted.
    token: Option<f64>,
    /// Every one that is left.
    pub trades: Vec<Trade>,
}

fn futures(market: &Market) -> impl Fn(f64) -> f64 {
    |days| market.vix_future(Years::from_calendar_days(days)).0
}

impl<'a> HeldLegs<'a> {
    /// None bought yet.
    pub fn new(programme: &'a Programme) -> HeldLegs<'a> {
        let all = &programme.legs;
        let mut legs = Legs::default();
        legs.start(all.len());
        HeldLegs { all, products: vec![None; all.len()], legs, first: None, token: None, trades: Vec::new() }
    }

    /// One day, with its market and the one of the day before. P&L since the first, dollars.
    ///
    /// The token has a quote on days on which a pool could be entered, at the vol that it realised.
    pub fn step(&mut self, row: &Row, market: &Market, before: Option<&Market>) -> f64 {
        let first = *self.first.get_or_insert(row.day);
        let time = row.day.since(first);
        let rate = market.rate.0;
        let now = row.token.filter(|_| Pool::can_enter(row));
        let token =
            now.zip(row.token_vol).map(|(now, vol)| Quote { moved: now / self.token.unwrap_or(now), vol: vol.0, rate });
        let (all, products, trades) = (self.all, &mut self.products, &mut self.trades);
        let mut product = |place: usize| {
            let terms = all[place].product?;
            let moved = match (&mut products[place], before) {
                (Some(walked), Some(before)) => walked.step(time, futures(before), futures(market)),
                (walked, _) => {
                    *walked = Some(Walked::start(terms.leverage, terms.first_days, futures(market)));
                    1.0
                }
            };
            Some(Quote { moved, vol: vol(terms.leverage, market).0, rate })
        };
        let quote = |place: usize| if all[place].kind == Kind::Chain { token } else { product(place) };
        let made = self.legs.step(all, time, quote, |leg, lot, how| trades.push(trade(leg, lot, first, row.day, how)));
        self.token = now.or(self.token);
        made
    }

    /// Those that are held at the end.
    pub fn still_open(&self, row: &Row) -> Vec<Trade> {
        let first = self.first.unwrap_or(row.day);
        self.legs.open(self.all).map(|(leg, lot)| trade(leg, lot, first, row.day, How::Open)).collect()
    }
}

fn trade(leg: &Leg, lot: &Lot, first: Day, day: Day, how: How) -> Trade {
    let costs = leg.costs(how);
    Trade {
        part: if leg.kind == Kind::Chain { Part::Chain } else { Part::Etp },
        nth: leg.nth,
        opened: first.plus(lot.time),
        closed: day,
        how,
        strikes: leg.strikes(),
        contracts: leg.quantity,
        entry: lot.paid,
        exit: lot.worth,
        earned: 0.0,
        costs,
        pnl: leg.quantity * (lot.worth - lot.paid) - costs,
    }
}
