//! The payoff: condor, pool, hedge and all three over SPX, VIX or the token's price, on the day the shock lands.

pub mod axis;
pub mod frame;
pub mod labels;
pub mod overlay;
pub mod words;

pub use frame::{Frame, Handle, frame};
pub use overlay::overlay;
pub use words::{caption, headline, others, table};

use crate::book::curves::{Payoff, PayoffAxis, PayoffPoint};
use crate::draw::labels::Taken;
use crate::draw::palette::Role;
use crate::draw::scene::{Bounds, Paint, Point, Scene};
use crate::draw::{clip, ticks};
use crate::views::report::Report;
use crate::words as say;

/// What the chart shows and how large.
#[derive(Clone, Copy, Debug)]
pub struct PayoffView<'a> {
    /// P&L of condors, pools, hedge and all over one axis, dollars.
    pub payoff: &'a Payoff,
    /// Strikes, range, budget.
    pub report: &'a Report,
    /// Short name of the token, `ETH`; empty where nothing held hangs on it.
    pub token: &'a str,
    /// Where the pointer is, in the axis' unit.
    pub crosshair: Option<f64>,
    /// Width of the whole picture, css pixels.
    pub width: f64,
    /// Height of the whole picture, css pixels.
    pub height: f64,
    /// Whether it is drawn for a phone.
    pub is_narrow: bool,
    /// Plan A over the same axis, drawn in grey under this one.
    pub pinned: Option<&'a Payoff>,
}

/// How a series is drawn: the same in the chart, the readout and the sums.
#[derive(Clone, Copy, Debug)]
pub struct Series {
    /// In words, within a sentence and beside its line.
    pub name: &'static str,
    /// The colour of its line.
    pub role: Role,
    /// Width of its line, css pixels.
    pub width: f64,
    /// On and off lengths; empty is solid.
    pub dash: &'static [f64],
    /// Dollars of a point.
    pub value: fn(&PayoffPoint) -> f64,
}

/// The five series in the order in which they are painted: at expiry, condor, pool, hedge, combined.
pub const SERIES: [Series; 5] = [
    Series { name: "At expiry", role: Role::Combined, width: 1.5, dash: &[6.0, 4.0], value: |p| p.expiry },
    Series { name: "Condor", role: Role::Condor, width: 1.75, dash: &[], value: |p| p.condor },
    Series { name: "Pool", role: Role::Pool, width: 1.75, dash: &[9.0, 3.0, 2.0, 3.0], value: |p| p.pool },
    Series { name: "Hedge", role: Role::Hedge, width: 2.0, dash: &[1.5, 3.5], value: |p| p.hedge },
    Series { name: "Combined", role: Role::Combined, width: 2.75, dash: &[], value: |p| p.combined },
];

/// The series of what is on: one that is off has no curve, no name and no column.
pub fn series(report: &Report) -> impl Iterator<Item = &'static Series> {
    let has = [!report.condors.is_empty(), !report.pools.is_empty(), report.hedge.is_held()];
    SERIES.iter().filter(move |series| match series.name {
        "Condor" => has[0],
        "Pool" => has[1],
        "Hedge" => has[2],
        // Without a condor there is no expiry to wait for.
        "At expiry" => has[0],
        _ => true,
    })
}

/// Bounds of the pools on the market's token that have no place on the axis, or none that `is_shown`: whether each is
/// an upper one, and its price.
fn off_chart(view: &PayoffView, is_shown: impl Fn(f64) -> bool) -> Vec<(bool, f64)> {
    let pools = view.report.pools.iter().filter(|pool| pool.is_on_market_token);
    let bounds = pools.flat_map(|pool| {
        pool.range.into_iter().flat_map(move |[low, high]| [(pool.nth, false, low), (pool.nth, true, high)])
    });
    let is_off = |(nth, is_upper, price): &(usize, bool, f64)| {
        let found = view.payoff.bounds.iter().find(|bound| (bound.pool, bound.is_upper) == (*nth, *is_upper));
        price.is_finite() && !found.is_some_and(|bound| is_shown(bound.place))
    };
    bounds.filter(is_off).map(|(_, is_upper, price)| (is_upper, price)).collect()
}

/// Dots, as strikes and bounds are drawn.
const DOTTED: &[f64] = &[1.0, 3.0];

/// Where a point stands on the axis, in the axis' unit.
pub fn place(axis: PayoffAxis, point: &PayoffPoint) -> f64 {
    match axis {
        PayoffAxis::Spx => point.spx,
        PayoffAxis::Vix => point.vix,
        PayoffAxis::Token => point.token,
    }
}

/// The curves at this place, between points in proportion; `None` off the curves.
pub fn point_at(payoff: &Payoff, x: f64) -> Option<PayoffPoint> {
    let at = |p: &PayoffPoint| place(payoff.axis, p);
    let (first, last) = (payoff.points.first()?, payoff.points.last()?);
    if !(x >= at(first) && x <= at(last)) {
        return None;
    }
    let k = payoff.points.partition_point(|p| at(p) < x);
    let (a, b) = (payoff.points.get(k.max(1) - 1)?, payoff.points.get(k.max(1)).unwrap_or(last));
    let room = at(b) - at(a);
    let t = if room > 0.0 { (x - at(a)) / room } else { 0.0 };
    let mix = |f: fn(&PayoffPoint) -> f64| f(a) + t * (f(b) - f(a));
    Some(PayoffPoint {
        spx: mix(|p| p.spx),
        vix: mix(|p| p.vix),
        token: mix(|p| p.token),
        condor: mix(|p| p.condor),
        pool: mix(|p| p.pool),
        hedge: mix(|p| p.hedge),
        combined: mix(|p| p.combined),
        low: mix(|p| p.low),
        high: mix(|p| p.high),
        expiry: mix(|p| p.expiry),
    })
}

