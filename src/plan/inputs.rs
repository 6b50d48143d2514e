//! Inputs: an address as it is read, and the plan read and written by it.

use serde::de::Error;
use serde::{Deserialize, Deserializer};

use super::Plan;
use super::address::{Address, Changes};
use super::holding::{Holding, Kind};
use super::knobs::{KNOBS, LISTS, TEXTS, knob};
use crate::words::clip;

/// Beginnings that were renamed: the old one, the one it is now. Ids in people's links are for ever.
pub const ALIASES: [(&str, &str); 5] = [
    ("hedge.short.", "layer."),
    ("hedge.medium.", "layer2."),
    ("hedge.long.", "layer3."),
    ("hedge.etp.", "etp."),
    ("hedge.chain.", "chain."),
];

impl Address {
    /// Reads `pool2.low`, old names too; `None` where no row answers to it.
    pub fn read(key: &str) -> Option<Address> {
        let renamed = ALIASES.iter().find_map(|(old, new)| Some(format!("{new}{}", key.strip_prefix(old)?)));
        let key = renamed.as_deref().unwrap_or(key);
        let (head, rest) = key.split_once('.')?;
        let word = head.trim_end_matches(|c: char| c.is_ascii_digit());
        let (row, nth) = match Kind::of_word(word) {
            Some(_) if head.len() > word.len() => {
                let number: usize = head[word.len()..].parse().ok()?;
                (format!("{word}.{rest}"), number.checked_sub(1)?)
            }
            _ => (key.to_string(), 0),
        };
        let ids = KNOBS.iter().map(|knob| knob.id).chain(TEXTS.iter().map(|text| text.id));
        let row = ids.chain(LISTS.iter().map(|list| list.id)).find(|id| *id == row)?;
        Some(Address { row, nth })
    }

    /// Words beside the input.
    pub fn label(&self) -> &'static str {
        let of_text = || TEXTS.iter().find(|text| text.id == self.row).map(|text| text.label);
        let of_list = || LISTS.iter().find(|list| list.id == self.row).map(|list| list.label);
        knob(self.row).map(|knob| knob.label).or_else(of_text).or_else(of_list).unwrap_or(self.row)
    }
}

impl<'de> Deserialize<'de> for Address {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Address, D::Error> {
        let key = String::deserialize(deserializer)?;
        Address::read(&key).ok_or_else(|| D::Error::custom(format!("no input is called '{}'", clip(&key))))
    }
}

impl Plan {
    /// The input's value in the plan's unit; `None` while it follows the model, and where there is no such input.
    pub fn value(&self, at: Address) -> Option<f64> {
        knob(at.row)?.value(self, at.nth)
    }

    /// Writes the input; `None` lets it follow the model again, or brings its default back.
    ///
    /// # Errors
    /// A sentence with the value and the allowed range; the plan is untouched. Nothing happens where there is no such
    /// input.
    pub fn set(&mut self, at: Address, value: Option<f64>) -> Result<(), String> {
        knob(at.row).map_or(Ok(()), |knob| knob.set(self, at.nth, value))?;
        self.forget_estimate(at);
        Ok(())
    }

    /// What has to be set to make another plan of this one that holds as many of each kind; rows of the table only.
    pub fn changes_to(&self, then: &Plan) -> Changes {
        let of_kind = |kind: Option<Kind>| kind.map_or(1, |kind| self.count(kind).min(then.count(kind)));
        let mut changes = Vec::new();
        for knob in KNOBS {
            for nth in 0..of_kind(knob.kind()) {
                let value = knob.value(then, nth);
                if value != knob.value(self, nth) {
                    changes.push((Address::new(knob.id, nth), value));
                }
            }
        }
        changes
    }

    /// Whether the input matters for this plan.
    pub fn applies(&self, at: Address) -> bool {
        let is_there = |kind| self.count(kind) > at.nth;
        at.kind().is_none_or(is_there) && knob(at.row).is_some_and(|knob| (knob.applies)(self, at.nth))
    }

    /// Ends of the input's slider, in the plan's unit.
    pub fn window(&self, at: Address) -> [f64; 2] {
        let Some(knob) = knob(at.row) else { return [0.0, 1.0] };
        let [low, high, _] = knob.range;
        knob.window.map_or([low, high], |window| {
            let [from, to] = window(self, at.nth);
            [from.max(low), to.min(high)]
        })
    }

    /// What a holding is called, as no other of its kind is: its own name, with its number where another is called so or,
    /// numbered, would be; else its kind's, with its number where there are several.
    pub fn name(&self, kind: Kind, nth: usize) -> String {
        let own = self.holding(kind, nth).map_or("", |holding| holding.name.as_str());
        let word = if own.is_empty() { kind.label() } else { own };
        let is_taken = |(other, i, holding): (Kind, usize, &Holding)| {
            let theirs = if holding.name.is_empty() { kind.label() } else { &holding.name };
            let rest = word.strip_prefix(theirs).filter(|_| other == kind && i != nth);
            rest.is_some_and(|rest| {
                rest.is_empty() || rest.strip_prefix(' ').and_then(|n| n.parse().ok()) == Some(i + 1)
            })
        };
        let is_numbered = if own.is_empty() { self.count(kind) > 1 } else { self.each().any(is_taken) };
        if is_numbered { format!("{word} {}", nth + 1) } else { word.to_string() }
    }

