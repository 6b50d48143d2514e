//! Pool: entered at a size, marked at each close of the token, left and entered anew when the size is asked again.
//!
//! Model book 6, 7, 13. The range is set round the price again at every entry, as the plan has it round its own. Fees are
//! the model's for the way from close to close at the plan's rate, the same at every VIX; gas is paid at leaving, and what
//! of the base has to be bought or sold pays the pool's own fee.

use crate::backtest::days::Row;
use crate::backtest::trade::{How, Part, Trade};
use crate::book::limits::fee_factor;
use crate::holdings::pool::bridge::Bridge;
use crate::holdings::pool::position::Position;
use crate::holdings::world::Tokens;
use crate::plan::{MarketPlan, PoolPlan};
use crate::units::day::Day;
use crate::units::{Frac, Usd, Years};

/// Dollars in the position that every size is a multiple of.
const UNIT: f64 = 1000.0;
/// Dollars below which nothing is put in.
const LEAST: f64 = 1.0;
/// Calendar days without a close of the token after which the pool is left at its last mark.
const MOST_SILENT: f64 = 10.0;

/// A position of [`UNIT`] dollars since the day on which it was entered.
#[derive(Clone, Debug)]
struct Path {
    position: Position,
    day: Day,
    /// The token then, dollars.
    token: f64,
    /// Price of the pool at the last close, and that close's day.
    price: f64,
    last: Day,
    value: f64,
    base: f64,
    fees: f64,
}

impl Path {
    fn entered(terms: &PoolPlan, market: &MarketPlan, row: &Row) -> Option<Path> {
        let market = MarketPlan { token_vol: row.token_vol?, ..market.clone() };
        let terms = PoolPlan { deposit: Usd(UNIT), ..terms.clone() };
        let position = Position::resolve(&terms, &market, &mut Tokens::of(&market)).ok()?;
        let (pool, price) = (position.pool?, position.entry);
        let (value, base) = (pool.value(price), price * pool.delta(price));
        let is_priced = [value, base, position.fee_apr].iter().all(|x| x.is_finite());
        let path = Path { position, day: row.day, token: row.token?, price, last: row.day, value, base, fees: 0.0 };
        Some(path).filter(|_| is_priced)
    }

    fn step(&mut self, row: &Row) {
        let (Some(token), Some(pool)) = (row.token, self.position.pool) else { return };
        let price = self.position.entry * token / self.token;
        let horizon = Years::from_calendar_days(row.day.since(self.last));
        let bridge = Bridge::new(&pool, self.price, Frac(self.position.fee_apr), self.position.vol, horizon);
        self.fees += bridge.fees_given_end(price);
        (self.price, self.last) = (price, row.day);
        (self.value, self.base) = (pool.value(price), price * pool.delta(price));
    }
}

/// What one way to size it holds of the path.
#[derive(Clone, Debug, Default)]
pub struct Stake {
    /// Dollars put in.
    pub usd: f64,
    entering: f64,
    realised: f64,
    /// Every time that it was left.
    pub trades: Vec<Trade>,
}

/// The pool as it is entered on one schedule, whatever the sizes.
#[derive(Clone, Debug)]
pub struct Pool<'a> {
    terms: &'a (usize, PoolPlan),
    market: &'a MarketPlan,
    path: Option<Path>,
    /// One a way to size it.
    pub stakes: Vec<Stake>,
}

impl<'a> Pool<'a> {
    /// Nothing in it yet, for so many ways to size it.
    pub fn new(terms: &'a (usize, PoolPlan), market: &'a MarketPlan, ways: usize) -> Pool<'a> {
        Pool { terms, market, path: None, stakes: vec![Stake::default(); ways] }
    }

    /// Whether it can be entered on a day: the token has a close and two months behind it.
    pub fn can_enter(row: &Row) -> bool {
        row.token.is_some() && row.token_vol.is_some()
    }

    /// Whether the token has been silent for so long that nobody knows what it is worth.
    pub fn is_silent(&self, row: &Row) -> bool {
        self.path.as_ref().is_some_and(|path| row.day.since(path.last) > MOST_SILENT)
    }

    /// One day's close.
    pub fn step(&mut self, row: &Row) {
        if let Some(path) = &mut self.path {
            path.step(row);
        }
    }

    /// Left, and entered anew with so many dollars each.
    pub fn resize(&mut self, row: &Row, sizes: &[f64]) {
        let old = self.path.take();
        let new = Path::entered(&self.terms.1, self.market, row);
        let tier = self.terms.1.tier.0;
        for (stake, size) in self.stakes.iter_mut().zip(sizes) {
            let then = if *size >= LEAST && new.is_some() { *size } else { 0.0 };
            let before = old.as_ref().map_or(0.0, |path| stake.usd / UNIT * path.base);
            let after = new.as_ref().map_or(0.0, |path| then / UNIT * path.base);
            let swap = tier * (after - before).abs();
            if let Some(path) = old.as_ref().filter(|_| stake.usd > 0.0) {
                let leaving = path.position.gas.0 + if then > 0.0 { 0.0 } else { swap };
                let trade = stake.trade(self.terms.0, path, row.day, leaving, How::Resized);
                stake.realised += trade.pnl;
                stake.trades.push(trade);
            }
            (stake.usd, stake.entering) = (then, if then > 0.0 { swap } else { 0.0 });
        }
        self.path = new.filter(|_| self.stakes.iter().any(|stake| stake.usd > 0.0));
    }

    /// P&L since the first day, dollars.
    pub fn pnl(&self, way: usize) -> f64 {
        let open = |stake: &Stake| self.path.as_ref().map_or(0.0, |path| stake.gain(path));
        self.stakes.get(way).map_or(0.0, |stake| stake.realised + open(stake))
    }

    /// What is in it at the end.
    pub fn still_open(&self, way: usize, row: &Row) -> Option<Trade> {
        let stake = self.stakes.get(way).filter(|stake| stake.usd > 0.0)?;
        self.path.as_ref().map(|path| stake.trade(self.terms.0, path, row.day, 0.0, How::Open))
    }
}

impl Stake {
    fn fees(&self, path: &Path) -> f64 {
        path.fees * fee_factor(&path.position, self.usd)
    }

    /// Since it was entered, what entering cost counted.
    fn gain(&self, path: &Path) -> f64 {
        if self.usd == 0.0 {
            return 0.0;
        }
        self.usd * (path.value / UNIT - 1.0) + self.fees(path) - self.entering
    }

    fn trade(&self, nth: usize, path: &Path, day: Day, leaving: f64, how: How) -> Trade {
        Trade {
            part: Part::Pool,
            nth,
            opened: path.day,
            closed: day,
            how,
            strikes: Vec::new(),
            contracts: 1.0,
            entry: self.usd,
            exit: self.usd * path.value / UNIT,
            earned: self.fees(path),
            costs: self.entering + leaving,
            pnl: self.gain(path) - leaving,
        }
    }
}
