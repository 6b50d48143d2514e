//! Rows of a pool: what it earns and costs while it runs: trades, loan, cover, what was paid in and collected.

use crate::plan::FeeBy;
use crate::plan::knobs::access::{Access, Field};
use crate::plan::knobs::input::{Group, Unit};
use crate::plan::knobs::row::{Row, row};
use crate::units::{Frac, Usd};

pub(in crate::plan::knobs) const ROWS: &[Row] = &[
    row(
        "pool.volume",
        Group::Pool,
        "Volume a day",
        Unit::Usd,
        [0.0, 1e12, 1e5],
        Access::Pool(Field::Number(|p| p.volume.0, |p, x| p.volume = Usd(x))),
        ["Dollars that the pool trades a day, a mean of some weeks.", "Uniswap; DefiLlama"],
    )
    .window(|_, _| [0.0, 1e9])
    .more()
    .when(|p, n| p.pool(n).is_some_and(|t| t.fee_by == FeeBy::Volume)),
    row(
        "pool.active_liquidity",
        Group::Pool,
        "Active liquidity",
        Unit::Number,
        [0.0, 1e18, 1e4],
        Access::Pool(Field::Number(|p| p.active_liquidity, |p, x| p.active_liquidity = x)),
        ["Liquidity of the others at today's price, √(token × dollar); for Balancer and Curve their value over 2√price. Your tokens are sold into it when you leave, and it shares the fees of the volume.", "Uniswap v3; model book 7"],
    )
    .window(|_, _| [0.0, 2e7])
    .more(),
    row(
        "pool.diverted",
        Group::Pool,
        "Protocol and JIT",
        Unit::Percent,
        [0.0, 1.0, 0.01],
        Access::Pool(Field::Number(|p| p.diverted.0, |p, x| p.diverted = Frac(x))),
        ["Share of the fees that the protocol and just-in-time liquidity take.", "Model book 7"],
    )
    .window(|_, _| [0.0, 0.5])
    .more()
    .when(|p, n| p.pool(n).is_some_and(|t| t.fee_by == FeeBy::Volume)),
    row(
        "pool.block_seconds",
        Group::Pool,
        "Block time",
        Unit::Number,
        [0.0, 3600.0, 0.1],
        Access::Pool(Field::Number(|p| p.block_seconds, |p, x| p.block_seconds = x)),
        ["Seconds between blocks: the shorter, the less arbitrage keeps after fees.", "Milionis, Moallemi, Roughgarden 2023"],
    )
    .window(|_, _| [0.1, 15.0])
    .more(),
    row(
        "pool.loan",
        Group::Pool,
        "Loan",
        Unit::Usd,
        [0.0, 1_000_000_000.0, 500.0],
        Access::Pool(Field::Number(|p| p.loan.0, |p, x| p.loan = Usd(x))),
        ["Dollars of the deposit that are borrowed against the position; 0 is none.", "Model book 7"],
    )
    .window(|p, n| p.pool(n).map_or([0.0, 1.0], |t| [0.0, (t.loan_threshold.0 * t.deposit.0).max(1000.0)]))
    .more()
    .when(|p, n| p.pool(n).is_some_and(|t| t.deposit.0 > 0.0)),
    row(
        "pool.loan_rate",
        Group::Pool,
        "Loan rate",
        Unit::PercentYear,
        [0.0, 2.0, 0.005],
        Access::Pool(Field::Number(|p| p.loan_rate.0, |p, x| p.loan_rate = Frac(x))),
        ["Interest on the loan, continuous.", "Your lender"],
    )
    .window(|_, _| [0.0, 0.3])
    .more()
    .when(|p, n| p.pool(n).is_some_and(|t| t.loan.0 > 0.0)),
    row(
        "pool.loan_threshold",
        Group::Pool,
        "Liquidation at",
        Unit::Percent,
        [0.01, 1.0, 0.01],
        Access::Pool(Field::Number(|p| p.loan_threshold.0, |p, x| p.loan_threshold = Frac(x))),
        ["Share of the position's value that may be owed; beyond it the lender sells, at a penalty of 7 % of the debt.", "Model book 7"],
    )
    .more()
    .when(|p, n| p.pool(n).is_some_and(|t| t.loan.0 > 0.0)),
    row(
        "pool.cover",
        Group::Pool,
        "Cover",
        Unit::Percent,
        [0.0, 1.0, 0.05],
        Access::Pool(Field::Number(|p| p.cover.0, |p, x| p.cover = Frac(x))),
        ["Part of the impermanent loss beyond the deductible that an insurer covers; 0 is no insurance.", "Model book 7"],
    )
    .more(),
    row(
        "pool.cover_premium",
        Group::Pool,
        "Premium",
        Unit::PercentYear,
        [0.0, 1.0, 0.001],
        Access::Pool(Field::Number(|p| p.cover_premium.0, |p, x| p.cover_premium = Frac(x))),
        ["Insurance premium a year, of the deposit.", "Your insurer"],
    )
    .window(|_, _| [0.0, 0.1])
    .more(),
    row(
        "pool.deductible",
        Group::Pool,
        "IL cap",
        Unit::Percent,
        [0.0, 1.0, 0.005],
        Access::Pool(Field::Number(|p| p.deductible.0, |p, x| p.deductible = Frac(x))),
        ["Impermanent loss that stays with you, of holding. It caps the gap to holding, never the fall of the price.", "Model book 7"],
    )
    .window(|_, _| [0.0, 0.3])
    .more(),
    row(
        "pool.cover_limit",
        Group::Pool,
        "Cover limit",
        Unit::Usd,
        [0.0, 1_000_000_000.0, 500.0],
        Access::Pool(Field::Auto(|p| p.cover_limit.map(|x| x.0), |p, x| p.cover_limit = x.map(Usd))),
        ["The most the insurer pays before its own failure; empty is the deposit.", "Model book 7"],
    )
    .window(|p, n| p.pool(n).map_or([0.0, 1.0], |t| [0.0, t.deposit.0.max(1000.0)]))
    .more()
    .when(|p, n| p.pool(n).is_some_and(|t| t.cover.0 > 0.0)),
    row(
        "pool.slippage",
        Group::Pool,
        "Slippage",
        Unit::Percent,
        [0.0, 0.5, 0.001],
        Access::Pool(Field::Number(|p| p.slippage.0, |p, x| p.slippage = Frac(x))),
        ["Price impact that a withdrawal may have; what leaves within it counts for the quick ratio.", "Model book 15"],
    )
    .window(|_, _| [0.0, 0.1])
    .more(),
    row(
        "pool.stock_yield",
        Group::Pool,
        "Stock yield",
        Unit::PercentYear,
        [0.0, 1.0, 0.001],
        Access::Pool(Field::Number(|p| p.stock_yield.0, |p, x| p.stock_yield = Frac(x))),
        ["Dividend yield of the stock whose DRIP stands beside compounding.", "Model book 7"],
    )
    .window(|_, _| [0.0, 0.1])
    .more(),
    row(
        "pool.stock_growth",
        Group::Pool,
        "Stock growth",
        Unit::PercentYear,
        [-0.9, 2.0, 0.005],
        Access::Pool(Field::Number(|p| p.stock_growth.0, |p, x| p.stock_growth = Frac(x))),
        ["Growth of that stock's price a year, simple.", "Model book 7"],
    )
    .window(|_, _| [-0.1, 0.2])
    .more(),
    row(
        "pool.paid_in",
        Group::Pool,
        "Paid in",
        Unit::Usd,
        [0.0, 1_000_000_000.0, 500.0],
        Access::Pool(Field::Auto(|p| p.paid_in.map(|x| x.0), |p, x| p.paid_in = x.map(Usd))),
        ["Dollars put in since the position was opened, less those taken out, at the prices of those days; empty is a position that is opened today. It moves P&L since entry alone.", "Your records"],
    )
    .window(|p, n| p.pool(n).map_or([0.0, 1.0], |t| [0.0, (2.0 * t.deposit.0).max(1000.0)]))
    .more(),
    row(
        "pool.collected",
        Group::Pool,
        "Fees collected",
        Unit::Usd,
        [0.0, 1_000_000_000.0, 100.0],
        Access::Pool(Field::Number(|p| p.collected.0, |p, x| p.collected = Usd(x))),
        ["Dollars of fees that the position has paid out since it was opened. It moves P&L since entry alone.", "Your records"],
    )
    .window(|p, n| p.pool(n).map_or([0.0, 1.0], |t| [0.0, t.deposit.0.max(1000.0)]))
    .more()
    .when(|p, n| p.pool(n).is_some_and(|t| t.paid_in.is_some())),
];
