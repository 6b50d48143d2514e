//! Contours of a grid: closed loops, flat bands painted over each other, and open lines.
//!
//! Marching squares on the grid with a ring of −∞ round it, so every contour closes along the border. Inside a cell
//! the surface is bilinear, which also settles saddles; loops of different levels therefore never cross.

use crate::numbers::by_rising;

/// Values at the points of a grid with a ring of −∞ round it; a value that is not a number counts as 0.
#[derive(Clone, Debug)]
pub struct Grid {
    columns: usize,
    rows: usize,
    /// Of the padded grid, row after row.
    values: Vec<f64>,
    /// Lowest and highest corner of each padded cell, numbered by its first corner.
    spans: Vec<(f64, f64)>,
}

/// A place in grid units: column and row, from 0.
pub type Place = (f64, f64);

/// A closed contour.
#[derive(Clone, Debug, PartialEq)]
pub struct Loop {
    /// Corners; the last joins the first.
    pub points: Vec<Place>,
    /// Whether the step from a point to the next runs along the border of the grid.
    is_border: Vec<bool>,
    /// Cells enclosed; positive where the inside is higher.
    pub area: f64,
}

/// No edge. Edges of the padded grid are numbered, level ones first, then upright ones.
const NOWHERE: u32 = u32::MAX;

impl Grid {
    /// A grid of this many columns; missing values count as 0, surplus ones are left out.
    pub fn new(columns: usize, rows: usize, given: &[f64]) -> Grid {
        let (wide, high) = (columns + 2, rows + 2);
        let tame = |x: f64| if x.is_nan() { 0.0 } else { x.clamp(-1e15, 1e15) };
        let mut values = vec![f64::NEG_INFINITY; wide * high];
        for j in 0..rows {
            for i in 0..columns {
                values[(j + 1) * wide + i + 1] = given.get(j * columns + i).map_or(0.0, |x| tame(*x));
            }
        }
        let span = |k: usize| {
            let v = [k, k + 1, k + wide, k + wide + 1].map(|k| values.get(k).copied().unwrap_or(f64::NEG_INFINITY));
            (v.iter().copied().fold(f64::INFINITY, f64::min), v.iter().copied().fold(f64::NEG_INFINITY, f64::max))
        };
        let spans = (0..wide * high).map(span).collect();
        Grid { columns, rows, values, spans }
    }

    /// Columns between the first and the last point.
    pub fn width(&self) -> f64 {
        self.columns.saturating_sub(1) as f64
    }

    /// Rows between the first and the last point.
    pub fn height(&self) -> f64 {
        self.rows.saturating_sub(1) as f64
    }

    /// Value on the padded grid.
    fn value(&self, i: usize, j: usize) -> f64 {
        self.values[j * (self.columns + 2) + i]
    }

    /// Where the contour crosses from one padded point to its neighbour.
    fn crossing(&self, a: (usize, usize), b: (usize, usize), level: f64) -> Place {
        let (va, vb) = (self.value(a.0, a.1), self.value(b.0, b.1));
        let t = if va == f64::NEG_INFINITY {
            1.0
        } else if vb == f64::NEG_INFINITY {
            0.0
        } else {
            ((level - va) / (vb - va)).clamp(0.0, 1.0)
        };
        let between = |p: usize, q: usize| p as f64 - 1.0 + t * (q as f64 - p as f64);
        (between(a.0, b.0), between(a.1, b.1))
    }

