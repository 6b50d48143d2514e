//! Sizing: baseline, then multipliers, then caps; the answer is the smallest, with the rule that binds.
//!
//! A rule is a file and a row of [`rules::RULES`]. Source: model book 11.

pub mod checks;
pub mod hurdle;
pub mod irr;
pub mod kelly;
pub mod kept;
pub mod ledger;
pub mod levers;
pub mod rules;
pub mod solve;
pub mod stressed;
pub mod waterfall;

use serde::Serialize;

pub use rules::RULES;

use crate::book::limits::LargestPool;
use crate::plan::Plan;
use crate::plan::knobs::knob;
use crate::plan::sizing::{RuleSwitches, SizingPlan};
use crate::sizing::hurdle::Hurdle;
use crate::sizing::irr::{Irr, IrrError};
use crate::sizing::kelly::Kelly;
use crate::sizing::stressed::Tightest;
use crate::words::amount;

/// Everything the rules look at, for one shock. Dollars; losses and budgets positive.
#[derive(Clone, Debug)]
pub struct Case<'a> {
    /// Signals set by hand and which rules are on.
    pub plan: &'a SizingPlan,
    /// Which of the signals data have set.
    pub set_by: &'a SetBy,
    /// Capital that weights are shares of.
    pub risk_capital: f64,
    /// Loss that the book may take.
    pub budget: f64,
    /// What the pool must earn.
    pub hurdle: Hurdle,
    /// Held in the sized pool now.
    pub held: f64,
    /// Size that IRR, Kelly and quick ratio are of: what the rules allow, from above.
    pub deposit: f64,
    /// Switches by which no size allows itself: what they leave is so small that its gas eats the yield.
    pub too_small_by: Option<RuleSwitches>,
    /// What the rules allow without the Big Top, dollars; 0 where it takes nothing away.
    pub without_big_top: f64,
    /// What it earns.
    pub irr: Result<Irr, IrrError>,
    /// Hard items of the vetting that fail.
    pub failed: &'a [&'static str],
    /// Hard items of which nobody knows.
    pub unvetted: &'a [&'static str],
    /// Ready over due where on the way it is least; none where nothing is due.
    pub quick_ratio: Option<Tightest>,
    /// VIX before and after.
    pub vix: [f64; 2],
    /// Largest pool that survives the way to this shock.
    pub stress: LargestPool,
    /// VIX that sets it.
    pub stress_vix: f64,
    /// Simple return of SPX there where it is held by hand.
    pub stress_spx: Option<f64>,
    /// Smallest of the largest pools over the set, and in which shock; none where the set is empty.
    pub set: Option<(&'a str, LargestPool)>,
    /// Largest pool whose CVaR is within the budget.
    pub cvar: LargestPool,
    /// Smallest one, dollars; 0 where the book without the pool keeps it.
    pub cvar_least: f64,
    /// Trading days over which CVaR looks.
    pub days: f64,
    /// Expected return and its deviation.
    pub kelly: Kelly,
    /// Loss per dollar at the lower trigger of the cap on impermanent loss; none where there is none.
    pub il_loss: Option<f64>,
}

/// Which days of data have set the signals, in words; empty where nobody or a hand has.
#[derive(Clone, Debug, Default)]
pub struct SetBy {
    /// A/D divergence.
    pub ad_divergence: String,
    /// Big Top.
    pub big_top: String,
    /// Correlation alarm.
    pub correlation_alarm: String,
}

impl SetBy {
    /// Those of a plan: ` since 12 Nov (a file, to 20 Nov)`.
    pub fn of(plan: &Plan) -> SetBy {
        let said = |row| plan.estimate(row).map_or_else(String::new, |one| one.said_of_file(plan.market.today));
        SetBy {
            ad_divergence: said("sizing.ad_divergence"),
            big_top: said("sizing.big_top"),
            correlation_alarm: said("sizing.correlation_alarm"),
        }
    }
}

/// What a signal finds, with what set it: while it is on, while it is off, and where that is not known.
pub fn signal_finds(signal: Option<bool>, set_by: &str, on: &str, off: &str) -> String {
    match (signal, set_by.is_empty()) {
        (Some(true), _) => format!("{on}{set_by}"),
        (Some(false), true) => format!("{off}, as the plan has it"),
        (Some(false), false) => format!("{off}{set_by}"),
        (None, true) => "not known: nobody has set it".into(),
        (None, false) => format!("not known from these data{set_by}"),
    }
}

/// What a rule does to the size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Effect {
    /// Where it starts, of risk capital.
    Weight(f64),
    /// What it is multiplied by, in [0, 1].
    Factor(f64),
    /// The most it may be.
    Cap(LargestPool),
}

/// What a rule is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RuleKind {
    /// Where it starts.
    Baseline,
    /// Makes it smaller by a factor.
    Multiplier,
    /// The most it may be.
    Cap,
}

