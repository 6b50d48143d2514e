//! Close, roll or wait in words: a table of the three under its finding.

use crate::book::exits::{Choice, Exit, ExitRule, Leave};
use crate::units::{Frac, Points, Usd};
use crate::views::pinned::Table;
use crate::views::time::gerund;
use crate::words::dates::short_date;
use crate::words::{self as say, amount, calendar_days, fixed, listed, signed};

/// Dollars that are no difference.
pub const SAME: f64 = 0.5;

/// What keeps most in the shock, what it is set against, and by how much: waiting, or where that keeps most the better other.
pub fn ahead(exit: &Exit) -> Option<(Leave, Leave, f64)> {
    let best = exit.choice(exit.best)?;
    let mut others = exit.choices.iter().filter(|choice| choice.way != exit.best);
    let other = match exit.best {
        Leave::Wait => others.max_by(|a, b| a.shocked.0.total_cmp(&b.shocked.0))?,
        Leave::Close | Leave::Roll => others.find(|choice| choice.way == Leave::Wait)?,
    };
    Some((best.way, other.way, best.shocked.0 - other.shocked.0))
}

/// Its name, with the day of its expiry where that is known: `Condor 1, 12 Jan`.
pub fn name(exit: &Exit) -> String {
    exit.expires.map_or_else(|| exit.name.clone(), |day| format!("{}, {}", exit.name, short_date(day)))
}

/// The same within a list: `Condor 2 (11 Dec)`.
pub fn within(exit: &Exit) -> String {
    exit.expires.map_or_else(|| exit.name.clone(), |day| format!("{} ({})", exit.name, short_date(day)))
}

/// What keeps most, and by how much.
pub fn finding(exit: &Exit) -> String {
    let mut by: Vec<&Choice> = exit.choices.iter().collect();
    by.sort_by(|a, b| b.shocked.0.total_cmp(&a.shocked.0));
    let [best, second, ..] = by.as_slice() else { return name(exit) };
    if best.shocked.0 - second.shocked.0 < SAME {
        let [one, other] = [best.way, second.way].map(gerund);
        return format!("{}: in this shock {one} and {other} come to the same", name(exit));
    }
    let Some((best, beaten, gap)) = ahead(exit) else { return name(exit) };
    let path = if exit.settles_before { "; it settles before, on a path that is not known" } else { "" };
    format!("{}: in this shock {} beats {} by {}{path}", name(exit), gerund(best), gerund(beaten), amount(gap))
}

/// Over a column.
pub fn heading(choice: &Choice) -> String {
    match (choice.way, choice.expires, choice.days) {
        (Leave::Roll, Some(day), _) => format!("Roll to {}", short_date(day)),
        (Leave::Roll, None, Some(days)) => format!("Roll to {}", calendar_days(days)),
        (Leave::Wait, ..) => "Wait".into(),
        _ => "Close".into(),
    }
}

/// Row of what each comes to in the shock.
const IN_THE_SHOCK: usize = 7;

/// Headings and rows, dollars since it was sold; `pinned` are those of plan A, of which the condor of the same id counts.
pub fn table(exit: &Exit, shock_days: &str, pinned: Option<&[Exit]>) -> Table {
    let mut rows = traded(exit, "today");
    rows.push(row(exit, format!("In the shock, {shock_days}"), &|choice| usd(choice.shocked)));
    rows.push(row(exit, "Same day, nothing moved".into(), &|choice| usd(choice.still)));
    rows.extend(ends(exit, "in the shock"));
    beside(exit, rows, pinned, "A, in its own shock")
}

/// The same decided on the shock's day; `pinned` are plan A's on its own.
pub fn table_then(exit: &Exit, pinned: Option<&[Exit]>) -> Table {
    let mut rows = traded(exit, "then");
    rows.push(row(exit, "Made by then".into(), &|choice| usd(choice.shocked)));
    rows.extend(ends(exit, "then"));
    beside(exit, rows, pinned, "A, by its own shock")
}

fn row(exit: &Exit, name: String, cell: &dyn Fn(&Choice) -> String) -> Vec<String> {
    std::iter::once(name).chain(exit.choices.iter().map(cell)).collect()
}

fn usd(x: Usd) -> String {
    signed(x.0)
}

