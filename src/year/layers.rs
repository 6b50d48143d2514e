//! Layers: VIX calls bought on the first day, rolled into fresh ones when too few days are left, marked each day.
//!
//! As in the back-test, model book 2, 9 and 13: what is held is what the plan holds, every trade costs what the rules of
//! the hedge say.

use crate::holdings::vix_layer::{Layer, rolled, unlisted_on, wing_of};
use crate::market::Market;
use crate::market::futures::VixSmile;
use crate::market::smile::VixShape;
use crate::odds::axis::rounded_to;
use crate::options::vix::listed_strike;
use crate::plan::{AdaptivePlan, LayerPlan};
use crate::units::Points;
use crate::units::{MULTIPLIER, Years};
use crate::year::calendar::Calendar;
use crate::year::grid::Spot;

/// Most ages at which futures and variances are priced; between two of them they are read.
const MOST_AGES: usize = 48;

/// One layer of the programme with its smiles.
#[derive(Clone, Debug)]
pub struct Terms {
    plan: LayerPlan,
    contracts: f64,
    /// Calendar days of a step of age.
    step: f64,
    rate: f64,
    shape: VixShape,
    /// Whether it is left to expire: a fresh one would be due at once.
    expires: bool,
    roll_days: f64,
    /// Dollars a trade.
    cost: f64,
    /// Steps between two priced ages.
    stride: usize,
    /// Of each: future and total variance at every node.
    smiles: Vec<Vec<[f64; 2]>>,
    /// Strike by its rule at every node, before it is listed; beside it nothing.
    strikes: Vec<[f64; 2]>,
}

#[derive(Clone, Copy, Debug)]
struct Lot {
    layer: Layer,
    /// Step of age on which it was bought.
    step: usize,
    price: f64,
}

/// The layers of one path.
#[derive(Clone, Debug, Default)]
pub struct Path {
    lots: Vec<Option<Lot>>,
    realised: f64,
}

impl Terms {
    /// Terms that have no smile yet; so many contracts are held.
    pub fn new(
        plan: &LayerPlan,
        contracts: f64,
        rules: &AdaptivePlan,
        (rate, shape): (f64, VixShape),
        calendar: &Calendar,
    ) -> Terms {
        let plan = rolled(plan);
        let stride = calendar.steps_of(plan.days).div_ceil(MOST_AGES).max(1);
        Terms {
            expires: plan.days < rules.roll_days,
            roll_days: rules.roll_days,
            cost: rules.cost.0 * contracts,
            step: calendar.step,
            smiles: vec![Vec::new(); calendar.steps_of(plan.days) / stride + 2],
            strikes: Vec::new(),
            plan,
            contracts,
            rate,
            shape,
            stride,
        }
    }

    fn left(&self, age: usize) -> f64 {
        self.plan.days - age as f64 * self.step
    }

    /// Puts the smiles of a market at the end of what there is; markets come in the grid's order.
    pub fn add(&mut self, market: &Market) {
        for node in 0..self.smiles.len() {
            let left = Years::from_calendar_days(self.left(node * self.stride).max(0.0));
            let smile = market.vix_smile(left);
            self.smiles[node].push([smile.future, smile.theta()].map(|x| rounded_to(x, FINE)));
        }
        let smile = market.vix_smile(Years::from_calendar_days(self.plan.days));
        self.strikes.push([rounded_to(unlisted_on(&smile, &self.plan).0, FINE), 0.0]);
    }

    fn smile(&self, age: usize, spot: &Spot) -> VixSmile {
        let (node, part) = (age / self.stride, (age % self.stride) as f64 / self.stride as f64);
        let at = |node: usize| self.smiles.get(node).map_or([1.0, 0.0], |table| spot.read(table));
        let [low, high] = [at(node), if part > 0.0 { at(node + 1) } else { [0.0; 2] }];
        let [future, theta] = std::array::from_fn(|i| (1.0 - part) * low[i] + part * high[i]);
        VixSmile::new(future, Years::from_calendar_days(self.left(age).max(0.0)), theta, self.shape)
    }

    fn bought(&self, step: usize, spot: &Spot) -> Lot {
        let smile = self.smile(0, spot);
        let by_rule = || listed_strike(Points(spot.read(&self.strikes)[0]));
        let strike = self.plan.strike.unwrap_or_else(by_rule);
        let wing = wing_of(strike, self.plan.spread);
        let layer = Layer { days: self.plan.days, contracts: self.contracts, strike, wing, premium: 0.0 };
        let premium = layer.price_on(&smile, self.rate);
        Lot { layer: Layer { premium, ..layer }, step, price: premium }
    }

    /// Of one that is held, the cost of buying it counted.
    fn gain(&self, lot: &Lot) -> f64 {
        MULTIPLIER * self.contracts * (lot.price - lot.layer.premium) - self.cost
    }
}

/// Parts that an entry of a table is cut into, so that machines whose exp differs in its last bit have the same.
const FINE: f64 = 1_073_741_824.0;

impl Path {
    /// None bought yet, of so many.
    pub fn start(&mut self, count: usize) {
        self.lots.clear();
        self.lots.resize(count, None);
        self.realised = 0.0;
    }

    /// One close, so many steps of age and this VIX on. P&L since today, dollars.
    pub fn step(&mut self, all: &[Terms], step: usize, spot: &Spot, vix: f64) -> f64 {
        let mut marks = 0.0;
        for (terms, held) in all.iter().zip(&mut self.lots) {
            if let Some(lot) = held.as_mut() {
                let age = step - lot.step;
                let left = terms.left(age);
                lot.price = if left > 0.0 {
                    lot.layer.price_on(&terms.smile(age, spot), terms.rate)
                } else {
                    let call = |strike: f64| (vix - strike).max(0.0);
                    call(lot.layer.strike.0) - lot.layer.wing.map_or(0.0, |wing| call(wing.0))
                };
                let is_rolled = left > 0.0 && left < terms.roll_days && !terms.expires;
                if left <= 0.0 || is_rolled {
                    self.realised += terms.gain(lot) - if is_rolled { terms.cost } else { 0.0 };
                    *held = None;
                }
            }
            let lot = held.get_or_insert_with(|| terms.bought(step, spot));
            marks += terms.gain(lot);
        }
        self.realised + marks
    }
}
