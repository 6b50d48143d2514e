//! Presets: named settings of a group, as rows of data.

use crate::plan::address::Address;
use crate::plan::holding::Kind;
use crate::plan::knobs::{Group, knob};
use crate::plan::{Plan, PoolKind, PoolPlan, Token};

/// What a preset writes into a knob, in the plan's unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Setting {
    /// This number; choices count from 0.
    Is(f64),
    /// Empty: the model fills it in.
    Linked,
}

use Setting::{Is, Linked};

/// A named setting of one group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Preset {
    /// The group on whose top it stands.
    pub group: Group,
    /// Words in the list.
    pub name: &'static str,
    /// Knob ids and what they become, in the order of the table of knobs.
    pub settings: &'static [(&'static str, Setting)],
    /// The token that a pool must hold against a stablecoin; any pair where `None`.
    pub token: Option<Token>,
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
            token: None,
        }
    };
}

macro_rules! market {
    ($name:literal, $vix:literal, $vvix:literal) => {
        Preset {
            group: Group::Market,
            name: $name,
            settings: &[("market.vix", Is($vix)), ("market.vvix", Is($vvix))],
            token: None,
        }
    };
}

/// A range round the pair's own price, whatever the pair is.
macro_rules! range {
    ($name:literal, $by:literal, $row:literal, $to:literal) => {
        Preset {
            group: Group::Pool,
            name: $name,
            settings: &[("pool.kind", Is(1.0)), ("pool.range_by", Is($by)), ($row, Is($to))],
            token: None,
        }
    };
}

