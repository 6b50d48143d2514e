//! Presets: named settings of a group, as rows of data.

use crate::plan::Plan;
use crate::plan::address::Address;
use crate::plan::knobs::{Group, knob};

/// What a preset writes into a knob, in the plan's unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Setting {
    /// This number; choices count from 0.
    Is(f64),
    /// Empty: the model fills it in.
    Linked,
    /// This many times the pool's price today.
    TimesPrice(f64),
}

use Setting::{Is, Linked, TimesPrice};

/// A named setting of one group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Preset {
    /// The group on whose top it stands.
    pub group: Group,
    /// Words in the list.
    pub name: &'static str,
    /// Knob ids and what they become, in the order of the table of knobs.
    pub settings: &'static [(&'static str, Setting)],
}

macro_rules! one_day {
    ($name:literal, $multiple:literal) => {
        Preset {
            group: Group::Condor,
            name: $name,
            settings: &[
                ("condor.days", Is(1.0)),
                ("condor.strikes_by", Is(2.0)),
                ("condor.multiple", Is($multiple)),
                ("condor.width", Is(5.0)),
                ("condor.fill", Linked),
            ],
        }
    };
}

macro_rules! market {
    ($name:literal, $vix:literal, $vvix:literal) => {
        Preset { group: Group::Market, name: $name, settings: &[("market.vix", Is($vix)), ("market.vvix", Is($vvix))] }
    };
}

macro_rules! range {
    ($name:literal, $low:expr, $high:expr) => {
        Preset {
            group: Group::Pool,
            name: $name,
            settings: &[("pool.kind", Is(1.0)), ("pool.inverted", Is(0.0)), ("pool.low", $low), ("pool.high", $high)],
        }
    };
}

macro_rules! layers {
    ($name:literal, $contracts:expr, $per_ten:expr) => {
        Preset {
            group: Group::Layer,
            name: $name,
            settings: &[
                ("layer.contracts", $contracts),
                ("layer2.contracts", $contracts),
                ("layer3.contracts", $contracts),
                ("layer.per_ten", Is($per_ten[0])),
                ("layer2.per_ten", Is($per_ten[1])),
                ("layer3.per_ten", Is($per_ten[2])),
            ],
        }
    };
}

/// Every preset, in the order of the lists. House choice: VVIX 85, 95, 115 go with VIX 13, 17, 25.
pub static PRESETS: &[Preset] = &[
    market!("Calm: VIX 13", 13.0, 85.0),
    market!("Normal: VIX 17", 17.0, 95.0),
    market!("Tense: VIX 25", 25.0, 115.0),
    Preset {
        group: Group::Condor,
        name: "45 days, 16 delta, 50 wide",
        settings: &[
            ("condor.days", Is(45.0)),
            ("condor.strikes_by", Is(1.0)),
            ("condor.delta", Is(0.16)),
            ("condor.width", Is(50.0)),
            ("condor.fill", Linked),
        ],
    },
    one_day!("1 day, conservative, 5 wide", 1.4),
    one_day!("1 day, balanced, 5 wide", 1.1),
    one_day!("1 day, aggressive, 5 wide", 0.85),
    range!("ETH 2,200 to 4,400 (v3)", Is(2200.0), Is(4400.0)),
    range!(
        "Range × 2 round the price (v3)",
        TimesPrice(std::f64::consts::FRAC_1_SQRT_2),
        TimesPrice(std::f64::consts::SQRT_2)
    ),
    range!("± 10 % round the price (v3)", TimesPrice(0.9), TimesPrice(1.1)),
    Preset { group: Group::Pool, name: "Full range (v2)", settings: &[("pool.kind", Is(0.0))] },
    Preset {
        group: Group::Pool,
        name: "80 / 20 weighted",
        settings: &[("pool.kind", Is(2.0)), ("pool.weight", Is(0.8))],
    },
    Preset {
        group: Group::Pool,
        name: "Two stablecoins",
        settings: &[("pool.kind", Is(3.0)), ("pool.amplification", Is(100.0))],
    },
    layers!("4 / 4 / 2 for ten condors", Linked, [4.0, 4.0, 2.0]),
    layers!("None", Is(0.0), [4.0, 4.0, 2.0]),
    layers!("Double: 8 / 8 / 4", Linked, [8.0, 8.0, 4.0]),
];

impl Setting {
    /// The value for this plan; `None` leaves it to the model.
    fn value(self, plan: &Plan, nth: usize) -> Option<f64> {
        match self {
            Is(x) => Some(x),
            Linked => None,
            TimesPrice(times) => plan.pool(nth).map(|pool| pool.price_in(&plan.market) * times),
        }
    }
}

impl Preset {
    /// The inputs it writes on holding `nth` of its kind, with the values they get in this plan; the presets of layers
    /// write on the first three.
    pub fn changes(&self, plan: &Plan, nth: usize) -> Vec<(Address, Option<f64>)> {
        let of = |(id, setting): &(&'static str, Setting)| {
            let at = Address::read(id)?;
            let at = Address { nth: if self.group == Group::Layer { at.nth } else { nth }, ..at };
            Some((at, setting.value(plan, nth)))
        };
        self.settings.iter().filter_map(of).collect()
    }

    /// Whether holding `nth` of its kind stands exactly so.
    pub fn is_set(&self, plan: &Plan, nth: usize) -> bool {
        self.changes(plan, nth)
            .iter()
            .all(|(at, value)| knob(at.row).is_some_and(|knob| knob.value(plan, at.nth) == *value))
    }
}

/// The presets of a group.
pub fn presets(group: Group) -> impl Iterator<Item = &'static Preset> {
    PRESETS.iter().filter(move |preset| preset.group == group)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_preset_that_is_chosen_is_set() {
        for preset in PRESETS {
            let mut plan = Plan::default();
            let changes = preset.changes(&plan, 0);
            assert_eq!(changes.len(), preset.settings.len(), "{}", preset.name);
            for (at, value) in changes {
                assert_eq!(plan.set(at, value), Ok(()), "{at}");
                assert!(at.row.starts_with(&format!("{:?}", preset.group).to_lowercase()), "{at}");
            }
            assert!(preset.is_set(&plan, 0), "{}", preset.name);
        }
    }

    #[test]
    fn the_page_opens_with_one_preset_of_each_group() {
        for group in [Group::Market, Group::Condor, Group::Pool, Group::Layer] {
            let set: Vec<_> = presets(group).filter(|preset| preset.is_set(&Plan::default(), 0)).collect();
            assert_eq!(set.len(), 1, "{group:?}");
        }
    }

    #[test]
    fn names_are_told_apart() {
        for (i, preset) in PRESETS.iter().enumerate() {
            assert!(PRESETS[..i].iter().all(|other| other.name != preset.name));
        }
    }
}