/// Where the axis has this SPX level; `None` where it does not reach it.
fn place_of_spx(payoff: &Payoff, spx: f64) -> Option<f64> {
    if payoff.axis == PayoffAxis::Token {
        return None;
    }
    if payoff.axis == PayoffAxis::Spx {
        return point_at(payoff, spx).map(|_| spx);
    }
    payoff.points.windows(2).find_map(|pair| {
        let (a, b) = (&pair[0], &pair[1]);
        let is_between = (a.spx - spx) * (b.spx - spx) <= 0.0 && a.spx != b.spx;
        is_between.then(|| a.vix + (spx - a.spx) / (b.spx - a.spx) * (b.vix - a.vix))
    })
}

/// Level of the axis in words: an SPX level without decimals, VIX with one where it has one.
fn level(axis: PayoffAxis, x: f64) -> String {
    match axis {
        PayoffAxis::Spx => say::fixed(x, 0),
        PayoffAxis::Vix => say::vix(x),
        PayoffAxis::Token => say::price(x),
    }
}

/// The picture without the crosshair, which is [`overlay()`].
pub fn scene(view: &PayoffView) -> Scene {
    let mut scene = Scene::new(view.width, view.height, Some(Role::Bg));
    let frame = frame(view);
    scene.title = headline(view.payoff);
    scene.description = words::description(view);
    if frame.area.width() < 20.0 || frame.area.height() < 20.0 || view.payoff.points.len() < 2 {
        return scene;
    }
    let mut taken = Taken::default();
    grid(&mut scene, view, &frame);
    fills(&mut scene, view, &frame);
    let budget = -view.report.combined.budget.0.abs();
    scene.line_in(&frame.area, &level_line(&frame, budget), Role::Loss.into(), 1.0, &[2.0, 2.0]);
    if let Some(a) = pinned(view) {
        let line: Vec<Point> =
            a.points.iter().map(|p| (frame.x.px(place(a.axis, p)), frame.y.px(p.combined))).collect();
        scene.line_in(&frame.area, &line, crate::views::pinned::ROLE.into(), crate::views::pinned::WIDTH, &[]);
    }
    let curves: Vec<(&Series, Vec<Point>)> =
        series(view.report).map(|series| (series, curve(view, &frame, series.value))).collect();
    for (series, line) in &curves {
        scene.line_in(&frame.area, line, series.role.into(), series.width, series.dash);
    }
    axis::draw(&mut scene, view, &frame);
    let names = labels::strikes(&mut scene, view, &frame);
    labels::ends(&mut scene, view, &frame);
    for handle in &frame.handles {
        handle.draw(&mut scene);
    }
    scene.still = Some(scene.marks.len());
    labels::verticals(&mut scene, view, &frame, names, &mut taken);
    curves.iter().for_each(|(_, line)| taken.add_line(line));
    labels::break_evens(&mut scene, view, &frame, &mut taken);
    labels::shock(&mut scene, view, &frame, &mut taken);
    labels::budget(&mut scene, view, &frame, &mut taken);
    scene
}

/// Plan A's curves where they are over this axis.
fn pinned<'a>(view: &PayoffView<'a>) -> Option<&'a Payoff> {
    view.pinned.filter(|a| a.axis == view.payoff.axis && a.points.len() > 1)
}

fn curve(view: &PayoffView, frame: &Frame, value: fn(&PayoffPoint) -> f64) -> Vec<Point> {
    view.payoff.points.iter().map(|p| (frame.x.px(place(view.payoff.axis, p)), frame.y.px(value(p)))).collect()
}

fn level_line(frame: &Frame, usd: f64) -> [Point; 2] {
    let y = frame.y.px(usd).floor() + 0.5;
    [(frame.area.left, y), (frame.area.right, y)]
}

fn grid(scene: &mut Scene, view: &PayoffView, frame: &Frame) {
    for usd in &frame.ticks {
        let y = frame.y.px(*usd);
        let role = if *usd == 0.0 { Role::Edge } else { Role::Line };
        scene.level(y, frame.area.left, frame.area.right, role, &[]);
        scene.text(frame::tick_label(view, frame, *usd));
    }
}

/// The token's band, then the fill between the combined curve and zero.
fn fills(scene: &mut Scene, view: &PayoffView, frame: &Frame) {
    let mut band = curve(view, frame, |p| p.high);
    band.extend(curve(view, frame, |p| p.low).into_iter().rev());
    scene.area(clip::polygon(&band, &frame.area), Role::Band);

    let zero = frame.y.px(0.0);
    let mut fill = curve(view, frame, |p| p.combined);
    fill.extend([(frame.area.right, zero), (frame.area.left, zero)]);
    let above = Bounds { bottom: zero.clamp(frame.area.top, frame.area.bottom), ..frame.area };
    let below = Bounds { top: above.bottom, ..frame.area };
    for (side, role) in [(above, Role::FillProfit), (below, Role::FillLoss)] {
        if side.height() > 0.0 {
            scene.area(clip::polygon(&fill, &side), role);
        }
    }
}

fn faded(role: Role, opacity: f64) -> Paint {
    Paint { role, opacity }
}

/// Dollar ticks for a range on this many pixels.
fn dollar_step(low: f64, high: f64, pixels: f64) -> f64 {
    ticks::step(((high - low) * 40.0 / pixels.max(40.0)).max(1.0))
}