/// What is traded on the day, and held after it.
fn traded(exit: &Exit, day: &str) -> Vec<Vec<String>> {
    let points = |x: Option<Points>| x.map_or_else(|| "—".into(), |x| fixed(x.0, 2));
    let strikes = |choice: &Choice, side: [usize; 2]| match choice.strikes {
        Some(strikes) => side.map(|i| fixed(strikes[i].0, 0)).join(" / "),
        None => "none".into(),
    };
    vec![
        row(exit, "Puts then held".into(), &|choice| strikes(choice, [0, 1])),
        row(exit, "Calls then held".into(), &|choice| strikes(choice, [2, 3])),
        row(exit, "Credit, points".into(), &|choice| points(choice.credit)),
        row(exit, "Most that it can lose by itself".into(), &|choice| {
            choice.max_loss.map_or_else(|| "—".into(), |loss| amount(loss.0))
        }),
        row(exit, format!("Cash {day}"), &|choice| usd(choice.cash)),
        row(exit, "Of it costs".into(), &|choice| signed(-choice.costs.0)),
        row(exit, format!("Realised {day}"), &|choice| choice.realised.map_or_else(|| "—".into(), usd)),
    ]
}

/// Where it ends, and the margin that it takes.
fn ends(exit: &Exit, day: &str) -> [Vec<String>; 4] {
    [
        row(exit, "At its expiry, SPX as in the shock".into(), &|choice| usd(choice.stays)),
        row(exit, "Worst that it can end with".into(), &|choice| usd(choice.worst)),
        row(exit, "Best".into(), &|choice| usd(choice.best)),
        row(exit, format!("Portfolio margin {day}"), &|choice| amount(choice.margin.0)),
    ]
}

/// Under headings, with a row of plan A's under that of the shock.
fn beside(exit: &Exit, mut rows: Vec<Vec<String>>, pinned: Option<&[Exit]>, name: &str) -> Table {
    let head =
        std::iter::once("Dollars since it was sold".to_string()).chain(exit.choices.iter().map(heading)).collect();
    if let Some(exits) = pinned {
        let of_a = exits.iter().find(|a| a.id == exit.id);
        let same = |choice: &Choice| of_a?.choice(choice.way);
        let cell = |choice: &Choice| same(choice).map_or_else(|| "—".into(), |a| usd(a.shocked));
        rows.insert(IN_THE_SHOCK + 1, row(exit, name.into(), &cell));
    }
    (head, rows)
}

/// What closing on the shock's day comes to, and where the other two end if SPX stays there; `when` as in
/// `in the shock on Fri 4 Dec`.
pub fn finding_then(exit: &Exit, when: &str) -> String {
    let ends = |way, word| exit.choice(way).map(|choice| format!("{} {word}", say::usd(choice.stays.0)));
    let others: Vec<String> = [ends(Leave::Wait, "held"), ends(Leave::Roll, "rolled")].into_iter().flatten().collect();
    let closed = exit.choice(Leave::Close).map_or(0.0, |choice| choice.shocked.0);
    format!("{}: closed {when} {}; with SPX there at expiry {}", name(exit), say::usd(closed), listed(&others))
}

/// What has settled by the shock's day, so that nothing is left to decide on it.
pub fn settled(exits: &[Exit], then: &[Exit]) -> Option<String> {
    let gone = exits.iter().filter(|exit| then.iter().all(|left| left.id != exit.id));
    let names: Vec<String> = gone.map(name).collect();
    let [has, is] = if names.len() == 1 { ["has", "it"] } else { ["have", "them"] };
    (!names.is_empty()).then(|| format!("{} {has} settled by then: nothing is left to decide of {is}.", listed(&names)))
}

/// What of the credit is gained and which rule is due: `−3 %, no rule is due`.
pub fn standing(gained: Option<Frac>, due: Option<ExitRule>) -> String {
    let share = gained.map_or_else(|| "no credit to gain".into(), |gained| say::percent(gained.0, 0));
    let due = match due {
        None => "no rule is due",
        Some(ExitRule::Profit) => "take profit is due",
        Some(ExitRule::Stop) => "the stop is due",
        Some(ExitRule::Days) => "too few days are left",
    };
    format!("{share}, {due}")
}

/// What the rules say today and in the shock; `when` as in `in the shock on Fri 4 Dec`.
pub fn rules(exit: &Exit, when: &str) -> String {
    format!(
        "Of the credit {} today; {} {when}.{}",
        standing(exit.gained, exit.due),
        if exit.settles_before { settled_on_the_way(exit) } else { standing(exit.gained_then, exit.due_then) },
        same(exit)
    )
}

/// What of the credit is gained by a condor that has settled: no rule is asked of it.
fn settled_on_the_way(exit: &Exit) -> String {
    let share = exit.gained_then.map_or_else(String::new, |gained| format!("{}, ", say::percent(gained.0, 0)));
    format!("{share}settled on a path that is not known,")
}

/// What they say on the shock's day, where the exits are asked there.
pub fn rules_then(exit: &Exit, when: &str) -> String {
    format!("Of the credit {} {when}.{}", standing(exit.gained, exit.due), same(exit))
}

