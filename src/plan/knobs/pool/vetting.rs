//! Rows of a pool: what it was vetted for, and the payout it is judged by as a REIT is.

use crate::plan::knobs::access::{Access, Field, KNOWN_AS, Options, known};
use crate::plan::knobs::input::{Group, Unit};
use crate::plan::knobs::row::{Row, row};
use crate::units::{Frac, Usd};

/// Words 0 and 1 are those of the switch that it was.
const KNOWN: Options = &[("0", "fails"), ("1", "holds"), ("unknown", "not known")];

pub(in crate::plan::knobs) const ROWS: &[Row] = &[
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
