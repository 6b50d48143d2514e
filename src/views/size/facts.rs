//! Facts: hurdle and IRR with the sum behind each.

use serde::Serialize;

use crate::sizing::Case;
use crate::sizing::irr::{Irr, stress_probability};
use crate::sizing::ledger::SizedPosition;
use crate::sizing::stressed::SizingShock;
use crate::units::Frac;
use crate::words::{amount, fixed, number, rounded, share, usd};

/// A figure that can be asked why.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Fact {
    /// What the figure is: `Hurdle`, `IRR`.
    pub label: &'static str,
    /// In words, with its unit.
    pub value: String,
    /// Formula.
    pub formula: &'static str,
    /// The same with numbers.
    pub with: String,
    /// Where it comes from.
    pub source: &'static str,
}

/// The deposit that IRR and cash flows are of, and whose it is.
pub(super) fn of_deposit(case: &Case, size: f64, held: f64) -> String {
    let of = amount(case.deposit);
    let is = |x: f64| (case.deposit - x).abs() < 0.5;
    match () {
        () if is(size) && is(held) => format!("of the {of} that you hold and the rules allow"),
        () if is(size) => format!("of the {of} that the rules allow{}", yours(held)),
        () if is(held) => format!("of the {of} that you hold; the rules allow none"),
        () => format!("of the {of} that the rules weigh and do not allow{}", yours(held)),
    }
}

fn yours(held: f64) -> String {
    if held > 0.0 { format!("; you hold {}", amount(held)) } else { "; you hold none".into() }
}

pub(super) fn facts(ledger: &SizedPosition, shocked: &SizingShock, case: &Case) -> Vec<Fact> {
    let (h, i) = (&ledger.hurdle, &ledger.inputs);
    let year = |x: f64| share(x, 1);
    let capital = i.equity + i.borrowed;
    let flows = ledger.cash_flows(shocked.recovered, 1.0, case.deposit);
    let months = ledger.plan.months;
    let chance = stress_probability(ledger.plan.stress_chance.0, months);
    let mean = flows.flows.iter().sum::<f64>() / flows.flows.len().max(1) as f64;
    let irr = case.irr.map(|irr| irr.annual.0);
    vec![
        Fact {
            label: "Modified CAPM",
            value: year(h.capm.0),
            formula: "r + β_S × equity premium + β_V × price of vol risk",
            with: format!(
                "{} + {} × {} + {} × {} = {}",
                year(i.risk_free),
                fixed(h.beta_spx, 2),
                year(i.equity_premium),
                fixed(h.beta_vol, 2),
                year(i.vol_premium),
                year(h.capm.0)
            ),
            source: "Model book 11.1; Ang, Hodrick, Xing, Zhang 2006",
        },
        Fact {
            label: "Cost of capital (WACC)",
            value: year(h.wacc.0),
            formula: "E ÷ (E + B) × cost of equity + B ÷ (E + B) × cost of debt × (1 − tax)",
            with: format!(
                "{} × {} + {} × {} × (1 − {}) = {}",
                share(i.equity / capital, 0),
                year(h.equity_cost.0),
                share(i.borrowed / capital, 0),
                year(i.debt_cost),
                share(i.tax, 0),
                year(h.wacc.0)
            ),
            source: "Model book 11.1",
        },
        Fact {
            label: "Hurdle",
            value: year(h.rate.0),
            formula: "the larger of the two",
            with: format!("max({}, {})", year(h.wacc.0), year(h.capm.0)),
            source: "Model book 11.1",
        },
        Fact {
            label: "A month brings",
            value: usd(mean),
            formula: "expected fees − gas − premium − interest, the mean month; no LVR, it is in the value left",
            with: format!("{} over {} months", usd(mean * months), number(months)),
            source: "Model book 11.2",
        },
        Fact {
            label: "Left at the end",
            value: amount(flows.exit),
            formula: "(1 − p) × expected value + p × least value on the way to this shock, p = 1 − (1 − chance a year)^years",
            with: format!(
                "{} × {} + {} × {} = {}",
                share(1.0 - chance, 0),
                amount(ledger.calm_exit * flows.deposit / ledger.position.deposit.0),
                share(chance, 0),
                amount(shocked.recovered * flows.deposit),
                amount(flows.exit)
            ),
            source: "Model book 11.2",
        },
        Fact {
            label: "IRR",
            value: irr.map_or_else(|_| "none".into(), year),
            formula: "the rate at which deposit, months and what is left are worth 0 today",
            with: match case.irr {
                Ok(irr) => format!(
                    "(1 + {})^12 − 1 = {}, on {}",
                    share(irr.monthly.0, 2),
                    year(irr.annual.0),
                    amount(flows.deposit)
                ),
                Err(wrong) => wrong.words().into(),
            },
            source: "Model book 11.2",
        },
        Fact {
            label: "Over the hurdle",
            value: irr.map_or_else(|_| "—".into(), |irr| format!("{} points", signed(over_hurdle(irr, h.rate.0)))),
            formula: "IRR − hurdle",
            with: irr.map_or_else(|wrong| wrong.words().into(), |irr| format!("{} − {}", year(irr), year(h.rate.0))),
            source: "Model book 11.3",
        },
    ]
}

