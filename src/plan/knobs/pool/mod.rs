//! Rows of a pool: its kind, size, range and fees; then what hangs on it.

pub(super) mod own;
pub(super) mod running;
pub(super) mod vetting;

use crate::plan::holding::Kind;
use crate::plan::knobs::access::{Access, Field};
use crate::plan::knobs::input::{Group, Unit};
use crate::plan::knobs::row::{Row, row, switch};
use crate::plan::{FeeBy, Plan, PoolKind, PoolToken, QuoteToken, RangeBy};
use crate::units::{Frac, Usd};

const TIERS: [f64; 4] = [0.0001, 0.0005, 0.003, 0.01];
const TOKENS: [PoolToken; 5] = [PoolToken::Market, PoolToken::Eth, PoolToken::Btc, PoolToken::Own, PoolToken::Stable];
const QUOTES: [QuoteToken; 5] =
    [QuoteToken::Stable, QuoteToken::Market, QuoteToken::Eth, QuoteToken::Btc, QuoteToken::Own];
const RANGES: [RangeBy; 3] = [RangeBy::Level, RangeBy::Factor, RangeBy::Width];
const FEES: [FeeBy; 3] = [FeeBy::Apr, FeeBy::Volume, FeeBy::Position];
const PRICE_WINDOW: fn(&Plan, usize) -> [f64; 2] = |p, n| {
    let price = p.pool(n).map_or(1.0, |pool| pool.price_shown(&p.market));
    [price / 8.0, price * 8.0]
};
/// Whether a pool has a range whose bounds are set so.
fn ranges_by(plan: &Plan, nth: usize, by: RangeBy) -> bool {
    plan.pool(nth).is_some_and(|pool| pool.kind == PoolKind::Concentrated && pool.range_by == by)
}

