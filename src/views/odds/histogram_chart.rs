//! Histogram: P&L at the end of the paths, those past the budget in the colour of loss.

use crate::draw::labels::Taken;
use crate::draw::lines::inside;
use crate::draw::palette::Role;
use crate::draw::scene::{Anchor, Bounds, Scene, Text};
use crate::draw::ticks::{Axis, multiples, step};
use crate::odds::figures::{Figure, Odds, Part, PartOdds};
use crate::units::day::Day;
use crate::views::odds::say::{by_then, is_near, none_walked, of_part, paths, share, whole};
use crate::views::pinned::Table;
use crate::words::{self, amount, usd, usd_short};

/// What the chart shows and how large.
#[derive(Clone, Copy, Debug)]
pub struct HistogramView<'a> {
    /// What the paths say.
    pub odds: &'a Odds,
    /// Of which part.
    pub part: Part,
    /// The shock's P&L of this part, where it is marked.
    pub shock: Option<f64>,
    /// Width of the whole picture, css pixels.
    pub width: f64,
    /// Height of the whole picture, css pixels.
    pub height: f64,
}

const DOTTED: &[f64] = &[2.0, 2.0];
const DASHED: &[f64] = &[4.0, 3.0];
/// Rows of words above the bars, and their height, css pixels.
const ROWS: usize = 3;
const ROW: f64 = 14.0;
/// Css pixels between two words under the bars.
const APART: f64 = 58.0;
/// Css pixels kept free at either side of words above the bars.
const EDGE: f64 = 12.0;
/// Css pixels between two of them.
const BESIDE: f64 = 6.0;

/// The finding: how many end past the budget and how many lose nothing.
pub fn headline(odds: &Odds, part: Part) -> String {
    let Some(found) = odds.part(part).filter(|_| odds.paths > 0) else { return none_walked().into() };
    if odds.paths == 1 {
        return format!("{}: the only path so far ends at {}", whole(part), usd(found.quantiles[3].value));
    }
    let past = match found.past_budget.value {
        0.0 => "no path ends".to_string(),
        _ => format!("{} of paths end", share(found.past_budget)),
    };
    let kept = Figure { value: 1.0 - found.loss.value, ..found.loss };
    let words = format!("{past} past the budget, {} at zero or above", share(kept));
    of_part(part, &words)
}

/// How to read it.
pub fn caption(odds: &Odds, part: Part, today: Option<Day>) -> String {
    format!(
        "{} {}, {}, in dollars. Bars past the budget of {} are red; the first and the last hold what lies beyond.",
        by_then(odds, today),
        lowered(whole(part)),
        paths(odds),
        amount(odds.budget.0)
    )
}

