//! The hedge forward-dated: what every layer of VIX calls is on the shock's day, in the shock.

use serde::Serialize;

use crate::book::Book;
use crate::book::roll::{self, LayerThen};
use crate::units::Usd;
use crate::views::report::Report;
use crate::words as say;
use crate::words::{amount, listed, trading_days};

/// The layers on the shock's day.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct HedgeThen {
    /// What they make by then and what is to be rolled, in one sentence.
    pub finding: String,
    /// One row a layer that is on, in the order of the book.
    pub layers: Vec<LayerThen>,
    /// P&L of all of them.
    pub pnl: Usd,
    /// What rolling those costs that are due or have expired by then; negative where it brings money.
    pub due_cost: Usd,
    /// Dollars per point of each one's own future, added up.
    pub delta: f64,
    /// Dollars per vol point of each one's own strike, added up.
    pub vega: f64,
}

/// The layers in a book's shock.
pub fn of(book: &Book, report: &Report) -> HedgeThen {
    let layers = roll::then(book);
    let sum = |of: fn(&LayerThen) -> f64| layers.iter().map(of).sum::<f64>();
    let mut then = HedgeThen {
        finding: String::new(),
        pnl: Usd(sum(|one| one.row.pnl.0)),
        due_cost: Usd(due(&layers).map(|one| one.row.roll_cost.0).sum()),
        delta: sum(|one| one.greeks.delta),
        vega: sum(|one| one.greeks.vega),
        layers,
    };
    then.finding = finding(&then, report);
    then
}

/// Those that are held and to be rolled by then.
fn due(layers: &[LayerThen]) -> impl Iterator<Item = &LayerThen> {
    layers.iter().filter(|one| one.contracts > 0.0 && one.row.state != "hold")
}

/// Which scenario it is: `VIX 45, 5 trading days on`.
pub fn place(report: &Report) -> String {
    format!("VIX {}, {} on", say::vix(report.shock.vix.0), trading_days(report.shock.days))
}

fn finding(then: &HedgeThen, report: &Report) -> String {
    let place = place(report);
    if then.layers.iter().all(|one| one.contracts == 0.0) {
        return format!("{place}: no VIX call is held");
    }
    let made = match then.pnl.0 {
        pnl if pnl.abs() < 0.5 => "have made nothing".to_string(),
        pnl if pnl < 0.0 => format!("have lost {}", amount(-pnl)),
        pnl => format!("have made {}", amount(pnl)),
    };
    let names: Vec<String> = due(&then.layers).map(|one| one.name.clone()).collect();
    let rolled = match names.as_slice() {
        [] => "none is due".to_string(),
        names => {
            let is = if names.len() == 1 { "is" } else { "are" };
            let costs = if then.due_cost.0 < 0.0 { "brings" } else { "costs" };
            let cost = amount(then.due_cost.0.abs());
            format!("{} {is} to be rolled, not dropped: that {costs} {cost}", listed(names))
        }
    };
    format!("{place}: the VIX calls {made}; {rolled}")
}

/// What is done with a layer then: kept, rolled, or opened again where it has settled.
fn action(one: &LayerThen) -> &'static str {
    match one.row.state {
        "hold" => "keep",
        "roll" => "roll now",
        _ => "settled, open again",
    }
}

/// Headings and a row a layer, and all of them.
pub fn table(then: &HedgeThen) -> (Vec<String>, Vec<Vec<String>>) {
    let head = [
        "Layer",
        "Contracts",
        "Calendar days left",
        "Future",
        "Price",
        "Delta $",
        "Vega $",
        "P&L $",
        "Then",
        "Into",
        "A roll costs $",
    ];
    let row = |one: &LayerThen| {
        vec![
            one.name.clone(),
            say::quantity(one.contracts),
            say::fixed(one.row.days_left, 0),
            say::fixed(one.row.future.0, 2),
            say::fixed(one.row.price.0, 2),
            say::fixed(one.greeks.delta, 0),
            say::fixed(one.greeks.vega, 0),
            say::signed(one.row.pnl.0),
            if one.contracts > 0.0 { action(one).into() } else { "not held".into() },
            format!("{}, {}", say::number(one.fresh_strike.0), say::calendar_days(one.fresh_days)),
            say::fixed(one.row.roll_cost.0, 0),
        ]
    };
    let mut rows: Vec<Vec<String>> = then.layers.iter().map(row).collect();
    if rows.len() > 1 {
        let mut all = vec![String::new(); head.len()];
        for (at, said) in [
            (0, "All".to_string()),
            (5, say::fixed(then.delta, 0)),
            (6, say::fixed(then.vega, 0)),
            (7, say::signed(then.pnl.0)),
            (10, say::fixed(then.due_cost.0, 0)),
        ] {
            all[at] = said;
        }
        all[9] = "those due".into();
        rows.push(all);
    }
    (head.map(String::from).to_vec(), rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::Plan;
    use crate::units::Points;
    use crate::views::assemble;

    fn said(change: impl Fn(&mut Plan)) -> HedgeThen {
        let mut plan = Plan::default();
        change(&mut plan);
        let Ok(book) = Book::resolve(&plan) else { unreachable!() };
        of(&book, &assemble::report(&book))
    }

    #[test]
    fn the_layers_make_what_the_report_says_and_what_is_due_is_said_to_be_rolled() {
        let opening = said(|_| ());
        assert!(
            opening.finding.starts_with("VIX 45, 5 trading days on: the VIX calls have made $"),
            "{}",
            opening.finding
        );
        let later = said(|plan| plan.event.days = 10.0);
        assert!(later.finding.contains("VIX calls 1 is to be rolled, not dropped: that brings $"), "{}", later.finding);
        let settled = said(|plan| plan.event.days = 40.0);
        let (head, rows) = table(&settled);
        assert!(rows.iter().all(|row| row.len() == head.len()));
        assert_eq!(rows[0][8], "settled, open again");
        assert_eq!(rows[0][1], say::quantity(settled.layers[0].contracts));
        assert_eq!(rows.last().map(|row| row[7].clone()), Some(say::signed(settled.pnl.0)));
    }

    #[test]
    fn calls_that_lose_and_calls_that_are_not_held_are_said_so() {
        let calm = said(|plan| plan.event.vix = Some(Points(12.0)));
        assert!(calm.finding.contains("have lost $"), "{}", calm.finding);
        let none = said(|plan| (0..3).for_each(|nth| plan.a_layer(nth).contracts = Some(0.0)));
        assert!(none.finding.ends_with("no VIX call is held"), "{}", none.finding);
        assert!(said(|plan| plan.holdings.clear()).layers.is_empty());
    }
}
