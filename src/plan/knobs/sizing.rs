//! Rows of sizing: cost of money, the cash flows' horizon, signals set by hand, a switch a rule and a shock.

use crate::plan::knobs::access::{Access, Field, KNOWN_AS, Options, known};
use crate::plan::knobs::input::{Group, Unit};
use crate::plan::knobs::row::{Row, row};
use crate::plan::sizing::{RUIN_CAP, RuleSwitches};
use crate::units::{Frac, Usd, Vol};

/// They follow the pool's; the profile stands before the rules because it sets them all.
pub(super) const ROWS: &[Row] = &[
    row(
        "sizing.pool",
        Group::Sizing,
        "Sized pool",
        Unit::Count,
        [1.0, 100.0, 1.0],
        Access::Plan(Field::Auto(|p| p.sizing.pool, |p, x| p.sizing.pool = x)),
        [
            "Which pool is sized, 1 the first, the others held as they are; empty takes the first that is on.",
            "House choice",
        ],
    )
    .when(|p, _| p.count(crate::plan::holding::Kind::Pool) > 1),
    row(
        "sizing.profile",
        Group::Sizing,
        "Profile",
        Unit::Number,
        [0.0, 2.0, 1.0],
        // The third leaves rules that were switched one by one as they are; from a profile it goes back to those that a
        // plan begins with, which are neither's.
        Access::Plan(Field::Choice(
            &[("steward", "Steward"), ("promoter", "Promoter"), ("own", "Your own rules")],
            |p| match p.sizing.rules {
                RuleSwitches::STEWARD => 0,
                RuleSwitches::PROMOTER => 1,
                _ => 2,
            },
            |p, i| match i {
                0 => p.sizing.rules = RuleSwitches::STEWARD,
                1 => p.sizing.rules = RuleSwitches::PROMOTER,
                _ if matches!(p.sizing.rules, RuleSwitches::STEWARD | RuleSwitches::PROMOTER) => {
                    p.sizing.rules = RuleSwitches::default();
                }
                _ => {}
            },
        )),
        [
            "A steward keeps every rule, a promoter none. Your own begin with all but the worst of the set; switch each one in the waterfall.",
            "Model book 11",
        ],
    ),
    row(
        RUIN_CAP,
        Group::Sizing,
        "Most by the chance of ruin",
        Unit::Usd,
        [0.0, 1e12, 1000.0],
        Access::Plan(Field::Auto(|p| p.sizing.ruin_cap.map(|x| x.0), |p, x| p.sizing.ruin_cap = x.map(Usd))),
        [
            "Most dollars in the sized pool: what the years of Odds, The year ahead, said of your limit of ruin when you took it. It stays as it is when the plan changes; empty is no cap.",
            "Model book 11.5, 14",
        ],
    )
    .window(|_, _| [0.0, 200_000.0]),
    linked_rate(
        "sizing.equity_cost",
        "Cost of equity",
        Access::Plan(Field::Auto(|p| p.sizing.equity_cost.map(|x| x.0), |p, x| p.sizing.equity_cost = x.map(Frac))),
        ["What your own money costs a year; empty takes the modified CAPM.", "Model book 11.1"],
    )
    .window(|_, _| [0.0, 0.3]),
    linked_rate(
        "sizing.risk_free",
        "Risk-free rate",
        Access::Plan(Field::Auto(|p| p.sizing.risk_free.map(|x| x.0), |p, x| p.sizing.risk_free = x.map(Frac))),
        ["Where the cost of equity starts; empty takes the market's rate.", "Model book 11.1"],
    )
    .window(|_, _| [0.0, 0.1]),
    row(
        "sizing.equity_premium",
        Group::Sizing,
        "Equity premium",
        Unit::PercentYear,
        [-0.1, 0.5, 0.001],
        Access::Plan(Field::Number(|p| p.sizing.equity_premium.0, |p, x| p.sizing.equity_premium = Frac(x))),
        ["What SPX is expected to return above the risk-free rate.", "Model book 11.1"],
    )
    .window(|_, _| [0.0, 0.1]),
    row(
        "sizing.vol_premium",
        Group::Sizing,
        "Price of vol risk",
        Unit::PercentYear,
        [-0.2, 0.2, 0.001],
        Access::Plan(Field::Number(|p| p.sizing.vol_premium.0, |p, x| p.sizing.vol_premium = Frac(x))),
        [
            "Expected return a year per unit of volatility beta: what falls when VIX rises must pay for it.",
            "Ang, Hodrick, Xing, Zhang 2006",
        ],
    )
    .window(|_, _| [-0.05, 0.0]),
    row(
        "sizing.borrowed",
        Group::Sizing,
        "Borrowed",
        Unit::Usd,
        [0.0, 1e12, 1000.0],
        Access::Plan(Field::Auto(|p| p.sizing.borrowed.map(|x| x.0), |p, x| p.sizing.borrowed = x.map(Usd))),
        ["Debt beside your equity; empty takes the pools' loans.", "Model book 11.1"],
    )
    .window(|_, _| [0.0, 500_000.0]),
    linked_rate(
        "sizing.debt_cost",
        "Cost of debt",
        Access::Plan(Field::Auto(|p| p.sizing.debt_cost.map(|x| x.0), |p, x| p.sizing.debt_cost = x.map(Frac))),
        ["Interest a year on what is borrowed; empty takes the pool loan's rate.", "Model book 11.1"],
    )
    .window(|_, _| [0.0, 0.2]),
    row(
        "sizing.tax",
        Group::Sizing,
        "Tax on income",
        Unit::Percent,
        [0.0, 1.0, 0.01],
        Access::Plan(Field::Number(|p| p.sizing.tax.0, |p, x| p.sizing.tax = Frac(x))),
        ["Tax rate that interest saves; 0 where it saves none.", "Model book 11.1"],
    )
    .window(|_, _| [0.0, 0.5]),
    row(
        "sizing.months",
        Group::Sizing,
        "Months held",
        Unit::Count,
        [1.0, 120.0, 1.0],
        Access::Plan(Field::Number(|p| p.sizing.months, |p, x| p.sizing.months = x)),
        ["Over how many months the pool's cash flows are counted.", "Model book 11.2"],
    )
    .window(|_, _| [1.0, 36.0]),
    row(
        "sizing.stress_chance",
        Group::Sizing,
        "Stress chance",
        Unit::PercentYear,
        [0.0, 1.0, 0.01],
        Access::Plan(Field::Number(|p| p.sizing.stress_chance.0, |p, x| p.sizing.stress_chance = Frac(x))),
        ["Chance a year that you leave the pool in this shock: 1 − (1 − chance)^years. An assumption of the yield alone: how often this shock was, and the model’s chance of a loss beyond the budget, stand under the verdict.", "Model book 11.2"],
    )
    .window(|_, _| [0.0, 0.5]),
    signal(
        "sizing.ad_divergence",
        "A/D divergence",
        Access::Plan(Field::Choice(
            SIGNAL,
            |p| known(p.sizing.ad_divergence),
            |p, i| p.sizing.ad_divergence = KNOWN_AS[i.min(2)],
        )),
        "The advance–decline line is below its mean of 21 trading days while SPX is near its high.",
    ),
    signal(
        "sizing.big_top",
        "Big Top",
        Access::Plan(Field::Choice(SIGNAL, |p| known(p.sizing.big_top), |p, i| p.sizing.big_top = KNOWN_AS[i.min(2)])),
        "SPX overbought, breadth falling behind, and money growth or the VIX curve stretched.",
    ),
    signal(
        "sizing.correlation_alarm",
        "Correlation alarm",
        Access::Plan(Field::Choice(
            SIGNAL,
            |p| known(p.sizing.correlation_alarm),
            |p, i| p.sizing.correlation_alarm = KNOWN_AS[i.min(2)],
        )),
        "The correlation of the token with minus ΔVIX over 20 trading days has left that over 120 by two standard errors.",
    ),
    row(
        "sizing.rho",
        Group::Sizing,
        "Correlation, 20 trading days",
        Unit::Number,
        [-1.0, 1.0, 0.01],
        Access::Plan(Field::Number(|p| p.sizing.rho, |p, x| p.sizing.rho = x)),
        ["Of token returns with minus ΔVIX: positive where the token falls when VIX jumps.", "Model book 13"],
    ),
    rule(
        "sizing.rule.hurdle",
        "Baseline: hurdle",
        Access::Plan(Field::Switch(|p| p.sizing.rules.hurdle, |p, on| p.sizing.rules.hurdle = on)),
    ),
    rule(
        "sizing.rule.ad_divergence",
        "Rule: A/D divergence",
        Access::Plan(Field::Switch(|p| p.sizing.rules.ad_divergence, |p, on| p.sizing.rules.ad_divergence = on)),
    ),
    rule(
        "sizing.rule.big_top",
        "Rule: Big Top",
        Access::Plan(Field::Switch(|p| p.sizing.rules.big_top, |p, on| p.sizing.rules.big_top = on)),
    ),
    rule(
        "sizing.rule.correlation",
        "Rule: correlation shift",
        Access::Plan(Field::Switch(|p| p.sizing.rules.correlation, |p, on| p.sizing.rules.correlation = on)),
    ),
    rule(
        "sizing.rule.quick_ratio",
        "Rule: quick ratio",
        Access::Plan(Field::Switch(|p| p.sizing.rules.quick_ratio, |p, on| p.sizing.rules.quick_ratio = on)),
    ),
    rule(
        "sizing.rule.vetting",
        "Rule: token vetting",
        Access::Plan(Field::Switch(|p| p.sizing.rules.vetting, |p, on| p.sizing.rules.vetting = on)),
    ),
    rule(
        "sizing.rule.stress",
        "Cap: stress",
        Access::Plan(Field::Switch(|p| p.sizing.rules.stress, |p, on| p.sizing.rules.stress = on)),
    ),
    rule(
        "sizing.rule.set",
        "Cap: worst of a set",
        Access::Plan(Field::Switch(|p| p.sizing.rules.set, |p, on| p.sizing.rules.set = on)),
    ),
    rule(
        "sizing.rule.cvar",
        "Cap: CVaR",
        Access::Plan(Field::Switch(|p| p.sizing.rules.cvar, |p, on| p.sizing.rules.cvar = on)),
    ),
    rule(
        "sizing.rule.ruin",
        "Cap: ruin",
        Access::Plan(Field::Switch(|p| p.sizing.rules.ruin, |p, on| p.sizing.rules.ruin = on)),
    ),
    rule(
        "sizing.rule.kelly",
        "Cap: half-Kelly",
        Access::Plan(Field::Switch(|p| p.sizing.rules.kelly, |p, on| p.sizing.rules.kelly = on)),
    ),
    rule(
        "sizing.rule.il",
        "Cap: impermanent loss",
        Access::Plan(Field::Switch(|p| p.sizing.rules.il, |p, on| p.sizing.rules.il = on)),
    ),
    shock(
        "sizing.set.two_sigma",
        "2-sigma",
        Access::Plan(Field::Switch(|p| p.sizing.set.two_sigma, |p, on| p.sizing.set.two_sigma = on)),
    ),
    shock(
        "sizing.set.doubling",
        "Doubling",
        Access::Plan(Field::Switch(|p| p.sizing.set.doubling, |p, on| p.sizing.set.doubling = on)),
    ),
    shock(
        "sizing.set.aug_2024",
        "Aug 2024",
        Access::Plan(Field::Switch(|p| p.sizing.set.aug_2024, |p, on| p.sizing.set.aug_2024 = on)),
    ),
    shock(
        "sizing.set.apr_2025",
        "Apr 2025",
        Access::Plan(Field::Switch(|p| p.sizing.set.apr_2025, |p, on| p.sizing.set.apr_2025 = on)),
    ),
    shock(
        "sizing.set.feb_2018",
        "Feb 2018",
        Access::Plan(Field::Switch(|p| p.sizing.set.feb_2018, |p, on| p.sizing.set.feb_2018 = on)),
    ),
    shock(
        "sizing.set.mar_2020",
        "Mar 2020",
        Access::Plan(Field::Switch(|p| p.sizing.set.mar_2020, |p, on| p.sizing.set.mar_2020 = on)),
    ),
    shock(
        "sizing.set.oct_2008",
        "Oct 2008",
        Access::Plan(Field::Switch(|p| p.sizing.set.oct_2008, |p, on| p.sizing.set.oct_2008 = on)),
    ),
    shock(
        "sizing.set.oct_1987",
        "Oct 1987",
        Access::Plan(Field::Switch(|p| p.sizing.set.oct_1987, |p, on| p.sizing.set.oct_1987 = on)),
    ),
    shock(
        "sizing.set.ftx_2022",
        "FTX Nov 2022",
        Access::Plan(Field::Switch(|p| p.sizing.set.ftx_2022, |p, on| p.sizing.set.ftx_2022 = on)),
    ),
    row(
        "sizing.gate.hv20",
        Group::Sizing,
        "SPX vol, 20 trading days",
        Unit::Percent,
        [0.0, 2.0, 0.001],
        Access::Plan(Field::Number(|p| p.sizing.hv20.0, |p, x| p.sizing.hv20 = Vol(x))),
        [
            "Realised over the last 20 trading days, a year: the expected daily range as printed takes half of it.",
            "Model book 12",
        ],
    )
    .window(|_, _| [0.0, 0.6]),
    row(
        "sizing.gate.m",
        Group::Sizing,
        "Factor of the printed range",
        Unit::Times,
        [0.8, 2.0, 0.05],
        Access::Plan(Field::Number(|p| p.sizing.range_factor, |p, x| p.sizing.range_factor = x)),
        ["m of the expected daily range as printed, whose weights sum to 0.6 only.", "Model book 12"],
    ),
];

