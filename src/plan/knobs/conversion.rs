//! Rows of the conversion: the pool's token sold short by calls and puts.

use crate::plan::holding::Kind;
use crate::plan::knobs::access::{Access, Field};
use crate::plan::knobs::input::{Group, Unit};
use crate::plan::knobs::row::{Row, row, switch};
use crate::units::{Frac, Usd};

/// In the order of the page.
pub(super) const ROWS: &[Row] = &[
    switch("conversion.on", Group::Conversion, Kind::Conversion),
    row(
        "conversion.pool",
        Group::Conversion,
        "Pool",
        Unit::Count,
        [1.0, 100.0, 1.0],
        Access::Conversion(Field::Number(|p| p.pool, |p, x| p.pool = x)),
        ["The pool whose tokens are sold, 1 the first.", "Model book 9"],
    ),
    row(
        "conversion.share",
        Group::Conversion,
        "Share",
        Unit::Percent,
        [-2.0, 2.0, 0.05],
        Access::Conversion(Field::Number(|p| p.share.0, |p, x| p.share = Frac(x))),
        ["Part of the pool's tokens of today that is sold short by a short call and a long put; below 0 is a reversal, which buys as many by a long call and a short put.", "Model book 9"],
    ),
    row(
        "conversion.gated",
        Group::Conversion,
        "Waits for MEV",
        Unit::Number,
        [0.0, 1.0, 1.0],
        Access::Conversion(Field::Switch(|p| p.gated, |p, on| p.gated = on)),
        ["While this is on nothing is traded until MEV is above three times its norm: the method's gate.", "Model book 9"],
    ),
    row(
        "conversion.strike",
        Group::Conversion,
        "Strike",
        Unit::Percent,
        [0.2, 5.0, 0.01],
        Access::Conversion(Field::Number(|p| p.strike.0, |p, x| p.strike = Frac(x))),
        ["Strike of both options, of the token's price.", "Model book 9"],
    )
    .window(|_, _| [0.5, 1.5])
    .more(),
    row(
        "conversion.days",
        Group::Conversion,
        "Expiry, calendar days",
        Unit::Days,
        [1.0, 500.0, 1.0],
        Access::Conversion(Field::Number(|p| p.days, |p, x| p.days = x)),
        ["Calendar days to the expiry of both options.", "Model book 9"],
    )
    .window(|_, _| [1.0, 180.0])
    .more(),
    row(
        "conversion.costs",
        Group::Conversion,
        "Costs",
        Unit::Percent,
        [0.0, 0.2, 0.0005],
        Access::Conversion(Field::Number(|p| p.costs.0, |p, x| p.costs = Frac(x))),
        ["Spread and fees of both options together, of the token's price.", "Your exchange"],
    )
    .window(|_, _| [0.0, 0.02])
    .more(),
    row(
        "conversion.call",
        Group::Conversion,
        "Call",
        Unit::Usd,
        [0.0, 10_000_000.0, 1.0],
        Access::Conversion(Field::Auto(|p| p.call.map(|x| x.0), |p, x| p.call = x.map(Usd))),
        ["Dollars that selling a call on one token brings; empty takes the model's.", "Your exchange; Black-76"],
    )
    .window(|p, _| [0.0, p.market.token_price.0])
    .more(),
    row(
        "conversion.put",
        Group::Conversion,
        "Put",
        Unit::Usd,
        [0.0, 10_000_000.0, 1.0],
        Access::Conversion(Field::Auto(|p| p.put.map(|x| x.0), |p, x| p.put = x.map(Usd))),
        ["Dollars that buying a put on one token costs; empty takes the model's.", "Your exchange; Black-76"],
    )
    .window(|p, _| [0.0, p.market.token_price.0])
    .more(),
    row(
        "conversion.mev",
        Group::Conversion,
        "MEV a day",
        Unit::Usd,
        [0.0, 1_000_000_000.0, 0.1],
        Access::Conversion(Field::Number(|p| p.mev, |p, x| p.mev = x)),
        ["Dollars a day that searchers take now from the chain that the pool is on.", "Your source; libMEV, EigenPhi"],
    )
    .window(|p, n| p.conversion(n).map_or([0.0, 10.0], |t| [0.0, 10.0 * t.mev_norm]))
    .more(),
    row(
        "conversion.mev_norm",
        Group::Conversion,
        "MEV a day, norm",
        Unit::Usd,
        [0.001, 1_000_000_000.0, 0.1],
        Access::Conversion(Field::Number(|p| p.mev_norm, |p, x| p.mev_norm = x)),
        ["The same on an ordinary day, a mean of some months. Only the ratio counts: left at 1, MEV a day is in multiples of it.", "Your source"],
    )
    .window(|_, _| [0.1, 10.0])
    .more(),
];
