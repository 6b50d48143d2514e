//! Condors: sold by the plan's rule whenever none is open and the gate lets one, marked each day, left by the exit rules or
//! held to their expiry.
//!
//! As in the back-test, model book 5, 12 and 13: every one is sold at the plan's level of SPX and moves from there as SPX
//! does; what is due is left at the close and the next one is sold at the same close.

use crate::backtest::condors::held;
use crate::book::exits;
use crate::book::resolve::condor::{shorts_on, unpriced};
use crate::holdings::condor::Condor;
use crate::market::Market;
use crate::market::smile::Slice;
use crate::market::spx::LEAST_VOL;
use crate::numbers::normal_table::NormalTable;
use crate::odds::axis::rounded_to;
use crate::options::strikes::with_wings;
use crate::plan::{CondorPlan, ExitsPlan, StrikeRule};
use crate::sizing::checks::gate::GATES;
use crate::units::Years;
use crate::year::calendar::Calendar;
use crate::year::grid::Spot;

/// How the condors are run; each of these is walked on every path.
pub const MANNERS: usize = 3;
/// By the exit rules, the gate as the plan has it.
pub const RULED: usize = 0;
/// Held to the expiry, whatever VIX is.
pub const HELD: usize = 1;
/// By the exit rules, the gate as the plan has it not.
pub const OTHER_GATE: usize = 2;

/// One condor of the programme with its smiles.
#[derive(Clone, Debug)]
pub struct Terms {
    plan: CondorPlan,
    /// As one is sold, strikes and credit aside.
    blank: Condor,
    level: f64,
    /// Slope of every slice, and what is added to every vol.
    rho: f64,
    shift: f64,
    /// Of each age: years left, log of the forward over SPX, discount.
    ages: Vec<[f64; 3]>,
    /// Of each age: θ and φ at every node.
    smiles: Vec<Vec<[f64; 2]>>,
    /// Logs of the short strikes by their rule over SPX at every node, before they are listed.
    shorts: Vec<[f64; 2]>,
    below: NormalTable,
}

/// One that is open.
#[derive(Clone, Copy, Debug)]
struct Sold {
    condor: Condor,
    /// Logs of its strikes over the plan's level of SPX.
    logs: [f64; 4],
    /// Step of age on which it was sold.
    step: usize,
    /// SPX's log return then.
    spx_return: f64,
    /// Points that it costs to buy back.
    value: f64,
}

/// One manner on one path.
#[derive(Clone, Debug, Default)]
pub struct Path {
    open: Vec<Option<Sold>>,
    realised: f64,
}

/// One close, as the condors of a path meet it.
pub struct Close {
    /// Where smiles are read.
    pub spot: Spot,
    /// VIX, points.
    pub vix: f64,
    /// SPX's log return since today.
    pub spx_return: f64,
    /// Steps of age since today.
    pub step: usize,
    /// What is priced once is priced for all manners: place, step of the sale, points.
    known: Vec<(usize, usize, f64)>,
    fresh: Vec<(usize, Option<Condor>)>,
}

impl Close {
    /// Nothing priced yet.
    pub fn new() -> Close {
        let spot = Spot::default();
        Close { spot, vix: 0.0, spx_return: 0.0, step: 0, known: Vec::new(), fresh: Vec::new() }
    }

    /// The next close.
    pub fn turn(&mut self, step: usize, spot: Spot, [vix, spx_return]: [f64; 2]) {
        self.known.clear();
        self.fresh.clear();
        (self.step, self.spot, self.vix, self.spx_return) = (step, spot, vix, spx_return);
    }
}

impl Terms {
    /// Terms that have no smile yet.
    pub fn new(plan: &CondorPlan, market: &Market, calendar: &Calendar) -> Terms {
        let ages = (0..calendar.steps_of(plan.days_left())).map(|age| {
            let years = Years::from_calendar_days(plan.days_left() - age as f64 * calendar.step).0;
            let carry = market.rate.0 - market.dividend_yield.0;
            [years, carry * years, libm::exp(-market.rate.0 * years)]
        });
        let blank = unpriced(plan, [0.0; 4]);
        let shift = market.calibration.vol_shift.0 + plan.vol_shift.0;
        let (level, ages) = (market.spx.0, ages.collect());
        Terms {
            plan: plan.clone(),
            blank,
            level,
            rho: 0.0,
            shift,
            ages,
            smiles: Vec::new(),
            shorts: Vec::new(),
            below: NormalTable::default(),
        }
    }

