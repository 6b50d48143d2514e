//! Rows of the market today.

use crate::plan::knobs::access::{Access, Field};
use crate::plan::knobs::input::{Group, Unit};
use crate::plan::knobs::lists::{ListKnob, RowHead};
use crate::plan::knobs::row::{Row, row};
use crate::plan::{Plan, Token, VolLevel};
use crate::units::day::Day;
use crate::units::{Frac, Points, Usd, Vol};

const BOOK: &str = "Model book";

/// A day that no plan is likely to be of, where none is typed.
const MIDDLE: i32 = (Day::RANGE[0].0 + Day::RANGE[1].0) / 2;

macro_rules! vix_node {
    ($id:literal, $label:literal, $field:ident) => {
        row(
            $id,
            Group::Market,
            $label,
            Unit::Points,
            [5.0, 150.0, 0.1],
            Access::Plan(Field::Auto(|p| p.market.$field.map(|v| v.0), |p, x| p.market.$field = x.map(Points))),
            ["Read off the screen where you have it; empty uses the base curve.", "Cboe; model book 1"],
        )
        .window(|_, _| [9.0, 60.0])
        .more()
    };
}

/// In the order of the page.
pub(super) const ROWS: &[Row] = &[
    row(
        "market.today",
        Group::Market,
        "Today",
        Unit::Day,
        [Day::RANGE[0].0 as f64, Day::RANGE[1].0 as f64, 1.0],
        Access::Plan(Field::Auto(
            |p| p.market.today.map(|day| f64::from(day.0)),
            |p, x| p.market.today = x.map(|x| Day(x as i32)),
        )),
        ["The day that levels and days left are of, at the close of New York. With it expiries and events read as dates, and a weekend or a holiday passes with the trading day behind it. Empty: no dates are shown, and 252 trading days last 365 calendar days.", "NYSE’s holidays by its rules; model book 12"],
    )
    .window(|p, _| {
        let day = f64::from(p.market.today.map_or(MIDDLE, |day| day.0));
        [day - 30.0, day + 365.0]
    }),
    row(
        "market.spx",
        Group::Market,
        "SPX",
        Unit::Index,
        [500.0, 50_000.0, 5.0],
        Access::Plan(Field::Number(|p| p.market.spx.0, |p, x| p.market.spx = Points(x))),
        ["S&P 500 index level now.", "Cboe"],
    )
    .window(|_, _| [3000.0, 9000.0]),
    row(
        "market.vix",
        Group::Market,
        "VIX now",
        Unit::Points,
        [9.0, 100.0, 0.1],
        Access::Plan(Field::Number(|p| p.market.vix.0, |p, x| p.market.vix = Points(x))),
        ["VIX before the shock: the level that the curve and every price start from.", "Cboe"],
    )
    .log(),
    row(
        "market.vvix",
        Group::Market,
        "VVIX",
        Unit::Points,
        [40.0, 300.0, 1.0],
        Access::Plan(Field::Number(|p| p.market.vvix.0, |p, x| p.market.vvix = Points(x))),
        ["Implied volatility of VIX futures over 30 calendar days: prices the VIX calls, and above its usual level at this VIX the SPX smile is steep, below it flat.", "Cboe; model book 3"],
    )
    .window(|_, _| [60.0, 200.0]),
    row(
        "market.token",
        Group::Market,
        "Token",
        Unit::Number,
        [0.0, 1.0, 1.0],
        Access::Plan(Field::Choice(
            &[("eth", "ETH / USDC"), ("btc", "BTC / USDC")],
            |p| p.market.token as usize,
            |p, i| p.market.token = if i == 1 { Token::Btc } else { Token::Eth },
        )),
        ["The pool's volatile token; it sets the two betas and the residual.", "Model book 8"],
    ),
    row(
        "market.token_price",
        Group::Market,
        "Token price",
        Unit::Usd,
        [0.01, 1_000_000.0, 10.0],
        Access::Plan(Field::Number(|p| p.market.token_price.0, |p, x| p.market.token_price = Usd(x))),
        ["Dollars for one token now.", "Your exchange"],
    )
    .window(|p, _| if p.market.token == Token::Btc { [10_000.0, 250_000.0] } else { [500.0, 10_000.0] })
    .log(),
    row(
        "market.token_vol",
        Group::Market,
        "Token vol",
        Unit::Percent,
        [0.01, 4.0, 0.01],
        Access::Plan(Field::Number(|p| p.market.token_vol.0, |p, x| p.market.token_vol = Vol(x))),
        ["Volatility of the token a year: drives fees in range and LVR.", "Deribit DVOL"],
    )
    .window(|_, _| [0.2, 1.5]),
    row(
        "market.rate",
        Group::Market,
        "Rate",
        Unit::Percent,
        [-0.05, 0.25, 0.0025],
        Access::Plan(Field::Number(|p| p.market.rate.0, |p, x| p.market.rate = Frac(x))),
        ["Risk-free rate, continuous.", "Treasury bills"],
    )
    .window(|_, _| [0.0, 0.1]),
    row(
        "market.dividend_yield",
        Group::Market,
        "Dividend yield",
        Unit::Percent,
        [0.0, 0.1, 0.001],
        Access::Plan(Field::Number(|p| p.market.dividend_yield.0, |p, x| p.market.dividend_yield = Frac(x))),
        ["SPX dividend yield, continuous; with the rate it sets the forward.", BOOK],
    )
    .more(),
    vix_node!("market.vix9d", "VIX9D", vix9d),
    vix_node!("market.vix3m", "VIX3M", vix3m),
    vix_node!("market.vix6m", "VIX6M", vix6m),
    row(
        "market.curve_level",
        Group::Market,
        "Curve level",
        Unit::Points,
        [10.0, 80.0, 1.0],
        Access::Plan(Field::Number(|p| p.market.curve_level.0, |p, x| p.market.curve_level = Points(x))),
        ["Level θ that the base variance curve tends to; 40 fits 1990–2026.", "Model book 1"],
    )
    .more(),
    row(
        "market.fast_weight",
        Group::Market,
        "Fast part",
        Unit::Percent,
        [0.0, 1.0, 0.01],
        Access::Plan(Field::Number(|p| p.market.fast_weight, |p, x| p.market.fast_weight = x)),
        ["How much of a move of VIX is a fast panic, the rest a slow regime: 66 % fits 1990–2026.", "Model book 1"],
    )
    .more(),
    row(
        "market.fast_speed",
        Group::Market,
        "Fast speed",
        Unit::Number,
        [1.0, 100.0, 0.1],
        Access::Plan(Field::Number(|p| p.market.fast_speed, |p, x| p.market.fast_speed = x)),
        ["How fast the panic dies out along the curve, a year: 26.9 fits; VVIX moves with it too.", "Model book 1"],
    )
    .window(|_, _| [10.0, 60.0])
    .more(),
    row(
        "market.slow_speed",
        Group::Market,
        "Slow speed",
        Unit::Number,
        [0.1, 20.0, 0.01],
        Access::Plan(Field::Number(|p| p.market.slow_speed, |p, x| p.market.slow_speed = x)),
        ["How fast the slow part of a move of VIX dies out along the curve, a year: 2.42 fits.", "Model book 1"],
    )
    .window(|_, _| [0.5, 8.0])
    .more(),
    row(
        "market.vol_speed",
        Group::Market,
        "Speed of futures’ vol",
        Unit::Number,
        [0.1, 20.0, 0.1],
        Access::Plan(Field::Number(|p| p.market.vol_speed, |p, x| p.market.vol_speed = x)),
        ["How fast the vol of a VIX future falls with its expiry, a year: 3.5 fits. With VVIX it prices the VIX calls.", "Model book 2"],
    )
    .window(|_, _| [1.0, 10.0])
    .more(),
    row(
        "market.vix_option_skew",
        Group::Market,
        "VIX options’ skew",
        Unit::Number,
        [-0.5, 0.99, 0.01],
        Access::Plan(Field::Number(|p| p.market.vix_option_skew, |p, x| p.market.vix_option_skew = x)),
        ["SSVI slope ρ of the smile of VIX options: calls grow dearer as strikes rise. 0.90 fits one calm day’s calls and was 10 % of the vols away on another; a chain of VIX options tells its own day’s. Every shock keeps it.", "Model book 2"],
    )
    .window(|_, _| [0.4, 0.99])
    .more(),
    row(
        "market.vix_option_wing",
        Group::Market,
        "VIX options’ wings",
        Unit::Number,
        [0.1, 1.4, 0.005],
        Access::Plan(Field::Number(|p| p.market.vix_option_wing, |p, x| p.market.vix_option_wing = x)),
        ["SSVI wing size of the smile of VIX options, φ = wings / √(θ(1 + θ)): 0.785 fits one calm day’s calls. Every shock keeps it.", "Model book 2"],
    )
    .window(|_, _| [0.4, 1.2])
    .more(),
    row(
        "market.skew",
        Group::Market,
        "Skew",
        Unit::Number,
        [-0.95, 0.5, 0.01],
        Access::Plan(Field::Auto(|p| p.market.skew, |p, x| p.market.skew = x)),
        ["SSVI slope ρ of the SPX smile: more negative makes puts dearer. Empty follows the rule; typed, a shock keeps it.", "Gatheral & Jacquier 2014; model book 3"],
    )
    .more(),
    row(
        "market.wing",
        Group::Market,
        "Wings",
        Unit::Number,
        [0.2, 3.0, 0.01],
        Access::Plan(Field::Auto(|p| p.market.wing, |p, x| p.market.wing = x)),
        ["SSVI wing size η. Empty follows VIX and the regime of VVIX; typed, a shock keeps it.", "Gatheral & Jacquier 2014; model book 3"],
    )
    .more(),
    row(
        "market.decay",
        Group::Market,
        "Smile decay",
        Unit::Number,
        [0.05, 0.5, 0.005],
        Access::Plan(Field::Auto(|p| p.market.decay, |p, x| p.market.decay = x)),
        ["SSVI exponent γ: how fast the smile flattens with maturity. Empty follows the rule.", "Gatheral & Jacquier 2014; model book 3"],
    )
    .more(),
    row(
        "market.vol_shift",
        Group::Market,
        "Vol shift",
        Unit::Percent,
        [-0.05, 0.2, 0.001],
        Access::Plan(Field::Number(|p| p.market.vol_shift.0, |p, x| p.market.vol_shift = Vol(x))),
        ["Vol points added to every SPX implied vol by hand, where your screen disagrees.", "Model book 3"],
    )
    .more(),
];

