//! Pinned: how plan A stands in the charts and tables of plan B, the one on the page. One look, one name, one sentence.

use crate::draw::lines::Curve;
use crate::draw::palette::Role;
use crate::draw::scene::{Bounds, Point, Scene};
use crate::words as say;

/// At the end of its line and above its column.
pub const NAME: &str = "A";
/// Its colour in every chart, by day and by night.
pub const ROLE: Role = Role::Ink3;
/// Css pixels of its lines.
pub const WIDTH: f64 = 1.5;
/// What to know of it where a chart says how it is read; begins with a space.
pub const CAPTION: &str = " Grey: A, the pinned plan.";

/// How a chart is read, with A in it where a plan is pinned.
pub fn captioned(caption: impl Into<String>, is_pinned: bool) -> String {
    let caption = caption.into();
    if is_pinned { (caption + CAPTION).trim_start().to_string() } else { caption }
}

/// Headings and rows.
pub type Table = (Vec<String>, Vec<Vec<String>>);

/// A's line as far as these reach, under its name; `None` where it has no part there. `points` rise.
pub fn curve(points: &[Point], beside: &[Curve]) -> Option<Curve> {
    let places = || beside.iter().flat_map(|curve| curve.points.iter().map(|p| p.0));
    let (low, high) = (places().fold(f64::INFINITY, f64::min), places().fold(f64::NEG_INFINITY, f64::max));
    let end = |x: f64| Some((x, value_at(points, x)?));
    let between = points.iter().copied().filter(|p| p.0 > low && p.0 < high);
    let points: Vec<Point> = end(low).into_iter().chain(between).chain(end(high)).collect();
    (points.len() > 1).then_some(Curve { name: NAME, role: ROLE, width: WIDTH, dash: &[], points })
}

/// A line's value at a place, between points in proportion; `None` off the line. `points` rise.
pub fn value_at(points: &[Point], x: f64) -> Option<f64> {
    let (first, last) = (points.first()?, points.last()?);
    if !(x >= first.0 && x <= last.0) {
        return None;
    }
    let k = points.partition_point(|p| p.0 < x).max(1);
    let (a, b) = (points.get(k - 1)?, points.get(k).unwrap_or(last));
    let t = if b.0 > a.0 { (x - a.0) / (b.0 - a.0) } else { 0.0 };
    Some(a.1 + t * (b.1 - a.1)).filter(|value| value.is_finite())
}

/// What A has there and how B differs, after a sentence on B; `shown` writes a number with its sign.
pub fn said(a: f64, b: f64, shown: impl Fn(f64) -> String) -> String {
    if shown(a) == shown(b) {
        " A has the same.".into()
    } else {
        format!(" A: {}; B − A: {}.", shown(a), shown(b - a))
    }
}

/// The same in dollars where A has a figure; where it has none, that.
pub fn said_usd(a: Option<f64>, b: f64) -> String {
    a.map_or_else(|| " A has nothing there.".into(), |a| said(a, b, say::usd))
}

/// The table with a column of A's; a row without a cell has a dash.
pub fn with_column(table: Table, name: impl Into<String>, cells: impl IntoIterator<Item = Option<String>>) -> Table {
    let (mut head, mut rows) = table;
    head.push(name.into());
    let mut cells = cells.into_iter();
    for row in &mut rows {
        row.push(cells.next().flatten().unwrap_or_else(|| "—".into()));
    }
    (head, rows)
}

/// A tick across a bar, from `top` to `bottom`.
pub fn tick(scene: &mut Scene, x: f64, [top, bottom]: [f64; 2]) {
    scene.line(&[(x, top), (x, bottom)], ROLE, 2.0, &[]);
}

/// A stretch below a bar: its line with a post at each end that is one.
pub fn stretch(scene: &mut Scene, room: &Bounds, [is_left_end, is_right_end]: [bool; 2]) {
    let y = 0.5 * (room.top + room.bottom);
    scene.line(&[(room.left, y), (room.right, y)], ROLE, WIDTH, &[]);
    for (x, is_end) in [(room.left, is_left_end), (room.right, is_right_end)] {
        if is_end {
            scene.line(&[(x, room.top), (x, room.bottom)], ROLE, WIDTH, &[]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curve_of(points: &[Point]) -> Curve {
        Curve { name: "B", role: Role::Ink, width: 1.0, dash: &[], points: points.to_vec() }
    }

    #[test]
    fn a_line_reaches_as_far_as_those_beside_it() {
        let b = [curve_of(&[(2.0, 0.0), (5.0, 0.0)])];
        let a = curve(&[(0.0, 0.0), (4.0, 8.0), (10.0, 20.0)], &b);
        assert_eq!(a.map(|a| a.points), Some(vec![(2.0, 4.0), (4.0, 8.0), (5.0, 10.0)]));
        let short = curve(&[(3.0, 1.0), (4.0, 2.0), (4.5, 2.0)], &b);
        assert_eq!(short.map(|a| a.points.len()), Some(3));
        assert!(
            curve(&[(6.0, 1.0), (7.0, 2.0)], &b).is_none() && curve(&[], &b).is_none() && curve(&[], &[]).is_none()
        );
    }

    #[test]
    fn the_difference_is_said_with_its_sign() {
        assert_eq!(said_usd(Some(-100.0), 50.0), format!(" A: {}; B − A: +$150.", say::usd(-100.0)));
        assert_eq!(said_usd(Some(50.2), 50.0), " A has the same.");
        assert_eq!(said_usd(None, 50.0), " A has nothing there.");
    }

    #[test]
    fn a_row_without_a_cell_has_a_dash() {
        let table = (vec!["x".to_string()], vec![vec!["1".to_string()], vec!["2".to_string()], vec!["3".to_string()]]);
        let (head, rows) = with_column(table, NAME, [Some("7".to_string()), None]);
        assert_eq!(head, ["x", "A"]);
        assert_eq!(rows.iter().map(|row| row[1].as_str()).collect::<Vec<_>>(), ["7", "—", "—"]);
    }
}
