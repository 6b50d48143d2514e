//! Address: an input of a plan, as a row and which holding of its kind.

use std::fmt;

use serde::{Serialize, Serializer};

use super::Plan;
use super::knobs::{LISTS, knob};

/// Kinds of which a plan may hold several: what their rows' ids begin with.
const KINDS: [&str; 1] = ["pool"];

/// One input: `pool2.low` is row `pool.low` of the second pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// Id of the knob or list.
    pub row: &'static str,
    /// Which holding of its kind, 0 the first; 0 for what is no holding's.
    pub nth: usize,
}

impl Address {
    /// The row of holding `nth` of its kind.
    pub const fn new(row: &'static str, nth: usize) -> Address {
        Address { row, nth }
    }

    /// Reads what [`Address`] is written as; `None` where no row is called that.
    pub fn read(text: &str) -> Option<Address> {
        let row = |id: &str| {
            knob(id).map(|knob| knob.id).or_else(|| LISTS.iter().map(|list| list.id).find(|list| *list == id))
        };
        if let Some(row) = row(text) {
            return Some(row.into());
        }
        let (holding, rest) = text.split_once('.')?;
        let kind = KINDS.into_iter().find(|kind| holding.starts_with(kind))?;
        let number: usize = holding.strip_prefix(kind)?.parse().ok().filter(|number| *number > 1)?;
        Some(Address { row: row(&format!("{kind}.{rest}"))?, nth: number - 1 })
    }

    /// Whether it is an input of a holding of this kind, whichever it is.
    pub fn is_of(&self, kind: &str) -> bool {
        KINDS.contains(&kind) && self.row.split_once('.').is_some_and(|(own, _)| own == kind)
    }
}

impl From<&'static str> for Address {
    fn from(row: &'static str) -> Address {
        Address { row, nth: 0 }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.row.split_once('.') {
            Some((kind, rest)) if self.nth > 0 && KINDS.contains(&kind) => {
                write!(f, "{kind}{}.{rest}", self.nth + 1)
            }
            _ => f.write_str(self.row),
        }
    }
}

impl Serialize for Address {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl Plan {
    /// What tells this input's holding from others of its kind, as `Pool 2`; `None` where there is only one.
    pub fn holding_name(&self, at: Address) -> Option<String> {
        (at.is_of("pool") && self.position_count() > 1).then(|| format!("Pool {}", at.nth + 1))
    }

    /// The sentence with the holding's name before it where there are several.
    pub fn named(&self, at: Address, said: &str) -> String {
        self.holding_name(at).map_or_else(|| said.to_string(), |name| format!("{name}: {said}"))
    }

    /// Whether the input matters for this plan.
    pub fn applies(&self, at: Address) -> bool {
        knob(at.row).and_then(|knob| self.looking_at(at, |plan| (knob.applies)(plan))).unwrap_or(false)
    }

    /// Ends of the input's slider, in the plan's unit.
    pub fn window(&self, at: Address) -> [f64; 2] {
        let Some(knob) = knob(at.row) else { return [0.0, 1.0] };
        let [low, high, _] = knob.range;
        let narrower = knob.window.and_then(|window| self.looking_at(at, window));
        narrower.map_or([low, high], |[from, to]| [from.max(low), to.min(high)])
    }

    /// What `read` says of this plan with the input's holding as the first of its kind; `None` where there is no such
    /// holding.
    pub fn looking_at<R>(&self, at: Address, read: impl FnOnce(&Plan) -> R) -> Option<R> {
        if at.nth == 0 {
            return Some(read(self));
        }
        self.clone().on_position(at.nth, |plan| read(plan))
    }

    /// The input's value in the plan's unit; `None` while it follows the model, and where there is no such input.
    pub fn value(&self, at: Address) -> Option<f64> {
        let knob = knob(at.row)?;
        self.looking_at(at, |plan| knob.value(plan)).flatten()
    }

    /// Writes the input; `None` lets it follow the model again, or brings its default back.
    ///
    /// # Errors
    /// A sentence with the value and the allowed range; the plan is untouched. Nothing happens where there is no such
    /// input.
    pub fn set(&mut self, at: Address, value: Option<f64>) -> Result<(), String> {
        let Some(knob) = knob(at.row) else { return Ok(()) };
        self.on_position(at.nth, |plan| knob.set(plan, value)).unwrap_or(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::PoolPlan;
    use crate::plan::knobs::KNOBS;

    #[test]
    fn every_address_is_read_as_it_is_written() {
        for knob in KNOBS {
            for nth in [0, 1, 9] {
                let at = Address::new(knob.id, if knob.id.starts_with("pool.") { nth } else { 0 });
                assert_eq!(Address::read(&at.to_string()), Some(at));
            }
        }
        for strange in ["pool1.low", "pool0.low", "pool.moon", "pool2.moon", "moon", "market2.vix", "poolx.low"] {
            assert_eq!(Address::read(strange), None, "{strange}");
        }
    }

    #[test]
    fn an_input_is_read_and_written_on_its_own_holding() {
        let mut plan = Plan { more_pools: vec![PoolPlan::default()], ..Plan::default() };
        let low = Address::new("pool.low", 1);
        assert_eq!(plan.set(low, Some(900.0)), Ok(()));
        assert_eq!([plan.value(low), plan.value("pool.low".into())], [Some(900.0), Some(2200.0)]);
        assert_eq!(plan.value(Address::new("pool.low", 2)), None);
        assert_eq!(plan.set(Address::new("pool.kind", 1), Some(3.0)), Ok(()));
        assert!(!plan.applies(low) && plan.applies("pool.low".into()));
    }

    #[test]
    fn a_holding_is_named_only_among_several() {
        let one = Plan::default();
        let two = Plan { more_pools: vec![PoolPlan::default()], ..Plan::default() };
        assert_eq!(one.named("pool.low".into(), "Low."), "Low.");
        assert_eq!(two.named("pool.low".into(), "Low."), "Pool 1: Low.");
        assert_eq!(two.named(Address::new("pool.low", 1), "Low."), "Pool 2: Low.");
        assert_eq!(two.named("shock.vix".into(), "High."), "High.");
    }
}