    /// Puts the smiles of a market at the end of what there is; markets come in the grid's order.
    pub fn add(&mut self, market: &Market) {
        self.smiles.resize(self.ages.len(), Vec::new());
        for (age, smiles) in self.ages.iter().zip(&mut self.smiles) {
            let slice = market.spx_smile(Years(age[0])).slice;
            self.rho = slice.rho;
            smiles.push([slice.theta, slice.phi].map(|x| rounded_to(x, FINE)));
        }
        let years = self.ages.first().map_or(0.0, |age| age[0]);
        let shorts = shorts_on(&self.plan, &market.spx_smile(Years(years)).shifted(self.plan.vol_shift), market.spx);
        let log = |strike: f64| libm::log(strike.max(1.0) / self.level);
        self.shorts.push(shorts.map(|strike| rounded_to(log(strike), FINE)));
    }

    fn slice(&self, age: usize, spot: &Spot) -> Slice {
        let [theta, phi] = self.smiles.get(age).map_or([1e-8, 1.0], |table| spot.read(table));
        Slice { theta, rho: self.rho, phi }
    }

    /// Points that one costs to buy back; intrinsic once no age is left.
    fn value(&self, sold: &Sold, close: &Close) -> f64 {
        let (age, moved) = (close.step - sold.step, close.spx_return - sold.spx_return);
        let Some([years, carry, discount]) = self.ages.get(age).copied() else {
            return sold.condor.intrinsic(self.level * libm::exp(moved));
        };
        let slice = self.slice(age, &close.spot);
        let log_forward = moved + carry;
        let forward = self.level * libm::exp(log_forward);
        let root = years.sqrt();
        let mut points = 0.0;
        for (leg, held) in [(0, -1.0), (1, 1.0), (2, 1.0), (3, -1.0)] {
            let k = sold.logs[leg] - log_forward;
            let own = slice.total_variance(k).sqrt();
            let deviation = if self.shift == 0.0 { own } else { (own / root + self.shift).max(LEAST_VOL) * root };
            let strike = sold.condor.strikes[leg];
            let (d1, is_put) = (0.5 * deviation - k / deviation, leg < 2);
            points += held
                * if is_put {
                    strike * self.below.at(deviation - d1) - forward * self.below.at(-d1)
                } else {
                    forward * self.below.at(d1) - strike * self.below.at(d1 - deviation)
                }
                .max(0.0);
        }
        discount * points
    }

    /// A fresh one; `None` where the rule finds no strikes.
    fn fresh(&self, close: &Close) -> Option<Condor> {
        let terms = &self.plan;
        let strikes = match terms.strikes_by {
            StrikeRule::Level => [terms.long_put.0, terms.short_put.0, terms.short_call.0, terms.long_call.0],
            _ => with_wings(close.spot.read(&self.shorts).map(|log| self.level * libm::exp(log)), terms.wings()),
        };
        let is_one = strikes[0] > 0.0 && strikes.windows(2).all(|two| two[0] < two[1]) && !self.ages.is_empty();
        is_one.then(|| self.priced(Condor { strikes, ..self.blank }, close))
    }
}

/// Parts that an entry of a table is cut into, so that machines whose exp differs in its last bit have the same.
const FINE: f64 = 1_099_511_627_776.0;

/// How condors are left in each manner, and whether the gate holds.
#[derive(Clone, Debug)]
pub struct Manners([(ExitsPlan, bool); MANNERS]);

impl Manners {
    /// Of a plan's exit rules, its gate on or off.
    pub fn of(exits: &ExitsPlan, gate: bool) -> Manners {
        Manners([(exits.clone(), gate), (held(exits), false), (exits.clone(), !gate)])
    }
}

impl Path {
    /// None sold yet, of so many.
    pub fn start(&mut self, count: usize) {
        self.open.clear();
        self.open.resize(count, None);
        self.realised = 0.0;
    }

