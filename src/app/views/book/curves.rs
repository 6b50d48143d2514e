//! Curves: computed when their figure is in view and what they depend on has changed, else kept.

use second_engine::book::curves::{KnownCurves, Payoff, PayoffAxis, Places};
use second_engine::book::{Book, landscape};
use second_engine::plan::Plan;
use second_engine::units::Points;
use yew::prelude::*;

use crate::app::store::kept::{link_key, use_kept};
use crate::app::store::shared::Shared;

/// What the payoff's curves depend on: with SPX on the link, no more than the link, how calm VIX gets on it, and the ends
/// of the axis.
#[derive(Clone, Debug, PartialEq)]
pub struct PayoffKey {
    plan: Plan,
    calmest: Points,
    places: Places,
}

impl PayoffKey {
    /// Whether both differ in the shock's day at the most.
    fn is_same_but_for_day(&self, other: &PayoffKey) -> bool {
        let mut plan = self.plan.clone();
        plan.event.days = other.plan.event.days;
        plan == other.plan
    }
}

/// Points of the payoff's curves, and a drag's own: every other of them.
pub const POINTS: [usize; 2] = [401, 201];

/// The payoff for this book, and its curves, kept where only the shock moved along them; `step` counts what is undone.
#[hook]
pub fn use_payoff(
    book: &Book,
    axis: PayoffAxis,
    points: usize,
    is_in_view: bool,
    step: u32,
) -> Option<(Shared<Payoff>, Shared<Payoff>)> {
    // Over the token's price SPX and VIX stand where the shock puts them: every move of it is another picture.
    let is_linked = book.plan.event.spx.is_none() && axis != PayoffAxis::Token;
    let plan = if is_linked { link_key(&book.plan) } else { book.plan.clone() };
    // While the shock is dragged the axis grows and never shrinks: it is fitted again at rest.
    let dragged = use_mut_ref(|| None::<(u32, PayoffKey)>);
    let places = landscape::payoff_places(book, axis, points);
    let mut before = dragged.borrow_mut();
    let same = before.as_ref().filter(|(at, old)| *at == step && old.plan == plan);
    let places = same.map_or(places, |(_, old)| places.covering(&old.places));
    let key = PayoffKey { plan, calmest: book.shock.calmest(), places };
    *before = Some((step, key.clone()));
    // A longer axis of the same book: only the points that are new are computed, and the longest one so far is kept.
    let longest = use_mut_ref(|| None::<(PayoffKey, Shared<Payoff>)>);
    let curves = use_kept(key.clone(), is_in_view, || {
        let longest = longest.borrow();
        let known = longest.as_ref().filter(|(old, _)| old.is_same_but_for_day(&key));
        let known = known.map(|(old, payoff)| {
            let is_same_day = old.plan == key.plan;
            KnownCurves { places: &old.places, payoff, is_same_day }
        });
        landscape::payoff(book, &key.places, known)
    });
    if let Some(curves) = &curves {
        let points = curves.points.len();
        let mut longest = longest.borrow_mut();
        let is_longest = longest.as_ref().is_none_or(|(old, had)| {
            old.plan != key.plan || old.places.axis != key.places.axis || had.points.len() < points
        });
        // Out of view nothing is computed: what stands may be another plan's.
        if is_in_view && is_longest {
            *longest = Some((key, curves.clone()));
        }
    }
    let place = landscape::shocked_place(book, axis);
    use_memo((curves, place, is_linked), |(curves, _, is_linked)| {
        let curves = curves.as_ref()?;
        let mut payoff = Payoff::clone(curves);
        if *is_linked {
            payoff.shock = landscape::shocked_point(book, axis);
        }
        Some((Shared::new(payoff), curves.clone()))
    })
    .as_ref()
    .clone()
}
