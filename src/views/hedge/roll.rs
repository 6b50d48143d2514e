//! Roll table: what each layer becomes while VIX stays where it is, and what rolling it costs.
//!
//! What a call loses on the way is taken apart in two: its future slides down (or up) the curve towards VIX, and time
//! passes. Source: model book 9.

use serde::Serialize;

use crate::book::Book;
use crate::holdings::vix_layer::ROLL_DAYS;
use crate::market::Market;
use crate::units::{CALENDAR_DAYS, Points, TRADING_DAYS, Usd, Years};

/// Trading days ahead.
pub const DAYS: [f64; 6] = [0.0, 5.0, 10.0, 21.0, 42.0, 63.0];

/// What the layers become.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RollTable {
    /// One for each layer, shortest first, held or not.
    pub layers: Vec<LayerRoll>,
}

/// One layer over time.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LayerRoll {
    /// `short`, `medium` or `long`.
    pub name: &'static str,
    /// Contracts held.
    pub contracts: f64,
    /// Whole trading days until fewer than 21 calendar days are left; 0 where that is so today.
    pub due_in: f64,
    /// What the roll costs then.
    pub due_cost: Usd,
    /// One row for each of [`DAYS`].
    pub rows: Vec<RollRow>,
}

/// A layer on one day, VIX unchanged.
#[derive(Clone, Debug, PartialEq, Serialize)]
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
    /// What rolling it then costs: a fresh one of the same terms less what the old one brings.
    pub roll_cost: Usd,
}

pub(super) fn of(book: &Book) -> RollTable {
    let today = &book.market;
    let aged = |days: f64| {
        let curve = today.curve.aged(days * CALENDAR_DAYS / TRADING_DAYS);
        Market { curve, ..today.clone() }
    };
    let markets = DAYS.map(aged);
    let layers = book.layers.iter().zip(book.plan.hedge.layers()).map(|(layer, (name, plan))| {
        let smile = today.vix_smile(Years::from_calendar_days(layer.days));
        let row = |(market, days): (&Market, f64)| {
            let left = layer.days_left(days);
            let future = market.vix_future(Years::from_calendar_days(left));
            let price = layer.price(market, days);
            let mut slid = smile;
            slid.future = future.0;
            let slide = layer.price_on(&slid, today.rate.0) - layer.premium;
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
        };
        let due_in = due_in(layer.days);
        LayerRoll {
            name,
            contracts: layer.contracts,
            due_in,
            due_cost: layer.roll_cost(&aged(due_in), plan, due_in),
            rows: markets.iter().zip(DAYS).map(row).collect(),
        }
    });
    RollTable { layers: layers.collect() }
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

    #[test]
    fn a_layer_is_due_on_the_first_day_that_it_is_to_be_rolled() {
        for days in [5.0, 20.9, 21.0, 22.0, 30.0, 110.0, 220.0, 386.0] {
            let due = due_in(days);
            assert_ne!(State::after(days, due), State::Hold, "{days}");
            assert!(due == 0.0 || State::after(days, due - 1.0) == State::Hold, "{days}");
        }
    }
}
