//! Plans for the laws: drawn so that they can be priced, every input of every holding turned inside its range.
//!
//! A plan comes out of how many holdings of each kind it has, how many of its inputs are turned, and one seed: every
//! input has a draw of its own, by its name and its holding, so that a plan that fails shrinks to fewer holdings and
//! fewer turned inputs without the rest moving. A new knob, text or list is drawn the day it is born.

#![allow(dead_code)]

pub mod alike;

use std::cell::{Cell, RefCell};

use proptest::prelude::*;
use proptest::test_runner::{RngSeed, TestCaseResult, TestRunner};
use second_engine::book::liquidity::{self, LiquidityStop};
use second_engine::book::{Book, way};
use second_engine::holdings::condor::LEGS;
use second_engine::holdings::world::World;
use second_engine::market::surface::Skew;
use second_engine::options::black::price;
use second_engine::plan::fault::PlanError;
use second_engine::plan::holding::{Holding, Kind, Terms};
use second_engine::plan::knobs::{KNOBS, Knob, LISTS, ListKnob, TEXTS, Unit};
use second_engine::plan::{CondorPlan, EventDay, EventPlan, LayerPlan, Plan, PoolPlan, StrikeRule, url};
use second_engine::units::{Frac, Points, Usd, Vol, Years};

/// Most holdings of each kind, in the order of [`Kind::ALL`].
pub const MOST: [usize; 7] = [3, 3, 4, 2, 2, 1, 1];

/// Whether all of an event follows VIX.
pub fn is_linked(event: &EventPlan) -> bool {
    *event == EventPlan { vix: event.vix, surprise: event.surprise, ..EventPlan::calm(event.days) }
}

thread_local! {
    /// A book with nothing in it and the last market that was resolved here. Most of a plan's resolving is its smile's map
    /// from variance to θ, which drawing the plan, the law on it and what the law makes of it have in common.
    static LAST: RefCell<Option<Book>> = const { RefCell::new(None) };
}

/// The plan resolved, its market taken over where it is the last one's.
pub fn resolve(plan: &Plan) -> Result<Book, PlanError> {
    LAST.with_borrow_mut(|last| {
        if last.as_ref().is_none_or(|known| known.plan.market != plan.market) {
            let none = Plan { market: plan.market.clone(), holdings: Vec::new(), ..Plan::default() };
            let bare = last.as_ref().map_or_else(|| Book::resolve(&none), |known| known.resolve_beside(&none));
            *last = bare.ok();
        }
        last.as_ref().map_or_else(|| Book::resolve(plan), |known| known.resolve_beside(plan))
    })
}

/// Ready cash over what falls due where on the way to a book's shock it is least; infinite where nothing falls due. At every
/// VIX a twentieth further on, or in 16 equal steps of what is held by hand.
pub fn least_quick_ratio(book: &Book) -> f64 {
    let (shock, from) = (&book.shock, book.market.calibration.vix.0);
    let event = &shock.event;
    let to = shock.vix().0;
    let mut worlds = vec![shock.as_set(0.0)];
    if is_linked(event) && to != from {
        let mut vix = from;
        while (vix - from).abs() < (to - from).abs() {
            worlds.push(shock.on_link(Points(vix), 0.0));
            vix *= if to > from { 1.05 } else { 1.0 / 1.05 };
        }
    } else if !is_linked(event) {
        worlds.extend((0..16).map(|i| way::world_at(book, f64::from(i) / 16.0)));
    }
    let margin = liquidity::margin(book);
    let ratio =
        |world: &World| LiquidityStop::new(book, None, (0.0, None), world, margin).held.ratio.unwrap_or(f64::INFINITY);
    worlds.iter().map(ratio).fold(f64::INFINITY, f64::min)
}

/// A plan that a failing law prints as its link.
#[derive(Clone)]
pub struct Drawn(pub Plan);

impl std::fmt::Debug for Drawn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&url::fragment(&self.0))
    }
}

