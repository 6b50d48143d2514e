//! Curves: computed when their figure is in view and what they depend on has changed, else kept.

use second_engine::book::curves::{Payoff, PayoffAxis, Places};
use second_engine::book::setup::Setup;
use second_engine::plan::Plan;
use second_engine::units::Points;
use yew::prelude::*;

use super::shared::Shared;

/// The value for this key: kept while the key is the same or nobody looks, computed otherwise.
#[hook]
pub fn use_kept<K, T>(key: K, is_in_view: bool, compute: impl FnOnce() -> T) -> Option<Shared<T>>
where
    K: PartialEq + 'static,
    T: 'static,
{
    use_grown(key, is_in_view, |_, _| compute())
}

/// The same, computed with what was kept before it at hand.
#[hook]
fn use_grown<K, T>(key: K, is_in_view: bool, compute: impl FnOnce(&K, Option<(&K, &T)>) -> T) -> Option<Shared<T>>
where
    K: PartialEq + 'static,
    T: 'static,
{
    let kept = use_mut_ref(|| None::<(K, Shared<T>)>);
    let mut kept = kept.borrow_mut();
    if is_in_view && kept.as_ref().is_none_or(|(old, _)| *old != key) {
        let value = compute(&key, kept.as_ref().map(|(old, value)| (old, &**value)));
        *kept = Some((key, Shared::new(value)));
    }
    kept.as_ref().map(|(_, value)| value.clone())
}

/// What pictures of the whole link depend on: the plan without where VIX and SPX end. Whether VIX moves at all stays.
pub fn link_key(plan: &Plan) -> Plan {
    let mut key = plan.clone();
    key.shock.vix = key.shock.vix.map(|_| Points(0.0));
    key.shock.spx = None;
    key
}

/// What the payoff's curves depend on: with SPX on the link, no more than the link and the ends of the axis.
#[derive(Clone, Debug, PartialEq)]
pub struct PayoffKey {
    plan: Plan,
    places: Places,
}

/// The payoff for this setup, its curves kept where only the shock moved along them.
#[hook]
pub fn use_payoff(setup: &Setup, axis: PayoffAxis, points: usize, is_in_view: bool) -> Option<Shared<Payoff>> {
    let is_linked = setup.plan.shock.spx.is_none();
    let plan = if is_linked { link_key(&setup.plan) } else { setup.plan.clone() };
    let key = PayoffKey { plan, places: setup.payoff_places(axis, points) };
    let curves = use_grown(key, is_in_view, |key, kept| {
        // A longer axis of the same book: only the points that are new are computed.
        let known = kept.filter(|(old, _)| old.plan == key.plan);
        setup.payoff(&key.places, known.map(|(old, payoff)| (&old.places, payoff)))
    });
    let vix = setup.shock.vix();
    let spx = setup.market.spx.0 * f64::exp(setup.shock.spx_return(vix));
    use_memo((curves, [vix.0, spx], is_linked), |(curves, [vix, spx], is_linked)| {
        let curves = curves.as_ref()?;
        let place = if axis == PayoffAxis::Spx { *spx } else { *vix };
        let mut payoff = Payoff::clone(curves);
        if *is_linked {
            payoff.shock = setup.payoff_at(axis, place);
        }
        Some(Shared::new(payoff))
    })
    .as_ref()
    .clone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moving_vix_does_not_change_what_the_link_depends_on() {
        let mut plan = Plan::default();
        let key = link_key(&plan);
        plan.shock.vix = Some(Points(80.0));
        assert_eq!(link_key(&plan), key);
        plan.shock.days = 9.0;
        assert_ne!(link_key(&plan), key);
    }

    #[test]
    fn vix_that_does_not_move_at_all_is_another_link() {
        let mut plan = Plan::default();
        let key = link_key(&plan);
        plan.shock.vix = None;
        assert_ne!(link_key(&plan), key);
    }
}
