//! Model book 4 and 5.

use crate::market::{days, market_at, shocked, side};
use crate::table::{Row, rows};
use second_engine::holdings::condor::{Condor, LEGS};
use second_engine::holdings::fill::{offset, offsets};
use second_engine::holdings::margin::{minimum, portfolio_margin, reg_t, worst_scan};
use second_engine::market::Market;
use second_engine::market::spx::SpxSmile;
use second_engine::options::black::{greeks, price};
use second_engine::options::implied::{NoVol, implied_vol};
use second_engine::options::strikes::{shorts_at_delta, shorts_at_move, with_wings};
use second_engine::plan::{Plan, Settlement};
use second_engine::units::day::Day;
use second_engine::units::{Frac, Points, Vol, Years};
use second_engine::views::report::evaluate;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn market(row: &Row) -> Market {
    Market {
        spx: Points(row.number("S0")),
        rate: Frac(row.number("r")),
        dividend_yield: Frac(row.number("q")),
        ..market_at(row.number("v0_points"))
    }
}

/// `count` condors of these strikes, sold at the model's price on `smile`.
fn sold(strikes: [f64; 4], count: f64, smile: &SpxSmile, rate: f64) -> Condor {
    let days = smile.expiry.calendar_days();
    let condor = Condor {
        strikes,
        contracts: count,
        days,
        credit: 0.0,
        shift: Vol(0.0),
        offset: Vol(0.0),
        own: [None; 4],
        fee: 1.0,
        model_credit: 0.0,
        is_fill_in_range: true,
        settled: None,
        sold_days: 45.0,
    };
    let credit = condor.value_on(smile, rate);
    Condor { credit, model_credit: credit, ..condor }
}

fn strikes(row: &Row) -> [f64; 4] {
    ["K1", "K2", "K3", "K4"].map(|column| row.number(column))
}

#[test]
fn black_prices_and_greeks_agree_in_both_conventions() {
    for row in rows("black") {
        let (side, forward, strike) = (side(&row), row.number("F"), row.number("K"));
        let (vol, years) = (row.number("sigma"), days(&row, "expiry_days").0);
        let (rate, dividend) = (row.number("r"), row.number("q"));
        row.near("price", price(side, forward, strike, vol, years, rate), 1e-11);
        if row.optional("delta_spot").is_none() {
            continue;
        }
        let spot = greeks(side, forward, strike, vol, years, [rate, dividend]);
        row.near("delta_spot", spot.delta, 1e-11);
        row.near("gamma_spot", spot.gamma, 1e-11);
        row.near("vega_per_vol_point", spot.vega, 1e-11);
        row.near("theta_per_calendar_day_spot_fixed", spot.theta, 1e-11);
        // A spot that carries nothing is its own forward.
        let ahead = greeks(side, forward, strike, vol, years, [rate, rate]);
        row.near("delta_forward", ahead.delta, 1e-11);
        row.near("gamma_forward", ahead.gamma, 1e-11);
        row.near("vega_per_vol_point", ahead.vega, 1e-11);
        row.near("theta_per_calendar_day_forward_fixed", ahead.theta, 1e-11);
    }
}

#[test]
fn implied_vol_comes_back_or_names_the_bound() {
    for row in rows("implied_vol") {
        let got = implied_vol(
            side(&row),
            row.number("price"),
            row.number("F"),
            row.number("K"),
            row.number("T_years"),
            row.number("r"),
        );
        match row.text("status") {
            "below_or_at_intrinsic" => assert_eq!(got, Err(NoVol::AtOrBelowIntrinsic)),
            "at_or_above_upper" => assert_eq!(got, Err(NoVol::AtOrAboveUpper)),
            _ => {
                let sure = 100.0 * row.number("iv_uncertainty_of_1e-15_relative_price");
                row.near("iv", got.unwrap(), sure.max(1e-9));
            }
        }
    }
}

