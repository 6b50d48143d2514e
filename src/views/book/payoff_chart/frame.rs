//! Where the payoff's plot box, axes and handles are; the page places its own handles and the crosshair by it.

use crate::book::curves::{Payoff, PayoffAxis, PayoffPoint};
use crate::draw::palette::Role;
use crate::draw::scene::{Anchor, Bounds, Scene, Text};
use crate::draw::text;
use crate::draw::ticks::{Axis, multiples};
use crate::plan::address::Address;
use crate::plan::holding::Kind;
use crate::views::book::payoff_chart::{PayoffView, dollar_step, pinned, place, place_of_spx, point_at};
use crate::words as say;

/// The plot box and its axes.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// The plot box in css pixels.
    pub area: Bounds,
    /// SPX, VIX or the token's price.
    pub x: Axis,
    /// Dollars.
    pub y: Axis,
    /// Dollars at the level lines.
    pub ticks: Vec<f64>,
    /// Strikes and pool bounds on the SPX axis, bounds on the token's; none on the VIX axis.
    pub handles: Vec<Handle>,
}

/// A strike or a pool bound that can be dragged.
#[derive(Clone, Debug, PartialEq)]
pub struct Handle {
    /// The input it moves: `condor.short_put`, `pool2.low`, …
    pub at: Address,
    /// What it stands for: SPX points, or the token's price.
    pub value: f64,
    /// Where it stands on the axis, in the axis' unit.
    pub place: f64,
    /// Centre in css pixels.
    pub x: f64,
    /// Centre in css pixels.
    pub y: f64,
    /// Series it belongs to.
    pub role: Role,
    /// Short strikes and bounds are filled, long strikes hollow.
    pub is_filled: bool,
}

impl Frame {
    /// Level of the axis at a css pixel, within the curves.
    pub fn px_to_x(&self, px: f64) -> f64 {
        self.x.at(px)
    }

    /// Whether the level lies on the axis.
    pub fn reaches(&self, x: f64) -> bool {
        x >= self.x.from.0 && x <= self.x.to.0
    }
}

impl Handle {
    /// What it stands for once it is dragged to this place of the axis: SPX points, or the bound at which its pool is
    /// when the market's token is there; `None` off the curves.
    pub fn dragged(&self, payoff: &Payoff, place: f64) -> Option<f64> {
        let to = point_at(payoff, place)?;
        if self.at.is_of(Kind::Condor) {
            return Some(to.spx);
        }
        // The pool's own price may differ from the market's; both move alike.
        let from = point_at(payoff, self.place)?;
        Some(self.value * to.token / from.token).filter(|price| price.is_finite())
    }

    /// Nine by sixteen pixels on the axis.
    pub fn draw(&self, scene: &mut Scene) {
        let outline = |by: f64| {
            Bounds { left: self.x - 4.5, top: self.y - 8.0, right: self.x + 4.5, bottom: self.y + 8.0 }.grown(by)
        };
        scene.area(outline(0.75).rounded(2.5), self.role);
        if !self.is_filled {
            scene.area(outline(-0.75).rounded(1.25), Role::Bg);
        }
        let grip = if self.is_filled { Role::Bg } else { self.role };
        for dx in [-1.5, 1.5] {
            scene.line(&[(self.x + dx, self.y - 3.0), (self.x + dx, self.y + 3.0)], grip, 1.0, &[]);
        }
    }
}

/// The frame of this view.
pub fn frame(view: &PayoffView) -> Frame {
    let (top, right, bottom) = if view.is_narrow { (44.0, 80.0, 62.0) } else { (46.0, 86.0, 64.0) };
    let high = (finite(view.height) - bottom - top).max(1.0);
    let (low_usd, high_usd) = dollars(view, high);
    let step = dollar_step(low_usd, high_usd, high);
    let ticks = multiples(step, low_usd, high_usd);
    let widest = ticks.iter().map(|t| text::width(&usd(view, *t), 11.0, 400)).fold(0.0, f64::max);
    let left = (widest + 12.0).max(if view.is_narrow { 44.0 } else { 58.0 });
    let area = Bounds { left, top, right: (finite(view.width) - right).max(left + 1.0), bottom: top + high };

    let end = |p: Option<&PayoffPoint>| p.map_or(f64::NAN, |p| place(view.payoff.axis, p));
    let x = Axis::new(
        (end(view.payoff.points.first()), area.left),
        (end(view.payoff.points.last()), area.right),
        view.payoff.axis == PayoffAxis::Vix,
    );
    let y = Axis::new((low_usd, area.bottom), (high_usd, area.top), false);
    let mut frame = Frame { area, x, y, ticks, handles: Vec::new() };
    frame.handles = handles(view, &frame);
    frame
}

