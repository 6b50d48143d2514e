//! Rows of the exits.

use crate::plan::knobs::access::{Access, Field};
use crate::plan::knobs::input::{Group, Unit};
use crate::plan::knobs::row::{Row, row};
use crate::units::{Frac, Points};

/// In the order of the page.
pub(super) const ROWS: &[Row] = &[
    row(
        "exits.profit",
        Group::Exits,
        "Take profit at",
        Unit::Percent,
        [0.0, 1.0, 0.05],
        Access::Plan(Field::Number(|p| p.exits.profit.0, |p, x| p.exits.profit = Frac(x))),
        ["Share of the credit gained at which a condor is closed; 100 % is never reached before its expiry.", "House choice; model book 12"],
    ),
    row(
        "exits.stop",
        Group::Exits,
        "Stop at credit ×",
        Unit::Times,
        [0.1, 100.0, 0.1],
        Access::Plan(Field::Number(|p| p.exits.stop, |p, x| p.exits.stop = x)),
        ["Loss as a multiple of the credit at which a condor is closed: at 2 ×, one sold for 12 is bought back at 36.", "House choice; model book 12"],
    )
    .window(|_, _| [0.5, 5.0]),
    row(
        "exits.days",
        Group::Exits,
        "Out at calendar days left",
        Unit::Days,
        [0.0, 730.0, 1.0],
        Access::Plan(Field::Number(|p| p.exits.days, |p, x| p.exits.days = x)),
        ["Calendar days left at which a condor is closed whatever it is worth, where it was sold with more; 0 holds it to its expiry.", "House choice; model book 12"],
    )
    .window(|_, _| [0.0, 45.0]),
    row(
        "exits.roll_days",
        Group::Exits,
        "Roll to calendar days",
        Unit::Days,
        [1.0, 730.0, 1.0],
        Access::Plan(Field::Number(|p| p.exits.roll_days, |p, x| p.exits.roll_days = x)),
        ["Calendar days to the expiry of the condor that is sold when one is rolled.", "House choice; model book 12"],
    )
    .window(|_, _| [7.0, 120.0]),
    row(
        "exits.slippage",
        Group::Exits,
        "Slippage per leg",
        Unit::Points,
        [0.0, 100.0, 0.05],
        Access::Plan(Field::Number(|p| p.exits.slippage.0, |p, x| p.exits.slippage = Points(x))),
        ["Points that a leg costs beyond its mid price whenever it is closed or rolled; half its quoted spread.", "Your broker"],
    )
    .window(|_, _| [0.0, 1.0]),
];
