//! BookAtVix: the book at one VIX after the shock's days, set up once for every SPX and token move.

use crate::book::Book;
use crate::book::pnl::{PoolPnl, Streams};
use crate::holdings::condor::LEGS;
use crate::market::spx::SpxSmile;
use crate::options::black::price;
use crate::shock::{Scenario, Shock, TokenMoves};
use crate::units::{Points, Years};

/// What does not depend on where SPX and the tokens go: smile, hedge, fee streams.
pub struct BookAtVix<'a> {
    book: &'a Book,
    shock: &'a Shock,
    scenario: Scenario,
    tokens: TokenMoves<'a>,
    streams: Option<Streams>,
    smile: SpxSmile,
    left: Years,
    /// P&L of the legs that hang on VIX, dollars.
    vix_legs: f64,
}

/// The book with VIX at `vix` after this shock's days.
pub fn at<'a>(book: &Book, shock: &'a Shock, vix: Points) -> BookAtVix<'a> {
    let scenario = shock.scenario(vix, 0.0, 0.0);
    let left = Years::left(book.condor.days, shock.plan.days);
    BookAtVix {
        vix_legs: book.vix_legs_pnl(&scenario),
        smile: scenario.market.spx_smile(left).shifted(book.condor.offset),
        streams: book.has_pool().then(|| book.streams(shock, scenario.vix_ratio)),
        tokens: shock.token_moves(vix),
        book: book,
        shock,
        left,
        scenario,
    }
}

impl BookAtVix<'_> {
    /// Points that buying back the put spread and the call spread of one condor cost after an SPX log return;
    /// intrinsic once expired.
    pub fn wings(&self, spx_return: f64) -> [f64; 2] {
        let condor = &self.book.condor;
        let growth = spx_return.exp();
        let spx = self.book.market.spx.0 * growth;
        let moved = SpxSmile { forward: self.smile.forward * growth, ..self.smile };
        let leg = |i: usize| {
            let (side, held) = LEGS[i];
            let strike = condor.strikes[i];
            let one = if self.left.0 <= 0.0 {
                side.intrinsic(spx, strike)
            } else {
                let vol = moved.vol(strike).0;
                price(side, moved.forward, strike, vol, moved.expiry.0, self.scenario.market.rate.0)
            };
            -held * one
        };
        [leg(0) + leg(1), leg(2) + leg(3)]
    }

    /// Condor P&L in dollars after opening fees; 0 without a condor.
    pub fn condor(&self, spx_return: f64) -> f64 {
        let condor = &self.book.condor;
        if condor.contracts == 0.0 {
            return 0.0;
        }
        condor.dollars(condor.credit - self.wings(spx_return).iter().sum::<f64>()) - condor.fees().0
    }

    /// P&L of every leg of the hedge, the tokens `z` residual deviations away, dollars.
    pub fn hedge(&mut self, spx_return: f64, z: f64) -> f64 {
        if self.book.chain.is_none() {
            return self.vix_legs;
        }
        self.tokens.apply(&mut self.scenario, spx_return, z);
        self.vix_legs + self.book.chain_pnl(&self.scenario)
    }

    /// P&L of the first position and of all others together, the tokens `z` residual deviations away; zero without
    /// a deposit.
    pub fn pools(&mut self, spx_return: f64, z: f64) -> [PoolPnl; 2] {
        let Some(streams) = &self.streams else { return [PoolPnl::default(); 2] };
        self.tokens.apply(&mut self.scenario, spx_return, z);
        let mut each = self.book.positions_pnl(streams, self.shock, &self.scenario);
        let first = each.next().unwrap_or_default();
        [first, each.fold(PoolPnl::default(), |sum, one| sum.plus(&one))]
    }

    /// P&L of the whole book in dollars, the tokens where SPX and VIX put them.
    pub fn combined(&mut self, spx_return: f64) -> f64 {
        let [first, others] = self.pools(spx_return, 0.0);
        self.condor(spx_return) + self.hedge(spx_return, 0.0) + first.total() + others.total()
    }
}
