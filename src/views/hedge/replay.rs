//! Replay: the adaptive rules along a path, beside never touching the hedge.

use serde::Serialize;

use crate::book::Book;
use crate::book::replay::{self, Event, Replay, Track};
use crate::plan::Token;
use crate::shock::closes::Around;
use crate::shock::explosions::{EXPLOSIONS, explosion};
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
    pub edges: Vec<f64>,
    /// What each layer is called; contracts, prices and trades count them in this order.
    pub layers: Vec<String>,
    /// VIX by trading day.
    pub path: Vec<f64>,
    /// How many of these days, from the first on, are daily closes; the rest is drawn. 0 for a path that a person draws.
    pub closes: usize,
    /// SPX since the first day, simple return, while there are closes; empty for a path that a person draws.
    pub spx: Vec<Option<f64>>,
    /// The market's token since its first close of these days; `null` on days without one.
    pub token: Vec<Option<f64>>,
    /// How the rules did in every explosion.
    pub record: Record,
    /// Where the path was drawn through, (trading day, VIX); empty for an explosion.
    pub points: Vec<(f64, f64)>,
    /// Under the rules.
    pub adaptive: Track,
    /// Bought on day 0 and left alone.
    pub untouched: Track,
}

/// The rules against never touching the hedge, over the daily closes round every explosion.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Record {
    /// Explosions at whose end the rules are ahead.
    pub ahead: usize,
    /// Those at whose end they are behind.
    pub behind: usize,
    /// All explosions that are counted.
    pub total: usize,
}

/// Trading days past a peak that have closes.
const CLOSES_AFTER: f64 = 60.0;
/// Dollars by which two ends may differ and still be the same.
const SAME: f64 = 0.5;

/// The layers along the path that the plan names.
pub fn of(book: &Book) -> ReplayReport {
    let rules = &book.plan.hedge_rules;
    let Path { name, days, source } = path_of(book);
    let replay = replay::of(book);
    let [adaptive, untouched] = replay.run(&days.vix);
    let is_held = replay.layers.iter().any(|(_, contracts)| *contracts > 0.0);
    let record = if is_held { record(&replay, rules.days_after) } else { Record::default() };
    ReplayReport {
        answer: answer(&name, is_held, [&adaptive, &untouched], record),
        source,
        edges: rules.edges(),
        layers: book.planned_layers().map(|(entry, ..)| entry.name.clone()).collect(),
        path: days.vix,
        closes: days.spx.len(),
        spx: days.spx,
        token: match book.plan.market.token {
            Token::Eth => days.eth,
            Token::Btc => days.btc,
            Token::Own => Vec::new(),
        },
        record,
        points: if rules.is_drawn() { rules.points() } else { Vec::new() },
        adaptive,
        untouched,
    }
}

/// The rules in every explosion, over its closes and at most so many days past its peak.
fn record(replay: &Replay, after: f64) -> Record {
    let gains = EXPLOSIONS.iter().map(|event| {
        let days = of_explosion(event, after.min(CLOSES_AFTER));
        let [rules, untouched] = replay.run(&days.vix[..days.spx.len()]);
        rules.end() - untouched.end()
    });
    gains.fold(Record::default(), |record, gain| Record {
        ahead: record.ahead + usize::from(gain > SAME),
        behind: record.behind + usize::from(gain < -SAME),
        total: record.total + 1,
    })
}

/// A path with its name and where it comes from.
pub(super) struct Path {
    pub(super) name: String,
    pub(super) days: Around,
    source: String,
}

