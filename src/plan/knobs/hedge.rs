//! Rows of the hedge: three VIX layers, the exchange-traded product, the leg on the chain, and the budget.

use crate::plan::knobs::{Access, Group, Knob, Unit, row};
use crate::plan::{ChainKind, EtpKind, EtpLeverage, Plan, StrikeBy};
use crate::units::{Frac, Points, Usd};

const BOOK: &str = "Model book 9";

/// The rows of one layer; the contracts stand in the rail, the rest beside the layer in its tab.
macro_rules! layer {
    ($layer:ident, $Name:literal, $days:literal, $calls:literal, $per_ten:literal, $delta:literal, $strike:literal,
     [$on:literal, $by:literal, $otm:literal, $spread:literal]) => {
        [
            row(
                $calls,
                Group::Hedge,
                concat!($Name, " calls"),
                Unit::Count,
                [0.0, 10_000.0, 1.0],
                Access::Linked(|p| p.hedge.$layer.contracts, |p, x| p.hedge.$layer.contracts = x),
                ["VIX calls bought in this layer; empty follows the ratio, rounded to whole contracts.", BOOK],
            )
            .window(|_| [0.0, 20.0]),
            row(
                $on,
                Group::Hedge,
                concat!($Name, " held"),
                Unit::Number,
                [0.0, 1.0, 1.0],
                Access::Switch(|p| p.hedge.$layer.on, |p, on| p.hedge.$layer.on = on),
                ["A layer that is off keeps its terms and holds nothing.", BOOK],
            )
            .more(),
            row(
                $days,
                Group::Hedge,
                concat!($Name, " layer"),
                Unit::Days,
                [1.0, 500.0, 1.0],
                Access::Number(|p| p.hedge.$layer.days, |p, x| p.hedge.$layer.days = x),
                ["Calendar days to this layer's expiry.", "ALVH: 30, 110, 220 days"],
            )
            .more(),
            row(
                $per_ten,
                Group::Hedge,
                concat!($Name, " per 10"),
                Unit::Number,
                [0.0, 100.0, 0.5],
                Access::Number(|p| p.hedge.$layer.per_ten, |p, x| p.hedge.$layer.per_ten = x),
                ["Calls in this layer per ten condors.", "ALVH: 4/4/2"],
            )
            .window(|_| [0.0, 10.0])
            .more(),
            row(
                $by,
                Group::Hedge,
                concat!($Name, " by"),
                Unit::Number,
                [0.0, 1.0, 1.0],
                Access::Choice(
                    &[("delta", "Delta"), ("otm", "% OTM")],
                    |p| p.hedge.$layer.by as usize,
                    |p, i| p.hedge.$layer.by = if i == 1 { StrikeBy::Otm } else { StrikeBy::Delta },
                ),
                ["The strike has this delta, or stands so far above the future of its own expiry; then it is rounded to listed steps.", BOOK],
            )
            .more(),
            row(
                $delta,
                Group::Hedge,
                concat!($Name, " delta"),
                Unit::Number,
                [0.02, 0.98, 0.01],
                Access::Number(|p| p.hedge.$layer.delta, |p, x| p.hedge.$layer.delta = x),
                ["Undiscounted forward delta at which this layer's strike is set.", BOOK],
            )
            .more()
            .when(|p| p.hedge.$layer.by == StrikeBy::Delta),
            row(
                $otm,
                Group::Hedge,
                concat!($Name, " % OTM"),
                Unit::Percent,
                [-0.5, 3.0, 0.05],
                Access::Number(|p| p.hedge.$layer.otm.0, |p, x| p.hedge.$layer.otm = Frac(x)),
                ["How far this layer's strike stands above the future of the same expiry.", BOOK],
            )
            .window(|_| [0.0, 1.0])
            .more()
            .when(|p| p.hedge.$layer.by == StrikeBy::Otm),
            row(
                $strike,
                Group::Hedge,
                concat!($Name, " strike"),
                Unit::Points,
                [1.0, 500.0, 0.5],
                Access::Linked(|p| p.hedge.$layer.strike.map(|k| k.0), |p, x| p.hedge.$layer.strike = x.map(Points)),
                ["Strike of this layer; empty is set by the rule and rounded to listed steps.", BOOK],
            )
            .window(|_| [10.0, 80.0])
            .more(),
            row(
                $spread,
                Group::Hedge,
                concat!($Name, " spread"),
                Unit::Points,
                [0.0, 200.0, 0.5],
                Access::Number(|p| p.hedge.$layer.spread.0, |p, x| p.hedge.$layer.spread = Points(x)),
                ["A call sold so far above the strike makes it a call spread, cheaper and capped; 0 is a plain call.", BOOK],
            )
            .window(|_| [0.0, 40.0])
            .more(),
        ]
    };
}

