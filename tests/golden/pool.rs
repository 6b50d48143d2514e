//! Model book 6 and 7.

use crate::table::{Row, rows};
use second_engine::pool::bridge::{Bridge, bridge_vol, mean_fee_multiple};
use second_engine::pool::carry::Carry;
use second_engine::pool::ticks::{Base, Ticks};
use second_engine::pool::{Concentrated, ConstantProduct, Pool, StableSwap, Weighted};
use second_engine::units::{Frac, Vol, Years};

fn constant_product(value: f64, entry: f64) -> Pool {
    Pool::ConstantProduct(ConstantProduct::from_deposit(value, entry).unwrap())
}

fn concentrated(value: f64, entry: f64, low: f64, high: f64) -> Pool {
    Pool::Concentrated(Concentrated::from_deposit(value, entry, low, high).unwrap())
}

fn check(row: &Row, pool: &Pool, gamma_tolerance: f64) {
    let (price, entry) = (row.number("P"), row.number("P0"));
    let reserves = pool.reserves(price);
    row.near("x_base", reserves.base, 1e-11);
    row.near("y_quote", reserves.quote, 1e-11);
    row.near("V_quote", pool.value(price), 1e-11);
    row.near("HODL_quote", pool.hodl(price, entry), 1e-11);
    // A difference of two values near 1: twelve digits of those.
    row.close("IL", pool.impermanent_loss(price, entry).0, 1e-11, 1e-15);
    row.near("delta", pool.delta(price), 1e-11);
    row.near("gamma", pool.gamma(price), gamma_tolerance);
    row.near("LVR_quote_per_year", pool.lvr_rate(price, Vol(row.number("sigma"))), gamma_tolerance);
}

#[test]
fn pool_v2() {
    for row in rows("pool_v2") {
        check(&row, &constant_product(row.number("V0_quote"), row.number("P0")), 1e-11);
    }
}

#[test]
fn pool_v3() {
    for row in rows("pool_v3") {
        let position =
            Concentrated::from_deposit(row.number("V0_quote"), row.number("P0"), row.number("Pa"), row.number("Pb"))
                .unwrap();
        row.near("L", position.liquidity(), 1e-11);
        let pool = Pool::Concentrated(position);
        check(&row, &pool, 1e-11);
        let price = row.number("P");
        row.near("concentration_vs_full_range", pool.fee_rate(price, Frac(1.0)) / pool.value(price), 1e-11);
    }
}

#[test]
fn pool_weighted() {
    for row in rows("pool_weighted") {
        let pool = Weighted::from_deposit(row.number("V0_quote"), row.number("P0"), row.number("weight_base"));
        check(&row, &Pool::Weighted(pool.unwrap()), 1e-11);
    }
}

#[test]
fn pool_stable() {
    for row in rows("pool_stable") {
        let pool = StableSwap::from_deposit(row.number("V0_quote"), row.number("P0"), row.number("A_contract"));
        check(&row, &Pool::StableSwap(pool.unwrap()), 1e-8);
    }
}

#[test]
fn depeg() {
    for row in rows("depeg") {
        let (value, entry) = (row.number("V0_usd"), row.number("P0"));
        let pool = match row.text("pool") {
            "v2" => constant_product(value, entry),
            "v3" => concentrated(value, entry, row.number("Pa"), row.number("Pb")),
            "stable" => {
                Pool::StableSwap(StableSwap::from_deposit(value, entry, row.number("A_contract_or_weight")).unwrap())
            }
            "weighted" => {
                Pool::Weighted(Weighted::from_deposit(value, entry, row.number("A_contract_or_weight")).unwrap())
            }
            other => panic!("no pool {other}"),
        };
        let (price_usd, peg) = (row.number("P_usd"), row.number("q_usd_per_quote"));
        let price = price_usd / peg;
        row.near("P_pool", price, 1e-11);
        row.near("x_base", pool.reserves(price).base, 1e-11);
        row.near("y_quote", pool.reserves(price).quote, 1e-11);
        row.near("V_quote", pool.value(price), 1e-11);
        let dollars = pool.dollars(price_usd, peg).0;
        row.near("V_usd", dollars, 1e-11);
        row.close("V_usd_over_V0_minus_1", dollars / value - 1.0, 1e-11, 1e-15);
    }
}

#[test]
fn ticks() {
    for row in rows("ticks") {
        let grid = Ticks {
            base: if row.text("base_is") == "token0" { Base::Token0 } else { Base::Token1 },
            decimals0: row.number("decimals_token0") as u8,
            decimals1: row.number("decimals_token1") as u8,
            spacing: row.optional("tick_spacing").unwrap_or(1.0) as u16,
        };
        let tick = row.number("tick") as i32;
        if let Some(wanted) = row.optional("price_wanted") {
            assert_eq!(grid.snapped(wanted).unwrap().tick, tick, "{wanted}");
        }
        let shown = grid.price_at(tick);
        if tick == -887_220 {
            // The table's 3.38492131852e50 carries the rounding of 1.0001 to a double, 887 220 times over.
            // This is 1.0001^887220·10^12 from 60-digit arithmetic.
            assert!((shown / 3.384_921_318_552_238e50 - 1.0).abs() < 1e-12);
        } else {
            row.near("price_shown", shown, 1e-12);
        }
    }
}

#[test]
fn carry() {
    for row in rows("carry") {
        let (price, vol) = (row.number("P0"), Vol(row.number("sigma")));
        let apr = Frac(row.number("a_fullrange_fee_apr"));
        let pool = concentrated(row.number("V0_quote"), price, row.number("Pa"), row.number("Pb"));
        let carry = Carry { pool, price, vol, horizon: Years::from_calendar_days(row.number("h_calendar_days")) };
        row.close("time_in_range", carry.time_in_range().0, 0.0, 1e-6);
        row.near("E_V_quote", carry.expected_value(), 1e-10);
        row.near("E_V_minus_V0_quote", -carry.expected_lvr(), 1e-10);
        row.near("E_int_LVR_quote", carry.expected_lvr(), 1e-10);
        row.near("E_fees_quote", carry.expected_fees(apr), 1e-10);
        row.near("fees_over_LVR", carry.expected_fees(apr) / carry.expected_lvr(), 1e-10);
        row.near("time_value_quote", carry.time_value(apr), 1e-10);
        row.near("breakeven_vol", pool.breakeven_vol(price, apr).unwrap().0, 1e-10);
        row.near("breakeven_fee_apr", pool.breakeven_apr(price, vol).unwrap().0, 1e-10);
    }
}

#[test]
fn carry_bridge() {
    for row in rows("carry_bridge") {
        let price = row.number("P0");
        let pool = concentrated(row.number("V0_quote"), price, row.number("Pa"), row.number("Pb"));
        let ratio = row.number("v_points") / row.number("v0_points");
        let vol = bridge_vol(Vol(row.number("sigma0")), ratio);
        row.near("sigma_bridge", vol.0, 1e-8);
        row.near("fee_multiple_mean", mean_fee_multiple(ratio), 1e-8);
        let apr = Frac(row.number("a_fullrange_fee_apr") * mean_fee_multiple(ratio));
        let horizon = Years::from_calendar_days(row.number("h_calendar_days"));
        let bridge = Bridge::new(&pool, price, apr, vol, horizon);
        let end = price * row.number("ln_Ph_over_P0").exp();
        row.near("time_in_range_given_end", bridge.time_in_range_given_end(end).0, 1e-8);
        row.near("fees_given_end_quote", bridge.fees_given_end(end), 1e-8);
    }
}
