//! Model book 6 and 7.

use crate::table::{Row, rows};
use second_engine::holdings::pool::arbitrage::arbitrage_share;
use second_engine::holdings::pool::bridge::{Bridge, bridge_vol, mean_fee_multiple};
use second_engine::holdings::pool::carry::Carry;
use second_engine::holdings::pool::compounding::Compounding;
use second_engine::holdings::pool::depth::{quick_ratio, withdrawable};
use second_engine::holdings::pool::drip::Drip;
use second_engine::holdings::pool::fee_rate::FeeSource;
use second_engine::holdings::pool::insurance::{Insurance, default_haircut, triggers};
use second_engine::holdings::pool::loan::Loan;
use second_engine::holdings::pool::range::Range;
use second_engine::holdings::pool::strip;
use second_engine::holdings::pool::ticks::{Base, Ticks};
use second_engine::holdings::pool::{Concentrated, ConstantProduct, Pool, StableSwap, Weighted};
use second_engine::options::black::Side;
use second_engine::units::{Frac, Usd, Vol, Years};
use second_engine::views::pool::vetting::fair_price;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

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

#[test]
fn fee_rate() {
    for row in rows("fee_rate") {
        let price = row.number("P");
        let own = row.number("own_L");
        let source = FeeSource {
            fee: Frac(row.number("fee")),
            volume_per_day: row.number("volume_quote_per_day"),
            active_liquidity: row.number("L_active"),
            own_liquidity: own,
            diverted: Frac(row.number("protocol_and_jit_share")),
        };
        let apr = source.apr(price);
        row.near("a_fullrange_fee_apr", apr.0, 1e-12);
        // Any pool of that liquidity: the full range is the simplest.
        let pool = constant_product(2.0 * own * price.sqrt(), price);
        row.near("breakeven_vol", pool.breakeven_vol(price, apr).unwrap().0, 1e-12);
        row.near("own_fee_rate_quote_per_year_in_range", pool.fee_rate(price, apr), 1e-12);
    }
}

#[test]
fn arb_share() {
    for row in rows("arb_share") {
        let block = Years::from_calendar_days(row.number("block_seconds") / 86_400.0);
        let share = arbitrage_share(Frac(row.number("fee")), Vol(row.number("sigma")), block);
        row.near("arb_over_LVR", share.0, 1e-12);
    }
}

#[test]
fn loan() {
    for row in rows("loan") {
        let (price, value) = (row.number("P0"), row.number("V0_usd"));
        let pool = concentrated(value, price, row.number("Pa"), row.number("Pb"));
        let loan = Loan {
            principal: Usd(row.number("loan_usd")),
            rate: Frac(row.number("rate")),
            threshold: Frac(row.number("threshold")),
        };
        let after = Years::from_trading_days(row.number("h_trading_days"));
        row.near("debt_usd", loan.debt(after).0, 1e-9);
        row.near("health_at_P0", loan.health(Usd(value), after).unwrap(), 1e-9);
        let liquidation = loan.liquidation_price(&pool, price, 1.0, after);
        assert_eq!(liquidation.is_some(), row.optional("liquidation_price").is_some());
        if let Some(liquidation) = liquidation {
            row.near("liquidation_price", liquidation, 1e-9);
            row.near("liquidation_move", liquidation / price - 1.0, 1e-9);
        }
    }
}

#[test]
fn insurance() {
    for row in rows("insurance") {
        let entry = row.number("P0");
        let pool = concentrated(row.number("V0_usd"), entry, row.number("Pa"), row.number("Pb"));
        let policy = Insurance {
            premium: Frac(0.0),
            deductible: Frac(row.number("deductible_of_hodl")),
            cover: Frac(row.number("cover")),
            limit: Usd(row.number("limit_usd")),
            is_agreed: true,
        };
        let haircut = default_haircut(row.number("v_points") / row.number("v0_points"));
        let price = entry * (1.0 + row.number("token_move"));
        let (hodl, value) = (pool.hodl(price, entry), pool.dollars(price, 1.0));
        row.near("HODL_usd", hodl, 1e-9);
        row.near("V_usd", value.0, 1e-9);
        row.near("haircut", haircut.0, 1e-9);
        row.near("recovered_usd", policy.recovered(Usd(hodl), value, haircut).0, 1e-9);
    }
}