/// A rate a year that the model fills in while it is empty.
const fn linked_rate(id: &'static str, label: &'static str, access: Access, text: [&'static str; 2]) -> Row {
    row(id, Group::Sizing, label, Unit::PercentYear, [-0.1, 1.0, 0.001], access, text)
}

/// Words 0 and 1 are those of the switch that it was.
const SIGNAL: Options = &[("0", "off"), ("1", "on"), ("unknown", "not known")];

const fn signal(id: &'static str, label: &'static str, access: Access, help: &'static str) -> Row {
    row(id, Group::Sizing, label, Unit::Number, [0.0, 1.0, 1.0], access, [help, "Model book 13"])
}

const fn rule(id: &'static str, label: &'static str, access: Access) -> Row {
    let text = ["Whether this rule counts towards the pool's size.", "Model book 11"];
    row(id, Group::Sizing, label, Unit::Number, [0.0, 1.0, 1.0], access, text)
}

const fn shock(id: &'static str, label: &'static str, access: Access) -> Row {
    let text = ["Whether the worst-of-set cap looks at this shock.", "Model book 11.5"];
    row(id, Group::Sizing, label, Unit::Number, [0.0, 1.0, 1.0], access, text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;
    use crate::plan::knobs::knob;
    use crate::plan::url;

    #[test]
    fn your_own_rules_are_neither_profiles_and_keep_what_was_switched() {
        let mut plan = Plan::default();
        let mut set = |id: &str, x: f64| {
            assert!(knob(id).is_some_and(|knob| knob.set(&mut plan, 0, Some(x)).is_ok()));
            plan.sizing.rules
        };
        assert_eq!(set("sizing.profile", 0.0), RuleSwitches::STEWARD);
        let own = set("sizing.profile", 2.0);
        assert!(own == RuleSwitches::default() && own != RuleSwitches::STEWARD && own != RuleSwitches::PROMOTER);
        let switched = set("sizing.rule.kelly", 0.0);
        assert_eq!(set("sizing.profile", 2.0), switched);
    }

    #[test]
    fn the_profile_sets_every_rule_and_a_rule_alone_keeps_its_link() {
        let mut plan = Plan::default();
        let set = |plan: &mut Plan, id: &str, x: f64| knob(id).map(|knob| knob.set(plan, 0, Some(x)));
        assert_eq!(set(&mut plan, "sizing.profile", 1.0), Some(Ok(())));
        assert_eq!(plan.sizing.rules, RuleSwitches::PROMOTER);
        assert!(url::fragment(&plan).ends_with("sizing.profile=promoter"), "{}", url::fragment(&plan));
        assert_eq!(set(&mut plan, "sizing.rule.kelly", 1.0), Some(Ok(())));
        let read = url::parse(&url::fragment(&plan));
        assert_eq!(read.map(|opened| opened.plan.sizing.rules), Ok(plan.sizing.rules));
    }
}
