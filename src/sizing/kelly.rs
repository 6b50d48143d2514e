//! Kelly's fraction of a position: (μ − r)/σ². Source: Kelly 1956; model book 11.5.

/// What Kelly's rule needs, a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Kelly {
    /// μ: net carry and beta premium.
    pub mean: f64,
    /// Risk-free rate.
    pub rate: f64,
    /// σ of the position: |delta share| × the token's.
    pub deviation: f64,
}

impl Kelly {
    /// Half of Kelly's fraction, in [0, 1]; without risk 1 where the mean beats the rate, else 0.
    pub fn half(&self) -> f64 {
        let above = self.mean - self.rate;
        let variance = self.deviation * self.deviation;
        if variance > 0.0 { (0.5 * above / variance).clamp(0.0, 1.0) } else { f64::from(u8::from(above > 0.0)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_edge_is_no_bet_and_no_risk_is_the_whole() {
        assert_eq!(Kelly { mean: 0.03, rate: 0.04, deviation: 0.3 }.half(), 0.0);
        assert_eq!(Kelly { mean: 0.05, rate: 0.04, deviation: 0.0 }.half(), 1.0);
        assert_eq!(Kelly { mean: 0.04, rate: 0.04, deviation: 0.0 }.half(), 0.0);
    }
}
