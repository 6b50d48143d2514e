//! Vetting of a token, IPO style: hard items that stop a pool, scored items that do not. Source: model book 15.

use serde::Serialize;

use crate::plan::Vetting;

/// One item of the vetting.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct VettingItem {
    /// Row of the input.
    pub id: &'static str,
    /// Words on screen.
    pub label: &'static str,
    /// Whether failing it sets the weight to 0.
    pub is_hard: bool,
    /// Whether it holds; empty where nobody knows, which is no pass.
    pub holds: Option<bool>,
}

/// Five hard items, then six scored ones. House choices: a year old, $10 million in the pool, the top ten hold half or
/// less, the team 15 % or less, vesting over 12 months or more, 5 % or less unlocks in 90 days.
pub fn items(v: &Vetting) -> Vec<VettingItem> {
    vec![
        item("pool.vetting.audited", "Audited", true, v.audited),
        item("pool.vetting.unexploited", "Not exploited in 12 months", true, v.unexploited),
        item("pool.vetting.locked", "Liquidity locked", true, v.locked),
        item("pool.vetting.multisig", "Multisig of 2 or more with timelock", true, v.multisig),
        item("pool.vetting.oracles", "Oracle not single-source", true, v.oracles),
        item("pool.vetting.age", "A year old", false, v.age.map(|years| years >= 1.0)),
        item("pool.vetting.tvl", "$10 million in the pool", false, v.tvl.map(|usd| usd.0 >= 1e7)),
        item("pool.vetting.top_holders", "Top ten hold half or less", false, v.top_holders.map(|share| share.0 <= 0.5)),
        item("pool.vetting.team", "Team holds 15 % or less", false, v.team.map(|share| share.0 <= 0.15)),
        item("pool.vetting.vesting", "Vests over 12 months or more", false, v.vesting.map(|months| months >= 12.0)),
        item(
            "pool.vetting.unlock",
            "5 % or less unlocks in 90 calendar days",
            false,
            v.unlock.map(|share| share.0 <= 0.05),
        ),
    ]
}

/// Labels of the hard items that fail; a pool with any has a weight of 0.
pub fn failed(v: &Vetting) -> Vec<&'static str> {
    hard(v, Some(false))
}

/// Labels of the hard items of which nobody knows whether they hold.
pub fn unknown(v: &Vetting) -> Vec<&'static str> {
    hard(v, None)
}

fn hard(v: &Vetting, holds: Option<bool>) -> Vec<&'static str> {
    items(v).iter().filter(|item| item.is_hard && item.holds == holds).map(|item| item.label).collect()
}

/// Scored items that hold, of six.
pub fn score(v: &Vetting) -> u8 {
    items(v).iter().map(|item| u8::from(!item.is_hard && item.holds == Some(true))).sum()
}

fn item(id: &'static str, label: &'static str, is_hard: bool, holds: Option<bool>) -> VettingItem {
    VettingItem { id, label, is_hard, holds }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hard_item_that_fails_is_named_and_a_scored_one_costs_a_point() {
        assert_eq!((failed(&Vetting::default()), score(&Vetting::default())), (Vec::new(), 6));
        let young = Vetting { age: Some(0.2), ..Vetting::default() };
        assert_eq!((failed(&young), score(&young)), (Vec::new(), 5));
        let two = Vetting { oracles: Some(false), audited: Some(false), ..Vetting::default() };
        assert_eq!((failed(&two), score(&two)), (vec!["Audited", "Oracle not single-source"], 6));
    }

    #[test]
    fn what_nobody_knows_neither_passes_nor_fails() {
        let v = Vetting { locked: None, tvl: None, ..Vetting::default() };
        assert_eq!((failed(&v), unknown(&v), score(&v)), (Vec::new(), vec!["Liquidity locked"], 5));
        assert_eq!((failed(&Vetting::UNKNOWN), unknown(&Vetting::UNKNOWN).len()), (Vec::new(), 5));
        assert_eq!(score(&Vetting::UNKNOWN), 0);
    }

    #[test]
    fn every_item_is_a_row_of_the_table_of_inputs() {
        let items = items(&Vetting::default());
        assert!(items.iter().all(|item| crate::plan::knobs::knob(item.id).is_some()) && items.len() == 11);
    }
}
