//! Walk: the years of one batch, day by day, every way at once.

use crate::backtest::Parts;
use crate::backtest::days::ANCHOR;
use crate::backtest::pool_legs::{Close as OnPool, PoolLegs};
use crate::backtest::programme::pair_vol;
use crate::backtest::schedules::JUMP;
use crate::holdings::pool::backing::Backed;
use crate::numbers::pieces::pause;
use crate::odds::draws::Source;
use crate::plan::odds::Recentre;
use crate::year::condors::{Close, MANNERS, Path as Condors};
use crate::year::layers::Path as Layers;
use crate::year::legs::{Close as Met, Path as Legs};
use crate::year::places::{HELD, PATHS, PROMOTERS};
use crate::year::pool::{Held, Path as Pool, Stake, Terms};
use crate::year::setup::Setup;
use crate::year::ways::Size;

/// The last ln VIX of a month and their middle.
struct Anchor {
    ring: [f64; ANCHOR],
    rising: [f64; ANCHOR],
    next: usize,
}

impl Anchor {
    /// A month at one level.
    fn new(log_vix: f64) -> Anchor {
        Anchor { ring: [log_vix; ANCHOR], rising: [log_vix; ANCHOR], next: 0 }
    }

    /// With the next day in and the oldest out.
    fn push(&mut self, log_vix: f64) {
        let old = std::mem::replace(&mut self.ring[self.next], log_vix);
        self.next = (self.next + 1) % ANCHOR;
        let mut at = self.rising.partition_point(|x| *x < old).min(ANCHOR - 1);
        self.rising[at] = log_vix;
        while at > 0 && self.rising[at - 1] > self.rising[at] {
            self.rising.swap(at - 1, at);
            at -= 1;
        }
        while at + 1 < ANCHOR && self.rising[at + 1] < self.rising[at] {
            self.rising.swap(at, at + 1);
            at += 1;
        }
    }

    fn middle(&self) -> f64 {
        self.rising[ANCHOR / 2]
    }
}

/// One path at the close of one day; today is day 0.
pub(super) struct Seen<'a> {
    /// Day.
    pub day: usize,
    /// Path, counted in its batch.
    pub path: usize,
    /// VIX, where it has come from, SPX's log return and the market's token's. Read by tests alone.
    #[cfg(test)]
    pub at: [f64; 4],
    /// What each way has made, dollars.
    pub ways: &'a [Parts],
    /// What the condors by the rules have made, and what the hedge.
    pub base: [f64; 2],
    /// The pool by the plan's schedule.
    pub pool: Option<Held<'a>>,
    /// Whether each way's loan has been called by now; empty without a pool.
    pub called: &'a [bool],
}

impl Setup {
    /// Walks the first `count` paths of a batch, one after another, and shows each on each day.
    #[cfg(test)]
    pub(super) fn walk(&self, batch: u32, count: usize, see: impl FnMut(&Seen)) {
        crate::numbers::pieces::whole(self.walking(batch, count, see));
    }

