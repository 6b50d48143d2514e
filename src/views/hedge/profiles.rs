//! Hedge of a steward, of the plan and of a promoter: what each holds in the shock and what rules along a path come to.
//!
//! House choice: a steward never pauses the hedge that is held and follows the method's table of bands, the plan follows
//! its own table, and a promoter, whom no rule tells to hold a hedge, holds none. Source: model book 9 and 11.

use serde::Serialize;

use crate::book::Book;
use crate::book::replay::{self, Track};
use crate::book::way::Way;
use crate::numbers::is_lower;
use crate::plan::AdaptivePlan;
use crate::units::Usd;
use crate::views::hedge::replay::path_of;
use crate::words::{amount, quantity, usd};

/// The hedge in one profile.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct ProfileHedge {
    /// Whether what is held of the hedge is kept.
    pub is_kept: bool,
    /// What the layers come to along the plan's path under its rules, dollars; 0 where none is held.
    pub along: Usd,
    /// What is held and by which rules, in words.
    pub said: String,
}

/// Of a steward, of the plan, of a promoter.
pub fn of(book: &Book) -> [ProfileHedge; 3] {
    let path = path_of(book);
    let replay = replay::of(book);
    let contracts: Vec<String> = replay.layers.iter().map(|(_, n)| quantity(*n)).collect();
    let has_layers = replay.layers.iter().any(|(_, n)| *n > 0.0);
    let one = |bands, table: &str| {
        let rules = AdaptivePlan { bands, ..replay.rules.clone() };
        let [kept, untouched] = replay::Replay { rules: &rules, ..replay.clone() }.run(&path.days.vix);
        let said = if has_layers {
            let calls = if contracts == ["1"] { "call" } else { "calls" };
            format!("{} VIX {calls} by {table}: {}", contracts.join("/"), along(&path.name, &kept, &untouched))
        } else if book.has_hedge() {
            "hedge held; no VIX calls that rules could trade".into()
        } else {
            "No hedge is held".into()
        };
        ProfileHedge { is_kept: true, along: Usd(kept.end()), said }
    };
    let (method, own) = (AdaptivePlan::default().bands, replay.rules.bands.clone());
    let table = if own == method { "the same table" } else { "your table" };
    [
        one(method, "the method’s table"),
        one(own, table),
        ProfileHedge { is_kept: false, along: Usd(0.0), said: "No hedge: no rule asks for one".into() },
    ]
}

/// `+$310 along Apr 2025, $120 more than untouched`.
fn along(path: &str, kept: &Track, untouched: &Track) -> String {
    let gain = kept.end() - untouched.end();
    let beside = match gain {
        gain if gain > 0.5 => format!("{} more than", amount(gain)),
        gain if gain < -0.5 => format!("{} less than", amount(-gain)),
        _ => "the same as".into(),
    };
    format!("{} along {path}, {beside} untouched", usd(kept.end()))
}

impl ProfileHedge {
    /// What the hedge makes at the worst place, before what is held and by which rules.
    pub fn words(&self, made: Usd) -> String {
        let here = if made.0 == 0.0 { String::new() } else { format!("Hedge {} there; ", usd(made.0)) };
        format!("{here}{}.", self.said)
    }

    /// The worst of the way with this much in the sized pool, and what the hedge makes there, dollars.
    pub fn worst(&self, way: &Way, size: f64) -> [f64; 2] {
        let times = if self.is_kept { 1.0 } else { 0.0 };
        let stops = way.0.iter().rev().map(|stop| {
            let parts = &stop.parts;
            let sized = if self.is_kept { parts.sized } else { parts.sized.bare() };
            [parts.other(times) + sized.pnl(size), times * parts.hedge + sized.legs(size)]
        });
        stops.reduce(|worst, here| if is_lower(here[0], worst[0]) { here } else { worst }).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::way;
    use crate::plan::Plan;
    use crate::plan::rules_hedge::{Action, Band};
    use crate::sizing::ledger::SizedPosition;
    use crate::views::hedge::replay as report;
    use crate::views::size;

    fn resolved(change: impl Fn(&mut Plan)) -> Book {
        let mut plan = Plan::default();
        change(&mut plan);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        book
    }

    #[test]
    fn no_shock_moves_what_the_three_hold_so_it_is_worked_out_once_for_a_link() {
        let to = |vix: Option<f64>| of(&resolved(|plan| plan.event.vix = vix.map(crate::units::Points)));
        let first = to(Some(45.0));
        assert!(first[0].along != Usd(0.0));
        for vix in [None, Some(9.0), Some(17.0), Some(150.0)] {
            assert_eq!(to(vix), first, "{vix:?}");
        }
    }

    #[test]
    fn steward_and_promoter_differ_in_the_hedge_and_not_in_the_pool_alone() {
        let book = resolved(|plan| plan.a_pool().fee_apr = crate::units::Frac(0.085));
        let Some(ledger) = SizedPosition::alone(&book) else { unreachable!() };
        let tab = size::report(&book, &ledger);
        let [steward, yours, promoter] = &tab.profiles;
        assert!(steward.hedge.is_kept && yours.hedge.is_kept && !promoter.hedge.is_kept);
        assert!(steward.hedge_pnl.0 > 0.0 && promoter.hedge_pnl == Usd(0.0));
        // The promoter's loss is that of the same pool without a hedge.
        let bare = resolved(|plan| {
            plan.a_pool().fee_apr = crate::units::Frac(0.085);
            plan.holdings.iter_mut().for_each(|one| one.on = one.kind() != crate::plan::holding::Kind::Layer);
        });
        let without = way::scan(&bare).way(&bare).worst(promoter.size.0).1;
        assert!((promoter.pnl.0 - without.0).abs() < 1e-6 * without.0.abs(), "{promoter:?} {without:?}");
        // The steward's and the person's are those of the whole book.
        let way = way::scan(&book).way(&book);
        for row in [steward, yours] {
            assert!((row.pnl.0 - way.worst(row.size.0).1.0).abs() < 1e-6, "{row:?}");
        }
    }

    #[test]
    fn each_follows_its_own_table_along_the_path_and_the_words_say_so() {
        let [steward, yours, promoter] = of(&resolved(|_| ()));
        let shown = report::of(&resolved(|_| ()));
        assert!((steward.along, yours.along) == (Usd(shown.adaptive.end()), Usd(shown.adaptive.end())));
        assert!(
            steward.said.contains("2/2/1 VIX calls by the method’s table: ") && yours.said.contains("the same table")
        );
        assert_eq!((promoter.along, promoter.said.as_str()), (Usd(0.0), "No hedge: no rule asks for one"));
        let held = |plan: &mut Plan| plan.hedge_rules.bands = vec![Band::of_all(0.0, Action::Hold)];
        let [same, yours, _] = of(&resolved(held));
        assert!(same.along == steward.along && yours.along == Usd(shown.untouched.end()), "{yours:?}");
        assert!(yours.said.contains("your table") && yours.said.ends_with("the same as untouched"), "{}", yours.said);
        let none = of(&resolved(|plan| {
            plan.holdings.iter_mut().for_each(|one| one.on = one.kind() != crate::plan::holding::Kind::Layer);
        }));
        assert!(none.iter().all(|one| one.along == Usd(0.0)) && none[0].said == "No hedge is held");
    }
}
