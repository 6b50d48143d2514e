//! Curves: one position against its pair's price, with the prices that matter marked.

use serde::Serialize;

use crate::holdings::pool::Pool;
use crate::holdings::pool::position::Position;
use crate::holdings::pool::strip::{StripOption, payoff};
use crate::numbers::by_rising;
use crate::views::pool::safety::{InsuranceReport, LoanReport};

/// One price; dollars, the quote token worth what it is today.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct CurvePoint {
    /// Quote per base.
    pub price: f64,
    /// Value in the pool.
    pub value: f64,
    /// Value of holding.
    pub hodl: f64,
    /// Pool less holding, ≤ 0.
    pub il: f64,
    /// What the strip in the plan pays at expiry; 0 without one.
    pub strip: f64,
    /// Impermanent loss with the strip, before its cost; ≤ 0 with one strip, never over-hedged inside the range.
    pub leftover: f64,
}

/// A price worth a line on the chart.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Marker {
    /// `now`, `shock`, `low`, `high`, `liquidation`, `cap_below`, `cap_above`.
    pub id: &'static str,
    /// Quote per base.
    pub price: f64,
}

/// Points of a curve.
const POINTS: u16 = 121;

/// The curve from half the lowest to twice the highest price of interest, equal steps in logs, and at two prices more:
/// today's and the shock's; `shocked` is the price in
/// the scenario, in today's worth of the quote token.
pub(super) fn points(position: &Position, pool: &Pool, options: &[StripOption], shocked: f64) -> Vec<CurvePoint> {
    let entry = position.entry;
    let kept = pool.reserves(entry);
    let ends = position.range.unwrap_or([0.5 * entry, 2.0 * entry]);
    let low = 0.5 * ends[0].max(0.02 * entry).min(entry).min(shocked.max(0.02 * entry));
    let high = 2.0 * ends[1].min(50.0 * entry).max(entry).max(shocked.min(50.0 * entry));
    let step = (high / low).ln() / f64::from(POINTS - 1);
    let mut prices: Vec<f64> = (0..POINTS).map(|i| low * (step * f64::from(i)).exp()).collect();
    // What is said of today and of the shock is the pool's own figure, not one between two points.
    prices.extend([entry, shocked].into_iter().filter(|price| *price > low && *price < high));
    by_rising(prices, |price| *price)
        .into_iter()
        .map(|price| {
            let (value, hodl, strip) = (pool.value(price), kept.value(price), payoff(options, price));
            CurvePoint {
                price: position.shown(price),
                value,
                hodl,
                il: value - hodl,
                strip,
                leftover: value - hodl + strip,
            }
        })
        .collect()
}

/// The marked prices, those that exist.
pub(super) fn markers(
    position: &Position,
    shocked: f64,
    loan: Option<&LoanReport>,
    insurance: &InsuranceReport,
) -> Vec<Marker> {
    let [low, high] = position.range.map_or([None; 2], |range| range.map(|price| Some(position.shown(price))));
    [
        ("now", Some(position.shown(position.entry))),
        ("shock", Some(position.shown(shocked))),
        ("low", low),
        ("high", high),
        ("liquidation", loan.and_then(|loan| loan.liquidation_price)),
        ("cap_below", insurance.below.map(|trigger| trigger.price)),
        ("cap_above", insurance.above.map(|trigger| trigger.price)),
    ]
    .into_iter()
    .filter_map(|(id, price)| Some(Marker { id, price: price? }))
    .collect()
}
