//! Pinned: plan A, resolved once, with which the plan on the page is compared; and what a view makes of it, once.

use std::rc::Rc;

use second_engine::book::Book;
use second_engine::plan::Plan;
use second_engine::views::book::compare::{Differences, Side, differences};
use second_engine::views::report::Report;
use yew::prelude::*;

use gloo::timers::callback::Timeout;

use crate::app::store::shared::Shared;

/// Plan A.
#[derive(PartialEq)]
pub struct Pinned {
    /// As it was when it was pinned.
    pub plan: Shared<Plan>,
    /// Resolved.
    pub book: Shared<Book>,
    /// What it comes to.
    pub report: Shared<Report>,
}

impl Pinned {
    /// What tells the plan on the page from this one, and the sentence about it.
    pub fn differences(&self, plan: &Plan, report: &Report) -> (Differences, String) {
        let (a, b) = (Side { plan: &self.plan, report: &self.report }, Side { plan, report });
        let found = differences(a, b);
        let sentence = found.sentence(a, b);
        (found, sentence)
    }
}

/// Plan A, where one is pinned; passed down as a context.
#[derive(Clone, PartialEq)]
pub struct A(pub Option<Rc<Pinned>>);

/// Plan A, where one is pinned.
#[hook]
pub fn use_a() -> Option<Rc<Pinned>> {
    use_context::<A>().and_then(|a| a.0)
}

/// What is made of plan A: once for each plan that is pinned while it is wanted, in a turn of its own; `None` until then.
#[hook]
pub fn use_of_a<T: 'static>(is_wanted: bool, make: impl FnOnce(&Pinned) -> T + 'static) -> Option<Shared<T>> {
    let a = use_a();
    let made = use_state(|| None::<(Rc<Pinned>, Shared<T>)>);
    let is_known = matches!((&a, made.as_ref()), (Some(a), Some((of, _))) if a == of);
    let set = made.setter();
    use_effect_with((a.clone(), is_wanted && !is_known), move |(a, is_due)| {
        let a = a.clone().filter(|_| *is_due);
        let turn = a.map(|a| Timeout::new(0, move || set.set(Some((a.clone(), Shared::new(make(&a)))))));
        move || drop(turn)
    });
    made.as_ref().filter(|_| is_known).map(|(_, value)| value.clone())
}
