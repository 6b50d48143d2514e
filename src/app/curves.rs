//! Curves: computed when their figure is in view and what they depend on has changed, else kept.

use std::cell::RefCell;
use std::rc::Rc;

use second_engine::plan::Plan;
use yew::prelude::*;

use super::shared::Shared;

/// The value for this key: kept while the key is the same or nobody looks, computed otherwise.
#[hook]
pub fn use_kept<K, T>(key: K, is_in_view: bool, compute: impl FnOnce() -> T) -> Option<Shared<T>>
where
    K: PartialEq + 'static,
    T: 'static,
{
    let kept: Rc<RefCell<Option<(K, Shared<T>)>>> = use_mut_ref(|| None);
    let mut kept = kept.borrow_mut();
    if is_in_view && kept.as_ref().is_none_or(|(old, _)| *old != key) {
        *kept = Some((key, Shared::new(compute())));
    }
    kept.as_ref().map(|(_, value)| value.clone())
}

/// The plan without what curves along the link do not depend on: where VIX ends.
pub fn without_vix(plan: &Plan) -> Plan {
    let mut key = plan.clone();
    key.shock.vix = None;
    key
}
