//! Offers: what a press puts into the plan, with the sentences that say where it is from.

use serde::{Deserialize, Serialize};

use crate::book::Book;
use crate::plan::Plan;
use crate::plan::address::{Address, Changes};
use crate::plan::holding::{Holding, Kind, MOST};
use crate::plan::knobs::LISTS;
use crate::units::day::Day;
use crate::views::data::Set;

/// Row of its vol levels.
pub const VOL_LEVELS: &str = "market.vol_levels";
/// Row of the vol levels of its VIX options.
pub const VIX_OPTION_LEVELS: &str = "market.vix_option_levels";
/// Rows that a file of an account fills of a condor.
const READ_OF_CONDOR: [&str; 12] = [
    "condor.contracts",
    "condor.days",
    "condor.strikes_by",
    "condor.long_put",
    "condor.short_put",
    "condor.short_call",
    "condor.long_call",
    "condor.width",
    "condor.fill",
    "condor.put_credit",
    "condor.opened",
    "condor.settles",
];
/// Of VIX calls.
const READ_OF_LAYER: [&str; 4] = ["layer.days", "layer.contracts", "layer.strike", "layer.spread"];
/// What a position on the chain fills of a pool.
const READ_OF_POOL: [&str; 10] = [
    "pool.kind",
    "pool.token",
    "pool.deposit",
    "pool.range_by",
    "pool.low",
    "pool.high",
    "pool.tier",
    "pool.token_price",
    "pool.paid_in",
    "pool.collected",
];
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
    /// Lists by their row, `market.futures`: what each of its rows begins with and its value. Other lists stay.
    pub lists: Vec<(String, Vec<(f64, f64)>)>,
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
    /// Whether the first that is said of it speaks against it: its button is then no invitation.
    pub is_doubtful: bool,
}

/// What is offered of one file, and why something is not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Offered {
    /// What can be put into this plan.
    pub offers: Vec<Offer>,
    /// Why not, a sentence each.
    pub why_not: Vec<String>,
    /// What the plan has of it already, a sentence each.
    pub has: Vec<String>,
}

impl Offered {
    /// Offers it where it changes this plan, else keeps why not.
    pub fn add(&mut self, offer: Result<Offer, String>, plan: &Plan) {
        self.add_of(offer, plan, "", SAME);
    }

    /// The same; why not begins with whose offer it is, and `same` says that the plan has it already.
    pub fn add_of(&mut self, offer: Result<Offer, String>, plan: &Plan, whose: &str, same: &str) {
        match offer.and_then(|offer| offer.checked(plan)) {
            Ok(offer) => self.offers.push(offer),
            Err(why) if why == SAME => self.has.push(format!("{whose}{same}")),
            Err(why) => self.why_not.push(format!("{whose}{why}")),
        }
    }
}

/// `VIX 16.25 of 16 Jan 2026 (VIX.csv)`.
pub fn sentence(said: &[String], set: &Set) -> String {
    let first = said.first().map_or("", |said| said.trim_end_matches('.'));
    format!("{first} ({})", set.name)
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
        lists: Vec::new(),
        holdings: Vec::new(),
        from: None,
        to: None,
        dated: Vec::new(),
        what: set.name.clone(),
        use_said: None,
        is_doubtful: false,
    }
}

