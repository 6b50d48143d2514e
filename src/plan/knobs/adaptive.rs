//! Rows of the solvers' aims and of the adaptive rules with the path that they are tried on.

use crate::plan::hedge::MOST_CONTRACTS;
use crate::plan::knobs::access::{Access, Field, Options};
use crate::plan::knobs::input::{Group, Unit};
use crate::plan::knobs::lists::{ListKnob, ListWords, RowHead};
use crate::plan::knobs::row::{Row, row};
use crate::plan::rules_hedge::{Action, Band, DRAWN, PathPoint};
use crate::units::{Frac, Points, Usd};

/// What a layer can be told to do, in the order of [`Action::ALL`].
pub const ACTIONS: Options = &[
    ("refresh", "Open or refresh"),
    ("hold", "Hold, no trade"),
    ("keep", "Keep, never pause"),
    ("take_profit", "Take profit"),
];

/// Where a path comes from: the person, then every explosion, oldest first.
pub const PATHS: &[(&str, &str)] = &[
    (DRAWN, "A path I draw"),
    ("oct_1987", "Oct 1987"),
    ("oct_1997", "Oct 1997"),
    ("ltcm_1998", "LTCM 1998"),
    ("sep_2001", "Sep 2001"),
    ("jul_2002", "Jul 2002"),
    ("oct_2008", "Oct 2008"),
    ("may_2010", "May 2010"),
    ("aug_2011", "Aug 2011"),
    ("aug_2015", "Aug 2015"),
    ("feb_2018", "Feb 2018"),
    ("dec_2018", "Dec 2018"),
    ("mar_2020", "Mar 2020"),
    ("may_2021", "May 2021"),
    ("jun_2022", "Jun 2022"),
    ("ftx_2022", "FTX Nov 2022"),
    ("mar_2023", "Mar 2023"),
    ("aug_2024", "Aug 2024"),
    ("dec_2024", "Dec 2024"),
    ("apr_2025", "Apr 2025"),
    ("oct_2025", "Oct 2025"),
    ("mar_2026", "Mar 2026"),
    ("jun_2026", "Jun 2026"),
];

