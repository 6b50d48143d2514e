//! Frontier: where in the SPX × VIX plane the combined loss is the budget, and how far the token alone may fall.
//!
//! Source: model book 10. The link need not hold here: every SPX move with every VIX.

use crate::book::at_vix;
use crate::book::pnl;
use serde::Serialize;

use crate::book::Book;
use crate::numbers::bracketed_root;
use crate::plan::EventPlan;
use crate::shock::spot_vol::VIX_RANGE;
use crate::units::{Frac, Points};

/// Ends of the plane: SPX simple returns; VIX goes over the model's whole range.
pub const MOVES: [f64; 2] = [-0.25, 0.15];
const ROWS: usize = 33;
/// Steps of the scan over SPX in a row.
const STEPS: usize = 64;
/// Furthest fall of the token.
const FURTHEST: f64 = 0.95;

/// One VIX level.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Row {
    /// VIX of the row, points.
    pub vix: Points,
    /// SPX simple returns at which the loss is just the budget, rising.
    pub edges: Vec<f64>,
    /// Whether the leftmost move breaks the budget; each edge turns it.
    pub breaks_at_left: bool,
    /// SPX simple return that the link has here.
    pub link: f64,
}

impl Row {
    /// Whether this SPX move breaks the budget.
    pub fn breaks(&self, spx_return: f64) -> bool {
        self.breaks_at_left ^ (self.edges.iter().filter(|edge| **edge < spx_return).count() % 2 == 1)
    }

    /// Stretches of SPX moves that break the budget, within [`MOVES`].
    pub fn broken(&self) -> Vec<[f64; 2]> {
        let mut ends: Vec<f64> = Vec::with_capacity(self.edges.len() + 2);
        if self.breaks_at_left {
            ends.push(MOVES[0]);
        }
        ends.extend(&self.edges);
        if ends.len() % 2 == 1 {
            ends.push(MOVES[1]);
        }
        ends.chunks_exact(2).map(|pair| [pair[0], pair[1]]).collect()
    }
}

/// The frontier at the shock's horizon.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub struct Frontier {
    /// SPX simple returns of the scan, rising.
    pub moves: Vec<f64>,
    /// By rising VIX, equal ratios apart.
    pub rows: Vec<Row>,
    /// Combined P&L, a row a VIX level, a column a move; dollars.
    pub pnl: Vec<f64>,
    /// The budget, positive dollars.
    pub budget: f64,
    /// Smallest fall of the token, VIX and SPX unmoved, that breaks the budget (−0.4 is 40 %); `None` up to −95 %.
    pub crypto: Option<Frac>,
    /// Whether anything hangs on a token; where nothing does, no fall of one says anything.
    pub hangs_on_tokens: bool,
    /// P&L with the token down 95 % and VIX and SPX unmoved, dollars.
    pub crypto_worst: f64,
}

/// The frontier for this loss budget in dollars, positive.
pub fn of(book: &Book, budget: f64) -> Frontier {
    let logs = VIX_RANGE.map(f64::ln);
    let level = |i: usize| (logs[0] + (logs[1] - logs[0]) * i as f64 / (ROWS - 1) as f64).exp();
    let moves: Vec<f64> = (0..=STEPS).map(|i| MOVES[0] + (MOVES[1] - MOVES[0]) * i as f64 / STEPS as f64).collect();
    let mut pnl = Vec::with_capacity(ROWS * moves.len());
    let mut rows = Vec::with_capacity(ROWS);
    for i in 0..ROWS {
        let (row, line) = frontier_row(book, Points(level(i).clamp(VIX_RANGE[0], VIX_RANGE[1])), budget, &moves);
        rows.push(row);
        pnl.extend(line);
    }
    let fall = |share: f64| crypto_pnl(book, -share) + budget;
    let (mut crypto, mut last) = (None, 0.0);
    for i in 0..=19 {
        let share = FURTHEST * f64::from(i) / 19.0;
        if fall(share) <= 0.0 {
            let root = if i == 0 { Some(0.0) } else { bracketed_root(last, share, fall) };
            crypto = root.map(|share| Frac(-share));
            break;
        }
        last = share;
    }
    let (hangs_on_tokens, crypto_worst) = (book.hangs_on_tokens(), crypto_pnl(book, -FURTHEST));
    Frontier { moves, rows, pnl, budget, crypto, hangs_on_tokens, crypto_worst }
}