const SHORT: [Knob; 9] = layer!(
    short,
    "Short",
    "hedge.short.days",
    "hedge.short.contracts",
    "hedge.short.per_ten",
    "hedge.short.delta",
    "hedge.short.strike",
    ["hedge.short.on", "hedge.short.by", "hedge.short.otm", "hedge.short.spread"]
);
const MEDIUM: [Knob; 9] = layer!(
    medium,
    "Medium",
    "hedge.medium.days",
    "hedge.medium.contracts",
    "hedge.medium.per_ten",
    "hedge.medium.delta",
    "hedge.medium.strike",
    ["hedge.medium.on", "hedge.medium.by", "hedge.medium.otm", "hedge.medium.spread"]
);
const LONG: [Knob; 9] = layer!(
    long,
    "Long",
    "hedge.long.days",
    "hedge.long.contracts",
    "hedge.long.per_ten",
    "hedge.long.delta",
    "hedge.long.strike",
    ["hedge.long.on", "hedge.long.by", "hedge.long.otm", "hedge.long.spread"]
);

const ETP_KINDS: [EtpKind; 3] = [EtpKind::None, EtpKind::Shares, EtpKind::Calls];
const CHAIN_KINDS: [ChainKind; 5] =
    [ChainKind::None, ChainKind::Put, ChainKind::Strangle, ChainKind::Squared, ChainKind::Vault];

const HAS_ETP: fn(&Plan) -> bool = |p| p.hedge.etp.kind != EtpKind::None;
const HAS_ETP_CALLS: fn(&Plan) -> bool = |p| p.hedge.etp.kind == EtpKind::Calls;
const HAS_CHAIN: fn(&Plan) -> bool = |p| p.hedge.chain.kind != ChainKind::None;
const HAS_OPTIONS: fn(&Plan) -> bool =
    |p| matches!(p.hedge.chain.kind, ChainKind::Put | ChainKind::Strangle | ChainKind::Vault);

