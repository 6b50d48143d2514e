//! The time view: what waiting brings, what closing or rolling today comes to in the same shock, and what the exit rules
//! would have made of today's condors in what really happened.

pub mod choices;
pub mod crush_chart;
pub mod corridor_chart;
pub mod corridor_words;
pub mod decay_chart;
pub mod explained_chart;
pub mod greeks_chart;
pub mod lanes_chart;
pub mod memo;
pub mod trades;
pub mod walk;

use serde::Serialize;

use crate::book::Book;
use crate::book::decay::{self, Passed};
use crate::book::exits::{self, Exit, ExitRule, Leave};
use crate::book::greeks::rebalancing;
use crate::holdings::condor::Condor;
use crate::sizing::checks::gate::Roll;
use crate::units::day::Day;
use crate::units::{Frac, Years};
use crate::views::gate::{self, GateReport};
use crate::views::report::Report;
use crate::words::{amount, calendar_days, dates, each_once, fixed, listed, share, usd};

/// What moves with the shock.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct TimeTab {
    /// What time brings, what is due, and what keeps most in this shock.
    pub answer: String,
    /// Each condor that is held: what is due, and close, roll, wait.
    pub exits: Vec<Exit>,
    /// Whether a roll trigger is met; empty without a condor to roll.
    pub triggers: String,
    /// Expected daily range, plain and as printed, and which way condors are rolled, now and in the shock.
    pub gates: [GateReport; 2],
}

/// Everything that follows neither the shock's VIX nor its days.
pub fn decay_of(book: &Book) -> Vec<Passed> {
    decay::of(book)
}

/// What of the tab no move of VIX changes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Steady {
    /// What each condor that is held is rolled into.
    rolls: Vec<Option<Condor>>,
    /// When each of them is due to be left while nothing moves.
    until: Vec<Until>,
    /// The same in 30 calendar days, where there is none.
    month: Option<Brings>,
}

/// When a condor is due to be left while nothing moves.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Until {
    /// The rule of gain or loss that is due before its days are few.
    rule: Option<ExitRule>,
    /// Calendar days from today.
    days: f64,
    /// What time alone brings until then.
    brings: Brings,
}

/// What time alone brings a book, dollars.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Brings {
    /// Rebalancing taken off.
    usd: f64,
    /// What rebalancing costs the pools on average, positive.
    rebalancing: f64,
}

impl Brings {
    fn by(book: &Book, days: f64) -> Brings {
        Brings { usd: decay::by(book, days).combined(), rebalancing: rebalancing(book, days) }
    }

    /// What is taken off for rebalancing, for the table by day has it in a row of its own.
    fn after(&self) -> String {
        if self.rebalancing < choices::SAME {
            return String::new();
        }
        format!(", the pools by average fees less {} that rebalancing costs", amount(self.rebalancing))
    }
}

/// What of the tab no move of VIX changes, of a book.
pub fn steady_of(book: &Book) -> Steady {
    let rolls = exits::rolls(book);
    let brings = |days: f64| Brings::by(book, days);
    let until = exits::days_until(book).into_iter().zip(exits::first_due(book)).map(|(days, first)| {
        let (rule, days) = first.map_or((None, days), |(rule, days)| (Some(rule), days));
        Until { rule, days, brings: brings(days) }
    });
    let until = until.collect();
    let month = (rolls.is_empty() && !book.entries.is_empty()).then(|| brings(30.0));
    Steady { rolls, until, month }
}

/// The view's figures for a report of this book.
pub fn of(book: &Book, report: &Report) -> TimeTab {
    with(book, report, &steady_of(book))
}

/// [`of`] with what is steady of this book or of one that differs in the shock alone.
pub fn with(book: &Book, report: &Report, steady: &Steady) -> TimeTab {
    let exits = exits::with(book, &steady.rolls);
    let gates = gate::of(book);
    let triggers = if exits.is_empty() {
        String::new()
    } else {
        format!("{} {WHICH_WAY}{}{}", gate::triggers(&gates), against(&gates[0], &exits), by_the_clock(book, &gates[0]))
    };
    TimeTab { answer: answer(book, report, &exits, steady) + &shut(&gates[0], &exits), exits, triggers, gates }
}

/// What a trigger is not.
const WHICH_WAY: &str = "A trigger says which way condors are rolled, not whether a roll keeps most in this shock.";

