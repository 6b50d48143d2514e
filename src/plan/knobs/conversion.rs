//! Rows of the conversion: the pool's token sold short by calls and puts.

use crate::plan::knobs::{Access, Group, Knob, Unit, row};
use crate::units::{Frac, Usd};

/// They follow the other tables.
pub(super) const ROWS: &[Knob] = &[
    row(
        "conversion.strike",
        Group::Conversion,
        "Strike",
        Unit::Percent,
        [0.2, 5.0, 0.01],
        Access::Number(|p| p.conversion.strike.0, |p, x| p.conversion.strike = Frac(x)),
        ["Strike of both options, of the token's price.", "Model book 9"],
    )
    .window(|_| [0.5, 1.5])
    .more(),
    row(
        "conversion.days",
        Group::Conversion,
        "Expiry",
        Unit::Days,
        [1.0, 500.0, 1.0],
        Access::Number(|p| p.conversion.days, |p, x| p.conversion.days = x),
        ["Calendar days to the expiry of both options.", "Model book 9"],
    )
    .window(|_| [1.0, 180.0])
    .more(),
    row(
        "conversion.costs",
        Group::Conversion,
        "Costs",
        Unit::Percent,
        [0.0, 0.2, 0.0005],
        Access::Number(|p| p.conversion.costs.0, |p, x| p.conversion.costs = Frac(x)),
        ["Spread and fees of both options together, of the token's price.", "Your exchange"],
    )
    .window(|_| [0.0, 0.02])
    .more(),
    row(
        "conversion.call",
        Group::Conversion,
        "Call",
        Unit::Usd,
        [0.0, 10_000_000.0, 1.0],
        Access::Linked(|p| p.conversion.call.map(|x| x.0), |p, x| p.conversion.call = x.map(Usd)),
        ["Dollars that selling a call on one token brings; empty takes the model's.", "Your exchange; Black-76"],
    )
    .window(|p| [0.0, p.pool.price_in(&p.market).0])
    .more(),
    row(
        "conversion.put",
        Group::Conversion,
        "Put",
        Unit::Usd,
        [0.0, 10_000_000.0, 1.0],
        Access::Linked(|p| p.conversion.put.map(|x| x.0), |p, x| p.conversion.put = x.map(Usd)),
        ["Dollars that buying a put on one token costs; empty takes the model's.", "Your exchange; Black-76"],
    )
    .window(|p| [0.0, p.pool.price_in(&p.market).0])
    .more(),
    row(
        "conversion.mev",
        Group::Conversion,
        "MEV index",
        Unit::Number,
        [0.0, 1000.0, 0.1],
        Access::Number(|p| p.conversion.mev, |p, x| p.conversion.mev = x),
        ["What searchers take now, in any unit: an index of your own, or dollars a day.", "Your source"],
    )
    .window(|_| [0.0, 10.0])
    .more(),
    row(
        "conversion.mev_norm",
        Group::Conversion,
        "MEV norm",
        Unit::Number,
        [0.001, 1000.0, 0.1],
        Access::Number(|p| p.conversion.mev_norm, |p, x| p.conversion.mev_norm = x),
        ["The same index on an ordinary day.", "Your source"],
    )
    .window(|_| [0.1, 10.0])
    .more(),
];
