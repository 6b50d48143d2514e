//! Baseline: nothing where the IRR does not beat the hurdle, else 15 to 25 % of risk capital with the distance.
//!
//! It jumps at the hurdle: the author's rule. While the rule is off the weight is the full one. Model book 11.3.

use crate::sizing::{Case, Effect, Rule, RuleKind};
use crate::words::{amount, share};

/// Weight at the hurdle.
pub const LEAST: f64 = 0.15;
/// Weight from [`FULL`] above the hurdle on.
pub const MOST: f64 = 0.25;
/// Distance to the hurdle at which the weight is full.
pub const FULL: f64 = 0.10;

/// Where the size starts: 0, or 15 to 25 % of risk capital.
pub const RULE: Rule = Rule {
    id: "sizing.rule.hurdle",
    file: "baseline",
    label: "Baseline",
    name: "the baseline",
    kind: RuleKind::Baseline,
    clear: |_| "",
    signal: None,
    is_on: |rules| rules.hurdle,
    effect: |case: &Case| Effect::Weight(weight(case)),
    finds,
    sum,
    source: "Model book 11.3",
};

/// Share of risk capital for an IRR and a hurdle, a year.
pub fn weight_at(irr: f64, hurdle: f64) -> f64 {
    if irr <= hurdle { 0.0 } else { LEAST + (MOST - LEAST) * ((irr - hurdle) / FULL).min(1.0) }
}

fn weight(case: &Case) -> f64 {
    case.irr.map_or(0.0, |irr| weight_at(irr.annual.0, case.hurdle.rate.0))
}

fn finds(case: &Case) -> String {
    if !case.plan.rules.hurdle {
        return format!("hurdle off: {} of risk capital", share(MOST, 0));
    }
    let hurdle = share(case.hurdle.rate.0, 1);
    match case.irr {
        Err(wrong) => format!("no IRR: {}", wrong.words()),
        Ok(irr) => format!("IRR {}, hurdle {hurdle}", share(irr.annual.0, 1)),
    }
}

fn sum(case: &Case) -> [String; 2] {
    let weight = if case.plan.rules.hurdle { weight(case) } else { MOST };
    [
        "0 up to the hurdle, else 15 % + 10 % × min((IRR − hurdle) ÷ 10 %, 1), of risk capital".into(),
        format!("{} × {} = {}", share(weight, 1), amount(case.risk_capital), amount(weight * case.risk_capital)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weight_jumps_at_the_hurdle_and_is_full_ten_points_above() {
        assert_eq!(weight_at(0.08, 0.08), 0.0);
        assert!((weight_at(0.080_001, 0.08) - 0.15).abs() < 1e-5);
        assert!((weight_at(0.13, 0.08) - 0.20).abs() < 1e-12);
        assert_eq!(weight_at(0.5, 0.08), 0.25);
    }
}
