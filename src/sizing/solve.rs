//! Solvers: how many whole contracts of which layer do what is asked, on offers that know nothing of the book.
//!
//! P&L, carry, vega and outlay of calls are linear in contracts, so whole sets are found in closed form and the
//! cheapest mix is an integer linear program of layers with one strike each. It is solved here by branch and
//! bound. The crate `microlp` solves it too and is what the tests compare with; in the page it would add 190 KB to a
//! download of 390, and it reads a clock, which no room of this library may.

#![cfg_attr(test, allow(clippy::unwrap_used))]

use crate::book::hedge_budget::dot;
use crate::numbers::by_rising;

/// Places that the search for the cheapest mix looks at before it says that it is not sure.
const MOST_PLACES: u32 = 300_000;
/// A target counts as reached when less than this share of one contract is missing.
const WHISKER: f64 = 1e-9;

/// One call of a layer: what one contract does, dollars.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Offer {
    /// Which layer, counted among those that are on.
    pub layer: usize,
    /// Listed strike, VIX points.
    pub strike: f64,
    /// Paid today.
    pub outlay: f64,
    /// Cost a year while VIX does not move; negative where it earns.
    pub carry: f64,
    /// Gained in the shock.
    pub gain: f64,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Why {
    /// There is nothing to make up for.
    NothingToCover,
    /// What may be bought does not gain.
    NoGain,
    /// Contracts are bought in no proportion at all.
    EmptySet,
    /// More contracts of one layer would be needed than the limit allows.
    TooMany,
    /// The cheapest carry, dollars a year, is above the budget.
    BudgetTooSmall(f64),
    /// The least outlay, dollars, is above the cash.
    CashTooSmall(f64),
    /// What is enough at one place of the way is too much at another.
    Opposed,
}

/// What has to be gained in one place of the way.
#[derive(Clone, Debug, PartialEq)]
pub struct Need {
    /// Σ contracts × `each` has to reach it; what may be lost is negative.
    pub target: f64,
    /// What one contract of each layer gains there.
    pub each: Vec<f64>,
}

/// Contracts of each layer for a number `scale` of sets, rounded half up.
fn contracts(ratio: &[f64], scale: f64) -> Vec<f64> {
    ratio.iter().map(|per_set| (per_set * scale + 0.5).floor()).collect()
}

/// Every set of whole contracts in this proportion from one scale to another, smallest first; `most` of one layer.
fn sets(ratio: &[f64], [from, to]: [f64; 2], most: f64) -> Result<impl Iterator<Item = Vec<f64>> + '_, Why> {
    let largest = ratio.iter().copied().fold(0.0, f64::max);
    let last = (most + 0.4) / largest;
    let (from, to) = (from.max(0.0), to.min(last));
    if from > last {
        return Err(Why::TooMany);
    }
    // A layer gets its next contract where scale × ratio is half way between two whole numbers.
    let mut scales = vec![from];
    for per_set in ratio.iter().filter(|per_set| **per_set > 0.0) {
        let (first, last) = ((from * per_set + 0.5).floor(), (to * per_set + 0.5).floor());
        let steps = (last - first).clamp(0.0, most) as u32;
        scales.extend((1..=steps).map(|i| (first + f64::from(i) - 0.5) / per_set * (1.0 + 1e-12)));
    }
    Ok(by_rising(scales, |scale| *scale).into_iter().map(|scale| contracts(ratio, scale)))
}

/// Per set, and all of it without regard to sign; an error where there is no set.
fn per_set(ratio: &[f64], each: &[f64]) -> Result<(f64, f64), Why> {
    if ratio.iter().all(|per_set| *per_set <= 0.0) {
        return Err(Why::EmptySet);
    }
    let rough = ratio.iter().zip(each).filter(|(per_set, _)| **per_set > 0.0).map(|(_, x)| x.abs()).sum();
    Ok((dot(ratio, each), rough))
}

