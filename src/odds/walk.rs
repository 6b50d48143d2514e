//! Walk: the paths of one batch, day by day, and what the book is worth on each.

use crate::odds::bins::{cents, dollars};
use crate::odds::draws::{Draws, Source, Start};
use crate::odds::pools::PoolState;
use crate::odds::setup::Setup;
use crate::odds::tables::{State, VixPlace};
use crate::shock::token::Response;
use crate::simulation::dynamics::Vix;
use crate::units::{Points, TRADING_DAYS};

/// P&L at the end of a day, dollars.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Marks {
    /// Condors, after opening fees.
    pub condor: f64,
    /// Pools as held.
    pub pool: f64,
    /// Hedge as held.
    pub hedge: f64,
    /// Of the pools, those that are not sized.
    pub others: f64,
    /// Legs written on the sized pool, at the size that it is priced at.
    pub on_sized: f64,
}

impl Marks {
    /// Condors, pools, hedge, all of it and all but the hedge, in cents: the parts add up.
    pub fn in_cents(&self) -> [i64; 5] {
        let [condor, pool, hedge] = [self.condor, self.pool, self.hedge].map(cents);
        [condor, pool, hedge, condor + pool + hedge, condor + pool]
    }
}

/// One path at the end of one day.
pub struct Seen<'a> {
    /// Day, from 1.
    pub day: usize,
    /// Path, counted in its batch.
    pub path: usize,
    /// Where it stands.
    pub state: State<'a>,
    /// What the book gained.
    pub marks: Marks,
    /// Each pool with a deposit.
    pub pools: &'a [PoolState],
    /// Whether the condors' margin has grown by more than there is at hand, on this day or before.
    pub is_called: bool,
}

/// One path between days.
#[derive(Clone, Copy)]
pub(super) struct Path {
    pub place: Vix,
    vix: f64,
    pub spx_return: f64,
    /// P&L of condors and of legs that are settled.
    condors: f64,
    hedge: f64,
    on_sized: f64,
    is_called: bool,
}

impl Path {
    /// Before its first day.
    pub fn at(place: Vix) -> Path {
        let vix = libm::exp(place.log);
        Path { place, vix, spx_return: 0.0, condors: 0.0, hedge: 0.0, on_sized: 0.0, is_called: false }
    }
}

impl Setup {
    /// Walks the first `count` paths of a batch and shows each of them on each day, day by day.
    pub(super) fn walk(&self, start: Start, batch: u32, count: usize, mut see: impl FnMut(&Seen)) {
        let source = Source { seed: self.ask.seed, start, days: self.shocks.len() };
        let draws = source.draws(batch, count, &self.dynamics);
        let vix = self.book.market.calibration.vix.0;
        let start = Path::at(Vix::at(Points(vix)));
        let mut paths = vec![start; count];
        let tokens = self.tokens.len();
        let mut returns = vec![0.0; count * tokens];
        let mut pools: Vec<PoolState> = (0..count).flat_map(|_| self.pools.iter().map(|pool| pool.start())).collect();
        for day in 1..=self.shocks.len() {
            for (i, path) in paths.iter_mut().enumerate() {
                let returns = &mut returns[i * tokens..(i + 1) * tokens];
                let pools = &mut pools[i * self.pools.len()..(i + 1) * self.pools.len()];
                self.step(path, returns, &draws, (day - 1) * count + i);
                let state = State { log_vix: path.place.log, vix: path.vix, spx_return: path.spx_return, returns };
                for (pool, on) in self.pools.iter().zip(pools.iter_mut()) {
                    pool.step(on, day, &state, path.vix / vix);
                }
                let marks = self.marks(path, day, &state, pools);
                see(&Seen { day, path: i, state, marks, pools, is_called: path.is_called });
            }
        }
    }

