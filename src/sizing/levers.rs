//! Levers: what would have to be true for the full weight, one thing changed at a time.

use serde::Serialize;

use crate::numbers::pieces::pause;
use crate::plan::sizing::RuleSwitches;
use crate::sizing::ledger::{SizedPosition, Tweak};
use crate::sizing::rules::baseline;
use crate::sizing::stressed::SizingShock;
use crate::sizing::{Size, size};
use crate::words::{amount, fixed, share, vix};

/// One lever.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Lever {
    /// What is turned.
    pub label: &'static str,
    /// Where it stands.
    pub now: String,
    /// Where it would have to stand; none where no place of it does.
    pub needed: Option<String>,
    /// In one sentence.
    pub says: String,
}

/// Every lever, and what they come to.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Levers {
    /// In one sentence.
    pub sentence: String,
    /// Each alone.
    pub levers: Vec<Lever>,
}

/// Largest multiple of the hedge that is tried.
const MOST_HEDGE: f64 = 50.0;
/// Largest full-range-equivalent fee APR that is tried.
const MOST_APR: f64 = 1.0;
/// Places tried on the way, and halvings after the first that does.
const PLACES: u32 = 24;
const HALVINGS: u32 = 16;

/// Full weight in dollars.
pub fn target(ledger: &SizedPosition) -> f64 {
    baseline::MOST * ledger.risk_capital
}

/// A lever at one place: the shock there, and what is turned.
type Turn<'a> = &'a dyn Fn(f64) -> Option<(SizingShock, Tweak)>;

/// Loss budget, hedge, VIX, fees, each alone, in pieces. `at_vix` is the shock with VIX elsewhere.
pub async fn levers(
    ledger: &SizedPosition,
    shocked: &SizingShock,
    at_vix: &dyn Fn(f64) -> Option<SizingShock>,
) -> Levers {
    let as_is = ledger.as_is();
    let of_equity = |usd: f64| format!("{} of equity", share(usd / ledger.equity, 1));
    let is_full = is_full(ledger, shocked);
    let reach =
        async |ends: [f64; 2], turn: Turn<'_>| if is_full { Ok(ends[0]) } else { reach(ledger, ends, turn).await };
    let apr = ledger.position.fee_apr;
    let budget = |budget| Some((shocked.clone(), Tweak { budget, ..as_is }));
    let reached = reach([ledger.budget, ledger.equity], &budget).await;
    // Rounded up, like every lever to where it suffices.
    let enough = |usd: f64| format!("{} of equity", enough_of(usd, ledger.equity));
    let mut found = vec![lever("Loss budget", of_equity(ledger.budget), (is_full, reached), &enough)];
    if shocked.end.hedge > 0.0 {
        let times = |x: f64| format!("× {}", fixed((100.0 * x).ceil() / 100.0, 2));
        let reached = reach([1.0, MOST_HEDGE], &|hedge| Some((shocked.clone(), Tweak { hedge, ..as_is }))).await;
        found.push(lever("Hedge contracts", times(1.0), (is_full, reached), &times));
    }
    let [from, to] = shocked.vix;
    if to > from {
        let reached = reach([to, from], &|vix| Some((at_vix(vix)?, as_is))).await;
        found.push(lever("VIX in the shock", vix(to), (is_full, reached), &|x| vix((10.0 * x).floor() / 10.0)));
    }
    if apr > 0.0 && apr < MOST_APR {
        let reached = reach([1.0, MOST_APR / apr], &|fees| Some((shocked.clone(), Tweak { fees, ..as_is }))).await;
        let words = |times: f64| share((1e4 * times * apr).ceil() / 1e4, 2);
        found.push(lever("Fee APR, full range", share(apr, 2), (is_full, reached), &words));
    }
    Levers { sentence: sentence(ledger, shocked, is_full, &found), levers: found }
}

/// A share as it is typed, rounded up to where it suffices.
fn enough_of(usd: f64, equity: f64) -> String {
    share((1e3 * usd / equity - 1e-9).ceil() / 1e3, 1)
}

/// Whether the rules allow the full weight as it is.
fn is_full(ledger: &SizedPosition, shocked: &SizingShock) -> bool {
    size(&ledger.case(shocked, &ledger.as_is()), &ledger.plan.rules).usd >= target(ledger) * (1.0 - 1e-9)
}

fn sentence(ledger: &SizedPosition, shocked: &SizingShock, is_full: bool, found: &[Lever]) -> String {
    let full = format!("{}, {} of risk capital", amount(target(ledger)), share(baseline::MOST, 0));
    if is_full {
        return format!("The rules allow {full}, already.");
    }
    if found.iter().any(|lever| lever.needed.is_some()) {
        return format!("One of these alone would allow {full}.");
    }
    match together(ledger, shocked) {
        Some(parts) => format!("No single lever allows {full}. Together: {parts}."),
        None => format!("No single lever allows {full}, nor do fees and budget together."),
    }
}

