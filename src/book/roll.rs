//! Roll table: what each layer becomes while VIX stays where it is, and what rolling it costs.
//!
//! What a call loses on the way is taken apart in two: its future slides down (or up) the curve towards VIX, and time
//! passes. Source: model book 9.

use serde::Serialize;

use crate::book::Book;
use crate::holdings::vix_layer::{Layer, rolled};
use crate::holdings::world::ROLL_DAYS;
use crate::market::Market;
use crate::market::futures::VixSmile;
use crate::plan::LayerPlan;
use crate::units::{CALENDAR_DAYS, Points, TRADING_DAYS, Usd, Years};

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

/// A layer on one day, VIX unchanged.
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
    /// Of the change of one's price: the rest, time.
    pub decay: Points,
    /// `hold`, `roll` or `expired`.
    pub state: &'static str,
    /// What rolling it then costs: a fresh one, of the terms that it is rolled into, less what the old one brings.
    pub roll_cost: Usd,
}

/// What each layer that is on becomes, in the order of the book.
pub fn of(book: &Book) -> Vec<LayerRoll> {
    let today = &book.market;
    let markets = DAYS.map(|days| (aged(today, days), days));
    let one = |(entry, layer, plan): (&crate::holdings::Entry, &Layer, &LayerPlan)| {
        let (smile, plan) = (today.vix_smile(Years::from_calendar_days(layer.days)), &rolled(plan));
        let due_in = due_in(layer.days);
        LayerRoll {
            id: entry.id(),
            name: entry.name.clone(),
            contracts: layer.contracts,
            due_in,
            due_cost: layer.roll_cost(&aged(today, due_in), plan, due_in),
            rows: markets.iter().map(|(market, days)| row(layer, plan, &smile, market, *days)).collect(),
        }
    };
    book.planned_layers().map(one).collect()
}

/// Today's market so many trading days on, VIX unchanged.
fn aged(today: &Market, days: f64) -> Market {
    Market { curve: today.curve.aged(days * CALENDAR_DAYS / TRADING_DAYS), ..today.clone() }
}

fn row(layer: &Layer, plan: &LayerPlan, smile: &VixSmile, market: &Market, days: f64) -> RollRow {
    let left = layer.days_left(days);
    let future = market.vix_future(Years::from_calendar_days(left));
    let price = layer.price(market, days);
    let mut slid = *smile;
    slid.future = future.0;
    let slide = layer.price_on(&slid, market.rate.0) - layer.premium;
    RollRow {
        days,
        days_left: left,
        future,
        price: Points(price),
        pnl: Usd(layer.pnl(market, days)),
        slide: Points(slide),
        decay: Points(price - layer.premium - slide),
        state: layer.state(days).word(),
        roll_cost: layer.roll_cost(market, plan, days),
    }
}

/// Whole trading days until an option of so many calendar days has fewer than 21 left.
fn due_in(days: f64) -> f64 {
    let left = (days - ROLL_DAYS) * TRADING_DAYS / CALENDAR_DAYS;
    if left < 0.0 { 0.0 } else { left.floor() + 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::holdings::vix_layer::State;
    use crate::plan::Plan;
    use crate::plan::holding::Kind;

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
            let due = due_in(days);
            assert_ne!(State::after(days, due), State::Hold, "{days}");
            assert!(due == 0.0 || State::after(days, due - 1.0) == State::Hold, "{days}");
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
}