    /// The sentence with the holding's name before it where there are several of its kind, or it has a name.
    pub fn named(&self, at: Address, said: &str) -> String {
        format!("{}{said}", self.whose(at))
    }

    /// The name of the holding that an input belongs to, before its label, where there are several of its kind or it
    /// has a name: `Pool 2: `.
    pub fn whose(&self, at: Address) -> String {
        let Some(kind) = at.kind() else { return String::new() };
        let has_name = self.holding(kind, at.nth).is_some_and(|holding| !holding.name.is_empty());
        if has_name || self.count(kind) > 1 { format!("{}: ", self.name(kind, at.nth)) } else { String::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::holding::Terms;

    #[test]
    fn an_address_reads_as_it_is_written() {
        for (text, row, nth) in [
            ("pool2.low", "pool.low", 1),
            ("condor.days", "condor.days", 0),
            ("layer3.strike", "layer.strike", 2),
            ("shock.vix", "shock.vix", 0),
        ] {
            let address = Address::read(text);
            assert_eq!(address, Some(Address::new(row_of(row), nth)), "{text}");
            assert_eq!(address.map(|address| address.to_string()), Some(text.to_string()));
        }
        assert_eq!(Address::read("hedge.medium.strike"), Some(Address::new("layer.strike", 1)));
        assert_eq!(Address::read("hedge.budget"), Some(Address::new("hedge.budget", 0)));
        for text in ["pool0.low", "pool2.moon", "moon.phase", "pool", "pool99999999999999999999.low"] {
            assert_eq!(Address::read(text), None, "{text}");
        }
    }

    #[test]
    fn no_two_of_a_kind_are_called_the_same() {
        let called = |names: &[&str]| {
            let mut plan = Plan { holdings: Vec::new(), ..Plan::default() };
            for name in names {
                assert!(plan.add(Holding { name: (*name).to_string(), ..Holding::new(Terms::added(Kind::Pool, 0)) }));
            }
            // A name of another kind is another name.
            plan.add(Holding { name: "A".into(), ..Holding::new(Terms::added(Kind::Layer, 0)) });
            assert_eq!(plan.name(Kind::Layer, 0), "A");
            (0..names.len()).map(|nth| plan.name(Kind::Pool, nth)).collect::<Vec<_>>()
        };
        assert_eq!(called(&["A"]), ["A"]);
        assert_eq!(called(&["A", "B", "A"]), ["A 1", "B", "A 3"]);
        assert_eq!(called(&["A", "a", "A b", "A 7"]), ["A", "a", "A b", "A 7"]);
        assert_eq!(called(&["A", "A", "A 2", "A 2 3"]), ["A 1", "A 2", "A 2 3", "A 2 3 4"]);
        assert_eq!(called(&["Pool 2", "", "Pool"]), ["Pool 2 1", "Pool 2", "Pool 3"]);
        let words = ["A", "A 1", "A 2", "A 3", "A 1 2", "Pool", "Pool 3", ""];
        for i in 0..words.len().pow(3) {
            let names = called(&[1, 8, 64].map(|part| words[i / part % 8]));
            assert!(names[0] != names[1] && names[1] != names[2] && names[0] != names[2], "{names:?}");
        }
    }

    #[test]
    fn what_is_said_of_one_of_two_that_share_a_name_says_which() {
        let mut plan = Plan::default();
        assert!(plan.add_fresh(Kind::Pool));
        for nth in [0, 1] {
            if let Some(pool) = plan.holding_mut(Kind::Pool, nth) {
                pool.name = "A".into();
            }
        }
        assert_eq!(plan.named(Address::new("pool.deposit", 1), "Deposit"), "A 2: Deposit");
        plan.remove(Kind::Pool, 0);
        assert_eq!(plan.named(Address::new("pool.deposit", 0), "Deposit"), "A: Deposit");
    }

    #[test]
    fn every_input_has_the_words_of_its_row() {
        for (row, label) in
            [("pool.low", "Lower bound"), ("layer.name", "Name"), ("market.events", "Events"), ("moon", "moon")]
        {
            assert_eq!(Address::new(row, 2).label(), label);
        }
    }

    fn row_of(id: &str) -> &'static str {
        knob(id).map_or("", |knob| knob.id)
    }

    #[test]
    fn an_input_of_a_holding_touches_no_other() {
        let mut plan = Plan::default();
        plan.add(crate::plan::holding::Holding::new(crate::plan::holding::Terms::fresh(Kind::Pool, 1)));
        assert_eq!(plan.set(Address::new("pool.deposit", 1), Some(100.0)), Ok(()));
        assert_eq!(plan.pools().map(|pool| pool.deposit.0).collect::<Vec<_>>(), [30_000.0, 100.0]);
        assert_eq!(plan.set(Address::new("pool.deposit", 7), Some(100.0)), Ok(()));
        assert_eq!(plan.value(Address::new("pool.deposit", 7)), None);
    }
}
