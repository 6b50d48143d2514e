//! Walk: today's condors through the daily closes of every explosion, left by the exit rules and held, day by day.
//!
//! Each is as it is today on the day of the event's lowest VIX close; SPX moves as it did from there, VIX by the event's
//! own ratios on today's level (model book 9, 12). What expires settles at the close of its own day; where the closes end
//! first it is marked there.

use serde::Serialize;

use crate::book::Book;
use crate::book::exits::{self, ExitRule};
use crate::holdings::condor::Condor;
use crate::holdings::world::World;
use crate::numbers::pieces::{pause, whole};
use crate::plan::EventPlan;
use crate::shock::closes;
use crate::shock::explosions::{EXPLOSIONS, Explosion, answered};
use crate::shock::spot_vol::VIX_RANGE;
use crate::units::{Frac, Points, Usd, Years};

/// How a condor ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum End {
    /// Profit was taken.
    Profit,
    /// It was stopped.
    Stop,
    /// Too few days were left.
    Days,
    /// It was settled.
    Expired,
    /// The closes end before it does.
    Marked,
}

/// A condor's end: how, on which day, what it made.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Ended {
    /// How.
    pub how: End,
    /// Trading days after the lowest close.
    pub day: usize,
    /// P&L since it was sold, every cost counted.
    pub pnl: Usd,
}

/// One explosion.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct WalkRow {
    /// As in the table of explosions.
    pub id: &'static str,
    /// On the chip.
    pub name: &'static str,
    /// Each condor by the rules, in the order of the book.
    pub by_rule: Vec<Ended>,
    /// Each condor without them.
    pub held: Vec<Ended>,
    /// All together by the rules.
    pub rule: Usd,
    /// All together without.
    pub wait: Usd,
}

/// Today's condors in every explosion, oldest first; empty without one that is held and has not settled.
pub fn of(book: &Book) -> Vec<WalkRow> {
    whole(making(book))
}

/// [`of`], with a pause after each explosion.
pub async fn making(book: &Book) -> Vec<WalkRow> {
    let mut rows = Vec::new();
    for event in EXPLOSIONS.iter().filter(|_| book.live_condors().next().is_some()) {
        rows.extend(walked(book, event));
        pause().await;
    }
    rows
}

fn walked(book: &Book, event: &Explosion) -> Option<WalkRow> {
    let around = closes::around(event)?;
    let condors: Vec<&Condor> = book.live_condors().collect();
    let longest = condors.iter().map(|condor| condor.days).fold(0.0, f64::max);
    let days = around.since_low();
    if days.is_empty() {
        return None;
    }
    let (mut by_rule, mut held) = (vec![None; condors.len()], vec![None; condors.len()]);
    for (day, &(ratio, spx)) in days.iter().enumerate() {
        let world = world(book, day, ratio, spx);
        // One clock for the curve and the options: with a today New York's days pass, the week's end with them.
        let passed = world.days;
        for (i, condor) in condors.iter().enumerate() {
            if held[i].is_some() {
                continue;
            }
            let left = Years::left(condor.days, passed);
            let value = condor.value(&world.market, left);
            let pnl = condor.dollars(condor.credit - value) - condor.fees().0;
            let ended = |how: End, pnl: f64| Some(Ended { how, day, pnl: Usd(pnl) });
            let settles = left.0 <= 0.0;
            if by_rule[i].is_none() {
                let due = exits::due(condor, &book.plan.exits, value, left);
                by_rule[i] = match due {
                    _ if settles => ended(End::Expired, pnl),
                    Some(rule) => ended(rule.into(), pnl - exits::cost(condor, &book.plan.exits)),
                    None => None,
                };
            }
            // Where the closes end both are marked.
            let is_last = day + 1 == days.len();
            if settles || is_last {
                held[i] = ended(if settles { End::Expired } else { End::Marked }, pnl);
                by_rule[i] = by_rule[i].or(held[i]);
            }
        }
        if Years::left(longest, passed).0 <= 0.0 {
            break;
        }
    }
    let [by_rule, held] = [by_rule, held].map(|ends| ends.into_iter().flatten().collect::<Vec<Ended>>());
    let sum = |ends: &[Ended]| ends.iter().map(|end| end.pnl).sum::<Usd>();
    let (rule, wait) = (sum(&by_rule), sum(&held));
    Some(WalkRow { id: event.id, name: event.name, by_rule, held, rule, wait })
}

