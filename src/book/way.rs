//! The way to a shock: the book at every VIX from today's to the shock's, at the shock's date.
//!
//! A book survives where its loss stays within the budget on all of it, so that the same shock taken further never allows
//! more; with a move held by hand VIX turned alone is another way and no longer one. Source: model book 10. House choice:
//! where everything follows VIX the way is walked in quarter points and the turning points between them, once for every
//! shock of these days; else in 64 equal steps of what is held by hand.

use std::sync::OnceLock;

use serde::Serialize;

use crate::book::limits::{self, BySize, LargestPool, ReverseStress};
use crate::book::liquidity::{self, LiquidityStop, OnLink};
use crate::book::reverse::{self, STEP, step_of, steps_of};
use crate::book::sized::SizedPool;
use crate::book::{Book, pnl};
use crate::holdings::world::World;
use crate::numbers::{is_lower, lowest};
use crate::plan::EventPlan;
use crate::shock::Shock;
use crate::shock::spot_vol::VIX_RANGE;
use crate::units::{Frac, Points, Usd, Vol};

/// The book in one world, the sized pool apart and at any size. Dollars.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Parts {
    /// Condors.
    pub condor: f64,
    /// Hedge, but what is written on the sized pool.
    pub hedge: f64,
    /// Pools beside the sized one.
    pub others: f64,
    /// The sized one, with what is written on it.
    pub sized: BySize,
}

impl Parts {
    /// The book in a world, `sized` in the sized pool's place.
    pub fn new(book: &Book, sized: Option<&SizedPool>, world: &World) -> Parts {
        let others = book.positions().enumerate().filter(|(i, _)| book.sized != Some(*i));
        Parts {
            condor: pnl::condors(book, world),
            hedge: book.own_legs().map(|leg| leg.held.pnl(world)).sum(),
            others: others.map(|(_, other)| other.pnl(world).total()).sum(),
            sized: sized.map_or_else(BySize::default, |sized| sized.in_world(world)),
        }
    }

    /// Everything but the sized position, with the hedge this many times as large.
    pub fn other(&self, hedge: f64) -> f64 {
        self.condor + hedge * self.hedge + self.others
    }

    /// Combined P&L with this much in the sized pool.
    pub fn combined(&self, usd: f64) -> f64 {
        self.other(1.0) + self.sized.pnl(usd)
    }

    /// Largest pool within a budget, hedge and fees this many times as large.
    pub fn largest(&self, budget: f64, hedge: f64, fees: f64) -> LargestPool {
        self.sized.with_fees(fees).largest(self.other(hedge), budget)
    }
}

/// The book at one VIX of the way.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stop {
    /// VIX there, points.
    pub vix: f64,
    /// Simple return of SPX there where it is held by hand; `None` where it follows VIX.
    pub spx: Option<f64>,
    /// The book there.
    pub parts: Parts,
}

/// The stops of the way, the shock itself last.
#[derive(Clone, Debug, PartialEq)]
pub struct Way(pub Vec<Stop>);

/// What the way allows the sized pool, and where.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Allowed {
    /// The smallest of the largest pools on the way.
    pub largest: LargestPool,
    /// VIX that sets it: the shock's own where nothing does.
    pub vix: Points,
    /// Simple return of SPX there where it is held by hand; `None` where it follows VIX.
    pub spx: Option<Frac>,
}

impl Way {
    /// The largest pool that every stop allows.
    pub fn allows(&self, budget: f64, hedge: f64, fees: f64) -> Allowed {
        let mut least = (f64::INFINITY, self.0.last());
        for stop in &self.0 {
            // Where no pool is allowed, by what the rest loses past the budget: the place is where it loses most.
            let room = match limits::room(stop.parts.largest(budget, hedge, fees)) {
                room if room < 0.0 => -1.0 - (-stop.parts.other(hedge) - budget).max(0.0),
                room => room,
            };
            if room < least.0 {
                least = (room, Some(stop));
            }
        }
        let (vix, spx) = least.1.map_or((0.0, None), |stop| (stop.vix, stop.spx.map(Frac)));
        let largest = match least.0 {
            usd if usd < 0.0 => LargestPool::None,
            usd if usd.is_finite() => LargestPool::UpTo(Usd(usd)),
            _ => LargestPool::Unlimited,
        };
        Allowed { largest, vix: Points(vix), spx }
    }