    /// One day of VIX, SPX and the tokens.
    pub(super) fn step(&self, path: &mut Path, returns: &mut [f64], draws: &Draws, at: usize) {
        let (normal, jump) = (draws.vix[at], draws.jumps[at]);
        let before = *path;
        path.place = self.daily.vix(before.place, normal, jump);
        path.vix = libm::exp(path.place.log);
        let spx = self.daily.spx(before.vix, normal, draws.spx[at], jump);
        path.spx_return += spx;
        if !self.has_tokens {
            return;
        }
        // A day is a shock of its own, from last night's VIX.
        let rise = path.place.log - before.place.log;
        let swell = Response::swell(path.place.log, rise);
        let root = (1.0 / TRADING_DAYS).sqrt();
        for (place, (terms, log)) in self.tokens.iter().zip(returns).enumerate() {
            let fitted = Response::risen(terms.token, rise, swell);
            let response = self.shocks[0].answered(place, terms, fitted, Points(path.vix));
            *log += response.beta_spx * spx
                + response.beta_vix * (path.vix - before.vix)
                + response.residual * root * draws.token[at];
        }
    }

    /// What everything is worth at the end of a day; what is settled on it stays as it is.
    fn marks(&self, path: &mut Path, day: usize, state: &State, pools: &[PoolState]) -> Marks {
        let place = self.vix.place(path.place.log);
        let shock = &self.shocks[day - 1];
        let mut alive = 0.0;
        for group in &self.condors {
            if day < group.settles {
                alive += group.pnl(day, path.spx_return, &place);
            } else if day == group.settles {
                path.condors += group.settled(self.book.market.spx.0 * libm::exp(path.spx_return));
            }
        }
        let (mut hedge, mut on_sized) = (0.0, 0.0);
        for group in &self.vix_legs {
            if group.settles.is_none_or(|settles| day < settles) {
                hedge += group.pnl(day, &place);
            } else if group.settles == Some(day) {
                path.hedge += group.settled(shock, Points(path.vix));
            }
        }
        for leg in &self.token_legs {
            if leg.settles.is_some_and(|settles| day > settles) {
                continue;
            }
            let pnl = leg.pnl(day, shock, state, &place);
            let is_settled = leg.settles == Some(day);
            *match (leg.is_on_sized, is_settled) {
                (false, false) => &mut hedge,
                (false, true) => &mut path.hedge,
                (true, false) => &mut on_sized,
                (true, true) => &mut path.on_sized,
            } += pnl;
        }
        path.is_called = path.is_called || self.is_called(alive, day, path.spx_return, &place);
        let [mut sized, mut others] = [0.0; 2];
        for (i, pool) in pools.iter().enumerate() {
            *if self.sized == Some(i) { &mut sized } else { &mut others } += pool.pnl.total();
        }
        let on_sized = on_sized + path.on_sized;
        let held = if self.is_stand_in { 0.0 } else { 1.0 };
        Marks {
            condor: alive + path.condors,
            pool: others + held * sized,
            hedge: hedge + path.hedge + held * on_sized,
            others,
            on_sized,
        }
    }

    /// Whether the condors' portfolio margin is beyond what it was and what is at hand; `alive` is their P&L.
    fn is_called(&self, alive: f64, day: usize, spx_return: f64, place: &VixPlace) -> bool {
        let living = || self.condors.iter().filter(|group| day < group.settles);
        // From here no move can cost more than the worst there is.
        let worst: f64 = living().map(|group| group.worst).sum();
        if alive - worst <= self.margin_room {
            return false;
        }
        let scan =
            |log_step: &f64| alive - living().map(|group| group.pnl(day, spx_return + log_step, place)).sum::<f64>();
        self.scan.iter().map(scan).fold(0.0, f64::max) > self.margin_room
    }

    /// P&L of the whole book day by day on the first path, today first, dollars.
    pub fn example(&self) -> Vec<f64> {
        let mut days = vec![0.0];
        self.walk(self.start, 0, 1, |one| days.push(dollars(one.marks.in_cents()[3])));
        days
    }
}
