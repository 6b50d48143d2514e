//! Rows of a pool: tokens that are not the market's, each with a price, vol and betas of its own.

use crate::plan::knobs::access::{Access, Field};
use crate::plan::knobs::input::{Group, Unit};
use crate::plan::knobs::row::{Row, row};
use crate::plan::{Plan, Token};
use crate::units::{Usd, Vol};

const HAS_OWN_TOKEN: fn(&Plan, usize) -> bool =
    |p, n| p.pool(n).is_some_and(|pool| pool.base_in(&p.market) == Some(Token::Own));

const HAS_OWN_QUOTE: fn(&Plan, usize) -> bool =
    |p, n| p.pool(n).is_some_and(|pool| pool.quote_in(&p.market) == Some(Token::Own));

pub(in crate::plan::knobs) const ROWS: &[Row] = &[
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
];
