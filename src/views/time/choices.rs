//! Close, roll or wait in words: a table of the three under its finding.

use crate::book::exits::{Choice, Exit, Leave};
use crate::units::{Points, Usd};
use crate::views::time::gerund;
use crate::words::{amount, calendar_days, capital, fixed, signed};

/// What keeps most, and by how much.
pub fn finding(exit: &Exit) -> String {
    let mut by: Vec<&Choice> = exit.choices.iter().collect();
    by.sort_by(|a, b| b.shocked.0.total_cmp(&a.shocked.0));
    let [best, second, ..] = by.as_slice() else { return exit.name.clone() };
    let gap = best.shocked.0 - second.shocked.0;
    if gap < 0.5 {
        return format!(
            "{}: in this shock {} and {} come to the same",
            exit.name,
            gerund(best.way),
            gerund(second.way)
        );
    }
    let beaten = if best.way == Leave::Wait { gerund(second.way) } else { "waiting" };
    let gap = if best.way == Leave::Wait || second.way == Leave::Wait {
        gap
    } else {
        best.shocked.0 - by.iter().find(|choice| choice.way == Leave::Wait).map_or(0.0, |wait| wait.shocked.0)
    };
    format!("{}: in this shock {} beats {beaten} by {}", exit.name, gerund(best.way), amount(gap))
}

/// Over a column.
pub fn heading(choice: &Choice) -> String {
    match (choice.way, choice.days) {
        (Leave::Roll, Some(days)) => format!("Roll to {}", calendar_days(days)),
        (Leave::Wait, _) => "Wait".into(),
        _ => "Close".into(),
    }
}

/// Headings and rows, dollars since it was sold.
pub fn table(exit: &Exit, shock_days: &str) -> (Vec<String>, Vec<Vec<String>>) {
    let head = std::iter::once(capital("dollars since it was sold")).chain(exit.choices.iter().map(heading)).collect();
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
        row("Margin in the shock".into(), &|choice| amount(choice.margin.0)),
    ];
    (head, rows)
}

/// What the rules say today and in the shock.
pub fn rules(exit: &Exit) -> String {
    let share = |gained: Option<crate::units::Frac>| {
        gained.map_or_else(|| "no credit to gain".into(), |gained| crate::words::percent(gained.0, 0))
    };
    let due = |rule: Option<crate::book::exits::ExitRule>| match rule {
        None => "no rule is due",
        Some(crate::book::exits::ExitRule::Profit) => "take profit is due",
        Some(crate::book::exits::ExitRule::Stop) => "the stop is due",
        Some(crate::book::exits::ExitRule::Days) => "too few days are left",
    };
    format!(
        "Of the credit {} today, {}; {} in the shock, {}.",
        share(exit.gained),
        due(exit.due),
        share(exit.gained_then),
        due(exit.due_then)
    )
}