    /// The same in pieces of a path.
    pub(super) async fn walking(&self, batch: u32, count: usize, mut see: impl FnMut(&Seen)) {
        let days = self.calendar.last();
        let source = Source { seed: self.ask.seed, start: self.start, days };
        let draws = source.drawing(batch, count, &self.moves.dynamics).await;
        let mut condors: [Condors; MANNERS] = Default::default();
        let mut layers = Layers::default();
        let mut legs = Legs::default();
        let mut returns = vec![0.0; self.moves.tokens.len()];
        let mut close = Close::new();
        let mut made = vec![Parts::default(); self.ways.len()];
        let today = self.moves.start();
        for path in 0..count {
            condors.iter_mut().for_each(|one| one.start(self.condors.len()));
            layers.start(self.layers.len());
            legs.start(&self.programme);
            returns.fill(0.0);
            let mut at = today;
            let mut anchor = Anchor::new(at.place.log);
            let mut pools = Pools::new(self, at.place.log);
            for day in 0..=days {
                if day > 0 {
                    self.moves.step(&mut at, &mut returns, &draws, (day - 1) * count + path);
                    anchor.push(at.place.log);
                }
                let step = self.calendar.steps[day];
                close.turn(step, self.grid.spot(anchor.middle(), at.place.log), [at.vix, at.spx.log]);
                let sold: [f64; MANNERS] = std::array::from_fn(|manner| {
                    condors[manner].step(&self.condors, &self.manners, manner, &mut close)
                });
                let token = returns.first().copied().unwrap_or(0.0);
                let time = step as f64 * self.calendar.step;
                let met = Met { time, log_anchor: anchor.middle(), vix: at.vix, token };
                let hedge = layers.step(&self.layers, step, &close.spot, at.vix)
                    + legs.step(&self.programme, &self.futures, self.rate, &met);
                if let Some(pools) = pools.as_mut().filter(|_| day > 0) {
                    pools.step(self, day, token, [at.place.log, at.vix, at.vix / today.vix]);
                }
                for (nth, (way, parts)) in self.ways.iter().zip(&mut made).enumerate() {
                    let written = || pools.as_ref().map_or(0.0, |pools| pools.hedge(self, nth));
                    *parts = Parts {
                        condor: sold[way.manner(self.ask.gate)],
                        pool: pools.as_ref().map_or(0.0, |pools| pools.pnl(self, nth)),
                        hedge: if way.is_hedged() { hedge + written() } else { 0.0 },
                    };
                }
                see(&Seen {
                    day,
                    path,
                    #[cfg(test)]
                    at: [at.vix, libm::exp(anchor.middle()), at.spx.log, token],
                    ways: &made,
                    base: [sold[0], hedge],
                    pool: pools.as_ref().map(|pools| pools.held(self)),
                    called: pools.as_ref().map_or(&[][..], |pools| &pools.called),
                });
            }
            pause().await;
        }
    }
}

impl Setup {
    /// The position of a path as what is written on it is priced, the token's log return and VIX on that day.
    fn on_pool<'a>(&'a self, terms: &'a Terms, path: &Pool, day: usize, [token, vix]: [f64; 2]) -> OnPool<'a> {
        let programme = &self.programme;
        let plan = programme.pool.as_ref().map(|(_, plan)| plan);
        let vol = plan.map_or(0.0, |plan| pair_vol(plan, &programme.plan.market, programme.token_vol_at(vix)));
        let time = self.calendar.steps[day] as f64 * self.calendar.step;
        OnPool { position: &terms.position, price: path.price(terms, token), vol, rate: self.rate, time }
    }
}

/// The pool of one path by every schedule, and what each way holds of it.
struct Pools {
    paths: [Pool; PATHS],
    stakes: Vec<Stake>,
    /// What an agreed cover of the pool that is held through stood at whenever it ended.
    ended: Vec<Backed>,
    /// Whether each way's loan has been called.
    called: Vec<bool>,
    /// VIX over today's when sizes were asked last.
    asked_at: f64,
    /// What is written on each path, and what each way has made by it.
    written: Vec<PoolLegs>,
    hedges: Vec<Written>,
}

/// What is written on one way's stake.
#[derive(Clone, Copy, Debug, Default)]
struct Written {
    /// Positions that it is, and what those of the path had made when it was entered.
    units: f64,
    then: f64,
    realised: f64,
}

impl Written {
    /// Left where one position has made so much, and entered with so many.
    fn resize(&mut self, made: f64, units: f64) {
        self.realised += self.units * (made - self.then);
        (self.units, self.then) = (units, made);
    }
}

