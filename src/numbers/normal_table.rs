//! Normal table: Φ read between nodes, for work that asks it a hundred million times.

/// Beyond it Φ is 0 or 1 to 15 digits.
const FAR: f64 = 8.0;
/// Nodes a unit: cubics with the slopes of both ends are right to h⁴/384 · |φ‴|, 2·10⁻¹⁰.
const A_UNIT: f64 = 64.0;

/// Φ and its slope a step at every node.
#[derive(Clone, Debug)]
pub struct NormalTable(Vec<[f64; 2]>);

impl Default for NormalTable {
    fn default() -> Self {
        let node = |i: u32| {
            let x = f64::from(i) / A_UNIT - FAR;
            let density = libm::exp(-0.5 * x * x) / (2.0 * std::f64::consts::PI).sqrt();
            [super::normal_cdf(x), density / A_UNIT]
        };
        NormalTable((0..=(2.0 * FAR * A_UNIT) as u32).map(node).collect())
    }
}

impl NormalTable {
    /// Φ(x), within 2·10⁻¹⁰.
    pub fn at(&self, x: f64) -> f64 {
        let at = (x + FAR) * A_UNIT;
        let place = at.max(0.0) as usize;
        let Some(&[[low, slope], [high, next]]) = self.0.get(place..).and_then(|nodes| nodes.first_chunk()) else {
            return 1.0;
        };
        if at < 0.0 {
            return 0.0;
        }
        let t = at - place as f64;
        let (rise, back) = (high - low, t - 1.0);
        low + t * (slope + t * ((rise - slope) + back * (slope + next - 2.0 * rise)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::normal_cdf;
    use super::*;

    #[test]
    fn it_is_the_normal_distribution_to_nine_digits_everywhere() {
        let table = NormalTable::default();
        for i in -200_000..=200_000 {
            let x = f64::from(i) * 5e-5;
            assert!((table.at(x) - normal_cdf(x)).abs() < 2.5e-10, "{x}: {} {}", table.at(x), normal_cdf(x));
        }
        assert_eq!(
            [table.at(-1e9), table.at(1e9), table.at(f64::NEG_INFINITY), table.at(f64::INFINITY)],
            [0.0, 1.0, 0.0, 1.0]
        );
    }
}