/// They follow the pool's rows; a group's rows stand in this order.
pub(super) const ROWS: &[Knob] = &[
    SHORT[0],
    MEDIUM[0],
    LONG[0],
    row(
        "hedge.budget",
        Group::Hedge,
        "Budget",
        Unit::PercentYear,
        [0.0, 0.5, 0.001],
        Access::Number(|p| p.hedge.budget.0, |p, x| p.hedge.budget = Frac(x)),
        ["Hedge carry that may be spent a year, of risk capital.", "ALVH: 1–2 % a year; model book 9"],
    )
    .window(|_| [0.0, 0.06]),
    row(
        "hedge.budget_usd",
        Group::Hedge,
        "Budget, dollars",
        Unit::Usd,
        [0.0, 1e10, 100.0],
        Access::Linked(|p| p.hedge.budget_usd.map(|x| x.0), |p, x| p.hedge.budget_usd = x.map(Usd)),
        ["Hedge carry that may be spent a year in dollars; empty takes the rate of risk capital.", BOOK],
    )
    .window(|_| [0.0, 50_000.0])
    .more(),
    row(
        "hedge.vix_share",
        Group::Hedge,
        "VIX share",
        Unit::Percent,
        [0.0, 1.0, 0.05],
        Access::Number(|p| p.hedge.vix_share.0, |p, x| p.hedge.vix_share = Frac(x)),
        ["Share of the hedge budget for VIX-linked legs; the rest is for the chain.", "ALVH: 60/40"],
    )
    .more(),
    SHORT[1],
    SHORT[2],
    SHORT[3],
    SHORT[4],
    SHORT[5],
    SHORT[6],
    SHORT[7],
    SHORT[8],
    MEDIUM[1],
    MEDIUM[2],
    MEDIUM[3],
    MEDIUM[4],
    MEDIUM[5],
    MEDIUM[6],
    MEDIUM[7],
    MEDIUM[8],
    LONG[1],
    LONG[2],
    LONG[3],
    LONG[4],
    LONG[5],
    LONG[6],
    LONG[7],
    LONG[8],
    row(
        "hedge.etp.kind",
        Group::Hedge,
        "VIX ETP",
        Unit::Number,
        [0.0, 2.0, 1.0],
        Access::Choice(
            &[("none", "None"), ("shares", "Shares"), ("calls", "Calls on it")],
            |p| p.hedge.etp.kind as usize,
            |p, i| p.hedge.etp.kind = ETP_KINDS[i.min(2)],
        ),
        ["A product that holds the first two VIX futures and rolls a part of them every day.", "S&P 500 VIX Short-Term Futures Index; model book 2"],
    )
    .more(),
    row(
        "hedge.etp.leverage",
        Group::Hedge,
        "Leverage",
        Unit::Number,
        [0.0, 1.0, 1.0],
        Access::Choice(
            &[("one", "× 1, like VXX"), ("one_and_half", "× 1.5, like UVXY")],
            |p| p.hedge.etp.leverage as usize,
            |p, i| p.hedge.etp.leverage = [EtpLeverage::One, EtpLeverage::OneAndHalf][i.min(1)],
        ),
        ["How many times the index's move of a day it makes; set anew every day.", "Model book 2"],
    )
    .more()
    .when(HAS_ETP),
    row(
        "hedge.etp.price",
        Group::Hedge,
        "ETP price",
        Unit::Usd,
        [0.01, 100_000.0, 1.0],
        Access::Number(|p| p.hedge.etp.price.0, |p, x| p.hedge.etp.price = Usd(x)),
        ["Dollars a share now.", "Your broker"],
    )
    .window(|_| [5.0, 150.0])
    .more()
    .when(HAS_ETP),
    row(
        "hedge.etp.shares",
        Group::Hedge,
        "ETP shares",
        Unit::Count,
        [0.0, 1_000_000.0, 1.0],
        Access::Number(|p| p.hedge.etp.shares, |p, x| p.hedge.etp.shares = x),
        ["Whole shares.", BOOK],
    )
    .window(|_| [0.0, 500.0])
    .more()
    .when(|p| p.hedge.etp.kind == EtpKind::Shares),
    row(
        "hedge.etp.contracts",
        Group::Hedge,
        "ETP contracts",
        Unit::Count,
        [0.0, 10_000.0, 1.0],
        Access::Number(|p| p.hedge.etp.contracts, |p, x| p.hedge.etp.contracts = x),
        ["Whole calls, on 100 shares each.", BOOK],
    )
    .window(|_| [0.0, 20.0])
    .more()
    .when(HAS_ETP_CALLS),
    row(
        "hedge.etp.days",
        Group::Hedge,
        "ETP calls",
        Unit::Days,
        [1.0, 500.0, 1.0],
        Access::Number(|p| p.hedge.etp.days, |p, x| p.hedge.etp.days = x),
        ["Calendar days to the calls' expiry.", BOOK],
    )
    .window(|_| [7.0, 200.0])
    .more()
    .when(HAS_ETP_CALLS),
    row(
        "hedge.etp.otm",
        Group::Hedge,
        "ETP % OTM",
        Unit::Percent,
        [-0.5, 3.0, 0.05],
        Access::Number(|p| p.hedge.etp.otm.0, |p, x| p.hedge.etp.otm = Frac(x)),
        ["How far the calls' strike stands above the share's price.", BOOK],
    )
    .window(|_| [0.0, 1.0])
    .more()
    .when(HAS_ETP_CALLS),
    row(
        "hedge.etp.first_days",
        Group::Hedge,
        "First future",
        Unit::Count,
        [1.0, 35.0, 1.0],
        Access::Number(|p| p.hedge.etp.first_days, |p, x| p.hedge.etp.first_days = x),
        ["Whole calendar days to the expiry of the first VIX future that it holds; months then last 28, 35 and 28 days.", "Cboe; model book 2"],
    )
    .more()
    .when(HAS_ETP),
    row(
        "hedge.chain.kind",
        Group::Hedge,
        "On the chain",
        Unit::Number,
        [0.0, 4.0, 1.0],
        Access::Choice(
            &[
                ("none", "None"),
                ("put", "Puts"),
                ("strangle", "Strangle"),
                ("squared", "Squared perpetual"),
                ("vault", "Put-selling vault"),
            ],
            |p| p.hedge.chain.kind as usize,
            |p, i| p.hedge.chain.kind = CHAIN_KINDS[i.min(4)],
        ),
        ["Options on the market's token, a perpetual on its square, or a vault that sells puts: the literal 'negative convexity' product.", BOOK],
    )
    .more(),
    row(
        "hedge.chain.tokens",
        Group::Hedge,
        "Chain tokens",
        Unit::Number,
        [0.0, 1e9, 0.5],
        Access::Number(|p| p.hedge.chain.tokens, |p, x| p.hedge.chain.tokens = x),
        ["Tokens that the options, or the square, are on.", BOOK],
    )
    .window(|_| [0.0, 20.0])
    .more()
    .when(HAS_CHAIN),
    row(
        "hedge.chain.days",
        Group::Hedge,
        "Chain expiry",
        Unit::Days,
        [1.0, 500.0, 1.0],
        Access::Number(|p| p.hedge.chain.days, |p, x| p.hedge.chain.days = x),
        ["Calendar days to the options' expiry.", BOOK],
    )
    .window(|_| [7.0, 200.0])
    .more()
    .when(HAS_OPTIONS),
    row(
        "hedge.chain.put_otm",
        Group::Hedge,
        "Put % OTM",
        Unit::Percent,
        [-0.5, 0.95, 0.05],
        Access::Number(|p| p.hedge.chain.put_otm.0, |p, x| p.hedge.chain.put_otm = Frac(x)),
        ["How far the put's strike stands below the token's price.", BOOK],
    )
    .window(|_| [0.0, 0.6])
    .more()
    .when(HAS_OPTIONS),
    row(
        "hedge.chain.call_otm",
        Group::Hedge,
        "Call % OTM",
        Unit::Percent,
        [-0.5, 3.0, 0.05],
        Access::Number(|p| p.hedge.chain.call_otm.0, |p, x| p.hedge.chain.call_otm = Frac(x)),
        ["How far the call's strike stands above the token's price.", BOOK],
    )
    .window(|_| [0.0, 1.0])
    .more()
    .when(|p| p.hedge.chain.kind == ChainKind::Strangle),
    row(
        "hedge.chain.funding",
        Group::Hedge,
        "Funding",
        Unit::PercentYear,
        [-2.0, 5.0, 0.05],
        Access::Number(|p| p.hedge.chain.funding.0, |p, x| p.hedge.chain.funding = Frac(x)),
        ["What the squared perpetual pays a year to whoever sells it, continuous; fair is about the token's variance.", BOOK],
    )
    .window(|_| [0.0, 1.0])
    .more()
    .when(|p| p.hedge.chain.kind == ChainKind::Squared),
];