    /// The worst stop with this much in the sized pool, and the P&L there.
    pub fn worst(&self, usd: f64) -> (Points, Usd) {
        let (vix, _, pnl) = self.worst_place(usd);
        (vix, pnl)
    }

    /// The same with SPX there where it is held by hand.
    pub fn worst_place(&self, usd: f64) -> (Points, Option<Frac>, Usd) {
        let mut worst = (f64::NAN, None, f64::INFINITY);
        for stop in self.0.iter().rev() {
            let pnl = stop.parts.combined(usd);
            if worst.0.is_nan() || is_lower(pnl, worst.2) {
                worst = (stop.vix, stop.spx.map(Frac), pnl);
            }
        }
        (Points(worst.0), worst.1, Usd(worst.2))
    }
}

/// What does not move with the slider: where the loss reaches the budget, and the stops of every way there is. Those past the
/// shock that was scanned are walked once one goes further: a day that passes makes all of them anew.
#[derive(Clone, Debug, PartialEq)]
pub struct Scan {
    /// Where the budget breaks on the link.
    pub reverse: ReverseStress,
    near: Sides,
    whole: OnceLock<Sides>,
    /// The pool that is sized, one of $1,000 where none is held.
    sized: Option<SizedPool>,
}

/// The stops on either side of today's VIX.
#[derive(Clone, Debug, PartialEq)]
struct Sides {
    /// From today's VIX up and down; empty where something is held by hand.
    up: Vec<Stop>,
    down: Vec<Stop>,
    /// How far it was looked, and the liquidity there, once it was asked for.
    reach: [f64; 2],
    liquidity: OnceLock<OnLink>,
}

/// Equal steps of the way where something is held by hand.
pub(super) const STEPS: u32 = 64;
/// The same for liquidity.
const LIQUIDITY_STEPS: u32 = 16;
/// Golden sections of a step to its turning point.
pub const SECTIONS: u32 = 12;

/// Whether everything of the event follows VIX: then one way holds all shorter ones.
pub fn is_linked(event: &EventPlan) -> bool {
    let free = EventPlan { vix: event.vix, surprise: event.surprise, ..EventPlan::calm(event.days) };
    *event == free
}

/// Whether nothing moves but the days: then there is no way to walk.
pub(super) fn stays(shock: &Shock) -> bool {
    shock.is_vix_untouched() && is_linked(&shock.event)
}

/// The scan of a book: quarter points from today's VIX.
pub fn scan(book: &Book) -> Scan {
    scan_between(book, VIX_RANGE[1])
}

/// The scan as far as a shock to this VIX needs it; of the reverse stress what lies that far.
pub fn scan_to(book: &Book, vix: f64) -> Scan {
    scan_between(book, reach(book, vix)[1])
}

/// From today's VIX to this one.
fn reach(book: &Book, vix: f64) -> [f64; 2] {
    let from = book.market.calibration.vix.0;
    [vix.min(from), vix.max(from)]
}

fn scan_between(book: &Book, high: f64) -> Scan {
    let sized = SizedPool::of(book);
    let at = at_link(book, sized.as_ref());
    let from = book.market.calibration.vix.0;
    let near = reach(book, if is_linked(&book.shock.event) { book.shock.vix().0 } else { from });
    let up = walk([from, far(from, near[1])], &at);
    let held = book.sized_position().map_or(0.0, |position| position.deposit.0);
    let combined = |stop: Stop| (stop.vix, stop.parts.combined(held));
    let known: Vec<(f64, f64)> = up.iter().copied().map(combined).collect();
    let stops = reverse::sparse([from, far(from, high)], known, book.budget, &|vix| combined(at(vix)));
    let reverse = reverse::of(&stops, book);
    let near = Sides::new(book, &at, up, near);
    drop(at);
    Scan { reverse, near, whole: OnceLock::new(), sized }
}

/// The book at a VIX, everything following it.
fn at_link<'a>(book: &'a Book, sized: Option<&'a SizedPool>) -> impl Fn(f64) -> Stop + 'a {
    move |vix| Stop { vix, spx: None, parts: Parts::new(book, sized, &book.shock.on_link(Points(vix), 0.0)) }
}

/// Where a walk to this VIX ends: one step more than asked, so that a turning point at the end is one.
fn far(from: f64, end: f64) -> f64 {
    let by = (steps_of([from, end]) + 1) as f64 * STEP;
    if end >= from { (from + by).min(VIX_RANGE[1]) } else { (from - by).max(VIX_RANGE[0]) }
}

