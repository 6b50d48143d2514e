//! Model book 13: indicators, regression, correlation shift.

use crate::table::{Row, rows};
use second_engine::signals::advance_decline;
use second_engine::signals::correlation_shift::Correlations;
use second_engine::signals::macd;
use second_engine::signals::regression::{self, Fit};
use second_engine::signals::rsi;
use second_engine::units::day::Day;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn column(rows: &[Row], name: &str) -> Vec<f64> {
    rows.iter().map(|row| row.number(name)).collect()
}

/// The same on trading days from the first of 2024 on.
fn dated(values: &[f64]) -> Vec<(Day, f64)> {
    let mut day = Day::of(2023, 12, 29).unwrap();
    let next = |value: &f64| {
        day = day.next_trading_day();
        (day, *value)
    };
    values.iter().map(next).collect()
}

#[test]
fn rsi_is_wilders_and_stands_at_its_ends_where_nothing_falls_or_moves() {
    let (series, golden) = (rows("indicator_series"), rows("indicators"));
    for (from, to) in [("price", "rsi14"), ("price_only_rising", "rsi14_only_rising"), ("price_flat", "rsi14_flat")] {
        let found = rsi::of(&column(&series, from));
        assert_eq!(found.len(), golden.len());
        for (row, found) in golden.iter().zip(found) {
            assert_eq!(found.is_some(), row.optional(to).is_some(), "{to}");
            if let Some(found) = found {
                row.close(to, found, 0.0, 1e-9);
            }
        }
    }
}

#[test]
fn macd_its_signal_and_their_distance_are_seeded_with_the_first_value() {
    let found = macd::of(&column(&rows("indicator_series"), "price"));
    for (i, row) in rows("indicators").iter().enumerate() {
        row.close("macd", found.line[i], 0.0, 1e-9);
        row.close("signal", found.signal[i], 0.0, 1e-9);
        row.close("histogram", found.histogram[i], 0.0, 1e-9);
    }
}

#[test]
fn a_d_divergence_is_on_where_the_table_has_it_and_not_known_where_it_cannot_be() {
    let series = rows("indicator_series");
    let [line, spx] = ["ad_line", "spx"].map(|name| dated(&column(&series, name)));
    let found = advance_decline::read(&line, &spx).unwrap().signal.answers;
    let mut on = 0;
    for (i, row) in rows("indicators").iter().enumerate() {
        let wanted = row.number("ad_divergence") == 1.0;
        // The table says 0 before there are 21 rows; here nothing is known then.
        assert_eq!(found[i].is_ok(), i >= advance_decline::WINDOW - 1, "{i}");
        assert_eq!(found[i].unwrap_or(false), wanted, "{i}");
        on += usize::from(wanted);
    }
    assert_eq!(on, 59);
}

fn fitted(row: &Row, series: &[Option<[f64; 3]>]) -> Fit {
    let [from, to] = ["first_row", "end_row_exclusive"].map(|name| row.number(name) as usize);
    let lags = row.number("nw_lags") as usize;
    regression::fit(&series[from..to], lags, ["the token", "SPX", "ΔVIX"]).unwrap()
}

#[test]
fn regression_has_the_slopes_and_the_errors_of_newey_and_west() {
    let series: Vec<Option<[f64; 3]>> = rows("regression_series")
        .iter()
        .map(|row| Some(["token_ln_return", "spx_ln_return", "dvix_points"].map(|name| row.number(name))))
        .collect();
    for row in rows("regression") {
        let fit = fitted(&row, &series);
        let near = |column: &str, got: f64| row.near(column, got, 1e-8);
        near("alpha", fit.intercept);
        near("beta_spx", fit.betas[0]);
        near("beta_dvix_per_point", fit.betas[1]);
        near("se_alpha", fit.intercept_error);
        near("se_beta_spx", fit.errors[0]);
        near("se_beta_dvix", fit.errors[1]);
        near("R2", fit.r_squared);
        near("corr_regressors", fit.correlation);
        assert_eq!(fit.count as f64, row.number("n"));
    }
}

#[test]
fn correlation_shift_rings_where_the_short_one_has_left_the_long_one() {
    let series = rows("regression_series");
    let [token, vix] = ["token_ln_return", "dvix_points"].map(|name| column(&series, name));
    let mut alarms = 0;
    for row in rows("correlation_shift") {
        let end = row.number("end_row_exclusive") as usize;
        let both = Correlations::of(&token[..end], &vix[..end]).unwrap();
        row.near("rho20_token_vs_minus_dVIX", both.short, 1e-8);
        row.near("rho120", both.long, 1e-8);
        row.near("threshold", both.threshold(), 1e-8);
        assert_eq!(both.is_alarm(), row.text("alarm") == "1", "{end}");
        row.near("sizing_multiplier", if both.is_alarm() { 1.0 - both.short.max(0.0) } else { 1.0 }, 1e-8);
        alarms += usize::from(both.is_alarm());
    }
    assert_eq!(alarms, 2);
}
