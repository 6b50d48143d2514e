//! Kept: what is computed from a plan, kept while what it depends on is the same.

use second_engine::plan::{EventPlan, Plan};
use second_engine::units::Points;
use yew::prelude::*;

use crate::app::store::shared::Shared;

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
pub fn use_grown<K, T>(key: K, is_in_view: bool, compute: impl FnOnce(&K, Option<(&K, &T)>) -> T) -> Option<Shared<T>>
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

/// A figure that is the same while what it is drawn from is: its words, its table and its scene are not made again.
#[hook]
pub fn use_drawn<K: PartialEq + 'static>(from: K, draw: impl FnOnce(&K) -> Html) -> Html {
    (*use_memo(from, draw)).clone()
}

/// What pictures of the whole link depend on: the plan without where VIX and SPX end. Whether VIX moves at all stays.
pub fn link_key(plan: &Plan) -> Plan {
    let mut key = plan.clone();
    key.event.vix = key.event.vix.map(|_| Points(0.0));
    key.event.spx = None;
    key
}

/// What no shock moves depends on: the plan without its event.
pub fn still_key(plan: &Plan) -> Plan {
    Plan { event: EventPlan::calm(0.0), ..plan.clone() }
}

#[cfg(test)]
mod tests {
    use second_engine::book::{Book, decay, exits, landscape, way};
    use second_engine::simulation::cvar;
    use second_engine::units::{Frac, Usd};
    use second_engine::views::book::odds;
    use second_engine::views::time::crush_chart;

    use super::*;

    #[test]
    fn moving_vix_does_not_change_what_the_link_depends_on() {
        let mut plan = Plan::default();
        let key = link_key(&plan);
        plan.event.vix = Some(Points(80.0));
        assert_eq!(link_key(&plan), key);
        plan.event.days = 9.0;
        assert_ne!(link_key(&plan), key);
    }

    #[test]
    fn what_hangs_on_the_link_is_the_same_where_vix_ends_calmer_than_it_ever_became() {
        let at = |vix: f64| {
            let mut plan = Plan::default();
            plan.event.vix = Some(Points(vix));
            Book::resolve(&plan).unwrap_or_else(|_| unreachable!())
        };
        let (usual, calm) = (at(30.0), at(9.0));
        assert_eq!(link_key(&usual.plan), link_key(&calm.plan));
        assert!(calm.shock.calmest() < usual.shock.calmest());
        let of = |book: &Book| {
            let odds = odds::steady(book);
            (landscape::pnl_by_vix(book, 20), landscape::heat(book, 5, 4), cvar::outcomes(book), odds)
        };
        assert!(of(&usual) == of(&calm));
        // A scan holds the stops as far as its own shock; asked for another one's it has the same.
        let [one, other] = [&usual, &calm].map(way::scan);
        assert_eq!(one.reverse, other.reverse);
        for book in [&usual, &calm] {
            assert_eq!(one.way(book), other.way(book));
            assert_eq!(one.liquidity(book), other.liquidity(book));
        }
    }

    #[test]
    fn what_no_shock_moves_is_the_same_in_every_shock() {
        let of = |change: fn(&mut Plan)| {
            let mut plan = Plan::example();
            change(&mut plan);
            let Ok(book) = Book::resolve(&plan) else { unreachable!() };
            let time = second_engine::views::time::steady_of(&book);
            (still_key(&plan), decay::of(&book), exits::rolls(&book), time, crush_chart::of(&book))
        };
        let known = of(|_| ());
        let changes: [fn(&mut Plan); 5] = [
            |plan| (plan.event.vix, plan.event.days) = (None, 0.0),
            |plan| plan.event.days = 21.0,
            |plan| (plan.event.rate, plan.event.differential, plan.event.dollar) = (Frac(0.01), Frac(0.02), Frac(0.03)),
            |plan| (plan.event.spx, plan.event.token, plan.event.peg) = (Some(Frac(-0.1)), Some(Frac(-0.4)), Usd(0.9)),
            |plan| (plan.event.vvix, plan.event.surprise) = (Some(Points(160.0)), 2.0),
        ];
        for change in changes {
            assert!(of(change) == known);
        }
    }

    #[test]
    fn vix_that_does_not_move_at_all_is_another_link() {
        let mut plan = Plan::default();
        let key = link_key(&plan);
        plan.event.vix = None;
        assert_ne!(link_key(&plan), key);
    }
}
