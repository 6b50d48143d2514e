//! Rows of an impermanent-loss strip.

use crate::plan::holding::Kind;
use crate::plan::knobs::access::{Access, Field};
use crate::plan::knobs::input::{Group, Unit};
use crate::plan::knobs::row::{Row, row, switch};

const SOURCE: &str = "Carr and Madan 1998; model book 6";

/// In the order of the page.
pub(super) const ROWS: &[Row] = &[
    switch("strip.on", Group::Strip, Kind::Strip),
    row(
        "strip.pool",
        Group::Strip,
        "Pool",
        Unit::Count,
        [1.0, 100.0, 1.0],
        Access::Strip(Field::Number(|p| p.pool, |p, x| p.pool = x)),
        ["The pool whose impermanent loss is bought back, 1 the first.", SOURCE],
    ),
    row(
        "strip.per_side",
        Group::Strip,
        "Options a side",
        Unit::Count,
        [0.0, 10.0, 1.0],
        Access::Strip(Field::Number(|p| p.per_side, |p, x| p.per_side = x)),
        ["Puts and calls bought a side, one a bucket of the range; 0 is none.", SOURCE],
    ),
    row(
        "strip.days",
        Group::Strip,
        "Calendar days",
        Unit::Days,
        [1.0, 500.0, 1.0],
        Access::Strip(Field::Number(|p| p.days, |p, x| p.days = x)),
        ["Calendar days to their expiry.", SOURCE],
    )
    .window(|_, _| [7.0, 180.0]),
];
