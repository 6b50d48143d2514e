//! Legs: exchange-traded products and legs on the chain, bought on the first day, held or rolled, marked each day.
//!
//! Model book 2, 9, 13, 14. As with condors each is bought at the plan's own price of the share or the token and moves from
//! there, so it is of as many dollars at any level. Options are rolled as VIX layers are; shares and a squared perpetual,
//! which have no expiry, are bought anew after a year. A call on the product costs what the rules of the hedge say a
//! contract costs; what is on the chain has no costs of its own in a plan.

use crate::backtest::trade::How;
use crate::holdings::chain::{Chain, ChainTerms, option};
use crate::options::black::Side;
use crate::plan::holding::Kind;
use crate::plan::{AdaptivePlan, ChainKind, ChainPlan, EtpKind, EtpPlan};
use crate::units::{CALENDAR_DAYS, MULTIPLIER, Vol, Years};

/// What is held, as its worth hangs on its price.
#[derive(Clone, Copy, Debug, PartialEq)]
enum What {
    Shares,
    /// Strikes in the plan's own dollars.
    Options {
        put: Option<f64>,
        call: Option<f64>,
    },
    /// Funding a year.
    Squared(f64),
}

/// One leg of the programme.
#[derive(Clone, Debug, PartialEq)]
pub struct Leg {
    /// Its kind: a product or a leg on the chain.
    pub kind: Kind,
    /// Its number among the plan's holdings of the kind, from 0.
    pub nth: usize,
    what: What,
    /// Dollars of one share or token in the plan.
    price: f64,
    /// Shares, calls or tokens; below 0 where they are sold.
    pub quantity: f64,
    /// Shares or tokens that one is on.
    on: f64,
    /// Calendar days to expiry when it is bought.
    days: f64,
    /// Calendar days left below which it is rolled; 0 where it is left to expire.
    roll_days: f64,
    /// Dollars of a trade.
    cost: f64,
    /// The product that it is on; none on the chain.
    pub product: Option<Product>,
}

/// An exchange-traded product.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Product {
    /// Its daily leverage.
    pub leverage: f64,
    /// Whole calendar days to the first future's expiry at the first close.
    pub first_days: f64,
}

/// A close as a leg meets it.
#[derive(Clone, Copy, Debug)]
pub struct Quote {
    /// Price over the one of the last close at which it was met.
    pub moved: f64,
    /// Volatility a year.
    pub vol: f64,
    /// Risk-free rate, continuous.
    pub rate: f64,
}

/// What was bought at one close.
#[derive(Clone, Copy, Debug)]
pub struct Lot {
    /// Calendar days since the first close when it was bought.
    pub time: f64,
    /// Dollars paid for one, and what one is worth.
    pub paid: f64,
    /// At the last close.
    pub worth: f64,
    /// Price over the one at which it was bought.
    moved: f64,
}

impl Leg {
    /// An exchange-traded product or calls on it.
    pub fn of_etp(nth: usize, plan: &EtpPlan, rules: &AdaptivePlan) -> Leg {
        let price = plan.price.0;
        let one = |what, quantity, on, days: f64, cost: f64| {
            let roll_days = if days < rules.roll_days { 0.0 } else { rules.roll_days };
            let product = Some(Product { leverage: plan.leverage.factor(), first_days: plan.first_days });
            Leg { kind: Kind::Etp, nth, what, price, quantity, on, days, roll_days, cost: cost * quantity, product }
        };
        match plan.kind {
            EtpKind::Shares => Leg { roll_days: 0.0, ..one(What::Shares, plan.shares, 1.0, CALENDAR_DAYS, 0.0) },
            EtpKind::Calls => {
                let what = What::Options { put: None, call: Some(price * (1.0 + plan.otm.0)) };
                one(what, plan.contracts, MULTIPLIER, plan.days, rules.cost.0)
            }
        }
    }

    /// A leg on the chain, of a token at this price.
    pub fn of_chain(nth: usize, plan: &ChainPlan, price: f64, rules: &AdaptivePlan) -> Leg {
        let otm = [plan.put_otm.0, plan.call_otm.0];
        let (what, days) = match Chain::terms(plan.kind, price, plan.days, otm, plan.funding.0) {
            ChainTerms::Options { put, call, days, .. } => (What::Options { put: Some(put), call }, days),
            ChainTerms::Squared { funding } => (What::Squared(funding), CALENDAR_DAYS),
        };
        let is_rolled = days >= rules.roll_days && plan.kind != ChainKind::Squared;
        let quantity = if plan.kind == ChainKind::Vault { -plan.tokens } else { plan.tokens };
        let roll_days = if is_rolled { rules.roll_days } else { 0.0 };
        Leg { kind: Kind::Chain, nth, what, price, quantity, on: 1.0, days, roll_days, cost: 0.0, product: None }
    }