fn walk(ends: [f64; 2], at: &dyn Fn(f64) -> Stop) -> Vec<Stop> {
    (0..=steps_of(ends)).map(|i| at(step_of(ends, i))).collect()
}

/// The stops with the points between them at which the largest pool turns: where it is smaller than beside them.
fn with_turns(stops: Vec<Stop>, budget: f64, at: &dyn Fn(f64) -> Stop) -> Vec<Stop> {
    let room = |stop: &Stop| limits::room(stop.parts.largest(budget, 1.0, 1.0));
    let mut all = Vec::with_capacity(stops.len() + 4);
    for (i, stop) in stops.iter().enumerate() {
        let turns = (1..stops.len() - 1).contains(&i)
            && (0.0..f64::INFINITY).contains(&room(stop))
            && room(stop) <= room(&stops[i - 1])
            && room(stop) <= room(&stops[i + 1]);
        if !turns {
            all.push(*stop);
            continue;
        }
        let valley = lowest([stops[i - 1].vix, stops[i + 1].vix], SECTIONS, &|vix| room(&at(vix)));
        let turn = at(valley);
        let is_first = (turn.vix - stops[0].vix).abs() < (stop.vix - stops[0].vix).abs();
        all.extend(if is_first { [turn, *stop] } else { [*stop, turn] });
    }
    all
}

impl Sides {
    /// The sides of a book whose steps up are walked already, as far as this.
    fn new(book: &Book, at: &dyn Fn(f64) -> Stop, up: Vec<Stop>, reach: [f64; 2]) -> Sides {
        let from = book.market.calibration.vix.0;
        let walked = |stops| if is_linked(&book.shock.event) { with_turns(stops, book.budget, at) } else { Vec::new() };
        // Nobody asks for what lies on the other side of today's VIX.
        let down = if reach[0] < from { walk([from, far(from, reach[0])], at) } else { up[..1].to_vec() };
        Sides { up: walked(up), down: walked(down), reach, liquidity: OnceLock::new() }
    }
}

impl Scan {
    /// The pool that is sized, or the one of $1,000 that stands in for it; none where no pool is on or its terms allow none.
    pub fn sized(&self) -> Option<&SizedPool> {
        self.sized.as_ref()
    }

    /// The way to a book's shock; the book differs from the scanned one at most in where VIX and SPX end.
    pub fn way(&self, book: &Book) -> Way {
        let spx = book.shock.event.spx.map(|spx| spx.0);
        let end = Stop { vix: book.shock.vix().0, spx, parts: Parts::new(book, self.sized(), &book.shock.as_set(0.0)) };
        Way(self.before(book, end.vix).into_iter().chain([end]).collect())
    }

    /// The sides as far as a shock to this VIX needs them.
    fn sides(&self, book: &Book, vix: f64) -> &Sides {
        if (self.near.reach[0]..=self.near.reach[1]).contains(&vix) {
            return &self.near;
        }
        self.whole.get_or_init(|| {
            let at = at_link(book, self.sized());
            let from = book.market.calibration.vix.0;
            Sides::new(book, &at, walk([from, VIX_RANGE[1]], &at), VIX_RANGE)
        })
    }

    /// Ready and due on the way to a book's shock, the shock itself last.
    pub fn liquidity(&self, book: &Book) -> Vec<LiquidityStop> {
        let (shock, from, margin) = (&book.shock, book.market.calibration.vix.0, liquidity::margin(book));
        let at = |part: &Shock| {
            let place = (part.vix().0, part.event.spx.map(|spx| spx.0));
            LiquidityStop::new(book, self.sized(), place, &part.as_set(0.0), margin)
        };
        let mut stops = Vec::new();
        if is_linked(&shock.event) {
            let sides = self.sides(book, shock.vix().0);
            let on_link = sides.liquidity.get_or_init(|| OnLink::new(book, self.sized(), sides.reach));
            stops.extend(on_link.before(from, shock.vix().0).cloned());
        } else if !stays(shock) {
            let share = |i: u32| f64::from(i) / f64::from(LIQUIDITY_STEPS);
            stops.extend((0..LIQUIDITY_STEPS).map(|i| at(&part_of(shock, share(i)))));
        }
        let mut end = at(shock);
        end.is_end = true;
        stops.push(end);
        stops
    }

