//! Example: the plan that the page opens with. `Plan::default()` is what a link leaves out, for ever; this may change.
//!
//! A book of $250,000 that keeps its own budgets, and in which caps bind. Three 45-day 16-delta condors. An ETH/USDC
//! position of $30,000 in a range of about ± 30 %; its fees are an assumption, 8.5 % a year over the full range: a 0.30 %
//! pool paid 9 % on its value in the first quarter of 2023 after 25 % in 2022 (Uniswap subgraph), and 8.5 % is what 82 %
//! volatility costs in LVR. VIX calls in the proportion of 4/4/2 as far as 60 % of a hedge budget of 1.5 % affords them;
//! puts on ether from the other 40 %. Its token's vetting is answered: Uniswap v3 and USDC have outside audits and ether
//! needs none, neither was exploited in the last twelve months, nobody can take others' liquidity out of an immutable
//! pool, USDC's roles are behind a multisig, and prices come from several venues. Its signals are not: nobody has looked
//! at breadth, money or correlations, and what is not known passes nothing. A steward's rules, the set with the model's two shocks: the explosions that a
//! person's own book must survive are the person's to add, and the page counts how many of them break it.

use super::holding::{Holding, Kind, Terms};
use super::sizing::{RuleSwitches, ShockSet};
use super::{ChainKind, ChainPlan, Plan, Vetting};
use crate::units::{Frac, Usd};

impl Plan {
    /// What the page opens with.
    pub fn example() -> Plan {
        let mut plan = Plan::default();
        if let Some(condor) = plan.condor_mut(0) {
            condor.contracts = 3.0;
        }
        if let Some(pool) = plan.pool_mut(0) {
            (pool.fee_apr, pool.deposit) = (Frac(0.085), Usd(30_000.0));
            pool.vetting = Vetting {
                audited: Some(true),
                unexploited: Some(true),
                locked: Some(true),
                multisig: Some(true),
                oracles: Some(true),
                ..Vetting::default()
            };
        }
        for (nth, contracts) in [1.0, 1.0, 0.0].into_iter().enumerate() {
            if let Some(layer) = plan.layer_mut(nth) {
                layer.contracts = Some(contracts);
            }
            if let Some(held) = plan.holding_mut(Kind::Layer, nth) {
                held.on = contracts > 0.0;
            }
        }
        let puts = ChainPlan { kind: ChainKind::Put, tokens: 1.0, ..ChainPlan::default() };
        let _ = plan.add(Holding::new(Terms::Chain(puts)));
        let sizing = &mut plan.sizing;
        (sizing.ad_divergence, sizing.big_top, sizing.correlation_alarm) = (None, None, None);
        plan.sizing.rules = RuleSwitches::STEWARD;
        plan.sizing.set = ShockSet {
            two_sigma: true,
            doubling: true,
            aug_2024: false,
            apr_2025: false,
            feb_2018: false,
            mar_2020: false,
            oct_2008: false,
            oct_1987: false,
            ftx_2022: false,
        };
        plan
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::plan::knobs::KNOBS;
    use crate::plan::{file, url};

    #[test]
    fn a_link_and_a_file_bring_the_example_back() {
        let plan = Plan::example();
        assert!(url::parse(&url::fragment(&plan)).is_ok_and(|opened| opened.plan == plan));
        assert!(file::open(&file::text(&plan)).is_ok_and(|opened| opened.plan == plan));
    }

    #[test]
    fn what_nobody_has_said_stays_unknown_in_link_and_file_and_what_an_older_one_says_stays_what_it_was() {
        let mut plan = Plan::example();
        assert_eq!(plan.sizing.big_top, None);
        let _ = plan.add(Holding::new(Terms::added(Kind::Pool, 1)));
        assert_eq!(plan.pool(1).map(|pool| pool.vetting.clone()), Some(Vetting::UNKNOWN));
        let link = url::fragment(&plan);
        assert!(link.contains("sizing.big_top=unknown") && link.contains("pool2.vetting.audited=unknown"), "{link}");
        assert!(url::parse(&link).is_ok_and(|opened| opened.plan == plan));
        assert!(file::open(&file::text(&plan)).is_ok_and(|opened| opened.plan == plan));
        // Links and files of before: 0 and 1, false and true, and nothing said is the default of before.
        let opened = url::parse("v=2&pool.vetting.audited=0&pool.vetting.locked=1&sizing.big_top=1");
        let Ok(old) = opened.map(|opened| opened.plan) else { unreachable!() };
        let vetting = old.pool(0).map(|pool| pool.vetting.clone());
        assert_eq!(vetting, Some(Vetting { audited: Some(false), ..Vetting::default() }));
        assert_eq!((old.sizing.big_top, old.sizing.ad_divergence), (Some(true), Some(false)));
        let read: Result<Vetting, _> = serde_json::from_str(r#"{"audited":false,"locked":true,"age":2.5}"#);
        let of_before = Vetting { audited: Some(false), age: Some(2.5), ..Vetting::default() };
        assert!(read.is_ok_and(|read| read == of_before));
    }

    #[test]
    fn every_input_of_the_example_is_in_its_range() {
        let plan = Plan::example();
        for knob in KNOBS {
            for nth in 0..knob.kind().map_or(1, |kind| plan.count(kind)) {
                assert!(knob.value(&plan, nth).is_none_or(|x| knob.check(x).is_ok()), "{}", knob.id);
            }
        }
    }
}