/// Any plan that the page can make, put in order so that it can be priced.
pub fn any_plan() -> impl Strategy<Value = Drawn> {
    (MOST.map(|most| 0..=most), 0.0..1.0f64, any::<u64>()).prop_map(|(counts, turned, seed)| {
        let dice = Dice { seed, turned };
        let mut plan = Plan { holdings: Vec::new(), ..Plan::default() };
        for (kind, count) in Kind::ALL.into_iter().zip(counts) {
            for _ in 0..count {
                plan.add_fresh(kind);
            }
        }
        dice.turn_everything(&mut plan);
        in_order(&mut plan, &dice);
        // The list may stand in any order: kinds mixed, each kind's own order kept by the names it goes by.
        if dice.at("holdings", 0, MIXED) < 0.3 {
            let key = |i: usize| dice.at("holdings", i, PLACE);
            let mut places: Vec<usize> = (0..plan.holdings.len()).collect();
            places.sort_by(|a, b| key(*a).total_cmp(&key(*b)));
            let held = plan.holdings.clone();
            plan.holdings = places.into_iter().map(|i| held[i].clone()).collect();
        }
        Drawn(plan)
    })
}

/// What a draw is for: one number each, so that no two are the same.
const PLACE: u64 = 0;
const HOW: u64 = 1;
const WHETHER: u64 = 2;
const MIXED: u64 = 3;

/// One seed, and a number of [0, 1) for each input of each holding.
struct Dice {
    seed: u64,
    /// Below a third few inputs are turned, below two thirds half, else all of them.
    turned: f64,
}