/// One rule.
#[derive(Clone, Copy)]
pub struct Rule {
    /// Knob that switches it.
    pub id: &'static str,
    /// File in `src/sizing`.
    pub file: &'static str,
    /// First column of the waterfall.
    pub label: &'static str,
    /// Inside a sentence, 'the stress cap'.
    pub name: &'static str,
    /// Baseline, multiplier or cap.
    pub kind: RuleKind,
    /// Word where it takes nothing away; `unknown` where nobody has said what it asks.
    pub clear: fn(&Case) -> &'static str,
    /// Row of the signal that it hangs on; `None` where it is reckoned from the plan alone.
    pub signal: Option<&'static str>,
    /// Whether it is on.
    pub is_on: fn(&RuleSwitches) -> bool,
    /// What it does while it is on.
    pub effect: fn(&Case) -> Effect,
    /// What it finds, in words.
    pub finds: fn(&Case) -> String,
    /// Formula, and the same with numbers.
    pub sum: fn(&Case) -> [String; 2],
    /// Where it comes from.
    pub source: &'static str,
}

impl Rule {
    /// What the rule does to this case; nothing while it is off, and the full weight where the hurdle is.
    pub fn effect_in(&self, case: &Case, switches: &RuleSwitches) -> Effect {
        let effect = (self.effect)(case);
        match effect {
            _ if (self.is_on)(switches) => effect,
            Effect::Weight(_) => Effect::Weight(rules::baseline::MOST),
            Effect::Factor(_) => Effect::Factor(1.0),
            Effect::Cap(_) => Effect::Cap(LargestPool::Unlimited),
        }
    }
}

/// The size, and the rule that sets it.
#[derive(Clone, Copy)]
pub struct Size {
    /// Dollars in the pool.
    pub usd: f64,
    /// Before the caps.
    pub uncapped: f64,
    /// What binds: the smallest cap, else the strictest multiplier, else the baseline.
    pub binding: &'static Rule,
}

/// The size of the pool under these rules.
pub fn size(case: &Case, switches: &RuleSwitches) -> Size {
    let mut size = Size { usd: 0.0, uncapped: 0.0, binding: &RULES[0] };
    let mut strictest = 1.0;
    for rule in RULES {
        match rule.effect_in(case, switches) {
            Effect::Weight(weight) => size.usd = weight * case.risk_capital,
            Effect::Factor(factor) => {
                if factor < strictest && size.usd > 0.0 {
                    (strictest, size.binding) = (factor, rule);
                }
                size.usd *= factor;
            }
            Effect::Cap(cap) => {
                if let Some(most) = dollars(cap).filter(|most| *most < size.usd) {
                    (size.usd, size.binding) = (most, rule);
                }
            }
        }
        if rule.kind != RuleKind::Cap {
            size.uncapped = size.usd;
        }
    }
    // Less than what CVaR needs keeps it no better than none: then no size keeps every rule.
    let cvar = &rules::cvar_cap::RULE;
    if (cvar.is_on)(switches) && size.usd > 0.0 && size.usd < case.cvar_least {
        (size.usd, size.binding) = (0.0, cvar);
    }
    if case.too_small_by == Some(*switches) {
        size.usd = 0.0;
    }
    size
}

/// A cap in dollars; none where there is no limit.
pub fn dollars(cap: LargestPool) -> Option<f64> {
    match cap {
        LargestPool::None => Some(0.0),
        LargestPool::UpTo(most) => Some(most.0),
        LargestPool::Unlimited => None,
    }
}

/// What is owed against a sized pool this many times as large: no more than its input takes.
pub fn owed_at(owed: f64, times: f64) -> f64 {
    (owed * times * (1.0 - 1e-12)).min(knob("pool.loan").map_or(f64::INFINITY, |knob| knob.range[1]))
}

/// A cap in words.
fn most(cap: LargestPool) -> String {
    match cap {
        LargestPool::None => "no pool fits: the rest of the book and its gas use up the budget".into(),
        LargestPool::UpTo(usd) => amount(usd.0),
        LargestPool::Unlimited => "no limit below the risk capital".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::knobs::knob;

    /// Files of the room that are no rule.
    const NO_RULES: [&str; 8] = ["checks", "hurdle", "irr", "ledger", "levers", "mod", "stressed", "waterfall"];

    #[test]
    fn every_file_is_in_the_table_and_every_rule_has_its_switch() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/sizing/rules");
        let Ok(entries) = std::fs::read_dir(folder) else { return };
        let name = |entry: std::fs::DirEntry| entry.file_name().to_string_lossy().trim_end_matches(".rs").to_string();
        let mut found: Vec<String> = entries.flatten().map(name).filter(|f| !NO_RULES.contains(&f.as_str())).collect();
        let mut named: Vec<&str> = RULES.iter().map(|rule| rule.file).collect();
        found.sort();
        named.sort_unstable();
        assert_eq!(found, named);
        for rule in RULES {
            let switch = knob(rule.id).copied();
            for on in [0.0, 1.0] {
                let mut plan = crate::plan::Plan::default();
                assert_eq!(switch.map(|switch| switch.set(&mut plan, 0, Some(on))), Some(Ok(())), "{}", rule.id);
                assert_eq!((rule.is_on)(&plan.sizing.rules), on == 1.0, "{}", rule.id);
            }
        }
    }
}
