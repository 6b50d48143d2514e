//! Roll table: what each layer becomes while VIX stays where it is and in the shock, and what rolling it costs.
//!
//! What a call loses on the way is taken apart in two: its future slides down (or up) the curve towards VIX, and time
//! passes. Source: model book 9.

use serde::Serialize;

use crate::book::Book;
use crate::holdings::vix_layer::{Layer, rolled, strike_of};
use crate::holdings::world::ROLL_DAYS;
use crate::market::Market;
use crate::market::futures::VixSmile;
use crate::options::black::OptionGreeks;
use crate::plan::LayerPlan;
use crate::units::clock::Clock;
use crate::units::{Points, Usd, Years};

/// Trading days ahead.
pub const DAYS: [f64; 6] = [0.0, 5.0, 10.0, 21.0, 42.0, 63.0];

/// One layer over time.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LayerRoll {
    /// `layer`, `layer2`: what its inputs' addresses begin with.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Contracts held.
    pub contracts: f64,
    /// Whole trading days until fewer than 21 calendar days are left; 0 where that is so today.
    pub due_in: f64,
    /// What the roll costs then; negative where it brings money.
    pub due_cost: Usd,
    /// One row for each of [`DAYS`].
    pub rows: Vec<RollRow>,
}

/// A layer on the shock's day, in the shock's own scenario.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct LayerThen {
    /// `layer`, `layer2`: what its inputs' addresses begin with.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Contracts held then: as many as today, whatever is due. The hedge never pauses.
    pub contracts: f64,
    /// Price, future and roll on the scenario's own curve; what its future's move and the rest do to one's price.
    pub row: RollRow,
    /// Dollars of the layer then per point of its future, per point², per vol point and per calendar day.
    pub greeks: OptionGreeks,
    /// Listed strike that a roll would buy then.
    pub fresh_strike: Points,
    /// Calendar days that it would have.
    pub fresh_days: f64,
}

/// A layer on one day, on one market.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct RollRow {
    /// Trading days ahead.
    pub days: f64,
    /// Calendar days left to its expiry.
    pub days_left: f64,
    /// Its future then; VIX once expired.
    pub future: Points,
    /// Price of one then.
    pub price: Points,
    /// P&L of the layer.
    pub pnl: Usd,
    /// Of the change of one's price: the future slid along the curve.
    pub slide: Points,
    /// Of the change of one's price: the rest; time, and in a shock the vol of its future.
    pub decay: Points,
    /// `hold`, `roll` or `expired`.
    pub state: &'static str,
    /// What rolling it then costs: a fresh one, of the terms that it is rolled into, less what the old one brings.
    pub roll_cost: Usd,
}

/// What each layer that is on becomes, in the order of the book.
pub fn of(book: &Book) -> Vec<LayerRoll> {
    let today = &book.market;
    let clock = book.shock.clock;
    let markets = DAYS.map(|days| (aged(today, clock.calendar_days(days)), [days, clock.passed(days)]));
    let one = |(entry, layer, plan): (&crate::holdings::Entry, &Layer, &LayerPlan)| {
        let (smile, plan) = (today.vix_smile(Years::from_calendar_days(layer.days)), &rolled(plan));
        let due_in = due_in(layer.days, clock);
        LayerRoll {
            id: entry.id(),
            name: entry.name.clone(),
            contracts: layer.contracts,
            due_in,
            due_cost: layer.roll_cost(&aged(today, clock.calendar_days(due_in)), plan, clock.passed(due_in)),
            rows: markets.iter().map(|(market, days)| row(layer, plan, &smile, market, *days)).collect(),
        }
    };
    book.planned_layers().map(one).collect()
}

/// What each layer that is on is on the shock's day in the shock itself, in the order of the book.
pub fn then(book: &Book) -> Vec<LayerThen> {
    let (world, today) = (book.shock.as_set(0.0), &book.market);
    let one = |(entry, layer, plan): (&crate::holdings::Entry, &Layer, &LayerPlan)| {
        let (smile, plan) = (today.vix_smile(Years::from_calendar_days(layer.days)), &rolled(plan));
        LayerThen {
            id: entry.id(),
            name: entry.name.clone(),
            contracts: layer.contracts,
            row: row(layer, plan, &smile, &world.market, [book.shock.event.days, world.days]),
            greeks: layer.greeks(&world.market, world.days),
            fresh_strike: strike_of(&world.market, plan),
            fresh_days: plan.days,
        }
    };
    book.planned_layers().map(one).collect()
}