/// Whether its roll is into the same condor, so that it only costs.
pub fn is_same(exit: &Exit) -> bool {
    exit.choice(Leave::Roll).zip(exit.choice(Leave::Wait)).is_some_and(|(roll, wait)| {
        roll.strikes == wait.strikes && roll.days.zip(wait.days).is_some_and(|(a, b)| (a - b).abs() < 0.5)
    })
}

/// Calendar days by which its roll expires after it.
fn later(exit: &Exit) -> Option<f64> {
    let days = |way| exit.choice(way).and_then(|choice| choice.days);
    Some(days(Leave::Roll)? - days(Leave::Wait)?)
}

/// Whether its roll is into an earlier expiry.
pub fn is_back(exit: &Exit) -> bool {
    later(exit).is_some_and(|later| later < -0.5)
}

/// That the roll is no roll.
fn same(exit: &Exit) -> &'static str {
    let is_same = is_same(exit);
    match later(exit) {
        _ if is_same => " The roll is into the same condor.",
        _ if is_back(exit) => " The roll is into an earlier expiry than its own.",
        Some(later) if later < 0.5 => " The roll is into other strikes of its own expiry.",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::{Book, exits};
    use crate::plan::Plan;
    use crate::plan::holding::Kind;
    use crate::units::day::Day;
    use crate::views::time::{decided, in_the_shock};

    fn book(change: impl Fn(&mut Plan)) -> Book {
        let mut plan = Plan::default();
        plan.market.today = Day::iso("2026-11-27");
        change(&mut plan);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        book
    }

    #[test]
    fn decided_on_a_later_day_the_words_name_it_and_the_figures_are_its_own() {
        let book = book(|plan| plan.event.days = 14.0);
        let when = in_the_shock(&book);
        assert_eq!(when, "in the shock on Thu 17 Dec");
        assert_eq!(decided(&book), ["Decided today", "Decided in the shock on Thu 17 Dec"]);
        let (today, then) = (exits::of(&book), exits::then(&book));
        let ([today], [then]) = (&today[..], &then[..]) else { unreachable!() };
        let said = finding_then(then, &when);
        assert!(said.starts_with("Condor, 11 Jan: closed in the shock on Thu 17 Dec "), "{said}");
        assert!(said.contains("; with SPX there at expiry ") && said.ends_with(" rolled"), "{said}");
        let there = format!("{} {when}.", standing(then.gained, then.due));
        assert!(rules(today, &when).contains(&format!("; {there}")), "{}", rules(today, &when));
        assert!(rules_then(then, &when).starts_with(&format!("Of the credit {there}")));
        // What is made by then is one figure: nothing moves on a day after the shock.
        let ((head, rows), (head_today, rows_today)) = (table_then(then, None), table(today, "14 trading days", None));
        assert_eq!((head.len(), rows.len() + 1), (head_today.len(), rows_today.len()));
        let cell = |rows: &[Vec<String>], name: &str, column: usize| {
            rows.iter().find(|row| row[0] == name).map(|row| row[column].clone())
        };
        assert_eq!(cell(&rows, "Made by then", 3), cell(&rows_today, "In the shock, 14 trading days", 3));
        assert_ne!(cell(&rows, "Realised then", 1), cell(&rows_today, "Realised today", 1));
        let (_, rows) = table_then(then, Some(std::slice::from_ref(then)));
        assert_eq!(rows[IN_THE_SHOCK][1..], rows[IN_THE_SHOCK + 1][1..], "A's row stands under its own");
    }

    #[test]
    fn a_shock_without_a_date_or_days_still_says_when() {
        let when = |days: f64, today: Option<Day>| {
            in_the_shock(&book(|plan| (plan.event.days, plan.market.today) = (days, today)))
        };
        assert_eq!(when(1.0, None), "in the shock 1 trading day on");
        assert_eq!(when(0.0, None), "once the shock has come");
        assert_eq!(when(0.0, Day::iso("2026-11-27")), "once the shock has come");
    }

    #[test]
    fn what_has_settled_by_then_is_named_and_what_has_not_is_not() {
        let of = |days: f64| {
            let book = book(|plan| {
                plan.event.days = days;
                plan.add_fresh(Kind::Condor);
                plan.condor_mut(1).into_iter().for_each(|condor| condor.days = 10.0);
            });
            settled(&exits::of(&book), &exits::then(&book))
        };
        assert_eq!(of(5.0), None);
        assert_eq!(of(14.0).as_deref(), Some("Condor 2, 7 Dec has settled by then: nothing is left to decide of it."));
        assert!(of(60.0).is_some_and(|said| said.contains(" have settled by then: ") && said.ends_with(" of them.")));
    }
}
