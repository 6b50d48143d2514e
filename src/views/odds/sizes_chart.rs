//! Sizes: the chance of losing more than the budget by the size of the sized pool, under the limit or over it.

use crate::draw::labels::Taken;
use crate::draw::lines::inside;
use crate::draw::palette::Role;
use crate::draw::scene::{Anchor, Bounds, Point, Scene, Text};
use crate::draw::ticks::{Axis, multiples, step};
use crate::odds::figures::{LargestSize, Odds};
use crate::units::day::Day;
use crate::views::odds::say::{by_then, chance, limit, none_walked, share};
use crate::views::pinned::Table;
use crate::words::{THIN, amount, number, rounded, usd_short};

/// What the chart shows and how large.
#[derive(Clone, Copy, Debug)]
pub struct SizesView<'a> {
    /// What the paths say.
    pub odds: &'a Odds,
    /// The size that the rules allow, where it is known.
    pub rules: Option<f64>,
    /// Width of the whole picture, css pixels.
    pub width: f64,
    /// Height of the whole picture, css pixels.
    pub height: f64,
}

const DOTTED: &[f64] = &[2.0, 2.0];
const DASHED: &[f64] = &[4.0, 3.0];

/// The finding: the largest size under the limit.
pub fn headline(odds: &Odds) -> String {
    let limit = limit(odds);
    let (Some(first), Some(last)) = (odds.curve.first(), odds.curve.last()) else {
        return "No pool is sized here: there is no chance by size".into();
    };
    match odds.largest {
        _ if odds.paths == 0 => none_walked().into(),
        _ if odds.paths == 1 => "One path says no chance by size".into(),
        Some(LargestSize::UpTo(size)) => {
            format!("Up to {} of pool the chance stays under your {limit}", amount(size.0))
        }
        Some(LargestSize::Every) => {
            format!("At every size up to {} the chance stays under your {limit}", amount(last.size.0))
        }
        Some(LargestSize::None) | None => {
            format!("Without any pool the chance is {}, over your {limit}", share(first.chance))
        }
    }
}

/// How to read it.
pub fn caption(odds: &Odds, today: Option<Day>) -> String {
    format!(
        "{} the chance that the whole book loses more than {}, by deposit in the sized pool. Bars are one standard error to either side.",
        by_then(odds, today),
        amount(odds.budget.0)
    )
}

/// The curve with its errors, the limit, the sizes held and allowed.
pub fn scene(view: &SizesView) -> Scene {
    let odds = view.odds;
    let mut scene = Scene::new(view.width, view.height, Some(Role::Bg));
    scene.title = headline(odds);
    let marked = |name: &str, size: f64| format!(" {name}: {}.", amount(size));
    let rules = view.rules.map_or_else(String::new, |size| marked("The rules allow", size));
    scene.description = format!("{}.{rules}{}", scene.title, marked("Held", odds.held.0));
    let area = Bounds { left: 46.0, top: 36.0, right: scene.width - 20.0, bottom: scene.height - 30.0 };
    let (Some(first), Some(last)) = (odds.curve.first(), odds.curve.last()) else { return scene };
    if odds.paths == 0 || odds.curve.len() < 2 || area.width() < 60.0 || area.height() < 40.0 {
        return scene;
    }
    let ends = odds.curve.iter().map(|one| one.chance.value + one.chance.error.unwrap_or(0.0));
    let most = ends.filter(|x| x.is_finite()).fold(1.3 * odds.limit.0, f64::max).clamp(0.001, 1.0);
    let rise = step(most / (area.height() / 40.0).max(2.0));
    let x = Axis::new((first.size.0, area.left), (last.size.0, area.right), false);
    let y = Axis::new((0.0, area.bottom), ((most / rise - 1e-9).ceil() * rise, area.top), false);
    axes(&mut scene, &area, [&x, &y], rise);
    let mut taken = Taken::default();
    let curve: Vec<Point> = odds.curve.iter().map(|one| (x.px(one.size.0), y.px(one.chance.value))).collect();
    taken.add_line(&curve);
    marks(&mut scene, view, &area, &x, &mut taken);
    let level = y.px(odds.limit.0);
    scene.level(level, area.left, area.right, Role::Loss, DOTTED);
    taken.add_line(&[(area.left, level), (area.right, level)]);
    scene.line_in(&area, &curve, Role::Pool.into(), 2.0, &[]);
    for (one, at) in odds.curve.iter().zip(&curve) {
        if let Some(error) = one.chance.error.filter(|error| *error > 0.0) {
            let [low, high] = [-error, error].map(|by| y.px(one.chance.value + by).clamp(area.top, area.bottom));
            scene.line(&[(at.0, low), (at.0, high)], Role::Ink2, 1.25, &[]);
        }
        scene.dot(*at, 2.5, Role::Bg, Some((Role::Ink, 1.0)));
    }
    let words = format!("your limit, {}", limit(odds));
    let place = |(at, anchor): (f64, Anchor), down: f64| {
        Text::new((at, level + down), words.clone(), Role::Loss).anchored(anchor).with_halo()
    };
    let sides = [(area.right, Anchor::End), (area.left + 4.0, Anchor::Start)];
    let places = sides.into_iter().flat_map(|side| [place(side, -5.0), place(side, 14.0)]);
    if let Some(text) = taken.place_best(places, &area.grown(2.0)) {
        scene.text(text);
    }
    scene
}