impl Pools {
    fn new(setup: &Setup, log_vix: f64) -> Option<Pools> {
        let (terms, sizes) = (setup.pool.as_ref()?, setup.by_rule.as_ref()?);
        let path = terms.start();
        let [ruled, promoter] = sizes.at(log_vix);
        let stake = |size: Size| match size {
            Size::Rules => Stake::start(terms, &path, ruled),
            Size::Promoter => Stake::start(terms, &path, promoter),
            Size::Typed | Size::None => Stake::default(),
        };
        let stakes: Vec<Stake> = setup.ways.iter().map(|way| stake(way.size())).collect();
        let called = vec![false; setup.ways.len()];
        let all = &setup.programme.pool_legs;
        let mut written = vec![PoolLegs::default(); if all.is_empty() { 0 } else { setup.places.count }];
        let at = setup.on_pool(terms, &path, 0, [0.0, setup.programme.plan.market.vix.0]);
        written.iter_mut().for_each(|legs| legs.begin(all, &at));
        let hedge = |stake: &Stake| Written { units: stake.usd / path.value(), ..Written::default() };
        let hedges = stakes.iter().map(hedge).collect();
        Some(Pools { paths: [path; PATHS], stakes, ended: Vec::new(), called, asked_at: 1.0, written, hedges })
    }

    fn step(&mut self, setup: &Setup, day: usize, token: f64, [log_vix, vix, ratio]: [f64; 3]) {
        let (Some(terms), Some(sizes)) = (&setup.pool, &setup.by_rule) else { return };
        let steps = setup.calendar.steps[day] - setup.calendar.steps[day - 1];
        let is_month = setup.calendar.months[day];
        let mut is_moved = [false; PATHS];
        for (nth, is_moved) in is_moved.iter_mut().enumerate().take(setup.places.count) {
            let path = &mut self.paths[nth];
            if path.is_out {
                continue;
            }
            path.step(terms, token, ratio, steps as f64 * setup.calendar.step);
            if let Some(legs) = self.written.get_mut(nth) {
                legs.step(&setup.programme.pool_legs, &setup.on_pool(terms, path, day, [token, vix]), |_, _, _| ());
            }
            if path.is_called() && self.call(setup, terms, nth) {
                continue;
            }
            let schedule = Recentre::ALL.get(nth).copied().unwrap_or(setup.ask.recentre);
            *is_moved = self.paths[nth].is_due(terms, schedule, token, is_month);
        }
        // As in the back-test: each month, and by the rules when VIX has left the level of the last asking.
        let is_due = is_month || (ratio - self.asked_at).abs() > JUMP * self.asked_at;
        if !(is_due || is_moved.contains(&true)) {
            return;
        }
        let was = self.paths;
        let mut made = [0.0; PATHS];
        for (nth, is_moved) in is_moved.into_iter().enumerate().take(setup.places.count) {
            let is_asked = if nth < PROMOTERS { is_due } else { is_month };
            let is_entered = self.enter(setup, terms, nth, [is_moved, is_asked], [token, ratio]);
            if let Some(legs) = self.written.get_mut(nth).filter(|_| is_entered) {
                legs.end();
                made[nth] = legs.pnl();
                legs.begin(&setup.programme.pool_legs, &setup.on_pool(terms, &self.paths[nth], day, [token, vix]));
            }
        }
        let [ruled, promoter] = if is_due { sizes.at(log_vix) } else { [0.0; 2] };
        self.asked_at = if is_due { ratio } else { self.asked_at };
        let stakes = self.stakes.iter_mut().zip(&mut self.hedges);
        for ((way, (stake, hedge)), nth) in setup.ways.iter().zip(stakes).zip(setup.places.of.iter().copied()) {
            let (is_asked, asked) = match way.size() {
                Size::Rules => (is_due, ruled),
                Size::Promoter => (is_month, promoter),
                Size::Typed | Size::None => continue,
            };
            if is_asked || is_moved[nth] {
                let usd = if is_asked { asked } else { stake.usd };
                stake.resize(terms, &was[nth], &self.paths[nth], usd);
                hedge.resize(made[nth], stake.usd / self.paths[nth].value());
            }
        }
    }