    /// Its strikes in the plan's own dollars, lowest first.
    pub fn strikes(&self) -> Vec<f64> {
        match self.what {
            What::Options { put, call } => put.into_iter().chain(call).collect(),
            What::Shares | What::Squared(_) => Vec::new(),
        }
    }

    /// Dollars that one is worth where its price is so many times what it was and so many calendar days have passed.
    fn worth(&self, moved: f64, passed: f64, quote: &Quote) -> f64 {
        let price = self.price * moved;
        match self.what {
            What::Shares => price,
            What::Squared(funding) => price * moved * libm::exp(-funding * passed / CALENDAR_DAYS),
            What::Options { put, call } => {
                let left = Years::from_calendar_days((self.days - passed).max(0.0));
                let one = |side: Side, strike: Option<f64>| {
                    // A share that is worth nothing has no logarithm.
                    let fair = |strike| option(side, price.max(1e-9), strike, Vol(quote.vol), left, [quote.rate, 0.0]);
                    strike.map_or(0.0, fair)
                };
                self.on * (one(Side::Put, put) + one(Side::Call, call))
            }
        }
    }

    fn bought(&self, time: f64, quote: &Quote) -> Lot {
        let paid = self.worth(1.0, 0.0, quote);
        Lot { time, paid, worth: paid, moved: 1.0 }
    }

    /// Dollars that a lot has made, the cost of buying it counted.
    pub fn gain(&self, lot: &Lot) -> f64 {
        self.quantity * (lot.worth - lot.paid) - self.cost
    }

    /// Dollars of both ends of a lot that is left in this way, positive.
    pub fn costs(&self, how: How) -> f64 {
        self.cost + if how == How::Rolled { self.cost } else { 0.0 }
    }

    /// How a lot ends at a close; `None` where it is held on.
    fn ends(&self, time: f64, lot: &Lot) -> Option<How> {
        // Whole days of a calendar without dates are sums of parts.
        let left = self.days - (time - lot.time);
        match left {
            left if left <= 1e-9 => Some(if self.is_option() { How::Expired } else { How::Rolled }),
            left if left < self.roll_days => Some(How::Rolled),
            _ => None,
        }
    }

    fn is_option(&self) -> bool {
        matches!(self.what, What::Options { .. })
    }
}

/// Every leg on one path.
#[derive(Clone, Debug, Default)]
pub struct Legs {
    lots: Vec<Option<Lot>>,
    realised: f64,
}

impl Legs {
    /// None bought yet, of so many.
    pub fn start(&mut self, count: usize) {
        self.lots.clear();
        self.lots.resize(count, None);
        self.realised = 0.0;
    }

    /// One close, `time` calendar days after the first; a leg that has no quote stays at its last mark. `ended` hears of
    /// every lot that is left. P&L since the first close, dollars.
    pub fn step(
        &mut self,
        all: &[Leg],
        time: f64,
        mut quote: impl FnMut(usize) -> Option<Quote>,
        mut ended: impl FnMut(&Leg, &Lot, How),
    ) -> f64 {
        let mut marks = 0.0;
        for (place, (leg, held)) in all.iter().zip(&mut self.lots).enumerate() {
            if let Some(quote) = quote(place) {
                if let Some(lot) = held.as_mut() {
                    lot.moved *= quote.moved;
                    lot.worth = leg.worth(lot.moved, time - lot.time, &quote);
                    if let Some(how) = leg.ends(time, lot) {
                        self.realised += leg.gain(lot) + leg.cost - leg.costs(how);
                        ended(leg, lot, how);
                        *held = None;
                    }
                }
                if held.is_none() {
                    *held = Some(leg.bought(time, &quote)).filter(|lot| lot.paid.is_finite());
                }
            }
            marks += held.as_ref().map_or(0.0, |lot| leg.gain(lot));
        }
        self.realised + marks
    }