    /// Every closed contour at this level: on its left, walking with columns to the right and rows up, it is higher.
    pub fn loops(&self, level: f64) -> Vec<Loop> {
        if self.columns < 2 || self.rows < 2 || !level.is_finite() {
            return Vec::new();
        }
        let (wide, high) = (self.columns + 2, self.rows + 2);
        let level_edge = |i: usize, j: usize| j * wide + i;
        let upright_edge = |i: usize, j: usize| wide * high + j * wide + i;
        let mut next = vec![NOWHERE; 2 * wide * high];
        let mut is_ring = vec![false; 2 * wide * high];
        for j in 0..high - 1 {
            for i in 0..wide - 1 {
                let (lowest, highest) = self.spans[j * wide + i];
                if lowest >= level || highest < level {
                    continue;
                }
                let v = [self.value(i, j), self.value(i + 1, j), self.value(i + 1, j + 1), self.value(i, j + 1)];
                let up = v.map(|x| x >= level);
                // Edges in the order of the corners: bottom, right, top, left.
                let edges = [level_edge(i, j), upright_edge(i + 1, j), level_edge(i, j + 1), upright_edge(i, j)];
                let ring = i == 0 || j == 0 || i + 2 == wide || j + 2 == high;
                let mut link = |from: usize, to: usize| {
                    next[edges[from]] = edges[to] as u32;
                    is_ring[edges[from]] = ring;
                };
                // Walking round the cell, the contour comes in where it gets higher and goes out where it gets lower,
                // seen from inside: each way in is linked to a way out, so that the higher side is on the left.
                let falls = (0..4).filter(|k| up[*k] && !up[(k + 1) % 4]);
                let mut rises = (0..4).filter(|k| !up[*k] && up[(k + 1) % 4]);
                if up[0] == up[2] && up[1] == up[3] {
                    let middle = (v[0] * v[2] - v[1] * v[3]) / (v[0] + v[2] - v[1] - v[3]);
                    // A ring of −∞ gives no number: the corners inside then stay apart.
                    let is_joined = middle >= level;
                    for fall in falls {
                        link(fall, if is_joined { (fall + 1) % 4 } else { (fall + 3) % 4 });
                    }
                } else {
                    for fall in falls {
                        link(fall, rises.next().unwrap_or(fall));
                    }
                }
            }
        }
        self.traced(&mut next, &is_ring, level, wide, high)
    }

    fn traced(&self, next: &mut [u32], is_ring: &[bool], level: f64, wide: usize, high: usize) -> Vec<Loop> {
        let place = |edge: usize| {
            let (n, is_upright) = if edge < wide * high { (edge, false) } else { (edge - wide * high, true) };
            let (i, j) = (n % wide, n / wide);
            self.crossing((i, j), if is_upright { (i, j + 1) } else { (i + 1, j) }, level)
        };
        let mut loops = Vec::new();
        for start in 0..next.len() {
            let (mut points, mut is_border): (Vec<Place>, Vec<bool>) = (Vec::new(), Vec::new());
            let mut edge = start;
            while next[edge] != NOWHERE {
                let point = place(edge);
                if points.last() == Some(&point) {
                    if let Some(last) = is_border.last_mut() {
                        *last = is_ring[edge];
                    }
                } else {
                    points.push(point);
                    is_border.push(is_ring[edge]);
                }
                edge = std::mem::replace(&mut next[edge], NOWHERE) as usize;
            }
            if points.len() > 2 {
                let area = area(&points);
                if area.abs() > 1e-9 {
                    loops.push(Loop { points, is_border, area });
                }
            }
        }
        loops
    }

    /// Flat bands between rising levels as polygons to paint in order, each with the number of its band
    /// (0 is below the first level). The first is the whole box.
    pub fn bands(&self, levels: &[f64]) -> Vec<(Vec<Place>, usize)> {
        let (w, h) = (self.width(), self.height());
        if w <= 0.0 || h <= 0.0 {
            return Vec::new();
        }
        let mut found: Vec<(Loop, usize)> = Vec::new();
        for (k, level) in levels.iter().enumerate() {
            found.extend(self.loops(*level).into_iter().map(|l| {
                let band = if l.area > 0.0 { k + 1 } else { k };
                (l, band)
            }));
        }
        // Where two enclose the same, the inner one is the higher of two hills or the lower of two hollows.
        let found = by_rising(found, |(l, band)| if l.area > 0.0 { *band as f64 } else { -(*band as f64) });
        let found = by_rising(found, |(l, _)| -l.area.abs());
        let whole = (vec![(0.0, 0.0), (w, 0.0), (w, h), (0.0, h)], 0);
        std::iter::once(whole).chain(found.into_iter().map(|(l, band)| (l.points, band))).collect()
    }

    /// The contour as lines that do not run along the border; a closed one ends where it begins.
    pub fn lines(&self, level: f64) -> Vec<Vec<Place>> {
        self.loops(level).iter().flat_map(Loop::lines).collect()
    }
}

impl Loop {
    fn lines(&self) -> Vec<Vec<Place>> {
        let n = self.points.len();
        let Some(first) = self.is_border.iter().position(|b| *b) else {
            let mut line = self.points.clone();
            line.extend(self.points.first());
            return vec![line];
        };
        let mut lines = Vec::new();
        let mut line: Vec<Place> = Vec::new();
        for k in 1..=n {
            let i = (first + k) % n;
            line.push(self.points[i]);
            if self.is_border[i] {
                if line.len() > 1 {
                    lines.push(std::mem::take(&mut line));
                }
                line.clear();
            }
        }
        lines
    }
}

