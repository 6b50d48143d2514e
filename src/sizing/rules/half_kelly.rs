//! Half-Kelly: ½(μ − r)/σ² of risk capital, held in [0, 1]. Source: Kelly 1956; model book 11.5.

use crate::book::limits::LargestPool;
use crate::sizing::{Case, Effect, Kind, Rule};
use crate::units::Usd;
use crate::words::{amount, share};

/// The rule.
pub const RULE: Rule = Rule {
    id: "sizing.rule.kelly",
    file: "half_kelly",
    label: "Half-Kelly",
    name: "the half-Kelly cap",
    kind: Kind::Cap,
    clear: |_| "",
    is_on: |rules| rules.kelly,
    effect: |case: &Case| Effect::Cap(LargestPool::UpTo(Usd(case.kelly.half() * case.risk_capital))),
    finds: |case| format!("μ {}, σ {}", share(case.kelly.mean, 1), share(case.kelly.deviation, 0)),
    sum: |case| {
        let Kelly { mean, rate, deviation } = case.kelly;
        let half = case.kelly.half();
        let with = format!(
            "½ × ({} − {}) ÷ {}² = {}; × {} = {}",
            share(mean, 1),
            share(rate, 1),
            share(deviation, 1),
            share(half, 1),
            amount(case.risk_capital),
            amount(half * case.risk_capital)
        );
        ["½ (μ − r) ÷ σ², at least 0 and at most 1, of risk capital; μ is net carry and beta premium".into(), with]
    },
    source: "Kelly 1956; model book 11.5",
};

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
