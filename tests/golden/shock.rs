//! Model book 8.

use crate::market::market_at;
use crate::table::{Row, rows};
use second_engine::holdings::world::Tokens;
use second_engine::plan::{EventPlan, MarketPlan, ResponsePlan, Token};
use second_engine::shock::Shock;
use second_engine::shock::base_rate::base_rate;
use second_engine::units::{Points, Usd, Vol};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn shock(row: &Row, token: Token, vix: Points, response: ResponsePlan) -> Shock {
    let plan = MarketPlan { token, token_price: Usd(3000.0), token_vol: Vol(0.70), ..MarketPlan::default() };
    let event = EventPlan { vix: Some(vix), days: row.number("h_trading_days"), ..EventPlan::default() };
    // The table's residuals are the fitted ones: those of a token with the volatility that they were fitted to.
    let fitted = MarketPlan { token_vol: Vol(if token == Token::Eth { 0.62 } else { 0.50 }), ..plan.clone() };
    Shock::new(market_at(row.number("v0_points")), &plan, Tokens::of(&fitted), event, response)
}

#[test]
fn joint_shock_moves_everything_that_is_linked_to_vix() {
    for row in rows("joint_shock") {
        let vix = Points(row.number("v_points"));
        let response = ResponsePlan { severity: row.number("severity_lambda"), ..ResponsePlan::default() };
        let eth = shock(&row, Token::Eth, vix, response.clone());
        let x = eth.spx_return(vix);
        row.near("x_spx_ln_return", x, 1e-12);
        row.near("standard_error_ln", eth.link().error(vix).0, 1e-12);
        row.near("y_eth_ln_return", eth.token_return(vix, x, 0.0), 1e-12);
        row.near("y_eth_at_z_-1.645_ln_return", eth.token_return(vix, x, -1.645), 1e-12);
        row.near("sigma_res_eth_per_year", eth.market_response(vix).residual, 1e-12);
        let btc = shock(&row, Token::Btc, vix, response);
        row.near("y_btc_ln_return", btc.token_return(vix, x, 0.0), 1e-12);
        row.near("sigma_res_btc_per_year", btc.market_response(vix).residual, 1e-12);
        let then = eth.as_set(0.0);
        row.near("sigma_lp_from_0.70", then.token_vol.0, 1e-12);
        row.near("fee_multiplier", then.fee_multiple, 1e-12);
        row.near("depth_multiplier", then.depth, 1e-12);
        row.near("gas_multiplier", then.gas_multiple, 1e-12);
        row.near("vvix_from_90", then.market.vvix.0, 1e-12);
    }
}

#[test]
fn correlation_stress_takes_the_residual_and_gives_it_to_the_betas() {
    for row in rows("correlation_stress") {
        let vix = Points(row.number("v_points"));
        let token = if row.text("token") == "ETH" { Token::Eth } else { Token::Btc };
        let calm = ResponsePlan::default();
        row.near("rho", shock(&row, token, vix, calm.clone()).market_response(vix).correlation, 1e-12);
        let stressed = shock(&row, token, vix, ResponsePlan { correlation: row.number("stress_s"), ..calm });
        let response = stressed.market_response(vix);
        row.near("rho_stressed", response.correlation, 1e-12);
        row.near("factor_on_betas", response.stress_factor, 1e-12);
        row.close("sigma_res_stressed_per_year", response.residual, 1e-12, 1e-12);
        let x = stressed.spx_return(vix);
        row.near("x_spx_ln_return", x, 1e-12);
        row.near("y_ln_return", stressed.token_return(vix, x, 0.0), 1e-12);
        row.near("y_at_z_-1.645_ln_return", stressed.token_return(vix, x, -1.645), 1e-12);
    }
}

#[test]
fn base_rates_count_days_hits_and_episodes_exactly() {
    for row in rows("base_rates") {
        let rate =
            base_rate(Points(row.number("v0_points")), Points(row.number("v_points")), row.number("h_trading_days"));
        for (column, count) in [("days", rate.days), ("hits", rate.hits), ("episodes", rate.episodes)] {
            row.near(column, count as f64, 0.0);
        }
        assert_eq!(rate.share.is_some(), row.optional("share").is_some(), "{}", row.text("v0_points"));
        if let Some(share) = rate.share {
            row.near("share", share.0, 1e-11);
        }
    }
}
