//! Condors: sold by the plan's rule whenever none is open, marked each day, left by the exit rules or held.
//!
//! Model book 5, 12, 13. What is due is left at the close of the day and the next one is sold at the same close; every
//! trade costs a fee and the slippage a leg, a settlement nothing. One that expires is settled at the first close at or
//! past its expiry.

use crate::backtest::days::Row;
use crate::backtest::trade::{How, Part, Trade};
use crate::book::exits;
use crate::book::resolve::condor::resolved;
use crate::holdings::condor::Condor;
use crate::market::Market;
use crate::plan::{CondorPlan, ExitsPlan};
use crate::units::day::Day;
use crate::units::{Frac, Points, Years};

/// One that is open.
#[derive(Clone, Copy, Debug)]
struct Sold {
    condor: Condor,
    day: Day,
    /// SPX on that day.
    spx: f64,
    /// Points that it costs to buy back at the last close.
    value: f64,
}

/// The condors of one way to leave them.
#[derive(Clone, Debug)]
pub struct Condors<'a> {
    terms: &'a [(usize, CondorPlan)],
    exits: ExitsPlan,
    /// SPX of the plan, at which every one is sold.
    level: f64,
    open: Vec<Option<Sold>>,
    /// What is closed has made, dollars.
    realised: f64,
    /// Every one that is closed.
    pub trades: Vec<Trade>,
    /// Days on which the rule of the strikes found none.
    pub unsold: usize,
}

/// The market of a day as it meets condors of any level: what is priced once is priced for all ways.
#[derive(Debug)]
pub struct Close<'a> {
    /// The day.
    pub row: &'a Row,
    /// Its market, SPX at the plan's level.
    pub market: &'a Market,
    known: Vec<(Day, Condor, f64)>,
    fresh: Vec<Option<Option<Condor>>>,
}

impl<'a> Close<'a> {
    /// Of a day.
    pub fn new(row: &'a Row, market: &'a Market) -> Close<'a> {
        Close { row, market, known: Vec::new(), fresh: Vec::new() }
    }

    /// Calendar days to its settlement that one sold earlier has left.
    fn left(&self, sold: &Sold) -> Years {
        Years::from_calendar_days((sold.condor.days - self.row.day.since(sold.day)).max(0.0))
    }

    /// What it costs to buy back at this close, points at the plan's level.
    fn value(&mut self, sold: &Sold) -> f64 {
        if let Some(known) = self.known.iter().find(|known| known.0 == sold.day && known.1 == sold.condor) {
            return known.2;
        }
        let market = Market { spx: Points(self.market.spx.0 * self.row.spx / sold.spx), ..self.market.clone() };
        let value = sold.condor.value(&market, self.left(sold));
        self.known.push((sold.day, sold.condor, value));
        value
    }

    /// A fresh one of these terms; `None` where the rule finds no strikes or the model no price.
    fn fresh(&mut self, place: usize, terms: &CondorPlan) -> Option<Condor> {
        self.fresh.resize(self.fresh.len().max(place + 1), None);
        let made = || resolved(terms, self.market).ok().filter(|condor| condor.credit.is_finite());
        *self.fresh[place].get_or_insert_with(made)
    }
}

/// The same costs, and nothing ever due.
pub fn held(exits: &ExitsPlan) -> ExitsPlan {
    ExitsPlan { profit: Frac(1.0), stop: f64::INFINITY, days: 0.0, ..exits.clone() }
}

impl<'a> Condors<'a> {
    /// None sold yet, of a plan with SPX at this level.
    pub fn new(terms: &'a [(usize, CondorPlan)], exits: ExitsPlan, level: f64) -> Condors<'a> {
        Condors { terms, exits, level, open: vec![None; terms.len()], realised: 0.0, trades: Vec::new(), unsold: 0 }
    }

    /// One day: what is settled or due is left, what is missing is sold. P&L since the first day, dollars.
    pub fn step(&mut self, close: &mut Close) -> f64 {
        let mut marks = 0.0;
        for place in 0..self.terms.len() {
            if let Some(sold) = self.open[place].as_mut() {
                sold.value = close.value(sold);
                let left = close.left(sold);
                let due = exits::due(&sold.condor, &self.exits, sold.value, left).map(How::from);
                if let Some(how) = if left.0 <= 0.0 { Some(How::Expired) } else { due } {
                    let trade = self.trade(place, close.row.day, how);
                    self.realised += trade.as_ref().map_or(0.0, |trade| trade.pnl);
                    self.trades.extend(trade);
                    self.open[place] = None;
                }
            }
            if self.open[place].is_none() {
                let (day, spx) = (close.row.day, close.row.spx);
                let fresh = close.fresh(place, &self.terms[place].1);
                self.unsold += usize::from(fresh.is_none());
                self.open[place] = fresh.map(|condor| Sold { condor, day, spx, value: condor.credit });
            }
            marks += self.open[place].map_or(0.0, |sold| self.gain(&sold));
        }
        self.realised + marks
    }

    /// Points of the plan's level in points of the day on which it was sold.
    fn scale(&self, sold: &Sold) -> f64 {
        sold.spx / self.level
    }

    /// Dollars that trading its legs once costs: a fee for each contract that there was at that day's level, and slippage,
    /// which grows with the level of the index as prices of options do.
    fn cost(&self, sold: &Sold) -> f64 {
        let condor = Condor { fee: sold.condor.fee / self.scale(sold), ..sold.condor };
        exits::cost(&condor, &self.exits)
    }

    /// Of one that is open, its opening costs counted.
    fn gain(&self, sold: &Sold) -> f64 {
        sold.condor.dollars(sold.condor.credit - sold.value) - self.cost(sold)
    }

    fn trade(&self, place: usize, day: Day, how: How) -> Option<Trade> {
        let sold = self.open[place]?;
        let opening = self.cost(&sold);
        let is_traded = matches!(how, How::Profit | How::Stop | How::Days);
        let closing = if is_traded { opening } else { 0.0 };
        let scale = self.scale(&sold);
        Some(Trade {
            part: Part::Condor,
            nth: self.terms[place].0,
            opened: sold.day,
            closed: day,
            how,
            strikes: sold.condor.strikes.map(|strike| strike * scale).to_vec(),
            contracts: sold.condor.contracts / scale,
            entry: sold.condor.credit * scale,
            exit: sold.value * scale,
            earned: 0.0,
            costs: opening + closing,
            pnl: self.gain(&sold) - closing,
        })
    }

    /// Those that are open on the last day.
    pub fn still_open(&self, day: Day) -> Vec<Trade> {
        (0..self.terms.len()).filter_map(|place| self.trade(place, day, How::Open)).collect()
    }
}
