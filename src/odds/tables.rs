//! Tables: what the book is worth on each day, read between nodes that are priced exactly.
//!
//! Condors on (SPX, VIX), what is on VIX alone on VIX, what hangs on one token on (token, VIX). Corners of the model in VIX,
//! today's level and where the smile's rules change, are ends of stretches: nothing is read across them.

use std::sync::Arc;

use crate::book::Book;
use crate::holdings::condor::Condor;
use crate::holdings::margin::LEAST_PER_CONTRACT;
use crate::holdings::vix_layer::Layer;
use crate::holdings::world::World;
use crate::holdings::{Entry, Held};
use crate::market::spx::SpxSmile;
use crate::numbers::pieces::pause;
use crate::odds::axis::{Axis, Place, Surface, rounded};
use crate::shock::Shock;
use crate::simulation::dynamics::HELD;
use crate::units::{MULTIPLIER, Points, Years};

/// Longest steps in ln VIX: of surfaces, and of what is on VIX alone.
const STEPS: [f64; 2] = [0.08, 0.02];
/// Levels of VIX at which rules of the SPX smile change.
const CORNERS: [f64; 2] = [30.0, 66.0];

/// Where the marks of one day are read.
#[derive(Clone, Copy)]
pub struct VixPlace {
    /// Along surfaces.
    pub coarse: Place,
    /// Along what is on VIX alone.
    pub fine: Place,
}

/// Nodes of VIX, in logs.
#[derive(Clone, Debug)]
pub struct VixAxes {
    coarse: Axis,
    fine: Axis,
}

impl VixAxes {
    /// From VIX today.
    pub fn new(today: Points) -> VixAxes {
        let logs = |levels: &[f64]| levels.iter().map(|level| libm::log(*level)).collect::<Vec<f64>>();
        let inside = |vix: f64| vix.clamp(HELD[0], HELD[1]);
        let all = [HELD[0], inside(today.0), CORNERS[0], CORNERS[1], HELD[1]];
        let [coarse, fine] = STEPS.map(|step| Axis::between(logs(&all), step));
        VixAxes { coarse, fine }
    }

    /// Where to read at a level.
    #[inline(always)]
    pub fn place(&self, log_vix: f64) -> VixPlace {
        VixPlace { coarse: self.coarse.place(log_vix), fine: self.fine.place(log_vix) }
    }
}

/// Condors of one day of settlement.
#[derive(Clone, Debug)]
pub struct Condors {
    /// Each of them.
    pub condors: Vec<Condor>,
    /// Trading day at whose SPX they are settled.
    pub settles: usize,
    /// The least that they can be worth, dollars.
    pub worst: f64,
    /// The most that the least margin of their legs can be, dollars.
    pub most_minimum: f64,
    /// P&L on each day before it, along SPX's log return.
    days: Vec<Surface>,
}

/// What is on VIX alone, of one day of settlement.
#[derive(Clone, Debug)]
pub struct VixLegs {
    entries: Vec<Arc<Entry>>,
    /// Trading day at whose VIX they are settled; none for shares.
    pub settles: Option<usize>,
    /// P&L on each day before it.
    days: Vec<Vec<f64>>,
}

/// One leg that hangs on a token.
#[derive(Clone, Debug)]
pub struct TokenLeg {
    /// What it is.
    pub entry: Arc<Entry>,
    /// Which of the book's tokens; none where it hangs on two and is priced exactly.
    token: Option<usize>,
    /// Trading day on which it is settled; none for a perpetual.
    pub settles: Option<usize>,
    /// Whether it is written on the sized pool.
    pub is_on_sized: bool,
    days: Vec<Surface>,
}

/// First trading day on which nothing is left of so many calendar days.
fn settlement(shocks: &[Shock], days: f64) -> usize {
    let is_over = |shock: &Shock| Years::left(days, shock.passed()).0 <= 0.0;
    // After the horizon it matters to nobody when.
    shocks.iter().position(is_over).map_or(shocks.len() + 1, |at| at + 1)
}

/// Entries by their day of settlement, in the order they come.
fn by_settlement<T>(all: impl Iterator<Item = (Option<usize>, T)>) -> Vec<(Option<usize>, Vec<T>)> {
    let mut groups: Vec<(Option<usize>, Vec<T>)> = Vec::new();
    for (settles, one) in all {
        match groups.iter_mut().find(|group| group.0 == settles) {
            Some(group) => group.1.push(one),
            None => groups.push((settles, vec![one])),
        }
    }
    groups
}

/// Shocks of the days on which something settled on `settles` is still priced, of so many.
fn alive(shocks: &[Shock], settles: Option<usize>) -> &[Shock] {
    &shocks[..settles.map_or(shocks.len(), |day| (day - 1).min(shocks.len()))]
}