/// Whole contracts in the proportion `ratio` that bring `other` + Σ contracts × `each` nearest to zero; of two that
/// are as near, the fewer. No layer gets more than `most`.
///
/// # Errors
/// Nothing to make up for where `other` ≥ 0; no gain where a set adds nothing.
pub fn nearest_zero(other: f64, ratio: &[f64], each: &[f64], most: f64) -> Result<Vec<f64>, Why> {
    let (slope, rough) = per_set(ratio, each)?;
    if other >= 0.0 {
        return Err(Why::NothingToCover);
    }
    if slope <= 0.0 {
        return Err(Why::NoGain);
    }
    // Rounding moves the sum by at most half of `rough`: farther from the exact scale than this it is worse there.
    let (exact, room) = (-other / slope, rough / slope);
    let miss = |set: &[f64]| (other + dot(set, each)).abs();
    let nearest = |best: Option<Vec<f64>>, set: Vec<f64>| match best {
        Some(best) if miss(&best) <= miss(&set) => Some(best),
        _ => Some(set),
    };
    sets(ratio, [exact - room, exact + room], most)?.fold(None, nearest).ok_or(Why::TooMany)
}

/// Fewest whole contracts in the proportion `ratio` that meet every need, of no layer more than `most`.
///
/// # Errors
/// Nothing to make up for where no target is above 0; no gain where a set gains nothing that is needed; too many; opposed
/// where so many cost more than another place has room for.
pub fn fewest(needs: &[Need], ratio: &[f64], most: f64) -> Result<Vec<f64>, Why> {
    // No smaller scale than `from` can do and no larger one than `to`; where more never hurts `enough` does in any case.
    let (mut from, mut to, mut enough): (f64, f64, f64) = (0.0, f64::INFINITY, 0.0);
    let mut is_needed = false;
    for Need { target, each } in needs {
        let (slope, rough) = per_set(ratio, each)?;
        let (exact, room) = (target / slope, 0.5 * rough / slope.abs() + 1e-9);
        if *target > 0.0 && slope <= 0.0 {
            return Err(Why::NoGain);
        }
        is_needed |= *target > 0.0;
        if slope > 0.0 {
            (from, enough) = (from.max(exact - room), enough.max(exact + room));
        } else {
            enough = f64::INFINITY;
            to = if slope < 0.0 { to.min(exact + room) } else { to };
        }
    }
    if !is_needed {
        return Err(Why::NothingToCover);
    }
    let does = |need: &Need, set: &[f64]| {
        let rough: f64 = ratio.iter().zip(&need.each).map(|(n, each)| (n * each).abs()).sum();
        dot(set, &need.each) >= need.target - WHISKER * rough
    };
    let found = sets(ratio, [from, enough.min(to)], most)?.find(|set| needs.iter().all(|need| does(need, set)));
    let last = most / ratio.iter().copied().fold(0.0, f64::max);
    found.ok_or(if to < last { Why::Opposed } else { Why::TooMany })
}

/// Offers chosen, at most one a layer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mix {
    /// Which offer and how many contracts of it, by rising layer.
    pub bought: Vec<(usize, f64)>,
    /// Dollars a year; offers that earn count as free.
    pub carry: f64,
    /// Dollars today.
    pub outlay: f64,
    /// Dollars in the shock.
    pub gain: f64,
    /// Whether every cheaper mix was ruled out.
    pub is_proven: bool,
}

/// What a mix may come to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// Carry, dollars a year.
    pub budget: f64,
    /// Outlay, dollars; `None` is no limit.
    pub cash: Option<f64>,
    /// Whole contracts of one layer.
    pub most: f64,
}

