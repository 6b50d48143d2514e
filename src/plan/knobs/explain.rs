//! Rows of the place from which P&L is explained.

use crate::plan::knobs::access::{Access, Field};
use crate::plan::knobs::input::{Group, Unit};
use crate::plan::knobs::row::{Row, row};
use crate::units::{Frac, Points};

/// In the order of the page.
pub(super) const ROWS: &[Row] = &[
    row(
        "explain.vix",
        Group::Explain,
        "Explained from VIX",
        Unit::Points,
        [9.0, 150.0, 0.25],
        Access::Plan(Field::Auto(|p| p.explain.vix.map(|v| v.0), |p, x| p.explain.vix = x.map(Points))),
        [
            "VIX where the explanation starts; SPX and token follow it where they are empty. All three empty leaves them where they are.",
            "Model book 10",
        ],
    )
    .log(),
    row(
        "explain.spx",
        Group::Explain,
        "Explained from SPX",
        Unit::Percent,
        [-0.95, 2.0, 0.001],
        Access::Plan(Field::Auto(|p| p.explain.spx.map(|x| x.0), |p, x| p.explain.spx = x.map(Frac))),
        ["SPX move by where the explanation starts; empty follows VIX there.", "Model book 10"],
    )
    .window(|_, _| [-0.35, 0.15]),
    row(
        "explain.token",
        Group::Explain,
        "Explained from token",
        Unit::Percent,
        [-0.99, 5.0, 0.001],
        Access::Plan(Field::Auto(|p| p.explain.token.map(|x| x.0), |p, x| p.explain.token = x.map(Frac))),
        ["Token move by where the explanation starts, SPX and VIX where they are unless typed; empty follows them there.", "Model book 10"],
    )
    .window(|_, _| [-0.7, 0.4]),
    row(
        "explain.days",
        Group::Explain,
        "Explained from trading day",
        Unit::TradingDays,
        [0.0, 252.0, 1.0],
        Access::Plan(Field::Number(|p| p.explain.days, |p, x| p.explain.days = x)),
        ["Trading days from today on which the explanation starts; 0 is today.", "Model book 10"],
    )
    .window(|_, _| [0.0, 63.0]),
];