impl Condors {
    /// Every condor sold, by day of settlement, in pieces of a day; `shocks` are those of each day in turn.
    pub async fn making(book: &Book, shocks: &[Shock], vix: &VixAxes) -> Vec<Condors> {
        let sold = book.condors().filter(|condor| condor.contracts > 0.0);
        let groups = by_settlement(sold.map(|condor| (Some(settlement(shocks, condor.days)), *condor)));
        let mut all = Vec::with_capacity(groups.len());
        for (settles, condors) in groups {
            let mut days = Vec::new();
            for shock in alive(shocks, settles) {
                days.push(surface(book, &condors, shock, vix));
                pause().await;
            }
            let strikes: Vec<f64> = condors.iter().flat_map(|condor| condor.strikes).collect();
            let most_minimum = condors.iter().map(|one| one.contracts * 4.0 * LEAST_PER_CONTRACT).sum();
            let group = Condors { condors, settles: settles.unwrap_or_default(), worst: 0.0, most_minimum, days };
            let worst = strikes.iter().map(|strike| group.settled(*strike)).fold(f64::INFINITY, f64::min);
            all.push(Condors { worst, ..group });
        }
        all
    }

    /// P&L on a day before the settlement, dollars.
    #[inline(always)]
    pub fn pnl(&self, day: usize, spx_return: f64, vix: &VixPlace) -> f64 {
        let Some(surface) = self.days.get(day - 1) else { return 0.0 };
        surface.read(spx_return, &vix.coarse)
    }

    /// P&L once settled at this level of SPX, dollars.
    pub fn settled(&self, spx: f64) -> f64 {
        self.condors.iter().map(|one| one.dollars(one.credit - one.intrinsic(spx)) - one.fees().0).sum()
    }
}

/// P&L of condors of one expiry on one day.
fn surface(book: &Book, condors: &[Condor], shock: &Shock, vix: &VixAxes) -> Surface {
    let today = book.market.spx.0;
    let log = |strike: f64| libm::log(strike.max(1.0) / today);
    let ends = |leg: usize| condors.iter().map(move |condor| log(condor.strikes[leg]));
    let (low, high) = (ends(0).fold(f64::INFINITY, f64::min), ends(3).fold(f64::NEG_INFINITY, f64::max));
    let left = condors.first().map_or(0.0, |condor| Years::left(condor.days, shock.passed()).0).sqrt();
    // A calm market's deviation to expiry is what the P&L bends over.
    let (margin, step) = (0.3 * left + 0.004, 0.03 * left);
    let [low, high] = [low - margin, high + margin];
    let far = [low - 0.1 - 2.0 * left, high + 0.05 + 1.2 * left];
    let axis = Axis::new(&[([far[0], low], 5.0 * step), ([low, high], step), ([high, far[1]], 5.0 * step)]);
    let mut values = Vec::with_capacity(axis.count * vix.coarse.count);
    for log_vix in vix.coarse.nodes() {
        let world = shock.still(Points(libm::exp(log_vix)), 0.0);
        let smiles: Vec<(&Condor, SpxSmile)> = condors
            .iter()
            .map(|condor| (condor, condor.smile(&world.market, Years::left(condor.days, world.days))))
            .collect();
        for x in axis.nodes() {
            let growth = libm::exp(x);
            let one = |(condor, smile): &(&Condor, SpxSmile)| {
                let moved = SpxSmile { forward: smile.forward * growth, ..*smile };
                condor.dollars(condor.credit - condor.value_on(&moved, world.market.rate.0)) - condor.fees().0
            };
            values.push(smiles.iter().map(one).sum());
        }
    }
    Surface::new(axis, values)
}

impl VixLegs {
    /// Every leg of the hedge that is on VIX, by day of settlement, in pieces of a day.
    pub async fn making(book: &Book, shocks: &[Shock], vix: &VixAxes) -> Vec<VixLegs> {
        let own = book.entries.iter().filter(|entry| matches!(entry.held, Held::Layer(_) | Held::Etp(_)));
        let held = own.filter(|entry| entry.held.quantity() != 0.0);
        let groups =
            by_settlement(held.map(|entry| (entry.held.days().map(|days| settlement(shocks, days)), entry.clone())));
        let mut all = Vec::with_capacity(groups.len());
        for (settles, entries) in groups {
            let mut days = Vec::new();
            for shock in alive(shocks, settles) {
                let at = |log_vix: f64| {
                    let world = shock.still(Points(libm::exp(log_vix)), 0.0);
                    rounded(entries.iter().map(|entry| entry.held.pnl(&world)).sum())
                };
                days.push(vix.fine.nodes().map(at).collect());
                pause().await;
            }
            all.push(VixLegs { entries, settles, days });
        }
        all
    }

