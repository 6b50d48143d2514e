//! The payoff's x axis in three rows: SPX, VIX and the token, the link made readable.

use crate::book::curves::{PayoffAxis, PayoffPoint};
use crate::draw::palette::Role;
use crate::draw::scene::{Anchor, Bounds, Scene, Text};
use crate::draw::text;
use crate::draw::ticks::{multiples, step};
use crate::views::book::payoff_chart::{Frame, PayoffView, off_chart, place, point_at};
use crate::words as say;

/// VIX levels worth a tick, the most wanted first.
const VIX_TICKS: [f64; 17] =
    [10.0, 20.0, 40.0, 80.0, 150.0, 15.0, 30.0, 60.0, 120.0, 12.0, 25.0, 50.0, 100.0, 9.0, 18.0, 35.0, 70.0];

/// Baseline of a row.
pub(super) fn row(frame: &Frame, i: usize) -> f64 {
    frame.area.bottom + 24.0 + 15.0 * i as f64
}

/// The three rows at a point, the axis' own quantity first.
pub(super) fn rows(view: &PayoffView, point: &PayoffPoint, is_exact: bool) -> [String; 3] {
    let spx = say::fixed(point.spx, 0);
    let vix = say::fixed(
        point.vix,
        usize::from(is_exact || (point.vix < 20.0 && (point.vix - point.vix.round()).abs() > 0.05)),
    );
    let token = match () {
        // Nothing held hangs on it.
        () if view.token.is_empty() => String::new(),
        () if is_exact => say::price(point.token),
        () => say::price(three_digits(point.token)),
    };
    match view.payoff.axis {
        PayoffAxis::Spx => [spx, vix, token],
        PayoffAxis::Vix => [say::vix(point.vix), spx, token],
        PayoffAxis::Token => {
            let moved = say::percent(point.token / view.payoff.now.token - 1.0, usize::from(is_exact));
            [token, moved, range_word(view, point).into()]
        }
    }
}

/// Where the price stands against the range of a single pool on this token; nothing where there is none, or several.
fn range_word(view: &PayoffView, point: &PayoffPoint) -> &'static str {
    let mut ranges = view.report.pools.iter().filter(|pool| pool.is_on_market_token).filter_map(|pool| pool.range);
    match (ranges.next(), ranges.next()) {
        (Some([low, _]), None) if point.token < low => "below",
        (Some([_, high]), None) if point.token > high => "above",
        (Some(_), None) => "in range",
        _ => "",
    }
}

fn three_digits(x: f64) -> f64 {
    if !(x.is_finite() && x != 0.0) {
        return x;
    }
    let unit = 10f64.powi(x.abs().log10().floor() as i32 - 2);
    (x / unit).round() * unit
}

/// Ticks with the point and the words at each.
pub(super) fn ticks(view: &PayoffView, frame: &Frame) -> Vec<(f64, [String; 3])> {
    let payoff = view.payoff;
    let (from, to) = (frame.x.from.0, frame.x.to.0);
    let levels = match payoff.axis {
        PayoffAxis::Spx | PayoffAxis::Token => {
            let room = payoff
                .points
                .last()
                .map_or(40.0, |p| rows(view, p, false).iter().map(|s| text::width(s, 11.0, 500)).fold(34.0, f64::max));
            let per_px = (to - from) / frame.area.width().max(1.0);
            multiples(step(per_px * (room + 11.0)), from, to)
        }
        PayoffAxis::Vix => {
            let mut levels: Vec<f64> = Vec::new();
            for x in VIX_TICKS {
                let has_room = frame.x.px(x) >= frame.area.left + 16.0;
                if has_room && frame.reaches(x) && levels.iter().all(|y| (frame.x.px(*y) - frame.x.px(x)).abs() >= 48.0)
                {
                    levels.push(x);
                }
            }
            levels
        }
    };
    let at = |x: f64| point_at(payoff, x.clamp(from, to)).map(|p| (frame.x.px(x), rows(view, &p, false)));
    levels.into_iter().filter_map(at).collect()
}