/// Enclosed area, positive where the points go round from columns to rows.
fn area(points: &[Place]) -> f64 {
    let n = points.len();
    (0..n).map(|i| points[i].0 * points[(i + 1) % n].1 - points[(i + 1) % n].0 * points[i].1).sum::<f64>() / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(n: usize, f: impl Fn(f64, f64) -> f64) -> Grid {
        let at = |k: usize| k as f64 / (n - 1) as f64 * 2.0 - 1.0;
        let values: Vec<f64> = (0..n * n).map(|k| f(at(k % n), at(k / n))).collect();
        Grid::new(n, n, &values)
    }

    #[test]
    fn the_contour_of_a_cone_is_a_circle() {
        let grid = grid(81, |x, y| -f64::hypot(x, y));
        let loops = grid.loops(-0.5);
        assert_eq!(loops.len(), 1);
        assert!(loops[0].area > 0.0);
        for (u, v) in &loops[0].points {
            let radius = f64::hypot(u / 40.0 - 1.0, v / 40.0 - 1.0);
            assert!((radius - 0.5).abs() < 1e-3, "{radius}");
        }
    }

    #[test]
    fn a_hollow_is_enclosed_with_a_minus() {
        let loops = grid(41, f64::hypot).loops(0.5);
        assert_eq!(loops.len(), 2);
        assert!(loops.iter().any(|l| (l.area - 1600.0).abs() < 1e-9));
        assert!(loops.iter().any(|l| (l.area + 100.0 * std::f64::consts::PI).abs() < 1.0));
    }

    #[test]
    fn a_plane_has_one_straight_line_across() {
        let lines = grid(11, |x, _| x).lines(0.1);
        assert_eq!(lines.len(), 1);
        assert!(lines[0].iter().all(|p| (p.0 - 5.5).abs() < 1e-9));
        assert_eq!(
            (lines[0].len(), lines[0][0].1.min(lines[0][10].1), lines[0][0].1.max(lines[0][10].1)),
            (11, 0.0, 10.0)
        );
    }

    #[test]
    fn a_saddle_is_cut_as_its_middle_says() {
        let saddle = Grid::new(2, 2, &[1.0, -1.0, -1.0, 1.0]);
        assert_eq!(saddle.loops(-0.1).len(), 1);
        assert_eq!(saddle.loops(0.1).len(), 2);
    }

    #[test]
    fn nested_bands_add_up_to_the_box() {
        let grid = grid(31, |x, y| 10.0 * f64::sin(3.0 * x) * f64::cos(4.0 * y) + x);
        let levels = [-6.0, -3.0, 0.0, 3.0, 6.0];
        let bands = grid.bands(&levels);
        // Paint cells of a fine raster in order; each then carries the band of its own value.
        let (mut right, mut all) = (0, 0);
        for k in 0..90 * 90 {
            let (u, v) = ((k % 90) as f64 / 3.0 + 0.17, (k / 90) as f64 / 3.0 + 0.17);
            let painted = bands.iter().rev().find(|(points, _)| is_inside(points, u, v)).map(|(_, band)| *band);
            let (i, j, a, b) = (u as usize, v as usize, u.fract(), v.fract());
            let z = |i: usize, j: usize| grid.value(i + 1, j + 1);
            let value = (z(i, j) * (1.0 - a) + z(i + 1, j) * a) * (1.0 - b)
                + (z(i, j + 1) * (1.0 - a) + z(i + 1, j + 1) * a) * b;
            all += 1;
            right += usize::from(painted == Some(levels.iter().filter(|l| value >= **l).count()));
        }
        assert!(right as f64 > 0.99 * all as f64, "{right} of {all}");
    }

    fn is_inside(points: &[Place], u: f64, v: f64) -> bool {
        let n = points.len();
        let crosses = |i: &usize| {
            let (a, b) = (points[*i], points[(i + 1) % n]);
            (a.1 > v) != (b.1 > v) && u < a.0 + (v - a.1) / (b.1 - a.1) * (b.0 - a.0)
        };
        (0..n).filter(crosses).count() % 2 == 1
    }

    #[test]
    fn flat_and_broken_grids_give_numbers() {
        for values in [[f64::NAN; 9], [f64::INFINITY; 9], [0.0; 9], [f64::NEG_INFINITY; 9]] {
            let grid = Grid::new(3, 3, &values);
            for (points, _) in grid.bands(&[-1.0, 0.0, 1.0]) {
                assert!(points.iter().all(|p| p.0.is_finite() && p.1.is_finite()));
            }
        }
        assert!(Grid::new(0, 0, &[]).bands(&[0.0]).is_empty());
        assert!(Grid::new(1, 5, &[1.0]).lines(0.0).is_empty());
    }
}