#[test]
fn il_cap() {
    for row in rows("il_cap") {
        let pool = match row.optional("r_multiplicative_range") {
            None => constant_product(1.0, 1.0),
            Some(factor) => concentrated(1.0, 1.0, 1.0 / factor, factor),
        };
        let (down, up) = triggers(&pool, 1.0, Frac(row.number("deductible_of_hodl")));
        let (down, up) = (down.unwrap(), up.unwrap());
        row.near("move_down", down.price_move.0, 1e-9);
        row.near("move_up", up.price_move.0, 1e-9);
        row.near("value_change_at_move_down", down.value_change.0, 1e-9);
        row.near("value_change_at_move_up", up.value_change.0, 1e-9);
    }
}

fn strip_of(row: &Row) -> (Pool, Vec<strip::StripOption>) {
    let (entry, range) = (row.number("P0"), Range { low: row.number("Pa"), high: row.number("Pb") });
    let position = Concentrated::from_deposit(row.number("V0_quote"), entry, range.low, range.high).unwrap();
    let options = strip::hedge(position.liquidity(), range, entry, row.number("n_per_side") as usize);
    (Pool::Concentrated(position), options)
}

#[test]
fn il_strip() {
    for row in rows("il_strip") {
        let (_, options) = strip_of(&row);
        let side = if row.text("type") == "put" { Side::Put } else { Side::Call };
        let option = options
            .iter()
            .find(|option| option.side == side && (option.bucket.low / row.number("bucket_low") - 1.0).abs() < 1e-9)
            .unwrap();
        row.near("strike", option.strike, 1e-11);
        row.near("quantity_base", option.quantity, 1e-11);
        row.near("bucket_low", option.bucket.low, 1e-11);
        row.near("bucket_high", option.bucket.high, 1e-11);
    }
}

#[test]
fn il_strip_hedge() {
    for row in rows("il_strip_hedge") {
        let (pool, options) = strip_of(&row);
        let (entry, price) = (row.number("P0"), row.number("P"));
        row.close("V_minus_HODL_quote", pool.value(price) - pool.hodl(price, entry), 1e-11, 1e-9);
        row.close("strip_payoff_quote", strip::payoff(&options, price), 1e-11, 1e-9);
        row.close("leftover_quote", strip::leftover(&pool, &options, entry, price), 1e-11, 1e-9);
    }
}

#[test]
fn compounding() {
    for row in rows("compounding") {
        let compounding = Compounding {
            value: Usd(row.number("V_usd")),
            apr: Frac(row.number("fee_apr")),
            gas: Usd(row.number("gas_usd")),
        };
        row.near("best_interval_years", compounding.best_interval().unwrap().0, 1e-12);
        row.near("best_times_per_year", compounding.best_times_per_year().unwrap(), 1e-12);
        assert_eq!(compounding.worthwhile(), row.text("worth_it") == "1");
    }
}

#[test]
fn drip() {
    for row in rows("drip") {
        let drip = Drip {
            value: Usd(row.number("V0_usd")),
            dividend_yield: Frac(row.number("dividend_yield")),
            growth: Frac(row.number("price_growth_per_year")),
            payments_per_year: row.number("payments_per_year") as u32,
            time: Years(row.number("years")),
        };
        row.near("value_reinvested_usd", drip.reinvested().0, 1e-12);
        row.near("value_not_reinvested_usd", drip.not_reinvested().0, 1e-12);
        row.near("cash_taken_usd", drip.cash_taken().0, 1e-12);
    }
}

#[test]
fn gauges() {
    for row in rows("gauges") {
        let number = |name| row.number(name);
        let slippage = Frac(number("slippage"));
        let pool = ConstantProduct::from_deposit(2.0 * number("pool_y_usd"), 1.0).map(Pool::ConstantProduct).unwrap();
        let out = Usd(withdrawable(&pool, 1.0, slippage, number("depth_multiplier")));
        let ready = Usd(number("cash_usd") + number("stablecoins_usd")) + out;
        row.near("quick_ratio", quick_ratio(ready, Usd(number("dues_usd"))).unwrap(), 1e-11);
        let fair = fair_price(number("D1"), number("r"), number("g")).unwrap();
        row.near("ddm_premium", number("reit_price") / fair - 1.0, 1e-10);
    }
}