/// In the order of the page. `pool.inverted` stands before the bounds because it swaps them.
pub(super) const ROWS: &[Row] = &[
    switch("pool.on", Group::Pool, Kind::Pool),
    row(
        "pool.kind",
        Group::Pool,
        "Pool",
        Unit::Number,
        [0.0, (PoolKind::ALL.len() - 1) as f64, 1.0],
        Access::Pool(Field::Choice(
            PoolKind::OPTIONS,
            |p| PoolKind::ALL.iter().position(|kind| *kind == p.kind).unwrap_or(0),
            |p, i| p.kind = PoolKind::ALL.get(i).copied().unwrap_or(p.kind),
        )),
        ["The pool's curve. StableSwap holds two dollars: a shock reaches it through the peg only.", "Model book 6"],
    ),
    row(
        "pool.token",
        Group::Pool,
        "Base token",
        Unit::Number,
        [0.0, 4.0, 1.0],
        Access::Pool(Field::Choice(
            &[("market", "The market's"), ("eth", "ETH"), ("btc", "BTC"), ("own", "Another"), ("stable", "A stablecoin")],
            |p| TOKENS.iter().position(|token| *token == p.token).unwrap_or(0),
            |p, i| p.token = TOKENS.get(i).copied().unwrap_or(p.token),
        )),
        ["The token that the position's prices are for; it sets the betas, the residual and the tick grid.", "Model book 8"],
    )
    .when(|p, n| p.pool(n).is_some_and(|t| t.kind != PoolKind::StableSwap)),
    row(
        "pool.quote",
        Group::Pool,
        "Quote token",
        Unit::Number,
        [0.0, 4.0, 1.0],
        Access::Pool(Field::Choice(
            &[("stable", "A stablecoin"), ("market", "The market's token"), ("eth", "ETH"), ("btc", "BTC"), ("own", "Another")],
            |p| QUOTES.iter().position(|token| *token == p.quote).unwrap_or(0),
            |p, i| p.quote = QUOTES.get(i).copied().unwrap_or(p.quote),
        )),
        ["What the base token is priced in. A stablecoin follows the peg, a token moves with its own betas.", "Model book 6"],
    )
    .when(|p, n| p.pool(n).is_some_and(|t| !t.kind.is_stable_pair())),
    row(
        "pool.deposit",
        Group::Pool,
        "Deposit",
        Unit::Usd,
        [0.0, 1_000_000_000.0, 1000.0],
        Access::Pool(Field::Number(|p| p.deposit.0, |p, x| p.deposit = Usd(x))),
        ["Dollars put into the pool; 0 is none.", "Model book"],
    )
    .window(|p, _| [0.0, (p.account.equity.0).max(1000.0)]),
    row(
        "pool.inverted",
        Group::Pool,
        "Invert quote",
        Unit::Number,
        [0.0, 1.0, 1.0],
        Access::Pool(Field::Switch(
            |p| p.inverted,
            |p, on| {
                if on != p.inverted {
                    (p.low, p.high) = (1.0 / p.high, 1.0 / p.low);
                    p.inverted = on;
                }
            },
        )),
        ["Show prices as base tokens per quote token: bounds swap and invert, no figure changes.", "Model book 6"],
    )
    .more(),
    row(
        "pool.range_by",
        Group::Pool,
        "Range by",
        Unit::Number,
        [0.0, 2.0, 1.0],
        Access::Pool(Field::Choice(
            &[("level", "Two prices"), ("factor", "A factor"), ("width", "A percentage")],
            |p| RANGES.iter().position(|by| *by == p.range_by).unwrap_or(0),
            |p, i| p.range_by = RANGES.get(i).copied().unwrap_or(p.range_by),
        )),
        ["How the bounds are set: two prices; the pair's own price over and times a factor (half of the value in each token); or that price less and plus a percentage.", "Model book 6"],
    )
    .when(|p, n| p.pool(n).is_some_and(|t| t.kind == PoolKind::Concentrated)),
    row(
        "pool.factor",
        Group::Pool,
        "Range factor",
        Unit::Times,
        [1.001, 1000.0, 0.05],
        Access::Pool(Field::Number(|p| p.factor, |p, x| p.factor = x)),
        ["The lower bound is the pair's price over this, the upper one that price times it: at 2 it holds until the price halves or doubles.", "Model book 6"],
    )
    .window(|_, _| [1.01, 4.0])
    .when(|p, n| ranges_by(p, n, RangeBy::Factor)),
    row(
        "pool.width",
        Group::Pool,
        "Range width",
        Unit::Percent,
        [0.001, 0.99, 0.005],
        Access::Pool(Field::Number(|p| p.width.0, |p, x| p.width = Frac(x))),
        ["The bounds are the pair's price, quote per base, less and plus this part of it.", "Model book 6"],
    )
    .window(|_, _| [0.01, 0.6])
    .when(|p, n| ranges_by(p, n, RangeBy::Width)),
    row(
        "pool.low",
        Group::Pool,
        "Lower bound",
        Unit::Price,
        [1e-12, 1e12, 0.0],
        Access::Pool(Field::Number(|p| p.low, |p, x| p.low = x)),
        ["The lower of the two prices between which the position trades; snapped to the tier's ticks.", "Uniswap v3; model book 6"],
    )
    .window(PRICE_WINDOW)
    .log()
    .when(|p, n| ranges_by(p, n, RangeBy::Level)),
    row(
        "pool.high",
        Group::Pool,
        "Upper bound",
        Unit::Price,
        [1e-12, 1e12, 0.0],
        Access::Pool(Field::Number(|p| p.high, |p, x| p.high = x)),
        ["The upper of the two prices between which the position trades; snapped to the tier's ticks.", "Uniswap v3; model book 6"],
    )
    .window(PRICE_WINDOW)
    .log()
    .when(|p, n| ranges_by(p, n, RangeBy::Level)),
    row(
        "pool.fee_by",
        Group::Pool,
        "Fees from",
        Unit::Number,
        [0.0, 2.0, 1.0],
        Access::Pool(Field::Choice(
            &[("apr", "Full range's APR"), ("volume", "Volume"), ("position", "Position's APR")],
            |p| FEES.iter().position(|by| *by == p.fee_by).unwrap_or(0),
            |p, i| p.fee_by = FEES.get(i).copied().unwrap_or(p.fee_by),
        )),
        ["Which figure is typed; the others follow. An APR is an assumption; volume, fee tier and liquidity give one that your own deposit dilutes.", "Model book 7"],
    ),
    row(
        "pool.fee_apr",
        Group::Pool,
        "Full-range fee APR",
        Unit::PercentYear,
        [0.0, 20.0, 0.001],
        Access::Pool(Field::Number(|p| p.fee_apr.0, |p, x| p.fee_apr = Frac(x))),
        ["What a full-range position earns a year, simple, before losses; a range earns it times its concentration while the price is inside. An assumption: its break-even volatility is √(8 × APR).", "Model book 7"],
    )
    .window(|_, _| [0.0, 0.5])
    .when(|p, n| p.pool(n).is_some_and(|t| t.fee_by == FeeBy::Apr)),
    row(
        "pool.position_apr",
        Group::Pool,
        "Position's fee APR",
        Unit::PercentYear,
        [0.0, 100.0, 0.005],
        Access::Pool(Field::Auto(|p| p.position_apr.map(|x| x.0), |p, x| p.position_apr = x.map(Frac))),
        ["What this position earns a year of its value while the price is in range, simple, before losses: what a pool's page shows for it. Over its concentration it is the full range's; empty takes the full range's times it.", "Model book 7"],
    )
    .window(|_, _| [0.0, 2.0])
    .when(|p, n| p.pool(n).is_some_and(|t| t.fee_by == FeeBy::Position)),
    row(
        "pool.tier",
        Group::Pool,
        "Fee tier",
        Unit::Percent,
        [0.0, 3.0, 1.0],
        Access::Pool(Field::Choice(
            &[("0.0001", "0.01 %"), ("0.0005", "0.05 %"), ("0.003", "0.30 %"), ("0.01", "1.00 %")],
            |p| TIERS.iter().position(|tier| *tier == p.tier.0).unwrap_or(1),
            |p, i| p.tier = Frac(TIERS[i.min(3)]),
        )),
        ["Swap fee; it sets the tick spacing that the bounds snap to.", "Uniswap v3"],
    ),
    row(
        "pool.weight",
        Group::Pool,
        "Token weight",
        Unit::Percent,
        [0.01, 0.99, 0.01],
        Access::Pool(Field::Number(|p| p.weight.0, |p, x| p.weight = Frac(x))),
        ["Value share of the token in a weighted pool.", "Balancer; model book 6"],
    )
    .when(|p, n| p.pool(n).is_some_and(|t| t.kind == PoolKind::Weighted)),
    row(
        "pool.amplification",
        Group::Pool,
        "Amplification",
        Unit::Number,
        [1.0, 100_000.0, 1.0],
        Access::Pool(Field::Number(|p| p.amplification, |p, x| p.amplification = x)),
        ["Curve's A: how flat the pool is round its peg.", "Curve; model book 6"],
    )
    .window(|_, _| [10.0, 2000.0])
    .log()
    .when(|p, n| p.pool(n).is_some_and(|t| t.kind == PoolKind::StableSwap)),
    row(
        "pool.gas",
        Group::Pool,
        "Gas",
        Unit::Usd,
        [0.0, 100_000.0, 1.0],
        Access::Pool(Field::Number(|p| p.gas.0, |p, x| p.gas = Usd(x))),
        ["Gas to leave the pool at today's price; a shock multiplies it.", "Model book 8"],
    )
    .window(|_, _| [0.0, 100.0]),
];
