//! Sized: what size line and size view both show, worked out once, by whichever asks first.

use std::cell::RefCell;
use std::sync::Arc;

use second_engine::book::{Book, way};
use second_engine::numbers::pieces::in_pieces;
use second_engine::plan::sizing::SizingPlan;
use second_engine::plan::{AccountPlan, Plan};
use second_engine::simulation::cvar::{self, Nodes, Outcomes, outcomes};
use second_engine::sizing::ledger::SizedPosition;
use second_engine::views::hedge::profiles::{self, ProfileHedge};
use second_engine::views::size::{SizeTab, ledger as ledger_of, report, report_with};
use yew::prelude::*;

use crate::app::store::kept::link_key;
use crate::app::store::made::{Made, Pieces, use_made};
use crate::app::store::pinned::Pinned;
use crate::app::store::shared::Shared;
use crate::app::views::props::ViewProps;

/// The last value and what it was made from.
type Last<K, T> = RefCell<Option<(K, Shared<T>)>>;

thread_local! {
    static MAKING: RefCell<Option<(Plan, Pieces<Sized>)>> = RefCell::default();
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

/// What the answer of a link is made from.
#[derive(Clone)]
pub struct Sized {
    /// The horizon's outcomes.
    pub outcomes: Shared<Arc<Outcomes>>,
    /// The ledger; none in it where nothing can be sized.
    pub ledger: Shared<Option<SizedPosition>>,
    hedges: Shared<[ProfileHedge; 3]>,
}

/// Milliseconds of it that a frame may take: a small book's is whole in them.
const IN_A_FRAME: f64 = 8.0;

/// Size line and size view make the same one: each goes on where the other stopped.
fn pieces(props: ViewProps) -> Pieces<Sized> {
    let key = link_key(&props.plan);
    Box::new(move || {
        MAKING.with_borrow_mut(|making| {
            if making.as_ref().is_none_or(|(of, _)| *of != key) {
                *making = Some((key.clone(), in_pieces(sizing(props.clone(), key.clone()))));
            }
            let sized = making.as_mut()?.1()?;
            *making = None;
            Some(sized)
        })
    })
}

async fn sizing(props: ViewProps, key: Plan) -> Sized {
    let ViewProps { book, scan, .. } = &props;
    let of_outcomes = outcomes_key(&key);
    let outcomes = match OUTCOMES.with(|last| known(last, &of_outcomes)) {
        Some(outcomes) => outcomes,
        None => {
            let made = Arc::new(cvar::making(book, Nodes::HOUSE).await);
            OUTCOMES.with(|last| once(last, of_outcomes, || made))
        }
    };
    let ledger = match LEDGER.with(|last| known(last, &key)) {
        Some(ledger) => ledger,
        None => {
            let made = SizedPosition::making(book, scan, (*outcomes).clone()).await;
            LEDGER.with(|last| once(last, key.clone(), || made))
        }
    };
    let hedges = HEDGES.with(|last| once(last, key, || profiles::of(book)));
    Sized { outcomes, ledger, hedges }
}

/// What the answer is made from, as long as somebody wants it.
#[hook]
pub fn use_sized(props: &ViewProps, is_wanted: bool) -> Made<Sized> {
    use_made(link_key(&props.plan), is_wanted, IN_A_FRAME, || pieces(props.clone()))
}

/// The answer of this book; none in it where nothing can be sized.
pub fn tab(props: &ViewProps, sized: &Sized) -> Shared<Option<SizeTab>> {
    let Sized { ledger, hedges, .. } = sized;
    let compute = || ledger.as_ref().map(|ledger| report_with(&props.book, ledger, hedges));
    TAB.with(|last| once(last, props.book.clone(), compute))
}

/// The last answer, of whichever book.
pub fn last_tab() -> Option<Shared<Option<SizeTab>>> {
    TAB.with(|last| last.borrow().as_ref().map(|(_, tab)| tab.clone()))
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
    let outcomes = Arc::new(outcomes(book));
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