impl From<ExitRule> for End {
    fn from(rule: ExitRule) -> End {
        match rule {
            ExitRule::Profit => End::Profit,
            ExitRule::Stop => End::Stop,
            ExitRule::Days => End::Days,
        }
    }
}

/// So many trading days on, with VIX and SPX where the closes have them.
fn world(book: &Book, day: usize, ratio: f64, spx: f64) -> World {
    let vix = (book.market.calibration.vix.0 * ratio).clamp(VIX_RANGE[0], VIX_RANGE[1]);
    let event = EventPlan { vix: Some(Points(vix)), spx: Some(Frac(spx)), ..EventPlan::calm(day as f64) };
    answered(&book.shock, event).still(Points(vix), spx.ln_1p())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;

    fn rows(change: impl Fn(&mut Plan)) -> Vec<WalkRow> {
        let mut plan = Plan::default();
        change(&mut plan);
        Book::resolve(&plan).map(|book| of(&book)).unwrap_or_default()
    }

    #[test]
    fn without_rules_every_condor_runs_to_the_close_of_its_own_expiry() {
        let no_rules = |plan: &mut Plan| {
            (plan.exits.profit, plan.exits.stop, plan.exits.days) = (Frac(1.0), 100.0, 0.0);
        };
        let rows = rows(no_rules);
        assert_eq!(rows.len(), EXPLOSIONS.len());
        for row in &rows {
            assert_eq!(row.by_rule, row.held, "{}", row.name);
            // 45 calendar days are 31.07 trading days: the close of day 32 is the first behind them.
            assert!(row.held[0].how == End::Expired && row.held[0].day == 32, "{} {:?}", row.name, row.held);
        }
    }

    #[test]
    fn a_settled_condor_is_worth_what_its_strikes_say_at_that_days_close() {
        let mut plan = Plan::default();
        plan.exits.days = 0.0;
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let Some(condor) = book.condors().next() else { unreachable!() };
        for (row, event) in of(&book).iter().zip(EXPLOSIONS) {
            let path = closes::around(event).map(|around| around.since_low()).unwrap_or_default();
            let level = book.market.spx.0 * (1.0 + path[row.held[0].day].1);
            let pnl = condor.dollars(condor.credit - condor.intrinsic(level)) - condor.fees().0;
            assert!((row.held[0].pnl.0 - pnl).abs() < 1e-6, "{}", row.name);
        }
    }

    /// New York's calendar for all of it: 9 days from Friday 20 November 2026 are Sunday the 29th, so that the Monday behind
    /// it, five trading days on (26 November is Thanksgiving), is the first close past them; at 252 in a year it would be the
    /// seventh. The options of Friday the 27th have two days left on a curve seven days old.
    #[test]
    fn with_a_date_options_and_curve_live_by_one_calendar() {
        let mut plan = Plan::default();
        plan.market.today = crate::units::day::Day::iso("2026-11-20");
        plan.market.events = vec![crate::plan::EventDay { days: 8.0, size: Frac(0.02), ..Default::default() }];
        plan.add_fresh(crate::plan::holding::Kind::Condor);
        for (nth, days) in [(0, 9.0), (1, 30.0)] {
            let Some(condor) = plan.condor_mut(nth) else { unreachable!() };
            condor.days = days;
        }
        (plan.exits.profit, plan.exits.stop, plan.exits.days) = (Frac(1.0), 100.0, 2.0);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let condors: Vec<&Condor> = book.condors().collect();
        for (row, event) in of(&book).iter().zip(EXPLOSIONS) {
            let days = closes::around(event).map(|around| around.since_low()).unwrap_or_default();
            assert_eq!((row.held[0].how, row.held[0].day), (End::Expired, 5), "{}", row.name);
            // The fourth trading day, with two calendar days left of nine.
            assert_eq!((row.by_rule[0].how, row.by_rule[0].day), (End::Days, 4), "{}", row.name);
            let (ratio, spx) = days[4];
            let market = crate::market::Market {
                spx: Points(book.market.spx.0 * (1.0 + spx)),
                vvix: crate::market::futures::shocked_vvix(book.market.calibration.vvix, ratio),
                curve: book.market.curve.aged(7.0).moved_to(Points(book.market.calibration.vix.0 * ratio)),
                ..book.market.clone()
            };
            let value = condors[0].value(&market, Years::from_calendar_days(2.0));
            let pnl = condors[0].dollars(condors[0].credit - value) - condors[0].fees().0;
            let wanted = pnl - exits::cost(condors[0], &book.plan.exits);
            assert!((row.by_rule[0].pnl.0 - wanted).abs() < 1e-6, "{} {wanted} {:?}", row.name, row.by_rule[0]);
            // 20 December is a Sunday: the close of Monday the 21st settles the other, 20 trading days on.
            assert_eq!((row.held[1].how, row.held[1].day), (End::Expired, 20), "{}", row.name);
            assert!((row.wait.0 - row.held[0].pnl.0 - row.held[1].pnl.0).abs() < 1e-9);
        }
    }

    /// One event, one P&L: what settles before the highest VIX close is in the list of explosions as it is here.
    #[test]
    fn what_expires_before_the_peak_made_what_the_list_of_explosions_has() {
        for today in [None, crate::units::day::Day::iso("2026-11-20")] {
            let mut plan = Plan::default();
            plan.holdings.retain(|holding| holding.kind() == crate::plan::holding::Kind::Condor);
            (plan.market.today, plan.a_condor().days) = (today, 10.0);
            let Ok(book) = Book::resolve(&plan) else { unreachable!() };
            let listed = crate::book::explosions::of(&book);
            let early: Vec<_> = of(&book)
                .into_iter()
                .zip(&listed)
                .filter(|(row, listed)| row.held[0].how == End::Expired && (row.held[0].day as f64) < listed.days)
                .collect();
            for (row, listed) in &early {
                assert!(listed.is_settled && !listed.is_path_unknown, "{}", row.name);
                assert!((row.wait.0 - listed.hedged.0).abs() < 1e-9, "{} {} {}", row.name, row.wait.0, listed.hedged.0);
            }
            assert!(early.len() >= 12, "{}", early.len());
        }
    }

    #[test]
    fn the_path_ends_where_the_table_of_explosions_says() {
        let mut seen = 0;
        for event in EXPLOSIONS.iter().filter(|event| event.id != "oct_1987") {
            let Some(around) = closes::around(event) else { unreachable!() };
            let (ratio, spx) = around.since_low()[around.peak - around.low];
            assert!((ratio - event.vix_to / event.vix_from).abs() < 0.01 * ratio, "{} {ratio}", event.name);
            assert!((spx - event.spx).abs() < 0.002, "{} {spx} {}", event.name, event.spx);
            seen += 1;
        }
        assert_eq!(seen, EXPLOSIONS.len() - 1);
    }

    #[test]
    fn a_stop_ends_a_fall_early_and_costs_its_slippage() {
        let tight = |plan: &mut Plan| (plan.exits.stop, plan.exits.profit) = (1.0, Frac(1.0));
        let rows = rows(tight);
        let stopped = rows.iter().filter(|row| row.by_rule[0].how == End::Stop).count();
        assert!(stopped >= 10, "{stopped}");
        // 5 condors, 4 legs, 5 dollars of slippage and one of fees each: 120 dollars.
        for row in rows.iter().filter(|row| row.by_rule[0].how == End::Stop) {
            assert!(row.by_rule[0].day <= row.held[0].day && row.rule.0 < -120.0, "{row:?}");
        }
        let dear = |plan: &mut Plan| {
            tight(plan);
            plan.exits.slippage = Points(1.05);
        };
        for (cheap, dear) in rows.iter().zip(self::rows(dear)).filter(|(row, _)| row.by_rule[0].how == End::Stop) {
            assert!((cheap.rule.0 - dear.rule.0 - 2000.0).abs() < 1e-6, "{cheap:?} {dear:?}");
        }
    }

    #[test]
    fn what_is_due_today_is_left_today() {
        let rows = rows(|plan| {
            (plan.a_condor().days, plan.a_condor().opened) = (14.0, 30.0);
        });
        assert!(rows.iter().all(|row| row.by_rule[0].day == 0 && row.by_rule[0].how == End::Days));
        assert!(self::rows(|plan| plan.a_condor().contracts = 0.0).is_empty());
    }
}