    /// Those that are held.
    pub fn open<'a>(&'a self, all: &'a [Leg]) -> impl Iterator<Item = (&'a Leg, &'a Lot)> {
        all.iter().zip(&self.lots).filter_map(|(leg, lot)| Some((leg, lot.as_ref()?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::Book;
    use crate::holdings::etp::{Walked, growth};
    use crate::plan::holding::{Holding, Terms};
    use crate::plan::{EtpLeverage, Plan};
    use crate::units::{Points, Usd};

    fn rules(cost: f64) -> AdaptivePlan {
        AdaptivePlan { cost: Usd(cost), ..AdaptivePlan::default() }
    }

    #[test]
    fn on_a_vix_that_stays_a_walk_is_the_growth_on_any_closes() {
        let Ok(book) = Book::resolve(&Plan::default()) else { unreachable!() };
        let futures = |days: f64| book.market.vix_future(crate::units::Years::from_calendar_days(days)).0;
        for (leverage, first) in [(1.0, 28.0), (1.5, 35.0), (1.5, 3.0)] {
            for step in [1.0, 3.0, crate::units::CALENDAR_DAYS / crate::units::TRADING_DAYS, 0.4] {
                let mut walked = Walked::start(leverage, first, futures);
                let mut worth = 1.0;
                for nth in 1..=100 {
                    let to = f64::from(nth) * step;
                    worth *= walked.step(to, futures, futures);
                    let wanted = growth(&book.market, leverage, first, to);
                    assert!((worth / wanted - 1.0).abs() < 1e-12, "{leverage} {first} {to}: {worth} {wanted}");
                }
            }
        }
    }

    /// P&L of one leg on each of so many calendar days on which nothing moves.
    fn still(leg: &Leg, days: usize, quote: Quote) -> (Vec<f64>, usize) {
        let (mut legs, mut ends) = (Legs::default(), 0);
        legs.start(1);
        let all = [leg.clone()];
        let made = (0..=days).map(|day| legs.step(&all, day as f64, |_| Some(quote), |_, _, _| ends += 1)).collect();
        (made, ends)
    }

    /// What the book says that a leg costs a year while nothing moves.
    fn carry(terms: Terms) -> (f64, Quote) {
        let plan = Plan { holdings: vec![Holding::new(terms)], ..Plan::default() };
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let Some(usd) = book.entries[0].held.carry(&book.today) else { unreachable!() };
        (usd.0, Quote { moved: 1.0, vol: plan.market.token_vol.0, rate: book.market.rate.0 })
    }

    #[test]
    fn where_nothing_moves_a_roll_costs_what_the_book_says_that_the_leg_carries() {
        for kind in [ChainKind::Put, ChainKind::Strangle, ChainKind::Vault, ChainKind::Squared] {
            let plan = ChainPlan { kind, days: 60.0, ..ChainPlan::default() };
            let (usd, quote) = carry(Terms::Chain(plan.clone()));
            let price = Plan::default().market.token_price.0;
            let (made, _) = still(&Leg::of_chain(0, &plan, price, &rules(1.0)), 365, quote);
            // Options are rolled where 20 days are left, the first close below 21: carry counts down to 21.
            let (days, wanted) = if kind == ChainKind::Squared { (365, usd) } else { (39, usd * 39.0 / CALENDAR_DAYS) };
            assert!((made[days] + wanted).abs() < 1e-9 * wanted.abs(), "{kind:?} {} {wanted}", made[days]);
            assert!(if kind == ChainKind::Vault { wanted < -10.0 } else { wanted > 10.0 });
        }
    }

    #[test]
    fn options_are_rolled_once_too_few_days_are_left_and_short_ones_are_left_to_expire() {
        let quote = Quote { moved: 1.0, vol: 0.6, rate: 0.04 };
        let leg = |days| Leg::of_chain(0, &ChainPlan { days, ..ChainPlan::default() }, 3_000.0, &rules(1.0));
        // Below 21 of 60 days: every 40; 20 days are due at once and run out instead.
        assert_eq!([still(&leg(60.0), 200, quote).1, still(&leg(20.0), 200, quote).1], [5, 10]);
        assert_eq!(still(&leg(21.0), 21, quote).1, 21);
    }

    #[test]
    fn at_expiry_an_option_is_its_intrinsic_value_and_the_next_is_bought_at_the_plans_own_price() {
        let plan = ChainPlan { kind: ChainKind::Strangle, days: 10.0, tokens: 2.0, ..ChainPlan::default() };
        let all = [Leg::of_chain(0, &plan, 3_000.0, &rules(1.0))];
        let calm = Quote { moved: 1.0, vol: 0.6, rate: 0.0 };
        for (moved, pays) in [(0.5, 2.0 * (0.85 - 0.5) * 3_000.0), (1.0, 0.0), (1.4, 2.0 * (1.4 - 1.15) * 3_000.0)] {
            let mut legs = Legs::default();
            legs.start(1);
            let mut paid = 0.0;
            legs.step(&all, 0.0, |_| Some(calm), |_, _, _| ());
            legs.open(&all).for_each(|(_, lot)| paid = lot.paid);
            let mut seen = Vec::new();
            let made =
                legs.step(&all, 10.0, |_| Some(Quote { moved, ..calm }), |_, lot, how| seen.push((lot.worth, how)));
            assert!((made - pays + 2.0 * paid).abs() < 1e-9 && paid > 10.0, "{moved} {made} {pays} {paid}");
            assert_eq!(seen.iter().map(|one| one.1).collect::<Vec<_>>(), [How::Expired]);
            // At the same vol the next one costs as much, wherever the token has gone.
            assert!(legs.open(&all).all(|(_, lot)| (lot.paid - paid).abs() < 1e-9 && lot.time == 10.0));
        }
    }

    #[test]
    fn calls_on_the_product_pay_for_both_ends_and_shares_for_none() {
        let plan = EtpPlan { kind: EtpKind::Calls, contracts: 3.0, ..EtpPlan::default() };
        let quote = Quote { moved: 1.0, vol: 0.9, rate: 0.04 };
        let made = |plan: &EtpPlan, cost: f64| still(&Leg::of_etp(0, plan, &rules(cost)), 45, quote).0;
        let [free, paid] = [made(&plan, 0.0), made(&plan, 2.0)];
        // Bought, rolled after 40 days: sold and bought again.
        assert!((free[0] - paid[0] - 6.0).abs() < 1e-9 && (free[45] - paid[45] - 18.0).abs() < 1e-9);
        let shares = EtpPlan { leverage: EtpLeverage::OneAndHalf, ..EtpPlan::default() };
        assert_eq!(made(&shares, 2.0), made(&shares, 0.0));
        assert!(made(&shares, 2.0).iter().all(|usd| *usd == 0.0));
    }

    #[test]
    fn shares_on_a_still_vix_lose_what_the_model_book_says_and_are_bought_anew_after_a_year() {
        let mut plan = Plan::default();
        plan.market.vvix = Points(90.0);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let futures = |days: f64| book.market.vix_future(Years::from_calendar_days(days)).0;
        let all = [Leg::of_etp(0, &EtpPlan::default(), &rules(1.0))];
        let mut walked = Walked::start(1.0, EtpPlan::default().first_days, futures);
        let mut legs = Legs::default();
        legs.start(1);
        let mut made = Vec::new();
        for day in 0..=400 {
            let moved = if day == 0 { 1.0 } else { walked.step(f64::from(day), futures, futures) };
            let quote = Quote { moved, vol: 0.9, rate: 0.04 };
            made.push(legs.step(
                &all,
                f64::from(day),
                |_| Some(quote),
                |_, lot, how| {
                    assert_eq!((lot.time, how), (0.0, How::Rolled));
                },
            ));
        }
        let lost = -made[30] / 5_000.0;
        assert!((lost - 0.058).abs() < 5e-4, "{lost}");
        // What has shrunk to a part of itself loses less in dollars than what is whole again.
        assert!(made[365] - made[366] > 1.5 * (made[364] - made[365]), "{:?}", &made[363..368]);
        assert!(made.iter().all(|usd| usd.is_finite()));
    }

    #[test]
    fn a_leg_without_a_quote_stays_at_its_mark_and_is_bought_when_there_is_one() {
        let all = [Leg::of_chain(0, &ChainPlan::default(), 3_000.0, &rules(1.0))];
        let quote = |moved| Some(Quote { moved, vol: 0.6, rate: 0.0 });
        let mut legs = Legs::default();
        legs.start(1);
        assert_eq!(legs.step(&all, 0.0, |_| None, |_, _, _| ()), 0.0);
        assert_eq!(legs.open(&all).count(), 0);
        legs.step(&all, 5.0, |_| quote(3.0), |_, _, _| ());
        let fallen = legs.step(&all, 6.0, |_| quote(0.6), |_, _, _| ());
        assert!(fallen > 100.0);
        assert_eq!(legs.step(&all, 200.0, |_| None, |_, _, _| ()), fallen);
        let settled = legs.step(&all, 201.0, |_| quote(1.0), |_, _, how| assert_eq!(how, How::Expired));
        let Some((_, lot)) = legs.open(&all).next() else { unreachable!() };
        assert!((settled - 5.0 * ((0.85 - 0.6) * 3_000.0 - lot.paid)).abs() < 1e-9, "{settled}");
    }
}
