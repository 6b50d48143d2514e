//! Rows of a pool: its kind, size, range and fees; then what hangs on it.

use crate::plan::holding::Kind;
use crate::plan::knobs::access::{Access, Field, KNOWN_AS, Options, known};
use crate::plan::knobs::input::{Group, Unit};
use crate::plan::knobs::row::{Row, row, switch};
use crate::plan::{FeeBy, Plan, PoolKind, PoolToken, QuoteToken, RangeBy, Token};
use crate::units::{Frac, Usd, Vol};

const TIERS: [f64; 4] = [0.0001, 0.0005, 0.003, 0.01];
const TOKENS: [PoolToken; 5] = [PoolToken::Market, PoolToken::Eth, PoolToken::Btc, PoolToken::Own, PoolToken::Stable];
const QUOTES: [QuoteToken; 5] =
    [QuoteToken::Stable, QuoteToken::Market, QuoteToken::Eth, QuoteToken::Btc, QuoteToken::Own];
const RANGES: [RangeBy; 3] = [RangeBy::Level, RangeBy::Factor, RangeBy::Width];
/// Words 0 and 1 are those of the switch that it was.
const KNOWN: Options = &[("0", "fails"), ("1", "holds"), ("unknown", "not known")];
const FEES: [FeeBy; 3] = [FeeBy::Apr, FeeBy::Volume, FeeBy::Position];
const PRICE_WINDOW: fn(&Plan, usize) -> [f64; 2] = |p, n| {
    let price = p.pool(n).map_or(1.0, |pool| pool.price_shown(&p.market));
    [price / 8.0, price * 8.0]
};
const HAS_OWN_TOKEN: fn(&Plan, usize) -> bool =
    |p, n| p.pool(n).is_some_and(|pool| pool.base_in(&p.market) == Some(Token::Own));

