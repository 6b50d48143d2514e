//! Round numbers on an axis, and the axis itself.

/// The smallest of 1, 2, 4, 5, 10, … × 10^k that is at least `least`.
pub fn step(least: f64) -> f64 {
    if !(least.is_finite() && least > 0.0) {
        return 1.0;
    }
    let power = 10f64.powi(least.log10().floor() as i32);
    [1.0, 2.0, 4.0, 5.0, 10.0].into_iter().map(|m| m * power).find(|s| *s >= 0.999_999 * least).unwrap_or(10.0 * power)
}

/// Multiples of `step` in the range, at most 200 of them.
pub fn multiples(step: f64, from: f64, to: f64) -> Vec<f64> {
    let first = (from / step - 1e-9).ceil();
    let count = ((to / step + 1e-9).floor() - first + 1.0).clamp(0.0, 200.0);
    if !count.is_finite() {
        return Vec::new();
    }
    (0..count as usize).map(|i| (first + i as f64) * step).collect()
}

/// Ends of an axis from zero that hold every value, in whole steps: they stay where they are while values move a
/// little. At least a dollar to both sides.
pub fn whole_steps(values: impl Iterator<Item = f64>) -> [f64; 2] {
    let [least, most] = values.filter(|x| x.is_finite()).fold([-1.0, 1.0], |[a, b], x| [x.min(a), x.max(b)]);
    let step = step((most - least) / 8.0);
    [(least / step).floor() * step, (most / step).ceil() * step]
}

/// A quantity laid along pixels, evenly or evenly in logs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    /// Quantity and pixel at one end.
    pub from: (f64, f64),
    /// Quantity and pixel at the other.
    pub to: (f64, f64),
    /// Whether equal ratios take equal room.
    pub is_log: bool,
}

impl Axis {
    /// An axis that never divides by nothing: an empty or broken range becomes a range around it.
    pub fn new(from: (f64, f64), to: (f64, f64), is_log: bool) -> Axis {
        let finite = |x: f64, or: f64| if x.is_finite() { x.clamp(-1e15, 1e15) } else { or };
        let (mut a, mut b) = (finite(from.0, 0.0), finite(to.0, 1.0));
        if is_log {
            (a, b) = (a.max(1e-6), b.max(1e-6));
        }
        if (b - a).abs() < 1e-9 * a.abs().max(1e-6) {
            b = if is_log { a * 2.0 } else { a + a.abs().max(1.0) * 1e-3 };
        }
        Axis { from: (a, finite(from.1, 0.0)), to: (b, finite(to.1, 0.0)), is_log }
    }

    fn scaled(&self, x: f64) -> f64 {
        if self.is_log { x.max(1e-9).ln() } else { x }
    }

    /// Pixel of a quantity.
    pub fn px(&self, x: f64) -> f64 {
        let (a, b) = (self.scaled(self.from.0), self.scaled(self.to.0));
        self.from.1 + (self.scaled(x) - a) / (b - a) * (self.to.1 - self.from.1)
    }

    /// Quantity at a pixel, no farther than the ends.
    pub fn at(&self, px: f64) -> f64 {
        let room = self.to.1 - self.from.1;
        let t = if room == 0.0 || !px.is_finite() { 0.0 } else { ((px - self.from.1) / room).clamp(0.0, 1.0) };
        if t == 0.0 || t == 1.0 {
            return if t == 0.0 { self.from.0 } else { self.to.0 };
        }
        let (a, b) = (self.scaled(self.from.0), self.scaled(self.to.0));
        let x = a + t * (b - a);
        if self.is_log { x.exp() } else { x }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_steps_hold_what_they_are_made_for_and_stay_while_it_moves_a_little() {
        for x in [0.3, 5.0, 9292.0, 1e9, f64::NAN] {
            let [least, most] = whole_steps([x, -2.0 * x, 0.0].into_iter());
            assert!(least <= -1.0 && most >= 1.0 && !(x > most || -2.0 * x < least), "{x}");
        }
        assert_eq!(whole_steps([-14_394.0, 9477.0].into_iter()), whole_steps([-14_100.0, 9300.0].into_iter()));
    }

    #[test]
    fn steps_are_round() {
        assert_eq!([0.7, 3.2, 41.0, 500.0, 4200.0].map(step), [1.0, 4.0, 50.0, 500.0, 5000.0]);
    }

    #[test]
    fn multiples_include_both_ends() {
        assert_eq!(multiples(4.0, -8.0, 4.0), [-8.0, -4.0, 0.0, 4.0]);
        assert!(multiples(1.0, f64::NAN, 2.0).is_empty());
    }

    #[test]
    fn an_axis_goes_both_ways() {
        for is_log in [false, true] {
            let axis = Axis::new((9.0, 20.0), (150.0, 700.0), is_log);
            assert!((axis.at(axis.px(45.0)) - 45.0).abs() < 1e-9);
        }
    }

    #[test]
    fn an_empty_range_still_has_pixels() {
        let axis = Axis::new((5.0, 0.0), (5.0, 100.0), false);
        assert!(axis.px(5.0).is_finite());
    }
}