#[test]
fn condor_value_break_evens_and_chances_agree() {
    for row in rows("condor") {
        let today = market(&row);
        let smile = today.spx_smile(days(&row, "expiry_days"));
        let condor = sold(strikes(&row), row.number("contracts"), &smile, today.rate.0);
        row.near("credit_points", condor.credit, 1e-8);
        row.near("max_gain_usd", condor.max_gain().0, 1e-8);
        row.near("max_loss_usd", condor.max_loss().0, 1e-8);
        let [low, high] = condor.break_evens();
        row.near("breakeven_low_at_expiry", low.0, 1e-8);
        row.near("breakeven_high_at_expiry", high.0, 1e-8);

        let then = shocked(&today, row.number("v_points"));
        let passed = Years::from_trading_days(row.number("h_trading_days"));
        let left = Years(smile.expiry.0 - passed.0);
        let level = row.number("S_shocked");
        let value = condor.value(&Market { spx: Points(level), ..then.clone() }, left);
        row.near("value_points", value, 1e-8);
        row.close("pnl_before_fees_usd", condor.dollars(condor.credit - value), 1e-8, 1e-9);
        let settled = condor.dollars(condor.credit - condor.intrinsic(level));
        row.close("pnl_at_expiry_at_S_before_fees_usd", settled, 1e-8, 1e-9);
        let mut roots = condor.break_evens_at(&then, left);
        let is_today = row.number("v_points") == row.number("v0_points") && passed.0 == 0.0;
        if is_today && roots.len() as f64 == row.number("pnl_root_count") + 1.0 {
            // Sold at the model's price, the P&L is zero at S0 itself and changes sign there: one row has
            // +2.1e-6 at 5999.9999 and −2.1e-6 at 6000.0001. S0 is a point of the table's own scan, whose strict
            // sign test misses an exact zero; the engine counts it.
            let spot = roots.iter().position(|root| (root.0 / today.spx.0 - 1.0).abs() < 1e-9);
            roots.remove(spot.unwrap());
        }
        assert_eq!(roots.len() as f64, row.number("pnl_root_count"), "{roots:?}");
        if let (Some(low), Some(high)) = (roots.first(), roots.last()) {
            row.near("pnl_root_low", low.0, 1e-7);
            row.near("pnl_root_high", high.0, 1e-7);
        }
    }
}

#[test]
fn settlement_at_the_open_comes_six_and_a_half_hours_before_the_close() {
    for row in rows("condor_settlement") {
        let settles = if row.text("settles") == "am" { Settlement::Am } else { Settlement::Pm };
        let (now, clock) = row.text("now").split_once(' ').unwrap();
        let whole = Day::iso(row.text("expiry")).unwrap().since(Day::iso(now).unwrap());
        let hour: f64 = clock.trim_end_matches(":00").parse().unwrap();
        row.near("days", whole + (16.0 - hour) / 24.0, 1e-11);
        let mut plan = Plan::default();
        plan.market.spx = Points(row.number("spx"));
        (plan.market.rate, plan.market.dividend_yield) = (Frac(row.number("r")), Frac(row.number("q")));
        let condor = plan.condor_mut(0).unwrap();
        (condor.days, condor.settles) = (row.number("days"), settles);
        let years = Years::from_calendar_days(condor.days_left());
        row.near("hours_left", 24.0 * years.calendar_days(), 1e-11);
        let [spx, rate, dividend] = ["spx", "r", "q"].map(|column| row.number(column));
        let forward = spx * ((rate - dividend) * years.0).exp();
        let (vols, prices) = (["vol1", "vol2", "vol3", "vol4"], ["price1", "price2", "price3", "price4"]);
        let priced: Vec<f64> =
            (0..4).map(|i| price(LEGS[i].0, forward, strikes(&row)[i], row.number(vols[i]), years.0, rate)).collect();
        prices.iter().zip(&priced).for_each(|(column, got)| row.near(column, *got, 1e-10));
        let value: f64 = priced.iter().zip(LEGS).map(|(price, (_, held))| -held * price).sum();
        row.near("value", value, 1e-9);
        // The whole way: legs at these prices have these vols, and what they cost is the credit.
        condor.set_prices(std::array::from_fn(|i| Some(Points(priced[i]))));
        plan.pin_strikes(0, strikes(&row));
        let report = evaluate(&plan).unwrap().condors.remove(0);
        row.near("value", report.credit.0, 1e-9);
        row.near("hours_left", 24.0 * report.days, 1e-11);
        vols.iter().zip(&report.legs).for_each(|(column, leg)| row.near(column, leg.vol.0, 1e-8));
    }
}

