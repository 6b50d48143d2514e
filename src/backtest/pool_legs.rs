//! Pool legs: strips and conversions written on the programme's pool, of one position of it, whatever its size.
//!
//! Model book 6, 9, 13, 14. What is written on a pool is a share of what it holds: it begins with every entry and ends with
//! every leaving, as a loan does. In between it is rolled into fresh terms on what the pool is then, a strip when fewer days
//! are left than the hedge's rules say, a conversion at its expiry. All at the model's prices; a conversion pays its costs at
//! each start.

use crate::backtest::trade::How;
use crate::holdings::conversion::MEV_GATE;
use crate::holdings::pool::position::Position;
use crate::holdings::pool::strip::StripOption;
use crate::holdings::strip::options_at;
use crate::options::black::price;
use crate::plan::holding::Kind;
use crate::plan::{AdaptivePlan, ConversionPlan, StripPlan};
use crate::units::Years;

#[derive(Clone, Copy, Debug, PartialEq)]
enum What {
    /// Options a side.
    Strip(usize),
    /// Part of the pool's tokens that is sold, strike and costs over the token's price.
    Conversion { share: f64, strike: f64, costs: f64 },
}

/// One leg that is written on the pool.
#[derive(Clone, Debug, PartialEq)]
pub struct PoolLeg {
    /// A strip or a conversion.
    pub kind: Kind,
    /// Its number among the plan's holdings of the kind, from 0.
    pub nth: usize,
    what: What,
    /// Calendar days to expiry when it is bought.
    days: f64,
    /// Calendar days left below which it is rolled; 0 where it is left to expire.
    roll_days: f64,
}

/// The pool at a close.
#[derive(Clone, Copy, Debug)]
pub struct Close<'a> {
    /// The position that is held.
    pub position: &'a Position,
    /// Its price, where its own entry is what it stood at.
    pub price: f64,
    /// The pair's volatility a year.
    pub vol: f64,
    /// Risk-free rate, continuous.
    pub rate: f64,
    /// Calendar days since any one day.
    pub time: f64,
}

/// A leg since one close.
#[derive(Clone, Debug)]
pub struct Lot {
    /// Calendar days since any one day when it began.
    pub time: f64,
    /// Dollars paid for it; below 0 where money came in.
    pub paid: f64,
    /// Dollars that it is worth.
    pub worth: f64,
    /// What beginning cost, dollars, positive.
    pub costs: f64,
    options: Vec<StripOption>,
    /// Tokens sold, and at which strike.
    short: [f64; 2],
}

impl PoolLeg {
    /// A strip; `None` of no option.
    pub fn of_strip(nth: usize, plan: &StripPlan, rules: &AdaptivePlan) -> Option<PoolLeg> {
        let per_side = plan.per_side.clamp(0.0, 10.0) as usize;
        let roll_days = if plan.days < rules.roll_days { 0.0 } else { rules.roll_days };
        let leg = PoolLeg { kind: Kind::Strip, nth, what: What::Strip(per_side), days: plan.days, roll_days };
        (per_side > 0).then_some(leg)
    }

    /// A conversion at the model's prices; `None` of no token, and where it waits for its gate.
    pub fn of_conversion(nth: usize, plan: &ConversionPlan) -> Option<PoolLeg> {
        let waits = plan.gated && plan.mev_over_norm() <= MEV_GATE;
        let what = What::Conversion { share: plan.share.0, strike: plan.strike.0, costs: plan.costs.0 };
        let leg = PoolLeg { kind: Kind::Conversion, nth, what, days: plan.days, roll_days: 0.0 };
        (plan.share.0 != 0.0 && !waits).then_some(leg)
    }

    fn begun(&self, at: &Close) -> Lot {
        let pool = at.position.pool.as_ref();
        let mut lot = Lot { time: at.time, paid: 0.0, worth: 0.0, costs: 0.0, options: Vec::new(), short: [0.0; 2] };
        match self.what {
            What::Strip(per_side) => {
                let found = pool.and_then(|pool| options_at(at.position, pool, at.price, per_side));
                lot.options = found.map_or_else(Vec::new, |(options, _)| options);
            }
            What::Conversion { share, strike, costs } => {
                let tokens = pool.map_or(0.0, |pool| pool.delta(at.price)) * share;
                lot.short = [tokens, strike * at.price];
                lot.costs = tokens.abs() * costs * at.price;
            }
        }
        lot.paid = self.worth(&lot, at);
        lot.worth = lot.paid;
        lot
    }

