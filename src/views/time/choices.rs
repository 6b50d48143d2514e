//! Close, roll or wait in words: a table of the three under its finding.

use crate::book::exits::{Choice, Exit, ExitRule, Leave};
use crate::units::{Frac, Points, Usd};
use crate::views::pinned::Table;
use crate::views::time::gerund;
use crate::words::dates::short_date;
use crate::words::{amount, calendar_days, fixed, signed};

/// What keeps most in the shock, what it is set against, and by how much: waiting, or where that keeps most the better other.
pub fn ahead(exit: &Exit) -> Option<(Leave, Leave, f64)> {
    let best = exit.choices.iter().find(|choice| choice.way == exit.best)?;
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

/// What keeps most, and by how much.
pub fn finding(exit: &Exit) -> String {
    let mut by: Vec<&Choice> = exit.choices.iter().collect();
    by.sort_by(|a, b| b.shocked.0.total_cmp(&a.shocked.0));
    let [best, second, ..] = by.as_slice() else { return name(exit) };
    if best.shocked.0 - second.shocked.0 < 0.5 {
        let [one, other] = [best.way, second.way].map(gerund);
        return format!("{}: in this shock {one} and {other} come to the same", name(exit));
    }
    let Some((best, beaten, gap)) = ahead(exit) else { return name(exit) };
    format!("{}: in this shock {} beats {} by {}", name(exit), gerund(best), gerund(beaten), amount(gap))
}

/// Over a column.
pub fn heading(choice: &Choice) -> String {
    match (choice.way, choice.days) {
        (Leave::Roll, Some(days)) => format!("Roll to {}", calendar_days(days)),
        (Leave::Wait, _) => "Wait".into(),
        _ => "Close".into(),
    }
}

/// Row of what each comes to in the shock.
const IN_THE_SHOCK: usize = 6;

/// Headings and rows, dollars since it was sold; `pinned` are those of plan A, of which the condor of the same id counts.
pub fn table(exit: &Exit, shock_days: &str, pinned: Option<&[Exit]>) -> Table {
    let head =
        std::iter::once("Dollars since it was sold".to_string()).chain(exit.choices.iter().map(heading)).collect();
    let row = |name: String, cell: &dyn Fn(&Choice) -> String| -> Vec<String> {
        std::iter::once(name).chain(exit.choices.iter().map(cell)).collect()
    };
    let usd = |x: Usd| signed(x.0);
    let points = |x: Option<Points>| x.map_or_else(|| "—".into(), |x| fixed(x.0, 2));
    let strikes = |choice: &Choice, side: [usize; 2]| match choice.strikes {
        Some(strikes) => side.map(|i| fixed(strikes[i].0, 0)).join(" / "),
        None => "none".into(),
    };
    let rows = vec![
        row("Puts then held".into(), &|choice| strikes(choice, [0, 1])),
        row("Calls then held".into(), &|choice| strikes(choice, [2, 3])),
        row("Credit, points".into(), &|choice| points(choice.credit)),
        row("Cash today".into(), &|choice| usd(choice.cash)),
        row("Of it costs".into(), &|choice| signed(-choice.costs.0)),
        row("Realised today".into(), &|choice| choice.realised.map_or_else(|| "—".into(), usd)),
        row(format!("In the shock, {shock_days}"), &|choice| usd(choice.shocked)),
        row("Same day, nothing moved".into(), &|choice| usd(choice.still)),
        row("At its expiry, SPX as in the shock".into(), &|choice| usd(choice.stays)),
        row("Worst that it can end with".into(), &|choice| usd(choice.worst)),
        row("Best".into(), &|choice| usd(choice.best)),
        row("Portfolio margin in the shock".into(), &|choice| amount(choice.margin.0)),
    ];
    let mut rows = rows;
    if let Some(exits) = pinned {
        let of_a = exits.iter().find(|a| a.id == exit.id);
        let same = |choice: &Choice| of_a?.choices.iter().find(|a| a.way == choice.way);
        let cell = |choice: &Choice| same(choice).map_or_else(|| "—".into(), |a| usd(a.shocked));
        rows.insert(IN_THE_SHOCK + 1, row("A, in its own shock".into(), &cell));
    }
    (head, rows)
}

/// What the rules say today and in the shock.
pub fn rules(exit: &Exit) -> String {
    let share = |gained: Option<Frac>| {
        gained.map_or_else(|| "no credit to gain".into(), |gained| crate::words::percent(gained.0, 0))
    };
    let due = |rule: Option<ExitRule>| match rule {
        None => "no rule is due",
        Some(ExitRule::Profit) => "take profit is due",
        Some(ExitRule::Stop) => "the stop is due",
        Some(ExitRule::Days) => "too few days are left",
    };
    let of = |way| exit.choices.iter().find(|choice| choice.way == way);
    let is_same = of(Leave::Roll).zip(of(Leave::Wait)).is_some_and(|(roll, wait)| {
        roll.strikes == wait.strikes && roll.days.zip(wait.days).is_some_and(|(a, b)| (a - b).abs() < 0.5)
    });
    let same = if is_same { " The roll is into the same condor." } else { "" };
    format!(
        "Of the credit {} today, {}; {} in the shock, {}.{same}",
        share(exit.gained),
        due(exit.due),
        share(exit.gained_then),
        due(exit.due_then)
    )
}
