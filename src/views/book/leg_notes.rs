//! Notes about the hedge: what settled on the way, what has no carry, what lies off the curve, what the budget misses.

use crate::book::Book;
use crate::book::carry::{self, is_vix_leg};
use crate::holdings::Entry;
use crate::holdings::vix_layer::{Layer, State};
use crate::holdings::world::ROLL_DAYS;
use crate::plan::holding::Kind;
use crate::plan::{LayerPlan, StrikeBy};
use crate::shock::explosions::standing;
use crate::units::Years;
use crate::views::book::say::Say;
use crate::words::{amount, calendar_days, fixed, number};

/// Strikes over the future between which the smile of VIX options is tested: falling and convex prices.
const TESTED: [f64; 2] = [0.5, 4.0];

/// What the person must know about the legs held, each beside its input.
pub(super) fn of(book: &Book, say: &mut Say) {
    for (entry, layer, plan) in book.planned_layers().filter(|(_, layer, _)| layer.contracts > 0.0) {
        layer_notes(book, entry, layer, plan, say);
    }
    for leg in book.legs().filter(|leg| leg.kind != Kind::Layer && leg.held.quantity() > 0.0) {
        if leg.held.state(book.shock.passed()) == State::Expired {
            let row = match leg.kind {
                Kind::Etp => "etp.days",
                Kind::Chain => "chain.days",
                Kind::Strip => "strip.days",
                _ => "conversion.days",
            };
            let text =
                format!("{} settled on the way, path unknown: what it then pays is intrinsic.", leg.held.label());
            say.of(row, leg.nth, text);
        }
    }
    legs_without_a_pool(book, say);
    let [vix, chain] = carry::of(book);
    let [vix_budget, chain_budget] = book.plan.hedge.budgets(&book.plan.account);
    if vix.0 > vix_budget.0 && vix.0 > 0.0 {
        let mut legs = book.legs().filter(|leg| is_vix_leg(leg) && leg.held.quantity() > 0.0);
        let who = if legs.all(|leg| leg.kind == Kind::Layer) { "These layers" } else { "VIX-linked legs" };
        say.of(
            "hedge.budget",
            0,
            format!("{who} carry {} a year; the VIX share of the budget is {}.", amount(vix.0), amount(vix_budget.0)),
        );
    }
    if chain.0 > chain_budget.0 && chain.0 > 0.0 {
        say.of(
            "hedge.vix_share",
            0,
            format!(
                "What is held on the chain carries {} a year; the chain's share of the budget is {}.",
                amount(chain.0),
                amount(chain_budget.0)
            ),
        );
    }
}

/// That the lists of explosions know the way to the one that was pressed, where the page's shock does not.
pub(super) fn by_closes(book: &Book) -> &'static str {
    match standing(&book.plan) {
        Some(_) => " The lists of explosions have it at the close of its own day.",
        None => "",
    }
}

fn layer_notes(book: &Book, entry: &Entry, layer: &Layer, plan: &LayerPlan, say: &mut Say) {
    let (name, nth) = (calendar_days(layer.days), entry.nth);
    if layer.state(book.shock.passed()) == State::Expired {
        let listed = by_closes(book);
        let text = format!("The layer of {name} settled on the way, path unknown: it pays intrinsic at VIX.{listed}");
        say.of("layer.days", nth, text);
    } else if layer.days <= ROLL_DAYS {
        let text =
            format!("{name} is not above {ROLL_DAYS}, the age at which a layer is rolled: it has no carry a year.");
        say.of("layer.days", nth, text);
    }
    let expiry = Years::from_calendar_days(layer.days);
    let future = book.market.vix_future(expiry).0;
    let ratio = layer.strike.0 / future;
    if !(TESTED[0]..=TESTED[1]).contains(&ratio) {
        say.of("layer.strike", nth, format!(
            "The strike of {} is {} times the future, {}: off the curve that was tested, {} to {} times. Its price of {} is extrapolation.",
            number(layer.strike.0),
            fixed(ratio, 1),
            fixed(future, 1),
            TESTED[0],
            TESTED[1],
            fixed(layer.premium, 2)
        ));
    }
    let by_delta = plan.strike.is_none() && plan.by == StrikeBy::Delta;
    if by_delta && book.market.vix_strike_at_delta(plan.delta, expiry).is_none() {
        let text = format!("No strike has a delta of {}: the strike is the future itself.", number(plan.delta));
        say.of("layer.delta", nth, text);
    }
}

/// A strip or conversion that is on but written on a pool that is off, or that does not exist, is not held.
fn legs_without_a_pool(book: &Book, say: &mut Say) {
    for (kind, nth, _) in book.plan.each().filter(|(_, _, holding)| holding.on) {
        let row = match kind {
            Kind::Strip => "strip.pool",
            Kind::Conversion => "conversion.pool",
            _ => continue,
        };
        if !book.of_kind(kind).any(|entry| entry.nth == nth) {
            let text = "The pool that it is written on is off, or gone: nothing is held until another is chosen.";
            say.of(row, nth, text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::holding::{Holding, Terms};
    use crate::plan::{EtpPlan, Plan};

    #[test]
    fn what_carries_more_than_its_budget_is_called_layers_only_where_nothing_else_is_linked_to_vix() {
        let said = |layers: bool, shares: f64| {
            let mut plan = Plan::default();
            plan.hedge.budget = crate::units::Frac(0.0001);
            for holding in &mut plan.holdings {
                holding.on &= layers || holding.kind() != Kind::Layer;
            }
            plan.add(Holding::new(Terms::Etp(EtpPlan { shares, ..EtpPlan::default() })));
            let Ok(book) = Book::resolve(&plan) else { unreachable!() };
            let mut say = Say::new(&book);
            of(&book, &mut say);
            let note = say.notes.into_iter().find(|note| note.at.row == "hedge.budget");
            note.map(|note| note.text.split(" carry").next().unwrap_or_default().to_string())
        };
        assert_eq!(said(true, 0.0).as_deref(), Some("These layers"));
        assert_eq!(said(true, 100.0).as_deref(), Some("VIX-linked legs"));
        assert_eq!(said(false, 100.0).as_deref(), Some("VIX-linked legs"));
    }

    #[test]
    fn a_leg_whose_pool_is_gone_is_not_written_on_another_when_it_is_switched_on() {
        let mut plan = Plan::default();
        plan.add_fresh(Kind::Pool);
        for kind in [Kind::Strip, Kind::Conversion] {
            plan.add_fresh(kind);
        }
        plan.remove(Kind::Pool, 0);
        for holding in &mut plan.holdings {
            holding.on = true;
        }
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        assert!(book.legs().all(|leg| !matches!(leg.kind, Kind::Strip | Kind::Conversion)));
        let mut say = Say::new(&book);
        legs_without_a_pool(&book, &mut say);
        let told: Vec<_> = say.notes.iter().map(|note| (note.at.row, note.text.contains("or gone"))).collect();
        assert_eq!(told, [("strip.pool", true), ("conversion.pool", true)]);
    }
}
