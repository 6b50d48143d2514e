//! Walk: the paths of one batch, day by day, and what the book is worth on each.

use crate::holdings::margin::minimum;
use crate::numbers::in_line::exp;
use crate::numbers::pieces::{pause, whole};
use crate::odds::bins::{cents, dollars};
use crate::odds::draws::{Source, Start};
use crate::odds::moves::At;
use crate::odds::pools::PoolState;
use crate::odds::setup::Setup;
use crate::odds::tables::{Condors, State, VixPlace};
use crate::simulation::dynamics::Spx;
use crate::units::{Points, Years};

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
    #[inline(always)]
    pub fn in_cents(&self) -> [i64; 5] {
        let (condor, pool, hedge) = (cents(self.condor), cents(self.pool), cents(self.hedge));
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
    /// Whether the condors' margin call was beyond what is at hand, on this day or before.
    pub is_called: bool,
}

/// One path between days.
#[derive(Clone, Copy)]
struct Path {
    at: At,
    /// P&L of condors and of legs that are settled.
    condors: f64,
    hedge: f64,
    on_sized: f64,
    is_called: bool,
}

impl Setup {
    /// Walks the first `count` paths of a batch and shows each of them on each day, day by day.
    pub(super) fn walk(&self, start: Start, batch: u32, count: usize, see: impl FnMut(&Seen)) {
        whole(self.walking(start, batch, count, see));
    }

    /// The same in pieces of a day.
    pub(super) async fn walking(&self, start: Start, batch: u32, count: usize, mut see: impl FnMut(&Seen)) {
        let source = Source { seed: self.ask.seed, start, days: self.shocks.len() };
        let draws = source.drawing(batch, count, &self.moves.dynamics).await;
        let vix = self.book.market.calibration.vix.0;
        let start = Path { at: self.moves.start(), condors: 0.0, hedge: 0.0, on_sized: 0.0, is_called: false };
        let mut paths = vec![start; count];
        let tokens = self.moves.tokens.len();
        let mut returns = vec![0.0; count * tokens];
        let mut pools: Vec<PoolState> = (0..count).flat_map(|_| self.pools.iter().map(|pool| pool.start())).collect();
        for day in 1..=self.shocks.len() {
            for (i, path) in paths.iter_mut().enumerate() {
                let returns = &mut returns[i * tokens..(i + 1) * tokens];
                let pools = &mut pools[i * self.pools.len()..(i + 1) * self.pools.len()];
                self.moves.step(&mut path.at, returns, &draws, (day - 1) * count + i);
                let At { place, vix: level, spx: Spx { log: spx_return, .. } } = path.at;
                let state = State { log_vix: place.log, vix: level, spx_return, returns };
                for (pool, on) in self.pools.iter().zip(pools.iter_mut()) {
                    pool.step(on, day, &state, level / vix);
                }
                let marks = self.marks(path, day, &state, pools);
                see(&Seen { day, path: i, state, marks, pools, is_called: path.is_called });
            }
            pause().await;
        }
    }

    /// What everything is worth at the end of a day; what is settled on it stays as it is.
    #[inline(always)]
    fn marks(&self, path: &mut Path, day: usize, state: &State, pools: &[PoolState]) -> Marks {
        let place = self.vix.place(path.at.place.log);
        let shock = &self.shocks[day - 1];
        let mut alive = 0.0;
        for group in &self.condors {
            if day < group.settles {
                alive += group.pnl(day, path.at.spx.log, &place);
            } else if day == group.settles {
                path.condors += group.settled(self.book.market.spx.0 * exp(path.at.spx.log));
            }
        }
        let (mut hedge, mut on_sized) = (0.0, 0.0);
        for group in &self.vix_legs {
            if group.settles.is_none_or(|settles| day < settles) {
                hedge += group.pnl(day, &place);
            } else if group.settles == Some(day) {
                path.hedge += group.settled(shock, Points(path.at.vix));
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
        path.is_called = path.is_called || self.is_called(path, day, alive, &place);
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

    /// Whether the condors' margin call, the rise of their portfolio margin and their loss as in
    /// [`crate::book::liquidity::QuickRatio`], is beyond what is at hand; `alive` is the P&L of those that are not settled.
    fn is_called(&self, path: &Path, day: usize, alive: f64, place: &VixPlace) -> bool {
        // Margin is what the worst move loses from here: the P&L of those alive drops out, that of the settled stays.
        let room = self.margin_room + path.condors;
        let (mut worst, mut minimum) = (0.0, 0.0);
        for group in self.living(day) {
            worst += group.worst;
            minimum += group.most_minimum;
        }
        if -worst <= room && minimum - alive <= room {
            return false;
        }
        let by_moves = |log_step: &f64| -self.alive(day, path.at.spx.log + log_step, place);
        self.scan.iter().map(by_moves).fold(-alive, f64::max) > room
            || minimum - alive > room && self.minimum(path, day) - alive > room
    }

    /// The condors that are not settled by a day.
    fn living(&self, day: usize) -> impl Iterator<Item = &Condors> {
        self.condors.iter().filter(move |group| day < group.settles)
    }

    /// P&L of the condors that are not settled by a day, dollars.
    fn alive(&self, day: usize, spx_return: f64, place: &VixPlace) -> f64 {
        self.living(day).map(|group| group.pnl(day, spx_return, place)).sum()
    }

    /// The least that the margin of the living can be, dollars.
    fn minimum(&self, path: &Path, day: usize) -> f64 {
        let world = self.shocks[day - 1].still(Points(path.at.vix), path.at.spx.log);
        let living = self.living(day).flat_map(|group| &group.condors);
        living.map(|condor| minimum(condor, &world.market, Years::left(condor.days, world.days)).0).sum()
    }

    /// P&L of the whole book day by day on the first path, today first, dollars.
    pub fn example(&self) -> Vec<f64> {
        let mut days = vec![0.0];
        self.walk(self.start, 0, 1, |one| days.push(dollars(one.marks.in_cents()[3])));
        days
    }
}