    /// Dollars that a lot is worth: the options, or what the synthetic short of 9's parity would bring.
    fn worth(&self, lot: &Lot, at: &Close) -> f64 {
        let left = self.left(lot, at.time).max(0.0);
        let years = Years::from_calendar_days(left).0;
        let one = |option: &StripOption| {
            option.quantity * price(option.side, at.price, option.strike, at.vol, years, at.rate)
        };
        let [tokens, strike] = lot.short;
        let short = if tokens == 0.0 { 0.0 } else { tokens * (strike * libm::exp(-at.rate * years) - at.price) };
        lot.options.iter().map(one).sum::<f64>() + short
    }

    /// Calendar days to its expiry.
    fn left(&self, lot: &Lot, time: f64) -> f64 {
        self.days - (time - lot.time)
    }

    /// How a lot ends at a close while the pool is held on; `None` where it does not.
    fn ends(&self, lot: &Lot, time: f64) -> Option<How> {
        match self.left(lot, time) {
            // Whole days of a calendar without dates are sums of parts.
            left if left <= 1e-9 => Some(How::Expired),
            left if left < self.roll_days => Some(How::Rolled),
            _ => None,
        }
    }
}

impl Lot {
    /// Dollars that it has made.
    pub fn gain(&self) -> f64 {
        self.worth - self.paid - self.costs
    }
}

/// Every leg on one position.
#[derive(Clone, Debug, Default)]
pub struct PoolLegs {
    lots: Vec<Lot>,
    done: f64,
}

impl PoolLegs {
    /// All end at their last marks, and nothing is written on it.
    pub fn end(&mut self) {
        self.done += self.lots.drain(..).map(|lot| lot.gain()).sum::<f64>();
    }

    /// All end at their last marks and begin anew.
    pub fn begin(&mut self, all: &[PoolLeg], at: &Close) {
        self.end();
        self.lots.extend(all.iter().map(|leg| leg.begun(at)));
    }

    /// A close; `ended` hears of every lot that is rolled.
    pub fn step(&mut self, all: &[PoolLeg], at: &Close, mut ended: impl FnMut(&PoolLeg, &Lot, How)) {
        for (leg, lot) in all.iter().zip(&mut self.lots) {
            lot.worth = leg.worth(lot, at);
            if let Some(how) = leg.ends(lot, at.time) {
                self.done += lot.gain();
                ended(leg, lot, how);
                *lot = leg.begun(at);
            }
        }
    }

    /// P&L since the first of them began, dollars.
    pub fn pnl(&self) -> f64 {
        self.done + self.lots.iter().map(Lot::gain).sum::<f64>()
    }

    /// Those that are held.
    pub fn open<'a>(&'a self, all: &'a [PoolLeg]) -> impl Iterator<Item = (&'a PoolLeg, &'a Lot)> {
        all.iter().zip(&self.lots)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::Book;
    use crate::holdings::Held;
    use crate::holdings::world::World;
    use crate::plan::Plan;
    use crate::plan::holding::{Holding, Terms};
    use crate::units::{CALENDAR_DAYS, TRADING_DAYS, Vol};

    fn plan() -> Plan {
        let mut plan = Plan::example();
        plan.holdings.retain(|holding| holding.kind() == Kind::Pool);
        let strip = StripPlan { days: 45.0, ..StripPlan::default() };
        plan.holdings.push(Holding::new(Terms::Strip(strip)));
        plan.holdings.push(Holding::new(Terms::Conversion(ConversionPlan::default())));
        plan
    }

    fn legs(plan: &Plan) -> Vec<PoolLeg> {
        let strip = plan.strip(0).and_then(|terms| PoolLeg::of_strip(0, terms, &plan.hedge_rules));
        strip.into_iter().chain(plan.conversion(0).and_then(|terms| PoolLeg::of_conversion(0, terms))).collect()
    }

