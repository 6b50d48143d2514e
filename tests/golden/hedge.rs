//! Model book 9.

use crate::book;
use crate::market::market_with;
use crate::table::{Row, rows};
use second_engine::book::Book;
use second_engine::holdings::conversion::{Parity, Verdict};
use second_engine::holdings::etp;
use second_engine::holdings::etp::Etp;
use second_engine::market::Market;
use second_engine::options::black::Side;
use second_engine::units::{Points, Usd, Years};
use second_engine::views::assemble;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

/// The golden book with the layers of a row, strikes by delta.
fn book(row: &Row) -> Book {
    let mut plan = book::plan();
    plan.market.vix = Points(row.number("v0_points"));
    plan.market.vvix = Points(row.number("vvix0_points"));
    plan.account.equity = Usd(row.number("risk_capital_usd"));
    for i in 0..3 {
        let layer = plan.layer_mut(i).unwrap();
        layer.days = row.number(&format!("layer{}_days", i + 1));
        layer.contracts = Some(row.number(&format!("layer{}_contracts", i + 1)));
    }
    Book::resolve(&plan).unwrap()
}

#[test]
fn hedge_carry_is_what_each_layer_loses_to_its_roll() {
    for row in rows("hedge_carry") {
        let book = book(&row);
        let report = assemble::report(&book).hedge;
        for (i, layer) in (1..).zip(book.layers()) {
            let cell = |name: &str| format!("layer{i}_{name}");
            row.near(&cell("strike_points"), layer.strike.0, 0.0);
            row.near(&cell("price_points"), layer.premium, 1e-9);
            let later = book.market.vix_smile(Years::from_calendar_days(21.0)).price(
                Side::Call,
                layer.strike.0,
                book.market.rate.0,
            );
            row.near(&cell("price_at_21_days_points"), later, 1e-9);
            row.near(&cell("carry_usd_per_year"), layer.carry(&book.market).unwrap().0, 1e-9);
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
    let book = book::book();
    for row in rows("hedge_roll") {
        let layer = book.layers().find(|layer| layer.days == row.number("layer_days")).unwrap();
        row.near("contracts", layer.contracts, 0.0);
        row.near("strike_points", layer.strike.0, 0.0);
        row.near("premium_points", layer.premium, 1e-9);
        let days = row.number("h_trading_days");
        let then = book.shock.over(days).on_link(Points(row.number("v_points")), 0.0).market;
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
fn etp_roll_sells_the_first_future_for_the_second_day_by_day() {
    for row in rows("etp_roll") {
        let market = market_with(row.number("v0_points_constant"), row.number("vvix0_points"));
        let (day, leverage) = (row.number("day"), row.number("leverage"));
        let first = row.number("roll_period_days");
        let held = etp::roll_day(28.0, day);
        row.near("T1_days", held.days[0], 0.0);
        row.near("T2_days", held.days[1], 0.0);
        row.near("w1", held.first, 1e-10);
        let future = |days: f64| market.vix_future(Years::from_calendar_days(days)).0;
        let basket = |passed: f64| {
            held.first * future(held.days[0] - passed) + (1.0 - held.first) * future(held.days[1] - passed)
        };
        row.near("basket_today_points", basket(0.0), 1e-10);
        row.near("basket_tomorrow_points", basket(1.0), 1e-10);
        let [before, after] = [day, day + 1.0].map(|days| etp::growth(&market, leverage, first, days));
        row.close("daily_return", after / before - 1.0, 1e-10, 1e-14);
        row.close("cumulative_return_after_day", after - 1.0, 1e-10, 1e-14);
        row.near("fee_per_year", etp::FEE, 0.0);
    }
}

/// Model book 2: the shock on day 0, then the roll at the new VIX; the leverage of each day on that day's move.
#[test]
fn an_etp_jumps_with_its_basket_and_then_rolls_at_the_new_vix() {
    for (leverage, vix) in [(1.0, 45.0), (1.5, 45.0), (1.5, 11.0)] {
        let before = market_with(17.0, 90.0);
        let after = crate::market::shocked(&before, vix);
        let future = |market: &Market, days: f64| market.vix_future(Years::from_calendar_days(days)).0;
        let shares = Etp::shares(&before, leverage, 50.0, 10.0, 20.0);
        // Twenty of the 28 days are left: 20/28 in the first, the second 35 days later.
        let (w, basket) = (20.0 / 28.0, |market: &Market, passed: f64, w: f64| {
            w * future(market, 20.0 - passed) + (1.0 - w) * future(market, 55.0 - passed)
        });
        let mut value = 50.0 * (1.0 + leverage * (basket(&after, 0.0, w) / basket(&before, 0.0, w) - 1.0));
        assert!((shares.share_price(&after, 0.0) / value - 1.0).abs() < 1e-12);
        for day in 0..3 {
            let day = f64::from(day);
            let (w, last) = ((20.0 - day) / 28.0, if day == 2.0 { 0.5 } else { 1.0 });
            let moved = basket(&after, day + last, w) / basket(&after, day, w) - 1.0;
            value *= 1.0 + leverage * moved - 0.0089 * last / 365.0;
        }
        assert!((shares.share_price(&after, 2.5) / value - 1.0).abs() < 1e-12, "{leverage} at {vix}");
    }
}

/// Model book 2: K/F in [0.5, 4], 7 to 220 days, VVIX 60 to 250.
#[test]
fn vix_calls_fall_and_are_convex_in_the_strike_over_the_whole_grid() {
    for vix in [9.0, 17.0, 45.0, 100.0] {
        for vvix in [60.0, 90.0, 120.0, 180.0, 250.0] {
            let market = market_with(vix, vvix);
            for days in [7.0, 14.0, 30.0, 60.0, 110.0, 160.0, 220.0] {
                let expiry = Years::from_calendar_days(days);
                let future = market.vix_future(expiry).0;
                let step = 0.02 * future;
                let smile = market.vix_smile(expiry);
                let call = |i: i32| smile.price(Side::Call, 0.5 * future + step * f64::from(i), market.rate.0);
                let prices: Vec<f64> = (0..=175).map(call).collect();
                for (i, three) in prices.windows(3).enumerate() {
                    let at = format!("VIX {vix}, VVIX {vvix}, {days} days, K/F {}", 0.52 + 0.02 * i as f64);
                    assert!(three[1] < three[0] && three[2] < three[1], "rises at {at}");
                    assert!(three[0] - 2.0 * three[1] + three[2] >= -1e-13 * future, "is concave at {at}");
                }
            }
        }
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