/// The mix of least carry that gains at least `target` within the limits; of two that carry the same, the smaller
/// outlay.
///
/// An offer that earns its carry counts as free: nobody over-hedges to be paid for it.
///
/// # Errors
/// Nothing to make up for, nothing that gains, too many contracts, too little budget or cash with how much would do.
pub fn cheapest_mix(offers: &[Offer], target: f64, limits: &Limits) -> Result<Mix, Why> {
    let Limits { budget, cash, most } = *limits;
    if target <= 0.0 {
        return Err(Why::NothingToCover);
    }
    if !offers.iter().any(|offer| offer.gain > 0.0) {
        return Err(Why::NoGain);
    }
    // The outlay breaks ties, so small that it decides nothing else.
    let free = |offer: &Offer| offer.carry.max(0.0) + 1e-9 * offer.outlay.max(0.0);
    let found = match search(offers, target, [cash.unwrap_or(f64::INFINITY), most], free) {
        Some(found) => found,
        None => {
            let least =
                search(offers, target, [f64::INFINITY, most], |offer| offer.outlay.max(0.0)).ok_or(Why::TooMany)?;
            if cash.is_none_or(|cash| least.outlay > cash) {
                return Err(Why::CashTooSmall(least.outlay));
            }
            // The search ended before it found what the cash pays for: this does, though others may carry less.
            Mix { is_proven: false, ..least }
        }
    };
    if found.carry > budget { Err(Why::BudgetTooSmall(found.carry)) } else { Ok(found) }
}

/// An offer in the search.
#[derive(Clone, Copy)]
struct Item {
    offer: usize,
    /// What is minimised, dollars a contract.
    cost: f64,
    /// The same with the price of the cash that it takes.
    dear: f64,
    outlay: f64,
    gain: f64,
}

/// Branch and bound, depth first: layer after layer, the one that covers most cheaply last.
struct Search {
    layers: Vec<Vec<Item>>,
    /// Of each layer the least `dear` per dollar of gain, which falls from one to the next, and the most that it can gain.
    least: Vec<[f64; 2]>,
    /// Most contracts of one layer.
    most: f64,
    /// What the bound takes off for the cash: its price times all of it.
    rebate: f64,
    best: Option<(f64, Vec<(usize, f64)>)>,
    held: Vec<(usize, f64)>,
    places: u32,
}

fn search(offers: &[Offer], target: f64, [cash, most]: [f64; 2], cost: impl Fn(&Offer) -> f64) -> Option<Mix> {
    let item = |(i, offer): (usize, &Offer)| {
        (offer.gain > 0.0).then(|| Item {
            offer: i,
            cost: cost(offer),
            dear: cost(offer),
            outlay: offer.outlay.max(0.0),
            gain: offer.gain,
        })
    };
    let all: Vec<Item> = offers.iter().enumerate().filter_map(item).collect();
    let price = price_of_cash(&all, target, cash)?;
    let count = offers.iter().map(|offer| offer.layer + 1).max().unwrap_or(0);
    let mut layers: Vec<Vec<Item>> = (0..count)
        .map(|layer| {
            let own = all.iter().filter(|item| offers[item.offer].layer == layer);
            own.map(|item| Item { dear: item.cost + price * item.outlay, ..*item }).collect()
        })
        .filter(|own: &Vec<Item>| !own.is_empty())
        .collect();
    let best_of = |own: &Vec<Item>| own.iter().map(|item| item.dear / item.gain).fold(f64::INFINITY, f64::min);
    layers = by_rising(layers, |own| -best_of(own));
    let most_of = |own: &Vec<Item>| own.iter().map(|item| most * item.gain).fold(0.0, f64::max);
    let least = layers.iter().map(|own| [best_of(own), most_of(own)]).collect();
    let rebate = if price > 0.0 { price * cash } else { 0.0 };
    let mut search = Search { layers, least, most, rebate, best: None, held: Vec::new(), places: 0 };
    search.branch(0, target, cash, 0.0, 0.0);
    let is_proven = search.places < MOST_PLACES;
    let (_, mut bought) = search.best?;
    bought = by_rising(bought, |(offer, _)| offers[*offer].layer as f64);
    let total = |of: &dyn Fn(&Offer) -> f64| bought.iter().map(|(i, n)| n * of(&offers[*i])).sum::<f64>();
    Some(Mix {
        carry: total(&|offer| offer.carry.max(0.0)),
        outlay: total(&|offer| offer.outlay),
        gain: total(&|offer| offer.gain),
        bought,
        is_proven,
    })
}

