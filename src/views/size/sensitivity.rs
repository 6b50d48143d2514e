//! Sensitivity: the size against one input at a time, everything else as it stands.

use serde::Serialize;

use crate::book::Book;
use crate::numbers::pieces::{pause, whole};
use crate::plan::Plan;
use crate::plan::knobs::knob;
use crate::shock::spot_vol::VIX_RANGE;
use crate::sizing::ledger::SizedPosition;
use crate::sizing::{Case, Effect, RULES, dollars, size};
use crate::units::Usd;

/// The size at one value of an input.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct SizePoint {
    /// The input, in the plan's unit.
    pub x: f64,
    /// The answer there.
    pub size: Usd,
    /// The smallest cap that is on; none where there is no limit.
    pub cap: Option<Usd>,
    /// Inside a sentence, 'the stress cap'.
    pub binding: &'static str,
}

/// One input.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Panel {
    /// Knob.
    pub id: &'static str,
    /// On the picture.
    pub label: &'static str,
    /// Where it stands.
    pub now: f64,
    /// By rising input.
    pub points: Vec<SizePoint>,
}

/// Points over VIX; over what moves every outcome too.
pub const POINTS: usize = 21;
const FEW: usize = 6;
/// The one input that leaves every outcome where it is.
const VIX: &str = "shock.vix";

/// Knob, name, ends.
const INPUTS: [(&str, &str, [f64; 2]); 4] = [
    (VIX, "VIX after the shock", VIX_RANGE),
    ("shock.severity", "Severity", [0.0, 2.5]),
    ("shock.beta_spx", "Token beta to SPX", [0.0, 4.0]),
    ("shock.correlation", "Correlation stress", [0.0, 1.0]),
];

/// The size against VIX, severity, token beta and correlation stress: each point is what the page would say there.
pub fn of(book: &Book, ledger: &SizedPosition) -> Vec<Panel> {
    whole(making(book, ledger))
}

/// The same in pieces: all but VIX make a book of their own for each point.
pub async fn making(book: &Book, ledger: &SizedPosition) -> Vec<Panel> {
    let mut panels = Vec::new();
    for (id, label, [low, high]) in INPUTS {
        let Some(now) = now(book, id) else { continue };
        let is_vix = id == VIX;
        let low = if is_vix { book.market.calibration.vix.0.min(now) } else { low };
        let count = if is_vix { POINTS } else { FEW };
        let mut points = Vec::with_capacity(count);
        for i in 0..count {
            let share = i as f64 / (count - 1) as f64;
            let x = if is_vix { low * (high / low).powf(share) } else { low + (high - low) * share };
            points.extend(at(book, ledger, id, x).await);
            pause().await;
        }
        panels.push(Panel { id, label, now, points });
    }
    panels
}

/// Where an input stands.
fn now(book: &Book, id: &str) -> Option<f64> {
    match id {
        VIX => Some(book.shock.vix().0),
        "shock.beta_spx" => Some(book.shock.response.beta_spx.unwrap_or_else(|| {
            let response = book.shock.market_response(book.shock.vix());
            response.beta_spx / response.stress_factor
        })),
        _ => knob(id)?.value(&book.plan, 0),
    }
}

/// The size with an input there; none where the plan cannot be resolved.
async fn at(book: &Book, ledger: &SizedPosition, id: &str, x: f64) -> Option<SizePoint> {
    let is_vix = id == VIX;
    let mut plan: Plan = book.plan.clone();
    knob(id)?.set(&mut plan, 0, Some(x)).ok()?;
    if is_vix {
        plan.put_vix(plan.event.vix);
    }
    let there = book.resolve_beside(&plan).ok()?;
    // Hurdle, CVaR and the set move with all but VIX: what the page would say there.
    let fresh = if is_vix || plan == book.plan { None } else { Some(SizedPosition::making_alone(&there).await?) };
    let ledger = fresh.as_ref().unwrap_or(ledger);
    Some(point(x, &ledger.case(&ledger.shocked(&there), &ledger.as_is())))
}

fn point(x: f64, case: &Case) -> SizePoint {
    let rules = &case.plan.rules;
    let caps = RULES.iter().filter_map(|rule| match rule.effect_in(case, rules) {
        Effect::Cap(cap) => dollars(cap),
        _ => None,
    });
    let size = size(case, rules);
    SizePoint { x, size: Usd(size.usd), cap: caps.reduce(f64::min).map(Usd), binding: size.binding.name }
}
