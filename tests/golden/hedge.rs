//! Model book 9.

use crate::book;
use crate::table::{Row, rows};
use second_engine::book::setup::Setup;
use second_engine::hedge::conversion::{Parity, Verdict};
use second_engine::options::black::Side;
use second_engine::units::{Points, Usd, Years};

/// The golden book with the layers of a row, strikes by delta.
fn setup(row: &Row) -> Setup {
    let mut plan = book::plan();
    plan.market.vix = Points(row.number("v0_points"));
    plan.market.vvix = Points(row.number("vvix0_points"));
    plan.account.equity = Usd(row.number("risk_capital_usd"));
    for (i, layer) in [&mut plan.hedge.short, &mut plan.hedge.medium, &mut plan.hedge.long].into_iter().enumerate() {
        layer.days = row.number(&format!("layer{}_days", i + 1));
        layer.contracts = Some(row.number(&format!("layer{}_contracts", i + 1)));
    }
    Setup::resolve(&plan).unwrap()
}

#[test]
fn hedge_carry_is_what_each_layer_loses_to_its_roll() {
    for row in rows("hedge_carry") {
        let setup = setup(&row);
        let report = setup.report().hedge;
        for (i, layer) in (1..).zip(&setup.layers) {
            let cell = |name: &str| format!("layer{i}_{name}");
            row.near(&cell("strike_points"), layer.strike.0, 0.0);
            row.near(&cell("price_points"), layer.premium, 1e-9);
            let later = setup.market.vix_option(Side::Call, layer.strike, Years::from_calendar_days(21.0));
            row.near(&cell("price_at_21_days_points"), later.0, 1e-9);
            row.near(&cell("carry_usd_per_year"), layer.carry(&setup.market).unwrap().0, 1e-9);
        }
        row.near("outlay_usd", report.outlay.0, 1e-9);
        row.near("carry_usd_per_year", report.carry.0, 1e-9);
        row.near("carry_usd_per_calendar_day", report.carry.0 / 365.0, 1e-9);
        row.near("vix_budget_usd_per_year", report.budget.0, 1e-9);
        row.near("whole_sets_affordable", report.sets_affordable, 0.0);
        row.near("one_set_affordable", report.sets_affordable.min(1.0), 0.0);
    }
}

#[test]
fn hedge_roll_ages_a_layer_until_it_is_rolled_or_settled() {
    let setup = book::setup();
    for row in rows("hedge_roll") {
        let layer = setup.layers.iter().find(|layer| layer.days == row.number("layer_days")).unwrap();
        row.near("contracts", layer.contracts, 0.0);
        row.near("strike_points", layer.strike.0, 0.0);
        row.near("premium_points", layer.premium, 1e-9);
        let days = row.number("h_trading_days");
        let then = setup.shock_over(days).on_link(Points(row.number("v_points")), 0.0).market;
        // A settled layer has no days left here; the table counts on below zero.
        let left = layer.days_left(days);
        if left > 0.0 {
            row.near("days_left", left, 1e-9);
        }
        row.near("F_points", then.vix_future(Years::from_calendar_days(left)).0, 1e-9);
        row.near("price_points", layer.price(&then, days), 1e-9);
        row.near("pnl_usd", layer.pnl(&then, days), 1e-9);
        assert_eq!(layer.state(days).word(), row.text("state"));
    }
}

#[test]
fn conversion_is_a_short_where_the_edge_is_smaller_than_its_costs() {
    for row in rows("conversion") {
        let parity = Parity {
            forward: row.number("F"),
            strike: row.number("K"),
            years: row.number("expiry_days") / 365.0,
            rate: row.number("r"),
            call: row.number("call_price"),
            put: row.number("put_price"),
            costs: row.number("costs"),
        };
        row.close("parity_edge", parity.edge(), 1e-10, 1e-9);
        let word = if parity.verdict() == Verdict::JustAShort { "just_a_short" } else { "edge" };
        assert_eq!(word, row.text("label"));
    }
}
