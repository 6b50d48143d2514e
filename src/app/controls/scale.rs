//! Scale: a slider's thousand positions to values in the plan's unit, straight or in logs.

/// What a slider runs over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// Left end.
    pub low: f64,
    /// Right end.
    pub high: f64,
    /// Distance of neighbouring values; 0 moves by one part in two hundred.
    pub step: f64,
    /// Whether it moves in logs.
    pub is_log: bool,
}

/// Positions of the range input.
pub const POSITIONS: f64 = 1000.0;

impl Scale {
    fn is_log(&self) -> bool {
        self.is_log && self.low > 0.0 && self.high > self.low
    }

    /// Where the value stands, 0 to 1; values outside stand at an end.
    pub fn fraction(&self, x: f64) -> f64 {
        let width = self.high - self.low;
        let f = if self.is_log() {
            f64::ln(x.max(self.low) / self.low) / f64::ln(self.high / self.low)
        } else if width > 0.0 {
            (x - self.low) / width
        } else {
            0.0
        };
        f.clamp(0.0, 1.0)
    }

    /// The value at this place, on a step.
    pub fn value(&self, fraction: f64) -> f64 {
        let f = fraction.clamp(0.0, 1.0);
        let x = if self.is_log() {
            self.low * f64::exp(f * f64::ln(self.high / self.low))
        } else {
            self.low + f * (self.high - self.low)
        };
        self.on_step(x).clamp(self.low, self.high)
    }

    /// The value this many steps further, inside the ends.
    pub fn nudged(&self, x: f64, steps: f64) -> f64 {
        let by = match (self.step > 0.0, self.is_log()) {
            (true, _) => self.step,
            (false, true) => 0.005 * x.abs(),
            (false, false) => (self.high - self.low) / 200.0,
        };
        self.on_step(x + steps * by).clamp(self.low, self.high)
    }

    fn on_step(&self, x: f64) -> f64 {
        let x = if self.step > 0.0 { (x / self.step).round() * self.step } else { x };
        let digits = if self.step > 0.0 { 9 } else { 3 };
        clean(x, digits)
    }
}

/// The number with this many digits after the first, without the dust of binary fractions.
pub fn clean(x: f64, digits: i32) -> f64 {
    let size = f64::floor(f64::log10(x.abs()));
    if !size.is_finite() {
        return x;
    }
    // Divided by a power of ten, not multiplied by its inverse: that reads as the decimal itself.
    let places = digits - size as i32;
    let power = f64::powf(10.0, f64::from(places.abs()));
    if places >= 0 { (x * power).round() / power } else { (x / power).round() * power }
}

/// How many steps a key moves by; `None` for other keys.
pub fn steps(key: &str, is_shift: bool) -> Option<f64> {
    let by = if is_shift { 10.0 } else { 1.0 };
    match key {
        "ArrowRight" | "ArrowUp" => Some(by),
        "ArrowLeft" | "ArrowDown" => Some(-by),
        "PageUp" => Some(10.0),
        "PageDown" => Some(-10.0),
        "Home" => Some(f64::NEG_INFINITY),
        "End" => Some(f64::INFINITY),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const VIX: Scale = Scale { low: 9.0, high: 150.0, step: 0.25, is_log: true };
    const RATE: Scale = Scale { low: 0.0, high: 0.1, step: 0.0025, is_log: false };

    #[test]
    fn the_ends_are_the_ends() {
        for scale in [VIX, RATE] {
            assert_eq!(scale.value(0.0), scale.low);
            assert_eq!(scale.value(1.0), scale.high);
            assert_eq!(scale.fraction(-1e9), 0.0);
            assert_eq!(scale.fraction(1e9), 1.0);
        }
    }

    #[test]
    fn there_and_back_is_the_same_step() {
        for scale in [VIX, RATE] {
            for i in 0..=100 {
                let x = scale.value(f64::from(i) / 100.0);
                assert_eq!(scale.value(scale.fraction(x)), x);
            }
        }
    }

    #[test]
    fn keys_move_by_steps_and_stop_at_the_ends() {
        assert_eq!(VIX.nudged(45.0, 1.0), 45.25);
        assert_eq!(VIX.nudged(45.0, -10.0), 42.5);
        assert_eq!(RATE.nudged(0.04, 1.0), 0.0425);
        assert_eq!(VIX.nudged(45.0, f64::INFINITY), 150.0);
        assert_eq!(steps("ArrowLeft", true), Some(-10.0));
        assert_eq!(steps("a", false), None);
    }

    #[test]
    fn there_is_no_dust() {
        assert_eq!(clean(0.1 + 0.2, 9), 0.3);
        assert_eq!(clean(-0.29399999999, 6), -0.294);
        assert_eq!(clean(123_456.0, 2), 123_000.0);
        assert_eq!(clean(0.0, 3), 0.0);
    }
}