/// What a dollar of cash is worth in the program without whole numbers: the multiplier of its dual, which makes the
/// bound tight. `None` where not even parts of contracts can be paid for.
fn price_of_cash(items: &[Item], target: f64, cash: f64) -> Option<f64> {
    if cash == f64::INFINITY {
        return Some(0.0);
    }
    let lines: Vec<(f64, f64)> = items.iter().map(|item| (item.cost / item.gain, item.outlay / item.gain)).collect();
    if target * lines.iter().map(|line| line.1).fold(f64::INFINITY, f64::min) > cash {
        return None;
    }
    let bound = |price: f64| {
        target * lines.iter().map(|(cost, outlay)| cost + price * outlay).fold(f64::INFINITY, f64::min) - price * cash
    };
    // Concave and made of straight pieces: its top is at zero or where two of them meet.
    let mut best = (bound(0.0), 0.0);
    for (i, a) in lines.iter().enumerate() {
        for b in &lines[..i] {
            let price = (a.0 - b.0) / (b.1 - a.1);
            if price.is_finite() && price > 0.0 && bound(price) > best.0 {
                best = (bound(price), price);
            }
        }
    }
    Some(best.1)
}

impl Search {
    /// Looks at every choice of the layers from `depth` on; `missing` dollars of gain, `cash` left, `spent` so far.
    fn branch(&mut self, depth: usize, missing: f64, cash: f64, spent: f64, dear: f64) {
        self.places += 1;
        let is_last = depth + 1 == self.layers.len();
        if self.places >= MOST_PLACES || depth >= self.layers.len() {
            return;
        }
        if !is_last {
            self.branch(depth + 1, missing, cash, spent, dear);
        }
        for i in 0..self.layers[depth].len() {
            let item = self.layers[depth][i];
            let needed = (missing / item.gain - WHISKER).ceil().max(1.0);
            let most = needed.min(self.most).min(affordable(cash, item.outlay));
            let bound =
                |search: &Search, n: f64| dear + n * item.dear + search.least_for(depth + 1, missing - n * item.gain);
            let mut n = if is_last { needed } else { 1.0 };
            while n <= most {
                let here = bound(self, n);
                if self.is_beaten(here) {
                    // The bound is convex in n: once it rises it never falls again.
                    if bound(self, n + 1.0) >= here && here < f64::INFINITY || self.places >= MOST_PLACES {
                        break;
                    }
                    (self.places, n) = (self.places + 1, n + 1.0);
                    continue;
                }
                let (left, dear) = (missing - n * item.gain, dear + n * item.dear);
                self.held.push((item.offer, n));
                let (spent, cash) = (spent + n * item.cost, cash - n * item.outlay);
                if n >= needed {
                    self.take(spent);
                } else {
                    self.branch(depth + 1, left, cash, spent, dear);
                }
                self.held.pop();
                n += 1.0;
            }
        }
    }

    /// No choice of the layers from `depth` on gains `missing` dollars for less: each as much as it can, the cheapest
    /// first. Infinite where all of them are too little.
    fn least_for(&self, depth: usize, missing: f64) -> f64 {
        let (mut left, mut dear) = (missing, 0.0);
        for [each, most] in self.least[depth.min(self.least.len())..].iter().rev() {
            if left <= 0.0 {
                break;
            }
            dear += each * left.min(*most);
            left -= most;
        }
        if left > WHISKER * missing.abs() { f64::INFINITY } else { dear }
    }

    /// Whether nothing that costs at least this can be better than what is known.
    fn is_beaten(&self, dear: f64) -> bool {
        dear == f64::INFINITY
            || self.best.as_ref().is_some_and(|(cost, _)| dear - self.rebate >= cost - 1e-12 * cost.abs())
    }

