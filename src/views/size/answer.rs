//! Answer: how much to hold, which rule says so, and what this shock then costs, in one sentence or two.

use crate::plan::sizing::RuleSwitches;
use crate::sizing::ledger::SizedPosition;
use crate::sizing::rules::{baseline, stress_cap};
use crate::sizing::stressed::SizingShock;
use crate::sizing::waterfall::Waterfall;
use crate::sizing::{Case, RULES, RuleKind, size};
use crate::words::{amount, place, share};

/// Sizes nearer than this are the same, dollars; so are losses and the budget.
const SAME: f64 = 0.5;

/// Share of a size within which another one is about the same.
const NEARLY: f64 = 0.02;

/// Moves below this are not worth their gas, dollars.
pub(super) const SMALL: f64 = 100.0;

/// How much and by which rule, then what the shock costs there. `pool` is what the sized one is called: `the pool` where
/// there is one; `stays` where taking it out is not offered, because less of it breaks the rules further.
pub(super) fn answer(
    ledger: &SizedPosition,
    shocked: &SizingShock,
    case: &Case,
    fall: &Waterfall,
    (pool, stays): (&str, bool),
) -> [String; 2] {
    let usd = fall.size.0;
    let held = ledger.held;
    let reason = reason(case, fall);
    let costs = costs(shocked, case.budget, usd);
    if usd < SAME {
        let yours = if held > 0.0 { format!(", not {}", amount(held)) } else { String::new() };
        let head = if stays {
            format!("No size of {pool} keeps the rules: {reason}.")
        } else {
            format!("Hold nothing in {pool}{yours}: {reason}.")
        };
        return [head, format!("Without it {costs}.{}", dearer(shocked, held, usd) + &unvetted(case))];
    }
    let beside = match held {
        _ if held <= 0.0 => "; you hold none".to_string(),
        held if (held - usd).abs() > SAME && (held - usd).abs() < SMALL.min(NEARLY * usd) => {
            ", about what you do".to_string()
        }
        held if held > usd + SAME => format!(", not {}", amount(held)),
        held if held < usd - SAME => format!(" at most; yours is {}", amount(held)),
        _ => ", as you do".to_string(),
    };
    let head = format!("Hold {} in {pool}{beside}: {reason}.", amount(usd));
    [head, format!("At that size {costs}.{}", dearer(shocked, held, usd) + &unvetted(case))]
}

/// What the size takes on trust: hard items of the vetting that nobody knows of.
fn unvetted(case: &Case) -> String {
    if case.unvetted.is_empty() || !case.plan.rules.vetting {
        return String::new();
    }
    format!(" Not known of its token, and no pass: {}.", case.unvetted.join(", "))
}

/// Where taking money out makes the loss larger, because the pool gains there.
pub(super) fn dearer(shocked: &SizingShock, held: f64, usd: f64) -> String {
    let [now, then] = [held, usd].map(|usd| -shocked.way.worst(usd).1.0);
    if usd < held && then > now + SAME && then > 0.0 {
        let with = if now > 0.0 { format!("{} is lost", amount(now)) } else { format!("{} is gained", amount(-now)) };
        return format!(" The {} that you hold gains there: with it {with}.", amount(held));
    }
    String::new()
}

/// Which rule, and why it says nothing where it does.
fn reason(case: &Case, fall: &Waterfall) -> String {
    let Some(rule) = RULES.iter().find(|rule| rule.id == fall.binding) else { return String::new() };
    if case.plan.rules == RuleSwitches::PROMOTER {
        return format!("a promoter keeps no rule and takes {} of risk capital", share(baseline::MOST, 0));
    }
    let finds = (rule.finds)(case);
    if case.too_small_by.is_some() {
        return format!("{} leaves less than pays for its gas, {finds}", rule.name);
    }
    match rule.kind {
        RuleKind::Baseline if fall.size.0 > 0.0 => format!("{} binds, {finds}", rule.name),
        RuleKind::Baseline => format!("{}{}", no_baseline(case), caps_alone(case)),
        RuleKind::Multiplier if fall.size.0 > 0.0 => format!("{} binds", rule.name),
        RuleKind::Multiplier => format!("{} says no ({finds})", rule.name),
        RuleKind::Cap if rule.id == stress_cap::RULE.id => {
            let binds = if fall.size.0 > 0.0 { "binds" } else { "leaves no room" };
            format!("{} {binds}, tightest at {}", rule.name, place(case.stress_vix, case.stress_spx))
        }
        RuleKind::Cap if fall.size.0 > 0.0 => format!("{} binds", rule.name),
        RuleKind::Cap => format!("{} leaves no room", rule.name),
    }
}

fn no_baseline(case: &Case) -> String {
    match case.irr {
        Ok(irr) => {
            format!("its IRR of {} is not above the hurdle of {}", share(irr.annual.0, 1), share(case.hurdle.rate.0, 1))
        }
        Err(wrong) => format!("it has no IRR, {}", wrong.words()),
    }
}

/// What the other rules would allow where the baseline is nothing.
fn caps_alone(case: &Case) -> String {
    let other = size(case, &RuleSwitches { hurdle: false, ..case.plan.rules });
    if other.usd < SAME {
        return String::new();
    }
    format!("; the other rules would allow {}", amount(other.usd))
}

/// What the way to the shock costs at its worst with this much in the pool.
fn costs(shocked: &SizingShock, budget: f64, usd: f64) -> String {
    let (at, spx, worst) = shocked.way.worst_place(usd);
    let end = shocked.vix[1];
    let pnl = worst.0;
    if pnl.abs() < SAME {
        return "this shock costs nothing".into();
    }
    if pnl > 0.0 {
        return format!("this shock earns {} at least", amount(pnl));
    }
    let is_end = (at.0 - end).abs() < 0.05 && spx.map(|spx| spx.0) == shocked.way.0.last().and_then(|stop| stop.spx);
    let there = if is_end { String::new() } else { format!(" on its way, at {}", place(at.0, spx.map(|spx| spx.0))) };
    let loss = -pnl;
    let against = if (loss - budget).abs() < SAME.max(1e-6 * budget) {
        ", the whole loss budget".to_string()
    } else if loss > budget {
        format!(", {} past the loss budget", amount(loss - budget))
    } else if budget > 0.0 && usd > 0.0 {
        format!(", {} of the loss budget", share(loss / budget, 0))
    } else {
        String::new()
    };
    format!("this shock costs {}{there}{against}", amount(loss))
}