/// Today's market so many calendar days on, VIX unchanged.
fn aged(today: &Market, days: f64) -> Market {
    Market { curve: today.curve.aged(days), ..today.clone() }
}

/// The row of so many trading days, and of the time that passes with them.
fn row(layer: &Layer, plan: &LayerPlan, smile: &VixSmile, market: &Market, [days, passed]: [f64; 2]) -> RollRow {
    let left = layer.days_left(passed);
    let future = market.vix_future(Years::from_calendar_days(left));
    let price = layer.price(market, passed);
    let mut slid = *smile;
    slid.future = future.0;
    let slide = layer.price_on(&slid, market.rate.0) - layer.premium;
    RollRow {
        days,
        days_left: left,
        future,
        price: Points(price),
        pnl: Usd(layer.pnl(market, passed)),
        slide: Points(slide),
        decay: Points(price - layer.premium - slide),
        state: layer.state(passed).word(),
        roll_cost: layer.roll_cost(market, plan, passed),
    }
}

/// Whole trading days until an option of so many calendar days has fewer than 21 left.
pub fn due_in(days: f64, clock: Clock) -> f64 {
    if days < ROLL_DAYS { 0.0 } else { clock.trading_days(days - ROLL_DAYS).floor() + 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::holdings::vix_layer::{State, wing_of};
    use crate::options::black::Side;
    use crate::plan::Plan;
    use crate::plan::holding::Kind;
    use crate::units::day::Day;

    #[test]
    fn a_layer_that_is_due_at_once_is_rolled_into_one_that_is_not() {
        let mut plan = Plan::default();
        plan.layer_mut(0).into_iter().for_each(|layer| layer.days = 15.0);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let [short, long] = [&of(&book)[0], &of(&book)[1]];
        assert!(short.due_in == 0.0 && short.due_cost.0 > 50.0, "{}", short.due_cost.0);
        assert_eq!(short.rows[0].roll_cost, short.due_cost);
        assert!(long.due_in > 0.0);
    }

    #[test]
    fn a_layer_is_due_on_the_first_day_that_it_is_to_be_rolled() {
        for days in [5.0, 20.9, 21.0, 22.0, 30.0, 110.0, 220.0, 386.0] {
            for clock in [None, Day::iso("2026-11-25"), Day::iso("2026-11-28")].map(Clock) {
                let due = due_in(days, clock);
                let state = |due: f64| State::after(days, clock.passed(due));
                assert_ne!(state(due), State::Hold, "{days} {clock:?}");
                assert!(due == 0.0 || state(due - 1.0) == State::Hold, "{days} {clock:?}");
            }
        }
    }

    #[test]
    fn what_a_call_loses_is_its_slide_and_its_time_and_a_roll_brings_back_a_fresh_one() {
        let mut plan = Plan::default();
        plan.add_fresh(Kind::Layer);
        if let Some(layer) = plan.layer_mut(3) {
            (layer.days, layer.contracts) = (60.0, Some(3.0));
        }
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let layers = of(&book);
        assert_eq!(layers.iter().map(|layer| layer.contracts).collect::<Vec<_>>(), [2.0, 2.0, 1.0, 3.0]);
        for layer in layers {
            for row in &layer.rows {
                let lost = row.pnl.0 / (100.0 * layer.contracts);
                assert!((lost - row.slide.0 - row.decay.0).abs() < 1e-9 && row.slide.0 <= 0.0 && row.decay.0 <= 1e-12);
                // VIX unchanged and no events: a fresh call of the same age is today's.
                assert!((row.roll_cost.0 + row.pnl.0).abs() < 1e-6, "{row:?}");
            }
        }
    }

    #[test]
    fn layers_that_are_off_have_no_rows() {
        let mut plan = Plan::default();
        plan.holdings[3].on = false;
        let ids = |plan: &Plan| {
            let rolls = Book::resolve(plan).map(|book| of(&book)).unwrap_or_default();
            rolls.into_iter().map(|layer| layer.id).collect::<Vec<_>>()
        };
        assert_eq!(ids(&plan), ["layer", "layer3"]);
        plan.holdings.clear();
        assert_eq!(ids(&plan), Vec::<String>::new());
    }

    fn shocked(change: impl Fn(&mut Plan)) -> Book {
        let mut plan = Plan::default();
        change(&mut plan);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        book
    }

    #[test]
    fn a_layer_in_the_shock_is_what_the_scenario_prices_and_rolls_on_its_own_curve() {
        for (vix, days) in [(45.0, 5.0), (12.0, 10.0), (80.0, 21.0), (30.0, 160.0)] {
            let book = shocked(|plan| {
                (plan.event.vix, plan.event.days) = (Some(Points(vix)), days);
                plan.a_layer(1).spread = Points(10.0);
            });
            let world = book.shock.as_set(0.0);
            let found = then(&book);
            assert_eq!(found.len(), 3);
            for (one, (_, layer, plan)) in found.iter().zip(book.planned_layers()) {
                assert!((one.row.pnl.0 - layer.pnl(&world.market, days)).abs() < 1e-9);
                assert_eq!((one.row.days, one.row.days_left), (days, layer.days_left(days)));
                // Fresh less old, each priced here by Black on the scenario's own smile.
                let price = |strike: Points, wing: Option<Points>, left: f64| {
                    let smile = world.market.vix_smile(Years::from_calendar_days(left));
                    let call = |strike: Points| {
                        let vol = smile.vol(strike.0).0;
                        let (future, rate) = (world.market.vix_future(smile.expiry).0, world.market.rate.0);
                        crate::options::black::price(Side::Call, future, strike.0, vol, smile.expiry.0, rate)
                    };
                    call(strike) - wing.map_or(0.0, call)
                };
                let fresh = strike_of(&world.market, &LayerPlan { days: one.fresh_days, ..plan.clone() });
                assert_eq!(fresh, one.fresh_strike);
                let new = price(fresh, wing_of(fresh, plan.spread), one.fresh_days);
                let old = price(layer.strike, layer.wing, one.row.days_left);
                let cost = 100.0 * layer.contracts * (new - old);
                assert!((one.row.roll_cost.0 - cost).abs() < 1e-8, "VIX {vix}: {} {cost}", one.row.roll_cost.0);
                // What is due or gone is rolled, never dropped.
                assert_eq!(one.contracts, layer.contracts);
                assert!(one.fresh_days >= ROLL_DAYS);
            }
        }
    }

    #[test]
    fn with_vix_untouched_the_shocks_row_is_the_row_of_its_day() {
        for days in DAYS {
            let book = shocked(|plan| (plan.event.vix, plan.event.days) = (None, days));
            for (still, one) in of(&book).iter().zip(then(&book)) {
                let row = still.rows.iter().find(|row| row.days == days);
                let gap = |of: fn(&RollRow) -> f64| row.map_or(f64::NAN, |row| (of(row) - of(&one.row)).abs());
                let gaps = [
                    gap(|row| row.pnl.0),
                    gap(|row| row.roll_cost.0),
                    gap(|row| row.future.0),
                    gap(|row| row.slide.0),
                    gap(|row| row.decay.0),
                ];
                assert!(gaps.iter().all(|gap| *gap < 1e-9), "{days}: {gaps:?}");
                assert_eq!(row.map(|row| row.state), Some(one.row.state));
            }
        }
    }

    #[test]
    fn the_greeks_in_the_shock_are_slopes_of_its_price_there() {
        let book = shocked(|plan| plan.event.days = 8.0);
        let world = book.shock.as_set(0.0);
        for (one, (_, layer, _)) in then(&book).iter().zip(book.planned_layers()) {
            let smile = world.market.vix_smile(Years::from_calendar_days(one.row.days_left));
            let (vol, rate) = (smile.vol(layer.strike.0).0, world.market.rate.0);
            let worth = |future: f64, vol: f64| {
                let price = crate::options::black::price(Side::Call, future, layer.strike.0, vol, smile.expiry.0, rate);
                100.0 * layer.contracts * price
            };
            let delta = (worth(smile.future + 1e-4, vol) - worth(smile.future - 1e-4, vol)) / 2e-4;
            let vega = (worth(smile.future, vol + 1e-5) - worth(smile.future, vol - 1e-5)) / 2e-3;
            assert!((one.greeks.delta / delta - 1.0).abs() < 1e-6, "{} {delta}", one.greeks.delta);
            assert!((one.greeks.vega / vega - 1.0).abs() < 1e-6, "{} {vega}", one.greeks.vega);
        }
        // Settled: the slope of what it paid, and nothing for a vol.
        let settled = then(&shocked(|plan| plan.event.days = 40.0));
        assert_eq!((settled[0].row.state, settled[0].greeks.vega), ("expired", 0.0));
        assert!(settled[0].greeks.delta > 0.0 && settled[0].contracts > 0.0);
    }
}