impl Dice {
    fn at(&self, name: &str, nth: usize, what: u64) -> f64 {
        let start = self.seed ^ (nth as u64) << 8 ^ what << 32;
        let mixed = name.bytes().fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        // Sebastiano Vigna's splitmix64.
        let mut z = mixed.wrapping_add(0x9E37_79B9_7F4A_7C15);
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Whether this input is turned at all.
    fn turns(&self, name: &str, nth: usize) -> bool {
        let share = [0.15, 0.5, 1.0][((3.0 * self.turned) as usize).min(2)];
        self.at(name, nth, WHETHER) < share
    }

    fn turn_everything(&self, plan: &mut Plan) {
        let by_profile = self.at("sizing.rules", 0, MIXED) < 0.3;
        for knob in KNOBS {
            if by_profile && knob.id.starts_with("sizing.rule.") {
                continue;
            }
            for nth in 0..knob.kind().map_or(1, |kind| plan.count(kind)) {
                if self.turns(knob.id, nth) {
                    self.turn(knob, plan, nth);
                }
            }
        }
        for text in TEXTS {
            for nth in 0..plan.count(text.kind) {
                if self.turns(text.id, nth) {
                    let word = NAMES[(self.at(text.id, nth, PLACE) * NAMES.len() as f64) as usize];
                    text.set(plan, nth, word).expect(text.id);
                }
            }
        }
        for list in LISTS {
            if self.turns(list.id, 0) {
                match list.words {
                    Some(words) => self.worded(list, plan, words.choices.len()),
                    None => (list.set)(plan, &self.rows(list.id, list.range)),
                }
                // A quarter of the rows carry their further number, most a small one.
                if let Some(number) = list.further {
                    let [low, high] = number.range;
                    let one = |i: usize| match self.at(list.id, 20 + i, MIXED) {
                        is if is < 0.75 => 0.0,
                        _ => {
                            0.5 * (low + high)
                                + 0.5 * (high - low) * (2.0 * self.at(list.id, 20 + i, PLACE) - 1.0).powi(3)
                        }
                    };
                    (number.set)(plan, &(0..(list.get)(plan).len()).map(one).collect::<Vec<_>>());
                }
            }
        }
    }

    /// Up to seven rows of rising VIX, the first often at 0, each with a word and up to four of single layers.
    fn worded(&self, list: &ListKnob, plan: &mut Plan, choices: usize) {
        let word = |i: usize, what: u64| ((self.at(list.id, i, what) * choices as f64) as usize).min(choices - 1);
        let count = (self.at(list.id, 0, HOW) * 8.0) as usize;
        let mut vix = if self.at(list.id, 1, HOW) < 0.6 { 0.0 } else { 9.0 };
        let (mut rows, mut further) = (Vec::new(), Vec::new());
        for i in 0..count {
            rows.push((vix, word(i, MIXED) as f64));
            vix += 0.25 + 20.0 * self.at(list.id, i, PLACE).powi(2);
            let own = (self.at(list.id, i, HOW) * 9.0) as usize;
            let one = |k: usize| (self.at(list.id, 10 * i + k, MIXED) < 0.6).then(|| word(10 * i + k, PLACE));
            further.push((0..own.saturating_sub(4)).map(one).collect());
        }
        (list.set)(plan, &rows);
        if let Some(words) = list.words {
            (words.set)(plan, &further);
        }
    }

    /// Puts a knob where the draw says: half of those that may follow the model do, most are inside the slider's
    /// window, some at an end.
    fn turn(&self, knob: &Knob, plan: &mut Plan, nth: usize) {
        let (place, how) = (self.at(knob.id, nth, PLACE), self.at(knob.id, nth, HOW));
        let is_on = knob.kind().is_some_and(|kind| knob.id == format!("{}.on", kind.word()));
        let value = match knob.options() {
            Some(options) => Some((place * options.len() as f64).floor()),
            None if is_on => Some(f64::from(u8::from(place < 0.85))),
            None if knob.is_switch() => Some((place * 2.0).floor()),
            None if knob.is_auto() && how < 0.5 => None,
            None => Some(within(knob, plan, nth, [place, how])),
        };
        knob.set(plan, nth, value).expect(knob.id);
    }

    /// Up to four rows, none half of the time; days rise.
    fn rows(&self, id: &str, [low, high]: [f64; 2]) -> Vec<(f64, f64)> {
        let count = ((self.at(id, 0, HOW) * 8.0) as usize).saturating_sub(3);
        // Futures and moves as they are seen, in a corner of what may be typed.
        let high = low + 0.2 * (high - low);
        let mut day = 0.0;
        (0..count)
            .map(|i| {
                day += 0.5 + 90.0 * self.at(id, i, PLACE);
                (day, low + self.at(id, i, WHETHER).powi(2) * (high - low))
            })
            .collect()
    }
}

const NAMES: [&str; 8] =
    ["", "January", "Second engine", "a & b = 50 % #1", "pool2.low=3", "Öl – äöü", "\u{1d11e} clef", "combined"];

fn within(knob: &Knob, plan: &Plan, nth: usize, [place, how]: [f64; 2]) -> f64 {
    let [least, most, _] = knob.range;
    let window = if how > 0.95 { None } else { knob.window.map(|window| window(plan, nth)) };
    // The day's slider ends with the last expiry; a plan's shock may come after it.
    let window = if knob.id == "shock.days" { window.map(|_| [0.0, 252.0]) } else { window };
    let [low, high] = window.map_or([least, most], |ends| ends.map(|x| x.clamp(least, most)));
    let place = ((place - 0.02) / 0.96).clamp(0.0, 1.0);
    let x = if knob.is_log { (low.ln() + place * (high.ln() - low.ln())).exp() } else { low + place * (high - low) };
    let x = if matches!(knob.unit, Unit::Count | Unit::Day) { x.round() } else { x };
    x.clamp(low, high)
}

fn in_order(plan: &mut Plan, dice: &Dice) {
    market_in_order(plan);
    let market = plan.market.clone();
    for nth in 0..plan.count(Kind::Condor) {
        if let Some(condor) = plan.condor_mut(nth) {
            let by = (dice.at("condor.rule", nth, PLACE) * 3.0) as usize;
            condor_in_order(
                condor,
                [StrikeRule::Level, StrikeRule::Delta, StrikeRule::ExpectedMove][by.min(2)],
                &market,
            );
            // Most are held; a closed one was sold and bought back for something, and neither side for more than the whole.
            condor.closed &= dice.at("condor.closed", nth, MIXED) < 0.3;
            if condor.closed {
                condor.fill = condor.fill.or(Some(Points(9.0)));
                condor.closed_at = condor.closed_at.or(Some(Points(4.0)));
            }
            // Not the ends of the rows, which are there for what a fit may come to: no condor of a person is there.
            condor.fill = condor.fill.map(|fill| Points(fill.0.clamp(-1000.0, 2000.0)));
            condor.vol_shift = Vol(condor.vol_shift.0.clamp(-0.05, 0.2));
            if let Some(fill) = condor.fill {
                condor.put_credit = Points(condor.put_credit.0.min(fill.0.max(0.0)));
            }
        }
    }
    for nth in 0..plan.count(Kind::Pool) {
        let draws = [PLACE, HOW, WHETHER].map(|what| dice.at("pool.range", nth, what));
        if let Some(pool) = plan.pool_mut(nth) {
            pool_in_order(pool, &market, draws);
        }
    }
    for nth in 0..plan.count(Kind::Layer) {
        if let Some(layer) = plan.layer_mut(nth) {
            layer_in_order(layer, market.vix.0);
        }
    }
    leg_prices_in_order(plan, dice);
    // Most legs that are written on a pool are written on one that is there.
    let pools = plan.count(Kind::Pool).max(1) as f64;
    for nth in 0..2 {
        let number = |id: &str, typed: f64| {
            if dice.at(id, nth, MIXED) < 0.1 { typed } else { 1.0 + (dice.at(id, nth, PLACE) * pools).floor() }
        };
        if let Some(strip) = plan.strip_mut(nth) {
            strip.pool = number("strip.pool", strip.pool);
        }
        if let Some(conversion) = plan.conversion_mut(nth) {
            conversion.pool = number("conversion.pool", conversion.pool);
        }
    }
    if dice.at("sizing.pool", 0, MIXED) < 0.9 {
        plan.sizing.pool = plan.sizing.pool.map(|_| 1.0 + (dice.at("sizing.pool", 0, PLACE) * pools).floor());
    }
}

/// Total variance rises from node to node with the events in it, and the wings are small enough to be free of
/// butterflies.
fn market_in_order(plan: &mut Plan) {
    let market = &mut plan.market;
    let total = |days: f64, level: f64| level * level * days / 365.0;
    market.vix9d = market.vix9d.map(|level| Points(level.0.min(0.98 * market.vix.0 * (30.0f64 / 9.0).sqrt())));
    let mut last: (f64, f64) = (30.0, market.vix.0);
    for (days, node) in [(93.0, &mut market.vix3m), (184.0, &mut market.vix6m)] {
        if let Some(level) = node {
            level.0 = level.0.max(1.02 * last.1 * (last.0 / days).sqrt());
            last = (days, level.0);
        }
    }
    let nodes = [(9.0, market.vix9d), (30.0, Some(market.vix)), (93.0, market.vix3m), (184.0, market.vix6m)];
    let totals: Vec<f64> = nodes.iter().filter_map(|&(days, level)| Some(total(days, level?.0))).collect();
    let least = totals.windows(2).map(|pair| pair[1] - pair[0]).fold(totals[0], f64::min);
    let events: f64 = market.events.iter().map(|event| (100.0 * event.size.0).powi(2)).sum();
    if events > 0.8 * least {
        let share = (0.8 * least / events).sqrt();
        market.events =
            market.events.iter().map(|event| EventDay { size: Frac(event.size.0 * share), ..*event }).collect();
    }
    let skew = |wing| Skew { rho: plan.market.skew, eta: wing, gamma: plan.market.decay };
    while !skew(plan.market.wing).is_free_of_butterflies() {
        // Wings by the rule are made smaller by typing them.
        plan.market.wing = Some((0.8 * plan.market.wing.unwrap_or(2.0)).max(0.2));
    }
    // Ratios of 0.85 to 1.2; where total variance falls with them they rise by days.
    for one in &mut plan.market.vol_levels {
        one.ratio.0 = 0.85 + 0.35 * ((one.ratio.0 - 0.5) / 0.3).clamp(0.0, 1.0);
    }
    let falls = |plan: &Plan| {
        let bare = Plan { holdings: Vec::new(), ..plan.clone() };
        Book::resolve(&bare).is_err_and(|error| error.faults.iter().any(|fault| fault.at.row == "market.vol_levels"))
    };
    if !plan.market.vol_levels.is_empty() && falls(plan) {
        let mut ratios: Vec<f64> = plan.market.vol_levels.iter().map(|one| one.ratio.0).collect();
        ratios.sort_by(f64::total_cmp);
        plan.market.vol_levels.iter_mut().zip(ratios).for_each(|(one, ratio)| one.ratio.0 = ratio);
    }
}

/// Strikes rise, five points apart at least, and none falls below zero.
fn condor_in_order(condor: &mut CondorPlan, by: StrikeRule, market: &second_engine::plan::MarketPlan) {
    condor.strikes_by = by;
    let mut strikes = [condor.long_put, condor.short_put, condor.short_call, condor.long_call].map(|k| k.0);
    strikes.sort_by(f64::total_cmp);
    for i in 1..4 {
        strikes[i] = strikes[i].max(strikes[i - 1] + 5.0);
    }
    for i in (0..4).rev() {
        strikes[i] = strikes[i].min(100_000.0 - 5.0 * (3 - i) as f64);
    }
    [condor.long_put, condor.short_put, condor.short_call, condor.long_call] = strikes.map(Points);
    // No level of the curve is above the highest node, or above where it bends to.
    let nodes = [Some(market.vix), Some(market.curve_level), market.vix9d, market.vix3m, market.vix6m];
    let level = nodes.iter().flatten().map(|node| node.0).fold(0.0, f64::max);
    let deviation = (level / 100.0 + market.vol_shift.0.max(0.0)) * (condor.days / 365.0).sqrt();
    condor.multiple = condor.multiple.min(0.5 / deviation.max(1e-9)).max(0.1);
    // A smile puts a low strike further out than its deviation says.
    let lowest = if by == StrikeRule::Delta { (-5.0 * deviation).exp() } else { 0.5 };
    condor.width = Points(condor.width.0.min((0.6 * lowest * market.spx.0).max(5.0)));
}

/// A typed price of a leg is one of a vol that a market has; where it would be less than can be typed, none is.
fn leg_prices_in_order(plan: &mut Plan, dice: &Dice) {
    for nth in 0..plan.count(Kind::Condor) {
        let Some(typed) = plan.condor(nth).map(CondorPlan::prices).filter(|typed| *typed != [None; 4]) else {
            continue;
        };
        let mut alone = Plan { holdings: Vec::new(), ..plan.clone() };
        let Some(mut bare) = plan.condor(nth).cloned() else { continue };
        bare.set_prices([None; 4]);
        alone.add(Holding::new(Terms::Condor(bare)));
        let prices = resolve(&alone).map_or([None; 4], |book| {
            let Some(condor) = book.condors().next() else { return [None; 4] };
            let smile = book.market.spx_smile(Years::from_calendar_days(condor.days));
            std::array::from_fn(|i| {
                typed[i]?;
                let vol = 0.05 + dice.at(["a", "b", "c", "d"][i], nth, PLACE);
                let rate = book.market.rate.0;
                let (side, strike) = (LEGS[i].0, condor.strikes[i]);
                let price = price(side, smile.forward, strike, vol, smile.expiry.0, rate);
                let least = side.intrinsic(smile.forward, strike) * (-rate * smile.expiry.0).exp();
                (price > least * (1.0 + 1e-6) + 0.01 && price < 20_000.0).then_some(Points(price))
            })
        });
        if let Some(condor) = plan.condor_mut(nth) {
            condor.set_prices(prices);
        }
    }
}

/// Bounds rise, round today's price nine times in ten; no more is owed than the lender allows.
fn pool_in_order(pool: &mut PoolPlan, market: &second_engine::plan::MarketPlan, [low, high, whether]: [f64; 3]) {
    let price = pool.price_shown(market);
    let step = |share: f64| (0.03f64.ln() + share * (3.0f64 / 0.03).ln()).exp();
    let (down, up) = (price * (-step(low)).exp(), price * step(high).exp());
    let bounds = match whether {
        w if w < 0.9 => [down, up],
        w if w < 0.95 => [price * 1.02, price * 1.02 * step(high).exp()],
        _ => [0.98 * down, 0.98 * price],
    };
    [pool.low, pool.high] = bounds.map(|bound| bound.clamp(1e-12, 1e12));
    let most = pool.loan_threshold.0 * pool.deposit.0;
    pool.loan = Usd(if pool.loan.0 > most { most * (pool.loan.0 / (pool.loan.0 + most)) } else { pool.loan.0 });
}

/// A spread ends at a strike that is listed.
fn layer_in_order(layer: &mut LayerPlan, vix: f64) {
    // A strike by rule stands at most so many times today's VIX above it.
    let strike = layer.strike.map_or((2.0 * vix.max(30.0)) * (1.0 + layer.otm.0.max(0.0)), |strike| strike.0);
    layer.spread = Points(layer.spread.0.min((499.0 - strike).max(0.0)));
}

/// The plan with another size of its sized pool, which borrows in proportion; from one of $1,000 without a
/// loan where none is held. None where a knob does not go so far.
pub fn resized(plan: &Plan, usd: f64) -> Option<Plan> {
    let mut larger = plan.clone();
    let pool = larger.pool_mut(plan.sized_pool()?)?;
    let held = pool.deposit.0;
    let growth = usd / if held > 0.0 { held } else { 1000.0 };
    pool.deposit = Usd(usd);
    // Not past what may be owed by the last digit.
    pool.loan.0 *= if held > 0.0 { growth * (1.0 - 1e-12) } else { 0.0 };
    let fits = |plan: &Plan, nth| {
        KNOBS
            .iter()
            .filter(|knob| knob.kind() == Some(Kind::Pool))
            .all(|knob| knob.value(plan, nth).is_none_or(|x| knob.check(x).is_ok()))
    };
    fits(&larger, plan.sized_pool()?).then_some(larger)
}

/// How many cases a law really tested.
#[derive(Default)]
pub struct Tally(Cell<u32>);

impl Tally {
    /// One more.
    pub fn count(&self) {
        self.0.set(self.0.get() + 1);
    }

