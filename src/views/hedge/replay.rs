//! Replay: the adaptive rules along a path, beside never touching the hedge.

use serde::Serialize;

use crate::book::Book;
use crate::book::replay::{self, Event, Track};
use crate::shock::explosions::explosion;
use crate::shock::path::{drawn, of_explosion};
use crate::words::{amount, number, usd, vix};

/// What the rules make of a path.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ReplayReport {
    /// The answer in one sentence.
    pub answer: String,
    /// What of the path is history and what is not.
    pub source: String,
    /// Where one band ends and the next begins, VIX, lowest first.
    pub edges: [f64; 3],
    /// What each layer is called; contracts, prices and trades count them in this order.
    pub layers: Vec<String>,
    /// VIX by trading day.
    pub path: Vec<f64>,
    /// Where the path was drawn through, (trading day, VIX); empty for an explosion.
    pub points: Vec<(f64, f64)>,
    /// Under the rules.
    pub adaptive: Track,
    /// Bought on day 0 and left alone.
    pub untouched: Track,
}

/// The layers along the path that the plan names.
pub fn of(book: &Book) -> ReplayReport {
    let rules = &book.plan.hedge_rules;
    let (name, path, source) = path_of(book);
    let replay = replay::of(book);
    let [adaptive, untouched] = replay.run(&path);
    let is_held = replay.layers.iter().any(|(_, contracts)| *contracts > 0.0);
    ReplayReport {
        answer: answer(&name, is_held, [&adaptive, &untouched]),
        source,
        edges: rules.edges(),
        layers: book.planned_layers().map(|(entry, ..)| entry.name.clone()).collect(),
        path,
        points: if rules.is_drawn() { rules.points() } else { Vec::new() },
        adaptive,
        untouched,
    }
}

/// What the path is called, VIX by trading day, and where it comes from.
fn path_of(book: &Book) -> (String, Vec<f64>, String) {
    let rules = &book.plan.hedge_rules;
    let Some(event) = explosion(&rules.from) else {
        let points = rules.points();
        let now = book.market.calibration.vix.0;
        let source = if points.is_empty() {
            "No level is drawn: type days and levels, such as 20:14; 30:45; 90:18.".into()
        } else {
            format!("Your path, from VIX {} today; between two levels VIX moves in logs.", vix(now))
        };
        return ("your path".into(), drawn(now, &points), source);
    };
    let after = rules.days_after;
    let source = format!(
        "Of {} only VIX {} on {} and VIX {} on {} are history. The way between them is drawn by the model (in logs, a day at a time), and so are the {} days after (back towards 17.5 at 4 a year). SPX is not in it.",
        event.name,
        number(event.vix_from),
        event.from,
        number(event.vix_to),
        event.to,
        number(after.floor()),
    );
    (event.name.into(), of_explosion(event, after), source)
}

fn answer(name: &str, is_held: bool, [adaptive, untouched]: [&Track; 2]) -> String {
    if !is_held {
        return "No layer is held: there is nothing that rules could do.".into();
    }
    let gain = adaptive.end() - untouched.end();
    let better = match gain {
        gain if gain > 0.5 => format!("{} more than", amount(gain)),
        gain if gain < -0.5 => format!("{} less than", amount(-gain)),
        _ => "the same as".into(),
    };
    let later = adaptive.trades.iter().filter(|trade| trade.day > 0 && trade.event != Event::Expired).count();
    let trades = match later {
        0 => "they never trade".into(),
        1 => format!("their one trade and the costs take {}", amount(adaptive.costs())),
        n => format!("{n} trades cost {}", amount(adaptive.costs())),
    };
    format!("Along {name} the rules end at {}, {better} never touching the hedge; {trades}.", usd(adaptive.end()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;
    use crate::plan::address::Address;
    use crate::plan::holding::Kind;
    use crate::plan::knobs::LISTS;
    use crate::shock::explosions::EXPLOSIONS;

    fn replayed(change: impl Fn(&mut Plan)) -> ReplayReport {
        let mut plan = Plan::default();
        change(&mut plan);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        of(&book)
    }

    #[test]
    fn every_explosion_can_be_picked_and_is_a_number() {
        for (i, event) in EXPLOSIONS.iter().enumerate() {
            let report = replayed(|plan| {
                assert_eq!(plan.set(Address::new("hedge_rules.from", 0), Some(i as f64 + 1.0)), Ok(()));
            });
            assert_eq!(report.path.len(), event.days as usize + 61);
            assert!(report.adaptive.days.iter().chain(&report.untouched.days).all(|day| day.value.is_finite()));
            assert!(report.answer.contains(event.name) && report.source.contains("only VIX"));
        }
    }

    #[test]
    fn the_first_day_of_a_drawn_path_is_what_the_layers_cost() {
        let five = |plan: &mut Plan| {
            plan.hedge_rules.from = "drawn".into();
            for nth in 3..5 {
                plan.add_fresh(Kind::Layer);
                if let Some(layer) = plan.layer_mut(nth) {
                    layer.contracts = Some(nth as f64);
                }
            }
        };
        for change in [(|plan: &mut Plan| plan.hedge_rules.from = "drawn".into()) as fn(&mut Plan), five] {
            let report = replayed(change);
            let mut plan = Plan::default();
            change(&mut plan);
            let Ok(book) = Book::resolve(&plan) else { unreachable!() };
            let outlay: f64 = book.layers().map(|layer| layer.outlay().0).sum();
            let contracts: f64 = book.layers().map(|layer| layer.contracts).sum();
            assert!((report.adaptive.days[0].cash + outlay + contracts).abs() < 1e-9);
            assert_eq!((report.path.len(), report.path[30]), (91, 45.0));
            assert_eq!(report.layers.len(), report.adaptive.days[0].contracts.len());
        }
    }

    #[test]
    fn nothing_held_and_nothing_drawn_are_said() {
        let none = replayed(|plan| plan.holdings.clear());
        assert!(none.answer.contains("No layer is held") && none.layers.is_empty());
        let zero = replayed(|plan| plan.holdings.retain(|holding| holding.kind() != Kind::Condor));
        assert!(zero.answer.contains("No layer is held") && zero.layers.len() == 3);
        let empty = replayed(|plan| {
            plan.hedge_rules.from = "drawn".into();
            plan.hedge_rules.path.clear();
        });
        assert!(empty.source.contains("No level is drawn") && empty.path.len() == 1);
    }

    #[test]
    fn a_path_that_cannot_be_is_refused_in_words() {
        let mut plan = Plan::default();
        let list = LISTS.iter().find(|list| list.id == "hedge_rules.path");
        let mut said = |text: &str| list.and_then(|list| list.set_text(&mut plan, text).err()).unwrap_or_default();
        assert_eq!(said("10:30; 5:20"), "VIX path: days must rise from above 0 to at most 1000; 5 does not.");
        assert_eq!(said("10:200"), "VIX path: 200 on day 10 is out of range. It may be 9 to 150.");
        assert!(said("10-30").contains("is not day:value"));
    }
}
