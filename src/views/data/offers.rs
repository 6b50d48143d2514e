//! Offers: what a press puts into the plan, with the sentences that say where it is from.

use serde::{Deserialize, Serialize};

use crate::book::Book;
use crate::plan::Plan;
use crate::plan::address::{Address, Changes};
use crate::plan::holding::{Holding, MOST};
use crate::plan::knobs::LISTS;
use crate::units::day::Day;
use crate::views::data::Set;

/// Row of the plan's VIX futures.
const FUTURES: &str = "market.futures";
/// Why what is there already is not offered.
pub const SAME: &str = "The plan has it already.";

/// What an offer stands with on the page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Beside {
    /// The file of this number.
    Set(u64),
    /// All signals that set a flag.
    Signals,
    /// The signal of this id.
    Signal(String),
    /// Betas of this sample.
    Betas(String),
}

/// Something that may be put into the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Offer {
    /// As no other is called: `flags`, `level-3`.
    pub id: String,
    /// What it stands with.
    pub beside: Beside,
    /// On its button.
    pub label: String,
    /// What is put in, from which files and to which day, a sentence without its full stop: what the plan's flag says then.
    pub sentence: String,
    /// What the person must know about it, a sentence each.
    pub said: Vec<String>,
    /// Inputs by their address, `pool2.fee_apr`, and their values in the plan's units; none lets one follow the model.
    pub changes: Vec<(String, Option<f64>)>,
    /// VIX futures, calendar days from the plan's day and points; `None` where they stay.
    pub futures: Option<Vec<(f64, f64)>>,
    /// Holdings that are added.
    pub holdings: Vec<Holding>,
    /// The day since which it is so; of betas the first day.
    pub from: Option<Day>,
    /// The last day of its data.
    pub to: Option<Day>,
    /// Inputs whose data are of other days than the whole offer's: the first day, or none, and the last.
    pub dated: Vec<(String, Option<Day>, Day)>,
    /// Names of the files it is from: `SPX_History.csv`.
    pub what: String,
    /// What its file is used for by it, where it is of one file.
    pub use_said: Option<String>,
}

/// What is offered of one file, and why something is not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Offered {
    /// What can be put into this plan.
    pub offers: Vec<Offer>,
    /// Why not, a sentence each.
    pub why_not: Vec<String>,
}

impl Offered {
    /// Offers it where it changes this plan, else keeps why not.
    pub fn add(&mut self, offer: Result<Offer, String>, plan: &Plan) {
        match offer.and_then(|offer| offer.checked(plan)) {
            Ok(offer) => self.offers.push(offer),
            Err(why) => self.why_not.push(why),
        }
    }
}

/// An offer of a file that changes nothing yet.
pub fn bare(set: &Set, id: &str, label: &str) -> Offer {
    Offer {
        id: format!("{id}-{}", set.id),
        beside: Beside::Set(set.id),
        label: label.into(),
        sentence: String::new(),
        said: Vec::new(),
        changes: Vec::new(),
        futures: None,
        holdings: Vec::new(),
        from: None,
        to: None,
        dated: Vec::new(),
        what: set.name.clone(),
        use_said: None,
    }
}

/// Changes by the words of their addresses.
pub fn written(changes: &Changes) -> Vec<(String, Option<f64>)> {
    changes.iter().map(|(at, value)| (at.to_string(), *value)).collect()
}

impl Offer {
    /// The plan with it.
    ///
    /// # Errors
    /// A value out of the range of its input, an input that there is not, no room for a holding, or a plan that could be
    /// reckoned before and cannot be then: in words. The plan stays as it was.
    pub fn put_on(&self, plan: &Plan) -> Result<Plan, String> {
        let mut then = plan.clone();
        for (key, value) in &self.changes {
            let at = Address::read(key).ok_or_else(|| format!("A plan has no input '{key}'."))?;
            if at.kind().is_some_and(|kind| plan.count(kind) <= at.nth) {
                return Err("What it would change is no longer in the plan.".into());
            }
            then.set(at, *value)?;
            let own = self.dated.iter().find(|(of, ..)| of == key).map(|(_, since, to)| (*since, *to));
            if let Some((since, to)) = own.or(self.to.map(|to| (self.from, to))) {
                then.mark_estimate(at, since, to);
            }
        }
        if let (Some(rows), Some(list)) = (&self.futures, LISTS.iter().find(|list| list.id == FUTURES)) {
            list.check(rows)?;
            (list.set)(&mut then, rows);
        }
        for holding in &self.holdings {
            if !then.add(holding.clone()) {
                return Err(format!("A plan holds {MOST} things at most: there is no room for it."));
            }
        }
        match Book::resolve(&then) {
            Err(wrong) if Book::resolve(plan).is_ok() => Err(wrong.to_string()),
            _ => Ok(then),
        }
    }

    /// Itself where it changes this plan.
    ///
    /// # Errors
    /// Why not, in words.
    pub fn checked(self, plan: &Plan) -> Result<Offer, String> {
        if self.put_on(plan)? == *plan { Err(SAME.into()) } else { Ok(self) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::holding::{Kind, Terms};

    fn offer() -> Offer {
        Offer {
            id: "one".into(),
            beside: Beside::Set(1),
            label: "Use it".into(),
            sentence: String::new(),
            said: Vec::new(),
            changes: vec![("market.vix".into(), Some(21.5)), ("pool.fee_apr".into(), Some(0.0625))],
            futures: Some(vec![(20.0, 22.0), (48.0, 21.0)]),
            holdings: vec![Holding::new(Terms::added(Kind::Pool, 1))],
            from: None,
            to: None,
            dated: Vec::new(),
            what: String::new(),
            use_said: None,
        }
    }

    #[test]
    fn an_offer_is_put_on_a_plan_and_the_plan_before_comes_back() {
        let plan = Plan::default();
        let Ok(then) = offer().put_on(&plan) else { unreachable!() };
        assert_eq!((then.market.vix.0, then.market.futures.len(), then.count(Kind::Pool)), (21.5, 2, 2));
        assert_eq!(then.value(Address::new("pool.fee_apr", 0)), Some(0.0625));
        let back = Offer {
            changes: written(&then.changes_to(&plan)),
            futures: Some(plan.market.futures.iter().map(|one| (one.days, one.level.0)).collect()),
            holdings: Vec::new(),
            ..offer()
        };
        let mut again = then.clone();
        again.remove(Kind::Pool, 1);
        assert_eq!(back.put_on(&again), Ok(plan));
    }

    #[test]
    fn what_cannot_be_put_on_a_plan_says_why_and_what_it_has_already_too() {
        let plan = Plan::default();
        let one = |changes: &[(&str, f64)]| Offer {
            changes: changes.iter().map(|(key, x)| ((*key).to_string(), Some(*x))).collect(),
            futures: None,
            holdings: Vec::new(),
            ..offer()
        };
        assert!(one(&[("market.vix", 900.0)]).put_on(&plan).is_err_and(|said| said.contains("out of range")));
        assert!(one(&[("moon.phase", 1.0)]).put_on(&plan).is_err_and(|said| said.contains("no input 'moon.phase'")));
        assert!(one(&[("pool2.fee_apr", 0.1)]).put_on(&plan).is_err_and(|said| said.contains("no longer")));
        assert_eq!(one(&[("market.vix", plan.market.vix.0)]).checked(&plan), Err(SAME.into()));
        let full = Offer { holdings: vec![Holding::new(Terms::added(Kind::Pool, 1)); MOST], ..offer() };
        assert!(full.put_on(&plan).is_err_and(|said| said.contains("no room")));
    }
}