const HAS_OWN_QUOTE: fn(&Plan, usize) -> bool =
    |p, n| p.pool(n).is_some_and(|pool| pool.quote_in(&p.market) == Some(Token::Own));

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
    row(
        "pool.token_price",
        Group::Pool,
        "Token price",
        Unit::Usd,
        [0.01, 1_000_000.0, 10.0],
        Access::Pool(Field::Auto(|p| p.token_price.map(|x| x.0), |p, x| p.token_price = x.map(Usd))),
        ["Dollars for one token of this position now; empty takes the market's.", "Your exchange"],
    )
    .window(|p, n| p.pool(n).map_or([0.0, 1.0], |t| {
        let price = t.base_usd(&p.market).0;
        [price / 8.0, price * 8.0]
    }))
    .log()
    .more()
    .when(|p, n| p.pool(n).is_some_and(|t| t.base_in(&p.market).is_some())),
    row(
        "pool.token_vol",
        Group::Pool,
        "Token vol",
        Unit::Percent,
        [0.001, 4.0, 0.01],
        Access::Pool(Field::Auto(|p| p.token_vol.map(|x| x.0), |p, x| p.token_vol = x.map(Vol))),
        ["Volatility of this position's pair a year; empty takes its tokens' own, 2 % for a stable pair. A token of its own has its residual scaled with it.", "Deribit DVOL; model book 8"],
    )
    .window(|_, _| [0.1, 2.0])
    .more(),
    row(
        "pool.beta_spx",
        Group::Pool,
        "Beta to SPX",
        Unit::Number,
        [-5.0, 10.0, 0.1],
        Access::Pool(Field::Auto(|p| p.beta_spx, |p, x| p.beta_spx = x)),
        ["Log return of the base token per log return of SPX; empty takes ETH's, which rises in a spike.", "Model book 8"],
    )
    .window(|_, _| [0.0, 4.0])
    .more()
    .when(HAS_OWN_TOKEN),
    row(
        "pool.beta_vix",
        Group::Pool,
        "Beta to VIX",
        Unit::Number,
        [-0.1, 0.1, 0.0005],
        Access::Pool(Field::Auto(|p| p.beta_vix, |p, x| p.beta_vix = x)),
        ["Log return of the base token per VIX point; empty takes ETH's.", "Model book 8"],
    )
    .window(|_, _| [-0.02, 0.02])
    .more()
    .when(HAS_OWN_TOKEN),
    row(
        "pool.quote_price",
        Group::Pool,
        "Quote price",
        Unit::Usd,
        [0.000_001, 1_000_000.0, 0.01],
        Access::Pool(Field::Number(|p| p.quote_price.0, |p, x| p.quote_price = Usd(x))),
        ["Dollars for one token of the pool's quote now.", "Your exchange"],
    )
    .window(|p, n| p.pool(n).map_or([0.1, 10.0], |t| [t.quote_price.0 / 8.0, t.quote_price.0 * 8.0]))
    .log()
    .more()
    .when(HAS_OWN_QUOTE),
    row(
        "pool.quote_vol",
        Group::Pool,
        "Quote vol",
        Unit::Percent,
        [0.001, 4.0, 0.01],
        Access::Pool(Field::Auto(|p| p.quote_vol.map(|x| x.0), |p, x| p.quote_vol = x.map(Vol))),
        ["Volatility of the quote token in dollars a year; empty takes ETH's usual one.", "Model book 8"],
    )
    .window(|_, _| [0.1, 2.0])
    .more()
    .when(HAS_OWN_QUOTE),
    row(
        "pool.quote_beta_spx",
        Group::Pool,
        "Quote beta to SPX",
        Unit::Number,
        [-5.0, 10.0, 0.1],
        Access::Pool(Field::Auto(|p| p.quote_beta_spx, |p, x| p.quote_beta_spx = x)),
        ["Log return of the quote token per log return of SPX; empty takes ETH's, which rises in a spike.", "Model book 8"],
    )
    .window(|_, _| [0.0, 4.0])
    .more()
    .when(HAS_OWN_QUOTE),
    row(
        "pool.quote_beta_vix",
        Group::Pool,
        "Quote beta to VIX",
        Unit::Number,
        [-0.1, 0.1, 0.0005],
        Access::Pool(Field::Auto(|p| p.quote_beta_vix, |p, x| p.quote_beta_vix = x)),
        ["Log return of the quote token per VIX point; empty takes ETH's.", "Model book 8"],
    )
    .window(|_, _| [-0.02, 0.02])
    .more()
    .when(HAS_OWN_QUOTE),
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
    row(
        "pool.vetting.audited",
        Group::Pool,
        "Audited",
        Unit::Number,
        [0.0, 1.0, 1.0],
        Access::Pool(Field::Choice(KNOWN, |p| known(p.vetting.audited), |p, i| p.vetting.audited = KNOWN_AS[i.min(2)])),
        ["Hard: an outside audit exists. Failing sets the weight to 0; not known passes nothing.", "Model book 15"],
    )
    .more(),
    row(
        "pool.vetting.unexploited",
        Group::Pool,
        "Not exploited",
        Unit::Number,
        [0.0, 1.0, 1.0],
        Access::Pool(Field::Choice(KNOWN, |p| known(p.vetting.unexploited), |p, i| p.vetting.unexploited = KNOWN_AS[i.min(2)])),
        ["Hard: not exploited in twelve months. Failing sets the weight to 0; not known passes nothing.", "Model book 15"],
    )
    .more(),
    row(
        "pool.vetting.locked",
        Group::Pool,
        "Liquidity locked",
        Unit::Number,
        [0.0, 1.0, 1.0],
        Access::Pool(Field::Choice(KNOWN, |p| known(p.vetting.locked), |p, i| p.vetting.locked = KNOWN_AS[i.min(2)])),
        ["Hard: the pool's liquidity is locked. Failing sets the weight to 0; not known passes nothing.", "Model book 15"],
    )
    .more(),
    row(
        "pool.vetting.multisig",
        Group::Pool,
        "Multisig, timelock",
        Unit::Number,
        [0.0, 1.0, 1.0],
        Access::Pool(Field::Choice(KNOWN, |p| known(p.vetting.multisig), |p, i| p.vetting.multisig = KNOWN_AS[i.min(2)])),
        ["Hard: m of n signers with m of 2 or more, behind a timelock. Failing sets the weight to 0; not known passes nothing.", "Model book 15"],
    )
    .more(),
    row(
        "pool.vetting.oracles",
        Group::Pool,
        "Several oracles",
        Unit::Number,
        [0.0, 1.0, 1.0],
        Access::Pool(Field::Choice(KNOWN, |p| known(p.vetting.oracles), |p, i| p.vetting.oracles = KNOWN_AS[i.min(2)])),
        ["Hard: prices come from more than one source. Failing sets the weight to 0; not known passes nothing.", "Model book 15"],
    )
    .more(),
    row(
        "pool.vetting.age",
        Group::Pool,
        "Age",
        Unit::Number,
        [0.0, 100.0, 0.5],
        Access::Pool(Field::Auto(|p| p.vetting.age, |p, x| p.vetting.age = x)),
        ["Scored: years since the token began to trade; 1 or more; empty is not known, and no point.", "Model book 15"],
    )
    .window(|_, _| [0.0, 12.0])
    .more(),
    row(
        "pool.vetting.tvl",
        Group::Pool,
        "Pool TVL",
        Unit::Usd,
        [0.0, 1e12, 1e6],
        Access::Pool(Field::Auto(|p| p.vetting.tvl.map(|x| x.0), |p, x| p.vetting.tvl = x.map(Usd))),
        ["Scored: dollars locked in the pool; $10 million or more; empty is not known, and no point.", "Model book 15"],
    )
    .window(|_, _| [0.0, 5e8])
    .more(),
    row(
        "pool.vetting.top_holders",
        Group::Pool,
        "Top ten holders",
        Unit::Percent,
        [0.0, 1.0, 0.01],
        Access::Pool(Field::Auto(|p| p.vetting.top_holders.map(|x| x.0), |p, x| p.vetting.top_holders = x.map(Frac))),
        ["Scored: share of the ten largest holders; half or less; empty is not known, and no point.", "Model book 15"],
    )
    .more(),
    row(
        "pool.vetting.team",
        Group::Pool,
        "Team share",
        Unit::Percent,
        [0.0, 1.0, 0.01],
        Access::Pool(Field::Auto(|p| p.vetting.team.map(|x| x.0), |p, x| p.vetting.team = x.map(Frac))),
        ["Scored: share of the team; 15 % or less; empty is not known, and no point.", "Model book 15"],
    )
    .more(),
    row(
        "pool.vetting.vesting",
        Group::Pool,
        "Vesting",
        Unit::Number,
        [0.0, 600.0, 1.0],
        Access::Pool(Field::Auto(|p| p.vetting.vesting, |p, x| p.vetting.vesting = x)),
        ["Scored: months over which the team's share vests; 12 or more; empty is not known, and no point.", "Model book 15"],
    )
    .window(|_, _| [0.0, 60.0])
    .more(),
    row(
        "pool.vetting.unlock",
        Group::Pool,
        "Unlock, 90 calendar days",
        Unit::Percent,
        [0.0, 1.0, 0.01],
        Access::Pool(Field::Auto(|p| p.vetting.unlock.map(|x| x.0), |p, x| p.vetting.unlock = x.map(Frac))),
        ["Scored: share of the supply that unlocks in 90 calendar days; 5 % or less; empty is not known, and no point.", "Model book 15"],
    )
    .window(|_, _| [0.0, 0.5])
    .more(),
    row(
        "pool.reit.price",
        Group::Pool,
        "REIT price",
        Unit::Usd,
        [0.0, 1e6, 1.0],
        Access::Pool(Field::Number(|p| p.reit.price.0, |p, x| p.reit.price = Usd(x))),
        ["Price of a REIT to set beside the pool, for the dividend discount model; 0 is none.", "Model book 15"],
    )
    .window(|_, _| [0.0, 300.0])
    .more(),
    row(
        "pool.reit.dividend",
        Group::Pool,
        "REIT dividend",
        Unit::Usd,
        [0.0, 1e5, 0.1],
        Access::Pool(Field::Number(|p| p.reit.dividend.0, |p, x| p.reit.dividend = Usd(x))),
        ["Its dividend over the next year, dollars a share.", "Model book 15"],
    )
    .window(|_, _| [0.0, 20.0])
    .more()
    .when(|p, n| p.pool(n).is_some_and(|t| t.reit.price.0 > 0.0)),
    row(
        "pool.reit.discount",
        Group::Pool,
        "REIT discount",
        Unit::PercentYear,
        [-0.5, 1.0, 0.0025],
        Access::Pool(Field::Number(|p| p.reit.discount.0, |p, x| p.reit.discount = Frac(x))),
        ["Discount rate r of the model D / (r − g).", "Model book 15"],
    )
    .window(|_, _| [0.0, 0.2])
    .more()
    .when(|p, n| p.pool(n).is_some_and(|t| t.reit.price.0 > 0.0)),
    row(
        "pool.reit.growth",
        Group::Pool,
        "REIT growth",
        Unit::PercentYear,
        [-0.5, 1.0, 0.0025],
        Access::Pool(Field::Number(|p| p.reit.growth.0, |p, x| p.reit.growth = Frac(x))),
        ["Dividend growth g; must be below the discount rate.", "Model book 15"],
    )
    .window(|_, _| [-0.05, 0.15])
    .more()
    .when(|p, n| p.pool(n).is_some_and(|t| t.reit.price.0 > 0.0)),
    row(
        "pool.reit.cap_share",
        Group::Pool,
        "Token's cap share",
        Unit::Percent,
        [0.0, 1.0, 0.01],
        Access::Pool(Field::Number(|p| p.reit.cap_share.0, |p, x| p.reit.cap_share = Frac(x))),
        ["Share of the token in the market value of the pair's two tokens.", "Model book 15"],
    )
    .more()
    .when(|p, n| p.pool(n).is_some_and(|t| t.reit.price.0 > 0.0)),
    row(
        "pool.reit.week",
        Group::Pool,
        "Token, one week",
        Unit::Percent,
        [-0.99, 20.0, 0.005],
        Access::Pool(Field::Number(|p| p.reit.week.0, |p, x| p.reit.week = Frac(x))),
        ["Token return over one week, for the pair's stretch.", "Model book 15"],
    )
    .window(|_, _| [-0.4, 0.4])
    .more()
    .when(|p, n| p.pool(n).is_some_and(|t| t.reit.price.0 > 0.0)),
    row(
        "pool.reit.month",
        Group::Pool,
        "Token, one month",
        Unit::Percent,
        [-0.99, 20.0, 0.005],
        Access::Pool(Field::Number(|p| p.reit.month.0, |p, x| p.reit.month = Frac(x))),
        ["Token return over one month.", "Model book 15"],
    )
    .window(|_, _| [-0.6, 0.8])
    .more()
    .when(|p, n| p.pool(n).is_some_and(|t| t.reit.price.0 > 0.0)),
    row(
        "pool.reit.quarter",
        Group::Pool,
        "Token, three months",
        Unit::Percent,
        [-0.99, 20.0, 0.005],
        Access::Pool(Field::Number(|p| p.reit.quarter.0, |p, x| p.reit.quarter = Frac(x))),
        ["Token return over three months.", "Model book 15"],
    )
    .window(|_, _| [-0.8, 2.0])
    .more()
    .when(|p, n| p.pool(n).is_some_and(|t| t.reit.price.0 > 0.0)),
    row(
        "account.cash",
        Group::Account,
        "Cash",
        Unit::Usd,
        [0.0, 1e12, 1000.0],
        Access::Plan(Field::Number(|p| p.account.cash.0, |p, x| p.account.cash = Usd(x))),
        ["Dollars at hand for a margin call, beside the positions.", "Model book 15"],
    )
    .window(|_, _| [0.0, 500_000.0])
    .more(),
    row(
        "account.stablecoins",
        Group::Account,
        "Stablecoins",
        Unit::Usd,
        [0.0, 1e12, 1000.0],
        Access::Plan(Field::Number(|p| p.account.stablecoins.0, |p, x| p.account.stablecoins = Usd(x))),
        ["Dollar tokens at hand outside every pool.", "Model book 15"],
    )
    .window(|_, _| [0.0, 500_000.0])
    .more(),
];