    /// One close. P&L since today, dollars.
    pub fn step(&mut self, all: &[Terms], manners: &Manners, manner: usize, close: &mut Close) -> f64 {
        let (exits, gate) = &manners.0[manner];
        let mut marks = 0.0;
        for (place, terms) in all.iter().enumerate() {
            let Some(open) = self.open.get_mut(place) else { continue };
            if let Some(sold) = open.as_mut() {
                let known = close.known.iter().find(|known| (known.0, known.1) == (place, sold.step));
                sold.value = match known {
                    Some(known) => known.2,
                    None => {
                        let value = terms.value(sold, close);
                        close.known.push((place, sold.step, value));
                        value
                    }
                };
                let left = terms.ages.get(close.step - sold.step).map(|age| Years(age[0]));
                let is_due = left.is_some_and(|left| exits::due(&sold.condor, exits, sold.value, left).is_some());
                if is_due || left.is_none() {
                    let closing = if is_due { exits::cost(&sold.condor, exits) } else { 0.0 };
                    self.realised += gain(sold, exits) - closing;
                    *open = None;
                }
            }
            // The gate: above its last level none is opened.
            if open.is_none() && !(*gate && close.vix > GATES[1]) {
                let known = close.fresh.iter().find(|known| known.0 == place);
                let fresh = match known {
                    Some(known) => known.1,
                    None => {
                        let made = terms.fresh(close);
                        close.fresh.push((place, made));
                        made
                    }
                };
                *open = fresh.map(|condor| terms.sold(condor, close));
            }
            marks += open.as_ref().map_or(0.0, |sold| gain(sold, exits));
        }
        self.realised + marks
    }
}

impl Terms {
    fn sold(&self, condor: Condor, close: &Close) -> Sold {
        // As many dollars at any level of SPX are as many fewer contracts as it has risen, and each pays the fee.
        let condor = Condor { fee: self.blank.fee / libm::exp(close.spx_return), ..condor };
        let logs = condor.strikes.map(|strike| libm::log(strike.max(1.0) / self.level));
        Sold { condor, logs, step: close.step, spx_return: close.spx_return, value: condor.credit }
    }

    /// Sold at the model's price.
    fn priced(&self, condor: Condor, close: &Close) -> Condor {
        let credit = self.value(&self.sold(condor, close), close);
        Condor { credit, model_credit: credit, ..condor }
    }
}

/// Of one that is open, its opening costs counted.
fn gain(sold: &Sold, exits: &ExitsPlan) -> f64 {
    sold.condor.dollars(sold.condor.credit - sold.value) - exits::cost(&sold.condor, exits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;
    use crate::year::grid::Grid;

    #[test]
    fn above_the_gate_nothing_is_opened_and_what_is_open_stays() {
        let plan = Plan::default();
        let Ok(book) = crate::book::Book::resolve(&plan) else { unreachable!() };
        let calendar = Calendar::of(&plan, 252);
        let Some(terms) = plan.condor(0) else { unreachable!() };
        let mut terms = Terms::new(terms, &book.market, &calendar);
        let grid = Grid::new();
        grid.nodes().for_each(|_| terms.add(&book.market));
        let all = [terms];
        let exits = ExitsPlan { profit: crate::units::Frac(1.0), stop: f64::INFINITY, days: 0.0, ..plan.exits };
        let manners = Manners::of(&exits, true);
        let step = |path: &mut Path, manner: usize, day: usize, vix: f64| {
            let mut close = Close::new();
            close.turn(day, grid.spot(vix.ln(), vix.ln()), [vix, 0.0]);
            path.step(&all, &manners, manner, &mut close);
            path.open[0].map(|sold| sold.step)
        };
        let mut path = Path::default();
        path.start(1);
        assert_eq!([step(&mut path, RULED, 0, 20.5), step(&mut path, RULED, 1, 20.0)], [None, Some(1)]);
        assert_eq!([step(&mut path, RULED, 2, 40.0), step(&mut path, RULED, 3, 12.0)], [Some(1), Some(1)]);
        path.start(1);
        assert_eq!(step(&mut path, OTHER_GATE, 0, 40.0), Some(0));
    }
}
