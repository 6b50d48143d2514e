//! Bars: dollars by how many paths end at them, those below a limit in the colour of loss, and amounts that are named.

use crate::draw::labels::Taken;
use crate::draw::lines::inside;
use crate::draw::palette::Role;
use crate::draw::scene::{Anchor, Bounds, Point, Scene, Text};
use crate::draw::ticks::{Axis, multiples, step};
use crate::numbers::by_rising;
use crate::odds::figures::Bar;
use crate::views::odds::say::is_near;
use crate::views::pinned;
use crate::words::{usd, usd_short};

/// An amount under its words.
#[derive(Clone, Debug)]
pub struct Named {
    /// Dollars.
    pub usd: f64,
    /// Called.
    pub name: String,
    /// How it is drawn.
    pub manner: Manner,
}

/// How a named amount is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// What the page is about.
    Event,
    /// The limit.
    Limit,
    /// The middle.
    Middle,
}

/// What the picture shows and how large.
#[derive(Clone, Debug)]
pub struct Bars<'a> {
    /// The finding.
    pub title: String,
    /// In place of the picture.
    pub description: String,
    /// The bars; nothing is drawn without.
    pub bars: &'a [Bar],
    /// Those of plan A, drawn as an outline; none where none is pinned.
    pub pinned: &'a [Bar],
    /// Dollars below which they are red, and what is said of these, nothing where none is.
    pub limit: (f64, Option<String>),
    /// Amounts, the first to find room first.
    pub named: Vec<Named>,
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

/// The bars and the amounts.
pub fn drawn(view: &Bars) -> Scene {
    let mut scene = Scene::new(view.width, view.height, Some(Role::Bg));
    (scene.title, scene.description) = (view.title.clone(), view.description.clone());
    let top = 6.0 + ROWS as f64 * ROW;
    let area = Bounds { left: 16.0, top, right: scene.width - 16.0, bottom: scene.height - 30.0 };
    if view.bars.is_empty() || area.width() < 60.0 || area.height() < 40.0 {
        return scene;
    }
    let [low, high] = ends(view.bars.iter().flat_map(|bar| [bar.from.0, bar.to.0]));
    let limit = view.limit.0;
    let named = view.named.iter().filter(|named| named.manner != Manner::Middle).map(|named| named.usd);
    let of_a = view.pinned.iter().flat_map(|bar| [bar.from.0, bar.to.0]);
    let [from, to] = ends([low, high].into_iter().chain(named.chain(of_a).filter(|usd| is_near([low, high], *usd))));
    let x = Axis::new((from, area.left), (to, area.right), false);
    let outline = outline(view);
    let most = view.bars.iter().map(|bar| bar.share).chain(outline.iter().map(|p| p.1)).fold(0.0, f64::max);
    draw_bars(&mut scene, view.bars, [limit, most], &x, &area);
    let px = |p: Point| (x.px(p.0), area.bottom - p.1 / most * area.height());
    let of_a: Vec<Point> = outline.iter().copied().map(px).collect();
    scene.line_in(&area, &of_a, pinned::ROLE.into(), pinned::WIDTH, &[]);
    scene.level(area.bottom, area.left, area.right, Role::Edge, &[]);
    ticks(&mut scene, &x, &area);
    let mut taken = Taken::default();
    marks(&mut scene, view, &x, &area, &mut taken);
    // Named where it stands highest over the plan's own bars.
    let own = |usd: f64| {
        let here = view.bars.iter().filter(|bar| (bar.from.0..=bar.to.0).contains(&usd));
        here.map(|bar| bar.share).fold(0.0, f64::max)
    };
    let places = by_rising(outline, |p| own(p.0) - p.1).into_iter().map(px).map(|(right, down)| {
        Text::new((right, down - 5.0), pinned::NAME, pinned::ROLE).anchored(Anchor::Middle).with_halo()
    });
    if let Some(text) = taken.place_best(places, &area) {
        scene.text(text);
    }
    if let Some(words) = view.limit.1.as_ref().filter(|_| is_near([low, high], limit)) {
        let at = |at: f64, up: f64, anchor| {
            Text::new((at, area.bottom - up * area.height()), words.clone(), Role::Loss).anchored(anchor).on_plate(0.86)
        };
        let heights = [0.16, 0.3, 0.45, 0.6, 0.8];
        let event = view.named.iter().find(|named| named.manner == Manner::Event);
        let event = event.map_or(f64::NAN, |event| x.px(event.usd.min(limit)));
        let before = heights.map(|up| [at(x.px(limit) - 8.0, up, Anchor::End), at(event - 8.0, up, Anchor::End)]);
        let after = heights.map(|up| at(x.px(limit) + 8.0, up, Anchor::Start));
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

/// Round A's bars: dollars, and the share that a bar as wide as those of the plan would have there.
fn outline(view: &Bars) -> Vec<Point> {
    let width = |bar: &Bar| bar.to.0 - bar.from.0;
    let ends = view.pinned.first().zip(view.pinned.last());
    let Some((own, (first, last))) = view.bars.first().map(width).zip(ends) else { return Vec::new() };
    let top = |bar: &Bar| {
        let share = if width(bar) > 0.0 { bar.share * own / width(bar) } else { 0.0 };
        [(bar.from.0, share), (bar.to.0, share)]
    };
    let over = view.pinned.iter().flat_map(top);
    std::iter::once((first.from.0, 0.0)).chain(over).chain([(last.to.0, 0.0)]).collect()
}

/// Bars as high as their shares of the most; one that the limit cuts is cut there.
fn draw_bars(scene: &mut Scene, bars: &[Bar], [limit, most]: [f64; 2], x: &Axis, area: &Bounds) {
    for bar in bars.iter().filter(|bar| bar.share > 0.0) {
        let [left, right] = [bar.from, bar.to].map(|usd| x.px(usd.0));
        let gap = if right - left > 4.0 { 1.0 } else { 0.0 };
        let top = area.bottom - bar.share / most * area.height();
        let cut = x.px(limit).clamp(left, right - gap);
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

/// Upright lines under their words; what is off the chart is named at its edge.
fn marks(scene: &mut Scene, view: &Bars, x: &Axis, area: &Bounds, taken: &mut Taken) {
    for Named { usd: at, name, manner } in view.named.iter().filter(|named| named.usd.is_finite()) {
        let at = *at;
        let (role, weight, dash): (Role, u16, &[f64]) = match manner {
            Manner::Event => (Role::Ink, 600, &[]),
            Manner::Limit => (Role::Loss, 400, DOTTED),
            Manner::Middle => (Role::Ink, 600, DASHED),
        };
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
