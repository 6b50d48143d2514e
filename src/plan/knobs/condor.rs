//! Rows of a condor.

use crate::plan::holding::Kind;
use crate::plan::knobs::access::{Access, Field};
use crate::plan::knobs::input::{Group, Unit};
use crate::plan::knobs::row::{Row, row, switch};
use crate::plan::{Plan, Settlement, StrikeRule};
use crate::units::{Points, Usd, Vol};

const BY_LEVEL: fn(&Plan, usize) -> [f64; 2] = |p, _| [(p.market.spx.0 * 0.7).round(), (p.market.spx.0 * 1.3).round()];

macro_rules! strike {
    ($id:literal, $label:literal, $field:ident, $help:literal) => {
        row(
            $id,
            Group::Condor,
            $label,
            Unit::Index,
            [100.0, 100_000.0, 5.0],
            Access::Condor(Field::Auto(
                |p| (p.strikes_by == StrikeRule::Level).then_some(p.$field.0),
                |p, x| match x {
                    Some(x) => {
                        p.strikes_by = StrikeRule::Level;
                        p.$field = Points(x);
                    }
                    None => p.strikes_by = StrikeRule::Delta,
                },
            )),
            [$help, "Model book 5"],
        )
        .window(BY_LEVEL)
    };
}

macro_rules! leg_price {
    ($id:literal, $label:literal, $field:ident) => {
        row(
            $id,
            Group::Condor,
            $label,
            Unit::Points,
            [0.0, 20_000.0, 0.05],
            Access::Condor(Field::Auto(|p| p.$field.map(|x| x.0), |p, x| p.$field = x.map(Points))),
            ["What this leg trades at today, index points; empty is the model’s price. A typed one gives the leg its own implied vol; it stays as many vol points off the model’s in every shock. Where no credit is typed the four prices make it.", "Model book 4, 5"],
        )
        .window(|_, _| [0.05, 100.0])
        .more()
    };
}

/// The rules of strikes, in the order of their variants.
const RULES: &[(&str, &str)] = &[("level", "Level"), ("delta", "Delta"), ("expected_move", "Expected move")];

fn rule(nth: usize) -> StrikeRule {
    match nth {
        0 => StrikeRule::Level,
        1 => StrikeRule::Delta,
        _ => StrikeRule::ExpectedMove,
    }
}

/// Whether a condor's own strikes, or those that it is rolled into, are found by this rule.
fn goes_by(plan: &Plan, nth: usize, rule: StrikeRule) -> bool {
    plan.condor(nth).is_some_and(|terms| terms.roll_rule() == rule)
}