/// Rows of a kind that a file of positions fills.
fn read_of(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Condor => &READ_OF_CONDOR,
        Kind::Pool => &READ_OF_POOL,
        Kind::Layer => &READ_OF_LAYER,
        Kind::Etp | Kind::Chain | Kind::Strip | Kind::Conversion => &[],
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
        let mut filled: Vec<Address> = Vec::new();
        for (key, value) in &self.changes {
            let at = Address::read(key).ok_or_else(|| format!("A plan has no input '{key}'."))?;
            if at.kind().is_some_and(|kind| plan.count(kind) <= at.nth) {
                return Err("What it would change is no longer in the plan.".into());
            }
            then.set(at, *value)?;
            // What is emptied is nobody's figure.
            filled.extend(value.map(|_| at));
        }
        for (id, rows) in &self.lists {
            let list = LISTS.iter().find(|list| list.id == id).ok_or_else(|| format!("A plan has no list '{id}'."))?;
            list.check(rows)?;
            (list.set)(&mut then, rows);
            // A list that is emptied is nobody's.
            then.forget_estimate(list.id.into());
            filled.extend((!rows.is_empty()).then(|| Address::from(list.id)));
        }
        for holding in &self.holdings {
            let (kind, nth) = (holding.kind(), then.count(holding.kind()));
            if !then.add(holding.clone()) {
                return Err(format!("A plan holds {MOST} things at most: there is no room for it."));
            }
            filled.extend(read_of(kind).iter().map(|row| Address::new(row, nth)).filter(|at| then.applies(*at)));
        }
        // Behind all of them: setting an input takes its own mark away.
        for at in filled {
            let own = self.dated.iter().find(|(of, ..)| *of == at.to_string());
            let (since, to) = own.map_or((self.from, self.to), |(_, since, to)| (*since, Some(*to)));
            then.mark_estimate(at, since, to);
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
        // For its marks' sake alone only newer data are offered: the person may have typed what a file says.
        let marked_by_day = |plan: &Plan| {
            let mut plan = plan.clone();
            plan.estimates.retain(|one| one.of.kind().is_none() && one.to.is_some());
            plan
        };
        let is_same = marked_by_day(&self.put_on(plan)?) == marked_by_day(plan);
        if is_same { Err(SAME.into()) } else { Ok(self) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::levels::FUTURES;
    use crate::plan::holding::Terms;

    fn offer() -> Offer {
        Offer {
            id: "one".into(),
            beside: Beside::Set(1),
            label: "Use it".into(),
            sentence: String::new(),
            said: Vec::new(),
            changes: vec![("market.vix".into(), Some(21.5)), ("pool.fee_apr".into(), Some(0.0625))],
            lists: vec![(FUTURES.into(), vec![(20.0, 22.0), (48.0, 21.0)])],
            holdings: vec![Holding::new(Terms::added(Kind::Pool, 1))],
            from: None,
            to: None,
            dated: Vec::new(),
            what: String::new(),
            use_said: None,
            is_doubtful: false,
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
            lists: vec![(FUTURES.into(), plan.market.futures.iter().map(|one| (one.days, one.level.0)).collect())],
            holdings: Vec::new(),
            ..offer()
        };
        let mut again = then.clone();
        again.remove(Kind::Pool, 1);
        again.estimates.clear();
        let mut back = back.put_on(&again).unwrap_or_default();
        back.estimates.clear();
        assert_eq!(back, plan);
    }

    #[test]
    fn every_input_that_it_sets_is_marked_also_of_a_holding() {
        let day = Day(20_600);
        let then = Offer { to: Some(day), ..offer() }.put_on(&Plan::default()).unwrap_or_default();
        let to = |at: Address| then.estimate(at).map(|one| one.to);
        for at in ["market.vix", "pool.fee_apr", "market.futures"] {
            assert_eq!(to(at.into()), Some(Some(day)), "{at}");
        }
        assert_eq!(to(Address::new("pool.deposit", 1)), Some(Some(day)), "a pool that is added");
        assert_eq!(to("pool.deposit".into()), None, "the pool that was there");
        // What a file empties is nobody's figure, and a file without a day marks without one.
        let emptied =
            Offer { changes: vec![("condor.fill".into(), None), ("condor.days".into(), Some(30.0))], ..offer() };
        let then = emptied.put_on(&Plan::default()).unwrap_or_default();
        assert_eq!(then.estimate("condor.fill"), None);
        assert_eq!(then.estimate("condor.days").map(|one| one.to), Some(None));
    }

    #[test]
    fn a_mark_goes_when_its_input_is_typed_over_and_alone_is_no_offer() {
        let put = Offer {
            changes: vec![("condor.days".into(), Some(30.0))],
            lists: Vec::new(),
            holdings: Vec::new(),
            ..offer()
        };
        let mut then = put.put_on(&Plan::default()).unwrap_or_default();
        assert_eq!(then.set("condor.days".into(), Some(30.0)), Ok(()));
        assert_eq!(then.estimates, []);
        assert_eq!(put.clone().checked(&then), Err(SAME.into()), "typed as the file says");
        assert!(put.checked(&Plan::default()).is_ok());
    }

    #[test]
    fn what_cannot_be_put_on_a_plan_says_why_and_what_it_has_already_too() {
        let plan = Plan::default();
        let one = |changes: &[(&str, f64)]| Offer {
            changes: changes.iter().map(|(key, x)| ((*key).to_string(), Some(*x))).collect(),
            lists: Vec::new(),
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
