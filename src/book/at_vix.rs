//! The book at one VIX after the shock's days, set up once for every SPX and token move.

use crate::book::Book;
use crate::book::pnl::{Streams, each_pool};
use crate::holdings::Entry;
use crate::holdings::condor::{Condor, LEGS};
use crate::holdings::pool::pnl::PoolPnl;
use crate::holdings::world::World;
use crate::market::spx::SpxSmile;
use crate::options::black::price;
use crate::shock::{Shock, TokenMoves};
use crate::units::{Points, Years};

/// What does not depend on where SPX and the tokens go: smiles, legs on VIX, fee streams.
pub struct BookAtVix<'a> {
    book: &'a Book,
    world: World,
    tokens: TokenMoves<'a>,
    streams: Option<Streams>,
    /// Each condor sold with its smile, offset included, what is left to its expiry, and the part of SPX's way at which it is
    /// settled: all of it, but where [`drawn`].
    condors: Vec<(&'a Condor, SpxSmile, Years, f64)>,
    /// Legs that hang on a token, but those.
    legs: Vec<&'a Entry>,
    /// P&L of all others, dollars.
    vix_legs: f64,
    /// Legs written on the sized pool.
    on_sized: Vec<&'a Entry>,
}

/// The book with VIX at `vix` after this shock's days.
pub fn at<'a>(book: &'a Book, shock: &'a Shock, vix: Points) -> BookAtVix<'a> {
    let world = shock.still(vix, 0.0);
    let (legs, still): (Vec<&Entry>, Vec<&Entry>) = book.own_legs().partition(|leg| leg.held.hangs_on_tokens());
    // Condors of one expiry share their smile: solving it is the dear part.
    let mut smiles: Vec<(f64, SpxSmile)> = Vec::new();
    let mut condors = Vec::new();
    for condor in book.condors().filter(|condor| condor.contracts > 0.0) {
        let left = Years::left(condor.days, world.days);
        let known = smiles.iter().find(|(days, _)| *days == condor.days).map(|(_, smile)| *smile);
        let smile = known.unwrap_or_else(|| {
            let smile = world.market.spx_smile(left);
            smiles.push((condor.days, smile));
            smile
        });
        condors.push((condor, smile.shifted(condor.shift).shifted(condor.offset), left, 1.0));
    }
    BookAtVix {
        vix_legs: still.iter().map(|leg| leg.held.pnl(&world)).sum(),
        condors,
        legs,
        on_sized: book.legs_on_sized().map(std::sync::Arc::as_ref).collect(),
        streams: book.has_pool().then(|| Streams::new(book, &world)),
        tokens: shock.token_moves(vix),
        book,
        world,
    }
}

/// The same where VIX is drawn and not set: what is settled on the way is so at a part of the way, √(d/h) after d of h
/// days, of ln VIX here and of SPX's log return later. Alone it is then about as wide as on its own day; with what is
/// priced at the end it goes fully together. House choice: model book 14.
pub fn drawn<'a>(book: &'a Book, shock: &'a Shock, vix: Points) -> BookAtVix<'a> {
    let mut at = at(book, shock, vix);
    for (condor, _, left, part) in &mut at.condors {
        if left.0 <= 0.0 {
            *part = part_of_the_way(shock.clock.trading_days(condor.days), shock.event.days);
        }
    }
    for leg in book.own_legs().filter(|leg| !leg.held.hangs_on_tokens()) {
        let Some(days) = leg.held.days().filter(|days| Years::left(*days, at.world.days).0 <= 0.0) else { continue };
        let (day, today) = (shock.clock.trading_days(days), book.market.calibration.vix.0);
        let then = today * (vix.0 / today).powf(part_of_the_way(day, shock.event.days));
        let settled = leg.held.pnl(&shock.calm(day).still(Points(then), 0.0));
        at.vix_legs += settled - leg.held.pnl(&at.world);
    }
    at
}

/// Of a move over so many trading days the part that one of fewer days is as wide as.
fn part_of_the_way(day: f64, days: f64) -> f64 {
    if days > 0.0 { (day / days).clamp(0.0, 1.0).sqrt() } else { 1.0 }
}

impl BookAtVix<'_> {
    /// Dollars that buying back every put spread and every call spread costs after an SPX log return; intrinsic once
    /// expired.
    pub fn wings(&self, spx_return: f64) -> [f64; 2] {
        self.condors.iter().fold([0.0; 2], |sum, (condor, smile, left, part)| {
            let [put, call] = self.wings_of(condor, smile, (*left, *part), spx_return);
            [sum[0] + condor.dollars(put), sum[1] + condor.dollars(call)]
        })
    }

    /// The same of one condor, points.
    fn wings_of(&self, condor: &Condor, smile: &SpxSmile, (left, part): (Years, f64), spx_return: f64) -> [f64; 2] {
        let growth = spx_return.exp();
        let moved = SpxSmile { forward: smile.forward * growth, ..*smile };
        let settled_at = if part < 1.0 { (spx_return * part).exp() } else { growth };
        let settled = condor.legs_settled(self.book.market.spx.0 * settled_at);
        let leg = |i: usize| {
            let (side, held) = LEGS[i];
            let strike = condor.strikes[i];
            let one = if left.0 <= 0.0 {
                settled[i]
            } else {
                let vol = condor.leg_vol(i, &moved).0;
                price(side, moved.forward, strike, vol, moved.expiry.0, self.world.market.rate.0)
            };
            -held * one
        };
        [leg(0) + leg(1), leg(2) + leg(3)]
    }

    /// P&L of every condor in dollars after opening fees; 0 without one.
    pub fn condor(&self, spx_return: f64) -> f64 {
        let one = |(condor, smile, left, part): &(&Condor, SpxSmile, Years, f64)| {
            let wings = self.wings_of(condor, smile, (*left, *part), spx_return);
            condor.dollars(condor.credit - wings.iter().sum::<f64>()) - condor.fees().0
        };
        self.condors.iter().map(one).sum()
    }

    /// P&L of the legs of the hedge, those written on the sized pool apart and last, the tokens `z` residual deviations
    /// away, dollars.
    pub fn hedge(&mut self, spx_return: f64, z: f64) -> [f64; 2] {
        if self.legs.is_empty() && self.on_sized.is_empty() {
            return [self.vix_legs, 0.0];
        }
        self.tokens.apply(&mut self.world, spx_return, z);
        let sum = |legs: &[&Entry]| legs.iter().map(|leg| leg.held.pnl(&self.world)).sum::<f64>();
        [self.vix_legs + sum(&self.legs), sum(&self.on_sized)]
    }

    /// P&L of the sized pool and of all others together, the tokens `z` residual deviations away; zero without a
    /// deposit.
    pub fn pools(&mut self, spx_return: f64, z: f64) -> [PoolPnl; 2] {
        let Some(streams) = &self.streams else { return [PoolPnl::default(); 2] };
        self.tokens.apply(&mut self.world, spx_return, z);
        let [mut sized, mut others] = [PoolPnl::default(); 2];
        for (i, pnl) in each_pool(self.book, streams, &self.world).enumerate() {
            if self.book.sized == Some(i) {
                sized = pnl;
            } else {
                others = others.plus(&pnl);
            }
        }
        [sized, others]
    }

    /// P&L of the whole book in dollars, the tokens where SPX and VIX put them.
    pub fn combined(&mut self, spx_return: f64) -> f64 {
        let [sized, others] = self.pools(spx_return, 0.0);
        self.condor(spx_return) + self.hedge(spx_return, 0.0).iter().sum::<f64>() + sized.total() + others.total()
    }
}
