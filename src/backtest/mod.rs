//! Back-test: the programme of a plan walked through dated closes, with what was known on each day.
//!
//! Condors are sold and left by their rules, VIX calls rolled, the pool held at the size that the rules gave; untouched
//! beside it: the same condors held to their expiry, the pool at the size that is typed. Every price of an option is the
//! model's, of the day's VIX and SPX. Model book 13.

pub mod condors;
pub mod curve;
pub mod days;
pub mod layers;
pub mod pool;
pub mod programme;
pub mod say;
pub mod shocks;
pub mod sizes;
pub mod trade;
mod walk;

use serde::{Deserialize, Serialize};

use crate::backtest::curve::Curve;
use crate::backtest::programme::Programme;
use crate::backtest::shocks::ExplosionRow;
use crate::backtest::trade::Trade;
use crate::plan::Plan;
use crate::shock::explosions::EXPLOSIONS;
use crate::signals::histories::Histories;
use crate::units::day::Day;

/// What each engine made, dollars.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Parts {
    /// The condors.
    pub condor: f64,
    /// The pool.
    pub pool: f64,
    /// The VIX calls.
    pub hedge: f64,
}

impl Parts {
    /// All together.
    pub fn total(&self) -> f64 {
        self.condor + self.pool + self.hedge
    }
}

/// The programme with one rule switched over.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RuleRow {
    /// Its row in the table of inputs.
    pub id: String,
    /// Inside a sentence: 'the stress cap'.
    pub name: String,
    /// Whether it is on in the plan; the figures are those with it off then, and on where it is off.
    pub is_on: bool,
    /// Equity at the end.
    pub end: f64,
    /// Deepest drawdown as a share, positive.
    pub drawdown: f64,
    /// Mean of the dollars in the pool over the days on which there could be one.
    pub held: f64,
}

/// A programme and what it came to. Lines are thinned; every total is of all days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BackTest {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// Days that were walked.
    pub rows: usize,
    /// First day on which the token had two months of closes behind it.
    pub pool_from: Option<Day>,
    /// Equity before the first day.
    pub start: f64,
    /// Days of the lines.
    pub days: Vec<Day>,
    /// By the rules.
    pub with_rules: Curve,
    /// Untouched.
    pub untouched: Curve,
    /// What each engine made up to each day of the lines, by the rules.
    pub parts: Vec<Parts>,
    /// What each made in all, by the rules and untouched.
    pub made: [Parts; 2],
    /// Dollars in the pool on each day of the lines, by the rules.
    pub held: Vec<f64>,
    /// Every trade by the rules, by the day on which it ended; those that are open at the end last.
    pub trades: Vec<Trade>,
    /// Each rule switched over, in the order of the waterfall, then each exit rule switched off.
    pub rules: Vec<RuleRow>,
    /// Each explosion, oldest first.
    pub explosions: Vec<ExplosionRow>,
    /// What has to be known of it, a sentence each.
    pub said: Vec<String>,
}

/// Walks a plan's programme through histories, in pieces; `progress` hears which part of it is done.
///
/// # Errors
/// Rows that are none, no day that SPX and VIX have in common, a plan whose own terms allow no market: in words.
pub async fn run(plan: &Plan, all: &Histories, progress: &mut dyn FnMut(f64)) -> Result<BackTest, String> {
    let programme = Programme::of(plan);
    let days = days::of(all)?;
    // The explosions ask for as many sizes as two years of months.
    let (rows, shocks) = (days.rows.len() as f64, 500.0);
    let whole = rows + shocks;
    let walked = walk::walked(&programme, &days, &mut |row| progress(row as f64 / whole)).await?;
    let mut done = 0.0;
    let mut tell = || {
        done += 1.0;
        progress((rows + shocks * done / EXPLOSIONS.len() as f64) / whole);
    };
    let explosions = shocks::of(&programme, &days, walked.lines(), &mut tell).await;
    let missed = walked.missed;
    let mut found = walked.ended(&days, explosions);
    found.said = say::said(&programme, &days, &found, missed);
    if found.is_finite() { Ok(found) } else { Err("These closes are so far apart that a price is no number.".into()) }
}

impl BackTest {
    fn is_finite(&self) -> bool {
        let curve = |curve: &Curve| curve.end.is_finite() && curve.equity.iter().all(|x| x.is_finite());
        let parts = |parts: &Parts| parts.total().is_finite();
        let trade = |trade: &Trade| {
            let figures = [trade.contracts, trade.entry, trade.exit, trade.earned, trade.costs, trade.pnl];
            figures.iter().chain(&trade.strikes).all(|x| x.is_finite())
        };
        curve(&self.with_rules)
            && curve(&self.untouched)
            && self.parts.iter().chain(&self.made).all(parts)
            && self.trades.iter().all(trade)
            && self.rules.iter().all(|row| row.end.is_finite() && row.drawdown.is_finite() && row.held.is_finite())
    }
}