#[test]
fn condor_report_says_what_the_trade_risks_for_its_credit() {
    for row in rows("condor") {
        let mut plan = Plan::default();
        plan.market.spx = Points(row.number("S0"));
        plan.market.rate = Frac(row.number("r"));
        plan.market.dividend_yield = Frac(row.number("q"));
        plan.market.vix = Points(row.number("v0_points"));
        plan.market.vvix = Points(row.number("vvix0_points"));
        let condor = plan.condor_mut(0).unwrap();
        condor.days = row.number("expiry_days");
        condor.contracts = row.number("contracts");
        plan.pin_strikes(0, strikes(&row));
        let report = evaluate(&plan).unwrap().condors.remove(0);
        row.near("credit_points", report.credit.0, 1e-8);
        row.near("return_on_risk", report.return_on_risk.unwrap().0, 1e-8);
        row.near("breakeven_win_rate", report.break_even_win_rate.0, 1e-8);
        row.near("pop_skew", report.profit_probability.0, 1e-8);
        row.near("pop_lognormal_atm", report.profit_probability_lognormal.0, 1e-8);
        row.near("fill_minus_model_points", report.fill_minus_model.0, 1e-8);
    }
}

#[test]
fn condor_fill_is_met_by_one_offset_or_refused() {
    for row in rows("condor_fill") {
        let market = market(&row);
        let smile = market.spx_smile(days(&row, "expiry_days"));
        let model = sold(strikes(&row), 1.0, &smile, market.rate.0);
        row.near("model_credit_points", model.credit, 1e-8);
        let filled = Condor { credit: row.number("fill_points"), ..model };
        // Some fills are the model's credit rounded: what is left of it then has the credit's twelve digits, no more.
        row.close("edge_fill_minus_model_points", filled.credit - model.credit, 1e-8, 1e-12 * model.credit);
        let found = offsets(&filled, &smile, market.rate.0);
        assert_eq!(found.len() as f64, row.number("root_count"), "{found:?}");
        match (row.text("status"), offset(&filled, &smile, market.rate.0)) {
            ("outside_model_range", found) => assert_eq!(found, None),
            (_, found) => row.close("vol_offset", found.unwrap().0, 1e-8, 1e-12),
        }
    }
}

#[test]
fn condor_presets_stand_where_the_expected_move_or_the_delta_says() {
    for row in rows("condor_presets") {
        let market = Market { spx: Points(row.number("S0")), ..market_at(row.number("v0_points")) };
        let smile = market.spx_smile(days(&row, "expiry_days"));
        row.near("sigma_atm", smile.atm_vol().0, 1e-8);
        row.near("expected_move_points", smile.expected_move(market.spx).0, 1e-8);
        let (shorts, width) = match row.optional("multiple") {
            Some(multiple) => (shorts_at_move(&smile, market.spx, multiple), 5.0),
            None => (shorts_at_delta(&smile, 0.16).unwrap(), 50.0),
        };
        row.near("short_put_unrounded", shorts[0], 1e-8);
        row.near("short_call_unrounded", shorts[1], 1e-8);
        let listed = with_wings(shorts, [Points(width); 2]);
        assert_eq!(listed, strikes(&row));
        row.near("credit_points", sold(listed, 1.0, &smile, market.rate.0).credit, 1e-8);
        let between = smile.probability_below(listed[2]) - smile.probability_below(listed[1]);
        row.near("prob_between_shorts", between, 1e-8);
    }
}

#[test]
fn margin_is_the_wing_or_the_worst_scan() {
    for row in rows("margin") {
        let market = market(&row);
        let expiry = days(&row, "expiry_days");
        let condor = sold(strikes(&row), row.number("contracts"), &market.spx_smile(expiry), market.rate.0);
        row.near("credit_points", condor.credit, 1e-8);
        row.near("reg_t_usd", reg_t(&condor).0, 1e-8);
        let (pnl, step) = worst_scan(&condor, &market, expiry);
        row.near("worst_scan_pnl_usd", pnl, 1e-8);
        assert_eq!(step, row.number("worst_scan_move"));
        row.near("minimum_usd", minimum(&condor, &market, expiry).0, 1e-8);
        row.near("portfolio_margin_usd", portfolio_margin(&condor, &market, expiry).0, 1e-8);
    }
}