/// IRR over the hurdle in points, of the two as they are read: `7.3 % − 5.1 %` is 2.2 whatever follows the decimals.
fn over_hurdle(irr: f64, hurdle: f64) -> f64 {
    rounded(rounded(100.0 * irr, 1) - rounded(100.0 * hurdle, 1), 1)
}

/// The finding about an IRR and a hurdle, both a year.
pub fn finding(irr: Option<Irr>, hurdle: Frac) -> String {
    let Some(irr) = irr else { return "The pool's cash flows have no IRR".into() };
    match over_hurdle(irr.annual.0, hurdle.0) {
        0.0 => "It earns what it must, to a tenth of a point".into(),
        points if points > 0.0 => format!("It earns {} points a year more than it must", fixed(points, 1)),
        points => format!("It earns {} points a year less than it must", fixed(-points, 1)),
    }
}

/// With a plus where it is one.
fn signed(points: f64) -> String {
    let plus = if points >= 0.05 { "+" } else { "" };
    format!("{plus}{}", fixed(points, 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::Book;
    use crate::plan::Plan;

    #[test]
    fn what_is_left_over_the_hurdle_is_the_difference_of_the_two_that_are_shown() {
        let points = |text: &str| -> f64 {
            let plain: String = text.replace(crate::words::MINUS, "-");
            plain.split('\u{202f}').next().and_then(|x| x.trim_start_matches('+').parse().ok()).unwrap_or(f64::NAN)
        };
        let (mut apart, mut signs) = (0, [0; 2]);
        for i in 0..60 {
            let mut plan = Plan::example();
            plan.a_pool().fee_apr = crate::units::Frac(0.03 + 0.002 * f64::from(i));
            let Ok(book) = Book::resolve(&plan) else { unreachable!() };
            let Some(ledger) = SizedPosition::alone(&book) else { unreachable!() };
            let tab = crate::views::size::report(&book, &ledger);
            let find = |label: &str| tab.facts.iter().find(|one| one.label == label).map(|one| one.value.clone());
            let [irr, hurdle] = ["IRR", "Hurdle"].map(|label| points(&find(label).unwrap_or_default()));
            let shown = find("Over the hurdle").unwrap_or_default().replace(" points", "\u{202f}");
            let gap = points(&shown);
            assert!((gap - (irr - hurdle)).abs() < 1e-9, "{irr} − {hurdle} = {shown}");
            let said = finding(tab.irr, tab.hurdle);
            assert!(said.contains(&fixed(gap.abs(), 1)) || gap == 0.0, "{said} for {gap}");
            let exact = tab.distance.map_or(f64::NAN, |gap| 100.0 * gap.0);
            apart += usize::from((rounded(exact, 1) - gap).abs() > 0.05);
            signs[usize::from(gap > 0.0)] += 1;
        }
        assert!(apart > 3 && signs[0] > 3 && signs[1] > 3, "{apart} {signs:?}");
    }
}
