//! Convergence: how the errors of a run's own figures have fallen as its paths became more, beside 1/√n.

use crate::draw::labels::Taken;
use crate::draw::lines::inside;
use crate::draw::palette::Role;
use crate::draw::scene::{Anchor, Bounds, Point, Scene, Text};
use crate::draw::ticks::Axis;
use crate::odds::convergence::Refined;
use crate::views::pinned::Table;
use crate::words::{THIN, amount, fixed, number, rounded};

/// What the chart shows and how large.
#[derive(Clone, Copy, Debug)]
pub struct ConvergenceView<'a> {
    /// Where the run stood, its paths rising.
    pub points: &'a [Refined],
    /// Width of the whole picture, css pixels.
    pub width: f64,
    /// Height of the whole picture, css pixels.
    pub height: f64,
}

const DASHED: &[f64] = &[4.0, 3.0];
const DOTTED: &[f64] = &[2.0, 2.0];
/// The errors in the order of [`Refined::errors`]: called, colour, dashes.
const LINES: [(&str, Role, &[f64]); 3] =
    [("mean", Role::Combined, &[]), ("chance", Role::Loss, &[]), ("CVaR 99", Role::Hedge, DASHED)];

/// The finding: what more paths have made of the mean's error, and what chance alone would have.
pub fn headline(points: &[Refined]) -> String {
    let paths = |point: &Refined| number(f64::from(point.paths));
    match points {
        [] => "Too few paths to say an error".into(),
        [one] => format!("At {} paths the first errors are said: more paths show how they fall", paths(one)),
        [first, .., last] => {
            let root = number(rounded(root(first, last), 2));
            let fallen = if first.mean > 0.0 {
                format!("to {} of itself", number(rounded(last.mean / first.mean, 2)))
            } else {
                "from nothing".into()
            };
            format!(
                "From {} to {} paths the mean's error goes {fallen}; 1/√n goes to {root}",
                paths(first),
                paths(last)
            )
        }
    }
}

/// How to read it.
pub fn caption(budget: f64) -> String {
    format!(
        "Standard errors of the whole book's mean, of its chance of losing more than {} and of its CVaR 99, each over what it is now; equal ratios take equal room. Dotted: 1/√n. Each error is itself off by a sixth.",
        amount(budget)
    )
}

/// √(paths of one / paths of the other).
fn root(first: &Refined, last: &Refined) -> f64 {
    (f64::from(first.paths) / f64::from(last.paths)).sqrt()
}

/// An error over its last, by the paths; nothing where the last is none.
fn line(points: &[Refined], nth: usize) -> Vec<(f64, f64)> {
    let now = points.last().map_or(0.0, |last| last.errors()[nth]);
    let over = |point: &Refined| (f64::from(point.paths), point.errors()[nth] / now);
    points.iter().map(over).filter(|(_, times)| times.is_finite() && *times > 0.0).collect()
}

/// Errors over what they are now, and 1/√n through that.
pub fn scene(view: &ConvergenceView) -> Scene {
    let mut scene = Scene::new(view.width, view.height, Some(Role::Bg));
    scene.title = headline(view.points);
    scene.description = format!("{}.", scene.title);
    let area = Bounds { left: 46.0, top: 16.0, right: scene.width - 20.0, bottom: scene.height - 44.0 };
    let (Some(first), Some(last)) = (view.points.first(), view.points.last()) else { return scene };
    if area.width() < 60.0 || area.height() < 40.0 {
        return scene;
    }
    let (few, most) = (f64::from(first.paths), f64::from(last.paths));
    let [few, wide] = if view.points.len() > 1 { [few, 1.1 * most] } else { [most / 4.0, 4.0 * most] };
    let chance = |paths: f64| (most / paths).sqrt();
    let lines: Vec<Vec<(f64, f64)>> = (0..LINES.len()).map(|nth| line(view.points, nth)).collect();
    let times = || lines.iter().flatten().map(|one| one.1);
    let low = times().fold(chance(wide).min(1.0), f64::min);
    let high = times().fold(chance(few), f64::max);
    let x = Axis::new((few, area.left), (wide, area.right), true);
    let y = Axis::new((0.85 * low, area.bottom), (1.2 * high, area.top), true);
    axes(&mut scene, &area, [&x, &y]);
    let mut taken = Taken::default();
    let ends = [few, wide].map(|paths| (x.px(paths), y.px(chance(paths))));
    scene.line_in(&area, &ends, Role::Ink3.into(), 1.5, DOTTED);
    taken.add_line(&ends);
    let px = |line: &Vec<(f64, f64)>| line.iter().map(|one| (x.px(one.0), y.px(one.1))).collect::<Vec<Point>>();
    let curves: Vec<Vec<Point>> = lines.iter().map(px).collect();
    curves.iter().for_each(|curve| taken.add_line(curve));
    for ((_, role, dash), curve) in LINES.iter().zip(&curves).rev() {
        scene.line_in(&area, curve, (*role).into(), 2.0, dash);
        curve.iter().for_each(|at| scene.dot(*at, 2.5, Role::Bg, Some((*role, 1.25))));
    }
    for ((name, role, _), curve) in LINES.iter().zip(&curves) {
        named(&mut scene, &mut taken, &area, curve, (name, *role));
    }
    let between = [0.3, 0.5, 0.15, 0.7]
        .map(|t| (ends[0].0 + t * (ends[1].0 - ends[0].0), ends[0].1 + t * (ends[1].1 - ends[0].1)));
    named(&mut scene, &mut taken, &area, &between, ("1/√n", Role::Ink3));
    scene
}

