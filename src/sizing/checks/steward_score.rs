//! Steward score: how many of seven hold; what nobody knows holds nothing, and where nothing can break a check there is
//! nothing to test. Source: model book 15.

use crate::book::limits::is_past;
use crate::sizing::checks::Check;
use crate::sizing::rules::quick_ratio;
use crate::sizing::stressed::Tightest;
use crate::units::{Frac, Usd};
use crate::words::{amount, share};

/// What the seven compare; losses and limits positive dollars.
#[derive(Clone, Debug, PartialEq)]
pub struct Inputs {
    /// Ready over due where on the way it is least; none where nothing is due.
    pub quick_ratio: Option<Tightest>,
    /// With this much in the pool.
    pub quick_at: Usd,
    /// CVaR₉₅ over the horizon at the size held.
    pub cvar: Usd,
    /// Loss that the book may take.
    pub budget: Usd,
    /// Each leg of the hedge that is held, and whether it is convex in its own driver.
    pub convexity: Vec<(String, bool)>,
    /// What the pool earns a year; none where there is no IRR.
    pub irr: Option<Frac>,
    /// What it must earn.
    pub hurdle: Frac,
    /// In the sized pool now.
    pub held: Usd,
    /// The smallest cap that is on; none where none limits it.
    pub cap: Option<Usd>,
    /// Signals that ring while their rule is switched off.
    pub ignored: Vec<&'static str>,
    /// Signals that nobody has set on or off.
    pub unset: Vec<&'static str>,
    /// Hard items of the vetting that fail.
    pub failed: Vec<&'static str>,
    /// Hard items of which nobody knows.
    pub unvetted: Vec<&'static str>,
}

/// The seven, in the book's order.
pub fn steward_score(inputs: &Inputs) -> [Check; 7] {
    let list = |bad: &[&'static str], unknown: &[&'static str], none: &str| match (bad.is_empty(), unknown.is_empty()) {
        (true, true) => none.to_string(),
        (true, false) => format!("not known: {}", unknown.join(", ")),
        (false, true) => bad.join(", "),
        (false, false) => format!("{}; not known: {}", bad.join(", "), unknown.join(", ")),
    };
    let concave: Vec<&str> =
        inputs.convexity.iter().filter(|(_, is_convex)| !is_convex).map(|(name, _)| name.as_str()).collect();
    [
        Check {
            label: "Quick ratio at least 1",
            is_unknown: false,
            holds: inputs.quick_ratio.map(|at| at.ratio >= 1.0),
            said: inputs.quick_ratio.map_or_else(
                || "nothing falls due".into(),
                |at| format!("{} with {} in the pool", quick_ratio::said(&at), amount(inputs.quick_at.0)),
            ),
        },
        Check {
            label: "CVaR 95 within the budget",
            is_unknown: false,
            holds: Some(!is_past(inputs.cvar.0, inputs.budget.0)),
            said: format!("{} of {}", crate::words::usd(-inputs.cvar.0), amount(inputs.budget.0)),
        },
        Check {
            label: "Every hedge leg convex",
            is_unknown: false,
            holds: Some(!inputs.convexity.is_empty() && concave.is_empty()),
            said: match (inputs.convexity.is_empty(), concave.is_empty()) {
                (true, _) => "no hedge is held".into(),
                (_, true) => "every leg is, in what it is written on".into(),
                _ => format!("not convex: {}", concave.join(", ")),
            },
        },
        Check {
            label: "IRR above the hurdle",
            is_unknown: false,
            holds: Some(inputs.irr.is_some_and(|irr| irr.0 > inputs.hurdle.0)),
            said: match inputs.irr {
                Some(irr) => format!("{} against {}", share(irr.0, 1), share(inputs.hurdle.0, 1)),
                None => format!("no IRR, hurdle {}", share(inputs.hurdle.0, 1)),
            },
        },
        Check {
            label: "Pool within its caps",
            is_unknown: false,
            holds: inputs.cap.map(|cap| inputs.held.0 <= cap.0 * (1.0 + 1e-9)),
            said: match inputs.cap {
                Some(cap) => format!("{} held, at most {}", amount(inputs.held.0), amount(cap.0)),
                None => "no cap limits it".into(),
            },
        },
        Check {
            label: "Signal rules followed",
            is_unknown: inputs.ignored.is_empty() && !inputs.unset.is_empty(),
            holds: Some(inputs.ignored.is_empty() && inputs.unset.is_empty()),
            said: list(&inputs.ignored, &inputs.unset, "no signal is ignored"),
        },
        Check {
            label: "Token vetted",
            is_unknown: inputs.failed.is_empty() && !inputs.unvetted.is_empty(),
            holds: Some(inputs.failed.is_empty() && inputs.unvetted.is_empty()),
            said: list(&inputs.failed, &inputs.unvetted, "every hard item holds"),
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fine() -> Inputs {
        Inputs {
            quick_ratio: Some(Tightest { ratio: 1.0, on_way: None }),
            quick_at: Usd(30_000.0),
            cvar: Usd(7000.0),
            budget: Usd(7500.0),
            convexity: vec![("30 days".into(), true)],
            irr: Some(Frac(0.12)),
            hurdle: Frac(0.1),
            held: Usd(30_000.0),
            cap: Some(Usd(30_000.0)),
            ignored: Vec::new(),
            unset: Vec::new(),
            failed: Vec::new(),
            unvetted: Vec::new(),
        }
    }

    #[test]
    fn seven_hold_and_each_can_fail_alone() {
        assert!(steward_score(&fine()).iter().all(|check| check.holds == Some(true)));
        let broken: [fn(&mut Inputs); 7] = [
            |i| i.quick_ratio = Some(Tightest { ratio: 0.99, on_way: Some((33.0, None)) }),
            |i| i.cvar = Usd(7501.0),
            |i| i.convexity.push(("Put vault".into(), false)),
            |i| i.irr = None,
            |i| i.held = Usd(30_001.0),
            |i| i.ignored = vec!["Big Top"],
            |i| i.failed = vec!["audited"],
        ];
        for (which, break_it) in broken.into_iter().enumerate() {
            let mut inputs = fine();
            break_it(&mut inputs);
            let holds = steward_score(&inputs).map(|check| check.holds);
            for (i, one) in holds.into_iter().enumerate() {
                assert_eq!(one, Some(i != which), "{which}: {i}");
            }
        }
    }

    #[test]
    fn what_nobody_has_entered_is_no_pass_and_is_named() {
        let unset = steward_score(&Inputs { unset: vec!["Big Top"], ..fine() });
        assert!(unset[5].holds == Some(false) && unset[5].is_unknown && unset[5].said == "not known: Big Top");
        let unvetted = steward_score(&Inputs { unvetted: vec!["Audited"], failed: vec!["Liquidity locked"], ..fine() });
        assert!(
            unvetted[6].holds == Some(false)
                && !unvetted[6].is_unknown
                && unvetted[6].said == "Liquidity locked; not known: Audited"
        );
    }

    #[test]
    fn no_hedge_is_no_convex_hedge() {
        let none = Inputs { convexity: Vec::new(), ..fine() };
        assert_eq!(steward_score(&none)[2].holds, Some(false));
    }

    #[test]
    fn where_nothing_falls_due_or_no_cap_limits_there_is_nothing_to_test() {
        let free = steward_score(&Inputs { quick_ratio: None, cap: None, ..fine() });
        assert_eq!(
            [0, 4].map(|i| (free[i].holds, free[i].said.as_str())),
            [(None, "nothing falls due"), (None, "no cap limits it")]
        );
    }
}
