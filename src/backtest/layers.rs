//! Layers: VIX calls bought on the first day, rolled into fresh ones when too few days are left, marked each day.
//!
//! Model book 2, 9, 13. Every trade costs what the plan's rules of the hedge say a contract costs. The rules by band are
//! not walked: what is held is what the plan holds.

use crate::backtest::days::Row;
use crate::backtest::trade::{How, Part, Trade};
use crate::holdings::vix_layer::{Layer, rolled};
use crate::market::Market;
use crate::plan::{AdaptivePlan, LayerPlan};
use crate::units::day::Day;
use crate::units::{CALENDAR_DAYS, MULTIPLIER, TRADING_DAYS};

#[derive(Clone, Copy, Debug)]
struct Lot {
    layer: Layer,
    day: Day,
    price: f64,
}

/// Every layer.
#[derive(Clone, Debug)]
pub struct Layers<'a> {
    terms: &'a [(usize, LayerPlan, f64)],
    rules: &'a AdaptivePlan,
    lots: Vec<Option<Lot>>,
    realised: f64,
    /// Every one that is left.
    pub trades: Vec<Trade>,
}

impl<'a> Layers<'a> {
    /// None bought yet.
    pub fn new(terms: &'a [(usize, LayerPlan, f64)], rules: &'a AdaptivePlan) -> Layers<'a> {
        Layers { terms, rules, lots: vec![None; terms.len()], realised: 0.0, trades: Vec::new() }
    }

    /// One day. P&L since the first, dollars.
    pub fn step(&mut self, row: &Row, market: &Market) -> f64 {
        let mut marks = 0.0;
        for place in 0..self.terms.len() {
            let fresh = rolled(&self.terms[place].1);
            if let Some(lot) = self.lots[place].as_mut() {
                let passed = row.day.since(lot.day);
                lot.price = lot.layer.price(market, passed * TRADING_DAYS / CALENDAR_DAYS);
                let left = lot.layer.days - passed;
                // What would be due again at once is left to expire.
                let is_due = left < self.rules.roll_days && fresh.days >= self.rules.roll_days;
                let how = if left <= 0.0 { Some(How::Expired) } else { is_due.then_some(How::Rolled) };
                if let Some(how) = how {
                    let trade = self.trade(place, row, how);
                    self.realised += trade.as_ref().map_or(0.0, |trade| trade.pnl);
                    self.trades.extend(trade);
                    self.lots[place] = None;
                }
            }
            if self.lots[place].is_none() {
                let layer = Layer::bought(market, &fresh, self.terms[place].2);
                self.lots[place] =
                    Some(Lot { layer, day: row.day, price: layer.premium }).filter(|lot| lot.price.is_finite());
            }
            marks += self.lots[place].map_or(0.0, |lot| self.gain(&lot));
        }
        self.realised + marks
    }

    fn cost(&self, lot: &Lot) -> f64 {
        self.rules.cost.0 * lot.layer.contracts
    }

    /// Of one that is held, the cost of buying it counted.
    fn gain(&self, lot: &Lot) -> f64 {
        MULTIPLIER * lot.layer.contracts * (lot.price - lot.layer.premium) - self.cost(lot)
    }

    fn trade(&self, place: usize, row: &Row, how: How) -> Option<Trade> {
        let lot = self.lots[place]?;
        let closing = if how == How::Rolled { self.cost(&lot) } else { 0.0 };
        Some(Trade {
            part: Part::Hedge,
            nth: self.terms[place].0,
            opened: lot.day,
            closed: row.day,
            how,
            strikes: std::iter::once(lot.layer.strike.0).chain(lot.layer.wing.map(|wing| wing.0)).collect(),
            contracts: lot.layer.contracts,
            entry: lot.layer.premium,
            exit: lot.price,
            earned: 0.0,
            costs: self.cost(&lot) + closing,
            pnl: self.gain(&lot) - closing,
        })
    }

    /// Those that are held at the end.
    pub fn still_open(&self, row: &Row) -> Vec<Trade> {
        (0..self.terms.len()).filter_map(|place| self.trade(place, row, How::Open)).collect()
    }
}