    /// The lender sells what is on a path; false where nothing is.
    fn call(&mut self, setup: &Setup, terms: &Terms, nth: usize) -> bool {
        let mut is_there = nth == HELD;
        for (i, way) in setup.ways.iter().enumerate().filter(|(i, _)| setup.places.of[*i] == nth) {
            let has = match way.size() {
                Size::None => false,
                Size::Typed => setup.typed_factor > 0.0,
                Size::Rules | Size::Promoter => self.stakes[i].usd > 0.0,
            };
            self.stakes[i].call(terms, &self.paths[nth]);
            self.hedges[i].resize(self.written.get(nth).map_or(0.0, PoolLegs::pnl), 0.0);
            self.called[i] |= has;
            is_there |= has;
        }
        if is_there {
            self.end(terms, nth);
            self.paths[nth].call(terms);
            self.written.get_mut(nth).into_iter().for_each(PoolLegs::end);
        }
        is_there
    }

    /// A path whose range is to be set anew, or whose size is asked; whether it is entered.
    fn enter(
        &mut self,
        setup: &Setup,
        terms: &Terms,
        nth: usize,
        [is_moved, is_asked]: [bool; 2],
        [token, ratio]: [f64; 2],
    ) -> bool {
        if is_moved {
            self.end(terms, nth);
            self.paths[nth].recentre(terms, token, ratio);
        } else if is_asked && self.paths[nth].is_out {
            self.paths[nth].enter(terms, token, ratio);
        } else if is_asked && nth != setup.places.held {
            self.paths[nth].borrow(terms, token, ratio);
        } else {
            return false;
        }
        true
    }

    /// Remembers what an agreed cover of what is held through stands at, before it ends.
    fn end(&mut self, terms: &Terms, nth: usize) {
        if nth == HELD && terms.backing.is_some_and(|backing| backing.is_agreed()) {
            self.ended.push(self.paths[nth].backed());
        }
    }

    /// The pool that is held through.
    fn held(&self, setup: &Setup) -> Held<'_> {
        let made = self.written.get(setup.places.held).map_or(0.0, PoolLegs::pnl);
        Held { path: &self.paths[setup.places.held], ended: &self.ended, written: made }
    }

    /// What one way has made by what is written on its pool, dollars.
    fn hedge(&self, setup: &Setup, nth: usize) -> f64 {
        let (Some(terms), Some(way)) = (&setup.pool, setup.ways.get(nth)) else { return 0.0 };
        let (Some(hedge), Some(legs)) = (self.hedges.get(nth), self.written.get(setup.places.of[nth])) else {
            return 0.0;
        };
        match way.size() {
            Size::None => 0.0,
            Size::Typed => self.held(setup).hedge(terms, setup.typed),
            Size::Rules | Size::Promoter => hedge.realised + hedge.units * (legs.pnl() - hedge.then),
        }
    }

    /// What one way's pool has made, dollars.
    fn pnl(&self, setup: &Setup, nth: usize) -> f64 {
        let (Some(terms), Some(way)) = (&setup.pool, setup.ways.get(nth)) else { return 0.0 };
        match way.size() {
            Size::None => 0.0,
            Size::Typed => self.held(setup).pnl(terms, setup.typed, setup.typed_factor),
            Size::Rules | Size::Promoter => self.stakes[nth].pnl(terms, &self.paths[setup.places.of[nth]]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_anchor_is_the_middle_of_the_last_month() {
        let mut anchor = Anchor::new(2.0);
        let mut all = vec![2.0; ANCHOR];
        for i in 0..200 {
            let x = 2.0 + (f64::from(i) * 1.7).sin() + if i % 7 == 0 { 1.0 } else { 0.0 };
            anchor.push(x);
            all.push(x);
            let mut last = all[all.len() - ANCHOR..].to_vec();
            last.sort_by(f64::total_cmp);
            assert_eq!(anchor.middle(), last[ANCHOR / 2]);
        }
    }
}
