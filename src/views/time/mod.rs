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
use crate::units::Frac;
use crate::units::day::Day;
use crate::views::gate::{self, GateReport};
use crate::views::report::Report;
use crate::words::{amount, calendar_days, dates, each_once, listed, usd};

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
    /// What time alone brings until each of them is due to be left.
    until: Vec<Brings>,
    /// The same in 30 calendar days, where there is none.
    month: Option<Brings>,
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
        format!(", after {} that rebalancing costs on average", amount(self.rebalancing))
    }
}

/// What of the tab no move of VIX changes, of a book.
pub fn steady_of(book: &Book) -> Steady {
    let rolls = exits::rolls(book);
    let brings = |days: f64| Brings::by(book, days);
    let until = exits::days_until(book).into_iter().map(brings).collect();
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
    let triggers = if exits.is_empty() { String::new() } else { format!("{} {WHICH_WAY}", gate::triggers(&gates)) };
    TimeTab { answer: answer(book, report, &exits, steady) + &shut(&gates[0], &exits), exits, triggers, gates }
}

/// What a trigger is not.
const WHICH_WAY: &str = "A trigger says which way condors are rolled, not whether a roll keeps most in this shock.";

/// What of two exits comes first: due today, else the one with the fewest days until; of equals the one that loses most.
fn order(exit: &Exit) -> [f64; 3] {
    let wait = exit.choice(Leave::Wait).map_or(0.0, |one| one.shocked.0);
    [f64::from(u8::from(exit.due.is_none())), exit.days_until, wait]
}

/// The one that comes first, what time brings until it is left, and how many are just like it.
fn next_out<'a>(exits: &'a [Exit], until: &[Brings]) -> Option<(&'a Exit, Brings, usize)> {
    let is_before = |a: &Exit, b: &Exit| order(a).partial_cmp(&order(b)) == Some(std::cmp::Ordering::Less);
    let each = exits.iter().zip(until);
    let (first, brings) = each.reduce(|first, one| if is_before(one.0, first.0) { one } else { first })?;
    Some((first, *brings, exits.iter().filter(|exit| order(exit) == order(first)).count()))
}

/// What a rule is called where it is due.
pub fn due_words(rule: ExitRule, exit: &Exit) -> String {
    let share = |gained: Option<Frac>| gained.map_or_else(String::new, |x| crate::words::share(x.0.abs(), 0));
    match rule {
        ExitRule::Profit => format!("{} of the credit is gained: take profit", share(exit.gained)),
        ExitRule::Stop => format!("{} of the credit is lost: stop", share(exit.gained)),
        ExitRule::Days => "too few days are left: leave it".into(),
    }
}

fn answer(book: &Book, report: &Report, exits: &[Exit], steady: &Steady) -> String {
    if book.entries.is_empty() {
        return "Nothing is switched on: time brings nothing.".into();
    }
    let Some((next, brings, alike)) = next_out(exits, &steady.until) else {
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
    let (who, ends) = match (alike, next.has_days_rule) {
        (1, true) => (choices::name(next), "is due to be left"),
        (1, false) => (choices::name(next), "settles"),
        (n, true) => (format!("{n} condors"), "are due to be left"),
        (n, false) => (format!("{n} condors"), "settle"),
    };
    let due = match next.due {
        Some(rule) => format!("{who}: {}.", due_words(rule, next)),
        None => format!(
            "{who} {ends} {}; until then the book {} {} if nothing moves{}.",
            on_which(book, next),
            if brings.usd < 0.0 { "loses" } else { "makes" },
            amount(brings.usd),
            brings.after()
        ),
    };
    let each = if alike > 1 { " Each of them." } else { "" };
    format!("{due} {}{each}{}", keeps(book, next, report), of_others(exits, next))
}

/// That today's gate lets nobody open a condor, where it does and one may be rolled.
fn shut(now: &GateReport, exits: &[Exit]) -> String {
    if exits.is_empty() || now.is_open.contains(&true) {
        return String::new();
    }
    format!(" At VIX {} the gate opens no new condor today; rolls go by the triggers.", crate::words::vix(now.vix.0))
}

/// The day on which a condor is left by its days, or settles: `on Mon 4 Jan 2027, in 35 calendar days`, `today`.
fn on_which(book: &Book, exit: &Exit) -> String {
    match book.plan.market.today.zip(exit.expires) {
        Some((today, expires)) => {
            let day = if exit.has_days_rule { today.plus(exit.days_until) } else { expires };
            match day.since(today) {
                0.0 => "today".into(),
                days => format!("on {}, in {}", dates::named_day(today, day), calendar_days(days)),
            }
        }
        None => format!("in {}", calendar_days(exit.days_until.round())),
    }
}

/// How the three stand in this shock: which keeps most, against waiting or, where that is waiting, against the better other,
/// and where the third of them is.
fn keeps(book: &Book, exit: &Exit, report: &Report) -> String {
    let Some(clause) = clause(exit) else { return String::new() };
    // What has settled by then did so at a level that nobody knows.
    let path = if exit.settles_before { " It settles before, on a path that is not known." } else { "" };
    format!("{}; {clause}.{path}", in_shock(book, report))
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
        (Leave::Wait, _) => format!(", {} more than {}", amount(of(best) - third.shocked.0), today(third.way)),
        (_, by) if by.abs() < choices::SAME => format!(", {} as much as that", today(third.way)),
        (_, by) => format!(", {} {} {}", today(third.way), amount(by), if by > 0.0 { "more" } else { "less" }),
    });
    if gap < choices::SAME {
        return Some(format!("{} and {} come to the same{third}", today(best), today(other)));
    }
    Some(format!("{} keeps {} more than {}{third}", today(best), amount(gap), today(other)))
}