/// Which rolls go back while the triggers say forward, for they are as long as the exits say; empty where none does.
fn against(now: &GateReport, exits: &[Exit]) -> String {
    let back: Vec<String> = exits.iter().filter(|exit| choices::is_back(exit)).map(choices::within).collect();
    if now.roll != Roll::Forward || back.is_empty() {
        return String::new();
    }
    let [goes, it] = if back.len() == 1 { ["goes", "it"] } else { ["go", "them"] };
    format!(" The roll offered of {} {goes} back: more days to its expiry take {it} forward.", listed(&back))
}

/// What a part of a day is worth to a condor with less than one left, beside the daily range that stands next to it; empty where
/// none is so near.
fn by_the_clock(book: &Book, now: &GateReport) -> String {
    let left = exits::held_of(book).filter_map(|(entry, ..)| entry.held.days()).filter(|days| *days < 1.0);
    let Some(days) = left.min_by(f64::total_cmp) else { return String::new() };
    let range = now.vix9d.0 / 100.0 * Years::from_calendar_days(days).0.sqrt();
    format!(
        " With {} hours left a condor is priced for a range of {} by the hours of the clock, at VIX9D's level; the daily range is a trading day's. A session has more of a day in it than its hours: in the morning its price is too low and its chance of profit too high.",
        fixed(24.0 * days, 1),
        share(range, 2)
    )
}

/// What of two exits comes first: due today, else the one with the fewest days until; of equals the one that loses most.
fn order((exit, until): (&Exit, &Until)) -> [f64; 3] {
    let wait = exit.choice(Leave::Wait).map_or(0.0, |one| one.shocked.0);
    [f64::from(u8::from(exit.due.is_none())), until.days, wait]
}

/// The one that comes first, when that is, and how many are just like it.
fn next_out<'a>(exits: &'a [Exit], until: &'a [Until]) -> Option<(&'a Exit, &'a Until, usize)> {
    let is_before = |a, b| order(a).partial_cmp(&order(b)) == Some(std::cmp::Ordering::Less);
    let each = || exits.iter().zip(until);
    let first = each().reduce(|first, one| if is_before(one, first) { one } else { first })?;
    Some((first.0, first.1, each().filter(|one| order(*one) == order(first)).count()))
}

/// What a rule is called where it is due.
pub fn due_words(rule: ExitRule, exit: &Exit) -> String {
    let of_credit = |gained: Option<Frac>| gained.map_or_else(String::new, |x| share(x.0.abs(), 0));
    match rule {
        ExitRule::Profit => format!("{} of the credit is gained: take profit", of_credit(exit.gained)),
        ExitRule::Stop => format!("{} of the credit is lost: stop", of_credit(exit.gained)),
        ExitRule::Days => "too few days are left: leave it".into(),
    }
}

fn answer(book: &Book, report: &Report, exits: &[Exit], steady: &Steady) -> String {
    if book.entries.is_empty() {
        return "Nothing is switched on: time brings nothing.".into();
    }
    let Some((next, until, alike)) = next_out(exits, &steady.until) else {
        let month = steady.month.unwrap_or_default();
        return format!(
            "No condor to leave. While nothing moves the book {} {} in 30 calendar days{}. {}.",
            if month.usd < 0.0 { "loses" } else { "makes" },
            amount(month.usd),
            month.after(),
            in_shock(book, report)
        );
    };
    // Of several just alike none is named.
    let (who, [is, s, its]) = match alike {
        1 => (choices::name(next), ["is", "s", "its"]),
        n => (format!("{n} condors"), ["are", "", "their"]),
    };
    let brings = &until.brings;
    let makes = format!("the book {} {}", if brings.usd < 0.0 { "loses" } else { "makes" }, amount(brings.usd));
    let (on, after) = (on_which(book, next, until), brings.after());
    let due = match (next.due, until.rule) {
        (Some(rule), _) => format!("{who}: {}.", due_words(rule, next)),
        (None, Some(rule)) => {
            let what = if rule == ExitRule::Stop { "stop" } else { "profit target" };
            format!("{who} come{s} to {its} {what} {on}, if nothing moves; until then {makes}{after}.")
        }
        (None, None) => {
            let ends = if next.has_days_rule { format!("{is} due to be left") } else { format!("settle{s}") };
            format!("{who} {ends} {on}; until then {makes} if nothing moves{after}.")
        }
    };
    let each = if alike > 1 { " Each of them." } else { "" };
    format!("{due} {}{each}{}", keeps(book, next, report), of_others(exits, &steady.until, (next, until)))
}

