//! What the heat map says, and the same as a table.

use crate::book::curves::{Heat, HeatAxis};
use crate::views::book::heat_chart::{HeatView, moved, whose};
use crate::views::pinned::said_usd;
use crate::words as say;

/// Moves beyond this are big, simple returns of SPX and of a token.
const BIG: f64 = 0.03;
const BIG_OF_TOKEN: f64 = 0.15;

/// The finding: which kind of shock hurts most. `vix_now` in points.
pub fn headline(heat: &Heat, vix_now: f64, token: &str) -> String {
    let is_token = heat.axis == HeatAxis::Token;
    let (whose, big) = if is_token { (token, BIG_OF_TOKEN) } else { ("SPX", BIG) };
    let of = if is_token { format!(" of {token}") } else { String::new() };
    let Some(worst) = worst(heat, |_| true) else { return "No map: these inputs give no numbers".into() };
    let usd = say::usd(worst.pnl);
    if worst.pnl > 0.5 {
        return format!("Nothing on this map loses: {usd} at least");
    }
    if worst.pnl > -0.5 {
        return "Nothing on this map loses".into();
    }
    let level = if worst.vix < 1.1 * vix_now {
        "a low VIX"
    } else if worst.vix > 2.0 * vix_now {
        "a high VIX"
    } else {
        "a middling VIX"
    };
    if heat.pnl.chunks(heat.moves.len().max(1)).all(is_level) {
        return format!("{} hurts most, wherever {whose} goes", say::capital(level));
    }
    // On the other side of today's SPX, at much the same VIX, it hurts nearly as much.
    let near = |vix: f64| (vix / worst.vix).ln().abs() < 0.5;
    let other = self::worst(heat, |cell| cell.moved * worst.moved < 0.0 && cell.moved.abs() > big && near(cell.vix));
    let is_both = other.is_some_and(|other| other.pnl < 0.6 * worst.pnl);
    let kind = match worst.moved {
        r if r.abs() <= big => format!("A quiet {whose}"),
        _ if is_both => format!("A big move{of}"),
        r if r < 0.0 => format!("A big fall{of}"),
        _ => format!("A big rally{of}"),
    };
    format!("{kind} with {level} hurts most")
}

/// Whether a row is the same from end to end.
fn is_level(row: &[f64]) -> bool {
    let [low, high] = row.iter().fold([f64::INFINITY, f64::NEG_INFINITY], |[low, high], x| [low.min(*x), high.max(*x)]);
    high - low < 0.5
}

struct Cell {
    moved: f64,
    vix: f64,
    pnl: f64,
}

fn worst(heat: &Heat, is_meant: impl Fn(&Cell) -> bool) -> Option<Cell> {
    let columns = heat.moves.len().max(1);
    let cell = |(i, pnl): (usize, &f64)| {
        Some(Cell { moved: *heat.moves.get(i % columns)?, vix: *heat.levels.get(i / columns)?, pnl: *pnl })
    };
    let cells = heat.pnl.iter().enumerate().filter_map(cell);
    cells.filter(|c| c.pnl.is_finite() && is_meant(c)).min_by(|a, b| a.pnl.total_cmp(&b.pnl))
}

/// One sentence for those who do not see the picture.
pub(super) fn description(view: &HeatView) -> String {
    let (report, name) = (view.report, whose(view));
    let place = |cell: Cell| {
        format!("{} at {name} {} and VIX {}", say::usd(cell.pnl), say::percent(cell.moved, 0), say::vix(cell.vix))
    };
    let worst = worst(view.heat, |_| true).map_or("none".into(), place);
    let shock = &report.shock;
    let other = view
        .pinned
        .map_or_else(String::new, |(a, _)| said_usd(value_at(a, moved(view), shock.vix.0), report.combined.pnl.0));
    format!(
        "Combined profit and loss over {name} moves and VIX. Worst: {worst}. The shock, {name} {} and VIX {}: {}.{other}",
        say::percent(moved(view), 1),
        say::vix(shock.vix.0),
        say::usd(report.combined.pnl.0),
    )
}

/// A map's dollars at a place, between its cells in proportion; `None` off the map.
fn value_at(heat: &Heat, moved: f64, vix: f64) -> Option<f64> {
    let place = |values: &[f64], x: f64| {
        let i = values.partition_point(|v| *v < x).clamp(1, values.len().saturating_sub(1).max(1));
        let (low, high) = (*values.get(i - 1)?, *values.get(i)?);
        (x >= low && x <= high).then(|| (i - 1, (x - low) / (high - low)))
    };
    let (column, across) = place(&heat.moves, moved)?;
    let (row, up) = place(&heat.levels, vix)?;
    let cell = |row: usize, column: usize| heat.pnl.get(row * heat.moves.len() + column).copied();
    let along = |row: usize| Some(cell(row, column)? * (1.0 - across) + across * cell(row, column + 1)?);
    Some(along(row)? * (1.0 - up) + up * along(row + 1)?)
}

/// Headings (moves) and rows (VIX, the highest first), dollars signed without the dollar sign; under each row that of
/// a pinned plan.
pub fn table(heat: &Heat, pinned: Option<&Heat>) -> (Vec<String>, Vec<Vec<String>>) {
    let columns = spaced(heat.moves.len(), 9);
    let mut headers = vec!["VIX".to_string()];
    headers.extend(columns.iter().map(|i| say::percent(heat.moves[*i], 1)));
    let row = |of: &Heat, j: usize, whose: &str| {
        let value = |i: &usize| of.pnl.get(j * of.moves.len() + i).copied().unwrap_or(f64::NAN);
        let mut cells = vec![format!("{}{whose}", say::fixed(heat.levels[j], 1))];
        cells.extend(columns.iter().map(|i| say::signed(value(i))));
        cells
    };
    let rows = |j| std::iter::once(row(heat, j, "")).chain(pinned.map(|a| row(a, j, ", A")));
    (headers, spaced(heat.levels.len(), 11).into_iter().rev().flat_map(rows).collect())
}

/// At most `most` of `count` indices, evenly, with both ends.
fn spaced(count: usize, most: usize) -> Vec<usize> {
    let shown = count.min(most);
    (0..shown).map(|k| if shown < 2 { 0 } else { k * (count - 1) / (shown - 1) }).collect()
}
