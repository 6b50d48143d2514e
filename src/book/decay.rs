//! Decay: what time alone brings, day by day, while VIX, SPX and tokens stand where they are: P&L of the options sold and
//! bought, and what of their extrinsic value is left; the pools' fees less what they lose to rebalancing on average.
//!
//! Source: model book 7, 10, 12. Events on the calendar pass and take their variance along; nothing is rolled, what expires
//! settles where SPX and VIX stand.

use serde::Serialize;

use crate::book::{Book, landscape};
use crate::holdings::Held;
use crate::holdings::pool::year;
use crate::holdings::world::World;
use crate::numbers::by_rising;
use crate::plan::holding::Kind;

/// Days between two points at least, of so many from today to the last day.
const POINTS: usize = 48;
/// Calendar days looked ahead where nothing expires, and at most.
pub const AHEAD: [f64; 2] = [30.0, 400.0];

/// What time has brought by a day, dollars since today.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Passed {
    /// Calendar days from today.
    pub days: f64,
    /// Condors.
    pub condor: f64,
    /// Pools: expected fees less expected loss to rebalancing, gas, interest and premium.
    pub pool: f64,
    /// The hedge.
    pub hedge: f64,
    /// What time still takes off the options by their expiries.
    pub extrinsic: ExtrinsicLeft,
}

/// Extrinsic value left in the options held, mark less intrinsic value at the forward, dollars: positive of those sold, to be
/// earned, negative of those bought, to be lost; 0 once expired.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ExtrinsicLeft {
    /// Condors.
    pub condor: f64,
    /// The hedge's options: VIX calls, calls on an ETP, options on the token and on a pool's pair.
    pub hedge: f64,
}

impl ExtrinsicLeft {
    /// Both.
    pub fn combined(&self) -> f64 {
        self.condor + self.hedge
    }
}

impl Passed {
    /// All three.
    pub fn combined(&self) -> f64 {
        self.condor + self.pool + self.hedge
    }
}

/// The calendar day up to which is looked: the last expiry, as the payoff has it.
pub fn last_day(book: &Book) -> f64 {
    let last = landscape::last_expiry(book);
    if last > 0.0 { last.min(AHEAD[1]) } else { AHEAD[0] }
}

/// From today to the last condor's expiry, every expiry and event's day among them.
pub fn of(book: &Book) -> Vec<Passed> {
    let last = last_day(book);
    let even = (0..=POINTS).map(|i| last * i as f64 / POINTS as f64);
    let expiries = book.entries.iter().filter_map(|entry| entry.held.days());
    let events = book.plan.market.events.iter().map(|event| event.days);
    let own = expiries.chain(events).filter(|day| *day > 0.0 && *day < last);
    let mut days = by_rising(even.chain(own).collect(), |day| *day);
    days.dedup_by(|a, b| (*a - *b).abs() < 1e-9);
    let now = book.shock.untouched(0.0);
    days.into_iter().map(|day| since(book, &now, day)).collect()
}

/// What time alone has brought by so many calendar days from today.
pub fn by(book: &Book, days: f64) -> Passed {
    since(book, &book.shock.untouched(0.0), days)
}

