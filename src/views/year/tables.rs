//! Tables: every way to run the year, each figure with its standard error.

use crate::odds::figures::Figure;
use crate::views::odds::fan_chart::MIDDLE;
use crate::views::odds::say::{chance, gained};
use crate::views::pinned::Table;
use crate::views::year::say::name;
use crate::year::figures::{WayOdds, Year};
use crate::year::ways::Way;

/// How plan A's row is headed.
const OF_A: &str = "A: by its own rules";

/// A column: its heading, which figure of a way, and how it is said.
type Column = (&'static str, fn(&WayOdds) -> Figure, fn(Figure) -> String);

/// What blows up first: on a phone the rest is a scroll away.
const OUTCOMES: [Column; 6] = [
    ("Ruin", |way| way.ruin, chance),
    ("Mean", |way| way.mean, gained),
    ("Middle year", |way| way.quantiles[MIDDLE], gained),
    ("Worst in twenty", |way| way.quantiles[1], gained),
    ("Years that lose", |way| way.loss, chance),
    ("Fall, 95\u{202f}% stay below", |way| way.falls[1], chance),
];
/// Beside them where the pool is held on a loan.
const CALLED: Column = ("Loan called", |way| way.called.unwrap_or_default(), chance);
const INCOME: [Column; 4] = [
    ("Condors", |way| way.parts[0], gained),
    ("Pool", |way| way.parts[1], gained),
    ("Hedge", |way| way.parts[2], gained),
    ("Together", |way| way.mean, gained),
];

fn table(year: &Year, a: Option<&Year>, columns: &[Column]) -> Table {
    let head = std::iter::once("Programme").chain(columns.iter().map(|column| column.0)).map(String::from).collect();
    let row = |name: String, way: &WayOdds| {
        let cells = columns.iter().map(|(_, of, said)| said(of(way)));
        std::iter::once(name).chain(cells).collect()
    };
    let own = year.ways.iter().filter(|_| year.paths > 0).map(|way| row(name(way.way, year), way));
    let of_a = a.filter(|a| a.paths > 0).and_then(|a| a.way(Way::Rules));
    (head, own.chain(of_a.map(|way| row(OF_A.into(), way))).collect())
}

/// What each way comes to and how deep it falls; by the rules of plan A last, where one is pinned.
pub fn outcomes(year: &Year, a: Option<&Year>) -> Table {
    let is_lent = year.ways.iter().any(|way| way.called.is_some());
    let columns: Vec<Column> = OUTCOMES.into_iter().chain(is_lent.then_some(CALLED)).collect();
    table(year, a, &columns)
}

/// What each engine makes of it a year; by the rules of plan A last.
pub fn income(year: &Year, a: Option<&Year>) -> Table {
    table(year, a, &INCOME)
}