/// `closing today`, `waiting`.
fn today(way: Leave) -> String {
    match way {
        Leave::Wait => gerund(way).to_string(),
        Leave::Close | Leave::Roll => format!("{} today", gerund(way)),
    }
}

/// What keeps most of each condor beside those that are spoken of; of many, of how many each does.
fn of_others(exits: &[Exit], next: &Exit) -> String {
    let others: Vec<&Exit> = exits.iter().filter(|exit| order(exit) != order(next)).collect();
    if others.is_empty() {
        return String::new();
    }
    if others.len() <= NAMED {
        let one = |exit: &&Exit| format!(" {}: {}.", choices::name(exit), clause(exit).unwrap_or_default());
        return others.iter().map(one).collect();
    }
    let count = |way| others.iter().filter(|exit| exit.best == way).count();
    let each =
        [Leave::Close, Leave::Roll, Leave::Wait].map(|way| (way, count(way))).into_iter().filter(|one| one.1 > 0);
    let words: Vec<String> = each.map(|(way, n)| format!("{} of {n}", today(way))).collect();
    format!(" Of the other {} keeps most: {}.", others.len(), listed(&words))
}

/// Most condors of which each is told apart.
const NAMED: usize = 3;

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
        let first =
            "Condor, 22 Jan is due to be left on Mon 4 Jan 2027, in 35 calendar days; until then the book makes ";
        assert!(said.starts_with(first), "{said}");
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
        let plan =
            Plan { market: MarketPlan { today: Day::iso("2026-11-30"), ..MarketPlan::default() }, ..Plan::default() };
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        let costs = rebalancing(&book, 24.0);
        let (report, tab) = tab_of(|made| *made = plan.clone());
        assert!(costs > 1.0 && tab.exits[0].days_until == 24.0, "{costs} {}", tab.answer);
        let said = format!(" if nothing moves, after {} that rebalancing costs on average. At ", amount(costs));
        assert!(tab.answer.contains(&said), "{}", tab.answer);
        let bare = |made: &mut Plan| made.holdings.retain(|one| one.kind() != Kind::Pool);
        assert!(asked(bare).1.contains(" if nothing moves. At "), "{}", report.combined.pnl.0);
        let pool = |made: &mut Plan| made.holdings.retain(|one| one.kind() == Kind::Pool);
        assert!(asked(pool).1.contains(" in 30 calendar days, after $"));
    }

    #[test]
    fn a_condor_that_settles_at_the_open_is_left_at_the_first_close_with_too_few_days() {
        let (_, said) = asked(|plan| {
            (plan.a_condor().days, plan.a_condor().settles) = (46.0, Settlement::Am);
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
        assert!(said.contains(&format!(" Condor 1, 22 Jan: {} keeps $", today(first))), "{said}");
        // Of many it is counted.
        let (_, said) = asked(|plan| {
            for nth in 1..7 {
                plan.add_fresh(Kind::Condor);
                plan.condor_mut(nth).into_iter().for_each(|condor| condor.days = 10.0 + 9.0 * nth as f64);
            }
        });
        assert!(said.contains(" Of the other 6 keeps most: ") && said.matches(" of ").count() >= 1, "{said}");
    }
}