/// That today's gate lets nobody open a condor, where it does and one may be rolled.
fn shut(now: &GateReport, exits: &[Exit]) -> String {
    if exits.is_empty() || now.is_open.contains(&true) {
        return String::new();
    }
    format!(" At VIX {} the gate opens no new condor today; rolls go by the triggers.", crate::words::vix(now.vix.0))
}

/// The day on which a condor is left, or settles: `on Mon 4 Jan 2027, in 35 calendar days`, `today`.
fn on_which(book: &Book, exit: &Exit, until: &Until) -> String {
    match book.plan.market.today.zip(exit.expires) {
        Some((today, expires)) => {
            let is_left = exit.has_days_rule || until.rule.is_some();
            let day = if is_left { today.plus(until.days) } else { expires };
            match day.since(today) {
                0.0 => "today".into(),
                days => format!("on {}, in {}", dates::named_day(today, day), calendar_days(days)),
            }
        }
        None => format!("in {}", calendar_days(until.days.round())),
    }
}

/// How the three stand in this shock: which keeps most, against waiting or, where that is waiting, against the better other,
/// and where the third of them is.
fn keeps(book: &Book, exit: &Exit, report: &Report) -> String {
    let Some(clause) = clause(exit) else { return String::new() };
    format!("{}; {clause}.{}", in_shock(book, report), path(exit))
}

/// What has settled by then did so at a level that nobody knows.
fn path(exit: &Exit) -> &'static str {
    if exit.settles_before { " It settles before, on a path that is not known." } else { "" }
}

/// What the book makes in the shock, and what of closed trades stands beside it, for no shock moves that.
fn in_shock(book: &Book, report: &Report) -> String {
    let (vix, pnl) = (crate::words::vix(report.shock.vix.0), report.combined.pnl.0);
    let does = if pnl < 0.0 { "loses" } else { "makes" };
    let beside = match report.condor.trade.realised.0 {
        0.0 => String::new(),
        realised => format!(", beside {} realised in closed trades", usd(realised)),
    };
    format!("At VIX {vix}{} the book {does} {}{beside}", when(book), amount(pnl))
}

/// `closing today keeps $904 more than waiting, rolling today $96 less`.
fn clause(exit: &Exit) -> Option<String> {
    let (best, other, gap) = choices::ahead(exit)?;
    let third = exit.choices.iter().find(|choice| choice.way != best && choice.way != other);
    let of = |way| exit.choice(way).map_or(0.0, |choice| choice.shocked.0);
    let third = third.map_or_else(String::new, |third| match (best, third.shocked.0 - of(other)) {
        (Leave::Wait, _) => format!(", {} more than {}", amount(of(best) - third.shocked.0), on_today(exit, third.way)),
        (_, by) if by.abs() < choices::SAME => format!(", {} as much as that", on_today(exit, third.way)),
        (_, by) => format!(", {} {} {}", on_today(exit, third.way), amount(by), if by > 0.0 { "more" } else { "less" }),
    });
    if gap < choices::SAME {
        return Some(format!("{} and {} come to the same{third}", on_today(exit, best), on_today(exit, other)));
    }
    Some(format!("{} keeps {} more than {}{third}", on_today(exit, best), amount(gap), on_today(exit, other)))
}

/// `closing today`, `waiting`.
fn today(way: Leave) -> String {
    match way {
        Leave::Wait => gerund(way).to_string(),
        Leave::Close | Leave::Roll => format!("{} today", gerund(way)),
    }
}

/// The same of a condor: `rolling today to 14 Jan`, `rolling today back to 14 Jan` where its own expiry is later.
fn on_today(exit: &Exit, way: Leave) -> String {
    match exit.choice(way).and_then(|choice| choice.expires) {
        Some(day) => {
            let back = if way == Leave::Roll && choices::is_back(exit) { "back " } else { "" };
            format!("{} {back}to {}", today(way), dates::short_date(day))
        }
        None => today(way),
    }
}

/// What keeps most of each condor beside those that are spoken of; of many those for which it is the same are said together.
fn of_others(exits: &[Exit], until: &[Until], next: (&Exit, &Until)) -> String {
    let others = exits.iter().zip(until).filter(|one| order(*one) != order(next));
    let others: Vec<&Exit> = others.map(|one| one.0).collect();
    if others.len() <= NAMED {
        let one =
            |exit: &&Exit| format!(" {}: {}.{}", choices::name(exit), clause(exit).unwrap_or_default(), path(exit));
        return others.iter().map(one).collect();
    }
    let each = [Leave::Close, Leave::Roll, Leave::Wait].into_iter().filter_map(|way| {
        let names: Vec<String> =
            others.iter().filter(|exit| exit.best == way).map(|exit| choices::within(exit)).collect();
        match names.len() {
            0 => None,
            n if n > LISTED => Some(format!("{} keeps most for {n}", today(way))),
            _ => Some(format!("{} keeps most for {}", today(way), listed(&names))),
        }
    });
    format!(" Of the others: {}.", each.collect::<Vec<_>>().join("; "))
}

