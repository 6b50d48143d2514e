//! Futures: every VIX future that a product rolls through in the year, by the VIX that it came from and the day's own.
//!
//! What a move of VIX leaves as it is, the curve's levels and the discount, is priced where VIX came from and read by
//! cubics; the move itself is the shock's rule, so no corner of it is read across. Model book 1 and 2.

use std::cell::RefCell;
use std::collections::BTreeSet;

use crate::backtest::legs::{Leg, Product};
use crate::backtest::programme::Programme;
use crate::holdings::etp::Walked;
use crate::market::curve::ThirtyDays;
use crate::numbers::pieces::pause;
use crate::odds::axis::rounded_to;
use crate::simulation::dynamics::HELD;
use crate::units::{TRADING_DAYS, Years};
use crate::year::calendar::Calendar;
use crate::year::grid::Line;

/// Longest step in the log of the VIX that it came from.
const STEP: f64 = 0.03;
/// Parts that an entry of a table is cut into, so that machines whose powers differ in their last bit have the same.
const FINE: f64 = 1_099_511_627_776.0;

/// One expiry, so many days ahead.
#[derive(Clone, Debug)]
struct Ahead {
    /// What of its thirty days hangs on no level.
    days: ThirtyDays,
    /// The curve's levels at both ends, points, and the discount, at each node.
    nodes: Vec<[f64; 3]>,
}

/// Every expiry that is asked for.
#[derive(Clone, Debug)]
pub struct Futures {
    line: Line,
    /// Parts of a calendar day in which expiries are counted.
    parts: f64,
    /// Place of each expiry by its parts.
    places: Vec<Option<u16>>,
    all: Vec<Ahead>,
}

/// A close as futures are read at it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spot {
    low: usize,
    weights: [f64; 4],
    /// VIX that it came from, and VIX, points.
    vix: [f64; 2],
}

impl Futures {
    /// Those that these legs ask for on a calendar; in pieces. `None` where a level allows no market.
    pub async fn making(programme: &Programme, calendar: &Calendar) -> Option<Futures> {
        let parts = if calendar.step == 1.0 { 1.0 } else { TRADING_DAYS };
        let asked = asked(&programme.legs, calendar, parts);
        let mut places = vec![None; asked.last().map_or(0, |last| last + 1)];
        let line = Line::between(HELD.map(libm::log), STEP);
        let (mut all, mut beside): (Vec<Ahead>, _) = (Vec::new(), None);
        for log_vix in line.nodes().filter(|_| !asked.is_empty()) {
            let vix = libm::exp(log_vix);
            let market = programme.market_at([vix, vix], beside.as_ref())?;
            for (place, key) in asked.iter().enumerate() {
                let left = Years::from_calendar_days(*key as f64 / parts);
                let days = market.curve.ahead(left);
                let [from, to] = days.levels();
                if place == all.len() {
                    places[*key] = u16::try_from(place).ok();
                    all.push(Ahead { days, nodes: Vec::new() });
                }
                let node = [from, to, market.future_discount(left)];
                all[place].nodes.push(node.map(|x| rounded_to(x, FINE)));
            }
            beside.get_or_insert(market);
            pause().await;
        }
        Some(Futures { line, parts, places, all })
    }

    /// Where to read at a VIX that came from another, logs and points.
    pub fn spot(&self, log_anchor: f64, vix: [f64; 2]) -> Spot {
        let (low, weights) = self.line.cubic(log_anchor);
        Spot { low, weights, vix }
    }

    /// The future that expires in so many calendar days, points.
    pub fn at(&self, spot: &Spot, days: f64) -> f64 {
        let place = self.places.get((days * self.parts + 0.5) as usize).copied().flatten();
        let Some(ahead) = place.and_then(|place| self.all.get(usize::from(place))) else { return 0.0 };
        let mut read = [0.0; 3];
        for (node, weight) in ahead.nodes.iter().skip(spot.low).zip(spot.weights) {
            read = std::array::from_fn(|i| read[i] + weight * node[i]);
        }
        let [from, to, discount] = read;
        discount * ahead.days.with_levels([from, to]).forward_variance(spot.vix).max(0.0).sqrt()
    }
}

/// Expiries that products roll through on a calendar, in parts of a day, rising.
fn asked(legs: &[Leg], calendar: &Calendar, parts: f64) -> Vec<usize> {
    let asked = RefCell::new(BTreeSet::new());
    let hear = |days: f64| {
        asked.borrow_mut().insert((days * parts + 0.5) as usize);
        1.0
    };
    for Product { leverage, first_days } in legs.iter().filter_map(|leg| leg.product) {
        let mut walked = Walked::start(leverage, first_days, hear);
        for step in &calendar.steps[1..] {
            walked.step(*step as f64 * calendar.step, hear, hear);
        }
    }
    asked.into_inner().into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbers::pieces::whole;
    use crate::plan::Plan;
    use crate::plan::holding::{Holding, Kind, Terms};
    use crate::units::day::Day;

    #[test]
    fn a_future_of_the_tables_is_the_markets_own_at_every_vix_and_expiry() {
        for today in [Day::iso("2026-01-02"), None] {
            let mut plan = Plan::default();
            plan.market.today = today;
            plan.holdings = vec![Holding::new(Terms::fresh(Kind::Etp, 0))];
            let (programme, calendar) = (Programme::of(&plan), Calendar::of(&plan, 252));
            let Some(futures) = whole(Futures::making(&programme, &calendar)) else { unreachable!() };
            let keys: Vec<usize> = (0..futures.places.len()).filter(|key| futures.places[*key].is_some()).collect();
            assert!(keys.len() >= if today.is_some() { 60 } else { 500 }, "{}", keys.len());
            let mut worst = 0.0_f64;
            for anchor in [8.3, 11.7, 16.9, 17.0, 24.0, 61.0, 149.0] {
                for vix in [8.1, 12.0, 16.9, 17.1, 23.0, 38.0, 82.7, 150.0] {
                    let Some(market) = programme.market_at([anchor, vix], None) else { unreachable!() };
                    let spot = futures.spot(libm::log(anchor), [anchor, vix]);
                    for key in keys.iter().step_by(1 + keys.len() / 60) {
                        let days = *key as f64 / futures.parts;
                        let exact = market.vix_future(Years::from_calendar_days(days)).0;
                        worst = worst.max((futures.at(&spot, days) / exact - 1.0).abs());
                    }
                }
            }
            assert!(worst < 1e-7, "{worst}");
        }
    }
}
