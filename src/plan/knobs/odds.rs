//! Rows of the odds.

use crate::plan::knobs::access::{Access, Field};
use crate::plan::knobs::input::{Group, Unit};
use crate::plan::knobs::row::{Row, row};
use crate::plan::odds::Recentre;
use crate::units::{Frac, Points};

/// In the order of the page.
pub(super) const ROWS: &[Row] = &[
    row(
        "odds.paths",
        Group::Odds,
        "Paths",
        Unit::Count,
        [1.0, 1e7, 1000.0],
        Access::Plan(Field::Number(|p| p.odds.paths, |p, x| p.odds.paths = x)),
        ["How many futures are drawn: four times as many halve the errors.", "House choice; model book 14"],
    )
    .window(|_, _| [1000.0, 1_000_000.0])
    .log(),
    row(
        "odds.until",
        Group::Odds,
        "Until trading day",
        Unit::TradingDays,
        [1.0, 504.0, 1.0],
        Access::Plan(Field::Auto(|p| p.odds.until, |p, x| p.odds.until = x)),
        ["Trading days that every path goes; while linked to the expiry of the last condor, to the shock’s day at least.", "House choice; model book 14"],
    )
    .window(|_, _| [1.0, 126.0]),
    row(
        "odds.seed",
        Group::Odds,
        "Seed",
        Unit::Count,
        [0.0, 1e9, 1.0],
        Access::Plan(Field::Number(|p| p.odds.seed, |p, x| p.odds.seed = x)),
        ["The same number draws the same paths; another one shows by how much chance alone moves the figures.", "House choice"],
    )
    .window(|_, _| [1.0, 100.0]),
    row(
        "odds.limit",
        Group::Odds,
        "Chance limit",
        Unit::Percent,
        [0.0, 1.0, 0.005],
        Access::Plan(Field::Number(|p| p.odds.limit.0, |p, x| p.odds.limit = Frac(x))),
        ["The chance of losing more than the budget up to which a pool may grow.", "House choice; model book 14"],
    )
    .window(|_, _| [0.0, 0.2]),
    row(
        "odds.vix_mean",
        Group::Odds,
        "Mean of VIX",
        Unit::Points,
        [9.0, 80.0, 0.5],
        Access::Plan(Field::Number(|p| p.odds.vix_mean.0, |p, x| p.odds.vix_mean = Points(x))),
        ["Level that VIX comes back to on the paths.", "Cboe VIX 1990–2026; model book 14"],
    )
    .window(|_, _| [10.0, 40.0]),
    row(
        "odds.half_life",
        Group::Odds,
        "Half-life, trading days",
        Unit::TradingDays,
        [2.0, 1000.0, 1.0],
        Access::Plan(Field::Auto(|p| p.odds.half_life, |p, x| p.odds.half_life = x)),
        ["Trading days in which half of VIX's distance from its mean, in logs, is gone; the model's while linked, 1.75 a year. Of a day's own move 45\u{202f}% pass besides, half of that within three trading days.", "Cboe VIX 1990–2026; model book 14"],
    )
    .window(|_, _| [5.0, 126.0]),
    row(
        "odds.jumps",
        Group::Odds,
        "Jumps a year",
        Unit::Number,
        [0.0, 50.0, 0.1],
        Access::Plan(Field::Number(|p| p.odds.jumps, |p, x| p.odds.jumps = x)),
        ["How often in a year VIX jumps, by 28\u{202f}% on average; SPX falls by 11\u{202f}% of the jump's logarithm.", "Cboe VIX 1990–2026; model book 14"],
    )
    .window(|_, _| [0.0, 12.0]),
    row(
        "odds.ruin",
        Group::Odds,
        "Ruin: a fall of",
        Unit::Percent,
        [0.01, 1.0, 0.01],
        Access::Plan(Field::Number(|p| p.odds.ruin.0, |p, x| p.odds.ruin = Frac(x))),
        ["In the year ahead an account that stands so far below today's equity on any day is ruined.", "House choice; model book 14"],
    )
    .window(|_, _| [0.05, 0.5]),
    row(
        "odds.ruin_limit",
        Group::Odds,
        "Ruin limit",
        Unit::Percent,
        [0.0, 1.0, 0.005],
        Access::Plan(Field::Number(|p| p.odds.ruin_limit.0, |p, x| p.odds.ruin_limit = Frac(x))),
        ["The chance of ruin within a year up to which the pool may grow.", "House choice; model book 14"],
    )
    .window(|_, _| [0.0, 0.2]),
    row(
        "odds.recentre",
        Group::Odds,
        "Set the range anew",
        Unit::Number,
        [0.0, 2.0, 1.0],
        Access::Plan(Field::Choice(
            &[("month", "Each month"), ("leaves", "When left"), ("never", "Never")],
            |p| p.odds.recentre as usize,
            |p, i| p.odds.recentre = Recentre::ALL[i.min(2)],
        )),
        ["In the year ahead the pool's range is set round the price again: at the start of each month as in the back-test, on the day that ends out of it, or never.", "House choice; model book 14"],
    ),
    row(
        "odds.gate",
        Group::Odds,
        "VIX gate",
        Unit::Number,
        [0.0, 1.0, 1.0],
        Access::Plan(Field::Switch(|p| p.odds.gate, |p, on| p.odds.gate = on)),
        ["In the year ahead no new condor is sold while VIX stands above 20.", "Model book 12"],
    ),
];