fn frontier_row(book: &Book, vix: Points, budget: f64, moves: &[f64]) -> (Row, Vec<f64>) {
    let shock = &book.shock;
    let mut level = at_vix::at(book, shock, vix);
    let mut pnl = |spx_return: f64| level.combined(spx_return.ln_1p());
    let line: Vec<f64> = moves.iter().map(|spx_return| pnl(*spx_return)).collect();
    let turns = |i: &usize| (line[*i] + budget <= 0.0) != (line[*i + 1] + budget <= 0.0);
    let turning = (0..moves.len().saturating_sub(1)).filter(turns);
    let left = |spx_return: f64| at_vix::at(book, shock, vix).combined(spx_return.ln_1p()) + budget;
    let edges = turning.filter_map(|i| bracketed_root(moves[i], moves[i + 1], left)).collect();
    let breaks_at_left = line.first().is_some_and(|pnl| pnl + budget <= 0.0);
    let row = Row { vix, edges, breaks_at_left, link: shock.link().spx_return(vix).0.exp_m1() };
    (row, line)
}

/// Combined P&L at the shock's date with every token moved by a simple return, VIX and SPX where they are.
pub fn crypto_pnl(book: &Book, token: f64) -> f64 {
    let event = EventPlan {
        crypto: Frac(token),
        token: None,
        eth: None,
        btc: None,
        dollar: Frac(0.0),
        ..book.shock.event.clone()
    };
    let world = book.shock.with_event(event).world(book.market.calibration.vix, 0.0, 0.0);
    pnl::of(book, &world).combined()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_point_of_the_frontier_loses_the_budget() {
        let book = Book::opening();
        let frontier = of(&book, book.budget);
        let mut count = 0;
        for row in &frontier.rows {
            for edge in &row.edges {
                let x = edge.ln_1p();
                let pnl = pnl::of(&book, &book.shock.world(row.vix, x, 0.0)).combined();
                assert!((pnl / -book.budget - 1.0).abs() < 1e-6, "{row:?}: {pnl}");
                count += 1;
            }
        }
        assert!(count > 20, "{count}");
        let Some(fall) = frontier.crypto else { unreachable!() };
        assert!((crypto_pnl(&book, fall.0) / -book.budget - 1.0).abs() < 1e-6);
        // A little less of a fall keeps the budget.
        assert!(crypto_pnl(&book, 0.99 * fall.0) > -book.budget);
    }

    #[test]
    fn the_frontier_crosses_the_link_where_the_reverse_stress_says() {
        let book = Book::opening();
        let Some(gone) = crate::book::way::scan(&book).reverse.gone_at else { unreachable!() };
        for row in of(&book, book.budget).rows {
            if row.vix.0 >= book.market.calibration.vix.0 && row.vix.0 < gone.0 {
                assert!(!row.breaks(row.link), "{row:?}");
            }
        }
        let there = frontier_row(&book, Points(gone.0 + 0.01), book.budget, &[MOVES[0], 0.0, MOVES[1]]).0;
        assert!(there.breaks(there.link), "{there:?}");
    }

    #[test]
    fn a_budget_that_nothing_breaks_has_no_frontier() {
        let book = Book::opening();
        let frontier = of(&book, 1e7);
        assert!(frontier.crypto.is_none() && frontier.rows.iter().all(|row| row.broken().is_empty()));
    }

    #[test]
    fn stretches_follow_the_edges() {
        let row = Row { vix: Points(20.0), edges: vec![-0.1, 0.02, 0.05], breaks_at_left: true, link: 0.0 };
        assert_eq!(row.broken(), [[MOVES[0], -0.1], [0.02, 0.05]]);
        assert!(row.breaks(-0.2) && !row.breaks(0.0) && row.breaks(0.03) && !row.breaks(0.1));
    }
}