/// The first place between `from` and `to` where the full weight is reached; else the largest size on the way.
///
/// CVaR, the dearest to ask, is asked last.
async fn reach(ledger: &SizedPosition, [from, to]: [f64; 2], turn: Turn<'_>) -> Result<f64, Option<Size>> {
    let rules = &ledger.plan.rules;
    let besides = RuleSwitches { cvar: false, ..*rules };
    let full = target(ledger);
    let besides_cvar = |x: f64| {
        let (shocked, tweak) = turn(x)?;
        Some((ledger.size_by(&shocked, &tweak, &besides).usd, tweak))
    };
    let does = |x: f64| {
        besides_cvar(x)
            .is_some_and(|(usd, tweak)| usd >= full * (1.0 - 1e-9) && (!rules.cvar || ledger.keeps_cvar(full, &tweak)))
    };
    if does(from) {
        return Ok(from);
    }
    let place = |i: u32| from + (to - from) * (f64::from(i) / f64::from(PLACES)).powi(2);
    let mut best = (0.0, from);
    for i in 1..=PLACES {
        pause().await;
        if does(place(i)) {
            let (mut short, mut enough) = (place(i - 1), place(i));
            for _ in 0..HALVINGS {
                pause().await;
                let middle = 0.5 * (short + enough);
                if does(middle) { enough = middle } else { short = middle }
            }
            return Ok(enough);
        }
        let usd = besides_cvar(place(i)).map_or(0.0, |(usd, _)| usd);
        // Of many places that do as well the nearest one: a hedge many times as large has its own cost.
        if usd > best.0 * (1.0 + 1e-9) {
            best = (usd, place(i));
        }
    }
    let exact = |(shocked, tweak): (SizingShock, Tweak)| {
        let case = ledger.case_by(&shocked, &tweak, &besides);
        let found = size(&case, &besides);
        if !rules.cvar || ledger.keeps_cvar(found.usd, &tweak) {
            return found;
        }
        size(&ledger.with_cvar(case, &tweak), rules)
    };
    Err(turn(best.1).map(exact))
}

/// What it takes where no lever does it alone: fees for the full baseline and half-Kelly, then the loss budget for
/// every cap at that size; none where fees cannot do it, or a multiplier is in the way.
fn together(ledger: &SizedPosition, shocked: &SizingShock) -> Option<String> {
    let (rules, full, apr) = (&ledger.plan.rules, target(ledger), ledger.position.fee_apr);
    let as_is = ledger.as_is();
    let uncapped = RuleSwitches { stress: false, set: false, cvar: false, il: false, ..*rules };
    let does = |fees: f64| ledger.size_by(shocked, &Tweak { fees, ..as_is }, &uncapped).usd >= full * (1.0 - 1e-9);
    let most = if apr > 0.0 { (MOST_APR / apr).max(1.0) } else { 1.0 };
    if !does(most) {
        return None;
    }
    let (mut short, mut enough) = (1.0, most);
    if does(short) {
        enough = short;
    }
    for _ in 0..2 * HALVINGS {
        let middle = 0.5 * (short + enough);
        if does(middle) { enough = middle } else { short = middle }
    }
    let budget = ledger.budget_for(full, shocked, &Tweak { fees: enough, ..as_is });
    let mut parts = Vec::new();
    if enough > 1.0 {
        parts.push(format!("a fee APR of {}", share((1e4 * enough * apr).ceil() / 1e4, 2)));
    }
    if budget > ledger.budget {
        parts.push(format!(
            "a loss budget of {} ({} of equity)",
            amount(budget.ceil()),
            enough_of(budget, ledger.equity)
        ));
    }
    (!parts.is_empty()).then(|| parts.join(" and "))
}

fn lever(
    label: &'static str,
    now: String,
    (is_full, reached): (bool, Result<f64, Option<Size>>),
    words: &dyn Fn(f64) -> String,
) -> Lever {
    match reached {
        Ok(x) => {
            let needed = words(x);
            let says = if is_full || needed == now {
                "enough as it is".to_string()
            } else {
                format!("{needed} instead of {now}")
            };
            Lever { label, now, needed: Some(needed), says }
        }
        Err(best) => {
            let says = match best {
                Some(best) => format!("not alone: {} at most, then {} binds", amount(best.usd), best.binding.name),
                None => "not alone".to_string(),
            };
            Lever { label, now, needed: None, says }
        }
    }
}
