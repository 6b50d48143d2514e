//! The crosshair as a sheet of its own, so that pointing redraws nothing else.

use crate::draw::palette::Role;
use crate::draw::scene::{Anchor, Bounds, Scene, Text};
use crate::views::book::payoff_chart::axis::{row, rows, ticks, widest};
use crate::views::book::payoff_chart::{PayoffView, frame, point_at, series};

/// Crosshair, dots on the curves and the three values in a tag on the axis; empty where nothing is pointed at.
pub fn overlay(view: &PayoffView) -> Scene {
    let mut scene = Scene::new(view.width, view.height, None);
    let frame = frame(view);
    let Some((x, point)) = view.crosshair.and_then(|x| Some((x, point_at(view.payoff, x)?))) else { return scene };
    let (px, base) = (frame.x.px(x), frame.area.bottom);
    scene.upright(px, frame.area.top, base, Role::Edge, &[3.0, 3.0]);
    for series in series(view.report).filter(|s| s.name != "At expiry") {
        let at = (px, frame.y.px((series.value)(&point)));
        if frame.area.has(at) {
            scene.dot(at, 3.0, series.role, Some((Role::Bg, 1.5)));
        }
    }
    let words = rows(view, &point, true);
    let half = (widest(&words) / 2.0 + 7.0).max(24.0);
    // Ticks that the tag would cut are hidden whole.
    for (tick, words) in ticks(view, &frame) {
        let reach = widest(&words) / 2.0 + 1.0;
        if (tick - px).abs() < half + reach + 2.0 {
            let tick = tick.floor() + 0.5;
            let box_ = Bounds { left: tick - reach, top: base + 11.0, right: tick + reach, bottom: base + 59.0 };
            scene.area(box_.corners(), Role::Bg);
        }
    }
    let tag = Bounds { left: px - half, top: base + 11.0, right: px + half, bottom: base + 59.0 };
    scene.area(tag.rounded(3.0), Role::Ink);
    for (i, words) in words.into_iter().enumerate() {
        let weight = if i == 0 { 600 } else { 400 };
        scene.text(Text::new((px, row(&frame, i)), words, Role::Bg).anchored(Anchor::Middle).set_in(11.0, weight));
    }
    scene
}