    fn before(&self, book: &Book, end: f64) -> Vec<Stop> {
        let from = book.market.calibration.vix.0;
        if stays(&book.shock) {
            return Vec::new();
        }
        if is_linked(&book.shock.event) {
            let sides = self.sides(book, end);
            let stops = if end >= from { &sides.up } else { &sides.down };
            return stops.iter().take_while(|stop| (stop.vix - from).abs() < (end - from).abs()).copied().collect();
        }
        let mut stops = steps(book, &book.shock, self.sized()).0;
        stops.pop();
        stops
    }
}

/// The world a part of the way to a book's shock, 1 being the shock itself: by VIX where everything follows it.
pub fn world_at(book: &Book, share: f64) -> World {
    let shock = &book.shock;
    if share >= 1.0 {
        return shock.as_set(0.0);
    }
    if is_linked(&shock.event) {
        let (from, to) = (book.market.calibration.vix.0, shock.vix().0);
        return shock.on_link(Points(from + share * (to - from)), 0.0);
    }
    part_of(shock, share).as_set(0.0)
}

/// How many equal parts of a book's way are looked at: quarter points of VIX where everything follows it, 64 at most;
/// 0 where nothing moves and the shock itself is all there is.
pub fn parts_of(book: &Book) -> u32 {
    let shock = &book.shock;
    if stays(shock) {
        return 0;
    }
    if is_linked(&shock.event) {
        let quarters = ((shock.vix().0 - book.market.calibration.vix.0).abs() / STEP).ceil().max(1.0) as u32;
        return quarters.min(STEPS);
    }
    STEPS
}

/// Whether any stop of [`steps`] is what is asked; the end, where it is most often, first.
pub fn any(book: &Book, shock: &Shock, sized: Option<&SizedPool>, is_it: impl Fn(&Parts) -> bool) -> bool {
    let at = |i: u32| Parts::new(book, sized, &part_of(shock, f64::from(i) / f64::from(STEPS)).as_set(0.0));
    (0..=STEPS).rev().any(|i| is_it(&at(i)))
}

/// The way to any shock in 64 equal steps, `sized` in the sized pool's place.
pub fn steps(book: &Book, shock: &Shock, sized: Option<&SizedPool>) -> Way {
    let at = |i: u32| {
        let stop = part_of(shock, f64::from(i) / f64::from(STEPS));
        let spx = stop.event.spx.map(|spx| spx.0);
        Stop { vix: stop.vix().0, spx, parts: Parts::new(book, sized, &stop.as_set(0.0)) }
    };
    Way((0..=STEPS).map(at).collect())
}