fn lowered(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// The bars, the budget, the middle and the shock.
pub fn scene(view: &HistogramView) -> Scene {
    let mut scene = Scene::new(view.width, view.height, Some(Role::Bg));
    scene.title = headline(view.odds, view.part);
    scene.description = description(view);
    let Some(part) = view.odds.part(view.part).filter(|part| view.odds.paths > 0 && !part.bars.is_empty()) else {
        return scene;
    };
    let top = 6.0 + ROWS as f64 * ROW;
    let area = Bounds { left: 16.0, top, right: scene.width - 16.0, bottom: scene.height - 30.0 };
    if area.width() < 60.0 || area.height() < 40.0 {
        return scene;
    }
    let bars = part.bars.iter().flat_map(|bar| [bar.from.0, bar.to.0]);
    let [low, high] = ends(bars);
    let budget = -view.odds.budget.0;
    let shown = [Some(budget), view.shock].into_iter().flatten().filter(|usd| is_near([low, high], *usd));
    let [from, to] = ends([low, high].into_iter().chain(shown));
    let x = Axis::new((from, area.left), (to, area.right), false);
    draw_bars(&mut scene, part, budget, &x, &area);
    scene.level(area.bottom, area.left, area.right, Role::Edge, &[]);
    ticks(&mut scene, &x, &area);
    let mut taken = Taken::default();
    marks(&mut scene, view, part, &x, &area, &mut taken);
    if part.past_budget.value > 0.0 && is_near([low, high], budget) {
        let words = format!("{} of paths", share(part.past_budget));
        let at = |at: f64, up: f64, anchor| {
            Text::new((at, area.bottom - up * area.height()), words.clone(), Role::Loss).anchored(anchor).on_plate(0.86)
        };
        let heights = [0.16, 0.3, 0.45, 0.6, 0.8];
        let shock = view.shock.map_or(f64::NAN, |shock| x.px(shock.min(budget)));
        let before = heights.map(|up| [at(x.px(budget) - 8.0, up, Anchor::End), at(shock - 8.0, up, Anchor::End)]);
        let after = heights.map(|up| at(x.px(budget) + 8.0, up, Anchor::Start));
        // On the side of the bars that it is of, where there is room.
        let named = taken.place_best(before.into_iter().flatten(), &area);
        if let Some(text) = named.or_else(|| taken.place_best(after, &area)) {
            scene.text(text);
        }
    }
    scene
}

fn ends(values: impl Iterator<Item = f64>) -> [f64; 2] {
    values.filter(|x| x.is_finite()).fold([f64::INFINITY, f64::NEG_INFINITY], |[a, b], x| [a.min(x), b.max(x)])
}

/// Bars as high as their shares; one that the budget cuts is cut there.
fn draw_bars(scene: &mut Scene, part: &PartOdds, budget: f64, x: &Axis, area: &Bounds) {
    let most = part.bars.iter().map(|bar| bar.share).fold(0.0, f64::max);
    for bar in part.bars.iter().filter(|bar| bar.share > 0.0) {
        let [left, right] = [bar.from, bar.to].map(|usd| x.px(usd.0));
        let gap = if right - left > 4.0 { 1.0 } else { 0.0 };
        let top = area.bottom - bar.share / most * area.height();
        let cut = x.px(budget).clamp(left, right - gap);
        for (from, to, role) in [(left, cut, Role::Loss), (cut, right - gap, Role::Line2)] {
            if to > from {
                scene.area(Bounds { left: from, top, right: to, bottom: area.bottom }.corners(), role);
            }
        }
    }
}

fn ticks(scene: &mut Scene, x: &Axis, area: &Bounds) {
    let (from, to) = (x.from.0, x.to.0);
    let most = (area.width() / APART).max(2.0);
    for usd in multiples(step((to - from) / most).max(1.0), from, to) {
        let at = x.px(usd);
        scene.upright(at, area.bottom, area.bottom + 4.0, Role::Line2, &[]);
        let text = Text::new((at, area.bottom + 18.0), usd_short(usd), Role::Ink2).anchored(Anchor::Middle);
        scene.text(inside(text, 0.0, scene.width));
    }
}

/// The shock, the budget and the middle: upright lines under their words; what is off the chart is named at its edge.
fn marks(scene: &mut Scene, view: &HistogramView, part: &PartOdds, x: &Axis, area: &Bounds, taken: &mut Taken) {
    let middle = part.quantiles[3].value;
    let budget = -view.odds.budget.0;
    let all = [
        view.shock.map(|shock| (shock, "the shock", Role::Ink, 600, &[] as &[f64])),
        Some((budget, "budget", Role::Loss, 400, DOTTED)),
        Some((middle, "middle", Role::Ink, 600, DASHED)),
    ];
    for (at, name, role, weight, dash) in all.into_iter().flatten().filter(|mark| mark.0.is_finite()) {
        let px = x.px(at);
        let is_off = px < area.left - 0.5 || px > area.right + 0.5;
        let words = match is_off {
            false => format!("{name} {}", usd(at)),
            true if px < area.left => format!("← {name} {}", usd(at)),
            true => format!("{name} {} →", usd(at)),
        };
        let px = px.clamp(area.left, area.right);
        let places = (0..ROWS).flat_map(|row| {
            let y = area.top - 6.0 - row as f64 * ROW;
            [(0.0, Anchor::Middle), (4.0, Anchor::End), (-4.0, Anchor::Start)].map(|(side, anchor)| {
                let text = Text::new((px + side, y), words.clone(), role).anchored(anchor).set_in(11.0, weight);
                inside(text, EDGE, scene.width - EDGE)
            })
        });
        let sheet = Bounds { left: -1.0, top: -1.0, right: scene.width + 1.0, bottom: area.top };
        let named = taken.place_best(places, &sheet);
        if let Some(Bounds { left, right, top, bottom }) = named.as_ref().map(Text::extent) {
            taken.add(Bounds { left: left - BESIDE, top, right: right + BESIDE, bottom });
        }
        if !is_off {
            // A stem to its own words, unless other words are in the way.
            let up = named.as_ref().map_or(area.top, |text| text.at.1 + 3.0).min(area.top);
            let stem = Bounds { left: px - 1.0, top: up + 1.0, right: px + 1.0, bottom: area.top };
            let is_clear = taken.is_free(&stem, 0.0);
            taken.add(stem);
            taken.add_line(&[(px, area.top), (px, area.bottom)]);
            scene.upright(px, if is_clear { up } else { area.top }, area.bottom, role, dash);
        }
        if let Some(text) = named {
            scene.text(text);
        }
    }
}

fn description(view: &HistogramView) -> String {
    let title = headline(view.odds, view.part);
    let Some(part) = view.odds.part(view.part).filter(|_| view.odds.paths > 1) else { return format!("{title}.") };
    let shock = view.shock.map_or_else(String::new, |shock| format!(" The shock is at {}.", usd(shock)));
    format!(
        "{title}. Bars of P&L at the end from {} to {}, the middle at {}, the budget at {}.{shock}",
        usd(part.bars.first().map_or(0.0, |bar| bar.from.0)),
        usd(part.bars.last().map_or(0.0, |bar| bar.to.0)),
        usd(part.quantiles[3].value),
        usd(-view.odds.budget.0)
    )
}

/// Headings and a row for every bar.
pub fn table(odds: &Odds, part: Part) -> Table {
    let head = ["From", "To", "Share of paths"].map(String::from).to_vec();
    let bars = odds.part(part).map_or(&[][..], |part| &part.bars[..]);
    let row = |bar: &crate::odds::figures::Bar| vec![usd(bar.from.0), usd(bar.to.0), words::share(bar.share, 2)];
    (head, bars.iter().map(row).collect())
}