/// Most condors of which each is told apart.
const NAMED: usize = 3;
/// Most condors that are named together.
const LISTED: usize = 6;

/// The shock and its day: `in the shock on Fri 4 Dec`.
pub fn in_the_shock(book: &Book) -> String {
    let days = book.shock.event.days;
    match book.plan.market.today {
        _ if days <= 0.0 => "once the shock has come".into(),
        Some(today) => format!("in the shock on {}", on_day(today, days)),
        None => format!("in the shock {} on", crate::words::trading_days(days)),
    }
}

/// The day that has come after so many trading days, or the hours of the first one.
fn on_day(today: Day, days: f64) -> String {
    dates::hours_on(today, days).unwrap_or_else(|| dates::named_day(today, today.once_passed(days)))
}

/// When the three may be decided: today, and on the shock's day.
pub fn decided(book: &Book) -> [String; 2] {
    ["today".to_string(), in_the_shock(book)].map(|day| format!("Decided {day}"))
}

/// The day of the shock and what comes until then: ` on Fri 4 Dec, after CPI,`.
fn when(book: &Book) -> String {
    let days = book.shock.event.days;
    let day = match book.plan.market.today {
        _ if days <= 0.0 => " at once".to_string(),
        Some(today) if dates::hours_on(today, days).is_some() => format!(" on {},", on_day(today, days)),
        Some(today) => format!(" on {}", on_day(today, days)),
        None => format!(" in {}", crate::words::trading_days(days)),
    };
    let passed = book.shock.calendar_days();
    let over = book.plan.market.events.iter().filter(|event| event.is_over_by(passed));
    let names = each_once(over.map(|event| event.name.words().to_string()));
    if names.is_empty() { day } else { format!("{}, after {},", day.trim_end_matches(','), listed(&names)) }
}