/// Widest of the three rows in pixels.
pub(super) fn widest(words: &[String; 3]) -> f64 {
    words.iter().map(|s| text::width(s, 11.0, 500)).fold(0.0, f64::max)
}

/// Axis line, ticks, three rows, and what lies off to the sides.
pub(super) fn draw(scene: &mut Scene, view: &PayoffView, frame: &Frame) {
    let (left, right, base) = (frame.area.left, frame.area.right, frame.area.bottom);
    scene.level(base, left, right, Role::Edge, &[]);
    let names = match view.payoff.axis {
        PayoffAxis::Spx => ["SPX", "VIX", view.token],
        PayoffAxis::Vix => ["VIX", "SPX", view.token],
        PayoffAxis::Token => [view.token, "move", "range"],
    };
    for (i, name) in names.into_iter().enumerate() {
        let at = (left - 8.0, row(frame, i));
        scene.text(Text::new(at, name, Role::Ink3).anchored(Anchor::End).set_in(11.0, 600));
    }
    let mut left_room = left - 4.0;
    for text in off_range(view, frame) {
        if text.at.0 < right {
            left_room = left_room.max(text.extent().right + 6.0);
        }
        arrow(scene, &text, frame);
        scene.text(text);
    }
    for (x, words) in ticks(view, frame) {
        if x - widest(&words) / 2.0 < left_room.min(left) - 2.0 {
            continue;
        }
        scene.upright(x, base, base + 5.0, Role::Edge, &[]);
        for (i, words) in words.into_iter().enumerate() {
            let (role, weight) = if i == 0 { (Role::Ink, 500) } else { (Role::Ink3, 400) };
            let text = Text::new((x, row(frame, i)), words, role).anchored(Anchor::Middle).set_in(11.0, weight);
            if text.extent().left >= if i == 2 { left_room } else { left - 6.0 } {
                scene.text(text);
            }
        }
    }
}

/// Pool bounds that the axis does not reach, in the token's row.
fn off_range(view: &PayoffView, frame: &Frame) -> Vec<Text> {
    let payoff = view.payoff;
    let token = |p: Option<&PayoffPoint>| p.map_or(0.0, |p| p.token);
    let ends = [token(payoff.points.first()), token(payoff.points.last())];
    let (rises, middle) = (ends[1] >= ends[0], 0.5 * (ends[0] + ends[1]));
    let prices = || off_chart(view, |place| frame.reaches(place)).into_iter().map(|(_, price)| price);
    // The nearest on a side: several pools' bounds would lie on one another; the caption names all.
    let below = prices().filter(|price| *price < middle).reduce(f64::max);
    let above = prices().filter(|price| *price >= middle).reduce(f64::min);
    let mut texts = Vec::new();
    for (is_above, price) in [(false, below), (true, above)] {
        let Some(price) = price else { continue };
        let is_right = is_above == rises;
        let x = if is_right { frame.area.right + 12.0 } else { frame.area.left + 5.0 };
        let words = say::price(three_digits(price));
        let line = if payoff.axis == PayoffAxis::Token { 0 } else { 2 };
        texts.push(Text::new((x, row(frame, line)), words, Role::Pool).set_in(11.0, 500));
    }
    texts
}

/// The small arrow that says on which side it lies.
fn arrow(scene: &mut Scene, text: &Text, frame: &Frame) {
    let Bounds { left, right, .. } = text.extent();
    let y = text.at.1 - 4.0;
    let (x, dx) = if left > frame.area.right { (right + 2.0, 5.0) } else { (left - 2.0, -5.0) };
    scene.area(vec![(x, y - 4.0), (x + dx, y), (x, y + 4.0)], Role::Pool);
}

/// Where the axis has the point, in pixels.
pub(super) fn px(view: &PayoffView, frame: &Frame, point: &PayoffPoint) -> f64 {
    frame.x.px(place(view.payoff.axis, point))
}
