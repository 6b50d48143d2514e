//! Rows of the hedge's budget.

use crate::plan::knobs::access::{Access, Field};
use crate::plan::knobs::input::{Group, Unit};
use crate::plan::knobs::row::{Row, row};
use crate::units::{Frac, Usd};

const BOOK: &str = "Model book 9";

/// In the order of the page.
pub(super) const ROWS: &[Row] = &[
    row(
        "hedge.budget",
        Group::Hedge,
        "Budget",
        Unit::PercentYear,
        [0.0, 0.5, 0.001],
        Access::Plan(Field::Number(|p| p.hedge.budget.0, |p, x| p.hedge.budget = Frac(x))),
        ["Hedge carry that may be spent a year, of risk capital.", "ALVH: 1–2 % a year; model book 9"],
    )
    .window(|_, _| [0.0, 0.06]),
    row(
        "hedge.budget_usd",
        Group::Hedge,
        "Budget, dollars",
        Unit::Usd,
        [0.0, 1e10, 100.0],
        Access::Plan(Field::Auto(|p| p.hedge.budget_usd.map(|x| x.0), |p, x| p.hedge.budget_usd = x.map(Usd))),
        ["Hedge carry that may be spent a year in dollars; empty takes the rate of risk capital.", BOOK],
    )
    .window(|_, _| [0.0, 50_000.0])
    .more(),
    row(
        "hedge.vix_share",
        Group::Hedge,
        "VIX share",
        Unit::Percent,
        [0.0, 1.0, 0.05],
        Access::Plan(Field::Number(|p| p.hedge.vix_share.0, |p, x| p.hedge.vix_share = Frac(x))),
        ["Share of the hedge budget for VIX-linked legs; the rest is for the chain.", "ALVH: 60/40"],
    )
    .more(),
];
