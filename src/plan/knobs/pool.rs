//! Rows of what hangs on a pool: its own token, fees by volume, loan, insurance, compounding, vetting and gauges.

use crate::plan::knobs::{Access, Group, Knob, Unit, row};
use crate::plan::{FeeBy, PoolKind, PoolToken, Token};
use crate::units::{Frac, Usd, Vol};

/// They follow the first table; a group's rows stand in this order.
pub(super) const ROWS: &[Knob] = &[
    row(
        "pool.token",
        Group::Pool,
        "Token",
        Unit::Number,
        [0.0, 2.0, 1.0],
        Access::Choice(
            &[("market", "The market's"), ("eth", "ETH / USDC"), ("btc", "BTC / USDC")],
            |p| p.pool.token as usize,
            |p, i| p.pool.token = [PoolToken::Market, PoolToken::Eth, PoolToken::Btc][i.min(2)],
        ),
        ["This position's volatile token; it sets the betas, the residual and the tick grid.", "Model book 8"],
    )
    .more()
    .when(|p| p.pool.kind != PoolKind::StableSwap),
    row(
        "pool.token_price",
        Group::Pool,
        "Token price",
        Unit::Usd,
        [0.01, 1_000_000.0, 10.0],
        Access::Linked(|p| p.pool.token_price.map(|x| x.0), |p, x| p.pool.token_price = x.map(Usd)),
        ["Dollars for one token of this position now; empty takes the market's.", "Your exchange"],
    )
    .window(|p| match p.pool.token_in(&p.market) {
        Token::Eth => [500.0, 10_000.0],
        Token::Btc => [10_000.0, 250_000.0],
    })
    .log()
    .more()
    .when(|p| p.pool.kind != PoolKind::StableSwap),
    row(
        "pool.token_vol",
        Group::Pool,
        "Token vol",
        Unit::Percent,
        [0.001, 4.0, 0.01],
        Access::Linked(|p| p.pool.token_vol.map(|x| x.0), |p, x| p.pool.token_vol = x.map(Vol)),
        ["Volatility of this position's pair a year; empty takes the market's, 2 % for a stable pair.", "Deribit DVOL"],
    )
    .window(|_| [0.1, 2.0])
    .more(),
    row(
        "pool.fee_by",
        Group::Pool,
        "Fees from",
        Unit::Number,
        [0.0, 1.0, 1.0],
        Access::Choice(
            &[("apr", "Typed APR"), ("volume", "Volume")],
            |p| p.pool.fee_by as usize,
            |p, i| p.pool.fee_by = if i == 1 { FeeBy::Volume } else { FeeBy::Apr },
        ),
        ["A typed APR is an assumption; volume, fee tier and liquidity give one that your own deposit dilutes.", "Model book 7"],
    )
    .more(),
    row(
        "pool.volume",
        Group::Pool,
        "Volume a day",
        Unit::Usd,
        [0.0, 1e12, 1e5],
        Access::Number(|p| p.pool.volume.0, |p, x| p.pool.volume = Usd(x)),
        ["Dollars that the pool trades a day, a mean of some weeks.", "Uniswap; DefiLlama"],
    )
    .window(|_| [0.0, 1e9])
    .more()
    .when(|p| p.pool.fee_by == FeeBy::Volume),
    row(
        "pool.active_liquidity",
        Group::Pool,
        "Active liquidity",
        Unit::Number,
        [0.0, 1e18, 1e4],
        Access::Number(|p| p.pool.active_liquidity, |p, x| p.pool.active_liquidity = x),
        ["Liquidity of the others at today's price, √(token × dollar); for Balancer and Curve their value over 2√price.", "Uniswap v3; model book 7"],
    )
    .window(|_| [0.0, 2e7])
    .more()
    .when(|p| p.pool.fee_by == FeeBy::Volume),
    row(
        "pool.diverted",
        Group::Pool,
        "Protocol and JIT",
        Unit::Percent,
        [0.0, 1.0, 0.01],
        Access::Number(|p| p.pool.diverted.0, |p, x| p.pool.diverted = Frac(x)),
        ["Share of the fees that the protocol and just-in-time liquidity take.", "Model book 7"],
    )
    .window(|_| [0.0, 0.5])
    .more()
    .when(|p| p.pool.fee_by == FeeBy::Volume),
    row(
        "pool.block_seconds",
        Group::Pool,
        "Block time",
        Unit::Number,
        [0.0, 3600.0, 0.1],
        Access::Number(|p| p.pool.block_seconds, |p, x| p.pool.block_seconds = x),
        ["Seconds between blocks: the shorter, the less arbitrage keeps after fees.", "Milionis, Moallemi, Roughgarden 2023"],
    )
    .window(|_| [0.1, 15.0])
    .more(),
    row(
        "pool.loan",
        Group::Pool,
        "Loan",
        Unit::Usd,
        [0.0, 1_000_000_000.0, 500.0],
        Access::Number(|p| p.pool.loan.0, |p, x| p.pool.loan = Usd(x)),
        ["Dollars of the deposit that are borrowed against the position; 0 is none.", "Model book 7"],
    )
    .window(|p| [0.0, (p.pool.loan_threshold.0 * p.pool.deposit.0).max(1000.0)])
    .more()
    .when(|p| p.pool.deposit.0 > 0.0),
    row(
        "pool.loan_rate",
        Group::Pool,
        "Loan rate",
        Unit::PercentYear,
        [0.0, 2.0, 0.005],
        Access::Number(|p| p.pool.loan_rate.0, |p, x| p.pool.loan_rate = Frac(x)),
        ["Interest on the loan, continuous.", "Your lender"],
    )
    .window(|_| [0.0, 0.3])
    .more()
    .when(|p| p.pool.loan.0 > 0.0),
    row(
        "pool.loan_threshold",
        Group::Pool,
        "Liquidation at",
        Unit::Percent,
        [0.01, 1.0, 0.01],
        Access::Number(|p| p.pool.loan_threshold.0, |p, x| p.pool.loan_threshold = Frac(x)),
        ["Share of the position's value that may be owed; beyond it the lender sells, at a penalty of 7 % of the debt.", "Model book 7"],
    )
    .more()
    .when(|p| p.pool.loan.0 > 0.0),
    row(
        "pool.cover",
        Group::Pool,
        "Cover",
        Unit::Percent,
        [0.0, 1.0, 0.05],
        Access::Number(|p| p.pool.cover.0, |p, x| p.pool.cover = Frac(x)),
        ["Part of the impermanent loss beyond the deductible that an insurer covers; 0 is no insurance.", "Model book 7"],
    )
    .more(),
    row(
        "pool.cover_premium",
        Group::Pool,
        "Premium",
        Unit::PercentYear,
        [0.0, 1.0, 0.001],
        Access::Number(|p| p.pool.cover_premium.0, |p, x| p.pool.cover_premium = Frac(x)),
        ["Insurance premium a year, of the deposit.", "Your insurer"],
    )
    .window(|_| [0.0, 0.1])
    .more(),
    row(
        "pool.deductible",
        Group::Pool,
        "IL cap",
        Unit::Percent,
        [0.0, 1.0, 0.005],
        Access::Number(|p| p.pool.deductible.0, |p, x| p.pool.deductible = Frac(x)),
        ["Impermanent loss that stays with you, of holding. It caps the gap to holding, never the fall of the price.", "Model book 7"],
    )
    .window(|_| [0.0, 0.3])
    .more(),
    row(
        "pool.cover_limit",
        Group::Pool,
        "Cover limit",
        Unit::Usd,
        [0.0, 1_000_000_000.0, 500.0],
        Access::Linked(|p| p.pool.cover_limit.map(|x| x.0), |p, x| p.pool.cover_limit = x.map(Usd)),
        ["The most the insurer pays before its own failure; empty is the deposit.", "Model book 7"],
    )
    .window(|p| [0.0, p.pool.deposit.0.max(1000.0)])
    .more()
    .when(|p| p.pool.cover.0 > 0.0),
    row(
        "pool.strip_per_side",
        Group::Pool,
        "IL hedge",
        Unit::Count,
        [0.0, 10.0, 1.0],
        Access::Number(|p| p.pool.strip_per_side, |p, x| p.pool.strip_per_side = x),
        ["Puts and calls bought a side against impermanent loss; a proposal: it is priced on the Pool tab and not part of the book.", "Carr and Madan 1998; model book 6"],
    )
    .more()
    .when(|p| matches!(p.pool.kind, PoolKind::Concentrated | PoolKind::ConstantProduct)),
    row(
        "pool.slippage",
        Group::Pool,
        "Slippage",
        Unit::Percent,
        [0.0, 0.5, 0.001],
        Access::Number(|p| p.pool.slippage.0, |p, x| p.pool.slippage = Frac(x)),
        ["Price impact that a withdrawal may have; what leaves within it counts for the quick ratio.", "Model book 15"],
    )
    .window(|_| [0.0, 0.1])
    .more(),
    row(
        "pool.stock_yield",
        Group::Pool,
        "Stock yield",
        Unit::PercentYear,
        [0.0, 1.0, 0.001],
        Access::Number(|p| p.pool.stock_yield.0, |p, x| p.pool.stock_yield = Frac(x)),
        ["Dividend yield of the stock whose DRIP stands beside compounding.", "Model book 7"],
    )
    .window(|_| [0.0, 0.1])
    .more(),
    row(
        "pool.stock_growth",
        Group::Pool,
        "Stock growth",
        Unit::PercentYear,
        [-0.9, 2.0, 0.005],
        Access::Number(|p| p.pool.stock_growth.0, |p, x| p.pool.stock_growth = Frac(x)),
        ["Growth of that stock's price a year, simple.", "Model book 7"],
    )
    .window(|_| [-0.1, 0.2])
    .more(),
    row(
        "pool.vetting.audited",
        Group::Pool,
        "Audited",
        Unit::Number,
        [0.0, 1.0, 1.0],
        Access::Switch(|p| p.pool.vetting.audited, |p, on| p.pool.vetting.audited = on),
        ["Hard: an outside audit exists. Failing sets the weight to 0.", "Model book 15"],
    )
    .more(),
    row(
        "pool.vetting.unexploited",
        Group::Pool,
        "Not exploited",
        Unit::Number,
        [0.0, 1.0, 1.0],
        Access::Switch(|p| p.pool.vetting.unexploited, |p, on| p.pool.vetting.unexploited = on),
        ["Hard: not exploited in twelve months. Failing sets the weight to 0.", "Model book 15"],
    )
    .more(),
    row(
        "pool.vetting.locked",
        Group::Pool,
        "Liquidity locked",
        Unit::Number,
        [0.0, 1.0, 1.0],
        Access::Switch(|p| p.pool.vetting.locked, |p, on| p.pool.vetting.locked = on),
        ["Hard: the pool's liquidity is locked. Failing sets the weight to 0.", "Model book 15"],
    )
    .more(),
    row(
        "pool.vetting.multisig",
        Group::Pool,
        "Multisig, timelock",
        Unit::Number,
        [0.0, 1.0, 1.0],
        Access::Switch(|p| p.pool.vetting.multisig, |p, on| p.pool.vetting.multisig = on),
        ["Hard: m of n signers with m of 2 or more, behind a timelock. Failing sets the weight to 0.", "Model book 15"],
    )
    .more(),
    row(
        "pool.vetting.oracles",
        Group::Pool,
        "Several oracles",
        Unit::Number,
        [0.0, 1.0, 1.0],
        Access::Switch(|p| p.pool.vetting.oracles, |p, on| p.pool.vetting.oracles = on),
        ["Hard: prices come from more than one source. Failing sets the weight to 0.", "Model book 15"],
    )
    .more(),
    row(
        "pool.vetting.age",
        Group::Pool,
        "Age",
        Unit::Number,
        [0.0, 100.0, 0.5],
        Access::Number(|p| p.pool.vetting.age, |p, x| p.pool.vetting.age = x),
        ["Scored: years since the token began to trade; 1 or more.", "Model book 15"],
    )
    .window(|_| [0.0, 12.0])
    .more(),
    row(
        "pool.vetting.tvl",
        Group::Pool,
        "Pool TVL",
        Unit::Usd,
        [0.0, 1e12, 1e6],
        Access::Number(|p| p.pool.vetting.tvl.0, |p, x| p.pool.vetting.tvl = Usd(x)),
        ["Scored: dollars locked in the pool; $10 million or more.", "Model book 15"],
    )
    .window(|_| [0.0, 5e8])
    .more(),
    row(
        "pool.vetting.top_holders",
        Group::Pool,
        "Top ten holders",
        Unit::Percent,
        [0.0, 1.0, 0.01],
        Access::Number(|p| p.pool.vetting.top_holders.0, |p, x| p.pool.vetting.top_holders = Frac(x)),
        ["Scored: share of the ten largest holders; half or less.", "Model book 15"],
    )
    .more(),
    row(
        "pool.vetting.team",
        Group::Pool,
        "Team share",
        Unit::Percent,
        [0.0, 1.0, 0.01],
        Access::Number(|p| p.pool.vetting.team.0, |p, x| p.pool.vetting.team = Frac(x)),
        ["Scored: share of the team; 15 % or less.", "Model book 15"],
    )
    .more(),
    row(
        "pool.vetting.vesting",
        Group::Pool,
        "Vesting",
        Unit::Number,
        [0.0, 600.0, 1.0],
        Access::Number(|p| p.pool.vetting.vesting, |p, x| p.pool.vetting.vesting = x),
        ["Scored: months over which the team's share vests; 12 or more.", "Model book 15"],
    )
    .window(|_| [0.0, 60.0])
    .more(),
    row(
        "pool.vetting.unlock",
        Group::Pool,
        "Unlock, 90 days",
        Unit::Percent,
        [0.0, 1.0, 0.01],
        Access::Number(|p| p.pool.vetting.unlock.0, |p, x| p.pool.vetting.unlock = Frac(x)),
        ["Scored: share of the supply that unlocks in 90 days; 5 % or less.", "Model book 15"],
    )
    .window(|_| [0.0, 0.5])
    .more(),
    row(
        "pool.reit.price",
        Group::Pool,
        "REIT price",
        Unit::Usd,
        [0.0, 1e6, 1.0],
        Access::Number(|p| p.pool.reit.price.0, |p, x| p.pool.reit.price = Usd(x)),
        ["Price of a REIT to set beside the pool, for the dividend discount model; 0 is none.", "Model book 15"],
    )
    .window(|_| [0.0, 300.0])
    .more(),
    row(
        "pool.reit.dividend",
        Group::Pool,
        "REIT dividend",
        Unit::Usd,
        [0.0, 1e5, 0.1],
        Access::Number(|p| p.pool.reit.dividend.0, |p, x| p.pool.reit.dividend = Usd(x)),
        ["Its dividend over the next year, dollars a share.", "Model book 15"],
    )
    .window(|_| [0.0, 20.0])
    .more()
    .when(|p| p.pool.reit.price.0 > 0.0),
    row(
        "pool.reit.discount",
        Group::Pool,
        "REIT discount",
        Unit::PercentYear,
        [-0.5, 1.0, 0.0025],
        Access::Number(|p| p.pool.reit.discount.0, |p, x| p.pool.reit.discount = Frac(x)),
        ["Discount rate r of the model D / (r − g).", "Model book 15"],
    )
    .window(|_| [0.0, 0.2])
    .more()
    .when(|p| p.pool.reit.price.0 > 0.0),
    row(
        "pool.reit.growth",
        Group::Pool,
        "REIT growth",
        Unit::PercentYear,
        [-0.5, 1.0, 0.0025],
        Access::Number(|p| p.pool.reit.growth.0, |p, x| p.pool.reit.growth = Frac(x)),
        ["Dividend growth g; must be below the discount rate.", "Model book 15"],
    )
    .window(|_| [-0.05, 0.15])
    .more()
    .when(|p| p.pool.reit.price.0 > 0.0),
    row(
        "pool.reit.cap_share",
        Group::Pool,
        "Token's cap share",
        Unit::Percent,
        [0.0, 1.0, 0.01],
        Access::Number(|p| p.pool.reit.cap_share.0, |p, x| p.pool.reit.cap_share = Frac(x)),
        ["Share of the token in the market value of the pair's two tokens.", "Model book 15"],
    )
    .more()
    .when(|p| p.pool.reit.price.0 > 0.0),
    row(
        "pool.reit.week",
        Group::Pool,
        "Token, one week",
        Unit::Percent,
        [-0.99, 20.0, 0.005],
        Access::Number(|p| p.pool.reit.week.0, |p, x| p.pool.reit.week = Frac(x)),
        ["Token return over one week, for the pair's stretch.", "Model book 15"],
    )
    .window(|_| [-0.4, 0.4])
    .more()
    .when(|p| p.pool.reit.price.0 > 0.0),
    row(
        "pool.reit.month",
        Group::Pool,
        "Token, one month",
        Unit::Percent,
        [-0.99, 20.0, 0.005],
        Access::Number(|p| p.pool.reit.month.0, |p, x| p.pool.reit.month = Frac(x)),
        ["Token return over one month.", "Model book 15"],
    )
    .window(|_| [-0.6, 0.8])
    .more()
    .when(|p| p.pool.reit.price.0 > 0.0),
    row(
        "pool.reit.quarter",
        Group::Pool,
        "Token, three months",
        Unit::Percent,
        [-0.99, 20.0, 0.005],
        Access::Number(|p| p.pool.reit.quarter.0, |p, x| p.pool.reit.quarter = Frac(x)),
        ["Token return over three months.", "Model book 15"],
    )
    .window(|_| [-0.8, 2.0])
    .more()
    .when(|p| p.pool.reit.price.0 > 0.0),
    row(
        "account.cash",
        Group::Account,
        "Cash",
        Unit::Usd,
        [0.0, 1e12, 1000.0],
        Access::Number(|p| p.account.cash.0, |p, x| p.account.cash = Usd(x)),
        ["Dollars at hand for a margin call, beside the positions.", "Model book 15"],
    )
    .window(|_| [0.0, 500_000.0])
    .more(),
    row(
        "account.stablecoins",
        Group::Account,
        "Stablecoins",
        Unit::Usd,
        [0.0, 1e12, 1000.0],
        Access::Number(|p| p.account.stablecoins.0, |p, x| p.account.stablecoins = Usd(x)),
        ["Dollar tokens at hand outside every pool.", "Model book 15"],
    )
    .window(|_| [0.0, 500_000.0])
    .more(),
];