    #[test]
    fn until_they_are_rolled_they_are_the_books_own_strip_and_conversion_in_any_world() {
        let plan = plan();
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let Some((_, position, _)) = book.pools().next() else { unreachable!() };
        let all = legs(&plan);
        let at = |price: f64, vol: f64, time: f64| Close { position, price, vol, rate: book.market.rate.0, time };
        for (factor, swell, days) in [(1.0, 1.0, 9.0), (0.4, 1.9, 3.0), (1.3, 0.8, 24.0), (3.0, 1.0, 30.0)] {
            let mut held = PoolLegs::default();
            held.begin(&all, &at(position.entry, position.vol.0, 0.0));
            let close = at(position.entry * factor, position.vol.0 * swell, days);
            let mut made = Vec::new();
            for (leg, lot) in all.iter().zip(&mut held.lots) {
                lot.worth = leg.worth(lot, &close);
                made.push(lot.gain());
            }
            let log = libm::log(factor);
            let world = World {
                days: days * TRADING_DAYS / CALENDAR_DAYS,
                token: book.today.token * factor,
                token_vol: Vol(book.today.token_vol.0 * swell),
                returns: vec![log; book.today.returns.len()],
                vol_multiple: swell,
                ..book.today.clone()
            };
            let own = book.entries.iter().filter(|entry| !matches!(entry.held, Held::Pool(_)));
            for (entry, made) in own.zip(made) {
                let wanted = entry.held.pnl(&world);
                assert!((made - wanted).abs() < 1e-6, "{} {factor}: {made} {wanted}", entry.name);
                assert!(wanted != 0.0);
            }
        }
    }

    #[test]
    fn where_nothing_moves_a_strip_costs_what_the_book_says_that_it_carries_and_both_are_rolled() {
        let plan = plan();
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let Some((_, position, _)) = book.pools().next() else { unreachable!() };
        let all = legs(&plan);
        let at =
            |time: f64| Close { position, price: position.entry, vol: position.vol.0, rate: book.market.rate.0, time };
        let carry = |nth: usize| book.entries[1 + nth].held.carry(&book.today).map_or(f64::NAN, |usd| usd.0);
        let mut held = PoolLegs::default();
        held.begin(&all, &at(0.0));
        let (mut rolled, mut gains) = (Vec::new(), [0.0; 2]);
        for day in 1..=60 {
            let time = f64::from(day);
            held.step(&all, &at(time), |leg, lot, how| rolled.push((leg.kind, day, how, lot.time)));
            if day == 24 {
                gains[0] = held.lots[0].gain();
            }
            if day == 30 {
                gains[1] = rolled.len() as f64;
            }
        }
        // 45 days down to 21 are 24; the next close rolls it. The conversion is settled at its 30 days.
        let wanted = -carry(0) * 24.0 / CALENDAR_DAYS;
        assert!((gains[0] - wanted).abs() < 1e-9 * wanted.abs() && wanted < -10.0, "{} {wanted}", gains[0]);
        let seen: Vec<_> = rolled.iter().map(|one| (one.0, one.1, one.2)).collect();
        let [strip, conversion] = [Kind::Strip, Kind::Conversion];
        assert_eq!(
            seen,
            [
                (strip, 25, How::Rolled),
                (conversion, 30, How::Expired),
                (strip, 50, How::Rolled),
                (conversion, 60, How::Expired)
            ]
        );
    }

    #[test]
    fn at_expiry_a_strip_pays_what_its_options_are_in_the_money_by() {
        let plan = plan();
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let Some((_, position, _)) = book.pools().next() else { unreachable!() };
        let leg = PoolLeg { roll_days: 0.0, ..legs(&plan)[0].clone() };
        let at = |price: f64, time: f64| Close { position, price, vol: 0.7, rate: 0.04, time };
        let lot = leg.begun(&at(position.entry, 0.0));
        assert_eq!(lot.options.len(), 6);
        for factor in [0.3, 0.9, 1.0, 1.8] {
            let price = position.entry * factor;
            let wanted = crate::holdings::pool::strip::payoff(&lot.options, price);
            assert_eq!(leg.worth(&lot, &at(price, 45.0)), wanted);
            assert_eq!(leg.worth(&lot, &at(price, 400.0)), wanted);
        }
        // Written anew on a pool that has moved it has puts below and calls above where the price is then.
        let moved = leg.begun(&at(0.9 * position.entry, 0.0));
        let puts = moved.options.iter().filter(|one| one.side == crate::options::black::Side::Put);
        assert!(puts.clone().count() == 3 && puts.clone().all(|put| put.strike < 0.9 * position.entry));
    }
}