/// As in 'rolling today keeps more'.
pub fn gerund(way: Leave) -> &'static str {
    match way {
        Leave::Close => "closing",
        Leave::Roll => "rolling",
        Leave::Wait => "waiting",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::holding::Kind;
    use crate::plan::{EventDay, EventName, MarketPlan, Plan, Settlement};
    use crate::units::day::Day;
    use crate::units::{Frac, Points};
    use crate::views::assemble;

    /// On Monday 30 November: a condor of 22 January, CPI on Thursday 10 December.
    fn asked(change: impl FnOnce(&mut Plan)) -> (Report, String) {
        let (report, tab) = tab_of(change);
        (report, tab.answer)
    }

    fn exits_of(change: impl FnOnce(&mut Plan)) -> (Vec<Exit>, String) {
        let (_, tab) = tab_of(change);
        (tab.exits, tab.answer)
    }

    fn tab_of(change: impl FnOnce(&mut Plan)) -> (Report, TimeTab) {
        let mut plan = Plan::default();
        plan.market.today = Day::iso("2026-11-30");
        plan.a_condor().days = 53.0;
        plan.market.events = vec![EventDay { days: 10.0, size: Frac(0.009), name: EventName::Cpi, surprise: 0.0 }];
        (plan.event.vix, plan.event.days) = (Some(Points(24.0)), 9.0);
        change(&mut plan);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let report = assemble::report(&book);
        let tab = of(&book, &report);
        (report, tab)
    }

    #[test]
    fn what_the_book_looks_like_next_friday_after_cpi_with_vix_at_24_and_whether_to_roll_is_one_sentence() {
        let (report, said) = asked(|_| ());
        let first = "Condor, 22 Jan comes to its profit target on Mon 21 Dec, in 21 calendar days, if nothing moves; ";
        assert!(said.starts_with(&format!("{first}until then the book makes ")), "{said}");
        // Where profit waits for the expiry the days are what is left.
        let (_, by_days) = asked(|plan| plan.exits.profit = Frac(1.0));
        let first =
            "Condor, 22 Jan is due to be left on Mon 4 Jan 2027, in 35 calendar days; until then the book makes ";
        assert!(by_days.starts_with(first), "{by_days}");
        let pnl = report.combined.pnl.0;
        let does = if pnl < 0.0 { "loses" } else { "makes" };
        let then = format!(" At VIX 24 on Fri 11 Dec, after CPI, the book {does} {}; ", amount(pnl));
        assert!(said.contains(&then) && said.contains(" keeps $") && said.contains(" more than "), "{said}");
        // The day before nothing has come.
        let (_, before) = asked(|plan| plan.event.days = 7.0);
        assert!(before.contains(" At VIX 24 on Wed 9 Dec the book "), "{before}");
    }

    /// The table by day has it in a row of its own: the sentence says how much of it is in its figure.
    #[test]
    fn what_rebalancing_takes_of_what_waiting_brings_is_said_where_a_pool_is_held() {
        let mut plan =
            Plan { market: MarketPlan { today: Day::iso("2026-11-30"), ..MarketPlan::default() }, ..Plan::default() };
        plan.exits.profit = Frac(1.0);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let costs = rebalancing(&book, 24.0);
        let (report, tab) = tab_of(|made| *made = plan.clone());
        assert!(costs > 1.0 && tab.exits[0].days_until == 24.0, "{costs} {}", tab.answer);
        let after = format!(", the pools by average fees less {} that rebalancing costs", amount(costs));
        let said = format!(" if nothing moves{after}. At ");
        assert!(tab.answer.contains(&said), "{}", tab.answer);
        let bare = |made: &mut Plan| made.holdings.retain(|one| one.kind() != Kind::Pool);
        assert!(asked(bare).1.contains(" if nothing moves; until then the book makes "), "{}", report.combined.pnl.0);
        let pool = |made: &mut Plan| made.holdings.retain(|one| one.kind() == Kind::Pool);
        assert!(asked(pool).1.contains(" in 30 calendar days, the pools by average fees less $"));
    }

    /// 6.5 of 24 hours at VIX9D over 365 days, beside a 252nd of a year.
    #[test]
    fn a_condor_of_the_same_day_says_that_its_range_is_of_the_clocks_hours() {
        let (_, tab) = tab_of(|plan| plan.a_condor().days = 6.5 / 24.0);
        let range = tab.gates[0].vix9d.0 / 100.0 * (6.5 / 24.0 / 365.0_f64).sqrt();
        let said = format!("With 6.5 hours left a condor is priced for a range of {} by the hours", share(range, 2));
        assert!(tab.triggers.contains(&said) && range < 0.5 * tab.gates[0].edr.0, "{}", tab.triggers);
        assert!(!tab_of(|plan| plan.a_condor().days = 1.0).1.triggers.contains("hours left"));
    }

    #[test]
    fn a_condor_that_settles_at_the_open_is_left_at_the_first_close_with_too_few_days() {
        let (_, said) = asked(|plan| {
            (plan.a_condor().days, plan.a_condor().settles) = (46.0, Settlement::Am);
            plan.exits.profit = Frac(1.0);
        });
        // Of 46 days less 6.5 hours 20.7 are left after 25, 21.7 after 24; Christmas and the weekend have no close.
        assert!(said.contains(" is due to be left on Mon 28 Dec, in 28 calendar days; "), "{said}");
    }

    #[test]
    fn of_several_the_one_that_is_due_first_is_spoken_of() {
        let (exits, said) = exits_of(|plan| {
            plan.add_fresh(Kind::Condor);
            plan.condor_mut(1).into_iter().for_each(|condor| (condor.days, condor.opened) = (18.0, 27.0));
        });
        assert!(said.starts_with("Condor 2, 18 Dec: too few days are left: leave it. At VIX 24 on "), "{said}");
        let first = exits.first().map_or(Leave::Wait, |exit| exit.best);
        assert!(said.contains(&format!(" Condor 1, 22 Jan: {} keeps $", on_today(&exits[0], first))), "{said}");
        // Of many those of one answer are named together.
        let (_, said) = asked(|plan| {
            for nth in 1..7 {
                plan.add_fresh(Kind::Condor);
                plan.condor_mut(nth).into_iter().for_each(|condor| condor.days = 10.0 + 9.0 * nth as f64);
            }
        });
        assert!(said.contains(" Of the others: closing today keeps most for Condor 1 (22 Jan), "), "{said}");
        assert!([1, 2, 4, 5, 6, 7].iter().all(|nth| said.contains(&format!("Condor {nth} ("))), "{said}");
    }
}