/// The path that the plan names.
pub(super) fn path_of(book: &Book) -> Path {
    let rules = &book.plan.hedge_rules;
    let Some(event) = explosion(&rules.from) else {
        let points = rules.points();
        let now = book.market.calibration.vix.0;
        let source = if points.is_empty() {
            "No level is drawn: type days and levels, such as 20:14; 30:45; 90:18.".into()
        } else {
            format!("Your path, from VIX {} today; between two levels VIX moves in logs.", vix(now))
        };
        return Path {
            name: "your path".into(),
            days: Around { vix: drawn(now, &points), ..Around::default() },
            source,
        };
    };
    let days = of_explosion(event, rules.days_after);
    let (closes, drawn) = (days.spx.len(), days.vix.len() - days.spx.len());
    let index = if event.id == "oct_1987" { "VXO" } else { "VIX" };
    let tail = match drawn {
        0 => String::new(),
        n => format!(" The {n} trading days after them are the model’s, back towards 17.5 at 4 a year."),
    };
    let source = format!(
        "{closes} daily closes of {index}, SPX and, where it traded, {}, from {} trading days before {} ({index} {}) over {} ({}) on; Cboe, Yahoo and CoinMarketCap. VIX calls are priced on today’s curve at that VIX; SPX and the token do not move them.{tail}",
        book.plan.market.token.name(),
        days.low,
        event.from,
        number(event.vix_from),
        event.to,
        number(event.vix_to),
    );
    Path { name: event.name.into(), days, source }
}

fn answer(name: &str, is_held: bool, [adaptive, untouched]: [&Track; 2], record: Record) -> String {
    if !is_held {
        return "No layer is held: there is nothing that rules could do.".into();
    }
    let gain = adaptive.end() - untouched.end();
    let better = match gain {
        gain if gain > SAME => format!("{} more than", amount(gain)),
        gain if gain < -SAME => format!("{} less than", amount(-gain)),
        _ => "the same as".into(),
    };
    let later = adaptive.trades.iter().filter(|trade| trade.day > 0 && trade.event != Event::Expired).count();
    let trades = match later {
        0 => "they never trade".into(),
        1 => format!("their one trade and the costs take {}", amount(adaptive.costs())),
        n => format!("{n} trades cost {}", amount(adaptive.costs())),
    };
    let Record { ahead, behind, total } = record;
    format!(
        "Along {name} the rules end at {}, {better} never touching the hedge; {trades}. Over the closes of all {total} explosions they end ahead in {ahead} and behind in {behind}.",
        usd(adaptive.end())
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;
    use crate::plan::address::Address;
    use crate::plan::holding::Kind;
    use crate::plan::knobs::LISTS;

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
            assert_eq!(report.path.len(), 21 + event.days as usize + 61);
            let closes = if event.id == "jun_2026" { report.path.len() - 31 } else { report.path.len() };
            assert_eq!((report.closes, report.spx.len(), report.token.len()), (closes, closes, closes));
            assert!(report.adaptive.days.iter().chain(&report.untouched.days).all(|day| day.value.is_finite()));
            assert!(report.answer.contains(event.name) && report.source.contains(event.to));
        }
    }

    #[test]
    fn the_record_counts_what_each_path_of_closes_says_alone() {
        let along = |event: &str| {
            replayed(|plan| {
                plan.hedge_rules.from = event.into();
                plan.hedge_rules.days_after = if event == "jun_2026" { 29.0 } else { 60.0 };
            })
        };
        let reports: Vec<ReplayReport> = EXPLOSIONS.iter().map(|event| along(event.id)).collect();
        let gains: Vec<f64> = reports.iter().map(|report| report.adaptive.end() - report.untouched.end()).collect();
        let ahead = gains.iter().filter(|gain| **gain > SAME).count();
        let behind = gains.iter().filter(|gain| **gain < -SAME).count();
        assert_eq!(reports[0].record, Record { ahead, behind, total: EXPLOSIONS.len() });
        assert!(reports[0].answer.contains(&format!("ahead in {ahead} and behind in {behind}")));
        // Two closes joined by the model had the rules ahead in one of twenty.
        assert!(ahead > 5 && behind > 5, "{ahead} {behind}");
        for (report, gain) in reports.iter().zip(gains) {
            let word = if gain > SAME { " more than never" } else { " less than never" };
            assert!(report.answer.contains(word), "{}", report.answer);
        }
    }

    #[test]
    fn days_past_the_closes_are_said_to_be_the_models() {
        let report = replayed(|plan| plan.hedge_rules.days_after = 100.0);
        assert_eq!((report.path.len() - report.closes, report.spx.len()), (40, report.closes));
        assert!(
            report.source.contains("92 daily closes of VIX")
                && report.source.contains("The 40 trading days after them")
        );
        assert!(!replayed(|_| ()).source.contains("the model’s, back"));
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
