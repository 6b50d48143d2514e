//! What of a line or a polygon lies in a box.

use crate::draw::scene::{Bounds, Paint, Point, Scene};

/// The pieces of the line in the box; it breaks where a point is not a number.
pub fn line(points: &[Point], area: &Bounds) -> Vec<Vec<Point>> {
    let mut pieces: Vec<Vec<Point>> = Vec::new();
    let mut is_open = false;
    for pair in points.windows(2) {
        let Some((from, to)) = segment(pair[0], pair[1], area) else {
            is_open = false;
            continue;
        };
        match pieces.last_mut() {
            Some(piece) if is_open && piece.last() == Some(&from) => piece.push(to),
            _ => pieces.push(vec![from, to]),
        }
        is_open = to == pair[1];
    }
    pieces
}

/// Pixels of the line in the box.
pub fn length(points: &[Point], area: &Bounds) -> f64 {
    let length = |((ax, ay), (bx, by)): (Point, Point)| ((bx - ax).powi(2) + (by - ay).powi(2)).sqrt();
    points.windows(2).filter_map(|pair| segment(pair[0], pair[1], area)).map(length).sum()
}

/// The part of a segment in the box (Liang and Barsky).
fn segment(a: Point, b: Point, area: &Bounds) -> Option<(Point, Point)> {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let is_beside = |p: f64, q: f64, low: f64, high: f64| (p < low && q < low) || (p > high && q > high);
    if !(dx.is_finite() && dy.is_finite())
        || is_beside(a.0, b.0, area.left, area.right)
        || is_beside(a.1, b.1, area.top, area.bottom)
    {
        return None;
    }
    if area.has(a) && area.has(b) {
        return Some((a, b));
    }
    let (mut from, mut to) = (0.0_f64, 1.0_f64);
    for (step, room) in [(-dx, a.0 - area.left), (dx, area.right - a.0), (-dy, a.1 - area.top), (dy, area.bottom - a.1)]
    {
        if step == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if step < 0.0 {
            from = from.max(room / step);
        } else {
            to = to.min(room / step);
        }
    }
    let at = |t: f64| (a.0 + t * dx, a.1 + t * dy);
    (from <= to).then(|| (if from == 0.0 { a } else { at(from) }, if to == 1.0 { b } else { at(to) }))
}

/// The polygon cut at the box (Sutherland and Hodgman); parts may hang together along its edge.
pub fn polygon(points: &[Point], area: &Bounds) -> Vec<Point> {
    let mut out: Vec<Point> = points.iter().copied().filter(|p| p.0.is_finite() && p.1.is_finite()).collect();
    type Depth = fn(Point, &Bounds) -> f64;
    let sides: [Depth; 4] = [|p, b| p.0 - b.left, |p, b| b.right - p.0, |p, b| p.1 - b.top, |p, b| b.bottom - p.1];
    for depth in sides {
        let Some(&last) = out.last() else { break };
        let (mut before, mut cut) = (last, Vec::with_capacity(out.len() + 4));
        for &point in &out {
            let (d0, d1) = (depth(before, area), depth(point, area));
            if (d0 < 0.0) != (d1 < 0.0) {
                let t = d0 / (d0 - d1);
                cut.push((before.0 + t * (point.0 - before.0), before.1 + t * (point.1 - before.1)));
            }
            if d1 >= 0.0 {
                cut.push(point);
            }
            before = point;
        }
        out = cut;
    }
    out
}

impl Scene {
    /// Adds what of the line lies in the box.
    pub fn line_in(&mut self, area: &Bounds, points: &[Point], paint: Paint, width: f64, dash: &'static [f64]) {
        for run in line(points, area) {
            self.line(&run, paint, width, dash);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UNIT: Bounds = Bounds { left: 0.0, top: 0.0, right: 1.0, bottom: 1.0 };

    #[test]
    fn a_line_through_the_box_ends_on_its_edges() {
        assert_eq!(line(&[(-1.0, 0.5), (2.0, 0.5)], &UNIT), [[(0.0, 0.5), (1.0, 0.5)]]);
    }

    #[test]
    fn a_line_is_as_long_as_what_lies_inside() {
        assert_eq!(length(&[(-1.0, 0.5), (2.0, 0.5), (2.0, 0.7), (0.5, 0.7)], &UNIT), 1.5);
    }

    #[test]
    fn a_line_that_leaves_and_returns_comes_in_two_pieces() {
        assert_eq!(line(&[(0.2, 0.5), (0.5, -1.0), (0.8, 0.5)], &UNIT).len(), 2);
    }

    #[test]
    fn a_line_inside_stays_one_piece() {
        let points = [(0.1, 0.1), (0.5, 0.9), (0.9, 0.1)];
        assert_eq!(line(&points, &UNIT), [points]);
    }

    #[test]
    fn a_polygon_larger_than_the_box_becomes_the_box() {
        let cut = polygon(&[(-1.0, -1.0), (2.0, -1.0), (2.0, 2.0), (-1.0, 2.0)], &UNIT);
        assert_eq!(cut.len(), 4);
        assert!(cut.iter().all(|p| UNIT.has(*p)));
    }
}