fn since(book: &Book, now: &World, days: f64) -> Passed {
    let then = book.shock.untouched(book.shock.clock.trading_days(days));
    let sum = |is_meant: &dyn Fn(Kind) -> bool, of: &dyn Fn(&Held) -> f64| -> f64 {
        let held = book.entries.iter().filter(|entry| is_meant(entry.kind) && entry.held.quantity() != 0.0);
        held.map(|entry| of(&entry.held)).sum()
    };
    let (is_condor, is_hedge) = (|kind| kind == Kind::Condor, Kind::is_hedge);
    let gained = |held: &Held| held.pnl(&then) - held.pnl(now);
    let left = |held: &Held| held.extrinsic_left(&then);
    let pools = book.positions().filter_map(|position| Some((position, position.pool.as_ref()?)));
    Passed {
        days,
        condor: sum(&is_condor, &gained),
        pool: pools.map(|(position, pool)| year::column(position, pool, days).net.0).sum(),
        hedge: sum(&is_hedge, &gained),
        extrinsic: ExtrinsicLeft { condor: sum(&is_condor, &left), hedge: sum(&is_hedge, &left) },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::market::Market;
    use crate::plan::{EventDay, Plan};
    use crate::units::{Frac, Years};

    fn book(change: impl Fn(&mut Plan)) -> Book {
        let mut plan = Plan::default();
        change(&mut plan);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        book
    }

    #[test]
    fn it_begins_at_nothing_and_ends_at_the_last_condors_expiry() {
        let book = book(|_| ());
        let all = of(&book);
        let (Some(first), Some(last)) = (all.first(), all.last()) else { unreachable!() };
        assert!(first.days == 0.0 && first.combined().abs() < 1e-6, "{first:?}");
        assert_eq!(last.days, 45.0);
        // SPX stands between the shorts: every point of the credit is kept.
        let credit: f64 = book.condors().map(|condor| condor.dollars(condor.credit)).sum();
        assert!((last.condor - credit).abs() < 0.01, "{last:?} {credit}");
        assert!(all.windows(2).all(|pair| pair[0].days < pair[1].days));
    }

    /// A condor by its own price on today's surface an hour older, with nothing of a shock in it. (Theta holds the smile and
    /// is smaller here: a rising term structure rolls down too.)
    #[test]
    fn a_first_hour_is_what_an_hour_takes_off_the_price() {
        let book = book(|_| ());
        let Some(condor) = book.condors().next() else { unreachable!() };
        let older = Market { curve: book.market.curve.aged(1.0 / 24.0), ..book.market.clone() };
        let now = condor.value(&book.market, Years::from_calendar_days(45.0));
        let then = condor.value(&older, Years::from_calendar_days(45.0 - 1.0 / 24.0));
        let hour = by(&book, 1.0 / 24.0);
        assert!((hour.condor - condor.dollars(now - then)).abs() < 1e-6, "{hour:?} {now} {then}");
        assert!(hour.condor > 0.0 && hour.hedge < 0.0, "sold options earn, bought ones decay: {hour:?}");
    }

    #[test]
    fn a_pool_earns_what_its_year_says_in_proportion_and_an_empty_book_nothing() {
        let book = book(|_| ());
        let Some(position) = book.positions().next() else { unreachable!() };
        let Some(pool) = position.pool.as_ref() else { unreachable!() };
        assert!((by(&book, 365.0).pool - year::column(position, pool, 365.0).net.0).abs() < 1e-9);
        let empty = self::book(|plan| plan.holdings.clear());
        assert!(of(&empty).iter().all(|passed| passed.combined() == 0.0));
        assert_eq!(last_day(&empty), 30.0);
    }

    /// Black's price less the intrinsic value at the forward, leg by leg.
    #[test]
    fn a_sold_condors_extrinsic_value_is_mark_less_intrinsic_and_is_gone_by_its_expiry() {
        // One short call in the money.
        let book = book(|plan| {
            let (spx, condor) = (plan.market.spx.0, plan.a_condor());
            condor.strikes_by = crate::plan::StrikeRule::Level;
            let levels = [-500.0, -450.0, -100.0, -50.0].map(|off| crate::units::Points((spx + off).round()));
            [condor.long_put, condor.short_put, condor.short_call, condor.long_call] = levels;
        });
        let (all, spx) = (of(&book), book.market.spx.0);
        let Some(condor) = book.condors().next() else { unreachable!() };
        assert!(condor.strikes[2] < spx, "{:?} {spx}", condor.strikes);
        for passed in &all {
            let world = book.shock.untouched(passed.days * 252.0 / 365.0);
            let left = Years::from_calendar_days(condor.days - passed.days);
            let (forward, discount) = (world.market.spx_forward(left), (-world.market.rate.0 * left.0).exp());
            let [k1, k2, k3, k4] = condor.strikes;
            let pays =
                (k2 - forward).max(0.0) - (k1 - forward).max(0.0) + (forward - k3).max(0.0) - (forward - k4).max(0.0);
            let wanted = condor.dollars(condor.value(&world.market, left) - discount * pays);
            assert!((passed.extrinsic.condor - wanted).abs() < 1e-6, "{passed:?} {wanted}");
        }
        let last = all.last().map(|passed| passed.extrinsic.condor);
        assert_eq!((last, by(&book, 90.0).extrinsic.condor), (Some(0.0), 0.0));
    }

    #[test]
    fn what_is_out_of_the_money_earns_or_loses_its_extrinsic_value_and_nothing_else() {
        let book = book(|_| ());
        let all = of(&book);
        let credit: f64 = book.condors().map(|condor| condor.dollars(condor.credit)).sum();
        assert!(credit > 0.0 && (all[0].extrinsic.condor - credit).abs() < 0.01, "{:?}", all[0]);
        assert!(all.iter().all(|passed| (passed.condor + passed.extrinsic.condor - credit).abs() < 0.01));
        assert!(all.windows(2).all(|pair| pair[1].extrinsic.condor < pair[0].extrinsic.condor));
        // Calls bought lose theirs: 0 of each at its own expiry.
        assert!(all[0].extrinsic.hedge < -100.0 && all[0].extrinsic.hedge < all[all.len() - 1].extrinsic.hedge);
        assert_eq!(by(&book, 221.0).extrinsic, ExtrinsicLeft::default());
        let bare = self::book(|plan| plan.holdings.retain(|holding| holding.kind() == Kind::Pool));
        assert!(of(&bare).iter().all(|passed| passed.extrinsic == ExtrinsicLeft::default()));
    }

    /// Every kind of option, by its value without vol; shares, perpetuals and a conversion have none.
    #[test]
    fn every_leg_that_is_an_option_has_extrinsic_value_until_it_expires() {
        use crate::plan::ChainKind;
        let book = book(|plan| {
            *plan = Plan::one_more_of_each();
            plan.add(crate::plan::holding::Holding::new(crate::plan::holding::Terms::Chain(crate::plan::ChainPlan {
                kind: ChainKind::Vault,
                ..Default::default()
            })));
        });
        let [now, late] = [0.0, 800.0].map(|days| book.shock.untouched(days));
        let (mut sold, mut bought) = (0, 0);
        for entry in book.entries.iter().filter(|entry| entry.held.quantity() > 0.0) {
            let (today, then) = (entry.held.extrinsic_left(&now), entry.held.extrinsic_left(&late));
            assert_eq!(then, 0.0, "{}", entry.name);
            match &entry.held {
                Held::Condor(_) => assert!(today > 0.0, "{} {today}", entry.name),
                Held::Chain(chain) if chain.sign() < 0.0 => assert!(today > 0.0, "{} {today}", entry.name),
                Held::Pool(_) | Held::Conversion(_) => assert_eq!(today, 0.0),
                held if held.days().is_none() => assert_eq!(today, 0.0, "{}", entry.name),
                held => assert!(today < 0.0 && -today <= held.outlay().0 * (1.0 + 1e-9), "{} {today}", entry.name),
            }
            sold += u32::from(today > 0.0);
            bought += u32::from(today < 0.0);
        }
        assert!(sold >= 3 && bought >= 5, "{sold} {bought}");
    }

    #[test]
    fn an_event_that_passes_brings_a_condor_its_variance() {
        let event = |plan: &mut Plan| {
            plan.market.events = vec![EventDay { days: 10.0, size: Frac(0.02), ..EventDay::default() }];
        };
        let book = book(event);
        let [before, after] = [9.99, 10.01].map(|day| by(&book, day).condor);
        let [quiet, later] = [8.99, 9.01].map(|day| by(&book, day).condor);
        assert!(after - before > 5.0 * (later - quiet).abs(), "{before} {after} {quiet} {later}");
        assert!(of(&book).iter().any(|passed| passed.days == 10.0));
    }
}
