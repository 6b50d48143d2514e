//! Break-evens: the book over SPX with the hedge and without it, and where each makes nothing.

use crate::book::break_evens::BreakEvens;
use crate::draw::labels::Taken;
use crate::draw::lines::{Curve, Lines, inside};
use crate::draw::palette::Role;
use crate::draw::scene::{Anchor, Point, Scene, Text};
use crate::views::pinned::{self, value_at, with_column};
use crate::words as say;

/// What the chart shows and how large.
#[derive(Clone, Copy, Debug)]
pub struct BreakEvensView<'a> {
    /// The two curves and their roots.
    pub found: &'a BreakEvens,
    /// Plan A's, of which the curve with its hedge is drawn.
    pub pinned: Option<&'a BreakEvens>,
    /// Width of the whole picture, css pixels.
    pub width: f64,
    /// Height of the whole picture, css pixels.
    pub height: f64,
}

/// A break-even without the hedge and the one that it becomes with it: either may be missing.
type Pair = (Option<f64>, Option<f64>);

/// Break-evens of a column of the curve with whether the book gains above them.
fn crossings(found: &BreakEvens, levels: &[f64], column: usize) -> Vec<(f64, bool)> {
    let above = |spx: f64| found.curve.iter().find(|point| point[0] > spx && point[column] != 0.0);
    levels.iter().map(|&spx| (spx, above(spx).is_some_and(|point| point[column] > 0.0))).collect()
}

/// Each break-even with what the hedge makes of it: the nearest one on whose same side the book gains.
fn pairs(found: &BreakEvens) -> Vec<Pair> {
    let mut without = crossings(found, &found.without, 2);
    let mut with = crossings(found, &found.with, 1);
    let mut pairs: Vec<Pair> = Vec::new();
    for _ in 0..found.without.len() {
        let each = |(i, a): (usize, &(f64, bool))| {
            let of_kind = with.iter().enumerate().filter(|(_, b)| b.1 == a.1);
            of_kind.map(|(k, b)| (i, k, (a.0 - b.0).abs())).collect::<Vec<_>>()
        };
        let near = without.iter().enumerate().flat_map(each).reduce(|a, b| if b.2 < a.2 { b } else { a });
        let Some((i, k, _)) = near else { break };
        pairs.push((Some(without.remove(i).0), Some(with.remove(k).0)));
    }
    pairs.extend(without.into_iter().map(|gone| (Some(gone.0), None)));
    pairs.extend(with.into_iter().map(|new| (None, Some(new.0))));
    pairs
}

/// `5,900`, `5,900 and 6,700`.
fn listed(levels: &[f64]) -> String {
    match levels.iter().map(|spx| say::fixed(*spx, 0)).collect::<Vec<_>>().as_slice() {
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        all => all.join(""),
    }
}

/// The finding: the break-even that moves furthest, and what goes or comes.
pub fn headline(found: &BreakEvens) -> String {
    if found.with.is_empty() && found.without.is_empty() {
        return "The book breaks even nowhere on the axis".into();
    }
    let pairs = pairs(found);
    let gone: Vec<f64> = pairs.iter().filter(|pair| pair.1.is_none()).filter_map(|pair| pair.0).collect();
    let new: Vec<f64> = pairs.iter().filter(|pair| pair.0.is_none()).filter_map(|pair| pair.1).collect();
    let moves = pairs.iter().filter_map(|pair| Some((pair.0?, pair.1?)));
    let most = moves.reduce(|a, b| if (b.1 - b.0).abs() > (a.1 - a.0).abs() { b } else { a });
    let mut said = Vec::new();
    if let Some((from, to)) = most.filter(|(from, to)| (to - from).abs() >= 0.5) {
        let way = if to < from { "down" } else { "up" };
        said.push(format!("moves the break-even at {} {way} to {}", say::fixed(from, 0), say::fixed(to, 0)));
    }
    if !gone.is_empty() {
        said.push(format!("leaves no break-even at {}", listed(&gone)));
    }
    if !new.is_empty() {
        said.push(format!("adds one at {}", listed(&new)));
    }
    match said.as_slice() {
        [] => format!("With the hedge as without it the book breaks even at {}", listed(&found.with)),
        [all @ .., last] if !all.is_empty() => format!("The hedge {} and {last}", all.join(", ")),
        all => format!("The hedge {}", all.join("")),
    }
}

/// Levels in words.
pub fn levels(found: &[f64]) -> String {
    if found.is_empty() {
        return "none on the axis".into();
    }
    found.iter().map(|spx| say::fixed(*spx, 0)).collect::<Vec<_>>().join(", ")
}