fn axes(scene: &mut Scene, area: &Bounds, [x, y]: [&Axis; 2], rise: f64) {
    for level in multiples(rise, 0.0, y.to.0) {
        let at = y.px(level);
        scene.level(at, area.left, area.right, if level == 0.0 { Role::Edge } else { Role::Line }, &[]);
        let words = format!("{}{THIN}%", number(rounded(100.0 * level, 6)));
        scene.text(Text::new((area.left - 8.0, at + 4.0), words, Role::Ink3).anchored(Anchor::End));
    }
    let (from, to) = (x.from.0, x.to.0);
    for size in multiples(step((to - from) / (area.width() / 58.0).max(2.0)).max(1.0), from, to) {
        let at = x.px(size);
        scene.upright(at, area.bottom, area.bottom + 4.0, Role::Line2, &[]);
        let words = usd_short(size).trim_start_matches('+').to_string();
        let text = Text::new((at, area.bottom + 18.0), words, Role::Ink2).anchored(Anchor::Middle);
        scene.text(inside(text, 0.0, scene.width));
    }
}

/// The size of the rules and the one held: upright lines under their words.
fn marks(scene: &mut Scene, view: &SizesView, area: &Bounds, x: &Axis, taken: &mut Taken) {
    let all = [
        view.rules.map(|size| (size, "rules", Role::Ink, 600, &[] as &[f64])),
        Some((view.odds.held.0, "held", Role::Ink3, 400, DASHED)),
    ];
    let sizes = x.from.0..=x.to.0;
    for (size, name, role, weight, dash) in all.into_iter().flatten().filter(|mark| sizes.contains(&mark.0)) {
        let px = x.px(size);
        scene.upright(px, area.top, area.bottom, role, dash);
        taken.add_line(&[(px, area.top), (px, area.bottom)]);
        let words = format!("{name} {}", amount(size));
        let places = [area.top - 6.0, area.top - 20.0].map(|y| {
            let text = Text::new((px, y), words.clone(), role).anchored(Anchor::Middle).set_in(11.0, weight);
            inside(text, 0.0, scene.width)
        });
        let sheet = Bounds { left: -1.0, top: -1.0, right: scene.width + 1.0, bottom: area.top };
        if let Some(text) = taken.place_best(places, &sheet) {
            scene.text(text);
        }
    }
}

/// Headings and a row for every size.
pub fn table(odds: &Odds) -> Table {
    let head = ["Pool", "Chance of losing more than the budget"].map(String::from).to_vec();
    let sizes = odds.curve.iter().filter(|_| odds.paths > 0);
    (head, sizes.map(|one| vec![amount(one.size.0), chance(one.chance)]).collect())
}
