//! Rows of a leg on the chain.

use crate::plan::ChainKind;
use crate::plan::holding::Kind;
use crate::plan::knobs::access::{Access, Field};
use crate::plan::knobs::input::{Group, Unit};
use crate::plan::knobs::row::{Row, row, switch};
use crate::units::Frac;

const BOOK: &str = "Model book 9";
const CHAIN_KINDS: [ChainKind; 4] = [ChainKind::Put, ChainKind::Strangle, ChainKind::Squared, ChainKind::Vault];

/// In the order of the page.
pub(super) const ROWS: &[Row] = &[
    switch("chain.on", Group::Chain, Kind::Chain),
    row(
        "chain.kind",
        Group::Chain,
        "On the chain",
        Unit::Number,
        [0.0, 3.0, 1.0],
        Access::Chain(Field::Choice(
            &[
                ("put", "Puts"),
                ("strangle", "Strangle"),
                ("squared", "Squared perpetual"),
                ("vault", "Put-selling vault"),
            ],
            |p| p.kind as usize,
            |p, i| p.kind = CHAIN_KINDS[i.min(3)],
        )),
        ["Options on the market's token, a perpetual on its square, or a vault that sells puts: the literal 'negative convexity' product.", BOOK],
    ),
    row(
        "chain.tokens",
        Group::Chain,
        "Chain tokens",
        Unit::Number,
        [0.0, 1e9, 0.5],
        Access::Chain(Field::Number(|p| p.tokens, |p, x| p.tokens = x)),
        ["Tokens that the options, or the square, are on.", BOOK],
    )
    .window(|_, _| [0.0, 20.0])
    ,
    row(
        "chain.days",
        Group::Chain,
        "Chain expiry, calendar days",
        Unit::Days,
        [1.0, 500.0, 1.0],
        Access::Chain(Field::Number(|p| p.days, |p, x| p.days = x)),
        ["Calendar days to the options' expiry.", BOOK],
    )
    .window(|_, _| [7.0, 200.0])
    .when(|p, n| p.chain(n).is_some_and(|t| t.kind != ChainKind::Squared)),
    row(
        "chain.put_otm",
        Group::Chain,
        "Put % OTM",
        Unit::Percent,
        [-0.5, 0.95, 0.05],
        Access::Chain(Field::Number(|p| p.put_otm.0, |p, x| p.put_otm = Frac(x))),
        ["How far the put's strike stands below the token's price.", BOOK],
    )
    .window(|_, _| [0.0, 0.6])
    .when(|p, n| p.chain(n).is_some_and(|t| t.kind != ChainKind::Squared)),
    row(
        "chain.call_otm",
        Group::Chain,
        "Call % OTM",
        Unit::Percent,
        [-0.5, 3.0, 0.05],
        Access::Chain(Field::Number(|p| p.call_otm.0, |p, x| p.call_otm = Frac(x))),
        ["How far the call's strike stands above the token's price.", BOOK],
    )
    .window(|_, _| [0.0, 1.0])
    .when(|p, n| p.chain(n).is_some_and(|t| t.kind == ChainKind::Strangle)),
    row(
        "chain.funding",
        Group::Chain,
        "Funding",
        Unit::PercentYear,
        [-2.0, 5.0, 0.05],
        Access::Chain(Field::Number(|p| p.funding.0, |p, x| p.funding = Frac(x))),
        ["What the squared perpetual pays a year to whoever sells it, continuous; fair is about the token's variance.", BOOK],
    )
    .window(|_, _| [0.0, 1.0])
    .when(|p, n| p.chain(n).is_some_and(|t| t.kind == ChainKind::Squared)),
];