/// What a line is called, where there is room along it.
fn named(scene: &mut Scene, taken: &mut Taken, area: &Bounds, curve: &[Point], (name, role): (&str, Role)) {
    let places = curve.iter().flat_map(|(at, up)| {
        [-8.0, 16.0, -20.0, 28.0].map(|down| {
            let text = Text::new((*at, up + down), name, role).anchored(Anchor::Middle).with_halo();
            inside(text, area.left + 2.0, area.right)
        })
    });
    if let Some(text) = taken.place_best(places, area) {
        scene.text(text);
    }
}

/// 1, 2 and 5 of every power of ten between two positive ends; at most so many, else the powers alone.
fn round_between(low: f64, high: f64, most: usize) -> Vec<f64> {
    let powers: Vec<f64> = (-3..9).map(|power| 10f64.powi(power)).collect();
    let of = |digits: &[f64]| {
        let all = powers.iter().flat_map(|power| digits.iter().map(move |digit| digit * power));
        all.filter(|level| *level >= low && *level <= high).collect::<Vec<f64>>()
    };
    let each = of(&[1.0, 2.0, 5.0]);
    if each.len() <= most { each } else { of(&[1.0]) }
}

fn axes(scene: &mut Scene, area: &Bounds, [x, y]: [&Axis; 2]) {
    for level in round_between(y.from.0, y.to.0, (area.height() / 26.0) as usize) {
        let at = y.px(level);
        scene.level(at, area.left, area.right, if level == 1.0 { Role::Edge } else { Role::Line }, &[]);
        let words = format!("{}{THIN}×", number(level));
        scene.text(Text::new((area.left - 8.0, at + 4.0), words, Role::Ink3).anchored(Anchor::End));
    }
    for paths in round_between(x.from.0, x.to.0, (area.width() / 64.0) as usize) {
        let at = x.px(paths);
        scene.upright(at, area.bottom, area.bottom + 4.0, Role::Line2, &[]);
        let text = Text::new((at, area.bottom + 18.0), number(paths), Role::Ink2).anchored(Anchor::Middle);
        scene.text(inside(text, 0.0, scene.width));
    }
    let middle = ((area.left + area.right) / 2.0, area.bottom + 36.0);
    scene.text(Text::new(middle, "paths", Role::Ink3).anchored(Anchor::Middle));
}

/// Headings and a row for every point: the errors as they were, and 1/√n beside the last.
pub fn table(points: &[Refined]) -> Table {
    let head = ["Paths", "Error of the mean", "Error of the chance", "Error of CVaR 99", "1/√n, the last as 1"];
    let dollars = |usd: f64| format!("${}", fixed(usd, 2));
    let row = |point: &Refined| {
        let chance = points.last().map_or(1.0, |last| root(last, point));
        vec![
            number(f64::from(point.paths)),
            dollars(point.mean),
            format!("{}{THIN}%", number(rounded(100.0 * point.past_budget, 4))),
            dollars(point.cvar_99),
            number(rounded(chance, 2)),
        ]
    };
    (head.map(String::from).to_vec(), points.iter().map(row).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::scene::Mark;

    fn point(paths: u32, error: f64) -> Refined {
        Refined { paths, mean: error, past_budget: 1e-5 * error, cvar_99: 10.0 * error }
    }

    #[test]
    fn sixteen_times_the_paths_are_a_quarter_of_the_error_by_chance_and_its_own_share_is_said() {
        let points = [point(4_096, 80.0), point(16_384, 44.0), point(65_536, 16.0)];
        assert_eq!(
            headline(&points),
            "From 4,096 to 65,536 paths the mean's error goes to 0.2 of itself; 1/√n goes to 0.25"
        );
        let rows = table(&points).1;
        assert_eq!(rows[0][1..], ["$80.00", &format!("0.08{THIN}%"), "$800.00", "4"]);
        assert_eq!(rows[2][4], "1");
    }

    #[test]
    fn no_point_one_and_errors_of_nothing_are_pictures_without_a_broken_place() {
        let none = Refined { paths: 8_192, mean: 0.0, past_budget: 0.0, cvar_99: 0.0 };
        for points in
            [&[][..], &[point(10_000, 3.0)], &[none, none], &[none, point(20_000, 1.0)], &[point(9_000, 1.0), none]]
        {
            let scene = scene(&ConvergenceView { points, width: 400.0, height: 260.0 });
            let drawn = scene.marks.iter().filter(|mark| matches!(mark, Mark::Dot { .. })).count();
            let wanted = points.last().map_or(0, |last| {
                let is_there = |nth: usize| last.errors()[nth] > 0.0;
                let with = |nth: usize| points.iter().filter(|point| point.errors()[nth] > 0.0).count();
                (0..3).filter(|nth| is_there(*nth)).map(with).sum::<usize>()
            });
            assert_eq!(drawn, wanted, "{points:?}");
            assert!(!scene.title.is_empty() && !scene.title.contains("NaN"), "{}", scene.title);
        }
    }
}
