//! Grid: levels of VIX and of the one that it came from, at which markets are priced once for all paths.

use crate::simulation::dynamics::HELD;

/// Nodes in equal steps.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Line {
    from: f64,
    step: f64,
    count: usize,
}

impl Line {
    /// Between two ends, steps no longer than this.
    pub fn between([from, to]: [f64; 2], longest: f64) -> Line {
        let steps = ((to - from) / longest).ceil().max(1.0);
        Line { from, step: (to - from) / steps, count: steps as usize + 1 }
    }

    /// Every node.
    pub fn nodes(&self) -> impl Iterator<Item = f64> + use<> {
        let Line { from, step, count } = *self;
        (0..count).map(move |i| from + step * i as f64)
    }

    /// The node below and how far it is to the next one; ends beyond them.
    pub fn place(&self, x: f64) -> (usize, f64) {
        let at = ((x - self.from) / self.step).clamp(0.0, (self.count - 1) as f64);
        let low = (at as usize).min(self.count - 2);
        (low, at - low as f64)
    }

    /// The first of four nodes round a place, and how much each counts in the cubic through them; of four nodes at least.
    pub fn cubic(&self, x: f64) -> (usize, [f64; 4]) {
        let (low, part) = self.place(x);
        let first = low.saturating_sub(1).min(self.count.saturating_sub(4));
        let t = (low - first) as f64 + part;
        let [a, b, c, d] = [t, t - 1.0, t - 2.0, t - 3.0];
        (first, [-b * c * d / 6.0, a * c * d / 2.0, -a * b * d / 2.0, a * b * c / 6.0])
    }
}

/// ln VIX of the month, and ln VIX.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grid {
    anchors: Line,
    levels: Line,
}

/// Four nodes of a grid and how much each counts.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Spot {
    nodes: [usize; 4],
    weights: [f64; 4],
}

/// Longest steps in logs. The level's curve bends: a step of 0.04 leaves a thousandth of a variance; where it came from
/// moves what is priced by far less.
const STEPS: [f64; 2] = [0.2, 0.04];

impl Grid {
    /// Over all that VIX is held within.
    pub fn new() -> Grid {
        let [anchors, levels] = STEPS.map(|longest| Line::between(HELD.map(libm::log), longest));
        Grid { anchors, levels }
    }

    /// Every pair of levels, the one that it came from first, in the order of tables.
    pub fn nodes(&self) -> impl Iterator<Item = [f64; 2]> {
        let levels = self.levels;
        self.anchors.nodes().flat_map(move |anchor| levels.nodes().map(move |level| [anchor, level].map(libm::exp)))
    }

    /// Where to read.
    pub fn spot(&self, log_anchor: f64, log_vix: f64) -> Spot {
        let ((a, s), (v, t)) = (self.anchors.place(log_anchor), self.levels.place(log_vix));
        let first = a * self.levels.count + v;
        let above = first + self.levels.count;
        Spot {
            nodes: [first, first + 1, above, above + 1],
            weights: [(1.0 - s) * (1.0 - t), (1.0 - s) * t, s * (1.0 - t), s * t],
        }
    }
}

impl Spot {
    /// What pairs of values at every node are here.
    pub fn read(&self, table: &[[f64; 2]]) -> [f64; 2] {
        let mut sum = [0.0; 2];
        for (node, weight) in self.nodes.iter().zip(self.weights) {
            let [a, b] = table.get(*node).copied().unwrap_or_default();
            sum = [sum[0] + weight * a, sum[1] + weight * b];
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cubic_is_read_exactly_up_to_both_ends() {
        let line = Line::between([1.0, 3.0], 0.25);
        let of = |x: f64| 2.0 - x + 0.5 * x * x * x;
        let all: Vec<f64> = line.nodes().map(of).collect();
        for x in [1.0, 1.1, 1.49, 2.0, 2.6, 2.99, 3.0] {
            let (first, weights) = line.cubic(x);
            let read: f64 = weights.iter().zip(&all[first..]).map(|(weight, y)| weight * y).sum();
            assert!((read - of(x)).abs() < 1e-12, "{x} {read}");
        }
    }

    #[test]
    fn what_is_linear_in_both_logs_is_read_exactly_and_its_ends_beyond_them() {
        let grid = Grid::new();
        let of = |anchor: f64, level: f64| [1.0 + anchor - 2.0 * level, anchor];
        let table: Vec<[f64; 2]> = grid.nodes().map(|[a, v]| of(a.ln(), v.ln())).collect();
        assert_eq!(table.len(), grid.anchors.count * grid.levels.count);
        for (anchor, level) in [(2.1f64, 4.9f64), (3.0, 2.5), (4.0, 4.0)] {
            let [got, want] = [grid.spot(anchor, level).read(&table), of(anchor, level)];
            assert!((got[0] - want[0]).abs() < 1e-12 && (got[1] - want[1]).abs() < 1e-12, "{got:?} {want:?}");
        }
        let ends = HELD.map(f64::ln);
        assert_eq!(grid.spot(9.0, 0.0), grid.spot(ends[1], ends[0]));
    }
}
