//! Correlation shift: × (1 − max(0, ρ₂₀)) while the alarm is on. Model book 11.4, 13.

use crate::sizing::{Case, Effect, Rule, RuleKind, signal_finds};
use crate::words::fixed;

/// Multiplier: 1 − max(0, ρ₂₀) while the alarm is on, else 1.
pub const RULE: Rule = Rule {
    id: "sizing.rule.correlation",
    file: "correlation_shift",
    label: "Correlation shift",
    name: "the correlation shift",
    kind: RuleKind::Multiplier,
    clear: |case| if case.plan.correlation_alarm.is_none() { "unknown" } else { "clear" },
    signal: Some("sizing.correlation_alarm"),
    is_on: |rules| rules.correlation,
    effect: |case: &Case| Effect::Factor(factor(case)),
    finds: |case| {
        let rho = fixed(case.plan.rho, 2);
        let (signal, set_by) = (case.plan.correlation_alarm, &case.set_by.correlation_alarm);
        let found = signal_finds(signal, set_by, "alarm", "no alarm");
        if signal == Some(true) { format!("{found}, token against −ΔVIX: {rho}") } else { found }
    },
    sum: |case| {
        let formula = "× (1 − max(0, ρ₂₀)) while |ρ₂₀ − ρ₁₂₀| is above 2 (1 − ρ₁₂₀²) ÷ √20";
        [formula.into(), format!("× {}", fixed(factor(case), 2))]
    },
    source: "Model book 11.4, 13",
};

fn factor(case: &Case) -> f64 {
    if case.plan.correlation_alarm == Some(true) { left(case.plan.rho) } else { 1.0 }
}

/// What is left while the alarm is on at this ρ₂₀.
pub fn left(rho: f64) -> f64 {
    1.0 - rho.clamp(0.0, 1.0)
}
