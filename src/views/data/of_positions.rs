//! Of positions: what an account holds that a plan can hold too: its iron condors and its VIX calls.

use crate::data::broker::condors::Positions;
use crate::plan::address::Address;
use crate::plan::holding::{Holding, Kind, Terms};
use crate::plan::{LayerPlan, Plan};
use crate::units::day::Day;
use crate::views::data::Set;
use crate::views::data::offers::{Offer, Offered, bare};
use crate::words::dates::date;
use crate::words::number;

/// Condors and layers that the plan does not hold yet, each kind all at once.
pub fn of(set: &Set, positions: &Positions, plan: &Plan, found: &mut Offered) {
    let Some(today) = plan.market.today.or(positions.day) else {
        let why =
            "Neither the file nor the plan says today's date: enter it, so that days to the expiries can be counted.";
        found.why_not.push(why.into());
        return;
    };
    if positions.condors.is_empty() && positions.layers.is_empty() {
        found.why_not.push("No iron condor on SPX and no bought VIX call is in it.".into());
    }
    for offer in [condors(set, positions, (plan, today), found), layers(set, positions, (plan, today), found)] {
        if !offer.holdings.is_empty() {
            found.add(Ok(Offer { to: positions.day, ..offer }), plan);
        }
    }
}

/// The iron condors.
fn condors(set: &Set, positions: &Positions, (plan, today): (&Plan, Day), found: &mut Offered) -> Offer {
    let mut then = plan.clone();
    let mut offer = bare(set, "condors", "Add these condors");
    for order in &positions.condors {
        let nth = then.count(Kind::Condor);
        let placed = order.said(today).and_then(|said| Ok((said, order.placed(&then, nth, today)?.terms)));
        match placed {
            Ok((_, terms)) if plan.condors().any(|held| *held == terms) => {
                found.has.push(format!("The condor of {} is in the plan already.", date(order.expiry)));
            }
            Ok((words, terms)) => {
                offer.said.push(words);
                let holding = Holding::new(Terms::Condor(terms));
                then.add(holding.clone());
                offer.holdings.push(holding);
            }
            Err(why) => found.why_not.push(why),
        }
    }
    let condors = if offer.holdings.len() == 1 { "condor" } else { "condors" };
    if offer.holdings.len() == 1 {
        offer.label = "Add this condor".into();
    }
    offer.sentence = format!("{} {condors} ({})", number(offer.holdings.len() as f64), set.name);
    offer.use_said = Some("condors".into());
    offer
}

/// That every input of a layer is in its range.
fn checked(plan: &Plan, terms: &LayerPlan) -> Result<(), String> {
    let mut then = plan.clone();
    let nth = then.count(Kind::Layer);
    if then.add(Holding::new(Terms::Layer(terms.clone()))) {
        for row in ["layer.days", "layer.contracts", "layer.strike", "layer.spread"] {
            let at = Address::new(row, nth);
            then.set(at, then.value(at))?;
        }
    }
    Ok(())
}

/// The VIX calls and spreads of them.
fn layers(set: &Set, positions: &Positions, (plan, today): (&Plan, Day), found: &mut Offered) -> Offer {
    let mut offer = bare(set, "layers", "Add these layers");
    for calls in &positions.layers {
        match calls.layer(today) {
            Ok(terms) if plan.layers().any(|held| *held == terms) => {
                found.has.push(format!("{}: in the plan already.", calls.name()));
            }
            Ok(terms) => match checked(plan, &terms) {
                Ok(()) => {
                    offer.said.push(calls.said(today));
                    offer.holdings.push(Holding::new(Terms::Layer(terms)));
                }
                Err(why) => found.why_not.push(format!("{}: {why}", calls.name())),
            },
            Err(why) => found.why_not.push(why),
        }
    }
    if positions.layers.iter().any(|calls| calls.price.is_some()) {
        offer.said.push("A plan counts calls from the model's price on its own day, not from what was paid.".into());
    }
    let layers = if offer.holdings.len() == 1 { "layer" } else { "layers" };
    if offer.holdings.len() == 1 {
        offer.label = "Add this layer".into();
    }
    offer.sentence = format!("{} {layers} of VIX calls ({})", number(offer.holdings.len() as f64), set.name);
    offer.use_said = Some("VIX calls".into());
    offer
}