/// They follow the other tables.
pub(super) const ROWS: &[Row] = &[
    row(
        "hedge_solve.coverage",
        Group::Hedge,
        "Cover",
        Unit::Percent,
        [0.01, 5.0, 0.05],
        Access::Plan(Field::Number(|p| p.hedge_solve.coverage.0, |p, x| p.hedge_solve.coverage = Frac(x))),
        ["Share of what condor and pool lose in the shock that the hedge is to gain.", "Model book 9"],
    )
    .window(|_, _| [0.1, 2.0])
    .more(),
    row(
        "hedge_solve.within_cash",
        Group::Hedge,
        "Pay from cash",
        Unit::Number,
        [0.0, 1.0, 1.0],
        Access::Plan(Field::Switch(|p| p.hedge_solve.within_cash, |p, on| p.hedge_solve.within_cash = on)),
        ["Whether the cheapest mix may cost no more today than the cash at hand.", "House choice"],
    )
    .more(),
    row(
        "hedge_solve.most",
        Group::Hedge,
        "Most a layer",
        Unit::Count,
        [1.0, MOST_CONTRACTS, 1.0],
        Access::Plan(Field::Number(|p| p.hedge_solve.most, |p, x| p.hedge_solve.most = x)),
        [
            "Contracts of one layer that no answer goes beyond: how many of one expiry and strike you could trade without moving the price, for which its open interest is a measure.",
            "Cboe lists the open interest; 1,000 is a house choice",
        ],
    )
    .log()
    .more(),
    row(
        "hedge_rules.moved",
        Group::Hedge,
        "Gain moved",
        Unit::Percent,
        [0.0, 1.0, 0.05],
        Access::Plan(Field::Number(|p| p.hedge_rules.moved.0, |p, x| p.hedge_rules.moved = Frac(x))),
        [
            "Share of a layer's gain that is taken where profit is taken on it and put into the long layer, in whole contracts.",
            "ALVH: 50 %",
        ],
    )
    .more(),
    row(
        "hedge_rules.roll_days",
        Group::Hedge,
        "Roll below, calendar days",
        Unit::Days,
        [0.0, 250.0, 1.0],
        Access::Plan(Field::Number(|p| p.hedge_rules.roll_days, |p, x| p.hedge_rules.roll_days = x)),
        ["Calendar days left below which a layer is due to be rolled.", "Model book 9: 21 days"],
    )
    .window(|_, _| [0.0, 60.0])
    .more(),
    row(
        "hedge_rules.cost",
        Group::Hedge,
        "Cost a contract",
        Unit::Usd,
        [0.0, 1000.0, 0.5],
        Access::Plan(Field::Number(|p| p.hedge_rules.cost.0, |p, x| p.hedge_rules.cost = Usd(x))),
        ["Dollars that every contract bought or sold costs on top of the model's price.", "Your broker"],
    )
    .window(|_, _| [0.0, 20.0])
    .more(),
    row(
        "hedge_rules.from",
        Group::Hedge,
        "Path",
        Unit::Number,
        [0.0, 22.0, 1.0],
        Access::Plan(Field::Choice(
            PATHS,
            |p| PATHS.iter().position(|(id, _)| *id == p.hedge_rules.from).unwrap_or(0),
            |p, i| p.hedge_rules.from = PATHS.get(i).map_or(DRAWN, |path| path.0).into(),
        )),
        [
            "The way that VIX takes: one that you draw, or the daily closes round an explosion, from 21 trading days before its lowest VIX to 60 after its highest.",
            "Cboe, FRED (VXO in 1987)",
        ],
    )
    .more(),
    row(
        "hedge_rules.days_after",
        Group::Hedge,
        "Trading days after",
        Unit::TradingDays,
        [0.0, 500.0, 5.0],
        Access::Plan(Field::Number(|p| p.hedge_rules.days_after, |p, x| p.hedge_rules.days_after = x)),
        [
            "Trading days that follow an explosion's peak: up to 60 by its closes; beyond them VIX falls back at the model's speed.",
            "Cboe; model book 14",
        ],
    )
    .window(|_, _| [0.0, 250.0])
    .more()
    .when(|p, _| !p.hedge_rules.is_drawn()),
];

/// The path that the person draws.
pub const PATH: ListKnob = ListKnob {
    id: "hedge_rules.path",
    group: Group::Hedge,
    label: "VIX path",
    example: "20:14; 30:45; 90:18",
    get: |p| p.hedge_rules.path.iter().map(|point| (point.day, point.vix.0)).collect(),
    set: |p, rows| {
        p.hedge_rules.path = rows.iter().map(|&(day, x)| PathPoint { day, vix: Points(x) }).collect();
    },
    range: [9.0, 150.0],
    unit: Unit::Points,
    columns: &[],
    names: None,
    further: None,
    head: RowHead::Day,
    words: None,
};

/// The table of bands: where each begins, what all layers do in it, what single ones do.
pub const BANDS: ListKnob = ListKnob {
    id: "hedge_rules.bands",
    group: Group::Hedge,
    label: "Rules by VIX band",
    example: "0:refresh; 15:hold; 25:keep:take_profit",
    get: |p| p.hedge_rules.bands.iter().map(|band| (band.from.0, f64::from(band.all as u8))).collect(),
    set: |p, rows| {
        let action = |x: f64| Action::ALL.get(x as usize).copied().unwrap_or(Action::Hold);
        p.hedge_rules.bands = rows.iter().map(|&(from, x)| Band::of_all(from, action(x))).collect();
    },
    range: [0.0, 3.0],
    unit: Unit::Number,
    columns: &["From VIX", "All layers"],
    names: None,
    further: None,
    head: RowHead::Vix,
    words: Some(ListWords {
        choices: ACTIONS,
        get: |p| {
            let own = |band: &Band| band.own.iter().map(|one| one.map(|action| action as usize)).collect();
            p.hedge_rules.bands.iter().map(own).collect()
        },
        set: |p, rows| {
            for (band, own) in p.hedge_rules.bands.iter_mut().zip(rows) {
                band.own = own.iter().map(|one| one.and_then(|at| Action::ALL.get(at).copied())).collect();
            }
        },
    }),
};