/// Two curves of the book over SPX, with the hedge and without it, each break-even a dot.
pub fn scene(view: &BreakEvensView) -> Scene {
    let found = view.found;
    let mut scene = Scene::new(view.width, view.height, Some(Role::Bg));
    scene.title = headline(found);
    scene.description =
        format!("Break-evens with the hedge: {}; without: {}.", levels(&found.with), levels(&found.without));
    if let Some(a) = view.pinned {
        scene.description += &format!(" In A with its hedge: {}.", levels(&a.with));
    }
    let of = |name, role, width, dash, i: usize| Curve {
        name,
        role,
        width,
        dash,
        points: found.curve.iter().map(|point| (point[0], point[i])).collect(),
    };
    let curves = [of("Without", Role::Ink2, 1.5, &[6.0, 4.0], 2), of("With hedge", Role::Ink, 2.75, &[], 1)];
    let a = pinned::curve(&view.pinned.map_or_else(Vec::new, with_hedge), &curves);
    let curves: Vec<Curve> = a.into_iter().chain(curves).collect();
    let lines = Lines::new(&scene, &curves, &[0.0], 20.0, false);
    if !lines.has_room() || found.curve.len() < 2 {
        return scene;
    }
    lines.grid(&mut scene);
    lines.draw(&mut scene, &curves, &mut Taken::default());
    for spx in &found.without {
        scene.dot(lines.px((*spx, 0.0)), 3.5, Role::Bg, Some((Role::Ink2, 1.5)));
    }
    for spx in &found.with {
        let (x, y) = lines.px((*spx, 0.0));
        scene.dot((x, y), 4.0, Role::Bg, Some((Role::Ink, 2.0)));
        let flag = Text::new((x, y - 14.0), say::fixed(*spx, 0), Role::Ink).anchored(Anchor::Middle).on_plate(0.92);
        scene.text(inside(flag, lines.area.left, lines.area.right));
    }
    lines.places(&mut scene, |spx| say::fixed(spx, 0));
    scene
}

fn with_hedge(found: &BreakEvens) -> Vec<Point> {
    found.curve.iter().map(|point| (point[0], point[1])).collect()
}

/// Headings and a row for each place, dollars.
pub fn table(found: &BreakEvens, pinned: Option<&BreakEvens>) -> (Vec<String>, Vec<Vec<String>>) {
    let rows = found.curve.iter().map(|point| point.iter().map(|x| say::fixed(*x, 0)).collect());
    let table = (["SPX", "With the hedge", "Without"].map(String::from).to_vec(), rows.collect());
    let Some(a) = pinned.map(with_hedge) else { return table };
    with_column(table, "A: with", found.curve.iter().map(|point| value_at(&a, point[0]).map(|usd| say::fixed(usd, 0))))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A curve through straight pieces: SPX, dollars with the hedge, dollars without.
    fn found(curve: &[[f64; 3]]) -> BreakEvens {
        let roots = |column: usize| {
            let crosses = curve.windows(2).filter(|pair| pair[0][column] * pair[1][column] < 0.0);
            let at = |pair: &[[f64; 3]]| {
                let [a, b] = [pair[0][column], pair[1][column]];
                pair[0][0] + (pair[1][0] - pair[0][0]) * a / (a - b)
            };
            crosses.map(at).collect::<Vec<f64>>()
        };
        BreakEvens { range: [5000.0, 7000.0], with: roots(1), without: roots(2), curve: curve.to_vec() }
    }

    #[test]
    fn the_break_even_that_moves_is_named_and_not_a_new_one_at_the_far_edge() {
        // Calls catch up far below: that break-even is new, and the one at 5,850 moves up to 5,900.
        let far = [
            [5000.0, 500.0, -900.0],
            [5200.0, -500.0, -800.0],
            [5800.0, -200.0, -50.0],
            [6000.0, 200.0, 150.0],
            [6600.0, 100.0, 100.0],
            [6800.0, -100.0, -100.0],
        ];
        assert_eq!(headline(&found(&far)), "The hedge moves the break-even at 5,850 up to 5,900 and adds one at 5,100");
    }

    #[test]
    fn where_a_break_even_goes_there_is_said_to_be_none() {
        let one = [[5000.0, 100.0, -100.0], [5200.0, 150.0, 100.0], [7000.0, -50.0, -50.0], [7200.0, -60.0, -60.0]];
        let said = headline(&found(&one));
        assert!(said.ends_with("leaves no break-even at 5,100"), "{said}");
        let all = [[5000.0, 100.0, -100.0], [7000.0, 200.0, 100.0]];
        assert_eq!(headline(&found(&all)), "The hedge leaves no break-even at 6,000");
        let none = [[5000.0, -1.0, -1.0], [7000.0, -1.0, -1.0]];
        assert_eq!(headline(&found(&none)), "The book breaks even nowhere on the axis");
    }

    #[test]
    fn a_hedge_that_moves_nothing_says_so() {
        let same = [[5000.0, -100.0, -100.0], [6000.0, 100.0, 100.0], [7000.0, -100.0, -100.0]];
        let said = headline(&found(&same));
        assert_eq!(said, "With the hedge as without it the book breaks even at 5,500 and 6,500");
    }
}