    fn take(&mut self, spent: f64) {
        if self.best.as_ref().is_none_or(|(cost, _)| spent < *cost) {
            self.best = Some((spent, self.held.clone()));
        }
    }
}

fn affordable(cash: f64, outlay: f64) -> f64 {
    if outlay > 0.0 { (cash.max(0.0) / outlay + WHISKER).floor() } else { f64::INFINITY }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use crate::plan::hedge::MOST_CONTRACTS;

    fn limits(budget: f64, cash: Option<f64>) -> Limits {
        Limits { budget, cash, most: MOST_CONTRACTS }
    }

    fn need(target: f64, each: &[f64]) -> [Need; 1] {
        [Need { target, each: each.to_vec() }]
    }

    #[test]
    fn the_fewest_for_several_places_is_the_first_of_every_set_that_meets_them_all() {
        let mut met = [0; 3];
        for seed in 1..400_u32 {
            let mut at = seed;
            let mut drawn = |low: f64, high: f64| {
                at = at.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                low + (high - low) * f64::from(at >> 8) / f64::from(1 << 24)
            };
            let ratio = [drawn(0.2, 4.0), drawn(0.0, 4.0)];
            let needs: Vec<Need> = (0..4)
                .map(|_| Need {
                    target: drawn(-4000.0, 2500.0),
                    each: vec![drawn(-120.0, 400.0), drawn(-120.0, 400.0)],
                })
                .collect();
            let found = fewest(&needs, &ratio, 60.0);
            let does = |set: &[f64]| needs.iter().all(|need| dot(set, &need.each) >= need.target);
            let all = tried(&ratio, 60.0);
            let first = all.iter().find(|set| does(set) && set.iter().all(|n| *n <= 60.0));
            let needed = needs.iter().any(|need| need.target > 0.0);
            match found {
                Ok(set) => {
                    assert_eq!(Some(&set), first, "{needs:?} {ratio:?}");
                    met[0] += 1;
                }
                Err(Why::NothingToCover) => assert!(!needed),
                Err(why) => {
                    assert!(first.is_none(), "{why:?} {first:?} {needs:?} {ratio:?}");
                    met[if why == Why::Opposed { 1 } else { 2 }] += 1;
                }
            }
        }
        assert!(met.iter().all(|n| *n >= 5), "{met:?}");
    }

    /// Every set up to a scale, smallest first: one layer after the other gets its next contract, whichever is due.
    fn tried(ratio: &[f64], to: f64) -> Vec<Vec<f64>> {
        let mut set = vec![0.0; ratio.len()];
        let mut all = vec![set.clone()];
        loop {
            let due = |i: usize| if ratio[i] > 0.0 { (set[i] + 0.5) / ratio[i] } else { f64::INFINITY };
            let next = (0..ratio.len()).min_by(|&a, &b| due(a).total_cmp(&due(b))).unwrap_or(0);
            if due(next) > to {
                return all;
            }
            set[next] += 1.0;
            all.push(set.clone());
        }
    }

    fn offers(rows: &[(usize, f64, f64, f64)]) -> Vec<Offer> {
        rows.iter().map(|&(layer, carry, outlay, gain)| Offer { layer, strike: 20.0, outlay, carry, gain }).collect()
    }

    /// Least carry, outlay as its tie-break, of every mix with at most one offer a layer and `most` contracts of it.
    fn brute(offers: &[Offer], target: f64, cash: f64, most: u32) -> Option<f64> {
        let of = |layer: usize| {
            let own = offers.iter().filter(move |offer| offer.layer == layer);
            std::iter::once([0.0; 3]).chain(own.flat_map(move |offer| {
                (1..=most).map(f64::from).map(move |n| [offer.carry.max(0.0), offer.outlay, offer.gain].map(|x| n * x))
            }))
        };
        let mut best = None;
        for a in of(0) {
            for b in of(1) {
                for c in of(2) {
                    let [carry, outlay, gain] = std::array::from_fn(|i| a[i] + b[i] + c[i]);
                    if gain >= target - 1e-7 && outlay <= cash + 1e-7 {
                        best = Some(best.unwrap_or(f64::INFINITY).min(carry));
                    }
                }
            }
        }
        best
    }

    /// Layers of the offers that are compared with the crate's answer.
    const MOST_LAYERS: usize = 6;

    /// The same by the crate: a whole number and a switch an offer, at most one switch a layer on.
    fn by_crate(offers: &[Offer], target: f64, cash: f64, limit: f64) -> Option<f64> {
        use microlp::{ComparisonOp, OptimizationDirection, Problem};
        let mut problem = Problem::new(OptimizationDirection::Minimize);
        let most = |offer: &Offer| (target / offer.gain).ceil().min(limit) as i32;
        let held: Vec<_> = offers.iter().map(|o| problem.add_integer_var(o.carry.max(0.0), (0, most(o)))).collect();
        let on: Vec<_> = offers.iter().map(|_| problem.add_binary_var(0.0)).collect();
        let each = |of: fn(&Offer) -> f64| held.iter().zip(offers).map(|(v, o)| (*v, of(o))).collect::<Vec<_>>();
        problem.add_constraint(each(|o| o.gain), ComparisonOp::Ge, target);
        problem.add_constraint(each(|o| o.outlay), ComparisonOp::Le, cash);
        for ((held, on), offer) in held.iter().zip(&on).zip(offers) {
            problem.add_constraint([(*held, 1.0), (*on, -f64::from(most(offer)))], ComparisonOp::Le, 0.0);
        }
        for layer in 0..MOST_LAYERS {
            let own: Vec<_> = on.iter().zip(offers).filter(|(_, o)| o.layer == layer).map(|(v, _)| (*v, 1.0)).collect();
            problem.add_constraint(own, ComparisonOp::Le, 1.0);
        }
        problem.solve().ok().and_then(|outcome| outcome.into_solution().ok()).map(|solution| solution.objective())
    }

    fn any_offers(layers: usize) -> impl Strategy<Value = Vec<Offer>> {
        prop::collection::vec((0..layers, -50.0..900.0f64, 20.0..900.0f64, 100.0..4000.0f64), 1..10)
            .prop_map(|rows| offers(&rows))
    }

    /// Layers in a proportion and what one contract of each does, at least one of which counts.
    fn any_set(least: f64, most: f64) -> impl Strategy<Value = (Vec<f64>, Vec<f64>)> {
        prop::collection::vec((0.0..6.0f64, least..most), 1..7).prop_map(|rows| rows.into_iter().unzip())
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 250, rng_seed: RngSeed::Fixed(2024), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_nearest_set_is_the_nearest_of_all(other in -4000.0..-10.0f64, (ratio, each) in any_set(5.0, 300.0)) {
            prop_assume!(ratio.iter().any(|r| *r > 0.5));
            let found = nearest_zero(other, &ratio, &each, MOST_CONTRACTS).unwrap();
            let miss = |set: &Vec<f64>| (other + dot(set, &each)).abs();
            let to = 2.5 * (-other / dot(&ratio, &each)) + 4.0;
            let best = tried(&ratio, to.min(40.0)).iter().map(miss).fold(f64::INFINITY, f64::min);
            prop_assert!(miss(&found) <= best + 1e-9, "{found:?} {} {best}", miss(&found));
        }

        #[test]
        fn the_fewest_contracts_reach_the_target_and_one_set_fewer_does_not(target in 1.0..30_000.0f64,
            (ratio, each) in any_set(-100.0, 900.0)) {
            prop_assume!(ratio.iter().any(|r| *r > 0.5) && dot(&ratio, &each) > 300.0);
            let found = fewest(&need(target, &each), &ratio, MOST_CONTRACTS).unwrap();
            prop_assert!(dot(&found, &each) >= target - 1e-5);
            let first = tried(&ratio, 110.0).into_iter().find(|set| dot(set, &each) >= target - 1e-5);
            if let Some(first) = first {
                prop_assert_eq!(found, first);
            }
        }

        #[test]
        fn the_cheapest_mix_is_the_cheapest_of_all(offers in any_offers(3), target in 100.0..5000.0f64, cash in 50.0..6000.0f64) {
            for limit in [None, Some(cash)] {
                // No offer is needed more than 50 times, so every mix is tried.
                let least = offers.iter().map(|o| o.gain).fold(f64::INFINITY, f64::min);
                let most = (target / least).ceil() as u32;
                prop_assume!(most <= 12);
                let best = brute(&offers, target, limit.unwrap_or(f64::INFINITY), most);
                match (cheapest_mix(&offers, target, &limits(f64::INFINITY, limit)), best) {
                    (Ok(mix), Some(best)) => {
                        prop_assert!((mix.carry - best).abs() < 1e-4 + 1e-9 * best, "{mix:?} {best}");
                        prop_assert!(mix.is_proven && mix.gain >= target - 1e-5 && mix.outlay <= cash.max(limit.map_or(f64::MAX, |x| x)) + 1e-5);
                    }
                    (Err(Why::CashTooSmall(needed)), None) => prop_assert!(needed > cash - 1e-5),
                    other => prop_assert!(false, "{other:?}"),
                }
            }
        }

        #[test]
        fn the_cheapest_mix_is_the_crates(offers in any_offers(MOST_LAYERS), target in 5000.0..90_000.0f64, cash in 2000.0..90_000.0f64,
            most in prop::sample::select(vec![3.0, 8.0, 25.0, MOST_CONTRACTS])) {
            let limits = Limits { most, ..limits(f64::INFINITY, Some(cash)) };
            match (cheapest_mix(&offers, target, &limits), by_crate(&offers, target, cash, most)) {
                (Ok(own), Some(best)) => {
                    prop_assert!(own.is_proven && (own.carry - best).abs() < 1e-3 + 1e-6 * best, "{own:?} {best}");
                    prop_assert!(own.bought.iter().all(|(_, n)| *n <= most && n.fract() == 0.0), "{own:?} {most}");
                }
                (Err(Why::CashTooSmall(_) | Why::TooMany), None) => {}
                other => prop_assert!(false, "{other:?}"),
            }
        }
    }

    #[test]
    fn each_reason_has_its_name() {
        let calls = offers(&[(0, 300.0, 200.0, 1000.0), (2, 100.0, 400.0, 800.0)]);
        let all = f64::INFINITY;
        assert_eq!(cheapest_mix(&calls, 0.0, &limits(all, None)), Err(Why::NothingToCover));
        assert_eq!(cheapest_mix(&offers(&[(0, 1.0, 1.0, -5.0)]), 10.0, &limits(all, None)), Err(Why::NoGain));
        assert_eq!(cheapest_mix(&calls, 4000.0, &limits(0.0, None)), Err(Why::BudgetTooSmall(500.0)));
        assert_eq!(cheapest_mix(&calls, 4000.0, &limits(499.0, None)), Err(Why::BudgetTooSmall(500.0)));
        assert_eq!(cheapest_mix(&calls, 4000.0, &limits(all, Some(500.0))), Err(Why::CashTooSmall(800.0)));
        assert_eq!(fewest(&need(1e9, &[10.0; 3]), &[4.0, 4.0, 2.0], MOST_CONTRACTS), Err(Why::TooMany));
        assert_eq!(fewest(&need(1e9, &[10.0; 3]), &[0.0; 3], 9.0), Err(Why::EmptySet));
        assert_eq!(fewest(&need(1e9, &[]), &[], 9.0), Err(Why::EmptySet));
        assert_eq!(nearest_zero(-5.0, &[], &[], 9.0), Err(Why::EmptySet));
        assert_eq!(cheapest_mix(&[], 10.0, &limits(all, None)), Err(Why::NoGain));
        assert_eq!(nearest_zero(5.0, &[1.0; 3], &[10.0; 3], 9.0), Err(Why::NothingToCover));
        assert_eq!(nearest_zero(-5.0, &[1.0; 3], &[0.0; 3], 9.0), Err(Why::NoGain));
    }

    #[test]
    fn a_limit_spreads_the_mix_over_layers_and_one_too_tight_is_too_many() {
        let calls = offers(&[(0, 300.0, 200.0, 1000.0), (2, 100.0, 400.0, 800.0)]);
        let most = |most: f64| Limits { most, ..limits(1e9, None) };
        assert_eq!(cheapest_mix(&calls, 4000.0, &most(5.0)).unwrap_or_default().bought, vec![(1, 5.0)]);
        assert_eq!(cheapest_mix(&calls, 4000.0, &most(4.0)).unwrap_or_default().bought, vec![(0, 1.0), (1, 4.0)]);
        assert_eq!(cheapest_mix(&calls, 4000.0, &most(2.0)), Err(Why::TooMany));
        let each = [1000.0, 800.0];
        assert_eq!(fewest(&need(5400.0, &each), &[1.0, 1.0], 3.0), Ok(vec![3.0, 3.0]));
        assert_eq!(fewest(&need(5500.0, &each), &[1.0, 1.0], 3.0), Err(Why::TooMany));
        assert_eq!(nearest_zero(-9000.0, &[1.0, 0.0], &each, 3.0), Err(Why::TooMany));
    }

    #[test]
    fn cash_makes_the_mix_dearer_and_a_tie_goes_to_the_smaller_outlay() {
        let calls = offers(&[(0, 300.0, 200.0, 1000.0), (2, 100.0, 400.0, 800.0)]);
        let free = cheapest_mix(&calls, 4000.0, &limits(1e9, None)).unwrap_or_default();
        let tight = cheapest_mix(&calls, 4000.0, &limits(1e9, Some(1300.0))).unwrap_or_default();
        assert_eq!((free.carry, free.bought), (500.0, vec![(1, 5.0)]));
        assert!(tight.carry > 500.0 && tight.outlay <= 1300.0 && tight.gain >= 4000.0, "{tight:?}");
        let same = offers(&[(0, 100.0, 500.0, 1000.0), (1, 100.0, 200.0, 1000.0)]);
        assert_eq!(cheapest_mix(&same, 3000.0, &limits(1e9, None)).unwrap_or_default().bought, vec![(1, 3.0)]);
    }

    #[test]
    fn a_search_that_ends_early_still_finds_a_mix_that_the_cash_pays_for() {
        let rows: Vec<(usize, f64, f64, f64)> = (0..90)
            .flat_map(|layer| {
                (0..6).map(move |i| {
                    let x = f64::from(i + 1);
                    (
                        layer,
                        40.0 * x + 0.7 * layer as f64,
                        500.0 / x + 3.1 * layer as f64,
                        900.0 / x + 1.3 * layer as f64,
                    )
                })
            })
            .collect();
        let offers = offers(&rows);
        let least = cheapest_mix(&offers, 1e5, &limits(f64::INFINITY, None)).unwrap_or_default();
        assert!(least.gain >= 1e5 && least.outlay > 0.0, "{least:?}");
        let tight = cheapest_mix(&offers, 1e5, &limits(f64::INFINITY, Some(0.97 * least.outlay)));
        assert!(
            match &tight {
                Ok(mix) => mix.gain >= 1e5 && mix.outlay <= 0.97 * least.outlay && mix.carry >= least.carry,
                Err(why) => matches!(why, Why::CashTooSmall(needed) if *needed > 0.97 * least.outlay),
            },
            "{tight:?}"
        );
    }
}
