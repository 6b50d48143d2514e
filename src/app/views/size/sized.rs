//! Sized: what size line and size view both show, worked out once, by whichever asks first.

use std::cell::RefCell;
use std::sync::Arc;

use second_engine::book::{Book, way};
use second_engine::plan::sizing::SizingPlan;
use second_engine::plan::{AccountPlan, Plan};
use second_engine::simulation::cvar::{self, Outcomes};
use second_engine::sizing::ledger::SizedPosition;
use second_engine::views::hedge::profiles::{self, ProfileHedge};
use second_engine::views::size::{SizeTab, ledger as ledger_of, report, report_with};

use crate::app::store::kept::link_key;
use crate::app::store::pinned::Pinned;
use crate::app::store::shared::Shared;
use crate::app::views::props::ViewProps;

/// The last value and what it was made from.
type Last<K, T> = RefCell<Option<(K, Shared<T>)>>;

thread_local! {
    static OUTCOMES: Last<Plan, Arc<Outcomes>> = RefCell::default();
    static LEDGER: Last<Plan, Option<SizedPosition>> = RefCell::default();
    static HEDGES: Last<Plan, [ProfileHedge; 3]> = RefCell::default();
    static TAB: Last<Shared<Book>, Option<SizeTab>> = RefCell::default();
}

/// The last value where its key is this one.
fn known<K: PartialEq, T>(last: &Last<K, T>, key: &K) -> Option<Shared<T>> {
    last.borrow().as_ref().filter(|(old, _)| old == key).map(|(_, value)| value.clone())
}

fn once<K: PartialEq, T>(last: &Last<K, T>, key: K, compute: impl FnOnce() -> T) -> Shared<T> {
    known(last, &key).unwrap_or_else(|| {
        let value = Shared::new(compute());
        *last.borrow_mut() = Some((key, value.clone()));
        value
    })
}

/// The horizon's outcomes.
pub fn outcomes(props: &ViewProps) -> Shared<Arc<Outcomes>> {
    let key = outcomes_key(&link_key(&props.plan));
    OUTCOMES.with(|last| once(last, key, || Arc::new(cvar::outcomes(&props.book))))
}

/// The ledger of the link; none in it where nothing can be sized.
pub fn ledger(props: &ViewProps) -> Shared<Option<SizedPosition>> {
    let compute = || ledger_of(&props.book, &props.scan, &outcomes(props));
    LEDGER.with(|last| once(last, link_key(&props.plan), compute))
}

/// The ledger where somebody has worked it out.
pub fn known_ledger(props: &ViewProps) -> Option<Shared<Option<SizedPosition>>> {
    LEDGER.with(|last| known(last, &link_key(&props.plan)))
}

/// The answer of this book; none in it where nothing can be sized.
pub fn tab(props: &ViewProps, ledger: &Shared<Option<SizedPosition>>) -> Shared<Option<SizeTab>> {
    let hedges = || HEDGES.with(|last| once(last, link_key(&props.plan), || profiles::of(&props.book)));
    let compute = || ledger.as_ref().map(|ledger| report_with(&props.book, ledger, &hedges()));
    TAB.with(|last| once(last, props.book.clone(), compute))
}

/// What of plan A is drawn beside what this plan comes to.
pub struct SizedA {
    /// The horizon's outcomes.
    pub outcomes: Arc<Outcomes>,
    /// None where nothing can be sized.
    pub ledger: Option<SizedPosition>,
    /// The answer; none where nothing can be sized.
    pub tab: Option<SizeTab>,
}

/// How plan A is sized.
pub fn of_a(a: &Pinned) -> SizedA {
    let book = &a.book;
    let outcomes = Arc::new(cvar::outcomes(book));
    let ledger = ledger_of(book, &Arc::new(way::scan(book)), &outcomes);
    let tab = ledger.as_ref().map(|ledger| report(book, ledger));
    SizedA { outcomes, ledger, tab }
}

/// What the horizon's outcomes depend on: the plan without the account and without the rules, but for which pool is
/// sized.
fn outcomes_key(line: &Plan) -> Plan {
    let sizing = SizingPlan { pool: line.sizing.pool, ..SizingPlan::default() };
    Plan { account: AccountPlan::default(), sizing, ..line.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_outcomes_follow_which_pool_is_sized_and_no_rule() {
        let mut plan = Plan::default();
        let key = outcomes_key(&plan);
        plan.sizing.big_top = Some(true);
        plan.account.equity.0 += 1.0;
        assert_eq!(outcomes_key(&plan), key);
        plan.sizing.pool = Some(2.0);
        assert_ne!(outcomes_key(&plan), key);
    }

    #[test]
    fn a_value_is_made_once_for_its_key_and_anew_for_another() {
        let last = RefCell::default();
        let made = std::cell::Cell::new(0);
        let make = |key: u8| *once(&last, key, || made.replace(made.get() + 1));
        assert_eq!([make(1), make(1), make(2), make(1)], [0, 0, 1, 2]);
    }
}
