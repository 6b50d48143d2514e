//! Rows of the event and of the response to it.

use crate::plan::knobs::access::{Access, Field};
use crate::plan::knobs::input::{Group, Unit};
use crate::plan::knobs::row::{Row, row};
use crate::plan::{Token, VixOf};
use crate::units::{Frac, Points, Usd, Vol};

macro_rules! own_move {
    ($id:literal, $label:literal, $name:literal, $token:expr, $field:ident) => {
        row(
            $id,
            Group::Shock,
            $label,
            Unit::Percent,
            [-0.99, 5.0, 0.001],
            Access::Plan(Field::Auto(|p| p.event.$field.map(|x| x.0), |p, x| p.event.$field = x.map(Frac))),
            [
                concat!("Move of ", $name, " where the market's token is another one; empty takes the move held for that one, else follows SPX and VIX by two betas."),
                "Model book 8",
            ],
        )
        .window(|_, _| [-0.7, 0.4])
        .more()
        .when(|p, _| p.market.token != $token && p.holds($token))
    };
}

/// In the order of the page.
pub(super) const ROWS: &[Row] = &[
    row(
        "shock.vix",
        Group::Shock,
        "VIX after the shock",
        Unit::Points,
        [9.0, 150.0, 0.25],
        Access::Plan(Field::Auto(|p| p.event.vix.map(|v| v.0), |p, x| p.event.vix = x.map(Points))),
        ["VIX on the last day of the shock; empty leaves it where it is.", "Cboe VIX"],
    )
    .log(),
    row(
        "shock.days",
        Group::Shock,
        "Trading days",
        Unit::TradingDays,
        [0.0, 252.0, 1.0],
        Access::Plan(Field::Number(|p| p.event.days, |p, x| p.event.days = x)),
        ["Trading days over which it happens, and the day on which every number of the page is seen; 0 is an instant. The slider ends with the last condor’s expiry or else the hedge’s.", "Model book 0"],
    )
    .window(|plan, _| [0.0, plan.days_to_last_expiry()]),
    row(
        "shock.spx",
        Group::Shock,
        "SPX",
        Unit::Percent,
        [-0.95, 2.0, 0.001],
        Access::Plan(Field::Auto(|p| p.event.spx.map(|x| x.0), |p, x| p.event.spx = x.map(Frac))),
        ["SPX move; empty follows VIX on the spot–vol link.", "Model book 8"],
    )
    .window(|_, _| [-0.35, 0.15]),
    row(
        "shock.token",
        Group::Shock,
        "Token",
        Unit::Percent,
        [-0.99, 5.0, 0.001],
        Access::Plan(Field::Auto(|p| p.event.token.map(|x| x.0), |p, x| p.event.token = x.map(Frac))),
        ["Token move; empty follows SPX and VIX by two betas.", "Model book 8"],
    )
    .window(|_, _| [-0.7, 0.4]),
    own_move!("shock.eth", "ETH, its own move", "ETH", Token::Eth, eth),
    own_move!("shock.btc", "BTC, its own move", "BTC", Token::Btc, btc),
    row(
        "shock.crypto",
        Group::Shock,
        "Crypto-only",
        Unit::Percent,
        [-0.99, 1.0, 0.001],
        Access::Plan(Field::Number(|p| p.event.crypto.0, |p, x| p.event.crypto = Frac(x))),
        ["A fall that VIX does not see, on top of the linked move. 58 of 100 crypto crashes since March 2020 were of this kind.", "Model book 8"],
    )
    .window(|_, _| [-0.6, 0.0]),
    row(
        "shock.severity",
        Group::Shock,
        "Severity",
        Unit::Times,
        [0.0, 4.0, 0.05],
        Access::Plan(Field::Number(|p| p.response.severity, |p, x| p.response.severity = x)),
        ["How hard SPX moves for a given VIX: 0.5 volatility event (Feb 2018), 1 central, 1.7 crash (Mar 2020), 2.1 Oct 1987.", "Model book 8"],
    )
    .window(|_, _| [0.0, 2.5])
    .more(),
    row(
        "shock.vix_of",
        Group::Shock,
        "VIX by the calendar of",
        Unit::Number,
        [0.0, 2.0, 1.0],
        Access::Plan(Field::Choice(
            &[("auto", "Auto"), ("today", "Today"), ("date", "That date")],
            |p| p.response.vix_of as usize,
            |p, i| p.response.vix_of = [VixOf::Auto, VixOf::Today, VixOf::Date][i.min(2)],
        )),
        ["Auto: of today while VIX is untouched, of that date once it is set. Of today: an event on the calendar that is over by then takes its variance out of the curve, wherever VIX stands. Of that date: VIX is the level printed then, as if nothing had passed. The same for the shock and every chart.", "Model book 3, 10"],
    )
    .more()
    .when(|p, _| !p.market.events.is_empty()),
    row(
        "shock.peg",
        Group::Shock,
        "Peg",
        Unit::Usd,
        [0.01, 2.0, 0.005],
        Access::Plan(Field::Number(|p| p.event.peg.0, |p, x| p.event.peg = Usd(x))),
        ["Dollars a quote token (USDC) is worth after the shock. Below 0.98 depth falls to a twentieth.", "Model book 6, 8"],
    )
    .window(|_, _| [0.7, 1.05])
    .more(),
    row(
        "shock.correlation",
        Group::Shock,
        "Correlation stress",
        Unit::Percent,
        [0.0, 1.0, 0.01],
        Access::Plan(Field::Number(|p| p.response.correlation, |p, x| p.response.correlation = x)),
        ["Moves the token's correlation with the shock towards one; 100 % is 'all correlations go to one'.", "Model book 8"],
    )
    .more(),
    row(
        "shock.band",
        Group::Shock,
        "Band",
        Unit::Number,
        [0.0, 5.0, 0.005],
        Access::Plan(Field::Number(|p| p.response.band, |p, x| p.response.band = x)),
        ["Half-width of the token band in standard deviations; 1.645 holds 90 %.", "Model book 8"],
    )
    .window(|_, _| [0.0, 3.0])
    .more(),
    row(
        "shock.beta_spx",
        Group::Shock,
        "Token beta to SPX",
        Unit::Number,
        [-5.0, 10.0, 0.05],
        Access::Plan(Field::Auto(|p| p.response.beta_spx, |p, x| p.response.beta_spx = x)),
        ["Token log return per SPX log return; empty uses the fitted one, which rises in a spike.", "Fitted 2017–2026; model book 8"],
    )
    .window(|_, _| [0.0, 4.0])
    .more(),
    row(
        "shock.beta_vix",
        Group::Shock,
        "Token beta to VIX",
        Unit::Number,
        [-0.1, 0.1, 0.0005],
        Access::Plan(Field::Auto(|p| p.response.beta_vix, |p, x| p.response.beta_vix = x)),
        ["Token log return per VIX point at a fixed SPX; empty uses the fitted one.", "Fitted 2017–2026; model book 8"],
    )
    .window(|_, _| [-0.02, 0.01])
    .more(),
    row(
        "shock.residual",
        Group::Shock,
        "Token residual vol",
        Unit::Percent,
        [0.0, 8.0, 0.01],
        Access::Plan(Field::Auto(|p| p.response.residual.map(|x| x.0), |p, x| p.response.residual = x.map(Vol))),
        ["What neither SPX nor VIX explains of the market's token, a year in the shock: the width of its band. Empty scales the fitted one with the token's vol.", "Model book 8"],
    )
    .window(|_, _| [0.0, 3.0])
    .more(),
    row(
        "shock.vvix",
        Group::Shock,
        "VVIX then",
        Unit::Points,
        [20.0, 400.0, 1.0],
        Access::Plan(Field::Auto(|p| p.event.vvix.map(|x| x.0), |p, x| p.event.vvix = x.map(Points))),
        ["VVIX after the shock; empty follows VIX with elasticity 0.5.", "Model book 2"],
    )
    .window(|_, _| [60.0, 250.0])
    .more(),
    row(
        "shock.token_vol",
        Group::Shock,
        "Token vol then",
        Unit::Percent,
        [0.01, 8.0, 0.01],
        Access::Plan(Field::Auto(|p| p.event.token_vol.map(|x| x.0), |p, x| p.event.token_vol = x.map(Vol))),
        ["Token volatility after the shock; empty follows VIX with elasticity 0.56. It prices options on a token then: legs on the chain and strips. The token's move and band are not its affair.", "Model book 8"],
    )
    .window(|_, _| [0.2, 2.5])
    .more(),
    row(
        "shock.fee_multiple",
        Group::Shock,
        "Fee stream then",
        Unit::Times,
        [0.0, 50.0, 0.05],
        Access::Plan(Field::Auto(|p| p.event.fee_multiple, |p, x| p.event.fee_multiple = x)),
        ["Fee stream after the shock as a multiple of today's; empty follows VIX one for one.", "Model book 8"],
    )
    .window(|_, _| [0.0, 8.0])
    .more(),
    row(
        "shock.gas_multiple",
        Group::Shock,
        "Gas then",
        Unit::Times,
        [0.0, 1000.0, 0.5],
        Access::Plan(Field::Auto(|p| p.event.gas_multiple, |p, x| p.event.gas_multiple = x)),
        ["Gas after the shock as a multiple of today's; empty follows VIX, at most fifty times.", "Model book 8"],
    )
    .window(|_, _| [0.0, 50.0])
    .more(),
    row(
        "shock.depth",
        Group::Shock,
        "Depth then",
        Unit::Times,
        [0.0, 10.0, 0.05],
        Access::Plan(Field::Auto(|p| p.event.depth, |p, x| p.event.depth = x)),
        [
            "Depth that can be withdrawn after the shock as a multiple of today's; empty takes one over VIX's rise, a twentieth once the peg is broken.",
            "Model book 15",
        ],
    )
    .window(|_, _| [0.0, 1.0])
    .more(),
    row(
        "shock.rate",
        Group::Shock,
        "Rate change",
        Unit::Percent,
        [-0.1, 0.1, 0.0025],
        Access::Plan(Field::Number(|p| p.event.rate.0, |p, x| p.event.rate = Frac(x))),
        ["Change of the risk-free rate in the shock.", "Model book 8"],
    )
    .window(|_, _| [-0.02, 0.02])
    .more(),
    row(
        "shock.differential",
        Group::Shock,
        "Rate differential",
        Unit::Percent,
        [-0.1, 0.1, 0.0025],
        Access::Plan(Field::Number(|p| p.event.differential.0, |p, x| p.event.differential = Frac(x))),
        ["Change of what dollars on the chain earn over what the token earns, a year, beside the rate change. It moves what a loan costs and a token's forward, and the token where its beta below is typed.", "Model book 8"],
    )
    .window(|_, _| [-0.05, 0.05])
    .more(),
    row(
        "shock.dollar",
        Group::Shock,
        "Dollar (REER)",
        Unit::Percent,
        [-0.3, 0.3, 0.005],
        Access::Plan(Field::Number(|p| p.event.dollar.0, |p, x| p.event.dollar = Frac(x))),
        ["Change of the dollar's real effective rate, in logs; every token that follows moves by its beta below, pools and forwards with it. A loan owed in dollars does not.", "Model book 8"],
    )
    .window(|_, _| [-0.1, 0.1])
    .more(),
    row(
        "shock.beta_dollar",
        Group::Shock,
        "Token beta to the dollar",
        Unit::Number,
        [-5.0, 5.0, 0.05],
        Access::Plan(Field::Number(|p| p.response.beta_dollar, |p, x| p.response.beta_dollar = x)),
        ["Token log return per log change of the dollar. −1 only says that the token keeps its price in other money; it is arithmetic, no fit.", "House choice; model book 8"],
    )
    .window(|_, _| [-3.0, 1.0])
    .more(),
    row(
        "shock.beta_differential",
        Group::Shock,
        "Token beta to the differential",
        Unit::Number,
        [-50.0, 50.0, 0.5],
        Access::Plan(Field::Number(|p| p.response.beta_differential, |p, x| p.response.beta_differential = x)),
        ["Token log return per unit of the differential's change a year: −5 takes 5\u{202f}% off where it rises by 1\u{202f}%. No source: 0 until you type one.", "No source; model book 8"],
    )
    .window(|_, _| [-10.0, 10.0])
    .more(),
    row(
        "shock.loan_differential",
        Group::Shock,
        "Loan rate per differential",
        Unit::Times,
        [0.0, 5.0, 0.05],
        Access::Plan(Field::Number(|p| p.response.loan_differential, |p, x| p.response.loan_differential = x)),
        ["How much of the differential's change a loan's rate takes: 1, all of it, for the loan is of dollars on the chain at a floating rate; 0 for a fixed one.", "House choice; model book 8"],
    )
    .window(|_, _| [0.0, 2.0])
    .more(),
    row(
        "shock.surprise",
        Group::Shock,
        "Macro surprise",
        Unit::Number,
        [-6.0, 6.0, 0.5],
        Access::Plan(Field::Number(|p| p.event.surprise, |p, x| p.event.surprise = x)),
        ["CPI, PPI or FOMC surprise in standard deviations: VIX × e^(0.06 z) before the linked moves.", "Model book 8"],
    )
    .window(|_, _| [-4.0, 4.0])
    .more(),

];
