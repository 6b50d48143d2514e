//! Rows of an exchange-traded product on VIX futures.

use crate::plan::holding::Kind;
use crate::plan::knobs::access::{Access, Field};
use crate::plan::knobs::input::{Group, Unit};
use crate::plan::knobs::row::{Row, row, switch};
use crate::plan::{EtpKind, EtpLeverage};
use crate::units::{Frac, Usd};

const BOOK: &str = "Model book 9";
const ETP_KINDS: [EtpKind; 2] = [EtpKind::Shares, EtpKind::Calls];

/// In the order of the page.
pub(super) const ROWS: &[Row] = &[
    switch("etp.on", Group::Etp, Kind::Etp),
    row(
        "etp.kind",
        Group::Etp,
        "VIX ETP",
        Unit::Number,
        [0.0, 1.0, 1.0],
        Access::Etp(Field::Choice(
            &[("shares", "Shares"), ("calls", "Calls on it")],
            |p| p.kind as usize,
            |p, i| p.kind = ETP_KINDS[i.min(1)],
        )),
        [
            "A product that holds the first two VIX futures and rolls a part of them every day.",
            "S&P 500 VIX Short-Term Futures Index; model book 2",
        ],
    ),
    row(
        "etp.leverage",
        Group::Etp,
        "Leverage",
        Unit::Number,
        [0.0, 1.0, 1.0],
        Access::Etp(Field::Choice(
            &[("one", "× 1, like VXX"), ("one_and_half", "× 1.5, like UVXY")],
            |p| p.leverage as usize,
            |p, i| p.leverage = [EtpLeverage::One, EtpLeverage::OneAndHalf][i.min(1)],
        )),
        ["How many times the index's move of a day it makes; set anew every day.", "Model book 2"],
    ),
    row(
        "etp.price",
        Group::Etp,
        "ETP price",
        Unit::Usd,
        [0.01, 100_000.0, 1.0],
        Access::Etp(Field::Number(|p| p.price.0, |p, x| p.price = Usd(x))),
        ["Dollars a share now.", "Your broker"],
    )
    .window(|_, _| [5.0, 150.0]),
    row(
        "etp.shares",
        Group::Etp,
        "ETP shares",
        Unit::Count,
        [0.0, 1_000_000.0, 1.0],
        Access::Etp(Field::Number(|p| p.shares, |p, x| p.shares = x)),
        ["Whole shares.", BOOK],
    )
    .window(|_, _| [0.0, 500.0])
    .when(|p, n| p.etp(n).is_some_and(|t| t.kind == EtpKind::Shares)),
    row(
        "etp.contracts",
        Group::Etp,
        "ETP contracts",
        Unit::Count,
        [0.0, 10_000.0, 1.0],
        Access::Etp(Field::Number(|p| p.contracts, |p, x| p.contracts = x)),
        ["Whole calls, on 100 shares each.", BOOK],
    )
    .window(|_, _| [0.0, 20.0])
    .when(|p, n| p.etp(n).is_some_and(|t| t.kind == EtpKind::Calls)),
    row(
        "etp.days",
        Group::Etp,
        "ETP calls, calendar days",
        Unit::Days,
        [1.0, 500.0, 1.0],
        Access::Etp(Field::Number(|p| p.days, |p, x| p.days = x)),
        ["Calendar days to the calls' expiry.", BOOK],
    )
    .window(|_, _| [7.0, 200.0])
    .when(|p, n| p.etp(n).is_some_and(|t| t.kind == EtpKind::Calls)),
    row(
        "etp.otm",
        Group::Etp,
        "ETP % OTM",
        Unit::Percent,
        [-0.5, 3.0, 0.05],
        Access::Etp(Field::Number(|p| p.otm.0, |p, x| p.otm = Frac(x))),
        ["How far the calls' strike stands above the share's price.", BOOK],
    )
    .window(|_, _| [0.0, 1.0])
    .when(|p, n| p.etp(n).is_some_and(|t| t.kind == EtpKind::Calls)),
    row(
        "etp.first_days",
        Group::Etp,
        "First future",
        Unit::Count,
        [1.0, 35.0, 1.0],
        Access::Etp(Field::Number(|p| p.first_days, |p, x| p.first_days = x)),
        [
            "Whole calendar days to the expiry of the first VIX future that it holds; months then last 28, 35 and 28 of them.",
            "Cboe; model book 2",
        ],
    ),
];
