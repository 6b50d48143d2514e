//! Rows of the account.

use crate::plan::knobs::access::{Access, Field};
use crate::plan::knobs::input::{Group, Unit};
use crate::plan::knobs::row::{Row, row};
use crate::units::{Frac, Usd};

/// In the order of the page.
pub(super) const ROWS: &[Row] = &[
    row(
        "account.equity",
        Group::Account,
        "Equity",
        Unit::Usd,
        [1.0, 1e12, 1000.0],
        Access::Plan(Field::Number(|p| p.account.equity.0, |p, x| p.account.equity = Usd(x))),
        ["What the account is worth.", "Model book"],
    )
    .window(|_, _| [10_000.0, 5_000_000.0])
    .log(),
    row(
        "account.loss_budget",
        Group::Account,
        "Loss budget",
        Unit::Percent,
        [0.0, 1.0, 0.001],
        Access::Plan(Field::Number(|p| p.account.loss_budget.0, |p, x| p.account.loss_budget = Frac(x))),
        ["Loss that the whole book may take in the shock, of equity.", "Model book 11"],
    )
    .window(|_, _| [0.0, 0.2]),
    row(
        "account.risk_share",
        Group::Account,
        "Risk capital",
        Unit::Percent,
        [0.01, 1.0, 0.01],
        Access::Plan(Field::Number(|p| p.account.risk_share.0, |p, x| p.account.risk_share = Frac(x))),
        ["Share of equity that is risk capital: the hedge budget is a rate of it.", "Model book 9, 11"],
    ),
];