    /// How many there were.
    pub fn tested(&self) -> u32 {
        self.0.get()
    }
}

/// Whether laws are to look further: `tools/test --long`.
fn is_long() -> bool {
    std::env::var_os("SECOND_ENGINE_LONG").is_some_and(|long| long == "1")
}

/// How many times as many plans a law looks at then.
const LONG: u32 = 7;

/// The same plans every time; `PROPTEST_RNG_SEED`, `PROPTEST_CASES` and `SECOND_ENGINE_LONG=1` look further.
pub fn config(cases: u32, seed: u64) -> ProptestConfig {
    let given = ProptestConfig::default();
    let rng_seed = if given.rng_seed == RngSeed::Random { RngSeed::Fixed(seed) } else { given.rng_seed };
    let times = if is_long() { LONG } else { 1 };
    let cases = if given.cases == 256 { times * cases } else { given.cases };
    ProptestConfig { cases, rng_seed, failure_persistence: None, ..given }
}

/// Tries a law on so many of what a strategy draws. It counts the cases that it really tests and must reach `least` of
/// them, of this many cases; a failing one is shrunk and printed.
pub fn law<S: Strategy>([cases, least]: [u32; 2], seed: u64, of: &S, law: impl Fn(S::Value, &Tally) -> TestCaseResult) {
    let config = config(cases, seed);
    let wanted = (u64::from(least) * u64::from(config.cases) / u64::from(cases)) as u32;
    let (tally, seen) = (Tally::default(), Cell::new(0));
    let done = TestRunner::new(config).run(of, |one| {
        seen.set(seen.get() + 1);
        law(one, &tally)
    });
    if let Err(broken) = done {
        panic!("{broken}");
    }
    let tested = tally.0.get();
    println!("{tested} tested of {}", seen.get());
    assert!(tested >= wanted, "the law tested {tested} of {} cases; at least {wanted} must be tested", seen.get());
}