    /// P&L on a day before the settlement, dollars.
    #[inline(always)]
    pub fn pnl(&self, day: usize, vix: &VixPlace) -> f64 {
        let Some(row) = self.days.get(day - 1) else { return 0.0 };
        vix.fine.read(row)
    }

    /// P&L once settled at this level of VIX after `shock`'s days, dollars.
    pub fn settled(&self, shock: &Shock, vix: Points) -> f64 {
        let mut world: Option<World> = None;
        let one = |entry: &Arc<Entry>| match &entry.held {
            Held::Layer(layer) => at_expiry(layer, vix),
            other => other.pnl(world.get_or_insert_with(|| shock.still(vix, 0.0))),
        };
        self.entries.iter().map(one).sum()
    }
}

/// P&L of a layer at its expiry, dollars.
fn at_expiry(layer: &Layer, vix: Points) -> f64 {
    let call = |strike: Points| (vix.0 - strike.0).max(0.0);
    MULTIPLIER * layer.contracts * (call(layer.strike) - layer.wing.map_or(0.0, call) - layer.premium)
}

impl TokenLeg {
    /// Every leg of the hedge that hangs on a token, in pieces of a day.
    pub async fn making(book: &Book, shocks: &[Shock], vix: &VixAxes) -> Vec<TokenLeg> {
        let legs = book.entries.iter().filter(|entry| entry.kind.is_hedge() && entry.held.hangs_on_tokens());
        let sized = book.plan.sized_pool();
        let mut all = Vec::new();
        for entry in legs.filter(|entry| entry.held.quantity() != 0.0) {
            let settles = entry.held.days().map(|days| settlement(shocks, days));
            let token = driver(book, &entry.held);
            let mut days = Vec::new();
            if let Some(place) = token {
                for shock in alive(shocks, settles) {
                    days.push(along(entry, place, shock, settles, vix));
                    pause().await;
                }
            }
            let is_on_sized = sized.is_some() && entry.held.pool_beneath() == sized;
            all.push(TokenLeg { entry: entry.clone(), token, settles, is_on_sized, days });
        }
        all
    }

    /// P&L on a day, dollars: by its table before the settlement, exactly on it.
    pub fn pnl(&self, day: usize, shock: &Shock, state: &State, vix: &VixPlace) -> f64 {
        match (self.token, self.days.get(day - 1)) {
            (Some(token), Some(surface)) => surface.read(state.returns[token], &vix.coarse),
            _ => self.entry.held.pnl(&state.world(shock)),
        }
    }
}

/// The one token that a leg hangs on.
fn driver(book: &Book, held: &Held) -> Option<usize> {
    let Some(nth) = held.pool_beneath() else { return Some(0) };
    let (_, position, _) = book.pools().find(|(entry, ..)| entry.nth == nth)?;
    position.base.filter(|_| position.quote.is_none())
}

/// P&L of a leg on one day along a token's log return.
fn along(entry: &Entry, token: usize, shock: &Shock, settles: Option<usize>, vix: &VixAxes) -> Surface {
    let left = entry.held.days().map_or(1.0, |days| Years::left(days, shock.passed()).0).sqrt();
    let step = if settles.is_some() { (0.15 * left).clamp(0.006, 0.05) } else { 0.05 };
    let axis = Axis::new(&[([-4.0, -1.0], 0.1), ([-1.0, 0.6], step), ([0.6, 2.5], 0.1)]);
    let mut values = Vec::with_capacity(axis.count * vix.coarse.count);
    for log_vix in vix.coarse.nodes() {
        let mut world = shock.still(Points(libm::exp(log_vix)), 0.0);
        for log in axis.nodes() {
            world.returns[token] = log;
            world.token = shock.token_price.0 * libm::exp(world.returns[0]);
            values.push(entry.held.pnl(&world));
        }
    }
    Surface::new(axis, values)
}

/// Where a path stands at the end of a day.
#[derive(Clone, Copy, Debug)]
pub struct State<'a> {
    /// ln VIX.
    pub log_vix: f64,
    /// VIX, points.
    pub vix: f64,
    /// SPX's log return since today.
    pub spx_return: f64,
    /// Log return of each token since today.
    pub returns: &'a [f64],
}

impl State<'_> {
    /// The world that it is after a shock's days.
    pub fn world(&self, shock: &Shock) -> World {
        let mut world = shock.still(Points(self.vix), self.spx_return);
        world.returns.copy_from_slice(self.returns);
        world.token = shock.token_price.0 * libm::exp(self.returns.first().copied().unwrap_or(0.0));
        world
    }
}
