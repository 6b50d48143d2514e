//! Levers: what would have to be true for the full weight, one thing changed at a time.

use serde::Serialize;

use crate::sizing::ledger::{Ledger, Tweak};
use crate::sizing::stressed::Shocked;
use crate::sizing::{Size, baseline, size};
use crate::words::{amount, fixed, share, vix};

/// One lever.
#[derive(Clone, Debug, PartialEq, Serialize)]
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

/// Largest multiple of the hedge that is tried.
const MOST_HEDGE: f64 = 50.0;
/// Largest full-range-equivalent fee APR that is tried.
const MOST_APR: f64 = 1.0;
/// Places tried on the way, and halvings after the first that does.
const PLACES: u32 = 24;
const HALVINGS: u32 = 24;

/// Full weight in dollars.
pub fn target(ledger: &Ledger) -> f64 {
    baseline::MOST * ledger.risk_capital
}

/// Loss budget, hedge, VIX, fees, each alone. `at_vix` is the shock with VIX elsewhere.
pub fn levers(ledger: &Ledger, shocked: &Shocked, at_vix: &dyn Fn(f64) -> Option<Shocked>) -> Vec<Lever> {
    let as_is = ledger.as_is();
    let sized = |shocked: &Shocked, tweak: &Tweak| size(&ledger.case(shocked, tweak), &ledger.plan.rules);
    let tweaked = |tweak: Tweak| sized(shocked, &tweak);
    let of_equity = |usd: f64| format!("{} of equity", share(usd / ledger.equity, 1));
    let apr = ledger.position.fee_apr;
    let mut found = vec![lever(
        "Loss budget",
        of_equity(ledger.budget),
        reach(ledger, [ledger.budget, ledger.equity], &|budget| tweaked(Tweak { budget, ..as_is })),
        &of_equity,
    )];
    let times =
        |x: f64| if x == 1.0 { "as it is".to_string() } else { format!("× {}", fixed((100.0 * x).ceil() / 100.0, 2)) };
    if shocked.book.hedge > 0.0 {
        let reached = reach(ledger, [1.0, MOST_HEDGE], &|hedge| tweaked(Tweak { hedge, ..as_is }));
        found.push(lever("Hedge contracts", times(1.0), reached, &times));
    }
    let [from, to] = shocked.vix;
    if to > from {
        let none = Size { usd: 0.0, ..tweaked(as_is) };
        let at = |vix: f64| at_vix(vix).map_or(none, |shocked| sized(&shocked, &as_is));
        found.push(lever("VIX in the shock", vix(to), reach(ledger, [to, from], &at), &|x| {
            format!("at most {}", fixed((10.0 * x).floor() / 10.0, 1))
        }));
    }
    if apr > 0.0 && apr < MOST_APR {
        let reached = reach(ledger, [1.0, MOST_APR / apr], &|fees| tweaked(Tweak { fees, ..as_is }));
        found.push(lever("Fee APR, full range", share(apr, 2), reached, &|times| {
            share((1e4 * times * apr).ceil() / 1e4, 2)
        }));
    }
    found
}

/// The first place between `from` and `to` where the full weight is reached; else the largest size on the way.
fn reach(ledger: &Ledger, [from, to]: [f64; 2], at: &dyn Fn(f64) -> Size) -> Result<f64, Size> {
    let enough = target(ledger) * (1.0 - 1e-9);
    let mut best = at(from);
    if best.usd >= enough {
        return Ok(from);
    }
    let place = |i: u32| from + (to - from) * (f64::from(i) / f64::from(PLACES)).powi(2);
    for i in 1..=PLACES {
        let here = at(place(i));
        if here.usd >= enough {
            let (mut short, mut does) = (place(i - 1), place(i));
            for _ in 0..HALVINGS {
                let middle = 0.5 * (short + does);
                if at(middle).usd >= enough { does = middle } else { short = middle }
            }
            return Ok(does);
        }
        if here.usd >= best.usd {
            best = here;
        }
    }
    Err(best)
}

fn lever(label: &'static str, now: String, reached: Result<f64, Size>, words: &dyn Fn(f64) -> String) -> Lever {
    match reached {
        Ok(x) => {
            let needed = words(x);
            let says = if needed == now { "holds already".to_string() } else { format!("{needed}, now {now}") };
            Lever { label, now, needed: Some(needed), says }
        }
        Err(best) => {
            let says = format!("not alone: {} at most, then {} binds", amount(best.usd), best.binding.name);
            Lever { label, now, needed: None, says }
        }
    }
}