/// The shock a part of the way: VIX v₀(v/v₀)^s; what is held by hand scaled, levels and multiples in logs.
pub(super) fn part_of(shock: &Shock, s: f64) -> Shock {
    let (event, calibration) = (&shock.event, &shock.today.calibration);
    let log = |x: Frac| Frac((s * x.0.ln_1p()).exp_m1());
    let level = |now: f64, then: f64| now * (then / now).powf(s);
    let vix = level(calibration.vix.0, shock.vix().0);
    // Multiples that are held move from 1; a multiple of 0 is reached in equal steps.
    let multiple = |x: f64| if x > 0.0 { x.powf(s) } else { 1.0 - s };
    let part = EventPlan {
        vix: event.vix.map_or_else(|| (event.surprise != 0.0).then_some(Points(vix)), |_| Some(Points(vix))),
        days: event.days,
        spx: event.spx.map(log),
        token: event.token.map(log),
        eth: event.eth.map(log),
        btc: event.btc.map(log),
        crypto: log(event.crypto),
        peg: Usd(1.0 + (event.peg.0 - 1.0) * s),
        vvix: event.vvix.map(|then| Points(level(calibration.vvix.0, then.0))),
        token_vol: event.token_vol.map(|then| Vol(level(shock.token_vol.0, then.0))),
        fee_multiple: event.fee_multiple.map(multiple),
        gas_multiple: event.gas_multiple.map(multiple),
        depth: event.depth.map(multiple),
        rate: Frac(s * event.rate.0),
        differential: Frac(s * event.differential.0),
        dollar: Frac(s * event.dollar.0),
        surprise: 0.0,
    };
    shock.part(part, s)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;

    fn at(change: impl FnOnce(&mut Plan)) -> (Book, Scan) {
        let mut plan = Plan::default();
        change(&mut plan);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let scan = scan(&book);
        (book, scan)
    }

    fn allowed(book: &Book, scan: &Scan) -> Allowed {
        scan.way(book).allows(book.budget, 1.0, 1.0)
    }

    #[test]
    fn where_a_liquidation_leaps_over_the_budget_it_is_gone_and_not_just_about_to_be() {
        for share in [0.6, 0.65, 0.7, 0.75] {
            let borrowed = |plan: &mut Plan| {
                let Some(pool) = plan.pool_mut(0) else { unreachable!() };
                pool.loan.0 = share * pool.deposit.0;
            };
            let (book, _) = at(borrowed);
            let pnl = |vix: f64| pnl::on_link(&book, &book.shock, vix);
            // The largest drop within a twentieth of a point is the leap.
            let drop = |i: u32| {
                let vix = 17.0 + 0.05 * f64::from(i);
                (pnl(vix) - pnl(vix + 0.05), 0.5 * (pnl(vix) + pnl(vix + 0.05)))
            };
            let (leap, middle) = (0..1200).map(drop).fold((0.0, 0.0), |a, b| if b.0 > a.0 { b } else { a });
            assert!(leap > 100.0 && middle < 0.0, "{share}: {leap} at {middle}");
            let (book, scan) = at(|plan| {
                borrowed(plan);
                plan.account.loss_budget = Frac(-middle / plan.account.equity.0);
            });
            let gone = scan.reverse.gone_at.map_or(0.0, |vix| vix.0);
            let there = pnl::on_link(&book, &book.shock, gone);
            assert!(there <= -book.budget * (1.0 - 1e-9), "{there} at {gone} for {}", book.budget);
        }
    }

    /// Condors one in the other, strikes at 50 points and less, a loan, no hedge, one too large: the loss turns in many places.
    #[test]
    fn in_strides_the_reverse_stress_is_that_of_every_quarter_point() {
        let mut found = [0, 0];
        for i in 0..120u32 {
            let pick = |every: u32, of: &[f64]| of[(i / every) as usize % of.len()];
            let (book, scan) = at(|plan| {
                plan.event.vix = Some(Points(pick(1, &[17.0, 12.0, 24.0, 60.0])));
                plan.event.days = pick(4, &[0.0, 5.0, 30.0]);
                plan.account.loss_budget = Frac(pick(1, &[0.01, 0.08, 0.4]));
                plan.a_condor().contracts = pick(2, &[1.0, 12.0, 40.0]);
                plan.a_condor().days = pick(3, &[45.0, 7.0]);
                let Some(pool) = plan.pool_mut(0) else { unreachable!() };
                pool.loan.0 = pick(5, &[0.0, 0.6, 0.7]) * pool.deposit.0;
                for nth in 0..3 {
                    let calls = pick(7, &[0.0, 1.0, 8.0]);
                    plan.layer_mut(nth).into_iter().for_each(|layer| layer.contracts = Some(calls));
                }
            });
            let all = walk([book.market.calibration.vix.0, VIX_RANGE[1]], &at_link(&book, scan.sized()));
            let held = book.sized_position().map_or(0.0, |position| position.deposit.0);
            let each: Vec<(f64, f64)> = all.iter().map(|stop| (stop.vix, stop.parts.combined(held))).collect();
            assert_eq!(scan.reverse, reverse::of(&each, &book), "{i}");
            found[usize::from(scan.reverse.gone_at.is_some())] += 1;
        }
        assert!(found.iter().all(|n| *n > 20), "{found:?}");
    }

    /// A shock further than the one that was scanned finds the same stops as if it had been.
    #[test]
    fn a_way_past_the_scanned_shock_is_the_one_that_is_scanned_for_it() {
        for (first, then) in [(24.0, 45.0), (12.0, 45.0), (45.0, 9.5), (17.0, 150.0)] {
            let with = |vix: f64| at(|plan| plan.event.vix = Some(Points(vix)));
            let ((_, scanned), (book, own)) = (with(first), with(then));
            assert_eq!(scanned.way(&book), own.way(&book), "{first} {then}");
            assert_eq!(scanned.liquidity(&book), own.liquidity(&book), "{first} {then}");
        }
    }

    #[test]
    fn more_vix_never_allows_more() {
        let (_, scan) = at(|_| ());
        let mut last = f64::INFINITY;
        for i in 0..600 {
            let (book, _) = at(|plan| plan.event.vix = Some(Points(17.0 + 0.22 * f64::from(i))));
            let found = allowed(&book, &scan);
            let room = limits::room(found.largest);
            assert!(room <= last * (1.0 + 1e-6), "VIX {}: {room} after {last}", book.shock.vix().0);
            assert!(found.vix.0 <= book.shock.vix().0 + 1e-9);
            last = room;
        }
        assert!(last.is_finite());
    }

    #[test]
    fn a_pool_of_that_size_keeps_the_budget_on_the_whole_way_and_loses_just_it_at_the_named_vix() {
        for vix in [24.0, 38.0, 45.0, 120.0] {
            let (book, scan) = at(|plan| plan.event.vix = Some(Points(vix)));
            let found = allowed(&book, &scan);
            let LargestPool::UpTo(most) = found.largest else { continue };
            let (mut sized, _) = at(|plan| {
                plan.event.vix = Some(Points(vix));
                plan.a_pool().deposit = most;
            });
            for i in 0..=200 {
                let vix = Points(17.0 * (vix / 17.0f64).powf(f64::from(i) / 200.0));
                sized.shock.event.vix = Some(vix);
                let pnl = pnl::on_link(&sized, &sized.shock, vix.0);
                assert!(pnl >= -sized.budget * (1.0 + 1e-6), "{vix:?}: {pnl}");
            }
            let there = pnl::on_link(&sized, &sized.shock, found.vix.0);
            assert!((there / sized.budget + 1.0).abs() < 1e-6, "{there} at {:?}", found.vix);
        }
    }

    #[test]
    fn where_no_pool_is_allowed_the_place_is_where_the_rest_loses_most() {
        let (book, scan) = at(|plan| {
            (plan.event.vix, plan.event.spx, plan.event.days) = (Some(Points(73.08)), Some(Frac(-0.4177)), 63.0);
            if let Some(condor) = plan.condor_mut(0) {
                condor.contracts = 6.0;
            }
        });
        let (found, worst) = (allowed(&book, &scan), scan.way(&book).worst_place(0.0));
        assert_eq!(found.largest, LargestPool::None, "{worst:?}");
        assert_eq!((found.vix, found.spx), (worst.0, worst.1), "{worst:?}");
        assert!(found.vix.0 < 72.0, "{worst:?}");
    }

    #[test]
    fn what_is_held_by_hand_grows_on_the_way_and_ends_as_it_is_set() {
        let (book, scan) = at(|plan| {
            plan.event.spx = Some(Frac(-0.1));
            plan.event.crypto = Frac(-0.2);
            plan.event.peg = Usd(0.97);
            plan.event.vvix = Some(Points(160.0));
            plan.event.gas_multiple = Some(4.0);
        });
        let way = scan.way(&book);
        assert_eq!(way.0.len(), STEPS as usize + 1);
        let half = part_of(&book.shock, 0.5);
        assert!((half.event.spx.map_or(0.0, |x| x.0) - (0.9f64.sqrt() - 1.0)).abs() < 1e-12);
        assert!((half.event.peg.0 - 0.985).abs() < 1e-12 && (half.vix().0 - (17.0f64 * 45.0).sqrt()).abs() < 1e-9);
        let (last, end) = (&way.0[STEPS as usize], part_of(&book.shock, 1.0));
        let whole = Parts::new(&book, scan.sized(), &end.as_set(0.0));
        assert!((last.parts.combined(30_000.0) - whole.combined(30_000.0)).abs() < 1e-6);
    }

    #[test]
    fn untouched_there_is_one_stop_and_downward_the_way_goes_down() {
        let (book, scan) = at(|plan| plan.event.vix = None);
        assert_eq!(scan.way(&book).0.len(), 1);
        let (book, scan) = at(|plan| plan.event.vix = Some(Points(11.0)));
        let way = scan.way(&book);
        assert!(way.0.len() > 20 && way.0.windows(2).all(|pair| pair[1].vix < pair[0].vix));
        // Without a pool, and without anything, there is nothing to say and nothing breaks.
        let (book, scan) = at(|plan| plan.holdings.clear());
        let way = scan.way(&book);
        assert_eq!(way.allows(book.budget, 1.0, 1.0).largest, LargestPool::Unlimited);
        assert_eq!(way.worst(0.0).1, Usd(0.0));
    }
}