/// A list of levels by days to expiry.
const fn levels(
    id: &'static str,
    label: &'static str,
    example: &'static str,
    get: fn(&Plan) -> Vec<(f64, f64)>,
    set: fn(&mut Plan, &[(f64, f64)]),
) -> ListKnob {
    ListKnob {
        id,
        group: Group::Market,
        label,
        example,
        get,
        set,
        range: [0.5, 2.0],
        unit: Unit::Percent,
        columns: &["Calendar day", "Of the rule's"],
        names: None,
        further: None,
        head: RowHead::Day,
        words: None,
    }
}

/// SPX vols of each expiry beside the level by rule.
pub(super) const VOL_LEVELS: ListKnob = levels(
    "market.vol_levels",
    "Vol levels",
    "9:1.04; 30:0.98",
    |p| VolLevel::rows(&p.market.vol_levels),
    |p, rows| p.market.vol_levels = VolLevel::of(rows),
);

/// Vols of VIX options of each expiry beside the level by rule.
pub(super) const VIX_OPTION_LEVELS: ListKnob = levels(
    "market.vix_option_levels",
    "VIX options’ levels",
    "30:1.02; 90:0.98",
    |p| VolLevel::rows(&p.market.vix_option_levels),
    |p, rows| p.market.vix_option_levels = VolLevel::of(rows),
);