/// In the order of the page.
pub(super) const ROWS: &[Row] = &[
    switch("condor.on", Group::Condor, Kind::Condor),
    row(
        "condor.contracts",
        Group::Condor,
        "Contracts",
        Unit::Count,
        [0.0, 10_000.0, 1.0],
        Access::Condor(Field::Number(|p| p.contracts, |p, x| p.contracts = x)),
        ["Condors sold, each of four SPX legs at $100 a point; 0 is none.", "Cboe"],
    )
    .window(|_, _| [0.0, 40.0]),
    row(
        "condor.days",
        Group::Condor,
        "Calendar days left",
        Unit::Days,
        [0.0, 730.0, 1.0],
        Access::Condor(Field::Number(|p| p.days, |p, x| p.days = x)),
        ["Calendar days to the close of the condor’s expiry day; a part of a day may be typed: 0.5 is half a day. With 0 it has settled at today’s close.", "Model book 5"],
    )
    .window(|_, _| [0.0, 120.0]),
    row(
        "condor.settles",
        Group::Condor,
        "Settlement",
        Unit::Number,
        [0.0, 1.0, 1.0],
        Access::Condor(Field::Choice(
            &[("pm", "PM (SPXW)"), ("am", "AM (SPX, third Friday)")],
            |p| p.settles as usize,
            |p, i| p.settles = if i == 1 { Settlement::Am } else { Settlement::Pm },
        )),
        ["Days left count to the close of the expiry day, 16:00 in New York. AM settles at that day’s open, 6.5 hours earlier.", "Cboe, SPX and SPXW specifications; model book 5"],
    ),
    row(
        "condor.strikes_by",
        Group::Condor,
        "Strikes by",
        Unit::Number,
        [0.0, 2.0, 1.0],
        Access::Condor(Field::Choice(RULES, |p| p.strikes_by as usize, |p, i| p.strikes_by = rule(i))),
        ["Short strikes at levels you type, at a forward delta, or at a multiple of the expected move.", "Model book 5"],
    ),
    row(
        "condor.rolled_by",
        Group::Condor,
        "Rolled by",
        Unit::Number,
        [0.0, 2.0, 1.0],
        Access::Condor(Field::Choice(RULES, |p| p.rolled_by as usize, |p, i| p.rolled_by = rule(i))),
        ["How the strikes of its roll are found; by level they stay.", "House choice; model book 12"],
    )
    .when(|p, n| p.condor(n).is_some_and(|t| t.strikes_by == StrikeRule::Level)),
    row(
        "condor.delta",
        Group::Condor,
        "Short delta",
        Unit::Number,
        [0.01, 0.49, 0.01],
        Access::Condor(Field::Number(|p| p.delta, |p, x| p.delta = x)),
        ["Undiscounted forward delta of the short strikes.", "Model book 5"],
    )
    .when(|p, n| goes_by(p, n, StrikeRule::Delta)),
    row(
        "condor.multiple",
        Group::Condor,
        "EM multiple",
        Unit::Times,
        [0.1, 5.0, 0.05],
        Access::Condor(Field::Number(|p| p.multiple, |p, x| p.multiple = x)),
        ["Short strikes this many expected moves from SPX.", "Model book 5; tiers 1.4, 1.1, 0.85"],
    )
    .window(|_, _| [0.5, 2.5])
    .when(|p, n| goes_by(p, n, StrikeRule::ExpectedMove)),
    row(
        "condor.width",
        Group::Condor,
        "Wing width",
        Unit::Points,
        [5.0, 2000.0, 5.0],
        Access::Condor(Field::Number(|p| p.width.0, |p, x| p.width = Points(x))),
        ["Points between a short strike and its long wing. A roll of typed strikes keeps their own wings.", "Model book 12"],
    )
    .window(|_, _| [5.0, 300.0])
    .when(|p, n| p.condor(n).is_some_and(|t| t.strikes_by != StrikeRule::Level)),
    strike!("condor.long_put", "Long put", long_put, "The lowest strike: the wing that caps the loss below."),
    strike!("condor.short_put", "Short put", short_put, "The put sold."),
    strike!("condor.short_call", "Short call", short_call, "The call sold."),
    strike!("condor.long_call", "Long call", long_call, "The highest strike: the wing that caps the loss above."),
    row(
        "condor.fill",
        Group::Condor,
        "Credit",
        Unit::Points,
        [-40_000.0, 40_000.0, 0.05],
        Access::Condor(Field::Auto(|p| p.fill.map(|c| c.0), |p, x| p.fill = x.map(Points))),
        ["Credit received per condor; empty is the model's. A typed fill shifts the vols of the legs that have no price of their own so that the P&L starts at zero.", "Model book 5"],
    )
    .window(|p, n| p.condor(n).map_or([0.0, 1.0], |t| [0.0, t.width.0])),
    row(
        "condor.opened",
        Group::Condor,
        "Calendar days since sold",
        Unit::Days,
        [0.0, 3650.0, 1.0],
        Access::Condor(Field::Number(|p| p.opened, |p, x| p.opened = x)),
        ["Calendar days since it was sold. At 0 a typed credit is today’s price and tells the vols; at 1 or more it is what you were paid then, today’s mark is the model’s or that of the legs’ own prices, and the two apart are the open P&L.", "Model book 5, 12"],
    )
    .window(|_, _| [0.0, 60.0]),
    row(
        "condor.put_credit",
        Group::Condor,
        "Of it the put side",
        Unit::Points,
        [0.0, 40_000.0, 0.05],
        Access::Condor(Field::Number(|p| p.put_credit.0, |p, x| p.put_credit = Points(x))),
        ["What of the credit was paid for the put spread, the rest is the call side’s; 0 is not known. It parts the open P&L by side and changes no other figure.", "Model book 12"],
    )
    .window(|p, n| p.condor(n).map_or([0.0, 1.0], |t| [0.0, t.fill.map_or(t.width.0, |c| c.0.max(1.0))]))
    .when(|p, n| p.condor(n).is_some_and(|t| t.fill.is_some()))
    .more(),
    row(
        "condor.closed",
        Group::Condor,
        "Closed",
        Unit::Number,
        [0.0, 1.0, 1.0],
        Access::Condor(Field::Switch(|p| p.closed, |p, on| p.closed = on)),
        ["A closed condor holds nothing and no shock moves it; what it made stands under realised. Needs the credit that it was sold for.", "Model book 12"],
    )
    .more(),
    row(
        "condor.closed_at",
        Group::Condor,
        "Closed at",
        Unit::Points,
        [-40_000.0, 40_000.0, 0.05],
        Access::Condor(Field::Auto(|p| p.closed_at.map(|x| x.0), |p, x| p.closed_at = x.map(Points))),
        ["Points that closing it cost, or that it settled at; 0 where it expired worthless.", "Model book 12"],
    )
    .window(|_, _| [0.0, 100.0])
    .when(|p, n| p.condor(n).is_some_and(|t| t.closed || t.fill.is_some()))
    .more(),
    leg_price!("condor.long_put_price", "Long put price", long_put_price),
    leg_price!("condor.short_put_price", "Short put price", short_put_price),
    leg_price!("condor.short_call_price", "Short call price", short_call_price),
    leg_price!("condor.long_call_price", "Long call price", long_call_price),
    row(
        "condor.vol_shift",
        Group::Condor,
        "Vol shift, expiry",
        Unit::Percent,
        [-1.0, 1.5, 0.001],
        Access::Condor(Field::Number(|p| p.vol_shift.0, |p, x| p.vol_shift = Vol(x))),
        ["Vol points added to every implied vol of this condor’s expiry, beside the vol shift of all, where your screen disagrees; kept in every shock. A typed credit is fitted on top of it.", "Model book 3"],
    )
    .window(|_, _| [-0.05, 0.2])
    .more(),
    row(
        "condor.fee",
        Group::Condor,
        "Fee per leg",
        Unit::Usd,
        [0.0, 50.0, 0.05],
        Access::Condor(Field::Number(|p| p.fee.0, |p, x| p.fee = Usd(x))),
        ["Broker and exchange fee per contract and leg, paid at the open.", "Your broker"],
    )
    .window(|_, _| [0.0, 5.0])
    .more(),
];
