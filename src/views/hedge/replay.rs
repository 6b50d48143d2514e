//! Replay: the adaptive rules along a path, beside never touching the hedge.

use crate::book::Book;
use crate::book::replay::{Event, Replay, Track};
use crate::holdings::vix_layer::Layer;
use crate::shock::explosions::explosion;
use crate::shock::path::{drawn, of_explosion};
use crate::words::{amount, number, usd, vix};

/// What the rules make of a path.
#[derive(Clone, Debug, PartialEq)]
pub struct ReplayReport {
    /// The answer in one sentence.
    pub answer: String,
    /// What of the path is history and what is not.
    pub source: String,
    /// Where one band ends and the next begins, VIX, lowest first.
    pub edges: [f64; 3],
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
    let (name, path, source) = replay_path(book);
    let mut contracts = [0.0; 3];
    for (n, layer) in contracts.iter_mut().zip(&book.layers) {
        *n = layer.contracts;
    }
    let plans = book.plan.hedge.layers();
    let fresh = |i: usize, market: &_| Layer::bought(market, plans[i].0, plans[i].1, 1.0);
    let replay = Replay { market: &book.market, rules, contracts, fresh: &fresh };
    let [adaptive, untouched] = replay.run(&path);
    let answer = answer(&name, contracts, [&adaptive, &untouched]);
    let points = if rules.is_drawn() { rules.points() } else { Vec::new() };
    ReplayReport { answer, source, edges: rules.edges(), path, points, adaptive, untouched }
}

/// What the path is called, VIX by trading day, and where it comes from.
fn replay_path(book: &Book) -> (String, Vec<f64>, String) {
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

fn answer(name: &str, contracts: [f64; 3], [adaptive, untouched]: [&Track; 2]) -> String {
    if contracts.iter().all(|n| *n == 0.0) {
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
    use crate::plan::knobs::{LISTS, knob};
    use crate::shock::explosions::EXPLOSIONS;

    fn replayed(change: impl Fn(&mut Plan)) -> ReplayReport {
        let mut plan = Plan::default();
        change(&mut plan);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        of(book)
    }

    #[test]
    fn every_explosion_can_be_picked_and_is_a_number() {
        for (i, event) in EXPLOSIONS.iter().enumerate() {
            let report = replayed(|plan| {
                let said = knob("hedge_rules.from").map(|knob| knob.set(plan, Some(i as f64 + 1.0)));
                assert_eq!(said, Some(Ok(())));
            });
            assert_eq!(report.path.len(), event.days as usize + 61);
            assert!(report.adaptive.days.iter().chain(&report.untouched.days).all(|day| day.value.is_finite()));
            assert!(report.answer.contains(event.name) && report.source.contains("only VIX"));
        }
    }

    #[test]
    fn the_first_day_of_a_drawn_path_is_what_the_layers_cost() {
        let report = replayed(|plan| plan.hedge_rules.from = "drawn".into());
        let Ok(book) = Book::resolve(&Plan::default()) else { unreachable!() };
        let outlay: f64 = book.layers.iter().map(|layer| layer.outlay().0).sum();
        let contracts: f64 = book.layers.iter().map(|layer| layer.contracts).sum();
        assert!((report.adaptive.days[0].cash + outlay + contracts).abs() < 1e-9);
        assert_eq!((report.path.len(), report.path[30]), (91, 45.0));
    }

    #[test]
    fn nothing_held_and_nothing_drawn_are_said() {
        let none = replayed(|plan| plan.condor.contracts = 0.0);
        assert!(none.answer.contains("No layer is held"));
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
