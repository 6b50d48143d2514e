//! Place: an order put into a plan, in the place of a condor that is there or as one more, and what changes by it.

use crate::data::order::Order;
use crate::plan::holding::{Kind, Terms};
use crate::plan::knobs::{Knob, Unit, knob};
use crate::plan::{CondorPlan, Plan, Settlement};
use crate::units::day::Day;
use crate::words::{fixed, listed, number};

/// An order as a condor of a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// The condor.
    pub terms: CondorPlan,
    /// What it changes, each in words; nothing where it is one more.
    pub changes: Vec<String>,
}

impl Order {
    /// The order in the place of condor `nth`; one more where there is no such condor.
    ///
    /// # Errors
    /// As [`Order::days`].
    pub fn placed(&self, plan: &Plan, nth: usize, today: Day) -> Result<Placed, String> {
        let Some(like) = plan.condor(nth) else {
            let Terms::Condor(fresh) = Terms::added(Kind::Condor, nth) else {
                return Err("No condor can be added.".into());
            };
            return Ok(Placed { terms: self.condor(today, &fresh)?, changes: Vec::new() });
        };
        let terms = self.condor(today, like)?;
        let mut then = plan.clone();
        if let Some(condor) = then.condor_mut(nth) {
            condor.clone_from(&terms);
        }
        let changed = plan.changes_to(&then);
        let rows = changed.into_iter().filter_map(|(at, value)| Some((knob(at.row)?, plan.value(at), value)));
        let changes = rows.filter(|(knob, ..)| knob.options().is_none()).map(|(knob, was, is)| change(knob, was, is));
        let mut changes: Vec<String> = changes.collect();
        if like.settles != terms.settles {
            let at = if terms.settles == Settlement::Am { "open" } else { "close" };
            changes.push(format!("settlement to the {at}"));
        }
        Ok(Placed { terms, changes })
    }
}

impl Placed {
    /// What it changes, in a sentence; empty where it is one more.
    pub fn said(&self) -> String {
        if self.changes.is_empty() { String::new() } else { format!("It changes {}.", listed(&self.changes)) }
    }
}

fn change(knob: &Knob, was: Option<f64>, is: Option<f64>) -> String {
    let name = knob.label.to_lowercase();
    let shown = |x: f64| if knob.unit == Unit::Points { fixed(x, 2) } else { number(x) };
    match (was, is) {
        (Some(was), Some(is)) => format!("{name} from {} to {}", shown(was), shown(is)),
        (None, Some(is)) => format!("{name} to {}", shown(is)),
        (Some(was), None) => format!("{name} from {} to the model's", shown(was)),
        (None, None) => name,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::data::order::read;
    use crate::plan::holding::Holding;
    use crate::units::Points;

    /// 28 November 2025.
    const TODAY: Day = Day(20_420);

    fn order() -> Order {
        read("SELL -7 IRON CONDOR SPX 100 (Weeklys) 16 JAN 26 6715/6765/6035/5985 CALL/PUT @12.80").unwrap()
    }

    #[test]
    fn in_the_place_of_a_condor_it_says_what_changes() {
        let mut plan = Plan::default();
        plan.a_condor().short_put_price = Some(Points(30.0));
        let placed = order().placed(&plan, 0, TODAY).unwrap();
        let said = "It changes contracts from 5 to 7, calendar days left from 45 to 49, long put to 5,985, short put to 6,035, short call to 6,715, long call to 6,765, credit to 12.80 and short put price from 30.00 to the model's.";
        assert_eq!(placed.said(), said);
        *plan.a_condor() = placed.terms;
        assert_eq!(order().placed(&plan, 0, TODAY).unwrap().said(), "");
    }

    #[test]
    fn where_there_is_no_such_condor_it_is_one_more() {
        let mut plan = Plan::default();
        let placed = order().placed(&plan, 1, TODAY).unwrap();
        assert_eq!((placed.said().as_str(), placed.terms.contracts), ("", 7.0));
        assert!(plan.add(Holding::new(Terms::Condor(placed.terms))) && plan.count(Kind::Condor) == 2);
    }

    #[test]
    fn a_past_order_is_placed_nowhere() {
        assert!([0, 1].iter().all(|nth| order().placed(&Plan::default(), *nth, Day::of(2026, 2, 1).unwrap()).is_err()));
    }
}