fn finite(x: f64) -> f64 {
    if x.is_finite() { x } else { 0.0 }
}

/// Lowest and highest dollars: the book, its two engines and the budget in full; the hedge, the band and the curve at
/// expiry as far as they do not flatten the rest.
fn dollars(view: &PayoffView, pixels: f64) -> (f64, f64) {
    let points = || view.payoff.points.iter();
    // Plan A in full as far as this axis reaches.
    let ends = [view.payoff.points.first(), view.payoff.points.last()].map(|p| p.map(|p| place(view.payoff.axis, p)));
    let is_seen = |x: f64| matches!(ends, [Some(from), Some(to)] if (from..=to).contains(&x));
    let other = pinned(view).into_iter().flat_map(|a| a.points.iter().filter(|p| is_seen(place(a.axis, p))));
    let whole = points().flat_map(|p| [p.combined, p.condor, p.pool]).chain(other.map(|p| p.combined));
    let (low, high) = range(whole.chain([0.0, -view.report.combined.budget.0.abs(), view.payoff.shock.combined]));
    let span = (high - low).max(8.0);
    let (wide_low, wide_high) = range(points().flat_map(|p| [p.hedge, p.expiry, p.low, p.high]));
    let high = high.max(wide_high.min(high + 0.45 * span));
    let low = low.min(wide_low.max(low - 0.06 * span));
    let (low, mut high) = (low - 0.05 * span, high + 0.06 * span);
    // Break-evens carry flags above zero.
    let flag = 58.0 / pixels.max(120.0);
    if !view.payoff.break_evens.is_empty() {
        high = high.max(-low * flag / (1.0 - flag));
    }
    (low, high)
}

fn range(values: impl Iterator<Item = f64>) -> (f64, f64) {
    let tame = values.filter(|x| x.is_finite()).map(|x| x.clamp(-1e12, 1e12));
    let (low, high) = tame.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), x| (a.min(x), b.max(x)));
    if low <= high { (low, high) } else { (0.0, 0.0) }
}

fn usd(view: &PayoffView, x: f64) -> String {
    if view.is_narrow || x.abs() >= 1e6 { say::usd_short(x) } else { say::usd(x) }
}

/// The words beside a level line.
pub(super) fn tick_label(view: &PayoffView, frame: &Frame, x: f64) -> Text {
    let at = (frame.area.left - 8.0, frame.y.px(x) + 4.0);
    Text::new(at, usd(view, x), Role::Ink3).anchored(Anchor::End)
}

fn handles(view: &PayoffView, frame: &Frame) -> Vec<Handle> {
    if view.payoff.axis == PayoffAxis::Vix {
        return Vec::new();
    }
    let handle = |at, value, level: f64, role, is_filled| Handle {
        at,
        value,
        place: level,
        x: frame.x.px(level),
        y: frame.area.bottom,
        role,
        is_filled,
    };
    let rows = ["condor.long_put", "condor.short_put", "condor.short_call", "condor.long_call"];
    let mut handles = Vec::new();
    for condor in view.report.condors.iter().filter(|condor| condor.contracts > 0.0) {
        for (i, strike) in condor.strikes.iter().enumerate() {
            let Some(level) = place_of_spx(view.payoff, strike.0) else { continue };
            let is_short = i == 1 || i == 2;
            handles.push(handle(Address::new(rows[i], condor.nth), strike.0, level, Role::Condor, is_short));
        }
    }
    for bound in view.payoff.bounds.iter().filter(|bound| frame.reaches(bound.place)) {
        let row = if bound.is_upper { "pool.high" } else { "pool.low" };
        handles.push(handle(Address::new(row, bound.pool), bound.price, bound.place, Role::Pool, true));
    }
    handles
}
