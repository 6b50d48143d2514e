//! Attribution: the condor's P&L taken apart: what it starts with, then one thing moved at a time; the rest is named cross.

use crate::book::Book;
use crate::holdings::condor::Condor;
use crate::holdings::world::World;
use crate::market::Market;
use crate::units::{Years, calendar_days};

/// Dollars from which on a condor's open P&L is one: the fit of its vols to its credit leaves dust.
pub const SEEN: f64 = 0.005;

/// Parts of the condor's P&L, dollars; they add up to it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CondorParts {
    /// What it is ahead before anything moves: the credit less what it costs to buy back today, at the prices of its legs
    /// where they are typed, else the model's. 0 where the vols are fitted to the credit, less than half a cent too.
    pub open: f64,
    /// Today's delta times the SPX move.
    pub delta: f64,
    /// SPX moved and nothing else, less delta.
    pub gamma: f64,
    /// The variance curve moved and nothing else: events that pass are time's.
    pub vega: f64,
    /// Time passed and nothing else.
    pub theta: f64,
    /// What no single move explains, and the rate change.
    pub cross: f64,
    /// Opening fees, negative.
    pub fees: f64,
}

impl CondorParts {
    /// Both together.
    pub fn plus(&self, other: &CondorParts) -> CondorParts {
        CondorParts {
            open: self.open + other.open,
            delta: self.delta + other.delta,
            gamma: self.gamma + other.gamma,
            vega: self.vega + other.vega,
            theta: self.theta + other.theta,
            cross: self.cross + other.cross,
            fees: self.fees + other.fees,
        }
    }
}

/// Attribution of every condor's P&L in a world, added up.
pub fn of(book: &Book, world: &World) -> CondorParts {
    book.condors().fold(CondorParts::default(), |sum, condor| sum.plus(&of_one(book, condor, world)))
}

/// Attribution of one condor's P&L in a world.
pub fn of_one(book: &Book, condor: &Condor, world: &World) -> CondorParts {
    if condor.contracts == 0.0 {
        return CondorParts::default();
    }
    let today = &book.market;
    let now = Years::left(condor.days, 0.0);
    let gain = |value: f64| condor.dollars(condor.credit - value);
    let start = gain(condor.value(today, now));
    let moved_spx = Market { spx: world.market.spx, ..today.clone() };
    let moved_curve = Market { curve: world.market.curve.dated_as(&today.curve), ..today.clone() };
    let aged = Market { curve: today.curve.aged(calendar_days(world.days)), ..today.clone() };
    let smile = condor.smile(today, now);
    let rates = [today.rate.0, today.dividend_yield.0];
    let step = world.market.spx.0 - today.spx.0;
    let delta = if condor.settled.is_some() { 0.0 } else { condor.greeks(&smile, rates).delta * step };
    let gamma = gain(condor.value(&moved_spx, now)) - start - delta;
    let vega = gain(condor.value(&moved_curve, now)) - start;
    let theta = gain(condor.value(&aged, Years::left(condor.days, world.days))) - start;
    let fees = -condor.fees().0;
    let open = if start.abs() < SEEN { 0.0 } else { start };
    let cross = condor.pnl(world) - open - delta - gamma - vega - theta - fees;
    CondorParts { open, delta, gamma, vega, theta, cross, fees }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;
    use crate::units::Points;

    fn parts(change: impl Fn(&mut Plan)) -> (CondorParts, f64) {
        let mut plan = Plan::default();
        change(&mut plan);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let world = book.shock.as_set(0.0);
        let pnl = book.condors().map(|condor| condor.pnl(&world)).sum();
        (of(&book, &world), pnl)
    }

    /// Plan: change, and what the P&L starts with, dollars.
    #[test]
    fn a_credit_far_from_the_model_is_a_part_of_its_own_and_not_cross() {
        let credit = |points: f64| {
            move |plan: &mut Plan| {
                if let Some(condor) = plan.condor_mut(0) {
                    condor.fill = Some(Points(points));
                }
            }
        };
        let (of_model, _) = parts(|_| ());
        let (fitted, _) = parts(credit(9.0));
        assert_eq!((of_model.open, fitted.open), (0.0, 0.0));
        // 50 wide: no vol prices a credit of 49.9.
        let (far, pnl) = parts(credit(49.9));
        let Ok(book) = Book::resolve(&Plan::default()) else { unreachable!() };
        let model = book.condors().next().map_or(0.0, |condor| condor.model_credit);
        assert!((far.open - 500.0 * (49.9 - model)).abs() < 1e-6, "{far:?}");
        assert!((far.cross - of_model.cross).abs() < 1e-6, "{} {}", far.cross, of_model.cross);
        let sum = far.open + far.delta + far.gamma + far.vega + far.theta + far.cross + far.fees;
        assert!((sum - pnl).abs() < 1e-9 * pnl.abs().max(1.0));
        // Four legs by their own prices, 1.5 points dearer to buy back than the credit.
        let (legs, _) = parts(|plan| {
            if let Some(condor) = plan.condor_mut(0) {
                condor.set_prices([24.0, 30.0, 14.0, 9.5].map(|x| Some(Points(x))));
                condor.fill = Some(Points(9.0));
            }
        });
        assert!((legs.open + 500.0 * 1.5).abs() < 0.01, "{legs:?}");
    }
}