macro_rules! layers {
    ($name:literal, $per_ten:expr) => {
        Preset {
            group: Group::Layer,
            name: $name,
            settings: &[
                ("layer.on", Is(1.0)),
                ("layer.contracts", Linked),
                ("layer.per_ten", Is($per_ten[0])),
                ("layer2.on", Is(1.0)),
                ("layer2.contracts", Linked),
                ("layer2.per_ten", Is($per_ten[1])),
                ("layer3.on", Is(1.0)),
                ("layer3.contracts", Linked),
                ("layer3.per_ten", Is($per_ten[2])),
            ],
            token: None,
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
        name: "45 calendar days, 16 delta, 50 wide",
        settings: &[
            ("condor.days", Is(45.0)),
            ("condor.strikes_by", Is(1.0)),
            ("condor.delta", Is(0.16)),
            ("condor.width", Is(50.0)),
            ("condor.fill", Linked),
        ],
        token: None,
    },
    one_day!("1 calendar day, conservative, 5 wide", 1.4),
    one_day!("1 calendar day, balanced, 5 wide", 1.1),
    one_day!("1 calendar day, aggressive, 5 wide", 0.85),
    Preset {
        group: Group::Pool,
        name: "ETH 2,200 to 4,400 (v3)",
        settings: &[
            ("pool.kind", Is(1.0)),
            ("pool.inverted", Is(0.0)),
            ("pool.range_by", Is(0.0)),
            ("pool.low", Is(2200.0)),
            ("pool.high", Is(4400.0)),
            ("pool.fee_by", Is(0.0)),
            ("pool.fee_apr", Is(0.06)),
            ("pool.tier", Is(1.0)),
            ("pool.token_vol", Linked),
            ("pool.volume", Is(2e8)),
            ("pool.active_liquidity", Is(5.4e6)),
        ],
        token: Some(Token::Eth),
    },
    range!("Range × 2: half the price to twice (v3)", 1.0, "pool.factor", 2.0),
    range!("Range × 1.2 round the price (v3)", 1.0, "pool.factor", 1.2),
    range!("± 10 % round the price (v3)", 2.0, "pool.width", 0.1),
    range!("± 25 % round the price (v3)", 2.0, "pool.width", 0.25),
    Preset {
        group: Group::Pool,
        name: "Full range (v2)",
        settings: &[
            ("pool.kind", Is(0.0)),
            ("pool.fee_by", Is(0.0)),
            ("pool.fee_apr", Is(0.06)),
            ("pool.tier", Is(2.0)),
            ("pool.token_vol", Linked),
        ],
        token: None,
    },
    Preset {
        group: Group::Pool,
        name: "80 / 20 weighted",
        settings: &[
            ("pool.kind", Is(2.0)),
            ("pool.fee_by", Is(0.0)),
            ("pool.fee_apr", Is(0.06)),
            ("pool.tier", Is(2.0)),
            ("pool.weight", Is(0.8)),
            ("pool.token_vol", Linked),
        ],
        token: None,
    },
    // A pool of two dollars of its own: $100 million that trade $30 million a day, fees of 1.1 % a year either way.
    Preset {
        group: Group::Pool,
        name: "Two stablecoins",
        settings: &[
            ("pool.kind", Is(3.0)),
            ("pool.fee_by", Is(0.0)),
            ("pool.fee_apr", Is(0.011)),
            ("pool.tier", Is(0.0)),
            ("pool.amplification", Is(100.0)),
            ("pool.token_vol", Linked),
            ("pool.volume", Is(3e7)),
            ("pool.active_liquidity", Is(5e7)),
        ],
        token: None,
    },
    layers!("4 / 4 / 2 for ten condors", [4.0, 4.0, 2.0]),
    Preset { group: Group::Layer, name: "None", settings: &[], token: None },
    Preset {
        group: Group::Shock,
        name: "Token betas as fitted",
        settings: &[("shock.beta_spx", Linked), ("shock.beta_vix", Linked)],
        token: None,
    },
    Preset {
        group: Group::Shock,
        name: "Token betas under stress: 2.5 to SPX, none to VIX",
        settings: &[("shock.beta_spx", Is(2.5)), ("shock.beta_vix", Is(0.0))],
        token: None,
    },
    layers!("Double: 8 / 8 / 4", [8.0, 8.0, 4.0]),
];

impl Setting {
    /// The value; `None` leaves it to the model.
    fn value(self) -> Option<f64> {
        match self {
            Is(x) => Some(x),
            Linked => None,
        }
    }
}

/// The pool with a range: two stablecoins become the pair of tokens that stands behind them.
fn in_range(pool: &PoolPlan) -> PoolPlan {
    PoolPlan { kind: PoolKind::Concentrated, ..pool.clone() }
}

impl Preset {
    /// The inputs it writes on holding `nth` of its kind, with the values they get in this plan. Those of layers write on
    /// every layer by its place, whichever `nth` is: one that they do not name is switched off.
    pub fn changes(&self, plan: &Plan, nth: usize) -> Vec<(Address, Option<f64>)> {
        let of = |(id, setting): &(&'static str, Setting)| {
            let at = Address::read(id)?;
            let at = Address { nth: if self.group == Group::Layer { at.nth } else { nth }, ..at };
            Some((at, setting.value()))
        };
        let mut changes: Vec<_> = self.settings.iter().filter_map(of).collect();
        if self.group == Group::Layer {
            let layers = plan.count(Kind::Layer);
            changes.retain(|(at, _)| at.nth < layers);
            let named = changes.iter().map(|(at, _)| at.nth + 1).max().unwrap_or(0);
            changes.extend((named..layers).map(|nth| (Address::new("layer.on", nth), Some(0.0))));
        }
        changes
    }

    /// Whether it may be written on holding `nth` of its kind: a pool must hold its token against a stablecoin, at a price
    /// that is within the range afterwards.
    pub fn fits(&self, plan: &Plan, nth: usize) -> bool {
        let Some(token) = self.token else { return true };
        let market = &plan.market;
        plan.pool(nth).map(in_range).is_some_and(|pool| {
            let price = pool.price_in(market);
            let bound = |id| self.settings.iter().find(|(row, _)| *row == id).and_then(|(_, to)| to.value());
            let holds_price = bound("pool.low") < Some(price) && bound("pool.high") > Some(price);
            pool.base_in(market) == Some(token) && pool.quote_in(market).is_none() && holds_price
        })
    }

    /// Whether holding `nth` of its kind stands exactly so.
    pub fn is_set(&self, plan: &Plan, nth: usize) -> bool {
        self.changes(plan, nth)
            .iter()
            .all(|(at, value)| knob(at.row).is_some_and(|knob| knob.value(plan, at.nth) == *value))
    }
}

/// The presets of a group that fit holding `nth` of its kind.
pub fn presets(group: Group, plan: &Plan, nth: usize) -> impl Iterator<Item = &'static Preset> {
    PRESETS.iter().filter(move |preset| preset.group == group && preset.fits(plan, nth))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::holding::{Holding, Terms};
    use crate::plan::{PoolToken, QuoteToken};
    use crate::units::Usd;

    /// The plan with a preset chosen on holding `nth`.
    fn chosen(preset: &Preset, plan: &Plan, nth: usize) -> Plan {
        let mut after = plan.clone();
        for (at, value) in preset.changes(plan, nth) {
            assert_eq!(after.set(at, value), Ok(()), "{at}");
            assert!(at.row.starts_with(&format!("{:?}", preset.group).to_lowercase()), "{at}");
        }
        after
    }

    fn named(name: &str) -> &'static Preset {
        let Some(preset) = PRESETS.iter().find(|preset| preset.name == name) else { unreachable!() };
        preset
    }

    #[test]
    fn a_preset_that_is_chosen_is_set() {
        for preset in PRESETS {
            let plan = Plan::default();
            let changes = preset.changes(&plan, 0).len();
            assert!(changes == preset.settings.len() || (preset.name == "None" && changes == 3), "{}", preset.name);
            assert!(preset.is_set(&chosen(preset, &plan, 0), 0), "{}", preset.name);
        }
    }

    #[test]
    fn the_page_opens_with_one_preset_of_each_group() {
        let plan = Plan::default();
        for group in [Group::Market, Group::Condor, Group::Pool, Group::Layer, Group::Shock] {
            let set: Vec<_> = presets(group, &plan, 0).filter(|preset| preset.is_set(&plan, 0)).collect();
            assert_eq!(set.len(), 1, "{group:?}");
        }
    }

    #[test]
    fn layers_are_set_by_place_whatever_their_number() {
        for count in 1..6 {
            let mut plan = Plan { holdings: Vec::new(), ..Plan::default() };
            for nth in 0..count {
                plan.add(Holding::new(Terms::added(Kind::Layer, nth)));
            }
            let none = chosen(named("None"), &plan, count - 1);
            assert!((0..count).all(|nth| !none.is_on(Kind::Layer, nth) && named("None").is_set(&none, nth)));
            let set = chosen(named("Double: 8 / 8 / 4"), &none, count - 1);
            for nth in 0..count {
                let per_ten = set.layer(nth).filter(|layer| layer.contracts.is_none()).map(|layer| layer.per_ten);
                assert_eq!(set.is_on(Kind::Layer, nth), nth < 3);
                assert_eq!(per_ten, [8.0, 8.0, 4.0].get(nth).copied(), "{nth} of {count}");
                assert_eq!(presets(Group::Layer, &set, nth).filter(|one| one.is_set(&set, nth)).count(), 1);
            }
        }
    }

    #[test]
    fn no_preset_of_a_pool_leaves_its_price_out_of_range() {
        let tokens = [PoolToken::Market, PoolToken::Eth, PoolToken::Btc, PoolToken::Own];
        let quotes = [QuoteToken::Stable, QuoteToken::Market, QuoteToken::Eth, QuoteToken::Btc];
        let eth = named("ETH 2,200 to 4,400 (v3)");
        for (token, quote) in tokens.into_iter().flat_map(|token| quotes.map(|quote| (token, quote))) {
            for (price, kind) in [(3200.0, PoolKind::Concentrated), (1500.0, PoolKind::StableSwap)] {
                let mut plan = Plan::default();
                plan.market.token_price = Usd(price);
                *plan.a_pool() = PoolPlan { token, quote, kind, inverted: true, ..PoolPlan::default() };
                let is_eth = matches!(token, PoolToken::Market | PoolToken::Eth) && quote == QuoteToken::Stable;
                assert_eq!(eth.fits(&plan, 0), is_eth && price == 3200.0, "{token:?} / {quote:?} at {price}");
                for preset in presets(Group::Pool, &plan, 0) {
                    let mut after = chosen(preset, &plan, 0);
                    let pool = after.a_pool();
                    let at = pool.price_in(&plan.market);
                    let holds = pool.kind != PoolKind::Concentrated
                        || pool.bounds_in(&plan.market).is_some_and(|[low, high]| low < at && at < high);
                    assert!(holds, "{}: {token:?} / {quote:?}", preset.name);
                }
            }
        }
    }

    #[test]
    fn range_times_two_runs_from_half_the_pairs_own_price_to_twice_of_it() {
        let mut plan = Plan::default();
        *plan.a_pool() =
            PoolPlan { token: PoolToken::Btc, quote: QuoteToken::Eth, inverted: true, ..PoolPlan::default() };
        let bounds = |name: &str| chosen(named(name), &plan, 0).a_pool().bounds_in(&plan.market);
        let price = plan.clone().a_pool().price_in(&plan.market);
        assert_eq!(bounds("Range × 2: half the price to twice (v3)"), Some([price / 2.0, price * 2.0]));
        assert_eq!(bounds("± 10 % round the price (v3)"), Some([price * 0.9, price * 1.1]));
    }

    #[test]
    fn nothing_of_two_stablecoins_stays_where_a_pair_of_tokens_comes_back() {
        let plan = chosen(named("Two stablecoins"), &Plan::default(), 0);
        let back = chosen(named("ETH 2,200 to 4,400 (v3)"), &plan, 0);
        assert_eq!(back.pool(0), Some(&PoolPlan::default()));
    }

    /// The numbers of a name, without the version in brackets: `(v3)`.
    fn numbers(name: &str) -> Vec<f64> {
        let words = name.split(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',' | 'v'));
        let words = words.filter(|word| !word.starts_with('v'));
        words.filter_map(|word| word.trim_matches(['.', ',']).replace(',', "").parse().ok()).collect()
    }

    #[test]
    fn every_number_of_a_name_is_set_and_every_word_stands_by_its_own_row() {
        let mut read = 0;
        for preset in PRESETS {
            let set: Vec<f64> = preset.settings.iter().filter_map(|(_, to)| to.value()).collect();
            for number in numbers(preset.name) {
                let is_it = |x: &f64| [*x, 100.0 * x, 100.0 - 100.0 * x].iter().any(|y| (y - number).abs() < 1e-9);
                assert!(set.iter().any(is_it), "{}: {number} is set nowhere", preset.name);
                read += 1;
            }
            // What stands before or behind a number names its row.
            for (word, row, times, is_before) in [
                ("VIX ", "market.vix", 1.0, true),
                (" calendar day", "condor.days", 1.0, false),
                (" delta", "condor.delta", 100.0, false),
                (" wide", "condor.width", 1.0, false),
                (" to SPX", "shock.beta_spx", 1.0, false),
                ("± ", "pool.width", 100.0, true),
                ("Range × ", "pool.factor", 1.0, true),
            ] {
                let Some((before, after)) = preset.name.split_once(word) else { continue };
                let number = if is_before { numbers(after).first().copied() } else { numbers(before).last().copied() };
                let to = preset.settings.iter().find(|(id, _)| *id == row).and_then(|(_, to)| to.value());
                assert!(to.zip(number).is_some_and(|(x, n)| (times * x - n).abs() < 1e-9), "{}: {word}", preset.name);
                read += 1;
            }
            let kind = preset.settings.iter().find(|(id, _)| *id == "pool.kind").and_then(|(_, to)| to.value());
            for (word, which) in [("(v3)", 1.0), ("(v2)", 0.0), ("weighted", 2.0), ("stablecoins", 3.0)] {
                assert!(!preset.name.contains(word) || kind == Some(which), "{}", preset.name);
            }
        }
        assert!(read >= 40, "{read}");
    }

    #[test]
    fn names_are_told_apart() {
        for (i, preset) in PRESETS.iter().enumerate() {
            assert!(PRESETS[..i].iter().all(|other| other.name != preset.name));
        }
    }
}
