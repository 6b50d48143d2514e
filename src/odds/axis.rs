//! Axis: where a table's nodes stand, closer in some stretches than in others, and how to read between them.

use crate::numbers::in_line::between;

/// Nodes along one input: stretches of equal steps, none of which is read across its ends.
#[derive(Clone, Debug)]
pub struct Axis {
    stretches: Vec<Stretch>,
    /// Nodes of all.
    pub count: usize,
}

#[derive(Clone, Copy, Debug)]
struct Stretch {
    from: f64,
    to: f64,
    step: f64,
    /// Steps, at least 3.
    steps: usize,
    /// Place of its first node.
    first: usize,
}

/// Four nodes in turn and how much each counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// Place of the first.
    pub first: usize,
    /// Weights; they sum to 1.
    pub weights: [f64; 4],
}

impl Axis {
    /// Stretches between rising ends, each with the longest step that its nodes may have.
    pub fn new(stretches: &[([f64; 2], f64)]) -> Axis {
        let (mut made, mut first) = (Vec::with_capacity(stretches.len()), 0);
        for ([from, to], longest) in stretches.iter().copied().filter(|([from, to], _)| to - from > 1e-9) {
            let steps = (((to - from) / longest).ceil() as usize).max(3);
            made.push(Stretch { from, to, step: (to - from) / steps as f64, steps, first });
            first += steps + 1;
        }
        Axis { stretches: made, count: first }
    }

    /// One longest step between all of several corners, in any order.
    pub fn between(mut corners: Vec<f64>, longest: f64) -> Axis {
        corners = crate::numbers::by_rising(corners, |at| *at);
        let stretches: Vec<_> = corners.windows(2).map(|ends| ([ends[0], ends[1]], longest)).collect();
        Axis::new(&stretches)
    }

    /// Every node.
    pub fn nodes(&self) -> impl Iterator<Item = f64> {
        self.stretches.iter().flat_map(|one| (0..=one.steps).map(|i| one.from + one.step * i as f64))
    }

    /// How to read at `x`: the cubic through the four nodes next to it; beyond the ends as at them.
    #[inline(always)]
    pub fn place(&self, x: f64) -> Place {
        let Some(mut one) = self.stretches.first() else { return Place { first: 0, weights: [0.0; 4] } };
        for next in &self.stretches[1..] {
            if x < one.to {
                break;
            }
            one = next;
        }
        let at = between((x - one.from) / one.step, [0.0, one.steps as f64]);
        let low = if at < 1.0 { 1 } else { (at as usize).min(one.steps - 2) };
        let t = at - low as f64;
        let (before, after, beyond) = (t + 1.0, t - 1.0, t - 2.0);
        let weights = [
            -t * after * beyond / 6.0,
            before * after * beyond / 2.0,
            -before * t * beyond / 2.0,
            before * t * after / 6.0,
        ];
        Place { first: one.first + low - 1, weights }
    }
}

impl Place {
    /// What values at an axis' nodes are here.
    #[inline(always)]
    pub fn read(&self, values: &[f64]) -> f64 {
        let Some(from) = values.get(self.first..) else { return 0.0 };
        let Some(four) = from.first_chunk() else { return 0.0 };
        self.sum(*four)
    }

    /// Four numbers, each by its weight.
    #[inline(always)]
    fn sum(&self, [a, b, c, d]: [f64; 4]) -> f64 {
        let [first, second, third, fourth] = self.weights;
        first * a + second * b + third * c + fourth * d
    }
}

/// Values at every pair of nodes: one row for each node of VIX.
#[derive(Clone, Debug)]
pub struct Surface {
    /// Along a row.
    pub axis: Axis,
    values: Vec<f64>,
}

impl Surface {
    /// From the rows in turn.
    pub fn new(axis: Axis, values: Vec<f64>) -> Surface {
        Surface { axis, values: values.into_iter().map(rounded).collect() }
    }

    /// At `x` along a row, between the rows of `vix`.
    #[inline(always)]
    pub fn read(&self, x: f64, vix: &Place) -> f64 {
        self.at(&self.axis.place(x), vix)
    }

    /// The same at a place along the rows.
    #[inline(always)]
    pub fn at(&self, along: &Place, vix: &Place) -> f64 {
        let mut rows = [0.0; 4];
        for (i, read) in rows.iter_mut().enumerate() {
            let Some(row) = self.values.get((vix.first + i) * self.axis.count..) else { break };
            *read = along.read(row);
        }
        vix.sum(rows)
    }
}

/// Dollars rounded to 1/1024, for the same tables where `exp` and `pow` differ in their last bits.
pub fn rounded(usd: f64) -> f64 {
    rounded_to(usd, 1024.0)
}

/// The same to so many parts, a power of two.
pub fn rounded_to(x: f64, parts: f64) -> f64 {
    (x * parts).round() / parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cubic_is_read_exactly_in_every_stretch_and_its_ends_beyond_them() {
        let axis = Axis::new(&[([-1.0, 0.0], 0.3), ([0.0, 0.05], 1.0), ([0.05, 2.0], 0.2)]);
        let cubic = |x: f64| 1.0 - x + 2.0 * x * x - 0.5 * x * x * x;
        let values: Vec<f64> = axis.nodes().map(cubic).collect();
        assert_eq!(values.len(), axis.count);
        for i in 0..=300 {
            let x = -1.0 + 0.01 * f64::from(i);
            assert!((axis.place(x).read(&values) - cubic(x)).abs() < 1e-12, "{x}");
        }
        assert!((axis.place(9.0).read(&values) - cubic(2.0)).abs() < 1e-12);
        assert!((axis.place(-9.0).read(&values) - cubic(-1.0)).abs() < 1e-12);
    }

    #[test]
    fn a_corner_between_stretches_stays_sharp() {
        let axis = Axis::between(vec![1.0, -1.0, 0.0], 0.25);
        let values: Vec<f64> = axis.nodes().map(f64::abs).collect();
        for x in [-0.9, -0.1, -1e-6, 0.0, 1e-6, 0.33] {
            assert!((axis.place(x).read(&values) - x.abs()).abs() < 1e-12, "{x}");
        }
    }
}
