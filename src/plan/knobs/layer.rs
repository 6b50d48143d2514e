//! Rows of a layer of VIX calls.

use crate::plan::StrikeBy;
use crate::plan::hedge::MOST_CONTRACTS;
use crate::plan::holding::Kind;
use crate::plan::knobs::access::{Access, Field};
use crate::plan::knobs::input::{Group, Unit};
use crate::plan::knobs::row::{Row, row, switch};
use crate::units::{Frac, Points};

/// In the order of the page.
pub(super) const ROWS: &[Row] = &[
    switch("layer.on", Group::Layer, Kind::Layer),
    row(
        "layer.contracts",
        Group::Layer,
        "Calls",
        Unit::Count,
        [0.0, MOST_CONTRACTS, 1.0],
        Access::Layer(Field::Auto(|p| p.contracts, |p, x| p.contracts = x)),
        ["VIX calls bought in this layer; empty follows the ratio, rounded to whole contracts.", "Model book 9"],
    )
    .window(|_, _| [0.0, 20.0]),
    row(
        "layer.days",
        Group::Layer,
        "Calendar days",
        Unit::Days,
        [1.0, 500.0, 1.0],
        Access::Layer(Field::Number(|p| p.days, |p, x| p.days = x)),
        ["Calendar days to this layer's expiry.", "ALVH: 30, 110, 220 days"],
    )
    .more(),
    row(
        "layer.per_ten",
        Group::Layer,
        "Per 10 condors",
        Unit::Number,
        [0.0, 100.0, 0.5],
        Access::Layer(Field::Number(|p| p.per_ten, |p, x| p.per_ten = x)),
        ["Calls in this layer per ten condors.", "ALVH: 4/4/2"],
    )
    .window(|_, _| [0.0, 10.0])
    .more(),
    row(
        "layer.by",
        Group::Layer,
        "Strike by",
        Unit::Number,
        [0.0, 1.0, 1.0],
        Access::Layer(Field::Choice(
            &[("delta", "Delta"), ("otm", "% OTM")],
            |p| p.by as usize,
            |p, i| p.by = if i == 1 { StrikeBy::Otm } else { StrikeBy::Delta },
        )),
        ["The strike has this delta, or stands so far above the future of its own expiry; then it is rounded to listed steps.", "Model book 9"],
    )
    .more(),
    row(
        "layer.delta",
        Group::Layer,
        "Delta",
        Unit::Number,
        [0.02, 0.98, 0.01],
        Access::Layer(Field::Number(|p| p.delta, |p, x| p.delta = x)),
        ["Undiscounted forward delta at which this layer's strike is set.", "Model book 9"],
    )
    .more()
    .when(|p, n| p.layer(n).is_some_and(|t| t.by == StrikeBy::Delta)),
    row(
        "layer.otm",
        Group::Layer,
        "% OTM",
        Unit::Percent,
        [-0.5, 3.0, 0.05],
        Access::Layer(Field::Number(|p| p.otm.0, |p, x| p.otm = Frac(x))),
        ["How far this layer's strike stands above the future of the same expiry.", "Model book 9"],
    )
    .window(|_, _| [0.0, 1.0])
    .more()
    .when(|p, n| p.layer(n).is_some_and(|t| t.by == StrikeBy::Otm)),
    row(
        "layer.strike",
        Group::Layer,
        "Strike",
        Unit::Points,
        [1.0, 500.0, 0.5],
        Access::Layer(Field::Auto(|p| p.strike.map(|k| k.0), |p, x| p.strike = x.map(Points))),
        ["Strike of this layer; empty is set by the rule and rounded to listed steps.", "Model book 9"],
    )
    .window(|_, _| [10.0, 80.0])
    .more(),
    row(
        "layer.spread",
        Group::Layer,
        "Spread",
        Unit::Points,
        [0.0, 200.0, 0.5],
        Access::Layer(Field::Number(|p| p.spread.0, |p, x| p.spread = Points(x))),
        ["A call sold so far above the strike makes it a call spread, cheaper and capped; 0 is a plain call.", "Model book 9"],
    )
    .window(|_, _| [0.0, 40.0])
    .more(),
];
